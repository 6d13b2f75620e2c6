"""Two plans side by side: what differs, and what a result says of the targets of its plan.

Areas and lines of funding are matched by their ids. Figures differ by their numbers, by what is meant, or by the
decimals that they are written with; of the other sections it is only said that they differ. Findings of `check` are
the same where check and subject are the same, whatever the line.

Where the second document is the result of the first, every target is judged. More is better of a reduction, less of
what is left at the end of the year, so a target is a bound: 453 households fewer is met by 453 or more, a rate of 44.35
by 44.35 or less. What is printed is compared as printed: 5.04 misses 5.0. What the result states decides; where it
states nothing, or leaves both possible, the range decides that all of its figures imply, with those of the start of the
year that only the plan states. No growth of households is assumed unless the file or the user does.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import partial
from itertools import groupby
from os import PathLike
from typing import Any, NamedTuple, TypeVar

from povcalc.engine import run
from povcalc.finding_changes import FindingChanges, finding_changes
from povcalc.findings import SEVERITIES, Finding, Report
from povcalc.inference.conflicts import evidence
from povcalc.inference.ranges import Ranges, ranges
from povcalc.inference.succession import (
    ACHIEVEMENTS,
    LESS,
    MORE,
    Achievement,
    AreaMatching,
    Pair,
    earlier,
    figure_of,
    match_areas,
    meant,
    planned_view,
    stands,
    wanted,
)
from povcalc.measures import BASES, MEASURE_OF, MEASURES, POINTS, RATES
from povcalc.messages import (
    COUNTED,
    GLOSSARY,
    SHORT,
    Lang,
    Message,
    Value,
    by_language,
    capitalised,
    join,
    terminating,
    verbatim,
)
from povcalc.numerals import power_of
from povcalc.places import Path
from povcalc.plan.assumptions import Assumptions, Options, assumptions_of
from povcalc.plan.fields import Model
from povcalc.plan.funding import Ledger, unit_name
from povcalc.plan.load import PlanError, Reading, reading_of, replaced
from povcalc.plan.model import PLACEHOLDER, Area, DocumentInfo, Funding, Located, Plan, is_part, parent, walk
from povcalc.values import ANY, Figure, Form, Interval, Number, decimals, exact, figure_within
from povcalc.views.plan import DATA_PLACES, NAME, PATH, PLACES
from povcalc.views.table import Both, Cell, Column, Names, Readers, Row, Table, readable, signed, signed_range


class ChangeKind(StrEnum):
    """What became of a figure, an area, a line of funding, or the unit of all lines.

    Of figures, `CHANGED` is another number, `FORM` the same number meant otherwise (over 8.50 and 8.50), `DIGITS` the
    same number written to more or fewer decimals, which claims another precision, and `UNREAD` one that a plan has and
    that could not be read; `UNKNOWN` is one of a merged area that its parts leave open. Of areas, `MERGED` is one made
    of several, `KIND` another kind, and `PARTIAL` that all areas inside are listed, or not.
    """

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"
    FORM = "form"
    DIGITS = "digits"
    UNREAD = "unread"
    MOVED = "moved"
    RENAMED = "renamed"
    MERGED = "merged"
    KIND = "kind"
    PARTIAL = "partial"
    UNIT = "unit"
    UNKNOWN = "unknown"


class FigureChange(NamedTuple):
    """A figure that the two plans do not state alike.

    `address` is what its area or line of funding is called in the second plan, or in the first where the second
    lacks it; `field` the figure's name in the format. `difference` is the second number less the first, as written,
    for the lower and the upper end, which differ for ranges alone; `None` where there is none to be told.
    """

    address: str
    name: Message
    field: str
    before: Figure | None
    after: Figure | None
    change: ChangeKind
    difference: tuple[Number, Number] | None


class PartChange(NamedTuple):
    """An area or a line of funding that the two plans do not have alike; `before` and `after` say how.

    For what was added, gone or moved these are the addresses of the area around it, `funding` for a line.
    """

    address: str
    name: Message
    change: ChangeKind
    before: Message | None
    after: Message | None


class TargetResult(NamedTuple):
    """One target of an area beside what the result says of it.

    `target` is as the plan states it, `None` where that is not known of a merged area; `unsure` is then the range that
    the figures of its parts leave, or that of a target which is not their sum. `result` is as the result states it,
    `None` where it does not; `implied` is the range that all of the result's figures leave. `difference` is result less
    target, exact where the result is one number. `grounds` are the figures of the result that it was judged from, such
    as `yen-bai/tram-tau.poverty_rate_end`; `why` says what keeps it undecided, or what is to be known of the verdict.
    """

    address: str
    name: Message
    field: str
    target: Figure | None
    result: Figure | None = None
    implied: Interval = ANY
    met: Achievement = Achievement.UNDECIDED
    difference: Interval | None = None
    grounds: tuple[str, ...] = ()
    why: Message | None = None
    unsure: Interval | None = None

    @property
    def is_implied(self) -> bool:
        """Whether the result does not state it, and other figures decided the verdict."""
        return self.result is None and bool(self.grounds)

    @property
    def shown(self) -> Figure | Interval | None:
        """What people are shown of the result: what it states, or the range that decided in the place of that."""
        return self.implied.widened(PLACES) if self.is_implied else self.result

    @property
    def is_judged_from_others(self) -> bool:
        """Whether other figures than the one that states it decided the verdict."""
        return bool(self.grounds) and self.grounds != (f"{self.address}.{self.field}",)

    @property
    def remark(self) -> Message | None:
        """What is to be known of the verdict: why it is undecided, or that other figures decided it."""
        if self.why is not None or not self.is_judged_from_others:
            return self.why
        named = [ground.rpartition(".") for ground in self.grounds]
        figures = [SHORT[field] for address, _, field in named if address == self.address]
        others = len(self.grounds) - len(figures)
        if others:
            figures.append(Message("{count} figures of other areas", count=others))
        return Message("judged from {figures}", figures=join(figures, ", "))


class MergedFigure(NamedTuple):
    """A figure of an area that is made of several: what each of these states, by its address, and the sum.

    `sum` is `None` where there is none; `range` is then what all their figures imply, and `why` says what is missing.
    """

    address: str
    name: Message
    field: str
    parts: tuple[tuple[str, Message, Figure | None], ...]
    sum: Figure | None
    range: Interval | None = None
    why: Message | None = None


class Comparison(NamedTuple):
    """Two plans side by side, by the ids of their areas and lines.

    `figures` are those of areas that differ and `funding` the amounts; `same` counts the figures that do not differ.
    `targets` has every target of the plan where the second is its result; `unjudged` says why it is
    not judged where that could be expected; `from_plan` are figures of the start of the year that only the plan states,
    such as `yen-bai/tram-tau.poor_households_start`, and `from_result` targets that only the result states as planned.
    `merged` has the figures of areas that were made of several. `sections` are other parts, by their keys, that differ.
    `unit` is the unit of the differences in `funding`, and `unit_note` says how amounts in two units are compared.
    """

    before: Reading
    after: Reading
    parts: tuple[PartChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    funding: tuple[FigureChange, ...] = ()
    unit: Message | None = None
    unit_note: Message | None = None
    same: int = 0
    targets: tuple[TargetResult, ...] = ()
    from_plan: tuple[str, ...] = ()
    unjudged: Message | None = None
    sections: tuple[str, ...] = ()
    findings: FindingChanges = FindingChanges()
    merged: tuple[MergedFigure, ...] = ()
    from_result: tuple[str, ...] = ()
    otherwise: tuple[Message, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether any area, line, figure or other part of the plans differs."""
        return bool(self.parts or self.figures or self.funding or self.sections)

    @property
    def notes(self) -> tuple[Message, ...]:
        """What is to be known of units, of parts that may be the same under another id, and of targets stated twice."""
        return (*([self.unit_note] if self.unit_note else []), *_same_names(self.parts), *self.otherwise)

    def judged(self, met: Achievement) -> int:
        """How many targets were judged so."""
        return sum(target.met is met for target in self.targets)

    @property
    def counted(self) -> Message:
        """How many targets there are, and how many were judged so and so, in words."""
        counts: dict[str, Value] = {met.value: self.judged(met) for met in Achievement}
        words = Message("Targets: {all}; met {met}, missed {missed}, undecided {undecided}.")
        return words.with_values(all=len(self.targets), **counts)


