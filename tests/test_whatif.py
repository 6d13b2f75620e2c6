"""`povcalc whatif`: what a change is understood as, what follows from it, and what is written."""

import json
import re
from decimal import Decimal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import povcalc
from command import PLAN, completed, damaged, text
from plans import HEAD, area, funding, real_plan, targets
from povcalc.engine import run
from povcalc.messages import Lang
from povcalc.plan.edit import edit_text, figure_at
from povcalc.plan.load import read_text
from povcalc.scenario.changes import Operation, Rebalance, ScenarioError, parse_request
from povcalc.scenario.outcome import Scenario, restate, what_follows
from povcalc.scenario.tables import answer as answer_of
from povcalc.scenario.tables import answer_tables, promises_table
from povcalc.values import Figure, Form, Interval

T = Decimal("44.3")
TRAM_TAU = ("targets", "areas", 7)


def ask(*changes, plan=None, rebalance=None, keep=False):
    reading = read_text(plan or real_plan(), "plan.yaml")
    return what_follows(reading, Scenario(tuple(map(parse_request, changes)), rebalance, keep))


def steps(found):
    return {found.figure_index.name(step.path): step.after for each in found.applied for step in each.changes}


def rewritten(found):
    return {found.figure_index.name(step.path): step.after for step in (*found.rebalanced, *found.dependent)}


def refusal(*changes, **given):
    with pytest.raises(ScenarioError) as refused:
        ask(*changes, **given)
    assert refused.value.why.to(Lang.EN)
    assert refused.value.why.to(Lang.VI)
    return refused.value.why.to(Lang.EN)


