"""Family T, the rates: household counts against target rates, and rates against each other.

The mathematics, with bases N0 and N1, poor P0 and P1, a net reduction h = P0 - P1:

- T201: the stated rate is 100 P / N rounded to its last decimal. T202: it is 100 P / N cut off.
- T203: rate at the start less rate at the end meets the reduction in points. Two rates rounded to
  u each may differ by u more or less than printed, so nothing tighter is asked.
- T204: 100 P0/N0 - 100 P1/N1 meets the reduction in points, rounded, or as the printed rates'
  difference (which in a quarter of cases is not the rounded difference).
"""

from collections.abc import Callable, Iterator
from fractions import Fraction

from povcalc.checks.base import (
    ESTIMATED,
    Context,
    as_printed,
    beside,
    check,
    differ_by,
    lacks,
    measured,
    not_stated,
    own_beside,
    own_figure,
    too_many,
    within,
)
from povcalc.findings import Held, Problem, Result, Severity, Undecided, named_ends, related
from povcalc.inference.counts import (
    Compared,
    Known,
    Match,
    most_poor,
    points_beside_counts,
    rates_beside_counts,
)
from povcalc.measures import BASES
from povcalc.messages import GLOSSARY, PEOPLE, Lang, Message, distinct, numeral, precise_text, terminating
from povcalc.places import Path
from povcalc.plan.assumptions import ONE_BASE
from povcalc.plan.model import Located
from povcalc.values import ANY, Exact, Figure, Form, Interval, decimals, exact


def _rates(context: Context) -> tuple[Compared, ...]:
    return tuple(rates_beside_counts(context.areas, context.known))


def _points(context: Context) -> tuple[Compared, ...]:
    return tuple(points_beside_counts(context.areas, context.known))


def _shown(given: Interval, figure: Figure, match: Match) -> Message:
    """What the counts give, written so that it is not rounded onto the figure that it misses.

    Of a figure that was cut off it is not rounded onto the next one: 9.498 cut to 9.4 is not 9.50.
    """
    places = decimals(figure.number) + 1
    if (low := given.number) is not None:
        bound = exact(figure.number)
        if match is Match.CUT_OFF:
            bound += Fraction(1 if bound >= 0 else -1, 10 ** decimals(figure.number))
        finite = terminating(low)
        if finite is not None and decimals(finite) <= places:
            return precise_text(low)
        return numeral(distinct(low, bound, places, Lang.EN))
    return Message("{given}", given=given)


@check(
    "T201",
    "rate-is-poor-over-households",
    Severity.ERROR,
    section="targets",
    formula="100 × poor_households_t ÷ households_t ∈ poverty_rate_t,  t ∈ {start, end}\n"
    "9.4 = [9.35, 9.5);  near_poor_*, multidimensional_*: likewise",
)
def rate_is_poor_over_households(context: Context) -> Iterator[Result]:
    """Poor households over households give the stated rate.

    Where an area's poor households and households are stated, or follow from its child areas, at the start or the end
    of the year, 100 times their ratio is the poverty rate stated for that date, rounded to the decimals printed. A rate
    that was cut off instead of rounded is left to T202.

    Fix: Divide the two counts yourself. Usually the rate was copied from an earlier draft, or the households are those
    of the other date or of another area. See also whether the rate is that of poor and near-poor households together.
    """
    words = Message(
        "{area}: the counts make the {field} {given}%, not {figure}%; correct the rate or one of the counts"
    )
    for row in context.cached(_rates):
        yield _judged(row, _lacks_counts, words)


def _judged(row: Compared, lacks: Callable[[Located], Message], words: Message) -> Result:
    """The result for a stated figure beside what the counts give, with the words where they do not agree."""
    if row.match in (Match.HOLDS, Match.CUT_OFF):
        return Held(row.figures)
    if row.given is None:
        return Undecided(row.figures, _gives_nothing(row) if row.complete else lacks(row.located))
    if row.match is Match.OPEN:
        return Undecided(row.figures, _allows(row))
    return _off(row, words)


def _lacks_counts(located: Located) -> Message:
    return Message(
        "{area}: the households or the poor households are not stated",
        area=located.name,
    )


def _gives_nothing(row: Compared) -> Message:
    return Message(
        "{area}: the counts are estimates, have no bound, are zero or contradict each other, and so give no {field}",
        area=row.located.name,
        field=GLOSSARY[row.field],
    )


