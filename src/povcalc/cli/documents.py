"""From a document to data: `povcalc draft`."""

import os
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

from povcalc.cli.files import STDIN, read_source, write_new, write_output
from povcalc.cli.options import DOCUMENT, NEW_FILE, ForceOption, argument, command, form_of, option, whole_number
from povcalc.cli.streams import OK, CannotRunError, error, language, refusal, screen, writing_stdout
from povcalc.findings import Trouble
from povcalc.messages import Message, verbatim

if TYPE_CHECKING:
    from povcalc.document.draft import Draft

_DOCUMENT = Message("The document: text, Word, PDF, Excel, HTML or CSV; or - for a text from standard input.")
_OUTPUT = Message("The plan file to write, which must not be there yet. Without it, standard output.")
_KIND = Message("Whether it is a plan or a year-end result. Else as its title says.")
_YEAR = Message("The year that the figures are for. Else as its title says.")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class _Written(StrEnum):
    """How a plan is written."""

    YAML = "yaml"


@command
def draft(
    *,
    document: Annotated[str, argument(DOCUMENT, _DOCUMENT)],
    output: Annotated[str | None, option("--output", "-o", place=NEW_FILE, help=_OUTPUT)] = None,
    kind: Annotated[Literal["plan", "result"] | None, option("--kind", help=_KIND)] = None,
    year: Annotated[str | None, option("--year", place=Message("YEAR"), help=_YEAR)] = None,
    force: ForceOption = False,
) -> int:
    """Draft a plan file from a document: every figure as printed, with the place where it stands.

    What is doubtful is left out with its candidates beside it, and what found no place is listed at the end.
    """
    from povcalc.document.draft import draft as drafted

    first_year = None if year is None else whole_number(year.strip(), _FIRST_YEAR, _LAST_YEAR)
    if year is not None and first_year is None:
        raise refusal("--year takes a year such as 2019, not {word}", word=year or "''")
    if output is not None:
        form_of(output, None, {".yaml": (_Written.YAML,), ".yml": (_Written.YAML,)})
    if output is not None and os.path.lexists(output) and not force:
        raise refusal("{file} exists already; name a new file, or write over it with --force", file=output or "''")
    file = None if output is None or document == STDIN else os.path.relpath(document, os.path.dirname(output) or ".")
    source = read_source(document)
    if isinstance(source, Trouble):
        raise CannotRunError(source.words)
    made = drafted(source, kind=kind, year=first_year, speak=language(), file=file)
    if output is None:
        with writing_stdout():
            sys.stdout.write(made.text)
    else:
        _write(made, output, force=force)
    error(
        Message(
            "figures taken: {taken}; doubtful: {doubtful}; without a place: {left}",
            taken=made.taken,
            doubtful=made.doubtful,
            left=len(made.left),
        )
    )
    if output is not None:
        error(Message("{file} is written; povcalc check {file} checks it and holds it to the document", file=output))
    return OK


def _write(made: "Draft", name: str, *, force: bool) -> None:
    """Write the plan file, and show what is in it."""
    from povcalc.output.console import show_tables
    from povcalc.output.tables import Shown
    from povcalc.views.answers import draft_table

    why = (write_output if force else write_new)(name, made.text.encode("utf-8"))
    if why is not None:
        raise CannotRunError(why)
    shown = Shown(name, verbatim(name), built_in=False, part=None, tables=(draft_table(made),))
    with writing_stdout():
        show_tables(screen(), shown, language())
