"""The greatest and the least that a number can be over the worlds of one area, by halving ranges.

Propagation bounds each quantity by itself. What depends on several of them, such as the end rate when so many
households fewer are poor, is greatest in one world of the area and not where each of its parts is: there are
5,328 households or 814 in Trạm Tấu, and not the poor of the one on the base of the other. So the area's box is
halved, each half narrowed by its relations, and the half with the greater bound looked at first, until that is a
single world. Source: branch and bound (Land and Doig 1960).
"""

import heapq
from collections.abc import Callable
from fractions import Fraction
from itertools import count
from typing import NamedTuple

from povcalc.bounds.boxes import FAR, HIGH, LOW, N0, N1, P0, P1, Box, Refuted, Rule, Step
from povcalc.bounds.relations import settle

MAX_BOXES = 400
"""So many boxes are looked at; a bound that is cut short is valid, and may be greater than need be."""

Bound = Callable[[Box], "Fraction | int | None"]
"""The most that a number can be in a box, exactly that where the box is one world; `None` is unbounded."""

World = tuple[int, int, int, int]
"""Households at the start and the end of the year, poor households likewise."""


class Extreme(NamedTuple):
    """The greatest value over all worlds of a box, and a world that has it.

    Without a world the value is a bound that may not be reached: the search was cut short. A value of `None` is
    unbounded.
    """

    value: "Fraction | int | None"
    world: World | None = None


def greatest(box: Box, bound: Bound, limit: int = MAX_BOXES) -> Extreme:
    """The greatest value over the worlds of an area's box. Raises `Refuted` when there is no world.

    `bound` may not be less than the value in any world of the box that it is given.
    """
    numbers = count()
    value = bound(box)
    if value is None:
        return Extreme(None)
    waiting: list[tuple[Fraction | int, int, Box]] = [(-value, next(numbers), box)]
    refuted = Refuted(None, None)
    for _ in range(limit):
        if not waiting:
            raise refuted
        value, _number, nearest = heapq.heappop(waiting)
        halved = _widest(nearest)
        if halved is None:
            return Extreme(-value, (nearest.low[N0], nearest.low[N1], nearest.low[P0], nearest.low[P1]))
        for half in _halves(nearest, halved):
            try:
                settle(half)
            except Refuted as none:
                refuted = none
                continue
            found = bound(half)
            if found is None:
                return Extreme(None)
            # Narrower ranges never make the bound greater.
            heapq.heappush(waiting, (max(-found, value), next(numbers), half))
    if not waiting:
        raise refuted
    return Extreme(-waiting[0][0])


def _widest(box: Box) -> int | None:
    """The count to be halved: the bases before the poor, since these follow from them; `None` for a single world."""
    for one, other in ((N0, N1), (P0, P1)):
        widths = box.high[one] - box.low[one], box.high[other] - box.low[other]
        if max(widths):
            return one if widths[0] >= widths[1] else other
    return None


def _halves(box: Box, halved: int) -> tuple[Box, Box]:
    low, high = box.low[halved], box.high[halved]
    middle = (low + high) // 2 if high < FAR else 2 * low + 1
    below, above = box.copy(), box.copy()
    below.high[halved], above.low[halved] = middle, middle + 1
    below.why_high[halved] = Step(Rule.TRIED, box.path, halved, HIGH, middle)
    above.why_low[halved] = Step(Rule.TRIED, box.path, halved, LOW, middle + 1)
    below.pending = above.pending = 1 << halved
    return below, above
