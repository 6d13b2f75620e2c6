"""What follows from a change of targets, and what a goal asks for, while the people stay as they are.

A changed target does not change how many households an area has, nor how many of them are poor at the start of the
year: the worlds of these are the ones that the plan as written allows. In each of them the target makes other poor
households at the end, P1' = P0 - H'. With F = H' - H, how many more leave poverty than planned:

    P1' = P1 - F,  R1' = R1 - 100 F / N1,  D' = D + 100 F / N1

so that each is had from quantities of one world, never from the range of one over the range of another. An area
around changed ones has F as the sum of theirs, and its end rate is the mean of their end rates.

Where flows are stated, F is made by those that are changed, E' - E less L' - L and W' - W; another changed target is
reached by other exits, and those that fall into poverty stay as planned. Each measure changes by itself; both together
follow the two of which they are the sum.

The goal "end rate at most g" asks for F >= P1 - g N1 / 100, and "reduction in points at least g" for
F >= g N1 / 100 - (P0 N1 / N0 - P1). What an area needs to be sure of its goal is the most that any of its worlds asks
for; the least is enough in the most favourable world. What an area needs is the sum over those inside it where its
base is the same at both dates, and no more than that where it is not.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from povcalc.inference.counts import complete_sums, sums_of
from povcalc.inference.domains import (
    COUNTS,
    FAR,
    FIRST_RATE,
    HIGH,
    LOW,
    N0,
    N1,
    P0,
    P1,
    R0,
    R1,
    WITH_FLOWS,
    D,
    Domain,
    E,
    F,
    Growth,
    H,
    Infeasible,
    L,
    Rule,
    Step,
    W,
    whole,
)
from povcalc.inference.propagate import base_of, bases_of, end_rates, greatest_mean, part_of, poor_on, propagate_area
from povcalc.inference.ranges import MAX_DOMAINS, Extreme, Ranges, Solution, maximise
from povcalc.measures import POOR, Measure
from povcalc.places import Path
from povcalc.plan.model import Located
from povcalc.values import Exact, Interval, total

_NONE_MORE = Interval(0, 0)
_END_RATE_DOMAINS = 240
"""So many domains are looked at in all for the end rates; where many areas change, each bound is searched for less."""

_PARTS_A_DOMAIN = 10
"""On one base so many parts of the bases are looked at for the cost of a domain."""

_ROUNDS = 10
"""So often an area's ranges before and after are held against each other; they stay valid when that cuts them short."""


class Aim(NamedTuple):
    """What a changed target says of an area: the number of a quantity, and its values."""

    quantity: int
    said: Interval


class Change:
    """One area before and after the targets changed.

    `fewer` is F: how many more households leave poverty than in the plan as written, in each world; `flows` is by how
    much exits, relapses and new poor differ.
    """

    __slots__ = ("_after", "_left", "before", "fewer", "flows")

    def __init__(
        self,
        before: Domain,
        after: "Domain | tuple[int, int]",
        fewer: Interval,
        flows: Sequence[Interval] = (_NONE_MORE, _NONE_MORE, _NONE_MORE),
    ) -> None:
        self.before, self.fewer, self.flows = before, fewer, flows
        self._after: Domain | None = None if isinstance(after, tuple) else after
        self._left = after if isinstance(after, tuple) else (0, 0)

    @property
    def after(self) -> Domain:
        """The area's domain after the change; of an area of which everything is known it is made when it is asked for.

        A search for a goal tries thousands of areas again and again, and asks for the goal's alone.
        """
        if self._after is None:
            self._after = _left_after(self.before, *self._left)
        return self._after

    def moved(self, quantity: int) -> Interval:
        """By how much a quantity differs from what it was, in each world; in percentage points for rates."""
        if quantity == P1:
            return _NONE_MORE.minus(self.fewer)
        if quantity == H:
            return self.fewer
        if E <= quantity < E + len(self.flows):
            return self.flows[quantity - E]
        if quantity < FIRST_RATE + R1:
            return _NONE_MORE
        points = per_household(self.fewer, self.after)
        return _NONE_MORE.minus(points) if quantity == FIRST_RATE + R1 else points


