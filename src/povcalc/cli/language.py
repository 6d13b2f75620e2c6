"""Which language the command line speaks, found out before any command is built.

Help texts are part of how commands are declared, so a language has to be known by then: `LANG`. The settings of the
files that are then read may name another for what is said of them: `language()`.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum

from povcalc.cli.settings_files import nearest_settings
from povcalc.messages import Lang

VARIABLE = "POVCALC_LANG"
"""The environment variable that names the language, behind `--lang` and before the locale."""


class Namer(StrEnum):
    """What names the language that is spoken; the first of them that does."""

    COMMAND_LINE = "command line"
    ENVIRONMENT = "environment"
    SETTINGS = "settings"
    LOCALE = "locale"


def spoken(words: Sequence[str], environment: Mapping[str, str] = os.environ) -> tuple[Lang, Namer]:
    """The language of a command line, and what names it.

    `--lang`, else POVCALC_LANG, else the settings of the folder that it is run in, else the locale, else English.
    """
    if (asked := _asked(words)) is not None:
        return asked, Namer.COMMAND_LINE
    if (named := _named(environment)) is not None:
        return named, Namer.ENVIRONMENT
    if (settled := _settled(words)) is not None:
        return settled, Namer.SETTINGS
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return (Lang.VI if locale.lower().startswith("vi") else Lang.EN), Namer.LOCALE


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


def _settled(words: Sequence[str]) -> Lang | None:
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
    from povcalc.plan.settings import read_settings

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


LANG, _NAMER = spoken(sys.argv[1:])
"""The language of this run, as far as its words alone tell, and what names it."""


class _Spoken:
    """What is spoken now, and what named it."""

    lang, namer = LANG, _NAMER


def language() -> Lang:
    """The language that is spoken now: that of the files' settings once they are known, `LANG` until then."""
    return _Spoken.lang


def named_by() -> Namer:
    """What named the language that is spoken now."""
    return _Spoken.namer


def speak(lang: Lang) -> None:
    """Speak the language that settings name, unless the command line or the environment asks for one."""
    if _Spoken.namer not in (Namer.COMMAND_LINE, Namer.ENVIRONMENT):
        _Spoken.lang, _Spoken.namer = lang, Namer.SETTINGS
