"""Family F at its edges: what mutants of its checks showed to be untested."""

from decimal import Decimal
from fractions import Fraction

import pytest

from plans import at, checked, codes, funding, only, told
from povcalc.findings import Outcome, Severity, Verdict
from povcalc.messages import Lang
from test_funding_breakdowns import plan


def test_a_range_that_begins_below_nought_keeps_what_lies_there():
    assert "F101" not in codes(funding(-2, "{min: -3, max: 5}"))
    assert "F101" in codes(funding(-4, "{min: -3, max: 5}"))


def test_an_amount_below_nought_is_compared_as_it_stands():
    assert "F101" not in codes(funding(-2, "{at_most: -1}"))
    assert "F101" in codes(funding(0, "{at_most: -1}"))


def test_a_sum_that_is_wrong_casts_doubt_on_every_line():
    verdicts = checked(funding(9, 5, 6)).verdicts
    assert verdicts["funding", "total"] is Verdict.VIOLATED
    assert [verdicts["funding", "lines", at, "amount"] for at in range(2)] == [Verdict.SUSPECT] * 2


def said(text):
    """What the only finding says in English."""
    return only(text).message.to(Lang.EN)


def beside(text):
    """What stands at the related places of the only finding."""
    finding = only(text)
    return [at(text, finding._replace(place=place)) for place, _ in finding.related]


class TestSums:
    def test_the_breakdown_whose_lines_do_not_make_the_total_is_named(self):
        by_year = "{id: b, name: By year, lines: [{id: x, name: X, amount: 6}, {id: y, name: Y, amount: 5}]}"
        text = plan(f"total: 10\nbreakdowns: [{by_year}]")
        assert "the 2 lines in By year add up to 11 million VND: the total is 1 too low" in said(text)
        assert beside(text) == ["6", "5"]

    def test_a_bound_before_a_rounded_amount_leaves_its_rounding_allowed(self):
        # 5 and 3.1 make at least 8.1; half a tenth for 3.1 and half of one for 7, which has fewer decimals, are 0.55.
        text = plan("total: 7\nlines: [{id: a, name: A, amount: {at_least: 5}}, {id: b, name: B, amount: 3.1}]")
        assert "add up to at least 8.1 million VND: the total is 1.1 too low (rounding allows 0.55)" in said(text)

    def test_what_is_below_a_bound_is_told_once(self):
        text = "total: {over: 100}\nlines: [{id: a, name: A, amount: %s}]"
        assert codes(plan(text % 50)) == {"F101"}
        assert "the only line with an amount makes 111 million VND: more than a tenth" in said(plan(text % 111))

    def test_a_bound_in_a_unit_of_its_own_is_told_in_it(self):
        text = lines(("unit: billion VND, amount: {over: 100}", "amount: 111"))
        assert "over 100 billion VND is stated, but the only line with an amount makes 111 billion VND" in said(text)


