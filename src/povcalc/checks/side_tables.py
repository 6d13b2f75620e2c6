"""Family G, the side tables: can they be read, whom do they speak of, and do they agree with the plan?"""

from collections.abc import Iterator, Mapping
from typing import Any

from povcalc.checks.base import Check, Context, check
from povcalc.findings import Held, Problem, Related, Result, Severity
from povcalc.messages import GLOSSARY, Text, clipped, join, same, say
from povcalc.places import Fault, Spot


def _told(fault: Fault[Spot]) -> dict[str, Any]:
    told = {
        name: clipped(value) if isinstance(value, str) else value
        for name, value in fault.values.items()
        if value is not None
    }
    if "field" in fault.values:
        told["field"] = GLOSSARY[fault.values["field"]]
    return told


def _results(context: Context, words: dict[str, Text]) -> Iterator[Result]:
    """What a check says of the faults of its kinds, by the words for each."""
    faults = [fault for fault in context.reading.table_faults if fault.kind in words]
    for fault in faults:
        yield Problem(
            fault.place,
            _said(fault, words[fault.kind]),
            related=() if fault.related is None else (Related(fault.related, same("")),),
        )
    if not faults or set(words) == {"unknown_heading"}:
        yield Held(())


def _said(fault: Fault[Spot], words: Text) -> Text:
    return join((say(words.en, words.vi, **_told(fault)), _hint(fault)), "")


def fault_words(fault: Fault[Spot], others: Mapping[str, Text]) -> Text:
    """What a fault of a table is called by the checks, or by `others` where no check speaks of it."""
    return _said(fault, _WORDS.get(fault.kind) or others[fault.kind])


def _hint(fault: Fault[Spot]) -> Text:
    near = fault.values.get("near")
    return same("") if near is None else say("; did you mean {near}?", "; có phải {near} không?", near=clipped(near))


_READABLE = {
    "not_utf8": Text(
        "the table is not UTF-8 (byte {read}); save it as CSV UTF-8",
        "bảng không phải mã UTF-8 (byte {read}); hãy lưu thành CSV UTF-8",
    ),
    "not_text": Text(
        "the table is not text but holds a NUL character; save it as CSV UTF-8",
        "bảng không phải văn bản mà có ký tự NUL; hãy lưu thành CSV UTF-8",
    ),
    "bad_csv": Text("the table breaks off here: {why}; mend the quotes", "bảng bị ngắt ở đây: {why}; hãy sửa dấu nháy"),
    "empty_table": Text("the table has no heading row", "bảng không có dòng tiêu đề"),
    "no_area_column": Text(
        "no column says the area: head one with area, name, id or path",
        "không cột nào ghi địa bàn: hãy đặt tiêu đề một cột là địa bàn, tên, mã hoặc đường dẫn",
    ),
    "no_figure_column": Text(
        "no column is headed like a figure of the format, such as households_start",
        "không cột nào có tiêu đề là số liệu của định dạng, ví dụ tổng số hộ đầu năm",
    ),
    "too_many_cells": Text(
        "this row has {read} cells, the heading row {columns}; a decimal comma needs quotes or semicolons "
        "between cells",
        "dòng này có {read} ô, dòng tiêu đề có {columns} ô; số có dấu phẩy thập phân cần đặt trong nháy kép "
        "hoặc ngăn cột bằng dấu chấm phẩy",
    ),
}


@check(
    "G101",
    "table-can-be-read",
    Severity.ERROR,
    section="tables",
    title=Text("The side table can be read", "Đọc được bảng số liệu bổ sung"),
    explanation=Text(
        "A side table is a CSV file in UTF-8 with commas, semicolons or tabs. Its first row has headings: one column "
        "says the area, the others are named like the figures of the format, in English or in Vietnamese. No row has "
        "more cells than there are headings.",
        "Bảng bổ sung là tệp CSV mã UTF-8, ngăn cột bằng dấu phẩy, dấu chấm phẩy hoặc tab. Dòng đầu là tiêu đề: một "
        "cột ghi địa bàn, các cột khác đặt tên theo các số liệu của định dạng, bằng tiếng Anh hoặc tiếng Việt. Không "
        "dòng nào có nhiều ô hơn số tiêu đề.",
    ),
    mend=Text(
        "In a spreadsheet, save the sheet as CSV UTF-8, with one heading row and one row an area. povcalc show targets "
        "--format csv prints a table of the right form to begin with.",
        "Trong bảng tính, hãy lưu trang tính thành CSV UTF-8, một dòng tiêu đề và mỗi địa bàn một dòng. Lệnh povcalc "
        "show targets --format csv in ra một bảng đúng mẫu để bắt đầu.",
    ),
)
def table_can_be_read(context: Context) -> Iterator[Result]:
    yield from _results(context, _READABLE)


_AGREES = {
    "stated_otherwise": Text(
        "{area}, {field}: the table has {read}, the plan {stated}; the plan's own stands",
        "{area}, {field}: bảng ghi {read}, kế hoạch ghi {stated}; giữ số của kế hoạch",
    )
}


@check(
    "G102",
    "table-agrees-with-plan",
    Severity.ERROR,
    section="tables",
    title=Text("The side table says nothing else than the plan", "Bảng bổ sung không ghi khác kế hoạch"),
    explanation=Text(
        "A side table adds figures that the plan leaves out. A figure that both state is the same number in both; "
        "where it is not, the plan's own stands.",
        "Bảng bổ sung thêm những số liệu mà kế hoạch không ghi. Số liệu mà cả hai cùng ghi thì phải bằng nhau; nếu "
        "không, số của kế hoạch được giữ.",
    ),
    mend=Text(
        "See which of the two is as printed in its document. If the table is of another year or date, head its column "
        "with that date or leave the column out.",
        "Xem số nào đúng như văn bản của nó. Nếu bảng thuộc năm hoặc thời điểm khác thì đổi tiêu đề cột theo thời điểm "
        "đó hoặc bỏ cột.",
    ),
)
def table_agrees(context: Context) -> Iterator[Result]:
    for result in _results(context, _AGREES):
        if isinstance(result, Problem):
            yield result._replace(
                related=tuple(
                    Related(other.at, Text("the plan's own figure", "số của kế hoạch")) for other in result.related
                )
            )
        else:
            yield result


