"""Side tables: figures that a plan leaves out, from a CSV file or a sheet of a workbook.

A table has a heading row, a column that says which area a row is of (its path, id or name), and columns of
figures under the names of the format's fields or what they are called in English or Vietnamese. Numbers may
be in Vietnamese or in plain writing. Nothing is guessed silently: what cannot be told apart is a fault.
"""

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple

from povcalc.measures import BASES, MEASURES, MULTIDIMENSIONAL, NEAR_POOR, POOR
from povcalc.messages import (
    GLOSSARY,
    PLANNED,
    SHORT,
    Message,
    Wording,
    alternatives,
    field_name,
    join,
    verbatim,
    worded,
)
from povcalc.numerals import (
    FACTOR,
    NOTHING,
    RATE,
    TYPED,
    Kind,
    Unit,
    Wanted,
    figure_words,
    is_missing,
    read,
    style_of,
    understood,
    unit_of,
    wanted_of,
)
from povcalc.patterns import regex
from povcalc.places import Fault, Path, Place, Spot, lines_with_ends
from povcalc.plan.areas import CHOICES, AreaIndex, is_whole
from povcalc.plan.model import Area, Located
from povcalc.sheets import BETWEEN, MAX_COLUMNS, CellKind, Sheet
from povcalc.typos import closest_match, fold, normalized
from povcalc.values import Figure, Form

Content = bytes | Sheet
"""A table as it is read: the bytes of a CSV file, or a sheet."""


class Given(NamedTuple):
    """A figure that a table gives an area, as the format's reader would have it, and where."""

    field: str
    value: Any
    at: Spot


class SideTable(NamedTuple):
    """A table's name and text, the figures that it gives by the path of the area, and what is wrong with it.

    `content` is what it was read from. `understood` says how numbers in another writing than the format's were read.
    """

    name: str
    content: Content
    text: str
    given: tuple[tuple[Path, Given], ...]
    faults: tuple[Fault[Spot], ...]
    understood: tuple[Message, ...] = ()


_SYNONYMS = {
    "households": ("number of households", "total households", "tong so ho dan", "tong ho", "so ho dan", "ho dan"),
    "households_start": ("tong so ho dau nam", "so ho dan dau nam", "households at the start"),
    "households_end": ("tong so ho cuoi nam", "so ho dan cuoi nam", "households at the end"),
    "poor_households_start": ("poor households at start", "poor households at the start", "ho ngheo dau nam"),
    "poor_households_end": ("poor households at end", "poor households at the end", "ho ngheo cuoi nam"),
    "poverty_rate_start": ("poverty rate at start", "poverty rate at the start", "ty le ho ngheo dau nam"),
    "poverty_rate_end": ("poverty rate at end", "poverty rate at the end", "ty le ho ngheo cuoi nam"),
    "reduction_households": ("net reduction", "reduction in poor households", "so ho ngheo giam", "so ho giam"),
    "reduction_rate": ("reduction in rate", "reduction in points", "muc giam", "muc giam ty le ho ngheo"),
    "exits": ("ho thoat ngheo", "thoat ngheo", "so thoat ngheo"),
    "relapses": ("ho tai ngheo", "tai ngheo", "so tai ngheo", "fell back into poverty"),
    "new_poor": (
        "ho ngheo phat sinh",
        "ho ngheo phat sinh moi",
        "ho ngheo moi",
        "ngheo phat sinh moi",
        "new poor households",
    ),
    "from_near_poor": (
        "ho can ngheo xuong ho ngheo",
        "tu ho can ngheo",
        "ngheo moi tu ho can ngheo",
        "near poor that became poor",
        "newly poor that were near poor",
    ),
    "near_poor_reduction_households": ("near poor net reduction",),
    "multidimensional_reduction_households": ("multidimensionally poor net reduction",),
    "near_poor_exits": ("ho thoat can ngheo", "thoat can ngheo", "so thoat can ngheo"),
    "near_poor_relapses": ("ho tai can ngheo", "tai can ngheo"),
    "new_near_poor": (
        "ho can ngheo phat sinh",
        "ho can ngheo phat sinh moi",
        "ho can ngheo moi",
        "can ngheo phat sinh moi",
    ),
    "share_of_poor_start": ("share of poor at start", "ty trong ho ngheo dau nam"),
    "share_of_poor_end": ("share of poor at end", "ty trong ho ngheo cuoi nam"),
}
PATH, ID, NAME, AROUND = "path", "id", "name", "parent"
AREA_COLUMNS = {
    PATH: ("path", "duong dan"),
    ID: ("id", "ma", "ma dia ban"),
    NAME: (
        "area",
        "name",
        "area name",
        "dia ban",
        "ten",
        "ten dia ban",
        "don vi",
        "huyen",
        "xa",
        "district",
        "commune",
    ),
}
_PASSED_OVER = regex(
    "stt|tt|no|kind|loai|ref|section|muc|notes?|ghi chu|x .*|official code|ma dvhc|formerly|truoc day"
    "|percent of plan|(?:ty le )?so voi ke hoach|.*(?:implied|suy ra)",
)
"""Headings, folded, of columns that nobody takes for figures."""

_OF_PLAN = regex(
    r"[\s,;:]*(?:\b(?:as planned|planned|theo kế hoạch)\b|^(?:planned|plan|kế hoạch)[_.,:\s]+)[\s,;:]*",
    re.IGNORECASE,
)
_OF_RESULT = regex(r"^(?:actual|result|thực hiện|kết quả)[_.:\s]+(?=\S)", re.IGNORECASE)
"""What says in a heading of a result that its figures were planned, or that they are what was reached."""


