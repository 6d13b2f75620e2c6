"""What a person sees on a terminal.

Everything goes to rich as `Text` and cells, never inside markup, and every word of a file through
`printable`, so that nothing in a plan can act on the screen.

Tables have long texts wrapped and no number broken on a screen that can hold it. Where the figures of an area do not
fit beside each other, they go on in a second table below. Rows of a group stand under its name, which is a column
where it is short and a line of its own where it is not.

Bars differ by their signs, not by colour, so that they read the same without any. Where the screen's encoding has
no blocks, other signs stand for them.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.style import Style
from rich.table import Table as RichTable
from rich.text import Text as Styled

from povcalc.checks import FAMILIES
from povcalc.checks.base import Check
from povcalc.findings import SEVERITIES, Finding, Judgement, Overview, Report, Severity, judgement_of
from povcalc.messages import (
    ARE_POOR,
    Lang,
    Message,
    Value,
    Wording,
    few,
    join,
    printable,
    signed_interval,
    verbatim,
    worded,
)
from povcalc.output.report import (
    BUILT_IN,
    Checked,
    at_place,
    broken_checks,
    excerpt,
    failed_unverified,
    gutter,
    label,
    suggested,
)
from povcalc.output.tables import Shown, cell_words, fact_words, heading, items, needed
from povcalc.places import Path
from povcalc.plan.load import Reading
from povcalc.plan.model import Area, walk
from povcalc.views.plan import (
    JUDGED_AREAS,
    PLACES,
    Axis,
    Bar,
    Chart,
    Portrait,
    derivation_of,
    filled,
    judged_funding,
    judged_targets,
)
from povcalc.views.table import JUDGEMENTS, Cell, Column, Marked, Names, Readers, Row, Table, readable

if TYPE_CHECKING:
    from povcalc.output.json import Held
    from povcalc.output.manual import Explanation
    from povcalc.views.answers import Ground, Why


def _frame(**options: Any) -> RichTable:
    """A table without edges, its headings, if any, above a line."""
    return RichTable(**{"box": box.SIMPLE_HEAD, "show_edge": False, "pad_edge": False, **options})


def _print(console: Console, line: Message, lang: Lang, style: str = "", before: str = "") -> None:
    _prose(console, Styled(printable(line.to(lang)), style=style), before)


_HEADINGS = (Message("Setting"), Message("Value"), Message("From"))


def show_effective(console: Console, files: "Sequence[Held]", lang: Lang) -> None:
    """Print what holds for each file; files that the same holds for share a table."""
    from povcalc.output.json import together

    for held in together(files):
        for file in held.files:
            console.print(Styled(printable(file), style="bold"), soft_wrap=True)
        table = _frame()
        for column in _HEADINGS:
            table.add_column(Styled(column.to(lang)), overflow="fold")
        for each in held.settings:
            words, origin = printable(each.words.to(lang)), printable(each.origin.to(lang))
            table.add_row(Styled(each.name), Styled(words), Styled(origin, style="dim"))
        console.print()
        console.print(table)
        console.print()


STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_REASON = Message("reason:")


def show_finding(  # noqa: PLR0913 - a finding, what it stands in, and how much of it is told
    console: Console,
    checked: Checked,
    finding: Finding,
    lang: Lang,
    *,
    followers: Sequence[Finding] = (),
    everything: bool = True,
) -> None:
    """Print a finding in few lines: the sentence, what was probably meant, its place and line, what follows from it.

    With `everything` its whole argument and all suggestions.
    """
    style = STYLES[finding.severity] if finding.waived is None else "dim"
    is_at_risk = finding.severity is Severity.NOTE and judgement_of(finding) is Judgement.AT_RISK
    weight = JUDGEMENTS[Judgement.AT_RISK] if is_at_risk else label(finding)
    line = Styled(
        f"{weight.to(lang)} {finding.code}", style=f"bold {STYLES[Severity.WARNING] if is_at_risk else style}"
    )
    line.append(f" {printable(finding.message.to(lang))}", style="not bold default")
    _prose(console, line)
    if finding.waived is not None:
        _print(console, join((_REASON, finding.waived), " "), lang, before=_INDENT)
    _line_of(console, checked, finding, style)
    argument = finding.argument if everything else finding.argument[-2:]
    for step in argument:
        _print(console, step, lang, before=" " * 6)
    plan = checked.reading.plan
    for told in _corrections(finding, everything=everything):
        _print(console, told if plan is None else worded(told, plan.wording), lang, before="  = ")
    if followers:
        _print(console, _also(followers), lang, before="  + ")


def _line_of(console: Console, checked: Checked, finding: Finding, style: str) -> None:
    """The place of a finding, and its line of the file, marked where the text is at fault."""
    place, document = finding.place, checked.document_of(finding)
    if place is None or document is None:
        return
    where, bold = Styled(f"  --> {printable(checked.where(finding))}", style="dim"), f"bold {style}"
    quoted = excerpt(document, place, console.width, cell_len)
    line = Styled.assemble(quoted.before, (quoted.marked, bold), quoted.after)
    is_figure = finding.code[0] in "TF"
    if is_figure and where.cell_len + len(" | ") + cell_len(line.plain.strip()) <= console.width:
        line = Styled.assemble(quoted.before.lstrip(), (quoted.marked, bold), quoted.after)
        console.print(where.append(" | ").append_text(line), soft_wrap=True)
        return
    console.print(where, soft_wrap=True)
    console.print(Styled(gutter(place.line), style="dim").append_text(line), soft_wrap=True)
    if not is_figure:
        console.print(Styled.assemble((gutter(""), "dim"), (quoted.marks, bold)), soft_wrap=True)


_PROSE = 100
"""The widest that sentences become: longer lines are hard to read."""


def _prose(console: Console, words: Styled, before: str = "") -> None:
    """Print sentences, no wider than prose should be; only a word that is longer than a line is broken.

    The width of what stands before the first line is left blank in those that follow.
    """
    width = max(min(console.width, _PROSE) - len(before), 1)
    for at, part in enumerate(words.wrap(console, width)):
        part.rstrip()
        console.print(Styled(" " * len(before) if at else before).append_text(part), soft_wrap=True)


def _corrections(finding: Finding, *, everything: bool) -> Iterator[Message]:
    """What would fix a finding: in one line, or each in its own."""
    suggestions = finding.suggestions
    told = [words for _, words in suggested(finding)]
    if everything or not suggestions:
        yield from told
    elif any(each.safe for each in suggestions):
        yield told[0]
    else:
        words = join([each.message for each in suggestions[:_SUGGESTED]], "; ")
        more = len(suggestions) - _SUGGESTED
        if len(suggestions) == 1:
            yield Message("only this would fix it; look it up before you change it: {words}", words=words)
        elif more > 0:
            yield Message("any one of these would fix it: {words}; {more} more (--all)", words=words, more=more)
        else:
            yield Message("any one of these would fix it: {words}", words=words)


_SUGGESTED = 2
"""So many suggestions stand in one line."""


def _also(followers: Sequence[Finding]) -> Message:
    """The findings that follow from one, by code and line."""
    told = dict.fromkeys(
        verbatim(each.code)
        if each.place is None
        else Message("{code} (line {line})", code=each.code, line=str(each.place.line))
        for each in followers
    )
    return Message("from the same figure: {findings}", findings=few(told, _FOLLOWERS))


_FOLLOWERS = 5


_INDENT = "  "
_CHANGED = Message("a line that differs from the plan above")
_MORE = Message("povcalc explain CODE tells all of one check.")


def show_checks(console: Console, checks: Sequence[Check], lang: Lang) -> None:
    """Print the codes of checks, family by family, each with its weight and what it asserts."""
    for letter, family in FAMILIES.items():
        rows = [check for check in checks if check.family == letter]
        if not rows:
            continue
        title = Styled(f"{letter}: {family.to(lang)}", style="bold")
        table = _frame(show_header=False, title=title, title_justify="left")
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column()
        for check in rows:
            weight = Styled(SEVERITIES[check.severity].to(lang), style=STYLES[check.severity])
            table.add_row(Styled(check.code, style="bold"), weight, Styled(check.title.to(lang)))
        console.print(table)
        console.print()
    console.print(Styled(_MORE.to(lang), style="dim"))


def show_explanation(console: Console, told: "Explanation", lang: Lang) -> None:
    """Print all that is told of one check, its failing plan with the finding that is made of it."""
    from povcalc.output.manual import ASSERTS, FAILS, FORMULA, MEND, PASSES

    check = told.check
    head = Styled()
    head.append(f"{check.code} {check.title.to(lang)}", style="bold")
    head.append(f"  {SEVERITIES[check.severity].to(lang)}, {check.slug}", style="dim")
    console.print(head)
    console.print()
    _paragraph(console, ASSERTS.to(lang), check.explanation.to(lang))
    if check.formula:
        _paragraph(console, FORMULA.to(lang), check.formula)
    console.print(Styled(FAILS.to(lang), style="bold"))
    before = _lines(told.fails.text)
    _example(console, before, before)
    for finding in told.fails.report.findings:
        show_finding(console, Checked(told.fails.reading, told.fails.report), finding, lang)
    console.print(Styled(f"{PASSES.to(lang)} (> {_CHANGED.to(lang)})", style="bold"))
    _example(console, _lines(told.passes.text), before)
    _paragraph(console, MEND.to(lang), check.fix.to(lang))


def _paragraph(console: Console, title: str, words: str) -> None:
    console.print(Styled(title, style="bold"))
    _prose(console, Styled(words), " " * len(_INDENT))
    console.print()


def _example(console: Console, lines: Sequence[str], before: Sequence[str]) -> None:
    """A plan with its line numbers, those lines marked that another does not have; long ones go on below."""
    for at, line in enumerate(lines, start=1):
        is_new = line not in before
        mark = Styled(f"{'>' if is_new else ' '}{at:>4} | ", style="dim")
        words = Styled(printable(line.replace("\t", " ")), style="bold" if is_new else "")
        for each, part in enumerate(words.wrap(console, max(console.width - mark.cell_len, 1)) or [words]):
            part.rstrip()
            console.print(Styled.assemble((gutter(""), "dim") if each else mark, part), soft_wrap=True)
    console.print()


def _lines(text: str) -> list[str]:
    return text.rstrip("\n").split("\n")


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


def show_tables(console: Console, shown: Shown, lang: Lang) -> None:
    """Print the document's title, then each table, an empty line between them."""
    console.print(_title(shown.title, lang, built_in=shown.built_in))
    console.print()
    for at, table in enumerate(shown.tables):
        if at and shown.tables[at - 1].notes:
            console.print()
        _print(console, heading(table), lang, "bold")
        if table.rows:
            _show_rows(console, table, lang)
        _notes(console, table, lang)


