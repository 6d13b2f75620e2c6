"""What the tests of formats share: runs of all sorts, and readers of the formats that are not our own."""

import json
import re
from functools import partial

import jsonschema

from command import ROOT
from plans import HEAD, funding
from povcalc.checks import ALL
from povcalc.corrections import suggested
from povcalc.engine import choose, run
from povcalc.findings import Outcome
from povcalc.messages import Text, verbatim
from povcalc.output.report import STDIN, Checked, Run, Trouble, exit_status
from povcalc.plan.load import built_in, read_text

NASTY = "a\n::error::b%0A]]>\"'<b>@me #1 \u202e\x1b[31m![x](y) `| www.x.y \udcff\U0001f600"
"""What no format may act on: line ends, commands, markup, mentions, marks of direction, half a character."""

ACCEPTED = """\
waivers:
  - {code: F101, at: funding.total, reason: "%s"}
"""

SARIF = json.loads((ROOT / "tests" / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
_SARIF = jsonschema.Draft4Validator(SARIF, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)

GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    "path": {"type": "string", "minLength": 1, "pattern": "^(?!\\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "additionalProperties": False,
                        "properties": {
                            "begin": {"type": "integer", "minimum": 1},
                            "end": {"type": "integer", "minimum": 1},
                        },
                    },
                },
            },
        },
    },
}
"""What GitLab's documentation of its Code Quality reports asks for, and no key that it does not name."""


def quoted(words):
    """A text between double quotes, each character written as YAML's number of it."""
    return '"' + "".join(f"\\U{ord(sign):08x}" for sign in words if not "\ud800" <= sign <= "\udfff") + '"'


def checked(text, name="plan.yaml", checks=ALL, **more):
    """A file as a run has it, with suggestions."""
    reading = read_text(text, name)
    report, _ = suggested(reading, run(reading, checks))
    return Checked(reading, report, **more)


def whole_run(*files, troubles=(), status=None, folder="/repo"):
    """A run of files."""
    ended = exit_status(files) if status is None else status
    return Run(files, "povcalc 1.2.3", ended, 0, tuple(troubles), folder)


def broke(file):
    """The same file where the first check broke."""
    first, *others = file.report.runs
    first = first._replace(outcome=Outcome.BROKEN, why=verbatim(f"KeyError: {NASTY}"))
    return file._replace(report=file.report._replace(runs=(first, *others)))


def every_sort():
    """A run with every sort of file: right, wrong, mendable, waived, unreadable, no YAML, broken, standard input."""
    few = choose(["Y101", "Y107", "T101", "T114", "T205", "F101"], [])  # so that other checks change no snapshot
    file = partial(checked, checks=few)
    wrong = funding("5", "1", "3")
    return whole_run(
        file(funding("4", "1", "3"), "data/right.yaml"),
        file(wrong, "./data/wrong.yaml", strict=True),
        file(funding("5", "1", None), "data/undecided.yaml", fail_undecided=True),
        file(funding("1243", "1000", "234", names=("A", "B")), "data/mendable.yaml"),
        file(wrong + ACCEPTED % "agreed with the treasury", "/repo/data/waived.yaml"),
        file("a: [", "data/no yaml?.yaml"),
        file(f"{HEAD}targets: {{id: a, name: {quoted(NASTY)}, reduction_households: -1}}\n", f"data/{NASTY}.yaml"),
        broke(file(funding("4", "1", "3"), "/elsewhere/broken.yaml")),
        file(wrong, STDIN),
        file(*built_in(), built_in=True),
        troubles=[
            Trouble("data/none.yaml", Text("cannot read data/none.yaml", "không đọc được data/none.yaml")),
            Trouble(None, verbatim(NASTY)),
        ],
        status=2,
    )


def valid_sarif(written):
    """The one run of a SARIF log that keeps to the schema of OASIS."""
    log = json.loads(written)
    assert [f"{list(error.absolute_path)}: {error.message}" for error in _SARIF.iter_errors(log)] == []
    (told,) = log["runs"]
    return told


def valid_gitlab(written):
    """The issues of a Code Quality report that keeps to its documentation."""
    issues = json.loads(written)
    jsonschema.validate(issues, GITLAB)
    prints = [issue["fingerprint"] for issue in issues]
    assert len(set(prints)) == len(prints)
    return issues


def commands(written):
    """Workflow commands as GitHub's runner reads them: name, properties and message, with escapes undone."""
    return [_command(line) for line in written.split("\n")[:-1]]


def _command(line):
    found = re.fullmatch(r"::([a-z-]+)(?: (.*?))?::(.*)", line)
    name, properties, message = found.groups()
    told = dict(part.split("=", 1) for part in (properties or "").split(",") if part)
    return name, {key: _undone(value) for key, value in told.items()}, _undone(message)


def _undone(words):
    for escape, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        words = words.replace(escape, sign)
    return words
