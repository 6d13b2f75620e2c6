"""What checking a plan gives: results of checks, findings with their places, and the report.

All values are frozen. A check yields `Result`s that name paths in the data; the engine turns
problems into `Finding`s with places in the file, and gathers everything in a `Report`.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from povcalc.messages import Message
from povcalc.places import Path, Place, Span, Spot
from povcalc.values import Exact, Figure, Interval, Number


class Severity(StrEnum):
    """How much a finding weighs. Only what rests on stated figures alone is an error."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITIES = {
    Severity.ERROR: Message("error"),
    Severity.WARNING: Message("warning"),
    Severity.NOTE: Message("note"),
}
"""What each severity is called."""


class Outcome(StrEnum):
    """What became of a check in one run; `WAIVED` when the plan accepts all that it found."""

    PASSED = "passed"
    FAILED = "failed"
    WAIVED = "waived"
    UNDECIDED = "undecided"
    SKIPPED = "skipped"
    BROKEN = "broken"


class Verdict(StrEnum):
    """What the checks say of one stated figure; where they differ, the most serious counts.

    `VIOLATED` is the figure that a finding points at, `SUSPECT` one that the same finding was
    decided from: the finding alone does not show which of them is wrong.
    """

    VIOLATED = "refuted"
    SUSPECT = "doubted"
    CONFIRMED = "confirmed"
    UNDECIDED = "undecided"


class Related(NamedTuple):
    """Another place that a problem is about, and what is there."""

    at: Path | Span
    message: Message


def related(paths: Iterable[Path], message: Message) -> tuple[Related, ...]:
    """Several related places with the same message."""
    return tuple(Related(path, message) for path in paths)


class Problem(NamedTuple):
    """Something that a check found wrong, at a path in the data or a span of the text.

    `figures` are the stated figures that it was decided from. `severity` is the check's own
    unless given. `numbers` are the exact numbers in the message. `key` points at the
    field's name instead of its value. `argument` gives the reasons in short lines that a reader can check, where the
    message is too short for them.
    """

    at: Path | Span | Spot
    message: Message
    severity: Severity | None = None
    related: tuple[Related, ...] = ()
    numbers: tuple[tuple[str, Exact | Number], ...] = ()
    figures: tuple[Path, ...] = ()
    key: bool = False
    argument: tuple[Message, ...] = ()


def named_ends(name: str, interval: Interval) -> tuple[tuple[str, Exact], ...]:
    """The ends of an interval as `Problem.numbers`: `name`, or `name_low` and `name_high`."""
    if interval.is_point and interval.low is not None:
        return ((name, interval.low),)
    ends = ((f"{name}_low", interval.low), (f"{name}_high", interval.high))
    return tuple((key, end) for key, end in ends if end is not None)


class Held(NamedTuple):
    """A check that was decided, and holds: the stated figures that it was decided from."""

    figures: tuple[Path, ...]


class Undecided(NamedTuple):
    """A check that lacks a figure: the stated figures it would touch, and what is missing."""

    figures: tuple[Path, ...]
    why: Message


Result = Problem | Held | Undecided
"""What a check yields, once for each thing that it looks at."""


class Change(NamedTuple):
    """One stated figure and the number that it should have: the whole of it, the bound or the estimate.

    `was` is a text where the number is in another writing than the format's. `number` is `None` where no one number is
    singled out; `room` is then where it would have to lie, in words. `figure` is the whole of it where it is not only
    the number that changes.
    """

    path: Path
    was: Number | str
    number: Number | None
    room: Message | None = None
    figure: Figure | None = None


class Suggestion(NamedTuple):
    """What would make the figures agree again: one change, or several together.

    `slip` is the name of the typing error that explains it, `None` where none does. One that is `safe` may be made
    without asking.
    """

    changes: tuple[Change, ...]
    message: Message
    slip: str | None = None
    safe: bool = False


class Finding(NamedTuple):
    """One thing that was found, at its place.

    `path` is `None` for findings of the text itself, `place` for plans that were not read from a
    file. `related` pairs a place with what is there. `waived` is the reason for which the plan accepts
    the finding, if it does; such a finding fails no run. `argument` and `figures` are as in `Problem`; `file` is
    the file that the place is in, `None` for the plan's own. `suggestions` are what would fix it, the likeliest
    first; `povcalc.corrections` adds them.
    """

    code: str
    slug: str
    severity: Severity
    message: Message
    path: Path | None
    place: Place | None
    related: tuple[tuple[Place | None, Message], ...] = ()
    numbers: tuple[tuple[str, Exact | Number], ...] = ()
    waived: Message | None = None
    argument: tuple[Message, ...] = ()
    file: str | None = None
    figures: tuple[Path, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


class CheckRun(NamedTuple):
    """What became of one check: its outcome, why when it did not decide, and how often it did what.

    `held` and `undecided` count the things looked at, `problems` the errors and warnings among them,
    `waived` those that the plan accepts.
    """

    code: str
    slug: str
    title: Message
    outcome: Outcome
    why: Message | None
    held: int
    undecided: int
    problems: int
    waived: int = 0


class Verified(NamedTuple):
    """How many stated figures the document verifies, how many arithmetic does, and how many both do."""

    by_document: int
    by_arithmetic: int
    by_both: int


class Report(NamedTuple):
    """All that one run of the checks says of one plan.

    `verdicts` has an entry for each stated figure that a check looked at; `stated` counts the
    figures that the plan states in its targets and funding, `untouched` those among them that no
    decided check touches. Of the findings `correctable` are errors of sums, rates and contradictions; suggestions
    were looked for `suggestions_sought` of them, as `povcalc.corrections` counts both. `verified` is there when the
    plan is held to a document.
    """

    findings: tuple[Finding, ...]
    runs: tuple[CheckRun, ...]
    verdicts: Mapping[Path, Verdict]
    stated: int
    untouched: int
    correctable: int = 0
    suggestions_sought: int = 0
    verified: Verified | None = None

    def verdict(self, figures: Iterable[Path]) -> Verdict | None:
        """What the checks say of several stated figures together, or `None` when there are none.

        It is the most serious of theirs, and confirmed only when each of them is.
        """
        order = (Verdict.VIOLATED, Verdict.SUSPECT, Verdict.UNDECIDED, Verdict.CONFIRMED)
        found = {self.verdicts.get(path, Verdict.UNDECIDED) for path in figures}
        return next((verdict for verdict in order if verdict in found), None)

    def weighing(self, severity: Severity) -> int:
        """How many findings have this severity and are not waived."""
        return sum(finding.severity is severity and finding.waived is None for finding in self.findings)

    @property
    def waived(self) -> int:
        """How many findings the plan accepts."""
        return sum(finding.waived is not None for finding in self.findings)

    def ended(self, outcome: Outcome) -> int:
        """How many checks ended so."""
        return sum(run.outcome is outcome for run in self.runs)


class Trouble(NamedTuple):
    """What kept something from being done, and the file that it was about, `None` for none in particular."""

    file: str | None
    words: Message
