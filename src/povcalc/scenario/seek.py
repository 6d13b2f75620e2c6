"""What it would take to reach a goal: the least demanding figures that are guaranteed to, and those that possibly do.

    tram-tau.poverty_rate_end<=40     by varying tram-tau.reduction_households
    yen-bai.reduction_rate>6          by varying the counts of its districts in proportion
    yen-bai.poor_households_end<30000 by varying the end rates of its districts in proportion
    yen-bai.exits>=15000              by varying the exits of its districts, where the plan states flows
    yen-bai.reduction_rate_per_year>6 as reduction_rate over the years of the plan
    funding.total<=5000000            by varying funding.oda

An answer is guaranteed when the goal is reached for all numbers of households and poor households that the plan as
written allows, and possible when it is reached for some of them. Populations stay fixed, as in every what-if.

Reductions in households are found by `seek_households`, which looks at single combinations of households and so is
tight; other targets by `seek_figures`, step by step of their last decimal, from the ranges of what follows: the first
step for which these lie within the goal is guaranteed, the first for which they meet it possible. A number that no
whole households give, such as 24.99% of 100, moves on to the next more demanding one that they do give. Amounts have
no ranges: `seek_funding` subtracts.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import cycle
from typing import NamedTuple

from povcalc.apportion import shared_out
from povcalc.inference.change import (
    DOMAINS_OF_A_WHOLE,
    About,
    Aim,
    Goal,
    Kept,
    NoSolutionError,
    allowed,
    changed,
    domains_of_each,
    kept_by,
    required_reduction,
)
from povcalc.inference.counts import sums_of, used_in
from povcalc.inference.domains import FAR, FIGURES, HIGH, LOW, N1, P0, R0, Domain, Infeasible
from povcalc.inference.ranges import MAX_DOMAINS, Extreme, Ranges, Solution, maximise, ranges
from povcalc.measures import MEAN_OF, MEASURE_OF, MEASURES, POINTS, REDUCTIONS
from povcalc.messages import SHORT, Message, join, value_words
from povcalc.numerals import money, read, readings_typed, understood, wanted_of, why_not
from povcalc.places import Path
from povcalc.plan.assumptions import Assumptions, Options, assumptions_of, years_of
from povcalc.plan.load import Reading
from povcalc.plan.model import Located, is_part
from povcalc.scenario.changes import (
    CHILDREN,
    FUNDING,
    FUNDING_TOTAL,
    FigureIndex,
    ScenarioError,
    plain_number,
)
from povcalc.scenario.outcome import index_of, meaning, targets_of
from povcalc.values import Exact, Figure, Form, Interval, Number, decimals, exact, in_units, scaled

_GOAL = re.compile(r"\s*([^<>=≤≥]+?)\s*(<=|>=|<|>|≤|≥|=)\s*([^<>=≤≥]*[0-9][^<>=≤≥]*)")
_PLAIN_SIGNS = str.maketrans({"≤": "<=", "≥": ">="})
_ABOUT = {
    field: about
    for measure in MEASURES
    for field, about in (
        (measure.rates[1], About.RATE),
        (measure.points, About.POINTS),
        (measure.stocks[1], About.POOR),
        (measure.reduction, About.COUNT),
        *((each, About.COUNT) for each in measure.flows[:1]),
    )
}
_AT_MOST = (About.RATE, About.POOR)
"""Goals that the figure be at most so much; the others ask for at least so much."""

GOALS = {field: "<=" if about in _AT_MOST else ">=" for field, about in _ABOUT.items()} | dict.fromkeys(MEAN_OF, ">=")
"""The figures of an area that a goal may be about, each with the sign that it takes."""

EXITS = frozenset(measure.flows[0] for measure in MEASURES if measure.flows)
"""What is varied where a plan states flows: those that fall into poverty stay as planned."""


class AreaGoal(NamedTuple):
    """A goal for a figure of an area, in the words of the user and as inference has it."""

    words: str
    located: Located
    field: str
    goal: Goal
    understood: Message | None = None

    @property
    def wanted(self) -> Interval:
        """Where the figure has to lie."""
        if self.goal.about in _AT_MOST:
            return Interval(None, self.goal.number, high_open=self.goal.strict)
        return Interval(self.goal.number, None, low_open=self.goal.strict)

    @property
    def quantity(self) -> int:
        """The number of the quantity that has to lie there."""
        return FIGURES[self.field][0]


class FundingGoal(NamedTuple):
    """A goal for an amount: its path, and the sign and the number that it is held against."""

    words: str
    path: Path
    sign: str
    number: Number
    understood: Message | None = None


class SeekAnswer(NamedTuple):
    """One answer: the figures that it takes, by path, or why none does; `lines` are the arithmetic.

    For reductions in households, `total` is their sum, and `need` what the combination of households that decides asks
    for, in fractions of households, with that combination if one was found.
    """

    figures: Mapping[Path, Number]
    why_not: Message | None = None
    remarks: tuple[Message, ...] = ()
    lines: tuple[Message, ...] = ()
    total: int | None = None
    need: Extreme | None = None


class SeekResult(NamedTuple):
    """What a goal takes of the figures that are varied: guaranteed in every case, possible in the most favourable.

    `varied` are their paths, and `now` these figures as stated.
    """

    goal: AreaGoal | FundingGoal
    figure_index: FigureIndex
    assumed: Assumptions
    varied: tuple[Path, ...]
    now: Mapping[Path, Number]
    guaranteed: SeekAnswer
    possible: SeekAnswer


NOTHING_VARIED = Message("name what is varied with --vary, such as --vary tram-tau.reduction_households")


Known = Callable[[], Ranges | None]
"""Gives the ranges of the plan as written, if there are any already."""


def seek_goal(
    reading: Reading, words: str, vary: Sequence[str], options: Options | None = None, known: Known = lambda: None
) -> SeekResult:
    """What it takes to reach a goal by varying figures. Raises `ScenarioError` for a question that has no answer."""
    index = index_of(reading)
    goal = parse_goal(index, words)
    paths = tuple(dict.fromkeys(path for each in vary for path in index.paths(each)))
    if not paths:
        raise ScenarioError(NOTHING_VARIED)
    assumed = assumptions_of(index.plan, options)
    if isinstance(goal, FundingGoal):
        now, answer = seek_funding(index, goal, paths)
        return SeekResult(goal, index, assumed, paths, now, answer, answer)
    for why in _unrelated(index, goal, paths):
        raise ScenarioError(why)
    search = _Search(index, assumed, goal, paths, known)
    engine = seek_households if search.is_count and goal.field not in EXITS else seek_figures
    return SeekResult(goal, index, assumed, paths, search.now, *_told_apart(search, *engine(search)))


def could_vary(reading: Reading, words: str, options: Options | None = None) -> str | None:
    """What may be varied for a goal: targets of the areas inside its area, else its own; `None` where nothing can.

    Raises `ScenarioError` for what is no goal.
    """
    index = index_of(reading)
    goal = parse_goal(index, words)
    if isinstance(goal, FundingGoal):
        lines = index.plan.funding.lines if index.plan.funding else ()
        names = [f"{FUNDING}.{line.id}" for line in lines]
    else:
        name = index.name(goal.located.path)
        inside = [f"{name}/{CHILDREN}"] if goal.located.children else []
        names = [f"{each}.{field}" for each in (*inside, name) for field in targets_of(goal.goal.measure)]
    for each in names:
        with suppress(ScenarioError):
            seek_goal(reading, words, [each], options)
            return each
    return None


def parse_goal(index: FigureIndex, words: str) -> AreaGoal | FundingGoal:
    """The goal that words name. Raises `ScenarioError`."""
    found = _GOAL.fullmatch(words)
    if found is None:
        raise ScenarioError(
            "a goal is FIGURE<=NUMBER or FIGURE>=NUMBER (or < and >), such as 'tram-tau.poverty_rate_end<=40', not "
            "{words}",
            words=words or "''",
        )
    selector, sign = found[1], found[2].translate(_PLAIN_SIGNS)
    path, *others = index.paths(selector)
    number, said = _goal_number(index, found, path)
    if path[0] == FUNDING and not others and sign != "=":
        return FundingGoal(words.strip(), path, sign, number, said)
    field = str(path[-1])
    about = _ABOUT.get(MEAN_OF.get(field, field))
    if others or about is None or path[0] == FUNDING:
        raise ScenarioError(
            "{selector}: a goal is about one figure of one area, one of {fields}, or an amount of the funding",
            selector=selector,
            fields=", ".join(GOALS),
        )
    measure = MEASURE_OF[field]
    if field in EXITS and measure not in used_in(index.areas).with_flows:
        raise ScenarioError(
            "{selector}: the plan states no flows; set a goal for {field}", selector=selector, field=measure.reduction
        )
    goal = AreaGoal(
        words.strip(),
        index.located[path[:-1]],
        MEAN_OF.get(field, field),
        Goal(about, Fraction(number), sign in "<>", measure),
        said,
    )
    _refuse_direction(goal._replace(field=field), found[2])
    return _over_years(index, goal, sign) if field in MEAN_OF else goal


def _over_years(index: FigureIndex, goal: AreaGoal, sign: str) -> AreaGoal:
    """A goal for a mean of the years as one for all of them together. Raises `ScenarioError`."""
    least, most = years_of(index.plan.document)
    if least != most or not least:
        raise ScenarioError(
            "{words}: the document does not say over how many years; set a goal for {field}",
            words=goal.words,
            field=goal.field,
        )
    asked = goal.goal._replace(number=goal.goal.number * least)
    name = index.name((*goal.located.path, goal.field))
    said = Message(
        "{words} is read as {name}{sign}{number}, over {years} years",
        words=goal.words,
        name=name,
        sign=sign,
        number=value_words(asked.number),
        years=least,
    )
    return goal._replace(goal=asked, understood=said)


def _goal_number(index: FigureIndex, goal: re.Match[str], path: Path) -> tuple[Number, Message | None]:
    """The number of a goal, and what it was taken for if it is not the format's writing. Raises `ScenarioError`."""
    funding = index.plan.funding
    wanted = wanted_of(str(path[-1]), index.plan.wording.counted)
    if funding is not None and path[0] == FUNDING:
        wanted = money(funding.unit)
    numeral = read(goal[3], wanted)
    if numeral.figure is None or numeral.figure.form is not Form.EXACT:
        why = why_not(goal[3], numeral, wanted, f"{goal[1]}{goal[2]}")
        raise ScenarioError(
            why or Message("{words} is not a number that a goal can have", words=goal[0].strip()),
            tuple((goal[0], f"{goal[1]}{goal[2]}{each}") for each in readings_typed(numeral, wanted)),
        )
    return numeral.figure.number, None if numeral.plain else understood(goal[0], numeral.figure, f"{goal[1]}{goal[2]}")


