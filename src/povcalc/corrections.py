"""Which figures are wrong, and what they should be.

How a hand errs when it types a number, and what may have been meant by what was typed.

Sources: the typing errors that Scholtus, "Automatic correction of simple typing errors in numerical data with
balance edits" (Statistics Netherlands, 2009) takes up under balance equations, and what Vietnamese writing adds:
a thousands mark that the format reads as a decimal point, and thousands, millions and billions mistaken.

Where one figure would have to lie by all the others: what its own area says, the areas inside it and those around.

Both systems answer the same two questions of a plan in which some figures are left out and others changed:
`room`, where a figure that is left out may lie, and `holds`, whether figures agree with everything they touch.
A change that would mend one relation and break another has no room, or does not hold.

Source: Fellegi and Holt, "A systematic approach to automatic edit and imputation" (1976): what is wrong is what
has to be changed, as little as possible, for all relations to hold.

Which single figure, changed to which number, would make all relations hold again, and how a hand may have erred.

Errors that belong together: those that share a figure, since what is changed has to mend all of them.

Which correction may be made without asking: one that leaves little to chance.

Statistical offices correct a typing error only where one alone explains what disagrees: Scholtus, "Automatic correction
of simple typing errors in numerical data with balance edits" (Statistics Netherlands, 2009); van der Loo, de Jonge and
Scholtus, "Correction of rounding, typing, and sign errors with the deducorrect package" (2011). A plan has no second
record to compare with, so that more is asked here; the numbers below come from what `bench/errors.py` measures.

Which figures to blame for a report's errors, and what each should be.

The candidates are the single figures that can mend all errors of a cluster, else pairs of figures.

Safe corrections, made in the text of the file: the characters of the mended figures change, and no others.

Checking from Python: all checks, and suggestions for what they found.

Findings that say what was meant, and mend it.

From the ground up: `slips` is how a hand errs; `systems` say where a figure would have to lie by all others;
`candidates` are the changes that make everything hold again; `clusters` are the errors that belong together, and
`safety` is what may be made without asking; `suggesting` puts all this together for a report and in words, and
`mending` makes what is safe in the text of the file.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from os import PathLike
from typing import NamedTuple

from povcalc.checks import ALL
from povcalc.engine import run
from povcalc.findings import Change, Finding, Report, Severity, Suggestion
from povcalc.inference.domains import COUNTS, FAR, FIGURES, QUANTITIES, RATES, Box, H, Refuted, Rule
from povcalc.inference.propagate import Basis, box_of, settle
from povcalc.messages import GLOSSARY, SHORT, Text, join, same, say, signed_interval
from povcalc.places import Edit, Path, edited
from povcalc.plan.assumptions import Options
from povcalc.plan.edit import merge_side_tables, number_edit
from povcalc.plan.load import Reading, read_text, reading_of
from povcalc.plan.model import Funding, Located, Plan, walk
from povcalc.plan.yaml_reader import Document
from povcalc.values import (
    ANY,
    NOT_NEGATIVE,
    NUMBER,
    Exact,
    Figure,
    Form,
    Interval,
    Number,
    decimals,
    exact,
    size,
    total,
)


class EntryError(StrEnum):
    """What went wrong, the likeliest first."""

    SWAPPED = "swapped"
    THOUSANDS = "thousands"
    POINT = "point"
    DOUBLED = "doubled"
    MISSING = "missing"
    ADDED = "added"
    EXCHANGED = "exchanged"
    SIGN = "sign"
    KEY = "key"
    UNIT = "unit"
    COPIED = "copied"


LIKELY = tuple(EntryError)
"""All slips, the likeliest first."""

PLAIN = frozenset(
    {
        EntryError.SWAPPED,
        EntryError.THOUSANDS,
        EntryError.DOUBLED,
        EntryError.MISSING,
        EntryError.ADDED,
        EntryError.EXCHANGED,
    },
)
"""The slips that may be mended without asking, where nothing else explains the disagreement."""

WORDS = {
    EntryError.SWAPPED: Text("two digits swapped", "hai chữ số bị đảo"),
    EntryError.THOUSANDS: Text(
        "a thousands mark read as a decimal point", "dấu phân cách hàng nghìn bị đọc thành dấu thập phân"
    ),
    EntryError.DOUBLED: Text("a digit doubled", "một chữ số bị lặp"),
    EntryError.MISSING: Text("a digit missing", "thiếu một chữ số"),
    EntryError.ADDED: Text("a digit too many", "thừa một chữ số"),
    EntryError.EXCHANGED: Text("two neighbouring rows exchanged", "hai dòng liền nhau bị đổi chỗ"),
    EntryError.POINT: Text("a decimal point in the wrong place", "dấu thập phân đặt sai chỗ"),
    EntryError.SIGN: Text("the wrong sign", "sai dấu"),
    EntryError.KEY: Text("a digit off by one key", "một chữ số gõ lệch phím"),
    EntryError.UNIT: Text("a wrong unit: thousands, millions or billions", "sai đơn vị: nghìn, triệu hay tỷ"),
    EntryError.COPIED: Text("copied from the next row", "trùng số của dòng bên cạnh"),
}
"""What each slip is called."""

_KEYS = {
    "0": "129",
    "1": "024",
    "2": "0135",
    "3": "246",
    "4": "1357",
    "5": "2468",
    "6": "3579",
    "7": "468",
    "8": "579",
    "9": "068",
}
"""Beside each digit those next to it in the row above the letters, and in the block of digits."""

_THOUSAND = 3


def written(number: Number) -> str:
    """The number as the format writes it, with the decimals that it has."""
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def read(text: str) -> Number:
    """The number that a text of the format writes."""
    return Decimal(text) if "." in text else int(text)


def meant(number: Number, *, rate: bool = False) -> dict[str, EntryError]:
    """All that may have been meant by a number that was typed, and the likeliest slip that made this of it.

    A rate has no thousands and no unit to mistake.
    """
    typed = written(number)
    found: dict[str, EntryError] = {}
    for text, slip in sorted(_all(typed, rate=rate), key=lambda each: LIKELY.index(each[1])):
        if NUMBER.fullmatch(text) and exact(read(text)) != exact(number):
            found.setdefault(text, slip)
    return found


def _all(typed: str, *, rate: bool) -> Iterator[tuple[str, EntryError]]:
    sign, digits = ("-", typed[1:]) if typed.startswith("-") else ("", typed)
    for text, slip in _one_digit(digits):
        yield sign + text, slip
    yield (digits if sign else f"-{digits}"), EntryError.SIGN
    before, _, behind = digits.partition(".")
    if behind:
        plain = before + behind
        yield from ((f"{sign}{plain[:at]}.{plain[at:]}", EntryError.POINT) for at in range(1, len(plain)))
    if rate:
        return
    if len(behind) == _THOUSAND and len(before) <= _THOUSAND:
        yield sign + before.lstrip("0") + behind, EntryError.THOUSANDS
    for thousands in (1, 2, 3):
        for power in (_THOUSAND * thousands, -_THOUSAND * thousands):
            yield _scaled(typed, power), EntryError.UNIT


def _one_digit(digits: str) -> Iterator[tuple[str, EntryError]]:
    for at, sign in enumerate(digits):
        if sign == ".":
            continue
        following = digits[at + 1 : at + 2]
        if following not in ("", ".", sign):
            yield digits[:at] + following + sign + digits[at + 2 :], EntryError.SWAPPED
        yield digits[:at] + digits[at + 1 :], EntryError.DOUBLED if following == sign else EntryError.ADDED
        for key in _KEYS[sign]:
            yield digits[:at] + key + digits[at + 1 :], EntryError.KEY
    for at in range(len(digits) + 1):
        for digit in "0123456789":
            yield digits[:at] + digit + digits[at:], EntryError.MISSING


def _scaled(typed: str, power: int) -> str:
    """The number times a power of ten, written with no more decimals than it needs."""
    number = Decimal(typed).scaleb(power)
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


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


System = Areas | Money
"""What tells where a figure has room."""

MAX_CHOICES = 3
"""So many numbers of a figure are named; of more, only the likeliest, and the room that there is."""


class Candidate(NamedTuple):
    """Figures and what they would have to be; a number of `None` is any in the room.

    `alone` says that the room of a single figure has one number only, in the figure's own writing; `choices`, how many
    numbers of that figure a slip explains; `uniform`, that the slip is that of all figures.
    """

    figures: tuple[tuple[Path, Figure | None], ...]
    slip: EntryError | None = None
    alone: bool = False
    choices: int = 1
    uniform: bool = True
    room: Interval | None = None

    @property
    def paths(self) -> tuple[Path, ...]:
        """The figures that it changes."""
        return tuple(path for path, _ in self.figures)


def single(system: System, path: Path, neighbours: Iterable[Figure]) -> list[Candidate]:
    """The numbers that one figure alone could be changed to, those first that a slip explains; empty if none.

    Where it could be many, its room is the last candidate. `neighbours` are the figures in the same column of the
    rows beside it.
    """
    figure = system.figure(path)
    if figure is None or figure.form is Form.BETWEEN:
        return []
    room = system.but(dropped=(path,)).room(path)
    if room is None:
        return []
    found: list[Candidate] = []
    slips = meant(figure.number, rate=_is_rate(path))
    numbers = _numbers(path, figure, room)
    copied = EntryError.COPIED if any(exact(each.number) == exact(figure.number) for each in neighbours) else None
    texts = [written(number) for number in numbers] if len(numbers) <= MAX_CHOICES else []
    for text in (*texts, *(text for text in slips if text not in texts)):
        changed = _fits(system, path, figure, text, room)
        if changed is not None:
            alone = len(numbers) == 1 and text in texts
            found.append(Candidate(((path, changed),), slips.get(text, copied), alone=alone))
    found.sort(key=lambda each: likelihood(system, each))
    many = len(found) > MAX_CHOICES
    if many:
        found = [found[0]._replace(choices=len(found))]
    if many or not texts:
        found.append(Candidate(((path, None),), copied, room=room))
    return found


def _fits(system: System, path: Path, figure: Figure, text: str, room: Interval) -> Figure | None:
    """The figure with another number, if the format takes it there and all relations then hold."""
    number = read(text)
    if isinstance(number, Decimal) and _is_count(path):
        return None
    if number < 0 and path[-1] not in ("reduction_households", "reduction_rate"):
        return None
    if _is_rate(path) and size(exact(number)) > _WHOLE:
        return None
    changed = figure._replace(number=number)
    if not _meaning(path, changed).meets(room) or not system.but(changed={path: changed}).holds((path,)):
        return None
    return changed


_WHOLE = 100


def _is_count(path: Path) -> bool:
    return "households" in str(path[-1])


def _is_rate(path: Path) -> bool:
    return "rate" in str(path[-1])


def _meaning(path: Path, figure: Figure) -> Interval:
    if _is_rate(path):
        return figure.as_rate()
    return figure.as_count() if _is_count(path) else figure.as_money()


def _numbers(path: Path, figure: Figure, room: Interval) -> list[Number]:
    """The numbers, in the figure's own writing, that would lie in the room; one more than are named, at most.

    Money has the decimals that it needs: those that the other amounts give it, whatever was typed.
    """
    if figure.form not in (Form.EXACT, Form.ABOUT) or room.low is None or room.high is None:
        return []
    if _is_count(path):
        return list(_between(room.low, room.high))
    if _is_rate(path):
        return _rounded(path, figure, room, decimals(figure.number))
    places = range(MAX_PLACES) if room.is_point else range(decimals(figure.number), MAX_PLACES)
    return next((found for each in places if (found := _rounded(path, figure, room, each))), [])


MAX_PLACES = 10
"""Money with more decimals is not looked for."""


def _between(low: Exact, high: Exact) -> range:
    first = math.ceil(low)
    return range(first, min(math.floor(high), first + MAX_CHOICES) + 1)


def _rounded(path: Path, figure: Figure, room: Interval, places: int) -> list[Number]:
    """The numbers with so many decimals whose meaning meets the room."""
    if room.low is None or room.high is None:
        return []
    half = Fraction(1, 2) if places or _is_rate(path) else 0
    unit = 10**places
    scaled = _between(room.low * unit - half, room.high * unit + half)
    numbers: list[Number] = [Decimal(each).scaleb(-places) if places else each for each in scaled]
    if places and room.is_point and not _is_rate(path):
        numbers = [number for number in numbers if exact(number) == room.low]
    return [number for number in numbers if _meaning(path, figure._replace(number=number)).meets(room)]


def exchanged(system: System, path: Path, others: Iterable[Path]) -> Iterator[Candidate]:
    """The figure exchanged with that of a neighbouring row, where everything holds then."""
    figure = system.figure(path)
    if figure is None:
        return
    for beside in others:
        other = system.figure(beside)
        if other is None or other.form is not figure.form or exact(other.number) == exact(figure.number):
            continue
        changed = {path: other, beside: figure}
        if system.but(changed=changed).holds((path, beside)):
            yield Candidate(tuple(sorted(changed.items(), key=lambda each: str(each[0]))), EntryError.EXCHANGED)


def pairs(system: System, relations: Sequence[frozenset[Path]], figures: Sequence[Path]) -> list[Candidate]:
    """Two figures of the broken relations, each with one number, that together make everything hold."""
    figures = figures[:MAX_PAIRED]
    found: list[Candidate] = []
    for at, first in enumerate(figures):
        for second in figures[at + 1 :]:
            if any(first not in relation and second not in relation for relation in relations):
                continue
            changes = _together(system, first, second)
            if changes is not None:
                found.append(changes)
    return found


MAX_PAIRED = 24
"""Of more figures no pairs are tried."""


def _together(system: System, first: Path, second: Path) -> Candidate | None:
    changed: dict[Path, Figure] = {}
    slips: list[EntryError | None] = []
    for path, other in ((first, second), (second, first)):
        choices = single(system.but(dropped=(other,)), path, ())
        choice = choices[0] if choices else None
        figure = choice.figures[0][1] if choice is not None else None
        if choice is None or figure is None or not (choice.alone or choice.slip):
            return None
        changed[path] = figure
        slips.append(choice.slip)
    if not system.but(changed=changed).holds((first, second)):
        return None
    slip = slips[0] if None not in slips else None
    return Candidate(tuple(changed.items()), slip, uniform=len(set(slips)) == 1)


def likelihood(system: System, candidate: Candidate) -> tuple[object, ...]:
    """For sorting, the likeliest first: what a slip explains, then what changes the fewest figures and digits."""
    rank = len(LIKELY) if candidate.slip is None else LIKELY.index(candidate.slip)
    different = 0
    far: Exact = 0
    for path, figure in candidate.figures:
        before = system.figure(path)
        if figure is None or before is None:
            different += 99
            continue
        different += _different(written(before.number), written(figure.number))
        far += Fraction(size(exact(figure.number) - exact(before.number)), 1) / max(1, size(exact(before.number)))
    return rank, len(candidate.figures), different, far


def _different(one: str, other: str) -> int:
    """How many digits differ, counted from the last, and how many one number has more."""
    last = sum(mine != its for mine, its in zip(reversed(one), reversed(other), strict=False))
    return last + abs(len(one) - len(other))


CODES = frozenset({"T101", "T111", "T112", "T113", "T201", "T203", "T204", "T206", "F101", "F103", "F105"})
"""The checks of sums, rates and contradictions: their errors rest on figures that one can change."""


SUMS = ("T101", "F101")
"""The checks of sums; their errors point at the total."""


class ConflictGroup(NamedTuple):
    """Errors that share figures: of each its number among the report's findings, its figures, code and path."""

    findings: tuple[int, ...]
    broken: tuple[frozenset[Path], ...]
    codes: tuple[str, ...]
    paths: tuple[Path, ...]

    @property
    def figures(self) -> frozenset[Path]:
        """All figures that the errors rest on."""
        return frozenset[Path]().union(*self.broken)

    def is_total(self, path: Path) -> bool:
        """Whether a figure is the sum of others that the errors rest on."""
        inside = (other for other in self.figures if len(other) > len(path))
        return path == TOTAL or any(other[: len(path) - 1] == path[:-1] for other in inside)


