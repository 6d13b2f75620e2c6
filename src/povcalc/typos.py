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

    They are `most`, or all where it is none: in a vocabulary that does not grow with the file, as the names of the
    fields. A word of more than 40 characters is no slip of a name, and is looked up nowhere.
    """

    def __init__(self, words: Iterable[str], most: int | None = _LOOKED_UP) -> None:
        self._words = words
        self._most = most
        self._found: dict[str, str | None] = {}

    @cached_property
    def _by_letters(self) -> dict[str, str]:
        return {_letters(word): word for word in self._words}

    @cached_property
    def _tallies(self) -> list[tuple[str, int, int]]:
        return [(letters, *_tally(letters)) for letters in self._by_letters if len(letters) <= _LONGEST_KNOWN]

    def closest(self, word: str) -> str | None:
        """The known word that a misspelt one most resembles; `None` when none is near, or too many were looked up."""
        if len(word) > _LONGEST:
            return None
        if self._most is None:
            return self._look_up(word)
        if word not in self._found and len(self._found) < self._most:
            self._found[word] = self._look_up(word)
        return self._found.get(word)

    def _look_up(self, word: str) -> str | None:
        """What `difflib.get_close_matches` has as the first, of which it works out the likeness of far more words."""
        from difflib import SequenceMatcher  # not at start-up: most runs have nothing to look for

        letters = _letters(word)
        bits, more = _tally(letters)
        shared = (
            (_likeness((bits & its_bits).bit_count() + min(more, its_more), len(letters) + len(known)), known)
            for known, its_bits, its_more in self._tallies
        )
        likely = sorted((each for each in shared if each[0] >= _ALIKE), reverse=True)
        best: tuple[float, str] | None = None
        matcher = SequenceMatcher(b=letters)
        for at_most, known in likely:
            if best is not None and at_most < best[0]:
                break
            matcher.set_seq1(known)
            found = (matcher.ratio(), known)
            if found[0] >= _ALIKE and (best is None or found > best):
                best = found
        return self._by_letters[best[1]] if best is not None else None


_ALIKE = 0.6
_LONGEST_KNOWN = 94
"""A known word that is longer shares too few of its letters with any of 40."""


def _likeness(shared: int, letters: int) -> float:
    """How alike two words are, as `difflib` has it, by the letters that they share and those that both have."""
    return 2.0 * shared / letters if letters else 1.0


_KINDS, _OF_A_KIND = 32, 4


def _tally(word: str) -> tuple[int, int]:
    """Which letters a word has, as bits, four of a kind at most, and how many more it has.

    What two words share of both is no less than the letters that they share, and is worked out quickly.
    """
    bits = 0
    for letter in word:
        place = ord(letter) % _KINDS * _OF_A_KIND
        already = bits >> place & (1 << _OF_A_KIND) - 1
        bits |= (already << 1 | 1) % (1 << _OF_A_KIND) << place
    return bits, len(word) - bits.bit_count()


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
