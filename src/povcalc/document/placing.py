"""From what a document mentions to the figures of a plan: which mention states which figure.

`mentions_of` reads a document as one about some areas; `sourced` holds the figures of a plan to it. A figure is found
as written when a mention of its area, measure and date has its number, its decimals and its bound words.
"""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from operator import attrgetter
from typing import NamedTuple

from povcalc.document.grammar import (
    IN_ADDRESS,
    OUTSIDE,
    PERCENT_OF_PLAN,
    SEVERAL,
    STATEMENT,
    AreaNames,
    Cue,
    Grammar,
    Inside,
    Mention,
    Unit,
    Years,
    around_of,
    level_of,
    style_of,
)
from povcalc.document.reader import Block, Document
from povcalc.messages import PLANNED, Lang, verbatim
from povcalc.numerals import figure_text, is_missing, power_of
from povcalc.places import Path
from povcalc.plan.areas import KIND_WORDS, is_whole
from povcalc.plan.csv_tables import numbers_columns
from povcalc.plan.funding import Ledger
from povcalc.plan.model import Area, DocumentInfo, Located, Plan, walk
from povcalc.typos import fold
from povcalc.values import Figure, Form, shifted

_AFTER_THE_END = re.compile(
    r"(?:nơi nhận|các tin khác|tin (?:khác|liên quan|cùng chuyên mục|mới)|xem thêm|recipients)\b", re.IGNORECASE
)
"""How what stands behind the end of a document begins: its recipients, other news of the site."""


def body(document: Document) -> tuple[Block, ...]:
    """The blocks of a document up to its end."""
    for at, block in enumerate(document.blocks):
        if at and _AFTER_THE_END.match(block.text):
            return document.blocks[:at]
    return document.blocks


# Names of areas in a text.

_SHORT_KINDS = {word: short for word, (_, short) in KIND_WORDS.items() if short}


def parted(name: str) -> tuple[str, str]:
    """A name as the word for the kind of area before it, in small letters, and the rest."""
    lower = name.lower()
    kind = next((word for word in sorted(KIND_WORDS, key=len, reverse=True) if lower.startswith(f"{word} ")), "")
    return kind, name[len(kind) :].strip()


def names_in_texts(names: Sequence[tuple[str, object | None]]) -> AreaNames:
    """How areas are called in texts: in full, with the kind shortened and, where only one has it, without the kind."""
    bare: dict[str, set[tuple[str, object | None]]] = {}
    for name, key in names:
        kind, rest = parted(name)
        bare.setdefault(rest.lower(), set()).add((kind, None if isinstance(key, Inside) else key))
    called: list[tuple[str, object | None]] = []
    for name, key in names:
        kind, rest = parted(name)
        alike = bare[rest.lower()]
        is_alone = (len(alike) == 1 or _share_name(alike)) and not rest.isdigit()
        short = _SHORT_KINDS.get(kind)
        called += [(name, key), *([(f"{short} {rest}", key)] if short else ()), *([(rest, key)] if is_alone else ())]
    return AreaNames(called)


def _share_name(alike: Iterable[tuple[str, object | None]]) -> bool:
    """Whether areas are of one kind and lie each in another area, which tells them apart."""
    kinds, keys = zip(*alike, strict=True)
    around = [around_of(key) for key in keys]
    return len(set(kinds)) == 1 and None not in around and len(set(around)) == len(around)


_KIND_WORDS = r"tỉnh|thành phố|tp\.?|thị xã|tx\.?|huyện|quận|xã|phường|thị trấn|đặc khu|thôn|bản"
_CAPITAL = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_NAME = re.compile(
    rf"(?<!\w)(?<!văn )(?:((?i:{_KIND_WORDS}))\s+(?!(?i:hội)\b)"
    rf"((?:[{_CAPITAL}][^\W\d_]*(?:[-\s](?=[{_CAPITAL}]))?){{1,8}})"
    r"|((?i:quận|phường|xã|thôn|bản))\s+(\d{1,2}(?!\d|[.,]\d|\s*(?:hộ|%|khẩu|người|tỷ|tỉ|triệu|nghìn))))"
)
_ENGLISH = re.compile(
    rf"(?<![^\W\d_])((?:(?!(?:The|In|Of|At|For|By|And) )[{_CAPITAL}][^\W\d_]+\s){{1,6}})"
    r"((?i:province|city|town|district|commune|ward|village))\b"
)
_PARTY = re.compile(rf"(tỉnh|huyện|thành|thị|xã) (?:ủy|uỷ)\s+((?:[{_CAPITAL}][^\W\d_]*\s?){{1,6}})", re.IGNORECASE)
_LONG_KINDS = {"tp": "thành phố", "tx": "thị xã", "thành": "thành phố", "thị": "thị xã"}
_MOTTO = re.compile("cộng h(?:òa|oà) xã hội chủ nghĩa việt nam", re.IGNORECASE)