def _refuse_direction(goal: AreaGoal, sign: str) -> None:
    """Raise `ScenarioError` for a goal that less reduction reaches."""
    wanted = GOALS[goal.field][0]
    if sign.translate(_PLAIN_SIGNS)[0] != wanted:
        raise ScenarioError(
            "{words}: seek tells how large a reduction must be, so a goal of {field} is {wanted}= or {wanted}, not "
            "{sign}",
            words=goal.words,
            field=goal.field,
            wanted=wanted,
            sign=sign,
        )


def _made_of(index: FigureIndex, located: Located) -> set[Path]:
    """The areas that an area is the sum of in any way, and those that they are of."""
    inside = {path for paths in sums_of(located) for path in paths}
    return inside.union(*(_made_of(index, index.located[path]) for path in inside))


def _unrelated(index: FigureIndex, goal: AreaGoal, paths: Sequence[Path]) -> Iterator[Message]:
    """Why figures cannot be varied for a goal of an area."""
    if len({path[-1] for path in paths}) > 1:
        yield Message(
            "figures that are varied together are of one kind, not {fields}",
            fields=", ".join(dict.fromkeys(str(path[-1]) for path in paths)),
        )
    varied = {path[:-1] for path in paths}
    made_of = _made_of(index, goal.located) if goal.located.splits else ()
    for path in paths:
        name = index.name(path)
        if path[: len(goal.located.path)] != goal.located.path and path[:-1] not in made_of:
            yield Message(
                "{goal} does not depend on {name}: vary the area itself or areas inside it",
                goal=goal.words,
                name=name,
            )
        targets = (*targets_of(goal.goal.measure), *goal.goal.measure.flows[:1])
        if path[-1] not in targets:
            yield Message(
                "{name}: only targets can be varied, {fields}; populations stay fixed",
                name=name,
                fields=", ".join(targets),
            )
        if any(path[:depth] in varied for depth in range(1, len(path) - 1)):
            yield Message(
                "{name} lies inside another area that is varied too: vary one of the two",
                name=name,
            )


