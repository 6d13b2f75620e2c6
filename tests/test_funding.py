"""F101 to F105: funding lines against the stated total, and each other."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans import HEAD, both, checked, codes, edited, funding, only, outcome, real_plan, told, why
from povcalc.corrections import Limit, suggested
from povcalc.engine import run
from povcalc.findings import Outcome, Severity, Verdict
from povcalc.messages import Lang
from povcalc.places import dotted
from povcalc.plan.funding import Ledger
from povcalc.plan.load import read_text

TOTAL = "funding.total"


class TestLinesAddUp:
    @pytest.mark.parametrize(
        ("total", "amounts"),
        [
            (11, (5, 6)),
            ("{about: 11}", ("{about: 5}", 6)),
            ("7.7", ("3.9", "3.8")),
            ("7.7", ("3.9", "3.7")),  # 0.05 each way for each of the three
            ("7.7", ("3.9", "3.9")),
            (8, ("3.9", "4.2")),
            (8, ("3.9", "4.6")),  # a total with fewer decimals than its lines is rounded too
            ("{min: 8, max: 11}", (5, 6)),
            ("{at_least: 11}", (5, 6)),
            ("{at_most: 11}", (5, 6)),
            (11, (5, "{at_most: 6}")),
            (11, (5, "{min: 6, max: 9}")),
        ],
    )
    def test_a_total_that_the_lines_allow_passes(self, total, amounts):
        assert told(funding(total, *amounts)) == []
        assert outcome(funding(total, *amounts), "F101") is Outcome.PASSED

    @pytest.mark.parametrize(
        ("total", "amounts", "difference"),
        [
            (12, (5, 6), 1),
            (10, (5, 6), -1),
            ("{about: 12}", ("{about: 5}", 6), 1),
            ("7.7", ("3.9", "3.6"), Decimal("0.2")),
            ("7.7", ("3.9", "4.0"), Decimal("-0.2")),
            (8, ("3.9", "4.8"), Decimal("-0.7")),
            ("{min: 12, max: 15}", (5, 6), 1),
            ("{min: 8, max: 10}", (5, 6), -1),
            ("{at_least: 12}", (5, 6), 1),
            ("{at_most: 10}", (5, 6), -1),
            (12, (5, "{at_most: 6}"), 1),
            (4, (5, "{at_most: 6}"), -1),
            (10, (5, "{min: 6, max: 9}"), -1),
        ],
    )
    def test_one_unit_more_is_an_error_at_the_total_with_the_difference(self, total, amounts, difference):
        text = funding(total, *amounts)
        assert ("F101", TOTAL, str(total)) in told(text)
        assert codes(text) <= {"F101", "F105"}
        assert dict(checked(text).findings[0].numbers)["difference"] == difference

    def test_a_line_without_an_amount_leaves_it_open_unless_the_others_are_too_much(self):
        assert told(funding(11, 5, None, 6)) == []
        assert outcome(funding(11, 5, None, 6), "F101") is Outcome.UNDECIDED
        assert why(funding(11, 5, None, 6), "F101") == "1 of the 3 lines state no amount"
        assert told(funding(10, 5, None, 6)) == [("F101", TOTAL, "10")]
        assert outcome(funding(10, None, None), "F101") is Outcome.UNDECIDED

    @pytest.mark.parametrize("text", [funding(None, 5, 6), funding(11)])
    def test_without_a_total_or_lines_there_is_nothing_to_compare(self, text):
        assert told(text) == []
        assert outcome(text, "F101") is Outcome.SKIPPED

    def test_every_single_amount_of_the_plan_of_2019_is_held(self):
        plan = real_plan()
        lines = [row.strip() for row in plan.splitlines() if row.strip().startswith(("total:", "amount:"))]
        assert [row.split(":")[0] for row in lines] == ["total", *["amount"] * 5]
        place = next(at for at, row in enumerate(plan.splitlines(), 1) if row.strip() == lines[0])
        for row in lines:
            number = int(row.rstrip("}").rsplit(" ")[-1])
            for step in (-1, 1):
                text = plan.replace(row, row.replace(str(number), str(number + step)))
                found = [each for each in checked(text).findings if each.severity is Severity.ERROR]
                assert [each.code for each in found] == ["F101"]
                assert found[0].place.line == place
                assert ("difference", step if row.startswith("total") else -step) in found[0].numbers

    def test_the_message_has_the_difference_and_the_unit(self):
        assert both(only(funding("{about: 5440413}", 5000000, 440412)).message) == (
            (
                "The stated total is 5,440,413 million VND, but the 2 lines add up to 5,440,412 million VND: the "
                "total is 1 too high (whole amounts are exact; if these are rounded, rounding allows 1.5: then write "
                "rounded_to: 1 in funding); correct the total or one of the lines"
            ),
            (
                "Tổng kinh phí ghi là 5.440.413 triệu đồng, nhưng 2 nguồn vốn cộng lại là 5.440.412 triệu đồng: số "
                "tổng thừa 1 (số nguyên là số chính xác; nếu đây là số đã làm tròn thì cho phép lệch 1,5: khi đó ghi "
                "rounded_to: 1 trong funding); cần sửa số tổng hoặc một nguồn vốn"
            ),
        )

    def test_the_message_says_what_rounding_allows_and_keeps_the_digits_of_the_total(self):
        assert both(only(funding("7.70", "3.9", "4.0", unit="tỷ đồng")).message) == (
            (
                "The stated total is 7.70 tỷ đồng, but the 2 lines add up to 7.9 tỷ đồng: the total is 0.2 too low "
                "(rounding allows 0.105); correct the total or one of the lines"
            ),
            (
                "Tổng kinh phí ghi là 7,70 tỷ đồng, nhưng 2 nguồn vốn cộng lại là 7,9 tỷ đồng: số tổng thiếu 0,2 "
                "(làm tròn cho phép lệch 0,105); cần sửa số tổng hoặc một nguồn vốn"
            ),
        )

    def test_the_message_of_a_range_has_the_gap_and_no_middle(self):
        finding = only(funding("{min: 8, max: 10}", 5, "{min: 6, max: 7}"))
        assert finding.numbers == (
            ("difference", -1),
            ("stated_low", 8),
            ("stated_high", 10),
            ("sum_low", 11),
            ("sum_high", 12),
        )
        assert len(finding.related) == 2
        assert finding.message.to(Lang.EN) == (
            "The stated total is 8–10 million VND, but the 2 lines add up to 11–12 million VND: "
            "the total is 1 too low; correct the total or one of the lines"
        )

    def test_the_message_counts_the_lines_without_an_amount(self):
        assert why(funding("9", "1", None, None, None), "F101") == "3 of the 4 lines state no amount"

    def test_one_line_has_a_message_of_its_own(self):
        assert "5 million VND, but the only line with an amount makes 4 million VND" in only(
            funding("5", "4")
        ).message.to(Lang.EN)

    @pytest.mark.parametrize("low", ["{under: 1}", "{at_most: 1}", "{at_most: 0}"])
    def test_a_line_without_a_lower_end_takes_no_money_away(self, low):
        assert [code for code, *_ in told(funding("5", "6", low))][:1] == ["F101"]

    def test_a_line_below_nought_is_no_ones_excuse(self):
        assert {code for code, *_ in told(funding("5", "6", "{under: 0}"))} == {"F101", "F103", "F105"}


class TestTotalExceeded:
    @pytest.mark.parametrize("word", ["over", "under"])
    def test_a_bound_that_is_met_exactly_is_a_note(self, word):
        text = funding(f"{{{word}: 11}}", 5, 6)
        assert told(text) == [("F102", TOTAL, f"{{{word}: 11}}")]
        assert only(text).severity is Severity.NOTE
        assert outcome(text, "F102") is Outcome.PASSED

    @pytest.mark.parametrize(
        ("total", "amounts"),
        [
            ("{over: 10}", (5, 6)),
            ("{under: 12}", (5, 6)),
            ("{over: 11}", ("5.0", 6)),
            ("{over: 10.99}", (5, 6)),
        ],
    )
    def test_a_bound_that_is_passed_or_may_be_is_none(self, total, amounts):
        assert told(funding(total, *amounts)) == []
        assert outcome(funding(total, *amounts), "F102") is Outcome.PASSED

    @pytest.mark.parametrize("text", [funding(11, 5, 6), funding("{over: 11}", 5, 6, None), funding("{over: 0}")])
    def test_without_a_bound_or_all_the_amounts_there_is_nothing_to_say(self, text):
        assert told(text) == []
        assert outcome(text, "F102") is Outcome.SKIPPED

    def test_a_bound_that_is_passed_is_confirmed_with_the_lines(self):
        report = checked(funding("{over: 10}", 5, 6))
        assert set(report.verdicts.values()) == {Verdict.CONFIRMED}
        assert len(report.verdicts) == 3

    def test_the_plan_of_2019_with_over_written_before_its_total_gets_this_note(self):
        text = edited("total: {about: 5440412}", "total: {over: 5440412}")
        assert told(text)[1:] == [("F102", TOTAL, "{over: 5440412}")]
        assert told(text)[0][0] == "T205"

    def test_the_message(self):
        assert both(only(funding("{over: 5000}", 4000, 1000)).message) == (
            "The total of over 5,000 million VND is met, not exceeded: the lines add up to exactly that",
            "Mức trên 5.000 triệu đồng chỉ vừa đạt, chưa vượt: các nguồn vốn cộng lại đúng bằng mức đó",
        )


class TestAmountsPositive:
    @pytest.mark.parametrize("amount", [1, "0.1", "{over: 0}", "{at_least: 0}", "{min: 0, max: 5}", "{about: 1}"])
    def test_more_than_nought_passes(self, amount):
        assert told(funding(None, amount)) == []
        assert outcome(funding(None, amount), "F103") is Outcome.PASSED

    @pytest.mark.parametrize(
        "amount", [0, "0.0", -1, "{about: 0}", "{under: 0}", "{at_most: 0}", "{min: -5, max: 0}", "-0.1"]
    )
    def test_nought_and_less_are_an_error_at_the_amount(self, amount):
        assert told(funding(None, 5, amount)) == [("F103", "funding.lines[1].amount", str(amount))]
        assert told(funding(amount)) == [("F103", TOTAL, str(amount))]

    def test_in_the_plan_of_2019_a_line_of_nought_also_breaks_the_sum(self):
        text = edited("amount: {about: 1621667}", "amount: 0")
        assert [row for row in told(text) if row[0] != "T205"] == [
            ("F101", TOTAL, "{about: 5440412}"),
            ("F103", "funding.lines[0].amount", "0"),
        ]
        assert checked(text).findings[-1].place.line == checked(text).findings[-2].place.line + 6

    def test_the_message(self):
        assert both(only(funding(None, -1500)).message) == (
            "L0: the amount is -1,500 million VND; an amount is more than 0",
            "L0: số tiền là -1.500 triệu đồng; số tiền phải lớn hơn 0",
        )
        assert both(only(funding(0)).message) == (
            "total: the amount is 0 million VND; an amount is more than 0",
            "tổng kinh phí: số tiền là 0 triệu đồng; số tiền phải lớn hơn 0",
        )


class TestLineNamesDiffer:
    @pytest.mark.parametrize("names", [("Vốn A", "Vốn B"), ("Vốn", "Vòn"), ("Vốn A", "VốnA")])
    def test_two_names_pass(self, names):
        assert told(funding(None, 5, 6, names=names)) == []
        assert outcome(funding(None, 5, 6, names=names), "F104") is Outcome.PASSED

    @pytest.mark.parametrize("second", ["Vốn vay", "VỐN VAY", "Vốn  vay", unicodedata.normalize("NFD", "Vốn vay")])
    def test_one_name_is_an_error_at_the_second_line_however_it_is_typed(self, second):
        text = funding(None, 5, 6, 7, names=("Vốn vay", "Khác", second))
        assert told(text) == [("F104", "funding.lines[2].name", second)]
        assert [place.line for place, _ in only(text).related] == [7]

    def test_a_third_line_of_the_name_is_another_error(self):
        text = funding(None, 5, 6, 7, names=("A", "A", "A"))
        assert [path for _, path, _ in told(text)] == ["funding.lines[1].name", "funding.lines[2].name"]

    def test_in_the_plan_of_2019_it_wakes_alone(self):
        text = edited("vi: Vốn địa phương", "vi: Vốn Trung ương", behind="\nfunding:")
        assert [row[:2] for row in told(text) if row[0] != "T205"] == [("F104", "funding.lines[1].name")]

    def test_the_message(self):
        assert both(only(funding(None, 5, 6, names=("A", "A"))).message) == (
            "Two lines are named A; change one of the names or take away one of the lines",
            "Hai nguồn vốn cùng tên A; cần đổi tên hoặc bỏ một nguồn",
        )

    def test_names_that_could_not_be_read_are_not_compared_and_hide_no_others(self):
        lines = "{id: a, name: 5, amount: 1}, {id: b, name: 6, amount: 1}, {id: c, name: X}, {id: d, name: X}, 7, 8"
        reading = read_text(f"{HEAD}funding: {{unit: VND, lines: [{lines}]}}\n", "")
        found = [finding for finding in run(reading).findings if finding.code == "F104"]
        assert [dotted(finding.path) for finding in found] == ["funding.lines[3].name"]


class TestLineWithinTotal:
    @pytest.mark.parametrize(
        ("total", "amount"),
        [
            (11, 11),
            ("7.7", "7.74"),
            ("7.7", "7.8"),
            ("{at_most: 11}", 11),
            ("{min: 8, max: 11}", 11),
            (11, "{at_most: 99}"),
            ("{about: 11}", 11),
        ],
    )
    def test_a_line_that_may_be_the_total_passes(self, total, amount):
        assert told(funding(total, amount, None)) == []
        assert outcome(funding(total, amount, None), "F105") is Outcome.PASSED

    @pytest.mark.parametrize(
        ("total", "amount"),
        [(11, 12), ("7.7", "7.9"), ("{at_most: 11}", 12), ("{min: 8, max: 11}", 12), (11, "{over: 12}")],
    )
    def test_a_larger_line_is_an_error_at_its_amount(self, total, amount):
        assert told(funding(total, amount, None)) == [
            ("F101", TOTAL, str(total)),
            ("F105", "funding.lines[0].amount", str(amount)),
        ]

    def test_a_total_without_an_upper_end_decides_nothing(self):
        text = funding("{at_least: 5}", 6)
        assert told(text) == []
        assert why(text, "F105") == "the total has no upper end"

    def test_in_the_plan_of_2019_it_wakes_with_the_sum(self):
        assert codes(edited("{about: 1621667}", "{about: 5440412}")) == {"T205", "F101"}
        text = edited("{about: 1621667}", "{about: 5440413}")
        assert [row for row in told(text) if row[0] != "T205"] == [
            ("F101", TOTAL, "{about: 5440412}"),
            ("F105", "funding.lines[0].amount", "{about: 5440413}"),
        ]

    def test_the_message(self):
        assert both(checked(funding(1500, 2500)).findings[1].message) == (
            "L0: 2,500 million VND is more than the total of 1,500; one of the two is wrong",
            "L0: 2.500 triệu đồng lớn hơn tổng kinh phí 1.500; một trong hai số bị sai",
        )


@st.composite
def amounts(draw, lowest=1, highest=60):
    places = draw(st.integers(0, 2))
    number = Decimal(draw(st.integers(lowest, highest))).scaleb(-places)
    return format(number, "f") if places else str(int(number))


def half_unit(text):
    """Half a unit of the last decimal, zero for a whole number."""
    return Decimal(5).scaleb(-1 - len(text.partition(".")[2])) if "." in text else Decimal(0)


@settings(max_examples=200, deadline=None)
@given(st.lists(amounts(), min_size=1, max_size=4), st.integers(-30, 30), st.integers(0, 2))
def test_sums_and_lines_are_refused_just_when_half_units_do_not_reach(lines, step, places):
    total = (sum(map(Decimal, lines)) + Decimal(step).scaleb(-2)).quantize(Decimal(1).scaleb(-places))
    written = format(total, "f")
    half = half_unit(written)
    if not half and any("." in line for line in lines):
        half = Decimal("0.5")  # it has fewer decimals than its lines
    room = half + sum(map(half_unit, lines))
    expected = set()
    if abs(total - sum(map(Decimal, lines))) > room:
        expected.add("F101")
    if total <= 0:
        expected.add("F103")
    if any(Decimal(line) - half_unit(line) > total + half for line in lines):
        expected.add("F105")
    assert expected == codes(funding(written, *lines))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["a", "A", "b", "B ", "a  b", "A b", "ab"]), min_size=1, max_size=5))
def test_names_are_refused_just_when_one_came_before(names):
    plain = [name.lower().split() for name in names]
    expected = [f"funding.lines[{at}].name" for at, name in enumerate(plain) if name in plain[:at]]
    assert expected == [path for _, path, _ in told(funding(None, *[1] * len(names), names=names))]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=1, max_size=4), st.integers(-3, 3))
def test_amounts_are_refused_just_when_they_are_not_positive(lines, total):
    found = {path for code, path, _ in told(funding(total, *lines)) if code == "F103"}
    expected = {f"funding.lines[{at}].amount" for at, line in enumerate(lines) if line <= 0}
    assert expected | ({TOTAL} if total <= 0 else set()) == found


class TestRangeEnds:
    def said(self, total, *lines):
        found = [each for each in checked(funding(total, *lines)).findings if each.code == "F106"]
        return [each.message.to(Lang.EN) for each in found]

    def test_a_swapped_end_is_named(self):
        (words,) = self.said("{min: 5374, max: 6013}", "{min: 3347, max: 3513}", "{min: 2000, max: 2500}")
        assert "of the 2 lines the low ends add up to 5,347, not 5,374 (two digits swapped?)" in words

    def test_rounding_is_silent(self):
        assert self.said("{min: 8, max: 12}", "{min: 3.3, max: 5.5}", "{min: 4.4, max: 6.9}") == []
        assert self.said("{min: 8, max: 14}", "{min: 3.3, max: 5.5}", "{min: 4.4, max: 6.9}") != []
        assert self.said("{min: 7.8, max: 12.4}", "{min: 3.3, max: 5.5}", "{min: 4.4, max: 6.9}") == []

    def test_a_total_over_an_amount_and_lines_without_a_range_are_silent(self):
        assert self.said("{over: 3000}", "{min: 1000, max: 1022}", 2000) == []
        assert self.said("{min: 3000, max: 3100}", 1022, 2000) == []
        assert self.said("{min: 3000, max: 3100}", "{min: 1000, max: 1022}", None) == []


@pytest.mark.parametrize("amount", ["", ", amount: 5"])
def test_the_whole_of_many_shares_is_added_up_once(monkeypatch, amount):
    looked_at = []
    meant = Ledger.meant
    monkeypatch.setattr(Ledger, "meant", lambda *about: looked_at.append(1) or meant(*about))

    def looked_at_of(number):
        lines = "".join(f"\n    - {{id: l{at}, name: L{at}, share: 1.0{amount}}}" for at in range(number))
        reading = read_text(f"{funding(None)}  lines:{lines}\n", "plan.yaml")
        looked_at.clear()
        report = run(reading)
        assert all(len(finding.figures) <= 102 for finding in report.findings if finding.code == "F108")
        suggested(reading, report, limit=Limit(steps=400))
        return len(looked_at)

    assert looked_at_of(400) <= 400 * 8  # of all lines for each of them they would be 320,000
