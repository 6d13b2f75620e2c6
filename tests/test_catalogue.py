"""Every message of the program is translated, and each translation belongs to a message of the program."""

import sys
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

sys.path.insert(0, str(Path(__file__).parents[1] / "docs"))

import catalogue

from povcalc import messages
from povcalc.checks import ALL
from povcalc.messages import GLOSSARY, Lang, Message, catalogue_of, plural

USED = catalogue.used()


def entries(file):
    with file.open("rb") as source:
        return [entry for entry in read_po(source) if entry.id]


def forms(entry):
    """What is said in each language, as tuples: two forms of English, and as many as the other language has."""
    return (
        entry.id if isinstance(entry.id, tuple) else (entry.id,),
        entry.string if isinstance(entry.string, tuple) else (entry.string,),
    )


def placeholders(words):
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


def told_with_values(words):
    """Whether a message may hold values: braces of its own are not doubled otherwise."""
    try:
        return all(name.isidentifier() for name in placeholders(words))
    except ValueError:
        return False


def test_there_is_a_catalogue_for_each_language_but_english():
    assert [file.parts[-3] for file in catalogue.CATALOGUES] == [lang.value for lang in Lang if lang is not Lang.EN]


def test_the_source_has_the_messages_that_it_is_known_to_have():
    assert len(USED) > 1300
    assert catalogue.Used("{count} area", "{count} areas") in USED
    assert {catalogue.Used(check.title.template) for check in ALL} <= set(USED)
    assert {catalogue.Used(words.template) for words in GLOSSARY.values()} <= set(USED)


@pytest.mark.parametrize("file", catalogue.CATALOGUES, ids=lambda file: file.parts[-3])
class TestEveryCatalogue:
    def test_it_holds_exactly_the_messages_of_the_source(self, file):
        held = {catalogue.Used(*forms(entry)[0], context=entry.context) for entry in entries(file)}
        assert set(USED) - held == set()
        assert held - set(USED) == set()

    def test_every_entry_is_translated_and_none_is_doubtful(self, file):
        assert [entry.id for entry in entries(file) if not all(forms(entry)[1])] == []
        assert [entry.id for entry in entries(file) if entry.fuzzy] == []
        assert "\n#~ " not in file.read_text(encoding="utf-8")

    def test_each_translation_has_the_placeholders_of_its_message(self, file):
        held = [entry for entry in entries(file) if told_with_values(forms(entry)[0][-1])]
        assert len(held) > 1300
        wrong = [
            entry.id
            for entry in held
            for words in forms(entry)[1]
            if placeholders(words) != placeholders(forms(entry)[0][-1])
        ]
        assert wrong == []

    def test_both_english_forms_of_a_plural_have_the_same_placeholders(self, file):
        plurals = [forms(entry)[0] for entry in entries(file) if entry.pluralizable]
        assert len(plurals) > 3
        # One thing need not be counted: "the only area inside".
        assert [words for words in plurals if placeholders(words[0]) | {"count"} != placeholders(words[1])] == []

    def test_it_has_as_many_forms_of_a_plural_as_the_language(self, file):
        with file.open("rb") as source:
            catalog = read_po(source)
        assert {len(forms(entry)[1]) for entry in catalog if entry.pluralizable} == {catalog.num_plurals}

    def test_it_stands_as_docs_make_writes_it(self, file):
        text = file.read_text(encoding="utf-8")
        assert text == catalogue.updated(text), "run python docs/make.py"

    def test_what_the_program_reads_was_compiled_from_it(self, file):
        expected = GNUTranslations(BytesIO(catalogue.compiled(file.read_text(encoding="utf-8"))))
        with file.with_suffix(".mo").open("rb") as compiled:
            read = GNUTranslations(compiled)
        # But for the header, which has the time of compiling.
        assert {**read._catalog, "": ""} == {**expected._catalog, "": ""}, "run python docs/make.py"
        assert len(read._catalog) > 1300


class TestGathering:
    @pytest.mark.parametrize(
        ("source", "found"),
        [
            ('Message("a")', catalogue.Used("a")),
            ('Message("a" "b", x=1)', catalogue.Used("ab")),
            ('Message("a", context="c")', catalogue.Used("a", None, "c")),
            ('plural("a", "b", count=1)', catalogue.Used("a", "b")),
            ('raise refusal("a", x=1)', catalogue.Used("a")),
            ('raise ScenarioError("a", meant=(), x=1)', catalogue.Used("a")),
            ('raise ScenarioError(join((place, Message("a")), ": "))', catalogue.Used("a")),
        ],
    )
    def test_a_message_is_found(self, source, found):
        assert list(catalogue.messages(source)) == [found]

    def test_a_check_has_its_messages_in_its_docstring(self):
        source = '@check("T1")\ndef c():\n    """Title.\n\n    All of\n    it.\n\n    Fix: Do so.\n    """'
        assert list(catalogue.messages(source)) == [catalogue.Used(w) for w in ("Title", "All of it.", "Do so.")]

    def test_a_command_has_its_help_in_its_docstring(self):
        source = '@command\ndef c():\n    """Do it.\n\n    Without FILE,\n    not.\n    """'
        assert list(catalogue.messages(source)) == [catalogue.Used("Do it. Without FILE, not.")]

    @pytest.mark.parametrize(
        "source",
        ["Message(words)", 'Message(f"a {b}")', 'plural("a", b, count=1)', "Message()", 'ScenarioError(f"a {b}")'],
    )
    def test_words_that_are_no_literal_are_refused(self, source):
        with pytest.raises(ValueError, match="literals"):
            list(catalogue.messages(source))


class TestTranslating:
    def test_a_message_is_translated_when_it_is_written(self):
        assert (GLOSSARY["targets"].to(Lang.EN), GLOSSARY["targets"].to(Lang.VI)) == ("targets", "mục tiêu giảm nghèo")

    @pytest.mark.parametrize(("count", "english"), [(1, "1 area"), (0, "0 areas"), (1200, "1,200 areas")])
    def test_a_number_of_things_has_the_plural_of_its_language(self, count, english):
        found = plural("{count} area", "{count} areas", count=count)
        assert found.to(Lang.EN) == english
        assert found.to(Lang.VI) == f"{count:,} địa bàn".replace(",", ".")

    def test_the_test_suite_refuses_a_message_that_no_catalogue_holds(self):
        assert Message("no catalogue holds this").to(Lang.EN) == "no catalogue holds this"
        with pytest.raises(LookupError):
            Message("no catalogue holds this").to(Lang.VI)


def test_a_tree_that_was_never_built_speaks_english(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "__file__", str(tmp_path / "messages.py"))
    monkeypatch.setattr(messages, "catalogue_of", catalogue_of.__wrapped__)
    assert Message("no command is given").to(Lang.VI) == "no command is given"
    assert plural("{count} area", "{count} areas", count=2).to(Lang.VI) == "2 areas"
