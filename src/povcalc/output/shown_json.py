"""A part of a plan, or its portrait, as JSON, version 1; `docs/json.md` describes every key.

Both languages stand side by side whatever `--lang` is, and every number of a plan is a string.
"""

import datetime
from fractions import Fraction
from typing import Any

from povcalc.figures import Exact, Figure, Interval
from povcalc.output.json_text import json_text
from povcalc.output.shown import Shown, end_digits, notation, plain
from povcalc.sheets import Cell, Derivation, Fact, Implied, Names, Readers, Sheet, implied
from povcalc.text import Text

VERSION = 1
"""The version of the shape; it changes when a key changes its meaning or goes."""


def shown_json(shown: Shown, *, program: str, status: int, ascii_only: bool) -> str:
    """What is shown as one JSON object, with a final newline."""
    told = {
        "version": VERSION,
        "program": program,
        "exit_status": status,
        "file": shown.name,
        "built_in": shown.built_in,
        "title": shown.title._asdict(),
        "part": shown.part,
        "as_of": _value(shown.as_of),
        "facts": [_fact(fact) for fact in shown.facts],
        "assumed": _assumed(shown.derivation),
        "areas": None if shown.derivation is None else [_area(area) for area in implied(shown.derivation)],
        "sheets": [_sheet(sheet.read_by(Readers.PROGRAMS)) for sheet in shown.sheets],
    }
    return json_text(told, ascii_only=ascii_only)


def _assumed(derivation: Derivation | None) -> dict[str, Any] | None:
    if derivation is None:
        return None
    growth, cut = derivation.assumed.growth, derivation.assumed.cut
    return {
        "household_growth": None if growth is None else notation(growth),
        "cut": None if cut is None else _end(cut),
        "given": derivation.assumed.given,
    }


def _area(area: Implied) -> dict[str, Any]:
    return {
        "id": area.id,
        "path": area.path,
        "parent": area.parent,
        "stated": {field: notation(figure) for field, figure in area.stated.items()},
        "implied": {
            quantity: {
                "low": _end(found.low, whole="rate" not in quantity),
                "high": _end(found.high, whole="rate" not in quantity),
                "low_open": found.low_open,
                "high_open": found.high_open,
            }
            for quantity, found in area.implied.items()
        },
    }


def _end(end: Exact | None, *, whole: bool = False) -> int | str | None:
    """A count as a number; a rate as a string with all its digits, or as a fraction where they never end."""
    if end is None or whole:
        return None if end is None else int(end)
    return end_digits(end)


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "key": fact.key,
        "label": fact.label._asdict(),
        "value": _value(fact.value),
        "unit": None if fact.unit is None else fact.unit._asdict(),
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    keys = [column.key for column in sheet.columns]
    return {
        "title": sheet.title._asdict(),
        "ref": sheet.ref,
        "columns": [
            {
                "key": column.key,
                "heading": column.heading._asdict(),
                "unit": None if column.unit is None else column.unit._asdict(),
            }
            for column in sheet.columns
        ],
        "rows": [dict(zip(keys, map(_value, row.cells), strict=True)) for row in sheet.rows],
        "notes": [note._asdict() for note in sheet.notes],
    }


def _value(cell: Cell) -> Any:
    match cell:
        case None:
            return None
        case "":
            return None
        case Text("", ""):
            return None
        case str() | Fraction():
            return str(cell)
        case Text():
            return cell._asdict()
        case Figure() | Interval():
            return notation(cell)
        case datetime.date():
            return cell.isoformat()
        case Names():
            return [_value(each) for each in cell.names]
        case _:
            return plain(cell)
