"""What it would take to reach a goal: the least demanding figures that are sure to, and the least that could.

    tram-tau.poverty_rate_end<=40     by varying tram-tau.reduction_households
    yen-bai.reduction_rate>6          by varying the counts of its districts in proportion
    yen-bai.poor_households_end<30000 by varying the end rates of its districts in proportion
    funding.total<=5000000            by varying funding.oda

A figure is sure when the goal is reached in every world that the plan as written allows; it could when there is one
world in which it is. People are held, as everywhere here.
"""

from collections.abc import Sequence

from povcalc.bounds import Options, assumptions_of
from povcalc.loading import Reading
from povcalc.places import Path
from povcalc.scenario.counting import counted
from povcalc.scenario.outcomes import TARGETS
from povcalc.scenario.paying import paid
from povcalc.scenario.questions import Asked, Paid, Sought, asked_for
from povcalc.scenario.requests import ScenarioError
from povcalc.scenario.selecting import Selecting
from povcalc.scenario.stepping import stepped
from povcalc.text import Text, say

COUNT = "reduction_households"


def sought(reading: Reading, words: str, vary: Sequence[str], options: Options | None = None) -> Sought:
    """What it takes to reach a goal by varying figures. Raises `ScenarioError` for a question that has no answer."""
    plan = reading.plan
    if plan is None:
        raise ScenarioError(Text("nothing of a plan could be read", "không đọc được kế hoạch"))
    selecting = Selecting(plan)
    asked = asked_for(selecting, words)
    paths = list(dict.fromkeys(path for each in vary for path in selecting.figures(each)))
    if not paths:
        raise ScenarioError(
            Text(
                "name what is varied with --vary, such as --vary tram-tau.reduction_households",
                "hãy nêu số được thay đổi bằng --vary, ví dụ --vary tram-tau.reduction_households",
            )
        )
    assumed = assumptions_of(plan, options)
    if isinstance(asked, Paid):
        return paid(reading, selecting, assumed, asked, paths)
    _refuse_unfit(selecting, asked, paths)
    if paths[0][-1] == COUNT:
        return counted(reading, selecting, assumed, asked, paths)
    return stepped(reading, selecting, assumed, asked, paths)


def _refuse_unfit(selecting: Selecting, asked: Asked, paths: Sequence[Path]) -> None:
    """Raise `ScenarioError` for figures that cannot be varied for a goal of an area."""
    if len({path[-1] for path in paths}) > 1:
        raise ScenarioError(
            say(
                "figures that are varied together are of one kind, not {fields}",
                "các số được thay đổi cùng nhau phải cùng một loại, không phải {fields}",
                fields=", ".join(dict.fromkeys(str(path[-1]) for path in paths)),
            )
        )
    for path in paths:
        name = selecting.called(path)
        if path[: len(asked.located.path)] != asked.located.path:
            raise ScenarioError(
                say(
                    "{goal} does not depend on {name}: vary the area itself or areas inside it",
                    "{goal} không phụ thuộc {name}: hãy thay đổi chính địa bàn đó hoặc địa bàn trực thuộc",
                    goal=asked.words,
                    name=name,
                )
            )
        if path[-1] not in TARGETS:
            raise ScenarioError(
                say(
                    "{name}: what is varied are targets, {fields}; the people of an area are held",
                    "{name}: số được thay đổi là các chỉ tiêu, {fields}; dân số của địa bàn giữ nguyên",
                    name=name,
                    fields=", ".join(TARGETS),
                )
            )
        if any(other != path and path[: len(other) - 1] == other[:-1] for other in paths):
            raise ScenarioError(
                say(
                    "{name} lies inside another area that is varied too: vary one of the two",
                    "{name} nằm trong một địa bàn khác cũng được thay đổi: chỉ thay đổi một trong hai",
                    name=name,
                )
            )
