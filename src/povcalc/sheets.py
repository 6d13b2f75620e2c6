"""Sheets of Excel and OpenDocument workbooks, each cell in the words that it shows.

A number keeps the decimals of its shown format: 0.4435 in a cell of the format `0.00%` is 44.35%, 4.1 in one of `0.00`
is 4.10. What a cell shows is what is printed, so further digits that it holds are dropped, and `CellKind` says so.
Formulas count by the value that the program stored with them. No macro is run, no link is followed, nothing is unpacked
beyond the limits, and hidden rows and columns are read like the others: a filter hides them, nobody deletes them.
"""

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from povcalc.messages import Message, UserError
from povcalc.patterns import regex
from povcalc.typos import fold

MAX_BYTES, MAX_UNPACKED, MAX_XML, MAX_CELLS = 50_000_000, 300_000_000, 100_000_000, 2_000_000
"""How large a document may be: its file, all and the XML that is packed in it, the cells of its tables."""
MAX_ROWS, MAX_COLUMNS, MAX_LETTERS, MAX_SHEETS = 1_048_576, 16_384, 20_000_000, 1_000
"""No sheet has more rows and columns; and so many characters and sheets are read of a workbook."""


class DocumentError(UserError):
    """A document that cannot be read."""


@contextmanager
def by_library(extra: Message) -> Iterator[None]:
    """Read with a library, which is told to install where it is missing. Raises `DocumentError` for a damaged file."""
    try:
        yield
    except ImportError:
        raise DocumentError(extra) from None
    except DocumentError:
        raise
    except Exception as error:  # noqa: BLE001 - the libraries raise anything at damaged files
        raise DocumentError("the file is damaged: {why}", why=str(error)[:200]) from None


def too_large(most: Message) -> DocumentError:
    """The error that a document has more than is read of one, such as 3,000 pages."""
    return DocumentError(
        "the document is too large: at most {most} are read of one; keep only the part that has the figures", most=most
    )


class CellKind(StrEnum):
    """What a cell holds that is no text; `ROUNDED` is a number with more digits than it shows.

    `UNCOMPUTED` is a formula that no value is stored for; the cell's words are the formula then.
    """

    NUMBER = "number"
    ROUNDED = "rounded"
    DATE = "cell_date"
    ERROR = "cell_error"
    UNCOMPUTED = "cell_uncomputed"


class Sheet(NamedTuple):
    """The rows that hold anything, by their numbers from 1, as the words of their cells.

    `kinds` is by the row's number and the cell's place in it, from 0; cells of text are not in it. `others` are the
    names of the other sheets that are not hidden.
    """

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    kinds: dict[tuple[int, int], CellKind]
    others: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The sheet as a text whose lines have the numbers of its rows."""
        lines = {number: BETWEEN.join(cells) for number, cells in self.rows}
        return "\n".join(lines.get(number, "") for number in range(1, max(lines, default=0) + 1))


BETWEEN = " | "
"""What stands between the cells of a sheet's text."""


class Tab(NamedTuple):
    """A sheet's name, and whether it is hidden."""

    name: str
    is_hidden: bool


Choice = Callable[[Sequence[Tab]], Iterable[str]]
"""Says which of the sheets of a workbook are wanted, by their names. Raises `DocumentError` for none of them."""


def every_sheet(tabs: Sequence[Tab]) -> Iterable[str]:
    """All sheets, the hidden ones too."""
    return [tab.name for tab in tabs]


def one_sheet(file: str, wanted: str | None) -> Choice:
    """The sheet of a name, written with or without capitals and marks; the first that is not hidden without a name."""

    def chosen(tabs: Sequence[Tab]) -> Iterable[str]:
        shown = [tab.name for tab in tabs if not tab.is_hidden] or [tab.name for tab in tabs]
        if wanted is None:
            return shown[:1]
        alike = [tab.name for tab in tabs if _plain(tab.name) == _plain(wanted)]
        found = [wanted] if any(tab.name == wanted for tab in tabs) else alike
        if len(found) == 1:
            return found
        raise DocumentError(
            "no sheet is called {wanted}; its sheets are {sheets}; name one of them: '{line}'",
            wanted=wanted or "''",
            sheets=", ".join(tab.name for tab in tabs),
            line=f"{file}#{shown[0]}",
        )

    return chosen


