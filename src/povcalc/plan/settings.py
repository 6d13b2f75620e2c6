"""Settings files.

Which files a pattern of `per-file` means.

Where everything in a TOML text stands: Python's own reader gives values without places.

The text is read twice: by `tomllib`, which says what it means and whether it is TOML at all, and here, for the spans
alone. This second look relies on the first: of a text that is TOML it need not know what would not be.

From the text of a settings file to settings, and to what is wrong in it, each at its place.

Settings: how a repository wants its plans checked, from `povcalc.toml` or `[tool.povcalc]` in `pyproject.toml`.

`placing` finds where everything in such a file stands, `patterns` says which files a pattern means, and `reading`
makes settings of the text. Which file is read for which plan is found out by the command line.
"""

import re
import tomllib
from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any, NamedTuple

from povcalc.messages import Lang
from povcalc.places import Path, Span
from povcalc.plan.assumptions import read_cut, read_growth
from povcalc.plan.yaml_reader import Document, PlacedDict, PlacedList
from povcalc.typos import closest_match

_ANY_DEPTH = "**"


def is_pattern(written: str) -> bool:
    """Whether it can be a pattern: parts with slashes between them, from the folder of the settings downwards."""
    parts = written.split("/")
    return "\\" not in written and all(part not in ("", ".", "..") for part in parts)


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern means a file, given by its path from the folder of the settings, with slashes.

    A pattern without a slash means a name in any folder; `*`, `?` and `[…]` stay within a name, `**` is any
    number of folders.
    """
    parts = pattern.split("/")
    return _fits(parts if len(parts) > 1 else [_ANY_DEPTH, *parts], path.split("/"))


def _fits(patterns: Sequence[str], parts: Sequence[str]) -> bool:
    """Whether each part is meant by its pattern; what was met before a `**` is never looked at again."""
    after_any: tuple[int, int] | None = None
    at = part = 0
    while part < len(parts):
        if at < len(patterns) and patterns[at] == _ANY_DEPTH:
            after_any = (at + 1, part)
            at += 1
        elif at < len(patterns) and fnmatchcase(parts[part], patterns[at]):
            at, part = at + 1, part + 1
        elif after_any is not None:
            at, part = after_any[0], after_any[1] + 1
            after_any = (at, part)
        else:
            return False
    return all(rest == _ANY_DEPTH for rest in patterns[at:])


_SPACE = re.compile(r"[ \t]*")
_BETWEEN = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*'""")
_SCALAR = re.compile(
    r'''"""(?:[^\\]|\\.)*?"""+|"(?:[^"\\]|\\.)*"'''  # up to two quotes more belong to the text that they end
    r"""|'''.*?'''+|'[^']*'"""
    r"""|[^\s,\]}#]+(?:[ ][0-9][^\s,\]}#]*)?""",  # a date and its time may have a space between them
    re.DOTALL,
)


def placed(text: str) -> PlacedDict:
    """The values of a TOML text with their places; numbers with a point are `Decimal`, as written.

    A table that has a heading of its own is pointed at by it. Raises `tomllib.TOMLDecodeError`, whose message ends
    with the place; `ValueError`, `ArithmeticError` or `RecursionError` for what is TOML but beyond any use.
    """
    values = tomllib.loads(text, parse_float=Decimal)
    scanner = _Scanner(text)
    scanner.run()
    _filled(scanner.root, values)
    return scanner.root


def _filled(node: Any, values: Any) -> None:
    """Put the values that `tomllib` read into containers that know their places."""
    for step, value in values.items() if isinstance(values, dict) else enumerate(values):
        if isinstance(value, (dict, list)):
            _filled(node[step], value)
        else:
            node[step] = value


def _new(kind: type[PlacedDict] | type[PlacedList]) -> Any:
    made = kind()
    made.spans = array("l")
    return made


