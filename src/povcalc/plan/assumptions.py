"""What is assumed where a plan says nothing: how households grow, and how "over" rates were cut off."""

import datetime
from fractions import Fraction
from typing import NamedTuple

from povcalc.numerals import GROWTH, RATE, read
from povcalc.plan.model import Plan
from povcalc.values import ANY, Form, Interval, exact

ONE_BASE = Interval(0, 0)
"""No growth: as many households at the end of the year as at its start."""


class Assumptions(NamedTuple):
    """What ranges lean on besides the stated figures.

    `growth` is how many percent more households an area has at the end of the year than at its start, for
    areas whose bases are not stated; `None` assumes nothing of it. With a `cut`, a rate or a reduction in
    points said to be "over r" is more than r and less than r + cut, as if its digits had been cut off.
    `given` says that the file or the user chose them. Source: the design's "one base", by which such
    plans are read.
    """

    growth: Interval | None = ONE_BASE
    cut: Fraction | None = None
    given: bool = False


def assumptions_of(plan: Plan, options: "Options | None" = None) -> Assumptions:
    """What ranges of a plan lean on: what the user says, else what its file says, else one base all year."""
    options = options or Options()
    growth, cut, given = ONE_BASE, None, (options.growth, options.cut) != (None, None)
    section = plan.assumptions
    if section is not None:
        given = True
        if section.household_growth is not None:
            figure = section.household_growth
            growth = Interval(exact(figure.number), exact(figure.number if figure.upper is None else figure.upper))
        if section.cut is not None:
            cut = Fraction(section.cut.number) or None
    if options.growth is not None:
        growth = options.growth
    if options.cut is not None:
        cut = options.cut or None
    return Assumptions(None if growth == ANY else growth, cut, given)


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
    low, high = figure.number, figure.number if figure.upper is None else figure.upper
    return Interval(Fraction(low), Fraction(high)) if _LEAST_GROWTH <= low <= high <= _MOST_GROWTH else None


def read_cut(written: str) -> Fraction | None:
    """A step in percentage points as people write it, `0.1` or `0,1`; `None` for what is none."""
    figure = read(written, RATE).figure
    if figure is None or figure.form is not Form.EXACT or not 0 <= figure.number <= _MOST_CUT:
        return None
    return Fraction(figure.number)
