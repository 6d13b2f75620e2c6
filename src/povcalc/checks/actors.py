"""Family A: the actors, what each has to do, and the ids and names by which they are called."""

from collections.abc import Iterator

from povcalc.checks.base import Context, Named, area_index, check, guess, is_placeholder, listed, numbered
from povcalc.findings import Held, Problem, Related, Result, Severity, Undecided, related
from povcalc.measures import BASES
from povcalc.messages import Lang, Message, alternatives, clipped
from povcalc.places import Path
from povcalc.plan.areas import AreaIndex
from povcalc.plan.funding import Ledger
from povcalc.plan.model import RESERVED_IDS, Breakdown, Funding, Located, by_ending, is_part
from povcalc.typos import KnownWords, normalized


def _references(context: Context) -> Iterator[Named]:
    """Every id that stands for an actor, with its own path."""
    plan = context.plan
    if plan.schedule:
        for at, phase in enumerate(plan.schedule.phases):
            path: Path = ("schedule", "phases", at)
            yield from listed(phase.actors, (*path, "actors"))
            yield from listed(phase.partners, (*path, "partners"))
        for at, deadline in enumerate(plan.schedule.deadlines):
            path = ("schedule", "deadlines", at)
            yield from listed(deadline.actors, (*path, "actors"))
            if deadline.to is not None:
                yield Named(deadline.to, (*path, "to"))
    for at, actor in enumerate(plan.actors):
        for number, duty in enumerate(actor.duties):
            yield from listed(duty.partners, ("actors", at, "duties", number, "with"))


@check("A101", "actors-have-duties", Severity.WARNING, section="actors")
def actors_have_duties(context: Context) -> Iterator[Result]:
    """Every actor has something to do.

    Each actor has a duty of its own, or has a part in a phase, a deadline or another actor's duty.

    Fix: Enter what the document gives the actor to do. If it gives it nothing, leave the actor out, or see whether two
    entries stand for one body.
    """
    named = {reference.id for reference in _references(context)}
    unread = context.reading.lacks("actors") or context.reading.lacks("schedule")
    for at, actor in enumerate(context.plan.actors):
        if actor.duties or actor.id in named:
            yield Held(())
        elif unread:
            yield Undecided((), Message("some duties could not be read"))
        else:
            yield Problem(
                ("actors", at),
                Message(
                    "{name} has no duty, and no phase, deadline or duty of others names it; enter its duties or "
                    "take it out",
                    name=actor.name,
                ),
            )


@check("A102", "actors-are-known", Severity.ERROR, section="plan")
def actors_are_known(context: Context) -> Iterator[Result]:
    """Every actor that is named is listed.

    Each id in the schedule and in duties that stands for an actor is the id of one under `actors`.

    Fix: Correct the id where it is misspelt. If the body is missing from the list, add it under `actors` with its name
    and what it has to do.
    """
    known = dict.fromkeys(actor.id for actor in context.plan.actors)
    references = tuple(_references(context))
    unknown = [named for named in references if named.id not in known]
    if unknown and context.reading.lacks("actors"):
        yield Undecided((), Message("some actors could not be read"))
        return
    words = KnownWords(known)
    for named in unknown:
        yield Problem(
            named.path,
            Message(
                'No actor has the id "{id}"; {choice}',
                id=clipped(named.id),
                choice=guess(named.id, words) or Message("correct it, or list it under actors"),
            ),
        )
    if references and not unknown:
        yield Held(())


@check("A103", "actor-names-differ", Severity.ERROR, section="actors", formula="actors[i].name ≠ actors[j].name")
def actor_names_differ(context: Context) -> Iterator[Result]:
    """No two actors have one name.

    Two actors with one name are one body that was entered twice, or a name that was not changed after copying. Capitals
    and spaces make no difference.

    Fix: Bring the duties of one body together under one id and use that id everywhere, or write each name in full.
    """
    first: dict[str, int] = {}
    unread = context.reading.unread
    for at, actor in enumerate(context.plan.actors):
        if ("actors", at, "name") in unread:
            continue
        folded = normalized(actor.name.to(Lang.VI))
        if folded not in first:
            first[folded] = at
            yield Held(())
            continue
        yield Problem(
            ("actors", at, "name"),
            Message(
                "Two actors are named {name}; bring them together or change one of the names",
                name=actor.name,
            ),
            related=(Related(("actors", first[folded], "name"), Message("the other one")),),
        )


_AMBIGUOUS = 3


