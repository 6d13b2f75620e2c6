"""Command lines that were typed wrong: each is answered with lines that can be copied and that work."""

import csv
import json
import shlex
import unicodedata

import docx
import fpdf
import openpyxl
import pytest

from command import PLAN, completed, text
from povcalc.cli.app import EXAMPLES, HOMES, join_equals

CHANGE = "tram-tau.reduction_households=500"
FELL = "name,reduction_households\nTrạm Tấu,400\nLục Yên,1500\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "plan.yaml").write_text(PLAN.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def offered(words, folder):
    """The lines that are offered for a command line that cannot run."""
    status, out, err = text(*words, cwd=folder)
    assert (status, out) == (2, ""), err
    first, *rest = [line for line in err.splitlines() if "no file is named" not in line]
    assert first.startswith("povcalc: ")
    return first, [line.removeprefix("  ") for line in rest]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (("chek",), ["povcalc check"]),
        (("chek", "plan.yaml", "--strict"), ["povcalc check plan.yaml --strict"]),
        (("validate", "plan.yaml"), ["povcalc check plan.yaml"]),
        (("plan.yaml",), ["povcalc check plan.yaml"]),
        (("plan.yml",), ["povcalc check plan.yaml"]),
        (("plan.yaml", "--set", CHANGE), [f"povcalc whatif plan.yaml --set {CHANGE}"]),
        (("targets", "plan.yaml"), ["povcalc show targets plan.yaml"]),
        (("T101",), ["povcalc explain T101"]),
        (("tram-tau.households", "plan.yaml"), ["povcalc why tram-tau.households plan.yaml"]),
        (("--strict", "plan.yaml"), ["povcalc check --strict plan.yaml"]),
        (("check", "plan.yml"), ["povcalc check plan.yaml"]),
        (("check", "plan"), ["povcalc check plan.yaml"]),
        (("check", "plna.yaml", "--quiet"), ["povcalc check plan.yaml --quiet"]),
        (("show", "targets", "plan.yml"), ["povcalc show targets plan.yaml"]),
        (("show", "target", "plan.yaml"), ["povcalc show targets plan.yaml"]),
        (("check", "T101"), ["povcalc explain T101"]),
        (("check", "plan.yaml", "--set", CHANGE), [f"povcalc whatif plan.yaml --set {CHANGE}"]),
        (("check", "--formt", "json"), ["povcalc check --format json"]),
        (("check", "plan.yaml", "--format", "jsn"), ["povcalc check plan.yaml --format json"]),
        (("show", "plan.yaml", "--fix"), ["povcalc check plan.yaml --fix"]),
        (("whatif", "plan.yaml", "--by", "poor"), ["povcalc allocate plan.yaml --by poor"]),
        (("whatif", "plan.yaml", CHANGE), [f"povcalc whatif plan.yaml --set {CHANGE}"]),
        (("whatif", CHANGE), [f"povcalc whatif --set {CHANGE}"]),
        (
            ("check", "plan.yaml", "--rebalance", "total"),
            ["povcalc whatif plan.yaml --rebalance total --set '*.reduction_households=+1%'"],
        ),
        (("why", "plan.yaml", "tram-tau"), ["povcalc why tram-tau plan.yaml"]),
        (("why", "plan.yaml"), ["povcalc why thanh-pho-yen-bai plan.yaml"]),
        (("why", "tram-tau.poverty_rate_begin"), ["povcalc why tram-tau.poverty_rate_start"]),
        (("why", "Trạm Tấo.households"), ["povcalc why 'Huyện Trạm Tấu.households'"]),
        (
            ("seek", "plan.yaml", "tram-tau.poverty_rate_end<=44", "--vary", "tram-tau.reduction_households"),
            ["povcalc seek 'tram-tau.poverty_rate_end<=44' plan.yaml --vary tram-tau.reduction_households"],
        ),
        (
            ("whatif", "plan.yaml", "--set", "tram-tau.reduction_households=10%"),
            [f"povcalc whatif plan.yaml --set tram-tau.reduction_households={each}" for each in ("+10%", "-10%", "10")],
        ),
        (("whatif", "--set", "tram-tau=500"), [f"povcalc whatif --set {CHANGE}"]),
        (("whatif", "--set", "tram-tau.poor_endd=500"), ["povcalc whatif --set tram-tau.poor_households_end=500"]),
        (("whatif", "--set", "funding.odaa=10"), ["povcalc whatif --set funding.oda=10"]),
        (("allocate", "tram-tau"), ["povcalc allocate --area tram-tau"]),
        (("allocate", "--at-least", "tram-tu=5"), ["povcalc allocate --at-least tram-tau=5"]),
        (("explain", "T11"), ["povcalc explain T111"]),
        (("explain", "plan.yaml"), ["povcalc check plan.yaml"]),
        (("show", "actors", "--with", "so-tai-chin"), ["povcalc show actors --with so-tai-chinh"]),
        (
            ("seek", "tram-tau.poor_households_end<=2000"),
            ["povcalc seek 'tram-tau.poor_households_end<=2000' --vary tram-tau.reduction_households"],
        ),
        (
            ("seek", "poverty_rate_end<=14", "--vary"),
            ["povcalc seek 'yen-bai.poverty_rate_end<=14' --vary 'yen-bai/*.reduction_households'"],
        ),
        (
            ("seek", "funding.total<=5000000", "plan.yaml"),
            ["povcalc seek 'funding.total<=5000000' plan.yaml --vary funding.central"],
        ),
        (
            ("seek", "plan.yaml"),
            ["povcalc seek 'yen-bai.reduction_households>=11870' plan.yaml --vary 'yen-bai/*.reduction_households'"],
        ),
        (
            ("seek", "plan.yaml", "reduction_households>=12000", "--vary", "Huyện", "Trạm", "Tấu"),
            ["povcalc seek 'yen-bai.reduction_households>=12000' plan.yaml --vary tram-tau.reduction_households"],
        ),
        (
            ("seek", "Trạm", "Tấu.poor_households_end<=2000", "--vary", "Trạm", "Tấu.reduction_households"),
            ["povcalc seek 'Trạm Tấu.poor_households_end<=2000' --vary 'Trạm Tấu.reduction_households'"],
        ),
        (
            ("whatif", "plan.yaml", "--set", "Trạm", "Tấu.số", "hộ", "nghèo", "giảm=500"),
            ["povcalc whatif plan.yaml --set 'Trạm Tấu.số hộ nghèo giảm=500'"],
        ),
        (
            ("whatif", "plan.yaml", "--set", "Trạm Tấu.giảm=400"),
            ["povcalc whatif plan.yaml --set 'Trạm Tấu.reduction_households=400'"],
        ),
        (
            ("whatif", "--set", "reduction_households=5000"),
            ["povcalc whatif --set yen-bai.reduction_households=5000"],
        ),
        (("show", "actors", "--with", "Sở", "Tài", "chính"), ["povcalc show actors --with 'Sở Tài chính'"]),
        (("why", "plan.yaml", "Trạm", "Tấu", "households"), ["povcalc why 'Trạm Tấu.households' plan.yaml"]),
        (("help", "check"), ["povcalc check --help"]),
        (("version",), ["povcalc --version"]),
    ],
)
def test_what_was_meant_is_a_line_that_can_be_copied_and_works(folder, words, lines):
    _, found = offered(words, folder)
    assert found == lines
    for line in found:
        if "--area" in line or "poor_households_end=500" in line:
            continue  # what is asked for has an answer that depends on the figures: a refusal that says why
        status, out, err = text(*shlex.split(line)[1:], cwd=folder)
        assert (status in (0, 1), bool(out), "povcalc --help" in err) == (True, True, False), (line, err)


