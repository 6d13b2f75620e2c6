"""Findings that say what was meant, and mend it.

From the ground up: `slips` is how a hand errs; `systems` say where a figure would have to lie by all others;
`candidates` are the changes that make everything hold again; `suggesting` chooses among them for each error of a
report, and `mending` makes those that are safe in the text of the file.
"""

from povcalc.repair.checking import check
from povcalc.repair.mending import Mended, edits, mended, suggested
from povcalc.repair.slips import Slip

__all__ = ["Mended", "Slip", "check", "edits", "mended", "suggested"]
