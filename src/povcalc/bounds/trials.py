"""Trying values at the ends of bases: what the relations of an area, each by itself, do not see.

With households growing by 0 to 2%, Trạm Tấu's count, rates and points each allow 5,950 households at the start
of the year; but on 5,950 there is no whole number of poor households at the end that suits all of them.
Source: shaving, or singleton consistency, of constraint programming.
"""

from collections.abc import Sequence

from povcalc.bounds.boxes import FAR, N0, N1, Box, Refuted, Rule, Step
from povcalc.bounds.relations import settle
from povcalc.bounds.sums import Effort, narrow

MAX_AREAS_TRIED = 500
"""In larger plans no value is tried: that would cost more than all the rest."""

MAX_TRIES = 40
"""So many values are tried at one end of a base."""

MAX_TURNS = 3
"""So often a tree is narrowed again after values were tried."""


def narrow_by_trying(boxes: Sequence[Box], patience: int = 1) -> Effort:
    """Narrow a tree, and take away ends of bases that leave no value for another quantity of the area.

    It may take `patience` times the usual effort. Raises `Refuted`.
    """
    effort = narrow(boxes, patience)
    if len(boxes) > MAX_AREAS_TRIED:
        return effort
    visits = effort.visits
    for _ in range(MAX_TURNS):
        if not sum([_tried(box) for box in boxes]):
            break
        effort = narrow(boxes, patience)
        visits += effort.visits
    return Effort(visits, effort.cut_short)


def _tried(box: Box) -> int:
    """How many ends of an area's bases were taken away. On one base both dates are the same."""
    one = box.growth is not None and box.growth.is_level
    return sum([_try_end(box, base, upper=upper) for base in ((N0,) if one else (N0, N1)) for upper in (True, False)])


def _try_end(box: Box, base: int, *, upper: bool) -> int:
    """Take away values at one end of a base as long as they contradict the rest; how many were."""
    for tried in range(MAX_TRIES):
        value = box.high[base] if upper else box.low[base]
        if box.low[base] == box.high[base] or not 0 < value < FAR:
            return tried
        trial = box.copy()
        trial.low[base] = trial.high[base] = value
        step = Step(Rule.TRIED, box.path, base, not upper, value)
        (trial.why_low if upper else trial.why_high)[base] = step
        trial.pending = 1 << base
        try:
            settle(trial)
        except Refuted as refuted:
            if upper:
                box.at_most(base, value - 1, Rule.TRIED, (box.why_high[base], *refuted.ends))
            else:
                box.at_least(base, value + 1, Rule.TRIED, (box.why_low[base], *refuted.ends))
            settle(box)
            box.told = False
            box.heard = False
        else:
            return tried
    return MAX_TRIES
