"""Tables as an Excel workbook: a sheet a table, for people who go on in a spreadsheet.

A number is a number, in a format that prints the decimals that it was written with; what is not stated but follows has
the star behind it that it has on the screen, as part of the format. Where a column has a bound or a range in any row,
low and high stand in columns of their own. A text is a text: whatever a plan writes, be it `=HYPERLINK(…)`, is no
formula.
"""

import datetime
import io
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePath
from typing import Any, NamedTuple

from povcalc.findings import SEVERITIES
from povcalc.messages import Lang, Message, by_language, figure, join, printable, rounded, verbatim, worded
from povcalc.output.report import Checked, suggested
from povcalc.output.tables import HIGH, LOW, Shown, cell_words, ends, heading, is_range
from povcalc.values import Figure, Form, Interval
from povcalc.views.plan import PLACES, derivation_of, judged_funding, judged_targets
from povcalc.views.table import Both, Cell, Column, Fact, Readers, Row, Table, plain


def as_xlsx(shown: Shown, lang: Lang) -> bytes:
    """A workbook with what is known of the document, a sheet for each table, and nothing that acts.

    Raises `ImportError` without the extra `excel`.
    """
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator = printable(shown.title.to(lang)), "povcalc"
    tables = [*([_facts(shown.title, shown.facts)] if shown.facts else []), *shown.tables]
    taken: set[str] = set()
    for table in tables:
        page = book.create_sheet(_sheet_name(heading(table).to(lang), taken))
        _Page(page, lang).write(table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_LONGEST_NAME = 31


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel takes, and no other sheet has: short, without some signs, whatever the capitals."""
    plain = " ".join(re.sub(r"[\[\]:*?/\\]", " ", printable(title)).split()).strip("' ") or "povcalc"
    name = plain[:_LONGEST_NAME].strip("' ")
    at = 1
    while name.casefold() in taken or name.casefold() in _RESERVED:
        at += 1
        behind = f" {at}"
        name = plain[: _LONGEST_NAME - len(behind)].strip("' ") + behind
    taken.add(name.casefold())
    return name


_RESERVED = ("history", "lịch sử")
"""Names that Excel keeps for itself."""


def _facts(title: Message, facts: Sequence[Fact]) -> Table:
    columns = (Column("label", Message("What")), Column("value", title), Column("unit", Message("Unit"), optional=True))
    return Table(Message("Document"), columns, tuple(Row((each.label, _cell(each.value), each.unit)) for each in facts))


def _cell(value: Any) -> Cell:
    if isinstance(value, Figure) and value.form is not Form.EXACT:  # in words: two columns are too many for one value
        return by_language(lambda lang: figure(value, lang, signs=True))
    return value if isinstance(value, (Message, Figure, int, Decimal, datetime.date)) else verbatim(str(value))


def findings_table(run: Sequence[Checked]) -> Table:
    """What `check` finds in some files, the gravest first in each, with what was probably meant."""
    columns = (
        Column("severity", Message("Severity")),
        Column("code", Message("Code")),
        Column("place", Message("Place")),
        Column("message", Message("Finding")),
        Column("suggestion", Message("Suggestion"), optional=True),
        Column("waived", Message("Waived because"), optional=True),
    )
    rows = tuple(
        Row(
            (
                SEVERITIES[finding.severity],
                finding.code,
                checked.where(finding),
                finding.message,
                join([words for _, words in suggested(finding)], "; "),
                finding.waived,
            )
        )
        for checked in run
        for finding in checked.report.findings
    )
    counts = [Message("{file}: {title}", file=checked.name, title=checked.title) for checked in run]
    return Table(Message("Findings"), columns, rows, (*([] if rows else [Message("Nothing was found.")]), *counts))


class _Drawn(NamedTuple):
    """A column as it stands in a sheet: which cells of a row it has, and which end of them, `None` for both."""

    at: int
    heading: str
    column: Column
    end: int | None = None


_WIDEST, _NARROWEST = 60, 6
_MOST_NOTED = 32_000
"""Excel takes so many characters in a cell, and a few more."""


class _Page:
    """Writes one table into a sheet."""

    def __init__(self, page: Any, lang: Lang) -> None:
        self._page, self._lang = page, lang
        self._widths: dict[int, int] = {}

    def write(self, table: Table) -> None:
        """Write headings that stay in sight, the rows, and the notes below them."""
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter

        rows, columns = _for_people(table)
        first_text = next((at for at, column in enumerate(columns) if not column.numeric), 0)
        drawn = list(self._drawn(rows, columns))
        bold = Font(bold=True)
        for at, each in enumerate(drawn, start=1):
            cell = self._put(1, at, each.heading)
            cell.font, cell.alignment = bold, Alignment(wrap_text=True, vertical="top")
        for number, row in enumerate(rows, start=2):
            for at, each in enumerate(drawn, start=1):
                cell = self._value(number, at, row.cells[each.at], each)
                is_text = cell.data_type == "s"
                indent = row.depth if each.at == first_text else 0
                cell.alignment = Alignment(indent=indent, vertical="top", wrap_text=is_text)
                if row.strong:
                    cell.font = bold
        for number, note in enumerate(table.notes, start=len(rows) + 3):
            self._put(number, 1, note.to(self._lang), is_measured=False)
        for at, width in self._widths.items():
            self._page.column_dimensions[get_column_letter(at)].width = min(max(width + 2, _NARROWEST), _WIDEST)
        self._page.freeze_panes = "B2" if len(drawn) > 1 else "A2"
        self._page.print_title_rows = "1:1"
        self._page.page_setup.orientation, self._page.page_setup.paperSize = "landscape", self._page.PAPERSIZE_A4
        self._page.page_setup.fitToHeight, self._page.sheet_properties.pageSetUpPr.fitToPage = 0, True

    def _drawn(self, rows: Sequence[Row], columns: Sequence[Column]) -> Iterator[_Drawn]:
        for at, column in enumerate(columns):
            name = column.heading.to(self._lang)
            if any(_is_wide(plain(row.cells[at])) for row in rows):
                for end, words in enumerate((LOW, HIGH)):
                    yield _Drawn(at, words.with_values(name=name).to(self._lang), column, end)
            else:
                yield _Drawn(at, name, column)

    def _put(self, row: int, at: int, words: str, *, is_measured: bool = True) -> Any:
        """A text, which is never a formula, an error or a link."""
        cell = self._page.cell(row, at)
        shown = printable(words)[:_MOST_NOTED]
        if shown:
            cell.value = shown
            cell.data_type, cell.quotePrefix = "s", True
            if is_measured:
                self._widths[at] = max(self._widths.get(at, 0), min(len(shown), _WIDEST))
        return cell

    def _value(self, row: int, at: int, cell: Cell, drawn: _Drawn) -> Any:
        cell = plain(cell)
        star = '"*"' if isinstance(cell, Interval) else ""
        about = '"~"' if isinstance(cell, Figure) and cell.form is Form.ABOUT else ""
        places = 0
        if isinstance(cell, Interval):  # both ends in the decimals that people are shown
            cell = cell.widened(PLACES)
            places = 0 if all(end is None or end == int(end) for end in (cell.low, cell.high)) else PLACES
        if drawn.end is not None:
            cell = ends(cell)[drawn.end]
        number = _number(cell, drawn.column)
        if number is None and not isinstance(cell, datetime.date):
            return self._put(row, at, "" if cell is None else cell_words(cell, drawn.column, self._lang))
        made = self._page.cell(row, at, number if number is not None else cell)
        if number is None:
            made.number_format = "d/m/yyyy" if self._lang is Lang.VI else "yyyy-mm-dd"
        else:
            made.number_format = f"{about}{_format_of(number, places)}{star}"
        width = len("2019-12-31") if number is None else len(f"{number:,}")
        self._widths[at] = max(self._widths.get(at, 0), width + bool(star or about))
        return made


def _is_wide(cell: Cell) -> bool:
    """Whether a cell has two ends that differ, or one alone."""
    is_one = cell.is_point if isinstance(cell, Interval) else isinstance(cell, Figure) and cell.form is Form.ABOUT
    return is_range(cell) and not is_one


def _number(cell: Cell, column: Column) -> int | Decimal | None:
    """The number of a cell that has one, with the decimals that are printed."""
    match cell:
        case Figure(upper=None):
            return cell.number
        case Fraction():
            return Decimal(rounded(cell, column.places, Lang.EN).replace(",", ""))
        case Interval() if cell.is_point:
            low, _ = ends(cell)
            return _number(low, column)
        case bool():
            return None
        case int() | Decimal():
            return cell
        case _:
            return None


def _format_of(number: int | Decimal, least: int) -> str:
    """The number format of the decimals that a number has, or of more."""
    exponent = Decimal(number).as_tuple().exponent
    places = max(-exponent, least) if isinstance(exponent, int) else least
    return "#,##0" + (f".{'0' * places}" if places else "")


def _for_people(table: Table) -> tuple[tuple[Row, ...], tuple[Column, ...]]:
    """What people read, but where they read words about a number, the number that programs have."""
    numeric = {
        column.key: at
        for at, column in enumerate(table.columns)
        if column.readers is Readers.MACHINE and column.numeric
    }
    instead = {
        at: numeric[column.key]
        for at, column in enumerate(table.columns)
        if column.readers is Readers.HUMAN and column.key in numeric
    }
    rows = tuple(
        row._replace(cells=tuple(_rather_number(row.cells[instead.get(at, at)]) for at in range(len(row.cells))))
        for row in table.rows
    )
    shown = table._replace(rows=rows).read_by(Readers.HUMAN)
    return shown.rows, shown.columns


def _rather_number(cell: Cell) -> Cell:
    """What programs read where that is a number and people read words about it."""
    if not isinstance(cell, Both) or not isinstance(cell.human, (str, Message)):
        return cell
    return cell.machine if isinstance(cell.machine, (Figure, Interval, int, Decimal, Fraction)) else cell


def report_xlsx(run: Sequence[Checked], lang: Lang) -> bytes:
    """What `check` finds as a workbook, with the targets and the funding of each plan and how their figures stand."""
    tables = [findings_table(run)]
    for checked in run:
        plan, overview, before = checked.reading.plan, checked.report.standing(), len(tables)
        if plan is not None and plan.targets is not None:
            found = judged_targets(
                derivation_of(plan, checked.options), overview, everything=True, unread=checked.reading.unread
            )
            tables.append(worded(found, plan.wording))
        if plan is not None and plan.funding is not None:
            tables.append(judged_funding(plan.funding, overview, everything=True))
        if len(run) > 1:  # whose sheets it is stands first in their names
            file = verbatim(PurePath(checked.name).stem)
            tables[before:] = [each._replace(title=join((file, each.title), " ")) for each in tables[before:]]
    title = run[0].title if len(run) == 1 else Message("Findings")
    return as_xlsx(Shown("", title, built_in=False, part=None, tables=tuple(tables)), lang)
