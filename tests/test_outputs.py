"""`--format` and `--output` as the installed command has them: what goes where, and with which exit status."""

import json
import os
import subprocess
import sys
import threading

import junitparser
import pytest

from command import COMMAND, PLAN, damaged, environment, text
from formats import valid_gitlab, valid_sarif
from plans import funding, targets
from povcalc.cli.files import write_output
from povcalc.cli.options import ReportFormat as Format
from povcalc.messages import Lang

WRONG = funding("5", "1", "3")
LINE = "draft.yaml:5:10: F101 "
SAME = [form.value for form in Format if form is not Format.XLSX]  # a workbook is no text: tests/test_excel.py


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "draft.yaml").write_text(WRONG, encoding="utf-8")
    return tmp_path


class TestTheExitStatus:
    @pytest.mark.parametrize("form", SAME)
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (("right.yaml",), 0),
            (("draft.yaml",), 1),
            (("warned.yaml", "--strict"), 1),
            (("undecided.yaml", "--fail-undecided"), 1),
            (("draft.yaml", "none.yaml"), 2),
        ],
    )
    def test_is_the_same_in_every_format(self, folder, form, words, expected):
        (folder / "right.yaml").write_text(funding("4", "1", "3"), encoding="utf-8")
        (folder / "warned.yaml").write_text(targets(reduction_households="-1"), encoding="utf-8")
        (folder / "undecided.yaml").write_text(funding("5", "1", None), encoding="utf-8")
        status, out, _ = text("check", "--format", form, *words, cwd=folder)
        assert status == expected
        if form == "sarif":
            assert valid_sarif(out)["invocations"][0]["exitCode"] == expected


