"""The areas of a new plan: as many as are wanted, or those of a table with their figures.

A table has a heading row and a row an area, as side tables do, and may have columns for the area around each, for
its kind, its id or its path. Nothing is guessed silently: what cannot be told apart is a fault, and what is taken for
the whole is said.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, get_args

from povcalc.bounds import BASES
from povcalc.figures import Figure
from povcalc.loading import figure_of
from povcalc.places import Path
from povcalc.plan import RESERVED_IDS
from povcalc.plan.fields import ID_PATTERN
from povcalc.plan.models import AreaKind
from povcalc.side_tables import AREA_COLUMNS, ID, NAME, PATH, Heading, TableFault, TableReader
from povcalc.skeleton.names import made_id, parted
from povcalc.text import GLOSSARY, Text, printable

KINDS: tuple[str, ...] = get_args(AreaKind)
"""The kinds that an area can have."""

PARENT, KIND = "parent", "kind"

_COLUMNS = {
    PATH: AREA_COLUMNS[PATH],
    ID: AREA_COLUMNS[ID],
    PARENT: ("parent", "parent area", "thuoc", "truc thuoc", "thuoc dia ban", "thuoc huyen", "cap tren"),
    KIND: ("kind", "loai", "loai dia ban"),
    NAME: AREA_COLUMNS[NAME],
}
_AROUND, _INSIDE = ("huyen", "district"), ("xa", "commune")
"""Of two columns with such headings the first is of the areas around those of the second."""

WORDS = {
    "no_name": Text("this row does not say its area; name it", "dòng này không ghi địa bàn; hãy ghi tên"),
    "bad_name": Text(
        "{read} has characters that are not seen, or that act on a terminal; type the name anew",
        "{read} có ký tự không nhìn thấy hoặc ký tự điều khiển; hãy gõ lại tên",
    ),
    "bad_id": Text(
        "{read} is not an id: small letters a to z, digits and hyphens, and not funding or targets",
        "{read} không phải mã: chỉ gồm chữ thường a đến z, chữ số và gạch nối, không dùng funding, targets",
    ),
    "no_id": Text(
        "no id can be made from {read} that is not another area's; give ids in a column headed id",
        "không tạo được mã từ {read} mà không trùng địa bàn khác; hãy thêm cột mã (id)",
    ),
    "bad_kind": Text("{read} is not a kind of area; use {known}", "{read} không phải loại địa bàn; hãy dùng {known}"),
    "area_twice": Text(
        "{read} is in line {first} already; take one of the rows out, or say in a column headed parent where each is",
        "{read} đã có ở dòng {first}; hãy bỏ một dòng, hoặc thêm cột trực thuộc (parent)",
    ),
    "parent_unclear": Text(
        "{read} may be several areas of the table; call it by its id", "{read} có thể là nhiều địa bàn; hãy ghi mã"
    ),
    "parent_inside": Text("{read} lies inside this area itself", "{read} lại nằm trong chính địa bàn này"),
    "no_parent": Text(
        "{read} has no row of its own; add it, or correct the path", "{read} không có dòng riêng; hãy thêm hoặc sửa"
    ),
    "several_roots": Text(
        "the path begins with {read}, others with {first}; all lie in one area",
        "đường dẫn bắt đầu bằng {read}, trong khi dòng khác bắt đầu bằng {first}; mọi địa bàn phải thuộc một nơi",
    ),
    "too_deep": Text("more than {most} areas lie around this one", "địa bàn này nằm trong hơn {most} cấp địa bàn khác"),
    "households_differ": Text(
        "{read} has one number of households for both dates and another for one of them; leave one column out",
        "{read} có tổng số hộ chung khác với số hộ đầu năm hoặc cuối năm; hãy bỏ một cột",
    ),
    "no_areas": Text("the table has no row with an area", "bảng không có dòng nào ghi địa bàn"),
}
"""What is said of faults that only tables of new areas have."""


class NewArea(NamedTuple):
    """An area of a new plan; what is `None` is to be filled in. `figures` are by field, in the order of the format."""

    id: str | None
    name: str | None
    kind: str | None = None
    figures: Mapping[str, Figure] = MappingProxyType({})
    areas: "tuple[NewArea, ...]" = ()


class Row:
    """A row of the table, or an area that other rows name as the one around them.

    `steps` are the ids of its path and `around` what it calls the area around it, where the table has such columns.
    """

    def __init__(self, name: str, line: int, column: int) -> None:
        self.name, self.line, self.column = name, line, column
        self.id: str | None = None
        self.kind: str | None = None
        self.steps: tuple[str, ...] = ()
        self.around = ""
        self.parent: Row | None = None
        self.figures: dict[str, Figure] = {}


class AreasReader(TableReader):
    """Reads a table whose rows are the areas of a new plan: `("row", 0)` is the path of the first."""

    needs_figures = False

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(content, name)
        self.rows: list[Row] = []
        self.fields: tuple[str, ...] = ()

    def area_columns(self, words: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """As of side tables, and columns for the area around, and for the kind."""
        if any(word in _AROUND for word in words) and any(word in _INSIDE for word in words):
            names = tuple(word for word in _COLUMNS[NAME] if word not in _AROUND)
            return {**_COLUMNS, PARENT: (*_COLUMNS[PARENT], *_AROUND), NAME: names}
        return _COLUMNS

    def area(self, row: Sequence[str], line: int, heading: Heading) -> Path | None:
        """Another area; `None` when the row does not say which."""
        self.fields = tuple(heading.fields.values())
        cells = {kind: _cell(row, at) for kind, at in heading.areas.items()}
        steps = tuple(cells.get(PATH, "").split("/")) if cells.get(PATH) else ()
        name = cells.get(NAME) or cells.get(ID) or (steps[-1] if steps else "")
        at = heading.areas.get(NAME, min(heading.areas.values()))
        column = self.column(line, at)
        if not name:
            self.fault("no_name", line, column)
            return None
        if printable(name) != name:
            self.fault("bad_name", line, column, len(name), read=printable(name))
            return None
        area = Row(name, line, column)
        area.id = cells.get(ID) or (steps[-1] if steps else None)
        area.steps, area.around = steps, cells.get(PARENT, "")
        area.kind = _kind(cells.get(KIND, "")) if cells.get(KIND) else parted(name)[0]
        for word in (*steps, *([area.id] if area.id is not None else [])):
            if re.fullmatch(ID_PATTERN.strip("^$"), word) is None or word in RESERVED_IDS:
                self.fault("bad_id", line, column, read=word)
                return None
        if area.kind is None and cells.get(KIND):
            self.fault("bad_kind", line, column, read=cells[KIND], known=", ".join(KINDS))
        self.rows.append(area)
        return ("row", len(self.rows) - 1)

    def read(self) -> None:
        """Read all of it; what is wrong is in `faults` then."""
        table = self.table()
        for path, given in table.given:
            figure = figure_of(given.field, given.value)
            if figure is None:
                place = given.at.place
                width = place.end_column - place.column
                read = table.text.splitlines()[place.line - 1][place.column - 1 : place.end_column - 1]
                self.fault("bad_number", place.line, place.column, width, read=read, field=given.field)
            else:
                self.rows[int(path[-1])].figures[given.field] = figure
        for row in self.rows:
            self._say_households_once(row)
        if not self.rows and not self._faults:
            self.fault("no_areas", 1, 1)

    def _say_households_once(self, row: Row) -> None:
        """Households that are said of both dates and of one of them too have to be the same."""
        both = row.figures.get("households")
        dated = [row.figures[base] for base in BASES if base in row.figures]
        if both is None or not dated:
            return
        for base in BASES:
            row.figures.pop(base, None)
        if any(figure != both for figure in dated):
            self.fault("households_differ", row.line, row.column, len(row.name), read=row.name)

    @property
    def faults(self) -> tuple[TableFault, ...]:
        """What is wrong with the table."""
        return tuple(fault for fault in self._faults if fault.kind != _PASSED_OVER)

    @property
    def remarks(self) -> tuple[TableFault, ...]:
        """What is not wrong and has to be known: columns that are passed over."""
        return tuple(fault for fault in self._faults if fault.kind == _PASSED_OVER)


_PASSED_OVER = "unknown_heading"


def as_name(words: str) -> str:
    """Words with letters and their marks as one character each, as the format wants them, and single spaces."""
    return " ".join(unicodedata.normalize("NFC", words).split())


def _cell(row: Sequence[str], at: int) -> str:
    """A cell's words; the apostrophe that keeps spreadsheets from taking them for a formula is none of them."""
    words = as_name(row[at]) if at < len(row) else ""
    return words[1:] if words.startswith(("'=", "'+", "'-", "'@")) else words


def _kind(words: str) -> str | None:
    """A kind as the format or either language calls it."""
    plain = " ".join(words.casefold().split())
    return next((kind for kind in KINDS if plain in (kind, *(each.casefold() for each in GLOSSARY[kind]))), None)


def blank(name: str | None, kind: str | None, count: int) -> NewArea:
    """The root area with so many areas inside that are still to be named."""
    areas = tuple(NewArea(None, None) for _ in range(count))
    if name is None:
        return NewArea(None, None, kind, areas=areas)
    return NewArea(made_id(name, (), ()), name, kind or parted(name)[0], areas=areas)
