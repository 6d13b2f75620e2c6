"""What a goal takes of end rates, points and the poor at the end, held against all worlds of small plans."""

from decimal import Decimal
from itertools import islice, product
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import worlds
from plans import area, real_plan, targets
from povcalc.inference.counts import assumed_growth
from povcalc.messages import Lang
from povcalc.plan.assumptions import Assumptions, Options
from povcalc.plan.load import read_text
from povcalc.plan.model import walk
from povcalc.scenario.changes import ScenarioError
from povcalc.scenario.outcome import meaning
from povcalc.scenario.seek import _first, seek_goal
from povcalc.values import Figure, Interval


def seek(goal, *vary, plan=None, options=None):
    return seek_goal(read_text(plan or real_plan(), "plan.yaml"), goal, list(vary), options)


def numbers(level):
    return [str(number) for number in level.figures.values()]


HUNDRED = targets(households=100, poor_households_start=40, reduction_households=10)
"""Everything is known of it: 40% and then 30%."""


class TestAHundredHouseholds:
    @pytest.mark.parametrize(
        ("goal", "vary", "answer"),
        [
            ("r.poor_households_end<=25", "r.poverty_rate_end", "25.00"),
            ("r.poor_households_end<=25", "r.reduction_rate", "15.00"),
            ("r.poor_households_end<=25", "r.poor_households_end", "25"),
            ("r.reduction_rate>=12", "r.poverty_rate_end", "28.00"),
            ("r.reduction_households>=12", "r.poor_households_end", "28"),
            ("r.poverty_rate_end<=0", "r.reduction_rate", "40.00"),
        ],
    )
    def test_what_is_sure_is_what_could(self, goal, vary, answer):
        found = seek(goal, vary, plan=HUNDRED)
        assert (numbers(found.guaranteed), numbers(found.possible)) == ([answer], [answer])

    def test_a_number_moves_on_to_one_that_whole_households_give(self):
        # Fewer than 25 poor are 24 at most, of 100 households: 24.99% down to 24.01% are no rates of theirs.
        found = seek("r.poor_households_end<25", "r.poverty_rate_end", plan=HUNDRED)
        assert numbers(found.guaranteed) == ["24.00"]
        assert "moved on to the next figure" in found.guaranteed.lines[-1].to(Lang.EN)

    def test_points_beyond_the_rate_at_the_start_are_out_of_reach(self):
        found = seek("r.poverty_rate_end<0", "r.reduction_rate", plan=HUNDRED)
        assert "r.reduction_rate stands in the way: it can go to 40.00 and no further" in found.guaranteed.why_not.to(
            Lang.EN
        )
        assert found.possible.why_not == found.guaranteed.why_not

    def test_growth_counts(self):
        # 40 of 100 and then 30 of 110 households are 12.727 points.
        plan = targets(households_start=100, households_end=110, poor_households_start=40, reduction_households=10)
        found = seek(
            "r.reduction_rate>=20", "r.poor_households_end", plan=plan, options=Options(growth=Interval(0, 20))
        )
        assert numbers(found.guaranteed) == ["22"]


