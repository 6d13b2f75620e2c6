"""The options that add figures from side tables, and write the joined plan."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from povcalc.cli import words
from povcalc.cli.app import complain
from povcalc.cli.language import LANG
from povcalc.messages import Text, say

if TYPE_CHECKING:
    from povcalc.cli.inputs import Inputs
    from povcalc.output.report import Checked, Trouble
    from povcalc.plan.load import Reading

FiguresOption = Annotated[
    list[str] | None, typer.Option("--figures", metavar=words.TABLE_PLACE.to(LANG), help=words.FIGURES.to(LANG))
]
SaveOption = Annotated[
    str | None, typer.Option("--save", metavar=words.NEW_FILE_PLACE.to(LANG), help=words.SAVE.to(LANG))
]


Tables = tuple[tuple[bytes, str], ...]
"""Side tables: their contents and names."""


def read_tables(names: list[str] | None, troubles: "list[Trouble]") -> Tables:
    """The named tables; none when one of them cannot be read, which is then among the troubles."""
    if not names:
        return ()
    from povcalc.cli.inputs import read_bytes

    contents = [(read_bytes(name), name) for name in dict.fromkeys(names)]
    read = tuple((content, name) for content, name in contents if isinstance(content, bytes))
    troubles += [content for content, _ in contents if not isinstance(content, bytes)]
    return read if len(read) == len(contents) else ()


def with_tables(reading: "Reading", tables: Tables) -> tuple["Reading", Text | None]:
    """A plan with the figures of tables, and how many they add; it is as it was when there are no tables."""
    if not tables:
        return reading, None
    from povcalc.plan.edit import merge_side_tables

    reading = merge_side_tables(reading, tables)
    return reading, say(
        "{name}: figures added from side tables: {figures}",
        "{name}: số liệu đã thêm từ bảng bổ sung: {figures}",
        name=reading.name,
        figures=len(reading.added),
    )


def join_tables(inputs: "Inputs", names: list[str] | None) -> None:
    """Add the figures of the named tables to every plan that was read, and say how many there are."""
    tables = read_tables(names, inputs.troubles)
    for number, reading in enumerate(inputs.readings):
        inputs.readings[number], told = with_tables(reading, tables)
        if told is not None:
            complain(told)


def table_faults(reading: "Reading", *passed_over: str) -> Text | None:
    """That tables have faults, in words, some kinds passed over; `None` when they have none."""
    faults = [fault for fault in reading.table_faults if fault.kind not in ("unknown_heading", *passed_over)]
    if not faults:
        return None
    return say(
        "faults in the side tables: {count}; see povcalc check with the same --figures",
        "số lỗi trong bảng bổ sung: {count}; xem povcalc check với cùng --figures",
        count=len(faults),
    )


def tell_of_faults(reading: "Reading") -> bool:
    """Say that tables have faults, where nothing else does; whether they have."""
    faults = table_faults(reading)
    if faults is not None:
        complain(faults)
    return faults is not None


def save(done: tuple["Checked", ...], name: str) -> bool:
    """Write the joined plan to a new file; whether that was done. What keeps it from being done is said."""
    why = _unfit(done) or _exists(name)
    if why is None:
        from povcalc.cli.writing import write_new
        from povcalc.plan.edit import UnsavableError, edit_text

        try:
            text = edit_text(done[0].reading, {})
            why = write_new(name, text.encode("utf-8-sig" if has_mark(done[0].reading) else "utf-8"))
        except UnsavableError:
            why = Text(
                "the figures cannot be put into the plan's text so that it is read back the same; write its areas in "
                "block style, one field a line",
                "không thể thêm số liệu vào nội dung tệp mà đọc lại vẫn như cũ; hãy ghi các địa bàn theo dạng khối, "
                "mỗi trường một dòng",
            )
    if why is None:
        complain(
            say("the joined plan is written to {name}", "đã ghi kế hoạch kèm số liệu bổ sung vào {name}", name=name)
        )
        return True
    complain(say("nothing is saved: {why}", "chưa lưu gì: {why}", why=why))
    return False


def _unfit(done: tuple["Checked", ...]) -> Text | None:
    """What keeps a run's plan from being saved."""
    from povcalc.findings import Severity

    if len(done) != 1:
        return Text("--save takes one plan", "--save chỉ dùng cho một kế hoạch")
    report = done[0].report
    faults = [finding for finding in report.findings if finding.code[0] in "YSG" and finding.severity is Severity.ERROR]
    if faults:
        codes = ", ".join(dict.fromkeys(finding.code for finding in faults))
        return say("put right first what was found: {codes}", "cần sửa trước các lỗi: {codes}", codes=codes)
    if not done[0].reading.tables:
        return Text("name a table with --figures", "hãy nêu bảng số liệu bằng --figures")
    return None


def _exists(name: str) -> Text | None:
    if not os.path.lexists(name):
        return None
    return say("{name} exists already; name a new file", "{name} đã có; hãy nêu tên tệp mới", name=name or "''")


def has_mark(reading: "Reading") -> bool:
    """Whether a file began with a byte-order mark, which its text does not show."""
    from povcalc.plan.yaml_reader import TrapKind

    document = reading.document
    return document is not None and any(trap.kind is TrapKind.BYTE_ORDER_MARK for trap in document.traps)
