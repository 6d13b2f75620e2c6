"""The one reader of numbers that a person or a table writes: options, goals, changes, cells, the plan file.

Vietnamese writing groups thousands with points and marks decimals with a comma, English the other way round. What a
writing means depends on what is wanted where it stands: `1.726` can only be 1726 households and `44.355` only a rate,
while `2.000` households may be 2000 or 2. So a reading is one figure, or two that it may be, or a unit that does not
fit, or nothing. What spreadsheets and programs write has one meaning too: `.5`, `1e3`, `1_726`, `012`. Nothing is
guessed: of two meanings none is chosen unless the writing beside it decides (`style`), and decimals never by default.
"""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from povcalc.messages import Message
from povcalc.patterns import regex
from povcalc.typos import fold, in_form
from povcalc.values import MAX_DIGITS, Figure, Form, Number, exact, number_of, size


class Kind(StrEnum):
    """What a number counts or measures."""

    COUNT = "count"
    PERSONS = "persons"
    FAMILIES = "families"
    PERCENT = "percent"
    MONEY = "money"
    FACTOR = "factor"
    OTHER = "other"


class Unit(NamedTuple):
    """A unit in words: what it is of, its power of ten, and the language that it is in.

    `kind` is `None` for a bare scale of thousands, which may be of households or of money.
    """

    kind: Kind | None
    power: int
    style: str = ""


class Wanted(NamedTuple):
    """What is wanted where a number stands.

    `most` is the greatest number that makes sense, without its sign. The number is to be in the unit of the power
    `own`, `None` for money whose unit is not known; a bare number is in the unit of the power `bare`, else in its own.
    What a `COUNT` counts is its `noun`: households, unless the plan says otherwise.
    """

    kind: Kind
    most: int | None = None
    own: int | None = 0
    bare: int | None = None
    noun: Kind = Kind.COUNT

    def fits(self, unit: Unit) -> bool:
        """Whether a number in a unit may stand here; a bare scale may be of a count or of money."""
        if unit.kind is None:
            return self.kind in (Kind.COUNT, Kind.MONEY)
        return unit.kind is (self.noun if self.kind is Kind.COUNT else self.kind)


HOUSEHOLDS = Wanted(Kind.COUNT)
RATE = Wanted(Kind.PERCENT, 100)
GROWTH = Wanted(Kind.PERCENT, 900)
PERCENT = Wanted(Kind.PERCENT)
FACTOR = Wanted(Kind.FACTOR)


def power_of(unit: str) -> int | None:
    """The power of ten of a unit of the country's money; `None` for another."""
    found = unit_of(unit)
    return found.power if found is not None and found.kind in (Kind.MONEY, None) else None


def money(unit: str) -> Wanted:
    """What is wanted of an amount in a unit, as the plan's funding has it in words."""
    return Wanted(Kind.MONEY, own=power_of(unit))


def wanted_of(field: str, counted: str = "households") -> Wanted:
    """What is wanted in a field of an area, by the field's name and what the plan counts."""
    return RATE if re.search("rate|share|percent", field) else counts_of(counted)


def counts_of(counted: str) -> Wanted:
    """What is wanted of a count in a plan of households, persons or families."""
    return HOUSEHOLDS._replace(noun=_NOUN_OF.get(counted, Kind.COUNT))


_NOUN_OF = {"persons": Kind.PERSONS, "families": Kind.FAMILIES}


VI, EN, TYPED = "vi", "en", "typed"
"""How a number is written: 1.234,5 or 1,234.5."""


class Numeral(NamedTuple):
    """What a writing means: one figure, or the two that it may be, or words of a unit that does not fit, or nothing.

    `plain` says that it is the format's own writing, `style` which writing its marks are of where they tell it, and
    `decided` that it has one meaning only because of what stands beside it.
    """

    figure: Figure | None = None
    readings: tuple[Figure, ...] = ()
    unit: str = ""
    plain: bool = False
    style: str = ""
    decided: bool = False


NOTHING = Numeral()

