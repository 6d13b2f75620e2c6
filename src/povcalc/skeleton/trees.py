"""From the rows of a table to a tree of areas: which row is the whole, what lies in what, and what each is called."""

from collections.abc import Iterable
from typing import NamedTuple

from povcalc.checks.side_tables import fault_words
from povcalc.side_tables import WHOLE, TableFault, folded, levels
from povcalc.skeleton.areas import WORDS, AreasReader, NewArea, Row
from povcalc.skeleton.names import made_id, parted
from povcalc.text import Text, say

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


def _in_words(fault: TableFault) -> Text:
    file, place = fault.at
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
        if folded(words) in WHOLE:
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
    return folded(row.name) in WHOLE


def _areas(inside: dict[Row | None, list[Row]], around: Row | None) -> tuple[NewArea, ...]:
    rows: Iterable[Row] = inside.get(around, ())
    return tuple(NewArea(row.id, row.name, row.kind, row.figures, _areas(inside, row)) for row in rows)