class TestWhatAChangeIsUnderstoodAs:
    @pytest.mark.parametrize(
        ("words", "figure"),
        [
            ("500", Figure(500)),
            ("4.10", Figure(Decimal("4.10"))),
            (">9", Figure(9, Form.OVER)),
            ("<9", Figure(9, Form.UNDER)),
            (">=3", Figure(3, Form.AT_LEAST)),
            ("<=4", Figure(4, Form.AT_MOST)),
            ("≤4", Figure(4, Form.AT_MOST)),
            ("~900", Figure(900, Form.ABOUT)),
            ("840..930", Figure(840, Form.BETWEEN, 930)),
            ("=-50", Figure(-50)),
        ],
    )
    def test_a_figure_in_short_notation_is_set(self, words, figure):
        request = parse_request(f"a.reduction_households={words}")
        assert (request.operation, request.figure) == (Operation.SET, figure)

    @pytest.mark.parametrize(
        ("words", "figure", "said"),
        [
            ("tram-tau.poverty_rate_end=40,5", Figure(Decimal("40.5")), "tram-tau.poverty_rate_end=40.5"),
            ("tram-tau.poverty_rate_end=40%", Figure(40), "tram-tau.poverty_rate_end=40"),
            ("tram-tau.households=500 hộ", Figure(500), "tram-tau.households=500"),
            ("yen-bai.households=5.600.000", Figure(5600000), "yen-bai.households=5600000"),
            ("tram-tau.households=120.0", Figure(120), "tram-tau.households=120"),
            ("tram-tau.households=5\u202f280", Figure(5280), "tram-tau.households=5280"),
            ("tram-tau.households=1.726..2.000", Figure(1726, Form.BETWEEN, 2000), "tram-tau.households=1726..2000"),
            ("tram-tau.households=trên 1.726 hộ", Figure(1726, Form.OVER), "tram-tau.households=>1726"),
        ],
    )
    def test_another_writing_with_one_meaning_is_taken_and_told(self, words, figure, said):
        request = parse_request(words)
        assert request.figure == figure
        assert request.understood.to(Lang.EN) == f"{words} is read as {said}"

    def test_what_is_added_may_be_in_another_writing_too(self):
        request = parse_request("tram-tau.reduction_rate=\N{MINUS SIGN}0,5")
        assert (request.operation, request.number) == (Operation.ADD, Decimal("-0.5"))
        assert request.understood is not None
        assert parse_request("tram-tau.reduction_rate=+0.5").understood is None
        assert parse_request("funding.oda=-10%").understood is None
        request = parse_request("funding.oda=+2,5%")
        assert (request.operation, request.number) == (Operation.MULTIPLY, Decimal("1.025"))
        assert request.understood.to(Lang.EN) == "funding.oda=+2,5% is read as funding.oda=+2.5%"
        assert parse_request("funding.oda=+5‰").number == Decimal("1.005")
        assert parse_request("a.reduction_rate=+0,5 điểm %").operation is Operation.ADD

    def test_money_in_a_unit_of_its_own_comes_into_that_of_the_plan(self):
        assert steps(ask("funding.oda=450 tỷ đồng")) == {"funding.oda": Figure(450000)}
        assert steps(ask("funding.oda=450,25 tỷ đồng")) == {"funding.oda": Figure(450250)}
        found = steps(ask("funding.oda=+1.500.000 nghìn đồng"))["funding.oda"]
        assert found.number == 418429 + 1500

    @pytest.mark.parametrize(
        ("words", "after"),
        [
            ("+50", 503),
            ("-50", 403),
            ("+10%", 498),  # 498.3
            ("-50%", 227),  # 226.5, half up
            ("x1.2", 544),  # 543.6
            ("x0", 0),
        ],
    )
    def test_a_relative_change_of_a_count_gives_whole_households(self, words, after):
        assert steps(ask(f"tram-tau.reduction_households={words}")) == {"tram-tau.reduction_households": Figure(after)}

    @pytest.mark.parametrize(
        ("words", "after"),
        [("+0.5", "9.00"), ("-8.5", "0.00"), ("+10%", "9.35"), ("x1.01", "8.585"), ("+0.125", "8.625")],
    )
    def test_a_rate_keeps_its_form_and_never_loses_a_decimal(self, words, after):
        found = steps(ask(f"tram-tau.reduction_rate={words}"))["tram-tau.reduction_rate"]
        assert (str(found.number), found.form) == (after, Form.OVER)

    def test_money_keeps_its_form_and_its_decimals(self):
        found = ask("funding.oda=-10%")
        assert steps(found) == {"funding.oda": Figure(376586, Form.ABOUT)}  # 376,586.1
        assert [step.rounded for each in found.applied for step in each.changes] == [True]
        plan = funding("7.7", "7.7")
        assert steps(ask("funding.l0=x1.5", plan=plan)) == {"funding.l0": Figure(Decimal("11.6"))}  # 11.55

    def test_both_ends_of_a_range_change(self):
        plan = targets(reduction_households="{min: 10, max: 20}")
        assert steps(ask("r.reduction_households=x2", plan=plan)) == {
            "r.reduction_households": Figure(20, Form.BETWEEN, 40)
        }

    def test_changes_apply_in_their_order_each_to_what_is_there_by_then(self):
        assert steps(ask("tram-tau.reduction_households=500", "*.reduction_households=+10"))[
            "tram-tau.reduction_households"
        ] == Figure(510)
        assert steps(ask("*.reduction_households=+10", "tram-tau.reduction_households=500"))[
            "tram-tau.reduction_households"
        ] == Figure(500)

    def test_a_star_is_every_area_inside_the_root_and_two_are_all(self):
        inside = steps(ask("*.reduction_rate=+0.5"))
        assert len(inside) == 9
        assert len(steps(ask("**.reduction_rate=+0.5"))) == 10
        assert inside["thanh-pho-yen-bai.reduction_rate"] == Figure(Decimal("1.2"), Form.OVER)
        assert len(steps(ask("funding.*=+1"))) == 5

    def test_a_star_behind_an_area_is_every_area_inside_that(self):
        plan = targets(
            area("a", area("c", reduction_households=3), reduction_households=3), area("b", reduction_households=4)
        )
        assert list(steps(ask("a/*.reduction_households=5", plan=plan))) == ["c.reduction_households"]
        assert list(steps(ask("r/**.reduction_households=5", plan=plan))) == [
            "a.reduction_households",
            "c.reduction_households",
            "b.reduction_households",
        ]

    def test_of_many_areas_those_that_state_the_figure_are_meant_by_a_relative_change(self):
        plan = targets(area("a", reduction_households=3), area("b"))
        assert list(steps(ask("*.reduction_households=+1", plan=plan))) == ["a.reduction_households"]


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            (["tram-tau"], "a change is FIGURE=VALUE"),
            (["=5"], "a change is FIGURE=VALUE"),
            (["tram-tau.reduction_households="], "a change is FIGURE=VALUE"),
            (["tramtau.reduction_households=5"], "did you mean tram-tau?"),
            (["nowhere.reduction_households=5"], "no area is called nowhere"),
            (["tram-tau.reduction=5"], "did you mean reduction_households or reduction_rate?"),
            (["reduction_households=5"], "names no figure"),
            (["funding.odaa=5"], "did you mean oda?"),
            (["funding.oda=-100%"], "more than zero"),
            (["tram-tau.reduction_households=1.5"], "cannot be 1.5; it is a whole number"),
            (["tram-tau.poverty_rate_end=101"], "cannot be 101"),
            (["tram-tau.households=-5"], "does not state tram-tau.households"),
            (["tram-tau.households==-5"], "cannot be -5"),
            (["tram-tau.reduction_households=2.000"], "write tram-tau.reduction_households=2000 or "),
            (["tram-tau.reduction_households=+2.000"], "write tram-tau.reduction_households=+2000 or "),
            (["tram-tau.reduction_households=900..2.000 hộ nghèo cũ"], "is not a value"),
            (["funding.oda=+1.000%"], "write funding.oda=+1000% or funding.oda=+1%"),
            (["funding.oda=400.000"], "write funding.oda=400000 or funding.oda=400"),
            (
                ["tram-tau.reduction_households=5%"],
                "to add, to take away, or a number? Write +5%, -5% or 5",
            ),
            (["tram-tau.poverty_rate_end=5 hộ"], "the unit does not fit"),
            (["tram-tau.reduction_households=10 triệu đồng"], "the unit does not fit"),
            (["funding.oda=40%"], "a percentage to add, to take away, or a number? Write +40%, -40% or 40"),
            (["tram-tau.reduction_households=930..840"], "the lower end of a range comes first, 840..930"),
            (["tram-tau.reduction_households=" + "9" * 50], "more than 40 digits"),
            (["tram-tau.reduction_households=5", "tram-tau.reduction_households=6"], "contradict each other"),
            (["tram-tau.households=5300", "tram-tau.households_end=5300"], "cannot stand beside"),
            (["tram-tau/*.reduction_households=5"], "no areas are listed inside"),
            (["tram-tau.reduction_households=3000"], "no number of households and poor households"),
            (["tram-tau.reduction_households=500", "tram-tau.poverty_rate_end=44.35"], "no number of households"),
        ],
    )
    def test_it_is_told_what_was_read_and_what_was_expected(self, changes, said):
        assert said in refusal(*changes)

    def test_what_the_plan_allows_is_told(self):
        assert "net reduction in poor households of 3,000, where the plan allows -2,512–2,816" in refusal(
            "tram-tau.reduction_households=3000"
        )

    def test_changes_that_hold_alone_and_not_together_are_told_so(self):
        told = refusal("tram-tau.reduction_households=500", "tram-tau.poverty_rate_end=30")
        assert told.endswith("; they have to hold together")
        assert "together" not in refusal("tram-tau.reduction_households=3000")

    def test_a_rate_that_no_households_give_is_told_with_those_beside_it(self):
        plan = targets(households=416, poor_households_start=60, poor_households_end=31, poverty_rate_end=7.45)
        # 6.705% of 416 households are 27.9.
        assert "of 416 households, 27 are 6.490% and 28 are 6.731%" in refusal("r.poverty_rate_end=6.705", plan=plan)
        assert "of 416 households, 29 are 6.971% and 30 are 7.212%" in refusal("r.reduction_rate=7.10", plan=plan)
        assert "of 416" not in refusal("r.reduction_households=70", plan=plan)

    def test_an_id_that_two_areas_have_asks_for_a_path(self):
        plan = targets(area("a", area("c", reduction_households=1)), area("b", area("c", reduction_households=2)))
        assert "several areas are called c: r/a/c, r/b/c" in refusal("c.reduction_households=5", plan=plan)
        assert list(steps(ask("b/c.reduction_households=5", plan=plan))) == ["b/c.reduction_households"]


