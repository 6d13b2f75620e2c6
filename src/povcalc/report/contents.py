"""What a report holds, before any language or form of writing: sections of words, tables and charts.

Nothing here computes: every number is one of a report of `check`, of a table that `show` has, or of a comparison. A
chart has beside it the table of the numbers that are drawn. Of a nation the first levels are shown and what is wrong;
a remark says so.
"""

import datetime
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from povcalc.comparison import Comparison, TargetResult, sheets_of
from povcalc.findings import CheckRun, Finding, Judgement, Outcome, Overview, Report, judgement_of
from povcalc.inference.succession import ACHIEVEMENTS
from povcalc.measures import MULTIDIMENSIONAL, NEAR_POOR, POOR
from povcalc.measures import Measure as Fields
from povcalc.messages import (
    GLOSSARY,
    Message,
    Value,
    by_language,
    join,
    verbatim,
    worded,
)
from povcalc.output.report import Checked, label
from povcalc.output.tables import cell_words, needed
from povcalc.places import Path
from povcalc.plan.funding import unit_name
from povcalc.plan.model import Located, Plan, in_reading_order
from povcalc.tracking import Track, tables_of
from povcalc.values import Exact, Figure, Interval, exact
from povcalc.views import plan as views
from povcalc.views.plan import Derivation, Portrait
from povcalc.views.table import JUDGEMENTS, Cell, Column, Fact, Row, Table, plain, readable

MOST_ROWS = 200
"""So many rows has a table at most: about six pages."""

MOST_FINDINGS = 50
"""So many findings are told."""

MOST_LINES = 21
"""So many lines has a chart: a whole and twenty areas inside it."""


class Items(NamedTuple):
    """Several sentences, each by itself."""

    items: tuple[Message, ...]


class Facts(NamedTuple):
    """Key figures or attributes, each with what it is called."""

    facts: tuple[Fact, ...]
    are_figures: bool = False


class Told(NamedTuple):
    """A finding in words: how it stands, what was checked, what is wrong, why, and what was probably meant.

    `standing` is `None` for a remark; `meant` stands before the suggestions, `FOLLOWS` before what else follows.
    """

    code: str
    standing: Judgement | None
    label: Message
    title: Message
    message: Message
    argument: tuple[Message, ...]
    meant: Message
    suggestions: tuple[Message, ...]
    where: str
    followers: tuple[Message, ...]


class Mark(NamedTuple):
    """What is drawn of one value: its ends, the same for a number and `None` where there is no bound, and its words."""

    low: Exact | None
    high: Exact | None
    words: Message


class Line(NamedTuple):
    """A line of a chart: what it is of, and a mark for each series, `None` where nothing is known."""

    label: Message
    marks: tuple[Mark | None, ...]
    remark: Message | None = None


class Chart(NamedTuple):
    """A picture of numbers, and the table that has them.

    `kind` says how the series are drawn: the two ends of a year as ranges, bars, spans of time (days as ordinals), or
    results as bars beside their targets. `series` are their names; `limit` is where the scale ends at most.
    """

    key: str
    kind: Literal["ranges", "bars", "time", "results"]
    title: Message
    series: tuple[Message, ...]
    lines: tuple[Line, ...]
    limit: int | None = None


Part = Message | Items | Facts | Told | Chart | Table
"""One thing in a section."""


class Section(NamedTuple):
    """A section of a report, with a key that is the same in every language."""

    key: str
    title: Message
    parts: tuple[Part, ...]


class Contents(NamedTuple):
    """All that a report holds. `subject` is the document that it is about, `name` the file, `program` who made it."""

    title: Message
    subject: Message
    name: str
    program: str
    sections: tuple[Section, ...]

    @property
    def made(self) -> Message:
        """By whom it was made, and from what."""
        return Message("Made by {program} from {file}.", program=self.program, file=self.name)


def contents(  # noqa: PLR0913 - the plan, and what is set beside it
    checked: Checked,
    derivation: Derivation | None,
    comparison: Comparison | None,
    tracked: Track | None,
    *,
    as_of: datetime.date | None,
    program: str,
) -> Contents:
    """The report on a plan that was checked, with what follows from its figures.

    Its result may stand beside it, or its year so far; the schedule is looked at from a day where one is given.

    Raises `ValueError` for a reading without a plan.
    """
    plan = checked.reading.plan
    if plan is None:
        raise ValueError(checked.name)
    overview = checked.report.standing()
    portrait = views.portrait(plan, checked.options)
    sections = (
        _summary(checked, overview, portrait, comparison),
        _findings(checked, overview),
        _targets(checked, overview, derivation),
        _funding(plan, overview, portrait),
        _results(comparison),
        _track(tracked),
        _schedule(plan, as_of),
        _measures(plan),
        _unverified(checked, overview),
        _method(checked, derivation, program),
    )
    title, kept = Message("Check of the figures of a poverty-reduction plan"), tuple(s for s in sections if s.parts)
    told = Contents(title, checked.title, checked.name, program, kept)
    return worded(told, plan.wording)


