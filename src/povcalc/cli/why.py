"""`povcalc why`: where a figure's range comes from, line by line."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from povcalc.cli import words
from povcalc.cli.app import COULD_NOT_RUN, FAILED, OK, LangOption, app, complain, program
from povcalc.cli.assumed import CutOption, GrowthOption, UnusableAssumptionError, options
from povcalc.cli.help import Command
from povcalc.cli.language import LANG, language
from povcalc.cli.settings_options import NoSettingsOption, SettingsOption
from povcalc.cli.tables import FiguresOption, join_tables, tell_of_faults
from povcalc.messages import Text, say

if TYPE_CHECKING:
    from povcalc.plan.assumptions import Options
    from povcalc.plan.load import Reading


class Format(StrEnum):
    """How the answer is written."""

    TABLE = "table"
    JSON = "json"


@app.command(
    cls=Command,
    help=words.WHY.to(LANG),
    options_metavar=words.OPTIONS_PLACE.to(LANG),
    rich_help_panel=words.COMMANDS.to(LANG),
)
def why(  # noqa: PLR0913 - one parameter an option
    *,
    figure: Annotated[str, typer.Argument(metavar=words.FIGURE_PLACE.to(LANG), help=words.WHICH_FIGURE.to(LANG))],
    file: Annotated[
        str | None, typer.Argument(metavar=words.FILES_PLACE.to(LANG), help=words.ONE_FILE.to(LANG))
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", "-f", show_default=False, help=words.WHY_FORMAT.to(LANG))
    ] = Format.TABLE,
    figures: FiguresOption = None,
    growth: GrowthOption = None,
    cut: CutOption = None,
    settings: SettingsOption = None,
    no_settings: NoSettingsOption = False,
    lang: LangOption = None,
) -> int:
    """Say where a figure's range comes from."""
    del lang  # already in LANG
    from povcalc.cli.inputs import gather_one
    from povcalc.cli.ruling import Asked, Ruling, tell_of_settings

    try:
        asked = Asked(assumed=options(growth, cut))
    except UnusableAssumptionError as unusable:
        complain(unusable.why)
        return COULD_NOT_RUN
    ruling = Ruling(asked, settings, off=no_settings)
    rules = ruling.of_one(file)
    inputs = gather_one(file)
    join_tables(inputs, figures)
    for trouble in inputs.troubles:
        complain(trouble.words)
        return COULD_NOT_RUN
    if inputs.used_built_in:
        complain(
            say(
                "no file is named, so the built-in plan of Yên Bái for 2019 is asked",
                "không nêu tệp nào nên dùng kế hoạch năm 2019 của Yên Bái cài sẵn",
            )
        )
    (reading,) = inputs.readings
    status = _answer(reading, figure, rules.options(reading.plan), form)
    return status or (FAILED if tell_of_settings(ruling) else OK)


def _answer(reading: "Reading", figure: str, assumed: "Options", form: Format) -> int:
    from povcalc.plan.assumptions import assumptions_of
    from povcalc.plan.model import walk
    from povcalc.views.answers import UnknownFigureError
    from povcalc.views.answers import why as explained
    from povcalc.views.plan import derived

    plan = reading.plan
    if plan is None or plan.targets is None:
        complain(
            say(
                "{name} could not be read as a plan with targets; see povcalc check {name}",
                "không đọc được mục tiêu giảm nghèo nào từ {name}; xem povcalc check {name}",
                name=reading.name,
            )
        )
        return COULD_NOT_RUN
    derivation = derived(walk(plan.targets), assumptions_of(plan, assumed))
    try:
        answers = explained(derivation, figure)
    except UnknownFigureError as unknown:
        complain(unknown.why)
        return COULD_NOT_RUN
    match form:
        case Format.TABLE:
            from povcalc.cli.streams import screen
            from povcalc.output.console import show_why

            show_why(screen(), reading, answers, language())
        case Format.JSON:
            from povcalc.cli.streams import is_ascii
            from povcalc.output.json import why_json

            sys.stdout.write(why_json(reading, answers, program=program(), ascii_only=is_ascii(sys.stdout)))
        case _:
            assert_never(form)
    if derivation.ranges.conflicts:
        complain(
            Text(
                "figures that contradict each other are left out of account: see povcalc check",
                "các số mâu thuẫn với nhau không được dùng để suy ra: xem povcalc check",
            )
        )
    return FAILED if tell_of_faults(reading) else OK
