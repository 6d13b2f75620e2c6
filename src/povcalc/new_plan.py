"""New plans to be filled in, with so many areas, with those of a table and their figures, or with those of a plan.

A table has a heading row and a row an area, as side tables do, and may have columns for the area around each, for
its kind, its id or its path. Nothing is guessed silently: what cannot be told apart is a fault, and what is taken for
the whole is said. The text that is written explains each field where it stands for the first time; a field without a
value is a blank, which `povcalc check` finds.
"""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple, get_args

from povcalc.checks.side_tables import fault_words
from povcalc.inference.ranges import Ranges, ranges
from povcalc.measures import BASES, COUNTS, MEASURES, NEAR_POOR, POOR, SHARES, Measure
from povcalc.messages import GLOSSARY, Lang, Message, printable
from povcalc.numerals import figure_text
from povcalc.places import Fault, Path, Spot, lines_with_ends
from povcalc.plan.areas import KIND_WORDS, free_id, is_whole, levels
from povcalc.plan.assumptions import assumptions_of
from povcalc.plan.csv_tables import (
    AREA_COLUMNS,
    AROUND,
    ID,
    NAME,
    PATH,
    Content,
    Heading,
    TableReader,
    Years,
    says_whole,
)
from povcalc.plan.fields import ID_PATTERN, Model
from povcalc.plan.load import figure_of
from povcalc.plan.model import (
    FORMAT_VERSION,
    RESERVED_IDS,
    Area,
    AreaKind,
    Breakdown,
    DocumentInfo,
    Funding,
    FundingLine,
    Located,
    Plan,
    entry_of,
    is_part,
    parent,
    walk,
)
from povcalc.typos import in_form
from povcalc.values import Figure

KINDS: tuple[str, ...] = get_args(AreaKind)
"""The kinds that an area can have."""

_BEFORE = {word: kind for word, (kind, _) in KIND_WORDS.items()}
"""Kinds of area by what stands before a Vietnamese name. Without marks none is recognised: "Ban" may be a name."""

_SHORT = {short: kind for kind, short in KIND_WORDS.values() if short and kind != "province"}
"""What they are short for: with a point, or two capital letters alone, `H. Trạm Tấu`, `TP Yên Bái`."""

_BEHIND = {kind.replace("_", " "): kind for kind in KINDS if kind not in ("nation", "group")}
"""Kinds of area by what stands behind an English name."""


def _either(kinds: Iterable[str]) -> str:
    return f"(?P<kind>{'|'.join(kinds)})"


_PATTERNS = (
    (re.compile(rf"{_either(_BEFORE)} (?P<rest>\w.*)", re.IGNORECASE), _BEFORE),
    (re.compile(rf"{_either(_SHORT)}\. ?(?P<rest>\w.*)", re.IGNORECASE), _SHORT),
    (re.compile(rf"{_either(each.upper() for each in _SHORT if len(each) > 1)} (?P<rest>\w.*)"), _SHORT),
    (re.compile(rf"(?P<rest>.*\w) {_either(_BEHIND)}", re.IGNORECASE), _BEHIND),
)


def as_name(words: str) -> str:
    """Words with letters and their marks as one character each, as the format wants them, and single spaces."""
    return " ".join(in_form("NFC", words).split())


def parted(name: str) -> tuple[str | None, str]:
    """The kind of an area as its name has it, `None` where it has none, and the rest of the name."""
    words = as_name(name)
    for pattern, kinds in _PATTERNS:
        found = pattern.fullmatch(words)
        if found is not None:
            return kinds[found["kind"].lower()], found["rest"]
    return None, words


def made_id(name: str, taken: Container[str], beside: Container[str]) -> str | None:
    """The id of an area from its name: without its kind, or with it where another area has that id.

    `taken` are the ids of all areas, `beside` those of the areas around the same area, which it may not have.
    `None` where no id can be made.
    """
    return free_id(parted(name)[1], taken) or free_id(name, beside)


