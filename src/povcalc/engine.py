"""Run the checks over a reading and collect what they say in a report.

The engine chooses the checks, skips those whose section is missing, turns paths into places,
and keeps a check that breaks from looking like a fault of the data.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple, assert_never

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
    Severity,
    Undecided,
    Verdict,
    Verified,
)
from povcalc.gc_paused import gc_paused
from povcalc.measures import COUNTS, MEASURE_OF, POOR, Used
from povcalc.messages import GLOSSARY, Message, Wording, verbatim, worded
from povcalc.places import Path, Place, Span, Spot
from povcalc.plan.areas import owner
from povcalc.plan.assumptions import Options
from povcalc.plan.load import Reading
from povcalc.plan.model import Area
from povcalc.values import Figure
from povcalc.verdicts import Judged, Judging, Passed, passed_by_form, stated_figures

Severities = Mapping[str, Severity]
"""What checks weigh instead of their own, by code or family."""


def weighed(check: Check, severity: Severity, severities: Severities) -> Severity:
    """What a finding weighs by settings: those of its check before those of its family.

    A finding that its check itself makes lighter than its own severity is made no heavier.
    """
    wanted = severities.get(check.code) or severities.get(check.family)
    if wanted is None:
        return severity
    order = [*Severity]
    return wanted if severity is check.severity else max(wanted, severity, key=order.index)


def choose(select: Sequence[str], ignore: Sequence[str]) -> tuple[Check, ...]:
    """The checks whose code or family is selected (all, when nothing is) and not ignored.

    Raises `LookupError` for a code or family that no check has; its argument is that word.
    """
    for word in (*select, *ignore):
        if not any(_is_named(check, [word]) for check in ALL):
            raise LookupError(word)
    return tuple(check for check in ALL if (not select or _is_named(check, select)) and not _is_named(check, ignore))


def _is_named(check: Check, words: Iterable[str]) -> bool:
    return any(word.upper() in (check.code, check.family) for word in words)


def run(
    reading: Reading,
    checks: Sequence[Check] = ALL,
    options: Options | None = None,
    severities: Severities = MappingProxyType({}),
    *,
    verifies: bool = True,
) -> Report:
    """Run the checks over a reading. Never raises: a check that breaks is reported as broken.

    Ranges rest on the plan's own assumptions, unless `options` say otherwise. `severities` are what checks weigh
    instead of their own. Where only findings are wanted `verifies` may be false: of some figures it is not said then
    that they are confirmed.
    """
    context = subject_of(reading, options)
    context.verifies = verifies
    return examined(context, checks, severities)


def subject_of(reading: Reading, options: Options | None) -> Context:
    """What checks look at, for a run whose ranges are wanted afterwards."""
    return Context(reading, tuple(check.code for check in ALL), options)


def examined(context: Context, checks: Sequence[Check] = ALL, severities: Severities = MappingProxyType({})) -> Report:
    """Run the checks over a context; see `run`."""
    collector = _Collector(context, severities)
    runs = []
    with gc_paused():
        for check in checks:
            if check.runs_after_family:
                for other in ALL:
                    if other.family == check.family and other not in checks:
                        collector.observe(other)
            runs.append(collector.run(check))
            context.ended[check.code] = runs[-1].outcome
        judged = collector.judged()
        runs = [ended._replace(open=collector.is_open(ended.code, judged.undecided)) for ended in runs]
    findings = context.findings
    if context.reading.document is not None:
        findings.sort(key=_place_in_file)
    return Report(
        tuple(findings),
        tuple(runs),
        judged.verdicts,
        judged.stated,
        judged.untouched,
        verified=collector.verified(judged.verdicts),
    )


def _place_in_file(finding: Finding) -> tuple[str, Place, str]:
    return finding.file or "", finding.place or Place(0, 0, 0, 0), finding.code


_DECISIVE = (Outcome.FAILED, Outcome.UNDECIDED, Outcome.WAIVED, Outcome.PASSED)
"""The outcomes that a single result may have, the most serious first: a check ends as its most serious result."""


class _Collector:
    """Runs checks one by one, and collects their findings and what they say of the stated figures."""

    def __init__(self, context: Context, severities: Severities) -> None:
        self._context = context
        self._reading = context.reading
        self._severities = severities
        self._accepted = accepted(context)
        self._judging = Judging()
        self._figures = self._judging.figures
        context.confirmed = self._figures[Verdict.CONFIRMED]
        plan = context.reading.plan
        self._wording = Wording() if plan is None else plan.wording
        self._undecided: dict[str, set[Path]] = defaultdict(set)
        self._holes = _Holes(context.reading.unread)
        self._places: dict[Path | Span | Spot, tuple[str | None, Place | None]] = {}

    def verified(self, verdicts: Mapping[Path, Verdict]) -> Verified | None:
        """How many of the stated figures the document verifies, how many arithmetic, and how many both."""
        if self._reading.source is None:
            return None
        by_checks, by_document = set(self._figures[Verdict.CONFIRMED]), set(self._judging.sourced)
        held = [path for path, verdict in verdicts.items() if verdict is Verdict.CONFIRMED]
        return Verified(
            sum(path in by_document for path in held),
            sum(path in by_checks for path in held),
            sum(path in by_document and path in by_checks for path in held),
        )

    def judged(self) -> Judged:
        """What the checks say of the stated figures."""
        settled = self._context.settled if self._judging.passed else None
        return self._judging.judged(self._reading.plan, settled)

    def is_open(self, code: str, undecided: AbstractSet[Path]) -> bool:
        """Whether a check left a figure undecided that no other check verified either."""
        return not undecided.isdisjoint(self._undecided[code])

    def observe(self, check: Check) -> None:
        """Run a check that is not part of the run, for those that ask how it ended; nothing of it is reported."""
        collected = [self._context.findings, *self._judging.collected]
        before = [len(each) for each in collected]
        self._context.observed[check.code] = self.run(check).outcome
        for each, length in zip(collected, before, strict=True):
            del each[length:]

    def run(self, check: Check) -> CheckRun:
        """Run one check and collect what it says."""
        reason = _reason_to_skip(check, self._reading)
        if reason is not None:
            return CheckRun(check.code, check.slug, check.title, Outcome.SKIPPED, reason, 0, 0, 0)
        counts = dict.fromkeys(_DECISIVE, 0)
        broken: Message | None = None
        held = self._judging.sourced if check.family == "Q" else self._figures[Verdict.CONFIRMED]
        try:
            passed = self._passed(check)
            counts[Outcome.PASSED] = 0 if passed is None else passed.held
            for result in check.run(self._context) if passed is None else ():
                if isinstance(result, Held):  # nearly all are
                    held.extend(result.figures)
                    counts[Outcome.PASSED] += 1
                    continue
                if isinstance(result, Problem) and self._holes.fill(result, check):
                    continue
                if isinstance(result, Undecided):
                    reason = reason or (worded(result.why, self._wording))
                outcome = self._collect(check, result)
                if outcome is not None:
                    counts[outcome] += 1
        except Exception as error:  # noqa: BLE001 - a check's own fault must not pass for the data's
            broken = verbatim(f"{type(error).__name__}: {error}")
        ended = Outcome.BROKEN if broken else next((each for each in _DECISIVE if counts[each]), Outcome.SKIPPED)
        if ended is Outcome.SKIPPED:
            reason = Message("the plan states nothing of the kind")
        return CheckRun(
            check.code,
            check.slug,
            check.title,
            ended,
            broken or (reason if ended in (Outcome.UNDECIDED, Outcome.SKIPPED) else None),
            held=counts[Outcome.PASSED],
            undecided=counts[Outcome.UNDECIDED],
            problems=counts[Outcome.FAILED],
            waived=counts[Outcome.WAIVED],
        )

    def _passed(self, check: Check) -> Passed | None:
        """What a check finds to hold in a settled plan, where that is known without running it; it is collected."""
        passed = self._context.cached(passed_by_form).get(check.code) if check.section == "targets" else None
        if passed is not None:
            self._judging.passed.append(passed)
        return passed

    def _collect(self, check: Check, result: Undecided | Problem) -> Outcome | None:
        """Collect one result that does not hold; its outcome, if it has one: a note about no figure has none."""
        match result:
            case Undecided():
                self._figures[Verdict.UNDECIDED].extend(result.figures)
                self._undecided[check.code].update(result.figures)
                return Outcome.UNDECIDED
            case Problem():
                finding = self._finding(check, result)
                self._judge_figures(finding)  # by what the check found, whatever it is said to weigh
                finding = finding._replace(severity=weighed(check, finding.severity, self._severities))
                self._context.findings.append(finding)
                if finding.waived is not None:
                    return Outcome.WAIVED
                if finding.severity is not Severity.NOTE:
                    return Outcome.FAILED
                return Outcome.PASSED if result.figures else None
            case _:
                assert_never(result)

    def _finding(self, check: Check, problem: Problem) -> Finding:
        problem = worded(problem, self._wording)
        path = None if isinstance(problem.at, (Span, Spot)) else problem.at
        file, place = self._place(problem.at, key=problem.key)
        return Finding(
            check.code,
            check.slug,
            problem.severity or check.severity,
            problem.message,
            path,
            place,
            tuple(self._related(other) for other in problem.related),
            problem.numbers,
            self._accepted.get((check.code, owner(path))) if self._accepted and path is not None else None,
            problem.argument,
            file,
            problem.figures,
            problem.suggestions,
        )

    def _judge_figures(self, finding: Finding) -> None:
        """Keep what a finding says of the figures that it was decided from."""
        if finding.severity is not Severity.NOTE and finding.figures:
            self._context.reported.append(frozenset(finding.figures))
        if finding.severity is not Severity.ERROR:
            # Such as a rate that was cut off: looked into, and not contradicted.
            self._figures[Verdict.CONFIRMED].extend(finding.figures)
            return
        self._figures[Verdict.SUSPECT].extend(finding.figures)
        if finding.path is not None:
            self._figures[Verdict.VIOLATED].append(finding.path)

    def _place(self, at: Path | Span | Spot, *, key: bool = False) -> tuple[str | None, Place | None]:
        """The file, if it is not the plan's own, and the place in it."""
        if key:
            return self._looked_up(at, key=True)
        # A figure that is wrong is pointed at by several findings.
        found = self._places.get(at)
        if found is None:
            found = self._places[at] = self._looked_up(at)
        return found

    def _looked_up(self, at: Path | Span | Spot, *, key: bool = False) -> tuple[str | None, Place | None]:
        if isinstance(at, Spot):
            return at
        if not isinstance(at, Span) and at in self._reading.added:
            return self._reading.added[at]
        document = self._reading.document
        if document is None:
            return None, None
        return None, document.place(at if isinstance(at, Span) else document.span(at, key=key))

    def _related(self, other: Related) -> tuple[Place | Spot | None, Message]:
        file, place = self._place(other.at)
        return place if file is None or place is None else Spot(file, place), other.message


