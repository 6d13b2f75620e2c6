"""The report that is handed on: `povcalc report`."""

import os
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

from povcalc.cli.files import STDIN, write_output
from povcalc.cli.options import (
    DOCUMENT,
    FILE,
    CliOptions,
    ForceOption,
    Words,
    argument,
    command,
    day_of,
    day_option,
    form_of,
    option,
    refuse_input,
)
from povcalc.cli.session import Session, open_plans, unreadable, with_document
from povcalc.cli.streams import FAILED, OK, CannotRunError, error, language, program, refusal
from povcalc.cli.track import graded_name, is_table_name, table_session, tracked_by
from povcalc.findings import Trouble
from povcalc.messages import Lang, Message, verbatim

if TYPE_CHECKING:
    import datetime

    from povcalc.report.contents import Contents


class Form(StrEnum):
    """What a report is written as."""

    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


_ENDINGS = {f".{form}": (form,) for form in Form}
"""The endings of a report's file, which say what it is written as."""

_PLAN = Message("The plan. Without it, the built-in plan of Yên Bái for 2019.")
_OUTPUT = Message("The file to write; its ending says what it is: .html, a page; .docx, a Word document; .pdf.")
_RESULT = Message(
    "The result of the plan, a file or table as for compare and track: every target beside it. Several, or one with "
    "--as-of: the year so far, as track has it."
)
_AS_OF = Message("The day that the year and the schedule are looked at from, such as 2019-11-20 or today.")
_DOCUMENT = Message("Hold every figure to the document itself. Else the document.file of the plan.")
_LANG = Message("Language: en, vi, or both after one another. Else POVCALC_LANG, else the settings, else the locale.")

_PAGE = Message("a report takes other libraries; type: pip install 'povcalc[report]'")
_PDF = Message(
    "a report as PDF takes another library; type: pip install 'povcalc[pdf]', or write report.html and print it "
    "from a browser"
)


@command
def report(  # noqa: PLR0913 - one parameter an option
    *,
    file: Annotated[str | None, argument(FILE, _PLAN)] = None,
    output: Annotated[str | None, option("--output", "-o", place=Message("REPORT"), help=_OUTPUT)] = None,
    result: Annotated[Words, option("--result", place=FILE, help=_RESULT)] = None,
    as_of: Annotated[str | None, day_option(_AS_OF)] = None,
    document: Annotated[str | None, option("--document", place=DOCUMENT, help=_DOCUMENT)] = None,
    force: ForceOption = False,
    options: CliOptions,
    lang: Annotated[
        Literal["en", "vi", "both"] | None, option("--lang", place=verbatim("en|vi|both"), help=_LANG)
    ] = None,
) -> int:
    """Write a report on a plan to hand on: findings, key figures, charts and tables, as a page, Word document or PDF.

    Without FILE, the built-in plan of Yên Bái for 2019.
    """
    name, form = _output(output)
    results = [graded_name(each) for each in result or ()]
    taken = (file, document, options.settings, *options.tables, *(each for _, each in results))
    refuse_input(name, taken)
    if form is Form.DOCX and os.path.exists(name) and not force:
        raise refusal(
            "{file} exists already and may have been edited; name a new file, or write over it with --force", file=name
        )
    if taken.count(STDIN) > 1:
        raise refusal("standard input can be one of the files only")
    write = _writer(form)
    day = None if as_of is None else day_of(as_of)
    session, told, status = _told(file, results, document, day, options)
    session.announce(Message("no file is named, so the report is on the built-in plan of Yên Bái for 2019"))
    status = max(status, session.warn())
    content = write(told, (Lang.VI, Lang.EN) if lang == "both" else (language(),))
    why = write_output(name, content)
    if why is not None:
        raise CannotRunError(why)
    error("{file} is written", file=name)
    return status


def _output(output: str | None) -> tuple[str, Form]:
    """The file to write, and its form. Raises `CannotRunError` for an ending that says nothing."""
    if output is None:
        raise refusal(
            "name the file to write: --output report.html, report.docx or report.pdf",
            instead=[[*sys.argv[1:], "--output", "report.html"]],
        )
    return output, form_of(output, None, _ENDINGS)


def _writer(form: Form) -> "Callable[[Contents, Sequence[Lang]], bytes]":
    """What writes a report in a form. Raises `CannotRunError` where a library for it is missing."""
    try:
        match form:
            case Form.DOCX:
                from povcalc.report.docx import docx as write
            case Form.PDF:
                from povcalc.report.html import pdf_writer

                return pdf_writer()
            case _:
                from povcalc.report.html import html as write
    except (ImportError, OSError):
        raise CannotRunError(_PDF if form is Form.PDF else _PAGE) from None
    return write


def _told(
    file: str | None,
    results: Sequence[tuple[str | None, str]],
    document: str | None,
    day: "datetime.date | None",
    options: CliOptions,
) -> "tuple[Session, Contents, int]":
    """The plan, what the report on it holds, and the exit status that its results ask for.

    Raises `CannotRunError` for what cannot be read.
    """
    from povcalc.cli.run import checked_input
    from povcalc.comparison import compared, compared_with_own_plan
    from povcalc.corrections import USUAL_LIMIT, suggested
    from povcalc.report.contents import contents

    plans = [name for _, name in results if not is_table_name(name)]
    is_compared = len(results) == 1 and day is None
    session, *others = open_plans((file, *(plans if is_compared else ())), options)
    others += [table_session(session, name) for _, name in results if is_compared and is_table_name(name)]
    status = max((each.warn() for each in others), default=OK)
    reading = with_document(session.reading, session.source, document)
    if isinstance(reading, Trouble):
        raise unreadable(reading)
    checked = checked_input(reading, session.source)
    found, _ = suggested(checked.reading, checked.report, checked.options, USUAL_LIMIT)
    comparison = tracked = None
    if others:
        comparison = compared(session.reading, others[0].reading, session.assumed, others[0].assumed)
    elif results:
        tracked, faults = tracked_by(session, results, day or day_of("today"), options)
        status = max(status, FAILED if faults else OK)
    elif session.plan.document.kind == "result":
        comparison = compared_with_own_plan(session.reading, session.assumed)
    checked = checked._replace(report=found)
    told = contents(checked, session.derivation(), comparison, tracked, as_of=day, program=program())
    return session, told, status