def _plain(name: str) -> str:
    return " ".join(fold(name).split())


def is_workbook(content: bytes) -> str | None:
    """`xlsx` or `ods` for what is packed like one of these; `None` for anything else. Raises `DocumentError`."""
    names = packed_names(content)
    if "xl/workbook.xml" in names:
        return "xlsx"
    return "ods" if "content.xml" in names and b"opendocument.spreadsheet" in content[:_BEGINNING] else None


_BEGINNING = 200
"""The kind of an OpenDocument file stands in its first bytes, unpacked."""


def packed_names(content: bytes) -> set[str]:
    """The files in an archive of XML; limits keep one from unpacking to more than memory holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError):
        raise DocumentError("the file is damaged: its archive cannot be opened") from None
    texts = sum(member.file_size for member in members if member.filename.endswith((".xml", ".rels")))
    if sum(member.file_size for member in members) > MAX_UNPACKED or texts > MAX_XML or len(content) > MAX_BYTES:
        raise too_large(Message("{most} MB of text, unpacked,", most=MAX_XML // 10**6))
    return {member.filename for member in members}


EXCEL_EXTRA = Message("reading and writing spreadsheets takes another library; type: pip install 'povcalc[excel]'")


def read_sheets(content: bytes, choose: Choice) -> dict[str, Sheet]:
    """The sheets of a workbook that are chosen, by their names. Raises `DocumentError`."""
    reader = {"xlsx": _xlsx, "ods": _ods}.get(is_workbook(content) or "")
    if reader is None:
        raise DocumentError("this is a packed file, but neither an Excel (.xlsx) nor an OpenDocument (.ods) one")
    with by_library(EXCEL_EXTRA), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions of the form, which hold no cells
        read = _Read()
        tabs, rows_of = reader(content, read)
        return {name: _checked(rows_of(name), _others(tabs, name), read) for name in choose(tabs)}


HOW_TO_COMPUTE = Message("open the workbook in Excel or LibreOffice and save it, which works the formulas out")


class _Cell(NamedTuple):
    """What a cell shows and what it is; `None` for text."""

    words: str = ""
    kind: CellKind | None = None


_Rows = Iterator[tuple[int, list[_Cell]]]
_Book = tuple[list[Tab], Callable[[str], _Rows]]
"""The sheets of a workbook, and what gives the rows of one by its name."""


class _Read:
    """How much has been read of a workbook, all its sheets together: what one holds may stand in a thousand."""

    laid_out = cells = letters = 0


def _checked(rows: _Rows, others: tuple[str, ...], read: _Read) -> Sheet:
    """A sheet of rows of cells, the empty ones left out. Raises `DocumentError` for too many."""
    kept: list[tuple[int, tuple[str, ...]]] = []
    kinds: dict[tuple[int, int], CellKind] = {}
    for number, cells in rows:
        while cells and not cells[-1].words:
            cells.pop()
        read.cells += len(cells)
        read.letters += sum(len(cell.words) for cell in cells)
        if read.letters > MAX_LETTERS:  # many cells may share one long text
            raise too_large(Message("{most} characters of text", most=MAX_LETTERS))
        if read.cells > MAX_CELLS:
            raise too_large(Message("{most} cells in its tables", most=MAX_CELLS))
        kinds |= {(number, at): cell.kind for at, cell in enumerate(cells) if cell.kind is not None}
        if cells:
            kept.append((number, tuple(cell.words for cell in cells)))
    return Sheet(tuple(kept), kinds, others)


def _others(tabs: Sequence[Tab], name: str) -> tuple[str, ...]:
    return tuple(tab.name for tab in tabs if tab.name != name and not tab.is_hidden)


_ERROR = regex(r"#(?:[A-Z]+[!?]|N/A|DIV/0!|NAME\?)|Err:[0-9]+")


def _words(value: object) -> str:
    return " ".join(str(value).split())


# Excel.


def _xlsx(content: bytes, read: _Read) -> _Book:
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        _refuse_many(archive.read("xl/workbook.xml").count(b"sheetId"))  # the library compares their names

    def opened(*, stored: bool) -> Any:
        return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=stored, keep_links=False)

    values, formulas = opened(stored=True), opened(stored=False)
    for sheet in (*values.worksheets, *formulas.worksheets):
        sheet.reset_dimensions()  # some programs write wrong ones, beyond which nothing would be read
    tabs = [Tab(sheet.title, sheet.sheet_state != "visible") for sheet in values.worksheets]
    return tabs, lambda name: _xlsx_rows(values[name], formulas[name], read)


def _refuse_many(sheets: int) -> None:
    """Raise `DocumentError` for a workbook of too many sheets."""
    if sheets > MAX_SHEETS:
        raise too_large(Message("{most} sheets", most=MAX_SHEETS))


def _xlsx_rows(values: Any, formulas: Any, read: _Read) -> _Rows:
    """The rows of a sheet read twice, since a formula and its value are not had together."""
    both = zip(values.iter_rows(), formulas.iter_rows(), strict=True)
    for number, (shown, written) in enumerate(both, start=1):
        read.laid_out += len(shown) + _A_ROW
        if number > MAX_ROWS or read.laid_out > _MAX_LAID_OUT:
            raise too_large(
                Message("{rows} rows in a sheet and {cells} cells in all", rows=MAX_ROWS, cells=_MAX_LAID_OUT)
            )
        width = max(len(shown), len(written))
        while width and shown[width - 1].value is written[width - 1].value is None:
            width -= 1
        yield number, [_xlsx_cell(*cells) for cells in zip(shown[:width], written[:width], strict=True)]


_MAX_LAID_OUT, _A_ROW = 50_000_000, 5
"""So many cells are looked at, the empty ones to the left of others included; an empty row takes as long as some."""


def _xlsx_cell(cell: Any, written: Any) -> _Cell:
    value = cell.value
    if value is None:
        formula = _words(written.value) if written.data_type == "f" else ""
        return _Cell(formula, CellKind.UNCOMPUTED) if formula else _Cell()
    if cell.data_type == "e":
        return _Cell(str(value), CellKind.ERROR)
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        return _Cell(_day(value), CellKind.DATE)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return shown_number(Decimal(repr(value)), str(cell.number_format))
    return _Cell(_words(value))


def _day(value: datetime.date | datetime.time | datetime.timedelta) -> str:
    return f"{value.day}/{value.month}/{value.year}" if isinstance(value, datetime.date) else str(value)


_TOKENS = regex(
    r'\[\$(?P<money>[^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.|"(?P<quoted>[^"]*)"|\\(?P<one>.)|(?P<spec>[#0?][#0?.,]*|\.[#0?]+)|(?P<sign>.)'
)
_SECTION = regex(r'(?:"[^"]*"|\\.|[^;"\\])*')
_STORED = Context(prec=15, rounding=ROUND_HALF_UP)
"""A spreadsheet keeps so many significant digits."""
_GENERAL = Context(prec=10, rounding=ROUND_HALF_UP)
"""And shows so many of a number that has no format."""


def shown_number(value: Decimal, pattern: str) -> _Cell:
    """A number as a number format of Excel shows it, with a point and no thousands marks, signs and words around it."""
    value = _STORED.create_decimal(value)
    section = (_SECTION.match(pattern) or [""])[0]
    before = spec = behind = ""
    power = 0
    for token in _TOKENS.finditer(section):
        if token["spec"] and not spec:
            spec = token["spec"]
            continue
        words = token["money"] or token["quoted"] or token["one"] or token["sign"] or ""
        power += 2 * (token["sign"] == "%")
        before, behind = (before, behind + words) if spec else (before + words, behind)
    is_general = not spec or re.search(r"E[+-]|/[0-9?#]", section) is not None
    if is_general:
        before = behind = ""
        power = 0
    whole, _, decimals = spec.partition(".")
    thousands = len(whole) - len(whole.rstrip(",")) + decimals.count(",")  # at the end each is three digits
    scaled = _EXACTLY.scaleb(value, power - 3 * thousands)
    number = _general(scaled) if is_general else _in_places(scaled, decimals)
    kind = CellKind.NUMBER if Decimal(number) == scaled else CellKind.ROUNDED
    return _Cell(_words(f"{before}{number}{behind}"), kind)


_EXACTLY = Context(prec=400, rounding=ROUND_HALF_UP)


def _general(value: Decimal) -> str:
    return f"{value if value == value.to_integral_value() else _GENERAL.plus(value).normalize():f}".removesuffix(".0")


def _in_places(value: Decimal, places: str) -> str:
    """A number in the decimals of a format, where a `#` has no zero at the end."""
    most, least = len(places.replace(",", "")), len(places.rstrip("#").replace(",", ""))
    words = f"{value.quantize(Decimal(1).scaleb(-most), context=_EXACTLY):f}"
    while most > least and words.endswith("0"):
        words, most = words[:-1], most - 1
    words = words.removesuffix(".")
    return words.removeprefix("-") if not Decimal(words) else words


# OpenDocument, by odfdo, the one library for it that is still kept and hands out the words that a cell shows.


def _ods(content: bytes, _: _Read) -> _Book:
    from odfdo import Document

    body = Document(io.BytesIO(content)).body
    tables = {str(table.get_attribute("table:name")): table for table in body.get_elements("//table:table")}
    _refuse_many(len(tables))
    tabs = [Tab(name, table.get_attribute("table:display") == "false") for name, table in tables.items()]
    return tabs, lambda name: _ods_rows(tables[name])


def _ods_rows(table: Any) -> _Rows:
    number = 1
    for row in table.get_elements("descendant::table:table-row"):
        cells: list[_Cell] = []
        begun: list[tuple[_Cell, int]] = []
        for each in row.get_elements("table:table-cell|table:covered-table-cell"):
            cell = _ods_cell(each)
            begun.append((cell, each.repeated or 1))
            if not cell.words:  # every row may end in thousands of these
                continue
            for one, times in begun:
                cells += [one] * (min(times, MAX_CELLS) if one.words else min(times, MAX_COLUMNS))
                if len(cells) > MAX_CELLS:
                    raise too_large(Message("{most} cells in its tables", most=MAX_CELLS))
            begun.clear()
        times = row.repeated or 1
        for at in range(times if any(cell.words for cell in cells) else 0):
            yield number + at, list(cells)
        number += times


def _ods_cell(cell: Any) -> _Cell:
    shown = _words(" ".join(each.text_recursive for each in cell.get_elements("text:p")))
    kind, stored = cell.type, cell.get_attribute("office:value")
    if cell.formula and (kind is None or (kind == "string" and not shown)):
        return _Cell(_words(cell.formula).removeprefix("of:"), CellKind.UNCOMPUTED)
    if _ERROR.fullmatch(shown):
        return _Cell(shown, CellKind.ERROR)
    if kind in ("date", "time"):
        return _Cell(shown or str(cell.get_attribute(f"office:{kind}-value")), CellKind.DATE)
    if kind in ("float", "percentage", "currency") and stored:
        return _ods_number(Decimal(stored), shown, is_percent=kind == "percentage" or "%" in shown)
    return _Cell(shown)


_SHOWN_DIGITS = regex(r"[-−]?[0-9](?:[0-9.,' \u00a0\u202f]*[0-9])?")


def _ods_number(value: Decimal, shown: str, *, is_percent: bool) -> _Cell:
    """A number with the decimals of the words that its cell shows, which may be in the writing of any country.

    They are told by the digits: 1.234 shows 1234 or 1.234, whichever the cell holds. Where the digits are others, as
    of a number in thousands, the words alone count.
    """
    found = _SHOWN_DIGITS.search(shown)
    scaled = _EXACTLY.scaleb(_STORED.create_decimal(value), 2 if is_percent else 0)
    if found is None:
        return _Cell(_general(scaled) + ("%" if is_percent else ""), CellKind.NUMBER)
    digits = re.sub("[^0-9]", "", found[0])
    for places in range(len(digits)):
        number = _in_places(scaled, "0" * places)
        if re.sub("[^0-9]", "", number) == digits:
            kind = CellKind.NUMBER if Decimal(number) == scaled else CellKind.ROUNDED
            return _Cell(shown[: found.start()] + number + shown[found.end() :], kind)
    return _Cell(shown)
