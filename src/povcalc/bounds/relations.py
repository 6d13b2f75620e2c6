"""The relations between the quantities of one area, each narrowing what it can.

For an area with N0 households at the start of the year and N1 at its end, P0 and P1 of them poor, a net
reduction of H households, rates R0 and R1 in percent and a reduction of D points:

- `fall`: H = P0 - P1;
- `share`: 100 P = R N at each date, with P <= N. P and N are whole, and their ends are rounded inwards in turn: 44.355%
  of at most 5,329 households are at most 2,363, and those are 44.345% of at most 5,328;
- `points`: D = R0 - R1;
- `grown`: (1 + g) N0 = N1 for a growth g that is assumed, or 0 where one figure is of both dates;
- `gained`: with such a growth, 100 H = k N0 where k = D - g R1 = (1 + g) D - g R0. On one base k = D, so that
  100 H / N is the reduction in points. (100 H = R0 N0 - R1 (1 + g) N0, and R0 = R1 + D.)
"""

from typing import NamedTuple

from povcalc.bounds.boxes import (
    N0,
    N1,
    P0,
    P1,
    R0,
    R1,
    RATES,
    UNBOUNDED,
    Because,
    Box,
    D,
    End,
    Growth,
    H,
    Rule,
    Step,
    is_above,
    is_below,
)

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
        box.at_least(H, low[P0] - high[P1], Rule.FALL, (why_low[P0], why_high[P1]))
        if high[H] < UNBOUNDED:
            box.at_most(P0, high[P1] + high[H], Rule.FALL, (why_high[P1], why_high[H]))
    if high[P0] < UNBOUNDED:
        box.at_most(H, high[P0] - low[P1], Rule.FALL, (why_high[P0], why_low[P1]))
        if low[H] > -UNBOUNDED:
            box.at_most(P1, high[P0] - low[H], Rule.FALL, (why_high[P0], why_low[H]))
    if low[H] > -UNBOUNDED:
        box.at_least(P0, low[P1] + low[H], Rule.FALL, (why_low[P1], why_low[H]))
    if high[H] < UNBOUNDED:
        box.at_least(P1, low[P0] - high[H], Rule.FALL, (why_low[P0], why_high[H]))


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
            because = (why_low[poor], why_high[base]), (why_high[poor], why_low[base])
            box.rate_between(rate, (end, end), Rule.SHARE, because)
        return
    least, least_of, least_open = box.least[rate]
    most, most_of, most_open = box.most[rate]
    why_least, why_most = why_low[RATES + rate], why_high[RATES + rate]
    if least > 0 and low[base]:
        value = whole_above(least * low[base], 100 * least_of, is_open=least_open)
        box.at_least(poor, value, Rule.SHARE, (why_least, why_low[base]))
    if high[base] < UNBOUNDED:
        # Without a household the rate says nothing, and there are none poor either.
        value = whole_below(most * high[base], 100 * most_of, is_open=most_open) if high[base] else 0
        box.at_most(poor, value, Rule.SHARE, (why_most, why_high[base]))
    elif most == 0:
        box.at_most(poor, 0, Rule.SHARE, (why_most,))
    if least > 0 and high[poor] < UNBOUNDED:
        value = whole_below(100 * least_of * high[poor], least, is_open=least_open)
        box.at_most(base, value if low[base] else max(value, 0), Rule.SHARE, (why_high[poor], why_least))
    if low[poor] > 0 and most > 0:
        value = whole_above(100 * most_of * low[poor], most, is_open=most_open)
        box.at_least(base, value, Rule.SHARE, (why_low[poor], why_most))
    if low[poor] > 0:
        end = (100 * low[poor], high[base], False) if high[base] < UNBOUNDED else (0, 1, True)
        box.rate_at_least(rate, end, Rule.SHARE, (why_low[poor], why_high[base]))
    if low[base] and high[poor] < low[base]:
        box.rate_at_most(rate, (100 * high[poor], low[base], False), Rule.SHARE, (why_high[poor], why_low[base]))


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
            because = (why_low[R0], why_high[R1]), (why_high[R0], why_low[R1])
            box.rate_between(D, (fall, fall), Rule.POINTS, because)
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
    because: Because


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
    least = _Side(_minus(low_points, large.end), (why_low, *large.because))
    most = _Side(_minus(high_points, small.end), (why_high, *small.because))
    small, large = _grown_rate(box, growth, R0)
    factor, why = (growth.low, growth.why_low) if low_points[0] >= 0 else (growth.high, growth.why_high)
    end = _minus((low_points[0] * factor, low_points[1] * growth.scale, low_points[2]), large.end)
    if is_above(end, least.end):
        least = _Side(end, (why_low, *large.because, why))
    factor, why = (growth.high, growth.why_high) if high_points[0] >= 0 else (growth.low, growth.why_low)
    end = _minus((high_points[0] * factor, high_points[1] * growth.scale, high_points[2]), small.end)
    if is_below(end, most.end):
        most = _Side(end, (why_high, *small.because, why))
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
    return _Side(end, (*side.because, why))


