"""The options that say what is assumed: `--growth LOW..HIGH` and `--cut STEP`."""

from typing import TYPE_CHECKING, Annotated

import typer

from povcalc.cli import words
from povcalc.cli.language import LANG
from povcalc.messages import Text, say

if TYPE_CHECKING:
    from povcalc.plan.assumptions import Options

GrowthOption = Annotated[
    str | None, typer.Option("--growth", metavar=words.GROWTH_PLACE.to(LANG), help=words.GROWTH.to(LANG))
]
CutOption = Annotated[str | None, typer.Option("--cut", metavar=words.STEP_PLACE.to(LANG), help=words.CUT.to(LANG))]


class UnusableAssumptionError(Exception):
    """An option that assumes nothing that can be; its argument says why."""

    def __init__(self, why: Text) -> None:
        super().__init__(why)
        self.why = why


def options(growth: str | None, cut: str | None) -> "Options":
    """What the two options assume. Raises `UnusableAssumptionError`."""
    from povcalc.plan.assumptions import Options, read_cut, read_growth

    assumed = Options(None if growth is None else read_growth(growth), None if cut is None else read_cut(cut))
    if growth is not None and assumed.growth is None:
        raise UnusableAssumptionError(
            say(
                "--growth takes percent a year from -90 to 900, the lower first, such as 0..2.5, or one number, or "
                "any, not {word}",
                "--growth nhận phần trăm một năm từ -90 đến 900, số nhỏ trước, ví dụ 0..2,5, hoặc một số, hoặc any "
                "(bất kỳ), không phải {word}",
                word=growth or "''",
            )
        )
    if cut is not None and assumed.cut is None:
        raise UnusableAssumptionError(
            say(
                "--cut takes a step in percentage points from 0 to 100, such as 0.1, not {word}",
                "--cut nhận một bước tính bằng điểm phần trăm từ 0 đến 100, ví dụ 0,1, không phải {word}",
                word=cut or "''",
            )
        )
    return assumed
