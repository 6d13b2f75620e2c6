"""Family F: the funding, its lines and breakdowns against each other. Source: section C.IV of the plan."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from povcalc.checks.base import Context, check, common_zeros, ends_off, total_is_off
from povcalc.findings import Held, Problem, Related, Result, Severity, Undecided, named_ends, related
from povcalc.messages import Lang, Message, Value, join, plural, precise_text, signed_interval, verbatim
from povcalc.numerals import figure_text
from povcalc.places import Path
from povcalc.plan.funding import How, Item, Ledger, Share, Sum, from_nought, scaled, unit_name
from povcalc.plan.model import FundingLine
from povcalc.typos import KnownWords, normalized
from povcalc.values import NOT_NEGATIVE, Exact, Figure, Form, Interval, Number, decimals, exact, size, total

_TOTAL: Path = ("funding", "total")


def _ledger(context: Context) -> Ledger:
    funding = context.plan.funding
    if funding is None:
        raise LookupError("the plan has no funding section")
    return Ledger.of(funding)


class _Added(NamedTuple):
    """A sum with what is stated of it: its whole, its parts, and both in the section's unit."""

    sum: Sum
    ledger: Ledger
    figure: Figure | None
    parts: tuple[tuple[Path, Figure], ...]
    whole: Interval | None
    listed: Interval

    @property
    def is_complete(self) -> bool:
        """Whether every part is stated, and none may be missing."""
        return not self.sum.partial and len(self.parts) == len(self.sum.parts)

    @property
    def figures(self) -> tuple[Path, ...]:
        """The figures that are stated."""
        return (self.sum.whole, *(path for path, _ in self.parts))

    @property
    def item(self) -> Item:
        """What the whole belongs to."""
        return self.ledger.item_of(self.sum.whole)

    @property
    def name(self) -> Message:
        """What the whole is called."""
        return self.ledger.name(self.sum.whole)

    @property
    def unit(self) -> Message:
        """The unit of the whole."""
        return unit_name(self.item.unit)

    @property
    def lines(self) -> tuple[Related, ...]:
        """The parts, as they are pointed at beside the whole."""
        return related(self.figures[1:], Message("one of the lines"))

    @property
    def units(self) -> list[tuple[Figure, Fraction]]:
        """The parts, each with what makes its unit that of the whole."""
        own = self.item.scale or Fraction(1)
        return [(figure, (self.ledger.item_of(path).scale or own) / own) for path, figure in self.parts]

    def made(self, summed: Interval) -> Message:
        """What the parts make, in words."""
        values: dict[str, Value] = {"sum": summed, "unit": self.unit}
        count, how = len(self.parts), self.sum.how
        around = self.ledger.item_of(self.parts[0][0]).around[:-1]
        if around in self.ledger.by_path:
            values["where"] = self.ledger.name((*around, "amount"))
        elif len(around) > 1:
            values["where"] = self.ledger.funding.breakdowns[int(around[-1])].name
        if how is How.SAME:
            return Message("{where} has {sum} {unit}").with_values(**values)
        if how is How.COLUMN:
            return plural(
                "its only cell in another breakdown makes {sum} {unit}",
                "its {count} cells in other breakdowns add up to {sum} {unit}",
                count=count,
                **values,
            )
        if "where" in values and around != self.sum.whole[:-1]:
            return plural(
                "the only line with an amount in {where} makes {sum} {unit}",
                "the {count} lines in {where} add up to {sum} {unit}",
                count=count,
                **values,
            )
        return plural(
            "the only line with an amount makes {sum} {unit}",
            "the {count} lines add up to {sum} {unit}",
            count=count,
            **values,
        )