def clusters(report: Report) -> list[ConflictGroup]:
    """The errors of sums, rates and contradictions, those that share a figure together; none that is waived."""
    found: list[ConflictGroup] = []
    for number, finding in enumerate(report.findings):
        if not is_blamed(finding):
            continue
        figures = frozenset(finding.figures)
        cluster = ConflictGroup((number,), (figures,), (finding.code,), (finding.path or (),))
        for other in [each for each in found if each.figures & cluster.figures]:
            found.remove(other)
            cluster = ConflictGroup(
                other.findings + cluster.findings,
                other.broken + cluster.broken,
                other.codes + cluster.codes,
                other.paths + cluster.paths,
            )
        found.append(cluster)
    return found


def is_blamed(finding: Finding) -> bool:
    """Whether a finding is an error of sums, rates or contradictions that counts."""
    of_figures = finding.code in CODES and finding.severity is Severity.ERROR
    return of_figures and finding.waived is None and bool(finding.figures)


def safe(system: System, cluster: ConflictGroup, found: Sequence[Candidate]) -> Candidate | None:
    """The candidate that may be made without asking, if there is one.

    Either a slip explains it that leaves little to chance, and nothing explains any other; or it is the only figure
    that relations of two kinds leave, and they leave it one number. A total may be out of date: no relation clears it.
    """
    explained = [candidate for candidate in found if candidate.slip is not None]
    if len(explained) == 1 and explained[0].choices == 1 and _is_telling(system, cluster, explained[0], len(found)):
        return explained[0]
    only = found[0] if len(found) == 1 else None
    if only is None or not only.alone or cluster.is_total(only.paths[0]):
        return None
    return only if len(EQUATIONS.intersection(cluster.codes)) >= _TWO else None


