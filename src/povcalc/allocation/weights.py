"""What a target is shared out by: a number for each area, stated, implied as a range, or in a side table."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple, assert_never

from povcalc.addresses import UnknownAreaError, area_called
from povcalc.bounds import Ranges
from povcalc.figures import Exact, Figure, Form, Interval, Number, exact, total
from povcalc.likely import nearest
from povcalc.places import Path
from povcalc.plan import Located
from povcalc.side_tables import SideTable, TableFault, cell_value, folded, read_column
from povcalc.text import GLOSSARY, Text, clipped, join, say


class By(StrEnum):
    """What the plan itself has to share out by."""

    CURRENT = "current"
    POOR = "poor"
    HOUSEHOLDS = "households"
    POINTS = "points"


class Use(StrEnum):
    """Which number is used of one that the plan only bounds."""

    LARGEST = "largest"
    SMALLEST = "smallest"
    MIDDLE = "middle"


class AllocationError(ValueError):
    """A target that cannot be shared out as asked; `why` says what was read and what is expected."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


class Weight(NamedTuple):
    """What one area's share is in proportion to.

    `range` is what is known of it and `used` the number that counts. `start` is what the area's target is before
    anything is shared out by weight: the households by which its rate would stay as it is (for equal points only).
    """

    range: Interval
    used: Exact
    start: Exact = 0


FIELDS = {
    By.CURRENT: "reduction_households",
    By.POOR: "poor_households_start",
    By.HOUSEHOLDS: "households_start",
}


def weigh(by: By, use: Use, areas: Sequence[Located], ranges: Ranges) -> dict[Path, Weight]:
    """The weights of some areas, by path. Raises `AllocationError` for those that nothing bounds."""
    if by is By.POINTS:
        return {located.path: _even(located, use, ranges) for located in areas}
    return {located.path: _weight(located, FIELDS[by], use, ranges) for located in areas}


def _weight(located: Located, field: str, use: Use, ranges: Ranges) -> Weight:
    figure = located.figure(field) or (located.figure("households") if field == "households_start" else None)
    # A weight may lean on an estimate, as sums do.
    estimated = figure is not None and figure.form is Form.ABOUT
    found = figure.as_count() if figure is not None and estimated else ranges.of(located.path, field)
    return Weight(found, _used(found, use, located, field))


def _used(found: Interval, use: Use, located: Located, field: str) -> Exact:
    """The number that counts of a range."""
    low, high = found.low, found.high
    used: Exact | None
    match use:
        case Use.LARGEST:
            used = high
        case Use.SMALLEST:
            used = low
        case Use.MIDDLE:
            used = None if low is None or high is None else Fraction(low + high, 2)
        case _:
            assert_never(use)
    if used is None:
        raise AllocationError(
            say(
                "{area}: nothing that the plan states bounds its {field}, so it has no weight; give the number in a "
                "table with --figures (column {column}), or share out by something else (--by)",
                "{area}: không có số liệu nào đã ghi giới hạn {field} nên không có trọng số; hãy cho số này trong bảng "
                "--figures (cột {column}) hoặc phân bổ theo tiêu chí khác (--by)",
                area=located.area.name,
                field=GLOSSARY[field],
                column=field,
            )
        )
    if used < 0:
        raise AllocationError(
            say(
                "{area}: its {field} is {used}, and nothing can be shared out by a negative number; share out by "
                "something else (--by)",
                "{area}: {field} là {used}, không thể phân bổ theo số âm; hãy phân bổ theo tiêu chí khác (--by)",
                area=located.area.name,
                field=GLOSSARY[field],
                used=used,
            )
        )
    return used


