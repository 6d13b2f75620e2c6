"""Bytes to text that every YAML parser reads alike, each character still at its place."""

import re
import unicodedata
from bisect import bisect_right
from typing import Any

from povcalc.document.values import PlacedDict, PlacedList, Trap, TrapKind
from povcalc.places import Span


def decoded(data: bytes, traps: list[Trap]) -> str | None:
    """The text of a file's bytes, a sign standing for what is not UTF-8; `None` for UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        traps.append(Trap(TrapKind.NOT_UTF8, Span(0, 0), read="UTF-16"))
        return None
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        at = len(before.removeprefix("\ufeff"))
        traps.append(Trap(TrapKind.NOT_UTF8, Span(at, at + 1), read=f"0x{data[error.start]:02X}"))
        return data.decode(errors="replace")


# The characters that YAML forbids or that only some readers take for line breaks.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# Nothing is given back once it is taken: a break of CR LF could otherwise be tried as two, over and over.
_DIRECTIVES = re.compile(r"(?:[ ]*+(?:#[^\r\n]*+)?(?:\r\n|\n|\r))*+(%[^\r\n]*)")


def plain(text: str, traps: list[Trap]) -> str:
    """The text as every YAML parser reads alike, each character still at its place."""
    controls = list(_CONTROL.finditer(text))
    if controls:
        first = controls[0]
        traps.append(
            Trap(
                TrapKind.CONTROL_CHARACTER,
                Span(*first.span()),
                read=f"U+{ord(first[0]):04X}",
                count=len(controls),
            )
        )
        text = _CONTROL.sub(" ", text)
    parts: list[str] = []
    done = 0
    while (directive := _DIRECTIVES.match(text, done)) is not None:
        start, end = directive.span(1)
        traps.append(Trap(TrapKind.DIRECTIVE, Span(start, end), read=directive[1][:40]))
        parts += (text[done:start], "#", text[start + 1 : end])
        done = end
    return "".join((*parts, text[done:])).replace("\t", " ")


def first_decomposed(text: str) -> Trap:
    """The first word of a text whose letters are written apart from their marks."""
    offset = 0
    for line in text.splitlines(keepends=True):
        if not unicodedata.is_normalized("NFC", line):
            for word in re.finditer(r"\S+", line):
                if not unicodedata.is_normalized("NFC", word[0]):
                    return Trap(TrapKind.NOT_NFC, Span(offset + word.start(), offset + word.end()), read=word[0])
        offset += len(line)
    return Trap(TrapKind.NOT_NFC, Span(0, 0))


def tabs(text: str, root: Any) -> list[Trap]:
    """The first tab that is not in a comment, where tabs do no harm."""
    scalars = sorted(_scalar_spans(root))
    comments = _comment_spans(text, scalars)
    found = []
    for tab in re.finditer("\t", text):
        at = bisect_right(comments, (tab.start(), len(text))) - 1
        if at < 0 or comments[at].end <= tab.start():
            found.append(tab.start())
    if not found:
        return []
    return [Trap(TrapKind.TAB, Span(found[0], found[0] + 1), count=len(found))]


def _scalar_spans(root: Any) -> list[Span]:
    spans, waiting = [], [root]
    while waiting:
        here = waiting.pop()
        if isinstance(here, PlacedDict):
            for index, value in enumerate(here.values()):
                spans.append(Span(*here.spans[4 * index : 4 * index + 2]))
                if not isinstance(value, (PlacedDict, PlacedList)):
                    spans.append(Span(*here.spans[4 * index + 2 : 4 * index + 4]))
            waiting.extend(here.values())
        elif isinstance(here, PlacedList):
            for index, value in enumerate(here):
                if not isinstance(value, (PlacedDict, PlacedList)):
                    spans.append(Span(*here.spans[2 * index : 2 * index + 2]))
            waiting.extend(here)
    return spans


def _comment_spans(text: str, scalars: list[Span]) -> list[Span]:
    comments = []
    at = 0
    for found in re.finditer(r"(?:^|(?<=[ \t\r\n]))#[^\r\n]*", text):
        while at < len(scalars) and scalars[at].end <= found.start():
            at += 1
        inside = at < len(scalars) and scalars[at].start <= found.start() < scalars[at].end
        if not inside:
            comments.append(Span(*found.span()))
    return comments
