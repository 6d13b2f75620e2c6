"""The shorter ways to a contradiction give what the longer one does, and a budget ends in what is true."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import worlds
from plans import area, targets
from povcalc.inference import conflicts
from povcalc.inference import ranges as module
from povcalc.inference.conflicts import Evidence, Restricted
from povcalc.inference.counts import assumed_growth
from povcalc.inference.propagate import Basis
from povcalc.inference.ranges import ranges
from povcalc.plan.assumptions import Assumptions
from povcalc.plan.load import read_text
from povcalc.plan.model import walk
from povcalc.values import ANY


def found(text):
    return ranges(walk(read_text(text, "plan.yaml").plan.targets)).conflicts


def both_ways(text, name="_allowed_by_one_sum"):
    """The contradictions with the shorter way and without it, and how often it was gone."""
    gone = []
    shorter = getattr(conflicts, name)

    def watched(*given_):
        rooms = shorter(*given_)
        gone.append(rooms is not None)
        return rooms

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conflicts, name, watched)
        quick = found(text)
        patch.setattr(conflicts, name, lambda *_: None)
        return quick, found(text), sum(gone)


def number_or_range(low, high):
    """Numbers from the low to the high one, and ranges whose ends are such numbers."""
    numbers = st.integers(low, high)
    return numbers | st.tuples(numbers, numbers).map(lambda ends: {"min": min(ends), "max": max(ends)})


@given(
    number_or_range(-20, 60),
    st.lists(number_or_range(-5, 20), min_size=1, max_size=5),
    st.sampled_from([{}, {"poverty_rate_end": 12}, {"households": 400}, {"poor_households_start": 90}]),
    st.booleans(),
)
def test_the_shorter_way_finds_the_same(whole, parts, beside, inner):
    children = [area(f"a{at}", reduction_households=part) for at, part in enumerate(parts)]
    if inner:
        middle = area(
            "m", *children, reduction_households=sum(part for part in parts if isinstance(part, int)), **beside
        )
        text = targets(middle, area("z", reduction_households=3), reduction_households=whole)
    else:
        text = targets(*children, reduction_households=whole, **beside)
    quick, slow, _ = both_ways(text)
    assert quick == slow


def test_a_wrong_sum_goes_the_shorter_way():
    text = targets(area("a", reduction_households=3), area("b", reduction_households=4), reduction_households=9)
    (conflict,), slow, gone = both_ways(text)
    assert gone == 1
    assert (conflict,) == slow
    # 9 are stated where 3 and 4 are 7: the total would be 7, or the parts 5 and 6.
    assert [room.low for room in conflict.allowed_ranges] == [7, 5, 6]


def test_a_wrong_sum_of_ranges_goes_the_shorter_way():
    parts = [area("a", reduction_households="{min: 3, max: 5}"), area("b", reduction_households=4)]
    (conflict,), slow, gone = both_ways(targets(*parts, reduction_households="{min: 10, max: 12}"))
    assert gone == 1
    assert (conflict,) == slow
    # The parts are 7 to 9: the total would be that, or the parts 10 - 4 to 12 - 4, and 10 - 5 to 12 - 3.
    assert [room[:2] for room in conflict.allowed_ranges] == [(7, 9), (6, 8), (5, 9)]


@pytest.mark.parametrize(
    "text",
    [
        targets(area("a", reduction_households="{at_least: 3}"), reduction_households=2),
        targets(area("a", poor_households_start=30), poor_households_start=20),
        targets(area("a", poor_households_start=30, poor_households_end=20), reduction_households=20),
    ],
)
def test_anything_else_goes_the_longer_way(text):
    quick, slow, gone = both_ways(text)
    assert quick == slow != ()
    assert gone == 0


RATES = st.one_of(
    st.sampled_from([0, 100, 0.5, 12, 12.01, 99.99]),
    st.integers(0, 10000).map(lambda hundredths: hundredths / 100),
    st.integers(1, 99).map(lambda rate: {"over": rate}),
    st.integers(1, 99).map(lambda rate: {"under": rate}),
)


@given(
    RATES,
    st.lists(RATES, min_size=1, max_size=5),
    st.sampled_from(["poverty_rate_start", "poverty_rate_end"]),
    st.sampled_from([{}, {"reduction_households": 12}, {"households": 400}]),
    st.booleans(),
)
def test_the_shorter_way_to_a_mean_finds_the_same(whole, parts, field, beside, inner):
    children = [area(f"a{at}", **{field: part}, reduction_households=at) for at, part in enumerate(parts)]
    if inner:
        text = targets(area("m", *children, **{field: whole}), area("z", households=30), **beside)
    else:
        text = targets(*children, **{field: whole}, **beside)
    quick, slow, _ = both_ways(text, "_of_one_mean")
    for short, long in zip(quick, slow, strict=True):
        # Where ranges creep, the longer way ends with what it has: it names the figures, and some of the rest or none.
        names = {"ends": (), "reduced": False, "allowed_ranges": (), "cut_off": ()}
        assert short._replace(**names) == long._replace(**names)
        assert short.reduced or not long.reduced
        for room, looser in zip(short.allowed_ranges, long.allowed_ranges, strict=True):
            assert looser in {room, ANY}
        assert set(long.cut_off) <= set(short.cut_off)
        if ANY not in long.allowed_ranges:
            assert short.cut_off == long.cut_off


def test_the_shorter_way_to_a_mean_knows_more_where_the_longer_one_creeps():
    children = [area(f"a{at}", poverty_rate_start=part, reduction_households=at) for at, part in enumerate(CREEPING)]
    (quick,), (slow,), _ = both_ways(targets(*children, poverty_rate_start=0), "_of_one_mean")
    assert (quick.figures, quick.reduced, slow.reduced) == (slow.figures, True, False)


CREEPING = (99.99, 12, 99.99, 12.01)


@pytest.mark.parametrize(("whole", "parts"), [(90, (10, 11, 12)), (9.4, (12, 11, 10)), (12.04, (12.01, 11))])
def test_a_rate_outside_those_of_its_parts_goes_the_shorter_way(whole, parts):
    children = [area(f"a{at}", poverty_rate_end=part) for at, part in enumerate(parts)]
    quick, slow, gone = both_ways(targets(*children, poverty_rate_end=whole), "_of_one_mean")
    assert quick == slow
    assert gone == 1


def test_a_contradiction_with_a_thousand_parts_is_found_without_trying_each(monkeypatch):
    trials = []
    refutation = conflicts.Restricted.refutation
    monkeypatch.setattr(
        conflicts.Restricted,
        "refutation",
        lambda self, *given, **named: trials.append(1) or refutation(self, *given, **named),
    )
    children = [area(f"a{at}", poverty_rate_end=10 + at % 7) for at in range(1000)]
    (conflict,) = found(targets(*children, poverty_rate_end=90))
    assert conflict.reduced
    assert len(conflict.figures) == 1001
    assert len(trials) < 5


@given(st.integers(0, 200), st.lists(st.integers(0, 60), min_size=2, max_size=5), st.integers(0, 90))
def test_what_is_told_stays_true_when_the_budget_ends_the_search(budget, parts, whole):
    children = [area(f"a{at}", households=100 + at, poverty_rate_end=part) for at, part in enumerate(parts)]
    text = targets(*children, poverty_rate_end=whole)
    areas = walk(read_text(text, "plan.yaml").plan.targets)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conflicts, "MAX_AREAS_NARROWED", budget)
        short = ranges(areas)
    full = ranges(areas)
    assert bool(short.conflicts) == bool(full.conflicts)
    for conflict in short.conflicts:
        # Still a contradiction, whatever could have been spared, and each room holds what the full search allows.
        held = conflicts.Evidence(conflict.figures, conflict.growth, conflict.cut)
        assert conflicts.Restricted(areas, short.basis._replace(dropped=set())).refutation(held) is not None
        for least in full.conflicts:
            if least.figures == conflict.figures:
                assert all(map(lambda tight, loose: tight.within(loose), least.allowed_ranges, conflict.allowed_ranges))


def test_what_a_silent_whole_says_of_its_parts_is_not_asked(monkeypatch):
    asked = []
    monkeypatch.setattr(module, "_follows", lambda *_: asked.append(1))
    parts = [area(f"a{at}", households=100 + at, reduction_households=at % 5) for at in range(50)]
    areas = walk(read_text(targets(*parts), "plan.yaml").plan.targets)
    figures = [(*each.path, "households") for each in areas[1:]]
    assert module.implied_figures(areas, ranges(areas), figures) == []
    assert not asked
    # Where the whole says how many there are, each is what the others leave.
    areas = walk(read_text(targets(*parts, households=sum(range(100, 150))), "plan.yaml").plan.targets)
    assert module.implied_figures(areas, ranges(areas), figures) == figures


def wrong_areas(seed):
    """The areas of a plan made at random with three figures changed; none where it is no plan any more."""
    random = Random(seed)  # noqa: S311
    wrong = worlds.random_plan(random, random.choice(["two", "three"]), 40)
    for _ in range(3):
        wrong, _path = worlds.damaged_once(random, wrong)
    plan = read_text(worlds.text(wrong), "x").plan
    return walk(plan.targets) if plan and plan.targets else ()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([0, 5, 50]))
def test_what_the_budget_of_a_plan_leaves_as_it_is_cannot_be_true_either(seed, budget):
    areas = wrong_areas(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conflicts, "MAX_AREAS_NARROWED_IN_ALL", budget)
        limited = ranges(areas).conflicts if areas else ()
    basis = Basis(assumed_growth(areas, Assumptions()), None, set(), set())
    for conflict in limited:
        if conflict.reduced:
            continue
        restricted = Restricted(areas, basis)
        restricted.patience = 10
        assert restricted.refutation(Evidence(conflict.figures, conflict.growth, conflict.cut)) is not None
    # There are contradictions with a budget where there are any without.
    assert bool(limited) == bool(areas and ranges(areas).conflicts)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_to_ask_the_surroundings_first_changes_nothing_in_what_follows(seed):
    areas = wrong_areas(seed)
    if not areas:
        return
    figures = [
        (*each.path, field) for each in areas for field in type(each.area).FIGURES if each.figure(field) is not None
    ]
    narrowed = ranges(areas)
    with pytest.MonkeyPatch.context() as patch:
        without = module._without
        patch.setattr(module, "_without", lambda *given_: without(*given_[:4]))
        slow = module.implied_figures(areas, narrowed, figures)
    assert module.implied_figures(areas, narrowed, figures) == slow
