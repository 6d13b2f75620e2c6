"""Goals at their edges: what mutants of the searches showed to be untested."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from povcalc.inference.domains import FAR, N1
from povcalc.scenario.seek import _NEAR, _candidates


@pytest.mark.parametrize(
    ("is_reduction", "number", "low", "high", "expected"),
    [
        (False, "24.99", 100, 100, ["24.00", "23.00"]),  # 24.99 of 100 households are 24, or one fewer
        (True, "24.99", 100, 100, ["25.00", "26.00"]),
        (False, "33.34", 3, 7, ["28.57", "14.29", "33.33", "0.00"]),  # 2 and 1 of 7, then 1 and 0 of 3
        (False, "33.34", 0, 7, ["28.57", "14.29"]),
        (False, "33.34", 3, FAR, ["33.33", "0.00"]),
    ],
)
def test_behind_the_nearest_numbers_come_those_of_whole_households(is_reduction, number, low, high, expected):
    box = SimpleNamespace(low={N1: low}, high={N1: high})
    search = SimpleNamespace(is_reduction=is_reduction, places=2, domain=lambda _: box)
    found = [str(each) for each in _candidates(search, ("targets", "poverty_rate_end"), Decimal(number))]
    step = 1 if is_reduction else -1
    assert found[:_NEAR] == [str(Decimal(number) + step * Decimal(at) / 100) for at in range(_NEAR)]
    assert found[_NEAR:] == expected
