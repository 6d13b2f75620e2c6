"""The screen of `povcalc explore`: what is typed over a figure is answered as `povcalc whatif` answers it."""

import asyncio
import sys

import pytest

pytest.importorskip("textual")

from textual.widgets import DataTable, Input, Static

from command import PLAN, damaged, text
from povcalc.cli import explore
from povcalc.cli.explore import Explorer
from povcalc.cli.options import CliOptions
from povcalc.cli.questions import explore as command
from povcalc.cli.session import open_plan
from povcalc.cli.streams import Namer, language, speak
from povcalc.messages import Lang
from povcalc.plan.load import read_file
from povcalc.scenario.changes import Rebalance, make_request
from povcalc.scenario.outcome import Scenario, read_scenario, scenario_text
from povcalc.scenario.tables import whatif


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """What is typed is looked at without a pause."""
    monkeypatch.setattr(explore, "_PAUSE", 0.001)


@pytest.fixture(params=[Lang.EN, Lang.VI])
def lang(request):
    was = language()
    speak(request.param, Namer.COMMAND_LINE)
    yield request.param
    speak(was, Namer.COMMAND_LINE)


def explored(steps, plan=PLAN, size=(80, 24)):
    """Have some steps done on the screen of a plan."""
    app = Explorer(open_plan(str(plan), CliOptions(no_settings=True)))

    async def shown():
        async with app.run_test(size=size) as pilot:
            await steps(app, pilot)

    asyncio.run(shown())
    return app


async def settled(app, pilot):
    """Wait until everything typed has been answered."""
    await pilot.pause(0.05)
    await app.workers.wait_for_complete()
    await pilot.pause()


def words(app, name):
    return str(app.query_one(f"#{name}", Static).render())


def cell(app, row, heading):
    table = app.query_one("#targets", DataTable)
    column = [str(each.label) for each in table.ordered_columns].index(heading)
    return str(table.get_cell_at((row, column)))


def at(app, row, column=1):
    """Set the cursor upon a figure."""
    app.query_one("#targets", DataTable).move_cursor(row=row, column=column)


TRAM_TAU = 8
REDUCTION = "Net reduction (households)"


class TestWhatIsTyped:
    def test_is_answered_before_enter_and_kept_after_it(self):
        async def steps(app, pilot):
            at(app, TRAM_TAU)
            await pilot.press("5", "0", "0")
            await settled(app, pilot)
            assert (cell(app, TRAM_TAU, REDUCTION), app.requests) == ("500", [])
            assert "11,916" in words(app, "findings")  # 11,869 − 453 + 500
            await pilot.press("enter")
            await settled(app, pilot)
            assert [each.words for each in app.requests] == ["tram-tau.reduction_households=500"]

        app = explored(steps)
        told = whatif(str(PLAN), "tram-tau.reduction_households=500")
        assert app.followed.answer.whatif.changes == told.whatif.changes
        assert app.followed.checked.report.findings == told.after.findings

    def test_is_taken_back_by_escape_and_by_undo(self):
        async def steps(app, pilot):
            at(app, TRAM_TAU)
            await pilot.press("5", "0", "0")
            await settled(app, pilot)
            await pilot.press("escape")
            await settled(app, pilot)
            assert (cell(app, TRAM_TAU, REDUCTION), app.requests) == ("453", [])
            await pilot.press("6", "0", "0", "enter")
            await settled(app, pilot)
            assert cell(app, TRAM_TAU, REDUCTION) == "600"
            await pilot.press("u")
            await settled(app, pilot)
            assert (cell(app, TRAM_TAU, REDUCTION), app.requests) == ("453", [])

        explored(steps)

    def test_of_a_figure_twice_the_last_number_counts_and_what_is_added_adds_up(self):
        async def steps(app, pilot):
            at(app, TRAM_TAU)
            for value in ("500", "600", "+10"):
                await pilot.press(*value, "enter")
                await settled(app, pilot)
            assert cell(app, TRAM_TAU, REDUCTION) == "610"
            assert [each.words.partition("=")[2] for each in app.requests] == ["600", "+10"]

        explored(steps)

    @pytest.mark.parametrize(
        ("value", "named"),
        [("9999999999", "9,999,999,999"), ("5x", "5x"), ("+", "=+"), ("1.234,5", "1.234,5")],
    )
    def test_what_cannot_be_is_refused_in_words_and_changes_nothing(self, value, named):
        async def steps(app, pilot):
            at(app, TRAM_TAU)
            await pilot.press(*value, "enter")
            await settled(app, pilot)
            assert app.requests == []
            assert named in words(app, "said")
            assert not app.query_one(Input).disabled
            await pilot.press("escape")
            await settled(app, pilot)
            assert cell(app, TRAM_TAU, REDUCTION) == "453"

        explored(steps)

    def test_a_line_of_the_funding_and_a_base_are_changed_too(self):
        async def steps(app, pilot):
            await pilot.press("t", "right", *"+10%", "enter")
            await settled(app, pilot)
            assert [each.words for each in app.requests] == ["funding.central=+10%"]
            assert "F101" in words(app, "findings")
            table = app.query_one("#targets", DataTable)
            headings = [str(each.label) for each in table.ordered_columns]
            at(app, 1, headings.index("Households at start"))
            await pilot.press("t", *"9000", "enter")
            await settled(app, pilot)
            assert app.requests[1].words == "thanh-pho-yen-bai.households_start=9000"

        explored(steps)

    def test_totals_follow_where_they_are_to(self):
        async def steps(app, pilot):
            at(app, TRAM_TAU)
            await pilot.press("r", *"500", "enter")
            await settled(app, pilot)
            assert cell(app, 0, REDUCTION) == "11,916"
            await pilot.press("r")
            await settled(app, pilot)
            assert cell(app, 0, REDUCTION) == "11,869"

        explored(steps)


