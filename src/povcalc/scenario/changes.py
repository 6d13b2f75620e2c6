"""Changes in the words of a user, and what they make of a plan's figures.

A change is `FIGURE=VALUE`. The figure is `tram-tau.reduction_households`, `*.reduction_rate` (the areas directly
inside the root area), `**.reduction_households` (all areas) or `funding.oda`. The value sets the figure (`500`, `>6`,
`>=6`, `840..930`, `~900`), adds to it (`+0.5`) or multiplies it (`-10%`, `x1.2`). Changes apply in the order given,
each to what the earlier ones left. Sums are kept by letting totals follow their parts (`update_totals`) or by letting
the other parts absorb the difference (`rebalance_parts`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal, localcontext
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from povcalc.apportion import shared_out
from povcalc.measures import COUNTS
from povcalc.messages import Message, UserError, alternatives, hint, join, verbatim
from povcalc.numerals import (
    FACTOR,
    NOTHING,
    PERCENT,
    Kind,
    Wanted,
    counts_of,
    expected,
    figure_text,
    in_unit,
    money,
    read,
    readings_typed,
    understood,
    unit_of,
    wanted_of,
    why_not,
)
from povcalc.places import Path
from povcalc.plan.areas import AreaIndex, UnknownAreaError
from povcalc.plan.edit import figure_at
from povcalc.plan.funding import How, Ledger, addresses, shortest
from povcalc.plan.load import figure_of
from povcalc.plan.model import Area, Located, Plan, walk
from povcalc.typos import closest_match, fold, normalized
from povcalc.values import MAX_DIGITS, Exact, Figure, Form, Number, decimals, exact, scaled, shifted


class ScenarioError(UserError):
    """A change, a goal or a scenario that cannot be carried out."""


class Operation(StrEnum):
    """What a change does with a figure."""

    SET = "set"
    ADD = "add"
    MULTIPLY = "multiply"


class Request(NamedTuple):
    """A change as the user asked for it.

    `figure` is the new figure for `SET`; `number` is the addend or the factor. `words` are the user's own, `origin` is
    the place in a scenario file. `understood` says what they were taken for when they are not the format's own writing.
    Money in a unit of its own is `in_dong`, until the plan's unit is known, and `noun` what a number is said to count.
    """

    selector: str
    operation: Operation
    figure: Figure | None
    number: Number
    words: str
    origin: str = ""
    understood: Message | None = None
    in_dong: bool = False
    noun: Kind | None = None


_ADD = re.compile(r"([-+−–])\s*(.+)")
_MULTIPLY = re.compile(r"[x×*]\s*(.+)")
_PERCENT = re.compile(r"=?\s*([.,]?[0-9][0-9.,_]*)\s*%")


def parse_request(words: str) -> Request:
    """The change that `FIGURE=VALUE` asks for. Raises `ScenarioError`."""
    selector, _, value = (part.strip() for part in words.partition("="))
    if not selector or not value:
        raise ScenarioError(
            "a change is FIGURE=VALUE, such as tram-tau.reduction_households=500, not {words}", words=words or "''"
        )
    return make_request(selector, value)


def _field_of(words: str) -> str | None:
    """The figure of an area that some words name: most often its field."""
    if words in Area.FIGURES:
        return words
    from povcalc.plan.csv_tables import field_of  # few say it otherwise, for which tables have many words

    return field_of(words)


def make_request(selector: str, value: str) -> Request:
    """The change of the figures that a selector names to a value. Raises `ScenarioError`."""
    area, dot, field = selector.rpartition(".")
    if dot and area != FUNDING and (named := _field_of(field)):
        selector = f"{area.strip()}.{named}"
    words, wanted = f"{selector}={value}", _wanted(selector)
    if (found := _PERCENT.fullmatch(value)) and "rate" not in selector.rpartition(".")[2]:
        choices = [f"+{found[1]}%", f"-{found[1]}%", found[1]]
        raise ScenarioError(
            "{words}: a percentage to add, to take away, or a number? Write {choices}",
            words=words,
            choices=alternatives(choices),
            meant=tuple((f"={value}", f"={each}") for each in choices),
        )
    if found := _ADD.fullmatch(value):
        return _addition(selector, "+" if found[1] == "+" else "-", found[2], words, wanted)
    if found := _MULTIPLY.fullmatch(value):
        asked = _Asked(f"{selector}=x", found[1], words, FACTOR)
        return Request(selector, Operation.MULTIPLY, None, asked.number(), words, understood=asked.understood)
    asked = _Asked(f"{selector}=", value, words, wanted)
    figure = asked.figure()
    return Request(selector, Operation.SET, figure, 0, words, understood=asked.understood, **asked.units)


def _addition(selector: str, sign: str, added: str, words: str, wanted: Wanted) -> Request:
    """The change that adds a number or a percentage to figures, or takes it away."""
    unit = unit_of(re.sub("^[-+0-9., _]+(?:[eE][-+]?[0-9]+)?", "", added))
    is_factor = unit is not None and bool(re.search("[%‰]|phần|percent", added)) and "điểm" not in added
    added = added.removesuffix("%") if is_factor else added
    asked = _Asked(f"{selector}={sign}", added, words, PERCENT if is_factor else wanted)
    with localcontext(prec=4 * MAX_DIGITS):  # a sign, too, rounds a number to the digits of the context
        number = asked.number() if sign == "+" else -asked.number()
        factor = 1 + shifted(number, -2)
    if is_factor:
        return Request(selector, Operation.MULTIPLY, None, factor, words, understood=asked.understood)
    return Request(selector, Operation.ADD, None, number, words, understood=asked.understood, **asked.units)


def _wanted(selector: str) -> Wanted:
    """What is wanted where a figure is set; the unit of money is that of the plan, which is not known yet."""
    area, _, field = selector.rpartition(".")
    return Wanted(Kind.MONEY, own=None) if fold(area) in _FUNDING_WORDS else wanted_of(field)


_FUNDING_WORDS = ("funding", "kinh phi", "von")


class _Asked:
    """A number in a change: what it is read as, and how that is told; money with a unit of its own is `in_dong`."""

    def __init__(self, before: str, text: str, words: str, wanted: Wanted) -> None:
        self._before, self._text, self._words = before, text, words
        self.in_dong = False
        self.noun: Kind | None = None
        nouns = (Kind.COUNT, Kind.PERSONS, Kind.FAMILIES) if wanted.kind is Kind.COUNT else ()
        fitting = {noun: numeral for noun in nouns if not (numeral := read(text, wanted._replace(noun=noun))).unit}
        if len(fitting) == 1:
            ((self.noun, _),) = fitting.items()
            wanted = wanted._replace(noun=self.noun)
        self._numeral = read(text, wanted)
        if self._numeral == NOTHING and wanted.kind is Kind.COUNT:
            self._numeral = read(text, FACTOR)  # of 4.10 households it is told later what they have to be
        if self._numeral.unit and wanted.kind is Kind.MONEY:
            dong = read(text, wanted._replace(own=0))
            self._numeral, self.in_dong = dong, not dong.unit
        self._wanted = wanted
        self._behind = "%" if wanted == PERCENT else ""
        self.understood: Message | None = None

    @property
    def units(self) -> dict[str, Any]:
        """What of its unit is left to be held to the plan."""
        return {"in_dong": self.in_dong, "noun": self.noun}

    def figure(self) -> Figure:
        """The figure that is meant. Raises `ScenarioError` for what has no one meaning."""
        if len(re.sub("[^0-9]", "", self._text)) > MAX_DIGITS:
            raise ScenarioError(
                "a number of more than {most} digits is no figure: {text}…", most=MAX_DIGITS, text=self._text[:10]
            )
        figure = self._numeral.figure
        if figure is None:
            why = why_not(self._text, self._numeral, self._wanted, self._before, self._behind)
            typed = (f"{self._before}{each}{self._behind}" for each in readings_typed(self._numeral, self._wanted))
            raise ScenarioError(why or self._not_a_value(), tuple((self._words, each) for each in typed))
        if figure.upper is not None and figure.number > figure.upper:
            raise ScenarioError(
                "{words}: the lower end of a range comes first, {high}..{low}",
                words=self._words,
                low=figure_text(figure.number),
                high=figure_text(figure.upper),
            )
        if not self._numeral.plain and not self.in_dong:
            self.understood = understood(self._words, figure, self._before, self._behind)
        return figure

    def number(self) -> Number:
        """The one number that is meant. Raises `ScenarioError` likewise."""
        figure = self.figure()
        if figure.form is not Form.EXACT or self._text.startswith(("-", "+", "−", "–")):
            raise ScenarioError(self._not_a_value())
        return figure.number

    def _not_a_value(self) -> Message:
        return Message(
            "{words}: {value} is not a value; use a number (500, 4.10), >9, <9, >=3, <=4, ~900, 840..930, +50, -50, "
            "+10%, -10% or x1.2",
            words=self._words,
            value=self._words[len(self._before.rstrip("+-x")) :],
        )


def _in_plan_unit(index: "FigureIndex", request: Request) -> Request:
    """A change of money in a unit of its own, in the unit of the plan's funding. Raises `ScenarioError`.

    So does a number of persons in a plan of households.
    """
    counts = counts_of(index.plan.wording.counted)
    if request.noun not in (None, counts.noun):
        raise ScenarioError(
            "{words}: the unit does not fit; {expected}", words=request.words, expected=expected(counts)
        )
    if not request.in_dong or index.plan.funding is None:
        return request
    unit = index.plan.funding.unit
    own = money(unit).own
    if own is None:
        raise ScenarioError(
            "{words}: the unit of the funding is {unit}; write the amount in it", words=request.words, unit=unit
        )
    figure, number = request.figure, in_unit(request.number, -own)
    figure = None if figure is None else figure.each(lambda each: in_unit(each, -own))
    return request._replace(figure=figure, number=number)


CHILDREN, ALL = "*", "**"
FUNDING, TOTAL = "funding", "total"
FUNDING_TOTAL: Path = (FUNDING, TOTAL)


class FigureIndex:
    """The figures of a plan by their names: `tram-tau.reduction_households`, `funding.oda`."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.areas: tuple[Located, ...] = walk(plan.targets)

    @cached_property
    def _index(self) -> AreaIndex:
        return AreaIndex(self.areas)

    @property
    def located(self) -> Mapping[Path, Located]:
        """The areas by their paths."""
        return self._index.located

    @cached_property
    def _area_names(self) -> dict[Path, str]:
        return {each.path: self._index.shortest(each.path) for each in self.areas}

    @cached_property
    def ledger(self) -> Ledger | None:
        """The lines of the funding, and what adds up to what."""
        return None if self.plan.funding is None else Ledger.of(self.plan.funding)

    @cached_property
    def _line_names(self) -> dict[Path, str]:
        return {} if self.plan.funding is None else shortest(self.plan.funding)

    def stated(self, path: Path) -> Figure | None:
        """The figure that the plan states at a path."""
        located = self.located.get(path[:-1])
        return figure_at(self.plan, path) if located is None else located.figure(str(path[-1]))

    def name(self, path: Path) -> str:
        """The name of a figure or an area."""
        if path == FUNDING_TOTAL:
            return f"{FUNDING}.{TOTAL}"
        if path[0] == FUNDING and self.plan.funding is not None:
            return f"{FUNDING}.{self._line_names[path[:-1]]}"
        if path in self.located:
            return self._area_names[path]
        return f"{self._area_names[path[:-1]]}.{path[-1]}"

    def paths(self, selector: str) -> tuple[Path, ...]:
        """The paths of the figures that a selector names. Raises `ScenarioError` when it names none."""
        area, dot, field = (part.strip() for part in selector.rpartition("."))
        if not dot:
            near = self._without_figure(selector)
            raise ScenarioError(
                "{selector} names no figure: write AREA.FIGURE, such as tram-tau.reduction_households, or "
                "funding.LINE{hint}",
                selector=selector or "''",
                hint=hint(alternatives(near) if near else None),
                meant=tuple((selector, each) for each in near),
            )
        if area == FUNDING:
            return self._amounts(field)
        named = _field_of(field)
        if named is None:
            from povcalc.plan.csv_tables import nearest_fields

            near = nearest_fields(field)
            called = [area] if area.endswith(CHILDREN) else self._index.likely(area) or [area]
            raise ScenarioError(
                "{selector}: {field} is not a figure of an area{hint}; use one of {fields}",
                selector=selector,
                field=field or "''",
                hint=hint(alternatives(near) if near else None),
                fields=", ".join(Area.FIGURES),
                meant=tuple((selector, f"{each}.{figure}") for each in called for figure in near),
            )
        return tuple((*each.path, named) for each in self._selected_areas(area))

    def _without_figure(self, words: str) -> tuple[str, ...]:
        """What words without a dot were probably meant for: the target of an area, or a line of the funding."""
        if self.areas and _field_of(words):
            return (f"{self.name(self.areas[0].path)}.{words}",)  # of the whole plan
        areas = self._index.named(words) if words else []
        near = self._index.similar(words) if words and not areas else None
        names = [self.name(path) for path in areas] or ([near] if near else [])
        return tuple(f"{name}.reduction_households" for name in names)

    def _selected_areas(self, words: str) -> Sequence[Located]:
        """The areas that an id or a path names, with `*` those directly inside it, with `**` all inside it."""
        if not self.areas:
            raise ScenarioError("the plan has no targets")
        around, _, last = words.rpartition("/")
        if last not in (CHILDREN, ALL):
            return [self._area(words)]
        root = self._area(around) if around else self.areas[0]
        if last == ALL:
            depth = len(root.path)
            inside = [each for each in self.areas if each.path[:depth] == root.path and (not around or each != root)]
            return [each for each in inside if "parts" not in each.path[depth:]]
        if not root.children:
            raise ScenarioError("{words}: no areas are listed inside {name}", words=words, name=root.area.name)
        return root.children

    def _area(self, words: str) -> Located:
        try:
            return self._index.one(words)
        except UnknownAreaError as error:
            raise ScenarioError(error.why, error.meant) from None

    def _amounts(self, line: str) -> tuple[Path, ...]:
        if self.ledger is None:
            raise ScenarioError("the plan has no funding")
        amounts = {TOTAL: FUNDING_TOTAL}
        for words, path in addresses(self.ledger.funding).items():
            amounts.setdefault(words, (*path, "amount"))
        if line in (CHILDREN, ALL) and self.ledger.lines:
            around = (FUNDING, "lines")
            return tuple(i.at("amount") for i in self.ledger.lines if i.around == around or line == ALL)
        if line in amounts:
            return (amounts[line],)
        wanted = normalized(line)
        for each in self.ledger.lines if wanted else ():
            if wanted in map(normalized, each.label.in_every_language().values()):
                return (each.at("amount"),)
        near = closest_match(line, tuple(amounts)) if line else None
        raise ScenarioError(
            "no line of the funding is called {word}{hint}; the lines are {lines}",
            word=line or "''",
            hint=hint(near),
            lines=", ".join([TOTAL, *self._line_names.values()]),
            meant=((f"{FUNDING}.{line}", f"{FUNDING}.{near}"),) if near else (),
        )