@cache
def _headings() -> dict[str, str]:
    """The figures of an area by all that they are called, folded."""
    known = {}
    for field in (*Area.FIGURES, *Area.SHARES):
        names = (GLOSSARY[field], SHORT[field])
        words = [
            field.replace("_", " "),
            *(each for name in names for each in name.in_every_language().values()),
            *_SYNONYMS.get(field, ()),
        ]
        known.update({fold(each, brackets=False): field for each in words})
    return known


_SHORT_WORDS = (
    (r"\b(dau|cuoi|trong) ky\b", r"\1 nam"),
    (r"\bof the period\b", "of the year"),
    (r"\b(?:tl|ti le)(?=hn\b|\b)", "ty le "),
    (r"\bhn\b", "ho ngheo"),
    (r"^(.+) tren dia ban$", r"\1"),
)
"""What headings have shorter or longer than the names of fields, folded, and what it is there."""


def _folded(heading: str) -> str:
    """The words of a heading as they are compared: folded, without brackets, what is written short in full."""
    words = fold(heading, brackets=False)
    for short, full in _SHORT_WORDS:
        words = re.sub(short, full, words)
    return " ".join(words.split())


_COUNTED = {
    "persons": ((r"\b(?:nguoi|nhan khau|khau)\b", "ho"), (r"\b(?:persons?|people)\b", "households")),
    "families": ((r"\bgia dinh\b", "ho"), (r"\bfamil(?:y|ies)\b", "households")),
}


def of_households(heading: str, counted: str) -> str:
    """A heading of a plan of persons or families as it were of one of households, folded; others as they are."""
    if counted not in _COUNTED:
        return heading
    words = re.sub(r"\b(?:ho|hn|households?)\b", "other", fold(heading, brackets=False))
    for noun, household in _COUNTED[counted]:
        words = re.sub(noun, household, words)
    return words


def field_of(words: str) -> str | None:
    """The figure of an area that some words name: its field, or what tables call it, in either language.

    A bare "reduction" heads one column of a table well enough; alone it could be of households or of points.
    """
    if _folded(words) == "reduction":
        return None
    found = (_headings().get(_folded(of_households(words, counted))) for counted in ("households", *_COUNTED))
    return next(filter(None, found), None)


_CONCEPTS = {
    concept: regex(rf"\b(?:{words})\b")
    for concept, words in {
        "poor": "poor|poverty|ngheo|hn|hngheo",
        "rate": "rates?|ty le|ti le|tyle|percent|percentage|pct|tlhn|diem|points?",
        "reduction": "reduc\\w*|fall|falls|decreas\\w*|drop|cut|giam|muc giam|target|chi tieu",
        "near": "near poor|can ngheo",
        "both": "multidimensional(?:ly)?|da chieu",
        "exits": "exits?|left|leav\\w*|thoat",
        "relapses": "relaps\\w*|tai ngheo|tai can ngheo",
        "new": "new(?:ly)?|phat sinh|moi(?! nam(?! \\d))",
        "year": "per year|a year|yearly|annual(?:ly)?|(?:moi|hang|binh quan) nam(?! \\d)",
        "start": "start|begin|begins|beginning|initial|before|first|opening|dau nam|dau ky|dau",
        "end": "end|final|after|last|closing|cuoi nam|cuoi ky|cuoi|con lai|con",
        "households": "households?|hh|hhs|ho|so ho|hodan",
    }.items()
}


_SPOKEN_BY = {Kind.PERCENT: "rate", Kind.COUNT: "households"}
"""What units speak of."""


def _concepts(words: str) -> set[str]:
    """What some folded words speak of."""
    return {concept for concept, pattern in _CONCEPTS.items() if pattern.search(words)}


@cache
def _concepts_of_figures() -> dict[str, set[str]]:
    """What each figure of an area is of."""
    return {field: _concepts(field.replace("_", " ")) for field in Area.FIGURES}


def nearest_fields(words: str) -> tuple[str, ...]:
    """The figures of an area that words were probably meant for, the nearest in meaning first.

    `poverty_rate_begin` is the rate at the start, not the one that is spelt most alike; `Hộ nghèo` is poor households,
    at either date. A unit in brackets counts. Without a meaning to go by it is the
    spelling that does.
    """
    folded = _folded(words)
    unit = _unit_in(words)
    spoken = _concepts(folded) | ({_SPOKEN_BY[unit.kind]} if unit and unit.kind in _SPOKEN_BY else set())
    near = closest_match(folded, _headings())
    spelt = _headings()[near] if near else None
    if "rate" in spoken:  # a rate of poor households is no number of them
        spoken -= {"households"}
    fit = [field for field, concepts in _concepts_of_figures().items() if _is_meant(spoken, concepts)]
    if not fit or (spelt in fit and len(spoken) == 1 and folded not in ("reduction", "giam")):
        return (spelt,) if spelt else ()
    return tuple(sorted(fit, key=lambda field: field != spelt))


def _is_meant(spoken: set[str], concepts: set[str]) -> bool:
    """Whether words that speak of some things may mean a figure that is of others."""
    unsaid = {"start", "end", "poor" if "poor" in concepts and "rate" in concepts else "households"}
    unsaid |= {"rate"} if spoken == {"reduction"} else set()
    needless = {"poor"} if "reduction" in concepts else set()
    return (
        (len(spoken) > 1 or spoken == {"reduction"}) and spoken <= concepts | needless and concepts - spoken <= unsaid
    )


