"""Values as the text of one JSON object, the same way for every command."""

import json
from typing import Any

from povcalc.text import printable


def json_text(told: dict[str, Any], *, ascii_only: bool) -> str:
    """The object as indented JSON with a final newline; no character in it is one that a terminal acts on."""
    written = json.dumps(told, ensure_ascii=ascii_only, indent=2)
    return "".join(f"{_harmless(line)}\n" for line in written.split("\n"))


def _harmless(line: str) -> str:
    """A line of JSON with the characters escaped that a terminal would act on and JSON lets pass."""
    if printable(line) == line:
        return line
    return "".join(json.dumps(sign)[1:-1] if printable(sign) != sign else sign for sign in line)
