"""T101 and T102 at their edges: what mutants of them showed to be untested."""

import pytest

from plans import area, only, targets, told
from povcalc.messages import Lang


@pytest.mark.parametrize(("first", "second"), [(12, 9), (9, 12)])
def test_of_two_counts_each_is_added_up_whichever_is_the_greater(first, second):
    parts = (area(name, households_start=5, households_end=5) for name in "ab")
    text = targets(*parts, households_start=first, households_end=second)
    assert told(text) == [
        ("T101", "targets.households_start", str(first)),
        ("T101", "targets.households_end", str(second)),
    ]


def test_the_stated_figure_is_told_as_it_was_meant():
    text = targets(
        area("a", reduction_households=5), area("b", reduction_households=6), reduction_households="{over: 30}"
    )
    assert ": over 30 is stated, but the 2 areas add up to 11: the total is 19 too high" in only(text).message.to(
        Lang.EN
    )
