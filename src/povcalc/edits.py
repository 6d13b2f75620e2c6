"""Edits to a text that leave every character but theirs as it is."""

from collections.abc import Iterable
from typing import NamedTuple

from povcalc.places import Span


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