class FigureChange(NamedTuple):
    """One changed figure; `before` is `None` where the plan did not state it, `rounded` whether it was rounded."""

    path: Path
    before: Figure | None
    after: Figure
    rounded: bool = False


def figures_after(changes: Iterable[FigureChange]) -> dict[Path, Figure]:
    """The changed figures by their paths."""
    return {change.path: change.after for change in changes}


class AppliedRequest(NamedTuple):
    """A change as it was asked for, and what it did."""

    request: Request
    changes: tuple[FigureChange, ...]


def apply_requests(index: FigureIndex, requests: Sequence[Request]) -> tuple[AppliedRequest, ...]:
    """What changes make of a plan's figures, each on what those before it left. Raises `ScenarioError`."""
    current: dict[Path, Figure] = {}
    set_by: dict[tuple[Path, ...], str] = {}
    applied = []
    for request in requests:
        try:
            changes = tuple(_apply_request(index, _in_plan_unit(index, request), current))
        except ScenarioError as error:
            if not request.origin:
                raise
            raise ScenarioError(join((verbatim(request.origin), error.why), ": "), error.meant) from None
        if request.operation is Operation.SET:
            before = set_by.setdefault(tuple(change.path for change in changes), request.words)
            if before != request.words:
                raise ScenarioError(
                    "{one} and {other} contradict each other: set a figure once", one=before, other=request.words
                )
        current |= figures_after(changes)
        applied.append(AppliedRequest(request, changes))
    _refuse_exclusive_fields(index, current)
    return tuple(applied)


