"""Settings as users meet them: which file holds, what options say instead, and what is printed of it all."""

import json
import os

import pytest

from command import PLAN, damaged, text
from povcalc.cli.session import nearest_settings

WARNING = "povcalc: 1\ndocument: {title: T}\ntargets: {id: a, name: A, reduction_households: -3}\n"
ASSUMED = "assumptions: {household_growth: 1}\n"


@pytest.fixture
def project(tmp_path):
    """A folder with a plan that has a warning, T114, in a folder of its own; what it is given is written beside."""

    def write(**files):
        (tmp_path / "data" / "old").mkdir(parents=True)
        (tmp_path / "data" / "plan.yaml").write_text(WARNING, encoding="utf-8")
        (tmp_path / "data" / "old" / "plan.yaml").write_text(WARNING, encoding="utf-8")
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/").replace("_toml", ".toml")
            path.write_text(content, encoding="utf-8")
        return tmp_path

    return write


def codes(*words, **given):
    """The status and the codes of a concise run."""
    status, out, _ = text("check", "-f", "concise", *words, **given)
    return status, [line.split(": ")[1].split()[0] for line in out.splitlines()]


class TestWhichFileHolds:
    def test_it_is_found_upwards_from_the_plan_wherever_one_is(self, project):
        folder = project(povcalc_toml="strict = true\n")
        assert codes("data", cwd=folder) == (1, ["T114", "T114"])
        assert codes(str(folder / "data")) == (1, ["T114", "T114"])
        assert codes("plan.yaml", cwd=folder / "data" / "old")[0] == 1

    def test_the_nearest_holds_and_no_other(self, project):
        folder = project(povcalc_toml="strict = true\n", data__old__povcalc_toml='ignore = ["T114"]\n')
        assert codes("data", cwd=folder) == (1, ["T114"])
        assert codes("data/old", cwd=folder) == (0, [])

    def test_a_pyproject_without_the_table_does_not_end_the_search(self, project):
        folder = project(
            pyproject_toml="[tool.povcalc]\nstrict = true\n",
            data__pyproject_toml='[project]\ndependencies = ["povcalc"]\n',
            data__old__pyproject_toml="[tool.povcalc]\n",
        )
        assert codes("data/plan.yaml", cwd=folder)[0] == 1
        assert codes("data/old/plan.yaml", cwd=folder)[0] == 0

    def test_in_one_folder_povcalc_toml_goes_first(self, project):
        folder = project(pyproject_toml="[tool.povcalc]\nstrict = true\n", povcalc_toml="")
        assert codes("data", cwd=folder)[0] == 0

    def test_what_comes_from_standard_input_is_held_to_the_working_folder(self, project):
        folder = project(povcalc_toml="strict = true\n")
        assert codes("-", cwd=folder, stdin=WARNING.encode())[0] == 1

    def test_another_file_may_be_named_or_none(self, project):
        folder = project(povcalc_toml="strict = true\n", data__other_toml='ignore = ["T114"]\n')
        assert codes("data", "--settings", "data/other.toml", cwd=folder) == (0, [])
        assert codes("data", "--no-settings", cwd=folder) == (0, ["T114", "T114"])

    def test_a_folder_or_a_pipe_of_that_name_is_none(self, tmp_path):
        (tmp_path / "povcalc.toml").mkdir()
        os.mkfifo(tmp_path / "pyproject.toml")
        assert nearest_settings(str(tmp_path)) is None

    def test_one_that_cannot_be_read_stops_the_run_but_not_the_checks(self, project):
        folder = project()
        status, out, err = text("check", "-f", "concise", "data", "--settings", "none.toml", cwd=folder)
        assert (status, out.count("T114")) == (2, 2)
        assert err == "povcalc: cannot read the settings none.toml: there is no such file; check the name\n"


