"""Changes made to a plan's figures, in the order in which they were asked for."""

from collections.abc import Sequence
from typing import NamedTuple

from povcalc.figures import Figure, Form
from povcalc.loading import figure_of
from povcalc.places import Path
from povcalc.plan import Plan
from povcalc.revising import figure_at, figure_text
from povcalc.scenario.requests import How, Request, ScenarioError, made
from povcalc.scenario.selecting import Selecting
from povcalc.text import Text, join, same, say


class Step(NamedTuple):
    """One figure that a change made another; `before` is `None` where the plan did not state it."""

    path: Path
    before: Figure | None
    after: Figure
    rounded: bool = False


class Applied(NamedTuple):
    """A change as it was asked for, and what it did."""

    request: Request
    steps: tuple[Step, ...]


def applied(selecting: Selecting, requests: Sequence[Request]) -> tuple[Applied, ...]:
    """What changes make of a plan's figures, each on what those before it left. Raises `ScenarioError`."""
    current: dict[Path, Figure] = {}
    seen: dict[str, str] = {}
    done = []
    for request in requests:
        if request.how is How.SET:
            before = seen.setdefault(request.selector, request.words)
            if before != request.words:
                raise ScenarioError(
                    say(
                        "{one} and {other} contradict each other: set a figure once",
                        "{one} và {other} mâu thuẫn với nhau: mỗi số liệu chỉ đặt một lần",
                        one=before,
                        other=request.words,
                    )
                )
        try:
            steps = tuple(_steps(selecting, request, current))
        except ScenarioError as unusable:
            if not request.origin:
                raise
            raise ScenarioError(join((same(request.origin), unusable.why), ": ")) from None
        current.update((step.path, step.after) for step in steps)
        done.append(Applied(request, steps))
    _refuse_excluded(selecting, current)
    return tuple(done)


def _steps(selecting: Selecting, request: Request, current: dict[Path, Figure]) -> list[Step]:
    steps = []
    paths = selecting.figures(request.selector)
    for path in paths:
        before = current.get(path) or selecting.stated(path)
        if request.figure is not None:
            step = Step(path, before, request.figure)
        elif before is not None:
            field = str(path[-1])
            new = made(request, before, whole="households" in field, rate="rate" in field)
            step = Step(path, before, new.figure, new.rounded)
        elif len(paths) > 1:
            continue  # of many areas, those that state the figure are meant
        else:
            raise ScenarioError(
                say(
                    "{words}: the plan does not state {figure}, so nothing can be added to it; set it to a number",
                    "{words}: kế hoạch không ghi {figure} nên không thể tăng giảm; hãy đặt một số cụ thể",
                    words=request.words,
                    figure=selecting.called(path),
                )
            )
        _refuse_unfit(selecting, request, step)
        steps.append(step)
    if not steps:
        raise ScenarioError(
            say(
                "{words}: none of these areas states the figure, so nothing can be added to it; set it to a number",
                "{words}: không địa bàn nào trong số này ghi số liệu đó nên không thể tăng giảm; hãy đặt một số cụ thể",
                words=request.words,
            )
        )
    return steps


def _refuse_unfit(selecting: Selecting, request: Request, step: Step) -> None:
    """Raise `ScenarioError` for a figure that its field cannot hold."""
    if step.path[0] == "targets":
        fits = _is_plain(step) or figure_of(str(step.path[-1]), step.after) is not None
        expected = _RATE if "rate" in str(step.path[-1]) else _COUNT
    else:
        fits = step.after.number > 0 and (step.after.upper is None or step.after.upper > 0)
        expected = Text("an amount more than nought", "một số tiền lớn hơn 0")
    if not fits:
        raise ScenarioError(
            say(
                "{words}: {figure} cannot be {value}; it is {expected}",
                "{words}: {figure} không thể là {value}; cần {expected}",
                words=request.words,
                figure=selecting.called(step.path),
                value=figure_text(step.after),
                expected=expected,
            )
        )


def _is_plain(step: Step) -> bool:
    """Whether a count stays a count: nearly all changes are of such, and need no looking at."""
    number = step.after.number
    return (
        "households" in str(step.path[-1])
        and step.before is not None
        and step.before.form is step.after.form is Form.EXACT
        and isinstance(number, int)
        and number >= 0
    )


_COUNT = Text(
    "a whole number of households, not negative unless it is a reduction",
    "một số nguyên (hộ), không âm trừ khi là số hộ giảm",
)
_RATE = Text(
    "a percentage from 0 to 100, or points from -100 to 100", "một tỷ lệ từ 0 đến 100%, hoặc số điểm từ -100 đến 100"
)

_EXCLUDED = {"households": ("households_start", "households_end")}


def _refuse_excluded(selecting: Selecting, current: dict[Path, Figure]) -> None:
    """Raise `ScenarioError` for fields that the format does not have beside each other."""
    plan: Plan = selecting.plan
    for path in current:
        for one, others in _EXCLUDED.items():
            for other in others:
                pairs = ((one, other), (other, one))
                for mine, its in pairs:
                    beside = (*path[:-1], its)
                    if path[-1] == mine and path[0] == "targets" and (beside in current or figure_at(plan, beside)):
                        raise ScenarioError(
                            say(
                                "{figure} cannot stand beside {other}: households are for both dates, or for one each",
                                "{figure} không thể đứng cùng {other}: households dùng cho cả hai thời điểm, còn lại "
                                "mỗi số một thời điểm",
                                figure=selecting.called(path),
                                other=selecting.called(beside),
                            )
                        )


def is_two_sided(figure: Figure) -> bool:
    """Whether a figure says what a number is, and not only that it is over or under something."""
    return figure.form in (Form.EXACT, Form.BETWEEN, Form.ABOUT)
