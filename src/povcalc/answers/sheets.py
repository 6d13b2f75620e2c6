"""What-if answers as sheets: the changes as they were understood, what follows, and what check says of it."""

from typing import NamedTuple

from povcalc.answers.consequences import consequences_sheet
from povcalc.answers.findings import Difference, compared, findings_sheet
from povcalc.answers.promises import promises_sheet
from povcalc.bounds import Options, Ranges, exact_ranges
from povcalc.checks.declare import Subject
from povcalc.engine import examined, run, subject_of
from povcalc.findings import Report, Severity
from povcalc.loading import Reading
from povcalc.scenario.whatif import Scenario, WhatIf, whatif
from povcalc.sheets import Column, Row, Sheet
from povcalc.steady import uncollected
from povcalc.text import Text, same, say


class Answer(NamedTuple):
    """What follows from a scenario, with the reports on the plan before and after it."""

    whatif: WhatIf
    before: Report
    after: Report

    @property
    def findings(self) -> Difference:
        """What the change does to the findings."""
        return compared((self.whatif.before, self.before), (self.whatif.after, self.after))


def answered(
    reading: Reading, scenario: Scenario, options: Options | None = None, before: Report | None = None
) -> Answer:
    """What follows from a scenario. `before` is the report on the plan as written, if there is one already.

    Raises `ScenarioError` for a scenario that cannot be carried out.
    """
    subject = subject_of(reading, options)
    before = before or examined(subject)
    with uncollected():
        found = whatif(reading, scenario, options, _ranges(subject, before))
    return Answer(found, before, run(found.after, options=options))


def _ranges(subject: Subject, report: Report) -> Ranges | None:
    """The ranges of the plan that was checked."""
    if subject.reading.plan is None:
        return None
    of_targets = [each for each in report.findings if each.code[0] == "T" and each.severity is not Severity.NOTE]
    known = None if of_targets else exact_ranges(subject.areas, subject.known)
    return known or subject.ranges


def told(answer: Answer) -> tuple[Sheet, ...]:
    """The answer as sheets: changes, consequences, promises if there are any, findings."""
    promises = promises_sheet(answer.whatif)
    return (
        changes_sheet(answer.whatif),
        consequences_sheet(answer.whatif),
        *(() if promises is None else (promises,)),
        findings_sheet(answer.findings),
    )


def changes_sheet(found: WhatIf) -> Sheet:
    """Every figure that was changed, in the order in which that was done, and why."""
    columns = (
        Column("figure", Text("Figure", "Số liệu"), whole=True),
        Column("before", Text("Before", "Trước"), numeric=True),
        Column("after", Text("After", "Sau"), numeric=True),
        Column("change", Text("Change", "Thay đổi")),
    )
    rows: list[Row] = []
    rounded_figures = 0
    for applied in found.applied:
        for step in applied.steps:
            rounded_figures += step.rounded
            called = found.selecting.called(step.path)
            words = applied.request.words.removeprefix(f"{called}=")  # the selector again, unless it means several
            rows.append(Row((called, step.before, step.after, same(words))))
    for steps, why in ((found.rebalanced, _REBALANCED), (found.follows, _FOLLOWS)):
        rows += [Row((found.selecting.called(step.path), step.before, step.after, why)) for step in steps]
    notes = () if not rounded_figures else (_rounded_note(rounded_figures),)
    return Sheet(Text("Changes", "Thay đổi"), columns, tuple(rows), notes)


_REBALANCED = Text("so that the sum holds", "để tổng vẫn khớp")
_FOLLOWS = Text("follows", "suy ra")


def _rounded_note(count: int) -> Text:
    return say(
        "Rounded half up, counts to whole households and amounts to the decimals that they had: {count}.",
        "Đã làm tròn (nửa đơn vị làm tròn lên; số hộ thành số nguyên, số tiền theo số lẻ vốn có): {count} số.",
        count=count,
    )
