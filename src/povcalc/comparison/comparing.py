"""Two plans side by side: what differs, and what the second says of the targets of the first."""

from os import PathLike
from typing import Any

from povcalc.bounds import Options
from povcalc.comparison.differences import area_changes, figure_changes, money_changes
from povcalc.comparison.findings import finding_changes
from povcalc.comparison.judging import judged, unjudged
from povcalc.comparison.pairing import pairing
from povcalc.comparison.values import Comparison, same_names
from povcalc.engine import run
from povcalc.loading import PlanError, Reading, reading_of
from povcalc.plan import Plan

SECTIONS = (
    "document",
    "purpose",
    "requirements",
    "objective",
    "poverty_standard",
    "measures",
    "schedule",
    "actors",
    "assumptions",
    "waivers",
)
"""The parts of a plan that are only said to differ, by their keys."""


def compare(before: Plan | str | PathLike[str], after: Plan | str | PathLike[str]) -> Comparison:
    """Compare two plans, or files that hold them, by the ids of their areas and lines.

    Where the first is a plan and the second its result, every target is judged. Raises `OSError` when a file cannot
    be read and `PlanError` when nothing of a plan can be made of it; a plan that is damaged in parts is compared as
    far as it was read.
    """
    readings = [reading_of(each) for each in (before, after)]
    for reading in readings:
        if reading.plan is None:
            raise PlanError(reading)
    return compared(readings[0], readings[1])


def compared(before: Reading, after: Reading, options: Options | None = None) -> Comparison:
    """Compare two readings, of which plans could be made; `options` are what the user assumes."""
    old, new = before.plan, after.plan
    if old is None or new is None:
        raise PlanError(before if old is None else after)
    paired = pairing(old, new)
    unread = before.unread, after.unread
    figures, alike = figure_changes(paired.pairs, unread)
    money = money_changes(old, new, unread)
    names = paired.addresses()
    is_result = "result" in (old.document.kind, new.document.kind)
    why = unjudged(old.document, new.document) if is_result else None
    parts = (*area_changes(paired), *money.lines)
    reports = [run(reading, options=options) for reading in (before, after)]
    return Comparison(
        before,
        after,
        parts,
        tuple(figures),
        tuple(money.amounts),
        money.unit,
        alike + money.alike,
        judged(paired, new, options, after.unread) if is_result and why is None else (),
        why,
        tuple(section for section in SECTIONS if not _is_same(getattr(old, section), getattr(new, section))),
        finding_changes((before, reports[0], names[0]), (after, reports[1], names[1])),
        tuple(note for note in (money.note, *same_names(parts)) if note is not None),
    )


def _is_same(one: Any, other: Any) -> bool:
    """Whether two parts say the same, whatever the order of lists with ids."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return sorted(map(repr, one)) == sorted(map(repr, other))
    if one is None or other is None or type(one) is not type(other):
        return bool(one == other)
    if not hasattr(type(one), "model_fields"):
        return bool(one == other)
    return all(_is_same(getattr(one, name), getattr(other, name)) for name in type(one).model_fields)