def _even(located: Located, use: Use, ranges: Ranges) -> Weight:
    """The weight with which a share is so many points: the base, where it is the same all year.

    Otherwise a fall of r points from P0 of N0 households leaves P1 = N1 (P0 / N0 - r / 100) of N1, so that the share
    P0 - P1 is P0 (1 - N1 / N0) + N1 r / 100: a start, and the rest in proportion to N1.
    """
    path = located.path
    growth = ranges.box(path).growth
    if growth is not None and growth.is_level:
        return _weight(located, "households_start", use, ranges)
    fields = ("households_start", "households_end", "poor_households_start")
    found = [ranges.of(path, field) for field in fields]
    first, last, poor = (each.low if each.is_point else None for each in found)
    if first == 0:
        return Weight(found[0], 0)  # nobody lives there
    if first is None or last is None or poor is None:
        lacking = [field for field, each in zip(fields, found, strict=True) if not each.is_point]
        raise AllocationError(
            say(
                "{area}: where households change over the year, equal points need its {fields}; give them in a table "
                "with --figures (columns {columns}), assume one base with --growth 0, or share out by something else "
                "(--by)",
                "{area}: khi tổng số hộ thay đổi trong năm, muốn giảm số điểm như nhau cần có {fields}; hãy cho trong "
                "bảng --figures (cột {columns}), giả định tổng số hộ không đổi bằng --growth 0, hoặc phân bổ theo tiêu "
                "chí khác (--by)",
                area=located.area.name,
                fields=join((GLOSSARY[field] for field in lacking), ", "),
                columns=", ".join(lacking),
            )
        )
    return Weight(found[1], last, poor - Fraction(poor * last, first))


def weigh_by_column(
    heading: str, use: Use, areas: Sequence[Located], every: Sequence[Located], tables: Sequence[SideTable]
) -> dict[Path, Weight]:
    """The weights of some areas in a column of a side table; `every` are all areas of the plan, as `walk` has them.

    An area that the table leaves out has the sum of the areas inside it. Raises `AllocationError`.
    """
    table = _with_column(heading, every, tables)
    cells: dict[Path, Interval] = {}
    for (path, given), figure in zip(table.given, _figures(table, heading), strict=True):
        if path in cells:
            raise _bad_cell(given.at, say("this area has a weight already", "địa bàn này đã có trọng số"))
        cells[path] = figure.as_count()
        if (cells[path].low or 0) < 0:
            raise _bad_cell(given.at, say("{cell} is negative", "{cell} là số âm", cell=clipped(given.value)))
    return {located.path: _column_weight(located, heading, use, cells, table) for located in areas}


def weigh_by_numbers(
    numbers: Mapping[str, Number | Fraction], areas: Sequence[Located], every: Sequence[Located]
) -> dict[Path, Weight]:
    """The weights of some areas, given by what areas are called; one that is left out has those inside it added up.

    Raises `AllocationError`.
    """
    given: dict[Path, Interval] = {}
    for words, number in numbers.items():
        weight = number if isinstance(number, Fraction) else exact(number)
        try:
            given[area_called(words, every).path] = Interval(weight, weight)
        except UnknownAreaError as unknown:
            raise AllocationError(unknown.why) from None
        if weight < 0:
            raise AllocationError(
                say(
                    "{words}: a weight may not be negative, and this one is {weight}",
                    "{words}: trọng số không được âm, ở đây là {weight}",
                    words=words,
                    weight=weight,
                )
            )
    found: dict[Path, Weight] = {}
    for located in areas:
        known = _known(located, given)
        if known is None or known.low is None:
            raise AllocationError(
                say("no weight is given for {area}", "không có trọng số của {area}", area=located.area.name)
            )
        found[located.path] = Weight(known, known.low)
    return found


def _column_weight(
    located: Located, heading: str, use: Use, cells: Mapping[Path, Interval], table: SideTable
) -> Weight:
    found = _known(located, cells)
    if found is None:
        raise AllocationError(
            say(
                "{table} has no number for {area} in the column {heading}; add its row",
                "{table} không có số của {area} ở cột {heading}; hãy thêm dòng cho địa bàn này",
                table=table.name,
                area=located.area.name,
                heading=heading,
            )
        )
    low, high = found.low or 0, found.high
    if high is None and use is not Use.SMALLEST:
        raise AllocationError(
            say(
                "{table}: {area} has only a lower bound in the column {heading}; write one number, or take --use "
                "smallest",
                "{table}: {area} chỉ có cận dưới ở cột {heading}; hãy ghi một số, hoặc dùng --use smallest",
                table=table.name,
                area=located.area.name,
                heading=heading,
            )
        )
    used: Exact = low
    if high is not None and use is not Use.SMALLEST:
        used = high if use is Use.LARGEST else Fraction(low + high) / 2
    return Weight(found, used)


