"""Family A: actors with nothing to do, ids that no actor has, and names given twice."""

import pytest

from plans import HEAD, at, edited, outcome_of, told_by
from povcalc.findings import Outcome, Severity
from povcalc.messages import Lang

BASE = HEAD + "targets: {id: r, name: R}\n"
PHASE = "schedule: {phases: [{id: p, text: P, from: 2019-01-01, to: 2019-01-02, %s}]}\n"
DEADLINE = "schedule: {deadlines: [{id: d, text: D, on: 2019-01-02, %s}]}\n"
TWO = "actors: [{id: a, name: Sở A, duties: [{text: T%s}]}, {id: b, name: Sở B}]\n"


def found(text, family="A"):
    return [(code, path, at(text, finding)) for code, path, finding in told_by(text, family)]


class TestActorsHaveDuties:
    def test_an_actor_that_nothing_is_asked_of_is_told(self):
        ((code, path, finding),) = told_by(BASE + TWO % "", "A")
        assert (code, path, finding.severity) == ("A101", "actors[1]", Severity.WARNING)
        assert finding.message.to(Lang.EN).startswith(
            "Sở B has no duty, and no phase, deadline or duty of others names it"
        )
        assert finding.message.to(Lang.VI).startswith("Sở B không có nhiệm vụ nào")

    @pytest.mark.parametrize(
        "part",
        [
            TWO % ", with: [b]",
            PHASE % "actors: [b]" + TWO % "",
            PHASE % "partners: [b]" + TWO % "",
            DEADLINE % "actors: [b]" + TWO % "",
            DEADLINE % "to: b" + TWO % "",
        ],
    )
    def test_a_part_in_what_others_do_is_enough(self, part):
        assert (found(BASE + part), outcome_of(BASE + part, "A101")) == ([], Outcome.PASSED)

    def test_duties_that_could_not_be_read_leave_it_undecided(self):
        text = BASE + "actors: [{id: a, name: Sở A, duties: 5}, {id: b, name: Sở B}]\n"
        assert outcome_of(text, "A101") is Outcome.UNDECIDED


class TestActorsAreKnown:
    def test_a_misspelt_id_is_told_with_what_was_meant(self):
        text = BASE + PHASE % "actors: [so-ldtbx]" + "actors: [{id: so-ldtbxh, name: Sở, duties: [{text: T}]}]\n"
        ((code, path, finding),) = told_by(text, "A")
        assert (code, path) == ("A102", "schedule.phases[0].actors[0]")
        assert finding.message.to(Lang.EN) == 'No actor has the id "so-ldtbx"; did you mean "so-ldtbxh"?'
        assert finding.message.to(Lang.VI) == 'Không cơ quan nào có mã "so-ldtbx"; có phải "so-ldtbxh" không?'

    def test_an_id_like_no_other_is_told_with_what_to_do(self):
        ((_, _, finding),) = told_by(BASE + PHASE % "actors: [zz]", "A")
        assert finding.message.to(Lang.EN) == 'No actor has the id "zz"; correct it, or list it under actors'

    @pytest.mark.parametrize(
        ("text", "path"),
        [
            (PHASE % "actors: [zz]", "schedule.phases[0].actors[0]"),
            (PHASE % "partners: [zz]", "schedule.phases[0].partners[0]"),
            (DEADLINE % "actors: [zz]", "schedule.deadlines[0].actors[0]"),
            (DEADLINE % "to: zz", "schedule.deadlines[0].to"),
            ("actors: [{id: a, name: A, duties: [{text: T, with: [zz]}]}]\n", "actors[0].duties[0].with[0]"),
        ],
    )
    def test_every_field_that_names_actors_is_looked_at(self, text, path):
        assert found(BASE + text) == [("A102", path, "zz")]

    def test_actors_that_could_not_be_read_leave_the_others_undecided(self):
        text = BASE + PHASE % "actors: [zz]" + "actors: [{id: A B, name: A}]\n"
        assert outcome_of(text, "A102") is Outcome.UNDECIDED

    def test_a_plan_that_names_no_one_is_not_looked_at(self):
        assert outcome_of(BASE, "A102") is Outcome.SKIPPED

    def test_a_known_id_passes(self):
        text = BASE + PHASE % "actors: [a]" + "actors: [{id: a, name: A}]\n"
        assert (found(text), outcome_of(text, "A102")) == ([], Outcome.PASSED)


class TestActorNamesDiffer:
    NAMES = "actors: [{id: a, name: %s, duties: [{text: T}]}, {id: b, name: %s, duties: [{text: T}]}]\n"

    @pytest.mark.parametrize("other", ["Sở Tài chính", "SỞ  TÀI CHÍNH", "So\u031b\u0309 Tài chính"])
    def test_two_of_one_name_are_told_at_the_second(self, other):
        codes = [(code, path) for code, path, _ in told_by(BASE + self.NAMES % ("Sở Tài chính", other), "A")]
        assert codes == [("A103", "actors[1].name")]

    def test_the_first_is_related(self):
        text = BASE + self.NAMES % ("Sở A", "Sở A")
        ((_, _, finding),) = told_by(text, "A")
        ((place, _),) = finding.related
        assert text.splitlines()[place.line - 1][place.column - 1 :].startswith("Sở A, duties")
        assert place.column < finding.place.column

    def test_names_that_differ_pass(self):
        text = BASE + self.NAMES % ("Sở A", "Sở Á")
        assert (found(text), outcome_of(text, "A103")) == ([], Outcome.PASSED)

    def test_names_that_could_not_be_read_are_not_compared(self):
        assert told_by(BASE + self.NAMES % ("5", "6"), "A") == []

    def test_a_name_that_could_not_be_read_hides_none_behind_it(self):
        duty = "duties: [{text: T}]"
        text = BASE + f"actors: [{{id: a, name: 5, {duty}}}, {{id: b, name: X, {duty}}}, {{id: c, name: X, {duty}}}]\n"
        assert [(code, path) for code, path, _ in told_by(text, "A")] == [("A103", "actors[2].name")]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("        - cac-dang-bo\n", "        - cac-dang-boo\n", "A102"),
        ("to: ban-thuong-vu", "to: ban-thuong-vuu", "A102"),
        ("vi: Các cơ quan báo chí", "vi: Ủy ban nhân dân tỉnh", "A103"),
    ],
)
def test_one_edit_of_the_plan_of_2019_wakes_the_check(old, new, code):
    assert code in [code for code, *_ in told_by(edited(old, new), "A")]


def test_the_plan_of_2019_has_no_fault_of_actors():
    text = edited("D.3", "D.3")
    assert told_by(text, "A") == []
    assert [outcome_of(text, f"A10{n}") for n in (1, 2, 3)] == [Outcome.PASSED] * 3
