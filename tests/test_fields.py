"""Single values of the file format: what each kind of field takes, and the exact error for a refusal."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from povcalc.messages import Text
from povcalc.plan.fields import (
    FORM_KEYS,
    MEASURED,
    Amount,
    Change,
    Date,
    Given,
    Growth,
    Id,
    Label,
    Measured,
    Percentage,
    Points,
    Proportion,
    Rate,
    Step,
    Stock,
    Words,
)
from povcalc.values import NUMBER, Figure, Form


class Row(BaseModel):
    """One field of each kind."""

    stock: Given[Stock] = None
    change: Given[Change] = None
    rate: Given[Rate] = None
    points: Given[Points] = None
    money: Given[Amount] = None
    percentage: Given[Percentage] = None
    proportion: Given[Proportion] = None
    growth: Given[Growth] = None
    step: Given[Step] = None
    day: Given[Date] = None
    words: Given[Words] = None
    label: Given[Label] = None
    id: Given[Id] = None


KINDS = tuple(measured.name for measured in MEASURED if measured.forms == FORM_KEYS)
WHOLE = ("stock", "change")
FRACTIONAL = ("rate", "points", "money", "percentage", "proportion")


def read(field: str, value: Any) -> Any:
    return getattr(Row.model_validate({field: value}), field)


def refused(field: str, value: Any) -> dict[str, Any]:
    """The context of the one error for a value, whose type is the `kind` in it."""
    with pytest.raises(ValidationError) as caught:
        Row.model_validate({field: value})
    (error,) = caught.value.errors()
    assert error["loc"] == (field,)
    assert error["type"] == error["ctx"]["kind"]
    return error["ctx"]


class TestEveryKindOfFigure:
    def test_the_fields_tried_here_are_all_the_kinds_that_there_are(self):
        assert (*WHOLE, *FRACTIONAL) == KINDS

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_whole_number_is_an_exact_figure(self, kind):
        assert read(kind, 45) == Figure(45)

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize(
        ("key", "form"),
        [
            ("over", Form.OVER),
            ("under", Form.UNDER),
            ("at_least", Form.AT_LEAST),
            ("at_most", Form.AT_MOST),
            ("about", Form.ABOUT),
        ],
    )
    def test_a_key_says_how_the_number_was_meant(self, kind, key, form):
        assert read(kind, {key: 45}) == Figure(45, form)

    @pytest.mark.parametrize("kind", KINDS)
    def test_min_and_max_are_a_range(self, kind):
        assert read(kind, {"min": 40, "max": 45}) == Figure(40, Form.BETWEEN, 45)
        assert read(kind, {"max": 45, "min": 45}) == Figure(45, Form.BETWEEN, 45)

    @pytest.mark.parametrize("kind", KINDS)
    def test_keys_that_begin_with_x_are_passed_over(self, kind):
        assert read(kind, {"over": 45, "x-note": "trang 3"}) == Figure(45, Form.OVER)

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_figure_is_taken_as_it_is(self, kind):
        figure = Figure(40, Form.BETWEEN, 45)
        assert read(kind, figure) is figure

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("value", [45.0, True, False, None, [], [45], (45,), "", "nhiều", b"45", 45j, object()])
    def test_anything_but_a_number_is_refused(self, kind, value):
        assert refused(kind, value) == {"kind": "not_a_number", "at": (), "read": value}

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("value", [float("nan"), float("inf"), {"about": float("nan")}])
    def test_a_float_that_is_not_even_a_number_is_refused(self, kind, value):
        assert refused(kind, value)["kind"] == "not_a_number"

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("value", [45.0, True, None, "", {"over": 5}])
    @pytest.mark.parametrize("key", FORM_KEYS)
    def test_anything_but_a_number_is_refused_inside_a_form_and_pointed_at(self, kind, value, key):
        other = {"min": {"max": 45}, "max": {"min": 0}}.get(key, {})
        assert refused(kind, {**other, key: value}) == {"kind": "not_a_number", "at": (key,), "read": value}

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
    def test_a_decimal_that_is_no_number_is_refused(self, kind, value):
        assert refused(kind, Decimal(value)) == {"kind": "not_a_number", "at": (), "read": value}

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_key_that_says_nothing_of_a_figure_is_refused(self, kind):
        expected = {"kind": "unknown_key", "at": ("ovr",), "key": "ovr", "known": FORM_KEYS}
        assert expected == refused(kind, {"ovr": 45})

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize(
        "keys", [(), ("over", "under"), ("min",), ("max",), ("min", "over"), ("min", "max", "about")]
    )
    def test_other_than_one_form_is_refused(self, kind, keys):
        value = dict.fromkeys(keys, 45)
        assert refused(kind, value) == {"kind": "one_form", "at": (), "keys": keys}

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_range_whose_least_is_over_its_greatest_is_refused(self, kind):
        expected = {"kind": "min_over_max", "at": ("min",), "low": 46, "high": 45}
        assert expected == refused(kind, {"min": 46, "max": 45})

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize(
        ("words", "likely"),
        [("45", "45"), ("1.726.000", "1726000"), ("trên 1.234.990", "{over: 1234990}")],
    )
    def test_a_number_in_vietnamese_writing_is_refused_with_what_it_probably_means(self, kind, words, likely):
        expected = {"kind": "vietnamese_number", "at": (), "read": words, "likely": likely}
        assert expected == refused(kind, words)

    @pytest.mark.parametrize("kind", [*WHOLE, *FRACTIONAL])
    @pytest.mark.parametrize(
        ("words", "fitting"),
        [("45 hộ", ("stock", "change")), ("45%", ("rate", "points", "percentage", "proportion"))],
    )
    def test_a_unit_fits_or_is_refused(self, kind, words, fitting):
        assert refused(kind, words)["kind"] == ("vietnamese_number" if kind in fitting else "unit_misfit")

    @pytest.mark.parametrize("kind", WHOLE)
    def test_a_number_in_vietnamese_writing_inside_a_form_is_pointed_at(self, kind):
        expected = {"kind": "vietnamese_number", "at": ("over",), "read": "11.869 hộ", "likely": "11869"}
        assert expected == refused(kind, {"over": "11.869 hộ"})


class TestWholeNumbers:
    @pytest.mark.parametrize("kind", WHOLE)
    @pytest.mark.parametrize("value", ["453.5", "0.5", "1.72"])
    def test_a_fraction_of_a_household_is_refused(self, kind, value):
        expected = {"kind": "fractional_count", "at": (), "read": Decimal(value)}
        assert expected == refused(kind, Decimal(value))

    @pytest.mark.parametrize("kind", WHOLE)
    def test_a_point_before_three_digits_was_probably_meant_for_thousands(self, kind):
        expected = {"kind": "vietnamese_number", "at": ("over",), "read": "1.726", "likely": "1726"}
        assert expected == refused(kind, {"over": Decimal("1.726")})

    @pytest.mark.parametrize("kind", WHOLE)
    def test_a_power_of_ten_is_a_whole_number_otherwise_written(self, kind):
        expected = {"kind": "vietnamese_number", "at": (), "read": "1E+3", "likely": "1000"}
        assert expected == refused(kind, Decimal("1E+3"))

    @pytest.mark.parametrize("kind", WHOLE)
    def test_decimals_that_are_all_zero_are_none(self, kind):
        assert refused(kind, Decimal("453.0"))["likely"] == "453"

    @pytest.mark.parametrize("kind", WHOLE)
    def test_three_zeros_are_thousands_or_decimals(self, kind):
        expected = {"kind": "two_readings", "at": (), "read": "2.000", "readings": ("2000", "2")}
        assert expected == refused(kind, Decimal("2.000"))

    def test_a_stock_is_not_negative(self):
        assert read("stock", 0) == Figure(0)
        expected = {"kind": "out_of_range", "at": (), "read": -1, "low": 0, "high": None, "measured": "stock"}
        assert expected == refused("stock", -1)

    def test_a_change_may_be_negative(self):
        assert read("change", -1) == Figure(-1)


class TestDecimals:
    @pytest.mark.parametrize("kind", FRACTIONAL)
    def test_the_decimals_are_kept_as_written(self, kind):
        number = read(kind, Decimal("4.10")).number
        assert (Decimal, "4.10") == (type(number), str(number))

    @pytest.mark.parametrize("kind", FRACTIONAL)
    def test_a_decimal_comma_is_refused_with_what_it_probably_means(self, kind):
        expected = {"kind": "vietnamese_number", "at": (), "read": "trên 8,50", "likely": "{over: 8.50}"}
        assert expected == refused(kind, "trên 8,50")

    @pytest.mark.parametrize("value", [0, 100, Decimal("0.0"), Decimal("100.00")])
    def test_a_rate_may_be_nought_or_a_hundred(self, value):
        assert read("rate", value) == Figure(value)

    @pytest.mark.parametrize("value", [-1, 101, Decimal("-0.01"), Decimal("100.01")])
    def test_a_rate_is_no_less_and_no_more(self, value):
        expected = {
            "kind": "out_of_range",
            "at": ("over",),
            "read": value,
            "low": 0,
            "high": 100,
            "measured": "rate",
        }
        assert expected == refused("rate", {"over": value})

    @pytest.mark.parametrize("value", [-100, 100, Decimal("-0.5")])
    def test_points_go_a_hundred_either_way(self, value):
        assert read("points", value) == Figure(value)

    @pytest.mark.parametrize("value", [-101, Decimal("100.1")])
    def test_points_go_no_further(self, value):
        expected = {
            "kind": "out_of_range",
            "at": ("max",) if value > 0 else ("min",),
            "read": value,
            "low": -100,
            "high": 100,
            "measured": "points",
        }
        assert expected == refused("points", {"min": min(value, 0), "max": max(value, 0)})

    @pytest.mark.parametrize("value", [-(10**30), 10**30, Decimal("-7.736")])
    def test_money_has_no_bounds(self, value):
        assert read("money", value) == Figure(value)

    @pytest.mark.parametrize("value", [-(10**30), 10**30, Decimal("-7.736")])
    def test_a_percentage_of_what_was_planned_has_no_bounds(self, value):
        assert read("percentage", value) == Figure(value)

    @pytest.mark.parametrize("value", [0, 100, Decimal("100.01"), 10**30])
    def test_a_proportion_may_be_over_a_hundred(self, value):
        assert read("proportion", value) == Figure(value)

    @pytest.mark.parametrize("value", [-1, Decimal("-0.01")])
    def test_a_proportion_is_not_negative(self, value):
        expected = {"kind": "out_of_range", "at": (), "read": value, "low": 0, "high": None, "measured": "proportion"}
        assert expected == refused("proportion", value)

    @pytest.mark.parametrize("figure", [Figure(101), Figure(40, Form.BETWEEN, 101)])
    def test_a_figure_made_in_code_keeps_to_the_same_bounds(self, figure):
        expected = {"kind": "out_of_range", "at": (), "read": 101, "low": 0, "high": 100, "measured": "rate"}
        assert expected == refused("rate", figure)

    @given(st.from_regex(NUMBER.pattern, fullmatch=True).filter(str.isascii), st.sampled_from(MEASURED))
    def test_any_number_of_the_format_is_kept_to_its_last_digit_or_refused(self, words, measured: Measured):
        value = Decimal(words) if "." in words else int(words)
        fits = isinstance(value, int) or not measured.whole
        fits = fits and (measured.low is None or value >= measured.low)
        fits = fits and (measured.high is None or value <= measured.high)
        if fits:
            number = measured.read(value).number
            assert (type(value), str(value)) == (type(number), str(number))
        else:
            with pytest.raises(PydanticCustomError):
                measured.read(value)


class TestAssumptions:
    def test_a_growth_is_one_number_or_a_range(self):
        assert read("growth", Decimal("-1.5")) == Figure(Decimal("-1.5"))
        assert read("growth", {"min": 0, "max": 2}) == Figure(0, Form.BETWEEN, 2)
        assert read("growth", Figure(0, Form.BETWEEN, 2)) == Figure(0, Form.BETWEEN, 2)

    @pytest.mark.parametrize("value", [{"over": 1}, {"about": 1}, Figure(1, Form.OVER)])
    def test_it_says_nothing_else(self, value):
        assert refused("growth", value)["known"] == ("min", "max")

    @pytest.mark.parametrize("value", [-91, 901, {"min": -91, "max": 0}])
    def test_it_goes_so_far(self, value):
        assert refused("growth", value)["kind"] == "out_of_range"

    def test_a_step_is_one_number(self):
        assert read("step", Decimal("0.1")) == Figure(Decimal("0.1"))
        assert refused("step", {"min": 0, "max": 2})["known"] == ()
        assert refused("step", Decimal("-0.1"))["kind"] == "out_of_range"


class TestDays:
    @pytest.mark.parametrize("value", ["2019-04-19", dt.date(2019, 4, 19)])
    def test_a_day_is_text_in_iso_form_or_a_date(self, value):
        assert dt.date(2019, 4, 19) == read("day", value)

    @pytest.mark.parametrize("value", ["2019-02-29", "2019-13-01", "2019-00-10", "0000-01-01"])
    def test_a_day_that_no_calendar_has_is_refused(self, value):
        assert refused("day", value) == {"kind": "no_such_date", "at": (), "read": value}

    @pytest.mark.parametrize("value", ["19/4/2019", "ngày 19/4/2019", "2019/4/19", "2019-4-19", " 2019-04-19"])
    def test_a_day_in_another_writing_is_refused_with_what_it_probably_means(self, value):
        expected = {"kind": "not_iso_date", "at": (), "read": value, "likely": "2019-04-19"}
        assert expected == refused("day", value)

    @pytest.mark.parametrize(
        "value",
        [
            20190419,
            Decimal("2019.04"),
            True,
            None,
            "",
            "mai",
            "20190419",
            "2019-W16-5",
            "2019-04-19T00:00",
            dt.datetime(2019, 4, 19),  # noqa: DTZ001
            ["2019-04-19"],
        ],
    )
    def test_anything_else_is_no_day(self, value):
        assert refused("day", value) == {"kind": "not_a_date", "at": (), "read": value}


class TestWords:
    def test_a_string_stands_for_both_languages(self):
        assert read("words", "Huyện Trạm Tấu") == Text("Huyện Trạm Tấu", "Huyện Trạm Tấu")

    def test_each_language_may_have_its_own(self):
        assert read("words", {"vi": "huyện", "en": "district"}) == Text(en="district", vi="huyện")

    def test_keys_that_begin_with_x_are_passed_over(self):
        assert read("words", {"vi": "huyện", "en": "district", "x-by": 3}) == Text("district", "huyện")

    def test_a_text_is_taken_as_it_is(self):
        assert read("words", Text("district", "huyện")) == Text("district", "huyện")

    @pytest.mark.parametrize("value", [131, Decimal("5.8"), True, None, ["huyện"], 1.5])
    def test_anything_but_text_is_refused(self, value):
        assert refused("words", value) == {"kind": "not_text", "at": (), "read": value}
        assert refused("label", value) == {"kind": "not_text", "at": (), "read": value}

    @pytest.mark.parametrize("value", ["", " ", "\n\t", "\xa0"])
    def test_blank_text_is_refused(self, value):
        assert refused("words", value) == {"kind": "blank_text", "at": ()}
        assert refused("label", value) == {"kind": "blank_text", "at": ()}

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_a_language_that_is_blank_or_no_text_is_pointed_at(self, language):
        both = {"vi": "huyện", "en": "district"}
        assert refused("words", {**both, language: " "}) == {"kind": "blank_text", "at": (language,)}
        assert refused("words", {**both, language: 5}) == {"kind": "not_text", "at": (language,), "read": 5}

    @pytest.mark.parametrize(("value", "missing"), [({"vi": "huyện"}, "en"), ({"en": "district"}, "vi"), ({}, "vi")])
    def test_a_missing_language_is_refused(self, value, missing):
        assert refused("words", value) == {"kind": "missing_language", "at": (), "language": missing}

    def test_another_language_is_refused(self):
        expected = {"kind": "unknown_key", "at": ("fr",), "key": "fr", "known": ("vi", "en")}
        assert expected == refused("words", {"vi": "huyện", "en": "district", "fr": "district"})

    def test_a_label_is_one_string(self):
        assert read("label", " B.2 ") == " B.2 "
        assert refused("label", {"vi": "a", "en": "b"})["kind"] == "not_text"


class TestIds:
    @pytest.mark.parametrize("value", ["tram-tau", "xa-7", "7", "-"])
    def test_an_id_is_small_letters_digits_and_hyphens(self, value):
        assert value == read("id", value)

    @pytest.mark.parametrize("value", ["", "Tram", "trạm-tấu", "tram tau", "tram_tau", "tram\n", "a/b"])
    def test_no_other_writing_is_an_id(self, value):
        with pytest.raises(ValidationError) as caught:
            Row(id=value)
        assert [error["type"] for error in caught.value.errors()] == ["string_pattern_mismatch"]

    @pytest.mark.parametrize("value", [7, True, None, Decimal("1.5")])
    def test_a_value_that_is_no_text_is_no_id(self, value):
        with pytest.raises(ValidationError) as caught:
            Row(id=value)
        assert [error["type"] for error in caught.value.errors()] == ["string_type"]


class TestGiven:
    @pytest.mark.parametrize("field", list(Row.model_fields))
    def test_a_field_that_is_left_out_is_none(self, field):
        assert getattr(Row(), field) is None

    @pytest.mark.parametrize("field", list(Row.model_fields))
    def test_a_field_that_is_written_as_nothing_is_refused(self, field):
        with pytest.raises(ValidationError) as caught:
            Row.model_validate({field: None})
        assert [error["loc"] for error in caught.value.errors()] == [(field,)]