def _title(title: Message, lang: Lang, *, built_in: bool, name: str = "") -> Styled:
    """A document's title, and that it is the built-in plan if it is, or else its name."""
    line = Styled(printable(title.to(lang)), style="bold")
    if built_in:
        line.append(f" ({BUILT_IN.to(lang)})", style="not bold dim")
    elif name and name != line.plain:
        line.append(f"  {printable(name)}", style="not bold dim")
    return line


def _notes(console: Console, table: Table, lang: Lang) -> None:
    for note in table.notes:
        _print(console, note, lang, "dim")


class _Grid(NamedTuple):
    """A table in words: the headings of its columns, for each row what stands in them; widths that are known."""

    columns: tuple[Column, ...]
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    rows: tuple[Row, ...]
    measured: dict[tuple[str, int], int]

    def only(self, kept: Sequence[int]) -> "_Grid":
        """Some of the columns."""
        return self._replace(
            columns=tuple(self.columns[at] for at in kept),
            headings=tuple(self.headings[at] for at in kept),
            lines=tuple(tuple([line[at] for at in kept]) for line in self.lines),
            rows=tuple(Row(tuple([row.cells[at] for at in kept]), *row[1:]) for row in self.rows),
            measured={},
        )

    def rows_at(self, kept: Sequence[int]) -> "_Grid":
        """Some of the rows."""
        lines, rows = tuple(self.lines[at] for at in kept), tuple(self.rows[at] for at in kept)
        return self._replace(lines=lines, rows=rows, measured={})

    def once(self, at: int) -> "_Grid":
        """A column only in the first row of each group."""
        groups = [None, *(row.group for row in self.rows)]
        lines = zip(self.lines, self.rows, groups, strict=False)
        return self._replace(
            lines=tuple(
                (*line[:at], "", *line[at + 1 :]) if row.group == before else line for line, row, before in lines
            )
        )

    def _known(self, what: str, at: int, measure: Callable[[Iterator[str]], int]) -> int:
        """What is measured in the cells of a column, which is looked at once."""
        if (what, at) not in self.measured:
            self.measured[what, at] = measure(line[at] for line in self.lines)
        return self.measured[what, at]

    def width(self, at: int) -> int:
        """The width at which no cell of a column wraps."""
        return self._known("width", at, lambda cells: max(map(_line_length, set(cells)), default=0))

    def word(self, at: int) -> int:
        """The width at which no word of a column is broken."""
        return self._known("word", at, lambda cells: _longest_word([self.headings[at], *cells]))

    def weight(self, at: int) -> int:
        """What a column gets of the room beside others: square roots, so that one long cell does not squeeze them."""
        return self._known("weight", at, lambda cells: 1 + sum(math.isqrt(100 * _cells(cell)) for cell in cells))

    def has_digits(self, at: int) -> bool:
        """Whether a column has numbers or dates in it."""
        return any(sign.isdigit() for line in self.lines for sign in line[at])

    def natural(self, at: int) -> int:
        """The width at which nothing in a column wraps, its heading neither."""
        return max(_cells(self.headings[at]), self.width(at))

    def needed(self, at: int) -> int:
        """The width at which no cell of a column wraps, and no word of its heading."""
        return max(self.tight(at), min(_in_lines(self.headings[at], _FEW), _HEADING))

    def tight(self, at: int, lines: int = 3) -> int:
        """The least width at which no cell of a column wraps, and its heading takes no more than so many lines."""
        return max(_in_lines(self.headings[at], lines), self.width(at))


