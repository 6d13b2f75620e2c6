"""Differences with their signs."""

from fractions import Fraction

from povcalc.figures import Exact, Interval, Number
from povcalc.text import Lang, Text, number, precise, same


def signed(moved: Interval, *, rate: bool) -> Text:
    """A difference with its sign: `+47`, `-5.774 to -0.882`, rates rounded outwards."""
    if moved.is_point and moved.low is not None:
        return Text(*(with_sign(moved.low, lang) for lang in (Lang.EN, Lang.VI)))
    shown = moved.widened(3) if rate else moved
    low, high = shown.low, shown.high
    if low is None and high is None:
        return same("?")
    if low is None or high is None:
        sign, end = ("≥ ", low) if low is not None else ("≤ ", high)
        return Text(*(sign + with_sign(end or 0, lang) for lang in (Lang.EN, Lang.VI)))
    ends = ((with_sign(low, lang), with_sign(high, lang)) for lang in (Lang.EN, Lang.VI))
    return Text(*(f"{first}{to}{last}" for (first, last), to in zip(ends, (" to ", " đến "), strict=True)))


def signed_number(moved: Number) -> Text:
    """A difference of two numbers with its sign and its decimals: `-6.80`."""
    return Text(with_sign(moved, Lang.EN), with_sign(moved, Lang.VI))


def with_sign(value: Number | Exact, lang: Lang) -> str:
    """A difference with its sign, +7 or -7; nought has none."""
    words = precise(value, lang) if isinstance(value, Fraction) else number(value, lang)
    return f"+{words}" if value > 0 else words
