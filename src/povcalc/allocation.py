"""A target shared out among the areas inside an area, or down the whole of its tree.

Each area gets whole households in proportion to its weight, and all of them add up exactly to the target. A weight is a
number that the plan states or implies as a range, that a column of a side table has, or that is given as such. Bounds
are worked out from the leaves up, shares from the top down.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from operator import attrgetter
from os import PathLike
from typing import Any, NamedTuple

from povcalc.apportion import Claim, Shares, reach, shared_in_bounds
from povcalc.inference.change import Aim, Change, NoSolutionError, changed
from povcalc.inference.counts import used_in
from povcalc.inference.domains import NUMBERS
from povcalc.inference.ranges import Ranges, ranges
from povcalc.measures import NAMED, POOR, Measure
from povcalc.messages import (
    ARE_POOR,
    GLOSSARY,
    PEOPLE,
    Message,
    UserError,
    alternatives,
    clipped,
    few,
    join,
    plural,
    verbatim,
)
from povcalc.numerals import FACTOR, HOUSEHOLDS, PERCENT, read, style_of
from povcalc.places import Fault, Path, Spot
from povcalc.plan.areas import AreaIndex, UnknownAreaError
from povcalc.plan.assumptions import Assumptions, Options, assumptions_of
from povcalc.plan.csv_tables import SideTable, read_column
from povcalc.plan.load import reading_of, replaced
from povcalc.plan.model import Located, Plan, walk
from povcalc.scenario.changes import FigureIndex
from povcalc.scenario.outcome import is_two_sided, outcomes_of, update_dependent_figures
from povcalc.typos import closest_match, fold
from povcalc.values import Exact, Figure, Form, Interval, Number, exact, total


class By(StrEnum):
    """What the plan itself has to share out by."""

    CURRENT = "current"
    POOR = "poor"
    HOUSEHOLDS = "households"
    POINTS = "points"


class Use(StrEnum):
    """Which number counts where only a range of it is known."""

    LARGEST = "largest"
    SMALLEST = "smallest"
    MIDDLE = "middle"


class AllocationError(UserError):
    """A target that cannot be shared out as asked."""


class Weight(NamedTuple):
    """What one area's share is in proportion to.

    `range` is what is known of it and `used` the number that counts. `start` is what the area's target is before
    anything is shared out by weight: the households by which its rate would stay as it is (for equal points only).
    """

    range: Interval
    used: Exact
    start: Exact = 0


def _field(by: By, measure: Measure) -> str:
    """The figure that a target of a measure is shared out by."""
    fields = {By.CURRENT: measure.reduction, By.POOR: measure.stocks[0], By.HOUSEHOLDS: "households_start"}
    return fields[by]


def _weigh(by: By, use: Use, areas: Sequence[Located], ranges: Ranges, measure: Measure) -> dict[Path, Weight]:
    """The weights of some areas, by path. Raises `AllocationError` for those that nothing bounds."""
    if by is By.POINTS:
        return {located.path: _even(located, use, ranges, measure) for located in areas}
    if by is By.POOR:
        _refuse_untold_poor(areas, use, ranges, measure)
    return {located.path: _weight(located, _field(by, measure), use, ranges) for located in areas}


def _refuse_untold_poor(areas: Sequence[Located], use: Use, ranges: Ranges, measure: Measure) -> None:
    """Raise `AllocationError` where the poor of some areas are bounded by their households or targets alone."""

    def is_told(located: Located) -> bool:
        fields = (_field(by, measure) for by in (By.POOR, By.HOUSEHOLDS, By.CURRENT))
        poor, base, target = (ranges.of(located.path, field) for field in fields)
        above = poor.high is None or poor.high != base.high
        below = bool(poor.low) and poor.low != target.low
        return poor.is_point or ((above or use is Use.SMALLEST) and (below or use is Use.LARGEST))

    untold = [located.name for located in areas if not is_told(located)]
    if untold:
        raise AllocationError(
            "the plan does not say how many households are {poor} at the start of the year in {areas}; give their "
            "numbers in a table with --figures (column {column}), or share out by what the plan has "
            "(--by current, --by households)",
            poor=ARE_POOR[measure],
            column=measure.stocks[0],
            areas=few(untold, _NAMED),
        )


_NAMED = 5
"""So many areas are named where something is missing."""


def _weight(located: Located, field: str, use: Use, ranges: Ranges) -> Weight:
    figure = located.figure(field) or (located.figure("households") if field == "households_start" else None)
    # A weight may lean on an estimate, as sums do.
    estimated = figure is not None and figure.form is Form.ABOUT
    found = figure.as_count() if figure is not None and estimated else ranges.of(located.path, field)
    used = _number_of(found, use)
    if used is None:
        raise AllocationError(
            "{area}: nothing that the plan states bounds its {field}, so it has no weight; give the number in a "
            "table with --figures (column {column}), or share out by something else (--by)",
            area=located.name,
            field=GLOSSARY[field],
            column=field,
        )
    if used < 0:
        raise AllocationError(
            "{area}: its {field} is {used}, and nothing can be shared out by a negative number; share out by "
            "something else (--by)",
            area=located.name,
            field=GLOSSARY[field],
            used=used,
        )
    return Weight(found, used)


def _number_of(found: Interval, use: Use) -> Exact | None:
    """The number that counts of a range; `None` where it has no such end."""
    match use:
        case Use.LARGEST:
            return found.high
        case Use.SMALLEST:
            return found.low
        case Use.MIDDLE:
            return None if found.low is None or found.high is None else Fraction(found.low + found.high, 2)


def _even(located: Located, use: Use, ranges: Ranges, measure: Measure) -> Weight:
    """The weight with which a share is so many points: the base, where it is the same all year.

    Otherwise a reduction of r points from P0 of N0 households leaves P1 = N1 (P0 / N0 - r / 100) of N1, so that the
    share P0 - P1 is P0 (1 - N1 / N0) + N1 r / 100: a start, and the rest in proportion to N1.
    """
    path = located.path
    growth = ranges.domain(path).growth
    if growth is not None and growth.is_level:
        return _weight(located, "households_start", use, ranges)
    fields = ("households_start", "households_end", measure.stocks[0])
    found = [ranges.of(path, field) for field in fields]
    first, last, poor = (each.low if each.is_point else None for each in found)
    if first == 0:
        return Weight(found[0], 0)  # nobody lives there
    if first is None or last is None or poor is None:
        lacking = [field for field, each in zip(fields, found, strict=True) if not each.is_point]
        raise AllocationError(
            "{area}: where households change over the year, equal points need its {fields}; give them in a table "
            "with --figures (columns {columns}), assume one base with --growth 0, or share out by something else "
            "(--by)",
            area=located.name,
            fields=join((GLOSSARY[field] for field in lacking), ", "),
            columns=", ".join(lacking),
        )
    return Weight(found[1], last, poor - Fraction(poor * last, first))


def _weigh_by_column(
    heading: str, use: Use, areas: Sequence[Located], every: Sequence[Located], tables: Sequence[SideTable]
) -> dict[Path, Weight]:
    """The weights of some areas in a column of a side table; `every` are all areas of the plan, as `walk` has them.

    An area that the table leaves out has the sum of the areas inside it. Raises `AllocationError`.
    """
    table = _with_column(heading, every, tables)
    cells: dict[Path, Interval] = {}
    for (path, given), figure in zip(table.given, _figures(table, heading), strict=True):
        if path in cells:
            raise _bad_cell(given.at, Message("this area has a weight already"))
        cells[path] = figure.as_count()
        if (cells[path].low or 0) < 0:
            raise _bad_cell(given.at, Message("{cell} is negative", cell=clipped(given.value)))
    weights = {}
    for located in areas:
        found = _known(located, cells)
        if found is None:
            raise AllocationError(
                "{table} has no number for {area} in the column {heading}; add its row",
                table=table.name,
                area=located.name,
                heading=heading,
            )
        used = _number_of(found._replace(low=found.low or 0), use)
        if used is None:
            raise AllocationError(
                "{table}: {area} has only a lower bound in the column {heading}; write one number, or take --use "
                "smallest",
                table=table.name,
                area=located.name,
                heading=heading,
            )
        weights[located.path] = Weight(found, used)
    return weights


def _weigh_by_numbers(
    numbers: Mapping[str, Number | Fraction], areas: Sequence[Located], every: Sequence[Located]
) -> dict[Path, Weight]:
    """The weights of some areas, given by what areas are called; one that is left out has those inside it added up.

    Raises `AllocationError`.
    """
    given: dict[Path, Interval] = {}
    for words, number in numbers.items():
        weight = number if isinstance(number, Fraction) else exact(number)
        given[_called(words, every).path] = Interval(weight, weight)
        if weight < 0:
            raise AllocationError(
                "{words}: a weight may not be negative, and this one is {weight}", words=words, weight=weight
            )
    found: dict[Path, Weight] = {}
    for located in areas:
        known = _known(located, given)
        if known is None or known.low is None:
            raise AllocationError("no weight is given for {area}", area=located.name)
        found[located.path] = Weight(known, known.low)
    return found


def _called(words: str, areas: Sequence[Located]) -> Located:
    try:
        return AreaIndex(areas).one(words)
    except UnknownAreaError as unknown:
        raise AllocationError(unknown.why, unknown.meant) from None


def _known(located: Located, cells: Mapping[Path, Interval]) -> Interval | None:
    """What is given of an area, or of all areas inside it, added up."""
    if located.path in cells:
        return cells[located.path]
    parts = [_known(child, cells) for child in located.children]
    if not parts or None in parts or located.area.partial:
        return None
    return total(part for part in parts if part is not None)


def _with_column(heading: str, every: Sequence[Located], tables: Sequence[SideTable]) -> SideTable:
    """The first table that has the column, read for it alone."""
    words = fold(heading, brackets=False)
    known: list[str] = []
    for table in tables if words else ():
        found = read_column(table.content, table.name, every, heading)
        for fault in found.faults:
            if fault.kind != "no_column":
                raise _bad_table(fault, heading)
            known += filter(None, fault.values["headings"])
        if not found.faults:
            return found
    near = closest_match(heading, (*By, *known))
    if near is not None:
        choice = Message("did you mean {near}?", near=near)
    elif known:
        choice = Message("the tables have: {headings}", headings=", ".join(known))
    else:
        choice = Message("name the table with --figures")
    raise AllocationError(
        "--by takes {words}, or the heading of a column of a table of --figures, not {heading}; {choice}",
        words=", ".join(By),
        heading=clipped(heading) or "''",
        choice=choice,
    )


def _figures(table: SideTable, heading: str) -> list[Figure]:
    """The cells as figures: all whole numbers where they all can be, else all with their decimals.

    So `1.726` beside `453` is 1726, and beside `2.5` it is refused, since it may be either.
    """
    cells = [given.value for _, given in table.given]
    numerals = []
    for wanted in (HOUSEHOLDS, FACTOR, PERCENT):
        numerals = [read(cell, wanted, style_of(cells, wanted) if wanted is HOUSEHOLDS else "") for cell in cells]
        figures = [each.figure for each in numerals if each.figure is not None]
        if len(figures) == len(cells):
            return figures
    at, numeral = next((at, each) for at, each in enumerate(numerals) if each.figure is None)
    if numeral.readings:
        whole, value = numeral.readings
        why = Message(
            "{cell} may be {whole} or {value} ({heading}); write the numbers of this column without thousands marks"
        ).with_values(whole=whole, value=value)
    else:
        why = Message("{cell} is not a number ({heading})")
    raise _bad_cell(table.given[at][1].at, why.with_values(cell=clipped(cells[at]), heading=heading))


def _bad_cell(at: Any, why: Message) -> AllocationError:
    place = f"{at.file}:{at.place.line}:{at.place.column}"
    return AllocationError("{place}: {why}", place=place, why=why)


def _bad_table(fault: Fault[Spot], heading: str) -> AllocationError:
    """What keeps a column from being read; `povcalc check` says more of tables that it reads itself."""
    read = clipped(str(fault.values.get("read", "")))
    match fault.kind:
        case "unknown_area":
            why = Message("the plan has no area called {read}", read=read)
        case "ambiguous_area":
            why = Message(
                "{read} may be several areas: {choices}",
                read=read,
                choices=fault.values["choices"],
            )
        case "heading_twice":
            why = Message("two columns are headed {heading}", heading=heading)
        case _:
            why = Message("the table cannot be read here; povcalc check with --figures says why")
    return _bad_cell(fault.place, why)


EVERY = "*"
"""Stands for every area directly inside the one whose target is shared out, where bounds name areas."""


class Held(StrEnum):
    """What keeps a share from its plain proportion."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    POOR = "poor"


