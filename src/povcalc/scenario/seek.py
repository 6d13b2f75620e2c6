"""What a goal takes.

A question of `povcalc seek` as it was asked, and the form of its answer.

The least demanding of a range of numbers that reaches a goal.

What a goal takes of reductions in households: the least that is sure, and the least that could do.

What a goal takes of end rates, of points or of the poor at the end, step by step of their last decimal.

Several figures share the sum of their steps in proportion. From the least demanding sum to the most: the first for
which the goal is reached in every world that is at least so demanding, and the first for which it may be in one that is
no more demanding. Both are told by the ranges of what follows, so that single worlds are not looked at. A number that
no whole households give, such as 24.99% of 100, moves on to the next more demanding one that they do.

What a goal about money takes of lines of the funding.

What it would take to reach a goal: the least demanding figures that are sure to, and the least that could.

    tram-tau.poverty_rate_end<=40     by varying tram-tau.reduction_households
    yen-bai.reduction_rate>6          by varying the counts of its districts in proportion
    yen-bai.poor_households_end<30000 by varying the end rates of its districts in proportion
    funding.total<=5000000            by varying funding.oda

A figure is sure when the goal is reached in every world that the plan as written allows; it could when there is one
world in which it is. People are held, as everywhere here.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from povcalc.apportion import shared_out
from povcalc.inference.change import BOXES_OF_A_WHOLE, About, Aim, Goal, Need, NoWorldError, allowed, changed, needs
from povcalc.inference.domains import FAR, FIGURES, N1, P0, QUANTITIES, R0, Box, H, Refuted
from povcalc.inference.ranges import MAX_BOXES, Extreme, Ranges, greatest, ranges
from povcalc.messages import SHORT, Text, join, say
from povcalc.places import Path
from povcalc.plan.assumptions import Assumptions, Options, assumptions_of
from povcalc.plan.edit import figure_at
from povcalc.plan.load import Reading
from povcalc.plan.model import Located
from povcalc.scenario.changes import FUNDING, FUNDING_TOTAL, ScenarioError, Selecting
from povcalc.scenario.outcome import TARGETS, said
from povcalc.values import Exact, Figure, Form, Interval, Number, decimals, exact

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


def first_reaching(numbers: Sequence[int], is_reached: Callable[[int], bool | None]) -> tuple[int | None, int | None]:
    """The place of the least demanding number that reaches the goal, since more demanding ones do so too.

    `is_reached` is `None` for numbers that are too demanding for any world. The other place is the furthest of those
    looked at that has one.
    """
    first: int | None = None
    furthest: int | None = None
    low, high = 0, len(numbers) - 1
    while low <= high:
        middle = (low + high) // 2
        reached = is_reached(numbers[middle])
        if reached is not None:
            furthest = middle if furthest is None else max(middle, furthest)
        if reached:
            first = middle
        if reached is False:
            low = middle + 1
        else:
            high = middle - 1
    return first, furthest


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


_PLACES = 2
"""So many decimals has a rate that the plan does not state."""


def stepped(
    reading: Reading, selecting: Selecting, assumed: Assumptions, asked: Asked, paths: Sequence[Path]
) -> Sought:
    """What a goal takes of targets that are no counts of a reduction, one or several in proportion.

    Raises `ScenarioError`.
    """
    now = _stated(selecting, paths)
    places = [decimals(number) for number in now.values()] or [_PLACES if "rate" in str(paths[0][-1]) else 0]
    found = ranges(selecting.areas, assumed)
    steps = _Steps(selecting, found, asked, tuple(paths), max(places), now)
    numbers = steps.numbers()
    if numbers is None:
        raise ScenarioError(
            say(
                "{name}: no number of households bounds it: see povcalc why {area}.households",
                "{name}: không có giới hạn về tổng số hộ: xem povcalc why {area}.households",
                name=selecting.called(paths[0]),
                area=selecting.called(paths[0][:-1]),
            )
        )
    sure, could = (_figure_level(steps, numbers, sure=each) for each in (True, False))
    if sure.figures and _is_less_demanding(steps, sure, could):
        could = sure._replace(remarks=could.remarks)
    return Sought(asked, reading, selecting, assumed, tuple(paths), now, absolute=False, sure=sure, could=could)


def _stated(selecting: Selecting, paths: Sequence[Path]) -> dict[Path, Number]:
    """The numbers that several figures have in the plan, or that one may have. Raises `ScenarioError`."""
    now: dict[Path, Number] = {}
    for path in paths:
        figure = selecting.stated(path)
        # What is promised in words such as "over" has the promised number for its weight.
        if figure is not None and figure.form is not Form.BETWEEN and figure.number >= 0:
            now[path] = figure.number
        elif len(paths) > 1:
            raise ScenarioError(not_a_number(selecting, path))
    return now


class _Steps(NamedTuple):
    """The figures that are varied, and what they have in common: the last decimal, which is the unit of a step."""

    selecting: Selecting
    found: Ranges
    asked: Asked
    paths: tuple[Path, ...]
    places: int
    now: Mapping[Path, Number]

    @property
    def field(self) -> str:
        return str(self.paths[0][-1])

    def weights(self) -> list[int]:
        """What the figures share a sum of steps by; one alone takes it all."""
        if len(self.paths) == 1:
            return [1]
        return [int(exact(self.now[path]) * 10**self.places) for path in self.paths]

    def numbers(self) -> range | None:
        """The sums that the figures may have, in steps, from the least demanding; `None` without bound."""
        weights = self.weights()
        low, high = 0, None
        for path, weight in zip(self.paths, weights, strict=True):
            room = allowed(self.found.box(path[:-1]), FIGURES[self.field][0])
            if room.low is None or room.high is None:
                return None
            if weight:
                scale = Fraction(10**self.places * sum(weights), weight)
                # Outwards, since a printed number stands for what rounds to it.
                low = max(low, math.floor(room.low * scale))
                most = math.ceil(room.high * scale)
                high = most if high is None else min(high, most)
        if high is None:
            return range(0)
        return range(low, high + 1) if self.field == "reduction_rate" else range(high, low - 1, -1)

    def figures(self, step: int) -> dict[Path, Number]:
        shares = shared_out(step, self.weights())
        return {
            path: Decimal(share).scaleb(-self.places) if self.places else share
            for path, share in zip(self.paths, shares, strict=True)
        }

    def aimed_at(self, number: Number, *, sure: bool | None = None) -> list[Aim]:
        """What a number asks for: itself, or for a sure answer this or more demanding, for a possible one no more."""
        meant = said(self.field, Figure(number))
        if sure is not None:
            is_least = sure == (self.field == "reduction_rate")
            low, high = (meant.low, None) if is_least else (None, meant.high)
            meant = Interval(
                low, high, low_open=is_least and meant.low_open, high_open=not is_least and meant.high_open
            )
        return [Aim(FIGURES[self.field][0], meant)]

    def follows(self, step: int, *, sure: bool) -> Interval | None:
        """What the goal's figure is then; `None` where no world is left."""
        aims = {path[:-1]: self.aimed_at(number, sure=sure) for path, number in self.figures(step).items()}
        try:
            found = changed(self.asked.inside(self.selecting.areas), self.found, aims)
        except NoWorldError:
            return None
        return found[self.asked.located.path].after.interval(QUANTITIES.index(self.asked.field))

    def given(self, step: int) -> dict[Path, Number] | None:
        """The figures of a step, each moved on to one that whole households give; `None` where none do."""
        moved = {path: self._given(path, number) for path, number in self.figures(step).items()}
        numbers = {path: number for path, number in moved.items() if number is not None}
        if len(numbers) < len(moved):
            return None
        aims = {path[:-1]: self.aimed_at(number) for path, number in numbers.items()}
        return None if not self._has_world(self.selecting.areas, aims) else numbers

    def _given(self, path: Path, number: Number) -> Number | None:
        located = self.selecting.located[path[:-1]]
        unit = Decimal(1).scaleb(-self.places) if self.places else 1
        if self.field != "reduction_rate":
            unit = -unit
        near = [number + unit * step for step in range(_NEAR)]
        for each in (*near, *self._of_known_base(located.path, number)):
            if self._has_world([located], {located.path: self.aimed_at(each)}):
                return each
        return None

    def _of_known_base(self, path: Path, number: Number) -> Iterator[Number]:
        """The next more demanding rates that whole households give, on the fewest households and on the most."""
        box = self.found.box(path)
        for base in dict.fromkeys((box.high[N1], box.low[N1])):
            if 0 < base < FAR and self.places:
                share = exact(number) * base / 100
                households = math.ceil(share) if self.field == "reduction_rate" else math.floor(share)
                for each in (households, households + (1 if self.field == "reduction_rate" else -1)):
                    yield _printed(Fraction(100 * each, base), self.places)

    def _has_world(self, areas: Sequence[Located], aims: Mapping[Path, Sequence[Aim]]) -> bool:
        try:
            changed(areas, self.found, aims)
        except NoWorldError:
            return False
        return True