def _known(located: Located, cells: Mapping[Path, Interval]) -> Interval | None:
    if located.path in cells:
        return cells[located.path]
    parts = [_known(child, cells) for child in located.children]
    if not parts or None in parts or located.area.partial:
        return None
    return total(part for part in parts if part is not None)


def _with_column(heading: str, every: Sequence[Located], tables: Sequence[SideTable]) -> SideTable:
    """The first table that has the column, read for it alone."""
    words = folded(heading)
    known: list[str] = []
    for table in tables if words else ():
        found = read_column(table.text.encode(), table.name, every, heading)
        for fault in found.faults:
            if fault.kind != "no_column":
                raise _bad_table(fault, heading)
            known += fault.told["headings"]
        if not found.faults:
            return found
    near = nearest(heading, (*By, *filter(None, known)))
    choice = (
        say("did you mean {near}?", "có phải {near} không?", near=near)
        if near
        else say("the tables have: {headings}", "các bảng có: {headings}", headings=", ".join(filter(None, known)))
        if known
        else Text("name the table with --figures", "hãy nêu bảng bằng --figures")
    )
    raise AllocationError(
        say(
            "--by takes {words}, or the heading of a column of a table of --figures, not {heading}; {choice}",
            "--by nhận {words}, hoặc tiêu đề một cột của bảng --figures, không phải {heading}; {choice}",
            words=", ".join(By),
            heading=clipped(heading) or "''",
            choice=choice,
        )
    )


def _figures(table: SideTable, heading: str) -> list[Figure]:
    """The cells as figures: all whole numbers where they all can be, else all with their decimals.

    So `1.726` beside `453` is 1726, and beside `2.5` it is refused, since it may be either.
    """
    cells = [given.value for _, given in table.given]
    whole = [cell_value(cell, whole=True) for cell in cells]
    if None not in whole:
        return [_figure(value) for value in whole]
    found = []
    for (_, given), as_whole in zip(table.given, whole, strict=True):
        value = cell_value(given.value, whole=False)
        told = {"cell": clipped(given.value), "heading": heading}
        if value is None:
            raise _bad_cell(
                given.at, say("{cell} is not a number ({heading})", "{cell} không phải là số ({heading})", **told)
            )
        if as_whole is not None and as_whole != value:
            raise _bad_cell(
                given.at,
                say(
                    "{cell} may be {whole} or {value} ({heading}); write the numbers of this column without thousands "
                    "marks",
                    "{cell} có thể là {whole} hoặc {value} ({heading}); hãy ghi các số trong cột này không có dấu ngăn "
                    "hàng nghìn",
                    whole=_figure(as_whole),
                    value=_figure(value),
                    **told,
                ),
            )
        found.append(_figure(value))
    return found


def _figure(value: Any) -> Figure:
    if not isinstance(value, dict):
        return Figure(value)
    if "min" in value:
        return Figure(value["min"], Form.BETWEEN, value["max"])
    ((form, number),) = value.items()
    return Figure(number, Form(form))


def _bad_cell(at: Any, why: Text) -> AllocationError:
    place = f"{at.file}:{at.place.line}:{at.place.column}"
    return AllocationError(say("{place}: {why}", "{place}: {why}", place=place, why=why))


def _bad_table(fault: TableFault, heading: str) -> AllocationError:
    """What keeps a column from being read; `povcalc check` says more of tables that it reads itself."""
    read = fault.told.get("read", "")
    what = {
        "unknown_area": Text("the plan has no area called {read}", "kế hoạch không có địa bàn {read}"),
        "ambiguous_area": Text("{read} may be several areas: {choices}", "{read} có thể là nhiều địa bàn: {choices}"),
        "heading_twice": Text("two columns are headed {heading}", "có hai cột cùng tiêu đề {heading}"),
    }.get(
        fault.kind,
        Text(
            "the table cannot be read here; povcalc check with --figures says why",
            "không đọc được bảng ở đây; xem povcalc check với --figures",
        ),
    )
    choices = str(fault.told.get("choices", ""))
    return _bad_cell(fault.at, say(what.en, what.vi, read=clipped(str(read)), choices=choices, heading=heading))
