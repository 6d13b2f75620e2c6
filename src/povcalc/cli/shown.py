"""Tables on standard output, in the format that was asked for."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from povcalc.cli.app import program
from povcalc.cli.language import language

if TYPE_CHECKING:
    from povcalc.output.tables import Shown
    from povcalc.views.plan import Portrait


class Format(StrEnum):
    """How tables are written."""

    TABLE = "table"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"


def write_shown(shown: "Shown", form: Format, *, status: int, portrait: "Portrait | None" = None) -> None:
    """Write what is shown; a reader that closes the pipe, such as `head`, has all that it wanted."""
    from povcalc.cli.streams import abandon_output

    try:
        _write(shown, form, status=status, portrait=portrait)
        sys.stdout.flush()
    except BrokenPipeError:
        abandon_output()


def _write(shown: "Shown", form: Format, *, status: int, portrait: "Portrait | None") -> None:
    from povcalc.cli.streams import is_ascii

    match form:
        case Format.TABLE:
            from povcalc.cli.streams import screen
            from povcalc.output.console import show_portrait, show_tables

            if portrait is None:
                show_tables(screen(), shown, language())
            else:
                show_portrait(screen(), shown, portrait, language(), ascii_only=is_ascii(sys.stdout))
        case Format.MARKDOWN:
            from povcalc.output.tables import as_markdown

            sys.stdout.write(as_markdown(shown, language()))
        case Format.CSV:
            from povcalc.output.tables import as_csv

            for table in shown.tables:
                sys.stdout.write(as_csv(table, language()))
        case Format.JSON:
            from povcalc.output.json import shown_json

            sys.stdout.write(shown_json(shown, program=program(), status=status, ascii_only=is_ascii(sys.stdout)))
        case _:
            assert_never(form)
