"""The year as its results come in: which area is on course, and what is left for those that have not reported.

`compare` sets two documents side by side; here one plan meets many reports, each of some areas, from a plan file, a CSV
table or a workbook. A report is preliminary or official. For each area the official one counts before the preliminary
one, and of two alike the later; it takes the place of the other as a whole, since figures of two counts do not mix.
Every target is judged by the arithmetic of `comparison`. What the year would end at is what `ranges` makes of the plan
with the reported figures in it, where the areas that are missing just keep their targets.
"""

import datetime
import os
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from os import PathLike
from pathlib import Path as FilePath
from typing import NamedTuple

from povcalc.apportion import shared_out
from povcalc.checks.side_tables import fault_words
from povcalc.comparison import FIGURE, TargetResult, judge_targets
from povcalc.inference.ranges import ranges
from povcalc.inference.succession import ACHIEVEMENTS, MORE, Achievement, match_areas, meant, stands, wanted
from povcalc.measures import MEASURE_OF, MEASURES, POOR
from povcalc.messages import GLOSSARY, SHORT, Message, counted, join, verbatim
from povcalc.new_plan import scalar
from povcalc.numerals import figure_text
from povcalc.places import Path, lines_with_ends
from povcalc.plan.areas import AreaIndex
from povcalc.plan.assumptions import Options, assumptions_of
from povcalc.plan.csv_tables import Content, read_table
from povcalc.plan.load import PlanError, Reading, figure_of, read_text, reading_of, replaced
from povcalc.plan.model import Area, Deadline, Located, Plan, depth, is_part, upwards, walk
from povcalc.sheets import one_sheet, read_sheets
from povcalc.typos import in_form
from povcalc.values import ANY, Figure, Interval, total
from povcalc.views.plan import NAME, PLACES, deadline_standing, due, short_day
from povcalc.views.plan import Status as Standing_
from povcalc.views.table import Cell, Column, Row, Table, readable


class Grade(StrEnum):
    """Whether a report is preliminary or official, the graver last."""

    PRELIMINARY = "preliminary"
    OFFICIAL = "official"


class Source(NamedTuple):
    """A report: a file of results. `given` are the figures of areas by their paths in the plan.

    `day` is that of its issue. `faults` say what of it could not be read, `remarks` how it was read.
    """

    name: str
    grade: Grade
    given: Mapping[Path, Mapping[str, Figure]]
    day: datetime.date | None = None
    faults: tuple[Message, ...] = ()
    remarks: tuple[Message, ...] = ()


class Status(StrEnum):
    """How an area stands.

    `DONE` has met every target that its report speaks of and `BEHIND` has missed one: by its official report, or by a
    preliminary one that has less of the target than of the year is over. `ON_COURSE` has at least as much. `UNDECIDED`
    leaves both possible.
    `MISSING` has not reported by a deadline, `WAITING` need not have; `IN_PART` is an area that does not report itself,
    and not all of the areas inside have.
    """

    DONE = "done"
    ON_COURSE = "on_course"
    BEHIND = "behind"
    UNDECIDED = "undecided"
    MISSING = "missing"
    WAITING = "waiting"
    IN_PART = "in_part"


class AreaTrack(NamedTuple):
    """An area with a target. `reported` of the `parts` inside it have reported, where it does not itself.

    `standings` say the same by each figure that it has targets of: the net reduction of a measure, with its rates and
    what is left at the end, and each flow. `needed` is its share of what is left to do for the whole, by field, for an
    area that has not reported; `overdue` the last deadline by which its report is late.
    """

    address: str
    name: Message
    path: Path
    status: Status
    source: Source | None
    targets: tuple[TargetResult, ...]
    overdue: Deadline | None = None
    standings: Mapping[str, Status] = {}
    needed: Mapping[str, int] = {}
    reported: int = 0
    parts: int = 0


class Rest(NamedTuple):
    """What the whole still lacks of a target that adds up, and what the areas that are missing have as theirs.

    `needed` is what is left, shared out among those.
    """

    field: str
    left: Interval
    promised: Interval
    needed: Mapping[Path, int]


