"""Family F at its edges: what mutants of its checks showed to be untested."""

from plans import checked, codes, funding
from povcalc.findings import Verdict


def test_a_range_that_begins_below_nought_keeps_what_lies_there():
    assert "F101" not in codes(funding(-2, "{min: -3, max: 5}"))
    assert "F101" in codes(funding(-4, "{min: -3, max: 5}"))


def test_an_amount_below_nought_is_compared_as_it_stands():
    assert "F101" not in codes(funding(-2, "{at_most: -1}"))
    assert "F101" in codes(funding(0, "{at_most: -1}"))


def test_a_sum_that_is_wrong_casts_doubt_on_every_line():
    verdicts = checked(funding(9, 5, 6)).verdicts
    assert verdicts["funding", "total"] is Verdict.VIOLATED
    assert [verdicts["funding", "lines", at, "amount"] for at in range(2)] == [Verdict.SUSPECT] * 2
