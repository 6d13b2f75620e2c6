"""Domains of one area.

One area as a box: for each of its eight quantities, the least and the greatest value still possible.

Counts are whole numbers, rates and points fractions of percent; both are kept in whole numbers alone, a rate
as numerator and denominator, since most of the time of `povcalc.bounds` is spent comparing them. Each end of
a range remembers the step that set it, and so, through the steps before, the figures it came from.

The relation behind one end of a range, with the numbers put in and what comes out.
"""

import math
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from povcalc.messages import Lang, Text, join, number, rounded, same, say, terminating
from povcalc.places import Path
from povcalc.values import Exact, Interval, size

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
    DIFFERENCE = "difference"
    RATE = "rate"
    WHOLE = "whole"
    POINTS = "points"
    GROWN = "grown"
    GAINED = "gained"
    SUM = "sum"
    REMAINDER = "remainder"
    BETWEEN_PARTS = "between parts"
    WEIGHTED_MEAN = "weighted mean"
    SHAVED = "shaved"


class Step(NamedTuple):
    """How one end of a range was found: `rule` applied to the ends in `premises`.

    `field` is the stated figure's, for a step that has one. A `None` in `premises` is an end that always
    holds, such as a rate of at most 100; a tuple in it are the ends of several areas. `weights` are the households
    of each area inside, in a mean of their rates.
    """

    rule: Rule
    path: Path
    quantity: int
    upper: bool
    value: "int | End"
    premises: "Premises" = ()
    field: str | None = None
    weights: tuple[int, ...] = ()


Premises = tuple[Step | tuple[Step | None, ...] | None, ...]
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


def level(rule: Rule, path: Path, premises: Premises = (), field: str | None = None) -> Growth:
    """No growth, and why."""
    step = Step(rule, path, N0, LOW, (0, 1, False), premises, field)
    return Growth(1, 1, 1, step, step)


