"""Sheets as Markdown, for a document or a pull request: headings, a table each, notes below it.

Whatever a plan's text contains stays text: signs that Markdown or HTML would act on are escaped, line
breaks and other characters that move the cursor are spelt out. What stands under a group's name, or in
an area, shows it by an empty first cell, or by an indent of no-break spaces.
"""

import re
from collections.abc import Iterator

from povcalc.output.shown import Shown, fact_words, heading, words
from povcalc.sheets import Cell, Column, Fact, Names, Readers, Row, Sheet
from povcalc.text import Lang, Text, printable

_INDENT = "\N{NO-BREAK SPACE}" * 4
_ACTIVE = re.compile(r"([\\`*_\[\]<>|~&#$@]|(?<=\w):(?=//)|(?<=www)\.)", re.IGNORECASE)
"""Signs that begin markup, HTML, mathematics or links somewhere that Markdown is shown.

A site that looks for names and addresses in the finished page, as forges do, may still find some.
"""

_BLOCK = re.compile(r"(\s*[0-9]*)(?=[-+=.)])")
"""What stands before the sign that begins a list, or underlines a heading, at the start of a line."""

_IN_THE_TITLE = ("number", "title")
"""Facts that the page's heading tells already."""


def as_markdown(shown: Shown, lang: Lang) -> str:
    """The title, what is known of the document, and a table for each sheet."""
    lines = [f"## {escaped(shown.title.to(lang))}", ""]
    if shown.facts:
        lines += [*(f"- {_fact(fact, lang)}" for fact in shown.facts if fact.key not in _IN_THE_TITLE), ""]
    for sheet in shown.sheets:
        lines += [f"### {escaped(heading(sheet).to(lang))}", ""]
        if sheet.rows:
            lines += [*_table(sheet.read_by(Readers.PEOPLE), lang), ""]
        for note in sheet.notes:
            lines += [paragraph(note.to(lang)), ""]
    return "\n".join(lines)


def escaped(text: str) -> str:
    """A text in which nothing acts: neither on a terminal nor in Markdown."""
    return _ACTIVE.sub(r"\\\1", printable(text))


def paragraph(text: str) -> str:
    """A text as a paragraph or an item of its own, which it does not make a list or a heading either."""
    safe = escaped(text)
    found = _BLOCK.match(safe)
    return safe if found is None else f"{found[1]}\\{safe[found.end() :]}"


def _fact(fact: Fact, lang: Lang) -> str:
    told = escaped(fact_words(fact, lang))
    return f"{told[:1].upper()}{told[1:]}"


def _table(sheet: Sheet, lang: Lang) -> Iterator[str]:
    headings = [escaped(column.heading.to(lang)) for column in sheet.columns]
    yield _line(headings)
    yield _line(["---:" if column.numeric else "---" for column in sheet.columns])
    group = None
    for row in sheet.rows:
        yield _line(_cells(sheet, row, lang, follows=row.group == group))
        group = row.group


def _cells(sheet: Sheet, row: Row, lang: Lang, *, follows: bool) -> Iterator[str]:
    """The cells of a row; `follows` says that a row of the same group stands above it."""
    for at, (cell, column) in enumerate(zip(row.cells, sheet.columns, strict=True)):
        if column.key == sheet.grouped and follows:
            yield ""
        else:
            text = _cell(cell, column, lang)
            text = f"**{text}**" if row.strong and text.strip(" -") else text
            yield _INDENT * row.depth + text if at == 0 else text


def _cell(cell: Cell, column: Column, lang: Lang) -> str:
    text = words(cell, column, lang)
    if isinstance(cell, (str, Text, Names)):
        return escaped(text).strip()  # a space at an end of emphasis would undo it
    return text.replace("*", r"\*")  # a number, which has no other sign that acts in a cell


def _line(cells: Iterator[str] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"
