"""What an editor shows of a plan while it is written: what stands at a place, its meaning, what could stand there.

Offsets are code points of the text; `povcalc.cli.lsp` turns them into the protocol's. A text that is half written gives
what can be said of it, and nothing raises.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from povcalc.checks import ALL
from povcalc.checks.base import Context
from povcalc.measures import COUNTS
from povcalc.messages import SHORT, Message, join, signed_interval, verbatim
from povcalc.places import Path
from povcalc.plan.areas import AreaIndex, part_addresses
from povcalc.plan.funding import How, Ledger
from povcalc.plan.load import Reading, value_at
from povcalc.plan.model import Area, Entry, FundingLine, Plan, entries, entry_of, parent, section_at
from povcalc.plan.yaml_reader import Document, PlacedDict, PlacedList, parse
from povcalc.values import Figure
from povcalc.views.answers import UnknownFigureError, Why, why
from povcalc.views.plan import PLACES, Derivation


class Spotted(NamedTuple):
    """What stands at an offset: the path to it, and whether it is the name of the field there."""

    path: Path
    is_key: bool


def at_offset(document: Document, offset: int) -> Spotted | None:
    """The innermost field or item of a document around an offset; `None` where there is none."""
    found: Spotted | None = None
    here: Any = document.root
    path: Path = ()
    while isinstance(here, PlacedDict | PlacedList):
        step = _step_before(here, offset)
        if step is None:
            break
        name, key_end, value_end, is_key = step
        inner: Any = here
        here, path = inner[name], (*path, name)
        is_inside = isinstance(here, (PlacedDict, PlacedList)) or offset <= max(key_end, value_end)
        if is_inside:
            found = Spotted(path, is_key)
        if is_key or not is_inside:
            break
    return found


def _step_before(here: PlacedDict | PlacedList, offset: int) -> "tuple[str | int, int, int, bool] | None":
    """The last key or item that begins at an offset or before it, and where its key and its value end."""
    found: tuple[str | int, int, int, bool] | None = None
    if isinstance(here, PlacedDict):
        for at, name in enumerate(here):
            key_start, key_end, _, value_end = here.spans[4 * at : 4 * at + 4]
            if key_start <= offset:
                found = name, key_end, value_end, offset <= key_end
    else:
        for at in range(len(here)):
            start, end = here.spans[2 * at : 2 * at + 2]
            if start <= offset:
                found = at, end, end, False
    return found


# What a figure means.


def meaning(path: Path) -> Entry | None:
    """What the format says of the field at a path; `None` for what is no field of it."""
    if not path or not isinstance(path[-1], str):
        return None
    try:
        return entry_of(section_at(path[:-1]), path[-1])
    except (LookupError, StopIteration, TypeError):
        return None


def why_at(context: Context, path: Path) -> tuple[Why, ...]:
    """Why the figure of an area at a path has the range that it has; nothing for what is no figure of an area."""
    if path[:1] != ("targets",) or path[-1] not in Area.FIGURES or path[:-1] not in context.by_path:
        return ()
    address = AreaIndex(context.areas).shortest(path[:-1])
    try:
        return why(Derivation(context.areas, context.assumed, context.ranges), f"{address}.{path[-1]}")
    except UnknownFigureError:
        return ()


def in_words(answer: Why) -> Iterator[Message]:
    """An answer of `why` in lines of Markdown: the range, then what each end follows from."""
    yield join([answer.quantity, signed_interval(answer.range.widened(PLACES))], ": ")
    for ground in answer.grounds:
        given = [said for said, _ in (*ground.stated, *ground.elsewhere)]
        yield join([ground.end, join([*given, *ground.assumed, *ground.lines], "; ")], ": ")


# What could stand at a place.


class Choice(NamedTuple):
    """Something that may be written: the text, what it is in a word or two, and what it means."""

    text: str
    detail: Message
    about: Message | None = None


_PLACE = "x-here"
"""Stands in the text where somebody is about to write, so that the reader says where in the plan that is."""

_KEY_LINE = re.compile(r"(?P<indent>\s*(?:- )*)[\w-]*")
_VALUE_LINE = re.compile(r"(?P<before>(?:.*[{,]\s*|\s*(?:- )*)[\w-]+:\s*\[?(?:[\w/.-]+,\s*)*)[\w/.-]*")
_WORD = re.compile(r"[\w/.-]*")


def choices(text: str, offset: int, plan: Plan | None) -> list[Choice]:
    """What may be written at an offset of a text; `plan` is what could be read of it last."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    end = end if end >= 0 else len(text)
    line, rest = text[start:offset], text[end:]
    if key := _KEY_LINE.fullmatch(line):
        path = _path_of(f"{text[:start]}{key['indent']}{_PLACE}: 0{rest}")
        return [] if path is None else list(_fields(path[:-1], text[:start] + rest))
    if value := _VALUE_LINE.fullmatch(line):
        behind = _WORD.sub("", text[offset:end], count=1)
        opened = value["before"].count("[") - value["before"].count("]") - behind.count("]")
        path = _path_of(f"{text[:start]}{value['before']}{_PLACE}{']' * opened}{behind}{rest}")
        return [] if path is None else list(_values(path, plan))
    return []


