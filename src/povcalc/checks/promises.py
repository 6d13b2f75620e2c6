"""Family T, the parts and the whole: do child areas that just keep their targets carry the parent?

On one base all year N = 100 h / r, so child areas that promise r_i on h_i have at most 100 h_i / r_i
households each, and the sum of these bounds the parent's base.
"""

from collections.abc import Iterator
from fractions import Fraction

from povcalc.bounds import Known, KnownCounts, add_up, least_count, most_households, stated
from povcalc.checks.declare import Subject, check
from povcalc.figures import Figure
from povcalc.findings import Problem, Result, Severity, Undecided
from povcalc.places import Path
from povcalc.plan import Located
from povcalc.text import Lang, Text, counted, distinct, say


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
def promises_reach_target(subject: Subject) -> Iterator[Result]:
    for located in subject.areas:
        figure = located.area.reduction_rate
        counts = subject.known[located.path]
        count = counts.get("reduction_households")
        based = "households_start" in counts or "households_end" in counts
        if figure is None or count is None or not located.children or located.area.partial or based:
            continue
        bases = [_promised_base(child, subject.known[child.path]) for child in located.children]
        most = most_households(located, counts)
        if most is None or None in bases or not any(bases):
            continue
        promised = sum(base for base in bases if base is not None)
        figures = ((*located.path, "reduction_rate"), *_promise_figures(located, count))
        if promised > most:
            yield _promises_fall_short(located, figure, count, promised, most)
        yield Undecided(
            figures,
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


def _promise_figures(located: Located, count: Known) -> tuple[Path, ...]:
    rates = [(*child.path, "reduction_rate") for child in located.children]
    counts = [known for child in located.children if (known := stated(child, "reduction_households"))]
    return tuple(dict.fromkeys((*count.figures, *rates, *add_up(counts).figures)))


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


CHECKS = (promises_reach_target,)