def _is_telling(system: System, cluster: ConflictGroup, candidate: Candidate, choices: int) -> bool:
    """Whether a slip is too particular to explain an error of another kind by chance.

    A digit more or less can explain almost any difference where a sum has a few short numbers, two digits swapped
    only some; of two slips at once any pair of figures may have some that fit. Where there is no other choice it takes
    less, though a missing digit could be any. `bench/errors.py` measures how often each would be wrong.
    """
    slip, number = candidate.slip, candidate.figures[0][1]
    if slip in (EntryError.THOUSANDS, EntryError.EXCHANGED):
        return True
    before = system.figure(candidate.paths[0])
    if slip not in PLAIN or not candidate.alone or before is None or number is None:
        return False
    is_two = sum(code in EQUATIONS for code in cluster.codes) >= _TWO
    if choices == 1 and (is_two or slip is not EntryError.MISSING):
        return True
    if is_two:
        return _digits(before.number) >= FEWEST_OF_TWO
    if slip not in FEWEST_DIGITS or len(cluster.figures) > MOST_FIGURES:
        return False
    fewest = FEWEST_DIGITS[slip]
    if slip is EntryError.SWAPPED:
        differ, is_last = _swap(before.number, number.number)
        if differ == 1:
            return False
        fewest += is_last or cluster.is_total(candidate.paths[0])
    return _digits(before.number) >= fewest


