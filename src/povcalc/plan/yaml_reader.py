"""From the bytes of a file to plain values that know their places, and to what is wrong with its text, in one pass.

The only module that knows PyYAML. It reads the plain part of YAML (mappings, sequences, scalars, one document) from
the parser's events, which keep the text and the position of every scalar, and finds what PyYAML passes over in
silence. Numbers go from their text into `int` or `Decimal`; no `float` ever exists.

libyaml's parser does the work where PyYAML has it, PyYAML's own otherwise. Where the two differ (tabs, unusual line
breaks, directives, question marks) the text is made plain first, without moving anything; where they word or place
the same fault differently, or one misses it, `_syntax_fault` and `_missed_fault` make up for it.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

import yaml

from povcalc.numerals import FACTOR, figure_text, read
from povcalc.patterns import regex
from povcalc.places import Fault, Lines, Path, Place, Span
from povcalc.typos import in_form, is_composed
from povcalc.values import MAX_DIGITS, NUMBER, number_of


class TrapKind(StrEnum):
    """What can be wrong with a file's text, before any field is looked at: it would be read otherwise than it looks.

    A fault's values are `read`, what stands there (of `SYNTAX` one of `SYNTAX_FAULTS`); `count`, how often it does in
    the file when only the first place is given, or how long the number is; and `likely`, a reading of a number in
    the plain form. `related` is where a duplicate's original is.
    """

    NOT_UTF8 = "not_utf8"
    BYTE_ORDER_MARK = "byte_order_mark"
    CONTROL_CHARACTER = "control_character"
    TAB = "tab"
    NOT_NFC = "not_nfc"
    DIRECTIVE = "directive"
    SYNTAX = "syntax"
    EMPTY = "empty"
    SECOND_DOCUMENT = "second_document"
    TOO_DEEP = "too_deep"
    DUPLICATE_KEY = "duplicate_key"
    COMPLEX_KEY = "complex_key"
    MERGE_KEY = "merge_key"
    ANCHOR = "anchor"
    ALIAS = "alias"
    TAG = "tag"
    NUMBER_FORM = "number_form"
    LONG_NUMBER = "long_number"


HARMLESS = (TrapKind.BYTE_ORDER_MARK, TrapKind.NOT_NFC)
"""What is read right all the same, and better corrected."""

_HINTED_FAULTS = ("space", "look_alike", "comparison", "lone_hyphen", "tight_hyphen", "tight_colon", "no_colon")
SYNTAX_FAULTS = ("quote", "colon", "bracket", "character", "escape", "structure", *_HINTED_FAULTS)
"""What a text that is not YAML at all can suffer from."""

MAX_DEPTH = 64
"""Deeper nesting is refused: a nation's plan is 11 levels deep."""

PARSER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The event parser: libyaml's where PyYAML was built with it."""


class PlacedDict(dict[str, Any]):
    """A mapping that knows its places: four offsets a key (key's start and end, value's likewise)."""

    __slots__ = ("spans",)
    spans: "array[int]"


class PlacedList(list[Any]):
    """A sequence that knows its places: two offsets an item (start and end)."""

    __slots__ = ("spans",)
    spans: "array[int]"


class _Refused:
    """Stands where a value was that a fault has already been reported for."""

    def __repr__(self) -> str:
        return "REFUSED"

    def __reduce__(self) -> str:
        # There is one, in whatever process.
        return "REFUSED"


REFUSED: Final = _Refused()

_SMALL = 100
"""Mappings of a plan have fewer keys; a larger one is a mistake, or meant to be slow."""


