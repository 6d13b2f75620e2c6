"""Ranges at their edges: what mutants of their sums showed to be untested."""

from fractions import Fraction

import pytest

from plans import HEAD, area, outcome, targets, told
from povcalc.findings import Outcome
from povcalc.inference.conflicts import evidence
from povcalc.inference.domains import FIRST_RATE, N0, P0, P1, R0, R1, D, Rule
from povcalc.inference.ranges import Ranges, ranges
from povcalc.plan.assumptions import Assumptions
from povcalc.plan.load import read_text
from povcalc.plan.model import walk
from povcalc.values import Interval

ROOT = ("targets",)
FIRST, SECOND = (("targets", "areas", at) for at in range(2))


def found(text) -> Ranges:
    return ranges(walk(read_text(text, "plan.yaml").plan.targets))


def between(low, high, **opened):
    return Interval(low, high, **opened)


class TestShares:
    def part(self, poor, share):
        part = f"{{id: x, name: X, poor_households_end: {poor}, share_of_poor_end: {share}}}"
        return f"{HEAD}targets: {{id: r, name: R, breakdowns: [{{id: b, name: B, partial: true, parts: [{part}]}}]}}\n"

    @pytest.mark.parametrize(
        ("poor", "share", "low", "high"),
        [
            (36, 75, 36, 48),  # the share is 74.5 to 75.5: 36 are of 47.7 to 48.3
            (1, "{over: 50}", 1, 1),  # less than two
            (10, "{over: 30}", 10, 33),
            (0, "{over: 50}", 0, 0),
            (10, "{under: 20}", 51, None),  # more than fifty
            (10, "{at_most: 20}", 50, None),
        ],
    )
    def test_the_poor_of_a_whole_are_bounded_by_a_part_and_its_share(self, poor, share, low, high):
        bounds = found(self.part(poor, share)).of(ROOT, "poor_households_end")
        assert bounds.low in (low, 48)
        assert bounds.high == high


class TestMeasures:
    def test_of_two_measures_and_both_together_each_follows_from_the_others(self):
        both = {"households": 100, "multidimensional_poor_households_start": 30}
        poor = found(targets(**both, near_poor_households_start=12))
        assert poor.of(ROOT, "poor_households_start") == between(18, 18)
        assert poor.of(ROOT, "poverty_rate_start") == between(18, 18)
        bare = found(targets(multidimensional_poor_households_start=30, near_poor_households_start=12))
        assert bare.of(ROOT, "poor_households_start") == between(18, 18)
        parts = found(targets(poor_households_start=18, near_poor_households_start=12))
        assert parts.of(ROOT, "multidimensional_poor_households_start") == between(30, 30)
        near = found(targets(**both, poor_households_start="{min: 10, max: 12}"))
        assert near.of(ROOT, "near_poor_households_start") == between(18, 20)
        assert near.of(ROOT, "near_poor_rate_start") == between(18, 20)


