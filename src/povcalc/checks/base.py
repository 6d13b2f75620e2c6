"""How a check is declared, everything about it in one place and its function beneath, and what checks share.

    @check(
        "T101",
        "areas-add-up",
        Severity.ERROR,
        section="targets",
        formula="…",
    )
    def areas_add_up(context: Context) -> Iterator[Result]:
        '''The title, in one line.

        What the check asserts.

        Fix: What to do about a finding.
        '''

The decorated name is then a `Check`; `povcalc.checks.ALL` has them in the order of a run. A check that only puts
into words what the readers found wrong is declared by a `FaultFamily`.
"""

import datetime
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from povcalc.findings import (
    Finding,
    Held,
    Outcome,
    Problem,
    Related,
    Result,
    Severity,
    Undecided,
    named_ends,
    related,
)
from povcalc.inference.counts import Known, KnownCounts, known_counts, used_in
from povcalc.inference.ranges import Ranges, ranges
from povcalc.measures import Measure, Used
from povcalc.messages import GLOSSARY, Lang, Message, Value, by_language, looked_up, precise, precise_text, verbatim
from povcalc.places import Fault, Path
from povcalc.plan.areas import AreaIndex
from povcalc.plan.assumptions import Assumptions, Options, assumptions_of
from povcalc.plan.load import Reading
from povcalc.plan.model import PLACEHOLDER, Located, Plan, walk
from povcalc.plan.yaml_reader import REFUSED
from povcalc.typos import KnownWords
from povcalc.values import Exact, Figure, Form, Interval, Number, decimals, exact, in_units, size, total

if TYPE_CHECKING:
    from povcalc.inference.settled import Settled

T = TypeVar("T")


class Context:
    """What the checks look at: a reading, and what several of them would otherwise each work out.

    `codes` are those of all checks that there are, `options` what the user assumes instead of the plan.

    The engine keeps the rest up to date as checks are run, since later ones look at it: `findings`; `ended`,
    by code how each check ended, and `observed`, the same for checks outside the run; `reported`, the
    figures of each error and warning; `confirmed`, the figures that a check confirmed. A run that only wants findings
    does not ask which figures are verified: it is not one that `verifies`.
    """

    verifies = True

    def __init__(self, reading: Reading, codes: Collection[str] = (), options: Options | None = None) -> None:
        self.reading = reading
        self._options = options
        self.codes = codes
        self.findings: list[Finding] = []
        self.ended: dict[str, Outcome] = {}
        self.observed: dict[str, Outcome] = {}
        self.reported: list[frozenset[Path]] = []
        self.confirmed: Sequence[Path] = ()
        self._found: dict[object, Any] = {}

    def cached(self, compute: "Callable[[Context], T]") -> T:
        """What a function of the subject gives, worked out the first time that a check asks."""
        if compute not in self._found:
            self._found[compute] = compute(self)
        found: T = self._found[compute]
        return found

    @property
    def plan(self) -> Plan:
        """The plan. Raises `LookupError` when there is none; the engine skips such checks."""
        if self.reading.plan is None:
            raise LookupError("nothing of a plan could be read")
        return self.reading.plan

    @cached_property
    def areas(self) -> tuple[Located, ...]:
        """Every area in document order; empty when the plan has no targets."""
        return walk(self.plan.targets)

    @cached_property
    def by_path(self) -> Mapping[Path, Located]:
        """Every area by its path."""
        return {located.path: located for located in self.areas}

    @cached_property
    def used(self) -> Used:
        """Which measures the areas speak of."""
        return used_in(self.areas)

    @cached_property
    def settled(self) -> "Settled | None":
        """What is known of the areas of a plan that is settled; `None` of any other."""
        from povcalc.inference.settled import settled  # few plans are large enough for it

        plan = self.reading.plan
        if plan is None or plan.targets is None:
            return None
        return settled(plan.targets, self.used, may_rise=plan.document.kind == "result")

    @cached_property
    def known(self) -> Mapping[Path, KnownCounts]:
        """By area path, the counts that are stated or follow from sums of stated ones."""
        return known_counts(self.areas)

    @cached_property
    def today(self) -> datetime.date:
        """The day that counts as today."""
        return (self._options and self._options.today) or datetime.date.today()  # noqa: DTZ011 - the user's own day

    @cached_property
    def assumed(self) -> Assumptions:
        """What the ranges lean on besides the stated figures."""
        return assumptions_of(self.plan, self._options)

    @cached_property
    def ranges(self) -> Ranges:
        """What the stated figures imply of every area."""
        return ranges(self.areas, self.assumed)


