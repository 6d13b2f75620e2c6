"""Reports for CI services.

GitHub's own toolkit escapes what a value contains, and so does `github`, so that nothing in a plan can end the
command or begin another. GitLab shows what a merge request adds and fixes by comparing fingerprints, which
`Fingerprints` makes. In JUnit's XML a file is a suite and a check a test case: one that found what fails the run is a
failure, one that found what does not, such as a warning, passes and tells of it as its output; one is skipped that is
undecided, waived or had nothing to check. In Markdown, for a comment on a pull request or the summary of a job,
whatever a plan's text contains stays text, on forges too, which look for people, issues and pictures in the finished
page: see `quiet`.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from povcalc.findings import SEVERITIES, CheckRun, Finding, Outcome, Severity, Trouble
from povcalc.messages import Lang, Message, plural, printable
from povcalc.output.report import (
    BUILT_IN,
    UNDECIDED,
    WAIVED,
    Checked,
    Fingerprints,
    Run,
    at_place,
    broken,
    broken_checks,
    excerpt,
    fenced,
    file_path,
    json_text,
    label,
    markdown_row,
    paragraph,
    suggested,
    unsought,
    unsought_in,
    whole,
)

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github(run: Run, lang: Lang) -> str:
    """A command for each finding, each check that broke or fails the run undecided, and each file not read."""
    commands = [
        *(command for checked in run.files for command in _annotations(checked, run.folder, lang)),
        *(_command("error", [trouble.words.to(lang)], title=run.program) for trouble in run.troubles),
    ]
    return "".join(f"{command}\n" for command in commands)


def _annotations(checked: Checked, folder: str, lang: Lang) -> Iterator[str]:
    for finding in checked.report.findings:
        title = f"{finding.code} {finding.slug}"
        if finding.waived is not None:
            title, command = f"{title}: {WAIVED.to(lang)}", "notice"
        else:
            command = _COMMANDS[finding.severity]
        where = {**_file(checked, finding, folder), **_place(finding)}
        yield _command(command, whole(finding, lang), title=title, **where)
    beyond = unsought(checked.report)
    if beyond is not None:
        yield _command("notice", [beyond.to(lang)], title="povcalc", **_file(checked, None, folder))
    for ended in checked.report.runs:
        title, where = f"{ended.code} {ended.slug}", _file(checked, None, folder)
        if ended.outcome is Outcome.BROKEN:
            yield _command("error", [broken(ended).to(lang)], title=title, **where)
        elif checked.fails_undecided(ended) and ended.why is not None:
            yield _command("error", [ended.why.to(lang)], title=f"{title}: {UNDECIDED.to(lang)}", **where)


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
    told = ",".join(
        f"{key}={_data(value).replace(':', '%3A').replace(',', '%2C')}"
        for key, value in {**properties, "title": title}.items()
    )
    message = _data("\n".join(lines))
    return f"::{name} {told}::{message}"


def _data(words: str) -> str:
    return printable(words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}
_BLOCKS = "blocker"
"""The severity of what kept a file from being checked."""

_UNREAD = "could-not-run"


def gitlab(run: Run, lang: Lang, *, ascii_only: bool) -> str:
    """What counts: findings that are not waived, checks that broke or fail the run undecided, files not read."""
    prints = Fingerprints(run.folder)
    told = [
        *(each for checked in run.files for each in _issues(checked, prints, lang)),
        *(_unread(trouble, prints, lang) for trouble in run.troubles),
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
            words = f"{ended.code} {UNDECIDED.to(lang)}: {ended.why.to(lang)}"
            yield _issue(name, words, prints.of(*about), "major", path)


def _unread(trouble: Trouble, prints: Fingerprints, lang: Lang) -> dict[str, Any]:
    path = file_path(trouble.file or ".", prints.folder)
    mark = prints.of("trouble", path, trouble.words.to(Lang.EN))
    return _issue(_UNREAD, trouble.words.to(lang), mark, _BLOCKS, path)


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
    beyond = unsought(checked.report)
    if beyond is not None:
        SubElement(suite, "system-out").text = _safe(beyond.to(lang))


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
            message += Message(" (and {count} more)", count=len(others)).to(lang)
        failure = SubElement(case, "failure", message=_safe(message), type=ended.code)
        failure.text = _lines(checked, failing, lang)
    elif checked.fails_undecided(ended):
        SubElement(case, "failure", message=_safe(f"{UNDECIDED.to(lang)}: {why}"), type="undecided")
    elif ended.outcome in _SKIPPED:
        reasons = [finding.waived.to(lang) for finding in findings if finding.waived is not None]
        told = "; ".join(reasons) if ended.outcome is Outcome.WAIVED else why
        SubElement(case, "skipped", message=_safe(f"{_SKIPPED[ended.outcome].to(lang)}: {told}"))
    rest = [finding for finding in findings if not checked.fails_on(finding)]
    if rest:
        SubElement(case, "system-out").text = _lines(checked, rest, lang)


_SKIPPED = {
    Outcome.UNDECIDED: UNDECIDED,
    Outcome.WAIVED: WAIVED,
    Outcome.SKIPPED: Message("nothing to check"),
}
"""The outcomes of a check that neither holds nor fails, as a skipped test case begins."""


def _lines(checked: Checked, findings: list[Finding], lang: Lang) -> str:
    """Findings in lines, each with its place."""
    lines = []
    for finding in findings:
        first, *others = whole(finding, lang)
        weight = SEVERITIES[finding.severity].to(lang)
        lines += [f"{checked.where(finding)}: {weight} {finding.code}: {first}", *(f"  {other}" for other in others)]
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
    Message("File"),
    Message("Errors"),
    Message("Warnings"),
    Message("Notes"),
    Message("Waived"),
    Message("Undecided checks"),
)
_ENDED = (
    Message("povcalc found nothing that fails"),
    Message("povcalc found something that fails"),
    Message("povcalc could not check everything"),
)
_REASON = Message("Accepted: ")


def report_markdown(run: Run, lang: Lang) -> str:
    """How the run ended, a table of its files, then each finding with its line and what would fix it."""
    parts = [f"## {_ENDED[min(run.status, 2)].to(lang)}", *_troubles(run, lang), *_table(run, lang)]
    findings = [told for checked in run.files for told in _findings(checked, run, lang)]
    beyond = [
        f"{_named(checked, run, lang)}: {quiet(words.to(lang))}"
        for checked, words in islice(unsought_in(run.files), _UNSOUGHT_FILES)
    ]
    kept = _kept(findings, MAX_LENGTH - sum(len(part) + 2 for part in (*parts, *beyond)))
    parts += [told for at, (_, told) in enumerate(findings) if at in kept]
    parts += beyond
    if len(kept) < len(findings):
        left = plural("{count} finding", "{count} findings", count=len(findings) - len(kept))
        parts.append(Message("Not shown here: {left}.", left=left).to(lang))
    return "\n\n".join(parts) + "\n"


_UNSOUGHT_FILES = 20
"""Of more files it is not told where suggestions were not looked for; standard error names them all."""


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
    words = [trouble.words for trouble in run.troubles] + [*broken_checks(run.files)]
    if words:
        yield "\n".join(f"- {quiet(each.to(lang))}" for each in words)


def _table(run: Run, lang: Lang) -> Iterator[str]:
    if not run.files:
        return
    aligned = ["---", *["---:"] * (len(_HEADINGS) - 1)]
    lines = [markdown_row(heading.to(lang) for heading in _HEADINGS), markdown_row(aligned)]
    rows = [_cells(checked, run, lang) for checked in run.files]
    # A run over thousands of files tells of those first in which something was found.
    rows.sort(key=lambda cells: [not count for count in cells[1:4]])
    room = MAX_LENGTH // 2
    for at, (name, *counts) in enumerate(rows):
        line = markdown_row([name, *map(str, counts)])
        room -= len(line) + 1
        if room < 0:
            more = Message("and {count} more files", count=len(rows) - at).to(lang)
            lines.append(markdown_row([more, *[""] * len(counts)]))
            break
        lines.append(line)
    yield "\n".join(lines)


def _cells(checked: Checked, run: Run, lang: Lang) -> tuple[str, int, int, int, int, int]:
    report = checked.report
    errors, warnings, notes = (report.weighing(severity) for severity in Severity)
    return _named(checked, run, lang), errors, warnings, notes, report.waived, report.ended(Outcome.UNDECIDED)


def _findings(checked: Checked, run: Run, lang: Lang) -> Iterator[tuple[int, str]]:
    """The findings, each with its rank: errors 0, what the plan accepts last."""
    weights = list(Severity)
    for finding in checked.report.findings:
        rank = weights.index(finding.severity) if finding.waived is None else len(weights)
        yield rank, _finding(checked, finding, run, lang)
    for ended in checked.report.runs:
        if checked.fails_undecided(ended) and ended.why is not None:
            title = f"**{UNDECIDED.to(lang)} {ended.code}** {_named(checked, run, lang)}"
            yield 0, f"{title}\n\n{quiet(ended.why.to(lang))}"


def _finding(checked: Checked, finding: Finding, run: Run, lang: Lang) -> str:
    """A finding: its weight, code and place, the message, the line of the file, and what would fix it."""
    name = _named(checked, run, lang) if finding.file is None else quiet(file_path(finding.file, run.folder))
    place, document = finding.place, checked.document_of(finding)
    parts = [f"**{label(finding).to(lang)} {finding.code}** {at_place(name, place)}", quiet(finding.message.to(lang))]
    if finding.waived is not None:
        parts.append(_REASON.to(lang) + quiet(finding.waived.to(lang)))
    if document is not None and place is not None:
        parts.append("\n".join(fenced(excerpt(document, place, _WIDTH, cells_of).text)))
    if finding.argument:
        parts.append("\n".join(fenced("\n".join(printable(words.to(lang)) for words in finding.argument))))
    lines = [f"- {quiet(words.to(lang))}" for _, words in suggested(finding)]
    if lines:
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def cells_of(words: str) -> int:
    """How many cells a text takes where every character is as wide as another, those of East Asia as two."""
    return sum(
        0 if unicodedata.category(sign) in ("Mn", "Me") else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in words
    )


def _named(checked: Checked, run: Run, lang: Lang) -> str:
    return BUILT_IN.to(lang) if checked.built_in else quiet(file_path(checked.name, run.folder))