class TestSums:
    def test_the_rate_of_a_whole_follows_from_the_poor_of_its_areas(self):
        of = found(targets(area("a", poor_households_end=15), area("b", poor_households_end=25), households_end=100))
        assert of.of(ROOT, "poor_households_end") == between(40, 40)
        assert of.of(ROOT, "poverty_rate_end") == between(40, 40)

    def test_the_poor_follow_from_a_rate_that_the_points_give(self):
        # 10.00 and 5.00 are 14.99 to 15.01 of 1000; at the end there may be any number of households.
        stated = {"households_start": 1000, "poor_households_start": "{at_most: 1000}"}
        text = targets(**stated, poverty_rate_end="10.00", reduction_rate="5.00")
        of = ranges(walk(read_text(text, "plan.yaml").plan.targets), Assumptions(None))
        assert of.of(ROOT, "poor_households_start") == between(150, 150)
        assert of.domain(ROOT).why_low[P0].rule is of.domain(ROOT).why_high[P0].rule is Rule.RATE

    def test_at_the_end_too(self):
        # 10.00 less 5.00 are 4.99 to 5.01 of 1000.
        stated = {"households_start": "{at_least: 10}", "poor_households_start": "{at_least: 1}"}
        stated |= {"households_end": 1000, "poor_households_end": "{at_most: 1000}"}
        text = targets(**stated, poverty_rate_start="10.00", reduction_rate="5.00")
        of = ranges(walk(read_text(text, "plan.yaml").plan.targets), Assumptions(None))
        assert of.of(ROOT, "poor_households_end") == between(50, 50)
        assert of.domain(ROOT).why_low[P1].rule is of.domain(ROOT).why_high[P1].rule is Rule.RATE

    def test_a_rate_follows_from_the_points_of_a_whole_and_the_end_rates_of_its_areas(self):
        # A mean of 4.995 to 5.005, and 4.995 to 5.005 points more. One poor household is 5.00% of 20 or more.
        parts = (area("a", poverty_rate_end="5.00"), area("b", poverty_rate_end="5.00"))
        whole = {"households": "{at_least: 40}", "poor_households_end": "{at_least: 2}", "reduction_rate": "5.00"}
        of = found(targets(*parts, **whole))
        assert of.of(ROOT, "poverty_rate_start") == between(Fraction("9.99"), Fraction("10.01"))
        assert of.domain(ROOT).why_low[FIRST_RATE + R0].rule is Rule.POINTS

    def test_the_points_of_a_whole_lie_between_those_of_its_areas_since_they_have_one_base(self):
        of = found(targets(area("a", reduction_rate=5), area("b", reduction_rate=7)))
        assert of.of(ROOT, "reduction_rate") == between(Fraction("4.5"), Fraction("7.5"))
        known = evidence([of.domain(ROOT).why_high[FIRST_RATE + D]])
        assert known.figures == ((*FIRST, "reduction_rate"), (*SECOND, "reduction_rate"))
        assert known.growth

    def test_what_follows_for_a_part_follows_for_its_whole_and_so_on(self):
        # X has 30 - 20 = 10 poor, which are 25% of 40 households; so R has 40 + 50 = 90, of which 30 are 33.3%. With
        # 6.7 points more 40% of 90, or 36, were poor; 26 of them in X, which are 50% of 52; so Y had 90 - 52 = 38.
        x = "{id: x, name: X, poverty_rate_start: 50.0, poverty_rate_end: 25.0}"
        y = "households_start: {min: 30, max: 44}, households_end: 50"
        y += ", poor_households_start: 10, poor_households_end: 20"
        listed = f"[{{id: b, name: B, parts: [{x}, {{id: y, name: Y, {y}}}]}}]"
        text = targets(households_start=90, poor_households_end=30, reduction_rate="6.7", breakdowns=listed)
        of = ranges(walk(read_text(text, "plan.yaml").plan.targets), Assumptions(None))
        last = ("targets", "breakdowns", 0, "parts", 1)
        assert of.of(ROOT, "poor_households_start") == between(36, 36)
        assert of.of(last, "households_start") == between(38, 38)
        assert of.domain(last).why_high[N0].rule is Rule.REMAINDER

    def test_the_greatest_mean_of_rates_rests_on_the_households_that_it_is_made_of(self):
        # At most 10.0 of 100 and 20.0 of 50, which are 150: that there are no more than 240 does not matter.
        parts = (
            area("a", households_end="{min: 100, max: 200}", poverty_rate_end="10.0"),
            area("b", households_end="{min: 20, max: 50}", poverty_rate_end="20.0"),
        )
        step = found(targets(*parts, households_end="{at_most: 240}")).domain(ROOT).why_high[FIRST_RATE + R1]
        assert step.rule is Rule.WEIGHTED_MEAN
        fields = ("households_end", "poverty_rate_end")
        assert evidence([step]).figures == tuple((*part, field) for part in (FIRST, SECOND) for field in fields)

    def test_a_part_may_have_no_household(self):
        for base in ("households_start", "households_end"):
            of = found(targets(area("a", **{base: 10}), area("b"), **{base: 10}))
            assert of.conflicts == ()
            assert of.of(SECOND, base) == between(0, 0)

    def test_so_do_the_households_of_an_area_from_its_rate_and_the_poor_of_the_whole(self):
        parts = (area("a", poverty_rate_end="50.00"), area("b", poor_households_end=25))
        of = found(targets(*parts, poor_households_end=40))
        assert of.of(FIRST, "poor_households_end") == between(15, 15)
        assert of.of(FIRST, "households_end") == between(30, 30)  # 15 of 29 and of 31 are 51.7% and 48.4%


