"""`povcalc check`: read, run the checks, write, exit."""

import os
import sys
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from povcalc.cli import words
from povcalc.cli.app import COULD_NOT_RUN, LangOption, app, complain, program
from povcalc.cli.assumed import CutOption, GrowthOption, UnusableAssumptionError, options
from povcalc.cli.formats import Format, FormatOption, OutputOption, Outputs, UnusableOutputError, outputs
from povcalc.cli.help import Command
from povcalc.cli.language import LANG
from povcalc.cli.tables import FiguresOption, SaveOption, join_tables
from povcalc.cli.tables import save as write_joined
from povcalc.text import Text, say

if TYPE_CHECKING:
    from povcalc.bounds import Options
    from povcalc.checks.declare import Check
    from povcalc.cli.inputs import Inputs
    from povcalc.output.checked import Checked, Run
    from povcalc.repair import Mended


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
    form: FormatOption = None,
    output: OutputOption = None,
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
    diff: Annotated[bool, typer.Option("--diff", help=words.DIFF.to(LANG))] = False,
    fix: Annotated[bool, typer.Option("--fix", help=words.FIX.to(LANG))] = False,
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
    from povcalc.engine import choose

    try:
        wanted = _Wanted(
            choose(_split(select), _split(ignore)),
            options(growth, cut),
            diff=diff,
            fix=fix,
            strict=strict,
            fail_undecided=fail_undecided,
        )
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
    try:
        out = outputs(form, output or (), [*_read(inputs), *(figures or ()), *([save] if save is not None else ())])
    except UnusableOutputError as unusable:
        complain(unusable.why)
        return COULD_NOT_RUN
    wanted = wanted._replace(out=out)
    why = _unfit(inputs, wanted, save=save is not None)
    if why is not None:
        complain(why)
        return COULD_NOT_RUN
    join_tables(inputs, figures)
    if inputs.used_built_in:
        complain(
            say(
                "no file is named, so the built-in plan of Yên Bái for 2019 is checked",
                "không nêu tệp nào nên kiểm tra kế hoạch năm 2019 của Yên Bái cài sẵn",
            )
        )
    done, mended = _run(inputs, wanted, figures)
    ended = _written(_ended(done, inputs), wanted, mended, quiet=quiet)
    if inputs.skipped:
        complain(
            say(
                "files and hidden folders passed over, which hold no plan: {count}",
                "số tệp không phải kế hoạch và thư mục ẩn đã bỏ qua: {count}",
                count=inputs.skipped,
            )
        )
    status = ended.status
    if save is not None and not write_joined(done, save):
        status = COULD_NOT_RUN
    told = out.screen is Format.TABLE and not quiet and not diff
    for trouble in (*(trouble.words for trouble in ended.troubles), *_untold(done, told=told)):
        complain(trouble)
    return status


def _read(inputs: "Inputs") -> list[str]:
    """The files of a command line."""
    return [reading.name for reading in inputs.readings if not inputs.used_built_in]


class _Wanted(NamedTuple):
    """What a command line asks for."""

    checks: "tuple[Check, ...]"
    assumed: "Options"
    out: Outputs = Outputs(Format.TABLE)
    diff: bool = False
    fix: bool = False
    strict: bool = False
    fail_undecided: bool = False


def _unfit(inputs: "Inputs", wanted: _Wanted, *, save: bool) -> Text | None:
    """What keeps options from being used together, or with these files."""
    if not wanted.fix:
        return None
    if wanted.diff or save:
        return Text(
            "--fix writes the file itself; use it without --diff and --save",
            "--fix ghi vào chính tệp đó; hãy dùng mà không kèm --diff và --save",
        )
    from povcalc.cli.mending import unfit

    return unfit(inputs.readings, built_in=inputs.used_built_in)


def _run(
    inputs: "Inputs", wanted: _Wanted, figures: list[str] | None
) -> "tuple[tuple[Checked, ...], list[tuple[Checked, Mended]]]":
    """Run the checks, look for suggestions where they are shown, and make the safe ones that are to be written."""
    from povcalc.engine import run
    from povcalc.findings import Severity
    from povcalc.output.checked import Checked

    checks, assumed = wanted.checks, wanted.assumed
    done = tuple(
        Checked(
            reading,
            run(reading, checks, assumed),
            inputs.used_built_in,
            assumed,
            strict=wanted.strict,
            fail_undecided=wanted.fail_undecided,
        )
        for reading in inputs.readings
    )
    shown = wanted.diff or wanted.fix or wanted.out.suggest
    if not shown or not any(checked.report.weighing(Severity.ERROR) for checked in done):
        return done, []
    from povcalc.cli.mending import with_suggestions, write_corrections

    mended = with_suggestions(done, assumed)
    if wanted.fix:
        fixed, troubles = write_corrections(mended, checks, assumed, figures)
        inputs.troubles += troubles
        return tuple(fixed), []
    return tuple(checked for checked, _ in mended), mended


def _ended(done: "tuple[Checked, ...]", inputs: "Inputs") -> "Run":
    """The run as a whole."""
    from povcalc.output.checked import Run, exit_status

    status = COULD_NOT_RUN if inputs.troubles else exit_status(done)
    try:
        folder = os.getcwd()  # noqa: PTH109 - a name like the other names
    except OSError:  # it is gone
        folder = "/"
    return Run(done, program(), status, inputs.skipped, tuple(inputs.troubles), folder)


def _untold(done: "tuple[Checked, ...]", *, told: bool) -> tuple[Text, ...]:
    """Which checks broke. The summary of the tables tells of these itself; the other forms have no words for them."""
    from povcalc.output.checked import broken_checks

    return () if told else broken_checks(done)


def _written(run: "Run", wanted: _Wanted, mended: "list[tuple[Checked, Mended]]", *, quiet: bool) -> "Run":
    """Write a run to its files and to the screen; the run with what could not be written."""
    from povcalc.cli.formats import write_files, write_screen
    from povcalc.cli.streams import abandon_output

    run = write_files(run, wanted.out, quiet=quiet)
    try:
        if wanted.diff:
            from povcalc.cli.mending import show_differences

            show_differences(mended)
        else:
            write_screen(run, wanted.out.screen, quiet=quiet)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as `head`, has all that it wanted; the status is that of the plans still.
        abandon_output()
    return run


def _split(codes: list[str] | None) -> list[str]:
    return [code.strip() for joined in codes or () for code in joined.split(",")]