class Part(NamedTuple):
    """What one area gets of a target of a measure.

    The first part of an allocation is the area whose target is shared out, without a weight. `quota` is exact, `share`
    the whole number made of it; `held` says which bound acts, if one does. `poor` are the households of the measure at
    the start of the year that the area is sure to have, and the most that it can have, `None` when nothing bounds
    them. For an area whose own target is shared out, `level` is what a unit of weight gets inside it.
    """

    located: Located
    depth: int
    weight: Weight | None
    quota: Fraction
    share: int
    poor: tuple[int, int | None]
    held: Held | None = None
    level: Fraction | None = None
    measure: Measure = POOR

    @property
    def before(self) -> Figure | None:
        """The target that the plan states."""
        return self.located.figure(self.measure.reduction)

    @property
    def is_doubtful(self) -> bool:
        """Whether more are to leave poverty than are sure to be poor."""
        return self.share > self.poor[0]


class Bound(NamedTuple):
    """A bound of a share, and where it comes from."""

    households: int
    why: Message
    held: Held


class Limits(NamedTuple):
    """What an area may get."""

    least: Bound
    most: Bound | None


_HOUSEHOLDS = attrgetter("households")
_NOTHING = Bound(0, Message("no target is negative"), Held.AT_LEAST)


def _whole(area: str | None, areas: Sequence[Located]) -> Located:
    """The area whose target is shared out. Raises `AllocationError` for one that cannot share it out."""
    whole = areas[0] if area is None else _called(area, areas)
    if not whole.children:
        raise AllocationError(
            "{area} has no areas inside it to share its target; name another with --area", area=whole.name
        )
    if whole.area.partial:
        raise AllocationError(
            "{area} lists only some of the areas inside it (partial: true), so they cannot share all of its target",
            area=whole.name,
        )
    return whole


