"""`povcalc check --diff` and `--fix`: what is printed, what is written, and what is left alone."""

import os
import stat

import pytest

from command import PLAN, damaged, povcalc, text

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
        assert (status, err) == (0, "")
        assert file.stat().st_mtime_ns == when

    def test_reports_what_is_left_and_leaves_it(self, plan):
        file = plan(SWAPPED, EITHER)
        status, out, _ = text("check", str(file), "--fix", "--format", "concise")
        assert status == 1
        assert " T101 " in out
        assert " F101 " not in out
        assert file.read_bytes() == damaged(EITHER).encode()

    def test_changes_nothing_where_it_cannot_choose(self, plan):
        file = plan(EITHER)
        status, out, err = text("check", str(file), "--fix", "--quiet")
        assert status == 1
        assert "the figures cannot tell which is meant" in out
        assert err == ""
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


class TestReplacing:
    def test_a_file_that_changed_meanwhile_is_left_alone(self, tmp_path):
        from povcalc.cli.writing import replace

        file = tmp_path / "plan.yaml"
        file.write_bytes(b"newer")
        why = replace(str(file), b"read", b"mended")
        assert why is not None
        assert "was changed by something else since it was read" in why.en
        assert file.read_bytes() == b"newer"
        assert os.listdir(tmp_path) == ["plan.yaml"]

    def test_a_file_that_has_gone_is_not_made_anew(self, tmp_path):
        from povcalc.cli.writing import replace

        why = replace(str(tmp_path / "gone.yaml"), b"read", b"mended")
        assert why is not None
        assert os.listdir(tmp_path) == []
