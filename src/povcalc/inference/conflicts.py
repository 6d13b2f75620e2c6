"""Contradictions: which stated figures and assumptions cannot all be true, as few of them as can be named.

When no value is left for a quantity, the steps that led there name the figures they came from. Figures are
then taken out again one by one, or many at a time while there are many: what still refutes itself without a
figure does not need it. What is left is irreducible: without any one of its members it refutes nothing.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Generic, NamedTuple, TypeVar

from povcalc.inference.counts import in_a_year
from povcalc.inference.domains import (
    FAR,
    FIGURES,
    HIGH,
    LOW,
    N0,
    N1,
    NUMBERS,
    Domain,
    End,
    Ends,
    Infeasible,
    Rule,
    Step,
    rules_out,
)
from povcalc.inference.propagate import (
    MAX_AREAS_TRIED,
    Basis,
    Work,
    connected,
    domain_of,
    domains_at,
    propagate_each,
    shave,
)
from povcalc.measures import FIGURES as FIELDS
from povcalc.measures import MEASURE_OF, POINTS, POOR, RATES, REDUCTIONS, SHARES, Measure, Used, used
from povcalc.places import Path
from povcalc.plan.model import Located, is_part, parent
from povcalc.values import ANY, Figure, Form, Interval, percent_of

MAX_TRIALS = 400
MAX_AREAS_NARROWED = 30_000
"""So often a set is tried with fewer members, and so many areas are narrowed for it; a set that is not reduced by then
is reported as it is. As many areas again are narrowed to see what would make its figures agree."""

MAX_AREAS_NARROWED_IN_ALL = 20_000
"""Of a plan that contradicts itself everywhere, the first contradictions are reduced until so many areas were narrowed,
a second or two of work; the others are as they were found."""


class Evidence(NamedTuple):
    """Stated figures, by their paths, and the assumptions that something rests on."""

    figures: tuple[Path, ...]
    growth: bool
    cut: bool


class Conflict(NamedTuple):
    """Stated figures and assumptions that cannot all be true.

    It is irreducible under propagation where `reduced`. `ends` are the low and the high end that rule out
    each other, with all that led to them. `agree` is by how many percent households must have grown for the figures to
    agree, where the assumption on growth is part of it. `allowed_ranges` has for each figure the range in which its
    quantity would have to lie, all else unchanged; `cut_off` are rates with which the figures agree when one
    of them was cut off instead of rounded.
    """

    figures: tuple[Path, ...]
    growth: bool
    cut: bool
    ends: Ends
    reduced: bool
    agree: Interval | None = None
    allowed_ranges: tuple[Interval, ...] = ()
    cut_off: tuple[Path, ...] = ()


def evidence(steps: Iterable[Step | None]) -> Evidence:
    """What steps rest on: the stated figures in the order of the document, and the assumptions."""
    figures: set[Path] = set()
    growth = cut = False
    for step in _steps(steps):
        if step.field is not None:
            figures.add((*step.path, step.field))
        growth = growth or step.rule is Rule.GROWTH
        cut = cut or step.rule is Rule.CUT
    return Evidence(tuple(sorted(figures, key=in_order)), growth, cut)


def _steps(steps: Iterable[Step | None]) -> Iterator[Step]:
    """Some steps and all that led to them, each once."""
    waiting = [step for step in steps if step is not None]
    seen: set[int] = set()
    while waiting:
        step = waiting.pop()
        if id(step) not in seen:
            seen.add(id(step))
            yield step
            waiting.extend(step.before())


def in_order(path: Path) -> tuple[tuple[int, int], ...]:
    """Paths as a reader goes through them: an area's own figures, as the format has them, before those inside."""
    *around, field = path
    steps = tuple((1 + (kind != "areas"), int(step)) for kind, step in zip(around[1::2], around[2::2], strict=True))
    return (*steps, (0, _POSITIONS[str(field)]))


_POSITIONS = {field: at for at, field in enumerate((*FIELDS, *SHARES))}


