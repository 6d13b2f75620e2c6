"""Words and numbers in the two languages of the program, English and Vietnamese.

Everything that povcalc says of its own is a `Text`, a pair, so that neither language can lack a
sentence. `say` builds one from two templates and writes the numbers in each language's way:
11,869 and 5.80% in English, 11.869 and 5,80% in Vietnamese.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from povcalc.values import Exact, Figure, Form, Interval


class Lang(StrEnum):
    """A language that povcalc speaks."""

    EN = "en"
    VI = "vi"


class Text(NamedTuple):
    """The same words in both languages."""

    en: str
    vi: str

    def to(self, lang: Lang) -> str:
        """The words in one language."""
        return self.vi if lang is Lang.VI else self.en


def same(words: str) -> Text:
    """A text that is the same in both languages, such as a name or a field of the format."""
    return Text(words, words)


Value = str | int | Decimal | Fraction | Text | Figure | Interval | datetime.date
"""What a sentence may hold. A `Fraction` is written with three decimals."""


def say(en: str, vi: str, **values: Value) -> Text:
    """A sentence in both languages, `{name}` standing for a value written in that language."""
    return Text(
        en.format(**{name: written(value, Lang.EN) for name, value in values.items()}),
        vi.format(**{name: written(value, Lang.VI) for name, value in values.items()}),
    )


def counted(count: int, en: str, vi: str) -> Text:
    """A number of things: 1 area, 9 areas, 1,200 areas; Vietnamese nouns have one form for both."""
    return say(f"{{count}} {en}{'' if count == 1 else 's'}", f"{{count}} {vi}", count=count)


def join(texts: Iterable[Text], separator: str) -> Text:
    """Several texts after one another."""
    parts = tuple(texts)
    return Text(separator.join(part.en for part in parts), separator.join(part.vi for part in parts))


def written(value: Value, lang: Lang) -> str:
    """Any value as a reader of the language writes it."""
    match value:
        case str():
            return value
        case Text():
            return value.to(lang)
        case Figure():
            return figure(value, lang)
        case Interval():
            return interval(value, lang)
        case Fraction():
            return rounded(value, 3, lang)
        case datetime.date():
            return date(value, lang)
        case _:
            return number(value, lang)


def number(value: int | Decimal, lang: Lang) -> str:
    """A number with its decimals as written and its thousands grouped."""
    english = format(value, "," if isinstance(value, int) else ",f")
    return english if lang is Lang.EN else english.translate(_VIETNAMESE_MARKS)


_VIETNAMESE_MARKS = str.maketrans({",": ".", ".": ","})


def rounded(value: Exact, places: int, lang: Lang) -> str:
    """A number rounded to so many decimals, a half away from nought."""
    return number(_to_decimal(value, places), lang)


def distinct(value: Exact, bound: Exact, places: int, lang: Lang) -> str:
    """A number rounded to at least so many decimals, but never onto or across a bound.

    5.79996 beside a bound of 5.8 is written 5.79996, not 5.800, which would read as having met it.
    """
    while value != bound and _side(Fraction(_to_decimal(value, places)), bound) != _side(value, bound):
        places += 1
    return rounded(value, places, lang)


def _side(value: Exact, bound: Exact) -> int:
    return (value > bound) - (value < bound)


def _to_decimal(value: Exact, places: int) -> Decimal:
    scaled = abs(value) * 10**places
    whole = int(scaled + Fraction(1, 2))
    digits = str(whole).rjust(places + 1, "0")
    point = len(digits) - places
    sign = "-" if value < 0 and whole else ""
    return Decimal(f"{sign}{digits[:point]}.{digits[point:]}" if places else f"{sign}{digits}")


def terminating(value: Exact) -> int | Decimal | None:
    """The number with all its decimals, or `None` when they never end (such as 1/3)."""
    if isinstance(value, int) or value.denominator == 1:
        return int(value)
    rest, places = value.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        places = max(places, count)
    return _to_decimal(value, places) if rest == 1 else None


def precise(value: Exact, lang: Lang) -> str:
    """A number with all its decimals where they end, with three of them where they do not."""
    finite = terminating(value)
    return rounded(value, 3, lang) if finite is None else number(finite, lang)


def precise_text(value: Exact) -> Text:
    """A number as `precise` writes it, in both languages."""
    return Text(precise(value, Lang.EN), precise(value, Lang.VI))


_SIGNS = {
    Form.OVER: same("> "),
    Form.UNDER: same("< "),
    Form.AT_LEAST: same("≥ "),
    Form.AT_MOST: same("≤ "),
    Form.ABOUT: same("~ "),
}
_WORDS = {
    Form.OVER: Text("over ", "trên "),
    Form.UNDER: Text("under ", "dưới "),
    Form.AT_LEAST: Text("at least ", "ít nhất "),
    Form.AT_MOST: Text("at most ", "nhiều nhất "),
    Form.ABOUT: Text("about ", "khoảng "),
}


def figure(value: Figure, lang: Lang, *, signs: bool = False) -> str:
    """A figure as it was meant: `over 8.50` in a sentence, `> 8.50` where signs are wanted."""
    plain = number(value.number, lang)
    if value.form is Form.BETWEEN and value.upper is not None:
        return f"{plain}–{number(value.upper, lang)}"
    return (_SIGNS if signs else _WORDS).get(value.form, same("")).to(lang) + plain


def signed_interval(value: Interval) -> Text:
    """A range as `interval` writes it with signs, in both languages."""
    return Text(interval(value, Lang.EN, signs=True), interval(value, Lang.VI, signs=True))


def interval(value: Interval, lang: Lang, *, signs: bool = False) -> str:
    """A range as a person writes it: `251–28,428`, `over 52.845`, or `> 52.845` with signs."""
    low = None if value.low is None else precise(value.low, lang)
    high = None if value.high is None else precise(value.high, lang)
    words = _SIGNS if signs else _WORDS
    above = words[Form.OVER if value.low_open else Form.AT_LEAST].to(lang)
    below = words[Form.UNDER if value.high_open else Form.AT_MOST].to(lang)
    if low is None or high is None:
        return f"{above}{low}" if low is not None else f"{below}{high}" if high is not None else "?"
    if value.is_point:
        return low
    if value.low_open or value.high_open:
        return f"{above}{low}, {below}{high}"
    return f"{low}–{high}"


def date(value: datetime.date, lang: Lang, *, short: bool = False) -> str:
    """A date: 19 April 2019, 19/4/2019; where room is scarce 19 Apr 2019."""
    if lang is Lang.VI:
        return f"{value.day}/{value.month}/{value.year}"
    month = _MONTHS[value.month - 1]
    return f"{value.day} {month[:3] if short else month} {value.year}"


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


SHOWN = 40
"""So many characters of a text from a file stand in a message."""


def clipped(words: str) -> str:
    """A text from a file on one line, with an ellipsis where more than `SHOWN` characters are left out."""
    line = " ".join(words.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def alternatives(words: Sequence[str]) -> Text:
    """A short list of words to choose from: a, b or c."""
    if len(words) == 1:
        return same(words[0])
    head, last = ", ".join(words[:-1]), words[-1]
    return Text(f"{head} or {last}", f"{head} hoặc {last}")


# Control characters, bidirectional marks and characters that are not seen (Unicode's formats and
# what it calls default ignorable): text from a file must not move the cursor, colour the screen or
# reorder the line that it stands in, nor differ from another without showing it.
_UNSAFE = (
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def printable(words: str) -> str:
    r"""The same words with every character that a terminal would act on spelt out, as `\x1b`."""
    return re.sub(_UNSAFE, lambda found: ascii(found[0])[1:-1], words)


GLOSSARY: dict[str, Text] = {
    "households": Text("households", "số hộ"),
    "households_start": Text("households at the start of the year", "số hộ đầu năm"),
    "households_end": Text("households at the end of the year", "số hộ cuối năm"),
    "poor_households_start": Text("poor households at the start of the year", "số hộ nghèo đầu năm"),
    "poor_households_end": Text("poor households at the end of the year", "số hộ nghèo cuối năm"),
    "poverty_rate_start": Text("poverty rate at the start of the year", "tỷ lệ hộ nghèo đầu năm"),
    "poverty_rate_end": Text("poverty rate at the end of the year", "tỷ lệ hộ nghèo cuối năm"),
    "reduction_households": Text("net reduction in poor households", "số hộ nghèo giảm trong năm"),
    "reduction_rate": Text("reduction in the poverty rate", "mức giảm tỷ lệ hộ nghèo"),
    "percentage point": Text("percentage points", "điểm phần trăm"),
    "poor household": Text("poor household", "hộ nghèo"),
    "near-poor household": Text("near-poor household", "hộ cận nghèo"),
    "poverty rate": Text("poverty rate", "tỷ lệ hộ nghèo"),
    "poverty reduction": Text("poverty reduction", "giảm nghèo"),
    "base": Text("base (number of households)", "tổng số hộ"),
    "total": Text("total", "tổng kinh phí"),
    "amount": Text("amount", "số tiền"),
    "VND": Text("VND", "đồng"),
    "thousand VND": Text("thousand VND", "nghìn đồng"),
    "million VND": Text("million VND", "triệu đồng"),
    "billion VND": Text("billion VND", "tỷ đồng"),
    "nation": Text("nation", "cả nước"),
    "province": Text("province", "tỉnh"),
    "city": Text("city", "thành phố"),
    "town": Text("town", "thị xã"),
    "district": Text("district", "huyện"),
    "commune": Text("commune", "xã"),
    "ward": Text("ward", "phường"),
    "township": Text("township", "thị trấn"),
    "special_zone": Text("special zone", "đặc khu"),
    "village": Text("village", "thôn, bản"),
    "group": Text("group of areas", "nhóm địa bàn"),
    "targets": Text("targets", "mục tiêu giảm nghèo"),
    "funding": Text("funding", "kinh phí thực hiện"),
    "schedule": Text("schedule", "tiến độ thực hiện"),
    "actors": Text("actors", "phân công thực hiện"),
    "waivers": Text("waivers", "các phát hiện được chấp nhận"),
}
"""The field's terms, as the programme's English documents and Vietnamese administration write them."""

SHORT: dict[str, Text] = {
    "households": Text("households", "tổng số hộ"),
    "households_start": Text("households at start", "số hộ đầu năm"),
    "households_end": Text("households at end", "số hộ cuối năm"),
    "poor_households_start": Text("poor at start", "hộ nghèo đầu năm"),
    "poor_households_end": Text("poor at end", "hộ nghèo cuối năm"),
    "reduction_households": Text("reduction", "số hộ nghèo giảm"),
    "poverty_rate_start": Text("rate at start", "tỷ lệ đầu năm"),
    "poverty_rate_end": Text("rate at end", "tỷ lệ cuối năm"),
    "reduction_rate": Text("fall in points", "mức giảm (điểm %)"),
}
"""The quantities of an area as lines of arithmetic name them."""
