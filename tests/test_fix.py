"""`povcalc check --diff` and `--fix`: what is printed, what is written, and what is left alone."""

import errno
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from command import COMMAND, PLAN, damaged, environment, povcalc, text
from povcalc.cli.files import Input, _host, read_input, remove_leftovers, replace, write_new
from povcalc.cli.run import Options, process_file
from povcalc.corrections import edits, suggested
from povcalc.engine import run
from povcalc.messages import Lang
from povcalc.places import edited
from povcalc.plan.load import read_text

SWAPPED = ("amount: {about: 367886}", "amount: {about: 367868}")
DISTRICT = ("reduction_households: 1039", "reduction_households: 1309")
EITHER = ("reduction_households: 2762", "reduction_households: 2672")


@pytest.fixture
def plan(tmp_path):
    """Writes a damaged plan of 2019 to a file, which it gives."""

    def write(*changes, content=None):
        file = tmp_path / "plan.yaml"
        file.write_bytes(damaged(*changes).encode() if content is None else content)
        return file

    return write


class TestDiff:
    def test_prints_the_safe_corrections_and_writes_nothing(self, plan):
        file = plan(SWAPPED, DISTRICT)
        before = file.read_bytes()
        status, out, err = text("check", "plan.yaml", "--diff", cwd=file.parent)
        assert status == 1
        assert out.startswith("--- plan.yaml\n+++ plan.yaml\n@@ ")
        lines = out.splitlines()
        assert [line for line in lines if line.startswith("-  ")] == [
            "-      reduction_households: 1309",
            "-      amount: {about: 367868}",
        ]
        assert [line for line in lines if line.startswith("+  ")] == [
            "+      reduction_households: 1039",
            "+      amount: {about: 367886}",
        ]
        assert err == "povcalc: safe corrections: 2\n"
        assert file.read_bytes() == before

    def test_is_empty_when_nothing_is_safe(self, plan):
        file = plan(EITHER)
        assert text("check", str(file), "--diff") == (1, "", "povcalc: safe corrections: 0\n")

    def test_is_empty_for_the_built_in_plan(self):
        status, out, err = text("check", "--diff", "--lang", "vi")
        assert (status, out) == (0, "")
        assert err.endswith("povcalc: số chỗ sửa chắc chắn: 0\n")

    def test_reads_standard_input_too(self):
        status, out, _ = text("check", "-", "--diff", stdin=damaged(SWAPPED).encode())
        assert status == 1
        assert out.startswith("--- <stdin>\n")

    def test_marks_a_missing_final_newline_as_diff_does(self, plan):
        content = b"povcalc: 1\ndocument: {title: A}\nfunding:\n  unit: million VND\n  lines:\n"
        content += b"    - {id: a, name: A, amount: 123456}\n    - {id: b, name: B, amount: 412345}\n  total: 538501"
        file = plan(content=content)
        _, out, _ = text("check", "plan.yaml", "--diff", cwd=file.parent)
        assert out.splitlines()[-4:] == [
            "-  total: 538501",
            "\\ No newline at end of file",
            "+  total: 535801",
            "\\ No newline at end of file",
        ]


