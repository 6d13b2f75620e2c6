"""All worlds of a small plan, by trying every number of households: what ranges are held against.

Nothing here knows how ranges are worked out. A world gives every area whole numbers of households N0, N1 and
poor households P0, P1 that make all figures and assumptions true; see `fits`. Where a plan speaks of other measures or
of flows, a world has the near-poor Q0, Q1 and the households that left poverty and fell into it too.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice, product
from math import floor
from random import Random
from typing import NamedTuple

from povcalc.inference.counts import used_in
from povcalc.measures import (
    MEASURE_OF,
    MEASURES,
    MULTIDIMENSIONAL,
    NEAR_POOR,
    ONLY_POOR,
    POINTS,
    POOR,
    REDUCTIONS,
    Measure,
    Used,
)
from povcalc.places import Path
from povcalc.plan.model import Area, Located, walk
from povcalc.values import Figure, Form, Interval, exact

World = tuple[int, ...]
"""N0, N1, P0, P1 of one area; in a wide world then Q0, Q1, exits, relapses, new poor, those that were near-poor, and
the near-poor's exits, relapses and new ones. What the plan does not speak of is zero there."""

WIDE = 13

Value = int | Fraction

TOO_MANY = 400_000
"""So many combinations of the worlds of several areas are not gone through."""


class Found(NamedTuple):
    """The least and the greatest value of each quantity, by path, over all worlds; empty when there is none.

    `limited` says that some world had as many households as were tried, so that more might be possible.
    """

    values: Mapping[tuple[Path, str], tuple[Value, Value]]
    limited: bool


def allowed(figure: Figure | None, *, rate: bool, cut: Fraction | None = None) -> Interval:
    """What a figure says; everything, when it is not stated."""
    if figure is None or figure.form is Form.ABOUT:
        return Interval(None, None)
    if not rate:
        return figure.as_count()
    if figure.form is Form.OVER and cut is not None:
        low = exact(figure.number)
        return Interval(low, low + cut, low_open=True, high_open=True)
    return figure.as_rate()


def _points(area: Area, cut: Fraction | None, measure: Measure = POOR) -> Interval:
    """What is said of the reduction in points, which may be that of the printed rates."""
    figure = getattr(area, measure.points)
    said = allowed(figure, rate=True, cut=cut)
    start, end = (getattr(area, rate) for rate in measure.rates)
    if figure is None or start is None or end is None:
        return said
    if {figure.form, start.form, end.form} != {Form.EXACT}:
        return said
    if exact(start.number) - exact(end.number) not in figure.rounded():
        return said
    other = start.as_rate().minus(end.as_rate())
    assert said.low is not None
    assert said.high is not None
    assert other.low is not None
    assert other.high is not None
    return Interval(min(said.low, other.low), max(said.high, other.high))


def _sides(area: Area, most: int, cut: Fraction | None, when: str) -> list[tuple[int, int]]:
    """Households and poor households at one date that fit what is stated of that date."""
    base = allowed(area.households, rate=False).overlap(allowed(getattr(area, f"households_{when}"), rate=False))
    poor = allowed(getattr(area, f"poor_households_{when}"), rate=False)
    figure = getattr(area, f"poverty_rate_{when}")
    rate = allowed(figure, rate=True, cut=cut)
    least = int(_says(figure) or _says(area.reduction_rate))
    return [
        (households, number)
        for households in range(least, most + 1)
        if households in base
        for number in range(households + 1)
        if number in poor and (not _says(figure) or Fraction(100 * number, households) in rate)
    ]


def _says(figure: Figure | None) -> bool:
    return figure is not None and figure.form is not Form.ABOUT


