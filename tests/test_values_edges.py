"""Figures and intervals at their edges: what mutants of their arithmetic showed to be untested."""

from decimal import Decimal
from fractions import Fraction

import pytest

from povcalc.values import Figure, Form, Interval, figure_within, percent_of


class TestInAScale:
    @pytest.mark.parametrize(
        ("figure", "expected"),
        [
            (Figure(Decimal("1234.5")), Figure(1234500, step=100, power=3)),
            (Figure(Decimal("1234.56")), Figure(1234560, step=10, power=3)),
            (Figure(Decimal("1234.567")), Figure(1234567, step=0, power=3)),
            (Figure(1234), Figure(1234000, step=1000, power=3)),
            (Figure(Decimal("1.5"), Form.BETWEEN, Decimal("2.25")), Figure(1500, Form.BETWEEN, 2250, 10, 3)),
            (Figure(2, Form.BETWEEN, Decimal("2.5")), Figure(2000, Form.BETWEEN, 2500, 100, 3)),
            (Figure(0, Form.AT_LEAST), Figure(0, Form.AT_LEAST, None, 1000, 3)),
            (Figure(Decimal("1.2345")), None),  # a fraction of a household
            (Figure(2, Form.BETWEEN, Decimal("2.2345")), None),
        ],
    )
    def test_thousands_are_whole_numbers_in_steps_of_the_last_decimal(self, figure, expected):
        assert figure.in_scale(3) == expected

    def test_only_a_whole_number_has_the_step_that_the_plan_states(self):
        assert Figure(12).in_scale(3, 500) == Figure(12000, step=500, power=3)
        assert Figure(Decimal("1.5")).in_scale(3, 500) == Figure(1500, step=100, power=3)

    @pytest.mark.parametrize(
        ("number", "step", "text"),
        [
            (1234500, 100, "1234.5"),
            (1234560, 10, "1234.56"),
            (1234567, 0, "1234.567"),
            (1234000, 1000, "1234"),
            (1234567, 100, "1234.567"),  # a number that is in no such steps keeps its digits
            (1234560, 100, "1234.560"),
        ],
    )
    def test_a_number_is_printed_with_the_decimals_of_its_step(self, number, step, text):
        figure = Figure(number, step=step, power=3)
        assert str(figure.printed(number)) == text
        assert str(figure.as_printed().number) == text

    @pytest.mark.parametrize(
        ("step", "text"),
        [(1, "1234567890123456789.000"), (100, "1234567890123456789.0"), (1000, "1234567890123456789")],
    )
    def test_a_number_too_long_for_a_float_keeps_every_digit(self, step, text):
        number = 1_234_567_890_123_456_789_000
        figure = Figure(number, step=step, power=3)
        assert str(figure.printed(number)) == text
        assert Figure(Decimal(text)).in_scale(3).number == number

    def test_a_count_in_steps_is_half_of_one_either_way(self):
        assert Figure(1234500, step=100, power=3).as_count() == Interval(1234450, 1234550)


class TestWithin:
    @pytest.mark.parametrize(
        ("low", "high", "expected"),
        [
            (5, 5, Figure(5)),
            (5, 8, Figure(5, Form.BETWEEN, 8)),
            (5, None, Figure(5, Form.AT_LEAST)),
            (None, 8, Figure(8, Form.AT_MOST)),
            (None, None, None),
        ],
    )
    def test_the_figure_says_what_the_two_ends_do(self, low, high, expected):
        assert figure_within(low, high) == expected


class TestWidened:
    def test_ends_are_cut_outwards_to_the_decimals(self):
        third = Interval(Fraction(1, 3), Fraction(2, 3))
        assert third.widened(2) == Interval(Fraction(33, 100), Fraction(67, 100))
        assert third.widened(0) == Interval(0, 1)

    def test_an_open_end_stays_open_only_where_it_is_not_moved(self):
        opened = Interval(Fraction(1, 3), Fraction(1, 2), low_open=True, high_open=True)
        assert opened.widened(1) == Interval(Fraction(3, 10), Fraction(1, 2), high_open=True)

    def test_no_end_stays_none_and_one_number_itself(self):
        assert Interval(None, Fraction(2, 3)).widened(1) == Interval(None, Fraction(7, 10))
        assert Interval(Fraction(1, 3), None).widened(1) == Interval(Fraction(3, 10), None)
        assert Interval(Fraction(1, 3), Fraction(1, 3)).widened(1) == Interval(Fraction(1, 3), Fraction(1, 3))


class TestPercent:
    @pytest.mark.parametrize(
        ("part", "whole", "expected"),
        [
            (Interval(1, 1), Interval(4, 4), Interval(25, 25)),
            (Interval(1, 1), Interval(2, 4), Interval(25, 50)),
            (Interval(1, 2), Interval(4, 4), Interval(25, 50)),
            (Interval(1, 1), Interval(2, None), Interval(0, 50)),
            (Interval(1, None), Interval(4, 4), Interval(25, None)),
            (Interval(1, 1), Interval(0, 4), None),
            (Interval(1, 1), Interval(1, 4), Interval(25, 100)),
        ],
    )
    def test_each_end_is_of_the_far_end_of_the_whole(self, part, whole, expected):
        assert percent_of(part, whole) == expected


class TestLongNumbers:
    """More than 2**53, where a float would lose the last digits."""

    NUMBER = Decimal("12345678901234567.8")

    def test_what_is_rounded_is_half_a_unit_either_way(self):
        low, high = Fraction(1234567890123456775, 100), Fraction(1234567890123456785, 100)
        assert Figure(self.NUMBER).rounded() == Interval(low, high)

    def test_a_ratio_at_the_very_end_rounds_to_it_and_one_beyond_does_not(self):
        assert Figure(self.NUMBER).is_rounded(1234567890123456785, 100)
        assert not Figure(self.NUMBER).is_rounded(12345678901234567851, 1000)

    def test_what_is_cut_off_is_up_to_a_unit_more(self):
        low, high = Fraction(123456789012345678, 10), Fraction(123456789012345679, 10)
        assert Figure(self.NUMBER).cut_off() == Interval(low, high, high_open=True)

    def test_an_estimate_is_a_tenth_either_way(self):
        near = Figure(12345678901234567890, Form.ABOUT).near(is_rate=False)
        assert near.ends == (11111111011111111101, 13580246791358024679)

    def test_a_percentage_is_that_of_its_digits(self):
        part = Interval(12345678901234567, 12345678901234567)
        assert percent_of(part, Interval(10**17, 10**17)).number == Fraction(12345678901234567, 10**15)
