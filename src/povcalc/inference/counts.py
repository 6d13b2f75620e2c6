"""What sums of stated counts say, what bare rates stand for, and what is assumed of households that are not stated.

The mathematics, for an area with N households (the base), a net reduction of h households and a reduction of r
percentage points:

- counts of an area are the sums of its child areas' counts, unless only some of them are listed;
- on one base all year r = 100 h / N;
- a stated rate, or reduction in points, stands beside 100 P / N, or 100 P0/N0 - 100 P1/N1;
- a bare reduction in points is a rounded number, or else the difference of the two rates as they are printed, which
  in a quarter of cases is another. Which of them it is, the printed rates tell: so what it says hangs on these.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from povcalc.inference.domains import End
from povcalc.measures import BASES, MEAN_OF, MEASURE_OF, POOR, REDUCTIONS, Measure, Used, used
from povcalc.places import Path
from povcalc.plan.assumptions import Assumptions
from povcalc.plan.funding import Ledger
from povcalc.plan.model import Funding, Located, is_part, parent
from povcalc.values import (
    ANY,
    NOT_NEGATIVE,
    Exact,
    Figure,
    Form,
    Interval,
    decimals,
    exact,
    in_units,
    percent_of,
    total,
)


def rounding_interval(figure: Figure) -> tuple[End, End]:
    """As `Figure.rounded`: half a unit of the last decimal either way."""
    scale: int = 2 * 10 ** decimals(figure.number)
    middle = in_units(figure.number, scale)
    return (middle - 1, scale, False), (middle + 1, scale, False)


def as_printed(points: Figure, start: Figure, end: Figure) -> tuple[End, End]:
    """What a reduction stands for beside two rates: a rounded number, or else their difference if it may be that."""
    scale, halves = _halves(points, start, end)
    middle, fall = in_units(points.number, scale), in_units(start.number, scale) - in_units(end.number, scale)
    low, high = middle - halves[0], middle + halves[0]
    if low <= fall <= high:
        room = halves[1] + halves[2]
        low, high = min(low, fall - room), max(high, fall + room)
    return (low, scale, False), (high, scale, False)


def whatever_is_printed(points: Figure, start: Figure, end: Figure) -> tuple[End, End]:
    """What a reduction stands for when one of the rates is not taken for right: it may be the difference of others."""
    scale, halves = _halves(points, start, end)
    middle, room = in_units(points.number, scale), sum(halves)
    return (middle - room, scale, False), (middle + room, scale, False)


def _halves(*figures: Figure) -> tuple[int, list[int]]:
    """One over the unit that all of some figures are whole numbers of, and in it half of each one's last decimal."""
    places = [decimals(figure.number) for figure in figures]
    scale: int = 2 * 10 ** max(places)
    return scale, [scale // (2 * 10**each) for each in places]


def used_in(areas: Sequence[Located]) -> Used:
    """Which measures the areas of a plan speak of."""
    return used(set().union(*[located.area.model_fields_set for located in areas]))


class Known(NamedTuple):
    """A count that is stated or that follows from stated ones by sums alone.

    `figures` are the stated figures it rests on; `sure` is false when one of them is an estimate,
    which sums compare and ranges do not lean on.
    """

    interval: Interval
    figures: tuple[Path, ...]
    sure: bool = True

    @property
    def number(self) -> Exact | None:
        """The count itself where it is sure and exactly one: what most checks need of most counts."""
        low, high, low_open, _ = self.interval
        return low if self.sure and low is high and not low_open else None


KnownCounts = Mapping[str, Known]
"""By count field, what is known of one area."""


def stated(located: Located, field: str) -> Known | None:
    """What an area itself states of a count field, or `None`. A stock of at most 5 is 0 to 5."""
    values = vars(located.area)  # of every area of a nation: attributes would cost twice as much
    figure: Figure | None = values[field]
    if figure is None and field in BASES:
        field = "households"
        figure = values[field]
    if figure is None:
        return None
    interval = figure.as_count()
    if interval.low is None and field not in REDUCTIONS:
        interval = interval.overlap(NOT_NEGATIVE)
    return Known(interval, ((*located.path, field),), figure.form is not Form.ABOUT)


def known_counts(areas: Sequence[Located]) -> dict[Path, dict[str, Known]]:
    """For each area, by path, the counts that are stated or else are sums over all child areas.

    `areas` is in document order, as `walk` gives it, so that backwards children come first.
    """
    known: dict[Path, dict[str, Known]] = {}
    fields = used_in(areas).counts
    for located in reversed(areas):
        counts: dict[str, Known] = {}
        for field in fields:
            count = stated(located, field) or _summed(located, field, known)
            if count is not None:
                counts[field] = count
        known[located.path] = counts
    return known


def _summed(located: Located, field: str, known: Mapping[Path, KnownCounts]) -> Known | None:
    for paths in complete_sums(located):
        parts = [part for path in paths if (part := known[path].get(field)) is not None]
        if len(parts) == len(paths):
            return add_up(parts)
    return None


def complete_sums(located: Located) -> Iterator[Sequence[Path]]:
    """The parts, by their paths, of each sum that an area is, where all parts are listed: its areas come first."""
    if located.children and not located.area.partial:
        yield [child.path for child in located.children]
    for split in located.splits:
        if not (split.partial or split.overlapping):
            yield split.parts


def sums_of(located: Located) -> Iterator[Sequence[Path]]:
    """The parts, by their paths, of each sum that an area is, whether all parts are listed or not."""
    if located.children:
        yield [child.path for child in located.children]
    yield from (split.parts for split in located.splits if not split.overlapping)


def add_up(parts: Sequence[Known]) -> Known:
    """The sum of several counts."""
    figures = tuple([path for part in parts for path in part.figures])
    numbers = [number for part in parts if (number := part.number) is not None]
    if len(numbers) == len(parts):
        whole = sum(numbers)
        return Known(Interval(whole, whole), figures)
    return Known(total(part.interval for part in parts), figures, all(part.sure for part in parts))


def least_count(base: int, points: Interval) -> int:
    """The fewest households that give at least the low end of `points` on a base."""
    needed = Fraction(base) * (points.low or 0) / 100
    return math.floor(needed) + 1 if points.low_open else math.ceil(needed)


def points_given(located: Located, known: KnownCounts, measure: Measure = POOR) -> Known | None:
    """The reduction in points that an area's counts of a measure give on its own bases; `None` without both bases.

    With bases N0, N1, poor at the start P0 and a reduction of h it is 100 P0/N0 - 100 (P0 - h)/N1.
    P0 need not be stated: it lies in what the poor at the end, the rates and 0 <= P <= N allow. The
    expression is monotone in each variable, so that its extremes over a domain lie at its corners.
    """
    bases = [known.get(field) for field in BASES]
    first, last = bases
    if first is None or last is None or not _usable(first) or not _usable(last):
        return None
    count = _reduction(known, measure)
    if count is None:
        return None
    if first.figures == last.figures or (first.interval.is_point and first.interval == last.interval):
        # On one base (`households` is one at both dates) the poor at the start cancel out: 100 h / N.
        poor = Known(ANY, ())
        values = [Fraction(100 * fewer, base) for fewer in _ends(count.interval) for base in _ends(first.interval)]
    elif found := _poor_at_start(located, known, measure, count=count, first=first, last=last):
        poor = found
        values = [
            # 100 P0/N0 - 100 (P0 - h)/N1 over one denominator
            Fraction(100 * (poor_start * base_end - (poor_start - fewer) * base_start), base_start * base_end)
            for poor_start in _ends(poor.interval)
            for fewer in _ends(count.interval)
            for base_start in _ends(first.interval)
            for base_end in _ends(last.interval)
        ]
    else:
        return None
    figures = (*first.figures, *last.figures, *count.figures, *poor.figures)
    return Known(Interval(min(values), max(values)), tuple(dict.fromkeys(figures)))


def _usable(base: Known) -> bool:
    low = base.interval.low
    return base.sure and base.interval.high is not None and low is not None and low > 0


def _reduction(known: KnownCounts, measure: Measure) -> Known | None:
    """The reduction as stated and, where that leaves it open, as the poor at both dates make it."""
    count = known.get(measure.reduction)
    if count is None or not count.sure:
        count = Known(ANY, ())
    before, after = map(known.get, measure.stocks)
    if before is not None and after is not None and before.sure and after.sure and not count.interval.is_point:
        fall = before.interval.minus(after.interval)
        count = Known(count.interval.overlap(fall), count.figures + before.figures + after.figures)
    if count.interval.low is None or count.interval.high is None or count.interval.is_empty:
        return None
    return count


def most_poor(located: Located, known: KnownCounts, measure: Measure = POOR) -> Known | None:
    """The most households that can be poor at the start by the stated households and rate; `None` if open."""
    base = known.get("households_start")
    if base is None or not base.sure or base.interval.high is None:
        return None
    most, figures = base.interval.high, base.figures
    field = measure.rates[0]
    rate = located.figure(field)
    part = ANY if rate is None else _part(rate.as_rate(), base.interval)
    if part.high is not None and part.high < most:
        most, figures = math.floor(part.high), (*figures, (*located.path, field))
    return Known(Interval(0, most), figures)


def _poor_at_start(  # noqa: PLR0913 - the terms of the relation
    located: Located, known: KnownCounts, measure: Measure, *, count: Known, first: Known, last: Known
) -> Known | None:
    """The poor at the start that all stated figures but the reduction in points allow; `None` if none are."""
    poor = Interval(0, first.interval.high).overlap(Interval(0, last.interval.high).plus(count.interval))
    figures: tuple[Path, ...] = ()
    for field, rate_field, base, shift in zip(
        measure.stocks, measure.rates, (first, last), (Interval(0, 0), count.interval), strict=True
    ):
        stock = known.get(field)
        if stock is not None and stock.sure:
            poor, figures = poor.overlap(stock.interval.plus(shift)), figures + stock.figures
            if stock.interval.is_point:
                continue  # a rate adds nothing to it but its own mistakes, which T201 and T202 find
        rate = located.figure(rate_field)
        if rate is not None:
            of_base = _part(rate.as_rate(), base.interval)
            poor, figures = poor.overlap(of_base.plus(shift)), (*figures, (*located.path, rate_field))
    if poor.is_empty or poor.low is None or poor.high is None:
        return None
    return Known(poor, figures)


def _part(rate: Interval, base: Interval) -> Interval:
    if rate is ANY or base.low is None or base.high is None:
        return ANY
    low = None if rate.low is None else Fraction(rate.low * (base.low if rate.low >= 0 else base.high), 100)
    high = None if rate.high is None else Fraction(rate.high * base.high, 100)
    return Interval(low, high)


def _ends(interval: Interval) -> tuple[Exact, ...]:
    if interval.number is not None:
        return (interval.number,)
    return tuple(end for end in interval[:2] if end is not None)


class Match(Enum):
    """How a figure stands to the numbers that others give for it."""

    HOLDS = "holds"
    CUT_OFF = "cut off"
    FAILS = "fails"
    OPEN = "open"


class Compared(NamedTuple):
    """A stated rate or reduction in points beside what the counts give for it.

    `complete` says that none of those counts is missing: then `given` is `None` because they are
    estimates, unbounded, zero, or contradict each other, or because they hold exactly.
    """

    located: Located
    field: str
    figure: Figure
    given: Interval | None
    match: Match
    figures: tuple[Path, ...]
    complete: bool = True


def rates_beside_counts(areas: Sequence[Located], known: Mapping[Path, KnownCounts]) -> Iterator[Compared]:
    """Each stated rate, estimates aside, beside poor households over households."""
    measures = used_in(areas).measures
    fields = [each for measure in measures for each in zip(measure.rates, measure.stocks, BASES, strict=True)]
    for located in areas:
        counts = known[located.path]
        for field, poor_field, base_field in fields:
            figure = located.figure(field)
            if figure is None or figure.form is Form.ABOUT:
                continue
            poor, base = counts.get(poor_field), counts.get(base_field)
            figures = ((*located.path, field), *(poor.figures if poor else ()), *(base.figures if base else ()))
            if poor is None or base is None:
                yield Compared(located, field, figure, None, Match.OPEN, figures, complete=False)
            else:
                yield Compared(located, field, figure, *_share_beside(figure, poor, base), figures)


def _share_beside(figure: Figure, poor: Known, base: Known) -> tuple[Interval | None, Match]:
    """Poor households over households, and how the stated rate stands to that."""
    if not (poor.sure and base.sure):
        return None, Match.OPEN
    part, whole = poor.interval.number, base.interval.number
    if figure.form is Form.EXACT and isinstance(part, int) and isinstance(whole, int) and whole > 0:
        return _point_beside(figure, 100 * part, whole)
    given = percent_of(poor.interval, base.interval)
    return given, Match.OPEN if given is None else _match(figure, given)


def _point_beside(figure: Figure, numerator: int, denominator: int) -> tuple[Interval | None, Match]:
    """How a bare rate stands to a ratio: the usual case, decided as `_match` does but in whole numbers alone."""
    if figure.is_rounded(numerator, denominator):
        return None, Match.HOLDS
    given = Fraction(numerator, denominator)
    match = Match.CUT_OFF if figure.is_cut_off(numerator, denominator) else Match.FAILS
    return Interval(given, given), match


def _match(figure: Figure, given: Interval) -> Match:
    allowed = figure.as_rate()
    if given.within(allowed):
        return Match.HOLDS
    if given.meets(allowed):
        return Match.OPEN
    cut = figure.form is Form.EXACT and given.meets(figure.cut_off())
    return Match.CUT_OFF if cut else Match.FAILS


def points_beside_counts(areas: Sequence[Located], known: Mapping[Path, KnownCounts]) -> Iterator[Compared]:
    """Each stated reduction in points, estimates aside, beside what bases and counts give."""
    measures = used_in(areas).measures
    for located in areas:
        for measure in measures:
            figure = located.figure(measure.points)
            if figure is not None and figure.form is not Form.ABOUT:
                yield _points_beside(located, figure, known[located.path], measure)


def _points_beside(located: Located, figure: Figure, counts: KnownCounts, measure: Measure) -> Compared:
    field = measure.points
    path = (*located.path, field)
    exactly = _exact_fall(counts, measure)
    if figure.form is Form.EXACT and exactly is not None and figure.is_rounded(*exactly[:2]):
        return Compared(located, field, figure, None, Match.HOLDS, (path, *exactly[2]))
    given = points_given(located, counts, measure)
    if given is None:
        count = stated(located, measure.reduction)
        figures = (path, *(count.figures if count else ()))
        complete = counts.keys() >= set(BASES) and (count is not None or counts.keys() >= set(measure.stocks))
        return Compared(located, field, figure, None, Match.OPEN, figures, complete)
    match, figures = _match(figure, given.interval), (path, *given.figures)
    bare = [
        each for each in (figure, *map(located.figure, measure.rates)) if each is not None and each.form is Form.EXACT
    ]
    if match in (Match.FAILS, Match.CUT_OFF) and len(bare) == 1 + len(measure.rates):
        low, high = whatever_is_printed(*bare)  # if one of the two rates is not taken for right
        if exact(bare[1].number) - exact(bare[2].number) in figure.rounded():
            match = Match.HOLDS  # the difference of the two rates as they are printed, or that rounded
        elif given.interval.meets(Interval(Fraction(*low[:2]), Fraction(*high[:2]))):
            figures = (*figures, *((*located.path, rate) for rate in measure.rates))
    return Compared(located, field, figure, given.interval, match, figures)


def _exact_fall(counts: KnownCounts, measure: Measure) -> tuple[int, int, tuple[Path, ...]] | None:
    """100 P0/N0 - 100 P1/N1 where all four are exact: numerator, denominator, and the figures they rest on.

    The usual case where bases are stated, in whole numbers alone; `None` leaves it to `points_given`.
    """
    known = [counts.get(field) for field in (*measure.stocks, *BASES)]
    numbers = [each.interval.low for each in known if each is not None and each.sure and each.interval.is_point]
    before, after, first, last = [*numbers, None, None, None, None][:4]
    reduction = counts.get(measure.reduction)
    if not (isinstance(before, int) and isinstance(after, int) and isinstance(first, int) and isinstance(last, int)):
        return None
    if first <= 0 or last <= 0 or (reduction and reduction.interval[:2] != (before - after, before - after)):
        return None
    figures = tuple(path for each in (*known, reduction) if each is not None for path in each.figures)
    return 100 * (before * last - after * first), first * last, figures


def over_years(located: Located, field: str, figure: Figure, years: tuple[int, int]) -> Interval:
    """What a mean of so many years, at the least and at the most, says of their sum.

    A bare number is a rounded one. It may have been worked out from the reduction, or from the rates, as printed.
    """
    is_rate, whole = "rate" in field, located.figure(MEAN_OF[field])
    said, room = figure.as_rate() if is_rate else figure.sure_count(), Fraction(0)
    if figure.form is Form.EXACT:
        half = Fraction(max(figure.step, 1), 2)
        said = said if is_rate else Interval(exact(figure.number) - half, exact(figure.number) + half)
        rates = [located.figure(rate) for rate in MEASURE_OF[field].rates] if is_rate else []
        for printed in ([whole] if is_rate else [], rates):
            room = max(
                room, sum((Fraction(1, 2 * 10 ** decimals(each.number)) for each in printed if each), Fraction(0))
            )
    low = None if said.low is None else min(said.low * number for number in years) - room
    high = None if said.high is None else max(said.high * number for number in years) + room
    return Interval(low, high, said.low_open, said.high_open)


def in_a_year(field: str, room: Interval, years: tuple[int, int]) -> Interval:
    """The range of a mean of the years, by that of their sum; the range of any other figure is itself."""
    if field not in MEAN_OF:
        return room
    if 0 in years:
        return ANY
    low = None if room.low is None else min(Fraction(room.low, number) for number in years)
    high = None if room.high is None else max(Fraction(room.high, number) for number in years)
    return Interval(low, high, room.low_open, room.high_open)


class Shares(NamedTuple):
    """The funding lines' sum as written, in the section's unit, and each line's share in percent."""

    sum: Exact | None
    parts: tuple[Fraction | None, ...]


def funding_shares(funding: Funding) -> Shares:
    """The sum of the amounts, if every line states one, and their shares of what is stated."""
    amounts = [
        None if (amount := item.figure("amount")) is None or item.scale is None else exact(amount.number) * item.scale
        for item in Ledger.of(funding).lines
        if item.around == ("funding", "lines")
    ]
    stated = [amount for amount in amounts if amount is not None]
    listed = sum(stated) if stated else 0
    parts = tuple(None if amount is None or listed <= 0 else Fraction(100 * amount) / listed for amount in amounts)
    return Shares(listed if stated and len(stated) == len(amounts) else None, parts)


def assumed_growth(areas: Sequence[Located], assumed: Assumptions) -> dict[Path, Interval]:
    """The areas, by path, whose households are assumed to grow, and by how many percent from the start to the end.

    Bases that are stated win: the assumption is not made of an area whose bases at both dates are stated
    or are sums of stated ones, nor of one around or inside an area whose stated bases contradict it.
    """
    if assumed.growth is None:
        return {}
    growth = assumed.over_years(assumed.growth)
    bases = {located.path: _bases(located) for located in areas}
    for located in reversed(areas):
        for paths in complete_sums(located) if None in bases[located.path] else ():
            bases[located.path] = _with_sums(bases[located.path], [bases[path] for path in paths])
    if not any(None in each for each in bases.values()):
        return {}
    moved: set[Path] = set()
    for located in reversed(areas):
        inside = [child.path in moved for child in located.children]
        inside += [path in moved for split in located.splits for path in split.parts]
        if _contradicts(bases[located.path], growth) or any(inside):
            moved.add(located.path)
    found: dict[Path, Interval] = {}
    below: set[Path] = set()
    for located in areas:
        path = located.path
        if parent(path) in below or _contradicts(bases[path], growth):
            below.add(path)
        elif path not in moved and None in bases[path] and not is_part(path):  # households move from part to part
            found[path] = growth
    return found


_Bases = tuple[Interval | None, Interval | None]


def _bases(located: Located) -> _Bases:
    known = [stated(located, field) for field in BASES]
    first, last = (each.interval if each is not None and each.sure else None for each in known)
    return first, last


def _with_sums(own: _Bases, parts: Sequence[_Bases]) -> _Bases:
    """An area's bases, those that it does not state itself as sums of its parts where all of them have one."""
    found = list(own)
    for date, each in enumerate(own):
        known = [interval for part in parts if (interval := part[date]) is not None]
        if each is None and len(known) == len(parts):
            found[date] = total(known)
    return found[0], found[1]


def _contradicts(bases: _Bases, growth: Interval) -> bool:
    """Whether stated bases cannot have grown as assumed."""
    first, last = bases
    if first is None or last is None:
        return False
    least, most = growth[:2]
    if (
        most is not None
        and first.high is not None
        and last.low is not None
        and 100 * last.low > (100 + most) * first.high
    ):
        return True
    return (
        least is not None
        and first.low is not None
        and last.high is not None
        and 100 * last.high < (100 + least) * first.low
    )
