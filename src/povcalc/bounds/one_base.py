"""The end rate of an area on one base when another count leaves poverty, over single worlds.

On one base of N households, H of which leave poverty as planned, a world is N and the poor at the start, P0; of these
P0 - H are left. Once H' leave it, the end rate is 100 (P0 - H') / N. For one N the most and the fewest poor are known,
so that the bases are halved, the half with the greater bound first, until a single base is left. Source: branch and
bound (Land and Doig 1960), as in `extremes`, whose boxes are ten times as dear.
"""

import heapq
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from povcalc.bounds.boxes import FAR, N0, N1, P0, P1, R0, R1, Box, D, End, H
from povcalc.bounds.relations import whole_above, whole_below
from povcalc.figures import Interval


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
