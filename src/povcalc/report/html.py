"""The report as one page that needs nothing else, and the same page as PDF.

The template is given plain words and numbers, which it escapes; charts alone are markup, and of our own making.
Numbers stand in `data` elements with the notation that JSON has for them.
"""

from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from itertools import groupby
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from povcalc.messages import Lang, Message, capitalised, printable, written
from povcalc.output.report import machine
from povcalc.output.tables import cell_words, heading
from povcalc.report.charts import svg
from povcalc.report.contents import FOLLOWS, Chart, Contents, Facts, Items, Part, Section, Told
from povcalc.views.table import Cell, Column, Marked, Readers, Row, Table, plain

_SKIP, _OVERVIEW = Message("Skip to the report"), Message("Contents")
_DESCRIBED = Message("{title}. The table beside it has the same numbers.")


def html(told: Contents, langs: Sequence[Lang]) -> bytes:
    """The report as a page, in one language or in several after one another."""
    return _page(told, langs, themed=True).encode()


def _page(told: Contents, langs: Sequence[Lang], *, themed: bool) -> str:
    """The page; a `themed` one has other colours in the dark, the charts of one that is not have those of paper."""
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, finalize=_shown
    )
    template = environment.from_string(files("povcalc.report").joinpath("report.html.j2").read_text(encoding="utf-8"))
    reports = [_report(told, lang, themed=themed) for lang in langs]
    return template.render(reports=reports, program=told.program)


def pdf_writer() -> Callable[[Contents, Sequence[Lang]], bytes]:
    """What writes the page as PDF.

    Raises `ImportError` where the library for it is missing, and `OSError` where one of the system's that it takes is.
    """
    from weasyprint import HTML

    def pdf(told: Contents, langs: Sequence[Lang]) -> bytes:
        return bytes(HTML(string=_page(told, langs, themed=False), url_fetcher=_nothing).write_pdf())

    return pdf


def _nothing(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError(url)


def _shown(value: Any) -> Any:
    """A text without characters that are not seen or turn the line around; markup of our own as it is."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _report(told: Contents, lang: Lang, *, themed: bool) -> dict[str, Any]:
    return {
        "lang": lang.value,
        "title": told.title.to(lang),
        "subject": told.subject.to(lang),
        "skip": _SKIP.to(lang),
        "overview": _OVERVIEW.to(lang),
        "made": told.made.to(lang),
        "sections": [
            {
                "id": f"{lang}-{section.key}",
                "key": section.key,
                "title": section.title.to(lang),
                "parts": list(_parts(section, lang, themed=themed)),
            }
            for section in told.sections
        ],
    }


def _parts(section: Section, lang: Lang, *, themed: bool) -> Iterator[dict[str, Any]]:
    """The parts of a section; charts that follow one another stand beside each other."""
    numbered = enumerate(section.parts)
    for is_chart, parts in groupby(numbered, lambda each: isinstance(each[1], Chart)):
        if is_chart:
            charts = [part for _, part in parts if isinstance(part, Chart)]
            drawn = [
                {
                    "title": chart.title.to(lang),
                    "svg": Markup(  # noqa: S704 - made by `svg`, which escapes what it is given
                        svg(
                            chart, lang, f"{lang}-{chart.key}", _DESCRIBED.with_values(title=chart.title), themed=themed
                        )
                    ),
                }
                for chart in charts
            ]
            yield {"kind": "charts", "charts": drawn}
        else:
            for at, part in parts:
                yield _part(part, lang, f"{lang}-{section.key}-{at}")


def _part(part: Part, lang: Lang, identifier: str) -> dict[str, Any]:
    match part:
        case Table():
            return {"kind": "table", **grid(part, lang, identifier)}
        case Told():
            return _finding(part, lang)
        case Items():
            return {"kind": "items", "sentences": [each.to(lang) for each in part.items]}
        case Facts():
            facts = [
                {
                    "label": capitalised(fact.label.to(lang)),
                    "text": written(fact.value, lang),
                    "value": machine(fact.value),
                    "unit": "" if fact.unit is None else fact.unit.to(lang),
                }
                for fact in part.facts
            ]
            return {"kind": "facts", "are_figures": part.are_figures, "facts": facts}
        case Message():
            return {"kind": "words", "text": part.to(lang)}
        case _:
            raise TypeError(part)


def _finding(finding: Told, lang: Lang) -> dict[str, Any]:
    told = {
        name: [each.to(lang) for each in value] if isinstance(value, tuple) else written(value or "", lang)
        for name, value in finding._asdict().items()
    }
    return {**told, "kind": "told", "follows": FOLLOWS.to(lang), "standing": finding.standing or "remark"}


def grid(table: Table, lang: Lang, identifier: str = "") -> dict[str, Any]:
    """A table as words: its columns, and its rows in groups, of which each has a name where the table has groups."""
    shown = table.read_by(Readers.HUMAN)
    grouped = next((at for at, column in enumerate(shown.columns) if column.key == shown.grouped), None)
    columns = [(at, column) for at, column in enumerate(shown.columns) if at != grouped]
    groups: list[dict[str, Any]] = []
    before: int | None = None
    for row in shown.rows:
        if not groups or (grouped is not None and row.group != before):
            name = None if grouped is None else cell_words(row.cells[grouped], shown.columns[grouped], lang)
            groups.append({"name": name, "rows": []})
        before = row.group
        groups[-1]["rows"].append(_row(row, columns, lang))
    return {
        "id": identifier,
        "title": heading(shown).to(lang),
        "columns": [{"heading": column.heading.to(lang), "numeric": column.numeric} for _, column in columns],
        "groups": groups,
        "notes": [note.to(lang) for note in shown.notes],
    }


def _row(row: Row, columns: Sequence[tuple[int, Column]], lang: Lang) -> dict[str, Any]:
    cells = [_cell(row.cells[at], column, lang) for at, column in columns]
    shown = cells[:1] if row.heading else cells
    return {"strong": row.strong or row.heading, "depth": min(row.depth, 8), "cells": shown}


def _cell(cell: Cell, column: Column, lang: Lang) -> dict[str, Any]:
    """A cell with its words, the notation of its number, and how it looks."""
    classes = ["number"] if column.numeric else ["whole"] if column.whole else []
    if isinstance(cell, Marked):
        classes.append(cell.standing.value)
    inner = plain(cell)
    value = machine(inner) if column.numeric and not isinstance(inner, (str, Message)) else None
    return {"text": cell_words(cell, column, lang), "value": value, "classes": " ".join(classes)}