class TestRanges:
    LINES = "[{id: b, name: B, amount: {min: 100, max: 200}}, {id: c, name: C, amount: {min: 200, max: 300}}]"

    def test_the_ends_of_a_line_in_its_own_unit_are_those_of_its_lines(self):
        text = f"lines: [{{id: a, name: A, unit: million VND, amount: {{min: %s, max: 500}}, lines: {self.LINES}}}]"
        in_billions = plan(text).replace("unit: million VND", "unit: billion VND", 1)
        assert told(in_billions % 300) == []
        assert codes(in_billions % 301) == {"F106"}

    def test_the_lines_are_beside_a_range_that_they_do_not_make(self):
        text = plan(f"total: {{min: 301, max: 500}}\nlines: {self.LINES}")
        assert only(text).code == "F106"
        assert beside(text) == ["{min: 100, max: 200}", "{min: 200, max: 300}"]

    @pytest.mark.parametrize(
        ("least", "found"),
        [
            # 100.2 and 200.2 make 300.4; half a tenth for each, and half a hundredth for the total, are 0.105.
            ("300.50", set()),
            ("300.30", set()),
            ("300.51", {"F106"}),
            ("300.29", {"F106"}),
            # A total with fewer decimals is rounded itself: 0.6 is what half of one and a tenth allow.
            ("301", set()),
            ("302", {"F106"}),
        ],
    )
    def test_half_a_unit_of_each_last_decimal_is_allowed(self, least, found):
        inside = "{id: b, name: B, amount: {min: 100.2, max: 200}}, {id: c, name: C, amount: {min: 200.2, max: 300}}"
        assert codes(plan(f"total: {{min: {least}, max: 500}}\nlines: [{inside}]")) == found

    @pytest.mark.parametrize(
        ("total", "line", "found"),
        [
            # As much as half a unit of both last decimals is allowed, and no more.
            ("300.5", "100.4", set()),
            ("300.5", "100.3", {"F106"}),
            ("300.50", "100.49", set()),
            ("300.50", "100.48", {"F106"}),
            ("300.5", "100.45", set()),
            ("300.5", "100.44", {"F106"}),
            ("300.50", "100.505", set()),
            ("300.50", "100.506", {"F106"}),
        ],
    )
    def test_that_is_the_very_last_that_is_allowed(self, total, line, found):
        room = "{id: b, name: B, amount: {min: %s, max: 200}}, {id: c, name: C, amount: 200}"
        assert codes(plan(f"total: {{min: {total}, max: 400}}\nlines: [{room % line}]")) == found

    @pytest.mark.parametrize(("least", "found"), [(300, set()), (301, {"F106"})])
    def test_a_whole_amount_is_exact_beside_one_with_decimals(self, least, found):
        # 100, 100.2 and 100 make 300.2; the total and the second line are rounded, by 0.55 together.
        amounts = ("{min: 100, max: 200}", "{min: 100.2, max: 150}", "{min: 100, max: 150}")
        inside = ", ".join(f"{{id: l{at}, name: L{at}, amount: {each}}}" for at, each in enumerate(amounts))
        assert codes(plan(f"total: {{min: {least}, max: 500}}\nlines: [{inside}]")) == found

    @pytest.mark.parametrize(
        ("unit", "total", "other", "found"),
        [
            # 1.4 billion may be 50 million less or more: 1,400 and 100 make 1,450 to 1,550.
            ("million VND", "{min: 1450, max: 2550}", "billion VND, amount: {min: 1.4, max: 2.4}", set()),
            ("million VND", "{min: 1449, max: 2500}", "billion VND, amount: {min: 1.4, max: 2.4}", {"F106"}),
            # 400.5 million are no more than 50,000 dong less or more, and 1.48 billion 5 million.
            ("billion VND", "{min: 0.50, max: 1.01}", "million VND, amount: {min: 400.5, max: 910.5}", set()),
            ("billion VND", "{min: 0.51, max: 1.01}", "million VND, amount: {min: 400.5, max: 910.5}", {"F106"}),
            # A total in whole billions above millions is rounded itself, by half a billion.
            ("billion VND", "{min: 1, max: 2}", "million VND, amount: {min: 1400, max: 1600}", set()),
            ("billion VND", "{min: 1, max: 3}", "million VND, amount: {min: 1400, max: 2399}", {"F106"}),
        ],
    )
    def test_it_is_that_of_the_unit_in_which_an_amount_is_written(self, unit, total, other, found):
        inside = f"{{id: a, name: A, unit: {other}}}, {{id: b, name: B, unit: million VND, amount: 100}}"
        text = plan(f"total: {total}\nlines: [{inside}]").replace("unit: million VND", f"unit: {unit}", 1)
        assert codes(text) == found


class TestShares:
    def test_the_finding_has_the_amounts_and_one_decimal_more_than_the_share(self):
        text = "total: 300\nlines: [{id: a, name: A, amount: 100, share: %s}, {id: b, name: B, amount: 200}]"
        assert "33.4% is stated, but 100 million VND of 300 million VND is 33.333%" in said(plan(text % "33.4"))

    def test_without_a_total_it_counts_the_lines(self):
        text = "lines: [{id: a, name: A, amount: 30, share: 31}, {id: b, name: B, amount: 70}]"
        assert "30 million VND of the sum of the 2 lines is 30%" in said(plan(text))

    def test_only_a_plain_number_can_be_cut_off(self):
        # 200 of 300 are 66.67%: 66.6 is that cut off, and "under 66.6" is wrong.
        text = "total: 300\nlines: [{id: a, name: A, amount: 200, share: %s}, {id: b, name: B, amount: 100}]"
        assert only(plan(text % "66.6")).severity is Severity.WARNING
        for form in ("under", "at_most"):
            assert only(plan(text % f"{{{form}: 66.6}}")).severity is Severity.ERROR
        assert only(plan(text % "{min: 66.6, max: 66.65}")).severity is Severity.ERROR

    def test_shares_that_do_not_make_a_hundred_are_told_at_the_first_with_the_others_beside(self):
        text = plan("lines: [{id: a, name: A, share: 60}, {id: b, name: B, share: 20.5}, {id: c, name: C, share: 30}]")
        assert told(text) == [("F109", "funding.lines[0].share", "60")]
        assert beside(text) == ["20.5", "30"]


