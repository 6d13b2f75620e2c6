"""The report as JSON, version 1; `docs/json.md` describes every key.

The shape is the same whatever the options. Numbers that carry figures are strings, exact, so that
no reader rounds them; fractions are written `a/b`. Both languages stand side by side.
"""

from typing import Any

from povcalc.findings import Finding, Outcome, Report, Severity, Suggestion
from povcalc.output.checked import Checked
from povcalc.output.json_text import exact, json_text
from povcalc.places import Place, dotted
from povcalc.text import Text

VERSION = 1
"""The version of the shape; it changes when a key changes its meaning or goes."""


def as_json(run: tuple[Checked, ...], *, program: str, status: int, skipped: int, ascii_only: bool) -> str:
    """The whole run as one JSON object, with a final newline."""
    told = {
        "version": VERSION,
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
