"""Family Y at its edges: what mutants of its checks showed to be untested."""

import pytest

from plans import outcome_of
from povcalc.engine import run
from povcalc.findings import Outcome
from povcalc.messages import Lang
from povcalc.plan.load import read_text
from povcalc.values import MAX_DIGITS


def messages(text: str, code: str) -> list[str]:
    return [each.message.to(Lang.EN) for each in run(read_text(text, "plan.yaml")).findings if each.code == code]


@pytest.mark.parametrize(("code", "text"), [("Y103", "a: b\nc: \x07"), ("Y104", "a:\n\tb: c"), ("Y114", "a: &x 1")])
def test_what_is_in_the_file_once_is_not_counted(code, text):
    (words,) = messages(text, code)
    assert "in the file" not in words


@pytest.mark.parametrize(("code", "text"), [("Y103", "a: \x07\nc: \x07"), ("Y104", "a:\n\tb: c\n\td: e")])
def test_what_is_there_twice_is_told_once_and_counted(code, text):
    (words,) = messages(text, code)
    assert words.endswith(" (there are 2 in the file; this is the first)")


def test_the_length_of_a_long_number_is_no_count_of_places():
    (words,) = messages("a: " + "1" * 41, "Y118")
    assert "in the file" not in words


@pytest.mark.parametrize(("power", "told"), [(39, True), (40, False)])
def test_a_power_of_ten_is_written_out_as_long_as_it_may_be_read(power, told):
    (words,) = messages(f"a: 1e{power}", "Y117")
    assert ("write 1" + "0" * power in words) is told


@pytest.mark.parametrize(
    ("written", "why", "likely"),
    [
        ("2_000", "a number has no underscores", "2000"),
        ("1_234.5", "a number has no underscores", "1234.5"),
        ("0x10", "it is not in base ten", "16"),
        ("-0x1F", "it is not in base ten", "-31"),
        ("0b11", "it is not in base ten", "3"),
        ("0o17", "it is not in base ten", "15"),
        ("017", "some readers take a leading 0 for octal: 15", "17"),
        ("018", "a number has no leading 0", "18"),
        ("1e3", "a number is written out in full", "1000"),
        ("1.5e3", "a number is written out in full", "1500"),
        ("+5", "a plus sign is not written", "5"),
        (".5", "a number begins and ends with a digit", "0.5"),
        ("5.", "a number begins and ends with a digit", "5"),
    ],
)
def test_it_is_told_why_a_number_is_not_plain_and_what_to_write(written, why, likely):
    (words,) = messages(f"a: {written}", "Y117")
    assert words == f"{written} is not a plain number ({why}); write {likely}, or put it in quotes if it is text"


def test_of_two_readings_both_are_told_and_of_none_plain_digits():
    text = "povcalc: 1\ndocument: {title: A plan}\ntargets: {id: r, name: R, households_start: +2.000}\n"
    (words,) = messages(text, "Y117")
    assert "(a plus sign is not written) and can mean two things; write 2000 or 2.000, or put it in quotes" in words
    for written in (".inf", "-.Inf", ".NaN"):
        (words,) = messages(f"a: {written}", "Y117")
        assert f"{written} is not a plain number (no figure is endless or undefined); write plain digits" in words


@pytest.mark.parametrize("digits", [40, 41])
def test_a_number_may_have_forty_digits(digits):
    assert MAX_DIGITS == 40
    assert len(messages("a: " + "1" * digits, "Y118")) == (digits > MAX_DIGITS)


def test_a_mark_before_a_text_that_could_not_be_read_decides_nothing_about_what_is_behind_it():
    text = "\ufeffa: 1\nb: ["
    assert outcome_of(text, "Y102") is Outcome.FAILED
    assert outcome_of(text, "Y111") is Outcome.UNDECIDED