_MEANT = {
    word: form
    for form, words in {
        Form.OVER: "trên|hơn|over|more than|>",
        Form.UNDER: "dưới|gần|under|less than|<",
        Form.AT_LEAST: "ít nhất|tối thiểu|at least|≥|>=",
        Form.AT_MOST: "nhiều nhất|tối đa|at most|≤|<=",
        Form.ABOUT: "ước khoảng|khoảng|ước|about|~|≈",
        Form.EXACT: "=",
    }.items()
    for word in words.split("|")
}
_BEHIND = {"trở lên": Form.AT_LEAST, "or more": Form.AT_LEAST, "trở xuống": Form.AT_MOST, "or less": Form.AT_MOST}
_WRITING = regex(
    rf"(?:(?P<meant>{'|'.join(_MEANT)}) ?:? ?)?"
    r"(?P<digits>[-+]?[.,]?[0-9](?:[0-9., _]*[0-9])?(?:e[-+]?[0-9]{1,2})?) ?(?P<unit>.*?)"
    rf"(?: ?(?P<behind>{'|'.join(_BEHIND)}))?"
)
_RANGE = regex(r"(?:từ |from )?(.*?[^ -]) ?(?:\.\.(?!\.)|[–—]| - | đến | to ) ?(.+)")
_SPACED = regex(r"[-+]?[1-9][0-9]{0,2}(?:([ _])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]+)?")
_ONE_MARK = regex(r"[-+]?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)")
_LEADING_ZEROS = regex(r"(?<![0-9.,])0+(?=[0-9])")
_WHOLE = r"0|[1-9][0-9]*"
_WRITTEN = {
    style: regex(rf"[-+]?(?:{_WHOLE}|[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+)(?:{point}[0-9]+)?")
    for style, mark, point in ((VI, r"\.", ","), (EN, ",", r"\."))
}
_MARKS = {VI: ".,", EN: ",."}
_SPACES = {ord(each): " " for each in "\t\u200b\u2060\ufeff"}
_MINUS = {ord(each): "-" for each in "\u2010\u2011\u2012\u2212\ufe63\uff0d"}
_LONGEST = 200

_NOT_GIVEN = regex(r"[-_.…]*|#?n\.?/?a\.?|null")


def is_missing(words: str) -> bool:
    """Whether a cell says that there is no figure: nothing at all, any dash, dots, `n/a`."""
    flat = "".join("-" if unicodedata.category(each) == "Pd" else each for each in _flat(words))
    return _NOT_GIVEN.fullmatch(flat.replace(" ", "").removeprefix("'")) is not None and flat != "."


def read(words: str, wanted: Wanted, style: str = "") -> Numeral:
    """What a writing means where something is wanted; `style` is how numbers beside it are written, where known.

    `TYPED` is the style of what a spreadsheet shows of a number, whose point is a decimal point whatever is beside it.
    """
    flat = _flat(words)
    if len(words) > _LONGEST:
        return NOTHING
    if style == TYPED:
        parsed = _parsed(flat, wanted)
        if parsed is None or parsed.is_misfit or EN not in parsed.numbers:
            return NOTHING if parsed is None or not parsed.is_misfit else Numeral(unit=parsed.unit_words or "?")
        return Numeral(Figure(parsed.numbers[EN], parsed.form), plain=True)
    ends = _RANGE.fullmatch(flat)
    numeral = _one(flat, wanted, style) if ends is None else _between(ends[1], ends[2], wanted, style)
    return numeral._replace(plain=numeral.plain and words.strip(" ≥≤").isascii())


def style_of(writings: Iterable[str], wanted: Wanted) -> str:
    """How numbers are written, as far as some of them tell it and agree; empty where they do not."""
    found = {numeral.style for each in writings if (numeral := read(each, wanted)).figure is not None} - {""}
    return found.pop() if len(found) == 1 else ""


def unit_of(words: str) -> Unit | None:
    """A unit in words, such as `nghìn hộ`, `‰`, `million VND`; `None` for words that are no unit."""
    flat = _flat(words).replace("%", " phần trăm").replace("‰", " phần nghìn")
    if re.search(r"[^\w\s./]|_|[0-9]", flat):
        return None
    unit = _units().get(fold(flat))
    is_dong = unit is not None and unit.kind is Kind.MONEY and not unit.style and "đ" in flat
    return unit._replace(style=VI) if unit is not None and is_dong else unit


