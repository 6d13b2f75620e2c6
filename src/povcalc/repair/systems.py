"""Where one figure would have to lie by all the others: what its own area says, the areas inside it and those around.

Both systems answer the same two questions of a plan in which some figures are left out and others changed:
`room`, where a figure that is left out may lie, and `holds`, whether figures agree with everything they touch.
A change that would mend one relation and break another has no room, or does not hold.

Source: Fellegi and Holt, "A systematic approach to automatic edit and imputation" (1976): what is wrong is what
has to be changed, as little as possible, for all relations to hold.
"""

import math
from collections.abc import Collection, Mapping
from typing import NamedTuple

from povcalc.bounds.boxes import COUNTS, FAR, FIGURES, QUANTITIES, RATES, Box, H, Refuted, Rule
from povcalc.bounds.relations import settle
from povcalc.bounds.trees import Basis, box_of
from povcalc.figures import ANY, NOT_NEGATIVE, Exact, Figure, Form, Interval, total
from povcalc.places import Path
from povcalc.plan import Funding, Located


class _Sum(NamedTuple):
    """A range that sums give.

    It is not `sure` where an estimate is part of it, which ranges do not lean on, and not `plain` where stated counts
    alone do not make it, with which estimates are not compared.
    """

    interval: Interval
    sure: bool = True
    plain: bool = True


class _Tally(NamedTuple):
    """A sum that parts are added to and taken from: its ends, how many parts lack one, and how many are estimates."""

    low: Exact = 0
    high: Exact = 0
    without_low: int = 0
    without_high: int = 0
    unsure: int = 0
    derived: int = 0

    def with_part(self, part: _Sum, sign: int = 1) -> "_Tally":
        """One part more, or, by its sign, one less."""
        low, high = part.interval[:2]
        return _Tally(
            self.low + sign * (low or 0),
            self.high + sign * (high or 0),
            self.without_low + sign * (low is None),
            self.without_high + sign * (high is None),
            self.unsure + sign * (not part.sure),
            self.derived + sign * (not part.plain),
        )

    @property
    def sum(self) -> _Sum:
        """What the parts make together."""
        low, high = None if self.without_low else self.low, None if self.without_high else self.high
        return _Sum(Interval(low, high), not self.unsure, not self.derived)


