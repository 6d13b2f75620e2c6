r"""A sheet as CSV, for spreadsheets and programs: UTF-8 without a byte order mark, commas, lines ended by LF.

The first row has the headings in the language of the run, every other row is data, the same in any
language but for texts:

- numbers have a decimal point and no thousands marks; a figure that is not bare is in short notation
  (`>5.8`, `~1621667`), shares are rounded to one decimal, days are in ISO form; what the plan does not state is
  an empty field, and several names or ids in one field are joined by `; `;
- a text that a spreadsheet would take for a formula gets an apostrophe before it. Numbers stay numbers,
  negative ones too;
- a character in a text that a terminal would act on, a line break among them, is spelt out, such as
  `\n` or `\x1b`, so that one row is always one line.
"""

import csv
import datetime
import io
from fractions import Fraction

from povcalc.figures import Figure, Interval
from povcalc.output.shown import items, notation, plain
from povcalc.sheets import DATA_PLACES, Cell, Column, Names, Readers, Sheet
from povcalc.text import Lang, Text, printable, rounded

# Signs that begin a formula, the wide ones of East Asian keyboards too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def as_csv(sheet: Sheet, lang: Lang) -> str:
    """The columns for programs, headings first."""
    data = sheet.read_by(Readers.PROGRAMS)
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow([_text(column.heading.to(lang)) for column in data.columns])
    for row in data.rows:
        rows.writerow([_field(cell, column, lang) for cell, column in zip(row.cells, data.columns, strict=True)])
    return out.getvalue()


def _field(cell: Cell, column: Column, lang: Lang) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _text(cell)
        case Text():
            return _text(cell.to(lang))
        case Figure():
            return notation(cell)
        case Interval():
            return notation(cell.widened(DATA_PLACES))  # fractions are no numbers to a spreadsheet
        case Fraction():
            return rounded(cell, column.places, Lang.EN).replace(",", "")
        case datetime.date():
            return cell.isoformat()
        case Names():
            return _text("; ".join(items(cell, lang)))
        case _:
            return plain(cell)


def _text(words: str) -> str:
    """A text with nothing in it that a spreadsheet or a terminal would act on."""
    return ("'" if words.lstrip(" \N{NO-BREAK SPACE}").startswith(_FORMULA) else "") + printable(words)
