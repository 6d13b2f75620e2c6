"""Ranges over breakdowns, matrices, regions and shares held against all worlds of small plans, by brute force."""

from fractions import Fraction
from itertools import product
from random import Random
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

import worlds
from povcalc.inference.counts import assumed_growth
from povcalc.inference.ranges import ranges
from povcalc.plan.assumptions import Assumptions
from povcalc.plan.model import Area
from povcalc.values import Interval
from test_ranges_worlds import ASSUMED

ROOT = ("targets",)
A0, A1, A2 = (("targets", "areas", at) for at in range(3))
P0, P1 = (("targets", "breakdowns", 0, "parts", at) for at in range(2))
CELLS = [(*area, "breakdowns", 0, "parts", at) for area in (A0, A1) for at in range(2)]


class Shape(NamedTuple):
    """How the areas of a plan hang together: which are free, which are sums of these, and what else must hold."""

    free: tuple
    sums: dict
    equal: tuple = ()
    at_most: tuple = ()
    partial: bool = False
    overlapping: bool = False
    members: tuple = ()
    most: int = 4


SHAPES = {
    "split": Shape((P0, P1), {ROOT: (P0, P1)}, most=5),
    "partial": Shape((ROOT, P0, P1), {}, at_most=(((P0, P1), ROOT),), partial=True),
    "overlapping": Shape((ROOT, P0, P1), {}, at_most=(((P0,), ROOT), ((P1,), ROOT)), overlapping=True),
    "two ways": Shape((A0, A1, P0, P1), {ROOT: (A0, A1)}, equal=(((A0, A1), (P0, P1)),), most=3),
    "matrix": Shape(
        tuple(CELLS),
        {
            ROOT: tuple(CELLS),
            A0: tuple(CELLS[:2]),
            A1: tuple(CELLS[2:]),
            P0: tuple(CELLS[::2]),
            P1: tuple(CELLS[1::2]),
        },
        most=3,
    ),
    "column": Shape(
        (*CELLS[:2], A1, P0, P1),
        {A0: tuple(CELLS[:2])},
        equal=(((*CELLS[:2], A1), (P0, P1)),),
        at_most=(((CELLS[0],), P0), ((CELLS[1],), P1)),
        most=2,
    ),
    "regions": Shape(
        (A0, A1, A2),
        {ROOT: (A0, A1, A2), P0: (A0, A1), P1: (A2,)},
        members=((P0, ["a0", "a1"]), (P1, ["a2"])),
    ),
}
SHAPES["column"].sums[ROOT] = (*CELLS[:2], A1)
SHARES = Area.SHARES


def added(parts):
    return tuple(map(sum, zip(*parts, strict=True)))


def drawn(random, shape, *, moving):
    """A world of a shape, and what a document states of it, by path."""
    while True:
        found = {path: worlds._world(random, shape.most, moving=moving) for path in shape.free}
        if holds(shape, found):
            break
        if shape.equal:  # what one side is more, the other gets
            (left, right) = shape.equal[0]
            gap = added([found[path] for path in left])
            other = added([found[path] for path in right[1:]])
            found[right[0]] = tuple(whole - part for whole, part in zip(gap, other, strict=True))
            n0, n1, p0, p1 = found[right[0]]
            if 0 <= p0 <= n0 and 0 <= p1 <= n1 and holds(shape, found):
                break
    found |= {path: added([found[part] for part in parts]) for path, parts in shape.sums.items()}
    said = {path: worlds._stated(random, world) for path, world in found.items()}
    for path in found:
        if path == ROOT:
            continue
        whole = found[path[:-4] if path[-2] == "parts" else path[:-2]]
        for at, field in enumerate(SHARES, 2):
            if whole[at] and random.random() < 1 / 4:
                said[path][field] = worlds._rate(random, Fraction(100 * found[path][at], whole[at]))
    return said


def holds(shape, found):
    """Whether numbers of the free areas keep what binds them."""
    return all(
        added([found[path] for path in left]) == added([found[path] for path in right]) for left, right in shape.equal
    ) and all(
        all(whole >= part for whole, part in zip(found[around], added([found[path] for path in parts]), strict=True))
        for parts, around in shape.at_most
    )