class Areas:
    """The figures of a plan's areas, some of them left out and others changed.

    `apart` are totals, by their paths, whose sums do not count.
    """

    def __init__(
        self,
        located: Mapping[Path, Located],
        dropped: Collection[Path] = (),
        changed: Mapping[Path, Figure] | None = None,
        apart: Collection[Path] = (),
    ) -> None:
        self._located = located
        self._apart = frozenset(apart)
        self._basis = Basis({}, None, set(dropped), set(), changed=changed or {})
        self._touched = {path[:-1] for path in (*dropped, *self._basis.changed)}
        self._plain: Areas | None = None
        self._values: dict[tuple[Path, int], _Sum] = {}
        self._below: dict[Path, Box] = {}
        self._tallies: dict[tuple[Path, int], _Tally] = {}

    def but(
        self,
        dropped: Collection[Path] = (),
        changed: Mapping[Path, Figure] | None = None,
        apart: Collection[Path] = (),
    ) -> "Areas":
        """The same figures with more of them left out, changed, or set apart."""
        other = Areas(
            self._located,
            {*self._basis.dropped, *dropped},
            {**self._basis.changed, **(changed or {})},
            self._apart.union(apart),
        )
        if not apart:
            other._plain = self
            other._touched = {path[:-1] for path in (*dropped, *(changed or {}))}
        return other

    def figure(self, path: Path) -> Figure | None:
        """A figure as it is taken here; `None` when it is left out or not stated."""
        if not self._basis.has(path):
            return None
        return self._basis.changed.get(path) or self._located[path[:-1]].figure(str(path[-1]))

    def room(self, path: Path) -> Interval | None:
        """Where the quantity of a figure that is left out lies by all others; `None` where these have no world."""
        located = self._located[path[:-1]]
        room = ANY
        try:
            box = self._narrowed(located)
            stated = located.figure(str(path[-1]))
            is_estimate = stated is not None and stated.form is Form.ABOUT
            for quantity in FIGURES[str(path[-1])]:
                room = room if is_estimate else room.overlap(box.interval(quantity))
                for beside in self._beside(located, quantity):
                    room = room.overlap(beside.interval) if beside.plain or not is_estimate else room
        except Refuted:
            return None
        return None if room.is_empty else room

    def holds(self, paths: Collection[Path]) -> bool:
        """Whether the areas of some figures agree with all that they touch."""
        try:
            for owner in dict.fromkeys(path[:-1] for path in paths):
                located = self._located[owner]
                self._narrowed(located)
                for quantity in COUNTS:
                    stated = self._stated(located, quantity)
                    if stated is None:
                        continue
                    for beside in self._beside(located, quantity):
                        if (stated.sure or beside.plain) and not beside.interval.meets(stated.interval):
                            return False
        except Refuted:
            return False
        return True

    def _beside(self, located: Located, quantity: int) -> list[_Sum]:
        """What the areas inside an area and those around it say of one of its counts."""
        if quantity >= RATES:
            return []
        return [each for each in (self._inside(located, quantity), self._around(located, quantity)) if each is not None]

    def _narrowed(self, located: Located) -> Box:
        """An area's box by its own figures and all that is said of its counts. Raises `Refuted`."""
        box = box_of(located, self._basis)
        for quantity in COUNTS:
            for beside in self._beside(located, quantity):
                _say(box, quantity, beside)
        settle(box)
        return box

    def _own(self, located: Located) -> Box:
        """An area's box by its own figures and those of the areas inside it. Raises `Refuted`."""
        box = self._below.get(located.path)
        if box is None:
            box = box_of(located, self._basis)
            for quantity in COUNTS:
                inside = self._inside(located, quantity)
                if inside is not None:
                    _say(box, quantity, inside)
            settle(box)
            self._below[located.path] = box
        return box

    def _stated(self, located: Located, quantity: int) -> _Sum | None:
        """What an area itself states of a count, the way sums compare it."""
        for field in (QUANTITIES[quantity], "households"):
            figure = self.figure((*located.path, field)) if quantity in FIGURES[field] else None
            if figure is not None:
                interval = figure.as_count()
                if quantity != H and interval.low is None:
                    interval = interval.overlap(NOT_NEGATIVE)
                return _Sum(interval, figure.form is not Form.ABOUT)
        return None

    def value(self, located: Located, quantity: int) -> _Sum:
        """What is known of one count of an area from below. Raises `Refuted`."""
        if self._plain is not None and not any(path[: len(located.path)] == located.path for path in self._touched):
            return self._plain.value(located, quantity)
        at = (located.path, quantity)
        if at not in self._values:
            known = self._stated(located, quantity)
            inside = self._inside(located, quantity) if known is None else None
            if known is None and inside is not None and not inside.sure:
                known = inside
            if known is None:
                plain = inside is not None and inside.plain
                known = _Sum(self._own(located).interval(quantity), plain=plain)
            self._values[at] = known
        return self._values[at]

    def _inside(self, located: Located, quantity: int) -> _Sum | None:
        """What the areas inside an area make of one of its counts."""
        if not located.children or not self._is_summed(located, quantity):
            return None
        listed = self.tally(located, quantity).sum
        return listed._replace(interval=Interval(listed.interval.low, None)) if located.area.partial else listed

    def tally(self, located: Located, quantity: int) -> _Tally:
        """The sum over the areas inside an area. Raises `Refuted`.

        Of a sum of many parts few change from one trial to the next.
        """
        at = (located.path, quantity)
        if at in self._tallies:
            return self._tallies[at]
        tally = self._tally_by_changes(located, quantity)
        if tally is None:
            tally = _Tally()
            for child in located.children:
                tally = tally.with_part(self.value(child, quantity))
        self._tallies[at] = tally
        return tally

    def _tally_by_changes(self, located: Located, quantity: int) -> _Tally | None:
        """The sum by what changes in it; `None` where it cannot be had so. Raises `Refuted`."""
        if self._plain is None:
            return None
        depth = len(located.path)
        changed = {path[: depth + 2] for path in self._touched if len(path) > depth and path[:depth] == located.path}
        try:
            tally = self._plain.tally(located, quantity)
            for path in changed:
                tally = tally.with_part(self._plain.value(self._located[path], quantity), -1)
        except Refuted:
            return None
        for path in changed:
            tally = tally.with_part(self.value(self._located[path], quantity))
        return tally

    def _is_summed(self, located: Located, quantity: int) -> bool:
        """Whether a count of an area is the sum of those inside it, or at least as much."""
        if located.area.partial and quantity == H:
            return False
        return not any((*located.path, field) in self._apart for field in (QUANTITIES[quantity], "households"))

    def _around(self, located: Located, quantity: int) -> _Sum | None:
        """What is left of the area around an area for one of its counts."""
        parent = self._located.get(located.path[:-2])
        if parent is None or not self._is_summed(parent, quantity):
            return None
        whole = self._stated(parent, quantity)
        if whole is None:
            box = box_of(parent, self._basis)
            above = self._around(parent, quantity)
            if above is not None:
                _say(box, quantity, above)
            for other in COUNTS:
                inside = self._inside(parent, other) if other != quantity else None
                if inside is not None:
                    _say(box, other, inside)
            settle(box)
            whole = _Sum(box.interval(quantity), plain=False)
        others = self.tally(parent, quantity).with_part(self.value(located, quantity), -1).sum
        left = whole.interval.minus(others.interval)
        interval = Interval(None, left.high) if parent.area.partial else left
        return _Sum(interval, whole.sure and others.sure, whole.plain and others.plain)


