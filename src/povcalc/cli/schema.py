"""`povcalc schema`: the file format, for editors as a JSON Schema or for people as a manual's reference."""

import sys
from enum import StrEnum
from typing import Annotated, assert_never

import typer

from povcalc.cli import words
from povcalc.cli.app import LangOption, app
from povcalc.cli.help import Command
from povcalc.cli.language import LANG


class Format(StrEnum):
    """How the format is told."""

    JSON = "json"
    MARKDOWN = "markdown"


@app.command(
    cls=Command,
    help=words.SCHEMA.to(LANG),
    options_metavar=words.OPTIONS_PLACE.to(LANG),
    rich_help_panel=words.COMMANDS.to(LANG),
)
def schema(
    *,
    form: Annotated[
        Format, typer.Option("--format", "-f", show_default=False, help=words.SCHEMA_FORMAT.to(LANG))
    ] = Format.JSON,
    lang: LangOption = None,
) -> None:
    """Print what a plan file may hold."""
    del lang  # already in LANG
    match form:
        case Format.JSON:
            from povcalc.cli.streams import is_ascii
            from povcalc.plan.schema import schema_text

            sys.stdout.write(schema_text(LANG, ascii_only=is_ascii(sys.stdout)))
        case Format.MARKDOWN:
            from povcalc.output.manual import format_manual

            sys.stdout.write(format_manual(LANG))
        case _:
            assert_never(form)