class NoSolutionError(ValueError):
    """Changed targets of an area cannot be kept by the households that the plan allows it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


def changed(  # noqa: PLR0913, PLR0917 - what is known of the plan, and what changes
    areas: Sequence[Located],
    ranges: Ranges,
    aims: Mapping[Path, Sequence[Aim]],
    measure: Measure = POOR,
    follows: Mapping[Path, Interval] = MappingProxyType({}),
    kept: "Kept | None" = None,
) -> dict[Path, Change]:
    """The areas whose targets of a measure change, by their paths, and all around them. Raises `NoSolutionError`.

    `areas` are those of the plan as written, as `walk` gives them, and `ranges` its ranges. `follows` has F of areas
    that have no target of their own here, by their paths. What is `kept` from one such question to the next, where the
    same areas have targets, is not worked out again.
    """
    found: dict[Path, Change] = {}
    kept = {} if kept is None else kept
    limit = _END_RATE_DOMAINS // max(1, 2 * len(aims))
    for located in reversed(areas):
        path = located.path
        try:
            if path in aims:
                said, change = kept.get(path, (None, None))
                if change is None or said is not aims[path]:
                    change = _aimed(ranges.domain(path, measure), aims[path], limit)
                    kept[path] = aims[path], change
                found[path] = change
            elif path in follows:
                before = ranges.domain(path, measure)
                after = _people(before)
                found[path] = Change(before, after, _propagated(before, after, follows[path]))
            else:
                # Of several sums that an area is, each says the same where its parts changed.
                sums = [paths for paths in sums_of(located) if any(each in found for each in paths)]
                if sums:
                    before, is_complete = ranges.domain(path, measure), sums[0] in complete_sums(located)
                    found[path] = _around(before, sums[0], ranges, found, is_complete=is_complete)
        except Infeasible:
            raise NoSolutionError(path) from None
    return found


Kept = dict[Path, tuple[Sequence[Aim], Change]]
"""By the path of an area, what changed targets said of it the last time, and what became of it."""


def kept_by(before: Domain, aims: Sequence[Aim]) -> Change | None:
    """The change where some households of an area keep changed targets, whatever the areas around it; else `None`."""
    try:
        return _aimed(before, aims, _END_RATE_DOMAINS // 2)
    except Infeasible:
        return None


def _people(before: Domain) -> Domain:
    """A domain with the households of another and its poor at the start of the year, and nothing of its end."""
    after = Domain(before.path, before.measure)
    after.within_year = before.within_year
    after.growth = before.growth
    for stock in (N0, N1, P0):
        after.low[stock], after.high[stock] = before.low[stock], before.high[stock]
    after.least[R0], after.most[R0] = before.least[R0], before.most[R0]
    if after.growth is None:
        after.growth = _grown(after)
    after.pending = (1 << FIRST_RATE + D + 1) - 1
    return after


def _grown(domain: Domain) -> Growth | None:
    """How households grow by their numbers at both dates, where both have bounds."""
    low, high = (domain.low[N0], domain.low[N1]), (domain.high[N0], domain.high[N1])
    if not all(low) or max(high) >= FAR:
        return None
    known = Step(Rule.STATED, domain.path, N0, LOW, low[0])
    if low == high and low[0] == low[1]:
        return Growth(1, 1, 1, known, known)
    return Growth(low[1] * low[0], high[1] * high[0], high[0] * low[0], known, known)


def _of_known(before: Domain, least: int, most: int) -> Change:
    """An area of which everything is known, when so many are left in poverty. Raises `Infeasible`."""
    least, most = max(least, 0), min(most, before.low[N1])
    if least > most:
        raise Infeasible(None, None)
    poor = before.low[P1]
    return Change(before, (least, most), Interval(poor - most, poor - least))


def _left_after(before: Domain, least: int, most: int) -> Domain:
    """An area of which everything is known, with so many left in poverty."""
    after = _people(before)
    n0, n1, p0 = (before.low[count] for count in (N0, N1, P0))
    after.low[P1], after.high[P1] = least, most
    after.low[H], after.high[H] = p0 - most, p0 - least
    if n1:
        after.least[R1], after.most[R1] = (100 * least, n1, False), (100 * most, n1, False)
    if n0 and n1:
        after.least[D], after.most[D] = ((100 * (p0 * n1 - left * n0), n0 * n1, False) for left in (most, least))
    return after


def _poor_left(before: Domain, aim: Aim) -> tuple[int, int] | None:
    """The least and the most that a target leaves in poverty where all else is known; `None` without households.

    In whole numbers, as start + slope m/d over a unit for a target of m/d: a rate of r leaves r N1 / 100, a fall of D
    points (100 P0 / N0 - D) N1 / 100.
    """
    n0, n1, p0 = before.low[N0], before.low[N1], before.low[P0]
    low, high, low_open, high_open = aim.said
    is_fall = aim.quantity in (H, FIRST_RATE + D)
    if aim.quantity < FIRST_RATE:
        low_open = high_open = False
        start, slope, unit = (p0, -1, 1) if is_fall else (0, 1, 1)
    elif n0 and n1:
        start, slope, unit = (100 * p0 * n1, -n0 * n1, 100 * n0) if is_fall else (0, n1, 100)
    else:
        return None
    if is_fall:
        low, high, low_open, high_open = high, low, high_open, low_open
    least, most = 0, n1
    if low is not None:
        told, per = low.as_integer_ratio()
        number, parts = start * per + slope * told, unit * per
        least = number // parts + 1 if low_open else -(-number // parts)
    if high is not None:
        told, per = high.as_integer_ratio()
        number, parts = start * per + slope * told, unit * per
        most = -(-number // parts) - 1 if high_open else number // parts
    return least, most


def _aimed(before: Domain, aims: Sequence[Aim], limit: int) -> Change:
    has_flows = before.counted is not COUNTS
    if not has_flows and len(aims) == 1 and aims[0].quantity in _OF_THE_END and _is_known(before):
        left = _poor_left(before, aims[0])
        if left is not None:
            return _of_known(before, *left)
    after, fewer = _people(before), Interval(None, None)
    by_flow = {aim.quantity: aim.said.minus(before.interval(aim.quantity)) for aim in aims if E <= aim.quantity <= W}
    is_by_flows = len(by_flow) == len(aims)
    if has_flows:
        kept = {L, W, F, *((E,) if is_by_flows else ())} - by_flow.keys() - ({F} if W in by_flow else set())
        _keep_flows(before, after, kept)
    for aim in aims:
        after.narrow(aim.quantity, aim.said)
    flows = [by_flow.get(flow, _NONE_MORE) for flow in (E, L, W)]
    if is_by_flows:
        fewer = flows[0].minus(flows[1]).minus(flows[2])
    fewer = _propagated(before, after, fewer)
    if after.low[H] == after.high[H] and after.low[N1] and not _is_known(after):
        _search_end_rate(before, after, limit)
        fewer = _propagated(before, after, fewer)
    if has_flows and E not in by_flow:
        flows[0] = fewer.plus(flows[1]).plus(flows[2])
    return Change(before, after, fewer, flows)


def _keep_flows(before: Domain, after: Domain, kept: Iterable[int]) -> None:
    """Let some flows be as they were; all of them count."""
    after.counted = WITH_FLOWS
    for flow in kept:
        after.low[flow], after.high[flow] = before.low[flow], before.high[flow]


def _around(
    before: Domain, parts: Sequence[Path], ranges: Ranges, found: Mapping[Path, Change], *, is_complete: bool
) -> Change:
    inner = [found[path] for path in parts if path in found]
    fewer = total(change.fewer for change in inner)
    has_flows = before.counted is not COUNTS
    domains = [ranges.domain(path, before.measure) for path in parts]
    is_by_counts = fewer.is_point or not is_complete or all(map(_is_known, domains))  # the mean says no more then
    if fewer.low is not None and fewer.high is not None and is_by_counts and _is_known(before) and not has_flows:
        return _of_known(before, before.low[P1] - math.floor(fewer.high), before.low[P1] - math.ceil(fewer.low))
    after = _people(before)
    flows = [total(change.flows[at] for change in inner) for at in range(3)]
    if has_flows:
        _keep_flows(before, after, ())
        for flow, by in zip((E, L, W), flows, strict=True):
            after.narrow(flow, before.interval(flow).plus(by))
    fewer = _propagated(before, after, fewer)
    if is_complete:
        pairs = [(domain, found.get(domain.path)) for domain in domains]
        _narrow_to_mean(after, [(domain, change.fewer if change else _NONE_MORE) for domain, change in pairs])
        ended = [(change.after if change else domain, _NONE_MORE) for domain, change in pairs]
        _narrow_to_mean(after, ended)
        if all(domain.is_level for domain in (after, *domains)):
            _narrow_to_mean(after, ended, D)
        fewer = _propagated(before, after, fewer)
    return Change(before, after, fewer, flows)


def _narrow_to_mean(whole: Domain, parts: Sequence[tuple[Domain, Interval]], rate: int = R1) -> None:
    """Narrow the end rate of an area to what it can be as the mean of the rates inside it. Raises `Infeasible`.

    Each part comes with how many more leave poverty than its rates say. On one base that can be done for the fall in
    points too.
    """
    base = base_of(rate)
    for upper in (HIGH, LOW):
        weighted = []
        for domain, fewer in parts:
            end = fewer.low if upper else fewer.high
            poor = 100 * (FAR if end is None else end)
            weighted.append(part_of(domain, rate, upper=upper, added=-poor if upper else poor))
        mean = greatest_mean(weighted, whole.low[base], whole.high[base])
        if mean is not None:
            whole.narrow(FIRST_RATE + rate, Interval(None, mean.value) if upper else Interval(-mean.value, None))


def _is_known(domain: Domain) -> bool:
    return domain.low[:H] == domain.high[:H]  # the households and the poor at both dates stand first


def _propagated(before: Domain, after: Domain, fewer: Interval) -> Interval:
    """Narrow an area after the change by its relations and by what it was before; F. Raises `Infeasible`."""
    for _ in range(_ROUNDS):
        propagate_area(after)
        fewer = fewer.overlap(_fewer(before, after))
        points = [_share(end, after, upper=upper) for upper, end in zip((LOW, HIGH), fewer[:2], strict=True)]
        after.narrow(H, before.interval(H).plus(fewer))
        after.narrow(P1, before.interval(P1).minus(fewer))
        for upper in (LOW, HIGH):
            _move_rate(before, after, R1, points[not upper], -1, upper=upper)
        for upper in (LOW, HIGH):
            _move_rate(before, after, D, points[upper], 1, upper=upper)
        if not after.pending:
            break
    return fewer


def _fewer(before: Domain, after: Domain) -> Interval:
    """F, from the counts before and after, and from the rates on the households of one world.

    In whole numbers, like domains: a search for a goal asks for it thousands of times.
    """
    ends: list[int | None] = []
    for upper in (LOW, HIGH):
        was, now = before.counts, after.counts
        counts = (now[upper][H], was[not upper][H]), (was[upper][P1], now[not upper][P1])
        bounds = [more - less for more, less in counts if -FAR < more < FAR and -FAR < less < FAR]
        for (more, per, _), (less, per_other, _) in (
            (before.rates[upper][R1], after.rates[not upper][R1]),
            (after.rates[upper][D], before.rates[not upper][D]),
        ):
            change = more * per_other - less * per
            households = now[(change >= 0) is upper][N1]
            if households < FAR or not change:
                bounds.append(whole(change * households, 100 * per * per_other, upper=upper))
        ends.append((min if upper else max)(bounds, default=None))
    return Interval(ends[LOW], ends[HIGH])


def _move_rate(  # noqa: PLR0913 - an end, and how it is moved
    before: Domain, after: Domain, rate: int, points: Exact | None, sign: int, *, upper: bool
) -> None:
    """Narrow an end of a rate to what it was and so many points more, or less. Raises `Infeasible`."""
    if points is None:
        return
    number, per, is_open = before.rates[upper][rate]
    more, per_other = points.as_integer_ratio()
    number, per = number * per_other + sign * more * per, per * per_other
    common = math.gcd(number, per)
    after.set_rate(rate, (number // common, per // common, is_open), Rule.STATED, upper=upper)


def per_household(count: Interval, domain: Domain) -> Interval:
    """100 times a number of households over an area's households at the end of the year, in percentage points."""
    low = _share(count.low, domain, upper=LOW)
    if count.is_point and domain.low[N1] == domain.high[N1]:
        return Interval(low, low)
    return Interval(low, _share(count.high, domain, upper=HIGH))


