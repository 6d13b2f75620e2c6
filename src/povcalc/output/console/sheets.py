"""Sheets on the screen: one table each, long texts wrapped, no number broken on a screen that can hold it.

Where the figures of an area do not fit beside each other, they go on in a second table below. Rows of
a group stand under its name, which is a column where it is short and a line of its own where it is not.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from povcalc.output.shown import Shown, heading, items, words
from povcalc.sheets import Cell, Column, Names, Readers, Row, Sheet
from povcalc.text import Lang, Text, printable

_BUILT_IN = Text(" (built-in plan)", " (kế hoạch cài sẵn)")
_GAP = 2
"""Spaces between two columns."""
_WORD = 16
"""Words up to this width are not broken, however narrow the screen."""
_SHORT = 8
"""A heading up to this width stays on one line."""
_HEADING = 12
"""How wide a column of numbers may grow so that its heading takes two lines only."""
_NAMES = 24
"""The width that names should have beside figures before the figures are put in two tables."""


def show_sheets(console: Console, shown: Shown, lang: Lang) -> None:
    """Print the document's title, then each sheet, an empty line between them."""
    show_title(console, shown, lang)
    for at, sheet in enumerate(shown.sheets):
        if at and shown.sheets[at - 1].notes:
            console.print()
        show_sheet(console, sheet, lang)


def show_title(console: Console, shown: Shown, lang: Lang, *, apart: bool = True) -> None:
    """Print the document's title, and that it is the built-in plan if it is; an empty line to set it apart."""
    line = Styled(printable(shown.title.to(lang)), style="bold")
    if shown.built_in:
        line.append(_BUILT_IN.to(lang), style="not bold dim")
    console.print(line)
    if apart:
        console.print()


def show_sheet(console: Console, sheet: Sheet, lang: Lang) -> None:
    """Print a sheet's title, its rows and its notes."""
    console.print(Styled(printable(heading(sheet).to(lang)), style="bold"))
    if sheet.rows:
        for part in _parts(_laid_out(sheet.read_by(Readers.PEOPLE), lang), console.width):
            _print_part(console, part)
            console.print()
    for note in sheet.notes:
        console.print(Styled(printable(note.to(lang)), style="dim"))


class _Line(NamedTuple):
    """One row in words; `name` is its group's, where that stands on a line of its own."""

    cells: tuple[str, ...]
    row: Row
    name: str = ""


class _Laid(NamedTuple):
    """A sheet in words, with the headings of its columns; `summed` when sums follow its rows."""

    columns: tuple[Column, ...]
    headings: tuple[str, ...]
    lines: tuple[_Line, ...]
    grouped: int | None
    summed: bool = False
    apart: bool = False


def _laid_out(sheet: Sheet, lang: Lang) -> _Laid:
    """A sheet in the words of a language, areas indented by their depth."""
    lines = []
    for row in sheet.rows:
        cells = [_in_words(cell, column, lang) for cell, column in zip(row.cells, sheet.columns, strict=True)]
        cells[0] = "  " * row.depth + cells[0]
        lines.append(_Line(tuple(cells), row))
    grouped = next((at for at, column in enumerate(sheet.columns) if column.key == sheet.grouped), None)
    headings = tuple(printable(column.heading.to(lang)) for column in sheet.columns)
    return _Laid(sheet.columns, headings, tuple(lines), grouped, sheet.grouped is None, sheet.apart)


def _in_words(cell: Cell, column: Column, lang: Lang) -> str:
    if column.whole and isinstance(cell, Names):
        return "\n".join(map(printable, items(cell, lang)))
    return printable(words(cell, column, lang))


def _parts(laid: _Laid, width: int) -> Iterator[_Laid]:
    """The tables that a sheet needs: more than one where its figures do not fit beside each other."""
    if laid.grouped is not None:
        yield _with_names_apart(laid) if _is_long(laid, width) else _named_once(laid)
        return
    fixed = [at for at, column in enumerate(laid.columns) if column.numeric]
    others = [at for at, column in enumerate(laid.columns) if not column.numeric]
    names = sum(min(_natural(laid, at), _NAMES) + _GAP for at in others)
    batch: list[int] = []
    for at in fixed:
        if batch and names + sum(_needed(laid, each) + _GAP for each in (*batch, at)) - _GAP > width:
            yield _with_numbers(laid, others, batch)
            batch = []
        batch.append(at)
    yield _with_numbers(laid, others, batch)


def _with_numbers(laid: _Laid, others: Sequence[int], numbers: Sequence[int]) -> _Laid:
    """Some columns of numbers beside the others, without rows in which none of these has anything."""
    kept = tuple(line for line in laid.lines if not numbers or any(line.cells[at] for at in numbers))
    return _only(laid._replace(lines=kept), sorted((*others, *numbers)))


def _only(laid: _Laid, kept: Sequence[int]) -> _Laid:
    def pick(values: Sequence[str]) -> tuple[str, ...]:
        return tuple(values[at] for at in kept)

    lines = tuple(line._replace(cells=pick(line.cells)) for line in laid.lines)
    return _Laid(tuple(laid.columns[at] for at in kept), pick(laid.headings), lines, None, laid.summed)


