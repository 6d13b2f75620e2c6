"""What a wrong figure beside the sums should be: shares, percentages of the plan, what was planned, and what exceeds.

The figures that such an error rests on are taken out one after another. Where all others leave one number for one, it
is put in, and the checks look at the whole plan again: a number counts only if the error is gone then, and nothing is
wrong that was not before. Nothing here is sure enough to be written without asking.
"""

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from povcalc.checks import ALL
from povcalc.engine import run
from povcalc.findings import Finding, Report, Severity
from povcalc.inference.ranges import Ranges, ranges
from povcalc.inference.succession import planned_view
from povcalc.measures import POOR, SHARES
from povcalc.places import Path
from povcalc.plan.assumptions import Options, assumptions_of
from povcalc.plan.edit import value_in, with_figures
from povcalc.plan.load import Reading, replaced
from povcalc.plan.model import Plan, parent, walk
from povcalc.values import ANY, Figure, Form, Interval, Number, decimals, exact, part_of, percent_of, scaled

CODES = frozenset({"T122", "T131", "T132", "T133", "T501", "T502"})
"""The checks whose errors are looked at."""

STEPS_AN_AREA = 10
"""To check a plan again takes so many steps for each of its areas."""

MOST_STEPS = 30_000
"""More are taken for no plan, whatever is asked for: some seconds of work."""

_CHECKS = tuple(check for check in ALL if check.code[:2] in ("T1", "T2", "T5"))
_MOST = 24
"""Of an error that rests on more figures none is tried."""


class SingledOut(NamedTuple):
    """A figure of an error and what it would have to be by all others; without a figure any number in `left`."""

    path: Path
    stated: Figure
    figure: Figure | None
    left: Interval


def singled_out(
    reading: Reading, report: Report, options: Options | None, steps: int | None = None
) -> dict[Finding, tuple[SingledOut, ...]]:
    """By error, the numbers that the other figures leave for those that it rests on, as far as the steps go."""
    errors = [each for each in report.findings if each.code in CODES and each.severity is Severity.ERROR]
    errors = [each for each in errors if each.waived is None and not each.suggestions]
    if not errors or reading.plan is None or reading.plan.targets is None:
        return {}
    trials = _Trials(reading, options, MOST_STEPS if steps is None else min(steps, MOST_STEPS))
    found = {each: tuple(trials.numbers(each)) for each in errors if len(each.figures) <= _MOST and not trials.is_spent}
    if trials.is_spent and found:
        found.popitem()  # half of its numbers would say that no other figure can be wrong
    return {each: them for each, them in found.items() if any(one.figure is not None for one in them)}


class _Trials:
    """Tries figures in the place of those of a plan, as long as there are steps left."""

    def __init__(self, reading: Reading, options: Options | None, steps: int) -> None:
        self._reading, self._options, self._left = reading, options, steps
        self._areas = len(walk(reading.plan.targets if reading.plan else None))
        self._before: frozenset[object] | None = None

    def numbers(self, error: Finding) -> Iterator[SingledOut]:
        """The figures of an error that have one number by all others with which nothing is wrong."""
        plan = self._reading.plan
        paths = error.figures
        if error.code == "T502":
            paths = (*paths, (*paths[0][:-1], POOR.reduction))
        for path in dict.fromkeys(paths):
            stated = None if plan is None else _stated(plan, path)
            if plan is None or stated is None or stated.form is not Form.EXACT or stated.step:
                continue
            if not self._takes_one():
                return
            left, places = _left(plan, path, error.code, self._options), decimals(stated.number)
            number, is_only = _number_in(left, places, is_rate=not _is_count(path))
            figure = None if number in (None, stated.number) else stated._replace(number=number or 0)
            if figure is not None and self._takes_one() and self._settles(error, path, figure):
                yield SingledOut(path, stated, figure if is_only else None, left)

    @property
    def is_spent(self) -> bool:
        """Whether there are no steps left."""
        return self._left < 0

    def _takes_one(self) -> bool:
        """Whether there are steps left to look at the plan once; they are taken."""
        self._left -= STEPS_AN_AREA * self._areas
        return not self.is_spent

    def _settles(self, error: Finding, path: Path, figure: Figure) -> bool:
        if self._before is None:
            self._before = frozenset(_keys(run(self._reading, _CHECKS, self._options)))
        after = frozenset(_keys(run(with_figures(self._reading, {path: figure}), _CHECKS, self._options)))
        return (error.code, error.path) not in after and after <= self._before


