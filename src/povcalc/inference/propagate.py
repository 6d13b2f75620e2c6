"""Propagation: domains made from a plan, and narrowed by the relations within an area and over the tree of areas.

For an area with N0 households at the start of the year and N1 at its end, P0 and P1 of them poor, a net
reduction of H households, rates R0 and R1 in percent and a reduction of D points:

- `difference`: H = P0 - P1, and `points`: D = R0 - R1;
- `rate`: 100 P = R N at each date, with P <= N. P and N are whole, and their ends are rounded inwards in turn: 44.355%
  of at most 5,329 households are at most 2,363, and those are 44.345% of at most 5,328;
- `grown`: (1 + g) N0 = N1 for a growth g that is assumed, or 0 where one figure is of both dates;
- `flows`: H = E - L - W, where E households left poverty, L fell back into it and W are newly poor: E <= P0 of those
  poor at the start, L + W <= P1 of those poor at the end, and F <= W of the new ones were near-poor (over several
  years a household may leave poverty more than once: then F <= W alone);
- `gained`: with such a growth, 100 H = k N0 where k = D - g R1 = (1 + g) D - g R0. On one base k = D, so that
  100 H / N is the reduction in points. (100 H = R0 N0 - R1 (1 + g) N0, and R0 = R1 + D.)

An area has one domain for each measure of its households: the poor, the near-poor, and both. These have the same
households N0 and N1, and (`together`) P, H, R and D of both are the sums of the two others' at the same date; no more
of the newly poor were near-poor than there were near-poor at the start.

Counts of an area are the sums of its child areas'; where only some are listed (`partial`), the sums of their stocks
are at most the area's own. A rate of the whole is a mean of the parts' rates, weighted by their households; so is the
reduction in points where every part has one base all year. Breakdowns and matrices are sums likewise, beside that over
the areas inside: an area may be the sum of parts in several ways, and a part of several wholes (`Sum`). A stated share
of the poor is a rate on those of the whole.
"""

import heapq
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from math import lcm
from types import MappingProxyType
from typing import NamedTuple, cast

from povcalc.inference.counts import as_printed, over_years, rounding_interval, whatever_is_printed
from povcalc.inference.domains import (
    BASES_OF,
    COUNTS,
    FAR,
    FIELDS,
    FIRST_RATE,
    HIGH,
    LOW,
    N0,
    N1,
    NO_SHARES,
    NUMBERS,
    P0,
    P1,
    R0,
    R1,
    UNBOUNDED,
    WITH_FLOWS,
    D,
    Domain,
    E,
    End,
    F,
    Growth,
    H,
    Infeasible,
    L,
    Premises,
    Rule,
    Step,
    Sum,
    W,
    ends_of,
    is_tighter,
    level,
    rules_out,
    whole,
)
from povcalc.measures import MEAN_OF, ONLY_POOR, POOR, SHARES, Measure, Used
from povcalc.places import Path
from povcalc.plan.model import Located, Split, parent
from povcalc.values import Exact, Figure, Form, Interval, exact

MAX_ROUNDS = 40
"""So often the relations of an area are gone through at a time; its ranges stay valid when that cuts them short."""


class Work:
    """How often in this process the relations of an area were gone through: budgets count this, and not time."""

    rounds = 0

    @classmethod
    def more(cls, begun: int, areas: int) -> int:
        """How many areas more than were narrowed the rounds since some number of them are worth, where ends creep."""
        return max(0, cls.rounds - begun - _USUAL_ROUNDS * areas) // 2


_USUAL_ROUNDS = 20
"""So often are an area's relations gone through where nothing creeps; beyond that two rounds count as one more area."""


def propagate_area(domain: Domain) -> bool:
    """Narrow an area by its own relations until nothing changes. Raises `Infeasible`.

    False when `MAX_ROUNDS` ended it before.
    """
    is_inhabited = False
    for _ in range(MAX_ROUNDS):
        changed = domain.pending
        if not changed:
            return True
        Work.rounds += 1
        domain.pending = 0
        if changed & _OF_COUNTS:
            _difference(domain)
        if changed & _OF_START:
            _rate(domain, N0, P0, R0)
        if changed & _OF_END:
            _rate(domain, N1, P1, R1)
        if changed & _OF_RATES or (changed & _OF_BASES and not is_inhabited):
            _points(domain)
            is_inhabited = domain.low[N0] > 0 < domain.low[N1]  # more households then say no more of points
        if domain.growth is not None:
            if changed & _OF_BASES:
                _grown(domain, domain.growth)
            if changed & _OF_GAIN:
                _gained(domain, domain.growth)
    return False


_OF_COUNTS = 1 << P0 | 1 << P1 | 1 << H | 1 << E | 1 << L | 1 << W | 1 << F
_OF_START = 1 << N0 | 1 << P0 | 1 << FIRST_RATE + R0
_OF_END = 1 << N1 | 1 << P1 | 1 << FIRST_RATE + R1
_OF_BASES = 1 << N0 | 1 << N1
_OF_RATES = 1 << FIRST_RATE + R0 | 1 << FIRST_RATE + R1 | 1 << FIRST_RATE + D
_OF_GAIN = _OF_RATES | _OF_BASES | 1 << H
"""The quantities of each relation, as bits of `pending`."""


def _difference(domain: Domain) -> None:
    """H = P0 - P1, solved for each; where there are flows, they make it too."""
    if domain.counted is not COUNTS:
        _flows(domain)
    low, high = domain.low, domain.high
    if low[H] == high[H] == low[P0] - high[P1] == high[P0] - low[P1]:
        return
    for count, one, other in ((H, P0, P1), (P0, P1, H), (P1, P0, H)):
        for upper in (LOW, HIGH):
            side = upper if count == P0 else not upper
            ends = domain.counts[upper]
            first, second = ends[one], domain.counts[side][other]
            if first < UNBOUNDED and -UNBOUNDED < second < UNBOUNDED:
                value = first + second if count == P0 else first - second
                if value < ends[count] if upper else value > ends[count]:
                    premises = (domain.why[upper][one], domain.why[side][other])
                    domain.set_count(count, value, Rule.DIFFERENCE, premises, upper=upper)


