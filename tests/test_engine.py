"""Running checks: outcomes, order, choice, verdicts, and what a broken part of a file hides (nothing)."""

import os
import subprocess
import sys
from fractions import Fraction

import pytest

from plans import FIGURES, area, both, checked, codes, funding, outcome, real_plan, targets, told
from povcalc.checks import ALL
from povcalc.engine import choose, needs, run, stated_figures
from povcalc.findings import Held, Outcome, Problem, Related, Severity, Undecided, Verdict
from povcalc.messages import Lang, verbatim
from povcalc.places import Span, dotted
from povcalc.plan.load import Reading, read_text
from povcalc.plan.model import Plan

POINT = ("targets", "reduction_rate")
COUNT = ("targets", "reduction_households")
WRONG = targets(area("a", reduction_households=5), reduction_households=6, reduction_rate=-1)


def made_up(*results, error=None, section="targets", severity=Severity.ERROR):
    """A check that yields the results, and then breaks if an error is given."""

    def look(subject):
        assert subject.plan
        yield from results
        if error is not None:
            raise error

    return FIGURES[0]._replace(code="T999", slug="made-up", section=section, severity=severity, run=look)


def ran(check, text=WRONG):
    report = run(read_text(text, "plan.yaml"), [check])
    return report, report.runs[0]


class TestOutcomes:
    def test_a_check_that_finds_nothing_wrong_passed(self):
        _, row = ran(made_up(Held((POINT,)), Held(())))
        assert (row.outcome, row.why, row.held, row.undecided, row.problems) == (
            Outcome.PASSED,
            None,
            2,
            0,
            0,
        )

    def test_a_check_that_finds_something_wrong_failed(self):
        _, row = ran(made_up(Held(()), Undecided((), verbatim("open")), Problem(POINT, verbatim("no"))))
        assert (row.outcome, row.why, row.held, row.undecided, row.problems) == (
            Outcome.FAILED,
            None,
            1,
            1,
            1,
        )

    def test_a_check_that_lacks_a_figure_is_undecided_and_gives_its_first_reason(self):
        results = Held(()), Undecided((), verbatim("first")), Undecided((), verbatim("second"))
        _, row = ran(made_up(*results))
        assert (row.outcome, row.why, row.undecided) == (Outcome.UNDECIDED, verbatim("first"), 2)

    def test_a_check_with_nothing_to_look_at_is_skipped(self):
        _, row = ran(made_up())
        assert row.outcome is Outcome.SKIPPED
        assert both(row.why) == ("the plan states nothing of the kind", "kế hoạch không ghi số liệu loại này")

    def test_a_check_whose_section_is_not_there_is_skipped(self):
        _, row = ran(made_up(Problem(POINT, verbatim("no")), section="funding"))
        assert row.outcome is Outcome.SKIPPED
        assert both(row.why) == (
            "the plan does not have the section: funding",
            "kế hoạch không có phần kinh phí thực hiện",
        )

    def test_a_check_whose_section_could_not_be_read_says_so(self):
        report = run(read_text(WRONG + "funding: 5\n", "plan.yaml"), FIGURES)
        row = next(row for row in report.runs if row.code == "F101")
        assert row.outcome is Outcome.SKIPPED
        assert row.why.to(Lang.EN) == "the section could not be read: funding"

    def test_a_check_that_breaks_is_broken_and_no_finding(self):
        report, row = ran(made_up(Held((POINT,)), error=ZeroDivisionError("by zero")))
        assert (row.outcome, row.why) == (Outcome.BROKEN, verbatim("ZeroDivisionError: by zero"))
        assert report.findings == ()
        assert report.ended(Outcome.BROKEN) == 1

    def test_what_a_check_found_before_it_broke_is_kept(self):
        report, row = ran(made_up(Problem(POINT, verbatim("no")), error=LookupError("x")))
        assert row.outcome is Outcome.BROKEN
        assert [finding.code for finding in report.findings] == ["T999"]

    def test_a_check_that_breaks_does_not_stop_the_others(self):
        broken = made_up(error=RecursionError("deep"))
        report = run(read_text(WRONG, "plan.yaml"), [broken, *FIGURES])
        assert {finding.code for finding in report.findings} == {"T101", "T114", "T206"}

    def test_a_note_fails_nothing(self):
        report, row = ran(made_up(Problem(POINT, verbatim("hm"), figures=(POINT,)), severity=Severity.NOTE))
        assert (row.outcome, row.held, row.problems) == (Outcome.PASSED, 1, 0)
        assert report.weighing(Severity.NOTE) == 1
        assert report.verdicts == {POINT: Verdict.CONFIRMED}

    def test_a_problem_may_weigh_less_than_its_check(self):
        report, row = ran(made_up(Problem(POINT, verbatim("hm"), severity=Severity.WARNING)))
        assert report.findings[0].severity is Severity.WARNING
        assert row.outcome is Outcome.FAILED

    def test_nothing_of_a_plan_skips_every_check_of_figures(self):
        report = run(read_text("- 1\n", "plan.yaml"), FIGURES)
        assert {row.outcome for row in report.runs} == {Outcome.SKIPPED}
        assert (report.stated, report.untouched, report.findings) == (0, 0, ())


