"""The domain of one area by one measure: for each of its quantities, the least and the greatest value still possible.

Counts are whole numbers; rates and points are percentages. Both are kept in whole numbers alone, a rate as numerator
and denominator, since most of the time of `ranges` is spent comparing them. Each end of a domain remembers the step
that set it and so, through the steps before, the figures it came from.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from povcalc.measures import BASES, MEAN_OF, MEASURES, POOR, Measure
from povcalc.places import Path
from povcalc.values import Interval

N0, N1, P0, P1, H, E, L, W, F = range(9)
"""The counts by number: bases, poor, reduction in households; then flows, by which households left poverty, fell back
into it and are newly poor, and those of the new ones that were near-poor. Where a measure is of the near-poor or of
both together, these are "poor"."""

COUNTS: tuple[int, ...] = (N0, N1, P0, P1, H)
WITH_FLOWS = (*COUNTS, E, L, W, F)

R0, R1, D = range(3)
"""The rates by number: at both dates, and the reduction in points."""

BASES_OF = ((N0,), (N1,), (N0, N1))
"""The households that each rate is about."""

FIRST_RATE = 9
"""Where the rates begin among all quantities: `FIELDS[POOR][FIRST_RATE + R1]` is the rate at the end."""

FIELDS: Mapping[Measure, tuple[str, ...]] = {
    measure: (
        *BASES,
        *measure.stocks,
        measure.reduction,
        *(measure.flows or ("",) * 3),
        measure.of_new or "",
        *measure.rates,
        measure.points,
    )
    for measure in MEASURES
}
"""By measure, its quantities by number in the names of the format; empty for a flow that it does not have."""

QUANTITIES = (*FIELDS[POOR][:E], *FIELDS[POOR][FIRST_RATE:])
"""What every area has a range of: five counts, two rates (percent), points."""

NUMBERS = {field: number for fields in FIELDS.values() for number, field in enumerate(fields) if field}
"""By field of the format, the number of its quantity."""

LOW, HIGH = False, True
"""Which end of a range: what holds for both ends is written once, with the end as a variable `upper`."""

FIGURES = {
    "households": (N0, N1),
    **{field: (number,) for field, number in NUMBERS.items()},
    **{mean: (NUMBERS[whole],) for mean, whole in MEAN_OF.items()},
}
"""By field of the format, the quantities that a figure in it is about; a mean of years is about their sum."""

UNBOUNDED = 10**60
"""Stands for "no bound" of a count, so that arithmetic needs no `None`."""

FAR = 10**55
"""More than any sum of counts that a plan may state; what is further off than this is unbounded."""

_LONG = 10**80
"""A rate with a longer denominator is rounded outwards: the range stays valid, and arithmetic cheap."""

_GRID = 10**30

End = tuple[int, int, bool]
"""One end of a rate's range: numerator, denominator (more than zero), and whether it is open."""


class Rule(StrEnum):
    """Why a range ends where it does: a figure, an assumption, or a relation between quantities."""

    STATED = "stated"
    CUT = "cut"
    GROWTH = "growth"
    DIFFERENCE = "difference"
    RATE = "rate"
    POINTS = "points"
    GROWN = "grown"
    GAINED = "gained"
    SUM = "sum"
    REMAINDER = "remainder"
    BETWEEN_PARTS = "between parts"
    WEIGHTED_MEAN = "weighted mean"
    SHAVED = "shaved"
    FLOWS = "flows"
    TOGETHER = "together"
    SHARE = "share"


class Step(NamedTuple):
    """How one end of a range was found: `rule` applied to the ends in `premises`.

    `field` is the stated figure's, for a step that has one. A `None` in `premises` is an end that always
    holds, such as a rate of at most 100; a tuple in it holds the ends of several areas. `weights` are the households
    of each area inside, in a mean of their rates. Its quantity is one of a measure's.
    """

    rule: Rule
    path: Path
    quantity: int
    upper: bool
    value: "int | End"
    premises: "Premises" = ()
    field: str | None = None
    weights: tuple[int, ...] = ()
    measure: Measure = POOR

    @property
    def name(self) -> str:
        """The quantity in the name of the format."""
        return FIELDS[self.measure][self.quantity]

    def before(self) -> Iterator["Step"]:
        """The steps that this one follows from."""
        for premise in self.premises:
            if isinstance(premise, Step):
                yield premise
            elif premise is not None:
                yield from (step for step in premise if step is not None)


