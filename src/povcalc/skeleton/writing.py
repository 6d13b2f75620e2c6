"""A new plan as text: comments that explain every field, and blanks, which `povcalc check` finds one by one.

A blank is a field without a value. What each is for is said by the words of the format itself, once a field.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from povcalc.plan import FORMAT_VERSION, Area, DocumentInfo, Funding, FundingLine
from povcalc.plan.base import Model
from povcalc.plan.outline import entries
from povcalc.revising import figure_text
from povcalc.skeleton.areas import NewArea
from povcalc.text import Lang, Text, printable

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
            entry = next(entry for entry in entries(model) if entry.name == field)
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
