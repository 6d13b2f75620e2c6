"""T131 to T133 at their edges: what mutants of these checks showed to be untested."""

import pytest

from plans import area, codes, only, outcome, targets, told
from povcalc.findings import Outcome
from test_breakdowns import small

PARTS = "{{id: b, name: B, parts: [{{id: x, name: X, {}}}, {{id: y, name: Y, {}}}]}}"


def test_a_part_that_overlaps_is_compared_in_each_figure_that_it_states():
    # X states no poor households at the start, which come first, and too many at the end.
    text = small(
        "{id: b, name: B, overlapping: true, parts: [{id: x, name: X, poor_households_end: 49}, {id: y, name: Y}]}",
        whole="poor_households_start: 60\n  poor_households_end: 48",
    )
    assert told(text) == [("T131", "targets.breakdowns[0].parts[0].poor_households_end", "49")]


def test_a_share_of_an_estimate_is_not_decided():
    text = small(
        PARTS.format("poor_households_end: 36, share_of_poor_end: 76", "kind: group"),
        whole="poor_households_end: {about: 48}",
    )
    assert outcome(text, "T132") is Outcome.UNDECIDED


def test_shares_of_all_parts_decide_and_those_of_some_do_not():
    both = small(PARTS.format("share_of_poor_start: 60", "share_of_poor_start: 40"))
    assert outcome(both, "T133") is Outcome.PASSED
    assert outcome(both.replace("share_of_poor_start: 40", "kind: group"), "T133") is Outcome.UNDECIDED


def test_an_estimate_of_a_share_is_no_stricter_than_the_bare_number():
    # About 3 is 2.5 to 3.5 as 3 is, more than a tenth either way; 96.5 is at least 96.45, and 96.4 at most 96.45.
    text = small(PARTS.format("share_of_poor_start: {about: 3}", "share_of_poor_start: %s"))
    assert codes(text % "96.5") == set()
    assert codes(text % "96.4") == {"T133"}


@pytest.mark.parametrize(("parts", "beside"), [(20, 19), (21, 19), (25, 19)])
def test_shares_that_do_not_add_up_are_told_at_the_first_with_up_to_nineteen_beside(parts, beside):
    each = ", ".join(f"{{id: p{at}, name: P{at}, share_of_poor_end: 10}}" for at in range(parts))
    text = small(f"{{id: b, name: B, parts: [{each}]}}")
    assert told(text) == [("T133", "targets.breakdowns[0].parts[0].share_of_poor_end", "10")]
    assert len(only(text).related) == beside


def test_so_are_the_counts_beside_a_share():
    areas = "".join(f"    - {{id: a{at}, name: A{at}, poor_households_end: 2}}\n" for at in range(24))
    part = "{id: x, name: X, poor_households_end: 36, share_of_poor_end: 80}"
    text = small(
        f"{{id: b, name: B, partial: true, parts: [{part}]}}", whole="households_end: 500", areas=f"  areas:\n{areas}"
    )
    finding = only(text)
    assert (finding.code, len(finding.figures), len(finding.related)) == ("T132", 26, 19)


@pytest.mark.parametrize(
    ("whole", "first"),
    [
        ("poor_households_end: 48", "poor_households_start: 5"),  # of which the whole says nothing
        ("poor_households_start: 60\n  poor_households_end: 48", "poor_households_start: {about: 70}"),
        ("poor_households_start: 60\n  poor_households_end: 48", "poor_households_start: 60"),
    ],
)
def test_behind_a_figure_that_overlaps_rightly_the_next_is_looked_at(whole, first):
    part = f"{{id: x, name: X, {first}, poor_households_end: 49}}"
    text = small(f"{{id: b, name: B, overlapping: true, parts: [{part}]}}", whole=whole)
    assert ("T131", "targets.breakdowns[0].parts[0].poor_households_end", "49") in told(text)


def test_behind_a_share_without_counts_the_next_is_looked_at():
    text = small(PARTS.format("share_of_poor_end: 70", "poor_households_end: 12, share_of_poor_end: 30"))
    assert told(text) == [("T132", "targets.breakdowns[0].parts[1].share_of_poor_end", "30")]


def test_behind_a_breakdown_that_overlaps_the_next_is_added_up():
    shares = "[{id: x%d, name: X, share_of_poor_end: 60}, {id: y%d, name: Y, share_of_poor_end: 50}]"
    causes = f"{{id: b, name: B, overlapping: true, parts: {shares % (1, 1)}}}"
    text = small(f"{causes}\n    - {{id: c, name: C, parts: {shares % (2, 2)}}}")
    assert told(text) == [("T133", "targets.breakdowns[1].parts[0].share_of_poor_end", "60")]


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("overlapping", ["", "overlapping: true, "])
def test_of_every_area_the_breakdown_itself_says_whether_its_parts_overlap(at, overlapping):
    # 60% and 50%; the breakdown before it says the opposite, whose parts have 50% each.
    other = "" if overlapping else "overlapping: true, "
    shares = "parts: [{id: x, name: X, share_of_poor_end: %s}, {id: y, name: Y, share_of_poor_end: 50}]"
    both = f"[{{id: b, name: B, {other}{shares % 50}}}, {{id: c, name: C, {overlapping}{shares % 60}}}]"
    inside = [area(each, **({"breakdowns": both} if each == "ijk"[at] else {})) for each in "ijk"]
    place = f"targets.areas[{at}].breakdowns[1].parts[0].share_of_poor_end"
    assert told(targets(*inside)) == ([] if overlapping else [("T133", place, "60")])


def test_what_the_parts_of_areas_make_together_is_told_at_the_first_of_them():
    # 30 and 22 lack land, of 48 in all.
    land = "breakdowns: [{id: cause, name: Cause, overlapping: true, parts: [{id: land, name: Land%s}]}]"
    a, b = (land % f", poor_households_end: {count}" for count in (30, 22))
    areas = f"  areas: [{{id: a, name: A, {a}}}, {{id: b, name: B, {b}}}]\n"
    text = small("{id: cause, name: Cause, overlapping: true, parts: [{id: land, name: Land}]}", areas=areas)
    assert told(text) == [("T131", "targets.areas[0].breakdowns[0].parts[0].poor_households_end", "30")]


def test_a_share_of_the_plan_itself_is_of_nothing():
    text = targets(poor_households_start=50, share_of_poor_start=50)
    assert codes(text) == set()
    assert outcome(text, "T132") is outcome(text, "T133") is Outcome.SKIPPED