Premises = tuple[Step | tuple[Step | None, ...] | None, ...]
"""The ends that a step follows from."""

Ends = tuple[Step | None, Step | None]
"""How the low and the high end of a range were found; `None` for one that always holds."""


class Infeasible(Exception):  # noqa: N818 - what was found, not a fault of the program
    """No value is left for a quantity: its low and its high end, `ends`, rule out each other."""

    def __init__(self, low: Step | None, high: Step | None) -> None:
        super().__init__()
        self.ends: Ends = low, high


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

    def end(self, *, upper: bool) -> tuple[int, Step]:
        """The slowest or the fastest growth, times `scale`, and why."""
        return (self.high, self.why_high) if upper else (self.low, self.why_low)


def level(rule: Rule, path: Path, premises: Premises = (), field: str | None = None) -> Growth:
    """No growth, and why."""
    step = Step(rule, path, N0, LOW, (0, 1, False), premises, field)
    return Growth(1, 1, 1, step, step)


NO_SHARES: Mapping[int, tuple[Step, Step]] = MappingProxyType({})
"""What an area states of its share of a whole's poor where it states nothing."""


class Domain:
    """The ranges of one area by one measure while they are narrowed.

    `low` and `high` are the ends of counts, `least` and `most` those of rates; `why_low` and `why_high` the
    steps that set them, for all quantities, `None` for an end that always holds. `counts`, `rates` and `why` are the
    same lists by end: `counts[HIGH]` is `high`. `pending` are the quantities, as bits, that changed since the area's
    relations were last looked at; `parent_current` and `children_current` say whether the areas around and inside it
    know of all changes. `even` says that each of these has one base all year. `counted` are its counts, with flows
    where some are stated, and `within_year` says that nobody leaves poverty more than once; `beside` are the domains of
    the same area by all measures, this one too, if there are more.
    """

    __slots__ = (
        "areas",
        "beside",
        "changes",
        "children_current",
        "counted",
        "counts",
        "even",
        "growth",
        "high",
        "least",
        "low",
        "measure",
        "most",
        "parent_current",
        "partial",
        "path",
        "pending",
        "rates",
        "shares",
        "splits",
        "wholes",
        "why",
        "why_high",
        "why_low",
        "within_year",
    )

    def __init__(
        self, path: Path, measure: Measure = POOR, *, partial: bool = False, of: "Domain | None" = None
    ) -> None:
        self.path = path
        self.measure = measure
        self.partial = partial
        self.areas: list[Domain] = []
        self.beside: tuple[Domain, ...] = ()
        self.counted = COUNTS
        self.within_year = True
        self.growth: Growth | None = None
        if of is None:
            self.low = [0, 0, 0, 0, -UNBOUNDED, 0, 0, 0, 0]
            self.high = [UNBOUNDED] * FIRST_RATE
            self.least: list[End] = [(0, 1, False), (0, 1, False), (-100, 1, False)]
            self.most: list[End] = [(100, 1, False)] * 3
            self.why_low: list[Step | None] = [None] * (FIRST_RATE + 3)
            self.why_high: list[Step | None] = [None] * (FIRST_RATE + 3)
        else:
            self.counted, self.within_year = of.counted, of.within_year
            self.growth = of.growth
            self.low, self.high = of.low[:], of.high[:]
            self.least, self.most = of.least[:], of.most[:]
            self.why_low, self.why_high = of.why_low[:], of.why_high[:]
        self.counts = self.low, self.high
        self.rates = self.least, self.most
        self.why = self.why_low, self.why_high
        self.pending = 0
        self.parent_current = False
        self.children_current = False
        self.even = False
        self.changes = 0
        self.splits: list[Sum] | tuple[()] = ()
        self.wholes: list[Sum] | tuple[()] = ()
        self.shares: Mapping[int, tuple[Step, Step]] = NO_SHARES

    def copy(self) -> "Domain":
        """The same ranges, to be narrowed apart from the tree."""
        return Domain(self.path, self.measure, of=self)

    def twin(self) -> "Domain":
        """The same area by itself, to be connected with others anew."""
        twin = self.copy()
        twin.partial, twin.pending, twin.shares = self.partial, self.pending, self.shares
        return twin

    @property
    def is_level(self) -> bool:
        """Whether there are as many households at both dates."""
        return self.growth is not None and self.growth.is_level

    def set_count(  # noqa: PLR0913 - what a step is made of
        self, count: int, value: int, rule: Rule, premises: Premises = (), field: str | None = None, *, upper: bool
    ) -> None:
        """Move an end of a count to a value, unless it is as tight already. Raises `Infeasible`."""
        ends = self.counts[upper]
        if value < ends[count] if upper else value > ends[count]:
            ends[count] = value
            self.why[upper][count] = Step(rule, self.path, count, upper, value, premises, field, (), self.measure)
            self.pending |= 1 << count
            if self.low[count] > self.high[count]:
                raise Infeasible(self.why_low[count], self.why_high[count])

    def set_rate(  # noqa: PLR0913 - what a step is made of
        self,
        rate: int,
        value: End,
        rule: Rule,
        premises: Premises = (),
        field: str | None = None,
        *,
        upper: bool,
        weights: tuple[int, ...] = (),
    ) -> None:
        """Move an end of a rate to a value, unless it is as tight already. Raises `Infeasible`."""
        if value[1] > _LONG:
            outwards = -1 if upper else 1
            value = (outwards * (outwards * value[0] * _GRID // value[1]), _GRID, False)
        end = self.rates[upper][rate]  # as `is_tighter` asks, which is called as often as nothing else
        mine, its = value[0] * end[1], end[0] * value[1]
        if (mine >= its if upper else mine <= its) and (mine != its or end[2] or not value[2]):
            return
        step = Step(rule, self.path, FIRST_RATE + rate, upper, value, premises, field, weights, self.measure)
        if rules_out(value, self.rates[not upper][rate], upper=upper):
            other = self.why[not upper][FIRST_RATE + rate]
            self._no_rate(rate, (other, step) if upper else (step, other))
            return
        self.rates[upper][rate] = value
        self.why[upper][FIRST_RATE + rate] = step
        self.pending |= 1 << FIRST_RATE + rate

    def set_rate_ends(
        self,
        rate: int,
        ends: tuple[End, End],
        rule: Rule,
        premises: tuple[Premises, Premises] = ((), ()),
        field: str | None = None,
    ) -> None:
        """Set both ends of a rate; most often they lie inside the range that it has. Raises `Infeasible`."""
        low, high = ends
        least, most = self.least[rate], self.most[rate]
        if least[0] * low[1] < low[0] * least[1] and high[0] * most[1] < most[0] * high[1]:
            quantity = FIRST_RATE + rate
            self.least[rate], self.most[rate] = low, high
            self.why_low[quantity] = Step(rule, self.path, quantity, LOW, low, premises[LOW], field, (), self.measure)
            self.why_high[quantity] = Step(
                rule, self.path, quantity, HIGH, high, premises[HIGH], field, (), self.measure
            )
            self.pending |= 1 << quantity
            return
        self.set_rate(rate, low, rule, premises[LOW], field, upper=LOW)
        self.set_rate(rate, high, rule, premises[HIGH], field, upper=HIGH)

    def _no_rate(self, rate: int, ends: Ends) -> None:
        """No rate is left: a contradiction, unless the area may have no household, and so no rate."""
        if all(self.low[base] for base in BASES_OF[rate]):
            raise Infeasible(*ends)
        if rate != D:
            self.set_count(rate, 0, Rule.RATE, ends, upper=HIGH)

    def narrow(self, quantity: int, said: Interval, rule: Rule = Rule.STATED, field: str | None = None) -> None:
        """Narrow the range of a quantity, by its number, to an interval. Raises `Infeasible`."""
        for upper, end in zip((LOW, HIGH), ends_of(said), strict=True):
            if end is None:
                continue
            if quantity < FIRST_RATE:
                self.set_count(quantity, whole(end[0], end[1], upper=upper), rule, (), field, upper=upper)
            else:
                self.set_rate(quantity - FIRST_RATE, end, rule, (), field, upper=upper)

    def interval(self, quantity: int) -> Interval:
        """The range of a quantity, by its number, its ends in `int` or `Fraction`."""
        if quantity < FIRST_RATE:
            low, high = self.low[quantity], self.high[quantity]
            return Interval(low if low > -FAR else None, high if high < FAR else None)
        least, most = self.least[quantity - FIRST_RATE], self.most[quantity - FIRST_RATE]
        if least[:2] == most[:2]:
            point = Fraction(least[0], least[1])  # one object for both ends, so that it is seen to be a point
            return Interval(point, point, least[2], most[2])
        return Interval(Fraction(*least[:2]), Fraction(*most[:2]), least[2], most[2])


class Sum(Domain):
    """A domain as the sum of parts in another way than by the areas inside it, with the same ranges.

    What narrows it narrows `whole`. `seen` is how often whole and parts had been narrowed when it was last looked at.
    """

    __slots__ = ("seen", "whole")

    def __init__(self, whole: Domain, parts: "list[Domain]", *, partial: bool) -> None:
        self.whole, self.areas, self.partial, self.path = whole, parts, partial, whole.path
        self.measure, self.counted, self.beside = whole.measure, whole.counted, ()
        self.low, self.high, self.least, self.most = whole.low, whole.high, whole.least, whole.most
        self.why_low, self.why_high = whole.why_low, whole.why_high
        self.counts, self.rates, self.why = whole.counts, whole.rates, whole.why
        self.even = not partial and all(part.is_level for part in parts)
        self.splits = self.wholes = ()
        self.shares = NO_SHARES
        self.seen = -1

    @property
    def pending(self) -> int:
        """What changed of the whole since its own relations were looked at."""
        return self.whole.pending

    @pending.setter
    def pending(self, value: int) -> None:
        self.whole.pending = value

    @property
    def growth(self) -> Growth | None:  # type: ignore[override]
        """How the households of the whole grow."""
        return self.whole.growth

    def is_news(self) -> bool:
        """Whether the whole or a part was narrowed since this was last asked."""
        changes = self.whole.changes + sum([part.changes for part in self.areas])
        is_news, self.seen = changes != self.seen, changes
        return is_news


def ends_of(interval: Interval) -> tuple[End | None, End | None]:
    """The ends of an interval as those of a rate's range."""
    low, high = interval[:2]
    return (
        None if low is None else (*low.as_integer_ratio(), interval.low_open),
        None if high is None else (*high.as_integer_ratio(), interval.high_open),
    )


def is_tighter(end: End, other: End, *, upper: bool) -> bool:
    """Whether one end of a rate's range leaves less than another."""
    mine, its = end[0] * other[1], other[0] * end[1]
    return (mine < its if upper else mine > its) or (mine == its and end[2] and not other[2])


def rules_out(end: End, other: End, *, upper: bool) -> bool:
    """Whether nothing lies between an end of a rate's range and an opposite one."""
    mine, its = end[0] * other[1], other[0] * end[1]
    return (mine < its if upper else mine > its) or (mine == its and (end[2] or other[2]))


def whole(numerator: int, denominator: int, *, upper: bool, is_open: bool = False) -> int:
    """The greatest whole number up to a ratio, or the least one from it; without the ratio itself if it is open.

    The denominator is more than zero.
    """
    if upper:
        return (numerator - is_open) // denominator
    return -((-numerator - is_open) // denominator)
