"""What a goal about money takes of lines of the funding."""

from collections.abc import Sequence
from decimal import Decimal

from povcalc.bounds.assumed import Assumptions
from povcalc.figures import Exact, Figure, Form, Number, decimals, exact
from povcalc.loading import Reading
from povcalc.places import Path
from povcalc.scenario.questions import IN_PROPORTION, Level, Paid, Sought
from povcalc.scenario.requests import ScenarioError
from povcalc.scenario.selecting import FUNDING, FUNDING_TOTAL, Selecting
from povcalc.shares import shared_out
from povcalc.text import Text, say


def paid(reading: Reading, selecting: Selecting, assumed: Assumptions, goal: Paid, paths: Sequence[Path]) -> Sought:
    """What lines have to be for a goal about the total or one of them. Raises `ScenarioError`.

    Money has no worlds: what is sure is what could.
    """
    funding = selecting.plan.funding
    lines: list[Path] = [(FUNDING, "lines", at, "amount") for at in range(len(funding.lines) if funding else 0)]
    for path in paths:
        if path not in lines or goal.path not in (FUNDING_TOTAL, path):
            raise ScenarioError(
                say(
                    "{goal} does not depend on {name}: vary lines of the funding",
                    "{goal} không phụ thuộc {name}: hãy thay đổi các nguồn vốn",
                    goal=goal.words,
                    name=selecting.called(path),
                )
            )
    counted = lines if goal.path == FUNDING_TOTAL else [goal.path]
    amounts = {path: _number(selecting, path) for path in counted}
    level = _level(goal, amounts, paths)
    now = {path: amounts[path] for path in paths}
    return Sought(goal, reading, selecting, assumed, tuple(paths), now, absolute=False, sure=level, could=level)


def _number(selecting: Selecting, path: Path) -> Number:
    figure: Figure | None = selecting.stated(path)
    if figure is None or figure.form not in (Form.EXACT, Form.ABOUT):
        raise ScenarioError(
            say(
                "{name} is not stated as a number, so the sum is not known",
                "{name} không được ghi bằng một con số nên không biết tổng",
                name=selecting.called(path),
            )
        )
    return figure.number


def _level(goal: Paid, amounts: dict[Path, Number], paths: Sequence[Path]) -> Level:
    places = max(decimals(number) for number in (*amounts.values(), goal.number))
    unit = 10**places
    rest = sum(_units(number, unit) for path, number in amounts.items() if path not in paths)
    target = _units(goal.number, unit) + {"<": -1, ">": 1}.get(goal.sign, 0)
    left = target - rest
    weights = [_units(amounts[path], unit) for path in paths] if len(paths) > 1 else [1]
    if left <= 0 and goal.sign[0] == "<":  # an amount is more than nought
        return Level({}, why_not=_in_the_way(rest, places))
    if left > 0 and not sum(weights):
        return Level({}, why_not=_nothing_to_vary(left, places))
    shares = shared_out(max(left, 0), weights)
    figures = {path: _back(share, places) for path, share in zip(paths, shares, strict=True)}
    return Level(figures, lines=_lines(target, rest, places, several=len(paths) > 1))


def _lines(target: int, rest: int, places: int, *, several: bool) -> tuple[Text, ...]:
    line = say(
        "{target} − {rest} of the other lines = {left}",
        "{target} − {rest} của các nguồn khác = {left}",
        target=_back(target, places),
        rest=_back(rest, places),
        left=_back(target - rest, places),
    )
    if target <= rest:
        return line, Text("nothing is needed", "không cần thêm gì")
    return (line, IN_PROPORTION) if several else (line,)


def _units(number: Number, unit: int) -> int:
    scaled: Exact = exact(number) * unit
    return int(scaled)


def _back(units: int, places: int) -> Number:
    return Decimal(units).scaleb(-places) if places else units


def _in_the_way(rest: int, places: int) -> Text:
    return say(
        "the other lines stand in the way: they alone make {rest}",
        "vướng ở các nguồn khác: riêng chúng đã là {rest}",
        rest=_back(rest, places),
    )


def _nothing_to_vary(left: int, places: int) -> Text:
    return say(
        "the varied amounts would have to come to {left}; vary lines that have money to share it by",
        "tổng các khoản được thay đổi phải là {left}; hãy thay đổi những nguồn vốn đã có tiền",
        left=_back(left, places),
    )
