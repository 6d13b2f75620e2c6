"""Family S at its edges: what mutants of its checks showed to be untested."""

import pytest

from plans import told_by
from povcalc.checks.schema import field_name
from povcalc.messages import SHOWN, Lang

HEAD = "povcalc: 1\ndocument: {title: T}\n"


def message(text: str, code: str) -> str:
    (finding,) = (finding for told, _, finding in told_by(text, "S") if told == code)
    return finding.message.to(Lang.EN)


def test_a_form_is_named_with_its_field_even_at_the_top_of_a_file():
    assert field_name(("total", "over")).to(Lang.EN) == "total.over"


def test_a_form_that_stands_alone_is_named_alone():
    assert field_name(("over",)).to(Lang.EN) == "over"


def test_a_period_that_runs_backwards_is_called_a_period():
    text = "povcalc: 1\ndocument: {title: T, period: {from: 2020, to: 2016}}\ntargets: {id: r, name: R}\n"
    assert message(text, "S111").startswith("period begins with 2020 and ends with 2016")


def test_a_range_of_an_area_that_runs_backwards_is_called_by_its_field():
    text = f"{HEAD}targets: {{id: r, name: R, households: {{min: 9, max: 8}}}}\n"
    assert message(text, "S111").startswith("households begins with 9 and ends with 8")


@pytest.mark.parametrize("read", ["8.50%", "8,50 %"])
def test_a_number_with_its_unit_is_no_number_that_only_lost_its_quotes(read):
    text = f'{HEAD}targets: {{id: r, name: R, poverty_rate_start: "{read}"}}\n'
    words = message(text, "S108")
    assert read in words
    assert "8.50" in words
    assert "in quotes" not in words


@pytest.mark.parametrize(("length", "told"), [(SHOWN, True), (SHOWN + 1, False)])
def test_an_id_is_put_right_as_long_as_it_is_shown_whole(length, told):
    words = message(f"{HEAD}targets: {{id: {'Á' + 'a' * (length - 1)}, name: R}}\n", "S115")
    assert ("a" * length in words) is told


def test_an_area_called_by_three_steps_that_are_not_enough_is_told_with_a_fourth():
    inner = "{id: %s, name: N, areas: [{id: x, name: X, areas: [{id: y, name: Y, areas: [{id: z, name: Z}]}]}]}"
    text = HEAD + f"targets: {{id: r, name: R, areas: [{inner % 'a'}, {inner % 'b'}]}}\n"
    text += "actors: [{id: so, name: S, duties: [{text: T, areas: [x/y/z]}]}]\n"
    (words,) = (finding.message.to(Lang.EN) for _, path, finding in told_by(text, "S") if path.endswith(".areas[0]"))
    assert words.endswith("write a/x/y/z or b/x/y/z")