@dataclass(frozen=True)
class Document:
    """A file's text, the plain values in it, and all that was found wrong with the text.

    `root` is `None` when nothing could be read; `whole` says whether the text was read to its end.
    Offsets count code points of `text`, which lacks the byte-order mark if there was one.
    """

    text: str
    root: Any
    traps: tuple[Fault[Span], ...] = ()
    whole: bool = True

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text."""
        return Lines(self.text)

    def place(self, span: Span) -> Place:
        """The lines and columns of a span."""
        return self.lines.place(span)

    @cached_property
    def _indexes(self) -> dict[int, dict[str, int]]:
        return {}

    @cached_property
    def _owners(self) -> dict[Path, tuple[Any, Span, int]]:
        """By path, the value there, where it stands, and how many steps lead to it."""
        return {}

    def _index(self, here: PlacedDict, key: str) -> int:
        """The position of a key; of a large mapping it is looked up, since all its keys may be asked for."""
        if len(here) <= _SMALL:
            return list(here).index(key)
        # The mappings are alive as long as the document, so that no other has the number.
        if id(here) not in self._indexes:
            self._indexes[id(here)] = {each: index for index, each in enumerate(here)}
        return self._indexes[id(here)][key]

    def span(self, path: Path, *, key: bool = False) -> Span:
        """Where the value at a path stands, or its key.

        A block mapping or sequence is pointed at by its key, an item of a sequence by its first
        line. A path that leads nowhere gives the nearest place on the way.
        """
        # The figures of an area are asked for one after another, in a plan full of mistakes many times.
        owner = path[:-1]
        here, span, known = self._owners.get(owner, (self.root, Span(0, 0), 0))
        for depth, step in enumerate(path[known:], known + 1):
            if depth == len(path):
                self._owners[owner] = here, span, known or depth - 1
            if isinstance(here, PlacedDict) and step in here:
                at = 4 * self._index(here, str(step))
                key_span, span = Span(*here.spans[at : at + 2]), Span(*here.spans[at + 2 : at + 4])
                here = here[str(step)]
                is_block = isinstance(here, (PlacedDict, PlacedList)) and span.end == span.start
                if is_block or here is None or (key and depth == len(path)):
                    span = key_span
            elif isinstance(here, PlacedList) and isinstance(step, int) and step < len(here):
                span = Span(*here.spans[2 * step : 2 * step + 2])
                here = here[step]
                if isinstance(here, PlacedDict) and here and span.end == span.start:
                    span = Span(*here.spans[0:2])
            else:
                break
        return span

    def refused(self) -> Iterator[tuple[Path, Span]]:
        """The values that a fault of the text has been told for, by their paths."""
        waiting: list[tuple[Path, Any]] = [((), self.root)]
        for path, here in waiting:
            if here is REFUSED:
                yield path, self.span(path)
            steps = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
            waiting += [((*path, step), value) for step, value in steps]


def parse(data: bytes | str) -> Document:
    """Read a file's content. Never raises: whatever is wrong with it is in `traps`."""
    traps: list[Fault[Span]] = []
    text = data if isinstance(data, str) else _decoded(data, traps)
    if text is None:
        return Document("", None, tuple(traps), whole=False)
    if text.startswith("\ufeff"):
        text = text[1:]
        traps.append(Fault(TrapKind.BYTE_ORDER_MARK, Span(0, 0), {}))
    is_plain = is_composed(text)
    if not is_plain:
        traps.append(_first_decomposed(text))
    builder = _Builder(traps, is_odd=not is_plain or "\t" in text)
    plain = _plain(text, traps)
    builder.run(plain)
    if not builder.whole and _LONE_HYPHEN.search(plain):
        # One where a figure stands says that it is missing, as any other dash does; the rest can be read.
        traps[:] = [each for each in traps if each.kind in HARMLESS]
        builder = _Builder(traps, is_odd=not is_plain or "\t" in text)
        builder.run(_LONE_HYPHEN.sub(r"\1–", _plain(text, traps)))
    if "\t" in text:
        traps.extend(_tabs(text, [] if builder.root is None else builder.scalars))
    traps.sort(key=lambda trap: trap.place)
    return Document(text, builder.root, tuple(traps), whole=builder.whole)


# From bytes to text that every YAML parser reads alike, each character still at its place.