def _digits(number: Number) -> int:
    return sum(sign.isdigit() for sign in written(number))


def _swap(one: Number, other: Number) -> tuple[int, bool]:
    """By how much two swapped digits differ, and whether they are the last two."""
    texts = written(one), written(other)
    at, pair = next((at, pair) for at, pair in enumerate(zip(*texts, strict=True)) if len(set(pair)) > 1)
    return abs(int(pair[0]) - int(pair[1])), at + _TWO == len(texts[0])


FEWEST_DIGITS = {EntryError.SWAPPED: 4, EntryError.DOUBLED: 5}
"""By slip, the digits that a figure needs for one broken relation to be enough.

Swapped, it takes one more for a total and for the last two digits, 9 to 81 off; digits that differ by one, 9 or 90 or
900 off, are never enough: such differences have other causes too often.
"""

FEWEST_OF_TWO = 3
"""The digits that are enough when two relations are broken that give a number."""

MOST_FIGURES = 12
"""In a sum of more figures than these some slip fits too often by chance, if no second relation says so too."""

EQUATIONS = frozenset({"T101", "T201", "T204", "T206", "F101"})
"""The checks whose relations give a number; others only say that it is too large or too small."""

_TWO = 2


class Blamed(NamedTuple):
    """What could be wrong where some errors are: the likeliest candidate first."""

    cluster: ConflictGroup
    candidates: tuple[Candidate, ...]
    safe: Candidate | None


