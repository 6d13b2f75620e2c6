"""The command line as its users get it: options, exit statuses, languages, inputs."""

import json
import os
import pty
import re
import subprocess
import sys
import termios

import jsonschema
import pytest
from rich.cells import cell_len

import povcalc as package
from command import COMMAND, PLAN, ROOT, anew, damaged, environment, povcalc, text
from povcalc.cli.app import spoken
from povcalc.messages import Lang

WRONG_SUM = damaged(("reduction_households: 453", "reduction_households: 454"))
WARNING = "povcalc: 1\ndocument: {title: T}\ntargets: {id: a, name: A, reduction_households: -3}\n"
GOOD = "povcalc: 1\ndocument: {title: T}\nfunding: {unit: VND, total: 3, lines: [{id: a, name: A, amount: 3}]}\n"
ESCAPE = "\x1b"

FORMATS = "table, concise, json, sarif, junit, github, gitlab"


@pytest.fixture
def wrong(tmp_path):
    file = tmp_path / "wrong.yaml"
    file.write_text(WRONG_SUM, encoding="utf-8")
    return file


class TestTheBuiltInPlan:
    def test_is_checked_when_no_file_is_named_and_said_so_twice(self):
        status, out, err = text("check")
        assert status == 0
        assert "(built-in plan)" in out
        assert err == "povcalc: no file is named, so the built-in plan of Yên Bái for 2019 is checked\n"

    def test_holds_11869_and_5440412_with_no_error_and_no_warning_and_the_note(self):
        _, out, _ = text("check", COLUMNS="120")
        assert "0 wrong, 1 at risk, 16 hold, 18 not verified" in out
        assert "Funding: 5 lines, total about 5,440,412 million VND: holds" in out
        assert "5.736%, not over 5.8%" in out
        _, out, _ = text("check", "--all", COLUMNS="120")
        assert re.search(r"^Sum of 5 lines +5,440,412 ", out, re.MULTILINE)
        assert "52.847–100*" in out

    def test_is_refused_with_no_default(self):
        status, out, err = text("check", "--no-default")
        assert (status, out) == (2, "")
        assert err.startswith("povcalc: no file is named, and --no-default refuses the built-in plan")

    def test_is_the_plan_of_the_repository(self):
        done = povcalc("check", "--format", "json")
        named = povcalc("check", "--format", "json", str(PLAN))
        assert json.loads(done.stdout)["files"][0]["findings"] == json.loads(named.stdout)["files"][0]["findings"]


