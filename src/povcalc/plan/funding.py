"""The funding as it is printed: every line with its place, its unit and precision, and what adds up to what.

A document breaks one total down in several ways: by source, by programme, by year. Each line is a cell of the cube of
these breakdowns: the line of a source in the line of a year has a place along both. So one rule makes every sum: of the
cells that differ along one breakdown alone, those that lie one step deeper add up to the one above them. That are the
lines in a line, the lines of a breakdown, and the rows and columns of a table alike.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import ClassVar, NamedTuple

from povcalc.messages import GLOSSARY, Message, verbatim
from povcalc.numerals import in_unit, power_of
from povcalc.places import Path
from povcalc.plan.model import Funding, FundingBreakdown, FundingLine
from povcalc.typos import fold
from povcalc.values import NOT_NEGATIVE, Figure, Interval, decimals, percent_of, total

Place = frozenset[tuple[int, tuple[str, ...]]]
"""Where a line lies: by the number of a breakdown, the ids that lead to it there."""

_TOTAL: Place = frozenset()
_FIELDS = {
    "share": Message("share"),
    "disbursed": Message("disbursed"),
    "disbursed_share": Message("disbursed, in percent"),
}


class How(StrEnum):
    """Why some figures add up to another."""

    LINES = "lines"
    COLUMN = "column"
    SAME = "same"


class Item(NamedTuple):
    """A line with the path that leads to it, the path of the list that it is in, and the ids that lead to it.

    `scale` makes an amount of its unit one of the section's: `None` where that is not known. `root` is for the section
    itself, whose amount is its total. `label` is what it is called: a cell as the line whose id it has.
    """

    path: Path
    line: FundingLine | Funding
    around: Path
    steps: tuple[str, ...]
    unit: str
    scale: Fraction | None
    rounded_to: int | None
    place: Place
    label: Message

    def at(self, field: str) -> Path:
        """The path of one of its figures: its amount is the total where it is the section."""
        return (*self.path, "total" if field == "amount" and isinstance(self.line, Funding) else field)

    def figure(self, field: str) -> Figure | None:
        """One of its figures, as stated."""
        found: Figure | None = getattr(self.line, str(self.at(field)[-1]))
        return found

    @property
    def converted(self) -> Figure | None:
        """The amount in the section's unit, as it would be written there; as it is where the unit is not known."""
        figure, power = self.figure("amount"), self.power
        if figure is None or not power:
            return figure
        return figure.each(lambda number: in_unit(number, power))

    @property
    def power(self) -> int:
        """The power of ten that makes an amount one of the section's; 0 where the unit is not known."""
        scale = self.scale or Fraction(1)
        return len(str(scale.numerator)) - len(str(scale.denominator))

    @property
    def depth(self) -> int:
        """How many lines it is in."""
        return self.path.count("lines") - 1


class Sum(NamedTuple):
    """A figure with those that add up to it, by their paths, stated or not; `partial` where others may be missing."""

    whole: Path
    parts: tuple[Path, ...]
    how: How
    partial: bool = False


class Share(NamedTuple):
    """A percentage with the amounts that it is of, all by their paths: the part, and those that make up the whole."""

    path: Path
    part: Path
    whole: tuple[Path, ...]


class Whole(NamedTuple):
    """The amounts that a share is of: what they add up to, `None` where one is missing, and those that are stated."""

    total: Interval | None
    stated: tuple[Path, ...]
    amounts: tuple[Path, ...]


class Shares(NamedTuple):
    """The shares of the lines of one list, and what all of them add up to; `None` where that is not known."""

    items: tuple[Item, ...]
    shares: tuple[Share, ...]
    sum: Interval | None


HUNDRED = Interval(100, 100)


def unit_name(unit: str) -> Message:
    """A unit of money in words."""
    return GLOSSARY.get(unit, verbatim(unit))


def _scale(unit: str, own: str) -> Fraction | None:
    if fold(unit) == fold(own):
        return Fraction(1)
    powers = power_of(unit), power_of(own)
    return None if powers[0] is None or powers[1] is None else Fraction(10) ** (powers[0] - powers[1])


def scaled(interval: Interval, factor: Fraction) -> Interval:
    """An interval in another unit."""
    if factor == 1:
        return interval
    low, high = interval.low, interval.high
    low, high = None if low is None else low * factor, None if high is None else high * factor
    return interval._replace(low=low, high=high)


