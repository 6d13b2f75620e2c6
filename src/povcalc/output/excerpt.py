"""The line of a file that a finding points at, with the figure underlined."""

from rich.cells import cell_len
from rich.text import Text as Styled

from povcalc.messages import printable
from povcalc.places import Place
from povcalc.plan.yaml_reader import Document

_BEFORE = 12
"""How many cells of a line too long for the screen are kept before the figure, at the least."""


def excerpt(document: Document, place: Place, width: int, style: str) -> tuple[Styled, Styled]:
    """The line and the underline beneath it, each no wider than `width` cells.

    Characters that a terminal would act on are spelt out, and the underline moves with them.
    """
    line = document.lines.line(place.line)
    end = place.end_column if place.end_line == place.line else len(line) + 1
    before = printable(line[: place.column - 1].replace("\t", " "))
    marked = printable(line[place.column - 1 : end - 1].replace("\t", " "))
    after = printable(line[end - 1 :].replace("\t", " "))
    gutter = f"{place.line:>5} | "
    room = max(width - len(gutter), 20)
    if cell_len(before) + max(cell_len(marked + after), 1) > room:
        before, marked = _clipped(before, marked, room, cell_len(after))
        after = _head(after, room - cell_len(before) - cell_len(marked))
    shown = Styled(gutter, style="dim")
    shown.append(before, style="not dim")
    shown.append(marked, style=f"not dim bold {style}")
    shown.append(after, style="not dim")
    under = Styled(" " * (len(gutter) - 2) + "| ", style="dim")
    under.append(" " * cell_len(before) + "^" * max(cell_len(marked), 1), style=f"not dim bold {style}")
    return shown, under


def _clipped(before: str, marked: str, room: int, behind: int) -> tuple[str, str]:
    under = max(cell_len(marked), 1)  # a place behind the last character is marked too
    if cell_len(before) + under > room:
        before = _tail(before, max(_BEFORE, room - under - behind))
    return before, _head(marked, room - cell_len(before))


def _head(words: str, room: int) -> str:
    """As much of the beginning as fits, ending in `…` when it is not all."""
    if cell_len(words) <= room:
        return words
    kept = words[: max(room - 1, 0)]
    while cell_len(kept) > room - 1 and kept:
        kept = kept[:-1]
    return f"{kept}…" if room > 0 else ""


def _tail(words: str, room: int) -> str:
    if cell_len(words) <= room:
        return words
    kept = words[-(room - 1) :]
    while cell_len(kept) > room - 1 and kept:
        kept = kept[1:]
    return f"…{kept}"
