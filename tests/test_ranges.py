"""What stated figures imply, against examples worked by hand and slow searches."""

from decimal import Decimal
from fractions import Fraction
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans import real_plan
from povcalc.inference.counts import (
    Known,
    add_up,
    funding_shares,
    known_counts,
    least_count,
    most_poor,
    points_given,
    stated,
)
from povcalc.inference.propagate import Work
from povcalc.inference.ranges import most_households
from povcalc.inference.ranges import ranges as ranges_of
from povcalc.plan.load import read_text
from povcalc.plan.model import Area, Funding, walk
from povcalc.values import ANY, Figure, Form, Interval, percent_of

ROOT = ("targets",)


def area(*inside, **figures):
    named = {"id": "a", "name": "A", "partial": figures.pop("partial", False), "areas": inside}
    return Area.model_validate({**named, **figures})


def located(*inside, **figures):
    return walk(area(*inside, **figures))[0]


class TestStated:
    @pytest.mark.parametrize(
        ("figure", "expected"),
        [
            (5, Interval(5, 5)),
            ({"at_least": 5}, Interval(5, None)),
            ({"over": 5}, Interval(5, None)),
            ({"at_most": 5}, Interval(0, 5)),
            ({"under": 5}, Interval(0, 5)),
            ({"min": 3, "max": 5}, Interval(3, 5)),
        ],
    )
    def test_a_stock_is_what_its_figure_says_and_never_below_nought(self, figure, expected):
        known = stated(located(poor_households_end=figure), "poor_households_end")
        assert known == Known(expected, ((*ROOT, "poor_households_end"),))

    def test_a_reduction_may_be_below_nought(self):
        known = stated(located(reduction_households={"at_most": 5}), "reduction_households")
        assert known == Known(Interval(None, 5), ((*ROOT, "reduction_households"),))

    def test_households_stand_for_both_dates_unless_one_is_stated(self):
        place = located(households=7, households_end=8)
        assert stated(place, "households_start") == Known(Interval(7, 7), ((*ROOT, "households"),))
        assert stated(place, "households_end") == Known(Interval(8, 8), ((*ROOT, "households_end"),))

    def test_an_estimate_is_its_number_and_not_sure(self):
        known = stated(located(households={"about": 7}), "households_start")
        assert known == Known(Interval(7, 7), ((*ROOT, "households"),), sure=False)

    def test_what_is_not_stated_is_not_known(self):
        assert stated(located(households=7), "reduction_households") is None


class TestKnownCounts:
    def test_a_count_that_is_not_stated_is_the_sum_of_the_areas_inside(self):
        areas = walk(area(area(area(households=2), area(households={"min": 1, "max": 3})), area(households=4)))
        known = known_counts(areas)
        assert known[ROOT]["households_start"].interval == Interval(7, 9)
        assert known[ROOT]["households_start"].figures == (
            ("targets", "areas", 0, "areas", 0, "households"),
            ("targets", "areas", 0, "areas", 1, "households"),
            ("targets", "areas", 1, "households"),
        )

    @pytest.mark.parametrize(
        "root",
        [area(area(households=2), area()), area(area(households=2), partial=True), area()],
    )
    def test_there_is_no_sum_of_a_list_with_gaps(self, root):
        assert known_counts(walk(root))[ROOT] == {}

    def test_an_estimate_makes_the_sum_unsure(self):
        areas = walk(area(area(households={"about": 2}), area(households=3)))
        assert known_counts(areas)[ROOT]["households_end"].sure is False

    def test_the_sum_of_nothing_is_nought(self):
        assert add_up([]) == Known(Interval(0, 0), ())


def largest(**figures):
    """The most households on which an area can keep its word."""
    place = located(**figures)
    return most_households(place, known_counts(walk(place.area))[ROOT])