class Track(NamedTuple):
    """A plan and what has come in of its results by a day.

    `rest` is what is left of each target of the whole of which more is better, where some areas are missing. `outcome`
    are the targets of the whole beside what the year would end at if those that are missing just kept theirs.
    """

    plan: Reading
    as_of: datetime.date
    sources: tuple[Source, ...]
    areas: tuple[AreaTrack, ...]
    outcome: tuple[TargetResult, ...]
    rest: tuple[Rest, ...]
    notes: tuple[Message, ...]

    def count(self, status: Status) -> int:
        """How many areas stand so."""
        return sum(each.status is status for each in self.areas)


# Reports.


_PRELIMINARY = re.compile(r"\bsơ bộ\b|(?<![^\W_])(?:so[ _-]?bo|preliminary)(?![^\W_])")


def grade_of(*words: str) -> Grade:
    """Preliminary where some words of a report say so, else official."""
    told = in_form("NFC", "\n".join(" ".join(each.casefold().split()) for each in words))
    return Grade.PRELIMINARY if _PRELIMINARY.search(told) else Grade.OFFICIAL


_TITLE_ROWS = 15


def source_of_table(plan: Plan, content: Content, name: str, grade: Grade | None = None) -> Source:
    """A report in a table, by the headings of side tables. Its name or what stands above it may say its grade."""
    areas = walk(plan.targets)
    table = read_table(content, name, areas)
    given: dict[Path, dict[str, Figure]] = defaultdict(dict)
    faults = [_fault(name, fault.place.place.line, fault_words(fault, {})) for fault in table.faults]
    for path, each in table.given:
        figure = figure_of(each.field, each.value)
        if figure is None or given[path].setdefault(each.field, figure) != figure:
            why = Message("{field}: {read} does not fit, or is said twice", field=SHORT[each.field], read=each.value)
            faults.append(_fault(name, each.at.place.line, why))
    remarks = table.understood
    parts = [each for each in areas if is_part(each.path) and given.pop(each.path, {})]
    if parts:
        told = Message(
            "{file}: only areas report, so the rows of parts of breakdowns are passed over: {areas}",
            file=name,
            areas=counted([readable(each.name) for each in parts], _NAMED),
        )
        remarks = (*remarks, told)
    listed = [each.path for each in areas[1:] if each.path in given]
    if areas and areas[0].path in given and listed and not _is_whole(areas[0], given):
        del given[areas[0].path]  # what stands under Tổng cộng is the sum of those listed
        told = Message("{file}: not all areas are listed, so its total is not that of the whole", file=name)
        remarks = (*remarks, told)
    title = "".join(lines_with_ends(table.text)[:_TITLE_ROWS])
    return Source(name, grade or grade_of(name, title), given, None, tuple(faults), remarks)


def _is_whole(located: Located, given: Container[Path]) -> bool:
    """Whether an area, or all areas inside it, are among those that have figures."""
    return all(each.path in given or (each.children and _is_whole(each, given)) for each in located.children)


def _fault(name: str, line: int, words: Message) -> Message:
    return Message("{file}:{line}: {words}", file=name, line=str(line), words=words)


def source_of_result(plan: Plan, result: Reading, grade: Grade | None = None) -> Source:
    """A report in a plan file. Raises `PlanError` for one without a plan."""
    if result.plan is None:
        raise PlanError(result)
    info = result.plan.document
    paths = {each.path for each in walk(plan.targets)}
    given = {}
    for pair in match_areas(plan, result.plan).pairs:
        if pair.before is not None and pair.after is not None and pair.before.path in paths:
            stated = {field: figure for field in Area.FIGURES if (figure := pair.after.figure(field)) is not None}
            given.update({pair.before.path: stated} if stated else {})
    title = "" if info.title is None else " ".join(info.title.in_every_language().values())
    return Source(result.name, grade or grade_of(result.name, title), given, info.issued)


