"""Reports, tables and answers as JSON; `docs/json.md` describes every key.

The shape is the same whatever the options and whatever `--lang` is: both languages stand side by side. Numbers that
carry figures are strings, exact, so that no reader rounds them; fractions are written `a/b`. A `*_VERSION` is that of
a shape; it changes when a key changes its meaning or goes.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from povcalc.comparison import Comparison, FigureChange, MergedFigure, TargetResult
from povcalc.findings import CheckRun, Finding, Outcome, Report, Severity
from povcalc.messages import Message
from povcalc.output.report import Checked, all_digits, digits, json_text, path_data, title
from povcalc.output.tables import Shown
from povcalc.places import Place, Spot
from povcalc.plan.areas import AreaIndex
from povcalc.plan.load import Reading
from povcalc.plan.model import Area, parent
from povcalc.tracking import Status, Track
from povcalc.values import Exact, Interval
from povcalc.views.answers import Ground, Why
from povcalc.views.plan import Derivation
from povcalc.views.table import Both, Cell, Names, Readers, Table

REPORT_VERSION = 1


def _of(thing: object, *names: str) -> dict[str, Any]:
    """What a thing has under these names, where JSON calls it the same."""
    return {name: getattr(thing, name) for name in names}


def as_json(run: tuple[Checked, ...], *, program: str, status: int, skipped: int, ascii_only: bool) -> str:
    """The whole run as one JSON object, with a final newline."""
    told = {
        "version": REPORT_VERSION,
        "program": program,
        "exit_status": status,
        "skipped_files": skipped,
        "files": [
            {
                "file": checked.name,
                "built_in": checked.built_in,
                "title": checked.title,
                "findings": [_finding(finding) for finding in checked.report.findings],
                "checks": [_check(ended) for ended in checked.report.runs],
                "summary": {**_summary(checked.report), "fails_undecided": bool(checked.unverified)},
            }
            for checked in run
        ],
    }
    return json_text(told, ascii_only=ascii_only)


def _summary(report: Report) -> dict[str, Any]:
    return {
        **{f"{severity}s": report.weighing(severity) for severity in Severity},
        "waived": report.waived,
        "checks": {outcome.value: report.ended(outcome) for outcome in Outcome},
        "figures_stated": report.stated,
        "figures_untouched": report.untouched,
        "figures": {judgement.value: count for judgement, count in report.standing().counts.items()},
        "verified": None if report.verified is None else report.verified._asdict(),
        "correctable": report.correctable,
        "suggestions_sought": report.suggestions_sought,
    }


def _check(ended: CheckRun) -> dict[str, Any]:
    return _of(ended, "code", "slug", "title", "outcome", "why", "held", "problems", "undecided", "waived")


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        **_of(finding, "code", "slug", "severity", "message"),
        "path": path_data(finding.path),
        **_of(finding, "file", "place"),
        "related": [_related(*each) for each in finding.related],
        "numbers": {name: digits(number) for name, number in finding.numbers},
        "argument": finding.argument,
        "suggestions": [
            {
                **_of(suggestion, "message", "slip", "safe"),
                "changes": [
                    {
                        "path": path_data(change.path),
                        "was": change.was if isinstance(change.was, str) else digits(change.was),
                        "number": None if change.number is None else digits(change.number),
                        "room": change.room,
                        **({} if change.text is None else {"text": change.text}),
                    }
                    for change in suggestion.changes
                ],
            }
            for suggestion in finding.suggestions
        ],
        "waived": finding.waived,
    }


def _related(at: Place | Spot | None, message: Message) -> dict[str, Any]:
    file, place = at if isinstance(at, Spot) else (None, at)
    return {"place": place, "message": message, "file": file}


SETTINGS_VERSION = 1


class Effective(NamedTuple):
    """One setting as it holds: its value in words and as data, and where it comes from."""

    name: str
    words: Message
    value: Any
    origin: Message


class Held(NamedTuple):
    """Files that the same holds for."""

    files: tuple[str, ...]
    settings: tuple[Effective, ...]


def together(files: Sequence[Held]) -> list[Held]:
    """The same with neighbours together that the same holds for."""
    groups: list[Held] = []
    for held in files:
        if groups and groups[-1].settings == held.settings:
            groups[-1] = Held((*groups[-1].files, *held.files), held.settings)
        else:
            groups.append(held)
    return groups


def effective_json(files: Sequence[Held], *, program: str, ascii_only: bool) -> str:
    """What holds for each file as one JSON object, with a final newline."""
    told = {
        "version": SETTINGS_VERSION,
        "program": program,
        "files": [
            {
                "file": file,
                "settings": {each.name: {"value": each.value, "from": each.origin} for each in held.settings},
            }
            for held in files
            for file in held.files
        ],
    }
    return json_text(told, ascii_only=ascii_only)


SHOWN_VERSION = 1


def shown_json(shown: Shown, *, program: str, status: int, ascii_only: bool) -> str:
    """What is shown as one JSON object, with a final newline."""
    derivation = shown.derivation
    told = {
        "version": SHOWN_VERSION,
        "program": program,
        "exit_status": status,
        "file": shown.name,
        "built_in": shown.built_in,
        "title": shown.title,
        "part": shown.part,
        "as_of": shown.as_of,
        "facts": [
            {**_of(fact, "key", "label"), "value": _value(fact.value), "unit": fact.unit} for fact in shown.facts
        ],
        "assumed": None if derivation is None else _assumed(derivation),
        "areas": None if derivation is None else list(_areas(derivation)),
        "sheets": [_table(table.read_by(Readers.MACHINE)) for table in shown.tables],
    }
    return json_text(told, ascii_only=ascii_only)


def _assumed(derivation: Derivation) -> dict[str, Any]:
    assumed = derivation.assumed
    return {"household_growth": assumed.growth, "cut": _end(assumed.cut), "given": assumed.given}


def _areas(derivation: Derivation) -> Iterator[dict[str, Any]]:
    """Every area in document order, each before those inside it, with what it states and the range of each quantity."""
    index = AreaIndex(derivation.areas)
    for located in derivation.areas:
        around = parent(located.path)
        ranges = {quantity: derivation.ranges.of(located.path, quantity) for quantity in derivation.ranges.quantities}
        yield {
            "id": located.area.id,
            "path": index.address(located.path),
            "parent": index.address(around) if around else None,
            "stated": {
                field: figure
                for field in (*Area.FIGURES, *Area.SHARES)
                if (figure := located.figure(field)) is not None
            },
            "planned": {field: figure for field in Area.FIGURES if (figure := located.planned(field)) is not None},
            **_of(located.area, "percent_of_plan", "code", "formerly"),
            "implied": {quantity: _range(found, whole="rate" not in quantity) for quantity, found in ranges.items()},
        }


def _range(found: Interval, *, whole: bool = False) -> dict[str, Any]:
    """A range by its ends: a count as a number, anything else as a string with all its digits."""
    return {
        "low": _end(found.low, whole=whole),
        "high": _end(found.high, whole=whole),
        "low_open": found.low_open,
        "high_open": found.high_open,
    }


def _end(end: Exact | None, *, whole: bool = False) -> int | str | None:
    if end is None:
        return None
    return int(end) if whole else all_digits(end)


def _table(table: Table) -> dict[str, Any]:
    keys = [column.key for column in table.columns]
    return {
        **_of(table, "title", "ref"),
        "columns": [_of(column, "key", "heading", "unit") for column in table.columns],
        "rows": [dict(zip(keys, map(_value, row.cells), strict=True)) for row in table.rows],
        "notes": table.notes,
    }


def _value(cell: Cell) -> Any:
    """A cell as JSON has it: numbers as strings, what is empty as null."""
    match cell:
        case "" | Message("", ""):
            return None
        case Both():
            return _value(cell.machine)
        case Names():
            return [_value(each) for each in cell.names]
        case int():
            return digits(cell)
        case _:
            return cell


COMPARISON_VERSION = 1


def compared_json(comparison: Comparison, *, program: str, status: int, ascii_only: bool) -> str:
    """The whole comparison as one JSON object, with a final newline."""
    told = {
        "version": COMPARISON_VERSION,
        "program": program,
        "exit_status": status,
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "targets": [_target_result(target) for target in comparison.targets],
        **_of(comparison, "from_plan", "from_result", "unjudged"),
        "figures": [_figure_change(change) for change in comparison.figures],
        "funding": [_figure_change(change) for change in comparison.funding],
        "unit": comparison.unit,
        "alike": comparison.same,
        "parts": [
            {"path": part.address, **_of(part, "name", "change", "before", "after")} for part in comparison.parts
        ],
        "merged": [_merged_figure(figure) for figure in comparison.merged],
        "sections": comparison.sections,
        "findings": {name: list(map(_short_finding, each)) for name, each in comparison.findings._asdict().items()},
        "notes": comparison.notes,
    }
    return json_text(told, ascii_only=ascii_only)


def _side(reading: Reading) -> dict[str, Any]:
    """A plan that is named; the built-in one never takes its place."""
    info = None if reading.plan is None else reading.plan.document
    period = None if info is None else info.period
    return {
        "file": reading.name,
        "built_in": False,
        "title": title(reading),
        "kind": None if info is None else info.kind,
        "year": None if info is None else info.year,
        "period": None if period is None else {"from": period.from_, "to": period.to},
    }


def _target_result(target: TargetResult) -> dict[str, Any]:
    return {
        "path": target.address,
        **_of(target, "name", "field", "target"),
        "unsure": _closed_range(target.unsure),
        "result": target.result,
        "implied": _closed_range(target.implied),
        "verdict": target.met,
        "difference": _closed_range(target.difference),
        **_of(target, "grounds", "why"),
    }


def _merged_figure(figure: MergedFigure) -> dict[str, Any]:
    return {
        "path": figure.address,
        **_of(figure, "name", "field"),
        "parts": [{"path": path, "name": name, "stated": stated} for path, name, stated in figure.parts],
        "sum": figure.sum,
        "range": _closed_range(figure.range),
        "why": figure.why,
    }


def _closed_range(found: Interval | None) -> dict[str, Any] | None:
    """A range, if there is one, whose missing ends are not called open."""
    if found is None:
        return None
    low, high = found.low is not None and found.low_open, found.high is not None and found.high_open
    return _range(found._replace(low_open=low, high_open=high))


def _figure_change(change: FigureChange) -> dict[str, Any]:
    by = change.difference
    return {
        "path": change.address,
        **_of(change, "name", "field", "change", "before", "after"),
        "difference": None if by is None else {"low": digits(by[0]), "high": digits(by[1])},
    }


def _short_finding(finding: Finding) -> dict[str, Any]:
    path = {"path": path_data(finding.path)}
    return _of(finding, "code", "severity", "message") | path | _of(finding, "place", "waived")


TRACK_VERSION = 2


def track_json(tracked: Track, *, program: str, status: int, ascii_only: bool) -> str:
    """A year as its results have come in as one JSON object, with a final newline."""
    told = {
        "version": TRACK_VERSION,
        "program": program,
        "exit_status": status,
        "plan": _side(tracked.plan),
        "as_of": tracked.as_of,
        "reports": [
            {"file": each.name, "grade": each.grade, "day": each.day, "areas": len(each.given), "faults": each.faults}
            for each in tracked.sources
        ],
        "areas": [
            {
                "path": each.address,
                "name": each.name,
                "standing": each.status,
                "standings": each.standings,
                "report": None if each.source is None else each.source.name,
                "grade": None if each.source is None else each.source.grade,
                "overdue": None if each.overdue is None else each.overdue.id,
                **_of(each, "needed", "reported", "parts"),
                "targets": [_target_result(target) for target in each.targets],
            }
            for each in tracked.areas
        ],
        "counts": {status: tracked.count(status) for status in Status},
        "outcome": [_target_result(target) for target in tracked.outcome],
        "rest": [
            {"field": each.field, "left": _closed_range(each.left), "promised": _closed_range(each.promised)}
            for each in tracked.rest
        ],
        "notes": tracked.notes,
    }
    return json_text(told, ascii_only=ascii_only)


WHY_VERSION = 1


def why_json(reading: Reading, answers: tuple[Why, ...], *, program: str, ascii_only: bool) -> str:
    """The answers as one JSON object, with a final newline."""
    told = {
        "version": WHY_VERSION,
        "program": program,
        "file": reading.name,
        "answers": [
            {
                "figure": answer.address,
                "area": answer.area,
                "quantity": answer.quantity,
                **_range(answer.range),
                "grounds": [_ground(reading, ground) for ground in answer.grounds],
            }
            for answer in answers
        ],
    }
    return json_text(told, ascii_only=ascii_only)


def _ground(reading: Reading, ground: Ground) -> dict[str, Any]:
    return {
        "end": "high" if ground.upper else "low",
        "stated": [
            {
                "path": path_data(path),
                "file": reading.added[path].file if path in reading.added else None,
                "place": spot and spot.place,
                "words": words,
            }
            for words, path in ground.stated
            for spot in [reading.spot(path)]
        ],
        "assumed": ground.assumed,
        "given": [{"figure": address, "words": words} for words, address in ground.elsewhere],
        "lines": ground.lines,
    }
