"""What becomes of areas with shared-out targets, held against all worlds of small plans."""

from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

import worlds
from povcalc.allocation import AllocationError, allocate
from povcalc.inference.counts import assumed_growth
from povcalc.plan.assumptions import Assumptions, Options
from povcalc.plan.load import read_text
from povcalc.values import ANY, Interval

KINDS = {"two": (6, 8), "three": (4, 5)}
GROWTHS = (Interval(0, 0), Interval(0, 20), ANY)


@settings(max_examples=100, deadline=None)
@example(1)
@given(st.integers(0, 2**32))
def test_no_world_that_has_room_for_the_shares_is_outside_their_rates(seed):
    random = Random(seed)  # noqa: S311
    kind = random.choice(["two", "two", "three"])
    plan = read_text(worlds.text(worlds.random_plan(random, kind, KINDS[kind][0])), "plan.yaml").plan
    growth = random.choice(GROWTHS)
    # Every area weighs the same, so that there is a weight whatever the plan states.
    weights = {f"r/{each.id}": 1 for each in plan.targets.areas}
    weights |= {f"r/{each.id}/{inner.id}": 1 for each in plan.targets.areas for inner in each.areas}
    try:
        allocation = allocate(
            plan, households=random.randint(0, 6), by=weights, deep=True, assumed=Options(growth=growth)
        )
    except AllocationError:
        return
    assumed = assumed_growth(allocation.areas, Assumptions(None if growth == ANY else growth))
    if allocation.ranges.conflicts:
        return
    try:
        all_worlds = list(worlds.worlds(allocation.areas[0], KINDS[kind][1], assumed, None))
    except OverflowError:
        return
    for world in all_worlds:
        told = [(part, world[part.located.path]) for part in allocation.parts]
        if all(0 <= p0 - part.share <= n1 for part, (_, n1, p0, _) in told):
            for part, (n0, n1, p0, _) in told:
                now = worlds.quantities((n0, n1, p0, p0 - part.share))
                for quantity in ("poverty_rate_end", "reduction_rate"):
                    assert quantity not in now or now[quantity] in allocation.after(part, quantity)
