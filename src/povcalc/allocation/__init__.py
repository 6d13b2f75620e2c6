"""Sharing out a target among areas, in whole households that add up exactly.

`weights` are what a target is shared out by, `targets` the shares of the areas of a plan.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from os import PathLike
from typing import NamedTuple

from povcalc.allocation.targets import EVERY, FIELD, Held, Part, Sharer, Wish, chosen, target_of
from povcalc.allocation.weights import (
    AllocationError,
    By,
    Use,
    Weight,
    weigh,
    weigh_by_column,
    weigh_by_numbers,
)
from povcalc.bounds import QUANTITIES, Assumptions, Options, Ranges, assumptions_of, ranges
from povcalc.bounds.changed import Aim, Change, NoWorldError, changed
from povcalc.figures import Figure, Interval, Number
from povcalc.loading import reading_of
from povcalc.places import Path
from povcalc.plan import Located, Plan, walk
from povcalc.side_tables import SideTable
from povcalc.text import Text, say

__all__ = ["EVERY", "Allocation", "AllocationError", "By", "Held", "Part", "Use", "Weight", "Wish", "allocate"]


GIVEN = "weights"
"""What a target is shared out by when its weights are given as such."""


class Allocation(NamedTuple):
    """A target shared out: what each area gets, and by what.

    `parts` begins with the area whose target it is, each area before those inside it. `by` is a `By`, or the heading of
    a column. `areas` are all of the plan's, and `ranges` what its figures imply under what is `assumed`. `outcome` is
    what becomes of the areas whose targets change and of those around them, by path, the people held.
    """

    by: By | str
    use: Use
    wish: Wish
    parts: tuple[Part, ...]
    areas: tuple[Located, ...]
    ranges: Ranges
    assumed: Assumptions
    outcome: Mapping[Path, Change]

    def after(self, part: Part, quantity: str) -> Interval:
        """The range of one of `QUANTITIES` of an area with its new target, over the worlds that the plan allows."""
        change = self.outcome.get(part.located.path)
        if change is None:
            return self.ranges.of(part.located.path, quantity)
        return change.after.interval(QUANTITIES.index(quantity))

    @property
    def changes(self) -> Mapping[Path, Figure]:
        """The targets as figures of the plan, by their paths."""
        return {(*part.located.path, FIELD): Figure(part.share) for part in self.parts}


def allocate(  # noqa: PLR0913 - one parameter for each thing that may be asked for
    plan: Plan | str | PathLike[str],
    *,
    households: int | None = None,
    by: str | Mapping[str, Number | Fraction] = By.CURRENT,
    use: str = Use.LARGEST,
    area: str | None = None,
    deep: bool = False,
    at_least: Mapping[str, int] | None = None,
    at_most: Mapping[str, int] | None = None,
    assumed: Options | None = None,
    tables: Sequence[SideTable] = (),
) -> Allocation:
    """Share out a target among the areas inside an area, in whole households that add up exactly.

    `households` is the target, else the one that the area states; `area` is called by its id or path, else it is the
    plan's root area. `by` is one of `By`, the heading of a column of the tables, or weights by what the areas
    are called; `use` is one of `Use`. With `deep`, each area shares out what it got. Bounds are households by what
    areas are called, `*` for every area directly inside. Raises `AllocationError`, and `OSError` when a file cannot be
    read.
    """
    read = plan if isinstance(plan, Plan) else reading_of(plan).plan
    if read is None or read.targets is None:
        raise AllocationError(Text("the plan has no targets", "kế hoạch không có mục tiêu giảm nghèo"))
    for count in (households, *(at_least or {}).values(), *(at_most or {}).values()):
        if count is not None and type(count) is not int:
            raise AllocationError(
                say("{read} is no whole number of households", "{read} không phải số hộ nguyên", read=repr(count))
            )
    areas, asked = walk(read.targets), Wish(households, area, deep, at_least or {}, at_most or {})
    whole, sharing = chosen(areas, asked)
    assumptions = assumptions_of(read, assumed)
    found = ranges(areas, assumptions)
    target = target_of(whole, asked, found)
    name, chosen_use = by if isinstance(by, str) else GIVEN, Use(use)
    if name in tuple(By):
        name = By(name)
        weights = weigh(name, chosen_use, sharing, found)
    elif isinstance(by, str):
        weights = weigh_by_column(name, chosen_use, sharing, areas, tables)
    else:
        weights = weigh_by_numbers(by, sharing, areas)
    parts = Sharer(areas, asked, weights, found).parts(target)
    return Allocation(name, chosen_use, asked, parts, areas, found, assumptions, _outcome(areas, found, parts))


def _outcome(areas: Sequence[Located], found: Ranges, parts: Sequence[Part]) -> Mapping[Path, Change]:
    """What becomes of the areas; raises `AllocationError` where no world of the plan has room for a share.

    An area that is shared out inside is told best by the areas inside it: its end rate is the mean of theirs. Where
    these had no exact targets before, its own new target tells more.
    """
    number = QUANTITIES.index(FIELD)
    around = {part.located.path for part in parts if part.level is not None}
    aims = {
        part.located.path: (Aim(number, said),)
        for part in parts
        for said in [Interval(part.share, part.share)]
        # What stays as it is needs no working out.
        if part.located.path in around or found.of(part.located.path, FIELD) != said
    }
    try:
        outcome = changed(areas, found, {path: aim for path, aim in aims.items() if path not in around})
        vague = [path for path in around & outcome.keys() if not outcome[path].after.interval(number).is_point]
        exact = changed(areas, found, aims) if vague else {}
        return {**outcome, **{path: exact[path] for path in vague}}
    except NoWorldError as none:
        (area,) = (located.area for located in areas if located.path == none.path)
        raise AllocationError(
            say(
                "{area}: no number of households and poor households that the plan allows has room for its share; "
                "bound it with --at-most",
                "{area}: không có tổng số hộ và số hộ nghèo nào mà kế hoạch cho phép phù hợp với số được phân bổ; hãy "
                "giới hạn bằng --at-most",
                area=area.name,
            )
        ) from None