def _reason_not_given(section: str, reading: Reading) -> Message | None:
    if section == "before":
        return None if reading.before else Message("no file of the year before is given")
    if section == "tables":
        return None if reading.tables else Message("no table of figures is given")
    return None if reading.source else Message("no document is given")


class _Holes:
    """The figures of areas that could not be read; `of` has their stems by area, `around` the areas around them."""

    def __init__(self, unread: Iterable[Path]) -> None:
        self.of: dict[Path, set[str]] = defaultdict(set)
        self.around: set[Path] = set()
        for path in unread:
            if path and path[-1] in Area.FIGURES:
                self.of[path[:-1]].add(_stem(path))
                self.around.update(path[:end] for end in range(1, len(path)))

    def fill(self, problem: Problem, check: Check) -> bool:
        """Whether a problem was found with other figures in the place of one that could not be read.

        The same figure of the areas inside, or of the whole and its other parts, may stand for it: then what is found
        on the other side of the area may be false once the figure is read.
        """
        if not self.of or check.family != "T" or isinstance(problem.at, (Span, Spot)):
            return False
        # What holds only under an assumption does not name its figures: those of its area and of the areas in it.
        if not problem.figures and check.severity is Severity.NOTE and problem.at[:-1] in self.around:
            return True
        evidence = (problem.at, *problem.figures)
        everywhere = Counter(map(_stem, evidence))
        own: dict[Path, Counter[str]] = defaultdict(Counter)
        within: dict[Path, Counter[str]] = defaultdict(Counter)
        for path in evidence:
            own[path[:-1]][_stem(path)] += 1
            for end in range(1, len(path), 2):
                within[path[:end]][_stem(path)] += 1
        for area in within.keys() & self.of.keys():
            mine, inner = own.get(area, Counter[str]()), within[area]
            is_alone, is_all = inner.total() == mine.total(), inner.total() == len(evidence)
            for hole in self.of[area] & everywhere.keys():
                # A sum of another date has that date's own figure beside the areas inside.
                if check.code == _SUMS and mine[hole]:
                    continue
                if inner[hole] > mine[hole] and (mine or not is_all):
                    return True
                if everywhere[hole] > inner[hole] and mine and is_alone:
                    return True
        return False


