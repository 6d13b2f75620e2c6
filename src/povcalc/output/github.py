"""Workflow commands of GitHub Actions: one annotation a finding, on the line of the file that it is about.

What a value contains is escaped as GitHub's own toolkit does it, so that nothing in a plan can end the
command or begin another.
"""

from collections.abc import Iterator

from povcalc.findings import Finding, Outcome, Severity
from povcalc.output.beside import whole
from povcalc.output.checked import Checked, Run, broken
from povcalc.output.identity import file_path
from povcalc.text import Lang, Text, printable

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_WAIVED = Text("waived", "đã chấp nhận")
_UNDECIDED = Text("undecided", "chưa kết luận được")


def github(run: Run, lang: Lang) -> str:
    """A command for each finding, each check that broke or fails the run undecided, and each file not read."""
    commands = [
        *(command for checked in run.files for command in _of_file(checked, run.folder, lang)),
        *(_command("error", [trouble.words.to(lang)], title=run.program) for trouble in run.troubles),
    ]
    return "".join(f"{command}\n" for command in commands)


def _of_file(checked: Checked, folder: str, lang: Lang) -> Iterator[str]:
    for finding in checked.report.findings:
        yield _of_finding(checked, finding, folder, lang)
    for ended in checked.report.runs:
        title = f"{ended.code} {ended.slug}"
        if ended.outcome is Outcome.BROKEN:
            yield _command("error", [broken(ended).to(lang)], title=title, **_file(checked, None, folder))
        elif checked.fails_undecided(ended) and ended.why is not None:
            lines = [ended.why.to(lang)]
            yield _command("error", lines, title=f"{title}: {_UNDECIDED.to(lang)}", **_file(checked, None, folder))


def _of_finding(checked: Checked, finding: Finding, folder: str, lang: Lang) -> str:
    title = f"{finding.code} {finding.slug}"
    if finding.waived is not None:
        title, command = f"{title}: {_WAIVED.to(lang)}", "notice"
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