class _Search:
    """Targets that are varied for a goal of an area.

    Several share one sum in proportion to what is stated; sums are counted in steps, units of the last decimal.
    """

    def __init__(
        self, index: FigureIndex, assumed: Assumptions, goal: AreaGoal, paths: tuple[Path, ...], known: Known
    ) -> None:
        self.index = index
        self.goal = goal
        self.paths = paths
        self.field = str(paths[0][-1])
        self.quantity = FIGURES[self.field][0]
        self.measure = MEASURE_OF[self.field]
        self.is_count = self.field in REDUCTIONS
        self.is_reduction = self.is_count or self.field in EXITS | POINTS
        self.is_own = paths == ((*goal.located.path, self.field),)
        self.now = self._stated()
        # A rate that the plan does not state has two decimals.
        self.places = max(map(decimals, self.now.values()), default=2 if "rate" in self.field else 0)
        self.weights = [in_units(self.now[path], 10**self.places) for path in paths] if len(paths) > 1 else [1]
        self._areas = [path[:-1] for path in paths]
        self._known_aims: dict[tuple[int, bool | None], list[Aim]] = {}
        self._kept: Kept = {}
        self._exact: Kept = {}
        self.found = known() or ranges(index.areas, assumed)
        depth = len(goal.located.path)
        # What becomes of other areas says nothing of the goal.
        self.inside = [
            each for each in index.areas if is_part(goal.located.path) or each.path[:depth] == goal.located.path
        ]

    def _stated(self) -> dict[Path, Number]:
        """The numbers that the figures have in the plan. Raises `ScenarioError` where one is needed and missing."""
        now: dict[Path, Number] = {}
        for path in self.paths:
            figure = self.index.stated(path)
            if self.is_count:
                is_usable, is_optional = plain_number(figure) is not None, self.is_own
            else:  # a promise in words such as "over" is shared by its number
                is_usable = figure is not None and figure.form is not Form.BETWEEN and figure.number >= 0
                is_optional = len(self.paths) == 1
            if figure is not None and is_usable:
                now[path] = figure.number
            elif not is_optional:
                raise ScenarioError(
                    "{name} is not stated as a number, so it cannot be varied from there", name=self.index.name(path)
                )
        return now

    def units(self, step: int) -> tuple[int, ...]:
        """What each figure has of a sum, in units of the last decimal."""
        return shared_out(step, self.weights)

    def figures(self, step: int) -> dict[Path, Number]:
        """The figures that share a sum."""
        return self.in_figures(self.units(step))

    def in_figures(self, units: Sequence[int]) -> dict[Path, Number]:
        """The figures that are so many units of the last decimal."""
        return {path: scaled(each, self.places) for path, each in zip(self.paths, units, strict=True)}

    def follows(self, step: int, *, guaranteed: bool) -> Interval | None:
        """The goal's figure when the varied ones are these or more demanding, or for a possible answer no more.

        `None` where no households satisfy that.
        """
        open_end = HIGH if guaranteed == self.is_reduction else LOW
        units = zip(self._areas, self.units(step), strict=True)
        aims = {area: self._aims(each, open_end=open_end) for area, each in units}
        try:  # where the steps are close together most areas have the same figures as in the one before
            found = changed(self.inside, self.found, aims, self.measure, kept=self._kept)
        except NoSolutionError:
            return None
        return found[self.goal.located.path].after.interval(self.goal.quantity)

    def is_satisfiable(self, units: Sequence[int]) -> bool:
        """Whether some households give just the figures of so many units."""
        aims = {area: self._aims(each) for area, each in zip(self._areas, units, strict=True)}
        try:
            changed(self.index.areas, self.found, aims, self.measure, kept=self._exact)
        except NoSolutionError:
            return False
        return True

    def can_be(self, path: Path, units: int) -> bool:
        """Whether some households of its area give a figure of so many units."""
        aims = self._aims(units)
        change = kept_by(self.domain(path[:-1]), aims)
        if change is not None:
            self._exact[path[:-1]] = aims, change
        return change is not None

    def domain(self, path: Path) -> Domain:
        """The ranges of an area by the measure that is varied."""
        return self.found.domain(path, self.measure)

    def _aims(self, units: int, *, open_end: bool | None = None) -> list[Aim]:
        """What a figure of so many units says of its area, but for the end of it that is left open.

        Many areas have the same.
        """
        key = units, open_end
        if key not in self._known_aims:
            said = meaning(self.field, Figure(scaled(units, self.places)))
            if open_end is not None:
                low, high, low_open, high_open = said
                said = Interval(low, None, low_open) if open_end == HIGH else Interval(None, high, high_open=high_open)
            self._known_aims[key] = [Aim(self.quantity, said)]
        return self._known_aims[key]


