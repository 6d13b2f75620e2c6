"""Safe corrections, made in the text of the file: the characters of the mended figures change, and no others."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from povcalc.bounds import Options
from povcalc.checks import ALL
from povcalc.document import Document
from povcalc.edits import Edit, edited
from povcalc.engine import run
from povcalc.figures import Figure
from povcalc.findings import Change, Finding, Report, Severity, Suggestion
from povcalc.joining import joined
from povcalc.loading import Reading, read_text
from povcalc.places import Path
from povcalc.repair.clusters import is_blamed
from povcalc.repair.suggesting import Blamed, Words, blamed
from povcalc.revising import number_edit

Changed = tuple[tuple[Path, Figure | None], ...]


class Mended(NamedTuple):
    """A file's text with all safe corrections in it, and what they are; the text as it was where there are none."""

    text: str
    corrections: tuple[Suggestion, ...]


def suggested(reading: Reading, report: Report, options: Options | None = None) -> tuple[Report, Mended]:
    """The report with suggestions for its errors, and the text with those that are safe.

    A suggestion is only called safe when the plan that has it, with all other safe ones, lacks the errors that it
    mends and has no finding that the plan did not have before. What is wrong is looked for with all checks, whichever
    the report is of; only its own errors are mended. Since one error that is mended may show more of another, this is
    done again until nothing more is safe.
    """
    text = reading.document.text if reading.document is not None else ""
    if reading.plan is None or not any(map(is_blamed, report.findings)):
        return report, Mended(text, ())
    asked = {_key(finding) for finding in report.findings}
    whole = report if len(report.runs) == len(ALL) else run(reading, ALL, options)
    told: dict[_Key, tuple[Suggestion, ...]] = {}
    corrections: list[Suggestion] = []
    while True:
        trial = _Trial(reading, whole, options)
        suggestions, safe = _looked_at(trial, asked)
        told |= suggestions
        if not safe:
            break
        corrections += safe
        reading, whole = trial.reading, trial.report
    text = reading.document.text if reading.document is not None else ""
    findings = tuple(finding._replace(suggestions=told.get(_key(finding), ())) for finding in report.findings)
    return report._replace(findings=findings), Mended(text, tuple(corrections))


def _looked_at(
    trial: "_Trial", asked: Collection["_Key"]
) -> tuple[dict["_Key", tuple[Suggestion, ...]], list[Suggestion]]:
    """The suggestions for the errors that are asked about, and those among them that were made."""
    plan, report = trial.reading.plan, trial.report
    if plan is None:
        return {}, []
    words = Words(plan)
    groups = [
        group
        for group in blamed(plan, report)
        if any(_key(report.findings[number]) in asked for number in group.cluster.findings)
    ]
    safe = trial.made([group for group in groups if group.safe is not None], words)
    told: dict[_Key, tuple[Suggestion, ...]] = {}
    for group in groups:
        suggestions = tuple(
            words.suggestion(each, group.cluster, safe=each.figures in safe) for each in group.candidates
        )
        told.update((_key(report.findings[number]), suggestions) for number in group.cluster.findings)
    return told, list(safe.values())


def mended(reading: Reading, options: Options | None = None) -> Mended:
    """The text of a file with all safe corrections; see `suggested`."""
    return suggested(reading, run(reading, ALL, options), options)[1]


MAX_RUNS = 50
"""So often a plan is checked again to see which corrections are safe, when they are not all safe together."""


class _Trial:
    """A reading and its report, and what becomes of them by corrections that are looked at before they are safe."""

    def __init__(self, reading: Reading, report: Report, options: Options | None) -> None:
        self.reading = reading
        self.report = report
        self._origin = reading
        self._before = report.findings
        self._options = options
        self._known = {_key(finding) for finding in report.findings}

    def made(self, groups: Sequence[Blamed], words: Words) -> dict[Changed, Suggestion]:
        """The corrections that were made, by what they change: all of them at once or, where that fails, one by one."""
        wanted = [
            (group, words.suggestion(group.safe, group.cluster, safe=True))
            for group in groups
            if group.safe is not None
        ]
        wanted = [(group, each) for group, each in wanted if edits(self._origin, each) is not None]
        accepted = wanted if self._is_mended(wanted) else []
        if wanted and not accepted:
            for each in wanted[:MAX_RUNS]:
                if self._is_mended([*accepted, each]):
                    accepted.append(each)
        return {group.safe.figures: each for group, each in accepted if group.safe is not None}

    def _is_mended(self, wanted: Sequence[tuple[Blamed, Suggestion]]) -> bool:
        """Make the corrections if that mends their errors and nothing new is found; whether that was so."""
        document = self._origin.document
        if document is None or not wanted:
            return False
        # Two groups may want the same: rows that were exchanged.
        made = {edit for _, each in wanted for edit in edits(self._origin, each) or ()}
        again = read_text(edited(document.text, made), self._origin.name)
        if self._origin.tables:
            again = joined(again, [(table.text.encode(), table.name) for table in self._origin.tables])
        report = run(again, ALL, self._options)
        found = {_key(finding) for finding in report.findings}
        mends = {_key(self._before[number]) for group, _ in wanted for number in group.cluster.findings}
        if not found <= self._known or found & mends:
            return False
        self.reading, self.report = again, report
        return True


def edits(reading: Reading, correction: Suggestion) -> tuple[Edit, ...] | None:
    """The edits to a file's text that make a correction; `None` when a figure does not stand there plainly."""
    document = reading.document
    if document is None or any(change.path in reading.added for change in correction.changes):
        return None
    found = [_edit(document, change) for change in correction.changes]
    return None if None in found else tuple(edit for edit in found if edit is not None)


_Key = tuple[str, Path | None, Severity, str | None]


def _key(finding: Finding) -> _Key:
    """What makes two findings of two runs the same one: the numbers in its words may differ."""
    return finding.code, finding.path, finding.severity, finding.file


def _edit(document: Document, change: Change) -> Edit | None:
    """The edit that puts a figure's number in the place of the old; `None` when it does not stand there plainly."""
    return None if change.number is None else number_edit(document, change.path, change.was, change.number)
