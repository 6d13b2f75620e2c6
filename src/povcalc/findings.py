"""What checking a plan gives: results of checks, findings with their places, and the report.

All values are frozen. A check yields `Result`s that name paths in the data; the engine turns
problems into `Finding`s with places in the file, and gathers everything in a `Report`.
"""

from collections.abc import Iterable, Mapping, Sequence
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


class Judgement(StrEnum):
    """How a stated figure stands for a person: the one vocabulary of tables, summaries and `--fail-undecided`.

    `WRONG` is what an error points at, or what its likely correction changes; `AT_RISK` what a warning points at, or a
    note that holds only under an assumption; `HOLDS` what a check verified; `UNVERIFIED` the rest.
    """

    WRONG = "wrong"
    AT_RISK = "at_risk"
    HOLDS = "holds"
    UNVERIFIED = "not_verified"


class Related(NamedTuple):
    """Another place that a problem is about, in this file or another, and what is there."""

    at: Path | Span | Spot
    message: Message


def related(places: Iterable[Path | Span | Spot], message: Message) -> tuple[Related, ...]:
    """Several related places with the same message."""
    return tuple(Related(place, message) for place in places)


class Change(NamedTuple):
    """One stated figure and the number that it should have: the whole of it, the bound or the estimate.

    `was` is a text where the number is in another writing than the format's. `number` is `None` where no one number is
    singled out; `room` is then where it would have to lie, in words. `figure` is the whole of it where it is not only
    the number that changes. `text` is what is written where that is no number, such as a date; an empty one takes the
    field out.
    """

    path: Path
    was: Number | str
    number: Number | None
    room: Message | None = None
    figure: Figure | None = None
    text: str | None = None


class Suggestion(NamedTuple):
    """What would make the figures agree again: one change, or several together.

    `slip` is the name of the typing error that explains it, `None` where none does. One that is `safe` may be made
    without asking.
    """

    changes: tuple[Change, ...]
    message: Message
    slip: str | None = None
    safe: bool = False