def _sharing(whole: Located, *, deep: bool) -> Iterator[Located]:
    """The areas that share a target, each before those inside it."""
    for child in whole.children:
        yield child
        if deep and not child.area.partial:
            yield from _sharing(child, deep=True)


def _target(whole: Located, households: int | None, measure: Measure) -> int:
    """The households to be shared out. Raises `AllocationError`."""
    if households is None:
        figure = whole.figure(measure.reduction)
        if figure is None or figure.form is not Form.EXACT:
            stated = "" if figure is None else Message(" ({figure})", figure=figure)
            if measure is POOR:
                raise AllocationError(
                    "{area} states no exact target in households{stated}; say how many to share out with --households",
                    area=whole.name,
                    stated=stated,
                )
            raise AllocationError(
                "{area} states no exact {field} ({column}){stated}; say how many to share out with --households",
                area=whole.name,
                field=GLOSSARY[measure.reduction],
                column=measure.reduction,
                stated=stated,
            )
        households = int(figure.number)
    if households < 0:
        raise AllocationError(
            "{area}: {target} households cannot be shared out: a target is a whole number from 0 up",
            area=whole.name,
            target=households,
        )
    return households


def _refuse_too_many(whole: Located, households: int, ranges: Ranges, measure: Measure) -> None:
    """Raise `AllocationError` for a target that is more than can be poor."""
    most = _poor(whole, ranges, measure)[1]
    if most is not None and households > most:
        raise AllocationError(
            "{area}: {target} households are more than all the {poor}: at most {most} can be {poor} at the start "
            "of the year; share out {more} fewer",
            area=whole.name,
            poor=ARE_POOR[measure],
            target=households,
            most=most,
            more=households - most,
        )


