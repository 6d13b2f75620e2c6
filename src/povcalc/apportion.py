"""A whole number shared out in whole numbers: exact quotas between bounds, then largest remainders.

The quotas are the one way to give each claim its start plus its weight times a level that all have in common,
none of them less than its least or more than its most, and all of them together the total. Hamilton's method
of largest remainders makes whole numbers of them: each quota is cut off, and the units that are left over go one
each to the largest remainders, equal ones in order. Source: M. L. Balinski and H. P. Young, Fair
Representation (Yale University Press, 1982), which also tells of the method's paradoxes.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from povcalc.values import Exact


class Claim(NamedTuple):
    """What one of those who share has a claim to.

    The `weight` is in any unit that all claims have in common and not negative; `most` is `None` where nothing
    bounds the share. A claim starts from `start` before anything is shared out by weight.
    """

    weight: Exact
    least: int = 0
    most: int | None = None
    start: Exact = 0

    def at(self, level: Exact) -> Exact:
        """The quota at a level."""
        quota = max(self.start + level * self.weight, self.least)
        return quota if self.most is None else min(quota, self.most)


class Shares(NamedTuple):
    """The quotas, exact, and the whole numbers made of them; both add up to the total.

    `level` is what a unit of weight gets, where no bound acts.
    """

    quotas: tuple[Fraction, ...]
    wholes: tuple[int, ...]
    level: Fraction


class OutOfReachError(ValueError):
    """A total that the claims' bounds and weights do not allow."""


def reach(claims: Sequence[Claim]) -> tuple[Exact, Exact | None]:
    """The least and the most that the claims can take together; `None` for no most."""
    least: Exact = sum(claim.least if claim.weight > 0 else claim.at(0) for claim in claims)
    mosts = [claim.most if claim.weight > 0 else claim.at(0) for claim in claims]
    return least, None if None in mosts else sum(most for most in mosts if most is not None)


def shared_out(total: int, weights: Sequence[Exact]) -> tuple[int, ...]:
    """A total in proportion to weights alone, which are not negative.

    Raises `OutOfReachError` for weights that are all zero, unless the total is.
    """
    whole = sum(weights)
    if total < 0 or (total and not whole):
        raise OutOfReachError
    cut = [divmod(total * weight, whole or 1) for weight in weights]
    return _with_the_rest([int(each) for each, _ in cut], [rest for _, rest in cut], total)


def shared_in_bounds(total: int, claims: Sequence[Claim]) -> Shares:
    """Share out a total. Raises `OutOfReachError` when bounds and weights leave no way to."""
    least, most = reach(claims)
    if total < least or (most is not None and total > most):
        raise OutOfReachError
    level = _level(total, least, claims)
    quotas = tuple(Fraction(claim.at(level)) for claim in claims)
    return Shares(quotas, largest_remainders(quotas), level)


def _level(total: int, reached: Exact, claims: Sequence[Claim]) -> Fraction:
    """The level at which the quotas add up to the total, found by going from bound to bound upwards."""
    level: Exact = 0
    slope: Exact = 0
    for bound, change in sorted(_bounds(claims)):
        gained = slope * (bound - level)
        if slope and reached + gained >= total:
            break
        reached, level, slope = reached + gained, bound, slope + change
    return Fraction(level) + (Fraction(total - reached) / slope if slope else 0)


def _bounds(claims: Sequence[Claim]) -> list[tuple[Fraction, Exact]]:
    """The levels at which a quota begins to grow, and stops, each with the change of the slope of their sum."""
    found: list[tuple[Fraction, Exact]] = []
    for weight, least, most, start in claims:
        if weight > 0:
            found.append((Fraction(least - start) / weight, weight))
            if most is not None:
                found.append((Fraction(most - start) / weight, -weight))
    return found


def largest_remainders(quotas: Sequence[Fraction]) -> tuple[int, ...]:
    """Whole numbers for quotas that add up to one, each its quota cut off or one more.

    Of all whole numbers with that sum they differ least from the quotas, all differences added up. No bound
    that is a whole number and holds for a quota is broken.
    """
    wholes = [math.floor(quota) for quota in quotas]
    rests = [quota - whole for quota, whole in zip(quotas, wholes, strict=True)]
    return _with_the_rest(wholes, rests, int(sum(quotas)))


def _with_the_rest(wholes: list[int], rests: Sequence[Exact], total: int) -> tuple[int, ...]:
    order = sorted(range(len(wholes)), key=lambda at: -rests[at])  # stable: equal ones stay in order
    for at in order[: total - sum(wholes)]:
        wholes[at] += 1
    return tuple(wholes)
