"""`povcalc why`: a range as an argument, checked line by line."""

import json

import pytest

from command import PLAN, text
from plans import area, targets
from povcalc.plan.assumptions import assumptions_of
from povcalc.plan.load import read_text
from povcalc.plan.model import walk
from povcalc.values import Interval
from povcalc.views.answers import why
from povcalc.views.plan import Derivation

LINES = [
    "households < 100 × 453 ÷ 8.5 = 5,329.411… → ≤ 5,329",
    "poor at end ≤ 5,329 × 44.355% = 2,363.67795 → ≤ 2,363",
    "households ≤ 2,363 ÷ 44.345% = 5,328.672… → ≤ 5,328",
]


def answers(*words):
    status, out, err = text("why", *words, "-f", "json")
    assert status == 0, err
    return json.loads(out)["answers"]


def lines(ground):
    return [line["en"] for line in ground["lines"]]


class TestThePlanOf2019:
    def test_the_base_of_tram_tau_is_an_argument_of_three_figures(self):
        (answer,) = answers("tram-tau.households", str(PLAN))
        assert (answer["low"], answer["high"]) == ("814", "5328")
        high, low = answer["grounds"]
        assert lines(high) == LINES
        assert [(each["path"].rpartition(".")[2], each["place"]["line"]) for each in high["stated"]] == [
            ("poverty_rate_end", 155),
            ("reduction_households", 154),
            ("reduction_rate", 153),
        ]
        assert [each["en"] for each in high["assumed"]] == [
            "on one base (as many households at the end of the year as at its start)"
        ]
        assert lines(low) == [
            "fall in points ≤ 100 − 44.345 = 55.655",
            "households ≥ 100 × 453 ÷ 55.655 = 813.943… → ≥ 814",
        ]

    def test_that_of_the_province_rests_on_its_own_target_and_on_its_districts(self):
        (answer,) = answers("yen-bai.households", str(PLAN))
        high, low = answer["grounds"]
        assert lines(high) == ["households < 100 × 11,869 ÷ 5.8 = 204,637.931… → ≤ 204,637"]
        assert lines(low) == ["households ≥ 251 + 402 + 1,868 + 2,312 + 1,099 + 2,636 + 3,253 + 814 + 1,724 = 14,359"]
        assert [each["figure"] for each in low["given"]][-1] == "yen-bai/mu-cang-chai.households"
        assert len(low["given"]) == 9

    def test_growth_takes_part_with_its_numbers_and_each_date_has_its_answer(self):
        start, end = answers("tram-tau.households", str(PLAN), "--growth", "0..2")
        assert (start["figure"], end["figure"]) == (
            "yen-bai/tram-tau.households_start",
            "yen-bai/tram-tau.households_end",
        )
        told = lines(start["grounds"][0])
        assert told[0] == "households at start < 100 × 453 ÷ (8.5 − 2% × 44.355) = 5,950.426… → ≤ 5,950"
        assert "households at start ≤ 5,948: 5,949 would leave no value for: poor at end" in told
        assert told[-1].endswith("→ ≤ 5,945")

    def test_households_of_two_dates_are_told_apart_where_they_need_not_grow(self):
        _, end = answers("tram-tau.households", str(PLAN), "--growth", "0..2")
        assert lines(end["grounds"][1])[1:] == [
            "households at start ≥ 100 × 453 ÷ 55.655 = 813.943… → ≥ 814",
            "households at end ≥ 814 × (1 + 0%) = 814",
        ]

    def test_households_that_become_fewer(self):
        start, _ = answers("tram-tau.households", str(PLAN), "--growth", "-1..0")
        assert lines(start["grounds"][1])[1:3] == [
            "households at start ≥ 100 × 453 ÷ (55.655 + 1% × 44.355) = 807.507… → ≥ 808",
            "households at end ≥ 808 × (1 − 1%) = 799.92 → ≥ 800",
        ]

    def test_a_cut_is_named_where_it_takes_part(self):
        (answer,) = answers("nghia-lo.households", str(PLAN), "--cut", "0.1")
        high, low = answer["grounds"]
        assert len(high["assumed"]) == 1
        assert [each["en"] for each in low["assumed"]][1] == '"over" rates cut off at steps of 0.1 points'
        assert lines(low) == ["households > 100 × 327 ÷ 4.2 = 7,785.714… → ≥ 7,786"]

    def test_what_is_stated_is_said_once(self):
        status, out, _ = text("why", "tram-tau.reduction_households", str(PLAN))
        assert status == 0
        assert any(line.split() == ["=", "453"] for line in out.splitlines())
        assert out.count("plan_2019.yaml:154:29") == 1

    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_as_a_person_sees_it(self, snapshot, lang):
        assert text("why", "tram-tau.households", "data/plan_2019.yaml", "--lang", lang)[1] == snapshot


