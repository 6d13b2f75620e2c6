"""What a person sees on a terminal.

What a person sees of `povcalc check --show-settings`.

A finding as a person sees it: what was found, and the line of the file with the figure underlined.

What a person sees of `povcalc explain`: the list of the checks, or all that is told of one.

Tables on the screen: one table each, long texts wrapped, no number broken on a screen that can hold it.

Where the figures of an area do not fit beside each other, they go on in a second table below. Rows of
a group stand under its name, which is a column where it is short and a line of its own where it is not.

A plan on one screen: bars of its areas' poverty rates on one scale, and of where its money comes from.

Bars differ by their signs, not by colour, so that they read the same without any. Where the
screen's encoding has no blocks, other signs stand for them.

The tables of a plan's targets and funding, for the screen.

What a person sees of `povcalc check`: tables of the plan, findings with their lines, a summary.

Everything goes to rich as `Text` and cells, never inside markup, and every word of a file through
`printable`, so that nothing in a plan can act on the screen.

Why a figure lies where it does, for the screen: what is stated and assumed, then line by line what follows.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text as Styled

from povcalc.checks import FAMILIES
from povcalc.checks.base import Check
from povcalc.explanations import Example, Explanation
from povcalc.findings import SEVERITIES, Finding, Outcome, Severity, Suggestion, Verdict
from povcalc.inference.counts import Shares, add_up, funding_shares, known_counts
from povcalc.messages import (
    GLOSSARY,
    Lang,
    Text,
    Value,
    counted,
    figure,
    interval,
    join,
    number,
    precise,
    printable,
    rounded,
    same,
    say,
)
from povcalc.output.excerpt import excerpt
from povcalc.output.json import Held, together
from povcalc.output.manual import ASSERTS, FAILS, FORMULA, MEND, PASSES
from povcalc.output.report import Checked, broken_checks, document_of, suggested
from povcalc.output.tables import Shown, fact_words, heading, items, why_heading, words
from povcalc.places import Path
from povcalc.plan.assumptions import assumptions_of
from povcalc.plan.load import Reading
from povcalc.plan.model import Area, Funding, Located, walk
from povcalc.values import Figure
from povcalc.views.answers import Ground, Why
from povcalc.views.plan import Axis, Bar, Derivation, Portrait, derived, filled
from povcalc.views.table import Cell, Column, Names, Readers, Row, Table

_HEADINGS = (Text("Setting", "Thiết lập"), Text("Value", "Giá trị"), Text("From", "Nguồn"))


def show_effective(console: Console, files: Sequence[Held], lang: Lang) -> None:
    """Print what holds for each file; files that the same holds for share a table."""
    for held in together(files):
        for file in held.files:
            console.print(Styled(printable(file), style="bold"), soft_wrap=True)
        table = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
        for column in _HEADINGS:
            table.add_column(Styled(column.to(lang)), overflow="fold")
        for each in held.settings:
            words, origin = printable(each.words.to(lang)), printable(each.origin.to(lang))
            table.add_row(Styled(each.name), Styled(words), Styled(origin, style="dim"))
        console.print()
        console.print(table)
        console.print()


STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_WAIVED = Text("waived", "đã chấp nhận")
_REASON = Text("reason:", "lý do:")
_COMPARED = Text("compared with", "đối chiếu với")
_RELATED_SHOWN = 3
"""A sum may rest on hundreds of parts; the first few show where they are."""


def show_finding(
    console: Console, checked: Checked, finding: Finding, lang: Lang, *, like: Finding | None = None
) -> None:
    """Print a finding with its line; what is waived with the reason.

    `like` is one further up with the same suggestions, which are not listed again.
    """
    style = STYLES[finding.severity] if finding.waived is None else "dim"
    label = SEVERITIES[finding.severity] if finding.waived is None else _WAIVED
    line = Styled()
    line.append(f"{label.to(lang)} {finding.code}", style=f"bold {style}")
    line.append(f" {printable(finding.message.to(lang))}")
    console.print(line)
    if finding.waived is not None:
        console.print(Styled(f"  {_REASON.to(lang)} {printable(finding.waived.to(lang))}"))
    place, document = finding.place, document_of(checked, finding)
    if place is not None and document is not None:
        where = f"{printable(finding.file or checked.name)}:{place.line}:{place.column}"
        console.print(Styled(f"  --> {where}", style="dim"), soft_wrap=True)
        for part in excerpt(document, place, console.width, style):
            console.print(part, soft_wrap=True)
        _related(console, checked, finding, lang)
    for step in finding.argument:
        console.print(Padding(Styled(printable(step.to(lang))), (0, 0, 0, 8)))
    if like is None:
        for told in suggested(finding):
            _hanging(console, f"{'':6}{told.mark}", told.words.to(lang))
    else:
        _hanging(console, f"{'':6}= ", _like(like).to(lang))
    console.print()


def _hanging(console: Console, before: str, words: str) -> None:
    """Print words behind a mark, whose width the lines that follow leave blank."""
    for at, part in enumerate(Styled(printable(words)).wrap(console, max(20, console.width - len(before)))):
        part.rstrip()
        console.print(Styled(" " * len(before) if at else before).append(part), soft_wrap=True)


def _like(other: Finding) -> Text:
    return say(
        "what would mend {code} above would mend this too",
        "cách sửa {code} ở trên cũng sửa được chỗ này",
        code=other.code,
    )


def _related(console: Console, checked: Checked, finding: Finding, lang: Lang) -> None:
    places = [place for place, _ in finding.related if place is not None]
    if not places:
        return
    shown = ", ".join(f"{place.line}:{place.column}" for place in places[:_RELATED_SHOWN])
    more = "" if len(places) <= _RELATED_SHOWN else ", …"
    text = f"      = {_COMPARED.to(lang)} {printable(checked.name)}:{shown}{more}"
    console.print(Styled(text, style="dim"), soft_wrap=True)


_INDENT = "  "
_CHANGED = Text("a line that differs from the plan above", "dòng khác với kế hoạch ở trên")
_MORE = Text("povcalc explain CODE tells all of one check.", "povcalc explain MÃ cho biết đầy đủ về một phép kiểm tra.")


def show_checks(console: Console, checks: Sequence[Check], lang: Lang) -> None:
    """Print the codes of checks, family by family, each with its weight and what it asserts."""
    for letter, family in FAMILIES.items():
        rows = [check for check in checks if check.family == letter]
        if not rows:
            continue
        table = RichTable(
            box=box.SIMPLE_HEAD,
            show_header=False,
            show_edge=False,
            pad_edge=False,
            title=Styled(f"{letter}: {family.to(lang)}", style="bold"),
            title_justify="left",
        )
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column()
        for check in rows:
            weight = Styled(SEVERITIES[check.severity].to(lang), style=STYLES[check.severity])
            table.add_row(Styled(check.code, style="bold"), weight, Styled(check.title.to(lang)))
        console.print(table)
        console.print()
    console.print(Styled(_MORE.to(lang), style="dim"))


def show_explanation(console: Console, told: Explanation, lang: Lang) -> None:
    """Print all that is told of one check, its failing plan with the finding that is made of it."""
    check = told.check
    head = Styled()
    head.append(f"{check.code} {check.title.to(lang)}", style="bold")
    head.append(f"  {SEVERITIES[check.severity].to(lang)}, {check.slug}", style="dim")
    console.print(head)
    console.print()
    _paragraph(console, ASSERTS.to(lang), check.explanation.to(lang))
    if check.formula:
        _paragraph(console, FORMULA.to(lang), check.formula)
    _explained_heading(console, FAILS.to(lang))
    _plan(console, told.fails.text, ())
    console.print()
    for finding in told.fails.report.findings:
        show_finding(console, Checked(told.fails.reading, told.fails.report), finding, lang)
    changed = _changed(told.fails, told.passes)
    _explained_heading(
        console, say("{title} (> {changed})", "{title} (> {changed})", title=PASSES, changed=_CHANGED).to(lang)
    )
    _plan(console, told.passes.text, changed)
    console.print()
    _paragraph(console, MEND.to(lang), check.mend.to(lang))


def _explained_heading(console: Console, words: str) -> None:
    console.print(Styled(words, style="bold"))


def _paragraph(console: Console, heading: str, words: str) -> None:
    _explained_heading(console, heading)
    for line in Styled(words).wrap(console, max(console.width - len(_INDENT), 1)):
        line.rstrip()
        console.print(Styled(_INDENT).append_text(line))
    console.print()


def _plan(console: Console, text: str, changed: Sequence[int]) -> None:
    """A plan with its line numbers; lines too long for the screen are folded by it."""
    for at, line in enumerate(_lines(text), start=1):
        mark = ">" if at - 1 in changed else " "
        shown = Styled(f"{mark}{at:>4} | ", style="dim")
        shown.append(printable(line.replace("\t", " ")), style="not dim bold" if mark == ">" else "not dim")
        console.print(shown, overflow="ellipsis", no_wrap=True)


def _lines(text: str) -> list[str]:
    return text.rstrip("\n").split("\n")


def _changed(fails: Example, passes: Example) -> tuple[int, ...]:
    """The positions of the lines of the passing plan that the failing one does not have."""
    before = _lines(fails.text)
    return tuple(at for at, line in enumerate(_lines(passes.text)) if line not in before)


_SHEET_BUILT_IN = Text(" (built-in plan)", " (kế hoạch cài sẵn)")
_SHEET_GAP = 2
"""Spaces between two columns."""
_WORD = 16
"""Words up to this width are not broken, however narrow the screen."""
_SHORT = 8
"""A heading up to this width stays on one line."""
_HEADING = 12
"""How wide a column of numbers may grow so that its heading takes two lines only."""
_SHEET_NAMES = 24
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
        line.append(_SHEET_BUILT_IN.to(lang), style="not bold dim")
    console.print(line)
    if apart:
        console.print()


def show_sheet(console: Console, sheet: Table, lang: Lang) -> None:
    """Print a sheet's title, its rows and its notes."""
    console.print(Styled(printable(heading(sheet).to(lang)), style="bold"))
    if sheet.rows:
        for part in _parts(_laid_out(sheet.read_by(Readers.HUMAN), lang), console.width):
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


