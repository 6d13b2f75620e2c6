"""Ranges at their edges: what mutants of their sums showed to be untested."""

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plans import HEAD, area, errors, outcome, targets, told
from povcalc.findings import Outcome
from povcalc.inference import propagate
from povcalc.inference import ranges as of_plans
from povcalc.inference.conflicts import Conflict, evidence
from povcalc.inference.counts import (
    Known,
    Match,
    _exact_fall,
    _match,
    _share_beside,
    as_printed,
    assumed_growth,
    in_a_year,
    known_counts,
    least_count,
    over_years,
    used_in,
    whatever_is_printed,
)
from povcalc.inference.domains import (
    FAR,
    FIRST_RATE,
    HIGH,
    LOW,
    N0,
    N1,
    P0,
    P1,
    R0,
    R1,
    UNBOUNDED,
    D,
    Domain,
    E,
    F,
    H,
    Infeasible,
    L,
    Rule,
    Sum,
    W,
    is_tighter,
    rules_out,
    whole,
)
from povcalc.inference.propagate import (
    Basis,
    Effort,
    Mean,
    Part,
    Surroundings,
    Work,
    _growth,
    _minus,
    _plus,
    _ratio,
    domain_of,
    domains_of,
    greatest_mean,
    propagate_area,
    propagate_tree,
    seen_from_around,
)
from povcalc.inference.ranges import (
    Ranges,
    _follows,
    _halves,
    _in_line,
    _most_doubtful,
    _moved,
    _Narrowing,
    _unbound,
    _widest,
    exact_ranges,
    implausible_growth,
    implied_figures,
    maximise,
    ranges,
)
from povcalc.measures import POOR
from povcalc.plan.assumptions import Assumptions
from povcalc.plan.load import read_text
from povcalc.plan.model import walk
from povcalc.values import Figure, Form, Interval

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
    @pytest.mark.parametrize(
        ("whole", "part", "low", "high"),
        [
            ("{at_least: 100}", "{at_most: 30}", 70, None),
            ("{at_most: 100}", "{at_least: 30}", None, 70),
            ("{at_least: 100}", "{at_least: 30}", None, None),
            ("{at_most: 100}", "{at_most: 30}", None, None),
            (100, "{at_most: 30}", 70, None),
            (100, "{at_least: 30}", None, 70),
            ("{min: 90, max: 100}", "{min: 20, max: 30}", 60, 80),
        ],
    )
    def test_of_the_only_part_that_is_open_the_whole_leaves_an_end(self, whole, part, low, high):
        field = "reduction_households"
        of = found(targets(area("a", **{field: part}), area("b"), **{field: whole}))
        assert of.of(SECOND, field)[:2] == (low, high)
        # Of two that are open it leaves nothing.
        of = found(targets(area("a", **{field: part}), area("b"), area("c"), **{field: whole}))
        assert of.of(SECOND, field)[:2] == (None, None)

    def test_so_it_does_of_poor_households_which_are_never_less_than_none(self):
        field = "poor_households_start"
        of = found(targets(area("a", **{field: "{at_most: 30}"}), area("b"), **{field: "{at_least: 100}"}))
        assert of.of(SECOND, field)[:2] == (70, None)
        of = found(targets(area("a", **{field: "{at_least: 30}"}), area("b"), **{field: "{at_most: 100}"}))
        assert of.of(SECOND, field)[:2] == (0, 70)

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


SHORT = {
    "N": "households",
    "N0": "households_start",
    "N1": "households_end",
    "P0": "poor_households_start",
    "P1": "poor_households_end",
    "H": "reduction_households",
    "R0": "poverty_rate_start",
    "R1": "poverty_rate_end",
    "D": "reduction_rate",
    "E": "exits",
    "L": "relapses",
    "W": "new_poor",
    "F": "from_near_poor",
    "n0": "near_poor_households_start",
    "nR0": "near_poor_rate_start",
    "nH": "near_poor_reduction_households",
    "nD": "near_poor_reduction_rate",
    "b0": "multidimensional_poor_households_start",
    "bR0": "multidimensional_poverty_rate_start",
    "bH": "multidimensional_reduction_households",
    "bD": "multidimensional_reduction_rate",
    "S0": "share_of_poor_start",
    "S1": "share_of_poor_end",
}
NAMES = {field: name for name, field in SHORT.items()}
SLOW, LEVEL = Interval(2, 5), Interval(0, 0)
"""Growth by 2 to 5 percent, and none."""


def figures(said):
    """The fields of an area, in short: two numbers are a range."""
    return {
        SHORT[name]: f"{{min: {each[0]}, max: {each[1]}}}" if isinstance(each, tuple) else each
        for name, each in said.items()
    }


def why(step):
    """The rule of a step, and the figures that it rests on, in short, and their areas."""
    if step is None:
        return None
    places = {ROOT: "", FIRST: "a.", SECOND: "b.", U: "u.", V: "v."}
    return step.rule.value, " ".join(places[path[:-1]] + NAMES[path[-1]] for path in evidence([step]).figures)


U, V = (("targets", "breakdowns", 0, "parts", at) for at in range(2))


class TestRelations:
    """Each relation within an area, solved for each quantity."""

    @pytest.mark.parametrize(
        ("said", "name", "low", "high", "why_low", "why_high"),
        [
            # H = P0 - P1
            ({"P0": (30, 35), "P1": (20, 24)}, "H", 6, 15, "difference: P0 P1", "difference: P0 P1"),
            ({"H": (3, 5), "P1": (20, 24)}, "P0", 23, 29, "difference: P1 H", "difference: P1 H"),
            ({"P0": (30, 35), "H": (3, 5)}, "P1", 25, 32, "difference: P0 H", "difference: P0 H"),
            # H = E - L - W
            ({"E": (30, 32), "L": (5, 6), "W": (10, 12)}, "H", 12, 17, "flows: E L W", "flows: E L W"),
            ({"H": (3, 5), "L": (5, 6), "W": (10, 12)}, "E", 18, 23, "flows: H L W", "flows: H L W"),
            ({"E": (30, 32), "H": (3, 5), "W": (10, 12)}, "L", 13, 19, "flows: H E W", "flows: H E W"),
            ({"E": (30, 32), "H": (3, 5), "L": (5, 6)}, "W", 19, 24, "flows: H E L", "flows: H E L"),
            # F <= W, E <= P0, L + W <= P1
            ({"W": (10, 12)}, "F", 0, 12, None, "flows: W"),
            ({"F": (10, 12)}, "W", 10, None, "flows: F", None),
            ({"P0": (10, 12), "W": 0}, "E", 0, 12, None, "flows: P0"),
            ({"E": (10, 12)}, "P0", 10, None, "flows: E", None),
            ({"L": (3, 4), "W": (10, 12)}, "P1", 13, None, "flows: L W", None),
            ({"P1": (20, 24), "W": (10, 12)}, "L", 0, 14, None, "flows: P1 W"),
            ({"P1": (20, 24), "L": (5, 6)}, "W", 0, 19, None, "flows: P1 L"),
            # 100 P = R N, P <= N
            ({"N0": (100, 120), "P0": (15, 18)}, "R0", Fraction(25, 2), 18, "rate: N0 P0", "rate: N0 P0"),
            ({"N0": (100, 120), "R0": (10, 15)}, "P0", 10, 18, "rate: N0 R0", "rate: N0 R0"),
            ({"P0": (15, 18), "R0": (10, 15)}, "N0", 100, 180, "rate: P0 R0", "rate: P0 R0"),
            ({"N1": (100, 120), "P1": (15, 18)}, "R1", Fraction(25, 2), 18, "rate: N1 P1", "rate: N1 P1"),
            ({"N1": (100, 120), "R1": (10, 15)}, "P1", 10, 18, "rate: N1 R1", "rate: N1 R1"),
            ({"P1": (15, 18), "R1": (10, 15)}, "N1", 100, 180, "rate: P1 R1", "rate: P1 R1"),
            ({"N0": 100, "R0": "{over: 10}"}, "P0", 11, 100, "rate: N0 R0", "rate: N0"),
            ({"N0": 100, "R0": "{under: 10}"}, "P0", 0, 9, None, "rate: N0 R0"),
            ({"P0": 10, "R0": "{over: 10}"}, "N0", 10, 99, "rate: P0", "rate: P0 R0"),
            ({"P0": 10, "R0": "{under: 10}"}, "N0", 101, None, "rate: P0 R0", None),
            ({"P0": 7}, "N0", 7, None, "rate: P0", None),
            # D = R0 - R1
            ({"R0": (30, 40), "R1": (5, 8)}, "D", 22, 35, "points: R0 R1", "points: R0 R1"),
            ({"D": (30, 40), "R1": (5, 8)}, "R0", 35, 48, "points: R1 D", "points: R1 D"),
            ({"R0": (30, 40), "D": (5, 8)}, "R1", 22, 35, "points: R0 D", "points: R0 D"),
            ({"N0": 100, "N1": 200, "P0": 30, "P1": 20}, "D", 20, 20, "points: N0 N1 P0 P1", "points: N0 N1 P0 P1"),
            # Both measures together
            ({"P0": (10, 12), "n0": (5, 7)}, "b0", 15, 19, "together: P0 n0", "together: P0 n0"),
            ({"b0": (30, 33), "n0": (5, 7)}, "P0", 23, 28, "together: n0 b0", "together: n0 b0"),
            ({"b0": (30, 33), "P0": (5, 7)}, "n0", 23, 28, "together: P0 b0", "together: P0 b0"),
            ({"R0": (10, 12), "nR0": (5, 7)}, "bR0", 15, 19, "together: R0 nR0", "together: R0 nR0"),
            ({"bR0": (30, 33), "nR0": (5, 7)}, "R0", 23, 28, "together: nR0 bR0", "together: nR0 bR0"),
            ({"bR0": (30, 33), "R0": (5, 7)}, "nR0", 23, 28, "together: R0 bR0", "together: R0 bR0"),
            ({"H": (10, 12), "nH": (5, 7)}, "bH", 15, 19, "together: H nH", "together: H nH"),
            ({"bH": (30, 33), "nH": (5, 7)}, "H", 23, 28, "together: nH bH", "together: nH bH"),
            ({"bH": (30, 33), "H": (5, 7)}, "nH", 23, 28, "together: H bH", "together: H bH"),
            ({"n0": (5, 7), "W": 100}, "F", 0, 7, None, "together: n0"),
            ({"F": (5, 7), "b0": 100}, "n0", 5, 100, "together: F", "together: b0"),
        ],
    )
    def test_without_an_assumption(self, said, name, low, high, why_low, why_high):  # noqa: PLR0913, PLR0917 - a row of the table
        self.holds(None, said, name, low, high, why_low, why_high)

    @pytest.mark.parametrize(
        ("growth", "said", "name", "low", "high", "rule"),
        [
            # (1 + g) N0 = N1: 210 are 205.9 with 2% more, and 420 are 411.8.
            (SLOW, {"N0": (100, 120)}, "N1", 102, 126, "grown: N0"),
            (SLOW, {"N1": (210, 420)}, "N0", 200, 411, "grown: N1"),
            (LEVEL, {"N0": (100, 120)}, "N1", 100, 120, "grown: N0"),
            (LEVEL, {"N1": (100, 120)}, "N0", 100, 120, "grown: N1"),
            # 100 H = D N
            (LEVEL, {"N0": (100, 120), "D": (5, 10)}, "H", 5, 12, "gained: N0 D"),
            (LEVEL, {"N0": (100, 120), "H": (6, 12)}, "D", 5, 12, "gained: N0 H"),
            (LEVEL, {"H": (6, 12), "D": (5, 10)}, "N0", 60, 240, "gained: H D"),
            (LEVEL, {"N0": (100, 120), "D": (-10, -5)}, "H", -12, -5, "gained: N0 D"),
            (LEVEL, {"N0": (100, 120), "D": (-10, 5)}, "H", -12, 6, "gained: N0 D"),
            (LEVEL, {"N0": (100, 120), "H": (-12, -6)}, "D", -12, -5, "gained: N0 H"),
            (LEVEL, {"N0": (100, 120), "H": (-12, 6)}, "D", -12, 6, "gained: N0 H"),
            (LEVEL, {"H": (-12, -6), "D": (-10, -5)}, "N0", 60, 240, "gained: H D"),
            # k = D - g R1: 5 to 10 less 0.4 to 1.5.
            (SLOW, {"N0": (100, 120), "D": (5, 10), "R1": (20, 30)}, "H", 4, 11, "gained: N0 R1 D"),
            (SLOW, {"N0": (100, 120), "H": (6, 12), "R1": (20, 30)}, "D", Fraction("5.4"), Fraction("13.5"), None),
            # R1 is 10 to 25: 5 to 10 less 0.2 to 1.25.
            (SLOW, {"N0": (1000, 1200), "D": (5, 10), "R0": (20, 30)}, "H", 38, 117, None),
            (LEVEL, {"D": (10, 12), "nD": (5, 7)}, "bD", 15, 19, "together: D nD"),
            (LEVEL, {"bD": (30, 33), "nD": (5, 7)}, "D", 23, 28, "together: nD bD"),
            (LEVEL, {"bD": (30, 33), "D": (5, 7)}, "nD", 23, 28, "together: D bD"),
        ],
    )
    def test_with_growth(self, growth, said, name, low, high, rule):  # noqa: PLR0913, PLR0917 - a row of the table
        of = self.holds(growth, said, name, low, high, rule, rule)
        assert all(evidence([step]).growth is (step.rule is not Rule.TOGETHER) for step in of.steps(ROOT, SHORT[name]))

    @staticmethod
    def holds(growth, said, name, low, high, why_low, why_high):  # noqa: PLR0913, PLR0917 - a row of the table
        areas = walk(read_text(targets(**figures(said)), "plan.yaml").plan.targets)
        of = ranges(areas, Assumptions(growth))
        assert of.conflicts == ()
        assert of.of(ROOT, SHORT[name])[:2] == (low, high)
        for step, expected in zip(of.steps(ROOT, SHORT[name]), (why_low, why_high), strict=True):
            if expected is not None:
                assert why(step) == tuple(expected.split(": "))
        return of

    def test_an_end_that_is_open_stays_open(self):
        of = found(targets(**figures({"R0": "{over: 30}", "R1": "{over: 5}"})))
        assert of.of(ROOT, "reduction_rate") == between(-70, 95, low_open=True, high_open=True)
        of = found(targets(**figures({"R0": "{under: 30}", "R1": 5})))
        assert of.of(ROOT, "reduction_rate") == between(Fraction("-5.5"), Fraction("25.5"), high_open=True)
        of = found(targets(poor_households_start=7))
        assert of.of(ROOT, "poverty_rate_start") == between(0, 100, low_open=True)