class _Scanner:
    """Goes through a text that is TOML and notes where keys and values begin and end; the values are left out."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self.root: PlacedDict = _new(PlacedDict)

    def run(self) -> None:
        table: Any = self.root
        self._skip(_BETWEEN)
        while self._at < len(self._text):
            if self._text.startswith("[[", self._at):
                table = self._heading(2)
            elif self._text[self._at] == "[":
                table = self._heading(1)
            else:
                self._pair(table)
            self._skip(_BETWEEN)

    def _skip(self, what: re.Pattern[str]) -> None:
        found = what.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _heading(self, brackets: int) -> PlacedDict:
        self._at += brackets
        *above, (name, span) = self._keys()
        self._at += brackets
        table = self.root
        for key, where in above:
            table = _inner(table, key, where)
        if brackets == 1:
            return _inner(table, name, span)
        rows = table.get(name)
        if rows is None:
            rows = _add(table, name, span, _new(PlacedList))
        row: PlacedDict = _new(PlacedDict)
        rows.append(row)
        rows.spans.extend(span)
        return row

    def _keys(self) -> list[tuple[str, Span]]:
        """The parts of a key with dots, each with its place."""
        found = []
        while True:
            self._skip(_SPACE)
            begin = self._at
            self._skip(_KEY)
            span = Span(begin, self._at)
            found.append((_key(self._text[begin : self._at]), span))
            self._skip(_SPACE)
            if not self._text.startswith(".", self._at):
                return found
            self._at += 1

    def _pair(self, table: PlacedDict) -> None:
        *above, (name, span) = self._keys()
        for key, where in above:
            table = _inner(table, key, where)
        self._at += 1  # the sign =
        self._skip(_SPACE)
        begin = self._at
        value = self._value()
        _add(table, name, span, value, Span(begin, self._at))

    def _value(self) -> Any:
        opening = self._text[self._at]
        if opening == "{":
            return self._inline()
        if opening != "[":
            self._skip(_SCALAR)
            return None
        self._at += 1
        items: PlacedList = _new(PlacedList)
        while True:
            self._skip(_BETWEEN)
            if self._text[self._at] in ",]":
                self._at += 1
                if self._text[self._at - 1] == "]":
                    return items
                continue
            begin = self._at
            items.append(self._value())
            items.spans.extend((begin, self._at))

    def _inline(self) -> PlacedDict:
        self._at += 1
        table: PlacedDict = _new(PlacedDict)
        while True:
            self._skip(_BETWEEN)
            if self._text[self._at] in ",}":
                self._at += 1
                if self._text[self._at - 1] == "}":
                    return table
                continue
            self._pair(table)


def _key(written: str) -> str:
    """What a key is once its quotes and escapes are read."""
    return written if written[0] not in "\"'" else next(iter(tomllib.loads(f"{written} = 0")))


def _inner(table: PlacedDict, key: str, where: Span) -> PlacedDict:
    """The table under a key, made when it is not there; of a list of tables the last."""
    if key not in table:
        _add(table, key, where, _new(PlacedDict))
    inner: PlacedDict = table[key][-1] if isinstance(table[key], PlacedList) else table[key]
    return inner


def _add(table: PlacedDict, key: str, where: Span, value: Any, span: Span | None = None) -> Any:
    """Put a value into a table; one without a span of its own is pointed at by its key."""
    table[key] = value
    table.spans.extend((*where, *(span or (where.end, where.end))))
    return value


PYPROJECT = "pyproject.toml"
TABLE = ("tool", "povcalc")
"""Where in `pyproject.toml` the settings stand; in a file of another name they are all of it."""

PER_FILE = "per-file"


class SettingFault(NamedTuple):
    """Something wrong in a settings file; `told` holds the words to say it with. `key` points at the name."""

    kind: str
    at: Path | Span
    told: Mapping[str, Any]
    key: bool = False


class Setting(NamedTuple):
    """A setting as it is taken, and the lines that it comes from."""

    value: Any
    lines: tuple[int, ...]


Group = Mapping[str, Setting]


class Settings(NamedTuple):
    """What a settings file says: for all files, and for those of a pattern, in the order of the file."""

    name: str
    document: Document
    common: Group = MappingProxyType({})
    per_file: tuple[tuple[str, Group], ...] = ()
    faults: tuple[SettingFault, ...] = ()

    def of(self, path: str | None) -> dict[str, Setting]:
        """The settings for a file, by its path from the folder of this one; `None` for what is no file below it.

        What a pattern says counts before what is said for all, of two patterns the later; the checks that are
        ignored are those of all together.
        """
        merged = dict(self.common)
        for pattern, group in self.per_file:
            if path is None or not matches(pattern, path):
                continue
            for name, setting in group.items():
                before = merged.get(name)
                if name == "ignore" and before is not None:
                    codes = tuple(dict.fromkeys((*before.value, *setting.value)))
                    merged[name] = Setting(codes, (*before.lines, *setting.lines))
                else:
                    merged[name] = setting
        return merged


class _UnfitError(ValueError):
    """A value that a setting cannot have; its argument is the kind of fault."""


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _UnfitError("not_a_truth_value")
    return value


def _language(value: Any) -> Lang:
    if value not in tuple(Lang):
        raise _UnfitError("not_a_language")
    return Lang(value)


def _growth(value: Any) -> Any:
    growth = read_growth(_written(value))
    if growth is None:
        raise _UnfitError("not_a_growth")
    return growth


def _cut(value: Any) -> Any:
    cut = read_cut(_written(value))
    if cut is None:
        raise _UnfitError("not_a_cut")
    return cut


def _written(value: Any) -> str:
    """A number or a text as it is written on a command line; nothing for what is neither."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)) or _is_immense(value):
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _is_immense(value: Any) -> bool:
    """Whether it is a number that cannot be meant, nor be spelt out in reasonable time."""
    if isinstance(value, Decimal):
        return not value.is_finite() or abs(value.adjusted()) > _LONGEST
    return isinstance(value, int) and abs(value) > 10**_LONGEST


