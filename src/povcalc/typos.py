"""What was probably meant by a number, a date or a name in a writing that the format does not take.

Vietnamese writing groups thousands with points and marks decimals with a comma, the other way
round from the format. A reading is only ever offered in a message; nothing is guessed silently.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

_MEANT = {
    word: form
    for form, words in {
        "over": "trên|hơn|over|more than|>",
        "under": "dưới|gần|under|less than|<",
        "at_least": "ít nhất|tối thiểu|at least|≥|>=",
        "at_most": "nhiều nhất|tối đa|at most|≤|<=",
        "about": "ước khoảng|khoảng|ước|about|~",
    }.items()
    for word in words.split("|")
}
_COUNTED = "hộ nghèo|hộ|nghìn đồng|triệu đồng|tỷ đồng|triệu|tỷ|đồng|đ"
"""Vietnamese units of things that come in thousands: a point before three digits groups them."""
_UNITS = "điểm phần trăm|điểm %|điểm|phần trăm|%|households|points|percent|vnd"
_WORDED = re.compile(
    rf"(?:(?P<meant>{'|'.join(sorted(map(re.escape, _MEANT), key=len, reverse=True))}) ?:? ?)?"
    rf"(?P<digits>-?[0-9](?:[0-9., ]*[0-9])?) ?(?:(?P<counted>{_COUNTED})|{_UNITS})?"
)
_GROUPED_BY_POINTS = re.compile(r"-?[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_GROUPED_BY_COMMAS = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_GROUPED_BY_SPACES = re.compile(r"-?[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]+)?")
_DECIMAL_COMMA = re.compile(r"-?(?:0|[1-9][0-9]*),[0-9]+")
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


def guess_figure(words: str, *, whole: bool) -> str | None:
    """A figure as the format writes it, or `None` when the words do not read as one.

    `whole` says that only a whole number makes sense, so that `1.726` and `1,726` are both 1726.
    Otherwise a single mark before three digits marks decimals, unless it is a point and the unit
    is one that comes in thousands: `367.886 triệu đồng` is 367886.
    """
    found = _WORDED.fullmatch(" ".join(words.lower().split()))
    if found is None:
        return None
    digits = found["digits"]
    if _GROUPED_BY_SPACES.fullmatch(digits):
        digits = digits.replace(" ", "")
    elif found["counted"] and _GROUPED_BY_POINTS.fullmatch(digits):
        digits = digits.replace(".", "")
    number = _number(digits, whole=whole)
    if number is None:
        return None
    meant = found["meant"]
    return f"{{{_MEANT[meant]}: {number}}}" if meant else number


def _number(digits: str, *, whole: bool) -> str | None:
    if whole:
        for grouped, mark in ((_GROUPED_BY_POINTS, "."), (_GROUPED_BY_COMMAS, ",")):
            if grouped.fullmatch(digits) and digits.replace(mark, "").lstrip("-").isdigit():
                return digits.replace(mark, "")
        return digits if re.fullmatch(r"-?(?:0|[1-9][0-9]*)", digits) else None
    if _DECIMAL_COMMA.fullmatch(digits):
        return digits.replace(",", ".")
    if _PLAIN.fullmatch(digits):
        return digits
    if _GROUPED_BY_POINTS.fullmatch(digits):
        return digits.replace(".", "").replace(",", ".")
    if _GROUPED_BY_COMMAS.fullmatch(digits):
        return digits.replace(",", "")
    return None


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


_TONES = "\u0300\u0301\u0303\u0309\u0323"
_FINAL_Y = re.compile("(?:(?<=[bcdđghklmnpqrstvx])|(?<=qu)|(?<![^\\W\\d_]))y(?![^\\W\\d_])")
_LOOK_ALIKE = str.maketrans({"ð": "đ", "ɖ": "đ", "Ð": "Đ", "Ɖ": "Đ"})
"""Letters of other languages that look like đ, and stand for it where somebody typed or scanned them."""


def normalized(words: str) -> str:
    """Words in the one form in which people compare them: small letters, single spaces.

    A syllable has its tone mark at its end, so that it does not matter which vowel bears it, nor whether i or y is
    written where both are right: `Hoà Lý` and `Hòa Lí` are the same words.
    """
    letters = unicodedata.normalize("NFD", words.translate(_LOOK_ALIKE).casefold())
    return " ".join(map(_syllable, letters.split()))


def _syllable(letters: str) -> str:
    tones = "".join(letter for letter in letters if letter in _TONES)
    return _FINAL_Y.sub("i", "".join(letter for letter in letters if letter not in _TONES)) + tones


def same_i(words: str) -> str:
    """Folded words with i for a y that could as well be written i: `ly son` is `li son`, `tay` stays."""
    return _FINAL_Y.sub("i", words)


def fold(words: str, *, brackets: bool = True) -> str:
    """Small letters and digits without marks, one space between words; what is in round brackets may be left out."""
    if not brackets:
        words = re.sub(r"\([^)]*\)", " ", words)
    letters = unicodedata.normalize("NFD", words.translate(_LOOK_ALIKE).lower().replace("đ", "d"))
    return " ".join(re.findall("[a-z0-9]+", "".join(each for each in letters if not unicodedata.combining(each))))


def id_of(words: str) -> str:
    """Words as an id: `Trạm Tấu` gives `tram-tau`; empty where nothing is left."""
    return fold(words).replace(" ", "-")