class TestFix:
    @pytest.mark.parametrize("changes", [(SWAPPED,), (DISTRICT,), (SWAPPED, DISTRICT)])
    def test_restores_the_file_byte_for_byte(self, plan, changes):
        file = plan(*changes)
        status, out, err = text("check", str(file), "--fix", "--quiet")
        assert status == 0
        assert file.read_bytes() == PLAN.read_bytes()
        assert "T101" not in out
        assert "F101" not in out
        assert f"corrected {len(changes)} figure" in err

    def test_run_twice_changes_nothing_more(self, plan):
        file = plan(SWAPPED)
        text("check", str(file), "--fix")
        when = file.stat().st_mtime_ns
        status, _, err = text("check", str(file), "--fix")
        assert (status, err) == (0, f"povcalc: {file}: nothing to correct\n")
        assert file.stat().st_mtime_ns == when

    def test_reports_what_is_left_and_leaves_it(self, plan):
        file = plan(SWAPPED, EITHER)
        status, out, _ = text("check", str(file), "--fix", "--format", "concise")
        assert status == 1
        assert " T101 " in out
        assert " F101 " not in out
        assert file.read_bytes() == damaged(EITHER).encode()

    def test_ends_by_saying_what_it_corrected_what_it_left_and_why(self, plan):
        file = plan(SWAPPED, EITHER, ("poverty_rate_end: 44.35", "poverty_rate_end: 144.35"))
        _, _, err = text("check", str(file), "--fix", "--quiet")
        first, last = err.splitlines()
        assert "corrected 1 figure: Local government: 367,868 → 367,886" in first
        assert "nothing else is sure; left" in last
        assert "several corrections are possible: T101 (105)" in last
        assert "only the document can say what is right: S" in last

    def test_changes_nothing_where_it_cannot_choose(self, plan):
        file = plan(EITHER)
        status, out, err = text("check", str(file), "--fix", "--quiet")
        assert status == 1
        assert "any one of these would fix it: " in out
        assert err == (
            f"povcalc: {file}: nothing corrected; left 1 finding, codes with their lines: several corrections are "
            "possible: T101 (105)\n"
        )
        assert file.read_bytes() == damaged(EITHER).encode()

    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
    @pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
    def test_keeps_line_ends_and_byte_order_mark(self, plan, mark, newline):
        file = plan(content=mark + damaged(SWAPPED).encode().replace(b"\n", newline).rstrip())
        text("check", str(file), "--fix")
        assert file.read_bytes() == mark + PLAN.read_bytes().replace(b"\n", newline).rstrip()

    def test_keeps_permissions(self, plan):
        file = plan(SWAPPED)
        file.chmod(0o640)
        text("check", str(file), "--fix")
        assert stat.S_IMODE(file.stat().st_mode) == 0o640
        assert file.read_bytes() == PLAN.read_bytes()

    def test_follows_links(self, plan):
        file = plan(SWAPPED)
        link = file.with_name("link.yaml")
        link.symlink_to(file.name)
        text("check", str(link), "--fix")
        assert link.is_symlink()
        assert file.read_bytes() == PLAN.read_bytes()
        assert sorted(os.listdir(file.parent)) == ["link.yaml", "plan.yaml"]

    def test_needs_a_file(self):
        assert text("check", "--fix") == (
            2,
            "",
            "povcalc: --fix corrects a file: name one; the built-in plan stays as it is\n",
        )
        status, out, err = text("check", "-", "--fix", stdin=damaged(SWAPPED).encode(), POVCALC_LANG="vi")
        assert (status, out) == (2, "")
        assert "không phải là tệp có thể sửa" in err

    def test_is_not_used_with_diff_or_save(self, plan):
        for more in (("--diff",), ("--save", "new.yaml")):
            status, out, err = text("check", str(plan(SWAPPED)), "--fix", *more)
            assert (status, out) == (2, "")
            assert "use it without --diff and --save" in err

    def test_says_why_a_file_cannot_be_written(self, plan):
        file = plan(SWAPPED)
        file.parent.chmod(0o500)
        try:
            done = povcalc("check", str(file), "--fix", "--format", "concise")
        finally:
            file.parent.chmod(0o700)
        if os.geteuid() == 0:  # to whom nothing is forbidden
            assert file.read_bytes() == PLAN.read_bytes()
            return
        assert done.returncode == 2
        assert b"cannot write" in done.stderr
        assert file.read_bytes() == damaged(SWAPPED).encode()

    @pytest.mark.skipif(os.geteuid() == 0, reason="to root nothing is forbidden")
    def test_a_file_that_may_not_be_written_to_is_left_alone(self, plan):
        file = plan(SWAPPED)
        file.chmod(0o444)
        status, _, err = text("check", str(file), "--fix", "--format", "concise")
        assert status == 2
        assert "cannot write" in err
        assert file.read_bytes() == damaged(SWAPPED).encode()

    def test_figures_of_side_tables_are_told_of_once(self, plan):
        file = plan(SWAPPED)
        table = file.with_name("t.csv")
        table.write_text("area;households\ntram-tau;5301\n", encoding="utf-8")
        status, _, err = text("check", str(file), "--fix", "--figures", str(table), "--format", "concise")
        assert status == 0
        assert err.count("figures added from side tables: 1") == 1
        assert file.read_bytes() == PLAN.read_bytes()

    def test_mends_each_of_several_files(self, plan):
        file = plan(SWAPPED)
        other = file.with_name("other.yaml")
        other.write_text(damaged(DISTRICT), encoding="utf-8")
        status, _, err = text("check", str(file.parent), "--fix", "--format", "concise")
        assert status == 0
        assert err.count("corrected 1 figure") == 2
        assert file.read_bytes() == other.read_bytes() == PLAN.read_bytes()

    def test_a_file_that_is_named_twice_or_by_a_link_is_mended_once(self, plan):
        file = plan(SWAPPED)
        file.with_name("link.yaml").symlink_to(file.name)
        names = ("plan.yaml", "link.yaml", "plan.yaml")
        status, out, err = text("check", *names, "--fix", "--format", "concise", cwd=file.parent)
        assert status == 0
        assert " F101 " not in out
        assert err == (
            "povcalc: plan.yaml: corrected 1 figure: Local government: 367,868 → 367,886 (two digits swapped)\n"
            "povcalc: plan.yaml: nothing is left to correct\npovcalc: link.yaml: nothing to correct\n"
        )
        assert file.read_bytes() == PLAN.read_bytes()

    def test_figures_of_a_side_table_are_looked_at_and_not_written(self, plan):
        file = plan(DISTRICT, SWAPPED)
        table = file.with_name("t.csv")
        table.write_text("area;households\ntram-tau;5301\n", encoding="utf-8")
        before = table.read_bytes()
        _, out, err = text("check", "plan.yaml", "--diff", "--figures", "t.csv", cwd=file.parent)
        assert [line for line in out.splitlines() if line.startswith("+ ")] == [
            "+      reduction_households: 1039",
            "+      amount: {about: 367886}",
        ]
        assert err.endswith("povcalc: safe corrections: 2\n")
        text("check", "plan.yaml", "--fix", "--figures", "t.csv", cwd=file.parent)
        assert file.read_bytes() == PLAN.read_bytes()
        assert table.read_bytes() == before