def _same_names(parts: Sequence[PartChange]) -> Iterator[Message]:
    """Parts that may be the same under another id: one that is gone and one that was added have one name."""
    gone = {part.name: part for part in parts if part.change is ChangeKind.GONE}
    for part in parts:
        if part.change is ChangeKind.ADDED and part.name in gone:
            yield Message(
                "{old} is gone and {new} was added, both called {name}: if they are the same, give them one id.",
                old=gone[part.name].address,
                new=part.address,
                name=part.name,
            )


Unread = tuple[Collection[Path], Collection[Path]]
"""The paths of what could not be read, in the first and in the second plan."""


def compare(before: Plan | str | PathLike[str], after: Plan | str | PathLike[str]) -> Comparison:
    """Compare two plans, or files that hold them, by the ids of their areas and lines.

    Where the first is a plan and the second its result, every target is judged. Raises `OSError` when a file cannot
    be read and `PlanError` when nothing of a plan can be made of it; a plan that is damaged in parts is compared as
    far as it was read.
    """
    return compared(reading_of(before), reading_of(after))


def compared(
    before: Reading | Sequence[Reading],
    after: Reading,
    assumed: Options | None = None,
    after_assumed: Options | None = None,
) -> Comparison:
    """Compare two readings; several may be before, of areas that were merged into one.

    Raises `PlanError` for one without a plan. `assumed` is what the user assumes of both, or of the first when
    `after_assumed` says it of the second.
    """
    # Longer than 40 lines: a comparison is made of all of these.
    after_assumed = assumed if after_assumed is None else after_assumed
    readings = (before,) if isinstance(before, Reading) else tuple(before)
    joined, new = earlier(readings), after.plan
    if joined is None or new is None:
        raise PlanError(after if joined is not None else next((r for r in readings if r.plan is None), readings[0]))
    old, before = joined.plan, joined.reading
    matching = match_areas(old, new, assumed)
    unread = joined.unread, after.unread
    figures, same_figures = figure_changes(matching.pairs, unread)
    funding = funding_changes(old, new, unread)
    reports = run(before, options=assumed), run(after._replace(before=readings), options=after_assumed)
    # What is found in a document that is made up of several would be of none of them.
    found_before = reports[0]._replace(findings=()) if joined.is_joined else reports[0]
    is_result = "result" in (old.document.kind, new.document.kind)
    unjudged = _chained(old.document, new.document, reports[1]) or (_why_unjudged(old, new) if is_result else None)
    is_judged = is_result and unjudged is None
    judged = judge_targets(matching, new, after_assumed, after.unread) if is_judged else Judgements()
    return Comparison(
        before,
        after,
        parts=(*area_changes(matching, made_up=joined.is_joined), *funding.lines),
        figures=tuple(figures),
        funding=tuple(funding.amounts),
        unit=funding.unit,
        unit_note=funding.note,
        same=same_figures + funding.same,
        unjudged=unjudged,
        sections=tuple(each for each in _SECTIONS if _unordered(getattr(old, each)) != _unordered(getattr(new, each))),
        findings=finding_changes((before, found_before, matching.before), (after, reports[1], matching.after)),
        merged=tuple(_merged_figures(matching)),
        **judged._asdict(),
    )


def compared_with_own_plan(reading: Reading, assumed: Options | None = None) -> Comparison | None:
    """A result beside what it says was planned; `None` where it says nothing. Raises `PlanError` without a plan."""
    if reading.plan is None:
        raise PlanError(reading)
    planned = planned_view(reading.plan)
    if planned is None:
        return None
    judged = judge_targets(match_areas(planned, reading.plan), reading.plan, assumed, reading.unread)
    return Comparison(reading, reading, targets=judged.targets, from_plan=judged.from_plan)