class TestWhatIsWhere:
    def test_the_amount_is_beside_what_was_disbursed(self):
        text = plan("total: 400\ndisbursed: 404")
        assert told(text) == [("F110", "funding.disbursed", "404")]
        assert beside(text) == ["400"]

    def test_a_mistyped_cell_is_called_as_it_is_written(self):
        cells = "breakdowns: [{id: b, name: B, lines: [{id: y, name: Y, lines: [{id: centrl}]}]}]"
        text = plan(f"lines: [{{id: central, name: C}}]\n{cells}")
        assert said(text) == "The line centrl has no name and is no line of another breakdown: is it central?"

    def test_one_without_a_name_is_called_by_its_own_id(self):
        cells = "breakdowns: [{id: b, name: B, lines: [{id: y, name: Y, lines: [{id: other}]}]}]"
        text = plan(f"lines: [{{id: central, name: C}}]\n{cells}")
        assert said(text) == "The line other has no name and is no line of another breakdown; add its name"

    @pytest.mark.parametrize(("first", "second"), [(5, 7), (7, 5)])
    def test_a_cell_that_stands_in_two_places_is_no_line_in_itself(self, first, second):
        rows = f"breakdowns: [{{id: b, name: B, lines: [{{id: y, name: Y, lines: [{{id: a, amount: {second}}}]}}]}}]"
        assert codes(plan(f"lines: [{{id: a, name: A, lines: [{{id: y, amount: {first}}}]}}]\n{rows}")) == {"F101"}

    def test_a_cell_in_a_cell_needs_no_name_either(self):
        central = "{id: central, name: C, lines: [{id: oda, name: ODA}, {id: own, name: Own}]}"
        cells = "lines: [{id: y, name: Y, lines: [{id: central, lines: [{id: oda}, {id: own}]}]}]"
        text = plan(f"lines: [{central}]\nbreakdowns: [{{id: b, name: B, {cells}}}]")
        assert told(text) == []
        assert [row.held for row in checked(text).runs if row.code == "F112"] == [3]

    @pytest.mark.parametrize("form", ["about", "at_least", "at_most", "over", "under", ""])
    def test_the_ends_of_what_is_no_range_are_not_compared_with_those_of_the_lines(self, form):
        lines = "lines: [{id: a, name: A, amount: 6}, {id: b, name: B, amount: {min: 3, max: 5}}]"
        for number in (9, 10, 11):
            stated = f"{{{form}: {number}}}" if form else number
            report = checked(plan(f"total: {stated}\n{lines}"))
            assert [row.held for row in report.runs if row.code == "F106"] == [0]
            assert "F106" not in {finding.code for finding in report.findings}
        assert codes(plan(f"total: {{min: 9, max: 12}}\n{lines}")) == {"F106"}

    @pytest.mark.parametrize(("number", "found"), [(0, set()), (-1, {"F103"})])
    def test_nothing_may_stand_in_a_cell_of_two_breakdowns(self, number, found):
        cells = f"{{id: a, amount: {number}}}, {{id: b, amount: 40}}"
        rows = f"breakdowns: [{{id: y, name: Y, lines: [{{id: p, name: P, lines: [{cells}]}}]}}]"
        text = plan(f"lines: [{{id: a, name: A}}, {{id: b, name: B}}]\n{rows}")
        assert codes(text) == found
        line = plan(f"lines: [{{id: a, name: A, amount: {number}}}, {{id: b, name: B, amount: 7}}]")
        assert "F103" in codes(line)

    def test_an_unknown_unit_is_told_where_it_stands_and_not_of_the_lines_in_it(self):
        text = plan("lines: [{id: a, name: A, unit: USD, amount: 7, lines: [{id: b, name: B, amount: 7}]}]")
        assert told(text) == [("F111", "funding.lines[0].unit", "USD")]
        text = plan("lines: [{id: a, name: A, unit: billion VND, amount: 7}, {id: b, name: B, amount: 7}]")
        (row,) = (row for row in checked(text).runs if row.code == "F111")
        assert row.held == 1  # B has no unit of its own

    @pytest.mark.parametrize(("stated", "all_of_them"), [(2, 3), (1, 3), (2, 4), (3, 4), (5, 6), (3, 8)])
    def test_of_shares_it_is_told_how_many_are_missing(self, stated, all_of_them):
        each = (f"{{id: a{at}, name: A{at}{', share: 10' if at < stated else ''}}}" for at in range(all_of_them))
        (row,) = (row for row in checked(plan(f"lines: [{', '.join(each)}]")).runs if row.code == "F109")
        missing = all_of_them - stated
        assert row.outcome is Outcome.UNDECIDED
        assert row.why.to(Lang.EN) == f"{missing} of the {all_of_them} lines state no share"


