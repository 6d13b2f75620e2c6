"""Two plans side by side: which area is which, what differs and by how much, which findings are new."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import povcalc
from plans import HEAD, area, funding, real_plan, targets
from povcalc.comparison import ChangeKind, area_changes, compared, figure_changes, match_areas, sheets_of
from povcalc.messages import Lang
from povcalc.plan.load import PlanError, read_text
from povcalc.plan.model import Area, walk
from povcalc.values import Figure, exact
from worlds import drawn
from worlds import text as plan_of


def comparison(before, after):
    readings = [read_text(text, name) for text, name in ((before, "a.yaml"), (after, "b.yaml"))]
    return compared(*readings)


def figures(before, after):
    """Address, field, change and difference of each figure that differs."""
    found = comparison(before, after)
    return [(each.address, each.field, each.change.value, shown(each)) for each in (*found.figures, *found.funding)]


def shown(change):
    if change.difference is None:
        return None
    low, high = map(str, change.difference)
    return low if low == high else f"{low}..{high}"


def parts(before, after):
    found = comparison(before, after)
    told = [None if side is None else side.to(Lang.EN) for part in found.parts for side in (part.before, part.after)]
    return [
        (part.address, part.change.value, *pair)
        for part, pair in zip(found.parts, zip(told[::2], told[1::2], strict=True), strict=True)
    ]


class TestFigures:
    @pytest.mark.parametrize(
        ("field", "before", "after", "change", "by"),
        [
            ("reduction_households", "453", "460", "changed", "7"),
            ("reduction_households", "460", "453", "changed", "-7"),
            ("reduction_households", "{over: 450}", "460", "changed", "10"),
            ("reduction_households", "{over: 450}", "450", "form", "0"),
            ("reduction_households", "{about: 450}", "451", "changed", "1"),
            ("reduction_households", "{min: 840, max: 930}", "{min: 850, max: 930}", "changed", "10..0"),
            ("reduction_households", "{min: 840, max: 930}", "{min: 850, max: 940}", "changed", "10"),
            ("reduction_households", "900", "{min: 840, max: 930}", "changed", "-60..30"),
            ("reduction_households", "{min: 840, max: 930}", "900", "changed", "60..-30"),
            ("reduction_households", "{min: 840, max: 930}", "{over: 900}", "changed", None),
            ("reduction_households", "{over: 900}", "{min: 840, max: 930}", "changed", None),
            ("poverty_rate_end", "44.35", "43.16", "changed", "-1.19"),
            ("poverty_rate_end", "44.35", "44.4", "changed", "0.05"),
            ("poverty_rate_end", "44", "43.5", "changed", "-0.5"),
            ("reduction_rate", "{over: 8.50}", "{over: 9}", "changed", "0.50"),
            ("reduction_rate", "4.1", "4.10", "digits", "0.00"),
            ("reduction_rate", "{over: 5.8}", "{at_least: 5.8}", "form", "0.0"),
        ],
    )
    def test_a_changed_figure_has_the_exact_difference_of_what_is_written(self, field, before, after, change, by):
        plans = [targets(area("a", **{field: figure})) for figure in (before, after)]
        assert figures(*plans) == [("r/a", field, change, by)]

    def test_a_figure_that_was_added_or_is_gone_has_no_difference(self):
        without, with_ = targets(area("a")), targets(area("a", poverty_rate_end=9))
        assert figures(without, with_) == [("r/a", "poverty_rate_end", "added", None)]
        assert figures(with_, without) == [("r/a", "poverty_rate_end", "gone", None)]

    def test_households_are_both_dates(self):
        both, apart = targets(households=5), targets(households_start=5, households_end=5)
        assert figures(both, apart) == []
        assert figures(both, targets(households_start=5, households_end=6)) == [("r", "households_end", "changed", "1")]
        assert figures(both, targets(households_end=5)) == [("r", "households_start", "gone", None)]
        assert figures(both, targets(households=6)) == [("r", "households", "changed", "1")]

    def test_a_difference_of_many_digits_is_exact(self):
        long = "12345678901234567890123456789012.1234567"
        assert figures(funding(long), funding("1")) == [
            ("funding.total", "amount", "changed", "-12345678901234567890123456789011.1234567")
        ]

    def test_order_says_nothing(self):
        one = targets(area("a", households=1), area("b", households=2))
        other = targets(area("b", households=2), area("a", households=1))
        assert not comparison(one, other).differs
        assert not comparison(funding(3, 1, 2), funding(3, 1, 2).replace("l0", "x").replace("l1", "l0")).figures

    def test_a_figure_that_could_not_be_read_is_not_gone(self):
        plan = (
            targets(area("a", households=1039))
            + "funding: {unit: VND, total: 3, lines: [{id: l, name: L, amount: 3}]}\n"
        )
        broken = plan.replace("households: 1039", "households: 1.039").replace("total: 3", "total: x")
        broken = broken.replace("amount: 3", 'amount: "3,0"')
        assert figures(plan, broken) == [
            ("r/a", "households", "unread", None),
            ("funding.l", "amount", "unread", None),
            ("funding.total", "amount", "unread", None),
        ]
        assert {change for _, _, change, _ in figures(broken, plan)} == {"unread"}


class TestAreas:
    def test_added_gone_and_renamed(self):
        before = targets(area("a"), area("b"))
        after = targets(area("b", kind="commune"), area("c")).replace("name: B", "name: Xã B")
        assert parts(before, after) == [
            ("r/a", "gone", "r", None),
            ("r/b", "renamed", "B", "Xã B"),
            ("r/b", "kind", None, "commune"),
            ("r/c", "added", None, "r"),
        ]

    def test_moved_with_all_that_is_inside(self):
        before = targets(area("a", area("x", area("y", households=1))), area("b"))
        after = targets(area("a"), area("b", area("x", area("y", households=2))))
        assert parts(before, after) == [("r/b/x", "moved", "r/a", "r/b")]
        assert figures(before, after) == [("r/b/x/y", "households", "changed", "1")]

    def test_a_new_area_around_all(self):
        before = targets(area("a", households=1))
        after = HEAD + "targets:\n" + "".join(f"  {line}\n" for line in area("n", area("r", area("a", households=1))))
        assert parts(before, after) == [("n", "added", None, "(outermost)"), ("n/r", "moved", "(outermost)", "n")]
        assert figures(before, after) == []

    def test_an_id_that_is_at_several_places_stays_where_it_is(self):
        before = targets(area("a", area("x", households=1)), area("b", area("x", households=2)))
        after = targets(area("b", area("x", households=2)), area("a", area("x", households=3)))
        assert parts(before, after) == []
        assert figures(before, after) == [("r/a/x", "households", "changed", "2")]

    def test_an_id_that_could_have_moved_to_several_places_is_not_guessed(self):
        before = targets(area("a", area("x")), area("b"), area("c"))
        after = targets(area("a"), area("b", area("x")), area("c", area("x")))
        assert parts(before, after) == [
            ("r/a/x", "gone", "r/a", None),
            ("r/b/x", "added", None, "r/b"),
            ("r/c/x", "added", None, "r/c"),
        ]

    def test_another_id_under_the_same_name_is_told_and_not_guessed(self):
        found = comparison(targets(area("a")), targets(area("b")).replace("name: B", "name: A"))
        assert [part.change for part in found.parts] == [ChangeKind.GONE, ChangeKind.ADDED]
        assert [note.to(Lang.EN) for note in found.notes] == [
            "r/a is gone and r/b was added, both called A: if they are the same, give them one id."
        ]

        titles = [sheet.title.to(Lang.EN) for sheet in sheets_of(found) if sheet.notes == found.notes]
        assert titles == ["Areas and lines of funding"]

    def test_whether_all_areas_are_listed(self):
        found = parts(targets(area("a")), targets(area("a"), partial="true"))
        assert found == [("r", "partial", "all areas inside are listed", "some areas inside are listed")]

    def test_a_plan_without_targets(self):
        assert parts(funding(1), targets(area("a"))) == [
            ("r", "added", None, "(outermost)"),
            ("r/a", "added", None, "r"),
        ]
        assert not comparison(funding(1), funding(1)).differs


class TestFunding:
    @pytest.mark.parametrize(
        ("units", "amounts", "expected"),
        [
            (("million VND", "billion VND"), ("3000000", "3000"), None),
            (("million VND", "tỷ đồng"), ("7736", "7.736"), None),
            (("billion VND", "million VND"), ("7.736", "7736"), None),
            (("billion VND", "VND"), ("7.736", "7736000001"), ("changed", "1")),
            (("VND", "billion VND"), ("5440412000000", "5440"), ("changed", "-0.412")),
            (("thousand VND", "nghìn đồng"), ("1", "2"), ("changed", "1")),
            (("million VND", "triệu đồng"), ("{about: 3}", "3"), ("form", "0")),
        ],
    )
    def test_known_units_are_converted_exactly(self, units, amounts, expected):
        plans = [funding(amount, unit=unit) for amount, unit in zip(amounts, units, strict=True)]
        found = figures(*plans)
        assert [each[2:] for each in found] == ([] if expected is None else [expected])
        assert parts(*plans)[0][:2] == ("funding", "unit")

    def test_unknown_units_are_not_compared_and_that_is_said(self):
        found = comparison(funding(3, unit="USD"), funding(3, unit="million VND"))
        assert [(each.change, each.difference) for each in found.funding] == [(ChangeKind.CHANGED, None)]
        assert "does not know how many of one make one of the other" in found.notes[0].to(Lang.EN)

    def test_lines_added_gone_and_renamed(self):
        before = funding(3, 1, 2)
        after = funding(4, 1, 3).replace("id: l1", "id: new").replace("name: L0", "name: Central")
        assert parts(before, after) == [
            ("funding.l0", "renamed", "L0", "Central"),
            ("funding.new", "added", None, "funding"),
            ("funding.l1", "gone", "funding", None),
        ]
        assert figures(before, after) == [
            ("funding.new", "amount", "added", None),
            ("funding.l1", "amount", "gone", None),
            ("funding.total", "amount", "changed", "1"),
        ]


class TestTheRest:
    def test_other_parts_are_only_said_to_differ(self):
        plan = real_plan()
        other = plan.replace("from: 2019-05-01", "from: 2019-05-02", 1).replace("number: 131-KH/TU", "number: 132", 1)
        assert comparison(plan, other).sections == ("document", "schedule")

    def test_the_order_of_actors_says_nothing(self):
        actors = [f"  - {{id: {name}, name: {name}}}\n" for name in "xy"]
        plans = [targets() + "actors:\n" + "".join(each) for each in (actors, reversed(actors))]
        assert not comparison(*plans).differs

    def test_words_that_change_their_language_are_other_words(self):
        plans = [f"{targets()}objective: {{text: {{vi: {vi}, en: {en}}}}}\n" for vi, en in ("AB", "BA")]
        assert comparison(*plans).sections == ("objective",)


class TestFindings:
    def test_are_the_same_by_what_they_are_about_and_not_by_line(self):
        wrong = targets(area("a", households=5), households=6)
        moved = "# a line more\n" + targets(area("z"), area("a", households=7), households=6, partial="true")
        found = comparison(wrong, wrong.replace("households: 5", "households: 4"))
        assert (found.findings.new, found.findings.gone) == ((), ())
        assert [each.code for each in found.findings.kept] == ["T101"]
        assert [each.code for each in comparison(wrong, moved).findings.kept] == ["T101"]

    def test_new_and_gone(self):
        right, wrong = (targets(area("a", households=5), households=number) for number in (5, 6))
        assert [each.code for each in comparison(right, wrong).findings.new] == ["T101"]
        assert [each.code for each in comparison(wrong, right).findings.gone] == ["T101"]

    def test_one_of_two_alike_that_goes_is_gone(self):
        two = targets() + "x: 1\ny: 2\n"
        one = targets() + "y: 2\n"
        found = comparison(two, one).findings
        assert [(len(found.new), len(found.gone), len(found.kept))] == [(0, 1, 1)]

    def test_of_a_line_of_funding_that_stands_elsewhere_now(self):
        one = funding(1, -1, 2)
        other = funding(1, 2, -1).replace("l0", "q").replace("l1", "l0").replace("q", "l1")
        other = other.replace("L0", "Q").replace("L1", "L0").replace("Q", "L1")
        found = comparison(one, other)
        assert (found.differs, found.findings.new, found.findings.gone) == (False, (), ())


class TestFromPython:
    def test_takes_plans_and_files(self, tmp_path):
        (tmp_path / "a.yaml").write_text(targets(households=1), encoding="utf-8")
        (tmp_path / "b.yaml").write_text(targets(households=3), encoding="utf-8")
        plan = povcalc.read(tmp_path / "a.yaml")
        for before in (plan, tmp_path / "a.yaml", str(tmp_path / "a.yaml")):
            (change,) = povcalc.compare(before, tmp_path / "b.yaml").figures
            assert change.difference == (2, 2)
        assert povcalc.compare(plan, plan).differs is False

    def test_a_changed_copy_is_compared_as_it_is(self, tmp_path):
        (tmp_path / "a.yaml").write_text(targets(households=1), encoding="utf-8")
        plan = povcalc.read(tmp_path / "a.yaml")
        other = plan.model_copy(update={"targets": Area(id="r", name="R", households=4)})
        assert [each.difference for each in povcalc.compare(plan, other).figures] == [(3, 3)]

    def test_what_is_no_plan_is_an_error(self, tmp_path):
        (tmp_path / "a.yaml").write_text("a: 1\n", encoding="utf-8")
        with pytest.raises(PlanError):
            povcalc.compare(tmp_path / "a.yaml", tmp_path / "a.yaml")
        with pytest.raises(FileNotFoundError):
            povcalc.compare(tmp_path / "none", tmp_path / "a.yaml")


def shuffled(random, data):
    inside = list(data.get("areas", []))
    random.shuffle(inside)
    return {**data, **({"areas": [shuffled(random, each) for each in inside]} if inside else {})}


def tree(random):
    leaves = [drawn(random, 9, moving=True) for _ in range(3)]
    middle = drawn(random, 9, moving=True, inside=leaves[:2])
    data = drawn(random, 9, moving=True, inside=[middle, leaves[2]])[1]
    return {**data, "id": "r", "name": "R"}


randoms = st.integers(0, 2**32).map(Random)


@given(randoms)
def test_a_plan_in_another_order_does_not_differ(random):
    data = tree(random)
    paired = match_areas(*(read_text(plan_of(each), "x").plan for each in (data, shuffled(random, data))))
    assert (figure_changes(paired.pairs)[0], list(area_changes(paired))) == ([], [])


@given(randoms)
def test_the_other_way_round_everything_is_the_other_way_round(random):
    one, other = (read_text(plan_of(tree(random)), "x").plan for _ in range(2))
    (there, alike), (back, alike_too) = (
        figure_changes(match_areas(*each).pairs) for each in ((one, other), (other, one))
    )
    turned = {ChangeKind.ADDED: ChangeKind.GONE, ChangeKind.GONE: ChangeKind.ADDED}

    def told(found, sign, names):
        return Counter(
            (each.field, names.get(each.change, each.change), *(sign * exact(by) for by in each.difference or ()))
            for each in found
        )

    assert told(there, 1, {}) == told(back, -1, turned)
    assert alike == alike_too


@given(randoms)
def test_every_area_of_both_is_in_exactly_one_pair_and_pairs_have_one_id(random):
    one, other = (read_text(plan_of(tree(random)), "x").plan for _ in range(2))
    pairs = match_areas(one, other).pairs
    for side, plan in enumerate((one, other)):
        assert sorted(pair[side].path for pair in pairs if pair[side]) == sorted(
            each.path for each in walk(plan.targets)
        )
    assert all(pair.before.area.id == pair.after.area.id for pair in pairs if pair.before and pair.after)


@given(st.decimals(-100, 100, places=2), st.decimals(-100, 100, places=1))
def test_before_and_the_difference_are_after(before, after):
    before, after = Decimal(before), Decimal(after)
    plans = [read_text(targets(reduction_rate=f"{points:f}"), "x").plan for points in (before, after)]
    ((change,), _) = figure_changes(match_areas(*plans).pairs)
    assert change.before == Figure(before)
    assert Fraction(before) + Fraction(change.difference[0]) == Fraction(after)