@pytest.mark.parametrize("words", [("frobnicate",), ("check", "nothing-like-it.yaml"), ("schema", "extra")])
def test_nothing_is_offered_where_nothing_is_near(folder, words):
    assert offered(words, folder)[1] == []


@pytest.mark.parametrize(
    ("words", "help_of"),
    [
        (("chek",), "check"),
        (("check", "--set", CHANGE), "whatif"),
        (("show", "--format", "xml"), "show"),
        (("why",), "why"),
    ],
)
def test_the_help_that_is_pointed_at_is_that_of_the_command(folder, words, help_of):
    assert f"see povcalc {help_of} --help" in offered(words, folder)[0]


class TestWhatCheckLooksAt:
    def test_the_plans_of_the_folder(self, folder):
        (folder / "inner").mkdir()
        (folder / "inner" / "other.yaml").write_text(PLAN.read_text(encoding="utf-8"), encoding="utf-8")
        for options in ((), ("--no-default",)):
            status, out, err = text("check", "-f", "concise", *options, cwd=folder)
            assert status == 0
            assert [line.partition(":")[0] for line in out.splitlines()] == ["plan.yaml", "inner/other.yaml"]
            assert err == "povcalc: no file is named, so the plans of this folder are checked\n"

    def test_before_it_what_the_settings_name(self, folder):
        (folder / "data").mkdir()
        (folder / "plan.yaml").rename(folder / "data" / "a.yaml")
        (folder / "draft.yaml").write_text("povcalc: 1\nbroken: [\n", encoding="utf-8")
        (folder / "povcalc.toml").write_text('files = ["data"]\n', encoding="utf-8")
        status, out, err = text("check", "-f", "concise", cwd=folder)
        assert (status, out.partition(":")[0]) == (0, "data/a.yaml")
        assert err == "povcalc: no file is named, so data are checked, as povcalc.toml says\n"
        assert text("check", "-f", "concise", "--no-settings", cwd=folder)[0] == 1
        assert "draft.yaml" not in text("check", "--show-settings", cwd=folder)[1]

    def test_settings_further_up_name_nothing_for_a_folder_below(self, folder):
        (folder / "povcalc.toml").write_text('files = ["none"]\n', encoding="utf-8")
        (folder / "inner").mkdir()
        (folder / "plan.yaml").rename(folder / "inner" / "a.yaml")
        assert text("check", "-f", "concise", cwd=folder / "inner")[1].startswith("a.yaml:")

    def test_a_file_that_the_settings_name_and_is_not_there_is_an_error(self, folder):
        (folder / "povcalc.toml").write_text('files = ["none"]\n', encoding="utf-8")
        status, _, err = text("check", cwd=folder)
        assert status == 2
        assert "cannot read none: there is no such file" in err

    def test_the_built_in_plan_only_where_there_is_no_plan(self, tmp_path):
        (tmp_path / "notes.yaml").write_text("a: 1\n", encoding="utf-8")
        status, _, err = text("check", "-q", cwd=tmp_path)
        assert status == 0
        assert err == "povcalc: no file is named, so the built-in plan of Yên Bái for 2019 is checked\n"
        status, out, _ = text("check", "--no-default", cwd=tmp_path)
        assert (status, out) == (2, "")

    @pytest.mark.parametrize("value", ['"data"', "[]", "[1]", '[""]'])
    def test_files_are_a_list_of_names(self, folder, value):
        (folder / "povcalc.toml").write_text(f"files = {value}\n", encoding="utf-8")
        status, out, _ = text("check", "-f", "concise", cwd=folder)
        assert status == 1
        assert 'G203 files is a list of files and folders, such as ["data"], not' in out

    def test_a_pattern_means_a_file_however_its_marks_are_written(self, folder):
        name = unicodedata.normalize("NFD", "kế hoạch.yaml")
        (folder / "plan.yaml").rename(folder / name)
        (folder / "povcalc.toml").write_text('[per-file."kế hoạch.yaml"]\nignore = ["T205"]\n', encoding="utf-8")
        assert text("check", "-f", "concise", name, cwd=folder)[1] == ""


