"""What becomes of the areas when figures change: targets over the same people, or other people.

Targets are the figures of the year's end and of the reduction. When they change, an area has the households and the
poor of the start that the plan as written allows it. When a figure of the people changes, they are those that all
figures allow with this one in its place.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from povcalc.bounds import QUANTITIES, Assumptions, Ranges, ranges
from povcalc.bounds.boxes import FIGURES, N1, Box
from povcalc.bounds.changed import Aim, Change, NoWorldError, allowed, changed
from povcalc.figures import Figure, Form, Interval, exact
from povcalc.loading import Reading
from povcalc.places import Path
from povcalc.plan import Located, walk
from povcalc.revising import revised
from povcalc.scenario.applying import is_two_sided
from povcalc.scenario.requests import ScenarioError
from povcalc.scenario.selecting import Selecting
from povcalc.text import GLOSSARY, Text, say

PEOPLE = ("households", "households_start", "households_end", "poor_households_start", "poverty_rate_start")
"""The figures of an area that say who lives there before anything is done."""

PROMISE = "reduction_rate"
"""A fall "over 8.50 points" is a promise: a count that is stated beside it goes on saying how many leave poverty."""


TARGETS = ("reduction_households", "reduction_rate", "poverty_rate_end", "poor_households_end")
"""The figures of an area that say what is to become of the people."""


class Quantities(Mapping[str, Interval]):
    """Ranges by quantity, worked out when they are asked for: a nation has many that nobody looks at."""

    def __init__(self, of: Callable[[int], Interval]) -> None:
        self._of = of

    def __getitem__(self, quantity: str) -> Interval:
        return self._of(QUANTITIES.index(quantity))

    def __iter__(self) -> Iterator[str]:
        return iter(QUANTITIES)

    def __len__(self) -> int:
        return len(QUANTITIES)


class Outcome(NamedTuple):
    """One area before and after the change.

    `chosen` says that a figure of the area itself was changed, and not only of areas inside it. `change` is what
    became of its targets, if its people are the same before and after.
    """

    located: Located
    chosen: bool
    was: Box
    now: Box
    change: Change | None

    @property
    def before(self) -> Mapping[str, Interval]:
        """The range of each of `QUANTITIES` by the plan as written."""
        return Quantities(self.was.interval)

    @property
    def after(self) -> Mapping[str, Interval]:
        """The range of each of `QUANTITIES` after the change."""
        return Quantities(self.now.interval)

    @property
    def moved(self) -> Mapping[str, Interval]:
        """By how much each of `QUANTITIES` differs."""
        return Quantities(self._moved)

    def _moved(self, number: int) -> Interval:
        if self.change is not None:
            return self.change.moved(number)
        was, now = self.was.interval(number), self.now.interval(number)
        return Interval(0, 0) if was == now else now.minus(was)


class Outcomes(NamedTuple):
    """All areas that a change touches: those changed in document order, then those around them up to the root.

    `changes` are the ranges of areas whose targets changed, by path; `people` says that people changed too, and
    `contradicted` that figures of theirs contradict others and are left out of account.
    """

    areas: tuple[Outcome, ...]
    changes: Mapping[Path, Change]
    people: bool
    contradicted: bool


def outcomes(
    reading: Reading, selecting: Selecting, before: Ranges, assumed: Assumptions, changes: Mapping[Path, Figure]
) -> Outcomes:
    """What follows from changed figures of areas; `before` are the ranges of the plan as written.

    Raises `ScenarioError` where no world is left for them.
    """
    areas = selecting.areas
    own = {path: figure for path, figure in changes.items() if path[0] == "targets"}
    people = {path: figure for path, figure in own.items() if path[-1] in PEOPLE}
    if not own:
        return Outcomes((), {}, people=False, contradicted=False)
    within, after = areas, before
    if people:
        plan = revised(reading, people).plan
        within = walk(plan.targets) if plan is not None and plan.targets is not None else areas
        after = ranges(within, assumed)
    aims = _aims(within, own)
    try:
        found = changed(within, after, aims)
    except NoWorldError as none:
        raise ScenarioError(_impossible(selecting, after, own, none.path)) from None
    chosen = {path[:-1] for path in own}
    touched = set(found) | {path[:depth] for path in chosen for depth in range(1, len(path) + 1, 2)}
    told = [_outcome(each, before, after, found.get(each.path), chosen) for each in areas if each.path in touched]
    around = [each for each in told if not each.chosen]
    around.sort(key=lambda each: -len(each.located.path))
    return Outcomes(
        (*(each for each in told if each.chosen), *around),
        found,
        people=bool(people),
        contradicted=len(after.conflicts) > len(before.conflicts),
    )


def _outcome(located: Located, before: Ranges, after: Ranges, change: Change | None, chosen: set[Path]) -> Outcome:
    path = located.path
    was, now = before.box(path), after.box(path)
    if change is None:
        return Outcome(located, path in chosen, was, now, None)
    if before is after:
        return Outcome(located, path in chosen, change.before, change.after, change)
    return Outcome(located, path in chosen, was, change.after, None)


def _aims(areas: Sequence[Located], own: Mapping[Path, Figure]) -> dict[Path, list[Aim]]:
    """What the changed targets of each area ask for; a promise beside a target that stays asks for nothing new."""
    aims: dict[Path, list[Aim]] = {}
    for located in areas:
        targets = {str(path[-1]): own[path] for field in TARGETS if (path := (*located.path, field)) in own}
        if not targets or (set(targets) == {PROMISE} and not is_two_sided(targets[PROMISE]) and _keeps(located)):
            continue
        aims[located.path] = [Aim(FIGURES[field][0], said(field, figure)) for field, figure in targets.items()]
    return aims


def _keeps(located: Located) -> bool:
    """Whether an area states how many leave poverty, or how many are left, besides the fall in points."""
    figures = (located.figure(field) for field in TARGETS if field != PROMISE)
    return any(figure is not None and is_two_sided(figure) for figure in figures)


def said(field: str, figure: Figure) -> Interval:
    """What a figure asks for; an estimate what its number would."""
    if "rate" not in field:
        return figure.as_count()
    return figure.rounded() if figure.form is Form.ABOUT else figure.as_rate()


def _impossible(selecting: Selecting, after: Ranges, own: Mapping[Path, Figure], path: Path) -> Text:
    """Why changed targets have no world: what the plan allows of each."""
    located = selecting.located[path]
    parts = []
    for field in TARGETS:
        figure = own.get((*path, field))
        if figure is not None:
            room = allowed(after.box(path), FIGURES[field][0]).widened(3)
            parts.append(
                say(
                    "{name} of {figure}, where the plan allows {room}",
                    "{name} {figure}, trong khi kế hoạch cho phép {room}",
                    name=GLOSSARY[field],
                    figure=figure,
                    room=room,
                )
            )
            parts.extend(_nearest(after.box(path), field, figure))
    if sum((*path, field) in own for field in TARGETS) > 1:
        parts.append(Text("they have to hold together", "các số này phải cùng đúng"))
    told = Text("; ".join(part.en for part in parts), "; ".join(part.vi for part in parts))
    return say(
        "{area}: no number of households and poor households makes the changed targets true: {told}",
        "{area}: không có tổng số hộ và số hộ nghèo nào phù hợp với mục tiêu đã thay đổi: {told}",
        area=located.area.name,
        told=told if parts else Text("they follow from the areas inside", "suy ra từ các địa bàn trực thuộc"),
    )


def _nearest(box: Box, field: str, figure: Figure) -> Iterator[Text]:
    """The rates that whole households give next to one that they do not, where the number of households is known."""
    households = box.low[N1]
    is_of_base = field == "poverty_rate_end" or (field == PROMISE and box.growth is not None and box.growth.is_level)
    if not is_of_base or households != box.high[N1] or not households or not is_two_sided(figure):
        return
    below = math.floor(exact(figure.number) * households / 100)
    yield say(
        "of {households} households, {below} are {low}% and {above} are {high}%",
        "trong {households} hộ, {below} hộ là {low}% và {above} hộ là {high}%",
        households=households,
        below=below,
        low=Fraction(100 * below, households),
        above=below + 1,
        high=Fraction(100 * (below + 1), households),
    )