_KIND = "kind"

_COLUMNS = {
    PATH: AREA_COLUMNS[PATH],
    ID: AREA_COLUMNS[ID],
    AROUND: ("parent", "parent area", "thuoc", "truc thuoc", "thuoc dia ban", "thuoc huyen", "cap tren"),
    _KIND: ("kind", "loai", "loai dia ban"),
    NAME: AREA_COLUMNS[NAME],
}
"""The headings, folded, of columns that say which area a row is of, by what they say.

Of two columns with such headings the first is of the areas around those of the second.
"""

_WORDS = {
    "no_name": Message("this row does not say its area; name it"),
    "bad_name": Message("{read} has characters that are not seen, or that act on a terminal; type the name anew"),
    "bad_id": Message("{read} is not an id: small letters a to z, digits and hyphens, and not funding or targets"),
    "no_id": Message("no id can be made from {read} that is not another area's; give ids in a column headed id"),
    "bad_kind": Message("{read} is not a kind of area; use {known}"),
    "area_twice": Message(
        "{read} is in line {first} already; take one of the rows out, or say in a column headed parent where each is"
    ),
    "parent_unclear": Message("{read} may be several areas of the table; call it by its id"),
    "parent_inside": Message("{read} lies inside this area itself"),
    "no_parent": Message("{read} has no row of its own; add it, or correct the path"),
    "several_roots": Message("the path begins with {read}, others with {first}; all lie in one area"),
    "too_deep": Message("more than {most} areas lie around this one"),
    "households_differ": Message(
        "{read} has one number of households for both dates and another for one of them; leave one column out"
    ),
    "total_differs": Message("this total is not what the row of {read} says in line {first}; correct one of them"),
    "no_areas": Message("the table has no row with an area"),
}
"""What is said of faults that only tables of new areas have."""


@dataclasses.dataclass(eq=False)
class NewArea:
    """An area of a new plan; what is `None` is to be filled in. `figures` and what was `planned` are by field.

    `beside` are other fields as they are written, and `breakdowns` other ways in which the area is divided.
    """

    name: str | None
    id: str | None = None
    kind: str | None = None
    figures: dict[str, Figure] = dataclasses.field(default_factory=dict)
    areas: "list[NewArea]" = dataclasses.field(default_factory=list)
    planned: dict[str, Figure] = dataclasses.field(default_factory=dict)
    beside: dict[str, str] = dataclasses.field(default_factory=dict)
    breakdowns: "list[NewBreakdown]" = dataclasses.field(default_factory=list)


class NewBreakdown(NamedTuple):
    """A breakdown of an area of a new plan: its own fields as they are written, and its parts."""

    fields: dict[str, str]
    parts: list[NewArea]


@dataclasses.dataclass(eq=False, kw_only=True)
class _Row(NewArea):
    """A row of the table, or an area that other rows name as the one around them.

    `steps` are the ids of its path and `around` what it calls the area around it, where the table has such columns.
    """

    name: str
    line: int
    column: int
    steps: tuple[str, ...] = ()
    around: str = ""
    group: "_Row | None" = None
    parent: "_Row | None" = None


