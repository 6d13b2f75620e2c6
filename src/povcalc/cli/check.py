"""`povcalc check`: read, run the checks, write in any of the formats, exit."""

import os
import sys
from collections.abc import Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, assert_never

from povcalc.cli.files import Input, in_words, named_inputs, plans_here, read_tables, write_output
from povcalc.cli.options import (
    CODE,
    DOCUMENT,
    FILE,
    NEW_FILE,
    NUMBER,
    CliOptions,
    Words,
    argument,
    command,
    complete_codes,
    day_of,
    day_option,
    form_of,
    format_option,
    option,
    whole_number,
)
from povcalc.cli.options import ReportFormat as Format
from povcalc.cli.session import SettingsResolver, not_saved, save_plan
from povcalc.cli.streams import (
    COULD_NOT_RUN,
    OK,
    Page,
    drawn,
    error,
    is_ascii,
    language,
    offer,
    program,
    refusal,
    screen_page,
    writing_stdout,
)
from povcalc.findings import Severity, Trouble
from povcalc.messages import Message, printable

if TYPE_CHECKING:
    from povcalc.cli.baseline import Baseline
    from povcalc.cli.run import Options, Run
    from povcalc.output.report import Checked
    from povcalc.output.report import Run as Report


_FORMAT = Message(
    "table for people (default); concise: one line a finding; json: see docs/json.md; sarif, junit, github, gitlab, "
    "markdown: see docs/ci.md; xlsx with -o."
)
_OUTPUT = Message(
    "Write into FILE, whose ending says the format (.xlsx, .sarif, .xml, .md, .json, .txt), and keep the tables on the "
    "screen. FORMAT=FILE writes one format more; may be repeated."
)
_STRICT = Message("Fail on warnings too; --no-strict does not, whatever the settings say.")
_FAIL_UNDECIDED = Message("Fail when a stated figure is not verified; --no-fail-undecided does not.")
_SELECT = Message("Run only these checks: codes or families, such as T101 or F; may be repeated or joined by commas.")
_FIX = Message("Write the safe corrections into the files named, check them again and report what is left.")
_DIFF = Message("Print the safe corrections as a unified diff instead of the report; nothing is written.")
_SUGGEST = Message(
    "Look for suggestions for so many findings of each file, or for all. Else for as many as take a second or two."
)
_JOBS = Message("Number of processes. Else as many as there are processors, where that is faster.")
_DOCUMENT = Message(
    "Hold every figure to the document itself: text, Word, PDF, Excel, HTML or CSV. Else the document.file of the plan."
)
_FILES = Message("Files, folders (every plan in them), or - for standard input.")
_SAVE = Message("With --figures: write the joined plan to a new file.")
_SHOW_SETTINGS = Message("Print what holds for each file and where it comes from, and check nothing.")
_ALL = Message("Show all areas, all figures with the ranges that follow, and all suggestions, not a screenful.")
_BASELINE = Message("Accept the findings that stand in FILE, so that only what is new fails.")
_WRITE_BASELINE = Message("Write the errors and warnings that there are into FILE, for --baseline; and pass.")
_AS_OF = Message("The day that counts as today, for waivers with a last day, such as 2019-11-10, 10/11/2019 or today.")
_NO_DEFAULT = Message("Refuse to fall back on the built-in plan when there is no other.")
_ONLY_PLANS = Message("Pass over named files that are no plans; what is one is seen by its content.")
_NO_CACHE = Message("Neither use nor keep the results of plans that have not changed (.povcalc_cache, in large runs).")
_QUIET = Message("Print findings only: no tables, no summary.")
_SUGGEST_PLACE = Message("NUMBER|all")


