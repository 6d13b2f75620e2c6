"""Family W, and what a waiver does to a run: shown, counted, and no failure."""

import json

import pytest

from command import text as run_text
from plans import HEAD, OFF, at, edited, outcome_of, told_by
from povcalc.checks import ALL
from povcalc.checks.waivers import WAIVABLE
from povcalc.engine import choose, run
from povcalc.findings import Outcome, Severity
from povcalc.messages import Lang
from povcalc.output.report import Checked, exit_status
from povcalc.plan.load import read_text

LINES = "funding: {unit: million VND, total: 5, lines: [{id: x, name: X, amount: 3}, {id: y, name: Y, amount: 1}]}\n"


def waiver(code="T101", at="r", reason="as the document has it", until=""):
    last = f", until: {until}" if until else ""
    return f"waivers:\n  - {{code: {code}, at: {at}, reason: {reason}{last}}}\n"


def checked(text):
    return run(read_text(text, "plan.yaml"))


class TestWhatIsWaived:
    def test_the_finding_is_kept_with_the_reason_and_counts_no_more(self):
        report = checked(HEAD + OFF + waiver())
        (finding,) = report.findings
        assert (finding.code, finding.severity, finding.waived.to(Lang.EN)) == (
            "T101",
            Severity.ERROR,
            "as the document has it",
        )
        assert (report.weighing(Severity.ERROR), report.waived) == (0, 1)

    def test_the_run_does_not_fail(self):
        reading = read_text(HEAD + OFF + waiver(), "plan.yaml")
        done = (Checked(reading, run(reading)),)
        assert exit_status((done[0]._replace(strict=True),)) == 0

    def test_without_the_waiver_it_does(self):
        reading = read_text(HEAD + OFF, "plan.yaml")
        assert exit_status((Checked(reading, run(reading)),)) == 1

    def test_the_check_ends_as_waived_and_the_waiver_has_done_its_work(self):
        text = HEAD + OFF + waiver()
        assert outcome_of(text, "T101") is Outcome.WAIVED
        assert [outcome_of(text, f"W10{n}") for n in (1, 2, 3)] == [Outcome.PASSED] * 3

    def test_one_of_two_findings_that_is_waived_leaves_the_check_failed(self):
        text = HEAD + OFF.replace("name: R\n", "name: R\n  households: 900\n").replace(
            ", reduction", ", households: 400, reduction"
        )
        report = checked(text + waiver(at="a"))
        assert {finding.code for finding in report.findings} == {"T101", "W103"}
        assert report.waived == 0
        assert checked(text + waiver()).waived == 2

    def test_a_finding_of_another_code_or_place_is_not_waived(self):
        report = checked(HEAD + OFF + waiver(code="T102"))
        assert (report.weighing(Severity.ERROR), report.waived) == (1, 0)

    @pytest.mark.parametrize(
        ("text", "code", "at"),
        [
            (OFF, "T101", "targets"),
            (LINES, "F101", "funding.total"),
            (LINES.replace("amount: 1", "amount: -1").replace("total: 5", "total: {at_most: 9}"), "F103", "funding.y"),
            (LINES.replace("name: Y", "name: X").replace("5", "4"), "F104", "funding.y"),
            (
                "targets: {id: r, name: R}\nschedule: {deadlines: [{id: d, text: D, on: 1999-01-01}]}\n",
                "D103",
                "schedule.d",
            ),
            (
                "targets: {id: r, name: R}\nschedule: {phases: [{id: d, text: D, from: 2019-02-01, to: 2019-01-01}]}\n",
                "D101",
                "schedule.d",
            ),
            ("targets: {id: r, name: R}\nactors: [{id: a, name: A}]\n", "A101", "actors.a"),
        ],
    )
    def test_each_part_can_be_named(self, text, code, at):
        head = HEAD.replace("}", ", year: 2019}")
        assert [finding.code for finding in checked(head + text).findings] == [code]
        report = checked(head + text + waiver(code, at))
        assert [(finding.code, finding.waived is not None) for finding in report.findings] == [(code, True)]

    def test_one_of_several_areas_with_an_id_is_named_by_its_path(self):
        inner = "{id: %s, name: N, areas: [{id: x, name: X, reduction_households: 5, areas: [%s]}]}"
        part = "{id: y, name: Y, reduction_households: 4}"
        text = f"{HEAD}targets: {{id: r, name: R, areas: [{inner % ('a', part)}, {inner % ('b', part)}]}}\n"
        assert checked(text + waiver(at="a/x")).waived == 1
        ((code, path, finding),) = told_by(text + waiver(at="x"), "W")
        assert (code, path) == ("W102", "waivers[0].at")
        assert "write a/x or b/x" in finding.message.to(Lang.EN)

    def test_a_note_can_be_waived(self):
        text = edited("povcalc: 1", "povcalc: 1")
        report = checked(text + waiver("T205", "yen-bai"))
        assert (report.weighing(Severity.NOTE), report.waived) == (0, 1)


