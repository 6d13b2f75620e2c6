"""The year as its results come in: `povcalc track`; and results in tables, which `compare` takes too."""

import datetime
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

from povcalc.cli.files import STDIN, in_parts, read_content
from povcalc.cli.options import (
    FILE,
    CliOptions,
    Format,
    OutputOption,
    argument,
    chosen_form,
    command,
    day_of,
    day_option,
    format_option,
    option,
)
from povcalc.cli.session import Session, open_plan, open_plans
from povcalc.cli.show import write_tables
from povcalc.cli.streams import FAILED, OK, error, refusal, untroubled, write_json
from povcalc.messages import Message, worded

if TYPE_CHECKING:
    from povcalc.tracking import Grade, Source, Track

_PLAN = Message("The plan that the results are of.")
_RESULTS = Message(
    "Results, each a plan file, a CSV table, or a sheet (book.xlsx#Sheet) with columns as for --figures. "
    "preliminary=FILE and official=FILE say what a report is; else its name or title does, else it is official."
)
_AS_OF = Message("The day that is looked from, such as 2019-11-20, 20/11/2019 or today (default).")
_FORMAT = Message(
    "table for people (default); markdown; csv: every target of every area; json: see docs/json.md; xlsx with -o."
)
_EXIT_CODE = Message("Exit with 1 when an area is behind, or has not reported by a deadline.")


def is_table_name(name: str) -> bool:
    """Whether a file of this name, with or without a sheet, is a table of results and no plan file."""
    from povcalc.tracking import TABLES, WORKBOOKS

    return in_parts(name)[0].lower().endswith(TABLES + WORKBOOKS)


@command
def track(  # noqa: PLR0913 - one parameter an option
    *,
    file: Annotated[str, argument(FILE, _PLAN)],
    results: Annotated[list[str], argument(Message("RESULT"), _RESULTS)],
    as_of: Annotated[str | None, day_option(_AS_OF)] = None,
    form: Annotated[Format | None, format_option(_FORMAT)] = None,
    output: OutputOption = None,
    exit_code: Annotated[bool, option("--exit-code", help=_EXIT_CODE)] = False,
    options: CliOptions,
) -> int:
    """Follow a plan through its year: which area is on course, behind, done or late, and what is left for the rest."""
    from povcalc.output.json import track_json
    from povcalc.output.report import title
    from povcalc.output.tables import Shown, on_screen
    from povcalc.tracking import data_of, tables_of

    graded = [graded_name(each) for each in results]
    form = chosen_form(form, output, (file, *(name for _, name in graded), *options.tables))
    day = day_of("today" if as_of is None else as_of)
    session = open_plan(file, options)
    session.announce(Message("the built-in plan is followed"))
    tracked, faults = tracked_by(session, graded, day, options)
    warned = session.warn()
    status = FAILED if warned == FAILED or faults or (exit_code and _has_something(tracked)) else OK
    tables = (data_of(tracked),) if form is Format.CSV else tables_of(tracked)
    tables = (*tables, data_of(tracked)) if form is Format.XLSX else tables
    tables = tuple(map(on_screen, tables)) if form is Format.TABLE else tables
    tables = worded(tables, session.plan.wording)
    shown = Shown(session.reading.name, title(session.reading), built_in=False, part="track", tables=tables, as_of=day)
    write_tables(shown, form, partial(write_json, track_json, tracked, status=status), output=output)
    return status


def tracked_by(
    session: Session, graded: Sequence[tuple[str | None, str]], day: datetime.date, options: CliOptions
) -> "tuple[Track, int]":
    """The year so far by results with their grades, and how much of them could not be read, which is told.

    Raises `CannotRunError` for what cannot be read, and for a plan without targets.
    """
    from povcalc.tracking import tracked

    if session.plan.targets is None:
        raise refusal("{name} has no targets to follow", name=session.reading.name)
    sources = [source_of(session, name, grade, options) for grade, name in graded]
    return tracked(session.reading, sources, day, session.assumed), tell_sources(sources)


def graded_name(word: str) -> tuple[str | None, str]:
    """The grade and the file of a result as it is typed."""
    from povcalc.tracking import Grade

    grade, sign, name = word.partition("=")
    return (grade, name) if sign and grade in tuple(Grade) else (None, word)


def source_of(session: Session, name: str, grade: str | None, options: CliOptions) -> "Source":
    """A report. Raises `CannotRunError` for what cannot be read."""
    from povcalc.tracking import Grade, source_of_result

    said = None if grade is None else Grade(grade)
    if is_table_name(name):
        return table_source(session, name, said)
    if name == STDIN:
        raise refusal("a result is a file; name it")
    (result,) = open_plans((name,), options._replace(figures=None))
    result.warn()
    return source_of_result(session.plan, result.reading, said)


def table_source(session: Session, name: str, grade: "Grade | None" = None) -> "Source":
    """A report in a table. Raises `CannotRunError` for what cannot be read."""
    from povcalc.tracking import source_of_table

    return source_of_table(session.plan, *untroubled(read_content(name)), grade)


def table_session(plan: Session, name: str) -> Session:
    """A table of results as `compare` takes it: as if it were a plan file with the areas of the plan.

    Raises `CannotRunError` for what cannot be read, and for a table in which something is wrong.
    """
    from povcalc.tracking import result_of_table

    source = table_source(plan, name)
    if plan.plan.targets is None:
        raise refusal("{name} has no targets to follow", name=plan.reading.name)
    if tell_sources([source]):
        raise refusal("{name}: correct the table first", name=source.name)
    reading = result_of_table(plan.reading, source)
    if reading.plan is None:
        raise refusal("{name} could not be read as a result", name=source.name)
    return plan._replace(reading=reading, plan=reading.plan, file=name, notices=(), settings_warnings=())


def tell_sources(sources: "Sequence[Source]") -> int:
    """Say how reports were read and what of them could not be, of each the first faults; how many there are in all."""
    for source in sources:
        for words in (*source.remarks, *source.faults[:_FAULTS_SHOWN]):
            error(words)
        more = len(source.faults) - _FAULTS_SHOWN
        if more > 0:
            error(Message("{name}: faults that are not told here: {count}", name=source.name, count=more))
    return sum(len(source.faults) for source in sources)


_FAULTS_SHOWN = 20
"""So many faults of a table are told: what is wrong in all of its rows is seen by then."""


def _has_something(tracked: "Track") -> bool:
    from povcalc.tracking import Status

    return bool(tracked.count(Status.BEHIND) or tracked.count(Status.MISSING))
