"""`povcalc check`: read, run the checks, write, exit."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from povcalc.cli import words
from povcalc.cli.app import COULD_NOT_RUN, LangOption, app, complain, program
from povcalc.cli.assumed import CutOption, GrowthOption, UnusableAssumptionError, options
from povcalc.cli.help import Command
from povcalc.cli.language import LANG
from povcalc.cli.tables import FiguresOption, SaveOption, join_tables
from povcalc.cli.tables import save as write_joined
from povcalc.text import say

if TYPE_CHECKING:
    from povcalc.output.checked import Checked


class Format(StrEnum):
    """How the report is written."""

    TABLE = "table"
    CONCISE = "concise"
    JSON = "json"


Codes = list[str] | None


@app.command(
    cls=Command,
    help=words.CHECK.to(LANG),
    options_metavar=words.OPTIONS_PLACE.to(LANG),
    rich_help_panel=words.COMMANDS.to(LANG),
)
def check(  # noqa: PLR0913 - one parameter an option
    *,
    files: Annotated[
        list[str] | None, typer.Argument(metavar=words.FILES_PLACE.to(LANG), help=words.FILES.to(LANG))
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", "-f", show_default=False, help=words.FORMAT.to(LANG))
    ] = Format.TABLE,
    strict: Annotated[bool, typer.Option("--strict", help=words.STRICT.to(LANG))] = False,
    fail_undecided: Annotated[bool, typer.Option("--fail-undecided", help=words.FAIL_UNDECIDED.to(LANG))] = False,
    select: Annotated[
        Codes, typer.Option("--select", metavar=words.CODE_PLACE.to(LANG), help=words.SELECT.to(LANG))
    ] = None,
    ignore: Annotated[
        Codes, typer.Option("--ignore", metavar=words.CODE_PLACE.to(LANG), help=words.IGNORE.to(LANG))
    ] = None,
    figures: FiguresOption = None,
    save: SaveOption = None,
    growth: GrowthOption = None,
    cut: CutOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=words.QUIET.to(LANG))] = False,
    no_default: Annotated[bool, typer.Option("--no-default", help=words.NO_DEFAULT.to(LANG))] = False,
    lang: LangOption = None,
) -> int:
    """Check plans and exit with 0, 1 or 2."""
    del lang  # already in LANG
    # What follows costs more than the rest of the start, and other commands do without it.
    from povcalc.cli.inputs import gather
    from povcalc.cli.streams import abandon_output
    from povcalc.engine import choose, run
    from povcalc.output.checked import Checked, broken_checks, exit_status

    try:
        checks = choose(_split(select), _split(ignore))
        assumed = options(growth, cut)
    except LookupError as unknown:
        complain(
            say(
                "no check has the code or family {word}; codes look like T101, families like T",
                "không có phép kiểm tra nào mang mã hoặc nhóm {word}; mã có dạng T101, nhóm có dạng T",
                word=str(unknown.args[0]) or "''",
            )
        )
        return COULD_NOT_RUN
    except UnusableAssumptionError as unusable:
        complain(unusable.why)
        return COULD_NOT_RUN
    inputs = gather(files or (), no_default=no_default)
    join_tables(inputs, figures)
    done = tuple(
        Checked(reading, run(reading, checks, assumed), inputs.used_built_in, assumed) for reading in inputs.readings
    )
    status = exit_status(done, strict=strict, fail_undecided=fail_undecided)
    status = COULD_NOT_RUN if inputs.troubles else status
    if inputs.used_built_in:
        complain(
            say(
                "no file is named, so the built-in plan of Yên Bái for 2019 is checked",
                "không nêu tệp nào nên kiểm tra kế hoạch năm 2019 của Yên Bái cài sẵn",
            )
        )
    try:
        _write(done, form, status=status, skipped=inputs.skipped, quiet=quiet)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as `head`, has all that it wanted; the status is that of the plans still.
        abandon_output()
    if inputs.skipped:
        complain(
            say(
                "files and hidden folders passed over, which hold no plan: {count}",
                "số tệp không phải kế hoạch và thư mục ẩn đã bỏ qua: {count}",
                count=inputs.skipped,
            )
        )
    if save is not None and not write_joined(done, save):
        status = COULD_NOT_RUN
    # The summary of the tables tells of these itself; the other forms have no words for them.
    untold = () if form is Format.TABLE and not quiet else broken_checks(done)
    for trouble in (*inputs.troubles, *untold):
        complain(trouble)
    return status


def _split(codes: list[str] | None) -> list[str]:
    return [code.strip() for joined in codes or () for code in joined.split(",")]


def _write(done: tuple["Checked", ...], form: Format, *, status: int, skipped: int, quiet: bool) -> None:
    match form:
        case Format.CONCISE:
            from povcalc.output.concise import concise

            sys.stdout.write(concise(done, LANG))
        case Format.JSON:
            from povcalc.cli.streams import is_ascii
            from povcalc.output.as_json import as_json

            text = as_json(done, program=program(), status=status, skipped=skipped, ascii_only=is_ascii(sys.stdout))
            sys.stdout.write(text)
        case Format.TABLE:
            if done:
                from povcalc.cli.streams import screen
                from povcalc.output.console import show

                show(screen(), done, LANG, quiet=quiet)
        case _:
            assert_never(form)
