"""Paths, positions in a text, and edits to it.

Where things are: paths into a plan's data, and places in the text of its file.

Edits to a text that leave every character but theirs as it is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

Path = tuple[str | int, ...]
"""The keys and list positions that lead from the root to a value: `("targets", "areas", 7, "id")`."""

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


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


class Lines:
    """The lines of a text, as an editor numbers them: ended by LF, CR or CR LF, and nothing else."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        self._starts.extend(found.end() for found in re.finditer(r"\r\n|\n|\r", text))

    def place(self, span: Span) -> Place:
        """The lines and columns of a span."""
        line, column = self._position(span.start)
        end_line, end_column = self._position(max(span.start, span.end))
        return Place(line, column, end_line, end_column)

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, without its end; empty for a line that the text does not have."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self._text)
        return self._text[start:end].rstrip("\r\n")


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