_TITLES = 15
"""Among so many rows the heading is looked for, below what a sheet is titled."""
_HEADING_ROWS = 3
_LOOKED_AT = 100
"""So many lines tell what stands between the cells."""
_AREAS = regex(
    r"(?:(?:ten|cac|dia ban|dia phuong|don vi|hanh chinh|tinh|huyen|thi xa|thanh pho|tp|tx|thi tran|quan|phuong|xa"
    r"|va|of|area|province|district|commune|town|city|ward|or|and)(?: |$))+"
)
"""Headings, folded, of a column of areas that is headed by several kinds of them."""
_OUTER = regex(r"tinh|province|huyen|district|quan|thi xa|town|thanh pho|city|tp|tx")
_INNER = regex(r"xa|commune|phuong|ward|thi tran")
_NUMBERS = ("stt", "tt", "so tt", "so thu tu", "no")
_ROMAN = regex("X{0,3}(?:IX|IV|V?I{0,3})")
_DATED = regex(
    r"\b(?:(?P<start>dau (?:nam|ky)|(?:at )?(?:the )?start(?: of the (?:year|period))?)"
    r"|(?P<end>cuoi (?:nam|ky)|(?:at )?(?:the )?end(?: of the (?:year|period))?))\b"
)
_OF_MEASURE = (
    (MULTIDIMENSIONAL, regex(r"\b(?:ngheo (?:va )?(?:ho )?can ngheo|ngheo da chieu|multidimensional(?:ly)?)\b")),
    (NEAR_POOR, regex(r"\b(?:can ngheo|near poor)\b")),
)
"""What says, folded, that a heading is of another measure than the poor."""
_SAID = frozenset(
    re.findall(
        r"\w+",
        "tong so ho dan ngheo ty le giam muc diem phan tram cua trong nam total number of poor households "
        "poverty rate reduction in percentage points the",
    )
)
"""The words of which headings of figures are made; one with others is of something else."""
_OF_A_DATE = tuple(fields[0] for measure in MEASURES for fields in (measure.stocks, measure.rates))


_PERCENT_OF_PLAN = regex(
    "percent of plan|(?:ty le )?(?:phan tram )?(?:dat so voi|so voi|hoan thanh|dat|thuc hien) ke hoach"
)


class Years(NamedTuple):
    """The first and the last year that a plan is of; `has_start` says that some heading of a table is of its start."""

    first: int
    last: int
    has_start: bool = False


_POINT = regex(
    r"\b(?:(?:(?:vao|tai|den|het|tinh|thoi diem|ngay) )*(?:(?P<start>dau nam|0?1 0?1"
    r"|(?:(?:at )?the )?(?:start|beginning) of)|(?P<end>cuoi nam|het nam|31 12|(?:(?:at )?the )?end of)) (?:the year )?"
    r"|(?:(?:trong )?nam|in|of|for) )(?P<year>(?:19|20)\d\d)\b"
)
"""A date with its year, or a year alone, in the words of a heading."""


def _without_years(word: str, years: Years | None) -> str | None:
    """A folded heading with the date of the plan that its year says; `None` where it is of another year."""
    said = None
    for found in _POINT.finditer(word):
        end = int(found["year"]) - bool(found["start"])  # the first of January is the end of the year before
        if years is None or (said := _date_at(end, years, found)) is None:
            return None
        word = word.replace(found[0], said)
    return " ".join(word.split())


def _date_at(end: int, years: Years, found: re.Match[str]) -> str | None:
    """What a date of a heading, the end of a year, is called in a plan of some years."""
    if end == years.first - 1:
        return "dau nam"
    if found["start"] or found["end"] or (years.has_start and not _IS_FLOW.search(found.string)):
        return "cuoi nam" if end == years.last else None
    return "" if years.first <= end <= years.last else None


_IS_FLOW = regex(r"\b(?:giam|thoat|reduc\w*|fall|decreas\w*)\b")


def _years_of(rows: Iterable[Sequence[str]], years: Years | None) -> Years | None:
    """The years of a plan, by the headings of a table where they are not known: two dates tell, or one that must be."""
    found = [
        (each, sum(map(bool, map(str.strip, row))) > 1)
        for row in rows
        for cell in row
        for each in _POINT.finditer(_folded(cell[:_LONGEST_HEADING]))
    ]
    ends = {
        int(each["year"]) - bool(each["start"])
        for each, is_heading in found
        if is_heading and not (each["start"] is each["end"] is None and _IS_FLOW.search(each.string))
    }
    if years is not None:
        return years._replace(has_start=years.first - 1 in ends)
    if len(ends) == 2:  # noqa: PLR2004 - the two ends of a plan's time
        return Years(min(ends) + 1, max(ends), has_start=True)
    likely = {int(each["year"]) for each, _ in found if re.search("nam|year", each[0])}
    if len(likely) != 1 or len(ends) > 1:
        return None
    return Years(min(likely), max(likely))


def _field(cell: str, years: Years | None) -> str | None:
    """The field that a heading is of."""
    word = _without_years(_folded(cell), years)
    if word is None:
        return None
    found = _headings().get(word)
    if found is not None and ("%" not in cell or wanted_of(found) == RATE):
        return found
    measure = next((measure for measure, words in _OF_MEASURE if words.search(word)), POOR)
    for _, words in _OF_MEASURE:
        word = words.sub("ngheo", word)
    dated = _DATED.search(word)
    said = set(_DATED.sub(" ", word).split())
    if not said or not said <= _SAID:
        return None
    called = {"ty", "le"} <= said or bool(said & {"rate", "points", "diem"})
    rate = "%" in cell or called
    poor = bool(said & {"ngheo", "poor", "poverty"})
    if said & {"giam", "reduction"}:
        return None if dated or not poor else measure.points if rate else measure.reduction
    at_end = dated is not None and not dated["start"]
    if poor or (rate and dated and not said & {"dan", "ho", "households"}):
        return (measure.rates if rate else measure.stocks)[at_end]
    if called or not said & {"ho", "households"}:  # a number of households in percent is told by its unit
        return None
    return BASES[at_end] if dated else "households"


