"""What a change does to the findings: those that are new, those that are gone, and those that stay."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from povcalc.findings import SEVERITIES, Finding, Report
from povcalc.places import Path
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


_Key = tuple[str, Path | None, str | None]


def compared(before: Report, after: Report) -> Difference:
    """What the findings of two reports on plans of the same shape have in common, by check and place in the data."""
    was, now = _by_key(before.findings), _by_key(after.findings)
    same = [key for key in now if key in was]
    reworded = tuple(now[key] for key in same if now[key].message != was[key].message)
    return Difference(
        tuple(finding for key, finding in now.items() if key not in was),
        tuple(finding for key, finding in was.items() if key not in now),
        reworded,
        len(same) - len(reworded),
    )


def _by_key(findings: Iterable[Finding]) -> dict[tuple[_Key, int], Finding]:
    """Findings by check and path; those that share both, such as two of one file's text, by their number."""
    seen: Counter[_Key] = Counter()
    found = {}
    for finding in findings:
        key = finding.code, finding.path, finding.file
        found[key, seen[key]] = finding
        seen[key] += 1
    return found


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