class _AreasReader(TableReader):
    """Reads a table whose rows are the areas of a new plan: `("row", 0)` is the path of the first."""

    area_columns = _COLUMNS
    needs_figures = False

    def __init__(self, content: Content, name: str, year: int | None) -> None:
        super().__init__(content, name, years=None if year is None else Years(year, year))
        self.rows: list[_Row] = []
        self.fields: tuple[str, ...] = ()

    def area(self, row: Sequence[str], line: int, heading: Heading) -> Path | None:
        """Another area; `None` when the row does not say which."""
        self.fields = tuple(heading.fields.values())
        cells = {kind: words for kind, at in heading.areas.items() if (words := _cell(row, at))}
        steps = tuple(cells[PATH].split("/")) if PATH in cells else ()
        identifier = cells.get(ID, steps[-1] if steps else None)
        name = cells.get(NAME) or identifier
        if not name and says_whole(row, heading):
            name = next(filter(None, map(as_name, row)))
        column = self.column(line, heading.areas.get(NAME, min(heading.areas.values())))
        if not name:
            self.fault("no_name", line, column)
            return None
        if printable(name) != name:
            self.fault("bad_name", line, column, len(name), read=printable(name))
            return None
        for word in (*steps, *([] if identifier is None else [identifier])):
            if re.fullmatch(ID_PATTERN.strip("^$"), word) is None or word in RESERVED_IDS:
                self.fault("bad_id", line, column, read=word)
                return None
        kind = parted(name)[0]
        if _KIND in cells:
            kind = _kind(cells[_KIND])
            if kind is None:
                self.fault("bad_kind", line, column, read=cells[_KIND], known=", ".join(KINDS))
        around = cells.get(AROUND, "")
        area = _Row(name=name, id=identifier, kind=kind, line=line, column=column, steps=steps, around=around)
        area.group = self.rows[int(self._outline[-1][1][-1])] if self._outline else None
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
                read = lines_with_ends(table.text)[place.line - 1][place.column - 1 : place.end_column - 1]
                self.fault("bad_number", place.line, place.column, width, read=read, field=given.field)
            elif self.rows[int(path[-1])].figures.setdefault(given.field, figure) != figure:
                row, place = self.rows[int(path[-1])], given.at.place
                self.fault("total_differs", place.line, place.column, read=row.name, first=str(row.line))
        for row in self.rows:
            self._keep_one_base(row)
        if not self.rows and not self._faults:
            self.fault("no_areas", 1, 1)

    def _keep_one_base(self, row: _Row) -> None:
        """Keep the households of both dates where a row has those of one date too; they have to be the same."""
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
        return tuple(fault for fault in self._faults if fault.kind not in _REMARKS)

    @property
    def remarks(self) -> tuple[Fault[Spot], ...]:
        """What is not wrong and has to be known: columns that are passed over or read as of a date."""
        return tuple(fault for fault in self._faults if fault.kind in _REMARKS)


_REMARKS = ("unknown_heading", "date_assumed", "other_year", "year_unsaid")


def _cell(row: Sequence[str], at: int) -> str:
    """A cell's words, without the apostrophe that keeps spreadsheets from taking them for a formula."""
    words = as_name(row[at]) if at < len(row) else ""
    return words[1:] if words.startswith(("'=", "'+", "'-", "'@")) else words


def _kind(words: str) -> str | None:
    """A kind as the format or either language calls it."""
    return next(
        (
            kind
            for kind in KINDS
            if words.casefold() in (kind, *map(str.casefold, GLOSSARY[kind].in_every_language().values()))
        ),
        None,
    )


def blank(name: str | None, kind: str | None, count: int) -> NewArea:
    """A root area with `count` areas inside that are still to be named."""
    root = NewArea(name, None, kind, areas=[NewArea(None) for _ in range(count)])
    if name is not None:
        root.id, root.kind = made_id(name, (), ()), kind or parted(name)[0]
    return root


class Begun(NamedTuple):
    """What a new plan begins with: its root area, its year, the measures that it speaks of, and what has to be known.

    `has_figures` says that a figure which an area lacks is unknown, and not to be filled in.
    """

    root: NewArea
    year: int | None
    measures: tuple[Measure, ...] = (POOR,)
    has_figures: bool = False
    language: str = "vi"
    remarks: tuple[Message, ...] = ()


