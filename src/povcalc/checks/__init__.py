"""The checks, one module a family; `ALL` is every one of them, in the order of a run."""

from povcalc.checks import (
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
from povcalc.checks.base import Check
from povcalc.messages import Message

ALL: tuple[Check, ...] = (
    *yaml.CHECKS,
    *schema.CHECKS,
    *actors.REFERENCE_CHECKS,
    *side_tables.CHECKS,
    *settings.CHECKS,
    *targets.CHECKS,
    *breakdowns.CHECKS,
    *rates.CHECKS,
    *flows.CHECKS,
    targets.promises_reach_target,
    *years.CHECKS,
    *contradictions.CHECKS,  # after the others of its family, whose findings it does not repeat
    *funding.CHECKS,
    *dates.CHECKS,
    *actors.CHECKS,
    *sources.CHECKS,
    *waivers.CHECKS,  # last: they look at what the others found
)

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