class TestWhatHolds:
    def test_every_setting_does_what_its_option_does(self, project):
        folder = project(povcalc_toml='select = ["T"]\nignore = ["T205"]\ngrowth = "0..2"\nfail-undecided = true\n')
        by_settings = text("check", "-f", "json", str(PLAN), "--settings", str(folder / "povcalc.toml"))
        options = ["--select", "T", "--ignore", "T205", "--growth", "0..2", "--fail-undecided"]
        assert by_settings == text("check", "-f", "json", str(PLAN), *options)
        assert by_settings[0] == 1

    @pytest.mark.parametrize(
        ("settings", "status", "severity"),
        [
            ("", 0, "warning"),
            ('severity.T114 = "error"\n', 1, "error"),
            ('severity = {T = "error", T114 = "note"}\n', 0, "note"),
            ('severity.T = "error"\n', 1, "error"),
            ('severity.F = "error"\n', 0, "warning"),
        ],
    )
    def test_a_check_weighs_what_the_settings_say(self, project, settings, status, severity):
        folder = project(povcalc_toml=settings)
        done = text("check", "data/plan.yaml", "-f", "json", cwd=folder)
        (file,) = json.loads(done[1])["files"]
        assert (done[0], [each["severity"] for each in file["findings"]]) == (status, [severity])

    def test_options_go_before_settings_and_before_those_of_a_pattern(self, project):
        settings = 'ignore = ["T114"]\nstrict = true\n[per-file."plan.yaml"]\nignore = ["T"]\n'
        folder = project(povcalc_toml=settings)
        assert codes("data", cwd=folder) == (0, [])
        assert codes("data", "--ignore", "A", cwd=folder) == (1, ["T114", "T114"])
        assert codes("data", "--ignore", "A", "--no-strict", cwd=folder) == (0, ["T114", "T114"])

    def test_a_pattern_begins_at_the_folder_of_the_settings(self, project):
        folder = project(povcalc_toml='strict = true\n[per-file."data/old/*"]\nstrict = false\n')
        assert codes("old/plan.yaml", cwd=folder / "data")[0] == 0
        assert codes("plan.yaml", cwd=folder / "data")[0] == 1

    @pytest.mark.parametrize(
        ("words", "assumption", "expected"),
        [
            ((), "", "0–2% a year"),
            (("--growth", "3"), "", "3% a year"),
            ((), ASSUMED, "1% a year"),
            (("--growth", "3"), ASSUMED, "3% a year"),
        ],
    )
    def test_the_plans_own_assumption_goes_before_the_settings(self, project, words, assumption, expected):
        folder = project(povcalc_toml="growth = '0..2'\n", data__big_toml="")
        (folder / "data" / "big.yaml").write_text(damaged() + assumption, encoding="utf-8")
        _, out, _ = text("why", "tram-tau.households_end", "data/big.yaml", *words, cwd=folder)
        assert expected.removesuffix(" a year") in out

    def test_show_and_why_heed_them(self, project):
        folder = project(povcalc_toml='lang = "vi"\nstrickt = 1\n')
        status, out, err = text("show", "targets", "data/plan.yaml", cwd=folder)
        assert (status, "Địa bàn" in out) == (1, True)
        assert err == "povcalc: số lỗi trong tệp thiết lập povcalc.toml: 1; xem povcalc check\n"
        assert text("why", "a.reduction_households", "data/plan.yaml", cwd=folder)[2].startswith("povcalc: số lỗi")

    @pytest.mark.parametrize(
        "words",
        [
            ("whatif", "--set", "tram-tau.reduction_households=500"),
            ("seek", "yen-bai.reduction_rate > 5.8", "--vary", "tram-tau.reduction_households"),
            ("allocate", "--households", "12000", "--by", "households", "--use", "largest"),
        ],
    )
    def test_so_do_the_commands_that_ask_what_if(self, project, words):
        folder = project(povcalc_toml="growth = '0..2'\n")
        (folder / "data" / "big.yaml").write_text(damaged(), encoding="utf-8")
        command, *rest = words
        by_settings = text(command, *rest, "data/big.yaml", "-f", "json", cwd=folder)
        assert by_settings[0] == 0
        (folder / "povcalc.toml").unlink()
        by_option = text(command, *rest, "data/big.yaml", "-f", "json", "--growth", "0..2", cwd=folder)
        assert by_settings == by_option
        assert by_settings != text(command, *rest, "data/big.yaml", "-f", "json", cwd=folder)


class TestTheLanguage:
    @pytest.mark.parametrize(
        ("words", "changes", "expected"),
        [
            ((), {}, "Tất cả: "),
            ((), {"LANG": "en_GB.UTF-8"}, "Tất cả: "),
            (("--lang", "en"), {}, "All together: "),
            ((), {"POVCALC_LANG": "en"}, "All together: "),
            (("--no-settings",), {}, "All together: "),
        ],
    )
    def test_is_that_of_the_first_file_unless_somebody_asks_for_another(self, project, words, changes, expected):
        folder = project(povcalc_toml='lang = "vi"\n')
        assert expected in text("check", str(folder / "data"), *words, **changes)[1]

    def test_of_help_is_that_of_the_working_folder(self, project):
        folder = project(povcalc_toml='lang = "vi"\n')
        assert "Cách dùng: " in text("--help", cwd=folder / "data")[1]
        assert "Usage: " in text("check", "--no-settings", "--help", cwd=folder / "data")[1]

    def test_of_mistakes_is_too(self, project):
        folder = project(povcalc_toml='lang = "vi"\n')
        assert text("check", "--formt", cwd=folder)[2].startswith("povcalc: không có tùy chọn --formt")


