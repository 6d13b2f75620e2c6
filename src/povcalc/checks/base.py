"""How a check is declared.

How a check is declared: everything about it in one place, and its function beneath.

    @check(
        "T101",
        "areas-add-up",
        Severity.ERROR,
        section="targets",
        title=Text("…", "…"),
        explanation=Text("…", "…"),
        mend=Text("…", "…"),
        formula="…",
    )
    def areas_add_up(context: Context) -> Iterator[Result]: ...

The decorated name is then a `Check`; `povcalc.checks.ALL` lists them in the order of a run.

How a check of the shape is declared: which kinds of misfit it speaks of, and in what words.

A value that was read is shown as it has to be typed, in both languages: `5.80`, not 5,80.

What the checks of names share: ids with their places, and what a misspelt one probably means.

How a check of a file's text is declared: which kind of trap it speaks of, and in what words.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, Protocol, TypeVar

from povcalc.findings import Finding, Held, Outcome, Problem, Related, Result, Severity, Undecided
from povcalc.inference.counts import KnownCounts, known_counts
from povcalc.inference.ranges import Ranges, ranges
from povcalc.messages import Text, alternatives, clipped, join, same, say
from povcalc.places import Fault, Path, Span, dotted
from povcalc.plan.assumptions import Assumptions, Options, assumptions_of
from povcalc.plan.fields import FORM_KEYS
from povcalc.plan.load import PLACEHOLDER, Reading
from povcalc.plan.model import Located, Plan, walk
from povcalc.plan.yaml_reader import REFUSED, Document, TrapKind

T = TypeVar("T")


class Context:
    """What the checks look at: a reading, and what several of them would otherwise each work out.

    `codes` are those of all checks that there are, `options` what the user assumes instead of the plan.

    The engine keeps the rest up to date as checks are run, since later ones look at it: `findings`; `ended`,
    by code how each check ended, and `observed`, the same for those that were only listened to; `said`, the
    figures of each error and warning; `confirmed`, the figures that a check confirmed.
    """

    def __init__(self, reading: Reading, codes: Collection[str] = (), options: Options | None = None) -> None:
        self.reading = reading
        self._options = options
        self.codes = codes
        self.findings: list[Finding] = []
        self.ended: dict[str, Outcome] = {}
        self.observed: dict[str, Outcome] = {}
        self.said: list[frozenset[Path]] = []
        self.confirmed: Sequence[Path] = ()
        self._found: dict[object, Any] = {}

    def cached(self, compute: "Callable[[Context], T]") -> T:
        """What a function of the subject gives, worked out the first time that a check asks."""
        if compute not in self._found:
            self._found[compute] = compute(self)
        found: T = self._found[compute]
        return found

    @property
    def traps(self) -> tuple[Fault[Span], ...]:
        """What is wrong with the file's text."""
        return self.reading.document.traps if self.reading.document else ()

    @property
    def misfits(self) -> tuple[Fault[Path], ...]:
        """What the format does not allow."""
        return self.reading.misfits

    @property
    def plan(self) -> Plan:
        """The plan. Raises `LookupError` when there is none; the engine skips such checks."""
        if self.reading.plan is None:
            raise LookupError("nothing of a plan could be read")
        return self.reading.plan

    @cached_property
    def areas(self) -> tuple[Located, ...]:
        """Every area in document order; empty when the plan has no targets."""
        return walk(self.plan.targets) if self.plan.targets else ()

    @cached_property
    def known(self) -> Mapping[Path, KnownCounts]:
        """By area path, the counts that are stated or follow from sums of stated ones."""
        return known_counts(self.areas)

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
    """A check: its stable code, its words in both languages, and the function that looks.

    `section` is the part of the plan that it needs: `"text"` for the file's text, `"format"` for
    its shape, `"plan"` for any plan at all, `"tables"` for side tables, `"settings"` for a settings file, otherwise
    a field of `Plan`, without which the check is skipped. `mend` is what to do about a finding. One that
    `runs_after_family` does not say again what the others of its family say: these run even when they are not
    chosen. `formula` is what must hold, in the names of the file's fields; empty where nothing is calculated.
    """

    code: str
    slug: str
    severity: Severity
    section: str
    title: Text
    explanation: Text
    run: Run
    mend: Text
    formula: str
    runs_after_family: bool = False

    @property
    def family(self) -> str:
        """The letter of its family."""
        return self.code[0]