class TestTrees:
    """Each relation between a whole and its parts, solved for either."""

    @pytest.mark.parametrize("name", ["N0", "N1", "P0", "P1", "H", "E"])
    @pytest.mark.parametrize(
        ("whole", "parts", "at", "low", "high", "figures_of"),
        [
            (None, ((3, 5), (10, 12)), ROOT, 13, 17, "a b"),
            ((20, 25), (None, (10, 12)), FIRST, 8, 15, " b"),
            ((20, 25), ((10, 12), None), SECOND, 8, 15, " a"),
            ((20, 25), ((1, 100), (10, 12)), FIRST, 8, 15, " a b"),
            ((20, 25), ((9, 100), (10, 12)), FIRST, 9, 15, None),
            ((20, 25), ((1, 13), (10, 12)), FIRST, 8, 13, None),
        ],
    )
    def test_counts_add_up(self, name, whole, parts, at, low, high, figures_of):  # noqa: PLR0913, PLR0917 - a row of the table
        text = self.of(name, whole, parts)
        of = ranges(walk(read_text(text, "plan.yaml").plan.targets), Assumptions(None))
        assert of.conflicts == ()
        assert of.of(at, SHORT[name])[:2] == (low, high)
        if figures_of is not None:
            rule = "sum" if at == ROOT else "remainder"
            expected = " ".join(f"{each}.{name}" if each else name for each in figures_of.split(" "))
            assert {why(step) for step in of.steps(at, SHORT[name])} == {(rule, expected)}

    @pytest.mark.parametrize("name", ["N0", "N1", "P0", "P1", "H", "E"])
    @pytest.mark.parametrize(
        ("whole", "parts", "at", "ends"),
        [(None, ((3, 5), (10, 12)), ROOT, (13, None)), ((20, 25), (None, (10, 12)), FIRST, (0, 15))],
    )
    def test_of_a_partial_list_they_are_at_most_the_whole_but_for_reductions(self, name, whole, parts, at, ends):
        text = self.of(name, whole, parts, partial="true")
        of = ranges(walk(read_text(text, "plan.yaml").plan.targets), Assumptions(None))
        assert of.of(at, SHORT[name])[:2] == ((None, None) if name == "H" else ends)

    def test_what_two_unknown_parts_have_together_bounds_counts_and_not_reductions(self):
        for name, ends in (("P0", (0, 15)), ("H", (None, None))):
            of = found(self.of(name, (20, 25), (None, (10, 12), None)))
            assert of.of(FIRST, SHORT[name])[:2] == ends

    @staticmethod
    def of(name, whole, parts, **more):
        said = [{} if each is None else figures({name: each}) for each in (whole, *parts)]
        return targets(*(area(at, **each) for at, each in zip("abc", said[1:], strict=False)), **said[0], **more)

    @pytest.mark.parametrize(
        ("growth", "whole", "parts", "name", "at", "low", "high", "rule"),
        [
            (None, {}, ({"R1": (10, 12)}, {"R1": (30, 33)}), "R1", ROOT, 10, 33, "between parts: a.R1 b.R1"),
            (None, {}, ({"R0": (10, 12)}, {"R0": (30, 33)}), "R0", ROOT, 10, 33, "between parts: a.R0 b.R0"),
            (LEVEL, {}, ({"D": (10, 12)}, {"D": (30, 33)}), "D", ROOT, 10, 33, "between parts: a.D b.D"),
            (None, {}, ({"R1": (30, 33)}, {"R1": (10, 12)}), "R1", ROOT, 10, 33, "between parts: a.R1 b.R1"),
            # 100 to 120 households at 9.5 to 10.5, and 50 to 60 at 19.5 to 20.5.
            (
                *(None, {}, ({"R1": 10, "N1": (100, 120)}, {"R1": 20, "N1": (50, 60)}), "R1", ROOT),
                *(Fraction(2115, 170), Fraction(2280, 160), "weighted mean: a.N1 a.R1 b.N1 b.R1"),
            ),
            # As many as the whole has: 110 and 50 make 160; at 9.95 and 19.95, at 10.05 and 20.05 with 100 and 60.
            (
                *(None, {"N0": (150, 160)}, ({"R0": "10.0", "N0": (100, 120)}, {"R0": "20.0", "N0": (50, 60)})),
                *("R0", ROOT, Fraction(2092, 160), Fraction(2208, 160)),
                "weighted mean: N0 a.N0 a.R0 b.N0 b.R0",
            ),
            (
                *(None, {}, ({"D": "10.0", "N": (100, 120)}, {"D": "20.0", "N": (50, 60)}), "D", ROOT),
                *(Fraction("2191.5") / 170, Fraction(2208, 160), "weighted mean: a.N a.D b.N b.D"),
            ),
        ],
    )
    def test_rates_are_means_of_those_of_the_parts(self, growth, whole, parts, name, at, low, high, rule):  # noqa: PLR0913, PLR0917 - a row of the table
        inside = (area(each, **figures(part)) for each, part in zip("ab", parts, strict=True))
        text = targets(*inside, **figures(whole))
        of = ranges(walk(read_text(text, "plan.yaml").plan.targets), Assumptions(growth))
        assert of.of(at, SHORT[name])[:2] == (low, high)
        assert {why(step) for step in of.steps(at, SHORT[name])} == {tuple(rule.split(": "))}

    @pytest.mark.parametrize(
        ("whole", "other", "low", "high", "rule"),
        [
            ((10, 12), (30, 33), 0, 12, "between parts: R1 b.R1"),
            ((40, 45), (30, 33), 40, 100, "between parts: R1 b.R1"),
            ((30, 45), (30, 33), 0, 100, None),
            ((31, 45), (30, 33), 0, 100, None),
        ],
    )
    def test_where_the_other_part_lies_beside_the_mean_a_part_lies_on_its_other_side(
        self, whole, other, low, high, rule
    ):
        of = found(targets(area("a"), area("b", **figures({"R1": other})), **figures({"R1": whole})))
        assert of.of(FIRST, "poverty_rate_end")[:2] == (low, high)
        if rule is not None:
            assert tuple(rule.split(": ")) in {why(step) for step in of.steps(FIRST, "poverty_rate_end")}

    @pytest.mark.parametrize(
        ("whole", "parts", "kind", "name", "at", "low", "high", "rule"),
        [
            ({"P0": (40, 70)}, ({"P0": (30, 33)}, {"P0": (20, 22)}), "", "P0", ROOT, 50, 55, "sum: u.P0 v.P0"),
            ({"P0": (50, 70)}, ({}, {"P0": (20, 22)}), "", "P0", U, 28, 50, "remainder: P0 v.P0"),
            ({}, ({"P0": (30, 33)}, {"P0": (20, 22)}), "partial: true", "P0", ROOT, 50, None, "sum: u.P0 v.P0"),
            ({"P0": (50, 70)}, ({}, {"P0": (20, 22)}), "partial: true", "P0", U, 0, 50, "remainder: P0 v.P0"),
            ({}, ({"P0": (30, 33)}, {"P0": (20, 22)}), "overlapping: true", "P0", ROOT, 30, None, "sum: u.P0"),
            ({"P0": (50, 70)}, ({}, {"P0": (20, 22)}), "overlapping: true", "P0", U, 0, 70, "remainder: P0"),
            # 100 P = S of the whole's poor: half of 70 are 35; 33 are 40% of 82.5.
            ({"P0": (50, 70)}, ({"S0": (40, 50)}, {}), "", "P0", U, 20, 35, "share: P0 u.S0"),
            ({}, ({"P0": (30, 33), "S0": (40, 50)}, {}), "", "P0", ROOT, 60, 82, "share: u.P0 u.S0"),
            ({"P1": (50, 70)}, ({"S1": (40, 50)}, {}), "", "P1", U, 20, 35, "share: P1 u.S1"),
            ({}, ({"P1": (30, 33), "S1": (40, 50)}, {}), "", "P1", ROOT, 60, 82, "share: u.P1 u.S1"),
            ({}, ({"P1": (30, 33), "S1": "{over: 50}"}, {}), "", "P1", ROOT, 30, 65, "share: u.P1 u.S1"),
            ({}, ({"P0": 3, "S0": 1}, {}), "", "P0", ROOT, 200, 600, "share: u.P0 u.S0"),  # 0.5 to 1.5%
            ({}, ({"P0": 3, "S0": "{at_most: 1}"}, {}), "", "P0", ROOT, 300, None, "share: u.P0 u.S0"),
            ({"P1": 60}, ({"S1": "{over: 50}"}, {}), "", "P1", U, 31, 60, "share: P1 u.S1"),
            ({"P1": 60}, ({"S1": "{under: 50}"}, {}), "", "P1", U, 0, 29, "share: P1 u.S1"),
        ],
    )
    def test_breakdowns_are_sums_too(self, whole, parts, kind, name, at, low, high, rule):  # noqa: PLR0913, PLR0917 - a row of the table
        inside = ", ".join(
            f"{{id: {each}, name: {each.upper()}{''.join(f', {key}: {said}' for key, said in figures(part).items())}}}"
            for each, part in zip("uv", parts, strict=True)
        )
        text = targets(**figures(whole), breakdowns=f"[{{id: s, name: S, {kind and f'{kind}, '}parts: [{inside}]}}]")
        of = ranges(walk(read_text(text, "plan.yaml").plan.targets), Assumptions(None))
        assert of.conflicts == ()
        assert of.of(at, SHORT[name])[:2] == (low, high)
        assert tuple(rule.split(": ")) in {why(step) for step in of.steps(at, SHORT[name])}