class TestFaults:
    def test_are_findings_of_a_file_of_the_run_told_once(self, project):
        folder = project(povcalc_toml="strict = 1\n[per-file.x]\nlang = 'vi'\n")
        status, out, err = text("check", "-f", "concise", "data", cwd=folder)
        assert (status, err) == (1, "")
        places = [line.split(": ")[0] for line in out.splitlines()]
        assert places[:2] == ["povcalc.toml:1:10", "povcalc.toml:3:1"]
        assert len(places) == 4

    @pytest.mark.parametrize("words", [("--select", "T"), ("--ignore", "G"), ("--quiet",)])
    def test_are_told_whatever_is_chosen(self, project, words):
        folder = project(povcalc_toml="strickt = true\nignore = ['G']\n")
        status, out, _ = text("check", "data", *words, cwd=folder)
        assert status == 1
        assert "G202" in out
        assert "povcalc.toml:1:1" in out

    def test_do_not_keep_a_plan_from_being_saved_or_corrected(self, project):
        folder = project(povcalc_toml="strickt = true\n")
        (folder / "bases.csv").write_text("id,households\na,100\n", encoding="utf-8")
        words = ["check", "data/plan.yaml", "--figures", "bases.csv", "--save", "joined.yaml", "-q"]
        assert text(*words, cwd=folder)[0] == 1
        assert "households: 100" in (folder / "joined.yaml").read_text(encoding="utf-8")
        broken = damaged(("households: 1039", "households: 1309"))
        (folder / "data" / "plan.yaml").write_text(broken, encoding="utf-8")
        text("check", "data/plan.yaml", "--fix", "-q", cwd=folder)
        assert (folder / "data" / "plan.yaml").read_bytes() == PLAN.read_bytes()


class TestShowSettings:
    def test_tells_what_holds_and_where_it_is_from(self, project):
        settings = 'ignore = ["T205"]\nstrict = true\n\n[per-file."old/*"]\nignore = ["A"]\ncut = 0.10\n'
        folder = project(data__povcalc_toml=settings)
        status, out, err = text("check", "--show-settings", "--growth", "0..2.5", "data", cwd=folder)
        assert (status, err) == (0, "")
        tables = out.split("data/old/plan.yaml")[::-1]
        rows = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in tables[0].splitlines()]
        assert [row for row in rows if row and row[0] in ("ignore", "strict", "growth", "cut", "lang", "select")] == [
            ["select", "all", "default"],
            ["ignore", "T205, A", "data/povcalc.toml:1, data/povcalc.toml:5"],
            ["strict", "true", "data/povcalc.toml:2"],
            ["growth", "0–2.5%", "command line"],
            ["cut", "0.1", "data/povcalc.toml:6"],
            ["lang", "en", "locale"],
        ]
        assert "A" not in tables[1].split("ignore")[1].splitlines()[0].split("data/")[0]

    def test_files_that_the_same_holds_for_share_a_table(self, project):
        out = text("check", "--show-settings", "data", cwd=project())[1]
        assert out.startswith("data/plan.yaml\ndata/old/plan.yaml\n\nSetting")

    def test_what_the_plan_itself_assumes_is_said_to_be_its_own(self, project):
        folder = project(povcalc_toml="growth = 5\n")
        (folder / "data" / "plan.yaml").write_text(WARNING + ASSUMED, encoding="utf-8")
        out = text("check", "--show-settings", "data/plan.yaml", "-f", "json", cwd=folder)[1]
        (file,) = json.loads(out)["files"]
        assert file["settings"]["growth"] == {
            "value": "1",
            "from": {"en": "data/plan.yaml:4", "vi": "data/plan.yaml:4"},
        }

    def test_as_json_it_is_data(self, project):
        folder = project(povcalc_toml='select = ["T", "F"]\ngrowth = "0..2.50"\ncut = 0.1\n')
        (file, _) = json.loads(text("check", "--show-settings", "data", "-f", "json", cwd=folder)[1])["files"]
        assert file["file"] == "data/plan.yaml"
        assert {name: each["value"] for name, each in file["settings"].items()} == {
            "select": ["T", "F"],
            "ignore": [],
            "severity": {},
            "strict": False,
            "fail-undecided": False,
            "growth": "0..2.5",
            "cut": "0.1",
            "lang": "en",
        }

    def test_faults_and_unreadable_files_are_told(self, project):
        folder = project(povcalc_toml="strickt = true\n")
        status, _, err = text("check", "--show-settings", "data", cwd=folder)
        assert (status, err) == (1, "povcalc: faults in the settings povcalc.toml: 1; see povcalc check\n")
        assert text("check", "--show-settings", "none.yaml", cwd=folder)[0] == 2

    def test_other_formats_are_refused(self, project):
        status, out, err = text("check", "--show-settings", "-f", "sarif", cwd=project())
        assert (status, out) == (2, "")
        assert err.endswith("povcalc: --show-settings writes a table or --format json\n")


def test_a_finding_in_settings_has_the_path_of_what_is_wrong(tmp_path):
    settings = tmp_path / "povcalc.toml"
    settings.write_text('strickt = true\nlang = "de"\n', encoding="utf-8")
    plan = tmp_path / "plan.yaml"
    plan.write_text("povcalc: 1\ndocument: {title: x}\nfunding: {unit: VND, total: 1}\n", encoding="utf-8")
    _, out, _ = text("check", str(plan), "--settings", str(settings), "--format", "json")
    findings = json.loads(out)["files"][0]["findings"]
    assert [(each["path"], each["place"]["line"], each["place"]["column"]) for each in findings] == [
        ("strickt", 1, 1),
        ("lang", 2, 8),
    ]