def localise_errors(plan: Plan, report: Report) -> list[Blamed]:
    """For each group of errors that share figures, what could be wrong."""
    areas = {} if plan.targets is None else {located.path: located for located in walk(plan.targets)}
    groups = clusters(report)
    if not groups:
        return []
    systems: dict[str, System] = {"targets": Areas(areas)}
    if plan.funding is not None:
        systems["funding"] = Money(plan.funding)
    rows = _rows(plan)
    return [_blame(systems, groups, cluster, rows) for cluster in groups]


Rows = Mapping[Path, tuple[Path, ...]]
"""By the path of an area or a funding line, the rows directly above and below it."""


def _rows(plan: Plan) -> Rows:
    rows: dict[Path, tuple[Path, ...]] = {}
    lists: list[list[Path]] = []
    if plan.targets is not None:
        lists += [[child.path for child in located.children] for located in walk(plan.targets)]
    if plan.funding is not None:
        lists.append([("funding", "lines", number) for number in range(len(plan.funding.lines))])
    for row in lists:
        for at, path in enumerate(row):
            rows[path] = (*row[max(0, at - 1) : at], *row[at + 1 : at + 2])
    return rows


def _blame(
    systems: Mapping[str, System], groups: Sequence[ConflictGroup], cluster: ConflictGroup, rows: Rows
) -> Blamed:
    section = str(min(cluster.figures, key=str)[0])
    whole = systems[section]
    system = _without(whole, [each for each in groups if each is not cluster], section)
    common = frozenset.intersection(*cluster.broken)
    found = [
        candidate
        for path in sorted(common, key=_order)
        for candidate in single(system, path, _neighbours(system, path, rows))
    ]
    found += _exchanges(whole, groups, cluster, rows)
    if not found:
        found = pairs(system, cluster.broken, sorted(cluster.figures, key=_order))
    found.sort(key=lambda candidate: likelihood(whole, candidate))
    return Blamed(cluster, tuple(found), safe(whole, cluster, found))


