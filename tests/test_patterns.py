"""Patterns that are compiled when they are first used."""

import pkgutil
import re
from importlib import import_module

import pytest

import povcalc
from povcalc.patterns import Late, compiled_late, regex


def test_a_pattern_answers_as_a_compiled_one_does():
    late, soon = regex(r"(?P<day>[0-9]+)/([0-9]+)", re.ASCII), re.compile(r"(?P<day>[0-9]+)/([0-9]+)", re.ASCII)
    for words in ("", "1/2", "am 1/2 und 3/4", "1 2"):
        assert late.sub("x", words) == soon.sub("x", words)
        assert late.findall(words) == soon.findall(words)
        for method in ("match", "fullmatch", "search"):
            found, expected = (getattr(each, method)(words) for each in (late, soon))
            assert (found and found.span()) == (expected and expected.span())
    assert (late.pattern, late.flags, late.groups) == (soon.pattern, soon.flags, soon.groups)


def test_it_is_compiled_once_and_not_before():
    late = regex("(")
    with pytest.raises(re.error):
        late.search("")
    late = regex("a")
    assert "search" not in vars(late)
    assert late.search("ba").start() == 1
    assert late.search is late.search


def test_the_patterns_of_a_library_that_is_imported_meanwhile_are_late_too():
    compiled = re.compile
    with compiled_late():
        late = re.compile("a+", re.IGNORECASE)
        assert "match" not in vars(late)
        assert re.compile("b").match("b")  # one that the library itself uses at once
    assert late.match("xAa", 1)[0] == "Aa"
    assert re.compile is compiled


def test_every_pattern_of_the_package_can_be_compiled():
    modules = [each.name for each in pkgutil.walk_packages(povcalc.__path__, "povcalc.") if "__main__" not in each.name]
    values = [value for name in modules for value in vars(import_module(name)).values()]
    inner = [each for value in values if isinstance(value, (tuple, dict)) for each in _items(value)]
    patterns = [each for each in (*values, *inner) if isinstance(each, Late)]
    assert len(patterns) > 60
    for each in patterns:
        assert each.search(each.pattern[:0]) is not False


def _items(value):
    values = value.values() if isinstance(value, dict) else value
    for each in values:
        yield from each if isinstance(each, tuple) else (each,)