class TestTheWaiversThemselves:
    def test_one_that_waives_nothing_is_told(self):
        text = HEAD + OFF.replace("31", "30") + waiver()
        ((code, path, finding),) = told_by(text, "W")
        assert (code, path, finding.severity) == ("W103", "waivers[0]", Severity.WARNING)
        assert "The waiver of T101 at r waives nothing" in finding.message.to(Lang.EN)

    def test_one_of_another_family_hides_none_behind_it(self):
        text = (
            HEAD
            + OFF
            + "waivers:\n"
            + "".join(
                f"  - {{code: {code}, at: {at}, reason: R}}\n"
                for code, at in (("F101", "r"), ("zz", "r"), ("T101", "zz"), ("T102", "r"))
            )
        )
        assert [(code, path) for code, path, _ in told_by(text, "W")] == [
            ("W103", "waivers[0]"),
            ("W101", "waivers[1].code"),
            ("W102", "waivers[2].at"),
            ("W103", "waivers[3]"),
        ]

    @pytest.mark.parametrize(
        ("at", "message"),
        [
            ("x", '"x" is the id or path of 4 areas, where one was expected; write a/x, b/x or c/x'),
            ("x/y", '"x/y" is the id or path of 4 areas, where one was expected; write a/x/y, b/x/y or c/x/y'),
        ],
    )
    def test_of_many_parts_three_are_named(self, at, message):
        inner = ", ".join(
            f"{{id: {name}, name: N, areas: [{{id: x, name: X, areas: [{{id: y, name: Y}}]}}]}}" for name in "abcd"
        )
        ((_, _, finding),) = told_by(f"{HEAD}targets: {{id: r, name: R, areas: [{inner}]}}\n" + waiver(at=at), "W")
        assert finding.message.to(Lang.EN) == message

    def test_a_part_that_may_be_several_waives_none_of_them(self):
        inner = "{id: %s, name: N, areas: [{id: x, name: X, reduction_households: 5, areas: [{id: z, name: Z%s}]}]}"
        parts = ", ".join(inner % (name, ", reduction_households: 4") for name in "ab").replace("name: N", "name: M", 1)
        report = checked(f"{HEAD}targets: {{id: r, name: R, areas: [{parts}]}}\n" + waiver(at="x"))
        assert report.waived == 0
        assert sorted(finding.code for finding in report.findings) == ["T101", "T101", "W102"]

    def test_a_second_one_for_the_same_is_told_and_the_first_reason_is_shown(self):
        text = HEAD + OFF + waiver() + "  - {code: T101, at: targets, reason: another}\n"
        ((code, path, finding),) = told_by(text, "W")
        assert (code, path) == ("W103", "waivers[1]")
        assert "T101 at targets is waived already" in finding.message.to(Lang.EN)
        ((place, _),) = finding.related
        assert text.splitlines()[place.line - 1].strip() == "- {code: T101, at: r, reason: as the document has it}"
        assert [each.waived.to(Lang.EN) for each in checked(text).findings if each.waived] == ["as the document has it"]

    def test_one_whose_check_was_not_run_is_left_undecided(self):
        reading = read_text(HEAD + OFF + waiver(), "plan.yaml")
        report = run(reading, choose(["W"], []))
        assert {row.code: row.outcome for row in report.runs}["W103"] is Outcome.UNDECIDED
        assert report.findings == ()

    def test_one_whose_part_may_be_what_could_not_be_read_is_left_undecided(self):
        text = HEAD + OFF.replace("18", "x") + waiver(at="zz")
        assert outcome_of(text, "W102") is Outcome.UNDECIDED

    @pytest.mark.parametrize(
        ("code", "words"),
        [
            ("T110", 'did you mean "T1'),
            ("t101", 'did you mean "T101"?'),
            ("S101", "what it finds has to be fixed"),
            ("Y101", "what it finds has to be fixed"),
            ("W103", "what it finds has to be fixed"),
            ("zz", "write the code of a finding of family T, F, D or A"),
        ],
    )
    def test_a_code_that_cannot_be_waived_is_told(self, code, words):
        text = HEAD + OFF + waiver(code=code)
        ((told, path, finding),) = told_by(text, "W")
        assert (told, path, at(text, finding)) == ("W101", "waivers[0].code", code)
        assert words in finding.message.to(Lang.EN)

    @pytest.mark.parametrize(
        ("place", "words"),
        [("zzzz", "write an area's id, or funding."), ("fundin", 'did you mean "funding"?')],
    )
    def test_a_part_that_there_is_not_is_told(self, place, words):
        text = HEAD + OFF + waiver(at=place)
        ((told, path, finding),) = told_by(text, "W")
        assert (told, path, at(text, finding)) == ("W102", "waivers[0].at", place)
        assert words in finding.message.to(Lang.EN)

    @pytest.mark.parametrize("lacking", ["code: T101, ", "at: r, ", ", reason: as the document has it"])
    def test_code_part_and_reason_are_all_needed(self, lacking):
        text = HEAD + OFF + waiver().replace(lacking, "")
        assert "S104" in {finding.code for finding in checked(text).findings}


