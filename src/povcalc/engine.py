"""Run the checks over a reading and gather what they say in a report.

The engine chooses the checks, skips those whose section is not there, turns paths into places,
and keeps a check that breaks from looking like a fault of the data.
"""

from collections.abc import Iterable, Sequence
from typing import assert_never

from povcalc.checks import ALL
from povcalc.checks.base import Check, Context
from povcalc.checks.waivers import accepted
from povcalc.findings import (
    CheckRun,
    Finding,
    Held,
    Outcome,
    Problem,
    Related,
    Report,
    Result,
    Severity,
    Undecided,
    Verdict,
)
from povcalc.gc_paused import gc_paused
from povcalc.messages import GLOSSARY, Text, same, say
from povcalc.places import Path, Place, Span, Spot
from povcalc.plan.areas import owner
from povcalc.plan.assumptions import Options
from povcalc.plan.load import Reading
from povcalc.plan.model import Area, Plan


def choose(select: Sequence[str], ignore: Sequence[str]) -> tuple[Check, ...]:
    """The checks whose code or family is selected (all, when nothing is) and not ignored.

    Raises `LookupError` for a code or family that no check has; its argument is that word.
    """
    for word in (*select, *ignore):
        if not any(_is_named(check, word) for check in ALL):
            raise LookupError(word)
    return tuple(
        check
        for check in ALL
        if (not select or any(_is_named(check, word) for word in select))
        and not any(_is_named(check, word) for word in ignore)
    )


def _is_named(check: Check, word: str) -> bool:
    return check.code == word.upper() or check.family == word.upper()


def run(reading: Reading, checks: Sequence[Check] = ALL, options: Options | None = None) -> Report:
    """Run the checks over a reading. Never raises: a check that breaks is reported as broken.

    Ranges lean on the plan's own assumptions, unless `options` say otherwise.
    """
    return examined(subject_of(reading, options), checks)


def subject_of(reading: Reading, options: Options | None = None) -> Context:
    """What checks look at, for a run whose ranges are wanted afterwards."""
    return Context(reading, tuple(check.code for check in ALL), options)


def examined(context: Context, checks: Sequence[Check] = ALL) -> Report:
    """Run the checks over a subject; see `run`."""
    reading = context.reading
    gathered = _Gathered(context)
    with gc_paused():
        runs = []
        for check in checks:
            if check.runs_after_family:
                gathered.listen((each for each in ALL if each.family == check.family and each not in checks), context)
            runs.append(gathered.add(check, context))
        stated = stated_figures(reading.plan)
        verdicts = gathered.verdicts()
    findings = gathered.findings
    if reading.document is not None:
        findings.sort(key=_order)
    return Report(
        tuple(findings),
        tuple(runs),
        verdicts,
        len(stated),
        sum(verdicts.get(path, Verdict.UNDECIDED) is Verdict.UNDECIDED for path in stated),
    )


def _order(finding: Finding) -> tuple[str, Place, str]:
    return finding.file or "", finding.place or Place(0, 0, 0, 0), finding.code


def stated_figures(plan: Plan | None) -> list[Path]:
    """The paths of all figures that a plan states in its targets and its funding."""
    paths: list[Path] = []
    if plan is None:
        return paths
    if plan.targets is not None:
        waiting: list[tuple[Area, Path]] = [(plan.targets, ("targets",))]
        while waiting:
            area, path = waiting.pop()
            values = vars(area)  # of every area of a nation: attributes would cost twice as much
            paths.extend([(*path, field) for field in Area.FIGURES if values[field] is not None])
            waiting.extend((child, (*path, "areas", index)) for index, child in enumerate(area.areas))
    if plan.funding is not None:
        if plan.funding.total is not None:
            paths.append(("funding", "total"))
        paths.extend(
            ("funding", "lines", index, "amount")
            for index, line in enumerate(plan.funding.lines)
            if line.amount is not None
        )
    return paths


_COUNTED = (Outcome.FAILED, Outcome.UNDECIDED, Outcome.WAIVED, Outcome.PASSED)
"""What the results of a check speak for, the gravest first: it is how the check ends."""