def _share(count: Exact | None, domain: Domain, *, upper: bool) -> Exact | None:
    """100 count / N1, at most or at least; `None` is unbounded."""
    if not count:
        return count
    households = domain.counts[(count < 0) is upper][N1]
    if not -FAR < count < FAR or not households:
        return None
    return 0 if households >= FAR else Fraction(100 * count, households)


def _households(rate: Exact, domain: Domain, *, upper: bool) -> Exact | None:
    """So many percent of the households at the end of the year, at most or at least; `None` is unbounded."""
    households = domain.counts[(rate >= 0) is upper][N1]
    if households >= FAR:
        return None if rate else 0
    return Fraction(rate * households, 100)


def _sum(*terms: Exact | None) -> Exact | None:
    """The sum, unbounded where one of the terms is."""
    known = [term for term in terms if term is not None]
    return sum(known) if len(known) == len(terms) else None


def _tightest(bounds: Iterable[Exact | None], *, upper: bool) -> Exact | None:
    """The least of upper bounds; of lower ones the greatest, with its sign turned, as `maximise` looks for it."""
    return min((bound if upper else -bound for bound in bounds if bound is not None), default=None)


def _search_end_rate(before: Domain, after: Domain, limit: int) -> None:
    """The end rate after a count that is known, 100 (P0 - H') / N1, over single worlds. Raises `Infeasible`."""
    fewer = after.low[H]
    trial = before.copy()
    for stock in (N0, N1, P0):
        for upper in (LOW, HIGH):
            trial.set_count(stock, after.counts[upper][stock], Rule.STATED, upper=upper)
    propagate_area(trial)
    rates = end_rates(trial, fewer, _PARTS_A_DOMAIN * limit)
    if rates is not None:
        after.narrow(FIRST_RATE + R1, rates)
        return

    def bound(domain: Domain, *, upper: bool) -> Exact | None:
        ends = domain.counts[upper]
        bounds = [
            _share(ends[P0] - fewer, domain, upper=upper),
            _sum(_rate(domain, R1, upper=upper), _share(ends[H] - fewer, domain, upper=upper)),
        ]
        if domain.is_level:
            bounds.append(_sum(_rate(domain, R0, upper=upper), _share(-fewer, domain, upper=upper)))
        return _tightest(bounds, upper=upper)

    high, low = (maximise(trial, partial(bound, upper=upper), limit).value for upper in (HIGH, LOW))
    after.narrow(FIRST_RATE + R1, Interval(None if low is None else -low, high))