_SCALES = {
    VI: {"nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tr": 6, "tỷ": 9, "tỉ": 9, "nghìn tỷ": 12, "ngàn tỷ": 12},
    EN: {"thousand": 3, "thousands of": 3, "lakh": 5, "million": 6, "billion": 9, "trillion": 12},
}
_NOUNS = {
    VI: {
        Kind.COUNT: "hộ|hộ nghèo|hộ cận nghèo|hộ dân",
        Kind.PERSONS: "người|người nghèo|người cận nghèo|khẩu|nhân khẩu",
        Kind.FAMILIES: "gia đình|gia đình nghèo|gia đình cận nghèo",
        Kind.MONEY: "đồng|đ|vnđ",
    },
    EN: {
        Kind.COUNT: "household|households|poor households|near poor households",
        Kind.PERSONS: "person|persons|people|poor persons|poor people|near poor persons|near poor people",
        Kind.FAMILIES: "family|families|poor families|near poor families",
        Kind.MONEY: "vnd|dong",
        Kind.OTHER: "usd",
    },
}
_PERCENTS = {
    "phần trăm|điểm phần trăm|điểm|percent|percentage points|percentage point|points|point|per cent|pct": 0,
    "phần nghìn|phần ngàn|per mille|per thousand": -1,
    "phần của một|fraction of one|fractions of one": 2,
}
_EITHER = 5
"""Powers up to this one are of households or of money when they stand alone; millions alone are of money."""


@cache
def _units() -> dict[str, Unit]:
    found = {fold(word): Unit(Kind.PERCENT, power) for words, power in _PERCENTS.items() for word in words.split("|")}
    for style, written in _SCALES.items():
        scales = {fold(scale): power for scale, power in written.items()}
        for kind, nouns in _NOUNS[style].items():
            for noun in map(fold, nouns.split("|")):
                # A word of both languages, such as VND, does not tell which marks stand beside it.
                found[noun] = Unit(kind, 0, "" if noun in found else style)
                found.update({f"{scale} {noun}": Unit(kind, power, style) for scale, power in scales.items()})
        found.update({e: Unit(None if p <= _EITHER else Kind.MONEY, p, style) for e, p in scales.items()})
    # The Vietnamese of the one and the English of the other.
    found |= {fold(f"{e} vnd"): Unit(Kind.MONEY, power, VI) for e, power in _SCALES[VI].items()}
    return found


def _flat(words: str) -> str:
    """Words in small letters with plain minus signs and single plain spaces; other control characters stay."""
    letters = in_form("NFC", words).lower().translate(_MINUS).translate(_SPACES)
    return re.sub(" +", " ", "".join(" " if unicodedata.category(e) == "Zs" else e for e in letters)).strip()


class _Parsed(NamedTuple):
    """A single number as taken apart: the numbers that it may be, by style; its form, unit and digits as written."""

    numbers: dict[str, Number]
    form: Form = Form.EXACT
    unit: Unit | None = None
    unit_words: str = ""
    digits: str = ""
    is_misfit: bool = False


def _parsed(flat: str, wanted: Wanted, unit: Unit | None = None) -> _Parsed | None:
    """A single number taken apart; `unit` is that of the other end of a range. `None` for what is no number."""
    found = _WRITING.fullmatch(re.sub("^[–—](?=[0-9])", "-", flat))
    if found is None or (found["meant"] and found["behind"]):
        return None
    words = found["unit"]
    if words:
        unit = unit_of(words)
        if unit is None:
            return None
    form = _MEANT.get(found["meant"] or "=") or Form.EXACT
    form = _BEHIND[found["behind"]] if found["behind"] else form
    digits = found["digits"]
    numbers = _numbers(digits)
    if not numbers or len(digits) > MAX_DIGITS:
        return None
    power = _power(unit, wanted)
    if power is None:
        return _Parsed({}, form, unit, words, digits, is_misfit=True)
    scaled = {style: in_unit(number, power) for style, number in numbers.items()}
    if wanted.kind is Kind.COUNT:
        scaled = {style: int(number) for style, number in scaled.items() if number == int(number)}
    if wanted.most is not None and len(set(scaled.values())) > 1:
        fitting = {style: number for style, number in scaled.items() if -wanted.most <= number <= wanted.most}
        scaled = fitting or scaled
    return _Parsed(scaled, form, unit, words, digits)


def _power(unit: Unit | None, wanted: Wanted) -> int | None:
    """The power of ten between a unit and the wanted one; `None` where it does not fit."""
    if unit is None:
        return 0 if wanted.bare is None else None if wanted.own is None else wanted.bare - wanted.own
    if wanted.own is None or not wanted.fits(unit):
        return None
    return unit.power - wanted.own