def _laid_out(sheet: Table, lang: Lang) -> _Laid:
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
    names = sum(min(_natural(laid, at), _SHEET_NAMES) + _SHEET_GAP for at in others)
    batch: list[int] = []
    for at in fixed:
        if batch and names + sum(_needed(laid, each) + _SHEET_GAP for each in (*batch, at)) - _SHEET_GAP > width:
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
    indent = 0 if laid.grouped is None else _SHEET_GAP
    widths = _widths(laid, console.width - indent)
    if laid.grouped is None:
        console.print(_sheet_table(laid, widths, laid.lines, headed=True))
        return
    console.print(Padding(_sheet_table(laid, widths, (), headed=True), (0, 0, 0, indent)))
    for group in dict.fromkeys(line.row.group for line in laid.lines):
        lines = [line for line in laid.lines if line.row.group == group]
        console.print(Styled(lines[0].name, style="bold"))
        filled = [line for line in lines if any(line.cells)]
        if filled:
            console.print(Padding(_sheet_table(laid, widths, filled, headed=False), (0, 0, 0, indent)))


def _sheet_table(laid: _Laid, widths: Sequence[int], lines: Sequence[_Line], *, headed: bool) -> RichTable:
    table = RichTable(
        box=box.SIMPLE_HEAD if headed else None,
        show_header=headed,
        show_edge=False,
        pad_edge=False,
        padding=(0, _SHEET_GAP - 1 if headed else _SHEET_GAP, 0, 0),
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
    room = width - sum(widths) - _SHEET_GAP * (len(widths) - 1)
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


def _show_notes(console: Console, sheet: Table, lang: Lang) -> None:
    for note in sheet.notes:
        console.print(Styled(printable(note.to(lang)), style="dim"))


def _rates(portrait: Portrait, sheet: Table, signs: Signs, lang: Lang, width: int) -> RichTable:
    """A row an area: its name, its bar beneath the axis, its rates and how many households fewer are poor."""
    texts = _texts(sheet, lang)
    scale, room = portrait.axis, _bar_room(texts, portrait.axis, width)
    if scale is None or not room:
        table = _portrait_table(texts, "", (), 0)
        # What stands above the bars says of what the columns are the start and the end.
        table.title, table.title_justify, table.title_style = sheet.title.to(lang), "left", "bold"
        return table
    bars = [_bar(each, scale.top, room, signs) for each in portrait.bars]
    return _portrait_table(texts, f"{sheet.title.to(lang)}\n{_marks(scale, room, signs)}", bars, room + _over(scale))


def _has_room(sheet: Table, scale: Axis | None, lang: Lang, width: int) -> bool:
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


def _funding(portrait: Portrait, sheet: Table, signs: Signs, lang: Lang, width: int) -> RichTable:
    """A row a line: its name, its share of the whole as a bar and in percent, its amount."""
    texts = _texts(sheet, lang)
    scale, room = portrait.shares_axis, _bar_room(texts, portrait.shares_axis, width)
    if scale is None or not room:
        return _portrait_table(texts, "", (), 0)
    bars = [signs.stays * filled(share or 0, scale.top, room) for share in portrait.shares]
    return _portrait_table(texts, f"{texts.headings[-1]}\n{_marks(scale, room, signs)}", bars, room + _over(scale))


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


def _texts(sheet: Table, lang: Lang) -> _Texts:
    people = sheet.read_by(Readers.HUMAN).only_numbers()
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


def _portrait_table(texts: _Texts, head: str, bars: Sequence[str], room: int) -> RichTable:
    table = RichTable(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), collapse_padding=True)
    table.add_column(texts.headings[0], overflow="fold", max_width=_NAMES)
    if bars:
        table.add_column(Styled(head), width=room, no_wrap=True)
    for at in range(1, len(texts.headings)):
        table.add_column(texts.headings[at], width=texts.width(at), justify="right", overflow="fold")
    for at, row in enumerate(texts.rows):
        drawn = [Styled(bars[at], style=_COLOUR)] if bars else []
        table.add_row(Styled(row[0]), *drawn, *map(Styled, row[1:]), style="bold" if texts.strong[at] else "")
    return table