def _without(whole: System, others: Sequence[ConflictGroup], section: str) -> System:
    """The figures without what other errors are about: sums that do not hold, and rates that contradict counts.

    All other relations stay, though their figures may be among the wrong ones: a change must not break what holds.
    """
    dropped: set[Path] = set()
    apart: set[Path] = set()
    for other in others:
        for broken, code, path in zip(other.broken, other.codes, other.paths, strict=True):
            if path[:1] != (section,):
                continue
            if code in SUMS:
                apart.add(path)
                continue
            dropped |= {figure for figure in broken if "rate" in str(figure[-1])} or broken
    return whole.but(dropped, apart=apart)


def _order(path: Path) -> tuple[tuple[int, ...], str]:
    """For sorting, as a reader goes through the document: a whole before its parts."""
    return tuple(step for step in path if isinstance(step, int)), str(path[-1])


def _beside(path: Path, rows: Rows) -> tuple[Path, ...]:
    return tuple((*row, path[-1]) for row in rows.get(path[:-1], ()))


def _neighbours(system: System, path: Path, rows: Rows) -> list[Figure]:
    return [figure for figure in (system.figure(each) for each in _beside(path, rows)) if figure is not None]


def _exchanges(whole: System, groups: Sequence[ConflictGroup], cluster: ConflictGroup, rows: Rows) -> list[Candidate]:
    """Neighbouring rows whose figures, exchanged, mend these errors, and those of the other row if it has any."""
    found: dict[tuple[Path, ...], Candidate] = {}
    for path in sorted(cluster.figures, key=_order):
        for beside in _beside(path, rows):
            mended = [each for each in groups if each is cluster or beside in each.figures]
            if not all(path in broken or beside in broken for each in mended for broken in each.broken):
                continue
            system = _without(whole, [each for each in groups if each not in mended], str(path[0]))
            for candidate in exchanged(system, path, (beside,)):
                found[candidate.paths] = candidate
    return list(found.values())


