"""Record what povcalc prints and writes for some thousands of commands, and compare two recordings.

A program to be run by hand around a change that is to keep behaviour:

    python tests/recording/record.py record before.json --povcalc OLD/.venv/bin/povcalc
    python tests/recording/record.py record after.json
    python tests/recording/record.py compare before.json after.json

`record` runs the commands of commands.py with the povcalc beside the running Python, or that of
--povcalc, two at a time, each in a new folder and a fixed environment, and the sessions of the
READMEs and manuals. It keeps each command with its exit status, both streams and every file that it
wrote, changed or removed. The plan, the examples and the sessions are those of the checkout that
--inputs names, else of this one: two recordings that are to be compared need the same. --only GROUP
records some groups, --every N each N-th command of them, for a quick look.

`compare` prints a unified diff for everything that differs, and last `N commands, M differ`; its exit
status is 1 when any does. Commands that only one of two whole recordings has count as differing; of
partial ones, those that both have are compared. --only and --brief make the output shorter.
"""

import argparse
import difflib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import commands  # noqa: E402 - these two stand beside this program and above it

import sessions  # noqa: E402

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/nonexistent",
    "LANG": "C.UTF-8",
    "COLUMNS": "80",
    "TERM": "dumb",
    "NO_COLOR": "1",
    "PYTHONHASHSEED": "0",
}
AT_ONCE = 2
LONGEST = 120
"""Seconds that a command may take."""
FOLDER = "FOLDER"
"""What stands in a recording for the folder that the command ran in."""
_STATUS = 'status=$?; echo "[exit status $status]"; (exit $status)\n'

Record = dict[str, Any]
"""What a command did: command, status, stdout, stderr, files (None: removed)."""


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def _written(before: dict[str, bytes], after: dict[str, bytes], readable: "Readable") -> dict[str, str | None]:
    """The files that a command wrote, changed or (None) removed."""
    changed = {name: readable(content) for name, content in after.items() if before.get(name) != content}
    return dict(sorted({**changed, **{name: None for name in before if name not in after}}.items()))


class Readable:
    """Bytes as a text that holds all of them, but for the folder and the program's own paths."""

    def __init__(self, folder: Path, program: Path) -> None:
        self._paths = ((str(folder), FOLDER), (str(program.parent), "PROGRAMS"))

    def __call__(self, content: bytes) -> str:
        text = content.decode("utf-8", errors="backslashreplace")
        for path, name in self._paths:
            text = text.replace(path, name)
        return text


