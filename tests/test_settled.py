"""Settled plans: what makes a plan one, and that a report says the same as if each area was looked at by itself."""

from fractions import Fraction
from math import floor
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plans import area, targets
from povcalc import verdicts
from povcalc.checks import ALL
from povcalc.checks.base import Context
from povcalc.engine import choose, run
from povcalc.findings import Outcome, Verdict
from povcalc.inference.counts import used_in
from povcalc.inference.settled import Settled, settled
from povcalc.plan.load import read_text
from povcalc.plan.model import walk
from povcalc.values import Interval
from povcalc.verdicts import Verdicts

# Of 200 households 40 were poor and of 210 there are 30: 20% and 14.29%.
WHOLE = {
    "households_start": "200",
    "households_end": "210",
    "poor_households_start": "40",
    "poor_households_end": "30",
    "poverty_rate_start": "20.00",
    "poverty_rate_end": "14.29",
    "reduction_households": "10",
    "reduction_rate": "5.71",
    "exits": "15",
    "relapses": "2",
    "new_poor": "3",
    "from_near_poor": "1",
    "near_poor_households_start": "20",
    "near_poor_households_end": "21",
    "near_poor_rate_start": "10.0",
    "near_poor_rate_end": "10.0",
    "near_poor_reduction_households": "-1",
    "near_poor_reduction_rate": "0.0",
    "near_poor_exits": "4",
    "near_poor_relapses": "0",
    "new_near_poor": "5",
    "multidimensional_poor_households_start": "60",
    "multidimensional_poor_households_end": "51",
    "multidimensional_poverty_rate_start": "30",
    "multidimensional_poverty_rate_end": "24.3",
    "multidimensional_reduction_households": "9",
    "multidimensional_reduction_rate": "5.714",
}
PARTS = (
    {
        "households_start": "150",
        "households_end": "155",
        "poor_households_start": "25",
        "poor_households_end": "20",
        "poverty_rate_start": "16.67",
        "poverty_rate_end": "12.90",
        "reduction_households": "5",
        "reduction_rate": "3.76",
        "exits": "8",
        "relapses": "1",
        "new_poor": "2",
        "from_near_poor": "1",
        "near_poor_households_start": "12",
        "near_poor_households_end": "11",
        "near_poor_reduction_households": "1",
        "near_poor_exits": "4",
        "near_poor_relapses": "0",
        "new_near_poor": "3",
        "multidimensional_poor_households_start": "37",
        "multidimensional_poor_households_end": "31",
        "multidimensional_reduction_households": "6",
    },
    {
        "households_start": "50",
        "households_end": "55",
        "poor_households_start": "15",
        "poor_households_end": "10",
        "reduction_households": "5",
        "exits": "7",
        "relapses": "1",
        "new_poor": "1",
        "from_near_poor": "0",
        "near_poor_households_start": "8",
        "near_poor_households_end": "10",
        "near_poor_reduction_households": "-2",
        "near_poor_exits": "0",
        "near_poor_relapses": "0",
        "new_near_poor": "2",
        "multidimensional_poor_households_start": "23",
        "multidimensional_poor_households_end": "20",
        "multidimensional_reduction_households": "3",
    },
)


def written(root=WHOLE, parts=PARTS):
    return targets(*(area(f"a{at}", **figures) for at, figures in enumerate(parts)), **root)


def found(text, *, may_rise=True) -> Settled | None:
    reading = read_text(text, "x.yaml")
    assert reading.misfits == ()
    return settled(reading.plan.targets, used_in(walk(reading.plan.targets)), may_rise=may_rise)