def _full_name(match: re.Match[str]) -> str:
    word, rest = (match[1] or match[3]).lower().rstrip("."), (match[2] or match[4]).strip(" -")
    return f"{_LONG_KINDS.get(word, word).capitalize()} {rest}"


def area_names(blocks: Iterable[Block], *, inside: bool = False) -> Counter[str]:
    """How often each area is named in full, by its name with a capital letter: "Huyện Trạm Tấu".

    With `inside`, an area that is only named as the one around another is left out: "xã An Phú, huyện Sơn Hà".
    """
    found: Counter[str] = Counter()
    for block in blocks:
        text = _MOTTO.sub(";", block.text)
        before, end = "", 0
        for match in _NAME.finditer(text):
            name = _full_name(match)
            is_around = before and IN_ADDRESS.fullmatch(text[end : match.start()]) and level_of(before) > level_of(name)
            if not (inside and is_around):
                found[name] += 1
            before, end = name, match.end()
        found.update(f"{name}{kind}".strip() for name, kind in _ENGLISH.findall(text))
        for kind, rest in _PARTY.findall(text):
            words = list(itertools.takewhile(lambda word: word[0].isupper(), rest.split()))
            if words:
                found[f"{_LONG_KINDS.get(kind.lower(), kind.lower()).capitalize()} {' '.join(words)}"] += 1
    shown: dict[str, str] = {}
    for name in sorted(found, key=str.isupper):
        shown.setdefault(fold(name), name)
    spelt = {key: _spelt(name) for key, name in shown.items()}
    unified: Counter[str] = Counter()
    for name, times in found.items():
        unified[spelt[fold(name)]] += times
    return unified


def _spelt(name: str) -> str:
    """A name in capitals, as in headings, as it is written elsewhere: BẮC LÂM is Bắc Lâm."""
    words = name.split(" ")
    return " ".join(
        word.capitalize() if at and len(word) > 1 and word.isupper() else word for at, word in enumerate(words)
    )


def _known(names: Iterable[tuple[str, object | None]]) -> set[tuple[str, str]]:
    return {(parted(name)[0], fold(parted(name)[1])) for name, _ in names}


def with_other_areas(
    known: Sequence[tuple[str, object | None]], names: Iterable[str]
) -> list[tuple[str, object | None]]:
    """Names of areas with those that a document names besides: each its own key, `OUTSIDE` for those around the root.

    An area is known by its name with its kind, or without where no kind is given.
    """
    seen = _known(known)
    root = next((name for name, key in known if key is None), "")
    level, kind = level_of(root), parted(root)[0]
    found = list(known)
    shared: set[tuple[str, str]] = set()
    for name in sorted(names, key=lambda each: not isinstance(each, Inside)):
        own, rest = parted(name)
        is_shared = isinstance(name, Inside)
        if seen & {(own, fold(rest)), ("", fold(rest))} or (not is_shared and (own, fold(rest)) in shared):
            continue
        (shared if is_shared else seen).add((own, fold(rest)))
        is_inside = not kind or level_of(name) > level or (level_of(name) == level and own != kind)
        found.append((name, name if is_inside else OUTSIDE))
    return found


def _area_names(areas: Sequence[Located]) -> list[tuple[str, object | None]]:
    names: list[tuple[str, object | None]] = []
    for located in areas:
        key = located.path if located.path != areas[0].path else None
        called = dict.fromkeys(located.area.name.in_every_language().values())
        names += [(name, key) for name in called if name.strip()]
    return names


def grammar_for(document: Document, names: Sequence[tuple[str, object | None]], info: DocumentInfo | None) -> Grammar:
    """The grammar that reads a document about areas of these names; `info` is what it says of itself."""
    years: Years = (info and info.years) or (None, None)
    is_english = info is not None and info.language == "en"
    style = style_of(document, english=is_english)
    kind = next((parted(name)[0] for name, key in names if key is None and parted(name)[0]), "")
    is_result = info is not None and info.kind == "result"
    return Grammar(names_in_texts(names), style, years, is_result=is_result, kind=kind)


def mentions_of(document: Document, grammar: Grammar) -> list[Mention]:
    """The mentions in a document's paragraphs and tables."""
    blocks = body(document)
    found = list(grammar.mentions(document.watch(blocks, len(blocks))))
    for names, rows in tables_of(blocks):
        found += _table_mentions(names, rows, grammar)
    return found


# Tables.


def tables_of(blocks: Iterable[Block]) -> Iterator[tuple[list[str], Sequence[Block]]]:
    """What the headings of each table's columns say, and its rows below them.

    A table without headings and with as many columns as the one before it goes on with that: it was broken over pages.
    """
    names: list[str] = []
    for table, blocks_of_it in itertools.groupby(blocks, attrgetter("table")):
        if not table:
            continue
        rows = list(blocks_of_it)
        count, own = headings(rows)
        if own or len(rows[0].cells) != len(names):
            names = own
        yield names, rows[count:]