class TestExitStatus:
    def test_is_0_for_a_plan_without_findings(self):
        assert povcalc("check", "-", stdin=GOOD.encode()).returncode == 0

    def test_is_1_for_an_error(self, wrong):
        assert povcalc("check", str(wrong)).returncode == 1

    @pytest.mark.parametrize(
        ("options", "status"), [((), 0), (("--strict",), 1), (("--strict", "--ignore", "T114"), 0)]
    )
    def test_is_1_for_a_warning_only_when_strict(self, options, status):
        assert povcalc("check", "-", *options, stdin=WARNING.encode()).returncode == status

    @pytest.mark.parametrize(("options", "status"), [((), 0), (("--fail-undecided",), 1)])
    def test_is_1_for_an_undecided_check_only_when_asked(self, options, status):
        assert povcalc("check", *options).returncode == status

    def test_is_2_when_one_of_several_files_cannot_be_read(self, wrong):
        status, out, err = text("check", "-f", "concise", str(wrong), "no-such-file.yaml")
        assert status == 2
        assert "T101" in out
        assert err == "povcalc: cannot read no-such-file.yaml: there is no such file; check the name\n"

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (
                ("check", "--formt", "json"),
                "there is no option --formt; did you mean --format?; see povcalc check --help",
            ),
            (("chek",), "there is no command chek; see povcalc check --help"),
            (
                ("check", "--format", "xml"),
                f"--format / -f takes {FORMATS}, markdown or xlsx; see povcalc check --help",
            ),
            (("check", "--select", "T999"), "no check has the code or family T999"),
            (("check", "--ignore", "Z"), "no check has the code or family Z"),
            (("check", "--select", ""), "no check has the code or family ''"),
            (("check", "--lang"), "the option --lang lacks a value; see povcalc check --help"),
            (("check", "--strict=1"), "the option --strict takes no value; see povcalc check --help"),
            (("schema", "extra"), "unexpected argument: extra; see povcalc schema --help"),
            (("--lang", "en"), "no command is given; see povcalc --help"),
            (("check", "--jobs", "0"), "--jobs takes a number of processes from 1 to 256, not 0"),
            (("check", "-j", "two"), "--jobs takes a number of processes from 1 to 256, not two"),
            (("check", ""), "cannot read '': there is no such file; check the name"),
        ],
    )
    def test_is_2_for_a_command_line_typed_wrong_told_in_one_line(self, words, message):
        status, out, err = text(*words)
        assert (status, out) == (2, "")
        assert err.startswith(f"povcalc: {message}")
        _, *copied = err.splitlines()
        assert all(line.startswith("  povcalc ") for line in copied)

    @pytest.mark.parametrize("form", [(), ("--quiet",), ("-f", "concise"), ("-f", "json")])
    def test_is_2_when_a_check_breaks(self, form):
        program = (
            "import sys\n"
            "from povcalc.checks import targets\n"
            "import povcalc.checks, povcalc.engine\n"
            "def broken(subject):\n    raise RuntimeError('boom')\n    yield\n"
            "checks = (targets.areas_add_up._replace(run=broken),)\n"
            "povcalc.engine.choose = lambda select, ignore: checks\n"
            f"sys.argv = ['povcalc', 'check', 'data/plan_2019.yaml', '--lang', 'en', *{form}]\n"
            "from povcalc.cli import main\nmain()\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=environment(),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 2
        told = done.stderr if form else done.stdout
        assert told.decode().count("Check T101 itself broke (RuntimeError: boom)") == 1
        assert "Traceback" not in done.stderr.decode()


class TestWhatIsChosen:
    def test_select_takes_codes_and_families_joined_by_commas_or_repeated(self, wrong):
        for options in (("--select", "T101,F"), ("--select", "t101", "--select", "f")):
            done = povcalc("check", "-f", "json", str(wrong), *options)
            codes = [run["code"] for run in json.loads(done.stdout)["files"][0]["checks"]]
            assert codes == ["T101", *(f"F{number}" for number in range(101, 114))]

    def test_ignore_leaves_a_check_out(self, wrong):
        assert text("check", "-f", "concise", "--ignore", "T101,T205", str(wrong))[:2] == (0, "")


class TestInputs:
    def test_standard_input_is_a_dash(self):
        _, out, _ = text("check", "-f", "concise", "-", stdin=b"- a\n")
        assert out.startswith("<stdin>:1:1: S101 ")

    def test_a_folder_gives_its_plans_and_counts_what_it_passes_over(self, tmp_path):
        (tmp_path / "b.yml").write_text(GOOD, encoding="utf-8")
        (tmp_path / "a.yaml").write_text(WARNING, encoding="utf-8")
        (tmp_path / "other.yaml").write_text("key: value\n", encoding="utf-8")
        (tmp_path / "notes.txt").write_text("povcalc: 1\n", encoding="utf-8")
        (tmp_path / ".hidden").mkdir()
        (tmp_path / ".hidden" / "c.yaml").write_text(GOOD, encoding="utf-8")
        (tmp_path / "deeper").mkdir()
        (tmp_path / "deeper" / "d.yaml").write_text("povcalc: 1\nbroken: [\n", encoding="utf-8")
        status, out, err = text("check", "-f", "json", ".", cwd=tmp_path)
        assert [file["file"] for file in json.loads(out)["files"]] == ["./a.yaml", "./b.yml", "./deeper/d.yaml"]
        assert status == 1
        assert json.loads(out)["skipped_files"] == 2
        assert err == "povcalc: files and hidden folders passed over, which hold no plan: 2\n"

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (WARNING.encode("utf-16"), "Y101"),
            (WARNING.encode("utf-16-be"), "Y103"),
            (WARNING.encode("utf-32"), "Y101"),
            (WARNING.encode() + b"# x\xe9\n", "Y101"),
            (WARNING.replace("povcalc: 1\n", "").encode(), "S101"),
            (WARNING.replace("povcalc: 1", "povcalk: 1").encode(), "S101"),
        ],
    )
    def test_a_plan_in_a_folder_is_not_passed_over_for_its_encoding_or_its_first_key(self, tmp_path, content, code):
        (tmp_path / "a.yaml").write_bytes(content)
        (tmp_path / "b.yaml").write_text(GOOD, encoding="utf-8")
        status, out, _ = text("check", "-f", "concise", ".", cwd=tmp_path)
        assert status == 1
        assert any(f": {code} " in line for line in out.splitlines() if line.startswith("./a.yaml:"))

    def test_a_file_that_is_named_twice_is_checked_once(self, tmp_path):
        (tmp_path / "a.yaml").write_text(WARNING, encoding="utf-8")
        once = text("check", "-f", "json", "./a.yaml", cwd=tmp_path)
        assert text("check", "-f", "json", "./a.yaml", "a.yaml", ".", cwd=tmp_path) == once
        assert text("check", "-f", "json", ".", "a.yaml", cwd=tmp_path) == once

    def test_a_folder_without_plans_is_an_error(self, tmp_path):
        status, out, err = text("check", str(tmp_path))
        assert (status, out) == (2, "")
        assert err.startswith("povcalc: no plan in the folder ")

    def test_a_file_named_outright_must_be_a_plan(self, tmp_path):
        (tmp_path / "other.yaml").write_text("key: value\n", encoding="utf-8")
        status, out, _ = text("check", "-f", "concise", "other.yaml", cwd=tmp_path)
        assert status == 1
        assert out.startswith("other.yaml:1:1: S101 ")

    def test_several_files_are_each_reported_with_one_summary(self, tmp_path):
        for name in ("a.yaml", "b.yaml"):
            (tmp_path / name).write_text(GOOD, encoding="utf-8")
        _, out, _ = text("check", "a.yaml", "b.yaml", cwd=tmp_path)
        assert out.splitlines()[:2] == [f"{name}.yaml: 0 wrong, 0 at risk, 2 hold, 0 not verified" for name in "ab"]
        assert out.count("Files checked: 2") == 1

    def test_checking_changes_nothing_of_the_file(self, wrong):
        before = wrong.read_bytes(), wrong.stat().st_mtime_ns
        povcalc("check", str(wrong))
        assert before == (wrong.read_bytes(), wrong.stat().st_mtime_ns)
        assert list(wrong.parent.iterdir()) == [wrong]


