"""Propagation: domains made from a plan, and narrowed by the relations within an area and over the tree of areas.

For an area with N0 households at the start of the year and N1 at its end, P0 and P1 of them poor, a net
reduction of H households, rates R0 and R1 in percent and a reduction of D points:

- `difference`: H = P0 - P1, and `points`: D = R0 - R1;
- `rate`: 100 P = R N at each date, with P <= N. P and N are whole, and their ends are rounded inwards in turn: 44.355%
  of at most 5,329 households are at most 2,363, and those are 44.345% of at most 5,328;
- `grown`: (1 + g) N0 = N1 for a growth g that is assumed, or 0 where one figure is of both dates;
- `gained`: with such a growth, 100 H = k N0 where k = D - g R1 = (1 + g) D - g R0. On one base k = D, so that
  100 H / N is the reduction in points. (100 H = R0 N0 - R1 (1 + g) N0, and R0 = R1 + D.)

Counts of an area are the sums of its child areas'; where only some are listed (`partial`), the sums of their stocks
are at most the area's own. A rate of the whole is a mean of the parts' rates, weighted by their households; so is the
reduction in points where every part has one base all year.
"""

import heapq
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from math import lcm
from types import MappingProxyType
from typing import NamedTuple

from povcalc.inference.counts import COUNT_FIELDS, RATE_FIELDS, as_printed, rounded, whatever_is_printed
from povcalc.inference.domains import (
    BASES_OF,
    COUNTS,
    FAR,
    HIGH,
    LOW,
    N0,
    N1,
    P0,
    P1,
    QUANTITIES,
    R0,
    R1,
    RATES,
    UNBOUNDED,
    Box,
    D,
    End,
    Growth,
    H,
    Premises,
    Refuted,
    Rule,
    Step,
    ends_of,
    is_tighter,
    level,
    rules_out,
    whole,
)
from povcalc.places import Path
from povcalc.plan.model import Area, Located
from povcalc.values import Exact, Figure, Form, Interval, exact

MAX_ROUNDS = 40
"""So often the relations of an area are gone through at a time; its ranges stay valid when that cuts them short."""


def settle(box: Box) -> bool:
    """Narrow an area by its own relations until nothing changes. Raises `Refuted`.

    False when `MAX_ROUNDS` ended it before.
    """
    for _ in range(MAX_ROUNDS):
        changed = box.pending
        if not changed:
            return True
        box.pending = 0
        if changed & _OF_DIFFERENCE:
            _difference(box)
        if changed & _OF_START:
            _rate(box, N0, P0, R0)
        if changed & _OF_END:
            _rate(box, N1, P1, R1)
        if changed & _OF_POINTS:
            _points(box)
        if box.growth is not None:
            if changed & _OF_BASES:
                _grown(box, box.growth)
            if changed & _OF_GAIN:
                _gained(box, box.growth)
    return False


_OF_DIFFERENCE = 1 << P0 | 1 << P1 | 1 << H
_OF_START = 1 << N0 | 1 << P0 | 1 << RATES + R0
_OF_END = 1 << N1 | 1 << P1 | 1 << RATES + R1
_OF_BASES = 1 << N0 | 1 << N1
_OF_POINTS = 1 << RATES + R0 | 1 << RATES + R1 | 1 << RATES + D | _OF_BASES
_OF_GAIN = _OF_POINTS | 1 << H
"""The quantities of each relation, as bits of `pending`."""


def _difference(box: Box) -> None:
    """H = P0 - P1, solved for each."""
    low, high = box.low, box.high
    if low[H] == high[H] == low[P0] - high[P1] == high[P0] - low[P1]:
        return
    for count, one, other in ((H, P0, P1), (P0, P1, H), (P1, P0, H)):
        for upper in (LOW, HIGH):
            side = upper if count == P0 else not upper
            first, second = box.counts[upper][one], box.counts[side][other]
            if first < UNBOUNDED and -UNBOUNDED < second < UNBOUNDED:
                value = first + second if count == P0 else first - second
                premises = (box.why[upper][one], box.why[side][other])
                box.set_count(count, value, Rule.DIFFERENCE, premises, upper=upper)


