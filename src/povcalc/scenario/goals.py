"""What it would take to reach a goal: the least count that is sure to, and the least that could.

    tram-tau.poverty_rate_end<=40     by varying tram-tau.reduction_households
    yen-bai.reduction_rate>6          by varying the counts of its districts in proportion

A count is sure when the goal is reached in every world that the plan as written allows; it could when there is one
world in which it is. People are held, as everywhere here.
"""

import math
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from povcalc.bounds import Options, Ranges, assumptions_of, ranges
from povcalc.bounds.assumed import Assumptions
from povcalc.bounds.boxes import P0, R0, Box, Refuted
from povcalc.bounds.extremes import Extreme, greatest
from povcalc.bounds.needs import About, Goal, Need, needs
from povcalc.figures import Figure, Form
from povcalc.loading import Reading
from povcalc.places import Path
from povcalc.plan import Located
from povcalc.revising import figure_at
from povcalc.scenario.requests import ScenarioError
from povcalc.scenario.selecting import Selecting
from povcalc.shares import shared_out
from povcalc.text import Text, say

_GOAL = re.compile(r"\s*([^<>=≤≥\s]+)\s*(<=|>=|<|>|≤|≥|=)\s*(-?[0-9]+(?:\.[0-9]+)?)\s*%?\s*")
_ABOUT = {
    "poverty_rate_end": About.RATE,
    "reduction_rate": About.POINTS,
    "poor_households_end": About.POOR,
    "reduction_households": About.COUNT,
}
_FEWER = (About.RATE, About.POOR)
"""Goals that more reduction brings nearer from above."""


class Asked(NamedTuple):
    """A goal in the words of a user, and the area that it is about."""

    words: str
    located: Located
    field: str
    goal: Goal


class Level(NamedTuple):
    """One answer: the figures that it takes, by path, or why none does.

    `need` is what the world that decides asks for, in fractions of households, with that world if it is one;
    `households` are the most, for a sure answer, or the fewest that the area of the goal can have.
    """

    figures: Mapping[Path, int]
    total: int | None
    need: Extreme
    why_not: Text | None = None
    remark: Text | None = None
    households: int | None = None


class Sought(NamedTuple):
    """What a goal takes of the figures that are varied: `sure` in every world, `could` in the kindest.

    `now` are these figures as stated. `absolute` says that a single figure of the goal's own area is varied, so that
    needs are of the whole reduction and not of more than planned. `planned` is the reduction of the goal's area.
    """

    asked: Asked
    reading: Reading
    selecting: Selecting
    assumed: Assumptions
    now: Mapping[Path, int]
    absolute: bool
    sure: Level
    could: Level
    planned: int | None = None


def sought(reading: Reading, words: str, vary: Sequence[str], options: Options | None = None) -> Sought:
    """What it takes to reach a goal by varying counts. Raises `ScenarioError` for a question that has no answer."""
    plan = reading.plan
    if plan is None:
        raise ScenarioError(Text("nothing of a plan could be read", "không đọc được kế hoạch"))
    selecting = Selecting(plan)
    asked = _asked(selecting, words)
    paths = list(dict.fromkeys(path for each in vary for path in selecting.figures(each)))
    now = _counts(selecting, asked, paths)
    assumed = assumptions_of(plan, options)
    found = ranges(selecting.areas, assumed)
    absolute = paths == [(*asked.located.path, "reduction_households")]
    try:
        need = needs(asked.located, found, asked.goal, absolute=absolute)
        sure, could = (
            _level(selecting, found, asked, now, need, absolute=absolute, sure=each) for each in (True, False)
        )
    except Refuted:
        raise ScenarioError(
            say(
                "{area}: no numbers of households make all of the plan's figures true; see povcalc check",
                "{area}: không có tổng số hộ nào phù hợp với mọi số liệu của kế hoạch; xem povcalc check",
                area=asked.located.area.name,
            )
        ) from None
    planned = found.of(asked.located.path, "reduction_households")
    return Sought(
        asked,
        reading,
        selecting,
        assumed,
        now,
        absolute,
        sure,
        could,
        int(planned.low) if planned.is_point and planned.low is not None else None,
    )


