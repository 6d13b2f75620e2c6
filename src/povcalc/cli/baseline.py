"""A baseline: the findings that a repository has already, so that only what is new fails.

`povcalc check --write-baseline FILE` writes it, `--baseline FILE` accepts what stands in it. Findings are known again
by the fingerprints of GitLab's form, which stay when lines move or another figure changes.
"""

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from povcalc.cli.files import read_bytes, write_output
from povcalc.cli.streams import refusal
from povcalc.findings import CheckRun, Finding, Outcome, Severity, Trouble
from povcalc.messages import Message
from povcalc.output.report import Checked, Fingerprints, file_path, path_data

_KEY = "povcalc_baseline"
_VERSION = 1


class Baseline(NamedTuple):
    """What a baseline holds: the files of the known findings by their fingerprints. `name` is the file it was in."""

    name: str
    files: dict[str, str]


def read_baseline(name: str) -> Baseline:
    """Read a baseline. Raises `CannotRunError` for what is none."""
    content = read_bytes(name)
    if isinstance(content, Trouble):
        raise refusal("{words}; povcalc check --write-baseline {name} writes one", words=content.words, name=name)
    import json  # other runs do without

    try:
        told: Any = json.loads(content)
        files = {each["fingerprint"]: each["file"] for each in told["findings"] if told[_KEY] == _VERSION}
        is_one = told[_KEY] == _VERSION and all(isinstance(each, str) for pair in files.items() for each in pair)
    except (ValueError, LookupError, TypeError, RecursionError):
        is_one = False
    if not is_one:
        raise refusal(
            "{name} is no baseline of this version of povcalc; povcalc check --write-baseline FILE writes one",
            name=name,
        )
    return Baseline(name, files)


def _printed(checked: Checked) -> Iterator[tuple[Finding, str]]:
    """The findings of a file with their fingerprints, in the order of the report."""
    prints = Fingerprints(os.getcwd())
    for finding in checked.report.findings:
        yield finding, prints.of_finding(checked, finding)


def accept_known(checked: Checked, baseline: Baseline) -> tuple[Checked, frozenset[str]]:
    """The same file with the findings accepted that the baseline holds; and their fingerprints."""
    why = Message("it stands in the baseline {name}", name=baseline.name)
    known: set[str] = set()
    findings = []
    by_code: dict[str, int] = {}
    for finding, fingerprint in _printed(checked):
        is_known = fingerprint in baseline.files
        if is_known:
            known.add(fingerprint)
        if is_known and finding.waived is None:
            by_code[finding.code] = by_code.get(finding.code, 0) + (finding.severity is not Severity.NOTE)
            findings.append(finding._replace(waived=why))
        else:
            findings.append(finding)
    runs = tuple(_run_without(ended, by_code.get(ended.code, 0)) for ended in checked.report.runs)
    return checked._replace(report=checked.report._replace(findings=tuple(findings), runs=runs)), frozenset(known)


def _run_without(ended: CheckRun, known: int) -> CheckRun:
    """What became of a check when so many of its problems are accepted."""
    if not known:
        return ended
    outcome, problems = ended.outcome, ended.problems - known
    if outcome is Outcome.FAILED and not problems:
        outcome = Outcome.UNDECIDED if ended.undecided else Outcome.WAIVED
    return ended._replace(outcome=outcome, problems=problems, waived=ended.waived + known)


def write_baseline(name: str, run: tuple[Checked, ...]) -> tuple[int, Message | None]:
    """Write the errors and warnings of a run as a baseline: how many they are, and what kept it from being written.

    Another file than a baseline is not written over. What a plan waives itself is left out.
    """
    if os.path.lexists(name) and os.path.isfile(name) and os.path.getsize(name):
        read_baseline(name)
    import json  # as above

    folder = os.getcwd()
    found = [
        {
            "fingerprint": fingerprint,
            "code": finding.code,
            "file": file_path(finding.file or checked.name, folder),
            "at": path_data(finding.path),
        }
        for checked in run
        for finding, fingerprint in _printed(checked)
        if finding.waived is None and finding.severity is not Severity.NOTE
    ]
    found.sort(key=lambda each: (each["file"], each["code"], each["at"] or "", each["fingerprint"]))
    text = json.dumps({_KEY: _VERSION, "findings": found}, ensure_ascii=False, indent=1)
    return len(found), write_output(name, f"{text}\n".encode(errors="surrogatepass"))


def gone(baseline: Baseline, run: tuple[Checked, ...], known: frozenset[str]) -> int:
    """How many findings of a baseline the files of a run no longer have."""
    folder = os.getcwd()
    looked_at = {file_path(checked.name, folder) for checked in run}
    return sum(file in looked_at and fingerprint not in known for fingerprint, file in baseline.files.items())