def from_plan(plan: Plan, targets: Area, name: str, *, is_result: bool) -> Begun:
    """What the year after a plan or a result begins with: its areas, and at the start what they had at the end.

    Of a plan whose own result is to be written (`is_result`), what it begins with itself, beside what it planned. The
    measures are those that its targets state.
    """
    areas = walk(targets)
    is_review = is_result and plan.document.kind == "plan"
    found = ranges(areas, assumptions_of(plan))
    made: dict[Path, NewArea] = {}
    for located in areas:
        area = NewArea("", located.area.id, located.area.kind, beside=_beside(located))
        area.figures = _first(
            located, None if is_review else found, whole="scale" not in areas[0].area.model_fields_set
        )
        if is_review:
            planned = (field for field in Area.FIGURES if not field.endswith("_start") and field not in _HOUSEHOLDS)
            stated = {field: located.figure(field) for field in planned}
            area.planned = {field: figure for field, figure in stated.items() if figure is not None}
        area.breakdowns = [NewBreakdown(_head(each), []) for each in located.area.breakdowns]
        made[located.path] = area
        if is_part(located.path):
            made[parent(located.path)].breakdowns[int(located.path[-3])].parts.append(area)
        elif len(located.path) > 1:
            made[parent(located.path)].areas.append(area)
    measures = _measures_of(set().union(*(located.area.model_fields_set for located in areas)))
    years = plan.document.years
    year = None if years is None else years[1] + (not is_review)
    remarks = []
    if plan.document.kind == "plan" and not is_review:
        remarks.append(Message("{file} is a plan: its targets are taken for what the year begins with", file=name))
    root = made[areas[0].path]
    return Begun(root, year, measures, language=plan.document.language, remarks=tuple(remarks))


_HOUSEHOLDS = ("households", *BASES)


def _beside(located: Located) -> dict[str, str]:
    """The name of an area as it is written, and what its figures are read by."""
    area = located.area
    beside = {"name": _in_both(area.name)}
    for field in (*_BESIDE, "members"):
        if field in area.model_fields_set:
            value = getattr(area, field)
            written = _quoted(value) if field == "code" else figure_text(value).lower()
            beside[field] = f"[{', '.join(map(_in_list, value))}]" if isinstance(value, tuple) else written
    return beside


def _head(breakdown: Breakdown) -> dict[str, str]:
    """The fields of a breakdown, without its parts, as they are written."""
    said = {name: "true" for name in ("partial", "overlapping") if getattr(breakdown, name)}
    return {"id": scalar(breakdown.id), "name": _in_both(breakdown.name), **said}


def _in_both(name: Message) -> str:
    """A name as it is written: once where it is the same in both languages."""
    vi, en = name.to(Lang.VI), name.to(Lang.EN)
    return scalar(vi) if vi == en else f"{{vi: {_quoted(vi)}, en: {_quoted(en)}}}"


def _first(located: Located, found: Ranges | None, *, whole: bool) -> dict[str, Figure]:
    """What an area has at the start of the year; by the `found` ranges of the year before, what it had at the end.

    Counts that follow exactly are among them where counts are written as whole numbers.
    """
    at = int(found is not None)
    pairs = [(BASES[0], BASES[at])]
    pairs += [(both[0], both[at]) for each in MEASURES for both in (each.stocks, each.rates)]
    pairs += [(SHARES[0], SHARES[at])]
    first = {}
    for field, old in pairs:
        figure = located.figure(old) or (located.figure("households") if old in BASES else None)
        if figure is None and found is not None and whole and field in COUNTS:
            known = found.of(located.path, old).number
            figure = None if known is None else Figure(int(known))
        if figure is not None:
            first[field] = figure
    return first


MAX_DEPTH = 20
"""How many areas may lie around another, each inside the next: between a nation and a hamlet there are five."""

_TOP_KINDS = ("nation", "province")
"""Kinds of which one alone in a table, with other kinds below, is the whole."""


class AreaTable(NamedTuple):
    """What was made of a table: the root area, `None` when there are faults; faults and remarks in words.

    `has_figures` says whether the table has columns of figures, `years` what its headings are of, `measures` whose
    figures they are.
    """

    root: NewArea | None
    has_figures: bool
    faults: tuple[Message, ...]
    remarks: tuple[Message, ...]
    years: Years | None = None
    measures: tuple[Measure, ...] = (POOR,)


