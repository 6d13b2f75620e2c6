"""What reading a text gives: plain values that know their places, and the traps in the text."""

from array import array
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from povcalc.places import Lines, Path, Place, Span


class TrapKind(StrEnum):
    """What can be wrong with a file's text, before any field is looked at."""

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
"""What is read right all the same, and better mended."""


@dataclass(frozen=True, slots=True)
class Trap:
    """Something in the text that would be read otherwise than it looks.

    `read` is what stands there, `count` how often it does in the file when only the first place
    is told, `likely` a reading of it in the plain form, `first` where a duplicate's original is.
    """

    kind: TrapKind
    span: Span
    read: str = ""
    count: int = 1
    likely: str | None = None
    first: Span | None = None


class PlacedDict(dict[str, Any]):
    """A mapping that knows its places: four offsets a key (key's start and end, value's likewise)."""

    __slots__ = ("spans",)
    spans: "array[int]"


class PlacedList(list[Any]):
    """A sequence that knows its places: two offsets an item (start and end)."""

    __slots__ = ("spans",)
    spans: "array[int]"


class _Refused:
    """Stands where a value was that a trap has already been reported for."""

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
    traps: tuple[Trap, ...] = field(default=())
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
        here, span = self.root, Span(0, 0)
        for depth, step in enumerate(path):
            last = depth == len(path) - 1
            if isinstance(here, PlacedDict) and step in here:
                at = 4 * self._index(here, str(step))
                key_span, value_span = Span(*here.spans[at : at + 2]), Span(*here.spans[at + 2 : at + 4])
                here = here[str(step)]
                block = isinstance(here, (PlacedDict, PlacedList)) and value_span.end == value_span.start
                span = key_span if (last and key) or block or here is None else value_span
            elif isinstance(here, PlacedList) and isinstance(step, int) and step < len(here):
                span = Span(*here.spans[2 * step : 2 * step + 2])
                here = here[step]
                if isinstance(here, PlacedDict) and here and span.end == span.start:
                    span = Span(*here.spans[0:2])
            else:
                break
        return span
