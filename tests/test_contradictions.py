"""T206: figures that cannot all be true, the fewest of them, and what would make them agree."""

from typing import ClassVar

import pytest

from plans import area, checked, edited, errors, funding, only, outcome, real_plan, targets, told
from povcalc.engine import examined, subject_of
from povcalc.findings import Outcome, Severity
from povcalc.inference import conflicts
from povcalc.messages import Lang
from povcalc.places import dotted
from povcalc.plan.load import read_text


def lines(text):
    """The argument of the one finding, in English."""
    return [words.to(Lang.EN) for words in only(text).argument]


def related(finding):
    return [message.to(Lang.EN) for _, message in finding.related]


class TestErrors:
    def test_two_rates_alone_are_named_where_the_start_rate_would_be_over_129(self):
        text = edited("8.50", "85.0", behind="tram-tau")
        assert ("T206", "targets.areas[7].poverty_rate_end", "44.35") in told(text)
        finding = next(each for each in checked(text).findings if each.code == "T206")
        assert finding.severity is Severity.ERROR
        assert [message.to(Lang.EN) for _, message in finding.related] == [
            "by the others: fall in points -44.355–55.655"
        ]
        assert [words.to(Lang.EN) for words in finding.argument] == [
            "fall in points ≤ 100 − 44.345 = 55.655",
            "fall in points > 85 and ≤ 55.655: impossible",
            "each by the others: rate at end 0–15; fall in points -44.355–55.655",
        ]

    def test_a_point_lower_they_agree(self):
        assert errors(targets(reduction_rate="{over: 55.65}", poverty_rate_end="44.35")) == set()
        assert errors(targets(reduction_rate="{over: 55.655}", poverty_rate_end="44.35")) == {"T206"}

    def test_a_base_on_which_no_count_rounds_to_the_printed_rate(self):
        # 27 of 62 are 43.548%; of 63, 27 are 42.857% and 28 are 44.444%.
        assert errors(targets(households=62, poverty_rate_end="43.55")) == set()
        text = targets(households=63, poverty_rate_end="43.55")
        assert only(text).code == "T206"
        assert lines(text) == [
            "poor at end ≥ 63 × 43.545% = 27.43335 → ≥ 28",
            "poor at end ≤ 63 × 43.555% = 27.43965 → ≤ 27",
            "poor at end ≥ 28 and ≤ 27: impossible",
            "each by the others: households ≥ 62; rate at end 0–100",
        ]

    def test_over_several_areas_each_is_named(self):
        # The parts have at least 60 and 50 poor, the whole at most 100, which no sum of stated counts shows.
        parts = (area("a", households=100, poverty_rate_end=60), area("b", households=100, poverty_rate_end=50))
        text = targets(*parts, poor_households_end="{at_most: 100}")
        finding = only(text)
        assert finding.code == "T206"
        assert dotted(finding.path) == "targets.poor_households_end"
        assert len(finding.related) == 4
        assert "(A)" in finding.message.to(Lang.EN)
        assert lines(text) == [
            "A, poor at end ≥ 100 × 59.5% = 59.5 → ≥ 60",
            "B, poor at end ≥ 100 × 49.5% = 49.5 → ≥ 50",
            "R, poor at end ≥ 60 + 50 = 110",
            "R, poor at end ≥ 110 and ≤ 100: impossible",
            (
                "each by the others: R, poor at end 110; A, households 5–84; A, rate at end 0–50; "
                "B, households 2–80; B, rate at end 0–40"
            ),
        ]

    def test_what_another_check_has_said_is_not_said_again(self):
        assert errors(targets(households=1000, poor_households_end=58, poverty_rate_end="5.7")) == {"T201"}
        assert errors(targets(area("a", reduction_households=2), reduction_households=3)) == {"T101"}
        assert errors(targets(poverty_rate_start=9, poverty_rate_end=5, reduction_rate=2)) == {"T203"}

    def test_points_that_could_be_the_difference_of_other_rates_are_blamed_with_the_printed_ones(self):
        # 17,502 and 15,947 of 80,000 are 21.8775% and 19.93375%: printed 21.88 and 19.93, they differ by 1.95.
        figures = {"households": "{at_least: 80000}", "reduction_households": 1555, "reduction_rate": "1.95"}
        assert told(targets(poverty_rate_start="21.88", poverty_rate_end="19.93", **figures)) == []
        text = targets(poverty_rate_start="21.87", poverty_rate_end="19.93", **figures)
        finding = only(text)
        assert finding.code == "T206"
        assert [path[-1] for path in finding.figures] == [
            "households",
            "poverty_rate_start",
            "poverty_rate_end",
            "reduction_households",
            "reduction_rate",
        ]
        assert lines(text)[:-1] == [
            "fall in points ≥ 1.945, seeing how the two rates are printed",
            "households ≤ 100 × 1,555 ÷ 1.945 = 79,948.586… → ≤ 79,948",
            "households ≥ 80,000 and ≤ 79,948: impossible",
        ]

    def test_the_printed_rates_are_not_blamed_where_the_points_are_wrong_beside_any(self):
        # 1.97 is at least 1.955 as the difference of any two rates of two decimals.
        figures = {"households": "{at_least: 80000}", "reduction_households": 1555, "reduction_rate": "1.97"}
        found = checked(targets(poverty_rate_start="21.89", poverty_rate_end="19.93", **figures)).findings
        assert [[path[-1] for path in each.figures] for each in found] == [
            ["households", "reduction_households", "reduction_rate"]
        ]

    def test_independent_contradictions_are_each_reported_once(self):
        parts = [area(name, poverty_rate_end="44.35", reduction_rate="{over: 85}") for name in ("a", "b")]
        assert [code for code, _, _ in told(targets(*parts))] == ["T206", "T206"]

    def test_no_contradiction_passes(self):
        assert outcome(real_plan(), "T206") is Outcome.PASSED
        assert outcome(targets(area("a", reduction_households=2), reduction_households=2), "T206") is Outcome.PASSED
        assert outcome(funding(1, 1), "T206") is Outcome.SKIPPED