def from_table(content: Content, table: str, name: str | None, kind: str | None, year: int | None = None) -> AreaTable:
    """The areas of a table with their figures, inside an area called `name` where one is given. Never raises.

    `year` is the plan's; without one the `years` are those that the headings tell.
    """
    reader = _AreasReader(content, table, year)
    reader.read()
    tree = _Tree(reader, name, kind)
    root = None if reader.faults else tree.root()
    remarks = (*map(_in_words, reader.remarks), *tree.remarks, *reader.understood())
    faults = tuple(map(_in_words, reader.faults))
    measures = _measures_of(reader.fields)
    return AreaTable(None if faults else root, bool(reader.fields), faults, remarks, reader.years, measures)


def _measures_of(fields: Iterable[str]) -> tuple[Measure, ...]:
    """The measures that some figures are of; the poor where they are of none."""
    return tuple(each for each in MEASURES if {*fields}.intersection(each.figures)) or (POOR,)


def _in_words(fault: Fault[Spot]) -> Message:
    file, place = fault.place
    return Message(
        "{file}:{line}:{column}: {words}",
        file=file,
        line=str(place.line),
        column=str(place.column),
        words=fault_words(fault, _WORDS),
    )


class _Tree:
    """Puts the rows of a table in their places: which is the whole, what lies in what, and what each is called."""

    def __init__(self, reader: _AreasReader, name: str | None, kind: str | None) -> None:
        self._reader, self._name, self._kind = reader, name, kind
        self._whole = _Row(name="", line=0, column=0)
        self._made: dict[str, _Row] = {}
        self._parts: list[_Row] = []
        self.remarks: list[Message] = []

    def root(self) -> NewArea:
        """The whole with all that is inside; not to be used when that brought faults."""
        self._find_whole()
        self._parts = [row for row in self._reader.rows if row is not self._whole]
        if any(row.steps for row in self._parts):
            self._follow_paths()
        for row in tuple(self._parts):
            if row.around and not row.steps:
                row.parent = self._called(row)
            elif row.group is not self._whole and not row.steps:
                row.parent = row.group
        self._parts = sorted((*self._made.values(), *self._parts), key=lambda row: row.line)
        for row in self._parts:
            self._refuse_circles(row)
        if self._reader.faults:
            return self._whole
        name = self._name or ("" if is_whole(self._whole.name) else self._whole.name) or None
        kind = self._kind or self._whole.kind or (parted(name)[0] if name else None)
        root = NewArea(name, self._whole_id(name), kind, self._whole.figures)
        self._give_ids(root.id)
        for row in self._parts:
            (row.parent or root).areas.append(row)
        return root

    def _fault(self, row: _Row, kind: str, **told: str) -> None:
        self._reader.fault(kind, row.line, row.column, len(row.name), None, **told)

    def _is_repeated(self, row: _Row, words: str, first: _Row) -> bool:
        """Whether some words were those of another row first, which is a fault."""
        if first is not row:
            self._fault(row, "area_twice", read=words, first=str(first.line))
        return first is not row

    def _find_whole(self) -> None:
        """The row of the whole: the one that says so, that is called like it, or that alone is of a kind above all.

        Without such a row the whole stays one without a name.
        """
        rows = self._reader.rows
        found = [row for row in rows if self._is_whole(row)]
        for row in found:
            self._is_repeated(row, row.name, found[0])
        if not found and self._name is None:
            above = [row for row in rows if row.kind in _TOP_KINDS and not row.around]
            if len(above) == 1 and all(row.kind not in (None, above[0].kind) for row in rows if row is not above[0]):
                found = above
        if found:
            self._whole = found[0]
            self.remarks.append(
                Message(
                    "{file}:{line}: {name} is taken for the whole",
                    file=self._reader.name,
                    line=str(found[0].line),
                    name=found[0].name,
                )
            )

    def _is_whole(self, row: _Row) -> bool:
        if row.steps:
            return len(row.steps) == 1
        return not row.around and (is_whole(row.name) or _reads_like(row.name, self._name))

    def _follow_paths(self) -> None:
        """Parents by paths, all of which lead through the whole."""
        by_steps = {row.steps: row for row in self._parts if row.steps}
        with_path = [row for row in self._reader.rows if row.steps]
        first = with_path[0].steps[0]
        for row in with_path:
            around = row.steps[:-1]
            if row.steps[0] != first:
                self._fault(row, "several_roots", read=row.steps[0], first=first)
            elif around not in ((), (first,)):
                row.parent = by_steps.get(around)
                if row.parent is None:
                    self._fault(row, "no_parent", read="/".join(around))

    def _called(self, row: _Row) -> _Row | None:
        """The area that a row says it lies in; `None` is the whole. One without a row is made, without figures."""
        words = row.around
        if is_whole(words) or _reads_like(words, self._name) or _reads_like(words, self._whole.name):
            return None
        others = [other for other in self._parts if other is not row]
        found = [other for other in others if other.id == words]
        for level, wanted in enumerate(levels(words)):
            found = found or [other for other in others if wanted and levels(other.name)[level] == wanted]
        if len(found) > 1:
            self._fault(row, "parent_unclear", read=words)
            return None
        if found:
            return found[0]
        key = levels(words)[0]
        if key not in self._made:
            self._made[key] = _Row(name=words, kind=parted(words)[0], line=row.line, column=row.column)
            self.remarks.append(
                Message(
                    "{file}:{line}: {name}, the area around this one, has no row of its own; it is added",
                    file=self._reader.name,
                    line=str(row.line),
                    name=words,
                )
            )
        return self._made[key]

    def _refuse_circles(self, row: _Row) -> None:
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

    def _whole_id(self, name: str | None) -> str | None:
        """The id of the whole: that of its row, else the first step of all paths, else made from its name."""
        first = next((row.steps[0] for row in self._reader.rows if row.steps), None)
        return self._whole.id or first or (made_id(name, (), ()) if name else None)

    def _give_ids(self, whole: str | None) -> None:
        """Give every row that has none an id that no other area has; `whole` is the id of the whole."""
        taken = set(filter(None, (whole, *(row.id for row in self._parts))))
        beside: dict[_Row | None, dict[str, _Row]] = defaultdict(dict)
        names: dict[tuple[_Row | None, str], _Row] = {}
        for row in self._parts:
            if row.id is not None:
                self._is_repeated(row, row.id, beside[row.parent].setdefault(row.id, row))
        for row in self._parts:
            first = names.setdefault((row.parent, levels(row.name)[0]), row)
            if row.id is not None or self._is_repeated(row, row.name, first):
                continue
            row.id = made_id(row.name, taken, beside[row.parent])
            if row.id is None:
                self._fault(row, "no_id", read=row.name)
            else:
                taken.add(row.id)
                beside[row.parent][row.id] = row


