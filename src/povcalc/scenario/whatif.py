"""All of a what-if: the changes as they were understood, what follows, and the changed plan."""

from collections.abc import Sequence
from typing import NamedTuple

from povcalc.bounds import Options, Ranges, assumptions_of, ranges
from povcalc.bounds.assumed import Assumptions
from povcalc.figures import Figure
from povcalc.loading import Reading
from povcalc.places import Path
from povcalc.revising import revised
from povcalc.scenario.applying import Applied, Step, applied
from povcalc.scenario.following import following
from povcalc.scenario.outcomes import Outcomes, outcomes
from povcalc.scenario.rebalancing import Rebalance, others, totals
from povcalc.scenario.requests import Request, ScenarioError
from povcalc.scenario.selecting import Selecting
from povcalc.text import Text


class Scenario(NamedTuple):
    """What is changed, what becomes of sums, and whether stated figures that follow stay as they were."""

    requests: tuple[Request, ...]
    rebalance: Rebalance | None = None
    keep_stated: bool = False
    name: Text | None = None


class WhatIf(NamedTuple):
    """A plan before and after a change.

    `applied` are the changes in their order, `rebalanced` the figures that were changed so that sums hold,
    `follows` stated figures that follow from all these; `after` has all of them.
    """

    scenario: Scenario
    before: Reading
    after: Reading
    selecting: Selecting
    assumed: Assumptions
    applied: tuple[Applied, ...]
    rebalanced: tuple[Step, ...]
    follows: tuple[Step, ...]
    outcomes: Outcomes

    @property
    def changes(self) -> dict[Path, Figure]:
        """All figures of the changed plan that are others than before."""
        steps = (*(step for each in self.applied for step in each.steps), *self.rebalanced, *self.follows)
        return {step.path: step.after for step in steps}


def whatif(reading: Reading, scenario: Scenario, options: Options | None = None, found: Ranges | None = None) -> WhatIf:
    """What follows from a scenario. `found` are the ranges of the plan as written, if they are known already.

    Raises `ScenarioError` for one that cannot be carried out.
    """
    plan = reading.plan
    if plan is None:
        raise ScenarioError(Text("nothing of a plan could be read", "không đọc được kế hoạch"))
    selecting = Selecting(plan)
    assumed = assumptions_of(plan, options)
    done = applied(selecting, scenario.requests)
    changes = _that_differ(selecting, {step.path: step.after for each in done for step in each.steps})
    rebalanced: Sequence[Step] = ()
    if scenario.rebalance is Rebalance.OTHERS:
        rebalanced = others(selecting, changes)
        changes |= {step.path: step.after for step in rebalanced}
    follow = outcomes(reading, selecting, found or ranges(selecting.areas, assumed), assumed, changes)
    follows: list[Step] = []
    if scenario.rebalance is Rebalance.TOTAL:
        rebalanced = totals(selecting, changes)
        changes |= {step.path: step.after for step in rebalanced}
    if not scenario.keep_stated:
        follows = following(follow, changes, around=scenario.rebalance is not None)
        changes |= {step.path: step.after for step in follows}
    return WhatIf(
        scenario,
        reading,
        revised(reading, changes),
        selecting,
        assumed,
        done,
        tuple(rebalanced),
        tuple(follows),
        follow,
    )


def _that_differ(selecting: Selecting, changes: dict[Path, Figure]) -> dict[Path, Figure]:
    """Changes without those of areas and lines in which each figure is set to what it was."""
    differing = {path[:-1] for path, figure in changes.items() if selecting.stated(path) != figure}
    return {path: figure for path, figure in changes.items() if path[:-1] in differing}
