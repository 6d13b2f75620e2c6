"""Words and numbers in the languages of the program, English and Vietnamese.

What povcalc says is a `Message`: English words in the code, whose translations are in the gettext catalogues of
`locale/`. Numbers in it are written as each language has them: 11,869 and 5.80% in English, 11.869 and 5,80% in
Vietnamese.
"""

import datetime
import gettext
import math
import re
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from operator import is_
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from povcalc.measures import MEAN_OF, MULTIDIMENSIONAL, NEAR_POOR, POOR, Measure
from povcalc.values import Exact, Figure, Form, Interval


class Lang(StrEnum):
    """A language that povcalc speaks."""

    EN = "en"
    VI = "vi"


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """Words of the program: an English template with the values in it, translated when it is written out.

    Nothing is formatted until then, so that a message costs little to make, to compare and to send to another process.
    `context` tells apart words that are the same in English but not in every language; `other` is the template for
    another `count` than one.
    """

    template: str
    values: "tuple[tuple[str, Value], ...]"
    context: str | None
    other: str | None

    def __init__(self, template: str, /, *, context: str | None = None, **values: "Value") -> None:
        _fill(self, template, tuple(values.items()), context, None)

    def with_values(self, **values: "Value") -> "Message":
        """The same words with these values in them, besides those that they have."""
        return _made(self.template, tuple({**dict(self.values), **values}.items()), self.context, self.other)

    def to(self, lang: Lang) -> str:
        """The words in one language, `{name}` standing for a value written in that language."""
        template = self._words(lang)
        if not self.values:
            return template
        return template.format(**{name: written(value, lang) for name, value in self.values})

    def _words(self, lang: Lang) -> str:
        """The template in one language."""
        if lang is Lang.EN:
            return self.other if self.other is not None and dict(self.values)["count"] != 1 else self.template
        catalogue = catalogue_of(lang)
        if self.other is not None:
            return catalogue.ngettext(self.template, self.other, cast("int", dict(self.values)["count"]))
        if self.context is not None:
            return catalogue.pgettext(self.context, self.template)
        return catalogue.gettext(self.template)

    def in_every_language(self) -> dict[str, str]:
        """The words by language, as JSON has them: `{"en": …, "vi": …}`."""
        return {lang.value: self.to(lang) for lang in Lang}


def _fill(
    message: Message, template: str, values: "tuple[tuple[str, Value], ...]", context: str | None, other: str | None
) -> None:
    """Set the fields of a message that is being made; afterwards it is frozen."""
    put = object.__setattr__
    put(message, "template", template)
    put(message, "values", values)
    put(message, "context", context)
    put(message, "other", other)


def _made(
    template: str, values: "tuple[tuple[str, Value], ...]", context: str | None = None, other: str | None = None
) -> Message:
    """A message whose words are no literal, which the catalogue has from elsewhere, or has in two forms."""
    message = object.__new__(Message)
    _fill(message, template, values, context, other)
    return message


@cache
def catalogue_of(lang: Lang) -> gettext.NullTranslations:
    """The translations into a language, read when they are first asked for.

    A source tree that was never built has none; its words are then English, an error's too, which would otherwise
    have no words at all.
    """
    return gettext.translation("povcalc", Path(__file__).with_name("locale"), [lang.value], fallback=True)


class Text(Message):
    """Words that the catalogue does not hold, given in each language: above all a text of the plan's file."""

    __slots__ = ()

    def __init__(self, en: str, vi: str) -> None:
        _fill(self, "", (("en", en), ("vi", vi)), None, None)

    def to(self, lang: Lang) -> str:
        """The words in one language."""
        return str(self.values[_LANGUAGES[lang]][1])


_LANGUAGES = {Lang.EN: 0, Lang.VI: 1}


class _Joined(Message):
    """Messages after one another, with a separator between them."""

    __slots__ = ()

    def __init__(self, parts: "Iterable[Message]", separator: str) -> None:
        _fill(self, separator, tuple(("", part) for part in parts), None, None)

    def to(self, lang: Lang) -> str:
        """The words in one language."""
        return self.template.join([written(part, lang) for _, part in self.values])


