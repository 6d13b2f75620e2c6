"""What every writer of `povcalc show` is given, and how the cells of sheets are written.

For people a cell reads as in a document of the language: 11.869 and 44,35 in Vietnamese. For programs
it is the same in every language: plain numbers with a decimal point, and figures that are not bare in
the short notation of `notation`.
"""

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from povcalc.figures import Exact, Figure, Form, Interval, Number
from povcalc.sheets import Cell, Column, Derivation, Fact, Names, Sheet
from povcalc.text import Lang, Text, date, figure, interval, number, rounded, say, terminating, written

_NOT_STATED = "-"
_IMPLIED = "*"


class Shown(NamedTuple):
    """One file and what is shown of it.

    `part` is the word for what was asked for, `None` for the portrait, whose `facts` come before its
    sheets. `as_of` is the day that a schedule is seen from, `built_in` set for the plan that comes with the
    program. `derivation` is what follows from the figures, where targets are shown.
    """

    name: str
    title: Text
    built_in: bool
    part: str | None
    sheets: tuple[Sheet, ...]
    facts: tuple[Fact, ...] = ()
    as_of: datetime.date | None = None
    derivation: Derivation | None = None


def heading(sheet: Sheet) -> Text:
    """A sheet's title with the section of the document that it stands in."""
    if sheet.ref is None:
        return sheet.title
    return say("{title} (section {ref})", "{title} (mục {ref})", title=sheet.title, ref=sheet.ref)


def fact_words(fact: Fact, lang: Lang) -> str:
    """What a fact is called, and its value in words with its unit."""
    unit = "" if fact.unit is None else fact.unit.to(lang)
    space = "" if unit in ("", "%") else " "
    return f"{fact.label.to(lang)}: {written(fact.value, lang)}{space}{unit}"


def words(cell: Cell, column: Column, lang: Lang) -> str:
    """A cell as people read it, which may hold anything that the plan's text does."""
    match cell:
        case None:
            return _NOT_STATED if column.numeric else ""
        case str():
            return cell
        case Text():
            return cell.to(lang)
        case Figure():
            return figure(cell, lang, signs=True)
        case Interval():
            return f"{interval(cell, lang, signs=True)}{_IMPLIED}"
        case Fraction():
            return rounded(cell, column.places, lang)
        case datetime.date():
            return date(cell, lang, short=True)
        case Names():
            return (" " if column.whole else "; ").join(items(cell, lang))
        case _:
            return number(cell, lang)


def items(names: Names, lang: Lang) -> list[str]:
    """The names in one cell."""
    return [each if isinstance(each, str) else each.to(lang) for each in names.names]


def notation(value: Figure | Interval) -> str:
    """A figure or a range in short notation: `11869`, `>5.8`, `<9`, `>=3`, `<=4`, `840..930`, `~1621667`."""
    if isinstance(value, Interval):
        return _range(value)
    if value.form is Form.BETWEEN and value.upper is not None:
        return f"{plain(value.number)}..{plain(value.upper)}"
    return f"{_SIGNS.get(value.form, '')}{plain(value.number)}"


_SIGNS = {Form.OVER: ">", Form.UNDER: "<", Form.AT_LEAST: ">=", Form.AT_MOST: "<=", Form.ABOUT: "~"}


def _range(value: Interval) -> str:
    if value.is_point and value.low is not None:
        return _exact(value.low)
    low = None if value.low is None else f"{'>' if value.low_open else '>='}{_exact(value.low)}"
    high = None if value.high is None else f"{'<' if value.high_open else '<='}{_exact(value.high)}"
    if value.low is not None and value.high is not None and not (value.low_open or value.high_open):
        return f"{_exact(value.low)}..{_exact(value.high)}"
    return " ".join(end for end in (low, high) if end is not None)


def plain(value: Number) -> str:
    """A number as the file format writes it: its decimals as written, a point, no thousands marks."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def end_digits(end: Exact | None) -> str | None:
    """An end of a range as a string in JSON, with all its digits, or as a fraction where they never end."""
    return None if end is None else _exact(end)


def _exact(value: Exact) -> str:
    finite = terminating(value)
    return str(value) if finite is None else plain(finite)
