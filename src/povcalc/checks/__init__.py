"""The checks, one module a family; `ALL` is every one of them, in the order of a run."""

from povcalc.checks import (
    actors,
    dates,
    funding,
    promises,
    rates,
    references,
    schema,
    targets,
    values,
    waivers,
    yaml_text,
)
from povcalc.checks.declare import Check

ALL: tuple[Check, ...] = (
    *yaml_text.CHECKS,
    *schema.CHECKS,
    *values.CHECKS,
    *references.CHECKS,
    *targets.CHECKS,
    *rates.CHECKS,
    *promises.CHECKS,
    *funding.CHECKS,
    *dates.CHECKS,
    *actors.CHECKS,
    *waivers.CHECKS,  # last: they look at what the others found
)