# The characters that YAML forbids or that only some readers take for line breaks.
_CONTROL = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# Nothing is given back once it is taken: a break of CR LF could otherwise be tried as two, over and over.
_DIRECTIVES = regex(r"(?:[ ]*+(?:#[^\r\n]*+)?(?:\r\n|\n|\r))*+(%[^\r\n]*)")
_COMMENT = regex(r"(?:^|(?<=[ \t\r\n]))#[^\r\n]*")
# Tags, anchors and aliases are matched as well, to be left as they are.
_INNER_QUESTION_MARKS = regex(
    r"""(?<![^\s,\[\]{}])[!&*]\S* | (?: (?<=[^\s,\[\]{}?]) | (?<=[^\s,\[\]{}?:'"-][ ]) )(\?+)""", re.VERBOSE
)


def _decoded(data: bytes, traps: list[Fault[Span]]) -> str | None:
    """The text of a file's bytes, a sign standing for what is not UTF-8; `None` for UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        traps.append(Fault(TrapKind.NOT_UTF8, Span(0, 0), {"read": "UTF-16"}))
        return None
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        at = len(data[: error.start].decode().removeprefix("\ufeff"))
        read = f"0x{data[error.start]:02X}"
        traps.append(Fault(TrapKind.NOT_UTF8, Span(at, at + 1), {"read": read}))
        return data.decode(errors="replace")


def _plain(text: str, traps: list[Fault[Span]]) -> str:
    """The text without control characters, directives and tabs, each told but the last."""
    # A text without them is looked at in a fifth of the time that it takes to compile the pattern.
    if not text.replace("\n", "").isprintable() and (controls := list(_CONTROL.finditer(text))):
        read = f"U+{ord(controls[0][0]):04X}"
        values = {"read": read, "count": len(controls)}
        traps.append(Fault(TrapKind.CONTROL_CHARACTER, Span(*controls[0].span()), values))
        text = _CONTROL.sub(" ", text)
    parts: list[str] = []
    done = 0
    while (directive := _DIRECTIVES.match(text, done)) is not None:
        start, end = directive.span(1)
        traps.append(Fault(TrapKind.DIRECTIVE, Span(start, end), {"read": directive[1][:40]}))
        parts += (text[done:start], "#", text[start + 1 : end])
        done = end
    return "".join((*parts, text[done:])).replace("\t", " ")


_LONE_HYPHEN = regex(
    r"^( *(?:- )?[a-z_]*(?:households|rate|amount|total)[a-z_]*: +)-(?= *(?:#[^\r\n]*)?(?:[\r\n]|\Z))", re.MULTILINE
)


def _first_decomposed(text: str) -> Fault[Span]:
    """The first word of a text whose letters are written apart from their marks."""
    offset = 0
    for line in text.splitlines(keepends=True):
        if not is_composed(line):
            for word in re.finditer(r"\S+", line):
                if not is_composed(word[0]):
                    span = Span(offset + word.start(), offset + word.end())
                    return Fault(TrapKind.NOT_NFC, span, {"read": word[0]})
        offset += len(line)
    return Fault(TrapKind.NOT_NFC, Span(0, 0), {"read": ""})


def _tabs(text: str, scalars: Sequence[tuple[int, int]]) -> list[Fault[Span]]:
    """The first tab that is not in a comment, where tabs do no harm; `scalars` are the spans of all, in order."""
    comments = []
    for comment in _COMMENT.finditer(text):
        at = bisect_right(scalars, (comment.start(), len(text))) - 1
        if at < 0 or scalars[at][1] <= comment.start():
            comments.append(comment.span())
    found = []
    for tab in re.finditer("\t", text):
        at = bisect_right(comments, (tab.start(), len(text))) - 1
        if at < 0 or comments[at][1] <= tab.start():
            found.append(tab.start())
    return [Fault(TrapKind.TAB, Span(found[0], found[0] + 1), {"count": len(found)})] if found else []


def _without_question_marks(text: str) -> tuple[str, str]:
    """The text with a character that it lacks for each `?` inside a text, and that character.

    PyYAML's own parser ends a text at a question mark inside brackets, as in `{vi: Ai?, en: Who?}`.
    """
    stand_in = next(sign for sign in map(chr, range(0xE000, 0xF900)) if sign not in text)
    return _INNER_QUESTION_MARKS.sub(lambda found: stand_in * len(found[1]) if found[1] else found[0], text), stand_in


# What is no YAML, as both parsers are made to word and place it.

_FAULTS = (
    (r"quoted scalar", r"end of stream|document (?:indicator|separator)", "quote"),
    (r"quoted scalar", r"", "escape"),
    (r"", r"mapping values are not allowed", "colon"),
    (r"flow", r"", "bracket"),
    (r"", r"cannot start any token", "character"),
)
_TIGHT_COMMENT = regex(r"[|>][-+0-9]*#")
_SURROGATE_ESCAPE = regex(r"\\(?:u|U0000)[dD][89a-fA-F]|\\.", re.DOTALL)
_TOO_DEEP_FOR_LIBYAML = "exceeded maximum nesting depth"
"""What libyaml 0.2.6 says of a thousand brackets, which it looks through before it tells of the first."""


def _syntax_fault(error: yaml.MarkedYAMLError, text: str) -> tuple[str, int]:
    """Which of `SYNTAX_FAULTS` it is, and where."""
    context, problem = error.context or "", error.problem or ""
    around, mark = error.context_mark, error.problem_mark or error.context_mark
    at = min(mark.index if mark else 0, len(text))
    for in_context, in_problem, fault in _FAULTS:
        if re.search(in_context, context) and re.search(in_problem, problem):
            if fault == "quote" and around:
                return fault, around.index
            return fault, max(0, text.rfind("\\", 0, at + 1)) if fault == "escape" else at
    if around and context.endswith(" a tag"):
        at = around.index
    elif around and context.endswith(" a simple key") and text.startswith(("[", "{"), around.index):
        return "bracket", at
    return "structure", at


_ODD = frozenset(map(chr, (0x00A0, 0x1680, *range(0x2000, 0x200C), 0x202F, 0x205F, 0x2060, 0x3000)))
_ODD_SPACE = f"[{''.join(sorted(_ODD))}]"
_LIKELY = (
    ("space", regex(rf"[ ]*(?:- )?(?P<at>{_ODD_SPACE})|[^#'\"]*?:(?P<behind>{_ODD_SPACE})")),
    ("look_alike", regex(r"[ ]*(?:- )?[A-Za-z_]+ ?(?P<behind>[：∶﹕])|[ ]*(?P<at>[‐-―−•])\s*[A-Za-z_]+:")),
    ("comparison", regex(r"[ ]*(?:- )?[A-Za-z_]+: +(?P<behind>[<>]=? ?[0-9])")),
    ("lone_hyphen", regex(r"[ ]*(?:- )?[A-Za-z_]+: +(?P<behind>-)\s*$")),
    ("tight_hyphen", regex(r"[ ]*(?P<at>-)[A-Za-z_]+:")),
    ("tight_colon", regex(r"[ ]*(?:- )?[A-Za-z_]+(?P<at>:)[^\s:/].*")),
    ("no_colon", regex(r"[ ]*(?:- )?(?P<at>[A-Za-z_]+)(?: [^:#]*)?")),
)
_ENTRY = regex(r"(?P<indent>[ ]*(?:- )?)[^\s#:'\"-][^#:]*:(?:\s|$)")


def _likely_fault(text: str, fault: str, at: int) -> tuple[str, int]:
    """What is probably behind a fault that a parser only notices later, and where: in that line or the one above."""
    if fault == "structure" and text[at - 1 : at] in ("'", '"') and at:
        opened = text.rfind("\n", 0, at)
        while opened > 0:
            begun = text.rfind("\n", 0, opened) + 1
            if text.count(text[at - 1], begun, opened) % 2:
                return "quote", text.rfind(text[at - 1], begun, opened)
            opened = begun - 1
    if fault not in ("structure", "colon"):
        return fault, at
    lines = [(begun.start(), begun[0]) for begun in re.finditer(r"[^\r\n]+", text) if begun[0].strip()]
    here = max((number for number, (start, _) in enumerate(lines) if start <= at), default=0)
    for kind, pattern in _LIKELY:
        for number in (here - 1, here):
            if number < 0:
                continue
            start, line = lines[number]
            is_plain = kind not in ("tight_colon", "no_colon")
            found = pattern.match(line) if is_plain else pattern.fullmatch(line.rstrip())
            if found and (is_plain or _is_beside_entry(lines, number)):
                return kind, start + found.start(found.lastgroup or "at")
    return fault, at


def _is_beside_entry(lines: Sequence[tuple[int, str]], number: int) -> bool:
    """Whether the line above or below has a key where a line begins, so that this one should have one too.

    Above a line that has others inside of it stands that which begins where it does, or before.
    """
    width = _indent(lines[number][1])
    below = lines[number + 1][1] if number + 1 < len(lines) else ""
    has_inside = _indent(below) > width
    above = next((line for _, line in reversed(lines[:number]) if not has_inside or _indent(line) <= width), "")
    return any(entry is not None and len(entry["indent"]) == width for entry in map(_ENTRY.match, (above, below)))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" ").removeprefix("- "))


def _missed_fault(event: Any, text: str) -> tuple[str, int] | None:
    """A fault in a quoted or block scalar that one parser finds and the other passes over.

    libyaml takes `|#` for a block and a comment; PyYAML's own parser takes half a surrogate pair.
    """
    start, end = event.start_mark.index, event.end_mark.index
    if event.style != '"':
        tight = _TIGHT_COMMENT.match(text, start, end) if event.style in ("|", ">") else None
        return ("structure", tight.end() - 1) if tight else None
    try:
        event.value.encode()
    except UnicodeEncodeError:  # only half a pair cannot be encoded
        escapes = _SURROGATE_ESCAPE.finditer(text, start, end)
        return "escape", next((escape.start() for escape in escapes if len(escape[0]) > 2), start)  # noqa: PLR2004 - an escape of one letter
    return None


def _where_too_deep(text: str, otherwise: int) -> int:
    """Where the depth becomes too great, by PyYAML's own parser, which knows no limit and tells of each as it comes."""
    depth = 0
    with suppress(yaml.YAMLError):
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH and event.start_mark is not None:
                return event.start_mark.index
    return otherwise


