"""Which language the command line speaks, found out before any command is built.

Help texts are part of how commands are declared, so a language has to be known by then: `LANG`. The settings of the
files that are then read may name another for what is said of them: `language()`.
"""

import os
import sys
from collections.abc import Mapping, Sequence

from povcalc.cli.settings_files import nearest_settings
from povcalc.text import Lang

VARIABLE = "POVCALC_LANG"
"""The environment variable that names the language, behind `--lang` and before the locale."""


def spoken(words: Sequence[str], environment: Mapping[str, str] = os.environ) -> Lang:
    """The language of a command line.

    `--lang`, else POVCALC_LANG, else the settings of the folder that it is run in, else the locale, else English.
    """
    named = _asked(words) or _named(environment) or _set(words)
    if named is not None:
        return named
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


def _named(environment: Mapping[str, str]) -> Lang | None:
    named = environment.get(VARIABLE, "")
    return Lang(named) if named in tuple(Lang) else None


def _set(words: Sequence[str]) -> Lang | None:
    """What the settings say that hold in the working folder; what is wrong with them is told later, if at all."""
    if "--no-settings" in words:
        return None
    try:
        file = _settings_file(words) or nearest_settings(os.getcwd())  # noqa: PTH109 - no pathlib at the start
        content = b"" if file is None else open(file, "rb").read()  # noqa: PTH123, SIM115 - as above
    except (OSError, ValueError):
        return None
    if b"lang" not in content:
        return None
    from povcalc.settings import read_settings

    found = read_settings(content, file or "", ()).common.get("lang")
    return None if found is None else Lang(found.value)


def _settings_file(words: Sequence[str]) -> str | None:
    """The file that `--settings` names."""
    for index, word in reversed(tuple(enumerate(words))):
        if word == "--settings":
            return words[index + 1] if index + 1 < len(words) else None
        if word.startswith("--settings="):
            return word.removeprefix("--settings=")
    return None


def is_known(words: Sequence[str], environment: Mapping[str, str] = os.environ) -> bool:
    """Whether POVCALC_LANG names a language that there is, or need not because `--lang` does."""
    return environment.get(VARIABLE, "") in ("", *Lang) or _asked(words) is not None


LANG = spoken(sys.argv[1:])
"""The language of this run."""


class _Spoken:
    """What is spoken now."""

    lang = LANG


def language() -> Lang:
    """The language that is spoken now: that of the files' settings once they are known, `LANG` until then."""
    return _Spoken.lang


def speak(lang: Lang) -> bool:
    """Speak the language that settings name, unless the command line or the environment asks for one; whether so."""
    if _asked(sys.argv[1:]) is not None or _named(os.environ) is not None:
        return False
    _Spoken.lang = lang
    return True
