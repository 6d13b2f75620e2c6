"""`povcalc explain`: what the checks are, and all that is to be known of one."""

import sys
from enum import StrEnum
from typing import Annotated, assert_never

import typer

from povcalc.cli import words
from povcalc.cli.app import COULD_NOT_RUN, OK, LangOption, app, complain, program
from povcalc.cli.help import Command
from povcalc.cli.language import LANG
from povcalc.messages import Text, say


class Format(StrEnum):
    """How the explanation is written."""

    TABLE = "table"
    MARKDOWN = "markdown"
    JSON = "json"


@app.command(
    cls=Command,
    help=words.EXPLAIN.to(LANG),
    options_metavar=words.OPTIONS_PLACE.to(LANG),
    rich_help_panel=words.COMMANDS.to(LANG),
)
def explain(
    *,
    code: Annotated[
        str | None, typer.Argument(metavar=words.CODE_PLACE.to(LANG), help=words.EXPLAINED_CODE.to(LANG))
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", "-f", show_default=False, help=words.EXPLAIN_FORMAT.to(LANG))
    ] = Format.TABLE,
    lang: LangOption = None,
) -> int:
    """List the checks, or tell all of one."""
    del lang  # already in LANG
    from povcalc.checks import ALL
    from povcalc.explanations import UnknownCheckError, explained, named

    try:
        checks = ALL if code is None else named(code)
    except UnknownCheckError as unknown:
        complain(_no_such(code or "''", unknown.likely))
        return COULD_NOT_RUN
    match form:
        case Format.TABLE:
            from povcalc.cli.streams import screen
            from povcalc.output.console import show_checks, show_explanation

            if len(checks) > 1:
                show_checks(screen(), checks, LANG)
            else:
                show_explanation(screen(), explained(checks[0]), LANG)
        case Format.MARKDOWN:
            from povcalc.output.manual import checks_manual, section

            told = [explained(check) for check in checks]
            sys.stdout.write(
                checks_manual(told, LANG) if code is None else "\n".join(section(one, LANG) for one in told)
            )
        case Format.JSON:
            from povcalc.cli.streams import is_ascii
            from povcalc.output.manual import explained_json

            told = [explained(check) for check in checks]
            sys.stdout.write(explained_json(told, program=program(), ascii_only=is_ascii(sys.stdout)))
        case _:
            assert_never(form)
    return OK


def _no_such(word: str, likely: str | None) -> Text:
    return say(
        "no check has the code {word}; {choice}",
        "không có phép kiểm tra nào mang mã {word}; {choice}",
        word=word,
        choice=say("did you mean {likely}?", "có phải {likely} không?", likely=likely)
        if likely
        else Text("povcalc explain lists them", "povcalc explain liệt kê các mã"),
    )
