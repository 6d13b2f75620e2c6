"""The schedule of a plan as a sheet, and where each part of it stands on a day.

How days are counted, with D the day of `as_of`:

- a phase from F to T, both included, is to come while D < F, under way while F <= D <= T, then past.
  To come, it begins in F - D days (1 on the day before); under way, T - D days are left (0 on its
  last day, T itself being one of its days);
- a deadline is in time up to its last day L: the day itself for `on`, the day before for `before`.
  While D <= L it is to come, with L - D days left (0 on L, the last day in time); then it is past.

Whether a report that was due has come, a plan cannot tell: past is no more than past.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from povcalc.plan import Deadline, Phase, Plan, Schedule
from povcalc.sheets.values import ID, KIND, SECTION, Cell, Column, Names, Readers, Row, Sheet, nothing, readable
from povcalc.text import GLOSSARY, Lang, Text, date, join, same, say


class Status(StrEnum):
    """Where a phase or a deadline stands on a day."""

    PAST = "past"
    UNDER_WAY = "under_way"
    TO_COME = "to_come"


class Standing(NamedTuple):
    """A status, and the days left: until a phase begins, until it ends, or until a deadline's last day.

    `None` for what is past.
    """

    status: Status
    days: int | None


def phase_standing(phase: Phase, day: datetime.date) -> Standing:
    """Where a phase stands on a day."""
    if day < phase.from_:
        return Standing(Status.TO_COME, (phase.from_ - day).days)
    if day <= phase.to:
        return Standing(Status.UNDER_WAY, (phase.to - day).days)
    return Standing(Status.PAST, None)


def deadline_standing(deadline: Deadline, day: datetime.date) -> Standing:
    """Where a deadline stands on a day."""
    # In whole days since year 1, since nothing comes before the first day that a date can be.
    last = _due(deadline).toordinal() - (deadline.on is None)
    left = last - day.toordinal()
    return Standing(Status.PAST, None) if left < 0 else Standing(Status.TO_COME, left)


def _due(deadline: Deadline) -> datetime.date:
    """The day that stands in the plan; the format has every deadline state one."""
    due = deadline.on or deadline.before
    return datetime.date.max if due is None else due


def in_order(section: Schedule) -> list[Phase | Deadline]:
    """Phases by their first day and deadlines by their day, one list; of one day, phases come first."""
    parts: list[Phase | Deadline] = [*section.phases, *section.deadlines]
    return sorted(parts, key=_when)


def _when(part: Phase | Deadline) -> tuple[datetime.date, int]:
    if isinstance(part, Phase):
        return part.from_, 0
    return _due(part), 1 if part.on is None else 2


DATES = (
    Column("from", Text("Start", "Từ ngày"), Readers.PROGRAMS),
    Column("to", Text("End", "Đến ngày"), Readers.PROGRAMS),
    Column("on", Text("Due on", "Hạn vào ngày"), Readers.PROGRAMS),
    Column("before", Text("Due before", "Hạn trước ngày"), Readers.PROGRAMS),
)
"""The days of a phase or a deadline, for programs."""

_COLUMNS = (
    Column("kind", KIND, Readers.PROGRAMS),
    Column("id", ID, Readers.PROGRAMS),
    *DATES,
    Column("when", Text("When", "Thời hạn"), Readers.PEOPLE, whole=True),
    Column("text", Text("What", "Nội dung")),
    Column("report", Text("Report", "Loại báo cáo"), Readers.PROGRAMS),
    Column("actors", Text("Ids of those who do it", "Mã cơ quan thực hiện"), Readers.PROGRAMS),
    Column("actor_names", Text("Who", "Cơ quan thực hiện"), Readers.PROGRAMS),
    Column("partners", Text("Ids of partners", "Mã cơ quan phối hợp"), Readers.PROGRAMS),
    Column("partner_names", Text("Partners", "Cơ quan phối hợp"), Readers.PROGRAMS),
    Column("recipient", Text("Id of the recipient", "Mã nơi nhận"), Readers.PROGRAMS),
    Column("recipient_name", Text("Recipient", "Nơi nhận"), Readers.PROGRAMS),
    Column("who", Text("Who", "Cơ quan thực hiện"), Readers.PEOPLE),
    Column("ref", SECTION, whole=True),
)


def schedule(plan: Plan, as_of: datetime.date | None = None) -> Sheet:
    """Phases and deadlines in order of date; with a day, where each stands on it. See the module's text."""
    title = Text("Schedule", "Tiến độ thực hiện")
    columns = _COLUMNS if as_of is None else (*_COLUMNS, *_standing_columns(as_of))
    if plan.schedule is None:
        return Sheet(title, columns, (), (nothing(GLOSSARY["schedule"]),))
    names = actor_names(plan)
    rows = tuple(
        Row((*_cells(part, names), *(() if as_of is None else _standing_cells(part, as_of))))
        for part in in_order(plan.schedule)
    )
    sheet = Sheet(title, columns, rows, tuple(_notes(plan.schedule, as_of)), ref=plan.schedule.ref)
    return sheet.without_empty("ref")


def actor_names(plan: Plan) -> dict[str, Text]:
    """By id, the names of the actors; of two with one id the first one's."""
    return {actor.id: readable(actor.name) for actor in reversed(plan.actors)}


