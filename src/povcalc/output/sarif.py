"""Reports as SARIF 2.1.0, the format of OASIS for what static analysis finds.

Texts are in the language of the run, and in the other by way of a translation of the rules, which are the checks.
Exact numbers are strings. What the plan accepts is a suppressed result; what kept a file from being checked is a
notification of the invocation.
"""

import re
from collections.abc import Sequence
from typing import Any

from povcalc.checks import ALL, FAMILIES
from povcalc.checks.base import Check
from povcalc.corrections import edits
from povcalc.findings import CheckRun, Finding, Outcome, Severity, Suggestion
from povcalc.messages import Lang, Message, printable
from povcalc.output.manual import FORMULA, MEND
from povcalc.output.report import SCHEME, Checked, Fingerprints, Run, broken, digits, file_uri, json_text, unsought_in
from povcalc.places import Edit, Place, Spot, dotted
from povcalc.plan.yaml_reader import Document

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
"""What SARIF calls the severities."""

_FOUND = "found"
"""The message of every rule: a result brings its words, first in the run's language, then in the other."""

_TRANSLATION = Message("The checks of povcalc in English")


def _other(lang: Lang) -> Lang:
    """The language that a run does not speak."""
    return Lang.VI if lang is Lang.EN else Lang.EN


def _message(words: Message, lang: Lang) -> dict[str, Any]:
    """What a result says, in both languages."""
    return {
        "text": _plain(words.to(lang)),
        "id": _FOUND,
        "arguments": [_unlinked(words.to(each)) for each in (lang, _other(lang))],
    }


def _plain(words: str) -> str:
    """A text as SARIF's messages have it: braces doubled, and nothing in it a link."""
    return _braces_doubled(_unlinked(words))


def _unlinked(words: str) -> str:
    return re.sub(r"\](?=\()", "] ", printable(words))


def _braces_doubled(words: str) -> str:
    return words.replace("{", "{{").replace("}", "}}")


def _rule(check: Check, lang: Lang) -> dict[str, Any]:
    """A check as a rule, in one language."""
    return {
        **_words(check, lang, 0),
        "defaultConfiguration": {"level": LEVELS[check.severity]},
        "properties": {"tags": [FAMILIES[check.family].to(lang)]},
    }


def _translation(checks: Sequence[Check], lang: Lang) -> dict[str, Any]:
    """The rules in another language."""
    return {
        "name": "povcalc",
        "language": lang.value,
        "contents": ["localizedData"],
        "associatedComponent": {"name": "povcalc"},
        "translationMetadata": {
            "name": f"povcalc-{lang.value}",
            "shortDescription": {"text": _TRANSLATION.to(lang)},
        },
        "rules": [_words(check, lang, 1) for check in checks],
    }


def _words(check: Check, lang: Lang, argument: int) -> dict[str, Any]:
    explanation, formula, fix = check.explanation.to(lang), check.formula, check.fix.to(lang)
    text, markdown = [explanation], [explanation]
    if formula:
        text.append(f"{FORMULA.to(lang)}: {' '.join(formula.split())}")
        markdown += [f"{FORMULA.to(lang)}:", f"```text\n{formula.rstrip()}\n```"]
    text.append(f"{MEND.to(lang)}: {fix}")
    markdown.append(f"**{MEND.to(lang)}:** {fix}")
    return {
        "id": check.code,
        "name": "".join(word.capitalize() for word in check.slug.split("-")),
        "shortDescription": {"text": _plain(check.title.to(lang))},
        "fullDescription": {"text": _plain(explanation)},
        "help": {"text": "\n\n".join(map(_plain, text)), "markdown": _braces_doubled("\n\n".join(markdown))},
        "messageStrings": {_FOUND: {"text": f"{{{argument}}}"}},
    }


_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_FOLDER, _PROGRAM = "%SRCROOT%", "POVCALC"
_BASES = {
    _FOLDER: Message("The folder in which povcalc was run"),
    _PROGRAM: Message("Where povcalc keeps its built-in plan"),
}
"""What relative addresses of files are relative to. Where that is on this machine is nobody's business."""

_STATUSES = (
    Message("nothing was found at the failing severity"),
    Message("findings"),
    Message("could not run"),
)


def sarif(run: Run, lang: Lang, *, ascii_only: bool) -> str:
    """The whole run as one SARIF log."""
    return json_text({"version": "2.1.0", "$schema": _SCHEMA, "runs": [_Log(run, lang).run()]}, ascii_only=ascii_only)