def from_nought(amount: Interval) -> Interval:
    """What a line says of its amount; at most 5 is 0 to 5, since no line takes money away."""
    return amount.overlap(NOT_NEGATIVE) if amount.low is None and 0 in amount else amount


class Ledger:
    """All figures of a plan's funding, and the sums that they make.

    `items` are the section itself and all lines, each before those inside it; `by_path` has them by their paths.
    """

    _latest: ClassVar["Ledger | None"] = None

    def __init__(self, funding: Funding) -> None:
        self.funding = funding
        root = Item(
            ("funding",), funding, (), (), funding.unit, Fraction(1), funding.rounded_to, _TOTAL, GLOSSARY["total"]
        )
        self.items: list[Item] = [root]
        self._lists: list[tuple[Item, int, tuple[Item, ...]]] = []
        tops: list[tuple[Funding | FundingBreakdown, Path]] = [(funding, ("funding",))]
        tops += [(each, ("funding", "breakdowns", at)) for at, each in enumerate(funding.breakdowns)]
        self._partial = {(*path, "lines") for path, each in ((path, each) for each, path in tops) if each.partial}
        self._ids = [{line.id: line.name for line in each.lines} for each, _ in tops]
        for number, (each, path) in enumerate(tops):
            steps = (each.id,) if isinstance(each, FundingBreakdown) else ()
            self._add(each.lines, root._replace(path=path, steps=steps), number)
        self.by_path = {item.path: item for item in self.items}

    @classmethod
    def of(cls, funding: Funding) -> "Ledger":
        """That of a section. The last one is kept: figures are asked after one by one."""
        if Ledger._latest is None or Ledger._latest.funding is not funding:
            Ledger._latest = Ledger(funding)
        return Ledger._latest

    def _add(self, lines: Iterable[FundingLine], parent: Item, along: int) -> None:
        """Add the lines in a line, or those of a breakdown, that differ along one of the breakdowns."""
        own = dict(parent.place).get(along, ())
        rest = parent.place - {(along, own)}
        around: Path = (*parent.path, "lines")
        names = self._ids[along]
        added: list[Item] = []
        seen: set[str] = set()
        for at, line in enumerate(lines):
            step = f"{line.id}#{at}" if line.id in seen else line.id  # a second line of one id is another line
            seen.add(line.id)
            item = Item(
                (*around, at),
                line,
                around,
                (*parent.steps, line.id),
                line.unit or parent.unit,
                _scale(line.unit, self.funding.unit) if line.unit else parent.scale,
                # In another unit only the last digit is rounded as elsewhere.
                line.rounded_to or (parent.rounded_to and 1 if line.unit else parent.rounded_to),
                rest | {(along, (*own, step))},
                line.name or names.get(line.id) or verbatim(line.id),
            )
            added.append(item)
            if line.partial:
                self._partial.add((*item.path, "lines"))
        if added:
            self._lists.append((parent, along, tuple(added)))
        for item in added:
            self.items.append(item)
            if item.line.lines:
                self._add(item.line.lines, item, self._direction(item.line.lines, item, along))

    def _direction(self, lines: Iterable[FundingLine], item: Item, along: int) -> int:
        """The breakdown that lines in a line are cells of; the line's own where they are none."""
        ids = {line.id for line in lines}
        known = dict(item.place)
        return next((at for at, names in enumerate(self._ids) if at not in known and ids <= names.keys()), along)

    @property
    def lines(self) -> list[Item]:
        """All lines, without the section itself."""
        return self.items[1:]

    def is_partial(self, item: Item) -> bool:
        """Whether the list that a line is in may lack some lines."""
        return item.around in self._partial

    def is_in_one_unit(self, of: Sum) -> bool:
        """Whether the figures of a sum are all in one unit, so that their numbers can be added."""
        return len({self.item_of(path).scale for path in (of.whole, *of.parts)} | {None}) == 2  # noqa: PLR2004

    def item_of(self, path: Path) -> Item:
        """The line, or the section, that a figure is of."""
        return self.by_path[path[:-1]]

    def figure(self, path: Path) -> Figure | None:
        """What is stated at the path of a figure."""
        return self.item_of(path).figure("amount" if path[-1] == "total" else str(path[-1]))

    def stated(self) -> Iterator[tuple[Path, Item, Figure]]:
        """Every figure that is stated, by its path, with its line."""
        for item in self.items:
            for field in FundingLine.FIGURES:
                figure = None if field == "share" and item.path == ("funding",) else item.figure(field)
                if figure is not None:
                    yield item.at(field), item, figure

    # What a figure says

    def own(self, path: Path, figure: Figure) -> Interval:
        """What a figure says in its own unit: an amount, or a percentage."""
        if "share" in str(path[-1]):
            return figure.as_rate()
        meant = figure.as_money()
        room = self.item_of(path).rounded_to
        if meant.is_point and room is not None and meant.low is not None:
            return Interval(meant.low - Fraction(room, 2), meant.low + Fraction(room, 2)).overlap(NOT_NEGATIVE)
        return from_nought(meant)

    def in_own(self, path: Path, amount: Interval) -> Interval:
        """An amount of the section's unit in that of a figure."""
        return scaled(amount, 1 / (self.item_of(path).scale or Fraction(1)))

    def amount(self, path: Path, figure: Figure | None) -> Interval | None:
        """What a figure says in the section's unit; `None` where it is not stated or its unit is not known there."""
        scale = self.item_of(path).scale
        return None if figure is None or scale is None else scaled(self.own(path, figure), scale)

    def places(self, path: Path, figure: Figure) -> int:
        """The decimals that an amount has in the section's unit, less than none where it is in a larger one."""
        return decimals(figure.number) - self.item_of(path).power

    def whole(self, path: Path, figure: Figure, finest: int | None) -> Interval | None:
        """What a figure says of parts, the finest of which has so many decimals: with fewer it is rounded itself."""
        meant = self.amount(path, figure)
        places = self.places(path, figure)
        if meant is None or not meant.is_point or meant.low is None or finest is None or finest <= places:
            return meant
        half = Fraction(10) ** -places / 2
        return Interval(meant.low - half, meant.low + half).overlap(NOT_NEGATIVE)

    def meant(self, path: Path, figure: Figure | None = None) -> Interval | None:
        """What a figure says in the section's unit: with fewer decimals than some part of it has, rounded itself."""
        figure = figure or self.figure(path)
        return None if figure is None else self.whole(path, figure, self._finest.get(path))

    @cached_property
    def _finest(self) -> dict[Path, int]:
        """The most decimals among the parts of each figure that is a sum."""
        found: dict[Path, int] = {}
        for each in self.sums:
            stated = [(path, figure) for path in each.parts if (figure := self.figure(path)) is not None]
            finest = self.finest(part for part in stated if self.item_of(part[0]).scale is not None)
            if finest is not None:
                found[each.whole] = max(finest, found.get(each.whole, finest))
        return found

    def finest(self, figures: Iterable[tuple[Path, Figure]]) -> int | None:
        """The most decimals that amounts have in the section's unit; `None` without amounts."""
        return max((self.places(*each) for each in figures), default=None)

    def name(self, path: Path) -> Message:
        """What a figure is called: its line, with the line that it is in, and the total for that of the section."""
        item = self.item_of(path)
        name = item.label
        above = item.around[:-1]
        if above in self.by_path and above != ("funding",):
            name = Message("{area}, {field}", area=self.name((*above, "amount")), field=name)
        field = _FIELDS.get(str(path[-1]))
        return name if field is None else Message("{area}, {field}", area=name, field=field)

    # What adds up

    @cached_property
    def shares(self) -> tuple[Shares, ...]:
        """The shares of each list that states some; of the total or of the line around, whichever fits them better."""
        found: list[Shares] = []
        of_total: set[Path] = {("funding",)}
        for parent, along, listed in self._lists:
            if all(item.figure("share") is None for item in listed):
                continue
            top = self.items[0].at("amount")
            holder = parent.at("amount") if parent.place else top
            is_sum = self.figure(holder) is None and listed[0].around not in self._partial
            inside = tuple(item.at("amount") for item in listed) if is_sum else (holder,)
            options: list[tuple[list[tuple[Path, ...]], Interval | None]] = [([inside] * len(listed), HUNDRED)]
            if parent.place:
                own = self.figure((*parent.path, "share")) if parent.path in of_total else None
                options.append(([(top,)] * len(listed), None if own is None else own.near(is_rate=True).as_rate()))
            if parent.place and along not in dict(parent.place):
                lines = {item.steps[-1]: item.at("amount") for item in self.lines if [*dict(item.place)] == [along]}
                options.append(([(lines[item.steps[-1]],) for item in listed], None))
            read = [(_shares_of(listed, wholes), added) for wholes, added in options]
            is_open = listed[0].around in self._partial or len(read[0][0]) < len(listed)
            best = min(read, key=lambda option: self._misfits(*option, is_open=is_open))
            found.append(Shares(listed, *best))
            if not parent.place or best is read[1]:
                of_total.update(item.path for item in listed)
        return tuple(found)

    def _misfits(self, shares: Iterable[Share], added: Interval | None, *, is_open: bool) -> tuple[int, bool]:
        """How many shares are not those of the amounts, and whether all of them do not make what they should."""
        said = total(
            figure.near(is_rate=True).as_rate() for share in shares if (figure := self.figure(share.path)) is not None
        )
        makes = added is None or (not added.is_below(said) if is_open else said.meets(added))
        return sum(self.fits(share) is False for share in shares), not makes

    @property
    def disbursed_shares(self) -> Iterator[Share]:
        """What share of its amount each line and the section say was disbursed."""
        for item in self.items:
            if item.figure("disbursed_share") is not None:
                yield Share(item.at("disbursed_share"), item.at("disbursed"), (item.at("amount"),))

    def percent(self, share: Share) -> Interval | None:
        """What percent of the whole a part is; `None` where an amount is missing or the whole may be zero."""
        part, whole = self.meant(share.part), self.whole_of(share).total
        return None if part is None or whole is None else percent_of(part, whole)

    def whole_of(self, share: Share) -> Whole:
        """What a share is of, which shares of one list have in common: it is added up once."""
        if len(share.whole) == 1:
            return self._whole(share.whole)
        if id(share.whole) not in self._wholes:
            self._wholes[id(share.whole)] = self._whole(share.whole)
        return self._wholes[id(share.whole)]

    def _whole(self, amounts: tuple[Path, ...]) -> Whole:
        known = [meant for path in amounts if (meant := self.meant(path)) is not None]
        stated = tuple(path for path in amounts if self.figure(path) is not None)
        return Whole(total(known) if len(known) == len(amounts) else None, stated, amounts)

    @cached_property
    def _wholes(self) -> dict[int, Whole]:
        """Those of several amounts. What a number of `id` was given for is kept in each, so that it stays its own."""
        return {}

    def fits(self, share: Share) -> bool | None:
        """Whether a percentage is that of its amounts; `None` where these do not say."""
        figure, percent = self.figure(share.path), self.percent(share)
        return None if figure is None or percent is None else figure.near(is_rate=True).as_rate().meets(percent)

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        """Everything that adds up, of amounts and then of what was disbursed, where figures of it are stated."""
        cells: dict[Place, list[Item]] = {}
        for item in self.items:
            cells.setdefault(item.place, []).append(item)
        made: list[_Made] = [
            (parent if parent.place else self.items[0], listed, How.LINES, listed[0].around in self._partial)
            for parent, _, listed in self._lists
        ]
        made += _Columns(cells, self._lists, self._partial).sums()
        made += [(same[0], (other,), How.SAME, False) for same in cells.values() for other in same[1:]]
        found = [
            Sum(whole.at(field), tuple(part.at(field) for part in parts), how, partial)
            for field in ("amount", "disbursed")
            for whole, parts, how, partial in made
        ]
        return tuple(e for e in found if any(self.figure(path) is not None for path in (e.whole, *e.parts)))


