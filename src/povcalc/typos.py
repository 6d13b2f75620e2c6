"""What was probably meant by a date or a name in a writing that the format does not take, and words to be compared.

A reading is only ever offered in a message; nothing is guessed silently. Numbers are read in `povcalc.numerals`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property, lru_cache
from itertools import filterfalse
from typing import Literal

from povcalc.patterns import regex

_DAY_FIRST = regex(r"(?:ngày\s+)?([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", re.IGNORECASE)
_LOOSE_ISO = regex(r"([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})")


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


_LOOKED_UP = 20
"""So many words that nothing has are looked up among known ones; a nation has 11,400 to look among."""


def closest_match(word: str, known: Iterable[str]) -> str | None:
    """The known word that a misspelt one most resembles, or `None` when none is near."""
    return KnownWords(known).closest(word)


class KnownWords:
    """Known words, among which the first few misspelt ones are looked up: each look takes as long as there are many.

    A word of more than 40 characters is no slip of a name, and is looked up nowhere.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = words
        self._found: dict[str, str | None] = {}

    @cached_property
    def _by_letters(self) -> dict[str, str]:
        return {_letters(word): word for word in self._words}

    def closest(self, word: str) -> str | None:
        """The known word that a misspelt one most resembles; `None` when none is near, or too many were looked up."""
        if word not in self._found and len(word) <= _LONGEST and len(self._found) < _LOOKED_UP:
            self._found[word] = self._look_up(word)
        return self._found.get(word)

    def _look_up(self, word: str) -> str | None:
        from difflib import get_close_matches  # not at start-up: most runs have nothing to look for

        close = get_close_matches(_letters(word), self._by_letters, n=1)
        return self._by_letters[close[0]] if close else None


def _letters(word: str) -> str:
    return word.lower().replace("_", "-")


_LONG = regex(r"[^\x00-\x7f]{31,}")
_MOST_MARKS = 30


def in_form(form: Literal["NFC", "NFD"], text: str) -> str:
    """Text in a normal form of Unicode, but for letters with more than 30 marks, which no language has.

    To put the marks of a letter in order takes the square of their number. Source: the stream-safe text format of
    Unicode Standard Annex 15.
    """
    return "".join([unicodedata.normalize(form, part) for part in _parts(text)])


def is_composed(text: str) -> bool:
    """Whether letters and their marks are written as one wherever they can be, as `in_form` has them."""
    return all(unicodedata.is_normalized("NFC", part) for part in _parts(text))


def _parts(text: str) -> Iterator[str]:
    """The parts of a text, each letter of which has at most 30 marks; most often it is one."""
    begun = marks = 0
    for run in _LONG.finditer(text):
        for at in range(*run.span()):
            marks = marks + 1 if unicodedata.combining(text[at]) else 0
            if marks > _MOST_MARKS:
                yield text[begun:at]
                begun, marks = at, 1
        marks = 0
    yield text[begun:]


_TONES = "\u0300\u0301\u0303\u0309\u0323"
_FINAL_Y = regex("(?:(?<=[bcdghklmnpqrstvx])|(?<=đ)|(?<=qu)|(?<![^\\W\\d_]))y(?![^\\W\\d_])")
_LOOK_ALIKE = str.maketrans({"ð": "đ", "ɖ": "đ", "Ð": "Đ", "Ɖ": "Đ"})
"""Letters of other languages that look like đ, and stand for it where somebody typed or scanned them."""


def normalized(words: str) -> str:
    """Words in the one form in which people compare them: small letters, single spaces.

    A syllable has its tone mark at its end, so that it does not matter which vowel bears it, nor whether i or y is
    written where both are right: `Hoà Lý` and `Hòa Lí` are the same words.
    """
    return " ".join(map(_syllable, words.split()))


@lru_cache(4096)
def _syllable(word: str) -> str:
    """A word in that form; the names of a nation are made of few."""
    letters = in_form("NFD", word.translate(_LOOK_ALIKE).casefold())
    tones = "".join(letter for letter in letters if letter in _TONES)
    return _FINAL_Y.sub("i", "".join(letter for letter in letters if letter not in _TONES)) + tones


def same_i(words: str) -> str:
    """Folded words with i for a y that could as well be written i: `ly son` is `li son`, `tay` stays."""
    return _FINAL_Y.sub("i", words)


def fold(words: str, *, brackets: bool = True) -> str:
    """Small letters and digits without marks, one space between words; what is in round brackets may be left out."""
    if not brackets:
        words = re.sub(r"\([^)]*\)", " ", words)
    letters = words.lower()
    if not letters.isascii():
        marked = in_form("NFD", words.translate(_LOOK_ALIKE).lower().replace("đ", "d"))
        letters = "".join(filterfalse(unicodedata.combining, marked))
    return " ".join(re.findall("[a-z0-9]+", letters))


def id_of(words: str) -> str:
    """Words as an id: `Trạm Tấu` gives `tram-tau`; empty where nothing is left."""
    return fold(words).replace(" ", "-")
