"""Family D: a schedule's days against each other, against the plan's issue and against its year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import at, edited, outcome_of, told_by
from povcalc.engine import choose, run
from povcalc.findings import Outcome, Severity
from povcalc.messages import Lang
from povcalc.plan.load import read_text

FAMILY = "D"


def plan(*, phases=(), deadlines=(), year="year: 2019", issued="issued: 2019-04-19"):
    """A plan with a schedule; phases are pairs of days, deadlines lines of YAML."""
    info = ", ".join(part for part in ("title: T", year, issued) if part)
    lines = ["povcalc: 1", f"document: {{{info}}}", "targets: {id: r, name: R}", "schedule:"]
    lines += ["  phases:"] if phases else []
    lines += [f"    - {{id: p{n}, text: P{n}, from: {start}, to: {end}}}" for n, (start, end) in enumerate(phases)]
    lines += ["  deadlines:"] if deadlines else []
    lines += [f"    - {{id: d{n}, text: D{n}, {fields}}}" for n, fields in enumerate(deadlines)]
    return "\n".join(lines) + "\n"


def found(text):
    """Code, path and what stands at the place, of each finding of the family."""
    return [(code, path, at(text, finding)) for code, path, finding in told_by(text, FAMILY)]


class TestPhasesRunForward:
    def test_a_phase_that_ends_before_it_starts_is_told_at_its_end(self):
        text = plan(phases=[("2019-05-02", "2019-05-01")])
        assert found(text) == [("D101", "schedule.phases[0].to", "2019-05-01")]

    def test_a_phase_of_one_day_is_right(self):
        text = plan(phases=[("2019-05-01", "2019-05-01")])
        assert (found(text), outcome_of(text, "D101")) == ([], Outcome.PASSED)

    def test_the_message_says_both_days_and_which_phase(self):
        ((_, _, finding),) = told_by(plan(phases=[("2019-05-02", "2019-05-01")]), FAMILY)
        assert finding.message.to(Lang.EN) == (
            "The phase ends on 1 May 2019, before it starts on 2 May 2019 (P0); correct one of the two days"
        )
        assert "kết thúc ngày 1/5/2019, trước ngày bắt đầu 2/5/2019 (P0)" in finding.message.to(Lang.VI)

    def test_without_phases_there_is_nothing_to_check(self):
        assert outcome_of(plan(deadlines=["on: 2019-12-01"]), "D101") is Outcome.SKIPPED

    @given(st.dates(date(2019, 4, 19), date(2019, 12, 31)), st.integers(-200, 100))
    def test_it_is_told_exactly_when_the_last_day_is_the_earlier(self, start, days):
        text = plan(phases=[(start, start + timedelta(days=days))], year="")
        assert [code for code, *_ in found(text)] == (["D101"] if days < 0 else [])


class TestDeadlinesFollowTheIssue:
    @pytest.mark.parametrize("fields", ["on: 2019-04-18", "before: 2019-04-19"])
    def test_the_day_before_the_issue_is_too_early(self, fields):
        text = plan(deadlines=[fields])
        field, day = fields.split(": ")
        assert found(text) == [("D102", f"schedule.deadlines[0].{field}", day)]

    @pytest.mark.parametrize("fields", ["on: 2019-04-19", "before: 2019-04-20"])
    def test_the_day_of_the_issue_is_right(self, fields):
        text = plan(deadlines=[fields])
        assert (found(text), outcome_of(text, "D102")) == ([], Outcome.PASSED)

    def test_a_plan_that_does_not_say_when_it_was_issued_leaves_it_undecided(self):
        assert outcome_of(plan(deadlines=["on: 2019-12-01"], issued=""), "D102") is Outcome.UNDECIDED

    def test_the_first_of_all_days_has_none_before_it(self):
        text = plan(deadlines=["before: 0001-01-01"], year="")
        assert [code for code, *_ in found(text)] == ["D102"]

    def test_the_message_says_the_day_as_the_plan_puts_it(self):
        ((_, _, finding),) = told_by(plan(deadlines=["before: 2019-04-19"]), FAMILY)
        assert finding.message.to(Lang.EN).startswith(
            "D0: due before 19 April 2019, but the plan was issued only on 19 April"
        )
        assert finding.message.to(Lang.VI).startswith("D0: thời hạn là trước ngày 19/4/2019, nhưng đến ngày 19/4/2019")


class TestDaysWithinTheYear:
    @pytest.mark.parametrize("day", ["2019-12-31", "2020-01-01", "2020-03-31"])
    def test_the_quarter_after_the_year_is_allowed(self, day):
        text = plan(deadlines=[f"on: {day}"])
        assert (found(text), outcome_of(text, "D103")) == ([], Outcome.PASSED)

    def test_the_day_after_that_quarter_is_outside(self):
        text = plan(deadlines=["on: 2020-04-01"])
        assert found(text) == [("D103", "schedule.deadlines[0].on", "2020-04-01")]

    def test_before_the_first_of_april_is_the_last_of_march(self):
        assert found(plan(deadlines=["before: 2020-04-01"])) == []

    def test_both_days_of_a_phase_are_looked_at(self):
        text = plan(phases=[("2018-12-31", "2109-01-01")])
        assert [(path, words) for _, path, words in found(text)] == [
            ("schedule.phases[0].from", "2018-12-31"),
            ("schedule.phases[0].to", "2109-01-01"),
        ]

    def test_it_is_a_warning(self):
        ((_, _, finding),) = told_by(plan(deadlines=["on: 2020-04-01"]), FAMILY)
        assert finding.severity is Severity.WARNING

    @pytest.mark.parametrize(("day", "outside"), [("2016-01-01", False), ("2021-03-31", False), ("2021-04-01", True)])
    def test_a_period_of_years_counts_from_its_first_to_its_last(self, day, outside):
        text = plan(deadlines=[f"on: {day}"], year="period: {from: 2016, to: 2020}", issued="")
        assert [code for code, *_ in found(text)] == ["D103"] * outside

    def test_the_messages_say_the_day_as_the_plan_puts_it(self):
        text = plan(phases=[("2018-12-31", "2019-01-01")], deadlines=["before: 2020-04-02"])
        messages = [finding.message for code, _, finding in told_by(text, FAMILY) if code == "D103"]
        assert [words.to(Lang.EN).partition(" the plan")[0] for words in messages] == [
            "P0: 31 December 2018 is outside",
            "D0: before 2 April 2020 is outside",
        ]
        assert [words.to(Lang.VI).partition(" nằm")[0] for words in messages] == [
            "P0: ngày 31/12/2018",
            "D0: trước ngày 2/4/2020",
        ]

    def test_the_message_has_the_first_and_the_last_year_of_a_period(self):
        ((_, _, finding),) = told_by(plan(deadlines=["on: 2091-01-01"], year="period: {from: 2016, to: 2020}"), FAMILY)
        assert "1 January 2016 to 31 December 2020 and the three months after" in finding.message.to(Lang.EN)
        assert "từ 1/1/2016 đến 31/12/2020 và quý liền sau" in finding.message.to(Lang.VI)

    @pytest.mark.parametrize("year", ["year: 2019", "period: {from: 2016, to: 2019}"])
    def test_it_leads_to_the_year_or_the_years(self, year):
        text = plan(deadlines=["on: 2091-01-01"], year=year)
        ((_, _, finding),) = told_by(text, FAMILY)
        ((place, _),) = finding.related
        assert text.splitlines()[place.line - 1][place.column - 1 :].startswith(year.partition(": ")[2])

    def test_a_plan_without_a_year_leaves_it_undecided(self):
        assert outcome_of(plan(deadlines=["on: 2019-12-01"], year=""), "D103") is Outcome.UNDECIDED


class TestPreliminaryBeforeOfficial:
    def test_a_preliminary_report_after_the_official_one_is_told(self):
        text = plan(deadlines=["report: official, on: 2019-11-15", "report: preliminary, on: 2019-11-16"])
        assert found(text) == [("D104", "schedule.deadlines[1].on", "2019-11-16")]

    @pytest.mark.parametrize("early", ["on: 2019-11-15", "before: 2019-11-16"])
    def test_on_one_day_is_right(self, early):
        text = plan(deadlines=[f"report: preliminary, {early}", "report: official, on: 2019-11-15"])
        assert (found(text), outcome_of(text, "D104")) == ([], Outcome.PASSED)

    @pytest.mark.parametrize("apart", ["actors: [{}]", "to: {}"])
    def test_reports_of_others_or_to_others_are_not_compared(self, apart):
        early = f"report: preliminary, on: 2019-12-01, {apart.format('a')}"
        final = f"report: official, on: 2019-11-01, {apart.format('b')}"
        assert outcome_of(plan(deadlines=[early, final]), "D104") is Outcome.SKIPPED
        assert [code for code, *_ in found(plan(deadlines=[early, final.replace("b", "a")]))] == ["D104"]

    @pytest.mark.parametrize("stated", ["actors: [a]", "to: a"])
    @pytest.mark.parametrize("official", [False, True])
    def test_actors_or_a_recipient_that_are_not_stated_may_be_any(self, stated, official):
        early, final = "report: preliminary, on: 2019-12-01", "report: official, on: 2019-11-01"
        lines = [early, f"{final}, {stated}"] if official else [f"{early}, {stated}", final]
        assert [code for code, *_ in found(plan(deadlines=lines))] == ["D104"]

    @pytest.mark.parametrize(("early", "final"), [("a", "b"), ("b", "a")])
    def test_other_recipients_are_other_whatever_their_ids(self, early, final):
        lines = [f"report: preliminary, on: 2019-12-01, to: {early}", f"report: official, on: 2019-11-01, to: {final}"]
        assert found(plan(deadlines=lines)) == []

    def test_what_stands_before_it_hides_nothing(self):
        lines = [
            "on: 2019-10-01",
            "report: preliminary, on: 2019-10-02, to: x",
            "report: official, on: 2019-11-01, to: a",
        ]
        lines += ["report: preliminary, on: 2019-12-01, to: a"]
        assert [path for _, path, _ in found(plan(deadlines=lines))] == ["schedule.deadlines[3].on"]

    def test_a_preliminary_report_without_an_official_one_hides_none_behind_it(self):
        lines = ["report: preliminary, on: 2019-12-02, to: x", "report: preliminary, on: 2019-12-01, to: a"]
        lines += ["report: official, on: 2019-11-01, to: a"]
        assert [path for _, path, _ in found(plan(deadlines=lines))] == ["schedule.deadlines[1].on"]

    def test_a_report_that_is_neither_is_not_compared(self):
        assert outcome_of(plan(deadlines=["on: 2019-12-01", "report: official, on: 2019-11-01"]), "D104") is (
            Outcome.SKIPPED
        )


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ("from: 2019-11-01", "from: 2019-12-01", "D101", "schedule.phases[2].to"),
        ("on: 2019-12-10", "on: 2019-04-10", "D102", "schedule.deadlines[1].on"),
        ("to: 2019-12-31", "to: 2091-12-31", "D103", "schedule.phases[1].to"),
        ("before: 2019-11-15", "before: 2019-12-12", "D104", "schedule.deadlines[0].before"),
    ],
)
def test_one_edit_of_the_plan_of_2019_wakes_the_check(old, new, code, path):
    assert (code, path) in [(code, path) for code, path, _ in told_by(edited(old, new), FAMILY)]


def test_the_plan_of_2019_has_no_fault_of_dates():
    text = edited("2019-04-19", "2019-04-19")
    assert told_by(text, FAMILY) == []
    assert [outcome_of(text, f"D10{n}") for n in (1, 2, 3, 4)] == [Outcome.PASSED] * 4


REPORTS = st.lists(
    st.tuples(
        st.sampled_from(["preliminary", "official"]),
        st.integers(1, 6),
        st.lists(st.sampled_from("ab"), unique=True),
        st.sampled_from([None, "a", "b"]),
    ),
    max_size=7,
)


@given(REPORTS)
def test_a_preliminary_report_is_held_to_the_first_official_one_of_the_same_actors_to_the_same_recipient(reports):
    text = "povcalc: 1\ndocument: {title: T, year: 2024}\ntargets: {id: r, name: R}\nschedule:\n  deadlines:\n"
    expected = {}
    for number, (report, day, actors, to) in enumerate(reports):
        fields = f"on: 2024-12-{day:02}, actors: [{', '.join(actors)}]{f', to: {to}' if to else ''}"
        text += f"    - {{id: r{number}, text: T, report: {report}, {fields}}}\n"
        finals = [
            (final_day, final)
            for final, (other, final_day, others, recipient) in enumerate(reports)
            if other == "official"
            and (not actors or not others or set(actors) & set(others))
            and (to is None or recipient is None or to == recipient)
        ]
        if report == "preliminary" and finals and day > min(finals)[0]:
            expected[number] = min(finals)[1]
    found = run(read_text(text, "plan.yaml"), choose(["D104"], [])).findings if reports else ()
    # A deadline has a line of its own, behind five others.
    assert {finding.path[2]: finding.related[0][0].line - 6 for finding in found} == expected