# From a parser's events to plain values.

WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    "true": True,
    "false": False,
}
"""Words that stand for something else than themselves."""

_NUMBER_TRAP = regex(
    r"""[-+]?(?:
        0[0-9_]+(?:\.[0-9_]*)?              # 0123: eighty-three to some readers
      | 0[xX][0-9a-fA-F_]+ | 0[oO][0-7_]+ | 0[bB][01_]+
      | [0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?
      | \.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?
      | \.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN)
    )""",
    re.VERBOSE,
)
"""Writings that YAML readers take for numbers, each in its own way, and that are not `NUMBER`."""


def _likely_numbers(words: str) -> dict[str, Any]:
    """What a writing was probably meant for, as a trap has it: one number or none, or both that it may be."""
    digits = words.replace("_", "").removeprefix("+")
    if re.fullmatch(r"-?0[xX][0-9a-fA-F]+|-?0[bB][01]+|-?0[oO][0-7]+", digits):
        return {"likely": str(int(digits, 0))}
    numeral = read(words.removesuffix("."), FACTOR)
    both = {"readings": tuple(map(figure_text, numeral.readings))} if numeral.readings else {}
    return {"likely": None if numeral.figure is None else figure_text(numeral.figure), **both}


_MARK = regex(r"[^\s,\[\]{}]*")
"""An anchor or a tag, from its sign on."""

