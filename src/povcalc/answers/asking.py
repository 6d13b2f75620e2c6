"""What-if questions from Python."""

from os import PathLike

from povcalc.answers.seeking import Search, searched
from povcalc.answers.sheets import Answer, answered
from povcalc.loading import reading_of
from povcalc.plan import Plan
from povcalc.scenario.rebalancing import Rebalance
from povcalc.scenario.requests import requested
from povcalc.scenario.whatif import Scenario


def whatif(
    plan: Plan | str | PathLike[str], *changes: str, rebalance: str | None = None, keep_stated: bool = False
) -> Answer:
    """What follows from changed figures: `povcalc.whatif(plan, "tram-tau.reduction_households=500")`.

    Changes are written as for `povcalc whatif --set`, and `rebalance` is `"total"` or `"others"`. `outcomes` of the
    answer's `whatif` has the ranges of each area before and after, its `after.plan` the changed plan, and `findings`
    what the change does to the findings. Raises `ScenarioError` for what cannot be carried out, `ValueError` for
    another `rebalance`, and `OSError` when a file cannot be read.
    """
    sums = None if rebalance is None else Rebalance(rebalance)
    return answered(reading_of(plan), Scenario(tuple(map(requested, changes)), sums, keep_stated))


def seek(plan: Plan | str | PathLike[str], goal: str, *vary: str) -> Search:
    """What it takes to reach a goal, such as `"tram-tau.poverty_rate_end<=40"`.

    `vary` are the figures that may change for it, such as `"tram-tau.reduction_households"` or `"funding.oda"`.
    `sure` and `could` of the search's `sought` have the figures by path; its `answer` is what follows from the sure
    ones. Raises `ScenarioError` for a question that has no answer, `OSError` when a file cannot be read.
    """
    return searched(reading_of(plan), goal, list(vary))
