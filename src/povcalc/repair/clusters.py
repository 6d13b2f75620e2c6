"""Errors that belong together: those that share a figure, since what is changed has to mend all of them."""

from collections.abc import Mapping
from typing import NamedTuple

from povcalc.figures import Form
from povcalc.findings import Finding, Report, Severity
from povcalc.places import Path
from povcalc.plan import Located
from povcalc.repair.systems import TOTAL

CODES = frozenset({"T101", "T111", "T112", "T113", "T201", "T203", "T204", "T206", "F101", "F103", "F105"})
"""The checks of sums, rates and contradictions: their errors rest on figures that one can change."""


SUMS = ("T101", "F101")
"""The checks of sums; their errors point at the total."""


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

    def is_total(self, path: Path) -> bool:
        """Whether a figure is the sum of others that the errors rest on."""
        inside = (other for other in self.figures if len(other) > len(path))
        return path == TOTAL or any(other[: len(path) - 1] == path[:-1] for other in inside)


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
