"""The quick way to contradictions that one relation of an area shows: in whole numbers, before a domain is made.

Where every count is wrong an area has three of them, and for each a domain would be made, narrowed until nothing is
left, and made anew without the figures. What is told here is what `propagate_area` would have found first.
"""

from collections.abc import Iterator
from operator import itemgetter

from povcalc.inference.conflicts import Evidence
from povcalc.inference.counts import rounding_interval
from povcalc.inference.domains import (
    FIELDS,
    FIRST_RATE,
    HIGH,
    LOW,
    N0,
    N1,
    P0,
    P1,
    R0,
    R1,
    Ends,
    H,
    Rule,
    Step,
    whole,
)
from povcalc.inference.propagate import Basis
from povcalc.measures import MEAN_OF, POOR
from povcalc.places import Path
from povcalc.plan.model import Located
from povcalc.values import Figure, Form


def refuted_by_one_relation(located: Located, basis: Basis) -> Iterator[tuple[Ends, Evidence]]:
    """The ends that rule out each other in one relation of bare numbers, as far as the domains begin with these.

    Beside them is what they rest on.

    `propagate_area` goes through H = P0 - P1 first, and then through 100 P = R N at either date. What an area states
    beside bare numbers may be in the way of that, and so may what follows from two counts for the third: both are left
    to the domains, as is all else. Whoever takes one has the figures dropped before the next.
    """
    path, figures = located.path, _bare(located, basis)
    while figures is not None and (found := _first(path, figures)) is not None:
        quantities, ends = found
        held = tuple([(*path, figures[each][0]) for each in quantities if each in figures])
        yield ends, Evidence(held, growth=False, cut=False)
        figures = {at: stated for at, stated in figures.items() if basis.has((*path, stated[0]))}


_Bare = dict[int, tuple[str, Figure]]
"""By quantity, the field that states it as a bare number, and the figure there."""

_FIELDS = tuple((each, FIELDS[POOR][each]) for each in (N0, N1, P0, P1, H, FIRST_RATE + R0, FIRST_RATE + R1))

_means_of = itemgetter(*MEAN_OF)


def _bare(located: Located, basis: Basis) -> _Bare | None:
    """The counts of the poor and their rates that count; `None` where it is not these alone that may contradict first.

    Estimates that bind, flows and means come before them, and so does an area without a household.
    """
    values, path = vars(located.area), located.path
    if basis.changed or POOR in basis.used.with_flows or any(_means_of(values)):
        return None
    found: _Bare = {}
    for quantity, field in _FIELDS:
        figure = values[field]
        if figure is not None and basis.has((*path, field)):
            found[quantity] = field, figure
    households = values["households"]
    if households is not None and basis.has((*path, "households")):
        if N0 in found or N1 in found:
            return None
        found[N0] = found[N1] = "households", households
    for quantity, (_, figure) in found.items():
        if figure.form is not Form.EXACT or figure.step or (quantity <= N1 and not figure.number):
            return None
    return found


def _first(path: Path, figures: _Bare) -> tuple[tuple[int, ...], Ends] | None:
    """The first relation that does not hold: its quantities in the order of the file, and the ends.

    `None` where all hold, or the domains have to tell.
    """
    if H in figures:
        if P0 not in figures or P1 not in figures:
            return None
        if ends := _difference(path, figures):
            return (P0, P1, H), ends
    for base, poor, rate in _RATES:
        if not _is_alone(figures, base, poor, rate):
            return None
        if base in figures and rate in figures:
            find = _share if poor in figures else _no_count
            if ends := find(path, figures, base, poor, rate):
                return (base, poor, rate), ends
    return None


_RATES = ((N0, P0, FIRST_RATE + R0), (N1, P1, FIRST_RATE + R1))


def _is_alone(figures: _Bare, base: int, poor: int, rate: int) -> bool:
    """Whether nothing else at a date can contradict: that P is at most N, or that no N makes a rate of P."""
    if rate not in figures:
        return not (base in figures and poor in figures) or _number(figures, poor) <= _number(figures, base)
    least, most = rounding_interval(figures[rate][1])  # next to 0 and 100 a rate is bounded by these too
    return (base in figures or poor not in figures) and least[0] > 0 and most[0] < 100 * most[1]


def _number(figures: _Bare, count: int) -> int:
    return int(figures[count][1].number)


def _stated(path: Path, figures: _Bare, count: int) -> Step:
    """The step that states a count, at both of its ends."""
    return Step(Rule.STATED, path, count, LOW, _number(figures, count), (), figures[count][0])


def _stated_rate(path: Path, figures: _Bare, rate: int, *, upper: bool) -> Step:
    """The step that states an end of a rate."""
    field, figure = figures[rate]
    return Step(Rule.STATED, path, rate, upper, rounding_interval(figure)[upper], (), field)


def _difference(path: Path, figures: _Bare) -> Ends | None:
    """H = P0 - P1."""
    made, fall = _number(figures, P0) - _number(figures, P1), _number(figures, H)
    if made == fall:
        return None
    premises, stated = (_stated(path, figures, P0), _stated(path, figures, P1)), _stated(path, figures, H)
    if made > fall:
        return Step(Rule.DIFFERENCE, path, H, LOW, made, premises), stated
    return stated, Step(Rule.DIFFERENCE, path, H, HIGH, made, premises)


def _share(path: Path, figures: _Bare, base: int, poor: int, rate: int) -> Ends | None:
    """100 P = R N, where all three are stated."""
    part, number = 100 * _number(figures, poor), _number(figures, base)
    (low, per, _), (high, _, _) = rounding_interval(figures[rate][1])
    if low * number <= part * per <= high * number:
        return None
    upper = part * per < low * number
    premises = _stated(path, figures, poor), _stated(path, figures, base)
    made = Step(Rule.RATE, path, rate, upper, (part, number, False), premises)
    stated = _stated_rate(path, figures, rate, upper=not upper)
    return (stated, made) if upper else (made, stated)


def _no_count(path: Path, figures: _Bare, base: int, poor: int, rate: int) -> Ends | None:
    """100 P = R N, where no whole number P makes it true."""
    number = _number(figures, base)
    (low, per, _), (high, _, _) = rounding_interval(figures[rate][1])
    fewest, most = whole(low * number, 100 * per, upper=LOW), whole(high * number, 100 * per, upper=HIGH)
    if fewest <= most:
        return None
    stated = _stated(path, figures, base)
    return (
        Step(Rule.RATE, path, poor, LOW, fewest, (_stated_rate(path, figures, rate, upper=LOW), stated)),
        Step(Rule.RATE, path, poor, HIGH, most, (_stated_rate(path, figures, rate, upper=HIGH), stated)),
    )
