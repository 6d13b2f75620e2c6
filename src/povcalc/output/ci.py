"""Reports for CI services.

One line a finding: `file:line:column: CODE message`, and nothing else.

What the plan accepts is marked: `CODE [waived] message`.

Workflow commands of GitHub Actions: one annotation a finding, on the line of the file that it is about.

What a value contains is escaped as GitHub's own toolkit does it, so that nothing in a plan can end the
command or begin another.

A Code Quality report of GitLab: a JSON array with an object a finding.

GitLab shows what a merge request adds and mends by comparing fingerprints, which `identity` makes.

JUnit's XML: a suite a file and, in it, a test case a check.

A check that found what fails the run is a failure; one that found what does not, such as a warning, passes
and tells of it as its output. A check is skipped that is undecided, waived or had nothing to check.

A report as Markdown, for a comment on a pull request or the summary of a job.

Whatever a plan's text contains stays text, here on forges too, which look for people, issues and pictures
in the finished page: see `quiet`.
"""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from povcalc.findings import SEVERITIES, CheckRun, Finding, Outcome, Severity
from povcalc.messages import Lang, Text, counted, printable, say
from povcalc.output.excerpt import excerpt
from povcalc.output.report import (
    Checked,
    Fingerprints,
    Run,
    Trouble,
    broken,
    document_of,
    file_path,
    json_text,
    suggested,
    whole,
)
from povcalc.output.tables import paragraph

_WAIVED = Text("[waived]", "[đã chấp nhận]")


def concise(run: tuple[Checked, ...], lang: Lang) -> str:
    """The findings of a run, in the order of the files and of their lines."""
    return "".join(f"{_line(checked, finding, lang)}\n" for checked in run for finding in checked.report.findings)


def _line(checked: Checked, finding: Finding, lang: Lang) -> str:
    place = finding.place
    where = f"{finding.file or checked.name}:{place.line}:{place.column}" if place else checked.name
    waived = "" if finding.waived is None else f"{_WAIVED.to(lang)} "
    return printable(f"{where}: {finding.code} {waived}{finding.message.to(lang)}")


_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_GITHUB_WAIVED = Text("waived", "đã chấp nhận")
_GITHUB_UNDECIDED = Text("undecided", "chưa kết luận được")


def github(run: Run, lang: Lang) -> str:
    """A command for each finding, each check that broke or fails the run undecided, and each file not read."""
    commands = [
        *(command for checked in run.files for command in _annotations(checked, run.folder, lang)),
        *(_command("error", [trouble.words.to(lang)], title=run.program) for trouble in run.troubles),
    ]
    return "".join(f"{command}\n" for command in commands)


def _annotations(checked: Checked, folder: str, lang: Lang) -> Iterator[str]:
    for finding in checked.report.findings:
        yield _of_finding(checked, finding, folder, lang)
    for ended in checked.report.runs:
        title = f"{ended.code} {ended.slug}"
        if ended.outcome is Outcome.BROKEN:
            yield _command("error", [broken(ended).to(lang)], title=title, **_file(checked, None, folder))
        elif checked.fails_undecided(ended) and ended.why is not None:
            lines = [ended.why.to(lang)]
            label = f"{title}: {_GITHUB_UNDECIDED.to(lang)}"
            yield _command("error", lines, title=label, **_file(checked, None, folder))


def _of_finding(checked: Checked, finding: Finding, folder: str, lang: Lang) -> str:
    title = f"{finding.code} {finding.slug}"
    if finding.waived is not None:
        title, command = f"{title}: {_GITHUB_WAIVED.to(lang)}", "notice"
    else:
        command = _COMMANDS[finding.severity]
    return _command(command, whole(finding, lang), title=title, **_file(checked, finding, folder), **_place(finding))


def _file(checked: Checked, finding: Finding | None, folder: str) -> dict[str, str]:
    """The file, which only one that the repository may have can be."""
    name = None if finding is None else finding.file
    return {"file": file_path(name or checked.name, folder)} if name or checked.is_file else {}


def _place(finding: Finding) -> dict[str, str]:
    """Lines and, where it is all in one line, columns; GitHub refuses columns of several lines."""
    place = finding.place
    if place is None:
        return {}
    lines = {"line": str(place.line), "endLine": str(place.end_line)}
    if place.line != place.end_line:
        return lines
    return {**lines, "col": str(place.column), "endColumn": str(place.end_column)}


def _command(name: str, lines: list[str], *, title: str, **properties: str) -> str:
    told = ",".join(f"{key}={_property(value)}" for key, value in {**properties, "title": title}.items())
    message = _data("\n".join(lines))
    return f"::{name} {told}::{message}"


def _data(words: str) -> str:
    return printable(words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}
