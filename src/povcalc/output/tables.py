r"""Tables as CSV and as Markdown, and how their cells are written.

For people a cell reads as in a document of the language: 11.869 and 44,35 in Vietnamese. For programs
it is the same in every language: plain numbers with a decimal point, and figures that are not bare in
the short notation of `notation`.

CSV is UTF-8 without a byte order mark, with commas and lines ended by LF. The first row has the headings in
English, whatever the language of the run, so that programs can rely on them; every other row is data, the same in any
language but for texts:

- numbers have a decimal point and no thousands marks; a figure that is not bare is in short notation
  (`>5.8`, `~1621667`), shares are rounded to one decimal, days are in ISO form; what the plan does not state is
  an empty field, and several names or ids in one field are joined by `; `;
- a text that a spreadsheet would take for a formula gets an apostrophe before it: one that begins with a sign of
  OWASP's list of CSV injection (https://owasp.org/www-community/attacks/CSV_Injection), `=`, `+`, `-`, `@` or their
  wide forms, behind spaces and quotes too. So does what stands behind a semicolon inside a text, where a spreadsheet of
  other regional settings begins a cell. Of that list, tabs and line breaks are spelt out, as the next point says.
  Numbers and ranges of them, such as `-3` and `-3…+5`, stay as they are, and so does `%`, which begins no formula;
- a character in a text that a terminal would act on, a line break among them, is spelt out, such as
  `\n` or `\x1b`, so that one row is always one line.

For people there is a second kind, with a byte-order mark, semicolons, lines ended by CR LF, headings and the decimal
mark of the language, and the low and the high end in two columns wherever a row has a bound or a range. What stands
behind a comma in it is looked at as what stands behind a semicolon in the first kind.

In Markdown, whatever a plan's text contains stays text: signs that Markdown or HTML would act on are escaped, line
breaks and other characters that move the cursor are spelt out. What stands under a group's name, or in
an area, shows it by an empty first cell, or by an indent of no-break spaces.
"""

import csv
import datetime
import io
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from povcalc.findings import Judgement
from povcalc.messages import (
    SHORT,
    Lang,
    Message,
    capitalised,
    date,
    figure,
    interval,
    number,
    plural,
    printable,
    rounded,
    terminating,
    verbatim,
    written,
)
from povcalc.output.report import Checked, digits, escaped, markdown_row, notation, paragraph, title
from povcalc.patterns import regex
from povcalc.plan.load import Reading
from povcalc.plan.model import walk
from povcalc.values import Exact, Figure, Form, Interval
from povcalc.views.plan import DATA_PLACES, Derivation
from povcalc.views.table import JUDGEMENTS, Both, Cell, Column, Fact, Marked, Names, Readers, Row, Table, readable

if TYPE_CHECKING:
    from povcalc.comparison import Comparison


class Shown(NamedTuple):
    """One file and what is shown of it.

    `part` is the word for what was asked for, `None` for the portrait, whose `facts` come before its
    tables. `as_of` is the day that a schedule is seen from, `built_in` set for the plan that comes with the
    program. `derivation` is what follows from the figures, where targets are shown.
    """

    name: str
    title: Message
    built_in: bool
    part: str | None
    tables: tuple[Table, ...]
    facts: tuple[Fact, ...] = ()
    as_of: datetime.date | None = None
    derivation: Derivation | None = None


def heading(table: Table) -> Message:
    """A table's title with the section of the document that it stands in."""
    if table.ref is None:
        return table.title
    return Message("{title} (section {ref})", title=table.title, ref=table.ref)


def fact_words(fact: Fact, lang: Lang) -> str:
    """What a fact is called, and its value in words with its unit."""
    unit = "" if fact.unit is None else fact.unit.to(lang)
    space = "" if unit in ("", "%") else " "
    return f"{fact.label.to(lang)}: {written(fact.value, lang)}{space}{unit}"


MARKS = {Judgement.WRONG: "!", Judgement.AT_RISK: "?"}
"""The signs before figures that are wrong or at risk."""


def cell_words(cell: Cell, column: Column, lang: Lang) -> str:  # noqa: C901 - an arm a kind of cell
    """A cell as people read it, which may hold anything that the plan's text does."""
    if isinstance(cell, Marked):
        return f"{MARKS[cell.standing]} {cell_words(cell.cell, column, lang)}"
    match cell:
        case None:
            return "-" if column.numeric else ""
        case int() | Decimal():
            return number(cell, lang)
        case Message():
            return cell.to(lang)
        case Both():
            return cell_words(cell.human, column, lang)
        case Judgement():
            return JUDGEMENTS[cell].to(lang)
        case str():
            return cell
        case Figure():
            return figure(cell, lang, signs=True)
        case Interval():
            return f"{interval(cell, lang, signs=True)}*"  # implied, not stated
        case Fraction():
            return rounded(cell, column.places, lang)
        case datetime.date():
            return date(cell, lang, short=True)
        case Names():
            return (" " if column.whole else "; ").join(items(cell, lang))


