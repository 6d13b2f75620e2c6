"""Estimates bind at a tenth: T208, and the checks of shares, of what was planned, disbursed and carried over."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from command import text as command
from plans import HEAD, area, checked, codes, edited, errors, funding, only, outcome, targets, told
from povcalc.findings import Outcome, Severity
from povcalc.messages import Lang
from povcalc.values import Figure, Form, Interval


def result(*inside, **figures):
    return targets(*inside, **figures).replace("title: A", "kind: result, title: A", 1)


class TestATenth:
    @pytest.mark.parametrize(
        ("number", "is_rate", "low", "high"),
        [
            (100, False, 90, 110),
            (15, False, Fraction(27, 2), Fraction(33, 2)),
            (-50, False, -55, -45),
            (0, False, 0, 0),
            (Decimal("12.0"), True, Fraction(54, 5), Fraction(66, 5)),
            (3, True, Fraction(5, 2), Fraction(7, 2)),  # no stricter than a bare 3%
            (Decimal("0.0"), True, Fraction(-1, 20), Fraction(1, 20)),
            (10**39 + 1, False, Fraction(9 * (10**39 + 1), 10), Fraction(11 * (10**39 + 1), 10)),
        ],
    )
    def test_is_exact_either_way_and_no_less_than_rounding(self, number, is_rate, low, high):
        estimate = Figure(number, Form.ABOUT)
        near = estimate.near(is_rate=is_rate)
        assert not estimate.binds
        assert near.binds
        assert near.as_count() == near.sure_count() == near.as_rate() == near.as_money() == Interval(low, high)

    def test_a_count_printed_in_thousands_is_rounded_as_it_is_printed(self):
        near = Figure(200, Form.ABOUT, step=100, power=3).near(is_rate=False)
        assert near.as_count() == Interval(150, 250)

    def test_other_figures_are_as_they_are(self):
        for figure in (Figure(5), Figure(5, Form.OVER), Figure(5, Form.BETWEEN, 9)):
            assert figure.near(is_rate=True) is figure


NET = {"poor_households_start": 100, "reduction_households": 20}


class TestOneEstimate:
    @pytest.mark.parametrize("number", [73, 80, 88])
    def test_within_a_tenth_holds(self, number):
        text = targets(**NET, poor_households_end=f"{{about: {number}}}")
        assert told(text) == []
        assert outcome(text, "T208") is Outcome.PASSED

    @pytest.mark.parametrize("number", [72, 89, 800, 0])
    def test_more_is_a_warning_at_the_estimate_that_says_what_the_others_leave(self, number):
        text = targets(**NET, poor_households_end=f"{{about: {number}}}")
        finding = only(text)
        assert finding.code == "T208"
        assert finding.severity is Severity.WARNING
        assert finding.message.to(Lang.EN) == (
            f"R: poor households at the end of the year about {number} is more than a tenth off: the other figures "
            "leave 80 (poor households at the start of the year 100; net reduction in poor households 20); correct "
            "one of them"
        )

    @pytest.mark.parametrize(
        ("figures", "near", "far"),
        [
            ({"households": 1000, "poor_households_start": 100}, "poverty_rate_start: {about: 9.1}", 9.09),
            ({"households": 1000, "poor_households_start": 100}, "poverty_rate_start: {about: 11.11}", 11.12),
            ({"households": 1000, "reduction_households": 50}, "reduction_rate: {about: 5.5}", 5.56),
            ({"poverty_rate_start": "10.00", "poverty_rate_end": "8.00"}, "reduction_rate: {about: 1.82}", 1.8),
            ({"poor_households_start": 30, "poor_households_end": 80}, "reduction_households: {about: -55}", -56),
            ({"poor_households_start": 30, "poor_households_end": 80}, "reduction_households: {about: -46}", -45),
            ({"poor_households_start": 30, "poor_households_end": 30}, "reduction_households: {about: 0}", 1),
            ({"poor_households_start": 55}, "households_start: {about: 50}", 49),
            ({"poor_households_start": 55}, "households: {about: 50}", 49),
            (
                {"poor_households_start": 100, "exits": 30, "new_poor": 4, "poor_households_end": 80},
                "relapses: {about: 6}",
                7,
            ),
            (
                {"poor_households_end": 100, "multidimensional_poor_households_end": 160},
                "near_poor_households_end: {about: 66}",
                67,
            ),
        ],
    )
    def test_every_kind_of_figure_is_held_to_a_tenth(self, figures, near, far):
        field, _, estimate = near.partition(": ")
        assert codes(result(**figures, **{field: estimate})) == set()
        off = f"{{about: {far}}}"
        assert told(result(**figures, **{field: off})) == [("T208", f"targets.{field}", off)]

    def test_a_mean_of_the_years_is_one(self):
        head = result(reduction_rate=6, reduction_rate_per_year="{about: 2.2}")
        text = head.replace("title: A plan", "title: A plan, period: {from: 2021, to: 2023}")
        assert "T208" not in codes(text)
        assert "T208" in codes(text.replace("2.2", "2.5"))

    def test_it_is_open_where_no_figure_bounds_it(self):
        text = targets(poor_households_end="{about: 100}", households=1000)
        assert told(text) == []
        assert outcome(text, "T208") is Outcome.UNDECIDED
        assert outcome(targets(poor_households_end=100), "T208") is Outcome.SKIPPED

    def test_households_at_both_dates_may_differ_within_it(self):
        inside = [area("a", households_start=500, households_end=505), area("b", households_start=400)]
        assert errors(result(*inside, households="{about: 900}")) == set()
        assert "T208" not in codes(result(*inside, households="{about: 950}"))


class TestSeveralEstimates:
    def test_what_no_numbers_within_a_tenth_make_is_told_once(self):
        figures = dict.fromkeys(("poverty_rate_start", "poverty_rate_end"), "{about: 10}")
        assert codes(targets(**figures, reduction_rate="{about: 2.2}")) == set()
        assert codes(targets(**figures, reduction_rate="{about: 2.3}")) == {"T208"}

    def test_each_is_told_by_itself(self):
        text = result(households=1000, poor_households_start=100, poor_households_end=80)
        text += "  poverty_rate_start: {about: 12}\n  poverty_rate_end: {about: 8.5}\n"
        text += "  reduction_households: {about: 23}\n"
        assert [row[1] for row in told(text)] == ["targets.poverty_rate_start", "targets.reduction_households"]

    def test_a_sum_as_it_is_written_is_told_by_t101_alone(self):
        inside = [area("a", poor_households_end="{about: 100}"), area("b", poor_households_end=200)]
        assert codes(result(*inside, poor_households_end=400)) == {"T101"}
        assert codes(result(*inside, poor_households_end="{about: 300}")) == set()

    def test_what_others_contradict_already_is_left_out(self):
        text = result(poor_households_start=100, poor_households_end=80, reduction_households=30, exits="{about: 30}")
        assert codes(text) == {"T112"}

    def test_areas_inside_bound_the_estimate_of_the_whole(self):
        inside = [area("a", poor_households_end=50, households_end=500), area("b", poor_households_end=70)]
        inside[1].append("poverty_rate_end: 7.0")
        assert codes(result(*inside, poverty_rate_end="{about: 8}")) == set()
        finding = only(result(*inside, poverty_rate_end="{about: 9}"))
        assert finding.code == "T208"
        assert "poor households at the end of the year 50 (A)" in finding.message.to(Lang.EN)

    def test_what_holds_under_an_assumption_alone_is_a_note_that_names_it(self):
        figures = {"households_start": 1000, "poor_households_end": 100, "poverty_rate_end": "{about: 12}"}
        finding = only(targets(**figures))
        assert (finding.code, finding.severity) == ("T208", Severity.NOTE)
        assert "on one base all year" in finding.message.to(Lang.EN)

    def test_planned_figures_are_held_to_it(self):
        planned = "{poor_households_start: 100, reduction_households: 20, poor_households_end: {about: 89}}"
        text = result(poor_households_start=100, poor_households_end=80, planned=planned)
        finding = next(each for each in checked(text).findings if each.code == "T501")
        assert finding.severity is Severity.WARNING
        assert "T501" not in codes(text.replace("about: 89", "about: 88"))


PARTS = """\
  poor_households_end: 200
  breakdowns:
    - id: residence
      name: Residence
      parts:
        - {id: urban, name: Urban, poor_households_end: 80, share_of_poor_end: {about: 44}}
        - {id: rural, name: Rural, poor_households_end: 120, share_of_poor_end: SHARE}