MAX_ROWS = 200
"""A longer table shows the first areas only; its caption says so."""

_VERDICTS = {
    Verdict.CONFIRMED: (Text("holds", "khớp"), "green"),
    Verdict.UNDECIDED: (Text("undecided", "chưa rõ"), "yellow"),
    Verdict.SUSPECT: (Text("in doubt", "nghi vấn"), "yellow"),
    Verdict.VIOLATED: (Text("disagrees", "sai lệch"), "bold red"),
}

_NO_VALUE = "-"


def target_table(checked: Checked, lang: Lang) -> RichTable | None:
    """One row an area, children under their parents, and a row for the sum; `None` without targets."""
    plan = checked.reading.plan
    if plan is None or plan.targets is None:
        return None
    areas = walk(plan.targets)
    table = _verdict_table(Text("Targets (households, percent of households)", "Mục tiêu giảm nghèo (số hộ, %)"), lang)
    table.add_column(Text("Area", "Địa bàn").to(lang), overflow="fold")
    for column in (
        Text("To leave\npoverty", "Số hộ\nnghèo giảm"),
        Text("Points to\nexceed", "Mức giảm\n(điểm %)"),
        Text("Rate\nat end", "Tỷ lệ\ncuối năm"),
        Text("Rate\nat start", "Tỷ lệ\nđầu năm"),
        Text("Largest\nbase", "Số hộ\ntối đa"),
    ):
        table.add_column(column.to(lang), justify="right", overflow="fold")
    table.add_column(Text("Verdict", "Đánh giá").to(lang), overflow="fold")
    shown = areas[:MAX_ROWS]
    derivation = derived(areas, assumptions_of(plan, checked.options))
    for located in shown:
        table.add_row(*_target_row(checked, located, derivation, lang), style="bold" if located is areas[0] else "")
    if areas[0].children:
        table.add_section()
        table.add_row(*_sum_row(checked, areas, derivation, lang))
    table.caption = _target_caption(shown, len(areas) - len(shown), derivation).to(lang)
    return table