class TestOrder:
    """What is known of an area does not depend on which figure comes last: each change is looked at again."""

    @pytest.mark.parametrize("growth", [None, LEVEL, SLOW])
    @pytest.mark.parametrize(
        "said",
        [
            {"P0": (30, 35), "P1": (20, 24)},
            {"H": (3, 5), "P1": (20, 24)},
            {"P0": (30, 35), "H": (3, 5)},
            {"E": (30, 32), "L": (5, 6), "W": (10, 12)},
            {"H": (3, 5), "E": (30, 32), "L": (5, 6), "F": (1, 2)},
            {"P1": (20, 24), "W": (10, 12), "F": 11, "P0": (40, 50)},
            {"N0": (100, 120), "R0": (10, 15), "P1": 3},
            {"N1": (100, 120), "R1": (10, 15), "P0": 13},
            {"P0": (15, 18), "R0": (10, 15), "R1": (5, 6)},
            {"P1": (15, 18), "R1": (10, 15), "R0": (25, 26)},
            {"D": (5, 10), "R1": (5, 8), "N0": (100, 120)},
            {"D": (5, 10), "R0": (25, 28), "N1": (100, 120)},
            {"H": (6, 12), "D": (5, 10), "N1": (100, 220)},
            {"N0": (100, 120), "N1": (110, 119), "P0": (15, 18), "P1": (12, 13), "D": (1, 3)},
        ],
    )
    def test_of_an_area(self, said, growth):
        areas = walk(read_text(targets(**figures(said)), "plan.yaml").plan.targets)
        basis = Basis({ROOT: growth} if growth else {}, None, set(), set(), used=used_in(areas), years=(1, 1))
        stated, at_once = domain_of(areas[0], basis), domain_of(areas[0], basis)
        assert propagate_area(at_once)
        quantities = range(FIRST_RATE + 3)
        for last in said:
            late = domain_of(areas[0], basis._replace(dropped={(*ROOT, SHORT[last])}))
            assert propagate_area(late)
            both_ends = late.twin()
            for quantity in quantities:
                late.narrow(quantity, stated.interval(quantity))
                if quantity < FIRST_RATE:
                    both_ends.narrow(quantity, stated.interval(quantity))
                else:
                    rate = quantity - FIRST_RATE
                    both_ends.set_rate_ends(rate, (stated.least[rate], stated.most[rate]), Rule.STATED)
            for domain in (late, both_ends):
                assert propagate_area(domain)
                found = [domain.interval(each) for each in quantities]
                assert found == [at_once.interval(each) for each in quantities], last


class TestPrinted:
    """A reduction in points beside two rates: a rounded number, or the difference of the rates as printed."""

    @pytest.mark.parametrize(
        ("start", "end", "points", "low", "high"),
        [
            ("16.67", "12.90", "3.8", "3.76", "3.78"),  # 3.77, and half a unit of each rate
            ("16.67", "12.90", "3.77", "3.76", "3.78"),
            ("16.7", "12.9", "3.8", "3.7", "3.9"),
            ("16.7", "12.9", "3.9", "3.85", "3.90"),
        ],
    )
    def test_it_is_either(self, start, end, points, low, high):
        of = ranges(
            walk(read_text(targets(**figures({"R0": start, "R1": end, "D": points})), "plan.yaml").plan.targets),
            Assumptions(None),
        )
        assert of.of(ROOT, "reduction_rate")[:2] == (Fraction(low), Fraction(high))

    @pytest.mark.parametrize(
        ("start", "end", "points", "expected"),
        [
            ("16.67", "12.90", "3.8", ("3.75", "3.85")),
            ("16.7", "12.9", "3.8", ("3.7", "3.9")),
            ("16.7", "12.9", "3.77", ("3.765", "3.775")),
            ("16.7", "12.95", "3.75", ("3.695", "3.805")),
            ("16.7", "12.9", "4", ("3.5", "4.5")),
        ],
    )
    def test_the_range_of_the_difference_has_the_room_of_both_rates(self, start, end, points, expected):
        numbers = [Figure(Decimal(each) if "." in each else int(each)) for each in (points, start, end)]
        assert [Fraction(*each[:2]) for each in as_printed(*numbers)] == [Fraction(each) for each in expected]
        room = sum(Fraction(1, 2 * 10 ** len(each.partition(".")[2])) for each in (start, end, points))
        found = [Fraction(*each[:2]) for each in whatever_is_printed(*numbers)]
        assert found == [Fraction(points) - room, Fraction(points) + room]


class TestMeans:
    """The greatest mean of parts, held to all choices of households."""

    @pytest.mark.parametrize(
        ("parts", "least", "most", "value", "households"),
        [
            ([(1, 3, 10), (1, 3, 20)], 0, 9, Fraction(70, 4), (1, 3)),
            ([(1, 3, 10), (1, 3, 20)], 0, 3, Fraction(50, 3), (1, 2)),
            ([(1, 3, 10), (1, 3, 20)], 6, 9, 15, (3, 3)),
            ([(1, 3, 10), (1, 3, 20)], 5, 5, 16, (2, 3)),
            ([(0, 3, 10), (0, 3, 20)], 0, 9, 20, (0, 1)),  # as few as make it
            ([(0, 3, 10), (2, 2, 20)], 3, 9, Fraction(50, 3), (1, 2)),
            ([(1, 3, 10, 0), (1, 3, 20, 30)], 0, 9, Fraction(60, 2), (1, 1)),  # 30 more spread over few
            ([(1, 3, -10), (1, 3, -20)], 0, 9, Fraction(-50, 4), (3, 1)),
            ([(4, 5, 10)], 0, 3, None, None),  # too many
            ([(1, 2, 10)], 3, 9, None, None),  # too few
            ([(0, 2, 10)], 0, 0, None, None),  # no household
            ([(1, 2, 10)], 3, 2, None, None),
            ([(1, FAR, 10), (1, 3, 20)], 0, 2 * FAR, Fraction(70, 4), (1, 3)),
            ([(1, 3, 10), (1, FAR, 20)], 0, 2 * FAR, Fraction(10 + 20 * FAR, 1 + FAR), (1, FAR)),
            ([(1, 3, 10), (1, FAR + 1, 20)], 0, 2 * FAR, None, None),  # without a most
            ([(1, 3, 10), (1, UNBOUNDED, 20)], 0, UNBOUNDED, None, None),
        ],
    )
    def test_by_hand(self, parts, least, most, value, households):
        made = [Part(low, high, Fraction(rate), *more) for low, high, rate, *more in parts]
        found = greatest_mean(made, least, most)
        assert found == (None if value is None else Mean(Fraction(value), households))