def _apply_request(index: FigureIndex, request: Request, current: Mapping[Path, Figure]) -> list[FigureChange]:
    changes = []
    paths = index.paths(request.selector)
    if request.figure is None:
        paths = tuple(each for path in paths for each in _stated_at(index, path, current))
    for path in paths:
        before = current.get(path) or index.stated(path)
        if request.figure is not None:
            change = FigureChange(path, before, request.figure)
        elif before is not None:
            change = FigureChange(path, before, *_changed_figure(request, before, str(path[-1])))
        elif len(paths) > 1:
            continue  # of several areas, only those that state the figure are meant
        else:
            raise ScenarioError(
                "{words}: the plan does not state {figure}, so nothing can be added to it; set it to a number",
                words=request.words,
                figure=index.name(path),
            )
        _refuse_invalid(index, request, change)
        changes.append(change)
    if not changes:
        raise ScenarioError(
            "{words}: none of these areas states the figure, so nothing can be added to it; set it to a number",
            words=request.words,
        )
    return changes


def _stated_at(index: FigureIndex, path: Path, current: Mapping[Path, Figure]) -> list[Path]:
    """A figure that is to be changed by so much, or the households of each date where those of both are not stated."""
    if path[-1] == "households" and path not in current and index.stated(path) is None:
        dates = [(*path[:-1], field) for field in _EXCLUSIVE["households"]]
        return [date for date in dates if date in current or index.stated(date) is not None] or [path]
    return [path]


