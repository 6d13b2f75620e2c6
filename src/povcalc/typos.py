"""What was probably meant by a date or a name in a writing that the format does not take.

A reading is only ever offered in a message; nothing is guessed silently. Numbers are read in `povcalc.numerals`.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

_DAY_FIRST = re.compile(r"(?:ngày\s+)?([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", re.IGNORECASE)
_LOOSE_ISO = re.compile(r"([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})")


def guess_date(words: str) -> str | None:
    """A date in ISO form, or `None`: `19/4/2019` is 2019-04-19, day first as in Vietnam."""
    if found := _DAY_FIRST.fullmatch(words.strip()):
        day, month, year = found.groups()
    elif found := _LOOSE_ISO.fullmatch(words.strip()):
        year, month, day = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


_LONGEST = 40


def closest_match(word: str, known: Iterable[str]) -> str | None:
    """The known word that a misspelt one most resembles, or `None` when none is near.

    A word of more than 40 characters is no slip of a name, and is looked up nowhere.
    """
    if len(word) > _LONGEST:
        return None
    by_letters = {_letters(candidate): candidate for candidate in known}
    import difflib  # not at start-up: most runs have nothing to look for

    close = difflib.get_close_matches(_letters(word), by_letters, n=1)
    return by_letters[close[0]] if close else None


def _letters(word: str) -> str:
    return word.lower().replace("_", "-")


def normalized(words: str) -> str:
    """Words as people compare them: letters and their marks as one character each, small, single spaces."""
    return " ".join(unicodedata.normalize("NFC", words).casefold().split())


def fold(words: str, *, brackets: bool = True) -> str:
    """Small letters and digits without marks, one space between words; what is in round brackets may be left out."""
    if not brackets:
        words = re.sub(r"\([^)]*\)", " ", words)
    letters = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    return " ".join(re.findall("[a-z0-9]+", "".join(each for each in letters if not unicodedata.combining(each))))


def id_of(words: str) -> str:
    """Words as an id: `Trạm Tấu` gives `tram-tau`; empty where nothing is left."""
    return fold(words).replace(" ", "-")
