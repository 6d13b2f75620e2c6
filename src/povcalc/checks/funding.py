"""Family F: the funding lines against the stated total. Source: section C.IV of the plan."""

from collections.abc import Iterator
from fractions import Fraction

from povcalc.checks.base import Context, check
from povcalc.findings import Held, Problem, Related, Result, Severity, Undecided, named_ends
from povcalc.messages import GLOSSARY, Text, counted, precise_text, same, say
from povcalc.places import Path
from povcalc.plan.model import Funding, FundingLine
from povcalc.typos import normalized
from povcalc.values import NOT_NEGATIVE, Figure, Form, Interval, decimals, size, total

_TOTAL: Path = ("funding", "total")


def _amount_path(index: int) -> Path:
    return ("funding", "lines", index, "amount")


def _funding(context: Context) -> Funding:
    funding = context.plan.funding
    if funding is None:
        raise LookupError("the plan has no funding section")
    return funding


def _stated(funding: Funding) -> list[tuple[Path, FundingLine, Figure]]:
    return [
        (_amount_path(index), line, line.amount) for index, line in enumerate(funding.lines) if line.amount is not None
    ]


def _amount(figure: Figure) -> Interval:
    """What a line says of its amount; at most 5 is 0 to 5, since no line takes money away."""
    return _from_nought(figure.as_money())


def _from_nought(amount: Interval) -> Interval:
    return amount.overlap(NOT_NEGATIVE) if amount.low is None and 0 in amount else amount


def _unit(funding: Funding) -> Text:
    return GLOSSARY.get(funding.unit, same(funding.unit))


