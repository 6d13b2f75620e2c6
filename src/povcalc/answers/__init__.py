"""Answers to what-if questions as sheets, with what a change does to the findings."""

from povcalc.answers.beside import side_by_side
from povcalc.answers.findings import Difference, compared
from povcalc.answers.sheets import Answer, answered, told

__all__ = ["Answer", "Difference", "answered", "compared", "side_by_side", "told"]