def _changed_figure(request: Request, before: Figure, field: str) -> tuple[Figure, bool]:
    """What a relative change makes of a figure, and whether it was rounded.

    Counts are rounded to whole households and money to the decimals that it had, half up; a rate keeps all
    decimals that the change gives it, and never fewer than it had.
    """

    def changed(number: Number) -> tuple[Number, bool]:
        is_sum = request.operation is Operation.ADD
        with localcontext() as context:
            context.prec = 4 * MAX_DIGITS
            result = Decimal(number + request.number if is_sum else number * request.number)
            if "rate" in field or (is_sum and "households" not in field):
                places = max(decimals(number), -int(result.normalize().as_tuple().exponent))
                return scaled(int(result.scaleb(places)), places), False
            places = 0 if "households" in field else decimals(number)
            units = (result.scaleb(places) + Decimal("0.5")).to_integral_value(ROUND_FLOOR)
            return scaled(int(units), places), units.scaleb(-places) != result

    number, rounded = changed(before.number)
    if before.upper is None:
        return before._replace(number=number), rounded
    upper, upper_rounded = changed(before.upper)
    return before._replace(number=number, upper=upper), rounded or upper_rounded


def _refuse_invalid(index: FigureIndex, request: Request, change: FigureChange) -> None:
    """Raise `ScenarioError` for a figure that its field cannot hold."""
    field, after = str(change.path[-1]), change.after
    if change.path[0] == FUNDING:
        is_valid = after.number > 0 and (after.upper is None or after.upper > 0)
        expected = Message("an amount more than zero")
    else:
        is_valid = figure_of(field, after) is not None
        expected = _RATE if "rate" in field else _COUNT
    if not is_valid:
        raise ScenarioError(
            "{words}: {figure} cannot be {value}; it is {expected}",
            words=request.words,
            figure=index.name(change.path),
            value=figure_text(after),
            expected=expected,
        )