class Restricted:
    """The areas of a plan, of which few are looked at again with some of their figures only."""

    def __init__(self, areas: Sequence[Located], basis: Basis, unassumed: Mapping[Path, Domain] | None = None) -> None:
        self._areas = {located.path: located for located in areas}
        self._basis = basis
        self._sums = [located for located in areas if located.splits and is_part(located.path)]
        self._order = {path: at for at, path in enumerate(self._areas)} if any(each.splits for each in areas) else {}
        self._unassumed = unassumed
        self._without_growth: dict[int, Mapping[Path, Domain]] = {}
        self._leaves: dict[object, list[Domain]] = {}
        self._narrowed = self._before = 0
        self.patience = 1

    def assume(self, growth: dict[Path, Interval]) -> None:
        """Take these areas to have grown so from here on, and no others in any way."""
        self._basis = self._basis._replace(growth=growth)
        self.patience = 1

    def begin(self) -> None:
        """Count the areas that are narrowed from here on, by what counts now."""
        self._leaves.clear()
        self._before += self._narrowed
        self._narrowed = 0

    @property
    def is_spent(self) -> bool:
        """Whether as many areas were narrowed as all contradictions of a plan are worth."""
        return self._before + self._narrowed > MAX_AREAS_NARROWED_IN_ALL

    @property
    def is_exhausted(self) -> bool:
        """Whether more areas were narrowed since `begin` than one question is worth, or in all."""
        return self._narrowed > MAX_AREAS_NARROWED or self.is_spent

    def narrowed(self, held: Evidence, **changes: Any) -> dict[tuple[Path, Measure], Domain]:
        """The ranges that the evidence alone gives, by the areas and measures that it concerns. Raises `Infeasible`."""
        basis = self._basis._replace(
            kept=frozenset(held.figures),
            growth=self._basis.growth if held.growth else {},
            cut=self._basis.cut if held.cut else None,
        )._replace(**changes)
        figures = [*held.figures, *([basis.asked] if basis.asked else ())]
        if "used" not in changes:
            basis = basis._replace(used=concerned_measures(figures))
        areas = self._concerned(figures)
        begun = Work.rounds
        fields: dict[Path, list[Any]] = defaultdict(list)
        for path in held.figures:
            fields[path[:-1]].append(path[-1])
        try:
            apart = [domain for each in areas for domain in self._by_itself(each, tuple(fields[each.path]), basis)]
            domains = connected(areas, apart)
            propagate_each(domains)
            shave(domains, self.patience)
        finally:
            self._narrowed += len(areas) + Work.more(begun, len(areas))
        return {(domain.path, domain.measure): domain for domain in domains}

    def _by_itself(self, located: Located, fields: tuple[Any, ...], basis: Basis) -> list[Domain]:
        """The domains of an area before they are connected: one without areas inside is the same in most trials."""
        if located.children or located.splits or basis.changed:
            return domains_at(located, basis)
        own = [
            figure[-1] if figure and figure[:-1] == located.path else None for figure in (basis.asked, basis.cut_off)
        ]
        key = located.path, fields, *own, basis.growth.get(located.path), basis.cut, basis.used
        domains = self._leaves.get(key)
        if domains is None:
            domains = domains_at(located, basis)
            propagate_each(domains)
            self._leaves[key] = domains
        return [domain.twin() for domain in domains]

    def refutation(self, held: Evidence, **changes: Any) -> Ends | None:
        """The ends that rule out each other when only the evidence is looked at; `None` where it refutes nothing."""
        try:
            self.narrowed(held, **changes)
        except Infeasible as refuted:
            return refuted.ends
        return None

    @property
    def is_small(self) -> bool:
        """Whether all areas can be looked at many times."""
        return len(self._areas) <= MAX_AREAS_TRIED

    def unassumed(self) -> Mapping[Path, Domain]:
        """The ranges by all stated figures that count, nothing assumed of growth; none where they contradict."""
        if self._unassumed is not None:
            return self._unassumed
        state = len(self._basis.dropped)
        if state not in self._without_growth:
            if self._without_growth and not self.is_small:
                return {}
            areas = tuple(self._areas.values())
            basis = self._basis._replace(growth={})
            try:
                domains = connected(areas, [domain for each in areas for domain in domains_at(each, basis)])
                shave(domains)
            except Infeasible:
                domains = []
            self._without_growth[state] = {domain.path: domain for domain in domains}
        return self._without_growth[state]

    @property
    def all_of_it(self) -> Evidence:
        """All stated figures that count, and the assumptions."""
        return Evidence(self.figures_of(self._areas), bool(self._basis.growth), self._basis.cut is not None)

    def figures_of(self, paths: Iterable[Path]) -> tuple[Path, ...]:
        """The stated figures of some areas that count."""
        return tuple(
            (*path, field)
            for path in paths
            for field in (*FIELDS, *SHARES)
            if self._areas[path].figure(field) is not None and self._basis.has((*path, field))
        )

    def in_a_year(self, field: str, room: Interval) -> Interval:
        """The range of a figure by that of its quantity."""
        return in_a_year(field, room, self._basis.years or (1, 1))

    def located(self, path: Path) -> Located:
        """An area by its path."""
        return self._areas[path]

    def figure(self, path: Path) -> Figure | None:
        """A stated figure by its path."""
        return self._areas[path[:-1]].figure(str(path[-1]))

    def own_rate(self, path: Path, cut_off: Path | None = None) -> tuple[End, End]:
        """The least and the most that a stated poverty rate says by itself."""
        basis = self._basis._replace(kept=frozenset([path]), growth={}, cut=None, cut_off=cut_off)
        measure = MEASURE_OF[str(path[-1])]
        domain, rate = domain_of(self._areas[path[:-1]], basis, measure), measure.rates.index(str(path[-1]))
        return domain.least[rate], domain.most[rate]

    def _concerned(self, figures: Collection[Path]) -> list[Located]:
        """The areas that have one of the figures, those between them, and what is directly inside these."""
        owners = {path[:-1] for path in figures}
        owners |= {parent(path[:-1]) for path in figures if path[-1] in SHARES} - {()}
        top = min(owners, key=len, default=("targets",))
        while any(path[: len(top)] != top for path in owners):
            top = parent(top)
        wanted: set[Path] = {top}
        for owner in owners:
            path = owner
            while path not in wanted:
                wanted.add(path)
                path = parent(path)
        return self._divided(wanted) if self._order else _pruned(self._areas[top], wanted)

    def _divided(self, wanted: set[Path]) -> list[Located]:
        """The same where areas are sums in several ways: a part is between its whole and those that make it up."""
        while reached := {
            each.path
            for each in self._sums
            if each.path not in wanted
            and parent(each.path) in wanted
            and any(path in wanted for split in each.splits for path in split.parts)
        }:
            wanted |= reached
        found = wanted.union(
            *({child.path for child in self._areas[path].children} for path in wanted),
            *(split.parts for path in wanted for split in self._areas[path].splits),
        )
        areas = [self._areas[path] for path in sorted(found, key=self._order.__getitem__)]
        return [each if each.path in wanted else Located(each.area, each.path, ()) for each in areas]