def _told_apart(search: _Search, guaranteed: SeekAnswer, possible: SeekAnswer) -> tuple[SeekAnswer, SeekAnswer]:
    """The two answers, or one where both take the same; a possible one takes no less than the plan does today."""
    sign = 1 if search.is_reduction else -1
    sure, could, now = (
        sign * sum(map(exact, each.values())) for each in (guaranteed.figures, possible.figures, search.now)
    )
    if possible.why_not is None and len(search.now) == len(search.paths) and could < now:
        if guaranteed.why_not is None and sure < now:
            possible = guaranteed
        else:
            possible = SeekAnswer(
                dict(search.now), None, possible.remarks, (_MAY_DO,), total=possible.total and int(now)
            )
    is_same = possible.figures == guaranteed.figures and possible.why_not == guaranteed.why_not
    if is_same and guaranteed.why_not is None:
        guaranteed = guaranteed._replace(remarks=tuple(dict.fromkeys((*guaranteed.remarks, *possible.remarks))))
        possible = guaranteed
    return guaranteed, possible


_MAY_DO = Message("the figures as stated may reach it already")


def seek_households(search: _Search) -> tuple[SeekAnswer, SeekAnswer]:
    """What a goal takes of reductions in households: the guaranteed and the possible answer. Raises `ScenarioError`."""
    goal = search.goal
    try:
        # Of the area's own count the whole is sought, of others how much more than planned.
        need = required_reduction(goal.located, search.found, goal.goal, absolute=search.is_own)
        guaranteed = _by_need(search, need.most, guaranteed=True)
        return guaranteed, _kept_together(search, _by_need(search, need.least, guaranteed=False))
    except Infeasible:
        raise ScenarioError(
            "{area}: no numbers of households make all of the plan's figures true; see povcalc check",
            area=goal.located.name,
        ) from None


def _planned(search: _Search) -> int:
    """The counts that are varied, together, as stated; zero where the whole reduction is sought."""
    return 0 if search.is_own else int(sum(search.now.values()))


def _by_need(search: _Search, need: Extreme, *, guaranteed: bool) -> SeekAnswer:
    goal = search.goal
    if need.value is None:
        why_not = Message(
            "no number of households bounds it: see povcalc why {area}.households",
            area=search.index.name(goal.located.path),
        )
        return SeekAnswer({}, why_not, need=need)
    # Where rising poverty would do, no reduction is the least that is asked for.
    total = max(0, _planned(search) + _whole(need.value, goal.goal))
    if not search.is_own and (not sum(search.now.values()) or min(search.now.values()) < 0):
        why_not = Message(
            "the varied figures would have to come to {total} households; vary areas that have reductions to share it",
            total=total,
        )
        return SeekAnswer({}, why_not, need=need)
    figures = search.figures(total)
    obstacle = _obstacle(search, figures, guaranteed=guaranteed)
    remark = _low_start(search, figures) if guaranteed and obstacle is None else None
    is_exact = need.solution is not None or (
        goal.goal.about is About.POINTS and _is_level(search.domain(goal.located.path))
    )
    if remark is None and not is_exact:
        remark = _NOT_EXHAUSTIVE
    lines = tuple(_arithmetic(search, need, need.value, total, guaranteed=guaranteed))
    return SeekAnswer(figures, obstacle, (remark,) if remark else (), lines, total, need)


def _is_level(box: Domain) -> bool:
    """Whether the number of households stays the same all year, so that points hang on it alone."""
    return box.growth is not None and box.growth.is_level


