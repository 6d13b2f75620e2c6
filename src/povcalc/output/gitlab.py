"""A Code Quality report of GitLab: a JSON array with an object a finding.

GitLab shows what a merge request adds and mends by comparing fingerprints, which `identity` makes.
"""

from collections.abc import Iterator
from typing import Any

from povcalc.findings import Outcome, Severity
from povcalc.output.checked import Checked, Run, Trouble, broken
from povcalc.output.identity import Fingerprints, file_path
from povcalc.output.json_text import json_text
from povcalc.text import Lang, printable, say

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}
_BLOCKS = "blocker"
"""The severity of what kept a file from being checked."""


def gitlab(run: Run, lang: Lang, *, ascii_only: bool) -> str:
    """What counts: findings that are not waived, checks that broke or fail the run undecided, files not read."""
    prints = Fingerprints(run.folder)
    told = [
        *(each for checked in run.files for each in _of_file(checked, prints, lang)),
        *(_of_trouble(trouble, prints, lang) for trouble in run.troubles),
    ]
    return json_text(told, ascii_only=ascii_only)


def _of_file(checked: Checked, prints: Fingerprints, lang: Lang) -> Iterator[dict[str, Any]]:
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
