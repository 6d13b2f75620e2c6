"""Why a figure lies where it does: its heading, and all of it as JSON, version 1 (see `docs/json.md`)."""

from typing import Any

from povcalc.loading import Reading
from povcalc.output.json_text import json_text
from povcalc.output.shown import end_digits
from povcalc.places import Path, dotted
from povcalc.sheets import PLACES
from povcalc.sheets.why import Ground, Why
from povcalc.text import Text, say, signed_interval

VERSION = 1
"""The version of the shape; it changes when a key changes its meaning or goes."""


def heading(answer: Why) -> Text:
    """The figure, by what it is called and in words, and its range."""
    found = signed_interval(answer.range.widened(PLACES))
    return say(
        "{address}: {found} ({area}, {quantity})",
        "{address}: {found} ({area}, {quantity})",
        address=answer.address,
        found=found,
        area=answer.area,
        quantity=answer.quantity,
    )


def why_json(reading: Reading, answers: tuple[Why, ...], *, program: str, ascii_only: bool) -> str:
    """The answers as one JSON object, with a final newline."""
    told = {
        "version": VERSION,
        "program": program,
        "file": reading.name,
        "answers": [_answer(reading, answer) for answer in answers],
    }
    return json_text(told, ascii_only=ascii_only)


def _answer(reading: Reading, answer: Why) -> dict[str, Any]:
    found = answer.range
    return {
        "figure": answer.address,
        "area": answer.area._asdict(),
        "quantity": answer.quantity._asdict(),
        "low": end_digits(found.low),
        "high": end_digits(found.high),
        "low_open": found.low_open,
        "high_open": found.high_open,
        "grounds": [_ground(reading, ground) for ground in answer.grounds],
    }


def _ground(reading: Reading, ground: Ground) -> dict[str, Any]:
    return {
        "end": "high" if ground.upper else "low",
        "stated": [
            {
                "path": dotted(path),
                "file": reading.added[path].file if path in reading.added else None,
                "place": _place(reading, path),
                "words": words._asdict(),
            }
            for words, path in ground.stated
        ],
        "assumed": [words._asdict() for words in ground.assumed],
        "given": [{"figure": address, "words": words._asdict()} for words, address in ground.elsewhere],
        "lines": [words._asdict() for words in ground.lines],
    }


def _place(reading: Reading, path: Path) -> dict[str, int] | None:
    if path in reading.added:
        return reading.added[path].place._asdict()
    if reading.document is None:
        return None
    return reading.document.place(reading.document.span(path))._asdict()