def _path_of(text: str) -> Path | None:
    """Where in a text the mark stands."""
    waiting: list[tuple[object, Path]] = [(parse(text).root, ())]
    while waiting:
        here, path = waiting.pop()
        if here == _PLACE:
            return path
        if isinstance(here, dict):
            if _PLACE in here:
                return (*path, _PLACE)
            waiting.extend((each, (*path, key)) for key, each in here.items())
        elif isinstance(here, list):
            waiting.extend((each, (*path, at)) for at, each in enumerate(here))
    return None


def _fields(path: Path, text: str) -> Iterator[Choice]:
    """The fields that the section at a path may have besides those that it has."""
    here = value_at(parse(text).root, path)
    there = here if isinstance(here, dict) else {}
    try:
        model = section_at(path)
        for entry in entries(model):
            if entry.name not in there:
                yield Choice(f"{entry.name}: ", entry.shape.sort or verbatim(entry.example), entry.meaning)
    except (LookupError, StopIteration, TypeError, AttributeError):
        return


def _values(path: Path, plan: Plan | None) -> Iterator[Choice]:
    """What the field at a path may have as its value."""
    names = [step for step in path if isinstance(step, str)]
    entry = meaning(tuple(names))
    for word in entry.shape.choices if entry is not None else ():
        yield Choice(word, verbatim(names[-1]))
    match names[-2:]:
        case ["waivers", "code"]:
            yield from (Choice(check.code, check.title) for check in ALL)
        case ["waivers", "at"] | ["duties", "areas"] if plan is not None:
            yield from _addresses(plan, parts=names[-1] == "at")
        case [_, "actors" | "partners" | "with" | "to"] if plan is not None:
            yield from (Choice(actor.id, actor.name) for actor in plan.actors)


def _addresses(plan: Plan, *, parts: bool) -> Iterator[Choice]:
    areas = Context(Reading("", None, plan)).areas
    index = AreaIndex(areas)
    for located in areas:
        yield Choice(index.shortest(located.path), located.area.name)
    for address in part_addresses(plan) if parts else ():
        yield Choice(address, verbatim(address))


# Where to go from a place, and what to write beside it.


def parts_of(context: Context, path: Path) -> list[Path]:
    """The figures that a figure is the sum of, else the whole that it is a part of; what an id or address names."""
    plan = context.reading.plan
    if plan is None or not path:
        return []
    if path[0] == "targets" and path[:-1] in context.by_path:
        return _parts_of_area(context, path)
    if path[0] == "funding" and plan.funding is not None:
        return _parts_of_amount(Ledger.of(plan.funding), path)
    match path:
        case ("waivers", int(at), "at") if at < len(plan.waivers):
            return _named(context, plan.waivers[at].at)
        case (*_, "actors" | "partners" | "with", int()) | (*_, "to") if context.reading.document is not None:
            word = value_at(context.reading.document.root, path)
            return [("actors", at) for at, actor in enumerate(plan.actors) if actor.id == word]
        case (*_, "areas", int()) if context.reading.document is not None:
            return _named(context, str(value_at(context.reading.document.root, path)))
    return []


def _parts_of_area(context: Context, path: Path) -> list[Path]:
    located, field = context.by_path[path[:-1]], path[-1]
    if field not in Area.FIGURES:
        return []
    parts = [(*child.path, str(field)) for child in located.children if child.figure(str(field)) is not None]
    whole = parent(located.path)
    if parts or whole not in context.by_path:
        return parts
    return [(*whole, str(field))] if context.by_path[whole].figure(str(field)) is not None else []


def _parts_of_amount(ledger: Ledger, path: Path) -> list[Path]:
    """The stated amounts that add up to one, along whatever breakdown, else those that it is part of."""
    path = path if path[-1] in ("total", *FundingLine.FIGURES) else (*path[:-1], "amount")
    sums = [each for each in ledger.sums if each.how is not How.SAME]
    parts = [part for each in sums if each.whole == path for part in each.parts]
    found = parts or [each.whole for each in sums if path in each.parts]
    return [each for each in dict.fromkeys(found) if ledger.figure(each) is not None]


def _named(context: Context, words: str) -> list[Path]:
    parts = part_addresses(context.plan)
    return [parts[words]] if words in parts else AreaIndex(context.areas).named(words)


class Hint(NamedTuple):
    """Words that stand behind a field though nobody wrote them."""

    path: Path
    words: Message


def hints(context: Context) -> Iterator[Hint]:
    """The counts of each area that follow exactly from other figures, and are not written."""
    for located in context.areas:
        implied = []
        for field in COUNTS:
            if field not in context.ranges.quantities:
                continue
            found = context.ranges.of(located.path, field)
            if located.figure(field) is None and found.number is not None:
                implied.append(Message("{name} {figure}", name=SHORT[field], figure=Figure(int(found.number))))
        if implied:
            yield Hint((*located.path, "name"), join(implied, ", "))
