"""A change in the words of a user: which figures, and what becomes of them.

tram-tau.reduction_households=500     set
*.reduction_rate=+0.5                 half a point more
funding.oda=-10%                      a tenth less
**.reduction_households=x1.2          a fifth more
yen-bai.reduction_rate=>6             over 6; < under, >= at least, <= at most, ~ about, 840..930 a range
"""

import re
from decimal import ROUND_FLOOR, Decimal, localcontext
from enum import StrEnum
from typing import NamedTuple

from povcalc.figures import MAX_DIGITS, Figure, Form, Number, decimals
from povcalc.text import Text, say


class ScenarioError(ValueError):
    """A change, a goal or a scenario that cannot be carried out; `why` says what was read and what was expected."""

    def __init__(self, why: Text) -> None:
        super().__init__(why)
        self.why = why


class How(StrEnum):
    """What a change does with a figure: another in its place, a number added to it, or a factor."""

    SET = "set"
    ADD = "add"
    TIMES = "times"


class Request(NamedTuple):
    """A change as it was asked for: a selector, what becomes of the figures, and both in the user's own words.

    `figure` is the new figure for `SET`; `number` what is added, or the factor. `origin` is its place in a file.
    """

    selector: str
    how: How
    figure: Figure | None
    number: Number
    words: str
    origin: str = ""


_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"
_PLAIN = re.compile(_NUMBER)
_RANGE = re.compile(rf"({_NUMBER})\.\.({_NUMBER})")
_ADDED = re.compile(r"([+-])((?:0|[1-9][0-9]*)(?:\.[0-9]+)?)(%?)")
_FACTOR = re.compile(r"[x×*]((?:0|[1-9][0-9]*)(?:\.[0-9]+)?)")
_SIGNS = {
    ">=": Form.AT_LEAST,
    "≥": Form.AT_LEAST,
    "<=": Form.AT_MOST,
    "≤": Form.AT_MOST,
    ">": Form.OVER,
    "<": Form.UNDER,
    "~": Form.ABOUT,
    "=": Form.EXACT,
}


def requested(words: str) -> Request:
    """The change that `FIGURE=VALUE` asks for. Raises `ScenarioError`."""
    selector, equals, value = words.partition("=")
    if not equals or not selector.strip() or not value.strip():
        raise ScenarioError(
            say(
                "a change is FIGURE=VALUE, such as tram-tau.reduction_households=500, not {words}",
                "một thay đổi được viết SỐ_LIỆU=GIÁ_TRỊ, ví dụ tram-tau.reduction_households=500, không phải {words}",
                words=words or "''",
            )
        )
    return request(selector.strip(), value.strip())


def request(selector: str, value: str) -> Request:
    """The change of the figures that a selector names to a value. Raises `ScenarioError`."""
    words = f"{selector}={value}"
    if found := _ADDED.fullmatch(value):
        number = _number(found[2])
        number = -number if found[1] == "-" else number
        if found[3]:
            return Request(selector, How.TIMES, None, 1 + Decimal(number).scaleb(-2), words)
        return Request(selector, How.ADD, None, number, words)
    if found := _FACTOR.fullmatch(value):
        return Request(selector, How.TIMES, None, _number(found[1]), words)
    return Request(selector, How.SET, figure_of(value, words), 0, words)


def figure_of(value: str, words: str) -> Figure:
    """A figure in short notation: `500`, `>9`, `840..930`, `~1621667`. Raises `ScenarioError`."""
    if found := _RANGE.fullmatch(value):
        low, high = _number(found[1]), _number(found[2])
        if low <= high:
            return Figure(low, Form.BETWEEN, high)
        raise ScenarioError(
            say(
                "{words}: the lower end of a range comes first, {high}..{low}",
                "{words}: đầu nhỏ của khoảng viết trước, {high}..{low}",
                words=words,
                low=found[1],
                high=found[2],
            )
        )
    sign = next((each for each in _SIGNS if value.startswith(each)), "")
    number = value[len(sign) :].strip()
    if _PLAIN.fullmatch(number):
        return Figure(_number(number), _SIGNS.get(sign, Form.EXACT))
    raise ScenarioError(_not_a_value(value, words))


def _not_a_value(value: str, words: str) -> Text:
    from povcalc.likely import likely_figure

    likely = likely_figure(value.lstrip("<>=≤≥~+-x"), whole="rate" not in words)
    if likely is not None and likely.startswith("{"):
        likely = None
    return say(
        "{words}: {value} is not a value{hint}; use a number (500, 4.10), >9, <9, >=3, <=4, ~900, 840..930, +50, -50, "
        "+10%, -10% or x1.2",
        "{words}: {value} không phải một giá trị{hint}; hãy dùng một số (500, 4.10), >9, <9, >=3, <=4, ~900, 840..930, "
        "+50, -50, +10%, -10% hoặc x1.2",
        words=words,
        value=value,
        hint="" if likely is None else say(" (did you mean {likely}?)", " (có phải {likely} không?)", likely=likely),
    )


def _number(text: str) -> Number:
    """A number as the format writes it. Raises `ScenarioError` for one that is too long for any figure."""
    if len(text) > MAX_DIGITS:
        raise ScenarioError(
            say(
                "a number of more than {most} digits is no figure: {text}…",
                "số có hơn {most} chữ số không phải số liệu: {text}…",
                most=MAX_DIGITS,
                text=text[:10],
            )
        )
    return Decimal(text) if "." in text else int(text)


class Made(NamedTuple):
    """A figure after a change, and whether its number had to be rounded."""

    figure: Figure
    rounded: bool = False


def made(request_: Request, before: Figure, *, whole: bool, rate: bool) -> Made:
    """What a relative change makes of a figure.

    Counts are rounded to whole households and money to the decimals that it had, half up; a rate keeps all
    decimals that the change gives it, and never fewer than it had.
    """

    def one(number: Number) -> tuple[Number, bool]:
        with localcontext() as exactly:
            exactly.prec = 4 * MAX_DIGITS
            result = number + request_.number if request_.how is How.ADD else number * request_.number
            places = 0 if whole else decimals(number)
            if rate or (request_.how is How.ADD and not whole):
                return _trimmed(Decimal(result), places), False
            near = (Decimal(result).scaleb(places) + Decimal("0.5")).to_integral_value(ROUND_FLOOR).scaleb(-places)
            return (int(near) if places == 0 else near), near != result

    number, rounded = one(before.number)
    if before.upper is None:
        return Made(before._replace(number=number), rounded)
    upper, rounded_too = one(before.upper)
    return Made(before._replace(number=number, upper=upper), rounded or rounded_too)


def _trimmed(number: Decimal, places: int) -> Number:
    """The number without noughts at its end, but with so many decimals at least."""
    fewest = number.normalize()
    wanted = max(places, -int(fewest.as_tuple().exponent), 0)
    return number.quantize(Decimal(1).scaleb(-wanted)) if wanted else int(number)
