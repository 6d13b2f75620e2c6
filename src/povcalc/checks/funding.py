"""Family F: the funding lines against the stated total. Source: section C.IV of the plan."""

from collections.abc import Iterator
from fractions import Fraction

from povcalc.checks.base import Context, check, ends_off, total_is_off
from povcalc.findings import Held, Problem, Related, Result, Severity, Undecided, named_ends, related
from povcalc.messages import GLOSSARY, Lang, Message, join, plural, precise_text, verbatim
from povcalc.places import Path
from povcalc.plan.model import Funding, FundingLine
from povcalc.typos import normalized
from povcalc.values import NOT_NEGATIVE, Figure, Form, Interval, decimals, size, total

_TOTAL: Path = ("funding", "total")


def _funding(context: Context) -> Funding:
    funding = context.plan.funding
    if funding is None:
        raise LookupError("the plan has no funding section")
    return funding


def _stated(funding: Funding) -> list[tuple[Path, FundingLine, Figure]]:
    return [
        (("funding", "lines", index, "amount"), line, line.amount)
        for index, line in enumerate(funding.lines)
        if line.amount is not None
    ]


def _amount(figure: Figure) -> Interval:
    """What a line says of its amount; at most 5 is 0 to 5, since no line takes money away."""
    return _from_nought(figure.as_money())


def _from_nought(amount: Interval) -> Interval:
    return amount.overlap(NOT_NEGATIVE) if amount.low is None and 0 in amount else amount


def _unit(funding: Funding) -> Message:
    return GLOSSARY.get(funding.unit, verbatim(funding.unit))


@check(
    "F101",
    "lines-add-up",
    Severity.ERROR,
    section="funding",
    formula="total ∩ (Σ lines[i].amount) ≠ ∅,  8 = [8, 8],  7.7 = [7.65, 7.75]\n"
    "∄ lines[i].amount ⇒ total ≥ Σ lines[j].amount",
)
def lines_add_up(context: Context) -> Iterator[Result]:
    """The funding lines add up to the total.

    The sum of the amounts equals the stated total. Whole amounts are exact; each amount with decimals adds half a unit
    of its last one to what is allowed. Where a line states no amount, the others may not exceed the total.

    Fix: Add up the funding table of the document yourself. Look for a line in another unit (billion among million), a
    part entered beside the line that contains it ("of which"), a line left out, or a total left over from an earlier
    draft.
    """
    funding = _funding(context)
    lines = _stated(funding)
    if funding.total is None or not funding.lines:
        return
    whole, listed = funding.total.as_money(), total(_amount(figure) for _, _, figure in lines)
    figures = (_TOTAL, *(path for path, _, _ in lines))
    if len(lines) < len(funding.lines) and not (lines and whole.is_below(listed)):
        yield Undecided(
            figures,
            Message(
                "{missing} of the {all} lines state no amount",
                missing=len(funding.lines) - len(lines),
                all=len(funding.lines),
            ),
        )
    elif whole.meets(listed):
        yield Held(figures)
    else:
        yield _sum_problem(funding, funding.total, [figure for _, _, figure in lines], figures)


def _sum_problem(funding: Funding, stated: Figure, lines: list[Figure], figures: tuple[Path, ...]) -> Problem:
    # The numbers as written, without room for rounding.
    whole, summed = stated.as_count(), total(_from_nought(line.as_count()) for line in lines)
    least, most = whole.minus(summed)[:2]
    # The end that is nearest to zero: one of the two is on either side of a gap.
    gap = min((end for end in (least, most) if end is not None), key=size)
    room = sum(Fraction(1, 2 * 10 ** decimals(each.number)) for each in (stated, *lines) if _is_rounded(each))
    rounding = Message(" (rounding allows {room})", room=precise_text(room)) if room else verbatim("")
    return Problem(
        _TOTAL,
        Message(
            "The stated total is {stated} {unit}, but {lines}: {verdict}{rounding}; "
            "correct the total or one of the lines",
            stated=stated.number if whole.is_point else stated,
            unit=_unit(funding),
            lines=plural(
                "the only line with an amount makes {sum} {unit}",
                "the {count} lines add up to {sum} {unit}",
                count=len(lines),
                sum=summed,
                unit=_unit(funding),
            ),
            verdict=total_is_off(precise_text(size(gap)), high=gap > 0),
            rounding=rounding,
        ),
        related=related(figures[1:], Message("one of the lines")),
        numbers=(("difference", gap), *named_ends("stated", whole), *named_ends("sum", summed)),
        figures=figures,
    )


