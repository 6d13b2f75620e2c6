"""How a hand errs when it types a number, and what may have been meant by what was typed.

Sources: the typing errors that Scholtus, "Automatic correction of simple typing errors in numerical data with
balance edits" (Statistics Netherlands, 2009) takes up under balance equations, and what Vietnamese writing adds:
a thousands mark that the format reads as a decimal point, and thousands, millions and billions mistaken.
"""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

from povcalc.figures import NUMBER, Number, exact
from povcalc.text import Text


class Slip(StrEnum):
    """What went wrong, the likeliest first."""

    SWAPPED = "swapped"
    THOUSANDS = "thousands"
    POINT = "point"
    DOUBLED = "doubled"
    MISSING = "missing"
    ADDED = "added"
    EXCHANGED = "exchanged"
    SIGN = "sign"
    KEY = "key"
    UNIT = "unit"
    COPIED = "copied"


LIKELY = tuple(Slip)
"""All slips, the likeliest first."""

PLAIN = frozenset(
    {Slip.SWAPPED, Slip.THOUSANDS, Slip.DOUBLED, Slip.MISSING, Slip.ADDED, Slip.EXCHANGED},
)
"""The slips that may be mended without asking, where nothing else explains the disagreement."""

WORDS = {
    Slip.SWAPPED: Text("two digits swapped", "hai chữ số bị đảo"),
    Slip.THOUSANDS: Text(
        "a thousands mark read as a decimal point", "dấu phân cách hàng nghìn bị đọc thành dấu thập phân"
    ),
    Slip.DOUBLED: Text("a digit doubled", "một chữ số bị lặp"),
    Slip.MISSING: Text("a digit missing", "thiếu một chữ số"),
    Slip.ADDED: Text("a digit too many", "thừa một chữ số"),
    Slip.EXCHANGED: Text("two neighbouring rows exchanged", "hai dòng liền nhau bị đổi chỗ"),
    Slip.POINT: Text("a decimal point in the wrong place", "dấu thập phân đặt sai chỗ"),
    Slip.SIGN: Text("the wrong sign", "sai dấu"),
    Slip.KEY: Text("a digit off by one key", "một chữ số gõ lệch phím"),
    Slip.UNIT: Text("a wrong unit: thousands, millions or billions", "sai đơn vị: nghìn, triệu hay tỷ"),
    Slip.COPIED: Text("copied from the next row", "trùng số của dòng bên cạnh"),
}
"""What each slip is called."""

_KEYS = {
    "0": "129",
    "1": "024",
    "2": "0135",
    "3": "246",
    "4": "1357",
    "5": "2468",
    "6": "3579",
    "7": "468",
    "8": "579",
    "9": "068",
}
"""Beside each digit those next to it in the row above the letters, and in the block of digits."""

_THOUSAND = 3


def written(number: Number) -> str:
    """The number as the format writes it, with the decimals that it has."""
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def read(text: str) -> Number:
    """The number that a text of the format writes."""
    return Decimal(text) if "." in text else int(text)


def meant(number: Number, *, rate: bool = False) -> dict[str, Slip]:
    """All that may have been meant by a number that was typed, and the likeliest slip that made this of it.

    A rate has no thousands and no unit to mistake.
    """
    typed = written(number)
    found: dict[str, Slip] = {}
    for text, slip in sorted(_all(typed, rate=rate), key=lambda each: LIKELY.index(each[1])):
        if NUMBER.fullmatch(text) and exact(read(text)) != exact(number):
            found.setdefault(text, slip)
    return found


def _all(typed: str, *, rate: bool) -> Iterator[tuple[str, Slip]]:
    sign, digits = ("-", typed[1:]) if typed.startswith("-") else ("", typed)
    for text, slip in _one_digit(digits):
        yield sign + text, slip
    yield (digits if sign else f"-{digits}"), Slip.SIGN
    before, _, behind = digits.partition(".")
    if behind:
        plain = before + behind
        yield from ((f"{sign}{plain[:at]}.{plain[at:]}", Slip.POINT) for at in range(1, len(plain)))
    if rate:
        return
    if len(behind) == _THOUSAND and len(before) <= _THOUSAND:
        yield sign + before.lstrip("0") + behind, Slip.THOUSANDS
    for thousands in (1, 2, 3):
        for power in (_THOUSAND * thousands, -_THOUSAND * thousands):
            yield _scaled(typed, power), Slip.UNIT


def _one_digit(digits: str) -> Iterator[tuple[str, Slip]]:
    for at, sign in enumerate(digits):
        if sign == ".":
            continue
        following = digits[at + 1 : at + 2]
        if following not in ("", ".", sign):
            yield digits[:at] + following + sign + digits[at + 2 :], Slip.SWAPPED
        yield digits[:at] + digits[at + 1 :], Slip.DOUBLED if following == sign else Slip.ADDED
        for key in _KEYS[sign]:
            yield digits[:at] + key + digits[at + 1 :], Slip.KEY
    for at in range(len(digits) + 1):
        for digit in "0123456789":
            yield digits[:at] + digit + digits[at:], Slip.MISSING


def _scaled(typed: str, power: int) -> str:
    """The number times a power of ten, written with no more decimals than it needs."""
    number = Decimal(typed).scaleb(power)
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