class TestWhatIsShown:
    def test_every_view_in_both_languages(self, lang):
        async def steps(app, pilot):
            await settled(app, pilot)
            assert ("Nothing is changed" if lang is Lang.EN else "Chưa thay đổi gì") in words(app, "follows")
            assert "T205" in words(app, "findings")
            assert "Huyện Trạm Tấu" in words(app, "charts")
            first = app.query_one("#answers").active
            await pilot.press("v")
            assert app.query_one("#answers").active != first

        explored(steps)

    def test_what_a_plan_contains_is_text(self, tmp_path):
        plan = tmp_path / "plan.yaml"
        plan.write_text(damaged(("name: Huyện Trạm Tấu", 'name: "[red]Huyện[/] \\e[31mX"')), encoding="utf-8")

        async def steps(app, pilot):
            await settled(app, pilot)
            assert "[red]Huyện[/]" in cell(app, TRAM_TAU, "")
            assert "\x1b" not in cell(app, TRAM_TAU, "") + words(app, "findings")

        explored(steps, plan)

    def test_a_small_and_a_large_screen(self):
        async def steps(app, pilot):
            await settled(app, pilot)
            await pilot.resize_terminal(200, 60)
            await settled(app, pilot)

        explored(steps, size=(40, 12))


class TestFiles:
    def test_the_changes_become_a_scenario_and_the_plan_a_new_file(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        before = PLAN.read_bytes()

        async def steps(app, pilot):
            at(app, TRAM_TAU)
            await pilot.press("r", *"500", "enter")
            await settled(app, pilot)
            for key, name in (("s", "a.yaml"), ("w", "b.yaml"), ("w", "b.yaml")):
                await pilot.press(key, *name, "enter")
                await settled(app, pilot)
            assert "b.yaml" in words(app, "said")  # which is there already, and is not written over

        app = explored(steps)
        status, out, _ = text("whatif", str(PLAN), "--scenario", "a.yaml", cwd=tmp_path)
        assert (status, "11,916" in out) == (0, True)
        after = read_file(tmp_path / "b.yaml")
        assert after.plan == app.followed.checked.reading.plan
        assert PLAN.read_bytes() == before

    def test_nothing_is_written_where_nothing_is_changed(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)

        async def steps(app, pilot):
            await pilot.press("s", "w")
            await settled(app, pilot)
            assert app.query_one(Input).disabled

        explored(steps)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("value", ["500", "+10%", "x1.2", ">=9", "840..930", "~900", "-50"])
    def test_a_scenario_is_read_back_as_the_same_changes(self, value):
        asked = Scenario((make_request("tram-tau.reduction_households", value),), Rebalance.TOTAL)
        read = read_scenario(scenario_text(asked).encode(), "a.yaml")
        assert read.faults == ()
        assert [each._replace(origin="") for each in read.scenario.requests] == list(asked.requests)
        assert read.scenario.rebalance is Rebalance.TOTAL


class TestTheCommand:
    def test_without_a_terminal_it_says_what_to_use(self):
        status, out, err = text("explore", str(PLAN))
        assert (status, out) == (2, "")
        assert "povcalc whatif" in err

    def test_in_a_terminal_it_ends_with_the_line_that_asks_the_same(self, monkeypatch, capsys):
        def used(app):
            app.requests.append(make_request("tram-tau.reduction_households", "+10%"))
            app.rebalance = Rebalance.TOTAL

        for stream in (sys.stdin, sys.stdout):
            monkeypatch.setattr(stream, "isatty", lambda: True)
        monkeypatch.setattr(Explorer, "run", used)
        assert command(file=str(PLAN), options=CliOptions(no_settings=True)) == 0
        line = f"povcalc whatif {PLAN} --set tram-tau.reduction_households=+10% --rebalance total"
        assert line in capsys.readouterr().err
