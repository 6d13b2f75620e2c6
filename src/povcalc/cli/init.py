"""`povcalc init`: a new plan to be filled in."""

import os
import sys
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from povcalc.cli import words
from povcalc.cli.app import COULD_NOT_RUN, OK, LangOption, app, complain
from povcalc.cli.help import Command
from povcalc.cli.language import LANG
from povcalc.messages import Text, alternatives, printable, say

if TYPE_CHECKING:
    from povcalc.new_plan import NewArea

FIRST_YEAR, LAST_YEAR, MOST_AREAS = 1900, 2200, 10_000
_AREAS = 2
"""So many areas are listed where nothing is said of it: enough to see how to add more."""
_FAULTS_SHOWN = 20
_TO_STDOUT = "-"


class _UnusableError(Exception):
    """What keeps a plan from being begun; its arguments say it, line by line."""


class _Begun(NamedTuple):
    """The root area of the new plan, and whether a table gave figures."""

    root: "NewArea"
    has_figures: bool


def _kinds(incomplete: str) -> list[str]:
    from povcalc.new_plan import KINDS

    return [kind for kind in KINDS if kind.startswith(incomplete)]


@app.command(
    cls=Command,
    help=words.INIT.to(LANG),
    options_metavar=words.OPTIONS_PLACE.to(LANG),
    rich_help_panel=words.COMMANDS.to(LANG),
)
def init(  # noqa: PLR0913 - one parameter an option
    *,
    file: Annotated[
        str | None, typer.Argument(metavar=words.FILES_PLACE.to(LANG), help=words.INIT_FILE.to(LANG))
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar=words.NAME_PLACE.to(LANG), help=words.INIT_NAME.to(LANG))
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar=words.KIND_PLACE.to(LANG), help=words.INIT_KIND.to(LANG), autocompletion=_kinds),
    ] = None,
    year: Annotated[
        str | None, typer.Option("--year", metavar=words.YEAR_PLACE.to(LANG), help=words.INIT_YEAR.to(LANG))
    ] = None,
    areas: Annotated[
        str | None, typer.Option("--areas", metavar=words.COUNT_PLACE.to(LANG), help=words.INIT_AREAS.to(LANG))
    ] = None,
    table: Annotated[
        str | None, typer.Option("--from", metavar=words.TABLE_PLACE.to(LANG), help=words.INIT_FROM.to(LANG))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=words.FORCE.to(LANG))] = False,
    lang: LangOption = None,
) -> int:
    """Begin a plan."""
    del lang  # already in LANG
    from povcalc.new_plan import new_plan

    try:
        begun_in = _number("--year", year, FIRST_YEAR, LAST_YEAR)
        begun = _begun(_name(name), _kind(kind), _number("--areas", areas, 0, MOST_AREAS), table)
        made = new_plan(begun.root, year=begun_in, has_figures=begun.has_figures, lang=LANG)
        _write(file, made.text, force=force)
    except _UnusableError as unusable:
        for line in unusable.args:
            complain(line)
        return COULD_NOT_RUN
    if file not in (None, _TO_STDOUT):
        complain(
            say(
                "{file} is written; blanks to fill in: {blanks}; povcalc check {file} lists them",
                "đã ghi {file}; số chỗ trống cần điền: {blanks}; povcalc check {file} liệt kê các chỗ này",
                file=file or "",
                blanks=made.blanks,
            )
        )
    return OK


def _name(name: str | None) -> str | None:
    from povcalc.new_plan import as_name

    if name is not None and (not name.strip() or printable(name) != name):
        raise _UnusableError(
            say(
                "--name takes a name such as 'Tỉnh Lào Cai', not {word}",
                "--name nhận một tên, ví dụ 'Tỉnh Lào Cai', không phải {word}",
                word=name.strip() or "''",
            )
        )
    return None if name is None else as_name(name)


def _kind(kind: str | None) -> str | None:
    from povcalc.new_plan import KINDS

    if kind is not None and kind not in KINDS:
        raise _UnusableError(
            say(
                "--kind takes {kinds}, not {word}",
                "--kind nhận {kinds}, không phải {word}",
                kinds=alternatives(KINDS),
                word=kind or "''",
            )
        )
    return kind


def _number(option: str, word: str | None, least: int, most: int) -> int | None:
    if word is None:
        return None
    plain = word.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= len(str(most)) and least <= int(plain) <= most):
        raise _UnusableError(
            say(
                "{option} takes a whole number from {least} to {most}, not {word}",
                "{option} nhận một số nguyên từ {least} đến {most}, không phải {word}",
                option=option,
                least=str(least),
                most=str(most),
                word=plain or "''",
            )
        )
    return int(plain)


def _begun(name: str | None, kind: str | None, areas: int | None, table: str | None) -> _Begun:
    """The areas of the plan: those of a table, or blank ones. Raises `_UnusableError`."""
    from povcalc.new_plan import blank, from_table

    if table is None:
        return _Begun(blank(name, kind, _AREAS if areas is None else areas), has_figures=False)
    if areas is not None:
        raise _UnusableError(
            Text(
                "--areas goes without --from: the table has the areas",
                "--areas không dùng cùng --from: bảng đã có địa bàn",
            )
        )
    from povcalc.cli.inputs import STDIN, read_bytes
    from povcalc.output.report import STDIN as STDIN_NAME
    from povcalc.output.report import Trouble

    content = read_bytes(table)
    if isinstance(content, Trouble):
        raise _UnusableError(content.words)
    drawn = from_table(content, STDIN_NAME if table == STDIN else table, name, kind)
    for remark in drawn.remarks:
        complain(remark)
    if drawn.root is None:
        shown = drawn.faults[:_FAULTS_SHOWN]
        count = len(drawn.faults)
        raise _UnusableError(
            *shown,
            say(
                "faults in the table: {count}; nothing is written",
                "số lỗi trong bảng: {count}; chưa ghi gì",
                count=count,
            ),
        )
    return _Begun(drawn.root, drawn.has_figures)


def _write(file: str | None, text: str, *, force: bool) -> None:
    """Write the plan whole or not at all. Raises `_UnusableError`."""
    if file is None or file == _TO_STDOUT:
        sys.stdout.write(text)
        return
    from povcalc.cli.writing import write_new, write_output

    if not force and os.path.lexists(file):
        raise _UnusableError(
            say(
                "{file} exists already; name a new file, or write over it with --force",
                "{file} đã có; hãy nêu tên tệp mới, hoặc ghi đè bằng --force",
                file=file or "''",
            )
        )
    why = (write_output if force else write_new)(file, text.encode("utf-8"))
    if why is not None:
        raise _UnusableError(why)