def _base_by_gain(box: Box, least: _Side, most: _Side) -> None:
    """N0 from 100 H = k N0; where poverty rises both H and k are below nought."""
    low, high, why_low, why_high = box.low, box.high, box.why_low, box.why_high
    rate, per, is_open = least.end
    if rate > 0 and high[H] < UNBOUNDED:
        _base_at_most(box, whole_below(100 * per * high[H], rate, is_open=is_open), (why_high[H], *least.because))
    elif rate < 0 and high[H] < 0:
        value = whole_above(100 * per * -high[H], -rate, is_open=is_open)
        box.at_least(N0, value, Rule.GAINED, (why_high[H], *least.because))
    rate, per, is_open = most.end
    if rate > 0 and low[H] > 0:
        value = whole_above(100 * per * low[H], rate, is_open=is_open)
        box.at_least(N0, value, Rule.GAINED, (why_low[H], *most.because))
    elif rate < 0 and low[H] > -UNBOUNDED:
        _base_at_most(box, whole_below(100 * per * -low[H], -rate, is_open=is_open), (why_low[H], *most.because))


def _base_at_most(box: Box, value: int, because: Because) -> None:
    box.at_most(N0, value if box.low[N0] else max(value, 0), Rule.GAINED, because)


def _gain_by_base(box: Box, least: _Side, most: _Side) -> None:
    """H from 100 H = k N0. Without a household H is nought, whatever k."""
    low, high, why_low, why_high = box.low, box.high, box.why_low, box.why_high
    rate, per, is_open = least.end
    if rate >= 0:
        value = whole_above(rate * low[N0], 100 * per, is_open=is_open and low[N0] > 0)
        box.at_least(H, value, Rule.GAINED, (why_low[N0], *least.because))
    elif high[N0] < UNBOUNDED:
        value = whole_above(rate * high[N0], 100 * per, is_open=is_open and high[N0] > 0)
        box.at_least(H, value, Rule.GAINED, (why_high[N0], *least.because))
    rate, per, is_open = most.end
    if rate <= 0:
        value = whole_below(rate * low[N0], 100 * per, is_open=is_open and low[N0] > 0)
        box.at_most(H, value, Rule.GAINED, (why_low[N0], *most.because))
    elif high[N0] < UNBOUNDED:
        value = whole_below(rate * high[N0], 100 * per, is_open=is_open and high[N0] > 0)
        box.at_most(H, value, Rule.GAINED, (why_high[N0], *most.because))


def _points_by_gain(box: Box, growth: Growth) -> None:
    """D = 100 H / N0 + g R1."""
    low, high, why_low, why_high = box.low, box.high, box.why_low, box.why_high
    small, large = _grown_rate(box, growth, R1)
    if low[H] >= 0 or (low[N0] and low[H] > -UNBOUNDED):
        base, why = (high[N0], why_high[N0]) if low[H] > 0 else (low[N0], why_low[N0])
        end = _plus(_ratio(low[H], base), small.end)
        box.rate_at_least(D, end, Rule.GAINED, (why_low[H], why, *small.because))
    if high[H] <= 0 or (low[N0] and high[H] < UNBOUNDED):
        base, why = (high[N0], why_high[N0]) if high[H] < 0 else (low[N0], why_low[N0])
        end = _plus(_ratio(high[H], base), large.end)
        box.rate_at_most(D, end, Rule.GAINED, (why_high[H], why, *large.because))


def _ratio(count: int, base: int) -> End:
    """100 count / base; on a base without bound it is nought, and not reached."""
    if count == 0:
        return 0, 1, False
    return (100 * count, base, False) if base < UNBOUNDED else (0, 1, True)