def _flows(domain: Domain) -> None:
    """H = E - L - W, solved for each; E <= P0, L + W <= P1 and F <= W."""
    for count, plus, minus in _BALANCE:
        for upper in (LOW, HIGH):
            ends = [(domain.counts[upper][each], domain.why[upper][each]) for each in plus]
            ends += [(-domain.counts[not upper][each], domain.why[not upper][each]) for each in minus]
            if all(-UNBOUNDED < end < UNBOUNDED for end, _ in ends):
                value, premises = sum([end for end, _ in ends]), tuple([why for _, why in ends])
                domain.set_count(count, value, Rule.FLOWS, premises, upper=upper)
    domain.set_count(F, domain.high[W], Rule.FLOWS, (domain.why_high[W],), upper=HIGH)
    domain.set_count(W, domain.low[F], Rule.FLOWS, (domain.why_low[F],), upper=LOW)
    if not domain.within_year:
        return
    for part, whole_of in ((E, P0), (L, P1), (W, P1)):
        rest = W if part == L else L if part == W else None
        taken = 0 if rest is None else domain.low[rest]
        premises = (domain.why_high[whole_of], *(() if rest is None else (domain.why_low[rest],)))
        domain.set_count(part, domain.high[whole_of] - taken, Rule.FLOWS, premises, upper=HIGH)
    domain.set_count(P0, domain.low[E], Rule.FLOWS, (domain.why_low[E],), upper=LOW)
    fallen = domain.low[L] + domain.low[W]
    domain.set_count(P1, fallen, Rule.FLOWS, (domain.why_low[L], domain.why_low[W]), upper=LOW)


_BALANCE = ((H, (E,), (L, W)), (E, (H, L, W), ()), (L, (E,), (H, W)), (W, (E,), (H, L)))
"""Each count of the balance of flows, as the sum of some less others."""


def relate(beside: Sequence[Domain]) -> None:
    """Narrow the domains of an area by each other: one base, and both measures together. Raises `Infeasible`."""
    poor, near, both = beside
    for base in (N0, N1):
        for upper in (LOW, HIGH):
            ends = [domain.counts[upper][base] for domain in beside]
            tightest = min(ends) if upper else max(ends)
            if ends.count(tightest) < len(ends):
                why = beside[ends.index(tightest)].why[upper][base]
                for domain in beside:
                    domain.set_count(base, tightest, Rule.TOGETHER, (why,), upper=upper)
    for count in (P0, P1, H):
        for upper in (LOW, HIGH):
            _sum_counts(both, poor, near, count, upper=upper)
            _rest_of_counts(poor, both, near, count, upper=upper)
            _rest_of_counts(near, both, poor, count, upper=upper)
    for rate in (R0, R1, D):
        if all(poor.low[base] for base in BASES_OF[rate]):
            _rates_together(poor, near, both, rate)
    if poor.counted is not COUNTS and poor.within_year:
        poor.set_count(F, near.high[P0], Rule.TOGETHER, (near.why_high[P0],), upper=HIGH)
        near.set_count(P0, poor.low[F], Rule.TOGETHER, (poor.why_low[F],), upper=LOW)


def _sum_counts(both: Domain, poor: Domain, near: Domain, count: int, *, upper: bool) -> None:
    one, other = poor.counts[upper][count], near.counts[upper][count]
    if -UNBOUNDED < one < UNBOUNDED and -UNBOUNDED < other < UNBOUNDED:
        premises = (poor.why[upper][count], near.why[upper][count])
        both.set_count(count, one + other, Rule.TOGETHER, premises, upper=upper)


def _rest_of_counts(domain: Domain, both: Domain, other: Domain, count: int, *, upper: bool) -> None:
    """An end of one measure, as that of both less the opposite end of the other."""
    end, less = both.counts[upper][count], other.counts[not upper][count]
    if -UNBOUNDED < end < UNBOUNDED and -UNBOUNDED < less < UNBOUNDED:
        premises = (both.why[upper][count], other.why[not upper][count])
        domain.set_count(count, end - less, Rule.TOGETHER, premises, upper=upper)


def _rates_together(poor: Domain, near: Domain, both: Domain, rate: int) -> None:
    """R of both = R of the poor + R of the near-poor, solved for each."""
    number = FIRST_RATE + rate
    for upper in (LOW, HIGH):
        end = _plus(poor.rates[upper][rate], near.rates[upper][rate])
        both.set_rate(rate, end, Rule.TOGETHER, (poor.why[upper][number], near.why[upper][number]), upper=upper)
        for domain, other in ((poor, near), (near, poor)):
            end = _minus(both.rates[upper][rate], other.rates[not upper][rate])
            premises = (both.why[upper][number], other.why[not upper][number])
            domain.set_rate(rate, end, Rule.TOGETHER, premises, upper=upper)


def _rate(domain: Domain, base: int, poor: int, rate: int) -> None:
    """100 P = R N, solved for each."""
    low, high, why_low, why_high = domain.low, domain.high, domain.why_low, domain.why_high
    if low[base] == high[base] > 0 and low[poor] == high[poor]:
        end = (100 * low[poor], low[base], False)
        if domain.least[rate] != end or domain.most[rate] != end:
            premises = (why_low[poor], why_high[base]), (why_high[poor], why_low[base])
            domain.set_rate_ends(rate, (end, end), Rule.RATE, premises)
        return
    least = domain.least[rate], (why_low[FIRST_RATE + rate],)
    most = domain.most[rate], (why_high[FIRST_RATE + rate],)
    if least[0][0]:  # a rate of at least 0 says nothing
        _count_from_base(domain, poor, base, least, Rule.RATE, upper=LOW)
    _count_from_base(domain, poor, base, most, Rule.RATE, upper=HIGH)
    _base_from_count(domain, poor, base, least, Rule.RATE, upper=HIGH)
    _base_from_count(domain, poor, base, most, Rule.RATE, upper=LOW)
    if low[poor] > 0:
        domain.set_rate(rate, _ratio(low[poor], high[base]), Rule.RATE, (why_low[poor], why_high[base]), upper=LOW)
    if low[base] and high[poor] < low[base]:
        end = _ratio(high[poor], low[base])
        domain.set_rate(rate, end, Rule.RATE, (why_high[poor], why_low[base]), upper=HIGH)


_Side = tuple[End, Premises]
"""One end of a factor, in percent of a base, and what it comes from."""


def _count_from_base(  # noqa: PLR0913 - the terms of the relation
    domain: Domain, count: int, base: int, factor: _Side, rule: Rule, *, upper: bool
) -> None:
    """An end of X from 100 X = k N, where X and k may be negative. Without a household X is zero, whatever k."""
    (rate, per, is_open), given = factor
    side = rate != 0 and upper is (rate > 0)
    number = domain.counts[side][base]
    if number < UNBOUNDED:
        value, end = whole(rate * number, 100 * per, is_open=is_open and number > 0, upper=upper), domain.counts[upper]
        if value < end[count] if upper else value > end[count]:
            why = domain.why[side][base]
            premises = (*given, why) if rule is Rule.RATE else (why, *given)
            domain.set_count(count, value, rule, premises, upper=upper)


def _base_from_count(  # noqa: PLR0913 - the terms of the relation
    domain: Domain, count: int, base: int, factor: _Side, rule: Rule, *, upper: bool
) -> None:
    """An end of N from 100 X = k N: `upper` is which end of X it comes from, together with the opposite end of k."""
    (rate, per, is_open), given = factor
    number = domain.counts[upper][count]
    side = upper is (rate > 0)
    if not rate or not -UNBOUNDED < number < UNBOUNDED or not (side or number * rate > 0):
        return
    value = whole(100 * per * (number if rate > 0 else -number), abs(rate), is_open=is_open, upper=side)
    end = domain.counts[side][base]
    if value < end if side else value > end:
        premises = (domain.why[upper][count], *given)
        domain.set_count(base, value if domain.low[base] else max(value, 0), rule, premises, upper=side)