def result_of_table(plan: Reading, source: Source) -> Reading:
    """The report in a table as a plan file would have it: a result with the areas of the plan, for `compare`."""
    if plan.plan is None or plan.plan.targets is None:
        raise PlanError(plan)
    info = plan.plan.document
    years = "" if info.period is None else f"period: {{from: {info.period.from_}, to: {info.period.to}}}, "
    years = f"year: {info.year}, " if info.period is None and info.year is not None else years

    def written(located: Located) -> str:
        names = ", ".join(f"{lang}: {_quoted(name)}" for lang, name in located.area.name.in_every_language().items())
        parts = [f"id: {located.area.id}", f"name: {{{names}}}"]
        parts += [f"kind: {located.area.kind}"] if located.area.kind else []
        parts += [f"{field}: {figure_text(figure)}" for field, figure in source.given.get(located.path, {}).items()]
        parts += ["partial: true"] if located.area.partial else []
        parts += [f"areas: [{', '.join(map(written, located.children))}]"] if located.children else []
        return f"{{{', '.join(parts)}}}"

    head = f"povcalc: 1\ndocument: {{kind: result, {years}title: {_quoted(source.name)}}}\n"
    return read_text(f"{head}targets: {written(walk(plan.plan.targets)[0])}\n", source.name)


def _quoted(words: str) -> str:
    quoted = scalar(words)
    return quoted if quoted.startswith('"') else f'"{quoted}"'


# What they make together.


TABLES, WORKBOOKS = (".csv", ".tsv"), (".xlsx", ".xlsm", ".ods")
"""The endings of files that are tables of results and no plan files."""


def track(
    plan: Plan | str | PathLike[str], *results: Plan | str | PathLike[str], as_of: datetime.date | None = None
) -> Track:
    """What results say of a plan on a day, else today.

    Each is a plan, a plan file, a CSV table or a workbook, of which the first sheet counts. Raises `OSError` when a
    file cannot be read, `ValueError` for a workbook that cannot, and `PlanError` for a plan without targets.
    """
    reading = reading_of(plan)
    if reading.plan is None:
        raise PlanError(reading)
    sources = [_source_of(reading.plan, each) for each in results]
    return tracked(reading, sources, as_of or datetime.datetime.now().astimezone().date())


def _source_of(plan: Plan, result: Plan | str | PathLike[str]) -> Source:
    name = "" if isinstance(result, Plan) else os.fspath(result)
    if not name.lower().endswith(TABLES + WORKBOOKS):
        return source_of_result(plan, reading_of(result))
    content = FilePath(name).read_bytes()
    if name.lower().endswith(TABLES):
        return source_of_table(plan, content, name)
    ((title, sheet),) = read_sheets(content, one_sheet(name, None)).items()
    return source_of_table(plan, sheet, f"{name}#{title}")


def tracked(plan: Reading, sources: Sequence[Source], as_of: datetime.date, assumed: Options | None = None) -> Track:
    """What the reports say of a plan on a day. Raises `PlanError` for a plan without targets."""
    if plan.plan is None or plan.plan.targets is None:
        raise PlanError(plan)
    chosen, notes = _chosen(plan.plan, sources)
    by_place = plan.plan.model_copy(update={"targets": _by_place(plan.plan.targets)})
    return _Year(plan, by_place, chosen, as_of, assumed).track(tuple(sources), notes)


def _by_place(area: Area) -> Area:
    """An area with those inside it alone: who reports is a place, and what it was called before is no matter here."""
    return area.model_copy(update={"areas": tuple(map(_by_place, area.areas)), "breakdowns": (), "formerly": ()})


def _chosen(plan: Plan, sources: Sequence[Source]) -> tuple[dict[Path, Source], list[Message]]:
    """The report that counts for each area, and words on those that others took the place of."""
    names = {each.path: each.name for each in walk(plan.targets)}
    chosen: dict[Path, Source] = {}
    instead: dict[tuple[str, str], list[Message]] = defaultdict(list)
    for source in sources:
        for path in source.given:
            before = chosen.setdefault(path, source)
            if before is not source:
                one, other = (before, source) if _is_before(source, before) else (source, before)
                chosen[path] = one
                instead[one.name, other.name].append(readable(names[path]))
    return chosen, [
        Message("{new} takes the place of {old}: {areas}.", new=new, old=old, areas=counted(areas, _NAMED))
        for (new, old), areas in instead.items()
    ]


def _is_before(source: Source, other: Source) -> bool:
    """Whether a report, named later, gives way to another: a preliminary to an official one, else the older."""
    if source.grade is not other.grade:
        return source.grade is Grade.PRELIMINARY
    return source.day is not None and other.day is not None and source.day < other.day


_NAMED = 5


