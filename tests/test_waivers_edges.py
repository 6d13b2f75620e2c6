"""Family W at its edges: what mutants of its checks showed to be untested."""

from plans import told_by
from povcalc.messages import Lang


def test_three_steps_that_are_not_enough_are_told_with_a_fourth():
    inner = "{id: %s, name: N, areas: [{id: x, name: X, areas: [{id: y, name: Y, areas: [{id: z, name: Z}]}]}]}"
    text = "povcalc: 1\ndocument: {title: T}\ntargets: {id: r, name: R, areas: [%s, %s]}\n"
    text = text % (inner % "a", inner % "b") + "waivers: [{code: T101, at: x/y/z, reason: R}]\n"
    ((code, path, finding),) = told_by(text, "W")
    assert (code, path) == ("W102", "waivers[0].at")
    assert finding.message.to(Lang.EN).endswith("write a/x/y/z or b/x/y/z")
