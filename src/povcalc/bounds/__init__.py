"""What the stated figures imply, as exact ranges with the figures that they came from.

From the ground up: `boxes` hold the ranges of an area; `readings` is what bare rates and points stand for,
`counts` what sums of stated counts say, and rates beside counts; `assumed` is what is assumed; `relations` narrow
boxes, `sums` carry them through the tree, `trees` fill them from a plan, `trials` try their ends; `conflicts` are
contradictions, and `ranges` is all of it together. `following`, and by modules of their own `formulas`,
`arguments` and `proofs`, tell what comes of them.
"""

from povcalc.bounds.assumed import (
    ONE_BASE,
    Assumptions,
    Options,
    assumed_growth,
    assumptions_of,
    read_cut,
    read_growth,
)
from povcalc.bounds.boxes import QUANTITIES
from povcalc.bounds.conflicts import Conflict
from povcalc.bounds.counts import (
    BASES,
    COUNT_FIELDS,
    POOR,
    RATES,
    STOCKS,
    Compared,
    Known,
    KnownCounts,
    Match,
    Shares,
    add_up,
    funding_shares,
    known_counts,
    least_count,
    most_poor,
    points_beside_counts,
    points_given,
    rates_beside_counts,
    share,
    start_rate,
    stated,
)
from povcalc.bounds.following import following
from povcalc.bounds.ranges import Ranges, exact_ranges, most_households, ranges

__all__ = [
    "BASES",
    "COUNT_FIELDS",
    "ONE_BASE",
    "POOR",
    "QUANTITIES",
    "RATES",
    "STOCKS",
    "Assumptions",
    "Compared",
    "Conflict",
    "Known",
    "KnownCounts",
    "Match",
    "Options",
    "Ranges",
    "Shares",
    "add_up",
    "assumed_growth",
    "assumptions_of",
    "exact_ranges",
    "following",
    "funding_shares",
    "known_counts",
    "least_count",
    "most_households",
    "most_poor",
    "points_beside_counts",
    "points_given",
    "ranges",
    "rates_beside_counts",
    "read_cut",
    "read_growth",
    "share",
    "start_rate",
    "stated",
]
