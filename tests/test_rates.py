"""T201, T202 and T203: stated rates against the counts, and against each other."""

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from plans import area, both, checked, codes, edited, graver, only, outcome, targets, told, why
from povcalc.findings import Outcome, Severity
from povcalc.messages import Lang

TRAM_TAU = "targets.areas[7]."
MU_CANG_CHAI = "targets.areas[8]."


def year(rate, poor, households, when="end"):
    return targets(**{f"households_{when}": households, f"poor_households_{when}": poor, f"poverty_rate_{when}": rate})


def rates(start, end, points):
    return targets(poverty_rate_start=start, poverty_rate_end=end, reduction_rate=points)


class TestRateIsPoorOverHouseholds:
    @pytest.mark.parametrize("when", ["start", "end"])
    @pytest.mark.parametrize(
        ("rate", "poor", "households"),
        [
            ("21.88", 17435, 79677),
            ("19.93", 16003, 80276),
            ("12.5", 1, 8),
            ("12", 1, 8),
            ("13", 1, 8),
            ("0", 0, 8),
            ("100", 8, 8),
            ("{over: 12.4}", 1, 8),
            ("{at_least: 12.5}", 1, 8),
            ("{at_most: 12.5}", 1, 8),
            ("{min: 12.5, max: 13}", 1, 8),
        ],
    )
    def test_a_rate_that_the_counts_give_passes(self, when, rate, poor, households):
        text = year(rate, poor, households, when)
        assert told(text) == []
        assert outcome(text, "T201") is Outcome.PASSED

    @pytest.mark.parametrize("when", ["start", "end"])
    @pytest.mark.parametrize(
        ("rate", "poor", "households"),
        [
            ("21.87", 17435, 79677),  # 21.882...: neither rounded nor cut off
            ("21.89", 17435, 79677),
            ("12.6", 1, 8),
            ("12.4", 1, 8),
            ("14", 1, 8),
            ("11", 1, 8),
            ("{over: 12.5}", 1, 8),
            ("{under: 12.5}", 1, 8),
            ("{at_least: 12.6}", 1, 8),
            ("{at_most: 12.4}", 1, 8),
        ],
    )
    def test_one_unit_of_the_last_decimal_off_is_an_error_at_the_rate(self, when, rate, poor, households):
        text = year(rate, poor, households, when)
        assert told(text) == [("T201", f"targets.poverty_rate_{when}", rate)]
        assert outcome(text, "T201") is Outcome.FAILED

    @pytest.mark.parametrize(
        ("rate", "poor", "households"),
        [
            ("12.5", "{at_least: 1}", 8),
            ("12.5", "{min: 1, max: 2}", 8),
            ("12.5", 1, "{min: 4, max: 9}"),
            ("12.5", 1, "{at_least: 8}"),
            ("12.5", "{about: 1}", 8),
            ("12.5", 1, "{about: 8}"),
            ("12.5", 1, "{at_most: 8}"),
            ("{over: 12.4}", "{min: 0, max: 8}", 8),
        ],
    )
    def test_counts_that_leave_room_decide_nothing(self, rate, poor, households):
        text = year(rate, poor, households)
        assert told(text) == []
        assert outcome(text, "T201") is Outcome.UNDECIDED

    @pytest.mark.parametrize(
        ("poor", "households"), [("{min: 2, max: 3}", 8), ("{at_least: 2}", 8), (1, "{min: 5, max: 7}")]
    )
    def test_ranges_that_rule_the_rate_out_are_an_error(self, poor, households):
        assert told(year("12.5", poor, households)) == [("T201", "targets.poverty_rate_end", "12.5")]

    def test_an_estimate_of_the_rate_is_left_to_t208(self):
        text = year("{about: 50}", 1, 8)
        assert told(text) == [("T208", "targets.poverty_rate_end", "{about: 50}")]
        assert outcome(text, "T201") is Outcome.SKIPPED

    def test_it_says_what_it_lacks(self):
        text = targets(poverty_rate_end=5, poor_households_end=3)
        assert why(text, "T201") == "R: the households or the poor households are not stated"
        reason = (
            "R: the counts are estimates, have no bound, are zero or contradict each other, and so give no "
            "poverty rate at the end of the year"
        )
        assert why(year(5, 0, 0), "T201") == reason
        assert why(year("12.5", "{min: 1, max: 2}", 8), "T201") == "R: the counts allow 12.5–25"

    def test_sums_of_areas_stand_in_for_counts_that_are_not_stated(self):
        inside = [area(name, households=4, poor_households_end=poor) for name, poor in (("a", 1), ("b", 0))]
        assert told(targets(*inside, poverty_rate_end="12.5")) == []
        text = targets(*inside, poverty_rate_end="12.6")
        assert told(text) == [("T201", "targets.poverty_rate_end", "12.6")]
        assert len(only(text).related) == 4

    def test_in_the_plan_of_2019_it_wakes_alone(self):
        place = "poverty_rate_end: 44.35\n"
        stocks = f"{place}      households_end: 20000\n      poor_households_end: "
        assert graver(edited(place, f"{stocks}8869\n")) == []
        assert graver(edited(place, f"{stocks}8871\n")) == []
        text = edited(place, f"{stocks}8868\n")
        assert graver(text) == [("T201", f"{TRAM_TAU}poverty_rate_end", "44.35")]
        assert checked(text).findings[-1].place.line == 155

    def test_the_message_has_one_decimal_more_than_the_rate_or_as_many_as_tell_them_apart(self):
        assert both(only(year("21.89", 17435, 79677)).message) == (
            (
                "R: the counts make the poverty rate at the end of the year 21.882%, not 21.89%; "
                "correct the rate or one of the counts"
            ),
            (
                "R: theo số hộ thì tỷ lệ hộ nghèo cuối năm là 21,882%, không phải 21,89%; "
                "cần sửa tỷ lệ hoặc một trong hai số hộ"
            ),
        )
        assert "12.50001%, not under 12.5%" in only(year("{under: 12.5}", 1250001, 10000000)).message.to(Lang.EN)


