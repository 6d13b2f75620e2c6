"""Two plans side by side, or a plan and its result.

From the ground up: `values` is what a comparison is made of; `pairing` finds which area is which; `differences` are
the figures, areas and amounts that differ; `judging` holds results against targets; `findings` are those of `check`
that are new or gone; `comparing` is all of it together, and `tables` has it as sheets.
"""

from povcalc.comparison.comparing import compare, compared
from povcalc.comparison.differences import changed, difference
from povcalc.comparison.findings import finding_changes
from povcalc.comparison.values import (
    Change,
    Comparison,
    FigureChange,
    FindingChanges,
    Judged,
    Met,
    Moved,
    PartChange,
)

__all__ = [
    "Change",
    "Comparison",
    "FigureChange",
    "FindingChanges",
    "Judged",
    "Met",
    "Moved",
    "PartChange",
    "changed",
    "compare",
    "compared",
    "difference",
    "finding_changes",
]
