"""The quick way to read a large plan whose targets are written plainly, line by line, without the events of a parser.

Plain is what no reader of YAML could take for anything else: every line of `targets` is `field: value` or the `- ` of
a list before it, with numbers, ids and names of letters and digits, or a comment that takes a whole line. The rest of
the file goes through the usual reader. Whatever is not plain, or not as the format wants it, is left to that reader
with the whole file, so that there is one place alone that knows what else YAML can be, and what is said of it.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache, cached_property, partial
from typing import Any, Final, NamedTuple

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from povcalc.gc_paused import gc_paused
from povcalc.messages import Text
from povcalc.places import Path, Span
from povcalc.plan.fields import ID_PATTERN, Measured
from povcalc.plan.model import FORMAT_VERSION, Area, Plan, entries
from povcalc.plan.yaml_reader import WORDS, Document, PlacedDict, parse
from povcalc.typos import is_composed
from povcalc.values import MAX_DIGITS, NUMBER, Figure

MAX_LEVELS = 30
"""Deeper areas are left to the usual reader, which refuses those that are too deep."""


class _NotPlain(Exception):  # noqa: N818 - a signal, not a fault
    """Ends the quick way."""


def read_plainly(content: bytes | str) -> "tuple[PlainDocument, Plan] | None":
    """A plan and its text, if its targets are plain and nothing is wrong with it; else `None`."""
    try:
        text = content if isinstance(content, str) else content.decode()
    except UnicodeDecodeError:
        return None
    parted = _Parted.of(text)
    if parted is None:
        return None
    lines = text[parted.first : parted.stop].split("\n")
    if any(text.find(each, parted.first, parted.stop + 1) >= 0 for each in ("#", "\n\n")):
        lines = [line for line in lines if not _COMMENT.fullmatch(line)]
    try:
        plan = Plan.model_validate({**parted.around.root, "targets": _Tree().read(lines)})
    except (_NotPlain, ValidationError):
        return None
    return PlainDocument(text, parted), plan


_TARGETS: Final = "targets:\n"
_NONE: Final = "targets: {}\n"
_END = re.compile(r"\n(?![ #\n])")
_COMMENT = re.compile(r" *(?:#[ -~\w’–]*)?")
# Nothing that opens a bracket, so that keys where lines begin are those of a block.
_BEFORE = re.compile(r"(?:[ ]*+(?:#[^\n]*+)?\n|---\n)*+")


class _Parted(NamedTuple):
    """A text with its targets apart: these begin at `start`, and their areas are from `first` to `stop`.

    `around` is the document with empty targets.
    """

    around: Document
    start: int
    first: int
    stop: int

    @classmethod
    def of(cls, text: str) -> "_Parted | None":
        """The parts of a text; `None` where the targets are not by themselves, or something is wrong around them."""
        before = text.find(f"\n{_TARGETS} ")
        if before < 0:
            return None
        start, first = before + 1, before + 1 + len(_TARGETS)
        end = _END.search(text, first)
        stop = len(text) if end is None else end.start()
        around = parse(f"{text[:start]}{_NONE}{text[stop + 1 :]}")
        root = around.root
        if around.traps or not (around.whole and isinstance(root, PlacedDict) and "targets" in root):
            return None
        keys = root.spans[::4]
        is_version = type(root.get("povcalc")) is int and root["povcalc"] == FORMAT_VERSION
        is_block = keys[list(root).index("targets")] == start and _BEFORE.fullmatch(text, 0, keys[0])
        if not (is_version and is_block and is_composed(text[first:stop])):
            return None
        return cls(around, start, first, stop)


class PlainDocument(Document):
    """The text of a plan in which nothing is wrong, with plain targets: what stands where is found when it is asked."""

    _parted: _Parted

    def __init__(self, text: str, parted: _Parted) -> None:
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "_parted", parted)

    @cached_property
    def root(self) -> Any:
        """The plain values in the text, with their places."""
        with gc_paused():
            return parse(self.text).root

    def span(self, path: Path, *, key: bool = False) -> Span:
        """Where the value at a path stands, or its key."""
        if path[:1] != ("targets",):
            start, end = self._parted.around.span(path, key=key)
            moved = self._parted.stop + 1 - self._parted.start - len(_NONE) if start > self._parted.start else 0
            return Span(start + moved, end + moved)
        number = self._numbers.get(path[:-1])  # most are the figures of an area, of which others were asked before
        if number is not None:
            return self._of_field(number, str(path[-1]), key=key)
        number, steps = 0, path[1:]
        while steps[:1] == ("areas",) and steps[1:] and steps[1] in range(len(self._inside[number][0])):
            number, steps = self._inside[number][0][int(steps[1])], steps[2:]
        if len(steps) > 1:  # into a value in braces, or nowhere
            return super().span(path, key=key)
        if not steps:
            return self._of_area(number)
        self._numbers[path[:-1]] = number
        return self._of_field(number, str(steps[0]), key=key)

    @cached_property
    def _numbers(self) -> dict[Path, int]:
        """The numbers of areas among the dashes, by their paths, as far as they were looked up."""
        return {}

    @cached_property
    def _dashes(self) -> list[tuple[int, int]]:
        """The column and the offset of the dash before each area; before the root area it would be two to the left."""
        _, _, first, stop = self._parted
        # The pattern matches anywhere, as the targets begin with a line that is no comment in the end.
        start, behind = _INDENT.match(self.text, first).span(1)  # type: ignore[union-attr]
        root = behind - start - 2
        return [(root, start + root), *((len(each[1]), each.end(1)) for each in _DASH.finditer(self.text, first, stop))]

    @cached_property
    def _inside(self) -> list[tuple[list[int], int]]:
        """By its number among the dashes, the numbers of the areas directly inside an area, and where it ends."""
        inside: list[list[int]] = [[] for _ in self._dashes]
        ends = [self._parted.stop] * len(inside)
        around: list[int] = []
        for number, (column, offset) in enumerate(self._dashes):
            while around and self._dashes[around[-1]][0] >= column:
                ends[around.pop()] = offset
            if around:
                inside[around[-1]].append(number)
            around.append(number)
        return list(zip(inside, ends, strict=True))

    def _of_area(self, number: int) -> Span:
        """The key of the targets, or the first key of an area inside them."""
        if not number:
            return Span(self._parted.start, self._parted.start + len(_TARGETS) - 2)
        start = self._dashes[number][1] + 2
        return Span(start, self.text.index(":", start))

    def _of_field(self, number: int, field: str, *, key: bool) -> Span:
        """The value of a field of an area, or its key; of one that is not there, that of the area."""
        column, offset = self._dashes[number]
        start = offset + 2
        if not self.text.startswith(f"{field}:", start):
            indent = " " * (column + 2)
            before = self.text.find(f"\n{indent}{field}:", start, self._inside[number][1])
            if before < 0:
                return self._of_area(number)
            start = before + 1 + len(indent)
        end = start + len(field)
        if key or field == "areas":
            return Span(start, end)
        behind = self.text.find("\n", end, self._parted.stop)
        return Span(end + 2, self._parted.stop if behind < 0 else behind)


_DASH = re.compile(r"^( *)- ", re.MULTILINE)
_INDENT = re.compile(r"(?: *+(?:#[^\n]*+)?\n)*( *)")


# What lines begin with, and the values of fields.

_HEAD = re.compile(r"( *)(- )?([a-z_]+)(:?)")
_ID = re.compile(f"(?=[a-z])(?:{ID_PATTERN.removeprefix('^').removesuffix('$')})")
_NAME = re.compile(r"[^\W\d_](?:[\w .,/()'’–-]*[\w.)])?")
_QUOTED = re.compile(r"""(?P<quote>["'])(?P<words>[\w .,:;#/()’–-]*\w[\w .,:;#/()’–-]*)(?P=quote)""")
_FORM = re.compile(rf"\{{([a-z_]+): ({NUMBER.pattern})(?:, ([a-z_]+): ({NUMBER.pattern}))?\}}")

_ENTRY, _ITEM, _AREAS = range(3)
"""What a line is: a field of an area, the first field of an area in a list, the field that holds such a list."""


class _Values(dict[str, Any]):
    """The values of a field by their words, each read once."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        self._read = read

    def __missing__(self, words: str) -> Any:
        value = self[words] = self._read(words)
        return value


class _Head(NamedTuple):
    """What a line begins with: the column of its field, what it is, the field, and the values of that."""

    column: int
    mark: int
    field: str
    values: _Values


class _Heads(dict[str, _Head]):
    """The beginnings of lines by their text up to the colon, each read once."""

    def __init__(self) -> None:
        self._values = {field: _Values(read) for field, read in _readers().items()}

    def __missing__(self, text: str) -> _Head:
        found = _HEAD.fullmatch(text)
        if found is None or bool(found[4]) is not (found[3] == "areas") or found[3] not in self._values:
            raise _NotPlain
        mark = _AREAS if found[4] else _ITEM if found[2] else _ENTRY
        if found[2] and mark is _AREAS:
            raise _NotPlain
        head = self[text] = _Head(found.end(2 if found[2] else 1), mark, found[3], self._values[found[3]])
        return head


@cache
def _readers() -> dict[str, Callable[[str], Any]]:
    """By field of an area that may be plain, what reads its words; they raise `_NotPlain`."""
    found: dict[str, Callable[[str], Any]] = {"id": _id, "name": _name, "areas": _words}
    found |= {"code": _words, "ref": _words, "partial": _truth}
    for entry in entries(Area):
        if entry.name == "kind":
            found["kind"] = partial(_chosen, entry.shape.choices)
        elif entry.name in Area.FIGURES and entry.shape.measured is not None:
            found[entry.name] = partial(_figure, entry.shape.measured)
    return found


def _id(words: str) -> str:
    if not _ID.fullmatch(words) or words in WORDS:
        raise _NotPlain
    return words


def _truth(words: str) -> bool:
    if words not in ("true", "false"):
        raise _NotPlain
    return words == "true"


def _words(words: str) -> str:
    if found := _QUOTED.fullmatch(words):
        return found["words"]
    if not _NAME.fullmatch(words) or words in WORDS:
        raise _NotPlain
    return words


def _name(words: str) -> Text:
    name = _words(words)
    return Text(name, name)


def _chosen(choices: tuple[str, ...], words: str) -> str:
    if words not in choices:
        raise _NotPlain
    return words


def _figure(measured: Measured, words: str) -> Figure:
    try:
        if found := _FORM.fullmatch(words):
            forms = {key: _number(number) for key, number in (found.group(1, 2), found.group(3, 4)) if key}
            if len(forms) == bool(found[3]):  # one form twice
                raise _NotPlain
            return measured.read(forms)
        return measured.read(_number(words))
    except PydanticCustomError:
        raise _NotPlain from None


def _number(words: str) -> int | Decimal:
    if not NUMBER.fullmatch(words) or len(words) > MAX_DIGITS:
        raise _NotPlain
    return Decimal(words) if "." in words else int(words)


# From lines to areas.


@cache
def _defaults() -> dict[str, Any]:
    """What an area has where nothing is written, in the order of its fields."""
    return {name: info.default for name, info in Area.model_fields.items()}


class _Open:
    """An area that is being read: the column of its fields, what they hold, and the areas inside it so far.

    `dash` is the column of the dashes before these.
    """

    __slots__ = ("areas", "column", "dash", "given")

    def __init__(self, column: int) -> None:
        self.column = column
        self.given: dict[str, Any] = {}
        self.areas: list[Area] | None = None
        self.dash = -1


class _Tree:
    """Makes the areas of the lines of targets."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._wants_item = False
        self._fields = 0
        self._stated: dict[tuple[str, ...], set[str]] = {}

    def read(self, lines: Sequence[str]) -> Area:
        """The area that the lines are about, with all inside it. Raises `_NotPlain`."""
        if not lines:
            raise _NotPlain
        heads = _Heads()
        top = _Open(heads[lines[0].partition(": ")[0]].column)
        self._open.append(top)
        column, given = top.column, top.given
        # Of every line of a nation: as little as can be.
        for line in lines:
            head, _, words = line.partition(": ")
            at, mark, field, values = heads[head]
            if mark or at != column:
                top = self._turn(at, mark)
                column, given = top.column, top.given
                if mark == _AREAS:
                    continue
            elif self._wants_item:
                raise _NotPlain
            given[field] = values[words]
        if self._wants_item:
            raise _NotPlain
        while len(self._open) > 1:
            self._close()
        area = self._made(self._open[0])
        if self._fields != len(lines):  # a field written twice is read once
            raise _NotPlain
        return area

    def _turn(self, column: int, mark: int) -> _Open:
        """The area that a line belongs to which is not one more field of the area before."""
        if mark == _ITEM:
            return self._item(column)
        if self._wants_item:
            raise _NotPlain
        top = self._close_to(column)
        if mark == _AREAS:
            if top.areas is not None:
                raise _NotPlain
            top.areas, self._wants_item = [], True
        return top

    def _item(self, column: int) -> _Open:
        """A new area of a list, whose fields stand at a column."""
        if self._wants_item:
            around = self._open[-1]
            around.dash, self._wants_item = column - 2, False
            if around.dash < around.column or len(self._open) >= MAX_LEVELS:
                raise _NotPlain
        else:
            self._close_to(column)
            if len(self._open) == 1 or self._open[-2].dash != column - 2:
                raise _NotPlain
            self._close()
        self._open.append(_Open(column))
        return self._open[-1]

    def _close_to(self, column: int) -> _Open:
        """The area whose fields stand at a column, all inside it closed."""
        while self._open[-1].column > column and len(self._open) > 1:
            self._close()
        if self._open[-1].column != column:
            raise _NotPlain
        return self._open[-1]

    def _close(self) -> None:
        area = self._made(self._open.pop())
        around = self._open[-1].areas
        if around is None:
            raise _NotPlain
        around.append(area)

    def _made(self, read: _Open) -> Area:
        """An area as pydantic would make it, which has nothing left to check here."""
        given = read.given
        if "id" not in given or "name" not in given:
            raise _NotPlain
        if read.areas is not None:
            given["areas"] = tuple(read.areas)
        self._fields += len(given)
        names = tuple(given)
        area = Area.__new__(Area)
        area.__setstate__(
            {
                "__dict__": {**_defaults(), **given},
                "__pydantic_fields_set__": self._stated.get(names) or self._stated.setdefault(names, set(names)),
                "__pydantic_extra__": None,
                "__pydantic_private__": None,
            }
        )
        return area
