"""What is told of a comparison besides its tables, and all of it as JSON, version 1 (see `docs/json.md`)."""

from typing import Any

from povcalc.comparison import Comparison, FigureChange, Judged, PartChange
from povcalc.comparison.tables import sheets_of
from povcalc.figures import Figure, Interval
from povcalc.findings import Finding
from povcalc.loading import Reading
from povcalc.output.checked import title
from povcalc.output.json_text import json_text
from povcalc.output.shown import Shown, end_digits, notation, plain
from povcalc.places import dotted
from povcalc.sheets import Fact, Sheet
from povcalc.text import Text, same, say

VERSION = 1
"""The version of the shape; it changes when a key changes its meaning or goes."""

_BUILT_IN = Text(" (built-in plan)", " (kế hoạch cài sẵn)")
_KINDS = {"plan": Text("plan", "kế hoạch"), "result": Text("result", "kết quả")}


MAX_ROWS = 200
"""A longer table shows its first rows only where people look at a screen; a note says so."""


def shown_comparison(comparison: Comparison, *, built_in: bool, most: int | None = None) -> Shown:
    """A comparison for the writers of sheets; `built_in`: the first is the plan that comes with povcalc.

    `most` is how many rows of each table are shown.
    """
    before, after = comparison.before, comparison.after
    name = say(
        "{before}{built_in} → {after}",
        "{before}{built_in} → {after}",
        before=before.name,
        built_in=_BUILT_IN if built_in else same(""),
        after=after.name,
    )
    facts = (
        Fact("before", Text("before", "trước"), _document(before)),
        Fact("after", Text("after", "sau"), _document(after)),
    )
    return Shown(
        after.name,
        name,
        built_in=False,
        part=None,
        sheets=tuple(_cut(sheet, most) for sheet in sheets_of(comparison)),
        facts=facts,
    )


def _cut(sheet: Sheet, most: int | None) -> Sheet:
    rest = 0 if most is None else len(sheet.rows) - most
    if rest <= 0:
        return sheet
    note = say(
        "Not shown: {rest} more rows (--format json).", "Còn {rest} dòng không hiển thị (--format json).", rest=rest
    )
    return sheet._replace(rows=sheet.rows[:most], notes=(note, *sheet.notes))


def _document(reading: Reading) -> Text:
    """A document with what it is and for which year, as far as it says so."""
    if reading.plan is None:
        return title(reading)
    info = reading.plan.document
    years = info.year if info.period is None else f"{info.period.from_}–{info.period.to}"
    return say(
        "{title} ({kind}{years})",
        "{title} ({kind}{years})",
        title=title(reading),
        kind=_KINDS[info.kind],
        years="" if years is None else f", {years}",
    )


def compared_json(comparison: Comparison, *, program: str, status: int, built_in: bool, ascii_only: bool) -> str:
    """The whole comparison as one JSON object, with a final newline."""
    found = comparison.findings
    told = {
        "version": VERSION,
        "program": program,
        "exit_status": status,
        "before": _side(comparison.before, built_in=built_in),
        "after": _side(comparison.after, built_in=False),
        "targets": [_judged(target) for target in comparison.targets],
        "unjudged": None if comparison.unjudged is None else comparison.unjudged._asdict(),
        "figures": [_change(change) for change in comparison.figures],
        "funding": [_change(change) for change in comparison.funding],
        "unit": None if comparison.unit is None else comparison.unit._asdict(),
        "alike": comparison.same,
        "parts": [_part(part) for part in comparison.parts],
        "sections": list(comparison.sections),
        "findings": {
            "new": [_finding(finding) for finding in found.new],
            "gone": [_finding(finding) for finding in found.gone],
            "kept": [_finding(finding) for finding in found.kept],
        },
        "notes": [note._asdict() for note in comparison.notes],
    }
    return json_text(told, ascii_only=ascii_only)


def _side(reading: Reading, *, built_in: bool) -> dict[str, Any]:
    info = None if reading.plan is None else reading.plan.document
    period = None if info is None else info.period
    return {
        "file": reading.name,
        "built_in": built_in,
        "title": title(reading)._asdict(),
        "kind": None if info is None else info.kind,
        "year": None if info is None else info.year,
        "period": None if period is None else {"from": period.from_, "to": period.to},
    }


def _judged(target: Judged) -> dict[str, Any]:
    return {
        "path": target.address,
        "name": target.name._asdict(),
        "field": target.field,
        "target": notation(target.target),
        "result": _noted(target.result),
        "implied": _ends(target.implied),
        "verdict": target.met.value,
        "difference": None if target.difference is None else _ends(target.difference),
        "grounds": list(target.grounds),
        "why": None if target.why is None else target.why._asdict(),
    }


def _change(change: FigureChange) -> dict[str, Any]:
    by = change.difference
    return {
        "path": change.address,
        "name": change.name._asdict(),
        "field": change.field,
        "change": change.change.value,
        "before": _noted(change.before),
        "after": _noted(change.after),
        "difference": None if by is None else {"low": plain(by[0]), "high": plain(by[1])},
    }


def _part(part: PartChange) -> dict[str, Any]:
    return {
        "path": part.address,
        "name": part.name._asdict(),
        "change": part.change.value,
        "before": None if part.before is None else part.before._asdict(),
        "after": None if part.after is None else part.after._asdict(),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message._asdict(),
        "path": None if finding.path is None else dotted(finding.path),
        "place": None if finding.place is None else finding.place._asdict(),
        "waived": None if finding.waived is None else finding.waived._asdict(),
    }


def _noted(figure: Figure | None) -> str | None:
    return None if figure is None else notation(figure)


def _ends(found: Interval) -> dict[str, Any]:
    return {
        "low": end_digits(found.low),
        "high": end_digits(found.high),
        "low_open": found.low is not None and found.low_open,
        "high_open": found.high is not None and found.high_open,
    }
