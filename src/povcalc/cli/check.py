"""`povcalc check`: read, run the checks, write, exit."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from povcalc.cli import words
from povcalc.cli.app import COULD_NOT_RUN, LangOption, app, complain, program
from povcalc.cli.assumed import CutOption, GrowthOption, UnusableAssumptionError, options
from povcalc.cli.formats import Format, FormatOption, OutputOption, Outputs, UnusableOutputError, outputs, pages
from povcalc.cli.help import Command
from povcalc.cli.language import LANG, language
from povcalc.cli.settings_options import NoSettingsOption, SettingsOption
from povcalc.cli.tables import FiguresOption, SaveOption, read_tables
from povcalc.cli.tables import save as write_joined
from povcalc.messages import Text, say

if TYPE_CHECKING:
    from povcalc.cli.inputs import Listed
    from povcalc.cli.ruling import Ruling
    from povcalc.cli.whole_run import Ran
    from povcalc.output.report import Checked, Run, Trouble


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
    no_strict: Annotated[bool, typer.Option("--no-strict", hidden=True)] = False,
    fail_undecided: Annotated[bool, typer.Option("--fail-undecided", help=words.FAIL_UNDECIDED.to(LANG))] = False,
    no_fail_undecided: Annotated[bool, typer.Option("--no-fail-undecided", hidden=True)] = False,
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
    settings: SettingsOption = None,
    no_settings: NoSettingsOption = False,
    show_settings: Annotated[bool, typer.Option("--show-settings", help=words.SHOW_SETTINGS.to(LANG))] = False,
    jobs: Annotated[
        str | None, typer.Option("--jobs", "-j", metavar=words.NUMBER_PLACE.to(LANG), help=words.JOBS.to(LANG))
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=words.QUIET.to(LANG))] = False,
    no_default: Annotated[bool, typer.Option("--no-default", help=words.NO_DEFAULT.to(LANG))] = False,
    lang: LangOption = None,
) -> int:
    """Check plans and exit with 0, 1 or 2."""
    del lang  # already in LANG
    # What follows costs more than the rest of the start, and other commands do without it.
    from povcalc.cli.examining import Job
    from povcalc.cli.inputs import listed, sources
    from povcalc.cli.ruling import Asked, Ruling
    from povcalc.cli.whole_run import run_all
    from povcalc.cli.workers import LostError, UnusableJobsError, processes

    try:
        asked = Asked(
            _codes(select),
            _codes(ignore),
            _asked(strict, no_strict),
            _asked(fail_undecided, no_fail_undecided),
            options(growth, cut),
        )
        count = processes(jobs)
    except (_UnknownCodeError, UnusableAssumptionError, UnusableJobsError) as unusable:
        complain(unusable.why)
        return COULD_NOT_RUN
    ruling = Ruling(asked, settings, off=no_settings)
    named = listed(files or (), no_default=no_default)
    ruling.speak_as_set(sources(named))
    if show_settings:
        return _show_settings(named, ruling, form)
    try:
        out = outputs(form, output or (), [*_read(named), *(figures or ()), *([save] if save is not None else ())])
    except UnusableOutputError as unusable:
        complain(unusable.why)
        return COULD_NOT_RUN
    why = _unfit(named, fix=fix, diff=diff, save=save is not None)
    if why is not None:
        complain(why)
        return COULD_NOT_RUN
    troubles: list[Trouble] = []
    job = Job(
        language(),
        read_tables(figures, troubles),
        suggest=diff or fix or out.suggest,
        diff=diff,
        fix=fix,
        quiet=quiet,
        pages=() if diff and not out.files else pages(out),
        whole=save is not None,
        values=out.values,
    )
    try:
        ran = run_all(named, ruling, job, count)
    except LostError as lost:
        complain(lost.why)
        return COULD_NOT_RUN
    for told in (*ran.told, *_of_built_in(named)):
        complain(told)
    ended = _written(_ended(ran, troubles, out), ran, out, diff=diff, quiet=quiet)
    if ran.skipped:
        complain(
            say(
                "files and hidden folders passed over, which hold no plan: {count}",
                "số tệp không phải kế hoạch và thư mục ẩn đã bỏ qua: {count}",
                count=ran.skipped,
            )
        )
    status = ended.status
    plans = tuple(checked for checked in ran.done if checked.reading.settings is None)
    if save is not None and not write_joined(plans, save):
        status = COULD_NOT_RUN
    untold = _untold(ran.done, told=out.screen is Format.TABLE and not quiet and not diff)
    for told in (*(trouble.words for trouble in ended.troubles), *untold):
        complain(told)
    return status


class _UnknownCodeError(LookupError):
    """A code or family that no check has; `why` says so in words."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.why = say(
            "no check has the code or family {word}; codes look like T101, families like T",
            "không có phép kiểm tra nào mang mã hoặc nhóm {word}; mã có dạng T101, nhóm có dạng T",
            word=word or "''",
        )


