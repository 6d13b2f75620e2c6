"""Flows against what they change, and poor and near-poor against both together."""

from fractions import Fraction

import pytest

from command import text
from plans import area, checked, codes, errors, outcome, targets
from povcalc.checks import ALL
from povcalc.findings import Outcome
from povcalc.measures import MEASURES, NEAR_POOR
from povcalc.messages import Lang

COMMUNE = {
    "poor_households_start": 300,
    "poor_households_end": 250,
    "exits": 80,
    "relapses": 4,
    "new_poor": 26,
}


def found(code, plan):
    """What a check says of a plan, in English."""
    return [finding.message.to(Lang.EN) for finding in checked(plan).findings if finding.code == code]


class TestFlowsMakeTheEnd:
    def test_a_form_that_misses_the_end_by_40_says_40(self):
        (message,) = found("T121", targets(**COMMUNE | {"poor_households_end": 290}))
        assert "300 (poor at start) − 80 (left poverty) + 4 (fell back) + 26 (newly poor) = 250" in message
        assert "290 is stated, 40 too high" in message

    @pytest.mark.parametrize(("end", "is_right"), [(249, False), (250, True), (251, False)])
    def test_one_household_more_or_less_is_an_error(self, end, is_right):
        plan = targets(**COMMUNE | {"poor_households_end": end})
        assert ("T121" in errors(plan)) is not is_right

    def test_without_the_poor_they_make_the_reduction(self):
        plan = targets(reduction_households=10, exits=80, relapses=4, new_poor=26)
        (message,) = found("T121", plan)
        assert "80 (left poverty) − 4 (fell back) − 26 (newly poor) = 50, but 10 is stated, 40 too low" in message
        assert codes(targets(reduction_households=50, exits=80, relapses=4, new_poor=26)) == set()

    def test_a_flow_that_is_not_stated_may_be_any_number_from_zero(self):
        assert codes(targets(reduction_households=50, exits=80)) == set()
        assert outcome(targets(reduction_households=50, exits=80), "T121") is Outcome.UNDECIDED
        (message,) = found("T121", targets(reduction_households=90, exits=80))
        assert "90 is stated, 10 too high" in message

    def test_the_near_poor_have_flows_of_their_own(self):
        figures = dict(zip((*NEAR_POOR.stocks, *NEAR_POOR.flows), (200, 180, 60, 5, 35), strict=True))
        assert codes(targets(**figures)) == set()
        assert errors(targets(**figures | {"near_poor_exits": 61})) == {"T121"}

    def test_flows_of_villages_make_those_of_the_commune(self):
        inside = [area("a", exits=50, relapses=4, new_poor=20), area("b", exits=30, relapses=0, new_poor=6)]
        assert codes(targets(*inside, **COMMUNE)) == set()
        assert errors(targets(*inside, **COMMUNE | {"exits": 81})) == {"T101", "T121"}

    def test_an_estimate_decides_nothing(self):
        assert codes(targets(**COMMUNE | {"exits": "{about: 88}"})) == set()
        assert codes(targets(**COMMUNE | {"exits": "{about: 90}"})) == {"T208"}


class TestFlowsWithinStocks:
    @pytest.mark.parametrize(
        ("figures", "words"),
        [
            ({"poor_households_start": 20, "exits": 21}, "21 is more than 20"),
            ({"poor_households_end": 20, "relapses": 9, "new_poor": 12}, "21 is more than 20"),
            ({"new_poor": 20, "from_near_poor": 21}, "21 is more than 20"),
            ({"near_poor_households_start": 20, "from_near_poor": 21}, "21 is more than 20"),
            ({"near_poor_households_start": 20, "near_poor_exits": 21}, "21 is more than 20"),
        ],
    )
    def test_no_more_than_there_are(self, figures, words):
        (message,) = found("T122", targets(**figures))
        assert words in message
        less = {field: number - (number == 21 or field == "relapses") for field, number in figures.items()}
        assert found("T122", targets(**less)) == []

    def test_over_several_years_a_household_can_leave_poverty_more_than_once(self):
        plan = targets(poor_households_start=20, exits=21).replace(
            "{title: A plan}", "{title: A plan, period: {from: 2021, to: 2025}}"
        )
        assert found("T122", plan) == []
        assert errors(plan) == set()


class TestMeasuresAddUp:
    @pytest.mark.parametrize("at", [0, 1, 2])
    def test_poor_and_near_poor_are_both(self, at):
        fields = [(*measure.stocks, measure.reduction)[at] for measure in MEASURES]
        assert codes(targets(**dict(zip(fields, (95, 80, 175), strict=True)))) == set()
        (message,) = found("T123", targets(**dict(zip(fields, (95, 80, 157), strict=True))))
        assert "95 poor + 80 near-poor = 175, not 157: 18 too low" in message

    def test_ranges_agree_where_they_meet(self):
        figures = {"poor_households_end": "{max: 95, min: 90}", "near_poor_households_end": 80}
        assert codes(targets(**figures, multidimensional_poor_households_end=170)) == set()
        assert errors(targets(**figures, multidimensional_poor_households_end=169)) == {"T123"}

    @pytest.mark.parametrize(
        ("both", "is_right"),
        [("14.57", False), ("14.58", True), ("14.60", True), ("14.61", False), ("14.6", True)],
    )
    def test_rates_within_the_rounding_of_all_three(self, both, is_right):
        figures = {"poverty_rate_end": "7.92", "near_poor_rate_end": "6.67", "multidimensional_poverty_rate_end": both}
        assert ("T124" in errors(targets(**figures))) is not is_right

    def test_a_total_less_than_one_of_its_parts_is_told_by_the_ranges(self):
        plan = targets(poor_households_end=50, multidimensional_poor_households_end=49)
        assert errors(plan) == {"T206"}


