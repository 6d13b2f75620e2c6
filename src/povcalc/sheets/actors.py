"""Who leads what and with whom, and all that one actor has to do, as sheets."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from povcalc.addresses import area_addresses, areas_called
from povcalc.likely import nearest
from povcalc.plan import Actor, Duty, Phase, Plan, walk
from povcalc.sheets.schedule import DATES, actor_names, date_cells, in_order, named, when
from povcalc.sheets.values import SECTION, Cell, Column, Names, Readers, Row, Sheet, nothing, readable
from povcalc.text import GLOSSARY, Text, join, same, say

_ROLES = {"leads": Text("leads", "chủ trì"), "joins": Text("joins", "phối hợp")}

AreaNames = Callable[[str], Text]
"""The name of the area that an id or path calls; the id or path itself when it calls none."""


class UnknownActorError(LookupError):
    """No actor has the id; `likely` is the id that was probably meant, or `None`."""

    def __init__(self, word: str, plan: Plan) -> None:
        super().__init__(word)
        # A name, too, leads to its actor's id.
        called = {form: actor.id for actor in plan.actors for form in (*actor.name, actor.id)}
        near = nearest(word, called)
        self.likely = called[near] if near is not None else None


def actors(plan: Plan) -> Sheet:
    """Each actor with its duties, in the order of the document."""
    columns = (
        Column("actor_id", Text("Id of the actor", "Mã cơ quan"), Readers.PROGRAMS),
        Column("actor", Text("Actor", "Cơ quan, đơn vị")),
        Column("role", Text("Role", "Vai trò"), Readers.PROGRAMS),
        Column("role", Text("Role", "Vai trò"), Readers.PEOPLE, whole=True),
        Column("duty", Text("Duty", "Nhiệm vụ"), Readers.PROGRAMS),
        Column("duty", Text("Duty", "Nhiệm vụ"), Readers.PEOPLE),
        Column("partners", Text("Ids of partners", "Mã cơ quan phối hợp"), Readers.PROGRAMS),
        Column("partner_names", Text("With", "Phối hợp với")),
        Column("areas", Text("Areas", "Địa bàn"), Readers.PROGRAMS),
        Column("ref", SECTION, whole=True),
    )
    names, area_name = actor_names(plan), _area_names(plan)
    rows = tuple(
        Row((actor.id, readable(actor.name), *cells), group=group)
        for group, actor in enumerate(plan.actors)
        for cells in _duty_rows(actor, names, area_name)
    )
    notes = () if rows else (nothing(GLOSSARY["actors"]),)
    return Sheet(Text("Actors and duties", "Phân công thực hiện"), columns, rows, notes, grouped="actor")


def _duty_rows(actor: Actor, names: Mapping[str, Text], area_name: AreaNames) -> Iterator[tuple[Cell, ...]]:
    for duty in actor.duties:
        partners = named(duty.partners, names)
        told = _told(duty, area_name)
        yield (
            duty.role,
            _ROLES[duty.role],
            duty.text,
            told,
            Names(duty.partners),
            partners,
            Names(duty.areas),
            duty.ref or "",
        )
    if not actor.duties:
        yield "", "", "", "", Names(), Names(), Names(), actor.ref or ""


def _told(duty: Duty, area_name: AreaNames) -> Text:
    """A duty with the areas that it is about, when not all are."""
    if not duty.areas:
        return duty.text
    areas = join([area_name(words) for words in duty.areas], "; ")
    return say("{text} (Areas: {areas})", "{text} (Địa bàn: {areas})", text=duty.text, areas=areas)


def _area_names(plan: Plan) -> AreaNames:
    areas = walk(plan.targets) if plan.targets else ()
    addresses = area_addresses(areas)
    names = {located.path: readable(located.area.name) for located in areas}

    def name(words: str) -> Text:
        called = areas_called(words, addresses)
        return names[called[0].path] if called else same(words)

    return name


_OWN = Text("Own duties", "Nhiệm vụ được giao")
_OTHERS = Text("Partner in the duties of others", "Phối hợp thực hiện nhiệm vụ của cơ quan khác")
_SCHEDULE = Text("Schedule", "Tiến độ, thời hạn")

_ONE_COLUMNS = (
    Column("part", Text("Part", "Phần"), Readers.PROGRAMS),
    Column("part", Text("Part", "Phần"), Readers.PEOPLE),
    Column("role", Text("Role", "Vai trò"), Readers.PROGRAMS),
    Column("role", Text("Role", "Vai trò"), Readers.PEOPLE, whole=True),
    *DATES,
    Column("text", Text("What", "Nội dung"), Readers.PROGRAMS),
    Column("text", Text("What", "Nội dung"), Readers.PEOPLE),
    Column("lead", Text("Id of whose duty it is", "Mã cơ quan được giao"), Readers.PROGRAMS),
    Column("others", Text("Ids of the others", "Mã cơ quan khác"), Readers.PROGRAMS),
    Column("other_names", Text("With", "Cơ quan chủ trì, phối hợp")),
    Column("areas", Text("Areas", "Địa bàn"), Readers.PROGRAMS),
    Column("ref", SECTION, whole=True),
)
_NO_DATES: tuple[Cell, ...] = (None, None, None, None)


def actor(plan: Plan, identifier: str) -> Sheet:
    """All that one actor leads and joins in: its duties, those of others in which it is a partner, its dates.

    Raises `UnknownActorError` when no actor has the id.
    """
    names = actor_names(plan)
    if identifier not in names:
        raise UnknownActorError(identifier, plan)
    area_name = _area_names(plan)
    rows = (
        *_own(plan, identifier, names, area_name),
        *_partnerships(plan, identifier, names, area_name),
        *_dates(plan, identifier, names),
    )
    title = say("Tasks of: {name}", "Nhiệm vụ của: {name}", name=names[identifier])
    groups = [row.group for row in rows]
    note = say(
        "Own duties: {own}; partner in duties of others: {others}; phases and deadlines: {dates}.",
        "Nhiệm vụ được giao: {own}; nhiệm vụ phối hợp: {others}; mốc tiến độ, thời hạn: {dates}.",
        own=groups.count(0),
        others=groups.count(1),
        dates=groups.count(2),
    )
    return Sheet(title, _ONE_COLUMNS, rows, (note,), grouped="part")


def _own(plan: Plan, identifier: str, names: Mapping[str, Text], area_name: AreaNames) -> Iterator[Row]:
    for duty in (duty for each in plan.actors if each.id == identifier for duty in each.duties):
        role = duty.role, _ROLES[duty.role]
        others = Names(duty.partners), named(duty.partners, names)
        told = duty.text, _told(duty, area_name)
        yield Row(("own", _OWN, *role, *_NO_DATES, *told, identifier, *others, Names(duty.areas), duty.ref or ""))


def _partnerships(plan: Plan, identifier: str, names: Mapping[str, Text], area_name: AreaNames) -> Iterator[Row]:
    """The duties of others in which the actor is a partner; whose each is stands first among the others."""
    partner = "partner", Text("partner", "phối hợp")
    for each in plan.actors:
        for duty in each.duties:
            if each.id == identifier or identifier not in duty.partners:
                continue
            rest = [other for other in duty.partners if other != identifier]
            owner = say("{name} ({role})", "{name} ({role})", name=readable(each.name), role=_ROLES[duty.role])
            others = Names((each.id, *rest)), Names((owner, *named(rest, names).names))
            told = duty.text, _told(duty, area_name)
            cells = (
                "partner",
                _OTHERS,
                *partner,
                *_NO_DATES,
                *told,
                each.id,
                *others,
                Names(duty.areas),
                duty.ref or "",
            )
            yield Row(cells, group=1)


def _dates(plan: Plan, identifier: str, names: Mapping[str, Text]) -> Iterator[Row]:
    """The phases and deadlines in which the actor has a part, in order of date."""
    for part in in_order(plan.schedule) if plan.schedule else ():
        partners = part.partners if isinstance(part, Phase) else ()
        recipients = () if isinstance(part, Phase) or part.to is None else (part.to,)
        role = _part_played(identifier, part.actors, partners, recipients)
        if role is None:
            continue
        rest: Sequence[str] = [other for other in (*part.actors, *partners, *recipients) if other != identifier]
        days = date_cells(part)
        told = part.text, say("{days}: {text}", "{days}: {text}", days=_on_one_line(when(part)), text=part.text)
        kind = "phase" if isinstance(part, Phase) else "deadline"
        cells = (
            kind,
            _SCHEDULE,
            *role,
            *days,
            *told,
            "",
            Names(tuple(rest)),
            named(rest, names),
            Names(),
            part.ref or "",
        )
        yield Row(cells, group=2)


def _on_one_line(days: Names) -> Text:
    return join([same(day) if isinstance(day, str) else day for day in days.names], " ")


def _part_played(
    identifier: str, acting: Sequence[str], partners: Sequence[str], recipients: Sequence[str]
) -> tuple[str, Text] | None:
    if identifier in acting:
        return "acts", Text("carries out", "thực hiện")
    if identifier in partners:
        return "partner", Text("partner", "phối hợp")
    return ("receives", Text("receives", "nơi nhận")) if identifier in recipients else None