def _numbers(digits: str) -> dict[str, Number]:
    """The numbers that digits with marks may be, by the style that they would be written in."""
    mantissa, sign, power = digits.partition("e")
    if sign or mantissa.lstrip("-+")[:1] in (".", ","):
        return _in_full(mantissa, int(power or 0))
    if " " in digits or "_" in digits:
        if not _SPACED.fullmatch(digits):
            return {}
        digits = re.sub("[ _]", "", digits)
        return {style: number for style in (VI, EN) if (number := _plain(digits, f" {_MARKS[style][1]}")) is not None}
    digits = _LEADING_ZEROS.sub("", digits)
    return {
        style: number
        for style, form in _WRITTEN.items()
        if form.fullmatch(digits) and (number := _plain(digits, _MARKS[style])) is not None
    }


def _in_full(mantissa: str, power: int) -> dict[str, Number]:
    """The number of `.5` or of `1.5` times a power of ten: its one mark is of decimals, whichever it is."""
    if not _ONE_MARK.fullmatch(mantissa):
        return {}
    sign, text = ("-" if mantissa[0] == "-" else ""), mantissa.lstrip("-+").replace(",", ".")
    number = in_unit(Decimal(f"{sign}0{text}"), power)
    if isinstance(number, Decimal) and number == 0:
        number = number.copy_abs()
    return {} if len(figure_text(number)) > MAX_DIGITS else dict.fromkeys((VI, EN), number)


def _plain(digits: str, marks: str) -> Number | None:
    text = digits.lstrip("+").replace(marks[0], "").replace(marks[1], ".")
    if not re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", text):
        return None
    number = number_of(text)
    return number.copy_abs() if isinstance(number, Decimal) and number == 0 else number


def in_unit(number: Number, power: int) -> Number:
    """The number times a power of ten, exactly, with the decimals that it then has."""
    if power == 0:
        return number
    sign, digits, exponent = Decimal(number).as_tuple()
    scaled = Decimal((sign, digits, int(exponent) + power))
    return int(scaled) if int(exponent) + power >= 0 else scaled


def _one(flat: str, wanted: Wanted, style: str) -> Numeral:
    parsed = _parsed(flat, wanted)
    if parsed is None:
        return NOTHING
    if parsed.is_misfit:
        return Numeral(unit=parsed.unit_words or "?")
    figures = {each: Figure(number, parsed.form) for each, number in parsed.numbers.items()}
    is_plain = not parsed.unit_words and flat.endswith(parsed.digits)
    mark = "".join(sorted(set(parsed.digits) & {".", ","}))
    return _chosen(figures, wanted, style, _told_by(parsed.unit, mark, wanted), parsed.digits if is_plain else "")


def _told_by(unit: Unit | None, mark: str, wanted: Wanted) -> str:
    """The style that the language of a unit tells; of a count only for a mark that groups in that language."""
    if unit is None or not unit.style:
        return ""
    return unit.style if wanted.kind is not Kind.COUNT or mark == _MARKS[unit.style][0] else ""


def _chosen(figures: dict[str, Figure], wanted: Wanted, style: str, told: str, digits: str) -> Numeral:
    """The numeral of the figures that a writing may be, by style."""
    distinct = set(figures.values())
    if not distinct:
        return NOTHING
    if len(distinct) == 1:
        (figure,) = distinct
        marked = next(iter(figures)) if len(figures) == 1 else ""
        plain = bool(digits) and digits == figure_text(figure.number) and figure.upper is None
        return Numeral(figure, plain=plain, style=marked)
    if told in figures:
        return Numeral(figures[told], style=told)
    both = tuple(sorted(distinct, key=lambda each: size(exact(each.number)), reverse=True))
    # Rates with decimal points stand beside counts with points for thousands in many tables, so that no style makes
    # decimals of what may be a count.
    if style in figures and (wanted.kind is not Kind.COUNT or figures[style] == both[0]):
        return Numeral(figures[style], style=style, decided=True)
    return Numeral(readings=both)


def _between(first: str, second: str, wanted: Wanted, style: str) -> Numeral:
    """The numeral of a range; a unit behind its second end is of both, and so is a style that one end tells."""
    high = _parsed(second, wanted)
    low = None if high is None else _parsed(first, wanted, high.unit)
    if low is None or high is None or low.form is not Form.EXACT or high.form is not Form.EXACT:
        return NOTHING
    if low.is_misfit or high.is_misfit:
        return Numeral(unit=high.unit_words or low.unit_words or "?")
    common = [each for each in low.numbers if each in high.numbers]
    pairs: dict[str, tuple[Number, ...]] = {each: (low.numbers[each], high.numbers[each]) for each in common}
    if not pairs and low.numbers and high.numbers:
        pairs = {"": (*low.numbers.values(), *high.numbers.values())}
    figures = {each: Figure(ends[0], Form.BETWEEN, ends[1]) for each, ends in pairs.items()}
    marks = "".join(sorted(set(low.digits + high.digits) & {".", ","}))
    numeral = _chosen(figures, wanted, style, _told_by(high.unit, marks, wanted), "")
    is_plain = numeral.figure is not None and (low.digits, high.digits) == (
        figure_text(numeral.figure.number),
        figure_text(numeral.figure.upper or 0),
    )
    return numeral._replace(plain=is_plain and not low.unit_words and not high.unit_words)