def _added(context: Context) -> list[_Added]:
    """Every sum of which the whole and some part are stated; for `Context.cached`."""
    ledger = _ledger(context)
    found = []
    for each in ledger.sums:
        stated = [(path, figure) for path in each.parts if (figure := ledger.figure(path)) is not None]
        parts = tuple((path, figure) for path, figure in stated if ledger.item_of(path).scale is not None)
        figure = ledger.figure(each.whole)
        whole = None if figure is None else ledger.whole(each.whole, figure, ledger.finest(parts))
        listed = total(ledger.amount(path, part) or NOT_NEGATIVE for path, part in parts)
        found.append(_Added(each, ledger, figure, parts, whole, listed))
    return found


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

    The sum of the amounts equals the stated total: of the lines, of each breakdown, of the lines in a line, and of the
    rows and columns of a table of two breakdowns; of what was disbursed likewise. Whole amounts are exact unless
    `rounded_to` says otherwise; each amount with decimals adds half a unit of its last one to what is allowed, and a
    total with fewer decimals than its parts is rounded to its own last digit. Where a line states no amount, the others
    may not exceed the total.

    Fix: Add up the funding table of the document yourself. Look for a line in another unit (billion among million), a
    part entered beside the line that contains it ("of which"), a line left out, or a total left over from an earlier
    draft.
    """
    for added in context.cached(_added):
        if added.figure is None:
            continue
        whole = added.whole
        is_over = whole is not None and bool(added.parts) and whole.is_below(added.listed)
        if whole is None or not (added.is_complete or is_over):
            missing = len(added.sum.parts) - len(added.parts)
            yield Undecided(
                added.figures,
                Message("{missing} of the {all} lines state no amount", missing=missing, all=len(added.sum.parts))
                if missing
                else Message("a unit is not known, or not all lines are listed"),
            )
        elif whole.meets(added.listed):
            yield Held(added.figures)
        else:
            yield _sum_problem(added, added.figure)


def _sum_problem(added: _Added, stated: Figure) -> Problem:
    # The numbers as written, without room for rounding, in the unit of the whole.
    whole, summed = stated.as_count(), total(scaled(from_nought(each.as_count()), by) for each, by in added.units)
    least, most = whole.minus(summed)[:2]
    # The end that is nearest to zero: one of the two is on either side of a gap.
    gap = min((end for end in (least, most) if end is not None), key=size)
    values: dict[str, Value] = {
        "stated": stated.number if whole.is_point else stated,
        "unit": added.unit,
        "lines": added.made(summed),
        "rounding": _rounding(added, stated, size(gap)),
    }
    if added.sum.whole == _TOTAL:
        words = Message(
            "The stated total is {stated} {unit}, but {lines}: {verdict}{rounding}; correct the total or one of the "
            "lines",
        ).with_values(verdict=total_is_off(precise_text(size(gap)), high=gap > 0), **values)
    else:
        words = Message(
            "{name}: {stated} {unit} is stated, but {lines}: {gap} {unit} apart{rounding}; correct it or one of them",
        ).with_values(name=added.name, gap=precise_text(size(gap)), **values)
    return Problem(
        added.sum.whole,
        words,
        related=added.lines,
        numbers=(("difference", gap), *named_ends("stated", whole), *named_ends("sum", summed)),
        figures=added.figures,
    )


def _rounding(added: _Added, stated: Figure, gap: Exact) -> Message:
    """What rounding allows, or would allow if whole amounts were said to be rounded."""
    own = added.item.scale or Fraction(1)
    amounts = [(stated, Fraction(1), added.whole or NOT_NEGATIVE)]
    for (path, figure), (_, by) in zip(added.parts, added.units, strict=True):
        amounts.append((figure, by, added.ledger.amount(path, figure) or NOT_NEGATIVE))
    room, wholes = Fraction(0), []
    for figure, by, meant in amounts:
        if not figure.is_number:
            continue
        if meant.is_point:
            wholes.append((exact(figure.number), by))
        elif meant.low is not None and meant.high is not None:
            room += Fraction(meant.high - meant.low) / own / 2
    digits = common_zeros(number for number, _ in wholes)
    could = room + sum(by * 10**digits / 2 for _, by in wholes)
    if wholes and room < gap <= could:
        return Message(
            " (whole amounts are exact; if these are rounded, rounding allows {room}: then write rounded_to: {unit} in "
            "funding)",
            room=precise_text(could),
            unit=str(10**digits),
        )
    return Message(" (rounding allows {room})", room=precise_text(room)) if room else verbatim("")


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
    for added in context.cached(_added):
        stated = added.figure
        if stated is None or stated.form not in (Form.OVER, Form.UNDER) or not added.is_complete:
            continue
        if not (added.listed.is_point and added.whole is not None and added.listed.low in (*added.whole[:2],)):
            yield Held(added.figures)
            continue
        yield Problem(
            added.sum.whole,
            Message(
                "The total of {figure} {unit} is met, not exceeded: the lines add up to exactly that",
                figure=stated,
                unit=added.unit,
            )
            if added.sum.whole == _TOTAL
            else Message(
                "{name}: {figure} {unit} is met, not exceeded: what it is made of adds up to exactly that",
                name=added.name,
                figure=stated,
                unit=added.unit,
            ),
            figures=added.figures,
        )


@check("F103", "amounts-positive", Severity.ERROR, section="funding", formula="lines[i].amount > 0,  total > 0")
def amounts_positive(context: Context) -> Iterator[Result]:
    """Amounts are more than zero.

    Each amount and the total are more than zero. A line or a total of zero or less is no funding; a line without
    money is left out. Of an amount nothing may have been disbursed, and a cell of a table of two breakdowns may be 0.

    Fix: See whether an empty cell or a dash in the table was entered as 0, or a dash before a number as a minus. If the
    document names the source but not how much it gives, keep the line and leave out `amount`.
    """
    ledger = _ledger(context)
    for path, item, figure in ledger.stated():
        if "share" in str(path[-1]):
            continue
        high = figure.as_count().high
        may_be_nought = path[-1] == "disbursed" or len(item.place) > 1
        if high is None or high > 0 or (high == 0 and may_be_nought):
            yield Held(())
            continue
        yield Problem(
            path,
            Message(
                "{name}: the amount is {figure} {unit}; an amount is more than 0",
                name=ledger.name(path),
                figure=figure,
                unit=unit_name(item.unit),
            ),
            numbers=(("amount", figure.number),),
            figures=(path,),
        )


@check("F104", "line-names-differ", Severity.ERROR, section="funding", formula="lines[i].name ≠ lines[j].name,  i ≠ j")
def line_names_differ(context: Context) -> Iterator[Result]:
    """No two funding lines have one name.

    Every line has a name of its own among its neighbours; small and capital letters and spaces make no difference. Two
    lines with one name are probably one line that was typed twice, or a name that was not changed after copying.

    Fix: Look in the document how often it lists this source. If once, one of the lines goes; if twice, give each line
    the whole name that it has there, with the level of the budget or the programme that tells them apart.
    """
    unread = context.reading.unread
    first: dict[tuple[Path, str], Path] = {}
    for item in _ledger(context).lines:
        path = item.path
        if path in unread or (*path, "name") in unread:
            continue
        other = first.setdefault((item.around, normalized(item.label.to(Lang.VI))), path)
        if other == path:
            yield Held(())
            continue
        yield Problem(
            (*path, "name"),
            Message(
                "Two lines are named {name}; change one of the names or take away one of the lines",
                name=item.label,
            ),
            related=(Related((*other, "name"), Message("the other one", context="funding line")),),
        )


@check("F105", "line-within-total", Severity.ERROR, section="funding", formula="lines[i].amount ≤ total")
def line_within_total(context: Context) -> Iterator[Result]:
    """No line is larger than the total.

    No amount is larger than the stated total, or than the line that it is in, by more than rounding explains.

    Fix: Look for a digit too many or another unit (million where billion is meant) in the line, and for a total that
    covers one year only or only some of the sources. The sum of the lines (F101) is then wrong too, and is put right
    with it.
    """
    said: set[Path] = set()
    for added in context.cached(_added):
        if added.figure is None or added.whole is None or added.sum.how is How.SAME:
            continue
        for path, figure in added.parts:
            if added.whole.high is None:
                yield Undecided((path, added.sum.whole), Message("the total has no upper end"))
            elif not added.whole.is_below(added.ledger.amount(path, figure) or NOT_NEGATIVE):
                yield Held(())
            elif path not in said:
                said.add(path)
                yield _too_large(added, added.figure, path, figure)


def _too_large(added: _Added, stated: Figure, path: Path, figure: Figure) -> Problem:
    values: dict[str, Value] = {
        "name": added.ledger.name(path),
        "figure": figure,
        "unit": unit_name(added.ledger.item_of(path).unit),
        "total": stated,
    }
    return Problem(
        path,
        Message("{name}: {figure} {unit} is more than the total of {total}; one of the two is wrong").with_values(
            **values
        )
        if added.sum.whole == _TOTAL
        else Message(
            "{name}: {figure} {unit} is more than {whole}, {total} {other}; one of the two is wrong"
        ).with_values(whole=added.name, other=added.unit, **values),
        related=(Related(added.sum.whole, added.name),),
        numbers=(("amount", figure.number), ("total", stated.number)),
        figures=(path, added.sum.whole),
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
    for added in context.cached(_added):
        stated, whole = added.figure, added.whole
        if stated is None or whole is None or stated.form is not Form.BETWEEN or not added.is_complete:
            continue
        amounts = [scaled(from_nought(figure.as_count()), by) for figure, by in added.units]
        if not whole.meets(added.listed):
            continue
        off = list(ends_off(stated, amounts, _room(added, stated)))
        if not off:
            yield Held(added.figures)
            continue
        yield Problem(
            added.sum.whole,
            Message(
                "{name} of {figure} {unit} is stated, but of the {count} lines {ends}; correct the range or one of "
                "the lines",
                name=Message("The total") if added.sum.whole == _TOTAL else added.name,
                figure=stated,
                unit=added.unit,
                count=len(added.parts),
                ends=join([words for words, _ in off], ", "),
            ),
            related=added.lines,
            figures=added.figures,
        )


def _room(added: _Added, stated: Figure) -> Fraction:
    """What rounding allows between the ends, in the unit of the whole, as it does where one number is stated."""
    room = sum(
        (by / 10 ** decimals(figure.number) for figure, by in added.units if decimals(figure.number)), Fraction()
    )
    finest = added.ledger.finest(added.parts)
    if decimals(stated.number) or (finest is not None and finest > added.ledger.places(added.sum.whole, stated)):
        room += Fraction(1, 10 ** decimals(stated.number))
    return room / 2


@check(
    "F107",
    "bound-near-the-lines",
    Severity.WARNING,
    section="funding",
    formula="total ∈ {{over: n}, {under: n}} ⇒ |Σ lines[i].amount − n| ≤ n / 10",
)
def bound_near_lines(context: Context) -> Iterator[Result]:
    """What is said to be over or under an amount is near it.

    Where a total is said to be "over" or "under" an amount, what its lines add up to differs from it by no more than a
    tenth: nobody says "over 500" of 5,000.

    Fix: Look for a digit too many or too few in the total or in one of the lines, and for a line that is counted twice.
    If the document means a bound and not the amount, write `at_least` or `at_most`.
    """
    for added in context.cached(_added):
        stated, whole = added.figure, added.whole
        if stated is None or whole is None or stated.form not in (Form.OVER, Form.UNDER) or not added.is_complete:
            continue
        bound, listed = whole.low if stated.form is Form.OVER else whole.high, added.listed
        if bound is None or not whole.meets(listed):
            continue
        tenth = Fraction(bound) / 10
        if listed.meets(Interval(bound - tenth, bound + tenth)):
            yield Held(added.figures)
            continue
        yield Problem(
            added.sum.whole,
            Message(
                "{name}: {figure} {unit} is stated, but {lines}: more than a tenth away; one of the figures is "
                "probably wrong",
                name=added.name,
                figure=stated,
                unit=added.unit,
                lines=added.made(added.ledger.in_own(added.sum.whole, listed)),
            ),
            related=added.lines,
            figures=added.figures,
        )


@check(
    "F108",
    "share-is-of-the-amounts",
    Severity.ERROR,
    section="funding",
    formula="100 * amount / total ∩ share ≠ ∅\n100 * disbursed / amount ∩ disbursed_share ≠ ∅",
)
def share_of_amounts(context: Context) -> Iterator[Result]:
    """A share is the amount in percent of the total.

    The share of a line is its amount in percent of the total, or of the line that it is in, whichever fits the lines
    beside it; where no total is stated, of what they add up to. The share that was disbursed is what was disbursed in
    percent of the amount. A share is rounded to its last decimal; one that equals its digits cut off is a warning, and
    so is an estimate that is more than a tenth off.

    Fix: Divide the two amounts yourself. A share that is wrong alone was probably taken from an earlier draft or typed
    wrongly; where several are, the total is another one than theirs.
    """
    ledger = _ledger(context)
    every = [share for shares in ledger.shares for share in shares.shares]
    for share in (*every, *ledger.disbursed_shares):
        figure, percent = ledger.figure(share.path), ledger.percent(share)
        part = () if ledger.figure(share.part) is None else (share.part,)
        figures = (share.path, *part, *ledger.whole_of(share).stated[:_FIGURES])
        if figure is None or percent is None:
            yield Undecided(figures, Message("an amount is missing, or the whole may be zero"))
        elif figure.near(is_rate=True).as_rate().meets(percent):
            yield Held(figures)
        else:
            yield _share_problem(ledger, share, figure, percent, figures)


_FIGURES = 100
"""So many of the lines that a share is of are named: of more, each of whose shares is of all, they fill the memory."""


def _share_problem(
    ledger: Ledger, share: Share, figure: Figure, percent: Interval, figures: tuple[Path, ...]
) -> Problem:
    is_cut = figure.form is Form.EXACT and figure.cut_off().meets(percent)
    part, whole = ledger.item_of(share.part), ledger.item_of(share.whole[0])
    of, by = ledger.figure(share.part), ledger.figure(share.whole[0])
    values: dict[str, Value] = {
        "name": ledger.name(share.path),
        "share": figure,
        "part": of or "",
        "part_unit": unit_name(part.unit),
        "percent": signed_interval(percent.widened(decimals(figure.number) + 1)),
        "whole": Message("{figure} {unit}", figure=by or "", unit=unit_name(whole.unit))
        if len(share.whole) == 1
        else Message("the sum of the {count} lines", count=len(share.whole)),
    }
    if is_cut:
        words = Message("{name}: {share}% is cut off, not rounded: {part} {part_unit} of {whole} is {percent}%")
    else:
        words = Message(
            "{name}: {share}% is stated, but {part} {part_unit} of {whole} is {percent}%; correct the share or one of "
            "the amounts"
        )
    return Problem(
        share.path,
        words.with_values(**values),
        related=related(figures[1:], Message("one of the amounts")),
        numbers=(("share", figure.number), *named_ends("percent", percent)),
        figures=figures,
        severity=Severity.WARNING if is_cut or not figure.binds else None,
    )


@check(
    "F109",
    "funding-shares-add-up",
    Severity.ERROR,
    section="funding",
    formula="Σ lines[i].share ∩ 100 ≠ ∅,  29.8 = [29.75, 29.85]\n∄ lines[i].share ⇒ Σ lines[j].share ≤ 100",
)
def shares_add_up(context: Context) -> Iterator[Result]:
    """The shares of the lines add up to 100 percent.

    The shares of all lines of the section, of a breakdown or of a line add up to 100 within the rounding of each, or
    to the share of the line that they are in where they are shares of the total. Where a line states no share, the
    others may not make more. An estimate may be a tenth off; where one takes part, a finding is a warning.

    Fix: Add up the shares of the document yourself. Shares that make more than 100 often overlap: a line stands beside
    the one that contains it. Shares that were rounded to make 100 are right where each is within its own rounding.
    """
    ledger = _ledger(context)
    for shares in ledger.shares:
        figures = tuple(share.path for share in shares.shares)
        stated = [(path, figure) for path in figures if (figure := ledger.figure(path)) is not None]
        meant = [figure.near(is_rate=True).as_rate() for _, figure in stated]
        listed, wanted = total(meant), shares.sum
        missing = len(shares.items) - len(stated)
        if wanted is None:
            continue
        if (missing or ledger.is_partial(shares.items[0])) and not wanted.is_below(listed):
            yield Undecided(
                figures, Message("{missing} of the {all} lines state no share", missing=missing, all=len(shares.items))
            )
        elif wanted.meets(listed):
            yield Held(figures)
        else:
            yield _off_the_hundred(stated, figures, meant, wanted)


def _off_the_hundred(
    stated: Sequence[tuple[Path, Figure]], figures: tuple[Path, ...], meant: Sequence[Interval], wanted: Interval
) -> Problem:
    written = sum(exact(figure.number) for _, figure in stated)
    room = sum(Fraction(high - low, 2) for low, high, *_ in meant if low is not None and high is not None)
    is_sure = all(figure.binds for _, figure in stated)
    allowed = Message(" (rounding allows {room})") if is_sure else Message(" (rounding and estimates allow {room})")
    return Problem(
        stated[0][0],
        Message(
            "The shares of {count} lines add up to {sum}%, not {wanted}%{room}; correct one of them, or take out a "
            "line that is part of another",
            count=len(stated),
            sum=precise_text(written),
            wanted=signed_interval(wanted),
            room=allowed.with_values(room=precise_text(room)),
        ),
        severity=None if is_sure else Severity.WARNING,
        related=related(figures[1:], Message("one of the shares")),
        numbers=(("sum", written),),
        figures=figures,
    )


@check(
    "F110",
    "disbursed-within-amount",
    Severity.WARNING,
    section="funding",
    formula="disbursed ≤ amount",
)
def disbursed_within_amount(context: Context) -> Iterator[Result]:
    """No more is disbursed than there is.

    What was disbursed of a line, or of the total, is not more than its amount, within rounding, or within a tenth where
    one of them is an estimate.

    Fix: Look both amounts up: they may have changed places, or one of them is in another unit. Where money of an
    earlier year was disbursed too, accept the finding with a waiver.
    """
    ledger = _ledger(context)
    for item in ledger.items:
        paths = item.at("disbursed"), item.at("amount")
        disbursed, amount = item.figure("disbursed"), item.figure("amount")
        if disbursed is None or amount is None:
            continue
        read = [
            (path, each.near(is_rate=isinstance(each.number, Decimal)))
            for path, each in zip(paths, (disbursed, amount), strict=True)
        ]
        # In a unit that is not known both are as they stand.
        spent, given = (ledger.meant(*each) or ledger.own(*each) for each in read)
        if not given.is_below(spent):
            yield Held(())
            continue
        yield Problem(
            paths[0],
            Message(
                "{name}: {disbursed} {unit} was disbursed of {amount}; one of the two is probably wrong",
                name=item.label,
                disbursed=disbursed,
                amount=amount,
                unit=unit_name(item.unit),
            ),
            related=(Related(paths[1], item.label),),
            figures=paths,
        )


@check("F111", "units-convert", Severity.WARNING, section="funding", formula="lines[i].unit ~ unit")
def units_convert(context: Context) -> Iterator[Result]:
    """The unit of a line is one of the same money.

    A line with a unit of its own, and the lines in it, take part in sums where that unit and the section's are known
    units of the same money: VND, nghìn đồng, triệu đồng, tỷ đồng, million VND and the like.

    Fix: Look for a typing error in the unit. If the line is in another currency, give its amount in the section's unit
    too if the document does, or accept the finding with a waiver: the sums with this line stay undecided.
    """
    ledger = _ledger(context)
    for item in ledger.lines:
        path = (*item.path, "unit")
        if not isinstance(item.line, FundingLine) or item.line.unit is None or path in context.reading.unread:
            continue
        if item.scale is not None:
            yield Held(())
            continue
        yield Problem(
            path,
            Message(
                "{name}: {unit} is not a known part or multiple of {own}, so this line is in no sum; write a unit such "
                "as {known}",
                name=item.label,
                unit=item.unit,
                own=unit_name(ledger.funding.unit),
                known=join((unit_name(each) for each in _UNITS), ", "),
            ),
        )


_UNITS = ("VND", "million VND", "billion VND")


@check("F112", "lines-have-names", Severity.ERROR, section="funding", formula="lines[i].id ∈ breakdowns[j].lines[k].id")
def lines_have_names(context: Context) -> Iterator[Result]:
    """A line has a name, or is the cell of a line that has one.

    A line without a name is the cell of a table of two breakdowns: its id, and those of the lines beside it, are the
    ids of lines of another breakdown. A cell with a mistyped id would be missing in its column.

    Fix: Correct the id of the cell, or give the line its name if it is not a cell.
    """
    ledger = _ledger(context)
    tops = dict.fromkeys(item.steps[-1] for item in ledger.lines if not item.depth)
    known = KnownWords(tops)
    for item in ledger.lines:
        unread = {(*item.path, "name"), (*item.path, "id"), item.path} & context.reading.unread
        if not isinstance(item.line, FundingLine) or item.line.name is not None or unread:
            continue
        if len(item.place) > 1 or (item.depth and item.steps[-1] in tops):
            yield Held(())
            continue
        likely = known.closest(item.steps[-1]) if item.depth else None
        yield Problem(
            item.path,
            Message("The line {id} has no name and is no line of another breakdown: is it {likely}?").with_values(
                id=item.steps[-1], likely=likely
            )
            if likely
            else Message(
                "The line {id} has no name and is no line of another breakdown; add its name", id=item.steps[-1]
            ),
        )


@check(
    "F113",
    "amounts-unmistakable",
    Severity.WARNING,
    section="funding",
    formula="lines[i].amount = n.000 ∧ lines[j].amount ∈ ℤ ⇒ ∃ Σ that decides",
)
def amounts_unmistakable(context: Context) -> Iterator[Result]:
    """An amount with three decimals among whole amounts is no thousand.

    A point is a decimal point: 400.000 is 400 to three decimals. Where all other amounts are whole numbers, some of
    them in the same unit, it may be a thousands mark, and the number 400000. A sum that holds or fails decides, and so
    does a total that is less than the thousandfold; where there is none, the document has to.

    Fix: Look the amount up. If the point parts thousands, write the number without it; if the amount has three decimals
    in the document, accept the finding with a waiver.
    """
    # Longer than 40 lines: with its text of the manual, and all that a finding says.
    ledger = _ledger(context)
    amounts = [(path, figure) for path, _, figure in ledger.stated() if "share" not in str(path[-1])]
    marked = [each for each in amounts if _may_be_marked(each[1].number)]
    units = [ledger.item_of(path).unit for path, figure in amounts if isinstance(figure.number, int)]
    is_mixed = len(units) + len(marked) < len(amounts)
    marked = [each for each in marked if ledger.item_of(each[0]).unit in units]
    if is_mixed or not marked:
        yield from [Held(())] if amounts else ()
        return
    decided = {path for added in context.cached(_added) if added.is_complete and added.whole for path in added.figures}
    most = ledger.meant(_TOTAL) or NOT_NEGATIVE
    for path, figure in marked:
        amount = ledger.amount(path, figure)
        decided |= {path} if amount and most.is_below(scaled(amount, Fraction(1000))) else set()
    for path, figure in marked:
        if path in decided:
            yield Held(())
            continue
        yield Problem(
            path,
            Message(
                "{name}: {read} is read as {number}, but all other amounts are whole: if it is {thousands}, write "
                "{digits}",
                name=ledger.name(path),
                read=figure_text(figure.number),
                number=figure.number,
                thousands=int(figure.number * 1000),
                digits=str(int(figure.number * 1000)),
            ),
            figures=(path,),
        )


def _may_be_marked(number: Number) -> bool:
    """Whether the point in a number may be a thousands mark, as in 367.886."""
    return decimals(number) == _THREE and 1 <= number < _THOUSAND


_THREE, _THOUSAND = 3, 1000