class Problem(NamedTuple):
    """Something that a check found wrong, at a path in the data or a span of the text.

    `figures` are the stated figures that it was decided from. `severity` is the check's own
    unless given. `numbers` are the exact numbers in the message. `key` points at the
    field's name instead of its value. `argument` gives the reasons in short lines that a reader can check, where the
    message is too short for them. `suggestions` are what the check itself offers, none of it safe.
    """

    at: Path | Span | Spot
    message: Message
    severity: Severity | None = None
    related: tuple[Related, ...] = ()
    numbers: tuple[tuple[str, Exact | Number], ...] = ()
    figures: tuple[Path, ...] = ()
    key: bool = False
    argument: tuple[Message, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


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


class Finding(NamedTuple):
    """One thing that was found, at its place.

    `path` is `None` for findings of the text itself, `place` for plans that were not read from a file. `related` pairs
    a place, a `Spot` where it is in another file, with what is there. `waived` is the reason for which the plan accepts
    the finding, if it does; such a finding fails no run. `argument` and `figures` are as in `Problem`; `file` is the
    file that the place is in, `None` for the plan's own. `suggestions` are what would fix it, the likeliest first;
    `povcalc.corrections` adds them.
    """

    code: str
    slug: str
    severity: Severity
    message: Message
    path: Path | None
    place: Place | None
    related: tuple[tuple[Place | Spot | None, Message], ...] = ()
    numbers: tuple[tuple[str, Exact | Number], ...] = ()
    waived: Message | None = None
    argument: tuple[Message, ...] = ()
    file: str | None = None
    figures: tuple[Path, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


class CheckRun(NamedTuple):
    """What became of one check: its outcome, why when it did not decide, and how often it did what.

    `held` and `undecided` count the things looked at, `problems` the errors and warnings among them,
    `waived` those that the plan accepts. It is `open` where it left a figure undecided that no other check verified.
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
    open: bool = False


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

    def standing(self) -> "Overview":
        """What is wrong, at risk, held and not verified."""
        return Overview.of(self)

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


class Overview(NamedTuple):
    """The findings of a report as people see them, and how its figures stand.

    `first` are the findings that stand for themselves, the gravest first, each with those that follow from it;
    `marks` are the figures that are wrong or at risk, `held` those that a check verified. The `counts` are of findings
    for what is wrong or at risk, of stated figures for what holds or is not verified.
    """

    first: tuple[tuple[Finding, tuple[Finding, ...]], ...]
    marks: Mapping[Path, Judgement]
    counts: Mapping[Judgement, int]
    held: frozenset[Path]

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong or at risk."""
        return not (self.counts[Judgement.WRONG] or self.counts[Judgement.AT_RISK])

    def together(self, figures: Iterable[Path]) -> Judgement | None:
        """How several stated figures stand together, the most serious first; `None` for none."""
        found = {self.marks.get(path) or (_HOLDS if path in self.held else _UNVERIFIED) for path in figures}
        return next((each for each in (_WRONG, _AT_RISK, _UNVERIFIED, _HOLDS) if each in found), None)

    @classmethod
    def of(cls, report: Report) -> "Overview":
        """The overview of a report."""
        followers, marks = _followers(report.findings), dict[Path, Judgement]()
        explained, doubted = set[Path](), set[Path]()
        counts = dict.fromkeys(Judgement, 0)
        is_follower = {id(each) for group in followers.values() for each in group}
        first = sorted(
            (each for each in report.findings if id(each) not in is_follower),
            key=lambda each: (each.waived is not None, [*Severity].index(each.severity)),
        )
        for finding in report.findings:
            if finding.severity is Severity.ERROR and finding.waived is None:
                (explained if _agreed(finding) else doubted).update(finding.figures)
        for finding in first:
            standing = judgement_of(finding)
            if standing is None:
                continue
            counts[standing] += 1
            for path in culprits(finding):
                marks.setdefault(path, standing)
        held = {
            path
            for path, verdict in report.verdicts.items()
            if path not in marks and path not in doubted and (verdict is Verdict.CONFIRMED or path in explained)
        }
        counts[Judgement.HOLDS] = len(held)
        marked = sum(path in report.verdicts for path in marks)
        counts[Judgement.UNVERIFIED] = max(report.stated - len(held) - marked, 0)
        groups = tuple((finding, tuple(followers.get(id(finding), ()))) for finding in first)
        return cls(groups, marks, counts, frozenset(held))


_WRONG, _AT_RISK, _HOLDS, _UNVERIFIED = Judgement


def judgement_of(finding: Finding) -> Judgement | None:
    """How the figure that a finding points at stands; `None` where the finding is no more than a remark."""
    if finding.waived is not None:
        return None
    if finding.severity is Severity.ERROR:
        return Judgement.WRONG
    is_assumed = finding.severity is Severity.NOTE and finding.code[0] == "T" and not finding.figures
    return Judgement.AT_RISK if finding.severity is Severity.WARNING or is_assumed else None


def _likely(finding: Finding) -> Suggestion | None:
    """The correction that is safe, or the only one that there is."""
    only = finding.suggestions[0] if len(finding.suggestions) == 1 else None
    return next((each for each in finding.suggestions if each.safe), only)


def _agreed(finding: Finding) -> tuple[Path, ...]:
    """The figures that the likely correction of a finding changes, or all of its suggestions alike; else none."""
    likely = _likely(finding)
    suggestions = finding.suggestions if likely is None else (likely,)
    changed = {tuple(change.path for change in each.changes if change.text is None) for each in suggestions}
    return changed.pop() if len(changed) == 1 else ()


def culprits(finding: Finding) -> tuple[Path, ...]:
    """The figures that are wrong by a finding: those that its suggestions agree to change, else where it points."""
    return _agreed(finding) or (() if finding.path is None else (finding.path,))


def _followers(findings: Sequence[Finding]) -> dict[int, list[Finding]]:
    """By the identity of an error, the findings that follow from the figure that is wrong by it."""
    followers: dict[int, list[Finding]] = {}
    leaders: list[tuple[Finding, frozenset[Path], bool]] = []
    agreed: list[tuple[Finding, frozenset[Path], bool]] = []
    by_suggestions: dict[tuple[tuple[Suggestion, ...], Path | None], Finding] = {}
    open_findings = [each for each in findings if each.waived is None and each.code[0] in "TF"]
    # An error with a sure correction speaks for those without one, and one that a line tells for a whole argument.
    for finding in sorted(
        open_findings, key=lambda each: (each.severity is not Severity.ERROR, not _agreed(each), bool(each.argument))
    ):
        # What changes several figures explains an error at each of them, for which that error stands.
        own = finding.path if finding.path in _separate(finding) else None
        leader = by_suggestions.get((finding.suggestions, own)) if finding.suggestions else None
        if leader is None and own is None:
            among = agreed if finding.severity is Severity.ERROR else leaders  # an error follows from these alone
            leader = next(
                (each for each, wrong, is_agreed in among if _rests_on(finding, wrong, is_agreed=is_agreed)), None
            )
        if leader is not None:
            followers.setdefault(id(leader), []).append(finding)
        elif finding.severity is Severity.ERROR and len(leaders) < _MOST_LEADERS:
            found = finding, frozenset(culprits(finding)), bool(_agreed(finding))
            leaders.append(found)
            if found[2]:
                agreed.append(found)
            by_suggestions.setdefault((finding.suggestions, None), finding)
            by_suggestions.setdefault((finding.suggestions, own), finding)
    return followers


_AT_ONCE = {"exchanged", "unit", "copied"}
"""The typing errors that make several figures wrong at once."""


def _separate(finding: Finding) -> tuple[Path, ...]:
    """The figures that the likely correction of a finding changes, where several were mistyped, each by itself."""
    likely, changed = _likely(finding), _agreed(finding)
    is_one_error = likely is None or likely.slip in _AT_ONCE
    return () if is_one_error or len(changed) <= 1 else changed


_MOST_LEADERS = 50
"""So many errors are looked at for what follows from them; in a nation of errors each would be held against each."""


def _rests_on(finding: Finding, wrong: frozenset[Path], *, is_agreed: bool) -> bool:
    """Whether a finding rests on a figure that is wrong by another, which suggestions may agree on."""
    if finding.severity is Severity.ERROR and not is_agreed:
        return False
    if not wrong.isdisjoint(finding.figures) or finding.path in wrong:
        return True
    if finding.severity is not Severity.NOTE or finding.figures or finding.path is None:
        return False
    # What holds under an assumption names no figures: it rests on those of its area and of the areas inside it.
    area = finding.path[:-1]
    return any(path[: len(area)] == area and len(path) <= len(area) + _A_LEVEL for path in wrong)


_A_LEVEL = 3
"""Steps from an area's path to a figure of an area inside it: `areas`, its place, the field."""
