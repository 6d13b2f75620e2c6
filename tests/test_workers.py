"""Many files at once: several processes and the same output as with one."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from command import COMMAND, PLAN, damaged, environment, povcalc
from povcalc.cli.files import Input
from povcalc.cli.run import FileResult, Options, processed
from povcalc.cli.streams import CannotRunError
from povcalc.messages import Lang

DAMAGE = (
    (),
    (("reduction_households: 1039", "reduction_households: 1309"),),
    (("amount: {about: 367886}", "amount: {about: 367868}"),),
    (("poverty_rate_end: 44.35", "poverty_rate_end: 4.435e1"),),
    (("povcalc: 1", "povcalc: 2"),),
    (("kind: province", "kind: {a: [b, &c {"),),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Plans of each kind, one that cannot be read, other files, and settings with a fault."""
    here = tmp_path_factory.mktemp("many")
    for number in range(30):
        inner = here / f"part-{number % 3}"
        inner.mkdir(exist_ok=True)
        text = damaged(*DAMAGE[number % len(DAMAGE)])
        (inner / f"plan-{number:02}.yaml").write_text(text, encoding="utf-8")
    (here / "part-1" / "other.yaml").write_text("a: 1\n", encoding="utf-8")
    (here / "part-1" / "gone.yaml").symlink_to("nowhere")
    (here / "povcalc.toml").write_text("strickt = true\n[per-file.'plan-2*']\nignore = ['T101']\n", encoding="utf-8")
    return here


def all_of(done):
    return done.returncode, done.stdout, done.stderr


class TestSeveralProcesses:
    @pytest.mark.parametrize(
        "words",
        [
            ("-f", "concise"),
            ("-f", "json"),
            ("-f", "sarif"),
            ("-f", "gitlab"),
            (),
            ("--quiet", "--lang", "vi"),
            ("--diff",),
            ("--figures", "bases.csv", "--select", "T,G", "-f", "concise", "none.yaml"),
        ],
    )
    def test_give_the_same_bytes_and_status_as_one(self, folder, words):
        (folder / "bases.csv").write_text("id,households\ntram-tau,5301\nno-such,1\n", encoding="utf-8")
        one = all_of(povcalc("check", ".", *words, "--jobs", "1", cwd=folder))
        several = all_of(povcalc("check", ".", *words, "--jobs", "3", cwd=folder))
        assert one == several
        assert one[0] == 2
        assert one[1]

    @pytest.mark.parametrize(("files", "shared"), [(1, False), (3, False), (200, True)])
    def test_are_begun_of_themselves_when_there_is_enough_to_do(self, monkeypatch, files, shared):
        monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1}, raising=False)
        here = []
        monkeypatch.setattr("povcalc.cli.run.process_file", lambda source, *_: here.append(source) or FileResult())
        inputs = [Input(str(PLAN))] * files
        assert len(list(processed(inputs, Options(), None))) == files
        assert here == ([] if shared else inputs)

    def test_give_what_they_find_in_order_however_long_each_takes(self, monkeypatch):
        monkeypatch.setattr("povcalc.cli.run._CHUNK", 1)
        monkeypatch.setattr(
            "povcalc.cli.run.process_file", lambda source, *_: time.sleep(int(source.name[-1]) / 50) or source
        )
        monkeypatch.setattr("povcalc.cli.run._size", lambda _: 1)
        inputs = [Input(f"{3 - number % 4}") for number in range(40)]
        assert list(processed(inputs, Options(), 2)) == inputs

    def test_one_that_is_lost_is_told(self, monkeypatch):
        monkeypatch.setattr("povcalc.cli.run.process_file", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        with pytest.raises(CannotRunError) as lost:
            list(processed([Input(str(PLAN))] * 9, Options(), 2))
        assert (
            lost.value.args[0]
            .to(Lang.EN)
            .startswith(f"a process that checked {PLAN} and the files behind it was ended")
        )

    def test_what_breaks_in_one_of_them_is_told_as_if_it_broke_here(self, monkeypatch):
        def broken(*_):
            raise RuntimeError("boom")

        monkeypatch.setattr("povcalc.cli.run.process_file", broken)
        with pytest.raises(RuntimeError, match="boom"):
            list(processed([Input(str(PLAN))] * 9, Options(), 2))

    def test_what_is_no_plain_file_is_left_to_one(self, folder):
        line = f"{COMMAND} check -f concise --jobs 2 <(cat part-0/plan-00.yaml) part-0/plan-03.yaml"
        done = subprocess.run(["bash", "-c", line], cwd=folder, env=environment(), capture_output=True, check=False)
        assert b"T205" in done.stdout


def is_gone(group):
    """Whether no process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@contextmanager
def under_way(folder, plan, jobs):
    """A run over a thousand files, in a group of its own, that has had two seconds; after it, nobody is left."""
    for number in range(1000):
        os.link(plan, folder / f"{number}.yaml")
    with subprocess.Popen(
        [COMMAND, "check", "-f", "concise", "--jobs", jobs, str(folder)],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # In tests that run in the background it is ignored, which a child inherits.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads
    ) as process:
        time.sleep(2)
        yield process
    ended = time.monotonic() + 30
    while not is_gone(process.pid):
        assert time.monotonic() < ended
        time.sleep(0.05)


class TestStopping:
    @pytest.mark.parametrize(("jobs", "stop"), [("1", os.kill), ("2", os.kill), ("2", os.killpg)])
    def test_it_with_the_keyboard_is_one_calm_line_and_leaves_nobody_behind(self, folder, tmp_path, jobs, stop):
        with under_way(tmp_path, folder / "part-0" / "plan-00.yaml", jobs) as process:
            stop(process.pid, signal.SIGINT)
            out, err = process.communicate(timeout=60)
            assert (process.returncode, out, err) == (130, b"", b"povcalc: stopped\n")

    def test_a_run_that_is_killed_leaves_nobody_behind(self, folder, tmp_path):
        with under_way(tmp_path, folder / "part-0" / "plan-00.yaml", "2") as process:
            process.kill()
            process.communicate(timeout=60)
            assert process.returncode == -signal.SIGKILL


# Runs the command as installed, in a group that is sent ^C when a process, or the thread that leads them, is to begin.
STOPPED_AT = """
import os, signal, threading
from multiprocessing import popen_fork
from povcalc.cli import main

def stopped(begin):
    def begun(*given):
        os.killpg(0, signal.SIGINT)
        return begin(*given)
    return begun

{what} = stopped({what})
main()
"""


@pytest.mark.parametrize("what", ["popen_fork.Popen._launch", "threading.Thread.start"])
def test_stopping_while_processes_begin_is_one_calm_line_too(folder, what):
    words = [sys.executable, "-c", STOPPED_AT.format(what=what), "check", "part-0", "--no-cache", "--jobs", "2"]
    done = subprocess.run(
        words,
        cwd=folder,
        env=environment(),
        capture_output=True,
        check=False,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert all_of(done) == (130, b"", b"povcalc: stopped\n")
