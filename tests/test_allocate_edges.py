"""Targets shared out, at their edges: what mutants showed to be untested."""

from plans import area, targets
from test_allocation import why


def test_what_areas_cannot_take_is_said_with_what_holds_them():
    few = (area("a", poor_households_start=4, households=9), area("b", poor_households_start=3, households=9))
    text = targets(*few, households=18, reduction_households=6)
    told = why(text, by="poor", at_most={"b": 1})
    assert "its 2 areas can take at most 5 together, by --at-most and their poor households at the start of" in told
    assert told.endswith("share out 1 fewer")