class TestVerdicts:
    def test_the_gravest_that_any_check_says_of_a_figure_holds(self):
        doubted = made_up(Problem(POINT, verbatim("no"), figures=(POINT, COUNT)))
        held = made_up(Held((POINT, COUNT)))
        undecided = made_up(Undecided((POINT, COUNT), verbatim("open")))
        reading = read_text(WRONG, "plan.yaml")
        for checks in ([doubted, held, undecided], [undecided, held, doubted], [held, undecided, doubted]):
            assert run(reading, checks).verdicts == {POINT: Verdict.VIOLATED, COUNT: Verdict.SUSPECT}
        for checks in ([held, undecided], [undecided, held]):
            assert run(reading, checks).verdicts == {POINT: Verdict.CONFIRMED, COUNT: Verdict.CONFIRMED}

    def test_a_figure_that_one_problem_points_at_is_not_saved_by_another_that_only_doubts_it(self):
        first = made_up(Problem(POINT, verbatim("no"), figures=(POINT, COUNT)))
        second = made_up(Problem(COUNT, verbatim("no"), figures=(POINT, COUNT)))
        report = run(read_text(WRONG, "plan.yaml"), [first, second])
        assert report.verdicts == {POINT: Verdict.VIOLATED, COUNT: Verdict.VIOLATED}

    def test_several_figures_together_are_confirmed_only_when_each_is(self):
        report = run(read_text(WRONG, "plan.yaml"), [made_up(Held((POINT,)))])
        assert report.verdict([POINT]) is Verdict.CONFIRMED
        assert report.verdict([POINT, COUNT]) is Verdict.UNDECIDED
        assert report.verdict([]) is None

    def test_the_plan_of_2019_states_35_figures_and_19_of_them_rest_on_nothing_else(self):
        report = checked(real_plan())
        assert (report.stated, report.untouched) == (35, 19)
        confirmed = [dotted(path) for path, verdict in report.verdicts.items() if verdict is Verdict.CONFIRMED]
        assert len(confirmed) == 16
        assert all(path.startswith("funding") or path.endswith("reduction_households") for path in confirmed)

    def test_stated_figures_are_all_that_the_targets_and_the_funding_state(self):
        text = targets(area("a", households=5, poverty_rate_end=1), reduction_households=3) + (
            "funding: {unit: VND, total: 5, lines: [{id: a, name: A}, {id: b, name: B, amount: 5}]}\n"
        )
        paths = {dotted(path) for path in stated_figures(read_text(text, "plan.yaml").plan)}
        assert paths == {
            "targets.reduction_households",
            "targets.areas[0].households",
            "targets.areas[0].poverty_rate_end",
            "funding.total",
            "funding.lines[1].amount",
        }
        assert stated_figures(None) == []


class TestFindings:
    def test_they_stand_in_the_order_of_their_places(self):
        text = funding(5, 3, 1, -1, names=("A", "A", "B"))
        lines = [finding.place.line for finding in checked(text).findings]
        assert lines == sorted(lines)
        assert [code for code, *_ in told(text)] == ["F101", "F104", "F103"]

    def test_two_at_one_place_stand_in_the_order_of_their_codes(self):
        text = targets(poor_households_start=5, poor_households_end="{at_most: 3}", reduction_households=6)
        assert [code for code, *_ in told(text)] == ["T111", "T112"]

    def test_related_places_are_those_of_the_figures(self):
        (finding,) = checked(targets(area("a", households=5), area("b", households=6), households=12)).findings
        assert [(place.line, place.column) for place, _ in finding.related] == [(10, 19), (13, 19)]

    def test_a_plan_made_in_code_has_findings_without_places(self):
        plan = Plan.model_validate(
            {
                "povcalc": 1,
                "document": {"title": "A"},
                "targets": {
                    "id": "r",
                    "name": "R",
                    "households": 6,
                    "areas": [{"id": "a", "name": "A", "households": 5}],
                },
            }
        )
        (finding,) = run(Reading("", None, plan), FIGURES).findings
        assert (finding.code, dotted(finding.path), finding.place) == ("T101", "targets.households", None)
        assert [place for place, _ in finding.related] == [None]

    def test_a_problem_may_point_at_a_span_of_the_text_or_at_a_key(self):
        span = made_up(Problem(Span(0, 7), verbatim("no"), related=(Related(POINT, verbatim("here")),)))
        report, _ = ran(span)
        assert report.findings[0].path is None
        assert report.findings[0].place == (1, 1, 1, 8)
        assert report.findings[0].related[0][0].line == 7
        report, _ = ran(made_up(Problem(POINT, verbatim("no"), key=True)))
        assert report.findings[0].place == (7, 3, 7, 17)

    def test_exact_numbers_are_kept(self):
        report, _ = ran(made_up(Problem(POINT, verbatim("no"), numbers=(("third", Fraction(1, 3)),))))
        assert report.findings[0].numbers == (("third", Fraction(1, 3)),)


