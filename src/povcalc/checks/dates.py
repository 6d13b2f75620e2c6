"""Family D: the days of the schedule, against each other, the plan's issue and its year."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

from povcalc.checks.base import Context, check
from povcalc.findings import Held, Problem, Related, Result, Severity, Undecided
from povcalc.messages import Message
from povcalc.places import Path
from povcalc.plan.model import Deadline, Schedule

_PHASES: Path = ("schedule", "phases")
_DEADLINES: Path = ("schedule", "deadlines")


class _Day(NamedTuple):
    """A day of the schedule, how the plan words it, what it is the day of, and its path."""

    day: date
    words: Message
    what: Message
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
            field, words = "on", Message("on {day}", day=deadline.on)
        else:
            field, words = "before", Message("before {day}", day=deadline.before or "?")
        yield deadline, _Day(_last_day(deadline), words, deadline.text, (*_DEADLINES, at, field))


@check("D101", "phases-run-forward", Severity.ERROR, section="schedule", formula="from ≤ to")
def phases_run_forward(context: Context) -> Iterator[Result]:
    """No phase ends before it starts.

    The last day of a phase is its first day or a later one.

    Fix: Look both days up in the document. Often they were exchanged, or the year of one of them was not changed when
    the schedule was copied from last year's.
    """
    for at, phase in enumerate(_schedule(context).phases):
        if phase.from_ <= phase.to:
            yield Held(())
            continue
        yield Problem(
            (*_PHASES, at, "to"),
            Message(
                "The phase ends on {to}, before it starts on {start} ({text}); correct one of the two days",
                to=phase.to,
                start=phase.from_,
                text=phase.text,
            ),
            related=(Related((*_PHASES, at, "from"), Message("the first day")),),
        )


@check(
    "D102",
    "deadlines-follow-the-issue",
    Severity.ERROR,
    section="schedule",
    formula="document.issued ≤ on\ndocument.issued ≤ before - 1",
)
def deadlines_follow_the_issue(context: Context) -> Iterator[Result]:
    """No deadline is before the plan's issue.

    What a plan asks for cannot be due before the day on which the plan was issued. Something due `before` a day has to
    be there on the day before it.

    Fix: Compare the deadline's year with that of the plan first, then the day of issue with the document's head.
    """
    issued = context.plan.document.issued
    for _, due in _due(context):
        if issued is None:
            yield Undecided((), Message("the plan does not state when it was issued"))
        elif issued <= due.day:
            yield Held(())
        else:
            yield Problem(
                due.path,
                Message(
                    "{text}: due {when}, but the plan was issued only on {issued}; correct one of the two days",
                    when=due.words,
                    issued=issued,
                    text=due.what,
                ),
                related=(Related(("document", "issued"), Message("the day of issue")),),
            )


@check(
    "D103",
    "days-within-the-year",
    Severity.WARNING,
    section="schedule",
    formula="year-01-01 ≤ from, to, on, before - 1 ≤ (year + 1)-03-31",
)
def days_within_the_year(context: Context) -> Iterator[Result]:
    """Days are within the plan's year.

    The days of phases and deadlines lie in the year that the plan is for, or in its period of years, or in the three
    months after it, since year-end reports fall there.

    Fix: Most often the year was mistyped or left over from last year's schedule. If the day really is so, accept it
    with a waiver and its reason.
    """
    info = context.plan.document
    years = [info.period.from_, info.period.to] if info.period else [info.year] if info.year else []
    for stated in _all_days(context):
        if not years:
            yield Undecided((), Message("the plan does not state its year"))
        elif date(years[0], 1, 1) <= stated.day <= date(years[-1] + 1, 3, 31):
            yield Held(())
        else:
            yield Problem(
                stated.path,
                Message(
                    "{text}: {day} is outside the plan's time, 1 January {first} to 31 December {last} and the three "
                    "months after; correct the day, or waive this with the reason",
                    day=stated.words,
                    first=str(years[0]),
                    last=str(years[-1]),
                    text=stated.what,
                ),
                related=(Related(("document", "period" if info.period else "year"), Message("the plan's year")),),
            )


def _all_days(context: Context) -> Iterator[_Day]:
    """Every day of the schedule, in document order."""
    for at, phase in enumerate(_schedule(context).phases):
        for field, day in (("from", phase.from_), ("to", phase.to)):
            yield _Day(day, Message("{day}", day=day), phase.text, (*_PHASES, at, field))
    for _, due in _due(context):
        yield due


@check(
    "D104",
    "preliminary-before-official",
    Severity.ERROR,
    section="schedule",
    formula="on (report: preliminary) ≤ on (report: official)",
)
def preliminary_before_official(context: Context) -> Iterator[Result]:
    """No preliminary report is due after the official one.

    A preliminary report is due no later than the official report of the same actors to the same recipient. Actors or a
    recipient that are not stated may be any.

    Fix: See whether the two days, or the words preliminary and official, were exchanged.
    """
    reports = list(_due(context))
    officials = _first_officials(reports)
    for early, first in reports:
        if early.report != "preliminary":
            continue
        # One result a report, against the official one that is due first: pairs would be too many to read.
        last = _first_for(early, officials)
        if last is None:
            continue
        if first.day <= last.day:
            yield Held(())
            continue
        yield Problem(
            first.path,
            Message(
                "The preliminary report is due {early}, after the official one, due {final}; exchange the two "
                "or correct one of them",
                early=first.words,
                final=last.words,
            ),
            related=(Related(last.path, Message("the official report")),),
        )


_WHOEVER = ""
"""Stands for every actor and for every recipient; `None` is one that is not stated. No id is empty."""
_Officials = dict[tuple[str | None, str | None], tuple[int, _Day]]


def _first_officials(reports: Sequence[tuple[Deadline, _Day]]) -> _Officials:
    """The official report that is due first, by each of its actors and its recipient, with its place among all."""
    found: _Officials = {}
    for at, (final, due) in enumerate(reports):
        if final.report == "official":
            for actor, to in product((_WHOEVER, *(final.actors or (None,))), (_WHOEVER, final.to)):
                if (actor, to) not in found or due.day < found[actor, to][1].day:
                    found[actor, to] = at, due
    return found


def _first_for(early: Deadline, officials: _Officials) -> _Day | None:
    """The official report of the same actors to the same recipient that is due first."""
    actors = (*early.actors, None) if early.actors else (_WHOEVER,)
    recipients = (_WHOEVER,) if early.to is None else (early.to, None)
    fit = [officials[each] for each in product(actors, recipients) if each in officials]
    return min(fit, key=lambda each: (each[1].day, each[0]))[1] if fit else None
