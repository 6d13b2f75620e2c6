"""Findings that say what was meant, and mend it.

From the ground up: `slips` is how a hand errs; `systems` say where a figure would have to lie by all others;
`candidates` are the changes that make everything hold again; `clusters` are the errors that belong together, and
`safety` is what may be made without asking; `suggesting` puts all this together for a report and in words, and
`mending` makes what is safe in the text of the file.
"""

from povcalc.repair.checking import check
from povcalc.repair.mending import Mended, edits, mended, suggested
from povcalc.repair.slips import Slip

__all__ = ["Mended", "Slip", "check", "edits", "mended", "suggested"]
