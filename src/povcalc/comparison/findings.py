"""Which findings one report has that another has not: by check and by what they are about, not by line."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from povcalc.comparison.values import FindingChanges
from povcalc.findings import Finding, Report
from povcalc.loading import Reading
from povcalc.places import Path, dotted

Side = tuple[Reading, Report, Mapping[Path, str]]
"""A plan that was read, what `check` says of it, and what its areas are called in both plans, by their paths."""


def finding_changes(before: Side, after: Side) -> FindingChanges:
    """What is found in the second plan only, in the first only, and in both.

    The same check at the same figure of the same area is the same finding, though it may say other numbers.
    """
    left: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in before[1].findings:
        left[_key(finding, before)].append(finding)
    new: list[Finding] = []
    kept: list[Finding] = []
    for finding in after[1].findings:
        same = left.get(_key(finding, after))
        if same:
            same.pop(0)
            kept.append(finding)
        else:
            new.append(finding)
    still = {id(finding) for findings in left.values() for finding in findings}
    gone = tuple(finding for finding in before[1].findings if id(finding) in still)
    return FindingChanges(tuple(new), gone, tuple(kept))


def _key(finding: Finding, side: Side) -> tuple[str, str]:
    if finding.path is None:
        return finding.code, finding.message.en
    reading, _, called = side
    return finding.code, _symbolic(finding.path, reading, called)


def _symbolic(path: Path, reading: Reading, called: Mapping[Path, str]) -> str:
    """What a path is about, with the ids of areas and of other things in the place of their numbers."""
    area = next((path[:depth] for depth in range(len(path), 0, -1) if path[:depth] in called), None)
    if area is not None:
        return f"{called[area]}.{dotted(path[len(area) :])}"
    value: Any = reading.document.root if reading.document is not None else None
    words = []
    for step in path:
        value = _inside(value, step)
        identifier = value.get("id") if isinstance(value, dict) and isinstance(step, int) else None
        words.append(str(step if identifier is None else identifier))
    return ".".join(words)


def _inside(value: Any, step: str | int) -> Any:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        return None
