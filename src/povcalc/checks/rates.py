"""Family T, the rates: household counts against target rates, and rates against each other.

The mathematics, with bases N0 and N1, poor P0 and P1, a net reduction h = P0 - P1:

- T201: the stated rate is 100 P / N rounded to its last decimal. T202: it is 100 P / N cut off.
- T203: rate at the start less rate at the end meets the reduction in points. Two rates rounded to
  u each may differ by u more or less than printed, so nothing tighter is asked.
- T204: 100 P0/N0 - 100 P1/N1 meets the reduction in points, rounded, or as the printed rates'
  difference (which in a quarter of cases is not the rounded difference).
"""

from collections.abc import Callable, Iterator
from enum import Enum
from typing import NamedTuple

from povcalc.bounds import (
    BASES,
    Known,
    KnownCounts,
    largest_base,
    points_given,
    share,
    stated,
)
from povcalc.checks.declare import Subject, check
from povcalc.figures import Figure, Form, Interval, decimals, exact, in_units
from povcalc.findings import Held, Problem, Related, Result, Severity, Undecided
from povcalc.places import Path
from povcalc.plan import Located
from povcalc.text import GLOSSARY, Lang, Text, distinct, precise, precise_text, say, terminating

_POOR = ("poor_households_start", "poor_households_end")


class _Match(Enum):
    """How a figure stands to the numbers that others give for it."""

    HOLDS = "holds"
    CUT_OFF = "cut off"
    FAILS = "fails"
    OPEN = "open"


class _Compared(NamedTuple):
    """A stated rate or reduction beside what the counts give for it.

    `complete` says that none of those counts is missing: then `given` is `None` because they are
    estimates, unbounded, nought, or contradict each other.
    """

    located: Located
    field: str
    figure: Figure
    given: Interval | None
    match: _Match
    figures: tuple[Path, ...]
    complete: bool


_AT_EACH_DATE = (
    ("poverty_rate_start", "poor_households_start", "households_start"),
    ("poverty_rate_end", "poor_households_end", "households_end"),
)


def _match(figure: Figure, given: Interval) -> _Match:
    allowed = figure.as_rate()
    if given.within(allowed):
        return _Match.HOLDS
    if given.meets(allowed):
        return _Match.OPEN
    cut = figure.form is Form.EXACT and given.meets(figure.cut_off())
    return _Match.CUT_OFF if cut else _Match.FAILS


def _rates(subject: Subject) -> tuple[_Compared, ...]:
    """Each stated rate beside poor households over households."""
    compared = []
    for located in subject.areas:
        counts = subject.known[located.path]
        for field, poor_field, base_field in _AT_EACH_DATE:
            figure = located.figure(field)
            if figure is None or figure.form is Form.ABOUT:
                continue
            poor, base = counts.get(poor_field), counts.get(base_field)
            figures = (
                (*located.path, field),
                *(poor.figures if poor else ()),
                *(base.figures if base else ()),
            )
            if poor and base and _is_exactly(figure, poor, base):
                compared.append(_Compared(located, field, figure, None, _Match.HOLDS, figures, complete=True))
                continue
            if poor is None or base is None:
                compared.append(_Compared(located, field, figure, None, _Match.OPEN, figures, complete=False))
                continue
            given, match = _share_beside(figure, poor, base)
            compared.append(_Compared(located, field, figure, given, match, figures, complete=True))
    return tuple(compared)


def _is_exactly(figure: Figure, poor: Known, base: Known) -> bool:
    """Whether exact counts give the rate: the usual case, decided in whole numbers alone."""
    part, whole = poor.interval.low, base.interval.low
    return (
        figure.form is Form.EXACT
        and poor.sure
        and base.sure
        and poor.interval.is_point
        and base.interval.is_point
        and isinstance(part, int)
        and isinstance(whole, int)
        and whole > 0
        and figure.is_rounded(100 * part, whole)
    )


def _share_beside(figure: Figure, poor: Known, base: Known) -> tuple[Interval | None, _Match]:
    """Poor households over households, and how the stated rate stands to that."""
    if not (poor.sure and base.sure):
        return None, _Match.OPEN
    given = share(poor.interval, base.interval)
    return given, _Match.OPEN if given is None else _match(figure, given)