_LONGEST = 20


_PLAIN: dict[str, Callable[[Any], Any]] = {
    "strict": _truth,
    "fail-undecided": _truth,
    "growth": _growth,
    "cut": _cut,
    "lang": _language,
}
_CODES = ("select", "ignore")
NAMES = (*_CODES, *_PLAIN)
"""The settings, named like the options of the command line."""

_ONE_A_RUN = ("lang",)
"""Settings that no single file has."""


def has_table(content: bytes) -> bool:
    """Whether a `pyproject.toml` has settings of ours; so does one that names us and cannot be read as TOML."""
    if b"povcalc" not in content:
        return False
    try:
        node: Any = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, ArithmeticError, RecursionError):
        return True
    for step in TABLE:
        if not isinstance(node, dict) or step not in node:
            return False
        node = node[step]
    return True


def read_settings(content: bytes, name: str, codes: Collection[str]) -> Settings:
    """Read the settings in a file's content; `codes` are those of all checks. Never raises.

    What is wrong is in the faults, and left out of the settings.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        told = {"read": f"0x{content[error.start]:02X}"}
        before = content[: error.start].decode(errors="replace")
        return Settings(name, Document(before, None), faults=(SettingFault("not_utf8", _end(before), told),))
    try:
        root = placed(text)
    except (ValueError, ArithmeticError, RecursionError) as error:
        return Settings(name, Document(text, None), faults=(_not_toml(text, error),))
    return _Reader(Document(text, root), name, codes).settings()


def _end(text: str) -> Span:
    return Span(len(text), len(text))


_AT = re.compile(r" \(at line ([0-9]+), column ([0-9]+)\)$")
_AT_END = " (at end of document)"


def _not_toml(text: str, error: Exception) -> SettingFault:
    """What keeps a text from being TOML, at the place that Python's reader names."""
    if isinstance(error, RecursionError):
        return SettingFault("too_deep", Span(0, 0), {})
    if isinstance(error, ArithmeticError):
        return SettingFault("too_large", Span(0, 0), {})
    message = str(error)
    found = _AT.search(message)
    why = message.removesuffix(_AT_END) if found is None else message[: found.start()]
    if found is None:
        return SettingFault("not_toml", _end(text) if message.endswith(_AT_END) else Span(0, 0), {"why": why})
    # tomllib counts lines by LF alone, after CR LF has become LF.
    lines = text.split("\n")
    line = min(int(found[1]), len(lines))
    start = sum(len(before) + 1 for before in lines[: line - 1]) + min(int(found[2]) - 1, len(lines[line - 1]))
    return SettingFault("not_toml", Span(start, min(start + 1, len(text))), {"why": why})


