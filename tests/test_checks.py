"""Every check is declared once, registered, worded in both languages, and tested."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

from povcalc import checks
from povcalc.checks import ALL, FAMILIES
from povcalc.checks.base import Check, check
from povcalc.findings import Outcome, Severity
from povcalc.messages import Lang
from povcalc.output.manual import PLANS, SUFFIXES, explained

TESTS = Path(__file__).parent
EXAMPLES = Path(checks.__file__).parents[1] / "examples"
MANUALS = ("docs/checks.md", "docs/checks.vi.md")
BROUGHT_ALONG = {"F105": ("F101",)}
"""What a finding cannot be without: a line above the total makes the sum exceed the total too."""
NEVER_CERTAIN = ("T205",)
"""Checks that rest on an assumption: without a note they are undecided, never passed."""
SECTIONS = {
    "text",
    "format",
    "plan",
    "tables",
    "settings",
    "source",
    "before",
    "targets",
    "funding",
    "schedule",
    "actors",
    "waivers",
}


def examples(check):
    suffix = SUFFIXES.get(check.section, "yaml")
    return [f"{check.code}.{kind}.{suffix}" for kind in ("fails", "passes")]


def declared() -> list[Check]:
    """The checks that stand in the modules of the families."""
    modules = [
        importlib.import_module(f"povcalc.checks.{found.name}") for found in pkgutil.iter_modules(checks.__path__)
    ]
    return [value for module in modules for value in vars(module).values() if isinstance(value, Check)]


def test_every_declared_check_is_registered_once():
    assert len(ALL) >= 50
    forgotten = {check.code for check in declared()} - {check.code for check in ALL}
    assert not forgotten, f"checks/__init__.py does not import the module of: {forgotten}"
    assert len(declared()) == len(ALL)


def test_codes_and_slugs_are_unique():
    with pytest.raises(ValueError, match="two checks have the code T101"):
        check("T101", "another", Severity.ERROR, section="targets")(ALL[0].run)
    assert len({check.slug for check in ALL}) == len(ALL)


def test_every_family_has_a_name_and_a_check():
    families = list(dict.fromkeys(check.family for check in ALL))
    assert families == list(FAMILIES), "FAMILIES in checks/__init__.py names each family, in the order of a run"


def test_no_example_is_left_of_a_check_that_is_gone():
    left = {file.name for file in EXAMPLES.iterdir()} - {name for check in ALL for name in examples(check)}
    left -= set(PLANS.values())
    assert not left, f"no check has these examples: {left}"


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.code)
class TestEachCheck:
    def test_has_a_code_a_slug_and_a_known_section(self, check):
        assert re.fullmatch(r"[YSGTFDAQW][0-9]{3}", check.code)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", check.slug)
        assert check.section in SECTIONS

    def test_has_its_words_in_both_languages(self, check):
        for name in ("title", "explanation", "fix"):
            text = getattr(check, name)
            assert text.to(Lang.EN).strip(), f"{check.code}: its {name} lacks the English"
            assert text.to(Lang.VI).strip(), f"{check.code}: its {name} lacks the Vietnamese"
            assert text.to(Lang.EN) != text.to(Lang.VI), f"{check.code}: its {name} is the same in both languages"

    def test_is_named_by_a_test(self, check):
        sources = "".join(file.read_text(encoding="utf-8") for file in TESTS.glob("test_*.py"))
        assert check.code in sources, f"no test names {check.code}: test it beside the others of its module"

    def test_has_a_formula_where_figures_or_days_are_compared(self, check):
        assert check.formula or check.family not in "TFD", f"{check.code}: say in formula= what must hold"
        assert all(len(line) <= 76 for line in check.formula.splitlines())

    def test_has_its_two_examples(self, check):
        missing = [name for name in examples(check) if not (EXAMPLES / name).is_file()]
        assert not missing, f"add to src/povcalc/examples: {missing}"

    def test_has_a_plan_that_fails_it_and_nothing_else(self, check):
        found = explained(check).fails.report.findings
        codes, expected = {finding.code for finding in found}, {check.code, *BROUGHT_ALONG.get(check.code, ())}
        assert codes == expected, f"{check.code}.fails.yaml gives {codes}, where {expected} was expected"
        assert all(finding.waived is None for finding in found)

    def test_has_a_near_miss_that_passes_it_and_everything_else(self, check):
        report = explained(check).passes.report
        codes = {finding.code for finding in report.findings if finding.waived is None}
        assert not codes, f"{check.code}.passes.yaml gives {codes}, where nothing was expected"
        expected = Outcome.UNDECIDED if check.code in NEVER_CERTAIN else Outcome.PASSED
        outcome = {run.code: run.outcome for run in report.runs}[check.code]
        assert outcome is expected, f"{check.code}.passes.yaml: the check ended as {outcome}, not as {expected}"

    def test_has_a_near_miss_that_is_near(self, check):
        told = explained(check)
        before, after = told.fails.text.splitlines(), told.passes.text.splitlines()
        changed = [line for line in after if line not in before]
        assert len(changed) <= 2, f"{check.code}: more than two lines differ between its examples: {changed}"

    @pytest.mark.parametrize("manual", MANUALS)
    def test_has_its_section_in_both_manuals(self, check, manual):
        words = (TESTS.parent / manual).read_text(encoding="utf-8")
        assert f"\n## {check.code}\n" in words, f"{manual} lacks {check.code}: run python docs/make.py"