class TestTheRealPlan:
    def test_the_arithmetic_shows_one_step_less(self):
        found = seek("tram-tau.poor_households_end<=2000", "tram-tau.poverty_rate_end")
        # 37.55% may be 37.555% of 5,328 households less than a household: 2,000.9.
        assert numbers(found.guaranteed) == ["37.55"]
        lines = [line.to(Lang.EN) for line in found.guaranteed.lines]
        assert lines == [
            "tram-tau.poverty_rate_end ≤ 37.55: poor at end of Huyện Trạm Tấu 0–2,000",
            "tram-tau.poverty_rate_end ≤ 37.56: poor at end of Huyện Trạm Tấu 0–2,001",
        ]

    def test_points_that_an_area_may_not_have_are_told(self):
        found = seek("tram-tau.poverty_rate_end<=40", "tram-tau.reduction_rate")
        # Where all 814 households are poor, a fall of 60.00 may be one of 59.995, which leaves 40.005%.
        assert numbers(found.guaranteed) == ["60.01"]
        assert any("a rate at the start as low as 52.847%" in remark.to(Lang.EN) for remark in found.guaranteed.remarks)

    def test_several_are_varied_in_proportion(self):
        found = seek("yen-bai.reduction_households>=13000", "*.poverty_rate_end")
        stated = [each.figure("poverty_rate_end").number for each in found.figure_index.areas[1:]]
        factors = [number / now for number, now in zip(found.guaranteed.figures.values(), stated, strict=True)]
        assert len(factors) == 9
        assert max(factors) - min(factors) < Decimal("0.01")
        assert found.guaranteed.figures != found.possible.figures

    def test_promises_in_words_are_weights(self):
        found = seek("yen-bai.reduction_rate>6", "*.reduction_rate")
        assert found.now[("targets", "areas", 0, "reduction_rate")] == Decimal("0.7")
        assert len(found.guaranteed.figures) == 9
        assert any("other areas have to do so much more" in remark.to(Lang.EN) for remark in found.guaranteed.remarks)


def test_where_nothing_bounds_the_households_that_is_said():
    with pytest.raises(ScenarioError) as refused:
        seek("r.poverty_rate_end<=5", "r.poor_households_end", plan=targets(reduction_households=30))
    assert "no number of households bounds it" in refused.value.why.to(Lang.EN)


def test_an_end_rate_is_never_sure_of_a_count_where_nothing_bounds_the_households():
    found = seek("r.poor_households_end<=5", "r.poverty_rate_end", plan=targets(reduction_households=30))
    assert "r.poverty_rate_end stands in the way: it can go to 0.00 and no further" in found.guaranteed.why_not.to(
        Lang.EN
    )
    assert found.possible.figures


def test_figures_of_a_range_or_not_stated_cannot_be_varied_in_proportion():
    plan = targets(
        area("a", poverty_rate_end="{min: 5, max: 6}"),
        area("b", poverty_rate_end=7),
        households=100,
        poor_households_start=50,
    )
    with pytest.raises(ScenarioError) as refused:
        seek("r.poor_households_end<=10", "*.poverty_rate_end", plan=plan)
    assert "a.poverty_rate_end is not stated as a number" in refused.value.why.to(Lang.EN)


VARIED = ("poverty_rate_end", "reduction_rate", "poor_households_end")
GOALS = ("poverty_rate_end", "reduction_rate", "poor_households_end", "reduction_households")


def after(areas, figures, world):
    """The poor at the end of all areas in one world, in each way in which figures that are set can be true."""
    choices = []
    for path, number in figures.items():
        n0, n1, p0, _ = world[path[:-1]]
        meant, field = meaning(str(path[-1]), Figure(number)), str(path[-1])
        values = ((left, worlds.quantities((n0, n1, p0, left)).get(field)) for left in range(n1 + 1))
        choices.append([left for left, value in values if value is not None and value in meant])
    for lefts in product(*choices):
        left = dict(zip((path[:-1] for path in figures), lefts, strict=True))
        for located in reversed(areas):
            moved = [world[child.path][3] - left[child.path] for child in located.children if child.path in left]
            if moved and located.path not in left:
                left[located.path] = world[located.path][3] - sum(moved)
        if all(0 <= poor <= world[path][1] for path, poor in left.items()):
            yield left


def reached(world, left, field, number, sign):
    n0, n1, p0, _ = world
    value = worlds.quantities((n0, n1, p0, left)).get(field)
    if value is None:
        return True
    return {"<": value < number, "<=": value <= number, ">": value > number, ">=": value >= number}[sign]


