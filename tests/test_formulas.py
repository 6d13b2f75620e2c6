"""The arithmetic of arguments: what is printed comes to what the range ends at."""

import re
from fractions import Fraction
from math import ceil, floor
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import worlds
from povcalc.inference.domains import QUANTITIES
from povcalc.inference.explain import in_turn, worked
from povcalc.inference.ranges import ranges
from povcalc.messages import Lang
from povcalc.plan.assumptions import Assumptions
from povcalc.values import Interval

GRID = 10**30
"""A rate of very many digits is rounded outwards to one over so much."""

GROWTHS = (Assumptions(), *(Assumptions(growth=Interval(*ends)) for ends in ((0, 2), (-10, 30), (-5, -1))))


def computed(formula):
    """What a printed formula comes to, as a pocket calculator would have it."""
    signs = {",": "", "×": "*", "÷": "/", "−": "-", ")%": ")/100"}
    for printed, sign in signs.items():
        formula = formula.replace(printed, sign)
    formula = re.sub(r"([\d.]+)%", r"(\1/100)", formula)
    return eval(re.sub(r"(\d+(?:\.\d+)?)", r"Fraction('\1')", formula), {"Fraction": Fraction})  # noqa: S307


def whole(made, *, upper):
    """The whole number that a count can be at most or at least."""
    number = floor(made.result) if upper else ceil(made.result)
    beyond = made.is_open and number == made.result
    return number + (-1 if upper else 1) * beyond


def steps_of(data, assumed):
    areas = worlds.plan(data)
    found = ranges(areas, assumed)
    ends = [end for located in areas for quantity in QUANTITIES for end in found.steps(located.path, quantity)]
    return in_turn([*ends, *(end for conflict in found.conflicts for end in conflict.ends)])


@settings(max_examples=100, deadline=None)
@example(seed=23790, assumed=GROWTHS[2], damage=True)  # a base from the greatest k, which is below zero
@example(seed=4813, assumed=GROWTHS[3], damage=False)  # a count that is stated, the same at both ends
@example(seed=578, assumed=GROWTHS[3], damage=True)  # a fraction that was rounded outwards
@given(st.integers(0, 2**32), st.sampled_from(GROWTHS), st.booleans())
def test_every_line_comes_to_the_end_that_it_explains(seed, assumed, damage):
    random = Random(seed)  # noqa: S311
    data = worlds.random_plan(random, random.choice(["one", "two", "three"]), 40)
    for step in steps_of(worlds.damaged(random, data) if damage else data, assumed):
        made = worked(step)
        if made is None:
            continue
        if "…" not in made.formula.to(Lang.EN):
            assert computed(made.formula.to(Lang.EN)) == made.result
        if isinstance(step.value, int):
            assert step.value in (whole(made, upper=step.upper), 0)
            continue
        end = Fraction(*step.value[:2])
        if step.value[1] == GRID:
            outwards = end - made.result if step.upper else made.result - end
            assert 0 <= outwards < Fraction(1, GRID)
        else:
            assert (end, step.value[2]) == (made.result, made.is_open)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_the_rest_of_a_sum_is_the_whole_less_the_parts_that_are_known(at):
    parts = [{"id": name, "name": name} for name in "abc"]
    parts[at]["poor_households_start"] = 2
    data = {"poor_households_start": 27, "areas": parts}
    told = {worked(step).formula.to(Lang.EN) for step in steps_of(data, Assumptions()) if step.rule == "remainder"}
    assert told == {"27 − 2"}