def crlf(content):
    return content.replace(b"\n", b"\r\n")


def mixed(content):
    lines = content.split(b"\n")
    return b"".join(line + (b"\r\n" if at % 2 else b"\n") for at, line in enumerate(lines[:-1]))


def unended(content):
    return content.rstrip(b"\n")


def marked(content):
    return b"\xef\xbb\xbf" + content


class TestPatch:
    @pytest.mark.skipif(shutil.which("patch") is None, reason="the program patch is not there")
    @pytest.mark.parametrize("style", [bytes, crlf, mixed, unended, marked])
    def test_what_diff_prints_is_what_fix_writes(self, plan, style):
        file = plan(content=style(damaged(SWAPPED, DISTRICT).encode()))
        shown = povcalc("check", "plan.yaml", "--diff", cwd=file.parent).stdout
        done = subprocess.run(
            ["patch", "--binary", "--silent", "--strip=0"],
            input=shown,
            cwd=file.parent,
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
        assert file.read_bytes() == style(PLAN.read_bytes())


NAMES = ["Xã A", '"Huyện \\u1ea4p: 1039"', "'Thôn ''Hai'''", "Ấp 12 # tên"]


@st.composite
def odd_plans(draw):
    """A plan in odd formatting in which two digits of one figure are swapped: as it was, and as it is now."""
    counts = draw(st.lists(st.integers(1000, 99999), min_size=2, max_size=5))
    amounts = draw(st.lists(st.integers(10**4, 10**7), min_size=2, max_size=4))
    right = [sum(counts), *counts, sum(amounts), *amounts]
    at = draw(st.integers(0, len(right) - 1))
    wrong = [*right]
    wrong[at] = _swapped(right[at], draw(st.integers(0, len(str(right[at])) - 2)))
    shapes = [draw(st.sampled_from(["{}", "{{about: {}}}", "{{ about : {} }}", "{}   # hộ"])) for _ in right]
    gaps = [draw(st.sampled_from([" ", "   ", " \t "])) for _ in right]
    names = [draw(st.sampled_from(NAMES)) for _ in right]
    is_flow = draw(st.booleans())
    key = draw(st.sampled_from(["reduction_households", '"reduction_households"', "'reduction_households'"]))
    between = draw(st.sampled_from(["", "\n", "\n    # số liệu 1309\n"]))
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    last = draw(st.sampled_from(["", "\n", "\n\n", "\n# hết"]))
    mark = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))

    def written(figures):
        told = [gap + shape.format(number) for gap, shape, number in zip(gaps, shapes, figures, strict=True)]
        lines = ["---", "povcalc: 1", "document: {title: Kế hoạch 2019}", "x-note: 1309", "targets:"]
        lines += ["  id: r", f"  name: {names[0]}", f"  {key}:{told[0]}", "  areas:"]
        for number in range(1, len(counts) + 1):
            if is_flow and "#" not in told[number] + names[number]:
                lines.append(f"  - {{id: a{number}, name: {names[number]}, {key}:{told[number]}}}{between}")
            else:
                lines += [f"  - id: a{number}", f"    name: {names[number]}{between}", f"    {key}:{told[number]}"]
        lines += ["funding:", f"  total:{told[len(counts) + 1]}", "  unit: 'million VND'", "  lines:"]
        for number in range(len(counts) + 2, len(figures)):
            lines += [f"    -  id: l{number}", f"       name: Nguồn {number}", f"       amount:{told[number]}"]
        return mark + ("\n".join(lines) + last).replace("\n", ending).encode()

    return written(right), written(wrong)


def _swapped(number, at):
    digits = str(number)
    text = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    return number if text.startswith("0") else int(text)


NUMBERS = re.compile(rb"[0-9]+")


class TestOddFormatting:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(odd_plans())
    def test_only_the_characters_of_the_figure_change(self, tmp_path, plans):
        right, wrong = plans
        file = tmp_path / "plan.yaml"
        file.write_bytes(wrong)
        reading = read_input(Input(str(file)))
        assert reading.misfits == ()
        done = process_file(Input(str(file)), Options(fix=True))
        assert done.troubles == ()
        corrections = suggested(reading, run(reading))[1].corrections
        assert len(done.notes) == len(corrections) + 1  # and what is left
        event(f"corrected: {len(corrections)}")
        after = file.read_bytes()
        # Between its numbers a file stays as it is; of the numbers only so many differ as there are corrections.
        assert NUMBERS.split(after) == NUMBERS.split(wrong)
        pairs = zip(NUMBERS.findall(after), NUMBERS.findall(wrong), strict=True)
        assert sum(new != old for new, old in pairs) == len(corrections) <= 1
        assert after == (right if corrections else wrong)
        again = read_input(Input(str(file)))
        report, corrected = suggested(again, run(again))
        assert corrected.corrections == ()
        assert report == done.checked.report
        assert os.listdir(tmp_path) == ["plan.yaml"]