class TestWork:
    def test_an_area_is_gone_through_until_nothing_changes(self):
        domain = found(targets(households=100, poor_households_start=15)).domain(ROOT).copy()
        begun = Work.rounds
        assert propagate_area(domain)
        assert Work.rounds == begun  # nothing is pending
        domain.set_count(P0, 14, Rule.STATED, upper=False)
        domain.set_count(P1, 7, Rule.STATED, upper=True)
        assert propagate_area(domain)
        assert Work.rounds > begun
        assert domain.pending == 0
        begun = Work.rounds
        assert propagate_area(domain)
        assert Work.rounds == begun

    def test_a_tree_is_looked_at_as_often_as_something_changes(self):
        of = found(targets(area("a", households=60), area("b"), households=100))
        assert not of.cut_short
        assert of.of(SECOND, "households_start") == between(40, 40)
        domains = [of.domain(path).copy() for path in (ROOT, FIRST, SECOND)]
        domains[0].areas = domains[1:]
        assert propagate_tree(domains) == (0, False)
        domains[0].set_count(P1, 7, Rule.STATED, upper=True)
        effort = propagate_tree(domains)
        assert not effort.cut_short
        assert [domain.high[P1] for domain in domains] == [7, 7, 7]
        assert 3 <= effort.visits < 20

    @pytest.mark.parametrize(("sweeps", "patience", "is_cut_short"), [(1, 1, True), (1, 3, False), (3, 1, False)])
    def test_a_tree_is_gone_through_so_often_and_as_many_times_more_with_patience(
        self, monkeypatch, sweeps, patience, is_cut_short
    ):
        # The first time B follows from R less A; the second time nothing changes.
        monkeypatch.setattr(propagate, "MAX_SWEEPS", sweeps)
        areas = walk(read_text(targets(area("a", households=60), area("b"), households=100), "plan.yaml").plan.targets)
        domains = domains_of(areas, Basis({}, None, set(), set()))
        effort = propagate_tree(domains, patience)
        assert effort.cut_short is is_cut_short
        assert effort.visits > 0
        assert [domain.high[N0] for domain in domains] == [100, 60, 40]

    @pytest.mark.parametrize(("rounds", "is_cut_short"), [(0, True), (1, False)])
    def test_its_areas_are_gone_through_so_often_each_and_a_few_as_if_they_were_a_hundred(
        self, monkeypatch, rounds, is_cut_short
    ):
        monkeypatch.setattr(propagate, "MAX_ROUNDS_AN_AREA", rounds)
        monkeypatch.setattr(Work, "rounds", 0)
        areas = walk(read_text(targets(area("a", households=60), area("b"), households=100), "plan.yaml").plan.targets)
        assert propagate_tree(domains_of(areas, Basis({}, None, set(), set()))).cut_short is is_cut_short

    @staticmethod
    def sweeps(monkeypatch, *, areas=1, visits=1, rounds=0, patience=1):
        """How often a tree is gone through whose areas change each time, with so many visits and rounds each."""
        looked_at = []

        def propagated(_):
            looked_at.append(1)
            Work.rounds += rounds
            return visits

        monkeypatch.setattr(propagate, "_propagated", propagated)
        tree = [SimpleNamespace(areas=(), splits=()) for _ in range(areas)]
        assert propagate_tree(tree, patience) == (visits * len(looked_at), True)
        return len(looked_at) // areas

    @pytest.mark.parametrize(
        ("tree", "expected"),
        [
            ({}, 100),
            ({"patience": 2}, 200),
            ({"visits": 20}, 100),  # 2,000 in all
            ({"visits": 21}, 96),  # 2,016
            ({"visits": 2000}, 2),
            ({"visits": 2001}, 1),
            ({"visits": 4000, "patience": 2}, 2),
            ({"visits": 4001, "patience": 2}, 1),
            ({"areas": 150, "visits": 20}, 2),  # 3,000 and 3,000
            ({"areas": 150, "visits": 21}, 1),
            ({"areas": 99, "visits": 20}, 2),  # 1,980, as if they were a hundred
            ({"rounds": 6000}, 2),
            ({"rounds": 6001}, 1),
            ({"rounds": 60}, 100),
            ({"areas": 150, "rounds": 60}, 2),
            ({"areas": 150, "rounds": 61}, 1),
        ],
    )
    def test_a_tree_whose_ends_creep_is_left_after_so_many_sweeps_visits_and_rounds(self, monkeypatch, tree, expected):
        assert self.sweeps(monkeypatch, **tree) == expected

    def test_an_area_and_what_is_beside_it_are_gone_through_forty_times(self, monkeypatch):
        begun = Work.rounds
        domain = Domain(ROOT)
        domain.pending = 1 << N0

        def again(domain, *_):
            domain.pending = 1 << N0

        monkeypatch.setattr(propagate, "_points", again)
        assert not propagate_area(domain)
        assert Work.rounds == begun + 40
        related = []
        monkeypatch.setattr(propagate, "propagate_area", lambda _: None)
        monkeypatch.setattr(propagate, "relate", related.append)
        beside = [SimpleNamespace(pending=each, changes=0) for each in (1, 0, 1)]
        assert propagate.propagate_together(beside) == 80
        assert len(related) == 40
        assert [each.changes for each in beside] == [40, 0, 40]

    @pytest.mark.parametrize(
        ("areas", "bases", "means", "trees"),
        [
            (1, 1, 0, 4),  # three times after bases, and then no more of these are tried
            (500, 1, 0, 4),
            (501, 1, 0, 1),
            (1, 0, 1, 5),
            (501, 0, 1, 5),
            (1, 0, 0, 1),
        ],
    )
    def test_bases_are_tried_three_times_in_a_tree_of_up_to_five_hundred_areas(
        self, monkeypatch, areas, bases, means, trees
    ):
        asked = []
        monkeypatch.setattr(propagate, "propagate_tree", lambda *_: asked.append(1) or Effort(7, cut_short=False))
        monkeypatch.setattr(propagate, "_shave_bases", lambda *_: bases)
        monkeypatch.setattr(propagate, "weigh", lambda _: means)
        tree = [SimpleNamespace(areas=(1,), splits=()) for _ in range(areas)]
        assert propagate.shave(tree) == (7 * trees, False)
        assert len(asked) == trees

    def test_an_area_that_was_not_narrowed_since_is_not_tried_again(self, monkeypatch):
        tried = []
        monkeypatch.setattr(propagate, "_shave_end", lambda *_, upper: tried.append(upper) or int(len(tried) > 8))
        domain, settled = Domain(ROOT), {}
        assert propagate._shave_bases(domain, settled) == propagate._shave_bases(domain, settled) == 0
        assert len(tried) == 4  # both ends of both bases, once
        domain.changes += 1
        propagate._shave_bases(domain, settled)
        assert len(tried) == 8
        domain.changes += 1
        # Where an end was taken away it is tried again, whether or not that narrowed anything else.
        assert propagate._shave_bases(domain, settled) == propagate._shave_bases(domain, settled) == 4
        assert len(tried) == 16

    @pytest.mark.parametrize(
        ("rounds", "areas", "more"),
        [(0, 3, 0), (60, 3, 0), (61, 3, 0), (62, 3, 1), (63, 3, 1), (100, 3, 20), (30, 1, 5)],
    )
    def test_beyond_twenty_rounds_an_area_two_are_an_area_more(self, rounds, areas, more):
        assert Work.more(Work.rounds - rounds, areas) == more

    def test_forty_values_are_tried_at_an_end_of_a_base(self, monkeypatch):
        def refuted(_):
            raise Infeasible(None, None)

        domain = Domain(ROOT)
        domain.low[N0], domain.high[N0] = 1, 1000
        monkeypatch.setattr(propagate, "propagate_area", refuted)
        monkeypatch.setattr(propagate, "_propagated", lambda _: 0)
        assert propagate._shave_end(domain, N0, upper=True) == 40
        assert propagate._shave_end(domain, N0, upper=False) == 40
        assert (domain.low[N0], domain.high[N0]) == (41, 960)

    @staticmethod
    def begun(monkeypatch, rounds, areas=1):
        """How often a plan is begun again when it contradicts itself each time after so many rounds."""

        def refuted(_):
            Work.rounds += rounds
            raise Infeasible(None, None)

        monkeypatch.setattr(of_plans, "shave", refuted)
        monkeypatch.setattr(of_plans, "connected", lambda *_: [])
        one = SimpleNamespace(path=ROOT, splits=(), children=())
        narrowing = _Narrowing([one] * areas, Basis({}, None, set(), set()))
        set_aside = []
        narrowing._by_own_figures = narrowing._again = lambda *_: []
        narrowing._set_aside = set_aside.append
        assert narrowing.ranges().cut_short
        return len(set_aside)

    @pytest.mark.parametrize(
        ("areas", "restarts"), [(1, 50), (600, 50), (601, 49), (1000, 30), (10_001, 3), (20_000, 3)]
    )
    def test_a_plan_that_contradicts_itself_is_begun_again_so_often(self, monkeypatch, areas, restarts):
        assert self.begun(monkeypatch, 0, areas) == restarts

    @pytest.mark.parametrize(("rounds", "restarts"), [(10_000, 3), (10_001, 2), (20_000, 2), (20_001, 1)])
    def test_or_until_its_areas_were_gone_through_so_often(self, monkeypatch, rounds, restarts):
        # 200 times each, a few as if they were a hundred: it is looked at before each of the three.
        monkeypatch.setattr(of_plans, "MAX_RESTARTS", 3)
        assert self.begun(monkeypatch, rounds) == restarts

    def test_only_areas_whose_figures_were_set_aside_are_made_anew(self, monkeypatch):
        # No number of 8 households is 20%, which is told at once; then 3 and 4 are not 10.
        made, make = [], of_plans.domains_at
        monkeypatch.setattr(
            of_plans, "domains_at", lambda located, basis: made.append(located.path) or make(located, basis)
        )
        inside = area("c", households_start=8, poverty_rate_start="20")
        of = found(
            targets(
                area("a", inside, reduction_households=3), area("b", reduction_households=4), reduction_households=10
            )
        )
        assert [len(conflict.figures) for conflict in of.conflicts] == [2, 3]
        assert made == [ROOT, FIRST, (*FIRST, "areas", 0), SECOND, ROOT, FIRST, SECOND]

    @pytest.mark.parametrize("poor", [50, "{min: 50, max: 51}"])
    def test_of_a_mean_that_parts_cannot_have_no_more_is_named_than_rules_it_out(self, poor):
        # A and B have at most 40% of 90, and C at most all of its 10: 46 of 100. The rate of C is not needed.
        inside = ({"N0": (10, 80), "R0": "{at_most: 40}"},) * 2 + ({"N0": (0, 10), "R0": "{at_most: 60}"},)
        parts = (area(name, **figures(each)) for name, each in zip("abc", inside, strict=True))
        of = found(targets(*parts, households_start=100, poor_households_start=poor))
        (conflict,) = of.conflicts
        third = ("targets", "areas", 2)
        assert conflict.reduced
        assert conflict.figures == (
            *((*ROOT, field) for field in ("households_start", "poor_households_start")),
            *((*path, "poverty_rate_start") for path in (FIRST, SECOND)),
            (*third, "households_start"),
        )

    @pytest.mark.parametrize(("rates", "is_narrower"), [(("10.0", "20.0"), True), ((0, 0), False)])
    def test_what_a_mean_made_narrower_is_told_to_the_tree(self, monkeypatch, rates, is_narrower):
        asked = []
        one = propagate.propagate_tree
        monkeypatch.setattr(propagate, "propagate_tree", lambda *given: asked.append(one(*given)) or asked[-1])
        inside = ({"R0": rates[0], "N0": (100, 120)}, {"R0": rates[1], "N0": (50, 60)})
        parts = (area(name, **figures(each)) for name, each in zip("ab", inside, strict=True))
        areas = walk(read_text(targets(*parts, **figures({"N0": (150, 160)})), "plan.yaml").plan.targets)
        effort = propagate.shave(domains_of(areas, Basis({}, None, set(), set())))
        assert effort == (sum(each.visits for each in asked), False)
        assert (len(asked) > 1) is is_narrower


class TestStart:
    """What is known of an area that states nothing."""

    def test_counts_are_not_negative_and_rates_from_0_to_100(self):
        domain = Domain(ROOT)
        for number in (N0, N1, P0, P1, E, L, W, F):
            assert domain.interval(number) == between(0, None)
        assert domain.interval(H) == between(None, None)
        assert [domain.interval(FIRST_RATE + rate) for rate in (R0, R1, D)] == [
            *[between(0, 100)] * 2,
            between(-100, 100),
        ]

    @pytest.mark.parametrize(
        ("end", "is_known"), [(FAR - 1, True), (FAR, False), (FAR + 1, False), (UNBOUNDED, False), (7, True)]
    )
    def test_an_end_far_off_is_none(self, end, is_known):
        domain = Domain(ROOT)
        domain.low[H], domain.high[H] = -end, end
        assert domain.interval(H) == (between(-end, end) if is_known else between(None, None))