class TestChoosing:
    def named(self, *select, ignore=()):
        return [check.code for check in choose(select, ignore)]

    def test_without_a_word_all_are_chosen_in_the_order_of_a_run(self):
        assert choose((), ()) == ALL

    def test_codes_and_families_choose_in_any_case(self):
        assert self.named("f101", "T101") == ["T101", "F101"]
        assert self.named("f") == [check.code for check in ALL if check.code.startswith("F")]

    def test_what_is_ignored_is_left_out_even_when_selected(self):
        assert self.named("F", ignore=["f101", "F105"]) == [
            "F102",
            "F103",
            "F104",
            *(f"F{code}" for code in range(106, 114)),
        ]
        assert self.named("F101", ignore=["F"]) == []
        assert self.named(ignore=["T"]) == [check.code for check in ALL if check.family != "T"]

    @pytest.mark.parametrize("word", ["X", "T1", "T9999", "", "areas-add-up", "TF"])
    def test_a_word_that_names_no_check_is_refused_by_name(self, word):
        for select, ignore in (((word,), ()), (("T101",), (word,))):
            with pytest.raises(LookupError) as caught:
                choose(select, ignore)
            assert caught.value.args == (word,)

    def test_only_what_is_chosen_is_run(self):
        report = run(read_text(WRONG, "plan.yaml"), choose(["T114"], []))
        assert [row.code for row in report.runs] == ["T114"]
        assert {finding.code for finding in report.findings} == {"T114"}


def damaged(text):
    """The codes of a plan of which not everything can be read."""
    reading = read_text(text, "plan.yaml")
    assert reading.misfits
    return {finding.code for finding in run(reading, FIGURES).findings}


class TestDamagedPlans:
    def test_one_broken_section_does_not_hide_the_others(self):
        bad_funding = "funding: {unit: VND, total: many, lines: [{id: a, name: A, amount: -5}]}\n"
        assert damaged(WRONG + bad_funding) == {"T101", "T114", "T206", "F103"}
        assert damaged(WRONG + "actors: 5\nmeasures: {}\n") == {"T101", "T114", "T206"}
        assert damaged(funding(5, 4) + "targets: []\n") == {"F101"}

    @pytest.mark.parametrize(
        "broken",
        [
            "5",
            "{id: c}",
            "{id: C C, name: C, households: 5}",
            "{id: c, name: C, households: 5.5}",
            "{id: c, name: C, households: five}",
            "{id: c, name: C, households: {over: 4, under: 6}}",
            "{id: c, name: C, housholds: 5}",
        ],
    )
    def test_an_area_that_cannot_be_read_gives_no_false_sum(self, broken):
        text = targets(area("a", households=5), area("b", households=6), households=16) + f"    - {broken}\n"
        assert damaged(text) == set()

    def test_areas_that_can_be_read_are_still_too_many(self):
        text = targets(area("a", households=5), area("b", households=6), households=10) + "    - 5\n"
        assert damaged(text) == {"T101"}

    @pytest.mark.parametrize("partial", ["yes", "1", "", "'true'"])
    def test_a_list_of_which_it_cannot_be_read_whether_it_is_whole_gives_no_false_sum(self, partial):
        assert damaged(targets(area("a", households=5), households=6, partial=partial)) == set()
        assert damaged(targets(area("a", households=7), households=6, partial=partial)) == {"T101"}

    @pytest.mark.parametrize(
        "broken", ["5", "{name: C}", "{id: c, name: C, amount: five}", "{id: c, name: 3, amount: x}"]
    )
    def test_a_line_that_cannot_be_read_gives_no_false_sum(self, broken):
        assert damaged(funding(16, 5, 6) + f"    - {broken}\n") == set()
        assert damaged(funding(10, 5, 6) + f"    - {broken}\n") == {"F101"}

    def test_lines_whose_names_cannot_be_read_do_not_share_one(self):
        assert damaged(funding(3, 1, 1, 1, names=("[]", "[]", "5"))) == set()

    def test_a_whole_that_cannot_be_read_is_not_compared(self):
        assert damaged(targets(area("a", households=5), households="many")) == set()
        assert damaged(funding("many", 5, 6)) == set()


