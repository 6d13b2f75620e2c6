"""`povcalc check`: read, run the checks, write, exit."""

import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NamedTuple, assert_never

import typer

from povcalc.cli import words
from povcalc.cli.app import COULD_NOT_RUN, LangOption, app, complain, program
from povcalc.cli.assumed import CutOption, GrowthOption, UnusableAssumptionError, options
from povcalc.cli.help import Command
from povcalc.cli.language import LANG
from povcalc.cli.tables import FiguresOption, SaveOption, read_tables
from povcalc.cli.tables import save as write_joined
from povcalc.text import Text, say

if TYPE_CHECKING:
    from povcalc.cli.examining import Job, Rules
    from povcalc.cli.inputs import Listed
    from povcalc.output.checked import Checked, Trouble


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
    from povcalc.cli.examining import Job, Rules
    from povcalc.cli.inputs import listed
    from povcalc.cli.streams import page
    from povcalc.engine import choose
    from povcalc.output.checked import exit_status

    try:
        assumed = options(growth, cut)
        rules = Rules(_split(select), _split(ignore), assumed, strict=strict, fail_undecided=fail_undecided)
        choose(rules.select, rules.ignore)
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
    named = listed(files or (), no_default=no_default)
    why = _unfit(named, fix=fix, diff=diff, save=save is not None)
    if why is not None:
        complain(why)
        return COULD_NOT_RUN
    troubles: list[Trouble] = []
    job = Job(
        LANG,
        read_tables(figures, troubles),
        suggest=diff or fix or form is not Format.CONCISE,
        diff=diff,
        fix=fix,
        quiet=quiet,
        page=page() if form is Format.TABLE and not diff else None,
        whole=save is not None,
    )
    ran = _run(named, rules, job)
    troubles += ran.troubles
    status = COULD_NOT_RUN if troubles else exit_status(ran.done)
    _show(ran, job, form, status=status)
    if ran.skipped:
        complain(
            say(
                "files and hidden folders passed over, which hold no plan: {count}",
                "số tệp không phải kế hoạch và thư mục ẩn đã bỏ qua: {count}",
                count=ran.skipped,
            )
        )
    if save is not None and not write_joined(ran.done, save):
        status = COULD_NOT_RUN
    untold = _untold(ran.done, told=form is Format.TABLE and not quiet and not diff)
    for told in (*(trouble.words for trouble in troubles), *untold):
        complain(told)
    return status


class _Ran(NamedTuple):
    """What came of all files of a run, in order; `shown` is what is drawn of each."""

    done: "tuple[Checked, ...]"
    shown: tuple[str, ...]
    troubles: "tuple[Trouble, ...]"
    skipped: int
    corrections: int


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


def _run(named: "Sequence[Listed]", rules: "Rules", job: "Job") -> _Ran:
    """Look at every file that is named."""
    from povcalc.cli.examining import examine
    from povcalc.cli.inputs import Source, nothing_in
    from povcalc.output.checked import Trouble

    done: list[Checked] = []
    shown: list[str] = []
    troubles: list[Trouble] = []
    skipped = corrections = 0
    for each in named:
        before = len(done) + len(troubles)
        skipped += each.skipped
        for part in each.parts:
            if isinstance(part, Trouble):
                troubles.append(part)
                continue
            found = examine(part, rules, job)
            for told in found.told:
                complain(told)
            troubles += found.troubles
            corrections += found.corrections
            if found.checked is not None:
                done.append(found.checked)
                shown.append(found.shown)
            elif not found.troubles:
                skipped += 1
        if each.folder is not None and len(done) + len(troubles) == before:
            troubles.append(nothing_in(each.folder))
    if any(isinstance(part, Source) and part.built_in for each in named for part in each.parts):
        complain(
            say(
                "no file is named, so the built-in plan of Yên Bái for 2019 is checked",
                "không nêu tệp nào nên kiểm tra kế hoạch năm 2019 của Yên Bái cài sẵn",
            )
        )
    return _Ran(tuple(done), tuple(shown), tuple(troubles), skipped, corrections)


def _untold(done: "tuple[Checked, ...]", *, told: bool) -> tuple[Text, ...]:
    """Which checks broke. The summary of the tables tells of these itself; the other forms have no words for them."""
    from povcalc.output.checked import broken_checks

    return () if told else broken_checks(done)


def _show(ran: _Ran, job: "Job", form: Format, *, status: int) -> None:
    from povcalc.cli.streams import abandon_output

    try:
        if job.diff:
            from povcalc.cli.mending import show_differences

            show_differences(ran.shown, ran.corrections)
        else:
            _write(ran, form, status=status, quiet=job.quiet)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as `head`, has all that it wanted; the status is that of the plans still.
        abandon_output()


def _split(codes: list[str] | None) -> tuple[str, ...]:
    return tuple(code.strip() for joined in codes or () for code in joined.split(","))


def _write(ran: _Ran, form: Format, *, status: int, quiet: bool) -> None:
    match form:
        case Format.CONCISE:
            from povcalc.output.concise import concise

            sys.stdout.write(concise(ran.done, LANG))
        case Format.JSON:
            from povcalc.cli.streams import is_ascii
            from povcalc.output.as_json import as_json

            ascii_only = is_ascii(sys.stdout)
            text = as_json(ran.done, program=program(), status=status, skipped=ran.skipped, ascii_only=ascii_only)
            sys.stdout.write(text)
        case Format.TABLE:
            sys.stdout.writelines(ran.shown)
            if ran.done and not quiet:
                from povcalc.cli.streams import screen
                from povcalc.output.console import show_summary

                show_summary(screen(), ran.done, LANG)
        case _:
            assert_never(form)