def check(  # noqa: PLR0913 - what a check is made of
    code: str,
    slug: str,
    severity: Severity,
    *,
    section: str,
    title: Text,
    explanation: Text,
    mend: Text,
    formula: str = "",
    runs_after_family: bool = False,
) -> Callable[[Run], Check]:
    """Declare the function beneath as a check."""

    def declared(run: Run) -> Check:
        return Check(code, slug, severity, section, title, explanation, run, mend, formula, runs_after_family)

    return declared


Words = Text | Callable[[Fault[Path]], Text]
"""What is said of a misfit: a sentence with `{field}`, `{read}` and what else is told, or what makes one."""

_OPENING = ("not_a_plan", "unknown_version")
SPOKEN: set[str] = set()


def misfit_check(  # noqa: PLR0913 - what a check is made of
    code: str,
    slug: str,
    *,
    title: Text,
    explanation: Text,
    words: Mapping[str, Words],
    mend: Text,
    formula: str = "",
    otherwise: Words | None = None,
) -> Check:
    """Declare the check that speaks of these kinds of misfit; with `otherwise`, of all that no check speaks of too."""
    SPOKEN.update(words)

    def run(context: Context) -> Iterator[Result]:
        found = False
        for misfit in context.misfits:
            said = words.get(misfit.kind) or (otherwise if misfit.kind not in SPOKEN else None)
            if said is None:
                continue
            found = True
            # A trap has told what is wrong with a refused value.
            if misfit.values.get("read") is not REFUSED:
                yield Problem(misfit.place, _message(misfit, said), key=misfit.key)
        if not found and was_looked_at(context, words):
            yield Held(())

    return check(
        code,
        slug,
        Severity.ERROR,
        section="format",
        title=title,
        explanation=explanation,
        mend=mend,
        formula=formula,
    )(run)


def was_looked_at(context: Context, words: Collection[str]) -> bool:
    """Whether the reading got as far as these kinds: behind an opening that is wrong nothing is read."""
    found = {misfit.kind for misfit in context.misfits}
    wrong = next((at for at, kind in enumerate(_OPENING) if kind in found), None)
    if wrong is not None:
        return any(kind in words for kind in _OPENING[:wrong])
    return context.reading.plan is not None or bool(found)


def _message(misfit: Fault[Path], words: Words) -> Text:
    if callable(words):
        return words(misfit)
    told = {name: typed(value) for name, value in misfit.values.items()}
    return say(words.en, words.vi, **{**told, "field": told.get("field", field_name(misfit.place))})


def field_name(path: Path) -> Text:
    """The name of the field at a path, with its position in a list: `areas[3]`, `reduction_rate.over`."""
    names = [at for at, step in enumerate(path) if isinstance(step, str)]
    if not names:
        return Text("the file", "tệp")
    inner = path[names[-1]] in (*FORM_KEYS, "vi", "en")
    return same(dotted(path[names[-2 if inner and len(names) > 1 else -1] :]))


def typed(value: object) -> Text:
    """A value as it stands in the file, or what sort of thing it is when it is long."""
    match value:
        case None:
            return Text("nothing", "giá trị trống")
        case bool():
            return same(str(value).lower())
        case int() | Decimal():
            return same(format(value, "f") if isinstance(value, Decimal) else str(value))
        case str():
            return same(clipped(value))
        case Mapping():
            return Text("a mapping", "một nhóm trường")
        case Sequence():
            return Text("a list", "một danh sách")
        case _:
            return Text("something else", "giá trị khác")


def quoted(value: object) -> Text:
    """A value as `typed`, a text in quotes."""
    return same(f'"{clipped(value)}"') if isinstance(value, str) else typed(value)


def names(words: Sequence[str]) -> Text:
    return alternatives([clipped(word) for word in words])


@lru_cache(maxsize=1024)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    from povcalc.typos import closest_match  # most plans have nothing misspelt

    return closest_match(word, known)


_WRITE = Text("write {known}", "hãy ghi {known}")


