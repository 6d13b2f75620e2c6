"""What a goal about money takes of lines of the funding."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import funding, real_plan
from povcalc.messages import Lang
from povcalc.plan.load import read_text
from povcalc.scenario.changes import ScenarioError
from povcalc.scenario.seek import seek_goal
from povcalc.scenario.tables import search


def seek(goal, *vary, plan=None):
    return seek_goal(read_text(plan or real_plan(), "plan.yaml"), goal, list(vary))


def amounts(found):
    return list(found.guaranteed.figures.values())


class TestTheRealPlan:
    def test_one_line_takes_what_the_others_leave(self):
        found = seek("funding.total<=5400000", "funding.oda")
        # 1,621,667 + 367,886 + 32,430 + 3,000,000 are 5,021,983 without it.
        assert amounts(found) == [5_400_000 - 5_021_983]
        assert found.guaranteed.lines[0].to(Lang.EN) == "5,400,000 − 5,021,983 of the other lines = 378,017"

    def test_several_lines_share_in_proportion(self):
        found = seek("funding.total>=6000000", "funding.*")
        assert sum(amounts(found)) == 6_000_000
        assert amounts(found)[0] == 1_788_468  # 6,000,000 x 1,621,667 / 5,440,412 = 1,788,468.4

    def test_a_line_alone_is_what_it_is_to_be(self):
        assert amounts(seek("funding.oda>420000", "funding.oda")) == [420_001]

    def test_other_lines_stand_in_the_way(self):
        found = seek("funding.total<=5000000", "funding.oda")
        assert "the other lines stand in the way: they alone make 5,021,983" in found.guaranteed.why_not.to(Lang.EN)

    def test_what_other_lines_reach_takes_nothing(self):
        found = seek("funding.total>=5000000", "funding.oda")
        assert amounts(found) == [0]
        assert found.guaranteed.lines[-1].to(Lang.EN) == "nothing is needed"


def test_decimals_are_kept():
    plan = funding("3.75", "1.25", "2.50")
    assert amounts(seek("funding.total<=3.5", "funding.l0", plan=plan)) == [Decimal("1.00")]
    assert amounts(seek("funding.total<3.5", "funding.l0", plan=plan)) == [Decimal("0.99")]


def test_lines_without_money_have_nothing_to_share_by():
    found = seek("funding.total>=10", "funding.l0", "funding.l1", plan=funding(5, 0, 0, 5))
    assert "the varied amounts would have to come to 5" in found.guaranteed.why_not.to(Lang.EN)


def test_a_line_without_money_can_be_varied_alone():
    assert amounts(seek("funding.total>=10", "funding.l0", plan=funding(5, 0, 5))) == [5]


def test_an_amount_that_is_no_number_leaves_the_sum_unknown():
    with pytest.raises(ScenarioError) as refused:
        seek("funding.total>=10", "funding.l0", plan=funding(5, 5, "{over: 3}"))
    assert "funding.l1 is not stated as a number" in refused.value.why.to(Lang.EN)


@given(
    st.lists(st.integers(0, 1000), min_size=1, max_size=5),
    st.sampled_from(["<", "<=", ">", ">="]),
    st.integers(0, 3000),
    st.integers(1, 5),
)
def test_the_answer_reaches_the_goal_and_one_unit_less_demanding_does_not(lines, sign, number, count):
    varied = [f"funding.l{at}" for at in range(min(count, len(lines)))]
    found = seek(f"funding.total{sign}{number}", *varied, plan=funding(sum(lines), *lines))
    rest = sum(lines[len(varied) :])
    if found.guaranteed.why_not is not None:
        nothing_to_share = len(varied) > 1 and not any(lines[: len(varied)])
        assert nothing_to_share or (sign[0] == "<" and rest >= number - (sign == "<"))
        return
    total = rest + sum(amounts(found))
    assert {"<": total < number, "<=": total <= number, ">": total > number, ">=": total >= number}[sign]
    less_demanding = total + 1 if sign[0] == "<" else total - 1
    is_over = less_demanding < rest  # nothing can be less than nothing
    still = {
        "<": less_demanding < number,
        "<=": less_demanding <= number,
        ">": less_demanding > number,
        ">=": less_demanding >= number,
    }[sign]
    assert is_over or not still


def test_another_line_is_not_asked_for_what_it_is():
    plan = funding(9, "4.25", "{over: 3}", None)
    assert amounts(seek("funding.l0>=12.34", "funding.l0", plan=plan)) == [Decimal("12.34")]


def test_that_nothing_is_needed_is_an_answer_and_no_change():
    found = search(read_text(real_plan(), "plan.yaml"), "funding.total>=5000000", ["funding.oda"])
    assert found.answer is None
    assert list(found.result.guaranteed.figures.values()) == [0]
    assert any(line.to(Lang.EN) == "nothing is needed" for line in found.result.guaranteed.lines)


def test_an_amount_is_more_than_nought():
    found = seek("funding.total<=5021983", "funding.oda")
    assert "they alone make 5,021,983" in found.guaranteed.why_not.to(Lang.EN)