def _points(subject: Subject) -> tuple[_Compared, ...]:
    """Each stated reduction in points beside what bases and counts give."""
    compared = []
    for located in subject.areas:
        figure = located.area.reduction_rate
        if figure is None or figure.form is Form.ABOUT:
            continue
        path = (*located.path, "reduction_rate")
        counts = subject.known[located.path]
        exactly = _exact_fall(counts)
        if figure.form is Form.EXACT and exactly is not None and figure.is_rounded(*exactly[:2]):
            figures = (path, *exactly[2])
            compared.append(_Compared(located, "reduction_rate", figure, None, _Match.HOLDS, figures, complete=True))
            continue
        known = points_given(located, counts)
        if known is None:
            count = stated(located, "reduction_households")
            figures = (path, *(count.figures if count else ()))
            complete = counts.keys() >= set(BASES) and (count is not None or counts.keys() >= set(_POOR))
            compared.append(_Compared(located, "reduction_rate", figure, None, _Match.OPEN, figures, complete))
            continue
        match = _match(figure, known.interval)
        if match in (_Match.FAILS, _Match.CUT_OFF) and _is_printed_difference(located, figure):
            match = _Match.HOLDS
        figures = (path, *known.figures)
        compared.append(_Compared(located, "reduction_rate", figure, known.interval, match, figures, complete=True))
    return tuple(compared)


def _exact_fall(counts: KnownCounts) -> tuple[int, int, tuple[Path, ...]] | None:
    """100 P0/N0 - 100 P1/N1 where all four are exact: numerator, denominator, and the figures they rest on.

    The usual case where bases are stated, in whole numbers alone; `None` leaves it to `points_given`.
    """
    known = [counts.get(field) for field in (*_POOR, *BASES)]
    numbers = [each.interval.low for each in known if each is not None and each.sure and each.interval.is_point]
    before, after, first, last = [*numbers, None, None, None, None][:4]
    reduction = counts.get("reduction_households")
    if not (isinstance(before, int) and isinstance(after, int) and isinstance(first, int) and isinstance(last, int)):
        return None
    if first <= 0 or last <= 0 or (reduction and reduction.interval[:2] != (before - after, before - after)):
        return None
    figures = tuple(path for each in (*known, reduction) if each is not None for path in each.figures)
    return 100 * (before * last - after * first), first * last, figures


def _is_printed_difference(located: Located, points: Figure) -> bool:
    """Whether a bare reduction is the difference of the two rates as they are printed, or that rounded."""
    start, end = located.area.poverty_rate_start, located.area.poverty_rate_end
    if start is None or end is None or {start.form, end.form, points.form} != {Form.EXACT}:
        return False
    return exact(start.number) - exact(end.number) in points.rounded()


def _shown(given: Interval, figure: Figure) -> Text:
    """What the counts give, written so that it is not rounded onto the figure that it misses."""
    places = decimals(figure.number) + 1
    if given.is_point and given.low is not None:
        low, bound = given.low, exact(figure.number)
        finite = terminating(low)
        if finite is not None and decimals(finite) <= places:
            return precise_text(low)
        return Text(distinct(low, bound, places, Lang.EN), distinct(low, bound, places, Lang.VI))
    return say("{given}", "{given}", given=given)


@check(
    "T201",
    "rate-is-poor-over-households",
    Severity.ERROR,
    section="targets",
    title=Text(
        "Poor households over households give the stated rate",
        "Số hộ nghèo chia tổng số hộ bằng tỷ lệ hộ nghèo đã ghi",
    ),
    explanation=Text(
        "Where an area states its poor households and its households, at the start or the end of the "
        "year, 100 times their ratio is the stated poverty rate, rounded to the decimals printed.",
        "Khi địa bàn có ghi số hộ nghèo và tổng số hộ (đầu năm hoặc cuối năm) thì 100 lần thương của hai số "
        "đó phải bằng tỷ lệ hộ nghèo đã ghi, làm tròn theo số chữ số thập phân được in.",
    ),
)
def rate_is_poor_over_households(subject: Subject) -> Iterator[Result]:
    words = Text(
        "{area}: the counts make the {field} {given}%, not {figure}%; correct the rate or one of the counts",
        "{area}: theo số hộ thì {field} là {given}%, không phải {figure}%; cần sửa tỷ lệ hoặc một trong hai số hộ",
    )
    for row in subject.once(_rates):
        yield _judged(row, _lacks_counts, words)


def _judged(row: _Compared, lacks: Callable[[Located], Text], words: Text) -> Result:
    """What comes of a stated figure beside what the counts give, with what is said when they do not agree."""
    if row.match in (_Match.HOLDS, _Match.CUT_OFF):
        return Held(row.figures)
    if row.given is None:
        return Undecided(row.figures, _gives_nothing(row) if row.complete else lacks(row.located))
    if row.match is _Match.OPEN:
        return Undecided(row.figures, _allows(row))
    return _off(row, words)