class Wording(NamedTuple):
    """What a plan speaks of where the program's words have households and a year.

    `counted` is a key of `COUNTED`; of a `period` the start and the end are those of several years, and up to a day
    (`as_of`) the end is that day.
    """

    counted: str = "households"
    period: bool = False
    as_of: datetime.date | None = None

    def of(self, words: str, lang: Lang) -> str:
        """Words of the program in one language, as they are for the plan."""
        if self.period:
            for year, period in _PERIOD[lang]:
                words = words.replace(year, period)
        if self.as_of is not None:
            for end, day in _UP_TO[lang]:
                words = re.sub(end, day.format(date(self.as_of, lang, short="at end" in words)), words)
        if self.counted != "households":
            for noun, other in zip(COUNTED["households"][lang], COUNTED[self.counted][lang], strict=True):
                words = re.sub(rf"\b{noun}\b(?!:)", other, words)
                words = re.sub(rf"\b{noun.capitalize()}\b(?!:)", other.capitalize(), words)
        return words


COUNTED = {
    "households": {Lang.EN: ("households", "household"), Lang.VI: ("hộ",)},
    "persons": {Lang.EN: ("persons", "person"), Lang.VI: ("người",)},
    "families": {Lang.EN: ("families", "family"), Lang.VI: ("gia đình",)},
}
"""What a plan may count, with its nouns in each language."""

_PERIOD = {
    Lang.EN: (("of the year", "of the period"), ("over the year", "over the period"), ("all year", "all through")),
    Lang.VI: tuple(
        (f"{when} năm", f"{when} kỳ") for when in ("đầu", "cuối", "trong", "cả", "Đầu", "Cuối", "Trong", "Cả")
    ),
}
_UP_TO = {
    Lang.EN: (
        (r"\bat the end(?: of the (?:year|period)|(?! of\b))|\bat end\b", "on {}"),
        (r"\bover the (?:year|period)\b", "up to {}"),
    ),
    Lang.VI: ((r"\bcuối (?:năm|kỳ)\b", "đến {}"), (r"\btrong (?:năm|kỳ)\b", "đến {}")),
}


@dataclass(frozen=True, slots=True, init=False)
class _Worded(Message):
    """Words of the program as they are for a plan that counts something else, or is for other dates."""

    wording: Wording

    def _words(self, lang: Lang) -> str:
        # Not super(): a dataclass with slots is another class than the one that super() looks for.
        return self.wording.of(Message._words(self, lang), lang)  # noqa: SLF001 - of the class above


_T = TypeVar("_T")


def worded(told: _T, wording: Wording) -> _T:
    """The same for a plan of several years, or of persons: "at the end of the period", "5 người"; its texts stay.

    Of a tuple, such as a table or a finding, all words in it.
    """
    if wording == Wording():
        return told
    if isinstance(told, tuple):
        parts: list[Any] = [worded(part, wording) for part in told]
        if all(map(is_, parts, told)):
            return told
        return cast("_T", getattr(told, "_make", tuple)(parts))
    if type(told) not in (Message, _Joined):
        return told
    message = cast("Message", told)
    same = object.__new__(_Worded if type(message) is Message else _Joined)
    _fill(same, message.template, worded(message.values, wording), message.context, message.other)
    if isinstance(same, _Worded):
        object.__setattr__(same, "wording", wording)
    return cast("_T", same)


def plural(one: str, other: str, /, *, count: int, **values: "Value") -> Message:
    """A message with a number of things: `plural("{count} area", "{count} areas", count=9)`."""
    return _made(one, (("count", count), *values.items()), other=other)


def looked_up(template: str, /, **values: "Value") -> Message:
    """A message whose words the catalogue has from elsewhere than a literal: from a docstring."""
    return _made(template, tuple(values.items()))


def verbatim(words: str) -> Text:
    """Words that are the same in every language, such as a name or a field of the format."""
    return Text(words, words)


def by_language(words: Callable[[Lang], str]) -> Message:
    """Words that are written otherwise in each language without being translated, such as a rounded number."""
    return Text(words(Lang.EN), words(Lang.VI))


def numeral(english: str) -> Message:
    """A number in each language's marks, given as English has it."""
    return Text(english, english.translate(_VIETNAMESE_MARKS))


def join(texts: "Iterable[Message]", separator: str) -> Message:
    """Several messages after one another."""
    return _Joined(texts, separator)


def few(texts: "Iterable[Message]", most: int) -> Message:
    """The first of some messages with commas between them, and an ellipsis where there are more."""
    listed = [*texts]
    return join([*listed[:most], *([verbatim("…")] if len(listed) > most else [])], ", ")