class TestWhatFollows:
    def test_the_end_rate_of_a_district_is_written_as_the_range_that_follows(self):
        found = ask("tram-tau.reduction_households=500")
        assert rewritten(found) == {
            "tram-tau.poverty_rate_end": Figure(Decimal("38.57"), Form.BETWEEN, Decimal("43.48"))
        }
        assert figure_at(found.after.plan, (*TRAM_TAU, "reduction_households")) == Figure(500)

    def test_stated_figures_can_be_kept(self):
        found = ask("tram-tau.reduction_households=500", keep=True)
        assert rewritten(found) == {}
        assert figure_at(found.after.plan, (*TRAM_TAU, "poverty_rate_end")) == Figure(Decimal("44.35"))

    def test_a_promise_that_no_longer_holds_gets_the_bound_that_does(self):
        # 400 of at most 5,328 households are 7.507… points.
        assert rewritten(ask("tram-tau.reduction_households=400"))["tram-tau.reduction_rate"] == Figure(
            Decimal("7.50"), Form.OVER
        )

    def test_a_promise_that_is_changed_leaves_the_counts_as_they_are(self):
        found = ask("*.reduction_rate=+0.5")
        assert rewritten(found) == {}
        assert found.outcomes.changes == {}

    def test_where_all_is_known_a_number_follows(self):
        plan = targets(households=1000, poor_households_start=100, reduction_households=20, poverty_rate_end="8.0")
        found = ask("r.reduction_households=35", plan=plan)
        assert rewritten(found) == {"r.poverty_rate_end": Figure(Decimal("6.5"))}

    def test_an_end_rate_that_is_set_says_how_many_leave_poverty(self):
        plan = targets(households=1000, poor_households_start=100, reduction_households=20, poverty_rate_end="8.0")
        # 59.5 to 60.5 poor are left of 100.
        assert rewritten(ask("r.poverty_rate_end=6.0", plan=plan)) == {"r.reduction_households": Figure(40)}

    def test_people_that_are_set_are_others(self):
        plan = targets(households=1000, reduction_households=20, poverty_rate_end="8.0")
        found = ask("r.households=2000", plan=plan)
        assert found.outcomes.population
        (outcome,) = found.outcomes.areas
        assert outcome.after["poor_households_end"] == Interval(159, 161)

    def test_differences_are_taken_within_one_world(self):
        (district, province) = ask("tram-tau.reduction_households=500").outcomes.areas
        assert district.moved["reduction_households"] == Interval(47, 47)
        rate = district.moved["poverty_rate_end"]
        assert (rate.low, rate.high) == (-Fraction47(814), -Fraction47(5328))
        assert province.moved["poor_households_end"] == Interval(-47, -47)

    @pytest.mark.parametrize(
        ("field", "figure", "found", "after"),
        [
            ("poverty_rate_end", Figure(Decimal("44.35")), Interval(44, 44), Figure(Decimal("44.00"))),
            ("poverty_rate_end", Figure(T), Interval(43, 44), Figure(Decimal("43.0"), Form.BETWEEN, Decimal("44.0"))),
            ("poverty_rate_end", Figure(T, Form.ABOUT), Interval(43, 44), Figure(T, Form.ABOUT)),
            ("reduction_rate", Figure(9, Form.OVER), Interval(8, None), Figure(7, Form.OVER)),
            ("reduction_rate", Figure(9, Form.OVER), Interval(8, None, low_open=True), Figure(8, Form.OVER)),
            ("reduction_rate", Figure(9, Form.AT_LEAST), Interval(8, None), Figure(8, Form.AT_LEAST)),
            ("reduction_rate", Figure(9, Form.UNDER), Interval(8, 10), Figure(11, Form.UNDER)),
            ("reduction_rate", Figure(9, Form.AT_MOST), Interval(8, 10), Figure(10, Form.AT_MOST)),
            ("reduction_rate", Figure(9, Form.OVER), Interval(10, 11), Figure(9, Form.OVER)),
            ("poor_households_end", Figure(9), Interval(8, 8), Figure(8)),
            ("poor_households_end", Figure(9), Interval(8, 10), Figure(8, Form.BETWEEN, 10)),
            ("poor_households_end", Figure(9, Form.OVER), Interval(8, 10), Figure(8, Form.OVER)),
        ],
    )  # fmt: skip
    def test_a_figure_says_of_what_follows_what_it_said_before(self, field, figure, found, after):
        assert restate(field, figure, found) == after


def Fraction47(households):  # noqa: N802 - reads as the number that it is
    from fractions import Fraction

    return Fraction(4700, households)