def _figure_level(steps: _Steps, numbers: range, *, sure: bool) -> Level:
    wanted = steps.asked.wanted
    follows = cache(lambda step: steps.follows(step, sure=sure))

    def is_reached(step: int) -> bool | None:
        then: Interval | None = follows(step)
        if then is None:
            return None if sure else False  # worlds that are no more demanding: there are fewer, the less it asks for
        return then.within(wanted) if sure else then.meets(wanted)

    at, furthest = first_reaching(numbers, is_reached)
    if at is None:
        return Level({}, why_not=_out_of_reach(steps, None if furthest is None else numbers[furthest]))
    figures = next(filter(None, (steps.given(step) for step in numbers[at : at + _NEAR])), None)
    if figures is None:
        return Level({}, why_not=_NO_WORLD)
    shown = numbers[max(at - 1, 0) : at + 1]
    lines = [_line(steps, step, follows(step), sure=sure, is_before=step != numbers[at]) for step in reversed(shown)]
    if figures != steps.figures(numbers[at]):
        lines.append(_MOVED_ON)
    if len(steps.paths) > 1:
        lines.append(IN_PROPORTION)
    return Level(figures, remarks=tuple(_remarks(steps, figures, sure=sure)), lines=tuple(lines))


_NEAR = 20
"""So many steps a figure is moved on before the rates of known households are tried, and so many sums together."""