"""


class TestShares:
    def test_a_share_of_the_poor_is_held_to_the_counts(self):
        text = result() + PARTS.replace(", share_of_poor_end: SHARE", "")
        assert codes(text) == set()
        assert codes(text.replace("about: 44", "about: 45")) == {"T208"}

    def test_the_shares_of_all_parts_are_held_to_100(self):
        parts = PARTS.replace("poor_households_end: 80, ", "").replace("poor_households_end: 120, ", "")
        text = result() + parts.replace("SHARE", "{about: 52}")
        assert codes(text) == set()
        (finding,) = checked(text.replace("about: 52", "about: 46")).findings
        assert (finding.code, finding.severity) == ("T133", Severity.WARNING)

    def test_a_wrong_share_is_told_once(self):
        inside = [area("x", poor_households_end=3), area("y", poor_households_end=4)]
        text = result(*inside) + PARTS.replace("200", "7").replace("80", "3").replace("120", "4")
        text = text.replace("{about: 44}", "50").replace(", share_of_poor_end: SHARE", "")
        assert told(text) == [("T132", "targets.breakdowns[0].parts[0].share_of_poor_end", "50")]

    def test_shares_in_several_contradictions_break_nothing(self, tmp_path):
        inside = [
            area("x", poor_households_end=3, share_of_poor_end=42.9),
            area("y", poor_households_end=4, share_of_poor_end=57.4),
        ]
        parts = PARTS.replace("200", "7").replace("80", "3").replace("120", "4").replace("{about: 44}", "50")
        (tmp_path / "plan.yaml").write_text(result(*inside) + parts.replace("SHARE", "50"), encoding="utf-8")
        assert "T133" in command("check", "--no-default", str(tmp_path / "plan.yaml"))[1]

    def test_of_an_overlapping_breakdown_an_estimate_may_be_a_tenth_over_the_whole(self):
        parts = PARTS.replace("name: Residence", "name: Cause\n      overlapping: true")
        parts = parts.replace("80, share_of_poor_end: {about: 44}", "{about: 220}").replace("SHARE", "60.0")
        assert codes(result() + parts) == set()
        assert codes(result() + parts.replace("220", "223")) == {"T208"}

    @pytest.mark.parametrize(
        ("share", "found"),
        [("{about: 36.4}", set()), ("{about: 44.4}", set()), ("{about: 36}", {"F108"}), (36, {"F108"})],
    )
    def test_of_funding_they_are_held_to_the_amounts(self, share, found):
        text = funding(100, 40, 60).replace("amount: 40\n", f"amount: 40\n      share: {share}\n")
        assert codes(text) == found
        weights = {each.severity for each in checked(text).findings}
        assert weights <= {Severity.ERROR if share == 36 else Severity.WARNING}

    def test_of_funding_they_are_held_to_100(self):
        text = funding(None, None, None).replace("name: L0\n", "name: L0\n      share: {about: 50}\n")
        text = text.replace("name: L1\n", "name: L1\n      share: {about: 45}\n")
        assert codes(text) == set()
        finding = only(text.replace("about: 45", "about: 40"))
        assert (finding.code, finding.severity) == ("F109", Severity.WARNING)
        assert "(rounding and estimates allow 9)" in finding.message.to(Lang.EN)

    def test_of_what_was_disbursed_too(self):
        text = funding(100, 40, 60).replace("amount: 40\n", "amount: 40\n      disbursed: SPENT\n      MORE\n")
        spent = text.replace("SPENT", "20").replace("MORE", "disbursed_share: {about: 55}")
        assert codes(spent) == set()
        assert codes(spent.replace("about: 55", "about: 56")) == {"F108"}
        about = text.replace("      MORE\n", "")
        assert codes(about.replace("SPENT", "{about: 44}")) == set()
        assert codes(about.replace("SPENT", "{about: 45}")) == {"F110"}


class TestOtherDocuments:
    @pytest.mark.parametrize(("stated", "found"), [("{about: 88}", set()), ("{about: 89}", {"T502"}), (81, {"T502"})])
    def test_a_percentage_of_the_plan(self, stated, found):
        text = result(reduction_households=80, planned="{reduction_households: 100}", percent_of_plan=stated)
        assert codes(text) - {"T503"} == found


def test_in_the_plan_of_2019_it_wakes_alone():
    place = "poverty_rate_end: 44.35\n"
    for rate, found in ((49, {"T205"}), (48, {"T205", "T208"})):  # more than 8.50 points above the end
        assert codes(edited(place, f"{place}      poverty_rate_start: {{about: {rate}}}\n")) == found


# Made-up worlds.


def _near(number, percent):
    """An estimate in whole numbers of which a number differs by so many percent, as nearly as can be."""
    return round(Fraction(100 * number, 100 + percent))


def _is_near(number, estimate):
    return abs(number - estimate) <= Fraction(abs(estimate), 10)


@st.composite
def _stated(draw, number, places=None):
    """A number as stated: exact or rounded, or an estimate that it is within a tenth of."""
    scale = 10 ** (places or 0)
    estimate = Fraction(_near(number * scale, draw(st.integers(-10, 10))), scale)
    if places is not None:
        estimate = max(Fraction(-100), min(Fraction(100), estimate))  # no rate is above 100
    text = str(number) if places is None else f"{round(number * scale) / Decimal(scale):.{places}f}"
    if draw(st.booleans()) and _is_near(number, estimate):
        written = int(estimate) if places is None else f"{Decimal(int(estimate * scale)) / scale:.{places}f}"
        return f"{{about: {written}}}"
    return text


@st.composite
def _worlds(draw, depth=2):
    inside = draw(st.lists(_worlds(depth - 1), min_size=1, max_size=3)) if depth else []
    if inside:
        world = tuple(sum(each) for each in zip(*(numbers for numbers, _ in inside), strict=True))
    else:
        base = draw(st.integers(1, 300))  # on one base, as is assumed of a plan
        world = base, base, draw(st.integers(0, base)), draw(st.integers(0, base))
    n0, n1, p0, p1 = world
    rates = Fraction(100 * p0, n0), Fraction(100 * p1, n1)
    figures = {
        "households_start": _stated(n0),
        "households_end": _stated(n1),
        "poor_households_start": _stated(p0),
        "poor_households_end": _stated(p1),
        "reduction_households": _stated(p0 - p1),
        "poverty_rate_start": _stated(rates[0], 2),
        "poverty_rate_end": _stated(rates[1], 2),
        "reduction_rate": _stated(rates[0] - rates[1], 2),
    }
    chosen = {field: draw(figure) for field, figure in figures.items() if draw(st.booleans())}
    children = [[f"id: a{at}", f"name: A{at}", *rows[2:]] for at, (_, rows) in enumerate(inside)]
    return world, area("a", *children, **chosen)


@settings(max_examples=100, deadline=None)
@given(_worlds())
def test_estimates_within_a_tenth_of_a_true_world_are_never_told(found):
    text = HEAD + "targets:\n" + "".join(f"  {row}\n" for row in found[1])
    assert "T208" not in codes(text)


FIELDS = (
    "poor_households_start",
    "poor_households_end",
    "reduction_households",
    "poverty_rate_start",
    "poverty_rate_end",
)


@settings(max_examples=100, deadline=None)
@given(st.integers(20, 3000), st.data(), st.sampled_from(FIELDS), st.integers(-60, 60))
def test_one_estimate_that_all_others_fix_is_told_exactly_when_it_is_off_by_more_than_a_tenth(base, data, field, off):
    poor = data.draw(st.integers(1, base)), data.draw(st.integers(1, base))
    counts = dict(zip(FIELDS[:3], (*poor, poor[0] - poor[1]), strict=True))
    true = {**counts, **dict(zip(FIELDS[3:], (Fraction(100 * each, base) for each in poor), strict=True))}
    scale = 100 if "rate" in field else 1
    estimate = Fraction(_near(true[field] * scale, off), scale)
    assume(scale == 1 or estimate <= 100)
    room = max(Fraction(abs(estimate), 10), Fraction(1, 2 * scale) if "rate" in field else Fraction(0))
    written = f"{Decimal(int(estimate * scale)) / scale:.2f}" if "rate" in field else int(estimate)
    text = result(**{"households": base, **counts, field: f"{{about: {written}}}"})
    assert ("T208" in codes(text)) is (abs(true[field] - estimate) > room)
