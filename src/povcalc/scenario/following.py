"""Stated figures that follow from a change: written anew where what follows does not lie within what they say."""

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from povcalc.bounds.boxes import FIGURES, RATES, Box
from povcalc.figures import Exact, Figure, Form, Interval, Number, decimals, in_units
from povcalc.places import Path
from povcalc.scenario.applying import Step
from povcalc.scenario.outcomes import TARGETS, Outcomes


def following(outcomes: Outcomes, changes: Mapping[Path, Figure], *, around: bool) -> list[Step]:
    """The stated targets of changed areas that no longer hold, as they then are; also of those around, if wanted."""
    steps = []
    quantities = [(field, FIGURES[field][0]) for field in TARGETS]
    for outcome in outcomes.areas:
        located = outcome.located
        if located.path not in outcomes.changes or not (outcome.chosen or around):
            continue
        for field, quantity in quantities:
            path = (*located.path, field)
            before = located.figure(field)
            if before is None or path in changes:
                continue
            after = _exactly(before, outcome.now, quantity) or restated(field, before, outcome.now.interval(quantity))
            if after is not before:
                steps.append(Step(path, before, after))
    return steps


def _exactly(figure: Figure, box: Box, quantity: int) -> Figure | None:
    """The same as `restated` for a bare number where all is known, in whole numbers: the usual case of a nation."""
    if figure.form is not Form.EXACT:
        return None
    if quantity < RATES:
        count = box.low[quantity]
        if count != box.high[quantity]:
            return None
        return figure if count == figure.number else Figure(count)
    numerator, denominator, is_open = box.least[quantity - RATES]
    if is_open or box.most[quantity - RATES] != (numerator, denominator, False):
        return None
    places = decimals(figure.number)
    scale = 10**places
    if 2 * abs(numerator * scale - in_units(figure.number, scale) * denominator) <= denominator:
        return figure
    return Figure(_scaled((2 * numerator * scale + denominator) // (2 * denominator), places))


def restated(field: str, figure: Figure, found: Interval) -> Figure:
    """A figure that says of a range what the stated one says; the stated one where that still holds.

    One that is over or under something stays so, with another bound; a number stays one if the range is no more than
    that, and becomes a range otherwise, rounded outwards to the decimals that it had.
    """
    is_rate = "rate" in field
    if found.within(figure.as_rate() if is_rate else figure.as_count()) and figure.form is not Form.ABOUT:
        return figure
    places = decimals(figure.number) if is_rate else 0
    least = None if found.low is None else _scaled(math.floor(found.low * 10**places), places)
    most = None if found.high is None else _scaled(math.ceil(found.high * 10**places), places)
    if figure.form in (Form.OVER, Form.AT_LEAST):
        if least is None:
            return figure
        reached = is_rate and figure.form is Form.OVER and found.low == Fraction(least) and not found.low_open
        return figure._replace(number=least - Decimal(1).scaleb(-places) if reached else least)
    if figure.form in (Form.UNDER, Form.AT_MOST):
        if most is None:
            return figure
        reached = is_rate and figure.form is Form.UNDER and found.high == Fraction(most) and not found.high_open
        return figure._replace(number=most + Decimal(1).scaleb(-places) if reached else most)
    number = _one(found, places, rate=is_rate)
    if number is not None:
        return Figure(number, figure.form if figure.form is Form.ABOUT else Form.EXACT)
    if figure.form is Form.ABOUT or least is None or most is None:
        return figure
    return Figure(least, Form.BETWEEN, most)


def _scaled(number: int, places: int) -> Number:
    return Decimal(number).scaleb(-places) if places else number


def _one(found: Interval, places: int, *, rate: bool) -> Number | None:
    """The one number that says all of a range, if there is one."""
    if found.low is None or found.high is None:
        return None
    if not rate:
        return int(found.low) if found.is_point else None
    nearest: Exact = math.floor(found.low * 10**places + Fraction(1, 2))
    number = _scaled(int(nearest), places)
    return number if found.within(Figure(number).as_rate()) else None