class Column(NamedTuple):
    """What the figures of a column are: what its heading says, and what stands for each cell.

    A column of changes has both falls and rises, told by their signs.
    """

    heading: str
    example: Mention
    is_change: bool = False


_DIGITS = re.compile(r"[\d.,\s]*\d[\d.,\s]*%?")
_RATE = re.compile(r"%|tỷ lệ|tỉ lệ|điểm|rate|points|percent", re.IGNORECASE)


def headings(rows: Sequence[Block]) -> tuple[int, list[str]]:
    """How many rows of a table are its headings, and what the heading of each column says, read from the top.

    A cell without words takes those to its left in the row above the last: it was merged with them.
    """
    count = 0
    for row in rows:
        words = [cell for cell in row.cells if cell]
        numbers = [cell for cell in words if _DIGITS.fullmatch(cell)]
        is_data = 2 * len(numbers) >= len(words) > 1 or (numbers and len(words) > 1 and count > 1)
        is_said = count > 0 and len(words) > 1 and any(STATEMENT.search(cell) for cell in words)
        if (is_data or is_said) and not numbers_columns(row.cells):
            break
        count += 1
    if count in (0, len(rows)):
        return 0, []
    parts: list[list[str]] = [[] for _ in range(max(len(row.cells) for row in rows[:count]))]
    for at, row in enumerate(rows[:count]):
        if sum(map(bool, row.cells)) == 1 and len(row.cells) > 1:
            continue  # a title over the whole table
        last = ""
        for column, cell in enumerate([*row.cells, *[""] * (len(parts) - len(row.cells))]):
            last = cell or ("" if at == count - 1 else last)
            parts[column].append(last)
    return count, [" ".join(dict.fromkeys(filter(None, own))) for own in parts]


def columns(names: Sequence[str], grammar: Grammar) -> dict[int, Column]:
    """The columns whose heading says which figures they hold."""
    found: dict[int, Column] = {}
    for at, heading in enumerate(names):
        plain = re.sub(r"\([^)]*\)", " ", heading)
        if at and _RATE_ONLY.fullmatch(plain):  # of what is counted beside it
            plain = re.sub(r"\([^)]*\)", " ", names[at - 1])
        changes = {word.lower() for word in _CHANGE.findall(plain)}
        if changes:  # "giảm", and below it "tỷ lệ"
            plain = _RATE_ALONE.sub(" ", plain)
        money = _MONEY_UNIT.search(heading) if _BUDGET.search(plain) else None
        if _BUDGET.search(plain) and not money:
            continue
        unit = f"1 {money[0]}" if money else "1%" if _RATE.search(heading) else "1 hộ"
        probe = Block(f"{plain} {unit}", verbatim(""))
        mentions = [each for each in grammar.mentions([probe]) if each.end == len(probe.text)]
        if mentions and (money or mentions[0].field or mentions[0].candidates) and _MEASURED.search(plain):
            found[at] = Column(heading, mentions[0], is_change=len(changes) > 1)
    return found


_CHANGE = re.compile(r"giảm(?! nghèo)|tăng|reduction|increase|decrease", re.IGNORECASE)
_RATE_ALONE = re.compile(r"(?:tỷ|tỉ) lệ(?! (?:hộ )?(?:cận )?nghèo)|\brate\b", re.IGNORECASE)
_RATE_ONLY = re.compile(r"\s*(?:(?:tỷ|tỉ) lệ|rate|share)?\s*%?\s*", re.IGNORECASE)
_BUDGET = re.compile(r"kinh phí|vốn|nguồn lực|dự toán|ngân sách|số tiền|budget|funding|cost", re.IGNORECASE)
_MONEY_UNIT = re.compile(r"(?:triệu|tỷ|tỉ|nghìn|ngàn) đồng|(?:million|billion) VND", re.IGNORECASE)
_MEASURED = re.compile(
    r"nghèo|hộ|giảm|tăng|poor|poverty|households|reduction|kinh phí|vốn|tiền|ngân sách|budget|funding", re.IGNORECASE
)


def _table_mentions(names: Sequence[str], rows: Sequence[Block], grammar: Grammar) -> Iterator[Mention]:
    measured = columns(names, grammar)
    for row in rows:
        if numbers_columns(row.cells) or sum(map(bool, row.cells)) <= 1:
            continue
        area = row_area(row, grammar, measured)
        start = 0
        for at, cell in enumerate(row.cells):
            column = measured.get(at)
            if STATEMENT.search(cell) and not _DIGITS.fullmatch(cell):
                yield from grammar.statements(row, start, start + len(cell), None if area is _NO_AREA else area)
            elif column is not None and (area is not _NO_AREA or column.example.unit is Unit.MONEY):
                yield from _cell(row, at, start, column, grammar, area)
            start += len(cell) + len(" | ")


_NO_AREA = object()