def _merged_figures(matching: AreaMatching) -> Iterator[MergedFigure]:
    """What the parts of merged areas state, figure by figure, and what it makes together."""
    for pair in matching.pairs:
        for field in Area.FIGURES if pair.parts and pair.before is not None else ():
            figures = [(matching.before[part.path], part.name, figure_of(part, field)) for part in pair.parts]
            summed, unsure = pair.before and pair.before.figure(field), pair.unsure.get(field)
            if summed is not None or unsure is not None:
                known = (None, None) if unsure is None else (unsure.range, unsure.why)
                yield MergedFigure(pair.address, pair.name, field, tuple(figures), summed, *known)


_SECTIONS = {
    "document": Message("document"),
    "purpose": Message("purpose"),
    "requirements": Message("requirements"),
    "objective": Message("objective"),
    "poverty_standard": Message("poverty standard"),
    "measures": Message("measures"),
    "schedule": GLOSSARY["schedule"],
    "actors": GLOSSARY["actors"],
    "assumptions": Message("assumptions"),
    "waivers": GLOSSARY["waivers"],
}
"""The parts of a plan that are only said to differ, by their keys."""


def _unordered(part: Any) -> Any:
    """A part with the items of its lists in an order that says nothing."""
    if type(part) is tuple:  # not what has names for its items, such as a figure
        return sorted(map(repr, part))
    if isinstance(part, Model):
        return {name: _unordered(getattr(part, name)) for name in type(part).model_fields}
    return part


def area_changes(matching: AreaMatching, *, made_up: bool = False) -> Iterator[PartChange]:
    """The areas that are added, gone, merged, moved, renamed, or of another kind; not a root area that is `made_up`."""
    for pair in matching.pairs:
        around = [_around(address) for address in (pair.old_address, pair.new_address)]
        if pair.before is None:
            yield PartChange(pair.address, pair.name, ChangeKind.ADDED, None, around[1])
        elif pair.after is None:
            if not (made_up and len(pair.before.path) == 1):
                yield PartChange(pair.address, pair.name, ChangeKind.GONE, around[0], None)
        elif pair.parts:
            made_of = join([part.name for part in pair.parts], ", ")
            yield PartChange(pair.address, pair.name, ChangeKind.MERGED, made_of, pair.after.name)
        else:
            # What is around an area may itself be moved: then the area is where it was.
            home = "/".join(pair.new_address.split("/")[: -2 if is_part(pair.after.path) else -1])
            if matching.before.get(parent(pair.before.path), "") != home:
                yield PartChange(pair.address, pair.name, ChangeKind.MOVED, *around)
            yield from _attribute_changes(pair, pair.before.area, pair.after.area)


_PARTIAL = Message("some areas inside are listed")
_WHOLE = Message("all areas inside are listed")
_TOP = Message("(outermost)")


def _around(address: str) -> Message:
    return verbatim(address.rpartition("/")[0]) if "/" in address else _TOP


def _attribute_changes(pair: Pair, before: Area, after: Area) -> Iterator[PartChange]:
    if before.name != after.name and PLACEHOLDER not in (before.name.to(Lang.EN), after.name.to(Lang.EN)):
        yield PartChange(pair.address, pair.name, ChangeKind.RENAMED, before.name, after.name)
    if before.kind != after.kind:
        kinds = [None if area.kind is None else GLOSSARY[area.kind] for area in (before, after)]
        yield PartChange(pair.address, pair.name, ChangeKind.KIND, *kinds)
    if before.partial != after.partial:
        listed = [_PARTIAL if area.partial else _WHOLE for area in (before, after)]
        yield PartChange(pair.address, pair.name, ChangeKind.PARTIAL, *listed)


class _Stated(NamedTuple):
    """A figure that either plan states, and whether one of them has it in a way that could not be read."""

    address: str
    name: Message
    field: str
    before: Figure | None
    after: Figure | None
    is_unread: bool
    is_unknown: bool = False


def figure_changes(pairs: Sequence[Pair], unread: Unread = ((), ())) -> tuple[list[FigureChange], int]:
    """The figures of areas that differ, and how many do not."""
    return _changes(_area_figures(pairs, unread))


_Exchange = Callable[[Figure, Figure], tuple[Figure | None, ChangeKind | None]]
"""The first figure in the unit of the second, and what became of it."""


def _changes(stated: Iterable[_Stated], exchange: _Exchange | None = None) -> tuple[list[FigureChange], int]:
    """The figures that differ, and how many do not; `exchange` is for amounts in two units."""
    changes: list[FigureChange] = []
    alike = 0
    for address, name, field, before, after, is_unread, is_unknown in stated:
        converted, kind = before, _figure_change(before, after)
        if exchange is not None and before is not None and after is not None:
            converted, kind = exchange(before, after)
        if kind is None:
            alike += 1
        else:
            kind = ChangeKind.UNREAD if is_unread else ChangeKind.UNKNOWN if is_unknown else kind
            changes.append(FigureChange(address, name, field, before, after, kind, _difference(converted, after)))
    return changes, alike


_OF_AREAS = (*Area.FIGURES, *Area.SHARES)


def _area_figures(pairs: Sequence[Pair], unread: Unread) -> Iterator[_Stated]:
    for pair in pairs:
        old, new = _figures(pair)
        for field in _OF_AREAS:
            if field in old or field in new or field in pair.unsure:
                sides = zip(pair[:2], unread, strict=True)
                is_unread = any(paths and located and (*located.path, field) in paths for located, paths in sides)
                is_unknown = field in pair.unsure
                yield _Stated(pair.address, pair.name, field, old.get(field), new.get(field), is_unread, is_unknown)


def _figures(pair: Pair) -> list[dict[str, Figure]]:
    """What both plans state of an area, `households` under both dates where one of them tells them apart."""
    stated = [vars(located.area) if located else {} for located in pair[:2]]  # of a nation: attributes cost twice that
    sides: list[dict[str, Figure]] = [
        {field: values[field] for field in _OF_AREAS if values.get(field) is not None} for values in stated
    ]
    for field, unsure in pair.unsure.items():
        if (figure := _as_figure(unsure.range)) is not None:
            sides[0].setdefault(field, figure)
    if any(base in side for side in sides for base in BASES):
        for side in sides:
            both = side.pop("households", None)
            if both is not None:
                for base in BASES:
                    side.setdefault(base, both)
    return sides


