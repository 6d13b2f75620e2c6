"""A plan on one screen: bars of its areas' poverty rates on one scale, and of where its money comes from.

Bars differ by their signs, not by colour, so that they read the same without any. Where the
screen's encoding has no blocks, other signs stand for them.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from povcalc.output.console.sheets import in_two_lines, show_title
from povcalc.output.shown import Shown, fact_words, words
from povcalc.sheets import Axis, Bar, Portrait, Readers, Sheet, filled
from povcalc.text import Lang, Text, Value, join, printable, same, say

_COLOUR = "cyan"
_NONE = "-"
_GAP = 2
_NAMES = 40
"""The most that names take; longer ones wrap."""
_BARS = range(8, 61)
"""How wide bars may be; on a screen with less room there are none."""


class Signs(NamedTuple):
    """What bars and axes are drawn with."""

    stays: str
    leaves: str
    axis: str


BLOCKS = Signs("█", "░", "─")
ASCII = Signs("#", ".", "-")

_LEGEND = Text(
    "{stays} poor at the end of the year   {leaves} fall in the rate over the year",
    "{stays} còn nghèo cuối năm   {leaves} mức giảm trong năm",
)
_NOTHING = Text(
    "Nothing to draw: no area has its poverty rate at both ends of the year, and no line of funding an amount.",
    "Không có gì để vẽ biểu đồ: chưa địa bàn nào có tỷ lệ hộ nghèo cả đầu năm và cuối năm, chưa nguồn vốn nào có "
    "số tiền.",
)


def show_portrait(console: Console, shown: Shown, portrait: Portrait, lang: Lang, *, ascii_only: bool) -> None:
    """Print the portrait of a plan."""
    signs = ASCII if ascii_only else BLOCKS
    show_title(console, shown, lang, apart=False)
    _show_head(console, portrait, lang)
    if portrait.rates is not None:
        console.print(_rates(portrait, portrait.rates, signs, lang, console.width))
        if _has_room(portrait.rates, portrait.axis, lang, console.width):
            legend = say(*_LEGEND, stays=signs.stays, leaves=signs.leaves)
            console.print(Styled(legend.to(lang)))
        _show_notes(console, portrait.rates, lang)
        console.print()
    if portrait.funding is not None:
        console.print(_funding(portrait, portrait.funding, signs, lang, console.width))
        _show_notes(console, portrait.funding, lang)
    if portrait.axis is None and portrait.shares_axis is None:
        console.print(Styled(_NOTHING.to(lang)))


def _show_head(console: Console, portrait: Portrait, lang: Lang) -> None:
    """Who issued the plan and when; what it aims at, in words."""
    known = {fact.key: fact.value for fact in portrait.facts}
    for told in (_issued(known), _aims(portrait, known, lang)):
        if told is not None:
            console.print(Styled(printable(told.to(lang))))
    console.print()


def _issued(known: Mapping[str, Value]) -> Text | None:
    """Who issued the plan, and when."""
    parts = [say("{issuer}", "{issuer}", issuer=known["issuer"])] if "issuer" in known else []
    if "issued" in known:
        parts.append(say("{day}", "ngày {day}", day=known["issued"]))
    return join(parts, ", ") if parts else None


def _aims(portrait: Portrait, known: Mapping[str, Value], lang: Lang) -> Text | None:
    """The root area, the year, and the headline targets in words."""
    parts = [say("{area}", "{area}", area=known["area"])] if "area" in known else []
    if "year" in known:
        parts.append(say("{year}", "năm {year}", year=known["year"]))
    whose = [join(parts, ", ")] if parts else []
    aims = [same("; ".join(fact_words(fact, lang) for fact in portrait.headline))] if portrait.headline else []
    return join([*whose, *aims], " – ") if whose or aims else None


def _show_notes(console: Console, sheet: Sheet, lang: Lang) -> None:
    for note in sheet.notes:
        console.print(Styled(printable(note.to(lang)), style="dim"))


def _rates(portrait: Portrait, sheet: Sheet, signs: Signs, lang: Lang, width: int) -> Table:
    """A row an area: its name, its bar beneath the axis, its rates and how many households fewer are poor."""
    texts = _texts(sheet, lang)
    scale, room = portrait.axis, _bar_room(texts, portrait.axis, width)
    if scale is None or not room:
        table = _table(texts, "", (), 0)
        # What stands above the bars says of what the columns are the start and the end.
        table.title, table.title_justify, table.title_style = sheet.title.to(lang), "left", "bold"
        return table
    bars = [_bar(each, scale.top, room, signs) for each in portrait.bars]
    return _table(texts, f"{sheet.title.to(lang)}\n{_marks(scale, room, signs)}", bars, room + _over(scale))


def _has_room(sheet: Sheet, scale: Axis | None, lang: Lang, width: int) -> bool:
    return _bar_room(_texts(sheet, lang), scale, width) > 0


def _marks(scale: Axis, room: int, signs: Signs) -> str:
    """The axis: each mark begins at the edge of the cell that its value reaches to."""
    line = ""
    for value in range(0, scale.top + 1, scale.step):
        line = line.ljust(room * value // scale.top, signs.axis) + str(value)
    return line


def _bar(each: Bar | None, top: int, room: int, signs: Signs) -> str:
    """The part that stays poor, then the part that leaves poverty; a dash where the plan gives too little."""
    if each is None:
        return _NONE
    stays = filled(each.end, top, room)
    return signs.stays * stays + signs.leaves * max(0, filled(each.start, top, room) - stays)


def _funding(portrait: Portrait, sheet: Sheet, signs: Signs, lang: Lang, width: int) -> Table:
    """A row a line: its name, its share of the whole as a bar and in percent, its amount."""
    texts = _texts(sheet, lang)
    scale, room = portrait.shares_axis, _bar_room(texts, portrait.shares_axis, width)
    if scale is None or not room:
        return _table(texts, "", (), 0)
    bars = [signs.stays * filled(share or 0, scale.top, room) for share in portrait.shares]
    return _table(texts, f"{texts.headings[-1]}\n{_marks(scale, room, signs)}", bars, room + _over(scale))


def _over(scale: Axis) -> int:
    """How far the last mark of an axis, which begins where the longest bar can end, reaches beyond it."""
    return cell_len(str(scale.top))


class _Texts(NamedTuple):
    """The columns of a sheet for people, in words: the first has the names, the others numbers."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: tuple[bool, ...]

    def width(self, at: int) -> int:
        """The width of a column of numbers: no number is broken, and the heading takes two lines at most."""
        return max(in_two_lines(self.headings[at]), *(cell_len(row[at]) for row in self.rows))