def _ratio(count: int, base: int) -> End:
    """100 count / base; on a base without bound it is zero, and not reached."""
    if count == 0:
        return 0, 1, False
    return (100 * count, base, False) if base < UNBOUNDED else (0, 1, True)


def _plus(end: End, other: End) -> End:
    if end[1] == other[1]:
        return end[0] + other[0], end[1], end[2] or other[2]
    return end[0] * other[1] + other[0] * end[1], end[1] * other[1], end[2] or other[2]


def _minus(end: End, other: End) -> End:
    return _plus(end, (-other[0], other[1], other[2]))


def _points(domain: Domain) -> None:
    """D = R0 - R1, solved for each."""
    if domain.growth is None and not (domain.low[N0] and domain.low[N1]):
        return  # without a household at one of the dates there is a rate at the other alone
    least, most, why = domain.least, domain.most, (domain.why_low[FIRST_RATE:], domain.why_high[FIRST_RATE:])
    if least[R0] == most[R0] and least[R1] == most[R1]:
        fall = _minus(least[R0], least[R1])
        if least[D] != fall or most[D] != fall:
            premises = (why[LOW][R0], why[HIGH][R1]), (why[HIGH][R0], why[LOW][R1])
            domain.set_rate_ends(D, (fall, fall), Rule.POINTS, premises)
        return
    for rate, one, other in ((D, R0, R1), (R0, R1, D), (R1, R0, D)):
        if rate != D and least[rate] == most[rate]:
            continue
        for upper in (LOW, HIGH):
            side, combined = (upper, _plus) if rate == R0 else (not upper, _minus)
            end = combined(domain.rates[upper][one], domain.rates[side][other])
            domain.set_rate(rate, end, Rule.POINTS, (why[upper][one], why[side][other]), upper=upper)


def _grown(domain: Domain, growth: Growth) -> None:
    """(1 + g) N0 = N1, solved for each."""
    if growth.is_level and domain.low[N0] == domain.low[N1] and domain.high[N0] == domain.high[N1]:
        return
    for upper in (LOW, HIGH):
        ends, why = domain.counts[upper], domain.why[upper]
        if ends[N0] < UNBOUNDED:
            factor, why_factor = growth.end(upper=upper)
            value = whole(factor * ends[N0], growth.scale, upper=upper)
            domain.set_count(N1, value, Rule.GROWN, (why[N0], why_factor), upper=upper)
        if ends[N1] < UNBOUNDED:
            factor, why_factor = growth.end(upper=not upper)
            value = whole(growth.scale * ends[N1], factor, upper=upper)
            domain.set_count(N0, value, Rule.GROWN, (why[N1], why_factor), upper=upper)


def _gained(domain: Domain, growth: Growth) -> None:
    """100 H = k N0, solved for each; k rests on the reduction in points, so that D = 100 H / N0 + g R1."""
    factors = _gain(domain, growth, upper=LOW), _gain(domain, growth, upper=HIGH)
    for upper in (HIGH, LOW):
        _base_from_count(domain, H, N0, factors[not upper], Rule.GAINED, upper=upper)
    for upper in (LOW, HIGH):
        _count_from_base(domain, H, N0, factors[upper], Rule.GAINED, upper=upper)
    is_level = growth.is_level
    for upper in (LOW, HIGH):
        count = domain.counts[upper][H]
        side = count != 0 and upper is (count < 0)
        if (side or count == 0 or domain.low[N0]) and -UNBOUNDED < count < UNBOUNDED:
            end, why = _ratio(count, domain.counts[side][N0]), (domain.why[upper][H], domain.why[side][N0])
            if is_level:
                domain.set_rate(D, end, Rule.GAINED, (*why, growth.why_low), upper=upper)
            else:
                grown, premises = _grown_rate(domain, growth, R1, upper=upper)
                domain.set_rate(D, _plus(end, grown), Rule.GAINED, (*why, *premises), upper=upper)


def _gain(domain: Domain, growth: Growth, *, upper: bool) -> _Side:
    """An end of k = D - g R1 = (1 + g) D - g R0."""
    points, why = domain.rates[upper][D], domain.why[upper][FIRST_RATE + D]
    if growth.is_level:
        return points, (why, growth.why_low)
    end, premises = _grown_rate(domain, growth, R1, upper=not upper)
    found = _minus(points, end), (why, *premises)
    end, premises = _grown_rate(domain, growth, R0, upper=not upper)
    factor, why_factor = growth.end(upper=upper is (points[0] >= 0))
    end = _minus((points[0] * factor, points[1] * growth.scale, points[2]), end)
    return (end, (why, *premises, why_factor)) if is_tighter(end, found[0], upper=upper) else found


def _grown_rate(domain: Domain, growth: Growth, rate: int, *, upper: bool) -> _Side:
    """The least or the greatest that g R can be. Rates are not negative, growth may be."""
    if growth.is_level:
        return (0, 1, False), (growth.why_low,)
    factor, why = growth.end(upper=upper)
    factor -= growth.scale
    side = upper is (factor >= 0)
    numerator, denominator, is_open = domain.rates[side][rate]
    end = (factor * numerator, growth.scale * denominator, is_open and factor != 0)
    return end, (domain.why[side][FIRST_RATE + rate], why)


MAX_MEANS = 60
"""So many means are tried on the way to the greatest."""


class Part(NamedTuple):
    """The least and the most households that a part can have, its rate in percent, and 100 times the poor to add."""

    least: int
    most: int
    rate: Fraction
    added: Exact = 0


class Mean(NamedTuple):
    """The greatest mean, in percent, and the households of each part that make it."""

    value: Fraction
    households: tuple[int, ...]


def base_of(rate: int) -> int:
    """The households by which a rate of parts is weighted. The reduction in points has a mean on one base only."""
    return N1 if rate == R1 else N0


def part_of(domain: Domain, rate: int, *, upper: bool, added: Exact = 0) -> Part:
    """A part as it is weighted for the greatest mean, or for the least one, where rates have the other sign."""
    base = base_of(rate)
    numerator, denominator, _ = domain.rates[upper][rate]
    return Part(domain.low[base], domain.high[base], Fraction(numerator if upper else -numerator, denominator), added)


