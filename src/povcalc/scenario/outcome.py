"""What follows from a scenario: what becomes of the areas, which stated figures change with them, the changed plan.

Targets are the figures of the year's end and of the reduction. When they change, an area keeps the households, and the
poor households at the start, that the plan as written allows it. When a figure of the population changes, it holds, and
stated figures that depend on it do not hold it back: the rate at the start follows the poor, and of the targets the
reduction stays as planned. Stated figures that no longer hold are restated.

A scenario is also a file, read as strictly as a plan; values are written as on the command line or as in a plan:

    scenario: 1
    name: {vi: Nhanh hơn, en: Faster}
    changes:
      - tram-tau.reduction_households: 500
      - funding.oda: -10%
      - '*.reduction_rate': {over: 9}
    rebalance: total
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from povcalc.inference.change import Aim, Change, NoSolutionError, allowed, changed
from povcalc.inference.counts import in_a_year, over_years, sums_of
from povcalc.inference.domains import FIELDS, FIGURES, FIRST_RATE, N0, N1, NUMBERS, P0, Domain
from povcalc.inference.ranges import Ranges, ranges
from povcalc.measures import BASES, MEAN_OF, MEASURE_OF, MEASURES, MULTIDIMENSIONAL, NEAR_POOR, POOR, Measure, Used
from povcalc.messages import GLOSSARY, Message, Text, alternatives, did_you_mean, join, verbatim
from povcalc.numerals import SIGNS
from povcalc.places import Fault as TextFault
from povcalc.places import Path, Span
from povcalc.plan.assumptions import Assumptions, Options, assumptions_of
from povcalc.plan.edit import with_figures
from povcalc.plan.load import Reading, replaced
from povcalc.plan.model import Located, upwards, walk
from povcalc.plan.yaml_reader import REFUSED, Document, PlacedDict, PlacedList, TrapKind, parse
from povcalc.scenario.changes import (
    FUNDING,
    AppliedRequest,
    FigureChange,
    FigureIndex,
    Operation,
    Rebalance,
    Request,
    ScenarioError,
    apply_requests,
    figures_after,
    follow_parts,
    make_request,
    rebalance_parts,
    update_totals,
)
from povcalc.typos import closest_match
from povcalc.values import NUMBER, Figure, Form, Interval, decimals, exact, half_up, scaled


def population_of(measure: Measure) -> tuple[str, ...]:
    """The figures of an area that describe its households before anything is done."""
    return ("households", *BASES, measure.stocks[0], measure.rates[0])


def targets_of(measure: Measure) -> tuple[str, ...]:
    """The figures of an area that say what is to be reached."""
    return (measure.reduction, measure.points, measure.rates[1], measure.stocks[1])


POPULATION = frozenset(field for measure in MEASURES for field in population_of(measure))

TARGETS = targets_of(POOR)


class Quantities(Mapping[str, Interval]):
    """Ranges by quantity, computed when asked for: a nation has many that nobody looks at."""

    def __init__(self, of: Callable[[int], Interval], quantities: Sequence[str]) -> None:
        self._of = of
        self._quantities = quantities

    def __getitem__(self, quantity: str) -> Interval:
        return self._of(NUMBERS[quantity])

    def __iter__(self) -> Iterator[str]:
        return iter(self._quantities)

    def __len__(self) -> int:
        return len(self._quantities)


class Outcome(NamedTuple):
    """One area by one measure before and after the change.

    `chosen` says that a figure of the area itself was changed, and not only of areas inside it. `change` is what
    became of its targets, if its population is the same before and after.
    """

    located: Located
    chosen: bool
    was: Domain
    now: Domain
    change: Change | None

    @property
    def before(self) -> Mapping[str, Interval]:
        """The range of each quantity by the plan as written."""
        return Quantities(self.was.interval, self.quantities)

    @property
    def after(self) -> Mapping[str, Interval]:
        """The range of each quantity after the change."""
        return Quantities(self.now.interval, self.quantities)

    @property
    def moved(self) -> Mapping[str, Interval]:
        """By how much each quantity differs."""
        return Quantities(self._moved, self.quantities)

    @property
    def measure(self) -> Measure:
        """The measure that the quantities are of."""
        return self.was.measure

    @property
    def quantities(self) -> tuple[str, ...]:
        """What the ranges are of, by the names of the format."""
        return _quantities(self.measure, self.was.counted)

    def _moved(self, number: int) -> Interval:
        if self.change is not None:
            return self.change.moved(number)
        was, now = self.was.interval(number), self.now.interval(number)
        return Interval(0, 0) if was == now else now.minus(was)


@cache
def _quantities(measure: Measure, counted: tuple[int, ...]) -> tuple[str, ...]:
    counts = [FIELDS[measure][number] for number in counted]
    return tuple(filter(None, (*counts, *FIELDS[measure][FIRST_RATE:])))


class Outcomes(NamedTuple):
    """All areas that a change touches: those changed in document order, then those around them up to the root.

    `changes` are the ranges of areas whose targets changed, by path and measure; `population` says that figures of the
    population changed too, `loosened` are stated figures that depend on these, and `contradicted` says that changed
    figures contradict each other.
    """

    areas: tuple[Outcome, ...]
    changes: Mapping[tuple[Path, Measure], Change]
    population: bool
    loosened: frozenset[Path]
    contradicted: bool
    years: tuple[int, int]


def outcomes_of(
    index: FigureIndex,
    before: Ranges,
    assumed: Assumptions,
    changes: Mapping[Path, Figure],
    meant: Mapping[Path, Interval],
) -> Outcomes:
    """What follows from changed figures of areas; `before` are the ranges of the plan as written.

    `meant` has the exact rates that some of the figures stand for. Raises `ScenarioError` where no households satisfy
    them.
    """
    own = {path: figure for path, figure in changes.items() if path[0] != FUNDING}
    population = {path: figure for path, figure in own.items() if path[-1] in POPULATION}
    areas: Sequence[Located] = index.areas
    after, loosened = before, frozenset[Path]()
    if population:
        used = after.basis.used
        loosened = frozenset(path for measure in used.measures for path in _loosened(index, population, measure))
        loosened |= frozenset(_sums_loosened(index, loosened | population.keys(), used)) - own.keys()
        counted = {
            path: Figure(int(rate.low * before.domain(at[:-1]).low[N0] / 100))
            for at, rate in meant.items()
            if rate.low is not None and (path := (*at[:-1], MEASURE_OF[str(at[-1])].stocks[0])) in loosened
        }
        areas, after = _repopulated(index, counted | population, loosened, assumed)
    found = _changed_by_measure(index, areas, after, own, meant)
    outcomes = [
        outcome
        for measure in before.basis.used.measures
        for outcome in _outcomes(index.areas, (before, after), own, found, measure)
    ]
    return Outcomes(
        tuple(sorted(outcomes, key=lambda each: (not each.chosen, 0 if each.chosen else -len(each.located.path)))),
        found,
        population=bool(population),
        loosened=loosened,
        contradicted=any(not population.keys().isdisjoint(conflict.figures) for conflict in after.conflicts),
        years=after.basis.years or (1, 1),
    )


def _outcomes(
    areas: Sequence[Located],
    ranges: tuple[Ranges, Ranges],
    own: Mapping[Path, Figure],
    found: Mapping[tuple[Path, Measure], Change],
    measure: Measure,
) -> Iterator[Outcome]:
    """The areas that changed figures touch by a measure, with their `ranges` before and after."""
    before, after = ranges
    fields = {*population_of(measure), *targets_of(measure), *measure.flows, *measure.means}
    # What both together are follows from the two others in the same area.
    chosen = {path[:-1] for path in own if path[-1] in fields or measure is MULTIDIMENSIONAL}
    touched = {path for path, each in found if each is measure} | upwards(chosen)
    for located in areas:
        path = located.path
        if path in touched:
            change = found.get((path, measure))
            is_same = change is not None and before is after
            was = change.before if change is not None and is_same else before.domain(path, measure)
            now = after.domain(path, measure) if change is None else change.after
            yield Outcome(located, path in chosen, was, now, change if is_same else None)


def _changed_by_measure(
    index: FigureIndex,
    areas: Sequence[Located],
    after: Ranges,
    own: Mapping[Path, Figure],
    meant: Mapping[Path, Interval],
) -> dict[tuple[Path, Measure], Change]:
    """What becomes of the areas whose targets changed, measure by measure; both together follow the two others."""
    found: dict[tuple[Path, Measure], Change] = {}
    for measure in after.basis.used.measures:
        follows: dict[Path, Interval] = {}
        if measure is MULTIDIMENSIONAL:
            for (path, _), change in found.items():
                follows[path] = follows.get(path, _NO_MORE).plus(change.fewer)
        aims = _aims(areas, own, meant, measure)
        for path, figure in own.items():  # a mean of the years asks for their sum
            if path[-1] in measure.means and figure.form is not Form.ABOUT:
                total = over_years(index.located[path[:-1]], str(path[-1]), figure, after.basis.years or (1, 1))
                aims.setdefault(path[:-1], []).append(Aim(FIGURES[path[-1]][0], total))
        try:
            changes = changed(areas, after, aims, measure, follows)
        except NoSolutionError as none:
            raise ScenarioError(_impossible(index, after, own, none.path, measure)) from None
        found |= {(path, measure): change for path, change in changes.items()}
    return found


_NO_MORE = Interval(0, 0)


def _sums_loosened(index: FigureIndex, moved: AbstractSet[Path], used: Used) -> Iterator[Path]:
    """What is stated of both measures together where the poor or the near-poor at the start are others."""
    if MULTIDIMENSIONAL not in used.measures:
        return
    starts = {each for measure in (POOR, NEAR_POOR) for each in (measure.stocks[0], measure.rates[0])}
    owners = {path[:-1] for path in moved if path[-1] in starts}
    for path in upwards(owners):
        for field in MULTIDIMENSIONAL.figures:
            if is_two_sided(index.located[path].figure(field)):
                yield (*path, field)


def _repopulated(
    index: FigureIndex, population: Mapping[Path, Figure], loosened: Iterable[Path], assumed: Assumptions
) -> tuple[Sequence[Located], Ranges]:
    """The areas with other populations, and their ranges: what contradicts a changed figure is left out, never it."""
    totals = figures_after(follow_parts(index, population))
    figures: dict[Path, Figure | None] = {**dict.fromkeys(loosened), **population, **totals}
    while True:
        areas = walk(replaced(index.plan, figures).targets)
        after = ranges(areas, assumed)
        against = {
            path
            for conflict in after.conflicts
            if not population.keys().isdisjoint(conflict.figures)
            for path in conflict.figures
        } - population.keys()
        if not against:
            return areas, after
        figures |= dict.fromkeys(against)


class _Moved(NamedTuple):
    """Whether the households of an area change, or its poor `by_rate` with no count that is changed; and what stays."""

    base: bool
    by_rate: bool
    kept: frozenset[str]


def _loosened(index: FigureIndex, population: Mapping[Path, Figure], measure: Measure) -> Iterator[Path]:
    """The stated figures of changed areas, and of those around them, that depend on changed figures of population."""
    moved: dict[Path, _Moved] = {}
    described, targets, poor = population_of(measure), targets_of(measure), (measure.stocks[0], measure.rates[0])
    for located in reversed(index.areas):
        path = located.path
        own = {field for field in described if (*path, field) in population}
        inside = [moved[path] for paths in sums_of(located) for path in paths if path in moved]
        if not own and not inside:
            continue
        stated = {field for field in (*described, *targets) if is_two_sided(located.figure(field))} | own
        base = bool(own.intersection(described[:3])) or any(each.base for each in inside)
        is_counted = poor[0] in stated
        by_rate = poor[1] in own or (base and bool(own) and not is_counted) or any(each.by_rate for each in inside)
        if own:
            kept = _kept(stated, measure)
        else:
            kept = frozenset.intersection(*(each.kept for each in inside)) & {targets[0], targets[3]}
        moved[path] = _Moved(base, by_rate, kept)
        follows = {poor[0]} if by_rate and (not own or poor[1] in own) else set()
        if not own or (is_counted and poor[1] not in own):
            follows.add(poor[1])
        depending = {*(field for field in targets if field not in kept), *follows}
        yield from ((*path, field) for field in depending & stated - own)
        if measure.reduction not in kept and is_two_sided(located.figure(measure.flows[0] if measure.flows else "ref")):
            yield (*path, measure.flows[0])


def _kept(stated: AbstractSet[str], measure: Measure) -> frozenset[str]:
    """The targets that stay as planned when the population changes: as many as say what is left at the end."""
    reduction, points, rate, left = targets_of(measure)
    falls, ends = ([field for field in fields if field in stated] for fields in ((reduction, points), (left, rate)))
    if stated.isdisjoint((measure.stocks[0], measure.rates[0])):
        return frozenset((*falls[:1], *ends[:1]))
    return frozenset([field for field in (reduction, left, points, rate) if field in stated][:1])


def _aims(
    areas: Sequence[Located], own: Mapping[Path, Figure], meant: Mapping[Path, Interval], measure: Measure
) -> dict[Path, list[Aim]]:
    """What the changed targets of each area ask for; a promise beside a target that stays asks for nothing new."""
    aims: dict[Path, list[Aim]] = {}
    wanted, promise = (*targets_of(measure), *measure.flows), measure.points
    for located in areas:
        targets = {field: own[path] for field in wanted if (path := (*located.path, field)) in own}
        is_promise = set(targets) == {promise} and not is_two_sided(targets[promise])
        if targets and not (is_promise and _states_what_is_left(located, measure)):
            aims[located.path] = [
                Aim(FIGURES[field][0], meant.get((*located.path, field)) or meaning(field, figure))
                for field, figure in targets.items()
            ]
    return aims


def _states_what_is_left(located: Located, measure: Measure) -> bool:
    """Whether an area states its reduction in poor households, or how many are left, besides that in points."""
    return any(is_two_sided(located.figure(field)) for field in targets_of(measure) if field != measure.points)


def is_two_sided(figure: Figure | None) -> bool:
    """Whether a figure says what a number is, and not only that it is over or under something."""
    return figure is not None and figure.form in (Form.EXACT, Form.BETWEEN, Form.ABOUT)


def meaning(field: str, figure: Figure) -> Interval:
    """The values that a figure asks for; of an estimate those of its number."""
    if "rate" not in field:
        return figure.as_count()
    return figure.rounded() if figure.form is Form.ABOUT else figure.as_rate()


def _impossible(index: FigureIndex, after: Ranges, own: Mapping[Path, Figure], path: Path, measure: Measure) -> Message:
    """Why no households satisfy changed targets: what the plan allows of each."""
    located, box = index.located[path], after.domain(path, measure)
    wanted = (*targets_of(measure), *measure.flows)
    targets = {field: own[*path, field] for field in wanted if (*path, field) in own}
    parts = []
    for field, figure in targets.items():
        parts.append(
            Message(
                "{name} of {figure}, where the plan allows {room}",
                name=GLOSSARY[field],
                figure=figure,
                room=allowed(box, FIGURES[field][0]).widened(3),
            )
        )
        is_level = box.growth is not None and box.growth.is_level
        if is_two_sided(figure) and (field == measure.rates[1] or (field == measure.points and is_level)):
            parts.extend(_nearest_rates(box, figure))
    if len(targets) > 1:
        parts.append(Message("they have to hold together"))
    return Message(
        "{area}: no number of households and poor households makes the changed targets true: {told}",
        area=located.name,
        told=join(parts, "; ") if parts else Message("they follow from the areas inside"),
    )


def _nearest_rates(box: Domain, figure: Figure) -> Iterator[Message]:
    """The rates that whole households give next to one that they do not, where the number of households is known."""
    households = box.low[N1]
    if 0 < households == box.high[N1]:
        below = math.floor(exact(figure.number) * households / 100)
        yield Message(
            "of {households} households, {below} are {low}% and {above} are {high}%",
            households=households,
            below=below,
            low=Fraction(100 * below, households),
            above=below + 1,
            high=Fraction(100 * (below + 1), households),
        )


def update_dependent_figures(outcomes: Outcomes, changes: Mapping[Path, Figure], *, around: bool) -> list[FigureChange]:
    """The stated figures of changed areas that no longer hold, restated; also of areas around them, if wanted."""
    updated = []
    for outcome in outcomes.areas:
        located = outcome.located
        if not (outcome.chosen or around):
            continue
        measure = outcome.measure
        targets = (*targets_of(measure), *measure.flows, *measure.means)
        for field in (measure.stocks[0], measure.rates[0], *targets):
            before = located.figure(field)
            if before is None:
                continue
            path, quantity = (*located.path, field), FIGURES[field][0]
            depends = ((located.path, measure) in outcomes.changes and field in targets) or (
                path in outcomes.loosened and outcome.was.interval(quantity) != outcome.now.interval(quantity)
            )
            if path not in changes and depends:
                after = restate(field, before, in_a_year(field, outcome.now.interval(quantity), outcomes.years))
                if after != before:
                    updated.append(FigureChange(path, before, after))
    return updated


def restate(field: str, figure: Figure, found: Interval) -> Figure:
    """A figure that says of a range what the stated one says; the stated one where that still holds.

    One that is over or under something stays so, with another bound; a number stays one if the range is no more than
    that, and becomes a range otherwise, rounded outwards to the decimals that it had.
    """
    is_rate = "rate" in field
    if figure.form is Form.EXACT and found.is_point and found.low is not None:  # the usual case, in whole numbers
        numerator, denominator = found.low.as_integer_ratio()
        if figure.is_rounded(numerator, denominator):
            return figure
        scale = 10 ** (places := decimals(figure.number))
        return Figure(scaled((2 * numerator * scale + denominator) // (2 * denominator), places))
    if found.within(figure.as_rate() if is_rate else figure.as_count()) and figure.form is not Form.ABOUT:
        return figure
    places = decimals(figure.number) if is_rate else 0
    low = None if found.low is None else math.floor(found.low * 10**places)
    high = None if found.high is None else math.ceil(found.high * 10**places)
    if figure.form in (Form.OVER, Form.AT_LEAST, Form.UNDER, Form.AT_MOST):
        is_lower = figure.form in (Form.OVER, Form.AT_LEAST)
        end, bound, is_open = (low, found.low, found.low_open) if is_lower else (high, found.high, found.high_open)
        if end is None or bound is None:
            return figure
        if is_rate and figure.form in (Form.OVER, Form.UNDER) and end == bound * 10**places and not is_open:
            end += -1 if is_lower else 1  # the range reaches the bound, which such words leave out
        return figure._replace(number=scaled(end, places))
    if low is None or high is None or found.low is None:
        return figure
    if is_rate:
        low_number = Figure(scaled(half_up(found.low * 10**places), places))
        is_number = found.within(low_number.as_rate())
    else:
        low_number, is_number = Figure(low), found.is_point
    if is_number:
        return low_number._replace(form=Form.ABOUT if figure.form is Form.ABOUT else Form.EXACT)
    return figure if figure.form is Form.ABOUT else Figure(scaled(low, places), Form.BETWEEN, scaled(high, places))


class Scenario(NamedTuple):
    """What is changed, what becomes of sums, and whether stated figures that depend on it stay as they were."""

    requests: tuple[Request, ...]
    rebalance: Rebalance | None = None
    keep_stated: bool = False
    name: Message | None = None


class WhatIf(NamedTuple):
    """A plan before and after a change.

    `applied` are the changes in their order, `rebalanced` the figures that were changed so that sums hold,
    `dependent` stated figures that depend on all these; `after` has all of them.
    """

    scenario: Scenario
    before: Reading
    after: Reading
    figure_index: FigureIndex
    assumed: Assumptions
    applied: tuple[AppliedRequest, ...]
    rebalanced: tuple[FigureChange, ...]
    dependent: tuple[FigureChange, ...]
    outcomes: Outcomes

    @property
    def changes(self) -> dict[Path, Figure]:
        """All figures of the changed plan that are others than before."""
        asked = (change for each in self.applied for change in each.changes)
        return figures_after((*asked, *self.rebalanced, *self.dependent))


def what_follows(
    reading: Reading, scenario: Scenario, options: Options | None = None, known: Ranges | None = None
) -> WhatIf:
    """What follows from a scenario. `known` are the ranges of the plan as written, if there are any already.

    Raises `ScenarioError` for one that cannot be carried out.
    """
    index = index_of(reading)
    assumed = assumptions_of(index.plan, options)
    known = known or ranges(index.areas, assumed)
    applied, meant = _in_whole_households(index, apply_requests(index, scenario.requests), known)
    changes = figures_after(change for each in applied for change in each.changes)
    differing = {path[:-1] for path, figure in changes.items() if index.stated(path) != figure}
    # An area or a line in which each figure is set to what it was is not changed at all.
    changes = {path: figure for path, figure in changes.items() if path[:-1] in differing}
    rebalanced: list[FigureChange] = []
    dependent: list[FigureChange] = []
    if scenario.rebalance is Rebalance.OTHERS:
        rebalanced = rebalance_parts(index, changes)
        changes |= figures_after(rebalanced)
    outcomes = outcomes_of(index, known, assumed, changes, meant)
    if scenario.rebalance is Rebalance.TOTAL:
        rebalanced = update_totals(index, changes)
        changes |= figures_after(rebalanced)
    if not scenario.keep_stated:
        dependent = update_dependent_figures(outcomes, changes, around=scenario.rebalance is not None)
        changes |= figures_after(dependent)
    after = with_figures(reading, changes)
    return WhatIf(scenario, reading, after, index, assumed, applied, tuple(rebalanced), tuple(dependent), outcomes)


def _in_whole_households(
    index: FigureIndex, applied: Sequence[AppliedRequest], known: Ranges
) -> tuple[tuple[AppliedRequest, ...], dict[Path, Interval]]:
    """Rates that were changed by so much, as the households that are known can give them; and just what these are.

    Of an area that states how many leave poverty or are left, a rate then stands for one number of households.
    """
    meant: dict[Path, Interval] = {}
    last = {change.path: number for number, each in enumerate(applied) for change in each.changes}

    def given(number: int, change: FigureChange) -> FigureChange:
        is_asked = last[change.path] == number and applied[number].request.operation is not Operation.SET
        rate = _nearest_rate(index, change, known) if is_asked else None
        if rate is None or change.before is None:
            return change
        measure = MEASURE_OF[str(change.path[-1])]
        if change.path[-1] == measure.rates[0] or _states_what_is_left(index.located[change.path[:-1]], measure):
            meant[change.path] = Interval(rate, rate)
        places = max(decimals(change.before.number), min(2, decimals(change.after.number)))
        printed = scaled(half_up(rate * 10**places), places)
        is_rounded = change.rounded or exact(printed) != exact(change.after.number)
        return change._replace(after=Figure(printed), rounded=is_rounded)

    rounded = (
        each._replace(changes=tuple(given(number, change) for change in each.changes))
        for number, each in enumerate(applied)
    )
    return tuple(rounded), meant


def _nearest_rate(index: FigureIndex, change: FigureChange, known: Ranges) -> Fraction | None:
    """The rate that whole households give nearest to a changed one; `None` where they are not known, and for bounds."""
    field, path = str(change.path[-1]), change.path[:-1]
    if "rate" not in field or field in MEAN_OF or change.after.form is not Form.EXACT or path not in index.located:
        return None
    measure = MEASURE_OF[field]
    domain = known.domain(path, measure)
    base = N0 if field == measure.rates[0] else N1
    households, start, poor = domain.low[base], domain.low[N0], domain.low[P0]
    if not 0 < households == domain.high[base]:
        return None
    rate = exact(change.after.number)
    if field == measure.points:
        is_known = start == domain.high[N0] and start and (poor == domain.high[P0] or start == households)
        if not is_known:
            return None
        # On one base the fall is that of the reduction alone, whatever the poor at the start.
        poor = poor if poor == domain.high[P0] else 0
        left = half_up((Fraction(100 * poor, start) - rate) * households / 100)
        return Fraction(100 * poor, start) - Fraction(100 * left, households)
    return Fraction(100 * half_up(Fraction(rate * households, 100)), households)


def index_of(reading: Reading) -> FigureIndex:
    """The figures of the plan that was read. Raises `ScenarioError` when there is none."""
    if reading.plan is None:
        raise ScenarioError("nothing of a plan could be read")
    return FigureIndex(reading.plan)


VERSION = 1
"""The version of the form of scenario files that this program reads."""

KEYS = ("scenario", "name", "changes", "rebalance", "keep_stated")


class ScenarioFault(NamedTuple):
    """Something in a scenario file that it cannot hold, and where."""

    span: Span
    why: Message


class ScenarioFile(NamedTuple):
    """A scenario file as far as it could be read; `scenario` is `None` when it has faults.

    `document` has the file's text, its places, and what is wrong with the text itself.
    """

    document: Document
    scenario: Scenario | None
    faults: tuple[ScenarioFault, ...]


def read_scenario(content: bytes, name: str) -> ScenarioFile:
    """Read a scenario. Never raises: what is wrong is in the result."""
    document = parse(content)
    reader = _Reader(document, name)
    scenario = reader.read()
    traps = tuple(trap for trap in document.traps if trap not in reader.accepted)
    document = Document(document.text, document.root, traps, document.whole)
    return ScenarioFile(document, None if reader.faults or not document.whole else scenario, tuple(reader.faults))


def scenario_text(scenario: Scenario) -> str:
    """A scenario as the text of a file, which `read_scenario` reads as the same changes."""
    lines = ["scenario: 1", "changes:"]
    for each in scenario.requests:
        value = each.words.partition("=")[2]
        quoted = value if NUMBER.fullmatch(value) else "'{}'".format(value.replace("'", "''"))
        lines.append(f"  - {each.selector}: {quoted}")
    lines += [] if scenario.rebalance is None else [f"rebalance: {scenario.rebalance}"]
    lines += ["keep_stated: true"] if scenario.keep_stated else []
    return "\n".join([*lines, ""])


class _Reader:
    """Collects the faults of a scenario file, and what the text reader refuses but a scenario accepts."""

    def __init__(self, document: Document, name: str) -> None:
        self._document = document
        self._name = name
        self.faults: list[ScenarioFault] = []
        self.accepted: list[TextFault[Span]] = []

    def read(self) -> Scenario | None:
        root = self._document.root
        if not isinstance(root, PlacedDict):
            if self._document.whole and root is not REFUSED and root is not None:
                self._fault((), _EXPECTED)
            return None
        for key in root:
            if key not in KEYS and not str(key).startswith("x-"):
                self._fault((key,), _unknown_key(str(key)), key=True)
        if root.get("scenario") != VERSION or isinstance(root.get("scenario"), bool):
            self._fault(("scenario",) if "scenario" in root else (), _EXPECTED)
        return Scenario(tuple(self._changes(root)), self._rebalance(root), self._keep_stated(root), self._title(root))

    def _fault(self, path: Path, why: Message, *, key: bool = False) -> None:
        self.faults.append(ScenarioFault(self._document.span(path, key=key), why))

    def _changes(self, root: PlacedDict) -> Iterator[Request]:
        changes = root.get("changes")
        if not isinstance(changes, PlacedList) or not changes:
            if changes is not REFUSED:
                self._fault(("changes",) if "changes" in root else (), _CHANGES)
            return
        for number, change in enumerate(changes):
            at: Path = ("changes", number)
            if not isinstance(change, PlacedDict) or len(change) != 1:
                self._fault(at, _CHANGES)
                continue
            ((selector, value),) = change.items()
            path = (*at, selector)
            words = self._words(path, value)
            if words is None:
                if value is not REFUSED:  # the fault of the text is reported already
                    self._fault(path, _VALUE)
                continue
            try:
                request = make_request(selector, words)
            except ScenarioError as error:
                self._fault(path, error.why)
                continue
            place = self._document.place(self._document.span(path, key=True))
            yield request._replace(origin=f"{self._name}:{place.line}:{place.column}")

    def _words(self, path: Path, value: Any) -> str | None:
        """A value in the notation of the command line."""
        span = self._document.span(path)
        match value:
            case {"min": low, "max": high, **rest} if not rest:
                return f"{self._words((*path, 'min'), low)}..{self._words((*path, 'max'), high)}"
            case dict():
                signs = [(sign, form) for form, sign in SIGNS.items() if set(value) == {form.value}]
                return next((f"{sign}{self._words((*path, key), value[key])}" for sign, key in signs), None)
            case str():
                return value.strip()
            case None | bool() | list():
                return None
        if value is REFUSED:
            # `+50`, `.5` and `1e3` are no numbers of a plan, and are read here as where they are typed.
            trap = next((each for each in self._document.traps if each.place == span), None)
            if trap is None or trap.kind is not TrapKind.NUMBER_FORM:
                return None
            self.accepted.append(trap)
        return self._document.text[span.start : span.end]

    def _rebalance(self, root: PlacedDict) -> Rebalance | None:
        if "rebalance" not in root:
            return None
        try:
            return Rebalance(root["rebalance"])
        except ValueError:
            self._fault(("rebalance",), Message("use {words}", words=alternatives(tuple(Rebalance))))
            return None

    def _keep_stated(self, root: PlacedDict) -> bool:
        keep = root.get("keep_stated", False)
        if not isinstance(keep, bool):
            self._fault(("keep_stated",), Message("use true or false"))
        return keep is True

    def _title(self, root: PlacedDict) -> Message:
        match root.get("name", self._name):
            case str(name) if name.strip():
                return verbatim(name)
            case {"vi": str(vi), "en": str(en), **rest} if not rest:
                return Text(en, vi)
            case name if name is not REFUSED:
                self._fault(("name",), Message("use a text, or {vi, en}"))
        return verbatim(self._name)


def _unknown_key(key: str) -> Message:
    near = closest_match(key, KEYS)
    return Message(
        "{key} is not a field of a scenario; {choice}",
        key=key,
        choice=did_you_mean(near, Message("use {keys}", keys=", ".join(KEYS))),
    )


_EXPECTED = Message("a scenario begins with scenario: 1, and has a name and changes")
_CHANGES = Message(
    "changes is a list with one figure and its value in each line, such as - tram-tau.reduction_households: 500"
)
_VALUE = Message("a value is a number, text such as +10% or x1.2, or a figure as in a plan, such as {over: 9}")
