"""What holds for each file of a run, and where it comes from: for people and for programs."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from povcalc.output.json_text import json_text
from povcalc.text import Text

VERSION = 1
"""The version of the JSON's shape; `docs/json.md` describes it."""


class Effective(NamedTuple):
    """One setting as it holds: its value in words and as data, and where it comes from."""

    name: str
    words: Text
    value: Any
    origin: Text


class Held(NamedTuple):
    """Files that the same holds for."""

    files: tuple[str, ...]
    settings: tuple[Effective, ...]


def together(files: Sequence[Held]) -> list[Held]:
    """The same with neighbours together that the same holds for."""
    groups: list[Held] = []
    for held in files:
        if groups and groups[-1].settings == held.settings:
            groups[-1] = Held((*groups[-1].files, *held.files), held.settings)
        else:
            groups.append(held)
    return groups


def effective_json(files: Sequence[Held], *, program: str, ascii_only: bool) -> str:
    """What holds for each file as one JSON object, with a final newline."""
    told = {
        "version": VERSION,
        "program": program,
        "files": [
            {
                "file": file,
                "settings": {each.name: {"value": each.value, "from": each.origin._asdict()} for each in held.settings},
            }
            for held in files
            for file in held.files
        ],
    }
    return json_text(told, ascii_only=ascii_only)