def concerned_measures(figures: Iterable[Path]) -> Used:
    """The measures that some figures are of: one alone has nothing to do with the others."""
    fields = [str(path[-1]) for path in figures]
    found = {MEASURE_OF[field] for field in fields if field in MEASURE_OF}
    several = used(fields)
    return several if len(found) > 1 else several._replace(measures=tuple(found) or (POOR,))


def _pruned(located: Located, wanted: set[Path]) -> list[Located]:
    inside = [_pruned(child, wanted) for child in located.children] if located.path in wanted else []
    own = Located(located.area, located.path, tuple(part[0] for part in inside))
    return [own, *(each for part in inside for each in part)]


_PATIENCE = 10


def reduced(restricted: Restricted, found: Ends, held: Evidence | None = None) -> Conflict:
    """The irreducible contradiction in what two ends that rule out each other rest on, which may be known."""
    restricted.begin()
    held = held or evidence(found)
    if restricted.is_spent:
        return Conflict(*held, found, reduced=False, allowed_ranges=(ANY,) * len(held.figures))
    ends = restricted.refutation(held)
    if ends is None and restricted.is_small:
        # The caps end the narrowing elsewhere when there are fewer figures to look at.
        restricted.patience = _PATIENCE
        held = restricted.all_of_it
        ends = restricted.refutation(held)
    if ends is None:
        return Conflict(*held, found, reduced=False, allowed_ranges=(ANY,) * len(held.figures))
    allowed_ranges = _allowed_by_one_sum(restricted, held)
    if allowed_ranges is not None:
        return Conflict(*held, ends, reduced=True, allowed_ranges=allowed_ranges)
    of_one_mean = _of_one_mean(restricted, held, ends)
    if of_one_mean is not None:
        return of_one_mean
    left = minimal_conflict(restricted, held, ends, restricted.refutation, evidence)
    restricted.begin()
    return _explored(restricted, left.held, left.shown, is_reduced=left.is_reduced)


