"""Falls in points that a change promises, beside those that follow."""

from collections.abc import Iterator

from povcalc.figures import Form
from povcalc.scenario.outcomes import PROMISE
from povcalc.scenario.whatif import WhatIf
from povcalc.sheets import Column, Readers, Row, Sheet, range_cell, readable
from povcalc.text import Text


def promises_sheet(found: WhatIf) -> Sheet | None:
    """The falls in points that were promised anew beside those that follow; `None` when there are none."""
    rows = tuple(_promises(found))
    columns = (
        Column("path", Text("Path", "Đường dẫn"), Readers.PROGRAMS),
        Column("area", Text("Area", "Địa bàn")),
        Column("promised", Text("Promised", "Cam kết"), numeric=True),
        Column("follows", Text("What follows", "Hệ quả"), Readers.PEOPLE, numeric=True),
        Column("follows", Text("What follows", "Hệ quả"), Readers.PROGRAMS, numeric=True),
        Column("kept", Text("Kept", "Đạt"), whole=True),
    )
    note = Text(
        "Counts stay as stated: whether they keep such a promise depends on how many households there are.",
        "Số hộ giảm vẫn như đã ghi: có đạt mức cam kết hay không tùy vào tổng số hộ.",
    )
    return Sheet(Text("Promised falls (points)", "Mức giảm cam kết (điểm %)"), columns, rows, (note,)) if rows else None


ALWAYS, DEPENDS, NEVER = Text("always", "luôn đạt"), Text("depends", "tùy"), Text("never", "không thể")


def _promises(found: WhatIf) -> Iterator[Row]:
    """What becomes of falls in points that were promised anew."""
    promised = {step.path: step.after for each in found.applied for step in each.steps}
    for outcome in found.outcomes.areas:
        figure = promised.get((*outcome.located.path, PROMISE))
        if figure is None or figure.form in (Form.EXACT, Form.BETWEEN, Form.ABOUT):
            continue
        allowed, after = figure.as_rate(), outcome.after[PROMISE]
        kept = ALWAYS if after.within(allowed) else DEPENDS if after.meets(allowed) else NEVER
        path, name = found.selecting.called(outcome.located.path), readable(outcome.located.area.name)
        yield Row((path, name, figure, range_cell(PROMISE, after), after, kept))
