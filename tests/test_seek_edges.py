"""Goals at their edges: what mutants of the searches showed to be untested."""

from types import SimpleNamespace

import pytest

from plans import area, targets
from povcalc.inference.domains import FAR, N1
from povcalc.messages import Lang
from povcalc.scenario.seek import _NEAR, _candidates
from test_seek import seek


@pytest.mark.parametrize(
    ("is_reduction", "units", "low", "high", "expected"),
    [
        (False, 2499, 100, 100, [2400, 2300]),  # 24.99 of 100 households are 24, or one fewer
        (True, 2499, 100, 100, [2500, 2600]),
        (False, 3334, 3, 7, [2857, 1429, 3333, 0]),  # 2 and 1 of 7, then 1 and 0 of 3
        (False, 3334, 0, 7, [2857, 1429]),
        (False, 3334, 3, FAR, [3333, 0]),
    ],
)
def test_behind_the_nearest_numbers_come_those_of_whole_households(is_reduction, units, low, high, expected):
    box = SimpleNamespace(low={N1: low}, high={N1: high})
    search = SimpleNamespace(is_reduction=is_reduction, places=2, domain=lambda _: box)
    found = list(_candidates(search, ("targets", "poverty_rate_end"), units))
    step = 1 if is_reduction else -1
    assert found[:_NEAR] == [units + step * at for at in range(_NEAR)]
    assert found[_NEAR:] == expected


def test_of_several_counts_that_do_not_do_the_largest_is_named():
    # C keeps its 13 poor, whatever A and B do.
    a = area("a", households=13, poor_households_start="{min: 7, max: 13}", reduction_households=6)
    b = area("b", households=4, poor_households_start="{min: 3, max: 4}", reduction_households=2)
    c = area("c", households=15, poor_households_start=13, reduction_households=0)
    varied = ("a.reduction_households", "b.reduction_households")
    found = seek("r.poor_households_end<=10", *varied, plan=targets(a, b, c)).possible
    expected = "with a.reduction_households of 13 at the most, poor at end of R is 13–30"
    assert found.why_not.to(Lang.EN) == expected


class TestAllOfThem:
    """A goal that takes all the poor there are, and no more: none is left."""

    @pytest.mark.parametrize("goal", ["r.poor_households_end<=0", "r.poverty_rate_end<=0"])
    def test_of_an_area_of_its_own(self, goal):
        plan = targets(households=100, poor_households_start="{min: 15, max: 20}")
        found = seek(goal, "r.reduction_households", plan=plan)
        assert (found.guaranteed.total, found.possible.total) == (20, 15)
        assert (found.possible.why_not, found.possible.remarks) == (None, ())
        assert [line.to(Lang.EN) for line in found.possible.lines][-1].endswith("= 15")

    def test_what_the_plan_leaves_is_told_where_it_says_how_many_get_out(self):
        goal, stated = "r.poverty_rate_end<=5", {"households": 100, "poor_households_start": 40}
        open_, planned = (
            seek(goal, "r.reduction_households", plan=targets(**stated, **more)).guaranteed.lines[0].to(Lang.EN)
            for more in ({}, {"reduction_households": 34})
        )
        assert open_ == "R: 100 households, 40 poor at the start"
        assert planned == "R: 100 households, 40 poor at the start, 6 left by the plan"

    def test_of_areas_that_share_it(self):
        plan = targets(
            area("a", households=40, poor_households_start=10, reduction_households=5),
            area("b", households=60, poor_households_start=20, reduction_households=10),
        )
        found = seek("r.poor_households_end<=0", "*.reduction_households", plan=plan)
        assert [*found.possible.figures.values()] == [10, 20]
        assert (found.possible.why_not, found.possible.remarks) == (None, ())
        assert [line.to(Lang.EN) for line in found.possible.lines][1:] == [
            "15 left by the plan − 0 = 15 more",
            "15 planned + 15 = 30",
            "shared in proportion, largest remainders first",
        ]
