"""JUnit's XML: a suite a file and, in it, a test case a check.

A check that found what fails the run is a failure; one that found what does not, such as a warning, passes
and tells of it as its output. A check is skipped that is undecided, waived or had nothing to check.
"""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from povcalc.findings import SEVERITIES, CheckRun, Finding, Outcome
from povcalc.output.beside import whole
from povcalc.output.checked import Checked, Run, broken
from povcalc.output.identity import file_path
from povcalc.text import Lang, Text, printable, say

_COUNTS = {"failures": "failure", "errors": "error", "skipped": "skipped"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, in whatever way it is written."""

_UNREAD = "could-not-run"


def junit(run: Run, lang: Lang, *, ascii_only: bool) -> str:
    """The whole run as one XML document."""
    root = Element("testsuites", name="povcalc")
    for checked in run.files:
        _suite(root, checked, run.folder, lang)
    if run.troubles:
        suite = SubElement(root, "testsuite", name="povcalc")
        for trouble in run.troubles:
            words = trouble.words.to(lang)
            case = SubElement(suite, "testcase", classname="povcalc", name=_safe(trouble.file or _UNREAD))
            SubElement(case, "error", message=_safe(words), type=_UNREAD)
    for suite in (*root, root):
        cases = list(suite.iter("testcase"))
        suite.set("tests", str(len(cases)))
        for name, tag in _COUNTS.items():
            suite.set(name, str(sum(case.find(tag) is not None for case in cases)))
    indent(root)
    # Characters that the output's encoding lacks are written by their numbers, whatever that encoding is.
    written = tostring(root, encoding="us-ascii" if ascii_only else "utf-8", xml_declaration=True)
    return f"{written.decode()}\n"


def _suite(root: Element, checked: Checked, folder: str, lang: Lang) -> None:
    path = _safe(file_path(checked.name, folder))
    suite = SubElement(root, "testsuite", name=path)
    found: dict[str, list[Finding]] = {}
    for finding in checked.report.findings:
        found.setdefault(finding.code, []).append(finding)
    for ended in checked.report.runs:
        case = SubElement(suite, "testcase", classname=path, name=f"{ended.code} {ended.slug}")
        if checked.is_file:
            case.set("file", path)
        _tell(case, checked, ended, found.get(ended.code, []), lang)


def _tell(case: Element, checked: Checked, ended: CheckRun, findings: list[Finding], lang: Lang) -> None:
    """What came of a check."""
    failing = [finding for finding in findings if checked.fails_on(finding)]
    why = "" if ended.why is None else ended.why.to(lang)
    place = next((finding.place for finding in failing if finding.place is not None and finding.file is None), None)
    if place is not None:
        case.set("line", str(place.line))
    if ended.outcome is Outcome.BROKEN:
        SubElement(case, "error", message=_safe(broken(ended).to(lang)), type="broken")
    elif failing:
        first, *others = failing
        message = first.message.to(lang)
        if others:
            message += say(" (and {count} more)", " (và {count} phát hiện khác)", count=len(others)).to(lang)
        failure = SubElement(case, "failure", message=_safe(message), type=ended.code)
        failure.text = _lines(checked, failing, lang)
    elif checked.fails_undecided(ended):
        SubElement(case, "failure", message=_safe(_UNDECIDED.to(lang) + why), type="undecided")
    elif ended.outcome in _SKIPPED:
        reasons = [finding.waived.to(lang) for finding in findings if finding.waived is not None]
        told = "; ".join(reasons) if ended.outcome is Outcome.WAIVED else why
        SubElement(case, "skipped", message=_safe(_SKIPPED[ended.outcome].to(lang) + told))
    rest = [finding for finding in findings if finding not in failing]
    if rest:
        SubElement(case, "system-out").text = _lines(checked, rest, lang)


_UNDECIDED = Text("undecided: ", "chưa kết luận được: ")
_SKIPPED = {
    Outcome.UNDECIDED: _UNDECIDED,
    Outcome.WAIVED: Text("waived: ", "đã chấp nhận: "),
    Outcome.SKIPPED: Text("nothing to check: ", "không có gì để kiểm tra: "),
}
"""The outcomes of a check that neither holds nor fails, as a skipped test case begins."""


def _lines(checked: Checked, findings: list[Finding], lang: Lang) -> str:
    """Findings in lines, each with its place."""
    lines = []
    for finding in findings:
        place = finding.place
        where = finding.file or checked.name
        if place is not None:
            where += f":{place.line}:{place.column}"
        first, *others = whole(finding, lang)
        lines += [f"{where}: {SEVERITIES[finding.severity].to(lang)} {finding.code}: {first}"]
        lines += [f"  {other}" for other in others]
    return "\n".join(map(_safe, lines))


def _safe(words: str) -> str:
    """Words that XML can hold and that do nothing to a screen."""
    return _FORBIDDEN.sub(lambda sign: ascii(sign[0])[1:-1], printable(words))
