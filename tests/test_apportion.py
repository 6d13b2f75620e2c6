"""Sharing out a whole number: exact quotas between bounds, largest remainders, and the method's known paradox."""

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from povcalc.apportion import Claim, OutOfReachError, largest_remainders, reach, shared_in_bounds, shared_out


def wholes(total, *claims):
    return shared_in_bounds(total, [claim if isinstance(claim, Claim) else Claim(claim) for claim in claims]).wholes


@st.composite
def claims(draw, most_claims=6, *, starts=False):
    """Claims of which some are bounded, some have no weight, and some start from more or less than nothing."""
    found = []
    for _ in range(draw(st.integers(1, most_claims))):
        weight = draw(st.integers(0, 20) | st.fractions(0, 20, max_denominator=12))
        least = draw(st.integers(0, 6))
        most = draw(st.none() | st.integers(least, least + 12))
        start = draw(st.fractions(-8, 8, max_denominator=5)) if starts and weight else 0
        found.append(Claim(weight, least, most, start))
    return found


@st.composite
def problems(draw, most_claims=6, *, starts=False):
    """A total that some claims can take."""
    found = draw(claims(most_claims, starts=starts))
    least, most = reach(found)
    return draw(st.integers(least, least + 40 if most is None else most)), found


class TestByHand:
    def test_the_largest_remainder_gets_what_is_left(self):
        # 10 × 50/100, 30/100, 20/100 are whole; 7 gives 3.5, 2.1 and 1.4.
        assert wholes(10, 50, 30, 20) == (5, 3, 2)
        assert wholes(7, 50, 30, 20) == (4, 2, 1)

    def test_equal_remainders_go_to_those_that_come_first(self):
        assert wholes(2, 1, 1, 1) == (1, 1, 0)
        assert wholes(5, 1, 1, 1) == (2, 2, 1)

    def test_what_one_may_not_take_goes_to_the_others_in_proportion(self):
        # 6, 3 and 2 of 11; the first stops at 2, so 9 are left for 3 and 2: 5.4 and 3.6.
        assert wholes(11, Claim(6, 0, 2), 3, 2) == (2, 5, 4)

    def test_what_one_must_have_is_taken_from_the_others_in_proportion(self):
        # The last has 4 of 12, so 8 are left for 3 and 1.
        assert wholes(12, 3, 1, Claim(1, 4)) == (6, 2, 4)

    def test_a_floor_and_a_cap_act_together(self):
        # Without bounds 50, 30, 20. With 60 for the last, 40 are left for 5 and 3: 25 and 15, and 15 is too much.
        assert wholes(100, 5, Claim(3, 0, 10), Claim(2, 60)) == (30, 10, 60)

    def test_a_floor_may_stop_acting_once_a_cap_does(self):
        # 20 of 30 for the first by weight, capped at 5: then the others have 12.5 each, more than the floor of 9.
        assert wholes(30, Claim(20, 0, 5), Claim(5, 9), 5) == (5, 13, 12)

    def test_without_a_weight_there_is_no_share_but_the_least(self):
        assert wholes(10, 1, 0, Claim(0, 3)) == (7, 0, 3)

    def test_nothing_is_shared_out_as_noughts(self):
        assert wholes(0, 1, 2, 3) == (0, 0, 0)

    def test_a_claim_may_start_from_something_of_its_own(self):
        # Level 3 gives 4 + 3 and -1 + 3.
        assert shared_in_bounds(9, [Claim(1, start=4), Claim(1, start=-1)])[1:] == ((7, 2), 3)

    def test_the_level_is_what_a_unit_of_weight_gets(self):
        assert shared_in_bounds(6, [Claim(300), Claim(100)]).level == Fraction(6, 400)


class TestOutOfReach:
    @pytest.mark.parametrize(
        ("total", "found"),
        [
            (5, [Claim(1, 3), Claim(1, 3)]),
            (7, [Claim(1, 0, 3), Claim(1, 0, 3)]),
            (1, [Claim(0), Claim(0)]),
            (1, []),
            (9, [Claim(0), Claim(5, 0, 8)]),
        ],
    )
    def test_is_what_bounds_and_weights_do_not_allow(self, total, found):
        with pytest.raises(OutOfReachError):
            shared_in_bounds(total, found)

    @given(claims())
    def test_all_within_reach_can_be_shared_out_and_nothing_beyond(self, found):
        least, most = reach(found)
        for total in (least, least + 1) if most is None or least < most else (least,):
            assert sum(shared_in_bounds(total, found).wholes) == total
        for total in (least - 1, *(() if most is None else (most + 1,))):
            with pytest.raises(OutOfReachError):
                shared_in_bounds(total, found)


