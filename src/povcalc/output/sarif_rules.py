"""What SARIF says of the checks themselves: a rule each, and the same in the other language as a translation."""

import re
from collections.abc import Iterable
from typing import Any

from povcalc.checks import ALL, FAMILIES
from povcalc.checks.declare import Check
from povcalc.findings import Severity
from povcalc.output.explained import FORMULA, MEND
from povcalc.text import Lang, Text, printable

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
"""What SARIF calls the severities."""

_FOUND = "found"
"""The message of every rule: a result brings its words, first in the run's language, then in the other."""

_TRANSLATION = Text("The checks of povcalc in English", "Các phép kiểm tra của povcalc bằng tiếng Việt")


def other(lang: Lang) -> Lang:
    """The language that a run does not speak."""
    return Lang.VI if lang is Lang.EN else Lang.EN


def message(words: Text, lang: Lang) -> dict[str, Any]:
    """What a result says, in both languages."""
    return {
        "text": plain(words.to(lang)),
        "id": _FOUND,
        "arguments": [_unlinked(words.to(each)) for each in (lang, other(lang))],
    }


def plain(words: str) -> str:
    """A text as SARIF's messages have it: braces doubled, and nothing in it a link."""
    return _unlinked(words).replace("{", "{{").replace("}", "}}")


def _unlinked(words: str) -> str:
    return re.sub(r"\](?=\()", "] ", printable(words))


def rules(codes: Iterable[str], lang: Lang) -> list[dict[str, Any]]:
    """The checks of these codes as rules, in one language."""
    chosen = set(codes)
    return [
        {**_words(check, lang, 0), "defaultConfiguration": {"level": LEVELS[check.severity]}, **_tags(check, lang)}
        for check in ALL
        if check.code in chosen
    ]


def translation(codes: Iterable[str], lang: Lang) -> dict[str, Any]:
    """The same in the other language."""
    chosen = set(codes)
    second = other(lang)
    return {
        "name": "povcalc",
        "language": second.value,
        "contents": ["localizedData"],
        "associatedComponent": {"name": "povcalc"},
        "translationMetadata": {
            "name": f"povcalc-{second.value}",
            "shortDescription": {"text": _TRANSLATION.to(second)},
        },
        "rules": [_words(check, second, 1) for check in ALL if check.code in chosen],
    }


def _words(check: Check, lang: Lang, argument: int) -> dict[str, Any]:
    return {
        "id": check.code,
        "name": "".join(word.capitalize() for word in check.slug.split("-")),
        "shortDescription": {"text": plain(check.title.to(lang))},
        "fullDescription": {"text": plain(check.explanation.to(lang))},
        "help": {"text": "\n\n".join(map(plain, _help(check, lang))), "markdown": _markdown(check, lang)},
        "messageStrings": {_FOUND: {"text": f"{{{argument}}}"}},
    }


def _help(check: Check, lang: Lang) -> list[str]:
    formula = [f"{FORMULA.to(lang)}: {' '.join(check.formula.split())}"] if check.formula else []
    return [check.explanation.to(lang), *formula, f"{MEND.to(lang)}: {check.mend.to(lang)}"]


def _markdown(check: Check, lang: Lang) -> str:
    formula = [f"{FORMULA.to(lang)}:", f"```text\n{check.formula.rstrip()}\n```"] if check.formula else []
    parts = [check.explanation.to(lang), *formula, f"**{MEND.to(lang)}:** {check.mend.to(lang)}"]
    return "\n\n".join(parts).replace("{", "{{").replace("}", "}}")


def _tags(check: Check, lang: Lang) -> dict[str, Any]:
    return {"properties": {"tags": [FAMILIES[check.family].to(lang)]}}