class TestRateRounded:
    @pytest.mark.parametrize(
        ("rate", "poor", "households"),
        [("5.8", 587, 10000), ("12", 127, 1000), ("0", 9, 1000), ("5.80", 5809, 100000)],
    )
    def test_a_rate_that_is_cut_off_is_a_warning_and_no_error(self, rate, poor, households):
        text = year(rate, poor, households)
        assert told(text) == [("T202", "targets.poverty_rate_end", rate)]
        assert only(text).severity is Severity.WARNING
        assert outcome(text, "T201") is Outcome.PASSED

    @pytest.mark.parametrize(("rate", "poor"), [("5.8", 585), ("5.8", 584), ("5.9", 585), ("5.9", 586)])
    def test_up_to_half_a_unit_it_is_rounded(self, rate, poor):
        text = year(rate, poor, 10000)
        assert told(text) == []
        assert outcome(text, "T202") is Outcome.PASSED

    @pytest.mark.parametrize("poor", [590, 574])
    def test_further_off_it_is_not_cut_off_but_wrong(self, poor):
        assert codes(year("5.8", poor, 10000)) == {"T201"}

    def test_a_bound_is_never_cut_off(self):
        assert codes(year("{at_most: 5.8}", 587, 10000)) == {"T201"}

    def test_a_reduction_can_be_cut_off_too(self):
        text = targets(households=10000, reduction_households=587, reduction_rate="5.8")
        assert told(text) == [("T202", "targets.reduction_rate", "5.8")]
        assert outcome(text, "T204") is Outcome.PASSED

    def test_a_rise_is_cut_towards_nought(self):
        text = targets(households=10000, reduction_households=-587, reduction_rate="-5.8")
        assert codes(text) == {"T202", "T114"}
        text = targets(households=10000, reduction_households=-577, reduction_rate="-5.8")
        assert codes(text) == {"T114"}
        text = targets(households=10000, reduction_households=-574, reduction_rate="-5.8")
        assert codes(text) == {"T204", "T114"}

    def test_in_the_plan_of_2019_it_wakes_alone(self):
        place = "poverty_rate_end: 43.16\n"
        stocks = f"{place}      households_end: 100000\n      poor_households_end: "
        assert graver(edited(place, f"{stocks}43165\n")) == []
        text = edited(place, f"{stocks}43166\n")
        assert graver(text) == [("T202", f"{MU_CANG_CHAI}poverty_rate_end", "43.16")]

    def test_the_message(self):
        assert both(only(year("5.8", 587, 10000)).message) == (
            (
                "R: the poverty rate at the end of the year of 5.8 is 5.87 cut off, not rounded; "
                "round it to the last decimal"
            ),
            (
                "R: tỷ lệ hộ nghèo cuối năm 5,8 là 5,87 bị cắt bớt chữ số, không phải làm tròn; "
                "cần làm tròn đến chữ số cuối"
            ),
        )