def fits(located: Located, most: int, growth: Interval | None, cut: Fraction | None) -> list[World]:
    """The numbers of an area up to so many households that fit its own figures."""
    area = located.area
    fewer = allowed(area.reduction_households, rate=False)
    points = _points(area, cut)
    same = area.households is not None and area.households.form is not Form.ABOUT
    return [
        (n0, n1, p0, p1)
        for (n0, p0), (n1, p1) in product(_sides(area, most, cut, "start"), _sides(area, most, cut, "end"))
        if (not same or n0 == n1)
        and p0 - p1 in fewer
        and _has_grown(n0, n1, growth)
        and (not _says(area.reduction_rate) or Fraction(100 * p0, n0) - Fraction(100 * p1, n1) in points)
    ]


def wide(located: Located, world: World, used: Used, cut: Fraction | None) -> Iterator[World]:
    """The wide worlds of one area with these households and poor households that fit its own figures."""
    area = located.area
    n0, n1, p0, p1 = world
    near = product(range(n0 - p0 + 1), range(n1 - p1 + 1)) if len(used.measures) > 1 else ((0, 0),)
    for q0, q1 in near:
        if len(used.measures) > 1 and not (
            _fits_measure(area, (n0, n1, q0, q1), NEAR_POOR, cut)
            and _fits_measure(area, (n0, n1, p0 + q0, p1 + q1), MULTIDIMENSIONAL, cut)
        ):
            continue
        for flows in _flows(area, p0, p1, POOR, used):
            most = min(flows[2], q0) if len(used.measures) > 1 else flows[2]
            for new in range(most + 1) if POOR in used.with_flows else (0,):
                if new in allowed(area.from_near_poor, rate=False):
                    for others in _flows(area, q0, q1, NEAR_POOR, used):
                        yield (*world, q0, q1, *flows, new, *others)


def _flows(area: Area, start: int, end: int, measure: Measure, used: Used) -> Iterator[tuple[int, int, int]]:
    if measure not in used.with_flows:
        yield 0, 0, 0
        return
    for relapses, new in product(range(end + 1), repeat=2):
        flows = start - end + relapses + new, relapses, new
        if (
            flows[0] >= 0
            and relapses + new <= end
            and all(
                flow in allowed(getattr(area, field), rate=False)
                for flow, field in zip(flows, measure.flows, strict=True)
            )
        ):
            yield flows


def _fits_measure(area: Area, world: World, measure: Measure, cut: Fraction | None) -> bool:
    """Whether households of another measure fit what is stated of it."""
    n0, n1, p0, p1 = world
    values = {**dict(zip(measure.stocks, (p0, p1), strict=True)), measure.reduction: p0 - p1}
    if not all(value in allowed(getattr(area, field), rate=False) for field, value in values.items()):
        return False
    bases = {**dict(zip(measure.rates, ((n0,), (n1,)), strict=True)), measure.points: (n0, n1)}
    said = {field: getattr(area, field) for field in bases if _says(getattr(area, field))}
    if not all(all(bases[field]) for field in said):
        return False
    rates = _rates_of(world)
    return all(
        rate in (_points(area, cut, measure) if field == measure.points else allowed(said[field], rate=True, cut=cut))
        for field, rate in zip(bases, rates, strict=True)
        if field in said and rate is not None
    )


def _rates_of(world: World) -> tuple[Fraction | None, ...]:
    n0, n1, p0, p1 = world
    start, end = Fraction(100 * p0, n0) if n0 else None, Fraction(100 * p1, n1) if n1 else None
    return start, end, start - end if start is not None and end is not None else None


def _has_grown(n0: int, n1: int, growth: Interval | None) -> bool:
    if growth is None:
        return True
    assert growth.low is not None
    assert growth.high is not None
    return (100 + growth.low) * n0 <= 100 * n1 <= (100 + growth.high) * n0


