"""How figures stand: what is wrong, what follows from it, what is at risk, what holds and what is not verified."""

import re

import pytest

from command import PLAN, damaged
from plans import area, funding, targets
from povcalc.corrections import suggested
from povcalc.engine import run
from povcalc.findings import Judgement, Overview
from povcalc.messages import Lang
from povcalc.plan.load import read_text

WRONG, AT_RISK, HOLDS, UNVERIFIED = Judgement


def overview(content, *, suggest=True):
    reading = read_text(content if isinstance(content, bytes) else content.encode(), "plan.yaml")
    report = run(reading)
    return Overview.of(suggested(reading, report)[0] if suggest else report)


def codes(seen):
    return [(finding.code, [each.code for each in followers]) for finding, followers in seen.first]


class TestTheCounts:
    def test_what_holds_under_an_assumption_only_is_at_risk(self):
        seen = overview(PLAN.read_bytes())
        assert dict(seen.counts) == {WRONG: 0, AT_RISK: 1, HOLDS: 16, UNVERIFIED: 18}
        assert dict(seen.marks) == {("targets", "reduction_rate"): AT_RISK}
        assert not seen.is_clean

    def test_a_plan_in_which_everything_is_stated_and_agrees_has_nothing_left_open(self):
        plan = targets(
            households=1000,
            poor_households_start=200,
            poor_households_end=150,
            reduction_households=50,
            poverty_rate_start="20.0",
            poverty_rate_end="15.0",
            reduction_rate="5.0",
        )
        assert dict(overview(plan).counts) == {WRONG: 0, AT_RISK: 0, HOLDS: 7, UNVERIFIED: 0}

    def test_counts_of_rates_alone_are_verified_though_no_base_is_stated(self):
        plan = targets(poverty_rate_start="9.5", poverty_rate_end="4.5", reduction_rate="5.0")
        assert dict(overview(plan).counts) == {WRONG: 0, AT_RISK: 0, HOLDS: 3, UNVERIFIED: 0}

    def test_they_add_up_to_the_stated_figures_where_what_is_wrong_is_one(self):
        seen = overview(damaged(("reduction_households: 1039", "reduction_households: 1309")))
        assert dict(seen.counts) == {WRONG: 1, AT_RISK: 0, HOLDS: 15, UNVERIFIED: 19}

    def test_neighbours_of_a_wrong_figure_are_not_verified_unless_the_correction_is_likely(self):
        assert overview(funding("401", "100", "300")).counts[UNVERIFIED] == 2
        assert overview(funding("5", "1")).counts[HOLDS] == 0

    def test_what_a_plan_accepts_counts_for_nothing(self):
        waived = funding("401", "100", "300") + "waivers: [{code: F101, at: funding.total, reason: so}]\n"
        assert overview(waived).counts[WRONG] == 0


class TestTheMarks:
    def test_are_on_the_figure_that_is_wrong_and_not_on_its_neighbours(self):
        seen = overview(damaged(("reduction_households: 1039", "reduction_households: 1309")))
        assert dict(seen.marks) == {("targets", "areas", 4, "reduction_households"): WRONG}

    @pytest.mark.parametrize(
        ("field", "right", "wrong"),
        [
            ("reduction_rate", "1.67", "1.76"),
            ("poverty_rate_start", "10.00", "10.70"),
            ("poverty_rate_end", "8.33", "8.83"),
        ],
    )
    def test_are_on_the_figure_that_all_suggestions_change(self, field, right, wrong):
        figures = {
            "households": 60000,
            "poor_households_start": 6000,
            "poor_households_end": 5000,
            "reduction_households": 1000,
            "reduction_rate": "1.67",
            "poverty_rate_start": "10.00",
            "poverty_rate_end": "8.33",
        }
        assert figures[field] == right
        seen = overview(targets(**{**figures, field: wrong}))
        assert dict(seen.marks) == {("targets", field): WRONG}
        assert (seen.counts[WRONG], seen.counts[HOLDS], seen.counts[UNVERIFIED]) == (1, 6, 0)

    def test_are_where_a_finding_points_while_nothing_tells_which_figure_is_wrong(self):
        seen = overview(damaged(("reduction_households: 2762", "reduction_households: 2672")), suggest=False)
        assert dict(seen.marks) == {("targets", "reduction_households"): WRONG}

    def test_of_several_figures_the_most_serious_counts(self):
        seen = overview(PLAN.read_bytes())
        total, rate = ("targets", "reduction_households"), ("targets", "reduction_rate")
        assert seen.together([total]) is HOLDS
        assert seen.together([total, rate]) is AT_RISK
        assert seen.together([("targets", "areas", 0, "reduction_rate"), total]) is UNVERIFIED
        assert seen.together([]) is None


class TestWhatFollows:
    def test_a_note_follows_from_the_wrong_total_that_it_rests_on(self):
        seen = overview(damaged(("reduction_households: 1039", "reduction_households: 1309")))
        assert codes(seen) == [("T101", ["T205"])]

    def test_an_error_that_the_same_figure_explains_follows(self):
        inside = [
            area("a", reduction_households=1237, poor_households_start=2000, poor_households_end=763),
            area("b", reduction_households=815),
        ]
        plan = targets(*inside, reduction_households=2052).replace(
            "reduction_households: 1237", "reduction_households: 1327"
        )
        assert codes(overview(plan)) == [("T101", ["T112"])]

    def test_another_error_stands_for_itself(self):
        plan = damaged(
            ("reduction_households: 1039", "reduction_households: 1309"), ("amount: {about: 367886}", "amount: 367868")
        )
        assert [code for code, _ in codes(overview(plan))] == ["T101", "F101"]

    def test_of_two_figures_that_are_changed_together_each_has_an_error_of_its_own(self):
        inside = [
            area("a", poor_households_start=80, poor_households_end=65, reduction_households=15),
            area("b", poor_households_start=70, poor_households_end=55, reduction_households=15),
        ]
        plan = targets(*inside, poor_households_start=150, poor_households_end=121, reduction_households=31)
        seen = overview(plan)
        assert codes(seen) == [("T101", []), ("T101", ["T112"])]
        assert [finding.path[-1] for finding, _ in seen.first] == ["poor_households_end", "reduction_households"]
        words = {finding.suggestions[0].message.to(Lang.EN) for finding, _ in seen.first}
        assert len(words) == 1
        assert re.search("121 → 120, together with .* 31 → 30", words.pop())

    def test_errors_come_first_then_warnings_then_notes(self):
        plan = damaged(("reduction_households: 1039", "reduction_households: -1039"))
        weights = [finding.severity.value for finding, _ in overview(plan).first]
        assert weights == sorted(weights, key=["error", "warning", "note"].index)
        assert weights[0] == "error"


@pytest.mark.parametrize("count", [60])
def test_many_errors_are_not_each_held_against_each(count):
    inside = [area(f"a{at}", households=100, poor_households_start=200 + at) for at in range(count)]
    assert overview(targets(*inside), suggest=False).counts[WRONG] == count
