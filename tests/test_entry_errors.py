"""Slips: what may have been meant by a number that was typed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from povcalc.corrections import BY_LIKELIHOOD, ENTRY_ERRORS, EntryError, intended_numbers, number_of
from povcalc.messages import Lang
from povcalc.plan.edit import figure_text
from povcalc.values import NUMBER


@pytest.mark.parametrize(
    ("typed", "text", "slip"),
    [
        (1309, "1039", EntryError.SWAPPED),
        (367868, "367886", EntryError.SWAPPED),
        (Decimal("44.53"), "44.35", EntryError.SWAPPED),
        (1139, "139", EntryError.DOUBLED),
        (1399, "139", EntryError.DOUBLED),
        (139, "1039", EntryError.MISSING),
        (139, "1139", EntryError.MISSING),
        (Decimal("4.35"), "44.35", EntryError.MISSING),
        (Decimal("44.5"), "44.35", EntryError.MISSING),
        (10394, "1039", EntryError.ADDED),
        (1039, "1029", EntryError.KEY),
        (1039, "1069", EntryError.KEY),
        (-1039, "1039", EntryError.SIGN),
        (Decimal("1.726"), "1726", EntryError.THOUSANDS),
        (Decimal("367.886"), "367886", EntryError.THOUSANDS),
        (Decimal("0.726"), "726", EntryError.THOUSANDS),
        (Decimal("85.0"), "8.50", EntryError.POINT),
        (5440412, "5440.412", EntryError.UNIT),
        (5440, "5440000", EntryError.UNIT),
        (5440, "5.44", EntryError.UNIT),
    ],
)
def test_what_was_meant_is_found_with_the_slip(typed, text, slip):
    assert intended_numbers(typed)[text] is slip


@pytest.mark.parametrize("text", ["1309", "1093", "9031", "2310", "0139"])
def test_other_changes_are_no_slips(text):
    assert intended_numbers(1309).get(text) in (None, EntryError.SWAPPED if text == "1390" else None)


def test_digits_on_both_sides_of_a_point_are_not_swapped():
    assert EntryError.SWAPPED not in {slip for text, slip in intended_numbers(Decimal("1.2")).items() if text == "2.1"}


def test_a_rate_has_no_thousands_and_no_unit():
    assert not {EntryError.THOUSANDS, EntryError.UNIT} & set(intended_numbers(Decimal("1.726"), is_rate=True).values())


def test_every_slip_has_its_words_in_both_languages():
    assert set(ENTRY_ERRORS) == set(EntryError) == set(BY_LIKELIHOOD)
    assert all(words.to(Lang.EN) and words.to(Lang.VI) for words in ENTRY_ERRORS.values())


numbers = st.one_of(
    st.integers(-(10**9), 10**9), st.decimals(-(10**6), 10**6, places=2, allow_nan=False, allow_infinity=False)
)


@given(numbers)
def test_all_that_is_found_is_a_number_of_the_format_and_another_one(number):
    found = intended_numbers(number)
    assert all(NUMBER.fullmatch(text) and number_of(text) != number for text in found)


@given(st.integers(10, 10**9), st.data())
def test_each_slip_of_a_hand_is_taken_back(number, data):
    text = str(number)
    at = data.draw(st.integers(0, len(text) - 1))
    typed = {
        text[:at] + text[at] + text[at:],  # doubled
        text[:at] + text[at + 1 :],  # missing
        text[:at] + data.draw(st.sampled_from("123456789")) + text[at:],  # added
        text[:at] + text[at : at + 2][::-1] + text[at + 2 :],  # swapped
    }
    for each in typed:
        if NUMBER.fullmatch(each) and int(each) != number:
            assert text in intended_numbers(int(each))


@given(numbers)
def test_a_number_is_written_as_it_is_read(number):
    assert number_of(figure_text(number)) == number
