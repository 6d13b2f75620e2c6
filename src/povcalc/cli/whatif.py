"""`povcalc whatif`: figures changed, what follows, and what check says of the changed plan."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from povcalc.cli import words
from povcalc.cli.app import COULD_NOT_RUN, FAILED, OK, LangOption, app, complain
from povcalc.cli.assumed import CutOption, GrowthOption, UnusableAssumptionError, options
from povcalc.cli.completing import changes_completed
from povcalc.cli.help import Command
from povcalc.cli.language import LANG
from povcalc.cli.readings import tell_of_unread
from povcalc.cli.shown import Format, write_shown
from povcalc.cli.tables import FiguresOption, tell_of_faults
from povcalc.messages import Text, say
from povcalc.scenario import changes as changing

if TYPE_CHECKING:
    from povcalc.plan.assumptions import Options
    from povcalc.plan.load import Reading
    from povcalc.scenario.outcome import Scenario
    from povcalc.scenario.tables import Answer


class Rebalance(StrEnum):
    """What becomes of sums; as `povcalc.scenario.changes` has it, which other commands do without."""

    TOTAL = "total"
    OTHERS = "others"


@app.command(
    cls=Command,
    help=words.WHATIF.to(LANG),
    options_metavar=words.OPTIONS_PLACE.to(LANG),
    rich_help_panel=words.COMMANDS.to(LANG),
)
def whatif(  # noqa: PLR0913 - one parameter an option
    *,
    file: Annotated[
        str | None, typer.Argument(metavar=words.FILES_PLACE.to(LANG), help=words.ONE_FILE.to(LANG))
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            "-s",
            metavar=words.CHANGE_PLACE.to(LANG),
            help=words.SET.to(LANG),
            autocompletion=changes_completed,
        ),
    ] = None,
    scenarios: Annotated[
        list[str] | None,
        typer.Option("--scenario", metavar=words.SCENARIO_PLACE.to(LANG), help=words.SCENARIO.to(LANG)),
    ] = None,
    rebalance: Annotated[
        Rebalance | None, typer.Option("--rebalance", show_default=False, help=words.REBALANCE.to(LANG))
    ] = None,
    keep_stated: Annotated[bool, typer.Option("--keep-stated", help=words.KEEP_STATED.to(LANG))] = False,
    save: Annotated[
        str | None, typer.Option("--save", metavar=words.NEW_FILE_PLACE.to(LANG), help=words.SAVE_CHANGED.to(LANG))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=words.FORCE.to(LANG))] = False,
    form: Annotated[
        Format, typer.Option("--format", "-f", show_default=False, help=words.SHEETS_FORMAT.to(LANG))
    ] = Format.TABLE,
    figures: FiguresOption = None,
    growth: GrowthOption = None,
    cut: CutOption = None,
    lang: LangOption = None,
) -> int:
    """Say what follows from changed figures."""
    del lang  # already in LANG
    from povcalc.cli.asking import asked_of, fit_to_save, saved_changes, settled
    from povcalc.scenario.changes import ScenarioError

    try:
        assumed = options(growth, cut)
        wanted = _wanted(changes or [], scenarios or [], rebalance, keep_stated=keep_stated)
        if save is not None:
            fit_to_save(save, force=force, alone=len(wanted) == 1)
        reading, built_in = asked_of(file, figures)
        answers = _answered(reading, wanted, settled(assumed, file, reading))
        status = FAILED if tell_of_unread(reading, file) or tell_of_faults(reading) else OK
        if save is not None:
            saved_changes(reading, answers[0].whatif.changes, save, force=force)
    except (ScenarioError, UnusableAssumptionError) as unusable:
        complain(unusable.why)
        return COULD_NOT_RUN
    _show(reading, answers, form, status=status, built_in=built_in)
    return status


def _wanted(
    changes: list[str], files: list[str], rebalance: Rebalance | None, *, keep_stated: bool
) -> "list[Scenario]":
    """What is asked for: the changes named, or those of each file. Raises `ScenarioError`."""
    from povcalc.cli.asking import scenario_files
    from povcalc.scenario.changes import ScenarioError, parse_request
    from povcalc.scenario.outcome import Scenario

    sums = None if rebalance is None else changing.Rebalance(rebalance)
    requests = tuple(map(parse_request, changes))
    if not files:
        if not requests:
            raise ScenarioError(
                Text(
                    "name a change with --set, such as --set tram-tau.reduction_households=500, or a file of changes "
                    "with --scenario",
                    "hãy nêu thay đổi bằng --set, ví dụ --set tram-tau.reduction_households=500, hoặc tệp phương án "
                    "bằng --scenario",
                )
            )
        return [Scenario(requests, sums, keep_stated)]
    return [
        each._replace(
            requests=(*each.requests, *requests),
            rebalance=sums or each.rebalance,
            keep_stated=keep_stated or each.keep_stated,
        )
        for each in scenario_files(files)
    ]


def _answered(reading: "Reading", wanted: "list[Scenario]", assumed: "Options") -> "list[Answer]":
    from povcalc.scenario.changes import ScenarioError
    from povcalc.scenario.tables import answer

    answers: list[Answer] = []
    for scenario in wanted:
        before = answers[0].before if answers else None
        try:
            answers.append(answer(reading, scenario, assumed, before))
        except ScenarioError as unusable:
            # Of changes from a file it has to be said in which; those of the command line stand before one's eyes.
            at = next((each.origin.partition(":")[0] for each in scenario.requests if ":" in each.origin), None)
            if at is None or unusable.why.en.startswith(f"{at}:"):
                raise
            raise ScenarioError(say("{at}: {why}", "{at}: {why}", at=at, why=unusable.why)) from None
    return answers


def _show(reading: "Reading", answers: "list[Answer]", form: Format, *, status: int, built_in: bool) -> None:
    from povcalc.cli.asking import title
    from povcalc.output.tables import Shown
    from povcalc.scenario.tables import answer_tables, side_by_side

    sheets = answer_tables(answers[0]) if len(answers) == 1 else (side_by_side(answers),)
    if form is Format.CSV:
        sheets = sheets[1:2] or sheets  # what follows: a file of data holds one table
    name = answers[0].whatif.scenario.name
    heading = title(reading)
    if len(answers) == 1 and name is not None:
        heading = say("{title} – {name}", "{title} – {name}", title=heading, name=name)
    write_shown(Shown(reading.name, heading, built_in, "whatif", sheets), form, status=status)