_COUNT = Message("a whole number of households, not negative unless it is a reduction")
_RATE = Message("a percentage from 0 to 100, or points from -100 to 100")

_EXCLUSIVE = {
    "households": ("households_start", "households_end"),
    "households_start": ("households",),
    "households_end": ("households",),
}


def _refuse_exclusive_fields(index: FigureIndex, current: Mapping[Path, Figure]) -> None:
    """Raise `ScenarioError` for fields that the format does not allow together."""
    for path in current:
        for field in _EXCLUSIVE.get(str(path[-1]), ()):
            other = (*path[:-1], field)
            if other in current or figure_at(index.plan, other):
                raise ScenarioError(
                    "{figure} cannot stand beside {other}: households are for both dates, or for one each",
                    figure=index.name(path),
                    other=index.name(other),
                )


_ADDED_UP = ("households", *COUNTS)
"""The figures of an area that are the sums of those inside it."""


class Rebalance(StrEnum):
    """What becomes of sums: totals follow their parts, or the other parts hold the total."""

    TOTAL = "total"
    OTHERS = "others"


class Sum(NamedTuple):
    """A total with its parts, by the paths of their figures; `partial` when not all parts are listed."""

    total: Path
    parts: tuple[Path, ...]
    partial: bool = False


def _sums(index: FigureIndex, changes: Mapping[Path, Figure]) -> Iterator[Sum]:
    """The totals of the fields that are changed, each before those inside it, and that of the funding."""
    fields = {path[-1] for path in changes}
    for located in index.areas:
        sums = [(tuple([child.path for child in located.children]), located.area.partial)] if located.children else []
        sums += [(split.parts, split.partial) for split in located.splits if not split.overlapping]
        for field in _ADDED_UP if sums else ():
            if field in fields:
                for paths, is_partial in sums:
                    yield Sum((*located.path, field), tuple((*path, field) for path in paths), is_partial)
    # The lines of the section before other breakdowns, and columns first: they depend on what is inside lines.
    money = () if index.ledger is None else index.ledger.sums
    for each in sorted(money, key=lambda each: (each.whole != FUNDING_TOTAL, len(each.whole))):
        is_amount = each.whole[-1] != "disbursed" and each.how is not How.SAME
        if is_amount and index.ledger is not None and index.ledger.is_in_one_unit(each):
            yield Sum(each.whole, each.parts, each.partial)


