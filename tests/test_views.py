"""The parts of a plan as plain tables: what stands in them, how days are counted, how long bars are."""

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command import PLAN
from plans import HEAD, both, funding, targets
from povcalc.messages import Lang, Message, Text, verbatim
from povcalc.plan.load import read_text
from povcalc.plan.model import Deadline, Phase
from povcalc.values import Figure, Form, Interval
from povcalc.views import plan as plan_views
from povcalc.views import table
from povcalc.views.plan import MAX_AREAS, Standing, Status, axis, deadline_standing, in_words, phase_standing


def plan(text):
    reading = read_text(text, "plan.yaml")
    assert reading.misfits == ()
    return reading.plan


REAL = plan(PLAN.read_text(encoding="utf-8"))


def column(sheet, key, readers=table.Readers.MACHINE):
    """The cells of the column that has a key, for programs."""
    read = sheet.read_by(readers)
    at = [each.key for each in read.columns].index(key)
    return [row.cells[at] for row in read.rows]


def keys(sheet):
    return [each.key for each in sheet.read_by(table.Readers.MACHINE).columns]


class TestTargets:
    def test_has_only_the_figures_that_the_plan_states(self):
        assert keys(plan_views.targets(REAL))[4:] == ["reduction_households", "reduction_rate", "poverty_rate_end"]

    def test_has_the_figures_as_written(self):
        sheet = plan_views.targets(REAL)
        rates = column(sheet, "reduction_rate")
        assert [(str(each.number), each.form) for each in rates[:3]] == [
            ("5.8", Form.OVER),
            ("0.7", Form.OVER),
            ("4.10", Form.OVER),
        ]
        assert column(sheet, "reduction_households")[0] == Figure(11869)
        assert column(sheet, "poverty_rate_end")[0] is None

    def test_says_where_each_area_lies(self):
        tree = targets(["id: a", "name: A", "areas:", "  - {id: b, name: B, kind: commune, ref: X.1}"], households=3)
        sheet = plan_views.targets(plan(tree))
        assert column(sheet, "path") == ["r", "r/a", "r/a/b"]
        assert column(sheet, "kind") == [None, None, "commune"]
        assert column(sheet, "ref") == ["", "", "X.1"]
        assert [row.depth for row in sheet.rows] == [0, 1, 2]
        assert [row.strong for row in sheet.rows] == [True, False, False]

    def test_says_that_areas_are_missing(self):
        tree = targets(["id: a", "name: A"], households=3, partial="true")
        assert [note.to(Lang.EN) for note in plan_views.targets(plan(tree)).notes] == [
            "Only some of the areas inside are listed: R."
        ]

    def test_is_empty_and_says_so_without_targets(self):
        sheet = plan_views.targets(plan(funding(1, 1)))
        assert sheet.rows == ()
        assert [note.to(Lang.EN) for note in sheet.notes] == [
            "Nothing to show: what could be read of the plan has no targets."
        ]


class TestFunding:
    def test_has_exact_shares_that_add_up_to_a_hundred(self):
        sheet = plan_views.funding(plan(funding(6, 1, 2, 3)))
        assert column(sheet, "share") == [Fraction(50, 3), Fraction(100, 3), Fraction(50), Fraction(100), ""]
        assert column(sheet, "kind") == ["line", "line", "line", "sum", "total"]
        assert column(sheet, "amount")[3:] == [6, Figure(6)]

    def test_adds_up_decimals_without_losing_one(self):
        sheet = plan_views.funding(plan(funding(None, "0.1", "0.25")))
        assert [str(cell) for cell in column(sheet, "amount")[2:]] == ["0.35"]

    def test_has_neither_sum_nor_shares_while_a_line_lacks_its_amount(self):
        sheet = plan_views.funding(plan(funding(6, 1, None)))
        assert column(sheet, "share") == [None, None, ""]
        assert column(sheet, "kind") == ["line", "line", "total"]
        assert [note.to(Lang.EN) for note in sheet.notes] == [
            "Lines without an amount: 1. So there is no sum and no share."
        ]

    def test_of_the_plan_of_2019(self):
        sheet = plan_views.funding(REAL)
        assert column(sheet, "amount")[5:] == [5440412, Figure(5440412, Form.ABOUT)]
        assert column(sheet, "share")[4] == Fraction(3_000_000 * 100, 5_440_412)