Run = Callable[[Context], Iterator[Result]]


class Check(NamedTuple):
    """A check: its stable code, its words for the manual, and the function that looks.

    `section` is the part of the plan that it needs: `"text"` for the file's text, `"format"` for
    its shape, `"plan"` for any plan at all, `"tables"` for side tables, `"settings"` for a settings file, otherwise
    a field of `Plan`, without which the check is skipped. `fix` is what to do about a finding. One that
    `runs_after_family` does not say again what the others of its family say: these run even when they are not
    chosen. `formula` is what must hold, in the names of the file's fields; empty where nothing is calculated.
    """

    code: str
    slug: str
    severity: Severity
    section: str
    title: Message
    explanation: Message
    run: Run
    fix: Message
    formula: str
    runs_after_family: bool = False

    @property
    def family(self) -> str:
        """The letter of its family."""
        return self.code[0]


DECLARED: "dict[str, Check]" = {}
"""Every check by its code."""


def check(  # noqa: PLR0913 - what a check is made of
    code: str,
    slug: str,
    severity: Severity,
    *,
    section: str,
    formula: str = "",
    runs_after_family: bool = False,
    values: Mapping[str, Value] | None = None,
) -> Callable[[Run], Check]:
    """Declare the function beneath as a check; `values` are what its docstring has in braces."""

    def declared(run: Run) -> Check:
        title, explanation, fix = (looked_up(words, **(values or {})) for words in manual_texts(run.__doc__ or ""))
        made = Check(code, slug, severity, section, title, explanation, run, fix, formula, runs_after_family)
        if DECLARED.setdefault(code, made) is not made:
            raise ValueError(f"two checks have the code {code}")
        return made

    return declared


def manual_texts(docstring: str) -> tuple[str, str, str]:
    """A check's title, what it asserts and how to fix a finding, as the docstring of its function has them.

    The title is the first line, without its full stop; the last paragraph begins with `Fix: `. Raises `ValueError`
    where one of them is missing, as all of them are under `python -OO`.
    """
    title, *explanation, fix = (" ".join(words.split()) for words in docstring.split("\n\n"))
    if not (title and explanation and fix.startswith("Fix: ")):
        raise ValueError(f"a check's docstring lacks its title, its explanation or its Fix: {docstring[:80]!r}")
    return title.removesuffix("."), " ".join(explanation), fix.removeprefix("Fix: ")


Words = Message | Callable[[Fault[Any]], Message]
"""What is said of a fault: a sentence with its values in braces, such as `{read}`, or what makes one."""


_PLACES = 100
"""So many places of one finding are told."""


def _lines(context: "Context", paths: Iterable[Path]) -> dict[str, None]:
    """The numbers of the lines of some paths, each once and in order."""
    document = context.reading.document
    return {} if document is None else {str(document.place(document.span(path)).line): None for path in paths}


class FaultFamily(NamedTuple):
    """How the faults that one reader tells of become findings: those of the text, the format, tables or settings.

    `faults` are all that a reading has and `told` puts one into words. `unfound` is the result of a check that speaks
    of these kinds and has found none, `related` what is said where a fault is at odds with something else. `words`
    has all kinds that checks speak of, with what is said of each.
    """

    section: str
    faults: Callable[[Context], Sequence[Fault[Any]]]
    told: Callable[[Fault[Any], Words], Message]
    words: dict[str, Words]
    unfound: Callable[[Context, Collection[str]], Result | None] = lambda *_: Held(())
    related: Message | None = None

    def check(  # noqa: PLR0913 - what a check is made of
        self,
        code: str,
        slug: str,
        severity: Severity = Severity.ERROR,
        *,
        words: Mapping[str, Words],
        formula: str = "",
        otherwise: Words | None = None,
        together: Message | None = None,
        values: Mapping[str, Value] | None = None,
    ) -> Callable[[Callable[[], None]], Check]:
        """Declare the check that speaks of these kinds of fault, with `otherwise` of all that no other does too.

        Several faults are one finding in the words `together`, where there are such, at the first of them. The
        function beneath has its manual text.
        """
        # Longer than 40 lines: the parts of a check, and the function that is made of them.
        self.words.update(words)

        def run(context: Context) -> Iterator[Result]:
            is_passed = True
            faults = self.faults(context)
            several = [fault for fault in faults if fault.kind in words] if together is not None else []
            if together is not None and len(several) > 1:
                related = tuple(Related(fault.place, verbatim("")) for fault in several[1:_PLACES])
                lines = ", ".join(_lines(context, [fault.place for fault in several[:_PLACES]]))
                rest = ", …" if len(several) > _PLACES else ""
                told = together.with_values(count=len(several), lines=lines + rest)
                yield Problem(several[0].place, told, related=related)
                return
            for fault in faults:
                said = words.get(fault.kind) or (otherwise if fault.kind not in self.words else None)
                if said is None:
                    continue
                is_passed = severity is Severity.NOTE
                # A fault of the text has told what is wrong with a refused value.
                if fault.values.get("read") is not REFUSED:
                    yield self._problem(fault, said)
            if is_passed and (result := self.unfound(context, words)) is not None:
                yield result

        def declared(manual: Callable[[], None]) -> Check:
            run.__doc__ = manual.__doc__
            return check(code, slug, severity, section=self.section, formula=formula, values=values)(run)

        return declared

    def _problem(self, fault: Fault[Any], words: Words) -> Problem:
        related = () if fault.related is None else (Related(fault.related, self.related or verbatim("")),)
        return Problem(fault.place, self.told(fault, words), key=fault.key, related=related)


