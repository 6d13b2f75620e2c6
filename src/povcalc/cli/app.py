"""What every command shares: the application, the language of the run, exit statuses."""

import sys
from contextlib import suppress
from typing import Annotated

import typer

from povcalc.cli import words
from povcalc.cli.help import Group
from povcalc.cli.language import LANG, language
from povcalc.messages import Lang, Text, printable

OK, FAILED, COULD_NOT_RUN, INTERRUPTED = 0, 1, 2, 130
"""The exit statuses: nothing at the failing severity; findings; could not run; stopped by ^C."""

LangOption = Annotated[Lang | None, typer.Option("--lang", help=words.LANG.to(LANG), metavar="en|vi")]

app = typer.Typer(
    name="povcalc",
    cls=Group,
    help=words.APP.to(LANG),
    options_metavar=words.OPTIONS_PLACE.to(LANG),
    subcommand_metavar=words.COMMAND_PLACE.to(LANG),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def complain(message: Text) -> None:
    """Say on standard error what kept the program from running, in one line."""
    with suppress(OSError):  # standard error may be full or gone: the exit status still tells
        sys.stderr.write(f"povcalc: {printable(message.to(language()))}\n")
        sys.stderr.flush()


def program() -> str:
    """The program's name and version."""
    from importlib.metadata import version as installed_version

    return f"povcalc {installed_version('povcalc')}"


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it with the option's value
    if wanted:
        sys.stdout.write(f"{program()}\n")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=words.VERSION.to(LANG))
    ] = False,
    lang: LangOption = None,
) -> None:
    # Both have done their work by now: `version` in its callback, `lang` in LANG.
    del version, lang