def _poor(located: Located, ranges: Ranges, measure: Measure) -> tuple[int, int | None]:
    """The households of a measure at the start of the year that an area is sure to have, and the most it can have."""
    found = ranges.of(located.path, measure.stocks[0])
    return math.ceil(found.low or 0), None if found.high is None else math.floor(found.high)


@dataclass
class _Sharer:
    """Shares a target out: bounds from the leaves up, then shares from the top down."""

    _areas: Sequence[Located]
    _whole: Located
    _weights: Mapping[Path, Weight]
    _ranges: Ranges
    _measure: Measure

    def __post_init__(self) -> None:
        self._limits: dict[Path, Limits] = {}

    def parts(self, target: int, at_least: Mapping[str, int], at_most: Mapping[str, int]) -> tuple[Part, ...]:
        """What each area gets of a target, the whole first. Raises `AllocationError`."""
        least, most = self._asked(Held.AT_LEAST, at_least), self._asked(Held.AT_MOST, at_most)
        for located in reversed(self._areas):
            if located.path in self._weights:
                self._limits[located.path] = self._limit(located, least.get(located.path), most.get(located.path))
        whole = Part(self._whole, 0, None, Fraction(target), target, self._poor(self._whole), measure=self._measure)
        return tuple(self._shared(whole))

    def _poor(self, located: Located) -> tuple[int, int | None]:
        return _poor(located, self._ranges, self._measure)

    def _asked(self, held: Held, asked: Mapping[str, int]) -> dict[Path, Bound]:
        """The bounds that are asked for, by path; one of an area goes before one of every area."""
        found: dict[Path, Bound] = {}
        for words, households in sorted(asked.items(), key=lambda each: each[0] != EVERY):
            why = verbatim(f"--{held.replace('_', '-')} {words}={households}")
            if households < 0:
                raise AllocationError("{why}: a share is 0 or more", why=why)
            meant = self._whole.children if words == EVERY else (self._sharing_area(words, why),)
            found.update({located.path: Bound(households, why, held) for located in meant})
        return found

    @cached_property
    def _index(self) -> AreaIndex:
        return AreaIndex(self._areas)

    def _sharing_area(self, words: str, why: Message) -> Located:
        """The area that is called so and shares in the target."""
        try:
            located = self._index.one(words)
        except UnknownAreaError as unknown:
            raise AllocationError(join((why, unknown.why), ": "), unknown.meant) from None
        if located.path not in self._weights:
            raise AllocationError(
                "{why}: {area} does not share in the target of {whole}: name an area inside it, one directly "
                "inside it without --deep",
                why=why,
                area=located.name,
                whole=self._whole.name,
            )
        return located

    def _limit(self, located: Located, at_least: Bound | None, at_most: Bound | None) -> Limits:
        """What an area may get, by what is asked for, its poor, and what the areas inside it may get."""
        least = [at_least or _NOTHING]
        most = [at_most] if at_most is not None else []
        poor = self._poor(located)[1]
        if poor is not None:
            most.append(Bound(poor, GLOSSARY[self._measure.stocks[0]], Held.POOR))
        if self._goes_into(located):
            low, high = reach(self._claims(located))
            why = Message("what the areas inside it can get")
            least.append(Bound(math.ceil(low), why, Held.AT_LEAST))
            if high is not None:
                most.append(Bound(math.floor(high), why, Held.AT_MOST))
        limits = Limits(max(least, key=_HOUSEHOLDS), min(most, key=_HOUSEHOLDS, default=None))
        if limits.most is not None and limits.least.households > limits.most.households:
            raise AllocationError(
                "{area}: at least {least} ({why_least}), but at most {most} ({why_most}); change one of them",
                area=located.name,
                least=limits.least.households,
                most=limits.most.households,
                why_least=limits.least.why,
                why_most=limits.most.why,
            )
        return limits

    def _goes_into(self, located: Located) -> bool:
        """Whether what an area gets is shared out inside it."""
        return any(child.path in self._weights for child in located.children)

    def _claims(self, located: Located) -> list[Claim]:
        """The claims of the areas directly inside an area."""
        found = []
        for child in located.children:
            weight, (least, most) = self._weights[child.path], self._limits[child.path]
            found.append(Claim(weight.used, least.households, most and most.households, weight.start))
        return found

    def _shared(self, part: Part) -> Iterator[Part]:
        """An area with what it gets, and how that is shared out inside it."""
        whole = part.located
        claims = self._claims(whole)
        self._refuse_unreachable(whole, part.share, claims)
        shares = shared_in_bounds(part.share, claims)
        yield part._replace(level=shares.level)
        for number, child in enumerate(whole.children):
            inner = Part(
                child,
                part.depth + 1,
                self._weights[child.path],
                shares.quotas[number],
                shares.wholes[number],
                self._poor(child),
                self._held(child, claims[number], shares),
                measure=self._measure,
            )
            if self._goes_into(child):
                yield from self._shared(inner)
            else:
                yield inner

    def _held(self, located: Located, claim: Claim, shares: Shares) -> Held | None:
        plain = claim.start + shares.level * claim.weight
        limits = self._limits[located.path]
        if plain < claim.least:
            return limits.least.held
        return limits.most.held if limits.most is not None and plain > limits.most.households else None

    def _refuse_unreachable(self, whole: Located, target: int, claims: Sequence[Claim]) -> None:
        least, most = reach(claims)
        if least <= target and (most is None or target <= most):
            return
        areas = plural("{count} area", "{count} areas", count=len(claims))
        if target < least:
            raise AllocationError(
                "{area}: {target} households cannot be shared out: its {areas} are to get at least {least} "
                "together, {more} more; lower what --at-least asks for",
                area=whole.name,
                target=target,
                areas=areas,
                least=math.ceil(least),
                more=math.ceil(least) - target,
            )
        idle = [child.area.name for child, claim in zip(whole.children, claims, strict=True) if not claim.weight]
        raise AllocationError(
            "{area}: {target} households cannot be shared out: its {areas} can take at most {most} together, by "
            "--at-most and their {poor}{idle}; share out {fewer} fewer",
            poor=GLOSSARY[self._measure.stocks[0]],
            area=whole.name,
            target=target,
            areas=areas,
            most=math.floor(most or 0),
            fewer=target - math.floor(most or 0),
            idle=Message(
                "; a weight of 0 takes nothing: {names}",
                names=join(idle, ", "),
            )
            if idle
            else "",
        )


