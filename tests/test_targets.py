"""T101 and T102: the counts of areas against the sums of the areas inside them."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans import HEAD, area, both, checked, codes, edited, held, only, outcome, real_plan, targets, told, why
from povcalc.findings import Outcome, Severity
from povcalc.messages import Lang

COUNTS = (
    "households",
    "households_start",
    "households_end",
    "poor_households_start",
    "poor_households_end",
    "reduction_households",
)
STOCKS = COUNTS[:-1]
ROOT = "targets."


def over(figure):
    return f"{{over: {figure}}}"


def family(field, whole, *parts, **more):
    """A root with a count and child areas a, b, ... with theirs; `None` leaves it out."""
    inside = [area(chr(ord("a") + at), **({} if part is None else {field: part})) for at, part in enumerate(parts)]
    return targets(*inside, **more, **{field: whole})


class TestAreasAddUp:
    @pytest.mark.parametrize("field", COUNTS)
    def test_a_sum_that_is_right_passes(self, field):
        assert told(family(field, 11, 5, 6)) == []
        assert outcome(family(field, 11, 5, 6), "T101") is Outcome.PASSED

    @pytest.mark.parametrize("field", COUNTS)
    @pytest.mark.parametrize("whole", [10, 12])
    def test_one_household_off_is_an_error_at_the_total(self, field, whole):
        text = family(field, whole, 5, 6)
        assert told(text) == [("T101", ROOT + field, str(whole))]
        assert ("difference", whole - 11) in only(text).numbers

    def test_households_at_both_dates_are_one_count(self):
        assert held(family("households", 11, 5, 6), "T101") == 1
        text = targets(
            area("a", households_start=5, households_end=6),
            area("b", households_start=6, households_end=5),
            households=11,
        )
        assert held(text, "T101") == 2

    @pytest.mark.parametrize(
        ("whole", "parts"),
        [
            ("{min: 10, max: 20}", ("{min: 1, max: 4}", "{min: 3, max: 6}")),
            ("{min: 10, max: 20}", ("{min: 15, max: 18}", 5)),
            ("{at_least: 10}", (4, 6)),
            (over(10), (4, 6)),
            ("{at_most: 10}", (4, 6)),
            ("{under: 10}", (4, 6)),
            (10, ("{at_most: 4}", 10)),
            (10, ("{at_least: 4}", 6)),
            ("{about: 10}", (4, 6)),
        ],
    )
    def test_ranges_that_touch_pass(self, whole, parts):
        assert codes(family("households_start", whole, *parts)) <= {"T102", "T104"}
        assert outcome(family("households_start", whole, *parts), "T101") is Outcome.PASSED

    @pytest.mark.parametrize(
        ("whole", "parts", "difference"),
        [
            ("{min: 11, max: 20}", ("{min: 1, max: 4}", "{min: 3, max: 6}"), 1),
            ("{min: 10, max: 20}", ("{min: 16, max: 18}", 5), -1),
            ("{at_least: 11}", (4, 6), 1),
            (over(11), (4, 6), 1),
            ("{at_most: 9}", (4, 6), -1),
            ("{under: 9}", (4, 6), -1),
            (10, ("{at_most: 4}", 11), -1),
            (10, ("{at_least: 5}", 6), -1),
            ("{about: 11}", (4, 6), 1),
        ],
    )
    def test_ranges_one_household_apart_are_an_error_with_the_gap(self, whole, parts, difference):
        text = family("households_start", whole, *parts)
        assert told(text) == [("T101", "targets.households_start", str(whole))]
        assert ("difference", difference) in only(text).numbers

    @pytest.mark.parametrize("field", STOCKS)
    def test_areas_of_a_partial_list_may_make_less_but_not_more(self, field):
        assert told(family(field, 12, 5, 6, partial="true")) == []
        assert told(family(field, 11, 5, 6, partial="true")) == []
        assert told(family(field, 10, 5, 6, partial="true")) == [("T101", ROOT + field, "10")]

    def test_a_reduction_says_nothing_of_a_partial_list(self):
        text = family("reduction_households", 3, 5, 6, partial="true")
        assert told(text) == []
        assert outcome(text, "T101") is Outcome.SKIPPED

    @pytest.mark.parametrize("field", STOCKS)
    def test_a_stock_that_is_not_stated_leaves_it_open_unless_the_others_are_too_many(self, field):
        assert told(family(field, 5, 5, None)) == []
        assert outcome(family(field, 5, 5, None), "T101") is Outcome.UNDECIDED
        assert told(family(field, 4, 5, None)) == [("T101", ROOT + field, "4")]

    def test_a_reduction_that_is_not_stated_leaves_it_open_since_it_may_be_negative(self):
        text = family("reduction_households", 4, 5, None, 7)
        assert told(text) == []
        reason = "1 of the 3 areas in R do not state the net reduction in poor households"
        assert why(text, "T101") == reason

    def test_an_area_without_a_count_counts_with_the_sum_of_its_own_areas(self):
        inner = area("a", area("b", households_end=5), area("c", households_end=6))
        assert told(targets(inner, area("d", households_end=1), households_end=12)) == []
        text = targets(inner, area("d", households_end=1), households_end=13)
        assert told(text) == [("T101", "targets.households_end", "13")]
        assert len(only(text).related) == 3

    def test_what_is_listed_in_an_area_that_is_not_wholly_known_counts_as_its_least(self):
        open_areas = (
            area("a", area("b", households=9), area("c")),
            area("a", area("b", households=9), partial="true"),
        )
        for inner in open_areas:
            assert told(targets(inner, area("d", households=2), households=11)) == []
            text = targets(inner, area("d", households=2), households=10)
            assert told(text) == [("T101", "targets.households", "10")]

    def test_the_areas_own_count_goes_before_the_sum_of_those_inside_it(self):
        text = targets(area("a", area("b", households=5), households=6), households=6)
        assert told(text) == [("T101", "targets.areas[0].households", "6")]

    def test_the_message_has_the_sum_and_the_difference(self):
        assert both(only(family("reduction_households", 1200, 1000, 100, 101)).message) == (
            (
                "R, net reduction in poor households: 1,200 is stated, but the 3 areas add up to 1,201: "
                "the total is 1 too low; correct the total or one of the areas"
            ),
            (
                "R, số hộ nghèo giảm trong năm: ghi 1.200 nhưng 3 địa bàn cộng lại là 1.201: "
                "số tổng thiếu 1; cần sửa số tổng hoặc số của một địa bàn"
            ),
        )

    @pytest.mark.parametrize(("parts", "words"), [((5,), "the only area inside has 5"), ((5, 6), "the 2 areas add up")])
    def test_the_message_counts_the_areas(self, parts, words):
        assert words in only(family("reduction_households", 20, *parts)).message.to(Lang.EN)

    def test_the_message_has_the_figure_as_it_was_meant(self):
        assert ": over 30 is stated, but" in only(family("reduction_households", over(30), 5, 6)).message.to(Lang.EN)

    def test_the_first_twenty_parts_are_related(self):
        inside = [area(f"a{number}", reduction_households=1) for number in range(25)]
        assert len(only(targets(*inside, reduction_households=1)).related) == 20

    def test_a_total_that_is_too_high_is_said_to_be(self):
        message = only(family("reduction_households", 12, 5, 6)).message
        assert "the total is 1 too high" in message.to(Lang.EN)
        assert "số tổng thừa 1" in message.to(Lang.VI)

    def test_the_message_for_a_partial_list_speaks_of_the_areas_listed(self):
        assert both(only(family("households", 10, 5, 6, partial="true")).message) == (
            (
                "R, households: 10 is stated, but the areas listed make 11, 1 more than the whole; "
                "correct the total or one of the areas"
            ),
            (
                "R, số hộ: ghi 10 nhưng các địa bàn được liệt kê cộng lại là 11, vượt 1; "
                "cần sửa số tổng hoặc số của một địa bàn"
            ),
        )

    def test_every_single_count_of_the_plan_of_2019_is_held(self):
        plan = real_plan()
        lines = [line.strip() for line in plan.splitlines() if line.strip().startswith("reduction_households")]
        assert len(lines) == 10
        for line in lines:
            whole = line == lines[0]
            for step in (-1, 1):
                number = int(line.split()[1])
                text = plan.replace(line, f"reduction_households: {number + step}")
                found = [row for row in checked(text).findings if row.severity is Severity.ERROR]
                assert [row.code for row in found] == ["T101"]
                assert found[0].place.line == 105
                assert ("difference", step if whole else -step) in found[0].numbers


class TestTotalExceeded:
    @pytest.mark.parametrize("field", COUNTS)
    @pytest.mark.parametrize("word", ["over", "under"])
    def test_a_bound_that_is_met_exactly_is_a_note(self, field, word):
        whole = f"{{{word}: 11}}"
        text = family(field, whole, 5, 6)
        assert told(text) == [("T102", ROOT + field, whole)]
        assert only(text).severity is Severity.NOTE
        assert outcome(text, "T102") is Outcome.PASSED

    @pytest.mark.parametrize(
        ("whole", "parts"),
        [
            (over(10), (5, 6)),
            ("{under: 12}", (5, 6)),
            (over(11), (5, "{min: 6, max: 7}")),
        ],
    )
    def test_a_bound_that_is_passed_is_none(self, whole, parts):
        text = family("households", whole, *parts)
        assert told(text) == []
        assert outcome(text, "T102") is Outcome.PASSED

    @pytest.mark.parametrize("whole", [11, "{at_least: 11}", "{at_most: 11}"])
    def test_a_figure_that_includes_its_number_is_not_looked_at(self, whole):
        text = family("households", whole, 5, 6)
        assert told(text) == []
        assert outcome(text, "T102") is Outcome.SKIPPED

    @pytest.mark.parametrize("more", [{"partial": "true"}, {}])
    def test_an_open_list_decides_nothing(self, more):
        parts = (5, 6) if more else (5, 6, None)
        text = family("households", over(11), *parts, **more)
        assert told(text) == []
        assert outcome(text, "T102") is Outcome.SKIPPED

    def test_what_is_not_looked_at_and_what_is_passed_hide_nothing_behind_them(self):
        counts = ((5, 5), (over(8), 9), (over(7), 7))
        inner = [
            area(f"a{at}", area("b", households=part), households=whole) for at, (whole, part) in enumerate(counts)
        ]
        assert told(targets(*inner)) == [("T102", "targets.areas[2].households", over(7))]

    def test_the_plan_of_2019_with_over_written_before_its_total_gets_this_note(self):
        text = edited("reduction_households: 11869", "reduction_households: {over: 11869}")
        assert told(text) == [("T102", "targets.reduction_households", "{over: 11869}")]

    def test_the_message(self):
        assert both(only(family("reduction_households", over(4990), 4000, 990)).message) == (
            "R: over 4,990 is met, not exceeded: the areas add up to exactly 4,990",
            "R: mức trên 4.990 chỉ vừa đạt, chưa vượt: các địa bàn cộng lại đúng bằng 4.990",
        )


CAP = 24
"""More than any sum of the trees below."""


@st.composite
def trees(draw, figures, depth=2):
    """An area of at most so many levels: its figure or `None`, whether partial, and what is inside."""
    inside = draw(st.lists(trees(figures, depth - 1), max_size=2)) if depth else []
    return draw(st.none() | figures), bool(inside) and draw(st.booleans()), inside


def lines(tree, field, name="r"):
    figure, partial, inside = tree
    more = {field: written(figure)} if figure else {}
    if partial:
        more["partial"] = "true"
    return area(name, *(lines(child, field, f"{name}{at}") for at, child in enumerate(inside)), **more)


def plan_of(tree, field):
    return "povcalc: 1\ndocument: {title: A}\ntargets:\n" + "".join(f"  {row}\n" for row in lines(tree, field))


def written(figure):
    low, high = figure
    if high is None:
        return f"{{at_least: {low}}}"
    return low if low == high else f"{{min: {low}, max: {high}}}"


def worlds(tree):
    """Every number that the area can have, each of the areas inside it having one that fits; slowly."""
    figure, partial, inside = tree
    sums = {sum(parts) for parts in product(*(worlds(child) for child in inside))}
    if not inside:
        possible = set(range(CAP))
    elif partial:
        possible = {number for number in range(CAP) if any(least <= number for least in sums)}
    else:
        possible = sums
    if figure is None:
        return possible
    low, high = figure
    return {number for number in possible if low <= number and (high is None or number <= high)}


exact = st.integers(0, 5).map(lambda number: (number, number))
ranges = st.tuples(st.integers(0, 4), st.integers(0, 3) | st.none()).map(
    lambda ends: (ends[0], None if ends[1] is None else sum(ends))
)


class TestAgainstEveryWorld:
    @settings(max_examples=120, deadline=None)
    @given(trees(exact), st.sampled_from(STOCKS[1:]))
    def test_exact_stocks_are_refused_just_when_no_world_has_them(self, tree, field):
        assert ("T101" in codes(plan_of(tree, field))) == (not worlds(tree))

    @settings(max_examples=120, deadline=None)
    @given(trees(ranges), st.sampled_from(STOCKS[1:]))
    def test_ranges_are_refused_only_when_no_world_has_them(self, tree, field):
        assert not ("T101" in codes(plan_of(tree, field)) and worlds(tree))

    @settings(max_examples=120, deadline=None)
    @given(exact | ranges, st.lists(exact | ranges, min_size=1, max_size=3), st.booleans())
    def test_on_one_level_ranges_are_refused_just_when_no_world_has_them(self, whole, parts, partial):
        tree = (whole, partial, [(part, False, []) for part in parts])
        assert ("T101" in codes(plan_of(tree, "households_end"))) == (not worlds(tree))

    @settings(max_examples=80, deadline=None)
    @given(st.integers(-5, 5), st.lists(st.integers(-5, 5), min_size=1, max_size=4), st.sampled_from("ou="))
    def test_reductions_below_nought_add_up_like_others(self, whole, parts, sign):
        figure = {"o": f"{{over: {whole}}}", "u": f"{{under: {whole}}}", "=": whole}[sign]
        fits = {"o": sum(parts) >= whole, "u": sum(parts) <= whole, "=": sum(parts) == whole}[sign]
        found = codes(family("reduction_households", figure, *parts))
        assert ("T101" in found) == (not fits)
        assert ("T102" in found) == (sign != "=" and sum(parts) == whole)


class TestRangeEnds:
    FIELD = "reduction_households"

    def said(self, whole, *parts, **more):
        found = [each for each in checked(family(self.FIELD, whole, *parts, **more)).findings if each.code == "T104"]
        return [each.message.to(Lang.EN) for each in found]

    def test_a_swapped_end_is_named(self):
        (words,) = self.said("{min: 5374, max: 6013}", "{min: 3347, max: 3513}", "{min: 2000, max: 2500}")
        assert "the low ends add up to 5,347, not 5,374 (two digits swapped?)" in words
        assert "high" not in words

    @pytest.mark.parametrize(
        ("whole", "slip"),
        [
            ("{min: 5347, max: 6018}", "one digit differs"),
            ("{min: 2000, max: 6013}", "a part left out"),
            ("{min: 5347, max: 8513}", "a part counted twice"),
            ("{min: 5513, max: 6013}", "the other end of a part taken"),
        ],
    )
    def test_the_likely_slip_is_named(self, whole, slip):
        words = self.said(whole, "{min: 3347, max: 3513}", "{min: 2000, max: 2500}")
        assert [f"({slip}?)" in each for each in words] == [True]

    @pytest.mark.parametrize(
        "whole",
        [
            "{min: 5347, max: 6013}",
            "{min: 5300, max: 6000}",
            "{min: 5350, max: 6020}",
            "{min: 5340, max: 6010}",
            "{over: 5000}",
            "{at_most: 6100}",
            5800,
        ],
    )
    def test_the_same_ends_rounded_ones_and_ordinary_speech_are_silent(self, whole):
        assert self.said(whole, "{min: 3347, max: 3513}", "{min: 2000, max: 2500}") == []

    def test_over_3000_of_parts_that_make_3022_is_silent(self):
        assert codes(family(self.FIELD, "{over: 3000}", 1522, 1500)) == set()

    def test_parts_without_a_range_or_not_all_stated_are_silent(self):
        assert self.said("{min: 840, max: 930}", 500, 400) == []
        assert self.said("{min: 840, max: 930}", "{min: 500, max: 520}", None) == []
        assert self.said("{min: 840, max: 930}", "{min: 500, max: 520}", 300, partial="true") == []


class TestAreasThatMayBeMissing:
    def said(self, text):
        return [each.message.to(Lang.EN) for each in checked(text).findings if each.code == "T101"]

    def test_partial_is_suggested_where_all_sums_are_less_by_an_area(self):
        inside = [area(name, households=1000, reduction_households=30) for name in "ab"]
        words = self.said(targets(*inside, households=3100, reduction_households=95))
        assert len(words) == 2
        assert all("if not all areas inside are listed, write partial: true" in each for each in words)

    @pytest.mark.parametrize(
        "whole", [{"households": 3100, "reduction_households": 60}, {"households": 2007}, {"households": 1900}]
    )
    def test_not_where_another_sum_holds_or_too_little_is_missing(self, whole):
        inside = [area(name, households=1000, reduction_households=30) for name in "ab"]
        assert not any("partial" in each for each in self.said(targets(*inside, **whole)))


class TestNamesOfAreasSideBySide:
    """T103."""

    @staticmethod
    def plan(one, other, inner=""):
        return (
            "povcalc: 1\ndocument: {title: T}\ntargets:\n  id: r\n  name: R\n  reduction_households: 2\n  areas:\n"
            f"    - {{id: a, name: {one}, reduction_households: 1{inner}}}\n"
            f"    - {{id: b, name: {other}, reduction_households: 1}}\n"
        )

    @pytest.mark.parametrize(
        ("one", "other"),
        [("Xã Hòa An", "xã hoà  an"), ("Lý Sơn", "Lí Sơn"), ("A, kind: ward", "A, kind: ward")],
    )
    def test_one_name_twice_is_found_at_the_second_with_the_first_beside_it(self, one, other):
        assert [row[:2] for row in told(self.plan(one, other))] == [("T103", "targets.areas[1].name")]

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Thành phố Cao Lãnh", "Huyện Cao Lãnh"),
            ("A, kind: city", "A, kind: district"),
            ("Bản Mù", "Bản Mú"),
            ("R", "S"),
        ],
    )
    def test_other_names_and_other_kinds_are_not(self, one, other):
        assert told(self.plan(one, other)) == []
        assert outcome(self.plan(one, other), "T103") is Outcome.PASSED

    def test_areas_inside_different_areas_may_have_one_name(self):
        inner = ", areas: [{id: c, name: B, reduction_households: 1}]"
        assert told(self.plan("A", "B", inner)) == []

    def test_a_copied_name_in_the_plan_of_2019_wakes_it_alone(self):
        text = real_plan().replace("name: Huyện Trạm Tấu", "name: Huyện Văn Chấn", 1)
        assert [row[:2] for row in told(text) if row[0] != "T205"] == [("T103", "targets.areas[7].name")]


class TestRoundedCounts:
    TEXT = (
        HEAD + "targets:\n  id: t\n  name: T\n%s  poor_households_start: 31000\n  areas:\n"
        "    - {id: a, name: A, poor_households_start: 10000}\n    - {id: b, name: B, poor_households_start: 20000}\n"
    )

    def test_the_message_says_what_rounding_would_allow_and_how_to_state_it(self):
        words = only(self.TEXT % "").message.to(Lang.EN)
        assert words.endswith("rounding allows 1,500: then write rounded_to: 1000 in targets)")

    def test_counts_that_do_not_all_end_with_zeros_are_exact(self):
        assert "rounded_to" not in only((self.TEXT % "").replace("10000", "10001")).message.to(Lang.EN)

    def test_rounded_counts_agree_within_half_a_unit_each(self):
        assert told(self.TEXT % "  rounded_to: 1000\n") == []
        assert codes(self.TEXT.replace("31000", "32000") % "  rounded_to: 1000\n") == {"T101"}
        assert codes(self.TEXT % "  rounded_to: 100\n") == {"T101"}