class TestWhatIsSettled:
    def test_a_plan_all_of_whose_figures_make_each_other(self):
        made = found(written())
        assert made is not None
        assert sorted(made.areas.values()) == [1, 1, 1]
        # Two bases; four stocks of two measures, two of both; three reductions; four and three flows.
        assert made.sums == 2 + 6 + 3 + 7
        assert sorted(made.bases) == [(50, 55), (150, 155), (200, 210)]

    def test_where_a_reduction_is_negative_poverty_has_to_be_one_that_may_rise(self):
        assert found(written(), may_rise=False) is None

    @pytest.mark.parametrize("field", [field for field in WHOLE if "rate" in field])
    def test_rates_may_be_left_out(self, field):
        assert found(written({each: WHOLE[each] for each in WHOLE if each != field})) is not None

    @pytest.mark.parametrize("field", [field for field in WHOLE if "rate" not in field])
    def test_a_count_that_one_area_leaves_out_is_open(self, field):
        assert found(written({each: WHOLE[each] for each in WHOLE if each != field})) is None

    @pytest.mark.parametrize("field", [field for field in WHOLE if "reduction_households" in field])
    def test_a_reduction_that_all_areas_leave_out_is_not(self, field):
        left = [{each: figures[each] for each in figures if each != field} for figures in (WHOLE, *PARTS)]
        assert found(written(left[0], left[1:])) is not None

    @pytest.mark.parametrize("field", WHOLE)
    def test_no_figure_may_be_another(self, field):
        figure = WHOLE[field]
        last = f"{int(figure[-1]) + 1 if figure[-1] < '9' else 0}"
        assert found(written({**WHOLE, field: figure[:-1] + last})) is None

    @pytest.mark.parametrize("field", PARTS[1])
    def test_no_figure_inside_may_be_another(self, field):
        assert found(written(WHOLE, (PARTS[0], {**PARTS[1], field: "51"}))) is None

    @pytest.mark.parametrize("field", WHOLE)
    @pytest.mark.parametrize("form", ["{{about: {}}}", "{{at_most: {}}}", "{{min: {0}, max: {0}}}"])
    def test_every_figure_is_a_bare_number(self, field, form):
        if WHOLE[field].startswith("-"):
            return
        assert found(written({**WHOLE, field: form.format(WHOLE[field])})) is None

    @pytest.mark.parametrize(
        "other",
        [
            "partial: true",
            "planned: {exits: 5}",
            "percent_of_plan: 100",
            "share_of_poor_start: 100",
            "reduction_households_per_year: 10",
            "reduction_rate_per_year: 5.71",
            "scale: thousand",
            "rounded_to: 10",
            "breakdowns: [{id: b, name: B, partial: true, parts: [{id: u, name: U, exits: 1}]}]",
        ],
    )
    def test_what_else_an_area_states_is_left_to_the_checks(self, other):
        assert found(written().replace("  name: R\n", f"  name: R\n  {other}\n")) is None

    def test_a_reduction_in_points_may_be_the_difference_of_the_printed_rates(self):
        # 16.67 - 12.90 = 3.77; 25 of 150 less 20 of 155 are 3.763.
        first = {**PARTS[0], "reduction_rate": "3.77"}
        assert found(written(WHOLE, (first, PARTS[1]))) is not None
        assert found(written(WHOLE, ({**first, "reduction_rate": "3.78"}, PARTS[1]))) is None
        without = {field: first[field] for field in first if field != "poverty_rate_start"}
        assert found(written(WHOLE, (without, PARTS[1]))) is None

    @pytest.mark.parametrize(
        ("last", "points", "is_settled"),
        [(300, "0.33", True), (301, "0.33", True), (301, "0.34", True), (300, "0.34", False)],
    )
    def test_on_one_base_the_printed_difference_rests_on_other_figures(self, last, points, is_settled):
        # 2 and 1 of 300 are 0.67% and 0.33%, 0.34 points apart as printed and a third of a point in truth.
        figures = {"households_start": "300", "households_end": f"{last}"}
        figures |= {"poor_households_start": "2", "poor_households_end": "1", "reduction_rate": points}
        figures |= {"poverty_rate_start": "0.67", "poverty_rate_end": "0.33"}
        assert (found(written(figures, [])) is not None) is is_settled

    def test_one_number_of_households_is_of_both_dates(self):
        figures = {"households": "100", "poor_households_start": "10", "poor_households_end": "8"}
        made = found(written({**figures, "reduction_households": "2"}, [{**figures, "reduction_households": "2"}]))
        assert made is not None
        assert (made.sums, made.bases) == (4, [])
        assert found(written(figures, [{**figures, "households_end": "100"}])) is None
        parted = {field: figures[field] for field in figures if field != "households"}
        assert found(written(figures, [{**parted, "households_start": "100", "households_end": "100"}])) is None

    def test_without_a_household_there_is_no_rate(self):
        figures = {"poor_households_start": "0", "poor_households_end": "0"}
        assert found(written({"households": "1", **figures}, [])) is not None
        assert found(written({"households": "0", **figures}, [])) is None
        assert found(written({"households_start": "1", "households_end": "0", **figures}, [])) is None