def _as_figure(found: Interval) -> Figure | None:
    """A range as a figure, with as many decimals as people are shown; `None` for one without ends."""
    return figure_within(*(None if end is None else terminating(end) for end in found.widened(PLACES)[:2]))


def _figure_change(before: Figure | None, after: Figure | None) -> ChangeKind | None:
    """What became of a figure; `None` where nothing did."""
    if before is None or after is None:
        return None if before is after else ChangeKind.ADDED if before is None else ChangeKind.GONE
    if before == after and before.upper is None and decimals(before.number) == decimals(after.number):
        return None  # nearly all
    ends = before.ends, after.ends
    if ends[0] != ends[1]:
        return ChangeKind.CHANGED
    if before.form is not after.form:
        return ChangeKind.FORM
    first, second = ([decimals(end) for end in each] for each in ends)
    return None if first == second else ChangeKind.DIGITS


def _difference(before: Figure | None, after: Figure | None) -> tuple[Number, Number] | None:
    """The second number less the first, as written, for both ends; `None` where one has no number there.

    A range and a bound, such as 840 to 930 and over 900, have none.
    """
    if before is None or after is None:
        return None
    if (before.upper is None) != (after.upper is None):
        single = after if after.upper is None else before
        if not single.is_number:
            return None
    (low, high), (new_low, new_high) = before.ends, after.ends
    return _less(new_low, low), _less(new_high, high)


_EXACTLY = Context(prec=200)
"""More digits than two numbers of a plan and their difference can have."""


def _less(number: Number, other: Number) -> Number:
    """One number less another, exact, with as many decimals as the longer of them."""
    if isinstance(number, int) and isinstance(other, int):
        return number - other
    return _EXACTLY.subtract(Decimal(number), Decimal(other))


class FundingChanges(NamedTuple):
    """The amounts that differ, the lines that do, how many amounts are alike, and in which unit differences are."""

    amounts: list[FigureChange]
    lines: list[PartChange]
    same: int
    unit: Message | None
    note: Message | None


def funding_changes(before: Plan, after: Plan, unread: Unread) -> FundingChanges:
    """The amounts and lines of funding that differ; amounts in different units are converted exactly, or not compared.

    Differences are in the second plan's unit.
    """
    sections = before.funding, after.funding
    old, new = (_amounts(section, paths) for section, paths in zip(sections, unread, strict=True))
    units = [None if section is None or section.unit == PLACEHOLDER else section.unit for section in sections]
    named = [None if unit is None else unit_name(unit) for unit in units]
    lines = list(_line_changes(old, new))
    exchange, note = None, None
    if named[0] is not None and named[1] is not None and units[0] != units[1]:
        powers = [power_of(unit or "") for unit in units]
        exchange, note = partial(_compared, powers), _unit_note(named[0], named[1], known=None not in powers)
        lines.insert(0, PartChange("funding", GLOSSARY["funding"], ChangeKind.UNIT, named[0], named[1]))
    amounts, alike = _changes(_stated_amounts(old, new), exchange)
    return FundingChanges(amounts, lines, alike, named[1] or named[0], note)


class _Amount(NamedTuple):
    """An amount of funding with its name; the figure is `None` where none is stated, both where there is no line."""

    name: Message | None = None
    figure: Figure | None = None
    is_unread: bool = False


_Amounts = dict[str | None, _Amount]
"""The lines of a section by their ids; its total is the amount under `None`."""

_NO_LINE = _Amount()
_TOTAL = Message("Stated total")


def _amounts(section: Funding | None, unread: Collection[Path]) -> _Amounts:
    """The amounts of a section; of two lines with one id the first counts."""
    found: _Amounts = {}
    for item in Ledger.of(section).lines if section is not None else ():
        found.setdefault("/".join(item.steps), _Amount(item.label, item.converted, item.at("amount") in unread))
    found[None] = _Amount(_TOTAL, section.total if section is not None else None, ("funding", "total") in unread)
    return found


def _line_changes(old: _Amounts, new: _Amounts) -> Iterator[PartChange]:
    section = GLOSSARY["funding"]
    for identifier in dict.fromkeys((*new, *old)):
        address = f"funding.{identifier}"
        before, after = old.get(identifier, _NO_LINE).name, new.get(identifier, _NO_LINE).name
        if before is None and after is not None:
            yield PartChange(address, after, ChangeKind.ADDED, None, section)
        elif after is None and before is not None:
            yield PartChange(address, before, ChangeKind.GONE, section, None)
        elif before != after and after is not None:
            yield PartChange(address, after, ChangeKind.RENAMED, before, after)


def _stated_amounts(old: _Amounts, new: _Amounts) -> Iterator[_Stated]:
    """Every amount that either plan states, of lines in the order of the second plan, then the totals."""
    for identifier in sorted(dict.fromkeys((*new, *old)), key=lambda each: each is None):
        before, after = old.get(identifier, _NO_LINE), new.get(identifier, _NO_LINE)
        name = after.name or before.name
        if name is not None and (before.figure is not None or after.figure is not None):
            is_unread = before.is_unread or after.is_unread
            yield _Stated(f"funding.{identifier or 'total'}", name, "amount", before.figure, after.figure, is_unread)


def _compared(powers: Sequence[int | None], before: Figure, after: Figure) -> tuple[Figure | None, ChangeKind | None]:
    """An amount in the unit of the other, `None` if it cannot be told, and what became of it; units by their powers."""
    old, new = powers
    if old is None or new is None:
        return None, ChangeKind.CHANGED
    factor = Fraction(10) ** (old - new)
    converted = before.each(lambda end: terminating(exact(end) * factor) or 0)
    kind = _figure_change(converted, after)
    # More or fewer decimals are what the other unit brings.
    return converted, None if kind is ChangeKind.DIGITS else kind


