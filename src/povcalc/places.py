"""Where things are: paths into a plan's data, places in a text; what is wrong there, and edits to the text."""

import io
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from povcalc.patterns import regex

Path = tuple[str | int, ...]
"""The keys and list positions that lead from the root to a value: `("targets", "areas", 7, "id")`."""

_PLAIN_KEY = regex(r"[A-Za-z_][A-Za-z0-9_-]*")


def dotted(path: Path) -> str:
    """A path as a person writes it: `targets.areas[7].reduction_households`."""
    words = ""
    for step in path:
        if isinstance(step, int):
            words += f"[{step}]"
        elif _PLAIN_KEY.fullmatch(step):
            words += f".{step}" if words else step
        else:
            words += f"[{step!r}]"
    return words


class Span(NamedTuple):
    """A stretch of a text, in code points from its beginning; `end` is just behind it."""

    start: int
    end: int


class Place(NamedTuple):
    """Where a finding points in a file; lines and columns count from 1, columns in code points."""

    line: int
    column: int
    end_line: int
    end_column: int


class Spot(NamedTuple):
    """A place in another file than the plan's."""

    file: str
    place: Place


P = TypeVar("P", Path, Span, Spot)


class Fault(NamedTuple, Generic[P]):
    """Something wrong in a file, before it is put into words; `povcalc.checks` has the words for each kind.

    `place` is a path in the file's data, a stretch of its text or a spot in another file; `values` are what the words
    need. `key` is set when the name of the field at a path is what is wrong, not its value. `related` is where
    something stands that is at odds with it.
    """

    kind: str
    place: P
    values: Mapping[str, Any]
    key: bool = False
    related: Path | Span | None = None


class Lines:
    """The lines of a text, as an editor numbers them: ended by LF, CR or CR LF, and nothing else."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        self._starts.extend(found.end() for found in re.finditer(r"\r\n|\n|\r", text))

    def place(self, span: Span) -> Place:
        """The lines and columns of a span."""
        starts, end = self._starts, max(span.start, span.end)
        line = bisect_right(starts, span.start)
        # Most are within a line.
        end_line = line if line == len(starts) or end < starts[line] else bisect_right(starts, end)
        return Place(line, span.start - starts[line - 1] + 1, end_line, end - starts[end_line - 1] + 1)

    def start(self, number: int) -> int:
        """The offset at which a line begins; of one behind the last, the end of the text."""
        return self._starts[number - 1] if 1 <= number <= len(self._starts) else len(self._text)

    def line(self, number: int) -> str:
        """The text of a line, without its end; empty for a line that the text does not have."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self._text)
        return self._text[start:end].rstrip("\r\n")


def lines_with_ends(text: str) -> list[str]:
    """The lines of a text as `Lines` numbers them, with their ends.

    `str.splitlines` ends one at other signs too, such as the line break of Word within a cell of a table, which would
    put the rest of a row under other headings.
    """
    return io.StringIO(text, newline="").readlines()


class Edit(NamedTuple):
    """New text in the place of a span; an empty span inserts."""

    span: Span
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits, which may not overlap; those at one place come in the order given."""
    parts: list[str] = []
    done = 0
    for span, new in sorted(edits, key=lambda edit: edit.span):
        parts += (text[done : span.start], new)
        done = span.end
    return "".join((*parts, text[done:]))