_SUMS = "T101"


def _stem(path: Path) -> str:
    """A figure's field; the households of one date may stand for those of the other."""
    field = str(path[-1])
    return "households" if field.startswith("households") else field


def _reason_to_skip(check: Check, reading: Reading) -> Message | None:
    """Why a check cannot be run on a reading; `None` when it can."""
    if check.section == "settings":
        return None if reading.settings else Message("this is no settings file")
    if reading.settings is not None:
        return Message("this is a settings file, not a plan")
    if check.section == "text":
        return None if reading.document else Message("the plan was not read from a file")
    if check.section == "format":
        if reading.plan is None and not reading.misfits:
            return Message("the text could not be read")
        return None
    if reading.plan is None:
        return Message("nothing of a plan could be read")
    if check.section in ("tables", "source", "before"):
        return _reason_not_given(check.section, reading)
    if check.section == "plan" or getattr(reading.plan, check.section):
        return None
    section = GLOSSARY.get(check.section, verbatim(check.section))
    if reading.lacks(check.section):
        return Message("the section could not be read: {section}", section=section)
    return Message("the plan does not have the section: {section}", section=section)


class Need(NamedTuple):
    """Figures that a plan leaves out, a field of so many areas, and how many stated figures they would verify."""

    field: str
    areas: tuple[Path, ...]
    verifies: int


