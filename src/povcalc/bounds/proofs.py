"""Why a range ends where it does: the fewest stated figures and assumptions that give the end, and the steps."""

from collections.abc import Sequence
from typing import NamedTuple

from povcalc.bounds.boxes import QUANTITIES, Refuted, Step, is_above, is_below
from povcalc.bounds.conflicts import Evidence, Restricted, evidence, fewest
from povcalc.bounds.ranges import Ranges
from povcalc.places import Path
from povcalc.plan import Located


class Proof(NamedTuple):
    """An end of a range: the step that set it, with all before it, and what it rests on."""

    step: Step
    held: Evidence


def proof(areas: Sequence[Located], ranges: Ranges, path: Path, quantity: str, *, upper: bool) -> Proof | None:
    """Why a quantity of an area, one of `QUANTITIES`, has its low or its high end; `None` if that always holds.

    Figures are left out one by one as long as the end stays as tight, so that no detour is told.
    """
    step = ranges.steps(path, quantity)[upper]
    if step is None:
        return None
    restricted = Restricted(areas, ranges.basis)
    wanted = step

    def proved(held: Evidence) -> Step | None:
        try:
            box = restricted.narrowed(held, asked=(*path, "households"))[path]
        except (Refuted, KeyError):
            return None
        number = QUANTITIES.index(quantity)
        found = (box.why_high if upper else box.why_low)[number]
        return found if found is not None and _is_as_tight(found, wanted) else None

    first = evidence([step])
    shown = proved(first)
    if shown is None:  # a cap, or trials in a larger tree, made the difference
        return Proof(step, first)
    left = fewest(first, shown, proved, lambda found: evidence([found]))
    return Proof(left.shown, left.held)


def _is_as_tight(found: Step, wanted: Step) -> bool:
    if isinstance(found.value, int) and isinstance(wanted.value, int):
        return found.value <= wanted.value if found.upper else found.value >= wanted.value
    if isinstance(found.value, int) or isinstance(wanted.value, int):
        return False  # a quantity is a count or a rate for all its steps
    looser = is_below if wanted.upper else is_above
    return not looser(wanted.value, found.value)