class TestTotals:
    def test_they_follow_their_parts_when_that_is_asked_for(self):
        found = ask("tram-tau.reduction_households=500", "funding.oda=-10%", rebalance=Rebalance.TOTAL)
        assert rewritten(found)["yen-bai.reduction_households"] == Figure(11916)
        assert rewritten(found)["funding.total"] == Figure(5398569, Form.ABOUT)

    def test_they_follow_up_to_the_root(self):
        plan = targets(area("a", area("c", reduction_households=3), reduction_households=3), reduction_households=3)
        found = rewritten(ask("c.reduction_households=5", plan=plan, rebalance=Rebalance.TOTAL))
        assert found == {"a.reduction_households": Figure(5), "r.reduction_households": Figure(5)}

    def test_a_total_of_parts_that_are_not_all_listed_moves_by_as_much(self):
        plan = targets(area("a", reduction_households=3), reduction_households=10, partial="true")
        found = rewritten(ask("a.reduction_households=5", plan=plan, rebalance=Rebalance.TOTAL))
        assert found == {"r.reduction_households": Figure(12)}

    def test_a_total_that_is_changed_cannot_follow_too(self):
        said = refusal(
            "yen-bai.reduction_households=12000", "tram-tau.reduction_households=500", rebalance=Rebalance.TOTAL
        )
        assert "is changed and is to follow its parts too" in said

    def test_the_others_hold_it_in_proportion_and_exactly(self):
        found = ask("tram-tau.reduction_households=500", rebalance=Rebalance.OTHERS)
        plan = found.after.plan
        assert sum(each.reduction_households.number for each in plan.targets.areas) == 11869
        assert len(found.rebalanced) == 8
        assert figure_at(plan, (*TRAM_TAU, "reduction_households")) == Figure(500)

    def test_the_parts_share_a_total_that_is_changed_down_to_the_lowest(self):
        plan = targets(
            area("a", area("c", reduction_households=2), area("d", reduction_households=4), reduction_households=6),
            area("b", reduction_households=3),
            reduction_households=9,
        )
        found = rewritten(ask("r.reduction_households=18", plan=plan, rebalance=Rebalance.OTHERS))
        assert {name: figure.number for name, figure in found.items()} == {
            "a.reduction_households": 12,
            "c.reduction_households": 4,
            "d.reduction_households": 8,
            "b.reduction_households": 6,
        }

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ("thon-na-hoi.near_poor_reduction_households=4", "near_poor_reduction_households"),
            ("thon-na-hoi.near_poor_exits=12", "near_poor_exits"),
            ("thon-na-hoi.exits=10", "exits"),
        ],
    )
    def test_sums_of_every_measure_and_flow_hold(self, change, field):
        head, _, rest = (PLAN.parent / "an_phu_2023.yaml").read_text("utf-8").partition("  breakdowns:")
        plan = f"{head}  areas:{rest.partition('  areas:')[2]}"  # villages alone: groups have no village's change
        for rebalance in Rebalance:
            found = ask(change, plan=plan, rebalance=rebalance)
            area = found.after.plan.targets
            whole, *parts = (getattr(each, field).number for each in (area, *area.areas))
            assert sum(parts) == whole
            assert (whole == getattr(found.before.plan.targets, field).number) is (rebalance is Rebalance.OTHERS)
            assert [each for each in povcalc.check(found.after.plan).findings if each.severity == "error"] == []

    def test_lines_of_money_hold_theirs(self):
        found = ask("funding.oda=400000", rebalance=Rebalance.OTHERS)
        assert sum(line.amount.number for line in found.after.plan.funding.lines) == 5440412

    @pytest.mark.parametrize(
        ("plan", "change", "said"),
        [
            (targets(area("a", reduction_households=3), area("b")), "a.reduction_households=5", "cannot take up"),
            (
                targets(area("a", reduction_households=3), area("b", reduction_households=1), reduction_households=4),
                "a.reduction_households=5",
                "leaves -1, which the other parts cannot take up",
            ),
            (
                targets(area("a", reduction_households=3), reduction_households=3),
                "a.reduction_households=5",
                "cannot take up",
            ),
        ],
    )
    def test_what_the_others_cannot_take_up_is_refused(self, plan, change, said):
        assert said in refusal(change, plan=plan, rebalance=Rebalance.OTHERS)


class TestPromises:
    def test_those_that_are_changed_stand_beside_what_follows(self):
        sheet = promises_table(ask("*.reduction_rate=+0.5", "tram-tau.reduction_households=500"))
        kept = {row.cells[0]: row.cells[5].to(Lang.EN) for row in sheet.rows}
        assert (kept["tram-tau"], kept["van-yen"]) == ("always", "depends")

    def test_one_that_no_households_can_keep_is_told_so(self):
        sheet = promises_table(ask("tram-tau.reduction_rate=>60"))
        assert [row.cells[5].to(Lang.EN) for row in sheet.rows] == ["never"]

    def test_those_that_only_follow_are_no_promises_anew(self):
        assert promises_table(ask("tram-tau.reduction_households=400")) is None


class TestFindings:
    def test_a_sum_that_no_longer_holds_is_new(self):
        answer = answer_of(
            read_text(real_plan(), "plan.yaml"), Scenario((parse_request("tram-tau.reduction_households=500"),))
        )
        assert [finding.code for finding in answer.findings.new] == ["T101"]
        assert [finding.code for finding in answer.findings.reworded] == ["T205"]

    def test_a_mistake_that_a_change_mends_is_gone(self):
        plan = damaged(("reduction_households: 1039", "reduction_households: 1309"))
        answer = answer_of(
            read_text(plan, "plan.yaml"), Scenario((parse_request("tran-yen.reduction_households=1039"),))
        )
        assert "T101" in [finding.code for finding in answer.findings.gone]

    def test_one_that_stays_with_other_numbers_is_told_anew(self):
        plan = damaged(("reduction_households: 11869", "reduction_households: 11896"))
        answer = answer_of(
            read_text(plan, "plan.yaml"), Scenario((parse_request("tram-tau.reduction_households=454"),))
        )
        assert [finding.code for finding in answer.findings.reworded] == ["T205", "T101"]
        assert "26 too high" in answer.findings.reworded[1].message.to(Lang.EN)


FIELDS = ("reduction_households", "reduction_rate", "poverty_rate_end")


@settings(max_examples=30, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 8), st.sampled_from(FIELDS)), min_size=1))
def test_a_what_if_that_sets_every_figure_to_itself_changes_nothing(chosen):
    from povcalc.output.report import notation

    reading = read_text(real_plan(), "plan.yaml")
    changes = []
    for at, field in chosen:
        inner = reading.plan.targets.areas[at]
        words = notation(getattr(inner, field))
        changes.append(f"{inner.id}.{field}={words}")
    answer = answer_of(reading, Scenario(tuple(map(parse_request, changes))))
    assert answer.whatif.after.plan == reading.plan
    assert answer.whatif.dependent == ()
    assert (answer.findings.new, answer.findings.gone, answer.findings.reworded) == ((), (), ())
    assert edit_text(reading, answer.whatif.changes) == real_plan()


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(st.integers(0, 8), st.integers(-20, 30), min_size=1, max_size=4),
    st.sampled_from([None, Rebalance.TOTAL, Rebalance.OTHERS]),
)
def test_what_is_saved_and_checked_has_the_findings_that_were_shown(moves, rebalance):
    reading = read_text(real_plan(), "plan.yaml")
    areas = reading.plan.targets.areas
    requests = [
        parse_request(f"{areas[at].id}.reduction_households={areas[at].reduction_households.number + by}")
        for at, by in moves.items()
    ]
    answer = answer_of(reading, Scenario(tuple(requests), rebalance))
    saved = edit_text(reading, answer.whatif.changes)
    again = read_text(saved, "plan.yaml")
    assert again.plan == answer.whatif.after.plan

    def told(report):
        return sorted((finding.code, finding.path, finding.message) for finding in report.findings)

    from povcalc.engine import run

    assert told(run(again)) == told(answer.after)
    # Nothing but the figures named is other text.
    lines = [pair for pair in zip(real_plan().splitlines(), saved.splitlines(), strict=True) if pair[0] != pair[1]]
    assert len(lines) == len(answer.whatif.changes) - sum(
        figure_at(reading.plan, path) == figure for path, figure in answer.whatif.changes.items()
    )