def _allows(row: Compared) -> Message:
    return Message(
        "{area}: the counts allow {given}",
        area=row.located.name,
        given=row.given or ANY,
    )


def _off(row: Compared, words: Message) -> Problem:
    given = row.given or ANY
    return Problem(
        row.figures[0],
        words.with_values(
            area=row.located.name,
            field=GLOSSARY[row.field],
            figure=row.figure,
            given=_shown(given, row.figure, row.match),
        ),
        related=related(row.figures[1:5], Message("compared with this")),
        numbers=_low_and_high(given),
        figures=row.figures,
    )


def _low_and_high(interval: Interval) -> tuple[tuple[str, Exact], ...]:
    return tuple((name, end) for name, end in zip(("low", "high"), interval[:2], strict=True) if end is not None)


@check(
    "T202",
    "rate-rounded-not-cut-off",
    Severity.WARNING,
    section="targets",
    formula="poverty_rate_t = 9.4 ⇒ 100 × poor_households_t ÷ households_t ∉ (9.45, 9.5)\n"
    "reduction_rate = 9.4 ⇒ Δ(100 × poor_households ÷ households) ∉ (9.45, 9.5)\n"
    "near_poor_*, multidimensional_*: likewise",
)
def rate_rounded(context: Context) -> Iterator[Result]:
    """Rates are rounded, not cut off.

    A rate or a reduction in points that is one unit of its last decimal too low, but equals the exact one with its
    further digits cut off, was probably not rounded: 5.87 printed as 5.8. A half may be rounded up or down.

    Fix: Work out the rate from the counts with one decimal more and round it from there. Often a spreadsheet cut it
    with ROUNDDOWN or TRUNC where ROUND was meant; the other rates of the same table are then worth a look.
    """
    for row in (*context.cached(_rates), *context.cached(_points)):
        if row.match is Match.OPEN or row.figure.form is not Form.EXACT:
            continue
        if row.match is not Match.CUT_OFF:
            yield Held(())
            continue
        yield _off(
            row,
            Message("{area}: the {field} of {figure} is {given} cut off, not rounded; round it to the last decimal"),
        )


@check(
    "T203",
    "rates-differ-by-reduction",
    Severity.ERROR,
    section="targets",
    formula="(poverty_rate_start − poverty_rate_end) ∩ reduction_rate ≠ ∅\n9.4 = [9.35, 9.45]\n"
    "near_poor_*, multidimensional_*: likewise",
)
def rates_differ_by_reduction(context: Context) -> Iterator[Result]:
    """The rates at the start and the end differ by the reduction in points.

    The poverty rate at the start less that at the end agrees with the reduction in percentage points, within what the
    rounding of all three allows.

    Fix: Subtract the two rates yourself. Often a rate was brought up to date and the reduction was not, or the
    reduction was worked out in percent of the first rate instead of percentage points: from 10% to 8% is a fall of 2
    points, not of 20.
    """
    for located, measure in measured(context):
        points, start, end = map(located.figure, (measure.points, *measure.rates))
        if points is None or (start is None and end is None):
            continue
        fields = [field for field in measure.rates if located.figure(field) is not None]
        figures = tuple((*located.path, field) for field in (measure.points, *fields))
        if start is None or end is None:
            yield Undecided(
                figures,
                Message(
                    "{area}: the {field} is not stated",
                    area=located.name,
                    field=GLOSSARY[measure.rates[0 if start is None else 1]],
                ),
            )
        elif differ_by(start, end, points):
            yield Held(figures)
        else:
            yield _fall_beside(located, points, start, end, figures)


def _fall_beside(located: Located, points: Figure, start: Figure, end: Figure, figures: tuple[Path, ...]) -> Result:
    fall, allowed = start.as_rate().minus(end.as_rate()), points.as_rate()
    if not fall.meets(allowed):
        return Problem(
            figures[0],
            Message(
                "{area}: from {start}% to {end}% is a fall of {fall} points, not {points}; one of the three is wrong",
                area=located.name,
                start=start,
                end=end,
                fall=as_printed(start, end, fall, -1),
                points=points,
            ),
            related=beside(figures[1:]),
            numbers=_low_and_high(fall),
            figures=figures,
        )
    forms = {points.form, start.form, end.form}
    if Form.ABOUT in forms:
        return Undecided(figures, ESTIMATED)
    # Rounded figures always leave each other room; a bound either follows or stays open.
    if forms == {Form.EXACT} or fall.within(allowed):
        return Held(figures)
    why = Message("{area}: the fall lies in {fall}", area=located.name, fall=fall)
    return Undecided(figures, why)