class TestNotes:
    REVIEW: ClassVar = {
        "poor_households_start": 17435,
        "poor_households_end": 16003,
        "poverty_rate_start": "21.88",
        "poverty_rate_end": "19.93",
        "reduction_households": 1432,
        "reduction_rate": "1.95",
    }
    """A review with moving bases, 79,677 and then 80,276 households, as the design has it."""

    def test_a_review_without_its_bases_is_a_note_that_says_for_which_growth_it_agrees(self):
        finding = only(targets(**self.REVIEW))
        assert (finding.code, finding.severity) == ("T206", Severity.NOTE)
        assert "on one base all year these figures cannot all be true" in finding.message.to(Lang.EN)
        # 80,276 to 80,316 of 79,667 to 79,702: 80,276 / 79,702 is 1.0072.
        assert finding.message.to(Lang.EN).endswith("They can agree only if households grew by 0.72 to 0.82%")
        assert outcome(targets(**self.REVIEW), "T206") is Outcome.PASSED

    def test_with_its_bases_there_is_nothing_to_say(self):
        text = targets(households_start=79677, households_end=80276, **self.REVIEW)
        assert checked(text).findings == ()

    def test_growth_that_no_bound_limits_on_one_side(self):
        # Poverty rises in points and falls in households: that takes households that become fewer.
        finding = only(targets(poverty_rate_start="44.35", poverty_rate_end="45.35", reduction_households=453))
        assert finding.severity is Severity.NOTE
        assert finding.message.to(Lang.EN).endswith("households fell by 2.18 to 75.56%")

    def test_the_growth_named_is_what_all_stated_figures_leave(self):
        # By the figures that contradict each other alone it could be many times more: the bases at one date bound it.
        review = {field: value for field, value in self.REVIEW.items() if field != "reduction_rate"}
        finding = only(targets(households_start=79677, **review))
        assert finding.message.to(Lang.EN).endswith("They can agree only if households grew by 0.75 to 0.81%")

    def test_a_fall_is_called_a_fall(self):
        review = {**self.REVIEW, "poverty_rate_end": "21.00", "reduction_rate": "0.88"}
        finding = only(targets(**review))
        assert finding.message.to(Lang.EN).endswith("They can agree only if households fell by 4.32 to 4.42%")
        assert "tổng số hộ giảm 4,32 đến 4,42%" in finding.message.to(Lang.VI)