class _Reader:
    """Reads one settings file."""

    def __init__(self, document: Document, name: str, codes: Collection[str]) -> None:
        self._document = document
        self._name = name
        self._codes = {*codes, *(code[0] for code in codes)}
        self._faults: list[SettingFault] = []

    def settings(self) -> Settings:
        table, at = self._table()
        common: Group = MappingProxyType({})
        per_file: list[tuple[str, Group]] = []
        if table is not None:
            common = self._group({name: value for name, value in table.items() if name != PER_FILE}, at, NAMES)
            patterns = table.get(PER_FILE, {})
            per_file = self._per_file(patterns, (*at, PER_FILE))
        return Settings(self._name, self._document, common, tuple(per_file), tuple(self._faults))

    def _table(self) -> tuple[dict[str, Any] | None, Path]:
        """The table with the settings, and the way to it."""
        at: Path = ()
        node: Any = self._document.root
        if self._name.replace("\\", "/").rpartition("/")[2] != PYPROJECT:
            return node, at
        for step in TABLE:
            if step not in node:
                self._fault("no_table", at)
                return None, at
            at, node = (*at, step), node[step]
            if not isinstance(node, dict):
                self._fault("not_a_table", at, read=_shown(node))
                return None, at
        return node, at

    def _fault(self, kind: str, at: Path, *, key: bool = False, **told: Any) -> None:
        self._faults.append(SettingFault(kind, at, told, key))

    def _per_file(self, patterns: Any, at: Path) -> list[tuple[str, Group]]:
        found: list[tuple[str, Group]] = []
        if not isinstance(patterns, dict):
            self._fault("not_a_table", at, read=_shown(patterns))
            return found
        names = tuple(name for name in NAMES if name not in _ONE_A_RUN)
        for pattern, group in patterns.items():
            here = (*at, pattern)
            if not is_pattern(pattern):
                self._fault("not_a_pattern", here, key=True, read=pattern)
            elif not isinstance(group, dict):
                self._fault("not_a_table", here, read=_shown(group))
            else:
                found.append((pattern, self._group(group, here, names)))
        return found

    def _group(self, table: Mapping[str, Any], at: Path, names: tuple[str, ...]) -> Group:
        """The settings in a table that may have settings of these names."""
        group: dict[str, Setting] = {}
        for name, value in table.items():
            here = (*at, name)
            if name not in names:
                self._unknown(name, here, names)
                continue
            taken = self._chosen(value, here) if name in _CODES else self._plain(name, value, here)
            if taken is not None:
                line = self._document.place(self._document.span(here, key=True)).line
                group[name] = Setting(taken, (line,))
        return group

    def _unknown(self, name: str, at: Path, names: tuple[str, ...]) -> None:
        if name in NAMES:
            self._fault("one_a_run", at, key=True, read=name)
            return
        known = (*names, PER_FILE) if names == NAMES else names
        near = closest_match(name.replace("_", "-"), known)
        self._fault("unknown_setting", at, key=True, read=name, near=near, known=known)

    def _plain(self, name: str, value: Any, at: Path) -> Any:
        try:
            return _PLAIN[name](value)
        except _UnfitError as unfit:
            self._fault(str(unfit), at, name=name, read=_shown(value))
            return None

    def _chosen(self, value: Any, at: Path) -> tuple[str, ...] | None:
        """The codes of a list that there are; `None` when nothing is left of what was written."""
        if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
            self._fault("not_codes", at, name=at[-1], read=_shown(value))
            return None
        known = []
        for number, code in enumerate(value):
            if code.upper() in self._codes:
                known.append(code.upper())
            else:
                near = closest_match(code.upper(), sorted(self._codes))
                self._fault("unknown_code", (*at, number), read=code, near=near)
        return tuple(known) if known or not value else None


def _shown(value: Any) -> str:
    """A value as a person would write it in the file, near enough."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    if isinstance(value, str):
        return f'"{value}"'
    return "…" if isinstance(value, int) and _is_immense(value) else str(value)
