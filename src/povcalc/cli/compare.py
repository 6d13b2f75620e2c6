"""`povcalc compare`: two plans side by side, or a plan and its result."""

import sys
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from povcalc.cli import words
from povcalc.cli.app import COULD_NOT_RUN, FAILED, OK, LangOption, app, complain, program
from povcalc.cli.assumed import CutOption, GrowthOption, UnusableAssumptionError, options
from povcalc.cli.help import Command
from povcalc.cli.language import LANG
from povcalc.cli.readings import no_plan, tell_of_unread
from povcalc.cli.shown import Format
from povcalc.messages import Text, say

if TYPE_CHECKING:
    from povcalc.comparison import Comparison
    from povcalc.plan.load import Reading


class _UnusableError(Exception):
    """Files that cannot be compared; its argument says why."""


@app.command(
    cls=Command,
    help=words.COMPARE.to(LANG),
    options_metavar=words.OPTIONS_PLACE.to(LANG),
    rich_help_panel=words.COMMANDS.to(LANG),
)
def compare(  # noqa: PLR0913 - one parameter an option
    *,
    first: Annotated[
        str | None, typer.Argument(metavar=words.BEFORE_PLACE.to(LANG), help=words.COMPARED_BEFORE.to(LANG))
    ] = None,
    second: Annotated[
        str | None, typer.Argument(metavar=words.AFTER_PLACE.to(LANG), help=words.COMPARED_AFTER.to(LANG))
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", "-f", show_default=False, help=words.COMPARE_FORMAT.to(LANG))
    ] = Format.TABLE,
    exit_code: Annotated[bool, typer.Option("--exit-code", help=words.EXIT_CODE.to(LANG))] = False,
    growth: GrowthOption = None,
    cut: CutOption = None,
    lang: LangOption = None,
) -> int:
    """Compare two plans."""
    del lang  # already in LANG
    try:
        assumed = options(growth, cut)
        before, after = _readings(first, second)
    except (_UnusableError, UnusableAssumptionError) as unusable:
        complain(unusable.args[0])
        return COULD_NOT_RUN
    from povcalc.cli.streams import abandon_output
    from povcalc.comparison import compared

    comparison = compared(before, after, assumed)
    damaged = [
        tell_of_unread(*each) for each in ((before, None if second is None else first), (after, second or first))
    ]
    status = FAILED if any(damaged) or (exit_code and _has_something(comparison)) else OK
    try:
        _write(comparison, form, status=status, built_in=second is None)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as `head`, has all that it wanted; the status is that of the comparison still.
        abandon_output()
    return status


def _readings(first: str | None, second: str | None) -> "tuple[Reading, Reading]":
    """The two plans; the built-in one before the only file named. Raises `_UnusableError`."""
    from povcalc.cli.inputs import STDIN, gather_one

    if first is None:
        raise _UnusableError(
            Text(
                "name the plan to compare with and what it became: povcalc compare draft.yaml approved.yaml",
                "hãy nêu kế hoạch làm gốc và bản sau: povcalc compare du-thao.yaml ban-hanh.yaml",
            )
        )
    if first == second == STDIN:
        raise _UnusableError(
            Text("standard input can be one of the two plans only", "chỉ một trong hai kế hoạch đọc từ đầu vào chuẩn")
        )
    readings = []
    for name in (None, first) if second is None else (first, second):
        inputs = gather_one(name)
        for trouble in inputs.troubles:
            raise _UnusableError(trouble.words)
        (reading,) = inputs.readings
        if reading.plan is None:
            raise _UnusableError(no_plan(reading, name))
        readings.append(reading)
    if second is None:
        complain(
            say(
                "one file is named, so it is compared with the built-in plan of Yên Bái for 2019",
                "chỉ nêu một tệp nên so với kế hoạch năm 2019 của Yên Bái cài sẵn",
            )
        )
    before, after = readings
    return before, after


def _has_something(comparison: "Comparison") -> bool:
    """What `--exit-code` tells: a target that is missed or, where none is judged, any difference."""
    from povcalc.comparison import Achievement

    return bool(comparison.judged(Achievement.MISSED)) if comparison.targets else comparison.differs


def _write(comparison: "Comparison", form: Format, *, status: int, built_in: bool) -> None:
    from povcalc.cli.streams import is_ascii
    from povcalc.output.json import compared_json
    from povcalc.output.tables import MAX_ROWS, shown_comparison

    match form:
        case Format.TABLE:
            from povcalc.cli.streams import screen
            from povcalc.output.console import show_tables

            shown = shown_comparison(comparison, built_in=built_in, most=MAX_ROWS)
            show_tables(screen(), shown, LANG)
        case Format.MARKDOWN:
            from povcalc.output.tables import as_markdown

            sys.stdout.write(as_markdown(shown_comparison(comparison, built_in=built_in), LANG))
        case Format.CSV:
            from povcalc.comparison import data_sheet
            from povcalc.output.tables import as_csv

            sys.stdout.write(as_csv(data_sheet(comparison), LANG))
        case Format.JSON:
            sys.stdout.write(
                compared_json(
                    comparison, program=program(), status=status, built_in=built_in, ascii_only=is_ascii(sys.stdout)
                )
            )
        case _:
            assert_never(form)
