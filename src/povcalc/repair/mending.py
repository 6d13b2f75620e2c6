"""Safe corrections, made in the text of the file: the characters of the mended figures change, and no others."""

from collections.abc import Sequence
from typing import NamedTuple

from povcalc.bounds import Options
from povcalc.checks import ALL
from povcalc.document import Document
from povcalc.edits import Edit, edited
from povcalc.engine import run
from povcalc.figures import NUMBER, Figure, Form
from povcalc.findings import Change, Finding, Report, Severity, Suggestion
from povcalc.joining import joined
from povcalc.loading import Reading, read_text
from povcalc.places import Path, Span
from povcalc.repair.slips import read, written
from povcalc.repair.suggesting import Blamed, Words, blamed, is_blamed

Changed = tuple[tuple[Path, Figure | None], ...]


class Mended(NamedTuple):
    """A file's text with all safe corrections in it, and what they are; the text as it was where there are none."""

    text: str
    corrections: tuple[Suggestion, ...]


def suggested(reading: Reading, report: Report, options: Options | None = None) -> tuple[Report, Mended]:
    """The report with suggestions for its errors, and the text with those that are safe.

    A suggestion is only called safe when the plan that has it, with all other safe ones, lacks the errors that it
    mends and has no finding that the plan did not have before. What is wrong is looked for with all checks, whichever
    the report is of; only its own errors are mended.
    """
    text = reading.document.text if reading.document is not None else ""
    if reading.plan is None or not any(map(is_blamed, report.findings)):
        return report, Mended(text, ())
    whole = report if len(report.runs) == len(ALL) else run(reading, ALL, options)
    own = set(report.findings)
    groups = [
        group
        for group in blamed(reading.plan, whole)
        if any(whole.findings[number] in own for number in group.cluster.findings)
    ]
    words = Words(reading.plan)
    trial = _Trial(reading, whole, options)
    safe = trial.made([group for group in groups if group.safe is not None], words)
    told: dict[Finding, tuple[Suggestion, ...]] = {}
    for group in groups:
        all_told = tuple(words.suggestion(each, group.cluster, safe=each.figures in safe) for each in group.candidates)
        told.update((whole.findings[number], all_told) for number in group.cluster.findings)
    findings = tuple(finding._replace(suggestions=told.get(finding, ())) for finding in report.findings)
    return report._replace(findings=findings), Mended(trial.text, tuple(safe.values()))


def mended(reading: Reading, options: Options | None = None) -> Mended:
    """The text of a file with all safe corrections; see `suggested`."""
    return suggested(reading, run(reading, ALL, options), options)[1]


MAX_RUNS = 50
"""So often a plan is checked again to see which corrections are safe, when they are not all safe together."""


class _Trial:
    """A reading's text with corrections in it, looked at before they are called safe."""

    def __init__(self, reading: Reading, report: Report, options: Options | None) -> None:
        self._reading = reading
        self._options = options
        self._before = report.findings
        self._known = {_key(finding) for finding in report.findings}
        self.text = reading.document.text if reading.document is not None else ""

    def made(self, groups: Sequence[Blamed], words: "Words") -> dict[Changed, Suggestion]:
        """The corrections that were made, by what they change: all of them at once or, where that fails, one by one."""
        wanted = [
            (group, words.suggestion(group.safe, group.cluster, safe=True))
            for group in groups
            if group.safe is not None
        ]
        wanted = [(group, each) for group, each in wanted if self._edits(each) is not None]
        accepted = wanted if self._is_mended(wanted) else []
        if wanted and not accepted:
            for each in wanted[:MAX_RUNS]:
                if self._is_mended([*accepted, each]):
                    accepted.append(each)
        return {group.safe.figures: each for group, each in accepted if group.safe is not None}

    def _is_mended(self, wanted: Sequence[tuple[Blamed, Suggestion]]) -> bool:
        """Make the corrections if that mends their errors and nothing new is found; whether that was so."""
        document = self._reading.document
        if document is None or not wanted:
            return False
        # Two groups may want the same: rows that were exchanged.
        edits = {edit for _, each in wanted for edit in self._edits(each) or ()}
        text = edited(document.text, edits)
        again = read_text(text, self._reading.name)
        if self._reading.tables:
            again = joined(again, [(table.text.encode(), table.name) for table in self._reading.tables])
        found = {_key(finding) for finding in run(again, ALL, self._options).findings}
        mends = {_key(self._before[number]) for group, _ in wanted for number in group.cluster.findings}
        if not found <= self._known or found & mends:
            return False
        self.text = text
        return True

    def _edits(self, correction: Suggestion) -> list[Edit] | None:
        document = self._reading.document
        if document is None or any(change.path in self._reading.added for change in correction.changes):
            return None
        edits = [_edit(document, change) for change in correction.changes]
        return None if None in edits else [edit for edit in edits if edit is not None]


def _key(finding: Finding) -> tuple[str, Path | None, Severity, str | None]:
    """What makes two findings of two runs the same one: the numbers in its words may differ."""
    return finding.code, finding.path, finding.severity, finding.file


def _edit(document: Document, change: Change) -> Edit | None:
    """The edit that puts a figure's number in the place of the old; `None` when it does not stand there plainly."""
    if change.number is None:
        return None
    for path in (change.path, *((*change.path, form.value) for form in Form)):
        span = document.span(path)
        text = document.text[span.start : span.end]
        if NUMBER.fullmatch(text) and read(text) == change.was:
            return Edit(Span(*span), written(change.number))
    return None
