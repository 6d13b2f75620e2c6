"""The fuzzing programs run, count what they ran, and say when a rule does not hold."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "fuzz"


def summary(program, inputs):
    line = [sys.executable, FOLDER / program, "--inputs", str(inputs), "--seed", "7"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    found = re.search(r"^(\w+) done: (\d+) inputs in .* finds: (\d+)$", done.stdout, re.MULTILINE)
    assert found is not None, done.stdout + done.stderr
    return done.returncode, found[1], int(found[2]), int(found[3])


def test_made_up_texts_keep_the_rules():
    assert summary("fuzz_text.py", 150) == (0, "fuzz_text", 150, 0)


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")
def test_bytes_chosen_by_coverage_keep_the_rules():
    assert summary("fuzz_bytes.py", 200) == (0, "fuzz_bytes", 200, 0)


@pytest.fixture
def oracle(monkeypatch):
    monkeypatch.syspath_prepend(FOLDER)
    return importlib.import_module("oracle")


TEXT = "povcalc: 1\ndocument: {title: T}\ntargets: {id: a, name: A, reduction_households: -1}\n"


@pytest.mark.parametrize(
    ("name", "broken", "rule"),
    [
        ("run", "no exception", "no exception"),
        ("read_text", "no exception", "no exception"),
        ("as_json", "nothing", "json"),
        ("concise", "escapes", "concise"),
        ("show_file", "escapes", "printable"),
    ],
)
def test_a_rule_that_is_broken_is_told(monkeypatch, oracle, name, broken, rule):
    def breaking(*arguments, **_):
        match broken:
            case "no exception":
                raise ValueError("broken")
            case "nothing":
                return '{"files": [{"findings": [], "checks": []}]}'
            case _:
                if name == "show_file":
                    arguments[0].file.write("\x1b[31m")
                return "\x1b[31m\n"

    assert "T114" in oracle.look(TEXT).codes
    monkeypatch.setattr(oracle, name, breaking)
    with pytest.raises((oracle.Violation, ValueError), match=rule if rule != "json" else "."):
        oracle.look(TEXT)


def test_what_takes_too_long_is_ended(monkeypatch, oracle):
    monkeypatch.setattr(oracle, "allowed", lambda _: 0.05)
    monkeypatch.setattr(oracle, "run", lambda _: re.fullmatch("(a|aa)+b", "a" * 60))
    with pytest.raises(oracle.Violation, match="time"):
        oracle.look(TEXT)
