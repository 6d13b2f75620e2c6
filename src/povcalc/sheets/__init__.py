"""The parts of a plan as plain tables, and its portrait: facts that writers then put into words.

Nothing here checks anything, and no cell holds a number that the plan does not state, except shares, sums
and the rates that a portrait marks as implied.
"""

from povcalc.sheets.actors import UnknownActorError, actor, actors
from povcalc.sheets.portrait import Axis, Bar, Portrait, filled, portrait
from povcalc.sheets.schedule import schedule
from povcalc.sheets.tables import funding, measures, standard, targets
from povcalc.sheets.values import Cell, Column, Fact, Names, Readers, Row, Sheet, readable

__all__ = [
    "Axis",
    "Bar",
    "Cell",
    "Column",
    "Fact",
    "Names",
    "Portrait",
    "Readers",
    "Row",
    "Sheet",
    "UnknownActorError",
    "actor",
    "actors",
    "filled",
    "funding",
    "measures",
    "portrait",
    "readable",
    "schedule",
    "standard",
    "targets",
]
