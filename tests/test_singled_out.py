"""Numbers for figures beside the sums that all others single out, and none where these leave several."""

import pytest

from plans import area, targets
from povcalc.corrections import Limit, suggested
from povcalc.engine import run
from povcalc.messages import Lang
from povcalc.places import dotted
from povcalc.plan.load import read_text


def offered(text, code, **limit):
    """By figure, what is offered for the one error of a check, and whether any of it is safe."""
    reading = read_text(text.replace("title: A", "kind: result, title: A", 1), "x.yaml")
    report, corrected = suggested(reading, run(reading), limit=Limit(**limit))
    assert corrected.corrections == ()
    (finding,) = [each for each in report.findings if each.code == code]
    assert not any(each.safe for each in finding.suggestions)
    changes = [each.changes[0] for each in finding.suggestions]
    return {dotted(each.path).removeprefix("targets."): str(each.number or each.room.to(Lang.EN)) for each in changes}


def divided(*parts, overlapping=False):
    """A breakdown of the root area, to stand behind its figures."""
    lines = ["  breakdowns:", "    - id: d", "      name: D"]
    lines += ["      overlapping: true"] if overlapping else []
    lines += ["      parts:", *(f"        - {{id: {'abc'[at]}, name: X, {part}}}" for at, part in enumerate(parts))]
    return "\n".join([*lines, ""])


PART = "breakdowns[0].parts[{}].{}".format


class TestPercentOfPlan:
    def test_it_is_offered_and_so_is_each_count_that_would_make_it(self):
        text = targets(reduction_households=1338, planned="{reduction_households: 1200}", percent_of_plan="115.1")
        assert offered(text, "T502") == {
            "percent_of_plan": "111.5",
            "planned.reduction_households": "1162",
            "reduction_households": "1381",
        }

    def test_a_count_that_others_hold_is_not(self):
        inside = [area("a", reduction_households=800), area("b", reduction_households=538)]
        text = targets(
            *inside, reduction_households=1338, planned="{reduction_households: 1200}", percent_of_plan="115.1"
        )
        assert [*offered(text, "T502")] == ["percent_of_plan", "planned.reduction_households"]

    def test_what_only_a_range_is_left_for_is_told_as_one(self):
        text = targets(reduction_households=1340, planned="{reduction_households: 1200}", percent_of_plan="120")
        found = offered(text, "T502")
        assert found["percent_of_plan"] == "112"
        assert found["reduction_households"] == "1,434–1,446"

    def test_nothing_is_where_it_is_not_known_what_was_reached(self):
        text = targets(
            reduction_households="{min: 1300, max: 1340}",
            planned="{reduction_households: 1200}",
            percent_of_plan="120.5",
        )
        assert offered(text, "T502") == {}


class TestShares:
    WHOLE = "poor_households_end"

    def test_a_share_is_that_of_the_counts_where_these_hold(self):
        text = targets(poor_households_end=48) + divided(
            "poor_households_end: 36, share_of_poor_end: 57.00", "poor_households_end: 12, share_of_poor_end: 25.00"
        )
        assert offered(text, "T132") == {PART(0, "share_of_poor_end"): "75.00"}

    def test_without_counts_that_hold_each_other_all_that_fit_are_offered(self):
        text = targets(poor_households_end=480) + divided("poor_households_end: 360, share_of_poor_end: 80.0").replace(
            "name: D", "name: D\n      partial: true"
        )
        assert offered(text, "T132") == {
            PART(0, "share_of_poor_end"): "75.0",
            PART(0, "poor_households_end"): "384",
            "poor_households_end": "450",
        }

    def test_shares_are_what_the_others_leave_of_a_hundred(self):
        text = targets() + divided("share_of_poor_end: 84.54", "share_of_poor_end: 14.56")
        assert offered(text, "T133") == {
            PART(0, "share_of_poor_end"): "85.44",
            PART(1, "share_of_poor_end"): "15.46",
        }

    def test_a_share_that_counts_hold_is_not_offered(self):
        text = targets(poor_households_end=1000) + divided(
            "poor_households_end: 854, share_of_poor_end: 85.4", "share_of_poor_end: 16.4"
        )
        assert offered(text, "T133") == {PART(1, "share_of_poor_end"): "14.6"}

    def test_nothing_is_where_a_share_is_a_bound(self):
        text = targets() + divided("share_of_poor_end: {over: 85}", "share_of_poor_end: 25.0")
        assert offered(text, "T133") == {}