def _lacks_counts(located: Located) -> Text:
    return say(
        "{area}: the households or the poor households are not stated",
        "{area}: không ghi tổng số hộ hoặc số hộ nghèo",
        area=located.area.name,
    )


def _gives_nothing(row: _Compared) -> Text:
    return say(
        "{area}: the counts are estimates, have no bound, are nought or contradict each other, and so give no {field}",
        "{area}: số hộ chỉ là ước tính, không có giới hạn, bằng 0 hoặc mâu thuẫn nhau nên không tính được {field}",
        area=row.located.area.name,
        field=GLOSSARY[row.field],
    )


def _allows(row: _Compared) -> Text:
    return say(
        "{area}: the counts allow {given}",
        "{area}: số hộ cho phép {given}",
        area=row.located.area.name,
        given=row.given or Interval(None, None),
    )


def _off(row: _Compared, words: Text) -> Problem:
    given = row.given or Interval(None, None)
    return Problem(
        row.figures[0],
        say(
            words.en,
            words.vi,
            area=row.located.area.name,
            field=GLOSSARY[row.field],
            figure=row.figure,
            given=_shown(given, row.figure),
        ),
        related=tuple(Related(path, say("compared with this", "đối chiếu với số này")) for path in row.figures[1:5]),
        numbers=tuple((name, end) for name, end in (("low", given.low), ("high", given.high)) if end is not None),
        figures=row.figures,
    )


@check(
    "T202",
    "rate-rounded-not-cut-off",
    Severity.WARNING,
    section="targets",
    title=Text("Rates are rounded, not cut off", "Tỷ lệ được làm tròn, không bị cắt bớt chữ số"),
    explanation=Text(
        "A rate that is one unit of its last decimal too low, but equals the exact rate with its further "
        "digits cut off, was probably not rounded: 5.87 printed as 5.8.",
        "Tỷ lệ thấp hơn một đơn vị ở chữ số cuối nhưng đúng bằng tỷ lệ chính xác khi bỏ các chữ số sau thì có lẽ "
        "đã bị cắt chứ không làm tròn: 5,87 in thành 5,8.",
    ),
)
def rate_rounded(subject: Subject) -> Iterator[Result]:
    for row in (*subject.once(_rates), *subject.once(_points)):
        if row.match is _Match.OPEN or row.figure.form is not Form.EXACT:
            continue
        if row.match is not _Match.CUT_OFF:
            yield Held(())
            continue
        yield _off(
            row,
            Text(
                "{area}: the {field} of {figure} is {given} cut off, not rounded; round it to the last decimal",
                "{area}: {field} {figure} là {given} bị cắt bớt chữ số, không phải làm tròn; cần làm tròn đến chữ số "
                "cuối",
            ),
        )


@check(
    "T203",
    "rates-differ-by-reduction",
    Severity.ERROR,
    section="targets",
    title=Text(
        "The rates at the start and the end differ by the reduction in points",
        "Tỷ lệ hộ nghèo đầu năm trừ cuối năm bằng mức giảm",
    ),
    explanation=Text(
        "The poverty rate at the start less that at the end agrees with the reduction in percentage "
        "points, within what the rounding of all three allows.",
        "Tỷ lệ hộ nghèo đầu năm trừ tỷ lệ hộ nghèo cuối năm phải khớp với mức giảm theo điểm phần trăm, trong phạm "
        "vi sai số do làm tròn cả ba số.",
    ),
)
def rates_differ_by_reduction(subject: Subject) -> Iterator[Result]:
    for located in subject.areas:
        points = located.area.reduction_rate
        rates = [
            (field, figure)
            for field in ("poverty_rate_start", "poverty_rate_end")
            if (figure := located.figure(field)) is not None
        ]
        if points is None or not rates:
            continue
        figures = (
            (*located.path, "reduction_rate"),
            *((*located.path, field) for field, _ in rates),
        )
        if len(rates) == 1:
            absent = "poverty_rate_end" if rates[0][0] == "poverty_rate_start" else "poverty_rate_start"
            yield Undecided(
                figures,
                say(
                    "{area}: the {field} is not stated",
                    "{area}: không ghi {field}",
                    area=located.area.name,
                    field=GLOSSARY[absent],
                ),
            )
            continue
        start, end = rates[0][1], rates[1][1]
        if _differ_by(start, end, points):
            yield Held(figures)
        else:
            yield _fall_beside(located, points, start, end, figures)