class TestALastDay:
    @pytest.mark.parametrize(
        ("today", "status", "codes"),
        [
            ("2026-12-30", 0, []),
            ("2026-12-31", 0, []),
            ("31/12/2026", 0, []),
            ("2027-01-01", 1, ["T101", "W104"]),
            ("1/1/2027", 1, ["T101", "W104"]),
        ],
    )
    def test_counts_up_to_it_and_on_it(self, tmp_path, today, status, codes):
        (tmp_path / "plan.yaml").write_text(HEAD + OFF + waiver(until="2026-12-31"), encoding="utf-8")
        done = run_text("check", "plan.yaml", "-f", "json", "--as-of", today, cwd=tmp_path)
        (file,) = json.loads(done[1])["files"]
        found = [each["code"] for each in file["findings"] if each["waived"] is None]
        assert (done[0], found) == (status, codes)

    def test_today_is_the_day_of_the_run(self):
        assert checked(HEAD + OFF + waiver(until="2019-04-19")).weighing(Severity.ERROR) == 2
        assert checked(HEAD + OFF + waiver(until="2999-04-19")).weighing(Severity.ERROR) == 0

    def test_a_waiver_past_it_is_not_said_to_waive_nothing(self):
        text = HEAD + OFF.replace("31", "30") + waiver(until="2019-04-19")
        assert [code for code, *_ in told_by(text, "W")] == ["W104"]

    @pytest.mark.parametrize("day", ["2026-02-30", "31/11/2026", "soon", ""])
    def test_a_day_that_is_none_is_refused(self, day):
        status, out, err = run_text("check", "--as-of", day)
        assert (status, out) == (2, "")
        assert "--as-of takes a day, such as 2019-11-10" in err


def test_the_families_that_can_be_waived_speak_of_what_a_plan_says():
    assert {check.family for check in ALL} == {"Y", "S", "G", *WAIVABLE, "W"}


def test_waivers_are_looked_at_last():
    assert [check.family for check in ALL][-3:] == ["W", "W", "W"]


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_what_a_person_sees_of_a_waived_finding(snapshot, lang):
    assert run_text("check", "--lang", lang, "-", stdin=(HEAD + OFF + waiver()).encode()) == snapshot


def test_a_waived_finding_is_marked_on_its_line_and_in_json():
    plan = (HEAD + OFF + waiver()).encode()
    status, out, _ = run_text("check", "-f", "concise", "-", stdin=plan)
    assert (status, out.split(" ")[1:3]) == (0, ["T101", "[waived]"])
    _, out, _ = run_text("check", "-f", "json", "-", stdin=plan)
    (file,) = json.loads(out)["files"]
    assert file["findings"][0]["waived"] == {"en": "as the document has it", "vi": "as the document has it"}
    assert (file["summary"]["errors"], file["summary"]["waived"], file["summary"]["checks"]["waived"]) == (0, 1, 1)