class TestRatesDifferByReduction:
    @pytest.mark.parametrize(
        ("start", "end", "points"),
        [
            ("21.88", "19.93", "1.95"),
            ("21.88", "19.93", "1.94"),
            ("21.88", "19.93", "1.96"),
            ("21.88", "19.93", "1.9"),
            ("21.88", "19.93", "2.0"),
            ("21.88", "19.93", "2"),
            ("21.88", "19.93", "{over: 1.93}"),
            ("5.0", "7.0", "-2.0"),
            ("{min: 10, max: 11}", "{min: 4, max: 5}", "{min: 5, max: 7}"),
        ],
    )
    def test_what_rounding_allows_passes(self, start, end, points):
        text = rates(start, end, points)
        assert codes(text) <= {"T114"}
        assert outcome(text, "T203") is Outcome.PASSED

    @pytest.mark.parametrize(
        ("start", "end", "points"),
        [
            ("21.88", "19.93", "1.93"),
            ("21.88", "19.93", "1.97"),
            ("21.88", "19.93", "1.8"),
            ("21.88", "19.93", "{over: 1.96}"),
            ("21.88", "19.93", "{under: 1.94}"),
            ("21.88", "19.93", "{at_least: 1.961}"),
            ("{over: 21.88}", "19.93", "1.93"),
        ],
    )
    def test_a_step_more_is_an_error_at_the_reduction(self, start, end, points):
        assert told(rates(start, end, points)) == [("T203", "targets.reduction_rate", points)]

    @pytest.mark.parametrize(
        ("start", "end", "points"),
        [
            ("21.88", "19.93", "{over: 1.95}"),
            ("21.88", "19.93", "{at_least: 1.96}"),
            ("{over: 21.88}", "19.93", "1.95"),
            ("{at_least: 5}", "3", "60"),
            ("{about: 21.88}", "19.93", "1.95"),
            ("21.88", "{about: 19}", "{over: 1.95}"),
            ("21.88", "19.93", "{about: 2}"),
            (None, "19.93", "1.95"),
            ("21.88", None, "1.95"),
        ],
    )
    def test_bounds_and_estimates_that_leave_room_decide_nothing(self, start, end, points):
        named = {"poverty_rate_start": start, "poverty_rate_end": end, "reduction_rate": points}
        text = targets(**{field: figure for field, figure in named.items() if figure is not None})
        assert told(text) == []
        assert outcome(text, "T203") is Outcome.UNDECIDED

    def test_it_says_which_rate_it_lacks_or_what_room_is_left(self):
        text = targets(reduction_rate=5, poverty_rate_end=3)
        assert why(text, "T203") == "R: the poverty rate at the start of the year is not stated"
        text = targets(reduction_rate=5, poverty_rate_start=3)
        assert why(text, "T203") == "R: the poverty rate at the end of the year is not stated"
        assert why(rates("21.88", "19.93", "{over: 1.95}"), "T203") == "R: the fall lies in 1.94–1.96"
        assert why(rates("21.88", "{about: 5}", "1.95"), "T203") == "an estimate decides nothing"

    def test_the_two_rates_are_related_to_the_reduction(self):
        finding = only(rates("21.88", "19.93", "1.93"))
        assert [(place.line, words.to(Lang.EN)) for place, words in finding.related] == [
            (6, "poverty rate at the start of the year"),
            (7, "poverty rate at the end of the year"),
        ]
        assert finding.numbers == (("low", Fraction(194, 100)), ("high", Fraction(196, 100)))

    def test_a_reduction_alone_is_nothing_to_compare(self):
        assert outcome(targets(reduction_rate=5), "T203") is Outcome.SKIPPED

    def test_in_the_plan_of_2019_it_wakes_alone(self):
        place = "poverty_rate_end: 44.35\n"
        assert codes(edited(place, f"{place}      poverty_rate_start: 52.85\n")) == {"T205"}
        text = edited(place, f"{place}      poverty_rate_start: 52.84\n")
        assert graver(text) == [("T203", f"{TRAM_TAU}reduction_rate", "{over: 8.50}")]

    def test_the_message(self):
        assert both(only(rates("52.84", "44.35", "{over: 8.50}")).message) == (
            "R: from 52.84% to 44.35% is a fall of 8.49 points, not over 8.50; one of the three is wrong",
            "R: từ 52,84% xuống 44,35% là giảm 8,49 điểm phần trăm, không phải trên 8,50; một trong ba số bị sai",
        )


