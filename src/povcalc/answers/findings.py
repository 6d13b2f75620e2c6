"""What a change does to the findings: those that are new, those that are gone, and those that stay."""

from collections.abc import Iterator
from typing import NamedTuple

from povcalc.comparison.findings import finding_changes
from povcalc.findings import SEVERITIES, Finding, Report
from povcalc.loading import Reading
from povcalc.sheets import Column, Row, Sheet
from povcalc.text import Text, say


class Difference(NamedTuple):
    """The findings of a plan after a change beside those before it.

    `reworded` are findings that stay with other numbers in their words, as they are after it.
    """

    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    reworded: tuple[Finding, ...]
    unchanged: int


def compared(before: tuple[Reading, Report], after: tuple[Reading, Report]) -> Difference:
    """What the findings of a plan have in common with those of the plan after a change."""
    changes = finding_changes((*before, {}), (*after, {}))
    said = {finding.message for finding in before[1].findings}
    reworded = tuple(finding for finding in changes.kept if finding.message not in said)
    return Difference(changes.new, changes.gone, reworded, len(changes.kept) - len(reworded))


NEW, GONE, REWORDED = Text("new", "mới"), Text("gone", "hết"), Text("still there", "vẫn còn")


def findings_sheet(difference: Difference) -> Sheet:
    """The findings that are new, gone or worded otherwise, and how many stay as they were."""
    columns = (
        Column("change", Text("Change", "Thay đổi"), whole=True),
        Column("severity", Text("Severity", "Mức độ"), whole=True),
        Column("code", Text("Code", "Mã"), whole=True),
        Column("message", Text("Finding", "Phát hiện")),
    )
    rows = tuple(_rows(difference))
    note = say(
        "Findings: {new} new, {gone} gone, {same} unchanged.",
        "Phát hiện: {new} mới, {gone} hết, {same} giữ nguyên.",
        new=len(difference.new),
        gone=len(difference.gone),
        same=difference.unchanged + len(difference.reworded),
    )
    return Sheet(Text("What check says of it", "Kết quả kiểm tra sau thay đổi"), columns, rows, (note,))


def _rows(difference: Difference) -> Iterator[Row]:
    for change, findings in ((NEW, difference.new), (GONE, difference.gone), (REWORDED, difference.reworded)):
        for finding in findings:
            yield Row((change, SEVERITIES[finding.severity], finding.code, finding.message))