class TestYears:
    @pytest.mark.parametrize(
        ("said", "years", "low", "high"),
        [
            ({"reduction_households_per_year": 10}, (3, 3), Fraction("28.5"), Fraction("31.5")),
            ({"reduction_households_per_year": 10}, (2, 3), 19, Fraction("31.5")),
            ({"reduction_households_per_year": -10}, (2, 3), Fraction("-31.5"), -19),
            ({"reduction_households_per_year": "{at_least: 10}"}, (2, 3), 20, None),
            ({"reduction_households_per_year": "{at_most: 10}"}, (2, 3), None, 30),
            ({"reduction_households_per_year": 10, "H": 33}, (3, 3), Fraction("28.5"), Fraction("31.5")),
            ({"reduction_rate_per_year": "1.5"}, (2, 3), Fraction("2.9"), Fraction("4.65")),
            # Worked out from 4.5 as printed, or from two rates of one decimal.
            ({"reduction_rate_per_year": "1.50", "D": "4.5"}, (3, 3), Fraction("4.435"), Fraction("4.565")),
            (
                {"reduction_rate_per_year": "1.50", "R0": "9.5", "R1": "5.0"},
                (3, 3),
                Fraction("4.385"),
                Fraction("4.615"),
            ),
            ({"reduction_rate_per_year": "1.50", "R0": "9.5"}, (3, 3), Fraction("4.435"), Fraction("4.565")),
            ({"reduction_rate_per_year": "{at_least: 1.5}", "D": "4.5"}, (2, 3), 3, None),
        ],
    )
    def test_a_mean_of_years_says_so_much_of_their_sum(self, said, years, low, high):
        (located,) = walk(read_text(targets(**self.full(said)), "plan.yaml").plan.targets)
        field = next(name for name in said if name.endswith("per_year"))
        assert over_years(located, field, located.figure(field), years)[:2] == (low, high)

    @pytest.mark.parametrize(
        ("said", "low", "high"),
        [
            (10, 48, 52),  # 9.5 to 10.5 a year
            ("{at_least: 10}", 50, None),
            ("{at_most: 10}", None, 50),
            ("{about: 10}", None, None),
        ],
    )
    def test_a_mean_narrows_the_reduction_of_a_period_unless_it_is_an_estimate(self, said, low, high):
        areas = walk(read_text(targets(reduction_households_per_year=said), "plan.yaml").plan.targets)
        of = ranges(areas, Assumptions(years=(5, 5)))
        assert of.of(ROOT, "reduction_households")[:2] == (low, high)
        assert of.of(ROOT, "households_start")[:2] == ((low or 0) if low and low > 0 else 0, None)
        assert domain_of(areas[0], Basis({}, None, set(), set())).interval(H)[:2] == (None, None)  # of unknown years

    def test_of_a_mean_of_points_it_is_known_that_there_are_households(self):
        areas = walk(read_text(targets(reduction_rate_per_year="1.5"), "plan.yaml").plan.targets)
        of = ranges(areas, Assumptions(growth=None, years=(2, 2)))
        assert of.of(ROOT, "reduction_rate")[:2] == (Fraction("2.9"), Fraction("3.1"))
        assert of.of(ROOT, "households_end")[:2] == (1, None)
        assert of.of(ROOT, "poor_households_start")[:2] == (1, None)
        estimate = targets(reduction_rate_per_year="{about: 1.5}")
        of = ranges(walk(read_text(estimate, "plan.yaml").plan.targets), Assumptions(growth=None, years=(2, 2)))
        assert of.of(ROOT, "reduction_rate")[:2] == (-100, 100)
        assert of.of(ROOT, "households_end")[:2] == (0, None)

    @staticmethod
    def full(said):
        return {SHORT.get(name, name): figure for name, figure in said.items()}

    @pytest.mark.parametrize(
        ("years", "low", "high"),
        [
            ((2, 3), Fraction(10, 3), 10),
            ((3, 3), Fraction(10, 3), Fraction(20, 3)),
            ((1, 1), 10, 20),
            ((0, 3), None, None),
        ],
    )
    def test_a_sum_says_so_much_of_the_mean(self, years, low, high):
        assert in_a_year("reduction_households_per_year", Interval(10, 20), years)[:2] == (low, high)
        assert in_a_year("reduction_households", Interval(10, 20), years)[:2] == (10, 20)
        assert in_a_year("reduction_households_per_year", Interval(None, 20), (2, 4))[:2] == (None, 10)
        assert in_a_year("reduction_households_per_year", Interval(-20, None), (2, 4))[:2] == (-10, None)

    def test_the_range_of_a_mean_is_that_of_the_sum_over_the_years(self):
        areas = walk(read_text(targets(reduction_households="{min: 30, max: 60}"), "plan.yaml").plan.targets)
        for years, low, high in (((3, 3), 10, 20), ((2, 3), 10, 30), ((1, 1), 30, 60)):
            of = ranges(areas, Assumptions(years=years))
            assert of.of(ROOT, "reduction_households_per_year")[:2] == (low, high)
            assert of.of(ROOT, "reduction_households")[:2] == (30, 60)
        unknown = Ranges([*of._domains.values()], (), Effort(0, cut_short=False), of.basis._replace(years=None))
        assert unknown.of(ROOT, "reduction_households_per_year")[:2] == (30, 60)


class TestExactFall:
    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ({}, (100 * (20 * 110 - 16 * 100), 100 * 110)),
            ({"H": 4}, (100 * (20 * 110 - 16 * 100), 100 * 110)),
            ({"H": 5}, None),
            ({"N0": 0}, None),
            ({"N1": 0}, None),
            ({"N0": "{about: 100}"}, None),
            ({"P1": (16, 17)}, None),
            ({"P0": "{at_least: 20}"}, None),
            ({"N0": 1, "N1": 1}, (400, 1)),
        ],
    )
    def test_the_difference_of_two_rates_over_one_denominator(self, changed, expected):
        said = {"N0": 100, "N1": 110, "P0": 20, "P1": 16, **changed}
        areas = walk(read_text(targets(**figures(said)), "plan.yaml").plan.targets)
        found = _exact_fall(known_counts(areas)[ROOT], POOR)
        assert (found and found[:2]) == expected
        if found is not None:
            assert {NAMES[path[-1]] for path in found[2]} == said.keys()


class TestAssumedGrowth:
    @pytest.mark.parametrize(
        ("first", "last", "growth", "is_assumed"),
        [
            # Bases at both dates win; a range beside what growth allows does not contradict it.
            (100, "{min: 102, max: 120}", (2, 5), False),
            ("{min: 100, max: 110}", None, (2, 5), True),
        ],
    )
    def test_where_a_base_is_open(self, first, last, growth, is_assumed):
        said = {"households_start": first, **({} if last is None else {"households_end": last})}
        areas = walk(read_text(targets(**said), "plan.yaml").plan.targets)
        assert bool(assumed_growth(areas, Assumptions(Interval(*growth)))) is is_assumed

    @pytest.mark.parametrize(
        ("last", "is_moved"),
        [
            (101, True),
            (102, False),
            (105, False),
            (106, True),
            ("{at_most: 101}", True),
            ("{at_most: 102}", False),
            ("{at_least: 106}", True),
            ("{at_least: 105}", False),
        ],
    )
    def test_an_area_that_moved_otherwise_takes_it_from_those_around_it(self, last, is_moved):
        moved = area("a", households_start=100, households_end=last)
        areas = walk(read_text(targets(moved, area("b")), "plan.yaml").plan.targets)
        found = assumed_growth(areas, Assumptions(Interval(2, 5)))
        assert (ROOT in found) is not is_moved
        assert found[SECOND] == Interval(2, 5)

    @pytest.mark.parametrize(
        ("first", "last", "is_assumed"),
        [
            (100, 120, True),  # 200 and then 230 are within a fifth more
            (100, 130, True),  # 240
            (100, 131, False),  # 241
            (140, 130, True),  # 240 at both dates
            (141, 130, False),  # 241 and then 240
        ],
    )
    def test_what_the_sums_of_both_dates_contradict_is_not_assumed_inside_them(self, first, last, is_assumed):
        a = area("a", area("x"), households_start=100, households_end=110)
        text = targets(a, area("b", households_start=first, households_end=last))
        found = assumed_growth(walk(read_text(text, "plan.yaml").plan.targets), Assumptions(Interval(0, 20)))
        assert set(found) == ({(*ROOT, "areas", 0, "areas", 0)} if is_assumed else set())

    def test_the_sums_of_a_breakdown_count_too(self):
        parts = "[{id: s, name: S, parts: [{id: u, name: U, %s}, {id: v, name: V, %s}]}]"
        known = "households_start: 50, households_end: 50"
        for first, second, expected in ((known, known, set()), (known, "exits: 1", {ROOT})):
            areas = walk(read_text(targets(breakdowns=parts % (first, second)), "plan.yaml").plan.targets)
            assert set(assumed_growth(areas, Assumptions())) == expected


class TestWithinAYear:
    """Over several years a household may leave poverty, and fall into it, more than once."""

    @pytest.mark.parametrize(
        "said", [{"P0": 5, "E": 9}, {"P1": 5, "L": 9}, {"P1": 5, "W": 9}, {"P1": 5, "L": 3, "W": 3}, {"n0": 5, "F": 9}]
    )
    def test_there_are_no_more_than_there_were_or_are_unless_it_is_of_several(self, said):
        areas = walk(read_text(targets(**figures(said)), "plan.yaml").plan.targets)
        assert len(ranges(areas).conflicts) == 1
        for years in ((2, 2), (1, 3), (0, 1)):
            assert ranges(areas, Assumptions(years=years)).conflicts == ()

    def test_of_those_who_fell_so_many_were_near_poor_whatever_the_years(self):
        areas = walk(read_text(targets(**figures({"W": 5, "F": 9})), "plan.yaml").plan.targets)
        for years in ((1, 1), (3, 3)):
            assert len(ranges(areas, Assumptions(years=years)).conflicts) == 1

    def test_what_is_left_for_each(self):
        of = found(targets(**figures({"P1": 12, "L": 3, "F": 4, "n0": 7})))
        assert of.of(ROOT, "new_poor")[:2] == (4, 9)
        assert of.of(ROOT, "from_near_poor")[:2] == (4, 4)
        of = found(targets(**figures({"P1": (10, 12), "W": 5, "n0": 3})))
        assert of.of(ROOT, "relapses")[:2] == (0, 7)
        assert of.of(ROOT, "from_near_poor")[:2] == (0, 3)
        of = found(targets(**figures({"E": 6, "L": 2, "W": 3})))
        assert of.of(ROOT, "poor_households_start")[:2] == (6, None)
        assert of.of(ROOT, "poor_households_end")[:2] == (5, None)
        assert of.of(ROOT, "reduction_households")[:2] == (1, 1)