class _Log:
    """A run as it becomes a log: what it says refers to rules and files by their positions."""

    def __init__(self, run: Run, lang: Lang) -> None:
        self._run = run
        self._lang = lang
        self._prints = Fingerprints(run.folder)
        codes = {ended.code for checked in run.files for ended in checked.report.runs}
        self._checks = [check for check in ALL if check.code in codes]
        self._rule_at = {check.code: at for at, check in enumerate(self._checks)}
        self._artifacts: list[dict[str, Any]] = []
        self._artifact_at: dict[tuple[str, bool], int] = {}

    def run(self) -> dict[str, Any]:
        """The object for a run."""
        for checked in self._run.files:
            self._artifact(checked, checked.name)
        results = [result for checked in self._run.files for result in self._results(checked)]
        name, _, version = self._run.program.partition(" ")
        driver: dict[str, Any] = {"name": name, "version": version, "language": self._lang.value}
        driver["rules"] = [_rule(check, self._lang) for check in self._checks]
        return {
            "tool": {"driver": driver},
            "translations": [_translation(self._checks, _other(self._lang))],
            "language": self._lang.value,
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "originalUriBaseIds": {
                base: {"description": {"text": words.to(self._lang)}} for base, words in _BASES.items()
            },
            "invocations": [self._invocation()],
            "artifacts": self._artifacts,
            "results": results,
        }

    def _invocation(self) -> dict[str, Any]:
        status = self._run.status
        told: dict[str, Any] = {
            "executionSuccessful": status in (0, 1),
            "exitCode": status,
            "toolExecutionNotifications": [
                *({"level": "error", "message": self._text(trouble.words)} for trouble in self._run.troubles),
                *(
                    {
                        "level": "error",
                        "message": self._text(broken(ended)),
                        "associatedRule": {"id": ended.code, "index": self._rule_at[ended.code]},
                        "locations": [self._location(checked, checked.name)],
                    }
                    for checked in self._run.files
                    for ended in checked.report.runs
                    if ended.outcome is Outcome.BROKEN
                ),
                *(
                    {
                        "level": "note",
                        "message": self._text(words),
                        "locations": [self._location(checked, checked.name)],
                    }
                    for checked, words in unsought_in(self._run.files)
                ),
            ],
        }
        if status < len(_STATUSES):
            told["exitCodeDescription"] = _STATUSES[status].to(self._lang)
        return told

    def _results(self, checked: Checked) -> list[dict[str, Any]]:
        return [
            *(self._found(checked, finding) for finding in checked.report.findings),
            *(self._open(checked, ended) for ended in checked.report.runs if checked.fails_undecided(ended)),
        ]

    def _found(self, checked: Checked, finding: Finding) -> dict[str, Any]:
        waived, logical = finding.waived, {}
        if finding.path:
            logical = {"logicalLocations": [{"fullyQualifiedName": printable(dotted(finding.path))}]}
        told = {
            **self._rule(finding.code),
            "level": LEVELS[finding.severity],
            "message": _message(finding.message, self._lang),
            "locations": [self._location(checked, finding.file or checked.name, finding.place) | logical],
            "partialFingerprints": {SCHEME: self._prints.of_finding(checked, finding)},
            # Where one result of a run says whether it is suppressed, all have to.
            "suppressions": []
            if waived is None
            else [{"kind": "inSource", "status": "accepted", "justification": printable(waived.to(self._lang))}],
            "properties": self._properties(finding),
        }
        related = [
            {"id": at, "message": self._text(words), **self._location(checked, name, place)}
            for at, (where, words) in enumerate(finding.related)
            if where is not None
            for name, place in [where if isinstance(where, Spot) else (checked.name, where)]
        ]
        if related:
            told["relatedLocations"] = related
        fixes = [fix for each in finding.suggestions if each.safe and (fix := self._fix(checked, each)) is not None]
        if fixes:
            told["fixes"] = fixes
        return told

    def _open(self, checked: Checked, ended: CheckRun) -> dict[str, Any]:
        """A check that could not be decided, where the run fails because of that."""
        return {
            **self._rule(ended.code),
            "kind": "open",
            "level": "none",
            "message": _message(ended.why or ended.title, self._lang),
            "locations": [self._location(checked, checked.name)],
            "suppressions": [],
        }

    def _rule(self, code: str) -> dict[str, Any]:
        return {"ruleId": code, "ruleIndex": self._rule_at[code]}

    def _properties(self, finding: Finding) -> dict[str, Any]:
        return {
            "slug": finding.slug,
            "numbers": {name: digits(number) for name, number in finding.numbers},
            "argument": [printable(words.to(self._lang)) for words in finding.argument],
            "suggestions": [printable(each.message.to(self._lang)) for each in finding.suggestions],
        }

    def _location(self, checked: Checked, name: str, place: Place | None = None) -> dict[str, Any]:
        region = {} if place is None else {"region": _region(place)}
        return {"physicalLocation": {"artifactLocation": self._file(checked, name), **region}}

    def _fix(self, checked: Checked, suggestion: Suggestion) -> dict[str, Any] | None:
        document, made = checked.reading.document, edits(checked.reading, suggestion)
        if document is None or not made:
            return None
        change = {
            "artifactLocation": self._file(checked, checked.name),
            "replacements": [_replacement(document, edit) for edit in made],
        }
        return {"description": self._text(suggestion.message), "artifactChanges": [change]}

    def _text(self, words: Message) -> dict[str, str]:
        return {"text": _plain(words.to(self._lang))}

    def _file(self, checked: Checked, name: str) -> dict[str, Any]:
        """Where a file is, and which of the run's artifacts that makes it."""
        at = self._artifact(checked, name)
        location: dict[str, Any] = self._artifacts[at]["location"]
        return {**location, "index": at}

    def _artifact(self, checked: Checked, name: str) -> int:
        built_in = checked.built_in and name == checked.name
        uri = file_uri(name, self._run.folder)
        at = self._artifact_at.setdefault((uri, built_in), len(self._artifacts))
        if at == len(self._artifacts):
            base = {} if uri.startswith("file:") else {"uriBaseId": _PROGRAM if built_in else _FOLDER}
            stream = [] if checked.is_file or built_in or name != checked.name else ["standardStream"]
            self._artifacts.append({"location": {"uri": uri, **base}, "roles": ["analysisTarget", *stream]})
        return at


def _region(place: Place) -> dict[str, int]:
    return dict(zip(("startLine", "startColumn", "endLine", "endColumn"), place, strict=True))


def _replacement(document: Document, edit: Edit) -> dict[str, Any]:
    return {"deletedRegion": _region(document.place(edit.span)), "insertedContent": {"text": edit.text}}