def row_area(row: Block, grammar: Grammar, measured: Mapping[int, Column]) -> object | None:
    """The key of the area that a row is of, `None` for the whole; `_NO_AREA` where no cell names one."""
    for at, cell in enumerate(row.cells):
        if at in measured or not cell or _DIGITS.fullmatch(cell):
            continue
        if is_whole(cell):
            return None
        key, is_found = grammar.area_called(cell)
        if is_found:
            return key
    return _NO_AREA


def _cell(  # noqa: PLR0913, PLR0917 - what a cell's figure is made of
    row: Block, at: int, start: int, column: Column, grammar: Grammar, area: object | None
) -> Iterator[Mention]:
    cell = row.cells[at]
    if is_missing(cell) or cell.lower() == "x":
        return
    unit = column.example.unit
    sign = cell[0] if cell[0] in "+-−–" else ""
    words = {Unit.PERCENT: "%", Unit.MONEY: " đồng"}.get(unit, " hộ")
    text = cell.lstrip("+-−–( ").rstrip(") ") if sign or cell[0] == "(" else cell
    read = grammar.cells.get((text, unit))
    if read is None:
        # Of one field, so only numbers are doubtful.
        said = Block(f"hộ nghèo cuối năm còn {text.rstrip('%')}{words}", row.where)
        read = [(each.figure, each.sure) for each in grammar.mentions([said]) if each.unit is unit]
        grammar.cells[text, unit] = read
    if len(read) != 1:
        return
    ((figure, is_sure),) = read
    fall = column.example.figure.number > 0
    if (column.is_change and sign == "+") or not fall:
        figure = figure._replace(number=-figure.number)
    found = column.example._replace(
        figure=figure,
        area=None if area is _NO_AREA or area is SEVERAL else area,
        aside=Cue.AREAS if area is SEVERAL else column.example.aside,
        block=row,
        start=start,
        end=start + len(cell),
        sure=column.example.sure and is_sure,
        is_named=True,
    )
    is_doubtful = not is_sure or bool(sign) != column.is_change or cell[0] == "("
    yield found._replace(sure=False, field="", candidates=found.candidates or (found.field,)) if is_doubtful else found


# Holding a plan to its document.


class Status(Enum):
    """How the document stands to a figure of the plan."""

    FOUND = "found"
    OTHERWISE = "otherwise"
    MISSING = "missing"


class Sourced(NamedTuple):
    """A figure of the plan beside the mention that states it, states it otherwise, or comes nearest."""

    path: Path
    figure: Figure
    status: Status
    mention: Mention | None
    stated: Figure | None = None
    others: tuple[Mention, ...] = ()

    @property
    def is_found(self) -> bool:
        """Whether the document states the figure as written."""
        return self.status is Status.FOUND

    @property
    def is_sure(self) -> bool:
        """Whether the document surely states one other figure, which may then be written instead."""
        different = {figure_text(each.figure) for each in self.others}
        return self.status is Status.OTHERWISE and len(different) == 1


class Sources(NamedTuple):
    """Each figure of a plan's targets and funding held to the document, and what the document states besides."""

    document: Document
    figures: tuple[Sourced, ...]
    unplaced: tuple[tuple[Path, Mention], ...]


def sourced(plan: Plan, document: Document) -> Sources:
    """Hold the figures of a plan's targets and funding to a document. What was worked out once is kept with that."""
    known = document.kept.get("held")
    if known is None or known[0] is not plan:
        known = document.kept["held"] = (plan, _sourced(plan, document))
    held: Sources = known[1]
    return held


def _sourced(plan: Plan, document: Document) -> Sources:
    # Parts of breakdowns have names such as Kinh, which begins many a word, and several areas have parts of one name.
    everywhere = walk(plan.targets)
    areas = tuple(each for each in everywhere if "parts" not in each.path)
    blocks = body(document)
    mentions = _mentions_for(document, _area_names(areas), plan.document)
    if len(areas) < len(everywhere):
        mentions, parts = _with_parts(document, mentions, areas, everywhere)
        areas = (*areas, *parts)
    held = [*_targets(areas, mentions), *_funding(plan, mentions)]
    used = {_where(each.mention) for each in held if each.mention} | {_where(o) for each in held for o in each.others}
    lacking = [*_lacking(areas, mentions, used), *_lacking_amounts(blocks, mentions, used)]
    return Sources(document, tuple(held), tuple(lacking))