_DROPPED: Final = "<dropped>"
"""The pending key of an entry that is read past and not kept."""


class _Stop(Exception):  # noqa: N818 - a signal, not a fault
    """Ends the reading where going on would make no sense."""


class _Builder:
    """Builds plain values from a parser's events, on a stack of its own, so that no depth overflows.

    `_here` is the mapping or sequence being filled, `_key` the key whose value comes next, and
    `_stack` holds the same pair for every container around it. A text that `is_odd`, one with tabs or with letters
    written apart from their marks, has each scalar looked at; `scalars` are then the spans of all.
    """

    def __init__(self, traps: list[Fault[Span]], *, is_odd: bool) -> None:
        self.root: Any = None
        self.whole = False
        self.scalars: list[tuple[int, int]] = []
        self._text = ""
        self._stand_in = ""
        self._traps = traps
        self._is_odd = is_odd
        self._here: Any = None
        self._key: str | None = None
        self._key_span = (0, 0)
        self._stack: list[tuple[Any, str | None]] = []

    def run(self, text: str) -> None:
        """Read the text; what was read stays in `root`, and `whole` says whether all of it was."""
        self._text = text
        if issubclass(PARSER, yaml.parser.Parser) and "?" in text:
            text, self._stand_in = _without_question_marks(text)
            self._is_odd = True
        parser = PARSER(text)
        next_event = parser.get_event
        # Kept here and not on the builder, where it would lead back to it: a cycle keeps all that was read.
        on: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._start,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document_start,
            yaml.DocumentEndEvent: self._document_end,
            yaml.StreamStartEvent: lambda _: None,
        }
        try:
            while (kind := type(event := next_event())) is not yaml.StreamEndEvent:
                on[kind](event)
            if not self.whole:
                self._trap(TrapKind.EMPTY, 0, 0)
        except _Stop:
            pass
        except yaml.MarkedYAMLError as error:
            fault, at = _syntax_fault(error, self._text)
            if error.problem == _TOO_DEEP_FOR_LIBYAML:
                self._give_up(TrapKind.TOO_DEEP, _where_too_deep(text, at))
            else:
                self._broken(fault, at)
        except (ValueError, OverflowError):
            # PyYAML's own parser makes a character of an escape such as \U00110000 without a look.
            self._broken("escape", text.rfind("\\", 0, parser.get_mark().index))
        finally:
            parser.dispose()

    def _broken(self, fault: str, at: int) -> None:
        fault, at = _likely_fault(self._text, fault, min(at, max(len(self._text.rstrip()) - 1, 0)))
        self._give_up(TrapKind.SYNTAX, at, read=fault, sign=self._text[at : at + 1])

    def _give_up(self, kind: TrapKind, at: int, **values: Any) -> None:
        self.root, self.whole = None, False
        self._trap(kind, at, min(at + 1, len(self._text)), **values)

    def _trap(self, kind: TrapKind, start: int, end: int, *, first: Span | None = None, **values: Any) -> None:
        self._traps.append(Fault(kind, Span(start, max(end, start)), values, related=first))

    def _scalar(self, event: Any) -> None:
        start, end = span = event.start_mark.index, event.end_mark.index
        here, value = self._here, event.value
        if event.style or event.anchor is not None or event.tag is not None or self._is_odd:
            value = self._unusual(event)
        if type(here) is PlacedDict:
            if self._key is None:
                is_plain = value is not REFUSED and value not in here and value != "<<" and value[:1] not in _ODD
                self._key = value if is_plain else self._odd_key(here, value, event)
                self._key_span = span
                return
            if start == end:
                # Inside braces libyaml places nothing at what comes next, PyYAML behind the colon.
                colon = self._text.find(":", self._key_span[1], start)
                start = end = start if colon < 0 else colon + 1
        if event.implicit[0] and value is not REFUSED:
            value = self._plain_value(value, start, end)
        self._place(value, start, end)

    def _unusual(self, event: Any) -> Any:
        """The value of a scalar that is more than plain composed words."""
        self.scalars.append((event.start_mark.index, event.end_mark.index))
        value = in_form("NFC", event.value)
        if self._stand_in:
            value = value.replace(self._stand_in, "?")
        if event.style and (missed := _missed_fault(event, self._text)) is not None:
            self._broken(*missed)
            raise _Stop
        return REFUSED if self._is_marked(event) else value

    def _is_marked(self, event: Any) -> bool:
        """Whether a value has an anchor or a tag, which is told."""
        if event.anchor is None and event.tag is None:
            return False
        start = event.start_mark.index
        for kind, sign, mark in ((TrapKind.ANCHOR, "&", event.anchor), (TrapKind.TAG, "!", event.tag)):
            if mark is not None:
                at = max(start, self._text.find(sign, start))
                self._trap(kind, at, _MARK.match(self._text, at).end(), read=mark[:40])  # type: ignore[union-attr]  # matches anywhere
        return True

    def _start(self, event: Any) -> None:
        at = event.start_mark.index
        self._is_marked(event)
        value = PlacedDict() if type(event) is yaml.MappingStartEvent else PlacedList()
        value.spans = array("L")
        key = self._key
        if type(self._here) is PlacedDict and key is None:
            self._trap(TrapKind.COMPLEX_KEY, at, at + 1)
        else:
            self._place(value, at, at)
        self._stack.append((self._here, key))
        self._here, self._key = value, None
        if len(self._stack) > MAX_DEPTH:
            self._give_up(TrapKind.TOO_DEEP, at)
            raise _Stop

    def _end(self, event: Any) -> None:
        self._here, key = self._stack.pop()
        is_key = type(self._here) is PlacedDict and key is None
        self._key = _DROPPED if is_key else None
        closed = event.end_mark.index
        if closed > event.start_mark.index and self._here is not None and not is_key and key is not _DROPPED:
            self._here.spans[-1] = closed

    def _alias(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        self._trap(TrapKind.ALIAS, start, end, read=event.anchor[:40])
        if type(self._here) is PlacedDict and self._key is None:
            self._key = _DROPPED
        else:
            self._place(REFUSED, start, end)

    def _document_start(self, event: Any) -> None:
        if self.whole:
            at = event.start_mark.index
            self._trap(TrapKind.SECOND_DOCUMENT, at, at + 3)
            raise _Stop

    def _document_end(self, _: Any) -> None:
        self.whole = True

    def _place(self, value: Any, start: int, end: int) -> None:
        here = self._here
        if here is None:
            self.root = value
        elif type(here) is PlacedList:
            here.append(value)
            here.spans.extend((start, end))
        elif self._key is not _DROPPED:
            here[self._key] = value
            here.spans.extend((*self._key_span, start, end))
        self._key = None

    def _odd_key(self, here: PlacedDict, value: Any, event: Any) -> str:
        start, end = event.start_mark.index, event.end_mark.index
        if value is REFUSED:
            return _DROPPED
        if value[:1] in _ODD:
            self._broken("space", start)
            raise _Stop
        if value in here:
            at = 4 * list(here).index(value)
            self._trap(TrapKind.DUPLICATE_KEY, start, end, read=value, first=Span(*here.spans[at : at + 2]))
            return _DROPPED
        if event.implicit[0]:
            self._trap(TrapKind.MERGE_KEY, start, end, read=value)
            return _DROPPED
        return str(value)

    def _plain_value(self, words: str, start: int, end: int) -> Any:
        if words in WORDS:
            return WORDS[words]
        if words[0] not in "-+.0123456789":
            return words
        if NUMBER.fullmatch(words):
            if len(words) > MAX_DIGITS:
                self._trap(TrapKind.LONG_NUMBER, start, end, read=f"{words[:12]}…", count=len(words))
                return REFUSED
            return number_of(words)
        if words[4:5] == words[7:8] == "-" or "/" in words:  # a date, or a document's number; no pattern for these
            return words
        if _NUMBER_TRAP.fullmatch(words):
            likely = {"likely": None} if len(words) > MAX_DIGITS else _likely_numbers(words)
            self._trap(TrapKind.NUMBER_FORM, start, end, read=words[:40], **likely)
            return REFUSED
        return words
