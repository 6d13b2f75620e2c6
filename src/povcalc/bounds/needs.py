"""How many more households have to leave poverty for a goal, in each world that a plan allows.

With F more households leaving poverty than planned, the goal "end rate at most g" asks for F >= P1 - g N1 / 100 and
"reduction in points at least g" for F >= g N1 / 100 - (P0 N1 / N0 - P1). What an area needs to be sure of its goal is
the most that any of its worlds asks for; in the kindest of them the least will do. The needs of an area are the sum
of those inside it where its base is the same at both dates, and no more than that where it is not.
"""

from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple

from povcalc.bounds.boxes import FAR, N0, N1, P0, P1, R0, R1, RATES, Box, D, H, Refuted, Rule
from povcalc.bounds.extremes import MAX_BOXES, Extreme, World, greatest
from povcalc.bounds.one_base import poor_on
from povcalc.bounds.ranges import Ranges
from povcalc.bounds.relations import settle
from povcalc.figures import Exact
from povcalc.plan import Located

_BOXES = 2000
"""So many boxes of an area are looked at for the one world that decides."""

BOXES_OF_A_WHOLE = 20
"""An area with areas inside it is better searched by these; its own figures bound it too."""


class About(IntEnum):
    """What a goal is about: the number of one of `QUANTITIES`."""

    POOR = P1
    COUNT = H
    RATE = RATES + R1
    POINTS = RATES + D


class Goal(NamedTuple):
    """What is to be reached: at most so much of the end rate or the poor at the end, at least so much of a reduction.

    A `strict` goal is to be passed, and not only met.
    """

    about: About
    number: Fraction
    strict: bool = False


class Need(NamedTuple):
    """The most and the least that worlds ask for; in fractions, since it takes whole households to meet it."""

    most: Extreme
    least: Extreme


def needs(located: Located, ranges: Ranges, goal: Goal, *, absolute: bool) -> Need:
    """What a goal of an area asks for: F, or where `absolute` the whole reduction H + F.

    An extreme has a world of the area where one was found that asks for just so much. Raises `Refuted` for an area
    without worlds.
    """
    most = _greatest(located, ranges, goal, 1, absolute=absolute)
    least = _greatest(located, ranges, goal, -1, absolute=absolute)
    return Need(most, Extreme(None if least.value is None else -least.value, least.world))


def asked_in(world: World, goal: Goal) -> Exact:
    """How many more than planned a goal asks for in one world."""
    n0, n1, p0, p1 = world
    match goal.about:
        case About.RATE:
            return p1 - goal.number * n1 / 100
        case About.POINTS:
            return goal.number * n1 / 100 - (Fraction(p0 * n1, n0 or 1) - p1)
        case About.POOR:
            return p1 - goal.number
        case About.COUNT:
            return goal.number - (p0 - p1)


def _greatest(located: Located, ranges: Ranges, goal: Goal, sign: int, *, absolute: bool) -> Extreme:
    """The most that worlds of an area ask for, or with the sign turned the least."""

    def bound(box: Box) -> Exact | None:
        return _asked(box, goal, sign, absolute=absolute)

    box = ranges.box(located.path)
    limit = BOXES_OF_A_WHOLE if located.children else _BOXES
    if sign < 0 and goal.about is About.POINTS:
        box = _that_can(box, goal, limit)
    own = _of_points(box, goal, sign, absolute=absolute) or greatest(box.copy(), bound, limit)
    level = box.growth is not None and box.growth.is_level
    if (
        not located.children
        or located.area.partial
        or goal.about in (About.POOR, About.COUNT)  # a number of households is no share of each area inside
        or (goal.about is About.POINTS and not level)
    ):
        return own
    parts = _together([_greatest(child, ranges, goal, sign, absolute=absolute) for child in located.children])
    if parts.value is None or (own.value is not None and own.value < parts.value):
        return own
    return own if own.value == parts.value and own.world is not None else parts


def _of_points(box: Box, goal: Goal, sign: int, *, absolute: bool) -> Extreme | None:
    """What points ask for on one base where it is known how many leave poverty: that hangs on the base alone.

    So it is the first base from the end that has a world. `None` where it is asked otherwise, or none is found soon.
    """
    least, most, planned = max(box.low[N0], box.low[N1], 1), min(box.high[N0], box.high[N1]), box.low[H]
    level = box.growth is not None and box.growth.is_level
    if goal.about is not About.POINTS or not level or planned != box.high[H] or not least <= most < FAR:
        return None
    bases = range(most, least - 1, -1) if sign > 0 else range(least, most + 1)
    for base in bases[:MAX_BOXES]:
        poor = poor_on(box, base, planned)
        if poor:
            asked = goal.number * base / 100 - (0 if absolute else planned)
            return Extreme(sign * asked, (base, base, poor[-1], poor[-1] - planned))
    return None