def _with_parts(
    document: Document, mentions: Sequence[Mention], areas: Sequence[Located], everywhere: Sequence[Located]
) -> tuple[list[Mention], list[Located]]:
    """The mentions with those of the rows of tables that are of parts of the whole, and the parts to be held to them.

    A row is of a part by the part's name, also behind a word such as dân tộc, where no other part has it and the rows
    are not those of an area inside the whole. Breakdowns of which no table has any part are held to nothing.
    """
    names = Counter(fold(name) for each in areas for name in set(each.area.name.in_every_language().values()))
    called: dict[str, set[Path]] = {}
    for each in everywhere:
        if len(each.path) == _OF_THE_WHOLE and each.path[-2] == "parts":
            for name in each.area.name.in_every_language().values():
                called.setdefault(fold(name), set()).add(each.path)
    rows = areas_of_tables(document)
    found: dict[str, Path] = {}
    for name, around in rows.items():
        own = _BEFORE_A_PART.sub("", fold(name))
        is_of_whole = (
            around is None or fold(around) not in names or fold(around) == fold(areas[0].area.name.to(Lang.VI))
        )
        if is_of_whole and len(called.get(own, ())) == 1 and own not in names and not isinstance(name, Inside):
            (found[name],) = called[own]
    placed = [
        each._replace(area=found[each.area]) if isinstance(each.area, str) and each.area in found else each
        for each in mentions
    ]
    spoken_of = {path[:-1] for path in found.values()}
    return placed, [each for each in everywhere if each.path[:-1] in spoken_of]


_OF_THE_WHOLE = 5
"""So long is the path of a part of the root area: targets, breakdowns, which one, parts, which one."""

_BEFORE_A_PART = re.compile(r"^(?:(?:ho|dong bao|nguoi|dan toc|khu vuc|vung) )+(?=\w)")
"""What stands before the names of parts in tables, folded."""


def _mentions_for(document: Document, names: list[tuple[str, object | None]], info: DocumentInfo) -> list[Mention]:
    """What a document mentions, read as one about areas of these names; it is read so once."""
    key = (tuple(names), info.kind, info.language, info.year, info.period)
    if key not in document.kept:
        spoken_of = area_names(body(document))
        if _known(names) & _known((name, None) for name in spoken_of):  # else it calls them all otherwise
            others = [*areas_of_texts(body(document)), *areas_of_tables(document)]
            names = with_other_areas(names, [*spoken_of, *others])
        document.kept[key] = mentions_of(document, grammar_for(document, names, info))
    found: list[Mention] = document.kept[key]
    return found


def _where(mention: Mention) -> tuple[int, int]:
    return id(mention.block), mention.start


def _key(path: Path, areas: Sequence[Located]) -> object | None:
    return None if path == areas[0].path else path


def _same(figure: Figure, stated: Figure) -> bool:
    """Whether two figures are written alike: number, decimals and how they are meant."""
    return _writing(figure) == _writing(stated)


def _writing(figure: Figure) -> tuple[str, Form, str]:
    return str(figure.number), figure.form, str(figure.upper)


_FIELDS_OF = {"households": ("households", "households_start", "households_end")}


def _is_of(mention: Mention, field: str) -> bool:
    fields = (mention.field, *mention.candidates)
    if field.startswith(PLANNED):
        return mention.aside is Cue.PLANNED and mention.field == field.removeprefix(PLANNED)
    return mention.aside is None and any(
        each in fields
        for each in _FIELDS_OF.get(field, (field, "households") if field.startswith("households") else (field,))
    )


def _targets(areas: Sequence[Located], mentions: Sequence[Mention]) -> Iterator[Sourced]:
    by_area: dict[object | None, list[Mention]] = {}
    for mention in mentions:
        by_area.setdefault(mention.area, []).append(mention)
    alike = _Alike(mentions)
    for located in areas:
        own = by_area.get(_key(located.path, areas), [])
        for field in _HELD:
            figure = located.stated(field)
            if figure is None:
                continue
            unit = Unit.PERCENT if re.search("rate|share|percent", field) else Unit.HOUSEHOLDS
            fitting = [each for each in own if each.unit is unit]
            stating = [each for each in fitting if _is_of(each, field)]
            yield _held((*located.path, *field.split(".")), figure, stating, fitting, alike)


_HELD = (*Area.FIGURES, *Area.SHARES, PERCENT_OF_PLAN, *(f"{PLANNED}{field}" for field in Area.FIGURES))
"""The fields of an area that a document may state."""