class TestReplacing:
    def test_a_file_that_changed_meanwhile_is_left_alone(self, tmp_path):
        file = tmp_path / "plan.yaml"
        file.write_bytes(b"newer")
        why = replace(str(file), b"read", b"mended")
        assert why is not None
        assert "was changed by something else since it was read" in why.to(Lang.EN)
        assert file.read_bytes() == b"newer"
        assert os.listdir(tmp_path) == ["plan.yaml"]

    def test_a_file_that_has_gone_is_not_made_anew(self, tmp_path):
        why = replace(str(tmp_path / "gone.yaml"), b"read", b"mended")
        assert why is not None
        assert os.listdir(tmp_path) == []

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
    def test_the_owner_stays(self, tmp_path):
        file = tmp_path / "plan.yaml"
        file.write_bytes(b"read")
        os.chown(file, 1234, 2345)
        assert replace(str(file), b"read", b"mended") is None
        assert file.read_bytes() == b"mended"
        assert (file.stat().st_uid, file.stat().st_gid) == (1234, 2345)

    def test_a_file_that_cannot_be_written_whole_is_left_as_it_was(self, tmp_path):
        # As on a full disk: the system refuses what goes beyond 1,000 bytes.
        resource = pytest.importorskip("resource", reason="files have no limit here")
        file = tmp_path / "plan.yaml"
        file.write_bytes(b"read")
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
        try:
            why = replace(str(file), b"read", b"mended" * 1000)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert why is not None
        assert why.to(Lang.EN).startswith(f"cannot write {file}: ")
        assert file.read_bytes() == b"read"
        assert os.listdir(tmp_path) == ["plan.yaml"]


@pytest.mark.parametrize(
    ("number", "lang", "words"),
    [
        (errno.EROFS, Lang.EN, "nothing can be written there"),
        (errno.EROFS, Lang.VI, "ở đó không ghi được"),
        (errno.EDQUOT, Lang.VI, "người dùng này đã hết dung lượng được cấp"),
        (errno.EACCES, Lang.VI, "không có quyền; hãy xin quyền truy cập"),
    ],
)
def test_why_nothing_is_written_is_told_in_the_language_of_the_run(tmp_path, monkeypatch, number, lang, words):
    def refused(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refused)
    why = write_new(str(tmp_path / "new.yaml"), b"new")
    assert why is not None
    assert why.to(lang).endswith(f"new.yaml: {words}")
    assert os.listdir(tmp_path) == []


class TestANewFile:
    """Where a file system has no links, as that of a memory stick."""

    @staticmethod
    def refused(*_):
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    def test_is_written_all_the_same(self, tmp_path, monkeypatch):
        monkeypatch.setattr(os, "link", self.refused)
        assert write_new(str(tmp_path / "new.yaml"), b"new") is None
        assert (tmp_path / "new.yaml").read_bytes() == b"new"
        assert os.listdir(tmp_path) == ["new.yaml"]

    def test_never_takes_the_place_of_another(self, tmp_path, monkeypatch):
        (tmp_path / "new.yaml").write_bytes(b"old")
        monkeypatch.setattr(os, "link", self.refused)
        assert write_new(str(tmp_path / "new.yaml"), b"new") is not None
        assert (tmp_path / "new.yaml").read_bytes() == b"old"
        assert os.listdir(tmp_path) == ["new.yaml"]


# Runs the command as installed, but ends it as `kill -9` does when it first comes to a step of writing.
KILLED_AT = """
import os, signal, sys
from povcalc.cli import main
setattr(os, sys.argv[1], lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
sys.argv[1:] = sys.argv[2:]
main()
"""


# Likewise, but a signal such as that of `^C` comes there, and a thread, such as a library for numbers begins, gets it.
STOPPED_AT = """
import os, signal, sys, threading, time
from povcalc.cli import main

threading.Thread(target=time.sleep, args=(60,), daemon=True).start()

number, step = signal.Signals[sys.argv[1]], getattr(os, sys.argv[2])
def stopped(*given, **more):
    os.kill(os.getpid(), number)
    return step(*given, **more)

setattr(os, sys.argv[2], stopped)
sys.argv[1:] = sys.argv[3:]
main()
"""


@pytest.mark.parametrize("step", ["open", "fsync", "chmod", "replace", "unlink"])
def test_stopped_at_a_step_of_writing_the_file_is_whole_and_nothing_is_left(plan, step):
    file = plan(SWAPPED)
    done = subprocess.run(
        [sys.executable, "-c", STOPPED_AT, "SIGINT", step, "check", "plan.yaml", "--fix"],
        cwd=file.parent,
        env=environment(),
        capture_output=True,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"povcalc: stopped\n")
    assert file.read_bytes() in (damaged(SWAPPED).encode(), PLAN.read_bytes())
    assert os.listdir(file.parent) == ["plan.yaml"]


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("step", ["fsync", "chmod", "replace", "unlink"])
def test_ended_at_a_step_of_writing_the_file_is_the_new_one_and_nothing_is_left(plan, step, name):
    file = plan(SWAPPED)
    done = subprocess.run(
        [sys.executable, "-c", STOPPED_AT, name, step, "check", "plan.yaml", "--fix"],
        cwd=file.parent,
        env=environment(),
        capture_output=True,
        check=False,
        preexec_fn=lambda: signal.signal(signal.Signals[name], signal.SIG_DFL),
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.Signals[name], b"", b"")
    assert file.read_bytes() == PLAN.read_bytes()
    assert os.listdir(file.parent) == ["plan.yaml"]


