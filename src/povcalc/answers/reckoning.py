"""The arithmetic of what a goal takes, in the world that decides, line by line."""

import math
from collections.abc import Iterator
from fractions import Fraction

from povcalc.bounds.extremes import World
from povcalc.bounds.formulas import value_words
from povcalc.bounds.needs import About, Goal
from povcalc.figures import Exact
from povcalc.scenario.questions import IN_PROPORTION, Asked, Level, Paid, Sought
from povcalc.text import Text, say


def lines(found: Sought, level: Level) -> Iterator[Text]:
    """Short lines to be checked by hand, ending in the count that is varied."""
    yield from level.lines
    asked = found.asked
    if isinstance(asked, Paid) or level.need is None or level.need.value is None or level.total is None:
        return
    if level.need.world is not None:
        yield from _in_world(found, asked, level.need.world)
    else:
        yield from _of_bound(found, asked, level, level.need.value)
    more = level.total - _planned(found)
    if level.total == 0:
        yield Text("no reduction is needed", "không cần giảm thêm hộ nào")
    elif not found.absolute:
        planned = _planned(found)
        yield say(
            "{planned} planned {sign} {more} = {total}",
            "{planned} theo kế hoạch {sign} {more} = {total}",
            planned=planned,
            sign="+" if more >= 0 else "−",
            more=abs(more),
            total=level.total,
        )
    if len(level.figures) > 1:
        yield IN_PROPORTION


def _planned(found: Sought) -> int:
    """The counts that are varied, together, as they are stated."""
    return int(sum(found.now.values()))


def _of_bound(found: Sought, asked: Asked, level: Level, need: Exact) -> Iterator[Text]:
    """What bounds the need where no single world was found that asks for just so much."""
    households = level.households
    if asked.goal.about is About.POINTS and households is not None:
        share = asked.goal.number * households / 100
        if share - (found.planned or 0) == need and found.planned is not None:
            yield say(
                "{area}: {sign} {households} households (povcalc why {id}.households)",
                "{area}: {sign} {households} hộ (povcalc why {id}.households)",
                area=asked.located.area.name,
                sign="≤" if level is found.sure else "≥",
                households=households,
                id=found.selecting.called(asked.located.path),
            )
            fewer = whole(share, up=True, strict=asked.goal.strict)
            yield _points(asked.goal, households, share, fewer)
            yield _less_planned(fewer, found.planned)
            return
    sign = "≤" if level is found.sure else "≥"
    yield say(
        "more households to leave poverty than planned, in any world: {sign} {need}",
        "số hộ phải thoát nghèo thêm so với kế hoạch, trong mọi trường hợp: {sign} {need}",
        sign=sign,
        need=value_words(need),
    )


def whole(share: Exact, *, up: bool, strict: bool) -> int:
    """The nearest whole number that is at least (or at most) so much, and more (or less) where it is strict."""
    if up:
        return math.floor(share) + 1 if strict else math.ceil(share)
    return math.ceil(share) - 1 if strict else math.floor(share)


def _points(goal: Goal, households: int, share: Exact, fewer: int) -> Text:
    return say(
        "{number} points of {households} = {share} → at least {fewer} have to leave poverty",
        "{number} điểm của {households} = {share} → ít nhất {fewer} hộ phải thoát nghèo",
        number=value_words(goal.number),
        households=households,
        share=value_words(share),
        fewer=fewer,
    )


def _less_planned(fewer: int, planned: int) -> Text:
    return say(
        "{fewer} − {planned} by the plan = {more} more",
        "{fewer} − {planned} theo kế hoạch = {more} hộ nữa",
        fewer=fewer,
        planned=planned,
        more=fewer - planned,
    )


def _in_world(found: Sought, asked: Asked, world: World) -> Iterator[Text]:
    """What the goal asks for in one world."""
    n0, n1, p0, p1 = world
    yield say(
        "{area}: {households}, {p0} poor at the start, {p1} left by the plan",
        "{area}: {households}, {p0} hộ nghèo đầu năm, kế hoạch còn {p1}",
        area=asked.located.area.name,
        households=say("{n1} households", "{n1} hộ", n1=n1)
        if n0 == n1
        else say("{n0} and then {n1} households", "{n0} rồi {n1} hộ", n0=n0, n1=n1),
        p0=p0,
        p1=p1,
    )
    if asked.goal.about in (About.RATE, About.POOR):
        yield from _by_those_left(found, asked.goal, world)
    else:
        yield from _by_reduction(found, asked.goal, world)


def _by_those_left(found: Sought, goal: Goal, world: World) -> Iterator[Text]:
    _, n1, p0, p1 = world
    share = goal.number if goal.about is About.POOR else goal.number * n1 / 100
    left = whole(share, up=False, strict=goal.strict)
    if goal.about is About.RATE:
        yield say(
            "{number}% of {n1} = {share} → at most {left} may be poor at the end",
            "{number}% của {n1} = {share} → cuối năm nhiều nhất {left} hộ nghèo",
            number=value_words(goal.number),
            n1=n1,
            share=value_words(share),
            left=left,
        )
    if found.absolute:
        yield say("{p0} − {left} = {fewer}", "{p0} − {left} = {fewer}", p0=p0, left=left, fewer=p0 - left)
    else:
        yield say(
            "{p1} left by the plan − {left} = {more} more",
            "kế hoạch còn {p1} − {left} = {more} hộ nữa",
            p1=p1,
            left=left,
            more=p1 - left,
        )


def _by_reduction(found: Sought, goal: Goal, world: World) -> Iterator[Text]:
    n0, n1, p0, p1 = world
    if goal.about is About.COUNT:
        fewer = whole(goal.number, up=True, strict=goal.strict)
    elif n0 == n1:
        share = goal.number * n1 / 100
        fewer = whole(share, up=True, strict=goal.strict)
        yield _points(goal, n1, share, fewer)
    else:
        share = p0 - (Fraction(100 * p0, n0) - goal.number) * n1 / 100
        fewer = whole(share, up=True, strict=goal.strict)
        yield say(
            "{p0} − ({p0} ÷ {n0} − {number}%) × {n1} = {share} → at least {fewer} have to leave poverty",
            "{p0} − ({p0} ÷ {n0} − {number}%) × {n1} = {share} → ít nhất {fewer} hộ phải thoát nghèo",
            p0=p0,
            n0=n0,
            number=value_words(goal.number),
            n1=n1,
            share=value_words(share),
            fewer=fewer,
        )
    if not found.absolute:
        yield _less_planned(fewer, p0 - p1)