class _Gathered:
    """What the checks have said so far."""

    def __init__(self, context: Context) -> None:
        self.findings = context.findings
        self._ended = context.ended
        self._spoken = context.said
        self._document = context.reading.document
        self._added = context.reading.added
        self._accepted = accepted(context)
        # From the mildest: what several checks say of one figure, the gravest of them says.
        self._said: dict[Verdict, list[Path]] = {
            verdict: [] for verdict in (Verdict.UNDECIDED, Verdict.CONFIRMED, Verdict.SUSPECT, Verdict.VIOLATED)
        }
        context.confirmed = self._said[Verdict.CONFIRMED]

    def verdicts(self) -> dict[Path, Verdict]:
        """What the checks say of each figure that any of them looked at."""
        merged: dict[Path, Verdict] = {}
        for verdict, figures in self._said.items():
            merged.update(dict.fromkeys(figures, verdict))
        return merged

    def add(self, check: Check, context: Context) -> CheckRun:
        """Run one check and gather what it says."""
        run = self._run(check, context)
        self._ended[check.code] = run.outcome
        return run

    def listen(self, others: Iterable[Check], context: Context) -> None:
        """Hear what checks would say that are not part of the run; nothing of it is reported."""
        for check in others:
            found, said = len(self.findings), {verdict: len(figures) for verdict, figures in self._said.items()}
            context.observed[check.code] = self._run(check, context).outcome
            del self.findings[found:]
            for verdict, figures in self._said.items():
                del figures[said[verdict] :]

    def _run(self, check: Check, context: Context) -> CheckRun:
        why = _why_not(check, context.reading)
        if why is not None:
            return CheckRun(check.code, check.slug, check.title, Outcome.SKIPPED, why, 0, 0, 0)
        counts = dict.fromkeys(_COUNTED, 0)
        broken: Text | None = None
        try:
            for result in check.run(context):
                if isinstance(result, Undecided):
                    why = why or result.why
                counted = self._gather(check, result)
                if counted is not None:
                    counts[counted] += 1
        except Exception as error:  # noqa: BLE001 - a check's own fault must not pass for the data's
            broken = same(f"{type(error).__name__}: {error}")
        outcome = Outcome.BROKEN if broken else next((end for end in _COUNTED if counts[end]), Outcome.SKIPPED)
        if outcome is Outcome.SKIPPED:
            why = say("the plan states nothing of the kind", "kế hoạch không ghi số liệu loại này")
        shown = broken or (why if outcome in (Outcome.UNDECIDED, Outcome.SKIPPED) else None)
        return CheckRun(
            check.code,
            check.slug,
            check.title,
            outcome,
            shown,
            held=counts[Outcome.PASSED],
            undecided=counts[Outcome.UNDECIDED],
            problems=counts[Outcome.FAILED],
            waived=counts[Outcome.WAIVED],
        )

    def _gather(self, check: Check, result: Result) -> Outcome | None:
        """Gather one result; the outcome that it speaks for, if any: a note alone speaks for none."""
        match result:
            case Held():
                self._said[Verdict.CONFIRMED].extend(result.figures)
                return Outcome.PASSED
            case Undecided():
                self._said[Verdict.UNDECIDED].extend(result.figures)
                return Outcome.UNDECIDED
            case Problem():
                finding = self._found(check, result)
                if finding.waived is not None:
                    return Outcome.WAIVED
                if finding.severity is not Severity.NOTE:
                    return Outcome.FAILED
                return Outcome.PASSED if result.figures else None
            case _:
                assert_never(result)

    def _found(self, check: Check, problem: Problem) -> Finding:
        """The finding that a problem is, gathered with what it says of figures."""
        severity = problem.severity or check.severity
        path = None if isinstance(problem.at, (Span, Spot)) else problem.at
        file, place = self._spot(problem.at, key=problem.key)
        finding = Finding(
            check.code,
            check.slug,
            severity,
            problem.message,
            path,
            place,
            tuple(self._beside(other) for other in problem.related),
            problem.numbers,
            self._accepted.get((check.code, owner(path))) if self._accepted and path is not None else None,
            problem.argument,
            file,
            problem.figures,
        )
        if severity is not Severity.NOTE and problem.figures:
            self._spoken.append(frozenset(problem.figures))
        self.findings.append(finding)
        if severity is not Severity.ERROR:
            # Such as a rate that was cut off: looked into, and not contradicted.
            self._said[Verdict.CONFIRMED].extend(problem.figures)
            return finding
        self._said[Verdict.SUSPECT].extend(problem.figures)
        if path is not None:
            self._said[Verdict.VIOLATED].append(path)
        return finding

    def _spot(self, at: Path | Span | Spot, *, key: bool = False) -> tuple[str | None, Place | None]:
        """The file, if it is not the plan's own, and the place in it."""
        if isinstance(at, Spot):
            return at
        if not isinstance(at, Span) and at in self._added:
            return self._added[at]
        if self._document is None:
            return None, None
        return None, self._document.place(at if isinstance(at, Span) else self._document.span(at, key=key))

    def _beside(self, other: Related) -> tuple[Place | None, Text]:
        """Another place; one in a table is said in words, since places are of the plan's file."""
        file, place = self._spot(other.at)
        if file is None or place is None:
            return place, other.message
        where = f"{file}:{place.line}:{place.column}"
        return None, say("{message} ({where})", "{message} ({where})", message=other.message, where=where)


def _why_not(check: Check, reading: Reading) -> Text | None:
    """Why a check cannot be run on a reading, or `None` when it can."""
    if check.section == "settings":
        return None if reading.settings else say("this is no settings file", "đây không phải tệp thiết lập")
    if reading.settings is not None:
        return say("this is a settings file, not a plan", "đây là tệp thiết lập, không phải kế hoạch")
    if check.section == "text":
        return None if reading.document else say("the plan was not read from a file", "kế hoạch không đọc từ tệp")
    if check.section == "format":
        if reading.plan is None and not reading.misfits:
            return say("the text could not be read", "không đọc được nội dung tệp")
        return None
    if reading.plan is None:
        return say("nothing of a plan could be read", "không đọc được kế hoạch")
    if check.section == "tables":
        return None if reading.tables else say("no table of figures is given", "không có bảng số liệu bổ sung")
    if check.section == "plan" or getattr(reading.plan, check.section):
        return None
    section = GLOSSARY.get(check.section, same(check.section))
    if reading.lacks(check.section):
        return say("the section could not be read: {section}", "không đọc được phần {section}", section=section)
    return say("the plan does not have the section: {section}", "kế hoạch không có phần {section}", section=section)
