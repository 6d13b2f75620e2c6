"""Family T, inside one area: flows against what they change, and the two measures against both together.

The mathematics, with P0 and P1 of a measure at the start and the end, a net reduction H = P0 - P1, exits E, relapses L,
newly poor W and of these F that were near-poor:

- T121: P0 - E + L + W = P1, so that H = E - L - W. A flow that is not stated is zero or more.
- T122: E <= P0 and L + W <= P1 within one year; F <= W, and F is at most the near-poor at the start. Over several years
  a household can leave poverty more than once.
- T123, T124: of both measures together, P0, P1, H, the rates and the points are the sums of the two others'.
"""

from collections.abc import Iterator, Mapping, Sequence
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
from povcalc.findings import Held, Problem, Result, Severity, Undecided, named_ends
from povcalc.inference.counts import Known, KnownCounts, add_up
from povcalc.inference.counts import as_printed as as_printed_ends
from povcalc.measures import MEASURE_OF, MULTIDIMENSIONAL, NEAR_POOR, POINTS, POOR, Measure
from povcalc.messages import GLOSSARY, SHORT, Message, join, verbatim
from povcalc.places import Path
from povcalc.plan.model import Located
from povcalc.values import NOT_NEGATIVE, Exact, Figure, Form, Interval, size


@check(
    "T121",
    "flows-make-the-end",
    Severity.ERROR,
    section="targets",
    formula="poor_households_start − exits + relapses + new_poor = poor_households_end\n"
    "exits − relapses − new_poor = reduction_households;  near_poor_*: likewise",
)
def flows_make_the_end(context: Context) -> Iterator[Result]:
    """Who leaves and who falls into poverty makes the end.

    Poor households at the start, less those that left poverty, with those that fell back and those that are newly poor,
    are the poor households at the end. Where the poor at both dates are not known, the flows make the net reduction.
    The near-poor have flows of their own. A flow that is not stated is taken to be zero or more.

    Fix: Take all five figures from the same table of the review. Often the newly poor were added after the rest, the
    households that fell back are among the newly poor already, or the end is that of the preliminary review.
    """
    for located, measure in measured(context, with_flows=True):
        counts = context.known[located.path]
        flows = [counts.get(field) for field in measure.flows]
        stocks = [counts.get(field) for field in measure.stocks]
        net = [known for known in stocks if known] if None not in stocks else [counts.get(measure.reduction)]
        known = [each for each in (*flows, *net) if each is not None]
        at = own_figure(located, *reversed(known))
        if at is None or not any(flows):
            continue
        numbers = [each.number for each in (*stocks, *flows) if each is not None]
        if len(numbers) == len(stocks) + len(flows) and _makes(*numbers):
            yield Held(_figures(known))
        elif None in net:
            yield lacks(located, not_stated(measure.reduction), *known)
        elif not all(each.sure for each in known):
            yield Undecided(_figures(known), ESTIMATED)
        else:
            yield _balanced(at, located, measure, counts)


def _makes(*numbers: Exact | None) -> bool:
    """Whether numbers at the start and the end and flows that are all exact agree: the usual case."""
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return False
    start, end, exits, relapses, new = known
    return start - exits + relapses + new == end


def _figures(counts: Sequence[Known]) -> tuple[Path, ...]:
    return tuple(dict.fromkeys([path for count in counts for path in count.figures]))


def _balanced(at: Path, located: Located, measure: Measure, counts: KnownCounts) -> Result:
    """Whether the flows make the end, or the reduction where the stocks are not known."""
    flows = [counts.get(field) for field in measure.flows]
    exits, relapses, new = (NOT_NEGATIVE if flow is None else flow.interval for flow in flows)
    reduction = exits.minus(relapses).minus(new)
    start, end = map(counts.get, measure.stocks)
    if start and end:
        net, made, stated = [start, end], start.interval.minus(reduction), end.interval
        signs, field = ("−", "+", "+"), measure.stocks[1]
        terms = [_counted(start.interval, measure.stocks[0])]
    else:
        net = [counts[measure.reduction]]
        made, stated = reduction, net[0].interval
        signs, field, terms = ("", "−", "−"), measure.reduction, []
    known = [*net, *(flow for flow in flows if flow is not None)]
    if made.meets(stated):
        missing = next((field for field, flow in zip(measure.flows, flows, strict=True) if flow is None), None)
        return Held(_figures(known)) if missing is None else lacks(located, not_stated(missing), *known)
    for sign, count, name in zip(signs, (exits, relapses, new), measure.flows, strict=True):
        terms.append(join((verbatim(sign), _counted(count, name)), " ") if sign else _counted(count, name))
    gap = min((each for each in stated.minus(made)[:2] if each is not None), key=size)
    words = (
        Message("{area}: {sum} = {made}, but {stated} is stated, {gap} too high ({field}); correct one of them")
        if gap > 0
        else Message("{area}: {sum} = {made}, but {stated} is stated, {gap} too low ({field}); correct one of them")
    )
    return Problem(
        at,
        words.with_values(
            area=located.name, sum=join(terms, " "), made=made, field=GLOSSARY[field], stated=stated, gap=size(gap)
        ),
        related=own_beside(at, known),
        numbers=(("difference", gap), *named_ends("made", made), *named_ends("stated", stated)),
        figures=_figures(known),
    )


