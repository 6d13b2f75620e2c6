"""What a shell completes: the ids of areas, and the names of their figures."""

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from povcalc.scenario.changes import FigureIndex


def changes_completed(context: typer.Context, incomplete: str) -> list[str]:
    """The figures that a change may begin with, each with its `=`."""
    if "=" in incomplete:
        return []
    return [f"{each}=" for each in _figures(context) if each.startswith(incomplete)][:_MOST]


def figures_completed(context: typer.Context, incomplete: str) -> list[str]:
    """The targets, and the lines of the funding, that a search may vary."""
    from povcalc.scenario.changes import FUNDING, TOTAL
    from povcalc.scenario.outcome import TARGETS

    found = (each.rpartition(".") for each in _figures(context))
    fit = (f"{name}.{field}" for name, _, field in found if field in TARGETS or (name == FUNDING and field != TOTAL))
    return [each for each in fit if each.startswith(incomplete)][:_MOST]


def goals_completed(context: typer.Context, incomplete: str) -> list[str]:
    """The figures that a goal may be about, each with the sign that it takes."""
    from povcalc.scenario.changes import FUNDING
    from povcalc.scenario.outcome import TARGETS

    signs = {"poverty_rate_end": "<=", "poor_households_end": "<="}
    found = ((each, *each.rpartition(".")[::2]) for each in _figures(context) if "*" not in each)
    return [
        f"{each}{'<=' if area == FUNDING else signs.get(field, '>=')}"
        for each, area, field in found
        if (field in TARGETS or area == FUNDING) and each.startswith(incomplete)
    ][:_MOST]


def areas_completed(context: typer.Context, incomplete: str) -> list[str]:
    """The areas whose shortest address begins so."""
    index = _asked(context)
    names = () if index is None else (index.name(each.path) for each in index.areas)
    return [each for each in names if each.startswith(incomplete)][:_MOST]


def bounds_completed(context: typer.Context, incomplete: str) -> list[str]:
    """The same with the sign behind which a number comes."""
    return [f"{each}=" for each in areas_completed(context, incomplete)]


_MOST = 200
"""No shell shows more in a useful way."""


def _figures(context: typer.Context) -> Iterator[str]:
    from povcalc.plan.model import Area
    from povcalc.scenario.outcome import TARGETS

    index = _asked(context)
    if index is None:
        return
    fields = (*TARGETS, *(field for field in Area.FIGURES if field not in TARGETS))
    names = [index.name(each.path) for each in index.areas]
    for field in fields:
        yield from (f"{name}.{field}" for name in (*names, "*", "**"))
    funding = index.plan.funding
    if funding is not None:
        yield from ("funding.total", *(f"funding.{line.id}" for line in funding.lines))


def _asked(context: typer.Context) -> "FigureIndex | None":
    """The plan on the command line as far as it is typed, or the built-in one."""
    from povcalc.cli.inputs import gather_one
    from povcalc.scenario.changes import FigureIndex

    with suppress(Exception):  # a completion that fails would print into the line that is typed
        # While an option still lacks the value that is being completed, the words before it are not assigned yet.
        file = context.params.get("file") or next(iter(context.args[1 if "goal" in context.params else 0 :]), None)
        reading = gather_one(file).readings[0]
        if reading.plan is not None:
            return FigureIndex(reading.plan)
    return None
