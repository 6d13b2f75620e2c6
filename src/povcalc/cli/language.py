"""Which language the command line speaks, found out before any command is built.

Help texts are part of how commands are declared, so the language has to be known by then.
"""

import gettext
import os
from collections.abc import Mapping, Sequence

from povcalc.text import Lang

VARIABLE = "POVCALC_LANG"
"""The environment variable that names the language, behind `--lang` and before the locale."""


def spoken(words: Sequence[str], environment: Mapping[str, str] = os.environ) -> Lang:
    """The language of a command line: `--lang`, else POVCALC_LANG, else the locale, else English."""
    for index, word in enumerate(words):
        if word == "--":
            break
        following = words[index + 1] if index + 1 < len(words) else None
        value = following if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang") and value in tuple(Lang):
            return Lang(value)
    named = environment.get(VARIABLE, "")
    if named in tuple(Lang):
        return Lang(named)
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return Lang.VI if locale.lower().startswith("vi") else Lang.EN


def is_known(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether POVCALC_LANG, if it is set, names a language that there is."""
    return environment.get(VARIABLE, "") in ("", *Lang)


_TYPER_IN_VIETNAMESE = {
    "Usage:": "Cách dùng:",
    "Usage: ": "Cách dùng: ",
    "Options": "Tùy chọn",
    "Arguments": "Tham số",
    "Commands": "Lệnh",
    "Show this message and exit.": "Hiện hướng dẫn này rồi thoát.",
    "[default: {}]": "[mặc định: {}]",
    "default: {default}": "mặc định: {default}",
    "[required]": "[bắt buộc]",
    "required": "bắt buộc",
    "Install completion for the current shell.": "Cài đặt gợi ý lệnh cho shell đang dùng.",
    "Show completion for the current shell, to copy it or customize the installation.": (
        "Hiện mã gợi ý lệnh cho shell đang dùng, để sao chép hoặc tự cài đặt."
    ),
}


def teach_typer(lang: Lang) -> None:
    """Give the few words of Typer's own help in the language.

    Typer asks gettext for each, when it is imported and after, so this comes before its import.
    """
    if lang is Lang.VI:
        untranslated = gettext.gettext
        gettext.gettext = lambda message: _TYPER_IN_VIETNAMESE.get(message) or untranslated(message)