class Named(NamedTuple):
    """An id or another name, and the path of what has it."""

    id: str
    path: Path


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


def numbered(things: Iterable[_Identified], path: Path) -> list[Named]:
    """The ids of a list's items, each with the item's path."""
    return [Named(thing.id, (*path, at)) for at, thing in enumerate(things)]


def listed(words: Sequence[str], path: Path) -> Iterator[Named]:
    """The words of a list, each with its own path."""
    return (Named(word, (*path, at)) for at, word in enumerate(words))


def area_index(context: Context) -> AreaIndex:
    """The areas of the plan by all that they may be called; for `Context.cached`."""
    return AreaIndex(context.areas)


def is_placeholder(named: Named, reading: Reading) -> bool:
    """Whether the id only stands in for one that could not be read, which has been told."""
    if not named.id.startswith(PLACEHOLDER):
        return False
    return named.path in reading.unread or (*named.path, "id") in reading.unread


def total_is_off(gap: Value, *, high: bool) -> Message:
    """How far a stated total is from the sum of its parts."""
    if high:
        return Message("the total is {gap} too high", gap=gap)
    return Message("the total is {gap} too low", gap=gap)


def common_zeros(numbers: Iterable[Exact]) -> int:
    """The zeros that whole numbers all end with: what they look rounded to."""
    common = math.gcd(*(int(each) for each in numbers))
    return len(str(common)) - len(str(common).rstrip("0")) if common else 0


def ends_off(whole: Figure, parts: Sequence[Interval], room: Exact = 0) -> Iterator[tuple[Message, Exact]]:
    """The ends of a stated range that the ends of its parts do not add up to, in words, each with how far it is off.

    `room` is what rounding allows. An end that is rounded to tens or hundreds is one that is rounded outwards or to the
    nearest. Parts of which none is a range have no ends to add up.
    """
    if whole.form is not Form.BETWEEN or whole.upper is None or all(part.is_point for part in parts):
        return
    added = total(parts)
    for stated, summed, high in ((whole.number, added.low, False), (whole.upper, added.high, True)):
        if summed is None or _is_round(exact(stated), summed, room, high=high):
            continue
        end = Message("the high ends") if high else Message("the low ends")
        off = exact(stated) - summed
        words = Message(
            "{end} add up to {sum}, not {stated}{slip}",
            end=end,
            sum=precise_text(summed),
            stated=stated,
            slip=_slip(stated, summed, parts),
        )
        yield words, off


def _is_round(stated: Exact, summed: Exact, room: Exact, *, high: bool) -> bool:
    """Whether an end of a range is the sum rounded."""
    off = size(stated - summed)
    unit = 1
    while stated and stated % (10 * unit) == 0:
        unit *= 10
    outwards = off < unit and (stated > summed) is high
    return off <= room or (unit > 1 and (2 * off <= unit or outwards))


