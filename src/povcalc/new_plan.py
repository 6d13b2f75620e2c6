"""New plans to be filled in.

Ids and kinds of areas from their names: `tram-tau` and a district from Huyện Trạm Tấu.

The areas of a new plan: as many as are wanted, or those of a table with their figures.

A table has a heading row and a row an area, as side tables do, and may have columns for the area around each, for
its kind, its id or its path. Nothing is guessed silently: what cannot be told apart is a fault, and what is taken for
the whole is said.

From the rows of a table to a tree of areas: which row is the whole, what lies in what, and what each is called.

A new plan as text: comments that explain every field, and blanks, which `povcalc check` finds one by one.

A blank is a field without a value. What each is for is said by the words of the format itself, once a field.

New plans to be filled in: for so many areas, or from a table of areas and figures.

From the ground up: `names` makes ids and kinds from names, `areas` reads the rows of a table, `trees` puts them in
their places, `writing` is the text.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, get_args

from povcalc.checks.side_tables import fault_words
from povcalc.inference.counts import BASES
from povcalc.messages import GLOSSARY, Lang, Text, printable, say
from povcalc.places import Fault, Path, Spot
from povcalc.plan.areas import KIND_WORDS, WHOLE, levels
from povcalc.plan.csv_tables import (
    AREA_COLUMNS,
    ID,
    NAME,
    PATH,
    Heading,
    TableReader,
)
from povcalc.plan.edit import figure_text
from povcalc.plan.fields import ID_PATTERN, Model
from povcalc.plan.load import figure_of
from povcalc.plan.model import (
    FORMAT_VERSION,
    RESERVED_IDS,
    Area,
    AreaKind,
    DocumentInfo,
    Funding,
    FundingLine,
    entry_of,
)
from povcalc.typos import fold, id_of, normalized
from povcalc.values import Figure

_BEFORE = {word: kind for word, (kind, _) in KIND_WORDS.items()}
"""Kinds of area by what stands before a Vietnamese name. Without marks none is recognised: "Ban" may be a name."""

_SHORT = {short: kind for kind, short in KIND_WORDS.values() if short and kind != "province"}
"""What they are short for: with a point, or two capital letters alone, `H. Trạm Tấu`, `TP Yên Bái`."""

_BEHIND = {
    "province": "province",
    "city": "city",
    "town": "town",
    "district": "district",
    "commune": "commune",
    "ward": "ward",
    "township": "township",
    "special zone": "special_zone",
    "village": "village",
}
"""Kinds of area by what stands behind an English name."""


def parted(name: str) -> tuple[str | None, str]:
    """The kind of an area as its name has it, `None` where it has none, and the rest of the name."""
    words = " ".join(unicodedata.normalize("NFC", name).split())
    for pattern, kinds in _PATTERNS:
        found = pattern.fullmatch(words)
        if found is not None:
            return kinds[found["kind"].lower()], found["rest"]
    return None, words


def _either(kinds: Iterable[str]) -> str:
    return f"(?P<kind>{'|'.join(kinds)})"


_PATTERNS = (
    (re.compile(rf"{_either(_BEFORE)} (?P<rest>\w.*)", re.IGNORECASE), _BEFORE),
    (re.compile(rf"{_either(_SHORT)}\. ?(?P<rest>\w.*)", re.IGNORECASE), _SHORT),
    (re.compile(rf"{_either(each.upper() for each in _SHORT if len(each) > 1)} (?P<rest>\w.*)"), _SHORT),
    (re.compile(rf"(?P<rest>.*\w) {_either(_BEHIND)}", re.IGNORECASE), _BEHIND),
)


def made_id(name: str, taken: Container[str], beside: Container[str]) -> str | None:
    """The id of an area from its name: without its kind, or with it where another area has that id.

    `taken` are the ids of all areas, `beside` those of the areas around the same area, which it may not have.
    `None` where no id can be made.
    """
    _, bare = parted(name)
    short, full = id_of(bare), id_of(name)
    if short and not short.isdigit() and short not in taken and short not in RESERVED_IDS:
        return short
    return full if full and not full.isdigit() and full not in beside and full not in RESERVED_IDS else None


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
    def faults(self) -> tuple[Fault[Spot], ...]:
        """What is wrong with the table."""
        return tuple(fault for fault in self._faults if fault.kind != _PASSED_OVER)

    @property
    def remarks(self) -> tuple[Fault[Spot], ...]:
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
    plain = normalized(words)
    return next((kind for kind in KINDS if plain in (kind, *(each.casefold() for each in GLOSSARY[kind]))), None)


def blank(name: str | None, kind: str | None, count: int) -> NewArea:
    """The root area with so many areas inside that are still to be named."""
    areas = tuple(NewArea(None, None) for _ in range(count))
    if name is None:
        return NewArea(None, None, kind, areas=areas)
    return NewArea(made_id(name, (), ()), name, kind or parted(name)[0], areas=areas)


MAX_DEPTH = 20
"""So many areas at most lie around another: between a nation and a hamlet there are five."""

_TOP_KINDS = ("nation", "province")
"""Kinds of which one alone in a table, with other kinds below, is the whole."""


class Drawn(NamedTuple):
    """What was made of a table: the root area, `None` when there are faults; faults and remarks in words.

    `has_figures` says whether the table has columns of figures.
    """

    root: NewArea | None
    has_figures: bool
    faults: tuple[Text, ...]
    remarks: tuple[Text, ...]


def from_table(content: bytes, table: str, name: str | None, kind: str | None) -> Drawn:
    """The areas of a table with their figures, inside an area called `name` where one is given. Never raises."""
    reader = AreasReader(content, table)
    reader.read()
    tree = _Tree(reader, name, kind)
    root = None if reader.faults else tree.root()
    remarks = (*map(_in_words, reader.remarks), *tree.remarks)
    return Drawn(None if reader.faults else root, bool(reader.fields), tuple(map(_in_words, reader.faults)), remarks)


def _in_words(fault: Fault[Spot]) -> Text:
    file, place = fault.place
    return say(
        "{file}:{line}:{column}: {words}",
        "{file}:{line}:{column}: {words}",
        file=file,
        line=str(place.line),
        column=str(place.column),
        words=fault_words(fault, WORDS),
    )


class _Tree:
    """Puts the rows of a table in their places."""

    def __init__(self, reader: AreasReader, name: str | None, kind: str | None) -> None:
        self._reader, self._name, self._kind = reader, name, kind
        self._whole: Row | None = None
        self._made: dict[str, Row] = {}
        self._parts: list[Row] = []
        self.remarks: list[Text] = []

    def root(self) -> NewArea:
        """The whole with all that is inside; not to be used when that brought faults."""
        self._find_whole()
        self._parts = [row for row in self._reader.rows if row is not self._whole]
        if any(row.steps for row in self._parts):
            self._follow_paths()
        for row in tuple(self._parts):
            if row.around and not row.steps:
                row.parent = self._called(row)
        self._parts = sorted((*self._made.values(), *self._parts), key=lambda row: row.line)
        for row in self._parts:
            self._refuse_circles(row)
        if self._reader.faults:
            return NewArea(None, None)
        whole, name = self._whole, self._whole_name()
        identifier = self._name_all(name)
        kind = self._kind or (whole.kind if whole is not None else None) or (parted(name)[0] if name else None)
        figures = {} if whole is None else whole.figures
        inside: dict[Row | None, list[Row]] = {}
        for row in self._parts:
            inside.setdefault(row.parent, []).append(row)
        return NewArea(identifier, name, kind, figures, _areas(inside, None))

    def _fault(self, row: Row, kind: str, **told: str) -> None:
        self._reader.fault(kind, row.line, row.column, len(row.name), None, **told)

    def _find_whole(self) -> None:
        """The row of the whole: the one that says so, that is called like it, or that alone is of a kind above all."""
        rows = self._reader.rows
        found = [row for row in rows if self._is_named_whole(row)]
        for row in found[1:]:
            self._fault(row, "area_twice", read=row.name, first=str(found[0].line))
        if not found and self._name is None:
            above = [row for row in rows if row.kind in _TOP_KINDS and not row.around]
            if len(above) == 1 and all(row.kind not in (None, above[0].kind) for row in rows if row is not above[0]):
                found = above
        if found:
            self._whole = found[0]
            self.remarks.append(
                say(
                    "{file}:{line}: {name} is taken for the whole",
                    "{file}:{line}: {name} được coi là dòng chung của toàn địa bàn",
                    file=self._reader.name,
                    line=str(found[0].line),
                    name=found[0].name,
                )
            )

    def _is_named_whole(self, row: Row) -> bool:
        if row.steps:
            return len(row.steps) == 1
        if row.around:
            return False
        return _is_whole(row) or (self._name is not None and levels(row.name)[:2] == levels(self._name)[:2])

    def _follow_paths(self) -> None:
        """Parents by paths, all of which lead through the whole."""
        by_steps = {row.steps: row for row in self._parts if row.steps}
        with_path = [row for row in self._reader.rows if row.steps]
        first = with_path[0].steps[0]
        for row in with_path:
            if row.steps[0] != first:
                self._fault(row, "several_roots", read=row.steps[0], first=first)
            elif len(row.steps) > 2:  # noqa: PLR2004 - the whole and the area itself
                row.parent = by_steps.get(row.steps[:-1])
                if row.parent is None:
                    self._fault(row, "no_parent", read="/".join(row.steps[:-1]))

    def _called(self, row: Row) -> Row | None:
        """The area that a row says it lies in; `None` is the whole. One without a row is made, without figures."""
        words = row.around
        if self._is_called_whole(words):
            return None
        by_id = [other for other in self._parts if other.id == words and other is not row]
        found = by_id or next(filter(None, (self._read_as(words, level, row) for level in range(4))), [])
        if len(found) > 1:
            self._fault(row, "parent_unclear", read=words)
            return None
        if found:
            return found[0]
        key = levels(words)[0]
        if key not in self._made:
            made = Row(words, row.line, row.column)
            made.kind = parted(words)[0]
            self._made[key] = made
            self.remarks.append(
                say(
                    "{file}:{line}: {name}, the area around this one, has no row of its own; it is added",
                    "{file}:{line}: {name}, địa bàn cấp trên, không có dòng riêng nên được thêm vào",
                    file=self._reader.name,
                    line=str(row.line),
                    name=words,
                )
            )
        return self._made[key]

    def _is_called_whole(self, words: str) -> bool:
        if fold(words, brackets=False) in WHOLE:
            return True
        names = [self._name, self._whole.name if self._whole is not None else None]
        return any(name is not None and levels(words)[:2] == levels(name)[:2] for name in names)

    def _read_as(self, words: str, level: int, row: Row) -> list[Row]:
        """The rows whose names read like some words, at one of the levels of strictness."""
        wanted = levels(words)[level]
        return [other for other in self._parts if other is not row and wanted and levels(other.name)[level] == wanted]

    def _refuse_circles(self, row: Row) -> None:
        seen = 0
        around = row.parent
        while around is not None:
            seen += 1
            if around is row:
                self._fault(row, "parent_inside", read=row.around)
                return
            if seen > MAX_DEPTH:
                self._fault(row, "too_deep", most=str(MAX_DEPTH))
                return
            around = around.parent

    def _whole_name(self) -> str | None:
        """The name that was given, or that of the row of the whole unless it only says so."""
        if self._name is not None or self._whole is None or _is_whole(self._whole):
            return self._name
        return self._whole.name

    def _whole_id(self, name: str | None) -> str | None:
        """The id of the whole: that of its row, else the first step of all paths, else made from its name."""
        if self._whole is not None and self._whole.id is not None:
            return self._whole.id
        steps = next((row.steps for row in self._reader.rows if row.steps), None)
        if steps is not None:
            return steps[0]
        return None if name is None else made_id(name, (), ())

    def _name_all(self, name: str | None) -> str | None:
        """Give every row its id; the id of the whole."""
        identifier = self._whole_id(name)
        taken = {row.id for row in self._parts if row.id is not None} | ({identifier} if identifier else set())
        names: dict[tuple[Row | None, str], Row] = {}
        beside: dict[Row | None, dict[str, Row]] = {}
        for row in self._parts:
            if row.id is not None:
                self._refuse_twice(row, row.id, beside.setdefault(row.parent, {}))
        for row in self._parts:
            first = names.setdefault((row.parent, levels(row.name)[0]), row)
            if first is not row and row.id is None:
                self._fault(row, "area_twice", read=row.name, first=str(first.line))
            elif row.id is None:
                row.id = made_id(row.name, taken, beside.setdefault(row.parent, {}))
                if row.id is None:
                    self._fault(row, "no_id", read=row.name)
                else:
                    taken.add(row.id)
                    beside[row.parent][row.id] = row
        return identifier

    def _refuse_twice(self, row: Row, identifier: str, beside: dict[str, Row]) -> None:
        first = beside.setdefault(identifier, row)
        if first is not row:
            self._fault(row, "area_twice", read=identifier, first=str(first.line))


def _is_whole(row: Row) -> bool:
    """Whether a row says that it is of all areas together, such as Tổng cộng."""
    return fold(row.name, brackets=False) in WHOLE


def _areas(inside: dict[Row | None, list[Row]], around: Row | None) -> tuple[NewArea, ...]:
    rows: Iterable[Row] = inside.get(around, ())
    return tuple(NewArea(row.id, row.name, row.kind, row.figures, _areas(inside, row)) for row in rows)


SCHEMA_LINE = "# yaml-language-server: $schema=plan.schema.json"
"""The first line, by which an editor finds the JSON Schema beside the file."""

_HEAD = Text(
    """\