def _funding_ids(funding: Funding) -> Iterator[list[Named]]:
    """The ids of the breakdowns, and of the lines of each list."""
    yield numbered(funding.breakdowns, ("funding", "breakdowns"))
    lists: dict[Path, list[Named]] = {}
    for item in Ledger.of(funding).lines:
        lists.setdefault(item.around, []).append(Named(item.steps[-1], item.path))
    yield from lists.values()


def _siblings(context: Context) -> Iterator[list[Named]]:
    """Each group of things whose ids have to differ."""
    plan = context.plan
    for located in context.areas:
        if located.children:
            yield [Named(child.area.id, child.path) for child in located.children]
        if located.area.breakdowns:
            path = (*located.path, "breakdowns")
            yield numbered(located.area.breakdowns, path)
            for at, breakdown in enumerate(located.area.breakdowns):
                yield numbered(breakdown.parts, (*path, at, "parts"))
    if plan.funding:
        yield from _funding_ids(plan.funding)
    yield numbered(plan.actors, ("actors",))
    if plan.schedule:
        yield [
            *numbered(plan.schedule.phases, ("schedule", "phases")),
            *numbered(plan.schedule.deadlines, ("schedule", "deadlines")),
        ]
    if plan.poverty_standard:
        dimensions = plan.poverty_standard.dimensions
        yield numbered(dimensions, ("poverty_standard", "dimensions"))
        for at, dimension in enumerate(dimensions):
            path = ("poverty_standard", "dimensions", at, "indicators")
            yield numbered(dimension.indicators, path)


@check("S120", "ids-are-unique", Severity.ERROR, section="plan")
def ids_are_unique(context: Context) -> Iterator[Result]:
    """No two neighbours have the same id.

    Areas of one area, its breakdowns, the parts of one breakdown, funding lines, actors, phases and deadlines,
    dimensions, and indicators of one dimension each have an id of their own, since figures and duties are addressed by
    ids.

    Fix: Change the second id, and every place that means it. An entry that was pasted twice is taken out.
    """
    looked = wrong = False
    for siblings in _siblings(context):
        first: dict[str, Path] = {}
        for named in siblings:
            looked = True
            if first.setdefault(named.id, named.path) is named.path or is_placeholder(named, context.reading):
                continue
            wrong = True
            yield Problem(
                (*named.path, "id"),
                Message(
                    'The id "{id}" is already given to a neighbour, and ids have to differ; change one of the two',
                    id=clipped(named.id),
                ),
                related=(Related((*first[named.id], "id"), Message("it is first given here")),),
            )
    if looked and not wrong:
        yield Held(())


@check("S121", "ids-are-not-reserved", Severity.ERROR, section="targets")
def ids_are_not_reserved(context: Context) -> Iterator[Result]:
    """No area has a reserved id.

    No area has the id funding or targets: figures of the funding and of the root area are addressed by them.

    Fix: Give the area an id made of its name, such as tram-tau.
    """
    reserved = [located for located in context.areas if located.area.id in RESERVED_IDS]
    for located in reserved:
        yield Problem(
            (*located.path, "id"),
            Message(
                'An area has the id "{id}", which is kept for addressing figures; choose another',
                id=located.area.id,
            ),
        )
    if not reserved:
        yield Held(())


@check("S123", "areas-are-known", Severity.ERROR, section="plan")
def areas_are_known(context: Context) -> Iterator[Result]:
    """Every area that a duty names is one area.

    Each area that a duty names is the id of one area of the targets, or the end of its path where several areas have
    the same id: van-yen/xuan-ai.

    Fix: Look the id up under `targets`. Where several areas share it, write the area above and a slash before it.
    """
    references = [
        named
        for at, actor in enumerate(context.plan.actors)
        for number, duty in enumerate(actor.duties)
        for named in listed(duty.areas, ("actors", at, "duties", number, "areas"))
    ]
    if not references:
        return
    if context.reading.lacks("targets"):
        yield Undecided((), Message("some areas could not be read"))
        return
    index = context.cached(area_index)
    called = [(named, index.ending(named.id)) for named in references]
    wrong = [(named, areas) for named, areas in called if len(areas) != 1]
    known = KnownWords(index.by_id)
    for named, areas in wrong:
        yield _ambiguous(named, index) if areas else _unknown_area(named, guess(named.id, known))
    if not wrong:
        yield Held(())


