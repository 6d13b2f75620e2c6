"""What is assumed where a plan says nothing: how households grow, and how "over" rates were cut off.

Growth is in percent a year. Over a period it compounds: of a document for 2021 to 2025 that assumes 2 percent a year,
households grow to 1.02^5 of what they were. Up to a day within a year (`as_of`) they have grown by anything between
what the whole years before it make and what that year adds.
"""

import datetime
from fractions import Fraction
from typing import NamedTuple

from povcalc.numerals import GROWTH, RATE, read
from povcalc.plan.model import DocumentInfo, Plan
from povcalc.values import ANY, Exact, Figure, Form, Interval, exact

ONE_BASE = Interval(0, 0)
"""No growth: as many households at the end of the year as at its start."""

PLAUSIBLE = Interval(-1, 3)
"""How much households grow in a year, in percent, where nothing extraordinary happens: how a result is read."""


class Assumptions(NamedTuple):
    """What ranges lean on besides the stated figures.

    `growth` is how many percent more households an area has at the end of the year than at its start, for
    areas whose bases are not stated; `None` assumes nothing of it. With a `cut`, a rate or a reduction in
    points said to be "over r" is more than r and less than r + cut, as if its digits had been cut off.
    `given` says that the file or the user chose them. Source: the design's "one base", by which such
    plans are read. What lies outside `plausible`, in percent a year as well, is a finding.
    From the start to the end are `years` at the least and at the most. `is_band` says that households are taken to grow
    as they plausibly do, as results are read, and not as somebody says or as plans are read.
    """

    growth: Interval | None = ONE_BASE
    cut: Fraction | None = None
    given: bool = False
    plausible: Interval = PLAUSIBLE
    years: tuple[int, int] = (1, 1)
    is_band: bool = False

    @property
    def band(self) -> Interval | None:
        """What growth from the start to the end is no finding, in percent; what somebody assumes is plausible too."""
        if self.growth is None:
            return None
        plausible, assumed = self.over_years(self.plausible), self.over_years(self.growth)
        return Interval(min(plausible.low or 0, assumed.low or 0), max(plausible.high or 0, assumed.high or 0))

    def over_years(self, growth: Interval) -> Interval:
        """A growth a year with two ends as growth from the start to the end, in percent."""
        low, high = growth.low or 0, growth.high or 0
        return Interval(
            min(compounded(low, number) for number in self.years),
            max(compounded(high, number) for number in self.years),
        )


def compounded(percent: Exact, years: int) -> Fraction:
    """So many percent a year over some years, in percent: 2 over 5 years are 10.4080803."""
    return 100 * (1 + Fraction(percent, 100)) ** years - 100


def years_of(document: DocumentInfo) -> tuple[int, int]:
    """How many years lie between the start and the end that a document speaks of, at the least and at the most."""
    first, last = document.years or (0, 0)
    day = document.as_of
    if day is None:
        return (last - first + 1,) * 2
    before = min(max(day.year - first, 0), last - first) if document.years else 0
    return (before + ((day.month, day.day) == (12, 31)), before + 1)


def assumptions_of(plan: Plan, options: "Options | None" = None) -> Assumptions:
    """What ranges of a plan lean on: what the user says, else what its file says, else how such documents are read.

    A plan is read on one base all year, a result on bases that grow as households plausibly do.
    """
    options, section = options or Options(), plan.assumptions
    growth, cut, plausible = options.growth, options.cut, PLAUSIBLE
    if section is not None:
        growth = _said(section.household_growth) if growth is None else growth
        cut = Fraction(section.cut.number) if cut is None and section.cut is not None else cut
        plausible = _said(section.plausible_growth) or plausible
    given = (options.growth, options.cut) != (None, None) or (
        section is not None and (section.household_growth is not None or section.cut is not None)
    )
    years, is_result = years_of(plan.document), plan.document.kind == "result"
    if growth is None:
        return Assumptions(plausible if is_result else ONE_BASE, cut or None, given, plausible, years, is_result)
    return Assumptions(None if growth == ANY else growth, cut or None, given, plausible, years)


def _said(growth: Figure | None) -> Interval | None:
    """A growth that a file states, if it does."""
    if growth is None:
        return None
    low, high = map(exact, growth.ends)
    return Interval(low, high)


class Options(NamedTuple):
    """What a user assumes instead of what the file says; `None` leaves it is.

    A `growth` of `ANY` assumes nothing of it, a `cut` of zero cuts nothing off. `today` is the day that counts as such.
    """

    growth: Interval | None = None
    cut: Fraction | None = None
    today: datetime.date | None = None

    def before(self, plan: Plan | None, others: "Options") -> "Options":
        """These, and where neither they nor the plan say something, the others."""
        section = None if plan is None else plan.assumptions
        has_growth = section is not None and section.household_growth is not None
        has_cut = section is not None and section.cut is not None
        return Options(
            others.growth if self.growth is None and not has_growth else self.growth,
            others.cut if self.cut is None and not has_cut else self.cut,
            self.today,
        )


_LEAST_GROWTH, _MOST_GROWTH, _MOST_CUT = -90, 900, 100


def read_growth(written: str) -> Interval | None:
    """A growth in percent a year as people write it: `0..2.5`, `1,5`, `any`; `None` for what is none."""
    if written.strip().lower() == "any":
        return ANY
    figure = read(written, GROWTH).figure
    if figure is None or figure.form not in (Form.EXACT, Form.BETWEEN):
        return None
    low, high = figure.ends
    return Interval(Fraction(low), Fraction(high)) if _LEAST_GROWTH <= low <= high <= _MOST_GROWTH else None


def read_cut(written: str) -> Fraction | None:
    """A step in percentage points as people write it, `0.1` or `0,1`; `None` for what is none."""
    figure = read(written, RATE).figure
    if figure is None or figure.form is not Form.EXACT or not 0 <= figure.number <= _MOST_CUT:
        return None
    return Fraction(figure.number)