def update_totals(index: FigureIndex, changes: Mapping[Path, Figure]) -> list[FigureChange]:
    """The stated totals that follow their changed parts, the innermost first. Raises `ScenarioError`."""
    for each in _sums(index, changes):
        if each.total in changes and any(part in changes for part in each.parts):
            raise ScenarioError(
                "{figure} is changed and is to follow its parts too: leave one of the two out",
                figure=index.name(each.total),
            )
    return follow_parts(index, changes)


def follow_parts(index: FigureIndex, changes: Mapping[Path, Figure]) -> list[FigureChange]:
    """What stated totals are after their parts changed, the innermost first; those that are changed themselves stay.

    A total whose parts are all stated as numbers is their sum; of another the change of its parts is added to it.
    """
    current = dict(changes)
    updated = []
    for each in reversed([*_sums(index, changes)]):
        before = figure_at(index.plan, each.total)
        if before is None or each.total in current or not any(part in current for part in each.parts):
            continue
        total = _updated_total(index, each, before, current)
        if total is not None and total != exact(before.number):
            change = FigureChange(each.total, before, before._replace(number=_as_number(total)))
            updated.append(change)
            current[each.total] = change.after
    return updated


def _updated_total(index: FigureIndex, of: Sum, before: Figure, current: Mapping[Path, Figure]) -> Exact | None:
    """A total after its parts changed; `None` where they do not make it a number."""
    total = plain_number(before)
    if total is None:
        return None
    stated = {part: figure_at(index.plan, part) for part in of.parts}
    numbers = [plain_number(current.get(part) or figure) for part, figure in stated.items()]
    if not of.partial and None not in numbers:
        return sum(number for number in numbers if number is not None)
    for part, figure in stated.items():
        if part in current:
            was, now = plain_number(figure), plain_number(current[part])
            if was is None or now is None:
                return None
            total += now - was
    return total