class TestTheFile:
    def test_has_the_format_and_the_screen_keeps_its_tables(self, folder):
        status, out, err = text("check", "--format", "sarif", "--output", "r.sarif", "draft.yaml", cwd=folder)
        assert (status, err) == (1, "")
        assert out == text("check", "draft.yaml", cwd=folder)[1]
        (result,) = valid_sarif((folder / "r.sarif").read_text("utf-8"))["results"]
        assert result["ruleId"] == "F101"

    @pytest.mark.parametrize(
        ("name", "form"), [("r.sarif", "sarif"), ("r.XML", "junit"), ("r.md", "markdown"), ("r.json", "json")]
    )
    def test_without_a_format_its_ending_tells_it(self, folder, name, form):
        text("check", "-o", name, "draft.yaml", cwd=folder)
        assert (folder / name).read_text("utf-8") == text("check", "-f", form, "draft.yaml", cwd=folder)[1]

    def test_with_any_other_ending_has_the_tables_in_plain_text(self, folder):
        text("check", "-o", "r.txt", "draft.yaml", cwd=folder, FORCE_COLOR="1", COLUMNS="40")
        expected = text("check", "draft.yaml", cwd=folder, COLUMNS="100")[1]
        assert (folder / "r.txt").read_text("utf-8") == expected
        assert LINE[:15] in expected

    def test_may_be_several_with_formats_of_their_own_beside_that_on_the_screen(self, folder):
        files = ("-o", "gitlab=a.json", "-o", "junit=b=c.xml", "-o", "concise=./concise=d")
        _, out, _ = text("check", "-f", "github", *files, "draft.yaml", cwd=folder)
        assert out.startswith("::error file=draft.yaml,line=5,")
        assert len(valid_gitlab((folder / "a.json").read_text("utf-8"))) == 1
        assert junitparser.JUnitXml.fromfile(str(folder / "b=c.xml")).failures == 1
        assert (folder / "concise=d").read_text("utf-8").startswith(LINE)

    def test_has_every_letter_whatever_the_terminal_can_show(self, folder):
        (folder / "plan.yaml").write_text(damaged(("reduction_households: 453", "reduction_households: 454")), "utf-8")
        _, out, _ = text("check", "-o", "concise=r", "--lang", "vi", "plan.yaml", cwd=folder, PYTHONIOENCODING="ascii")
        assert out.isascii()
        assert "Tỉnh Yên Bái" in (folder / "r").read_text("utf-8")

    def test_is_written_anew_with_its_permissions_and_through_a_link(self, folder):
        (folder / "real.md").write_text("old", encoding="utf-8")
        os.chmod(folder / "real.md", 0o640)
        os.symlink("real.md", folder / "link.md")
        text("check", "-o", "link.md", "draft.yaml", cwd=folder)
        assert os.readlink(folder / "link.md") == "real.md"
        assert (folder / "real.md").read_text("utf-8").startswith("## povcalc")
        assert os.stat(folder / "real.md").st_mode & 0o777 == 0o640
        assert sorted(os.listdir(folder)) == ["draft.yaml", "link.md", "real.md"]

    @pytest.mark.parametrize("name", ["none/r.sarif", "draft.yaml/r.sarif", "", "a\x01/"])
    def test_that_cannot_be_written_is_told_and_the_report_is_shown_all_the_same(self, folder, name):
        status, out, err = text("check", "-f", "sarif", "-o", name, "draft.yaml", cwd=folder)
        assert status == 2
        assert "F101" in out
        assert err.startswith("povcalc: cannot write ")
        assert err.count("\n") == 1
        assert os.listdir(folder) == ["draft.yaml"]

    def test_that_cannot_be_written_stands_in_the_report_on_the_screen(self, folder):
        status, out, _ = text("check", "-f", "json", "-o", "./md=x", "-o", "markdown=none/r", "draft.yaml", cwd=folder)
        assert status == 2
        assert "F101" in out
        status, out, _ = text("check", "-f", "github", "-o", "markdown=none/r", "draft.yaml", cwd=folder)
        assert status == 2
        assert out.splitlines()[-1].startswith("::error title=povcalc")
        assert "cannot write none/r: " in out

    @pytest.mark.parametrize("word", ["sariff=r.sarif", "SARIF=r.sarif", "bogus=x"])
    def test_a_format_that_there_is_not_is_no_file(self, folder, word):
        status, out, err = text("check", "-o", word, "draft.yaml", cwd=folder)
        assert (status, out) == (2, "")
        assert f"{word.partition('=')[0]} is no format; the formats are table, " in err
        assert err.endswith(f"write ./{word}\n")
        assert os.listdir(folder) == ["draft.yaml"]

    @pytest.mark.parametrize("name", ["other.yaml", "povcalc.toml", "OTHER.YML"])
    def test_is_never_what_may_be_a_plan_or_settings(self, folder, name):
        (folder / name).write_bytes(b"")
        status, out, err = text("check", "-o", name, "draft.yaml", cwd=folder)
        assert (status, out) == (2, "")
        assert err == f"povcalc: {name} is there and may be a plan or settings; name another file for --output\n"
        assert (folder / name).read_bytes() == b""

    def test_that_is_a_folder_is_told(self, folder):
        (folder / "r.md").mkdir()
        _, _, err = text("check", "-o", "r.md", "draft.yaml", cwd=folder)
        assert err == "povcalc: cannot write r.md: it is a folder; name a file in it\n"

    @pytest.mark.parametrize(
        "words",
        [
            ("-o", "draft.yaml", "draft.yaml"),
            ("-o", "./draft.yaml", "."),
            ("-o", "markdown=r", "-o", "sarif=./r", "draft.yaml"),
            ("-o", "sarif=t.csv", "--figures", "t.csv", "draft.yaml"),
            ("-o", "sarif=new.yaml", "--figures", "t.csv", "--save", "new.yaml", "draft.yaml"),
        ],
    )
    def test_is_never_a_file_that_is_read_or_written_otherwise(self, folder, words):
        (folder / "t.csv").write_text("id,households\nr,3\n", encoding="utf-8")
        before = {name: (folder / name).read_bytes() for name in os.listdir(folder)}
        status, out, err = text("check", *words, cwd=folder)
        assert (status, out) == (2, "")
        assert "is checked, or written to already; name another file for --output" in err
        assert before == {name: (folder / name).read_bytes() for name in os.listdir(folder)}

    def test_that_is_a_device_or_a_pipe_is_written_to_and_stays_what_it_is(self, folder):
        os.mkfifo(folder / "pipe")
        got = []
        reader = threading.Thread(target=lambda: got.append((folder / "pipe").read_text("utf-8")))
        reader.start()
        while text("check", "-o", "concise=pipe", "draft.yaml", cwd=folder)[0] == 2:
            pass  # until the reader is there
        reader.join()
        assert got[0].startswith(LINE)
        assert text("check", "-o", "concise=/dev/null", "draft.yaml", cwd=folder)[0] == 1
        assert not os.path.isfile("/dev/null")

    @pytest.mark.parametrize("mode", ["wb", "ab"])
    def test_that_standard_output_goes_into_keeps_what_stands_in_it(self, folder, mode):
        log = folder / "log.txt"
        log.write_bytes(b"" if mode == "wb" else b"before\n")
        with log.open(mode) as out:
            words = [COMMAND, "check", "draft.yaml", "-q", "-o", "concise=/dev/stdout"]
            subprocess.run(words, cwd=folder, env=environment(), stdout=out, check=False)
        lines = log.read_text("utf-8").splitlines()
        if mode == "ab":
            assert lines.pop(0) == "before"
        assert lines[0].startswith(LINE)
        assert any(line.startswith("error F101 ") for line in lines[1:])  # the tables of the screen

    def test_that_is_a_disk_is_refused(self, folder, monkeypatch):
        disk = folder / "disk"
        disk.write_bytes(b"all that there is")
        monkeypatch.setattr("stat.S_ISBLK", lambda _: True)
        why = write_output(str(disk), b"new")
        assert why is not None
        assert why.to(Lang.EN) == f"cannot write {disk}: it is a device, not a file"
        assert disk.read_bytes() == b"all that there is"

    @pytest.mark.skipif(not os.path.exists("/dev/ptmx"), reason="no /dev/ptmx here")
    def test_that_makes_a_terminal_nobody_reads_is_told(self, folder):
        status, _, err = text("check", "-o", "concise=/dev/ptmx", "draft.yaml", cwd=folder)
        assert (status, err) == (2, "povcalc: cannot write /dev/ptmx: it is a pipe or a socket that nobody reads\n")

    def test_that_is_a_pipe_nobody_reads_is_told(self, folder):
        os.mkfifo(folder / "pipe")
        status, _, err = text("check", "-o", "concise=pipe", "draft.yaml", cwd=folder)
        assert (status, err) == (2, "povcalc: cannot write pipe: it is a pipe or a socket that nobody reads\n")

    def test_goes_with_a_difference_on_the_screen(self, folder):
        plan = damaged(("amount: {about: 367886}", "amount: {about: 367868}"))
        (folder / "plan.yaml").write_text(plan, encoding="utf-8")
        _, out, _ = text("check", "--diff", "-o", "concise=r", "plan.yaml", cwd=folder)
        assert out.startswith("--- plan.yaml\n")
        assert "F101" in (folder / "r").read_text("utf-8")

    def test_tells_what_is_left_after_corrections_are_written(self, folder):
        plan = damaged(("amount: {about: 367886}", "amount: {about: 367868}"))
        (folder / "plan.yaml").write_text(plan, encoding="utf-8")
        status, _, _ = text("check", "--fix", "-o", "r.sarif", "plan.yaml", cwd=folder)
        assert status == 0
        results = valid_sarif((folder / "r.sarif").read_text("utf-8"))["results"]
        assert {result["level"] for result in results} == {"note"}
        assert (folder / "plan.yaml").read_text("utf-8") == PLAN.read_text("utf-8")


