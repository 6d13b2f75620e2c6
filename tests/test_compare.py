"""`povcalc compare` as its users get it: what it takes, what it prints in each form, its exit status."""

import csv
import io
import json
import subprocess

import pytest
from rich.console import Console

from command import COMMAND, PLAN, damaged, environment, povcalc, text
from plans import area, targets
from povcalc.comparison import ChangeKind, compared, data_sheet
from povcalc.messages import Lang
from povcalc.output.console import show_tables
from povcalc.output.json import compared_json
from povcalc.output.tables import as_csv, as_markdown, shown_comparison
from povcalc.plan.load import read_text
from test_show import ACTS_ON_A_SCREEN, HOSTILE, PLAIN_PAGE, hostile, markdown_tables

FORMATS = ("table", "markdown", "csv", "json")
DRAFT = damaged(
    ("reduction_households: 453", "reduction_households: 460"),
    ("reduction_rate: {over: 0.7}", "reduction_rate: {over: 0.70}"),
    ("      poverty_rate_end: 43.16\n", ""),
    ("name: Huyện Văn Yên", "name: Văn Yên"),
    ("amount: {about: 367886}", "amount: {about: 367868}"),
)
RESULT = damaged(
    ("kind: plan", "kind: result"),
    ("      reduction_households: 453\n", "      poor_households_start: 2816\n      poor_households_end: 2370\n"),
    ("reduction_households: 979", "reduction_households: 985"),
    ("poverty_rate_end: 43.16", "poverty_rate_end: 43.20"),
    ("reduction_households: 11869", "reduction_households: {about: 11900}"),
    ("reduction_rate: {over: 0.7}", "reduction_rate: 0.70"),
)


@pytest.fixture
def files(tmp_path):
    for name, content in (("draft", DRAFT), ("result", RESULT), ("plan", PLAN.read_text(encoding="utf-8"))):
        (tmp_path / f"{name}.yaml").write_text(content, encoding="utf-8")
    return tmp_path


class TestWhatPeopleSee:
    @pytest.mark.parametrize("lang", ["en", "vi"])
    @pytest.mark.parametrize("form", ["table", "markdown", "csv"])
    @pytest.mark.parametrize("names", [("plan.yaml", "draft.yaml"), ("plan.yaml", "result.yaml")])
    def test_of_two_plans_and_of_a_result(self, files, snapshot, names, form, lang):
        status, out, err = text("compare", *names, "-f", form, "--lang", lang, cwd=files)
        assert (status, err) == (0, "")
        assert out == snapshot

    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_the_help(self, snapshot, lang):
        assert text("compare", "--lang", lang, "--help")[1] == snapshot

    def test_of_a_plan_with_itself(self, files):
        status, out, err = text("compare", "plan.yaml", "plan.yaml", "--exit-code", cwd=files)
        assert (status, err) == (0, "")
        assert out.splitlines() == [
            "plan.yaml → plan.yaml",
            "",
            "Figures that differ",
            "Figures that differ: 0; alike: 35.",
        ]


