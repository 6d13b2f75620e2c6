"""The quick way to contradictions that one relation of an area shows: in whole numbers, before a domain is made.

Where every count is wrong an area has three of them, and for each a domain would be made, narrowed until nothing is
left, and made anew without the figures. What is told here is what `propagate_area` would have found first.
"""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

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
    End,
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
    path, bare = located.path, _bare(located, basis)
    while bare is not None and (found := _first(path, bare)) is not None:
        quantities, ends = found
        held = tuple([(*path, bare.fields[each]) for each in quantities if each in bare.fields])
        yield ends, Evidence(held, growth=False, cut=False)
        bare.drop([each for each, field in bare.fields.items() if not basis.has((*path, field))])


class _Bare(NamedTuple):
    """The bare numbers of an area by their quantities: the fields of these, the counts, and the ends of the rates."""

    fields: dict[int, str]
    counts: dict[int, int]
    rates: dict[int, tuple[End, End]]

    def drop(self, quantities: Sequence[int]) -> None:
        """Leave some of them out."""
        for each in quantities:
            del self.fields[each]
            self.counts.pop(each, None)
            self.rates.pop(each, None)

    def stated(self, path: Path, count: int) -> Step:
        """The step that states a count, at both of its ends."""
        return Step(Rule.STATED, path, count, LOW, self.counts[count], (), self.fields[count])

    def stated_rate(self, path: Path, rate: int, *, upper: bool) -> Step:
        """The step that states an end of a rate."""
        return Step(Rule.STATED, path, rate, upper, self.rates[rate][upper], (), self.fields[rate])


_FIELDS = tuple((each, FIELDS[POOR][each]) for each in (N0, N1, P0, P1, H, FIRST_RATE + R0, FIRST_RATE + R1))

_means_of = itemgetter(*MEAN_OF)


def _bare(located: Located, basis: Basis) -> _Bare | None:
    """The counts of the poor and their rates that count; `None` where it is not these alone that may contradict first.

    Estimates that bind, flows and means come before them, and so does an area without a household.
    """
    values, path = vars(located.area), located.path
    if basis.changed or POOR in basis.used.with_flows or any(_means_of(values)):
        return None
    found: dict[int, tuple[str, Figure]] = {}
    for quantity, field in _FIELDS:
        figure = values[field]
        if figure is not None and basis.has((*path, field)):
            found[quantity] = field, figure
    households = values["households"]
    if households is not None and basis.has((*path, "households")):
        if N0 in found or N1 in found:
            return None
        found[N0] = found[N1] = "households", households
    bare = _Bare({}, {}, {})
    for quantity, (field, figure) in found.items():
        if figure.form is not Form.EXACT or figure.step or (quantity <= N1 and not figure.number):
            return None
        bare.fields[quantity] = field
        if quantity < FIRST_RATE:
            bare.counts[quantity] = int(figure.number)
        else:
            bare.rates[quantity] = rounding_interval(figure)
    return bare


def _first(path: Path, bare: _Bare) -> tuple[tuple[int, ...], Ends] | None:
    """The first relation that does not hold: its quantities in the order of the file, and the ends.

    `None` where all hold, or the domains have to tell.
    """
    counts = bare.counts
    if H in counts:
        if P0 not in counts or P1 not in counts:
            return None
        if counts[P0] - counts[P1] != counts[H]:
            return (P0, P1, H), _difference(path, bare)
    for base, poor, rate in _RATES:
        if not _is_alone(bare, base, poor, rate):
            return None
        if base in counts and rate in bare.rates:
            find = _share if poor in counts else _no_count
            if ends := find(path, bare, base, poor, rate):
                return (base, poor, rate), ends
    return None


_RATES = ((N0, P0, FIRST_RATE + R0), (N1, P1, FIRST_RATE + R1))


def _is_alone(bare: _Bare, base: int, poor: int, rate: int) -> bool:
    """Whether nothing else at a date can contradict: that P is at most N, or that no N makes a rate of P."""
    counts = bare.counts
    if rate not in bare.rates:
        return not (base in counts and poor in counts) or counts[poor] <= counts[base]
    least, most = bare.rates[rate]  # next to 0 and 100 a rate is bounded by these too
    return (base in counts or poor not in counts) and least[0] > 0 and most[0] < 100 * most[1]


def _difference(path: Path, bare: _Bare) -> Ends:
    """H = P0 - P1, which is not so."""
    made, stated = bare.counts[P0] - bare.counts[P1], bare.stated(path, H)
    upper = made < bare.counts[H]
    premises = bare.stated(path, P0), bare.stated(path, P1)
    step = Step(Rule.DIFFERENCE, path, H, upper, made, premises)
    return (stated, step) if upper else (step, stated)


def _share(path: Path, bare: _Bare, base: int, poor: int, rate: int) -> Ends | None:
    """100 P = R N, where all three are stated."""
    part, number = 100 * bare.counts[poor], bare.counts[base]
    (low, per, _), (high, _, _) = bare.rates[rate]
    if low * number <= part * per <= high * number:
        return None
    upper = part * per < low * number
    premises = bare.stated(path, poor), bare.stated(path, base)
    made = Step(Rule.RATE, path, rate, upper, (part, number, False), premises)
    stated = bare.stated_rate(path, rate, upper=not upper)
    return (stated, made) if upper else (made, stated)


def _no_count(path: Path, bare: _Bare, base: int, poor: int, rate: int) -> Ends | None:
    """100 P = R N, where no whole number P makes it true."""
    number = bare.counts[base]
    (low, per, _), (high, _, _) = bare.rates[rate]
    fewest, most = whole(low * number, 100 * per, upper=LOW), whole(high * number, 100 * per, upper=HIGH)
    if fewest <= most:
        return None
    stated = bare.stated(path, base)
    return (
        Step(Rule.RATE, path, poor, LOW, fewest, (bare.stated_rate(path, rate, upper=LOW), stated)),
        Step(Rule.RATE, path, poor, HIGH, most, (bare.stated_rate(path, rate, upper=HIGH), stated)),
    )