class TestFlows:
    def test_the_reduction_is_what_left_less_what_came(self):
        assert found(targets(exits=30, relapses=5, new_poor=10)).of(ROOT, "reduction_households") == between(15, 15)

    def test_those_that_came_share_the_poor_at_the_end(self):
        of = found(targets(poor_households_end=10, new_poor="{at_least: 4}"))
        assert of.of(ROOT, "relapses") == between(0, 6)
        of = found(targets(poor_households_end=10, relapses="{at_least: 3}"))
        assert of.of(ROOT, "new_poor") == between(0, 7)

    def test_as_many_may_leave_as_there_were_whoever_came(self):
        assert found(targets(poor_households_start=10, new_poor="{at_least: 4}")).of(ROOT, "exits") == between(0, 10)


class TestReductions:
    @pytest.mark.parametrize(
        ("said", "low", "high"), [("{at_least: 0}", 0, 100), ("{min: 0, max: 5}", 0, 100), ("{at_most: 0}", -100, 0)]
    )
    def test_of_unknown_households_the_sign_of_the_reduction_bounds_the_points(self, said, low, high):
        assert found(targets(reduction_households=said)).of(ROOT, "reduction_rate") == between(low, high)

    def test_points_are_compared_with_the_rates_of_both_dates(self):
        # 1 of 2 to 1 of 3 are 50 - 33.3 = 16.7 points.
        counts = {"households_start": 2, "households_end": 3, "poor_households_start": 1, "poor_households_end": 1}
        assert told(targets(**counts, reduction_rate="16.7")) == []
        assert told(targets(**counts, reduction_rate=100)) == [("T204", "targets.reduction_rate", "100")]
        # 2 of 3 to 1 of 2 are 66.7 - 50 = 16.7 points.
        counts = {"households_start": 3, "households_end": 2, "poor_households_start": 2, "poor_households_end": 1}
        assert told(targets(**counts, reduction_rate="16.7")) == []
        assert told(targets(**counts, reduction_rate=100)) == [("T204", "targets.reduction_rate", "100")]

    def test_where_nobody_is_left_points_are_not_decided(self):
        counts = {"households_start": 10, "households_end": 0, "poor_households_start": 5, "poor_households_end": 0}
        assert outcome(targets(**counts, reduction_rate=7), "T204") is Outcome.UNDECIDED


class TestGrowth:
    @pytest.mark.parametrize(
        ("start", "end", "is_told"),
        [
            (1000, 1281, False),  # 3 + 25 percent, and one household
            (1000, 1282, True),
            (1000, 739, False),  # -1 - 25 percent, and one household
            (1000, 738, True),
            (399, 400, False),
            (200, 399, False),  # a hamlet
            (200, 400, True),
        ],
    )
    def test_a_plan_is_told_of_what_grows_far_more_than_the_calm_area_around_it(self, start, end, is_told):
        calm = area("b", households_start=100_000, households_end=100_000)
        whole = {"households_start": 100_000 + start, "households_end": 100_000 + end}
        text = targets(area("a", households_start=start, households_end=end), calm, **whole)
        assert told(text) == ([("T207", "targets.areas[0].households_start", str(start))] if is_told else [])

    @pytest.mark.parametrize(("kind", "code"), [("plan", "T206"), ("result", "T207")])
    def test_of_a_plan_bases_that_only_rates_give_contradict_each_other_and_of_a_result_they_grew(self, kind, code):
        # 100 of about 1,000 households, then 100 of about 2,000; the base of a plan is one, if it states no other.
        doubled = {"poor_households_start": 100, "poverty_rate_start": "10.00"}
        doubled |= {"poor_households_end": 100, "poverty_rate_end": "5.00"}
        text = targets(area("a", **doubled), area("b"), households_start=100_000, households_end=100_000)
        text = text.replace("title: A plan", f"title: A plan, kind: {kind}")
        assert told(text) == [(code, "targets.areas[0].poor_households_start", "100")]


