"""What follows from a change.

What becomes of the areas when figures change: targets over the same people, or other people.

Targets are the figures of the year's end and of the reduction. When they change, an area has the households and the
poor of the start that the plan as written allows it. When a figure of the people changes, they are those that all
figures allow with this one in its place.

Stated figures that follow from a change: written anew where what follows does not lie within what they say.

All of a what-if: the changes as they were understood, what follows, and the changed plan.

Scenarios as files: a name, changes in their order, and what becomes of sums.

    scenario: 1
    name: {vi: Nhanh hơn, en: Faster}
    changes:
      - tram-tau.reduction_households: 500
      - funding.oda: -10%
    rebalance: total

A value is written as on the command line, or as in a plan (`{over: 9}`). The text is read as strictly as a plan's.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from povcalc.inference.change import Aim, Change, NoWorldError, allowed, changed
from povcalc.inference.domains import FIGURES, N1, QUANTITIES, RATES, Box
from povcalc.inference.ranges import Ranges, ranges
from povcalc.messages import GLOSSARY, Text, alternatives, same, say
from povcalc.places import Fault as FileFault
from povcalc.places import Path, Span
from povcalc.plan.assumptions import Assumptions, Options, assumptions_of
from povcalc.plan.edit import with_figures
from povcalc.plan.load import Reading
from povcalc.plan.model import Located, walk
from povcalc.plan.yaml_reader import REFUSED, Document, PlacedDict, PlacedList, TrapKind, parse
from povcalc.scenario.changes import (
    Applied,
    Rebalance,
    Request,
    ScenarioError,
    Selecting,
    Step,
    applied,
    is_two_sided,
    others,
    request,
    totals,
)
from povcalc.typos import closest_match
from povcalc.values import Exact, Figure, Form, Interval, Number, decimals, exact, in_units

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
        plan = with_figures(reading, people).plan
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


def following(outcomes: Outcomes, changes: Mapping[Path, Figure], *, around: bool) -> list[Step]:
    """The stated targets of changed areas that no longer hold, as they then are; also of those around, if wanted."""
    steps = []
    quantities = [(field, FIGURES[field][0]) for field in TARGETS]
    for outcome in outcomes.areas:
        located = outcome.located
        if located.path not in outcomes.changes or not (outcome.chosen or around):
            continue
        for field, quantity in quantities:
            path = (*located.path, field)
            before = located.figure(field)
            if before is None or path in changes:
                continue
            after = _exactly(before, outcome.now, quantity) or restated(field, before, outcome.now.interval(quantity))
            if after is not before:
                steps.append(Step(path, before, after))
    return steps


def _exactly(figure: Figure, box: Box, quantity: int) -> Figure | None:
    """The same as `restated` for a bare number where all is known, in whole numbers: the usual case of a nation."""
    if figure.form is not Form.EXACT:
        return None
    if quantity < RATES:
        count = box.low[quantity]
        if count != box.high[quantity]:
            return None
        return figure if count == figure.number else Figure(count)
    numerator, denominator, is_open = box.least[quantity - RATES]
    if is_open or box.most[quantity - RATES] != (numerator, denominator, False):
        return None
    places = decimals(figure.number)
    scale = 10**places
    if 2 * abs(numerator * scale - in_units(figure.number, scale) * denominator) <= denominator:
        return figure
    return Figure(_scaled((2 * numerator * scale + denominator) // (2 * denominator), places))


def restated(field: str, figure: Figure, found: Interval) -> Figure:
    """A figure that says of a range what the stated one says; the stated one where that still holds.

    One that is over or under something stays so, with another bound; a number stays one if the range is no more than
    that, and becomes a range otherwise, rounded outwards to the decimals that it had.
    """
    is_rate = "rate" in field
    if found.within(figure.as_rate() if is_rate else figure.as_count()) and figure.form is not Form.ABOUT:
        return figure
    places = decimals(figure.number) if is_rate else 0
    least = None if found.low is None else _scaled(math.floor(found.low * 10**places), places)
    most = None if found.high is None else _scaled(math.ceil(found.high * 10**places), places)
    if figure.form in (Form.OVER, Form.AT_LEAST):
        if least is None:
            return figure
        reached = is_rate and figure.form is Form.OVER and found.low == Fraction(least) and not found.low_open
        return figure._replace(number=least - Decimal(1).scaleb(-places) if reached else least)
    if figure.form in (Form.UNDER, Form.AT_MOST):
        if most is None:
            return figure
        reached = is_rate and figure.form is Form.UNDER and found.high == Fraction(most) and not found.high_open
        return figure._replace(number=most + Decimal(1).scaleb(-places) if reached else most)
    number = _one(found, places, rate=is_rate)
    if number is not None:
        return Figure(number, figure.form if figure.form is Form.ABOUT else Form.EXACT)
    if figure.form is Form.ABOUT or least is None or most is None:
        return figure
    return Figure(least, Form.BETWEEN, most)


def _scaled(number: int, places: int) -> Number:
    return Decimal(number).scaleb(-places) if places else number


def _one(found: Interval, places: int, *, rate: bool) -> Number | None:
    """The one number that says all of a range, if there is one."""
    if found.low is None or found.high is None:
        return None
    if not rate:
        return int(found.low) if found.is_point else None
    nearest: Exact = math.floor(found.low * 10**places + Fraction(1, 2))
    number = _scaled(int(nearest), places)
    return number if found.within(Figure(number).as_rate()) else None


class Scenario(NamedTuple):
    """What is changed, what becomes of sums, and whether stated figures that follow stay as they were."""

    requests: tuple[Request, ...]
    rebalance: Rebalance | None = None
    keep_stated: bool = False
    name: Text | None = None


class WhatIf(NamedTuple):
    """A plan before and after a change.

    `applied` are the changes in their order, `rebalanced` the figures that were changed so that sums hold,
    `follows` stated figures that follow from all these; `after` has all of them.
    """

    scenario: Scenario
    before: Reading
    after: Reading
    selecting: Selecting
    assumed: Assumptions
    applied: tuple[Applied, ...]
    rebalanced: tuple[Step, ...]
    follows: tuple[Step, ...]
    outcomes: Outcomes

    @property
    def changes(self) -> dict[Path, Figure]:
        """All figures of the changed plan that are others than before."""
        steps = (*(step for each in self.applied for step in each.steps), *self.rebalanced, *self.follows)
        return {step.path: step.after for step in steps}


def consequences(
    reading: Reading, scenario: Scenario, options: Options | None = None, found: Ranges | None = None
) -> WhatIf:
    """What follows from a scenario. `found` are the ranges of the plan as written, if they are known already.

    Raises `ScenarioError` for one that cannot be carried out.
    """
    plan = reading.plan
    if plan is None:
        raise ScenarioError(Text("nothing of a plan could be read", "không đọc được kế hoạch"))
    selecting = Selecting(plan)
    assumed = assumptions_of(plan, options)
    done = applied(selecting, scenario.requests)
    changes = _that_differ(selecting, {step.path: step.after for each in done for step in each.steps})
    rebalanced: Sequence[Step] = ()
    if scenario.rebalance is Rebalance.OTHERS:
        rebalanced = others(selecting, changes)
        changes |= {step.path: step.after for step in rebalanced}
    follow = outcomes(reading, selecting, found or ranges(selecting.areas, assumed), assumed, changes)
    follows: list[Step] = []
    if scenario.rebalance is Rebalance.TOTAL:
        rebalanced = totals(selecting, changes)
        changes |= {step.path: step.after for step in rebalanced}
    if not scenario.keep_stated:
        follows = following(follow, changes, around=scenario.rebalance is not None)
        changes |= {step.path: step.after for step in follows}
    return WhatIf(
        scenario,
        reading,
        with_figures(reading, changes),
        selecting,
        assumed,
        done,
        tuple(rebalanced),
        tuple(follows),
        follow,
    )


def _that_differ(selecting: Selecting, changes: dict[Path, Figure]) -> dict[Path, Figure]:
    """Changes without those of areas and lines in which each figure is set to what it was."""
    differing = {path[:-1] for path, figure in changes.items() if selecting.stated(path) != figure}
    return {path: figure for path, figure in changes.items() if path[:-1] in differing}


VERSION = 1
"""The version of the form of scenario files that this program reads."""

KEYS = ("scenario", "name", "changes", "rebalance", "keep_stated")
_CHANGE_SIGNS = {"over": ">", "under": "<", "at_least": ">=", "at_most": "<=", "about": "~"}


class Fault(NamedTuple):
    """Something in a scenario file that it cannot hold, and where."""

    span: Span
    why: Text


class ScenarioFile(NamedTuple):
    """A scenario file as far as it could be read; `scenario` is `None` when it has faults.

    `document` has the file's text, its places, and what is wrong with the text itself.
    """

    document: Document
    scenario: Scenario | None
    faults: tuple[Fault, ...]


def read_scenario(content: bytes, name: str) -> ScenarioFile:
    """Read a scenario. Never raises: what is wrong is in the result."""
    document = parse(content)
    reader = _Reader(document, name)
    scenario = reader.read()
    faults = tuple(reader.faults)
    traps = tuple(trap for trap in document.traps if trap not in reader.taken)
    document = Document(document.text, document.root, traps, document.whole)
    return ScenarioFile(document, None if faults or not document.whole else scenario, faults)


class _Reader:
    def __init__(self, document: Document, name: str) -> None:
        self._document = document
        self._name = name
        self.faults: list[Fault] = []
        self.taken: list[FileFault[Span]] = []

    def read(self) -> Scenario | None:
        root = self._document.root
        if not isinstance(root, PlacedDict):
            if self._document.whole and root is not REFUSED and root is not None:
                self._fault((), _EXPECTED)
            return None
        for key in root:
            if key not in KEYS and not str(key).startswith("x-"):
                self._fault((key,), self._unknown(str(key)), key=True)
        if root.get("scenario") != VERSION or isinstance(root.get("scenario"), bool):
            self._fault(("scenario",) if "scenario" in root else (), _EXPECTED)
        return Scenario(tuple(self._changes(root)), self._rebalance(root), self._keeps(root), self._called(root))

    def _fault(self, path: Path, why: Text, *, key: bool = False) -> None:
        self.faults.append(Fault(self._document.span(path, key=key), why))

    @staticmethod
    def _unknown(key: str) -> Text:
        near = closest_match(key, KEYS)
        return say(
            "{key} is not a field of a scenario; {choice}",
            "{key} không phải trường của phương án; {choice}",
            key=key,
            choice=say("did you mean {near}?", "có phải {near} không?", near=near)
            if near
            else say("use {keys}", "dùng {keys}", keys=", ".join(KEYS)),
        )

    def _changes(self, root: PlacedDict) -> Iterator[Request]:
        changes = root.get("changes")
        if not isinstance(changes, PlacedList) or not changes:
            if changes is not REFUSED:
                self._fault(("changes",) if "changes" in root else (), _CHANGES)
            return
        for number, change in enumerate(changes):
            at: Path = ("changes", number)
            if not isinstance(change, PlacedDict) or len(change) != 1:
                self._fault(at, _CHANGES)
                continue
            ((selector, value),) = change.items()
            path = (*at, selector)
            words = self._words(path, value)
            if words is None:
                if value is not REFUSED:  # what is wrong with the text is told with it
                    self._fault(path, _VALUE)
                continue
            try:
                made = request(selector, words)
            except ScenarioError as unusable:
                self._fault(path, unusable.why)
                continue
            place = self._document.place(self._document.span(path, key=True))
            yield made._replace(origin=f"{self._name}:{place.line}:{place.column}")

    def _words(self, path: Path, value: Any) -> str | None:
        """A value in the words of the command line."""
        if isinstance(value, dict):
            inner = {str(key): self._words((*path, key), each) for key, each in value.items()}
            if set(inner) == {"min", "max"}:
                return f"{inner['min']}..{inner['max']}"
            if len(inner) == 1 and (sign := _CHANGE_SIGNS.get(next(iter(inner)))):
                return f"{sign}{next(iter(inner.values()))}"
            return None
        if isinstance(value, str):
            return value.strip()
        span = self._document.span(path)
        if value is REFUSED:
            # `+50` is no number of a plan, and is one here.
            trap = next((each for each in self._document.traps if each.place == span), None)
            if trap is None or trap.kind is not TrapKind.NUMBER_FORM or not trap.values["read"].startswith("+"):
                return None
            self.taken.append(trap)
            return str(trap.values["read"])
        if value is None or isinstance(value, (bool, list)):
            return None
        return self._document.text[span.start : span.end]

    def _rebalance(self, root: PlacedDict) -> Rebalance | None:
        if "rebalance" not in root:
            return None
        try:
            return Rebalance(root["rebalance"])
        except ValueError:
            self._fault(("rebalance",), say("use {words}", "dùng {words}", words=alternatives(tuple(Rebalance))))
            return None

    def _keeps(self, root: PlacedDict) -> bool:
        keeps = root.get("keep_stated", False)
        if not isinstance(keeps, bool):
            self._fault(("keep_stated",), Text("use true or false", "dùng true hoặc false"))
        return keeps is True

    def _called(self, root: PlacedDict) -> Text:
        name = root.get("name", self._name)
        if isinstance(name, str) and name.strip():
            return same(name)
        if (
            isinstance(name, dict)
            and set(name) == {"vi", "en"}
            and all(isinstance(each, str) for each in name.values())
        ):
            return Text(name["en"], name["vi"])
        if name is not REFUSED:
            self._fault(("name",), Text("use a text, or {vi, en}", "dùng một văn bản, hoặc {vi, en}"))
        return same(self._name)


_EXPECTED = Text(
    "a scenario begins with scenario: 1, and has a name and changes",
    "phương án bắt đầu bằng scenario: 1, có name (tên) và changes (các thay đổi)",
)
_CHANGES = Text(
    "changes is a list with one figure and its value in each line, such as - tram-tau.reduction_households: 500",
    "changes là danh sách, mỗi dòng một số liệu với giá trị, ví dụ - tram-tau.reduction_households: 500",
)
_VALUE = Text(
    "a value is a number, text such as +10% or x1.2, or a figure as in a plan, such as {over: 9}",
    "giá trị là một số, văn bản như +10% hoặc x1.2, hoặc số liệu như trong kế hoạch, ví dụ {over: 9}",
)