def _keys(report: Report) -> Iterator[tuple[str, Path | None]]:
    return ((each.code, each.path) for each in report.findings if each.severity is not Severity.NOTE)


def _stated(plan: Plan, path: Path) -> Figure | None:
    """The figure at a path; `None` where there is none."""
    try:
        found = value_in(plan, path)
    except (AttributeError, IndexError):
        return None
    return found if isinstance(found, Figure) else None


def _is_count(path: Path) -> bool:
    return "rate" not in str(path[-1]) and path[-1] not in (*SHARES, "percent_of_plan")


def _left(plan: Plan, path: Path, code: str, options: Options | None) -> Interval:
    """What all others leave for a figure."""
    if code == "T502":
        return _of_plan(plan, path, options)
    if code == "T133":
        return _remainder(plan, path)
    if path[-2] == "planned":
        view = planned_view(plan)
        plan, path = (plan if view is None else view), (*path[:-2], path[-1])
    left = _ranges(plan, path, options)
    if path[-1] in SHARES:
        poor = POOR.stocks[SHARES.index(str(path[-1]))]
        return percent_of(left.of(path[:-1], poor), left.of(parent(path[:-1]), poor)) or ANY
    return left.of(path[:-1], str(path[-1]))


def _ranges(plan: Plan, path: Path, options: Options | None) -> Ranges:
    """What all figures but one say, without an assumption on growth."""
    without: Plan = replaced(plan, {path: None})
    return ranges(walk(without.targets), assumptions_of(without, options)._replace(growth=None))


def _remainder(plan: Plan, path: Path) -> Interval:
    """What the other shares of a breakdown, or of the areas inside one, leave of 100 percent."""
    others = [
        _stated(plan, (*path[:-2], at, path[-1])) for at in range(len(value_in(plan, path[:-2]))) if at != path[-2]
    ]
    figures = [each for each in others if each is not None and each.form is Form.EXACT]
    if len(figures) < len(others):
        return ANY
    rest = 100 - sum((exact(each.number) for each in figures), Fraction(0))
    return Interval(rest, rest)


def _of_plan(plan: Plan, path: Path, options: Options | None) -> Interval:
    """The percentage of the plan by what was reached and planned, or one of these by the others."""
    owner = path[:-2] if path[-2] == "planned" else path[:-1]
    percent, planned = _stated(plan, (*owner, "percent_of_plan")), _stated(plan, (*owner, "planned", POOR.reduction))
    if percent is None or planned is None:
        return ANY
    if not percent.form is planned.form is Form.EXACT or percent.number <= 0 or planned.number <= 0:
        return ANY
    share, base = percent.rounded(), exact(planned.number)
    whole = Interval(base, base)
    if path[-1] == POOR.reduction and path[-2] != "planned":
        return part_of(whole, share)
    reached = _ranges(plan, (*owner, "percent_of_plan"), options).of(owner, POOR.reduction)
    if not reached.is_point:
        return ANY
    return percent_of(reached, whole if path[-1] == "percent_of_plan" else share) or ANY


def _number_in(left: Interval, places: int, *, is_rate: bool) -> tuple[Number | None, bool]:
    """A number of so many decimals in a range, of a rate one that rounds to it, and whether it is the only one."""
    unit, half = 10**places, Fraction(1, 2) if is_rate else Fraction(0)
    low = None if left.low is None else math.ceil(left.low * unit - half)
    high = None if left.high is None else math.floor(left.high * unit + half)
    first = high if low is None else low
    if first is None or (low is not None and high is not None and low > high):
        return None, False
    return scaled(first, places), low == high
