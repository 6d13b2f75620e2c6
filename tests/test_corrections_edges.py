"""Corrections at their edges: what mutants of their candidates showed to be untested."""

from plans import dotted, read_text
from povcalc.corrections import suggested
from povcalc.engine import run
from test_breakdowns import small


def offered(text):
    """What is suggested for the first finding: the figure's path and number, and whether it is safe."""
    reading = read_text(text, "plan.yaml")
    report, _ = suggested(reading, run(reading))
    return [
        (dotted(change.path), change.number, suggestion.safe)
        for suggestion in report.findings[0].suggestions
        for change in suggestion.changes
    ]


class TestShares:
    WHOLE, PART = "targets.poor_households_end", "targets.breakdowns[0].parts[0].poor_households_end"

    def plan(self, whole, part, share=""):
        parts = f"{{id: x, name: X, poor_households_end: {part}{share}}}, {{id: y, name: Y, poor_households_end: 12}}"
        return small(f"{{id: b, name: B, parts: [{parts}]}}", whole=f"poor_households_end: {whole}")

    def test_of_a_part_and_its_whole_a_share_tells_which_is_wrong(self):
        # 36 and 12 make 48, of which 36 are 75%; 63 and 12 would make 75, of which 63 are 84%.
        assert offered(self.plan(48, 63)) == [(self.PART, 36, False), (self.WHOLE, 75, False)]
        assert offered(self.plan(48, 63, ", share_of_poor_end: 75.0")) == [(self.PART, 36, True)]

    def test_so_it_does_where_the_whole_is(self):
        # 72 and 12 would make 84, but 72 are 86% of it.
        assert (self.PART, 72, False) in offered(self.plan(84, 36))
        of_both = offered(self.plan(84, 36, ", share_of_poor_end: 75.0"))
        assert of_both[0][:2] == (self.WHOLE, 48)
        assert self.PART not in [path for path, _, _ in of_both]
