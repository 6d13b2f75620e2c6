"""The ranges of all quantities of all areas, and the contradictions found on the way."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from povcalc.bounds.assumed import ONE_BASE, Assumptions, assumed_growth
from povcalc.bounds.boxes import FAR, FIGURES, N0, N1, QUANTITIES, R0, R1, RATES, Box, D, Refuted, Rule, Step
from povcalc.bounds.conflicts import Conflict, Restricted, reduced
from povcalc.bounds.counts import KnownCounts
from povcalc.bounds.relations import settle
from povcalc.bounds.sums import Effort
from povcalc.bounds.trees import Basis, box_of, connected, plant
from povcalc.bounds.trials import narrow_by_trying
from povcalc.figures import Interval
from povcalc.places import Path
from povcalc.plan import Located
from povcalc.steady import uncollected

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
        for number, field in enumerate(QUANTITIES[:RATES]):
            count = counts.get(field)
            if count is None or not count.sure:
                continue
            low, high = count.interval[:2]
            if low is not None:
                box.at_least(number, math.ceil(low), Rule.SUM, ())
            if high is not None:
                box.at_most(number, math.floor(high), Rule.SUM, ())
        settle(box)
    except Refuted:
        return None
    return None if box.high[N0] >= FAR else box.high[N0]


def exact_ranges(areas: Sequence[Located], known: Mapping[Path, KnownCounts]) -> Ranges | None:
    """The ranges of a plan in which every count is known exactly and no check of the targets finds anything.

    `known` is as `known_counts` has it. The same as `ranges` then, at a quarter of the cost; `None` where some count
    is not known.
    """
    boxes = []
    for located in areas:
        counts = [known[located.path].get(field) for field in QUANTITIES[:_STOCKS]]
        numbers = [each.interval.low for each in counts if each is not None and each.sure and each.interval.is_point]
        if len(numbers) < _STOCKS:
            return None
        n0, n1, p0, p1 = map(int, (number or 0 for number in numbers))
        box = Box(located.path, partial=located.area.partial)
        box.low = [n0, n1, p0, p1, p0 - p1]
        box.high = box.low[:]
        if n0:
            box.least[R0] = box.most[R0] = (100 * p0, n0, False)
        if n1:
            box.least[R1] = box.most[R1] = (100 * p1, n1, False)
        if n0 and n1:
            box.least[D] = box.most[D] = (100 * (p0 * n1 - p1 * n0), n0 * n1, False)
        boxes.append(box)
    basis = Basis({}, None, dropped=set(), uncut=set())
    return Ranges(boxes, (), Effort(len(boxes), cut_short=False), basis)


_STOCKS = 4


def ranges(areas: Sequence[Located], assumed: Assumptions | None = None) -> Ranges:
    """The ranges that the stated figures of a tree of areas imply; `areas` as `walk` gives them.

    Sound always: whatever numbers of households make all figures and assumptions true lie inside.
    """
    with uncollected():
        return _ranges(areas, assumed or Assumptions())


def _ranges(areas: Sequence[Located], assumed: Assumptions) -> Ranges:
    basis = Basis(assumed_growth(areas, assumed), assumed.cut, dropped=set(), uncut=set())
    restricted = Restricted(areas, basis)
    conflicts: list[Conflict] = []
    alone = [_alone(located, areas, basis, restricted, conflicts) for located in areas]
    # What was set aside for one area may be part of what others were made of.
    boxes = [] if conflicts else connected(areas, alone)
    again = _Again(areas, basis)
    for _ in range(MAX_RESTARTS):
        try:
            boxes = boxes or again.planted()
            effort = narrow_by_trying(boxes)
        except Refuted as refuted:
            _note(reduced(restricted, refuted.ends), areas, basis, conflicts)
            boxes = []
        else:
            boxes, effort = _regained(areas, basis, conflicts) or (boxes, effort)
            return Ranges(boxes, tuple(conflicts), effort._replace(visits=len(areas) + effort.visits), basis)
    return Ranges(connected(areas, alone), tuple(conflicts), Effort(0, cut_short=True), basis)


class _Again:
    """Plants the same areas again and again, each made anew only when other figures of its own count by then."""

    def __init__(self, areas: Sequence[Located], basis: Basis) -> None:
        self._areas = areas
        self._basis = basis
        self._alone: dict[Path, Box] = {}
        self._made_of: dict[Path, object] = {}

    def planted(self) -> list[Box]:
        """The boxes of all areas by what counts now, narrowed by their own figures. Raises `Refuted`."""
        treated: dict[Path, set[tuple[Path, bool]]] = defaultdict(set)
        for paths, dropped in ((self._basis.dropped, True), (self._basis.uncut, False)):
            for path in paths:
                treated[path[:-1]].add((path, dropped))
        boxes = [self._box(located, treated.get(located.path)) for located in self._areas]
        return connected(self._areas, boxes)

    def _box(self, located: Located, treated: set[tuple[Path, bool]] | None) -> Box:
        path = located.path
        made_of = treated, self._basis.growth.get(path)
        if self._made_of.get(path) != made_of:
            box = box_of(located, self._basis)
            settle(box)
            self._alone[path], self._made_of[path] = box, made_of
        twin = self._alone[path].copy()
        twin.partial = located.area.partial
        return twin


def _alone(
    located: Located, areas: Sequence[Located], basis: Basis, restricted: Restricted, conflicts: list[Conflict]
) -> Box:
    """The box of an area narrowed by its own figures, those set aside that contradict each other."""
    while True:
        try:
            box = box_of(located, basis)
            settle(box)
        except Refuted as refuted:
            _note(reduced(restricted, refuted.ends), areas, basis, conflicts)
        else:
            return box


def _note(conflict: Conflict, areas: Sequence[Located], basis: Basis, conflicts: list[Conflict]) -> None:
    """Keep a contradiction, unless it is one that was found before with more figures, and set it aside."""
    if any(set(each.figures) <= set(conflict.figures) for each in conflicts):
        basis.dropped.update(conflict.figures)
        return
    conflicts.append(conflict)
    _set_aside(basis, areas, conflict)


def _in_line(path: Path, other: Path) -> bool:
    """Whether one area is the other, or lies inside it."""
    return path[: len(other)] == other or other[: len(path)] == path


def _set_aside(basis: Basis, areas: Sequence[Located], conflict: Conflict) -> None:
    """Leave a contradiction out of account from here on: what is assumed gives way to what is stated."""
    owners = {path[:-1] for path in conflict.figures}
    if conflict.cut:
        basis.uncut.update(conflict.figures)
    if conflict.growth:
        for path in [located.path for located in areas if any(_in_line(located.path, owner) for owner in owners)]:
            basis.growth.pop(path, None)
    if not (conflict.cut or conflict.growth) or not conflict.reduced:
        basis.dropped.update(conflict.figures)


def _regained(areas: Sequence[Located], basis: Basis, conflicts: Sequence[Conflict]) -> tuple[list[Box], Effort] | None:
    """The ranges when less is left out than whole contradictions; `None` where that is no less, or contradicts itself.

    Where a sum does not hold, all figures but one may be right: its total alone is left out. So is a rate alone
    that agrees with the others if it was cut off.
    """
    spared = {path for conflict in conflicts for path in conflict.figures} - {
        path for conflict in conflicts for path in _most_doubtful(conflict)
    }
    if not spared & basis.dropped:
        return None
    try:
        boxes = plant(areas, basis._replace(dropped=basis.dropped - spared))
        return boxes, narrow_by_trying(boxes)
    except Refuted:
        return None


def _most_doubtful(conflict: Conflict) -> tuple[Path, ...]:
    owners = {path[:-1] for path in conflict.figures}
    quantities = {quantity for path in conflict.figures for quantity in FIGURES[str(path[-1])]}
    if conflict.cut_off:
        return conflict.cut_off[:1]
    if len(owners) > 1 and (quantities <= {N0, N1} or (len(quantities) == 1 and max(quantities) < RATES)):
        return tuple(path for path in conflict.figures if path[:-1] == min(owners, key=len))
    return conflict.figures
