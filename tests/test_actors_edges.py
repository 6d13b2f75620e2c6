"""Family A at its edges: what mutants of its checks showed to be untested."""

from plans import told_by


def test_a_name_that_could_not_be_read_hides_none_behind_it():
    names = ("5", "Sở A", "Sở A")
    actors = "".join(f"  - {{id: a{n}, name: {name}, duties: [{{text: T}}]}}\n" for n, name in enumerate(names))
    text = f"povcalc: 1\ndocument: {{title: T}}\ntargets: {{id: r, name: R}}\nactors:\n{actors}"
    assert [(code, path) for code, path, _ in told_by(text, "A")] == [("A103", "actors[2].name")]