class _Year:
    """Judges the areas of one plan by the reports that count."""

    def __init__(
        self,
        reading: Reading,
        plan: Plan,
        chosen: Mapping[Path, Source],
        as_of: datetime.date,
        assumed: Options | None,
    ) -> None:
        self._reading, self._plan, self._as_of, self._assumed = reading, plan, as_of, assumed
        self._areas = walk(plan.targets)
        self._chosen = {each.path: chosen[each.path] for each in self._areas if each.path in chosen}
        self._addresses = AreaIndex(self._areas)
        reports = [each for each in (plan.schedule.deadlines if plan.schedule else ()) if each.report is not None]
        self._past = [each for each in sorted(reports, key=due) if deadline_standing(each, as_of)[0] is Standing_.PAST]
        self._ranges = ranges(self._areas, assumptions_of(plan, assumed))
        projected = self._projected()
        self._outcome = ranges(walk(projected.targets), assumptions_of(projected, assumed))

    def track(self, sources: tuple[Source, ...], notes: Sequence[Message]) -> Track:
        """All of it; `notes` are words on the reports."""
        result = self._result()
        judged = judge_targets(match_areas(self._plan, result), result, self._assumed)
        by_area: dict[str, list[TargetResult]] = defaultdict(list)
        for each in judged.targets:
            by_area[each.address].append(each)
        tracked = [
            self._area(located, tuple(by_area[address]))
            for located in self._areas
            if by_area.get(address := self._addresses.address(located.path))
        ]
        rest = tuple(found for field in _ADD_UP if (found := self._rest(field)) is not None)
        areas = tuple(
            each._replace(needed={one.field: one.needed[each.path] for one in rest if each.path in one.needed})
            for each in tracked
        )
        outcome = tuple(self._ends_at(each) for each in by_area[self._addresses.address(self._areas[0].path)])
        info = self._plan.document
        is_dated = info.year is not None or info.period is not None
        yearless = Message("The plan does not say its year, which is taken to be {year}.", year=str(self._as_of.year))
        more = [
            *([] if is_dated else [yearless]),
            *([] if self._chosen else [_NO_AREA]),
            *([_CONFLICTS] if self._outcome.conflicts else []),
        ]
        return Track(self._reading, self._as_of, sources, areas, outcome, rest, (*notes, *more))

    def _result(self) -> Plan:
        """The plan's areas with the figures that were reported, and no others."""
        values: dict[Path, object] = {("document", "kind"): "result"}
        for located in self._areas:
            given = self._given(located.path)
            values |= {
                (*located.path, field): given.get(field)
                for field in Area.FIGURES
                if field in given or located.figure(field) is not None
            }
        found: Plan = replaced(self._plan, values)
        return found

    def _given(self, path: Path) -> Mapping[str, Figure]:
        """What the report that counts for an area says of it."""
        source = self._chosen.get(path)
        return {} if source is None else source.given[path]

    def _area(self, located: Located, targets: tuple[TargetResult, ...]) -> AreaTrack:
        source = self._chosen.get(located.path)
        inside = [each for each in self._under(located) if not each.children]
        reported = sum(self._covered(each) for each in inside)
        made = AreaTrack(
            self._addresses.address(located.path),
            located.name,
            located.path,
            Status.WAITING,
            source,
            targets,
            reported=reported,
            parts=len(inside),
        )
        official = [each for each in self._past if each.report == Grade.OFFICIAL.value]
        grouped = _grouped(targets)
        if source is None and reported < len(inside):
            return made._replace(status=Status.IN_PART, standings=dict.fromkeys(grouped, Status.IN_PART))
        if source is None and not inside:
            late = self._past[-1] if self._past else None
            status = Status.MISSING if late else Status.WAITING
            return made._replace(status=status, overdue=late, standings=dict.fromkeys(grouped, status))
        is_late = source is not None and source.grade is Grade.PRELIMINARY and official
        return made._replace(
            status=self._status(source, targets),
            overdue=official[-1] if is_late else None,
            standings={field: self._status(source, each) for field, each in grouped.items()},
        )

    def _under(self, located: Located) -> Iterator[Located]:
        for each in located.children:
            yield each
            yield from self._under(each)

    def _covered(self, located: Located) -> bool:
        """Whether an area has a report of its own or lies in one below the root that has."""
        depths = range(3, len(located.path) + 1, 2)
        return any(located.path[:depth] in self._chosen for depth in depths)

    def _status(self, source: Source | None, targets: Sequence[TargetResult]) -> Status:
        verdicts = {each.met for each in targets if each.met is not Achievement.UNDECIDED or each.result is not None}
        if Achievement.MISSED not in verdicts:
            return Status.DONE if verdicts == {Achievement.MET} else Status.UNDECIDED
        if source is None or source.grade is Grade.OFFICIAL:
            return Status.BEHIND
        missed = [each for each in targets if each.met is Achievement.MISSED and each.field in MORE]
        paces = [self._is_on_pace(each, source.day or self._as_of) for each in missed]
        if not paces or None in paces:
            return Status.UNDECIDED
        return Status.ON_COURSE if all(paces) else Status.BEHIND

    def _is_on_pace(self, judged: TargetResult, day: datetime.date) -> bool | None:
        """Whether a reduction has as large a share of its target as of the year that is over; `None` if not decided."""
        low = None if judged.target is None else wanted(judged.field, meant(judged.field, judged.target)).low
        found = judged.implied if judged.result is None else meant(judged.field, judged.result)
        if low is None:
            return None
        elapsed = self._elapsed(day)
        if found.low is not None and found.low >= low * elapsed:
            return True
        return False if found.high is not None and found.high < low * elapsed else None

    def _elapsed(self, day: datetime.date) -> Fraction:
        """How much of the year, or of the period, is over at the end of a day."""
        info = self._plan.document
        first, last = (info.period.from_, info.period.to) if info.period else [info.year or self._as_of.year] * 2
        begin, end = datetime.date(int(first), 1, 1), datetime.date(int(last), 12, 31)
        days = (min(max(day, begin), end) - begin).days + 1
        return Fraction(days, (end - begin).days + 1)

    def _frontier(self, located: Located) -> tuple[list[Path], list[Path]]:
        """The highest areas that have reported, and the areas that are missing beside."""
        if located.path in self._chosen:
            return [located.path], []
        if not located.children or located.area.partial:
            return [], [located.path]
        parts = [self._frontier(each) for each in located.children]
        return [each for done, _ in parts for each in done], [each for _, missing in parts for each in missing]

    def _rest(self, field: str) -> Rest | None:
        """What is left of a target; `None` where the whole has none of this field, or nothing is missing."""
        target = self._areas[0].figure(field)
        low = None if target is None else wanted(field, target.as_count()).low
        done, missing = self._frontier(self._areas[0])
        if low is None or not missing:
            return None
        left = Interval(low, low).minus(total(self._outcome.of(path, field) for path in done))
        promises = [self._ranges.of(path, field) for path in missing]
        return Rest(field, left, total(promises), self._needed(missing, promises, left))

    def _needed(self, missing: Sequence[Path], promises: Sequence[Interval], left: Interval) -> dict[Path, int]:
        """What is left, shared out among those that are missing in proportion to their targets, where all are exact."""
        if left.low is None or left.low <= 0 or not all(each.is_point for each in (left, *promises)):
            return {}
        weights = [each.low or 0 for each in promises]
        if sum(weights) <= 0 or min(weights) < 0:
            return {}
        return dict(zip(missing, shared_out(int(left.low), weights), strict=True))

    def _projected(self) -> Plan:
        """The plan with what was reported in the place of its own figures, and nothing of the end around it."""
        values: dict[Path, object] = {}
        around = upwards((*self._chosen, self._areas[0].path))
        for located in self._areas:
            given = self._given(located.path)
            for field in Area.FIGURES:
                if field in given:
                    values[(*located.path, field)] = given[field]
                elif located.path in around and field not in _OF_THE_START and located.figure(field) is not None:
                    values[(*located.path, field)] = None
        found: Plan = replaced(self._plan, values)
        return found

    def _ends_at(self, target: TargetResult) -> TargetResult:
        """A target of the whole beside what the year would end at."""
        implied = self._outcome.of(self._areas[0].path, target.field)
        met = Achievement.UNDECIDED
        if target.target is not None:
            met = stands(implied, wanted(target.field, meant(target.field, target.target)))
        return TargetResult(target.address, target.name, target.field, target.target, None, implied, met)


