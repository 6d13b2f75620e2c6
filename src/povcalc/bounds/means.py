"""The greatest that the rate of a whole can be, as the mean of its parts' rates by their households.

The mean is greatest where the parts of high rates are as large as they can be and the others as small, together as
many as the whole has. Which parts are "high" depends on the mean itself: Dinkelbach's method ("On nonlinear
fractional programming", 1967) begins with some mean, finds the households that are best beside it, and goes on from
the mean of these until none is better.
"""

from collections.abc import Sequence
from fractions import Fraction

from povcalc.bounds.boxes import FAR
from povcalc.figures import Exact

Share = tuple[int, int, Fraction, Exact]
"""A part: the least and the most households that it can have, its rate in percent, and 100 times the poor to add."""

_TURNS = 60


def greatest_mean(parts: Sequence[Share], least: int, most: int) -> Fraction | None:
    """The greatest (sum of rate times households, plus what is added) over all households, in percent.

    The whole has `least` to `most` households. `None` where no bound comes of it: too many parts have no most.
    """
    if any(not -FAR < part[3] < FAR for part in parts):
        return None
    chosen = [low for low, *_ in parts]
    mean: Fraction | None = None
    for _ in range(_TURNS):
        households = sum(chosen)
        if households:
            found = Fraction(sum(_poor(part, number) for part, number in zip(parts, chosen, strict=True)), households)
            if mean is not None and found <= mean:
                return mean
            mean = found
        better = _best(parts, Fraction(-(10**6)) if mean is None else mean, least, most)
        if better is None or (mean is None and not sum(better)):
            return None
        chosen = better
    return None


def _poor(part: Share, households: int) -> Exact:
    return part[2] * households + part[3]


def _best(parts: Sequence[Share], mean: Fraction, least: int, most: int) -> list[int] | None:
    """The households of each part that raise the whole above a mean by the most; `None` when there is no most."""
    chosen = [low for low, *_ in parts]
    room, owed = most - sum(chosen), least - sum(chosen)
    if room < 0:
        return None
    for at in sorted(range(len(parts)), key=lambda each: parts[each][2], reverse=True):
        low, high, rate, _ = parts[at]
        more = min(high - low, room) if rate > mean else min(high - low, max(owed, 0))
        if more >= FAR:
            return None
        chosen[at] += more
        room -= more
        owed -= more
    return chosen
