"""The reader of numbers at its edges: what mutants showed to be untested."""

from decimal import Decimal

import pytest

from povcalc.messages import Lang
from povcalc.numerals import (
    EN,
    GROWTH,
    HOUSEHOLDS,
    RATE,
    TYPED,
    VI,
    Kind,
    Numeral,
    Unit,
    Wanted,
    counts_of,
    expected,
    figure_text,
    money,
    number_fault,
    read,
    readings_typed,
    unit_of,
)
from povcalc.values import Figure, Form


class TestUnits:
    @pytest.mark.parametrize(
        ("words", "kind", "power", "style"),
        [
            ("đồng", Kind.MONEY, 0, VI),
            ("nghìn đồng", Kind.MONEY, 3, VI),
            ("ngàn đồng", Kind.MONEY, 3, VI),
            ("vạn hộ", Kind.COUNT, 4, VI),
            ("triệu đồng", Kind.MONEY, 6, VI),
            ("tr đồng", Kind.MONEY, 6, VI),
            ("tỷ đồng", Kind.MONEY, 9, VI),
            ("tỉ đồng", Kind.MONEY, 9, VI),
            ("nghìn tỷ đồng", Kind.MONEY, 12, VI),
            ("ngàn tỷ đồng", Kind.MONEY, 12, VI),
            ("thousand households", Kind.COUNT, 3, EN),
            ("thousands of households", Kind.COUNT, 3, EN),
            ("lakh households", Kind.COUNT, 5, EN),
            ("million dong", Kind.MONEY, 6, EN),
            ("billion dong", Kind.MONEY, 9, EN),
            ("trillion dong", Kind.MONEY, 12, EN),
            ("nghìn tỷ VND", Kind.MONEY, 12, VI),
            ("nghìn", None, 3, VI),
            ("lakh", None, 5, EN),
            ("million", Kind.MONEY, 6, EN),
            ("%", Kind.PERCENT, 0, ""),
            ("‰", Kind.PERCENT, -1, ""),
            ("fraction of one", Kind.PERCENT, 2, ""),
        ],
    )
    def test_each_scale_is_its_power_of_ten(self, words, kind, power, style):
        assert unit_of(words) == Unit(kind, power, style)

    def test_a_word_of_both_languages_does_not_tell_whose_marks_stand_beside_it(self):
        dong = money("đồng")
        assert read("1.234 đồng", dong).figure.number == 1234
        assert read("5.440 vnđ", dong).figure.number == 5440
        for words in ("1.234 VND", "1,234 VND", "1.234 dong"):
            assert [each.number for each in read(words, dong).readings] == [1234, Decimal("1.234")]

    def test_a_bare_number_is_in_the_unit_that_its_column_names(self):
        in_millions = Wanted(Kind.MONEY, own=9, bare=6)  # for a plan in billions
        assert read("500", in_millions).figure.number == Decimal("0.500")
        assert read("500", Wanted(Kind.MONEY, own=6, bare=9)).figure.number == 500_000
        for words in ("500", "500..600"):
            assert read(words, Wanted(Kind.MONEY, own=None, bare=6)) == Numeral(unit="?")


class TestMost:
    def test_of_two_readings_the_one_that_makes_sense_is_taken_up_to_the_greatest_number(self):
        assert read("900.000", GROWTH).figure.number == 900
        assert [each.number for each in read("900.001", GROWTH).readings] == [900_001, Decimal("900.001")]
        assert read("100.000", RATE).figure.number == 100
        assert [each.number for each in read("100.001", RATE).readings] == [100_001, Decimal("100.001")]


class TestTyped:
    """What a spreadsheet shows of a number."""

    @pytest.mark.parametrize(
        ("words", "wanted", "found"),
        [
            ("1.234", RATE, Numeral(Figure(Decimal("1.234")), plain=True)),
            ("1,234", HOUSEHOLDS, Numeral(Figure(1234), plain=True)),
            ("5 tỷ", HOUSEHOLDS, Numeral(unit="tỷ")),
            ("nhiều", HOUSEHOLDS, Numeral()),
            ("1.234.567", HOUSEHOLDS, Numeral()),  # which is not English
        ],
    )
    def test_its_point_is_a_decimal_point_and_a_unit_that_does_not_fit_is_named(self, words, wanted, found):
        assert read(words, wanted, TYPED) == found

    def test_of_more_than_two_hundred_signs_none_is_a_number(self):
        for style in ("", VI, TYPED):
            assert read("5".rjust(200), HOUSEHOLDS, style).figure == Figure(5)
            for length in (201, 202, 1000):
                assert read("5".rjust(length), HOUSEHOLDS, style) == Numeral()


