"""Plans that are settled: every area states whole numbers and rates of them that make all relations true.

Then nothing is left to narrow or to compare figure by figure. Whether a plan is settled is looked at in whole numbers,
without intervals and without the paths of figures, since nearly all areas of a large plan that is right are so; what
is not is left to the checks and ranges as they are.
"""

from collections.abc import Sequence
from operator import is_, itemgetter
from typing import Any, Final, NamedTuple

from povcalc.measures import BASES, FIGURES, MEAN_OF, MEASURES, POOR, REDUCTIONS, SHARES, Used
from povcalc.plan.model import Area
from povcalc.values import Figure, Form, Interval, decimals, in_units

Stated = tuple[str, ...]
"""The fields in which an area states figures, in the order of the file."""


class Settled(NamedTuple):
    """A settled plan: by the fields that areas state, one of these areas and how many there are.

    `sums` counts the sums that areas make of those inside them; `bases` are the households at both dates of the areas
    that state them apart.
    """

    examples: dict[Stated, Area]
    areas: dict[Stated, int]
    sums: int
    bases: Sequence[tuple[int, int]]

    def grew_within(self, band: Interval | None) -> bool:
        """Whether the households of every area grew within a band, in percent, or by one household outside it."""
        if band is None:
            return True
        (low, below), (high, above) = (((end or 0) + 100).as_integer_ratio() for end in band[:2])
        return all(
            100 * above * (last - 1) <= high * first and 100 * below * (last + 1) >= low * first
            for first, last in self.bases
        )


def settled(root: Area, used: Used, *, may_rise: bool) -> Settled | None:
    """What is known of the areas of a plan, by the measures that they speak of, if it is settled; else `None`.

    Reductions are negative only where poverty `may_rise`.
    """
    settling = _Settling(used, may_rise=may_rise)
    try:
        settling.counts_of(root)
    except _Unsettled:
        return None
    forms = settling.forms.values()
    return Settled(
        {form.stated: form.example for form in forms},
        {form.stated: form.areas for form in forms},
        settling.sums,
        settling.bases,
    )


class _Unsettled(Exception):  # noqa: N818 - what was found, not a fault of the program
    """Something is not settled."""


_ALL = (*FIGURES, *SHARES)
_NONES = (None,) * len(_ALL)
_all_of = itemgetter(*_ALL)
_others_of = itemgetter("breakdowns", "planned", "percent_of_plan", "partial")
_UNSETTLING = frozenset((*MEAN_OF, *SHARES))
"""Figures that only the whole of the checks compares."""

_EXACT: Final = Form.EXACT


class _Fall(NamedTuple):
    """Where a reduction in points stands, the poor at both dates, and the rates; -1 for one that is not stated."""

    points: int
    start: int
    end: int
    rates: tuple[int, ...]


class _Form:
    """The areas that state the same fields: where among their figures each stands; -1 for one that is not stated."""

    def __init__(self, example: Area, stated: Stated, used: Used) -> None:
        place = {field: at for at, field in enumerate(stated)}
        self.example, self.stated, self.areas = example, stated, 0
        self.is_level = "households" in place
        self.reductions = REDUCTIONS.intersection(place)
        bases = ("households", "households") if self.is_level else BASES
        needed = {*bases, *(field for field in used.counts if field not in REDUCTIONS and field not in BASES)}
        others = _UNSETTLING.union(BASES) if self.is_level else _UNSETTLING
        if not (needed <= place.keys() and others.isdisjoint(place)):
            raise _Unsettled
        counts = (*bases, *(field for field in used.counts if field in place and field not in BASES))
        self.figures = itemgetter(*stated)
        self.counts = itemgetter(*map(place.__getitem__, counts))
        self.stocks = [(place[measure.stocks[0]], place[measure.stocks[1]]) for measure in used.measures]
        self.falls = [(place.get(measure.reduction, -1), place.get(measure.points, -1)) for measure in used.measures]
        # Each rate that is stated with the poor and the households that it is of; each fall of rates with the poor at
        # both dates and these rates.
        self.shares = [
            (place[rate], place[poor], place[base])
            for measure in used.measures
            for rate, poor, base in zip(measure.rates, measure.stocks, bases, strict=True)
            if rate in place
        ]
        self.points = [
            _Fall(place[measure.points], *stocks, tuple(place.get(field, -1) for field in measure.rates))
            for measure, stocks in zip(used.measures, self.stocks, strict=True)
            if measure.points in place
        ]
        self.flows = [
            tuple(place[field] for field in (*measure.stocks, *measure.flows, measure.of_new or measure.flows[2]))
            for measure in used.with_flows
        ]
        of_new = place.get(POOR.of_new or "", -1)
        self.from_near = (of_new, self.stocks[1][0]) if of_new >= 0 and len(self.stocks) > 1 else None