def _verdict_table(title: Text, lang: Lang) -> RichTable:
    return RichTable(
        title=title.to(lang),
        title_justify="left",
        title_style="bold",
        caption_justify="left",
        caption_style="dim",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        show_edge=False,
        pad_edge=False,
    )


_LARGEST = Text(
    "Largest base: the most households at the start of the year that the figures allow.",
    "Số hộ tối đa: tổng số hộ đầu năm lớn nhất mà các số liệu cho phép.",
)


def _target_caption(shown: tuple[Located, ...], hidden: int, derivation: Derivation) -> Text:
    """What the table's marks and columns mean, as far as they are used, and how many areas it leaves out."""
    more = say("Not shown: {areas} more.", "Còn {areas} không hiển thị.", areas=counted(hidden, "area", "địa bàn"))
    starts = [derivation.cell(each, _START) for each in shown if each.area.poverty_rate_start is None]
    notes = [*derivation.notes(starts)][:1]
    largest = any(_largest(located, derivation) is not None for located in shown)
    if largest and not notes:
        notes = [say("Derived from {basis}.", "Suy ra từ {basis}.", basis=derivation.basis())]
    return join([*([more] if hidden else []), *notes, *([_LARGEST] if largest else [])], " ")


_START = "poverty_rate_start"


def _largest(located: Located, derivation: Derivation) -> int | None:
    high = derivation.ranges.of(located.path, "households_start").high
    return None if high is None else int(high)