MOST_AREAS = 400
"""What is missing is worked out for plans of at most so many areas: it takes several runs of the checks."""

_RELATIONS = ("T101", "T111", "T112", "T113", "T201", "T203", "T204", "T121", "T122", "T123", "T124")


def needs(reading: Reading, report: Report, options: Options | None = None) -> tuple[Need, ...]:
    """Which missing figures would verify the most of what no check verifies, the most useful first.

    Worked out, not guessed: each field is filled in where it is missing, with numbers from the ranges that the plan
    itself allows, and the checks are run again.
    """
    plan = reading.plan
    if plan is None or plan.targets is None or not report.untouched:
        return ()
    context = subject_of(reading, options)
    if len(context.areas) > MOST_AREAS:
        return ()
    from povcalc.plan.edit import with_figures  # what is all verified, or too large, does without it

    is_open = {path for path in stated_figures(plan) if report.verdict((path,)) is Verdict.UNDECIDED}
    checks = tuple(check for check in ALL if check.code in _RELATIONS)
    found: list[Need] = []
    filled: dict[Path, Figure] = {}
    while is_open and len(found) < _MOST_NEEDS:
        tried: list[tuple[int, int, str, dict[Path, Figure], set[Path]]] = []
        for field in _tried(context.used, is_open):
            added = _plausible(context, field, is_open, filled)
            if added:
                trial = subject_of(with_figures(reading, {**filled, **added}), options)
                # Made-up figures may contradict each other, and what is asked is only what they would decide.
                trial.ranges = context.ranges
                decided = is_open & _decided(trial, checks)
                tried.append((len(decided), -len(added), field, added, decided))
                if len(decided) == len(is_open) and len(added) == 1:
                    break  # no other field can do better
        if not tried:
            break
        count, _, field, added, decided = max(tried, key=lambda each: each[:2])
        if not count:
            break
        found.append(Need(field, tuple(path[:-1] for path in reversed(added)), count))
        filled.update(added)
        is_open -= decided
    return tuple(found)


def _decided(context: Context, checks: Iterable[Check]) -> AbstractSet[object]:
    """The figures of which some checks say that they hold or are wrong, as `examined` judges them.

    It makes no finding of what is wrong. A check that breaks has said what it did until then.
    """
    holes, found = _Holes(context.reading.unread), set[Path | Span | Spot]()
    with gc_paused():
        for check in checks:
            with suppress(Exception):
                for result in check.run(context):
                    if isinstance(result, Held):
                        found.update(result.figures)
                    elif isinstance(result, Problem) and not holes.fill(result, check):
                        found.update((*result.figures, result.at))
    return found


_MOST_NEEDS = 2
"""So many kinds of missing figures are named; more would be read as a list of everything."""


def _tried(used: Used, is_open: Collection[Path]) -> Iterator[str]:
    """The fields that may verify some figures: households, and those of the measures that the figures are of."""
    yield "households"
    of_open = {MEASURE_OF.get(str(path[-1]), POOR) for path in is_open}
    for measure in used.measures:
        if measure in of_open:
            yield from (*measure.stocks, measure.reduction, measure.points, *measure.rates)
            yield from measure.flows if measure in used.with_flows else ()


def _plausible(
    context: Context, field: str, is_open: Collection[Path], filled: Mapping[Path, Figure]
) -> dict[Path, Figure]:
    """A number for a field in each area that lacks it and has a figure to verify: the middle of its range.

    Where all areas inside have one, a count is their sum.
    """
    owners = {path[:-1] for path in is_open}
    added: dict[Path, Figure] = {}
    counts: dict[Path, int] = {}
    quantity = "households_start" if field == "households" else field
    for located in reversed(context.areas):
        path = (*located.path, field)
        stated = located.figure(field)
        if stated is None and field == "households":
            stated = located.figure("households_start") or located.figure("households_end")
        if stated is not None or path in filled or path in context.reading.unread:
            continue
        low, high = context.ranges.of(located.path, quantity)[:2]
        ends = [end for end in (low, high) if end is not None]
        middle = sum(ends) / Fraction(len(ends)) if ends else Fraction(_SOME)
        inside = [counts.get(child.path) for child in located.children]
        if inside and None not in inside and field in COUNTS and not located.area.partial:
            number: int | Decimal = sum(each for each in inside if each is not None)
        elif "rate" in field:
            number = Decimal(round(middle * 100)).scaleb(-2)
        else:
            number = round(middle)
        if isinstance(number, int):
            counts[located.path] = number
        if located.path in owners:
            added[path] = Figure(number)
    return added


_SOME = 1000
"""Any number will do where no figure bounds it."""