def run(case: commands.Case, program: Path) -> Record:
    """What the command of a case did, run in a folder of its own."""
    changed = {**ENVIRONMENT, **case.changes}
    with tempfile.TemporaryDirectory(prefix="povcalc-") as name:
        folder = Path(name)
        for file, content in case.files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(content)
        try:
            done = subprocess.run(
                [program, *case.words],
                cwd=folder,
                env={name: value for name, value in changed.items() if value},
                input=case.stdin,
                capture_output=True,
                timeout=LONGEST,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {
                "command": case.typed,
                "status": f"none in {LONGEST} seconds",
                "stdout": "",
                "stderr": "",
                "files": {},
            }
        readable = Readable(folder, program)
        return {
            "command": case.typed,
            "status": done.returncode,
            "stdout": readable(done.stdout),
            "stderr": readable(done.stderr),
            "files": _written(dict(case.files), _contents(folder), readable),
        }


def session(document: Path, source: commands.Source, program: Path) -> dict[str, Record]:
    """What each command of a document's session did; both streams are one there."""
    shown = sessions.commands_of(document.read_text(encoding="utf-8"))
    told = [sessions.Command(command.shown, command.typed + _STATUS) for command in shown]
    try:
        outputs = sessions.printed(told, programs=program.parent, data=source.root / "data")
    except ValueError as why:  # the session ended its shell, or what it printed cannot be told apart
        whole = {"command": document.name, "status": "broke off", "stdout": str(why), "stderr": "", "files": {}}
        return {f"sessions: {document.name}": whole}
    done: dict[str, Record] = {}
    for command, output in zip(shown, outputs, strict=True):
        *_, status = output.splitlines()
        start = key = f"sessions: {document.name}: {command.typed.strip()}"
        again = 1
        while key in done:  # the same words on another line of the document
            again += 1
            key = f"{start}  (time {again})"
        printed = output.removesuffix(f"{status}\n")
        done[key] = {"command": command.typed, "status": status, "stdout": printed, "stderr": "", "files": {}}
    return done


def record(given: argparse.Namespace) -> int:
    """Run the commands and write what they did."""
    started = time.monotonic()
    source, program = commands.Source(given.inputs.resolve()), given.povcalc.absolute()
    found = commands.cases(source)
    groups = sorted({case.group for case in found.values()} | {"sessions"})
    if unknown := set(given.only) - set(groups):
        raise SystemExit(f"no group is called {', '.join(sorted(unknown))}; there are {', '.join(groups)}")
    chosen = [case for case in found.values() if not given.only or case.group in given.only][:: given.every]
    documents = commands.documents(source) if not given.only or "sessions" in given.only else []
    with ThreadPoolExecutor(AT_ONCE) as threads:
        cases_done = threads.map(lambda case: (case.key, run(case, program)), chosen)
        sessions_done = threads.map(lambda document: session(document, source, program), documents)
        done: dict[str, Record] = {}
        for key, each in cases_done:
            done[key] = each
            if len(done) % 200 == 0:
                print(f"{len(done)} of {len(chosen)} commands", file=sys.stderr)
        for many in sessions_done:
            done.update(many)
    whole = not given.only and given.every == 1
    recorded = {"whole": whole, "commands": dict(sorted(done.items()))}
    given.file.write_text(json.dumps(recorded, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(done)} commands recorded in {time.monotonic() - started:.0f} seconds: {given.file}")
    return 0


def _pretty(one: str, other: str) -> tuple[str, str]:
    """Two texts as they are, or spread over lines when both are JSON in one line and differ then too."""
    if max(one.count("\n"), other.count("\n")) > 1:
        return one, other
    try:
        spread = [json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n" for text in (one, other)]
    except ValueError:
        return one, other
    return (spread[0], spread[1]) if spread[0] != spread[1] else (one, other)


def _parts(done: Record | None) -> dict[str, str]:
    """The parts of a record that are compared, each as a text."""
    if done is None:
        return {"command": "not in this recording\n"}
    files = {f"file {name}": "removed\n" if text is None else text for name, text in done["files"].items()}
    return {"exit status": f"{done['status']}\n", "stdout": done["stdout"], "stderr": done["stderr"], **files}


def differences(one: Record | None, other: Record | None) -> Iterator[str]:
    """The lines of a unified diff for each part of a command that differs."""
    before, after = _parts(one), _parts(other)
    for part in dict.fromkeys((*before, *after)):
        texts = before.get(part, ""), after.get(part, "")
        if texts[0] == texts[1] and (part in before) == (part in after):
            continue
        old, new = (text.splitlines(keepends=True) for text in _pretty(*texts))
        names = (part if part in each else f"{part} (not there)" for each in (before, after))
        lines = list(difflib.unified_diff(old, new, *names))
        for line in lines or [f"{part}: empty in one, not there in the other\n"]:
            yield line if line.endswith("\n") else f"{line}\n\\ no line end\n"


def _read(file: Path) -> Record:
    read: Record = json.loads(file.read_text(encoding="utf-8"))
    return read


def compare(given: argparse.Namespace) -> int:
    """Print how two recordings differ."""
    before, after = _read(given.before), _read(given.after)
    one, other = before["commands"], after["commands"]
    keys = sorted(one.keys() | other.keys() if before["whole"] and after["whole"] else one.keys() & other.keys())
    if given.only:
        keys = [key for key in keys if key.split(":")[0] in given.only]
    differ = 0
    for key in keys:
        if one.get(key) != other.get(key):
            differ += 1
            print(f"=== {key}")
            if not given.brief:
                sys.stdout.writelines(differences(one.get(key), other.get(key)))
    print(f"{len(keys)} commands, {differ} differ")
    return 1 if differ or not keys else 0


def _arguments() -> argparse.Namespace:
    summary, _, rest = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        description=summary, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    acts = parser.add_subparsers(required=True)
    recording = acts.add_parser("record", help="run the commands and write what they did")
    recording.add_argument("file", type=Path, help="the recording to write, JSON")
    recording.add_argument("--povcalc", type=Path, default=Path(sys.executable).with_name("povcalc"))
    recording.add_argument("--inputs", type=Path, default=HERE.parents[1], help="a checkout of povcalc")
    recording.add_argument("--every", type=int, default=1, metavar="N")
    recording.set_defaults(act=record)
    comparing = acts.add_parser("compare", help="print how two recordings differ")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("--brief", action="store_true", help="only the commands that differ, no diffs")
    comparing.set_defaults(act=compare)
    for act in (recording, comparing):
        act.add_argument("--only", action="append", default=[], metavar="GROUP", help="may be repeated")
    return parser.parse_args()


if __name__ == "__main__":
    arguments = _arguments()
    sys.exit(arguments.act(arguments))