class TestStandardAndMeasures:
    def test_the_standard_has_10_indicators_in_5_dimensions_and_its_basis(self):
        sheet = plan_views.standard(REAL)
        assert len(sheet.rows) == 10
        assert [row.group for row in sheet.rows] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
        assert sheet.notes[0].to(Lang.VI) == "Số chiều: 5; số chỉ số: 10."
        assert (
            sheet.notes[1].to(Lang.VI).startswith("Căn cứ: 59/2015/QĐ-TTg ngày 19/11/2015, Quyết định về chuẩn nghèo")
        )

    def test_a_dimension_without_indicators_is_a_row_still(self):
        text = funding(1, 1) + "poverty_standard: {dimensions: [{id: a, name: A}, {id: b, name: B}]}\n"
        assert column(plan_views.standard(plan(text)), "dimension_id") == ["a", "b"]

    def test_measures_stand_under_their_headings(self):
        sheet = plan_views.measures(REAL)
        assert column(sheet, "ref") == [
            *(f"C.I.{at}" for at in (1, 2, 3, 4)),
            *(f"C.II.{at}" for at in (1, 2, 3, 4)),
            *(f"C.III.{at}" for at in (1, 2, 3)),
            "C.IV",
        ]
        assert column(sheet, "group_ref")[:5] == ["C.I"] * 4 + ["C.II"]


def day(words):
    return datetime.date.fromisoformat(words)


PHASE = Phase(id="p", text=verbatim("P"), **{"from": day("2019-11-01")}, to=day("2019-11-30"))
ON = Deadline(id="d", text=verbatim("D"), on=day("2019-12-10"))
BEFORE = Deadline(id="d", text=verbatim("D"), before=day("2019-11-15"))
DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2040, 1, 1))


class TestTheDaysOfAPhase:
    @pytest.mark.parametrize(
        ("today", "status", "days", "words"),
        [
            ("2019-10-22", Status.TO_COME, 10, "to come, in 10 days"),
            ("2019-10-31", Status.TO_COME, 1, "to come, in 1 day"),
            ("2019-11-01", Status.UNDER_WAY, 29, "under way, 29 days left"),
            ("2019-11-10", Status.UNDER_WAY, 20, "under way, 20 days left"),
            ("2019-11-29", Status.UNDER_WAY, 1, "under way, 1 day left"),
            ("2019-11-30", Status.UNDER_WAY, 0, "under way, last day"),
            ("2019-12-01", Status.PAST, None, "past"),
        ],
    )
    def test_are_counted_to_its_first_day_and_then_to_its_last(self, today, status, days, words):
        standing = phase_standing(PHASE, day(today))
        assert standing == Standing(status, days)
        assert in_words(standing, is_phase=True).to(Lang.EN) == words

    @given(DAYS, st.integers(0, 400), st.integers(-500, 500))
    def test_left_and_gone_make_up_the_whole_phase(self, first, length, shift):
        last = first + datetime.timedelta(days=length)
        phase = Phase(id="p", text=verbatim("P"), **{"from": first}, to=last)
        today = first + datetime.timedelta(days=shift)
        status, days = phase_standing(phase, today)
        if status is Status.TO_COME:
            assert today + datetime.timedelta(days=days) == first
        elif status is Status.UNDER_WAY:
            assert first <= today <= last
            assert (today - first).days + days == length
        else:
            assert (today > last, days) == (True, None)


