"""`povcalc seek`: what it would take to reach a goal."""

from typing import Annotated

import typer

from povcalc.cli import words
from povcalc.cli.app import COULD_NOT_RUN, FAILED, OK, LangOption, app, complain
from povcalc.cli.assumed import CutOption, GrowthOption, UnusableAssumptionError, options
from povcalc.cli.completing import figures_completed, goals_completed
from povcalc.cli.help import Command
from povcalc.cli.language import LANG
from povcalc.cli.readings import tell_of_unread
from povcalc.cli.shown import Format, write_shown
from povcalc.cli.tables import FiguresOption, tell_of_faults


@app.command(
    cls=Command,
    help=words.SEEK.to(LANG),
    options_metavar=words.OPTIONS_PLACE.to(LANG),
    rich_help_panel=words.COMMANDS.to(LANG),
)
def seek(  # noqa: PLR0913 - one parameter an option
    *,
    goal: Annotated[
        str,
        typer.Argument(metavar=words.GOAL_PLACE.to(LANG), help=words.GOAL.to(LANG), autocompletion=goals_completed),
    ],
    file: Annotated[
        str | None, typer.Argument(metavar=words.FILES_PLACE.to(LANG), help=words.ONE_FILE.to(LANG))
    ] = None,
    vary: Annotated[
        list[str] | None,
        typer.Option(
            "--vary",
            metavar=words.VARIED_PLACE.to(LANG),
            help=words.VARY.to(LANG),
            autocompletion=figures_completed,
        ),
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", "-f", show_default=False, help=words.SHEETS_FORMAT.to(LANG))
    ] = Format.TABLE,
    figures: FiguresOption = None,
    growth: GrowthOption = None,
    cut: CutOption = None,
    lang: LangOption = None,
) -> int:
    """Say what it would take to reach a goal."""
    del lang  # already in LANG
    from povcalc.cli.asking import asked_of, settled, title
    from povcalc.output.tables import Shown
    from povcalc.scenario.changes import ScenarioError
    from povcalc.scenario.tables import search, search_tables

    try:
        assumed = options(growth, cut)
        reading, built_in = asked_of(file, figures)
        sheets = search_tables(search(reading, goal, vary or [], settled(assumed, file, reading)))
    except (ScenarioError, UnusableAssumptionError) as unusable:
        complain(unusable.why)
        return COULD_NOT_RUN
    status = FAILED if tell_of_unread(reading, file) or tell_of_faults(reading) else OK
    if form is Format.CSV:
        sheets = sheets[:1]  # what it takes: a file of data holds one table
    write_shown(Shown(reading.name, title(reading), built_in, "seek", sheets), form, status=status)
    return status
