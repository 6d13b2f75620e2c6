r"""Tables as CSV, Markdown and JSON.

What every writer of `povcalc show` is given, and how the cells of sheets are written.

For people a cell reads as in a document of the language: 11.869 and 44,35 in Vietnamese. For programs
it is the same in every language: plain numbers with a decimal point, and figures that are not bare in
the short notation of `notation`.

A sheet as CSV, for spreadsheets and programs: UTF-8 without a byte order mark, commas, lines ended by LF.

The first row has the headings in the language of the run, every other row is data, the same in any
language but for texts:

- numbers have a decimal point and no thousands marks; a figure that is not bare is in short notation
  (`>5.8`, `~1621667`), shares are rounded to one decimal, days are in ISO form; what the plan does not state is
  an empty field, and several names or ids in one field are joined by `; `;
- a text that a spreadsheet would take for a formula gets an apostrophe before it. Numbers stay numbers,
  negative ones too;
- a character in a text that a terminal would act on, a line break among them, is spelt out, such as
  `\n` or `\x1b`, so that one row is always one line.

Tables as Markdown, for a document or a pull request: headings, a table each, notes below it.

Whatever a plan's text contains stays text: signs that Markdown or HTML would act on are escaped, line
breaks and other characters that move the cursor are spelt out. What stands under a group's name, or in
an area, shows it by an empty first cell, or by an indent of no-break spaces.

What is told of a comparison besides its tables, and all of it as JSON, version 1 (see `docs/json.md`).

Why a figure lies where it does: its heading, and all of it as JSON, version 1 (see `docs/json.md`).
"""

import csv
import datetime
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from povcalc.comparison import Comparison, FigureChange, PartChange, TargetResult, sheets_of
from povcalc.findings import Finding
from povcalc.messages import (
    Lang,
    Text,
    date,
    figure,
    interval,
    number,
    printable,
    rounded,
    same,
    say,
    signed_interval,
    terminating,
    written,
)
from povcalc.output.report import json_text, title
from povcalc.places import Path, dotted
from povcalc.plan.load import Reading
from povcalc.values import Exact, Figure, Form, Interval, Number
from povcalc.views.answers import Ground, Why
from povcalc.views.plan import DATA_PLACES, PLACES, Derivation
from povcalc.views.table import Cell, Column, Fact, Names, Readers, Row, Table

_NOT_STATED = "-"
_IMPLIED = "*"


class Shown(NamedTuple):
    """One file and what is shown of it.

    `part` is the word for what was asked for, `None` for the portrait, whose `facts` come before its
    sheets. `as_of` is the day that a schedule is seen from, `built_in` set for the plan that comes with the
    program. `derivation` is what follows from the figures, where targets are shown.
    """

    name: str
    title: Text
    built_in: bool
    part: str | None
    sheets: tuple[Table, ...]
    facts: tuple[Fact, ...] = ()
    as_of: datetime.date | None = None
    derivation: Derivation | None = None


def heading(sheet: Table) -> Text:
    """A sheet's title with the section of the document that it stands in."""
    if sheet.ref is None:
        return sheet.title
    return say("{title} (section {ref})", "{title} (mục {ref})", title=sheet.title, ref=sheet.ref)


def fact_words(fact: Fact, lang: Lang) -> str:
    """What a fact is called, and its value in words with its unit."""
    unit = "" if fact.unit is None else fact.unit.to(lang)
    space = "" if unit in ("", "%") else " "
    return f"{fact.label.to(lang)}: {written(fact.value, lang)}{space}{unit}"


def words(cell: Cell, column: Column, lang: Lang) -> str:
    """A cell as people read it, which may hold anything that the plan's text does."""
    match cell:
        case None:
            return _NOT_STATED if column.numeric else ""
        case str():
            return cell
        case Text():
            return cell.to(lang)
        case Figure():
            return figure(cell, lang, signs=True)
        case Interval():
            return f"{interval(cell, lang, signs=True)}{_IMPLIED}"
        case Fraction():
            return rounded(cell, column.places, lang)
        case datetime.date():
            return date(cell, lang, short=True)
        case Names():
            return (" " if column.whole else "; ").join(items(cell, lang))
        case _:
            return number(cell, lang)


def items(names: Names, lang: Lang) -> list[str]:
    """The names in one cell."""
    return [each if isinstance(each, str) else each.to(lang) for each in names.names]


def notation(value: Figure | Interval) -> str:
    """A figure or a range in short notation: `11869`, `>5.8`, `<9`, `>=3`, `<=4`, `840..930`, `~1621667`."""
    if isinstance(value, Interval):
        return _range(value)
    if value.form is Form.BETWEEN and value.upper is not None:
        return f"{plain(value.number)}..{plain(value.upper)}"
    return f"{_SIGNS.get(value.form, '')}{plain(value.number)}"


_SIGNS = {Form.OVER: ">", Form.UNDER: "<", Form.AT_LEAST: ">=", Form.AT_MOST: "<=", Form.ABOUT: "~"}


