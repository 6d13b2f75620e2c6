"""Family G, the side tables: can they be read, whom do they speak of, and do they agree with the plan?"""

from collections.abc import Mapping

from povcalc.checks.base import FaultFamily, Words
from povcalc.findings import Severity
from povcalc.messages import Message, clipped, field_name, hint, join, verbatim
from povcalc.places import Fault, Spot


def _told(fault: Fault[Spot], words: Words) -> Message:
    if callable(words):
        return words(fault)
    values = {
        name: clipped(value) if isinstance(value, str) else value
        for name, value in fault.values.items()
        if value is not None
    }
    if "field" in fault.values:
        values["field"] = field_name(fault.values["field"])
    cell = values.get("cell")
    where = verbatim("") if cell is None else Message("cell {cell}: ", cell=cell)
    return join((where, words.with_values(**values), hint(values.get("near"))), "")


TABLES = FaultFamily(
    "tables",
    lambda context: context.reading.table_faults,
    _told,
    {},
    related=Message("the plan's own figure"),
)


def fault_words(fault: Fault[Spot], others: Mapping[str, Message]) -> Message:
    """What a fault of a table is called by the checks, or by `others` where no check speaks of it."""
    return _told(fault, TABLES.words.get(fault.kind) or others[fault.kind])


@TABLES.check(
    "G101",
    "table-can-be-read",
    words={
        "not_utf8": Message("the table is not UTF-8 (byte {read}); save it as CSV UTF-8"),
        "not_text": Message("the table is not text but holds a NUL character; save it as CSV UTF-8"),
        "bad_csv": Message("the table breaks off here: {why}; fix the quotes"),
        "open_quote": Message('a quotation mark " opens here and is never closed; close it at the end of the cell'),
        "empty_table": Message("the table has no heading row"),
        "no_area_column": Message("no column says the area: head one with area, name, id or path"),
        "no_figure_column": Message("no column is headed like a figure of the format, such as households_start"),
        "too_wide": Message(
            "this row has {read} cells, and at most {columns} are read; keep only the columns with the figures"
        ),
        "too_many_cells": Message(
            "this row has {read} cells, the heading row {columns}; a decimal comma needs quotes or semicolons "
            "between cells"
        ),
    },
)
def table_can_be_read() -> None:
    """The side table can be read.

    A side table is a sheet of an Excel (.xlsx) or OpenDocument (.ods) workbook, such as book.xlsx#Sheet1, without a
    name the first that is not hidden; or a CSV file in UTF-8 with commas, semicolons or tabs. Its heading, of one to
    three rows, may stand below titles: one column says the area, the others are named like the figures of the format,
    in English or in Vietnamese. No row has more cells than there are headings.

    Fix: Name the sheet that has the table, with one heading row and one row an area. povcalc show targets
    --format csv prints a table of the right form to begin with.
    """


@TABLES.check(
    "G102",
    "table-agrees-with-plan",
    words={
        "stated_otherwise": Message("{area}, {field}: the table has {read}, the plan {stated}; the plan's own stands")
    },
)
def table_agrees() -> None:
    """The side table says nothing else than the plan.

    A side table adds figures that the plan leaves out. A figure that both state is the same number in both; where it is
    not, the plan's own stands.

    Fix: See which of the two is as printed in its document. If the table is of another year or date, head its column
    with that date or leave the column out.
    """


@TABLES.check(
    "G103",
    "table-areas-known",
    words={
        "unknown_area": Message("the plan has no area called {read!r}"),
        "ambiguous_area": Message("{read!r} may be several areas: {choices}; write one of these paths"),
        "two_areas": Message("{read!r} and {other!r} in this row are two areas; correct one of them"),
    },
)
def table_areas_known() -> None:
    """The plan has the areas of the side table.

    Each row is of one area of the plan, called by its path, its id or its name, with or without the kind of area before
    it and with or without marks, as long as only one area can be meant.

    Fix: Write the area's id or path, which povcalc show targets --format csv lists, or take the row out.
    """


@TABLES.check(
    "G104",
    "table-numbers-fit",
    words={
        "bad_number": Message(
            "{read!r} is not a number that {field} can be; write it in digits alone, or leave the cell empty if it is "
            "not known"
        ),
        "two_readings": Message("{field}: {read!r} can mean two things; write {first} or {second}"),
        "unit_misfit": Message(
            "{field}: the unit of {read!r} does not fit this figure; correct the unit or the column"
        ),
        "cell_date": Message(
            "{field}: the spreadsheet holds the date {read} here, perhaps made of a typed number such as {likely}; "
            "format the cell as a number and type it again"
        ),
        "cell_error": Message("{field}: the formula in this cell fails ({read}); put it right, or type the number"),
        "cell_uncomputed": Message(
            "{field}: no value is stored for the formula {read!r}; open the workbook in Excel or LibreOffice and save "
            "it, which works it out"
        ),
        "fractions": Message(
            "{field}: every number of this column is below 1, and {area} has {more}; head the column with "
            "(fraction of one) if they are fractions, or with (%) if they are percent"
        ),
    },
)
def table_numbers_fit() -> None:
    """The cells of the side table are numbers that fit.

    A count is a whole number of households, with or without thousands marks; a rate is in percent, 0 to 100, with a
    decimal point or comma. A unit in the cell or in the heading (thousand households, per mille) counts and has to fit.
    A number that can mean two things, such as 2.000 households, is taken only where the numbers beside it decide. A
    cell may say how it was meant: >5.8, 840..930, ~100. Empty cells and dashes are figures that are not given. A number
    in a cell of a workbook is read as the cell shows it: 0.4435 in the format 0.00% is 44.35. A date, a formula that
    fails and one without a stored value are no numbers.

    Fix: Write the number as it is printed, without words, in the column of its own kind.
    """


@TABLES.check(
    "G105",
    "table-says-it-once",
    words={
        "given_twice": Message("{area}, {field}: {read} here, another number in line {first}"),
        "heading_twice": Message("a second column is headed {field} ({read}); the first counts"),
    },
)
def table_says_it_once() -> None:
    """The side tables say each figure once.

    Two cells of the tables do not give one figure of one area two numbers, and no two columns of a table are of one
    figure. The first counts.

    Fix: Take out the row or column that is out of date.
    """


@TABLES.check(
    "G106",
    "table-headings-known",
    Severity.NOTE,
    words={
        "unknown_heading": Message("the column {read!r} is passed over"),
        "date_assumed": Message("the column {read!r} does not say of which date it is; it is read as {field}"),
        "other_year": Message("the column {read!r} is of another time than {years}, and is passed over"),
        "year_unsaid": Message(
            "the column {read!r} is of a year, and the plan's is not known, so it is passed over; say --year, or year: "
            "in the plan"
        ),
    },
)
def table_headings_known() -> None:
    """The headings of the side table are known.

    A column whose heading is neither that of an area nor of a figure is passed over. One of poor households or of a
    poverty rate that names no date is read as of the start. A year in a heading has to be the plan's: 31/12 of the year
    before is its start. In a table of a result, planned (planned_reduction_households, theo kế hoạch) says that the
    figure was planned; its heading has to name its date.

    Fix: If a column of the end is read as of the start, say cuối năm in its heading. If a column is passed over and
    meant, head it with the field's name, such as poor_households_start. If it is not, nothing has
    to be done.
    """