def _that_can(box: Box, goal: Goal, limit: int) -> Box:
    """The worlds of an area in which its rate can fall by so many points at all; all of them if it cannot in any."""
    able = box.copy()
    try:
        able.rate_at_least(R0, (*goal.number.as_integer_ratio(), False), Rule.STATED, ())
        settle(able)
        if _of_points(able, goal, -1, absolute=True) is None:
            greatest(able.copy(), lambda part: part.high[P0], min(limit, MAX_BOXES))
    except Refuted:
        return box
    return able


def _together(parts: list[Extreme]) -> Extreme:
    """The sum of what areas ask for, and the world that they make together."""
    total: Exact = 0
    for part in parts:
        if part.value is None:
            return Extreme(None)
        total += part.value
    worlds = [part.world for part in parts if part.world is not None]
    if len(worlds) < len(parts):
        return Extreme(total)
    n0, n1, p0, p1 = (sum(counts) for counts in zip(*worlds, strict=True))
    return Extreme(total, (n0, n1, p0, p1))


def _asked(box: Box, goal: Goal, sign: int, *, absolute: bool) -> Exact | None:
    """The most (with the sign turned, the least) that worlds of a box ask for; exactly that of a single world."""
    n0, n1, p0, p1 = (box.low[count] for count in (N0, N1, P0, P1))
    if all(box.low[count] == box.high[count] for count in (N0, N1, P0, P1)):
        return sign * (asked_in((n0, n1, p0, p1), goal) + (p0 - p1 if absolute else 0))
    upper = sign > 0
    fewer = _count(box, H, upper=upper) if absolute else 0
    found = [_plus(each, fewer) for each in _more(box, goal, upper=upper)]
    if absolute:
        found += _whole(box, goal, upper=upper)
    bounds = [each for each in found if each is not None]
    if not bounds:
        return None
    return min(bounds) if upper else -max(bounds)


def _more(box: Box, goal: Goal, *, upper: bool) -> list[Exact | None]:
    """Bounds of F, each from quantities that one world has together."""
    number = goal.number
    match goal.about:
        case About.RATE:
            rest = _plus(_count(box, P1, upper=upper), _part(-number, box, upper=upper))
            return [rest, _part(_rate(box, R1, upper=upper) - number, box, upper=upper)]
        case About.POINTS:
            return [_part(number - _rate(box, D, upper=not upper), box, upper=upper)]
        case About.POOR:
            return [_plus(_count(box, P1, upper=upper), -number)]
        case About.COUNT:
            fewer = _count(box, H, upper=not upper)
            return [None if fewer is None else number - fewer]


def _whole(box: Box, goal: Goal, *, upper: bool) -> list[Exact | None]:
    """Bounds of H + F, which hangs on the poor of the start and not on those left at the end."""
    number = goal.number
    level = box.growth is not None and box.growth.is_level
    poor = _count(box, P0, upper=upper)
    match goal.about:
        case About.RATE:
            start = _part(_rate(box, R0, upper=upper) - number, box, upper=upper) if level else None
            return [_plus(poor, _part(-number, box, upper=upper)), start]
        case About.POINTS if level:
            return [_part(number, box, upper=upper)]
        case About.POINTS:
            return [_plus(poor, _part(number - _rate(box, R0, upper=not upper), box, upper=upper))]
        case About.POOR:
            return [_plus(poor, -number)]
        case About.COUNT:
            return [number]


def _count(box: Box, count: int, *, upper: bool) -> int | None:
    value = box.high[count] if upper else box.low[count]
    return value if -FAR < value < FAR else None


def _rate(box: Box, rate: int, *, upper: bool) -> Fraction:
    return Fraction(*(box.most if upper else box.least)[rate][:2])


def _part(rate: Fraction, box: Box, *, upper: bool) -> Exact | None:
    """So many percent of the households at the end of the year, at most or at least."""
    households = _count(box, N1, upper=(rate >= 0) is upper)
    if households is None:
        return 0 if rate == 0 else None
    return rate * households / 100


def _plus(one: Exact | None, other: Exact | None) -> Exact | None:
    return None if one is None or other is None else one + other