# The summary.

_STATES = (
    (Judgement.WRONG, Message("Figures of the plan contradict each other; they have to be corrected.")),
    (Judgement.AT_RISK, Message("No figure contradicts another, but there is something to look into.")),
    (Judgement.UNVERIFIED, Message("Nothing wrong was found in what could be verified.")),
    (Judgement.HOLDS, Message("All figures hold.")),
)
_COUNTS = {
    Judgement.WRONG: Message("Findings: wrong"),
    Judgement.AT_RISK: Message("Findings: at risk"),
    Judgement.HOLDS: Message("Figures that hold"),
    Judgement.UNVERIFIED: Message("Figures not verified"),
}


def _summary(checked: Checked, overview: Overview, portrait: Portrait, comparison: Comparison | None) -> Section:
    counts = overview.counts
    state = next((words for standing, words in _STATES if counts[standing]), Message("The plan states no figures."))
    parts: list[Part] = [state]
    first = [finding for finding, _ in overview.first if judgement_of(finding) is not None][:_FIRST]
    if first:
        parts.append(Items(tuple(finding.message for finding in first)))
    if comparison is not None and comparison.targets:
        parts.append(comparison.counted)
    figures = [*portrait.headline[:_KEY]]
    funding = None if checked.reading.plan is None else checked.reading.plan.funding
    if funding is not None and funding.total is not None:
        figures.append(Fact("total", GLOSSARY["funding"], funding.total, readable(unit_name(funding.unit))))
    figures += [Fact(standing.value, words, counts[standing]) for standing, words in _COUNTS.items()]
    parts += [Facts(tuple(figures), are_figures=True), Facts(portrait.facts)]
    return Section("summary", Message("In short"), tuple(parts))


_FIRST, _KEY = 3, 8
"""So many findings and figures of the whole stand in the summary."""


# What is wrong.


def _findings(checked: Checked, overview: Overview) -> Section:
    titles = {ended.code: ended for ended in checked.report.runs}
    parts: list[Part] = [
        _told(checked, finding, followers, titles) for finding, followers in overview.first[:MOST_FINDINGS]
    ]
    rest = len(overview.first) - len(parts)
    if rest > 0:
        parts.append(Message("Not shown here: {count} more findings; povcalc check lists them all.", count=rest))
    if not parts:
        parts = [Message("Nothing was found.")]
    return Section("findings", Message("What is wrong, and what was probably meant"), tuple(parts))


def _told(checked: Checked, finding: Finding, followers: Sequence[Finding], runs: dict[str, CheckRun]) -> Told:
    standing = judgement_of(finding)
    suggestions = finding.suggestions
    sure = any(each.safe for each in suggestions)
    shown = [each for each in suggestions if each.safe][:1] if sure else suggestions[:_SUGGESTED]
    title = runs[finding.code].title if finding.code in runs else label(finding)
    reasons = finding.argument
    if finding.waived is not None:
        reasons = (Message("accepted: {why}", why=finding.waived), *reasons)
    return Told(
        finding.code,
        standing,
        label(finding) if standing is None else JUDGEMENTS[standing],
        title,
        finding.message,
        reasons,
        _MEANT if len(shown) == 1 else _POSSIBLE,
        tuple(each.message for each in shown),
        checked.where(finding),
        tuple(each.message for each in followers[:_SUGGESTED]),
    )


FOLLOWS = Message("From the same figure it follows that:")
_MEANT, _POSSIBLE = Message("Probably meant:"), Message("Any one of these would fix it; the figures cannot tell which:")
_SUGGESTED = 5


# Targets and funding.


class _Measure(NamedTuple):
    """A measure of poverty with its fields, and the titles of its table and its charts."""

    fields: Fields
    table: Message
    rates: Message
    reduction: Message


_MEASURES = (
    _Measure(
        POOR,
        Message("Targets of every area"),
        Message("Poverty rate at the start and the end of the year, by area (%)"),
        Message("Net reduction in poor households, by area"),
    ),
    _Measure(
        NEAR_POOR,
        Message("Near-poor households of every area"),
        Message("Near-poor rate at the start and the end of the year, by area (%)"),
        Message("Net reduction in near-poor households, by area"),
    ),
    _Measure(
        MULTIDIMENSIONAL,
        Message("Multidimensionally poor households of every area"),
        Message("Multidimensional poverty rate at the start and the end of the year, by area (%)"),
        Message("Net reduction in multidimensionally poor households, by area"),
    ),
)