def capitalised(words: str) -> str:
    """The words as they begin a sentence."""
    return words[:1].upper() + words[1:]


def did_you_mean(near: str | Message | None, otherwise: Message) -> Message:
    """What was probably meant, where that is known, or what to do `otherwise`."""
    return Message("did you mean {near}?", near=near) if near else otherwise


def hint(near: str | Message | None) -> Message:
    """What was probably meant, behind what is wrong; nothing where that is not known."""
    return Message("; did you mean {near}?", near=near) if near else verbatim("")


def counted(texts: "Sequence[Message]", most: int) -> Message:
    """The first of some messages with commas between them, and how many more there are."""
    shown, more = join(texts[:most], ", "), len(texts) - most
    return shown if more <= 0 else Message("{shown} and {more} more", shown=shown, more=more)


Value = str | int | Decimal | Fraction | Message | Figure | Interval | datetime.date
"""What a message may hold. A `Fraction` is written with three decimals."""


class UserError(ValueError):
    """What cannot be done as it was asked: `why` says what was read and what was expected, as a `Message` does.

    `meant` has what was probably meant: what was typed, and what could stand in its place.
    """

    def __init__(self, why: Message | str, /, meant: tuple[tuple[str, str], ...] = (), **values: "Value") -> None:
        self.why = looked_up(why, **values) if isinstance(why, str) else why
        super().__init__(self.why.to(Lang.EN))
        self.meant = meant


def written(value: Value, lang: Lang) -> str:
    """Any value as a reader of the language writes it."""
    match value:
        case str():
            return value
        case Message():
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
    """A number rounded to so many decimals, a half away from zero."""
    return number(_to_decimal(value, places), lang)


def distinct(value: Exact, bound: Exact, places: int, lang: Lang) -> str:
    """A number rounded to at least so many decimals, but never onto or across a bound.

    5.79996 beside a bound of 5.8 is written 5.79996, not 5.800, which would read as having met it.
    """
    numerator, denominator = bound.as_integer_ratio()
    side = _sign(value.numerator * denominator - numerator * value.denominator)
    while side and _sign(_units(value, places) * denominator - numerator * 10**places) != side:
        places += 1
    return rounded(value, places, lang)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _units(value: Exact, places: int) -> int:
    """A number in units of so many decimals, rounded to whole ones, a half away from zero."""
    numerator, denominator = value.numerator * 10**places, value.denominator
    size: int = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size


def _to_decimal(value: Exact, places: int) -> Decimal:
    units = _units(value, places)
    digits = str(abs(units)).rjust(places + 1, "0")
    point = len(digits) - places
    sign = "-" if units < 0 else ""
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


def precise_text(value: Exact) -> Message:
    """A number as `precise` writes it, in both languages."""
    return numeral(precise(value, Lang.EN))


def value_words(value: Exact) -> Message:
    """A number with all its decimals, or with three of them and a mark where there are more than five."""
    finite = terminating(value)
    if finite is not None and (isinstance(finite, int) or -int(finite.as_tuple().exponent) <= _SHOWN_DECIMALS):
        return by_language(lambda lang: number(finite, lang))
    cut = Fraction(math.trunc(value * 10**_DECIMALS), 10**_DECIMALS)
    return by_language(lambda lang: rounded(cut, _DECIMALS, lang) + "…")


_DECIMALS, _SHOWN_DECIMALS = 3, 5


_SIGNS = {
    Form.OVER: verbatim("> "),
    Form.UNDER: verbatim("< "),
    Form.AT_LEAST: verbatim("≥ "),
    Form.AT_MOST: verbatim("≤ "),
    Form.ABOUT: verbatim("~ "),
}
_WORDS = {
    Form.OVER: Message("over "),
    Form.UNDER: Message("under "),
    Form.AT_LEAST: Message("at least "),
    Form.AT_MOST: Message("at most "),
    Form.ABOUT: Message("about "),
}


SCALE_WORDS = {0: verbatim(""), 3: Message(" thousand"), 5: Message(" lakh"), 6: Message(" million")}
"""What stands behind a number that is printed in the unit of a power of ten."""


def figure(value: Figure, lang: Lang, *, signs: bool = False) -> str:
    """A figure as it was meant: `over 8.50` in a sentence, `> 8.50` where signs are wanted."""
    if value.form is Form.EXACT and not value.power:
        return number(value.number, lang)
    plain, behind = number(value.printed(value.number), lang), SCALE_WORDS[value.power].to(lang)
    if value.form is Form.BETWEEN and value.upper is not None:
        return f"{plain}–{number(value.printed(value.upper), lang)}{behind}"
    return (_SIGNS if signs else _WORDS).get(value.form, verbatim("")).to(lang) + plain + behind


