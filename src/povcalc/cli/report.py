"""The report that is handed on: `povcalc report`."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from povcalc.cli.files import STDIN, write_output
from povcalc.cli.options import DOCUMENT, FILE, CliOptions, ForceOption, argument, command, option
from povcalc.cli.session import Session, open_plans, unreadable, with_document
from povcalc.cli.streams import CannotRunError, error, language, program, refusal
from povcalc.findings import Trouble
from povcalc.messages import Lang, Message, alternatives, verbatim

if TYPE_CHECKING:
    from povcalc.report.contents import Contents

_ENDINGS = (".html", ".docx", ".pdf")
"""The endings of a report's file, which say what it is written as."""

_PLAN = Message("The plan. Without it, the built-in plan of Yên Bái for 2019.")
_OUTPUT = Message("The file to write; its ending says what it is: .html, a page; .docx, a Word document; .pdf.")
_RESULT = Message("The result of the plan, a file with kind: result: every target beside it.")
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
    result: Annotated[str | None, option("--result", place=FILE, help=_RESULT)] = None,
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
    form = _form(output)
    name = output or ""
    taken = (file, result, document, options.settings, *(options.figures or ()))
    if any(each is not None and _real(each) == _real(name) for each in taken):
        raise refusal("{name} is read for the report; name another file for --output", name=name)
    if form == ".docx" and os.path.exists(name) and not force:
        raise refusal(
            "{file} exists already and may have been edited; name a new file, or write over it with --force", file=name
        )
    if file == result == STDIN:
        raise refusal("standard input can be one of the two plans only")
    write = _writer(form)
    session, *others = open_plans((file,) if result is None else (file, result), options)
    session.announce(Message("no file is named, so the report is on the built-in plan of Yên Bái for 2019"))
    for each in others:
        each.announce(verbatim(""))
    status = max(each.warn() for each in (session, *others))
    told = _contents(session, others[0] if others else None, document)
    content = write(told, (Lang.VI, Lang.EN) if lang == "both" else (language(),))
    why = write_output(name, content)
    if why is not None:
        raise CannotRunError(why)
    error(Message("{file} is written", file=name))
    return status


def _form(output: str | None) -> str:
    """The ending of the file to write. Raises `CannotRunError` for one that says nothing."""
    if output is None:
        fault = refusal("name the file to write: --output report.html, report.docx or report.pdf")
        fault.instead = ([*sys.argv[1:], "--output", "report.html"],)
        raise fault
    ending = os.path.splitext(output)[1].lower()
    if ending not in _ENDINGS:
        fault = refusal(
            "{file}: the ending of its name says what a report is written as: {endings}",
            file=output or "''",
            endings=alternatives(_ENDINGS),
        )
        stem = os.path.splitext(output)[0]
        if stem.strip(os.sep + "-"):
            fault.instead = ([f"{stem}.html" if word == output else word for word in sys.argv[1:]],)
        raise fault
    return ending


def _real(name: str) -> str:
    try:
        return os.path.realpath(name)
    except ValueError:  # a name that no file can have
        return name


def _writer(form: str) -> "Callable[[Contents, Sequence[Lang]], bytes]":
    """What writes a report in a form. Raises `CannotRunError` where a library for it is missing."""
    try:
        match form:
            case ".docx":
                from povcalc.report.docx import docx as write
            case ".pdf":
                from povcalc.report.html import pdf_writer

                return pdf_writer()
            case _:
                from povcalc.report.html import html as write
    except (ImportError, OSError):
        raise CannotRunError(_PDF if form == ".pdf" else _PAGE) from None
    return write


def _contents(session: Session, result: Session | None, document: str | None) -> "Contents":
    """What the report holds. Raises `CannotRunError` for a document that cannot be read."""
    from povcalc.cli.run import checked_input
    from povcalc.comparison import compared
    from povcalc.corrections import USUAL_LIMIT, suggested
    from povcalc.report.contents import contents

    reading = with_document(session.reading, session.source, document)
    if isinstance(reading, Trouble):
        raise unreadable(reading)
    checked = checked_input(reading, session.source)
    found, _ = suggested(checked.reading, checked.report, checked.options, USUAL_LIMIT)
    comparison = None if result is None else compared(session.reading, result.reading, session.assumed, result.assumed)
    return contents(checked._replace(report=found), session.derivation(), comparison, program=program())