class TestFormats:
    def test_concise_prints_a_line_a_finding_and_nothing_else(self, wrong):
        status, out, err = text("check", "--format", "concise", str(wrong))
        assert (status, err) == (1, "")
        assert re.fullmatch(rf"({re.escape(str(wrong))}:\d+:\d+: [A-Z]\d+ [^\n]+\n){{2}}", out)

    def test_quiet_prints_findings_without_tables_and_summary(self, wrong):
        _, out, _ = text("check", "-q", str(wrong))
        assert "error T101" in out
        assert "Targets" not in out
        assert "Findings:" not in out

    def test_json_has_the_documented_shape(self, wrong):
        report = json.loads(povcalc("check", "--format", "json", str(wrong)).stdout)
        jsonschema.validate(report, json.loads((ROOT / "tests" / "report.schema.json").read_text(encoding="utf-8")))
        (finding,) = [each for each in report["files"][0]["findings"] if each["code"] == "T101"]
        assert finding["numbers"] == {"difference": "-1", "stated": "11869", "sum": "11870"}
        assert finding["path"] == "targets.reduction_households"

    def test_json_is_the_same_for_any_hash_seed_language_and_width(self, wrong):
        runs = [
            povcalc("check", "-f", "json", str(wrong), PYTHONHASHSEED=seed, POVCALC_LANG=lang, COLUMNS=width).stdout
            for seed, lang, width in (("1", "en", "80"), ("2", "vi", "200"))
        ]
        assert runs[0] == runs[1]

    def test_the_schema_is_the_committed_one(self):
        _, out, _ = text("schema")
        assert out == (ROOT / "schema" / "plan.schema.json").read_text(encoding="utf-8")

    def test_the_version_is_told(self):
        assert re.fullmatch(r"povcalc \d+\.\d+\.\d+\n", text("--version")[1])