def allowed(before: Domain, quantity: int) -> Interval:
    """Where a quantity can lie at all for the people of an area, whatever its targets."""
    if quantity in _OF_THE_END and before.counted is COUNTS and _is_known(before) and before.low[N0] and before.low[N1]:
        return _left_after(before, 0, before.low[N1]).interval(quantity)
    people = _people(before)
    if before.counted is not COUNTS:
        _keep_flows(before, people, {L, W, F} - {quantity, *((F,) if quantity == W else ())})
    try:
        propagate_area(people)
    except Infeasible:
        return Interval(None, None)
    return people.interval(quantity)


_DOMAINS_OF_AN_AREA = 2000
"""So many domains of an area are looked at for the one world that decides."""

DOMAINS_IN_ALL = 60_000
"""So many domains of areas are looked at in all for one answer; of thousands of areas each gets fewer.

What they ask for, or may have, is then told more widely, which makes what is guaranteed more cautious.
"""

DOMAINS_OF_A_WHOLE = 20
"""An area with areas inside it is better searched by these; its own figures bound it too."""


class About(IntEnum):
    """What a goal is about: the number of a quantity."""

    POOR = P1
    COUNT = H
    RATE = FIRST_RATE + R1
    POINTS = FIRST_RATE + D


_OF_THE_END = frozenset(About)