class TestTheDaysOfADeadline:
    @pytest.mark.parametrize(
        ("deadline", "today", "standing", "words"),
        [
            (ON, "2019-12-09", Standing(Status.TO_COME, 1), "to come, 1 day left"),
            (ON, "2019-12-10", Standing(Status.TO_COME, 0), "to come, last day"),
            (ON, "2019-12-11", Standing(Status.PAST, None), "past"),
            (BEFORE, "2019-11-10", Standing(Status.TO_COME, 4), "to come, 4 days left"),
            (BEFORE, "2019-11-13", Standing(Status.TO_COME, 1), "to come, 1 day left"),
            (BEFORE, "2019-11-14", Standing(Status.TO_COME, 0), "to come, last day"),
            (BEFORE, "2019-11-15", Standing(Status.PAST, None), "past"),
        ],
    )
    def test_are_counted_to_the_last_day_in_time(self, deadline, today, standing, words):
        assert deadline_standing(deadline, day(today)) == standing
        assert in_words(standing, is_phase=False).to(Lang.EN) == words

    @given(DAYS, DAYS)
    def test_before_a_day_is_on_the_day_before_it(self, due, today):
        before = Deadline(id="d", text=verbatim("D"), before=due)
        on = Deadline(id="d", text=verbatim("D"), on=due - datetime.timedelta(days=1))
        assert deadline_standing(before, today) == deadline_standing(on, today)

    def test_before_the_first_day_that_there_is_is_past_on_it(self):
        deadline = Deadline(id="d", text=verbatim("D"), before=datetime.date.min)
        assert deadline_standing(deadline, datetime.date.min) == Standing(Status.PAST, None)


class TestSchedule:
    def test_has_phases_and_deadlines_in_order_of_date(self):
        assert column(plan_views.schedule(REAL), "id") == [
            "planning",
            "implementation",
            "review",
            "preliminary-report",
            "official-report",
            "members-report",
        ]

    def test_of_one_day_has_phases_first_and_before_it_before_on_it(self):
        text = funding(1, 1) + (
            "schedule:\n"
            "  phases: [{id: p, text: P, from: 2024-05-01, to: 2024-05-02}]\n"
            "  deadlines: [{id: on, text: D, on: 2024-05-01}, {id: before, text: D, before: 2024-05-01}]\n"
        )
        assert column(plan_views.schedule(plan(text)), "id") == ["p", "before", "on"]

    def test_names_who_acts_with_whom_and_who_receives(self):
        sheet = plan_views.schedule(REAL)
        people = column(sheet, "who", table.Readers.HUMAN)
        assert [name.to(Lang.VI) for name in people[3].names] == [
            "Các huyện, thị, thành ủy",
            "gửi: Sở Lao động - Thương binh và Xã hội",
        ]
        assert column(sheet, "recipient") == [None] * 3 + ["so-lao-dong", "so-lao-dong", "ban-thuong-vu"]

    def test_an_id_that_no_actor_has_stands_for_itself(self):
        text = funding(1, 1) + (
            "schedule: {phases: [{id: p, text: P, from: 2024-05-01, to: 2024-05-02, actors: [nobody]}]}\n"
        )
        assert column(plan_views.schedule(plan(text)), "actor_names")[0].names == (Text("nobody", "nobody"),)

    def test_has_no_status_unless_a_day_is_given(self):
        assert "status" not in keys(plan_views.schedule(REAL))
        assert column(plan_views.schedule(REAL, day("2019-11-10")), "status") == [
            "past",
            "under_way",
            "under_way",
            "to_come",
            "to_come",
            "to_come",
        ]
        assert column(plan_views.schedule(REAL, day("2019-11-10")), "days") == [None, 51, 20, 4, 30, 30]


