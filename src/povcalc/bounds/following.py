"""Which stated figures follow from all the others: what is left when one figure is not looked at.

A figure follows when the range that the others imply for its quantity lies within what the figure says.
"""

from collections.abc import Iterable, Sequence

from povcalc.bounds.boxes import FIGURES, Box, Refuted, Step
from povcalc.bounds.conflicts import evidence
from povcalc.bounds.ranges import Ranges
from povcalc.bounds.relations import settle
from povcalc.bounds.sums import seen_from_around
from povcalc.bounds.trees import Basis, box_of, plant
from povcalc.bounds.trials import narrow_by_trying
from povcalc.figures import Figure, Form, Interval
from povcalc.places import Path
from povcalc.plan import Located

MAX_AREAS_LOOKED_AT = 20_000
"""So many areas are gone through again in all; figures beyond that are not said to follow."""


def following(areas: Sequence[Located], ranges: Ranges, figures: Iterable[Path]) -> list[Path]:
    """Those of the stated figures, by their paths, that follow from all the others and the assumptions.

    Estimates say too little to follow, and figures that were set aside have been contradicted.
    """
    by_path = {located.path: located for located in areas}
    found: list[Path] = []
    left = MAX_AREAS_LOOKED_AT
    for path in figures:
        located = by_path[path[:-1]]
        figure = located.figure(str(path[-1]))
        if figure is None or figure.form is Form.ABOUT or path in ranges.basis.dropped:
            continue
        alone = _alone(ranges, located, path)
        if alone is None or not _implied(alone, path).within(_said(path, figure)):
            continue
        if path in evidence(_ends(alone, path)).figures:
            # What is around the area rests on the figure itself: all of it has to be looked at without it.
            left -= len(areas)
            if left < 0 or not _follows(areas, ranges.basis, path, figure):
                continue
        found.append(path)
    return found


def _said(path: Path, figure: Figure) -> Interval:
    return figure.as_rate() if "rate" in str(path[-1]) else figure.as_count()


def _implied(box: Box, path: Path) -> Interval:
    """The range of the quantity, or of both that `households` is about."""
    first, *others = (box.interval(quantity) for quantity in FIGURES[str(path[-1])])
    for other in others:
        first = _hull(first, other)
    return first


def _hull(one: Interval, other: Interval) -> Interval:
    low = None if one.low is None or other.low is None else min(one.low, other.low)
    high = None if one.high is None or other.high is None else max(one.high, other.high)
    return Interval(low, high)


def _alone(ranges: Ranges, located: Located, path: Path) -> Box | None:
    """The area without the figure, among areas as narrow as all figures together make them; `None` if refuted.

    Without the figure these are wider: what does not even follow so does not follow.
    """
    box = ranges.box(located.path)
    around = ranges.box(located.path[:-2]) if len(located.path) > 1 else None
    basis = ranges.basis._replace(dropped={*ranges.basis.dropped, path})
    try:
        alone = box_of(located, basis)
        seen_from_around(alone, box, around)
        settle(alone)
    except Refuted:
        return None
    return alone


def _ends(box: Box, path: Path) -> list[Step | None]:
    return [why[quantity] for quantity in FIGURES[str(path[-1])] for why in (box.why_low, box.why_high)]


def _follows(areas: Sequence[Located], basis: Basis, path: Path, figure: Figure) -> bool:
    without = basis._replace(dropped={*basis.dropped, path})
    try:
        boxes = plant(areas, without)
        narrow_by_trying(boxes)
    except Refuted:  # a cap kept the same from being seen with the figure
        return False
    box = next(box for box in boxes if box.path == path[:-1])
    return _implied(box, path).within(_said(path, figure))