@settings(max_examples=120, deadline=None)
@example(71132)  # 88.2 points are printed 88
@given(st.integers(0, 2**32))
def test_what_is_sure_reaches_the_goal_in_every_world(seed):
    random = Random(seed)  # noqa: S311
    kind = random.choice(["one", "two"])
    data = worlds.random_plan(random, kind, {"one": 10, "two": 5}[kind])
    field, goal = random.choice(VARIED), random.choice(GOALS)
    number = random.randint(1, 6 if "households" in goal else 60)
    sign = ("<" if "end" in goal else ">") + random.choice(["", "="])
    reading = read_text(worlds.text(data), "plan.yaml")
    areas = walk(reading.plan.targets)
    varied = "*" if kind == "two" and random.random() < 1 / 2 else "r"
    growth = random.choice((None, Interval(0, 0), Interval(0, 20)))
    try:
        found = seek_goal(
            reading, f"r.{goal}{sign}{number}", [f"{varied}.{field}"], Options(growth=growth or Interval(None, None))
        )
        all_worlds = list(
            worlds.worlds(areas[0], {"one": 14, "two": 6}[kind], assumed_growth(areas, Assumptions(growth)), None)
        )
    except (ScenarioError, OverflowError):
        return
    root = areas[0].path
    could = False
    for world in islice(all_worlds, 3_000):
        if found.guaranteed.why_not is None:
            for left in after(areas, found.guaranteed.figures, world):
                assert reached(world[root], left[root], goal, number, sign)
        if found.possible.why_not is not None and varied == "r":
            lefts = range(world[root][1] + 1)
            could = could or any(reached(world[root], left, goal, number, sign) for left in lefts if world[root][1])
    # No world reaches what is said to be out of reach, unless by figures that no printed number tells.
    assert not could or found.possible.why_not.to(Lang.EN).startswith("no numbers of households")


def test_what_is_sure_is_possible_too():
    plan = targets(
        area("a", households=50, poor_households_start=20, poverty_rate_end="30.0"),
        area("b", households=40, poor_households_start=13, poverty_rate_end="32.5"),
    )
    found = seek("r.reduction_households>=11", "*.poverty_rate_end", plan=plan)
    # 24% of 50 are 12 and 25% of 40 are 10: 8 and 3 fewer. All is known, so that there is one world.
    assert (numbers(found.guaranteed), numbers(found.possible)) == (["24.0", "25.0"], ["24.0", "25.0"])


def test_a_figure_moves_on_as_far_as_it_has_to():
    plan = targets(households=60, poor_households_start=30, poverty_rate_end="33.333")
    found = seek("r.poor_households_end<=15", "r.poverty_rate_end", plan=plan)
    assert numbers(found.guaranteed) == ["25.000"]
    few = targets(households=9, poor_households_start=9, reduction_households=1)
    # More than 33.3 points of 9 households are 4 fewer: 5 of 9 are 55.56%.
    assert numbers(seek("r.reduction_rate>33.34", "r.poverty_rate_end", plan=few).guaranteed) == ["55.56"]


@pytest.mark.parametrize(
    ("households", "goal", "sure", "could"),
    [
        ({"households_start": 190, "households_end": 190}, "r.reduction_households>50", "26.84", "26.84"),
        (
            {
                "households_start": 190,
                "households_end": 210,
                "poor_households_start": "{min: 60, max: 80}",
                "reduction_rate": "{over: 8}",
            },
            "r.reduction_households>30",
            "19",
            "18",
        ),
    ],
)
def test_bases_that_are_stated_at_both_dates_count(households, goal, sure, could):
    # 51 of 190 are 26.842 points; the other two numbers are those of all worlds, counted one by one.
    found = seek(goal, "r.reduction_rate", plan=targets(**households))
    assert (numbers(found.guaranteed), numbers(found.possible)) == ([sure], [could])


FLOWS = targets(
    area("a", households=400, poor_households_start=120, exits=40, relapses=5, new_poor=5),
    area("b", households=600, poor_households_start=80, exits=20, relapses=0, new_poor=10),
)
"""Of 200 poor 60 leave poverty and 20 fall into it."""