_ADD_UP = tuple(field for each in MEASURES for field in (each.reduction, *each.flows[:1]))
"""The targets of which more is better that add up over the areas."""


def _grouped(targets: Iterable[TargetResult]) -> dict[str, tuple[TargetResult, ...]]:
    """The targets of an area by what they are of: the net reduction of each measure, and each flow."""
    found: dict[str, list[TargetResult]] = defaultdict(list)
    for each in targets:
        measure = MEASURE_OF[each.field]
        found[each.field if each.field in measure.flows else measure.reduction].append(each)
    return {field: tuple(each) for field, each in found.items()}


_OF_THE_START = tuple(field for field in Area.FIGURES if field.endswith("_start") or field == "households")
_NO_AREA = Message("No report names an area of the plan.")
_CONFLICTS = Message("Some figures contradict each other and are left out of account: see povcalc check.")


# As tables.

_STATUS_WORDS = {
    Status.DONE: Message("done", context="area"),
    Status.ON_COURSE: Message("on course", context="area"),
    Status.BEHIND: Message("behind", context="area"),
    Status.UNDECIDED: Message("undecided"),
    Status.MISSING: Message("not reported", context="area"),
    Status.WAITING: Message("not due yet", context="area"),
    Status.IN_PART: Message("in part", context="area"),
}
GRADE_WORDS = {
    Grade.PRELIMINARY: Message("preliminary", context="report"),
    Grade.OFFICIAL: Message("official", context="report"),
}
_PLANNED = Column("planned", Message("Planned"), numeric=True)
_RESULT = Column("result", Message("Result"), numeric=True)


