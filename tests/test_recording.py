"""The recorder of what povcalc prints: it sees what a command did, and every difference between two recordings."""

import json
import subprocess
import sys

import pytest

from command import COMMAND, ROOT

PROGRAM = ROOT / "tests" / "recording" / "record.py"


def recorder(*words):
    done = subprocess.run([sys.executable, PROGRAM, *map(str, words)], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    """Each 60th command of two groups: their edits of the plan, and files written anew."""
    file = tmp_path_factory.mktemp("recording") / "before.json"
    status, _ = recorder("record", file, "--povcalc", COMMAND, "--only", "slips", "--only", "init", "--every", 60)
    assert status == 0
    return file


@pytest.fixture
def changed(recording, tmp_path):
    def write(change):
        recorded = json.loads(recording.read_text("utf-8"))
        change(recorded["commands"])
        file = tmp_path / "after.json"
        file.write_text(json.dumps(recorded), "utf-8")
        return file

    return write


def one(commands):
    return next(iter(commands.values()))


def test_a_recording_does_not_differ_from_itself(recording):
    count = len(json.loads(recording.read_text("utf-8"))["commands"])
    assert count >= 9
    assert recorder("compare", recording, recording) == (0, f"{count} commands, 0 differ\n")


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        (lambda commands: one(commands).update(status=7), "+7\n"),
        (lambda commands: one(commands).update(stdout="changed\n"), "+changed\n"),
        (lambda commands: one(commands).update(stderr="changed"), "+changed\n\\ no line end\n"),
        (lambda commands: one(commands)["files"].update({"x.yaml": "new\n"}), "+++ file x.yaml\n@@ -0,0 +1 @@\n+new\n"),
        (lambda commands: one(commands)["files"].update({"x.yaml": ""}), "file x.yaml: empty in one, not there"),
        (lambda commands: one(commands)["files"].update({"x.yaml": None}), "+removed\n"),
    ],
)
def test_what_differs_is_shown_and_counted(recording, changed, change, shown):
    status, out = recorder("compare", recording, changed(change))
    assert status == 1
    assert shown in out
    assert out.endswith(" commands, 1 differ\n")


def test_a_file_that_a_command_wrote_is_recorded(tmp_path):
    file = tmp_path / "init.json"
    recorder("record", file, "--povcalc", COMMAND, "--only", "init", "--every", 5)
    commands = json.loads(file.read_text("utf-8"))["commands"]
    (done,) = (each for each in commands.values() if each["command"] == "init old.yaml --year 2024 --force --lang vi")
    assert list(done["files"]) == ["old.yaml"]
    assert done["files"]["old.yaml"].startswith("# yaml-language-server")