class TestHelp:
    @pytest.mark.parametrize("name", ["", *HOMES])
    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_ends_with_examples_that_fit_80_columns(self, name, lang):
        _, out, _ = text(*([name] if name else []), "--help", POVCALC_LANG=lang)
        lines = [line.strip() for line in out.splitlines() if line.strip()]
        assert lines[-len(EXAMPLES[name]) :] == list(EXAMPLES[name])
        assert 2 <= len(EXAMPLES[name]) <= 3

    @pytest.mark.parametrize("variable", ["FORCE_COLOR", "GITHUB_ACTIONS", "PY_COLORS", "CLICOLOR_FORCE"])
    def test_has_no_escape_codes_in_a_file(self, variable):
        _, out, _ = text("check", "--help", **{variable: "1"})
        assert "\x1b" not in out

    def test_options_are_in_groups(self):
        _, out, _ = text("check", "--help")
        heads = [line.split()[1] for line in out.splitlines() if line.startswith("╭─")]
        assert heads == ["Arguments", "Options", "Figures", "Output", "Settings"]

    @pytest.mark.parametrize("columns", ["0", "00", "-5", "wide", " "])
    def test_a_width_that_is_none_falls_back(self, folder, columns):
        assert text("show", "plan.yaml", cwd=folder, COLUMNS=columns) == text(
            "show", "plan.yaml", cwd=folder, COLUMNS=""
        )


