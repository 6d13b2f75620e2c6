"""T205 at its edges: what mutants of it showed to be untested."""

from plans import area, checked, outcome, targets
from povcalc.findings import Outcome
from povcalc.messages import Lang


def promise(text: str) -> str:
    (finding,) = (finding for finding in checked(text).findings if finding.code == "T205")
    return finding.message.to(Lang.EN)


def test_without_any_count_nothing_is_promised():
    text = targets(area("a", reduction_rate=5), area("b"), reduction_rate=5)
    assert outcome(text, "T205") is Outcome.SKIPPED


def test_more_than_twice_the_households_may_be_needed():
    text = targets(
        area("a", reduction_households=50, reduction_rate="{at_least: 5}"),
        reduction_households=10,
        reduction_rate="{at_least: 5}",
    )
    assert promise(text).endswith("or a reduction of 50, 40 more")


def test_a_share_that_misses_by_little_is_written_with_the_digits_that_show_it():
    text = targets(
        area("a", reduction_households=2475, reduction_rate="{at_least: 4.95}"),
        area("b", reduction_households=2476, reduction_rate="{at_least: 4.95}", households=50001),
        reduction_households=4950,
        reduction_rate="{at_least: 4.95}",
    )
    assert "they allow 100,001 households, of which 4,950 is 4.94995%, not at least 4.95%" in promise(text)
