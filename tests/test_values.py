"""Figures and intervals: examples to check by hand, and arithmetic held to membership of single points."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from povcalc.values import (
    ANY,
    MAX_DIGITS,
    NOT_NEGATIVE,
    NUMBER,
    Figure,
    Form,
    Interval,
    decimals,
    exact,
    shifted,
    size,
    total,
)

HALF = Fraction(1, 2)
FLAGS = list(product((False, True), repeat=2))
FINE = [Fraction(step, 4) for step in range(-60, 61)]
"""Every quarter from -15 to 15. Ends and their sums are whole, so every gap between ends holds points."""


def written(text):
    return Decimal(text) if "." in text else int(text)


@st.composite
def intervals(draw):
    """Intervals with small whole ends, some unbounded or empty, some with a meaningless `open` flag."""
    low, high = (draw(st.none() | st.integers(-4, 4)) for _ in range(2))
    as_fraction = draw(st.booleans())
    if as_fraction:
        low, high = (None if end is None else Fraction(end) for end in (low, high))
    return Interval(low, high, draw(st.booleans()), draw(st.booleans()))


def holds(interval, point):
    """Membership, spelt out."""
    above = interval.low is None or point > interval.low or (point == interval.low and not interval.low_open)
    below = interval.high is None or point < interval.high or (point == interval.high and not interval.high_open)
    return above and below


def members(interval):
    return {point for point in FINE if holds(interval, point)}


def attained(interval):
    """The ends that are numbers of the interval, `None` for an end that is not."""
    low = interval.low if interval.low is not None and not interval.low_open else None
    high = interval.high if interval.high is not None and not interval.high_open else None
    return low, high


full = intervals().filter(members)


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "expected"), [("453", 0), ("4.1", 1), ("4.10", 2), ("0.000", 3), ("-7.736", 3), ("-5", 0)]
    )
    def test_decimals_are_counted_as_written(self, text, expected):
        assert expected == decimals(written(text))

    def test_a_decimal_with_an_exponent_has_no_decimals(self):
        assert decimals(Decimal("1E+3")) == 0
        assert Figure(Decimal("1E+3")).rounded() == Interval(Fraction(1999, 2), Fraction(2001, 2))

    def test_exact_numbers_keep_their_value_and_leave_decimals_behind(self):
        assert exact(453) == 453
        assert type(exact(453)) is int
        assert exact(Decimal("4.10")) == Fraction(41, 10)
        assert type(exact(Decimal("4.10"))) is Fraction

    @pytest.mark.parametrize("text", ["0", "-0", "5", "10", "-12", "0.5", "4.10", "-0.05", "5440412"])
    def test_a_plain_number_is_a_number(self, text):
        assert NUMBER.fullmatch(text)

    @pytest.mark.parametrize(
        "text",
        ["", "-", "0123", "1e3", "1_000", "0x1F", ".5", "5.", "+5", "1.2.3", "1,5", " 5", "5\n", "٣", ".inf"],
    )
    def test_no_other_writing_is_a_number(self, text):
        assert NUMBER.fullmatch(text) is None

    @pytest.mark.parametrize("number", [0, 1, 5, HALF, Fraction(3, 2)])
    def test_a_size_is_the_number_without_its_sign(self, number):
        assert (size(number), size(-number)) == (number, number)


class TestRates:
    @pytest.mark.parametrize(
        ("text", "low", "high"),
        [
            ("44.35", "44.345", "44.355"),
            ("5.8", "5.75", "5.85"),
            ("5.80", "5.795", "5.805"),
            ("44", "43.5", "44.5"),
            ("0", "-0.5", "0.5"),
            ("-1.5", "-1.55", "-1.45"),
        ],
    )
    def test_a_bare_rate_is_half_a_unit_of_its_last_decimal_either_way(self, text, low, high):
        expected = Interval(Fraction(low), Fraction(high))
        assert expected == Figure(written(text)).as_rate()

    def test_over_and_under_are_strict(self):
        bound = Fraction(17, 2)
        assert Figure(Decimal("8.50"), Form.OVER).as_rate() == Interval(bound, None, low_open=True)
        assert Figure(Decimal("8.50"), Form.UNDER).as_rate() == Interval(None, bound, high_open=True)

    def test_the_bound_of_over_is_not_in_it_and_the_next_digit_is(self):
        over = Figure(Decimal("8.50"), Form.OVER).as_rate()
        assert Decimal("8.50") not in over
        assert Decimal("8.500001") in over

    def test_at_least_and_at_most_include_their_bound(self):
        assert Figure(3, Form.AT_LEAST).as_rate() == Interval(3, None)
        assert Figure(4, Form.AT_MOST).as_rate() == Interval(None, 4)

    def test_a_range_includes_both_ends_as_written(self):
        figure = Figure(Decimal("4.1"), Form.BETWEEN, Decimal("5.2"))
        assert figure.as_rate() == Interval(Fraction(41, 10), Fraction(52, 10))

    def test_an_estimate_bounds_nothing(self):
        assert Figure(Decimal("5.8"), Form.ABOUT).as_rate() == ANY


class TestCounts:
    @pytest.mark.parametrize(
        ("figure", "expected"),
        [
            (Figure(453), Interval(453, 453)),
            (Figure(4990, Form.OVER), Interval(4990, None)),
            (Figure(4990, Form.UNDER), Interval(None, 4990)),
            (Figure(3, Form.AT_LEAST), Interval(3, None)),
            (Figure(4, Form.AT_MOST), Interval(None, 4)),
            (Figure(840, Form.BETWEEN, 930), Interval(840, 930)),
            (Figure(1621667, Form.ABOUT), Interval(1621667, 1621667)),
        ],
    )
    def test_each_form_of_a_count_has_closed_ends(self, figure, expected):
        assert expected == figure.as_count()

    def test_the_bound_of_over_is_in_it(self):
        assert 4990 in Figure(4990, Form.OVER).as_count()
        assert 4989 not in Figure(4990, Form.OVER).as_count()


class TestMoney:
    @pytest.mark.parametrize(
        ("figure", "expected"),
        [
            (Figure(5440412), Interval(5440412, 5440412)),
            (Figure(Decimal("7.736")), Interval(Fraction("7.7355"), Fraction("7.7365"))),
            (Figure(Decimal("7.0")), Interval(Fraction("6.95"), Fraction("7.05"))),
            (Figure(1621667, Form.ABOUT), Interval(1621667, 1621667)),
            (Figure(Decimal("7.7"), Form.ABOUT), Interval(Fraction("7.65"), Fraction("7.75"))),
            (Figure(Decimal("7.7"), Form.OVER), Interval(Fraction("7.7"), None)),
            (Figure(Decimal("7.7"), Form.UNDER), Interval(None, Fraction("7.7"))),
            (Figure(Decimal("7.7"), Form.AT_LEAST), Interval(Fraction("7.7"), None)),
            (Figure(7, Form.AT_MOST), Interval(None, 7)),
            (Figure(7, Form.BETWEEN, Decimal("8.5")), Interval(7, Fraction("8.5"))),
        ],
    )
    def test_whole_money_is_exact_and_decimals_are_half_a_unit(self, figure, expected):
        assert expected == figure.as_money()


class TestCutOff:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("5.8", Interval(Fraction("5.8"), Fraction("5.9"), high_open=True)),
            ("5.80", Interval(Fraction("5.8"), Fraction("5.81"), high_open=True)),
            ("5", Interval(5, 6, high_open=True)),
            ("-5.8", Interval(Fraction("-5.9"), Fraction("-5.8"), low_open=True)),
            ("0.0", Interval(Fraction("-0.1"), Fraction("0.1"), low_open=True, high_open=True)),
        ],
    )
    def test_the_digits_are_cut_off_towards_nought(self, text, expected):
        assert expected == Figure(written(text)).cut_off()

    @given(st.integers(-9999, 9999), st.integers(0, 2), st.fractions(-1, 1))
    def test_a_number_is_in_it_just_when_its_digits_begin_so(self, digits, places, step):
        number = Fraction(digits, 10**places) + step * Fraction(2, 10**places)
        figure = Figure(written(f"{Decimal(digits).scaleb(-places):f}"))
        shown = int(abs(number) * 10**places) * (1 if number > 0 else -1)
        assert (shown == digits) == (number in figure.cut_off())

    @given(st.integers(-9999, 9999), st.integers(0, 3), st.integers(-30, 30))
    def test_a_number_is_rounded_to_a_figure_just_when_it_is_at_most_half_a_unit_away(self, digits, places, tenths):
        number = Fraction(10 * digits + tenths, 10 ** (places + 1))
        figure = Figure(written(f"{Decimal(digits).scaleb(-places):f}"))
        assert (abs(tenths) <= 5) == (number in figure.rounded())


class TestIntervals:
    def test_numbers_of_every_exact_type_can_be_members(self):
        tenth = Interval(Fraction(1, 10), Fraction(1, 10))
        assert Decimal("0.1") in tenth
        assert Fraction(1, 10) in tenth
        assert 1 in Interval(1, 1)

    def test_floats_and_words_are_never_members(self):
        assert 1.0 not in ANY
        assert "1" not in ANY

    def test_a_point_is_one_number(self):
        assert Interval(5, Fraction(5)).is_point
        assert not Interval(5, 6).is_point
        assert not ANY.is_point
        assert not Interval(5, 5, low_open=True).is_point

    @pytest.mark.parametrize(
        ("interval", "expected"),
        [
            (Interval(5, 4), True),
            (Interval(5, 5), False),
            (Interval(5, 5, low_open=True), True),
            (Interval(5, 5, high_open=True), True),
            (Interval(5, None, low_open=True), False),
            (ANY, False),
        ],
    )
    def test_an_interval_is_empty_when_nothing_lies_in_it(self, interval, expected):
        assert expected == interval.is_empty

    def test_a_stock_may_be_nought_and_not_less(self):
        assert 0 in NOT_NEGATIVE
        assert Fraction(-1, 10**9) not in NOT_NEGATIVE

    def test_the_sum_of_nothing_is_nought(self):
        assert total([]) == Interval(0, 0)

    def test_half_units_add_up_over_a_sum(self):
        rounded = [Figure(Decimal(text)).as_money() for text in ("7.7", "1.25", "0.05")]
        assert total(rounded) == Interval(Fraction("8.94"), Fraction("9.06"))

    def test_one_open_end_makes_the_end_of_a_sum_open(self):
        summed = Interval(1, 2, low_open=True).plus(Interval(10, 20, high_open=True))
        assert summed == Interval(11, 22, low_open=True, high_open=True)

    def test_a_difference_takes_the_far_end_of_what_is_taken_away(self):
        difference = Interval(10, 20).minus(Interval(1, 2, low_open=True))
        assert difference == Interval(8, 19, low_open=False, high_open=True)

    def test_an_unbounded_end_stays_unbounded_in_sums_and_differences(self):
        assert NOT_NEGATIVE.plus(Interval(1, 2)) == Interval(1, None)
        assert NOT_NEGATIVE.minus(Interval(1, 2)) == Interval(-2, None)
        assert Interval(1, 2).minus(NOT_NEGATIVE) == Interval(None, 2)

    @pytest.mark.parametrize("flags", list(product([False, True], repeat=2)))
    def test_an_open_flag_at_an_unbounded_end_means_nothing_to_within(self, flags):
        flagged = Interval(None, None, *flags)
        assert flagged.within(ANY)
        assert ANY.within(flagged)
        assert Interval(3, 5).within(flagged)
        assert not flagged.within(Interval(3, 5))
        assert Interval(None, 5, flags[0]).within(Interval(None, 6, flags[1]))
        assert Interval(3, None, high_open=flags[0]).within(Interval(3, None, high_open=flags[1]))


EVERY = [Interval(low, high, *flags) for low, high in product((None, -1, 0, 1), repeat=2) for flags in FLAGS]
"""Every interval with these ends: each way in which two can lie to each other is among their pairs."""
PAIRS = list(product(EVERY, repeat=2))
POINTS = [Fraction(step, 4) for step in range(-12, 13)]


class TestEveryPairOfIntervals:
    """The same as below for small ends, but all of them, so that no mistake at an end is left to luck."""

    def inside(self, interval):
        return frozenset(point for point in POINTS if holds(interval, point))

    def test_membership_emptiness_and_points(self):
        for interval in EVERY:
            inside = self.inside(interval)
            assert inside == {point for point in POINTS if point in interval}
            assert (not inside, len(inside) == 1) == (interval.is_empty, interval.is_point)

    def test_overlap_meeting_order_and_containment(self):
        inside = {interval: self.inside(interval) for interval in EVERY}
        for one, second in PAIRS:
            # Ends that are equal but not the same object, as ends that were worked out are.
            other = Interval(*(None if end is None else Fraction(end) for end in second[:2]), *second[2:])
            assert inside[one] & inside[other] == self.inside(one.overlap(other)), (one, other)
            assert bool(inside[one] & inside[other]) == one.meets(other), (one, other)
            assert (inside[one] <= inside[other]) == one.within(other), (one, other)
            if inside[one] and inside[other]:
                bounded = one.high is not None and other.low is not None
                assert (bounded and max(inside[one]) < min(inside[other])) == one.is_below(other), (one, other)


class TestIntervalsPointByPoint:
    @given(intervals())
    def test_membership_is_what_the_ends_say(self, interval):
        assert members(interval) == {point for point in FINE if point in interval}

    @given(intervals())
    def test_an_interval_is_empty_when_it_has_no_members(self, interval):
        assert (not members(interval)) == interval.is_empty

    @given(intervals())
    def test_an_interval_is_a_point_when_it_has_one_member(self, interval):
        assert (len(members(interval)) == 1) == interval.is_point

    @given(intervals(), intervals())
    def test_the_overlap_holds_what_both_hold(self, one, other):
        assert members(one) & members(other) == members(one.overlap(other))

    @given(intervals(), intervals())
    def test_two_intervals_meet_when_they_share_a_member(self, one, other):
        assert bool(members(one) & members(other)) == one.meets(other)

    @given(intervals(), intervals())
    def test_one_is_within_the_other_when_its_members_are(self, one, other):
        assert (members(one) <= members(other)) == one.within(other)

    @given(full, full)
    def test_a_sum_holds_every_sum_of_members(self, one, other):
        summed = one.plus(other)
        assert all(holds(summed, a + b) for a, b in product(members(one), members(other)))

    @given(full, full)
    def test_a_difference_holds_every_difference_of_members(self, one, other):
        difference = one.minus(other)
        assert all(holds(difference, a - b) for a, b in product(members(one), members(other)))

    @given(full, full, st.sampled_from([point for point in FINE if abs(point) <= 9]))
    def test_a_sum_holds_no_number_that_is_not_a_sum_of_members(self, one, other, point):
        # Ends are whole numbers up to 4, so if `point` is a sum at all, it is one of two eighths.
        eighths = [Fraction(step, 8) for step in range(-120, 121)]
        reached = any(holds(one, part) and holds(other, point - part) for part in eighths)
        assert reached == holds(one.plus(other), point)

    @given(full, full, st.sampled_from([point for point in FINE if abs(point) <= 9]))
    def test_a_difference_holds_no_number_that_is_not_a_difference_of_members(self, one, other, point):
        eighths = [Fraction(step, 8) for step in range(-120, 121)]
        reached = any(holds(one, point + part) and holds(other, part) for part in eighths)
        assert reached == holds(one.minus(other), point)

    @given(full, full)
    def test_an_end_of_a_sum_is_attained_when_both_ends_are(self, one, other):
        expected = tuple(
            None if a is None or b is None else a + b for a, b in zip(attained(one), attained(other), strict=True)
        )
        assert expected == attained(one.plus(other))

    @given(full, full)
    def test_an_end_of_a_difference_is_attained_when_both_ends_are(self, one, other):
        low, high = attained(one)
        other_low, other_high = attained(other)
        expected = (
            None if low is None or other_high is None else low - other_high,
            None if high is None or other_low is None else high - other_low,
        )
        assert expected == attained(one.minus(other))

    @given(st.lists(intervals(), max_size=5))
    def test_the_total_is_the_parts_added_one_by_one(self, parts):
        summed = Interval(0, 0)
        for part in parts:
            summed = summed.plus(part)
        assert summed == total(parts)

    @given(full, full)
    def test_taking_away_what_was_added_gives_back_at_least_the_first(self, one, other):
        assert one.within(one.plus(other).minus(other))


@given(st.decimals(-100, 100, places=3), st.integers(-5000, 5000), st.integers(1, 5000))
def test_being_what_a_ratio_rounds_to_is_the_same_in_whole_numbers_as_in_fractions(number, numerator, denominator):
    figure = Figure(number)
    assert figure.is_rounded(numerator, denominator) == (Fraction(numerator, denominator) in figure.rounded())


@given(st.decimals(-20, 20, places=1), st.integers(-500, 500), st.integers(1, 50))
@example(Decimal("0.0"), -1, 11)
@example(Decimal("-0.1"), -1, 10)
@example(Decimal("-0.1"), -2, 10)
def test_being_what_a_ratio_is_cut_off_to_is_the_same_in_whole_numbers_as_in_fractions(number, numerator, denominator):
    figure = Figure(number)
    assert figure.is_cut_off(numerator, denominator) == (Fraction(numerator, denominator) in figure.cut_off())


@pytest.mark.parametrize(("numerator", "denominator", "expected"), [(44345, 1000, True), (44344, 1000, False)])
def test_half_a_unit_off_still_rounds_and_a_step_more_does_not(numerator, denominator, expected):
    assert Figure(Decimal("44.35")).is_rounded(numerator, denominator) is expected


def test_a_number_keeps_all_of_its_digits_where_its_point_moves():
    assert str(shifted(int("1" * MAX_DIGITS), -2)) == "1" * (MAX_DIGITS - 2) + ".11"
    assert Figure(int("1" * 35 + "000"), Form.EXACT, None, 1, 3).printed(int("1" * 35 + "234")) == Decimal(
        "1" * 35 + ".234"
    )