def _reads_like(words: str, name: str | None) -> bool:
    """Whether some words are a name, with or without its marks."""
    return bool(name) and levels(words)[:2] == levels(name or "")[:2]


SCHEMA_LINE = "# yaml-language-server: $schema=plan.schema.json"
"""The first line, by which an editor finds the JSON Schema beside the file."""

_HEAD = Message("""\
A poverty-reduction plan as data. Fill in every field that has nothing behind its colon, or delete the
line of what the document does not state: an unknown figure is left out, not 0. Type figures as printed,
with a decimal point and no thousands marks: 4.10, 11869; "over 8.50%" is {over: 8.50}, an estimate
{about: 3000}. `povcalc check FILE` lists what is still blank, with its line; `povcalc check FILE --fix`
makes the ids of the names.
`povcalc schema > plan.schema.json` beside this file lets editors complete and explain every field.""")
_TARGETS = Message(
    "Counts are net reductions in poor households; rates are percent of households; reductions in the rate are\n"
    "percentage points. One area of the list below is one block that begins with a hyphen."
)
_FUNDING = Message(
    "Units that are known: VND, thousand VND, million VND, billion VND. Delete the section if there is no funding."
)
_MORE = Message(
    "Sections that may follow: poverty_standard, measures, schedule, actors; see `povcalc schema --format markdown`."
)
_EXAMPLE = Message("Example")
_ONE_OF = Message("One of")
_SEVERAL = Message("Multidimensionally poor households are the poor and the near-poor ones together.")