def _range(value: Interval) -> str:
    if value.is_point and value.low is not None:
        return _exact(value.low)
    low = None if value.low is None else f"{'>' if value.low_open else '>='}{_exact(value.low)}"
    high = None if value.high is None else f"{'<' if value.high_open else '<='}{_exact(value.high)}"
    if value.low is not None and value.high is not None and not (value.low_open or value.high_open):
        return f"{_exact(value.low)}..{_exact(value.high)}"
    return " ".join(end for end in (low, high) if end is not None)


def plain(value: Number) -> str:
    """A number as the file format writes it: its decimals as written, a point, no thousands marks."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def end_digits(end: Exact | None) -> str | None:
    """An end of a range as a string in JSON, with all its digits, or as a fraction where they never end."""
    return None if end is None else _exact(end)


def _exact(value: Exact) -> str:
    finite = terminating(value)
    return str(value) if finite is None else plain(finite)


# Signs that begin a formula, the wide ones of East Asian keyboards too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def as_csv(sheet: Table, lang: Lang) -> str:
    """The columns for programs, headings first."""
    data = sheet.read_by(Readers.MACHINE)
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow([_text(column.heading.to(lang)) for column in data.columns])
    for row in data.rows:
        rows.writerow([_field(cell, column, lang) for cell, column in zip(row.cells, data.columns, strict=True)])
    return out.getvalue()


def _field(cell: Cell, column: Column, lang: Lang) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _text(cell)
        case Text():
            return _text(cell.to(lang))
        case Figure():
            return notation(cell)
        case Interval():
            return notation(cell.widened(DATA_PLACES))  # fractions are no numbers to a spreadsheet
        case Fraction():
            return rounded(cell, column.places, Lang.EN).replace(",", "")
        case datetime.date():
            return cell.isoformat()
        case Names():
            return _text("; ".join(items(cell, lang)))
        case _:
            return plain(cell)


def _text(words: str) -> str:
    """A text with nothing in it that a spreadsheet or a terminal would act on."""
    return ("'" if words.lstrip(" \N{NO-BREAK SPACE}").startswith(_FORMULA) else "") + printable(words)


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
            lines += [*_table(sheet.read_by(Readers.HUMAN), lang), ""]
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


def _table(sheet: Table, lang: Lang) -> Iterator[str]:
    headings = [escaped(column.heading.to(lang)) for column in sheet.columns]
    yield _line(headings)
    yield _line(["---:" if column.numeric else "---" for column in sheet.columns])
    group = None
    for row in sheet.rows:
        yield _line(_cells(sheet, row, lang, follows=row.group == group))
        group = row.group


def _cells(sheet: Table, row: Row, lang: Lang, *, follows: bool) -> Iterator[str]:
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


COMPARISON_VERSION = 1
"""The version of the shape; it changes when a key changes its meaning or goes."""

_BUILT_IN = Text(" (built-in plan)", " (kế hoạch cài sẵn)")
_KINDS = {"plan": Text("plan", "kế hoạch"), "result": Text("result", "kết quả")}


MAX_ROWS = 200
"""A longer table shows its first rows only where people look at a screen; a note says so."""


def shown_comparison(comparison: Comparison, *, built_in: bool, most: int | None = None) -> Shown:
    """A comparison for the writers of sheets; `built_in`: the first is the plan that comes with povcalc.

    `most` is how many rows of each table are shown.
    """
    before, after = comparison.before, comparison.after
    name = say(
        "{before}{built_in} → {after}",
        "{before}{built_in} → {after}",
        before=before.name,
        built_in=_BUILT_IN if built_in else same(""),
        after=after.name,
    )
    facts = (
        Fact("before", Text("before", "trước"), _document(before)),
        Fact("after", Text("after", "sau"), _document(after)),
    )
    return Shown(
        after.name,
        name,
        built_in=False,
        part=None,
        sheets=tuple(_cut(sheet, most) for sheet in sheets_of(comparison)),
        facts=facts,
    )


def _cut(sheet: Table, most: int | None) -> Table:
    rest = 0 if most is None else len(sheet.rows) - most
    if rest <= 0:
        return sheet
    note = say(
        "Not shown: {rest} more rows (--format json).", "Còn {rest} dòng không hiển thị (--format json).", rest=rest
    )
    return sheet._replace(rows=sheet.rows[:most], notes=(note, *sheet.notes))


def _document(reading: Reading) -> Text:
    """A document with what it is and for which year, as far as it says so."""
    if reading.plan is None:
        return title(reading)
    info = reading.plan.document
    years = info.year if info.period is None else f"{info.period.from_}–{info.period.to}"
    return say(
        "{title} ({kind}{years})",
        "{title} ({kind}{years})",
        title=title(reading),
        kind=_KINDS[info.kind],
        years="" if years is None else f", {years}",
    )


def compared_json(comparison: Comparison, *, program: str, status: int, built_in: bool, ascii_only: bool) -> str:
    """The whole comparison as one JSON object, with a final newline."""
    found = comparison.findings
    told = {
        "version": COMPARISON_VERSION,
        "program": program,
        "exit_status": status,
        "before": _side(comparison.before, built_in=built_in),
        "after": _side(comparison.after, built_in=False),
        "targets": [_judged(target) for target in comparison.targets],
        "unjudged": None if comparison.unjudged is None else comparison.unjudged._asdict(),
        "figures": [_change(change) for change in comparison.figures],
        "funding": [_change(change) for change in comparison.funding],
        "unit": None if comparison.unit is None else comparison.unit._asdict(),
        "alike": comparison.same,
        "parts": [_part(part) for part in comparison.parts],
        "sections": list(comparison.sections),
        "findings": {
            "new": [_finding(finding) for finding in found.new],
            "gone": [_finding(finding) for finding in found.gone],
            "kept": [_finding(finding) for finding in found.kept],
        },
        "notes": [note._asdict() for note in comparison.notes],
    }
    return json_text(told, ascii_only=ascii_only)


def _side(reading: Reading, *, built_in: bool) -> dict[str, Any]:
    info = None if reading.plan is None else reading.plan.document
    period = None if info is None else info.period
    return {
        "file": reading.name,
        "built_in": built_in,
        "title": title(reading)._asdict(),
        "kind": None if info is None else info.kind,
        "year": None if info is None else info.year,
        "period": None if period is None else {"from": period.from_, "to": period.to},
    }


def _judged(target: TargetResult) -> dict[str, Any]:
    return {
        "path": target.address,
        "name": target.name._asdict(),
        "field": target.field,
        "target": notation(target.target),
        "result": _noted(target.result),
        "implied": _ends(target.implied),
        "verdict": target.met.value,
        "difference": None if target.difference is None else _ends(target.difference),
        "grounds": list(target.grounds),
        "why": None if target.why is None else target.why._asdict(),
    }


def _change(change: FigureChange) -> dict[str, Any]:
    by = change.difference
    return {
        "path": change.address,
        "name": change.name._asdict(),
        "field": change.field,
        "change": change.change.value,
        "before": _noted(change.before),
        "after": _noted(change.after),
        "difference": None if by is None else {"low": plain(by[0]), "high": plain(by[1])},
    }


def _part(part: PartChange) -> dict[str, Any]:
    return {
        "path": part.address,
        "name": part.name._asdict(),
        "change": part.change.value,
        "before": None if part.before is None else part.before._asdict(),
        "after": None if part.after is None else part.after._asdict(),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message._asdict(),
        "path": None if finding.path is None else dotted(finding.path),
        "place": None if finding.place is None else finding.place._asdict(),
        "waived": None if finding.waived is None else finding.waived._asdict(),
    }


def _noted(figure: Figure | None) -> str | None:
    return None if figure is None else notation(figure)


def _ends(found: Interval) -> dict[str, Any]:
    return {
        "low": end_digits(found.low),
        "high": end_digits(found.high),
        "low_open": found.low is not None and found.low_open,
        "high_open": found.high is not None and found.high_open,
    }


WHY_VERSION = 1
"""The version of the shape; it changes when a key changes its meaning or goes."""


def why_heading(answer: Why) -> Text:
    """The figure, by what it is called and in words, and its range."""
    found = signed_interval(answer.range.widened(PLACES))
    return say(
        "{address}: {found} ({area}, {quantity})",
        "{address}: {found} ({area}, {quantity})",
        address=answer.address,
        found=found,
        area=answer.area,
        quantity=answer.quantity,
    )


def why_json(reading: Reading, answers: tuple[Why, ...], *, program: str, ascii_only: bool) -> str:
    """The answers as one JSON object, with a final newline."""
    told = {
        "version": WHY_VERSION,
        "program": program,
        "file": reading.name,
        "answers": [_answer(reading, answer) for answer in answers],
    }
    return json_text(told, ascii_only=ascii_only)


def _answer(reading: Reading, answer: Why) -> dict[str, Any]:
    found = answer.range
    return {
        "figure": answer.address,
        "area": answer.area._asdict(),
        "quantity": answer.quantity._asdict(),
        "low": end_digits(found.low),
        "high": end_digits(found.high),
        "low_open": found.low_open,
        "high_open": found.high_open,
        "grounds": [_ground(reading, ground) for ground in answer.grounds],
    }


def _ground(reading: Reading, ground: Ground) -> dict[str, Any]:
    return {
        "end": "high" if ground.upper else "low",
        "stated": [
            {
                "path": dotted(path),
                "file": reading.added[path].file if path in reading.added else None,
                "place": _place(reading, path),
                "words": words._asdict(),
            }
            for words, path in ground.stated
        ],
        "assumed": [words._asdict() for words in ground.assumed],
        "given": [{"figure": address, "words": words._asdict()} for words, address in ground.elsewhere],
        "lines": [words._asdict() for words in ground.lines],
    }


def _place(reading: Reading, path: Path) -> dict[str, int] | None:
    if path in reading.added:
        return reading.added[path].place._asdict()
    if reading.document is None:
        return None
    return reading.document.place(reading.document.span(path))._asdict()