class TestWhatIsCompared:
    def test_one_file_is_refused_with_the_plan_beside_it_and_never_set_against_the_built_in_plan(self, files):
        (files / "draft.yaml").unlink()
        status, out, err = text("compare", "result.yaml", "-f", "json", cwd=files)
        assert (status, out) == (2, "")
        assert err == (
            "povcalc: one file is named; name the plan to compare with and what it became\n"
            "  povcalc compare plan.yaml result.yaml -f json\n"
        )

    def test_one_file_that_stands_alone_is_refused(self, tmp_path):
        (tmp_path / "draft.yaml").write_text(DRAFT, encoding="utf-8")
        status, out, err = text("compare", "draft.yaml", cwd=tmp_path)
        assert (status, out) == (2, "")
        assert err == "povcalc: one file is named; name the plan to compare with and what it became\n"

    def test_standard_input_on_either_side(self, files):
        for names in (("-", "plan.yaml"), ("plan.yaml", "-")):
            status, out, _ = text("compare", *names, "-f", "json", cwd=files, stdin=DRAFT.encode())
            told = json.loads(out)
            by = next(each["difference"]["low"] for each in told["figures"] if each["path"] == "yen-bai/tram-tau")
            assert (status, by) == (0, "-7" if names[0] == "-" else "7")

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (("-", "-"), "standard input can be one of the two plans only"),
            (("none.yaml", "plan.yaml"), "cannot read none.yaml: there is no such file; check the name"),
            (("plan.yaml", "none.yaml"), "cannot read none.yaml: there is no such file; check the name"),
            (("plan.yaml", "."), ". is a folder; name one file in it"),
            (("plan.yaml", "other.yaml"), "other.yaml could not be read as a plan; see povcalc check other.yaml"),
            (("plan.yaml", "draft.yaml", "--growth", "x"), "--growth takes percent a year"),
            ((), "name the plan to compare with and what it became: povcalc compare draft.yaml approved.yaml"),
            (("plan.yaml", "draft.yaml", "none.yaml"), "cannot read none.yaml: there is no such file; check the name"),
            (("plan.yaml", "funding.yaml", "draft.yaml"), "funding.yaml has no targets"),
        ],
    )
    def test_what_cannot_be_compared_is_told_in_one_line(self, files, words, message):
        (files / "other.yaml").write_text("a: 1\n", encoding="utf-8")
        funding = "povcalc: 1\ndocument: {title: A}\nfunding: {unit: VND, total: 1}\n"
        (files / "funding.yaml").write_text(funding, encoding="utf-8")
        status, out, err = text("compare", *words, cwd=files)
        assert (status, out) == (2, "")
        assert err.startswith(f"povcalc: {message}")
        assert err.count("\n") == 1

    @pytest.mark.parametrize("form", FORMATS)
    def test_a_damaged_file_is_compared_as_far_as_it_was_read_and_fails(self, files, form):
        broken = DRAFT.replace("reduction_households: 1039", "reduction_households: 1.039")
        (files / "broken.yaml").write_text(broken, encoding="utf-8")
        status, out, err = text("compare", "plan.yaml", "broken.yaml", "-f", form, cwd=files)
        assert status == 1
        assert "453" in out
        assert err == (
            "povcalc: broken.yaml: 1 finding keeps parts of it from being read; see povcalc check broken.yaml\n"
        )


class TestAPlanOfManyAreas:
    def test_the_first_rows_are_on_the_screen_and_all_in_other_forms(self, tmp_path):
        for name, number in (("a", 1), ("b", 2)):
            inside = [area(f"x{at}", households=number) for at in range(250)]
            (tmp_path / f"{name}.yaml").write_text(targets(*inside), encoding="utf-8")
        _, out, _ = text("compare", "a.yaml", "b.yaml", cwd=tmp_path)
        assert out.count("+1  changed") == 200
        assert "Not shown: 50 more rows (--format json).\nFigures that differ: 250; alike: 0." in out
        _, rows, _ = text("compare", "a.yaml", "b.yaml", "-f", "csv", cwd=tmp_path)
        assert len(rows.splitlines()) == 251


class TestTheExitStatus:
    @pytest.mark.parametrize(
        ("names", "status"),
        [
            (("plan.yaml", "plan.yaml"), 0),
            (("plan.yaml", "draft.yaml"), 1),
            (("plan.yaml", "result.yaml"), 1),
        ],
    )
    def test_tells_differences_and_missed_targets_when_asked(self, files, names, status):
        assert text("compare", *names, "--exit-code", cwd=files)[0] == status
        assert text("compare", *names, cwd=files)[0] == 0
        _, out, _ = text("compare", *names, "--exit-code", "-f", "json", cwd=files)
        assert json.loads(out)["exit_status"] == status

    def test_a_result_that_meets_its_targets(self, files):
        met = PLAN.read_text(encoding="utf-8").replace("kind: plan", "kind: result", 1)
        (files / "met.yaml").write_text(met, encoding="utf-8")
        assert text("compare", "plan.yaml", "met.yaml", "--exit-code", cwd=files)[0] == 0

    def test_is_that_of_the_comparison_though_the_reader_leaves(self, files):
        line = f"{COMMAND} compare --exit-code plan.yaml draft.yaml | true; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", line], cwd=files, env=environment(), capture_output=True, check=False)
        assert (done.stdout, done.stderr) == (b"1\n", b"")