def items(names: Names, lang: Lang) -> list[str]:
    """The names in one cell."""
    return [each if isinstance(each, str) else each.to(lang) for each in names.names]


# Signs that begin a formula, the wide ones of East Asian keyboards too.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BEFORE = regex(r'^[\s"]+')
"""What may stand before such a sign all the same."""

_NUMBER = r"[-+\N{MINUS SIGN}]?[0-9][0-9.,]*(?: ?%)?"
_NUMBERS = regex(rf"{_NUMBER}(?:(?: ?[–…] ?| to | đến ){_NUMBER})?")
"""A number or a range of numbers. A spreadsheet has nothing to work out in it: what joins them is no operator there."""


def as_csv(table: Table, lang: Lang, *, excel: bool = False) -> str:
    """The columns for programs, headings first; with `excel` as a spreadsheet set to the language opens them."""
    data = table.read_by(Readers.MACHINE)
    out = io.StringIO()
    if excel:
        _write_for_excel(data, lang, out)
        return out.getvalue()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow([_text(column.heading.to(Lang.EN)) for column in data.columns])
    for row in data.rows:
        rows.writerow([_field(cell, column, lang) for cell, column in zip(row.cells, data.columns, strict=True)])
    return out.getvalue()


LOW, HIGH, MEANT = Message("{name}: low"), Message("{name}: high"), Message("{name}: as meant")
"""What the columns of the ends of a range are headed, and that of the figure with its signs."""


def _write_for_excel(data: Table, lang: Lang, out: io.StringIO) -> None:
    """Semicolons, the language's decimal mark, and two columns for what is a bound or a range in any row.

    A third has the figure with its signs where the two ends do not say all: over 8.50 is not 8.50, nor is about 5.
    """
    out.write("\ufeff")
    rows = csv.writer(out, delimiter=_EXCELS, lineterminator="\r\n")
    split = [
        (_ENDS if any(is_range(row.cells[at]) for row in data.rows) else 1)
        + any(_is_open(row.cells[at]) for row in data.rows)
        for at in range(len(data.columns))
    ]
    headings: list[str] = []
    for column, count in zip(data.columns, split, strict=True):
        name = column.heading.to(lang)
        headings += (
            [each.with_values(name=name).to(lang) for each in (LOW, HIGH, MEANT)[:count]] if count > 1 else [name]
        )
    rows.writerow(_text(each, _EXCELS) for each in headings)
    for row in data.rows:
        fields: list[str] = []
        for cell, column, count in zip(row.cells, data.columns, split, strict=True):
            for each in (*ends(cell), cell if _is_open(cell) else None)[:count] if count > 1 else (cell,):
                words = _field(each, column, lang, _EXCELS)
                is_number = isinstance(each, (Figure, Fraction, Decimal, Interval))
                fields.append(words.replace(".", ",") if is_number and lang is Lang.VI else words)
        rows.writerow(fields)


def is_range(cell: Cell) -> bool:
    """Whether a cell has two ends, or one."""
    return isinstance(cell, Interval) or (isinstance(cell, Figure) and cell.form is not Form.EXACT)


_ENDS = 2


def _is_open(cell: Cell) -> bool:
    """Whether the ends of a figure or a range do not say all of it."""
    if isinstance(cell, Figure):
        return cell.form in (Form.OVER, Form.UNDER, Form.ABOUT)
    if not isinstance(cell, Interval):
        return False
    return (cell.low_open and cell.low is not None) or (cell.high_open and cell.high is not None)


def ends(cell: Cell) -> tuple[Cell, Cell]:
    """The low and the high end of a figure or a range, the same twice for a number; a missing end is no bound."""
    if isinstance(cell, Interval):
        wide = cell.widened(DATA_PLACES)
        low, high = (None if end is None else _decimal(end) for end in (wide.low, wide.high))
        return low, high
    if not isinstance(cell, Figure):
        return cell, cell
    number = Figure(cell.number)
    match cell.form:
        case Form.OVER | Form.AT_LEAST:
            return number, None
        case Form.UNDER | Form.AT_MOST:
            return None, number
        case Form.BETWEEN:
            return number, None if cell.upper is None else Figure(cell.upper)
        case _:
            return number, number


def _decimal(end: Exact) -> Decimal:
    """An end in decimals; of one number whose digits never end, the nearest in so many decimals."""
    finite = terminating(end)
    return Decimal(round(end * 10**DATA_PLACES)).scaleb(-DATA_PLACES) if finite is None else Decimal(finite)


def _field(cell: Cell, column: Column, lang: Lang, separator: str = ",") -> str:
    match cell:
        case None:
            return ""
        case Both() | Marked():
            return _field(cell.machine if isinstance(cell, Both) else cell.cell, column, lang, separator)
        case Message():
            return _text(cell.to(lang), separator)
        case Figure():
            return notation(cell)
        case Interval() if cell.number is not None and terminating(cell.number) is None:
            return rounded(cell.number, DATA_PLACES, Lang.EN).replace(",", "")
        case Interval():
            return notation(cell.widened(DATA_PLACES))  # fractions are no numbers to a spreadsheet
        case Fraction():
            return rounded(cell, column.places, Lang.EN).replace(",", "")
        case datetime.date():
            return cell.isoformat()
        case Names():
            return _text("; ".join(items(cell, lang)), separator)
        case _:
            return _text(cell, separator) if isinstance(cell, str) else digits(cell)


