"""A part of a plan, or its portrait, as JSON, version 1; `docs/json.md` describes every key.

Both languages stand side by side whatever `--lang` is, and every number of a plan is a string.
"""

import datetime
from fractions import Fraction
from typing import Any

from povcalc.figures import Figure, Interval
from povcalc.output.json_text import json_text
from povcalc.output.shown import Shown, notation, plain
from povcalc.sheets import Cell, Fact, Names, Readers, Sheet
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
        "sheets": [_sheet(sheet.read_by(Readers.PROGRAMS)) for sheet in shown.sheets],
    }
    return json_text(told, ascii_only=ascii_only)


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