class TestLanguages:
    @pytest.mark.parametrize(
        ("words", "environment", "lang"),
        [
            (["check"], {}, Lang.EN),
            (["check"], {"LANG": "vi_VN.UTF-8"}, Lang.VI),
            (["check"], {"LANG": "vi_VN.UTF-8", "LC_ALL": "C"}, Lang.EN),
            (["check"], {"LANG": "vi_VN.UTF-8", "POVCALC_LANG": "en"}, Lang.EN),
            (["check"], {"POVCALC_LANG": "vi"}, Lang.VI),
            (["check", "--lang", "en"], {"POVCALC_LANG": "vi"}, Lang.EN),
            (["check", "--lang=vi"], {}, Lang.VI),
            (["check", "--", "--lang", "vi"], {}, Lang.EN),
            (["check", "--lang", "fr"], {"POVCALC_LANG": "vi"}, Lang.VI),
            (["--lang", "vi", "check", "--lang", "en"], {}, Lang.EN),
            (["check", "--lang", "en", "--lang=vi"], {}, Lang.VI),
        ],
    )
    def test_the_option_comes_before_the_variable_before_the_locale(self, words, environment, lang):
        assert spoken(words, environment)[0] is lang

    def test_a_wrong_variable_is_an_error(self):
        assert text("check", POVCALC_LANG="fr") == (2, "", "povcalc: POVCALC_LANG is not a language: use en or vi\n")
        status, out, _ = text("check", "--lang", "vi", POVCALC_LANG="fr")
        assert status == 0
        assert "0 sai, 1 có nguy cơ" in out

    def test_vietnamese_output_has_vietnamese_words_and_numbers(self, wrong):
        _, out, _ = text("check", "--lang", "vi", str(wrong))
        for words in ("11.869", "lỗi T101", "số tổng thiếu 1", "1 sai, 0 có nguy cơ"):
            assert words in out
        english = re.findall(r"(?<!--)\b(error|note|total|area|the|holds|undecided|checks?|figures?)\b", out)
        assert english == []

    @pytest.mark.parametrize("words", [(), ("check",), ("schema",), ("allocate",)])
    def test_vietnamese_help_has_no_english_left(self, words):
        _, out, _ = text(*words, "--lang", "vi", "--help") if words else text("--lang", "vi", "--help")
        english = r"\b(Usage|Options|Commands|Arguments|Show|exit|the|message|shell for|FILE|bool|str)\b"
        assert re.findall(english, out) == []

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (("check", "--formt"), "không có tùy chọn --formt; có phải là --format không?; xem povcalc check --help"),
            (("chek",), "không có lệnh chek; xem povcalc check --help"),
            (
                ("check", "--format", "xml"),
                f"--format / -f nhận {FORMATS}, markdown hoặc xlsx; xem povcalc check --help",
            ),
            (("check", "--format"), "tùy chọn --format thiếu giá trị; xem povcalc check --help"),
            (("check", "--strict=1"), "tùy chọn --strict không nhận giá trị; xem povcalc check --help"),
            (("check", "--select", "Z"), "không có phép kiểm tra nào mang mã hoặc nhóm Z"),
            (("schema", "extra"), "không dùng ở đây: extra; xem povcalc schema --help"),
            (("--lang", "vi"), "chưa nêu lệnh; xem povcalc --help"),
        ],
    )
    def test_usage_errors_are_told_in_vietnamese_too(self, words, message):
        status, out, err = text(*words, POVCALC_LANG="vi")
        assert (status, out) == (2, "")
        assert err.startswith(f"povcalc: {message}")
        _, *copied = err.splitlines()
        assert all(line.startswith("  povcalc ") for line in copied)