_FLOWS, _PLANNED = Message("Households that left or fell into poverty, by area"), Message("What was planned, by area")
"""The tables of what is not of one measure alone, which have no charts."""


def _home(key: str) -> _Measure | Message:
    """What a column belongs to: the first measure has what is of all, such as the households."""
    if key.startswith("planned.") or key == "percent_of_plan":
        return _PLANNED
    if any(key in (*each.fields.flows, each.fields.of_new) for each in _MEASURES):
        return _FLOWS
    return next((each for each in _MEASURES if key in each.fields.figures), _MEASURES[0])


def _targets(checked: Checked, overview: Overview, derivation: Derivation | None) -> Section:
    """A table for each measure of poverty that has figures, so that each fits on paper, behind its charts."""
    parts: list[Part] = []
    if derivation is not None and derivation.areas:
        table = views.judged_targets(derivation, overview, everything=True, unread=checked.reading.unread)
        table = _of_areas(table, derivation.areas, overview)
        name, *figures, standing = range(len(table.columns))
        told = [at for at in figures if any(row.cells[at] not in (None, "") for row in table.rows)]
        for home in (*_MEASURES, _FLOWS, _PLANNED):
            kept = [name, *(at for at in told if _home(table.columns[at].key) is home)]
            if not parts:
                parts += _of_measure(_MEASURES[0], table, [*kept, standing])
            elif len(kept) > 1:
                part = table._replace(notes=())
                if isinstance(home, _Measure):
                    parts += _of_measure(home, part, kept)
                else:
                    parts.append(part.only(kept)._replace(title=home))
    return Section("targets", Message("Poverty rates and targets"), tuple(parts))


def _of_measure(measure: _Measure, table: Table, kept: Sequence[int]) -> Iterator[Part]:
    table = table.only(kept)._replace(title=measure.table)
    first = table._replace(rows=tuple(row for row in table.rows if not (row.depth or row.group or row.heading)))
    # The whole would make the bars of its areas short.
    inside = first._replace(rows=tuple(row for row in first.rows if not row.strong or len(first.rows) == 1))
    series, fewer = (Message("At start"), Message("At end")), (Message("Fewer poor households"),)
    rates, reduction = measure.fields.rates, measure.fields.reduction
    charts = (
        Chart(rates[0], "ranges", measure.rates, series, _lines(first, *rates), limit=views.MAX_RATE),
        Chart(reduction, "bars", measure.reduction, fewer, _lines(inside, reduction)),
    )
    yield from (chart for chart in charts if chart.lines)
    if len(first.rows) > MOST_LINES:
        yield Message("Drawn are the first {count} areas; the table has more.", count=MOST_LINES)
    yield table


def _of_areas(table: Table, areas: Sequence[Located], overview: Overview) -> Table:
    """The table with a row for each area, or for as many as are shown, and a remark on the others."""
    areas = in_reading_order(areas)
    kept = _kept(areas, views.owners_of_wrong(overview))
    if len(kept) == len(areas):
        return table
    rows, located = list[Row](), iter(areas)
    for row in table.rows:
        if row.heading or ((area := next(located, None)) is not None and area.path in kept):
            rows.append(row)
    # The name of a breakdown none of whose parts is shown says nothing.
    behind = [*(row.heading for row in rows[1:]), True]
    rows = [row for row, is_heading in zip(rows, behind, strict=True) if not (row.heading and is_heading)]
    note = Message(
        "Shown: {shown} of {all} areas, the first levels and those with a figure that is wrong; povcalc show targets "
        "has them all.",
        shown=len(kept),
        all=len(areas),
    )
    return table._replace(rows=tuple(rows), notes=(note, *table.notes))


