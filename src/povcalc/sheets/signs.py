"""Differences with their signs."""

from povcalc.figures import Exact, Interval, Number
from povcalc.text import Lang, Text, number, precise, same


def signed(moved: Interval, *, rate: bool) -> Text:
    """A difference with its sign: `+47`, `-5.774 to -0.882`, rates rounded outwards."""
    if moved.is_point and moved.low is not None:
        return Text(*(_signed(moved.low, lang) for lang in (Lang.EN, Lang.VI)))
    shown = moved.widened(3) if rate else moved
    low, high = shown.low, shown.high
    if low is None and high is None:
        return same("?")
    if low is None or high is None:
        sign, end = ("≥ ", low) if low is not None else ("≤ ", high)
        return Text(*(sign + _signed(end or 0, lang) for lang in (Lang.EN, Lang.VI)))
    return Text(
        f"{_signed(low, Lang.EN)} to {_signed(high, Lang.EN)}", f"{_signed(low, Lang.VI)} đến {_signed(high, Lang.VI)}"
    )


def signed_number(moved: Number) -> Text:
    """A difference of two numbers with its sign and its decimals: `-6.80`."""
    return Text(*(("+" if moved > 0 else "") + number(moved, lang) for lang in (Lang.EN, Lang.VI)))


def _signed(value: Exact, lang: Lang) -> str:
    return f"{'+' if value > 0 else ''}{precise(value, lang)}"
