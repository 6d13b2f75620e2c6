"""What a goal takes of reductions in households: the least that is sure, and the least that could do."""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from povcalc.bounds import QUANTITIES, Ranges, ranges
from povcalc.bounds.assumed import Assumptions
from povcalc.bounds.boxes import FAR, P0, R0, Box, H, Refuted
from povcalc.bounds.changed import Aim, NoWorldError, changed
from povcalc.bounds.extremes import MAX_BOXES, greatest
from povcalc.bounds.needs import BOXES_OF_A_WHOLE, About, Need, needs
from povcalc.figures import Form, Interval
from povcalc.loading import Reading
from povcalc.places import Path
from povcalc.plan import Located
from povcalc.revising import figure_at
from povcalc.scenario.questions import ALL_OF_THEM, OTHERS_MORE, Asked, Level, Sought, not_a_number
from povcalc.scenario.requests import ScenarioError
from povcalc.scenario.searching import first_reaching
from povcalc.scenario.selecting import Selecting
from povcalc.shares import shared_out
from povcalc.text import SHORT, Text, say


def counted(
    reading: Reading, selecting: Selecting, assumed: Assumptions, asked: Asked, paths: Sequence[Path]
) -> Sought:
    """What a goal takes of counts, one or several in proportion. Raises `ScenarioError`."""
    now = _counts(selecting, asked, paths)
    found = ranges(selecting.areas, assumed)
    absolute = list(paths) == [(*asked.located.path, "reduction_households")]
    try:
        need = needs(asked.located, found, asked.goal, absolute=absolute)
        sure, could = (
            _level(selecting, found, asked, now, need, absolute=absolute, sure=each) for each in (True, False)
        )
        could = _possible(selecting, found, asked, now, could, absolute=absolute)
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
        tuple(paths),
        now,
        absolute,
        sure,
        could,
        int(planned.low) if planned.is_point and planned.low is not None else None,
    )


def _counts(selecting: Selecting, asked: Asked, paths: Sequence[Path]) -> dict[Path, int]:
    """The counts that are varied, as stated. Raises `ScenarioError` for figures that cannot be."""
    now: dict[Path, int] = {}
    for path in paths:
        figure = figure_at(selecting.plan, path)
        if figure is None or figure.form not in (Form.EXACT, Form.ABOUT) or not isinstance(figure.number, int):
            alone = paths == [(*asked.located.path, "reduction_households")]
            if not alone:
                raise ScenarioError(not_a_number(selecting, path))
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
    return Level(figures, total, extreme, why_not, (remark,) if remark else (), None if end is None else int(end))


def _is_kept(level: Level, planned: int, *, absolute: bool) -> bool:
    """Whether the world that decides has room for those left poor, who are no more than its households."""
    if level.need is None or level.need.world is None or level.total is None:
        return True
    _, households, start, end = level.need.world
    left = start - level.total if absolute else end - (level.total - planned)
    return 0 <= left <= households


def _possible(  # noqa: PLR0913 - what an answer is worked out from
    selecting: Selecting, found: Ranges, asked: Asked, now: Mapping[Path, int], level: Level, *, absolute: bool
) -> Level:
    """A possible answer that the areas can keep together: the poor of one world are not those of another.

    What the ranges of all areas leave of it is asked for; where even all the poor do not do, it is out of reach.
    """
    if level.why_not is not None or level.total is None:
        return level
    paths = list(level.figures)
    quantity = QUANTITIES.index(asked.field)
    inside = asked.inside(selecting.areas)

    def follows(total: int) -> Interval | None:
        aims = {path[:-1]: [Aim(H, Interval(None, count))] for path, count in shares(total).items()}
        try:
            return changed(inside, found, aims)[asked.located.path].after.interval(quantity)
        except NoWorldError:
            return None

    def shares(total: int) -> dict[Path, int]:
        weights = [now[path] for path in paths] if len(paths) > 1 else [1]
        return dict(zip(paths, shared_out(total, weights), strict=True))

    def is_reached(total: int) -> bool:
        # Where no world is left, so few leave poverty that the others are more than there are households.
        then = follows(total)
        return then is not None and then.meets(asked.wanted)

    if is_reached(level.total) and _is_kept(level, 0 if absolute else sum(now.values()), absolute=absolute):
        return level
    poor = [found.box(path[:-1]).high[P0] for path in paths]
    totals = range(level.total, max(level.total, sum(poor) if max(poor) < FAR else level.total) + 1)
    at, furthest = first_reaching(totals, is_reached)
    most = totals[at if at is not None else furthest or 0]
    told = _told_by_ranges(selecting, asked, shares(most), follows(most))
    if at is None:
        return Level({}, why_not=told)
    return Level(shares(most), most, remarks=(_CUT_SHORT,), lines=(told,))


def _told_by_ranges(selecting: Selecting, asked: Asked, figures: Mapping[Path, int], follows: Interval | None) -> Text:
    path, count = max(figures.items(), key=lambda each: each[1])
    shown = Interval(None, None) if follows is None else follows.widened(3)
    return say(
        "with {figure} of {count} at the most, {name} of {area} is {range}",
        "với {figure} nhiều nhất là {count}, {name} của {area} là {range}",
        figure=selecting.called(path),
        count=count,
        name=SHORT[asked.field],
        area=asked.located.area.name,
        range=shown,
    )


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
        end = _rate_at_start(found, asked.located, most=not sure)
        if end is not None and (end < asked.goal.number or (asked.goal.strict and end == asked.goal.number)):
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


def _rate_at_start(found: Ranges, located: Located, *, most: bool) -> Fraction | None:
    """The greatest, or the least, rate at the start that an area has in any one world."""
    sign = 1 if most else -1

    def bound(box: Box) -> Fraction:
        return sign * Fraction(*(box.most if most else box.least)[R0][:2])

    limit = BOXES_OF_A_WHOLE if located.children else MAX_BOXES
    end = greatest(found.box(located.path).copy(), bound, limit).value
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
                do=ALL_OF_THEM if absolute else OTHERS_MORE,
            )
    return None