def in_terminal(*words: str, width: int = 80, **changes: str) -> str:
    """What the command writes to a terminal."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (50, width))
    done = subprocess.Popen(
        [COMMAND, *words], stdout=theirs, stderr=subprocess.DEVNULL, env=environment(TERM="xterm-256color", **changes)
    )
    os.close(theirs)
    read = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        read += part
    done.wait()
    os.close(ours)
    return read.decode()


class TestWhereItIsWritten:
    def test_a_terminal_gets_colours_unless_no_color_is_set(self):
        assert ESCAPE in in_terminal("check")
        assert re.search(r"\x1b\[[0-9;]*3[0-7]m", in_terminal("check", NO_COLOR="1")) is None

    @pytest.mark.parametrize("width", [80, 200])
    @pytest.mark.parametrize("lang", Lang)
    def test_a_terminal_is_filled_to_its_own_width(self, lang, width):
        words = in_terminal("show", "actors", "--lang", lang, width=width, COLUMNS="")
        words = re.sub(r"\x1b\[[0-9;]*m", "", words)
        assert ESCAPE not in words
        assert 0.9 * width <= max(map(cell_len, words.split("\r\n"))) <= width

    def test_a_pipe_gets_no_escape_codes_and_no_cut_off_words(self):
        _, out, _ = text("check", "--all", COLUMNS="")
        assert ESCAPE not in out
        assert "…" not in out
        assert "Preferential loans of the Vietnam Bank for Social Policies" in out

    @pytest.mark.parametrize("columns", [80, 120, 200])
    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_no_line_is_wider_than_the_screen(self, columns, lang):
        _, out, _ = text("check", "--lang", lang, COLUMNS=str(columns))
        assert max(map(cell_len, out.splitlines())) <= columns

    def test_an_ascii_output_gets_letters_without_their_marks(self):
        done = povcalc("check", "--lang", "vi", PYTHONIOENCODING="ascii")
        out = done.stdout.decode("ascii")
        assert "Huyen Tram Tau" in out
        assert "ty le" in out
        assert "\\u" not in out

    def test_an_ascii_output_changes_no_figure(self):
        plan = "povcalc: 1\ndocument: {title: Trên ½ số hộ ≥ 3}\nfunding: {unit: VND, total: 3}\n"
        done = povcalc("check", "-", stdin=plan.encode(), PYTHONIOENCODING="ascii")
        assert done.stdout.decode("ascii").startswith("Tren 1/2 so ho >= 3  <stdin>\n")

    def test_json_for_an_ascii_output_loses_nothing(self):
        done = povcalc("check", "-f", "json", PYTHONIOENCODING="ascii")
        assert json.loads(done.stdout.decode("ascii")) == json.loads(povcalc("check", "-f", "json").stdout)

    def test_a_pipe_at_a_terminal_has_the_width_of_the_terminal(self):
        ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, 90))
        done = subprocess.run(
            [COMMAND, "check"], stdout=subprocess.PIPE, stderr=theirs, env=environment(COLUMNS=""), check=False
        )
        os.close(theirs)
        os.close(ours)
        assert max(map(len, done.stdout.decode().splitlines())) <= 90

    def test_a_reader_that_leaves_causes_no_traceback(self):
        line = f"{COMMAND} check 2>/dev/null | head -n 1; echo ${{PIPESTATUS[0]}}; {COMMAND} check | true"
        done = subprocess.run(["bash", "-c", line], env=environment(), capture_output=True, check=False)
        assert b"Traceback" not in done.stderr + done.stdout
        assert done.stdout.decode().splitlines()[-1] == "0"

    @pytest.mark.parametrize("form", ["table", "concise", "json"])
    def test_a_reader_that_leaves_does_not_turn_findings_into_success(self, wrong, form):
        line = f"{COMMAND} check -f {form} {wrong} {wrong} | true; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", line], env=environment(), capture_output=True, check=False)
        assert (done.stdout, done.stderr) == (b"1\n", b"")

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
    def test_a_standard_error_that_cannot_be_written_changes_nothing_else(self):
        line = f"{COMMAND} check 2>/dev/full"
        done = subprocess.run(["bash", "-c", line], env=environment(), cwd=ROOT, capture_output=True, check=False)
        assert (done.returncode, done.stdout) == (0, povcalc("check", cwd=ROOT).stdout)

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
    def test_a_full_disk_is_told_in_one_line(self):
        done = subprocess.run(
            ["bash", "-c", f"{COMMAND} check - > /dev/full"],
            env=environment(),
            input=GOOD.encode(),
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (2, b"povcalc: cannot write: No space left on device\n")

    @pytest.mark.parametrize(("closed", "status"), [("<&-", 2), (">&-", 0), ("2>&-", 0)])
    def test_closed_streams_are_no_reason_to_break(self, closed, status):
        line = f"{COMMAND} check {'-' if status else str(PLAN)} {closed}"
        done = subprocess.run(["bash", "-c", line], env=environment(), capture_output=True, check=False)
        assert done.returncode == status
        assert b"broke" not in done.stderr

    @pytest.mark.parametrize("command", ["lsp", "explore"])
    def test_what_needs_a_standard_input_says_so_where_it_is_closed(self, command):
        line = f"{COMMAND} {command} <&-"
        done = subprocess.run(["bash", "-c", line], env=environment(), capture_output=True, check=False)
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
        assert command.encode() in done.stderr
        assert b"broke" not in done.stderr


@pytest.mark.parametrize(
    ("words", "stdin"),
    [
        (("check",), b""),
        (("check", "-", "--format", "json"), b"povcalc: 1\n"),
        (("whatif", "--set", "reduction_households=x"), b""),
        (("--help",), b""),
        (("chekc",), b""),
    ],
)
def test_a_copy_of_a_process_prints_what_a_fresh_start_does(words, stdin):
    runs = [run(*words, stdin=stdin, POVCALC_LANG="vi") for run in (povcalc, anew)]
    assert len({(run.returncode, run.stdout, run.stderr) for run in runs}) == 1
    assert runs[0].stdout + runs[0].stderr


def test_completion_is_installed_by_typers_own_option(tmp_path):
    line = f"{COMMAND} --install-completion; echo $?"  # a second command, so that bash stays to be found
    done = subprocess.run(["bash", "-c", line], env=environment(HOME=str(tmp_path)), capture_output=True, check=False)
    assert done.stdout.splitlines()[-1] == b"0"
    assert "_POVCALC_COMPLETE" in (tmp_path / ".bash_completions" / "povcalc.sh").read_text(encoding="utf-8")
    _, out, _ = text(_POVCALC_COMPLETE="complete_bash", COMP_WORDS="povcalc check --fo", COMP_CWORD="2")
    assert out == "--format\n"


def test_the_package_offers_its_public_names():
    assert {"read", "check", "Plan", "Report", "PlanError"} <= set(package.__all__)
    assert all(hasattr(package, name) for name in package.__all__)
