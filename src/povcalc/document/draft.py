"""A plan file drafted from a document: what is surely stated is filled in, the rest is listed beside it.

Each figure stands as printed, with a comment of where. A figure that may be several things, or that the document states
twice with different numbers, is left out; a comment gives its candidates. What found no place ends the file, so that
nothing is dropped in silence.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from povcalc.document.grammar import PERCENT_OF_PLAN, Cue, Mention, Unit, level_of
from povcalc.document.placing import (
    area_names,
    areas_of_tables,
    areas_of_texts,
    body,
    funding_of,
    grammar_for,
    in_unit,
    label_of,
    mentions_of,
    scale_name,
    with_other_areas,
)
from povcalc.document.reader import Block, Document
from povcalc.messages import GLOSSARY, PLANNED, Lang, Message, printable
from povcalc.new_plan import KINDS, made_id, parted, scalar
from povcalc.numerals import figure_text
from povcalc.plan.load import figure_of
from povcalc.plan.model import Area, DocumentInfo
from povcalc.typos import id_of
from povcalc.values import Figure

_OPENING = 15
"""So many blocks at the beginning of a document say what it is."""


class Placed(NamedTuple):
    """A figure of the draft with the mention that states it; several candidates where it is doubtful."""

    figure: Figure | None
    mentions: tuple[Mention, ...]


class DraftArea(NamedTuple):
    """An area of the draft: its key in the document, `None` for the whole, its id, name, kind and figures.

    `around` is the name of the area around it, where a table says it.
    """

    key: object | None
    id: str
    name: str
    kind: str | None
    figures: dict[str, Placed]
    around: str | None = None


class Draft(NamedTuple):
    """A drafted plan: its text and areas, how many figures were taken and doubtful, what was left, and all mentions."""

    text: str
    areas: tuple[DraftArea, ...]
    taken: int
    doubtful: int
    left: tuple[Mention, ...]
    mentions: tuple[Mention, ...] = ()


# What a document says of itself.

_TITLE = re.compile(
    r"(?:kế hoạch|báo cáo|nghị quyết|quyết định|chương trình|đề án|kết quả|(?:biểu )?tổng hợp|plan\b|report\b|"
    r"programme|results?\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:số|no\.?)[\s:]*(\d+[\d/-]*[-/][A-ZĐ][\w.&/-]*)", re.IGNORECASE)
_LONG_DATE = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_SHORT_DATE = re.compile(r"ngày\s+(\d{1,2})/(\d{1,2})/(\d{4})", re.IGNORECASE)
_YEAR = re.compile(r"(?:năm|year|in|for)\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_PERIOD = re.compile(r"(?:giai đoạn|period|years)\s+((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)", re.IGNORECASE)
_VIETNAMESE = re.compile("[ăâđêôơưạảấầẩậắằặẹẻếềểệịọỏốồổộớờợụủứừựỳỵỷỹ]", re.IGNORECASE)


def describe(document: Document, *, lang: str | None, kind: str | None, year: int | None) -> DocumentInfo:
    """What a document says of itself: title, number, day of issue, year or period, whether a plan or a result."""
    blocks = body(document)
    opening = [next(filter(None, block.cells), block.text) for block in blocks[:_OPENING]]
    whole = " ".join(block.text for block in blocks)
    title = _title(opening) or document.name.rpartition(".")[0] or document.name
    for name in area_names(blocks[:_OPENING]):  # a title in capitals lost those of its names
        rest = parted(name)[1]
        title = re.sub(rf"(?<!\w){re.escape(rest.lower())}(?!\w)", rest, title) if " " in rest else title
    number = next((found[1].rstrip(".,") for text in opening if (found := _NUMBER.search(text))), None)
    period = _PERIOD.search(title)
    said = _YEAR.search(title)
    years = Counter(_YEAR.findall(whole))
    likely = int(said[1]) if said else int(years.most_common(1)[0][0]) if years else None
    is_result = (
        bool(re.match(r"(?:báo cáo|kết quả|(?:biểu )?tổng hợp(?!.*kế hoạch)|report|results?)", title, re.IGNORECASE))
        or "kết quả rà soát" in title.lower()
    )
    when: dict[str, object] = {}
    if year is None and period is not None and int(period[1]) < int(period[2]):
        when["period"] = {"from": int(period[1]), "to": int(period[2])}
    elif year is not None or likely is not None:
        when["year"] = year if year is not None else likely
    issued = next((day for text in opening if (day := _issued(text)) is not None), None)
    return DocumentInfo.model_validate(
        {
            "title": title,
            "kind": kind or ("result" if is_result else "plan"),
            "language": lang or ("vi" if _VIETNAMESE.search(whole) else "en"),
            **({"number": number} if number else {}),
            **({"issued": issued.isoformat()} if issued else {}),
            **when,
        }
    )


def _title(opening: Sequence[str]) -> str | None:
    for at, text in enumerate(opening):
        if not _TITLE.match(text):
            continue
        words = text
        if len(text.split()) <= _SHORT_TITLE and at + 1 < len(opening):
            words = f"{text} {opening[at + 1]}"
        words = re.split(r"(?<=[.;])\s", words)[0].strip(" .:")
        shouted = re.match(r"(?:[^\W\d_a-z]+\s)+", words) if not words.isupper() else re.match(".*", words)
        first = shouted[0] if shouted and shouted[0].isupper() else ""
        return first.capitalize() + (words[len(first) :][:1].lower() + words[len(first) + 1 :] if first else words)
    return None


_SHORT_TITLE = 3
"""A heading such as KẾ HOẠCH goes on in the next paragraph."""


def _issued(text: str) -> date | None:
    found = _LONG_DATE.search(text) or _SHORT_DATE.search(text)
    return None if found is None else _day(*map(int, found.groups()))


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# Areas.


def _root_name(blocks: Sequence[Block], names: Counter[str]) -> str | None:
    """The area that a document is about: that of its title, of who issues it, or the highest that it names."""
    opening = blocks[:_OPENING]
    at = next((number for number, block in enumerate(opening) if _TITLE.match(block.text)), None)
    heading = () if at is None else tuple(block for block in opening[:at] if not _LONG_DATE.search(block.text))
    title = () if at is None else opening[at : at + 2]
    for part, pick in (
        (title, min),
        (heading, max),
        (opening, min),
        (blocks, min),
    ):
        # A row of a table is of an area inside; a row of one cell is a title.
        here = area_names((each for each in part if part is heading or sum(map(bool, each.cells)) <= 1), inside=True)
        chosen = pick(map(level_of, here), default=None)
        among = [name for name in here if level_of(name) == chosen]
        if len(among) == 1:
            return among[0]
        if among and chosen == 0:
            return max(among, key=lambda name: names[name])
    return None


def draft(  # noqa: PLR0913 - one parameter an option
    document: Document,
    *,
    lang: str | None = None,
    kind: str | None = None,
    year: int | None = None,
    speak: Lang,
    file: str | None = None,
) -> Draft:
    """A plan file from a document; comments are in the language `speak`.

    `file` is the name of the document's file as seen from the plan file, which then names it.
    """
    info = describe(document, lang=lang, kind=kind, year=year)
    blocks = body(document)
    names = area_names(blocks)
    root = _root_name(blocks, names)
    tabled = areas_of_texts(blocks) | areas_of_tables(document)
    keys = with_other_areas([] if root is None else [(root, None)], [*names, *tabled])
    grammar = grammar_for(document, keys, info)
    mentions = mentions_of(document, grammar)
    return _Drafter(document, info, root, mentions, speak, file, tabled).draft()


_HELD = (*Area.FIGURES, *Area.SHARES, PERCENT_OF_PLAN)
"""The fields of an area that hold what a document states."""

_GROUPS = ("khu vực", "vùng", "cụm", "urban", "rural", "region")
_ByField = dict[object | None, dict[str, list[Mention]]]


@dataclass
class _Drafter:
    """Places mentions and writes the file."""

    _document: Document
    _info: DocumentInfo
    _root: str | None
    _mentions: Sequence[Mention]
    _speak: Lang
    _file: str | None
    _around: Mapping[str, str | None]
    _taken: int = 0
    _doubtful: int = 0

    def __post_init__(self) -> None:
        self._title = self._info.title.to(Lang(self._info.language)) if self._info.title else self._document.name
        self._used: set[int] = set()

    def draft(self) -> Draft:
        """The whole draft."""
        areas = self._areas()
        lines = [*self._header(), *self._targets(areas), *self._funding(), *self._schedule()]
        left = tuple(each for each in self._mentions if id(each) not in self._used)
        lines += self._leftovers(left)
        return Draft("\n".join([*lines, ""]), tuple(areas), self._taken, self._doubtful, left, tuple(self._mentions))

    # Placing.

    def _areas(self) -> list[DraftArea]:
        found, doubts = self._by_field()
        taken: set[str] = set()
        areas = []
        for key in {**found, **doubts}:
            figures = self._figures(found.get(key, {}), doubts.get(key, {}))
            if key is not None and not figures:
                continue
            name = str.__str__(key) if isinstance(key, str) else self._root or self._title
            identifier = _taking(made_id(name, taken, taken) or id_of(name) or "area", taken)
            kind = "group" if name.lower().startswith(_GROUPS) else parted(name)[0]
            areas.append(
                DraftArea(key, identifier, name, kind, figures, self._around.get(key if isinstance(key, str) else name))
            )
        return areas

    def _figures(self, stated: Mapping[str, list[Mention]], doubts: Mapping[str, list[Mention]]) -> dict[str, Placed]:
        """The figures of an area, and those that one of several fields may hold."""
        figures = {field: self._placed(each) for field, each in stated.items()}
        for field, each in doubts.items():
            if field not in figures and field in _HELD and len({m.candidates for m in each}) == 1:
                figures[field] = Placed(None, tuple(each))
                self._doubtful += 1
                self._used.update(map(id, each))
        return figures

    def _by_field(self) -> tuple[_ByField, _ByField]:
        """The mentions that surely are of a field, by area and field, and those that may be."""
        found: _ByField = {None: {}}
        doubts: _ByField = defaultdict(dict)
        for mention in self._mentions:
            is_planned = mention.aside is Cue.PLANNED and mention.field in Area.FIGURES
            if mention.unit not in (Unit.HOUSEHOLDS, Unit.PERCENT) or not (mention.aside is None or is_planned):
                continue
            if mention.field in Area.FIGURES and figure_of(mention.field, mention.figure) is None:
                continue  # such as 2,023%
            if mention.sure and mention.field in _HELD:
                field = f"{PLANNED}{mention.field}" if is_planned else mention.field
                found.setdefault(mention.area, {}).setdefault(field, []).append(mention)
            for field in () if is_planned else mention.candidates:
                doubts[mention.area].setdefault(field, []).append(mention)
        return found, doubts

    def _placed(self, stated: Sequence[Mention]) -> Placed:
        different = list({figure_text(each.figure): each for each in stated}.values())
        self._used.update(map(id, stated))
        if len(different) == 1:
            self._taken += 1
            return Placed(different[0].figure, tuple(stated[:1]))
        self._doubtful += 1
        return Placed(None, tuple(different))

    # Writing.

    def _say(self, template: Message) -> str:
        """A message for a comment, which no line break in a file's name may end."""
        return printable(template.to(self._speak))

    def _header(self) -> Iterator[str]:
        info, name = self._info, self._document.name
        warning = Message("Drafted from {name}; read each figure beside its words before you rely on it.", name=name)
        yield f"# {self._say(warning)}"
        yield "povcalc: 1"
        yield "document:"
        if info.number:
            yield f"  number: {scalar(info.number)}"
        yield f"  kind: {info.kind}"
        yield f"  language: {info.language}"
        yield f"  title: {scalar(self._title)}"
        if info.issued:
            yield f"  issued: {info.issued.isoformat()}"
        if info.period:
            yield f"  period: {{from: {info.period.from_}, to: {info.period.to}}}"
        elif info.year:
            yield f"  year: {info.year}"
        if self._file:
            yield f"  file: {scalar(self._file)}"

    def _targets(self, areas: Sequence[DraftArea]) -> Iterator[str]:
        yield "targets:"
        root, *inner = areas
        yield from self._area(root, "  ", "  ")
        known = {area.name for area in inner}
        outer = [area for area in inner if area.around not in known]
        for field in Area.SHARES:
            placed = [each.figures[field].figure for each in outer if field in each.figures]
            share = sum(Decimal(figure.number) for figure in placed if figure is not None)
            if placed and share < _ALL_POOR:
                why = Message("these areas have {share}% of the poor, so not all are listed", share=share)
                yield f"  partial: true  # {self._say(why)}"
                break
        yield from self._inside(outer, inner, "  ")

    def _inside(self, areas: Sequence[DraftArea], inner: Sequence[DraftArea], indent: str) -> Iterator[str]:
        """Areas with those that lie inside each."""
        if areas:
            yield f"{indent}areas:"
        for area in areas:
            yield from self._area(area, f"{indent}  - ", f"{indent}    ")
            inside = [each for each in inner if each.around == area.name and each is not area]
            yield from self._inside(inside, inner, f"{indent}    ")

    def _area(self, area: DraftArea, first: str, indent: str) -> Iterator[str]:
        yield f"{first}id: {area.id}"
        yield f"{indent}name: {scalar(area.name)}"
        if area.kind in KINDS:
            yield f"{indent}kind: {area.kind}"
        yield from self._stated(area, indent, _HELD, "")
        if planned := [field for field in Area.FIGURES if f"{PLANNED}{field}" in area.figures]:
            yield f"{indent}planned:"
            yield from self._stated(area, f"{indent}  ", planned, PLANNED)

    def _stated(self, area: DraftArea, indent: str, fields: Sequence[str], before: str) -> Iterator[str]:
        """The figures of an area, each with its place or, where it is doubtful, with what it may be."""
        for field in fields:
            placed = area.figures.get(f"{before}{field}")
            if placed is None:
                continue
            if placed.figure is not None:
                yield f"{indent}{field}: {figure_text(placed.figure)}{self._source(placed.mentions[0])}"
                continue
            choices = "; ".join(
                f"{each.printed} ({self._say(each.block.place(each.start))})" for each in placed.mentions
            )
            yield f"{indent}# {field}: {self._say(Message('doubtful: {choices}', choices=choices))}"

    def _source(self, mention: Mention) -> str:
        return f"  # {self._say(mention.block.place(mention.start))}: {printable(mention.words(24))}"

    def _funding(self) -> Iterator[str]:
        money = [each for each in self._mentions if each.unit is Unit.MONEY and each.aside is None]
        total, lines = funding_of(body(self._document), money)
        if total is None:
            return
        self._used.update(map(id, (total, *lines)))
        self._taken += 1 + len(lines)
        yield "funding:"
        yield f"  unit: {scale_name(total.scale)}"
        yield f"  total: {figure_text(total.figure)}{self._source(total)}"
        if not lines:
            return
        yield "  lines:"
        taken: set[str] = set()
        for line in lines:
            label = re.sub(rf"\s*\b(?:{_ESTIMATED})\s*:?$", "", label_of(line), flags=re.IGNORECASE) or "?"
            identifier = _taking("-".join(id_of(label).split("-")[:_ID_WORDS]) or "line", taken)
            yield f"    - id: {identifier}"
            yield f"      name: {scalar(label)}"
            yield f"      amount: {figure_text(in_unit(line, total.scale))}{self._source(line)}"

    def _schedule(self) -> Iterator[str]:
        phases, deadlines = schedule_of(body(self._document), self._info)
        if phases or deadlines:
            yield "schedule:"
        for name, dated in (("phases", phases), ("deadlines", deadlines)):
            if dated:
                yield f"  {name}:"
            for number, each in enumerate(dated, start=1):
                yield f"    - id: {name[:-1]}-{number}"
                yield f"      text: {scalar(each.words)}"
                if each.report:
                    yield f"      report: {each.report}"
                days = {key: day for key, day in each.days.items() if day is not None}
                yield from (f"      {key}: {day.isoformat()}" for key, day in days.items())
                yield f"      # {self._say(each.block.place(0))}"

    def _leftovers(self, left: Sequence[Mention]) -> Iterator[str]:
        if not left:
            return
        yield ""
        yield f"# {self._say(Message('What found no place in this file:'))}"
        for each in left:
            reason = _WHY.get(each.aside) or (_NO_FIELD if each.field and each.field not in _HELD else None)
            why = f" ({self._say(reason)})" if reason else ""
            named = GLOSSARY.get(each.field)
            what = f"{self._say(named)}: " if named else ""
            yield f"# - {self._say(each.block.place(each.start))}: {what}{printable(each.words(40))}{why}"


