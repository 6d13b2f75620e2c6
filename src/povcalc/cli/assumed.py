"""The options that say what is assumed: `--growth LOW..HIGH` and `--cut STEP`."""

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from povcalc.cli import words
from povcalc.cli.language import LANG
from povcalc.text import Text, say

if TYPE_CHECKING:
    from povcalc.bounds import Options

GrowthOption = Annotated[
    str | None, typer.Option("--growth", metavar=words.GROWTH_PLACE.to(LANG), help=words.GROWTH.to(LANG))
]
CutOption = Annotated[str | None, typer.Option("--cut", metavar=words.STEP_PLACE.to(LANG), help=words.CUT.to(LANG))]

_NUMBER = re.compile(r"[-−]?[0-9]{1,20}(?:[.,][0-9]{1,20})?")
_LEAST_GROWTH, _MOST_GROWTH, _MOST_CUT = -90, 900, 100


class UnusableAssumptionError(Exception):
    """An option that assumes nothing that can be; its argument says why."""

    def __init__(self, why: Text) -> None:
        super().__init__(why)
        self.why = why


def options(growth: str | None, cut: str | None) -> "Options":
    """What the two options assume. Raises `UnusableAssumptionError`."""
    from povcalc.bounds import Options
    from povcalc.figures import ANY, Interval

    if growth is None or growth.strip().lower() == "any":
        return Options(None if growth is None else ANY, _cut(cut))
    ends = [_number(end) for end in growth.split("..")]
    low, high = ends[0], ends[-1]
    if low is None or high is None or len(ends) > _ENDS or not _LEAST_GROWTH <= low <= high <= _MOST_GROWTH:
        raise UnusableAssumptionError(
            say(
                "--growth takes percent a year from -90 to 900, the lower first, such as 0..2.5, or one number, or "
                "any, not {word}",
                "--growth nhận phần trăm một năm từ -90 đến 900, số nhỏ trước, ví dụ 0..2,5, hoặc một số, hoặc any "
                "(bất kỳ), không phải {word}",
                word=growth or "''",
            )
        )
    return Options(Interval(low, high), _cut(cut))


_ENDS = 2


def _cut(cut: str | None) -> Fraction | None:
    step = None if cut is None else _number(cut)
    if cut is not None and (step is None or not 0 <= step <= _MOST_CUT):
        raise UnusableAssumptionError(
            say(
                "--cut takes a step in percentage points from 0 to 100, such as 0.1, not {word}",
                "--cut nhận một bước tính bằng điểm phần trăm từ 0 đến 100, ví dụ 0,1, không phải {word}",
                word=cut or "''",
            )
        )
    return step


def _number(word: str) -> Fraction | None:
    word = word.strip()
    if not _NUMBER.fullmatch(word):
        return None
    return Fraction(word.replace(",", ".").replace("−", "-"))
