"""What README.md shows is what the program prints."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import povcalc

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for kind, text in BLOCK.findall(README) if kind == language]


def sessions() -> list[str]:
    found = blocks("console")
    assert len(found) >= 2
    return found


def trimmed(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


@pytest.mark.parametrize("session", sessions())
def test_every_session_in_the_readme_prints_what_it_shows(session, tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    commands = [line[2:] for line in session.splitlines() if line.startswith("$ ")]
    shown = [line for line in session.splitlines() if not line.startswith("$ ")]
    scripts = str(Path(sys.executable).parent)
    printed = "".join(
        subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env={"PATH": f"{scripts}:/usr/bin:/bin", "COLUMNS": "80", "LANG": "C.UTF-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        ).stdout
        for command in commands
    )
    assert trimmed("\n".join(shown)) == trimmed(printed)


def test_the_small_plan_in_the_readme_has_no_findings(tmp_path):
    (example,) = blocks("yaml")
    (tmp_path / "plan.yaml").write_text(example, encoding="utf-8")
    assert povcalc.check(tmp_path / "plan.yaml").findings == ()


def test_the_python_in_the_readme_runs(monkeypatch, capsys):
    (example,) = blocks("python")
    monkeypatch.chdir(ROOT)
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - the README's own example
    assert capsys.readouterr().out.startswith("T205 note ")


def test_the_two_commands_of_the_readme_make_their_own_environment():
    commands = [text.strip() for text in blocks("sh")]
    assert len(commands) == 2
    assert all(command.startswith("python3 -m venv .venv && .venv/bin/pip install") for command in commands)
