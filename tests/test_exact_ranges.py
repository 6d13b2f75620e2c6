"""Ranges of plans in which every count is stated, held against those that all relations give."""

from hypothesis import given
from hypothesis import strategies as st

from plans import area, targets
from povcalc.inference.counts import known_counts
from povcalc.inference.domains import QUANTITIES
from povcalc.inference.ranges import exact_ranges, ranges
from povcalc.plan.load import read_text
from povcalc.plan.model import walk

stocks = st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))


class TestExactRanges:
    @given(st.lists(stocks, min_size=1, max_size=3))
    def test_where_all_counts_are_stated_they_are_what_all_relations_give(self, parts):
        fields = ("households_start", "households_end", "poor_households_start", "poor_households_end")
        inside = [
            area(f"a{at}", **dict(zip(fields, (n0, n1, min(p0, n0), min(p1, n1)), strict=True)))
            for at, (n0, n1, p0, p1) in enumerate(parts)
        ]
        areas = walk(read_text(targets(*inside), "plan.yaml").plan.targets)
        exact, found = exact_ranges(areas, known_counts(areas)), ranges(areas)
        if any(0 in (n0, n1) for n0, n1, _, _ in parts):
            assert exact is None
            return
        for located in areas:
            for quantity in QUANTITIES:
                assert exact.of(located.path, quantity) == found.of(located.path, quantity)

    def test_where_one_is_missing_or_an_estimate_there_are_none(self):
        for lacking in ({}, {"poor_households_end": "{about: 3}"}, {"poor_households_end": "{over: 3}"}):
            plan = targets(households=10, poor_households_start=5, **lacking)
            areas = walk(read_text(plan, "plan.yaml").plan.targets)
            assert exact_ranges(areas, known_counts(areas)) is None
