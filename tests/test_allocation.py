"""A target shared out among the areas of a plan: weights, bounds, levels, and what cannot be done."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import povcalc
from plans import area, real_plan, targets
from povcalc.allocation import AllocationError, By, Held, allocate
from povcalc.findings import Severity
from povcalc.messages import Lang
from povcalc.plan.assumptions import Options
from povcalc.plan.csv_tables import read_table
from povcalc.plan.load import read, read_text, replaced
from povcalc.plan.model import walk
from povcalc.values import ANY, Figure, Interval
from povcalc.views.answers import allocated

DATA = Path(__file__).parents[1] / "data"


def plan_of(text):
    reading = read_text(text, "plan.yaml")
    assert reading.misfits == ()
    return reading.plan


REAL = plan_of(real_plan())
DISTRICTS = [child.id for child in REAL.targets.areas]
KNOWN = targets(
    area("a", households=300, poor_households_start=90, reduction_households=20),
    area("b", households=100, poor_households_start=60, reduction_households=20),
    area("c", households=200, poor_households_start=50, reduction_households=10),
    reduction_households=50,
)
TREE = targets(
    area(
        "a",
        area("v", poor_households_start=30, reduction_households=5),
        area("w", poor_households_start=10, reduction_households=5),
    ),
    area("b", area("x", poor_households_start=60), poor_households_start=60, reduction_households=15),
    reduction_households=25,
)


def shares(text, **asked):
    """By id, what each area gets; of the plan of 2019 for no text."""
    allocation = allocate(REAL if text is None else plan_of(text), **asked)
    return {part.located.area.id: part.share for part in allocation.parts}


def why(text, **asked):
    """Why a target cannot be shared out, in English; in Vietnamese it is told too, and otherwise."""
    with pytest.raises(AllocationError) as failed:
        shares(text, **asked)
    told = failed.value.why
    assert told.to(Lang.VI) != told.to(Lang.EN)
    return told.to(Lang.EN)


class TestByHand:
    def test_by_the_targets_that_the_plan_has(self):
        assert shares(KNOWN, households=100) == {"r": 100, "a": 40, "b": 40, "c": 20}

    def test_by_poor_households(self):
        assert shares(KNOWN, by="poor") == {"r": 50, "a": 23, "b": 15, "c": 12}  # 22.5, 15, 12.5: the first of equals

    def test_by_households(self):
        assert shares(KNOWN, by="households", households=60) == {"r": 60, "a": 30, "b": 10, "c": 20}

    def test_by_equal_points_on_one_base(self):
        allocation = allocate(plan_of(KNOWN), by="points", households=60)
        assert [part.share for part in allocation.parts] == [60, 30, 10, 20]
        assert 100 * allocation.parts[0].level == 10
        assert {allocation.after(part, "reduction_rate") for part in allocation.parts} == {Interval(10, 10)}

    def test_by_equal_points_where_households_change(self):
        # 5 points of 110 are 5.5, and 100 more would be poor at 20% of 10 more: 20 - 22 + 5.5; of 90: 30 - 27 + 4.5.
        text = targets(
            area("a", households_start=100, households_end=110, poor_households_start=20),
            area("b", households_start=100, households_end=90, poor_households_start=30),
        )
        allocation = allocate(plan_of(text), by="points", households=11)
        assert [part.quota for part in allocation.parts[1:]] == [Fraction(7, 2), Fraction(15, 2)]
        assert 100 * allocation.parts[0].level == 5
        assert [part.share for part in allocation.parts] == [11, 4, 7]

    def test_by_given_weights(self):
        weights = {"a": 1, "b": Decimal("1.5"), "r/c": Fraction(5, 2)}
        assert shares(KNOWN, by=weights) == {"r": 50, "a": 10, "b": 15, "c": 25}

    def test_an_estimate_weighs_what_it_says(self):
        text = targets(area("a", households="{about: 30}"), area("b", households=10), reduction_households=4)
        assert shares(text, by="households") == {"r": 4, "a": 3, "b": 1}

    def test_the_rates_that_result_are_of_the_households_that_there_are(self):
        allocation = allocate(plan_of(KNOWN), by="poor")
        after = {part.located.area.id: part for part in allocation.parts}
        assert allocation.after(after["a"], "reduction_rate") == Interval(Fraction(23, 3), Fraction(23, 3))
        assert allocation.after(after["a"], "poverty_rate_end") == Interval(Fraction(67, 3), Fraction(67, 3))
        assert allocation.after(after["r"], "poverty_rate_end") == Interval(25, 25)

    def test_the_end_rate_of_the_whole_is_the_mean_of_those_inside(self):
        allocation = allocate(REAL, households=13000)
        found = [allocation.after(part, "poverty_rate_end") for part in allocation.parts]
        assert min(each.low for each in found[1:]) < found[0].low
        assert found[0].high < max(each.high for each in found[1:])
        assert allocation.after(allocation.parts[0], "reduction_households") == Interval(13000, 13000)

    def test_the_rates_of_the_whole_follow_where_areas_had_no_target_before(self):
        text = targets(
            area("a", households=300, poor_households_start=90),
            area("b", households=100, poor_households_start=60),
        )
        allocation = allocate(plan_of(text), by="poor", households=50)
        assert allocation.after(allocation.parts[0], "reduction_rate") == Interval(Fraction(25, 2), Fraction(25, 2))

    def test_what_it_changes_are_the_targets_of_all_areas_in_it(self):
        assert allocate(plan_of(KNOWN), by="poor", households=60).changes == {
            ("targets", "reduction_households"): Figure(60),
            ("targets", "areas", 0, "reduction_households"): Figure(27),
            ("targets", "areas", 1, "reduction_households"): Figure(18),
            ("targets", "areas", 2, "reduction_households"): Figure(15),
        }

    def test_it_is_a_public_name_with_the_same_numbers(self):
        assert povcalc.allocate(REAL, households=13000, by="poor").parts[8].share == 1009
        assert povcalc.AllocationError is AllocationError


class TestBounds:
    def test_no_area_gets_more_than_its_poor(self):
        allocation = allocate(plan_of(KNOWN), by="households", households=160)
        assert [(part.share, part.held) for part in allocation.parts] == [
            (160, None),
            (83, None),
            (27, None),
            (50, Held.POOR),
        ]  # 110 are left for 300 and 100: 82.5 and 27.5

    def test_at_least_and_at_most_are_kept_and_told(self):
        allocation = allocate(plan_of(KNOWN), by="poor", at_least={"c": 20}, at_most={"a": 10})
        assert [(part.share, part.held) for part in allocation.parts[1:]] == [
            (10, Held.AT_MOST),
            (20, None),
            (20, Held.AT_LEAST),
        ]

    def test_a_star_is_every_area_and_one_of_its_own_goes_before_it(self):
        for asked in ({"b": 20, "*": 12}, {"*": 12, "b": 20}):
            assert shares(KNOWN, by="poor", at_least=asked) == {"r": 50, "a": 18, "b": 20, "c": 12}
        assert why(KNOWN, at_least={"*": 18}) == (
            "R: 50 households cannot be shared out: its 3 areas are to get at least 54 together, 4 more; lower what "
            "--at-least asks for"
        )

    def test_more_than_are_sure_to_be_poor_is_doubtful(self):
        allocation = allocate(REAL, by="poor", households=13000)
        doubtful = [part.located.area.id for part in allocation.parts if part.is_doubtful]
        assert doubtful == ["thanh-pho-yen-bai", "tram-tau", "mu-cang-chai"]
        assert next(part.poor for part in allocation.parts if part.located.area.id == "tram-tau") == (814, 2816)
        assert not any(part.is_doubtful for part in allocate(plan_of(KNOWN), by="poor", households=200).parts)


class TestLevels:
    def test_one_area_inside(self):
        assert shares(TREE, area="a", by="poor", households=8) == {"a": 8, "v": 6, "w": 2}

    def test_down_the_whole_tree_each_area_shares_out_what_it_got(self):
        assert shares(TREE, by="poor", deep=True) == {"r": 25, "a": 10, "v": 8, "w": 2, "b": 15, "x": 15}

    def test_bounds_inside_are_met_by_what_the_area_around_gets(self):
        found = shares(TREE, by="poor", deep=True, at_least={"v": 14}, at_most={"w": 1})
        assert found == {"r": 25, "a": 14, "v": 14, "w": 0, "b": 11, "x": 11}
        found = shares(TREE, by="poor", deep=True, at_most={"v": 3, "w": 1})
        assert found == {"r": 25, "a": 4, "v": 3, "w": 1, "b": 21, "x": 21}

    def test_an_area_that_lists_only_some_of_those_inside_keeps_what_it_got(self):
        text = targets(
            area("a", area("v"), poor_households_start=40, partial="true"),
            area("b", poor_households_start=40),
            reduction_households=10,
        )
        assert shares(text, by="poor", deep=True) == {"r": 10, "a": 5, "b": 5}
        assert why(text, by="poor", deep=True, at_least={"v": 1}).startswith("--at-least v=1: V does not share in the")
        assert why(text, area="a", households=5).startswith("A lists only some of the areas inside it (partial: true)")


class TestUse:
    @pytest.mark.parametrize(("use", "weight"), [("largest", 2816), ("smallest", 814), ("middle", 1815)])
    def test_of_a_range_the_chosen_number_counts(self, use, weight):
        allocation = allocate(REAL, by="poor", use=use)
        (found,) = [part.weight for part in allocation.parts if part.located.area.id == "tram-tau"]
        assert (found.used, found.range) == (weight, Interval(814, 2816))

    def test_a_middle_that_is_no_whole_number_is_exact(self):
        allocation = allocate(REAL, by="poor", use="middle")
        assert allocation.parts[2].weight.used == Fraction(724 + 347, 2)


class TestTheParadox:
    def test_a_larger_total_takes_a_household_from_tram_tau(self):
        before, after = (shares(None, households=total) for total in (13008, 13009))
        assert (before["tram-tau"], after["tram-tau"]) == (497, 496)


class TestWhatCannotBeDone:
    @pytest.mark.parametrize(
        ("asked", "told"),
        [
            (
                {"households": 40000},
                "at most 36,296 can be poor at the start of the year; share out 3,704 fewer",
            ),
            ({"households": -1}, "Tỉnh Yên Bái: -1 households cannot be shared out: a target is a whole number from 0"),
            ({"area": "tram-tau"}, "Huyện Trạm Tấu has no areas inside it to share its target; name another with"),
            ({"area": "tram-tu"}, "no area is called tram-tu; did you mean tram-tau?"),
            ({"area": ""}, "no area is called ''; povcalc show targets --format csv lists the areas"),
            (
                {"at_least": {"tram-tau": 3000}},
                "Huyện Trạm Tấu: at least 3,000 (--at-least tram-tau=3000), but at most",
            ),
            ({"at_least": {"tram-tau": -3}}, "--at-least tram-tau=-3: a share is 0 or more"),
            (
                {"at_least": {"tram-tau": 500}, "at_most": {"tram-tau": 400}},
                "Huyện Trạm Tấu: at least 500 (--at-least tram-tau=500), but at most 400 (--at-most tram-tau=400); ch",
            ),
            ({"at_most": {"tramtau": 3}}, "--at-most tramtau=3: no area is called tramtau; did you mean tram-tau?"),
            ({"at_most": {"yen-bai": 3}}, "--at-most yen-bai=3: Tỉnh Yên Bái does not share in the target of Tỉnh Yên"),
            (
                {"at_most": {"*": 500}},
                "Tỉnh Yên Bái: 11,869 households cannot be shared out: its 9 areas can take at most 4,500 together",
            ),
            ({"by": "por"}, "--by takes current, poor, households, points, or the heading of a column of a table of"),
            ({"by": {}}, "no weight is given for Thành phố Yên Bái"),
            ({"by": {"tram-tau": -1}}, "tram-tau: a weight may not be negative, and this one is -1"),
            ({"by": {"tram-tu": 1}}, "no area is called tram-tu; did you mean tram-tau?"),
            ({"by": dict.fromkeys(DISTRICTS, 0)}, "; a weight of 0 takes nothing: Thành phố Yên Bái, Thị xã Nghĩa Lộ,"),
        ],
    )
    def test_on_the_plan_of_2019(self, asked, told):
        assert told in why(None, **asked)

    @pytest.mark.parametrize(
        ("text", "asked", "told"),
        [
            (targets(area("a"), area("b")), {}, "R states no exact target in households; say how many to share out"),
            (
                targets(area("a"), reduction_households="{about: 9}"),
                {},
                "R states no exact target in households (about 9); say how many to share out with --households",
            ),
            (
                targets(area("a"), reduction_households=3),
                {"by": "households"},
                "A: nothing that the plan states bounds its households at the start of the year, so it has no weight",
            ),
            (
                targets(area("a", reduction_households=-3), reduction_households=3),
                {},
                "A: its net reduction in poor households is -3, and nothing can be shared out by a negative number",
            ),
            (
                targets(area("a", households_start=50, households_end=60), reduction_households=3),
                {"by": "points"},
                "give them in a table with --figures (columns poor_households_start)",
            ),
            (
                targets(
                    area("a", poor_households_start=0, households=9),
                    area("b", poor_households_start=3, households=9),
                    reduction_households=3,
                ),
                {"by": "poor", "at_most": {"b": 2}},
                "R: 3 households cannot be shared out: its 2 areas can take at most 2 together",
            ),
            (
                targets(area("a", area("c")), area("b", area("c"))),
                {"area": "c"},
                "several areas are called c: r/a/c, r/b/c; use one of these paths",
            ),
        ],
    )
    def test_on_small_plans(self, text, asked, told):
        assert told in why(text, **asked)

    def test_without_targets(self):
        plan = plan_of("povcalc: 1\ndocument: {title: A}\nfunding: {unit: VND, total: 5}\n")
        with pytest.raises(AllocationError, match="the plan has no targets"):
            allocate(plan)

    def test_equal_points_where_growth_is_not_known(self):
        told = why(None, by="points", assumed=Options(growth=ANY))
        assert "assume one base with --growth 0" in told


def by_column(content, heading="near poor", **asked):
    table = read_table(content.encode(), "near.csv", walk(plan_of(KNOWN).targets))
    return {"by": heading, "tables": (table,), **asked}


class TestByAColumn:
    @pytest.mark.parametrize(
        ("cells", "expected"),
        [
            (("1.000", "1.726", "500"), (15, 27, 8)),  # thousands, which 1.726 alone must be
            (("1,5", "3", "0.5"), (15, 30, 5)),
            (("10", "20..30", "~10"), (10, 30, 10)),
            (("10", "", "10"), None),
        ],
    )
    def test_its_cells_are_the_weights(self, cells, expected):
        rows = "".join(f"{name};{cell}\n" for name, cell in zip("abc", cells, strict=True))
        asked = by_column(f"id;Near poor\n{rows}")
        if expected is None:
            assert why(KNOWN, **asked) == "near.csv has no number for B in the column near poor; add its row"
        else:
            assert tuple(shares(KNOWN, **asked).values()) == (50, *expected)

    def test_an_area_that_is_left_out_has_the_sum_of_those_inside(self):
        plan = plan_of(TREE)
        table = read_table(b"id,score\nv,1\nw,3\nx,4\n", "scores.csv", walk(plan.targets))
        found = allocate(plan, by="score", tables=(table,), deep=True, households=16)
        assert [part.share for part in found.parts] == [16, 8, 2, 6, 8, 8]

    def test_those_inside_are_not_all_where_only_some_are_listed(self):
        text = targets(area("a", area("v"), partial="true"), reduction_households=3)
        table = read_table(b"id,score\nv,1\n", "scores.csv", walk(plan_of(text).targets))
        assert (
            why(text, by="score", tables=(table,)) == "scores.csv has no number for A in the column score; add its row"
        )

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            ("id;near poor\na;1.200\nb;1,5\nc;3\n", "near.csv:2:3: 1.200 may be 1,200 or 1.200 (near poor); write the"),
            ("id;near poor\na;many\nb;1\nc;3\n", "near.csv:2:3: many is not a number (near poor)"),
            ("id;near poor\na;-5\nb;1\nc;3\n", "near.csv:2:3: -5 is negative"),
            ("id;near poor\na;5\nb;1\na;3\n", "near.csv:4:3: this area has a weight already"),
            ("id;near poor\nz;5\n", "near.csv:2:1: the plan has no area called z"),
            ("id;near poor;Near  Poor\na;5;5\n", "near.csv:1:14: two columns are headed near poor"),
            (
                "x;near poor\na;5\n",
                "near.csv:1:1: the table cannot be read here; povcalc check with --figures says why",
            ),
            ("id;near poor\na;≥5\nb;1\nc;3\n", "A has only a lower bound in the column near poor; write one number"),
            ("id;neer poor\na;5\n", "not near poor; did you mean neer poor?"),
        ],
    )
    def test_what_is_wrong_is_told_with_its_place(self, content, told):
        assert told in why(KNOWN, **by_column(content))

    def test_a_column_that_no_table_has(self):
        assert why(KNOWN, **by_column("id;xyz\na;5\n", "score")).endswith("not score; the tables have: id, xyz")
        assert why(KNOWN, by="score").endswith("not score; name the table with --figures")


@st.composite
def plans(draw):
    """Plans of two levels with all counts stated, some of the areas without areas inside."""

    def leaf(name):
        poor = draw(st.integers(0, 40))
        return area(name, households=poor + draw(st.integers(1, 60)), poor_households_start=poor)

    inside = []
    for first in "abc"[: draw(st.integers(1, 3))]:
        children = [leaf(f"{first}{second}") for second in range(draw(st.integers(0, 3)))]
        inside.append(area(first, *children) if children else leaf(first))
    return targets(*inside)


class TestProperties:
    @settings(max_examples=60)
    @given(plans(), st.data())
    def test_shares_add_up_at_every_level_and_are_never_more_than_the_poor(self, text, data):
        plan = plan_of(text)
        poor = sum(_poor(each) for each in plan.targets.areas)
        asked = {
            "households": data.draw(st.integers(0, poor), label="households"),
            "by": data.draw(st.sampled_from([By.POOR, By.HOUSEHOLDS, By.POINTS]), label="by"),
            "deep": data.draw(st.booleans(), label="deep"),
        }
        allocation = allocate(plan, **asked)
        by_path = {part.located.path: part for part in allocation.parts}
        assert allocation.parts[0].share == asked["households"]
        for part in allocation.parts:
            inner = [by_path[child.path].share for child in part.located.children if child.path in by_path]
            assert not inner or sum(inner) == part.share
            assert part.share <= _poor(part.located.area)
            assert bool(inner) is (bool(part.located.children) and (asked["deep"] or not part.depth))

    @settings(max_examples=80)
    @given(plans(), st.data())
    def test_down_a_tree_it_fails_only_where_bounds_and_poor_leave_no_way(self, text, data):
        plan = plan_of(text)
        inside = [located for located in walk(plan.targets) if len(located.path) > 1]
        ids = st.sampled_from([located.area.id for located in inside])
        least = data.draw(st.dictionaries(ids, st.integers(0, 20), max_size=3), label="at least")
        most = data.draw(st.dictionaries(ids, st.integers(5, 60), max_size=3), label="at most")
        total = data.draw(st.integers(0, _poor(plan.targets)), label="total")
        rooms = [_room(located.area, least, most) for located in inside if len(located.path) == len(inside[0].path)]
        possible = None not in rooms and sum(low for low, _ in rooms) <= total <= sum(high for _, high in rooms)
        asked = {"by": "poor", "deep": True, "households": total, "at_least": least, "at_most": most}
        if not possible:
            assert why(text, **asked)
            return
        found = shares(text, **asked)
        assert all(found[called] >= households for called, households in least.items())
        assert all(found[called] <= households for called, households in most.items())

    @settings(max_examples=30)
    @given(st.integers(0, 20000), st.sampled_from(list(By)), st.integers(0, 300), st.integers(300, 2000))
    def test_on_the_plan_of_2019_floors_and_caps_hold_or_it_says_why_not(self, total, by, least, most):
        asked = {"households": total, "by": by, "at_least": {"tram-tau": least}, "at_most": {"van-chan": most}}
        try:
            found = shares(None, **asked)
        except AllocationError:
            assert "cannot be shared out" in why(None, **asked) or "more than all the poor" in why(None, **asked)
            return
        assert sum(found.values()) == 2 * total
        assert found["tram-tau"] >= least
        assert found["van-chan"] <= most


def _poor(found):
    if found.areas:
        return sum(map(_poor, found.areas))
    return int(found.poor_households_start.number)


def _room(found, least, most):
    """The least and the most that an area can get, by its bounds, its poor and the areas inside it."""
    low, high = least.get(found.id, 0), min(most.get(found.id, 10**9), _poor(found))
    inner = [_room(each, least, most) for each in found.areas]
    if None in inner:
        return None
    if inner:
        low, high = max(low, sum(each[0] for each in inner)), min(high, sum(each[1] for each in inner))
    return (low, high) if low <= high else None


def test_a_file_does_as_well_as_a_plan(tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text(real_plan(), encoding="utf-8")
    assert allocate(file).parts == allocate(read_text(real_plan(), "plan.yaml").plan).parts


@pytest.mark.parametrize("asked", [{"households": "13000"}, {"households": 13.5}, {"at_least": {"tram-tau": True}}])
def test_numbers_that_are_no_counts_are_refused(asked):
    with pytest.raises(AllocationError) as refused:
        allocate(read_text(real_plan(), "plan.yaml").plan, **asked)
    assert "is no whole number of households" in refused.value.why.to(Lang.EN)


COMMUNE = replaced(read(DATA / "an_phu_2023.yaml"), {("targets", "breakdowns"): ()})
VILLAGES = [child.id for child in COMMUNE.targets.areas]
MEASURED = targets(
    area("a", households=100, poor_households_start=20, near_poor_households_start=30),
    area("b", households=300, poor_households_start=10, near_poor_households_start=10),
    near_poor_reduction_households=8,
)


class TestTheOtherMeasures:
    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ({"measure": "near-poor", "by": "poor"}, [8, 6, 2]),
            ({"measure": "near-poor", "by": "households"}, [8, 2, 6]),
            ({"measure": "near-poor", "by": "points", "households": 4}, [4, 1, 3]),
            ({"measure": "near-poor", "by": {"a": 1, "b": 1}, "at_least": {"b": 5}}, [8, 3, 5]),
            ({"measure": "near-poor", "by": "households", "households": 16}, [16, 6, 10]),  # no more are near-poor
            ({"measure": "multidimensional", "by": "poor", "households": 7}, [7, 5, 2]),  # 50 and 20
            ({"measure": "poor", "by": "poor", "households": 6}, [6, 4, 2]),
        ],
    )
    def test_shares_are_of_the_measure(self, asked, expected):
        assert [part.share for part in allocate(plan_of(MEASURED), **asked).parts] == expected

    def test_rates_and_targets_are_those_of_the_measure(self):
        allocation = allocate(plan_of(MEASURED), measure="near-poor", by="poor")
        (_, first, _) = allocation.parts
        assert allocation.parts[0].before == Figure(8)
        assert first.poor == (30, 30)
        assert allocation.after(first, "near_poor_rate_end") == Interval(24, 24)
        assert allocation.after(first, "near_poor_reduction_rate") == Interval(6, 6)
        assert list(allocation.changes) == [
            (*part.located.path, "near_poor_reduction_households") for part in allocation.parts
        ]

    @pytest.mark.parametrize(
        ("asked", "told"),
        [
            ({"measure": "near"}, "a measure is poor, near-poor or multidimensional, not near"),
            ({"measure": "near-poor", "households": 41}, "41 households are more than all the near-poor: at most 40"),
            (
                {"measure": "multidimensional"},
                "R states no exact net reduction in multidimensionally poor households (multidimensional_reduction_",
            ),
        ],
    )
    def test_what_cannot_be_done_is_told_of_the_measure(self, asked, told):
        assert told in why(MEASURED, **asked)

    def test_near_poor_that_are_not_stated_are_asked_for_by_their_field(self):
        plan = targets(area("a", households=30), area("b", households=10), near_poor_reduction_households=4)
        told = why(plan, measure="near-poor", by="poor")
        assert "how many households are near-poor at the start of the year in A, B" in told
        assert "(column near_poor_households_start)" in told
        grown = targets(area("a", households_start=50, households_end=60), near_poor_reduction_households=3)
        assert "(columns near_poor_households_start)" in why(grown, measure="near-poor", by="points")

    def test_a_rise_that_is_planned_has_no_shares(self):
        plan = targets(
            area("a", near_poor_reduction_households=-3), near_poor_reduction_households=3, near_poor_households_start=9
        )
        assert "its net reduction in near-poor households is -3" in why(plan, measure="near-poor")

    def test_a_plan_that_does_not_speak_of_the_measure_gets_its_targets(self):
        allocation = allocate(plan_of(KNOWN), measure="near-poor", by="households", households=60)
        assert [part.share for part in allocation.parts] == [60, 30, 10, 20]
        assert [part.before for part in allocation.parts] == [None] * 4
        assert {path[-1] for path in allocation.changes} == {"near_poor_reduction_households"}
        # 90 of 300 are poor, so that no more than 210 are near-poor.
        assert allocation.parts[1].poor == (0, 210)
        with pytest.raises(AllocationError):
            allocate(plan_of(KNOWN), measure="near-poor", by="households", households=401)

    @settings(max_examples=25, deadline=None)
    @given(
        st.sampled_from(["poor", "near-poor"]),
        st.integers(0, 120),
        st.sampled_from(["poor", "households", "points"]),
        st.dictionaries(st.sampled_from(VILLAGES), st.integers(0, 4), max_size=2),
    )
    def test_the_plan_with_its_shares_is_true_whatever_it_states_beside_them(self, measure, households, by, least):
        try:
            allocation = allocate(COMMUNE, measure=measure, households=households, by=by, at_least=least)
        except AllocationError:
            return
        changes, contradicted = allocation.carried_out()
        assert contradicted == ()
        plan = replaced(COMMUNE, changes)
        assert [finding for finding in povcalc.check(plan).findings if finding.severity is not Severity.NOTE] == []
        for part in allocation.parts:
            assert changes[(*part.located.path, part.measure.reduction)] == Figure(part.share)

    def test_both_together_contradict_the_two_that_the_plan_states(self):
        allocation = allocate(COMMUNE, measure="multidimensional", households=40, by="poor")
        assert sum(part.share for part in allocation.parts[1:]) == 40
        assert allocation.carried_out()[1]
        assert allocate(COMMUNE, measure="multidimensional").carried_out()[1] == ()

    def test_only_what_the_shares_contradict_follows_them(self):
        """The real plan promises points and end rates that other numbers of households make true: they stay."""
        assert {path[-1] for path in allocate(REAL, households=13000).changes} == {"reduction_households"}
        stated = targets(
            area("a", households=100, poor_households_start=20, poor_households_end=15, poverty_rate_end="15.0"),
            area("b", households=100, poor_households_start=20, reduction_rate="{over: 4}"),
            reduction_households=10,
        )
        changes, contradicted = allocate(plan_of(stated), by={"a": 4, "b": 1}).carried_out()
        assert ("targets", "areas", 1, "reduction_rate") in contradicted
        assert {path[1:]: figure for path, figure in changes.items()} == {
            ("reduction_households",): Figure(10),
            ("areas", 0, "reduction_households"): Figure(8),
            ("areas", 0, "poor_households_end"): Figure(12),
            ("areas", 0, "poverty_rate_end"): Figure(Decimal("12.0")),
            ("areas", 1, "reduction_households"): Figure(2),
        }


class TestPoorThatAreNotStated:
    HOUSEHOLDS = targets(
        area("a", households=300, reduction_households=20, reduction_rate="{over: 2}"),
        area("b", households=100, reduction_households=20),
        reduction_households=40,
    )

    @pytest.mark.parametrize("use", ["largest", "smallest", "middle"])
    def test_households_are_not_taken_for_them(self, use):
        with pytest.raises(AllocationError) as refused:
            allocate(plan_of(self.HOUSEHOLDS), by="poor", use=use)
        said = refused.value.why.to(Lang.EN)
        assert "does not say how many households are poor at the start of the year in A, B" in said
        assert "--by current, --by households" in said

    def test_what_follows_exactly_is_what_the_plan_has(self):
        plan = targets(
            area("a", households=300, poverty_rate_start="10.00", reduction_households=20),
            area("b", poor_households_end=10, reduction_households=20),
            reduction_households=40,
        )
        assert shares(plan, by="poor") == {"r": 40, "a": 20, "b": 20}
        assert [part.weight.used for part in allocate(plan_of(plan), by="poor").parts[1:]] == [30, 30]

    def test_a_bound_is_called_one(self):
        columns = allocated(allocate(REAL, by="poor")).columns
        assert "Poor at start, at most (weight)" in [column.heading.to(Lang.EN) for column in columns]
        assert "Poor at start (weight)" in [
            column.heading.to(Lang.EN) for column in allocated(allocate(plan_of(KNOWN), by="poor")).columns
        ]