class TestEveryMeasure:
    @pytest.mark.parametrize("measure", MEASURES)
    def test_the_checks_of_rates_are_the_same(self, measure):
        start, end = measure.stocks
        first, last = measure.rates
        right = {"households": 1000, start: 100, end: 80, first: "10.00", last: "8.00", measure.points: "2.00"}
        assert codes(targets(**right, **{measure.reduction: 20})) == set()
        for field, wrong, code in (
            (measure.reduction, 21, "T112"),
            (first, "10.10", "T201"),
            (measure.points, "2.10", "T203"),
            (end, 81, "T201"),
            (start, 1001, "T113"),
        ):
            assert code in errors(targets(**{**right, measure.reduction: 20, field: wrong}))
        assert "T111" in errors(targets(**{start: 100, measure.reduction: 101}))
        assert "T202" in codes(targets(**{"households": 10000, start: 5987, first: "59.8"}))

    def test_a_count_and_rate_of_the_near_poor_bound_the_households_of_the_poor(self):
        plan = targets(
            near_poor_households_end=100, near_poor_rate_end="10.00", poor_households_end=51, poverty_rate_end="5.1"
        )
        assert errors(plan) == set()
        assert errors(plan.replace("end: 5.1", "end: 5.0")) == {"T206"}

    def test_all_of_its_checks_are_errors(self):
        assert {check.severity.value for check in ALL if check.code in ("T121", "T122", "T123", "T124")} == {"error"}


REGIONS = (
    ("a", 40123, "19.96", 30211, "15.03", 70334, "34.99"),
    ("b", 39239, "12.91", 30090, "9.90", 69329, "22.81"),
    ("c", 21034, "21.30", 18022, "18.25", 39056, "39.54"),
    ("d", 17001, "11.27", 21010, "13.92", 38011, "25.19"),
    ("e", 20919, "9.39", 19008, "8.53", 39927, "17.93"),
    ("f", 20210, "9.90", 20112, "9.85", 40322, "19.74"),
)
NATION = (158526, "13.42", 138453, "11.72", 296979, "25.13")


def of_regions(wrong=None):
    fields = [field for measure in MEASURES for field in (measure.stocks[1], measure.rates[1])]
    inside = [area(name, **dict(zip(fields, numbers, strict=True))) for name, *numbers in REGIONS]
    return targets(*inside, **dict(zip(fields, NATION, strict=True))).replace(*(wrong or ("", "")))


class TestSixRegions:
    """Rate and count of poor, near-poor and both, of six regions and the nation."""

    def test_nothing_is_wrong_as_it_is(self):
        assert codes(of_regions()) == set()

    @pytest.mark.parametrize(
        ("right", "typed"), [("69329", "69239"), ("30090", "30900"), ("17001", "17010"), ("20112", "20121")]
    )
    def test_swapped_digits_are_put_right(self, tmp_path, right, typed):
        file = tmp_path / "plan.yaml"
        file.write_text(of_regions((right, typed)), encoding="utf-8")
        text("check", "--no-default", "--fix", str(file))
        fixed = file.read_text(encoding="utf-8")
        assert fixed == of_regions()


class TestWhatIf:
    """What-if and seek speak of exits where a plan states flows, and both together follow."""

    PLAN = targets(
        households=1200,
        **COMMUNE,
        poverty_rate_end="20.83",
        reduction_households=50,
        near_poor_households_start=200,
        near_poor_households_end=180,
        multidimensional_poor_households_start=500,
        multidimensional_poor_households_end=430,
    )

    def changed(self, tmp_path, *words):
        file, saved = tmp_path / "plan.yaml", tmp_path / "changed.yaml"
        file.write_text(self.PLAN, encoding="utf-8")
        text("whatif", str(file), *(each for word in words for each in ("--set", word)), "--save", str(saved))
        lines = dict(line.strip().split(": ", 1) for line in saved.read_text(encoding="utf-8").splitlines()[3:])
        assert errors(saved.read_text(encoding="utf-8")) == set()
        return lines

    def test_more_exits_leave_fewer_poor(self, tmp_path):
        after = self.changed(tmp_path, "r.exits=100")
        assert (after["poor_households_end"], after["reduction_households"], after["poverty_rate_end"]) == (
            "230",
            "70",
            "19.17",
        )
        assert after["multidimensional_poor_households_end"] == "410"

    def test_a_larger_reduction_takes_more_exits(self, tmp_path):
        after = self.changed(tmp_path, "r.reduction_households=60")
        assert (after["exits"], after["relapses"], after["new_poor"]) == ("90", "4", "26")

    def test_fewer_newly_poor_are_fewer_poor(self, tmp_path):
        assert self.changed(tmp_path, "r.new_poor=20")["poor_households_end"] == "244"

    def test_the_near_poor_change_by_themselves(self, tmp_path):
        after = self.changed(tmp_path, "r.near_poor_households_end=170")
        assert after["poor_households_end"] == "250"
        assert after["multidimensional_poor_households_end"] == "420"

    def test_more_poor_at_the_start_are_more_of_both(self, tmp_path):
        after = self.changed(tmp_path, "r.poor_households_start=310")
        assert after["multidimensional_poor_households_start"] == "510"
        assert after["multidimensional_poor_households_end"] == "440"

    def test_seek_varies_exits(self, tmp_path):
        file = tmp_path / "plan.yaml"
        file.write_text(self.PLAN, encoding="utf-8")
        out = text("seek", "r.poverty_rate_end<=20", "--vary", "r.exits", str(file), "--lang", "en")[1]
        assert "90" in next(line for line in out.splitlines() if line.startswith("r.exits"))
        assert Fraction(100 * (300 - 90 + 30), 1200) == 20
