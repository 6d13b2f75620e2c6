"""A target shared out among the areas inside an area, or down the whole of its tree, in households that add up."""

import math
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from povcalc.addresses import UnknownAreaError, area_called
from povcalc.allocation.weights import AllocationError, Weight
from povcalc.bounds import Ranges
from povcalc.figures import Figure, Form
from povcalc.places import Path
from povcalc.plan import Located
from povcalc.shares import Claim, Shares, reach, shared_in_bounds
from povcalc.text import Text, counted, join, say

FIELD = "reduction_households"
"""What is shared out."""

EVERY = "*"
"""Stands for every area directly inside the one whose target is shared out, where bounds name areas."""


class Wish(NamedTuple):
    """What is to be shared out, and between which bounds.

    `households` is `None` for the area's own target; `area` is called by id or path, `None` is the root area. The
    bounds are households, by what areas are called or `EVERY`.
    """

    households: int | None = None
    area: str | None = None
    deep: bool = False
    at_least: Mapping[str, int] = {}
    at_most: Mapping[str, int] = {}


class Held(StrEnum):
    """What keeps a share from its plain proportion."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    POOR = "poor"


class Part(NamedTuple):
    """What one area gets.

    The first part of an allocation is the area whose target is shared out, without a weight. `quota` is exact, `share`
    the whole number made of it; `held` says which bound acts, if one does. `poor` are the poor households at the
    start of the year that the area is sure to have, and the most that it can have, `None` when nothing bounds
    them. For an area whose own target is shared out, `level` is what a unit of weight gets inside it.
    """

    located: Located
    depth: int
    weight: Weight | None
    quota: Fraction
    share: int
    poor: tuple[int, int | None]
    held: Held | None = None
    level: Fraction | None = None

    @property
    def before(self) -> Figure | None:
        """The target that the plan states."""
        return self.located.figure(FIELD)

    @property
    def is_doubtful(self) -> bool:
        """Whether more are to leave poverty than are sure to be poor."""
        return self.share > self.poor[0]


class Bound(NamedTuple):
    """A bound of a share, and where it comes from."""

    households: int
    why: Text
    held: Held


class Limits(NamedTuple):
    """What an area may get."""

    least: Bound
    most: Bound | None


_NOTHING = Bound(0, Text("no target is negative", "chỉ tiêu không âm"), Held.AT_LEAST)


def chosen(areas: Sequence[Located], wish: Wish) -> tuple[Located, tuple[Located, ...]]:
    """The area whose target is shared out, and those that share it; all below it when the wish is for a whole tree.

    Raises `AllocationError`.
    """
    whole = areas[0] if wish.area is None else _called(wish.area, areas)
    if not whole.children:
        raise AllocationError(
            say(
                "{area} has no areas inside it to share its target; name another with --area",
                "{area} không có địa bàn trực thuộc để phân bổ; hãy nêu địa bàn khác bằng --area",
                area=whole.area.name,
            )
        )
    if whole.area.partial:
        raise AllocationError(
            say(
                "{area} lists only some of the areas inside it (partial: true), so they cannot share all of its target",
                "{area} chỉ liệt kê một phần các địa bàn trực thuộc (partial: true) nên không thể phân bổ hết chỉ tiêu",
                area=whole.area.name,
            )
        )
    return whole, tuple(_sharing(whole, deep=wish.deep))


def _called(words: str, areas: Sequence[Located]) -> Located:
    try:
        return area_called(words, areas)
    except UnknownAreaError as unknown:
        raise AllocationError(unknown.why) from None


def _sharing(whole: Located, *, deep: bool) -> Iterator[Located]:
    for child in whole.children:
        yield child
        if deep and not child.area.partial:
            yield from _sharing(child, deep=True)


def target_of(whole: Located, wish: Wish, ranges: Ranges) -> int:
    """The households to be shared out. Raises `AllocationError`."""
    if wish.households is not None:
        target = wish.households
    else:
        figure = whole.figure(FIELD)
        if figure is None or figure.form is not Form.EXACT:
            raise AllocationError(
                say(
                    "{area} states no exact target in households{stated}; say how many to share out with --households",
                    "{area} không ghi chính xác số hộ nghèo giảm{stated}; hãy nêu số hộ cần phân bổ bằng --households",
                    area=whole.area.name,
                    stated="" if figure is None else say(" ({figure})", " ({figure})", figure=figure),
                )
            )
        target = int(figure.number)
    most = _poor(whole, ranges)[1]
    if target < 0:
        raise AllocationError(
            say(
                "{area}: {target} households cannot be shared out: a target is a whole number from 0 up",
                "{area}: không thể phân bổ {target} hộ: chỉ tiêu phải là số nguyên từ 0 trở lên",
                area=whole.area.name,
                target=target,
            )
        )
    if most is not None and target > most:
        raise AllocationError(
            say(
                "{area}: {target} households are more than all the poor: at most {most} can be poor at the start of "
                "the year; share out {more} fewer",
                "{area}: {target} hộ nhiều hơn toàn bộ số hộ nghèo: đầu năm nhiều nhất có {most} hộ nghèo; hãy bớt "
                "{more} hộ",
                area=whole.area.name,
                target=target,
                most=most,
                more=target - most,
            )
        )
    return target


def _poor(located: Located, ranges: Ranges) -> tuple[int, int | None]:
    found = ranges.of(located.path, "poor_households_start")
    return math.ceil(found.low or 0), None if found.high is None else math.floor(found.high)


class Sharer:
    """Shares a target out: bounds from the leaves up, then shares from the top down."""

    def __init__(self, areas: Sequence[Located], wish: Wish, weights: Mapping[Path, Weight], ranges: Ranges) -> None:
        self._wish = wish
        self._ranges = ranges
        self._weights = weights
        self._whole, self._sharing = chosen(areas, wish)
        self._least, self._most = self._asked(areas)
        self._limits: dict[Path, Limits] = {}

    def parts(self, target: int) -> tuple[Part, ...]:
        """What each area gets of a target, the whole first. Raises `AllocationError`."""
        for located in reversed(self._sharing):
            self._limits[located.path] = self._limit(located)
        return tuple(
            self._shared(Part(self._whole, 0, None, Fraction(target), target, _poor(self._whole, self._ranges)))
        )

    def _asked(self, areas: Sequence[Located]) -> tuple[dict[Path, Bound], dict[Path, Bound]]:
        """The bounds that the wish names, by path."""
        bounds = (Held.AT_LEAST, self._wish.at_least), (Held.AT_MOST, self._wish.at_most)
        found: list[dict[Path, Bound]] = []
        for held, asked in bounds:
            option = f"--{held.replace('_', '-')}"
            by_path: dict[Path, Bound] = {}
            for words, households in sorted(asked.items(), key=lambda each: each[0] != EVERY):
                why = say(
                    "{option} {words}={households}",
                    "{option} {words}={households}",
                    option=option,
                    words=words,
                    households=str(households),
                )
                if households < 0:
                    raise AllocationError(
                        say("{why}: a share is 0 or more", "{why}: số hộ phân bổ phải từ 0 trở lên", why=why)
                    )
                bound = Bound(households, why, held)
                by_path.update(dict.fromkeys((each.path for each in self._meant(words, areas, why)), bound))
            found.append(by_path)
        return found[0], found[1]

    def _meant(self, words: str, areas: Sequence[Located], why: Text) -> tuple[Located, ...]:
        if words == EVERY:
            return self._whole.children
        try:
            located = area_called(words, areas)
        except UnknownAreaError as unknown:
            raise AllocationError(join((why, unknown.why), ": ")) from None
        if all(located.path != each.path for each in self._sharing):
            raise AllocationError(
                say(
                    "{why}: {area} does not share in the target of {whole}: name an area inside it, one directly "
                    "inside it without --deep",
                    "{why}: {area} không được phân bổ từ chỉ tiêu của {whole}: hãy nêu địa bàn trực thuộc; khi không "
                    "dùng --deep thì chỉ địa bàn trực thuộc trực tiếp",
                    why=why,
                    area=located.area.name,
                    whole=self._whole.area.name,
                )
            )
        return (located,)

    def _limit(self, located: Located) -> Limits:
        """What an area may get, by what is asked for, its poor, and what the areas inside it may get."""
        least = [self._least.get(located.path, _NOTHING)]
        most = [self._most[located.path]] if located.path in self._most else []
        poor = _poor(located, self._ranges)[1]
        if poor is not None:
            why = Text("poor households at the start of the year", "số hộ nghèo đầu năm")
            most.append(Bound(poor, why, Held.POOR))
        if self._goes_into(located):
            low, high = reach(self._claims(located))
            why = Text("what the areas inside it can get", "mức các địa bàn trực thuộc nhận được")
            least.append(Bound(math.ceil(low), why, Held.AT_LEAST))
            if high is not None:
                most.append(Bound(math.floor(high), why, Held.AT_MOST))
        limits = Limits(max(least, key=_households), min(most, key=_households, default=None))
        if limits.most is not None and limits.least.households > limits.most.households:
            raise AllocationError(
                say(
                    "{area}: at least {least} ({why_least}), but at most {most} ({why_most}); change one of them",
                    "{area}: ít nhất {least} ({why_least}) nhưng nhiều nhất {most} ({why_most}); hãy đổi một trong hai",
                    area=located.area.name,
                    least=limits.least.households,
                    most=limits.most.households,
                    why_least=limits.least.why,
                    why_most=limits.most.why,
                )
            )
        return limits

    def _goes_into(self, located: Located) -> bool:
        return self._wish.deep and bool(located.children) and not located.area.partial

    def _claims(self, located: Located) -> list[Claim]:
        """The claims of the areas directly inside an area."""
        found = []
        for child in located.children:
            weight, limits = self._weights[child.path], self._limits[child.path]
            most = None if limits.most is None else limits.most.households
            found.append(Claim(weight.used, limits.least.households, most, weight.start))
        return found

    def _shared(self, part: Part) -> Iterator[Part]:
        """An area with what it gets, and how that is shared out inside it."""
        whole = part.located
        claims = self._claims(whole)
        self._refuse_unreachable(whole, part.share, claims)
        shares = shared_in_bounds(part.share, claims)
        yield part._replace(level=shares.level)
        for number, child in enumerate(whole.children):
            inner = Part(
                child,
                part.depth + 1,
                self._weights[child.path],
                shares.quotas[number],
                shares.wholes[number],
                _poor(child, self._ranges),
                self._held(child, claims[number], shares),
            )
            if self._goes_into(child):
                yield from self._shared(inner)
            else:
                yield inner

    def _held(self, located: Located, claim: Claim, shares: Shares) -> Held | None:
        plain = claim.start + shares.level * claim.weight
        limits = self._limits[located.path]
        if plain < claim.least:
            return limits.least.held
        return limits.most.held if limits.most is not None and plain > limits.most.households else None

    def _refuse_unreachable(self, whole: Located, target: int, claims: Sequence[Claim]) -> None:
        least, most = reach(claims)
        if least <= target and (most is None or target <= most):
            return
        areas = counted(len(claims), "area", "địa bàn")
        if target < least:
            raise AllocationError(
                say(
                    "{area}: {target} households cannot be shared out: its {areas} are to get at least {least} "
                    "together, {more} more; lower what --at-least asks for",
                    "{area}: không thể phân bổ {target} hộ: {areas} phải được ít nhất {least} hộ, nhiều hơn {more} hộ; "
                    "hãy giảm mức --at-least",
                    area=whole.area.name,
                    target=target,
                    areas=areas,
                    least=math.ceil(least),
                    more=math.ceil(least) - target,
                )
            )
        idle = [child.area.name for child, claim in zip(whole.children, claims, strict=True) if not claim.weight]
        raise AllocationError(
            say(
                "{area}: {target} households cannot be shared out: its {areas} can take at most {most} together, by "
                "--at-most and their poor households at the start of the year{idle}; share out {fewer} fewer",
                "{area}: không thể phân bổ {target} hộ: {areas} nhận được nhiều nhất {most} hộ, theo --at-most và số "
                "hộ nghèo đầu năm{idle}; hãy bớt {fewer} hộ",
                area=whole.area.name,
                target=target,
                areas=areas,
                most=math.floor(most or 0),
                fewer=target - math.floor(most or 0),
                idle=say(
                    "; a weight of 0 takes nothing: {names}",
                    "; trọng số 0 không nhận được hộ nào: {names}",
                    names=join(idle, ", "),
                )
                if idle
                else "",
            )
        )


def _households(bound: Bound) -> int:
    return bound.households