PROGRAM = """
import sys
import povcalc
report = povcalc.check(sys.argv[1])
print(report.findings, report.runs, sorted(map(repr, report.verdicts.items())), list(report.verdicts))
"""


def test_a_report_is_the_same_whatever_the_hash_seed(tmp_path):
    file = tmp_path / "plan.yaml"
    wrong = "funding: {unit: VND, total: 3, lines: [{id: a, name: A, amount: 5}, {id: b, name: A, amount: 0}]}\n"
    file.write_text(WRONG.replace("reduction_rate", "unknown: {x: 1}\n  reduction_rate") + wrong, encoding="utf-8")
    printed = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", PROGRAM, str(file)]
        printed.add(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
    (text,) = printed
    assert b"T101" in text


def test_a_plan_without_figures_is_neither_wrong_nor_checked():
    text = targets(area("a"), area("b"))
    assert codes(text) == set()
    of_figures = [check for check in FIGURES if check.code != "T103"]  # that one is about names
    assert {outcome(text, check.code) for check in of_figures} == {Outcome.SKIPPED}


class TestWhatCouldNotBeRead:
    """Nothing is found with other figures in its place, in any format."""

    FALSE_T204 = targets(
        area("a", households=1000, reduction_households=50, reduction_rate="5.00"),
        area("b", households=4000, reduction_households=225, reduction_rate="5.63"),
        households="5.500",
        reduction_households=275,
        reduction_rate="5.00",
    )

    @staticmethod
    def codes(content):
        return [finding.code for finding in run(read_text(content, "plan.yaml")).findings]

    def test_is_not_taken_from_the_areas_inside(self):
        assert self.codes(self.FALSE_T204) == ["S108"]
        # Once it is read, what is really wrong is found.
        assert self.codes(self.FALSE_T204.replace("5.500", "5500")) == ["T101"]

    def test_is_not_taken_from_the_whole_and_the_other_areas(self):
        plan = targets(
            area("a", poor_households_start=1000, poor_households_end=700, reduction_households="3.100"),
            area("b", reduction_households=200),
            reduction_households=500,
        )
        assert self.codes(plan) == ["S108"]

    def test_does_not_hide_what_other_figures_say(self):
        plan = self.FALSE_T204.replace("reduction_households: 225", "reduction_households: 235")
        assert sorted(self.codes(plan)) == ["S108", "T101", "T204"]
        assert "T204" not in self.codes(plan.replace("reduction_rate: 5.63", "reduction_rate: 5.88"))

    def test_of_one_date_says_nothing_of_the_other(self):
        plan = targets(
            area("a", households=100), area("b", households=100), households_start="2.00", households_end=210
        )
        assert sorted(self.codes(plan)) == ["S108", "T101"]


@pytest.mark.parametrize(
    "text",
    [
        real_plan(),
        WRONG,
        real_plan().replace("reduction_households: 453", "reduction_households: 4530"),
        real_plan().replace("poverty_rate_end: 44.35", "poverty_rate_end: 44.35\n      households: 3000"),
    ],
)
def test_findings_do_not_depend_on_whether_it_is_asked_which_figures_are_verified(text):
    reading = read_text(text, "plan.yaml")
    whole, quick = run(reading), run(reading, verifies=False)
    assert whole.findings == quick.findings
    assert [each.outcome for each in whole.runs] == [each.outcome for each in quick.runs]
    assert {path for path, verdict in quick.verdicts.items() if verdict is Verdict.CONFIRMED} <= {
        path for path, verdict in whole.verdicts.items() if verdict is Verdict.CONFIRMED
    }


class TestNeeds:
    """The missing figures that would verify the most."""

    @staticmethod
    def of(content):
        reading = read_text(content, "plan.yaml")
        return [(need.field, len(need.areas), need.verifies) for need in needs(reading, run(reading))]

    def test_of_the_plan_of_2019_are_worked_out(self):
        assert self.of(real_plan().encode()) == [("poverty_rate_start", 10, 18), ("households", 1, 1)]

    def test_are_none_where_all_is_verified(self):
        assert self.of(targets(poverty_rate_start="9.5", poverty_rate_end="4.5", reduction_rate="5.0")) == []

    def test_verify_as_much_as_they_say_once_they_are_stated(self):
        text = targets(poor_households_start=200, poverty_rate_start="20.0", reduction_households=50)
        assert self.of(text)[0] == ("households", 1, 1)
        assert self.of(text.replace("poor_households_start", "households: 1000\n  poor_households_start")) == []

    def test_never_name_a_figure_that_could_not_be_read(self):
        assert all(
            field != "households" for field, _, _ in self.of(targets(households="1.000", poverty_rate_end="9.5"))
        )
