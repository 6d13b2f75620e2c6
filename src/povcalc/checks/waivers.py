"""Family W: findings that a plan accepts, each with its reason.

The engine marks what a waiver covers; the checks here look at the waivers themselves. They stand
last in a run, when it is known what there is to waive.
"""

from collections.abc import Iterator, Mapping

from povcalc.checks.base import Context, area_index, check, guess
from povcalc.findings import Held, Outcome, Problem, Related, Result, Severity, Undecided
from povcalc.messages import Message, alternatives, clipped
from povcalc.places import Path
from povcalc.plan.areas import owner, part_addresses
from povcalc.plan.model import Waiver
from povcalc.typos import KnownWords

WAIVABLE = ("T", "F", "D", "A", "Q")
"""The families whose findings can be waived: what a plan says. A file's text and shape have to be right."""

_AMBIGUOUS = 3
_ONLY_MENDED = Message("what it finds has to be fixed, and the waiver taken out")
_ANY_CODE = Message("write the code of a finding of family T, F, D or A")


def _parts(context: Context) -> Mapping[str, Path]:
    return {"targets": ("targets",), "funding": ("funding",), **part_addresses(context.plan)}


def _meant(context: Context) -> tuple[tuple[Path, ...], ...]:
    """For each waiver, paths of the parts that it can mean: one when it is right, two when there are several."""
    parts, areas = context.cached(_parts), context.cached(area_index)
    return tuple(
        (parts[waiver.at],) if waiver.at in parts else tuple(areas.ending(waiver.at)[:2])
        for waiver in context.plan.waivers
    )


def accepted(context: Context) -> dict[tuple[str, Path], Message]:
    """The reasons for what is waived today, by the code of a check and the path of a part."""
    plan = context.reading.plan
    if plan is None or not plan.waivers:
        return {}
    reasons: dict[tuple[str, Path], Message] = {}
    for waiver, paths in zip(plan.waivers, context.cached(_meant), strict=True):
        if len(paths) == 1 and waiver.code.startswith(WAIVABLE) and not _is_over(waiver, context):
            reasons.setdefault((waiver.code, paths[0]), waiver.reason)
    return reasons


def _is_over(waiver: Waiver, context: Context) -> bool:
    return waiver.until is not None and waiver.until < context.today


@check("W101", "waivers-name-a-check", Severity.ERROR, section="waivers")
def waivers_name_a_check(context: Context) -> Iterator[Result]:
    """Every waiver names a check that can be waived.

    The code of a waiver is that of a check of the targets (T), the funding (F), the dates (D) or the actors (A). What
    is wrong with a file's text or its shape cannot be waived.

    Fix: Copy the code from the finding that you mean. A fault of the file's text or shape has to be fixed.
    """
    known = tuple(code for code in context.codes if code.startswith(WAIVABLE))
    words = KnownWords(known)
    for at, waiver in enumerate(context.plan.waivers):
        if waiver.code in known:
            yield Held(())
            continue
        yield Problem(
            ("waivers", at, "code"),
            Message(
                'No finding with the code "{code}" can be waived; {choice}',
                code=clipped(waiver.code),
                choice=_ONLY_MENDED if waiver.code in context.codes else guess(waiver.code, words) or _ANY_CODE,
            ),
        )


@check("W102", "waivers-name-a-part", Severity.ERROR, section="waivers")
def waivers_name_a_part(context: Context) -> Iterator[Result]:
    """Every waiver names one part of the plan.

    The `at` of a waiver is the id or path of one area (van-yen/xuan-ai), a funding line or the total (funding.oda,
    funding.total), a phase or deadline (schedule.ID) or an actor (actors.ID).

    Fix: Write the id that the part has in this file. Where several areas have the id, write the id of the area above
    and a slash before it.
    """
    meant = context.cached(_meant)
    known = KnownWords((*context.cached(_parts), *context.cached(area_index).by_id))
    for at, (waiver, paths) in enumerate(zip(context.plan.waivers, meant, strict=True)):
        if len(paths) == 1:
            yield Held(())
        elif paths:
            yield Problem(("waivers", at, "at"), _ambiguous(context, waiver.at))
        elif context.reading.misfits:
            yield Undecided((), Message("parts of the plan could not be read"))
        else:
            yield Problem(
                ("waivers", at, "at"),
                Message(
                    'No area, line, phase, deadline or actor is called "{at}"; {choice}',
                    at=clipped(waiver.at),
                    choice=guess(waiver.at, known)
                    or Message("write an area's id, or funding., schedule. or actors. before another's"),
                ),
            )


def _ambiguous(context: Context, words: str) -> Message:
    index = context.cached(area_index)
    areas = index.ending(words)
    depth = words.count("/") + 2
    return Message(
        '"{at}" is the id or path of {count} areas, where one was expected; write {paths}',
        at=clipped(words),
        count=len(areas),
        paths=alternatives([clipped(index.address(area, depth)) for area in areas[:_AMBIGUOUS]]),
    )


@check("W103", "waivers-are-needed", Severity.WARNING, section="waivers")
def waivers_are_needed(context: Context) -> Iterator[Result]:
    """Every waiver waives something.

    The check that a waiver names has a finding at the part that it names, and no waiver before it waives the same. A
    waiver that is left over would hide the next mistake at its place.

    Fix: Take the waiver out when what it was for has been put right. If the finding is still there, compare the code
    and the part with it.
    """
    found = {(finding.code, owner(finding.path)) for finding in context.findings if finding.path is not None}
    first: dict[tuple[str, Path], int] = {}
    for at, (waiver, paths) in enumerate(zip(context.plan.waivers, context.cached(_meant), strict=True)):
        is_right = len(paths) == 1 and waiver.code in context.codes and waiver.code.startswith(WAIVABLE)
        if not is_right or _is_over(waiver, context):
            continue  # the other checks report it
        if first.setdefault((waiver.code, paths[0]), at) != at:
            yield Problem(
                ("waivers", at),
                Message(
                    "{code} at {at} is waived already, and the first reason is the one that is shown; take one of the "
                    "two out",
                    code=waiver.code,
                    at=clipped(waiver.at),
                ),
                related=(Related(("waivers", first[waiver.code, paths[0]]), Message("the first")),),
            )
        elif (waiver.code, paths[0]) in found:
            yield Held(())
        elif context.ended.get(waiver.code, Outcome.BROKEN) is Outcome.BROKEN or context.reading.misfits:
            yield Undecided((), Message("{code} was not run to its end", code=waiver.code))
        else:
            yield Problem(
                ("waivers", at),
                Message(
                    "The waiver of {code} at {at} waives nothing: there is no such finding; take it out",
                    code=waiver.code,
                    at=clipped(waiver.at),
                ),
            )


@check("W104", "waivers-not-over", Severity.ERROR, section="waivers")
def waivers_not_over(context: Context) -> Iterator[Result]:
    """No waiver is past its last day.

    A waiver with until counts up to that day and on it. From the next day on, what it waived is a finding again, and
    the waiver itself is an error, so that it is looked at by somebody.

    Fix: Put right what the waiver is for and take it out. If there is still a reason to wait, write a later day.
    """
    for at, waiver in enumerate(context.plan.waivers):
        if waiver.until is None:
            continue
        if not _is_over(waiver, context):
            yield Held(())
            continue
        yield Problem(
            ("waivers", at, "until"),
            Message(
                "The waiver of {code} at {at} ended on {until}; put right what it is for, or write a later day",
                code=clipped(waiver.code),
                at=clipped(waiver.at),
                until=waiver.until,
            ),
        )