class TestPlanned:
    def areas(self, *numbers):
        return [
            area(name, planned=f"{{reduction_households: {number}}}")
            for name, number in zip("ab", numbers, strict=True)
        ]

    def test_a_total_and_its_parts_are_offered_as_in_a_plan(self):
        text = targets(*self.areas(18, 12), planned="{reduction_households: 31}")
        assert offered(text, "T501") == {
            "planned.reduction_households": "30",
            "areas[0].planned.reduction_households": "19",
            "areas[1].planned.reduction_households": "13",
        }

    def test_what_would_break_another_relation_is_not(self):
        more = "{reduction_households: 31, poor_households_start: 100, poor_households_end: 69}"
        found = offered(targets(*self.areas(18, 12), planned=more), "T501")
        assert [*found] == ["areas[0].planned.reduction_households", "areas[1].planned.reduction_households"]


class TestMoreThanTheWhole:
    def test_exits_are_what_the_year_leaves(self):
        text = targets(poor_households_start=120, poor_households_end=100, reduction_households=20, exits=210)
        text += "  relapses: 5\n  new_poor: 6\n"
        assert offered(text, "T122")["exits"] == "31"

    def test_a_part_is_what_its_own_figures_leave(self):
        text = targets(poor_households_end=48, poor_households_start=60) + divided(
            "poor_households_end: 52, poor_households_start: 55, reduction_households: 30", overlapping=True
        )
        assert offered(text, "T131") == {PART(0, "poor_households_end"): "25"}

    @pytest.mark.parametrize("overlapping", [True])
    def test_nothing_is_where_anything_below_the_whole_would_do(self, overlapping):
        text = targets(poor_households_end=48) + divided("poor_households_end: 52", overlapping=overlapping)
        assert offered(text, "T131") == {}
        assert offered(targets(poor_households_start=120, exits=210), "T122") == {}


def worded(text, code):
    """What is offered for the one error of a check, in words."""
    reading = read_text(text.replace("title: A", "kind: result, title: A", 1), "x.yaml")
    (finding,) = [each for each in suggested(reading, run(reading))[0].findings if each.code == code]
    return [each.message.to(Lang.EN).replace("net reduction in poor households, ", "") for each in finding.suggestions]


class TestWords:
    def planned(self, total, *numbers):
        parts = [area(f"a{at}", planned=f"{{reduction_households: {each}}}") for at, each in enumerate(numbers)]
        return targets(*parts, planned=f"{{reduction_households: {total}}}")

    def test_of_more_than_three_those_that_a_typing_error_explains_come_first(self):
        # 18 and 12 and 21 and 5 are 56; 210 leaves 245, or less than nothing for each other.
        assert worded(self.planned(56, 18, 12, 210, 5), "T501") == [
            "A2, as planned: 210 → 21 (a digit too many)",
            "R, as planned: 56 → 245",
        ]
        # 90 less would have to be in A0, or in A1 ..., or in A4, where 126 was typed 216.
        assert worded(self.planned(1_000, 221, 232, 243, 178, 216), "T501") == [
            "R, as planned: 1,000 → 1,090 (a digit off by one key)",
            "A4, as planned: 216 → 126 (two digits swapped)",
            "A0, as planned: 221 → 131",
        ]

    def test_each_says_what_it_was_and_should_be(self):
        text = targets(reduction_households=1338, planned="{reduction_households: 1200}", percent_of_plan="115.1")
        assert worded(text, "T502") == [
            "R, percent of plan: 115.1 → 111.5",
            "R, as planned: 1,200 → 1,162",
            "R, reduction: 1,338 → 1,381",
        ]
        text = targets(poor_households_end=480) + divided("poor_households_end: 360, share_of_poor_end: 80.0")
        assert worded(text.replace("name: D", "name: D\n      partial: true"), "T132") == [
            "R, poor at end: 480 → 450 (a digit off by one key)",
            "X, share of the poor at end: 80.0 → 75.0",
            "X, poor at end: 360 → 384",
        ]


def test_a_plan_that_would_take_too_many_steps_is_passed_over():
    text = targets(reduction_households=1338, planned="{reduction_households: 1200}", percent_of_plan="115.1")
    assert offered(text, "T502", steps=59) == {}
    assert len(offered(text, "T502", steps=60)) == 3