class Goal(NamedTuple):
    """What is to be reached: at most so much of the end rate or the poor at the end, at least so much of a reduction.

    A `strict` goal is to be passed, and not only met.
    """

    about: About
    number: Fraction
    strict: bool = False
    measure: Measure = POOR


class Requirement(NamedTuple):
    """The most and the least that worlds ask for; in fractions, since it takes whole households to meet it."""

    most: Extreme
    least: Extreme


def domains_of_each(areas: int, most: int) -> int:
    """How many domains of each of so many areas are looked at for one answer: `most`, or its share of them all."""
    return max(1, min(most, DOMAINS_IN_ALL // max(1, areas)))  # of none where no figure varies


def required_reduction(located: Located, ranges: Ranges, goal: Goal, *, absolute: bool) -> Requirement:
    """What a goal of an area asks for: F, or where `absolute` the whole reduction H + F.

    An extreme has a world of the area where one was found that asks for just so much. Raises `Infeasible` for an area
    without worlds.
    """
    limit = domains_of_each(_areas_in(located), _DOMAINS_OF_AN_AREA)
    asked = partial(_extreme, located, ranges, goal, limit, absolute=absolute)
    most, least = asked(upper=HIGH), asked(upper=LOW)
    return Requirement(most, Extreme(None if least.value is None else -least.value, least.solution))


def _areas_in(located: Located) -> int:
    return 1 + sum(map(_areas_in, located.children))


def asked_in(world: Solution, goal: Goal) -> Exact:
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


def _extreme(  # noqa: PLR0913 - what is asked of an area
    located: Located, ranges: Ranges, goal: Goal, limit: int, *, upper: bool, absolute: bool
) -> Extreme:
    """The most that worlds of an area ask for, or the least with its sign turned.

    So many domains are looked at in each area that has none inside it.
    """
    domain = ranges.domain(located.path, goal.measure)
    most = DOMAINS_OF_A_WHOLE if located.children else limit
    if not upper and goal.about is About.POINTS:
        domain = _that_can(domain, goal, most)
    own = _of_points(domain, goal, upper=upper, absolute=absolute) or maximise(
        domain.copy(), partial(_asked, goal=goal, upper=upper, absolute=absolute), most
    )
    if (
        not located.children
        or located.area.partial
        or goal.about in (About.POOR, About.COUNT)  # a number of households is no share of each area inside
        or (goal.about is About.POINTS and not domain.is_level)
    ):
        return own
    inside: list[Extreme] = []
    for child in located.children:
        inside.append(_extreme(child, ranges, goal, limit, upper=upper, absolute=absolute))
        if inside[-1].value is None:  # nor have all together a bound then
            return own
    parts = _together(inside)
    if parts.value is None or (own.value is not None and own.value < parts.value):
        return own
    return own if own.value == parts.value and own.solution is not None else parts


def _of_points(domain: Domain, goal: Goal, *, upper: bool, absolute: bool) -> Extreme | None:
    """What points ask for on one base where it is known how many leave poverty: that hangs on the base alone.

    So it is the first base from the end that has a world. `None` where it is asked otherwise, or none is found soon.
    """
    bases, planned = bases_of(domain), domain.low[H]
    if goal.about is not About.POINTS or bases is None:
        return None
    for base in bases[:: -1 if upper else 1][:MAX_DOMAINS]:
        poor = poor_on(domain, base, planned)
        if poor:
            asked = goal.number * base / 100 - (0 if absolute else planned)
            return Extreme(asked if upper else -asked, (base, base, poor[-1], poor[-1] - planned))
    return None


def _that_can(domain: Domain, goal: Goal, limit: int) -> Domain:
    """The worlds of an area in which its rate can fall by so many points at all; all of them if it cannot in any."""
    able = domain.copy()
    try:
        able.set_rate(R0, (*goal.number.as_integer_ratio(), False), Rule.STATED, upper=LOW)
        propagate_area(able)
        if _of_points(able, goal, upper=LOW, absolute=True) is None:
            maximise(able.copy(), lambda part: part.high[P0], min(limit, MAX_DOMAINS))
    except Infeasible:
        return domain
    return able


def _together(parts: list[Extreme]) -> Extreme:
    """The sum of what areas ask for, and the world that they make together."""
    total = _sum(*(part.value for part in parts))
    worlds = [part.solution for part in parts if part.solution is not None]
    if total is None or len(worlds) < len(parts):
        return Extreme(total)
    n0, n1, p0, p1 = (sum(counts) for counts in zip(*worlds, strict=True))
    return Extreme(total, (n0, n1, p0, p1))


def _asked(domain: Domain, goal: Goal, *, upper: bool, absolute: bool) -> Exact | None:
    """The most (or the least, with its sign turned) that worlds of a domain ask for; exactly that of a single world."""
    if _is_known(domain):
        n0, n1, p0, p1 = domain.low[:H]
        asked = asked_in((n0, n1, p0, p1), goal) + (p0 - p1 if absolute else 0)
        return asked if upper else -asked
    bounds = _more(domain, goal, upper=upper)
    if absolute:
        fewer = _count(domain, H, upper=upper)
        bounds = [*(_sum(bound, fewer) for bound in bounds), *_whole(domain, goal, upper=upper)]
    return _tightest(bounds, upper=upper)


def _more(domain: Domain, goal: Goal, *, upper: bool) -> list[Exact | None]:
    """Bounds of F, each from quantities that one world has together."""
    number, poor = goal.number, _count(domain, P1, upper=upper)
    match goal.about:
        case About.RATE:
            above = _rate(domain, R1, upper=upper) - number
            return [_sum(poor, _households(-number, domain, upper=upper)), _households(above, domain, upper=upper)]
        case About.POINTS:
            return [_households(number - _rate(domain, D, upper=not upper), domain, upper=upper)]
        case About.POOR:
            return [_sum(poor, -number)]
        case About.COUNT:
            fewer = _count(domain, H, upper=not upper)
            return [None if fewer is None else number - fewer]


def _whole(domain: Domain, goal: Goal, *, upper: bool) -> list[Exact | None]:
    """Bounds of H + F, which hangs on the poor of the start and not on those left at the end."""
    number, poor = goal.number, _count(domain, P0, upper=upper)
    match goal.about:
        case About.RATE:
            above = _rate(domain, R0, upper=upper) - number
            start = _households(above, domain, upper=upper) if domain.is_level else None
            return [_sum(poor, _households(-number, domain, upper=upper)), start]
        case About.POINTS if domain.is_level:
            return [_households(number, domain, upper=upper)]
        case About.POINTS:
            return [_sum(poor, _households(number - _rate(domain, R0, upper=not upper), domain, upper=upper))]
        case About.POOR:
            return [_sum(poor, -number)]
        case About.COUNT:
            return [number]


def _count(domain: Domain, count: int, *, upper: bool) -> int | None:
    value = domain.counts[upper][count]
    return value if -FAR < value < FAR else None


def _rate(domain: Domain, rate: int, *, upper: bool) -> Fraction:
    return Fraction(*domain.rates[upper][rate][:2])
