"""The checks, one module a family; `ALL` is every one of them, in the order of a run."""

from povcalc.checks import (  # noqa: F401 - each module declares its checks
    actors,
    breakdowns,
    contradictions,
    dates,
    flows,
    funding,
    rates,
    schema,
    settings,
    side_tables,
    sources,
    targets,
    waivers,
    yaml,
    years,
)
from povcalc.checks.base import DECLARED, Check
from povcalc.messages import Message

FAMILIES = {
    "Y": Message("the file's text"),
    "S": Message("the format"),
    "G": Message("side tables and settings"),
    "T": Message("the targets"),
    "F": Message("the funding"),
    "D": Message("the dates"),
    "A": Message("the actors"),
    "Q": Message("the figures against the document"),
    "W": Message("the waivers"),
}
"""What the checks of each family look at, by its letter."""

_ORDER = (
    *("Y", "S", "G", "T10", "T13", "T11", "T201", "T202", "T203", "T204", "T12"),
    "T205",  # rests on the rates
    *("T5", "T6"),
    *("T207", "T206", "T208"),  # after the others of their family, whose findings they do not repeat
    *("F", "D", "A", "Q"),
    "W",  # looks at what the others found
)
"""What codes begin with, in the order of a run; those that begin alike follow one another by their codes."""


def _place(check: Check) -> tuple[int, str]:
    return next(at for at, begin in enumerate(_ORDER) if check.code.startswith(begin)), check.code


ALL = tuple(sorted(DECLARED.values(), key=_place))
