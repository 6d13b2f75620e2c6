"""The installed `povcalc` command, run as a person or a script runs it."""

import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PLAN = ROOT / "data" / "plan_2019.yaml"
EMPTY = Path(tempfile.mkdtemp(prefix="povcalc-tests-"))
"""A folder without plans and without settings, where no file need be named for the built-in plan."""
COMMAND = str(Path(sys.executable).with_name("povcalc"))


def environment(**changes: str) -> dict[str, str]:
    """A plain environment: English, UTF-8, 80 columns, and nothing of the machine's own settings."""
    plain = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "COLUMNS": "80"}
    return {name: value for name, value in {**plain, **changes}.items() if value != ""}


def povcalc(*words: str, stdin: bytes = b"", cwd: Path = EMPTY, **changes: str) -> subprocess.CompletedProcess[bytes]:
    """A run of the command. Where its start is like any other it is that of a process that has imported everything."""
    if not LIKE_ANY.issuperset(changes):
        return anew(*words, stdin=stdin, cwd=cwd, **changes)
    with tempfile.TemporaryDirectory(prefix="povcalc-run-") as name:
        streams = [Path(name) / each for each in ("in", "out", "err")]
        for stream, content in zip(streams, (stdin, b"", b""), strict=True):
            stream.write_bytes(content)
        wanted = {"words": words, "folder": str(cwd), "environment": environment(**changes)}
        forks = _forks()
        forks.stdin.write(json.dumps({**wanted, "streams": [*map(str, streams)]}) + "\n")
        forks.stdin.flush()
        status = int(forks.stdout.readline())
        out, err = (stream.read_bytes() for stream in streams[1:])
    return subprocess.CompletedProcess([COMMAND, *words], status, out, err)


LIKE_ANY = {"COLUMNS", "POVCALC_LANG", "COMP_WORDS", "COMP_CWORD", "_POVCALC_COMPLETE"}
"""The variables of the environment that mean nothing before povcalc itself reads them."""


@cache
def _forks() -> "subprocess.Popen[str]":
    """The process that the runs are copies of: one for all tests of this process."""
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("forks.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
        encoding="utf-8",
    )


def anew(*words: str, stdin: bytes = b"", cwd: Path = EMPTY, **changes: str) -> subprocess.CompletedProcess[bytes]:
    """A run of the command from its very start."""
    return subprocess.run(
        [COMMAND, *words], input=stdin, cwd=cwd, env=environment(**changes), capture_output=True, check=False
    )


def text(*words: str, **given: Any) -> tuple[int, str, str]:
    """Status, standard output and standard error of a run."""
    done = povcalc(*words, **given)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def damaged(*changes: tuple[str, str]) -> str:
    """The plan of 2019 with each first text replaced by the second, once."""
    plan = PLAN.read_text(encoding="utf-8")
    for old, new in changes:
        assert plan.count(old) >= 1, old
        plan = plan.replace(old, new, 1)
    return plan


def completed(words):
    """What bash offers for a command line that ends in a word begun."""
    _, out, _ = text(_POVCALC_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(len(words.split()) - 1))
    return out.split()