def result(*areas, **figures):
    return targets(*areas, **figures).replace("{title: A plan}", "{title: A result, kind: result}")


DOUBLED = {"households_start": 500, "households_end": 1000}


class TestPlausibleGrowth:
    REVIEW = TestNotes.REVIEW

    def test_ordinary_growth_of_a_result_is_silent(self):
        assert checked(result(**self.REVIEW)).findings == ()
        assert checked(result(households_start=100000, households_end=101400)).findings == ()

    def test_a_rate_that_doubles_the_base_is_a_warning_that_names_the_figures(self):
        finding = only(result(**{**self.REVIEW, "poverty_rate_end": "9.96", "reduction_rate": "11.92"}))
        assert (finding.code, finding.severity) == ("T207", Severity.WARNING)
        assert "by these figures households grew by 101.49 to 101.79%" in finding.message.to(Lang.EN)
        assert "poverty rate at the end of the year 9.96" in finding.message.to(Lang.EN)

    @pytest.mark.parametrize("kind", [result, targets])
    def test_a_base_that_doubles_inside_a_whole_that_grows_by_1_percent(self, kind):
        rest = area("b", households_start=9500, households_end=9100)
        whole = {"households_start": 10000, "households_end": 10100}
        told = [each for each in checked(kind(area("a", **DOUBLED), rest, **whole)).findings if each.path[2] == 0]
        assert [(each.code, each.severity) for each in told] == [("T207", Severity.WARNING)]
        assert "households grew by 100%" in told[0].message.to(Lang.EN)

    def test_each_area_is_judged_by_itself_whatever_those_around_it_do(self):
        inner = {
            "poor_households_start": 100,
            "poverty_rate_start": "10.00",
            "poor_households_end": 100,
            "poverty_rate_end": "5.00",
        }
        whole = {**DOUBLED, "households_start": 2000, "households_end": 4000}
        text = result(area("a", **inner), area("b"), **whole)
        assert [each.code for each in checked(text).findings] == ["T207", "T207"]

    @pytest.mark.parametrize(
        ("start", "end", "told"), [(1000, 1030, 0), (1000, 1032, 1), (1000, 990, 0), (1000, 988, 1)]
    )
    def test_the_ends_of_the_band_and_one_household_more(self, start, end, told):
        assert len(checked(result(households_start=start, households_end=end)).findings) == told

    @pytest.mark.parametrize("end", [19, 20, 21])
    def test_a_hamlet_may_grow_by_one_household(self, end):
        assert checked(result(households_start=20, households_end=end)).findings == ()
        figures = {"poor_households_start": 5, "poverty_rate_start": "25.00", "poor_households_end": 4}
        rate = {19: "21.05", 20: "20.00", 21: "19.05"}[end]
        assert checked(result(**figures, poverty_rate_end=rate)).findings == ()

    def test_how_much_it_is_is_said_only_where_it_was_looked_for(self, monkeypatch):
        monkeypatch.setattr(conflicts, "MAX_AREAS_NARROWED_IN_ALL", 0)
        finding = only(result(**{**self.REVIEW, "poverty_rate_end": "9.96", "reduction_rate": "11.92"}))
        words = finding.message.to(Lang.EN)
        assert finding.code == "T207"
        assert "households grew or fell, by how much was not looked for" in words
        assert "tenfold" not in words

    def test_what_the_file_finds_plausible(self):
        text = result(**DOUBLED)
        assert len(checked(text).findings) == 1
        wide = "assumptions: {plausible_growth: {min: 0, max: 100}}\n"
        assert checked(text + wide).findings == ()
        assert checked(text + "assumptions: {household_growth: {min: 0, max: 100}}\n").findings == ()
        assert len(checked(result(households_start=1000, households_end=1014) + wide.replace("100", "1")).findings) == 1

    def test_over_a_period_it_compounds(self):
        text = result(households_start=100000, households_end=115927).replace(
            "kind: result", "kind: result, period: {from: 2021, to: 2025}"
        )
        assert checked(text).findings == ()  # 1.03^5 is 1.15927
        assert [each.code for each in checked(text.replace("115927", "115930")).findings] == ["T207"]

    def test_of_what_promises_reach_on_one_base_a_result_says_nothing(self):
        parts = [area(f"a{at}", reduction_households=50, reduction_rate="{over: 5}") for at in range(2)]
        whole = {"reduction_households": 100, "reduction_rate": "{over: 5.1}"}
        assert "T205" in {each.code for each in checked(targets(*parts, **whole)).findings}
        assert checked(result(*parts, **whole)).findings == ()