def _rate(box: Box, base: int, poor: int, rate: int) -> None:
    """100 P = R N, solved for each."""
    low, high, why_low, why_high = box.low, box.high, box.why_low, box.why_high
    if low[base] == high[base] > 0 and low[poor] == high[poor]:
        end = (100 * low[poor], low[base], False)
        if box.least[rate] != end or box.most[rate] != end:
            premises = (why_low[poor], why_high[base]), (why_high[poor], why_low[base])
            box.set_rate_ends(rate, (end, end), Rule.RATE, premises)
        return
    least, most = [_Side(box.rates[upper][rate], (box.why[upper][RATES + rate],)) for upper in (LOW, HIGH)]
    if least.end[0]:  # a rate of at least 0 says nothing
        _count_from_base(box, poor, base, least, Rule.RATE, upper=LOW)
    _count_from_base(box, poor, base, most, Rule.RATE, upper=HIGH)
    _base_from_count(box, poor, base, least, Rule.RATE, upper=HIGH)
    _base_from_count(box, poor, base, most, Rule.RATE, upper=LOW)
    if low[poor] > 0:
        box.set_rate(rate, _ratio(low[poor], high[base]), Rule.RATE, (why_low[poor], why_high[base]), upper=LOW)
    if low[base] and high[poor] < low[base]:
        end = _ratio(high[poor], low[base])
        box.set_rate(rate, end, Rule.RATE, (why_high[poor], why_low[base]), upper=HIGH)


class _Side(NamedTuple):
    """One end of a factor, in percent of a base, and what it comes from."""

    end: End
    premises: Premises


def _count_from_base(  # noqa: PLR0913 - the terms of the relation
    box: Box, count: int, base: int, factor: _Side, rule: Rule, *, upper: bool
) -> None:
    """An end of X from 100 X = k N, where X and k may be negative. Without a household X is zero, whatever k."""
    rate, per, is_open = factor.end
    side = rate != 0 and upper is (rate > 0)
    number = box.counts[side][base]
    if number < UNBOUNDED:
        value = whole(rate * number, 100 * per, is_open=is_open and number > 0, upper=upper)
        why = box.why[side][base]
        premises = (*factor.premises, why) if rule is Rule.RATE else (why, *factor.premises)
        box.set_count(count, value, rule, premises, upper=upper)


def _base_from_count(  # noqa: PLR0913 - the terms of the relation
    box: Box, count: int, base: int, factor: _Side, rule: Rule, *, upper: bool
) -> None:
    """An end of N from 100 X = k N: `upper` is which end of X it comes from, together with the opposite end of k."""
    rate, per, is_open = factor.end
    number = box.counts[upper][count]
    side = upper is (rate > 0)
    if not rate or not -UNBOUNDED < number < UNBOUNDED or not (side or number * rate > 0):
        return
    value = whole(100 * per * (number if rate > 0 else -number), abs(rate), is_open=is_open, upper=side)
    premises = (box.why[upper][count], *factor.premises)
    box.set_count(base, value if box.low[base] else max(value, 0), rule, premises, upper=side)


def _ratio(count: int, base: int) -> End:
    """100 count / base; on a base without bound it is zero, and not reached."""
    if count == 0:
        return 0, 1, False
    return (100 * count, base, False) if base < UNBOUNDED else (0, 1, True)


def _plus(end: End, other: End) -> End:
    if end[1] == other[1]:
        return end[0] + other[0], end[1], end[2] or other[2]
    return end[0] * other[1] + other[0] * end[1], end[1] * other[1], end[2] or other[2]


def _minus(end: End, other: End) -> End:
    return _plus(end, (-other[0], other[1], other[2]))


def _points(box: Box) -> None:
    """D = R0 - R1, solved for each."""
    if box.growth is None and not (box.low[N0] and box.low[N1]):
        return  # without a household at one of the dates there is a rate at the other alone
    least, most, why = box.least, box.most, (box.why_low[RATES:], box.why_high[RATES:])
    if least[R0] == most[R0] and least[R1] == most[R1]:
        fall = _minus(least[R0], least[R1])
        if least[D] != fall or most[D] != fall:
            premises = (why[LOW][R0], why[HIGH][R1]), (why[HIGH][R0], why[LOW][R1])
            box.set_rate_ends(D, (fall, fall), Rule.POINTS, premises)
        return
    for rate, one, other in ((D, R0, R1), (R0, R1, D), (R1, R0, D)):
        if rate != D and least[rate] == most[rate]:
            continue
        for upper in (LOW, HIGH):
            side, combined = (upper, _plus) if rate == R0 else (not upper, _minus)
            end = combined(box.rates[upper][one], box.rates[side][other])
            box.set_rate(rate, end, Rule.POINTS, (why[upper][one], why[side][other]), upper=upper)


