"""A question of `povcalc seek` as it was asked, and the form of its answer."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from povcalc.bounds.assumed import Assumptions
from povcalc.bounds.extremes import Extreme
from povcalc.bounds.needs import About, Goal
from povcalc.figures import Interval, Number
from povcalc.loading import Reading
from povcalc.places import Path
from povcalc.plan import Located
from povcalc.scenario.requests import ScenarioError
from povcalc.scenario.selecting import FUNDING, Selecting
from povcalc.text import Text, say

_GOAL = re.compile(r"\s*([^<>=≤≥\s]+)\s*(<=|>=|<|>|≤|≥|=)\s*(-?[0-9]+(?:\.[0-9]+)?)\s*%?\s*")
_ABOUT = {
    "poverty_rate_end": About.RATE,
    "reduction_rate": About.POINTS,
    "poor_households_end": About.POOR,
    "reduction_households": About.COUNT,
}
_PLAIN_SIGNS = str.maketrans({"≤": "<=", "≥": ">="})
IN_PROPORTION = Text("shared in proportion, largest remainders first", "chia theo tỷ lệ, ưu tiên số dư lớn nhất")
ALL_OF_THEM = Text("all of them are enough", "giảm hết là đủ")
OTHERS_MORE = Text("other areas have to do so much more", "các địa bàn khác phải giảm thêm chừng ấy")
_FEWER = (About.RATE, About.POOR)
"""Goals that more reduction brings nearer from above."""


class Asked(NamedTuple):
    """A goal in the words of a user, about an area."""

    words: str
    located: Located
    field: str
    goal: Goal

    def inside(self, areas: Sequence[Located]) -> list[Located]:
        """The area of the goal and those inside it: what becomes of the others says nothing of it."""
        path = self.located.path
        return [each for each in areas if each.path[: len(path)] == path]

    @property
    def wanted(self) -> Interval:
        """Where the figure has to lie."""
        if self.goal.about in _FEWER:
            return Interval(None, self.goal.number, high_open=self.goal.strict)
        return Interval(self.goal.number, None, low_open=self.goal.strict)


class Paid(NamedTuple):
    """A goal about money: the path of an amount, the sign and the number that it is held against."""

    words: str
    path: Path
    sign: str
    number: Number


class Level(NamedTuple):
    """One answer: the figures that it takes, by path, or why none does.

    `need` is what the world that decides asks for, in fractions of households, with that world if it is one;
    `households` are the most, for a sure answer, or the fewest that the area of the goal can have. Where counts are
    not what is varied, `lines` are the arithmetic and there is no need.
    """

    figures: Mapping[Path, Number]
    total: int | None = None
    need: Extreme | None = None
    why_not: Text | None = None
    remarks: tuple[Text, ...] = ()
    households: int | None = None
    lines: tuple[Text, ...] = ()


class Sought(NamedTuple):
    """What a goal takes of the figures that are varied: `sure` in every world, `could` in the kindest.

    `varied` are their paths, and `now` these figures as stated. `absolute` says that a single figure of the goal's own
    area is varied, so that needs are of the whole reduction and not of more than planned. `planned` is the reduction of
    the goal's area.
    """

    asked: Asked | Paid
    reading: Reading
    selecting: Selecting
    assumed: Assumptions
    varied: tuple[Path, ...]
    now: Mapping[Path, Number]
    absolute: bool
    sure: Level
    could: Level
    planned: int | None = None


def asked_for(selecting: Selecting, words: str) -> Asked | Paid:
    """The goal that words name. Raises `ScenarioError`."""
    found = _GOAL.fullmatch(words)
    if found is None:
        raise ScenarioError(
            say(
                "a goal is FIGURE<=NUMBER or FIGURE>=NUMBER (or < and >), such as 'tram-tau.poverty_rate_end<=40', not "
                "{words}",
                "một đích được viết SỐ_LIỆU<=SỐ hoặc SỐ_LIỆU>=SỐ (hoặc < và >), ví dụ "
                "'tram-tau.poverty_rate_end<=40', không phải {words}",
                words=words or "''",
            )
        )
    selector, sign, number = found.groups()
    paths = selecting.figures(selector)
    if len(paths) == 1 and paths[0][0] == FUNDING and sign != "=":
        amount = Decimal(number) if "." in number else int(number)
        return Paid(words.strip(), paths[0], sign.translate(_PLAIN_SIGNS), amount)
    field = str(paths[0][-1])
    about = _ABOUT.get(field)
    if len(paths) > 1 or about is None or paths[0][0] != "targets":
        raise ScenarioError(
            say(
                "{selector}: a goal is about one figure of one area, one of {fields}, or an amount of the funding",
                "{selector}: một đích nói về một số liệu của một địa bàn, một trong {fields}, hoặc một khoản kinh phí",
                selector=selector,
                fields=", ".join(_ABOUT),
            )
        )
    wanted = "<" if about in _FEWER else ">"
    if sign.translate(_PLAIN_SIGNS)[0] != wanted:
        raise ScenarioError(
            say(
                "{words}: seek tells how large a reduction must be, so a goal of {field} is {wanted}= or {wanted}, not "
                "{sign}",
                "{words}: lệnh này cho biết cần giảm bao nhiêu, nên đích của {field} viết {wanted}= hoặc {wanted}, "
                "không viết {sign}",
                words=words,
                field=field,
                wanted=wanted,
                sign=sign,
            )
        )
    located = selecting.located[paths[0][:-1]]
    return Asked(words.strip(), located, field, Goal(about, Fraction(number), strict=sign in "<>"))


def not_a_number(selecting: Selecting, path: Path) -> Text:
    """That a figure has no number to be varied from."""
    return say(
        "{name} is not stated as a number, so it cannot be varied from there",
        "{name} không được ghi bằng một con số nên không có mốc để thay đổi",
        name=selecting.called(path),
    )
