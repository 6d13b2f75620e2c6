"""Values as the text of one JSON object or array, the same way for every command."""

import json
from decimal import Decimal
from typing import Any

from povcalc.figures import Exact, Number
from povcalc.text import printable


def json_text(told: dict[str, Any] | list[Any], *, ascii_only: bool) -> str:
    """The object or array as indented JSON with a final newline; no character in it is one that a terminal acts on."""
    written = json.dumps(told, ensure_ascii=ascii_only, indent=2)
    return "".join(f"{_harmless(line)}\n" for line in written.split("\n"))


def exact(number: Exact | Number) -> str:
    """A number in plain digits: `str` would write a small `Decimal` with an exponent."""
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def _harmless(line: str) -> str:
    """A line of JSON with the characters escaped that a terminal would act on and JSON lets pass."""
    if printable(line) == line:
        return line
    return "".join(json.dumps(sign)[1:-1] if printable(sign) != sign else sign for sign in line)