class TestActors:
    def test_each_duty_is_a_row_and_an_actor_without_duties_too(self):
        text = (
            funding(1, 1)
            + "actors: [{id: a, name: A, duties: [{text: T}, {text: U, role: joins}]}, {id: b, name: B}]\n"
        )
        sheet = plan_views.actors(plan(text))
        assert column(sheet, "actor_id") == ["a", "a", "b"]
        assert column(sheet, "role") == ["leads", "joins", ""]

    def test_areas_are_named(self):
        duties = column(plan_views.actors(REAL), "duty", table.Readers.HUMAN)
        told = [words.to(Lang.VI) for words in duties if isinstance(words, Message) and "Địa bàn:" in words.to(Lang.VI)]
        assert len(told) == 1
        assert told[0].endswith("(Địa bàn: Huyện Mù Cang Chải; Huyện Trạm Tấu)")

    def test_one_actor_has_its_duties_those_that_it_joins_in_and_its_dates(self):
        sheet = plan_views.actor(REAL, "so-tai-chinh")
        assert column(sheet, "part") == ["own", "own", "partner", "partner", "partner"]
        assert column(sheet, "lead")[2:] == ["ban-can-su-ubnd", "so-ke-hoach", "ubnd-tinh"]
        assert (
            plan_views.actor(REAL, "so-tai-chinh")
            .notes[0]
            .to(Lang.VI)
            .startswith("Nhiệm vụ được giao: 2; nhiệm vụ phối hợp: 3;")
        )

    def test_one_actor_acts_joins_or_receives_in_the_schedule(self):
        assert column(plan_views.actor(REAL, "huyen-uy"), "role")[-4:] == ["acts"] * 4
        assert column(plan_views.actor(REAL, "so-lao-dong"), "role")[-2:] == ["receives", "receives"]
        assert column(plan_views.actor(REAL, "cac-ban-so-nganh"), "part")[-1] == "phase"
        assert column(plan_views.actor(REAL, "cac-ban-so-nganh"), "role")[-1] == "partner"

    @pytest.mark.parametrize("name", ["Sở Tài chính", "sở tài chính", "Department of Finance"])
    def test_its_name_calls_an_actor_too(self, name):
        assert plan_views.actor(REAL, name) == plan_views.actor(REAL, "so-tai-chinh")

    @pytest.mark.parametrize(
        ("word", "likely"), [("so-tai-chin", "so-tai-chinh"), ("Sở Tài chín", "so-tai-chinh"), ("zzz", None)]
    )
    def test_an_unknown_actor_is_told_with_what_is_near(self, word, likely):
        with pytest.raises(plan_views.UnknownActorError) as raised:
            plan_views.actor(REAL, word)
        assert raised.value.likely == likely


class TestPortrait:
    def test_of_the_plan_of_2019_has_the_rates_that_follow(self):
        seen = plan_views.portrait(REAL)
        (chart,) = seen.charts
        assert column(chart.rates, "id")[8] == "tram-tau"
        assert column(chart.rates, "poverty_rate_start")[8] == Interval(Fraction("52.847"), 100)
        start, end = chart.bars[8]
        assert (round(start, 3), end) == (Fraction("52.847"), Fraction("44.35"))
        assert chart.axis == plan_views.Axis(20, 60)
        assert [fact.key for fact in seen.headline] == ["reduction_households", "reduction_rate"]
        assert [fact.key for fact in seen.facts] == ["number", "title", "issuer", "issued", "year", "area"]

    def test_takes_the_rate_at_the_end_from_that_at_the_start_where_it_must(self):
        text = targets(["id: a", "name: A", "poverty_rate_start: 20.0", "reduction_rate: {at_least: 4}"])
        (bar,) = plan_views.portrait(plan(text)).charts[0].bars
        assert bar == plan_views.Bar(20, Fraction("16.05"))

    @pytest.mark.parametrize(
        "figures", [{}, {"poverty_rate_end": "5"}, {"poverty_rate_start": "5"}, {"reduction_rate": "5"}]
    )
    def test_draws_no_bar_without_both_rates(self, figures):
        text = targets(["id: a", "name: A", *(f"{key}: {value}" for key, value in figures.items())])
        seen = plan_views.portrait(plan(text))
        assert [(chart.bars, chart.axis) for chart in seen.charts] == [((None,), None)] * bool(figures)

    def test_shows_the_root_area_when_it_has_a_bar_or_stands_alone(self):
        rates = {"poverty_rate_start": "9", "poverty_rate_end": "8"}
        assert column(plan_views.portrait(plan(targets(["id: a", "name: A"], **rates))).charts[0].rates, "id") == [
            "r",
            "a",
        ]
        assert column(plan_views.portrait(plan(targets(**rates))).charts[0].rates, "id") == ["r"]

    def test_shows_the_first_areas_and_says_how_many_are_left_out(self):
        inside = [[f"id: a{at}", f"name: A{at}", "reduction_households: 1"] for at in range(MAX_AREAS + 3)]
        seen = plan_views.portrait(plan(targets(*inside)))
        (chart,) = seen.charts
        assert len(chart.rates.rows) == MAX_AREAS
        assert chart.rates.notes[0].to(Lang.EN).startswith("3 more areas are not shown")

    def test_leaves_out_what_the_plan_lacks(self):
        seen = plan_views.portrait(plan(funding(1, 1)))
        assert (seen.charts, seen.headline) == ((), ())
        assert plan_views.portrait(plan(targets(households=3))).funding is None

    def test_has_a_year_or_a_period(self):
        text = (
            HEAD.replace("title: A plan", "title: A plan, period: {from: 2021, to: 2025}")
            + "targets: {id: a, name: A}\n"
        )
        facts = {fact.key: fact.value for fact in plan_views.portrait(plan(text)).facts}
        assert facts["year"] == "2021–2025"