_EXCELS = ";"
"""The separator of the file for spreadsheets."""

_SEPARATORS = {",": ";", _EXCELS: ","}
"""What a spreadsheet of other regional settings takes for the separator: the rest of a text would begin a field."""


def _text(words: str, separator: str = ",") -> str:
    """A text for a field behind a separator, with nothing in it that a spreadsheet or a terminal would act on."""
    other = _SEPARATORS[separator]
    return other.join(map(_without_formula, printable(words).split(other)))


def _without_formula(words: str) -> str:
    begun = _BEFORE.sub("", words)
    if not begun.startswith(_FORMULA) or _NUMBERS.fullmatch(begun.rstrip(' "')) is not None:
        return words
    return f"{words.removesuffix(begun)}'{begun}"


_INDENT = "\N{NO-BREAK SPACE}" * 4

_IN_THE_TITLE = ("number", "title")
"""Facts that the page's heading tells already."""


def as_markdown(shown: Shown, lang: Lang) -> str:
    """The title, what is known of the document, and a table for each table."""
    lines = [f"## {escaped(shown.title.to(lang))}", ""]
    if shown.facts:
        told = [fact_words(fact, lang) for fact in shown.facts if fact.key not in _IN_THE_TITLE]
        lines += [*(f"- {capitalised(escaped(words))}" for words in told), ""]
    for table in shown.tables:
        lines += [f"### {escaped(heading(table).to(lang))}", ""]
        if table.rows:
            lines += [*_table(table.read_by(Readers.HUMAN), lang), ""]
        for note in table.notes:
            lines += [paragraph(note.to(lang)), ""]
    return "\n".join(lines)


def _table(table: Table, lang: Lang) -> Iterator[str]:
    yield markdown_row(escaped(column.heading.to(lang)) for column in table.columns)
    yield markdown_row("---:" if column.numeric else "---" for column in table.columns)
    group = None
    for row in table.rows:
        yield markdown_row(_cells(table, row, lang, follows=row.group == group))
        group = row.group


def _cells(table: Table, row: Row, lang: Lang, *, follows: bool) -> Iterator[str]:
    """The cells of a row; `follows` says that a row of the same group stands above it."""
    for at, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
        if column.key == table.grouped and follows:
            yield ""
        else:
            text = _cell(cell_words(cell, column, lang), is_number=not isinstance(cell, (str, Message, Names)))
            text = f"**{text}**" if row.strong and text.strip(" -") else text
            yield _INDENT * row.depth + text if at == 0 else text


def _cell(text: str, *, is_number: bool) -> str:
    """The words of a cell, in which nothing acts; a space at an end of emphasis would undo it."""
    return text.replace("*", r"\*") if is_number else escaped(text).strip()


def needed(checked: Checked, first: Message, then: Message) -> Iterator[Message]:
    """The missing figures that would let most be verified: in the words for the first, and for those after it."""
    from povcalc.engine import needs

    plan = checked.reading.plan
    names = {each.path: each.name for each in walk(plan.targets if plan else None)}
    words = first
    for need in needs(checked.reading, checked.report, checked.options):
        areas = readable(names[need.areas[0]])
        if len(need.areas) > 1:
            areas = plural("{count} area", "{count} areas", count=len(need.areas))
        yield words.with_values(field=SHORT[need.field], areas=areas, count=need.verifies)
        words = then


_KINDS = {"plan": Message("plan"), "result": Message("result")}


MAX_ROWS = 200
"""A longer table shows its first rows only where people look at a screen; a note says so."""


def shown_comparison(comparison: "Comparison") -> Shown:
    """A comparison for the writers of tables."""
    from povcalc.comparison import sheets_of

    before, after = comparison.before, comparison.after
    name = verbatim(after.name if before is after else f"{before.name} → {after.name}")
    facts = (
        Fact("before", Message("before"), _document(before)),
        Fact("after", Message("after"), _document(after)),
    )
    return Shown(after.name, name, built_in=False, part=None, tables=sheets_of(comparison), facts=facts)


def on_screen(table: Table) -> Table:
    """As much of a table as people look at on a screen, with a note on the rest."""
    return table.cut(MAX_ROWS, Message("Not shown: {rest} more rows (--format json)."))


def _document(reading: Reading) -> Message:
    """A document with what it is and for which year, as far as it says so."""
    if reading.plan is None:
        return title(reading)
    info = reading.plan.document
    return Message(
        "{title} ({kind}{years})",
        title=title(reading),
        kind=_KINDS[info.kind],
        years="" if info.when is None else f", {info.when}",
    )
