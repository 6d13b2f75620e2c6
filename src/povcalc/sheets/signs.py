"""Differences with their signs."""

from povcalc.figures import Exact, Interval
from povcalc.text import Lang, Text, precise, same


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


def _signed(number: Exact, lang: Lang) -> str:
    return f"{'+' if number > 0 else ''}{precise(number, lang)}"
