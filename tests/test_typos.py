"""What a number or a date in another writing was probably meant to be, and what is not guessed at."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from povcalc import messages
from povcalc.typos import closest_match, guess_date, guess_figure
from povcalc.values import NUMBER

NBSP, NARROW = "\xa0", "\u202f"


class TestCounts:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("453", "453"),
            ("1.726", "1726"),
            ("1,726", "1726"),
            ("11.869 hộ", "11869"),
            ("11.869 Hộ Nghèo", "11869"),
            ("11,869 households", "11869"),
            (f"11.869{NBSP}hộ", "11869"),
            (f"11{NARROW}869{NARROW}hộ", "11869"),
            ("1 621 667", "1621667"),
            ("5.440.412", "5440412"),
            ("  199 hộ  ", "199"),
            ("-1.726", "-1726"),
            ("trên 4.990 hộ", "{over: 4990}"),
            ("hơn 4.990 hộ", "{over: 4990}"),
            ("over 4,990", "{over: 4990}"),
            ("gần 4.990 hộ", "{under: 4990}"),
            ("dưới 500 hộ", "{under: 500}"),
            ("ít nhất 500 hộ", "{at_least: 500}"),
            ("at most 500 households", "{at_most: 500}"),
            (">= 500", "{at_least: 500}"),
            (f"ước{NBSP}khoảng: 1.200 hộ", "{about: 1200}"),
        ],
    )
    def test_a_count_is_read_with_its_thousands_and_its_words(self, words, expected):
        assert expected == guess_figure(words, whole=True)

    @pytest.mark.parametrize(
        "words",
        [
            "5,8",
            "5.80",
            "453.0",
            "453,5 hộ",
            "1.726,5 hộ",
            "1.72",
            "1.7266",
            "0.726",
            "0123",
            "1.726,869",
            "12.34.567",
        ],
    )
    def test_a_fraction_or_an_uneven_grouping_is_no_count(self, words):
        assert guess_figure(words, whole=True) is None


class TestRatesAndMoney:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("44,35%", "44.35"),
            ("44.35 %", "44.35"),
            ("7,30 %", "7.30"),
            ("5,80", "5.80"),
            ("-0,5", "-0.5"),
            ("0", "0"),
            ("1,5 điểm phần trăm", "1.5"),
            ("1,5 điểm %", "1.5"),
            ("5.8 percent", "5.8"),
            ("trên 8,50%", "{over: 8.50}"),
            ("Trên 8,50%", "{over: 8.50}"),
            ("TRÊN 8,50%", "{over: 8.50}"),
            (f"trên{NBSP}8,50{NBSP}%", "{over: 8.50}"),
            ("> 8.50", "{over: 8.50}"),
            ("<8,5", "{under: 8.5}"),
            ("≥ 3%", "{at_least: 3}"),
            ("tối thiểu 3%", "{at_least: 3}"),
            ("<= 4", "{at_most: 4}"),
            ("tối đa 4%", "{at_most: 4}"),
            ("~ 5,8", "{about: 5.8}"),
            ("ước 5,8%", "{about: 5.8}"),
        ],
    )
    def test_a_rate_is_read_with_its_comma_and_its_words(self, words, expected):
        assert expected == guess_figure(words, whole=False)

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("ước khoảng: 5.440.412 triệu đồng", "{about: 5440412}"),
            ("ước khoảng : 367.886 triệu đồng", "{about: 367886}"),
            ("khoảng 32.430 triệu", "{about: 32430}"),
            ("7,736 tỷ đồng", "7.736"),
            ("7.736 tỷ đồng", "7736"),
            ("1.234,5 tỷ đồng", "1234.5"),
            (f"1.621.667{NBSP}triệu{NBSP}đồng", "1621667"),
            ("1 621 667,5", "1621667.5"),
            ("5,440,412", "5440412"),
            ("5,440,412.25 VND", "5440412.25"),
            ("7.736", "7.736"),
            ("7,736", "7.736"),
        ],
    )
    def test_money_is_read_with_its_thousands_and_its_words(self, words, expected):
        assert expected == guess_figure(words, whole=False)


@pytest.mark.parametrize("whole", [True, False])
class TestNearMisses:
    @pytest.mark.parametrize(
        "words",
        [
            "",
            " ",
            "-",
            "%",
            "hộ",
            "trên",
            "trên %",
            "5.",
            "5,",
            ".5",
            ",5",
            "+5",
            "1e3",
            "1_000",
            "0x1F",
            "5..8",
            "5,8,",
            "1,2.3,4",
            "19/4/2019",
            "2018 2019",
            "1 62",
            "5, 80",
            "trên trên 5",
            "5 trên",
            "5 con",
            "năm 2019",
            "B.2",
            "năm hộ",
            "٤٥٣",
            "４５３",
            "5\x00",
            "5\n6",
        ],
    )
    def test_words_that_are_no_figure_are_not_guessed_at(self, words, whole):
        assert guess_figure(words, whole=whole) is None

    @pytest.mark.parametrize("words", ["leſs than 5", "tốı thiểu 5", "at leaſt 5"])
    def test_letters_that_only_look_alike_without_case_are_other_letters(self, words, whole):
        assert guess_figure(words, whole=whole) is None


class TestFiguresOfAnyText:
    @given(st.text(), st.booleans())
    def test_a_reading_is_a_number_of_the_format_or_none(self, words, whole):
        read = guess_figure(words, whole=whole)
        assert read is None or NUMBER.fullmatch(read.split(": ")[-1].rstrip("}"))

    @given(st.integers(1000, 10**12), st.sampled_from(messages.Lang))
    def test_a_count_in_either_languages_writing_is_read_as_it_was_meant(self, value, lang):
        assert str(value) == guess_figure(messages.number(value, lang), whole=True)

    @given(st.integers(0, 10**12), st.sampled_from([1, 2, 4, 5]))
    def test_a_vietnamese_decimal_is_read_as_it_was_meant(self, digits, places):
        value = Decimal(digits).scaleb(-places)
        words = messages.number(value, messages.Lang.VI)
        assert f"{value:f}" == guess_figure(words, whole=False)

    def test_a_long_run_of_spaces_is_no_figure(self):
        assert guess_figure("5" + " " * 100_000 + "x", whole=False) is None


class TestDates:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("19/4/2019", "2019-04-19"),
            ("ngày 19/4/2019", "2019-04-19"),
            ("Ngày 15/02/2019", "2019-02-15"),
            ("19-4-2019", "2019-04-19"),
            ("19.04.2019", "2019-04-19"),
            ("4/5/2019", "2019-05-04"),
            ("2019/4/19", "2019-04-19"),
            ("2019-4-9", "2019-04-09"),
            (f"{NBSP}19/4/2019 ", "2019-04-19"),
            ("29/2/2020", "2020-02-29"),
        ],
    )
    def test_a_date_is_read_day_first_or_year_first(self, words, expected):
        assert expected == guess_date(words)

    @pytest.mark.parametrize(
        "words",
        [
            "",
            "19/4",
            "4/19/2019",
            "29/2/2019",
            "0/1/2019",
            "19/4/19",
            "2019-13-01",
            "19/4/0000",
            "20/4-30/4/2019",
            "mai",
        ],
    )
    def test_words_that_are_no_day_are_not_guessed_at(self, words):
        assert guess_date(words) is None

    @given(st.dates(), st.sampled_from(["{0.day}/{0.month}/{0.year:04}", "{0.year:04}.{0.month}.{0.day}"]))
    def test_any_day_is_read_back(self, day, form):
        assert day.isoformat() == guess_date(form.format(day))

    @given(st.text(alphabet="0123456789/.- ngày"))
    def test_a_reading_is_a_day_in_iso_form_or_none(self, words):
        read = guess_date(words)
        assert read is None or read == dt.date.fromisoformat(read).isoformat()


class TestNearest:
    @pytest.mark.parametrize(
        ("word", "expected"),
        [
            ("reduction_household", "reduction_households"),
            ("reduction-households", "reduction_households"),
            ("Targets", "targets"),
            ("zzz", None),
            ("", None),
        ],
    )
    def test_a_misspelt_word_has_its_nearest_known_one(self, word, expected):
        assert expected == closest_match(word, ["targets", "funding", "reduction_households", "reduction_rate"])

    def test_nothing_is_near_when_nothing_is_known(self):
        assert closest_match("targets", []) is None


def test_a_word_of_more_than_forty_characters_is_looked_up_nowhere():
    assert closest_match("a" * 40, ["a" * 39]) == "a" * 39
    assert closest_match("a" * 41, ["a" * 39]) is None