@command
def check(  # noqa: PLR0913 - one parameter an option
    *,
    files: Annotated[Words, argument(FILE, _FILES)] = None,
    form: Annotated[Format | None, format_option(_FORMAT)] = None,
    output: Annotated[Words, option("--output", "-o", place=Message("[FORMAT=]FILE"), help=_OUTPUT)] = None,
    strict: Annotated[bool, option("--strict", help=_STRICT)] = False,
    no_strict: Annotated[bool, option("--no-strict")] = False,
    fail_undecided: Annotated[bool, option("--fail-undecided", help=_FAIL_UNDECIDED)] = False,
    no_fail_undecided: Annotated[bool, option("--no-fail-undecided")] = False,
    select: Annotated[Words, option("--select", place=CODE, help=_SELECT, autocompletion=complete_codes)] = None,
    ignore: Annotated[
        Words, option("--ignore", place=CODE, help=Message("Leave out these checks."), autocompletion=complete_codes)
    ] = None,
    options: CliOptions,
    document: Annotated[str | None, option("--document", place=DOCUMENT, help=_DOCUMENT)] = None,
    save: Annotated[str | None, option("--save", place=NEW_FILE, help=_SAVE)] = None,
    diff: Annotated[bool, option("--diff", help=_DIFF)] = False,
    fix: Annotated[bool, option("--fix", help=_FIX)] = False,
    show_settings: Annotated[bool, option("--show-settings", help=_SHOW_SETTINGS)] = False,
    suggest: Annotated[str | None, option("--suggest", place=_SUGGEST_PLACE, help=_SUGGEST)] = None,
    jobs: Annotated[str | None, option("--jobs", "-j", place=NUMBER, help=_JOBS)] = None,
    baseline: Annotated[str | None, option("--baseline", place=FILE, help=_BASELINE)] = None,
    new_baseline: Annotated[str | None, option("--write-baseline", place=FILE, help=_WRITE_BASELINE)] = None,
    as_of: Annotated[str | None, day_option(_AS_OF)] = None,
    everything: Annotated[bool, option("--all", "-a", help=_ALL)] = False,
    only_plans: Annotated[bool, option("--only-plans", help=_ONLY_PLANS)] = False,
    no_cache: Annotated[bool, option("--no-cache", help=_NO_CACHE)] = False,
    quiet: Annotated[bool, option("--quiet", "-q", help=_QUIET)] = False,
    no_default: Annotated[bool, option("--no-default", help=_NO_DEFAULT)] = False,
) -> int:
    """Check plans: household counts against target rates, sums, funding.

    Without FILE, what the settings name, else the plans of this folder, else the built-in plan of Yên Bái for 2019.
    """
    # Longer than 40 lines: it is the order of a run, and what is said on standard error keeps to it.
    # The import costs more than the rest of the start, and other commands do without it.
    from povcalc.cli.run import Options, read_suggest, run

    typed = {
        "select": _codes(select),
        "ignore": _codes(ignore),
        "strict": _said(strict, no_strict),
        "fail-undecided": _said(fail_undecided, no_fail_undecided),
    }
    resolver, processes = SettingsResolver(options, typed, None if as_of is None else day_of(as_of)), _processes(jobs)
    inputs, hidden = _inputs(files or [], resolver, no_default=no_default)
    inputs = [each._replace(only_plans=only_plans) for each in inputs]
    for first in [each for each in inputs if each.trouble is None][:1]:
        resolver.speak_as_set(first)
    if show_settings:
        from povcalc.cli.show import show_settings as shown

        return shown(inputs, resolver, None if form is None else form.value)
    taken = [each.name for each in inputs if each.is_file]
    taken += [
        *options.tables,
        *(each for each in (save, document, baseline, new_baseline) if each is not None),
    ]
    screen, outputs = _outputs(form, output or (), taken)
    if fix:
        _refuse_to_fix(inputs, conflicting=diff or save is not None)
    tables, troubles = read_tables(options.tables)
    pages = (screen_page(),) if screen is Format.TABLE and not diff else ()
    if any(each is Format.TABLE for _, each in outputs):
        pages = (*pages, _PAPER)
    what = Options(
        language(),
        tables,
        diff,
        fix,
        quiet,
        save is not None or any(its is Format.XLSX for _, its in outputs),
        screen,
        outputs,
        read_suggest(suggest),
        pages,
        document,
        everything,
        baseline=_baseline(baseline, new_baseline, resolver),
        whole_text=new_baseline is not None,
        caches=not no_cache,
    )
    ran = run(inputs, resolver, what, processes)
    notes = [note for result in ran.results for note in result.notes]
    notes += [_BUILT_IN for each in inputs if each.built_in]
    _tell(notes, wanted=not fix)
    ran = ran._replace(troubles=(*troubles, *ran.troubles), skipped=ran.skipped + hidden)
    report = _write(ran, what)
    if ran.skipped and not only_plans:
        error("files and hidden folders passed over, which hold no plan: {count}", count=ran.skipped)
    is_saved = save is None or _save([each for each in ran.files if each.reading.settings is None], save)
    _tell(notes, wanted=fix)  # what was corrected, what is left and why comes last
    status = _with_baseline(ran, what, new_baseline, report.status if is_saved else COULD_NOT_RUN)
    for trouble in report.troubles:
        _tell_trouble(trouble)
    if screen is not Format.TABLE or quiet or diff:
        # The summary of the tables tells so itself; the other forms have no words for it.
        from povcalc.output.report import broken_checks, failed_unverified

        for words in dict.fromkeys((*broken_checks(ran.files), *failed_unverified(ran.files))):
            error(words)
    return status