class TestMoved:
    """Whether households grew outside a band."""

    @staticmethod
    def known(first, last, *, sure=True):
        paths = [(*ROOT, name) for name in ("households_start", "households_end")]
        ends = ((each, each) if isinstance(each, int) else each for each in (first, last))
        made = [Known(Interval(*each), (path,), sure) for each, path in zip(ends, paths, strict=True)]
        return dict(zip(("households_start", "households_end"), made, strict=True))

    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [
            (1000, 1101, False),  # one more than 10%
            (1000, 1102, True),
            (1000, 949, False),  # one less than 5% fewer
            (1000, 948, True),
            ((900, 1000), 1102, True),
            ((900, 1001), 1102, False),
            (1000, (1102, 2000), True),
            (1000, (1101, 2000), False),
            (1000, (0, 948), True),
            (1000, (0, 949), False),
            ((1000, None), 948, True),
            ((None, 1000), 1102, True),
            ((1000, None), 5000, False),
            ((None, 1000), 5, False),
            (1000, (None, 948), True),
            (1000, (1102, None), True),
            ((0, 0), 500, False),  # of none no percentage is
        ],
    )
    def test_it_is_more_than_one_household_beyond_what_the_band_allows(self, first, last, expected):
        assert _moved(self.known(first, last), Interval(-5, 10)) is expected

    @pytest.mark.parametrize(
        ("band", "fewer", "more"),
        [
            (Interval(0, 10), 998, 1102),
            (Interval(-5, 0), 948, 1002),
            (Interval(None, None), 998, 1002),  # an end that is not stated is none at all
            (Interval(1, 2), 1008, 1022),
        ],
    )
    def test_a_band_may_begin_or_end_at_nought(self, band, fewer, more):
        found = [_moved(self.known(1000, last), band) for last in (fewer, fewer + 1, more - 1, more)]
        assert found == [True, False, False, True]

    def test_what_is_estimated_or_one_figure_or_not_known_has_not(self):
        band = Interval(-5, 10)
        assert _moved(self.known(1000, 2000), band)
        assert not _moved(self.known(1000, 2000, sure=False), band)
        one = self.known(1000, 2000)
        one["households_end"] = one["households_end"]._replace(figures=one["households_start"].figures)
        assert not _moved(one, band)
        for field in ("households_start", "households_end"):
            assert not _moved({field: self.known(1000, 2000)[field]}, band)

    @pytest.mark.parametrize(
        ("first", "last", "expected"), [(399, 5, False), (400, 5, True), (5, 399, False), (5, 400, True)]
    )
    def test_of_hamlets_nothing_is_told(self, first, last, expected):
        assert _moved(self.known(first, last), Interval(-5, 10), 400) is expected

    @pytest.mark.parametrize(
        ("last", "is_told"),
        [
            (1351, False),  # 10% and 25 more are 135%, and one household
            (1352, True),
            (699, False),
            (698, True),
        ],
    )
    def test_in_a_plan_an_area_is_told_of_that_is_far_outside_what_the_whole_does(self, last, is_told):
        # The whole, of 9,000 more, grows plausibly.
        first = area("a", households_start=1000, households_end=last)
        other = area("b", households_start=9000, households_end=9000)
        areas = walk(
            read_text(
                targets(first, other, households_start=10_000, households_end=9000 + last), "plan.yaml"
            ).plan.targets
        )
        assumed = Assumptions(plausible=Interval(-5, 10))
        found = implausible_growth(areas, known_counts(areas), lambda: ranges(areas, assumed), assumed)
        assert [{path[:-1] for path in each.figures} for each in found] == [{FIRST}] * is_told


class TestKnown:
    @pytest.mark.parametrize(
        ("known", "number"),
        [
            (Known(Interval(7, 7), ()), 7),
            (Known(Interval(7, 7), (), sure=False), None),
            (Known(Interval(7, 8), ()), None),
            (Known(Interval(None, None), ()), None),
            (Known(Interval(0, None), ()), None),
        ],
    )
    def test_it_has_a_number_where_it_is_sure_and_one(self, known, number):
        assert known.number == number


class TestExactly:
    def test_of_flows_and_measures_each_count_is_what_is_stated(self):
        said = {"N0": 100, "N1": 110, "P0": 20, "P1": 16, "E": 9, "L": 2, "W": 3, "F": 1}
        said |= {"n0": 10, "b0": 30}
        more = {"near_poor_households_end": 11, "multidimensional_poor_households_end": 27}
        areas = walk(read_text(targets(**figures(said), **more), "plan.yaml").plan.targets)
        exact = exact_ranges(areas, known_counts(areas))
        assert exact is not None
        for name, number in {**said, "H": 4, "nH": -1, "bH": 3, "R0": 20, "nR0": 10}.items():
            assert exact.of(ROOT, SHORT[name])[:2] == (number, number)
        assert exact.of(ROOT, "poverty_rate_end")[:2] == (Fraction(1600, 110),) * 2
        assert exact.of(ROOT, "reduction_rate")[:2] == (20 - Fraction(1600, 110),) * 2
        assert (exact.visits, exact.cut_short, exact.conflicts) == (3, False, ())
        # Narrowed or not, they are the same.
        of = ranges(areas)
        for name in (*said, "H", "nH", "bH", "R0", "R1", "D", "nR0", "nD", "bD", "bR0"):
            assert exact.of(ROOT, SHORT[name]) == of.of(ROOT, SHORT[name])

    @pytest.mark.parametrize(
        ("said", "is_exact"),
        [
            ({"N0": 100, "N1": 110, "P0": 20, "P1": 0}, True),
            ({"N0": 100, "N1": 110, "P0": 0, "P1": 5}, True),
            ({"N0": 0, "N1": 110, "P0": 0, "P1": 5}, False),  # of no household there is no rate
            ({"N0": 100, "N1": 0, "P0": 20, "P1": 0}, False),
            ({"N0": 100, "N1": 110, "P0": 20}, False),
            ({"N0": 100, "N1": 110, "P0": 20, "P1": "{at_most: 3}"}, False),
            ({"N0": 100, "N1": 110, "P0": 20, "P1": "{about: 3}"}, False),
        ],
    )
    def test_it_takes_every_count_and_a_household_at_both_dates(self, said, is_exact):
        areas = walk(read_text(targets(**figures(said)), "plan.yaml").plan.targets)
        exact = exact_ranges(areas, known_counts(areas))
        assert (exact is not None) is is_exact
        if exact is not None:
            assert exact.of(ROOT, "reduction_households")[:2] == (said["P0"] - said["P1"],) * 2

    def test_the_same_areas_are_not_narrowed_twice(self):
        areas = walk(read_text(targets(area("a", households=60), households=100), "plan.yaml").plan.targets)
        once = ranges(areas)
        assert ranges(areas) is once
        assert ranges(areas, Assumptions()) is once
        assert ranges(areas, Assumptions(None)) is not once
        assert ranges(areas) is not once  # those of the last alone are kept
        again = ranges(areas)
        assert ranges(areas[1:]) is not again
        assert once.visits >= len(areas)


class TestMaximise:
    def box(self, **said):
        areas = walk(read_text(targets(**figures(said)), "plan.yaml").plan.targets)
        return ranges(areas, Assumptions(None)).domain(ROOT).copy()

    def test_the_greatest_value_is_that_of_one_world(self):
        box = self.box(N0=(10, 13), N1=(20, 22), P0=(3, 5), P1=(1, 2))

        def most(domain):
            return Fraction(100 * domain.high[P0], domain.low[N0]) - Fraction(100 * domain.low[P1], domain.high[N1])

        value = Fraction(500, 10) - Fraction(100, 22)
        assert maximise(box.copy(), most) == (value, (10, 22, 5, 1))
        cut = maximise(box.copy(), most, 1)
        assert cut.solution is None
        assert cut.value == value  # the first bound, which holds
        assert maximise(box.copy(), lambda _: None) == (None, None)

    def test_a_domain_is_halved_where_it_is_widest_the_bases_first(self):
        for said, expected in (
            ({"N0": (10, 13), "N1": (20, 22), "P0": (0, 5), "P1": 1}, N0),
            ({"N0": (10, 12), "N1": (20, 23), "P0": (0, 5), "P1": 1}, N1),
            ({"N0": (10, 13), "N1": (20, 23), "P0": (0, 5), "P1": 1}, N0),
            ({"N0": 10, "N1": 20, "P0": (0, 5), "P1": 1}, P0),
            ({"N0": 10, "N1": 20, "P0": 3, "P1": (1, 2)}, P1),
            ({"N0": 10, "N1": 20, "P0": 3, "P1": 1}, None),
        ):
            assert _widest(self.box(**said)) == expected

    @pytest.mark.parametrize(("low", "high", "middle"), [(10, 13, 11), (10, 14, 12), (10, 11, 10), (10, None, 21)])
    def test_the_halves_are_all_of_it(self, low, high, middle):
        box = self.box(N0=f"{{at_least: {low}}}" if high is None else (low, high), P0=1)
        below, above = _halves(box, N0)
        assert below.interval(N0)[:2] == (low, middle)
        assert above.interval(N0)[:2] == (middle + 1, high)
        assert (below.pending, above.pending) == (1 << N0, 1 << N0)
        assert [half.why[upper][N0].value for half, upper in ((below, True), (above, False))] == [middle, middle + 1]


class TestWhatFollows:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (targets(**figures({"P0": 30, "P1": 20, "H": 10})), "P0 P1 H"),
            (targets(**figures({"P0": 30, "P1": 20, "H": "{at_least: 9}"})), "H"),
            (targets(**figures({"P0": 30, "P1": 20, "H": "{about: 10}"})), ""),
            (targets(**figures({"P0": 30, "P1": 20})), ""),
            (targets(**figures({"N0": 200, "P0": 30, "R0": "15.0"})), "N0 P0 R0"),
            (targets(**figures({"N": 200, "P0": 30, "R0": "15.0"})), "P0 R0"),  # the households are of the end too
            (targets(**figures({"N": 2000, "P0": 300, "R0": "15.0"})), "R0"),  # 299 to 301 are 15.0% too
            (targets(**figures({"P0": 30, "n0": 12, "b0": 42})), "P0 n0 b0"),
        ],
    )
    def test_a_figure_that_the_others_leave_no_other_number(self, text, expected):
        areas = walk(read_text(text, "plan.yaml").plan.targets)
        stated = [(*each.path, field) for each in areas for field in SHORT.values() if each.figure(field)]
        follows = implied_figures(areas, ranges(areas), stated)
        assert {NAMES[path[-1]] for path in follows} == set(expected.split())

    @pytest.mark.parametrize("measure", ["", "near_"])
    @pytest.mark.parametrize("at", [0, 1])
    def test_one_of_any_area_and_measure_follows(self, measure, at):
        counts = {"poor_households_start": 20, "poor_households_end": 15}
        more = {"reduction_households": 5, "reduction_rate": "5.0"}
        if measure:
            more = {f"near_poor_{field}": figure for field, figure in more.items()}
        said = {f"{measure}{field}": figure for field, figure in counts.items()} | more
        inside = [area(name, **({"households": 100, **said} if name == "ab"[at] else {})) for name in "ab"]
        areas = walk(read_text(targets(*inside), "plan.yaml").plan.targets)
        stated = [(*ROOT, "areas", at, field) for field in said]
        assert implied_figures(areas, ranges(areas), stated) == stated

    def test_in_a_sum_any_one_follows(self):
        text = targets(
            area("a", poor_households_start=30), area("b", poor_households_start=12), poor_households_start=42
        )
        areas = walk(read_text(text, "plan.yaml").plan.targets)
        stated = [(*each.path, SHORT["P0"]) for each in areas]
        assert implied_figures(areas, ranges(areas), stated) == stated
        text = text.replace("name: R", "name: R\n  partial: true")
        areas = walk(read_text(text, "plan.yaml").plan.targets)
        assert implied_figures(areas, ranges(areas), stated) == []

    def test_in_a_breakdown_of_an_area_that_states_nothing_none_does(self):
        parts = "[{id: u, name: U, poor_households_start: 4}, {id: v, name: V, poor_households_start: 9}]"
        areas = walk(read_text(targets(breakdowns=f"[{{id: b, name: B, parts: {parts}}}]"), "plan.yaml").plan.targets)
        stated = [(*each.path, SHORT["P0"]) for each in areas[1:]]
        assert implied_figures(areas, ranges(areas), stated) == []  # the whole is their sum and nothing else
        with_whole = targets(poor_households_start=13, breakdowns=f"[{{id: b, name: B, parts: {parts}}}]")
        areas = walk(read_text(with_whole, "plan.yaml").plan.targets)
        assert implied_figures(areas, ranges(areas), stated) == stated

    def test_the_parts_of_a_breakdown_are_gone_through_once_for_all_of_them(self, monkeypatch):
        parts = ", ".join(f"{{id: p{at}, name: P, poor_households_start: {at}}}" for at in range(30))
        areas = walk(read_text(targets(breakdowns=f"[{{id: b, name: B, parts: [{parts}]}}]"), "plan.yaml").plan.targets)
        known = ranges(areas)
        looked_at = []
        begin = Surroundings.__init__
        monkeypatch.setattr(Surroundings, "__init__", lambda self, whole: looked_at.append(whole) or begin(self, whole))
        assert implied_figures(areas, known, [(*each.path, SHORT["P0"]) for each in areas[1:]]) == []
        assert len(looked_at) == 1

    @pytest.mark.parametrize(
        ("said", "expected"),
        [(4, True), (5, False), (3, False), ("{at_least: 4}", True), ("{at_least: 5}", False), ("{at_most: 3}", False)],
    )
    def test_a_mean_of_a_year_follows_from_exact_counts(self, said, expected):
        # 20 less 16 are 4.
        counts = figures({"N0": 100, "N1": 110, "P0": 20, "P1": 16})
        areas = walk(read_text(targets(**counts, reduction_households_per_year=said), "plan.yaml").plan.targets)
        path = (*ROOT, "reduction_households_per_year")
        found = implied_figures(areas, exact_ranges(areas, known_counts(areas)), [path])
        assert found == [path] * expected

    def test_one_that_is_left_out_is_not_taken_from_what_was_worked_out_for_another(self):
        # A has 7 and B has 5, and neither follows; with 12 in all either does.
        parts = (area("a", poor_households_start=7), area("b", poor_households_start=5))
        for total, expected in (({}, False), ({"poor_households_start": 12}, True)):
            areas = walk(read_text(targets(*parts, **total), "plan.yaml").plan.targets)
            basis, kept = ranges(areas).basis, {}
            for path, number in ((SECOND, 5), (FIRST, 7), (SECOND, 5)):
                figure = (*path, "poor_households_start")
                assert _follows(areas, basis, figure, Interval(number, number), kept) is expected