@check("S125", "members-are-known", Severity.ERROR, section="targets")
def members_are_known(context: Context) -> Iterator[Result]:
    """Every member of a part is one area inside the whole, and of one part only.

    A part of a breakdown may list as its `members` the areas that make it up: each is the id of one area listed inside
    the whole, or the end of its path. In a breakdown that does not overlap, no area is in two parts, by itself or by an
    area around it. A part that has members lists no `areas` of its own, and an area that is no part has no members.

    Fix: List each area under `areas` once, with all its figures, and name it by its id in the part that it belongs to.
    """
    looked = wrong = False
    for located in context.areas:
        looked = looked or bool(located.area.members)
        if located.area.members and (not is_part(located.path) or located.area.areas):
            wrong = True
            yield Problem(
                (*located.path, "members"),
                Message("{area} lists members and areas of its own; keep one of the two", area=located.name)
                if is_part(located.path)
                else Message(
                    "{area} is no part of a breakdown, and only such a part has members; list the areas under areas",
                    area=located.name,
                ),
                key=True,
            )
        for at, breakdown in enumerate(located.area.breakdowns):
            for problem in _members(located, at, breakdown, context):
                wrong = True
                yield problem
    if looked and not wrong:
        yield Held(())


def _members(whole: Located, at: int, breakdown: Breakdown, context: Context) -> Iterator[Problem]:
    """What is wrong with the members of a breakdown's parts."""
    if not any(part.members for part in breakdown.parts) or context.reading.lacks("targets"):
        return
    inside, taken = by_ending(whole), _Taken(len(whole.path))
    known, index = KnownWords(inside), context.cached(area_index)
    for number, part in enumerate(breakdown.parts):
        for named in listed(part.members, (*whole.path, "breakdowns", at, "parts", number, "members")):
            found = inside.get(named.id, [])
            if len(found) != 1:
                yield _ambiguous(named, index) if found else _unknown_area(named, guess(named.id, known))
                continue
            other = taken.by(found[0], named.path)
            if other is not None and not breakdown.overlapping:
                yield Problem(
                    named.path,
                    Message(
                        "{id} is in another part of {name} already, by itself or with the area around it; an area "
                        "counts once",
                        id=clipped(named.id),
                        name=breakdown.name,
                    ),
                    related=(Related(other, Message("it is first named here")),),
                )


class _Taken:
    """The areas inside a whole that are members of parts, by themselves or by an area around them."""

    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._members: dict[Path, tuple[int, Path]] = {}
        self._around: dict[Path, tuple[int, Path]] = {}

    def by(self, area: Path, at: Path) -> Path | None:
        """Take an area for the member that stands at a path: where the first stands that has some of it already."""
        around = [area[:end] for end in range(self._depth + 2, len(area) + 1, 2)]
        found = [self._members[each] for each in around if each in self._members]
        found += [self._around[area]] if area in self._around else []
        here = (len(self._members), at)
        if self._members.setdefault(area, here) == here:
            for each in around[:-1]:
                self._around.setdefault(each, here)
        return min(found)[1] if found else None


def _unknown_area(named: Named, likely: Message | None) -> Problem:
    return Problem(
        named.path,
        Message(
            'No area has the id or path "{id}"; {choice}',
            id=clipped(named.id),
            choice=likely or Message("write the id of an area of the targets"),
        ),
    )


def _ambiguous(named: Named, index: AreaIndex) -> Problem:
    areas = index.ending(named.id)
    depth = named.id.count("/") + 2
    paths = [clipped(index.address(area, depth)) for area in areas[:_AMBIGUOUS]]
    return Problem(
        named.path,
        Message(
            '"{id}" is the id or path of {count} areas, where one was expected; write {paths}',
            id=clipped(named.id),
            count=len(areas),
            paths=alternatives(paths),
        ),
    )


@check("S124", "households-stated-once", Severity.ERROR, section="targets")
def households_stated_once(context: Context) -> Iterator[Result]:
    """Households are stated once.

    An area states `households` for the start and the end of the year, or the two apart, never both ways.

    Fix: If the document gives one number for the year, keep `households`. If it gives two, keep `households_start` and
    `households_end`.
    """
    stating = [located for located in context.areas if located.area.households is not None]
    wrong = False
    for located in stating:
        others = [field for field in BASES if located.figure(field) is not None]
        if not others:
            continue
        wrong = True
        paths = tuple((*located.path, field) for field in others)
        yield Problem(
            (*located.path, "households"),
            Message(
                "{area}: households is for the start and the end of the year, and {other} is stated too; "
                "keep one of the two ways",
                area=located.name,
                other=others[0],
            ),
            related=related(paths, Message("stated apart here")),
            figures=((*located.path, "households"), *paths),
        )
    if stating and not wrong:
        yield Held(())