def named(ids: Sequence[str], names: Mapping[str, Text]) -> Names:
    """The names for ids; an id that no actor has stands for itself."""
    return Names(tuple(names.get(identifier, same(identifier)) for identifier in ids))


def date_cells(part: Phase | Deadline) -> tuple[Cell, ...]:
    """The cells of `DATES`."""
    if isinstance(part, Phase):
        return part.from_, part.to, None, None
    return None, None, part.on, part.before


def _cells(part: Phase | Deadline, names: Mapping[str, Text]) -> tuple[Cell, ...]:
    is_phase = isinstance(part, Phase)
    partners = part.partners if isinstance(part, Phase) else ()
    recipient = part.to if isinstance(part, Deadline) else None
    return (
        "phase" if is_phase else "deadline",
        part.id,
        *date_cells(part),
        when(part),
        part.text,
        part.report if isinstance(part, Deadline) else None,
        Names(part.actors),
        named(part.actors, names),
        Names(partners),
        named(partners, names),
        recipient,
        None if recipient is None else names.get(recipient, same(recipient)),
        _who(part.actors, partners, recipient, names),
        part.ref or "",
    )


def when(part: Phase | Deadline) -> Names:
    """The days of a phase or a deadline in few words."""
    if isinstance(part, Phase):
        return Names((say("{day} to", "{day} đến", day=_short(part.from_)), _short(part.to)))
    day = _short(_due(part))
    return Names((say("before {day}", "trước {day}", day=day) if part.on is None else day,))


def _short(day: datetime.date) -> Text:
    return Text(date(day, Lang.EN, short=True), date(day, Lang.VI, short=True))


def _who(actors: Sequence[str], partners: Sequence[str], recipient: str | None, names: Mapping[str, Text]) -> Names:
    """Who does it, with whom, and who receives it."""
    told = list(named(actors, names).names)
    if partners:
        told.append(say("with {names}", "phối hợp: {names}", names=listed(named(partners, names))))
    if recipient is not None:
        told.append(say("to {name}", "gửi: {name}", name=names.get(recipient, same(recipient))))
    return Names(tuple(told))


def listed(names: Names) -> Text:
    """Several names in a sentence. They hold commas themselves."""
    return join([same(name) if isinstance(name, str) else name for name in names.names], "; ")


def _standing_columns(day: datetime.date) -> tuple[Column, ...]:
    return (
        Column("status", Text("Status", "Tình trạng"), Readers.PROGRAMS),
        Column("days", Text("Days left", "Số ngày còn lại"), Readers.PROGRAMS, numeric=True),
        Column("status", say("On {day}", "Ngày {day}", day=_short(day)), Readers.PEOPLE),
    )


def _standing_cells(part: Phase | Deadline, day: datetime.date) -> tuple[Cell, ...]:
    is_phase = isinstance(part, Phase)
    standing = phase_standing(part, day) if isinstance(part, Phase) else deadline_standing(part, day)
    return standing.status.value, standing.days, in_words(standing, is_phase=is_phase)


def in_words(standing: Standing, *, is_phase: bool) -> Text:
    """A standing as a person says it."""
    days = standing.days
    match standing.status:
        case Status.PAST:
            return Text("past", "đã qua")
        case Status.UNDER_WAY if days == 0:
            return Text("under way, last day", "đang thực hiện, ngày cuối cùng")
        case Status.UNDER_WAY:
            return say("under way, {left}", "đang thực hiện, {left}", left=_left(days))
        case _ if is_phase:
            return say("to come, in {days}", "chưa bắt đầu, còn {days}", days=_days(days))
        case _ if days == 0:
            return Text("to come, last day", "chưa quá hạn, ngày cuối cùng")
    return say("to come, {left}", "chưa đến hạn, {left}", left=_left(days))


def _days(days: int | None) -> Text:
    return say("{days} day" if days == 1 else "{days} days", "{days} ngày", days=days or 0)


def _left(days: int | None) -> Text:
    return say("{days} left", "còn {days}", days=_days(days))


def _notes(section: Schedule, as_of: datetime.date | None) -> Iterator[Text]:
    reports = [part for part in in_order(section) if isinstance(part, Deadline) and part.report is not None]
    if reports:
        yield say(
            "Reports of the year's result: {reports}.",
            "Báo cáo kết quả trong năm: {reports}.",
            reports=join([_report(part) for part in reports], "; "),
        )
    if as_of is not None:
        yield Text(
            "Days left count from the day after to the last day in time; a phase to come: to its first day.",
            "Số ngày còn lại tính từ ngày hôm sau đến ngày cuối cùng còn trong hạn; giai đoạn chưa bắt đầu thì tính "
            "đến ngày đầu tiên.",
        )


def _report(part: Deadline) -> Text:
    kind = Text("preliminary", "sơ bộ") if part.report == "preliminary" else Text("official", "chính thức")
    if part.on is None:
        return say("{kind} before {day}", "{kind} trước ngày {day}", kind=kind, day=_due(part))
    return say("{kind} on {day}", "{kind} ngày {day}", kind=kind, day=part.on)
