"""What differs between the findings of two plans: those of a plan before and after a change, or of two years.

Findings of `check` are the same where check and subject are the same, whatever the line.
"""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from povcalc.findings import Finding, Report
from povcalc.messages import Lang
from povcalc.places import Path, dotted
from povcalc.plan.load import Reading


class FindingChanges(NamedTuple):
    """What `check` finds in the second plan only, in the first only, and in both (as the second has it)."""

    new: tuple[Finding, ...] = ()
    gone: tuple[Finding, ...] = ()
    kept: tuple[Finding, ...] = ()


Side = tuple[Reading, Report, Mapping[Path, str]]
"""A plan that was read, what `check` says of it, and what its areas are called in both plans, by their paths."""


def finding_changes(before: Side, after: Side) -> FindingChanges:
    """What is found in the second plan only, in the first only, and in both.

    The same check at the same figure of the same area is the same finding, though it may say other numbers.
    """
    old, new = _by_subject(before), _by_subject(after)
    return FindingChanges(
        tuple(finding for subject, finding in new.items() if subject not in old),
        tuple(finding for subject, finding in old.items() if subject not in new),
        tuple(finding for subject, finding in new.items() if subject in old),
    )


def _by_subject(side: Side) -> dict[tuple[str, str, int], Finding]:
    """Findings by their check, what they are about, and which they are of those that are alike in both."""
    reading, report, called = side
    count: Counter[tuple[str, str]] = Counter()
    found = {}
    for finding in report.findings:
        about = finding.message.to(Lang.EN) if finding.path is None else _symbolic(finding.path, reading, called)
        found[finding.code, about, count[finding.code, about]] = finding
        count[finding.code, about] += 1
    return found


def _symbolic(path: Path, reading: Reading, called: Mapping[Path, str]) -> str:
    """What a path is about, with the ids of areas and of other things in the place of their numbers."""
    area = next((path[:depth] for depth in range(len(path), 0, -1) if path[:depth] in called), None)
    if area is not None:
        return f"{called[area]}.{dotted(path[len(area) :])}"
    value, words = reading.root, []
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            value = None
        identifier = value.get("id") if isinstance(value, dict) and isinstance(step, int) else None
        words.append(str(step if identifier is None else identifier))
    return ".".join(words)