def _unit_note(old: Message, new: Message, *, known: bool) -> Message:
    if known:
        return Message(
            "The amounts before are in {old}, those after in {new}; differences are exact, in {new}.",
            old=old,
            new=new,
        )
    return Message(
        "The amounts before are in {old}, those after in {new}, and povcalc does not know how many of one make one of "
        "the other: they stand side by side, not compared. Units that are known: {known}.",
        old=old,
        new=new,
        known=join((GLOSSARY[name] for name in ("VND", "thousand VND", "million VND", "billion VND")), ", "),
    )


_JUDGED = tuple(
    field
    for each in MEASURES
    for field in (each.reduction, each.points, *each.means, each.stocks[1], each.rates[1], *each.flows)
)
"""The figures of an area that are targets; what it has at the start of the year is none."""


def _why_unjudged(old: Plan, new: Plan) -> Message | None:
    """Why two documents are not a plan and its result, where one of them is a result; `None` where they are."""
    before, after = old.document, new.document
    counted = [COUNTED[each.wording.counted] for each in (old, new)]
    if counted[0] != counted[1]:
        return Message(
            "Targets are not judged: the first document counts {first}, the second {second}.",
            first=by_language(lambda lang: counted[0][lang][0]),
            second=by_language(lambda lang: counted[1][lang][0]),
        )
    if before.kind == "result" and after.kind == "plan":
        return Message("Targets are not judged: name the plan first, then its result.")
    if before.kind == after.kind == "result":
        return Message("Targets are not judged: both documents are results.")
    plan, result = before.when, after.when
    if plan is None or result is None or plan == result:
        return None
    return Message(
        "Targets are not judged: the plan is for {plan}, the result for {result}.",
        plan=plan,
        result=result,
    )


def _chained(before: DocumentInfo, after: DocumentInfo, report: Report) -> Message | None:
    """How the end of one document stands to the start of another that follows it; `None` where nothing is compared."""
    years, ended = (before.when, after.when), next(each for each in report.runs if each.code == "T601")
    differ = sum(each.code == "T601" for each in report.findings)
    if years[0] is None or years[1] is None or not (ended.held or differ):
        return None
    return Message(
        "{after} follows {before}: figures of its start that agree with the end of {before}: {held}, that differ: "
        "{differ} (T601).",
        before=years[0],
        after=years[1],
        held=ended.held,
        differ=differ,
    )


_NO_AREA = Message("the result does not have this area")
_DISSOLVED = Message("the area is gone, and its parts are in other areas")
_NEAR = Message("an estimate stands for what is within a tenth of it")
_ESTIMATE = Message("the result is an estimate")
_NOT_STATED = Message("the result does not state it, and its other figures leave both possible")
_UNREAD = Message("the result could not be read here")
_EITHER = Message("the result as written may lie on either side of the target")
_CONTRADICTED = Message("other figures of the result contradict it: see povcalc check")
_JUST = Message("met, not exceeded")


_STARTS = (("households", BASES[0]), *((each.stocks[0], each.rates[0]) for each in MEASURES))
"""Figures of the start of the year in groups: of a group that a result leaves out, those of its plan are taken."""


class Judgements(NamedTuple):
    """Targets and results; figures of the start that only the plan states, targets that only the result does.

    `otherwise` are words on targets that the plan and its result state otherwise.
    """

    targets: tuple[TargetResult, ...] = ()
    from_plan: tuple[str, ...] = ()
    from_result: tuple[str, ...] = ()
    otherwise: tuple[Message, ...] = ()


def judge_targets(
    matching: AreaMatching, result: Plan, options: Options | None, unread: Collection[Path] = ()
) -> Judgements:
    """Every target of the first plan, in the order of its areas."""
    found = None
    if result.targets is not None:
        assumed = assumptions_of(result, options)
        # A verdict rests on what is stated; only what somebody chose to assume counts beside it.
        found = _with_starts(matching, result, assumed if assumed.given else assumed._replace(growth=None), unread)
    results, from_result, otherwise = [], [], []
    for pair in matching.pairs:
        for field in _JUDGED:
            planned = None if pair.after is None else pair.after.planned(field)
            target, unsure = pair.before and pair.before.figure(field), pair.unsure.get(field)
            if target is None and unsure is None:
                if planned is None:
                    continue
                target = planned
                from_result.append(f"{pair.address}.{field}")
            elif planned is not None and target is not None and planned != target:
                otherwise.append(_planned_otherwise(pair, field, target, planned))
            name = pair.name if pair.before is None else pair.before.name
            is_dissolved = pair.before is not None and pair.before.path in matching.dissolved
            why = _DISSOLVED if is_dissolved else _NO_AREA
            judged = TargetResult(pair.address, name, field, target, why=why, unsure=unsure and unsure.range)
            if pair.after is not None and found is not None:
                judged = _judged(judged, pair.after, found, matching.after)
                if judged.met is Achievement.UNDECIDED and (*pair.after.path, field) in unread:
                    judged = judged._replace(why=_UNREAD)
                if unsure is not None:
                    judged = judged._replace(why=Message("the target is no stated sum: {why}", why=unsure.why))
            results.append(judged)
    grounds = {ground for each in results for ground in each.grounds}
    names = (f"{matching.after[path[:-1]]}.{path[-1]}" for path in (found.taken if found is not None else ()))
    taken = tuple(name for name in names if name in grounds)
    return Judgements(tuple(results), taken, tuple(from_result), tuple(otherwise))


def _planned_otherwise(pair: Pair, field: str, target: Figure, planned: Figure) -> Message:
    return Message(
        "{area}, {field}: the plan says {target}, the result says that {planned} was planned; the plan's counts.",
        area=pair.name,
        field=SHORT[field],
        target=target,
        planned=planned,
    )


class _Outcome(NamedTuple):
    """The areas of a result and their ranges, without what contradicts itself, with figures `taken` from its plan."""

    located: Mapping[Path, Located]
    ranges: Ranges
    contradicted: Collection[Path]
    taken: Collection[Path]