def _asked(wanted: bool, unwanted: bool) -> bool | None:  # noqa: FBT001 - the two options as they are
    """What an option and its contrary say together; nothing when neither is there."""
    return True if wanted else False if unwanted else None


def _codes(given: list[str] | None) -> tuple[str, ...] | None:
    """The codes and families of an option, each of which some check has. Raises `_UnknownCodeError`."""
    if given is None:
        return None
    from povcalc.engine import choose

    codes = tuple(code.strip().upper() for joined in given for code in joined.split(","))
    try:
        choose(codes, ())
    except LookupError as unknown:
        raise _UnknownCodeError(str(unknown.args[0])) from None
    return codes


def _read(named: "Sequence[Listed]") -> list[str]:
    """The files of a command line."""
    from povcalc.cli.inputs import sources

    return [source.name for source in sources(named) if source.is_file]


def _of_built_in(named: "Sequence[Listed]") -> tuple[Text, ...]:
    """That the built-in plan is checked, where it is."""
    from povcalc.cli.inputs import sources

    if not any(source.built_in for source in sources(named)):
        return ()
    return (
        say(
            "no file is named, so the built-in plan of Yên Bái for 2019 is checked",
            "không nêu tệp nào nên kiểm tra kế hoạch năm 2019 của Yên Bái cài sẵn",
        ),
    )


def _unfit(named: "Sequence[Listed]", *, fix: bool, diff: bool, save: bool) -> Text | None:
    """What keeps options from being used together, or with these files."""
    if not fix:
        return None
    if diff or save:
        return Text(
            "--fix writes the file itself; use it without --diff and --save",
            "--fix ghi vào chính tệp đó; hãy dùng mà không kèm --diff và --save",
        )
    from povcalc.cli.inputs import sources
    from povcalc.cli.mending import unfit

    return unfit(sources(named))


def _show_settings(named: "Sequence[Listed]", ruling: "Ruling", form: Format | None) -> int:
    from povcalc.cli.showing_settings import show_settings

    return show_settings(named, ruling, form)


def _ended(ran: "Ran", troubles: "Sequence[Trouble]", out: Outputs) -> "Run":
    """The run as a whole."""
    from povcalc.output.report import Run, exit_status

    troubles = (*troubles, *ran.troubles)
    status = COULD_NOT_RUN if troubles else exit_status(ran.done)
    try:
        folder = os.getcwd()  # noqa: PTH109 - a name like the other names
    except OSError:  # it is gone
        folder = "/"
    # Finding out the version takes a tenth of a small run.
    return Run(ran.done, program() if out.for_programs else "", status, ran.skipped, troubles, folder)


def _untold(done: "tuple[Checked, ...]", *, told: bool) -> tuple[Text, ...]:
    """Which checks broke. The summary of the tables tells of these itself; the other forms have no words for them."""
    from povcalc.output.report import broken_checks

    return () if told else broken_checks(done)


def _written(run: "Run", ran: "Ran", out: Outputs, *, diff: bool, quiet: bool) -> "Run":
    """Write a run to its files and to the screen; the run with what could not be written."""
    from povcalc.cli.formats import write_files, write_screen
    from povcalc.cli.streams import abandon_output

    run = write_files(run, out, ran.drawn, quiet=quiet)
    try:
        if diff:
            from povcalc.cli.mending import show_differences

            show_differences(ran.differences, ran.corrections)
        else:
            write_screen(run, out.screen, ran.drawn, quiet=quiet)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as `head`, has all that it wanted; the status is that of the plans still.
        abandon_output()
    return run