def _grid(table: Table, lang: Lang) -> _Grid:
    """What people read of a table, areas indented by their depth."""
    table = table.read_by(Readers.HUMAN)
    lines = []
    for row in table.rows:
        first, *others = (_in_words(cell, column, lang) for cell, column in zip(row.cells, table.columns, strict=True))
        lines.append(("  " * row.depth + first, *others))
    headings = tuple(printable(column.heading.to(lang)) for column in table.columns)
    return _Grid(table.columns, headings, tuple(lines), table.rows, {})


def _in_words(cell: Cell, column: Column, lang: Lang) -> str:
    if column.whole and isinstance(cell, Names):
        return "\n".join(map(printable, items(cell, lang)))
    return printable(cell_words(cell, column, lang))


def _cells(text: str) -> int:
    """How wide a text is on the screen; most cells are plain numbers, as wide as they are long."""
    return len(text) if text.isascii() and text.isprintable() else _measured(text)


# rich keeps fewer than a nation has names, and looks at a name several times to lay it out.
_measured = lru_cache(maxsize=1 << 16)(cell_len)


def _line_length(text: str) -> int:
    return max(map(_cells, text.split("\n"))) if "\n" in text else _cells(text)


def _longest_word(texts: Sequence[str]) -> int:
    return max((_cells(word) for text in texts for word in text.split()), default=0)


def _in_lines(title: str, most: int) -> int:
    """The least width in which a heading's words take no more lines than that; a short one is not divided."""
    if _cells(title) <= _SHORT and most == _FEW:
        return _cells(title)
    width, words = _longest_word([title]), title.split()
    while True:
        lines, room = 1, width
        for word in words:
            room -= _cells(word) + (room < width)
            if room < 0:
                lines, room = lines + 1, width - _cells(word)
        if lines <= most:
            return width
        width += 1


_FEW = 2


