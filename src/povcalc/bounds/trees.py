"""From the areas of a plan to boxes that hold what the plan states of them, and what is assumed."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from math import lcm
from types import MappingProxyType
from typing import NamedTuple

from povcalc.bounds.boxes import (
    HIGH,
    LOW,
    N0,
    N1,
    P0,
    P1,
    R0,
    R1,
    RATES,
    Because,
    Box,
    D,
    End,
    Growth,
    H,
    Rule,
    Step,
    is_above,
    is_below,
    level,
)
from povcalc.bounds.counts import RATES as RATE_FIELDS
from povcalc.bounds.readings import as_printed, rounded, whatever_is_printed
from povcalc.figures import Figure, Form, Interval, exact
from povcalc.places import Path
from povcalc.plan import Area, Located

_COUNTS = (
    ("households_start", N0),
    ("households_end", N1),
    ("poor_households_start", P0),
    ("poor_households_end", P1),
    ("reduction_households", H),
)
_RATES = (
    ("poverty_rate_start", R0, (N0,)),
    ("poverty_rate_end", R1, (N1,)),
    ("reduction_rate", D, (N0, N1)),
)


class Basis(NamedTuple):
    """What ranges are worked out from.

    `growth`, by path, is how many percent the households of an area are assumed to grow, `cut` how far above
    its bound an "over" rate may lie, unless it is one of `uncut`. Of the stated figures `dropped` are left
    out and, where `kept` is given, all others but those. `asked` is a figure that does not count, but whose
    area has households for it to be about; `cut_off` is a rate taken to be cut off if it is not rounded.
    `changed` are figures that stand in the place of stated ones.
    """

    growth: dict[Path, Interval]
    cut: Fraction | None
    dropped: set[Path]
    uncut: set[Path]
    kept: AbstractSet[Path] | None = None
    asked: Path | None = None
    cut_off: Path | None = None
    changed: Mapping[Path, Figure] = MappingProxyType({})

    @property
    def has_all(self) -> bool:
        """Whether every stated figure counts as it is."""
        return not self.dropped and self.kept is None and not self.changed

    def has(self, path: Path) -> bool:
        """Whether a stated figure counts."""
        return path not in self.dropped and (self.kept is None or path in self.kept)


def plant(areas: Sequence[Located], basis: Basis) -> list[Box]:
    """The boxes of all areas, each before those inside it, as `areas` has them. Raises `Refuted`."""
    return connected(areas, [box_of(located, basis) for located in areas])


def connected(areas: Sequence[Located], boxes: list[Box]) -> list[Box]:
    """The same boxes, each with those inside it, as `areas` has them."""
    found = {box.path: box for box in boxes}
    for located, box in zip(reversed(areas), reversed(boxes), strict=True):
        if located.children:
            _connect(box, [found[child.path] for child in located.children])
    return boxes


def box_of(located: Located, basis: Basis) -> Box:
    """The box of one area, with what it states of itself and what is assumed of it. Raises `Refuted`."""
    box = Box(located.path, partial=located.area.partial)
    assumed = basis.growth.get(located.path)
    if assumed is not None:
        box.growth = _growth(assumed, located.path)
    figures = _figures(located, basis)
    for field, count in _COUNTS:
        if field in figures:
            _state_count(box, field, count, figures[field])
    figure = figures.get("households")
    if figure is not None and figure.form is not Form.ABOUT:
        _state_count(box, "households", N0, figure)
        _state_count(box, "households", N1, figure)
        box.growth = level(Rule.STATED, located.path, (), "households")
    for field, rate, bases in _RATES:
        figure = figures.get(field)
        if figure is not None and figure.form is not Form.ABOUT:
            printed = None if rate != D or figure.form is not Form.EXACT else _printed(located, basis)
            if printed is None:
                _state_rate(box, field, rate, figure, basis)
            else:
                _state_points(box, figure, printed, basis, trusted=figures.keys() >= set(RATE_FIELDS))
            _state_households(box, bases, field)
        elif basis.asked == (*located.path, field):
            _state_households(box, bases, None)
    return box


def _state_households(box: Box, bases: tuple[int, ...], field: str | None) -> None:
    """Where there is a rate there is a household."""
    for base in bases:
        if not box.low[base]:
            box.at_least(base, 1, Rule.STATED, (), field)


def _figures(located: Located, basis: Basis) -> dict[str, Figure]:
    """The figures of an area that count, by their fields."""
    values = vars(located.area)  # the usual case is every area of a nation: attributes would cost twice as much
    stated = {field: values[field] for field in Area.FIGURES if values[field] is not None}
    if basis.has_all:
        return stated
    return {
        field: basis.changed.get((*located.path, field), figure)
        for field, figure in stated.items()
        if basis.has((*located.path, field))
    }


def _printed(located: Located, basis: Basis) -> tuple[Figure, Figure] | None:
    """The rates at both dates as bare numbers, whether they count or not; `None` where they are not."""
    start, end = (basis.changed.get((*located.path, field)) or located.figure(field) for field in RATE_FIELDS)
    if start is None or end is None or start.form is not Form.EXACT or end.form is not Form.EXACT:
        return None
    return start, end


def _state_count(box: Box, field: str, count: int, figure: Figure) -> None:
    number = figure.number
    if figure.form is Form.EXACT and isinstance(number, int) and box.low[count] <= number <= box.high[count]:
        # The usual case: both ends at once.
        step = Step(Rule.STATED, box.path, count, LOW, number, (), field)
        box.low[count] = box.high[count] = number
        box.why_low[count] = box.why_high[count] = step
        box.pending |= 1 << count
        return
    low, high = figure.sure_count()[:2]
    if low is not None:
        box.at_least(count, int(low), Rule.STATED, (), field)
    if high is not None:
        box.at_most(count, int(high), Rule.STATED, (), field)


def _state_rate(box: Box, field: str, rate: int, figure: Figure, basis: Basis) -> None:
    if figure.form is Form.EXACT:
        ends = _or_cut_off(rounded(figure), (*box.path, field), figure, basis)
        box.rate_between(rate, ends, Rule.STATED, field=field)
        return
    least, most = ends_of(figure.as_rate())
    if least is not None:
        box.rate_at_least(rate, least, Rule.STATED, (), field)
    if most is not None:
        box.rate_at_most(rate, most, Rule.STATED, (), field)
    elif figure.form is Form.OVER and basis.cut is not None and (*box.path, field) not in basis.uncut:
        limit = exact(figure.number) + basis.cut
        box.rate_at_most(rate, (*limit.as_integer_ratio(), True), Rule.CUT, (), field)


def _state_points(box: Box, points: Figure, printed: tuple[Figure, Figure], basis: Basis, *, trusted: bool) -> None:
    """A bare reduction where both rates are bare numbers: what it may be hangs on these, unless that changes nothing.

    Where they are not both `trusted`, it may be the difference of whatever should stand in their place.
    """
    ends = as_printed(points, *printed) if trusted else whatever_is_printed(points, *printed)
    because: Because = ()
    if trusted:
        because = tuple([box.why_low[RATES + rate] or box.why_high[RATES + rate] for rate in (R0, R1)])
    ends = _or_cut_off(ends, (*box.path, "reduction_rate"), points, basis)
    box.rate_between(D, ends, Rule.STATED, (because, because), "reduction_rate")


def _or_cut_off(ends: tuple[End, End], path: Path, figure: Figure, basis: Basis) -> tuple[End, End]:
    """With the room of a rate that was cut off, if this one is taken to be."""
    return ends if basis.cut_off is None or basis.cut_off != path else _hull(ends, ends_of(figure.cut_off()))


def ends_of(interval: Interval) -> tuple[End | None, End | None]:
    """The ends of an interval as those of a rate's range."""
    low, high = interval[:2]
    return (
        None if low is None else (*low.as_integer_ratio(), interval.low_open),
        None if high is None else (*high.as_integer_ratio(), interval.high_open),
    )


def _hull(ends: tuple[End, End], others: tuple[End | None, End | None]) -> tuple[End, End]:
    low, high = ends
    if others[0] is not None and is_above(low, others[0]):
        low = others[0]
    if others[1] is not None and is_below(high, others[1]):
        high = others[1]
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


def _connect(box: Box, inside: list[Box]) -> None:
    """Put the areas inside into a box; on one base they are on one base together."""
    box.areas = inside
    growths = [inner.growth for inner in inside]
    box.even = not box.partial and all(each is not None and each.is_level for each in growths)
    if box.even and box.growth is None:
        steps = tuple([each.why_low for each in growths if each is not None])
        box.growth = level(Rule.SUM, box.path, (steps,))
        box.pending |= 1 << N0