def _shares_of(listed: Iterable[Item], wholes: Iterable[tuple[Path, ...]]) -> tuple[Share, ...]:
    stated = [(item, whole) for item, whole in zip(listed, wholes, strict=True) if item.figure("share") is not None]
    return tuple(Share(item.at("share"), item.at("amount"), whole) for item, whole in stated)


_Made = tuple[Item, tuple[Item, ...], How, bool]


class _Columns:
    """The sums across lists: of a line, the cells that other breakdowns have of it."""

    def __init__(
        self, cells: dict[Place, list[Item]], lists: list[tuple[Item, int, tuple[Item, ...]]], partial: set[Path]
    ) -> None:
        self._cells = cells
        self._whole_lists = {
            (parent.place, along) for parent, along, listed in lists if listed[0].around not in partial
        }
        self._direct = {(parent.place, along) for parent, along, _ in lists}
        self._open = self._direct - self._whole_lists
        self._below: dict[tuple[int, tuple[str, ...]], dict[tuple[str, ...], None]] = {}
        self._shadows: set[Place] = set()
        for place in cells:
            for along, steps in sorted(place):
                self._below.setdefault((along, steps[:-1]), {})[steps] = None
            self._shadows.update(_projections(place))
        # By a place, the breakdowns along which there are cells below it: of hardly any two lines there is a cell.
        self._directions: dict[Place, set[int]] = {}
        for place in (*cells, *self._shadows):
            for along, steps in place:
                above = {(along, steps[:-1])} if len(steps) > 1 else ()
                self._directions.setdefault((place - {(along, steps)}).union(above), set()).add(along)

    def sums(self) -> Iterator[_Made]:
        """Every sum that no single list makes."""
        seen: set[tuple[Path, frozenset[Path]]] = set()
        has_own = {place for place, _ in self._direct}
        found: list[tuple[Item, list[Item], bool, bool]] = []
        for place, (item, *_) in self._cells.items():
            for along in sorted(self._directions.get(place, ())) if place else ():
                if (place, along) in self._direct:
                    continue
                parts, known, direct = self._parts(place, along)
                if parts:
                    found.append((item, parts, known, direct))
                    if direct:
                        has_own.add(place)
        for item, parts, known, direct in found:
            key = (item.path, frozenset(part.path for part in parts))
            if (direct or item.place not in has_own) and key not in seen:
                seen.add(key)
                yield item, tuple(parts), How.COLUMN, not known

    def _parts(self, place: Place, along: int) -> tuple[list[Item], bool, bool]:
        """The cells one step below along a breakdown; whether these are all, and whether any is stated itself.

        One that is not stated is made of its own cells, or is nothing where a list that would have it does not.
        """
        steps = dict(place).get(along, ())
        rest = place - {(along, steps)}
        found: list[Item] = []
        # Where only some lines of a breakdown are listed, others may have cells too.
        is_known, is_direct = (_along(place, along), along) not in self._open, False
        for below in self._below.get((along, steps), ()):
            cell = rest | {(along, below)}
            if cell in self._cells:
                found.append(self._cells[cell][0])
                is_direct = True
            elif cell in self._shadows and (inner := self._inside(cell)) is not None:
                found.extend(inner)
            elif not any((above, at) in self._whole_lists for at, above in _above(cell)):
                is_known = False
        return found, is_known, is_direct

    def _inside(self, cell: Place) -> list[Item] | None:
        """What makes up a cell that is not stated, along whichever breakdown tells all of it."""
        for along in sorted(self._directions.get(cell, set()) - dict(cell).keys()):
            parts, is_known, _ = self._parts(cell, along)
            if parts and is_known:
                return parts
        return None