class TestCutOff:
    def test_a_rate_that_was_cut_off_in_a_place_that_no_other_check_sees(self):
        # 58.7 of 1000 would be 5.87: the whole is the rest, 587 of 10000, printed 5.8.
        parts = (area("a", households_end=10000), area("b", households_end=5000, poor_households_end=100))
        text = targets(
            area("a", poverty_rate_end="5.8"),
            parts[1],
            households_end=15000,
            poor_households_end=687,
        )
        finding = only(text)
        assert (finding.code, finding.severity) == ("T206", Severity.ERROR)
        assert "was cut off, not rounded" in finding.message.to(Lang.EN)


@pytest.mark.parametrize("figure", ["{about: 85}", "{under: 60}"])
def test_what_bounds_nothing_contradicts_nothing(figure):
    assert errors(targets(reduction_rate=figure, poverty_rate_end="44.35")) == set()


class TestCountsAlone:
    """Counts known exactly, in which nothing is amiss: no ranges are worked out to tell that they can be true."""

    def looked_for(self, *inside, kind="plan", **figures):
        text = targets(*inside, **figures).replace("title: A", f"kind: {kind}, title: A", 1)
        context = subject_of(read_text(text, "x"), None)
        report = examined(context)
        return "ranges" in vars(context), {finding.code for finding in report.findings}

    def both(self, near, **more):
        """An area with both dates of both measures."""
        return {"poor_households_start": 40, "poor_households_end": 30, **near, **more}

    NEAR: ClassVar = {"near_poor_households_start": 12, "near_poor_households_end": 9}

    @pytest.mark.parametrize("kind", ["plan", "result"])
    @pytest.mark.parametrize(
        "more",
        [
            {"reduction_households": 10, "near_poor_reduction_households": 3},
            {"multidimensional_poor_households_start": 52, "multidimensional_poor_households_end": 39}
            | {"multidimensional_reduction_households": 13, "near_poor_reduction_households": 3},
        ],
    )
    def test_are_not_looked_at_again(self, kind, more):
        reduced = {"reduction_households": 10, **more}
        assert self.looked_for(kind=kind, **self.both(self.NEAR, **reduced)) == (False, set())

    @pytest.mark.parametrize(
        ("more", "codes"),
        [
            ({"households": 500}, set()),
            ({"poverty_rate_end": "6.0"}, set()),
            ({"exits": 12}, set()),
            ({"reduction_households": "{about: 10}"}, set()),
            ({"near_poor_reduction_households": 4}, {"T112"}),
        ],
    )
    def test_are_where_anything_else_is_stated_or_wrong(self, more, codes):
        reduced = {"reduction_households": 10, "near_poor_reduction_households": 3, **more}
        assert self.looked_for(**self.both(self.NEAR, **reduced)) == (True, codes)

    def test_are_where_one_of_them_is_not_known(self):
        figures = self.both(self.NEAR, reduction_households=10)
        del figures["near_poor_households_start"]
        assert self.looked_for(**figures) == (True, set())

    @pytest.mark.parametrize("total", [45, 46])
    def test_of_areas_that_add_up_are_not_and_of_others_are(self, total):
        inside = [
            area("a", poor_households_start=40, poor_households_end=30),
            area("b", poor_households_start=20, poor_households_end=15),
        ]
        found = self.looked_for(*inside, poor_households_start=60, poor_households_end=total)
        assert found == ((False, set()) if total == 45 else (True, {"T101"}))
