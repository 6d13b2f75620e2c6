"""Settings: how a repository wants its plans checked, from `povcalc.toml` or `[tool.povcalc]` in `pyproject.toml`.

`read_settings` makes settings of such a file's text and tells what is wrong in it, each at its place. `tomllib` says
what the text means and whether it is TOML at all; a second look finds where everything in it stands. Which file is
read for which plan is found out by the command line.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from povcalc.findings import Severity
from povcalc.messages import Lang
from povcalc.numerals import figure_text
from povcalc.patterns import regex
from povcalc.places import Fault, Path, Span
from povcalc.plan.assumptions import read_cut, read_growth
from povcalc.plan.yaml_reader import Document
from povcalc.typos import KnownWords, closest_match, in_form

_ANY_DEPTH = "**"


def is_pattern(written: str) -> bool:
    """Whether it can be a pattern: parts with slashes between them, from the folder of the settings downwards."""
    parts = written.split("/")
    return "\\" not in written and all(part not in ("", ".", "..") for part in parts)


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern means a file, given by its path from the folder of the settings, with slashes.

    A pattern without a slash means a name in any folder; `*`, `?` and `[…]` stay within a name, `**` is any
    number of folders. A letter and its marks may be written as one character or as several: names of files are either.
    """
    pattern, path = (in_form("NFC", each) for each in (pattern, path))
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