def data_of(shape, said, path=ROOT):
    """The data of an area and all inside it, as a file has them."""
    data = {"id": "r" if path == ROOT else f"{path[-2][0]}{path[-1]}", "name": f"N{path[-1]}", **said[path]}
    if path in dict(shape.members):
        data["members"] = dict(shape.members)[path]
    inside = [each for each in said if each[: len(path)] == path != each]
    areas = [each for each in inside if len(each) == len(path) + 2]
    parts = [each for each in inside if len(each) == len(path) + 4 and each[-2] == "parts"]
    if areas:
        data["areas"] = [data_of(shape, said, each) for each in sorted(areas)]
    if parts:
        data["breakdowns"] = [
            {
                "id": "b",
                "name": "B",
                "partial": shape.partial,
                "overlapping": shape.overlapping,
                "parts": [data_of(shape, said, each) for each in sorted(parts)],
            }
        ]
    return data


def damage(random, said):
    """One figure changed."""
    places = [(path, field) for path, fields in said.items() for field in fields]
    if places:
        path, field = random.choice(places)
        said[path][field] = worlds._other(
            random, said[path][field], rate="rate" in field or "share" in field, stock=field != "reduction_households"
        )


def made_up(seed, *, damaged):
    random = Random(seed)  # noqa: S311
    shape = SHAPES[random.choice(list(SHAPES))]
    said = drawn(random, shape, moving=random.random() < 1 / 2)
    if damaged:
        damage(random, said)
    return shape, said, worlds.plan(data_of(shape, said)), random.choice(ASSUMED)


def found_worlds(shape, areas, assumed):
    """The ends of every quantity over all worlds. Raises `OverflowError`."""
    growth = assumed_growth(areas, assumed)
    by_path = {located.path: located for located in areas}
    most = shape.most + 2
    fits = {
        path: worlds.fits(
            located,
            most * len(shape.sums.get(path, (path,))) if path in shape.sums else most + 2,
            growth.get(path),
            assumed.cut,
        )
        for path, located in by_path.items()
    }
    total = 1
    for path in shape.free:
        total *= len(fits[path])
    if total > worlds.TOO_MANY / 4:
        raise OverflowError
    known = {path: set(each) for path, each in fits.items()}
    shares = [
        (path, 2 + at, worlds.allowed(getattr(located.area, field), rate=True))
        for path, located in by_path.items()
        for at, field in enumerate(SHARES)
        if getattr(located.area, field) is not None
    ]
    values, limited = {}, False
    for chosen in product(*(fits[path] for path in shape.free)):
        found = dict(zip(shape.free, chosen, strict=True))
        found |= {path: added([found[part] for part in parts]) for path, parts in shape.sums.items()}
        if not holds(shape, found) or any(found[path] not in known[path] for path in shape.sums):
            continue
        wholes = [
            (found[path][at], found[path[:-4] if path[-2] == "parts" else path[:-2]][at], room)
            for path, at, room in shares
        ]
        if any(whole and Fraction(100 * part, whole) not in room for part, whole, room in wholes):
            continue
        for path, world in found.items():
            limited = limited or max(world[:2]) >= most
            for name, value in worlds.quantities(world).items():
                low, high = values.get((path, name), (value, value))
                values[path, name] = (min(low, value), max(high, value))
    return values, limited


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.booleans())
def test_no_world_is_ever_outside(seed, damaged):
    shape, _, areas, assumed = made_up(seed, damaged=damaged)
    worked_out = ranges(areas, assumed)
    try:
        values, _ = found_worlds(shape, areas, assumed)
    except OverflowError:
        return
    if worked_out.conflicts:
        assert not values
        return
    for (path, quantity), ends in values.items():
        interval = worked_out.of(path, quantity)
        assert ends[0] in interval, (path, quantity, ends, interval)
        assert ends[1] in interval, (path, quantity, ends, interval)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_true_figures_contradict_each_other_by_assumptions_alone(seed):
    _, _, areas, assumed = made_up(seed, damaged=False)
    assert all(conflict.growth or conflict.cut for conflict in ranges(areas, assumed).conflicts)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_what_is_said_to_contradict_is_reduced_and_needs_each_of_its_figures(seed):
    shape, said, areas, _ = made_up(seed, damaged=True)
    nothing_assumed = Assumptions(growth=None)
    for conflict in ranges(areas, nothing_assumed).conflicts[:1]:
        if not conflict.reduced or "reduction_rate" in {path[-1] for path in conflict.figures}:
            continue  # what points mean hangs on the rates beside them, named or not
        kept = {path: {k: v for k, v in each.items() if (*path, k) in conflict.figures} for path, each in said.items()}
        again = ranges(worlds.plan(data_of(shape, kept)), nothing_assumed).conflicts
        assert again
        for path in conflict.figures:
            fewer = {at: {k: v for k, v in each.items() if (*at, k) != path} for at, each in kept.items()}
            assert not ranges(worlds.plan(data_of(shape, fewer)), nothing_assumed).conflicts