GIVEN = "weights"
"""What a target is shared out by when its weights are given as such."""


class Allocation(NamedTuple):
    """A target shared out: what each area gets, and by what.

    `parts` begins with the area whose target it is, each area before those inside it. `by` is a `By`, or the heading of
    a column, and `deep` says whether each area shared out what it got. `areas` are all of the plan's, and `ranges` what
    its figures imply under what is `assumed`. `outcome` is what becomes of the areas whose targets of the `measure`
    change and of those around them, by path, while populations stay fixed.
    """

    by: By | str
    use: Use
    deep: bool
    parts: tuple[Part, ...]
    areas: tuple[Located, ...]
    ranges: Ranges
    assumed: Assumptions
    outcome: Mapping[Path, Change]
    plan: Plan
    measure: Measure = POOR

    def after(self, part: Part, quantity: str) -> Interval:
        """The range of a quantity of an area with its new target, in every case that the plan allows."""
        change = self.outcome.get(part.located.path)
        if change is None:
            return self.ranges.of(part.located.path, quantity)
        return change.after.interval(NUMBERS[quantity])

    @property
    def changes(self) -> Mapping[Path, Figure]:
        """The figures of the plan with these targets, by their paths: those that contradict them follow them."""
        return self.carried_out()[0]

    def carried_out(self) -> tuple[Mapping[Path, Figure], tuple[Path, ...]]:
        """What `changes` has, and stated figures that contradict each other even so, which they did not before.

        A stated figure that the new targets leave true stays as it is, and so does one that says "over" or "at most",
        a promise. One that they contradict, such as the households that are left, becomes what follows.
        """
        changes = {(*part.located.path, self.measure.reduction): Figure(part.share) for part in self.parts}
        if all(self.plan_states(path, figure) for path, figure in changes.items()):
            return changes, ()
        outcomes = outcomes_of(FigureIndex(self.plan), self.ranges, self.assumed, changes, {})
        dependent = update_dependent_figures(outcomes, changes, around=True)
        known = {conflict.figures for conflict in self.ranges.conflicts}
        follow = {
            each.path: each.after
            for each in dependent
            # Of a plan that contradicts itself already, a number is not made a range that leaves everything open.
            if is_two_sided(each.before) and (not known or each.after.form is Form.EXACT)
        }
        while True:
            after = ranges(walk(replaced(self.plan, changes).targets), self.assumed)
            new = [path for each in after.conflicts if each.figures not in known for path in each.figures]
            owners = {path[:-1] for path in new}
            more = {path: figure for path, figure in follow.items() if path[:-1] in owners and path not in changes}
            if not more:
                return changes, tuple(dict.fromkeys(new))
            changes |= more

    def plan_states(self, path: Path, figure: Figure) -> bool:
        """Whether the plan states just this figure at a path."""
        return any(each.path == path[:-1] and each.figure(str(path[-1])) == figure for each in self.areas)


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
    measure: str = "poor",
) -> Allocation:
    """Share out a target among the areas inside an area, in whole households that add up exactly.

    `measure` is `poor`, `near-poor` or `multidimensional`, the households whose reduction is shared out.
    `households` is the target, else the one that the area states; `area` is called by its id or path, else it is the
    plan's root area. `by` is one of `By`, the heading of a column of the tables, or weights by what the areas
    are called; `use` is one of `Use`. With `deep`, each area shares out what it got. Bounds are households by what
    areas are called, `*` for every area directly inside. Raises `AllocationError`, and `OSError` when a file cannot be
    read.
    """
    # Longer than 40 lines, of which half say what may be asked for.
    read = plan if isinstance(plan, Plan) else reading_of(plan).plan
    if read is None or read.targets is None:
        raise AllocationError("the plan has no targets")
    of = NAMED.get(measure)
    if of is None:
        known = alternatives(tuple(NAMED))
        raise AllocationError("a measure is {known}, not {word}", known=known, word=clipped(measure) or "''")
    for count in (households, *(at_least or {}).values(), *(at_most or {}).values()):
        if count is not None and type(count) is not int:
            raise AllocationError("{read} is no whole number of households", read=repr(count))
    areas, assumptions = walk(read.targets), assumptions_of(read, assumed)
    whole = _whole(area, areas)
    sharing = tuple(_sharing(whole, deep=deep))
    target = _target(whole, households, of)
    spoken_of = areas
    if of not in used_in(areas).measures:  # with the one target that is shared out
        spoken_of = walk(replaced(read, {(*whole.path, of.reduction): Figure(target)}).targets)
    found = ranges(spoken_of, assumptions)
    _refuse_too_many(whole, target, found, of)
    name: By | str = GIVEN
    if not isinstance(by, str):
        weights = _weigh_by_numbers(by, sharing, areas)
    elif by in tuple(By):
        name = By(by)
        weights = _weigh(name, Use(use), sharing, found, of)
    else:
        name, weights = by, _weigh_by_column(by, Use(use), sharing, areas, tables)
    parts = _Sharer(areas, whole, weights, found, of).parts(target, at_least or {}, at_most or {})
    outcome = _outcome(areas, found, parts, of)
    return Allocation(name, Use(use), deep, parts, areas, found, assumptions, outcome, read, of)