class Box:
    """The ranges of one area while they are narrowed.

    `low` and `high` are the ends of counts, `least` and `most` those of rates; `why_low` and `why_high` the
    steps that set them, for all quantities, `None` for an end that always holds. `pending` are the
    quantities, as bits, that changed since the area's relations were last looked at; `parent_current` and
    `children_current` say whether the areas around and inside it know of all changes. `even` says that each of these
    has one base all year.
    """

    __slots__ = (
        "areas",
        "children_current",
        "even",
        "growth",
        "high",
        "least",
        "low",
        "most",
        "parent_current",
        "partial",
        "path",
        "pending",
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
        self.parent_current = False
        self.children_current = False
        self.even = False

    def at_least(self, count: int, value: int, rule: Rule, premises: Premises, field: str | None = None) -> None:
        """Raise the low end of a count to a value, unless it is there already. Raises `Refuted`."""
        if value > self.low[count]:
            self.low[count] = value
            self.why_low[count] = Step(rule, self.path, count, LOW, value, premises, field)
            self.pending |= 1 << count
            if value > self.high[count]:
                raise Refuted(self.why_low[count], self.why_high[count])

    def at_most(self, count: int, value: int, rule: Rule, premises: Premises, field: str | None = None) -> None:
        """Lower the high end of a count to a value, unless it is there already. Raises `Refuted`."""
        if value < self.high[count]:
            self.high[count] = value
            self.why_high[count] = Step(rule, self.path, count, HIGH, value, premises, field)
            self.pending |= 1 << count
            if value < self.low[count]:
                raise Refuted(self.why_low[count], self.why_high[count])

    def rate_at_least(  # noqa: PLR0913 - what a step is made of
        self,
        rate: int,
        value: End,
        rule: Rule,
        premises: Premises,
        field: str | None = None,
        *,
        weights: tuple[int, ...] = (),
    ) -> None:
        """Raise the low end of a rate, unless it is as high already. Raises `Refuted`."""
        if value[1] > _LONG:
            value = (value[0] * _GRID // value[1], _GRID, False)
        if is_above(value, self.least[rate]):
            step = Step(rule, self.path, RATES + rate, LOW, value, premises, field, weights)
            if _is_empty(value, self.most[rate]):
                self._no_rate(rate, step, self.why_high[RATES + rate])
                return
            self.least[rate] = value
            self.why_low[RATES + rate] = step
            self.pending |= 1 << RATES + rate

    def rate_at_most(  # noqa: PLR0913 - what a step is made of
        self,
        rate: int,
        value: End,
        rule: Rule,
        premises: Premises,
        field: str | None = None,
        *,
        weights: tuple[int, ...] = (),
    ) -> None:
        """Lower the high end of a rate, unless it is as low already. Raises `Refuted`."""
        if value[1] > _LONG:
            value = (-(-value[0] * _GRID // value[1]), _GRID, False)
        if is_below(value, self.most[rate]):
            step = Step(rule, self.path, RATES + rate, HIGH, value, premises, field, weights)
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
        premises: tuple[Premises, Premises] = ((), ()),
        field: str | None = None,
    ) -> None:
        """Set both ends of a rate; most often they lie inside the range that it has. Raises `Refuted`."""
        low, high = ends
        premises_low, premises_high = premises
        least, most = self.least[rate], self.most[rate]
        if least[0] * low[1] < low[0] * least[1] and high[0] * most[1] < most[0] * high[1]:
            quantity = RATES + rate
            self.least[rate], self.most[rate] = low, high
            self.why_low[quantity] = Step(rule, self.path, quantity, LOW, low, premises_low, field)
            self.why_high[quantity] = Step(rule, self.path, quantity, HIGH, high, premises_high, field)
            self.pending |= 1 << quantity
            return
        self.rate_at_least(rate, low, rule, premises_low, field)
        self.rate_at_most(rate, high, rule, premises_high, field)

    def _no_rate(self, rate: int, low: Step | None, high: Step | None) -> None:
        """No rate is left: a contradiction, unless the area may have no household, and so no rate."""
        dates = (N0, N1) if rate == D else (rate,)
        if all(self.low[date] for date in dates):
            raise Refuted(low, high)
        if rate != D:
            self.at_most(rate, 0, Rule.RATE, (low, high))

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


_DECIMALS = 3
_SHOWN_DECIMALS = 5
_ADDENDS = 12
"""A longer sum is given as its result."""


class Worked(NamedTuple):
    """A relation with its numbers, and its result; `is_open` when the result itself is left out."""

    formula: Text
    result: Exact
    is_open: bool = False


def worked(step: Step) -> Worked | None:
    """The arithmetic behind a step; `None` where there is none."""
    match step.rule:
        case Rule.DIFFERENCE | Rule.POINTS:
            return _difference(step)
        case Rule.RATE:
            return _share(step)
        case Rule.GROWN:
            base, growth = _operand(step, 0), 1 + Fraction(_operand(step, 1).value, 100)
            factor = _factor(_operand(step, 1))
            if step.quantity == N1:
                return Worked(_joined(base.words, "×", factor), base.value * growth)
            return Worked(_joined(base.words, "÷", factor), base.value / growth)
        case Rule.GAINED:
            return _gained(step)
        case Rule.SUM | Rule.REMAINDER:
            return _sum(step)
        case Rule.WEIGHTED_MEAN:
            return _weighted_mean(step)
    return None


class _Operand(NamedTuple):
    value: Exact
    is_open: bool

    @property
    def words(self) -> Text:
        return value_words(self.value)


def _operand(step: Step, at: int, default: Exact = 0) -> _Operand:
    """The value that stands at a place of a step's reasons, or the one that always holds there."""
    before = step.premises[at]
    if not isinstance(before, Step):
        return _Operand(default, is_open=False)
    return _Operand(exact_value(before), not isinstance(before.value, int) and before.value[2])


def exact_value(step: Step) -> Exact:
    """The value of a step as one number."""
    return step.value if isinstance(step.value, int) else Fraction(step.value[0], step.value[1])


def _joined(left: Text, sign: str, right: Text) -> Text:
    return join((left, same(sign), right), " ")


def _difference(step: Step) -> Worked:
    """H = P0 - P1 and D = R0 - R1, solved for each."""
    first, second = _difference_defaults(step)
    left, right = _operand(step, 0, first), _operand(step, 1, second)
    adds = step.quantity in (P0, RATES + R0)
    formula = _joined(left.words, "+" if adds else "−", right.words)
    result = left.value + right.value if adds else left.value - right.value
    return Worked(formula, result, left.is_open or right.is_open)


def _difference_defaults(step: Step) -> tuple[int, int]:
    """What always holds of the two quantities that a difference or sum is made of, at the ends that it needs."""
    high, low = 100, 0
    match step.quantity:
        case q if q < RATES:
            return 0, 0
        case q if q == RATES + D:
            return (high, low) if step.upper else (low, high)
        case q if q == RATES + R0:
            return (high, 100) if step.upper else (low, -100)
        case _:
            return (high, -100) if step.upper else (low, 100)


def _share(step: Step) -> Worked | None:
    """100 P = R N, solved for each; `None` for what is told in words."""
    if step.quantity >= RATES:
        if step.premises[1] is None:
            return None
        poor, base = _operand(step, 0), _operand(step, 1)
        return Worked(
            say("100 × {poor} ÷ {base}", "100 × {poor} ÷ {base}", poor=poor.words, base=base.words),
            Fraction(100 * poor.value) / base.value,
        )
    if step.quantity in (P0, P1):
        if len(step.premises) == 1 or step.premises[0] is None:
            return None
        rate, base = _operand(step, 0), _operand(step, 1)
        return Worked(
            say("{base} × {rate}%", "{base} × {rate}%", base=base.words, rate=rate.words),
            Fraction(base.value * rate.value, 100),
            rate.is_open,
        )
    first = step.premises[0]
    if step.premises[1] is None or not isinstance(first, Step) or first.quantity >= RATES:
        return None  # no rate is possible, or the poor are as many as there are
    poor, rate = _operand(step, 0), _operand(step, 1, 100)
    return Worked(
        say("{poor} ÷ {rate}%", "{poor} ÷ {rate}%", poor=poor.words, rate=rate.words),
        Fraction(100 * poor.value) / rate.value,
        rate.is_open,
    )


def _gained(step: Step) -> Worked:
    """100 H = k N0, solved for N0, H and D."""
    first = _operand(step, 0)
    if step.quantity == RATES + D:
        return _points_gained(step, first)
    k = _gain(step, first.value)
    if step.quantity == H:
        formula = say("{base} × {k}%", "{base} × {k}%", base=first.words, k=k.formula)
        return Worked(formula, Fraction(first.value * k.result) / 100, k.is_open)
    formula = say("100 × {count} ÷ {k}", "100 × {count} ÷ {k}", count=first.words, k=k.formula)
    return Worked(formula, Fraction(100 * first.value) / k.result, k.is_open)


def _points_gained(step: Step, count: _Operand) -> Worked:
    """D = 100 H / N0 + g R1."""
    base = _operand(step, 1)
    # On ever more households any number of them makes ever less, but never nothing.
    vanishing = step.premises[1] is None and count.value != 0
    made = Worked(same("0"), 0, vanishing)
    if base.value and count.value:
        formula = say("100 × {count} ÷ {base}", "100 × {count} ÷ {base}", count=count.words, base=base.words)
        made = Worked(formula, Fraction(100 * count.value) / base.value)
    if len(step.premises) == _LEVEL:
        return made
    growth = _operand(step, 3)
    if growth.value == 0:
        return made
    rate = _operand(step, 2, 100 if (growth.value >= 0) is step.upper else 0)
    result = made.result + Fraction(growth.value * rate.value, 100)
    return Worked(_with_share(made.formula, growth, rate), result, made.is_open or rate.is_open)


_LEVEL = 3
"""So many reasons has a step of `gained` when households do not grow; otherwise a rate is one too."""


def _gain(step: Step, count: Exact) -> Worked:
    """K = D - g R1 or (1 + g) D - g R0, as it was used for a step."""
    is_least = not step.upper
    if step.quantity == N0:
        end = step.premises[1]
        is_least = not end.upper if isinstance(end, Step) else step.upper is (count >= 0)
    points = _operand(step, 1, -100 if is_least else 100)
    if len(step.premises) == _LEVEL:
        return Worked(points.words, points.value, points.is_open)
    growth = _operand(step, 3)
    rate = _operand(step, 2, 100 if (growth.value >= 0) is is_least else 0)
    formula, grown = points.words, points.value
    if growth.value == 0 and len(step.premises) == _LEVEL + 1:
        return Worked(formula, grown, points.is_open)
    if len(step.premises) > _LEVEL + 1:
        factor = _operand(step, 4)
        formula = _joined(_factor(factor), "×", formula)
        grown *= 1 + Fraction(factor.value, 100)
    formula = _with_share(formula, growth._replace(value=-growth.value), rate)
    formula = say("({formula})", "({formula})", formula=formula)
    result = grown - Fraction(growth.value * rate.value, 100)
    return Worked(formula, result, points.is_open or (rate.is_open and growth.value != 0))


def _factor(growth: _Operand) -> Text:
    """What households are multiplied with when they grow: (1 + 2%), (1 − 1%)."""
    by = value_words(size(growth.value))
    return say("(1 {sign} {by}%)", "(1 {sign} {by}%)", sign="−" if growth.value < 0 else "+", by=by)


def _with_share(formula: Text, growth: _Operand, rate: _Operand) -> Text:
    """A formula and so many percent of a rate: … + 2% × 44.355, … − 2% × 44.355."""
    share = say("{by}% × {rate}", "{by}% × {rate}", by=value_words(size(growth.value)), rate=rate.words)
    return _joined(formula, "−" if growth.value < 0 else "+", share)


def _sum(step: Step) -> Worked:
    """A whole as the sum of its parts, or a part as the whole less the others."""
    parts = step.premises[-1]
    others = parts if isinstance(parts, tuple) and not isinstance(parts, Step) else ()
    values = [0 if each is None else exact_value(each) for each in others if each is None or each.path != step.path]
    if step.rule is Rule.REMAINDER and len(values) == len(others):
        values.remove(0)  # the part itself, of which nothing was known
    added = join((value_words(value) for value in values if value), " + ") if len(values) <= _ADDENDS else None
    if step.rule is Rule.SUM:
        formula = added or say("the sum of {count} areas", "tổng của {count} địa bàn", count=len(values))
        return Worked(formula if formula.en else same("0"), sum(values))
    whole = _operand(step, 0)
    if added is None or not added.en:
        added = value_words(sum(values))
    elif len([value for value in values if value]) > 1:
        added = say("({added})", "({added})", added=added)
    return Worked(_joined(whole.words, "−", added), whole.value - sum(values))


def _weighted_mean(step: Step) -> Worked:
    """The rate of a whole as the mean of its parts' rates by their households."""
    ends = step.premises[0]
    rates = ends if isinstance(ends, tuple) and not isinstance(ends, Step) else ()
    always = 100 if step.upper else -100 if step.quantity == RATES + D else 0
    terms = [
        (weight, always if end is None else exact_value(end))
        for weight, end in zip(step.weights, rates, strict=True)
        if weight
    ]
    added = join((_joined(value_words(weight), "×", value_words(rate)) for weight, rate in terms), " + ")
    if len(terms) > _ADDENDS:
        added = say(
            "the sum of households × rate of {count} areas", "tổng số hộ × tỷ lệ của {count} địa bàn", count=len(terms)
        )
    whole = sum(weight for weight, _ in terms)
    return Worked(
        say("({added}) ÷ {whole}", "({added}) ÷ {whole}", added=added, whole=value_words(whole)),
        Fraction(sum(weight * rate for weight, rate in terms), whole),
        not isinstance(step.value, int) and step.value[2],
    )


def end_words(step: Step, *, upper: bool) -> Text:
    """An end of a range: `≤ 5,328`, `> 52.845`."""
    is_open = not isinstance(step.value, int) and step.value[2]
    sign = ("<" if is_open else "≤") if upper else (">" if is_open else "≥")
    return join((same(sign), value_words(exact_value(step))), " ")


def value_words(value: Exact) -> Text:
    """A number with all its decimals, or with three of them and a mark where there are more."""
    finite = terminating(value)
    if finite is not None and (isinstance(finite, int) or -int(finite.as_tuple().exponent) <= _SHOWN_DECIMALS):
        return Text(number(finite, Lang.EN), number(finite, Lang.VI))
    cut = Fraction(math.trunc(value * 10**_DECIMALS), 10**_DECIMALS)
    return Text(rounded(cut, _DECIMALS, Lang.EN) + "…", rounded(cut, _DECIMALS, Lang.VI) + "…")