def plain_number(figure: Figure | None) -> Exact | None:
    """The number of a figure that is one number, perhaps an estimate; `None` for a bound, a range or no figure."""
    return exact(figure.number) if figure is not None and figure.is_number else None


def _as_number(value: Exact) -> Number:
    """A sum of numbers with decimals, as the format writes it."""
    return int(value) if value.denominator == 1 else Decimal(value.numerator) / Decimal(value.denominator)


def rebalance_parts(index: FigureIndex, changes: Mapping[Path, Figure]) -> list[FigureChange]:
    """The other parts of changed totals and beside changed parts, in proportion to what they are.

    Raises `ScenarioError`. A total holds as it is stated, or as it was changed; where none is stated, the sum of its
    parts as they were.
    """
    current = dict(changes)
    moved = []
    sums = [*_sums(index, changes)]
    for path in changes:
        if sum(path in each.parts for each in sums) > 1:
            raise ScenarioError(
                "{figure} is part of several sums, and others can take up the difference in one of them only; let "
                "the totals follow",
                figure=index.name(path),
            )
    for each in sums:
        if any(path in current for path in (each.total, *each.parts)):
            for change in _absorbed(index, each, changes, current):
                moved.append(change)
                current[change.path] = change.after
    return moved


def _absorbed(
    index: FigureIndex, of: Sum, changes: Mapping[Path, Figure], current: Mapping[Path, Figure]
) -> list[FigureChange]:
    """The parts of one total that are not changed themselves, so that all add up to it."""
    stated = {part: figure_at(index.plan, part) for part in of.parts}
    if not any(stated.values()) and not any(part in current for part in of.parts):
        return []  # no part states this figure, so none can absorb the difference
    if of.partial or None in (plain_number(changes.get(part) or figure) for part, figure in stated.items()):
        raise ScenarioError(
            "{figure}: the others cannot take up the difference, since not every part of it is listed and stated "
            "as a number",
            figure=index.name(of.total),
        )
    total = plain_number(current.get(of.total) or figure_at(index.plan, of.total))
    if total is None:
        total = sum(exact(figure.number) for figure in stated.values() if figure is not None)
    rest = total - sum(exact(changes[part].number) for part in of.parts if part in changes)
    free = {part: figure for part, figure in stated.items() if part not in changes and figure is not None}
    places = max((decimals(figure.number) for figure in free.values()), default=0)
    units, weights = rest * 10**places, [exact(figure.number) for figure in free.values()]
    if rest < 0 or not weights or (rest and sum(weights) <= 0) or min(weights) < 0 or units.denominator != 1:
        raise ScenarioError(
            "{figure}: {whole} less what is changed leaves {rest}, which the other parts cannot take up",
            figure=index.name(of.total),
            whole=_as_number(total),
            rest=_as_number(rest),
        )
    shares = shared_out(int(units), weights) if units else [0] * len(weights)
    return [
        FigureChange(part, figure, figure._replace(number=scaled(share, places)))
        for (part, figure), share in zip(free.items(), shares, strict=True)
        if scaled(share, places) != figure.number
    ]
