"""What a person sees who waits: a bar once a second is over, on a terminal, of which nothing is left."""

import os
import pty
import re
import select
import signal
import subprocess

import pytest

from command import COMMAND, PLAN, environment, povcalc

BAR = "\u2501"
"""What bars are made of."""


def screen(written):
    """The lines that a terminal shows in the end, colours apart."""
    lines, row, column = [""], 0, 0
    for sign in re.finditer(r"\x1b\[([0-9;?]*)([A-Za-z])|\r|\n|[^\x1b]", written):
        if sign[0] == "\r":
            column = 0
        elif sign[0] == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif sign[2] == "A":
            row = max(0, row - int(sign[1] or 1))
        elif sign[2] == "K":
            lines[row] = "" if sign[1] == "2" else lines[row][:column]
        elif sign[2] is None:
            lines[row] = lines[row][:column].ljust(column) + sign[0] + lines[row][column + 1 :]
            column += 1
    return [line.rstrip() for line in lines]


class Run:
    """A command on a terminal, whose standard input comes as late as a test wants."""

    def __init__(self, *words, cwd=None, **changes):
        self.terminal, other = pty.openpty()
        self.process = subprocess.Popen(
            [COMMAND, *words],
            cwd=cwd,
            env=environment(**{"TERM": "xterm-256color", "COLUMNS": "100", "CI": "", **changes}),
            stdin=subprocess.PIPE,
            stdout=other,
            stderr=other,
            # Tests that were started in the background are deaf to ^C, and so would the command be.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads
        )
        os.close(other)
        self.shown = ""

    def read(self, seconds):
        """What comes on the terminal, for so long at most; nothing once it is closed."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return False
        try:
            more = os.read(self.terminal, 65536).decode(errors="replace")
        except OSError:  # closed at its other end
            return False
        self.shown += more
        return bool(more)

    def until(self, words):
        """Read until some words are shown."""
        while words not in self.shown:
            assert self.read(60), self.shown

    def feed(self, text):
        """Give the rest of standard input, and read to the end; the exit status."""
        self.process.stdin.write(text)
        self.process.stdin.close()
        while self.read(60):
            pass
        os.close(self.terminal)
        return self.process.wait()


TEXT = PLAN.read_bytes()

COMMANDS = (
    ("check", "-"),
    ("check", "-", "--format", "concise"),
    ("show", "targets", "-"),
    ("why", "tram-tau.households", "-"),
    ("whatif", "-", "--set", "tram-tau.reduction_households=500"),
    ("seek", "tram-tau.poverty_rate_end<=40", "-", "--vary", "tram-tau.reduction_households"),
    ("allocate", "-", "--households", "12000"),
    ("compare", "-", str(PLAN)),
    ("track", "-", str(PLAN)),
    ("report", "-", "-o", "page.html", "--force"),
    ("draft", "-"),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_bar_is_shown_while_somebody_waits_and_nothing_is_left_of_it(tmp_path, words):
    run = Run(*words, cwd=tmp_path)
    run.until(BAR)
    status = run.feed(TEXT)
    plain = povcalc(*words, stdin=TEXT, cwd=tmp_path, COLUMNS="100")
    assert status == plain.returncode
    shown = screen(run.shown)
    assert not any(BAR in line for line in shown)
    said = (plain.stderr + plain.stdout).decode()
    # A terminal folds what is said of the run; of two streams neither comes first.
    assert sorted(" ".join(shown).split()) == sorted(said.split())


def test_it_speaks_the_language_of_the_run():
    run = Run("show", "targets", "-", "--lang", "vi")
    run.until("Đang đọc")
    assert run.feed(TEXT) == 0


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        (("check", "-", "--quiet"), {}),
        (("check", "-"), {"CI": "true"}),
        (("check", "-"), {"TERM": "dumb"}),
    ],
)
def test_it_is_not_shown_to_nobody(words, changes):
    run = Run(*words, **changes)
    assert not run.read(2.5)
    run.feed(TEXT)
    assert BAR not in run.shown


def test_a_short_run_loads_nothing_for_it(tmp_path):
    code = (
        "import sys, atexit, os; sys.argv = ['povcalc', 'show', 'schedule']\n"
        "import povcalc.cli.streams as streams\n"
        "streams.os._exit = lambda status: print(status, 'rich.progress' in sys.modules, file=sys.stderr)\n"
        "from povcalc.cli import main\n"
        "main()"
    )
    done = subprocess.run(
        [os.path.join(os.path.dirname(COMMAND), "python"), "-c", code], capture_output=True, check=False, cwd=tmp_path
    )
    assert done.stderr.decode().split()[-2:] == ["0", "False"]


AREA = "    - {{id: a{0}, name: A{0}, households: 1000, poor_households_end: {1}, poverty_rate_end: 90.00}}\n"


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A folder with a plan that takes many seconds, and small ones before it."""
    folder = tmp_path_factory.mktemp("large")
    areas = "".join(AREA.format(number, 100 + number % 700) for number in range(30_000))
    head = "povcalc: 1\ndocument: {title: x, year: 2019}\ntargets:\n  id: r\n  name: R\n  areas:\n"
    (folder / "plan.yaml").write_text(head + areas, encoding="utf-8")
    for number in range(2):
        (folder / f"{number}.yaml").write_bytes(TEXT)
    return folder


@pytest.mark.parametrize("words", [("check", "-f", "concise"), ("check",), ("show", "targets")])
def test_interrupted_it_is_gone_and_one_line_says_so(large, words):
    run = Run(*words, "plan.yaml", cwd=large)
    run.until(BAR)
    run.process.send_signal(signal.SIGINT)
    assert run.feed(b"") == 130
    assert [line for line in screen(run.shown) if line] == ["povcalc: stopped"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_it_says_how_many_of_several_files_are_done(large, jobs):
    run = Run("check", "0.yaml", "1.yaml", "plan.yaml", "-f", "concise", "--jobs", jobs, cwd=large)
    run.until("2/3")
    run.process.send_signal(signal.SIGINT)
    assert run.feed(b"") == 130
    assert [line for line in screen(run.shown) if line] == ["povcalc: stopped"]