def _whole(share: Exact, goal: Goal, *, up: bool = True) -> int:
    """The nearest whole number that is at least (or at most) so much, and more (or less) for a strict goal."""
    if up:
        return math.floor(share) + 1 if goal.strict else math.ceil(share)
    return math.ceil(share) - 1 if goal.strict else math.floor(share)


def _kept_together(search: _Search, answer: SeekAnswer) -> SeekAnswer:
    """A possible answer that the areas can keep together: each combination of households has its own poor.

    What the ranges of all areas leave of it is asked for; where even all the poor do not do, it is out of reach.
    """
    if answer.why_not is not None or answer.total is None:
        return answer
    follows = cache(lambda total: search.follows(total, guaranteed=False))

    def is_reached(total: int) -> bool:
        # Where no households are left, so few leave poverty that the others are more than there are households.
        then: Interval | None = follows(total)
        return then is not None and then.meets(search.goal.wanted)

    has_room = True
    if answer.need is not None and answer.need.solution is not None:
        _, households, start, end = answer.need.solution
        left = (start if search.is_own else end) - (answer.total - _planned(search))
        has_room = 0 <= left <= households
    if has_room and is_reached(answer.total):
        return answer
    poor = [search.domain(path[:-1]).high[P0] for path in search.paths]
    totals = range(answer.total, max(answer.total, sum(poor) if max(poor) < FAR else 0) + 1)
    at = bisect_left(totals, x=True, key=is_reached)
    most = totals[min(at, len(totals) - 1)]
    path, count = max(search.figures(most).items(), key=lambda each: each[1])
    then = follows(most)
    line = Message(
        "with {figure} of {count} at the most, {name} of {area} is {range}",
        figure=search.index.name(path),
        count=count,
        name=SHORT[search.goal.field],
        area=search.goal.located.name,
        range=Interval(None, None) if then is None else then.widened(3),
    )
    if at == len(totals):
        return SeekAnswer({}, line)
    return SeekAnswer(search.figures(most), None, (_NOT_EXHAUSTIVE,), (line,), most)


def _obstacle(search: _Search, figures: Mapping[Path, Number], *, guaranteed: bool) -> Message | None:
    """What keeps a goal out of reach: an area's rate at the start, for points; or its poor households."""
    goal, name = search.goal, search.index.name(search.goal.located.path)
    if goal.goal.about is About.POINTS:
        limit = DOMAINS_OF_A_WHOLE if goal.located.children else MAX_DOMAINS
        rate = _extreme(search.domain(goal.located.path), _rate_at_start, limit, most=not guaranteed)
        if rate is not None and Interval(None, rate).overlap(goal.wanted).is_empty:
            return Message(
                "{name}.{field} stands in the way: it may be no more than {end}% (povcalc why {name}.{field})",
                name=name,
                field=search.measure.rates[0],
                end=Fraction(rate),
            )
    limit = domains_of_each(len(figures), MAX_DOMAINS)
    for path, count in figures.items():
        box = search.domain(path[:-1])
        poor: Exact = box.high[P0]
        if goal.goal.about is About.COUNT:
            poor = _extreme(box, _poor_at_start, limit, most=not guaranteed) or 0
        if count > poor:
            return Message(
                "{name}.{field} stands in the way: {count} fewer poor households, where there may be no more than "
                "{poor} (povcalc why {name}.{field})",
                field=search.measure.stocks[0],
                name=search.index.name(path[:-1]),
                count=count,
                poor=int(poor),
            )
    return None


def _extreme(box: Domain, bound: Callable[[Domain, bool], Exact], limit: int, *, most: bool) -> Exact | None:
    """The greatest, or the least, that a quantity can be for one combination of households."""
    sign = 1 if most else -1
    value = maximise(box.copy(), lambda part: sign * bound(part, most), limit).value
    return None if value is None else sign * value


def _rate_at_start(box: Domain, most: bool) -> Fraction:  # noqa: FBT001 - a bound for `_extreme`
    return Fraction(*(box.most if most else box.least)[R0][:2])


def _poor_at_start(box: Domain, most: bool) -> int:  # noqa: FBT001 - a bound for `_extreme`
    return box.high[P0] if most else box.low[P0]


_ALL_OF_THEM = Message("all of them are enough")
_OTHERS_MORE = Message("other areas have to do so much more")


def _low_start(search: _Search, figures: Mapping[Path, Number]) -> Message | None:
    """What a guaranteed reduction means where an area may have fewer poor households, or a lower rate, at the start."""
    do = _ALL_OF_THEM if search.is_own else _OTHERS_MORE
    for path, number in figures.items():
        box = search.domain(path[:-1])
        name, start = search.index.name(path[:-1]), _rate_at_start(box, most=False)
        if search.is_count and number > box.low[P0]:
            return Message(
                "{name} may have as few as {poor} poor households at the start; where it has fewer than {count}, {do}",
                name=name,
                poor=box.low[P0],
                count=number,
                do=do,
            )
        if not search.is_count and search.field not in EXITS and exact(number) > start:
            return Message(
                "{name} may have a rate at the start as low as {start}%; where it is under {number}%, {do}",
                name=name,
                start=start,
                number=number,
                do=do,
            )
    return None


_NOT_EXHAUSTIVE = Message(
    "Too many combinations to check one by one: the guaranteed count may be smaller than this, the possible one larger"
)
IN_PROPORTION = Message("shared in proportion, largest remainders first")


