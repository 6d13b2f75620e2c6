"""Family T, the poor: poor households, households and reductions of one area bound each other."""

from collections.abc import Iterator

from povcalc.bounds import Known, KnownCounts, most_poor
from povcalc.checks.declare import Subject, check
from povcalc.figures import Figure, Form
from povcalc.findings import Held, Problem, Related, Result, Severity, Undecided, named_ends
from povcalc.places import Path
from povcalc.plan import Located
from povcalc.text import GLOSSARY, Text, say

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
        "The net reduction in poor households is at most the number of poor households at the start. Where that "
        "number is not known, the reduction is at most what the households at the start and their poverty rate allow; "
        "a reduction that keeps to this leaves the check undecided.",
        "Số hộ nghèo giảm trong năm không thể nhiều hơn số hộ nghèo đầu năm. Nếu không biết số hộ nghèo đầu năm thì "
        "số giảm không thể nhiều hơn mức mà tổng số hộ và tỷ lệ hộ nghèo đầu năm cho phép; khi số giảm không vượt mức "
        "này thì vẫn chưa thể kết luận.",
    ),
    mend=Text(
        "See whether the reduction is that of several years, or counts near-poor households too. The poor households "
        "at the start are those of the review at the end of the year before, not those that are to remain at the end "
        "of this one.",
        "Hãy xem số hộ nghèo giảm có phải là số của cả giai đoạn nhiều năm hoặc tính cả hộ cận nghèo hay không. Số hộ "
        "nghèo đầu năm lấy theo kết quả rà soát cuối năm trước, không phải số hộ nghèo còn lại cuối năm nay.",
    ),
    formula="reduction_households ≤ poor_households_start\n≤ max households_start × max poverty_rate_start ÷ 100",
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
            if at := _own(located, reduction, poor):
                yield _at_most(at, located, reduction, poor, words)
            continue
        most = most_poor(located, counts)
        if most and reduction.sure and most.interval.is_below(reduction.interval):
            if at := _own(located, reduction, most):
                yield _at_most(at, located, reduction, most, implied_words)
        elif _own(located, reduction):
            yield _lacks(located, missing, reduction)


def _at_most(at: Path, located: Located, part: Known, whole: Known, words: Text) -> Result:
    figures = part.figures + whole.figures
    if not (part.sure and whole.sure):
        return Undecided(figures, _ESTIMATED)
    if not whole.interval.is_below(part.interval):
        return Held(figures)
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
    mend=Text(
        "Take the poor households at both dates from the reviews of poor households. Often the reduction counts the "
        "households that leave poverty and forgets those that fall into it, or only one of the three figures was "
        "brought up to date.",
        "Hãy lấy số hộ nghèo ở hai thời điểm theo kết quả rà soát hộ nghèo. Thường là số giảm chỉ tính hộ thoát nghèo "
        "mà chưa trừ hộ tái nghèo, hộ nghèo phát sinh, hoặc chỉ một trong ba số được cập nhật.",
    ),
    formula="poor_households_start − poor_households_end = reduction_households",
)
def poor_start_less_reduction(subject: Subject) -> Iterator[Result]:
    fields = ("reduction_households", "poor_households_start", "poor_households_end")
    for located in subject.areas:
        counts = subject.known[located.path]
        present = [counts[field] for field in fields if field in counts]
        if len(present) < 2:  # noqa: PLR2004 - nothing to compare
            continue
        at = _own(located, *present)
        if at is None:
            continue
        absent = next((field for field in fields if field not in counts), None)
        if absent is None:
            yield _difference(at, located, counts)
        else:
            missing = say("the {field} is not stated", "không ghi {field}", field=GLOSSARY[absent])
            yield _lacks(located, missing, *present)


def _difference(at: Path, located: Located, counts: KnownCounts) -> Result:
    start, end = counts["poor_households_start"], counts["poor_households_end"]
    reduction = counts["reduction_households"]
    figures = start.figures + end.figures + reduction.figures
    if not (start.sure and end.sure and reduction.sure):
        return Undecided(figures, _ESTIMATED)
    fall = start.interval.minus(end.interval)
    if fall.meets(reduction.interval):
        return Held(figures)
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
            Related(count.figures[0], GLOSSARY[str(count.figures[0][-1])])
            for count in (start, end, reduction)
            if count.figures[0] != at
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
    mend=Text(
        "See whether the two numbers were swapped, or belong to different areas or dates, or whether one of them "
        "counts persons where the other counts households.",
        "Hãy xem hai số có bị đổi chỗ cho nhau, thuộc hai địa bàn hoặc hai thời điểm khác nhau, hoặc một số tính theo "
        "nhân khẩu còn số kia tính theo hộ hay không.",
    ),
    formula="poor_households_start ≤ households_start\npoor_households_end ≤ households_end",
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
            at = _own(located, poor, base)
            if poor is None or at is None:
                continue
            yield _lacks(located, missing, poor) if base is None else _at_most(at, located, poor, base, words)


@check(
    "T114",
    "poverty-falls",
    Severity.WARNING,
    section="targets",
    title=Text("Poverty falls", "Tỷ lệ hộ nghèo giảm"),
    explanation=Text(
        "A reduction is not below nought, in households or in points: that would say that poverty rises. It can be "
        "meant, in a result; in a plan it is more often a sign typed by mistake.",
        "Số hộ nghèo giảm và mức giảm tỷ lệ không được âm, vì số âm nghĩa là hộ nghèo tăng. Điều này có thể đúng "
        "trong báo cáo kết quả; trong kế hoạch thì thường do gõ nhầm dấu.",
    ),
    mend=Text(
        "A reduction is typed without a sign, and the dash of a list in the document is easily taken for a minus. If "
        "poverty really rises, the figure stays as it is; see that the poor households at both dates say so too.",
        "Mức giảm được ghi không có dấu, mà dấu gạch đầu dòng trong văn bản dễ bị nhầm thành dấu trừ. Nếu hộ nghèo "
        "tăng thật thì giữ nguyên số âm và xem số hộ nghèo đầu năm, cuối năm có thể hiện đúng như vậy không.",
    ),
    formula="reduction_households ≥ 0,  reduction_rate ≥ 0",
)
def poverty_falls(subject: Subject) -> Iterator[Result]:
    for located in subject.areas:
        for field in ("reduction_households", "reduction_rate"):
            figure = located.figure(field)
            if figure is None:
                continue
            if not _says_rise(figure):
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


def _says_rise(figure: Figure) -> bool:
    """Whether every number that a reduction stands for is below nought."""
    if figure.form in (Form.OVER, Form.AT_LEAST, Form.ABOUT):
        return False
    highest = figure.number if figure.upper is None else figure.upper
    return highest < 0 or (highest == 0 and figure.form is Form.UNDER)


CHECKS = (reduction_within_poor, poor_start_less_reduction, poor_within_households, poverty_falls)