class TestBars:
    @pytest.mark.parametrize(
        ("most", "expected"),
        [
            (0, (1, 1)),
            (Fraction(3, 10), (1, 1)),
            (4, (1, 4)),
            (Fraction(401, 100), (2, 6)),
            (Fraction("52.845"), (20, 60)),
            (60, (20, 60)),
            (81, (25, 100)),
            (100, (25, 100)),
        ],
    )
    def test_the_axis_ends_at_the_first_round_mark_that_holds_everything(self, most, expected):
        assert axis(most) == expected

    @given(st.fractions(0, 100))
    def test_the_axis_holds_everything_in_at_most_four_steps(self, most):
        step, top = axis(most)
        assert most <= top <= 100
        assert top % step == 0
        assert top // step <= 4

    @pytest.mark.parametrize(
        ("value", "cells"), [(0, 0), (Fraction(1, 1000), 1), (3, 2), (Fraction("2.9"), 1), (30, 15), (60, 30), (70, 30)]
    )
    def test_a_length_is_rounded_to_whole_cells_and_one_at_least(self, value, cells):
        assert plan_views.filled(value, 60, 30) == cells

    @given(st.fractions(0, 200), st.fractions(0, 200), st.integers(1, 100), st.integers(1, 200))
    def test_a_longer_bar_is_never_shorter_and_none_leaves_its_room(self, one, other, top, room):
        low, high = sorted((one, other))
        assert 0 <= plan_views.filled(low, top, room) <= plan_views.filled(high, top, room) <= room


@pytest.mark.parametrize(
    "part",
    [
        plan_views.targets,
        plan_views.funding,
        plan_views.standard,
        plan_views.measures,
        plan_views.schedule,
        plan_views.actors,
    ],
)
@pytest.mark.parametrize("text", [targets(households=3), funding(1, 1), PLAN.read_text(encoding="utf-8")])
def test_every_row_has_a_cell_for_each_column_and_every_heading_two_languages(part, text):
    sheet = part(plan(text))
    assert {len(row.cells) for row in sheet.rows} <= {len(sheet.columns)}
    assert all(each.heading.to(lang) for each in sheet.columns for lang in Lang)
    for readers in (table.Readers.HUMAN, table.Readers.MACHINE):
        found = [each.key for each in sheet.read_by(readers).columns]
        assert len(found) == len(set(found))


def test_what_could_not_be_read_is_not_given_its_stand_ins_word():
    text = "povcalc: 1\ndocument: {title: T}\ntargets: {id: a, name: [], households: 3}\n"
    read = read_text(text, "plan.yaml").plan
    (name,) = column(plan_views.targets(read), "name")
    assert both(name) == ("(unreadable)", "(không đọc được)")