_BLANK = regex(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = regex(r"""[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*'""")
_SCALAR = regex(
    r'''"""(?:[^\\]|\\.)*?"""+|"(?:[^"\\]|\\.)*"'''  # up to two quotes more belong to the text that they end
    r"""|'''.*?'''+|'[^']*'"""
    r"""|[^\s,\]}#]+(?:[ ][0-9][^\s,\]}#]*)?""",  # a date and its time may have a space between them
    re.DOTALL,
)


_DEEP_NAME = regex(r"""(?<![\w"'.-])(?:[\w"'-]+[ \t]*\.[ \t]*){100}""")
"""A name of so many parts, `a.a.a`, for which `tomllib` keeps the path of each part: 20,000 of them took 2 GB."""


def _toml(text: str) -> dict[str, Any]:
    """The values of a TOML text. Raises what is in `_UNREADABLE`."""
    import tomllib  # most runs find no settings, and it costs a start as much as a small plan

    if _DEEP_NAME.search(text):
        raise RecursionError("a name of more than 100 parts")
    return tomllib.loads(text, parse_float=Decimal)


class TomlPlaces:
    """Where everything in a text stands that `tomllib` has read, so that nothing here need know what is not TOML.

    `values` and `keys` have the spans by path. A table that has a heading, and an item of a list of tables, stand at
    their name.
    """

    def __init__(self, text: str) -> None:
        self.values: dict[Path, Span] = {}
        self.keys: dict[Path, Span] = {}
        self._text = text
        self._at = 0
        self._rows: dict[Path, int] = {}
        table: Path = ()
        while self._skip(_BLANK) < len(text):
            if text[self._at] == "[":
                is_row = text.startswith("[[", self._at)
                self._at += 1 + is_row
                table = self._key((), is_row=is_row)
                self._at += 1 + is_row
            else:
                self._pair(table)

    def _skip(self, what: re.Pattern[str]) -> int:
        if (found := what.match(self._text, self._at)) is not None:
            self._at = found.end()
        return self._at

    def _key(self, path: Path, *, is_row: bool = False) -> Path:
        """Read a key, which may have dots, below a path; of a list of tables on the way the last is meant."""
        while True:
            begin = self._skip(_BLANK)
            written = self._text[begin : self._skip(_KEY)]
            path = (*path, next(iter(_toml(f"{written} = 0"))))
            span = Span(begin, self._at)
            self.keys.setdefault(path, span)
            self.values.setdefault(path, span)
            ends = self._text[self._skip(_BLANK)] != "."
            if ends and is_row:
                self._rows[path] = self._rows.get(path, -1) + 1
            if path in self._rows:
                path = (*path, self._rows[path])
                self.values.setdefault(path, span)
            if ends:
                return path
            self._at += 1

    def _pair(self, table: Path) -> None:
        path = self._key(table)
        self._at += 1  # the sign =
        self._value(path)

    def _value(self, path: Path) -> None:
        begin = self._skip(_BLANK)
        opening = self._text[begin]
        if opening in "[{":
            self._at += 1
            number = 0
            while self._text[self._skip(_BLANK)] not in "]}":
                if self._text[self._at] == ",":
                    self._at += 1
                elif opening == "{":
                    self._pair(path)
                else:
                    self._value((*path, number))
                    number += 1
            self._at += 1
        else:
            self._skip(_SCALAR)
        self.values[path] = Span(begin, self._at)


PYPROJECT = "pyproject.toml"
TABLE = ("tool", "povcalc")
"""Where in `pyproject.toml` the settings stand; in a file of another name they are all of it."""

PER_FILE = "per-file"
SEVERITY = "severity"
_ADDED = ("ignore", SEVERITY)
"""What a pattern says of these is added to what is said before it."""


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
    faults: tuple[Fault[Path] | Fault[Span], ...] = ()

    def of(self, path: str | None) -> dict[str, Setting]:
        """The settings for a file, by its path from the folder of this one; `None` for what is no file below it.

        What a pattern says counts before what is said for all, of two patterns the later; the checks that are
        ignored are those of all together, and so are severities.
        """
        merged = dict(self.common)
        for pattern, group in self.per_file:
            if path is None or not matches(pattern, path):
                continue
            for name, setting in group.items():
                before = merged.get(name)
                if before is None or name not in _ADDED:
                    merged[name] = setting
                    continue
                lines = (*before.lines, *setting.lines)
                if name == SEVERITY:
                    merged[name] = Setting({**before.value, **setting.value}, lines)
                else:
                    merged[name] = Setting(tuple(dict.fromkeys((*before.value, *setting.value))), lines)
        return merged


_LONGEST = 20
"""So many digits before or behind the point cannot be meant, nor be spelt out in reasonable time if they are many."""


def _is_immense(value: Any) -> bool:
    if isinstance(value, Decimal):
        return not value.is_finite() or abs(value.adjusted()) > _LONGEST
    return isinstance(value, int) and abs(value) > 10**_LONGEST


def _written(value: Any) -> str:
    """A number or a text as it is written on a command line; nothing for what is neither."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)) or _is_immense(value):
        return ""
    return figure_text(value)


def _shown(value: Any) -> str:
    """A value as a person would write it in the file, near enough."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return "{…}" if value else "{}"
        case list():
            return f"[{', '.join(map(_shown, value))}]"
        case str():
            return f'"{value}"'
    return "…" if isinstance(value, int) and _is_immense(value) else str(value)


def _truth(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _names(value: Any) -> tuple[str, ...] | None:
    is_list = isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value)
    return tuple(value) if is_list and value else None


def _name(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


FILES, BASELINE = "files", "baseline"
_PLAIN: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "strict": ("not_a_truth_value", _truth),
    "fail-undecided": ("not_a_truth_value", _truth),
    "growth": ("not_a_growth", lambda value: read_growth(_written(value))),
    "cut": ("not_a_cut", lambda value: read_cut(_written(value))),
    "lang": ("not_a_language", lambda value: Lang(value) if value in tuple(Lang) else None),
    FILES: ("not_files", _names),
    BASELINE: ("not_a_file", _name),
}
"""By setting, the kind of fault that an unfit value is, and what makes of a value what it means or `None`."""

_CODES = ("select", "ignore")
NAMES = (*_CODES, SEVERITY, *_PLAIN)
"""The settings, named like the options of the command line."""

_ONE_A_RUN = ("lang", FILES, BASELINE)
"""Settings that no single file has."""

_UNREADABLE = (ValueError, ArithmeticError, RecursionError)
"""What `tomllib` raises: for what is no TOML, for too large an exponent, for too deep a nesting."""


def has_table(content: bytes) -> bool:
    """Whether a `pyproject.toml` has settings of ours; so does one that names us and cannot be read as TOML."""
    if b"povcalc" not in content:
        return False
    try:
        node: Any = _toml(content.decode("utf-8-sig"))
    except _UNREADABLE:
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
        before = content[: error.start].decode(errors="replace")
        fault = Fault("not_utf8", _end(before), {"read": f"0x{content[error.start]:02X}"})
        return Settings(name, Document(before, None), faults=(fault,))
    document = TomlDocument(text, None)
    try:
        values = _toml(text)
    except _UNREADABLE as error:
        return Settings(name, document, faults=(_not_toml(text, error),))
    return _Reader(document, name, codes).read(values)


def _end(text: str) -> Span:
    return Span(len(text), len(text))


_AT = regex(r"(.*) \(at (?:end of document|line ([0-9]+), column ([0-9]+))\)", re.DOTALL)


def _not_toml(text: str, error: Exception) -> Fault[Span]:
    """What keeps a text from being TOML, at the place that Python's reader names."""
    if not isinstance(error, ValueError):
        return Fault("too_deep" if isinstance(error, RecursionError) else "too_large", Span(0, 0), {})
    found = _AT.fullmatch(str(error))
    if found is None:
        return Fault("not_toml", Span(0, 0), {"why": str(error)})
    why, line, column = found.groups()
    if line is None:
        return Fault("not_toml", _end(text), {"why": why})
    # tomllib counts lines by LF alone, after CR LF has become LF.
    lines = text.split("\n")
    at = min(int(line), len(lines)) - 1
    start = sum(len(before) + 1 for before in lines[:at]) + min(int(column) - 1, len(lines[at]))
    return Fault("not_toml", Span(start, min(start + 1, len(text))), {"why": why})


class TomlDocument(Document):
    """The text of a settings file, which points at what a path leads to as a plan's document does."""

    @cached_property
    def _places(self) -> TomlPlaces:
        return TomlPlaces(self.text)

    def span(self, path: Path, *, key: bool = False) -> Span:
        """Where the value at a path stands, or its key; for what stands nowhere, the beginning of the file."""
        return (self._places.keys if key else self._places.values).get(path, Span(0, 0))


class _Reader:
    """Makes settings of one file's values."""

    def __init__(self, document: Document, name: str, codes: Collection[str]) -> None:
        self._document = document
        self._name = name
        self._codes = {*codes, *(code[0] for code in codes)}
        self._known_codes = KnownWords(sorted(self._codes))
        self._faults: list[Fault[Path]] = []

    def read(self, values: dict[str, Any]) -> Settings:
        table, at = self._table(values)
        common = self._group({name: value for name, value in table.items() if name != PER_FILE}, at, NAMES)
        per_file = self._per_file(table.get(PER_FILE, {}), (*at, PER_FILE))
        return Settings(self._name, self._document, common, tuple(per_file), tuple(self._faults))

    def _table(self, node: Any) -> tuple[dict[str, Any], Path]:
        """The table with the settings, empty where it is missing, and the way to it."""
        at: Path = ()
        if self._name.replace("\\", "/").rpartition("/")[2] != PYPROJECT:
            return node, at
        for step in TABLE:
            if step not in node:
                self._fault("no_table", at)
                return {}, at
            at, node = (*at, step), node[step]
            if not isinstance(node, dict):
                self._fault("not_a_table", at, read=_shown(node))
                return {}, at
        return node, at

    def _fault(self, kind: str, at: Path, *, key: bool = False, **values: Any) -> None:
        """Note a fault of a value, or of its key; of the file itself at its beginning."""
        self._faults.append(Fault(kind, at, values, key))

    def _per_file(self, patterns: Any, at: Path) -> Iterator[tuple[str, Group]]:
        if not isinstance(patterns, dict):
            self._fault("not_a_table", at, read=_shown(patterns))
            return
        names = tuple(name for name in NAMES if name not in _ONE_A_RUN)
        for pattern, group in patterns.items():
            here = (*at, pattern)
            if not is_pattern(pattern):
                self._fault("not_a_pattern", here, key=True, read=pattern)
            elif not isinstance(group, dict):
                self._fault("not_a_table", here, read=_shown(group))
            else:
                yield pattern, self._group(group, here, names)

    def _group(self, table: Mapping[str, Any], at: Path, names: tuple[str, ...]) -> Group:
        """The settings in a table that may have settings of these names."""
        group: dict[str, Setting] = {}
        for name, value in table.items():
            here = (*at, name)
            if name not in names:
                self._unknown(name, here, names)
                continue
            if name == SEVERITY:
                taken: Any = self._severities(value, here)
            else:
                taken = self._chosen(value, here) if name in _CODES else self._plain(name, value, here)
            if taken is not None:
                group[name] = Setting(taken, (self._document.place(self._document.span(here, key=True)).line,))
        return group

    def _unknown(self, name: str, at: Path, names: tuple[str, ...]) -> None:
        if name in NAMES:
            self._fault("one_a_run", at, key=True, read=name)
            return
        known = (*names, PER_FILE) if names == NAMES else names
        near = closest_match(name.replace("_", "-"), known)
        self._fault("unknown_setting", at, key=True, read=name, near=near, known=known)

    def _plain(self, name: str, value: Any, at: Path) -> Any:
        kind, meaning_of = _PLAIN[name]
        taken = meaning_of(value)
        if taken is None:
            self._fault(kind, at, name=name, read=_shown(value))
        return taken

    def _severities(self, value: Any, at: Path) -> Mapping[str, Severity] | None:
        """What checks weigh, by code or family, of a table; `None` when it is no table."""
        if not isinstance(value, dict):
            self._fault("not_severities", at, read=_shown(value))
            return None
        found: dict[str, Severity] = {}
        for code, word in value.items():
            if not self._is_known(code, (*at, code), key=True):
                continue
            if word in tuple(Severity):
                found[code.upper()] = Severity(word)
            else:
                self._fault("not_a_severity", (*at, code), name=code, read=_shown(word))
        return found

    def _is_known(self, code: str, at: Path, *, key: bool = False) -> bool:
        """Whether there is a check or family of a code; what is none is a fault."""
        if code.upper() in self._codes:
            return True
        near = self._known_codes.closest(code.upper())
        self._fault("unknown_code", at, key=key, read=code, near=near)
        return False

    def _chosen(self, value: Any, at: Path) -> tuple[str, ...] | None:
        """The codes of a list that there are; `None` when nothing is left of what was written."""
        if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
            self._fault("not_codes", at, name=at[-1], read=_shown(value))
            return None
        known = tuple(code.upper() for number, code in enumerate(value) if self._is_known(code, (*at, number)))
        return known if known or not value else None