A6, B4 = "{id: a, name: A, amount: 6}", "{id: b, name: B, amount: 4}"


class TestWords:
    """What each finding says of the total, of a line in a unit of its own, and of a breakdown."""

    @staticmethod
    def in_billions(whole, *inside):
        """The line A in billions with lines in it in millions."""
        cells = (f"{{id: x{at}, name: X{at}, unit: million VND, amount: {each}}}" for at, each in enumerate(inside))
        return f"lines: [{{id: a, name: A, unit: billion VND, {whole}, lines: [{', '.join(cells)}]}}]"

    @pytest.mark.parametrize(
        ("text", "expected", "numbers"),
        [
            (
                f"total: 9\nlines: [{A6}, {B4}]",
                "The stated total is 9 million VND, but the 2 lines add up to 10 million VND: the total is 1 too low",
                {"difference": -1, "stated": 9, "sum": 10},
            ),
            (
                f"total: 11\nlines: [{A6}, {B4}]",
                "The stated total is 11 million VND, but the 2 lines add up to 10 million VND: the total is 1 too high",
                {"difference": 1, "stated": 11, "sum": 10},
            ),
            (
                f"total: 9\nlines: [{A6}]",
                (
                    "The stated total is 9 million VND, but the only line with an amount makes 6 million VND: the "
                    "total is 3 too high; correct the total or one of the lines"
                ),
                {"difference": 3, "stated": 9, "sum": 6},
            ),
            (
                f"total: {{min: 20, max: 30}}\nlines: [{A6}, {B4}]",
                (
                    "The stated total is 20–30 million VND, but the 2 lines add up to 10 million VND: the total is 10 "
                    "too high; correct"
                ),
                {"difference": 10, "stated_low": 20, "stated_high": 30, "sum": 10},
            ),
            (
                in_billions("amount: 9", 6000, 4000),
                "A: 9 billion VND is stated, but the 2 lines add up to 10 billion VND: 1 billion VND apart",
                {"difference": -1, "stated": 9, "sum": 10},
            ),
            (
                (
                    f"total: 10\nlines: [{A6}, {B4}]\nbreakdowns: [{{id: y, name: By year, lines: [{{id: p, name: P, "
                    "amount: 5}, {id: q, name: Q, amount: 6}]}]"
                ),
                (
                    "The stated total is 10 million VND, but the 2 lines in By year add up to 11 million VND: the "
                    "total is 1 too low"
                ),
                {"difference": -1, "stated": 10, "sum": 11},
            ),
            (
                f"total: {{over: 10}}\nlines: [{A6}, {B4}]",
                "The total of over 10 million VND is met, not exceeded: the lines add up to exactly that",
                {},
            ),
            (
                in_billions("amount: {under: 10}", 6000, 4000),
                "A: under 10 billion VND is met, not exceeded: what it is made of adds up to exactly that",
                {},
            ),
            (
                "lines: [{id: a, name: A, unit: billion VND, amount: -2}]",
                "A: the amount is -2 billion VND; an amount is more than 0",
                {"amount": -2},
            ),
            (
                (
                    "total: {min: 8, max: 15}\nlines: [{id: a, name: A, amount: {min: 4, max: 6}}, "
                    "{id: b, name: B, amount: {min: 5, max: 9}}]"
                ),
                "The total of 8–15 million VND is stated, but of the 2 lines the low ends add up to 9, not 8",
                {},
            ),
            (
                in_billions("amount: {min: 8, max: 15}", "{min: 4000, max: 6000}", "{min: 5000, max: 9000}"),
                "A of 8–15 billion VND is stated, but of the 2 lines the low ends add up to 9, not 8",
                {},
            ),
            (
                "total: {over: 100}\nlines: [{id: a, name: A, amount: 60}, {id: b, name: B, amount: 51}]",
                "total: over 100 million VND is stated, but the 2 lines add up to 111 million VND: more than a tenth",
                {},
            ),
            (
                in_billions("amount: {under: 100}", 40_000, 49_000),
                "A: under 100 billion VND is stated, but the 2 lines add up to 89 billion VND: more than a tenth away",
                {},
            ),
            (
                "total: 300\nlines: [{id: a, name: A, amount: 200, share: 66.6}, {id: b, name: B, amount: 100}]",
                "A, share: 66.6% is cut off, not rounded: 200 million VND of 300 million VND is 66.667%",
                {"share": Decimal("66.6"), "percent": Fraction(200, 3)},
            ),
            (
                "lines: [{id: a, name: A, amount: 200, share: 60}, {id: b, name: B, amount: 100}]",
                "A, share: 60% is stated, but 200 million VND of the sum of the 2 lines is 66.667%; correct the share",
                {"share": 60, "percent": Fraction(200, 3)},
            ),
            (
                "lines: [{id: a, name: A, share: 60}, {id: b, name: B, share: 20.5}, {id: c, name: C, share: 30}]",
                "The shares of 3 lines add up to 110.5%, not 100% (rounding allows 1.05); correct one of them",
                {"sum": Fraction("110.5")},
            ),
            (
                (
                    "lines: [{id: a, name: A, share: {about: 60}}, {id: b, name: B, share: 20.5}, "
                    "{id: c, name: C, share: 30}]"
                ),
                "The shares of 3 lines add up to 110.5%, not 100% (rounding and estimates allow 6.55); correct one",
                {"sum": Fraction("110.5")},
            ),
            ("total: 400\ndisbursed: 404", "total: 404 million VND was disbursed of 400; one of the two", {}),
            (
                "lines: [{id: a, name: A, unit: billion VND, amount: 4, disbursed: 4.5}]",
                "A: 4.5 billion VND was disbursed of 4; one of the two is probably wrong",
                {},
            ),
        ],
    )
    def test_of_one(self, text, expected, numbers):
        finding = only(plan(text))
        assert finding.message.to(Lang.EN).startswith(expected)
        assert dict(finding.numbers) == numbers

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "total: 9\nlines: [{id: a, name: A, amount: 10}, {id: b, name: B}]",
                "A: 10 million VND is more than the total of 9; one of the two is wrong",
            ),
            (
                in_billions("amount: 9", 10_000, 1),
                "A, X0: 10,000 million VND is more than A, 9 billion VND; one of",
            ),
        ],
    )
    def test_of_a_line_that_is_larger_than_the_whole(self, text, expected):
        (finding,) = (each for each in checked(plan(text)).findings if each.code == "F105")
        assert finding.message.to(Lang.EN).startswith(expected)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "total: 1000\nlines: [{id: a, name: A, amount: 600}, {id: b, name: B, amount: 300}]",
                "if these are rounded, rounding allows 150: then write rounded_to: 100 in funding)",
            ),
            (
                "total: 1000\nlines: [{id: a, name: A, amount: 600}, {id: b, name: B, amount: 200}]",
                "the total is 200 too high; correct the total or one of the lines",  # more than rounding allows
            ),
            (
                "total: 10.5\nlines: [{id: a, name: A, amount: 6.0}, {id: b, name: B, amount: 4.0}]",
                "the total is 0.5 too high (rounding allows 0.15); correct",
            ),
            (
                "total: 10.5\nlines: [{id: a, name: A, amount: 6.0}, {id: b, name: B, amount: 4}]",
                "exact; if these are rounded, rounding allows 0.6: then write rounded_to: 1 in funding)",
            ),
            (
                # As much as rounding allows, and no more.
                f"total: 12\nlines: [{A6}, {{id: b, name: B, amount: 3}}, {{id: c, name: C, amount: 1}}]",
                "2 too high (whole amounts are exact; if these are rounded, rounding allows 2: then write rounded_to",
            ),
            (
                f"total: 13\nlines: [{A6}, {{id: b, name: B, amount: 3}}, {{id: c, name: C, amount: 1}}]",
                "the total is 3 too high; correct the total",
            ),
            # 9 billion are 8.5 to 9.5, as millions beside it are finer; 10,000 million may be 5,000 to 15,000.
            (in_billions("amount: 9", 10_000), "rounding allows 5.5: then write rounded_to: 10000 in funding)"),
        ],
    )
    def test_of_what_rounding_allows(self, text, expected):
        (finding,) = (each for each in checked(plan(text)).findings if each.code == "F101")
        assert expected in finding.message.to(Lang.EN)

    def test_of_cells_in_other_breakdowns(self):
        def cells(name, *amounts):
            inside = ", ".join(f"{{id: {one}, amount: {each}}}" for one, each in zip("ab", amounts, strict=False))
            return f"{{id: {name}, name: {name.upper()}, lines: [{inside}]}}"

        def found(*rows, line=A6):
            text = plan(f"lines: [{line}, {B4}]\nbreakdowns: [{{id: y, name: By year, lines: [{', '.join(rows)}]}}]")
            return [each.message.to(Lang.EN) for each in checked(text).findings if each.code == "F101"]

        (words,) = found(cells("p", 3, 2), cells("q", 2, 2))
        assert words.startswith(
            "A: 6 million VND is stated, but its 2 cells in other breakdowns add up to 5 million VND"
        )
        (words,) = found(cells("p", 7, 4))
        assert words.startswith(
            "A: 6 million VND is stated, but its only cell in another breakdown makes 7 million VND"
        )
        assert found(cells("p", 6, 4)) == found(cells("p", 3, 2), cells("q", 3, 2)) == []