class TestWhatCannotBeAnswered:
    @pytest.mark.parametrize(
        ("figure", "told"),
        [
            ("tram-tau.houses", "houses is not a figure of an area; did you mean households?"),
            ("tram-tau.", "'' is not a figure of an area; use one of households, "),
            ("tram-tu.households", "did you mean the area tram-tau?"),
            ("tram-tu", "write AREA.FIGURE, such as tram-tau.households; did you mean the area tram-tau?"),
            ("", "'' names no figure"),
            (".households", ".households names no figure"),
        ],
    )
    def test_a_figure_that_the_plan_does_not_have(self, figure, told):
        status, out, err = text("why", figure, str(PLAN))
        assert (status, out) == (2, "")
        assert told in err

    def test_an_area_that_is_not_the_only_one_of_its_name(self, tmp_path):
        file = tmp_path / "plan.yaml"
        file.write_text(targets(area("a", area("c")), area("b", area("c"))), encoding="utf-8")
        status, _, err = text("why", "c.households", str(file))
        assert status == 2
        assert "several areas are called c: r/a/c, r/b/c" in err
        assert text("why", "b/c.households", str(file))[0] == 0

    def test_a_file_without_targets(self, tmp_path):
        file = tmp_path / "plan.yaml"
        file.write_text("povcalc: 1\ndocument: {title: A}\nfunding: {unit: VND, total: 5}\n", encoding="utf-8")
        status, _, err = text("why", "a.households", str(file))
        assert status == 2
        assert "could not be read as a plan with targets" in err

    def test_what_nothing_bounds_says_so(self, tmp_path):
        file = tmp_path / "plan.yaml"
        file.write_text(targets(reduction_rate="{about: 5}"), encoding="utf-8")
        assert "No stated figure bounds it" in text("why", "r.households", str(file))[1]

    def test_a_contradiction_is_left_out_and_said(self, tmp_path):
        file = tmp_path / "plan.yaml"
        file.write_text(targets(reduction_rate="{over: 85}", poverty_rate_end="44.35"), encoding="utf-8")
        status, _, err = text("why", "r.poverty_rate_start", str(file))
        assert status == 0
        assert "contradict each other" in err


def test_whether_all_areas_have_one_base_is_worked_out_once_for_all_that_an_answer_names(monkeypatch):
    inside = [area(f"a{at}", reduction_households=5, poverty_rate_end="10.00") for at in range(40)]
    plan = read_text(targets(*inside), "plan.yaml").plan
    asked = []
    has_one_base = Derivation.has_one_base
    monkeypatch.setattr(Derivation, "has_one_base", lambda self, each: asked.append(each) or has_one_base(self, each))
    (answer,) = why(Derivation(walk(plan.targets), assumptions_of(plan)), "r.reduction_households")
    assert answer.range == Interval(200, 200)
    (answer,) = why(Derivation(walk(plan.targets), assumptions_of(plan)), "r.poor_households_end")
    assert max(len(ground.elsewhere) for ground in answer.grounds) == 40
    assert len(asked) <= 2 * 41