def _target_row(checked: Checked, located: Located, derivation: Derivation, lang: Lang) -> tuple[Styled | str, ...]:
    area = located.area
    depth = max((len(located.path) - 3) // 2, 0)
    base = _largest(located, derivation)
    return (
        Styled("  " * depth + printable(area.name.to(lang))),
        _figure(area.reduction_households, lang),
        _figure(area.reduction_rate, lang),
        _figure(area.poverty_rate_end, lang),
        _start(located, derivation, lang),
        _NO_VALUE if base is None else number(base, lang),
        _verdict(checked, _judged(checked, located), lang),
    )


def _judged(checked: Checked, located: Located) -> tuple[Path, ...]:
    """The figures that an area's verdict is about: its target in points, if no other figure of it is wrong.

    A rate at the end of the year that nothing else tells of does not leave open whether the target is met.
    """
    stated = tuple((*located.path, field) for field in Area.FIGURES if located.figure(field) is not None)
    target = (*located.path, "reduction_rate")
    return (target,) if target in stated and checked.report.verdict(stated) is Verdict.UNDECIDED else stated


def _figure(stated: Figure | None, lang: Lang) -> str:
    return _NO_VALUE if stated is None else figure(stated, lang, signs=True)


def _start(located: Located, derivation: Derivation, lang: Lang) -> str:
    if located.area.poverty_rate_start is not None:
        return _figure(located.area.poverty_rate_start, lang)
    implied = derivation.cell(located, _START)
    return _NO_VALUE if implied is None else f"{interval(implied, lang, signs=True)}*"


def _verdict(checked: Checked, figures: tuple[Path, ...], lang: Lang) -> Styled:
    verdict = checked.report.verdict(figures)
    if verdict is None:
        return Styled(_NO_VALUE)
    words, style = _VERDICTS[verdict]
    return Styled(words.to(lang), style=style)


def _sum_row(
    checked: Checked, areas: tuple[Located, ...], derivation: Derivation, lang: Lang
) -> tuple[Styled | str, ...]:
    root = areas[0]
    known = known_counts(areas)
    parts = [known[child.path].get("reduction_households") for child in root.children]
    present = [part for part in parts if part is not None]
    label = say("Sum of {parts}", "Cộng {parts}", parts=counted(len(root.children), "area", "địa bàn"))
    if None in parts or not present:
        return (label.to(lang), _NO_VALUE, "", "", "", "", "")
    bases = [_largest(child, derivation) for child in root.children]
    largest = None if None in bases else sum(base for base in bases if base is not None)
    return (
        label.to(lang),
        interval(add_up(present).interval, lang, signs=True),
        "",
        "",
        "",
        _NO_VALUE if largest is None else number(largest, lang),
        _verdict(checked, ((*root.path, "reduction_households"),) if root.area.reduction_households else (), lang),
    )


def funding_table(checked: Checked, lang: Lang) -> RichTable | None:
    """One row a line with its share, the stated total and the sum; `None` without funding."""
    plan = checked.reading.plan
    if plan is None or plan.funding is None:
        return None
    funding = plan.funding
    unit = GLOSSARY.get(funding.unit, same(funding.unit))
    title = say("Funding ({unit})", "Kinh phí ({unit})", unit=printable(unit.to(lang)))
    table = _verdict_table(title, lang)
    table.add_column(Text("Source", "Nguồn vốn").to(lang), overflow="fold")
    table.add_column(Text("Amount", "Số tiền").to(lang), justify="right", overflow="fold")
    table.add_column(Text("Share (%)", "Tỷ trọng (%)").to(lang), justify="right", overflow="fold")
    table.add_column(Text("Verdict", "Đánh giá").to(lang), overflow="fold")
    shares = funding_shares(funding)
    for index, line in enumerate(funding.lines):
        # While a line lacks its amount, a share of the others would read as one of the total.
        share = None if shares.sum is None else shares.parts[index]
        path: Path = ("funding", "lines", index, "amount")
        table.add_row(
            Styled(printable(line.name.to(lang))),
            _figure(line.amount, lang),
            _NO_VALUE if share is None else rounded(share, 1, lang),
            _verdict(checked, (path,) if line.amount else (), lang),
        )
    _funding_sums(checked, funding, shares, table, lang)
    return table


def _funding_sums(checked: Checked, funding: Funding, shares: Shares, table: RichTable, lang: Lang) -> None:
    table.add_section()
    if shares.sum is not None:
        count = len(funding.lines)
        table.add_row(
            say("Sum of {lines}", "Cộng {lines}", lines=counted(count, "line", "nguồn vốn")).to(lang),
            precise(shares.sum, lang),
            rounded(100, 1, lang) if shares.sum > 0 else "",
            _verdict(checked, (("funding", "total"),) if funding.total else (), lang),
        )
    if funding.total is not None:
        table.add_row(
            Text("Stated total", "Tổng kinh phí đã ghi").to(lang),
            _figure(funding.total, lang),
            "",
            _verdict(checked, (("funding", "total"),), lang),
            style="bold",
        )


_BUILT_IN = Text(" (built-in plan)", " (kế hoạch cài sẵn)")


def show(console: Console, run: Sequence[Checked], lang: Lang, *, quiet: bool) -> None:
    """Print the files of a run and what was found in each, then the summary of all.

    `quiet` leaves out the tables, and the files in which nothing was found.
    """
    for checked in run:
        show_file(console, checked, lang, quiet=quiet)
    if not quiet:
        show_summary(console, run, lang)


def show_file(console: Console, checked: Checked, lang: Lang, *, quiet: bool) -> None:
    """Print one file of a run: its tables unless `quiet`, and what was found."""
    if quiet and not checked.report.findings:
        return
    _heading(console, checked, lang)
    if not quiet:
        for table in (target_table(checked, lang), funding_table(checked, lang)):
            if table is not None:
                console.print(table)
                console.print()
    told: dict[tuple[Suggestion, ...], Finding] = {}
    for finding in checked.report.findings:
        like = told.setdefault(finding.suggestions, finding) if finding.suggestions else finding
        show_finding(console, checked, finding, lang, like=None if like is finding else like)


def show_summary(console: Console, run: Sequence[Checked], lang: Lang) -> None:
    """Print what the checks of all files came to; it needs their reports alone."""
    for line in _summary(run, lang):
        console.print(line)


def _heading(console: Console, checked: Checked, lang: Lang) -> None:
    line = Styled(printable(checked.title.to(lang)), style="bold")
    if checked.built_in:
        line.append(_BUILT_IN.to(lang), style="not bold dim")
    elif checked.title.to(lang) != checked.name:
        line.append(f"  {printable(checked.name)}", style="not bold dim")
    console.print(line)
    console.print()


def _summary(run: Sequence[Checked], lang: Lang) -> Iterator[Styled]:
    if len(run) > 1:
        yield Styled(say("Files checked: {count}", "Số tệp đã kiểm tra: {count}", count=len(run)).to(lang))
    yield _count_findings(run, lang)
    yield Styled(_count_checks(run).to(lang))
    undecided = _undecided(run)
    if undecided is not None:
        yield Styled(undecided.to(lang), style="dim")
    yield Styled(_count_figures(run).to(lang))
    for broken in broken_checks(run):
        yield Styled(printable(broken.to(lang)), style="bold red")


def _count_findings(run: Sequence[Checked], lang: Lang) -> Styled:
    counts = {severity: sum(checked.report.weighing(severity) for checked in run) for severity in Severity}
    waived = sum(checked.report.waived for checked in run)
    words = say(
        "Findings: {errors}, {warnings}, {notes}{waived}.",
        "Kết quả: {errors}, {warnings}, {notes}{waived}.",
        errors=counted(counts[Severity.ERROR], "error", "lỗi"),
        warnings=counted(counts[Severity.WARNING], "warning", "cảnh báo"),
        notes=counted(counts[Severity.NOTE], "note", "lưu ý"),
        waived=say(", {count} waived", ", {count} đã chấp nhận", count=waived) if waived else same(""),
    ).to(lang)
    grave = next((severity for severity in Severity if counts[severity]), None)
    return Styled(words, style="bold" if grave is None else f"bold {STYLES[grave]}")


def _count_checks(run: Sequence[Checked]) -> Text:
    ended = {outcome: sum(checked.report.ended(outcome) for checked in run) for outcome in Outcome}
    waived = ended[Outcome.WAIVED]
    return say(
        "Checks: {passed} passed, {failed} failed, {undecided} undecided, {waived}{skipped} had nothing to check.",
        "Phép kiểm tra: {passed} đạt, {failed} không đạt, {undecided} chưa kết luận được, {waived}{skipped} không có "
        "gì để kiểm tra.",
        waived=say("{count} waived, ", "{count} đã chấp nhận, ", count=waived) if waived else same(""),
        passed=ended[Outcome.PASSED],
        failed=ended[Outcome.FAILED],
        undecided=ended[Outcome.UNDECIDED],
        skipped=ended[Outcome.SKIPPED],
    )


def _undecided(run: Sequence[Checked]) -> Text | None:
    """Which checks could not decide, and how often each."""
    counts: dict[str, int] = {}
    for checked in run:
        for ended in checked.report.runs:
            if ended.outcome is Outcome.UNDECIDED:
                counts[ended.code] = counts.get(ended.code, 0) + ended.undecided
    if not counts:
        return None
    codes = ", ".join(f"{code} ({count})" for code, count in counts.items())
    return say(
        "Undecided for want of figures, with the number of cases: {codes}.",
        "Chưa kết luận được do thiếu số liệu, kèm số trường hợp: {codes}.",
        codes=codes,
    )


def _count_figures(run: Sequence[Checked]) -> Text:
    stated = sum(checked.report.stated for checked in run)
    untouched = sum(checked.report.untouched for checked in run)
    if not stated:
        return Text("Figures: none stated.", "Số liệu: không ghi số nào.")
    if not untouched:
        return say(
            "Figures: {stated} stated, each touched by at least one decided check.",
            "Số liệu: {stated} số được ghi, số nào cũng có phép kiểm tra kết luận được.",
            stated=stated,
        )
    return say(
        "Figures: {stated} stated; {untouched} of them no decided check touches, so nothing here verifies them.",
        "Số liệu: {stated} số được ghi; {untouched} số chưa có phép kiểm tra nào kết luận được, tức là chưa được xác "
        "minh.",
        stated=stated,
        untouched=untouched,
    )


_STATED = Text("stated", "đã ghi")
_ASSUMED = Text("assumed", "giả định")
_GIVEN = Text("from", "từ")
_SO = Text("so", "suy ra")
_NO_GROUND = Text(
    "No stated figure bounds it on this side or on the other.",
    "Không có số liệu nào đã ghi giới hạn số này.",
)


def show_why(console: Console, reading: Reading, answers: tuple[Why, ...], lang: Lang) -> None:
    """Print each answer: its range, and for each end what it rests on."""
    for at, answer in enumerate(answers):
        if at:
            console.print()
        console.print(Styled(printable(why_heading(answer).to(lang)), style="bold"))
        if not answer.grounds:
            console.print(_NO_GROUND.to(lang))
        grounds = _once(answer)
        for ground in grounds:
            console.print()
            console.print(_why_table(reading, ground, lang, exactly=len(grounds) < len(answer.grounds)))


def _once(answer: Why) -> tuple[Ground, ...]:
    """The grounds of both ends, or one of them where the same stated figure is both."""
    first, *others = answer.grounds or (None,)
    if first is not None and answer.range.is_point and others and not first.lines and not others[0].lines:
        return (first,)
    return answer.grounds


def _why_table(reading: Reading, ground: Ground, lang: Lang, *, exactly: bool) -> RichTable:
    table = RichTable.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    sign, _, end = ground.end.to(lang).partition(" ")
    table.add_row("=" if exactly else sign, Styled(end, style="bold"))
    for at, (said, path) in enumerate(ground.stated):
        line = Styled(printable(said.to(lang)))
        line.append(f"  {printable(place(reading, path))}", style="dim")
        table.add_row(_STATED.to(lang) if not at else "", line)
    for at, said in enumerate(ground.assumed):
        table.add_row(_ASSUMED.to(lang) if not at else "", printable(said.to(lang)))
    for at, (said, address) in enumerate(ground.elsewhere):
        line = Styled(printable(said.to(lang)))
        line.append(f"  povcalc why {printable(address)}", style="dim")
        table.add_row(_GIVEN.to(lang) if not at else "", line)
    for at, said in enumerate(ground.lines):
        table.add_row(_SO.to(lang) if not at else "", printable(said.to(lang)))
    return table


def place(reading: Reading, path: Path) -> str:
    """Where a figure stands: file, line and column."""
    spot = reading.added.get(path)
    if spot is not None:
        return f"{spot.file}:{spot.place.line}:{spot.place.column}"
    if reading.document is None:
        return ""
    where = reading.document.place(reading.document.span(path))
    return f"{reading.name}:{where.line}:{where.column}"