class _Alike:
    """The mentions by how their figures are written, so that none is compared with every figure of a plan."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._first: dict[object, Mention] = {}
        for each in mentions:
            for unit in (each.unit, None):
                self._first.setdefault((unit, *_writing(each.figure)), each)

    def first(self, figure: Figure, unit: Unit | None) -> Mention | None:
        """The first that is written like a figure, in a unit or in any."""
        return self._first.get((unit, *_writing(figure)))


def _held(path: Path, figure: Figure, stating: Sequence[Mention], near: Sequence[Mention], alike: _Alike) -> Sourced:
    same = [each for each in stating if _same(figure, each.figure)]
    sure = [each for each in stating if each.sure]
    if same:
        others = tuple(each for each in sure if not _same(figure, each.figure))
        return Sourced(path, figure, Status.FOUND, same[0], same[0].figure, others)
    if sure:
        nearest = min(sure, key=lambda each: _distance(figure, each.figure))
        return Sourced(path, figure, Status.OTHERWISE, nearest, nearest.figure, tuple(sure))
    found = alike.first(figure, near[0].unit if near else None)
    found = found or min(near, key=lambda each: _distance(figure, each.figure), default=None)
    return Sourced(path, figure, Status.MISSING, found)


def _distance(figure: Figure, other: Figure) -> tuple[int, bool]:
    """How many signs of two numbers differ, and whether they are meant otherwise."""
    mine, its = str(figure.number), str(other.number)
    width = max(len(mine), len(its))
    return sum(a != b for a, b in zip(mine.rjust(width), its.rjust(width), strict=True)), figure.form is not other.form


# Money.


def label_of(mention: Mention) -> str:
    """What an amount is for: the words before it in its clause, without the sign of a list, or the name of its row."""
    if mention.block.cells and _DIGITS.fullmatch(mention.printed):
        return _row_name(mention.block.cells) or ""
    text = mention.block.text[max(0, mention.start - _LONGEST_LABEL) : mention.start]
    before = re.split(r"[;.!?](?=\s)|\|", text)[-1]
    before = re.sub(r"^.*\d[\d.,]*\s*(?:triệu|tỷ|tỉ|nghìn|million|billion)[^,:]*[,:]", "", before)
    return re.sub(r"^\s*(?:[-+*•–—]|\(?[0-9a-zđ]{1,2}[.)])\s*", "", before).strip(" :,-–")


_LONGEST_LABEL = 500
"""No further before an amount is looked for what it is for."""

_TOTAL = re.compile(r"tổng|toàn bộ|total|altogether|in all", re.IGNORECASE)


def in_unit(mention: Mention, scale: int | None) -> Figure:
    """An amount in the unit of the funding section, exactly; with the decimals as printed where the units are one."""
    if scale is None or mention.scale == scale:
        return mention.figure
    shift = mention.scale - scale

    def moved(number: int | Decimal) -> int | Decimal:
        found = shifted(number, shift)
        return int(found) if found == found.to_integral_value() else found

    return mention.figure.each(moved)


def _funding(plan: Plan, mentions: Sequence[Mention]) -> Iterator[Sourced]:
    funding = plan.funding
    if funding is None:
        return
    amounts = _Amounts([each for each in mentions if each.unit is Unit.MONEY])
    items = Ledger.of(funding).items
    called = Counter(fold(item.label.to(Lang.VI)) for item in items)
    for item in items:
        figure = item.figure("amount")
        # A cell is called as its line is, and of several lines of one name none is sure to be meant.
        is_called = len(item.place) <= 1 and called[fold(item.label.to(Lang.VI))] == 1
        if figure is None or not (is_called or item.around == ("funding", "lines")):
            continue
        names = [fold(name) for name in item.label.in_every_language().values()] if item.around else []
        stated = amounts.stated(power_of(item.unit))
        fitting = [stated[at] for at in (amounts.named(names) if names else amounts.totals)]
        near = fitting or amounts.nearest(figure, power_of(item.unit))
        yield _held(item.at("amount"), figure, fitting, near, _Alike(()))


class _Amounts:
    """The amounts of money that a document states, by the words before them and in the units of a plan's funding."""

    def __init__(self, money: Sequence[Mention]) -> None:
        self._money = money
        self._stated: dict[int | None, list[Mention]] = {}
        self._in_order: dict[int | None, list[Mention]] = {}
        labels = [label_of(each) for each in money]
        self.totals = [at for at, label in enumerate(labels) if _TOTAL.search(label)]
        self._labels = [fold(label) for label in labels]
        self._called: dict[str, list[int]] = {}
        self._having: dict[str, list[int]] = {}
        for at, label in enumerate(self._labels):
            self._called.setdefault(label, []).append(at)
            for word in set(label.split()):
                self._having.setdefault(word, []).append(at)
        self._longest = max((len(label.split()) for label in self._labels), default=0)

    def stated(self, power: int | None) -> list[Mention]:
        """All amounts in a unit."""
        if power not in self._stated:
            self._stated[power] = [each._replace(figure=in_unit(each, power)) for each in self._money]
        return self._stated[power]

    def named(self, names: Iterable[str]) -> list[int]:
        """The numbers of the amounts that a line is named before: all words of one name, in the order of the other."""
        found: set[int] = set()
        for name in names:
            words = name.split()
            rarest = min((self._having.get(word, []) for word in words), key=len, default=[])
            found.update(at for at in rarest if f" {name} " in f" {self._labels[at]} ")
            for start in range(len(words)):
                for end in range(start + 2, min(len(words), start + self._longest) + 1):
                    found.update(self._called.get(" ".join(words[start:end]), ()))
        return sorted(found)

    def nearest(self, figure: Figure, power: int | None) -> Sequence[Mention]:
        """The amounts among which one is looked for that is written almost as a figure: of thousands the next ones."""
        stated = self.stated(power)
        if len(stated) <= 2 * _NEXT:
            return stated
        if power not in self._in_order:
            self._in_order[power] = sorted(stated, key=lambda each: each.figure.number)
        ordered = self._in_order[power]
        at = bisect_left(ordered, figure.number, key=lambda each: each.figure.number)
        return ordered[max(0, at - _NEXT) : at + _NEXT]


