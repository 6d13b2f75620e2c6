"""Where everything in a TOML text stands: Python's own reader gives values without places.

The text is read twice: by `tomllib`, which says what it means and whether it is TOML at all, and here, for the spans
alone. This second look relies on the first: of a text that is TOML it need not know what would not be.
"""

import re
import tomllib
from array import array
from decimal import Decimal
from typing import Any

from povcalc.document import PlacedDict, PlacedList
from povcalc.places import Span

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