def _deciding(measures: Iterable[Measure], *, is_result: bool, has_base: bool) -> tuple[str, ...]:
    """What has to be known of an area for its targets or its result to be verified; its households, unless known."""
    base = () if has_base else BASES if is_result else ("households",)
    return (*base, *(stock for measure in measures for stock in measure.stocks[: 1 + is_result]))


def _told(measures: Sequence[Measure], *, is_result: bool) -> tuple[str, ...]:
    """What plans say of every area, and what results say besides: who left poverty and who fell into it."""
    said = [field for measure in measures for field in (measure.points, measure.reduction)]
    if is_result:
        said += [flow for measure in measures for flow in measure.flows]
        said += [POOR.of_new] if {POOR, NEAR_POOR} <= {*measures} and POOR.of_new else []
    return tuple(said)


class NewPlan(NamedTuple):
    """The text of a new plan and how many blanks it has."""

    text: str
    blanks: int


def new_plan(  # noqa: PLR0913 - one parameter for each thing that it begins with
    root: NewArea,
    *,
    year: int | None,
    has_figures: bool,
    lang: Lang,
    measures: tuple[Measure, ...] = (POOR,),
    lacking: tuple[Measure, ...] = (),
    is_result: bool = False,
    language: str = "vi",
) -> NewPlan:
    """A new plan, or a result, with what it begins with and blanks for the rest.

    With `has_figures` a figure that an area lacks is unknown, but for those of measures that are `lacking`; else it is
    to be filled in. `language` is that of the document, `lang` that of the comments.
    """
    writer = _Writer(lang, measures, is_result=is_result)
    lines = [
        SCHEMA_LINE,
        "#",
        *_comment(_HEAD, lang),
        f"povcalc: {FORMAT_VERSION}",
        "",
        *writer.document(year, language),
        "",
        *_comment(_TARGETS, lang),
        *(_comment(_SEVERAL, lang) if measures != (POOR,) else ()),
        "targets:",
        *writer.root(root, lacking if has_figures else measures, has_figures=has_figures),
        "",
        *_comment(_FUNDING, lang),
        *writer.funding(),
        "",
        *_comment(_MORE, lang),
    ]
    return NewPlan("".join(f"{line}\n" for line in lines), writer.blanks)


def _comment(words: Message, lang: Lang) -> Iterator[str]:
    yield from (f"# {line}" for line in words.to(lang).split("\n"))