@check(
    "T204",
    "count-gives-reduction-rate",
    Severity.ERROR,
    section="targets",
    formula="Δ(100 × poor_households ÷ households) ∈ reduction_rate\n"
    "∨ Δ poverty_rate ∈ reduction_rate,  Δx = x_start − x_end\n"
    "near_poor_*, multidimensional_*: likewise",
)
def count_gives_reduction_rate(context: Context) -> Iterator[Result]:
    """The household counts give the target reduction in points.

    On the numbers of households at both dates, the poor at the start and at the end make two rates whose difference is
    the stated reduction in percentage points, rounded; on one base all year that is 100 times the reduction in
    households over the base. The difference of the two rates as they are printed is right too, and a reduction that was
    cut off is left to T202. Where no base is stated this cannot be decided: what can be said is the largest base on
    which the count still meets the rate.

    Fix: Work out each rate on the households of its own date before you subtract. Often the reduction was divided by
    the poor households instead of all households, or by the households of another year. In a plan that is not issued
    yet, more households have to leave poverty or the target has to be lower.
    """
    words = Message(
        "{area}: the counts make a reduction of {given} points, which is not {figure}; "
        "correct the reduction or one of the counts"
    )
    for row in context.cached(_points):
        yield _judged(row, lambda located: _lacks_base(context, located), words)


def _lacks_base(context: Context, located: Located) -> Message:
    """What is missing to decide, and the most households that the other figures allow."""
    base = context.ranges.of(located.path, "households_start").high
    if base is None:
        return Message(
            "{area}: the counts or the number of households are not stated",
            area=located.name,
        )
    if context.assumed.growth == ONE_BASE:
        return Message(
            "{area}: the number of households is not stated; on one base all year the figures allow at most {base}",
            area=located.name,
            base=base,
        )
    return Message(
        "{area}: the number of households is not stated; the figures allow at most {base} at the start of the year",
        area=located.name,
        base=base,
    )


@check(
    "T111",
    "reduction-within-poor",
    Severity.ERROR,
    section="targets",
    formula="reduction_households ≤ poor_households_start\n≤ max households_start × max poverty_rate_start ÷ 100\n"
    "near_poor_*, multidimensional_*: likewise",
)
def reduction_within_poor(context: Context) -> Iterator[Result]:
    """No reduction exceeds the poor households.

    The net reduction in poor households is at most the number of poor households at the start. Where that number is not
    known, the reduction is at most what the households at the start and their poverty rate allow; a reduction that
    keeps to this leaves the check undecided.

    Fix: See whether the reduction is that of several years, or counts near-poor households too. The poor households at
    the start are those of the review at the end of the year before, not those that are to remain at the end of this
    one.
    """
    words = Message(
        "{area}: a reduction of {part} households is more than the {whole} {people} at the start; "
        "one of the two is wrong"
    )
    implied_words = Message(
        "{area}: a reduction of {part} households is more than the {people} that there can be at the start, which by "
        "the number of households and their rate are {whole}; one of these figures is wrong"
    )
    missing = Message("the number of {people} at the start is not stated")
    for located, measure in measured(context):
        counts = context.known[located.path]
        reduction, poor = counts.get(measure.reduction), counts.get(measure.stocks[0])
        if reduction is None:
            continue
        if poor is not None:
            if at := own_figure(located, reduction, poor):
                yield within(reduction, poor) or too_many(
                    at, located, reduction, poor, words.with_values(people=PEOPLE[measure])
                )
            continue
        most = most_poor(located, counts, measure)
        if most and reduction.sure and most.interval.is_below(reduction.interval):
            if at := own_figure(located, reduction, most):
                yield too_many(at, located, reduction, most, implied_words.with_values(people=PEOPLE[measure]))
        elif own_figure(located, reduction):
            yield lacks(located, missing.with_values(people=PEOPLE[measure]), reduction)


