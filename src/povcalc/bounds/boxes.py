"""One area as a box: for each of its eight quantities, the least and the greatest value still possible.

Counts are whole numbers, rates and points fractions of percent; both are kept in whole numbers alone, a rate
as numerator and denominator, since most of the time of `povcalc.bounds` is spent comparing them. Each end of
a range remembers the step that set it, and so, through the steps before, the figures it came from.
"""

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from povcalc.figures import Interval
from povcalc.places import Path

QUANTITIES = (
    "households_start",
    "households_end",
    "poor_households_start",
    "poor_households_end",
    "reduction_households",
    "poverty_rate_start",
    "poverty_rate_end",
    "reduction_rate",
)
"""What an area has a range of, in the names of the format: five counts, two rates (percent), points."""

N0, N1, P0, P1, H = range(5)
"""The counts by number: bases, poor, reduction in households."""

COUNTS = (N0, N1, P0, P1, H)

R0, R1, D = range(3)
"""The rates by number: at both dates, and the reduction in points."""

RATES = 5
"""Where the rates begin among all quantities: `QUANTITIES[RATES + R1]` is the rate at the end."""

LOW, HIGH = False, True
"""Which end of a range a step is about."""

FIGURES = {"households": (N0, N1), **{field: (number,) for number, field in enumerate(QUANTITIES)}}
"""By field of the format, the quantities that a figure in it is about."""

UNBOUNDED = 10**60
"""Stands for "no bound" of a count, so that arithmetic needs no `None`."""

FAR = 10**55
"""More than any sum of counts that a plan may state; what is further off than this is unbounded."""

_LONG = 10**80
"""A rate with a longer denominator is rounded outwards: the range stays valid, and arithmetic cheap."""

_GRID = 10**30

End = tuple[int, int, bool]
"""One end of a rate's range: numerator, denominator (more than nought), and whether it is open."""


class Rule(StrEnum):
    """Why a range ends where it does: a figure, an assumption, or a relation between quantities."""

    STATED = "stated"
    CUT = "cut"
    GROWTH = "growth"
    FALL = "fall"
    SHARE = "share"
    WHOLE = "whole"
    POINTS = "points"
    GROWN = "grown"
    GAINED = "gained"
    SUM = "sum"
    REST = "rest"
    MIXED = "mixed"
    TRIED = "tried"


class Step(NamedTuple):
    """How one end of a range was found: `rule` applied to the ends in `because`.

    `field` is the stated figure's, for a step that has one. A `None` in `because` is an end that always
    holds, such as a rate of at most 100; a tuple in it are the ends of several areas.
    """

    rule: Rule
    path: Path
    quantity: int
    upper: bool
    value: "int | End"
    because: "Because" = ()
    field: str | None = None


Because = tuple[Step | tuple[Step | None, ...] | None, ...]
"""The ends that a step follows from."""


class Refuted(Exception):  # noqa: N818 - what was found, not a fault of the program
    """No value is left for a quantity: its low and its high end rule out each other.

    `ends` are the steps behind them, `None` for the end that always holds, if one does.
    """

    def __init__(self, low: Step | None, high: Step | None) -> None:
        super().__init__()
        self.ends = low, high


class Growth(NamedTuple):
    """`low` N0 <= `scale` N1 <= `high` N0, and the steps that say so; their values are the growth in percent."""

    low: int
    high: int
    scale: int
    why_low: Step
    why_high: Step

    @property
    def is_level(self) -> bool:
        """Whether there are as many households at both dates."""
        return self.low == self.scale == self.high


def level(rule: Rule, path: Path, because: Because = (), field: str | None = None) -> Growth:
    """No growth, and why."""
    step = Step(rule, path, N0, LOW, (0, 1, False), because, field)
    return Growth(1, 1, 1, step, step)


