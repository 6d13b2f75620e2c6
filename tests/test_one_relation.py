"""Contradictions of one relation found without a domain: the same that the domains of the area end with."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import worlds
from povcalc.inference.conflicts import evidence
from povcalc.inference.counts import assumed_growth, used_in
from povcalc.inference.domains import Infeasible
from povcalc.inference.one_relation import refuted_by_one_relation
from povcalc.inference.propagate import Basis, domains_at, propagate_each
from povcalc.measures import ONLY_POOR
from povcalc.plan.assumptions import Assumptions
from povcalc.plan.model import Area
from povcalc.values import Interval


def basis_of(areas, assumed=None, dropped=()):
    assumed = assumed or Assumptions()
    return Basis(assumed_growth(areas, assumed), assumed.cut, set(dropped), set(), used=used_in(areas))


def by_domains(located, basis):
    """The ends that rule out each other in the domains of an area; `None` where none do."""
    try:
        propagate_each(domains_at(located, basis))
    except Infeasible as refuted:
        return refuted.ends
    return None


def quickly(located, basis):
    """The ends that rule out each other by one relation, which rest on what is said beside them; or `None`."""
    for ends, held in refuted_by_one_relation(located, basis):
        assert held == evidence(ends)
        return ends
    return None


def fields_of(ends):
    return [path[-1] for path in evidence(ends).figures]


def only_area(**figures):
    (located,) = worlds.plan(figures)
    return located


COUNTS = ["poor_households_start", "poor_households_end", "reduction_households"]
RATE = ["households_start", "poor_households_start", "poverty_rate_start"]


@pytest.mark.parametrize(
    ("figures", "fields"),
    [
        # Of 100 poor 90 are left: 10 fewer, not 9 or 11.
        ({"poor_households_start": 100, "poor_households_end": 90, "reduction_households": 10}, []),
        ({"poor_households_start": 100, "poor_households_end": 90, "reduction_households": 9}, COUNTS),
        ({"poor_households_start": 100, "poor_households_end": 90, "reduction_households": 11}, COUNTS),
        # 1 of 8 is 12.5%, rounded to 12 or 13.
        ({"households_start": 8, "poor_households_start": 1, "poverty_rate_start": 12}, []),
        ({"households_start": 8, "poor_households_start": 1, "poverty_rate_start": 13}, []),
        ({"households_start": 8, "poor_households_start": 1, "poverty_rate_start": Decimal("12.4")}, RATE),
        ({"households_start": 8, "poor_households_start": 1, "poverty_rate_start": Decimal("12.6")}, RATE),
        # No number of 8 households is 20%: 1 is 12.5% and 2 are 25%; at the end 20% of 10 are 2.
        ({"households_start": 8, "poverty_rate_start": 20}, ["households_start", "poverty_rate_start"]),
        ({"households_end": 10, "poverty_rate_end": 20}, []),
        ({"households": 8, "poverty_rate_end": 20}, ["households", "poverty_rate_end"]),
    ],
)
def test_a_relation_of_bare_numbers_is_refuted_without_a_domain(figures, fields):
    located = only_area(**figures)
    basis = basis_of([located])
    assert fields_of(quickly(located, basis) or ()) == fields
    assert quickly(located, basis) == by_domains(located, basis)


@pytest.mark.parametrize(
    "figures",
    [
        {"households_start": 0, "poverty_rate_start": 20},  # the household that a rate needs comes first
        {"poor_households_start": 3, "poverty_rate_start": 40},  # 3 are 40% of no number of households
        {"poor_households_start": 3, "reduction_households": 4},  # fewer than none would be left
        {"households_start": 8, "poor_households_start": 9},
        {"households_start": 8, "poor_households_start": 9, "poverty_rate_start": 100},
        {"households": 8, "households_start": 9, "poverty_rate_start": 20},
        {"households_start": 8, "poverty_rate_start": 20, "reduction_households_per_year": 5},
    ],
)
def test_what_may_contradict_before_that_is_left_to_the_domains(figures):
    located = only_area(**figures)
    assert quickly(located, basis_of([located])) is None


def test_each_contradiction_is_found_without_the_figures_of_those_before():
    located = only_area(
        poor_households_start=100,
        poor_households_end=90,
        reduction_households=9,
        households_start=8,
        poverty_rate_start=20,
        households_end=9,
        poverty_rate_end=20,
    )
    basis, found = basis_of([located]), []
    for ends, _ in refuted_by_one_relation(located, basis):
        assert ends == by_domains(located, basis)
        basis.dropped.update(evidence(ends).figures)
        found.append(fields_of(ends))
    assert found == [COUNTS, ["households_start", "poverty_rate_start"], ["households_end", "poverty_rate_end"]]


def test_what_is_set_aside_does_not_count():
    located = only_area(poor_households_start=100, poor_households_end=90, reduction_households=9)
    path = (*located.path, "poor_households_end")
    assert quickly(located, basis_of([located], dropped=[path])) is None


@given(st.integers(0, 2**32))
@settings(max_examples=300)
def test_an_area_is_refuted_as_by_its_domains(seed):
    """Whatever bare numbers, some set aside, and estimates and bounds among them now and then."""
    random = Random(seed)  # noqa: S311
    n0, n1 = random.randint(0, 60), random.randint(0, 60)
    numbers = {
        "households": n0,
        "households_start": n0,
        "households_end": n1,
        "poor_households_start": random.randint(0, n0 + 2),
        "poor_households_end": random.randint(0, n1 + 2),
    }
    numbers["reduction_households"] = (
        numbers["poor_households_start"] - numbers["poor_households_end"] + random.choice((0, 0, 1, -1))
    )
    figures = {}
    for field, number in numbers.items():
        if random.random() < (0.2 if field == "households" else 0.7):
            other = number + 1 if random.random() < 1 / 10 else number
            form = random.choice(("over", "at_most", "about")) if random.random() < 1 / 20 else None
            figures[field] = {form: other} if form else other
    for when, base in (("start", n0), ("end", n1)):
        if random.random() < 2 / 3:
            share = Fraction(100 * min(numbers[f"poor_households_{when}"], base), max(base, 1))
            rate = Decimal(round(100 * share) + random.choice((0, 0, -1, 1, 300))).scaleb(-2)
            figures[f"poverty_rate_{when}"] = min(max(rate, Decimal(0)), Decimal(100))
    if random.random() < 1 / 3:
        figures["reduction_rate"] = Decimal(random.randint(-300, 300)).scaleb(-1)
    located = only_area(**figures)
    stated = [(*located.path, field) for field in Area.FIGURES if field in figures]
    dropped = [path for path in stated if random.random() < 1 / 6]
    growth = random.choice((None, Interval(0, 0), Interval(-10, 30)))
    basis = basis_of([located], Assumptions(growth=growth), dropped)
    found = quickly(located, basis)
    assert found is None or found == by_domains(located, basis)


@given(st.integers(0, 2**32))
@settings(max_examples=100)
def test_an_area_of_a_plan_is_refuted_as_by_its_domains(seed):
    """Any figures at all, of any measures."""
    random = Random(seed)  # noqa: S311
    used = random.choice((ONLY_POOR, ONLY_POOR._replace(with_flows=ONLY_POOR.measures)))
    areas = worlds.plan(worlds.damaged(random, worlds.random_plan(random, "two", 14, used)))
    for located in areas:
        found = quickly(located, basis_of(areas))
        assert found is None or found == by_domains(located, basis_of(areas))