def _taking(identifier: str, taken: set[str]) -> str:
    """An id, or one made of it that is not taken yet; taken from now on."""
    while identifier in taken:
        identifier += "-2"
    taken.add(identifier)
    return identifier


_ALL_POOR = 99
"""Shares of all of the poor are this much at least, rounding counted."""

_ESTIMATED = "ước tính|ước khoảng|ước|khoảng|là|đạt"
_ID_WORDS = 4

_NO_FIELD = Message("no field of the format holds it")
_WHY: dict[Cue | None, Message] = {
    Cue.GROUP: Message("of a part of the households"),
    Cue.MEAN: Message("a mean per year"),
    Cue.PLANNED: Message("what was planned"),
    Cue.ELSEWHERE: Message("of another area"),
    Cue.AT_START: Message("of another year"),
    Cue.AREAS: Message("of several areas at once"),
}


# Dates.


class Dated(NamedTuple):
    """What is to be done, from when to when, or a report and its day."""

    words: str
    days: dict[str, date | None]
    block: Block
    report: str | None = None


_D = r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?"
_FROM_TO = re.compile(
    rf"(?:từ\s+)?(?:ngày\s+)?{_D}\s*(?:-|–|đến(?:\s+hết)?(?:\s+ngày)?)\s*(?:ngày\s+)?{_D}", re.IGNORECASE
)
_MONTHS = re.compile(
    r"tháng\s+(\d{1,2})(?:\s*(?:-|–|đến(?: tháng)?)\s*(\d{1,2}))?\s*(?:/|năm\s+)(\d{4})", re.IGNORECASE
)
_DUE = re.compile(
    rf"(?P<before>trước\s+(?:trước\s+)?)?(?:vào\s+|chậm nhất\s+|(?:chậm nhất\s+)?là\s+)?ngày\s+{_D}", re.IGNORECASE
)
_REPORTS = (
    ("preliminary", re.compile("sơ bộ|preliminary", re.IGNORECASE)),
    ("official", re.compile("chính thức|official", re.IGNORECASE)),
)
_REPORTING = re.compile(r"^.*(?=\b(?:báo cáo|report))", re.IGNORECASE | re.DOTALL)
_DECEMBER = 12


