"""The installed `povcalc` command, run as a person or a script runs it."""

import os
import subprocess
import sys
import tempfile
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
