"""Family D at its edges: what mutants of its checks showed to be untested."""

from plans import told_by

HEAD = "povcalc: 1\ndocument: {title: T, year: 2019}\ntargets: {id: r, name: R}\n"


def test_a_preliminary_report_in_time_hides_none_behind_it():
    reports = (("preliminary", "2019-10-01"), ("preliminary", "2019-12-01"), ("official", "2019-11-01"))
    lines = [f"    - {{id: d{n}, text: D, report: {kind}, on: {day}}}\n" for n, (kind, day) in enumerate(reports)]
    text = HEAD + "schedule:\n  deadlines:\n" + "".join(lines)
    assert [(code, path) for code, path, _ in told_by(text, "D")] == [("D104", "schedule.deadlines[1].on")]
