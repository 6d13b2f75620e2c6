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

from povcalc.bounds import ONE_BASE, Compared, Match, points_beside_counts, rates_beside_counts
from povcalc.checks.declare import Subject, check
from povcalc.figures import Figure, Form, Interval, decimals, exact, in_units
from povcalc.findings import Held, Problem, Related, Result, Severity, Undecided
from povcalc.places import Path
from povcalc.plan import Located
from povcalc.text import GLOSSARY, Lang, Text, distinct, precise, precise_text, say, terminating


def _rates(subject: Subject) -> tuple[Compared, ...]:
    return tuple(rates_beside_counts(subject.areas, subject.known))


def _points(subject: Subject) -> tuple[Compared, ...]:
    return tuple(points_beside_counts(subject.areas, subject.known))


def _shown(given: Interval, figure: Figure, match: Match) -> Text:
    """What the counts give, written so that it is not rounded onto the figure that it misses.

    Of a figure that was cut off it is not rounded onto the next one: 9.498 cut to 9.4 is not 9.50.
    """
    places = decimals(figure.number) + 1
    if given.is_point and given.low is not None:
        low, bound = given.low, exact(figure.number)
        if match is Match.CUT_OFF:
            bound += Fraction(1 if bound >= 0 else -1, 10 ** decimals(figure.number))
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
        "Where an area's poor households and households are stated, or follow from its child areas, at the start or "
        "the end of the year, 100 times their ratio is the poverty rate stated for that date, rounded to the decimals "
        "printed. A rate that was cut off instead of rounded is left to T202.",
        "Khi có số hộ nghèo và tổng số hộ của địa bàn (đã ghi hoặc cộng từ các địa bàn bên trong) ở đầu năm hoặc cuối "
        "năm thì 100 lần thương của hai số đó phải bằng tỷ lệ hộ nghèo đã ghi của thời điểm đó, làm tròn theo số chữ "
        "số thập phân được in. Tỷ lệ bị cắt bớt chữ số thay vì làm tròn thì do T202 xem xét.",
    ),
    mend=Text(
        "Divide the two counts yourself. Usually the rate was copied from an earlier draft, or the households are "
        "those of the other date or of another area. See also whether the rate is that of poor and near-poor "
        "households together.",
        "Hãy tự chia lại hai số. Thường là tỷ lệ được chép từ bản dự thảo trước, hoặc tổng số hộ thuộc thời điểm khác "
        "hay địa bàn khác. Cũng cần xem tỷ lệ có phải tính chung cả hộ nghèo và hộ cận nghèo hay không.",
    ),
    formula="100 × poor_households_t ÷ households_t ∈ poverty_rate_t,  t ∈ {start, end}\n9.4 = [9.35, 9.5)",
)
def rate_is_poor_over_households(subject: Subject) -> Iterator[Result]:
    words = Text(
        "{area}: the counts make the {field} {given}%, not {figure}%; correct the rate or one of the counts",
        "{area}: theo số hộ thì {field} là {given}%, không phải {figure}%; cần sửa tỷ lệ hoặc một trong hai số hộ",
    )
    for row in subject.once(_rates):
        yield _judged(row, _lacks_counts, words)


def _judged(row: Compared, lacks: Callable[[Located], Text], words: Text) -> Result:
    """What comes of a stated figure beside what the counts give, with what is said when they do not agree."""
    if row.match in (Match.HOLDS, Match.CUT_OFF):
        return Held(row.figures)
    if row.given is None:
        return Undecided(row.figures, _gives_nothing(row) if row.complete else lacks(row.located))
    if row.match is Match.OPEN:
        return Undecided(row.figures, _allows(row))
    return _off(row, words)


def _lacks_counts(located: Located) -> Text:
    return say(
        "{area}: the households or the poor households are not stated",
        "{area}: không ghi tổng số hộ hoặc số hộ nghèo",
        area=located.area.name,
    )


def _gives_nothing(row: Compared) -> Text:
    return say(
        "{area}: the counts are estimates, have no bound, are nought or contradict each other, and so give no {field}",
        "{area}: số hộ chỉ là ước tính, không có giới hạn, bằng 0 hoặc mâu thuẫn nhau nên không tính được {field}",
        area=row.located.area.name,
        field=GLOSSARY[row.field],
    )


def _allows(row: Compared) -> Text:
    return say(
        "{area}: the counts allow {given}",
        "{area}: số hộ cho phép {given}",
        area=row.located.area.name,
        given=row.given or Interval(None, None),
    )


