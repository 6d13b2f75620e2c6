"""Slips: what may have been meant by a number that was typed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from povcalc.corrections import BY_LIKELIHOOD, ENTRY_ERRORS, EntryError, intended_numbers
from povcalc.messages import Lang
from povcalc.plan.edit import figure_text
from povcalc.values import NUMBER, number_of


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


KEYPAD = {key: (at, place) for at, keys in enumerate(("789", "456", "123")) for place, key in enumerate(keys)}
ROW = "1234567890"


def are_neighbours(one, other):
    """Whether two keys are next to each other in the row above the letters or on the keypad, its 0 below 1 and 2."""
    if abs(ROW.index(one) - ROW.index(other)) == 1 or {one, other} in ({"0", "1"}, {"0", "2"}):
        return True
    places = [KEYPAD.get(key, (9, 9)) for key in (one, other)]
    return sum(abs(mine - its) for mine, its in zip(*places, strict=True)) == 1


def without(text, at):
    return text[:at] + text[at + 1 :]


def error_between(meant, typed):
    """The likeliest typing error that makes what is typed of what is meant, by what each is called; `None` if none."""
    if {meant, typed} in ({typed, f"-{typed}"}, {meant, f"-{meant}"}):
        return EntryError.SIGN
    if meant.startswith("-") is not typed.startswith("-"):
        return None
    meant, typed = meant.removeprefix("-"), typed.removeprefix("-")
    other = [at for at, pair in enumerate(zip(meant, typed, strict=False)) if len(set(pair)) > 1]
    of_one_length = len(meant) == len(typed)
    if of_one_length and len(other) == 2 and other[1] == other[0] + 1:
        first, second = other
        if meant[first] == typed[second] and meant[second] == typed[first] and "." not in meant[first] + typed[first]:
            return EntryError.SWAPPED
    if "." in meant and "." in typed and meant.replace(".", "") == typed.replace(".", ""):
        return EntryError.POINT
    for at, sign in enumerate(typed):
        if sign != "." and without(typed, at) == meant:
            is_doubled = sign in (typed[at + 1 : at + 2], typed[at - 1] if at else "")
            return EntryError.DOUBLED if is_doubled else EntryError.ADDED
    if any(sign != "." and without(meant, at) == typed for at, sign in enumerate(meant)):
        return EntryError.MISSING
    if of_one_length and len(other) == 1 and "." not in meant[other[0]] + typed[other[0]]:
        return EntryError.KEY if are_neighbours(meant[other[0]], typed[other[0]]) else None
    return None


SHORT = [
    *map(str, range(-999, 10_000)),
    *(f"{sign}{whole}.{rest}" for whole in range(10) for rest in range(10) for sign in ("", "-")),
    *(f"{whole}.{rest:02}" for whole in range(10) for rest in range(100)),
    *(f"{whole}.{rest}" for whole in range(10, 100) for rest in range(10)),
]
"""All numbers of the format in at most four signs."""


@pytest.mark.parametrize("is_rate", [True, False])
@pytest.mark.parametrize(
    "typed", ["0", "7", "10", "11", "19", "120", "122", "505", "-1", "-5", "-44", "0.5", "1.5", "1.0", "4.4", "9.9"]
)
def test_of_all_short_numbers_those_are_found_that_a_typing_error_makes_what_is_typed(typed, is_rate):
    found = intended_numbers(number_of(typed), is_rate=is_rate)
    units = {text: error for text, error in found.items() if error is EntryError.UNIT}
    thousand = Decimal(1000)
    powers = () if is_rate else (thousand, 1 / thousand, thousand**2, 1 / thousand**2, thousand**3, 1 / thousand**3)
    # What is a digit too many or too few is that first.
    expected = {Decimal(typed) * power for power in powers} - {Decimal(typed)}
    assert {Decimal(text) for text in units} == {
        each for each in expected if not error_between(format(each.normalize(), "f"), typed)
    }
    right = {meant: error_between(meant, typed) for meant in SHORT}
    same = {meant for meant in SHORT if Decimal(meant) == Decimal(typed)}
    assert {text: error for text, error in found.items() if text in right and text not in units} == {
        meant: error for meant, error in right.items() if error is not None and meant not in same
    }


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1.726", "1726"), ("367.886", "367886"), ("0.726", "726"), ("0.026", "026"), ("-1.726", "-1726")],
)
def test_a_point_before_three_digits_may_part_thousands(typed, meant):
    found = intended_numbers(Decimal(typed))
    assert [text for text, error in found.items() if error is EntryError.THOUSANDS] == (
        [meant] if NUMBER.fullmatch(meant) else []
    )
    for other in (f"{typed}5", typed[:-1], f"12{typed.removeprefix('-').rjust(7, '3')}"):
        assert EntryError.THOUSANDS not in intended_numbers(Decimal(other)).values()