def _level(heading: str) -> str:
    """Whether a folded heading is of areas around others, `AROUND`, or of those inside them, `NAME`; else empty."""
    if not _AREAS.fullmatch(heading):
        return ""
    return NAME if _INNER.search(heading.replace("thi xa", "")) else AROUND if _OUTER.search(heading) else ""


def joined(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of a heading as one: a heading over several columns, whose other cells are empty, is of all of them."""
    width = max(map(len, rows))
    columns: list[list[str]] = [[] for _ in range(width)]
    for depth, row in enumerate(rows):
        cells = [_words(row, at) for at in range(width)]
        for at in range(1, width):
            is_below, has_beside = (any(_words(other, each) for other in rows[depth + 1 :]) for each in (at, at - 1))
            # The cell to the left has something below it too, as those under one heading have.
            if not cells[at] and is_below and has_beside and not any(_words(other, at) for other in rows[:depth]):
                cells[at] = cells[at - 1]
        for column, cell in zip(columns, cells, strict=True):
            column.append(cell)
    return [" ".join(filter(None, cells))[:_LONGEST_HEADING] for cells in columns]


_LONGEST_HEADING = 1_000
"""So much of a heading is looked at: what is longer is none."""


def _words(row: Sequence[str], at: int) -> str:
    """What stands in a cell, which the row may lack."""
    return row[at].strip() if at < len(row) else ""


_WEAKLY = ("tong", "cong", "tong so", "total", "sum")
"""What totals of groups are called too."""


def says_whole(row: Sequence[str], heading: "Heading", *, plainly: bool = False) -> bool:
    """Whether a row says that it is of all areas together, such as Tổng cộng; `plainly`, so that no group is meant."""
    at = heading.areas.get(NAME, 0)
    first = next((cell for cell in row if cell.strip()), "")  # a total's words may stand under the numbers
    said = (row[at] if at < len(row) else "", first)
    return any(is_whole(each) and not (plainly and fold(each, brackets=False) in _WEAKLY) for each in said)


def _has_figures(row: Sequence[str], heading: "Heading") -> bool:
    return any(not is_missing(_cell(row, at)) for at in heading.fields if at < len(row))


def cell_name(row: int, at: int) -> str:
    """What spreadsheets call a cell: `C5` for the third one in row 5."""
    letters, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


_COLUMN_NUMBER = regex(r"\(?(?P<said>[A-Z]|[0-9]{1,2})\)?(?: ?= ?[-+/*x×()0-9 %]+)?")


def numbers_columns(row: Sequence[str]) -> bool:
    """Whether a row numbers the columns, as official forms do below their headings: A, B, 1, 2, 3=2/1."""
    found = [_COLUMN_NUMBER.fullmatch(cell.strip()) for cell in row if cell.strip()]
    said = [each["said"] for each in found if each is not None]
    letters = sum(map(str.isalpha, said))
    wanted = [*"ABCDEFGH"[:letters], *map(str, range(1, len(said) - letters + 1))]
    return None not in found and len(said) > 2 and said == wanted  # noqa: PLR2004 - two may be data


def _mark_of(lines: Sequence[str]) -> str:
    """What stands between the cells: that of which most lines have the same number, as titles and decimals have not."""
    bare = [re.sub('"[^"]*"', "", line) for line in lines[:_LOOKED_AT]]

    def weight(mark: str) -> tuple[int, int]:
        counts = Counter(line.count(mark) for line in bare if mark in line)
        return max(((lines, count) for count, lines in counts.items()), default=(0, 0))

    return max(",;\t|", key=weight)


_CELLS_NAMED = 5
_OTHER_SHEET = ("empty_table", "no_area_column", "no_figure_column")
"""Faults of a sheet of which another one of its workbook may be free."""


def has_heading(text: str) -> bool:
    """Whether a text is a table with a heading row that names areas and figures."""
    reader = _AreasReader(text.encode("utf-8", "replace"), "", ())
    reader.table()
    return bool(reader.headed)


def read_table(
    content: Content, name: str, areas: Sequence[Located], years: Years | None = None, *, of_result: bool = False
) -> SideTable:
    """Read a table of figures of some areas, as `walk` gives them, in a plan of some years.

    That of a result may have what was planned too, as fields that begin with `PLANNED`, and the percent of it. Never
    raises: what is wrong is in `faults`.
    """
    reader = _AreasReader(content, name, areas, years=years)
    reader.of_result = of_result
    return reader.table()


def read_column(content: Content, name: str, areas: Sequence[Located], heading: str) -> SideTable:
    """Read one column of a table, whatever its heading; the values given are the cells as written.

    Never raises: without such a column there is a fault "no_column", which tells the headings that there are.
    """
    return _AreasReader(content, name, areas, fold(heading, brackets=False)).table()


class TableReader:
    """Reads one table: its columns of figures, or the one column that is asked for.

    Which area a row is of is told by who inherits from it. `area_columns` are the headings, folded, of columns that say
    it, by what they say. `needs_figures` says whether a table without a column of figures is a fault, `counted` what
    its counts are of, `of_result` whether it may say what was planned too.
    """

    area_columns: Mapping[str, tuple[str, ...]] = AREA_COLUMNS
    needs_figures = True
    counted = "households"
    of_result = False

    def __init__(self, content: Content, name: str, asked: str | None = None, years: Years | None = None) -> None:
        self.name = name
        self.years = years
        self._asked = asked
        self._content = content
        self._faults: list[Fault[Spot]] = []
        self._given: list[tuple[Path, Given]] = []
        self._lines: list[str] = []
        self._mark = ","
        self._starts: tuple[int, list[int]] = 0, []
        """Where the cells begin of the line that was looked at last."""
        self._sheet = content if isinstance(content, Sheet) else Sheet((), {})
        self._rounded: dict[str, list[str]] = {}
        self._understood: dict[tuple[str, bool], list[Message]] = {}
        self._outline: list[tuple[str, Path]] = []
        self._totals: set[int] = set()
        self._whole: Path | None = None
        self._is_numbered = False
        self.headed = False

    def area(self, row: Sequence[str], line: int, heading: "Heading") -> Path | None:
        """The path of the area that a row is of; `None` when none can be meant, which is then told by `fault`."""
        raise NotImplementedError

    def stated(self) -> Iterable[tuple[Message, str, Figure]]:
        """What areas state beside the table: whose it is, the field, the figure."""
        return ()

    def table(self) -> SideTable:
        """The table as read. Never raises."""
        text = self._decoded()
        if text is not None:
            self._lines = [line.rstrip("\r\n") for line in lines_with_ends(text)]
            self._read([(line, list(row)) for line, row in self._sheet.rows] or self._rows(text))
        given, faults = tuple(self._given), tuple(self._faults)
        return SideTable(self.name, self._content, text or "", given, faults, self.understood())

    def understood(self) -> tuple[Message, ...]:
        """How each column was read, by its first number in another writing; those that others decide stand apart."""
        rounded = (
            Message(
                "{file}, {field}: cells that hold more digits than they show are read as they show: {cells}",
                file=self.name,
                field=field_name(field),
                cells=", ".join([*cells[:_CELLS_NAMED], *(["…"] if len(cells) > _CELLS_NAMED else [])]),
            )
            for field, cells in self._rounded.items()
        )
        in_other_writing = (
            Message(
                "{file}, {field}: {first}{more}",
                file=self.name,
                field=field_name(field),
                first=first,
                more=Message(" (likewise {count} more of this column)", count=len(more)) if more else "",
            )
            for (field, _), (first, *more) in self._understood.items()
        )
        return worded((*rounded, *in_other_writing), Wording(self.counted))

    def fault(
        self, kind: str, line: int, column: int, width: int = 1, related: Path | None = None, **told: Any
    ) -> None:
        """Tell of something wrong at a place of the table."""
        text = self._line(line)
        place = Place(line, column, line, max(min(column + width, len(text) + 1), column + 1))
        if kind in _OTHER_SHEET and self._sheet.others:
            told["near"] = f"{self.name.partition('#')[0]}#{self._sheet.others[0]}"
        self._faults.append(Fault(kind, Spot(self.name, place), told, related=related))

    def _line(self, line: int) -> str:
        return self._lines[line - 1] if line <= len(self._lines) else ""

    def _cell_fault(self, kind: str, line: int, at: int, cell: str, **values: Any) -> None:
        if self._sheet.rows:
            values["cell"] = cell_name(line, at)
        self.fault(kind, line, self.column(line, at), len(cell), read=cell.strip(), **values)

    def _decoded(self) -> str | None:
        if isinstance(self._content, Sheet):
            return self._content.text
        try:
            text = self._content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = self._content.count(b"\n", 0, error.start) + 1
            self.fault("not_utf8", line, 1, read=f"0x{self._content[error.start]:02X}")
            return None
        if "\0" in text:
            self.fault("not_text", text.count("\n", 0, text.index("\0")) + 1, 1)
            return None
        return text

    def _rows(self, text: str) -> list[tuple[int, list[str]]]:
        """The rows of a CSV text that hold anything, by their lines."""
        self._mark = _mark_of(self._lines)
        rows = csv.reader(lines_with_ends(text), delimiter=self._mark, strict=True)
        numbered: list[tuple[int, list[str]]] = []
        before = 0
        try:
            for row in rows:
                line, before = before + 1, rows.line_num
                if len(row) > MAX_COLUMNS:
                    self.fault("too_wide", line, 1, read=len(row), columns=MAX_COLUMNS)
                    return []
                if any(map(str.strip, row)):
                    numbered.append((line, row))
        except csv.Error as error:
            self._broken_csv(before + 1, str(error))
        return numbered

    def _read(self, numbered: Sequence[tuple[int, list[str]]]) -> None:
        if not numbered:
            if not self._faults:
                self.fault("empty_table", 1, 1)
            return
        self.years = _years_of((row for _, row in numbered[:_TITLES]), self.years)
        start, end = self._heading_rows([row for _, row in numbered])
        heading = self._heading(joined([row for _, row in numbered[start:end]]), numbered[start][0])
        if heading is None:
            return
        self.headed = True
        is_first = not min(heading.areas.values())  # then 1, 2, 3 may be an area called 1
        body = [(line, row) for line, row in numbered[end:] if is_first or not numbers_columns(row)]
        totals = [line for line, row in body if says_whole(row, heading)]
        self._totals = {totals[-1]} if totals else set()
        if totals and totals[0] == body[0][0]:  # of all, unless the last one says so too
            last = next(row for line, row in body if line == totals[-1])
            self._totals = {totals[0], *self._totals} if says_whole(last, heading, plainly=True) else {totals[0]}
        heading = self._with_styles(heading, body)
        for line, row in body:
            self._row(row, line, heading)

    def _with_styles(self, heading: "Heading", body: Sequence[tuple[int, list[str]]]) -> "Heading":
        """The heading with how the numbers of each column are written, as far as they or those beside them tell it."""
        if self._asked is not None:
            return heading
        columns = {
            at: [(_cell(row, at), self._sheet.kinds.get((line, at))) for line, row in body] for at in heading.fields
        }
        told = {
            at: style_of([words for words, kind in cells if kind is None], heading.wanted[at])
            for at, cells in columns.items()
        }
        others = set(told.values()) - {""}
        of_table = others.pop() if len(others) == 1 else ""
        styles = {at: style or of_table for at, style in told.items()}
        return heading._replace(fields=self._without_fractions(heading, columns), styles=styles)

    def _without_fractions(
        self, heading: "Heading", columns: Mapping[int, Sequence[tuple[str, CellKind | None]]]
    ) -> dict[int, str]:
        """The columns of figures without those that may be fractions of one, which are told."""
        fields = dict(heading.fields)
        figures = {
            at: [
                figure
                for cell, kind in cells
                if (figure := read(cell, heading.wanted[at], TYPED if kind else "").figure) is not None
            ]
            for at, cells in columns.items()
        }
        beside = [
            *self.stated(),
            *(
                (verbatim(heading.words[at].strip()), fields[at], each)
                for at, column in figures.items()
                for each in column
            ),
        ]
        for at, column in figures.items():
            more = _greater(fields[at], beside) if heading.wanted[at].bare is None else None
            is_small = any(each.number for each in column) and all(-1 < each.number < 1 for each in column)
            if more is not None and is_small:
                field, (area, most) = fields.pop(at), more
                self._cell_fault("fractions", heading.line, at, heading.words[at], field=field, area=area, more=most)
        return fields

    def _heading_rows(self, rows: Sequence[Sequence[str]]) -> tuple[int, int]:
        """Which rows are the heading, one to three of them: those that name the areas and the most figures.

        Titles stand above it. Where no row names the areas the first is taken, and its faults are told.
        """
        best, chosen = -1, (0, 1)
        for start in range(min(len(rows), _TITLES)):
            for end in range(start + 1, min(len(rows), start + _HEADING_ROWS) + 1):
                if end - start > 1 and not self._continues(rows[start : end - 1], rows[end - 1]):
                    break
                words = joined(rows[start:end])
                areas = self._area_at(words)
                others = [cell for at, cell in enumerate(words) if cell.strip() and at not in areas.values()]
                score = len(areas) + 2 * len({self._field(cell) for cell in others} - {None}) + bool(others)
                if areas and score > best and (best < 0 or others):
                    best, chosen = score, (start, end)
        start, end = chosen
        while best >= 0 and end < min(len(rows), start + _TITLES) and self._continues(rows[start:end], rows[end]):
            end += 1
        return start, end

    def _continues(self, above: Sequence[Sequence[str]], row: Sequence[str]) -> bool:
        """Whether a row says more of the headings above: words, and nothing where those name the areas."""
        areas = self._area_at(joined(above))
        begun = max(areas.values(), default=-1) + 1
        return not any(map(str.strip, row[:begun])) and not any(
            cell.strip() and (is_missing(cell.strip()) or read(cell.strip(), FACTOR) != NOTHING) for cell in row
        )

    @cached_property
    def _area_words(self) -> dict[str, str]:
        return {word: kind for kind, words in self.area_columns.items() for word in words if word != self._asked}

    def _area_at(self, row: Sequence[str]) -> dict[str, int]:
        """The columns that say the area, by what they say of it."""
        words = [fold(cell, brackets=False) for cell in row]
        found: dict[str, int] = {}
        for at, word in enumerate(words):
            if word in self._area_words:
                found.setdefault(self._area_words[word], at)
        if not {NAME, ID, PATH} & set(found):
            named = (at for at, word in enumerate(words) if word != self._asked and _AREAS.fullmatch(word))
            found.update((NAME, at) for at in (next(named, None),) if at is not None)
        levels = {at: _level(word) for at, word in enumerate(words) if word != self._asked}
        if set(levels.values()) >= {AROUND, NAME}:  # the areas around stand in a column of their own
            found.update({level: at for at, level in reversed(levels.items()) if level})
        return found

    def _outline_of(self, row: Sequence[str], number: int | None) -> str:
        """The kind of a row's number in its table, having closed the groups that it ends; empty without a number."""
        said = "" if number is None else _words(row, number).strip(".()")
        style = ""
        if said and _ROMAN.fullmatch(said) and (said == "I" or any(kind == "I" for kind, _ in self._outline)):
            style = "I"
        elif re.fullmatch(r"[0-9]+(?:\.[0-9]+)*", said):
            style = "1" + ".1" * said.count(".")
        elif re.fullmatch(r"[A-ZĐ]|[a-zđ]|[-–+*]", said):
            style = "A" if said.isupper() else "a" if said.isalpha() else "-"
        kinds = [kind for kind, _ in self._outline]
        if style in kinds:
            del self._outline[kinds.index(style) :]
        elif not style and self._is_numbered and kinds and kinds[-1] not in ("I", "A"):
            self._outline.pop()  # a row without a number stands beside the one above; below a group, in it
        self._is_numbered = bool(style)
        return style

    def _broken_csv(self, line: int, why: str) -> None:
        """Tell where a row breaks off: at a quotation mark that opens in it and is never closed, if one does."""
        text = self._line(line)
        quotes = [found.start() + 1 for found in re.finditer('"', text)]
        if len(quotes) % 2:
            self.fault("open_quote", line, quotes[-1])
        else:
            self.fault("bad_csv", min(line, len(self._lines)), quotes[0] if quotes else 1, why=why)

    def _heading(self, row: Sequence[str], line: int) -> "Heading | None":  # noqa: C901 - a fault a branch
        asked = self._asked
        areas = self._area_at(row)
        words = [fold(cell, brackets=False) for cell in row]
        number = next((at for at, word in enumerate(words) if word in _NUMBERS and word != asked), None)
        fields: dict[int, str] = {}
        wanted: dict[int, Wanted] = {}
        for at, (cell, word) in enumerate(zip(row, words, strict=True)):
            field = self._field(cell if asked else of_households(cell, self.counted))
            if at in areas.values() or word in self._area_words:
                continue
            if field is not None and field not in fields.values():
                wanted[at] = self._wanted(cell, field, line, at)
                if wanted[at].own is not None:
                    fields[at] = field
            elif field is not None:
                self._cell_fault("heading_twice", line, at, cell, field=field)
            elif word and asked is None and not _PASSED_OVER.fullmatch(word):
                self._passed_over(cell, line, at)
        for at in () if asked is not None else fields:
            said = _without_years(_folded(of_households(row[at], self.counted)), self.years) or ""
            if said not in _headings() and fields[at] in _OF_A_DATE and not _DATED.search(said):
                self._cell_fault("date_assumed", line, at, row[at], field=fields[at])
        if not areas:
            self.fault("no_area_column", line, 1)
        elif wanted or not self.needs_figures:
            return Heading(areas, fields, line, tuple(row), wanted, {}, number)
        elif asked is None:
            self.fault("no_figure_column", line, 1)
        else:
            self.fault("no_column", line, 1, headings=tuple(map(str.strip, row)))
        return None

    def _field(self, cell: str) -> str | None:
        """The field that a heading is of; one of what was planned has to name its date."""
        word = fold(cell, brackets=False)
        if self._asked is not None:
            return self._asked if word == self._asked else None
        if not self.of_result:
            return _field(cell, self.years)
        if _PERCENT_OF_PLAN.fullmatch(word) or ("%" in cell and word == "ke hoach"):
            return "percent_of_plan"
        if not _OF_PLAN.search(cell):
            return _field(_OF_RESULT.sub("", cell), self.years)
        rest = _OF_PLAN.sub(" ", cell).strip()
        found = _field(rest, self.years)
        is_dated = found not in _OF_A_DATE or _folded(rest) in _headings() or _DATED.search(_folded(rest))
        return f"{PLANNED}{found}" if found and is_dated else None

    def _passed_over(self, cell: str, line: int, at: int) -> None:
        """Tell of a column that is neither of areas nor of a figure of the plan's time."""
        if _without_years(_folded(cell), self.years) is None:
            kind = "year_unsaid" if self.years is None else "other_year"
            said = () if self.years is None else dict.fromkeys((self.years.first, self.years.last))
            self._cell_fault(kind, line, at, cell, years="–".join(map(str, said)))
        else:
            near = nearest_fields(_OF_PLAN.sub(" ", cell))
            if _OF_PLAN.search(cell):
                if not self.of_result and re.search("planned|theo ke hoach", _folded(cell)):
                    return  # a plan itself has no other plan beside it
                near = tuple(f"{PLANNED}{each}" for each in near) if self.of_result else near
            self._cell_fault("unknown_heading", line, at, cell, near=alternatives(near) if near else None)

    def _wanted(self, cell: str, field: str, line: int, at: int) -> Wanted:
        """What is wanted in a column, with the unit of its heading; nothing can be read where that does not fit."""
        wanted = wanted_of(field, self.counted)
        unit = None if self._asked is not None else _unit_in(cell)
        if unit is None:
            return wanted
        if unit.kind is not Kind.MONEY and wanted.fits(unit):
            return wanted._replace(bare=unit.power)
        self._cell_fault("unit_misfit", line, at, cell, field=field)
        return wanted._replace(own=None)

    def _row(self, row: Sequence[str], line: int, heading: "Heading") -> None:
        width = len(heading.words)
        if any(map(str.strip, row[width:])):
            self.fault("too_many_cells", line, self.column(line, width), read=len(row), columns=width)
            return
        path = self._placed(row, line, heading)
        if path is None:
            return
        for at, field in heading.fields.items():
            cell = _cell(row, at)
            if self._is_no_figure(cell, line, at, field):
                continue
            value = cell if self._asked is not None else self._number(cell, line, at, heading)
            if value is not None:
                column = self.column(line, at)
                spot = Spot(self.name, Place(line, column, line, column + len(cell)))
                self._given.append((path, Given(field, value, spot)))

    def _is_no_figure(self, cell: str, line: int, at: int, field: str) -> bool:
        """Whether a cell states no figure; one of a sheet that holds something else is told."""
        kind = self._sheet.kinds.get((line, at))
        if kind in (None, CellKind.NUMBER):
            return is_missing(cell)
        if kind is CellKind.ROUNDED:
            self._rounded.setdefault(field, []).append(cell_name(line, at))
            return False
        day, month, *_ = (*re.split("[/-]", cell), "")
        self._cell_fault(kind.value, line, at, cell, field=field, likely=f"{day}.{month}" if month else "2.5")
        return True

    def _number(self, cell: str, line: int, at: int, heading: "Heading") -> Any:
        """A cell as the format's reader would have it; `None` for what has no one meaning there, which is told."""
        field = heading.fields[at]
        is_typed = (line, at) in self._sheet.kinds
        numeral = read(cell, heading.wanted[at], TYPED if is_typed else heading.styles.get(at, ""))
        if numeral.figure is None:
            if numeral.readings:
                first, second = (figure_words(each) for each in numeral.readings)
                self._cell_fault("two_readings", line, at, cell, field=field, first=first, second=second)
            else:
                self._cell_fault("unit_misfit" if numeral.unit else "bad_number", line, at, cell, field=field)
            return None
        if not numeral.plain or heading.wanted[at].bare:
            said = understood(cell, numeral.figure)
            if numeral.decided:
                said = join((said, Message("as the numbers beside it are written")), ", ")
            self._understood.setdefault((field, numeral.decided), []).append(said)
        return plain_value(numeral.figure)

    def _placed(self, row: Sequence[str], line: int, heading: "Heading") -> Path | None:
        """The area of a row, that of a total being what it is the total of."""
        style = self._outline_of(row, heading.number)
        if line in self._totals:
            self._outline.clear()
            self._whole = self._whole or self.area(row, line, heading)
            return self._whole
        if self._outline and says_whole(row, heading):
            return self._outline[0][1]
        path = self.area(row, line, heading)
        if style and path is not None:
            self._outline.append((style, path))
        return path

    def column(self, line: int, at: int) -> int:
        """Where a cell begins in its line, from 1; a row over several lines is pointed at as a whole."""
        text = self._line(line)
        if self._starts[0] != line:
            self._starts = line, self._starts_of(text)
        starts = self._starts[1]
        if self._sheet.rows:
            return starts[min(at, len(starts) - 1)] + 1
        if at >= len(starts):
            return max(len(text), 1)
        begun = _BEFORE_A_CELL.match(text, starts[at])
        return (starts[at] if begun is None else begun.end()) + 1

    def _starts_of(self, text: str) -> list[int]:
        """Where the cells of a line begin."""
        if self._sheet.rows:
            return [*itertools.accumulate((len(cell) + len(BETWEEN) for cell in text.split(BETWEEN)), initial=0)]
        starts, offset = [0], 0
        for number, part in enumerate(text.split('"')):
            if number % 2 == 0:  # not inside quotes
                starts += [offset + mark.end() for mark in re.finditer(self._mark, part)]
            offset += len(part) + 1
        return starts


_MOST_GUESSES = 1_000
"""For so many names that no area has one is looked for that is spelt alike: a table of more is of other areas."""

_BEFORE_A_CELL = regex("[ \"']*")


class _AreasReader(TableReader):
    """Reads a table of figures of areas that a plan has."""

    def __init__(
        self,
        content: Content,
        name: str,
        areas: Sequence[Located],
        asked: str | None = None,
        years: Years | None = None,
    ) -> None:
        super().__init__(content, name, asked, years)
        self._index = AreaIndex(areas)
        self._areas = areas
        self.counted = areas[0].area.unit if areas else self.counted
        self._around = ""
        self._guesses = 0
        self._divided = {
            normalized(words)
            for each in areas
            for breakdown in each.area.breakdowns
            for words in breakdown.name.in_every_language().values()
        }

    def stated(self) -> Iterable[tuple[Message, str, Figure]]:
        """What the areas of the plan state."""
        for each in self._areas:
            for field in Area.FIGURES:
                if (figure := each.figure(field)) is not None:
                    yield each.area.name, field, figure

    def area(self, row: Sequence[str], line: int, heading: "Heading") -> Path | None:
        """The area of the plan that the surest of its names in a row calls."""
        cells = ((kind, heading.areas[kind]) for kind in (PATH, ID, NAME) if kind in heading.areas)
        kind, at = next(((kind, at) for kind, at in cells if _words(row, at)), (NAME, 0))
        words = _words(row, at)
        if AROUND in heading.areas:
            self._around = _cell(row, heading.areas[AROUND]) or self._around
            at, words = (at, words) if words else (heading.areas[AROUND], self._around)
        found = self._index.ending(words) if kind == PATH or not words else self._index.named(words)
        if kind == NAME and at != heading.areas.get(AROUND, at):
            found = self._index.named(f"{self._around}/{words}") if self._around else found
        elif kind == ID and len(found) == 1 and (name := _cell(row, heading.areas.get(NAME, len(row)))):
            others = self._index.named(name)
            if others and found[0] not in self._index.within(others, found[0])[:1]:
                self._cell_fault("two_areas", line, at, words, other=name)
                return None
        if len(found) > 1 and self._outline:
            found = list(self._index.within(found, self._outline[-1][1])) or found
        if len(found) == 1:
            return found[0]
        if found:
            addresses = [*map(self._index.address, found[:CHOICES]), *(["…"] if len(found) > CHOICES else [])]
            self._cell_fault("ambiguous_area", line, at, words, choices=", ".join(addresses))
        elif (heading.number is None and normalized(words) not in self._divided) or _has_figures(row, heading):
            self._guesses += 1
            near = self._index.similar(words) if self._guesses <= _MOST_GUESSES else None
            self._cell_fault("unknown_area", line, at, words, near=near)
        return None


class Heading(NamedTuple):
    """Which column says the area, by what kind of name, and which column is of which field.

    `wanted` and `styles` are by column: what its cells hold, in which unit, and how its numbers are written. `line` and
    `words` are where the heading stands and its cells. `number` is the column that numbers the rows.
    """

    areas: dict[str, int]
    fields: dict[int, str]
    line: int
    words: tuple[str, ...]
    wanted: Mapping[int, Wanted]
    styles: Mapping[int, str]
    number: int | None = None


def _cell(row: Sequence[str], at: int) -> str:
    return _words(row, at).removeprefix("'")


def _unit_in(heading: str) -> Unit | None:
    """The unit that a heading names in brackets, as in `Tổng số hộ (nghìn hộ)`."""
    return next((unit for words in re.findall(r"\(([^()]*)\)", heading) if (unit := unit_of(words))), None)


_FAR_MORE = 10
"""So many percent at one date are no fraction of one percent at the other."""


def _greater(field: str, beside: Iterable[tuple[Message, str, Figure]]) -> tuple[Message, Figure] | None:
    """Who has much more in a field of rates, or in the same rate at the other date, than numbers below 1."""
    family, rate, _ = field.partition("_rate")
    alike = (each for each in beside if rate and each[1].partition("_rate")[0] == family)
    found = ((name, figure) for name, other, figure in alike if figure.number > (1 if other == field else _FAR_MORE))
    return max(found, key=lambda each: each[1].number, default=None)


def plain_value(figure: Figure) -> Any:
    """A figure as the format's reader would have it: a number, or what says how it was meant."""
    if figure.upper is not None:
        return {"min": figure.number, "max": figure.upper}
    return figure.number if figure.form is Form.EXACT else {figure.form.value: figure.number}