class TestForms:
    def test_json_has_the_same_keys_whatever_is_compared(self, files):
        runs = [
            json.loads(text("compare", "plan.yaml", name, "-f", "json", cwd=files)[1])
            for name in ("plan.yaml", "draft.yaml", "result.yaml")
        ]
        assert [list(told) for told in runs] == [list(runs[0])] * 3
        assert runs[1]["figures"][1] == {
            "path": "yen-bai/tram-tau",
            "name": {"en": "Huyện Trạm Tấu", "vi": "Huyện Trạm Tấu"},
            "field": "reduction_households",
            "change": "changed",
            "before": "453",
            "after": "460",
            "difference": {"low": "7", "high": "7"},
        }
        judged = {(each["path"], each["field"]): each for each in runs[2]["targets"]}
        assert judged["yen-bai/mu-cang-chai", "poverty_rate_end"] == {
            "path": "yen-bai/mu-cang-chai",
            "name": {"en": "Huyện Mù Cang Chải", "vi": "Huyện Mù Cang Chải"},
            "field": "poverty_rate_end",
            "target": "43.16",
            "unsure": None,
            "result": "43.20",
            "implied": {"low": "43.195", "high": "43.205", "low_open": False, "high_open": False},
            "verdict": "missed",
            "difference": {"low": "0.04", "high": "0.04", "low_open": False, "high_open": False},
            "grounds": ["yen-bai/mu-cang-chai.poverty_rate_end"],
            "why": None,
        }

    def test_json_is_the_same_in_either_language_and_under_any_hash_seed(self, files):
        runs = {
            povcalc(
                "compare", "plan.yaml", "result.yaml", "-f", "json", "--lang", lang, cwd=files, PYTHONHASHSEED=seed
            ).stdout
            for lang, seed in (("en", "1"), ("vi", "2"))
        }
        assert len(runs) == 1

    def test_csv_has_numbers_without_signs_of_a_language(self, files):
        _, out, _ = text("compare", "plan.yaml", "draft.yaml", "-f", "csv", "--lang", "vi", cwd=files)
        rows = {(row[0], row[2]): row[3:] for row in csv.reader(io.StringIO(out))}
        assert rows["yen-bai/tram-tau", "reduction_households"] == ["453", "460", "7", "changed"]
        assert rows["yen-bai/mu-cang-chai", "poverty_rate_end"] == ["43.16", "", "", "gone"]
        assert rows["funding.local", "amount"] == ["~367886", "~367868", "-18", "changed"]

    def test_csv_of_a_result_has_every_target_with_its_verdict(self, files):
        _, out, _ = text("compare", "plan.yaml", "result.yaml", "-f", "csv", cwd=files)
        rows = {(row["Path"], row["Field"]): row for row in csv.DictReader(io.StringIO(out))}
        assert len(rows) == 29
        found = rows["yen-bai/tram-tau", "reduction_households"]
        assert (found["Result"], found["Result, implied"], found["Difference"]) == ("446", "446", "-7")
        assert (found["Verdict"], found["Judged from"]) == (
            "missed",
            "yen-bai/tram-tau.poor_households_start; yen-bai/tram-tau.poor_households_end",
        )

    @pytest.mark.parametrize("words", HOSTILE)
    def test_whatever_a_plan_says_acts_nowhere(self, words):
        after = hostile(f"{words}x").replace("reduction_households: 3", "reduction_households: 4")
        readings = [read_text(plan, "x") for plan in (hostile(words), after)]
        assert [reading.misfits for reading in readings] == [(), ()]
        found = compared(*readings)
        seen = shown_comparison(found)
        assert {part.change for part in found.parts} == {ChangeKind.RENAMED, ChangeKind.UNIT}
        assert markdown_tables(as_markdown(seen, Lang.EN))[1] <= PLAIN_PAGE
        console = Console(file=io.StringIO(), width=80, highlight=False, markup=False, emoji=False)
        show_tables(console, seen, Lang.VI)
        assert ACTS_ON_A_SCREEN.search(console.file.getvalue()) is None
        rows = as_csv(data_sheet(found), Lang.EN)
        assert ACTS_ON_A_SCREEN.search(rows) is None
        cells = [cell for row in csv.reader(io.StringIO(rows)) for cell in row]
        assert not any(cell.lstrip().startswith(("=", "+", "@")) for cell in cells)
        told = compared_json(found, program="p", status=0, ascii_only=False)
        assert ACTS_ON_A_SCREEN.search(told) is None
        assert json.loads(told)["parts"][0]["before"]["vi"] == words
