"""What the stated figures imply: the ranges of all quantities of all areas, and the contradictions found on the way.

Beside them are the greatest value of a number over the worlds of one area, and which of the stated figures follow from
all the others. `domains` hold the ranges of an area, `counts` sums of stated counts and what bare rates stand for;
`propagate` narrows domains; `conflicts` are contradictions, `explain` tells how an end was found, and `change` what
comes of other targets.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import count
from typing import NamedTuple

from povcalc.gc_paused import gc_paused
from povcalc.inference.conflicts import Conflict, Restricted, evidence, reduced
from povcalc.inference.counts import COUNT_FIELDS, STOCKS, KnownCounts, assumed_growth
from povcalc.inference.domains import (
    FAR,
    FIGURES,
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
    Box,
    D,
    Refuted,
    Rule,
    Step,
)
from povcalc.inference.propagate import Basis, Effort, box_of, connected, plant, seen_from_around, settle, shave
from povcalc.places import Path
from povcalc.plan.assumptions import ONE_BASE, Assumptions
from povcalc.plan.model import Located
from povcalc.values import Form, Interval

MAX_RESTARTS = 50
"""So many contradictions between areas are set aside; those within one area have no such limit."""


class Ranges:
    """What the stated figures imply, by path and quantity.

    `conflicts` are the contradictions that were set aside on the way, in the order found: the ranges rest
    on the other figures. `cut_short` says that a cap ended the narrowing: the ranges are valid, and
    might be narrower. `visits` is how many times an area was looked at.
    """

    def __init__(self, boxes: Sequence[Box], conflicts: tuple[Conflict, ...], effort: Effort, basis: Basis) -> None:
        self._boxes = {box.path: box for box in boxes}
        self.conflicts = conflicts
        self.cut_short = effort.cut_short
        self.visits = effort.visits
        self.basis = basis

    def box(self, path: Path) -> Box:
        """The ranges of one area as they were worked out."""
        return self._boxes[path]

    def of(self, path: Path, quantity: str) -> Interval:
        """The range of a quantity, one of `QUANTITIES`, of the area at a path.

        The ends of counts are whole numbers, those of rates (percent) and points exact fractions. A rate is
        that of the worlds in which the area has households.
        """
        return self._boxes[path].interval(QUANTITIES.index(quantity))

    def steps(self, path: Path, quantity: str) -> tuple[Step | None, Step | None]:
        """How the low and the high end of a range were found; `None` for one that always holds."""
        box, number = self._boxes[path], QUANTITIES.index(quantity)
        return box.why_low[number], box.why_high[number]


def most_households(located: Located, counts: KnownCounts) -> int | None:
    """The most households, the same all year, on which an area's own figures and counts can all be true.

    `counts` are its counts as `known_counts` has them. `None` when any number would do, and when the figures
    contradict each other on one base.
    """
    path = located.path
    basis = Basis({path: ONE_BASE}, None, set(), set())
    try:
        box = box_of(located, basis)
        for number, field in enumerate(COUNT_FIELDS):
            known = counts.get(field)
            if known is not None and known.sure:
                box.narrow(number, known.interval, Rule.SUM)
        settle(box)
    except Refuted:
        return None
    return None if box.high[N0] >= FAR else box.high[N0]


def exact_ranges(areas: Sequence[Located], known: Mapping[Path, KnownCounts]) -> Ranges | None:
    """The ranges of a plan in which every count is known exactly and no check of the targets finds anything.

    `known` is as `known_counts` has it. The same as `ranges` then, at a quarter of the cost; `None` where some count
    is not known, or an area has no household and so no rate.
    """
    boxes = []
    for located in areas:
        counts = [known[located.path].get(field) for field in STOCKS]
        numbers = [each.interval.low for each in counts if each is not None and each.sure and each.interval.is_point]
        if len(numbers) < len(STOCKS) or not (numbers[0] and numbers[1]):
            return None
        n0, n1, p0, p1 = map(int, (number or 0 for number in numbers))
        box = Box(located.path, partial=located.area.partial)
        box.low[:] = box.high[:] = n0, n1, p0, p1, p0 - p1
        box.least[R0] = box.most[R0] = (100 * p0, n0, False)
        box.least[R1] = box.most[R1] = (100 * p1, n1, False)
        box.least[D] = box.most[D] = (100 * (p0 * n1 - p1 * n0), n0 * n1, False)
        boxes.append(box)
    basis = Basis({}, None, dropped=set(), uncut=set())
    return Ranges(boxes, (), Effort(len(boxes), cut_short=False), basis)


def ranges(areas: Sequence[Located], assumed: Assumptions | None = None) -> Ranges:
    """The ranges that the stated figures of a tree of areas imply; `areas` as `walk` gives them.

    Sound always: whatever numbers of households make all figures and assumptions true lie inside.
    """
    with gc_paused():
        return _Narrowing(areas, assumed or Assumptions()).ranges()


class _Narrowing:
    """Narrows the areas of a plan, and sets contradictions aside on the way."""

    def __init__(self, areas: Sequence[Located], assumed: Assumptions) -> None:
        self._areas = areas
        self._basis = Basis(assumed_growth(areas, assumed), assumed.cut, dropped=set(), uncut=set())
        self._restricted = Restricted(areas, self._basis)
        self._conflicts: list[Conflict] = []
        self._alone: dict[Path, tuple[Box, object]] = {}

    def ranges(self) -> Ranges:
        """The ranges by all figures that were not set aside."""
        alone = [self._by_own_figures(located) for located in self._areas]
        # What was set aside for one area may be part of what others were made of.
        boxes = [] if self._conflicts else connected(self._areas, alone)
        for _ in range(MAX_RESTARTS):
            try:
                boxes = boxes or self._again()
                effort = shave(boxes)
            except Refuted as refuted:
                self._set_aside(refuted)
                boxes = []
            else:
                boxes, effort = self._regained() or (boxes, effort)
                effort = effort._replace(visits=len(self._areas) + effort.visits)
                return Ranges(boxes, tuple(self._conflicts), effort, self._basis)
        effort = Effort(0, cut_short=True)
        return Ranges(connected(self._areas, alone), tuple(self._conflicts), effort, self._basis)

    def _by_own_figures(self, located: Located) -> Box:
        """The box of an area narrowed by its own figures, those set aside that contradict each other."""
        while True:
            try:
                box = box_of(located, self._basis)
                settle(box)
            except Refuted as refuted:
                self._set_aside(refuted)
            else:
                return box

    def _again(self) -> list[Box]:
        """The boxes of all areas by what counts now, each made anew only where that is other than it was."""
        treated: dict[Path, set[tuple[Path, bool]]] = defaultdict(set)
        for paths, dropped in ((self._basis.dropped, True), (self._basis.uncut, False)):
            for path in paths:
                treated[path[:-1]].add((path, dropped))
        boxes = []
        for located in self._areas:
            path = located.path
            made_of = treated.get(path), self._basis.growth.get(path)
            box, made_before = self._alone.get(path, (None, None))
            if box is None or made_before != made_of:
                box = box_of(located, self._basis)
                settle(box)
                self._alone[path] = box, made_of
            twin = box.copy()
            twin.partial = located.area.partial
            boxes.append(twin)
        return connected(self._areas, boxes)

    def _set_aside(self, refuted: Refuted) -> None:
        """Leave a contradiction out of account from here on: what is assumed gives way to what is stated.

        It is kept, unless it is one that was found before with more figures.
        """
        basis, conflict = self._basis, reduced(self._restricted, refuted.ends)
        if any(set(each.figures) <= set(conflict.figures) for each in self._conflicts):
            basis.dropped.update(conflict.figures)
            return
        self._conflicts.append(conflict)
        owners = {path[:-1] for path in conflict.figures}
        if conflict.cut:
            basis.uncut.update(conflict.figures)
        if conflict.growth:
            for path in [each.path for each in self._areas if any(_in_line(each.path, owner) for owner in owners)]:
                basis.growth.pop(path, None)
        if not (conflict.cut or conflict.growth) or not conflict.reduced:
            basis.dropped.update(conflict.figures)

    def _regained(self) -> tuple[list[Box], Effort] | None:
        """The ranges when less is left out than whole contradictions; `None` if that is no less, or contradicts itself.

        Where a sum does not hold, all figures but one may be right: its total alone is left out. So is a rate alone
        that agrees with the others if it was cut off.
        """
        figures = {path for conflict in self._conflicts for path in conflict.figures}
        spared = figures - {path for conflict in self._conflicts for path in _most_doubtful(conflict)}
        if not spared & self._basis.dropped:
            return None
        try:
            boxes = plant(self._areas, self._basis._replace(dropped=self._basis.dropped - spared))
            return boxes, shave(boxes)
        except Refuted:
            return None


def _in_line(path: Path, other: Path) -> bool:
    """Whether one area is the other, or lies inside it."""
    return path[: len(other)] == other or other[: len(path)] == path


def _most_doubtful(conflict: Conflict) -> tuple[Path, ...]:
    owners = {path[:-1] for path in conflict.figures}
    quantities = {quantity for path in conflict.figures for quantity in FIGURES[str(path[-1])]}
    if conflict.cut_off:
        return conflict.cut_off[:1]
    if len(owners) > 1 and (quantities <= {N0, N1} or (len(quantities) == 1 and max(quantities) < RATES)):
        return tuple(path for path in conflict.figures if path[:-1] == min(owners, key=len))
    return conflict.figures


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

    Propagation bounds each quantity by itself. What depends on several of them, such as the end rate when so many
    households fewer are poor, is greatest in one world of the area and not where each of its parts is: there are 5,328
    households or 814 in Trạm Tấu, and not the poor of the one on the base of the other. So the box is halved, each
    half narrowed by its relations, and the half with the greater bound looked at first, until that is a single world.
    Source: branch and bound (Land and Doig 1960).
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
        widest = _widest(nearest)
        if widest is None:
            return Extreme(-value, (nearest.low[N0], nearest.low[N1], nearest.low[P0], nearest.low[P1]))
        for half in _halves(nearest, widest):
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
    below.why_high[halved] = Step(Rule.SHAVED, box.path, halved, HIGH, middle)
    above.why_low[halved] = Step(Rule.SHAVED, box.path, halved, LOW, middle + 1)
    below.pending = above.pending = 1 << halved
    return below, above


MAX_AREAS_LOOKED_AT = 20_000
"""So many areas are gone through again in all; figures beyond that are not said to follow."""


def following(areas: Sequence[Located], ranges: Ranges, figures: Iterable[Path]) -> list[Path]:
    """Those of the stated figures, by their paths, that follow from all the others and the assumptions.

    A figure follows when the range that the others imply for its quantity lies within what the figure says. Estimates
    say too little to follow, and figures that were set aside have been contradicted.
    """
    by_path = {located.path: located for located in areas}
    found: list[Path] = []
    left = MAX_AREAS_LOOKED_AT
    for path in figures:
        located = by_path[path[:-1]]
        figure = located.figure(str(path[-1]))
        if figure is None or figure.form is Form.ABOUT or path in ranges.basis.dropped:
            continue
        said = figure.as_rate() if "rate" in str(path[-1]) else figure.as_count()
        without = ranges.basis._replace(dropped={*ranges.basis.dropped, path})
        alone = _without(ranges, located, without)
        if alone is None or not _implied(alone, path).within(said):
            continue
        ends = [why[quantity] for quantity in FIGURES[str(path[-1])] for why in alone.why]
        if path in evidence(ends).figures:
            # What is around the area rests on the figure itself: all of it has to be looked at without it.
            left -= len(areas)
            if left < 0 or not _follows(areas, without, path, said):
                continue
        found.append(path)
    return found


def _implied(box: Box, path: Path) -> Interval:
    """The range of the quantity, or that around both that `households` is about."""
    rooms = [box.interval(quantity) for quantity in FIGURES[str(path[-1])]]
    lows = [room.low for room in rooms if room.low is not None]
    highs = [room.high for room in rooms if room.high is not None]
    return Interval(
        min(lows) if len(lows) == len(rooms) else None,
        max(highs) if len(highs) == len(rooms) else None,
        rooms[0].low_open and len(rooms) == 1,
        rooms[0].high_open and len(rooms) == 1,
    )


def _without(ranges: Ranges, located: Located, basis: Basis) -> Box | None:
    """An area without a figure, among areas as narrow as all figures together make them; `None` if refuted.

    Without the figure these are wider: what does not even follow so does not follow.
    """
    box = ranges.box(located.path)
    around = ranges.box(located.path[:-2]) if len(located.path) > 1 else None
    try:
        alone = box_of(located, basis)
        seen_from_around(alone, box, around)
        settle(alone)
    except Refuted:
        return None
    return alone


def _follows(areas: Sequence[Located], without: Basis, path: Path, said: Interval) -> bool:
    try:
        boxes = plant(areas, without)
        shave(boxes)
    except Refuted:  # a cap kept the same from being seen with the figure
        return False
    box = next(box for box in boxes if box.path == path[:-1])
    return _implied(box, path).within(said)