_NO_WORLD = Text(
    "no numbers of households and poor households make such figures true",
    "không có tổng số hộ và số hộ nghèo nào phù hợp với các số liệu đó",
)
_MOVED_ON = Text(
    "moved on to the next figure that whole households give",
    "lấy số tiếp theo phù hợp với số hộ nguyên",
)


def _is_less_demanding(steps: _Steps, sure: Level, could: Level) -> bool:
    """Whether a sure answer asks for less than a possible one that was moved on further; then it is possible too."""
    if not could.figures:
        return True
    first, second = (sum(map(exact, level.figures.values()), Fraction(0)) for level in (sure, could))
    return first < second if steps.field == "reduction_rate" else first > second


def _out_of_reach(steps: _Steps, furthest: int | None) -> Text:
    """The figure that has come to the end of what it may be when the goal is still not reached."""
    if furthest is None:
        return _NO_WORLD
    ends = steps.figures(furthest)
    path = min(steps.paths, key=lambda each: _room_left(steps, each, ends[each]))
    return say(
        "{figure} stands in the way: it can go to {end} and no further (povcalc why {name}.poor_households_start)",
        "vướng ở {figure}: chỉ có thể đến {end} (povcalc why {name}.poor_households_start)",
        figure=steps.selecting.called(path),
        end=ends[path],
        name=steps.selecting.called(path[:-1]),
    )


def _room_left(steps: _Steps, path: Path, number: Number) -> Exact:
    """How far a figure is from the most demanding that it may be."""
    room = allowed(steps.found.box(path[:-1]), FIGURES[steps.field][0])
    end: Exact | None = room.high if steps.field == "reduction_rate" else room.low
    return abs(exact(number) - Fraction(end or 0))


def _line(steps: _Steps, step: int, follows: Interval | None, *, sure: bool, is_before: bool) -> Text:
    is_least = sure == (steps.field == "reduction_rate")
    if len(steps.paths) > _LISTED:
        told = _together(steps, is_before=is_before)
    else:
        told = join(
            (
                say(
                    "{figure} {sign} {number}",
                    "{figure} {sign} {number}",
                    figure=steps.selecting.called(path),
                    sign="≥" if is_least else "≤",
                    number=number,
                )
                for path, number in steps.figures(step).items()
            ),
            ", ",
        )
    if follows is None:
        return say("{told}: no world is left", "{told}: không còn trường hợp nào", told=told)
    shown = follows.widened(3)
    return say(
        "{told}: {name} of {area} {range}",
        "{told}: {name} của {area} {range}",
        told=told,
        name=SHORT[steps.asked.field],
        area=steps.asked.located.area.name,
        range=shown,
    )


