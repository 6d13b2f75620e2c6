"""A part of a plan as a plain table, before any language or form of writing.

Cells hold what the plan states, untouched: figures as written, dates as days, shares as exact fractions. Writers
turn them into words.
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from povcalc.findings import Judgement
from povcalc.messages import Lang, Message, Value, join, number, numeral, precise, verbatim
from povcalc.plan.model import PLACEHOLDER
from povcalc.values import Exact, Figure, Interval, Number


class Names(NamedTuple):
    """Several names or ids in one cell, in the plan's order."""

    names: tuple[Message | str, ...] = ()


class Both(NamedTuple):
    """A cell that holds one thing for people, such as a sentence, and another for programs, such as an id."""

    human: "Cell"
    machine: "Cell"


class Marked(NamedTuple):
    """A cell whose figure is wrong or at risk."""

    cell: "Cell"
    standing: Judgement


Cell = (
    Message
    | str
    | Figure
    | int
    | Decimal
    | Fraction
    | Interval
    | datetime.date
    | Judgement
    | Names
    | Both
    | Marked
    | None
)
"""One value of a row.

A `str` is the same in every language; an empty one says that nothing belongs there, `None` that the plan
does not state it. An `Interval` is not stated but follows from what is.
"""


def plain(cell: Cell) -> Cell:
    """What people read in a cell, without how it stands."""
    return plain(cell.human) if isinstance(cell, Both) else plain(cell.cell) if isinstance(cell, Marked) else cell


class Readers(StrEnum):
    """Whom a column is for: people read names and sentences, programs join by ids and compare dates."""

    ALL = "all"
    HUMAN = "people"
    MACHINE = "programs"


class Column(NamedTuple):
    """One column: its key in data, its heading with its unit, and whether numbers stand in it.

    `unit` is what the numbers count, where they do; `places` is how many decimals a `Fraction` is
    rounded to wherever it is not written exactly; `whole` keeps short cells, such as dates, on one line, and
    what is several in such a cell on a line each. An `optional` column is left out where no row has anything in it.
    """

    key: str
    heading: Message
    readers: Readers = Readers.ALL
    numeric: bool = False
    unit: Message | None = None
    places: int = 0
    whole: bool = False
    optional: bool = False


class Row(NamedTuple):
    """One row: a cell for each column.

    `depth` counts the areas around an area; `group` is the same for rows that belong together, and
    another for the sums below them; `strong` marks the root area and totals. A `heading` names the rows below it, for
    people.
    """

    cells: tuple[Cell, ...]
    depth: int = 0
    group: int = 0
    strong: bool = False
    heading: bool = False


class Table(NamedTuple):
    """A part of a plan as a table. `ref` is where in the document it stands.

    `grouped` is the key of the column that is the same for all rows of a group, if there are groups; `apart` puts
    what stands in it on a line of its own on every screen.
    """

    title: Message
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Message, ...] = ()
    ref: str | None = None
    grouped: str | None = None
    apart: bool = False

    def read_by(self, readers: Readers) -> "Table":
        """The table as these readers see it: their columns, without optional ones that are empty, and their cells."""
        is_machine = readers is Readers.MACHINE
        its_rows = [row for row in self.rows if not (is_machine and row.heading)]
        rows = [
            [(cell.machine if is_machine else cell.human) if isinstance(cell, Both) else cell for cell in row.cells]
            for row in its_rows
        ]
        kept = [
            at
            for at, column in enumerate(self.columns)
            if column.readers in (Readers.ALL, readers)
            and not (column.optional and all(row[at] in (None, "", Names()) for row in rows))
        ]
        read = tuple(
            Row(tuple([cells[at] for at in kept]), *row[1:]) for row, cells in zip(its_rows, rows, strict=True)
        )
        return self._replace(columns=tuple(self.columns[at] for at in kept), rows=read)

    def only(self, kept: Sequence[int]) -> "Table":
        """The table with some of its columns."""
        rows = tuple(Row(tuple([row.cells[at] for at in kept]), *row[1:]) for row in self.rows)
        return self._replace(columns=tuple(self.columns[at] for at in kept), rows=rows)

    def cut(self, most: int, note: Message) -> "Table":
        """The first rows, so many at `most`; the `note` says how many the `rest` are."""
        rest = len(self.rows) - most
        if rest <= 0:
            return self
        return self._replace(rows=self.rows[:most], notes=(note.with_values(rest=rest), *self.notes))


class Fact(NamedTuple):
    """One thing that is known, with what it is called."""

    key: str
    label: Message
    value: Value
    unit: Message | None = None


JUDGEMENTS = {
    Judgement.WRONG: Message("wrong", context="figure"),
    Judgement.AT_RISK: Message("at risk", context="figure"),
    Judgement.HOLDS: Message("holds", context="figure"),
    Judgement.UNVERIFIED: Message("not verified", context="figure"),
}
"""What people read for how a figure stands."""

SECTION = Message("Section")
ID = Message("Id")
KIND = Message("Kind")


def nothing(part: Message) -> Message:
    """The note of a table without rows."""
    return Message(
        "Nothing to show: what could be read of the plan has no {part}.",
        part=part,
    )


def readable(name: Message) -> Message:
    """A name, or the word for one that the file has but that could not be read."""
    return Message("(unreadable)") if name.to(Lang.EN) == PLACEHOLDER else name


def signed(moved: Interval, *, rate: bool) -> Message:
    """A difference with its sign: `+47`, `-5.774 to -0.882`, rates rounded outwards."""
    if moved.number is not None:
        return signed_number(moved.number)
    shown = moved.widened(3) if rate else moved
    low, high = shown.low, shown.high
    if low is None and high is None:
        return verbatim("?")
    if low is None:
        return join((verbatim("<" if shown.high_open else "≤"), signed_number(high or 0)), " ")
    if high is None:
        return join((verbatim(">" if shown.low_open else "≥"), signed_number(low)), " ")
    return signed_range(low, high)


def signed_range(low: Number | Exact, high: Number | Exact) -> Message:
    """A difference that lies between two numbers, or is the one that both are: `-5.774 to -0.882`."""
    if low == high:
        return signed_number(low)
    return Message("{low} to {high}", low=signed_number(low), high=signed_number(high))


def signed_number(moved: Number | Exact) -> Message:
    """A difference of two numbers with its sign and its decimals: `-6.80`."""
    return numeral(with_sign(moved, Lang.EN))


def with_sign(value: Number | Exact, lang: Lang) -> str:
    """A difference with its sign, +7 or -7; zero has none."""
    words = precise(value, lang) if isinstance(value, Fraction) else number(value, lang)
    return f"+{words}" if value > 0 else words
