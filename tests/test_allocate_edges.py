"""Targets shared out, at their edges: what mutants showed to be untested."""

from decimal import Decimal
from fractions import Fraction

import pytest

from plans import area, targets
from povcalc.allocation import allocate
from povcalc.values import Figure, Form
from test_allocation import KNOWN, TREE, by_column, plan_of, shares, why


def test_what_areas_cannot_take_is_said_with_what_holds_them():
    few = (area("a", poor_households_start=4, households=9), area("b", poor_households_start=3, households=9))
    text = targets(*few, households=18, reduction_households=6)
    told = why(text, by="poor", at_most={"b": 1})
    assert "its 2 areas can take at most 5 together, by --at-most and their poor households at the start of" in told
    assert told.endswith("share out 1 fewer")


def test_only_a_star_is_every_area():
    each = {"poor_households_start": 9, "households": 20}
    text = targets(area("a", **each), area("b", **each), reduction_households=6)
    assert "--at-least =4: no area is called ''" in why(text, by="poor", at_least={"": 4})
    assert "its 2 areas are to get at least 8 together" in why(text, by="poor", at_least={"*": 4})


class TestWhatIsNotSaid:
    def test_a_target_is_shared_out_by_the_present_ones_of_the_areas_right_inside(self):
        # 10 and 15 of 25, and what is inside them is left alone.
        assert shares(TREE) == shares(TREE, deep=False) == {"r": 25, "a": 10, "b": 15}
        assert shares(TREE, by="poor", deep=True, households=10, at_least={"v": 1}).keys() == {*"ravwbx"}
        assert shares(KNOWN) == shares(KNOWN, by="current", measure="poor")

    def test_of_a_range_the_largest_number_counts(self):
        # 30 and 10 of the poor are 3 and 1 of 4; 10 and 10 were 2 and 2.
        text = targets(
            area("a", poor_households_start="{min: 10, max: 30}"),
            area("b", poor_households_start=10),
            reduction_households=4,
        )
        assert shares(text, by="poor") == shares(text, by="poor", use="largest") == {"r": 4, "a": 3, "b": 1}
        assert shares(text, by="poor", use="smallest") == {"r": 4, "a": 2, "b": 2}


class TestNegative:
    @pytest.mark.parametrize("cell", ["-1", "-0.5", "-5", "-2..3"])
    def test_a_cell_below_zero_is_refused_however_small(self, cell):
        told = why(KNOWN, **by_column(f"id;near poor\na;{cell}\nb;1\nc;3\n"))
        assert told == f"near.csv:2:3: {cell} is negative"

    @pytest.mark.parametrize("weight", [-1, Decimal("-0.5"), Fraction(-1, 3)])
    def test_so_is_a_weight(self, weight):
        assert "a weight may not be negative" in why(KNOWN, by={"a": weight, "b": 1, "c": 1})

    def test_so_is_a_target_that_is_shared_out_by(self):
        text = targets(area("a", reduction_households=-1), area("b", reduction_households=4), reduction_households=3)
        assert "is -1, and nothing can be shared out by a negative number" in why(text)

    def test_nothing_is_a_weight_of_its_own(self):
        assert shares(KNOWN, **by_column("id;near poor\na;0\nb;1\nc;4\n")) == {"r": 50, "a": 0, "b": 10, "c": 40}
        assert shares(KNOWN, by={"a": 0, "b": 1, "c": 4}) == {"r": 50, "a": 0, "b": 10, "c": 40}


class TestWhatFollows:
    def test_a_plan_states_a_figure_only_where_it_stands(self):
        text = targets(*(area(name, reduction_households=count) for name, count in zip("abc", (5, 7, 9), strict=True)))
        allocation = allocate(plan_of(text), households=21)
        for at in range(3):
            path = ("targets", "areas", at, "reduction_households")
            assert [allocation.plan_states(path, Figure(count)) for count in (5, 7, 9)] == [
                each == at for each in range(3)
            ]
            assert not allocation.plan_states((*path[:-1], "poor_households_end"), Figure(5))

    @pytest.mark.parametrize("left", [15, 11])  # of B: 20 less 5, or a contradiction that was there before
    def test_a_number_that_a_share_contradicts_follows_it_in_every_plan(self, left):
        text = targets(
            area("a", households=100, poor_households_start=20, poor_households_end=15, reduction_households=5),
            area("b", households=100, poor_households_start=20, poor_households_end=left, reduction_households=5),
            reduction_households=10,
        )
        allocation = allocate(plan_of(text), by={"a": 4, "b": 1})
        assert bool(allocation.ranges.conflicts) is (left == 11)
        assert allocation.changes["targets", "areas", 0, "poor_households_end"] == Figure(12)

    @pytest.mark.parametrize(("left", "follows"), [(15, True), (11, False)])
    def test_a_range_follows_it_only_where_the_plan_does_not_contradict_itself_already(self, left, follows):
        # 18 to 20 poor at the start and 8 fewer are 10 to 12, where the plan has 13 to 15.
        text = targets(
            area("a", poor_households_start="{min: 18, max: 20}", poor_households_end="{min: 13, max: 15}"),
            area("b", poor_households_start=20, poor_households_end=left, reduction_households=5),
            reduction_households=10,
        )
        changes = allocate(plan_of(text), by={"a": 4, "b": 1}).changes
        found = changes.get(("targets", "areas", 0, "poor_households_end"))
        assert found == (Figure(10, Form.BETWEEN, 12) if follows else None)
