"""The formats of `povcalc check`, and where they go: to the screen, and into files beside it."""

import io
import os
import sys
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, assert_never

import typer

from povcalc.cli import words
from povcalc.cli.language import LANG
from povcalc.text import Text, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from povcalc.output.checked import Run


class Format(StrEnum):
    """How the report is written."""

    TABLE = "table"
    CONCISE = "concise"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"
    MARKDOWN = "markdown"


FormatOption = Annotated[
    Format | None,
    typer.Option("--format", "-f", metavar=words.FORMAT_PLACE.to(LANG), show_default=False, help=words.FORMAT.to(LANG)),
]
OutputOption = Annotated[
    list[str] | None,
    typer.Option("--output", "-o", metavar=words.OUTPUT_PLACE.to(LANG), help=words.OUTPUT.to(LANG)),
]

_ENDINGS = {".sarif": Format.SARIF, ".xml": Format.JUNIT, ".md": Format.MARKDOWN, ".json": Format.JSON}
"""The formats that the ending of a file's name tells, where nothing else does."""

_WIDTH = 100
"""The width of tables in a file."""


class UnusableOutputError(ValueError):
    """The files named for output cannot be meant; `why` says it in words."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


class Outputs(NamedTuple):
    """What is written of a run: the format for the screen, and the files with theirs."""

    screen: Format
    files: tuple[tuple[str, Format], ...] = ()

    @property
    def suggest(self) -> bool:
        """Whether anything that is written shows suggestions."""
        return any(form is not Format.CONCISE for form in (self.screen, *(form for _, form in self.files)))


def outputs(form: Format | None, named: "Sequence[str]", inputs: "Iterable[str]") -> Outputs:
    """What `--format` and `--output` ask for together.

    A plain FILE takes the format of `--format`, and the screen keeps its tables; FORMAT=FILE says its own.
    Raises `UnusableOutputError` for a file that is named twice, or is one of the files that are checked.
    """
    files = []
    screen = form
    for name in named:
        first, sign, rest = name.partition("=")
        if sign and first in set(Format):
            files.append((rest, Format(first)))
        else:
            files.append((name, form or _ENDINGS.get(PurePath(name).suffix.lower(), Format.TABLE)))
            screen = Format.TABLE
    taken = {_real(name) for name in inputs}
    for name, _ in files:
        if _real(name) in taken:
            raise UnusableOutputError(
                say(
                    "{name} is checked, or written to already; name another file for --output",
                    "{name} là tệp được kiểm tra hoặc đã dùng để ghi; hãy nêu tệp khác cho --output",
                    name=name or "''",
                )
            )
        taken.add(_real(name))
    return Outputs(screen or Format.TABLE, tuple(files))


def _real(name: str) -> str:
    try:
        return os.path.realpath(name)
    except ValueError:  # a name that no file can have
        return name


def write_files(run: "Run", wanted: Outputs, *, quiet: bool) -> "Run":
    """Write the files of a run; the run with what could not be written among its troubles."""
    from povcalc.cli.app import COULD_NOT_RUN
    from povcalc.cli.writing import write_output
    from povcalc.output.checked import Trouble

    for name, form in wanted.files:
        why = write_output(name, _in_file(run, form, quiet=quiet).encode())
        if why is not None:
            run = run._replace(status=COULD_NOT_RUN, troubles=(*run.troubles, Trouble(name, why)))
    return run


def write_screen(run: "Run", form: Format, *, quiet: bool) -> None:
    """Write a run to standard output."""
    from povcalc.cli.streams import is_ascii, screen

    if form is not Format.TABLE:
        sys.stdout.write(as_text(run, form, ascii_only=is_ascii(sys.stdout)))
    elif run.files:
        from povcalc.output.console import show

        show(screen(), run.files, LANG, quiet=quiet)


def _in_file(run: "Run", form: Format, *, quiet: bool) -> str:
    if form is not Format.TABLE:
        return as_text(run, form, ascii_only=False)
    from rich.console import Console

    from povcalc.output.console import show

    paper = io.StringIO()
    console = Console(file=paper, width=_WIDTH, color_system=None, highlight=False, markup=False, emoji=False)
    show(console, run.files, LANG, quiet=quiet)
    return paper.getvalue()


_Text = Literal[Format.CONCISE, Format.JSON, Format.SARIF, Format.JUNIT, Format.GITHUB, Format.GITLAB, Format.MARKDOWN]


def as_text(run: "Run", form: _Text, *, ascii_only: bool) -> str:
    """A run in any format but tables; with `ascii_only` in ASCII where the format has a way to write that."""
    match form:
        case Format.CONCISE:
            from povcalc.output.concise import concise

            return concise(run.files, LANG)
        case Format.JSON:
            from povcalc.output.as_json import as_json

            return as_json(
                run.files, program=run.program, status=run.status, skipped=run.skipped, ascii_only=ascii_only
            )
        case Format.SARIF:
            from povcalc.output.sarif import sarif

            return sarif(run, LANG, ascii_only=ascii_only)
        case Format.JUNIT:
            from povcalc.output.junit import junit

            return junit(run, LANG, ascii_only=ascii_only)
        case Format.GITHUB:
            from povcalc.output.github import github

            return github(run, LANG)
        case Format.GITLAB:
            from povcalc.output.gitlab import gitlab

            return gitlab(run, LANG, ascii_only=ascii_only)
        case Format.MARKDOWN:
            from povcalc.output.report_markdown import report_markdown

            return report_markdown(run, LANG)
        case _:
            assert_never(form)