def signed_interval(value: Interval) -> Message:
    """A range as `interval` writes it with signs, in both languages."""
    return by_language(lambda lang: interval(value, lang, signs=True))


def interval(value: Interval, lang: Lang, *, signs: bool = False) -> str:
    """A range as a person writes it: `251–28,428`, `over 52.845`; with `signs`, as in tables, `> 52.845`.

    A range with two ends has one sign in a table, whether its ends belong to it or not.
    """
    if value.is_point and value.low is not None:
        return precise(value.low, lang)
    low = None if value.low is None else precise(value.low, lang)
    high = None if value.high is None else precise(value.high, lang)
    words = _SIGNS if signs else _WORDS
    above = words[Form.OVER if value.low_open else Form.AT_LEAST].to(lang)
    below = words[Form.UNDER if value.high_open else Form.AT_MOST].to(lang)
    if low is None or high is None:
        return f"{above}{low}" if low is not None else f"{below}{high}" if high is not None else "?"
    if (value.low_open or value.high_open) and not signs:
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


_LONGEST = 500
_AT_EACH_END = 100


def shortened(value: "Value") -> "Value":
    """A value, such as a message, with the middle left out of each text in it that is longer than 500 characters."""
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else f"{value[:_AT_EACH_END]}…{value[-_AT_EACH_END:]}"
    if not isinstance(value, Message):
        return value
    values = tuple((name, shortened(each)) for name, each in value.values)
    same = copy(value)
    object.__setattr__(same, "values", values)
    return same


def alternatives(words: Sequence[str]) -> Message:
    """A short list of words to choose from: a, b or c."""
    if len(words) == 1:
        return verbatim(words[0])
    return Message("{others} or {last}", others=", ".join(words[:-1]), last=words[-1])


# Control characters, bidirectional marks and characters that are not seen (Unicode's formats and
# what it calls default ignorable): text from a file must not move the cursor, colour the screen or
# reorder the line that it stands in, nor differ from another without showing it. U+FFFE and U+FFFF are no
# characters, and XML has no place for them.
_UNSAFE = (
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)

_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f")
"""Those of them below U+3164 that Python takes for printable: they only show nothing."""


def printable(words: str) -> str:
    r"""The same words with every character that a terminal would act on spelt out, as `\x1b`."""
    if words.isprintable() and (words.isascii() or (max(words) < "\u3164" and _UNSEEN.isdisjoint(words))):
        return words  # nearly all are, and to compile the pattern takes longer than to write the findings of a plan
    return re.sub(_UNSAFE, lambda found: ascii(found[0])[1:-1], words)


PEOPLE: dict[Measure, Message] = {
    POOR: Message("poor households", context="people"),
    NEAR_POOR: Message("near-poor households", context="people"),
    MULTIDIMENSIONAL: Message("multidimensionally poor households", context="people"),
}
"""Whom a measure is of, behind a number of them."""

ARE_POOR: dict[Measure, Message] = {
    POOR: Message("poor", context="what households are"),
    NEAR_POOR: Message("near-poor", context="what households are"),
    MULTIDIMENSIONAL: Message("multidimensionally poor", context="what households are"),
}
"""What the households of a measure are, in front of them or behind."""


def _named(measure: Measure, people: Message, rate: Message) -> dict[str, Message]:
    """The figures of a measure, without its flows, by what its households and its rate are called."""
    stocks = Message("{what} at the start of the year"), Message("{what} at the end of the year")
    return {
        **{field: words.with_values(what=people) for field, words in zip(measure.stocks, stocks, strict=True)},
        **{field: words.with_values(what=rate) for field, words in zip(measure.rates, stocks, strict=True)},
        measure.reduction: Message("net reduction in {what}", what=people),
        measure.points: Message("reduction in the {what}", what=rate),
    }


