"""Totals and their parts after a change: totals that follow, or other parts that take up the difference."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum

from povcalc.figures import Exact, Figure, Form, Number, decimals, exact
from povcalc.places import Path
from povcalc.plan import Located
from povcalc.revising import figure_at
from povcalc.scenario.applying import Step
from povcalc.scenario.requests import ScenarioError
from povcalc.scenario.selecting import FUNDING_TOTAL, Selecting
from povcalc.shares import shared_out
from povcalc.text import say

COUNTS = (
    "households",
    "households_start",
    "households_end",
    "poor_households_start",
    "poor_households_end",
    "reduction_households",
)
"""The figures of an area that are the sums of those inside it."""


class Rebalance(StrEnum):
    """What becomes of sums: totals follow their parts, or the other parts hold the total."""

    TOTAL = "total"
    OTHERS = "others"


class Group:
    """A total with its parts, by the paths of their figures."""

    def __init__(self, total: Path, parts: tuple[Path, ...], *, partial: bool = False) -> None:
        self.total = total
        self.parts = parts
        self.partial = partial


def groups(selecting: Selecting, fields: set[str]) -> Iterator[Group]:
    """The totals of some figures, each before those inside it, and that of the funding."""
    for located in selecting.areas:
        if located.children:
            for field in COUNTS:
                if field in fields:
                    yield _of_area(located, field)
    funding = selecting.plan.funding
    if funding is not None and funding.lines:
        yield Group(FUNDING_TOTAL, tuple(("funding", "lines", at, "amount") for at in range(len(funding.lines))))


def _of_area(located: Located, field: str) -> Group:
    return Group(
        (*located.path, field),
        tuple((*child.path, field) for child in located.children),
        partial=located.area.partial,
    )


def totals(selecting: Selecting, changes: Mapping[Path, Figure]) -> list[Step]:
    """The stated totals that follow their changed parts, the innermost first. Raises `ScenarioError`.

    A total whose parts are all stated as numbers is their sum; of another the change of its parts is added to it.
    """
    current = dict(changes)
    steps = []
    for group in reversed([*groups(selecting, _fields(changes))]):
        before = figure_at(selecting.plan, group.total)
        if before is None or not any(part in current for part in group.parts):
            continue
        if group.total in changes:
            raise ScenarioError(
                say(
                    "{figure} is changed and is to follow its parts too: leave one of the two out",
                    "{figure} vừa được thay đổi vừa phải theo tổng các phần: hãy bỏ một trong hai",
                    figure=selecting.called(group.total),
                )
            )
        after = _followed(selecting, group, before, current)
        if after is not None and after != before:
            steps.append(Step(group.total, before, after))
            current[group.total] = after
    return steps


def _fields(changes: Mapping[Path, Figure]) -> set[str]:
    return {str(path[-1]) for path in changes}


def _followed(selecting: Selecting, group: Group, before: Figure, current: Mapping[Path, Figure]) -> Figure | None:
    """A total after its parts changed; `None` where they do not make it a number."""
    if before.form not in (Form.EXACT, Form.ABOUT):
        return None
    numbers = [_known(current.get(part) or figure_at(selecting.plan, part)) for part in group.parts]
    if not group.partial and None not in numbers:
        return before._replace(number=_number(sum(number for number in numbers if number is not None)))
    moved: Exact = 0
    for part in group.parts:
        if part in current:
            was, now = _known(figure_at(selecting.plan, part)), _known(current[part])
            if was is None or now is None:
                return None
            moved += now - was
    return before._replace(number=_number(exact(before.number) + moved))


def _known(figure: Figure | None) -> Exact | None:
    return None if figure is None or figure.form not in (Form.EXACT, Form.ABOUT) else exact(figure.number)


def _number(value: Exact) -> Number:
    """A sum of numbers with decimals, as the format writes it."""
    if value.denominator == 1:
        return int(value)
    return Decimal(value.numerator) / Decimal(value.denominator)


def others(selecting: Selecting, changes: Mapping[Path, Figure]) -> list[Step]:
    """The other parts of changed totals and beside changed parts, in proportion to what they are.

    Raises `ScenarioError`. A total holds as it is stated, or as it was changed; where none is stated, the sum of its
    parts as they were.
    """
    current = dict(changes)
    steps = []
    for group in groups(selecting, _fields(changes)):
        if group.total not in current and not any(part in current for part in group.parts):
            continue
        for step in _taken_up(selecting, group, changes, current):
            steps.append(step)
            current[step.path] = step.after
    return steps


def _taken_up(
    selecting: Selecting, group: Group, changes: Mapping[Path, Figure], current: Mapping[Path, Figure]
) -> list[Step]:
    """The parts of one total that are not changed themselves, so that all add up to it."""
    plan = selecting.plan
    name = selecting.called(group.total)
    before = {part: figure_at(plan, part) for part in group.parts}
    if not any(before.values()) and not any(part in current for part in group.parts):
        return []  # a total whose parts state no such figure has nobody to share it
    free = [part for part in group.parts if part not in changes]
    figures = [before[part] for part in free]
    if (
        group.partial
        or None in map(_known, figures)
        or None in (_known(changes.get(part) or before[part]) for part in group.parts)
    ):
        raise ScenarioError(
            say(
                "{figure}: the others cannot take up the difference, since not every part of it is listed and stated "
                "as a number",
                "{figure}: không thể để các phần khác bù phần chênh lệch vì không phải phần nào cũng được liệt kê và "
                "ghi bằng một con số",
                figure=name,
            )
        )
    stated = current.get(group.total) or figure_at(plan, group.total)
    whole = _known(stated)
    if whole is None:
        whole = sum(exact(figure.number) for figure in before.values() if figure is not None)
    fixed = sum(exact(changes[part].number) for part in group.parts if part in changes)
    places = max((decimals(figure.number) for figure in figures if figure is not None), default=0)
    unit = 10**places
    rest, weights = (whole - fixed) * unit, [exact(figure.number) for figure in figures if figure is not None]
    if rest < 0 or not weights or (rest and sum(weights) <= 0) or min(weights) < 0 or rest.denominator != 1:
        raise ScenarioError(
            say(
                "{figure}: {whole} less what is changed leaves {rest}, which the other parts cannot take up",
                "{figure}: {whole} trừ phần đã thay đổi còn {rest}, các phần khác không thể bù được",
                figure=name,
                whole=_number(whole),
                rest=_number(whole - fixed),
            )
        )
    shares = shared_out(int(rest), weights) if rest else [0] * len(weights)
    return [
        Step(part, figure, figure._replace(number=Decimal(share).scaleb(-places) if places else share))
        for part, figure, share in zip(free, figures, shares, strict=True)
        if figure is not None and share != exact(figure.number) * unit
    ]