class TestSurroundings:
    """What a whole and its other parts say of a part: asked of all parts at once, and of one alone."""

    @pytest.mark.parametrize("partial", [False, True])
    @pytest.mark.parametrize(
        "parts",
        [
            ({"P0": (3, 5), "H": (1, 2)}, {"P0": (10, 12), "H": 4}, {}),
            ({"P0": (3, 5), "H": (1, 2)}, {"P0": (10, 12)}, {}),
            ({"R1": (30, 33)}, {"R1": (35, 40)}, {"N1": 100}),
            ({"R1": (30, 33)}, {"R1": (2, 3)}, {"N1": 100}),
            ({"R1": (30, 33)}, {"N1": 0}, {"N1": 100}),
            ({"D": (3, 4)}, {"D": (5, 6)}, {"N": 100}),
        ],
    )
    def test_they_are_the_same(self, parts, partial):
        whole = {"P0": (20, 25), "H": (5, 9), "R1": (10, 20), "N1": "{at_least: 1}", "D": (1, 2)}
        inside = [area(name, **figures(part)) for name, part in zip("abc", parts, strict=True)]
        text = targets(*inside, **figures(whole), **({"partial": "true"} if partial else {}))
        areas = walk(read_text(text, "plan.yaml").plan.targets)
        # Whether the tree is narrowed already or not.
        for root in (ranges(areas).domain(ROOT), domains_of(areas, Basis({}, None, set(), set()))[0]):
            for part in root.areas:
                one, other = Domain(part.path), Domain(part.path)
                Surroundings(root).narrow(one, part)
                seen_from_around(other, part, root)
                assert (one.low, one.high, one.least, one.most) == (other.low, other.high, other.least, other.most)

    def test_of_a_part_of_two_sums_both_are_heard(self):
        # The first says nothing; the second has 10, of which the other part has 4.
        part, other, first, second = (Domain(("targets", at)) for at in range(4))
        other.set_count(P0, 4, Rule.STATED, upper=LOW)
        other.set_count(P0, 4, Rule.STATED, upper=HIGH)
        second.set_count(P0, 10, Rule.STATED, upper=LOW)
        second.set_count(P0, 10, Rule.STATED, upper=HIGH)
        part.wholes = [Sum(first, [part], partial=True), Sum(second, [part, other], partial=False)]
        trial = Domain(part.path)
        seen_from_around(trial, part, None, Surroundings)
        assert (trial.low[P0], trial.high[P0]) == (6, 6)


class TestGrownRates:
    def test_where_none_is_possible_the_fall_may_be_that_on_one_base(self):
        # 10 of 1,000 is a point; with as many households at the end it is just that, whatever the end rate over 5% is.
        text = targets(households_start=1000, reduction_households=10, poverty_rate_end="{over: 5}")
        areas = walk(read_text(text, "plan.yaml").plan.targets)
        found = ranges(areas, Assumptions(growth=Interval(0, 2))).domain(ROOT)
        assert (Fraction(*found.least[D][:2]), found.least[D][2]) == (1, False)


class TestEnds:
    """Ends of rates: numerator, denominator, and whether the end itself is left out."""

    @pytest.mark.parametrize(
        ("numerator", "denominator", "is_open", "least", "most"),
        [
            (7, 2, False, 4, 3),
            (6, 2, False, 3, 3),
            (6, 2, True, 4, 2),
            (7, 2, True, 4, 3),
            (-7, 2, False, -3, -4),
            (-6, 2, True, -2, -4),
            (0, 5, False, 0, 0),
            (0, 5, True, 1, -1),
        ],
    )
    def test_whole_numbers_from_an_end_and_up_to_it(self, numerator, denominator, is_open, least, most):
        assert whole(numerator, denominator, is_open=is_open, upper=False) == least
        assert whole(numerator, denominator, is_open=is_open, upper=True) == most

    @pytest.mark.parametrize(
        ("end", "other", "lower_is_tighter", "upper_is_tighter", "is_ruled_out"),
        [
            ((1, 2, False), (1, 3, False), True, False, (True, False)),
            ((1, 3, False), (1, 2, False), False, True, (False, True)),
            ((1, 2, False), (2, 4, False), False, False, (False, False)),
            ((1, 2, True), (2, 4, False), True, True, (True, True)),
            ((1, 2, True), (2, 4, True), False, False, (True, True)),
            ((1, 2, False), (2, 4, True), False, False, (True, True)),
            ((-1, 2, False), (1, 3, False), False, True, (False, True)),
        ],
    )
    def test_which_leaves_less_and_what_rules_out_another(
        self, end, other, lower_is_tighter, upper_is_tighter, is_ruled_out
    ):  # fmt: skip
        assert is_tighter(end, other, upper=False) is lower_is_tighter
        assert is_tighter(end, other, upper=True) is upper_is_tighter
        # A lower end rules out an upper one that lies below it, and the other way round.
        assert (rules_out(end, other, upper=False), rules_out(end, other, upper=True)) == is_ruled_out

    def test_sums_and_differences(self):
        assert _plus((1, 2, False), (1, 3, True)) == (5, 6, True)
        assert _plus((1, 4, False), (2, 4, False)) == (3, 4, False)
        assert _plus((1, 4, True), (2, 4, False)) == (3, 4, True)
        assert _minus((1, 2, False), (1, 3, True)) == (1, 6, True)
        assert _minus((1, 4, False), (2, 4, False)) == (-1, 4, False)

    def test_a_ratio_of_no_bound_is_zero_and_not_reached(self):
        assert _ratio(3, 8) == (300, 8, False)
        assert _ratio(-3, 8) == (-300, 8, False)
        assert _ratio(0, 8) == _ratio(0, UNBOUNDED) == (0, 1, False)
        assert _ratio(3, UNBOUNDED) == (0, 1, True)
        assert _ratio(3, UNBOUNDED - 1) == (300, UNBOUNDED - 1, False)

    @pytest.mark.parametrize(
        ("percent", "expected"),
        [
            (Interval(2, 5), (102, 105, 100)),
            (Interval(-1, 3), (99, 103, 100)),
            (Interval(0, Fraction(1, 2)), (200, 201, 200)),
            (Interval(0, 0), (1, 1, 1)),
            (Interval(None, 5), None),
            (Interval(2, None), None),
        ],
    )
    def test_growth_is_in_whole_numbers(self, percent, expected):
        growth = _growth(percent, ROOT)
        assert (growth and growth[:3]) == expected
        if growth is not None:
            assert [Fraction(*step.value[:2]) for step in (growth.why_low, growth.why_high)] == [*percent[:2]]
            assert growth.is_level is (percent == Interval(0, 0))
            assert [growth.end(upper=upper)[0] for upper in (False, True)] == [*growth[:2]]


class TestStated:
    """What a stated figure is taken for."""

    def domain(self, said, **basis):
        (located,) = walk(read_text(targets(**figures(said)), "plan.yaml").plan.targets)
        return domain_of(located, Basis({}, None, set(), set())._replace(**basis))

    def test_over_is_more_and_with_a_cut_less_than_a_cut_above(self):
        rate = (*ROOT, "poverty_rate_start")
        said = {"R0": "{over: 8.50}"}
        above = Fraction("8.5")
        assert self.domain(said).interval(FIRST_RATE + R0) == between(above, 100, low_open=True)
        cut = self.domain(said, cut=Fraction(1, 10))
        assert cut.interval(FIRST_RATE + R0) == between(above, Fraction("8.6"), low_open=True, high_open=True)
        assert cut.why_high[FIRST_RATE + R0].rule is Rule.CUT
        uncut = self.domain(said, cut=Fraction(1, 10), uncut={rate})
        assert uncut.interval(FIRST_RATE + R0) == between(above, 100, low_open=True)
        assert self.domain({"R0": "{at_least: 8.50}"}, cut=Fraction(1, 10)).interval(FIRST_RATE + R0).high == 100

    def test_a_rate_taken_for_cut_off_may_be_rounded_too(self):
        rate = (*ROOT, "poverty_rate_start")
        plain, cut_off = self.domain({"R0": "66.6"}), self.domain({"R0": "66.6"}, cut_off=rate)
        assert plain.interval(FIRST_RATE + R0) == between(Fraction("66.55"), Fraction("66.65"))
        assert cut_off.interval(FIRST_RATE + R0) == between(Fraction("66.55"), Fraction("66.7"), high_open=True)
        other = self.domain({"R0": "66.6"}, cut_off=(*ROOT, "poverty_rate_end"))
        assert other.interval(FIRST_RATE + R0) == plain.interval(FIRST_RATE + R0)

    @pytest.mark.parametrize(
        ("name", "bases"), [("R0", (1, 0)), ("R1", (0, 1)), ("D", (1, 1)), ("P0", (0, 0)), ("S0", (0, 0))]
    )
    def test_where_there_is_a_rate_there_is_a_household(self, name, bases):
        domain = self.domain({name: 5})
        assert (domain.low[N0], domain.low[N1]) == bases
        domain = self.domain({name: "{about: 5}"})
        assert (domain.low[N0], domain.low[N1]) == (0, 0)

    def test_a_count_is_exactly_or_at_least_or_at_most_what_is_stated(self):
        for said, low, high in ((5, 5, 5), ("{at_least: 5}", 5, None), ("{under: 5}", 0, 5), ("{about: 5}", 0, None)):
            assert self.domain({"P0": said}).interval(P0)[:2] == (low, high)
        both = self.domain({"N": 5})
        assert [both.interval(base) for base in (N0, N1)] == [between(5, 5)] * 2
        assert both.is_level
        assert self.domain({"N": "{min: 5, max: 6}"}).is_level
        assert not self.domain({"N": "{about: 5}"}).is_level