class TestTheCommand:
    def test_its_screens(self, snapshot):
        words = ("whatif", str(PLAN), "--set", "tram-tau.reduction_households=500", "--set", "funding.oda=-10%")
        for lang in ("en", "vi"):
            status, out, err = text(*words, "--set", "*.reduction_rate=+0.5", "--lang", lang)
            assert (status, err) == (0, "")
            assert out == snapshot(name=lang)

    def test_the_same_numbers_in_json_and_from_python(self):
        words = ("whatif", str(PLAN), "--set", "tram-tau.reduction_households=500", "--format", "json")
        status, out, _ = text(*words)
        sheets = json.loads(out)["sheets"]
        assert status == 0
        row = next(row for row in sheets[1]["rows"] if row["quantity"] == "poverty_rate_end")
        assert row == {
            "path": "tram-tau",
            "area": {"en": "Huyện Trạm Tấu", "vi": "Huyện Trạm Tấu"},
            "quantity": "poverty_rate_end",
            "before": "44.345..44.355",
            "after": "15700/407..231400/5323",
            "difference": "-2350/407..-1175/1332",
        }
        answer = povcalc.whatif(str(PLAN), "tram-tau.reduction_households=500")
        found = answer.whatif.outcomes.areas[0].after["poverty_rate_end"]
        assert f"{found.low}..{found.high}" == row["after"]

    def test_csv_has_what_follows_as_one_table(self):
        status, out, _ = text("whatif", str(PLAN), "--set", "tram-tau.reduction_households=500", "--format", "csv")
        lines = out.splitlines()
        assert status == 0
        assert lines[0] == "Path,Area,Quantity,Before,After,Difference"
        assert lines[1] == "tram-tau,Huyện Trạm Tấu,reduction_households,453,500,47"
        assert {line.count(",") for line in lines} == {5}

    def test_what_is_saved_is_the_plan_with_these_figures_changed(self, tmp_path):
        new = tmp_path / "new.yaml"
        words = ("whatif", str(PLAN), "--set", "tram-tau.reduction_households=500", "--rebalance", "total")
        status, _, err = text(*words, "--save", str(new))
        assert status == 0
        assert f"the changed plan is written to {new}" in err
        pairs = zip(PLAN.read_text("utf-8").splitlines(), new.read_text("utf-8").splitlines(), strict=True)
        assert [after.strip() for before, after in pairs if before != after] == [
            "reduction_households: 11916",
            "reduction_households: 500",
            "poverty_rate_end: {min: 38.57, max: 43.48}",
        ]

    def test_a_file_that_is_there_is_not_written_over_but_by_force(self, tmp_path):
        there = tmp_path / "there.yaml"
        there.write_text("mine")
        words = ("whatif", str(PLAN), "--set", "tram-tau.reduction_households=500", "--save", str(there))
        status, out, err = text(*words)
        assert (status, out, there.read_text()) == (2, "", "mine")
        assert "exists already; name a new file, or overwrite it with --force" in err
        assert text(*words, "--force")[0] == 0
        assert "reduction_households: 500" in there.read_text("utf-8")

    def test_a_figure_that_is_not_stated_is_written_beside_the_others(self, tmp_path):
        new = tmp_path / "new.yaml"
        assert text("whatif", str(PLAN), "--set", "tram-tau.households=5301", "--save", str(new))[0] == 0
        assert "      poverty_rate_end: 44.35\n      households: 5301\n" in new.read_text("utf-8")

    def test_without_a_change_it_says_how_to_name_one(self):
        status, out, err = text("whatif", str(PLAN))
        assert (status, out) == (2, "")
        assert "name a change with --set, such as --set tram-tau.reduction_households=500" in err

    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_nothing_is_written_when_a_change_is_wrong(self, tmp_path, lang):
        new = tmp_path / "new.yaml"
        words = ("whatif", str(PLAN), "--set", "tramtau.reduction_households=5", "--save", str(new), "--lang", lang)
        status, out, err = text(*words)
        assert (status, out, new.exists()) == (2, "", False)
        first, copied = err.splitlines()
        assert "tram-tau" in first
        assert copied.startswith(f"  povcalc whatif {PLAN} --set tram-tau.reduction_households=5 ")

    def test_a_damaged_plan_is_answered_as_far_as_it_was_read(self):
        plan = damaged(("kind: district", "kind: distrikt"))
        status, out, err = text("whatif", "-", "--set", "tram-tau.reduction_households=500", stdin=plan.encode())
        assert status == 1
        assert "43.472" in out
        assert "1 finding keeps parts of it from being read; see povcalc check -" in err

    def test_what_is_no_plan_is_refused(self):
        status, out, err = text("whatif", "-", "--set", "tram-tau.reduction_households=500", stdin=b"[")
        assert (status, out) == (2, "")
        assert "could not be read as a plan" in err


def test_figures_are_completed():
    assert completed("povcalc whatif --set tram") == [
        f"tram-tau.{field}="
        for field in (
            "reduction_households",
            "reduction_rate",
            "poverty_rate_end",
            "poor_households_end",
            "households",
            "households_start",
            "households_end",
            "poor_households_start",
            "poverty_rate_start",
        )
    ]
    assert completed("povcalc whatif --set funding.o") == ["funding.oda="]
    assert completed("povcalc seek tram-tau.p") == ["tram-tau.poverty_rate_end<=", "tram-tau.poor_households_end<="]
    assert completed("povcalc seek funding.o") == ["funding.oda<="]
    assert completed("povcalc seek x --vary mu") == [
        "mu-cang-chai.reduction_households",
        "mu-cang-chai.reduction_rate",
        "mu-cang-chai.poverty_rate_end",
        "mu-cang-chai.poor_households_end",
    ]
    assert completed("povcalc seek x --vary funding.") == [
        "funding.central",
        "funding.local",
        "funding.oda",
        "funding.community",
        "funding.policy-bank",
    ]
    commune = PLAN.parent / "an_phu_2023.yaml"
    assert completed(f"povcalc seek x {commune} --vary thon-na-hoi.near") == [
        "thon-na-hoi.near_poor_households_end",
        "thon-na-hoi.near_poor_rate_end",
        "thon-na-hoi.near_poor_reduction_households",
        "thon-na-hoi.near_poor_reduction_rate",
        "thon-na-hoi.near_poor_exits",
    ]


