"""Propagation over the tree of areas.

The relations between the quantities of one area, each narrowing what it can.

For an area with N0 households at the start of the year and N1 at its end, P0 and P1 of them poor, a net
reduction of H households, rates R0 and R1 in percent and a reduction of D points:

- `difference`: H = P0 - P1;
- `rate`: 100 P = R N at each date, with P <= N. P and N are whole, and their ends are rounded inwards in turn: 44.355%
  of at most 5,329 households are at most 2,363, and those are 44.345% of at most 5,328;
- `points`: D = R0 - R1;
- `grown`: (1 + g) N0 = N1 for a growth g that is assumed, or 0 where one figure is of both dates;
- `gained`: with such a growth, 100 H = k N0 where k = D - g R1 = (1 + g) D - g R0. On one base k = D, so that
  100 H / N is the reduction in points. (100 H = R0 N0 - R1 (1 + g) N0, and R0 = R1 + D.)

The greatest that the rate of a whole can be, as the mean of its parts' rates by their households.

The mean is greatest where the parts of high rates are as large as they can be and the others as small, together as
many as the whole has. Which parts are "high" depends on the mean itself: Dinkelbach's method ("On nonlinear
fractional programming", 1967) begins with some mean, finds the households that are best beside it, and goes on from
the mean of these until none is better.

The relations between an area and the areas inside it, and how they are gone through.

Counts of an area are the sums of its child areas'; where only some are listed (`partial`), the sums of
their stocks are at most the area's own. A rate of the whole is a mean of the parts' rates, weighted by their
households, so that it lies between the least and the greatest of them; so does the reduction in points where
every part has one base all year.

From the areas of a plan to boxes that hold what the plan states of them, and what is assumed.

Trying values at the ends of bases: what the relations of an area, each by itself, do not see.

With households growing by 0 to 2%, Trạm Tấu's count, rates and points each allow 5,950 households at the start
of the year; but on 5,950 there is no whole number of poor households at the end that suits all of them.
Source: shaving, or singleton consistency, of constraint programming.

The end rate of an area on one base when another count leaves poverty, over single worlds.

On one base of N households, H of which leave poverty as planned, a world is N and the poor at the start, P0; of these
P0 - H are left. Once H' leave it, the end rate is 100 (P0 - H') / N. For one N the most and the fewest poor are known,
so that the bases are halved, the half with the greater bound first, until a single base is left. Source: branch and
bound (Land and Doig 1960), as in `extremes`, whose boxes are ten times as dear.
"""

import heapq
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from math import lcm
from types import MappingProxyType
from typing import NamedTuple