def _tell(notes: Iterable[Message], *, wanted: bool) -> None:
    for note in notes if wanted else ():
        error(note)


def _baseline(named: str | None, new: str | None, resolver: SettingsResolver) -> "Baseline | None":
    """The baseline that is named, else that of the settings; none for a run that writes one."""
    if new is not None:
        if named is not None:
            raise refusal("--write-baseline writes what there is; use it without --baseline")
        return None
    names = [named] if named is not None else resolver.named_files("baseline")[1]
    if not names:
        return None
    from povcalc.cli.baseline import read_baseline

    return read_baseline(names[0])


def _with_baseline(ran: "Run", what: "Options", name: str | None, status: int) -> int:
    """Write the findings of a run as a baseline of this name, or tell what its baseline holds no longer; the status."""
    if what.baseline is not None:
        _tell_gone(what.baseline, ran)
    if name is None or status == COULD_NOT_RUN:
        return status
    from povcalc.cli.baseline import write_baseline

    count, why = write_baseline(name, ran.files)
    if why is not None:
        error(why)
        return COULD_NOT_RUN
    error("findings written to {name}: {count}; from now on: povcalc check --baseline {name}", name=name, count=count)
    return OK


def _tell_gone(baseline: "Baseline", ran: "Run") -> None:
    """Say how many findings of a baseline are there no longer."""
    from povcalc.cli.baseline import gone

    known: frozenset[str] = frozenset().union(*(result.known for result in ran.results))
    count = gone(baseline, ran.files, known)
    if count:
        error(
            "findings of {name} that are there no longer: {count}; povcalc check --write-baseline {name} takes "
            "them out",
            name=baseline.name,
            count=count,
        )


_MOST_JOBS = 256
_BUILT_IN = Message("no file is named, so the built-in plan of Yên Bái for 2019 is checked")


def _inputs(names: list[str], resolver: SettingsResolver, *, no_default: bool) -> tuple[list[Input], int]:
    """What is named, else what the settings name, else the plans of this folder, else the built-in plan."""
    if names:
        return named_inputs(names)
    where, names = resolver.named_files()
    if names:
        error("no file is named, so {files} are checked, as {settings} says", files=", ".join(names), settings=where)
        return named_inputs(names)
    inputs, hidden = plans_here()
    if inputs:
        error("no file is named, so the plans of this folder are checked")
        return inputs, hidden
    return named_inputs((), no_default=no_default)


def _tell_trouble(trouble: Trouble) -> None:
    """Say what kept a file from being read, and what was probably meant by its name."""
    from povcalc.cli.mistakes import for_missing_file

    error(trouble.words)
    for meant in for_missing_file(trouble.file, sys.argv[1:]):
        offer(meant)


def _said(wanted: bool, unwanted: bool) -> bool | None:  # noqa: FBT001 - the two options as they are
    """What an option and its contrary say together; nothing when neither is there."""
    return True if wanted else False if unwanted else None


def _codes(given: list[str] | None) -> tuple[str, ...] | None:
    """The codes and families of an option, each of which some check has. Raises `CannotRunError`."""
    if given is None:
        return None
    from povcalc.engine import choose

    codes = tuple(code.strip().upper() for joined in given for code in joined.split(","))
    try:
        choose(codes, ())
    except LookupError as unknown:
        raise refusal(
            "no check has the code or family {word}; codes look like T101, families like T",
            word=str(unknown.args[0]) or "''",
        ) from None
    return codes


