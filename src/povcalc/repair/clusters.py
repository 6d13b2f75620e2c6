"""Errors that belong together: those that share a figure, since what is changed has to mend all of them."""

from typing import NamedTuple

from povcalc.findings import Finding, Report, Severity
from povcalc.places import Path
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


def clusters(report: Report) -> list[Cluster]:
    """The errors of sums, rates and contradictions, those that share a figure together; none that is waived."""
    found: list[Cluster] = []
    for number, finding in enumerate(report.findings):
        if not is_blamed(finding):
            continue
        figures = frozenset(finding.figures)
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


def is_blamed(finding: Finding) -> bool:
    """Whether a finding is an error of sums, rates or contradictions that counts."""
    of_figures = finding.code in CODES and finding.severity is Severity.ERROR
    return of_figures and finding.waived is None and bool(finding.figures)
