"""From the text of a settings file to settings, and to what is wrong in it, each at its place."""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from povcalc.bounds import read_cut, read_growth
from povcalc.document import Document
from povcalc.likely import nearest
from povcalc.places import Path, Span
from povcalc.settings.patterns import is_pattern, matches
from povcalc.settings.placing import placed
from povcalc.text import Lang

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
        near = nearest(name.replace("_", "-"), known)
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
                near = nearest(code.upper(), sorted(self._codes))
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
