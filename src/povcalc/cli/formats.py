"""The formats of `povcalc check`, and where they go: to the screen, and into files beside it."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, assert_never

import typer

from povcalc.cli import words
from povcalc.cli.language import LANG, language
from povcalc.cli.streams import Page, drawn, is_ascii, page
from povcalc.messages import Text, say

if TYPE_CHECKING:
    from povcalc.output.report import Run


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
        return any(form is not Format.CONCISE for form in self._all)

    @property
    def values(self) -> bool:
        """Whether anything that is written looks at the values in the files' texts."""
        return any(form not in (Format.TABLE, Format.CONCISE, Format.JSON) for form in self._all)

    @property
    def for_programs(self) -> bool:
        """Whether anything that is written is for programs, or says which program wrote it."""
        return any(form not in (Format.TABLE, Format.CONCISE) for form in self._all)

    @property
    def _all(self) -> tuple[Format, ...]:
        return (self.screen, *(form for _, form in self.files))


def outputs(form: Format | None, named: Sequence[str], inputs: Iterable[str]) -> Outputs:
    """What `--format` and `--output` ask for together.

    A plain FILE takes the format of `--format`, and the screen keeps its tables; FORMAT=FILE says its own.
    Raises `UnusableOutputError` for a file that is named twice, or is one of the files that are checked, or that could
    be meant as one.
    """
    files = []
    screen = form
    for name in named:
        first, sign, rest = name.partition("=")
        if sign and first in set(Format):
            files.append((rest, Format(first)))
        elif sign and first.isalpha():
            raise UnusableOutputError(
                say(
                    "{first} is no format; the formats are {formats}. For a file of that name write ./{name}",
                    "{first} không phải định dạng; các định dạng là {formats}. Nếu tệp có tên như vậy thì ghi ./{name}",
                    first=first,
                    formats=", ".join(Format),
                    name=name,
                )
            )
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
        if PurePath(name).suffix.lower() in _INPUTS and os.path.exists(name):  # noqa: PTH110 - as it is named
            raise UnusableOutputError(
                say(
                    "{name} is there and may be a plan or settings; name another file for --output",
                    "{name} đã có và có thể là kế hoạch hoặc thiết lập; hãy nêu tệp khác cho --output",
                    name=name,
                )
            )
        taken.add(_real(name))
    return Outputs(screen or Format.TABLE, tuple(files))


_INPUTS = (".yaml", ".yml", ".toml")
"""The endings of plans and settings, which no output may take the place of."""


def _real(name: str) -> str:
    try:
        return os.path.realpath(name)
    except ValueError:  # a name that no file can have
        return name


Drawn = Mapping[Page, Sequence[str]]
"""What is shown of each file, by the page that it is drawn for."""

_PAPER = Page(_WIDTH, terminal=False, colors=None, no_color=False, encoding="utf-8")
"""The page of tables in a file."""


def pages(wanted: Outputs) -> tuple[Page, ...]:
    """The pages that tables are drawn for."""
    on_screen = (page(),) if wanted.screen is Format.TABLE else ()
    in_files = (_PAPER,) if any(form is Format.TABLE for _, form in wanted.files) else ()
    return (*on_screen, *in_files)


def write_files(run: "Run", wanted: Outputs, tables: Drawn, *, quiet: bool) -> "Run":
    """Write the files of a run; the run with what could not be written among its troubles."""
    from povcalc.cli.app import COULD_NOT_RUN
    from povcalc.cli.writing import write_output
    from povcalc.output.report import Trouble

    for name, form in wanted.files:
        if form is Format.TABLE:
            text = _tables(run, _PAPER, tables, quiet=quiet)
        else:
            text = as_text(run, form, ascii_only=False)
        why = write_output(name, text.encode())
        if why is not None:
            run = run._replace(status=COULD_NOT_RUN, troubles=(*run.troubles, Trouble(name, why)))
    return run


def write_screen(run: "Run", form: Format, tables: Drawn, *, quiet: bool) -> None:
    """Write a run to standard output."""
    if form is not Format.TABLE:
        sys.stdout.write(as_text(run, form, ascii_only=is_ascii(sys.stdout)))
    elif run.files:
        sys.stdout.write(_tables(run, page(), tables, quiet=quiet))


def _tables(run: "Run", on: Page, tables: Drawn, *, quiet: bool) -> str:
    """The tables of all files and the summary."""
    from povcalc.output.console import show_summary

    summary = "" if quiet else drawn(on, lambda console: show_summary(console, run.files, language()))
    return "".join((*tables.get(on, ()), summary))


_Text = Literal[Format.CONCISE, Format.JSON, Format.SARIF, Format.JUNIT, Format.GITHUB, Format.GITLAB, Format.MARKDOWN]


def as_text(run: "Run", form: _Text, *, ascii_only: bool) -> str:
    """A run in any format but tables; with `ascii_only` in ASCII where the format has a way to write that."""
    match form:
        case Format.CONCISE:
            from povcalc.output.ci import concise

            return concise(run.files, language())
        case Format.JSON:
            from povcalc.output.json import as_json

            return as_json(
                run.files, program=run.program, status=run.status, skipped=run.skipped, ascii_only=ascii_only
            )
        case Format.SARIF:
            from povcalc.output.sarif import sarif

            return sarif(run, language(), ascii_only=ascii_only)
        case Format.JUNIT:
            from povcalc.output.ci import junit

            return junit(run, language(), ascii_only=ascii_only)
        case Format.GITHUB:
            from povcalc.output.ci import github

            return github(run, language())
        case Format.GITLAB:
            from povcalc.output.ci import gitlab

            return gitlab(run, language(), ascii_only=ascii_only)
        case Format.MARKDOWN:
            from povcalc.output.ci import report_markdown

            return report_markdown(run, language())
        case _:
            assert_never(form)
