"""What must hold of every text, whatever is in it; both fuzzing programs ask it of each input.

`look` reads a text, runs all checks, writes the report in every form, and raises `Violation` at
the first rule that does not hold. The rules are numbered in the README beside this file.
"""

import contextlib
import csv
import gc
import io
import json
import re
import resource
import signal
import sys
import time
import traceback
import unicodedata
import zlib
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel
from rich.cells import cell_len
from rich.console import Console

from povcalc.engine import run
from povcalc.findings import Finding, Outcome, Report, Severity
from povcalc.messages import Lang
from povcalc.output.console import show_file, show_portrait, show_tables
from povcalc.output.json import as_json, shown_json
from povcalc.output.report import Checked, broken_checks, concise, excerpt, exit_status, title
from povcalc.output.tables import Shown, as_csv, as_markdown
from povcalc.places import Place, Span
from povcalc.plan.load import PlanError, Reading, read_text
from povcalc.plan.model import Plan
from povcalc.plan.yaml_reader import HARMLESS, Document, PlacedDict, PlacedList
from povcalc.values import NUMBER
from povcalc.views import plan as plan_views
from povcalc.views import table

SECONDS = 2
"""What an input of 10 kB may take, from reading to the second reading; longer inputs in proportion."""

MEGABYTES = 100
"""By how much the peak memory of the process may grow during one input of 10 kB."""

_SMALL = 10_000
_WIDTH = 100
_NAME = "fuzz.yaml"
_SHAPE = ("T", "F", "D", "A", "W")
"""The families that look at the plan's content: a plan made in code has their findings too."""

_OF_THE_BYTES = ("Y101", "Y102")
FORMS = ("json", "screen", "shown", "siblings")
"""What is looked at besides: two other forms of the report, the parts of the plan, and what has to say the same."""

T = TypeVar("T")

_VISIBLE_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Signs of Unicode's category Cf that are seen: they stand around Arabic numbers and the like."""
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
"""Characters of other categories that are not seen: Unicode's default ignorable ones."""


class Violation(Exception):  # noqa: N818 - not an error of this program
    """A rule that does not hold: which, and what was seen. `key` is the same for like violations."""

    def __init__(self, rule: str, seen: str, kind: str = "") -> None:
        super().__init__(f"{rule}: {seen}")
        self.rule = rule
        self.key = f"{rule} {kind}".strip()


class _TooSlow(BaseException):
    """Comes out of whatever is running, also of a check, since it is no `Exception`."""


class Depth(NamedTuple):
    """How much is asked of an input: `forms` of `FORMS`, each in both of its ways or in the one that `way` says."""

    twice: bool = True
    forms: tuple[str, ...] = FORMS
    way: int | None = None

    def of(self, both: tuple[T, T]) -> tuple[T, ...]:
        """Both of two ways, or one."""
        return both if self.way is None else (both[self.way],)


ALL = Depth()