from povcalc.inference.counts import RATE_FIELDS, as_printed, rounded, whatever_is_printed
from povcalc.inference.domains import (
    COUNTS,
    FAR,
    HIGH,
    LOW,
    N0,
    N1,
    P0,
    P1,
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
    is_above,
    is_below,
    level,
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
        if changed & _FALL:
            _fall(box)
        if changed & _SHARE_START:
            _share(box, N0, P0, R0)
        if changed & _SHARE_END:
            _share(box, N1, P1, R1)
        if changed & _POINTS:
            _points(box)
        if box.growth is not None:
            if changed & _GROWN:
                _grown(box)
            if changed & _GAINED:
                _gained(box)
    return False


_FALL = 1 << P0 | 1 << P1 | 1 << H
_SHARE_START = 1 << N0 | 1 << P0 | 1 << RATES + R0
_SHARE_END = 1 << N1 | 1 << P1 | 1 << RATES + R1
_GROWN = 1 << N0 | 1 << N1
_POINTS = 1 << RATES + R0 | 1 << RATES + R1 | 1 << RATES + D | _GROWN
_GAINED = _POINTS | 1 << H


def _fall(box: Box) -> None:
    low, high, why_low, why_high = box.low, box.high, box.why_low, box.why_high
    if low[H] == high[H] == low[P0] - high[P1] == high[P0] - low[P1]:
        return
    if high[P1] < UNBOUNDED:
        box.at_least(H, low[P0] - high[P1], Rule.DIFFERENCE, (why_low[P0], why_high[P1]))
        if high[H] < UNBOUNDED:
            box.at_most(P0, high[P1] + high[H], Rule.DIFFERENCE, (why_high[P1], why_high[H]))
    if high[P0] < UNBOUNDED:
        box.at_most(H, high[P0] - low[P1], Rule.DIFFERENCE, (why_high[P0], why_low[P1]))
        if low[H] > -UNBOUNDED:
            box.at_most(P1, high[P0] - low[H], Rule.DIFFERENCE, (why_high[P0], why_low[H]))
    if low[H] > -UNBOUNDED:
        box.at_least(P0, low[P1] + low[H], Rule.DIFFERENCE, (why_low[P1], why_low[H]))
    if high[H] < UNBOUNDED:
        box.at_least(P1, low[P0] - high[H], Rule.DIFFERENCE, (why_low[P0], why_high[H]))


def whole_above(numerator: int, denominator: int, *, is_open: bool) -> int:
    """The least whole number that is at least a ratio, or more than it; the denominator is more than nought."""
    return numerator // denominator + 1 if is_open else -(-numerator // denominator)


def whole_below(numerator: int, denominator: int, *, is_open: bool) -> int:
    """The greatest whole number that is at most a ratio, or less than it; the denominator is more than nought."""
    return -(-numerator // denominator) - 1 if is_open else numerator // denominator


def _share(box: Box, base: int, poor: int, rate: int) -> None:
    low, high, why_low, why_high = box.low, box.high, box.why_low, box.why_high
    if low[base] == high[base] > 0 and low[poor] == high[poor]:
        end = (100 * low[poor], low[base], False)
        if box.least[rate] != end or box.most[rate] != end:
            premises = (why_low[poor], why_high[base]), (why_high[poor], why_low[base])
            box.rate_between(rate, (end, end), Rule.RATE, premises)
        return
    least, least_of, least_open = box.least[rate]
    most, most_of, most_open = box.most[rate]
    why_least, why_most = why_low[RATES + rate], why_high[RATES + rate]
    if least > 0 and low[base]:
        value = whole_above(least * low[base], 100 * least_of, is_open=least_open)
        box.at_least(poor, value, Rule.RATE, (why_least, why_low[base]))
    if high[base] < UNBOUNDED:
        # Without a household the rate says nothing, and there are none poor either.
        value = whole_below(most * high[base], 100 * most_of, is_open=most_open) if high[base] else 0
        box.at_most(poor, value, Rule.RATE, (why_most, why_high[base]))
    elif most == 0:
        box.at_most(poor, 0, Rule.RATE, (why_most,))
    if least > 0 and high[poor] < UNBOUNDED:
        value = whole_below(100 * least_of * high[poor], least, is_open=least_open)
        box.at_most(base, value if low[base] else max(value, 0), Rule.RATE, (why_high[poor], why_least))
    if low[poor] > 0 and most > 0:
        value = whole_above(100 * most_of * low[poor], most, is_open=most_open)
        box.at_least(base, value, Rule.RATE, (why_low[poor], why_most))
    if low[poor] > 0:
        end = (100 * low[poor], high[base], False) if high[base] < UNBOUNDED else (0, 1, True)
        box.rate_at_least(rate, end, Rule.RATE, (why_low[poor], why_high[base]))
    if low[base] and high[poor] < low[base]:
        box.rate_at_most(rate, (100 * high[poor], low[base], False), Rule.RATE, (why_high[poor], why_low[base]))


def _plus(end: End, other: End) -> End:
    if end[1] == other[1]:
        return end[0] + other[0], end[1], end[2] or other[2]
    return end[0] * other[1] + other[0] * end[1], end[1] * other[1], end[2] or other[2]


def _minus(end: End, other: End) -> End:
    return _plus(end, (-other[0], other[1], other[2]))


def _points(box: Box) -> None:
    if box.growth is None and not (box.low[N0] and box.low[N1]):
        return  # without a household at one of the dates there is a rate at the other alone
    least, most, why_low, why_high = box.least, box.most, box.why_low[RATES:], box.why_high[RATES:]
    if least[R0] == most[R0] and least[R1] == most[R1]:
        fall = _minus(least[R0], least[R1])
        if least[D] != fall or most[D] != fall:
            premises = (why_low[R0], why_high[R1]), (why_high[R0], why_low[R1])
            box.rate_between(D, (fall, fall), Rule.POINTS, premises)
        return
    box.rate_at_least(D, _minus(least[R0], most[R1]), Rule.POINTS, (why_low[R0], why_high[R1]))
    box.rate_at_most(D, _minus(most[R0], least[R1]), Rule.POINTS, (why_high[R0], why_low[R1]))
    if least[R0] != most[R0]:
        box.rate_at_least(R0, _plus(least[R1], least[D]), Rule.POINTS, (why_low[R1], why_low[D]))
        box.rate_at_most(R0, _plus(most[R1], most[D]), Rule.POINTS, (why_high[R1], why_high[D]))
    if least[R1] != most[R1]:
        box.rate_at_least(R1, _minus(least[R0], most[D]), Rule.POINTS, (why_low[R0], why_high[D]))
        box.rate_at_most(R1, _minus(most[R0], least[D]), Rule.POINTS, (why_high[R0], why_low[D]))


def _grown(box: Box) -> None:
    growth = box.growth
    if growth is None:
        return
    low, high, why_low, why_high = box.low, box.high, box.why_low, box.why_high
    slow, fast = growth.why_low, growth.why_high
    box.at_least(N1, -(-growth.low * low[N0] // growth.scale), Rule.GROWN, (why_low[N0], slow))
    box.at_least(N0, -(-growth.scale * low[N1] // growth.high), Rule.GROWN, (why_low[N1], fast))
    if high[N0] < UNBOUNDED:
        box.at_most(N1, growth.high * high[N0] // growth.scale, Rule.GROWN, (why_high[N0], fast))
    if high[N1] < UNBOUNDED:
        box.at_most(N0, growth.scale * high[N1] // growth.low, Rule.GROWN, (why_high[N1], slow))


class _Side(NamedTuple):
    """One end of k, in percent of N0, and what it comes from."""

    end: End
    premises: Premises


def _gained(box: Box) -> None:
    growth = box.growth
    if growth is None:
        return
    least, most = _sides(box, growth)
    _base_by_gain(box, least, most)
    _gain_by_base(box, least, most)
    _points_by_gain(box, growth)


def _sides(box: Box, growth: Growth) -> tuple[_Side, _Side]:
    """The range of k = D - g R1 = (1 + g) D - g R0."""
    why_low, why_high = box.why_low[RATES + D], box.why_high[RATES + D]
    low_points, high_points = box.least[D], box.most[D]
    if growth.is_level:
        return _Side(low_points, (why_low, growth.why_low)), _Side(high_points, (why_high, growth.why_low))
    small, large = _grown_rate(box, growth, R1)
    least = _Side(_minus(low_points, large.end), (why_low, *large.premises))
    most = _Side(_minus(high_points, small.end), (why_high, *small.premises))
    small, large = _grown_rate(box, growth, R0)
    factor, why = (growth.low, growth.why_low) if low_points[0] >= 0 else (growth.high, growth.why_high)
    end = _minus((low_points[0] * factor, low_points[1] * growth.scale, low_points[2]), large.end)
    if is_above(end, least.end):
        least = _Side(end, (why_low, *large.premises, why))
    factor, why = (growth.high, growth.why_high) if high_points[0] >= 0 else (growth.low, growth.why_low)
    end = _minus((high_points[0] * factor, high_points[1] * growth.scale, high_points[2]), small.end)
    if is_below(end, most.end):
        most = _Side(end, (why_high, *small.premises, why))
    return least, most


def _grown_rate(box: Box, growth: Growth, rate: int) -> tuple[_Side, _Side]:
    """The least and the greatest that g R can be. Rates are not negative, growth may be."""
    if growth.is_level:
        nothing = _Side((0, 1, False), (growth.why_low,))
        return nothing, nothing
    low, high = growth.low - growth.scale, growth.high - growth.scale
    why_least, why_most = box.why_low[RATES + rate], box.why_high[RATES + rate]
    small = _Side(box.most[rate], (why_most,)) if low < 0 else _Side(box.least[rate], (why_least,))
    large = _Side(box.most[rate], (why_most,)) if high >= 0 else _Side(box.least[rate], (why_least,))
    return (
        _times(small, low, growth.scale, growth.why_low),
        _times(large, high, growth.scale, growth.why_high),
    )


def _times(side: _Side, factor: int, scale: int, why: Step) -> _Side:
    end = (factor * side.end[0], scale * side.end[1], side.end[2] and factor != 0)
    return _Side(end, (*side.premises, why))


def _base_by_gain(box: Box, least: _Side, most: _Side) -> None:
    """N0 from 100 H = k N0; where poverty rises both H and k are below nought."""
    low, high, why_low, why_high = box.low, box.high, box.why_low, box.why_high
    rate, per, is_open = least.end
    if rate > 0 and high[H] < UNBOUNDED:
        _base_at_most(box, whole_below(100 * per * high[H], rate, is_open=is_open), (why_high[H], *least.premises))
    elif rate < 0 and high[H] < 0:
        value = whole_above(100 * per * -high[H], -rate, is_open=is_open)
        box.at_least(N0, value, Rule.GAINED, (why_high[H], *least.premises))
    rate, per, is_open = most.end
    if rate > 0 and low[H] > 0:
        value = whole_above(100 * per * low[H], rate, is_open=is_open)
        box.at_least(N0, value, Rule.GAINED, (why_low[H], *most.premises))
    elif rate < 0 and low[H] > -UNBOUNDED:
        _base_at_most(box, whole_below(100 * per * -low[H], -rate, is_open=is_open), (why_low[H], *most.premises))


def _base_at_most(box: Box, value: int, premises: Premises) -> None:
    box.at_most(N0, value if box.low[N0] else max(value, 0), Rule.GAINED, premises)


def _gain_by_base(box: Box, least: _Side, most: _Side) -> None:
    """H from 100 H = k N0. Without a household H is nought, whatever k."""
    low, high, why_low, why_high = box.low, box.high, box.why_low, box.why_high
    rate, per, is_open = least.end
    if rate >= 0:
        value = whole_above(rate * low[N0], 100 * per, is_open=is_open and low[N0] > 0)
        box.at_least(H, value, Rule.GAINED, (why_low[N0], *least.premises))
    elif high[N0] < UNBOUNDED:
        value = whole_above(rate * high[N0], 100 * per, is_open=is_open and high[N0] > 0)
        box.at_least(H, value, Rule.GAINED, (why_high[N0], *least.premises))
    rate, per, is_open = most.end
    if rate <= 0:
        value = whole_below(rate * low[N0], 100 * per, is_open=is_open and low[N0] > 0)
        box.at_most(H, value, Rule.GAINED, (why_low[N0], *most.premises))
    elif high[N0] < UNBOUNDED:
        value = whole_below(rate * high[N0], 100 * per, is_open=is_open and high[N0] > 0)
        box.at_most(H, value, Rule.GAINED, (why_high[N0], *most.premises))


def _points_by_gain(box: Box, growth: Growth) -> None:
    """D = 100 H / N0 + g R1."""
    low, high, why_low, why_high = box.low, box.high, box.why_low, box.why_high
    small, large = _grown_rate(box, growth, R1)
    if low[H] >= 0 or (low[N0] and low[H] > -UNBOUNDED):
        base, why = (high[N0], why_high[N0]) if low[H] > 0 else (low[N0], why_low[N0])
        end = _plus(_ratio(low[H], base), small.end)
        box.rate_at_least(D, end, Rule.GAINED, (why_low[H], why, *small.premises))
    if high[H] <= 0 or (low[N0] and high[H] < UNBOUNDED):
        base, why = (high[N0], why_high[N0]) if high[H] < 0 else (low[N0], why_low[N0])
        end = _plus(_ratio(high[H], base), large.end)
        box.rate_at_most(D, end, Rule.GAINED, (why_high[H], why, *large.premises))


def _ratio(count: int, base: int) -> End:
    """100 count / base; on a base without bound it is nought, and not reached."""
    if count == 0:
        return 0, 1, False
    return (100 * count, base, False) if base < UNBOUNDED else (0, 1, True)


_TURNS = 60


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
    end = Fraction(*(box.most if upper else box.least)[rate][:2])
    return Part(box.low[base], box.high[base], end if upper else -end, added)


def greatest_mean(parts: Sequence[Part], least: int, most: int) -> Mean | None:
    """The greatest (sum of rate times households, plus what is added) over all households, in percent.

    The whole has `least` to `most` households. `None` where no bound comes of it: too many parts have no most, or
    the parts are never as many households as the whole.
    """
    if least > most or most < 1 or any(not -FAR < part.added < FAR for part in parts):
        return None
    least = max(least, 1)  # a rate is that of the worlds in which there is a household
    order = sorted(range(len(parts)), key=lambda at: parts[at].rate, reverse=True)
    mean: Mean | None = None
    for _ in range(_TURNS):
        chosen = _best(parts, order, None if mean is None else mean.value, least, most)
        if chosen is None:
            return None
        poor = sum([part.rate * number + part.added for part, number in zip(parts, chosen, strict=True)])
        found = Fraction(poor, sum(chosen))
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
                _add_up(box)
                _mix_up(box)
                for inner in box.areas:
                    inner.parent_current = True
                box.children_current = False
            visits += _settled(box)
        for box in boxes:
            if box.areas and not box.children_current:
                box.children_current = True
                _hand_down(box, box.areas)
                _mix_down(box)
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
        _add_up(trial)
        _mix_up(trial)
        weigh(trial)
    if around is not None:
        whole = around.copy()
        whole.areas = [trial if inner is box else inner for inner in around.areas]
        whole.partial, whole.even = around.partial, around.even
        _hand_down(whole, (trial,))
        _mix_down(whole)


def _settled(box: Box) -> int:
    """Narrow one area by its own relations, if anything of it changed; 1 then, else 0."""
    if not box.pending:
        return 0
    settle(box)
    box.parent_current = False
    box.children_current = False
    return 1


def _add_up(box: Box) -> None:
    for count in COUNTS:
        if box.partial and count == H:
            continue
        low = sum([inner.low[count] for inner in box.areas])
        if box.low[count] < low and low > -FAR:
            box.at_least(count, low, Rule.SUM, (tuple([inner.why_low[count] for inner in box.areas]),))
        if box.partial:
            continue
        high = sum([inner.high[count] for inner in box.areas])
        if box.high[count] > high and high < FAR:
            box.at_most(count, high, Rule.SUM, (tuple([inner.why_high[count] for inner in box.areas]),))


def _hand_down(box: Box, parts: Sequence[Box]) -> None:
    """Each of these parts is the whole less all other parts."""
    for count in COUNTS:
        if box.partial and count == H:
            continue
        if box.high[count] < FAR:
            _rest_at_most(box, count, parts)
        if box.low[count] > -FAR and not box.partial:
            _rest_at_least(box, count, parts)


def _rest_at_most(box: Box, count: int, parts: Sequence[Box]) -> None:
    bounded = [low for inner in box.areas if (low := inner.low[count]) > -FAR]
    room = box.high[count] - sum(bounded)
    missing = len(box.areas) - len(bounded)
    if missing > 1:
        return
    why: tuple[Step | None, ...] | None = None
    for inner in parts:
        low = inner.low[count]
        most = room + low if not missing else room
        if (low > -FAR) == bool(missing) or most >= inner.high[count]:
            continue
        why = why or tuple([each.why_low[count] for each in box.areas])
        inner.at_most(count, most, Rule.REMAINDER, (box.why_high[count], why))


def _rest_at_least(box: Box, count: int, parts: Sequence[Box]) -> None:
    bounded = [high for inner in box.areas if (high := inner.high[count]) < FAR]
    room = box.low[count] - sum(bounded)
    missing = len(box.areas) - len(bounded)
    if missing > 1:
        return
    why: tuple[Step | None, ...] | None = None
    for inner in parts:
        high = inner.high[count]
        least = room + high if not missing else room
        if (high < FAR) == bool(missing) or least <= inner.low[count]:
            continue
        why = why or tuple([each.why_high[count] for each in box.areas])
        inner.at_least(count, least, Rule.REMAINDER, (box.why_low[count], why))


def _mixed(box: Box) -> tuple[int, ...]:
    """The rates of the whole that are a mean of the parts' rates."""
    if box.partial:
        return ()
    return (R0, R1, D) if box.even else (R0, R1)


def _loosest(ends: Sequence[End], tighter: Callable[[End, End], bool]) -> End:
    found = ends[0]
    for end in ends:
        if tighter(found, end):
            found = end
    return found


def _mix_up(box: Box) -> None:
    for rate in _mixed(box):
        if box.least[rate][:2] == box.most[rate][:2]:
            continue
        # An area that has no household has no part in the mean.
        parts = [inner for inner in box.areas if inner.high[N1 if rate == R1 else N0]]
        if not parts:
            continue
        least = _loosest([inner.least[rate] for inner in parts], is_above)
        if is_above(least, box.least[rate]):
            box.rate_at_least(rate, least, Rule.BETWEEN_PARTS, _steps(box, rate, upper=False))
        most = _loosest([inner.most[rate] for inner in parts], is_below)
        if is_below(most, box.most[rate]):
            box.rate_at_most(rate, most, Rule.BETWEEN_PARTS, _steps(box, rate, upper=True))


def weigh(box: Box) -> int:
    """Narrow the rates of a whole to the means that its parts' rates can have. Raises `Refuted`.

    How many times that made an end tighter. It costs more than all other relations of an area, so that it is looked at
    when these have nothing more to tell.
    """
    tighter = 0
    for rate in _mixed(box):
        if not box.areas or box.least[rate][:2] == box.most[rate][:2]:
            continue
        base = base_of(rate)
        for upper in (True, False):
            parts = [part_of(inner, rate, upper=upper) for inner in box.areas]
            mean = greatest_mean(parts, box.low[base], box.high[base])
            if mean is None:
                continue
            is_open = all((inner.most if upper else inner.least)[rate][2] for inner in box.areas)
            before = (box.most if upper else box.least)[rate]
            if upper and is_below(end := (*mean.value.as_integer_ratio(), is_open), before):
                box.rate_at_most(
                    rate, end, Rule.WEIGHTED_MEAN, _weighed(box, rate, mean, upper=True), weights=mean.households
                )
                tighter += 1
            elif not upper and is_above(end := (*(-mean.value).as_integer_ratio(), is_open), before):
                box.rate_at_least(
                    rate, end, Rule.WEIGHTED_MEAN, _weighed(box, rate, mean, upper=False), weights=mean.households
                )
                tighter += 1
    if tighter:
        _settled(box)
    return tighter


def _weighed(box: Box, rate: int, mean: Mean, *, upper: bool) -> Premises:
    """The ends of the parts' rates, the ends of their households that the mean is made of, and those of the whole's.

    A part that has neither as few households as it can nor as many has what the whole leaves it.
    """
    base = base_of(rate)
    rates, _, even = _steps(box, rate, upper=upper)
    households = tuple(
        [
            inner.why_low[base] if number == inner.low[base] else inner.why_high[base]
            for inner, number in zip(box.areas, mean.households, strict=True)
            if number in (inner.low[base], inner.high[base])
        ]
    )
    whole = sum(mean.households)
    ends = (
        box.why_low[base] if whole == max(box.low[base], 1) else None,
        box.why_high[base] if whole == box.high[base] else None,
    )
    return rates, households, ends, even


def _steps(box: Box, rate: int, *, upper: bool) -> Premises:
    """The ends of the parts' rates, and what says that a part has no household or one base all year."""
    ends = tuple([(inner.why_high if upper else inner.why_low)[RATES + rate] for inner in box.areas])
    base = N1 if rate == R1 else N0
    empty = tuple([inner.why_high[base] for inner in box.areas if not inner.high[base]])
    even = tuple([inner.growth.why_low for inner in box.areas if inner.growth]) if rate == D else ()
    return ends, empty, even


def _mix_down(box: Box) -> None:
    """Where all parts but one lie below the mean, that one does not; nor where all but one lie above it."""
    for rate in _mixed(box):
        base = N1 if rate == R1 else N0
        parts = [inner for inner in box.areas if inner.high[base]]
        if not (box.low[base] and parts):
            continue
        top = parts[0]
        bottom = parts[0]
        for inner in parts:
            if is_below(top.most[rate], inner.most[rate]):
                top = inner
            if is_above(bottom.least[rate], inner.least[rate]):
                bottom = inner
        least, most = box.least[rate], box.most[rate]
        if is_above(least, top.least[rate]) and all(
            _below(each.most[rate], least) for each in parts if each is not top
        ):
            premises = (box.why_low[RATES + rate], box.why_low[base], *_steps(box, rate, upper=True))
            top.rate_at_least(rate, least, Rule.BETWEEN_PARTS, premises)
        if is_below(most, bottom.most[rate]) and all(
            _below(most, each.least[rate]) for each in parts if each is not bottom
        ):
            premises = (box.why_high[RATES + rate], box.why_low[base], *_steps(box, rate, upper=False))
            bottom.rate_at_most(rate, most, Rule.BETWEEN_PARTS, premises)


def _below(most: End, least: End) -> bool:
    """Whether all up to one end lies below all from another."""
    mine, its = most[0] * least[1], least[0] * most[1]
    return mine < its or (mine == its and (most[2] or least[2]))


_COUNTS = (
    ("households_start", N0),
    ("households_end", N1),
    ("poor_households_start", P0),
    ("poor_households_end", P1),
    ("reduction_households", H),
)
_RATES = (
    ("poverty_rate_start", R0, (N0,)),
    ("poverty_rate_end", R1, (N1,)),
    ("reduction_rate", D, (N0, N1)),
)


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

    @property
    def has_all(self) -> bool:
        """Whether every stated figure counts as it is."""
        return not self.dropped and self.kept is None and not self.changed

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
    for field, count in _COUNTS:
        if field in figures:
            _state_count(box, field, count, figures[field])
    figure = figures.get("households")
    if figure is not None and figure.form is not Form.ABOUT:
        _state_count(box, "households", N0, figure)
        _state_count(box, "households", N1, figure)
        box.growth = level(Rule.STATED, located.path, (), "households")
    for field, rate, bases in _RATES:
        figure = figures.get(field)
        if figure is not None and figure.form is not Form.ABOUT:
            printed = None if rate != D or figure.form is not Form.EXACT else _printed(located, basis)
            if printed is None:
                _state_rate(box, field, rate, figure, basis)
            else:
                _state_points(box, figure, printed, basis, trusted=figures.keys() >= set(RATE_FIELDS))
            _state_households(box, bases, field)
        elif basis.asked == (*located.path, field):
            _state_households(box, bases, None)
    return box


def _state_households(box: Box, bases: tuple[int, ...], field: str | None) -> None:
    """Where there is a rate there is a household."""
    for base in bases:
        if not box.low[base]:
            box.at_least(base, 1, Rule.STATED, (), field)


def _figures(located: Located, basis: Basis) -> dict[str, Figure]:
    """The figures of an area that count, by their fields."""
    values = vars(located.area)  # the usual case is every area of a nation: attributes would cost twice as much
    stated = {field: values[field] for field in Area.FIGURES if values[field] is not None}
    if basis.has_all:
        return stated
    return {
        field: basis.changed.get((*located.path, field), figure)
        for field, figure in stated.items()
        if basis.has((*located.path, field))
    }


def _printed(located: Located, basis: Basis) -> tuple[Figure, Figure] | None:
    """The rates at both dates as bare numbers, whether they count or not; `None` where they are not."""
    start, end = (basis.changed.get((*located.path, field)) or located.figure(field) for field in RATE_FIELDS)
    if start is None or end is None or start.form is not Form.EXACT or end.form is not Form.EXACT:
        return None
    return start, end


def _state_count(box: Box, field: str, count: int, figure: Figure) -> None:
    number = figure.number
    if figure.form is Form.EXACT and isinstance(number, int) and box.low[count] <= number <= box.high[count]:
        # The usual case: both ends at once.
        step = Step(Rule.STATED, box.path, count, LOW, number, (), field)
        box.low[count] = box.high[count] = number
        box.why_low[count] = box.why_high[count] = step
        box.pending |= 1 << count
        return
    low, high = figure.sure_count()[:2]
    if low is not None:
        box.at_least(count, int(low), Rule.STATED, (), field)
    if high is not None:
        box.at_most(count, int(high), Rule.STATED, (), field)


def _state_rate(box: Box, field: str, rate: int, figure: Figure, basis: Basis) -> None:
    if figure.form is Form.EXACT:
        ends = _or_cut_off(rounded(figure), (*box.path, field), figure, basis)
        box.rate_between(rate, ends, Rule.STATED, field=field)
        return
    least, most = ends_of(figure.as_rate())
    if least is not None:
        box.rate_at_least(rate, least, Rule.STATED, (), field)
    if most is not None:
        box.rate_at_most(rate, most, Rule.STATED, (), field)
    elif figure.form is Form.OVER and basis.cut is not None and (*box.path, field) not in basis.uncut:
        limit = exact(figure.number) + basis.cut
        box.rate_at_most(rate, (*limit.as_integer_ratio(), True), Rule.CUT, (), field)


def _state_points(box: Box, points: Figure, printed: tuple[Figure, Figure], basis: Basis, *, trusted: bool) -> None:
    """A bare reduction where both rates are bare numbers: what it may be hangs on these, unless that changes nothing.

    Where they are not both `trusted`, it may be the difference of whatever should stand in their place.
    """
    ends = as_printed(points, *printed) if trusted else whatever_is_printed(points, *printed)
    premises: Premises = ()
    if trusted:
        premises = tuple([box.why_low[RATES + rate] or box.why_high[RATES + rate] for rate in (R0, R1)])
    ends = _or_cut_off(ends, (*box.path, "reduction_rate"), points, basis)
    box.rate_between(D, ends, Rule.STATED, (premises, premises), "reduction_rate")


def _or_cut_off(ends: tuple[End, End], path: Path, figure: Figure, basis: Basis) -> tuple[End, End]:
    """With the room of a rate that was cut off, if this one is taken to be."""
    return ends if basis.cut_off is None or basis.cut_off != path else _hull(ends, ends_of(figure.cut_off()))


def ends_of(interval: Interval) -> tuple[End | None, End | None]:
    """The ends of an interval as those of a rate's range."""
    low, high = interval[:2]
    return (
        None if low is None else (*low.as_integer_ratio(), interval.low_open),
        None if high is None else (*high.as_integer_ratio(), interval.high_open),
    )


def _hull(ends: tuple[End, End], others: tuple[End | None, End | None]) -> tuple[End, End]:
    low, high = ends
    if others[0] is not None and is_above(low, others[0]):
        low = others[0]
    if others[1] is not None and is_below(high, others[1]):
        high = others[1]
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
    growths = [inner.growth for inner in inside]
    box.even = not box.partial and all(each is not None and each.is_level for each in growths)
    if box.even and box.growth is None:
        steps = tuple([each.why_low for each in growths if each is not None])
        box.growth = level(Rule.SUM, box.path, (steps,))
        box.pending |= 1 << N0


MAX_AREAS_TRIED = 500
"""In larger plans no value is tried: that would cost more than all the rest."""

MAX_TRIES = 40
"""So many values are tried at one end of a base."""

MAX_TURNS = 3
"""So often a tree is narrowed again after values were tried."""


def shave(boxes: Sequence[Box], patience: int = 1) -> Effort:
    """Narrow a tree, and take away ends of bases that leave no value for another quantity of the area.

    It may take `patience` times the usual effort. Raises `Refuted`.
    """
    effort = propagate_tree(boxes, patience)
    visits = effort.visits
    is_small = len(boxes) <= MAX_AREAS_TRIED
    for turn in range(MAX_TURNS + 1):
        tighter = sum([weigh(box) for box in reversed(boxes) if box.areas])
        if is_small and turn < MAX_TURNS:
            tighter += sum([_tried(box) for box in boxes])
        if not tighter:
            break
        effort = propagate_tree(boxes, patience)
        visits += effort.visits
    return Effort(visits, effort.cut_short)


def _tried(box: Box) -> int:
    """How many ends of an area's bases were taken away. On one base both dates are the same."""
    one = box.growth is not None and box.growth.is_level
    return sum([_try_end(box, base, upper=upper) for base in ((N0,) if one else (N0, N1)) for upper in (True, False)])


def _try_end(box: Box, base: int, *, upper: bool) -> int:
    """Take away values at one end of a base as long as they contradict the rest; how many were."""
    for tried in range(MAX_TRIES):
        value = box.high[base] if upper else box.low[base]
        if box.low[base] == box.high[base] or not 0 < value < FAR:
            return tried
        trial = box.copy()
        trial.low[base] = trial.high[base] = value
        step = Step(Rule.SHAVED, box.path, base, not upper, value)
        (trial.why_low if upper else trial.why_high)[base] = step
        trial.pending = 1 << base
        try:
            settle(trial)
        except Refuted as refuted:
            if upper:
                box.at_most(base, value - 1, Rule.SHAVED, (box.why_high[base], *refuted.ends))
            else:
                box.at_least(base, value + 1, Rule.SHAVED, (box.why_low[base], *refuted.ends))
            settle(box)
            box.parent_current = False
            box.children_current = False
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

    The search for either looks at so many parts of the bases; a bound that is cut short is valid. `None` where the
    box is not on one base, where it is open how many leave poverty as planned, and where there is no world.
    """
    least, most = max(box.low[N0], box.low[N1], 1), min(box.high[N0], box.high[N1])
    planned = box.low[H]
    if box.growth is None or not box.growth.is_level or planned != box.high[H] or not least <= most < FAR:
        return None
    more = planned - reduction
    caps = (
        Cap(Fraction(*box.most[R0][:2]), -reduction),
        Cap(Fraction(*box.most[R1][:2]), more),
        Cap(Fraction(0), min(box.high[P0] - reduction, box.high[P1] + more)),
    )
    # The least is the greatest with the other sign.
    floors = (
        Cap(-Fraction(*box.least[R0][:2]), reduction),
        Cap(-Fraction(*box.least[R1][:2]), -more),
        Cap(Fraction(0), -max(box.low[P0] - reduction, box.low[P1] + more)),
    )

    def highest(base: int) -> Fraction | None:
        poor = poor_on(box, base, planned)
        return Fraction(100 * (poor[-1] - reduction), base) if poor else None

    def lowest(base: int) -> Fraction | None:
        poor = poor_on(box, base, planned)
        return Fraction(100 * (reduction - poor[0]), base) if poor else None

    high, low = _greatest(caps, highest, least, most, limit), _greatest(floors, lowest, least, most, limit)
    return None if high is None or low is None else Interval(-low, high)


def poor_on(box: Box, base: int, planned: int) -> range:
    """How many can be poor at the start on a base; none where the base cannot be."""
    points = (100 * planned, base, False)
    if _is_over(box.least[D], points) or _is_over(points, box.most[D]):
        return range(0)
    least = max(box.low[P0], box.low[P1] + planned, 0, planned)
    most = min(box.high[P0], box.high[P1] + planned, base, base + planned)
    for rate, added in ((R0, 0), (R1, planned)):
        low, low_parts, is_low_open = box.least[rate]
        high, high_parts, is_high_open = box.most[rate]
        least = max(least, whole_above(low * base, 100 * low_parts, is_open=is_low_open) + added)
        most = min(most, whole_below(high * base, 100 * high_parts, is_open=is_high_open) + added)
    return range(least, most + 1)


def _is_over(low: End, high: End) -> bool:
    """Whether nothing lies between a low end and a high end."""
    left, right = low[0] * high[1], high[0] * low[1]
    return left > right or (left == right and (low[2] or high[2]))


def _greatest(
    caps: tuple[Cap, ...], value: Callable[[int], Fraction | None], least: int, most: int, limit: int
) -> Fraction | None:
    """The greatest value on any base from the least to the most, which no cap is ever below."""
    waiting: list[tuple[Fraction, int, int]] = []

    def wait(first: int, last: int) -> None:
        found = value(first) if first == last else min(cap.on(first, last) for cap in caps)
        if found is not None:
            heapq.heappush(waiting, (-found, first, last))

    wait(least, most)
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