class TestThousandsMarks:
    def test_the_finding_says_what_to_write(self):
        text = plan("lines: [{id: a, name: A, amount: 600000}, {id: b, name: B, amount: 400.000}]")
        assert said(text).endswith("if it is 400,000, write 400000")

    def test_beside_an_amount_with_other_decimals_none_is_asked_about(self):
        marked = "{id: a, name: A, amount: 600000}, {id: b, name: B, amount: 400.000}"
        assert codes(plan(f"lines: [{marked}]")) == {"F113"}
        assert codes(plan(f"lines: [{marked}, {{id: c, name: C, amount: 818.7}}]")) == set()

    @pytest.mark.parametrize(
        ("amount", "found"),
        [
            *((amount, True) for amount in ("1.000", "999.000", "999.999", "400.500")),
            *((amount, False) for amount in ("0.999", "1000.000", "1000.500", "400.00", "400.0000")),
        ],
    )
    def test_three_decimals_behind_one_to_three_digits_may_be_thousands(self, amount, found):
        text = plan(f"lines: [{{id: a, name: A, amount: 600000}}, {{id: b, name: B, amount: {amount}}}]")
        assert (codes(text) == {"F113"}) is found

    @pytest.mark.parametrize("wholes", [1, 255, 256, 300])
    def test_one_among_any_number_of_whole_amounts_is_asked_about(self, wholes):
        others = "".join(f"{{id: a{at}, name: A{at}, amount: 600000}}, " for at in range(wholes))
        assert codes(plan(f"lines: [{others}{{id: b, name: B, amount: 400.000}}]")) == {"F113"}

    @pytest.mark.parametrize("more", ["share: 60.5", "share: 60", "disbursed: 5, disbursed_share: 0.5"])
    def test_shares_are_no_amounts(self, more):
        lines = f"{{id: a, name: A, amount: 600000, {more}}}, {{id: b, name: B, amount: 400.000}}"
        assert ("F113", "funding.lines[1].amount", "400.000") in told(plan(f"lines: [{lines}]"))
        alone = f"{{id: a, name: A, {more.partition(', ')[2] or more}}}, {{id: b, name: B, amount: 400.000}}"
        assert "F113" not in codes(plan(f"lines: [{alone}]"))

    def test_an_amount_that_is_decided_leaves_the_next_one_open(self):
        # 500,000 would be more than the total, 100,000 would not; D states nothing, so that no sum decides.
        lines = "{id: a, name: A, amount: 500.000}, {id: b, name: B, amount: 100.000}, {id: c, name: C, amount: 7}"
        text = plan(f"total: 400000\nlines: [{lines}, {{id: d, name: D}}]")
        assert told(text) == [("F113", "funding.lines[1].amount", "100.000")]