def tables_of(tracked: Track) -> tuple[Table, ...]:
    """How the areas stand by each figure, and where the whole is bound for, as tables."""
    spoken = {field for each in tracked.areas for field in each.standings}
    fields = [field for each in MEASURES for field in (each.reduction, *each.flows) if field in spoken]
    standing = [_standing(tracked, field) for field in fields] or [_standing(tracked, POOR.reduction)]
    standing[-1] = standing[-1]._replace(notes=(*_counts(tracked, len(fields)), *tracked.notes))
    return (*standing, _bound_for(tracked), *([_reports(tracked)] if tracked.sources else []))


def _main(each: AreaTrack, field: str) -> TargetResult | None:
    """The target that stands for an area in a row of a figure: that in households, where it has one."""
    targets = _grouped(each.targets).get(field, ())
    return next((target for target in targets if target.field == field), next(iter(targets), None))


def _result_cell(target: TargetResult) -> Cell:
    return _ends(target.implied) if target.is_implied else target.result


def _standing(tracked: Track, field: str) -> Table:
    """How the areas that have targets of a figure stand by it."""
    shown = [(each, target) for each in tracked.areas if (target := _main(each, field)) is not None]
    is_one = len({target.field for _, target in shown}) <= 1
    columns = (
        NAME,
        *(() if is_one else (FIGURE,)),
        _PLANNED,
        _RESULT,
        Column("needed", Message("Would have to"), numeric=True, optional=True),
        Column("standing", Message("Standing"), whole=True),
        Column("report", Message("Report")),
    )
    rows = []
    for each, target in shown:
        cells = (
            readable(each.name),
            *(() if is_one else (SHORT[target.field],)),
            target.target,
            _result_cell(target),
            each.needed.get(target.field),
            _STATUS_WORDS[each.standings[field]],
            _report(each),
        )
        rows.append(Row(cells, depth=depth(each.path), strong=len(each.path) == 1))
    title = Message("Results as of {day}", day=tracked.as_of)
    if shown:
        figure = SHORT[shown[0][1].field if is_one else field]
        title = Message("Results as of {day}: {figure}", day=tracked.as_of, figure=figure)
    return Table(title, columns, tuple(rows))


def _report(each: AreaTrack) -> Cell:
    """Which report an area is judged by, and whether the official one is late."""
    if each.status is Status.IN_PART:
        return Message("{reported} of {parts} areas", reported=each.reported, parts=each.parts)
    if each.source is None:
        return ""
    grade = GRADE_WORDS[each.source.grade]
    return grade if each.overdue is None else Message("{grade}, the official one is late", grade=grade)


def _due(deadlines: Iterable[Deadline]) -> Iterator[Message]:
    """The deadlines that areas are late by."""
    for each in deadlines:
        words = Message("{grade} on {day}") if each.on else Message("{grade} before {day}")
        grade = GRADE_WORDS[Grade(each.report or Grade.OFFICIAL)]
        yield words.with_values(grade=grade, day=short_day(due(each)))