class _Settling:
    """Goes through areas, those inside an area before itself."""

    def __init__(self, used: Used, *, may_rise: bool) -> None:
        self.forms: dict[tuple[bool, ...], _Form] = {}
        self.sums = 0
        self.bases: list[tuple[int, int]] = []
        self._used = used
        self._may_rise = may_rise
        # By the identity of a figure, which lives as long as the plan: a reader makes equal ones once.
        self._in_units: dict[int, tuple[int, int]] = {}

    def counts_of(self, area: Area) -> tuple[int, ...]:
        """The counts of an area, itself and all inside it being settled. Raises `_Unsettled`."""
        inside = [self.counts_of(each) for each in area.areas]
        values = vars(area)
        if any(_others_of(values)):
            raise _Unsettled
        key = tuple(map(is_, _all_of(values), _NONES))
        form = self.forms.get(key) or self._new_form(key, area)
        form.areas += 1
        figures = form.figures(values)
        numbers = [number for number, meant, _, step, _ in figures if meant is _EXACT and not step]
        if len(numbers) < len(figures):
            raise _Unsettled
        counts: tuple[int, ...] = form.counts(numbers)
        if inside:
            if tuple(map(sum, zip(*inside, strict=True))) != counts:
                raise _Unsettled
            self.sums += len(counts) - form.is_level  # `households` is one sum, of both dates
        if not form.is_level:
            self.bases.append((counts[0], counts[1]))
        self._hold_counts(form, counts[0], counts[1], numbers)
        self._hold_rates(form, counts[0], counts[1], numbers, figures)
        return counts

    def _new_form(self, key: tuple[bool, ...], example: Area) -> _Form:
        stated = tuple([field for field, is_absent in zip(_ALL, key, strict=True) if not is_absent])
        form = self.forms[key] = _Form(example, stated, self._used)
        if len({(each.is_level, each.reductions) for each in self.forms.values()}) > 1:
            raise _Unsettled  # what some areas state and others do not, sums may stand for
        return form

    def _hold_counts(self, form: _Form, first: int, last: int, numbers: Sequence[Any]) -> None:
        """Hold the counts of an area to each other; `first` and `last` are its households."""
        if not (first and last):
            raise _Unsettled
        for (start, end), (reduction, points) in zip(form.stocks, form.falls, strict=True):
            before, after = numbers[start], numbers[end]
            if before > first or after > last or (reduction >= 0 and numbers[reduction] != before - after):
                raise _Unsettled
            rises = before < after or (points >= 0 and numbers[points] < 0)
            if rises and not self._may_rise:
                raise _Unsettled
        for each in form.flows:
            before, after, exits, relapses, new, of_new = [numbers[at] for at in each]
            if before - exits + relapses + new != after or exits > before or relapses + new > after or of_new > new:
                raise _Unsettled
        if len(form.stocks) > 1:
            _together(form, numbers)

    def _hold_rates(
        self, form: _Form, first: int, last: int, numbers: Sequence[Any], figures: Sequence[Figure]
    ) -> None:
        """Hold the rates of an area to its counts, each as `Figure.is_rounded` does."""
        known, is_printed = self._in_units, False
        for at, part, whole in form.shares:
            number, scale = known.get(id(figures[at])) or self._read(figures[at])
            base = numbers[whole]
            if not -base <= 2 * (100 * numbers[part] * scale - number * base) <= base:
                raise _Unsettled
        product = first * last
        for points, start, end, rates in form.points:
            number, scale = known.get(id(figures[points])) or self._read(figures[points])
            fall = 100 * (numbers[start] * last - numbers[end] * first)
            if not -product <= 2 * (fall * scale - number * product) <= product:
                is_printed = True
                if first == last or -1 in rates or self._apart([figures[at] for at in (*rates, points)])[0]:
                    raise _Unsettled
        if is_printed and len(form.points) == len(MEASURES):
            poor, near, both = [figures[at] for at, *_ in form.points]
            if self._apart((both, poor, near))[1]:
                raise _Unsettled

    def _read(self, figure: Figure) -> tuple[int, int]:
        """The number of a figure in units of its last decimal, and one over that unit."""
        scale: int = 10 ** decimals(figure.number)
        found = self._in_units[id(figure)] = in_units(figure.number, scale), scale
        return found

    def _apart(self, figures: Sequence[Figure]) -> tuple[bool, bool]:
        """Whether a number less another is not a third rounded, nor what it could be if all three are rounded."""
        read = [self._read(figure) for figure in figures]
        most = max(scale for _, scale in read)
        units = [most // scale for _, scale in read]
        whole, part, other = [number * unit for (number, _), unit in zip(read, units, strict=True)]
        off = 2 * abs(whole - part - other)
        return off > units[2], off > sum(units)


def _together(form: _Form, numbers: Sequence[Any]) -> None:
    """Hold the measures of an area to each other: both together are the poor and the near-poor."""
    for poor, near, both in zip(*form.stocks, strict=True):
        if numbers[poor] + numbers[near] != numbers[both]:
            raise _Unsettled
    if form.from_near is not None and numbers[form.from_near[0]] > numbers[form.from_near[1]]:
        raise _Unsettled