_NEXT = 100
"""So many amounts below and above a figure are compared with it where there are very many."""


def _lacking(
    areas: Sequence[Located], mentions: Sequence[Mention], used: set[tuple[int, int]]
) -> Iterator[tuple[Path, Mention]]:
    """What the document surely states of the plan's areas and the plan does not hold, by where it would stand."""
    if not areas:
        return
    by_path = {each.path: each for each in areas}
    told: set[Path] = set()
    for mention in mentions:
        path = areas[0].path if mention.area is None else mention.area
        if (
            _where(mention) in used
            or not mention.sure
            or mention.aside is not None
            or mention.field not in Area.FIGURES
        ):
            continue
        if isinstance(path, str):  # an area that the plan does not have
            place = ("targets", path)
            if place not in told:
                told.add(place)
                yield place, mention
            continue
        if not isinstance(path, tuple) or (mention.area is None and not mention.is_named):
            continue
        located = by_path[path]
        stated = _FIELDS_OF["households"] if mention.field.startswith("households") else (mention.field,)
        place = (*path, mention.field)
        if any(located.figure(field) is not None for field in stated) or place in told:
            continue
        told.add(place)
        yield place, mention


def funding_of(blocks: Sequence[Block], money: Sequence[Mention]) -> tuple[Mention | None, list[Mention]]:
    """The amount that is called a total, and those that it is followed by: in its own paragraph, or one a paragraph.

    Without one it is a sum of money for something to which those that follow it add up.
    """
    after = _Following(blocks, money)
    total = next((each for each in money if _TOTAL.search(label_of(each)) or is_whole(label_of(each))), None)
    if total is not None:
        return total, after.lines_of(total)
    for each in money:
        lines = after.adding_up_to(each) if _BUDGET.search(label_of(each)) else []
        if lines:
            return each, lines
    return None, []


_MOST_LINES = 30
"""Lines further below the paragraph of a sum are not its own, though they add up to it."""


def _exact(mention: Mention) -> Decimal:
    return shifted(mention.figure.number, mention.scale)


class _Sum(NamedTuple):
    """Amounts, what they add up to, and what those of each block of them add up to."""

    lines: list[Mention]
    whole: Decimal
    of_block: dict[int, Decimal]

    def without(self, block: Block) -> Decimal:
        """What the amounts of the other blocks add up to."""
        return self.whole - self.of_block.get(id(block), Decimal(0))


def _sum(lines: list[Mention]) -> _Sum:
    of_block: dict[int, Decimal] = {}
    for each in lines:
        of_block[id(each.block)] = of_block.get(id(each.block), Decimal(0)) + _exact(each)
    return _Sum(lines, sum(of_block.values(), Decimal(0)), of_block)


class _Following:
    """The amounts of money behind a total: in its own paragraph, or the first of each paragraph below it."""

    def __init__(self, blocks: Sequence[Block], money: Sequence[Mention]) -> None:
        self._at = {id(block): at for at, block in enumerate(blocks)}
        self._here: dict[int, list[Mention]] = {}
        columns: dict[tuple[int, int], list[Mention]] = {}
        for mention in money:
            self._here.setdefault(self._at[id(mention.block)], []).append(mention)
            if mention.block.cells:
                columns.setdefault(_column(mention), []).append(mention)
        self._columns = {
            column: (_sum([each for each in rows if _is_group(each)]), _sum(rows)) for column, rows in columns.items()
        }
        self._behind: dict[int, list[Decimal]] = {}

    def adding_up_to(self, total: Mention) -> list[Mention]:
        """The lines of a total, where they add up to it; none else."""
        if total.block.cells:
            return self._rows_of(total)
        at = self._at[id(total.block)]
        own = self._here[at]
        if at not in self._behind:  # what those from each on add up to
            self._behind[at] = [*itertools.accumulate(map(_exact, reversed(own)), initial=Decimal(0))][::-1]
        first = bisect_right(own, total.end, key=attrgetter("start"))
        if first < len(own):
            return own[first:] if self._behind[at][first] == _exact(total) else []
        lines = self._below(at, _MOST_LINES)
        return lines if sum(map(_exact, lines)) == _exact(total) else []

    def lines_of(self, total: Mention) -> list[Mention]:
        """The lines of a total."""
        if total.block.cells:
            return self._rows_of(total)
        at = self._at[id(total.block)]
        return [each for each in self._here[at] if each.start > total.end] or self._below(at, None)

    def _below(self, at: int, most: int | None) -> list[Mention]:
        below = itertools.takewhile(self._here.__contains__, itertools.count(at + 1))
        return [self._here[number][0] for number in itertools.islice(below, most)]

    def _rows_of(self, total: Mention) -> list[Mention]:
        """The amounts in the column of a total that add up to it: those of its groups, if it has any."""
        found = (each for each in self._columns[_column(total)] if each.without(total.block) == _exact(total))
        rows = next(found, None)
        return [] if rows is None else [each for each in rows.lines if each.block is not total.block]