def quantities(world: World, used: Used = ONLY_POOR) -> dict[str, Value]:
    """The quantities of an area that are spoken of; rates only where there are households."""
    n0, n1, p0, p1, q0, q1, *flows = (*world, *(0,) * (WIDE - len(world)))
    told: dict[str, Value] = {"households_start": n0, "households_end": n1}
    for measure, (start, end) in zip(MEASURES, ((p0, p1), (q0, q1), (p0 + q0, p1 + q1)), strict=True):
        if measure not in used.measures:
            continue
        told |= dict(zip(measure.stocks, (start, end), strict=True))
        told[measure.reduction] = start - end
        rates = zip((*measure.rates, measure.points), _rates_of((n0, n1, start, end)), strict=True)
        told |= {field: rate for field, rate in rates if rate is not None}
    named = zip((*POOR.flows, POOR.of_new or "", *NEAR_POOR.flows), flows, strict=True)
    return told | {field: flow for field, flow in named if MEASURE_OF[field] in used.with_flows}


def worlds(
    root: Located, most: int, growth: Mapping[Path, Interval], cut: Fraction | None, used: Used = ONLY_POOR
) -> Iterator[dict[Path, World]]:
    """Every world of a tree whose lowest areas have up to so many households. Raises `OverflowError`: too many."""
    if not root.children:
        for world in _own(root, most, growth, cut, used):
            yield {root.path: world}
        return
    inside = [list(worlds(child, most, growth, cut, used)) for child in root.children]
    total = 1
    for each in inside:
        total *= len(each)
    # Of a partial area's own worlds, those that hold more than what is listed are tried too.
    limit = most * len(inside) + 2
    own = list(islice(_own(root, limit, growth, cut, used), TOO_MANY)) if root.area.partial else []
    if len(own) == TOO_MANY or total * (len(own) if root.area.partial else 1) > TOO_MANY:
        raise OverflowError
    known = set(own if root.area.partial else fits(root, limit, growth.get(root.path), cut))
    for parts in product(*inside):
        merged = {path: world for part in parts for path, world in part.items()}
        sums = tuple(
            map(sum, zip(*(part[child.path] for part, child in zip(parts, root.children, strict=True)), strict=True))
        )
        if not root.area.partial:
            if sums[:4] in known and (used is ONLY_POOR or sums in _all_wide(root, sums, used, cut)):
                yield {**merged, root.path: sums}
            continue
        for world in own:
            if all(whole >= part for whole, part in zip(world, sums, strict=True)):
                yield {**merged, root.path: world}


def _own(
    root: Located, most: int, growth: Mapping[Path, Interval], cut: Fraction | None, used: Used
) -> Iterator[World]:
    for world in fits(root, most, growth.get(root.path), cut):
        yield from (world,) if used is ONLY_POOR else wide(root, world, used, cut)


def _all_wide(root: Located, sums: World, used: Used, cut: Fraction | None) -> set[World]:
    return set(wide(root, sums[:4], used, cut))


def found(areas: Sequence[Located], most: int, growth: Mapping[Path, Interval], cut: Fraction | None) -> Found:
    """The ends of all quantities over all worlds. Raises `OverflowError` when there are too many to try."""
    values: dict[tuple[Path, str], tuple[Value, Value]] = {}
    limited = False
    used = used_in(areas)
    used = ONLY_POOR if used == ONLY_POOR else used
    for world in worlds(areas[0], most, growth, cut, used):
        for path, numbers in world.items():
            limited = limited or max(numbers[:2]) >= most
            for name, value in quantities(numbers, used).items():
                low, high = values.get((path, name), (value, value))
                values[path, name] = (min(low, value), max(high, value))
    return Found(values, limited)


def _count(random: Random, number: int, *, stock: bool) -> object:
    """How a document may state a count."""
    room = random.randint(0, 3)
    low = max(number - room, 0) if stock else number - room
    forms: list[object] = [number, number, number, {"min": low, "max": number + room}, {"about": abs(number) + 1}]
    forms += [{word: low} for word in ("over", "at_least")]
    forms += [{word: number + room} for word in ("under", "at_most")]
    return random.choice(forms)


def _decimal(scaled: int, places: int) -> int | Decimal:
    return Decimal(scaled).scaleb(-places) if places else scaled


