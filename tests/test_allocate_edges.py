"""Targets shared out, at their edges: what mutants showed to be untested."""

from plans import area, targets
from test_allocation import why


def test_what_areas_cannot_take_is_said_with_what_holds_them():
    few = (area("a", poor_households_start=4, households=9), area("b", poor_households_start=3, households=9))
    text = targets(*few, households=18, reduction_households=6)
    told = why(text, by="poor", at_most={"b": 1})
    assert "its 2 areas can take at most 5 together, by --at-most and their poor households at the start of" in told
    assert told.endswith("share out 1 fewer")


def test_only_a_star_is_every_area():
    each = {"poor_households_start": 9, "households": 20}
    text = targets(area("a", **each), area("b", **each), reduction_households=6)
    assert "--at-least =4: no area is called ''" in why(text, by="poor", at_least={"": 4})
    assert "its 2 areas are to get at least 8 together" in why(text, by="poor", at_least={"*": 4})