SCENARIO = """\
scenario: 1
name: {vi: Nhanh hơn, en: Faster}
changes:
  - tram-tau.reduction_households: 500
  - mu-cang-chai.reduction_households: +50
  - funding.oda: -10%
  - '*.reduction_rate': {over: 3}
rebalance: total
"""


class TestScenarioFiles:
    @pytest.fixture
    def file(self, tmp_path):
        def write(content, name="s.yaml"):
            path = tmp_path / name
            path.write_text(content, "utf-8")
            return str(path)

        return write

    def test_one_is_answered_like_changes_on_the_command_line(self, file):
        status, out, err = text("whatif", str(PLAN), "--scenario", file(SCENARIO), "--format", "json")
        assert (status, err) == (0, "")
        told = json.loads(out)
        assert told["title"]["vi"].endswith("– Nhanh hơn")
        assert {row["figure"]: row["after"] for row in told["sheets"][0]["rows"]} | {
            "tram-tau.reduction_households": "500",
            "mu-cang-chai.reduction_households": "1029",
            "funding.oda": "~376586",
            "tram-tau.reduction_rate": ">3",
            "yen-bai.reduction_households": "11966",
        } == {row["figure"]: row["after"] for row in told["sheets"][0]["rows"]}

    @pytest.mark.parametrize(
        ("words", "after"),
        [("1e3", "1000"), ("0600", "600"), ("1_726", "1726"), ("1.726", "1726"), ("{over: 0600}", ">600")],
    )
    def test_a_number_is_read_as_it_is_on_the_command_line(self, file, words, after):
        content = SCENARIO.replace("500", words)
        status, out, err = text("whatif", str(PLAN), "--scenario", file(content), "--format", "json")
        rows = {row["figure"]: row["after"] for row in json.loads(out)["sheets"][0]["rows"]}
        assert (status, rows["tram-tau.reduction_households"]) == (0, after)
        assert f"is read as tram-tau.reduction_households={after}" in err

    def test_several_stand_side_by_side(self, file, snapshot):
        slow = "scenario: 1\nname: Slow\nchanges:\n  - tram-tau.reduction_households: 400\n"
        status, out, _ = text(
            "whatif", str(PLAN), "--scenario", file(SCENARIO), "--scenario", file(slow, "slow.yaml"), "--lang", "en"
        )
        assert status == 0
        assert out == snapshot

    @pytest.mark.parametrize(
        ("content", "place", "said"),
        [
            (SCENARIO.replace("rebalance", "rebalanc"), "8:1", "did you mean rebalance?"),
            (SCENARIO.replace("total", "all"), "8:12", "use total or others"),
            (SCENARIO.replace("500", "0x1F"), "4:36", "0x1F is not a value"),
            (SCENARIO.replace("500", "2.000"), "4:36", "2.000 can mean two things"),
            (SCENARIO.replace("500", "yes please"), "4:36", "is not a value"),
            (SCENARIO.replace("500", "[5]"), "4:36", "a value is a number"),
            (SCENARIO.replace("500", "{more: 5}"), "4:36", "a value is a number"),
            (SCENARIO.replace("scenario: 1", "scenario: 2"), "1:11", "a scenario begins with scenario: 1"),
            (SCENARIO.replace("scenario: 1\n", ""), "1:1", "a scenario begins with scenario: 1"),
            ("scenario: 1\nchanges: 5\n", "2:10", "changes is a list"),
            ("scenario: 1\nchanges: []\n", "2:10", "changes is a list"),
            ("scenario: 1\n", "1:1", "changes is a list"),
            (SCENARIO + "name: x\n", "9:1", "Y111"),
            (SCENARIO.replace("{vi: Nhanh hơn, en: Faster}", "5"), "2:7", "use a text, or {vi, en}"),
            (SCENARIO + "keep_stated: 3\n", "9:14", "use true or false"),
            ("- 1\n", "1:1", "a scenario begins with scenario: 1"),
            (SCENARIO.replace("tram-tau", "tramtau"), "4:5", "did you mean tram-tau?"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_place(self, file, content, place, said):
        path = file(content)
        status, out, err = text("whatif", str(PLAN), "--scenario", path)
        assert (status, out) == (2, "")
        assert any(line.startswith(f"povcalc: {path}:{place}: ") and said in line for line in err.splitlines()), err

    def test_a_file_that_is_not_there_is_told_so(self):
        status, _, err = text("whatif", str(PLAN), "--scenario", "nowhere.yaml")
        assert status == 2
        assert "cannot read nowhere.yaml" in err

    def test_several_are_not_saved(self, file, tmp_path):
        path = file(SCENARIO)
        new = tmp_path / "new.yaml"
        status, _, err = text("whatif", str(PLAN), "--scenario", path, "--scenario", path, "--save", str(new))
        assert (status, new.exists()) == (2, False)
        assert "--save takes one scenario" in err


def test_the_readers_own_scenario_is_a_plain_mapping():
    assert list(yaml.safe_load(SCENARIO)) == ["scenario", "name", "changes", "rebalance"]


def test_a_plan_without_targets_can_change_its_money():
    plan = HEAD + "funding:\n  unit: million VND\n  lines:\n    - {id: l0, name: L, amount: 5}\n"
    found = ask("funding.l0=+1", plan=plan)
    assert steps(found) == {"funding.l0": Figure(6)}
    assert found.outcomes.areas == ()


def reviewed():
    """A plan in which every figure is stated and agrees."""
    rows = [
        ("dong-van", 60000, 29000, "48.33", 2500, 26500, "44.17"),
        ("meo-vac", 50000, 20000, "40.00", 2000, 18000, "36.00"),
        ("yen-minh", 80000, 17000, "21.25", 1500, 15500, "19.38"),
    ]
    fields = ("households", "poor_households_start", "poverty_rate_start", *("reduction_households",))
    fields += ("poor_households_end", "poverty_rate_end")
    inside = [area(name, **dict(zip(fields, figures, strict=True))) for name, *figures in rows]
    whole = (190000, 66000, "34.74", 6000, 60000, "31.58")
    return targets(*inside, **dict(zip(fields, whole, strict=True)))


class TestWhatIsGiven:
    def test_what_depends_on_the_poor_that_a_review_found_follows_exactly(self):
        found = ask("dong-van.poor_households_start=29500", plan=reviewed())
        assert rewritten(found) == {
            "dong-van.poverty_rate_start": Figure(Decimal("49.17")),
            "dong-van.poor_households_end": Figure(27000),
            "dong-van.poverty_rate_end": Figure(Decimal("45.00")),
        }
        district, whole = found.outcomes.areas
        assert district.after["poor_households_start"] == Interval(29500, 29500)
        assert (whole.after["poor_households_start"], whole.after["reduction_households"]) == (
            Interval(66500, 66500),
            Interval(6000, 6000),
        )
        assert not found.outcomes.contradicted

    def test_households_changed_by_a_percentage_move_the_rates_and_not_the_counts(self):
        found = ask("*.households=+2%", plan=reviewed(), rebalance=Rebalance.TOTAL)
        follow = rewritten(found)
        assert follow["r.households"] == Figure(193800)
        assert follow["r.poverty_rate_end"] == Figure(Decimal("30.96"))
        assert follow["dong-van.poverty_rate_start"] == Figure(Decimal("47.39"))
        assert not [name for name in follow if "poor" in name or "reduction" in name]
        assert found.outcomes.areas[-1].after["poverty_rate_end"] == Interval(
            exact_of(6000000, 193800), exact_of(6000000, 193800)
        )

    @pytest.mark.parametrize(
        "change",
        [
            "dong-van.households=70000",
            "dong-van.poverty_rate_start=50.00",
            "r.poor_households_start=70000",
            "r.households=200000",
            "dong-van.poor_households_start=20000",
            "meo-vac.poor_households_start=2000",
        ],
    )
    def test_what_is_asked_is_never_dropped(self, change):
        found = ask(change, plan=reviewed())
        (step,) = found.applied[0].changes
        outcome = next(each for each in found.outcomes.areas if each.located.path == step.path[:-1])
        field = str(step.path[-1])
        after = outcome.after["households_start" if field == "households" else field]
        assert after.meets(step.after.as_rate() if "rate" in field else step.after.as_count())
        assert field == "poverty_rate_start" or after == Interval(step.after.number, step.after.number)
        assert not found.outcomes.contradicted

    def test_rates_at_the_start_changed_by_a_percentage_move_the_poor_by_whole_households(self):
        follow = rewritten(ask("*.poverty_rate_start=+5%", plan=reviewed(), rebalance=Rebalance.TOTAL))
        assert follow["meo-vac.poor_households_start"] == Figure(21000)
        assert follow["r.poor_households_start"] == Figure(69298)
        assert follow["r.poor_households_end"] == Figure(63298)

    @settings(max_examples=60, deadline=None)
    @given(
        st.sampled_from(["*", "dong-van", "r"]),
        st.sampled_from(["households", "poor_households_start", "poverty_rate_start"]),
        st.sampled_from(["+3%", "-2%", "x1.1", "+5"]),
    )
    def test_a_plan_that_agrees_agrees_after_a_change_that_sums_follow(self, where, field, by):
        sums = Rebalance.OTHERS if where == "r" else Rebalance.TOTAL
        if where == "r" and "rate" in field:
            return  # a rate of the whole is no sum that the others could hold
        found = ask(f"{where}.{field}={by}", plan=reviewed(), rebalance=sums)
        again = read_text(edit_text(read_text(reviewed(), "p"), found.changes), "p")
        assert [finding.code for finding in run(again).findings] == []
        # What follows is exact, and what the changed plan says.
        for outcome in found.outcomes.areas:
            assert all(outcome.after[name].is_point for name in ("households_start", "poor_households_start"))

    def test_the_targets_that_a_plan_states_alone_stay(self):
        plan = targets(households=1000, poor_households_start=100, poverty_rate_end="8.0")
        found = ask("r.poor_households_start=120", plan=plan)
        (outcome,) = found.outcomes.areas
        assert rewritten(found) == {}
        assert outcome.after["reduction_households"] == Interval(40, 40)

    def test_households_of_each_date_are_meant_where_those_of_both_are_not_stated(self):
        plan = targets(households_start=1000, households_end=1100, poor_households_start=100)
        assert steps(ask("r.households=+2%", plan=plan)) == {
            "r.households_start": Figure(1020),
            "r.households_end": Figure(1122),
        }

    def test_rates_changed_by_a_percentage_are_what_whole_households_give(self):
        plan = targets(households=416, poor_households_start=60, poor_households_end=31, poverty_rate_end=7.45)
        found = ask("r.poverty_rate_end=-10%", plan=plan)
        (change,) = found.applied[0].changes
        assert (change.after, change.rounded) == (Figure(Decimal("6.73")), True)  # 28 of 416
        assert rewritten(found) == {"r.poor_households_end": Figure(28)}
        answer = answer_of(read_text(plan, "p"), Scenario((parse_request("r.poverty_rate_end=-10%"),)))
        assert "what whole households give" in str(answer_tables(answer)[0].notes[0])

    def test_a_fall_in_points_changed_by_a_percentage_too(self):
        plan = targets(households=416, poor_households_start=60, poor_households_end=31, reduction_rate="6.97")
        found = ask("r.reduction_rate=+10%", plan=plan)
        assert rewritten(found) == {"r.poor_households_end": Figure(28)}  # 32 of 416 are 7.69 points


def exact_of(numerator, denominator):
    from fractions import Fraction

    return Fraction(numerator, denominator)


class TestSumsAndMoney:
    def test_a_sum_that_breaks_is_offered_both_ways_to_keep_it(self):
        offer = "with --rebalance total stated totals follow their parts, with --rebalance others"
        out = text("whatif", str(PLAN), "--set", "tram-tau.reduction_households=500")[1]
        assert offer in " ".join(out.split())
        assert "--rebalance" not in text("whatif", str(PLAN), "--set", "*.reduction_rate=+0.1")[1]
        kept = text("whatif", str(PLAN), "--set", "tram-tau.reduction_households=500", "--rebalance", "total")[1]
        assert "--rebalance" not in kept

    def test_money_is_shown_where_it_changes(self):
        assert "million VND" not in text("whatif", str(PLAN), "--set", "tram-tau.reduction_households=500")[1]
        assert "million VND" in text("whatif", str(PLAN), "--set", "funding.oda=+10%")[1]

    def test_the_total_is_the_stated_one(self):
        sheet = answer_tables(answer_of(read_text(real_plan(), "p"), Scenario((parse_request("funding.oda=+10%"),))))[1]
        rows = {row.cells[2]: row.cells[4:6] for row in sheet.rows}
        assert rows["funding"] == (5440412, 5440412)
        assert rows["sum"] == (5440412, 5482255)

    @pytest.mark.parametrize("force", [(), ("--force",)])
    def test_nothing_is_saved_onto_what_is_read(self, tmp_path, force):
        (tmp_path / "plan.yaml").write_text(real_plan(), encoding="utf-8")
        (tmp_path / "link.yaml").symlink_to(tmp_path / "plan.yaml")
        for name in ("plan.yaml", "link.yaml"):
            words = ("--set", "tram-tau.reduction_households=500", "--save", str(tmp_path / name), *force)
            status, _, err = text("whatif", str(tmp_path / "plan.yaml"), *words)
            assert (status, "not saved over it" in " ".join(err.split())) == (2, True)
        assert (tmp_path / "plan.yaml").read_text(encoding="utf-8") == real_plan()

    def test_nothing_is_saved_onto_a_workbook_of_which_a_sheet_is_read(self, tmp_path):
        book = tmp_path / "book.xlsx"
        book.write_bytes(b"as it was")
        words = ("--set", "tram-tau.reduction_households=500", "--figures", f"{book}#Targets", "--save", str(book))
        status, _, err = text("whatif", str(PLAN), *words, "--force")
        assert (status, "not saved over it" in " ".join(err.split()), book.read_bytes()) == (2, True, b"as it was")


PERIOD = (
    "povcalc: 1\ndocument: {title: A plan, period: {from: 2021, to: 2025}}\ntargets:\n"
    "  {id: a, name: A, reduction_households: 300, reduction_rate: 3.0, areas: [\n"
    "    {id: b, name: B, poor_households_start: 600, reduction_households: 100, poverty_rate_end: 8.33},\n"
    "    {id: c, name: C, poor_households_start: 540, reduction_households: 200, poverty_rate_end: 6.21}]}\n"
)


@pytest.mark.parametrize(
    ("lang", "year", "period"), [("en", r"\byear\b", "at the end of the period"), ("vi", r"\bnăm\b", "cuối kỳ")]
)
@pytest.mark.parametrize(
    "words",
    [
        ["whatif", "plan.yaml", "--set", "b.reduction_households=120"],
        ["seek", "b.poverty_rate_end<=7", "plan.yaml", "--vary", "b.reduction_households"],
        ["allocate", "plan.yaml", "--households", "300", "--by", "poor"],
        ["allocate", "plan.yaml", "--households", "300", "--format", "markdown"],
        ["why", "b.households", "plan.yaml"],
        ["compare", "plan.yaml", "result.yaml"],
        ["check", "plan.yaml", "--all"],
        ["show", "targets", "plan.yaml"],
    ],
)
def test_a_plan_for_several_years_says_period_in_every_answer(tmp_path, words, lang, year, period):
    (tmp_path / "plan.yaml").write_text(PERIOD, encoding="utf-8")
    (tmp_path / "result.yaml").write_text(
        PERIOD.replace("{title", "{kind: result, title").replace("poor_households_start: 600, ", ""), encoding="utf-8"
    )
    _, out, err = text(*words, "--lang", lang, cwd=tmp_path)
    assert len(out) > 100
    assert re.findall(year, out + err) == []
    if words[0] in ("whatif", "seek", "check"):
        assert period in " ".join(out.split()) or "end of the period" in " ".join(out.split())


@pytest.mark.parametrize("width", ["40", "46", "60", "72"])
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_no_number_of_an_answer_is_broken_at_any_width(width, lang):
    for words in (
        ["whatif", str(PLAN), "--set", "tram-tau.reduction_households=500"],
        ["allocate", str(PLAN), "--households", "13000", "--by", "poor"],
        ["seek", "tram-tau.reduction_households>=500", str(PLAN), "--vary", "tram-tau.poverty_rate_end"],
    ):
        numbers = re.compile(r"\d[\d.,–]*\d")
        wide, narrow = (
            set(numbers.findall(text(*words, "--lang", lang, COLUMNS=columns)[1])) for columns in ("300", width)
        )
        assert narrow == wide


def test_rows_under_a_name_are_indented():
    _, out, _ = text("whatif", str(PLAN), "--set", "tram-tau.reduction_households=500")
    lines = out.splitlines()
    assert "Huyện Trạm Tấu" in lines
    assert any(re.match(r"  poor at end +361–2,363\* +314–2,316\* +-47$", line) for line in lines)


def test_a_contradiction_that_comes_from_a_sum_is_told_in_a_line():
    inside = [area(name, households=600, reduction_households=10, poverty_rate_end="8.33") for name in "bc"]
    plan = targets(*inside, reduction_households=20, poverty_rate_end="8.33")
    found = answer_of(
        read_text(plan, "plan.yaml"), Scenario((parse_request("b.reduction_households=25"),), None, keep_stated=False)
    )
    table = answer_tables(found)[-1]
    told = {str(row.cells[2]): row.cells[3] for row in table.rows}
    assert set(told) == {"T101", "T206"}
    assert told["T206"].human.to(Lang.EN) == "follows from the sum that no longer holds (T101)"
    assert "cannot all be true" in told["T206"].machine.to(Lang.EN)
