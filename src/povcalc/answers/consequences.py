"""What follows from a change, as a sheet: areas before and after it, and the money."""

from collections.abc import Iterator, Sequence

from povcalc.answers.money import money_rows
from povcalc.bounds import QUANTITIES
from povcalc.figures import Interval
from povcalc.scenario.outcomes import TARGETS, Outcome
from povcalc.scenario.whatif import WhatIf
from povcalc.sheets import Cell, Column, Readers, Row, Sheet, assumed_words, range_cell, readable
from povcalc.sheets.signs import signed
from povcalc.text import SHORT, Text, join, say

_PEOPLE = (*QUANTITIES[:3], "poverty_rate_start")


def consequences_sheet(found: WhatIf) -> Sheet:
    """What follows for each area that the change touches: changed areas first, then those around them."""
    columns = (
        Column("path", Text("Path", "Đường dẫn"), Readers.PROGRAMS),
        Column("area", Text("Area", "Địa bàn")),
        Column("quantity", Text("Quantity", "Số liệu"), Readers.PROGRAMS),
        Column("name", Text("Figure", "Số liệu"), Readers.PEOPLE),
        Column("before", Text("Before", "Trước"), Readers.PEOPLE, numeric=True, places=3),
        Column("after", Text("After", "Sau"), Readers.PEOPLE, numeric=True, places=3),
        Column("difference", Text("Difference", "Chênh lệch"), Readers.PEOPLE, numeric=True),
        Column("before", Text("Before", "Trước"), Readers.PROGRAMS, numeric=True),
        Column("after", Text("After", "Sau"), Readers.PROGRAMS, numeric=True),
        Column("difference", Text("Difference", "Chênh lệch"), Readers.PROGRAMS, numeric=True),
    )
    rows = [row for at, outcome in enumerate(found.outcomes.areas) for row in _outcome_rows(found, outcome, at)]
    rows += money_rows(found, len(found.outcomes.areas))
    notes = tuple(_notes(found, rows))
    return Sheet(Text("What follows", "Hệ quả"), columns, tuple(rows), notes, grouped="area", apart=True)


def _outcome_rows(found: WhatIf, outcome: Outcome, group: int) -> Iterator[Row]:
    area, path = outcome.located.area, found.selecting.called(outcome.located.path)
    people = [each for each in _PEOPLE if found.outcomes.people and outcome.before[each] != outcome.after[each]]
    if not people and not any(_differs(outcome.moved[each]) for each in TARGETS):
        return
    for quantity in (*people, *TARGETS):
        before, after, moved = outcome.before[quantity], outcome.after[quantity], outcome.moved[quantity]
        yield Row(
            (
                path,
                readable(area.name),
                quantity,
                _NAMES[quantity],
                _cell(quantity, before),
                _cell(quantity, after),
                signed(moved, rate="rate" in quantity),
                before,
                after,
                moved,
            ),
            group=group,
            strong=not outcome.chosen and len(outcome.located.path) == 1,
        )


_NAMES = SHORT | {
    "poverty_rate_start": Text("rate at start (%)", "tỷ lệ đầu năm (%)"),
    "poverty_rate_end": Text("rate at end (%)", "tỷ lệ cuối năm (%)"),
    "reduction_households": Text("reduction (households)", "số hộ nghèo giảm"),
    "reduction_rate": Text("reduction (points)", "mức giảm (điểm %)"),
}


def _differs(moved: Interval) -> bool:
    return moved != Interval(0, 0)


def _cell(quantity: str, found: Interval) -> Cell:
    if "rate" not in quantity and found.is_point and found.low is not None:
        return int(found.low)
    return range_cell(quantity, found)


def _notes(found: WhatIf, rows: Sequence[Row]) -> Iterator[Text]:
    if any(isinstance(cell, Interval) for row in rows for cell in row.cells[4:6]):
        basis = join((Text("the plan's figures", "số liệu của kế hoạch"), *assumed_words(found.assumed)), ", ")
        yield say("* it follows from {basis}.", "* suy ra từ {basis}.", basis=basis)
    if found.outcomes.areas and not found.outcomes.people:
        yield Text(
            "The people are held: each area has the households, and the poor at the start, that the plan as written "
            "allows; each difference is taken within one such world.",
            "Dân số giữ nguyên: mỗi địa bàn có tổng số hộ và số hộ nghèo đầu năm mà kế hoạch đã ghi cho phép; mỗi "
            "chênh lệch tính trong cùng một trường hợp.",
        )
    if found.outcomes.contradicted:
        yield Text(
            "Changed figures contradict others, and are left out of account: see the findings.",
            "Có số liệu đã đổi mâu thuẫn với số khác nên không được dùng để suy ra: xem các phát hiện.",
        )
