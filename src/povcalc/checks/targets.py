"""Family T: what the figures of areas say of each other. Model: households N, poor P, reduction h.

Counts add up over child areas (T101, T102) and bound each other (T111 to T114); `rates` has the
checks of rates against counts.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from povcalc.bounds import COUNT_FIELDS, STOCKS, Known, KnownCounts, add_up, most_poor, stated
from povcalc.checks.declare import Subject, check
from povcalc.figures import Exact, Form, size
from povcalc.findings import Held, Problem, Related, Result, Severity, Undecided, named_ends
from povcalc.places import Path
from povcalc.plan import Located
from povcalc.text import GLOSSARY, Text, Value, say


@check(
    "T101",
    "areas-add-up",
    Severity.ERROR,
    section="targets",
    title=Text("Counts of child areas add up to the area's own", "Số liệu các địa bàn cộng lại bằng tổng"),
    explanation=Text(
        "A stated count of households, poor households or net reduction equals the sum over the child "
        "areas, ranges being added end by end. Where only some child areas are listed (`partial`), "
        "their stocks may not exceed the whole. Child areas that do not state a count themselves "
        "count with the sum of their own child areas.",
        "Số hộ, số hộ nghèo hoặc số hộ nghèo giảm của một địa bàn phải bằng tổng của các địa bàn bên "
        "trong; các khoảng được cộng theo từng đầu mút. Nếu chỉ liệt kê một phần các địa bàn "
        "(`partial`) thì tổng số hộ của phần đó không được vượt quá toàn bộ. Địa bàn không ghi số liệu "
        "thì lấy tổng các địa bàn bên trong nó.",
    ),
)
def areas_add_up(subject: Subject) -> Iterator[Result]:
    for located, row in subject.once(_all_sums):
        yield from _compared(located, row)


class _Sum(NamedTuple):
    """A count that an area states, and what is known of it inside; `missing` child areas lack it."""

    field: str
    whole: Known
    parts: list[Known]
    missing: int


def _all_sums(subject: Subject) -> list[tuple[Located, _Sum]]:
    return [(located, row) for located in subject.areas for row in _sums(located, subject.known)]


def _sums(located: Located, known: Mapping[Path, KnownCounts]) -> list[_Sum]:
    """The counts that an area states of the areas inside it; one for `households` if it is all they have."""
    rows: list[_Sum] = []
    for field in COUNT_FIELDS if located.children else ():
        whole = stated(located, field)
        if whole is None:
            continue
        missing = sum(field not in known[child.path] for child in located.children)
        row = _Sum(field, whole, [part for child in located.children for part in _parts(child, field, known)], missing)
        if not (rows and rows[-1][1:] == row[1:]):
            rows.append(row)
    return rows


def _parts(located: Located, field: str, known: Mapping[Path, KnownCounts]) -> list[Known]:
    """What is known of a count in an area or, where nothing is, in those inside it that state it."""
    count = known[located.path].get(field)
    if count is not None:
        return [count]
    return [part for child in located.children for part in _parts(child, field, known)]


def _compared(located: Located, row: _Sum) -> Iterator[Result]:
    whole, listed = row.whole, add_up(row.parts)
    figures = (*whole.figures, *listed.figures)
    if row.missing or located.area.partial:
        if row.field not in STOCKS:
            if not located.area.partial:
                yield Undecided(figures, _not_all_state(located, row))
        elif _exceeds(listed.interval.low, whole.interval.high):
            yield _sum_problem(located, whole, listed, over=True)
        elif row.missing:
            yield Undecided(figures, _not_all_state(located, row))
        else:
            yield Held(figures)
    elif whole.interval.meets(listed.interval):
        yield Held(figures)
    else:
        yield _sum_problem(located, whole, listed, over=False)


def _exceeds(low: Exact | None, high: Exact | None) -> bool:
    return low is not None and high is not None and low > high


def _not_all_state(located: Located, row: _Sum) -> Text:
    return say(
        "{missing} of the {all} areas in {area} do not state the {field}",
        "{missing} trong {all} địa bàn thuộc {area} không ghi {field}",
        missing=row.missing,
        all=len(located.children),
        area=located.area.name,
        field=_named(row.whole),
    )


def _named(count: Known) -> Text:
    """What the field is called in which the count stands, or the first of its parts."""
    return GLOSSARY[str(count.figures[0][-1])]


def _sum_problem(located: Located, whole: Known, listed: Known, *, over: bool) -> Problem:
    least, most = whole.interval.minus(listed.interval)[:2]
    # How far the stated figure would have to move: the end of the gap that is nearest to nought.
    gap = min((end for end in (least, most) if end is not None), key=size)
    words: dict[str, Value] = {
        "area": located.area.name,
        "field": _named(whole),
        "stated": located.figure(str(whole.figures[0][-1])) or whole.interval,
        "sum": listed.interval,
        "gap": size(gap),
        "parts": len(located.children),
    }
    if over:
        message = say(
            "{area}, {field}: {stated} is stated, but the areas listed make {sum}, {gap} more than the whole; "
            "correct the total or one of the areas",
            "{area}, {field}: ghi {stated} nhưng các địa bàn được liệt kê cộng lại là {sum}, vượt {gap}; "
            "cần sửa số tổng hoặc số của một địa bàn",
            **words,
        )
    else:
        message = say(
            "{area}, {field}: {stated} is stated, but the {parts} areas add up to {sum}: "
            "the total is {gap} too {en_word}; correct the total or one of the areas",
            "{area}, {field}: ghi {stated} nhưng {parts} địa bàn cộng lại là {sum}: "
            "số tổng {vi_word} {gap}; cần sửa số tổng hoặc số của một địa bàn",
            en_word="high" if gap > 0 else "low",
            vi_word="thừa" if gap > 0 else "thiếu",
            **words,
        )
    return Problem(
        whole.figures[0],
        message,
        related=tuple(
            Related(
                path,
                say("one of the {parts} parts", "một trong {parts} thành phần", parts=len(listed.figures)),
            )
            for path in listed.figures[:20]
        ),
        numbers=(("difference", gap), *named_ends("stated", whole.interval), *named_ends("sum", listed.interval)),
        figures=(*whole.figures, *listed.figures),
    )


@check(
    "T102",
    "total-met-not-exceeded",
    Severity.NOTE,
    section="targets",
    title=Text("A count said to be over a number is more than met", "Số hộ “trên” một mức vượt mức đó"),
    explanation=Text(
        'Of a count "over 4,990" or "under 4,990" the child areas make exactly 4,990. Documents write so '
        "of the very number too, which is why this is no error.",
        "Văn bản ghi “trên 4.990 hộ” hoặc “dưới 4.990 hộ” và tổng các địa bàn đúng bằng 4.990. Các văn bản "
        "vẫn thường ghi như vậy khi số liệu đúng bằng mức đó nên đây không phải là lỗi.",
    ),
)
def total_exceeded(subject: Subject) -> Iterator[Result]:
    for located, row in subject.once(_all_sums):
        path = row.whole.figures[0]
        figure = located.figure(str(path[-1]))
        if figure is None or figure.form not in (Form.OVER, Form.UNDER) or row.missing or located.area.partial:
            continue
        listed = add_up(row.parts)
        if not (listed.interval.is_point and figure.number in listed.interval):
            yield Held((path, *listed.figures))
            continue
        yield Problem(
            path,
            say(
                "{area}: {figure} is met, not exceeded: the areas add up to exactly {sum}",
                "{area}: mức {figure} chỉ vừa đạt, chưa vượt: các địa bàn cộng lại đúng bằng {sum}",
                area=located.area.name,
                figure=figure,
                sum=figure.number,
            ),
            figures=(path, *listed.figures),
        )


_ESTIMATED = Text("an estimate decides nothing", "số ước tính không đủ để kết luận")


def _own(located: Located, *counts: Known | None) -> Path | None:
    """The first figure among those of the counts that the area itself states: where to point.

    `None` when they all stand in areas inside it. What is wrong with their sums is wrong in one of
    those areas, and is told there.
    """
    for count in counts:
        for path in count.figures if count else ():
            if path[:-1] == located.path:
                return path
    return None


def _lacks(located: Located, missing: Text, *counts: Known) -> Undecided:
    return Undecided(
        tuple(path for count in counts for path in count.figures),
        say("{area}: {missing}", "{area}: {missing}", area=located.area.name, missing=missing),
    )


@check(
    "T111",
    "reduction-within-poor",
    Severity.ERROR,
    section="targets",
    title=Text("No more households leave poverty than are poor", "Số hộ nghèo giảm không vượt số hộ nghèo đầu năm"),
    explanation=Text(
        "The net reduction in poor households is at most the number of poor households at the start.",
        "Số hộ nghèo giảm trong năm không thể nhiều hơn số hộ nghèo đầu năm.",
    ),
)
def reduction_within_poor(subject: Subject) -> Iterator[Result]:
    words = Text(
        "{area}: a reduction of {part} households is more than the {whole} poor households at the start; "
        "one of the two is wrong",
        "{area}: số hộ nghèo giảm {part} nhiều hơn số hộ nghèo đầu năm là {whole}; một trong hai số bị sai",
    )
    implied_words = Text(
        "{area}: a reduction of {part} households is more than can be poor at the start, which by the number of "
        "households and their rate is {whole}; one of these figures is wrong",
        "{area}: số hộ nghèo giảm {part} nhiều hơn số hộ nghèo có thể có đầu năm, theo tổng số hộ và tỷ lệ hộ nghèo "
        "là {whole}; một trong các số này bị sai",
    )
    missing = say("the number of poor households at the start is not stated", "không ghi số hộ nghèo đầu năm")
    for located in subject.areas:
        counts = subject.known[located.path]
        reduction, poor = counts.get("reduction_households"), counts.get("poor_households_start")
        if reduction is None:
            continue
        if poor is not None:
            if _own(located, reduction, poor):
                yield _at_most(located, reduction, poor, words)
            continue
        most = most_poor(located, counts)
        if most and reduction.sure and _exceeds(reduction.interval.low, most.interval.high):
            if _own(located, reduction, most):
                yield _at_most(located, reduction, most, implied_words)
        elif _own(located, reduction):
            yield _lacks(located, missing, reduction)


def _at_most(located: Located, part: Known, whole: Known, words: Text) -> Result:
    figures = part.figures + whole.figures
    if not (part.sure and whole.sure):
        return Undecided(figures, _ESTIMATED)
    if not _exceeds(part.interval.low, whole.interval.high):
        return Held(figures)
    at = _own(located, part, whole) or part.figures[0]
    return Problem(
        at,
        say(words.en, words.vi, area=located.area.name, part=part.interval, whole=whole.interval),
        related=tuple(
            Related(path, say("the other figure", "số liệu đối chiếu")) for path in figures[:20] if path != at
        ),
        numbers=(*named_ends("part", part.interval), *named_ends("whole", whole.interval)),
        figures=figures,
    )


@check(
    "T112",
    "poor-start-less-reduction",
    Severity.ERROR,
    section="targets",
    title=Text(
        "Poor households at the start less the reduction are those at the end",
        "Số hộ nghèo đầu năm trừ số giảm bằng số hộ nghèo cuối năm",
    ),
    explanation=Text(
        "The reduction is net of households that fall into poverty, so that it is exactly the poor "
        "households at the start less those at the end.",
        "Số hộ nghèo giảm là số giảm ròng (đã trừ hộ tái nghèo, hộ nghèo phát sinh), nên đúng bằng số hộ "
        "nghèo đầu năm trừ số hộ nghèo cuối năm.",
    ),
)
def poor_start_less_reduction(subject: Subject) -> Iterator[Result]:
    fields = ("poor_households_start", "poor_households_end", "reduction_households")
    for located in subject.areas:
        counts = subject.known[located.path]
        present = [counts[field] for field in fields if field in counts]
        if len(present) < 2:  # noqa: PLR2004 - nothing to compare
            continue
        if not _own(located, *present):
            continue
        absent = next((field for field in fields if field not in counts), None)
        if absent is None:
            yield _difference(located, counts)
        else:
            missing = say("the {field} is not stated", "không ghi {field}", field=GLOSSARY[absent])
            yield _lacks(located, missing, *present)


def _difference(located: Located, counts: KnownCounts) -> Result:
    start, end = counts["poor_households_start"], counts["poor_households_end"]
    reduction = counts["reduction_households"]
    figures = start.figures + end.figures + reduction.figures
    if not (start.sure and end.sure and reduction.sure):
        return Undecided(figures, _ESTIMATED)
    fall = start.interval.minus(end.interval)
    if fall.meets(reduction.interval):
        return Held(figures)
    at = _own(located, reduction, start, end) or reduction.figures[0]
    return Problem(
        at,
        say(
            "{area}: {start} poor households at the start and {end} at the end make a reduction of {fall}, "
            "not {reduction}; one of the three is wrong",
            "{area}: đầu năm {start} hộ nghèo, cuối năm {end} hộ nghèo, tức giảm {fall} hộ, không phải "
            "{reduction} hộ; một trong ba số bị sai",
            area=located.area.name,
            start=start.interval,
            end=end.interval,
            fall=fall,
            reduction=reduction.interval,
        ),
        related=tuple(
            Related(count.figures[0], _named(count)) for count in (start, end, reduction) if count.figures[0] != at
        ),
        numbers=(*named_ends("difference", fall), *named_ends("stated", reduction.interval)),
        figures=figures,
    )


@check(
    "T113",
    "poor-within-households",
    Severity.ERROR,
    section="targets",
    title=Text("No more households are poor than there are", "Số hộ nghèo không vượt tổng số hộ"),
    explanation=Text(
        "Poor households are at most all households, at the start and at the end of the year.",
        "Số hộ nghèo không thể nhiều hơn tổng số hộ, ở đầu năm cũng như cuối năm.",
    ),
)
def poor_within_households(subject: Subject) -> Iterator[Result]:
    words = Text(
        "{area}: {part} poor households are more than the {whole} households there are; one of the two is wrong",
        "{area}: {part} hộ nghèo nhiều hơn tổng số {whole} hộ; một trong hai số bị sai",
    )
    missing = say("the number of households is not stated", "không ghi tổng số hộ")
    for located in subject.areas:
        counts = subject.known[located.path]
        for when in ("start", "end"):
            poor, base = counts.get(f"poor_households_{when}"), counts.get(f"households_{when}")
            if poor is None or not _own(located, poor, base):
                continue
            yield _lacks(located, missing, poor) if base is None else _at_most(located, poor, base, words)


@check(
    "T114",
    "poverty-falls",
    Severity.WARNING,
    section="targets",
    title=Text("Poverty falls", "Tỷ lệ hộ nghèo giảm"),
    explanation=Text(
        "A reduction below nought says that poverty rises. That can be meant, in a result; in a plan it "
        "is more often a sign typed by mistake.",
        "Mức giảm âm nghĩa là hộ nghèo tăng. Điều này có thể đúng trong báo cáo kết quả; trong kế hoạch thì "
        "thường do gõ nhầm dấu.",
    ),
)
def poverty_falls(subject: Subject) -> Iterator[Result]:
    for located in subject.areas:
        for field in ("reduction_households", "reduction_rate"):
            figure = located.figure(field)
            if figure is None:
                continue
            if figure.number >= 0 or figure.as_count().high is None or (figure.upper or 0) > 0:
                yield Held(())
                continue
            yield Problem(
                (*located.path, field),
                say(
                    "{area}: the {field} is {figure}, which says that poverty rises; take away the sign if that is "
                    "not meant",
                    "{area}: {field} là {figure}, tức là hộ nghèo tăng; hãy bỏ dấu trừ nếu không đúng ý",
                    area=located.area.name,
                    field=GLOSSARY[field],
                    figure=figure,
                ),
            )


CHECKS = (
    areas_add_up,
    total_exceeded,
    reduction_within_poor,
    poor_start_less_reduction,
    poor_within_households,
    poverty_falls,
)