def _is_rounded(figure: Figure) -> bool:
    return not figure.as_money().is_point and figure.as_count().is_point


@check(
    "F102",
    "total-met-not-exceeded",
    Severity.NOTE,
    section="funding",
    formula="total ∈ {{over: n}, {under: n}} ⇒ Σ lines[i].amount ≠ n",
)
def total_exceeded(context: Context) -> Iterator[Result]:
    """A total said to be over an amount is more than met.

    A total said to be "over" an amount is more than it, and one "under" an amount less, wherever the lines add up to
    one exact number. Documents write so of the very amount too, which is why meeting the bound is a note and no error.

    Fix: If the document itself says "over" or "under", nothing has to be done. Otherwise look for a source that was
    left out or an amount that was copied wrongly; if the document gives the very amount, write the total without `over`
    or `under`.
    """
    funding = _funding(context)
    lines = _stated(funding)
    stated = funding.total
    if stated is None or stated.form not in (Form.OVER, Form.UNDER):
        return
    if not lines or len(lines) < len(funding.lines):
        return
    listed = total(_amount(figure) for _, _, figure in lines)
    figures = (_TOTAL, *(path for path, _, _ in lines))
    if not (listed.is_point and stated.number in listed):
        yield Held(figures)
    else:
        yield Problem(
            _TOTAL,
            Message(
                "The total of {figure} {unit} is met, not exceeded: the lines add up to exactly that",
                figure=stated,
                unit=_unit(funding),
            ),
            figures=figures,
        )


@check("F103", "amounts-positive", Severity.ERROR, section="funding", formula="lines[i].amount > 0,  total > 0")
def amounts_positive(context: Context) -> Iterator[Result]:
    """Amounts are more than zero.

    Each amount and the total are more than zero. A line or a total of zero or less is no funding; a line without
    money is left out.

    Fix: See whether an empty cell or a dash in the table was entered as 0, or a dash before a number as a minus. If the
    document names the source but not how much it gives, keep the line and leave out `amount`.
    """
    funding = _funding(context)
    amounts: list[tuple[Path, Message, Figure]] = [(path, line.name, figure) for path, line, figure in _stated(funding)]
    if funding.total is not None:
        amounts.append((_TOTAL, GLOSSARY["total"], funding.total))
    for path, name, figure in amounts:
        high = figure.as_count().high
        if high is None or high > 0:
            yield Held(())
            continue
        yield Problem(
            path,
            Message(
                "{name}: the amount is {figure} {unit}; an amount is more than 0",
                name=name,
                figure=figure,
                unit=_unit(funding),
            ),
            numbers=(("amount", figure.number),),
            figures=(path,),
        )


