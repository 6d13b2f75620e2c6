"""What the stated figures imply: the ranges of all quantities of all areas, and the contradictions found on the way.

Beside them are the greatest value of a number over the worlds of one area, and which of the stated figures follow from
all the others. `domains` hold the ranges of an area, `counts` sums of stated counts and what bare rates stand for;
`propagate` narrows domains; `conflicts` are contradictions, `explain` tells how an end was found, and `change` what
comes of other targets.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import count
from typing import NamedTuple

from povcalc.gc_paused import gc_paused
from povcalc.inference.conflicts import Conflict, Evidence, Restricted, evidence, growing, implausible, reduced
from povcalc.inference.counts import KnownCounts, assumed_growth, in_a_year, over_years, used_in
from povcalc.inference.domains import (
    FAR,
    FIELDS,
    FIGURES,
    HIGH,
    LOW,
    N0,
    N1,
    NUMBERS,
    P0,
    P1,
    R0,
    R1,
    WITH_FLOWS,
    D,
    Domain,
    E,
    Ends,
    Infeasible,
    Rule,
    Step,
)
from povcalc.inference.one_relation import refuted_by_one_relation
from povcalc.inference.propagate import (
    FEW,
    Basis,
    Effort,
    Surroundings,
    Work,
    connected,
    domain_of,
    domains_at,
    domains_of,
    propagate_area,
    propagate_each,
    propagate_together,
    relate,
    seen_from_around,
    shave,
)
from povcalc.measures import BASES, MEAN_OF, MEASURE_OF, POOR, SHARES, Measure
from povcalc.measures import FIGURES as FIGURE_FIELDS
from povcalc.places import Path
from povcalc.plan.assumptions import ONE_BASE, Assumptions
from povcalc.plan.model import Located, is_part, parent
from povcalc.values import Figure, Form, Interval

MAX_RESTARTS = 50
"""So many contradictions between areas are set aside; those within one area have no such limit."""

MAX_ROUNDS_AGAIN = 200
"""And no more once the relations of each area were gone through so often on average, as they are where ends creep."""

MAX_AREAS_AGAIN = 30_000
"""Of a large plan fewer are, so that no more than so many areas are gone through again in all."""


class Ranges:
    """What the stated figures imply, by path and quantity.

    `conflicts` are the contradictions that were set aside on the way, in the order found: the ranges rest
    on the other figures. `cut_short` says that a cap ended the narrowing: the ranges are valid, and
    might be narrower. `visits` is how many times an area was looked at.
    """

    def __init__(
        self, domains: Sequence[Domain], conflicts: tuple[Conflict, ...], effort: Effort, basis: Basis
    ) -> None:
        self._domains = {(domain.path, domain.measure): domain for domain in domains}
        self.conflicts = conflicts
        self.cut_short = effort.cut_short
        self.visits = effort.visits
        self.basis = basis

    def domain(self, path: Path, measure: Measure = POOR) -> Domain:
        """The ranges of one area as they were worked out, by one measure."""
        return self._domains[path, measure]

    def of(self, path: Path, quantity: str) -> Interval:
        """The range of a quantity of the area at a path, by its name in the format.

        The ends of counts are whole numbers, those of rates (percent) and points exact fractions. A rate is
        that of the worlds in which the area has households.
        """
        whole = MEAN_OF.get(quantity, quantity)
        return in_a_year(quantity, self._of(path, whole).interval(NUMBERS[whole]), self.basis.years or (1, 1))

    def steps(self, path: Path, quantity: str) -> tuple[Step | None, Step | None]:
        """How the low and the high end of a range were found; `None` for one that always holds."""
        domain, number = self._of(path, quantity), NUMBERS[MEAN_OF.get(quantity, quantity)]
        return domain.why_low[number], domain.why_high[number]

    def _of(self, path: Path, quantity: str) -> Domain:
        measure = MEASURE_OF.get(quantity, POOR)
        if measure not in self.basis.used.measures:
            return Domain(path, measure)  # no figure says anything of it
        return self._domains[path, measure]

    @property
    def quantities(self) -> tuple[str, ...]:
        """What the figures say anything of, by the names of the format."""
        figures = self.basis.used.figures
        named = (field for measure in self.basis.used.measures for field in FIELDS[measure] if field in figures)
        return tuple(dict.fromkeys(named))


def most_households(located: Located, counts: KnownCounts, measure: Measure = POOR) -> int | None:
    """The most households, the same all year, on which an area's own figures and counts of a measure can all be true.

    `counts` are its counts as `known_counts` has them. `None` when any number would do, and when the figures
    contradict each other on one base.
    """
    path = located.path
    basis = Basis({path: ONE_BASE}, None, set(), set())
    try:
        domain = domain_of(located, basis, measure)
        for number, field in enumerate(FIELDS[measure][:E]):
            known = counts.get(field)
            if known is not None and known.sure:
                domain.narrow(number, known.interval, Rule.SUM)
        propagate_area(domain)
    except Infeasible:
        return None
    return None if domain.high[N0] >= FAR else domain.high[N0]


def implausible_growth(
    areas: Sequence[Located], known: Mapping[Path, KnownCounts], narrowed: Callable[[], Ranges], assumed: Assumptions
) -> tuple[Conflict, ...]:
    """What takes households to grow implausibly: in a result any figures, in a plan households inside a whole.

    A plan says on purpose how many there will be: what is judged are areas inside one that does grow plausibly, if they
    are no hamlets and change by more than a quarter.

    `known` is as `known_counts` has it; `narrowed` gives the ranges, which are asked for a result alone. Each area is
    judged by itself; only where something is amiss are the ranges worked out without an assumption on growth.
    """
    band = assumed.band
    if band is None:
        return ()
    moved = {located.path for located in areas if _moved(known[located.path], band)}
    conflicts = [conflict for conflict in narrowed().conflicts if conflict.growth] if assumed.is_band else []
    if not assumed.is_band:
        calm = {path for path, counts in known.items() if path not in moved and {*BASES} <= counts.keys()}
        wide = Interval((band.low or 0) - _FAR, (band.high or 0) + _FAR)
        moved = {path for path in moved if parent(path) in calm and _moved(known[path], wide, _HAMLET)}
    if not moved and not conflicts:
        return ()
    suspects = {path for conflict in conflicts for path in growing(conflict.ends)}
    with gc_paused():
        is_assumed = bool(assumed_growth(areas, assumed))
        unassumed = ranges(areas, assumed._replace(growth=None)) if is_assumed else narrowed()
        domains = {located.path: unassumed.domain(located.path) for located in areas}
        judged = None if assumed.is_band else moved
        return tuple(implausible(areas, domains, band, unassumed.basis, suspects, judged))


_FAR, _HAMLET = 25, 400
"""In a plan only a growth so many percentage points outside the plausible one is told, of so many households."""


def _moved(counts: KnownCounts, band: Interval, size: int = 0) -> bool:
    """Whether known households, at least so many, grew outside a band, by more than one household."""
    first, last = (counts.get(base) for base in BASES)
    if first is None or last is None or first.figures == last.figures or not (first.sure and last.sure):
        return False
    before, after, low, high = first.interval, last.interval, band.low or 0, band.high or 0
    if max(before.low or 0, after.low or 0) < size:
        return False
    return (
        before.high is not None
        and after.low is not None
        and before.high > 0
        and 100 * (after.low - 1) > (100 + high) * before.high
    ) or (before.low is not None and after.high is not None and 100 * (after.high + 1) < (100 + low) * before.low)


def exact_ranges(areas: Sequence[Located], known: Mapping[Path, KnownCounts]) -> Ranges | None:
    """The ranges of a plan in which every count is known exactly and no check of the targets finds anything.

    `known` is as `known_counts` has it. The same as `ranges` then, at a quarter of the cost; `None` where some count
    is not known, or an area has no household and so no rate.
    """
    used, domains = used_in(areas), []
    for located in areas:
        for measure in used.measures:
            domain = _exactly(located, known[located.path], measure, has_flows=measure in used.with_flows)
            if domain is None:
                return None
            domains.append(domain)
    basis = Basis({}, None, dropped=set(), uncut=set(), used=used)
    return Ranges(domains, (), Effort(len(domains), cut_short=False), basis)


def _exactly(located: Located, known: KnownCounts, measure: Measure, *, has_flows: bool) -> Domain | None:
    """An area by one measure of which every count is known exactly; `None` where one is not, or without a household."""
    fields = (*BASES, *measure.stocks, *((*measure.flows, measure.of_new) if has_flows else ()))
    counts = [known.get(field) for field in fields if field]
    numbers = [each.interval.low for each in counts if each is not None and each.sure and each.interval.is_point]
    if len(numbers) < len(counts) or not (numbers[0] and numbers[1]):
        return None
    n0, n1, p0, p1, *flows = map(int, (number or 0 for number in numbers))
    domain = Domain(located.path, measure, partial=located.area.partial)
    domain.low[:E] = domain.high[:E] = n0, n1, p0, p1, p0 - p1
    if has_flows:
        domain.counted = WITH_FLOWS
        domain.low[E : E + len(flows)] = domain.high[E : E + len(flows)] = flows
    domain.least[R0] = domain.most[R0] = (100 * p0, n0, False)
    domain.least[R1] = domain.most[R1] = (100 * p1, n1, False)
    domain.least[D] = domain.most[D] = (100 * (p0 * n1 - p1 * n0), n0 * n1, False)
    return domain


def ranges(areas: Sequence[Located], assumed: Assumptions | None = None) -> Ranges:
    """The ranges that the stated figures of a tree of areas imply; `areas` as `walk` gives them.

    Sound always: whatever numbers of households make all figures and assumptions true lie inside. Those of the last
    tree are kept: what is shown of a plan leans on what its checks looked at.
    """
    assumed = assumed or Assumptions()
    for tree, leaning_on, found in _LATEST:
        if leaning_on == assumed and len(tree) == len(areas) and all(map(_is_same, tree[:1], areas[:1])):
            return found
    _LATEST.clear()
    with gc_paused():
        found = _Narrowing(areas, _basis(areas, assumed)).ranges()
    _LATEST.append((areas, assumed, found))
    return found


_LATEST: list[tuple[Sequence[Located], Assumptions, Ranges]] = []


def _is_same(one: Located, other: Located) -> bool:
    return one.area is other.area and one.path == other.path


def _basis(areas: Sequence[Located], assumed: Assumptions) -> Basis:
    growth = assumed_growth(areas, assumed)
    return Basis(growth, assumed.cut, dropped=set(), uncut=set(), used=used_in(areas), years=assumed.years)


def near_estimates(areas: Sequence[Located]) -> dict[Path, Figure]:
    """By its path, each estimate that areas state, as a figure that binds."""
    return {
        (*located.path, field): figure.near(is_rate="rate" in field or field in SHARES)
        for located in areas
        for field in sorted(located.area.model_fields_set.intersection(_ESTIMATED))
        if (figure := located.figure(field)) is not None and figure.form is Form.ABOUT
    }


_ESTIMATED = frozenset((*FIGURE_FIELDS, *SHARES))


def estimates_at_odds(
    areas: Sequence[Located], found: Ranges, estimates: Mapping[Path, Figure]
) -> tuple[Conflict, ...]:
    """The contradictions that estimates take part in once they bind; these are as `near_estimates` has them.

    `found` are the ranges of the areas, which do not lean on estimates: figures that these set aside are left out.
    """
    basis, kept = found.basis, found.basis.dropped - estimates.keys()
    basis = basis._replace(changed=estimates, dropped=kept, uncut=set(basis.uncut), growth=dict(basis.growth))
    with gc_paused():
        conflicts = _Narrowing(areas, basis).ranges().conflicts
    return tuple(conflict for conflict in conflicts if not estimates.keys().isdisjoint(conflict.figures))


_SOME = 3


class _Narrowing:
    """Narrows the areas of a plan, and sets contradictions aside on the way."""

    def __init__(self, areas: Sequence[Located], basis: Basis) -> None:
        self._areas = areas
        self._basis = basis
        self._restricted = Restricted(areas, self._basis)
        self._conflicts: list[Conflict] = []
        self._by_first: dict[Path, list[frozenset[Path]]] = defaultdict(list)
        self._alone: dict[Path, list[Domain]] = {}
        self._outdated: set[Path] = set()

    def ranges(self) -> Ranges:
        """The ranges by all figures that were not set aside."""
        own = {each.path: self._by_own_figures(each) for each in self._areas}
        alone = [domain for domains in own.values() for domain in domains]
        if self._conflicts:
            self._alone = own
        # What was set aside for one area may be part of what others were made of.
        domains = [] if self._conflicts else connected(self._areas, alone)
        rounds = 0
        for _ in range(min(MAX_RESTARTS, max(_SOME, MAX_AREAS_AGAIN // max(1, len(self._areas))))):
            if rounds > MAX_ROUNDS_AGAIN * max(FEW, len(self._areas)):
                break
            rounds -= Work.rounds
            try:
                domains = domains or self._again()
                effort = shave(domains)
            except Infeasible as refuted:
                rounds += Work.rounds
                self._set_aside(refuted.ends)
                domains = []
            else:
                domains, effort = self._regained() or (domains, effort)
                effort = effort._replace(visits=len(self._areas) + effort.visits)
                return Ranges(domains, tuple(self._conflicts), effort, self._basis)
        effort = Effort(0, cut_short=True)
        return Ranges(connected(self._areas, alone), tuple(self._conflicts), effort, self._basis)

    def _by_own_figures(self, located: Located) -> list[Domain]:
        """The domains of an area narrowed by its own figures, those set aside that contradict each other."""
        for ends, held in refuted_by_one_relation(located, self._basis):
            self._set_aside(ends, held)
        while True:
            try:
                domains = domains_at(located, self._basis)
                propagate_each(domains)
            except Infeasible as refuted:
                self._set_aside(refuted.ends)
            else:
                self._outdated.discard(located.path)
                return domains

    def _again(self) -> list[Domain]:
        """The domains of all areas by what counts now, each made anew only where that is other than it was."""
        domains: list[Domain] = []
        for located in self._areas:
            path = located.path
            if path in self._outdated or path not in self._alone:
                alone = domains_at(located, self._basis)
                propagate_each(alone)
                self._alone[path] = alone
                self._outdated.discard(path)
            domains += [domain.twin() for domain in self._alone[path]]
        return connected(self._areas, domains)

    def _set_aside(self, ends: Ends, held: Evidence | None = None) -> None:
        """Leave a contradiction out of account from here on: what is assumed gives way to what is stated.

        It is kept, unless it is one that was found before with more figures.
        """
        basis, conflict = self._basis, reduced(self._restricted, ends, held)
        figures = frozenset(conflict.figures)
        owners = {path[:-1] for path in conflict.figures}
        self._outdated |= owners
        estimates = figures & basis.changed.keys()
        if estimates:  # they give way to what is sure
            self._conflicts.append(conflict)
            basis.dropped.update(estimates)
            return
        if any(each <= figures for first in conflict.figures for each in self._by_first[first]):
            basis.dropped.update(figures)
            return
        self._conflicts.append(conflict)
        self._by_first[conflict.figures[0]].append(figures)
        if conflict.cut:
            basis.uncut.update(conflict.figures)
        if conflict.growth:
            for path in [each.path for each in self._areas if any(_in_line(each.path, owner) for owner in owners)]:
                basis.growth.pop(path, None)
                self._outdated.add(path)
        if not (conflict.cut or conflict.growth) or not conflict.reduced:
            basis.dropped.update(conflict.figures)

    def _regained(self) -> tuple[list[Domain], Effort] | None:
        """The ranges when less is left out than whole contradictions; `None` if that is no less, or contradicts itself.

        Where a sum does not hold, all figures but one may be right: its total alone is left out. So is a rate alone
        that agrees with the others if it was cut off.
        """
        figures = {path for conflict in self._conflicts for path in conflict.figures}
        spared = figures - {path for conflict in self._conflicts for path in _most_doubtful(conflict)}
        if not spared & self._basis.dropped:
            return None
        try:
            domains = domains_of(self._areas, self._basis._replace(dropped=self._basis.dropped - spared))
            return domains, shave(domains)
        except Infeasible:
            return None


def _in_line(path: Path, other: Path) -> bool:
    """Whether one area is the other, or lies inside it."""
    return path[: len(other)] == other or other[: len(path)] == path


def _most_doubtful(conflict: Conflict) -> tuple[Path, ...]:
    owners = {path[:-1] for path in conflict.figures}
    fields = {str(path[-1]) for path in conflict.figures}
    if conflict.cut_off:
        return conflict.cut_off[:1]
    is_sum = len(fields) == 1 and not any("rate" in field or field in SHARES for field in fields)
    if len(owners) > 1 and (is_sum or fields <= {"households", *BASES}):
        return tuple(path for path in conflict.figures if path[:-1] == min(owners, key=len))
    return conflict.figures


MAX_DOMAINS = 400
"""So many domains are looked at; a bound that is cut short is valid, and may be greater than need be."""

Bound = Callable[[Domain], "Fraction | int | None"]
"""The most that a number can be in a domain, exactly that where the domain is one world; `None` is unbounded."""

Solution = tuple[int, int, int, int]
"""Households at the start and the end of the year, poor households likewise."""


class Extreme(NamedTuple):
    """The greatest value over all worlds of a domain, and a world that has it.

    Without a world the value is a bound that may not be reached: the search was cut short. A value of `None` is
    unbounded.
    """

    value: "Fraction | int | None"
    solution: Solution | None = None


def maximise(domain: Domain, bound: Bound, limit: int = MAX_DOMAINS) -> Extreme:
    """The greatest value over the worlds of an area's domain. Raises `Infeasible` when there is no world.

    `bound` may not be less than the value in any world of the domain that it is given.

    Propagation bounds each quantity by itself. What depends on several of them, such as the end rate when so many
    households fewer are poor, is greatest in one world of the area and not where each of its parts is: there are 5,328
    households or 814 in Trạm Tấu, and not the poor of the one on the base of the other. So the domain is halved, each
    half narrowed by its relations, and the half with the greater bound looked at first, until that is a single world.
    Source: branch and bound (Land and Doig 1960).
    """
    numbers = count()
    value = bound(domain)
    if value is None:
        return Extreme(None)
    waiting: list[tuple[Fraction | int, int, Domain]] = [(-value, next(numbers), domain)]
    refuted = Infeasible(None, None)
    for _ in range(limit):
        if not waiting:
            raise refuted
        value, _number, nearest = heapq.heappop(waiting)
        widest = _widest(nearest)
        if widest is None:
            return Extreme(-value, (nearest.low[N0], nearest.low[N1], nearest.low[P0], nearest.low[P1]))
        for half in _halves(nearest, widest):
            try:
                propagate_area(half)
            except Infeasible as none:
                refuted = none
                continue
            found = bound(half)
            if found is None:
                return Extreme(None)
            # Narrower ranges never make the bound greater.
            heapq.heappush(waiting, (max(-found, value), next(numbers), half))
    if not waiting:
        raise refuted
    return Extreme(-waiting[0][0])


def _widest(domain: Domain) -> int | None:
    """The count to be halved: the bases before the poor, since these follow from them; `None` for a single world."""
    for one, other in ((N0, N1), (P0, P1)):
        widths = domain.high[one] - domain.low[one], domain.high[other] - domain.low[other]
        if max(widths):
            return one if widths[0] >= widths[1] else other
    return None


def _halves(domain: Domain, halved: int) -> tuple[Domain, Domain]:
    low, high = domain.low[halved], domain.high[halved]
    middle = (low + high) // 2 if high < FAR else 2 * low + 1
    below, above = domain.copy(), domain.copy()
    below.high[halved], above.low[halved] = middle, middle + 1
    below.why_high[halved] = Step(Rule.SHAVED, domain.path, halved, HIGH, middle)
    above.why_low[halved] = Step(Rule.SHAVED, domain.path, halved, LOW, middle + 1)
    below.pending = above.pending = 1 << halved
    return below, above


MAX_AREAS_LOOKED_AT = 20_000
"""So many areas are gone through again in all; figures beyond that are not said to follow."""


def implied_figures(areas: Sequence[Located], ranges: Ranges, figures: Iterable[Path]) -> list[Path]:
    """Those of the stated figures, by their paths, that follow from all the others and the assumptions.

    A figure follows when the range that the others imply for its quantity lies within what the figure says. Estimates
    say too little to follow, and figures that were set aside have been contradicted.
    """
    implied = _Implied(areas, ranges)
    return [path for path in figures if implied.by_the_others(path)]


class _Implied:
    """Looks for what implies a figure, first near it and then in the whole plan."""

    def __init__(self, areas: Sequence[Located], ranges: Ranges) -> None:
        self._areas, self._ranges = areas, ranges
        self._by_path = {located.path: located for located in areas}
        self._unbound = _unbound(areas, ranges.basis)
        self._surroundings: dict[Domain, Surroundings] = {}
        self._by_themselves: dict[Path, list[Domain]] = {}
        self._left = MAX_AREAS_LOOKED_AT

    def by_the_others(self, path: Path) -> bool:
        """Whether a stated figure follows: by what its own measure says or, if not, by all measures together."""
        figure = self._by_path[path[:-1]].figure(str(path[-1]))
        if figure is None or figure.form is Form.ABOUT or path in self._ranges.basis.dropped:
            return False
        field = str(path[-1])
        said = figure.as_rate() if "rate" in field else figure.as_count()
        if field in MEAN_OF:
            said = over_years(self._by_path[path[:-1]], field, figure, self._ranges.basis.years or (1, 1))
        domain = self._ranges.domain(path[:-1], MEASURE_OF.get(str(path[-1]), POOR))
        if self._is_implied(path, said, [domain]):
            return True
        others = [each for each in domain.beside if each is not domain]
        return bool(others) and self._is_implied(path, said, [domain, *others])

    def _is_implied(self, path: Path, said: Interval, own: Sequence[Domain]) -> bool:
        located, basis = self._by_path[path[:-1]], self._ranges.basis
        figures = {(*located.path, each) for each in FIGURE_FIELDS}
        without = basis._replace(dropped={*(basis.dropped & figures), path})
        around: list[Domain | None] = [None] * len(own)
        if located.path not in self._unbound:
            around = [self._ranges.domain(parent(located.path), each.measure) for each in own]
        if not _is_implied(path, said, _without(own, located, without, around, self._around)):
            return False
        if not (located.children or located.splits) and _is_implied(path, said, _without(own, located, without)):
            return True
        self._left -= len(self._areas)
        if self._left < 0:
            return False
        alone = _without(own, located, without, around)
        if alone is None or not _is_implied(path, said, alone):
            return False
        ends = [why[quantity] for quantity in FIGURES[str(path[-1])] for why in alone.why]
        # Where what is around the area rests on the figure itself, all of it has to be looked at without it.
        if path not in evidence(ends).figures:
            return True
        begun = Work.rounds
        found = _follows(self._areas, basis, path, said, self._by_themselves)
        self._left -= Work.more(begun, len(self._areas))
        return found

    def _around(self, whole: Domain) -> Surroundings:
        return self._surroundings.get(whole) or self._surroundings.setdefault(whole, Surroundings(whole))


def _is_implied(path: Path, said: Interval, domain: Domain | None) -> bool:
    """Whether the range of the quantity, or that around both that `households` is about, is within what is said."""
    if domain is None:
        return False
    rooms = [domain.interval(quantity) for quantity in FIGURES[str(path[-1])]]
    lows = [room.low for room in rooms if room.low is not None]
    highs = [room.high for room in rooms if room.high is not None]
    return Interval(
        min(lows) if len(lows) == len(rooms) else None,
        max(highs) if len(highs) == len(rooms) else None,
        rooms[0].low_open and len(rooms) == 1,
        rooms[0].high_open and len(rooms) == 1,
    ).within(said)


def _unbound(areas: Sequence[Located], basis: Basis) -> set[Path]:
    """The areas that no area around them says anything of: none states or assumes what its parts do not.

    What those are is the sum of their parts and no more, so that all that bounds a part is inside it.
    """
    # Parts of a breakdown are bound by the whole as one of several sums of it.
    unbound = {located.path for located in areas if located is areas[0] or is_part(located.path)}
    if len(unbound) > 1:
        return unbound
    for located in areas:
        if located.path not in unbound or any(map(located.figure, FIGURE_FIELDS)):
            continue
        parts, growth = [child.path for child in located.children], basis.growth.get(located.path)
        if growth is None or all(path in basis.growth and basis.growth[path].within(growth) for path in parts):
            unbound.update(parts)
    return unbound


def _without(
    own: Sequence[Domain],
    located: Located,
    basis: Basis,
    around: Sequence[Domain | None] | None = None,
    surroundings: Callable[[Domain], Surroundings] | None = None,
) -> Domain | None:
    """An area without a figure, among areas as narrow as all figures together make them; `None` if refuted.

    Without the figure these are wider: what does not even follow so does not follow. `own` are its domains by some
    measures, the figure's first, and `around` what is around each; with `surroundings`, as `seen_from_around` has it.
    Without `around`, nothing but what the area says itself counts.
    """
    try:
        alone = [domain_of(located, basis, domain.measure) for domain in own]
        for trial, domain, outer in zip(alone, own, around or [None] * len(own), strict=True):
            if outer is not None and surroundings is not None:
                surroundings(outer).narrow(trial, domain)
            if around is not None:
                seen_from_around(trial, domain, None if surroundings else outer, surroundings)
            propagate_area(trial)
        if len(alone) > 1:
            beside = sorted(alone, key=lambda each: basis.used.measures.index(each.measure))
            relate(beside)
            for domain in alone:
                domain.beside = tuple(beside)
            propagate_together(beside)
    except Infeasible:
        return None
    return alone[0]


def _follows(
    areas: Sequence[Located], basis: Basis, path: Path, said: Interval, by_themselves: dict[Path, list[Domain]]
) -> bool:
    """Whether a figure follows when the whole plan is narrowed without it; each other area by itself only once."""
    without = basis._replace(dropped={*basis.dropped, path})
    try:
        domains: list[Domain] = []
        for located in areas:
            alone = None if located.path == path[:-1] else by_themselves.get(located.path)
            if alone is None:
                alone = domains_at(located, without)
                propagate_each(alone)
                if located.path != path[:-1]:
                    by_themselves[located.path] = alone
            domains += [domain.twin() for domain in alone]
        shave(connected(areas, domains))
    except Infeasible:  # a cap kept the same from being seen with the figure
        return False
    measure = MEASURE_OF.get(str(path[-1]), POOR)
    return _is_implied(path, said, next(each for each in domains if (each.path, each.measure) == (path[:-1], measure)))