def _with_starts(matching: AreaMatching, result: Plan, assumed: Assumptions, unread: Collection[Path]) -> _Outcome:
    """A result with the figures of the start that only its plan states; what contradicts the result is not taken."""
    taken: dict[Path, Figure | None] = {}
    for before, after, *_ in matching.pairs:
        if before is None or after is None:
            continue
        for group in _STARTS:
            paths = [(*after.path, field) for field in group]
            if not any(after.figure(field) or path in unread for field, path in zip(group, paths, strict=True)):
                stated = ((field, before.figure(field)) for field in group)
                taken |= {
                    (*after.path, group[-1] if group is _STARTS[0] else field): figure
                    for field, figure in stated
                    if figure is not None
                }
    own = walk(result.targets)
    alone = ranges(own, assumed)
    dropped = alone.basis.dropped  # what contradicts itself in the result says nothing of the plan's figures
    while taken:
        areas = walk(replaced(result, taken | dict.fromkeys(dropped)).targets)
        found = ranges(areas, assumed)
        against = {path for conflict in found.conflicts for path in conflict.figures} & taken.keys()
        if not against:
            return _Outcome({each.path: each for each in areas}, found, dropped | found.basis.dropped, tuple(taken))
        outermost = min(map(len, against))  # what areas inside state may hold where their whole's does not
        taken = {path: figure for path, figure in taken.items() if path not in against or len(path) > outermost}
    return _Outcome({each.path: each for each in own}, alone, dropped, ())


def _judged(target: TargetResult, located: Located, found: _Outcome, called: Mapping[Path, str]) -> TargetResult:
    """A target with what the result says of it in the area of the same id."""
    path = (*located.path, target.field)
    target = target._replace(result=located.figure(target.field), implied=found.ranges.of(located.path, target.field))
    met, grounds, why = _verdict(target, path, found)
    named = tuple(f"{called[ground[:-1]]}.{ground[-1]}" for ground in grounds)
    target = target._replace(met=met, grounds=named, why=why)
    return target._replace(difference=_less_target(target))


_Verdict = tuple[Achievement, tuple[Path, ...], Message | None]
"""How a result stands to a target, what decided it, and what is to be known of that."""


def _verdict(judged: TargetResult, path: Path, found: _Outcome) -> _Verdict:
    """The verdict by the stated figure or, where that leaves it open, by the range of all figures."""
    field, target, result, undecided = judged.field, judged.target, judged.result, Achievement.UNDECIDED
    if target is None:
        return _verdict_unsure(judged, path, found)
    by_stated = undecided if result is None else stands(meant(field, result), wanted(field, meant(field, target)))
    by_implied = stands(judged.implied, wanted(field, _unprinted(field, target)))
    if path in found.contradicted and result is not None:
        if by_stated is undecided or by_stated is not by_implied:
            return undecided, (), _CONTRADICTED
        return by_stated, (path,), None
    if by_stated is not undecided:
        return by_stated, (path,), _told_of(field, target, result)
    by_rates = _by_printed_rates(judged, found.located[path[:-1]])
    if by_rates is not undecided:
        return by_rates, tuple((*path[:-1], rate) for rate in MEASURE_OF[field].rates), None
    if by_implied is not undecided:
        return by_implied, _grounds(path, by_implied, found), None
    if result is None:
        return undecided, (), _NOT_STATED
    return undecided, (), _ESTIMATE if result.form is Form.ABOUT else _EITHER


def _verdict_unsure(judged: TargetResult, path: Path, found: _Outcome) -> _Verdict:
    """The verdict on the target of a merged area of which a range is known: the same whatever it is in there, or none.

    Beside a rate that is printed, the target is taken as it would be printed, to the same decimals.
    """
    stated, (low, high) = judged.result, (judged.unsure or ANY)[:2]
    if stated is not None and "rate" in judged.field:
        unit = 10 ** decimals(stated.number)
        low, high = (None if end is None else Fraction(round(end * unit), unit) for end in (low, high))
    hardest, easiest = (high, low) if judged.field in MORE else (low, high)
    reached = judged.implied if stated is None else meant(judged.field, stated)
    for end, met in ((hardest, Achievement.MET), (easiest, Achievement.MISSED)):
        if end is not None and stands(reached, wanted(judged.field, Interval(end, end))) is met:
            return met, _grounds(path, met, found) if stated is None else (path,), None
    return Achievement.UNDECIDED, (), None


def _grounds(path: Path, met: Achievement, found: _Outcome) -> tuple[Path, ...]:
    """The figures that the end of a range which decides a verdict rests on."""
    field = str(path[-1])
    low, high = found.ranges.steps(path[:-1], field)
    return evidence((low if _is_by_low_end(field, met) else high,)).figures


_PRINTED = 2
"""To so many decimals a rate that nobody printed is compared with a target of fewer."""


def _unprinted(field: str, target: Figure) -> Interval:
    """What a target says of a number that the result does not print; a bound that is exactly met is met."""
    if "rate" not in field or target.form is not Form.EXACT:
        return meant(field, target)
    return Figure(_EXACTLY.add(Decimal(target.number), Decimal(0).scaleb(-_PRINTED))).rounded()


def _by_printed_rates(judged: TargetResult, located: Located) -> Achievement:
    """The verdict on a fall in points that the result does not print, by the rates at both dates as it prints them."""
    start, end = map(located.figure, MEASURE_OF[judged.field].rates)
    target = judged.target
    if judged.field not in POINTS or judged.result is not None or start is None or end is None or target is None:
        return Achievement.UNDECIDED
    if not start.form is end.form is Form.EXACT:
        return Achievement.UNDECIDED
    fall = exact(start.number) - exact(end.number)
    return stands(Interval(fall, fall), wanted(judged.field, meant(judged.field, target)))


def _told_of(field: str, target: Figure, result: Figure | None) -> Message | None:
    """What is to be known of a verdict: that "over 4,990" is met by exactly 4,990, or what an estimate stands for."""
    beyond = Form.OVER if field in MORE else Form.UNDER
    if target.form is beyond and result == Figure(target.number):
        return _JUST
    return _NEAR if Form.ABOUT in (target.form, result and result.form) else None


def _is_by_low_end(field: str, met: Achievement) -> bool:
    """Whether it is the low end of a range that decides a verdict."""
    return (met is Achievement.MET) is (field in MORE)


_LIMITS = {**dict.fromkeys(RATES, (0, 100)), **dict.fromkeys(POINTS, (-100, 100))}
"""The limits of every rate: a range that ends at one of them says nothing there."""