def schedule_of(blocks: Sequence[Block], info: DocumentInfo) -> tuple[list[Dated], list[Dated]]:
    """The phases and deadlines of a document's year that stand in paragraphs of their own or in clauses of them."""
    years = set(range(info.years[0], info.years[1] + 1)) if info.years is not None else set()
    phases: list[Dated] = []
    deadlines: list[Dated] = []
    for block in blocks:
        start = re.sub(r"^\s*(?:[-+*•–]|\(?[0-9a-z]{1,2}[.)])\s*", "", block.text)
        span = _phase(start, years)
        if span is not None:
            words = start[span[2] :].strip(" ,:;.-–")
            phases.append(Dated(_clipped(words), {"from": span[0], "to": span[1]}, block))
        for clause in re.split(r"[;]", block.text):
            found = _DUE.search(clause)
            day = None if found is None else _full(found.groups()[1:], years)
            if found is None or day is None or not re.search("báo cáo|report", clause, re.IGNORECASE):
                continue
            words = _REPORTING.split(clause[: found.start()])[-1]
            report = next((name for name, pattern in _REPORTS if pattern.search(clause)), None)
            key = "before" if found["before"] else "on"
            if not any(each.days.get(key) == day and each.report == report for each in deadlines):
                deadlines.append(Dated(_clipped(words.strip(" ,:;.-–")) or "?", {key: day}, block, report))
    return phases, [each for each in deadlines if each.report] or deadlines


def _phase(text: str, years: set[int]) -> tuple[date, date, int] | None:
    found = _FROM_TO.match(text)
    if found is not None:
        end = _full(found.groups()[3:], years)
        begin = None if end is None else _full((*found.groups()[:2], found[3] or str(end.year)), years)
        return None if begin is None or end is None or begin > end else (begin, end, found.end())
    found = _MONTHS.match(text)
    if found is None or int(found[3]) not in years:
        return None
    year, first, last = int(found[3]), int(found[1]), int(found[2] or found[1])
    begin = _day(1, first, year)
    following = _day(1, last % _DECEMBER + 1, year + last // _DECEMBER)
    if begin is None or following is None or first > last:
        return None
    return begin, date.fromordinal(following.toordinal() - 1), found.end()


def _full(parts: Sequence[str | None], years: set[int]) -> date | None:
    day, month, year = parts
    if day is None or month is None:
        return None
    number = int(year) if year else next(iter(years)) if len(years) == 1 else None
    return None if number not in years or number is None else _day(int(day), int(month), number)


_LONGEST = 160


def _clipped(words: str) -> str:
    words = words[:1].upper() + words[1:]
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rpartition(' ')[0]}…"
