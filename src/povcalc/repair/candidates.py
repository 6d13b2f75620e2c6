"""Which single figure, changed to which number, would make all relations hold again, and how a hand may have erred."""

import math
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from povcalc.figures import Exact, Figure, Form, Interval, Number, decimals, exact, size
from povcalc.places import Path
from povcalc.repair.slips import LIKELY, Slip, meant, read, written
from povcalc.repair.systems import Areas, Money

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
    slip: Slip | None = None
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
    copied = Slip.COPIED if any(exact(each.number) == exact(figure.number) for each in neighbours) else None
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
            yield Candidate(tuple(sorted(changed.items(), key=lambda each: str(each[0]))), Slip.EXCHANGED)


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
    slips: list[Slip | None] = []
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