@check(
    "T112",
    "poor-start-less-reduction",
    Severity.ERROR,
    section="targets",
    formula="poor_households_start − poor_households_end = reduction_households\n"
    "near_poor_*, multidimensional_*: likewise",
)
def poor_start_less_reduction(context: Context) -> Iterator[Result]:
    """Poor households at the start less the reduction are those at the end.

    The reduction is net of households that fall into poverty, so that it is exactly the poor households at the start
    less those at the end.

    Fix: Take the poor households at both dates from the reviews of poor households. Often the reduction counts the
    households that leave poverty and forgets those that fall into it, or only one of the three figures was brought up
    to date.
    """
    for located, measure in measured(context):
        fields = (measure.reduction, *measure.stocks)
        counts = context.known[located.path]
        present = [counts[field] for field in fields if field in counts]
        absent = [field for field in fields if field not in counts]
        at = own_figure(located, *present)
        if at is None or len(absent) > 1:
            continue
        if absent:
            yield lacks(located, not_stated(absent[0]), *present)
        else:
            yield _difference(at, located, PEOPLE[measure], *present)


def _difference(  # noqa: PLR0913, PLR0917 - the terms of the relation
    at: Path, located: Located, people: Message, reduction: Known, start: Known, end: Known
) -> Result:
    figures = start.figures + end.figures + reduction.figures
    if not (start.sure and end.sure and reduction.sure):
        return Undecided(figures, ESTIMATED)
    fall = start.interval.minus(end.interval)
    if fall.meets(reduction.interval):
        return Held(figures)
    return Problem(
        at,
        Message(
            "{area}: {start} {people} at the start and {end} at the end make a reduction of {fall}, not {reduction}; "
            "one of the three is wrong",
            area=located.name,
            people=people,
            start=start.interval,
            end=end.interval,
            fall=fall,
            reduction=reduction.interval,
        ),
        related=own_beside(at, (start, end, reduction)),
        numbers=(*named_ends("difference", fall), *named_ends("stated", reduction.interval)),
        figures=figures,
    )


@check(
    "T113",
    "poor-within-households",
    Severity.ERROR,
    section="targets",
    formula="poor_households_start ≤ households_start\npoor_households_end ≤ households_end\n"
    "near_poor_*, multidimensional_*: likewise",
)
def poor_within_households(context: Context) -> Iterator[Result]:
    """No more households are poor than there are.

    Poor households are at most all households, at the start and at the end of the year.

    Fix: See whether the two numbers were swapped, or belong to different areas or dates, or whether one of them counts
    persons where the other counts households.
    """
    words = Message("{area}: {part} {people} are more than the {whole} households there are; one of the two is wrong")
    missing = Message("the number of households is not stated")
    for located, measure in measured(context):
        counts = context.known[located.path]
        for stock, households in zip(measure.stocks, BASES, strict=True):
            poor, base = counts.get(stock), counts.get(households)
            at = own_figure(located, poor, base)
            if poor is None or at is None:
                continue
            if base is None:
                yield lacks(located, missing, poor)
            else:
                yield within(poor, base) or too_many(at, located, poor, base, words.with_values(people=PEOPLE[measure]))


@check(
    "T114",
    "poverty-falls",
    Severity.WARNING,
    section="targets",
    formula="reduction_households ≥ 0,  reduction_rate ≥ 0\nnear_poor_*, multidimensional_*: likewise",
)
def poverty_falls(context: Context) -> Iterator[Result]:
    """Poverty falls.

    A reduction of a plan is not below zero, in households or in points: that would say that poverty rises, and is more
    often a sign typed by mistake. A result says what happened: there it is meant.

    Fix: A reduction is typed without a sign, and the dash of a list in the document is easily taken for a minus. If
    the plan expects that poverty rises, the figure stays as it is; see that the poor households at both dates say so.
    """
    is_result = context.plan.document.kind == "result"
    for located, measure in measured(context):
        for field in (measure.reduction, measure.points):
            figure = located.figure(field)
            if figure is None:
                continue
            if is_result or not _says_rise(figure):
                yield Held(())
                continue
            yield Problem(
                (*located.path, field),
                Message(
                    "{area}: the {field} is {figure}, which says that poverty rises; take away the sign if that is "
                    "not meant",
                    area=located.name,
                    field=GLOSSARY[field],
                    figure=figure,
                ),
            )


def _says_rise(figure: Figure) -> bool:
    """Whether every number that a reduction stands for is negative."""
    if figure.form in (Form.OVER, Form.AT_LEAST, Form.ABOUT):
        return False
    highest = figure.ends[1]
    return highest < 0 or (highest == 0 and figure.form is Form.UNDER)