class TestExits:
    @pytest.mark.parametrize(
        ("goal", "vary", "answer"),
        [
            ("r.exits>=80", "r/*.exits", ["53", "27"]),
            ("r.exits>80", "r/*.exits", ["54", "27"]),
            ("r.exits>=80", "r.exits", ["80"]),
            ("r.exits>=80", "r.reduction_households", ["60"]),
            ("a.exits>=50", "a.reduction_households", ["40"]),
            ("a.exits>=50", "a.poor_households_end", ["80"]),
            ("a.exits>=50", "a.poverty_rate_end", ["20.00"]),
            ("a.poor_households_end<=80", "a.exits", ["50"]),
        ],
    )
    def test_those_that_fall_into_poverty_stay_as_planned(self, goal, vary, answer):
        found = seek(goal, vary, plan=FLOWS)
        assert (numbers(found.guaranteed), numbers(found.possible)) == (answer, answer)

    def test_no_more_leave_than_are_poor_or_fall_into_it_within_the_year(self):
        assert numbers(seek("a.exits>=120", "a.exits", plan=FLOWS).guaranteed) == ["120"]
        assert seek("a.exits>=121", "a.exits", plan=FLOWS).guaranteed.why_not is not None

    def test_fewer_are_no_goal(self):
        with pytest.raises(ScenarioError, match="a goal of exits is >= or >"):
            seek("r.exits<=80", "r.exits", plan=FLOWS)

    def test_a_plan_without_flows_has_none(self):
        with pytest.raises(ScenarioError, match="the plan states no flows; set a goal for reduction_households"):
            seek("r.exits>=80", "r.reduction_households", plan=HUNDRED)


class TestMeansOfTheYears:
    LONG = HUNDRED.replace("title: A plan", "title: A plan, period: {from: 2021, to: 2023}")

    @pytest.mark.parametrize(
        ("goal", "answer"),
        [
            ("r.reduction_rate_per_year>=5", "15"),
            ("r.reduction_rate_per_year>5", "16"),
            ("r.reduction_rate_per_year>=4.4", "14"),
            ("r.reduction_households_per_year>=4", "12"),
            ("r.reduction_households_per_year>4", "13"),
        ],
    )
    def test_are_goals_over_all_of_them(self, goal, answer):
        found = seek(goal, "r.reduction_households", plan=self.LONG)
        assert (numbers(found.guaranteed), numbers(found.possible)) == ([answer], [answer])

    def test_how_it_is_read_is_said(self):
        found = seek("r.reduction_rate_per_year>=4.4", "r.reduction_households", plan=self.LONG)
        assert found.goal.understood is not None
        assert found.goal.understood.to(Lang.EN) == (
            "r.reduction_rate_per_year>=4.4 is read as r.reduction_rate>=13.2, over 3 years"
        )

    def test_they_need_to_know_over_how_many(self):
        text = self.LONG.replace("title: A plan", "title: A plan, as_of: 2022-06-30")
        with pytest.raises(ScenarioError, match="does not say over how many years; set a goal for reduction_rate"):
            seek("r.reduction_rate_per_year>=4", "r.reduction_households", plan=text)


@given(st.integers(0, 3000), st.integers(0, 3000), st.booleans())
def test_the_first_step_that_is_reached_is_found(length, reached, is_known):
    steps, looked_at = range(length), []

    def is_reached(step):
        looked_at.append(step)
        return step >= reached

    found = _first(steps, is_reached, lambda step: abs(step**2 - reached**2) if is_known else None)
    assert found == min(length, reached)
    assert len(looked_at) == len(set(looked_at)) <= 40


def test_where_a_line_crosses_few_steps_are_looked_at():
    looked_at = []
    assert (
        _first(range(10**9), lambda step: not looked_at.append(step) and step >= 10**6, lambda step: abs(step - 10**6))
        == 10**6
    )
    assert len(looked_at) < 20
