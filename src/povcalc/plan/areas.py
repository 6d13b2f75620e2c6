"""How the parts of a plan are called from elsewhere: an area by its id or path, a line by `funding.oda`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from povcalc.messages import Text, say
from povcalc.places import Path
from povcalc.plan.model import Located, Plan
from povcalc.typos import closest_match


class Addressed(NamedTuple):
    """An area's address, the ids that lead to it from the root area (both included), and its path in the data."""

    steps: tuple[str, ...]
    path: Path


def area_addresses(areas: Iterable[Located]) -> dict[str, list[Addressed]]:
    """By id, the areas that have it, in document order; `areas` has each area before those inside it."""
    found: dict[str, list[Addressed]] = defaultdict(list)
    above: dict[Path, tuple[str, ...]] = {}
    for located in areas:
        steps = (*above.get(located.path[:-2], ()), located.area.id)
        above[located.path] = steps
        found[located.area.id].append(Addressed(steps, located.path))
    return dict(found)


def areas_called(words: str, addresses: Mapping[str, Sequence[Addressed]]) -> list[Addressed]:
    """The areas whose address ends as `words` does: `xuan-ai`, or `van-yen/xuan-ai` where that is not enough."""
    steps = tuple(words.split("/"))
    return [area for area in addresses.get(steps[-1], ()) if area.steps[-len(steps) :] == steps]


class UnknownAreaError(LookupError):
    """Words that call no one area of a plan; `why` says what was read and what is expected."""

    def __init__(self, why: Text) -> None:
        super().__init__(why)
        self.why = why


class SeveralAreasError(UnknownAreaError):
    """Words that call several areas of a plan."""


def area_called(words: str, areas: Sequence[Located]) -> Located:
    """The one area that is called so; `areas` as `walk` gives them. Raises `UnknownAreaError`."""
    addresses = area_addresses(areas)
    found = areas_called(words, addresses) if words else []
    if len(found) == 1:
        return next(each for each in areas if each.path == found[0].path)
    if found:
        raise SeveralAreasError(
            say(
                "several areas are called {word}: {choices}; use one of these paths",
                "có nhiều địa bàn mang mã {word}: {choices}; hãy dùng một trong các đường dẫn này",
                word=words,
                choices=", ".join("/".join(each.steps) for each in found),
            )
        )
    near = closest_match(words.rpartition("/")[2], tuple(addresses))
    raise UnknownAreaError(
        say(
            "no area is called {word}; {choice}",
            "không có địa bàn nào mang mã {word}; {choice}",
            word=words or "''",
            choice=say("did you mean {near}?", "có phải {near} không?", near=near)
            if near
            else Text("povcalc show targets --format csv lists the areas", "povcalc show targets --format csv liệt kê"),
        )
    )


def part_addresses(plan: Plan) -> dict[str, Path]:
    """The paths of the parts other than areas, each by what it is called.

    `funding.LINE` and `funding.total`, `schedule.ID` for a phase or deadline, `actors.ID`. Of two
    parts with one id, the first is meant.
    """
    found: dict[str, Path] = {}
    if plan.funding:
        found["funding.total"] = ("funding", "total")
        _add(found, "funding", (line.id for line in plan.funding.lines), ("funding", "lines"))
    if plan.schedule:
        _add(found, "schedule", (phase.id for phase in plan.schedule.phases), ("schedule", "phases"))
        _add(found, "schedule", (deadline.id for deadline in plan.schedule.deadlines), ("schedule", "deadlines"))
    _add(found, "actors", (actor.id for actor in plan.actors), ("actors",))
    return found


def _add(found: dict[str, Path], section: str, ids: Iterable[str], path: Path) -> None:
    for at, identifier in enumerate(ids):
        found.setdefault(f"{section}.{identifier}", (*path, at))


def owner(path: Path) -> Path:
    """The path of the innermost part that can be called by name and holds what stands at `path`.

    An area for its figures, a line for its amount, `("funding", "total")` for itself; the section
    for what belongs to no such part.
    """
    match path:
        case ("targets", *_):
            depth = 1
            while len(path) > depth + 1 and path[depth] == "areas":
                depth += 2
            return path[:depth]
        case ("funding", "lines", int(), *_) | ("schedule", _, int(), *_):
            return path[:3]
        case ("funding", "total", *_) | ("actors", int(), *_):
            return path[:2]
    return path[:1]