def _rate(random: Random, value: Fraction, printed: Decimal | int | None = None) -> object:
    """How a document may state a rate or a reduction in points."""
    places = random.randint(0, 2)
    scaled = value * 10**places
    cut = floor(scaled)
    forms: list[object] = [_decimal(floor(scaled + Fraction(1, 2)), places)] * 4
    forms += [_decimal(-floor(-scaled + Fraction(1, 2)), places)]  # a half downwards
    forms += [{"at_least": _decimal(cut, places)}, {"about": 3}]
    if cut < scaled:
        forms += [{"over": _decimal(cut, places)}] * 2 + [{"under": _decimal(cut + 1, places)}]
    if printed is not None:
        forms += [printed] * 3
    return random.choice(forms)


Data = dict[str, object]


def drawn(
    random: Random,
    most: int,
    *,
    moving: bool,
    inside: Sequence[tuple[World, Data]] = (),
    used: Used = ONLY_POOR,
) -> tuple[World, Data]:
    """A world of an area, up to so many households in a lowest one, and what a document states of it."""
    world = _world(random, most, moving=moving)
    if used is not ONLY_POOR:
        world = _widened(random, world, used)
    data: Data = {}
    if inside:
        hidden = random.random() < 1 / 5
        parts = [part for part, _ in inside] + ([world] if hidden else [])
        world = tuple(map(sum, zip(*parts, strict=True)))
        data["areas"] = [{"id": f"a{at}", "name": f"A{at}", **inner} for at, (_, inner) in enumerate(inside)]
        data["partial"] = hidden
    data.update(_stated(random, world, used))
    return world, data


def _world(random: Random, most: int, *, moving: bool) -> World:
    n0 = random.randint(1, most)
    n1 = random.randint(max(1, n0 - 3), min(most, n0 + 3)) if moving else n0
    return n0, n1, random.randint(0, n0), random.randint(0, n1)