def test_where_a_terminal_that_is_closed_ends_nothing_it_ends_nothing_while_a_file_is_written(plan):
    file = plan(SWAPPED)
    done = subprocess.run(
        [sys.executable, "-c", STOPPED_AT, "SIGHUP", "fsync", "check", "plan.yaml", "--fix", "--quiet"],
        cwd=file.parent,
        env=environment(),
        capture_output=True,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),  # as `nohup` has it
    )
    assert done.returncode == 0
    assert file.read_bytes() == PLAN.read_bytes()


def left_in(folder):
    return sorted(name for name in os.listdir(folder) if name != "plan.yaml")


class TestKilled:
    """`--fix` ended by `kill -9`: the file is the old one or the new one, and the next `--fix` tidies up."""

    @pytest.mark.parametrize("step", ["fsync", "chown", "chmod", "replace"])
    def test_at_a_step_of_writing_the_file_is_the_old_one(self, plan, step):
        file = plan(SWAPPED)
        before = file.read_bytes()
        words = [sys.executable, "-c", KILLED_AT, step, "check", "plan.yaml", "--fix"]
        done = subprocess.run(words, cwd=file.parent, env=environment(), capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (-signal.SIGKILL, b"")
        assert file.read_bytes() == before
        (left,) = left_in(file.parent)
        assert left.startswith(".povcalc-")
        # Nobody takes it for a plan, and what does not write leaves it alone.
        _, out, err = text("check", ".", "--format", "concise", "--select", "F101", cwd=file.parent)
        assert re.fullmatch(r"\./plan\.yaml:.* F101 .*\n", out), out
        assert err == ""
        assert left_in(file.parent) == [left]
        assert text("check", ".", "--fix", "--quiet", cwd=file.parent)[0] == 0
        assert file.read_bytes() == PLAN.read_bytes()
        assert left_in(file.parent) == []

    def test_what_any_command_leaves_is_removed_by_the_next_that_writes_there(self, tmp_path):
        words = [sys.executable, "-c", KILLED_AT, "fsync", "init", "new.yaml"]
        subprocess.run(words, cwd=tmp_path, env=environment(), capture_output=True, check=False)
        assert [name[:9] for name in os.listdir(tmp_path)] == [".povcalc-"]
        assert text("report", str(PLAN), "-o", "report.html", cwd=tmp_path)[0] == 0
        assert os.listdir(tmp_path) == ["report.html"]

    def test_with_nothing_to_correct_the_next_one_tidies_up_too(self, plan):
        file = plan(SWAPPED)
        words = [sys.executable, "-c", KILLED_AT, "replace", "check", "plan.yaml", "--fix"]
        subprocess.run(words, cwd=file.parent, env=environment(), capture_output=True, check=False)
        assert left_in(file.parent) != []
        file.write_bytes(PLAN.read_bytes())
        status, _, err = text("check", "plan.yaml", "--fix", "--quiet", cwd=file.parent)
        assert (status, err) == (0, "povcalc: plan.yaml: nothing to correct\n")
        assert left_in(file.parent) == []

    def test_at_any_moment_the_file_is_the_old_one_or_the_new_one(self, plan):
        file = plan(SWAPPED)
        before = file.read_bytes()
        words = [COMMAND, "check", "plan.yaml", "--fix", "--quiet"]
        begun = time.monotonic()
        subprocess.run(words, cwd=file.parent, env=environment(), capture_output=True, check=False)
        took = time.monotonic() - begun
        for part in (0.4, 0.6, 0.7, 0.8, 0.9):
            file.write_bytes(before)
            with subprocess.Popen(words, cwd=file.parent, env=environment(), stdout=subprocess.DEVNULL) as child:
                time.sleep(took * part)
                child.kill()
            assert file.read_bytes() in (before, PLAN.read_bytes())
        file.write_bytes(before)
        assert text("check", "plan.yaml", "--fix", "--quiet", cwd=file.parent)[0] == 0
        assert file.read_bytes() == PLAN.read_bytes()
        assert left_in(file.parent) == []

    def test_two_at_once_end_with_the_file_corrected(self, plan):
        file = plan(SWAPPED)
        for _ in range(3):
            file.write_bytes(damaged(SWAPPED).encode())
            both = [
                subprocess.Popen(
                    [COMMAND, "check", "plan.yaml", "--fix", "--quiet"],
                    cwd=file.parent,
                    env=environment(),
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                )
                for _ in range(2)
            ]
            ended = [(child.communicate()[1].decode(), child.returncode) for child in both]
            assert file.read_bytes() == PLAN.read_bytes()
            assert left_in(file.parent) == []
            # The slower one finds the file corrected, before or after it has read it.
            for err, status in ended:
                assert status == (2 if "was changed by something else" in err else 0), err
            assert any("corrected 1 figure" in err for err, _ in ended)


class TestLeftovers:
    @staticmethod
    def left(folder, pid, *, host=None, hours=0):
        file = folder / f".povcalc-{_host() if host is None else host}-{pid}-ab12_xyz.tmp"
        file.write_bytes(b"povcalc: 1\n")
        when = time.time() - 3600 * hours
        os.utime(file, (when, when))
        return file

    def test_of_a_process_that_has_ended_is_removed(self, tmp_path):
        ended = subprocess.Popen([sys.executable, "-c", ""])
        ended.wait()
        self.left(tmp_path, ended.pid)
        remove_leftovers(str(tmp_path))
        assert os.listdir(tmp_path) == []

    def test_of_a_process_that_had_the_number_of_this_one_is_removed(self, tmp_path):
        self.left(tmp_path, os.getpid())
        remove_leftovers(str(tmp_path))
        assert os.listdir(tmp_path) == []

    @pytest.mark.parametrize("host", [None, "elsewhere"])
    def test_of_one_that_may_still_write_is_left_for_an_hour(self, tmp_path, host):
        pid = os.getppid() if host is None else os.getpid()
        file = self.left(tmp_path, pid, host=host, hours=0.9)
        remove_leftovers(str(tmp_path))
        assert os.listdir(tmp_path) == [file.name]
        self.left(tmp_path, pid, host=host, hours=1.1)
        remove_leftovers(str(tmp_path))
        assert os.listdir(tmp_path) == []

    def test_other_files_are_left_alone(self, tmp_path):
        names = [
            ".povcalc-notes",
            ".povcalc-plan-2019.yaml",
            f"povcalc-{_host()}-1-abcdefgh.tmp",
            ".povcalc-a-1-b.tmp~",
        ]
        for name in names:
            (tmp_path / name).write_bytes(b"mine")
            os.utime(tmp_path / name, (0, 0))
        (tmp_path / ".povcalc-folder-1-abcdefgh.tmp").mkdir()
        (tmp_path / ".povcalc-link-1-abcdefgh.tmp").symlink_to(".povcalc-notes")
        remove_leftovers(str(tmp_path))
        assert len(os.listdir(tmp_path)) == len(names) + 2

    def test_a_folder_that_is_not_there_is_passed_over(self, tmp_path):
        remove_leftovers(str(tmp_path / "gone"))

    def test_a_plan_of_such_a_name_is_no_plan_of_a_folder(self, plan):
        file = plan()
        file.with_name(".povcalc-host-1-abcdefgh.yaml").write_bytes(damaged(SWAPPED).encode())
        assert text("check", ".", "--quiet", cwd=file.parent)[0] == 0


class TestNumbersInAnotherWriting:
    HEAD = "povcalc: 1\ndocument: {title: A}\ntargets:\n  id: a\n  name: A\n"

    def fixed(self, plan, figures, *options):
        """Status, what is said, and the figures after `--fix`."""
        file = plan(content=(self.HEAD + figures).encode())
        status, out, err = text("check", "plan.yaml", "--fix", "-f", "concise", *options, cwd=file.parent)
        return status, out, err, file.read_text(encoding="utf-8").removeprefix(self.HEAD)

    @pytest.mark.parametrize(
        ("figure", "after"),
        [
            ("reduction_households: 1.726", "reduction_households: 1726"),
            ("reduction_households: 11.869 hộ", "reduction_households: 11869"),
            ("reduction_households: 120.0", "reduction_households: 120"),
            ('reduction_households: "453"', "reduction_households: 453"),
            ("reduction_households: {over: 1.726}", "reduction_households: {over: 1726}"),
            ("reduction_households: trên 1.726 hộ", "reduction_households: {over: 1726}"),
            ("poverty_rate_end: 5,80", "poverty_rate_end: 5.80"),
            ("poverty_rate_end: 58‰  # so printed", "poverty_rate_end: 5.8  # so printed"),
            ("reduction_households: −50", "reduction_households: -50"),
        ],
    )
    def test_of_one_meaning_is_written_as_the_format_has_it(self, plan, figure, after):
        status, _, err, now = self.fixed(plan, f"  {figure}\n")
        assert now == f"  {after}\n"
        assert "corrected 1 figure" in err
        assert status == 0

    @pytest.mark.parametrize(
        ("figure", "said"),
        [
            ("reduction_households: 2.000", "which can mean two things: write 2000 or 2"),
            ("reduction_households: 400.000", "which can mean two things: write 400000 or 400"),
            ("reduction_households: 5%", "whose unit does not fit"),
            ("reduction_households: 10 triệu đồng", "whose unit does not fit"),
            ("poverty_rate_end: 5 hộ", "whose unit does not fit"),
            ("reduction_households: 453.5", "write it without decimals"),
            ("poverty_rate_end: 1.726.000", "it probably means 1726000"),
        ],
    )
    def test_of_two_meanings_or_none_that_fits_stays(self, plan, figure, said):
        status, out, err, now = self.fixed(plan, f"  {figure}\n")
        assert now == f"  {figure}\n"
        assert said in out
        assert (status, "nothing corrected; left 1 finding" in err) == (1, True)

    def test_the_rest_of_the_file_decides_and_the_finding_says_so(self, plan):
        figures = "  reduction_households: 2.000\n  poor_households_start: 11.726\n"
        file = plan(content=(self.HEAD + figures).encode())
        out = text("check", "plan.yaml", "-f", "concise", cwd=file.parent)[1]
        assert "as the other numbers of this file are written, reduction_households is 2000: write 2000" in out
        assert self.fixed(plan, figures)[3] == "  reduction_households: 2000\n  poor_households_start: 11726\n"
        # A decimal comma tells that points group thousands.
        assert (
            "reduction_households: 2000"
            in self.fixed(plan, "  reduction_households: 2.000\n  reduction_rate: 5,8\n")[3]
        )

    def test_money_comes_into_the_unit_of_the_funding(self, plan):
        rest = "  reduction_households: 5\nfunding:\n  unit: triệu đồng\n  lines: [{id: x, name: X, amount: %s}]\n"
        assert self.fixed(plan, rest % "2 tỷ")[3] == rest % "2000"
        assert self.fixed(plan, rest % "5.440.412 triệu đồng")[3] == rest % "5440412"
        status, out, _, now = self.fixed(plan, rest % "10 hộ")
        assert (status, now) == (1, rest % "10 hộ")
        assert "whose unit does not fit" in out

    def test_what_is_wrong_beside_it_is_corrected_too_and_only_what_is_asked_for(self, plan):
        figures = "  reduction_households: 1.726\n  poverty_rate_end: 5,8\n"
        assert self.fixed(plan, figures, "--ignore", "S108")[3] == figures
        file = plan(SWAPPED, ("reduction_households: 1039", "reduction_households: 1.039"))
        text("check", str(file), "--fix")
        assert file.read_bytes() == PLAN.read_bytes()

    def test_json_and_sarif_have_the_correction(self, plan):
        file = plan(content=(self.HEAD + "  poverty_rate_end: 5,8%\n").encode())
        found = json.loads(text("check", str(file), "-f", "json")[1])["files"][0]["findings"]
        assert found[0]["suggestions"][0]["safe"] is True
        assert found[0]["suggestions"][0]["changes"][0] == {
            "path": "targets.poverty_rate_end",
            "was": "5,8%",
            "number": "5.8",
            "room": None,
        }
        (sarif,) = json.loads(text("check", str(file), "-f", "sarif")[1])["runs"]
        (replacement,) = sarif["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"]
        assert replacement["insertedContent"]["text"] == "5.8"


class TestOtherWritings:
    """Numbers of other languages, dates and signs of missing figures: what has one meaning is written as the format has
    it, and the rest stays."""

    fixed = TestNumbersInAnotherWriting.fixed
    HEAD = TestNumbersInAnotherWriting.HEAD

    @pytest.mark.parametrize(
        ("figure", "after"),
        [
            ("poor_households_start: 1_726", "poor_households_start: 1726"),
            ("poverty_rate_end: .5", "poverty_rate_end: 0.5"),
            ("poverty_rate_end: 5.", "poverty_rate_end: 5"),
            ("poverty_rate_end: 05.10", "poverty_rate_end: 5.10"),
            ("reduction_households: +12", "reduction_households: 12"),
            ("reduction_households: 1e3", "reduction_households: 1000"),
            ("reduction_households: {over: +30}", "reduction_households: {over: 30}"),
        ],
    )
    def test_a_number_of_one_meaning_is_written_plainly(self, plan, figure, after):
        status, _, err, now = self.fixed(plan, f"  {figure}\n")
        assert (status, now) == (0, f"  {after}\n")
        assert "nothing is left to correct" in err

    @pytest.mark.parametrize("figure", ["households: 010", "households: 0x10", "poverty_rate_end: .inf"])
    def test_a_number_that_readers_take_differently_stays(self, plan, figure):
        assert self.fixed(plan, f"  {figure}\n")[::3] == (1, f"  {figure}\n")

    def test_a_code_that_is_a_text_stays(self, plan):
        text = "  reduction_households: 5\n  kind: 1_726\n"
        assert self.fixed(plan, text)[::3] == (1, text)

    @pytest.mark.parametrize("sign", ["-", "–", "—", '"-"', "n/a", "N/A", "…", "'...'"])
    @pytest.mark.parametrize("behind", ["", "  # trang 3"])
    def test_a_sign_alone_says_that_a_figure_is_missing_and_is_taken_out(self, plan, sign, behind):
        figures = f"  poverty_rate_end: {sign}{behind}\n  reduction_households: 5\n"
        status, _, err, now = self.fixed(plan, figures)
        assert (status, now) == (0, f"{'  # trang 3' + chr(10) if behind else ''}  reduction_households: 5\n")
        assert "poverty_rate_end: " in err

    def test_it_is_told_how_a_missing_figure_is_written(self, plan):
        file = plan(content=(self.HEAD + "  reduction_households: n/a\n").encode())
        out = text("check", str(file), "-f", "concise")[1]
        assert 'reduction_households is "n/a", which says that the figure is missing' in out
        assert "take reduction_households out, or write 0 if the document says none" in out

    @pytest.mark.parametrize(
        ("figures", "after"),
        [
            ("  areas: [{id: b, name: B, households: –, reduction_rate: n/a, households_end: 5}]\n",
             "  areas: [{id: b, name: B, households_end: 5}]\n"),
            ("  reduction_households: {over: –}\n", ""),
            ("  poor_households_start: –\n  areas:\n    - id: b\n      name: B\n      households: -\n",
             "  areas:\n    - id: b\n      name: B\n"),
            ("funding:\n  unit: VND\n  lines:\n    - {id: x, name: X, amount: –}\n",
             "funding:\n  unit: VND\n  lines:\n    - {id: x, name: X}\n"),
        ],
    )  # fmt: skip
    def test_also_in_braces_and_at_the_end(self, plan, figures, after):
        assert self.fixed(plan, figures)[::3] == (0, after)

    def test_one_end_of_a_range_is_no_missing_figure(self, plan):
        figures = "  reduction_households: {min: 5, max: –}\n"
        assert self.fixed(plan, figures)[::3] == (1, figures)

    def test_a_name_of_a_dash_is_no_missing_figure(self, plan):
        figures = "  reduction_households: 5\n  kind: -\n"
        status, out, _, now = self.fixed(plan, figures)
        assert (status, now) == (1, figures)
        assert "A hyphen alone is no value" in out

    @pytest.mark.parametrize(
        ("language", "written", "after"),
        [
            ("vi", "1/2/2024", "2024-02-01"),
            ("en", "1/2/2024", None),  # in English it may be the second of January
            ("en", "19/4/2024", "2024-04-19"),
            ("en", "2/2/2024", "2024-02-02"),
            ("en", "2024/2/1", "2024-02-01"),
            ("vi", "31/2/2024", None),
        ],
    )
    def test_a_date_of_one_meaning_becomes_iso(self, plan, language, written, after):
        whole = (
            "povcalc: 1\ndocument: {title: A, language: %s, year: 2024, issued: %s}\n"
            "targets: {id: a, name: A, reduction_households: 5}\n"
        )
        file = plan(content=(whole % (language, written)).encode())
        status = text("check", str(file), "--fix", cwd=file.parent)[0]
        assert file.read_text(encoding="utf-8") == whole % (language, after or written)
        assert status == (0 if after else 1)

    def test_json_has_what_is_written_where_that_is_no_number(self, plan):
        file = plan(content=(self.HEAD + "  reduction_households: n/a\n").encode())
        found = json.loads(text("check", str(file), "-f", "json")[1])["files"][0]["findings"]
        (change,) = found[0]["suggestions"][0]["changes"]
        assert (change["path"], change["number"], change["text"]) == ("targets.reduction_households", None, "")


class TestPartial:
    LESS = (
        "povcalc: 1\ndocument: {title: A}\ntargets:\n  id: a\n  name: A\n  reduction_households: 1000\n  areas:\n"
        "    - {id: b, name: B, reduction_households: 300}\n    - {id: c, name: C, reduction_households: 200}\n"
    )

    def test_is_offered_first_where_no_typing_error_explains_it_and_can_be_made(self):
        reading = read_text(self.LESS, "")
        report, corrected = suggested(reading, run(reading))
        (finding,) = report.findings
        offer = finding.suggestions[0]
        assert (offer.safe, offer.message.to(Lang.EN)) == (
            False,
            "A: not all areas inside are listed, add partial: true",
        )
        assert corrected.text == self.LESS
        fixed = edited(self.LESS, edits(reading, offer))
        assert fixed == self.LESS.replace("1000\n", "1000\n  partial: true\n")
        assert not run(read_text(fixed, "")).findings

    @pytest.mark.parametrize("change", [("1000", "400"), ("1000", "501")])
    def test_is_not_where_areas_make_more_or_lack_less_than_an_area_has(self, change):
        reading = read_text(self.LESS.replace(*change), "")
        (finding,) = suggested(reading, run(reading))[0].findings
        assert all(each.changes[0].path[-1] != "partial" for each in finding.suggestions)


class TestIds:
    def test_are_made_of_the_names_where_they_are_blank_or_missing(self, plan):
        head = "povcalc: 1\ndocument: {title: K}\n"
        before = (
            "targets:\n  id:\n  name: Tỉnh Lào Cai\n  areas:\n    - id:   # sau\n      name: Huyện Bắc Hà\n"
            "    - {name: Xã Bắc Hà, reduction_households: 5}\n    - name: Xã Bản Mế\n"
            "    - {id: xa-lung-vai, name: Lùng Vai}\n"
        )
        after = (
            "targets:\n  id: lao-cai\n  name: Tỉnh Lào Cai\n  areas:\n"
            "    - id: bac-ha   # sau\n      name: Huyện Bắc Hà\n"
            "    - {name: Xã Bắc Hà, reduction_households: 5, id: xa-bac-ha}\n    - name: Xã Bản Mế\n      id: ban-me\n"
            "    - {id: xa-lung-vai, name: Lùng Vai}\n"
        )
        file = plan(content=(head + before).encode())
        text("check", str(file), "--fix")
        assert file.read_text(encoding="utf-8") == head + after

    def test_of_no_name_none_is_made(self, plan):
        content = "povcalc: 1\ndocument: {title: K}\ntargets:\n  id:\n  name:\n  reduction_households: 5\n"
        file = plan(content=content.encode())
        assert text("check", str(file), "--fix")[0] == 1
        assert file.read_text(encoding="utf-8") == content
