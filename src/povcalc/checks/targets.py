"""Family T, the sums: what an area states of its counts against what its child areas make."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from povcalc.checks.base import Context, check
from povcalc.findings import Held, Problem, Result, Severity, Undecided, named_ends, related
from povcalc.inference.counts import COUNT_FIELDS, STOCKS, Known, KnownCounts, add_up, least_count, stated
from povcalc.inference.ranges import most_households
from povcalc.messages import GLOSSARY, Lang, Text, Value, counted, distinct, say
from povcalc.places import Path
from povcalc.plan.model import Located
from povcalc.values import Exact, Figure, Form, Interval, size


@check(
    "T101",
    "areas-add-up",
    Severity.ERROR,
    section="targets",
    title=Text("Counts of child areas add up to the area's own", "Số liệu các địa bàn cộng lại bằng tổng"),
    explanation=Text(
        "A stated count of households, poor households or net reduction equals the sum over the child areas, ranges "
        "being added end by end. Where only some child areas are listed (`partial`), or some state no count, the "
        "households or poor households of the others may not exceed the whole. Child areas that do not state a count "
        "themselves count with the sum of their own child areas.",
        "Số hộ, số hộ nghèo hoặc số hộ nghèo giảm của một địa bàn phải bằng tổng của các địa bàn bên trong; các "
        "khoảng được cộng theo từng đầu mút. Nếu chỉ liệt kê một phần các địa bàn (`partial`) hoặc có địa bàn không "
        "ghi số liệu thì tổng số hộ, số hộ nghèo của các địa bàn còn lại không được vượt quá toàn bộ. Địa bàn không "
        "ghi số liệu thì lấy tổng các địa bàn bên trong nó.",
    ),
    mend=Text(
        "Add up the areas in the table of the source document yourself. If that gives the sum found here, the total "
        "is usually left over from an earlier draft. If not, look for an area that was copied wrongly, left out or "
        "entered twice, such as a subtotal entered as an area of its own.",
        "Hãy tự cộng lại các địa bàn trong bảng của văn bản gốc. Nếu kết quả đúng bằng tổng nêu ở đây thì số tổng "
        "thường còn sót lại từ bản dự thảo trước. Nếu không, hãy tìm địa bàn bị chép sai, bỏ sót hoặc nhập hai lần, "
        "ví dụ dòng cộng bị nhập thành một địa bàn.",
    ),
    formula="partial: false ⇒ reduction_households = Σ areas[i].reduction_households\n"
    "x = Σ areas[i].x (partial: true ⇒ ≥), x ∈ {households_t, poor_households_t}",
)
def areas_add_up(context: Context) -> Iterator[Result]:
    for located, row in context.cached(_all_sums):
        yield from _compared(located, row)


class _Sum(NamedTuple):
    """A count that an area states, and what is known of it in its child areas, of which `missing` lack it."""

    field: str
    whole: Known
    parts: list[Known]
    missing: int

    @property
    def name(self) -> Text:
        """What the field is called in which the count stands."""
        return GLOSSARY[str(self.whole.figures[0][-1])]


def _all_sums(context: Context) -> list[tuple[Located, _Sum]]:
    return [(located, row) for located in context.areas for row in _sums(located, context.known)]


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
        elif whole.interval.is_below(listed.interval):
            yield _sum_problem(located, row, listed, over=True)
        elif row.missing:
            yield Undecided(figures, _not_all_state(located, row))
        else:
            yield Held(figures)
    elif whole.interval.meets(listed.interval):
        yield Held(figures)
    else:
        yield _sum_problem(located, row, listed, over=False)


def _not_all_state(located: Located, row: _Sum) -> Text:
    return say(
        "{missing} of the {all} areas in {area} do not state the {field}",
        "{missing} trong {all} địa bàn thuộc {area} không ghi {field}",
        missing=row.missing,
        all=len(located.children),
        area=located.area.name,
        field=row.name,
    )


def _sum_problem(located: Located, row: _Sum, listed: Known, *, over: bool) -> Problem:
    whole = row.whole
    # How far the stated figure would have to move: the end of the gap that is nearest to zero.
    gap = min((end for end in whole.interval.minus(listed.interval)[:2] if end is not None), key=size)
    return Problem(
        whole.figures[0],
        _sum_words(located, row, listed.interval, gap, over=over),
        related=related(
            listed.figures[:20],
            say("one of the {parts} parts", "một trong {parts} thành phần", parts=len(listed.figures))
            if len(listed.figures) > 1
            else Text("the only part", "thành phần duy nhất"),
        ),
        numbers=(("difference", gap), *named_ends("stated", whole.interval), *named_ends("sum", listed.interval)),
        figures=(*whole.figures, *listed.figures),
    )


def _sum_words(located: Located, row: _Sum, listed: Interval, gap: Exact, *, over: bool) -> Text:
    inside = len(located.children)
    words: dict[str, Value] = {
        "area": located.area.name,
        "field": row.name,
        "stated": located.figure(str(row.whole.figures[0][-1])) or row.whole.interval,
    }
    if over:
        return say(
            "{area}, {field}: {stated} is stated, but the areas listed make {sum}, {gap} more than the whole; "
            "correct the total or one of the areas",
            "{area}, {field}: ghi {stated} nhưng các địa bàn được liệt kê cộng lại là {sum}, vượt {gap}; "
            "cần sửa số tổng hoặc số của một địa bàn",
            sum=listed,
            gap=size(gap),
            **words,
        )
    return say(
        "{area}, {field}: {stated} is stated, but {added}: {difference}; correct the total or one of the areas",
        "{area}, {field}: ghi {stated} nhưng {added}: {difference}; cần sửa số tổng hoặc số của một địa bàn",
        added=say("the {parts} areas add up to {sum}", "{parts} địa bàn cộng lại là {sum}", parts=inside, sum=listed)
        if inside > 1
        else say("the only area inside has {sum}", "1 địa bàn cộng lại là {sum}", sum=listed),
        difference=say("the total is {gap} too high", "số tổng thừa {gap}", gap=size(gap))
        if gap > 0
        else say("the total is {gap} too low", "số tổng thiếu {gap}", gap=size(gap)),
        **words,
    )


@check(
    "T102",
    "count-met-not-exceeded",
    Severity.NOTE,
    section="targets",
    title=Text("A count said to be over a number is more than met", "Số hộ “trên” một mức vượt mức đó"),
    explanation=Text(
        'A count said to be "over 4,990" is more than 4,990, and one said to be "under 4,990" less, wherever the '
        "child areas add up to one exact number. Documents write so of exactly 4,990 too, which is why meeting the "
        "bound is a note and no error.",
        "Số hộ ghi “trên 4.990” thì phải nhiều hơn 4.990, ghi “dưới 4.990” thì phải ít hơn 4.990, khi các địa bàn "
        "cộng lại được một số chính xác. Các văn bản vẫn thường ghi như vậy khi số liệu đúng bằng mức đó nên đây chỉ "
        "là lưu ý, không phải là lỗi.",
    ),
    mend=Text(
        'If the document itself says "over" or "under", nothing has to be done. If the areas were to make more, or '
        "less, look for one that was left out or entered wrongly; if the document gives the very number, write it "
        "without `over` or `under`.",
        "Nếu văn bản đúng là ghi “trên” hoặc “dưới” thì không cần sửa. Nếu tổng các địa bàn lẽ ra phải cao hơn hoặc "
        "thấp hơn mức đó thì hãy tìm địa bàn bị bỏ sót hoặc nhập sai; nếu văn bản ghi đúng con số đó thì ghi số mà "
        "không kèm `over` hoặc `under`.",
    ),
    formula="x ∈ {{over: n}, {under: n}} ⇒ Σ areas[i].x ≠ n\n"
    "x ∈ {households_t, poor_households_t, reduction_households}",
)
def total_exceeded(context: Context) -> Iterator[Result]:
    for located, row in context.cached(_all_sums):
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


@check(
    "T205",
    "promises-reach-target",
    Severity.NOTE,
    section="targets",
    title=Text(
        "Child areas that just keep their targets carry the parent over its own",
        "Các địa bàn vừa đạt chỉ tiêu thì toàn địa bàn cũng đạt chỉ tiêu",
    ),
    explanation=Text(
        "On one base all year, an area whose count must give over r points has fewer than 100 h / r "
        "households. If the largest bases that the child areas' targets allow are together too many for "
        "the parent's own rate, all of them can keep their targets while the parent misses its own. It "
        "rests on the assumption of one base, so it is a note.",
        "Nếu tổng số hộ không đổi trong năm thì địa bàn có số hộ giảm h và mức giảm trên r điểm phần trăm có "
        "ít hơn 100 h / r hộ. Nếu cộng các tổng số hộ lớn nhất ấy lại vẫn quá nhiều so với mức giảm của địa "
        "bàn cấp trên thì các địa bàn có thể đều đạt chỉ tiêu mà cấp trên không đạt. Kết luận này dựa trên "
        "giả định tổng số hộ không đổi nên chỉ là lưu ý.",
    ),
    mend=Text(
        "Enter the number of households of every area, if the document or the statistics have it: then the counts "
        "decide. Otherwise give some of the areas more households to bring out of poverty, until together they reach "
        "the target above them.",
        "Nếu văn bản hoặc số liệu thống kê có tổng số hộ của từng địa bàn thì hãy bổ sung để kết luận theo số hộ. Nếu "
        "không, cần giao thêm số hộ giảm nghèo cho một số địa bàn đến khi cộng lại đạt chỉ tiêu chung.",
    ),
    formula="Σ areas[i].B ≤ B\nB = max {N ≤ households : 100 × reduction_households ÷ N ≥ reduction_rate}",
)
def promises_reach_target(context: Context) -> Iterator[Result]:
    for located in context.areas:
        figure = located.area.reduction_rate
        counts = context.known[located.path]
        count = counts.get("reduction_households")
        based = "households_start" in counts or "households_end" in counts
        if figure is None or count is None or not located.children or located.area.partial or based:
            continue
        bases = [_promised_base(child, context.known[child.path]) for child in located.children]
        most = most_households(located, counts)
        if most is None or None in bases or not any(bases):
            continue
        promised = sum(base for base in bases if base is not None)
        if promised > most:
            yield _promises_fall_short(located, figure, count, promised, most)
        own, *inside = [(*each.path, "reduction_rate") for each in (located, *located.children)]
        counts_inside = [known for child in located.children if (known := stated(child, "reduction_households"))]
        yield Undecided(
            tuple(dict.fromkeys((own, *count.figures, *inside, *add_up(counts_inside).figures))),
            say(
                "{area}: holds only under the assumption of one base all year",
                "{area}: chỉ kết luận được với giả định tổng số hộ không đổi trong năm",
                area=located.area.name,
            ),
        )


def _promised_base(located: Located, counts: KnownCounts) -> int | None:
    """The most households on which an area keeps its target; `None` when it sets none for its count."""
    if located.area.reduction_rate is None or "reduction_households" not in counts:
        return None
    return most_households(located, counts)


def _promises_fall_short(located: Located, figure: Figure, count: Known, promised: int, most: int) -> Problem:
    points, households = figure.as_rate(), count.interval.high or 0
    reached = Fraction(100 * households, promised)
    needed = least_count(promised, points)
    bound = points.low or 0
    return Problem(
        (*located.path, "reduction_rate"),
        say(
            "{area}: its {children} can all keep their targets while it misses its own. On one base all "
            "year their targets allow up to {promised} households, on which {households} is {reached}%, not "
            "{figure}%; its own target allows at most {most}. There it would take {needed} households, {more} "
            "more",
            "{area}: cả {children} có thể đều đạt chỉ tiêu mà toàn địa bàn vẫn không đạt. Nếu tổng số "
            "hộ không đổi trong năm, chỉ tiêu của các địa bàn cho phép đến {promised} hộ, khi đó {households} "
            "hộ là {reached}%, chưa đạt {figure}%; chỉ tiêu chung chỉ cho phép nhiều nhất {most} hộ. Muốn đạt "
            "thì cần giảm {needed} hộ, thêm {more} hộ",
            area=located.area.name,
            children=counted(len(located.children), "area", "địa bàn"),
            promised=promised,
            households=int(households),
            reached=Text(distinct(reached, bound, 3, Lang.EN), distinct(reached, bound, 3, Lang.VI)),
            figure=figure,
            most=most,
            needed=needed,
            more=needed - int(households),
        ),
        numbers=(("promised", promised), ("reached", reached), ("most", most), ("needed", needed)),
    )


CHECKS = (areas_add_up, total_exceeded)
"""`promises_reach_target` comes later in a run, after the rates that it rests on."""
