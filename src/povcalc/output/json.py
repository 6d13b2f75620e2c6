"""Reports as JSON.

The report as JSON, version 1; `docs/json.md` describes every key.

The shape is the same whatever the options. Numbers that carry figures are strings, exact, so that
no reader rounds them; fractions are written `a/b`. Both languages stand side by side.

What holds for each file of a run, and where it comes from: for people and for programs.

A part of a plan, or its portrait, as JSON, version 1; `docs/json.md` describes every key.

Both languages stand side by side whatever `--lang` is, and every number of a plan is a string.
"""

import datetime
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from povcalc.findings import Finding, Outcome, Report, Severity, Suggestion
from povcalc.messages import Text
from povcalc.output.report import Checked, exact, json_text
from povcalc.output.tables import Shown, end_digits, notation, plain
from povcalc.places import Place, dotted
from povcalc.values import Exact, Figure, Interval
from povcalc.views.plan import Derivation, Implied, implied
from povcalc.views.table import Cell, Fact, Names, Readers, Table

REPORT_VERSION = 1
"""The version of the shape; it changes when a key changes its meaning or goes."""


def as_json(run: tuple[Checked, ...], *, program: str, status: int, skipped: int, ascii_only: bool) -> str:
    """The whole run as one JSON object, with a final newline."""
    told = {
        "version": REPORT_VERSION,
        "program": program,
        "exit_status": status,
        "skipped_files": skipped,
        "files": [_file(checked) for checked in run],
    }
    return json_text(told, ascii_only=ascii_only)


def _file(checked: Checked) -> dict[str, Any]:
    report = checked.report
    return {
        "file": checked.name,
        "built_in": checked.built_in,
        "title": _text(checked.title),
        "findings": [_finding(finding) for finding in report.findings],
        "checks": [
            {
                "code": run.code,
                "slug": run.slug,
                "title": _text(run.title),
                "outcome": run.outcome.value,
                "why": None if run.why is None else _text(run.why),
                "held": run.held,
                "problems": run.problems,
                "undecided": run.undecided,
                "waived": run.waived,
            }
            for run in report.runs
        ],
        "summary": _summary(report),
    }


def _summary(report: Report) -> dict[str, Any]:
    return {
        **{f"{severity.value}s": report.weighing(severity) for severity in Severity},
        "waived": report.waived,
        "checks": {outcome.value: report.ended(outcome) for outcome in Outcome},
        "figures_stated": report.stated,
        "figures_untouched": report.untouched,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "slug": finding.slug,
        "severity": finding.severity.value,
        "message": _text(finding.message),
        "path": None if finding.path is None else dotted(finding.path),
        "file": finding.file,
        "place": _place(finding.place),
        "related": [{"place": _place(place), "message": _text(message)} for place, message in finding.related],
        "numbers": {name: exact(number) for name, number in finding.numbers},
        "argument": [_text(words) for words in finding.argument],
        "suggestions": [_suggestion(suggestion) for suggestion in finding.suggestions],
        "waived": None if finding.waived is None else _text(finding.waived),
    }


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "message": _text(suggestion.message),
        "slip": suggestion.slip,
        "safe": suggestion.safe,
        "changes": [
            {
                "path": dotted(change.path),
                "was": exact(change.was),
                "number": None if change.number is None else exact(change.number),
                "room": None if change.room is None else _text(change.room),
            }
            for change in suggestion.changes
        ],
    }


def _text(text: Text) -> dict[str, str]:
    return {"en": text.en, "vi": text.vi}


def _place(place: Place | None) -> dict[str, int] | None:
    return None if place is None else place._asdict()


SETTINGS_VERSION = 1
"""The version of the JSON's shape; `docs/json.md` describes it."""


class Effective(NamedTuple):
    """One setting as it holds: its value in words and as data, and where it comes from."""

    name: str
    words: Text
    value: Any
    origin: Text


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
                "settings": {each.name: {"value": each.value, "from": each.origin._asdict()} for each in held.settings},
            }
            for held in files
            for file in held.files
        ],
    }
    return json_text(told, ascii_only=ascii_only)


SHOWN_VERSION = 1
"""The version of the shape; it changes when a key changes its meaning or goes."""


def shown_json(shown: Shown, *, program: str, status: int, ascii_only: bool) -> str:
    """What is shown as one JSON object, with a final newline."""
    told = {
        "version": SHOWN_VERSION,
        "program": program,
        "exit_status": status,
        "file": shown.name,
        "built_in": shown.built_in,
        "title": shown.title._asdict(),
        "part": shown.part,
        "as_of": _value(shown.as_of),
        "facts": [_fact(fact) for fact in shown.facts],
        "assumed": _assumed(shown.derivation),
        "areas": None if shown.derivation is None else [_area(area) for area in implied(shown.derivation)],
        "sheets": [_sheet(sheet.read_by(Readers.MACHINE)) for sheet in shown.sheets],
    }
    return json_text(told, ascii_only=ascii_only)


def _assumed(derivation: Derivation | None) -> dict[str, Any] | None:
    if derivation is None:
        return None
    growth, cut = derivation.assumed.growth, derivation.assumed.cut
    return {
        "household_growth": None if growth is None else notation(growth),
        "cut": None if cut is None else _end(cut),
        "given": derivation.assumed.given,
    }


def _area(area: Implied) -> dict[str, Any]:
    return {
        "id": area.id,
        "path": area.path,
        "parent": area.parent,
        "stated": {field: notation(figure) for field, figure in area.stated.items()},
        "implied": {
            quantity: {
                "low": _end(found.low, whole="rate" not in quantity),
                "high": _end(found.high, whole="rate" not in quantity),
                "low_open": found.low_open,
                "high_open": found.high_open,
            }
            for quantity, found in area.implied.items()
        },
    }


def _end(end: Exact | None, *, whole: bool = False) -> int | str | None:
    """A count as a number; a rate as a string with all its digits, or as a fraction where they never end."""
    if end is None or whole:
        return None if end is None else int(end)
    return end_digits(end)


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "key": fact.key,
        "label": fact.label._asdict(),
        "value": _value(fact.value),
        "unit": None if fact.unit is None else fact.unit._asdict(),
    }


def _sheet(sheet: Table) -> dict[str, Any]:
    keys = [column.key for column in sheet.columns]
    return {
        "title": sheet.title._asdict(),
        "ref": sheet.ref,
        "columns": [
            {
                "key": column.key,
                "heading": column.heading._asdict(),
                "unit": None if column.unit is None else column.unit._asdict(),
            }
            for column in sheet.columns
        ],
        "rows": [dict(zip(keys, map(_value, row.cells), strict=True)) for row in sheet.rows],
        "notes": [note._asdict() for note in sheet.notes],
    }


def _value(cell: Cell) -> Any:
    match cell:
        case None:
            return None
        case "":
            return None
        case Text("", ""):
            return None
        case str() | Fraction():
            return str(cell)
        case Text():
            return cell._asdict()
        case Figure() | Interval():
            return notation(cell)
        case datetime.date():
            return cell.isoformat()
        case Names():
            return [_value(each) for each in cell.names]
        case _:
            return plain(cell)
