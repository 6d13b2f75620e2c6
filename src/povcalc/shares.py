"""Whole numbers in proportion to weights that add up exactly: the method of largest remainders.

Source: Hamilton's method of apportionment; see Balinski and Young, "Fair Representation" (1982), for what it keeps
(each share is its exact quota rounded up or down) and what it does not (a larger total may give a smaller share).
"""

from collections.abc import Sequence
from fractions import Fraction

from povcalc.figures import Exact


def shared_out(total: int, weights: Sequence[Exact]) -> list[int]:
    """A total shared in proportion to weights, none negative and not all nought; of equal remainders the first counts.

    Raises `ValueError` for weights that nothing can be shared by.
    """
    whole = sum(weights)
    if whole <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("weights must not be negative, nor all nought")
    quotas = [Fraction(total * weight) / whole for weight in weights]
    shares = [quota.numerator // quota.denominator for quota in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda at: shares[at] - quotas[at])
    for at in by_remainder[: total - sum(shares)]:
        shares[at] += 1
    return shares