def _counted(count: Interval, field: str) -> Message:
    return Message("{count} ({name})", count=count, name=SHORT[field])


@check(
    "T122",
    "flows-within-stocks",
    Severity.ERROR,
    section="targets",
    formula="exits ≤ poor_households_start,  relapses + new_poor ≤ poor_households_end\n"
    "from_near_poor ≤ new_poor,  from_near_poor ≤ near_poor_households_start\n"
    "near_poor_*: likewise",
)
def flows_within_stocks(context: Context) -> Iterator[Result]:
    """No more leave poverty than were poor, nor fall into it than are.

    In one year no more households leave poverty than were poor at its start, and those that fell back or are newly poor
    are among the poor at its end. Those of the newly poor that were near-poor are no more than the newly poor, nor than
    the near-poor at the start. Over several years a household can leave poverty and fall back more than once: then only
    the newly poor are compared.

    Fix: See whether the flow is that of several years, or counts the poor and the near-poor together, and whether the
    poor households are those of the same date and area.
    """
    is_one_year = context.plan.document.period is None
    words = Message("{area}, {field}: {part} is more than {whole}, the {other}; one of the two is wrong")
    for located, measure in measured(context, with_flows=True):
        counts = context.known[located.path]
        pairs: list[tuple[tuple[str, ...], str]] = []
        if is_one_year:
            pairs = [(measure.flows[:1], measure.stocks[0]), (measure.flows[1:], measure.stocks[1])]
        if measure.of_new is not None:
            pairs += [((measure.of_new,), measure.flows[2])]
            pairs += [((measure.of_new,), NEAR_POOR.stocks[0])] if is_one_year else []
        for fields, other in pairs:
            parts, whole = [counts[field] for field in fields if field in counts], counts.get(other)
            at = own_figure(located, *parts, whole)
            if not parts or at is None:
                continue
            if whole is None:
                yield lacks(located, not_stated(other), *parts)
                continue
            part = parts[0] if len(parts) == 1 else add_up(parts)
            yield within(part, whole) or too_many(
                at,
                located,
                part,
                whole,
                words.with_values(
                    field=join((GLOSSARY[field] for field in fields if field in counts), " + "), other=GLOSSARY[other]
                ),
            )


@check(
    "T123",
    "measures-add-up",
    Severity.ERROR,
    section="targets",
    formula="multidimensional_poor_households_t\n= poor_households_t + near_poor_households_t\n"
    "multidimensional_reduction_households\n= reduction_households + near_poor_reduction_households",
)
def measures_add_up(context: Context) -> Iterator[Result]:
    """Poor and near-poor households are both together.

    Multidimensionally poor households are the poor and the near-poor, at the start and at the end, and so is their net
    reduction.

    Fix: Add the two up yourself. Often one of the three is that of the other date, or the total was not brought up to
    date after a household moved between the two lists.
    """
    if MULTIDIMENSIONAL not in context.used.measures:
        return
    fields = [(*measure.stocks, measure.reduction) for measure in (POOR, NEAR_POOR, MULTIDIMENSIONAL)]
    for located in context.areas:
        counts = context.known[located.path]
        for three in zip(*fields, strict=True):
            present = [counts[field] for field in three if field in counts]
            absent = [field for field in three if field not in counts]
            at = own_figure(located, *reversed(present))
            if at is None or len(absent) > 1:
                continue
            if absent:
                yield lacks(located, not_stated(absent[0]), *present)
            else:
                yield _together(at, located, *present)