class Words:
    """Puts candidates of one plan in words."""

    def __init__(self, plan: Plan) -> None:
        self._areas = {located.path: located for located in walk(plan.targets)} if plan.targets is not None else {}
        self._funding = plan.funding

    def suggestion(self, candidate: Candidate, cluster: ConflictGroup, *, safe: bool) -> Suggestion:
        """A candidate for some errors in words."""
        changes, parts = [], []
        for path, figure in candidate.figures:
            before = self._stated(path)
            room = _in_words(candidate.room) if figure is None and candidate.room is not None else None
            changes.append(Change(path, before.number, None if figure is None else figure.number, room))
            parts.append(
                say(
                    "{name}: {was} → {number}",
                    "{name}: {was} → {number}",
                    name=self._name(path),
                    was=before.number,
                    number=(room or same("?")) if figure is None else figure.number,
                )
            )
        message = join(parts, "; ")
        slip = candidate.slip if candidate.uniform else None
        why = None if slip is None else WORDS[slip]
        if why is None and len(candidate.figures) == 1 and cluster.is_total(candidate.paths[0]):
            why = _STALE
        if why is not None:
            message = say("{what} ({why})", "{what} ({why})", what=message, why=why)
        return Suggestion(tuple(changes), message, None if slip is None else slip.value, safe)

    def _stated(self, path: Path) -> Figure:
        figure = self._areas[path[:-1]].figure(str(path[-1])) if path[0] == "targets" else None
        if figure is None and self._funding is not None:
            figure = Money(self._funding).figure(path)
        if figure is None:
            raise LookupError(path)
        return figure

    def _name(self, path: Path) -> Text:
        """What a figure is called: its area and quantity, its funding line, or the total."""
        if path[0] == "targets":
            area = self._areas[path[:-1]].area
            return say("{area}, {field}", "{area}, {field}", area=area.name, field=SHORT[str(path[-1])])
        if path == TOTAL or self._funding is None:
            return GLOSSARY["total"]
        return self._funding.lines[int(path[2])].name


_STALE = Text("the total may be out of date", "số tổng có thể chưa được cập nhật")


def _in_words(room: Interval) -> Text:
    """Where a figure would have to lie, its ends rounded outwards."""
    return signed_interval(room.widened(_PLACES))


_PLACES = 3


Changed = tuple[tuple[Path, Figure | None], ...]


class Mended(NamedTuple):
    """A file's text with all safe corrections in it, and what they are; the text as it was where there are none."""

    text: str
    corrections: tuple[Suggestion, ...]


def suggested(reading: Reading, report: Report, options: Options | None = None) -> tuple[Report, Mended]:
    """The report with suggestions for its errors, and the text with those that are safe.

    A suggestion is only called safe when the plan that has it, with all other safe ones, lacks the errors that it
    mends and has no finding that the plan did not have before. What is wrong is looked for with all checks, whichever
    the report is of; only its own errors are mended. Since one error that is mended may show more of another, this is
    done again until nothing more is safe.
    """
    text = reading.document.text if reading.document is not None else ""
    if reading.plan is None or not any(map(is_blamed, report.findings)):
        return report, Mended(text, ())
    asked = {_key(finding) for finding in report.findings}
    whole = report if len(report.runs) == len(ALL) else run(reading, ALL, options)
    told: dict[_Key, tuple[Suggestion, ...]] = {}
    corrections: list[Suggestion] = []
    while True:
        trial = _Trial(reading, whole, options)
        suggestions, safe = _looked_at(trial, asked)
        told |= suggestions
        if not safe:
            break
        corrections += safe
        reading, whole = trial.reading, trial.report
    text = reading.document.text if reading.document is not None else ""
    findings = tuple(finding._replace(suggestions=told.get(_key(finding), ())) for finding in report.findings)
    return report._replace(findings=findings), Mended(text, tuple(corrections))


