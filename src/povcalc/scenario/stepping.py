"""What a goal takes of end rates, of points or of the poor at the end, step by step of their last decimal.

Several figures share the sum of their steps in proportion. From the least demanding sum to the most: the first for
which the goal is reached in every world that is at least so demanding, and the first for which it may be in one that is
no more demanding. Both are told by the ranges of what follows, so that single worlds are not looked at. A number that
no whole households give, such as 24.99% of 100, moves on to the next more demanding one that they do.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from povcalc.bounds import QUANTITIES, Ranges, ranges
from povcalc.bounds.assumed import Assumptions
from povcalc.bounds.boxes import FAR, FIGURES, N1, R0
from povcalc.bounds.changed import Aim, NoWorldError, allowed, changed
from povcalc.figures import Exact, Figure, Form, Interval, Number, decimals, exact
from povcalc.loading import Reading
from povcalc.places import Path
from povcalc.plan import Located
from povcalc.scenario.outcomes import said
from povcalc.scenario.questions import ALL_OF_THEM, IN_PROPORTION, OTHERS_MORE, Asked, Level, Sought, not_a_number
from povcalc.scenario.requests import ScenarioError
from povcalc.scenario.searching import first_reaching
from povcalc.scenario.selecting import Selecting
from povcalc.shares import shared_out
from povcalc.text import SHORT, Text, join, say

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
    sure, could = (_level(steps, numbers, sure=each) for each in (True, False))
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


def _level(steps: _Steps, numbers: range, *, sure: bool) -> Level:
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
