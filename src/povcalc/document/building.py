"""From a parser's events to plain values with their places."""

import re
import unicodedata
from array import array
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any, Final

import yaml

from povcalc.document.faults import fault_of, missed_fault
from povcalc.document.values import REFUSED, PlacedDict, PlacedList, Trap, TrapKind
from povcalc.figures import MAX_DIGITS, NUMBER
from povcalc.places import Span

MAX_DEPTH = 64
"""Deeper nesting is refused: a nation's plan is 11 levels deep."""

PARSER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The event parser: libyaml's where PyYAML was built with it."""


_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "false": False,
}

_NUMBER_TRAP = re.compile(
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


def _likely_number(words: str) -> str | None:
    digits = words.replace("_", "").removeprefix("+")
    if re.fullmatch(r"-?0[xX][0-9a-fA-F]+|-?0[bB][01]+|-?0[oO][0-7]+", digits):
        return str(int(digits, 0))
    if re.fullmatch(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?", digits):
        return format(Decimal(digits), "f")
    return None


_MARK = re.compile(r"[^\s,\[\]{}]*")
"""An anchor or a tag, from its sign on."""

_DROPPED: Final = "<dropped>"
"""The pending key of an entry that is read past and not kept."""


_INNER_QUESTION_MARKS = re.compile(
    r"""(?<![^\s,\[\]{}])[!&*]\S* | (?: (?<=[^\s,\[\]{}?]) | (?<=[^\s,\[\]{}?:'"-][ ]) )(\?+)""", re.VERBOSE
)


def _without_question_marks(text: str) -> tuple[str, str]:
    """The text with a character that it lacks for each `?` inside a text, and that character.

    PyYAML's own parser ends a text at a question mark inside brackets, as in `{vi: Ai?, en: Who?}`.
    """
    stand_in = next(sign for sign in map(chr, range(0xE000, 0xF900)) if sign not in text)
    # Tags, anchors and aliases are matched as well, to be left as they are.
    return _INNER_QUESTION_MARKS.sub(lambda found: stand_in * len(found[1]) if found[1] else found[0], text), stand_in


_TOO_DEEP_FOR_LIBYAML = "exceeded maximum nesting depth"
"""What libyaml 0.2.6 says of a thousand brackets, which it looks through before it tells of the first."""


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


class _Stop(Exception):  # noqa: N818 - a signal, not a fault
    """Ends the reading where going on would make no sense."""


class Builder:
    """Builds plain values from a parser's events, on a stack of its own, so that no depth overflows.

    `_here` is the mapping or sequence being filled, `_key` the key whose value comes next, and
    `_stack` holds the same pair for every container around it.
    """

    def __init__(self, traps: list[Trap], *, composed: bool) -> None:
        self.root: Any = None
        self.whole = False
        self._text = ""
        self._stand_in = ""
        self._traps = traps
        self._composed = composed
        self._here: Any = None
        self._key: str | None = None
        self._key_span = (0, 0)
        self._stack: list[tuple[Any, str | None]] = []

    def run(self, text: str) -> None:
        """Read the text; what was read stays in `root`, and `whole` says whether all of it was."""
        self._text = text
        if issubclass(PARSER, yaml.parser.Parser) and "?" in text:
            text, self._stand_in = _without_question_marks(text)
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
            fault, at = fault_of(error, self._text)
            if error.problem == _TOO_DEEP_FOR_LIBYAML:
                self._too_deep(_where_too_deep(text, at))
            else:
                self._broken(fault, at)
        except (ValueError, OverflowError):
            # PyYAML's own parser makes a character of an escape such as \U00110000 without a look.
            self._broken("escape", text.rfind("\\", 0, parser.get_mark().index))
        finally:
            parser.dispose()

    def _broken(self, fault: str, at: int) -> None:
        self.root, self.whole = None, False
        self._trap(TrapKind.SYNTAX, at, min(at + 1, len(self._text)), read=fault)

    def _too_deep(self, at: int) -> None:
        self.root, self.whole = None, False
        self._trap(TrapKind.TOO_DEEP, at, at + 1)

    def _trap(self, kind: TrapKind, start: int, end: int, **told: Any) -> None:
        self._traps.append(Trap(kind, Span(start, max(end, start)), **told))

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        here, value = self._here, event.value
        if event.style or event.anchor is not None or event.tag is not None or self._stand_in or not self._composed:
            value = self._unusual(event)
        if type(here) is PlacedDict:
            if self._key is None:
                is_plain = value is not REFUSED and value not in here and value != "<<"
                self._key = value if is_plain else self._odd_key(here, value, event)
                self._key_span = (start, end)
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
        value = unicodedata.normalize("NFC", event.value)
        if self._stand_in:
            value = value.replace(self._stand_in, "?")
        if event.style and (missed := missed_fault(event, self._text)) is not None:
            self._broken(*missed)
            raise _Stop
        if event.anchor is None and event.tag is None:
            return value
        self._marked(event)
        return REFUSED

    def _start(self, event: Any) -> None:
        at = event.start_mark.index
        if event.anchor is not None or event.tag is not None:
            self._marked(event)
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
            self._too_deep(at)
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
        if value in here:
            at = 4 * list(here).index(value)
            self._trap(TrapKind.DUPLICATE_KEY, start, end, read=value, first=Span(*here.spans[at : at + 2]))
            return _DROPPED
        if value == "<<" and event.implicit[0]:
            self._trap(TrapKind.MERGE_KEY, start, end, read=value)
            return _DROPPED
        return str(value)

    def _marked(self, event: Any) -> None:
        start = event.start_mark.index
        for kind, sign, read in ((TrapKind.ANCHOR, "&", event.anchor), (TrapKind.TAG, "!", event.tag)):
            if read is not None:
                at = max(start, self._text.find(sign, start))
                self._trap(kind, at, _MARK.match(self._text, at).end(), read=read[:40])  # type: ignore[union-attr]  # matches anywhere

    def _plain_value(self, words: str, start: int, end: int) -> Any:
        if words in _WORDS:
            return _WORDS[words]
        if words[0] not in "-+.0123456789":
            return words
        if NUMBER.fullmatch(words):
            if len(words) > MAX_DIGITS:
                self._trap(TrapKind.LONG_NUMBER, start, end, read=f"{words[:12]}…", count=len(words))
                return REFUSED
            return Decimal(words) if "." in words else int(words)
        if _NUMBER_TRAP.fullmatch(words):
            likely = None if len(words) > MAX_DIGITS else _likely_number(words)
            self._trap(TrapKind.NUMBER_FORM, start, end, read=words[:40], likely=likely)
            return REFUSED
        return words