def _say(box: Box, quantity: int, told: _Sum) -> None:
    """Narrow a count of a box; estimates narrow nothing. Raises `Refuted`."""
    if not told.sure:
        return
    low, high = told.interval[:2]
    if low is not None and low > -FAR:
        box.at_least(quantity, math.ceil(low), Rule.SUM, ())
    if high is not None and high < FAR:
        box.at_most(quantity, math.floor(high), Rule.SUM, ())


class Money:
    """The total and the lines of a plan's funding, some of them left out and others changed.

    Amounts are those of the section's unit; a line is at `("funding", "lines", number, "amount")`.
    """

    def __init__(
        self, funding: Funding, dropped: Collection[Path] = (), changed: Mapping[Path, Figure] | None = None
    ) -> None:
        self._funding = funding
        self._dropped = frozenset(dropped)
        self._changed = changed or {}

    def but(
        self,
        dropped: Collection[Path] = (),
        changed: Mapping[Path, Figure] | None = None,
        apart: Collection[Path] = (),
    ) -> "Money":
        """The same figures with more of them left out or changed; there is one sum only to be set apart."""
        if apart:
            dropped = {TOTAL, *dropped}
        return Money(self._funding, {*self._dropped, *dropped}, {**self._changed, **(changed or {})})

    def figure(self, path: Path) -> Figure | None:
        """A figure as it is taken here; `None` when it is left out or not stated."""
        if path in self._dropped:
            return None
        if path in self._changed:
            return self._changed[path]
        return self._funding.total if path == TOTAL else self._funding.lines[int(path[2])].amount

    def room(self, path: Path) -> Interval | None:
        """Where a figure that is left out lies by all others; no line takes money away."""
        if path == TOTAL:
            room = self._listed()
        else:
            whole = ANY if (stated := self.figure(TOTAL)) is None else stated.as_money()
            others = total(self._line(number) for number in range(len(self._funding.lines)) if number != path[2])
            room = whole.minus(others)
        room = room.overlap(NOT_NEGATIVE)
        return None if room.is_empty else room

    def holds(self, paths: Collection[Path]) -> bool:
        """Whether the lines add up to the total, and figures are more than nought."""
        stated = self.figure(TOTAL)
        if any(figure is not None and figure.number <= 0 for figure in map(self.figure, paths)):
            return False
        return stated is None or stated.as_money().meets(self._listed())

    def _listed(self) -> Interval:
        return total(self._line(number) for number in range(len(self._funding.lines)))

    def _line(self, number: int) -> Interval:
        figure = self.figure(("funding", "lines", number, "amount"))
        if figure is None:
            return NOT_NEGATIVE
        amount = figure.as_money()
        return amount.overlap(NOT_NEGATIVE) if amount.low is None else amount


TOTAL: Path = ("funding", "total")