class TestBases:
    @pytest.mark.parametrize(
        ("households", "points", "expected"),
        [
            (453, {"over": Decimal("8.50")}, 5329),
            (11869, {"over": Decimal("5.8")}, 204637),
            (5, {"over": 10}, 49),
            (5, Decimal("10.0"), 50),  # 5 of 50 are 10%, 9.95% would allow 50.25
            (1, 1, 200),
            (5, {"over": 0}, None),
            (5, Decimal("0.0"), None),
            # No base turns these into that: then no largest one can be told.
            (0, {"over": 1}, None),
            (5, -1, None),
            ({"max": 453, "min": 5}, {"over": 8}, 5662),
            ({"about": 453}, {"over": 8}, None),
            ({"over": 453}, {"over": 8}, None),
        ],
    )
    def test_the_greatest_base_on_which_a_count_gives_the_points(self, households, points, expected):
        assert largest(reduction_households=households, reduction_rate=points) == expected

    def test_whole_numbers_of_poor_households_are_part_of_it(self):
        figures = {"reduction_households": 453, "reduction_rate": {"over": Decimal("8.50")}}
        assert largest(**figures, poverty_rate_end=Decimal("44.35")) == 5328

    def test_the_districts_of_2019_promise_what_the_province_misses(self):
        areas = walk(read_text(real_plan(), "plan.yaml").plan.targets)
        root, *districts = (most_households(place, known_counts(areas)[place.path]) for place in areas)
        assert sum(districts) == 206914
        assert root == 204637

    @given(st.integers(1, 12), st.integers(1, 40), st.booleans())
    def test_the_greatest_base_is_found_by_counting(self, households, tenths, strict):
        rate = Interval(Fraction(tenths, 10), None, low_open=strict)
        fits = (base for base in count(1) if Fraction(100 * households, base) not in rate)
        expected = next(fits) - 1
        word = "over" if strict else "at_least"
        told = largest(reduction_households=households, reduction_rate={word: Decimal(tenths) / 10})
        # A base is no smaller than the households that leave poverty on it.
        assert told == (expected if expected >= households else None)

    @given(st.integers(1, 500), st.integers(-20, 400), st.booleans())
    def test_the_least_count_is_found_by_counting(self, base, tenths, strict):
        rate = Interval(Fraction(tenths, 10), None, low_open=strict)
        expected = next(number for number in count(-base) if Fraction(100 * number, base) in rate)
        assert least_count(base, rate) == expected


class TestShare:
    @pytest.mark.parametrize(
        ("part", "whole", "expected"),
        [
            (Interval(1, 1), Interval(8, 8), Interval(Fraction(25, 2), Fraction(25, 2))),
            (Interval(1, 2), Interval(8, 10), Interval(10, 25)),
            (Interval(1, None), Interval(8, 10), Interval(10, None)),
            (Interval(1, 2), Interval(8, None), Interval(0, 25)),
            (Interval(1, 2), Interval(0, 8), None),
            (Interval(1, 2), Interval(None, 8), None),
            (Interval(None, 2), Interval(8, 8), None),
        ],
    )
    def test_it_is_the_least_over_the_most_and_the_most_over_the_least(self, part, whole, expected):
        assert percent_of(part, whole) == expected


ranges = st.tuples(st.integers(0, 6), st.integers(0, 2)).map(lambda ends: (ends[0], sum(ends)))


def figure(ends):
    low, high = ends
    return low if low == high else {"min": low, "max": high}