def figure_text(value: Any) -> str:
    """A figure, or the plain value that states one, as the format writes it."""
    if isinstance(value, Figure):
        value = value.as_printed()
        if value.upper is not None:
            return f"{{min: {figure_text(value.number)}, max: {figure_text(value.upper)}}}"
        number = figure_text(value.number)
        return number if value.form is Form.EXACT else f"{{{value.form.value}: {number}}}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {figure_text(number)}" for key, number in value.items()) + "}"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def number_fault(words: str, wanted: Wanted, style: str = "") -> tuple[str, dict[str, Any]] | None:
    """What is wrong with a writing in a plan file, as a kind of fault and its values; `None` for what is no number."""
    numeral = read(words, wanted, style)
    if numeral.figure is not None:
        told = {"read": words, "likely": figure_text(numeral.figure)}
        return "vietnamese_number", told | ({"decided": True} if numeral.decided else {})
    if numeral.readings:
        return "two_readings", {"read": words, "readings": tuple(map(figure_text, numeral.readings))}
    return ("unit_misfit", {"read": words, "wanted": wanted}) if numeral.unit else None


def figure_words(figure: Figure) -> str:
    """A figure as it is typed: `500`, `>8.50`, `840..930`."""
    if figure.upper is not None:
        return f"{figure_text(figure.number)}..{figure_text(figure.upper)}"
    return f"{SIGNS.get(figure.form, '')}{figure_text(figure.number)}"


SIGNS = {Form.AT_LEAST: ">=", Form.AT_MOST: "<=", Form.OVER: ">", Form.UNDER: "<", Form.ABOUT: "~"}
"""The sign before the number of a figure of each form."""

EXPECTED = {
    Kind.COUNT: Message("a number of households is expected"),
    Kind.PERSONS: Message("a number of persons is expected"),
    Kind.FAMILIES: Message("a number of families is expected"),
    Kind.PERCENT: Message("percent or percentage points are expected"),
    Kind.MONEY: Message("an amount of money in a unit that the plan's can be worked out from is expected"),
    Kind.FACTOR: Message("a bare number is expected"),
}
"""What is said to be expected of each kind."""


def expected(wanted: Wanted) -> Message:
    """What is said to be expected."""
    return EXPECTED[wanted.noun if wanted.kind is Kind.COUNT else wanted.kind]


def why_not(words: str, numeral: Numeral, wanted: Wanted, before: str = "", behind: str = "") -> Message | None:
    """Why a writing has no one meaning here, with lines to copy around each; `None` for what is no number."""
    if numeral.readings:
        first, second = (f"{before}{line}{behind}" for line in readings_typed(numeral, wanted))
        return Message(
            "{words} can mean two things: write {first} or {second}", words=words.strip(), first=first, second=second
        )
    if numeral.unit:
        return Message("{words}: the unit does not fit; {expected}", words=words.strip(), expected=expected(wanted))
    return None


def readings_typed(numeral: Numeral, wanted: Wanted) -> tuple[str, ...]:
    """The figures that a writing may mean, each as it is typed to mean no other."""
    return tuple(figure_words(_unmistakable(each, wanted)) for each in numeral.readings)


def _unmistakable(figure: Figure, wanted: Wanted) -> Figure:
    """The figure as a line to copy has it: one that is not asked about again."""

    def clear(number: Number) -> Number:
        if isinstance(number, Decimal) and number == int(number):
            return int(number)
        again = read(figure_text(number), wanted)
        return number if not again.readings else Decimal(f"{figure_text(number)}0")

    return figure.each(clear)


def understood(words: str, figure: Figure, before: str = "", behind: str = "") -> Message:
    """What a writing that is not the format's own was taken for, with what stands before and behind the figure."""
    return Message("{words} is read as {figure}", words=words.strip(), figure=f"{before}{figure_words(figure)}{behind}")
