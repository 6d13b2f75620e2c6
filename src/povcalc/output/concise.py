"""One line a finding: `file:line:column: CODE message`, and nothing else.

What the plan accepts is marked: `CODE [waived] message`.
"""

from povcalc.findings import Finding
from povcalc.output.checked import Checked
from povcalc.text import Lang, Text, printable

_WAIVED = Text("[waived]", "[đã chấp nhận]")


def concise(run: tuple[Checked, ...], lang: Lang) -> str:
    """The findings of a run, in the order of the files and of their lines."""
    return "".join(f"{_line(checked, finding, lang)}\n" for checked in run for finding in checked.report.findings)


def _line(checked: Checked, finding: Finding, lang: Lang) -> str:
    place = finding.place
    where = f"{finding.file or checked.name}:{place.line}:{place.column}" if place else checked.name
    waived = "" if finding.waived is None else f"{_WAIVED.to(lang)} "
    return printable(f"{where}: {finding.code} {waived}{finding.message.to(lang)}")
