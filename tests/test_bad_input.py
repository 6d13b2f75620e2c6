"""Whatever is in a file, the answer is findings or one line, and status 0, 1 or 2."""

import errno
import io
import json
import os
import re
import socket
import subprocess
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command import COMMAND, PLAN, environment, povcalc, text
from povcalc.cli.app import _run
from povcalc.cli.files import LARGEST, Input, _whole, named_inputs, read_input
from povcalc.engine import run
from povcalc.messages import Lang
from povcalc.output.json import as_json
from povcalc.output.report import Checked, concise, exit_status
from povcalc.plan.load import read_text

NAMES = {
    "rich markup": "'[red]Huyện[/]'",
    "an unopened end of markup": "'[/]'",
    "a terminal escape": '"\\e[31mHuyện\\e[0m"',
    "a line break": '"Huyện\\nMột"',
    "a carriage return": '"Huyện\\rMột"',
    "a right-to-left mark": '"Huyện \\u202Ecba"',
    "an emoji": "Huyện 🏔️",
    "a very long word": "H" * 500,
    "a workflow command": "'::error::Huyện'",
}


def plan_with(name: str) -> bytes:
    return f"povcalc: 1\ndocument: {{title: T}}\ntargets: {{id: a, name: {name}, reduction_households: -1}}\n".encode()


