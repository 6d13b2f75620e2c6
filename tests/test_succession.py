"""Areas that were renamed or merged: which is which, what they state together, and targets of what is no more."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command import text as said
from plans import area, targets
from povcalc.comparison import Achievement, ChangeKind, compared, compared_with_own_plan
from povcalc.inference.succession import LESS, MORE, added, match_areas
from povcalc.measures import COUNTS
from povcalc.messages import Lang
from povcalc.plan.areas import AreaIndex
from povcalc.plan.load import read_text
from povcalc.values import Figure, Form, total


def plan_of(*areas, **figures):
    return read_text(targets(*areas, **figures), "plan.yaml")


def result_of(*areas, **figures):
    text = targets(*areas, **figures).replace("title: A", "kind: result, title: A", 1)
    return read_text(text, "result.yaml")


def matched(before, after):
    pairs = match_areas(before.plan, after.plan).pairs
    return [(pair.old_address, pair.new_address) for pair in pairs]


def judged(before, after):
    return {(each.address, each.field): each for each in compared(before, after).targets}


def test_words_by_which_many_areas_name_what_they_were_are_looked_up_once(monkeypatch):
    looked_up = []
    named = AreaIndex.named
    monkeypatch.setattr(AreaIndex, "named", lambda self, words: looked_up.append(words) or named(self, words))
    before = plan_of(*(area(f"a{at}", area("b")) for at in range(9)))
    found = match_areas(before.plan, result_of(*(area(f"x{at}", formerly="[b]") for at in range(9))).plan)
    assert looked_up == ["b"]
    assert [len(claim.found) for claim in found.claims] == [9] * 9


class TestWhichIsWhich:
    def test_a_renamed_area_is_the_one_that_it_was_formerly(self):
        found = matched(plan_of(area("a"), area("b")), result_of(area("x", formerly="[a]"), area("b")))
        assert found == [("r", "r"), ("r/a", "r/x"), ("r/b", "r/b")]

    def test_what_is_inside_a_renamed_area_is_matched_there(self):
        before = plan_of(area("d", area("a")), area("e", area("a")))
        found = matched(before, result_of(area("x", area("a"), formerly="[d]"), area("e", area("a"))))
        assert ("r/d/a", "r/x/a") in found
        assert ("r/e/a", "r/e/a") in found

    def test_a_code_goes_before_an_id(self):
        before = plan_of(area("a", code='"01"'), area("b", code='"02"'))
        found = matched(before, result_of(area("b", code='"01"'), area("c", code='"02"')))
        assert found == [("r", "r"), ("r/a", "r/b"), ("r/b", "r/c")]

    def test_formerly_goes_before_both(self):
        before = plan_of(area("a", code='"01"'), area("b"))
        found = matched(before, result_of(area("a", code='"01"', formerly="[b]")))
        assert ("r/b", "r/a") in found
        assert ("r/a", "") in found

    def test_communes_of_districts_that_are_gone_are_found_in_the_province(self):
        before = plan_of(area("d", area("a"), area("b")), area("e", area("c")))
        found = matched(before, result_of(area("ab", formerly="[a, b]"), area("c")))
        assert [each for each in found if "/" in each[1]] == [("r/d/a, r/d/b", "r/ab"), ("r/e/c", "r/c")]

    def test_words_without_any_area_add_one(self):
        before = plan_of(area("a"))
        found = compared(before, result_of(area("x", formerly="[q]"), area("a")))
        assert [each.change for each in found.parts] == [ChangeKind.ADDED]
        assert [each.code for each in found.findings.new] == ["T602"]


class TestSums:
    def test_counts_are_summed_exactly(self):
        before = plan_of(area("a", reduction_households=30), area("b", reduction_households=20))
        found = judged(before, result_of(area("ab", formerly="[a, b]", reduction_households=49)))
        target = found["r/ab", "reduction_households"]
        assert (target.target, target.met, target.difference.low) == (Figure(50), Achievement.MISSED, -1)

    @pytest.mark.parametrize(
        ("figures", "summed"),
        [
            ((Figure(3), Figure(4)), Figure(7)),
            ((Figure(3, Form.OVER), Figure(4)), Figure(7, Form.OVER)),
            ((Figure(3, Form.BETWEEN, 5), Figure(4)), Figure(7, Form.BETWEEN, 9)),
            ((Figure(3, Form.OVER), Figure(4, Form.BETWEEN, 6)), Figure(7, Form.AT_LEAST)),
            ((Figure(3, Form.OVER), Figure(4, Form.UNDER)), None),
            ((Figure(3, Form.ABOUT), Figure(4)), Figure(7, Form.ABOUT)),
            ((Figure(3, Form.ABOUT), Figure(4, Form.OVER)), None),
        ],
    )
    def test_bounds_and_ranges_are_summed_end_by_end(self, figures, summed):
        assert added(figures) == summed

    @given(st.lists(st.tuples(st.integers(-99, 99), st.integers(0, 9)), min_size=1, max_size=5))
    def test_a_sum_says_what_its_parts_say(self, parts):
        figures = [Figure(low, Form.BETWEEN, low + more) for low, more in parts]
        assert added(figures).as_count() == total(each.as_count() for each in figures)

    def test_a_rate_is_what_the_counts_make(self):
        parts = [
            area("a", households=1000, poor_households_end=100, poverty_rate_end="10.00"),
            area("b", households=500, poor_households_end=100, poverty_rate_end="20.00"),
        ]
        for rate, met in (("13.33", Achievement.MET), ("13.34", Achievement.MISSED), ("13.3", Achievement.MET)):
            found = judged(plan_of(*parts), result_of(area("ab", formerly="[a, b]", poverty_rate_end=rate)))
            target = found["r/ab", "poverty_rate_end"]
            assert (target.target, target.unsure.low, target.met) == (None, Fraction(40, 3), met)

    def test_a_rate_without_counts_lies_between_those_of_its_parts(self):
        before = plan_of(area("a", poverty_rate_end="10.00"), area("b", poverty_rate_end="20.00"))
        expected = {"9.99": "met", "15.00": "undecided", "20.01": "missed"}
        for rate, met in expected.items():
            found = judged(before, result_of(area("ab", formerly="[a, b]", poverty_rate_end=rate)))
            target = found["r/ab", "poverty_rate_end"]
            assert (target.target, str(target.met)) == (None, met)
            assert "A, B did not state the households" in target.why.to(Lang.EN)

    def test_what_a_part_lacks_is_not_known(self):
        before = plan_of(area("a", reduction_households=30), area("b"))
        found = compared(before, result_of(area("ab", formerly="[a, b]", reduction_households=49)))
        (target,) = found.targets
        assert (target.target, target.met) == (None, Achievement.UNDECIDED)
        assert "B did not state it" in target.why.to(Lang.EN)
        (merged,) = found.merged
        assert (merged.sum, [figure for *_, figure in merged.parts]) == (None, [Figure(30), None])

    def test_a_reduction_that_follows_for_a_part_is_summed_as_a_range(self):
        before = plan_of(
            area("a", reduction_households=30), area("b", poor_households_start=50, poor_households_end=30)
        )
        found = judged(before, result_of(area("ab", formerly="[a, b]", reduction_households=49)))
        target = found["r/ab", "reduction_households"]
        assert (target.unsure.low, target.unsure.high, target.met) == (50, 50, Achievement.MISSED)

    def test_a_part_that_is_not_in_the_plan_leaves_all_of_it_unknown(self):
        before = plan_of(area("a", reduction_households=30), area("b"))
        found = judged(before, result_of(area("ab", formerly="[a, q]", reduction_households=49), area("b")))
        target = found["r/ab", "reduction_households"]
        assert (target.target, target.met) == (None, Achievement.UNDECIDED)
        assert "q was not found before" in target.why.to(Lang.EN)

    def test_an_area_that_was_divided_is_of_neither(self):
        before = plan_of(area("a", reduction_households=30), area("b", reduction_households=20))
        after = result_of(
            area("x", formerly="[a, b]", reduction_households=40), area("y", formerly="[b]", reduction_households=10)
        )
        found = compared(before, after)
        assert {each.met for each in found.targets} == {Achievement.UNDECIDED}
        assert {"T603"} == {each.code for each in found.findings.new}

    def test_a_district_that_was_dissolved_is_told_so(self):
        before = plan_of(area("d", area("a", reduction_households=5), reduction_households=5))
        found = judged(before, result_of(area("a", reduction_households=5)))
        assert "its parts are in other areas" in found["r/d", "reduction_households"].why.to(Lang.EN)

    @settings(max_examples=60)
    @given(st.data())
    def test_a_true_result_of_merged_areas_is_never_judged_falsely(self, data):
        """Targets that the parts have exactly: the merged area meets their sum if and only if it reaches it."""
        numbers = st.tuples(st.integers(1, 400), st.integers(0, 400))
        parts = [(base + poor, poor) for base, poor in data.draw(st.lists(numbers, min_size=2, max_size=4))]
        fields = [
            {"households": base, "poor_households_end": poor, "poverty_rate_end": f"{100 * poor / base:.2f}"}
            for base, poor in parts
        ]
        kept = data.draw(
            st.lists(st.sets(st.sampled_from(sorted(fields[0]))), min_size=len(parts), max_size=len(parts))
        )
        before = plan_of(
            *(
                area(f"a{at}", **{key: value for key, value in each.items() if key in kept[at]})
                for at, each in enumerate(fields)
            )
        )
        base, poor = (sum(each[at] for each in parts) for at in (0, 1))
        reached = max(0, poor + data.draw(st.integers(-3, 3)))
        ids = ", ".join(f"a{at}" for at in range(len(parts)))
        after = result_of(area("m", formerly=f"[{ids}]", households=base, poor_households_end=reached))
        for target in compared(before, after).targets:
            if target.field == "poor_households_end":
                assert target.met in ((Achievement.MET if reached <= poor else Achievement.MISSED), "undecided")
            elif target.field == "poverty_rate_end" and target.address == "r/m" and reached == poor:
                assert target.met is not Achievement.MISSED


class TestMeasures:
    """Every measure and flow of an area is planned, judged, summed and followed like the poor households."""

    @pytest.mark.parametrize("field", [*MORE, *LESS])
    def test_each_is_a_target(self, field):
        def read(kind, **figures):
            years = f"kind: {kind}, period: {{from: 2021, to: 2025}}, title: A"
            return read_text(targets(**figures).replace("title: A", years, 1), kind)

        better = 1 if field in MORE else -1
        for by, met in ((0, "met"), (better, "met"), (-better, "missed")):
            found = judged(read("plan", **{field: 20}), read("result", **{field: 20 + by}))
            assert str(found["r", field].met) == met
            alone = compared_with_own_plan(read("result", **{field: 20 + by}, planned=f"{{{field}: 20}}"))
            assert [str(each.met) for each in alone.targets] == [met]

    @pytest.mark.parametrize("field", [each for each in COUNTS if not each.startswith("households")])
    def test_each_count_is_summed(self, field):
        before = plan_of(area("a", **{field: 30}), area("b", **{field: 20}))
        (merged,) = compared(before, result_of(area("ab", formerly="[a, b]", **{field: 50}))).merged
        assert (merged.field, merged.sum) == (field, Figure(50))

    def test_what_is_counted_is_the_same(self):
        before = plan_of(reduction_households=20)
        found = compared(before, result_of(reduction_households=20, unit="persons"))
        assert (found.targets, "persons" in found.unjudged.to(Lang.EN)) == ((), True)

    def test_counts_that_are_printed_in_thousands_are_summed_with_what_they_round(self):
        before = plan_of(area("a", reduction_households="1.5"), area("b", reduction_households="2.5"), scale="thousand")
        after = result_of(area("ab", formerly="[a, b]", reduction_households="4.0"), scale="thousand")
        target = judged(before, after)["r/ab", "reduction_households"]
        assert (target.target.number, target.target.step, str(target.met)) == (4000, 200, "met")


class TestSeveralPlans:
    def test_of_provinces_that_were_merged_are_before_together(self, tmp_path):
        def province(identifier, count):
            text = targets(reduction_households=count)
            return text.replace("id: r", f"id: {identifier}").replace("name: R", f"name: {identifier.upper()}")

        (tmp_path / "p.yaml").write_text(province("p", 100), encoding="utf-8")
        (tmp_path / "q.yaml").write_text(province("q", 50), encoding="utf-8")
        result = targets(formerly="[p, q]", reduction_households=151).replace("title: A", "kind: result, title: A", 1)
        (tmp_path / "r.yaml").write_text(result, encoding="utf-8")
        status, out, _ = said("compare", "p.yaml", "q.yaml", "r.yaml", cwd=tmp_path)
        assert (status, "p.yaml + q.yaml → r.yaml" in out) == (0, True)
        assert "P 100 + Q 50" in out
        assert "met 1, missed 0, undecided 0" in out
        assert "gone" not in out.split("Areas and lines")[1].split("Findings")[0]
        assert "S120" not in said("compare", "p.yaml", "p.yaml", "r.yaml", cwd=tmp_path)[1]
        status, out, _ = said("compare", "p.yaml", "r.yaml", cwd=tmp_path)
        assert "met 0, missed 0, undecided 1" in out
        assert "T602" in out


class TestOwnPlan:
    def test_a_result_that_states_what_was_planned_is_judged_alone(self):
        reading = result_of(
            area("a", reduction_households=19, planned="{reduction_households: 18}"),
            reduction_households=30,
            planned="{reduction_households: 31, poverty_rate_end: 9.5}",
            poverty_rate_end="9.50",
        )
        found = compared_with_own_plan(reading)
        assert [(each.address, each.field, str(each.met)) for each in found.targets] == [
            ("r", "reduction_households", "missed"),
            ("r", "poverty_rate_end", "met"),
            ("r/a", "reduction_households", "met"),
        ]

    def test_one_that_states_nothing_planned_is_refused(self, tmp_path):
        (tmp_path / "r.yaml").write_text(targets(reduction_households=3), encoding="utf-8")
        status, out, err = said("compare", "r.yaml", cwd=tmp_path)
        assert (status, out) == (2, "")
        assert "one file is named" in err

    def test_it_is_a_command(self, tmp_path):
        text = targets(reduction_households=29, planned="{reduction_households: 30}")
        (tmp_path / "r.yaml").write_text(text.replace("title: A", "kind: result, title: A", 1), encoding="utf-8")
        status, out, _ = said("compare", "r.yaml", "--exit-code", cwd=tmp_path)
        assert status == 1
        assert out.startswith("r.yaml\n")
        assert "missed" in out

    def test_what_the_plan_leaves_out_is_taken_from_the_result(self):
        before = plan_of(area("a"), reduction_households=30)
        after = result_of(
            area("a", reduction_households=10, planned="{reduction_households: 12}"),
            area("b", reduction_households=20),
            reduction_households=30,
            planned="{reduction_households: 29}",
        )
        found = compared(before, after)
        assert [(each.address, each.target.number, str(each.met)) for each in found.targets] == [
            ("r", 30, "met"),
            ("r/a", 12, "missed"),
        ]
        assert found.from_result == ("r/a.reduction_households",)
        (words,) = found.otherwise
        assert "the plan says 30, the result says that 29 was planned" in words.to(Lang.EN)