def _grown(box: Box, growth: Growth) -> None:
    """(1 + g) N0 = N1, solved for each."""
    for upper in (LOW, HIGH):
        ends, why = box.counts[upper], box.why[upper]
        if ends[N0] < UNBOUNDED:
            factor, why_factor = growth.end(upper=upper)
            value = whole(factor * ends[N0], growth.scale, upper=upper)
            box.set_count(N1, value, Rule.GROWN, (why[N0], why_factor), upper=upper)
        if ends[N1] < UNBOUNDED:
            factor, why_factor = growth.end(upper=not upper)
            value = whole(growth.scale * ends[N1], factor, upper=upper)
            box.set_count(N0, value, Rule.GROWN, (why[N1], why_factor), upper=upper)


def _gained(box: Box, growth: Growth) -> None:
    """100 H = k N0, solved for each; k rests on the reduction in points, so that D = 100 H / N0 + g R1."""
    factors = _gain(box, growth, upper=LOW), _gain(box, growth, upper=HIGH)
    for upper in (HIGH, LOW):
        _base_from_count(box, H, N0, factors[not upper], Rule.GAINED, upper=upper)
    for upper in (LOW, HIGH):
        _count_from_base(box, H, N0, factors[upper], Rule.GAINED, upper=upper)
    grown = [_grown_rate(box, growth, R1, upper=upper) for upper in (LOW, HIGH)]
    for upper in (LOW, HIGH):
        count = box.counts[upper][H]
        side = count != 0 and upper is (count < 0)
        if (side or count == 0 or box.low[N0]) and -UNBOUNDED < count < UNBOUNDED:
            end = _plus(_ratio(count, box.counts[side][N0]), grown[upper].end)
            premises = (box.why[upper][H], box.why[side][N0], *grown[upper].premises)
            box.set_rate(D, end, Rule.GAINED, premises, upper=upper)


def _gain(box: Box, growth: Growth, *, upper: bool) -> _Side:
    """An end of k = D - g R1 = (1 + g) D - g R0."""
    points, why = box.rates[upper][D], box.why[upper][RATES + D]
    if growth.is_level:
        return _Side(points, (why, growth.why_low))
    end, premises = _grown_rate(box, growth, R1, upper=not upper)
    found = _Side(_minus(points, end), (why, *premises))
    end, premises = _grown_rate(box, growth, R0, upper=not upper)
    factor, why_factor = growth.end(upper=upper is (points[0] >= 0))
    end = _minus((points[0] * factor, points[1] * growth.scale, points[2]), end)
    return _Side(end, (why, *premises, why_factor)) if is_tighter(end, found.end, upper=upper) else found


def _grown_rate(box: Box, growth: Growth, rate: int, *, upper: bool) -> _Side:
    """The least or the greatest that g R can be. Rates are not negative, growth may be."""
    if growth.is_level:
        return _Side((0, 1, False), (growth.why_low,))
    factor, why = growth.end(upper=upper)
    factor -= growth.scale
    side = upper is (factor >= 0)
    numerator, denominator, is_open = box.rates[side][rate]
    end = (factor * numerator, growth.scale * denominator, is_open and factor != 0)
    return _Side(end, (box.why[side][RATES + rate], why))


MAX_MEANS = 60
"""So many means are tried on the way to the greatest."""


class Part(NamedTuple):
    """The least and the most households that a part can have, its rate in percent, and 100 times the poor to add."""

    least: int
    most: int
    rate: Fraction
    added: Exact = 0


class Mean(NamedTuple):
    """The greatest mean, in percent, and the households of each part that make it."""

    value: Fraction
    households: tuple[int, ...]


def base_of(rate: int) -> int:
    """The households by which a rate of parts is weighted. The reduction in points has a mean on one base only."""
    return N1 if rate == R1 else N0


def part_of(box: Box, rate: int, *, upper: bool, added: Exact = 0) -> Part:
    """A part as it is weighted for the greatest mean, or for the least one, where rates have the other sign."""
    base = base_of(rate)
    numerator, denominator, _ = box.rates[upper][rate]
    return Part(box.low[base], box.high[base], Fraction(numerator if upper else -numerator, denominator), added)