def lines(*groups):
    """Lines A, B and so on with what they state, each with lines in it where a list follows."""
    written = []
    for name, (stated, *inside) in zip("abcd", groups, strict=False):
        cells = ", ".join(f"{{id: {name}{at}, name: {name}{at}, {each}}}" for at, each in enumerate(inside))
        held = f", lines: [{cells}]" if inside else ""
        written.append(f"{{id: {name}, name: {name.upper()}{stated and f', {stated}'}{held}}}")
    return plan(f"lines: [{', '.join(written)}]")


SIX_AND_FOUR, SIX_AND_THREE = ("amount: 6", "amount: 4"), ("amount: 6", "amount: 3")
TWO_RANGES = ("amount: {min: 4, max: 6}", "amount: {min: 5, max: 9}")


class TestEachLineIsLookedAt:
    """Behind one of which a check has nothing to say, or says that it holds, the next one is wrong."""

    @pytest.mark.parametrize(
        ("code", "first", "second"),
        [
            ("F101", ("", *SIX_AND_FOUR), ("amount: 10", *SIX_AND_THREE)),
            ("F101", ("amount: 10", *SIX_AND_FOUR), ("amount: 10", *SIX_AND_THREE)),
            ("F102", ("amount: 10", *SIX_AND_FOUR), ("amount: {over: 9}", *SIX_AND_THREE)),
            ("F102", ("amount: {over: 9}", *SIX_AND_FOUR), ("amount: {over: 9}", *SIX_AND_THREE)),
            ("F106", ("amount: 10", *SIX_AND_FOUR), ("amount: {min: 8, max: 15}", *TWO_RANGES)),
            ("F106", ("amount: {min: 1, max: 2}", *SIX_AND_FOUR), ("amount: {min: 8, max: 15}", *TWO_RANGES)),
            ("F106", ("amount: {min: 9, max: 15}", *TWO_RANGES), ("amount: {min: 8, max: 15}", *TWO_RANGES)),
            ("F107", ("amount: 10", *SIX_AND_FOUR), ("amount: {over: 100}", "amount: 111")),
            ("F107", ("amount: {over: 100}", "amount: 50"), ("amount: {over: 100}", "amount: 111")),
            ("F107", ("amount: {over: 100}", "amount: 105"), ("amount: {over: 100}", "amount: 111")),
        ],
    )
    def test_sums(self, code, first, second):
        found = [(path, there) for each, path, there in told(lines(first, second)) if each == code]
        assert found == [("funding.lines[1].amount", second[0].removeprefix("amount: "))]

    @pytest.mark.parametrize(
        ("stated", "expected"),
        [
            (("amount: 5, share: 50", "amount: -3"), ("F103", "funding.lines[1].amount", "-3")),
            (
                ("amount: 5", "amount: 5, disbursed: 4", "amount: 5, disbursed: 6"),
                ("F110", "funding.lines[2].disbursed", "6"),
            ),
            (
                ("amount: 5", "amount: 5, unit: billion VND", "amount: 5, unit: USD"),
                ("F111", "funding.lines[2].unit", "USD"),
            ),
        ],
    )
    def test_lines(self, stated, expected):
        assert expected in told(lines(*((each,) for each in stated)))

    def test_names(self):
        text = plan("lines: [{id: a, name: A}, {id: b, name: B}, {id: c, name: B}]")
        assert told(text) == [("F104", "funding.lines[2].name", "B")]
        cells = "lines: [{id: a}, {id: q}]"
        text = plan(
            f"lines: [{{id: a, name: A}}]\nbreakdowns: [{{id: b, name: B, lines: [{{id: y, name: Y, {cells}}}]}}]"
        )
        assert [path for code, path, _ in told(text) if code == "F112"] == ["funding.breakdowns[0].lines[0].lines[1]"]

    def test_the_largest_line(self):
        text = lines(("", "amount: 6"), ("amount: 5", "amount: 6"))
        assert ("F105", "funding.lines[1].lines[0].amount", "6") in told(text)

    def test_shares(self):
        # Of a total that is not stated 46% need not be all of B; 60 and 50 are more than a hundred.
        inside = "lines: [{id: b1, name: B1, share: 0}, {id: b2, name: B2, share: 46}]"
        by_year = "{id: y, name: By year, lines: [{id: c, name: C, share: 60}, {id: d, name: D, share: 50}]}"
        text = plan(f"lines: [{{id: a, name: A, amount: 340}}, {{id: b, name: B, {inside}}}]\nbreakdowns: [{by_year}]")
        assert told(text) == [("F109", "funding.breakdowns[0].lines[0].share", "60")]