class _Writer:
    """Writes fields; the first of each name is explained, and blanks are counted."""

    def __init__(self, lang: Lang, measures: tuple[Measure, ...], *, is_result: bool) -> None:
        self._lang = lang
        self._measures, self._is_result = measures, is_result
        self._explained: set[str] = set()
        self.blanks = 0

    def document(self, year: int | None, language: str) -> Iterator[str]:
        yield "document:"
        kind = "result" if self._is_result else "plan"
        given = {"kind": kind, "language": language, "year": None if year is None else str(year)}
        for field in ("number", "kind", "language", "title", "issuer", "issued", "year", "source"):
            yield from self._field(DocumentInfo, "  ", field, given.get(field))

    def root(self, root: NewArea, blank: tuple[Measure, ...], *, has_figures: bool) -> Iterator[str]:
        """The areas; those inside have blanks for the measures of which nothing is known yet."""
        deciding = _deciding(blank, is_result=self._is_result, has_base=has_figures)
        yield from self._area(root, "  ", "  ", ("kind", *_told(self._measures, is_result=self._is_result), *deciding))
        rates = tuple(measure.rates[1] for measure in blank)
        yield from self._inside(root, "  ", (*deciding, *_told(blank, is_result=self._is_result), *rates))

    def _inside(self, area: NewArea, indent: str, blanks: tuple[str, ...]) -> Iterator[str]:
        if area.breakdowns:
            yield f"{indent}breakdowns:"
        for breakdown in area.breakdowns:
            first, *others = (f"{field}: {value}" for field, value in breakdown.fields.items())
            yield f"{indent}  - {first}"
            yield from (f"{indent}    {each}" for each in (*others, "parts:"))
            for part in breakdown.parts:
                yield from self._area(part, f"{indent}      - ", f"{indent}        ", blanks)
                yield from self._inside(part, f"{indent}        ", blanks)
        if area.areas:
            yield f"{indent}areas:"
        for inner in area.areas:
            within = f"{indent}    "
            yield from self._area(inner, f"{indent}  - ", within, blanks)
            yield from self._inside(inner, within, blanks)

    def _area(self, area: NewArea, first: str, indent: str, blanks: tuple[str, ...]) -> Iterator[str]:
        """What is known of an area, and `blanks`, but not the areas inside; `first` stands before the id."""
        yield from self._field(Area, first, "id", area.id and scalar(area.id))
        known = {"name": area.name and scalar(area.name), "kind": area.kind, **area.beside}
        known |= {field: figure_text(figure) for field, figure in area.figures.items()}
        if area.planned:
            known["planned"] = figure_text({field: figure_text(each) for field, each in area.planned.items()})
        # Households are of both dates, or of one each.
        left_out = {"households"} if known.keys() & {*BASES} else {*BASES} if "households" in known else set()
        for field in ("name", "kind", *_BESIDE, *Area.FIGURES, "planned", *Area.SHARES, "members"):
            if known.get(field) is not None or field == "name" or (field in blanks and field not in left_out):
                yield from self._field(Area, indent, field, known.get(field))

    def funding(self) -> Iterator[str]:
        yield "funding:"
        yield from self._field(Funding, "  ", "unit", "million VND")
        yield from self._field(Funding, "  ", "total", None)
        yield "  lines:"
        for identifier, name in _LINES.items():
            yield f"    - id: {identifier}"
            yield f"      name: {{vi: {name.to(Lang.VI)}, en: {name.to(Lang.EN)}}}"
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


_BESIDE = ("code", "formerly", "unit", "scale", "rounded_to", "partial")
"""Fields of an area that say what else it is called and how its figures are read."""

_LINES = {
    "central": Message("Central government"),
    "local": Message("Local government"),
}
"""Lines of funding that most plans have."""

_PLAIN = re.compile(r"[^\W\d_][\w.,()/'’–-]*(?: [\w.,()/'’–-]+)*")
_NOT_PLAIN = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")


def scalar(words: str) -> str:
    """Words as YAML has them: as they are where no reader takes them for something else, else in double quotes."""
    if _PLAIN.fullmatch(words) and words.lower() not in _NOT_PLAIN:
        return words
    return _quoted(words)


def _in_list(words: str) -> str:
    """Words as they stand between the commas of a list."""
    return words if re.fullmatch("[a-z][a-z0-9/-]*", words) and scalar(words) == words else _quoted(words)


def _quoted(words: str) -> str:
    return '"' + "".join(_escaped(letter) for letter in words) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    return letter if printable(letter) == letter else f"\\U{ord(letter):08X}"