@check(
    "F101",
    "lines-add-up",
    Severity.ERROR,
    section="funding",
    title=Text("The funding lines add up to the total", "Các nguồn vốn cộng lại bằng tổng kinh phí"),
    explanation=Text(
        "The sum of the amounts equals the stated total. Whole amounts are exact; each amount with "
        "decimals adds half a unit of its last one to what is allowed. Where a line states no amount, the "
        "others may not exceed the total.",
        "Tổng các khoản bằng tổng kinh phí đã ghi. Số nguyên là số chính xác; mỗi số có phần thập phân được "
        "phép lệch nửa đơn vị ở chữ số cuối. Nếu có nguồn không ghi số tiền thì tổng các nguồn còn lại không "
        "được vượt tổng kinh phí.",
    ),
    mend=Text(
        "Add up the funding table of the document yourself. Look for a line in another unit (billion among million), "
        'a part entered beside the line that contains it ("of which"), a line left out, or a total left over from an '
        "earlier draft.",
        "Hãy tự cộng lại bảng kinh phí của văn bản. Hãy tìm khoản ghi theo đơn vị khác (tỷ đồng lẫn với triệu đồng), "
        "khoản “trong đó” bị nhập bên cạnh khoản chứa nó, nguồn vốn bị bỏ sót, hoặc tổng kinh phí còn sót lại từ bản "
        "dự thảo trước.",
    ),
    formula="total ∩ (Σ lines[i].amount) ≠ ∅,  8 = [8, 8],  7.7 = [7.65, 7.75]\n"
    "∄ lines[i].amount ⇒ total ≥ Σ lines[j].amount",
)
def lines_add_up(context: Context) -> Iterator[Result]:
    funding = _funding(context)
    lines = _stated(funding)
    if funding.total is None or not funding.lines:
        return
    whole, listed = funding.total.as_money(), total(_amount(figure) for _, _, figure in lines)
    figures = (_TOTAL, *(path for path, _, _ in lines))
    if len(lines) < len(funding.lines) and not (lines and whole.is_below(listed)):
        yield Undecided(
            figures,
            say(
                "{missing} of the {all} lines state no amount",
                "{missing} trong {all} nguồn vốn không ghi số tiền",
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
    # The end that is nearest to nought: one of the two is on either side of a gap.
    gap = min((end for end in (least, most) if end is not None), key=size)
    room = sum(Fraction(1, 2 * 10 ** decimals(each.number)) for each in (stated, *lines) if _is_rounded(each))
    rounding = (
        say(
            " (rounding allows {room})",
            " (làm tròn cho phép lệch {room})",
            room=precise_text(room),
        )
        if room
        else same("")
    )
    return Problem(
        _TOTAL,
        say(
            "The stated total is {stated} {unit}, but {en_lines} {sum} {unit}: the total is "
            "{gap} too {en_word}{rounding}; correct the total or one of the lines",
            "Tổng kinh phí ghi là {stated} {unit}, nhưng {count} nguồn vốn cộng lại là {sum} {unit}: số tổng "
            "{vi_word} {gap}{rounding}; cần sửa số tổng hoặc một nguồn vốn",
            stated=stated.number if whole.is_point else stated,
            sum=summed,
            gap=precise_text(size(gap)),
            unit=_unit(funding),
            count=len(lines),
            en_lines=f"the {counted(len(lines), 'line', '').en} add up to"
            if len(lines) > 1
            else "the only line with an amount makes",
            en_word="high" if gap > 0 else "low",
            vi_word="thừa" if gap > 0 else "thiếu",
            rounding=rounding,
        ),
        related=tuple(Related(path, say("one of the lines", "một trong các nguồn vốn")) for path in figures[1:]),
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
    title=Text("A total said to be over an amount is more than met", "Tổng kinh phí “trên” một mức vượt mức đó"),
    explanation=Text(
        'A total said to be "over" an amount is more than it, and one "under" an amount less, wherever the lines add '
        "up to one exact number. Documents write so of the very amount too, which is why meeting the bound is a note "
        "and no error.",
        "Tổng kinh phí ghi “trên” một mức thì phải cao hơn mức đó, ghi “dưới” thì phải thấp hơn, khi các nguồn vốn "
        "cộng lại được một số chính xác. Các văn bản vẫn thường ghi như vậy khi tổng đúng bằng mức đó nên đây chỉ là "
        "lưu ý, không phải là lỗi.",
    ),
    mend=Text(
        'If the document itself says "over" or "under", nothing has to be done. Otherwise look for a source that was '
        "left out or an amount that was copied wrongly; if the document gives the very amount, write the total "
        "without `over` or `under`.",
        "Nếu văn bản đúng là ghi “trên” hoặc “dưới” thì không cần sửa. Nếu không, hãy tìm nguồn vốn bị bỏ sót hoặc số "
        "tiền chép sai; nếu văn bản ghi đúng số tiền đó thì ghi tổng kinh phí mà không kèm `over` hoặc `under`.",
    ),
    formula="total ∈ {{over: n}, {under: n}} ⇒ Σ lines[i].amount ≠ n",
)
def total_exceeded(context: Context) -> Iterator[Result]:
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
        return
    yield Problem(
        _TOTAL,
        say(
            "The total of {figure} {unit} is met, not exceeded: the lines add up to exactly that",
            "Mức {figure} {unit} chỉ vừa đạt, chưa vượt: các nguồn vốn cộng lại đúng bằng mức đó",
            figure=stated,
            unit=_unit(funding),
        ),
        figures=figures,
    )


@check(
    "F103",
    "amounts-positive",
    Severity.ERROR,
    section="funding",
    title=Text("Amounts are more than nought", "Số tiền lớn hơn 0"),
    explanation=Text(
        "Each amount and the total are more than nought. A line or a total of nought or less is no funding; a line "
        "without money is left out.",
        "Mỗi khoản và tổng kinh phí phải lớn hơn 0. Nguồn vốn hoặc tổng kinh phí bằng 0 hoặc âm là không có nghĩa; "
        "nguồn không có tiền thì bỏ khỏi danh sách.",
    ),
    mend=Text(
        "See whether an empty cell or a dash in the table was entered as 0, or a dash before a number as a minus. If "
        "the document names the source but not how much it gives, keep the line and leave out `amount`.",
        "Hãy xem ô trống hoặc dấu gạch trong bảng có bị nhập thành 0, hoặc dấu gạch trước con số có bị nhập thành dấu "
        "trừ hay không. Nếu văn bản nêu nguồn vốn mà không nêu số tiền thì giữ nguồn vốn và bỏ trường `amount`.",
    ),
    formula="lines[i].amount > 0,  total > 0",
)
def amounts_positive(context: Context) -> Iterator[Result]:
    funding = _funding(context)
    amounts: list[tuple[Path, Text, Figure]] = [(path, line.name, figure) for path, line, figure in _stated(funding)]
    if funding.total is not None:
        amounts.append((_TOTAL, GLOSSARY["total"], funding.total))
    for path, name, figure in amounts:
        high = figure.as_count().high
        if high is None or high > 0:
            yield Held(())
            continue
        yield Problem(
            path,
            say(
                "{name}: the amount is {figure} {unit}; an amount is more than 0",
                "{name}: số tiền là {figure} {unit}; số tiền phải lớn hơn 0",
                name=name,
                figure=figure,
                unit=_unit(funding),
            ),
            numbers=(("amount", figure.number),),
            figures=(path,),
        )


@check(
    "F104",
    "line-names-differ",
    Severity.ERROR,
    section="funding",
    title=Text("No two funding lines have one name", "Không có hai nguồn vốn trùng tên"),
    explanation=Text(
        "Every line has a name of its own; small and capital letters and spaces make no difference. Two lines with "
        "one name are probably one line that was typed twice, or a name that was not changed after copying.",
        "Mỗi nguồn vốn phải có tên riêng, không phân biệt chữ hoa, chữ thường và khoảng trắng. Hai nguồn vốn trùng "
        "tên thường là một nguồn bị nhập hai lần hoặc tên chưa được sửa sau khi sao chép.",
    ),
    mend=Text(
        "Look in the document how often it lists this source. If once, one of the lines goes; if twice, give each "
        "line the whole name that it has there, with the level of the budget or the programme that tells them apart.",
        "Hãy xem văn bản liệt kê nguồn này mấy lần. Nếu chỉ một lần thì bỏ một dòng; nếu hai lần thì ghi đủ tên của "
        "từng nguồn như trong văn bản, kèm cấp ngân sách hoặc chương trình để phân biệt.",
    ),
    formula="lines[i].name ≠ lines[j].name,  i ≠ j",
)
def line_names_differ(context: Context) -> Iterator[Result]:
    first: dict[str, int] = {}
    unread = context.reading.unread
    for index, line in enumerate(_funding(context).lines):
        path: Path = ("funding", "lines", index)
        if path in unread or (*path, "name") in unread:
            continue
        folded = normalized(line.name.vi)
        if folded not in first:
            first[folded] = index
            yield Held(())
            continue
        yield Problem(
            (*path, "name"),
            say(
                "Two lines are named {name}; change one of the names or take away one of the lines",
                "Hai nguồn vốn cùng tên {name}; cần đổi tên hoặc bỏ một nguồn",
                name=line.name,
            ),
            related=(Related(("funding", "lines", first[folded], "name"), say("the other one", "nguồn vốn kia")),),
        )


@check(
    "F105",
    "line-within-total",
    Severity.ERROR,
    section="funding",
    title=Text("No line is larger than the total", "Không nguồn vốn nào lớn hơn tổng kinh phí"),
    explanation=Text(
        "No amount is larger than the stated total by more than the rounding of figures with decimals explains.",
        "Không khoản nào được lớn hơn tổng kinh phí đã ghi quá phần chênh lệch do làm tròn các số có phần thập phân.",
    ),
    mend=Text(
        "Look for a digit too many or another unit (million where billion is meant) in the line, and for a total that "
        "covers one year only or only some of the sources. The sum of the lines (F101) is then wrong too, and is put "
        "right with it.",
        "Hãy xem khoản đó có thừa chữ số hoặc ghi theo đơn vị khác (triệu đồng thay vì tỷ đồng) không, và tổng kinh "
        "phí có phải chỉ tính một năm hoặc một phần nguồn vốn không. Khi đó tổng các nguồn vốn (F101) cũng sai và sẽ "
        "đúng lại khi sửa khoản này.",
    ),
    formula="lines[i].amount ≤ total",
)
def line_within_total(context: Context) -> Iterator[Result]:
    funding = _funding(context)
    if funding.total is None:
        return
    whole = funding.total.as_money()
    for path, line, figure in _stated(funding):
        if not whole.is_below(_amount(figure)):
            if whole.high is None:
                yield Undecided((path, _TOTAL), say("the total has no upper end", "tổng kinh phí không có mức trên"))
            else:
                yield Held(())
        else:
            yield Problem(
                path,
                say(
                    "{name}: {figure} {unit} is more than the total of {total}; one of the two is wrong",
                    "{name}: {figure} {unit} lớn hơn tổng kinh phí {total}; một trong hai số bị sai",
                    name=line.name,
                    figure=figure,
                    total=funding.total,
                    unit=_unit(funding),
                ),
                related=(Related(_TOTAL, GLOSSARY["total"]),),
                numbers=(("amount", figure.number), ("total", funding.total.number)),
                figures=(path, _TOTAL),
            )


CHECKS = (lines_add_up, total_exceeded, amounts_positive, line_names_differ, line_within_total)
