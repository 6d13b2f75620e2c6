"""What bare rates and reductions in points stand for, in whole numbers alone.

A bare reduction in points is a rounded number, or else the difference of the two rates as they are printed, which in
a quarter of cases is another. Which of them it is, the printed rates tell: so what it says hangs on these.
"""

from povcalc.bounds.boxes import End
from povcalc.figures import Figure, decimals, in_units


def rounded(figure: Figure) -> tuple[End, End]:
    """As `Figure.rounded`: half a unit of the last decimal either way."""
    scale: int = 2 * 10 ** decimals(figure.number)
    middle = in_units(figure.number, scale)
    return (middle - 1, scale, False), (middle + 1, scale, False)


def as_printed(points: Figure, start: Figure, end: Figure) -> tuple[End, End]:
    """What a reduction stands for beside two rates: a rounded number, or else their difference if it may be that."""
    scale, halves = _halves(points, start, end)
    middle, fall = in_units(points.number, scale), in_units(start.number, scale) - in_units(end.number, scale)
    low, high = middle - halves[0], middle + halves[0]
    if low <= fall <= high:
        room = halves[1] + halves[2]
        low, high = min(low, fall - room), max(high, fall + room)
    return (low, scale, False), (high, scale, False)


def whatever_is_printed(points: Figure, start: Figure, end: Figure) -> tuple[End, End]:
    """What a reduction stands for when one of the rates is not taken for right: it may be the difference of others."""
    scale, halves = _halves(points, start, end)
    middle, room = in_units(points.number, scale), sum(halves)
    return (middle - room, scale, False), (middle + room, scale, False)


def _halves(*figures: Figure) -> tuple[int, list[int]]:
    """One over the unit that all of some figures are whole numbers of, and in it half of each one's last decimal."""
    places = [decimals(figure.number) for figure in figures]
    scale: int = 2 * 10 ** max(places)
    return scale, [scale // (2 * 10**each) for each in places]