def _arithmetic(search: _Search, need: Extreme, value: Exact, total: int, *, guaranteed: bool) -> Iterator[Message]:
    """Short lines to be checked by hand, ending in the count that is varied."""
    if need.solution is not None:
        yield from _in_world(search, need.solution)
    else:
        yield from _of_bound(search, value, guaranteed=guaranteed)
    more = total - _planned(search)
    if total == 0:
        yield Message("no reduction is needed")
    elif not search.is_own:
        yield Message(
            "{planned} planned {sign} {more} = {total}",
            planned=_planned(search),
            sign="+" if more >= 0 else "−",
            more=abs(more),
            total=total,
        )
    if len(search.paths) > 1:
        yield IN_PROPORTION


def _in_world(search: _Search, world: Solution) -> Iterator[Message]:
    """What the goal asks for with one combination of households and poor households."""
    n0, n1, p0, p1 = world
    goal = search.goal.goal
    words = (
        Message("{area}: {households}, {p0} poor at the start, {p1} left by the plan")
        if search.now
        else Message("{area}: {households}, {p0} poor at the start")  # as the plan has it, any number may be left
    )
    yield words.with_values(
        area=search.goal.located.name,
        households=Message("{n1} households", n1=n1)
        if n0 == n1
        else Message("{n0} and then {n1} households", n0=n0, n1=n1),
        p0=p0,
        p1=p1,
    )
    if goal.about in _AT_MOST:
        yield from _by_those_left(search, world)
        return
    fewer = _whole(goal.number, goal)
    if goal.about is About.POINTS and n0 == n1:
        line, fewer = _points(goal, n1)
        yield line
    elif goal.about is About.POINTS:
        share = p0 - (Fraction(100 * p0, n0) - goal.number) * n1 / 100
        fewer = _whole(share, goal)
        yield Message(
            "{p0} − ({p0} ÷ {n0} − {number}%) × {n1} = {share} → a reduction of at least {fewer}",
            p0=p0,
            n0=n0,
            number=value_words(goal.number),
            n1=n1,
            share=value_words(share),
            fewer=fewer,
        )
    if not search.is_own:
        yield _less_planned(fewer, p0 - p1)


def _by_those_left(search: _Search, world: Solution) -> Iterator[Message]:
    _, n1, p0, p1 = world
    goal = search.goal.goal
    share = goal.number if goal.about is About.POOR else goal.number * n1 / 100
    left = _whole(share, goal, up=False)
    if goal.about is About.RATE:
        yield Message(
            "{number}% of {n1} = {share} → at most {left} may be poor at the end",
            number=value_words(goal.number),
            n1=n1,
            share=value_words(share),
            left=left,
        )
    if search.is_own:
        yield Message("{p0} − {left} = {fewer}", p0=p0, left=left, fewer=p0 - left)
    else:
        yield Message(
            "{p1} left by the plan − {left} = {more} more",
            p1=p1,
            left=left,
            more=p1 - left,
        )


def _of_bound(search: _Search, need: Exact, *, guaranteed: bool) -> Iterator[Message]:
    """What bounds the need where no single combination was found that asks for just so much."""
    path, goal = search.goal.located.path, search.goal.goal
    base = search.found.of(path, "households_end")
    households = base.high if guaranteed else base.low
    planned = search.found.of(path, search.measure.reduction)
    sign = "≤" if guaranteed else "≥"
    is_of_points = goal.about is About.POINTS and planned.is_point and planned.low is not None
    if is_of_points and households is not None and goal.number * households / 100 - (planned.low or 0) == need:
        yield Message(
            "{area}: {sign} {households} households (povcalc why {id}.households)",
            area=search.goal.located.name,
            sign=sign,
            households=int(households),
            id=search.index.name(path),
        )
        line, fewer = _points(goal, int(households))
        yield line
        yield _less_planned(fewer, int(planned.low or 0))
        return
    yield Message(
        "greater reduction than planned, in every case: {sign} {need}",
        sign=sign,
        need=value_words(need),
    )


def _points(goal: Goal, households: int) -> tuple[Message, int]:
    """How many have to leave poverty for so many points of all households, with the arithmetic."""
    share = goal.number * households / 100
    fewer = _whole(share, goal)
    line = Message(
        "{number} points of {households} = {share} → a reduction of at least {fewer}",
        number=value_words(goal.number),
        households=households,
        share=value_words(share),
        fewer=fewer,
    )
    return line, fewer


def _less_planned(fewer: int, planned: int) -> Message:
    return Message(
        "{fewer} − {planned} by the plan = {more} more",
        fewer=fewer,
        planned=planned,
        more=fewer - planned,
    )


_NEAR = 20
"""So many steps a figure is moved on before the rates of known households are tried, and so many sums together."""

_LISTED = 3
"""So many figures a line of arithmetic lists."""


def seek_figures(search: _Search) -> tuple[SeekAnswer, SeekAnswer]:
    """What a goal takes of end rates, of points or of the poor at the end: the guaranteed and the possible answer.

    Raises `ScenarioError` where nothing bounds the figures.
    """
    steps = _steps(search)
    guaranteed, possible = (_by_steps(search, steps, guaranteed=each) for each in (True, False))
    sums = [sum(map(exact, answer.figures.values())) for answer in (guaranteed, possible)]
    # A possible answer may be moved on further than a guaranteed one, which is possible too.
    is_less = sums[0] < sums[1] if search.is_reduction else sums[0] > sums[1]
    if guaranteed.figures and (is_less or not possible.figures):
        possible = guaranteed._replace(remarks=possible.remarks)
    return guaranteed, possible


