"""Which figures to blame for a report's errors, and what each should be.

The candidates are the single figures that can mend all errors of a cluster, else pairs of figures.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from povcalc.figures import Figure, Interval
from povcalc.findings import Change, Report, Suggestion
from povcalc.places import Path
from povcalc.plan import Plan, walk
from povcalc.repair.candidates import Candidate, System, exchanged, likelihood, pairs, single
from povcalc.repair.clusters import SUMS, Cluster, clusters
from povcalc.repair.safety import safe
from povcalc.repair.slips import WORDS
from povcalc.repair.systems import TOTAL, Areas, Money
from povcalc.text import GLOSSARY, SHORT, Text, join, same, say, signed_interval


class Blamed(NamedTuple):
    """What could be wrong where some errors are: the likeliest candidate first."""

    cluster: Cluster
    candidates: tuple[Candidate, ...]
    safe: Candidate | None


def blamed(plan: Plan, report: Report) -> list[Blamed]:
    """For each group of errors that share figures, what could be wrong."""
    areas = {} if plan.targets is None else {located.path: located for located in walk(plan.targets)}
    groups = clusters(report)
    if not groups:
        return []
    systems: dict[str, System] = {"targets": Areas(areas)}
    if plan.funding is not None:
        systems["funding"] = Money(plan.funding)
    rows = _rows(plan)
    return [_blame(systems, groups, cluster, rows) for cluster in groups]


Rows = Mapping[Path, tuple[Path, ...]]
"""By the path of an area or a funding line, the rows directly above and below it."""


def _rows(plan: Plan) -> Rows:
    rows: dict[Path, tuple[Path, ...]] = {}
    lists: list[list[Path]] = []
    if plan.targets is not None:
        lists += [[child.path for child in located.children] for located in walk(plan.targets)]
    if plan.funding is not None:
        lists.append([("funding", "lines", number) for number in range(len(plan.funding.lines))])
    for row in lists:
        for at, path in enumerate(row):
            rows[path] = (*row[max(0, at - 1) : at], *row[at + 1 : at + 2])
    return rows


def _blame(systems: Mapping[str, System], groups: Sequence[Cluster], cluster: Cluster, rows: Rows) -> Blamed:
    section = str(min(cluster.figures, key=str)[0])
    whole = systems[section]
    system = _without(whole, [each for each in groups if each is not cluster], section)
    common = frozenset.intersection(*cluster.broken)
    found = [
        candidate
        for path in sorted(common, key=_order)
        for candidate in single(system, path, _neighbours(system, path, rows))
    ]
    found += _exchanges(whole, groups, cluster, rows)
    if not found:
        found = pairs(system, cluster.broken, sorted(cluster.figures, key=_order))
    found.sort(key=lambda candidate: likelihood(whole, candidate))
    return Blamed(cluster, tuple(found), safe(whole, cluster, found))


def _without(whole: System, others: Sequence[Cluster], section: str) -> System:
    """The figures without what other errors are about: sums that do not hold, and rates that contradict counts.

    All other relations stay, though their figures may be among the wrong ones: a change must not break what holds.
    """
    dropped: set[Path] = set()
    apart: set[Path] = set()
    for other in others:
        for broken, code, path in zip(other.broken, other.codes, other.paths, strict=True):
            if path[:1] != (section,):
                continue
            if code in SUMS:
                apart.add(path)
                continue
            dropped |= {figure for figure in broken if "rate" in str(figure[-1])} or broken
    return whole.but(dropped, apart=apart)


def _order(path: Path) -> tuple[tuple[int, ...], str]:
    """For sorting, as a reader goes through the document: a whole before its parts."""
    return tuple(step for step in path if isinstance(step, int)), str(path[-1])


def _beside(path: Path, rows: Rows) -> tuple[Path, ...]:
    return tuple((*row, path[-1]) for row in rows.get(path[:-1], ()))


def _neighbours(system: System, path: Path, rows: Rows) -> list[Figure]:
    return [figure for figure in (system.figure(each) for each in _beside(path, rows)) if figure is not None]


def _exchanges(whole: System, groups: Sequence[Cluster], cluster: Cluster, rows: Rows) -> list[Candidate]:
    """Neighbouring rows whose figures, exchanged, mend these errors, and those of the other row if it has any."""
    found: dict[tuple[Path, ...], Candidate] = {}
    for path in sorted(cluster.figures, key=_order):
        for beside in _beside(path, rows):
            mended = [each for each in groups if each is cluster or beside in each.figures]
            if not all(path in broken or beside in broken for each in mended for broken in each.broken):
                continue
            system = _without(whole, [each for each in groups if each not in mended], str(path[0]))
            for candidate in exchanged(system, path, (beside,)):
                found[candidate.paths] = candidate
    return list(found.values())


class Words:
    """Puts candidates of one plan in words."""

    def __init__(self, plan: Plan) -> None:
        self._areas = {located.path: located for located in walk(plan.targets)} if plan.targets is not None else {}
        self._funding = plan.funding

    def suggestion(self, candidate: Candidate, cluster: Cluster, *, safe: bool) -> Suggestion:
        """A candidate for some errors in words."""
        changes, parts = [], []
        for path, figure in candidate.figures:
            before = self._stated(path)
            room = _in_words(candidate.room) if figure is None and candidate.room is not None else None
            changes.append(Change(path, before.number, None if figure is None else figure.number, room))
            parts.append(
                say(
                    "{name}: {was} → {number}",
                    "{name}: {was} → {number}",
                    name=self._name(path),
                    was=before.number,
                    number=(room or same("?")) if figure is None else figure.number,
                )
            )
        message = join(parts, "; ")
        slip = candidate.slip if candidate.uniform else None
        why = None if slip is None else WORDS[slip]
        if why is None and len(candidate.figures) == 1 and cluster.is_total(candidate.paths[0]):
            why = _STALE
        if why is not None:
            message = say("{what} ({why})", "{what} ({why})", what=message, why=why)
        return Suggestion(tuple(changes), message, None if slip is None else slip.value, safe)

    def _stated(self, path: Path) -> Figure:
        figure = self._areas[path[:-1]].figure(str(path[-1])) if path[0] == "targets" else None
        if figure is None and self._funding is not None:
            figure = Money(self._funding).figure(path)
        if figure is None:
            raise LookupError(path)
        return figure

    def _name(self, path: Path) -> Text:
        """What a figure is called: its area and quantity, its funding line, or the total."""
        if path[0] == "targets":
            area = self._areas[path[:-1]].area
            return say("{area}, {field}", "{area}, {field}", area=area.name, field=SHORT[str(path[-1])])
        if path == TOTAL or self._funding is None:
            return GLOSSARY["total"]
        return self._funding.lines[int(path[2])].name


_STALE = Text("the total may be out of date", "số tổng có thể chưa được cập nhật")


def _in_words(room: Interval) -> Text:
    """Where a figure would have to lie, its ends rounded outwards."""
    return signed_interval(room.widened(_PLACES))


_PLACES = 3