def _allowed_by_one_sum(restricted: Restricted, held: Evidence) -> tuple[Interval, ...] | None:
    """The rooms where the evidence is the reductions of an area and of all inside it; `None` where it is anything else.

    Each of them is a number or a range, and can be any whole number by itself, so that without one of them the rest
    refutes nothing, and the room of each is what the others leave. Sums are by far the most contradictions; to try
    each figure costs a hundred times as much.
    """
    whole = min(held.figures, key=len, default=())
    located = restricted.located(whole[:-1]) if whole else None
    if held.growth or held.cut or located is None or whole[-1] not in REDUCTIONS:
        return None
    sums: list[Sequence[Path]] = [[child.path for child in located.children if not located.area.partial]]
    sums += [split.parts for split in located.splits if not (split.partial or split.overlapping)]
    parts = set(held.figures) - {whole}
    figures = [(path, restricted.figure(path)) for path in held.figures]
    ends = {
        path: (int(figure.ends[LOW]), int(figure.ends[HIGH]))
        for path, figure in figures
        if figure and figure.form in (Form.EXACT, Form.BETWEEN) and not figure.step
    }
    if parts not in [{(*path, whole[-1]) for path in each} for each in sums if each] or len(ends) < len(figures):
        return None
    least, most = (sum(ends[path][upper] for path in parts) for upper in (LOW, HIGH))
    below, above = ends[whole][LOW] - most, ends[whole][HIGH] - least
    return tuple(
        Interval(least, most) if path == whole else Interval(below + ends[path][HIGH], above + ends[path][LOW])
        for path in held.figures
    )


_SEVERAL = 2


def _of_one_mean(restricted: Restricted, held: Evidence, ends: Ends) -> Conflict | None:
    """The contradiction where the evidence is a whole's poverty rate and those of its parts, all above it or all below.

    `None` where it is anything else, or a single part, which has the very rate of the whole. No count is known, so that
    any part without its rate makes the mean whatever it has to be, and the whole without its own has a mean of its
    parts: none can be spared. A part would have to be where the whole is, or beyond. To try each figure would cost the
    square of the number of parts.
    """
    whole = min(held.figures, key=len, default=())
    located = restricted.located(whole[:-1]) if whole else None
    if held.growth or held.cut or located is None or located.area.partial or whole[-1] not in RATES:
        return None
    if len(located.children) < _SEVERAL:
        return None
    if set(held.figures) != {whole, *[(*child.path, whole[-1]) for child in located.children]}:
        return None
    try:
        rates = {path: restricted.own_rate(path) for path in held.figures}
    except Infeasible:  # a rate that no area has, whatever the others are
        return None
    parts = [rate for path, rate in rates.items() if path != whole]
    disjoint = [upper for upper in (LOW, HIGH) if all(_beyond(rates[whole], part, upper=upper) for part in parts)]
    if not disjoint:
        return None
    near = disjoint[0]
    numerator, denominator, is_open = rates[whole][near]
    limit = Fraction(numerator, denominator)
    outside = Interval(Fraction(0), limit, high_open=is_open) if near else Interval(limit, Fraction(100), is_open)
    allowed = tuple(_allowed_range(restricted, held, path) if path == whole else outside for path in held.figures)
    cut_off = []
    for path in held.figures:
        stated = restricted.figure(path)
        if stated is None or stated.form is not Form.EXACT:
            continue
        rate = restricted.own_rate(path, cut_off=path)
        if not all(_beyond(rate, part, upper=near) for part in parts if path == whole) or not (
            path == whole or _beyond(rates[whole], rate, upper=near)
        ):
            cut_off.append(path)
    return Conflict(*held, ends, reduced=True, allowed_ranges=allowed, cut_off=tuple(cut_off))


def _beyond(whole: tuple[End, End], part: tuple[End, End], *, upper: bool) -> bool:
    """Whether an end of a whole's rate rules out that of a part: all of the whole's lies on the other side of it."""
    return rules_out(whole[upper], part[not upper], upper=upper)


