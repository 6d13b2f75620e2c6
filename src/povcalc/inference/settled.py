"""Plans that are settled: every area states whole numbers and rates of them that make all relations true.

Then nothing is left to narrow or to compare figure by figure. Whether a plan is settled is looked at in whole numbers,
without intervals and without the paths of figures, since nearly all areas of a large plan that is right are so; what
is not is left to the checks and ranges as they are.
"""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple

from povcalc.measures import BASES, FIGURES, MEAN_OF, REDUCTIONS, SHARES, Measure, Used
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
_all_of = itemgetter(*_ALL)
_OTHER: Final = ("breakdowns", "planned", "percent_of_plan", "partial")
_others_of = itemgetter(*_OTHER)
_UNSETTLING = frozenset((*MEAN_OF, *SHARES))
"""Figures that only the whole of the checks compares."""


class _Measured(NamedTuple):
    """Where the figures of one measure stand among those of an area; -1 for one that is not stated."""

    stocks: Sequence[int]
    reduction: int
    rates: Sequence[int]
    points: int
    flows: Sequence[int]
    of_new: int


class _Form:
    """The areas that state the same fields: where among their figures each stands."""

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
        self.measures = [self._measured(measure, place, used) for measure in used.measures]

    @staticmethod
    def _measured(measure: Measure, place: Mapping[str, int], used: Used) -> _Measured:
        return _Measured(
            [place[field] for field in measure.stocks],
            place.get(measure.reduction, -1),
            [place.get(field, -1) for field in measure.rates],
            place.get(measure.points, -1),
            [place[field] for field in measure.flows] if measure in used.with_flows else [],
            place.get(measure.of_new or "", -1),
        )


class _Settling:
    """Goes through areas, those inside an area before itself."""

    def __init__(self, used: Used, *, may_rise: bool) -> None:
        self.forms: dict[tuple[bool, ...], _Form] = {}
        self.sums = 0
        self.bases: list[tuple[int, int]] = []
        self._used = used
        self._may_rise = may_rise
        # By the identity of a figure, which lives as long as the plan: readers make each only once.
        self._rates: dict[int, tuple[int, int]] = {}

    def counts_of(self, area: Area) -> tuple[int, ...]:
        """The counts of an area, itself and all inside it being settled. Raises `_Unsettled`."""
        inside = [self.counts_of(each) for each in area.areas]
        values = vars(area)
        if any(_others_of(values)):
            raise _Unsettled
        key = tuple([figure is None for figure in _all_of(values)])
        form = self.forms.get(key) or self._new_form(key, area)
        form.areas += 1
        figures = form.figures(values)
        numbers: list[Any] = [
            number for number, meant, _, step, power in figures if meant is Form.EXACT and not (step or power)
        ]
        if len(numbers) < len(figures):
            raise _Unsettled
        counts: tuple[int, ...] = form.counts(numbers)
        if inside:
            if tuple(map(sum, zip(*inside, strict=True))) != counts:
                raise _Unsettled
            self.sums += len(counts) - form.is_level  # `households` is one sum, of both dates
        if not form.is_level:
            self.bases.append((counts[0], counts[1]))
        self._agree(form, counts, (*numbers, None), figures)
        return counts

    def _new_form(self, key: tuple[bool, ...], example: Area) -> _Form:
        stated = tuple([field for field, is_absent in zip(_ALL, key, strict=True) if not is_absent])
        form = self.forms[key] = _Form(example, stated, self._used)
        if len({(each.is_level, each.reductions) for each in self.forms.values()}) > 1:
            raise _Unsettled  # what some areas state and others do not, sums may stand for
        return form

    def _agree(self, form: _Form, counts: Sequence[int], numbers: Sequence[Any], figures: Sequence[Figure]) -> None:
        """Hold the figures of an area to all relations inside it; `numbers` are those of the figures, and `None`."""
        first, last = counts[:2]
        if not (first and last):
            raise _Unsettled
        is_printed = False
        for measure in form.measures:
            start, end = [numbers[at] for at in measure.stocks]
            reduction, points = numbers[measure.reduction], numbers[measure.points]
            agree = start <= first and end <= last and (reduction is None or reduction == start - end)
            if not (agree and (self._may_rise or ((reduction or 0) >= 0 and (points or 0) >= 0))):
                raise _Unsettled
            for at, part, whole in ((measure.rates[0], start, first), (measure.rates[1], end, last)):
                if at >= 0 and not self._rounds(figures[at], 100 * part, whole):
                    raise _Unsettled
            fall = 100 * (start * last - end * first)
            if points is not None and not self._rounds(figures[measure.points], fall, first * last):
                is_printed = True
                self._difference(form, measure, figures)
            if measure.flows:
                _flow(start, end, numbers[measure.of_new] or 0, *[numbers[at] for at in measure.flows])
        if len(form.measures) > 1:
            _together(form.measures, numbers)
            if is_printed:
                self._points_together(form.measures, figures)

    def _rounds(self, figure: Figure, numerator: int, denominator: int) -> bool:
        """As `Figure.is_rounded`, the number of a figure in whole units worked out once."""
        number, scale = self._rates.get(id(figure)) or self._in_units(figure)
        return 2 * abs(numerator * scale - number * denominator) <= denominator

    def _in_units(self, figure: Figure) -> tuple[int, int]:
        """The number of a figure in units of its last decimal, and one over that unit."""
        scale: int = 10 ** decimals(figure.number)
        found = self._rates[id(figure)] = in_units(figure.number, scale), scale
        return found

    def _difference(self, form: _Form, measure: _Measured, figures: Sequence[Figure]) -> None:
        """Hold a reduction in points that the counts do not make to the difference of the rates as they are printed."""
        if form.is_level or -1 in measure.rates:
            raise _Unsettled
        apart, *_, unit = self._apart(*(figures[at] for at in (*measure.rates, measure.points)))
        if 2 * abs(apart) > unit:
            raise _Unsettled

    def _points_together(self, measures: Sequence[_Measured], figures: Sequence[Figure]) -> None:
        """Hold the reductions in points of all measures to each other, where the counts do not make one of them."""
        poor, near, both = [measure.points for measure in measures]
        if -1 in (poor, near, both):
            return
        apart, *units = self._apart(figures[both], figures[poor], figures[near])
        if 2 * abs(apart) > sum(units):
            raise _Unsettled

    def _apart(self, whole: Figure, part: Figure, other: Figure) -> tuple[int, int, int, int]:
        """A number less two others, and the last decimal of each, all in units of the smallest of these."""
        found = [self._in_units(figure) for figure in (whole, part, other)]
        most = max(scale for _, scale in found)
        one, two, three = [most // scale for _, scale in found]
        return found[0][0] * one - found[1][0] * two - found[2][0] * three, one, two, three


def _flow(  # noqa: PLR0913, PLR0917 - the terms of the balance
    start: int, end: int, of_new: int, exits: int, relapses: int, new: int
) -> None:
    """Hold the flows of a measure to its stocks."""
    if start - exits + relapses + new != end or exits > start or relapses + new > end or of_new > new:
        raise _Unsettled


def _together(measures: Sequence[_Measured], numbers: Sequence[Any]) -> None:
    """Hold the measures of an area to each other: both together are the poor and the near-poor."""
    poor, near, both = measures
    for one, other, whole in zip(poor.stocks, near.stocks, both.stocks, strict=True):
        if numbers[one] + numbers[other] != numbers[whole]:
            raise _Unsettled
    if (numbers[poor.of_new] or 0) > numbers[near.stocks[0]]:
        raise _Unsettled