def _together(steps: _Steps, *, is_before: bool) -> Text:
    count = len(steps.paths)
    if not is_before:
        return say("these {count} figures", "{count} số này", count=count)
    return say(
        "these {count} figures together less demanding by {unit}",
        "{count} số này cộng lại ít đòi hỏi hơn {unit}",
        count=count,
        unit=Decimal(1).scaleb(-steps.places),
    )


_LISTED = 3
"""So many figures a line of arithmetic lists."""


def _remarks(steps: _Steps, figures: Mapping[Path, Number], *, sure: bool) -> Iterator[Text]:
    """How far an answer by ranges can be trusted, and what it means where an area has fewer poor than it asks for."""
    yield _BY_RANGES
    for path, number in figures.items() if sure and steps.field == "reduction_rate" else ():
        start = Fraction(*steps.found.box(path[:-1]).least[R0][:2])
        if exact(number) > start:
            yield say(
                "{name} may have a rate at the start as low as {start}%; where it is under {number}%, {do}",
                "{name} có thể có tỷ lệ đầu năm chỉ {start}%; nếu dưới {number}% thì {do}",
                name=steps.selecting.called(path[:-1]),
                start=start,
                number=number,
                do=ALL_OF_THEM if path[:-1] == steps.asked.located.path else OTHERS_MORE,
            )
            return


_BY_RANGES = Text(
    "Told by the ranges of what follows, and not world by world: a less demanding number may be sure too, and a "
    "possible one may have to be more demanding",
    "Xét theo khoảng của hệ quả, không xét từng trường hợp: số ít đòi hỏi hơn cũng có thể chắc chắn đạt, và số có thể "
    "đạt có thể phải đòi hỏi hơn",
)


def _printed(rate: Fraction, places: int) -> Decimal:
    """A rate as it is printed, halves up."""
    return Decimal(math.floor(rate * 10**places + Fraction(1, 2))).scaleb(-places)


def paid(reading: Reading, selecting: Selecting, assumed: Assumptions, goal: Paid, paths: Sequence[Path]) -> Sought:
    """What lines have to be for a goal about the total or one of them. Raises `ScenarioError`.

    Money has no worlds: what is sure is what could.
    """
    funding = selecting.plan.funding
    lines: list[Path] = [(FUNDING, "lines", at, "amount") for at in range(len(funding.lines) if funding else 0)]
    for path in paths:
        if path not in lines or goal.path not in (FUNDING_TOTAL, path):
            raise ScenarioError(
                say(
                    "{goal} does not depend on {name}: vary lines of the funding",
                    "{goal} không phụ thuộc {name}: hãy thay đổi các nguồn vốn",
                    goal=goal.words,
                    name=selecting.called(path),
                )
            )
    counted = lines if goal.path == FUNDING_TOTAL else [goal.path]
    amounts = {path: _number(selecting, path) for path in counted}
    level = _money_level(goal, amounts, paths)
    now = {path: amounts[path] for path in paths}
    return Sought(goal, reading, selecting, assumed, tuple(paths), now, absolute=False, sure=level, could=level)


def _number(selecting: Selecting, path: Path) -> Number:
    figure: Figure | None = selecting.stated(path)
    if figure is None or figure.form not in (Form.EXACT, Form.ABOUT):
        raise ScenarioError(
            say(
                "{name} is not stated as a number, so the sum is not known",
                "{name} không được ghi bằng một con số nên không biết tổng",
                name=selecting.called(path),
            )
        )
    return figure.number