def _processes(word: str | None) -> int | None:
    """How many processes `--jobs` asks for. Raises `CannotRunError`."""
    count = None if word is None else whole_number("--jobs", word, 1, _MOST_JOBS)
    if word is not None and count is None:
        raise refusal(
            "--jobs takes a number of processes from 1 to {most}, not {word}", most=_MOST_JOBS, word=word or "''"
        )
    return count


def _refuse_to_fix(inputs: Iterable[Input], *, conflicting: bool) -> None:
    """Raise `CannotRunError` for what cannot be corrected: only named files are, and without other such options."""
    if conflicting:
        raise refusal("--fix writes the file itself; use it without --diff and --save")
    for source in inputs:
        if source.built_in:
            raise refusal("--fix corrects a file: name one; the built-in plan stays as it is")
        is_special = os.path.exists(source.name) and not os.path.isfile(source.name) and source.folder is None
        if source.trouble is None and (not source.is_file or is_special):
            raise refusal("{name} is no file that could be corrected; use --diff", name=source.name)


# Where the formats go: to the screen, and into files beside it.

_ENDINGS = {
    ".xlsx": (Format.XLSX,),
    ".sarif": (Format.SARIF,),
    ".xml": (Format.JUNIT,),
    ".md": (Format.MARKDOWN,),
    ".json": (Format.JSON, Format.SARIF, Format.GITLAB),
    ".txt": (Format.TABLE, Format.CONCISE, Format.GITHUB),
}
"""The formats that go with the ending of a file's name, the one first that it tells where nothing else does."""

_INPUTS = (".yaml", ".yml", ".toml")
"""The endings of plans and settings, which no output may take the place of."""

_PAPER = Page(100)
"""The page of tables in a file."""


def _outputs(
    form: Format | None, named: Iterable[str], inputs: Iterable[str]
) -> tuple[Format, tuple[tuple[str, Format], ...]]:
    """What `--format` and `--output` ask for together: the format for the screen, and the files with theirs.

    A plain FILE takes the format of `--format`, and the screen keeps its tables; FORMAT=FILE says its own.
    Raises `CannotRunError` for a file that is named twice, or is one of the files that are checked, or that could be
    meant as one, and for one whose ending is not known or that of another format.
    """
    files: list[tuple[str, Format | None]] = []
    screen = form or Format.TABLE
    for name in named:
        first, sign, rest = name.partition("=")
        if sign and first in set(Format):
            files.append((rest, Format(first)))
        elif sign and first.isalpha():
            raise refusal(
                "{first} is no format; the formats are {formats}. For a file of that name write ./{name}",
                first=first,
                formats=", ".join(Format),
                name=name,
            )
        else:
            files.append((name, None))
    _refuse_outputs([name for name, _ in files], inputs)
    plain = [name for name, its in files if its is None]
    if screen is Format.XLSX and not plain:
        raise refusal("a workbook goes into a file: -o FILE.xlsx")
    return Format.TABLE if plain else screen, tuple((name, its or form_of(name, form, _ENDINGS)) for name, its in files)


def _refuse_outputs(names: Iterable[str], inputs: Iterable[str]) -> None:
    taken = {_real(name) for name in inputs}
    for name in names:
        if _real(name) in taken:
            raise refusal("{name} is checked, or written to already; name another file for --output", name=name or "''")
        if PurePath(name).suffix.lower() in _INPUTS and os.path.exists(name):
            raise refusal("{name} is there and may be a plan or settings; name another file for --output", name=name)
        taken.add(_real(name))


def _real(name: str) -> str:
    try:
        return os.path.realpath(name)
    except ValueError:  # a name that no file can have
        return name