def greatest_mean(parts: Sequence[Part], least: int, most: int) -> Mean | None:
    """The greatest (sum of rate times households, plus what is added) over all households, in percent.

    The whole has `least` to `most` households. `None` where no bound comes of it: too many parts have no most, or
    the parts are never as many households as the whole.

    The mean is greatest where the parts of high rates are as large as they can be and the others as small, together
    as many as the whole has. Which parts are "high" depends on the mean itself: Dinkelbach's method ("On nonlinear
    fractional programming", 1967) begins with some mean, finds the households that are best beside it, and goes on
    from the mean of these until none is better.
    """
    if least > most or most < 1 or any(not -FAR < part.added < FAR for part in parts):
        return None
    least = max(least, 1)  # a rate is that of the worlds in which there is a household
    order = sorted(range(len(parts)), key=lambda at: parts[at].rate, reverse=True)
    # Fractions are slow to add: over one denominator they are whole numbers.
    scale = lcm(*[part.rate.denominator for part in parts])
    rates = [part.rate.numerator * (scale // part.rate.denominator) for part in parts]
    added = scale * sum([part.added for part in parts])
    mean: Mean | None = None
    for _ in range(MAX_MEANS):
        chosen = _best(parts, order, None if mean is None else mean.value, least, most)
        if chosen is None:
            return None
        poor = added + sum([rate * number for rate, number in zip(rates, chosen, strict=True)])
        found = Fraction(poor, scale * sum(chosen))
        if mean is not None and found <= mean.value:
            return mean
        mean = Mean(found, tuple(chosen))
    return None


def _best(
    parts: Sequence[Part], order: Sequence[int], mean: Fraction | None, least: int, most: int
) -> list[int] | None:
    """The households of each part that raise the whole above a mean by the most; without a mean, as few as can be.

    `None` when there is no most, or when the parts cannot be as many as the whole.
    """
    chosen = [part.least for part in parts]
    room, owed = most - sum(chosen), least - sum(chosen)
    if room < 0:
        return None
    for at in order:
        part = parts[at]
        is_high = mean is not None and part.rate > mean
        if owed <= 0 and not is_high:
            break
        more = min(part.most - part.least, room if is_high else max(owed, 0))
        if more >= FAR:
            return None
        chosen[at] += more
        room -= more
        owed -= more
    return None if owed > 0 else chosen


MAX_SWEEPS = 100
MAX_VISITS = 20
FEW = 100
"""So often a tree is gone through, up and down, and each area is looked at on average, a few areas as often as if they
were so many; ranges stay valid when that cuts them short. A sweep in which little is left to do costs little. A few
areas taken out of a larger tree are so narrowed no less than within it, where others hardly change."""


class Effort(NamedTuple):
    """What narrowing took: how many times an area was looked at, and whether a cap ended it."""

    visits: int
    cut_short: bool


def propagate_tree(boxes: Sequence[Box], patience: int = 1) -> Effort:
    """Narrow all areas of a tree, each before those inside it in `boxes`, until nothing changes.

    It may take `patience` times the usual effort. Raises `Refuted`.
    """
    visits = 0
    for _ in range(patience * MAX_SWEEPS):
        before = visits
        for box in reversed(boxes):
            if box.areas and not all(inner.parent_current for inner in box.areas):
                _from_parts(box)
                for inner in box.areas:
                    inner.parent_current = True
                box.children_current = False
            visits += _settled(box)
        for box in boxes:
            if box.areas and not box.children_current:
                box.children_current = True
                _to_parts(box, box.areas)
                for inner in box.areas:
                    visits += _settled(inner)
        if visits == before:
            return Effort(visits, cut_short=False)
        if visits > patience * MAX_VISITS * max(FEW, len(boxes)):
            break
    return Effort(visits, cut_short=True)


def seen_from_around(trial: Box, box: Box, around: Box | None) -> None:
    """Narrow a copy of an area by the areas inside it and by the one around it, as these are. Raises `Refuted`.

    Those keep their ranges, since the copy is no narrower than the area itself.
    """
    trial.areas, trial.partial, trial.even = box.areas, box.partial, box.even
    if trial.areas:
        _from_parts(trial)
        weigh(trial)
    if around is not None:
        outer = around.copy()
        outer.areas = [trial if inner is box else inner for inner in around.areas]
        outer.partial, outer.even = around.partial, around.even
        _to_parts(outer, (trial,))


def _settled(box: Box) -> int:
    """Narrow one area by its own relations, if anything of it changed; 1 then, else 0."""
    if not box.pending:
        return 0
    settle(box)
    box.parent_current = False
    box.children_current = False
    return 1


def _from_parts(box: Box) -> None:
    """A whole is the sum of its parts, and its rates lie between the least and the greatest of theirs."""
    sides = [[inner.low for inner in box.areas], [inner.high for inner in box.areas]]
    for count in COUNTS:
        if box.partial and count == H:
            continue
        for upper in (LOW,) if box.partial else (LOW, HIGH):
            total = sum([ends[count] for ends in sides[upper]])
            end = box.counts[upper][count]
            if (total < end if upper else total > end) and -FAR < total < FAR:
                parts = tuple([inner.why[upper][count] for inner in box.areas])
                box.set_count(count, total, Rule.SUM, (parts,), upper=upper)
    for rate in _mean_rates(box):
        if box.least[rate][:2] == box.most[rate][:2]:
            continue
        inside = [inner for inner in box.areas if inner.high[base_of(rate)]]  # the others have no part in the mean
        for upper in (LOW, HIGH) if inside else ():
            outermost = _outermost(inside, rate, upper=upper).rates[upper][rate]
            if is_tighter(outermost, box.rates[upper][rate], upper=upper):
                premises = _why_rates(box, rate, upper=upper)
                box.set_rate(rate, outermost, Rule.BETWEEN_PARTS, premises, upper=upper)


def _to_parts(box: Box, parts: Sequence[Box]) -> None:
    """Each of these parts is the whole less all others.

    And where all parts but one have rates below the mean that one does not, nor where all but one lie above it.
    """
    for count in COUNTS:
        if box.partial and count == H:
            continue
        for upper in (HIGH,) if box.partial else (HIGH, LOW):
            if -FAR < box.counts[upper][count] < FAR:
                _remainder(box, count, parts, upper=upper)
    for rate in _mean_rates(box):
        base = base_of(rate)
        inside = [inner for inner in box.areas if inner.high[base]]
        for upper in (LOW, HIGH) if box.low[base] and inside else ():
            end = box.rates[upper][rate]
            outer = _outermost(inside, rate, upper=not upper)
            if is_tighter(end, outer.rates[upper][rate], upper=upper) and all(
                rules_out(end, each.rates[not upper][rate], upper=upper) for each in inside if each is not outer
            ):
                why = _why_rates(box, rate, upper=not upper)
                premises = (box.why[upper][RATES + rate], box.why_low[base], *why)
                outer.set_rate(rate, end, Rule.BETWEEN_PARTS, premises, upper=upper)


def _remainder(box: Box, count: int, parts: Sequence[Box], *, upper: bool) -> None:
    """An end of some parts, as that of the whole less the opposite ends of all others."""
    far = not upper
    others = [end for inner in box.areas if -FAR < (end := inner.counts[far][count]) < FAR]
    missing = len(box.areas) - len(others)
    if missing > 1:
        return
    room = box.counts[upper][count] - sum(others)
    why: tuple[Step | None, ...] | None = None
    for inner in parts:
        own, end = inner.counts[far][count], inner.counts[upper][count]
        value = room if missing else room + own
        if (value >= end if upper else value <= end) or (missing and -FAR < own < FAR):
            continue
        why = why or tuple([each.why[far][count] for each in box.areas])
        inner.set_count(count, value, Rule.REMAINDER, (box.why[upper][count], why), upper=upper)


def _mean_rates(box: Box) -> tuple[int, ...]:
    """The rates of the whole that are a mean of the parts' rates."""
    if box.partial:
        return ()
    return (R0, R1, D) if box.even else (R0, R1)


def _outermost(parts: Sequence[Box], rate: int, *, upper: bool) -> Box:
    """The first part whose end of a rate is the loosest."""
    found = parts[0]
    for part in parts:
        if is_tighter(found.rates[upper][rate], part.rates[upper][rate], upper=upper):
            found = part
    return found


def weigh(box: Box) -> int:
    """Narrow the rates of a whole to the means that its parts' rates can have. Raises `Refuted`.

    How many times that made an end tighter. It costs more than all other relations of an area, so that it is looked at
    when these have nothing more to tell.
    """
    tighter = 0
    for rate in _mean_rates(box):
        if not box.areas or box.least[rate][:2] == box.most[rate][:2]:
            continue
        base = base_of(rate)
        for upper in (HIGH, LOW):
            parts = [part_of(inner, rate, upper=upper) for inner in box.areas]
            mean = greatest_mean(parts, box.low[base], box.high[base])
            if mean is None:
                continue
            is_open = all(inner.rates[upper][rate][2] for inner in box.areas)
            end = (*(mean.value if upper else -mean.value).as_integer_ratio(), is_open)
            if is_tighter(end, box.rates[upper][rate], upper=upper):
                premises = _why_mean(box, rate, mean, upper=upper)
                box.set_rate(rate, end, Rule.WEIGHTED_MEAN, premises, upper=upper, weights=mean.households)
                tighter += 1
    if tighter:
        _settled(box)
    return tighter


def _why_mean(box: Box, rate: int, mean: Mean, *, upper: bool) -> Premises:
    """The ends of the parts' rates, the ends of their households that the mean is made of, and those of the whole's.

    A part that has neither as few households as it can nor as many has what the whole leaves it.
    """
    base = base_of(rate)
    rates, _, even = _why_rates(box, rate, upper=upper)
    households = tuple(
        [
            inner.why_low[base] if number == inner.low[base] else inner.why_high[base]
            for inner, number in zip(box.areas, mean.households, strict=True)
            if number in (inner.low[base], inner.high[base])
        ]
    )
    total = sum(mean.households)
    ends = (
        box.why_low[base] if total == max(box.low[base], 1) else None,
        box.why_high[base] if total == box.high[base] else None,
    )
    return rates, households, ends, even


def _why_rates(box: Box, rate: int, *, upper: bool) -> Premises:
    """The ends of the parts' rates, and what says that a part has no household or one base all year."""
    ends = tuple([inner.why[upper][RATES + rate] for inner in box.areas])
    base = base_of(rate)
    empty = tuple([inner.why_high[base] for inner in box.areas if not inner.high[base]])
    even = tuple([inner.growth.why_low for inner in box.areas if inner.growth]) if rate == D else ()
    return ends, empty, even


class Basis(NamedTuple):
    """What ranges are worked out from.

    `growth`, by path, is how many percent the households of an area are assumed to grow, `cut` how far above
    its bound an "over" rate may lie, unless it is one of `uncut`. Of the stated figures `dropped` are left
    out and, where `kept` is given, all others but those. `asked` is a figure that does not count, but whose
    area has households for it to be about; `cut_off` is a rate taken to be cut off if it is not rounded.
    `changed` are figures that stand in the place of stated ones.
    """

    growth: dict[Path, Interval]
    cut: Fraction | None
    dropped: set[Path]
    uncut: set[Path]
    kept: AbstractSet[Path] | None = None
    asked: Path | None = None
    cut_off: Path | None = None
    changed: Mapping[Path, Figure] = MappingProxyType({})

    def has(self, path: Path) -> bool:
        """Whether a stated figure counts."""
        return path not in self.dropped and (self.kept is None or path in self.kept)


def plant(areas: Sequence[Located], basis: Basis) -> list[Box]:
    """The boxes of all areas, each before those inside it, as `areas` has them. Raises `Refuted`."""
    return connected(areas, [box_of(located, basis) for located in areas])


def connected(areas: Sequence[Located], boxes: list[Box]) -> list[Box]:
    """The same boxes, each with those inside it, as `areas` has them."""
    found = {box.path: box for box in boxes}
    for located, box in zip(reversed(areas), reversed(boxes), strict=True):
        if located.children:
            _connect(box, [found[child.path] for child in located.children])
    return boxes


def box_of(located: Located, basis: Basis) -> Box:
    """The box of one area, with what it states of itself and what is assumed of it. Raises `Refuted`."""
    box = Box(located.path, partial=located.area.partial)
    assumed = basis.growth.get(located.path)
    if assumed is not None:
        box.growth = _growth(assumed, located.path)
    figures = _figures(located, basis)
    for count, field in enumerate(COUNT_FIELDS):
        if field in figures:
            _state_count(box, field, count, figures[field])
    figure = figures.get("households")
    if figure is not None and figure.form is not Form.ABOUT:
        _state_count(box, "households", N0, figure)
        _state_count(box, "households", N1, figure)
        box.growth = level(Rule.STATED, located.path, (), "households")
    for rate, field in enumerate(QUANTITIES[RATES:]):
        figure = figures.get(field)
        is_stated = figure is not None and figure.form is not Form.ABOUT
        if figure is not None and is_stated:
            _state_rate(box, rate, figures, located, basis)
        if is_stated or basis.asked == (*located.path, field):
            for base in BASES_OF[rate]:  # where there is a rate there is a household
                if not box.low[base]:
                    box.set_count(base, 1, Rule.STATED, (), field if is_stated else None, upper=LOW)
    return box


def _figures(located: Located, basis: Basis) -> dict[str, Figure]:
    """The figures of an area that count, by their fields."""
    values = vars(located.area)  # the usual case is every area of a nation: attributes would cost twice as much
    stated = {field: values[field] for field in Area.FIGURES if values[field] is not None}
    if not basis.dropped and basis.kept is None and not basis.changed:
        return stated
    return {
        field: basis.changed.get((*located.path, field), figure)
        for field, figure in stated.items()
        if basis.has((*located.path, field))
    }


def _state_count(box: Box, field: str, count: int, figure: Figure) -> None:
    number = figure.number
    if figure.form is Form.EXACT and isinstance(number, int) and box.low[count] <= number <= box.high[count]:
        # The usual case: both ends at once.
        step = Step(Rule.STATED, box.path, count, LOW, number, (), field)
        box.low[count] = box.high[count] = number
        box.why_low[count] = box.why_high[count] = step
        box.pending |= 1 << count
        return
    box.narrow(count, figure.sure_count(), Rule.STATED, field)


def _state_rate(box: Box, rate: int, figures: Mapping[str, Figure], located: Located, basis: Basis) -> None:
    field = QUANTITIES[RATES + rate]
    figure = figures[field]
    if figure.form is not Form.EXACT:
        box.narrow(RATES + rate, figure.as_rate(), Rule.STATED, field)
        if figure.form is Form.OVER and basis.cut is not None and (*box.path, field) not in basis.uncut:
            limit = exact(figure.number) + basis.cut
            box.set_rate(rate, (*limit.as_integer_ratio(), True), Rule.CUT, (), field, upper=HIGH)
        return
    premises: Premises = ()
    printed = _printed(located, basis) if rate == D else None
    if printed is None:
        ends = rounded(figure)
    elif figures.keys() >= set(RATE_FIELDS):
        # What the reduction may be hangs on the two rates beside it.
        ends = as_printed(figure, *printed)
        premises = tuple([box.why_low[RATES + each] or box.why_high[RATES + each] for each in (R0, R1)])
    else:
        # They are not both trusted: it may be the difference of whatever should stand in their place.
        ends = whatever_is_printed(figure, *printed)
    if basis.cut_off is not None and basis.cut_off == (*box.path, field):
        ends = _hull(ends, figure.cut_off())
    box.set_rate_ends(rate, ends, Rule.STATED, (premises, premises), field)


def _printed(located: Located, basis: Basis) -> tuple[Figure, Figure] | None:
    """The rates at both dates as bare numbers, whether they count or not; `None` where they are not."""
    start, end = (basis.changed.get((*located.path, field)) or located.figure(field) for field in RATE_FIELDS)
    if start is None or end is None or start.form is not Form.EXACT or end.form is not Form.EXACT:
        return None
    return start, end


def _hull(ends: tuple[End, End], room: Interval) -> tuple[End, End]:
    """The ends around a range and another one."""
    low, high = (
        end if other is None or not is_tighter(end, other, upper=upper) else other
        for upper, end, other in zip((LOW, HIGH), ends, ends_of(room), strict=True)
    )
    return low, high


def _growth(percent: Interval, path: Path) -> Growth | None:
    if percent.low is None or percent.high is None:
        return None
    if percent[:2] == (0, 0):
        return level(Rule.GROWTH, path)
    low, high = 1 + Fraction(percent.low, 100), 1 + Fraction(percent.high, 100)
    scale = lcm(low.denominator, high.denominator)
    why_low, why_high = (
        Step(Rule.GROWTH, path, N1, upper, (*end.as_integer_ratio(), False))
        for end, upper in ((percent.low, LOW), (percent.high, HIGH))
    )
    return Growth(int(low * scale), int(high * scale), scale, why_low, why_high)


def _connect(box: Box, inside: list[Box]) -> None:
    """Put the areas inside into a box; on one base they are on one base together."""
    box.areas = inside
    box.even = not box.partial and all(inner.is_level for inner in inside)
    if box.even and box.growth is None:
        steps = tuple([inner.growth.why_low for inner in inside if inner.growth])
        box.growth = level(Rule.SUM, box.path, (steps,))
        box.pending |= 1 << N0


MAX_AREAS_TRIED = 500
"""In larger plans no value at the end of a base is tried: that would cost more than all the rest."""

MAX_TRIES = 40
"""So many values are tried at one end of a base."""

MAX_TURNS = 3
"""So often a tree is narrowed again after values were tried."""


def shave(boxes: Sequence[Box], patience: int = 1) -> Effort:
    """Narrow a tree, and take away ends of bases that leave no value for another quantity of the area.

    That is what the relations of an area, each by itself, do not see. With households growing by 0 to 2%, Trạm Tấu's
    count, rates and points each allow 5,950 households at the start of the year; but on 5,950 there is no whole number
    of poor households at the end that suits all of them. Source: shaving, or singleton consistency, of constraint
    programming. It may take `patience` times the usual effort. Raises `Refuted`.
    """
    effort = propagate_tree(boxes, patience)
    visits = effort.visits
    is_small = len(boxes) <= MAX_AREAS_TRIED
    for turn in range(MAX_TURNS + 1):
        tighter = sum([weigh(box) for box in reversed(boxes) if box.areas])
        if is_small and turn < MAX_TURNS:
            tighter += sum([_shave_bases(box) for box in boxes])
        if not tighter:
            break
        effort = propagate_tree(boxes, patience)
        visits += effort.visits
    return Effort(visits, effort.cut_short)


def _shave_bases(box: Box) -> int:
    """How many ends of an area's bases were taken away. On one base both dates are the same."""
    bases = (N0,) if box.is_level else (N0, N1)
    return sum([_shave_end(box, base, upper=upper) for base in bases for upper in (HIGH, LOW)])


def _shave_end(box: Box, base: int, *, upper: bool) -> int:
    """Take away values at one end of a base as long as they contradict the rest; how many were."""
    for tried in range(MAX_TRIES):
        value = box.counts[upper][base]
        if box.low[base] == box.high[base] or not 0 < value < FAR:
            return tried
        trial = box.copy()
        trial.counts[not upper][base] = value
        trial.why[not upper][base] = Step(Rule.SHAVED, box.path, base, not upper, value)
        trial.pending = 1 << base
        try:
            settle(trial)
        except Refuted as refuted:
            premises = (box.why[upper][base], *refuted.ends)
            box.set_count(base, value + (-1 if upper else 1), Rule.SHAVED, premises, upper=upper)
            _settled(box)
        else:
            return tried
    return MAX_TRIES


class Cap(NamedTuple):
    """Something that an end rate is never above: so many percent, and so many households of the base more."""

    rate: Fraction
    households: int

    def on(self, least: int, most: int) -> Fraction:
        """The greatest that it is on any base from the least to the most."""
        return self.rate + Fraction(100 * self.households, least if self.households > 0 else most)


def end_rates(box: Box, reduction: int, limit: int) -> Interval | None:
    """The least and the greatest end rate over the worlds of a box, once so many leave poverty.

    On one base of N households, H of which leave poverty as planned, a world is N and the poor at the start, P0; of
    these P0 - H are left. Once H' leave it, the end rate is 100 (P0 - H') / N. For one N the most and the fewest poor
    are known, so that the bases are halved, the half with the greater bound first, until a single base is left.
    Source: branch and bound (Land and Doig 1960), as in `greatest`, whose boxes are ten times as dear.

    The search for either looks at so many parts of the bases; a bound that is cut short is valid. `None` where the
    box is not on one base, where it is open how many leave poverty as planned, and where there is no world.
    """
    least, most = max(box.low[N0], box.low[N1], 1), min(box.high[N0], box.high[N1])
    planned = box.low[H]
    if not box.is_level or planned != box.high[H] or not least <= most < FAR:
        return None
    low, high = (_end_rate(box, reduction, range(least, most + 1), limit, upper=upper) for upper in (LOW, HIGH))
    return None if high is None or low is None else Interval(-low, high)


def _end_rate(box: Box, reduction: int, bases: range, limit: int, *, upper: bool) -> Fraction | None:
    """The greatest end rate on some bases; the least is the greatest with the other sign."""
    sign = 1 if upper else -1
    planned, ends = box.low[H], box.counts[upper]
    poor = min(sign * (ends[P0] - reduction), sign * (ends[P1] + planned - reduction))
    start, end = (sign * Fraction(*box.rates[upper][rate][:2]) for rate in (R0, R1))
    caps = Cap(start, -sign * reduction), Cap(end, sign * (planned - reduction)), Cap(Fraction(0), poor)
    waiting: list[tuple[Fraction, int, int]] = []

    def wait(first: int, last: int) -> None:
        if first < last:
            heapq.heappush(waiting, (-min(cap.on(first, last) for cap in caps), first, last))
        elif numbers := poor_on(box, first, planned):
            value = Fraction(100 * sign * (numbers[-1 if upper else 0] - reduction), first)
            heapq.heappush(waiting, (-value, first, last))

    wait(bases[0], bases[-1])
    for _ in range(limit):
        if not waiting:
            return None
        negative, low, high = heapq.heappop(waiting)
        if low == high:
            return -negative
        middle = (low + high) // 2
        wait(low, middle)
        wait(middle + 1, high)
    return -waiting[0][0] if waiting else None


def poor_on(box: Box, base: int, planned: int) -> range:
    """How many can be poor at the start on a base; none where the base cannot be."""
    points = (100 * planned, base, False)
    if any(rules_out(box.rates[upper][D], points, upper=upper) for upper in (LOW, HIGH)):
        return range(0)
    least = max(box.low[P0], box.low[P1] + planned, 0, planned)
    most = min(box.high[P0], box.high[P1] + planned, base, base + planned)
    for rate, added in ((R0, 0), (R1, planned)):
        for upper in (LOW, HIGH):
            number, per, is_open = box.rates[upper][rate]
            end = whole(number * base, 100 * per, is_open=is_open, upper=upper) + added
            least, most = (least, min(most, end)) if upper else (max(least, end), most)
    return range(least, most + 1)