_BLOCKS = "blocker"
"""The severity of what kept a file from being checked."""


def gitlab(run: Run, lang: Lang, *, ascii_only: bool) -> str:
    """What counts: findings that are not waived, checks that broke or fail the run undecided, files not read."""
    prints = Fingerprints(run.folder)
    told = [
        *(each for checked in run.files for each in _issues(checked, prints, lang)),
        *(_of_trouble(trouble, prints, lang) for trouble in run.troubles),
    ]
    return json_text(told, ascii_only=ascii_only)


def _issues(checked: Checked, prints: Fingerprints, lang: Lang) -> Iterator[dict[str, Any]]:
    for finding in checked.report.findings:
        mark = prints.of_finding(checked, finding)
        if finding.waived is None:
            words = f"{finding.code} {finding.message.to(lang)}"
            place = finding.place
            yield _issue(
                f"{finding.code}/{finding.slug}",
                words,
                mark,
                _SEVERITIES[finding.severity],
                file_path(finding.file or checked.name, prints.folder),
                lines=None if place is None else (place.line, place.end_line),
            )
    path = file_path(checked.name, prints.folder)
    for ended in checked.report.runs:
        name, about = f"{ended.code}/{ended.slug}", ("outcome", ended.outcome.value, ended.code, path)
        if ended.outcome is Outcome.BROKEN:
            yield _issue(name, broken(ended).to(lang), prints.of(*about), _BLOCKS, path)
        elif checked.fails_undecided(ended) and ended.why is not None:
            words = say("undecided: {why}", "chưa kết luận được: {why}", why=ended.why).to(lang)
            yield _issue(name, f"{ended.code} {words}", prints.of(*about), "major", path)


def _of_trouble(trouble: Trouble, prints: Fingerprints, lang: Lang) -> dict[str, Any]:
    path = file_path(trouble.file or ".", prints.folder)
    mark = prints.of("trouble", path, trouble.words.en)
    return _issue("could-not-run", trouble.words.to(lang), mark, _BLOCKS, path)


def _issue(  # noqa: PLR0913 - one parameter for each thing that GitLab is told
    name: str, words: str, mark: str, severity: str, path: str, *, lines: tuple[int, int] | None = None
) -> dict[str, Any]:
    begin, end = lines or (1, 1)
    return {
        "description": printable(words),
        "check_name": name,
        "fingerprint": mark,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": begin, "end": end}},
    }


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


MAX_LENGTH = 60_000
"""So many characters a report has at the most; a comment on GitHub may have 65,536."""

_WIDTH = 100
"""The width of the lines that are quoted from a file."""

_REFERENCE = re.compile(
    r"(?<=[@#!$%~^&])(?=[\w\"'{-])|(?<=:)(?=[\w+-]+:)|(?<=\\:)(?=//)|(?<=www\\\.)|(?<=\bGH-)(?=\d)", re.IGNORECASE
)
"""Where a forge would see somebody's name, an issue, a milestone, a label, a picture or a link begin."""

_NOTHING = "&#8203;"
"""A space of no width, which no name or number has in it."""

_HEADINGS = (
    Text("File", "Tệp"),
    Text("Errors", "Lỗi"),
    Text("Warnings", "Cảnh báo"),
    Text("Notes", "Lưu ý"),
    Text("Waived", "Đã chấp nhận"),
    Text("Undecided checks", "Phép kiểm tra chưa rõ"),
)
_ENDED = (
    Text("povcalc found nothing that fails", "povcalc không có phát hiện nào ở mức không đạt"),
    Text("povcalc found something that fails", "povcalc có phát hiện ở mức không đạt"),
    Text("povcalc could not check everything", "povcalc chưa kiểm tra được hết"),
)
_MARKDOWN_UNDECIDED = Text("undecided", "chưa kết luận được")
_MARKDOWN_WAIVED = Text("waived", "đã chấp nhận")
_REASON = Text("Accepted by the plan: ", "Kế hoạch chấp nhận: ")
_BUILT_IN = Text("built-in plan", "kế hoạch cài sẵn")


def report_markdown(run: Run, lang: Lang) -> str:
    """How the run ended, a table of its files, then each finding with its line and what would mend it."""
    parts = [f"## {_ENDED[min(run.status, 2)].to(lang)}", *_troubles(run, lang), *_table(run, lang)]
    findings = [told for checked in run.files for told in _file_lines(checked, run, lang)]
    kept = _kept(findings, MAX_LENGTH - sum(len(part) + 2 for part in parts))
    parts += [told for at, (_, told) in enumerate(findings) if at in kept]
    if len(kept) < len(findings):
        left = counted(len(findings) - len(kept), "finding", "phát hiện")
        parts.append(say("Not shown here: {left}.", "Không trình bày ở đây: {left}.", left=left).to(lang))
    return "\n\n".join(parts) + "\n"


