"""T114 at its edges: what mutants of it showed to be untested."""

import pytest

from plans import codes, targets


@pytest.mark.parametrize(("figure", "told"), [("5", False), ("1", False), ("0", True), ("-1", True)])
def test_less_than_nought_is_a_rise_and_less_than_more_is_none(figure, told):
    text = targets(reduction_households=f"{{under: {figure}}}")
    assert ("T114" in codes(text)) is told
