"""Several scenarios side by side with the plan."""

from collections.abc import Iterator, Sequence

from povcalc.answers.consequences import consequences_sheet
from povcalc.answers.sheets import Answer
from povcalc.findings import Severity
from povcalc.sheets import Cell, Column, Readers, Row, Sheet
from povcalc.text import Text, same


def side_by_side(answers: Sequence[Answer]) -> Sheet:
    """Several scenarios beside the plan: a column each, what follows for every area that one of them touches."""
    named = [each.whatif.scenario.name or same("?") for each in answers]
    columns = (
        Column("path", Text("Path", "Đường dẫn"), Readers.PROGRAMS),
        Column("area", Text("Area", "Địa bàn")),
        Column("quantity", Text("Quantity", "Số liệu"), Readers.PROGRAMS),
        Column("name", Text("Figure", "Số liệu"), Readers.PEOPLE),
        *_columns("plan", Text("Plan", "Kế hoạch")),
        *(column for at, name in enumerate(named) for column in _columns(f"scenario_{at + 1}", name)),
    )
    sheets = [consequences_sheet(each.whatif) for each in answers]
    keys = list(dict.fromkeys((row.cells[0], row.cells[2]) for sheet in sheets for row in sheet.rows))
    order = _order(answers)
    rows = []
    group, last = -1, None
    for key in sorted(keys, key=lambda each: order.get(each[0], len(order))):  # the money last
        group += key[0] != last
        last = key[0]
        rows.append(Row(tuple(_beside(key, sheets)), group=group))
    rows += _counted(answers, group + 1)
    return Sheet(
        Text("Side by side", "So sánh các phương án"),
        columns,
        tuple(rows),
        tuple(dict.fromkeys(note for sheet in sheets for note in sheet.notes)),
        grouped="area",
        apart=True,
    )


def _order(answers: Sequence[Answer]) -> dict[Cell, int]:
    """The areas that some scenario touches, as in one answer: those changed first, then those around them."""
    found = answers[0].whatif.selecting
    chosen = {each.located.path for answer in answers for each in answer.whatif.outcomes.areas if each.chosen}
    areas = [located.path for located in found.areas]
    around = sorted((path for path in areas if path not in chosen), key=lambda path: -len(path))
    return {found.called(path): at for at, path in enumerate((*(path for path in areas if path in chosen), *around))}


def _columns(key: str, name: Text) -> tuple[Column, Column]:
    people = Column(key, name, Readers.PEOPLE, numeric=True, places=3)
    return people, people._replace(readers=Readers.PROGRAMS)


def _beside(key: tuple[Cell, Cell], sheets: Sequence[Sheet]) -> Iterator[Cell]:
    """One quantity of one area in the plan and in each scenario; as in the plan where one does not touch it."""
    found = [next((row.cells for row in sheet.rows if (row.cells[0], row.cells[2]) == key), None) for sheet in sheets]
    first = next(cells for cells in found if cells is not None)
    yield from first[:4]
    yield from (first[4], first[7])
    for cells in found:
        yield from (first[4], first[7]) if cells is None else (cells[5], cells[8])


def _counted(answers: Sequence[Answer], group: int) -> Iterator[Row]:
    """How many findings each has."""
    words = {
        Severity.ERROR: Text("errors", "lỗi"),
        Severity.WARNING: Text("warnings", "cảnh báo"),
        Severity.NOTE: Text("notes", "lưu ý"),
    }
    for severity, name in words.items():
        reports = (answers[0].before, *(each.after for each in answers))
        counts = [sum(each.severity is severity for each in report.findings) for report in reports]
        cells = [count for count in counts for _ in range(2)]
        yield Row(("findings", Text("Findings", "Phát hiện"), severity.value, name, *cells), group=group)