def choice(word: object, known: Sequence[str], otherwise: Text = _WRITE) -> Text:
    """What was probably meant or, in the words of `otherwise`, all that could have been."""
    likely = _nearest(word, tuple(known)) if isinstance(word, str) else None
    if likely is not None:
        return say('did you mean "{likely}"?', 'có phải "{likely}" không?', likely=likely)
    if not known:
        return say("take it out", "hãy bỏ đi")
    return say(otherwise.en, otherwise.vi, known=names(known))


def expected(en: str, vi: str) -> Words:
    return lambda misfit: say(
        "{field} is {read}, where " + en,
        "{field} là {read}, trong khi " + vi,
        field=field_name(misfit.place),
        read=quoted(misfit.values["read"]),
    )


_GUESSES = 20
"""So many names that nothing has are looked up among similar ones; a nation has 11,400 to look among."""


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


def is_placeholder(named: Named, reading: Reading) -> bool:
    """Whether the id only stands in for one that could not be read, which has been told."""
    if not named.id.startswith(PLACEHOLDER):
        return False
    return named.path in reading.unread or (*named.path, "id") in reading.unread


def guesses(unknown: Iterable[str], known: tuple[str, ...]) -> Mapping[str, Text]:
    """What the first few names that nothing has probably stand for."""
    found: dict[str, Text] = {}
    for word in dict.fromkeys(unknown):
        if len(found) == _GUESSES:
            break
        from povcalc.typos import closest_match  # most plans have nothing misspelt

        likely = closest_match(word, known)
        if likely is not None:
            found[word] = say('did you mean "{likely}"?', 'có phải "{likely}" không?', likely=likely)
    return found


TrapWords = Text | Callable[[Fault[Span]], Text]
"""What is said of a trap: a sentence with `{read}`, or what makes one."""

_OF_THE_BYTES = (TrapKind.NOT_UTF8, TrapKind.EMPTY)
_OF_THE_CHARACTERS = (TrapKind.BYTE_ORDER_MARK, TrapKind.CONTROL_CHARACTER, TrapKind.TAB, TrapKind.NOT_NFC)


def trap_check(  # noqa: PLR0913 - the parts of a declaration, side by side
    code: str,
    slug: str,
    kind: TrapKind,
    severity: Severity = Severity.ERROR,
    *,
    title: Text,
    explanation: Text,
    words: TrapWords,
    mend: Text,
) -> Check:
    """Declare the check that speaks of one kind of trap."""

    def run(context: Context) -> Iterator[Result]:
        document = context.reading.document
        if document is None:
            return
        found = [trap for trap in context.traps if trap.kind is kind]
        for trap in found:
            yield Problem(trap.place, _trap_message(trap, words), related=_first(trap))
        if not found:
            yield Held(()) if _was_looked_at(document, kind) else Undecided((), _NOT_TO_ITS_END)

    return check(code, slug, severity, section="text", title=title, explanation=explanation, mend=mend)(run)


_NOT_TO_ITS_END = Text("the text could not be read to its end", "không đọc được hết nội dung tệp")


def _was_looked_at(document: Document, kind: TrapKind) -> bool:
    """Whether the reading got so far that a trap of the kind would have been found."""
    kinds = {trap.kind for trap in document.traps}
    if document.whole or kind in _OF_THE_BYTES or TrapKind.EMPTY in kinds:
        return True
    return kind in _OF_THE_CHARACTERS and bool(document.text)


def _trap_message(trap: Fault[Span], words: TrapWords) -> Text:
    said = words(trap) if callable(words) else say(words.en, words.vi, **trap.values)
    count = trap.values.get("count", 1)
    if count == 1 or trap.kind is TrapKind.LONG_NUMBER:
        return said
    first = say(
        " (there are {count} in the file; this is the first)",
        " (trong tệp có {count} chỗ như vậy, đây là chỗ đầu tiên)",
        count=count,
    )
    return join((said, first), "")


def _first(trap: Fault[Span]) -> tuple[Related, ...]:
    if trap.related is None:
        return ()
    return (Related(trap.related, Text("it is first given here", "trường này được ghi lần đầu ở đây")),)