def _along(place: Place, along: int) -> Place:
    """What is left of a place along one breakdown alone."""
    return frozenset(each for each in place if each[0] == along)


def _projections(place: Place) -> Iterator[Place]:
    """The places that a cell lies in, seen along fewer breakdowns."""
    for size in range(1, len(place)):
        yield from map(frozenset, combinations(place, size))


def _above(place: Place) -> Iterator[tuple[int, Place]]:
    """By breakdown, the places one step above a cell."""
    for along, steps in place:
        rest = place - {(along, steps)}
        yield along, rest | {(along, steps[:-1])} if len(steps) > 1 else rest


# How lines are called


def addresses(funding: Funding) -> dict[str, Path]:
    """The paths of lines by what each is called: its id, or as many of the ids that lead to it as tell it apart.

    A line is called before one that is deeper inside others. Of two with all the same ids the first is meant.
    """
    found: dict[str, Item | None] = {}
    for item in sorted(Ledger.of(funding).lines, key=lambda each: each.depth):
        for length in range(1, len(item.steps) + 1):
            words = "/".join(item.steps[-length:])
            other = found.setdefault(words, item)
            if other is None or other is item or other.depth < item.depth or other.steps == item.steps:
                continue
            found[words] = None
    return {words: item.path for words, item in found.items() if item is not None}


def shortest(funding: Funding) -> dict[Path, str]:
    """The shortest words that call each line."""
    found: dict[Path, str] = {}
    for words, path in addresses(funding).items():
        if path not in found or words.count("/") < found[path].count("/"):
            found[path] = words
    return found