def _off(row: Compared, words: Text) -> Problem:
    given = row.given or Interval(None, None)
    return Problem(
        row.figures[0],
        say(
            words.en,
            words.vi,
            area=row.located.area.name,
            field=GLOSSARY[row.field],
            figure=row.figure,
            given=_shown(given, row.figure, row.match),
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
        "A rate or a reduction in points that is one unit of its last decimal too low, but equals the exact one with "
        "its further digits cut off, was probably not rounded: 5.87 printed as 5.8. A half may be rounded up or down.",
        "Tỷ lệ hoặc mức giảm thấp hơn một đơn vị ở chữ số cuối nhưng đúng bằng số chính xác khi bỏ các chữ số sau thì "
        "có lẽ đã bị cắt chứ không làm tròn: 5,87 in thành 5,8. Đúng một nửa thì làm tròn lên hay xuống đều được.",
    ),
    mend=Text(
        "Work out the rate from the counts with one decimal more and round it from there. Often a spreadsheet "
        "cut it with ROUNDDOWN or TRUNC where ROUND was meant; the other rates of the same table are then worth a "
        "look.",
        "Hãy tính lại tỷ lệ từ số hộ với thêm một chữ số thập phân rồi làm tròn. "
        "Thường là bảng tính đã dùng hàm ROUNDDOWN hoặc TRUNC thay cho ROUND; khi đó nên xem lại cả các tỷ lệ khác "
        "trong cùng bảng.",
    ),
    formula="poverty_rate_t = 9.4 ⇒ 100 × poor_households_t ÷ households_t ∉ (9.45, 9.5)\n"
    "reduction_rate = 9.4 ⇒ Δ(100 × poor_households ÷ households) ∉ (9.45, 9.5)",
)
def rate_rounded(subject: Subject) -> Iterator[Result]:
    for row in (*subject.once(_rates), *subject.once(_points)):
        if row.match is Match.OPEN or row.figure.form is not Form.EXACT:
            continue
        if row.match is not Match.CUT_OFF:
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
    mend=Text(
        "Subtract the two rates yourself. Often a rate was brought up to date and the reduction was not, or the "
        "reduction was worked out in percent of the first rate instead of percentage points: from 10% to 8% is a fall "
        "of 2 points, not of 20.",
        "Hãy tự lấy hai tỷ lệ trừ cho nhau. Thường là một tỷ lệ đã được cập nhật mà mức giảm thì chưa, hoặc mức giảm "
        "tính theo phần trăm của tỷ lệ đầu năm thay vì điểm phần trăm: từ 10% xuống 8% là giảm 2 điểm phần trăm, "
        "không phải 20.",
    ),
    formula="(poverty_rate_start − poverty_rate_end) ∩ reduction_rate ≠ ∅\n9.4 = [9.35, 9.45]",
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
        "On the numbers of households at both dates, the poor at the start and at the end make two rates whose "
        "difference is the stated reduction in percentage points, rounded; on one base all year that is 100 times the "
        "reduction in households over the base. The difference of the two rates as they are printed is right too, and "
        "a reduction that was cut off is left to T202. Where no base is stated this cannot be decided: what can be "
        "said is the largest base on which the count still meets the rate.",
        "Theo tổng số hộ ở hai thời điểm, số hộ nghèo đầu năm và cuối năm cho hai tỷ lệ mà hiệu của chúng, sau khi "
        "làm tròn, phải bằng mức giảm đã ghi (điểm phần trăm); nếu tổng số hộ không đổi thì đó là 100 lần số hộ nghèo "
        "giảm chia tổng số hộ. Mức giảm bằng hiệu của hai tỷ lệ được in cũng đúng, còn mức giảm bị cắt bớt chữ số thì "
        "do T202 xem xét. Nếu không ghi tổng số hộ thì chưa thể kết luận, chỉ tính được tổng số hộ lớn nhất mà số hộ "
        "giảm vẫn đạt mức giảm.",
    ),
    mend=Text(
        "Work out each rate on the households of its own date before you subtract. Often the reduction was divided by "
        "the poor households instead of all households, or by the households of another year. In a plan that is not "
        "issued yet, more households have to leave poverty or the target has to be lower.",
        "Hãy tính từng tỷ lệ theo tổng số hộ của chính thời điểm đó rồi mới trừ. Thường là số hộ giảm được chia cho "
        "số hộ nghèo thay vì tổng số hộ, hoặc cho tổng số hộ của năm khác. Nếu kế hoạch chưa ban hành thì cần tăng số "
        "hộ thoát nghèo hoặc hạ chỉ tiêu.",
    ),
    formula="Δ(100 × poor_households ÷ households) ∈ reduction_rate\n"
    "∨ Δ poverty_rate ∈ reduction_rate,  Δx = x_start − x_end",
)
def count_gives_reduction_rate(subject: Subject) -> Iterator[Result]:
    words = Text(
        "{area}: the counts make a reduction of {given} points, which is not {figure}; "
        "correct the reduction or one of the counts",
        "{area}: theo số hộ thì mức giảm là {given} điểm phần trăm, không đạt {figure}; cần sửa mức giảm "
        "hoặc một trong các số hộ",
    )
    for row in subject.once(_points):
        yield _judged(row, lambda located: _lacks_base(subject, located), words)


def _lacks_base(subject: Subject, located: Located) -> Text:
    """What is missing to decide, and the most households that the other figures allow."""
    base = subject.ranges.of(located.path, "households_start").high
    if base is None:
        return say(
            "{area}: the counts or the number of households are not stated",
            "{area}: không ghi số hộ nghèo giảm hoặc tổng số hộ",
            area=located.area.name,
        )
    if subject.assumed.growth == ONE_BASE:
        return say(
            "{area}: the number of households is not stated; on one base all year the figures allow at most {base}",
            "{area}: không ghi tổng số hộ; nếu tổng số hộ không đổi trong năm thì các số liệu cho phép nhiều nhất "
            "{base} hộ",
            area=located.area.name,
            base=base,
        )
    return say(
        "{area}: the number of households is not stated; the figures allow at most {base} at the start of the year",
        "{area}: không ghi tổng số hộ; các số liệu cho phép nhiều nhất {base} hộ đầu năm",
        area=located.area.name,
        base=base,
    )


CHECKS = (
    rate_is_poor_over_households,
    rate_rounded,
    rates_differ_by_reduction,
    count_gives_reduction_rate,
)