def _looked_at(
    trial: "_Trial", asked: Collection["_Key"]
) -> tuple[dict["_Key", tuple[Suggestion, ...]], list[Suggestion]]:
    """The suggestions for the errors that are asked about, and those among them that were made."""
    plan, report = trial.reading.plan, trial.report
    if plan is None:
        return {}, []
    words = Words(plan)
    groups = [
        group
        for group in localise_errors(plan, report)
        if any(_key(report.findings[number]) in asked for number in group.cluster.findings)
    ]
    safe = trial.made([group for group in groups if group.safe is not None], words)
    told: dict[_Key, tuple[Suggestion, ...]] = {}
    for group in groups:
        suggestions = tuple(
            words.suggestion(each, group.cluster, safe=each.figures in safe) for each in group.candidates
        )
        told.update((_key(report.findings[number]), suggestions) for number in group.cluster.findings)
    return told, list(safe.values())


def mended(reading: Reading, options: Options | None = None) -> Mended:
    """The text of a file with all safe corrections; see `suggested`."""
    return suggested(reading, run(reading, ALL, options), options)[1]


MAX_RUNS = 50
"""So often a plan is checked again to see which corrections are safe, when they are not all safe together."""


class _Trial:
    """A reading and its report, and what becomes of them by corrections that are looked at before they are safe."""

    def __init__(self, reading: Reading, report: Report, options: Options | None) -> None:
        self.reading = reading
        self.report = report
        self._origin = reading
        self._before = report.findings
        self._options = options
        self._known = {_key(finding) for finding in report.findings}

    def made(self, groups: Sequence[Blamed], words: Words) -> dict[Changed, Suggestion]:
        """The corrections that were made, by what they change: all of them at once or, where that fails, one by one."""
        wanted = [
            (group, words.suggestion(group.safe, group.cluster, safe=True))
            for group in groups
            if group.safe is not None
        ]
        wanted = [(group, each) for group, each in wanted if edits(self._origin, each) is not None]
        accepted = wanted if self._is_mended(wanted) else []
        if wanted and not accepted:
            for each in wanted[:MAX_RUNS]:
                if self._is_mended([*accepted, each]):
                    accepted.append(each)
        return {group.safe.figures: each for group, each in accepted if group.safe is not None}

    def _is_mended(self, wanted: Sequence[tuple[Blamed, Suggestion]]) -> bool:
        """Make the corrections if that mends their errors and nothing new is found; whether that was so."""
        document = self._origin.document
        if document is None or not wanted:
            return False
        # Two groups may want the same: rows that were exchanged.
        made = {edit for _, each in wanted for edit in edits(self._origin, each) or ()}
        again = read_text(edited(document.text, made), self._origin.name)
        if self._origin.tables:
            again = merge_side_tables(again, [(table.text.encode(), table.name) for table in self._origin.tables])
        report = run(again, ALL, self._options)
        found = {_key(finding) for finding in report.findings}
        mends = {_key(self._before[number]) for group, _ in wanted for number in group.cluster.findings}
        if not found <= self._known or found & mends:
            return False
        self.reading, self.report = again, report
        return True


def edits(reading: Reading, correction: Suggestion) -> tuple[Edit, ...] | None:
    """The edits to a file's text that make a correction; `None` when a figure does not stand there plainly."""
    document = reading.document
    if document is None or any(change.path in reading.added for change in correction.changes):
        return None
    found = [_edit(document, change) for change in correction.changes]
    return None if None in found else tuple(edit for edit in found if edit is not None)


_Key = tuple[str, Path | None, Severity, str | None]


def _key(finding: Finding) -> _Key:
    """What makes two findings of two runs the same one: the numbers in its words may differ."""
    return finding.code, finding.path, finding.severity, finding.file


def _edit(document: Document, change: Change) -> Edit | None:
    """The edit that puts a figure's number in the place of the old; `None` when it does not stand there plainly."""
    return None if change.number is None else number_edit(document, change.path, change.was, change.number)


def check(plan: Plan | str | PathLike[str]) -> Report:
    """Check a plan, or the file that holds one.

    Errors of sums, rates and contradictions have suggestions. A file's report also has what is wrong with its text
    and its shape; so has a plan that `povcalc.read` gave. A plan that was made in code, or changed, has findings
    without places, and no suggestion for it is called safe. Raises `OSError` when a file cannot be read; whatever is
    wrong inside it is in the report.
    """
    reading = reading_of(plan)
    return suggested(reading, run(reading))[0]