GLOSSARY: dict[str, Message] = {
    "households": Message("households", context="quantity"),
    "households_start": Message("households at the start of the year"),
    "households_end": Message("households at the end of the year"),
    "poor_households_start": Message("poor households at the start of the year"),
    "poor_households_end": Message("poor households at the end of the year"),
    "poverty_rate_start": Message("poverty rate at the start of the year"),
    "poverty_rate_end": Message("poverty rate at the end of the year"),
    "reduction_households": Message("net reduction in poor households"),
    "reduction_rate": Message("reduction in the poverty rate"),
    "exits": Message("households that left poverty"),
    "relapses": Message("households that fell back into poverty"),
    "new_poor": Message("newly poor households"),
    "from_near_poor": Message("newly poor households that were near-poor"),
    **_named(NEAR_POOR, Message("near-poor households"), Message("near-poor rate")),
    "near_poor_exits": Message("households that left near-poverty"),
    "near_poor_relapses": Message("households that fell back into near-poverty"),
    "new_near_poor": Message("newly near-poor households"),
    **_named(MULTIDIMENSIONAL, Message("multidimensionally poor households"), Message("multidimensional poverty rate")),
    "share_of_poor_start": Message("share of the poor households at the start of the year"),
    "share_of_poor_end": Message("share of the poor households at the end of the year"),
    "percentage point": Message("percentage points"),
    "poor household": Message("poor household"),
    "near-poor household": Message("near-poor household"),
    "poverty rate": Message("poverty rate"),
    "poverty reduction": Message("poverty reduction"),
    "base": Message("base (number of households)"),
    "total": Message("total"),
    "amount": Message("amount"),
    "VND": Message("VND"),
    "thousand VND": Message("thousand VND"),
    "million VND": Message("million VND"),
    "billion VND": Message("billion VND"),
    "nation": Message("nation"),
    "province": Message("province"),
    "city": Message("city"),
    "town": Message("town"),
    "district": Message("district"),
    "commune": Message("commune"),
    "ward": Message("ward"),
    "township": Message("township"),
    "special_zone": Message("special zone"),
    "village": Message("village"),
    "group": Message("group of areas"),
    "targets": Message("targets"),
    "funding": Message("funding"),
    "schedule": Message("schedule"),
    "actors": Message("actors"),
    "waivers": Message("waivers"),
}
GLOSSARY |= {mean: Message("{whole} a year", whole=GLOSSARY[whole]) for mean, whole in MEAN_OF.items()}
"""The field's terms, as the programme's English documents and Vietnamese administration write them."""


PLANNED = "planned."
"""What the name of a figure begins with that a result states as planned."""


def field_name(field: str) -> Message:
    """What a figure of an area is called, also one that was planned."""
    if field == "percent_of_plan":
        return Message("percent of plan")
    figure = GLOSSARY[field.removeprefix(PLANNED)]
    return Message("{figure}, as planned", figure=figure) if field.startswith(PLANNED) else figure


def _named_short(measure: Measure, called: Message) -> dict[str, Message]:
    """The figures of a measure, without its flows, as lines of arithmetic name them."""
    words = {
        **dict(zip(measure.stocks, (Message("{called} at start"), Message("{called} at end")), strict=True)),
        measure.reduction: Message("{called} reduction"),
        **dict(zip(measure.rates, (Message("{called} rate at start"), Message("{called} rate at end")), strict=True)),
        measure.points: Message("{called} fall in points"),
    }
    return {field: each.with_values(called=called) for field, each in words.items()}


SHORT: dict[str, Message] = {
    "households": Message("households", context="short quantity"),
    "households_start": Message("households at start"),
    "households_end": Message("households at end"),
    "poor_households_start": Message("poor at start"),
    "poor_households_end": Message("poor at end"),
    "reduction_households": Message("reduction"),
    "poverty_rate_start": Message("rate at start"),
    "poverty_rate_end": Message("rate at end"),
    "reduction_rate": Message("fall in points"),
    "exits": Message("left poverty"),
    "relapses": Message("fell back"),
    "new_poor": Message("newly poor"),
    "from_near_poor": Message("newly poor from near-poor"),
    **_named_short(NEAR_POOR, Message("near-poor")),
    "near_poor_exits": Message("left near-poverty"),
    "near_poor_relapses": Message("fell back into near-poverty"),
    "new_near_poor": Message("newly near-poor"),
    **_named_short(MULTIDIMENSIONAL, Message("multidimensional")),
    "share_of_poor_start": Message("share of the poor at start"),
    "share_of_poor_end": Message("share of the poor at end"),
}
SHORT |= {mean: Message("{whole} a year", whole=SHORT[whole]) for mean, whole in MEAN_OF.items()}
"""The quantities of an area as lines of arithmetic name them."""