class TestPlain:
    """What the format itself would have is taken as it is; of any other writing it is said what it was read as."""

    @pytest.mark.parametrize(
        ("words", "wanted"),
        [
            *((words, HOUSEHOLDS) for words in ("500", "-5", "0", ">=500", "≥500", "≤ 500", "over 500", "~500")),
            *((words, RATE) for words in ("8.50", "0.5", "<8.50")),
            *((words, HOUSEHOLDS) for words in ("840..930", "840 - 930")),
        ],
    )
    def test_digits_as_the_format_has_them_are(self, words, wanted):
        assert read(words, wanted).plain

    @pytest.mark.parametrize(
        ("words", "wanted"),
        [
            *((words, HOUSEHOLDS) for words in ("500 hộ", "500 or more", "500 trở lên", "trên 500", "2,345,678")),
            *((words, HOUSEHOLDS) for words in ("+500", "0500", "1e3", "2 500", "500_000")),
            *((words, RATE) for words in ("8,50", "8.50%", "08.50", ".5")),
            *((words, HOUSEHOLDS) for words in ("840..930 hộ", "0840..930", "840..0930", "2,345,678..2345679")),
            *((words, HOUSEHOLDS) for words in ("840 hộ..930", "840 đến 930", "840–930")),
        ],
    )
    def test_words_marks_and_other_signs_are_not(self, words, wanted):
        numeral = read(words, wanted)
        assert numeral.figure is not None
        assert not numeral.plain


class TestMeant:
    @pytest.mark.parametrize(
        ("words", "form"),
        [
            *((word, Form.OVER) for word in ("trên", "hơn", "over", "more than", ">")),
            *((word, Form.UNDER) for word in ("dưới", "gần", "under", "less than", "<")),
            *((word, Form.AT_LEAST) for word in ("ít nhất", "tối thiểu", "at least", "≥", ">=")),
            *((word, Form.AT_MOST) for word in ("nhiều nhất", "tối đa", "at most", "≤", "<=")),
            *((word, Form.ABOUT) for word in ("ước khoảng", "khoảng", "ước", "about", "~", "≈")),
            ("=", Form.EXACT),
        ],
    )
    @pytest.mark.parametrize("between", ["", " ", ":", ": ", " : "])
    def test_each_word_before_a_number_says_how_it_is_meant(self, words, between, form):
        assert read(f"{words}{between}500", HOUSEHOLDS).figure == Figure(500, form)

    @pytest.mark.parametrize(
        ("words", "form"),
        [
            *((word, Form.AT_LEAST) for word in ("trở lên", "or more")),
            *((word, Form.AT_MOST) for word in ("trở xuống", "or less")),
        ],
    )
    @pytest.mark.parametrize("unit", ["", " hộ"])
    def test_so_does_each_word_behind_it(self, words, unit, form):
        assert read(f"500{unit} {words}", HOUSEHOLDS).figure == Figure(500, form)
        assert read(f">500{unit} {words}", HOUSEHOLDS) == Numeral()  # both before and behind is no number


class TestLines:
    @pytest.mark.parametrize(
        ("words", "lines"),
        [
            ("1.234 VND", ("1234", "1.2340")),
            ("2.000 VND", ("2000", "2")),
            ("-1.234 VND", ("-1234", "-1.2340")),
            ("-2.000 VND", ("-2000", "-2")),
        ],
    )
    def test_of_two_readings_each_is_written_so_that_it_can_mean_no_other(self, words, lines):
        dong = money("đồng")
        assert readings_typed(read(words, dong), dong) == lines


class TestFaults:
    def test_one_meaning_is_named_and_whether_the_numbers_beside_it_decided(self):
        assert number_fault("500 hộ", HOUSEHOLDS) == ("vietnamese_number", {"read": "500 hộ", "likely": "500"})
        told = {"read": "2.000", "likely": "2000", "decided": True}
        assert number_fault("2.000", HOUSEHOLDS, VI) == ("vietnamese_number", told)

    def test_two_meanings_and_a_unit_that_does_not_fit_are_told_and_words_are_not(self):
        assert number_fault("2.000", HOUSEHOLDS) == ("two_readings", {"read": "2.000", "readings": ("2000", "2")})
        assert number_fault("5%", HOUSEHOLDS) == ("unit_misfit", {"read": "5%", "wanted": HOUSEHOLDS})
        assert number_fault("nhiều", HOUSEHOLDS) is None

    @pytest.mark.parametrize(
        ("wanted", "words"),
        [
            (HOUSEHOLDS, "a number of households is expected"),
            (counts_of("persons"), "a number of persons is expected"),
            (counts_of("families"), "a number of families is expected"),
            (RATE, "percent or percentage points are expected"),
        ],
    )
    def test_what_is_expected_is_what_the_plan_counts(self, wanted, words):
        assert expected(wanted).to(Lang.EN) == words


def test_the_parts_of_a_figure_are_written_as_the_format_has_them():
    assert figure_text({"min": 840, "max": Decimal("930.50")}) == "{min: 840, max: 930.50}"
    assert figure_text({"about": 5}) == "{about: 5}"
