"""Every check is declared once, registered, worded in both languages, and tested."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

from povcalc import checks
from povcalc.checks import ALL
from povcalc.checks.declare import Check

TESTS = Path(__file__).parent
SECTIONS = {"text", "format", "plan", "targets", "funding", "schedule", "actors", "waivers"}


def declared() -> list[Check]:
    """The checks that stand in the modules of the families, found without their tuples."""
    modules = [
        importlib.import_module(f"povcalc.checks.{found.name}") for found in pkgutil.iter_modules(checks.__path__)
    ]
    return [value for module in modules for value in vars(module).values() if isinstance(value, Check)]


def test_every_declared_check_is_registered_once():
    assert len(ALL) >= 50
    assert sorted(check.code for check in declared()) == sorted(check.code for check in ALL)


def test_codes_and_slugs_are_unique_within_their_families():
    assert len({check.code for check in ALL}) == len(ALL)
    assert len({(check.family, check.slug) for check in ALL}) == len(ALL)


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.code)
class TestEachCheck:
    def test_has_a_code_a_slug_and_a_known_section(self, check):
        assert re.fullmatch(r"[YSTFDAW][0-9]{3}", check.code)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", check.slug)
        assert check.section in SECTIONS

    def test_has_its_words_in_both_languages(self, check):
        for text in (check.title, check.explanation):
            assert text.en.strip()
            assert text.vi.strip()
            assert text.en != text.vi

    def test_is_named_by_a_test(self, check):
        sources = "".join(file.read_text(encoding="utf-8") for file in TESTS.glob("test_*.py"))
        assert check.code in sources