def _money_level(goal: Paid, amounts: dict[Path, Number], paths: Sequence[Path]) -> Level:
    places = max(decimals(number) for number in (*amounts.values(), goal.number))
    unit = 10**places
    rest = sum(_units(number, unit) for path, number in amounts.items() if path not in paths)
    target = _units(goal.number, unit) + {"<": -1, ">": 1}.get(goal.sign, 0)
    left = target - rest
    weights = [_units(amounts[path], unit) for path in paths] if len(paths) > 1 else [1]
    if left <= 0 and goal.sign[0] == "<":  # an amount is more than nought
        return Level({}, why_not=_money_in_the_way(rest, places))
    if left > 0 and not sum(weights):
        return Level({}, why_not=_no_lines_to_vary(left, places))
    shares = shared_out(max(left, 0), weights)
    figures = {path: _back(share, places) for path, share in zip(paths, shares, strict=True)}
    return Level(figures, lines=_lines(target, rest, places, several=len(paths) > 1))


def _lines(target: int, rest: int, places: int, *, several: bool) -> tuple[Text, ...]:
    line = say(
        "{target} − {rest} of the other lines = {left}",
        "{target} − {rest} của các nguồn khác = {left}",
        target=_back(target, places),
        rest=_back(rest, places),
        left=_back(target - rest, places),
    )
    if target <= rest:
        return line, Text("nothing is needed", "không cần thêm gì")
    return (line, IN_PROPORTION) if several else (line,)


def _units(number: Number, unit: int) -> int:
    scaled: Exact = exact(number) * unit
    return int(scaled)


def _back(units: int, places: int) -> Number:
    return Decimal(units).scaleb(-places) if places else units


def _money_in_the_way(rest: int, places: int) -> Text:
    return say(
        "the other lines stand in the way: they alone make {rest}",
        "vướng ở các nguồn khác: riêng chúng đã là {rest}",
        rest=_back(rest, places),
    )


def _no_lines_to_vary(left: int, places: int) -> Text:
    return say(
        "the varied amounts would have to come to {left}; vary lines that have money to share it by",
        "tổng các khoản được thay đổi phải là {left}; hãy thay đổi những nguồn vốn đã có tiền",
        left=_back(left, places),
    )


COUNT = "reduction_households"


def sought(reading: Reading, words: str, vary: Sequence[str], options: Options | None = None) -> Sought:
    """What it takes to reach a goal by varying figures. Raises `ScenarioError` for a question that has no answer."""
    plan = reading.plan
    if plan is None:
        raise ScenarioError(Text("nothing of a plan could be read", "không đọc được kế hoạch"))
    selecting = Selecting(plan)
    asked = asked_for(selecting, words)
    paths = list(dict.fromkeys(path for each in vary for path in selecting.figures(each)))
    if not paths:
        raise ScenarioError(
            Text(
                "name what is varied with --vary, such as --vary tram-tau.reduction_households",
                "hãy nêu số được thay đổi bằng --vary, ví dụ --vary tram-tau.reduction_households",
            )
        )
    assumed = assumptions_of(plan, options)
    if isinstance(asked, Paid):
        return paid(reading, selecting, assumed, asked, paths)
    _refuse_unfit(selecting, asked, paths)
    if paths[0][-1] == COUNT:
        return counted(reading, selecting, assumed, asked, paths)
    return stepped(reading, selecting, assumed, asked, paths)


def _refuse_unfit(selecting: Selecting, asked: Asked, paths: Sequence[Path]) -> None:
    """Raise `ScenarioError` for figures that cannot be varied for a goal of an area."""
    if len({path[-1] for path in paths}) > 1:
        raise ScenarioError(
            say(
                "figures that are varied together are of one kind, not {fields}",
                "các số được thay đổi cùng nhau phải cùng một loại, không phải {fields}",
                fields=", ".join(dict.fromkeys(str(path[-1]) for path in paths)),
            )
        )
    for path in paths:
        name = selecting.called(path)
        if path[: len(asked.located.path)] != asked.located.path:
            raise ScenarioError(
                say(
                    "{goal} does not depend on {name}: vary the area itself or areas inside it",
                    "{goal} không phụ thuộc {name}: hãy thay đổi chính địa bàn đó hoặc địa bàn trực thuộc",
                    goal=asked.words,
                    name=name,
                )
            )
        if path[-1] not in TARGETS:
            raise ScenarioError(
                say(
                    "{name}: what is varied are targets, {fields}; the people of an area are held",
                    "{name}: số được thay đổi là các chỉ tiêu, {fields}; dân số của địa bàn giữ nguyên",
                    name=name,
                    fields=", ".join(TARGETS),
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