class TestProperties:
    @given(problems(starts=True))
    def test_shares_add_up_keep_every_bound_and_are_quotas_cut_off_or_one_more(self, problem):
        total, found = problem
        shares = shared_in_bounds(total, found)
        assert (sum(shares.wholes), sum(shares.quotas)) == (total, total)
        for claim, share, quota in zip(found, shares.wholes, shares.quotas, strict=True):
            assert claim.least <= share
            assert claim.most is None or share <= claim.most
            assert share in (math.floor(quota), math.ceil(quota))

    @given(st.integers(0, 500), st.lists(st.integers(0, 99), min_size=1, max_size=8).filter(any))
    def test_where_no_bound_acts_the_quota_is_the_plain_proportion(self, total, weights):
        shares = shared_in_bounds(total, [Claim(weight) for weight in weights])
        assert shares.quotas == tuple(Fraction(total * weight, sum(weights)) for weight in weights)

    @given(problems())
    def test_quotas_that_no_bound_holds_are_in_proportion_to_the_weights(self, problem):
        total, found = problem
        shares = shared_in_bounds(total, found)
        for claim, quota in zip(found, shares.quotas, strict=True):
            if claim.weight and quota > claim.least:
                assert quota <= shares.level * claim.weight
            if claim.weight and quota != claim.most:
                assert quota >= shares.level * claim.weight

    @given(problems(), st.fractions(Fraction(1, 50), 50))
    def test_other_units_of_the_weights_change_nothing(self, problem, scale):
        total, found = problem
        scaled = [claim._replace(weight=claim.weight * scale) for claim in found]
        assert shared_in_bounds(total, scaled)[:2] == shared_in_bounds(total, found)[:2]

    @settings(max_examples=50)
    @given(problems(most_claims=3))
    def test_no_other_whole_numbers_differ_less_from_the_quotas(self, problem):
        total, found = problem
        shares = shared_in_bounds(total, found)

        def apart(wholes):
            return sum(abs(whole - quota) for whole, quota in zip(wholes, shares.quotas, strict=True))

        # One further than a unit away could be brought nearer to its quota, so those around it are enough.
        near = [range(int(quota) - 1, int(quota) + 3) for quota in shares.quotas]
        least = min(apart(others) for others in itertools.product(*near) if sum(others) == total)
        assert apart(shares.wholes) == least

    @given(problems())
    def test_a_bound_that_would_not_be_reached_changes_nothing(self, problem):
        total, found = problem
        shares = shared_in_bounds(total, found)
        wider = [
            claim._replace(
                least=claim.least if share == claim.least else 0,
                most=claim.most if quota == claim.most else None,
            )
            for claim, share, quota in zip(found, shares.wholes, shares.quotas, strict=True)
            if claim.weight
        ]
        idle = sum(share for claim, share in zip(found, shares.wholes, strict=True) if not claim.weight)
        if wider:
            kept = tuple(share for claim, share in zip(found, shares.wholes, strict=True) if claim.weight)
            assert shared_in_bounds(total - idle, wider).wholes == kept


class TestTheParadoxOfAlabama:
    """A larger total, a smaller share: what largest remainders may do, and divisor methods may not."""

    def test_eleven_households_instead_of_ten_take_one_from_the_smallest(self):
        # 10: quotas 4 2/7, 4 2/7, 1 3/7; the one left goes to the last. 11: 4 5/7, 4 5/7, 1 4/7; both go to the others.
        assert wholes(10, 6, 6, 2) == (4, 4, 2)
        assert wholes(11, 6, 6, 2) == (5, 5, 1)

    def test_it_takes_no_more_than_one_household(self):
        before, after = (wholes(total, 6, 6, 2) for total in (10, 11))
        assert min(new - old for new, old in zip(after, before, strict=True)) == -1

    @given(st.integers(0, 300), st.lists(st.integers(0, 99), min_size=2, max_size=6).filter(any))
    def test_one_household_more_never_takes_more_than_one_from_anybody(self, total, weights):
        before, after = (wholes(each, *weights) for each in (total, total + 1))
        assert min(new - old for new, old in zip(after, before, strict=True)) >= -1


@given(st.lists(st.integers(0, 50), min_size=1, max_size=6))
def test_whole_quotas_are_kept(quotas):
    assert largest_remainders([Fraction(quota) for quota in quotas]) == tuple(quotas)


class TestWeightsAlone:
    def test_they_share_as_claims_without_bounds_do(self):
        assert shared_out(7, [50, Fraction(30), 20]) == (4, 2, 1) == wholes(7, 50, 30, 20)

    def test_nothing_can_be_shared_out_by_noughts_but_nothing(self):
        assert shared_out(0, [0, 0]) == (0, 0)
        with pytest.raises(OutOfReachError):
            shared_out(1, [0, 0])


@given(st.lists(st.integers(0, 50) | st.fractions(0, 20, max_denominator=12), max_size=8), st.integers(0, 500))
def test_weights_alone_share_as_claims_without_bounds_do(weights, total):
    if total and not sum(weights):
        with pytest.raises(OutOfReachError):
            shared_out(total, weights)
    else:
        assert shared_out(total, weights) == wholes(total, *weights)


def test_less_than_nothing_is_not_shared_out():
    with pytest.raises(OutOfReachError):
        shared_out(-1, [1, 2])