def _asked(selecting: Selecting, words: str) -> Asked:
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
    field = str(paths[0][-1])
    about = _ABOUT.get(field)
    if len(paths) > 1 or about is None or paths[0][0] != "targets":
        raise ScenarioError(
            say(
                "{selector}: a goal is about one figure of one area, one of {fields}",
                "{selector}: một đích nói về một số liệu của một địa bàn, một trong {fields}",
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


_PLAIN_SIGNS = str.maketrans({"≤": "<", "≥": ">"})


def _counts(selecting: Selecting, asked: Asked, paths: Sequence[Path]) -> dict[Path, int]:
    """The counts that are varied, as stated. Raises `ScenarioError` for figures that cannot be."""
    if not paths:
        raise ScenarioError(
            Text(
                "name what is varied with --vary, such as --vary tram-tau.reduction_households",
                "hãy nêu số được thay đổi bằng --vary, ví dụ --vary tram-tau.reduction_households",
            )
        )
    now: dict[Path, int] = {}
    for path in paths:
        figure = figure_at(selecting.plan, path)
        name = selecting.called(path)
        if path[-1] != "reduction_households":
            raise ScenarioError(
                say(
                    "{name}: what is varied are reductions in households, such as {example}",
                    "{name}: số được thay đổi là số hộ nghèo giảm, ví dụ {example}",
                    name=name,
                    example=f"{selecting.called(asked.located.path)}.reduction_households",
                )
            )
        if path[: len(asked.located.path)] != asked.located.path:
            raise ScenarioError(
                say(
                    "{goal} does not depend on {name}: vary the area itself or areas inside it",
                    "{goal} không phụ thuộc {name}: hãy thay đổi chính địa bàn đó hoặc địa bàn trực thuộc",
                    goal=asked.words,
                    name=name,
                )
            )
        if any(other != path and path[: len(other) - 1] == other[:-1] for other in paths):
            raise ScenarioError(
                say(
                    "{name} lies inside another area that is varied too: vary one of the two",
                    "{name} nằm trong một địa bàn khác cũng được thay đổi: chỉ thay đổi một trong hai",
                    name=name,
                )
            )
        if figure is None or figure.form not in (Form.EXACT, Form.ABOUT) or not isinstance(figure.number, int):
            alone = paths == [(*asked.located.path, "reduction_households")]
            if not alone:
                raise ScenarioError(
                    say(
                        "{name} is not stated as a number, so it cannot be varied from there",
                        "{name} không được ghi bằng một con số nên không có mốc để thay đổi",
                        name=name,
                    )
                )
            continue
        now[path] = figure.number
    return now


def _level(  # noqa: PLR0913 - what an answer is worked out from
    selecting: Selecting,
    found: Ranges,
    asked: Asked,
    now: Mapping[Path, int],
    need: Need,
    *,
    absolute: bool,
    sure: bool,
) -> Level:
    extreme = need.most if sure else need.least
    if extreme.value is None:
        return Level({}, None, extreme, _unbounded(selecting, asked))
    households = math.floor(extreme.value) + 1 if asked.goal.strict else math.ceil(extreme.value)
    # Where even poverty that rises would do, no reduction is the least that is told.
    total = max(0, households if absolute else sum(now.values()) + households)
    if absolute:
        figures = {(*asked.located.path, "reduction_households"): total}
    else:
        if not sum(now.values()) or min(now.values()) < 0:
            return Level({}, None, extreme, _nothing_to_vary(total))
        figures = dict(zip(now, shared_out(total, list(now.values())), strict=True))
    why_not = _in_the_way(selecting, found, asked, figures, sure=sure)
    remark = _remark(selecting, found, figures, absolute=absolute) if sure and why_not is None else None
    if remark is None and extreme.world is None and not _is_of_base(asked, found):
        remark = _CUT_SHORT
    base = found.of(asked.located.path, "households_end")
    end = base.high if sure else base.low
    return Level(figures, total, extreme, why_not, remark, None if end is None else int(end))


def _unbounded(selecting: Selecting, asked: Asked) -> Text:
    return say(
        "no number of households bounds it: see povcalc why {area}.households",
        "không có giới hạn về tổng số hộ: xem povcalc why {area}.households",
        area=selecting.called(asked.located.path),
    )


def _nothing_to_vary(total: int) -> Text:
    return say(
        "the varied figures would have to come to {total} households; vary areas that have reductions to share it",
        "tổng các số được thay đổi phải là {total} hộ; hãy thay đổi số của những địa bàn có số hộ nghèo giảm",
        total=total,
    )


def _in_the_way(
    selecting: Selecting, found: Ranges, asked: Asked, figures: Mapping[Path, int], *, sure: bool
) -> Text | None:
    """The figure that keeps a goal out of reach: an area's rate at the start, for points; or its poor."""
    name = selecting.called(asked.located.path)
    if asked.goal.about is About.POINTS:
        end = _rate_at_start(found, asked.located.path, most=not sure)
        if end is not None and end < asked.goal.number:
            return say(
                "{name}.poverty_rate_start stands in the way: it may be no more than {end}% (povcalc why {name}."
                "poverty_rate_start)",
                "vướng ở {name}.poverty_rate_start: có thể chỉ đến {end}% (povcalc why {name}.poverty_rate_start)",
                name=name,
                end=Fraction(end),
            )
    for path, count in figures.items():
        poor = found.box(path[:-1]).high[P0]
        if asked.goal.about is About.COUNT:
            poor = _poor(found, path[:-1], most=not sure)
        if count > poor:
            return say(
                "{name}.poor_households_start stands in the way: {count} fewer poor households, where there may be no "
                "more than {poor} (povcalc why {name}.poor_households_start)",
                "vướng ở {name}.poor_households_start: giảm {count} hộ nghèo, trong khi có thể chỉ có {poor} hộ nghèo "
                "đầu năm (povcalc why {name}.poor_households_start)",
                name=selecting.called(path[:-1]),
                count=count,
                poor=poor,
            )
    return None


def _rate_at_start(found: Ranges, path: Path, *, most: bool) -> Fraction | None:
    """The greatest, or the least, rate at the start that an area has in any one world."""
    sign = 1 if most else -1

    def bound(box: Box) -> Fraction:
        return sign * Fraction(*(box.most if most else box.least)[R0][:2])

    end = greatest(found.box(path).copy(), bound).value
    return None if end is None else sign * Fraction(end)


def _poor(found: Ranges, path: Path, *, most: bool) -> int:
    """The most, or the fewest, poor at the start that an area has in any one world."""
    sign = 1 if most else -1

    def bound(box: Box) -> int:
        return sign * (box.high[P0] if most else box.low[P0])

    return sign * int(greatest(found.box(path).copy(), bound).value or 0)


def _is_of_base(asked: Asked, found: Ranges) -> bool:
    """Whether points hang on the number of households alone, so that the end of its range decides."""
    box = found.box(asked.located.path)
    return asked.goal.about is About.POINTS and box.growth is not None and box.growth.is_level


_CUT_SHORT = Text(
    "The worlds are too many to look at each: a sure count may be less than this, a possible one more",
    "Có quá nhiều trường hợp nên không xét hết được: số chắc chắn có thể nhỏ hơn, số có thể đạt có thể lớn hơn",
)

_ALL_OF_THEM = Text("all of them are enough", "giảm hết là đủ")
_OTHERS_MORE = Text("other areas have to do so much more", "các địa bàn khác phải giảm thêm chừng ấy")


def _remark(selecting: Selecting, found: Ranges, figures: Mapping[Path, int], *, absolute: bool) -> Text | None:
    """What a sure count means where there may be fewer poor households than that."""
    for path, count in figures.items():
        poor = found.box(path[:-1]).low[P0]
        if count > poor:
            return say(
                "{name} may have as few as {poor} poor households at the start; where it has fewer than {count}, {do}",
                "{name} có thể chỉ có {poor} hộ nghèo đầu năm; nếu có ít hơn {count} thì {do}",
                name=selecting.called(path[:-1]),
                poor=poor,
                count=count,
                do=_ALL_OF_THEM if absolute else _OTHERS_MORE,
            )
    return None


def as_changes(level: Level) -> dict[Path, Figure]:
    """The figures of an answer, as changes of a plan."""
    return {path: Figure(number) for path, number in level.figures.items()}