A poverty-reduction plan as data. Fill in every field that has nothing behind its colon, or delete the
line of what the document does not state: an unknown figure is left out, not 0. Type figures as printed,
with a decimal point and no thousands marks: 4.10, 11869; "over 8.50%" is {over: 8.50}, an estimate
{about: 3000}. `povcalc check FILE` lists what is still blank, with its line.
`povcalc schema > plan.schema.json` beside this file lets editors complete and explain every field.""",
    """\
Kế hoạch giảm nghèo dưới dạng dữ liệu. Hãy điền mọi trường chưa có gì sau dấu hai chấm, hoặc xóa dòng mà
văn bản không ghi: số chưa biết thì bỏ dòng, không ghi 0. Ghi số đúng như văn bản, dấu chấm thập phân,
không ngăn hàng nghìn: 4.10, 11869; "trên 8,50%" ghi là {over: 8.50}, số ước tính là {about: 3000}.
`povcalc check TỆP` liệt kê các chỗ còn trống kèm số dòng.
`povcalc schema --lang vi > plan.schema.json` đặt cạnh tệp này giúp trình soạn thảo gợi ý từng trường.""",
)
_TARGETS = Text(
    "Counts are net reductions in poor households; rates are percent of households; reductions in the rate are\n"
    "percentage points. One area of the list below is one block that begins with a hyphen.",
    "Số hộ là số hộ nghèo giảm (đã trừ tái nghèo, phát sinh); tỷ lệ là phần trăm số hộ; mức giảm tính bằng điểm\n"
    "phần trăm. Mỗi địa bàn trong danh sách dưới đây là một khối bắt đầu bằng dấu gạch nối.",
)
_FUNDING = Text(
    "Units that are known: VND, thousand VND, million VND, billion VND. Delete the section if there is no funding.",
    "Các đơn vị đã biết: VND, thousand VND, million VND, billion VND (đồng, nghìn, triệu, tỷ đồng).\n"
    "Không có kinh phí thì xóa cả mục.",
)
_MORE = Text(
    "Sections that may follow: poverty_standard, measures, schedule, actors; see `povcalc schema --format markdown`.",
    "Các mục có thể thêm: poverty_standard, measures, schedule, actors; xem `povcalc schema --format markdown`.",
)
_EXAMPLE = Text("Example", "Ví dụ")
_ONE_OF = Text("One of", "Ghi một trong")
_ROOT_BLANKS = ("reduction_rate", "reduction_households")
_BLANKS = ("reduction_rate", "reduction_households", "poverty_rate_end")
"""The figures that plans state of their areas, and that are blank where no table gives any."""


class Skeleton(NamedTuple):
    """The text of a new plan and how many blanks it has."""

    text: str
    blanks: int


def skeleton(root: NewArea, *, year: int | None, has_figures: bool, lang: Lang) -> Skeleton:
    """A new plan; with `has_figures` a figure that an area lacks is unknown, else it is to be filled in."""
    writer = _Writer(lang)
    lines = [
        SCHEMA_LINE,
        "#",
        *_comment(_HEAD, lang),
        f"povcalc: {FORMAT_VERSION}",
        "",
        *writer.document(year),
        "",
        *_comment(_TARGETS, lang),
        "targets:",
        *writer.root(root, has_figures=has_figures),
        "",
        *_comment(_FUNDING, lang),
        *writer.funding(),
        "",
        *_comment(_MORE, lang),
    ]
    return Skeleton("".join(f"{line}\n" for line in lines), writer.blanks)


def _comment(words: Text, lang: Lang) -> Iterator[str]:
    yield from (f"# {line}" for line in words.to(lang).split("\n"))


class _Writer:
    """Writes fields; the first of each name is explained, and blanks are counted."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._explained: set[str] = set()
        self.blanks = 0

    def document(self, year: int | None) -> Iterator[str]:
        yield "document:"
        given = {"kind": "plan", "language": "vi", "year": None if year is None else str(year)}
        for field in ("number", "kind", "language", "title", "issuer", "issued", "year", "source"):
            yield from self._field(DocumentInfo, "  ", field, given.get(field))

    def root(self, root: NewArea, *, has_figures: bool) -> Iterator[str]:
        kind = root.kind if root.kind is not None else ""
        yield from self._named(root, "  ", "  ", kind)
        blanks = [field for field in _ROOT_BLANKS if field not in root.figures]
        yield from self._figures(root, "  ", tuple(blanks))
        yield from self._inside(root, "  ", () if has_figures else _BLANKS)

    def _inside(self, area: NewArea, indent: str, blanks: tuple[str, ...]) -> Iterator[str]:
        if area.areas:
            yield f"{indent}areas:"
        for inner in area.areas:
            within = f"{indent}    "
            yield from self._named(inner, f"{indent}  - ", within, inner.kind)
            yield from self._figures(inner, within, blanks)
            yield from self._inside(inner, within, blanks)

    def _named(self, area: NewArea, first: str, indent: str, kind: str | None) -> Iterator[str]:
        """The id, the name and the kind; a `kind` of `None` is left out, an empty one is blank."""
        yield from self._field(Area, first, "id", None if area.id is None else scalar(area.id))
        yield from self._field(Area, indent, "name", None if area.name is None else scalar(area.name))
        if kind is not None:
            yield from self._field(Area, indent, "kind", kind or None)

    def _figures(self, area: NewArea, indent: str, blanks: tuple[str, ...]) -> Iterator[str]:
        for field in Area.FIGURES:
            if field in area.figures:
                yield from self._field(Area, indent, field, figure_text(area.figures[field]))
            elif field in blanks:
                yield from self._field(Area, indent, field, None)

    def funding(self) -> Iterator[str]:
        yield "funding:"
        yield from self._field(Funding, "  ", "unit", "million VND")
        yield from self._field(Funding, "  ", "total", None)
        yield "  lines:"
        for identifier, name in _LINES.items():
            yield f"    - id: {identifier}"
            yield f"      name: {{vi: {name.vi}, en: {name.en}}}"
            yield from self._field(FundingLine, "      ", "amount", None)

    def _field(self, model: type[Model], indent: str, field: str, value: str | None) -> Iterator[str]:
        """A field on a line, with what it means above it where it stands for the first time; `None` is a blank."""
        key = f"{model.__name__}.{field}"
        if value is None:
            self.blanks += 1
        if key not in self._explained and (value is None or field in ("kind", "unit", "language")):
            self._explained.add(key)
            entry = entry_of(model, field)
            label, told = (_EXAMPLE, entry.example)
            if entry.shape.choices:
                label, told = (_ONE_OF, ", ".join(entry.shape.choices))
            yield f"{indent.replace('- ', '')}# {entry.meaning.to(self._lang)} {label.to(self._lang)}: {told}"
        yield f"{indent}{field}:" if value is None else f"{indent}{field}: {value}"


_LINES = {
    "central": Text("Central government", "Vốn Trung ương"),
    "local": Text("Local government", "Vốn địa phương"),
}
"""Lines of funding that most plans have."""

_PLAIN = re.compile(r"[^\W\d_][\w.,()/'’–-]*(?: [\w.,()/'’–-]+)*")
_NOT_PLAIN = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")


def scalar(words: str) -> str:
    """Words as YAML has them: as they are where no reader takes them for something else, else in double quotes."""
    if _PLAIN.fullmatch(words) and words.lower() not in _NOT_PLAIN:
        return words
    return '"' + "".join(_escaped(letter) for letter in words) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    return letter if printable(letter) == letter else f"\\U{ord(letter):08X}"
