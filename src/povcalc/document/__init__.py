"""From the bytes of a file to plain values and their places, in one pass.

The only room that knows PyYAML. It reads the plain part of YAML (mappings, sequences, scalars, one
document) from the parser's events, which keep the text and the position of every scalar, and
finds what PyYAML itself passes over in silence: each is a `Trap` with its span. Numbers go from
their text into `int` or `Decimal`; no `float` ever exists.

libyaml's parser does the work where PyYAML has it, PyYAML's own otherwise. Where the two differ
(tabs, unusual line breaks, directives) the text is made plain first, without moving anything.
"""

import unicodedata

from povcalc.document.building import MAX_DEPTH, Builder
from povcalc.document.faults import SYNTAX_FAULTS
from povcalc.document.plain import decoded, first_decomposed, plain, tabs
from povcalc.document.values import HARMLESS, REFUSED, Document, PlacedDict, PlacedList, Trap, TrapKind
from povcalc.places import Span

__all__ = [
    "HARMLESS",
    "MAX_DEPTH",
    "REFUSED",
    "SYNTAX_FAULTS",
    "Document",
    "PlacedDict",
    "PlacedList",
    "Trap",
    "TrapKind",
    "parse",
]


def parse(data: bytes | str) -> Document:
    """Read a file's content. Never raises: whatever is wrong with it is in `traps`."""
    traps: list[Trap] = []
    text = data if isinstance(data, str) else decoded(data, traps)
    if text is None:
        return Document("", None, tuple(traps), whole=False)
    if text.startswith("\ufeff"):
        text = text[1:]
        traps.append(Trap(TrapKind.BYTE_ORDER_MARK, Span(0, 0)))
    composed = unicodedata.is_normalized("NFC", text)
    if not composed:
        traps.append(first_decomposed(text))
    builder = Builder(traps, composed=composed)
    builder.run(plain(text, traps))
    if "\t" in text:
        traps.extend(tabs(text, builder.root))
    traps.sort(key=lambda trap: trap.span)
    return Document(text, builder.root, tuple(traps), whole=builder.whole)
