"""The sessions that a document shows, run as its reader would run them.

A document's ```console blocks show commands behind "$ ", their further lines behind "> ", and under
them what is printed. Its ```bash blocks are commands to copy, which print nothing. All of them run in
order in one shell, in a new folder with a copy of data/, so that files and exported variables stay,
as they do in the reader's terminal. `docs/make.py` writes the output anew, and a test compares it.
"""

import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]

_BLOCK = re.compile(r"(?<=^```)(?P<kind>bash|console)\n(?P<inside>.*?)(?=^```$)", re.DOTALL | re.MULTILINE)
_PROMPT, _MORE = "$ ", "> "
_MARKING = 'mark() { local status=$?; printf "%s\\n" "$1"; return $status; }'


class Command(NamedTuple):
    """A command as it stands in a document, prompts included, and as a shell takes it."""

    shown: str
    typed: str


def _commands(kind: str, inside: str) -> Iterator[Command]:
    if kind == "bash":
        yield Command(inside, inside)
        return
    lines: list[str] = []
    for line in [*inside.splitlines(), _PROMPT]:
        more = line == _MORE.rstrip() or line.startswith(_MORE)
        if lines and not more:
            yield Command("".join(f"{each}\n" for each in lines), "".join(f"{each[2:]}\n" for each in lines))
            lines = []
        if line.startswith(_PROMPT) or (more and lines):
            lines.append(line)


def commands_of(text: str) -> list[Command]:
    """The commands that a document shows, in their order."""
    return [command for found in _BLOCK.finditer(text) for command in _commands(found["kind"], found["inside"])]


def printed(
    commands: list[Command], *, programs: Path = Path(sys.executable).parent, data: Path = ROOT / "data"
) -> list[str]:
    """What each command prints, standard output and error as one, in a folder of their own.

    `programs` is the folder where povcalc is installed, `data` what is copied as data/.
    """
    token = secrets.token_hex(8)
    script = "\n".join([_MARKING, "exec 2>&1", *(f"{command.typed}\nmark {token}" for command in commands)])
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(data, Path(folder, "data"))
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=folder,
            env={"PATH": f"{programs}:/usr/bin:/bin", "COLUMNS": "80", "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    *outputs, rest = done.stdout.split(f"{token}\n")
    if len(outputs) != len(commands) or rest:
        raise ValueError(f"the session broke off: {done.stdout}")
    return ["".join(f"{line.rstrip()}\n" for line in output.splitlines()) for output in outputs]


def as_printed(text: str) -> str:
    """A document with its commands kept and under each what it prints now."""
    blocks = [list(_commands(found["kind"], found["inside"])) for found in _BLOCK.finditer(text)]
    outputs = iter(printed([command for block in blocks for command in block]))
    parts = iter(blocks)

    def block(found: re.Match[str]) -> str:
        inside = "".join(command.shown + next(outputs) for command in next(parts)).rstrip("\n") + "\n"
        if found["kind"] == "bash" and inside != found["inside"]:
            raise ValueError(f"what is to be copied prints something: {inside}")
        return f"{found['kind']}\n{inside}"

    return _BLOCK.sub(block, text)