def _texts(sheet: Sheet, lang: Lang) -> _Texts:
    people = sheet.read_by(Readers.PEOPLE).only_numbers()
    return _Texts(
        tuple(printable(column.heading.to(lang)) for column in people.columns),
        tuple(
            tuple(printable(words(cell, column, lang)) for cell, column in zip(row.cells, people.columns, strict=True))
            for row in people.rows
        ),
        tuple(row.strong for row in people.rows),
    )


def _name_width(texts: _Texts, width: int) -> int:
    longest = max(cell_len(texts.headings[0]), *(cell_len(row[0]) for row in texts.rows))
    return min(longest, _NAMES, max(_BARS.start, width // 2))


def _bar_room(texts: _Texts, scale: Axis | None, width: int) -> int:
    """How many cells are left for bars, every mark at the edge of one; none where that is too few to tell anything."""
    if scale is None:
        return 0
    numbers = sum(texts.width(at) + _GAP for at in range(1, len(texts.headings)))
    room = min(width - _name_width(texts, width) - _GAP - numbers - _over(scale), _BARS[-1])
    steps = scale.top // scale.step
    room -= room % steps
    # Marks that touch each other would be read as one number.
    apart = room // steps > len(str(scale.top))
    return room if room >= _BARS.start and apart else 0


def _table(texts: _Texts, head: str, bars: Sequence[str], room: int) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), collapse_padding=True)
    table.add_column(texts.headings[0], overflow="fold", max_width=_NAMES)
    if bars:
        table.add_column(Styled(head), width=room, no_wrap=True)
    for at in range(1, len(texts.headings)):
        table.add_column(texts.headings[at], width=texts.width(at), justify="right", overflow="fold")
    for at, row in enumerate(texts.rows):
        drawn = [Styled(bars[at], style=_COLOUR)] if bars else []
        table.add_row(Styled(row[0]), *drawn, *map(Styled, row[1:]), style="bold" if texts.strong[at] else "")
    return table