def test_most_ranges_are_as_tight_as_can_be():
    seen, tight, all_ends = set(), 0, 0
    for seed in range(120):
        random = Random(seed)  # noqa: S311
        name, shape = list(SHAPES.items())[seed % len(SHAPES)]
        said = drawn(random, shape, moving=False)
        for path in shape.free:
            said[path].pop("households", None)
            said[path] |= {field: {"at_most": shape.most} for field in ("households_start", "households_end")}
        areas, assumed = worlds.plan(data_of(shape, said)), Assumptions(growth=None)
        try:
            values, limited = found_worlds(shape, areas, assumed)
        except OverflowError:
            continue
        if not values or limited:
            continue
        seen.add(name)
        worked_out = ranges(areas, assumed)
        for (path, quantity), ends in values.items():
            interval = worked_out.of(path, quantity)
            all_ends += 2
            tight += (interval.low == ends[0]) + (interval.high == ends[1])
    assert len(seen) > 3, seen
    assert tight > 0.8 * all_ends, (tight, all_ends)


def test_sums_narrow_both_ways():
    plan = {
        "poor_households_end": 100,
        "areas": [
            {"id": "x", "name": "X", "poor_households_end": {"min": 60, "max": 70}},
            {"id": "y", "name": "Y"},
        ],
        "breakdowns": [
            {
                "id": "b",
                "name": "B",
                "parts": [
                    {"id": "u", "name": "U"},
                    {"id": "v", "name": "V", "share_of_poor_end": 40},
                ],
            }
        ],
    }
    for area, urban in zip(plan["areas"], ({"at_most": 20}, None), strict=True):
        parts = [{"id": "u", "name": "U"}, {"id": "v", "name": "V"}]
        if urban:
            parts[0]["poor_households_end"] = urban
        area["breakdowns"] = [{"id": "b", "name": "B", "parts": parts}]
    found = ranges(worlds.plan(plan))
    # 40% of 100 are 40, so that 60 are urban; of these X has at most 20, so that it needs all 40 others to be 60.
    assert [found.of(path, "poor_households_end")[:2] for path in (P0, P1, A0, A1, *CELLS)] == [
        (60, 60),
        (40, 40),
        (60, 60),
        (40, 40),
        (20, 20),
        (40, 40),
        (40, 40),
        (0, 0),
    ]


def test_a_part_that_overlaps_is_bounded_and_not_summed():
    causes = {
        "id": "cause",
        "name": "C",
        "overlapping": True,
        "parts": [
            {"id": "a", "name": "A", "poor_households_end": 90},
            {"id": "b", "name": "B", "poor_households_end": 80},
        ],
    }
    found = ranges(worlds.plan({"breakdowns": [causes]}))
    assert found.of(ROOT, "poor_households_end") == Interval(90, None)
    assert ranges(worlds.plan({"poor_households_end": 89, "breakdowns": [causes]})).conflicts
