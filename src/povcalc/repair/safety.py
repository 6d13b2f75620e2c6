"""Which correction may be made without asking: one that leaves little to chance.

Statistical offices correct a typing error only where one alone explains what disagrees: Scholtus, "Automatic correction
of simple typing errors in numerical data with balance edits" (Statistics Netherlands, 2009); van der Loo, de Jonge and
Scholtus, "Correction of rounding, typing, and sign errors with the deducorrect package" (2011). A plan has no second
record to compare with, so that more is asked here; the numbers below come from what `bench/errors.py` measures.
"""

from collections.abc import Sequence

from povcalc.figures import Number
from povcalc.repair.candidates import Candidate, System
from povcalc.repair.clusters import Cluster
from povcalc.repair.slips import PLAIN, Slip, written


def safe(system: System, cluster: Cluster, found: Sequence[Candidate]) -> Candidate | None:
    """The candidate that may be made without asking, if there is one.

    Either a slip explains it that leaves little to chance, and nothing explains any other; or it is the only figure
    that relations of two kinds leave, and they leave it one number. A total may be out of date: no relation clears it.
    """
    explained = [candidate for candidate in found if candidate.slip is not None]
    if len(explained) == 1 and explained[0].choices == 1 and _is_telling(system, cluster, explained[0], len(found)):
        return explained[0]
    only = found[0] if len(found) == 1 else None
    if only is None or not only.alone or cluster.is_total(only.paths[0]):
        return None
    return only if len(EQUATIONS.intersection(cluster.codes)) >= _TWO else None


def _is_telling(system: System, cluster: Cluster, candidate: Candidate, choices: int) -> bool:
    """Whether a slip is too particular to explain an error of another kind by chance.

    A digit more or less can explain almost any difference where a sum has a few short numbers, two digits swapped
    only some; of two slips at once any pair of figures may have some that fit. Where there is no other choice it takes
    less, though a missing digit could be any. `bench/errors.py` measures how often each would be wrong.
    """
    slip, number = candidate.slip, candidate.figures[0][1]
    if slip in (Slip.THOUSANDS, Slip.EXCHANGED):
        return True
    before = system.figure(candidate.paths[0])
    if slip not in PLAIN or not candidate.alone or before is None or number is None:
        return False
    is_two = sum(code in EQUATIONS for code in cluster.codes) >= _TWO
    if choices == 1 and (is_two or slip is not Slip.MISSING):
        return True
    if is_two:
        return _digits(before.number) >= FEWEST_OF_TWO
    if slip not in FEWEST_DIGITS or len(cluster.figures) > MOST_FIGURES:
        return False
    fewest = FEWEST_DIGITS[slip]
    if slip is Slip.SWAPPED:
        differ, is_last = _swap(before.number, number.number)
        if differ == 1:
            return False
        fewest += is_last or cluster.is_total(candidate.paths[0])
    return _digits(before.number) >= fewest


def _digits(number: Number) -> int:
    return sum(sign.isdigit() for sign in written(number))


def _swap(one: Number, other: Number) -> tuple[int, bool]:
    """By how much two swapped digits differ, and whether they are the last two."""
    texts = written(one), written(other)
    at, pair = next((at, pair) for at, pair in enumerate(zip(*texts, strict=True)) if len(set(pair)) > 1)
    return abs(int(pair[0]) - int(pair[1])), at + _TWO == len(texts[0])


FEWEST_DIGITS = {Slip.SWAPPED: 4, Slip.DOUBLED: 5}
"""By slip, the digits that a figure needs for one broken relation to be enough.

Swapped, it takes one more for a total and for the last two digits, 9 to 81 off; digits that differ by one, 9 or 90 or
900 off, are never enough: such differences have other causes too often.
"""

FEWEST_OF_TWO = 3
"""The digits that are enough when two relations are broken that give a number."""

MOST_FIGURES = 12
"""In a sum of more figures than these some slip fits too often by chance, if no second relation says so too."""

EQUATIONS = frozenset({"T101", "T201", "T204", "T206", "F101"})
"""The checks whose relations give a number; others only say that it is too large or too small."""

_TWO = 2