@check("F104", "line-names-differ", Severity.ERROR, section="funding", formula="lines[i].name ≠ lines[j].name,  i ≠ j")
def line_names_differ(context: Context) -> Iterator[Result]:
    """No two funding lines have one name.

    Every line has a name of its own; small and capital letters and spaces make no difference. Two lines with one name
    are probably one line that was typed twice, or a name that was not changed after copying.

    Fix: Look in the document how often it lists this source. If once, one of the lines goes; if twice, give each line
    the whole name that it has there, with the level of the budget or the programme that tells them apart.
    """
    first: dict[str, int] = {}
    unread = context.reading.unread
    for index, line in enumerate(_funding(context).lines):
        path: Path = ("funding", "lines", index)
        if path in unread or (*path, "name") in unread:
            continue
        folded = normalized(line.name.to(Lang.VI))
        if folded not in first:
            first[folded] = index
            yield Held(())
            continue
        yield Problem(
            (*path, "name"),
            Message(
                "Two lines are named {name}; change one of the names or take away one of the lines",
                name=line.name,
            ),
            related=(
                Related(("funding", "lines", first[folded], "name"), Message("the other one", context="funding line")),
            ),
        )


@check("F105", "line-within-total", Severity.ERROR, section="funding", formula="lines[i].amount ≤ total")
def line_within_total(context: Context) -> Iterator[Result]:
    """No line is larger than the total.

    No amount is larger than the stated total by more than the rounding of figures with decimals explains.

    Fix: Look for a digit too many or another unit (million where billion is meant) in the line, and for a total that
    covers one year only or only some of the sources. The sum of the lines (F101) is then wrong too, and is put right
    with it.
    """
    funding = _funding(context)
    if funding.total is None:
        return
    whole = funding.total.as_money()
    for path, line, figure in _stated(funding):
        if whole.high is None:
            yield Undecided((path, _TOTAL), Message("the total has no upper end"))
        elif not whole.is_below(_amount(figure)):
            yield Held(())
        else:
            yield Problem(
                path,
                Message(
                    "{name}: {figure} {unit} is more than the total of {total}; one of the two is wrong",
                    name=line.name,
                    figure=figure,
                    total=funding.total,
                    unit=_unit(funding),
                ),
                related=(Related(_TOTAL, GLOSSARY["total"]),),
                numbers=(("amount", figure.number), ("total", funding.total.number)),
                figures=(path, _TOTAL),
            )


@check(
    "F106",
    "range-ends-add-up-in-lines",
    Severity.WARNING,
    section="funding",
    formula="total = {min, max} ⇒ min = Σ lines[i].min,  max = Σ lines[i].max",
)
def range_ends_add_up(context: Context) -> Iterator[Result]:
    """The ends of a total that is a range are the sums of the ends of its lines.

    Where the total is a range and all lines state an amount, at least one as a range, its low end is the sum of the
    low ends and its high end the sum of the high ends, within rounding.

    Fix: Add up the low ends and the high ends by themselves. A range that overlaps with the sum is no contradiction,
    but one of its ends was probably typed wrongly, or left over from an earlier draft.
    """
    funding = _funding(context)
    lines, stated = _stated(funding), funding.total
    if stated is None or stated.form is not Form.BETWEEN or not lines or len(lines) < len(funding.lines):
        return
    amounts = [_from_nought(figure.as_count()) for _, _, figure in lines]
    if not stated.as_money().meets(total(_amount(figure) for _, _, figure in lines)):
        return
    finest = max(decimals(figure.number) for _, _, figure in lines)
    written = [decimals(figure.number) for _, _, figure in lines] + [decimals(stated.number)]
    room = sum(Fraction(1, 2 * 10**each) for each in written if each or (each < finest and each == written[-1]))
    figures = (_TOTAL, *(path for path, _, _ in lines))
    off = list(ends_off(stated, amounts, room))
    if not off:
        yield Held(figures)
        return
    yield Problem(
        _TOTAL,
        Message(
            "The total of {figure} {unit} is stated, but of the {count} lines {ends}; correct the range or one of the "
            "lines",
            figure=stated,
            unit=_unit(funding),
            count=len(lines),
            ends=join([words for words, _ in off], ", "),
        ),
        related=related(figures[1:], Message("one of the lines")),
        figures=figures,
    )


CHECKS = (lines_add_up, total_exceeded, amounts_positive, line_names_differ, line_within_total, range_ends_add_up)
