"""Which language the command line speaks, found out before any command is built.

Help texts are part of how commands are declared, so the language has to be known by then.
"""

import os
import sys
from collections.abc import Mapping, Sequence

from povcalc.text import Lang

VARIABLE = "POVCALC_LANG"
"""The environment variable that names the language, behind `--lang` and before the locale."""


def spoken(words: Sequence[str], environment: Mapping[str, str] = os.environ) -> Lang:
    """The language of a command line: `--lang`, else POVCALC_LANG, else the locale, else English."""
    asked = _asked(words)
    if asked is not None:
        return asked
    named = environment.get(VARIABLE, "")
    if named in tuple(Lang):
        return Lang(named)
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return Lang.VI if locale.lower().startswith("vi") else Lang.EN


def _asked(words: Sequence[str]) -> Lang | None:
    options = words[: words.index("--")] if "--" in words else words
    for index, word in reversed(tuple(enumerate(options))):  # of several the last one holds
        following = options[index + 1] if index + 1 < len(options) else None
        value = following if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang") and value in tuple(Lang):
            return Lang(value)
    return None


def is_known(words: Sequence[str], environment: Mapping[str, str] = os.environ) -> bool:
    """Whether POVCALC_LANG names a language that there is, or need not because `--lang` does."""
    return environment.get(VARIABLE, "") in ("", *Lang) or _asked(words) is not None


LANG = spoken(sys.argv[1:])
"""The language of this run."""