def drawn(content: bytes | str, *, twice: int, forms: int) -> Depth:
    """One input of so many is read twice, and one of so many is written in one of the forms, in one way.

    The lot depends on the input alone, so that a find is found again.
    """
    lot = zlib.crc32(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    shown = (FORMS[lot // forms % len(FORMS)],) if lot % forms == 0 else ()
    return Depth(lot % twice == 0, shown, lot >> 16 & 1)


class Seen(NamedTuple):
    """What came of an input that kept every rule."""

    seconds: float
    has_plan: bool
    codes: frozenset[str]


def allowed(length: int) -> float:
    """The seconds of processor time that an input of so many characters may take."""
    return SECONDS * max(length / _SMALL, 1)


@contextlib.contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """End what takes too much processor time, whatever else the machine does: even a regular expression lets it in."""

    def ring(*_: object) -> None:
        raise _TooSlow

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def look(content: bytes | str, depth: Depth = ALL) -> Seen:
    """Read, check and write an input, and hold it to the rules."""
    peak = peak_memory()
    begun = time.process_time()
    try:
        with alarm(allowed(len(content))):
            report, reading = _held(content, depth)
    except _TooSlow:
        where = traceback.extract_tb(sys.exc_info()[2])
        ours = [frame for frame in where if "povcalc" in frame.filename]
        at = f"{ours[-1].name} in {ours[-1].filename.rsplit('/', 1)[-1]}" if ours else "outside povcalc"
        raise Violation("time", f"more than {allowed(len(content)):g} s for {len(content)} characters", at) from None
    except Violation:
        raise
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        kind = f"{type(error).__name__} in {frame.name}"
        raise Violation("no exception", f"{type(error).__name__}: {error}", kind) from error
    grown = peak_memory() - peak
    if grown > MEGABYTES * max(len(content) / _SMALL, 1):
        raise Violation("memory", f"{grown:.0f} MB more for {len(content)} characters")
    seconds = time.process_time() - begun
    return Seen(seconds, reading.plan is not None, frozenset(finding.code for finding in report.findings))


def peak_memory() -> float:
    """The most megabytes that the process has held."""
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _held(content: bytes | str, depth: Depth) -> tuple[Report, Reading]:
    reading = read_text(content, _NAME)
    report = run(reading)
    document = reading.document
    if document is None:
        raise Violation("place", "a reading of a text has no document")
    _checks_end(report)
    _places(document, report)
    _words(report)
    _values(document.root, document.text)
    _plan_or_error(reading, report)
    _concise(reading, report)
    if depth.twice:
        _twice(content, reading, report)
    if "json" in depth.forms:
        _json(reading, report, depth)
    if "screen" in depth.forms:
        _screen(reading, document, report, depth)
    if "shown" in depth.forms and reading.plan is not None:
        _shown(reading, reading.plan, depth)
    if "siblings" in depth.forms:
        _exact(reading.plan)
        _in_code(reading, report)
        _line_ends(document, report, depth)
    return report, reading


def _checks_end(report: Report) -> None:
    """No check breaks, and each outcome agrees with what was counted."""
    for ended in report.runs:
        if ended.outcome is Outcome.BROKEN:
            why = ended.why.to(Lang.EN) if ended.why else ""
            raise Violation("no broken check", f"{ended.code}: {why}", f"{ended.code} {why.split(':')[0]}")
        if (ended.problems > 0) is not (ended.outcome is Outcome.FAILED):
            raise Violation("outcome", f"{ended.code} {ended.outcome} with {ended.problems} problems", ended.code)
        if ended.outcome in (Outcome.UNDECIDED, Outcome.SKIPPED) and (ended.why is None or not ended.why.to(Lang.EN)):
            raise Violation("outcome", f"{ended.code} {ended.outcome} without a reason", ended.code)
    if not 0 <= report.untouched <= report.stated:
        raise Violation("outcome", f"{report.untouched} of {report.stated} figures untouched")


def _places(document: Document, report: Report) -> None:
    """Every trap and finding, and what it is related to, lies inside the text, as the oracle counts lines."""
    length = len(document.text)
    for trap in document.traps:
        for span in (trap.place, trap.related or trap.place):
            if not 0 <= span.start <= span.end <= length:
                raise Violation("place", f"{trap.kind} at {span} in {length} characters", trap.kind)
    lines = re.split(r"\r\n|\n|\r", document.text)
    for finding in report.findings:
        for place in (finding.place, *(place for place, _ in finding.related)):
            if place is None or not _is_inside(place, lines):
                raise Violation("place", f"{finding.code} at {place}", finding.code)


def _is_inside(place: Place, lines: list[str]) -> bool:
    start, end = (place.line, place.column), (place.end_line, place.end_column)
    return start <= end and all(
        1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + (1 if line == len(lines) else 2)
        for line, column in (start, end)
    )


def _words(report: Report) -> None:
    """Every finding and every reason has words in both languages."""
    for finding in report.findings:
        for words in (finding.message, *(message for _, message in finding.related)):
            if not words.to(Lang.EN).strip() or not words.to(Lang.VI).strip():
                raise Violation("words", f"{finding.code}: {words}", finding.code)


def _values(root: Any, text: str) -> None:
    """No `float`; every number is what stands at its place."""
    waiting = [root]
    while waiting:
        here = waiting.pop()
        if isinstance(here, PlacedDict):
            values, spans = list(here.values()), here.spans
            ends = [Span(*spans[at + 2 : at + 4]) for at in range(0, len(spans), 4)]
        elif isinstance(here, PlacedList):
            values, spans = list(here), here.spans
            ends = [Span(*spans[at : at + 2]) for at in range(0, len(spans), 2)]
        else:
            if isinstance(here, float):
                raise Violation("no float", repr(here))
            continue
        if len(ends) != len(values):
            raise Violation("values", f"{len(values)} values with {len(ends)} places")
        for value, (start, end) in zip(values, ends, strict=True):
            if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
                stands = text[start:end]
                written = str(value) if isinstance(value, int) else format(value, "f")
                if not NUMBER.fullmatch(stands) or written not in (stands, stands.removeprefix("-")):
                    raise Violation("values", f"{value!r} stands for {stands!r}", type(value).__name__)
            else:
                waiting.append(value)


def _exact(value: Any) -> None:
    """No `float` in the plan."""
    if isinstance(value, float):
        raise Violation("no float", repr(value))
    if isinstance(value, BaseModel):
        for inner in vars(value).values():
            _exact(inner)
    elif isinstance(value, tuple):
        for inner in value:
            _exact(inner)


def _plan_or_error(reading: Reading, report: Report) -> None:
    """A text without an error of its own or its shape is a plan, and one with such an error is not wholly one."""
    errors = {finding.code for finding in report.findings if finding.severity is Severity.ERROR}
    wrong = {code for code in errors if code[0] in "YS"}
    traps = [trap for trap in reading.document.traps if trap.kind not in HARMLESS] if reading.document else []
    whole = reading.plan is not None and not reading.misfits and not traps
    of_ids = {code for code in wrong if code.startswith("S12")}
    if not wrong and not whole:
        raise Violation("plan or error", f"no error, but misfits {reading.misfits[:3]} and traps {traps[:3]}")
    if wrong - of_ids and whole:
        raise Violation("plan or error", f"{sorted(wrong)} of what is wholly a plan")
    if not whole:
        str(PlanError(reading))
    run_of_one = (Checked(reading, report),)
    status = exit_status(run_of_one)
    weighing = any(finding.waived is None for finding in report.findings if finding.severity is Severity.ERROR)
    if status != int(weighing) or broken_checks(run_of_one):
        raise Violation("exit status", f"{status} with the errors {sorted(errors)}")


def unsafe(words: str) -> str:
    """The first character that a terminal would act on, that cannot be seen or that UTF-8 lacks; else empty."""
    if words.isascii() and words.isprintable():
        return ""
    for sign in words:
        if sign.isascii():
            if not " " <= sign <= "~":
                return sign
        elif unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp", "Cf") and sign not in _VISIBLE_FORMATS:
            return sign
    unseen = _UNSEEN.search(words)
    return unseen[0] if unseen else ""


def _concise(reading: Reading, report: Report) -> None:
    """One line a finding, with nothing in it that acts on a terminal."""
    for lang in Lang:
        written = concise((Checked(reading, report),), lang)
        lines = written.split("\n")
        if lines.pop() or len(lines) != len(report.findings):
            raise Violation("concise", f"{len(report.findings)} findings in {len(lines)} lines")
        for line, finding in zip(lines, report.findings, strict=True):
            if not re.match(rf"{re.escape(_NAME)}:\d+:\d+: {finding.code} .*\S", line):
                raise Violation("concise", line[:200], finding.code)
            if sign := unsafe(line):
                raise Violation("printable", f"{sign!r} in {line[:200]!r}", f"U+{ord(sign):04X}")


def _json(reading: Reading, report: Report, depth: Depth) -> None:
    """The JSON is read back as what was found, and holds no character that acts on a terminal."""
    for ascii_only in depth.of((True, False)):
        written = as_json((Checked(reading, report),), program="fuzz", status=0, skipped=0, ascii_only=ascii_only)
        _printable(written, "JSON")
        if ascii_only and not written.isascii():
            raise Violation("json", "not ASCII")
        back = json.loads(written, parse_float=_no_float)["files"][0]
        for told, finding in zip(back["findings"], report.findings, strict=True):
            if not _same_finding(told, finding):
                raise Violation("json", f"{told} for {finding}", finding.code)
        if len(back["checks"]) != len(report.runs):
            raise Violation("json", "checks are missing")


def _no_float(digits: str) -> None:
    raise Violation("no float", f"{digits} in JSON")


_DIGITS = re.compile(r"-?[0-9]+(?:\.[0-9]+|/[0-9]+)?")
"""A number in JSON, as `docs/json.md` has it: never with an exponent."""


def _same_finding(told: dict[str, Any], finding: Finding) -> bool:
    if not all(_DIGITS.fullmatch(number) for number in told["numbers"].values()):
        raise Violation("json", f"numbers {told['numbers']}", "numbers")
    numbers = {name: Fraction(number) for name, number in told["numbers"].items()}
    return (
        told["code"] == finding.code
        and _joined(told["message"]) == _joined(finding.message.in_every_language())
        and told["place"] == (finding.place._asdict() if finding.place else None)
        and numbers == {name: Fraction(number) for name, number in finding.numbers}
    )


def _joined(words: dict[str, str]) -> dict[str, str]:
    """The words as JSON gives them back: two halves of a surrogate pair side by side become one character."""
    return {lang: said.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for lang, said in words.items()}


def _console(paper: io.StringIO) -> Console:
    return Console(file=paper, width=_WIDTH, highlight=False, markup=False, emoji=False, color_system=None)


def _printable(written: str, where: str) -> None:
    if sign := unsafe(written.replace("\n", "")):
        raise Violation("printable", f"{sign!r} in {where}", f"{where} U+{ord(sign):04X}")


def _screen(reading: Reading, document: Document, report: Report, depth: Depth) -> None:
    """What a person sees has nothing that acts on the terminal, and no line of the file is wider than it."""
    for lang in depth.of((Lang.EN, Lang.VI)):
        paper = io.StringIO()
        checked = Checked(reading, report)
        show_file(_console(paper), checked, lang, quiet=False, everything=False, several=False)
        written = paper.getvalue()
        _printable(written, "the screen")
        told = {finding.code for finding in report.findings}
        if not all(f" {code} " in written for code in told):
            raise Violation("screen", f"not all of {sorted(told)} are shown")
    for finding in report.findings[:50]:
        quoted = excerpt(document, finding.place, _WIDTH, cell_len)
        lines = quoted.text.split("\n")
        if len(lines) != 2 or max(map(cell_len, lines)) > _WIDTH:
            raise Violation("screen", f"{len(lines)} lines: {quoted.text!r}", "width")


def _shown(reading: Reading, plan: Plan, depth: Depth) -> None:
    """The parts of the plan, in each form of `povcalc show`: printable, and CSV and JSON are read back."""
    portrait = plan_views.portrait(plan)
    facts = (*portrait.facts, *portrait.headline)
    whole = Shown(reading.name, title(reading), built_in=False, part=None, tables=portrait.tables, facts=facts)
    parts = {
        "targets": plan_views.targets(plan),
        "funding": plan_views.funding(plan),
        "standard": plan_views.standard(plan),
        "measures": plan_views.measures(plan),
        "schedule": plan_views.schedule(plan, plan.document.issued),
        "actors": plan_views.actors(plan),
    }
    if plan.actors:
        parts["actor"] = plan_views.actor(plan, plan.actors[0].id)
    for lang in depth.of((Lang.EN, Lang.VI)):
        paper = io.StringIO()
        show_portrait(_console(paper), whole, portrait, lang, ascii_only=lang is Lang.EN)
        _printable(paper.getvalue(), "the portrait")
        _printable(as_markdown(whole, lang), "Markdown")
        for part, sheet in parts.items():
            one = Shown(reading.name, title(reading), built_in=False, part=part, tables=(sheet,))
            paper = io.StringIO()
            show_tables(_console(paper), one, lang)
            _printable(paper.getvalue(), f"the table of {part}")
            _printable(as_markdown(one, lang), "Markdown")
            _csv(as_csv(sheet, lang), len(sheet.read_by(table.Readers.MACHINE).rows))
            written = shown_json(one, program="fuzz", status=0, ascii_only=lang is Lang.EN)
            _printable(written, "JSON")
            json.loads(written, parse_float=_no_float)


def _csv(written: str, count: int) -> None:
    _printable(written, "CSV")
    rows = list(csv.reader(io.StringIO(written)))
    if len(rows) != count + 1 or len({len(row) for row in rows}) != 1:
        raise Violation("csv", f"{len(rows)} rows for {count}")
    for field in (field for row in rows for field in row):
        if field.startswith(("=", "+", "@")) or (field.startswith("-") and not NUMBER.match(field)):
            raise Violation("csv", f"a formula: {field[:100]!r}", "formula")


def _summed(reading: Reading, report: Report) -> tuple[Any, ...]:
    document = reading.document
    return (
        reading.misfits if reading.plan is None else repr(reading.misfits),
        reading.unread,
        report.findings,
        report.runs,
        report.verdicts,
        (report.stated, report.untouched),
        document and (document.text, document.whole, document.traps, tree(document.root)),
    )


def tree(value: Any) -> Any:
    """A value with its places and types, to compare."""
    match value:
        case PlacedDict():
            return ("mapping", [(key, tree(inner)) for key, inner in value.items()], list(value.spans))
        case PlacedList():
            return ("list", [tree(inner) for inner in value], list(value.spans))
        case _:
            return (type(value).__name__, str(value))


def _twice(content: bytes | str, reading: Reading, report: Report) -> None:
    """A second reading says the same; from text instead of bytes, or bytes instead of text, where both can be had."""
    other: bytes | str = content
    with contextlib.suppress(UnicodeError):
        other = content.decode() if isinstance(content, bytes) else content.encode()
    if isinstance(content, bytes) and content.startswith((b"\xff\xfe", b"\xfe\xff")):
        other = content
    again = read_text(other, _NAME)
    kind = "same twice" if type(other) is type(content) else "same from bytes and text"
    if _summed(reading, report) != _summed(again, run(again)):
        raise Violation(kind, "another reading says something else")


def _in_code(reading: Reading, report: Report) -> None:
    """A plan without its file has the same findings of its content."""
    if reading.plan is None or reading.misfits:
        return
    bare = run(Reading("", None, reading.plan))
    ours, theirs = (
        sorted(
            (finding.code, repr(finding.path), finding.message, finding.severity, finding.waived is None)
            for finding in one.findings
            if finding.code.startswith(_SHAPE)
        )
        for one in (report, bare)
    )
    if ours != theirs:
        raise Violation("same in code", f"{ours} and {theirs}")


def _line_ends(document: Document, report: Report, depth: Depth) -> None:
    """Another system's line ends change no finding and no place, but of the bytes, which are gone from the text."""
    text = document.text
    if "\r" in text or "\n" not in text or text.startswith("\ufeff"):  # a second mark, which would be the first
        return
    for end in depth.of(("\r\n", "\r")):
        again = run(read_text(text.replace("\n", end), _NAME))
        ours, theirs = (
            sorted(
                (each.code, each.place[:2]) for each in one.findings if each.code not in _OF_THE_BYTES and each.place
            )
            for one in (report, again)
        )
        if ours != theirs:
            odd = sorted(set(ours) ^ set(theirs))
            raise Violation("line ends", f"with {end!r}: {odd[:4]}", odd[0][0] if odd else "")


def rubbish(content: bytes | str) -> Violation | None:
    """What is read is freed when it is let go, without the collector: cycles would pile up in a long process."""
    run(read_text(content, _NAME))
    gc.collect()
    gc.disable()
    try:
        run(read_text(content, _NAME))
        left = gc.collect()
    finally:
        gc.enable()
    return Violation("no rubbish", f"{left} objects in cycles") if left else None
