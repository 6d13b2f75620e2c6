"""Help pages wholly in the language of the run: Typer's own words are English and fixed."""

from typing import Any

from typer.core import TyperCommand, TyperGroup

from povcalc.cli import words
from povcalc.cli.language import LANG

_TYPERS_OPTIONS = {
    "help": words.HELP,
    "install_completion": words.INSTALL_COMPLETION,
    "show_completion": words.SHOW_COMPLETION,
}


class _InOurWords:
    """What a command and a group of commands say of themselves."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line that shows how a command is typed."""
        pieces: list[str] = super().collect_usage_pieces(ctx)  # type: ignore[misc]  # a mixin's neighbour has it
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=words.USAGE.to(LANG))

    def get_params(self, ctx: Any) -> list[Any]:
        """Give the options and arguments, with Typer's own among them explained, under our headings."""
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc]  # as above
        for param in params:
            if param.name in _TYPERS_OPTIONS:
                param.help = _TYPERS_OPTIONS[param.name].to(LANG)
            heading = words.ARGUMENTS if param.param_type_name == "argument" else words.OPTIONS
            param.rich_help_panel = heading.to(LANG)
            if param.param_type_name == "argument" or param.is_flag:
                # Newer Typer names a type of Python here, such as <bool>, which tells a reader nothing.
                param.display_type_rich = lambda ctx: None  # noqa: ARG005 - Typer's signature
        return params


class Command(_InOurWords, TyperCommand):
    """A command whose help is in the language of the run."""


class Group(_InOurWords, TyperGroup):
    """The program itself, likewise."""