def _show_rows(console: Console, table: Table, lang: Lang, *, spaced: bool = True) -> None:
    """Print the rows of a table, with an empty line behind them where they are `spaced`."""
    whole, width, names, indent = _grid(table, lang), console.width, dict[int, str](), 0
    grid, at = whole, -1
    if table.grouped is not None:
        at = [column.key for column in whole.columns].index(table.grouped)
        if table.apart or whole.natural(at) * 3 > width:
            names = {row.group: line[at] for line, row in zip(whole.lines[::-1], whole.rows[::-1], strict=True)}
            grid = whole.only([other for other in range(len(whole.columns)) if other != at])
            # What stands under a name is indented where it still fits beside each other.
            tables = [len([*_beside(grid, room)]) for room in (width, width - _GAP)]
            indent = _GAP if tables[0] == tables[1] else 0
    for each, (part, widths) in enumerate(_beside(grid, width - indent)):
        if each and not spaced:
            console.print()
        if names:
            _show_groups(console, part, widths, names, indent)
        else:
            _show_drawn(console, part if at < 0 else part.once(at), widths, sections=at < 0)
        if spaced:
            console.print()


def _beside(grid: _Grid, width: int) -> Iterator[tuple[_Grid, list[int]]]:
    """The tables that a table needs, with the widths of their columns where these are whole.

    It is one, its headings on as few lines as fit, or several where its figures do not fit beside each other.
    """
    columns = range(len(grid.columns))
    texts = [at for at in columns if not (grid.columns[at].numeric or grid.columns[at].whole)]
    numbers = [at for at in columns if grid.columns[at].numeric]
    names = sum(min(grid.natural(at), _NAMES) + _GAP for at in texts)
    for measure in (grid.natural, grid.needed, grid.tight):
        beside = names if measure != grid.natural else sum(grid.natural(at) + _GAP for at in texts)
        whole = sum(measure(at) + _GAP for at in columns if at not in texts)
        if beside + whole - _GAP <= width:
            yield grid, [(measure if numbers else grid.needed)(at) for at in columns]
            return
    if not numbers:
        least = sum((min(grid.word(at), _WORD) if at in texts else grid.needed(at)) + _GAP for at in columns) - _GAP
        yield grid, [grid.needed(at) if least <= width or grid.has_digits(at) else grid.word(at) for at in columns]
        return
    others = [at for at in columns if at not in texts and at not in numbers]
    # Words are broken sooner than numbers.
    least = sum(min(grid.natural(at), _WORD) + _GAP for at in texts) + max(map(grid.tight, numbers))
    most = max((width - least) // max(len(others), 1) - _GAP, _WORD)
    names += sum(min(grid.tight(at), most) + _GAP for at in others)
    batches: list[list[int]] = [[]]
    for at in numbers:
        taken = sum(grid.tight(each) + _GAP for each in (*batches[-1], at)) - _GAP
        if batches[-1] and names + taken > width:
            batches.append([])
        batches[-1].append(at)
    for batch in batches:
        # A row in which none of these has anything is left out.
        rows = [at for at, line in enumerate(grid.lines) if grid.rows[at].heading or any(line[each] for each in batch)]
        kept = sorted((*texts, *others, *batch))
        part = grid.rows_at(rows).only(kept)
        is_roomy = names + sum(grid.needed(at) + _GAP for at in batch) - _GAP <= width
        measure = part.needed if is_roomy else part.tight
        yield part, [min(measure(at), most) if whole in others else measure(at) for at, whole in enumerate(kept)]


def _show_groups(console: Console, grid: _Grid, widths: Sequence[int], names: Mapping[int, str], indent: int) -> None:
    """The name of each group on a line above its rows instead of in a column."""

    def body(*rows: int) -> RichTable:
        table = _drawn(grid.rows_at(rows), widths, shared=grid)
        table.show_header, table.box, table.padding = False, None, (0, _GAP, 0, 0)
        return table

    def indented(table: RichTable) -> Padding:
        return Padding(table, (0, 0, 0, indent))

    console.print(indented(_drawn(grid.rows_at(()), widths, shared=grid)))
    found = body()._calculate_column_widths(console, console.options.update_width(console.width - indent))  # noqa: SLF001 - held by a test
    fixed = [width - _GAP * (at < len(found) - 1) for at, width in enumerate(found)]
    lines = _Lines(console, is_fitting=sum(found) + indent <= console.width)
    for at, row in enumerate(grid.rows):
        if not at or row.group != grid.rows[at - 1].group:
            lines.add_name(names[row.group])
        if any(grid.lines[at]):
            lines.add_row(grid, at, fixed, lambda row: indented(body(row)), indent)
    lines.end()


_BOLD = Style(bold=True)


class _Lines:
    """Lines that are printed together: rich looks at the whole terminal anew for each thing that it prints."""

    def __init__(self, console: Console, *, is_fitting: bool) -> None:
        self._console, self._width, self._is_fitting = console, console.width, is_fitting
        self._waiting: list[Segment] = []

    def add(self, lines: Iterable[str]) -> None:
        """Print plain lines, sooner or later; where they are not all `is_fitting` they end with the screen."""
        self._waiting.append(Segment("".join(f"{line}\n" for line in lines)))

    def add_name(self, name: str) -> None:
        """Print a name on a line of its own, or on several where it is longer than one."""
        if name != name.strip() or _cells(name) > self._width:
            self.draw(Styled(name, style="bold"))
        else:
            self._waiting += (Segment(name, _BOLD), Segment.line())

    def add_row(
        self, grid: _Grid, at: int, widths: Sequence[int], draw: Callable[[int], RenderableType], indent: int = 0
    ) -> None:
        """Print a row of a grid in columns of these widths; rich is to draw what is coloured or hard to lay out."""
        row = grid.rows[at]
        is_coloured = self._console.color_system and _is_marked(row)
        told = None if is_coloured else _row_in(self._console, grid.lines[at], grid.columns, widths)
        if told is None:
            self.draw(draw(at))
        else:
            self.add(f"{' ' * indent}{line}" for line in told.split("\n"))

    def draw(self, drawn: RenderableType) -> None:
        """Print what rich draws, behind the lines before it."""
        self.end()
        self._console.print(drawn)

    def end(self) -> None:
        """Print what is still to be printed."""
        if self._waiting:
            self._console.print(Segments(self._waiting), end="", crop=not self._is_fitting)
            self._waiting = []


def _drawn(grid: _Grid, widths: Sequence[int], *, sections: bool = False, shared: _Grid | None = None) -> RichTable:
    """A grid as rich draws it, numbers and dates on one line each; with `sections`, a line above the sums.

    `widths` are those of the columns that are whole. Grids that share their columns with a larger one have them at the
    same places.
    """
    table = _frame(padding=(0, _GAP - 1, 0, 0), expand=shared is not None)
    whole = shared or grid
    for at, (column, name) in enumerate(zip(grid.columns, grid.headings, strict=True)):
        options: dict[str, Any] = {"width": widths[at]}
        if not (column.numeric or column.whole):
            options = {"min_width": min(_WORD, whole.word(at))}
            if shared is not None:
                options["ratio"] = whole.weight(at)
        table.add_column(name, justify="right" if column.numeric else "left", overflow="fold", **options)
    marked = [
        [Styled(words, style=_style(cell)) for words, cell in zip(line, row.cells, strict=False)]
        for line, row in zip(grid.lines, grid.rows, strict=True)
    ]
    _fill(table, grid.rows, marked, sections=sections)
    return table


def _show_drawn(console: Console, grid: _Grid, widths: Sequence[int], *, sections: bool) -> None:
    """Print a grid as rich draws it, in columns as wide as rich makes them for what is widest in them.

    It is put together row by row: rich would measure and wrap each cell several times.
    """
    longest = (_line_length, lambda text: _longest_word([text]))
    rows = range(len(grid.rows))
    widest = {
        max(rows, key=lambda row: measure(grid.lines[row][at]))
        for at in range(len(grid.columns))
        for measure in longest
        if rows
    }
    sample = _drawn(grid.rows_at(sorted(widest)), widths)
    room = console.width - (len(sample.columns) - 1)
    found = sample._calculate_column_widths(console, console.options.update_width(room))  # noqa: SLF001 - held by a test
    fixed = [width - (_GAP - 1 if at < len(found) - 1 else 0) for at, width in enumerate(found)]
    if sum(found) > room or min(fixed) <= 0:
        console.print(_drawn(grid, widths, sections=sections))
        return

    def body(*rows: int) -> RichTable:
        table = _drawn(grid.rows_at(rows), widths)
        for column, width in zip(table.columns, fixed, strict=True):
            column.width, column.min_width = width, None
        table.show_header = not rows
        return table

    console.print(body())
    lines, parting = _Lines(console, is_fitting=True), " " * (sum(fixed) + _GAP * (len(fixed) - 1))
    for at, row in enumerate(grid.rows):
        if at and sections and row.group != grid.rows[at - 1].group:
            lines.add([parting])
        lines.add_row(grid, at, fixed, body)
    lines.end()


def _is_marked(row: Row) -> bool:
    return row.strong or any(map(_style, row.cells))


def _row_in(console: Console, line: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str | None:
    """The cells of a row beside each other, on as many lines as they take; `None` for what only rich can lay out."""
    cells: list[Sequence[str]] = []
    for words, column, width in zip(line, columns, widths, strict=True):
        blank = width - _cells(words)
        if "\n" in words or words[-1:].isspace() or width < 1:
            return None
        if blank < 0:
            cells.append(_wrapped(console, words, width, is_right=column.numeric))
        else:
            cells.append((" " * blank + words if column.numeric else words + " " * blank,))
    if max(map(len, cells)) == 1:
        return (" " * _GAP).join([cell[0] for cell in cells])
    empty = [" " * width for width in widths]
    return "\n".join(
        (" " * _GAP).join(cell[at] if at < len(cell) else none for cell, none in zip(cells, empty, strict=True))
        for at in range(max(map(len, cells)))
    )


@lru_cache(maxsize=1 << 16)
def _wrapped(console: Console, words: str, width: int, *, is_right: bool) -> tuple[str, ...]:
    """The lines of a cell; names are the same in each of several tables."""
    lines = Styled(words).wrap(console, width, justify="right" if is_right else "left", overflow="fold")
    return tuple(line.plain for line in lines)


def _style(cell: Cell) -> str:
    """How a cell is coloured: only what is wrong or at risk is."""
    standing = cell.standing if isinstance(cell, Marked) else cell
    return _MARKED.get(standing, "") if isinstance(standing, Judgement) else ""


def _fill(table: RichTable, rows: Sequence[Row], lines: Sequence[Sequence[Styled]], *, sections: bool) -> None:
    for at, (row, line) in enumerate(zip(rows, lines, strict=True)):
        if at and sections and row.group != rows[at - 1].group:
            table.add_section()
        table.add_row(*line, style="bold" if row.strong else "")


_LONGEST_NAME = 40
"""The most that names take beside bars; longer ones wrap."""
_BARS = range(8, 61)
"""How wide bars may be; on a screen with less room there are none."""


class Signs(NamedTuple):
    """What bars and axes are drawn with."""

    stays: str
    leaves: str
    axis: str


BLOCKS = Signs("█", "░", "─")
ASCII = Signs("#", ".", "-")

_LEGEND = Message("{stays} {poor} at the end of the year   {leaves} fall in the rate over the year")
_NOTHING = Message(
    "Nothing to draw: no area has its poverty rate at both ends of the year, and no line of funding an amount."
)


def show_portrait(console: Console, shown: Shown, portrait: Portrait, lang: Lang, *, ascii_only: bool) -> None:
    """Print the portrait of a plan."""
    signs = ASCII if ascii_only else BLOCKS
    console.print(_title(shown.title, lang, built_in=shown.built_in))
    for told in _head(portrait, lang):
        _print(console, told, lang)
    console.print()
    for chart in portrait.charts:
        _show_rates(console, chart, portrait.wording, signs, lang)
        console.print()
    if portrait.funding is not None:
        grid, scale = _numbers(portrait.funding, lang), portrait.shares_axis
        room = _bar_room(grid, scale, console.width)
        bars = (
            [signs.stays * filled(share or 0, scale.top, room) for share in portrait.shares] if scale and room else []
        )
        console.print(_chart(grid, grid.headings[-1], bars, scale, room=room, signs=signs))
        _notes(console, portrait.funding, lang)
    if portrait.shares_axis is None and not any(chart.axis for chart in portrait.charts):
        _print(console, _NOTHING, lang)


def _head(portrait: Portrait, lang: Lang) -> Iterator[Message]:
    """Who issued the plan and when; its root area and year with what it aims at."""
    known = {fact.key: fact.value for fact in portrait.facts}
    issued = [Message("{issuer}", issuer=known["issuer"])] if "issuer" in known else []
    if "issued" in known:
        issued.append(Message("{day}", day=known["issued"]))
    if issued:
        yield join(issued, ", ")
    whose = [Message("{area}", area=known["area"])] if "area" in known else []
    if "year" in known:
        whose.append(verbatim(str(known["year"])) if portrait.wording.period else Message("{year}", year=known["year"]))
    aims = [verbatim("; ".join(fact_words(fact, lang) for fact in portrait.headline))] if portrait.headline else []
    if whose or aims:
        yield join([*([join(whose, ", ")] if whose else []), *aims], " – ")


def _show_rates(console: Console, of: Chart, wording: Wording, signs: Signs, lang: Lang) -> None:
    """A row an area: its name, its bar beneath the axis, its rates and how many households fewer are poor."""
    table, scale = of.rates, of.axis
    grid = _numbers(table, lang)
    room = _bar_room(grid, scale, console.width)
    bars = [_bar(each, scale.top, room, signs) for each in of.bars] if scale and room else []
    chart = _chart(grid, table.title.to(lang), bars, scale, room=room, signs=signs)
    if not bars:
        # What stands above the bars says of what the columns are the start and the end.
        chart.title, chart.title_justify, chart.title_style = table.title.to(lang), "left", "bold"
    console.print(chart)
    if bars:
        legend = _LEGEND.with_values(stays=signs.stays, poor=ARE_POOR[of.measure], leaves=signs.leaves)
        _print(console, worded(legend, wording), lang)
    _notes(console, table, lang)


def _marks(scale: Axis, room: int, signs: Signs) -> str:
    """The axis: each mark begins at the edge of the cell that its value reaches to."""
    line = ""
    for value in range(0, scale.top + 1, scale.step):
        line = line.ljust(room * value // scale.top, signs.axis) + str(value)
    return line


def _bar(each: Bar | None, top: int, room: int, signs: Signs) -> str:
    """The part that stays poor, then the part that leaves poverty; a dash where the plan gives too little."""
    if each is None:
        return "-"
    stays = filled(each.end, top, room)
    return signs.stays * stays + signs.leaves * max(0, filled(each.start, top, room) - stays)


def _over(scale: Axis) -> int:
    """How far the last mark of an axis, which begins where the longest bar can end, reaches beyond it."""
    return cell_len(str(scale.top))


def _numbers(table: Table, lang: Lang) -> _Grid:
    """The names of a table, which are its first column, and its columns of numbers."""
    grid = _grid(table, lang)
    return grid.only([at for at, column in enumerate(grid.columns) if column.numeric or at == 0])


def _bar_room(grid: _Grid, scale: Axis | None, width: int) -> int:
    """How many cells are left for bars, every mark at the edge of one; none where that is too few to tell anything."""
    if scale is None:
        return 0
    names = min(grid.natural(0), _LONGEST_NAME, max(_BARS.start, width // 2))
    numbers = sum(grid.tight(at, _FEW) + _GAP for at in range(1, len(grid.headings)))
    room = min(width - names - _GAP - numbers - _over(scale), _BARS[-1])
    steps = scale.top // scale.step
    room -= room % steps
    # Marks that touch each other would be read as one number.
    apart = room // steps > len(str(scale.top))
    return room if room >= _BARS.start and apart else 0


def _chart(  # noqa: PLR0913 - one parameter for each thing that is drawn
    grid: _Grid, head: str, bars: Sequence[str], scale: Axis | None, *, room: int, signs: Signs
) -> RichTable:
    """Names and numbers with bars between them, if any, beneath a heading and their axis."""
    table = RichTable(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), collapse_padding=True)
    table.add_column(grid.headings[0], overflow="fold", max_width=_LONGEST_NAME)
    if bars and scale:
        table.add_column(Styled(f"{head}\n{_marks(scale, room, signs)}"), width=room + _over(scale), no_wrap=True)
    for at in range(1, len(grid.headings)):
        table.add_column(grid.headings[at], width=grid.tight(at, _FEW), justify="right", overflow="fold")
    drawn = [[Styled(bar, style="cyan")] for bar in bars] or [[] for _ in grid.rows]
    lines = [
        [Styled(name), *bar, *map(Styled, numbers)] for (name, *numbers), bar in zip(grid.lines, drawn, strict=True)
    ]
    _fill(table, grid.rows, lines, sections=False)
    return table


_MARKED = {Judgement.WRONG: "bold red", Judgement.AT_RISK: "yellow"}
"""Only what is wrong or at risk is coloured."""


def show_file(  # noqa: PLR0913 - a file, and how much of it is shown
    console: Console, checked: Checked, lang: Lang, *, quiet: bool, everything: bool, several: bool
) -> None:
    """Print one file of a run: how it stands, what was found, what is not verified, then its figures.

    A clean one of `several` takes one line.
    """
    overview = checked.report.standing()
    if quiet and not checked.report.findings:
        return
    if several and not everything and not quiet and overview.is_clean and checked.reading.plan is not None:
        line = Styled(f"{printable(BUILT_IN.to(lang) if checked.built_in else checked.name)}: ")
        console.print(line.append(_counted(overview, checked.report).to(lang), style="green"), soft_wrap=True)
        return
    _prose(console, _headline(checked, lang))
    if not quiet:
        _print(console, _counted(overview, checked.report), lang, _grave(overview))
    _show_findings(console, checked, overview, lang, everything=everything)
    if not quiet:
        for words in _not_verified(checked, overview):
            _print(console, words, lang)
        for table in _plan_tables(checked, overview, console.width, lang, everything=everything):
            if table.rows:
                console.print()
                _show_rows(console, table, lang, spaced=False)
                _notes(console, table, lang)
            else:
                _print(console, table.title, lang)
    if several:
        console.print()


def _headline(checked: Checked, lang: Lang) -> Styled:
    """Number or title, place, year and file."""
    plan = checked.reading.plan
    info = None if plan is None or checked.reading.lacks("document") else plan.document
    parts = [checked.title if info is None or info.number is None else verbatim(info.number)]
    if plan is not None and plan.targets is not None:
        parts.append(readable(plan.targets.name))
    if info is not None and info.when is not None:
        parts.append(verbatim(info.when))
    return _title(join(parts, ", "), lang, built_in=checked.built_in, name=checked.name)


def _grave(overview: Overview) -> str:
    if overview.counts[Judgement.WRONG]:
        return "bold red"
    return "bold yellow" if overview.counts[Judgement.AT_RISK] else "bold green"


def _counted(overview: Overview, *reports: Report) -> Message:
    """How many are wrong, at risk, hold and are not verified, with what the plans accept."""
    waived = sum(report.waived for report in reports)
    counts: dict[str, Value] = {judgement.value: count for judgement, count in overview.counts.items()}
    words = Message("{wrong} wrong, {at_risk} at risk, {holds} hold, {not_verified} not verified{waived}").with_values(
        waived=Message(", {count} accepted", count=waived) if waived else verbatim(""),
        **counts,
    )
    verified = [report.verified for report in reports if report.verified is not None]
    if not verified:
        return words
    by_document = Message(
        "verified by the document: {document} of {all}, {both} of them by arithmetic too; by arithmetic alone: {alone}",
        document=sum(each.by_document for each in verified),
        all=sum(report.stated for report in reports),
        both=sum(each.by_both for each in verified),
        alone=sum(each.by_arithmetic - each.by_both for each in verified),
    )
    return join((words, by_document), "; ")


def _show_findings(console: Console, checked: Checked, overview: Overview, lang: Lang, *, everything: bool) -> None:
    kinds: dict[tuple[object, ...], list[Finding]] = {}
    for finding, _ in overview.first:
        kinds.setdefault(_kind(finding), []).append(finding)
    plan = checked.reading.plan
    is_long = not everything and any(len(kind) > _MANY for kind in kinds.values())
    areas = {each.path: each.area for each in walk(plan.targets if plan and is_long else None)}
    shown = Counter[tuple[object, ...]]()
    for finding, followers in overview.first:
        kind = _kind(finding)
        shown[kind] += 1
        if everything or len(kinds[kind]) <= _MANY or shown[kind] <= _FIRST:
            show_finding(console, checked, finding, lang, followers=followers, everything=everything)
        elif shown[kind] == _FIRST + 1:
            _show_rest(console, areas, kinds[kind][_FIRST:], lang)


def _not_verified(checked: Checked, overview: Overview) -> Iterator[Message]:
    """How much nobody could check, and the missing figures that would decide the most of it."""
    count, plan = overview.counts[Judgement.UNVERIFIED], checked.reading.plan
    if not count or plan is None:
        return
    told = Message("Not verified: {count} of {all} figures", count=count, all=checked.report.stated)
    first = Message("; with the {field} of {areas} (--figures TABLE.csv) {count} more would be")
    then = Message("; then with the {field} of {areas} {count} more")
    yield worded(join((told, *needed(checked, first, then), verbatim(".")), ""), plan.wording)


_MANY, _FIRST = 10, 5
"""Of more findings of one kind than `_MANY` in a file, the first few are shown; a line tells of the rest."""

_NAMED = 3
"""So many areas are named in that line."""


def _kind(finding: Finding) -> tuple[object, ...]:
    """What is the same for findings that are told as a group."""
    return finding.code, finding.severity, finding.waived is None, finding.file


def _show_rest(console: Console, areas: Mapping[Path, Area], rest: Sequence[Finding], lang: Lang) -> None:
    """Print in one line how many findings more there are of one kind, in which lines and of which areas."""
    lines = [finding.place.line for finding in rest if finding.place is not None]
    where: Message = verbatim("")
    if lines and min(lines) == max(lines):
        where = Message(", in line {line}", line=str(min(lines)))
    elif lines:
        where = Message(", in lines {first} to {last}", first=str(min(lines)), last=str(max(lines)))
    file = rest[0].file
    line = Message(
        "{label} {code}: {count} more like it{where}{file}{areas}; --format concise lists all",
        label=label(rest[0]),
        code=rest[0].code,
        count=len(rest),
        where=where,
        file=verbatim("") if file is None or not lines else Message(" of {file}", file=file),
        areas=_areas_of(areas, rest),
    )
    style = "dim" if rest[0].waived is not None else STYLES[rest[0].severity]
    console.print(Styled(printable(line.to(lang)), style=style))


def _areas_of(areas: Mapping[Path, Area], findings: Sequence[Finding]) -> Message:
    """The areas that findings are about in brackets, the first few by name; nothing where they are about none."""
    found: dict[Path, Message] = {}
    for finding in findings:
        if len(found) > _NAMED:
            break
        path = finding.path or ()
        inner = next((path[:end] for end in range(len(path), 0, -1) if path[:end] in areas), None)
        if inner is not None:
            found.setdefault(inner, readable(areas[inner].name))
    return Message(" ({words})", words=few(found.values(), _NAMED)) if found else verbatim("")


def _plan_tables(checked: Checked, overview: Overview, width: int, lang: Lang, *, everything: bool) -> Iterator[Table]:
    """The targets and the funding with how their figures stand; fewer areas where these take several tables."""
    plan, unread = checked.reading.plan, checked.reading.unread
    if plan is not None and plan.targets is not None:
        derivation = derivation_of(plan, checked.options)
        table = judged_targets(derivation, overview, everything=everything, unread=unread)
        several = sum(1 for _ in _beside(_grid(table, lang), width))
        if several > 1 and not everything:
            most = max(JUDGED_AREAS // several - several, _LEAST_ROWS)
            table = judged_targets(derivation, overview, unread=unread, most=most)
        yield worded(table, plan.wording)
    if plan is not None and plan.funding is not None:
        yield judged_funding(plan.funding, overview, everything=everything)


_LEAST_ROWS = 3


def show_summary(console: Console, run: Sequence[Checked], lang: Lang) -> None:
    """Print a line for all files, and what else ended the run as it did; it needs their reports alone."""
    if len(run) > 1:
        overviews = [checked.report.standing() for checked in run]
        counts = {standing: sum(each.counts[standing] for each in overviews) for standing in Judgement}
        whole = overviews[0]._replace(counts=counts)
        line = Message(
            "Files checked: {count}, {clean} of them clean. All together: {counts}.",
            count=len(run),
            clean=sum(each.is_clean for each in overviews),
            counts=_counted(whole, *(checked.report for checked in run)),
        )
        _print(console, line, lang, _grave(whole))
        wrong = [verbatim(each.name) for each, its in zip(run, overviews, strict=True) if not its.is_clean]
        if wrong:
            _print(console, Message("Not clean: {files}.", files=few(wrong, _FOLLOWERS)), lang)
    for words in (*broken_checks(run), *failed_unverified(run)):
        _print(console, words, lang, "bold red")


_STATED = Message("stated")
_ASSUMED = Message("assumed")
_GIVEN = Message("from")
_SO = Message("so")
_NO_GROUND = Message("No stated figure bounds it on this side or on the other.")


def show_why(console: Console, reading: Reading, answers: "tuple[Why, ...]", lang: Lang) -> None:
    """Print each answer: its range, and for each end what it rests on."""
    for at, answer in enumerate(answers):
        if at:
            console.print()
        title = Message(
            "{address}: {found} ({area}, {quantity})",
            address=answer.address,
            found=signed_interval(answer.range.widened(PLACES)),
            area=answer.area,
            quantity=answer.quantity,
        )
        _print(console, title, lang, "bold")
        if not answer.grounds:
            _print(console, _NO_GROUND, lang)
        grounds = _once(answer)
        for ground in grounds:
            console.print()
            console.print(_why_table(reading, ground, lang, exactly=len(grounds) < len(answer.grounds)))


def _once(answer: "Why") -> "tuple[Ground, ...]":
    """The grounds of both ends, or one of them where the same stated figure is both."""
    first, *others = answer.grounds or (None,)
    if first is not None and answer.range.is_point and others and not first.lines and not others[0].lines:
        return (first,)
    return answer.grounds


def _why_table(reading: Reading, ground: "Ground", lang: Lang, *, exactly: bool) -> RichTable:
    table = RichTable.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    sign, _, end = ground.end.to(lang).partition(" ")
    table.add_row("=" if exactly else sign, Styled(end, style="bold"))
    for name, told in (
        (_STATED, [(said, place(reading, path)) for said, path in ground.stated]),
        (_ASSUMED, [(said, "") for said in ground.assumed]),
        (_GIVEN, [(said, f"povcalc why {address}") for said, address in ground.elsewhere]),
        (_SO, [(said, "") for said in ground.lines]),
    ):
        for at, (said, where) in enumerate(told):
            line = Styled(printable(said.to(lang)))
            if where:
                line.append(f"  {printable(where)}", style="dim")
            table.add_row("" if at else name.to(lang), line)
    return table


def place(reading: Reading, path: Path) -> str:
    """Where a figure stands: file, line and column."""
    spot = reading.spot(path)
    return "" if spot is None else at_place(*spot)