def _column(mention: Mention) -> tuple[int, int]:
    """The table of an amount, and its column."""
    return mention.block.table, mention.block.text.count(" | ", 0, mention.start)


def _is_group(mention: Mention) -> bool:
    return _ROMAN.fullmatch(next(filter(None, mention.block.cells))) is not None


def scale_name(scale: int) -> str:
    """A unit of money as funding sections have it: "million VND" for 6."""
    return {0: "VND", 3: "thousand VND", 6: "million VND", 9: "billion VND"}.get(scale, f"10^{scale} VND")


_ROMAN = re.compile(r"[IVX]{1,5}\.?|[A-Z]\.?")


def _row_name(cells: Iterable[str]) -> str | None:
    """The first cell of a row that is no number: what the row is of."""
    return next((cell for cell in cells if cell and not _DIGITS.fullmatch(cell) and not _ROMAN.fullmatch(cell)), None)


def areas_of_tables(document: Document) -> dict[str, str | None]:
    """The areas that rows of the document's tables are of, each with the one around it, `None` for the whole.

    Rows numbered I, II or A, B are of groups or larger areas; those numbered 1, 2 below them lie inside, and so do
    communes below a district. A name that two larger areas have is `Inside` each of them.
    """
    grammar = Grammar(AreaNames(), style_of(document))
    found: dict[str, dict[str | None, None]] = {}
    for names, rows in tables_of(body(document)):
        measured = {at: each for at, each in columns(names, grammar).items() if each.example.unit is not Unit.MONEY}
        around, is_group = None, False
        for row in rows if measured else ():
            words = [cell for at, cell in enumerate(row.cells) if at not in measured and cell]
            name = _row_name(words)
            if name is None or numbers_columns(row.cells) or is_whole(name):
                continue
            is_roman, level = _ROMAN.fullmatch(words[0]) is not None, level_of(name)
            if is_roman or (level == _DISTRICT and not is_group):
                around, is_group = name, is_roman
                found.setdefault(name, {})[None] = None
            else:
                is_inside = is_group or _DISTRICT < level < _NO_LEVEL
                found.setdefault(name, {})[around if is_inside else None] = None
    return _apart(found)


_DISTRICT, _NO_LEVEL = 1, level_of("")


def _apart(found: Mapping[str, Iterable[str | None]]) -> dict[str, str | None]:
    """Areas by their names, those of one name apart."""
    areas: dict[str, str | None] = {}
    for name, arounds in found.items():
        several = [each for each in arounds if each is not None]
        if len(several) > 1:
            areas |= {Inside(name, each): each for each in several}
        else:
            areas[name] = next(iter(arounds), None)
    return areas


def areas_of_texts(blocks: Iterable[Block]) -> dict[str, str | None]:
    """The areas of one name that paragraphs speak of as inside several others, named before or directly behind them."""
    found: dict[str, dict[str | None, None]] = {}
    before: str | None = None
    for block in blocks:
        matches = [] if sum(map(bool, block.cells)) > 1 else list(_NAME.finditer(block.text))
        named = [_full_name(match) for match in matches]
        if matches and not (len(named) == 1 and len(block.text) < _HEADING):
            before = before if level_of(named[0]) > _DISTRICT else None
        for at, (match, name) in enumerate(zip(matches, named, strict=True)):
            if level_of(name) == _DISTRICT:
                before = name
            elif level_of(name) > _DISTRICT:
                gap = block.text[match.end() : matches[at + 1].start()] if at + 1 < len(matches) else "#"
                is_address = IN_ADDRESS.fullmatch(gap) and level_of(named[at + 1]) == _DISTRICT
                around = named[at + 1] if is_address else before
                if around is not None:
                    found.setdefault(name, {})[around] = None
    return {name: around for name, around in _apart(found).items() if isinstance(name, Inside)}


_HEADING = 60
"""A paragraph that is no longer and names one area is a heading: what follows is of that area."""


def _lacking_amounts(
    blocks: Sequence[Block], mentions: Sequence[Mention], used: set[tuple[int, int]]
) -> Iterator[tuple[Path, Mention]]:
    """The document's total and its lines that no amount of the plan is held to."""
    money = [each for each in mentions if each.unit is Unit.MONEY and each.aside is None]
    total, lines = funding_of(blocks, money)
    for mention in (total, *lines):
        if mention is not None and _where(mention) not in used:
            yield ("funding", "total" if mention is total else "lines"), mention