def _kept(areas: Sequence[Located], wrong: Collection[Path]) -> Collection[Path]:
    """The paths of the areas that are shown: those with something wrong, then whole levels from the highest."""
    if len(areas) <= MOST_ROWS:
        return {located.path for located in areas}
    kept = {located.path for located in areas if located.path in wrong and len(located.path) > 1}
    kept = set(sorted(kept, key=len)[: MOST_ROWS // 2]) | {areas[0].path}
    for depth in sorted({len(located.path) for located in areas}):
        level = [located.path for located in areas if len(located.path) == depth and located.path not in kept]
        room = MOST_ROWS - len(kept)
        if len(level) > room:
            # Part of a level would be read as all of it, unless there is nothing above it but the whole.
            kept.update(level[:room] if depth <= len(areas[0].path) + 2 else ())
            break
        kept.update(level)
    return kept


def _at(table: Table, key: str) -> int:
    return next(at for at, column in enumerate(table.columns) if column.key == key)


def _mark(cell: Cell, column: Column) -> Mark | None:
    """What is drawn of a cell: `None` for one without a number."""
    words = by_language(lambda lang: cell_words(plain(cell), column, lang))
    match plain(cell):
        case Figure() as figure:
            low, high = figure.ends
            return Mark(exact(low), exact(high), words)
        case Interval() as found:
            return None if found.low is None and found.high is None else Mark(found.low, found.high, words)
        case (int() | Fraction()) as number:
            return Mark(number, number, words)
        case Decimal() as number:
            return Mark(exact(number), exact(number), words)
        case _:
            return None


def _lines(table: Table, *keys: str) -> tuple[Line, ...]:
    """A line for each row that has one of the values of these columns, by its name."""
    at = {column.key: number for number, column in enumerate(table.columns)}
    lines = []
    for row in table.rows[:MOST_LINES]:
        marks = tuple(_mark(row.cells[at[key]], table.columns[at[key]]) if key in at else None for key in keys)
        called = row.cells[at["name"]]
        if any(marks) and isinstance(called, Message):
            lines.append(Line(called, marks))
    return tuple(lines)


def _funding(plan: Plan, overview: Overview, portrait: Portrait) -> Section:
    if plan.funding is None:
        return Section("funding", Message("Funding"), ())
    parts: list[Part] = []
    if portrait.funding is not None:
        table = portrait.funding
        rows = [row for row in table.rows if row.cells[0] == views.LINE]
        alike = [row for row in rows if not row.cells[_at(table, "unit")]]
        drawn = _lines(table._replace(rows=tuple(alike)), "amount")
        if drawn:
            title = Message("Funding by source ({unit})", unit=readable(unit_name(plan.funding.unit)))
            parts.append(Chart("funding", "bars", title, (Message("Amount"),), drawn))
        if len(alike) < len(rows):
            parts.append(Message("Sources in another unit are not drawn: {count}.", count=len(rows) - len(alike)))
    parts.append(cut(views.judged_funding(plan.funding, overview, everything=True)))
    return Section("funding", Message("Funding"), tuple(parts))


def cut(table: Table) -> Table:
    """A table with no more rows than are shown, and a remark on the rest."""
    return table.cut(MOST_ROWS, Message("Not shown here: {rest} more rows."))


# The result.


def _results(comparison: Comparison | None) -> Section:
    if comparison is None:
        return Section("results", Message("Targets and results"), ())
    parts: list[Part] = []
    if comparison.unjudged is not None:
        parts.append(comparison.unjudged)
    fields = dict.fromkeys(target.field for target in comparison.targets)
    for field in fields:
        lines = tuple(_result_lines([each for each in comparison.targets if each.field == field]))
        if lines:
            title = Message("Target and result: {figure}", figure=GLOSSARY[field])
            series = Message("Target"), Message("Result")
            limit = views.MAX_RATE if "rate" in field else None
            parts.append(Chart(f"result-{field}", "results", title, series, lines[:MOST_LINES], limit=limit))
    parts += map(cut, sheets_of(comparison))
    return Section("results", Message("Targets and results"), tuple(parts))


def _result_lines(targets: Sequence[TargetResult]) -> Iterator[Line]:
    column = Column("result", verbatim(""), numeric=True)
    for target in targets:
        marks = _mark(target.target, column), _mark(target.shown, column)
        if all(marks):
            yield Line(readable(target.name), marks, ACHIEVEMENTS[target.met])


# Schedule, measures, duties.


def _track(tracked: Track | None) -> Section:
    tables = () if tracked is None else tables_of(tracked)
    return Section("track", Message("The year so far"), tuple(map(cut, tables)))


def _schedule(plan: Plan, as_of: datetime.date | None) -> Section:
    parts: list[Part] = []
    if plan.schedule is not None:
        table = views.schedule(plan, as_of)
        lines = tuple(_span(row, table) for row in table.rows[:MOST_LINES])
        series = Message("Phase"), Message("Deadline")
        if lines:
            parts.append(Chart("schedule", "time", Message("The schedule as a time line"), series, lines))
        parts.append(cut(table))
    return Section("schedule", Message("Schedule"), tuple(parts))


def _span(row: Row, table: Table) -> Line:
    """A phase as a span of days, or a deadline as one."""
    cells = {column.key: cell for cell, column in zip(row.cells, table.columns, strict=True)}
    when = by_language(lambda lang: cell_words(cells["when"], table.columns[_at(table, "when")], lang))
    text = cells["text"]
    first, last, day, before = (_ordinal(cells[key]) for key in ("from", "to", "on", "before"))
    marks: tuple[Mark | None, ...] = (
        None if first is None else Mark(first, last, when),
        None if first is not None else Mark(day or before, day or before, when),
    )
    return Line(text if isinstance(text, Message) else verbatim(""), marks)


def _ordinal(cell: Cell) -> int | None:
    return cell.toordinal() if isinstance(cell, datetime.date) else None


def _measures(plan: Plan) -> Section:
    tables = (
        *([views.measures(plan)] if plan.measures else []),
        *([views.actors(plan)] if plan.actors else []),
        *([views.standard(plan)] if plan.poverty_standard is not None else []),
    )
    return Section("measures", Message("Measures, duties and the poverty standard"), tuple(map(cut, tables)))


# What is not verified, and how it was computed.


def _unverified(checked: Checked, overview: Overview) -> Section:
    count = overview.counts[Judgement.UNVERIFIED]
    parts: list[Part] = [
        Message("Not verified: {count} of {all} stated figures.", count=count, all=checked.report.stated)
    ]
    first = Message("If the document also stated the {field} of {areas}, {count} of them could be verified.")
    then = Message("If it then stated the {field} of {areas}, {count} more could be verified.")
    if count and (wanted := tuple(needed(checked, first, then))):
        parts.append(Items(wanted))
    undecided = [ended for ended in checked.report.runs if ended.outcome is Outcome.UNDECIDED]
    if undecided:
        columns = (
            Column("code", Message("Check")),
            Column("title", Message("What must hold")),
            Column("why", Message("Why it is not decided")),
        )
        rows = tuple(Row((ended.code, ended.title, ended.why or "")) for ended in undecided)
        parts.append(Table(Message("Checks that could not be decided"), columns, rows))
    return Section("unverified", Message("What is not verified"), tuple(parts))


_SIGNS = (
    ("*", Message("not stated in the document: it follows from the other figures")),
    ("!", Message("a figure that is wrong, by a finding above")),
    ("?", Message("a figure that is at risk, by a finding above")),
    ("> < ≥ ≤", Message("over, under, at least, at most: the document states a bound")),
    ("~", Message("about: the document states an estimate")),
    ("-", Message("not stated, and nothing follows")),
)


def _counted(report: Report) -> Iterator[Message]:
    """How many figures were verified by what, and how the checks ended."""
    if report.verified is not None:
        yield Message(
            "Verified by the document: {document} of {all} figures; by arithmetic: {arithmetic}; by both: {both}.",
            document=report.verified.by_document,
            all=report.stated,
            arithmetic=report.verified.by_arithmetic,
            both=report.verified.by_both,
        )
    ended: dict[str, Value] = {outcome.value: report.ended(outcome) for outcome in Outcome}
    yield Message(
        "Checks: {passed} passed, {failed} found something, {waived} accepted by the plan, {undecided} not decided, "
        "{skipped} without anything to check."
    ).with_values(**ended)


def _method(checked: Checked, derivation: Derivation | None, program: str) -> Section:
    report, reading = checked.report, checked.reading
    items = [
        Message("{program} read the figures from {file}.", program=program, file=checked.name),
        Message(
            "Numbers are taken as written and calculated exactly, without rounding in between. A rate printed with two "
            "decimals stands for every rate that rounds to it; a range has both ends rounded outwards."
        ),
        Message(
            "An error rests on stated figures alone; what holds only under an assumption is told as a risk or a remark."
        ),
    ]
    if derivation is not None:
        items.append(Message("Figures that are not stated follow from {basis}.", basis=derivation.basis()))
    if reading.tables:
        names = join([verbatim(table.name) for table in reading.tables], ", ")
        items.append(Message("Figures that the plan leaves out were added from: {names}.", names=names))
    if reading.source is not None:
        items.append(Message("The figures were held to the document {name}.", name=reading.source.name))
    items += _counted(report)
    broken = [each for each in report.runs if each.outcome is Outcome.BROKEN]
    items += [Message("Check {code} itself broke; what it checks is not verified.", code=each.code) for each in broken]
    columns = (Column("sign", Message("Sign")), Column("meaning", Message("Meaning")))
    signs = Table(Message("Signs in the tables"), columns, tuple(Row(cells) for cells in _SIGNS))
    return Section("method", Message("How it was computed"), (Items(tuple(items)), signs))
