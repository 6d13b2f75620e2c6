"""Which figures to blame for a report's errors, and what each should be.

Errors that share a figure belong together: what is changed has to mend all of them. The candidates are the single
figures that can, else pairs. One is safe only when nothing else could have happened, as far as the figures tell.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from povcalc.figures import Figure, Form, Interval, Number
from povcalc.findings import Change, Finding, Report, Severity, Suggestion
from povcalc.places import Path
from povcalc.plan import Located, Plan, walk
from povcalc.repair.candidates import Candidate, System, exchanged, likelihood, pairs, single
from povcalc.repair.slips import PLAIN, WORDS, Slip, written
from povcalc.repair.systems import TOTAL, Areas, Money
from povcalc.text import GLOSSARY, SHORT, Lang, Text, interval, join, same, say

CODES = frozenset({"T101", "T111", "T112", "T113", "T201", "T203", "T204", "T206", "F101", "F103", "F105"})
"""The checks of sums, rates and contradictions: their errors rest on figures that one can change."""


class Cluster(NamedTuple):
    """Errors that share figures: of each its number among the report's findings, its figures, code and path."""

    findings: tuple[int, ...]
    broken: tuple[frozenset[Path], ...]
    codes: tuple[str, ...]
    paths: tuple[Path, ...]

    @property
    def figures(self) -> frozenset[Path]:
        """All figures that the errors rest on."""
        return frozenset[Path]().union(*self.broken)


class Blamed(NamedTuple):
    """What could be wrong where some errors are: the likeliest candidate first."""

    cluster: Cluster
    candidates: tuple[Candidate, ...]
    safe: Candidate | None


def clusters(report: Report, areas: Mapping[Path, Located]) -> list[Cluster]:
    """The errors of sums, rates and contradictions, those that share a figure together; none that is waived."""
    found: list[Cluster] = []
    for number, finding in enumerate(report.findings):
        if not is_blamed(finding):
            continue
        figures = frozenset(finding.figures).union(*(_printed(path, areas) for path in finding.figures))
        cluster = Cluster((number,), (figures,), (finding.code,), (finding.path or (),))
        for other in [each for each in found if each.figures & cluster.figures]:
            found.remove(other)
            cluster = Cluster(
                other.findings + cluster.findings,
                other.broken + cluster.broken,
                other.codes + cluster.codes,
                other.paths + cluster.paths,
            )
        found.append(cluster)
    return found


def _printed(path: Path, areas: Mapping[Path, Located]) -> tuple[Path, ...]:
    """The rates that say what a reduction in points means: that bare one may be the difference of bare rates."""
    rates = [(*path[:-1], field) for field in ("poverty_rate_start", "poverty_rate_end")]
    if path[-1] != "reduction_rate" or path[:-1] not in areas:
        return ()
    figures = [areas[path[:-1]].figure(str(each[-1])) for each in (path, *rates)]
    return tuple(rates) if all(each is not None and each.form is Form.EXACT for each in figures) else ()


def is_blamed(finding: Finding) -> bool:
    """Whether a finding is an error of sums, rates or contradictions that counts."""
    of_figures = finding.code in CODES and finding.severity is Severity.ERROR
    return of_figures and finding.waived is None and bool(finding.figures)


def blamed(plan: Plan, report: Report) -> list[Blamed]:
    """For each group of errors that share figures, what could be wrong."""
    areas = {} if plan.targets is None else {located.path: located for located in walk(plan.targets)}
    groups = clusters(report, areas)
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
    return Blamed(cluster, tuple(found), _safe(whole, cluster, found))


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


SUMS = ("T101", "F101")
"""The checks of sums; their errors point at the total."""


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


def _safe(system: System, cluster: Cluster, found: Sequence[Candidate]) -> Candidate | None:
    """The candidate that may be made without asking, if there is one.

    Either a slip explains it that leaves little to chance, and nothing explains any other; or it is the only figure
    that relations of two kinds leave, and they leave it one number. A total may be out of date: no relation clears it.
    """
    explained = [candidate for candidate in found if candidate.slip is not None]
    only = found[0] if len(found) == 1 else None
    if len(explained) == 1 and explained[0].choices == 1:
        known = explained[0]
        if _is_telling(system, cluster, known) or (known is only and only.alone and only.slip in PLAIN):
            return known
    if only is None or not only.alone or len(only.figures) != 1 or _is_total(only.paths[0], cluster):
        return None
    return only if len(EQUATIONS.intersection(cluster.codes)) >= _TWO else None


def _is_telling(system: System, cluster: Cluster, candidate: Candidate) -> bool:
    """Whether a slip is too particular to explain an error of another kind by chance.

    A digit more or less can explain almost any difference where a sum has a few short numbers, two digits swapped
    only some; of two slips at once any pair of figures may have some that fit. `bench/errors.py` measures how often
    each would be wrong.
    """
    slip, number = candidate.slip, candidate.figures[0][1]
    if slip in (Slip.THOUSANDS, Slip.EXCHANGED):
        return True
    before = system.figure(candidate.paths[0])
    if slip not in PLAIN or not candidate.alone or before is None or number is None:
        return False
    digits = sum(sign.isdigit() for sign in written(before.number))
    if len(cluster.broken) >= _TWO:
        return digits >= FEWEST_DIGITS[None]
    if slip not in FEWEST_DIGITS or len(cluster.figures) > MOST_FIGURES:
        return False
    return digits >= FEWEST_DIGITS[slip] and not (slip is Slip.SWAPPED and _are_next(before.number, number.number))


def _are_next(one: Number, other: Number) -> bool:
    """Whether the two digits that are swapped differ by one: many figures could be off by 9, 90, 900 and so on."""
    first, second = next((mine, its) for mine, its in zip(written(one), written(other), strict=True) if mine != its)
    return abs(int(first) - int(second)) == 1


FEWEST_DIGITS = {None: 3, Slip.SWAPPED: 4, Slip.DOUBLED: 5}
"""By slip, the digits that a figure needs for one broken relation to be enough; `None` is for two of them."""

MOST_FIGURES = 12
"""In a sum of more figures than these some slip fits too often by chance, if no second relation says so too."""

EQUATIONS = frozenset({"T101", "T201", "T204", "T206", "F101"})
"""The checks whose relations give a number; others only say that it is too large or too small."""

_TWO = 2


def _is_total(path: Path, cluster: Cluster) -> bool:
    """Whether a figure is the sum of others that the errors rest on."""
    inside = (other for other in cluster.figures if len(other) > len(path))
    return path == TOTAL or any(other[: len(path) - 1] == path[:-1] for other in inside)


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
        why = None if candidate.slip is None else WORDS[candidate.slip]
        if why is None and len(candidate.figures) == 1 and _is_total(candidate.paths[0], cluster):
            why = _STALE
        if why is not None:
            message = say("{what} ({why})", "{what} ({why})", what=message, why=why)
        return Suggestion(tuple(changes), message, None if candidate.slip is None else candidate.slip.value, safe)

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
    room = room.widened(_PLACES)
    return Text(*(interval(room, lang, signs=True) for lang in (Lang.EN, Lang.VI)))


_PLACES = 3