def digits(scaled, places):
    """A whole number of last decimals as it is written."""
    whole, rest = divmod(abs(scaled), 10**places)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole}.{rest:0{places}}" if places else f"{sign}{whole}"


class TestAgainstLongDivision:
    @settings(max_examples=150, deadline=None)
    @given(st.data())
    def test_rates_of_exact_counts(self, data):
        households = data.draw(st.integers(1, 400))
        poor = data.draw(st.integers(0, households))
        places = data.draw(st.integers(0, 3))
        quotient, rest = divmod(100 * poor * 10**places, households)
        written = quotient + data.draw(st.integers(-2, 2))
        assume(0 <= written <= 100 * 10**places)
        rounded = {quotient} if 2 * rest < households else {quotient + 1}
        if 2 * rest == households:
            rounded = {quotient, quotient + 1}
        expected = {"T202"} if written == quotient else {"T201"}
        if written in rounded:
            expected = set()
        assert expected == codes(year(digits(written, places), poor, households))

    @settings(max_examples=150, deadline=None)
    @given(
        st.lists(st.tuples(st.integers(0, 30), st.integers(0, 2)), min_size=3, max_size=3),
        st.sampled_from(["", "over", "under", "at_least", "at_most"]),
    )
    def test_falls_of_rounded_rates(self, figures, form):
        (start, _), (end, _), (points, _) = figures
        texts = [digits(number, places) for number, places in figures]
        start, end, points = (Fraction(number, 10**places) for number, places in figures)
        half = [Fraction(1, 2 * 10**places) for _, places in figures]
        least, most = start - end - half[0] - half[1], start - end + half[0] + half[1]
        refused = {
            "": not (least - half[2] <= points <= most + half[2]),
            "over": most <= points,
            "under": least >= points,
            "at_least": most < points,
            "at_most": least > points,
        }[form]
        text = rates(texts[0], texts[1], f"{{{form}: {texts[2]}}}" if form else texts[2])
        # T206 knows more: no rate is below zero, so that 0 to 0 is no fall of over 0.5.
        assert codes(text) - {"T114", "T206"} == ({"T203"} if refused else set())


@pytest.mark.parametrize(
    ("stated", "missing"),
    [("poverty_rate_start", "poverty rate at the end of the year"), ("poverty_rate_end", "poverty rate at the start")],
)
def test_what_is_missing_beside_one_rate_and_a_reduction_is_named(stated, missing):
    text = targets(**{stated: "9.4", "reduction_rate": "1.2"})
    assert missing in why(text, "T203")


def test_a_wrong_rate_leads_to_both_counts_and_has_its_numbers():
    text = targets(households=2000, poor_households_end=186, poverty_rate_end="9.4")
    finding = only(text)
    lines = [text.splitlines()[place.line - 1].strip() for place, _ in finding.related]
    assert lines == ["poor_households_end: 186", "households: 2000"]
    assert dict(finding.numbers) == {"low": Fraction(93, 10), "high": Fraction(93, 10)}


def test_a_range_of_counts_gives_a_range_of_rates():
    text = targets(households="{min: 1900, max: 2000}", poor_households_end=100, poverty_rate_end="9.4")
    finding = only(text)
    assert finding.message.to(Lang.EN).startswith(
        "R: the counts make the poverty rate at the end of the year 5–5.263%, not"
    )
    assert dict(finding.numbers) == {"low": 5, "high": Fraction(100, 19)}