def _differ_by(start: Figure, end: Figure, points: Figure) -> bool:
    """Whether three bare numbers agree within their half units: the usual case, in whole numbers alone."""
    if not (start.form is end.form is points.form is Form.EXACT):
        return False
    places = [decimals(figure.number) for figure in (start, end, points)]
    scale: int = 10 ** max(places)
    first, last, fall = (in_units(figure.number, scale) for figure in (start, end, points))
    room: int = sum(scale // 10**each for each in places)
    return 2 * abs(first - last - fall) <= room


def _fall_beside(located: Located, points: Figure, start: Figure, end: Figure, figures: tuple[Path, ...]) -> Result:
    fall, allowed = start.as_rate().minus(end.as_rate()), points.as_rate()
    if not fall.meets(allowed):
        return Problem(
            figures[0],
            say(
                "{area}: from {start}% to {end}% is a fall of {fall} points, not {points}; one of the three is wrong",
                "{area}: từ {start}% xuống {end}% là giảm {fall} điểm phần trăm, không phải {points}; một "
                "trong ba số bị sai",
                area=located.area.name,
                start=start,
                end=end,
                fall=_as_printed(start, end, fall),
                points=points,
            ),
            related=tuple(Related(path, GLOSSARY[str(path[-1])]) for path in figures[1:]),
            numbers=tuple(
                (name, bound) for name, bound in zip(("low", "high"), fall[:2], strict=True) if bound is not None
            ),
            figures=figures,
        )
    forms = {points.form, start.form, end.form}
    if Form.ABOUT in forms:
        return Undecided(figures, say("an estimate decides nothing", "số ước tính không đủ để kết luận"))
    # Rounded figures always leave each other room; a bound either follows or stays open.
    if forms == {Form.EXACT} or fall.within(allowed):
        return Held(figures)
    return Undecided(
        figures,
        say(
            "{area}: the fall lies in {fall}",
            "{area}: mức giảm nằm trong {fall}",
            area=located.area.name,
            fall=fall,
        ),
    )


def _as_printed(start: Figure, end: Figure, fall: Interval) -> Text:
    if start.form is end.form is Form.EXACT:
        difference = exact(start.number) - exact(end.number)
        return Text(precise(difference, Lang.EN), precise(difference, Lang.VI))
    return say("{fall}", "{fall}", fall=fall)


@check(
    "T204",
    "count-gives-reduction-rate",
    Severity.ERROR,
    section="targets",
    title=Text(
        "The household counts give the target reduction in points",
        "Số hộ nghèo giảm đạt mức giảm tỷ lệ hộ nghèo",
    ),
    explanation=Text(
        "On the stated numbers of households, the poor at the start and at the end make two rates whose "
        "difference is the stated reduction in percentage points. Where no base is stated this cannot be "
        "decided: what can be said is the largest base on which the count still meets the rate.",
        "Theo tổng số hộ đã ghi, số hộ nghèo đầu năm và cuối năm cho hai tỷ lệ mà hiệu của chúng phải bằng mức giảm "
        "đã ghi (điểm phần trăm). Nếu không ghi tổng số hộ thì chưa thể kết luận, chỉ tính được tổng số hộ lớn nhất "
        "mà số hộ giảm vẫn đạt mức giảm.",
    ),
)
def count_gives_reduction_rate(subject: Subject) -> Iterator[Result]:
    words = Text(
        "{area}: the counts make a reduction of {given} points, which is not {figure}; "
        "correct the reduction or one of the counts",
        "{area}: theo số hộ thì mức giảm là {given} điểm phần trăm, không đạt {figure}; cần sửa mức giảm "
        "hoặc một trong các số hộ",
    )
    for row in subject.once(_points):
        yield _judged(row, _lacks_base, words)


def _lacks_base(located: Located) -> Text:
    base = largest_base(located)
    if base is None:
        return say(
            "{area}: the counts or the number of households are not stated",
            "{area}: không ghi số hộ nghèo giảm hoặc tổng số hộ",
            area=located.area.name,
        )
    if base == 0:
        return say(
            "{area}: the number of households is not stated; on one base all year the count meets the rate on none",
            "{area}: không ghi tổng số hộ; nếu tổng số hộ không đổi trong năm thì số hộ giảm không thể đạt mức giảm",
            area=located.area.name,
        )
    return say(
        "{area}: the number of households is not stated; on one base all year the count meets the rate on up to "
        "{base} households",
        "{area}: không ghi tổng số hộ; nếu tổng số hộ không đổi trong năm thì số hộ giảm đạt mức giảm khi tổng số hộ "
        "không quá {base}",
        area=located.area.name,
        base=base,
    )


CHECKS = (
    rate_is_poor_over_households,
    rate_rounded,
    rates_differ_by_reduction,
    count_gives_reduction_rate,
)