def _kept(findings: list[tuple[int, str]], room: int) -> set[int]:
    """Which findings there is room for: those that weigh more go first, of equal ones the earlier."""
    kept = set()
    for at in sorted(range(len(findings)), key=lambda each: findings[each][0]):
        room -= len(findings[at][1]) + 2
        if room < 0:
            break
        kept.add(at)
    return kept


def quiet(words: str) -> str:
    """A text in which nothing acts, neither in Markdown nor in what a forge makes of the finished page."""
    return _REFERENCE.sub(_NOTHING, paragraph(words.strip()))


def _troubles(run: Run, lang: Lang) -> Iterator[str]:
    """What kept something from being checked."""
    words = [trouble.words for trouble in run.troubles]
    words += [
        broken(ended) for checked in run.files for ended in checked.report.runs if ended.outcome is Outcome.BROKEN
    ]
    if words:
        yield "\n".join(f"- {quiet(each.to(lang))}" for each in words)


def _table(run: Run, lang: Lang) -> Iterator[str]:
    if not run.files:
        return
    lines = [_row(heading.to(lang) for heading in _HEADINGS), "| --- |" + " ---: |" * (len(_HEADINGS) - 1)]
    rows = [_cells(checked, run, lang) for checked in run.files]
    # A run over thousands of files tells of those first in which something was found.
    rows.sort(key=lambda cells: [not count for count in cells[1:4]])
    room = MAX_LENGTH // 2
    for at, (name, *counts) in enumerate(rows):
        line = _row([name, *map(str, counts)])
        room -= len(line) + 1
        if room < 0:
            more = say("and {count} more files", "và {count} tệp khác", count=len(rows) - at).to(lang)
            lines.append(_row([more, *[""] * len(counts)]))
            break
        lines.append(line)
    yield "\n".join(lines)


def _cells(checked: Checked, run: Run, lang: Lang) -> tuple[str, int, int, int, int, int]:
    report = checked.report
    errors, warnings, notes = (report.weighing(severity) for severity in Severity)
    return _named(checked, run, lang), errors, warnings, notes, report.waived, report.ended(Outcome.UNDECIDED)


def _row(cells: "Iterator[str] | list[str]") -> str:
    return f"| {' | '.join(cells)} |"


def _file_lines(checked: Checked, run: Run, lang: Lang) -> Iterator[tuple[int, str]]:
    """The findings, each with its rank: errors 0, what the plan accepts last."""
    weights = list(Severity)
    for finding in checked.report.findings:
        rank = weights.index(finding.severity) if finding.waived is None else len(weights)
        yield rank, _finding(checked, finding, run, lang)
    for ended in checked.report.runs:
        if checked.fails_undecided(ended) and ended.why is not None:
            label = f"**{_MARKDOWN_UNDECIDED.to(lang)} {ended.code}** {_named(checked, run, lang)}"
            yield 0, f"{label}\n\n{quiet(ended.why.to(lang))}"


def _finding(checked: Checked, finding: Finding, run: Run, lang: Lang) -> str:
    """A finding: its weight, code and place, the message, the line of the file, and what would mend it."""
    label = SEVERITIES[finding.severity] if finding.waived is None else _MARKDOWN_WAIVED
    parts = [f"**{label.to(lang)} {finding.code}** {_where(checked, finding, run, lang)}"]
    parts.append(quiet(finding.message.to(lang)))
    if finding.waived is not None:
        parts.append(_REASON.to(lang) + quiet(finding.waived.to(lang)))
    document = document_of(checked, finding)
    if document is not None and finding.place is not None:
        parts.append(_fenced([line.plain for line in excerpt(document, finding.place, _WIDTH, "")]))
    if finding.argument:
        parts.append(_fenced([printable(words.to(lang)) for words in finding.argument]))
    lines = [f"- {quiet(told.words.to(lang))}" for told in suggested(finding)]
    if lines:
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _named(checked: Checked, run: Run, lang: Lang) -> str:
    return _BUILT_IN.to(lang) if checked.built_in else quiet(file_path(checked.name, run.folder))


def _where(checked: Checked, finding: Finding, run: Run, lang: Lang) -> str:
    words = _named(checked, run, lang) if finding.file is None else quiet(file_path(finding.file, run.folder))
    place = finding.place
    return words if place is None else f"{words}:{place.line}:{place.column}"


def _fenced(lines: list[str]) -> str:
    """Lines as they are, behind more backticks than any run of them inside."""
    runs = re.findall("`+", "\n".join(lines))
    fence = "`" * max(3, 1 + max(map(len, runs), default=0))
    return "\n".join([f"{fence}text", *lines, fence])