def _counts(tracked: Track, figures: int) -> Iterator[Message]:
    """How many areas stand how by all that they have targets of, of so many `figures`, and what signs stand for."""
    told = [(status, tracked.count(status)) for status in Status]
    words = join([join((_STATUS_WORDS[status], verbatim(str(count))), " ") for status, count in told if count], ", ")
    if tracked.areas:
        yield Message("Areas: {all}; {counts}.", all=len(tracked.areas), counts=words)
    if figures > 1:
        yield Message("Here an area is done when it has met all of its targets, and behind when it is by one of them.")
    late = dict.fromkeys(each.overdue for each in tracked.areas if each.overdue is not None)
    if late:
        yield Message("Reports that were due: {due}.", due=join(tuple(_due(late)), "; "))
    open_ = sum(
        target.met is Achievement.UNDECIDED and target.result is None
        for each in tracked.areas
        for target in each.targets
        if each.status is Status.DONE
    )
    if open_:
        yield Message("Targets of areas that are done which their reports do not speak of: {count}.", count=open_)
    mains = [_main(each, field) for each in tracked.areas for field in each.standings]
    if any(isinstance(_result_cell(each), Interval) for each in mains if each is not None):
        yield Message("* not stated in the result: it follows from its other figures.")
    early = {each.status for each in tracked.areas if each.source and each.source.grade is Grade.PRELIMINARY}
    if not early.isdisjoint((Status.ON_COURSE, Status.BEHIND)):
        yield Message(
            "By a preliminary report an area is on course when it has at least as large a share of its target as of "
            "the year that is over."
        )


def _bound_for(tracked: Track) -> Table:
    """What the year would end at, and what the areas that are missing would have to do."""
    columns = (
        FIGURE,
        _PLANNED,
        Column("outcome", Message("Would end at"), numeric=True),
        Column("verdict", Message("Verdict"), whole=True),
    )
    rows = tuple(
        Row((SHORT[each.field], each.target, _ends(each.implied), ACHIEVEMENTS[each.met])) for each in tracked.outcome
    )
    notes = [Message("* if the areas that have not reported just keep their targets.")]
    for rest in tracked.rest:
        words = (
            Message(
                "Those that have not reported would have to reduce {left} poor households for the whole; their own "
                "targets add up to {promised}."
            )
            if rest.field == POOR.reduction
            else Message(
                "{figure}: those that have not reported would have to reach {left} for the whole; their own targets "
                "add up to {promised}.",
                figure=GLOSSARY[rest.field],
            )
        )
        notes.append(words.with_values(left=rest.left, promised=rest.promised))
    return Table(Message("What the year would end at"), columns, rows, tuple(notes))


def _ends(found: Interval) -> Interval | None:
    return None if found == ANY else found.widened(PLACES)


def _reports(tracked: Track) -> Table:
    columns = (
        Column("file", Message("File")),
        Column("grade", Message("Grade"), whole=True),
        Column("areas", Message("Areas"), numeric=True),
    )
    rows = tuple(Row((each.name, GRADE_WORDS[each.grade], len(each.given))) for each in tracked.sources)
    return Table(Message("Reports"), columns, rows)


def data_of(tracked: Track) -> Table:
    """Every target of every area beside its result, as data: one table for CSV."""
    columns = (
        Column("path", Message("Path")),
        NAME,
        Column("field", Message("Field")),
        _PLANNED,
        _RESULT,
        Column("implied", Message("Result, implied"), numeric=True),
        Column("verdict", Message("Verdict")),
        Column("standing", Message("Standing")),
        Column("grade", Message("Grade")),
        Column("report", Message("Report")),
        Column("needed", Message("Would have to"), numeric=True),
    )
    rows = tuple(
        Row(
            (
                each.address,
                readable(each.name),
                target.field,
                target.target,
                target.result,
                _ends(target.implied),
                target.met.value,
                each.status.value,
                "" if each.source is None else each.source.grade.value,
                "" if each.source is None else each.source.name,
                each.needed.get(target.field),
            )
        )
        for each in tracked.areas
        for target in each.targets
    )
    return Table(Message("Targets and results"), columns, rows)
