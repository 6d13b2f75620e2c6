"""The three measures of the same households, and the fields of the format that state each of them.

An area's households are counted once; of them so many are poor, so many near-poor, and multidimensionally poor are both
together. Each measure is stated by the same family of quantities, and those that enter or leave poverty by flows. All
that is said of the figures of an area is made from this table.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

BASES = ("households_start", "households_end")
"""The households at both dates, for which `households` may stand."""


class Measure(NamedTuple):
    """One measure of households, by its fields: stocks, the net reduction, rates, and flows where it has any.

    `flows` are households that left it, that fell back into it and that are new in it; `of_new` those of the new ones
    that were near-poor.
    """

    stocks: tuple[str, str]
    reduction: str
    rates: tuple[str, str]
    points: str
    flows: tuple[str, ...] = ()
    of_new: str | None = None

    @property
    def means(self) -> tuple[str, str]:
        """The reductions in households and in points as means of the years of a period."""
        return f"{self.reduction}_per_year", f"{self.points}_per_year"

    @property
    def figures(self) -> tuple[str, ...]:
        """All of its fields, in the order of the file."""
        of_new = () if self.of_new is None else (self.of_new,)
        return (*self.stocks, *self.rates, self.reduction, self.points, *self.means, *self.flows, *of_new)

    @property
    def counts(self) -> tuple[str, ...]:
        """Those of its fields that add up over the areas inside an area."""
        return (*self.stocks, self.reduction, *self.flows, *(() if self.of_new is None else (self.of_new,)))


POOR = Measure(
    ("poor_households_start", "poor_households_end"),
    "reduction_households",
    ("poverty_rate_start", "poverty_rate_end"),
    "reduction_rate",
    ("exits", "relapses", "new_poor"),
    "from_near_poor",
)
NEAR_POOR = Measure(
    ("near_poor_households_start", "near_poor_households_end"),
    "near_poor_reduction_households",
    ("near_poor_rate_start", "near_poor_rate_end"),
    "near_poor_reduction_rate",
    ("near_poor_exits", "near_poor_relapses", "new_near_poor"),
)
MULTIDIMENSIONAL = Measure(
    ("multidimensional_poor_households_start", "multidimensional_poor_households_end"),
    "multidimensional_reduction_households",
    ("multidimensional_poverty_rate_start", "multidimensional_poverty_rate_end"),
    "multidimensional_reduction_rate",
)

MEASURES = (POOR, NEAR_POOR, MULTIDIMENSIONAL)
"""The poor, the near-poor, and both: the last is the sum of the others."""

NAMED = {"poor": POOR, "near-poor": NEAR_POOR, "multidimensional": MULTIDIMENSIONAL}
"""The measures by what commands call them."""

FIGURES = ("households", *BASES, *(field for measure in MEASURES for field in measure.figures))
"""Every figure that an area may state, in the order of the file."""

MEASURE_OF = {field: measure for measure in MEASURES for field in measure.figures}
"""The measure that a figure is of; households are of all."""

MEAN_OF = {
    mean: whole for each in MEASURES for mean, whole in zip(each.means, (each.reduction, each.points), strict=True)
}
"""The reduction over all years that each mean of the years is of."""

REDUCTIONS = frozenset(measure.reduction for measure in MEASURES)
"""The net reductions in households, which alone among counts may be negative."""

POINTS = frozenset(measure.points for measure in MEASURES)
"""The reductions in percentage points."""

RATES = frozenset(rate for measure in MEASURES for rate in measure.rates)
"""The rates at a date, 0 to 100 percent."""

SHARES = ("share_of_poor_start", "share_of_poor_end")
"""What a part states of its share of the poor of the whole, in percent; a relation between two areas, no quantity."""

FLOWS = tuple(
    field for measure in MEASURES for field in (*measure.flows, *(() if measure.of_new is None else (measure.of_new,)))
)
COUNTS = (*BASES, *(field for measure in MEASURES for field in measure.counts))
"""The counts that add up over an area's child areas. `households` stands for the first two."""


class Used(NamedTuple):
    """What the areas of a plan state: the measures that they speak of, and of these the ones with flows.

    The poor are always spoken of. Who states another measure speaks of all three, since each follows from the others.
    """

    measures: tuple[Measure, ...]
    with_flows: tuple[Measure, ...]

    @property
    def figures(self) -> tuple[str, ...]:
        """The fields of these measures, in the order of the file, and flows where some are stated."""
        return ("households", *BASES, *(field for each in self.measures for field in self._of(each, each.figures)))

    @property
    def counts(self) -> tuple[str, ...]:
        """Those that add up over an area's child areas."""
        return (*BASES, *(field for each in self.measures for field in self._of(each, each.counts)))

    def _of(self, measure: Measure, fields: tuple[str, ...]) -> tuple[str, ...]:
        has_flows = measure in self.with_flows
        return fields if has_flows else tuple(field for field in fields if field not in FLOWS)


def used(fields: Iterable[Any]) -> Used:
    """What some fields, of any number of areas, speak of."""
    stated = set(fields)
    several = any(stated.intersection(measure.figures) for measure in MEASURES[1:])
    measures = MEASURES if several else MEASURES[:1]
    return Used(measures, tuple(each for each in measures if stated.intersection((*each.flows, each.of_new))))


ONLY_POOR = used(())
