"""Settled plans at their edges: what mutants of them showed to be untested."""

from decimal import Decimal

import pytest

from plans import area, targets
from povcalc.inference.counts import used_in
from povcalc.inference.settled import _Settling, settled
from povcalc.plan.load import read_text
from povcalc.plan.model import walk
from povcalc.values import Figure

NAMES = {
    "N0": "households_start",
    "N1": "households_end",
    "P0": "poor_households_start",
    "P1": "poor_households_end",
    "R0": "poverty_rate_start",
    "R1": "poverty_rate_end",
    "D": "reduction_rate",
    "H": "reduction_households",
    "E": "exits",
    "L": "relapses",
    "W": "new_poor",
    "F": "from_near_poor",
    "n0": "near_poor_households_start",
    "n1": "near_poor_households_end",
    "nD": "near_poor_reduction_rate",
    "nR0": "near_poor_rate_start",
    "nR1": "near_poor_rate_end",
    "b0": "multidimensional_poor_households_start",
    "b1": "multidimensional_poor_households_end",
    "bR0": "multidimensional_poverty_rate_start",
    "bR1": "multidimensional_poverty_rate_end",
    "bD": "multidimensional_reduction_rate",
}
BASE = {"N0": 100, "N1": 100, "P0": 20, "P1": 15}
# Of 300 households 0.67% and 0.33% are poor and near-poor, together 1.00%; of 301 at the end 0.33% and 0.33%.
PRINTED = {
    "N0": 300,
    "N1": 301,
    "P0": 2,
    "P1": 1,
    "n0": 1,
    "n1": 1,
    "b0": 3,
    "b1": 2,
    "R0": "0.67",
    "R1": "0.33",
    "nR0": "0.33",
    "nR1": "0.33",
    "bR0": "1.00",
    "bR1": "0.66",
}
FLOWS = {**BASE, "E": 9, "L": 1, "W": 3, "F": 2}
BOTH = {**BASE, "n0": 10, "n1": 12, "b0": 30, "b1": 27}


def is_settled(said, *, may_rise=True, inside=()):
    def figures(stated):
        return {NAMES[name]: figure for name, figure in stated.items()}

    parts = (area(f"a{at}", **figures(stated)) for at, stated in enumerate(inside))
    areas = walk(read_text(targets(*parts, **figures(said)), "plan.yaml").plan.targets)
    return settled(areas[0].area, used_in(areas), may_rise=may_rise) is not None


class TestCounts:
    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ({}, True),
            ({"P0": 100}, True),  # all households are poor
            ({"P0": 101}, False),
            ({"P1": 100}, True),
            ({"P1": 101}, False),
            ({"H": 5}, True),
            ({"H": 4}, False),
            ({"H": 6}, False),
            ({"P1": 25, "H": -5}, True),
            ({"N0": 0, "P0": 0}, False),
            ({"N1": 0, "P1": 0}, False),
            ({"N0": "{about: 100}"}, False),
        ],
    )
    def test_the_poor_are_some_of_the_households(self, changed, expected):
        assert is_settled({**BASE, **changed}) is expected

    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ({}, True),
            ({"E": 8}, False),
            ({"L": 2}, False),
            ({"W": 4}, False),
            ({"E": 20, "L": 12, "W": 3, "P1": 15}, True),  # all that were poor left, and all that are poor came
            ({"E": 21, "L": 13, "W": 3, "P1": 15}, False),
            ({"F": 3}, True),
            ({"F": 4}, False),
            ({"F": 0}, True),
        ],
    )
    def test_flows_make_the_difference(self, changed, expected):
        assert is_settled({**FLOWS, **changed}) is expected

    @pytest.mark.parametrize(
        ("changed", "expected"),
        [({}, True), ({"n0": 11}, False), ({"n1": 11}, False), ({"b0": 31}, False), ({"b1": 26}, False)],
    )
    def test_both_measures_are_the_sum(self, changed, expected):
        assert is_settled({**BOTH, **changed}) is expected

    @pytest.mark.parametrize(("near", "expected"), [(3, True), (2, True), (1, False)])
    def test_of_the_new_ones_no_more_were_near_poor_than_there_were(self, near, expected):
        both = {"n0": near, "n1": 12, "b0": 20 + near, "b1": 27}
        assert is_settled({**FLOWS, **both}) is expected

    @pytest.mark.parametrize(
        ("said", "rises"),
        [
            (BASE, False),
            ({**BASE, "P1": 20}, False),
            ({**BASE, "P1": 21}, True),
            ({**BASE, "D": 5}, False),
            ({**BASE, "P1": 20, "D": 0}, False),
            # Fewer poor of far fewer households: 20% and 30%.
            ({**BASE, "N1": 50, "D": -10}, True),
            ({**BASE, "N1": 50}, False),  # no figure says it
            ({**BOTH, "n1": 10, "b1": 25}, False),
            (BOTH, True),  # of the near-poor there are more
        ],
    )
    def test_what_rises_is_settled_where_poverty_may_rise(self, said, rises):
        assert is_settled(said)
        assert is_settled(said, may_rise=False) is not rises

    @pytest.mark.parametrize(
        ("parts", "expected"),
        [
            (({"N0": 60, "N1": 60, "P0": 12, "P1": 9}, {"N0": 40, "N1": 40, "P0": 8, "P1": 6}), True),
            (({"N0": 60, "N1": 60, "P0": 12, "P1": 9}, {"N0": 40, "N1": 40, "P0": 8, "P1": 7}), False),
            (({"N0": 60, "N1": 60, "P0": 12, "P1": 9}, {"N0": 41, "N1": 40, "P0": 8, "P1": 6}), False),
            (({"N0": 100, "N1": 100, "P0": 20, "P1": 15},), True),
        ],
    )
    def test_every_count_is_the_sum_of_those_inside(self, parts, expected):
        assert is_settled(BASE, inside=parts) is expected