def _less_target(judged: TargetResult) -> Interval | None:
    """Result less target: as written where both are one number, else what is known of it.

    Of a range that decides, only the end is told that decided: by so much at least.
    """
    if judged.target is None:
        known = judged.unsure is not None and ANY not in (judged.unsure, judged.implied)
        return judged.implied.minus(judged.unsure or ANY) if known else None
    low, high = judged.target.ends
    bound = high if judged.field in LESS else low
    result, found = judged.result, judged.implied
    if result is not None and result.is_number and not judged.is_judged_from_others:
        by = exact(_less(result.number, bound))
        return Interval(by, by)
    if not found.is_point and judged.met is not Achievement.UNDECIDED:
        by_low_end = _is_by_low_end(judged.field, judged.met)
        found = found._replace(high=None) if by_low_end else found._replace(low=None)
    elif not found.is_point and judged.field in _LIMITS:
        least, most = _LIMITS[judged.field]
        found = found._replace(
            low=None if found.low == least else found.low, high=None if found.high == most else found.high
        )
    if found.low is None and found.high is None:
        return None
    return found.minus(Interval(exact(bound), exact(bound)))


_CHANGE_WORDS = {
    ChangeKind.ADDED: Message("added"),
    ChangeKind.GONE: Message("gone"),
    ChangeKind.CHANGED: Message("changed"),
    ChangeKind.FORM: Message("meant otherwise"),
    ChangeKind.DIGITS: Message("other decimals"),
    ChangeKind.UNREAD: Message("not readable"),
    ChangeKind.MOVED: Message("moved"),
    ChangeKind.RENAMED: Message("renamed"),
    ChangeKind.MERGED: Message("merged"),
    ChangeKind.UNKNOWN: Message("not known before"),
    ChangeKind.KIND: Message("other kind"),
    ChangeKind.PARTIAL: Message("listed otherwise"),
    ChangeKind.UNIT: Message("other unit"),
}

FIGURE = Column("figure", Message("Figure"))
_FIELD = Column("field", Message("Field"), Readers.MACHINE)
_BEFORE = Column("before", Message("Before"), numeric=True)
_AFTER = Column("after", Message("After"), numeric=True)
_DIFFERENCE = Column("difference", Message("Difference"), numeric=True)
_CHANGE = Column("change", Message("Change"), whole=True)


def sheets_of(comparison: Comparison) -> tuple[Table, ...]:
    """The tables of a comparison for people, those that have something to tell."""
    figures, findings = _figures_table(comparison), _findings_table(comparison.findings)
    told = (
        *([_targets_table(comparison)] if comparison.targets else []),
        *([figures] if figures.rows or comparison.unjudged or _other_sections(comparison) else []),
        *([_funding_table(comparison)] if comparison.funding or comparison.unit_note else []),
        *([_merged_table(comparison.merged)] if comparison.merged else []),
        *([_parts_table(comparison.parts)] if comparison.parts else []),
        *([findings] if findings.rows else []),
    )
    return told or (figures,)


def data_sheet(comparison: Comparison) -> Table:
    """The one table for spreadsheets: the targets where they are judged, else all figures and amounts that differ."""
    if comparison.targets:
        return _targets_table(comparison)
    rows = []
    for each in (*comparison.figures, *comparison.funding):
        low, high = each.difference or (None, None)
        by = low if low is None or high is None or low == high else Figure(low, Form.BETWEEN, high)
        cells = (each.address, readable(each.name), each.field, each.before, each.after, by, each.change.value)
        rows.append(Row(cells))
    return Table(verbatim(""), (PATH, NAME, _FIELD, _BEFORE, _AFTER, _DIFFERENCE, _CHANGE), tuple(rows))


def _targets_table(comparison: Comparison) -> Table:
    """Every target beside the result, under its area."""
    columns = (
        PATH,
        NAME,
        _FIELD,
        Column("figure", Message("Target"), Readers.HUMAN),
        Column("target", Message("Planned"), numeric=True),
        Column("result", Message("Result"), numeric=True),
        Column("implied", Message("Result, implied"), Readers.MACHINE),
        _DIFFERENCE,
        Column("verdict", Message("Verdict"), whole=True),
        Column("grounds", Message("Judged from"), Readers.MACHINE),
        Column("why", Message("Remark"), Readers.MACHINE),
    )
    rows = (Row(_target_cells(target), group=group) for group, target in _grouped(comparison.targets))
    title, notes = Message("Targets and results"), tuple(_target_notes(comparison))
    return Table(title, columns, tuple(rows), notes, grouped="name")


def _target_cells(target: TargetResult) -> tuple[Cell, ...]:
    by = target.difference
    return (
        target.address,
        readable(target.name),
        target.field,
        SHORT[target.field],
        _target_cell(target),
        target.shown,
        target.implied.widened(DATA_PLACES),
        by and Both(signed(by, rate=True), by.widened(DATA_PLACES)),
        Both(ACHIEVEMENTS[target.met], target.met.value),
        Names(target.grounds),
        target.remark or "",
    )


def _target_cell(target: TargetResult) -> Cell:
    """The target as stated; of a merged area whose parts have no sum, the range that it lies in for people."""
    if target.target is not None or target.unsure is None or target.unsure == ANY:
        return target.target
    return Both(target.unsure.widened(PLACES), target.unsure.widened(DATA_PLACES))


def _target_notes(comparison: Comparison) -> Iterator[Message]:
    yield comparison.counted
    if any(target.is_implied for target in comparison.targets):
        yield Message("* not stated in the result: it follows from its other figures.")
    if any(target.unsure is not None and target.unsure != ANY for target in comparison.targets):
        yield Message("* of a target: not stated; it is what the figures of the merged areas leave open.")
    if comparison.from_result:
        yield Message("Targets that only the result states, as planned: {count}.", count=len(comparison.from_result))
    if comparison.from_plan:
        parts = [each.rpartition(".") for each in comparison.from_plan]
        names = {target.address: readable(target.name) for target in comparison.targets}
        yield Message(
            "The result leaves out figures of the start of the year, which are taken from the plan: {named}.",
            named=_some(
                [join((names.get(address) or verbatim(address), SHORT[field]), ", ") for address, _, field in parts]
            ),
        )
    remarks: dict[Message, list[Message]] = defaultdict(list)
    for target in comparison.targets:
        if target.remark is not None:
            remarks[target.remark].append(join((readable(target.name), SHORT[target.field]), ", "))
    for remark, named in remarks.items():
        yield Message("{remark}: {named}.", remark=_capitalised(remark), named=_some(named))


