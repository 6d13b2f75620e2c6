"""The one reader of numbers: one meaning, two meanings, a unit that does not fit, or nothing."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from povcalc import messages
from povcalc.messages import Lang
from povcalc.numerals import (
    FACTOR,
    GROWTH,
    HOUSEHOLDS,
    NOTHING,
    PERCENT,
    RATE,
    Kind,
    Unit,
    figure_text,
    figure_words,
    is_missing,
    money,
    read,
    style_of,
    understood,
    unit_of,
    why_not,
)
from povcalc.plan.assumptions import read_cut, read_growth
from povcalc.scenario.changes import Operation, ScenarioError, make_request
from povcalc.values import NUMBER

MILLIONS = money("triệu đồng")
SPACES = (" ", "\xa0", "\u202f", "\u2009", "\u2007", "\u2002", "\u200b", "\t")
MINUS = ("-", "−", "–", "‐", "‑", "－", "﹣", "—")


def meant(words, wanted, style=""):
    """The one meaning of a writing as the format has it, or `None`."""
    figure = read(words, wanted, style).figure
    return None if figure is None else figure_text(figure)


def both(words, wanted):
    """The two meanings of a writing."""
    return tuple(map(figure_text, read(words, wanted).readings))


class TestCounts:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("453", "453"),
            ("1.726", "1726"),
            ("1,726", "1726"),
            ("11.869 hộ", "11869"),
            ("11.869 Hộ Nghèo", "11869"),
            ("2.000 hộ", "2000"),
            ("2,000 households", "2000"),
            ("500 hộ", "500"),
            ("5.440.412", "5440412"),
            ("5.600.000", "5600000"),
            ("120.0", "120"),
            ("120,00", "120"),
            ("1.726,0", "1726"),
            ("+5", "5"),
            ("  199 hộ  ", "199"),
            ("trên 4.990 hộ", "{over: 4990}"),
            ("hơn 4.990 hộ", "{over: 4990}"),
            ("gần 4.990 hộ", "{under: 4990}"),
            ("ít nhất 500 hộ", "{at_least: 500}"),
            ("500 hộ trở lên", "{at_least: 500}"),
            ("at most 500 households", "{at_most: 500}"),
            (">= 500", "{at_least: 500}"),
            ("ước\xa0khoảng: 1.200 hộ", "{about: 1200}"),
            ("840..930", "{min: 840, max: 930}"),
            ("840–930 hộ", "{min: 840, max: 930}"),
            ("từ 840 đến 930 hộ", "{min: 840, max: 930}"),
            ("1.000..1.726", "{min: 1000, max: 1726}"),
            ("5,28 nghìn hộ", "5280"),
            ("1,2 triệu hộ", "1200000"),
            ("5 nghìn", "5000"),
        ],
    )
    def test_one_meaning_is_taken(self, words, expected):
        assert meant(words, HOUSEHOLDS) == expected

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("2.000", ("2000", "2")),
            ("400.000", ("400000", "400")),
            ("2,000", ("2000", "2")),
            ("-2.000", ("-2000", "-2")),
            ("2,000 hộ", ("2000", "2")),
            (">2.000", ("{over: 2000}", "{over: 2}")),
            ("1.000..2.000", ("{min: 1000, max: 2000}", "{min: 1, max: 2}")),
            ("5,280 nghìn hộ", ("5280000", "5280")),
        ],
    )
    def test_two_meanings_are_both_named_and_none_is_chosen(self, words, expected):
        assert both(words, HOUSEHOLDS) == expected
        assert read(words, HOUSEHOLDS).figure is None

    @pytest.mark.parametrize(
        "words", ["5,8", "5.80", "453,5 hộ", "1.726,5 hộ", "1.72", "1.7266", "0.726", "1,0005 nghìn hộ"]
    )
    def test_a_fraction_of_a_household_is_none(self, words):
        assert read(words, HOUSEHOLDS) == NOTHING

    @pytest.mark.parametrize(
        "words", ["5%", "10 triệu đồng", "2 tỷ", "5 điểm phần trăm", "12‰", "300 người", "5 tỉ đồng"]
    )
    def test_a_unit_of_something_else_is_refused(self, words):
        assert read(words, HOUSEHOLDS).unit
        assert read(words, HOUSEHOLDS).figure is None

    @pytest.mark.parametrize("space", SPACES)
    def test_every_kind_of_space_stands_between_thousands(self, space):
        assert meant(f"11{space}869{space}hộ", HOUSEHOLDS) == "11869"
        assert meant(f"1{space}621{space}667,5", MILLIONS) == "1621667.5"
        assert read(f"1{space}62", HOUSEHOLDS) == NOTHING

    @pytest.mark.parametrize("minus", MINUS)
    def test_every_kind_of_minus_is_a_sign_and_alone_means_missing(self, minus):
        assert meant(f"{minus}1.726", HOUSEHOLDS) == "-1726"
        assert meant(f"{minus}0,00", RATE) == "0.00"
        assert is_missing(minus)

    @pytest.mark.parametrize("words", ["", " ", "--", "…", "...", "n/a", "N/A", "na", "#N/A", "n.a.", "'-", "_"])
    def test_what_says_that_nothing_is_given(self, words):
        assert is_missing(words)

    @pytest.mark.parametrize("words", ["0", "-0", "-5", "5", "no", "x", "n", "."])
    def test_what_does_not(self, words):
        assert not is_missing(words)


class TestRates:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("40,5", "40.5"),
            ("40%", "40"),
            ("44.355", "44.355"),
            ("44,35%", "44.35"),
            ("7,30 %", "7.30"),
            ("-0,5", "-0.5"),
            ("1,5 điểm phần trăm", "1.5"),
            ("1,5 điểm %", "1.5"),
            ("5.8 percent", "5.8"),
            ("50‰", "5.0"),
            ("52,5 phần nghìn", "5.25"),
            ("trên 8,50%", "{over: 8.50}"),
            ("TRÊN 8,50%", "{over: 8.50}"),
            ("<8,5", "{under: 8.5}"),
            ("tối thiểu 3%", "{at_least: 3}"),
            ("tối đa 4%", "{at_most: 4}"),
            ("5–6%", "{min: 5, max: 6}"),
            ("2..-1", "{min: 2, max: -1}"),
        ],
    )
    def test_one_meaning_is_taken(self, words, expected):
        assert meant(words, RATE) == expected

    @pytest.mark.parametrize("words", ["5 hộ", "5 tỷ", "5 nghìn", "5 triệu đồng"])
    def test_a_unit_of_something_else_is_refused(self, words):
        assert read(words, RATE).unit

    def test_only_what_can_be_a_rate_is_one_of_its_meanings(self):
        assert meant("1.000", GROWTH) == "1.000"
        assert both("1.000", PERCENT) == ("1000", "1.000")
        assert both("1.200", FACTOR) == ("1200", "1.200")
        assert read("2%", FACTOR).unit


class TestWhatSpreadsheetsAndProgramsWrite:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (".5", "0.5"),
            (",50", "0.50"),
            ("-.5", "-0.5"),
            ("1_726", "1726"),
            ("1_726,5", "1726.5"),
            ("1e3", "1000"),
            ("1,5E+03", "1500"),
            ("1.50e1", "15.0"),
            ("5e-1", "0.5"),
            ("012", "12"),
            ("00,5", "0.5"),
            ("007..012", "{min: 7, max: 12}"),
            (">.5", "{over: 0.5}"),
        ],
    )
    def test_it_has_one_meaning_and_is_not_the_formats_own(self, words, expected):
        numeral = read(words, PERCENT)
        assert (figure_text(numeral.figure), numeral.plain) == (expected, False)

    def test_a_zero_before_it_makes_no_mark_one_of_decimals(self):
        assert both("02.000", HOUSEHOLDS) == ("2000", "2")
        assert both("012.345", FACTOR) == ("12345", "12.345")

    def test_a_count_has_no_fraction_in_these_either(self):
        assert [read(words, HOUSEHOLDS) for words in (".5", "1e-1", "012,5")] == [NOTHING] * 3
        assert meant("1.5e3 hộ", HOUSEHOLDS) == "1500"


class TestMoney:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("ước khoảng: 5.440.412 triệu đồng", "{about: 5440412}"),
            ("367.886 triệu đồng", "367886"),
            ("7,736 tỷ đồng", "7736"),
            ("7.736 tỷ đồng", "7736000"),
            ("1.234,56789 tỷ đồng", "1234567.89"),
            ("2 nghìn tỷ", "2000000"),
            ("500 nghìn đồng", "0.500"),
            ("5,440,412.25", "5440412.25"),
            ("45 billion VND", "45000"),
        ],
    )
    def test_a_unit_is_obeyed_to_the_last_digit(self, words, expected):
        assert meant(words, MILLIONS) == expected

    @pytest.mark.parametrize("words", ["400.000", "7.736", "7,736", "400,000"])
    def test_three_digits_behind_a_mark_are_thousands_or_decimals(self, words):
        assert len(both(words, MILLIONS)) == 2

    def test_a_unit_that_cannot_be_worked_out_is_refused(self):
        assert meant("2", money("đồng bào")) == "2"
        assert read("2 tỷ", money("bao gạo")).unit == "tỷ"
        assert read("5%", MILLIONS).unit
        assert read("5 hộ", MILLIONS).unit


class TestWhatStandsBeside:
    def test_a_column_that_groups_thousands_decides_and_it_is_told(self):
        assert style_of(["1.726", "453", "2.000"], HOUSEHOLDS) == "vi"
        numeral = read("2.000", HOUSEHOLDS, "vi")
        assert (figure_text(numeral.figure), numeral.decided) == ("2000", True)

    def test_decimals_of_a_count_are_never_decided_on(self):
        assert style_of(["120.0", "2.000"], HOUSEHOLDS) == "en"
        assert read("2.000", HOUSEHOLDS, "en").readings

    def test_those_that_disagree_decide_nothing(self):
        assert style_of(["1.726", "1,726"], HOUSEHOLDS) == ""
        assert style_of(["453", "2.000"], HOUSEHOLDS) == ""

    def test_money_beside_money_may_have_decimals(self):
        assert meant("7.736", MILLIONS, style_of(["1234.5"], MILLIONS)) == "7.736"
        assert meant("7.736", MILLIONS, style_of(["12,5"], MILLIONS)) == "7736"


class TestUnits:
    @pytest.mark.parametrize(
        ("words", "unit"),
        [
            ("nghìn hộ", Unit(Kind.COUNT, 3, "vi")),
            ("nghin ho", Unit(Kind.COUNT, 3, "vi")),
            ("‰", Unit(Kind.PERCENT, -1)),
            ("%", Unit(Kind.PERCENT, 0)),
            ("điểm %", Unit(Kind.PERCENT, 0)),
            ("tỷ đồng", Unit(Kind.MONEY, 9, "vi")),
            ("triệu đồng", Unit(Kind.MONEY, 6, "vi")),
            ("tr.đ", Unit(Kind.MONEY, 6, "vi")),
            ("million VND", Unit(Kind.MONEY, 6, "en")),
            ("hộ", Unit(Kind.COUNT, 0, "vi")),
        ],
    )
    def test_is_told_by_its_words(self, words, unit):
        assert unit_of(words) == unit

    @pytest.mark.parametrize("words", ["", "2019", "cuối năm", "hộ!", "☃hộ", "triệu hộ nào"])
    def test_other_words_are_none(self, words):
        assert unit_of(words) is None


class TestWords:
    def test_lines_to_copy_are_read_without_asking_again(self):
        for words, wanted in (
            ("2.000", HOUSEHOLDS),
            ("400.000", MILLIONS),
            ("7.736", MILLIONS),
            ("1.200", PERCENT),
        ):
            told = why_not(words, read(words, wanted), wanted, "x=").to(Lang.EN)
            lines = told.partition(": write ")[2].split(" or ")
            assert len(lines) == 2
            assert [read(line.removeprefix("x="), wanted).figure is not None for line in lines] == [True, True]

    def test_what_fits_needs_no_reason(self):
        assert why_not("5", read("5", HOUSEHOLDS), HOUSEHOLDS) is None
        assert why_not("x", read("x", HOUSEHOLDS), HOUSEHOLDS) is None

    def test_what_is_understood_is_told_in_both_languages(self):
        said = understood("40,5", read("40,5", RATE).figure, "x=")
        assert [said.to(lang) for lang in (Lang.EN, Lang.VI)] == ["40,5 is read as x=40.5", "40,5 được hiểu là x=40.5"]


@pytest.mark.parametrize("wanted", [HOUSEHOLDS, RATE, MILLIONS])
class TestNearMisses:
    @pytest.mark.parametrize(
        "words",
        [
            *(
                "",
                " ",
                "-",
                "%",
                "hộ",
                "trên",
                "trên %",
                "5.",
                "5,",
                "..5",
                ".5.5",
                "1e",
                "e3",
                "1e333",
                "1e40",
                "1.2.3e4",
                "1_00",
                "1__000",
                "1_000 000",
                "0_123",
                "0x1F",
                "5..8..9",
                "0...5",
            ),
            *(
                "5,8,",
                "1,2.3,4",
                "12.34.567",
                "19/4/2019",
                "2018 2019",
                "1 62",
                "5, 80",
                "trên trên 5",
                "5 trên",
                "5 con",
            ),
            *("năm 2019", "B.2", "năm hộ", "٤٥٣", "４５３", "5\x00", "5\n600", "--5", "+-5", "9" * 41, "leſs than 5"),
        ],
    )
    def test_words_that_are_no_figure_are_nothing(self, words, wanted):
        assert read(words, wanted) == NOTHING

    def test_a_long_run_of_spaces_is_no_figure(self, wanted):
        assert read("5" + " " * 100_000 + "x", wanted) == NOTHING
        assert read("5" + "." * 100_000 + "x", wanted) == NOTHING


class TestAnyText:
    @given(st.text(), st.sampled_from([HOUSEHOLDS, RATE, MILLIONS, FACTOR]))
    def test_nothing_breaks_it_and_a_figure_is_one_of_the_format(self, words, wanted):
        numeral = read(words, wanted)
        is_missing(words)
        for figure in (numeral.figure, *numeral.readings):
            if figure is not None:
                assert NUMBER.fullmatch(figure_text(figure.number))

    @given(
        st.from_regex(NUMBER.pattern, fullmatch=True).filter(lambda words: len(words) < 20),
        st.sampled_from([RATE, MILLIONS]),
    )
    def test_the_formats_own_writing_is_one_of_the_meanings(self, words, wanted):
        numeral = read(words, wanted)
        number = Decimal(words)
        assert number in [figure.number for figure in (numeral.figure, *numeral.readings) if figure is not None]

    @given(st.integers(1000, 10**12), st.sampled_from(messages.Lang))
    def test_a_count_in_either_languages_writing_has_it_among_its_meanings(self, value, lang):
        numeral = read(messages.number(value, lang), HOUSEHOLDS)
        assert value in [figure.number for figure in (numeral.figure, *numeral.readings) if figure is not None]
        assert bool(numeral.readings) == (value < 10**6 and value % 1000 == 0)

    @given(st.integers(0, 10**12), st.sampled_from([1, 2, 4, 5]))
    def test_a_vietnamese_decimal_is_read_as_it_was_meant(self, digits, places):
        value = Decimal(digits).scaleb(-places)
        assert meant(messages.number(value, Lang.VI), MILLIONS) == f"{value:f}"

    @given(st.integers(-(10**9), 10**9), st.integers(0, 6), st.sampled_from(["nghìn đồng", "triệu đồng", "tỷ đồng"]))
    def test_a_scale_loses_nothing(self, digits, places, unit):
        value = Decimal(digits).scaleb(-places)
        if places == 3:
            return  # may have two meanings
        found = read(f"{value:f}".replace(".", ",") + f" {unit}", MILLIONS).figure
        assert found.number == value * Decimal(10) ** (unit_of(unit).power - 6)

    @given(st.integers(0, 10**9), st.integers(0, 10**9))
    def test_what_is_typed_as_it_is_told_is_read_back(self, low, more):
        words = f"{low}..{low + more}"
        numeral = read(words, HOUSEHOLDS)
        assert (figure_words(numeral.figure), numeral.plain) == (words, True)


class TestWhoAsks:
    @given(
        st.text(alphabet="0123456789.,%‰+-−–x<>=~ hộtỷđồngnghìtriệu", max_size=20),
        st.sampled_from(["a.households", "a.poverty_rate_end", "funding.x"]),
    )
    def test_a_change_is_read_or_refused_in_words(self, value, selector):
        request = None
        with contextlib.suppress(ScenarioError):  # nothing else is raised
            request = make_request(selector, value)
        assert request is None or request.figure is not None or request.operation is not Operation.SET

    @given(st.text(alphabet="0123456789.,%‰+-−– hộđến", max_size=12))
    def test_growth_and_steps_are_read_or_are_none(self, words):
        growth, step = read_growth(words), read_cut(words)
        assert growth is None or -90 <= growth.low <= growth.high <= 900
        assert step is None or 0 <= step <= 100
