"""The end rate on one base, held against every base and every number of poor households."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from povcalc.inference.domains import N0, N1, P0, P1, R0, R1, D, Domain, H, Rule, level
from povcalc.inference.propagate import end_rates
from povcalc.values import Interval


def box_of(bases, planned, poor, rates):
    """An area on one base, with ranges of its households, its poor at the start and its three rates."""
    box = Domain(())
    box.growth = level(Rule.STATED, ())
    box.low[N0], box.high[N0] = bases
    box.low[N1], box.high[N1] = bases
    box.low[H] = box.high[H] = planned
    box.low[P0], box.high[P0] = poor
    box.low[P1], box.high[P1] = 0, 10**6
    for rate, (low, high, is_open) in zip((R0, R1, D), rates, strict=True):
        box.least[rate], box.most[rate] = (low, 1, is_open), (high, 1, is_open)
    return box


def every_end_rate(bases, planned, poor, rates, reduction):
    found = []
    for base in range(max(1, bases[0]), bases[1] + 1):
        for start in range(max(poor[0], 0), min(poor[1], base) + 1):
            end = start - planned
            values = (Fraction(100 * start, base), Fraction(100 * end, base), Fraction(100 * planned, base))
            if 0 <= end <= base and all(
                low < value < high if is_open else low <= value <= high
                for value, (low, high, is_open) in zip(values, rates, strict=True)
            ):
                found.append(Fraction(100 * (start - reduction), base))
    return found


RATE = st.tuples(st.integers(0, 60), st.integers(20, 100), st.booleans())
POINTS = st.tuples(st.integers(-50, 20), st.integers(20, 100), st.booleans())


@settings(max_examples=400)
@given(
    st.tuples(
        st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda ends: (ends[0], sum(ends))),
        st.integers(-4, 12),
        st.tuples(st.integers(0, 20), st.integers(0, 30)).map(lambda ends: (ends[0], sum(ends))),
        st.tuples(RATE, RATE, POINTS),
    ),
    st.integers(-4, 20),
    st.sampled_from([1, 3, 10, 10_000]),
)
def test_no_end_rate_is_outside_and_enough_parts_make_it_exact(area, reduction, limit):
    found = end_rates(box_of(*area), reduction, limit)
    values = every_end_rate(*area, reduction)
    if not values:
        assert found is None or limit < 10_000
        return
    assert found is not None
    assert Interval(min(values), max(values)).within(found)
    if limit == 10_000:
        assert (found.low, found.high) == (min(values), max(values))


def test_what_is_planned_has_to_be_known_and_the_base_one():
    ranged = box_of((10, 20), 3, (0, 9), [(0, 100, False)] * 3)
    ranged.high[H] = 4
    assert end_rates(ranged, 5, 100) is None
    two = box_of((10, 20), 3, (0, 9), [(0, 100, False)] * 3)
    two.growth = None
    assert end_rates(two, 5, 100) is None