Shown = TypeVar("Shown")


class Fewest(NamedTuple, Generic[Shown]):
    """What is left of some evidence, what it shows, and whether none of it can be spared."""

    held: Evidence
    shown: Shown
    is_reduced: bool


def minimal_conflict(
    restricted: Restricted,
    held: Evidence,
    shown: Shown,
    show: Callable[[Evidence], Shown | None],
    rests_on: Callable[[Shown], Evidence],
) -> Fewest[Shown]:
    """Leave out of the evidence what is not needed to show something, which `rests_on` part of it.

    Assumptions go first, then rates that may only say what points mean, then figures, many at a time while there are
    many. It ends early when enough areas were narrowed.
    """
    restricted.begin()
    for lighter in (_with_fewer_assumed, _with_points_alone):
        for fewer in lighter(held):
            other = show(fewer) if fewer.figures else None
            if other is not None:
                held, shown = rests_on(other), other
                break
    trials = 0
    portion = max(1, len(held.figures) // 2)
    while portion:
        at = 0
        while at < len(held.figures):
            trials += 1
            if trials > MAX_TRIALS or restricted.is_exhausted:
                return Fewest(held, shown, is_reduced=False)
            rest = held.figures[:at] + held.figures[at + portion :]
            other = show(held._replace(figures=rest)) if rest else None
            if other is None:
                at += portion
            else:
                # Those before `at` that were found needed one by one are needed in any part of the set.
                held, shown = rests_on(other), other
        portion //= 2
    return Fewest(held, shown, is_reduced=True)


def _with_fewer_assumed(held: Evidence) -> Iterable[Evidence]:
    """The same figures with nothing assumed, and with either assumption by itself where there are both."""
    if held.growth or held.cut:
        yield held._replace(growth=False, cut=False)
    if held.growth and held.cut:
        yield held._replace(cut=False)
        yield held._replace(growth=False)


def _with_points_alone(held: Evidence) -> Iterable[Evidence]:
    """The figures without rates at both dates whose difference is stated too."""
    owners = {(path[:-1], MEASURE_OF[path[-1]]) for path in held.figures if path[-1] in POINTS}
    figures = [
        path for path in held.figures if path[-1] not in RATES or (path[:-1], MEASURE_OF[path[-1]]) not in owners
    ]
    if len(figures) < len(held.figures):
        yield held._replace(figures=tuple(figures))


def _explored(restricted: Restricted, held: Evidence, ends: Ends, *, is_reduced: bool) -> Conflict:
    """What would make the figures agree."""
    allowed_ranges = tuple(_allowed_range(restricted, held, figure) for figure in held.figures)
    cut_off = tuple(
        figure
        for figure in held.figures
        if figure[-1] in _MAY_BE_CUT_OFF
        and (stated := restricted.figure(figure)) is not None
        and stated.form is Form.EXACT
        and not restricted.is_exhausted
        and restricted.refutation(held, cut_off=figure) is None
    )
    agree = _agreeing(restricted, held, ends) if held.growth else None
    return Conflict(*held, ends, is_reduced, agree, allowed_ranges, cut_off)


_MAY_BE_CUT_OFF = RATES | POINTS


def _allowed_range(restricted: Restricted, held: Evidence, figure: Path) -> Interval:
    """Where the quantity of one figure lies by the others; anywhere when enough areas were narrowed."""
    if restricted.is_exhausted:
        return ANY
    rest = held._replace(figures=tuple(each for each in held.figures if each != figure))
    try:
        domains = restricted.narrowed(rest, asked=figure)
    except Infeasible:
        return ANY
    if figure[-1] in SHARES:
        poor, whole = NUMBERS[POOR.stocks[SHARES.index(str(figure[-1]))]], parent(figure[:-1])
        part, around = domains[figure[:-1], POOR], domains.get((whole, POOR))
        return (around and percent_of(part.interval(poor), around.interval(poor))) or ANY
    domain = next(
        each
        for (path, measure), each in domains.items()
        if path == figure[:-1] and MEASURE_OF.get(str(figure[-1]), measure) is measure
    )
    first, *others = [domain.interval(quantity) for quantity in FIGURES[str(figure[-1])]]
    return first.overlap(others[0]) if others else restricted.in_a_year(str(figure[-1]), first)


def _agreeing(restricted: Restricted, held: Evidence, ends: Ends) -> Interval | None:
    """By how many percent households have to grow, the same in each area, for all stated figures to agree.

    Of the areas whose growth the contradiction rests on. In hundredths of a percent, rounded outwards; `None` when no
    growth between a tenth and ten times makes them agree.
    """
    agree = Interval(_LEAST_GROWTH, _MOST_GROWTH)
    assumed = growing(ends)
    alone, together = restricted.narrowed(held._replace(growth=False)), restricted.unassumed()
    own = [domain for domain in alone.values() if domain.path in assumed]
    for domain in (*own, *[together[path] for path in assumed if path in together]):
        agree = agree.overlap(grown(domain))
    if agree.is_empty or agree.low is None or agree.high is None:
        return None
    stated = restricted.figures_of(assumed)
    wider = held._replace(figures=tuple(sorted({*held.figures, *stated}, key=in_order)))
    everything = wider if restricted.refutation(wider._replace(growth=False)) is None else held

    def refuted(low: int, high: int) -> bool:
        growth = Interval(Fraction(low, 100), Fraction(high, 100))
        return restricted.refutation(everything, growth=dict.fromkeys(assumed, growth)) is not None

    low, high = math.floor(100 * agree.low), math.ceil(100 * agree.high)
    if refuted(low, high):
        return None
    low, high = _shaved(low, high, refuted)
    return Interval(
        None if low == 100 * _LEAST_GROWTH else Fraction(low, 100),
        None if high == 100 * _MOST_GROWTH else Fraction(high, 100),
    )


def growing(ends: Iterable[Step | None]) -> tuple[Path, ...]:
    """The areas that steps take to grow in some way."""
    return tuple(dict.fromkeys(step.path for step in _steps(ends) if step.rule is Rule.GROWTH))


def implausible(  # noqa: PLR0913, PLR0917 - what is known of growth
    areas: Sequence[Located],
    unassumed: Mapping[Path, Domain],
    band: Interval,
    basis: Basis,
    suspects: Collection[Path],
    judged: Collection[Path] | None,
) -> Iterator[Conflict]:
    """Areas whose figures need a growth outside a band, each judged by itself, with as few figures as need it.

    `unassumed` are the ranges of all areas where nothing is assumed of growth, `basis` what they were worked out from
    and `suspects` areas to be looked at although these ranges allow the band; `judged` are all that are looked at, if
    not every one is. One household more or fewer is never outside the band.
    """
    restricted = Restricted(areas, basis, unassumed)
    for located in areas:
        path, domain = located.path, unassumed[located.path]
        most = domain.high[N0]
        slack = Fraction(100, most) if 0 < most < FAR else 0
        growth = Interval((band.low or 0) - slack, (band.high or 0) + slack)
        if (judged is not None and path not in judged) or (path not in suspects and grown(domain).meets(growth)):
            continue
        restricted.assume({path: growth})
        ends = [why[base] for base in (N0, N1) for why in domain.why]
        found = restricted.refutation(evidence(ends)._replace(growth=True))
        if found is None and path in suspects:
            found = restricted.refutation(restricted.all_of_it)
        if found is not None:
            yield reduced(restricted, found)


def _shaved(low: int, high: int, refuted: Callable[[int, int], bool]) -> tuple[int, int]:
    """The hundredths left when what is refuted at both ends is taken away, by halves."""
    portion = high - low
    while portion > 1:
        portion = (portion + 1) // 2
        if low + portion <= high and refuted(low, low + portion):
            low += portion
        if high - portion >= low and refuted(high - portion, high):
            high -= portion
    return low, high


_LEAST_GROWTH, _MOST_GROWTH = -90, 900
"""Percent; what lies at one of these ends may lie beyond it."""


def grown(domain: Domain) -> Interval:
    """By how many percent the households of an area may have grown, by its ranges."""
    low = high = None
    if domain.high[N0] < FAR and domain.high[N0]:
        low = Fraction(100 * (domain.low[N1] - domain.high[N0]), domain.high[N0])
    if domain.low[N0] and domain.high[N1] < FAR:
        high = Fraction(100 * (domain.high[N1] - domain.low[N0]), domain.low[N0])
    return Interval(low, high)