class TestGrowth:
    @pytest.mark.parametrize(
        ("first", "last", "within"),
        [(100, 103, True), (100, 104, True), (100, 105, False), (100, 99, True), (100, 98, True), (100, 97, False)],
    )
    def test_one_household_more_or_fewer_is_within(self, first, last, within):
        made = Settled({}, {}, 0, [(100, 100), (first, last)])
        assert made.grew_within(Interval(-1, 3)) is within
        assert made.grew_within(Interval(Fraction(-1), Fraction(3))) is within
        assert made.grew_within(None)


# The same of made-up plans, most of them right, with each area looked at by itself and without.

KEYS = range(11)


def leaf(random):
    start = random.randrange(20, 900)
    end = start + start * random.choice((0, 0, 2, 5, 40)) // 100
    poor = start * random.randrange(400) // 1000
    left = max(min(poor - poor * random.randrange(400) // 1000 + (random.random() < 0.05), end), 0)
    near = (start - poor) // 7
    near_left = max(min(near - near // 9, end - left), 0)
    new = min(poor // 40, left)
    back = min(poor // 90, left - new)
    near_new = min(near // 20, near_left)
    near_back = min(near // 50, near_left - near_new)
    return (start, end, poor, left, near, near_left, back, new, min(new, near), near_back, near_new)


def tree(random, depth):
    if not depth or random.random() < 0.2:
        return leaf(random), ()
    inside = [tree(random, depth - 1) for _ in range(random.randrange(1, 4))]
    return tuple(sum(each[0][key] for each in inside) for key in KEYS), tuple(inside)


def rounded(number, places):
    scale = 10**places
    whole = floor(abs(number) * scale + Fraction(1, 2))
    sign = "-" if number < 0 and whole else ""
    return f"{sign}{whole // scale}" + (f".{whole % scale:0{places}}" if places else "")


def figures_of(counts, style):
    """The figures of an area as a document of a style states them."""
    start, end, poor, left, near, near_left, back, new, of_new, near_back, near_new = counts
    stated = {"households_start": f"{start}", "households_end": f"{end}"}
    measures = [("poor_households", "poverty_rate", "reduction", poor, left)]
    if style["several"]:
        measures.append(("near_poor_households", "near_poor_rate", "near_poor_reduction", near, near_left))
        names = ("multidimensional_poor_households", "multidimensional_poverty_rate", "multidimensional_reduction")
        measures.append((*names, poor + near, left + near_left))
    for stock, rate, fall, before, after in measures:
        rates = Fraction(100 * before, start), Fraction(100 * after, end)
        told = [rounded(each, style["places"]) for each in rates]
        points = Fraction(told[0]) - Fraction(told[1]) if style["printed"] else rates[0] - rates[1]
        stated |= {f"{stock}_start": f"{before}", f"{stock}_end": f"{after}"}
        stated |= {f"{rate}_start": told[0], f"{rate}_end": told[1], f"{fall}_households": f"{before - after}"}
        stated |= {f"{fall}_rate": rounded(points, style["places"])}
    if style["flows"]:
        stated |= {"exits": f"{poor - left + back + new}", "relapses": f"{back}", "new_poor": f"{new}"}
        stated |= {"from_near_poor": f"{of_new}"}
        if style["several"]:
            exits = near - near_left + near_back + near_new
            stated |= {"near_poor_exits": f"{exits}", "near_poor_relapses": f"{near_back}"}
            stated |= {"new_near_poor": f"{near_new}"}
    return {field: figure for field, figure in stated.items() if field not in style["without"]}


OTHERWISE = ("{{about: {}}}", "{{over: {}}}", "{{at_most: {}}}", "{{min: {0}, max: {0}}}", "{}0", "7", "0", None)


def a_plan(random):
    """A made-up plan, right or with some of its figures changed."""
    style = {"several": random.random() < 0.6, "flows": random.random() < 0.5, "printed": random.random() < 0.3}
    style |= {"places": random.choice((2, 2, 1, 0)), "without": ()}
    root = tree(random, random.randrange(3))
    fields = list(figures_of(root[0], style))
    style["without"] = random.sample(fields, random.choice((0, 0, 0, 1, 2)))
    changed = random.choice((0, 0, 0, 1, 3))

    def lines(node, name):
        nonlocal changed
        stated = figures_of(node[0], style)
        if changed and random.random() < 0.5:
            changed -= 1
            field, other = random.choice(list(stated)), random.choice(OTHERWISE)
            number = stated.pop(field)
            if other is not None:
                stated[field] = other.format(number)
        return area(name, *(lines(each, f"{name}{at}") for at, each in enumerate(node[1])), **stated)

    made = lines(root, "r")
    head = "povcalc: 1\ndocument:\n  title: A\n"
    head += random.choice(("  year: 2019\n", "  year: 2019\n", "  period: {from: 2021, to: 2023}\n"))
    head += random.choice(("", "", "  kind: result\n"))
    head += random.choice(("", "", "assumptions: {household_growth: {min: 0, max: 1}}\n"))
    money = random.choice(
        ("", f"funding: {{unit: million VND, total: {random.choice('567')}, lines: [{{id: a, amount: 6}}]}}\n")
    )
    return head + money.replace("id: a,", "id: a, name: A,") + "targets:\n" + "".join(f"  {line}\n" for line in made)


def everything(report):
    told = [(each.code, repr(each.message), each.path, each.place, each.figures) for each in report.findings]
    return told, report.runs, dict(report.verdicts), report.stated, report.untouched, report.standing().counts


@pytest.fixture(scope="module", autouse=True)
def _small():
    """Small plans count as large ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verdicts, "LARGE", 0)
        yield


def by_each_area(reading, checks):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Context, "settled", None)
        return run(reading, checks)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
@example(0)
@example(460055795)  # the difference of printed rates on one base, which rests on fewer figures
def test_a_report_is_the_same_as_if_every_area_was_looked_at(seed):
    random = Random(seed)  # noqa: S311
    reading = read_text(a_plan(random), "x.yaml")
    words = [check.code for check in ALL if check.family in "TF"]
    checks = ALL if random.random() < 0.7 else choose(random.sample(words, 3), random.sample(words, 2))
    report = run(reading, checks)
    assert [each.why for each in report.runs if each.outcome is Outcome.BROKEN] == []
    assert everything(report) == everything(by_each_area(reading, checks))


def test_the_made_up_plans_are_settled_often_enough():
    plans = [read_text(a_plan(Random(seed)), "x.yaml") for seed in range(60)]  # noqa: S311
    kinds = [isinstance(run(reading).verdicts, Verdicts) for reading in plans]
    assert 15 < sum(kinds) < 45


RESULT = written().replace(
    "document: {", "assumptions: {plausible_growth: {min: 0, max: 10}}\ndocument: {kind: result, "
)
"""A result in which nothing is wrong."""


class TestVerdicts:
    def test_they_are_made_when_they_are_asked_for(self):
        report = run(read_text(RESULT, "x.yaml"))
        assert report.findings == ()
        assert isinstance(report.verdicts, Verdicts)
        assert report.stated == len(WHOLE) + sum(map(len, PARTS)) == len(report.verdicts)
        assert report.untouched == 0
        assert set(report.verdicts.values()) == {Verdict.CONFIRMED}
        assert report.verdicts["targets", "areas", 1, "exits"] is Verdict.CONFIRMED
        assert ("targets", "areas", 1, "poverty_rate_start") not in report.verdicts
        assert repr(report.verdicts) == repr(dict(report.verdicts))

    def test_they_are_handed_to_other_processes_as_they_are(self):
        import pickle

        made = Verdicts(lambda: {("targets", "exits"): Verdict.CONFIRMED})
        assert pickle.loads(pickle.dumps(made)) == dict(made)  # noqa: S301

    def test_a_small_plan_is_looked_at_area_by_area(self, monkeypatch):
        monkeypatch.setattr(verdicts, "LARGE", 4)
        assert isinstance(run(read_text(RESULT, "x.yaml")).verdicts, dict)
        monkeypatch.setattr(verdicts, "LARGE", 3)
        assert isinstance(run(read_text(RESULT, "x.yaml")).verdicts, Verdicts)