class TestRates:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ({"R0": "12.5"}, True),
            ({"R0": 12}, True),  # 1 of 8 are 12.5%: half a unit either way
            ({"R0": 13}, True),
            ({"R0": 14}, False),
            ({"R0": 11}, False),
            ({"R0": "12.4"}, False),
            ({"R0": "12.50"}, True),
            ({"R1": 0}, True),
            ({"R1": 1}, False),
            ({"R1": "0.5"}, False),
            ({"D": 12}, True),
            ({"D": 13}, True),
            ({"D": 14}, False),
            ({"D": 11}, False),
            ({"D": "12.5"}, True),
            ({"D": "12.6"}, False),
        ],
    )
    def test_half_a_unit_is_within_and_more_is_not(self, said, expected):
        assert is_settled({"N0": 8, "N1": 8, "P0": 1, "P1": 0, **said}) is expected

    @pytest.mark.parametrize(("points", "expected"), [(-12, True), (-13, True), (-14, False), (-11, False)])
    def test_of_a_rise_too(self, points, expected):
        assert is_settled({"N0": 8, "N1": 8, "P0": 0, "P1": 1, "D": points}) is expected

    @pytest.mark.parametrize(
        ("figures", "expected"),
        [
            (("16.67", "12.90", "3.77"), (False, False)),
            (("16.67", "12.90", "3.78"), (True, False)),  # 0.01 off: a unit, and half of all three is 0.015
            (("16.67", "12.90", "3.79"), (True, True)),
            (("16.67", "12.90", "3.8"), (False, False)),  # 0.03 off, and half a unit is 0.05
            (("16.67", "12.90", "3.7"), (True, True)),  # 0.07 off, and half of all is 0.06
            (("16.67", "12.9", "3.76"), (True, False)),
            (("16.67", "12.9", "3.72"), (True, False)),  # 0.05 off
            (("16.67", "12.9", "3.71"), (True, False)),  # 0.06 off
            (("16.67", "12.9", "3.70"), (True, True)),
            (("16.7", "12.90", "3.80"), (False, False)),
            (("17", "12.9", "4.1"), (False, False)),
            (("17", "12.9", "3.5"), (True, False)),  # 0.6 off
            (("17", "12.9", "3.4"), (True, True)),
        ],
    )
    def test_a_printed_difference_is_rounded_or_one_that_rounding_allows(self, figures, expected):
        numbers = [Figure(Decimal(each) if "." in each else int(each)) for each in figures]
        areas = walk(read_text(targets(households=1), "plan.yaml").plan.targets)
        assert _Settling(used_in(areas), may_rise=True)._apart(numbers) == expected

    @pytest.mark.parametrize(
        ("points", "expected"),
        [
            # 2 of 300 less 1 of 301 are 0.334 points; 3 and 2 are 0.336; 1 and 1 are 0.001.
            (("0.33", "0.00", "0.34"), True),
            (("0.34", "0.00", "0.34"), True),  # 0.67 less 0.33, as printed
            (("0.35", "0.00", "0.34"), False),
            (("0.33", "0.00", "0.35"), False),
            (("0.33", "0.01", "0.34"), False),
        ],
    )
    def test_points_of_both_measures_are_held_to_each_other_where_one_is_as_printed(self, points, expected):
        said = dict(zip(("D", "nD", "bD"), points, strict=True))
        assert is_settled({**PRINTED, **said}) is expected
