"""The shorter way to a contradiction of one sum gives what the longer one does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import area, targets
from povcalc.inference import conflicts
from povcalc.inference.ranges import ranges
from povcalc.plan.load import read_text
from povcalc.plan.model import walk


def found(text):
    return ranges(walk(read_text(text, "plan.yaml").plan.targets)).conflicts


def both_ways(text):
    """The contradictions with the shorter way and without it, and how often it was gone."""
    gone = []
    shorter = conflicts._allowed_by_one_sum

    def watched(*given_):
        rooms = shorter(*given_)
        gone.append(rooms is not None)
        return rooms

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conflicts, "_allowed_by_one_sum", watched)
        quick = found(text)
        patch.setattr(conflicts, "_allowed_by_one_sum", lambda *_: None)
        return quick, found(text), sum(gone)


@given(
    st.integers(-20, 60),
    st.lists(st.integers(-5, 20), min_size=1, max_size=5),
    st.sampled_from([{}, {"poverty_rate_end": 12}, {"households": 400}, {"poor_households_start": 90}]),
    st.booleans(),
)
def test_the_shorter_way_finds_the_same(whole, parts, beside, inner):
    children = [area(f"a{at}", reduction_households=part) for at, part in enumerate(parts)]
    if inner:
        middle = area("m", *children, reduction_households=sum(parts), **beside)
        text = targets(middle, area("z", reduction_households=3), reduction_households=whole)
    else:
        text = targets(*children, reduction_households=whole, **beside)
    quick, slow, _ = both_ways(text)
    assert quick == slow


def test_a_wrong_sum_goes_the_shorter_way():
    text = targets(area("a", reduction_households=3), area("b", reduction_households=4), reduction_households=9)
    (conflict,), slow, gone = both_ways(text)
    assert gone == 1
    assert (conflict,) == slow
    # 9 are stated where 3 and 4 are 7: the total would be 7, or the parts 5 and 6.
    assert [room.low for room in conflict.allowed_ranges] == [7, 5, 6]


@pytest.mark.parametrize(
    "text",
    [
        targets(area("a", reduction_households="{at_least: 3}"), reduction_households=2),
        targets(area("a", poor_households_start=30), poor_households_start=20),
        targets(area("a", poor_households_start=30, poor_households_end=20), reduction_households=20),
    ],
)
def test_anything_else_goes_the_longer_way(text):
    quick, slow, gone = both_ways(text)
    assert quick == slow != ()
    assert gone == 0
