"""`povcalc allocate`: a target shared out among areas, in whole households that add up exactly."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from povcalc.cli import words
from povcalc.cli.app import COULD_NOT_RUN, OK, LangOption, app, complain
from povcalc.cli.assumed import CutOption, GrowthOption, UnusableAssumptionError, options
from povcalc.cli.completing import areas_completed, bounds_completed
from povcalc.cli.help import Command
from povcalc.cli.language import LANG
from povcalc.cli.shown import Format, write_shown
from povcalc.cli.tables import FiguresOption, table_faults
from povcalc.messages import Text, say

if TYPE_CHECKING:
    from povcalc.allocation import Allocation
    from povcalc.plan.assumptions import Options
    from povcalc.plan.load import Reading


class Use(StrEnum):
    """Which number is used of one that the plan only bounds."""

    LARGEST = "largest"
    SMALLEST = "smallest"
    MIDDLE = "middle"


BY = ("current", "poor", "households", "points")
"""What the plan itself has to share out by."""


class _Asked(NamedTuple):
    """What a command line asks for."""

    households: int | None
    by: str
    use: Use
    area: str | None
    deep: bool
    at_least: dict[str, int]
    at_most: dict[str, int]
    assumed: "Options"

    def shared_out(self, reading: "Reading") -> "Allocation":
        """The target shared out. Raises `AllocationError`."""
        from povcalc.allocation import AllocationError
        from povcalc.allocation import allocate as shared_out

        faults = table_faults(reading, *(() if self.by in BY else ("no_figure_column",)))
        if faults is not None or reading.plan is None:
            raise AllocationError(faults or Text("there is no plan", "không có kế hoạch"))
        return shared_out(
            reading.plan,
            households=self.households,
            by=self.by,
            use=self.use.value,
            area=self.area,
            deep=self.deep,
            at_least=self.at_least,
            at_most=self.at_most,
            assumed=self.assumed,
            tables=reading.tables,
        )


def _bys(incomplete: str) -> list[str]:
    return [by for by in BY if by.startswith(incomplete)]


@app.command(
    cls=Command,
    help=words.ALLOCATE.to(LANG),
    options_metavar=words.OPTIONS_PLACE.to(LANG),
    rich_help_panel=words.COMMANDS.to(LANG),
)
def allocate(  # noqa: PLR0913 - one parameter an option
    *,
    file: Annotated[
        str | None, typer.Argument(metavar=words.FILES_PLACE.to(LANG), help=words.ONE_FILE.to(LANG))
    ] = None,
    households: Annotated[
        str | None,
        typer.Option("--households", metavar=words.NUMBER_PLACE.to(LANG), help=words.SHARED_HOUSEHOLDS.to(LANG)),
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar=words.BY_PLACE.to(LANG),
            show_default=False,
            help=words.SHARED_BY.to(LANG),
            autocompletion=_bys,
        ),
    ] = BY[0],
    use: Annotated[Use, typer.Option("--use", show_default=False, help=words.USE.to(LANG))] = Use.LARGEST,
    area: Annotated[
        str | None,
        typer.Option(
            "--area",
            metavar=words.AREA_PLACE.to(LANG),
            help=words.SHARED_AREA.to(LANG),
            autocompletion=areas_completed,
        ),
    ] = None,
    deep: Annotated[bool, typer.Option("--deep", help=words.DEEP.to(LANG))] = False,
    at_least: Annotated[
        list[str] | None,
        typer.Option(
            "--at-least",
            metavar=words.BOUND_PLACE.to(LANG),
            help=words.AT_LEAST.to(LANG),
            autocompletion=bounds_completed,
        ),
    ] = None,
    at_most: Annotated[
        list[str] | None,
        typer.Option(
            "--at-most",
            metavar=words.BOUND_PLACE.to(LANG),
            help=words.AT_MOST.to(LANG),
            autocompletion=bounds_completed,
        ),
    ] = None,
    figures: FiguresOption = None,
    growth: GrowthOption = None,
    cut: CutOption = None,
    form: Annotated[
        Format, typer.Option("--format", "-f", show_default=False, help=words.SHEETS_FORMAT.to(LANG))
    ] = Format.TABLE,
    save: Annotated[
        str | None, typer.Option("--save", metavar=words.NEW_FILE_PLACE.to(LANG), help=words.SAVE_CHANGED.to(LANG))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=words.FORCE.to(LANG))] = False,
    lang: LangOption = None,
) -> int:
    """Share out a target."""
    del lang  # already in LANG
    from povcalc.allocation import AllocationError
    from povcalc.cli.asking import asked_of, fit_to_save, saved_changes, settled
    from povcalc.scenario.changes import ScenarioError

    try:
        asked = _Asked(
            None if households is None else _whole(households, "--households"),
            by,
            use,
            area,
            deep,
            _bounds("--at-least", at_least),
            _bounds("--at-most", at_most),
            options(growth, cut),
        )
        if save is not None:
            fit_to_save(save, force=force, alone=True)
        reading, built_in = asked_of(file, figures, whole=True)
        allocation = asked._replace(assumed=settled(asked.assumed, file, reading)).shared_out(reading)
        if save is not None:
            saved_changes(reading, allocation.changes, save, force=force)
    except (AllocationError, ScenarioError, UnusableAssumptionError) as unusable:
        complain(unusable.why)
        return COULD_NOT_RUN
    _show(allocation, reading, form, built_in=built_in)
    return OK


def _whole(word: str, option: str) -> int:
    """A whole number of households; one in another writing is told as it was probably meant."""
    if re.fullmatch(r"-?(?:0|[1-9][0-9]{0,39})", word):
        return int(word)
    from povcalc.allocation import AllocationError
    from povcalc.typos import guess_figure

    likely = guess_figure(word, whole=True)
    raise AllocationError(
        say(
            "{option} takes a whole number of households, not {word}{meant}",
            "{option} nhận một số hộ nguyên, không phải {word}{meant}",
            option=option,
            word=word or "''",
            meant=say("; did you mean {likely}?", "; có phải {likely} không?", likely=likely)
            if likely and likely.isdigit()
            else "",
        )
    )


def _bounds(option: str, given: Iterable[str] | None) -> dict[str, int]:
    """Bounds by what areas are called. Raises `AllocationError`."""
    from povcalc.allocation import AllocationError

    found: dict[str, int] = {}
    for words_ in given or ():
        called, sign, number = words_.rpartition("=")
        if not sign or not called:
            raise AllocationError(
                say(
                    "{option} takes an area and a number of households, such as tram-tau=500, not {words}",
                    "{option} nhận một địa bàn và số hộ, ví dụ tram-tau=500, không phải {words}",
                    option=option,
                    words=words_ or "''",
                )
            )
        households = _whole(number, f"{option} {called}=")
        if found.setdefault(called, households) != households:
            raise AllocationError(
                say(
                    "{option} gives {called} two numbers, {first} and {second}; keep one",
                    "{option} nêu hai số cho {called}: {first} và {second}; hãy giữ một số",
                    option=option,
                    called=called,
                    first=found[called],
                    second=households,
                )
            )
    return found


def _show(allocation: "Allocation", reading: "Reading", form: Format, *, built_in: bool) -> None:
    from povcalc.output.report import title
    from povcalc.output.tables import Shown
    from povcalc.views.answers import allocated, facts

    shown = Shown(reading.name, title(reading), built_in, "allocation", (allocated(allocation),), facts(allocation))
    write_shown(shown, form, status=OK)