def _together(at: Path, located: Located, poor: Known, near: Known, both: Known) -> Result:
    figures = _figures((both, poor, near))
    if poor.number is not None and near.number is not None and poor.number + near.number == both.number:
        return Held(figures)
    if not (poor.sure and near.sure and both.sure):
        return Undecided(figures, ESTIMATED)
    made = poor.interval.plus(near.interval)
    if made.meets(both.interval):
        return Held(figures)
    gap = min((each for each in both.interval.minus(made)[:2] if each is not None), key=size)
    words = (
        Message(
            "{area}, {field}: {poor} poor + {near} near-poor = {sum}, not {both}: {gap} too high; correct one of them"
        )
        if gap > 0
        else Message(
            "{area}, {field}: {poor} poor + {near} near-poor = {sum}, not {both}: {gap} too low; correct one of them"
        )
    )
    return Problem(
        at,
        words.with_values(
            area=located.name,
            field=GLOSSARY[str(at[-1])],
            poor=poor.interval,
            near=near.interval,
            sum=made,
            both=both.interval,
            gap=size(gap),
        ),
        related=own_beside(at, (both, poor, near)),
        numbers=(("difference", gap), *named_ends("made", made), *named_ends("stated", both.interval)),
        figures=figures,
    )


@check(
    "T124",
    "rates-of-measures-add-up",
    Severity.ERROR,
    section="targets",
    formula="multidimensional_poverty_rate_t ∩ (poverty_rate_t + near_poor_rate_t) ≠ ∅\n"
    "multidimensional_reduction_rate\n∩ (reduction_rate + near_poor_reduction_rate) ≠ ∅\n9.4 = [9.35, 9.45]",
)
def rates_of_measures_add_up(context: Context) -> Iterator[Result]:
    """The rates of poor and near-poor are that of both.

    The poverty rate and the near-poor rate of a date, which are of the same households, add up to the rate of
    multidimensionally poor households, and their reductions in points likewise, within what the rounding of all three
    allows.

    Fix: Add the two rates yourself. Often one of the three is that of the other date, or the rate of both together was
    entered as the poverty rate.
    """
    if MULTIDIMENSIONAL not in context.used.measures:
        return
    fields = [(*measure.rates, measure.points) for measure in (POOR, NEAR_POOR, MULTIDIMENSIONAL)]
    for located in context.areas:
        stated = vars(located.area)
        for three in zip(*fields, strict=True):
            figures = {field: figure for field in three if (figure := stated[field]) is not None}
            absent = [field for field in three if field not in figures]
            if len(absent) > 1:
                continue
            paths = tuple([(*located.path, field) for field in reversed(three) if field in figures])
            if absent:
                yield Undecided(paths, Message("{area}: {missing}", area=located.name, missing=not_stated(absent[0])))
            else:
                poor, near, both = figures.values()
                agree = differ_by(both, poor, near)
                yield Held(paths) if agree else _rates_together(located, paths, figures)


_POINTS_AND_RATES = 3


def _said(located: Located, field: str, figure: Figure) -> Interval:
    """What a rate stands for; a reduction in points may be the difference of two rates as they are printed."""
    rates = [located.figure(rate) for rate in MEASURE_OF[field].rates] if field in POINTS else []
    bare = [each for each in (figure, *rates) if each is not None and each.form is Form.EXACT]
    if len(bare) < _POINTS_AND_RATES:
        return figure.as_rate()
    low, high = as_printed_ends(bare[0], bare[1], bare[2])
    return Interval(Fraction(*low[:2]), Fraction(*high[:2]))


def _rates_together(located: Located, paths: tuple[Path, ...], figures: Mapping[str, Figure]) -> Result:
    poor, near, both = figures.values()
    said = [_said(located, field, figure) for field, figure in figures.items()]
    made = said[0].plus(said[1])
    if Form.ABOUT in {poor.form, near.form, both.form}:
        return Undecided(paths, ESTIMATED)
    if made.meets(said[2]):
        return Held(paths)
    words = Message(
        "{area}, {field}: {poor}% of poor and {near}% of near-poor make {sum}%, not {both}%; correct one of them"
    )
    return Problem(
        paths[0],
        words.with_values(
            area=located.name,
            field=GLOSSARY[str(paths[0][-1])],
            poor=poor,
            near=near,
            sum=as_printed(poor, near, made),
            both=both,
        ),
        related=beside(paths[1:]),
        numbers=(*named_ends("made", made), *named_ends("stated", said[2])),
        figures=paths,
    )