class TestTextOfThePlanIsPrintedAsText:
    @pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
    @pytest.mark.parametrize("form", ["table", "concise"])
    def test_and_does_nothing_to_the_screen(self, name, form):
        status, out, err = text("check", "-f", form, "-", stdin=plan_with(name), COLUMNS="120")
        assert (status, err) == (0, "")
        assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out) is None

    def test_markup_stands_as_it_was_written(self):
        _, out, _ = text("check", "-f", "concise", "-", stdin=plan_with("'[red]x[/]'"))
        assert "T114 [red]x[/]: " in out

    def test_an_escape_is_spelt_out(self):
        _, out, _ = text("check", "-f", "concise", "-", stdin=plan_with('"\\e[31mx"'))
        assert "T114 \\x1b[31mx: " in out

    def test_a_line_break_does_not_make_a_second_finding(self):
        _, out, _ = text("check", "-f", "concise", "-", stdin=plan_with('"a\\nb.yaml:1:1: T101 x"'))
        assert out.count("\n") == 1

    def test_json_holds_the_very_name(self):
        _, out, _ = text("check", "-f", "json", "-", stdin=plan_with('"\\e[31mx"'))
        assert json.loads(out)["files"][0]["findings"][0]["message"]["en"].startswith("\x1b[31mx: ")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(*names, first=b"x"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for at, name in enumerate(names):
            archive.writestr(name, first if at == 0 else b"x")
    return out.getvalue()


FILES = {
    "nothing": (b"", "Y108"),
    "a comment": (b"# nothing\n", "Y108"),
    "a list at the root": (b"- a\n- b\n", "S101"),
    "a word": (b"hello\n", "S101"),
    "another file": (b"key: value\n", "S101"),
    "a later version": (b"povcalc: 2\n", "S102"),
    "UTF-16": ("povcalc: 1\n".encode("utf-16"), "Y101"),
    "two megabytes of open brackets": (b"[" * 2_000_000, "Y110"),
    "an open quote": (b"povcalc: 1\ndocument: {title: 'x}\n", "Y107"),
    "an alias bomb": (
        b"povcalc: 1\na: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [*c, *c, *c, *c]\n",
        "Y114",
    ),
    "an integer of thousands of digits": (b"povcalc: " + b"9" * 5000, "Y118"),
    "a mapping that holds itself": (b"povcalc: 1\na: &a {b: *a}\n", "Y114"),
}


@pytest.mark.parametrize(("content", "code"), FILES.values(), ids=FILES)
def test_bad_files_give_their_finding_and_status_1(content, code):
    status, out, err = text("check", "-f", "concise", "-", stdin=content)
    assert (status, err) == (1, "")
    assert code in {line.split(": ", 1)[1].split(" ", 1)[0] for line in out.splitlines()}


@pytest.mark.parametrize(("content", "code"), FILES.values(), ids=FILES)
def test_bad_files_are_shown_in_a_table_too(content, code):
    status, out, _ = text("check", "--lang", "vi", "-", stdin=content)
    assert status == 1
    assert f"lỗi {code} " in out


def test_a_missing_file_is_one_line_in_either_language(tmp_path):
    assert text("check", "x.yaml", cwd=tmp_path) == (
        2,
        "",
        "povcalc: cannot read x.yaml: there is no such file; check the name\n",
    )
    assert text("check", "--lang", "vi", "x.yaml", cwd=tmp_path) == (
        2,
        "",
        "povcalc: không đọc được x.yaml: không có tệp này; hãy kiểm tra lại tên\n",
    )


@pytest.mark.parametrize("name", ["link.yaml", "file.yaml/inner.yaml", "x" * 300])
def test_what_cannot_be_read_is_one_line_with_status_2(tmp_path, name):
    (tmp_path / "link.yaml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "file.yaml").write_text("", encoding="utf-8")
    status, out, err = text("check", name, cwd=tmp_path)
    assert (status, out) == (2, "")
    assert re.fullmatch(r"povcalc: cannot read [^\n]+\n", err)


def test_a_device_is_not_read_for_ever():
    assert text("check", "/dev/zero") == (2, "", "povcalc: cannot read /dev/zero: it is a device, not a file\n")


LARGE = "it has more than 128 MB, the most that is read of one file; check the name, or split it"


def test_a_file_that_is_too_large_is_refused_before_it_is_read_and_the_others_are_checked(tmp_path):
    (tmp_path / "plan.yaml").write_bytes(plan_with("A"))
    with open(tmp_path / "large.yaml", "wb") as large:
        large.truncate(LARGEST + 1)  # a file of zeros that takes no place on the disk
    status, out, err = text("check", "-f", "concise", ".", cwd=tmp_path)
    assert (status, err) == (2, f"povcalc: cannot read ./large.yaml: {LARGE}\n")
    assert out.startswith("./plan.yaml:3:49: T114 A: ")


@pytest.mark.parametrize("words", [("check", "-"), ("draft", "-"), ("check", "-", "--document", "large")])
def test_what_comes_on_standard_input_without_an_end_is_not_read_for_ever(tmp_path, words):
    with open(tmp_path / "large", "wb") as large:
        large.truncate(LARGEST + 1)
    with open("/dev/zero", "rb") as endless:
        done = subprocess.run(
            [COMMAND, *words], stdin=endless, cwd=tmp_path, env=environment(), capture_output=True, check=False
        )
    assert (done.returncode, done.stdout) == (2, b"")
    assert LARGE in done.stderr.decode()


def test_as_much_as_is_read_of_one_file_is_read_and_no_byte_more():
    assert len(_whole(io.BytesIO(bytes(LARGEST)), LARGEST)) == LARGEST
    for size in (0, LARGEST, LARGEST + 1):  # of a stream, of a file that has grown meanwhile, of a file
        with pytest.raises(OSError, match="more than"):
            _whole(io.BytesIO(bytes(LARGEST + 1)), size)


def test_a_file_that_grows_while_it_is_read_is_read_to_its_end():
    assert _whole(io.BytesIO(b"abcdef"), 3) == b"abcdef"


def test_a_socket_is_no_file(tmp_path):
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(tmp_path / "s.yaml"))
        assert text("check", "s.yaml", cwd=tmp_path) == (
            2,
            "",
            "povcalc: cannot read s.yaml: it is a socket, not a file\n",
        )


def test_memory_that_does_not_suffice_is_said_and_is_no_fault_of_the_program(monkeypatch, capsys):
    def failing(*_):
        raise MemoryError

    monkeypatch.setattr("povcalc.cli.app.application", failing)
    assert _run([], []) == 2
    assert capsys.readouterr().err == (
        "povcalc: the memory does not suffice for this; name fewer files at a time, or split what is large\n"
    )


def test_the_reason_is_vietnamese_in_vietnamese(tmp_path):
    (tmp_path / "file.yaml").write_text("", encoding="utf-8")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    for name, why in (
        ("file.yaml/inner.yaml", "một phần đường dẫn là tệp, không phải thư mục"),
        ("loop.yaml", "các liên kết dẫn vòng tròn"),
        ("x" * 300, "tên quá dài"),
    ):
        status, out, err = text("check", "--lang", "vi", name, cwd=tmp_path)
        assert (status, out, err) == (2, "", f"povcalc: không đọc được {name}: {why}\n")


def test_a_pipe_without_a_writer_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    assert text("check", "pipe.yaml", cwd=tmp_path) == (
        2,
        "",
        "povcalc: cannot read pipe.yaml: it is a pipe that nothing comes from\n",
    )


def test_a_pipe_in_a_folder_is_passed_over(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "plan.yaml").write_bytes(plan_with("A"))
    status, out, err = text("check", "-f", "concise", ".", cwd=tmp_path)
    assert (status, err) == (0, "povcalc: files and hidden folders passed over, which hold no plan: 1\n")
    assert out.startswith("./plan.yaml:3:49: T114 A: ")


def test_an_environment_of_python_in_a_folder_is_passed_over(tmp_path):
    inner = tmp_path / "venv" / "lib" / "povcalc" / "examples"
    inner.mkdir(parents=True)
    (inner / "T114.fails.yaml").write_bytes(plan_with("A"))
    (tmp_path / "venv" / "pyvenv.cfg").write_text("home = /usr/bin\n", encoding="utf-8")
    (tmp_path / "plan.yaml").write_bytes(plan_with("A"))
    for words in (["."], []):
        status, out, err = text("check", "-f", "concise", *words, cwd=tmp_path)
        assert (status, out.count("T114")) == (0, 1)
        assert err.endswith("povcalc: files and hidden folders passed over, which hold no plan: 1\n")


def test_a_pipe_that_somebody_writes_is_read_to_its_end(tmp_path):
    (tmp_path / "plan.yaml").write_bytes(plan_with("A") + b"# " + b"x" * 200_000 + b"\nmore: 1\n")
    line = f"{COMMAND} check -f concise --select S103 <(sleep 0.3; cat plan.yaml)"
    done = subprocess.run(["bash", "-c", line], cwd=tmp_path, env=environment(), capture_output=True, check=False)
    assert done.returncode == 1
    assert re.fullmatch(rb'\S+:5:1: S103 The format has no field "more" here; [^\n]+\n', done.stdout)


def test_a_folder_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    (tmp_path / "plan.yaml").write_bytes(plan_with("A"))
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def refusing(path):
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    inputs, _ = named_inputs([str(tmp_path)])
    assert [read_input(each).name for each in inputs if each.is_file] == [str(tmp_path / "plan.yaml")]
    assert [each.trouble.words.to(Lang.EN) for each in inputs if each.trouble] == [
        f"cannot read {tmp_path / 'closed'}: permission denied"
    ]


def test_standard_input_named_twice_is_checked_once():
    _, out, _ = text("check", "-f", "concise", "-", "-", stdin=plan_with("A"))
    assert out.count("\n") == 1


def test_a_file_that_fails_while_it_is_read_is_one_line(monkeypatch):
    def failing(_):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("povcalc.cli.files.content_of", failing)
    assert read_input(Input("a.yaml")).words.to(Lang.EN) == "cannot read a.yaml: the device reports an error"


def test_a_name_of_any_bytes_is_told_in_plain_letters(tmp_path):
    done = povcalc("check", os.fsdecode(b"a\xff\x1b[31m.yaml"), cwd=tmp_path)
    assert done.stderr == b"povcalc: cannot read a\\udcff\\x1b[31m.yaml: there is no such file; check the name\n"


def all_of(content: bytes | str) -> int:
    """Everything but the terminal: read, check, and write in each form."""
    reading = read_text(content, "x.yaml")
    done = (Checked(reading, run(reading)),)
    status = exit_status(done)
    for lang in Lang:
        assert concise(done, lang).count("\n") == len(done[0].report.findings)
    as_json(done, program="povcalc 0", status=status, skipped=0, ascii_only=True)
    return status


@given(st.binary(max_size=200))
def test_any_bytes_give_findings_and_no_exception(content):
    assert all_of(content) == 1


@given(st.text(max_size=200))
def test_any_text_gives_findings_and_no_exception(content):
    assert all_of(content) == 1


PLAN_TEXT = PLAN.read_text(encoding="utf-8")
CUT = st.integers(0, len(PLAN_TEXT))


@given(CUT, CUT, st.text(alphabet="0123456789.,-:{}[]'\"&*!%\n #ạ\t", max_size=6))
def test_the_plan_with_a_piece_replaced_gives_0_or_1_and_no_exception(start, end, piece):
    start, end = min(start, end), min(max(start, end), min(start, end) + 40)
    assert all_of(PLAN_TEXT[:start] + piece + PLAN_TEXT[end:]) in (0, 1)


@given(st.sampled_from(range(PLAN_TEXT.count("\n"))))
def test_the_plan_without_a_line_gives_0_or_1_and_no_exception(index):
    lines = PLAN_TEXT.splitlines(keepends=True)
    assert all_of("".join(lines[:index] + lines[index + 1 :])) in (0, 1)


def test_the_environment_of_these_tests_is_plain():
    assert "POVCALC_LANG" not in environment()
    assert povcalc("--version").returncode == 0


OTHERS = {
    "Excel workbook (xlsx)": zipped("[Content_Types].xml", "xl/workbook.xml"),
    "Word document (docx)": zipped("[Content_Types].xml", "word/document.xml"),
    "spreadsheet (ods)": zipped("mimetype", "content.xml", first=b"application/vnd.oasis.opendocument.spreadsheet"),
    "archive (zip": zipped("a.txt"),
    "old Excel workbook (xls)": OLE + b"\0" * 500 + "Workbook".encode("utf-16-le") + b"\0" * 500,
    "old Word document (doc)": OLE + b"\0" * 500 + "WordDocument".encode("utf-16-le") + b"\0" * 500,
    "PDF document": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "an image": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "compressed file (gzip)": b"\x1f\x8b\x08\x00" + b"x" * 50,
    "web page (HTML)": b"\xef\xbb\xbf<!DOCTYPE html>\n<html><body><table></table></body></html>\n",
    "binary file": b"\x00" * 1000,
    "table in UTF-16": "Huyện\tSố hộ\nBắc Hà\t5\n".encode("utf-16"),
    "table (CSV)": "Huyện;Tổng số hộ;Hộ nghèo\nBắc Hà;5;3\nSa Pa;6;2\n".encode(),
}


@pytest.mark.parametrize(("kind", "content"), OTHERS.items(), ids=OTHERS)
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_another_document_is_named_and_answered_with_a_line_to_copy(tmp_path, kind, content, lang):
    (tmp_path / "a b.yaml").write_bytes(content)
    status, out, err = text("check", "--lang", lang, "a b.yaml", cwd=tmp_path)
    assert (status, out.strip(), err.count("\n")) == (2, "", 1)
    is_read = any(name in kind for name in ("(xlsx)", "(docx)", "PDF", "(HTML)", "(CSV)")) and "old" not in kind
    line = "povcalc draft 'a b.yaml' -o plan.yaml" if is_read else "povcalc init plan.yaml"
    if any(name in kind for name in ("(doc)", "(xls)")):
        line = f"--convert-to {kind[-4:-1].strip('(')}x 'a b.yaml'; "
    assert line in err
    assert err.isprintable() or err.rstrip("\n").isprintable()
    if lang == "en":
        assert kind in err
        assert "not a plan" in err


def test_the_line_for_a_csv_table_works(tmp_path):
    (tmp_path / "số liệu.csv").write_bytes(OTHERS["table (CSV)"])
    _, _, err = text("check", "số liệu.csv", cwd=tmp_path)
    assert "povcalc init 'số liệu.yaml' --from 'số liệu.csv'; or" in err
    assert "povcalc draft 'số liệu.csv' -o 'số liệu.yaml'; " in err
    assert text("init", "số liệu.yaml", "--from", "số liệu.csv", cwd=tmp_path)[0] == 0
    assert text("draft", "số liệu.csv", "-o", "nháp.yaml", cwd=tmp_path)[0] == 0


def test_a_text_in_sentences_is_answered_with_draft(tmp_path):
    words = "Toàn tỉnh Bắc Lâm còn 9.604 hộ nghèo, chiếm tỷ lệ 3,14%, giảm 0,67% so với đầu năm 2023.\n"
    for name in ("a.txt", "a.yaml"):
        (tmp_path / name).write_text(words, encoding="utf-8")
        status, out, err = text("check", name, cwd=tmp_path)
        new = "a.yaml" if name == "a.txt" else "plan.yaml"
        assert (status, out) == (2, "")
        assert err.endswith(
            f"{name} is a text in sentences, not a plan; begin a plan with: povcalc draft {name} -o {new}\n"
        )
    assert text("draft", "a.txt", "-o", "new.yaml", cwd=tmp_path)[0] == 0


@pytest.mark.parametrize(
    "content", ["hello there\n", "a: [1\n", "- one thing and another thing and a third thing and a fourth thing\n"]
)
def test_what_is_no_sentence_or_may_be_yaml_is_read_as_yaml(tmp_path, content):
    (tmp_path / "a.yaml").write_text(content, encoding="utf-8")
    assert text("check", "a.yaml", "-f", "concise", cwd=tmp_path)[0] == 1


def test_what_is_no_table_is_named_too(tmp_path):
    (tmp_path / "t.doc").write_bytes(OTHERS["Word document (docx)"])
    (tmp_path / "t.xlsx").write_bytes(OTHERS["Excel workbook (xlsx)"])
    for option in (("check", str(PLAN), "--figures"), ("init", "--from")):
        status, _, err = text(*option, "t.doc", cwd=tmp_path)
        assert status == 2
        assert "t.doc is a Word document (docx), not a CSV table or a workbook; copy its table into a" in err
        status, _, err = text(*option, "t.xlsx", cwd=tmp_path)
        assert (status, "cannot read t.xlsx: the file is damaged: " in err) == (2, True)


@pytest.mark.parametrize("content", [b"one, two\nthree, four\n", b"a\n", b"povcalc: 1\n;\n"])
def test_other_texts_are_no_tables(content):
    assert text("check", "-f", "concise", "-", stdin=content)[0] == 1


def test_folders_a_thousand_deep_are_looked_through(tmp_path):
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1_200):
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    with os.fdopen(os.open("a.yaml", os.O_WRONLY | os.O_CREAT, dir_fd=here), "wb") as file:
        file.write(b"povcalc: 1\ndocument: {title: A}\n")
    os.close(here)
    inputs, _ = named_inputs([str(tmp_path)])
    os.remove(f"{tmp_path}{1_200 * '/d'}/a.yaml")
    for depth in range(1_200, 0, -1):  # what pytest clears away with calls itself for each folder in a folder
        os.rmdir(f"{tmp_path}{depth * '/d'}")
    assert [os.path.basename(each.name) for each in inputs] == ["a.yaml"]
