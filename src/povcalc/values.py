"""Figures as a document states them, and the exact intervals that they stand for.

A figure is what was written: `4.10` claims two decimals and `4.1` claims one, so a figure
keeps its number as `int` or `Decimal` and never passes through `float`. What a figure stands
for is an `Interval` of real numbers with open or closed ends, in `int` and `Fraction`, so that
every sum, ratio and comparison is exact.
"""

import math
from collections.abc import Callable, Iterable
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from povcalc.patterns import regex

Number = int | Decimal
"""A number as written: whole (`int`) or with its decimals (`Decimal`)."""

Exact = int | Fraction
"""A number that arithmetic has touched. Whole numbers may be either type; both compare exactly."""

NUMBER = regex(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
"""The one way to write a number in a plan. `0123`, `1e3`, `1_000`, `.5` and `+5` are not numbers."""

MAX_DIGITS = 40
"""A longer number is refused when it is read: no household count or sum of money comes near it."""

_WIDE = Context(prec=2 * MAX_DIGITS)


def exact(number: Number) -> Exact:
    """The same number, ready for arithmetic that cannot round."""
    return number if isinstance(number, int) else Fraction(number)


def number_of(text: str) -> Number:
    """The number that a text of the format writes."""
    return Decimal(text) if "." in text else int(text)


def size(number: Exact) -> Exact:
    """The number without its sign."""
    return number if number >= 0 else -number


def decimals(number: Number) -> int:
    """How many decimals the number was written with: 2 for `4.10`, 0 for `453`."""
    if isinstance(number, int):
        return 0
    written = str(number)  # much quicker than the tuple of its digits
    if "E" in written:
        return max(0, -int(number.as_tuple().exponent))
    _, _, behind = written.partition(".")
    return len(behind)


def shifted(number: Number, power: int) -> Decimal:
    """The number times a power of ten, with all of its digits: `scaleb` alone keeps 28."""
    return _WIDE.scaleb(Decimal(number), power)


def in_units(number: Number, scale: int) -> int:
    """The number times a power of ten that leaves it no decimals: 4435 for 44.35 and 100."""
    numerator, denominator = number.as_integer_ratio()
    return numerator * (scale // denominator)


def scaled(units: int, places: int) -> Number:
    """A number from its units of the last decimal: 1025 with two places is 10.25."""
    return shifted(units, -places) if places else units


def half_up(number: Exact) -> int:
    """The nearest whole number, of two the higher one."""
    return math.floor(number + Fraction(1, 2))


class Interval(NamedTuple):
    """All real numbers from `low` to `high`; `None` is unbounded.

    An end is part of the interval unless it is open. An unbounded end is never part of it, and
    its `open` flag means nothing.
    """

    low: Exact | None
    high: Exact | None
    low_open: bool = False
    high_open: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no number lies in the interval."""
        if self.low is None or self.high is None:
            return False
        if self.low is self.high:  # how points are made; spares comparing fractions
            return self.low_open or self.high_open
        if self.low < self.high:
            return False
        return self.low > self.high or self.low_open or self.high_open

    @property
    def is_point(self) -> bool:
        """Whether exactly one number lies in the interval."""
        if self.low is None or self.low_open or self.high_open:
            return False
        return self.low is self.high or self.low == self.high  # the first spares comparing fractions

    @property
    def number(self) -> Exact | None:
        """The one number that lies in the interval; `None` where there is not just one."""
        return self.low if self.is_point else None

    def __contains__(self, number: object) -> bool:
        """Whether a number (`int`, `Fraction` or `Decimal`) lies in the interval."""
        if isinstance(number, Decimal):
            number = Fraction(number)
        return isinstance(number, (int, Fraction)) and Interval(number, number).within(self)

    def overlap(self, other: "Interval") -> "Interval":
        """The numbers that lie in both; may be empty."""
        low, low_open = self.low, self.low_open
        if other.low is not None and (low is None or other.low > low):
            low, low_open = other.low, other.low_open
        elif other.low is not None and other.low == low:
            low_open = low_open or other.low_open
        high, high_open = self.high, self.high_open
        if other.high is not None and (high is None or other.high < high):
            high, high_open = other.high, other.high_open
        elif other.high is not None and other.high == high:
            high_open = high_open or other.high_open
        return Interval(low, high, low_open, high_open)

    def meets(self, other: "Interval") -> bool:
        """Whether at least one number lies in both."""
        return not (self.is_below(other) or other.is_below(self) or self.is_empty or other.is_empty)

    def is_below(self, other: "Interval") -> bool:
        """Whether every number of this interval is less than every number of the other."""
        if self.high is None or other.low is None:
            return False
        if self.high_open or other.low_open:
            return self.high <= other.low
        return self.high < other.low

    def within(self, other: "Interval") -> bool:
        """Whether every number of this interval lies in the other."""
        return self.is_empty or self.overlap(other) == self

    def plus(self, other: "Interval") -> "Interval":
        """Every sum of a number from each; neither may be empty."""
        return Interval(
            None if self.low is None or other.low is None else self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def widened(self, places: int) -> "Interval":
        """The narrowest interval around this one whose ends have at most so many decimals; one number stays itself."""
        if self.is_point:
            return self
        unit = 10**places
        low = None if self.low is None else Fraction(math.floor(self.low * unit), unit)
        high = None if self.high is None else Fraction(math.ceil(self.high * unit), unit)
        return Interval(low, high, self.low_open and low == self.low, self.high_open and high == self.high)

    def minus(self, other: "Interval") -> "Interval":
        """Every difference of a number from this one and a number from the other; neither may be empty."""
        low = None if self.low is None or other.high is None else self.low - other.high
        is_point = self.low is self.high and other.low is other.high  # how points are made
        return Interval(
            low,
            low if is_point else None if self.high is None or other.low is None else self.high - other.low,
            self.low_open or other.high_open,
            self.high_open or other.low_open,
        )


ANY = Interval(None, None)
"""Every number: what a figure that is not stated could be."""

NOT_NEGATIVE = Interval(0, None)
"""What a stock (households, poor households) can be."""


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum of the intervals, end by end; exactly 0 when there are none."""
    low: Exact | None = 0
    high: Exact | None = 0
    low_open = high_open = False
    for part in intervals:
        low = None if low is None or part.low is None else low + part.low
        high = None if high is None or part.high is None else high + part.high
        low_open = low_open or part.low_open
        high_open = high_open or part.high_open
    return Interval(low, high, low_open, high_open)


def percent_of(part: Interval, whole: Interval) -> Interval | None:
    """What percent of a whole a part is, of what is not negative; `None` where the whole may be zero."""
    if whole.low is None or whole.low <= 0 or part.low is None:
        return None
    low = Fraction(0) if whole.high is None else Fraction(100 * part.low, whole.high)
    if part.is_point and whole.is_point:
        return Interval(low, low)
    return Interval(low, None if part.high is None else Fraction(100 * part.high, whole.low))


def part_of(whole: Interval, percent: Interval) -> Interval:
    """What so many percent of a whole are, end by end."""
    return Interval(
        None if whole.low is None or percent.low is None else Fraction(whole.low * percent.low, 100),
        None if whole.high is None or percent.high is None else Fraction(whole.high * percent.high, 100),
    )


class Form(StrEnum):
    """How a figure was meant, by the word that stands beside it in the document."""

    EXACT = "exact"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    ABOUT = "about"


class Figure(NamedTuple):
    """One figure of a document: the number as written, and how it was meant.

    `number` is the bound for the one-sided forms, the lower end for `BETWEEN` (whose other end
    is `upper`), and the number itself otherwise. The unit belongs to the field that holds it.
    A whole number is rounded to a multiple of `step`, where there is one; it is printed in the unit of the `power` of
    ten: 1,234.5 thousand is the number 1234500 in steps of 100, with the power 3.
    """

    number: Number
    form: Form = Form.EXACT
    upper: Number | None = None
    step: int = 0
    power: int = 0

    @property
    def is_number(self) -> bool:
        """Whether it is one number, perhaps an estimate, and no bound or range."""
        return self.form in (Form.EXACT, Form.ABOUT)

    @property
    def ends(self) -> tuple[Number, Number]:
        """Both ends of a range; the number twice of what is none."""
        return self.number, self.number if self.upper is None else self.upper

    def each(self, change: Callable[[Number], Number]) -> "Figure":
        """The figure with its number, or both ends of its range, changed alike."""
        return self._replace(number=change(self.number), upper=None if self.upper is None else change(self.upper))

    def in_scale(self, power: int, rounded: int = 0) -> "Figure | None":
        """The figure whose numbers are printed in a scale, as whole ones; `None` where they would have a fraction.

        One without decimals is in steps of `rounded`, where that is not 0.
        """
        places = max(decimals(self.number), 0 if self.upper is None else decimals(self.upper))
        if places > power:
            return None
        number, upper = (None if each is None else in_units(each, 10**power) for each in (self.number, self.upper))
        step = rounded if rounded and not places else 10 ** (power - places) if places < power else 0
        return Figure(number or 0, self.form, upper, step, power)

    def printed(self, number: Number) -> Number:
        """A number in the scale of the figure, with as many decimals: 1234.5 for 1234500 in thousands."""
        if not self.power:
            return number
        step = self.step if self.step and number % self.step == 0 else 1
        places = self.power - len(str(step)) + 1
        return scaled(int(number) // step, places)

    def as_printed(self) -> "Figure":
        """The figure with the numbers that stand in the file."""
        upper = None if self.upper is None else self.printed(self.upper)
        return Figure(self.printed(self.number), self.form, upper) if self.power else self

    def as_count(self) -> Interval:
        """What the figure says of a count of households.

        "Over 4,990" is said of exactly 4,990 households too, so both ends are closed. A number that is rounded to a
        `step` stands for half of it either way, both ends included.
        `ABOUT` is taken at its number, as sums compare it.
        """
        low = exact(self.number)
        match self.form:
            case Form.EXACT if self.step:
                half = Fraction(self.step, 2)
                return Interval(low - half, low + half)
            case Form.EXACT | Form.ABOUT if self.upper is None:
                return Interval(low, low)
            case Form.OVER | Form.AT_LEAST:
                return Interval(low, None)
            case Form.UNDER | Form.AT_MOST:
                return Interval(None, low)
            case _:
                return Interval(low, None if self.upper is None else exact(self.upper))

    @property
    def binds(self) -> bool:
        """Whether ranges lean on the figure: they do on any but an estimate, and on that once it is `near`."""
        return self.form is not Form.ABOUT or self.upper is not None

    def sure_count(self) -> Interval:
        """As `as_count`, but an estimate bounds nothing: what a range may lean on."""
        return self.as_count() if self.binds else ANY

    def as_rate(self) -> Interval:
        """What the figure says of a rate or a difference of rates, in its own unit.

        A bare number is a rounded one: half a unit of its last decimal either way, ends included
        (so that both ways of rounding a half are allowed). `OVER` and `UNDER` are strict.
        An estimate (`ABOUT`) bounds nothing.
        """
        match self.form:
            case Form.EXACT:
                return self.rounded()
            case Form.OVER:
                return Interval(exact(self.number), None, low_open=True)
            case Form.UNDER:
                return Interval(None, exact(self.number), high_open=True)
            case Form.ABOUT:
                return self.sure_count()
            case _:
                return self.as_count()

    def near(self, *, is_rate: bool) -> "Figure":
        """An estimate as one that binds, from its number to `upper`: a tenth of it either way; others as they are.

        It is no stricter than a bare number, which is rounded at its last decimal, or to its `step`.
        """
        if self.form is not Form.ABOUT:
            return self
        number = Decimal(self.number)
        unit = Decimal(1).scaleb(-decimals(self.number)) if is_rate else Decimal(self.step)
        room = max(_WIDE.divide(number.copy_abs(), Decimal(10)), unit / 2)
        return self._replace(number=_WIDE.subtract(number, room), upper=_WIDE.add(number, room))

    def as_money(self) -> Interval:
        """What the figure says of an amount, in its section's unit.

        Whole numbers are exact; a number with decimals is rounded to its last one. `OVER` and
        `UNDER` include their bound, as for counts, and `ABOUT` is taken at its number.
        """
        if self.is_number and self.upper is None and isinstance(self.number, Decimal):
            return self.rounded()
        return self.as_count()

    def rounded(self) -> Interval:
        """The numbers that round to the number as written: `44.35` gives 44.345 to 44.355."""
        scale = 2 * 10 ** decimals(self.number)
        middle = in_units(self.number, scale)
        return Interval(Fraction(middle - 1, scale), Fraction(middle + 1, scale))

    def is_rounded(self, numerator: int, denominator: int) -> bool:
        """Whether the figure, as a bare number, is what numerator / denominator rounds to.

        The same as asking whether `rounded` has that ratio in it, in whole numbers alone:
        |n/d - m/s| <= 1/2s for the number m/s, so that 2 |n s - m d| <= d. The denominator is more
        than zero.
        """
        scale: int = 10 ** decimals(self.number)
        return 2 * abs(numerator * scale - in_units(self.number, scale) * denominator) <= denominator

    def is_cut_off(self, numerator: int, denominator: int) -> bool:
        """Whether the figure, as a bare number, is numerator / denominator with its further digits cut off.

        The same as asking whether `cut_off` has that ratio in it, likewise.
        """
        scale: int = 10 ** decimals(self.number)
        cut = abs(numerator) * scale // denominator
        return in_units(self.number, scale) == (cut if numerator >= 0 else -cut)

    def cut_off(self) -> Interval:
        """The numbers whose digits, cut off instead of rounded, are the number as written.

        `5.87` cut to one decimal is `5.8`, so `5.8` gives 5.8 up to but not including 5.9; a
        negative number is cut towards zero, so that `0` may be either -0.6 or 0.6.
        """
        low = exact(self.number)
        unit = Fraction(1, 10 ** decimals(self.number))
        if low < 0:
            return Interval(low - unit, low, low_open=True)
        if low == 0:
            return Interval(-unit, unit, low_open=True, high_open=True)
        return Interval(low, low + unit, high_open=True)


def figure_within(low: Number | None, high: Number | None) -> Figure | None:
    """The figure that says of a number that it lies between two ends; `None` where there is neither."""
    if low is not None and high is not None:
        return Figure(low) if low == high else Figure(low, Form.BETWEEN, high)
    if low is not None:
        return Figure(low, Form.AT_LEAST)
    return None if high is None else Figure(high, Form.AT_MOST)
