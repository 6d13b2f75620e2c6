"""A report as Markdown, for a comment on a pull request or the summary of a job.

Whatever a plan's text contains stays text, here on forges too, which look for people, issues and pictures
in the finished page: see `quiet`.
"""

import re
from collections.abc import Iterator

from povcalc.findings import SEVERITIES, Finding, Outcome, Severity
from povcalc.output.beside import document_of, suggested
from povcalc.output.checked import Checked, Run, broken
from povcalc.output.console.excerpt import excerpt
from povcalc.output.identity import file_path
from povcalc.output.markdown import paragraph
from povcalc.text import Lang, Text, counted, printable, say

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
_UNDECIDED = Text("undecided", "chưa kết luận được")
_WAIVED = Text("waived", "đã chấp nhận")
_REASON = Text("Accepted by the plan: ", "Kế hoạch chấp nhận: ")
_BUILT_IN = Text("built-in plan", "kế hoạch cài sẵn")


def report_markdown(run: Run, lang: Lang) -> str:
    """How the run ended, a table of its files, then each finding with its line and what would mend it."""
    parts = [f"## {_ENDED[min(run.status, 2)].to(lang)}", *_troubles(run, lang), *_table(run, lang)]
    findings = [told for checked in run.files for told in _of_file(checked, run, lang)]
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


def _of_file(checked: Checked, run: Run, lang: Lang) -> Iterator[tuple[int, str]]:
    """The findings, each with its rank: errors 0, what the plan accepts last."""
    weights = list(Severity)
    for finding in checked.report.findings:
        rank = weights.index(finding.severity) if finding.waived is None else len(weights)
        yield rank, _finding(checked, finding, run, lang)
    for ended in checked.report.runs:
        if checked.fails_undecided(ended) and ended.why is not None:
            label = f"**{_UNDECIDED.to(lang)} {ended.code}** {_named(checked, run, lang)}"
            yield 0, f"{label}\n\n{quiet(ended.why.to(lang))}"


def _finding(checked: Checked, finding: Finding, run: Run, lang: Lang) -> str:
    """A finding: its weight, code and place, the message, the line of the file, and what would mend it."""
    label = SEVERITIES[finding.severity] if finding.waived is None else _WAIVED
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