class TestPointsGiven:
    def known(self, **figures):
        place = located(**figures)
        return points_given(place, known_counts((place,))[ROOT])

    def test_on_one_base_it_is_the_count_over_the_base(self):
        given_points = self.known(households=200, reduction_households=3)
        exact = Fraction(3, 2)
        assert given_points.interval == Interval(exact, exact)
        assert given_points.figures == ((*ROOT, "households"), (*ROOT, "reduction_households"))

    def test_the_poor_at_the_start_are_at_most_all_at_the_end_and_those_that_left(self):
        # 1 to 5 poor of 10 at the start, then 0 to 4 of 2 to 4: each end of the box.
        ends = {"min": 2, "max": 4}
        known = self.known(households_start=10, households_end=ends, reduction_households=1)
        assert known.interval == Interval(-150, 10)

    def test_the_published_review(self):
        given_points = self.known(
            households_start=79677,
            households_end=80276,
            poor_households_start=17435,
            poor_households_end=16003,
        )
        exact = Fraction(1743500, 79677) - Fraction(1600300, 80276)
        assert given_points.interval == Interval(exact, exact)

    @settings(max_examples=150, deadline=None)
    @given(st.tuples(ranges, ranges, *[st.none() | ranges] * 3), st.none() | st.integers(0, 100))
    def test_every_world_lies_in_it(self, drawn, rate):
        start, end, poor_start, poor_end, reduction = drawn
        stated_figures = {
            "households_start": start,
            "households_end": end,
            "poor_households_start": poor_start,
            "poor_households_end": poor_end,
            "reduction_households": reduction,
        }
        figures = {field: figure(ends) for field, ends in stated_figures.items() if ends is not None}
        if rate is not None:
            figures["poverty_rate_end"] = rate
        given_points = self.known(**figures)

        def fits(field, number):
            ends = stated_figures[field]
            return ends is None or ends[0] <= number <= ends[1]

        worlds = [
            Fraction(100 * poor_before, base_before) - Fraction(100 * poor_after, base_after)
            for base_before in range(max(start[0], 1), start[1] + 1)
            for base_after in range(max(end[0], 1), end[1] + 1)
            for poor_before in range(base_before + 1)
            for poor_after in range(base_after + 1)
            if fits("poor_households_start", poor_before)
            and fits("poor_households_end", poor_after)
            and fits("reduction_households", poor_before - poor_after)
            and (rate is None or abs(Fraction(100 * poor_after, base_after) - rate) <= Fraction(1, 2))
        ]
        if given_points is not None:
            assert all(world in given_points.interval for world in worlds)
        exact = [ends for ends in stated_figures.values() if ends is not None and ends[0] == ends[1]]
        if len(exact) == len(stated_figures) and worlds:
            assert given_points.interval == Interval(worlds[0], worlds[0])


class TestMostPoor:
    def most(self, **figures):
        place = located(**figures)
        return most_poor(place, known_counts((place,))[ROOT])

    def test_it_is_all_households_or_the_part_that_the_rate_allows(self):
        assert self.most(households=400) == Known(Interval(0, 400), ((*ROOT, "households"),))
        assert self.most(households_start=400, poverty_rate_start=Decimal("10.0")) == Known(
            Interval(0, 40), ((*ROOT, "households_start"), (*ROOT, "poverty_rate_start"))
        )

    def test_without_a_sure_upper_end_it_is_open(self):
        assert self.most(households_end=400) is None
        assert self.most(households={"about": 400}) is None
        assert self.most(households={"at_least": 400}) is None
        assert self.most(households_start=400, poverty_rate_start={"about": 3}).interval == Interval(0, 400)


class TestFundingShares:
    def shares(self, *amounts):
        lines = [
            {"id": f"l{at}", "name": "L", **({} if amount is None else {"amount": amount})}
            for at, amount in enumerate(amounts)
        ]
        return funding_shares(Funding.model_validate({"unit": "VND", "lines": lines}))

    def test_shares_are_percent_of_the_sum(self):
        assert self.shares(1, {"about": 3}) == (4, (Fraction(25), Fraction(75)))
        assert self.shares(Decimal("0.1"), Decimal("0.2")).sum == Fraction(3, 10)

    def test_without_all_amounts_there_is_no_sum_but_shares_of_what_is_stated(self):
        assert self.shares(1, None, 3) == (None, (Fraction(25), None, Fraction(75)))

    def test_nothing_has_no_shares(self):
        assert self.shares() == (None, ())
        assert self.shares(0, 0) == (0, (None, None))


def test_an_estimate_bounds_no_rate():
    assert Figure(5, Form.ABOUT).as_rate() is ANY


def creeping(number, whole):
    """Areas whose ends creep: start and end rates that meet, and a reduction."""
    lines = [
        f"    - {{id: a{at}, name: A, poverty_rate_start: 44.35, poverty_rate_end: {44.30 + at % 10 / 100:.2f}, "
        f"reduction_households: {453 + at}}}"
        for at in range(number)
    ]
    head = f"povcalc: 1\ndocument: {{title: x, year: 2019}}\ntargets:\n  id: r\n  name: R\n  {whole}\n  areas:\n"
    return read_text(head + "\n".join(lines) + "\n", "plan.yaml").plan


@pytest.mark.parametrize("whole", ["poverty_rate_end: {under: 44.35}", "households: {at_most: 50000000}"])
def test_where_ends_creep_the_work_is_bounded(whole):
    areas = walk(creeping(100, whole).targets)
    begun = Work.rounds
    ranges_of(areas)
    assert Work.rounds - begun < 150_000
