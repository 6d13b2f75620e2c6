"""A baseline: what a repository has already passes, what is new fails, and what is gone is told."""

import json

import pytest

from command import text
from formats import valid_gitlab
from plans import HEAD, OFF

PLAN = HEAD + OFF
NEW = PLAN.replace("id: a, name: A, reduction_households: 18", "id: a, name: A, poverty_rate_end: 101")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    status, _, err = text("check", "plan.yaml", "--write-baseline", "known.json", cwd=tmp_path)
    assert (status, "findings written to known.json: 1" in err) == (0, True)
    return tmp_path


def checked(folder, *words):
    status, out, err = text("check", "plan.yaml", "--baseline", "known.json", "-f", "concise", *words, cwd=folder)
    return status, [line.split(": ")[1].split(" ", 2)[:2] for line in out.splitlines()], err


class TestWhatIsKnown:
    def test_passes_and_is_marked(self, folder):
        assert checked(folder) == (0, [["T101", "[waived]"]], "")

    def test_without_the_baseline_it_fails(self, folder):
        assert text("check", "plan.yaml", "-f", "concise", cwd=folder)[0] == 1

    def test_stays_known_when_lines_move_and_another_figure_changes(self, folder):
        moved = PLAN.replace("targets:", "# a remark\n\ntargets:").replace("12}", "11}")
        (folder / "plan.yaml").write_text(moved, encoding="utf-8")
        assert checked(folder)[:2] == (0, [["T101", "[waived]"]])

    def test_what_is_new_fails(self, folder):
        (folder / "plan.yaml").write_text(NEW, encoding="utf-8")
        status, found, _ = checked(folder)
        assert (status, "S" in {code[0] for code, _ in found}) == (1, True)

    def test_what_is_gone_is_told(self, folder):
        (folder / "plan.yaml").write_text(PLAN.replace("31", "30"), encoding="utf-8")
        status, found, err = checked(folder)
        assert (status, found) == (0, [])
        assert "findings of known.json that are there no longer: 1" in err

    def test_in_files_that_are_not_checked_nothing_is_gone(self, folder):
        (folder / "other.yaml").write_text(PLAN.replace("31", "30"), encoding="utf-8")
        status, _, err = text("check", "other.yaml", "--baseline", "known.json", "-q", cwd=folder)
        assert (status, err) == (0, "")

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_counts_the_same_in_every_process(self, folder, jobs):
        (folder / "second.yaml").write_text(PLAN, encoding="utf-8")
        words = ("check", "plan.yaml", "second.yaml", "--baseline", "known.json", "-f", "json", "--jobs", jobs)
        status, out, _ = text(*words, cwd=folder)
        told = json.loads(out)["files"]
        assert status == 1
        assert [(each["summary"]["errors"], each["summary"]["waived"]) for each in told] == [(0, 1), (1, 0)]
        assert [next(run for run in each["checks"] if run["code"] == "T101")["outcome"] for each in told] == [
            "waived",
            "failed",
        ]

    def test_the_settings_may_name_it(self, folder):
        (folder / "povcalc.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
        assert text("check", "plan.yaml", "-q", cwd=folder)[0] == 0

    def test_its_fingerprints_are_those_of_gitlab(self, folder):
        issues = valid_gitlab(text("check", "plan.yaml", "-f", "gitlab", cwd=folder)[1])
        (known,) = json.loads((folder / "known.json").read_text("utf-8"))["findings"]
        assert known["fingerprint"] in {each["fingerprint"] for each in issues}
        assert (known["code"], known["file"], known["at"]) == ("T101", "plan.yaml", "targets.reduction_households")


class TestTheFile:
    def test_is_written_over_when_it_is_a_baseline(self, folder):
        (folder / "plan.yaml").write_text(PLAN.replace("31", "30"), encoding="utf-8")
        assert text("check", "plan.yaml", "--write-baseline", "known.json", cwd=folder)[0] == 0
        assert json.loads((folder / "known.json").read_text("utf-8"))["findings"] == []

    @pytest.mark.parametrize("content", ["", "{}", "[1]", "{", '{"povcalc_baseline": 2, "findings": []}', "nul\0"])
    def test_another_file_is_no_baseline(self, folder, content):
        (folder / "other.json").write_text(content, encoding="utf-8")
        status, out, err = text("check", "plan.yaml", "--baseline", "other.json", cwd=folder)
        assert (status, out) == (2, "")
        assert "other.json is no baseline" in err
        if content:
            assert text("check", "plan.yaml", "--write-baseline", "other.json", cwd=folder)[0] == 2
            assert (folder / "other.json").read_text("utf-8") == content

    def test_one_that_is_not_there_is_told_with_the_command_that_writes_it(self, folder):
        status, out, err = text("check", "plan.yaml", "--baseline", "none.json", cwd=folder)
        assert (status, out) == (2, "")
        assert "povcalc check --write-baseline none.json" in err

    def test_it_is_not_written_and_read_in_one_run(self, folder):
        assert checked(folder, "--write-baseline", "new.json")[0] == 2
