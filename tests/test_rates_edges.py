"""T201 to T203 at their edges: what mutants of them showed to be untested."""

import pytest

from plans import checked, outcome, targets
from povcalc.findings import Outcome
from povcalc.messages import Lang


def message(text: str, code: str) -> str:
    (finding,) = (finding for finding in checked(text).findings if finding.code == code)
    return finding.message.to(Lang.EN)


@pytest.mark.parametrize(
    ("poor", "households", "stated", "shown"),
    [
        (1, 3, "50.1", "33.33"),
        (1, 3, "50", "33.3"),
        (1, 8, "50.11", "12.5"),
        (1, 4, "50.11", "25"),
        (1, 64, "50.1", "1.56"),
        (1, 16, "50.1", "6.25"),
    ],
)
def test_a_rate_is_shown_to_one_decimal_more_than_was_stated_and_no_further_than_it_goes(
    poor, households, stated, shown
):
    text = targets(households_start=households, poor_households_start=poor, poverty_rate_start=stated)
    assert f" {shown}%, not {stated}%" in message(text, "T201")


def test_a_rate_cut_off_to_nought_is_not_shown_as_the_next_one():
    text = targets(households_start=2_500_000, poor_households_start=2_499, poverty_rate_start="0.0")
    assert "of 0.0 is 0.09996 cut off" in message(text, "T202")


def test_rates_that_are_bounds_do_not_decide_a_bare_reduction():
    text = targets(poverty_rate_start="{over: 10}", poverty_rate_end="{over: 5}", reduction_rate=5)
    assert outcome(text, "T203") is Outcome.UNDECIDED


FORMS = ("{}", "{{over: {}}}", "{{under: {}}}", "{{at_least: {}}}", "{{at_most: {}}}", "{{about: {}}}")


@pytest.mark.parametrize("rates", FORMS)
@pytest.mark.parametrize("points", FORMS)
def test_only_three_bare_numbers_agree_by_their_digits_alone(rates, points):
    text = targets(
        poverty_rate_start=rates.format(10), poverty_rate_end=rates.format(5), reduction_rate=points.format(5)
    )
    assert (outcome(text, "T203") is Outcome.PASSED) is (rates == points == "{}")


@pytest.mark.parametrize(
    ("start", "end", "fall"),
    [
        ("10", "5", "5"),
        ("{at_most: 10}", "5", "at most 5.5"),
        ("{under: 10}", "5", "under 5.5"),
        ("{min: 10, max: 11}", "{min: 5, max: 6}", "4–6"),
    ],
)
def test_a_fall_is_shown_as_a_number_only_where_both_rates_are(start, end, fall):
    text = targets(poverty_rate_start=start, poverty_rate_end=end, reduction_rate=9)
    assert f" is a fall of {fall} points, not 9;" in message(text, "T203")


@pytest.mark.parametrize("stated", ["{over: 5}", "{under: 50}", "{at_least: 5}", "{about: 20}"])
def test_only_a_bare_rate_can_have_been_cut_off(stated):
    text = targets(households_start=5, poor_households_start=1, poverty_rate_start=stated)
    assert outcome(text, "T202") is Outcome.SKIPPED


def test_counts_that_leave_a_rate_open_do_not_say_that_it_was_rounded():
    text = targets(households_start="{min: 5, max: 9}", poor_households_start=1, poverty_rate_start=20)
    assert outcome(text, "T201") is Outcome.UNDECIDED
    assert outcome(text, "T202") is Outcome.SKIPPED