def _capitalised(words: Message) -> Message:
    return by_language(lambda lang: capitalised(words.to(lang)))


_NAMED = 5
"""How many targets are named beside one remark."""


def _some(named: Sequence[Message]) -> Message:
    """Some of several names, and how many more there are."""
    shown = join(named[:_NAMED], "; ")
    if len(named) <= _NAMED:
        return shown
    return Message(
        "{shown} and {rest} more (--format csv)",
        shown=shown,
        rest=len(named) - _NAMED,
    )


def _other_sections(comparison: Comparison) -> Sequence[str]:
    """The other parts that differ; that a result is another document than its plan goes without saying."""
    return [each for each in comparison.sections if each != "document" or not comparison.targets]


def _figures_table(comparison: Comparison) -> Table:
    """The figures of areas that differ, but those that the table of targets has."""
    changes, title = comparison.figures, Message("Figures that differ")
    sections = _other_sections(comparison)
    if comparison.targets:
        changes = tuple(each for each in changes if each.field not in _JUDGED or each.before is None)
        title = Message("Other figures that differ")
    notes = [
        Message(
            "Figures that differ: {differ}; alike: {same}.",
            differ=len(comparison.figures) + len(comparison.funding),
            same=comparison.same,
        )
    ]
    if comparison.unjudged is not None:
        notes.append(comparison.unjudged)
    if sections:
        notes.append(
            Message(
                "These parts differ too, and are not compared word by word: {sections}.",
                sections=join((_SECTIONS[section] for section in sections), ", "),
            )
        )
    columns = (NAME, FIGURE, _BEFORE, _AFTER, _DIFFERENCE, _CHANGE)
    rows = tuple(
        Row((readable(each.name), SHORT[each.field], *_change_cells(each)), group=group)
        for group, each in _grouped(changes)
    )
    return Table(title, columns, rows, tuple(notes), grouped="name")


def _funding_table(comparison: Comparison) -> Table:
    """The amounts that differ, and what is to be known of their units."""
    title = Message("Funding that differs")
    if comparison.unit is not None:
        title = Message("{title} ({unit})", title=title, unit=readable(comparison.unit))
    columns = (Column("name", Message("Source")), _BEFORE, _AFTER, _DIFFERENCE, _CHANGE)
    rows = tuple(Row((readable(each.name), *_change_cells(each))) for each in comparison.funding)
    return Table(title, columns, rows, () if comparison.unit_note is None else (comparison.unit_note,))


def _merged_table(merged: Sequence[MergedFigure]) -> Table:
    """What was summed: the figures of the areas that another was made of, and what they make together."""
    columns = (
        NAME,
        FIGURE,
        Column("parts", Message("Made of"), Readers.HUMAN),
        Column("sum", Message("Together"), numeric=True),
        Column("why", Message("Remark")),
    )
    rows = tuple(
        Row((readable(each.name), SHORT[each.field], _made_of(each), _together(each), each.why), group=group)
        for group, each in _grouped(merged)
    )
    return Table(Message("Merged areas"), columns, rows, (), grouped="name")


def _made_of(figure: MergedFigure) -> Message:
    unknown = verbatim("?")
    parts = (
        (readable(name), unknown if one is None else Message("{figure}", figure=one)) for _, name, one in figure.parts
    )
    return join([join(part, " ") for part in parts], " + ")


def _together(figure: MergedFigure) -> Cell:
    found = figure.range
    return figure.sum if found is None else None if found == ANY else found.widened(PLACES)


def _change_cells(change: FigureChange) -> tuple[Cell, ...]:
    by = None if change.difference is None else signed_range(*change.difference)
    return change.before, change.after, by, _CHANGE_WORDS[change.change]


def _parts_table(parts: Sequence[PartChange]) -> Table:
    """Areas and lines that were added or are gone, moved, renamed, or of another kind."""
    columns = (
        Column("path", Message("Path")),
        Column("name", Message("Area or line")),
        _CHANGE,
        _BEFORE._replace(numeric=False),
        _AFTER._replace(numeric=False),
    )
    rows = tuple(
        Row(
            (
                part.address,
                readable(part.name),
                _CHANGE_WORDS[part.change],
                part.before and readable(part.before),
                part.after and readable(part.after),
            )
        )
        for part in parts
    )
    return Table(Message("Areas and lines of funding"), columns, rows, tuple(_same_names(parts)))


def _findings_table(found: FindingChanges) -> Table:
    """What `check` finds in one plan and not in the other, in short."""
    columns = (_CHANGE, Column("code", Message("Code"), whole=True), Column("message", Message("Finding")))
    rows = tuple(
        Row((words, finding.code, _with_severity(finding)))
        for words, findings in ((Message("new"), found.new), (Message("gone", context="finding"), found.gone))
        for finding in findings
    )
    note = Message(
        "Findings of povcalc check: new {new}, gone {gone}, in both {kept}.",
        new=len(found.new),
        gone=len(found.gone),
        kept=len(found.kept),
    )
    return Table(Message("Findings"), columns, rows, (note,))


def _with_severity(finding: Finding) -> Message:
    severity = SEVERITIES[finding.severity]
    return Message("{severity}: {message}", severity=severity, message=finding.message)


_AreaItem = TypeVar("_AreaItem", FigureChange, TargetResult, MergedFigure)


def _grouped(items: Iterable[_AreaItem]) -> Iterator[tuple[int, _AreaItem]]:
    """Items with the number of the group that they belong to: those of one area, which stand together."""
    # The name too: what is gone may have had the id of what took its place.
    for group, (_, members) in enumerate(groupby(items, lambda item: (item.address, item.name))):
        yield from ((group, member) for member in members)