def _is_long(laid: _Laid, width: int) -> bool:
    return laid.grouped is not None and (laid.apart or _natural(laid, laid.grouped) * 3 > width)


def _with_names_apart(laid: _Laid) -> _Laid:
    """The name of each group on a line above its rows instead of in a column."""
    at = laid.grouped or 0
    kept = [other for other in range(len(laid.columns)) if other != at]
    apart = _only(laid, kept)
    named = zip(apart.lines, laid.lines, strict=True)
    return apart._replace(lines=tuple(line._replace(name=whole.cells[at]) for line, whole in named), grouped=at)


def _named_once(laid: _Laid) -> _Laid:
    """The name of each group in its first row only."""
    lines, group = [], None
    for line in laid.lines:
        cells = list(line.cells)
        if line.row.group == group:
            cells[laid.grouped or 0] = ""
        group = line.row.group
        lines.append(line._replace(cells=tuple(cells)))
    return laid._replace(lines=tuple(lines), grouped=None)


def _print_part(console: Console, laid: _Laid) -> None:
    indent = 0 if laid.grouped is None else _GAP
    widths = _widths(laid, console.width - indent)
    if laid.grouped is None:
        console.print(_table(laid, widths, laid.lines, headed=True))
        return
    console.print(Padding(_table(laid, widths, (), headed=True), (0, 0, 0, indent)))
    for group in dict.fromkeys(line.row.group for line in laid.lines):
        lines = [line for line in laid.lines if line.row.group == group]
        console.print(Styled(lines[0].name, style="bold"))
        filled = [line for line in lines if any(line.cells)]
        if filled:
            console.print(Padding(_table(laid, widths, filled, headed=False), (0, 0, 0, indent)))


def _table(laid: _Laid, widths: Sequence[int], lines: Sequence[_Line], *, headed: bool) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD if headed else None,
        show_header=headed,
        show_edge=False,
        pad_edge=False,
        padding=(0, _GAP - 1 if headed else _GAP, 0, 0),
    )
    for column, name, width in zip(laid.columns, laid.headings, widths, strict=True):
        table.add_column(name, width=width, justify="right" if column.numeric else "left", overflow="fold")
    for at, line in enumerate(lines):
        if at and laid.summed and line.row.group != lines[at - 1].row.group:
            table.add_section()
        table.add_row(*map(Styled, line.cells), style="bold" if line.row.strong else "")
    return table


def _natural(laid: _Laid, at: int) -> int:
    """The width at which nothing in a column wraps."""
    return max(cell_len(laid.headings[at]), *(_width(line.cells[at]) for line in laid.lines))


def _width(cell: str) -> int:
    return max(map(cell_len, cell.split("\n")))


def _longest_word(laid: _Laid, at: int) -> int:
    words_of = (word for cell in (laid.headings[at], *(line.cells[at] for line in laid.lines)) for word in cell.split())
    return max(map(cell_len, words_of), default=0)


def _needed(laid: _Laid, at: int) -> int:
    """The width at which no cell of a column wraps, and no word of its heading."""
    heading_ = max(longest_word(laid.headings[at]), min(in_two_lines(laid.headings[at]), _HEADING))
    return max(heading_, *(_width(line.cells[at]) for line in laid.lines))


def longest_word(heading_: str) -> int:
    """The width of a text's longest word."""
    return max(map(cell_len, heading_.split()), default=0)


def in_two_lines(heading_: str) -> int:
    """The least width in which a heading's words take no more than two lines; a short one is not divided."""
    if cell_len(heading_) <= _SHORT:
        return cell_len(heading_)
    parts = heading_.split()
    return min(
        max(cell_len(" ".join(parts[:cut])), cell_len(" ".join(parts[cut:]))) for cut in range(1, len(parts) + 1)
    )


def _widths(laid: _Laid, width: int) -> list[int]:
    """Columns of numbers and dates as wide as they need; texts share the rest by how much they hold."""
    widths = [_needed(laid, at) if column.numeric or column.whole else 0 for at, column in enumerate(laid.columns)]
    texts = [at for at, column in enumerate(laid.columns) if not (column.numeric or column.whole)]
    room = width - sum(widths) - _GAP * (len(widths) - 1)
    natural = {at: _natural(laid, at) for at in texts}
    # Square roots, so that one very long cell does not squeeze the other columns.
    held = {at: 1 + sum(math.isqrt(100 * cell_len(line.cells[at])) for line in laid.lines) for at in texts}
    least = {at: min(_WORD, _longest_word(laid, at)) for at in texts}
    while texts:
        weight = sum(held[at] for at in texts)
        share = {at: max(least[at], room * held[at] // weight) for at in texts}
        # Those that need no more than their share leave the rest to the others.
        settled = [at for at in texts if natural[at] <= share[at]] or [at for at in texts if share[at] == least[at]]
        for at in settled or tuple(texts):
            widths[at] = max(1, min(natural[at], share[at]))
            room -= widths[at]
            texts.remove(at)
    return widths
