"""Sums that hold after a change, at their edges: what mutants of the rebalancing showed to be untested."""

from decimal import Decimal

import pytest

from plans import HEAD, area, funding, targets
from povcalc.scenario.changes import Rebalance, parse_request, scaled
from povcalc.values import Figure, Form
from test_whatif import ask, refusal, rewritten

FIELD = "reduction_households"


def households(total, *parts, **more):
    """A plan of areas A, B and so on with these targets, in a root that states the total, or none for `None`."""
    inside = [area("abcd"[at], **({} if part is None else {FIELD: part})) for at, part in enumerate(parts)]
    return targets(*inside, **({} if total is None else {FIELD: total}), **more)


def numbers(found):
    """What was rewritten, by the id of the area or line."""
    return {name.removesuffix(f".{FIELD}").removeprefix("funding."): each.number for name, each in found.items()}


class TestTotals:
    @pytest.mark.parametrize(
        ("total", "parts", "change", "expected"),
        [
            (7, (3, 4), "a=5", {"r": 9}),
            (8, (3, 4), "a=5", {"r": 9}),  # the sum of the parts, not the total moved by as much
            (10, ("{at_least: 3}", 4), "b=5", {"r": 11}),  # a part is no number: the total moves by as much
            (10, ("{at_least: 3}", 4), "a=5", {"r": 9}),
            (10, ("{at_least: 3}", None), "a=5", {}),  # by how much A moves is not known
            (10, (3, None), "a=5", {"r": 12}),
            ("{at_most: 10}", (3, 4), "a=5", {}),
            (10, ("{about: 3}", 4), "a=5", {"r": 9}),
            (9, (3, 4), "a=5", {}),  # the total is right already
            (None, (3, 4), "a=5", {}),
        ],
    )
    def test_a_total_becomes_the_sum_of_its_parts_or_moves_with_them(self, total, parts, change, expected):
        change = change.replace("=", f".{FIELD}=")
        assert numbers(rewritten(ask(change, plan=households(total, *parts), rebalance=Rebalance.TOTAL))) == expected

    def test_a_total_of_amounts_has_their_decimals(self):
        found = ask("funding.l0=2.25", plan=funding("4.00", "1.5", "2.5"), rebalance=Rebalance.TOTAL)
        assert rewritten(found) == {"funding.total": Figure(Decimal("4.75"))}

    def test_an_estimate_stays_one(self):
        found = ask(f"a.{FIELD}=5", plan=households("{about: 7}", 3, 4), rebalance=Rebalance.TOTAL)
        assert rewritten(found) == {f"r.{FIELD}": Figure(9, Form.ABOUT)}

    def test_parts_of_an_overlapping_breakdown_make_no_total(self):
        parts = f"parts: [{{id: x, name: X, {FIELD}: 3}}, {{id: y, name: Y, {FIELD}: 4}}]"
        for option, expected in (("", {f"r.{FIELD}": Figure(9)}), ("overlapping: true, ", {})):
            breakdown = f"{{id: b, name: B, {option}{parts}}}"
            text = f"{HEAD}targets: {{id: r, name: R, {FIELD}: 7, breakdowns: [{breakdown}]}}\n"
            assert rewritten(ask(f"x.{FIELD}=5", plan=text, rebalance=Rebalance.TOTAL)) == expected


class TestOthers:
    @pytest.mark.parametrize(
        ("total", "parts", "change", "expected"),
        [
            (12, (4, 4, 4), "a=6", {"b": 3, "c": 3}),
            (12, (4, 2, 6), "a=8", {"b": 1, "c": 3}),
            (None, (4, 4, 4), "a=6", {"b": 3, "c": 3}),  # no total is stated: the sum stays 12
            (13, (4, 4, 4), "a=5", {}),  # a total that the parts do not make holds as it is stated: 13 - 5 = 8
            (12, (4, 4, 4), "a=12", {"b": 0, "c": 0}),
            (12, (12, 0, 0), "a=12", {}),
            (12, (4, "{about: 4}", 4), "a=6", {"b": 3, "c": 3}),
            ("{about: 12}", (4, 4, 4), "a=6", {"b": 3, "c": 3}),
            (12, (4, 4, 4), "r=24", {"a": 8, "b": 8, "c": 8}),
        ],
    )
    def test_share_the_rest_in_proportion(self, total, parts, change, expected):
        change = change.replace("=", f".{FIELD}=")
        assert numbers(rewritten(ask(change, plan=households(total, *parts), rebalance=Rebalance.OTHERS))) == expected

    @pytest.mark.parametrize(
        ("plan", "change", "said"),
        [
            (households(12, 6, 6, 0), f"a.{FIELD}=13", "12 less what is changed leaves -1"),
            (households(12, 12, 0, 0), f"a.{FIELD}=11", "12 less what is changed leaves 1"),  # by nothing in proportion
            (households(12, 4, "{at_least: 4}", 4), f"a.{FIELD}=6", "not every part of it is listed and stated"),
            (households(12, 4, 4, partial="true"), f"a.{FIELD}=6", "not every part of it is listed and stated"),
            (funding(10, 4, 6), "funding.l0=4.5", "10 less what is changed leaves 5.5"),  # L1 has no decimals
        ],
    )
    def test_what_they_cannot_take_up_is_told(self, plan, change, said):
        assert said in refusal(change, plan=plan, rebalance=Rebalance.OTHERS)

    def test_amounts_keep_the_most_decimals_of_those_that_share(self):
        # 10 - 5.5 are 4.5 for two equal lines, one of them with two decimals.
        found = ask("funding.l0=5.5", plan=funding("10.0", "4.0", "3.00", "3.0"), rebalance=Rebalance.OTHERS)
        assert rewritten(found) == {"funding.l1": Figure(Decimal("2.25")), "funding.l2": Figure(Decimal("2.25"))}

    def test_a_cell_of_a_table_is_part_of_two_sums_and_moves_nothing(self):
        cells = "lines: [{id: a, amount: 4}, {id: c, amount: 2}]"
        rows = f"[{{id: y, name: Y, amount: 6, {cells}}}, {{id: z, name: Z, amount: 6, {cells}}}]"
        text = f"{funding(12, 8, 4)}".replace("id: l0", "id: a").replace("id: l1", "id: c")
        text += f"  breakdowns: [{{id: b, name: B, lines: {rows}}}]\n"
        assert "is part of several sums" in refusal("funding.y/a=5", plan=text, rebalance=Rebalance.OTHERS)


class TestManyDigits:
    """The usual context of decimals keeps 28 digits; a number of a plan has up to 40."""

    LONG = "1." + "2" * 32 + "1"

    @pytest.mark.parametrize("sign", ["", "-"])
    def test_what_is_added_or_taken_away_keeps_them(self, sign):
        request = parse_request(f"funding.total={sign or '+'}{self.LONG}")
        assert str(request.number) == f"{sign}{self.LONG}"

    def test_a_percentage_keeps_them(self):
        assert str(parse_request(f"a.households=+{self.LONG}%").number) == f"1.01{'2' * 32}1"

    def test_what_has_many_units_of_its_last_decimal_keeps_them(self):
        assert str(scaled(int("1" * 38), 2)) == "1" * 36 + ".11"