def _write(ran: "Run", options: "Options") -> "Report":
    """Write a run to its files and to the screen; as it is told to programs, with what could not be written."""
    from povcalc.output.report import Run as Report
    from povcalc.output.report import exit_status

    try:
        folder = os.getcwd()
    except OSError:  # it is gone
        folder = "/"
    # Finding out the version takes a tenth of a small run.
    name = program() if options.is_for_programs else ""
    status = COULD_NOT_RUN if ran.troubles else exit_status(ran.files)
    report = Report(ran.files, name, status, ran.skipped, ran.troubles, folder)
    for file, form in options.outputs:
        why = write_output(file, _content(ran, report, options, form))
        if why is not None:
            report = report._replace(status=COULD_NOT_RUN, troubles=(*report.troubles, Trouble(file, why)))
    # When the reader has gone, the status is that of the plans still.
    with writing_stdout():
        if options.diff:
            _write_differences(ran)
        elif options.screen is not Format.TABLE or ran.files:
            sys.stdout.write(_text(ran, report, options, options.screen, 0, ascii_only=is_ascii(sys.stdout)))
    return report


def _content(ran: "Run", report: "Report", options: "Options", form: Format) -> bytes:
    """What is written of a run into a file."""
    if form is not Format.XLSX:
        return _text(ran, report, options, form, -1, ascii_only=False).encode()
    from povcalc.output.excel import report_xlsx

    return in_words(lambda: report_xlsx(report.files, language()))


def _text(  # noqa: C901, PLR0913 - an arm a format; a run in both of its shapes, and how it is written
    ran: "Run", report: "Report", options: "Options", form: Format, page: int, *, ascii_only: bool
) -> str:
    """A run in a format: tables as they are drawn for the page of this number, all else from the report.

    With `ascii_only` it is in ASCII where the format has a way to write that.
    """
    # Longer than 40 lines: an arm a format, each with the import that only it needs.
    match form:
        case Format.TABLE:
            from povcalc.output.console import show_summary

            files = ran.drawn(page)
            if options.quiet:
                return files
            return files + drawn(options.pages[page], lambda console: show_summary(console, ran.files, language()))
        case Format.JSON:
            from povcalc.output.json import as_json

            status, skipped = report.status, report.skipped
            return as_json(report.files, program=report.program, status=status, skipped=skipped, ascii_only=ascii_only)
        case Format.SARIF:
            from povcalc.output.sarif import sarif

            return sarif(report, language(), ascii_only=ascii_only)
        case Format.CONCISE:
            from povcalc.output.report import concise

            return concise(report.files, language())
    from povcalc.output import ci

    match form:
        case Format.JUNIT:
            return ci.junit(report, language(), ascii_only=ascii_only)
        case Format.GITHUB:
            return ci.github(report, language())
        case Format.GITLAB:
            return ci.gitlab(report, language(), ascii_only=ascii_only)
        case Format.MARKDOWN:
            return ci.report_markdown(report, language())
        case Format.XLSX:
            raise AssertionError  # a workbook is no text
        case _:
            assert_never(form)


def _write_differences(ran: "Run") -> None:
    """Print the safe corrections of all files as one unified diff, and how many they are."""
    from povcalc.cli.run import lines_of

    for result in ran.results:
        for line in lines_of(result.difference):
            sys.stdout.write(printable(line[:-1]) + "\n" if sys.stdout.isatty() else line)
    corrections = sum(result.corrections for result in ran.results)
    error("safe corrections: {count}", count=corrections)


# Saving the joined plan.


def _save(plans: "list[Checked]", name: str) -> bool:
    """Write the joined plan to a new file; whether that was done. What keeps it from being done is said."""
    why = _unsavable(plans, name) or save_plan(plans[0].reading, {}, name)
    if why is not None:
        error(not_saved(why))
        return False
    error("the joined plan is written to {name}", name=name)
    return True


def _unsavable(plans: "list[Checked]", name: str) -> Message | None:
    """What keeps a run's plan from being saved."""
    if len(plans) != 1:
        return Message("--save takes one plan")
    faults = [each for each in plans[0].report.findings if each.code[0] in "YSG" and each.severity is Severity.ERROR]
    if faults:
        codes = ", ".join(dict.fromkeys(finding.code for finding in faults))
        return Message("put right first what was found: {codes}", codes=codes)
    if not plans[0].reading.tables:
        return Message("name a table with --figures")
    if os.path.lexists(name):
        return Message("{name} exists already; name a new file", name=name or "''")
    return None