def test_a_share_of_rounded_amounts_is_told_with_one_decimal_more():
    # 99.95 to 100.05 of 299.95 to 300.05 are 33.311 to 33.356 percent.
    text = "total: 300.0\nlines: [{id: a, name: A, amount: 100.0, share: %s}, {id: b, name: B, amount: 200.0}]"
    assert "33.5% is stated, but 100.0 million VND of 300.0 million VND is 33.31–33.36%" in said(plan(text % "33.5"))
    assert "34% is stated, but 100.0 million VND of 300.0 million VND is 33.3–33.4%" in said(plan(text % "34"))


class TestATenth:
    """How near the lines are to what a total is said to be over or under, to the last unit."""

    @pytest.mark.parametrize(
        ("total", "line", "found"),
        [
            # A range is near where some of it is.
            ("{over: 1000}", "{min: 1100, max: 1300}", ""),
            ("{over: 1000}", "{min: 1101, max: 1300}", "F107"),
            ("{under: 1000}", "{min: 700, max: 900}", ""),
            ("{under: 1000}", "{min: 700, max: 899}", "F107"),
            ("{at_most: 1000}", 50, ""),
        ],
    )
    def test_is_near(self, total, line, found):
        assert codes(funding(total, line)) == ({found} if found else set())

    @pytest.mark.parametrize(("line", "found"), [(1000, set()), (899, {"F107"}), (900, set())])
    def test_is_of_the_unit_in_which_the_bound_is_written(self, line, found):
        inside = f"{{id: b, name: B, unit: million VND, amount: {line}}}"
        text = plan(f"lines: [{{id: a, name: A, unit: billion VND, amount: {{under: 1}}, lines: [{inside}]}}]")
        assert {code for code in codes(text) if code != "F102"} == found


class TestRoomOfShares:
    @pytest.mark.parametrize(
        ("shares", "found", "room"),
        [
            (("60.5", "39.6"), set(), ""),  # half a tenth for each: 100.1 may be 100
            (("60.5", "39.7"), {"F109"}, "rounding allows 0.1"),
            (("60.5", "40"), set(), ""),  # half a tenth and a half
            (("60.5", "41"), {"F109"}, "rounding allows 0.55"),
            (("60.50", "39.51"), set(), ""),
            (("60.50", "39.52"), {"F109"}, "rounding allows 0.01"),
            # About 50 is 45 to 55; half a percent for the other.
            (("{about: 50}", "55"), set(), ""),
            (("{about: 50}", "56"), {"F109"}, "rounding and estimates allow 5.5"),
        ],
    )
    def test_half_a_unit_of_the_last_decimal_of_each_is_allowed(self, shares, found, room):
        inside = ", ".join(f"{{id: l{at}, name: L{at}, share: {each}}}" for at, each in enumerate(shares))
        text = plan(f"lines: [{inside}]")
        assert codes(text) == found
        if found:
            assert room in said(text)
            assert only(text).severity is (Severity.WARNING if "about" in shares[0] else Severity.ERROR)
