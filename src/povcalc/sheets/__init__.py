"""The parts of a plan as plain tables, and its portrait: facts that writers then put into words.

Nothing here checks anything, and no cell holds a number that the plan does not state, except shares, sums
and what is marked as implied.
"""

from povcalc.sheets.actors import UnknownActorError, actor, actors
from povcalc.sheets.implied import (
    DATA_PLACES,
    PLACES,
    Derivation,
    Implied,
    assumed_words,
    derived,
    growth_words,
    implied,
    range_cell,
)
from povcalc.sheets.portrait import Axis, Bar, Portrait, filled, portrait
from povcalc.sheets.schedule import schedule
from povcalc.sheets.tables import funding, measures, standard, targets
from povcalc.sheets.values import Cell, Column, Fact, Names, Readers, Row, Sheet, readable

__all__ = [
    "DATA_PLACES",
    "PLACES",
    "Axis",
    "Bar",
    "Cell",
    "Column",
    "Derivation",
    "Fact",
    "Implied",
    "Names",
    "Portrait",
    "Readers",
    "Row",
    "Sheet",
    "UnknownActorError",
    "actor",
    "actors",
    "assumed_words",
    "derived",
    "filled",
    "funding",
    "growth_words",
    "implied",
    "measures",
    "portrait",
    "range_cell",
    "readable",
    "schedule",
    "standard",
    "targets",
]