def greatest_mean(parts: Sequence[Part], least: int, most: int) -> Mean | None:
    """The greatest (sum of rate times households, plus what is added) over all households, in percent.

    The whole has `least` to `most` households. `None` where no bound comes of it: too many parts have no most, or
    the parts are never as many households as the whole.

    The mean is greatest where the parts of high rates are as large as they can be and the others as small, together
    as many as the whole has. Which parts are "high" depends on the mean itself: Dinkelbach's method ("On nonlinear
    fractional programming", 1967) begins with some mean, finds the households that are best beside it, and goes on
    from the mean of these until none is better.
    """
    if least > most or most < 1 or any(not -FAR < part.added < FAR for part in parts):
        return None
    least = max(least, 1)  # a rate is that of the worlds in which there is a household
    # Fractions are slow to add and to compare: over one denominator they are whole numbers.
    scale = lcm(*[part.rate.denominator for part in parts])
    rates = [part.rate.numerator * (scale // part.rate.denominator) for part in parts]
    order = sorted(range(len(parts)), key=rates.__getitem__, reverse=True)
    added = scale * sum([part.added for part in parts])
    poor, households, best = cast("Exact", 0), 0, list[int]()  # the mean is the poor over scale times the households
    for _ in range(MAX_MEANS):
        high = sum([rate * households > poor for rate in rates]) if best else 0
        chosen = _best(parts, order, high, least, most)
        if chosen is None:
            return None
        found, number = added + sum([rate * number for rate, number in zip(rates, chosen, strict=True)]), sum(chosen)
        if best and found * households <= poor * number:
            return Mean(Fraction(poor, scale * households), tuple(best))
        poor, households, best = found, number, chosen
    return None


def _best(parts: Sequence[Part], order: Sequence[int], high: int, least: int, most: int) -> list[int] | None:
    """The households of each part that raise the whole above a mean by the most; as few as can be where none is high.

    The first so many of the `order` have `high` rates, above the mean. `None` when there is no most, or when the parts
    cannot be as many as the whole.
    """
    chosen = [part.least for part in parts]
    room, owed = most - sum(chosen), least - sum(chosen)
    if room < 0:
        return None
    for turn, at in enumerate(order):
        part = parts[at]
        is_high = turn < high
        if owed <= 0 and not is_high:
            break
        more = min(part.most - part.least, room if is_high else max(owed, 0))
        if more >= FAR:
            return None
        chosen[at] += more
        room -= more
        owed -= more
    return None if owed > 0 else chosen


MAX_SWEEPS = 100
MAX_VISITS = 20
FEW = 100
"""So often a tree is gone through, up and down, and each area is looked at on average, a few areas as often as if they
were so many; ranges stay valid when that cuts them short. A sweep in which little is left to do costs little. A few
areas taken out of a larger tree are so narrowed no less than within it, where others hardly change."""

MAX_ROUNDS_AN_AREA = 60
"""So often are the relations of each area gone through on average in a tree, where their ends creep."""


class Effort(NamedTuple):
    """What narrowing took: how many times an area was looked at, and whether a cap ended it."""

    visits: int
    cut_short: bool


def propagate_tree(domains: Sequence[Domain], patience: int = 1) -> Effort:
    """Narrow all areas of a tree, each before those inside it in `domains`, until nothing changes.

    It may take `patience` times the usual effort. Raises `Infeasible`.
    """
    visits, most = 0, max(FEW, len(domains))
    last = Work.rounds + MAX_ROUNDS_AN_AREA * most
    for _ in range(patience * MAX_SWEEPS):
        before = visits
        for domain in reversed(domains):
            if domain.areas and not all(inner.parent_current for inner in domain.areas):
                _from_parts(domain)
                for inner in domain.areas:
                    inner.parent_current = True
                domain.children_current = False
            visits += _propagated(domain)
            visits += sum(map(_narrow_sum, domain.splits)) if domain.splits else 0
        for domain in domains:
            visits += sum(map(_narrow_sum, domain.splits)) if domain.splits else 0
            if domain.areas and not domain.children_current:
                domain.children_current = True
                _to_parts(domain, domain.areas)
                for inner in domain.areas:
                    visits += _propagated(inner)
        if visits == before:
            return Effort(visits, cut_short=False)
        if visits > patience * MAX_VISITS * most or Work.rounds > last:
            break
    return Effort(visits, cut_short=True)


def _narrow_sum(split: Sum) -> int:
    """Narrow a whole and its parts by each other, if any of them changed; how many areas were looked at."""
    if not split.is_news():
        return 0
    _from_parts(split)
    _shares(split, split.areas, of_parts=False)
    visits = _propagated(split.whole)
    _to_parts(split, split.areas)
    _shares(split, split.areas, of_parts=True)
    return visits + sum([_propagated(part) for part in split.areas])


def _shares(around: Domain, parts: Sequence[Domain], *, of_parts: bool) -> None:
    """100 P = s W for the poor P of a part and W of the whole, where the part states its share s; solved for either."""
    for part in parts:
        for poor, said in part.shares.items() if parent(part.path) == around.path else ():
            for upper, step in zip((LOW, HIGH), said, strict=True):
                rate, per, is_open = cast("End", step.value)
                if of_parts:
                    if (number := around.counts[upper][poor]) < UNBOUNDED:
                        value = whole(rate * number, 100 * per, is_open=is_open and number > 0, upper=upper)
                        part.set_count(poor, value, Rule.SHARE, (around.why[upper][poor], step), upper=upper)
                elif rate > 0 and (number := part.counts[not upper][poor]) < UNBOUNDED:
                    value = whole(100 * per * number, rate, is_open=is_open and number > 0, upper=not upper)
                    around.set_count(poor, value, Rule.SHARE, (part.why[not upper][poor], step), upper=not upper)


def seen_from_around(
    trial: Domain,
    domain: Domain,
    around: Domain | None,
    surroundings: "Callable[[Domain], Surroundings] | None" = None,
) -> None:
    """Narrow a copy of an area by the areas inside it and by the one around it, as these are. Raises `Infeasible`.

    Those keep their ranges, since the copy is no narrower than the area itself. Where `surroundings` has what a whole
    and its parts say, not all parts of each whole that the area is a part of are gone through, and what they say has
    no reasons.
    """
    trial.areas, trial.partial, trial.even = domain.areas, domain.partial, domain.even
    if trial.areas:
        _from_parts(trial)
        weigh(trial)
    for split in domain.splits:
        own = Sum(trial, split.areas, partial=split.partial)
        _from_parts(own)
        _shares(own, own.areas, of_parts=False)
        weigh(own)
    for split in domain.wholes:
        if surroundings is not None:
            surroundings(split).narrow(trial, domain)
            _shares(split, (trial,), of_parts=True)
            continue
        parts = [trial if part is domain else part for part in split.areas]
        own = Sum(split.whole.copy(), parts, partial=split.partial)
        _to_parts(own, (trial,))
        _shares(own, (trial,), of_parts=True)
    if around is not None:
        outer = around.copy()
        outer.areas = [trial if inner is domain else inner for inner in around.areas]
        outer.partial, outer.even = around.partial, around.even
        _to_parts(outer, (trial,))


class Surroundings:
    """What a whole and its other parts say of each part, as `seen_from_around` has it, but not what that rests on.

    All parts are gone through once: to ask for each of them costs no more than to ask for one.
    """

    def __init__(self, whole: Domain) -> None:
        self._whole = whole
        self._sums: dict[tuple[int, bool], tuple[int, int]] = {}
        for count in whole.counted:
            for upper in (LOW, HIGH):
                ends = [inner.counts[not upper][count] for inner in whole.areas]
                known = [end for end in ends if -FAR < end < FAR]
                self._sums[count, upper] = sum(known), len(ends) - len(known)
        self._excluded: dict[tuple[int, bool], int] = {}
        for rate in _mean_rates(whole):
            for upper in (LOW, HIGH):
                self._excluded[rate, upper] = sum([not self._is_excluded(part, rate, upper) for part in whole.areas])

    def _is_excluded(self, part: Domain, rate: int, upper: bool) -> bool:  # noqa: FBT001 - which end, as everywhere
        """Whether a part has no household in the mean, or a rate on the far side of the whole's."""
        end, other = self._whole.rates[upper][rate], part.rates[not upper][rate]
        return not part.high[base_of(rate)] or rules_out(end, other, upper=upper)

    def narrow(self, trial: Domain, part: Domain) -> None:
        """Narrow a copy of a part. Raises `Infeasible`."""
        for (count, upper), (total, missing) in self._sums.items():
            end, own = self._whole.counts[upper][count], part.counts[not upper][count]
            is_known = -FAR < own < FAR
            if self._whole.partial and (count == H or not upper):
                continue
            if -FAR < end < FAR and missing == (not is_known):
                value = end - total + (own if is_known else 0)
                trial.set_count(count, value, Rule.REMAINDER, upper=upper)
        for (rate, upper), others in self._excluded.items():
            if self._whole.low[base_of(rate)] and others == (not self._is_excluded(part, rate, upper)):
                trial.set_rate(rate, self._whole.rates[upper][rate], Rule.BETWEEN_PARTS, upper=upper)


def _propagated(domain: Domain) -> int:
    """Narrow one area by its own relations, if anything of it changed; how many times it was looked at."""
    if not domain.pending:
        return 0
    if domain.beside:
        return propagate_together(domain.beside)
    propagate_area(domain)
    domain.parent_current = False
    domain.children_current = False
    domain.changes += 1
    return 1


def propagate_each(domains: Sequence[Domain]) -> None:
    """Narrow each of some areas by its own relations alone. Raises `Infeasible`."""
    for domain in domains:
        propagate_area(domain)
        if domain.beside and domain is domain.beside[-1]:
            relate(domain.beside)
            propagate_together(domain.beside)


def propagate_together(beside: Sequence[Domain]) -> int:
    """Narrow the domains of one area, by all measures, until nothing changes; how many were looked at.

    Raises `Infeasible`.
    """
    visits = 0
    for _ in range(MAX_ROUNDS):
        changed = [domain for domain in beside if domain.pending]
        if not changed:
            break
        for domain in changed:
            propagate_area(domain)
            domain.parent_current = domain.children_current = False
            domain.changes += 1
        visits += len(changed)
        relate(beside)
    return visits


def _from_parts(domain: Domain) -> None:
    """A whole is the sum of its parts, and its rates lie between the least and the greatest of theirs."""
    sides = [[inner.low for inner in domain.areas], [inner.high for inner in domain.areas]]
    for count in domain.counted:
        if domain.partial and count == H:
            continue
        for upper in (LOW,) if domain.partial else (LOW, HIGH):
            total = sum([ends[count] for ends in sides[upper]])
            end = domain.counts[upper][count]
            if (total < end if upper else total > end) and -FAR < total < FAR:
                parts = tuple([inner.why[upper][count] for inner in domain.areas])
                domain.set_count(count, total, Rule.SUM, (parts,), upper=upper)
    for rate in _mean_rates(domain):
        if domain.least[rate][:2] == domain.most[rate][:2]:
            continue
        inside = [inner for inner in domain.areas if inner.high[base_of(rate)]]  # the others have no part in the mean
        for upper in (LOW, HIGH) if inside else ():
            outermost = _outermost(inside, rate, upper=upper).rates[upper][rate]
            if is_tighter(outermost, domain.rates[upper][rate], upper=upper):
                premises = _why_rates(domain, rate, upper=upper)
                domain.set_rate(rate, outermost, Rule.BETWEEN_PARTS, premises, upper=upper)


def _to_parts(domain: Domain, parts: Sequence[Domain]) -> None:
    """Each of these parts is the whole less all others.

    And where all parts but one have rates below the mean that one does not, nor where all but one lie above it.
    """
    for count in domain.counted:
        if domain.partial and count == H:
            continue
        for upper in (HIGH,) if domain.partial else (HIGH, LOW):
            if -FAR < domain.counts[upper][count] < FAR:
                _remainder(domain, count, parts, upper=upper)
    for rate in _mean_rates(domain):
        base = base_of(rate)
        inside = [inner for inner in domain.areas if inner.high[base]]
        for upper in (LOW, HIGH) if domain.low[base] and inside else ():
            end = domain.rates[upper][rate]
            outer = _outermost(inside, rate, upper=not upper)
            if is_tighter(end, outer.rates[upper][rate], upper=upper) and all(
                rules_out(end, each.rates[not upper][rate], upper=upper) for each in inside if each is not outer
            ):
                why = _why_rates(domain, rate, upper=not upper)
                premises = (domain.why[upper][FIRST_RATE + rate], domain.why_low[base], *why)
                outer.set_rate(rate, end, Rule.BETWEEN_PARTS, premises, upper=upper)


def _remainder(domain: Domain, count: int, parts: Sequence[Domain], *, upper: bool) -> None:
    """An end of some parts, as that of the whole less the opposite ends of all others."""
    far = not upper
    others = [end for inner in domain.areas if -FAR < (end := inner.counts[far][count]) < FAR]
    missing = len(domain.areas) - len(others)
    if missing > 1:
        return
    room = domain.counts[upper][count] - sum(others)
    why: tuple[Step | None, ...] | None = None
    for inner in parts:
        own, end = inner.counts[far][count], inner.counts[upper][count]
        value = room if missing else room + own
        if (value >= end if upper else value <= end) or (missing and -FAR < own < FAR):
            continue
        why = why or tuple([each.why[far][count] for each in domain.areas])
        inner.set_count(count, value, Rule.REMAINDER, (domain.why[upper][count], why), upper=upper)


def _mean_rates(domain: Domain) -> tuple[int, ...]:
    """The rates of the whole that are a mean of the parts' rates."""
    if domain.partial:
        return ()
    return (R0, R1, D) if domain.even else (R0, R1)


def _outermost(parts: Sequence[Domain], rate: int, *, upper: bool) -> Domain:
    """The first part whose end of a rate is the loosest."""
    found = parts[0]
    for part in parts:
        if is_tighter(found.rates[upper][rate], part.rates[upper][rate], upper=upper):
            found = part
    return found


def weigh(domain: Domain) -> int:
    """Narrow the rates of a whole to the means that its parts' rates can have. Raises `Infeasible`.

    How many times that made an end tighter. It costs more than all other relations of an area, so that it is looked at
    when these have nothing more to tell.
    """
    tighter = 0
    for rate in _mean_rates(domain) if domain.areas else ():
        base = base_of(rate)
        for upper in (HIGH, LOW):
            parts = [part_of(inner, rate, upper=upper) for inner in domain.areas]
            mean = greatest_mean(parts, domain.low[base], domain.high[base])
            if mean is None:
                continue
            is_open = all(inner.rates[upper][rate][2] for inner in domain.areas)
            end = (*(mean.value if upper else -mean.value).as_integer_ratio(), is_open)
            if is_tighter(end, domain.rates[upper][rate], upper=upper):
                premises = _why_mean(domain, rate, mean, upper=upper)
                domain.set_rate(rate, end, Rule.WEIGHTED_MEAN, premises, upper=upper, weights=mean.households)
                tighter += 1
    if tighter:
        _propagated(domain.whole if isinstance(domain, Sum) else domain)
    return tighter


def _why_mean(domain: Domain, rate: int, mean: Mean, *, upper: bool) -> Premises:
    """The ends of the parts' rates, the ends of their households that the mean is made of, and those of the whole's.

    A part that has neither as few households as it can nor as many has what the whole leaves it.
    """
    base = base_of(rate)
    rates, _, even = _why_rates(domain, rate, upper=upper)
    households = tuple(
        [
            inner.why_low[base] if number == inner.low[base] else inner.why_high[base]
            for inner, number in zip(domain.areas, mean.households, strict=True)
            if number in (inner.low[base], inner.high[base])
        ]
    )
    total = sum(mean.households)
    ends = (
        domain.why_low[base] if total == max(domain.low[base], 1) else None,
        domain.why_high[base] if total == domain.high[base] else None,
    )
    return rates, households, ends, even


def _why_rates(domain: Domain, rate: int, *, upper: bool) -> Premises:
    """The ends of the parts' rates, and what says that a part has no household or one base all year."""
    ends = tuple([inner.why[upper][FIRST_RATE + rate] for inner in domain.areas])
    base = base_of(rate)
    empty = tuple([inner.why_high[base] for inner in domain.areas if not inner.high[base]])
    even = tuple([inner.growth.why_low for inner in domain.areas if inner.growth]) if rate == D else ()
    return ends, empty, even


class Basis(NamedTuple):
    """What ranges are worked out from.

    `growth`, by path, is how many percent the households of an area are assumed to grow, `cut` how far above
    its bound an "over" rate may lie, unless it is one of `uncut`. Of the stated figures `dropped` are left
    out and, where `kept` is given, all others but those. `asked` is a figure that does not count, but whose
    area has households for it to be about; `cut_off` is a rate taken to be cut off if it is not rounded.
    `changed` are figures that stand in the place of stated ones. `used` are the measures that have domains.
    From the start to the end are `years` at the least and at the most; where it is `None`, means of them say nothing.
    """

    growth: dict[Path, Interval]
    cut: Fraction | None
    dropped: set[Path]
    uncut: set[Path]
    kept: AbstractSet[Path] | None = None
    asked: Path | None = None
    cut_off: Path | None = None
    changed: Mapping[Path, Figure] = MappingProxyType({})
    used: Used = ONLY_POOR
    years: tuple[int, int] | None = None

    def has(self, path: Path) -> bool:
        """Whether a stated figure counts."""
        return path not in self.dropped and (self.kept is None or path in self.kept)


def domains_of(areas: Sequence[Located], basis: Basis) -> list[Domain]:
    """The domains of all areas, each before those inside it, as `areas` has them. Raises `Infeasible`."""
    return connected(areas, [domain for located in areas for domain in domains_at(located, basis)])


def connected(areas: Sequence[Located], domains: list[Domain]) -> list[Domain]:
    """The same domains, each with those inside it by the same measure, as `areas` has them.

    The domains of an area stand together, in the order of their measures.
    """
    several = len(domains) // max(1, len(areas))
    found = {domains[at].path: domains[at : at + several] for at in range(0, len(domains), several or 1)}
    for located in reversed(areas):
        own = found[located.path]
        if several > 1:
            _put_beside(own)
        if located.children:
            inside = [found[child.path] for child in located.children]
            for number, domain in enumerate(own):
                _connect(domain, [each[number] for each in inside])
            if sharing := [each[0] for each in inside if each[0].shares]:
                _add_sum(own[0], sharing, partial=True)
        for split in located.splits:
            parts = [found[path] for path in split.parts if path in found]
            for number, domain in enumerate(own):
                _divide(domain, split, [each[number] for each in parts])
    return domains


def _put_beside(domains: Sequence[Domain]) -> None:
    for domain in domains:
        domain.beside = tuple(domains)


def domains_at(located: Located, basis: Basis) -> list[Domain]:
    """The domains of one area by all measures that are used. Raises `Infeasible`."""
    domains = [domain_of(located, basis, measure) for measure in basis.used.measures]
    if len(domains) > 1:
        _put_beside(domains)
    return domains


def domain_of(located: Located, basis: Basis, measure: Measure = POOR) -> Domain:
    """The domain of one area, with what it states of itself and what is assumed of it. Raises `Infeasible`."""
    domain = Domain(located.path, measure, partial=located.area.partial)
    if measure in basis.used.with_flows:
        domain.counted, domain.within_year = WITH_FLOWS, basis.years == (1, 1)
    assumed = basis.growth.get(located.path)
    if assumed is not None:
        domain.growth = _growth(assumed, located.path)
    domain.shares = _stated_shares(located, basis, measure)
    figures = _figures(located, basis, measure)
    for count, field in enumerate(FIELDS[measure][:FIRST_RATE]):
        if field in figures:
            _state_count(domain, field, count, figures[field])
    _state_both_bases(domain, figures.get("households"))
    for rate, field in enumerate(FIELDS[measure][FIRST_RATE:]):
        figure = figures.get(field)
        is_stated = figure is not None and figure.binds
        if figure is not None and is_stated:
            _state_rate(domain, rate, figures, located, basis)
        if is_stated or basis.asked == (*located.path, field):
            _state_household(domain, rate, field if is_stated else None)
    _state_means(domain, figures, located, basis)
    return domain


def _state_both_bases(domain: Domain, figure: Figure | None) -> None:
    if figure is not None and figure.binds:
        _state_count(domain, "households", N0, figure)
        _state_count(domain, "households", N1, figure)
    if figure is not None and figure.form is not Form.ABOUT:
        domain.growth = level(Rule.STATED, domain.path, (), "households")


def _state_means(domain: Domain, figures: Mapping[str, Figure], located: Located, basis: Basis) -> None:
    for field in domain.measure.means:
        figure = figures.get(field)
        if figure is None or not figure.binds or basis.years is None:
            continue
        domain.narrow(NUMBERS[MEAN_OF[field]], over_years(located, field, figure, basis.years), Rule.STATED, field)
        if "rate" in field:
            _state_household(domain, D, field)


def _state_household(domain: Domain, rate: int, field: str | None) -> None:
    """Where there is a rate there is a household."""
    for base in BASES_OF[rate]:
        if not domain.low[base]:
            domain.set_count(base, 1, Rule.STATED, (), field, upper=LOW)


_STATED = {measure: ("households", *filter(None, fields), *measure.means) for measure, fields in FIELDS.items()}


def _figures(located: Located, basis: Basis, measure: Measure) -> dict[str, Figure]:
    """The figures of an area that count and are of a measure, by their fields."""
    values = vars(located.area)  # the usual case is every area of a nation: attributes would cost twice as much
    stated = {field: values[field] for field in _STATED[measure] if values[field] is not None}
    if not basis.dropped and basis.kept is None and not basis.changed:
        return stated
    return {
        field: basis.changed.get((*located.path, field), figure)
        for field, figure in stated.items()
        if basis.has((*located.path, field))
    }


def _stated_shares(located: Located, basis: Basis, measure: Measure) -> Mapping[int, tuple[Step, Step]]:
    """The least and the greatest share of the poor of a whole that an area states, by the poor it is about."""
    values, path = vars(located.area), located.path
    if values[SHARES[0]] is None and values[SHARES[1]] is None:
        return NO_SHARES
    said: dict[int, tuple[Step, Step]] = {}
    for poor, field in zip((P0, P1), SHARES, strict=True) if measure is POOR else ():
        figure = values[field]
        figure = basis.changed.get((*path, field), figure)
        if figure is not None and figure.binds and basis.has((*path, field)):
            low, high = (end or other for end, other in zip(ends_of(figure.as_rate()), _ANY_SHARE, strict=True))
            said[poor] = (
                Step(Rule.STATED, path, poor, LOW, low, (), field),
                Step(Rule.STATED, path, poor, HIGH, high, (), field),
            )
    return said


_ANY_SHARE: tuple[End, End] = (0, 1, False), (100, 1, False)


def _state_count(domain: Domain, field: str, count: int, figure: Figure) -> None:
    number = figure.number
    is_exact = figure.form is Form.EXACT and not figure.step
    if is_exact and isinstance(number, int) and domain.low[count] <= number <= domain.high[count]:
        # The usual case: both ends at once.
        step = Step(Rule.STATED, domain.path, count, LOW, number, (), field, (), domain.measure)
        domain.low[count] = domain.high[count] = number
        domain.why_low[count] = domain.why_high[count] = step
        domain.pending |= 1 << count
        return
    domain.narrow(count, figure.sure_count(), Rule.STATED, field)


def _state_rate(domain: Domain, rate: int, figures: Mapping[str, Figure], located: Located, basis: Basis) -> None:
    field = FIELDS[domain.measure][FIRST_RATE + rate]
    figure = figures[field]
    if figure.form is not Form.EXACT:
        domain.narrow(FIRST_RATE + rate, figure.as_rate(), Rule.STATED, field)
        if figure.form is Form.OVER and basis.cut is not None and (*domain.path, field) not in basis.uncut:
            limit = exact(figure.number) + basis.cut
            domain.set_rate(rate, (*limit.as_integer_ratio(), True), Rule.CUT, (), field, upper=HIGH)
        return
    premises: Premises = ()
    printed = _printed(located, basis, domain.measure) if rate == D else None
    if printed is None:
        ends = rounding_interval(figure)
    elif figures.keys() >= set(domain.measure.rates):
        # What the reduction may be hangs on the two rates beside it.
        ends = as_printed(figure, *printed)
        premises = tuple([domain.why_low[FIRST_RATE + each] or domain.why_high[FIRST_RATE + each] for each in (R0, R1)])
    else:
        # They are not both trusted: it may be the difference of whatever should stand in their place.
        ends = whatever_is_printed(figure, *printed)
    if basis.cut_off is not None and basis.cut_off == (*domain.path, field):
        ends = _hull(ends, figure.cut_off())
    domain.set_rate_ends(rate, ends, Rule.STATED, (premises, premises), field)


def _printed(located: Located, basis: Basis, measure: Measure) -> tuple[Figure, Figure] | None:
    """The rates at both dates as bare numbers, whether they count or not; `None` where they are not."""
    start, end = (basis.changed.get((*located.path, field)) or located.figure(field) for field in measure.rates)
    if start is None or end is None or start.form is not Form.EXACT or end.form is not Form.EXACT:
        return None
    return start, end


def _hull(ends: tuple[End, End], room: Interval) -> tuple[End, End]:
    """The ends around a range and another one."""
    low, high = (
        end if other is None or not is_tighter(end, other, upper=upper) else other
        for upper, end, other in zip((LOW, HIGH), ends, ends_of(room), strict=True)
    )
    return low, high


def _growth(percent: Interval, path: Path) -> Growth | None:
    if percent.low is None or percent.high is None:
        return None
    if percent[:2] == (0, 0):
        return level(Rule.GROWTH, path)
    low, high = 1 + Fraction(percent.low, 100), 1 + Fraction(percent.high, 100)
    scale = lcm(low.denominator, high.denominator)
    why_low, why_high = (
        Step(Rule.GROWTH, path, N1, upper, (*end.as_integer_ratio(), False))
        for end, upper in ((percent.low, LOW), (percent.high, HIGH))
    )
    return Growth(int(low * scale), int(high * scale), scale, why_low, why_high)


def _connect(domain: Domain, inside: list[Domain]) -> None:
    """Put the areas inside into a domain; on one base they are on one base together."""
    domain.areas = inside
    domain.even = not domain.partial and all(inner.is_level for inner in inside)
    if domain.even:
        _make_level(domain, inside)


def _make_level(domain: Domain, parts: Sequence[Domain]) -> None:
    """Have an area on one base where all of its parts are, unless its own figures say how its households grow."""
    if domain.growth is None:
        steps = tuple([part.growth.why_low for part in parts if part.growth])
        domain.growth = level(Rule.SUM, domain.path, (steps,))
        domain.pending |= 1 << N0


def _divide(domain: Domain, split: Split, parts: list[Domain]) -> None:
    """Put another way in which an area is the sum of parts into its domain; parts that are not there are unlisted."""
    if split.overlapping:
        for part in parts:  # each by itself is at most the whole
            _add_sum(domain, [part], partial=True)
    elif parts:
        _add_sum(domain, parts, partial=split.partial or len(parts) < len(split.parts))


def _add_sum(domain: Domain, parts: list[Domain], *, partial: bool) -> None:
    added = Sum(domain, parts, partial=partial)
    domain.splits = [*domain.splits, added]
    for part in parts:
        part.wholes = [*part.wholes, added]
    if added.even:
        _make_level(domain, parts)


MAX_AREAS_TRIED = 500
"""In larger plans no value at the end of a base is tried: that would cost more than all the rest."""

MAX_TRIES = 40
"""So many values are tried at one end of a base."""

MAX_TURNS = 3
"""So often a tree is narrowed again after values were tried."""


def shave(domains: Sequence[Domain], patience: int = 1) -> Effort:
    """Narrow a tree, and take away ends of bases that leave no value for another quantity of the area.

    That is what the relations of an area, each by itself, do not see. With households growing by 0 to 2%, Trạm Tấu's
    count, rates and points each allow 5,950 households at the start of the year; but on 5,950 there is no whole number
    of poor households at the end that suits all of them. Source: shaving, or singleton consistency, of constraint
    programming. It may take `patience` times the usual effort. Raises `Infeasible`.
    """
    effort = propagate_tree(domains, patience)
    visits = effort.visits
    is_small = len(domains) <= MAX_AREAS_TRIED
    settled: dict[Domain, int] = {}
    for turn in range(0 if effort.cut_short else MAX_TURNS + 1):
        tighter = sum([weigh(domain) for domain in reversed(domains) if domain.areas])
        tighter += sum([weigh(split) for domain in domains for split in domain.splits])
        if is_small and turn < MAX_TURNS:
            tighter += sum([_shave_bases(domain, settled) for domain in domains])
        if not tighter:
            break
        effort = propagate_tree(domains, patience)
        visits += effort.visits
        if effort.cut_short:
            break
    return Effort(visits, effort.cut_short)


def _shave_bases(domain: Domain, settled: dict[Domain, int]) -> int:
    """How many ends of an area's bases were taken away. On one base both dates are the same.

    `settled` has how often an area had been narrowed when none were: until it is again, none will be.
    """
    if settled.get(domain) == domain.changes:
        return 0
    bases = (N0,) if domain.is_level else (N0, N1)
    shaved = sum([_shave_end(domain, base, upper=upper) for base in bases for upper in (HIGH, LOW)])
    if not shaved:
        settled[domain] = domain.changes
    return shaved


def _shave_end(domain: Domain, base: int, *, upper: bool) -> int:
    """Take away values at one end of a base as long as they contradict the rest; how many were."""
    for tried in range(MAX_TRIES):
        value = domain.counts[upper][base]
        if domain.low[base] == domain.high[base] or not 0 < value < FAR:
            return tried
        trial = domain.copy()
        trial.counts[not upper][base] = value
        trial.why[not upper][base] = Step(Rule.SHAVED, domain.path, base, not upper, value)
        trial.pending = 1 << base
        try:
            propagate_area(trial)
        except Infeasible as refuted:
            premises = (domain.why[upper][base], *refuted.ends)
            domain.set_count(base, value + (-1 if upper else 1), Rule.SHAVED, premises, upper=upper)
            _propagated(domain)
        else:
            return tried
    return MAX_TRIES


class Cap(NamedTuple):
    """Something that an end rate is never above: so many percent, and so many households of the base more."""

    rate: Fraction
    households: int

    def on(self, least: int, most: int) -> Fraction:
        """The greatest that it is on any base from the least to the most."""
        base, (number, per) = least if self.households > 0 else most, self.rate.as_integer_ratio()
        return Fraction(number * base + 100 * self.households * per, per * base)  # reduced once, not three times


def end_rates(domain: Domain, reduction: int, limit: int) -> Interval | None:
    """The least and the greatest end rate over the worlds of a domain, once so many leave poverty.

    On one base of N households, H of which leave poverty as planned, a world is N and the poor at the start, P0; of
    these P0 - H are left. Once H' leave it, the end rate is 100 (P0 - H') / N. For one N the most and the fewest poor
    are known, so that the bases are halved, the half with the greater bound first, until a single base is left.
    Source: branch and bound (Land and Doig 1960), as in `maximise`, whose domains are ten times as dear.

    The search for either looks at so many parts of the bases; a bound that is cut short is valid. `None` where the
    domain is not on one base, where it is open how many leave poverty as planned, and where there is no world.
    """
    if (bases := bases_of(domain)) is None:
        return None
    low, high = (_end_rate(domain, reduction, bases, limit, upper=upper) for upper in (LOW, HIGH))
    return None if high is None or low is None else Interval(-low, high)


def bases_of(domain: Domain) -> range | None:
    """The bases that an area can have which is on one all year, where it is known how many leave poverty as planned."""
    least, most = max(domain.low[N0], domain.low[N1], 1), min(domain.high[N0], domain.high[N1])
    is_known = domain.is_level and domain.low[H] == domain.high[H] and least <= most < FAR
    return range(least, most + 1) if is_known else None


def _end_rate(domain: Domain, reduction: int, bases: range, limit: int, *, upper: bool) -> Fraction | None:
    """The greatest end rate on some bases; the least is the greatest with the other sign."""
    sign = 1 if upper else -1
    planned, ends = domain.low[H], domain.counts[upper]
    poor = min(sign * (ends[P0] - reduction), sign * (ends[P1] + planned - reduction))
    start, end = (sign * Fraction(*domain.rates[upper][rate][:2]) for rate in (R0, R1))
    caps = Cap(start, -sign * reduction), Cap(end, sign * (planned - reduction)), Cap(Fraction(0), poor)
    waiting: list[tuple[Fraction, int, int]] = []

    def wait(first: int, last: int) -> None:
        if first < last:
            heapq.heappush(waiting, (-min(cap.on(first, last) for cap in caps), first, last))
        elif numbers := poor_on(domain, first, planned):
            value = Fraction(100 * sign * (numbers[-1 if upper else 0] - reduction), first)
            heapq.heappush(waiting, (-value, first, last))

    wait(bases[0], bases[-1])
    for _ in range(limit):
        if not waiting:
            return None
        negative, low, high = heapq.heappop(waiting)
        if low == high:
            return -negative
        middle = (low + high) // 2
        wait(low, middle)
        wait(middle + 1, high)
    return -waiting[0][0] if waiting else None


def poor_on(domain: Domain, base: int, planned: int) -> range:
    """How many can be poor at the start on a base; none where the base cannot be."""
    points = (100 * planned, base, False)
    if any(rules_out(domain.rates[upper][D], points, upper=upper) for upper in (LOW, HIGH)):
        return range(0)
    least = max(domain.low[P0], domain.low[P1] + planned, 0, planned)
    most = min(domain.high[P0], domain.high[P1] + planned, base, base + planned)
    for rate, added in ((R0, 0), (R1, planned)):
        for upper in (LOW, HIGH):
            number, per, is_open = domain.rates[upper][rate]
            end = whole(number * base, 100 * per, is_open=is_open, upper=upper) + added
            least, most = (least, min(most, end)) if upper else (max(least, end), most)
    return range(least, most + 1)
