"""`povcalc explain`: what it prints of one check and of all, and what it does with a code that nothing has."""

import json

import pytest

from command import damaged, text
from povcalc.checks import ALL
from povcalc.engine import run
from povcalc.messages import Lang
from povcalc.output.manual import UnknownCheckError, checks_manual, explained, named, section
from povcalc.plan.load import read_text


class TestNaming:
    @pytest.mark.parametrize("word", ["T101", "t101", "areas-add-up", "Areas-Add-Up"])
    def test_a_check_is_named_by_its_code_or_slug(self, word):
        assert [check.code for check in named(word)] == ["T101"]

    @pytest.mark.parametrize("family", "YSTFDAWt")
    def test_a_family_is_named_by_its_letter(self, family):
        assert {check.family for check in named(family)} == {family.upper()}
        assert len(named(family)) > 1

    @pytest.mark.parametrize(("word", "likely"), [("F120", "F112"), ("X", None), ("", None), ("T2011", "T201")])
    def test_a_word_that_names_nothing_is_told_with_what_is_near(self, word, likely):
        with pytest.raises(UnknownCheckError) as raised:
            named(word)
        assert raised.value.likely == likely


class TestTheCommand:
    def test_every_code_is_in_the_list(self):
        status, out, error = text("explain")
        assert (status, error) == (0, "")
        assert [line.split()[0] for line in out.splitlines() if line[1:4].isdigit()] == [check.code for check in ALL]

    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_the_list_as_a_person_sees_it(self, snapshot, lang):
        assert text("explain", "--lang", lang) == snapshot

    @pytest.mark.parametrize("lang", ["en", "vi"])
    @pytest.mark.parametrize("code", ["T101", "Y117", "W103"])
    def test_one_check_as_a_person_sees_it(self, snapshot, lang, code):
        assert text("explain", code, "--lang", lang) == snapshot

    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_a_code_that_nothing_has(self, snapshot, lang):
        assert text("explain", "F120", "--lang", lang) == snapshot

    def test_a_code_like_no_other_leads_to_the_list(self):
        assert text("explain", "Z") == (2, "", "povcalc: no check has the code Z; povcalc explain lists them\n")

    def test_one_check_as_markdown_is_its_section_of_the_manual(self):
        _, out, _ = text("explain", "T101", "-f", "markdown")
        assert out == section(explained(named("T101")[0]), Lang.EN)

    def test_all_checks_as_json(self):
        _, out, _ = text("explain", "-f", "json")
        told = json.loads(out)
        assert [check["code"] for check in told["checks"]] == [check.code for check in ALL]
        first = told["checks"][0]
        assert list(first) == [
            "code",
            "slug",
            "severity",
            "title",
            "explanation",
            "formula",
            "fails",
            "passes",
            "mend",
        ]
        assert first["fails"]["findings"][0]["code"] == first["code"]

    def test_nothing_that_a_terminal_acts_on_is_printed(self):
        for check in ALL:
            status, out, _ = text("explain", check.code)
            assert status == 0
            assert all(sign == "\n" or sign.isprintable() for sign in out), check.code


def test_the_finding_that_is_shown_is_made_of_the_example():
    told = explained(named("T101")[0])
    assert told.fails.report.findings == run(read_text(told.fails.text, "T101.fails.yaml")).findings
    assert told.fails.report.findings[0].message.to(Lang.EN) in section(told, Lang.EN)


def test_every_code_that_a_run_prints_is_answered():
    plan = damaged(
        ("reduction_households: 1039", "reduction_households: 1309"),
        ("amount: {about: 367886}", "amount: {about: 367868}"),
        ("kind: town", "kind: twn"),
        ("on: 2019-12-10", "on: 2091-12-10"),
    )
    _, out, _ = text("check", "-f", "concise", "-", stdin=plan.encode())
    codes = {line.split()[1] for line in out.splitlines()}
    assert {"T101", "F101", "S114", "D103"} <= codes
    for code in codes:
        status, told, _ = text("explain", code)
        assert (status, told.split()[0]) == (0, code)


@pytest.mark.parametrize("lang", list(Lang))
def test_the_manual_has_a_row_and_a_section_for_each_check(lang):
    manual = checks_manual([explained(check) for check in ALL], lang)
    assert manual.count("\n## ") == manual.count("\n| [") == len(ALL)
    assert manual.count("```") % 2 == 0