@pytest.mark.parametrize("form", [each for each in SAME if each != "table"])
def test_the_output_is_the_same_whatever_the_seed_of_hashes(folder, form):
    (folder / "plan.yaml").write_text(damaged(("reduction_households: 453", "reduction_households: 454")), "utf-8")
    words = ("check", "-f", form, "plan.yaml", "draft.yaml")
    first, second = (text(*words, cwd=folder, PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert first == second
    assert "F101" in first[1]


@pytest.mark.parametrize("form", ["sarif", "gitlab", "junit"])
def test_what_is_written_to_a_terminal_without_our_letters_is_still_the_format(folder, form):
    (folder / "plan.yaml").write_text(damaged(("reduction_households: 453", "reduction_households: 454")), "utf-8")
    _, out, _ = text("check", "-f", form, "--lang", "vi", "plan.yaml", cwd=folder, PYTHONIOENCODING="ascii")
    told = out if form == "junit" else json.dumps(json.loads(out), ensure_ascii=False)
    assert ("&#7881;nh" if form == "junit" else "Tỉnh Yên Bái") in told


def test_a_name_that_is_no_text_goes_through_every_format(folder):
    name = b"a\xff\n::error::b.yaml"
    (folder / os.fsdecode(name)).write_text(WRONG, encoding="utf-8")
    for form in SAME:
        done = subprocess.run(
            [sys.executable, "-m", "povcalc", "check", "-f", form, name],
            cwd=folder,
            env=environment(),
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (1, b"")
        assert b"F101" in done.stdout
        assert not any(line.startswith(b"::error::") for line in done.stdout.splitlines())


class TestSuggestions:
    LEFT_OUT = "suggestions were looked for 0 of 1 findings; --suggest all looks for all"

    @pytest.mark.parametrize("form", [form for form in SAME if form != "concise"])
    def test_every_format_says_where_they_were_not_looked_for(self, folder, form):
        status, out, err = text("check", "--format", form, "--suggest", "0", "draft.yaml", cwd=folder)
        assert (status, err) == (1, f"povcalc: draft.yaml: {self.LEFT_OUT}\n")
        if form == "json":
            summary = json.loads(out)["files"][0]["summary"]
            assert (summary["correctable"], summary["suggestions_sought"]) == (1, 0)
        elif form not in ("table", "gitlab"):  # the screen shows standard error; GitLab's format has no place for it
            assert self.LEFT_OUT in out

    def test_all_are_looked_for_when_asked(self, folder):
        given = text("check", "--suggest", "all", "draft.yaml", cwd=folder)
        assert given == text("check", "draft.yaml", cwd=folder)

    @pytest.mark.parametrize("word", ["", "-1", "many", "1.5"])
    def test_anything_else_than_a_number_is_refused(self, folder, word):
        status, out, err = text("check", f"--suggest={word}", "draft.yaml", cwd=folder)
        assert (status, out) == (2, "")
        assert "--suggest takes a number of findings or all" in err

    def test_a_diff_says_so_too(self, folder):
        status, out, err = text("check", "--diff", "--suggest", "0", "draft.yaml", cwd=folder)
        assert (status, out) == (1, "")
        assert self.LEFT_OUT in err