class TestDoubt:
    """Which figures of a contradiction are left out first, and how a rate stands to what counts give."""

    @pytest.mark.parametrize(
        ("figures_of", "expected"),
        [
            # Of a sum of one count its total; of rates or of different counts all of them.
            ([(ROOT, "P0"), (FIRST, "P0"), (SECOND, "P0")], [(ROOT, "P0")]),
            ([(FIRST, "P0"), ((*FIRST, "areas", 0), "P0")], [(FIRST, "P0")]),
            ([(ROOT, "N"), (FIRST, "N0"), (SECOND, "N0")], [(ROOT, "N")]),
            ([(ROOT, "N"), (ROOT, "N0"), (SECOND, "N1")], [(ROOT, "N"), (ROOT, "N0")]),
            ([(ROOT, "R0"), (FIRST, "R0")], [(ROOT, "R0"), (FIRST, "R0")]),
            ([(ROOT, "S0"), (FIRST, "S0")], [(ROOT, "S0"), (FIRST, "S0")]),
            ([(ROOT, "P0"), (FIRST, "P1")], [(ROOT, "P0"), (FIRST, "P1")]),
            ([(ROOT, "P0"), (FIRST, "N")], [(ROOT, "P0"), (FIRST, "N")]),
            ([(ROOT, "N"), (ROOT, "N0")], [(ROOT, "N"), (ROOT, "N0")]),
        ],
    )
    def test_the_total_of_a_sum_is_the_most_doubtful(self, figures_of, expected):
        paths = tuple((*path, SHORT[name]) for path, name in figures_of)
        conflict = Conflict(paths, growth=False, cut=False, ends=(None, None), reduced=True)
        assert _most_doubtful(conflict) == tuple((*path, SHORT[name]) for path, name in expected)
        cut_off = paths[1:]
        assert _most_doubtful(conflict._replace(cut_off=cut_off)) == cut_off[:1]

    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            (ROOT, ROOT, True),
            (ROOT, FIRST, True),
            (FIRST, (*FIRST, "areas", 3), True),
            (FIRST, SECOND, False),
            ((*FIRST, "areas", 1), SECOND, False),
            (U, FIRST, False),
        ],
    )
    def test_areas_in_line_lie_inside_each_other(self, one, other, expected):
        assert _in_line(one, other) is _in_line(other, one) is expected

    @pytest.mark.parametrize(
        ("figure", "poor", "base", "expected"),
        [
            (Figure(Decimal("20.0")), (20, 20), (100, 100), True),
            (Figure(Decimal("20.0")), (21, 21), (100, 100), False),
            (Figure(Decimal("20.0")), (20, 40), (100, 100), False),  # they may be more
            (Figure(Decimal("20.0")), (20, 20), (100, 200), False),
            (Figure(Decimal("20.0")), (20, None), (100, None), False),
            (Figure(Decimal("20.0")), (None, 20), (None, 100), False),
            (Figure(Decimal("20.0")), (0, 0), (0, 0), False),
            (Figure(Decimal("20.0")), (Fraction(20), Fraction(20)), (100, 100), False),  # left to exact ratios
            (Figure(Decimal("20.0"), Form.AT_LEAST), (20, 20), (100, 100), False),
            (Figure(Decimal("20.0"), Form.ABOUT), (20, 20), (100, 100), False),
            (Figure(Decimal("20.0"), Form.UNDER), (20, 20), (100, 100), False),
        ],
    )
    def test_exact_counts_give_a_bare_rate(self, figure, poor, base, expected):
        ratio, match = _share_beside(figure, Known(Interval(*poor), ()), Known(Interval(*base), ()))
        assert (ratio is None and match is Match.HOLDS) is expected

    @given(st.decimals(0, 100, places=1), st.integers(0, 300), st.integers(1, 300))
    @example(Decimal("5.8"), 587, 10000)
    def test_exact_counts_stand_to_a_bare_rate_as_their_ratio_does(self, rate, poor, base):
        share = Fraction(100 * poor, base)
        ratio, match = _share_beside(Figure(rate), Known(Interval(poor, poor), ()), Known(Interval(base, base), ()))
        assert match is _match(Figure(rate), Interval(share, share))
        assert ratio == (None if match is Match.HOLDS else Interval(share, share))

    @pytest.mark.parametrize(
        ("said", "low", "high", "expected"),
        [
            ("8.5", "8.45", "8.55", Match.HOLDS),
            ("8.5", "8.44", "8.55", Match.OPEN),
            ("8.5", "8.46", "8.56", Match.OPEN),
            ("8.5", "8.55", "9", Match.OPEN),
            ("8.5", "8.56", "8.59", Match.CUT_OFF),
            ("8.5", "8.59", "9", Match.CUT_OFF),
            ("8.5", "8.6", "9", Match.FAILS),
            ("8.5", "8", "8.44", Match.FAILS),
            ("{at_least: 8.5}", "8.5", "9", Match.HOLDS),
            ("{over: 8.5}", "8.5", "9", Match.OPEN),
            ("{at_least: 8.5}", "8", "8.49", Match.FAILS),
            # Only a bare number may be cut off.
            *((f"{{{form}: 8.5}}", "8.56", "8.59", Match.FAILS) for form in ("at_most", "under")),
            ("{min: 8, max: 8.5}", "8.56", "8.59", Match.FAILS),
            ("{over: 8.5}", "8.4", "8.49", Match.FAILS),
        ],
    )
    def test_a_rate_holds_fails_or_is_cut_off(self, said, low, high, expected):
        (located,) = walk(read_text(targets(poverty_rate_start=said), "plan.yaml").plan.targets)
        figure = located.figure("poverty_rate_start")
        assert _match(figure, Interval(Fraction(low), Fraction(high))) is expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (targets(area("a", area("c")), area("b")), [ROOT, FIRST, (*FIRST, "areas", 0), SECOND]),
            (targets(area("a", area("c")), area("b"), exits=1), [ROOT]),
            (targets(area("a", area("c"), exits=1), area("b")), [ROOT, FIRST, SECOND]),
        ],
    )
    def test_what_a_silent_area_is_around_is_bound_by_nothing(self, text, expected):
        areas = walk(read_text(text, "plan.yaml").plan.targets)
        assert _unbound(areas, Basis({}, None, set(), set())) == set(expected)

    @pytest.mark.parametrize(
        ("growth", "expected"),
        [
            ({ROOT: (0, 5), FIRST: (1, 5), SECOND: (0, 2)}, {ROOT, FIRST, SECOND}),
            ({ROOT: (1, 2), FIRST: (1, 5), SECOND: (0, 2)}, {ROOT}),
            ({ROOT: (0, 5), SECOND: (0, 2)}, {ROOT}),
            ({FIRST: (1, 5)}, {ROOT, FIRST, SECOND}),
        ],
    )
    def test_but_by_growth_that_its_parts_are_not_assumed_to_have(self, growth, expected):
        areas = walk(read_text(targets(area("a"), area("b")), "plan.yaml").plan.targets)
        assumed = {path: Interval(*percent) for path, percent in growth.items()}
        assert _unbound(areas, Basis(assumed, None, set(), set())) == expected

    @pytest.mark.parametrize(
        ("base", "points", "expected"),
        [
            (200, Interval(5, None), 10),
            (200, Interval(5, None, low_open=True), 11),
            (201, Interval(5, None), 11),
            (201, Interval(5, None, low_open=True), 11),
            (200, Interval(-5, None), -10),
            (200, Interval(None, 5), 0),
        ],
    )
    def test_the_fewest_households_that_give_the_points(self, base, points, expected):
        assert least_count(base, points) == expected


class TestPointsBesideExactCounts:
    """1,000 of 10,000 are poor at first; what is left is so many points fewer."""

    @pytest.mark.parametrize(
        ("points", "left", "found"),
        [
            # 4.95 is 5.0 rounded, and 5.09 is 5.0 cut off, which is a warning.
            *(("5.0", left, found) for left, found in ((505, set()), (506, {"T204"}), (491, set()), (490, {"T204"}))),
            # A bound is the number itself, and not what is rounded to it.
            *(("{under: 5.0}", left, found) for left, found in ((501, set()), (500, {"T204"}), (496, {"T204"}))),
            *(("{over: 5.0}", left, found) for left, found in ((499, set()), (500, {"T204"}), (504, {"T204"}))),
            *(("{at_most: 5.0}", left, found) for left, found in ((500, set()), (499, {"T204"}))),
            *(("{at_least: 5.0}", left, found) for left, found in ((500, set()), (501, {"T204"}))),
            *(("{min: 5.0, max: 6.0}", left, found) for left, found in ((500, set()), (501, {"T204"}))),
            ("{about: 5.0}", 499, set()),
        ],
    )
    def test_hold_to_the_last_household(self, points, left, found):
        text = targets(households=10_000, poor_households_start=1000, poor_households_end=left, reduction_rate=points)
        assert errors(text) == found


def test_points_rest_on_both_rates_as_printed_where_only_the_upper_end_of_one_is_stated():
    # An end rate of 0.0 is at most 0.05, and never less than 0 anyway.
    text = targets(poverty_rate_start="10.0", poverty_rate_end="0.0", reduction_rate="10.0")
    (domain,) = [ranges(areas).domain(ROOT) for areas in [walk(read_text(text, "plan.yaml").plan.targets)]]
    step = domain.why_low[FIRST_RATE + D]
    assert domain.why_low[FIRST_RATE + R1] is None
    assert (step.field, [each.field for each in step.premises]) == (
        "reduction_rate",
        ["poverty_rate_start", "poverty_rate_end"],
    )


@pytest.mark.parametrize(
    ("least", "most", "expected"), [(0, 0, None), (0, 1, 30), (1, 1, 30), (2, 2, 20), (2, 1, None)]
)
def test_a_mean_of_few_households_is_that_of_the_highest_rates(least, most, expected):
    # One household at 30% and one at 10%.
    mean = propagate.greatest_mean([propagate.Part(0, 1, Fraction(rate), 0) for rate in (30, 10)], least, most)
    assert (mean and mean.value) == expected