def _widened(random: Random, world: World, used: Used) -> World:
    """A wide world with the same households and poor."""
    n0, n1, p0, p1 = world
    q0, q1 = (random.randint(0, n0 - p0), random.randint(0, n1 - p1)) if len(used.measures) > 1 else (0, 0)
    flows: list[int] = []
    for measure, start, end in ((POOR, p0, p1), (NEAR_POOR, q0, q1)):
        relapses = random.randint(max(end - start, 0) // 2, end) if measure in used.with_flows else 0
        new = random.randint(max(end - start - relapses, 0), end - relapses) if measure in used.with_flows else 0
        flows += [start - end + relapses + new if measure in used.with_flows else 0, relapses, new]
        if measure is POOR:
            flows.append(random.randint(0, min(new, q0) if len(used.measures) > 1 else new))
    return (*world, q0, q1, *flows)


def _stated(random: Random, world: World, used: Used = ONLY_POOR) -> Data:
    n0, n1, *_ = world
    share = random.choice((0.3, 0.5, 0.8))
    told = {name: value for name, value in quantities(world, used).items() if random.random() < share}
    stated: Data = {}
    for name, value in told.items():
        if "rate" not in name:
            stated[name] = _count(random, int(value), stock=name not in REDUCTIONS)
        elif name not in POINTS:
            stated[name] = _rate(random, Fraction(value))
    if n0 == n1 and random.random() < share / 2:
        stated["households"] = _count(random, n0, stock=True)
        stated.pop("households_start", None)
        stated.pop("households_end", None)
    for measure in used.measures:
        if measure.points in told:
            rates = [stated.get(name) for name in measure.rates]
            bare = [rate for rate in rates if isinstance(rate, (int, Decimal))]
            printed = bare[0] - bare[1] if len(bare) == len(rates) else None
            stated[measure.points] = _rate(random, Fraction(told[measure.points]), printed)
    return stated


def plan(data: Data) -> tuple[Located, ...]:
    """The areas of a plan with the data of its root area."""
    return walk(Area.model_validate({"id": "r", "name": "R", **data}))


def damaged(random: Random, data: Data) -> Data:
    """The same data with one figure changed, wherever it is."""
    places = [*_figures(data)]
    if not places:
        return data
    changed = _copy(data)
    for _ in range(random.randint(1, 2)):
        path = random.choice(places)
        holder = changed
        for step in path[:-1]:
            areas = holder["areas"]
            assert isinstance(areas, list)
            holder = areas[step] if isinstance(step, int) else holder
        name = str(path[-1])
        holder[name] = _other(random, holder[name], rate="rate" in name, stock=name not in REDUCTIONS)
    return changed


def damaged_once(random: Random, data: Data) -> tuple[Data, Path | None]:
    """The same data with one figure changed, and the path of that figure; `None` when there is none to change."""
    places = [*_figures(data)]
    if not places:
        return data, None
    changed, path = _copy(data), random.choice(places)
    holder: Data = changed
    full: Path = ("targets",)
    for step in path[:-1]:
        areas = holder["areas"]
        assert isinstance(areas, list)
        holder = areas[int(step)]
        full = (*full, "areas", step)
    name = str(path[-1])
    value = holder[name]
    holder[name] = _other(random, value, rate="rate" in name, stock=name not in REDUCTIONS)
    return changed, (*full, name) if holder[name] != value else None


def text(data: Data) -> str:
    """A plan with the data of its root area, as a file."""

    def lines(area: Data, indent: str) -> Iterator[str]:
        for key, value in area.items():
            if key == "areas":
                assert isinstance(value, list)
                yield f"{indent}areas:" if value else f"{indent}areas: []"
                for inner in value:
                    first, *rest = lines(inner, f"{indent}    ")
                    yield f"{indent}  - {first.strip()}"
                    yield from rest
            elif isinstance(value, dict):
                yield f"{indent}{key}: {{" + ", ".join(f"{word}: {number}" for word, number in value.items()) + "}"
            else:
                yield f"{indent}{key}: {str(value).lower() if isinstance(value, bool) else value}"

    told = "\n".join(lines({"id": "r", "name": "R", **data}, "  "))
    return f"povcalc: 1\ndocument: {{title: A}}\ntargets:\n{told}\n"


def _figures(data: Data, path: tuple[int | str, ...] = ()) -> Iterator[tuple[int | str, ...]]:
    areas = data.get("areas", [])
    assert isinstance(areas, list)
    yield from ((*path, name) for name in Area.FIGURES if name in data)
    for at, inner in enumerate(areas):
        yield from _figures(inner, (*path, at))


def _copy(data: Data) -> Data:
    areas = data.get("areas", [])
    assert isinstance(areas, list)
    return {**data, **({"areas": [_copy(inner) for inner in areas]} if areas else {})}


def _other(random: Random, value: object, *, rate: bool, stock: bool) -> object:
    if isinstance(value, dict):
        return (
            {word: _other(random, number, rate=rate, stock=stock) for word, number in value.items()}
            if len(value) == 1
            else value
        )
    assert isinstance(value, (int, Decimal))
    moved = value + random.choice((-20, -5, -2, -1, 1, 2, 5, 20))
    if rate:
        return min(max(moved, 0), 100)
    return max(moved, 0) if stock else moved


def random_plan(random: Random, kind: str, most: int, used: Used = ONLY_POOR) -> Data:
    """One area, two or three in one level, or three levels; figures of a true world."""
    moving = random.random() < 1 / 2

    def leaf() -> tuple[World, Data]:
        return drawn(random, most, moving=moving, used=used)

    def around(inside: Sequence[tuple[World, Data]]) -> tuple[World, Data]:
        return drawn(random, most, moving=moving, inside=inside, used=used)

    if kind == "one":
        return leaf()[1]
    if kind == "two":
        return around([leaf() for _ in range(random.randint(1, 2))])[1]
    middle = around([leaf()])
    return around([middle, leaf()] if random.random() < 1 / 2 else [middle])[1]