def _outcome(areas: Sequence[Located], found: Ranges, parts: Sequence[Part], measure: Measure) -> Mapping[Path, Change]:
    """What becomes of the areas; raises `AllocationError` where no case that the plan allows has room for a share.

    An area that is shared out inside is told best by the areas inside it: its end rate is the mean of theirs. Where
    these had no exact targets before, its own new target tells more.
    """
    number = NUMBERS[measure.reduction]
    around = {part.located.path for part in parts if part.level is not None}
    aims = {
        part.located.path: (Aim(number, said),)
        for part in parts
        for said in [Interval(part.share, part.share)]
        # What stays as it is needs no working out.
        if part.located.path in around or found.of(part.located.path, measure.reduction) != said
    }
    try:
        outcome = changed(areas, found, {path: aim for path, aim in aims.items() if path not in around}, measure)
        vague = [path for path in around & outcome.keys() if not outcome[path].after.interval(number).is_point]
        exact = changed(areas, found, aims, measure) if vague else {}
        return {**outcome, **{path: exact[path] for path in vague}}
    except NoSolutionError as none:
        (area,) = (located.area for located in areas if located.path == none.path)
        raise AllocationError(
            "{area}: no number of households and {people} that the plan allows has room for its share; bound it "
            "with --at-most",
            area=area.name,
            people=PEOPLE[measure],
        ) from None