def _slip(stated: Number, summed: Exact, parts: Sequence[Interval]) -> Message:
    """What probably went wrong with an end, in brackets; nothing where nothing is likely."""
    wrong, right = str(stated), str(precise_text(summed).to(Lang.EN)).replace(",", "")
    differ = [at for at, pair in enumerate(zip(wrong, right, strict=False)) if len(set(pair)) > 1]
    off = exact(stated) - summed
    why = None
    if len(wrong) == len(right) and len(differ) == _TWO and wrong[differ[0]] == right[differ[1]]:
        why = Message("two digits swapped") if sorted(wrong) == sorted(right) else None
    elif len(wrong) == len(right) and len(differ) == 1:
        why = Message("one digit differs")
    elif any(off in (part.low, part.high) for part in parts):
        why = Message("a part counted twice")
    elif any(-off in (part.low, part.high) for part in parts):
        why = Message("a part left out")
    elif any(part.low is not None and part.high is not None and size(off) == part.high - part.low for part in parts):
        why = Message("the other end of a part taken")
    return verbatim("") if why is None else Message(" ({why}?)", why=why)


_TWO = 2


def guess(word: str, known: KnownWords) -> Message | None:
    """What a name that nothing has probably stands for, of the first few."""
    likely = known.closest(word)
    return None if likely is None else Message('did you mean "{likely}"?', likely=likely)


def measured(context: Context, *, with_flows: bool = False) -> Iterator[tuple[Located, Measure]]:
    """Every area with each measure that the plan speaks of, or those alone of which it states flows."""
    measures = context.used.with_flows if with_flows else context.used.measures
    return ((located, measure) for located in context.areas for measure in measures)


def as_printed(one: Figure, other: Figure, made: Interval, sign: int = 1) -> Message:
    """What two figures make together, as printed where both are bare numbers."""
    if one.form is other.form is Form.EXACT:
        value = exact(one.number) + sign * exact(other.number)
        return by_language(lambda lang: precise(value, lang))
    return Message("{fall}", fall=made)


def differ_by(start: Figure, end: Figure, points: Figure) -> bool:
    """Whether two bare numbers differ by a third within their half units: the usual case, in whole numbers alone."""
    if not (start.form is end.form is points.form is Form.EXACT):
        return False
    places = decimals(start.number), decimals(end.number), decimals(points.number)
    scale: int = 10 ** max(places)
    apart = in_units(start.number, scale) - in_units(end.number, scale) - in_units(points.number, scale)
    room = 3 if min(places) == max(places) else sum([scale // 10**each for each in places])
    return 2 * abs(apart) <= room


ESTIMATED = Message("an estimate decides nothing")


def own_figure(located: Located, *counts: Known | None) -> Path | None:
    """The first figure among those of the counts that the area itself states: where to point.

    `None` when child areas state them all. What is wrong with their sums is wrong in one of
    those areas, and is reported there.
    """
    own = located.path
    for count in counts:  # of every area of a nation, several times: a generator would cost twice as much
        for path in count.figures if count else ():
            if path[:-1] == own:
                return path
    return None


def lacks(located: Located, missing: Message, *counts: Known) -> Undecided:
    """That some counts of an area decide nothing, because of what is missing."""
    return Undecided(
        tuple(path for count in counts for path in count.figures),
        Message("{area}: {missing}", area=located.name, missing=missing),
    )


def beside(paths: Iterable[Path]) -> tuple[Related, ...]:
    """Figures of an area that are pointed at by what they are called."""
    return tuple(Related(path, GLOSSARY[str(path[-1])]) for path in paths)


def own_beside(at: Path, counts: Iterable[Known]) -> tuple[Related, ...]:
    """The first figure of each count, but for the one that is pointed at already."""
    return beside(count.figures[0] for count in counts if count.figures and count.figures[0] != at)


def not_stated(field: str) -> Message:
    """That a figure is missing."""
    return Message("the {field} is not stated", field=GLOSSARY[field])


def within(part: Known, whole: Known) -> Result | None:
    """That a count is no more than another, or not decided; `None` where it is more."""
    if not (part.sure and whole.sure):
        return Undecided(part.figures + whole.figures, ESTIMATED)
    return None if whole.interval.is_below(part.interval) else Held(part.figures + whole.figures)


def too_many(at: Path, located: Located, part: Known, whole: Known, words: Message) -> Result:
    """What to say where a count is more than another; `at` is where to point."""
    figures = part.figures + whole.figures
    return Problem(
        at,
        words.with_values(area=located.name, part=part.interval, whole=whole.interval),
        related=related((path for path in figures[:20] if path != at), Message("the other figure")),
        numbers=(*named_ends("part", part.interval), *named_ends("whole", whole.interval)),
        figures=figures,
    )