def _steps(search: _Search) -> range:
    """The sums that the figures may have, in steps, from the least demanding. Raises `ScenarioError` without bound."""
    lows, highs = [0], []
    whole = 10**search.places * sum(search.weights)
    for path, weight in zip(search.paths, search.weights, strict=True):
        room = allowed(search.domain(path[:-1]), search.quantity)
        if room.low is None or room.high is None:
            raise ScenarioError(
                "{name}: no number of households bounds it: see povcalc why {area}.households",
                name=search.index.name(search.paths[0]),
                area=search.index.name(search.paths[0][:-1]),
            )
        if weight:
            # Outwards, since a printed number stands for what rounds to it.
            lows.append(room.low.numerator * whole // (room.low.denominator * weight))
            highs.append(-(-room.high.numerator * whole // (room.high.denominator * weight)))
    if not highs:
        return range(0)
    low, high = max(lows), min(highs)
    return range(low, high + 1) if search.is_reduction else range(high, low - 1, -1)


def _by_steps(search: _Search, steps: range, *, guaranteed: bool) -> SeekAnswer:
    follows = cache(lambda step: search.follows(step, guaranteed=guaranteed))

    def is_reached(step: int) -> bool | None:
        then: Interval | None = follows(step)
        if then is None:
            return None if guaranteed else False  # no more demanding figures: there are fewer, the less they ask for
        return then.within(search.goal.wanted) if guaranteed else then.meets(search.goal.wanted)

    def missing(step: int) -> Exact | None:
        then, wanted = follows(step), search.goal.wanted
        if then is None:
            return None
        end = then.high if guaranteed == (wanted.low is None) else then.low
        goal = wanted.high if wanted.low is None else wanted.low
        return None if end is None or goal is None else abs(Fraction(end) - Fraction(goal))

    # From the least demanding step on: not reached, then reached, then too demanding for any households.
    at = _first(steps, lambda step: is_reached(step) is not False, missing)
    if at == len(steps) or not is_reached(steps[at]):
        return SeekAnswer({}, _end_of_the_way(search, search.figures(steps[at - 1]) if at else None))
    figures = next(filter(None, (_with_whole_households(search, step) for step in steps[at : at + _NEAR])), None)
    if figures is None:
        return SeekAnswer({}, _NO_HOUSEHOLDS)
    shown = reversed(steps[max(at - 1, 0) : at + 1])
    lines = [_step_line(search, step, follows(step), steps[at], guaranteed=guaranteed) for step in shown]
    if figures != search.figures(steps[at]):
        lines.append(_MOVED_ON)
    if len(search.paths) > 1:
        lines.append(IN_PROPORTION)
    low_start = _low_start(search, figures) if guaranteed and search.is_reduction else None
    remarks = (_BY_RANGES,) if low_start is None else (_BY_RANGES, low_start)
    return SeekAnswer(figures, None, remarks, tuple(lines))


def _first(steps: range, is_reached: Callable[[int], bool], missing: Callable[[int], Exact | None]) -> int:
    """The number of the first step that is reached, where all after it are; their number if none is.

    What is missing, or more than enough, falls and rises almost in proportion to the steps: the next one looked at is
    where a straight line between the two nearest ones crosses, a little on the far side so that both ends close in;
    halfway where that is not known, and every fourth time.
    """
    low, high = -1, len(steps)
    ends: list[Exact | None] = [None, None]
    turns = cycle((True, True, True, False))
    while high - low > 1:
        width, (short, over) = high - low, ends
        at = (low + high) // 2
        if width > _NEAR and (low < 0 or high == len(steps)):
            at = 0 if low < 0 else high - 1
        elif short is not None and over is not None and short + over and next(turns):
            at = low + math.floor(width * Fraction(short) / (short + over))
            far_side = 1 + math.isqrt(math.isqrt(width))
            at += far_side if at - low < width // 2 else -far_side
        at = min(max(at, low + 1), high - 1)
        if is_reached(steps[at]):
            high, ends[1] = at, missing(steps[at])
        else:
            low, ends[0] = at, missing(steps[at])
    return high


_NO_HOUSEHOLDS = Message("no numbers of households and poor households make such figures true")
_MOVED_ON = Message("moved on to the next figure that whole households give")
_BY_RANGES = Message(
    "Found from the ranges of what follows, not case by case: a less demanding number may be guaranteed too, and a "
    "possible one may have to be more demanding"
)


def _with_whole_households(search: _Search, step: int) -> dict[Path, Number] | None:
    """The figures of a step, each moved on to one that whole households give; `None` where none do."""
    moved = []
    for path, units in zip(search.paths, search.units(step), strict=True):
        given = next((each for each in _candidates(search, path, units) if search.can_be(path, each)), None)
        if given is None:
            return None
        moved.append(given)
    return search.in_figures(moved) if search.is_satisfiable(moved) else None


def _candidates(search: _Search, path: Path, units: int) -> Iterator[int]:
    """A figure and more demanding ones, in units: the next few, then those of the fewest households and of the most."""
    sign, one = 1 if search.is_reduction else -1, 10**search.places
    yield from range(units, units + sign * _NEAR, sign)
    box = search.domain(path[:-1])
    for base in dict.fromkeys((box.high[N1], box.low[N1])):
        if 0 < base < FAR and search.places:
            share = Fraction(units * base, 100 * one)
            households = math.ceil(share) if search.is_reduction else math.floor(share)
            for each in (households, households + sign):
                yield math.floor(Fraction(100 * each * one, base) + Fraction(1, 2))


def _end_of_the_way(search: _Search, furthest: Mapping[Path, Number] | None) -> Message:
    """The figure that is nearest to the end of what it may be when the goal is still not reached."""
    if furthest is None:
        return _NO_HOUSEHOLDS

    def room_left(path: Path) -> Exact:
        room = allowed(search.domain(path[:-1]), search.quantity)
        end: Exact | None = room.high if search.is_reduction else room.low
        return abs(exact(furthest[path]) - Fraction(end or 0))

    path = min(search.paths, key=room_left)
    return Message(
        "{figure} stands in the way: it can go to {end} and no further (povcalc why {name}.{field})",
        field=search.measure.stocks[0],
        figure=search.index.name(path),
        end=furthest[path],
        name=search.index.name(path[:-1]),
    )


def _step_line(search: _Search, step: int, follows: Interval | None, answer: int, *, guaranteed: bool) -> Message:
    """What follows from the figures of a step, the answer's or the one before it."""
    count = len(search.paths)
    if count <= _LISTED:
        sign = "≥" if guaranteed == search.is_reduction else "≤"
        figures = join(
            (
                Message("{figure} {sign} {number}", figure=name, sign=sign, number=number)
                for name, number in ((search.index.name(path), each) for path, each in search.figures(step).items())
            ),
            ", ",
        )
    elif step == answer:
        figures = Message("these {count} figures", count=count)
    else:
        figures = Message(
            "these {count} figures together less demanding by {unit}",
            count=count,
            unit=Decimal(1).scaleb(-search.places),
        )
    if follows is None:
        return Message("{told}: no case is left", told=figures)
    return Message(
        "{told}: {name} of {area} {range}",
        told=figures,
        name=SHORT[search.goal.field],
        area=search.goal.located.name,
        range=follows.widened(3),
    )


def seek_funding(
    index: FigureIndex, goal: FundingGoal, paths: Sequence[Path]
) -> tuple[Mapping[Path, Number], SeekAnswer]:
    """The amounts that are varied as stated, and what they have to be. Raises `ScenarioError`."""
    sums = () if index.ledger is None else index.ledger.sums
    # The stated total is what its lines make of it, and is no line that could be varied.
    alone = () if goal.path == FUNDING_TOTAL else (goal.path,)
    lines = next((each.parts for each in sums if each.whole == goal.path and {*paths} <= {*each.parts}), alone)
    if index.ledger is not None and len({index.ledger.item_of(path).scale for path in (goal.path, *lines)}) > 1:
        raise ScenarioError(
            "{goal} is made of lines in several units; write their amounts in one unit", goal=goal.words
        )
    for path in paths:
        if path not in lines:
            raise ScenarioError(
                "{goal} does not depend on {name}: vary lines of the funding", goal=goal.words, name=index.name(path)
            )
    amounts = {path: _stated_amount(index, path) for path in lines}
    now = {path: amounts.pop(path) for path in paths}
    return now, _share_of_total(goal, now, list(amounts.values()))


def _share_of_total(goal: FundingGoal, now: Mapping[Path, Number], others: Sequence[Number]) -> SeekAnswer:
    """What the other amounts leave of the goal's, shared in proportion to what is stated."""
    places = max(map(decimals, (*others, *now.values(), goal.number)))
    unit = 10**places
    rest = sum(in_units(number, unit) for number in others)
    target = in_units(goal.number, unit) + {"<": -1, ">": 1}.get(goal.sign, 0)
    left = target - rest
    weights = [in_units(number, unit) for number in now.values()] if len(now) > 1 else [1]
    if left <= 0 and goal.sign[0] == "<":  # an amount is more than zero
        why_not = Message(
            "the other lines stand in the way: they alone make {rest}",
            rest=scaled(rest, places),
        )
        return SeekAnswer({}, why_not)
    if left > 0 and not sum(weights):
        why_not = Message(
            "the varied amounts would have to come to {left}; vary lines that have money to share it by",
            left=scaled(left, places),
        )
        return SeekAnswer({}, why_not)
    subtraction = Message(
        "{target} − {rest} of the other lines = {left}",
        target=scaled(target, places),
        rest=scaled(rest, places),
        left=scaled(left, places),
    )
    shared = (IN_PROPORTION,) if len(now) > 1 else ()
    rest_of_lines = (Message("nothing is needed"),) if left <= 0 else shared
    shares = shared_out(max(left, 0), weights)
    figures = {path: scaled(share, places) for path, share in zip(now, shares, strict=True)}
    return SeekAnswer(figures, lines=(subtraction, *rest_of_lines))


def _stated_amount(index: FigureIndex, path: Path) -> Number:
    figure = index.stated(path)
    if figure is None or plain_number(figure) is None:
        raise ScenarioError("{name} is not stated as a number, so the sum is not known", name=index.name(path))
    return figure.number