_KNOWN = {
    "unknown_area": Text("the plan has no area called {read!r}", "kế hoạch không có địa bàn {read!r}"),
    "ambiguous_area": Text(
        "{read!r} may be several areas: {choices}; write one of these paths",
        "{read!r} có thể là nhiều địa bàn: {choices}; hãy ghi một trong các đường dẫn này",
    ),
}


@check(
    "G103",
    "table-areas-known",
    Severity.ERROR,
    section="tables",
    title=Text("The plan has the areas of the side table", "Các địa bàn trong bảng bổ sung có trong kế hoạch"),
    explanation=Text(
        "Each row is of one area of the plan, called by its path, its id or its name, with or without the kind of area "
        "before it and with or without marks, as long as only one area can be meant.",
        "Mỗi dòng thuộc về một địa bàn của kế hoạch, gọi theo đường dẫn, mã hoặc tên, có hay không có loại địa bàn "
        "đứng trước, có dấu hay không dấu, miễn là chỉ có thể hiểu là một địa bàn.",
    ),
    mend=Text(
        "Write the area's id or path, which povcalc show targets --format csv lists, or take the row out.",
        "Hãy ghi mã hoặc đường dẫn của địa bàn, có trong povcalc show targets --format csv, hoặc bỏ dòng này.",
    ),
)
def table_areas_known(context: Context) -> Iterator[Result]:
    yield from _results(context, _KNOWN)


_FITS = {
    "bad_number": Text(
        "{read!r} is not a number that {field} can be",
        "{read!r} không phải số phù hợp với {field}",
    )
}


@check(
    "G104",
    "table-numbers-fit",
    Severity.ERROR,
    section="tables",
    title=Text("The cells of the side table are numbers that fit", "Các ô của bảng bổ sung là số phù hợp"),
    explanation=Text(
        "A count is a whole number of households, with or without thousands marks; a rate is in percent, 0 to 100, "
        "with a decimal point or comma. A cell may say how it was meant: >5.8, 840..930, ~100. Empty cells and dashes "
        "are figures that are not given.",
        "Số hộ là số nguyên, có hoặc không có dấu ngăn hàng nghìn; tỷ lệ tính bằng phần trăm, từ 0 đến 100, dấu thập "
        "phân là chấm hoặc phẩy. Ô có thể ghi cách hiểu: >5.8, 840..930, ~100. Ô trống hoặc gạch ngang là không có số.",
    ),
    mend=Text(
        "Write the number as it is printed, without words, in the column of its own kind.",
        "Hãy ghi con số đúng như văn bản, không kèm chữ, vào đúng cột.",
    ),
)
def table_numbers_fit(context: Context) -> Iterator[Result]:
    yield from _results(context, _FITS)


_ONCE = {
    "given_twice": Text(
        "{area}, {field}: {read} here, another number in line {first}",
        "{area}, {field}: ở đây là {read}, ở dòng {first} là số khác",
    ),
    "heading_twice": Text(
        "a second column is headed {field} ({read}); the first counts",
        "có cột thứ hai là {field} ({read}); cột đầu được dùng",
    ),
}


@check(
    "G105",
    "table-says-it-once",
    Severity.ERROR,
    section="tables",
    title=Text("The side tables say each figure once", "Các bảng bổ sung ghi mỗi số liệu một lần"),
    explanation=Text(
        "Two cells of the tables do not give one figure of one area two numbers, and no two columns of a table are of "
        "one figure. The first counts.",
        "Không có hai ô ghi hai số khác nhau cho cùng một số liệu của một địa bàn, và không có hai cột cùng một số "
        "liệu. Số ghi trước được dùng.",
    ),
    mend=Text(
        "Take out the row or column that is out of date.",
        "Hãy bỏ dòng hoặc cột đã cũ.",
    ),
)
def table_says_it_once(context: Context) -> Iterator[Result]:
    yield from _results(context, _ONCE)


_HEADINGS = {"unknown_heading": Text("the column {read!r} is passed over", "bỏ qua cột {read!r}")}


@check(
    "G106",
    "table-headings-known",
    Severity.NOTE,
    section="tables",
    title=Text("The headings of the side table are known", "Tiêu đề của bảng bổ sung đều hiểu được"),
    explanation=Text(
        "A column whose heading is neither that of an area nor of a figure is passed over.",
        "Cột có tiêu đề không phải địa bàn cũng không phải số liệu của định dạng thì được bỏ qua.",
    ),
    mend=Text(
        "If the column is meant, head it with the field's name, such as poor_households_start. If it is not, nothing "
        "has to be done.",
        "Nếu cần dùng cột này thì đặt tiêu đề là tên trường, ví dụ poor_households_start. Nếu không thì không cần sửa.",
    ),
)
def table_headings_known(context: Context) -> Iterator[Result]:
    yield from _results(context, _HEADINGS)


_WORDS = {**_READABLE, **_AGREES, **_KNOWN, **_FITS, **_ONCE, **_HEADINGS}

CHECKS: tuple[Check, ...] = (
    table_can_be_read,
    table_agrees,
    table_areas_known,
    table_numbers_fit,
    table_says_it_once,
    table_headings_known,
)
