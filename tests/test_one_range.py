"""One range a figure: whatever prints the range of a figure under the same assumptions prints the same one."""

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import worlds
from command import text
from plans import real_plan
from povcalc.allocation import AllocationError, allocate
from povcalc.engine import subject_of
from povcalc.inference.domains import QUANTITIES
from povcalc.plan.assumptions import assumptions_of
from povcalc.plan.load import read_text
from povcalc.plan.model import walk
from povcalc.scenario.changes import ScenarioError, parse_request
from povcalc.scenario.outcome import Scenario
from povcalc.scenario.tables import answer
from povcalc.views import plan as plan_views
from povcalc.views.answers import why
from povcalc.views.plan import DATA_PLACES, Derivation, range_cell
from povcalc.views.table import Readers

RATES = ("poverty_rate_start", "poverty_rate_end")


def made_up(seed):
    """A small plan whose figures are those of a world."""
    random = Random(seed)  # noqa: S311
    return worlds.text(worlds.random_plan(random, random.choice(["one", "two", "two", "three"]), 40))


def addressed(areas):
    """The areas, by their ids from the root down."""
    found = {}
    for located in areas:
        above = found.get(located.path[:-2])
        found[located.path] = located.area.id if above is None else f"{above}/{located.area.id}"
    return {path: words for words, path in zip(found.values(), found, strict=True)}


class TestOneRange:
    @settings(max_examples=150, deadline=None)
    @given(st.integers(0, 2**32))
    def test_every_answer_has_the_same_one(self, seed):
        reading = read_text(made_up(seed), "plan.yaml")
        plan = reading.plan
        areas = walk(plan.targets)
        derivation = Derivation(areas, assumptions_of(plan))
        one = {
            (located.path, quantity): derivation.ranges.of(located.path, quantity)
            for located in areas
            for quantity in QUANTITIES
        }
        of_check = subject_of(reading, None).ranges
        assert {at: of_check.of(*at) for at in one} == one
        self.table_agrees(plan, derivation, areas, one)
        self.portrait_agrees(plan, areas, one)
        self.changes_agree(reading, areas, one)
        self.shares_agree(plan, one)

    def table_agrees(self, plan, derivation, areas, one):
        table = plan_views.targets(plan, derivation).read_by(Readers.MACHINE)
        keys = [column.key for column in table.columns]
        for located, row in zip(areas, table.rows, strict=True):
            for quantity in QUANTITIES:
                found = one[located.path, quantity]
                expected = found.widened(DATA_PLACES) if "rate" in quantity else found
                assert row.cells[keys.index(f"implied_{quantity}")] == expected

    def portrait_agrees(self, plan, areas, one):
        charts = plan_views.portrait(plan).charts
        if not charts:
            return
        seen = charts[0].rates
        columns = [column.key for column in seen.columns]
        by_words = {words: path for path, words in addressed(areas).items()}
        for row in seen.rows:
            path = by_words[row.cells[columns.index("path")]]
            (located,) = (each for each in areas if each.path == path)
            for rate in RATES:
                expected = located.figure(rate) or range_cell(rate, one[path, rate])
                assert row.cells[columns.index(rate)] == expected

    def changes_agree(self, reading, areas, one):
        lowest = next(located for located in areas if not located.children)
        words = f"{addressed(areas)[lowest.path]}.reduction_households=1"
        try:
            found = answer(reading, Scenario((parse_request(words),)))
        except ScenarioError:
            return
        for outcome in found.whatif.outcomes.areas:
            for quantity in QUANTITIES:
                assert outcome.before[quantity] == one[outcome.located.path, quantity]

    def shares_agree(self, plan, one):
        try:
            found = allocate(plan, households=1, by="households")
        except AllocationError:
            return
        for at, interval in one.items():
            assert found.ranges.of(*at) == interval

    @settings(max_examples=40, deadline=None)
    @given(st.integers(0, 2**32), st.sampled_from(QUANTITIES))
    def test_why_tells_the_same_one_and_each_of_its_ends(self, seed, quantity):
        plan = read_text(made_up(seed), "plan.yaml").plan
        areas = walk(plan.targets)
        derivation = Derivation(areas, assumptions_of(plan))
        for path, words in addressed(areas).items():
            (answer,) = why(derivation, f"{words}.{quantity}")
            assert answer.range == derivation.ranges.of(path, quantity)
            told = {ground.upper for ground in answer.grounds}
            steps = derivation.ranges.steps(path, quantity)
            assert told == {upper for upper in (False, True) if steps[upper] is not None}


class TestCommands:
    @pytest.mark.parametrize("seed", [None, 3, 11])
    def test_print_the_same_one(self, tmp_path, seed):
        name = tmp_path / "plan.yaml"
        name.write_text(real_plan() if seed is None else made_up(seed), encoding="utf-8")
        areas = json.loads(text("show", "targets", str(name), "-f", "json")[1])["areas"]
        for area in areas:
            for rate in RATES:
                (answer,) = json.loads(text("why", f"{area['path']}.{rate}", str(name), "-f", "json")[1])["answers"]
                implied = area["implied"][rate]
                assert {end: answer[end] for end in implied} == implied

    def test_the_end_rate_of_the_province_of_2019(self, tmp_path):
        name = tmp_path / "plan.yaml"
        name.write_text(real_plan(), encoding="utf-8")
        asked = (
            ("show", str(name)),
            ("show", "targets", str(name)),
            ("why", "yen-bai.poverty_rate_end", str(name)),
            ("whatif", "--set", "tram-tau.reduction_households=454", str(name)),
        )
        for words in asked:
            assert "6.095–30.011" in text(*words, "--lang", "en")[1], words
        for words in (*asked[:2], ("check", "--all", str(name))):
            assert "11.895–99.853" in text(*words, "--lang", "en")[1], words

    def test_a_table_of_figures_counts_in_the_portrait_too(self, tmp_path):
        plan, table = tmp_path / "plan.yaml", tmp_path / "table.csv"
        plan.write_text(
            "povcalc: 1\ndocument: {title: A}\ntargets: {id: r, name: R, areas: [{id: a, name: A}]}\n", encoding="utf-8"
        )
        table.write_text("id,households,poor_households_start,poor_households_end\na,200,50,30\n", encoding="utf-8")
        status, out, _ = text("show", str(plan), "--figures", str(table), "--lang", "en")
        assert status == 0
        for rate in ("25*", "15*"):
            assert rate in out