class Box:
    """The ranges of one area while they are narrowed.

    `low` and `high` are the ends of counts, `least` and `most` those of rates; `why_low` and `why_high` the
    steps that set them, for all quantities, `None` for an end that always holds. `pending` are the
    quantities, as bits, that changed since the area's relations were last looked at; `told` and `heard` say
    whether the areas around and inside it know of all changes. `even` says that each of these has one base all year.
    """

    __slots__ = (
        "areas",
        "even",
        "growth",
        "heard",
        "high",
        "least",
        "low",
        "most",
        "partial",
        "path",
        "pending",
        "told",
        "why_high",
        "why_low",
    )

    def __init__(self, path: Path, *, partial: bool = False) -> None:
        self.path = path
        self.partial = partial
        self.areas: list[Box] = []
        self.growth: Growth | None = None
        self.low = [0, 0, 0, 0, -UNBOUNDED]
        self.high = [UNBOUNDED] * 5
        self.least: list[End] = [(0, 1, False), (0, 1, False), (-100, 1, False)]
        self.most: list[End] = [(100, 1, False)] * 3
        self.why_low: list[Step | None] = [None] * 8
        self.why_high: list[Step | None] = [None] * 8
        self.pending = 0
        self.told = False
        self.heard = False
        self.even = False

    def at_least(self, count: int, value: int, rule: Rule, because: Because, field: str | None = None) -> None:
        """Raise the low end of a count to a value, unless it is there already. Raises `Refuted`."""
        if value > self.low[count]:
            self.low[count] = value
            self.why_low[count] = Step(rule, self.path, count, LOW, value, because, field)
            self.pending |= 1 << count
            if value > self.high[count]:
                raise Refuted(self.why_low[count], self.why_high[count])

    def at_most(self, count: int, value: int, rule: Rule, because: Because, field: str | None = None) -> None:
        """Lower the high end of a count to a value, unless it is there already. Raises `Refuted`."""
        if value < self.high[count]:
            self.high[count] = value
            self.why_high[count] = Step(rule, self.path, count, HIGH, value, because, field)
            self.pending |= 1 << count
            if value < self.low[count]:
                raise Refuted(self.why_low[count], self.why_high[count])

    def rate_at_least(self, rate: int, value: End, rule: Rule, because: Because, field: str | None = None) -> None:
        """Raise the low end of a rate, unless it is as high already. Raises `Refuted`."""
        if value[1] > _LONG:
            value = (value[0] * _GRID // value[1], _GRID, False)
        if is_above(value, self.least[rate]):
            step = Step(rule, self.path, RATES + rate, LOW, value, because, field)
            if _is_empty(value, self.most[rate]):
                self._no_rate(rate, step, self.why_high[RATES + rate])
                return
            self.least[rate] = value
            self.why_low[RATES + rate] = step
            self.pending |= 1 << RATES + rate

    def rate_at_most(self, rate: int, value: End, rule: Rule, because: Because, field: str | None = None) -> None:
        """Lower the high end of a rate, unless it is as low already. Raises `Refuted`."""
        if value[1] > _LONG:
            value = (-(-value[0] * _GRID // value[1]), _GRID, False)
        if is_below(value, self.most[rate]):
            step = Step(rule, self.path, RATES + rate, HIGH, value, because, field)
            if _is_empty(self.least[rate], value):
                self._no_rate(rate, self.why_low[RATES + rate], step)
                return
            self.most[rate] = value
            self.why_high[RATES + rate] = step
            self.pending |= 1 << RATES + rate

    def rate_between(
        self,
        rate: int,
        ends: tuple[End, End],
        rule: Rule,
        because: tuple[Because, Because] = ((), ()),
        field: str | None = None,
    ) -> None:
        """Set both ends of a rate; most often they lie inside the range that it has. Raises `Refuted`."""
        low, high = ends
        because_low, because_high = because
        least, most = self.least[rate], self.most[rate]
        if least[0] * low[1] < low[0] * least[1] and high[0] * most[1] < most[0] * high[1]:
            quantity = RATES + rate
            self.least[rate], self.most[rate] = low, high
            self.why_low[quantity] = Step(rule, self.path, quantity, LOW, low, because_low, field)
            self.why_high[quantity] = Step(rule, self.path, quantity, HIGH, high, because_high, field)
            self.pending |= 1 << quantity
            return
        self.rate_at_least(rate, low, rule, because_low, field)
        self.rate_at_most(rate, high, rule, because_high, field)

    def _no_rate(self, rate: int, low: Step | None, high: Step | None) -> None:
        """No rate is left: a contradiction, unless the area may have no household, and so no rate."""
        dates = (N0, N1) if rate == D else (rate,)
        if all(self.low[date] for date in dates):
            raise Refuted(low, high)
        if rate != D:
            self.at_most(rate, 0, Rule.SHARE, (low, high))

    def copy(self) -> "Box":
        """The same ranges, to be narrowed apart from the tree."""
        twin = Box(self.path)
        twin.growth = self.growth
        twin.low, twin.high = self.low[:], self.high[:]
        twin.least, twin.most = self.least[:], self.most[:]
        twin.why_low, twin.why_high = self.why_low[:], self.why_high[:]
        return twin

    def interval(self, quantity: int) -> Interval:
        """The range of a quantity of `QUANTITIES`, its ends in `int` or `Fraction`."""
        if quantity < RATES:
            low, high = self.low[quantity], self.high[quantity]
            return Interval(low if low > -FAR else None, high if high < FAR else None)
        least, most = self.least[quantity - RATES], self.most[quantity - RATES]
        if least[:2] == most[:2]:
            point = Fraction(least[0], least[1])  # one object for both ends, so that it is seen to be a point
            return Interval(point, point, least[2], most[2])
        return Interval(Fraction(*least[:2]), Fraction(*most[:2]), least[2], most[2])


def is_above(end: End, other: End) -> bool:
    """Whether a low end is tighter than another."""
    mine, its = end[0] * other[1], other[0] * end[1]
    return mine > its or (mine == its and end[2] and not other[2])


def is_below(end: End, other: End) -> bool:
    """Whether a high end is tighter than another."""
    mine, its = end[0] * other[1], other[0] * end[1]
    return mine < its or (mine == its and end[2] and not other[2])


def _is_empty(least: End, most: End) -> bool:
    low, high = least[0] * most[1], most[0] * least[1]
    return low > high or (low == high and (least[2] or most[2]))