def rpc(**message):
    """A message to the language server."""
    words = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(words), words)


SERVED = (
    rpc(id=1, method="initialize", params={"processId": None, "rootUri": None, "capabilities": {}})
    + rpc(id=2, method="shutdown")
    + rpc(method="exit")
)
"""What an editor says that starts the language server and ends it."""


@pytest.mark.parametrize("line", [line for name, lines in EXAMPLES.items() if name != "explore" for line in lines])
def test_every_example_runs(folder, line):
    for name in ("draft", "approved", "result"):
        (folder / f"{name}.yaml").write_text(PLAN.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "plans").mkdir()
    (folder / "plans" / "plan.yaml").write_text(PLAN.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "areas.csv").write_text("name,households\nTỉnh A,3\nHuyện B,1\nHuyện C,2\n", encoding="utf-8")
    for name in ("so-bo", "chinh-thuc"):
        (folder / f"{name}.csv").write_text(FELL, encoding="utf-8")
    book = openpyxl.Workbook()
    book.active.title = "Biểu 1"
    for row in csv.reader(FELL.splitlines()):
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(folder / "bao-cao.xlsx")
    made = docx.Document()
    made.add_paragraph("Tỉnh Yên Bái giảm 11.869 hộ nghèo năm 2019.")
    made.save(folder / "plan.docx")
    printed = fpdf.FPDF()
    printed.set_font("helvetica")
    printed.add_page()
    printed.cell(text="The poverty rate of Bac Lam province fell to 4.5%.")
    printed.output(folder / "review.pdf")
    stdin = SERVED if line.startswith("povcalc lsp") else b""
    status, out, err = text(*shlex.split(line.partition(" > ")[0])[1:], cwd=folder, stdin=stdin)
    assert status in (0, 1), err
    assert out or "is written" in err or "--diff" in line


class TestCompletion:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("povcalc why tram", "tram-tau.households"),
            ("povcalc explain T10", "T101"),
            ("povcalc explain areas-add", "areas-add-up"),
            ("povcalc check --select T10", "T101"),
            ("povcalc check --select F,T10", "F,T101"),
            ("povcalc check --select=T10", "T101"),
            ("povcalc show actors --with so-t", "so-tai-chinh"),
            ("povcalc seek x --vary=mu", "mu-cang-chai.reduction_households"),
            ("povcalc whatif --set=tram", "tram-tau.reduction_households="),
        ],
    )
    def test_offers_what_may_follow(self, words, expected):
        assert expected in completed(words)

    def test_what_bash_takes_apart_at_its_equals_sign_is_joined(self):
        typed = {"COMP_WORDS": "povcalc\ncheck\n--select\n=\nT10", "COMP_CWORD": "4"}
        join_equals(typed)
        assert typed == {"COMP_WORDS": "povcalc\ncheck\n--select\nT10", "COMP_CWORD": "3"}

    def test_bash_sets_no_blank_behind_an_equals_sign(self):
        # Which shell it is called from is not looked for: tests may be started from none.
        _, out, _ = text("--show-completion", "bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
        assert "*= ]] && compopt -o nospace" in out


LONG = "x" * 100_000


@pytest.mark.parametrize(
    "words",
    [
        (LONG,),
        (f"--{LONG}",),
        ("check", LONG),
        ("check", "plan.yaml", "--growth", LONG),
        ("explain", LONG),
        ("show", "plan.yaml", LONG),
        ("why", LONG, "plan.yaml"),
        ("why", f"yen-bai.{LONG}", "plan.yaml"),
        ("seek", LONG, "plan.yaml"),
        ("seek", "yen-bai.reduction_rate>6", "plan.yaml", "--vary", LONG),
        ("whatif", "plan.yaml", "--set", LONG),
        ("whatif", "plan.yaml", "--set", f"yen-bai.reduction_rate={LONG}"),
        ("allocate", "plan.yaml", "--at-least", f"{LONG}=3"),
        ("init", "new.yaml", "--kind", LONG),
    ],
)
def test_what_is_long_is_not_repeated_whole(folder, words):
    first, lines = offered(words, folder)
    assert len(first) < 2000
    assert all(len(line) < 4096 for line in lines)
