"""Family D: the days of the schedule, against each other, the plan's issue and its year."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from povcalc.checks.base import Context, check
from povcalc.findings import Held, Problem, Related, Result, Severity, Undecided
from povcalc.messages import Text, say
from povcalc.places import Path
from povcalc.plan.model import Deadline, Schedule

_PHASES: Path = ("schedule", "phases")
_DEADLINES: Path = ("schedule", "deadlines")


class _Day(NamedTuple):
    """A day of the schedule, how the plan words it, what it is the day of, and its path."""

    day: date
    words: Text
    what: Text
    path: Path


def _schedule(context: Context) -> Schedule:
    if context.plan.schedule is None:
        raise LookupError("the plan has no schedule")
    return context.plan.schedule


def _last_day(deadline: Deadline) -> date:
    """The last day on which what is due is in time; `before` a day ends on the day before it."""
    if deadline.on is not None:
        return deadline.on
    if deadline.before is None:
        raise LookupError("a deadline has one of the two")
    return deadline.before - timedelta(days=1) if deadline.before > date.min else deadline.before


def _due(context: Context) -> Iterator[tuple[Deadline, _Day]]:
    """Every deadline with the last day on which it is met."""
    for at, deadline in enumerate(_schedule(context).deadlines):
        if deadline.on is not None:
            field, words = "on", say("on {day}", "ngày {day}", day=deadline.on)
        else:
            field, words = "before", say("before {day}", "trước ngày {day}", day=deadline.before or "?")
        yield deadline, _Day(_last_day(deadline), words, deadline.text, (*_DEADLINES, at, field))


@check(
    "D101",
    "phases-run-forward",
    Severity.ERROR,
    section="schedule",
    title=Text("No phase ends before it starts", "Không giai đoạn nào kết thúc trước khi bắt đầu"),
    explanation=Text(
        "The last day of a phase is its first day or a later one.",
        "Ngày kết thúc của một giai đoạn không được sớm hơn ngày bắt đầu.",
    ),
    formula="from ≤ to",
    mend=Text(
        "Look both days up in the document. Often they were exchanged, or the year of one of them was not "
        "changed when the schedule was copied from last year's.",
        "Tra lại hai ngày trong văn bản. Thường là do ghi đảo hai ngày, hoặc quên sửa năm khi chép tiến độ của "
        "năm trước.",
    ),
)
def phases_run_forward(context: Context) -> Iterator[Result]:
    for at, phase in enumerate(_schedule(context).phases):
        if phase.from_ <= phase.to:
            yield Held(())
            continue
        yield Problem(
            (*_PHASES, at, "to"),
            say(
                "The phase ends on {to}, before it starts on {start} ({text}); correct one of the two days",
                "Giai đoạn kết thúc ngày {to}, trước ngày bắt đầu {start} ({text}); hãy sửa một trong hai ngày",
                to=phase.to,
                start=phase.from_,
                text=phase.text,
            ),
            related=(Related((*_PHASES, at, "from"), Text("the first day", "ngày bắt đầu")),),
        )


@check(
    "D102",
    "deadlines-follow-the-issue",
    Severity.ERROR,
    section="schedule",
    title=Text("No deadline is before the plan's issue", "Không thời hạn nào trước ngày ban hành kế hoạch"),
    explanation=Text(
        "What a plan asks for cannot be due before the day on which the plan was issued. Something due "
        "`before` a day has to be there on the day before it.",
        "Việc do kế hoạch giao không thể đến hạn trước ngày ban hành kế hoạch. Việc phải xong `before` (trước) "
        "một ngày thì hạn cuối là ngày liền trước.",
    ),
    formula="document.issued ≤ on\ndocument.issued ≤ before - 1",
    mend=Text(
        "Compare the deadline's year with that of the plan first, then the day of issue with the document's head.",
        "Trước hết so năm của thời hạn với năm của kế hoạch, sau đó đối chiếu ngày ban hành với phần đầu văn bản.",
    ),
)
def deadlines_follow_the_issue(context: Context) -> Iterator[Result]:
    issued = context.plan.document.issued
    for _, due in _due(context):
        if issued is None:
            yield Undecided((), Text("the plan does not state when it was issued", "kế hoạch không ghi ngày ban hành"))
        elif issued <= due.day:
            yield Held(())
        else:
            yield Problem(
                due.path,
                say(
                    "{text}: due {when}, but the plan was issued only on {issued}; correct one of the two days",
                    "{text}: thời hạn là {when}, nhưng đến ngày {issued} kế hoạch mới ban hành; hãy sửa một trong "
                    "hai ngày",
                    when=due.words,
                    issued=issued,
                    text=due.what,
                ),
                related=(Related(("document", "issued"), Text("the day of issue", "ngày ban hành")),),
            )


@check(
    "D103",
    "days-within-the-year",
    Severity.WARNING,
    section="schedule",
    title=Text("Days are within the plan's year", "Các mốc thời gian nằm trong năm kế hoạch"),
    explanation=Text(
        "The days of phases and deadlines lie in the year that the plan is for, or in its period of years, or "
        "in the three months after it, since year-end reports fall there.",
        "Các mốc thời gian của giai đoạn và thời hạn nằm trong năm (hoặc các năm) của kế hoạch, hoặc trong quý "
        "liền sau vì báo cáo tổng kết năm thường làm vào lúc đó.",
    ),
    formula="year-01-01 ≤ from, to, on, before - 1 ≤ (year + 1)-03-31",
    mend=Text(
        "Most often the year was mistyped or left over from last year's schedule. If the day really is so, "
        "accept it with a waiver and its reason.",
        "Phần nhiều là do gõ nhầm năm hoặc để sót năm của tiến độ cũ. Nếu đúng là như vậy thì ghi chấp nhận "
        "trong `waivers` kèm lý do.",
    ),
)
def days_within_the_year(context: Context) -> Iterator[Result]:
    info = context.plan.document
    years = [info.period.from_, info.period.to] if info.period else [info.year] if info.year else []
    for stated in _all_days(context):
        if not years:
            yield Undecided((), Text("the plan does not state its year", "kế hoạch không ghi năm"))
        elif date(years[0], 1, 1) <= stated.day <= date(years[-1] + 1, 3, 31):
            yield Held(())
        else:
            yield Problem(
                stated.path,
                say(
                    "{text}: {day} is outside the plan's time, 1 January {first} to 31 December {last} and the three "
                    "months after; correct the day, or waive this with the reason",
                    "{text}: {day} nằm ngoài thời gian của kế hoạch, từ 1/1/{first} đến 31/12/{last} và quý liền sau; "
                    "hãy sửa lại ngày, hoặc ghi chấp nhận kèm lý do",
                    day=stated.words,
                    first=str(years[0]),
                    last=str(years[-1]),
                    text=stated.what,
                ),
                related=(
                    Related(("document", "period" if info.period else "year"), Text("the plan's year", "năm kế hoạch")),
                ),
            )


def _all_days(context: Context) -> Iterator[_Day]:
    """Every day of the schedule, in document order."""
    for at, phase in enumerate(_schedule(context).phases):
        for field, day in (("from", phase.from_), ("to", phase.to)):
            yield _Day(day, say("{day}", "ngày {day}", day=day), phase.text, (*_PHASES, at, field))
    for _, due in _due(context):
        yield due


@check(
    "D104",
    "preliminary-before-official",
    Severity.ERROR,
    section="schedule",
    title=Text(
        "No preliminary report is due after the official one", "Báo cáo sơ bộ không đến hạn sau báo cáo chính thức"
    ),
    explanation=Text(
        "A preliminary report is due no later than the official report of the same actors to the same "
        "recipient. Actors or a recipient that are not stated may be any.",
        "Báo cáo sơ bộ phải đến hạn không muộn hơn báo cáo chính thức của cùng cơ quan gửi đến cùng một nơi. Nếu "
        "không ghi cơ quan báo cáo hoặc nơi nhận thì coi như có thể là bất kỳ cơ quan nào.",
    ),
    formula="on (report: preliminary) ≤ on (report: official)",
    mend=Text(
        "See whether the two days, or the words preliminary and official, were exchanged.",
        "Xem có ghi đảo hai ngày, hoặc ghi nhầm giữa sơ bộ (preliminary) và chính thức (official) hay không.",
    ),
)
def preliminary_before_official(context: Context) -> Iterator[Result]:
    reports = list(_due(context))
    for early, first in reports:
        if early.report != "preliminary":
            continue
        officials = [due for final, due in reports if final.report == "official" and _same_report(early, final)]
        if not officials:
            continue
        # One result a report, against the official one that is due first: pairs would be too many to read.
        last = min(officials, key=lambda due: due.day)
        if first.day <= last.day:
            yield Held(())
            continue
        yield Problem(
            first.path,
            say(
                "The preliminary report is due {early}, after the official one, due {final}; exchange the two "
                "or correct one of them",
                "Báo cáo sơ bộ đến hạn {early}, sau báo cáo chính thức (đến hạn {final}); hãy đổi chỗ hai ngày "
                "hoặc sửa một ngày",
                early=first.words,
                final=last.words,
            ),
            related=(Related(last.path, Text("the official report", "báo cáo chính thức")),),
        )


def _same_report(early: Deadline, final: Deadline) -> bool:
    """Whether two reports can be of the same actors to the same recipient."""
    actors = not early.actors or not final.actors or bool(set(early.actors) & set(final.actors))
    return actors and (early.to is None or final.to is None or early.to == final.to)


CHECKS = (phases_run_forward, deadlines_follow_the_issue, days_within_the_year, preliminary_before_official)