class TestWhatIsSetAside:
    def test_a_rate_that_is_cut_off_keeps_its_counts_beside_a_sum_that_fails(self):
        # 200,000 of 300,000 are 66.67%: 66.6 is cut off. 1 and 1 make 2, not 3.
        counts = {"households": 300_000, "poor_households_start": 200_000}
        cut = area("a", **counts, poverty_rate_start="66.6", reduction_households=1)
        of = found(targets(cut, area("b", reduction_households=1), reduction_households=3))
        assert len(of.conflicts) == 2
        assert of.of(FIRST, "poor_households_start") == between(200_000, 200_000)
        assert of.of(FIRST, "households_start") == between(300_000, 300_000)
        assert of.of(FIRST, "poverty_rate_start") == between(Fraction(200, 3), Fraction(200, 3))
        assert of.of(ROOT, "reduction_households") == between(2, 2)

    def test_where_figures_contradict_one_base_it_is_given_up_around_them_alone(self):
        # 100 households are 10.00% at the start and 5.00% at the end: of about 1,000, then of about 2,000.
        doubled = {"poor_households_start": 100, "poverty_rate_start": "10.00"}
        doubled |= {"poor_households_end": 100, "poverty_rate_end": "5.00"}
        inner = (area("c", households_start=50), area("d"))
        of = found(targets(area("a", households_start=30), area("b", *inner, **doubled)))
        assert of.of(FIRST, "households_end") == between(30, 30)
        assert of.of(SECOND, "households_end") == between(1999, 2002)
        assert of.of((*SECOND, "areas", 0), "households_end") == between(0, 2002)

    def test_where_households_of_all_year_are_not_the_sum_of_those_at_a_date_the_areas_keep_theirs(self):
        parts = (area("a", households_start=60, poor_households_start=30), area("b", households_start=60))
        of = found(targets(*parts, households=100))
        assert len(of.conflicts) == 1
        assert of.of(ROOT, "households_start") == between(120, 120)
        assert of.of(FIRST, "households_start") == between(60, 60)
        assert of.of(FIRST, "poverty_rate_start") == between(50, 50)

    def test_where_one_base_is_given_up_its_figures_stay_beside_a_sum_that_fails(self):
        # 60 households at the end are in a whole of 50 at the start only if it grew; 1 and 1 are not 3.
        parts = (area("a", households_end=60, reduction_households=1), area("b", reduction_households=1))
        of = found(targets(*parts, households_start=50, reduction_households=3))
        assert sorted(conflict.growth for conflict in of.conflicts) == [False, True]
        assert of.of(ROOT, "reduction_households") == between(2, 2)
        assert of.of(ROOT, "households_start") == between(50, 50)
        assert of.of(FIRST, "households_end") == between(60, 60)

    def test_points_that_no_mean_of_one_base_gives_stay_and_the_one_base_is_given_up(self):
        # With one base 5 and 5 points make 5; where households move between the areas, or grow, any number.
        of = found(targets(area("a", reduction_rate=5), area("b", reduction_rate=5), reduction_rate=50))
        (conflict,) = of.conflicts
        assert conflict.growth
        assert of.of(ROOT, "reduction_rate") == between(Fraction("49.5"), Fraction("50.5"))
        assert of.of(FIRST, "reduction_rate") == between(Fraction("4.5"), Fraction("5.5"))

    def test_of_many_sums_that_fail_each_total_alone_is_set_aside(self):
        wrong = [
            area(f"a{at}", *(area(f"a{at}{each}", reduction_households=1) for each in "xy"), reduction_households=3)
            for at in range(6)
        ]
        of = found(targets(*wrong))
        assert len(of.conflicts) == 6
        assert not of.cut_short
        for at in range(6):
            path = ("targets", "areas", at)
            assert of.of(path, "reduction_households") == between(2, 2)
            assert of.of((*path, "areas", 0), "reduction_households") == between(1, 1)


class TestDomains:
    def rates(self, said):
        return found(targets(poverty_rate_start=said)).domain(ROOT).copy()

    @pytest.mark.parametrize(
        ("ends", "low", "high"),
        [
            (((35, 10, False), (45, 10, False)), (35, 10), (45, 10)),
            (((33, 10, False), (45, 10, False)), (34, 10), (45, 10)),
            (((35, 10, False), (51, 10, False)), (35, 10), (50, 10)),
            (((33, 10, False), (51, 10, False)), (34, 10), (50, 10)),
        ],
    )
    def test_each_end_of_a_rate_is_only_ever_narrowed(self, ends, low, high):
        domain = self.rates("{min: 3.4, max: 5.0}")
        domain.set_rate_ends(0, ends, Rule.SUM)
        assert Fraction(*domain.least[0][:2]) == Fraction(*low)
        assert Fraction(*domain.most[0][:2]) == Fraction(*high)

    @pytest.mark.parametrize("upper", [False, True])
    def test_a_long_end_is_rounded_outwards_by_next_to_nothing(self, upper):
        domain, third = self.rates("{min: 1, max: 90}"), (10**90 // 3 * 7, 10**90, False)
        domain.set_rate(0, third, Rule.SUM, (), upper=upper)
        end = Fraction(*(domain.most if upper else domain.least)[0][:2])
        exact = Fraction(*third[:2])
        assert abs(end - exact) <= Fraction(1, 10**30)
        assert end > exact if upper else end < exact
