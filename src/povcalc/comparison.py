"""Two plans side by side.

Which area of one plan is which of another: by id, wherever it stands.

An area is the one of the same id under the same area. One that is not there is looked for elsewhere: if just one
area with that id is left over in each plan, it was moved. The order of areas says nothing.

What a comparison of two plans is made of: frozen values, before any table or language.

What two plans do not state alike: figures with exact differences, areas and lines of funding.

Which findings one report has that another has not: by check and by what they are about, not by line.

The targets of a plan beside its result: met, missed or undecided, from what, and by how much.

More is better of a reduction, less of what is left at the end of the year, so a target is a bound: 453 households
fewer is met by 453 or more, a rate of 44.35 by whatever is rounded to 44.35 or less. What the result states decides;
where it states nothing, or leaves both possible, the range decides that all of its figures imply. No growth of
households is assumed unless the file or the user does.

Two plans side by side: what differs, and what the second says of the targets of the first.

Two plans side by side, or a plan and its result.

From the ground up: `values` is what a comparison is made of; `pairing` finds which area is which; `differences` are
the figures, areas and amounts that differ; `judging` holds results against targets; `findings` are those of `check`
that are new or gone; `comparing` is all of it together, and `tables` has it as sheets.

A comparison as sheets: targets judged, figures and amounts that differ, areas that came, went or moved, findings.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from os import PathLike
from typing import Any, NamedTuple, TypeVar

from povcalc.engine import run
from povcalc.findings import SEVERITIES, Finding, Report
from povcalc.inference.conflicts import evidence
from povcalc.inference.counts import BASES
from povcalc.inference.ranges import Ranges, ranges
from povcalc.messages import GLOSSARY, SHORT, Lang, Text, join, same, say, terminating
from povcalc.places import Path, dotted
from povcalc.plan.assumptions import Assumptions, Options, assumptions_of
from povcalc.plan.load import PLACEHOLDER, PlanError, Reading, reading_of
from povcalc.plan.model import Area, DocumentInfo, Funding, FundingLine, Located, Plan, walk
from povcalc.values import ANY, Exact, Figure, Form, Interval, Number, decimals, exact
from povcalc.views.plan import DATA_PLACES, PLACES
from povcalc.views.table import Cell, Column, Names, Readers, Row, Table, readable, with_sign


class Pair(NamedTuple):
    """An area in both plans; `None` where one lacks it. The addresses are the ids that lead to it."""

    before: Located | None
    after: Located | None
    old_address: str
    new_address: str

    @property
    def address(self) -> str:
        """What the area is called: in the second plan, or in the first where the second lacks it."""
        return self.new_address or self.old_address


class AreaMatching(NamedTuple):
    """The areas of two plans in pairs, in the order of the second, those that are gone behind their neighbours."""

    pairs: tuple[Pair, ...]

    def addresses(self) -> tuple[dict[Path, str], dict[Path, str]]:
        """By the paths of the first and of the second plan, what each area is called in both."""
        before = {pair.before.path: pair.address for pair in self.pairs if pair.before is not None}
        return before, {pair.after.path: pair.address for pair in self.pairs if pair.after is not None}


def pairing(before: Plan, after: Plan) -> AreaMatching:
    """The areas of two plans in pairs."""
    old, new = (walk(plan.targets) if plan.targets else () for plan in (before, after))
    match = _matched(old, new)
    named = _addresses(old), _addresses(new)
    partners = {there: here for here, there in match.items()}
    by_path = {located.path: located for located in old}
    gone = _gone(old, match)
    pairs = [Pair(located, None, named[0][located.path], "") for located in gone.get((), ())]
    for located in new:
        partner = partners.get(located.path, ())
        pairs.append(Pair(by_path.get(partner), located, named[0].get(partner, ""), named[1][located.path]))
        pairs.extend(Pair(lost, None, named[0][lost.path], "") for lost in gone.get(located.path, ()))
    return AreaMatching(tuple(pairs))


def _gone(old: Sequence[Located], match: Mapping[Path, Path]) -> dict[Path, list[Located]]:
    """The areas that are gone, each behind the area of the second plan that it stood behind in the first."""
    found: dict[Path, list[Located]] = defaultdict(list)
    behind: Path = ()
    for located in old:
        if located.path in match:
            behind = match[located.path]
        else:
            found[behind].append(located)
    return found


def _addresses(areas: Iterable[Located]) -> dict[Path, str]:
    found: dict[Path, str] = {}
    for located in areas:
        around = found.get(located.path[:-2])
        found[located.path] = located.area.id if around is None else f"{around}/{located.area.id}"
    return found


def _matched(old: Sequence[Located], new: Sequence[Located]) -> dict[Path, Path]:
    """The paths in the second plan by those in the first."""
    match: dict[Path, Path] = {}
    taken: set[Path] = set()
    waiting = [(old[0], new[0])] if old and new and old[0].area.id == new[0].area.id else []
    while True:
        while waiting:
            here, there = waiting.pop()
            match[here.path] = there.path
            taken.add(there.path)
            waiting.extend(_alike(here.children, there.children, match, taken))
        # Nothing more stands where it stood: only now may an area have been moved.
        waiting = list(_alike(old, new, match, taken))
        if not waiting:
            return match


def _alike(
    old: Iterable[Located], new: Iterable[Located], match: Mapping[Path, Path], taken: Container[Path]
) -> Iterator[tuple[Located, Located]]:
    """Those of some areas whose id no other has that is left over."""
    here = _by_id(located for located in old if located.path not in match)
    there = _by_id(located for located in new if located.path not in taken)
    for identifier, found in here.items():
        others = there.get(identifier, ())
        if len(found) == len(others) == 1:
            yield found[0], others[0]


def _by_id(areas: Iterable[Located]) -> dict[str, list[Located]]:
    found: dict[str, list[Located]] = defaultdict(list)
    for located in areas:
        found[located.area.id].append(located)
    return found


class Change(StrEnum):
    """What became of a figure.

    `CHANGED` is another number, `FORM` the same number meant otherwise (over 8.50 and 8.50), `DIGITS` the same
    number written to more or fewer decimals, which claims another precision. `UNREAD` is one that a plan has and that
    could not be read.
    """

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"
    FORM = "form"
    DIGITS = "digits"
    UNREAD = "unread"


class FigureChange(NamedTuple):
    """A figure that the two plans do not state alike.

    `address` is what its area or line of funding is called in the second plan, or in the first where the second
    lacks it; `field` the figure's name in the format. `difference` is the second number less the first, as written,
    for the lower and the upper end, which differ for ranges alone; `None` where there is none to be told.
    """

    address: str
    name: Text
    field: str
    before: Figure | None
    after: Figure | None
    change: Change
    difference: tuple[Number, Number] | None


class Moved(StrEnum):
    """What became of an area, a line of funding, or the unit of all lines."""

    ADDED = "added"
    GONE = "gone"
    MOVED = "moved"
    RENAMED = "renamed"
    KIND = "kind"
    PARTIAL = "partial"
    UNIT = "unit"


class PartChange(NamedTuple):
    """An area or a line of funding that the two plans do not have alike; `before` and `after` say how.

    For what was added, gone or moved these are the addresses of the area around it, `funding` for a line.
    """

    address: str
    name: Text
    change: Moved
    before: Text | None
    after: Text | None


class Achievement(StrEnum):
    """Whether a result meets a target; `UNDECIDED` when the figures leave both possible."""

    MET = "met"
    MISSED = "missed"
    UNDECIDED = "undecided"


class TargetResult(NamedTuple):
    """One target of an area beside what the result says of it.

    `target` is as the plan states it, `result` as the result does, `None` where it does not; `implied` is the range
    that all of the result's figures leave. `difference` is result less target, exact where the result is one number.
    `grounds` are the figures of the result that it was judged from, such as `yen-bai/tram-tau.poverty_rate_end`; `why`
    says what keeps it undecided, or what is to be known of the verdict.
    """

    address: str
    name: Text
    field: str
    target: Figure
    result: Figure | None
    implied: Interval
    met: Achievement
    difference: Interval | None
    grounds: tuple[str, ...]
    why: Text | None


class FindingChanges(NamedTuple):
    """What `check` finds in the second plan only, in the first only, and in both (as the second has it)."""

    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    kept: tuple[Finding, ...]


class Comparison(NamedTuple):
    """Two plans side by side, by the ids of their areas and lines.

    `figures` are those of areas that differ and `funding` the amounts; `same` counts the figures that do not differ.
    `targets` has every target of the plan where the second is its result, and `unjudged` says why it is
    not judged where that could be expected. `sections` are other parts of the plans, by their keys, that differ.
    `unit` is the unit of the differences in `funding`.
    """

    before: Reading
    after: Reading
    parts: tuple[PartChange, ...]
    figures: tuple[FigureChange, ...]
    funding: tuple[FigureChange, ...]
    unit: Text | None
    same: int
    targets: tuple[TargetResult, ...]
    unjudged: Text | None
    sections: tuple[str, ...]
    findings: FindingChanges
    notes: tuple[Text, ...]

    @property
    def differs(self) -> bool:
        """Whether any area, line, figure or other part of the plans differs."""
        return bool(self.parts or self.figures or self.funding or self.sections)

    def judged(self, met: Achievement) -> int:
        """How many targets were judged so."""
        return sum(target.met is met for target in self.targets)


def same_names(parts: Sequence[PartChange]) -> Iterator[Text]:
    """Areas that may be the same under another id: one that is gone and one that was added have one name."""
    gone = {part.name: part for part in parts if part.change is Moved.GONE}
    for part in parts:
        if part.change is Moved.ADDED and part.name in gone:
            yield say(
                "{old} is gone and {new} was added, both called {name}: if they are the same, give them one id.",
                "{old} không còn và {new} được thêm, cùng tên {name}: nếu là một thì hãy dùng cùng mã.",
                old=gone[part.name].address,
                new=part.address,
                name=part.name,
            )


_EXACTLY = Context(prec=200)
"""More digits than two numbers of a plan and their difference can have."""


Unread = tuple[Collection[Path], Collection[Path]]
"""The paths of what could not be read, in the first and in the second plan."""


def figure_changes(pairs: Sequence[Pair], unread: Unread = ((), ())) -> tuple[list[FigureChange], int]:
    """The figures of areas that differ, and how many do not."""
    changes: list[FigureChange] = []
    alike = 0
    for pair in pairs:
        located = pair.after or pair.before
        sides = _figures(pair)
        for field in Area.FIGURES:
            before, after = (figures.get(field) for figures in sides)
            if located is None or (before is None and after is None):
                continue
            change = changed(before, after)
            if change is None:
                alike += 1
                continue
            here, there = (
                each is not None and (*each.path, field) in paths for each, paths in zip(pair[:2], unread, strict=True)
            )
            change = Change.UNREAD if here or there else change
            name = located.area.name
            changes.append(FigureChange(pair.address, name, field, before, after, change, difference(before, after)))
    return changes, alike


def _figures(pair: Pair) -> tuple[dict[str, Figure], dict[str, Figure]]:
    """What both plans state of an area, `households` under both dates where one of them tells them apart."""
    before, after = (
        {}
        if located is None
        else {field: figure for field in Area.FIGURES if (figure := located.figure(field)) is not None}
        for located in (pair.before, pair.after)
    )
    if any(base in side for side in (before, after) for base in BASES):
        for side in (before, after):
            both = side.pop("households", None)
            if both is not None:
                side.update({base: both for base in BASES if base not in side})
    return before, after


def changed(before: Figure | None, after: Figure | None) -> Change | None:
    """What became of a figure; `None` where nothing did."""
    if before is None or after is None:
        return None if before is after else Change.ADDED if before is None else Change.GONE
    if _ends(before) != _ends(after):
        return Change.CHANGED
    if before.form is not after.form:
        return Change.FORM
    written = ([decimals(end) for end in (each.number, each.upper) if end is not None] for each in (before, after))
    first, second = written
    return None if first == second else Change.DIGITS


def _ends(figure: Figure) -> tuple[Exact, Exact]:
    return exact(figure.number), exact(figure.number if figure.upper is None else figure.upper)


def difference(before: Figure | None, after: Figure | None) -> tuple[Number, Number] | None:
    """The second number less the first, as written, for both ends; `None` where one has no number there.

    A range and a bound, such as 840 to 930 and over 900, have none.
    """
    if before is None or after is None:
        return None
    if (before.upper is None) != (after.upper is None):
        single = after if after.upper is None else before
        if single.form not in (Form.EXACT, Form.ABOUT):
            return None
    upper = [each.number if each.upper is None else each.upper for each in (before, after)]
    return less(after.number, before.number), less(upper[1], upper[0])


def less(number: Number, other: Number) -> Number:
    """One number less another, exact, with as many decimals as the longer of them."""
    if isinstance(number, int) and isinstance(other, int):
        return number - other
    return _EXACTLY.subtract(Decimal(number), Decimal(other))


def area_changes(pairing: AreaMatching) -> Iterator[PartChange]:
    """The areas that are added, gone, moved, renamed, or of another kind."""
    called, _ = pairing.addresses()
    for pair in pairing.pairs:
        yield from _area_changes(pair, called)


def _area_changes(pair: Pair, called: dict[tuple[str | int, ...], str]) -> Iterator[PartChange]:
    before, after = pair.before, pair.after
    old, new = (_around(address) for address in (pair.old_address, pair.new_address))
    if before is None and after is not None:
        yield PartChange(pair.address, after.area.name, Moved.ADDED, None, new)
    elif after is None and before is not None:
        yield PartChange(pair.address, before.area.name, Moved.GONE, old, None)
    elif before is not None and after is not None:
        # What is around an area may itself be moved: then the area is where it was.
        around = called.get(before.path[:-2], "") if len(before.path) > 1 else ""
        name = after.area.name
        if around != pair.new_address.rpartition("/")[0]:
            yield PartChange(pair.address, name, Moved.MOVED, old, new)
        yield from _renamed(pair.address, before.area, after.area)
        if before.area.partial != after.area.partial:
            told = [_PARTIAL if each.area.partial else _WHOLE for each in (before, after)]
            yield PartChange(pair.address, name, Moved.PARTIAL, told[0], told[1])


_WHOLE = Text("all areas inside are listed", "liệt kê đủ các địa bàn trực thuộc")
_PARTIAL = Text("some areas inside are listed", "liệt kê một phần các địa bàn trực thuộc")
_TOP = Text("(outermost)", "(ngoài cùng)")


def _around(address: str) -> Text:
    return same(address.rpartition("/")[0]) if "/" in address else _TOP


def _renamed(address: str, before: Area, after: Area) -> Iterator[PartChange]:
    if before.name != after.name and PLACEHOLDER not in (before.name.en, after.name.en):
        yield PartChange(address, after.name, Moved.RENAMED, before.name, after.name)
    if before.kind != after.kind:
        yield PartChange(address, after.name, Moved.KIND, _kind(before.kind), _kind(after.kind))


def _kind(kind: str | None) -> Text | None:
    return None if kind is None else GLOSSARY[kind]


class Money(NamedTuple):
    """The amounts that differ, the lines that do, how many amounts are alike, and in which unit differences are."""

    amounts: list[FigureChange]
    lines: list[PartChange]
    alike: int
    unit: Text | None
    note: Text | None


def money_changes(before: Plan, after: Plan, unread: Unread = ((), ())) -> Money:
    """The amounts and lines of funding that differ; amounts in different units are converted exactly, or not compared.

    Differences are in the second plan's unit.
    """
    sections = (before.funding, after.funding)
    lines = [_lines(section) for section in sections]
    units = [section.unit if section is not None and section.unit != PLACEHOLDER else None for section in sections]
    powers = [None if unit is None else _power(unit) for unit in units]
    differ = None not in units and units[0] != units[1]
    shift = None if powers[0] is None or powers[1] is None else powers[0] - powers[1]
    money = Money([], [], 0, None if (units[1] or units[0]) is None else _unit(units[1] or units[0] or ""), None)
    if differ:
        told = [_unit(unit or "") for unit in units]
        money.lines.append(PartChange("funding", GLOSSARY["funding"], Moved.UNIT, told[0], told[1]))
        money = money._replace(note=_note(told[0], told[1], known=shift is not None))
    alike = 0
    unreadable = {
        address for section, paths in zip(sections, unread, strict=True) for address in _unread(section, paths)
    }
    for address, name, old, new in _amounts(sections, lines):
        change, by = _compared(old, new, shift, differ=differ)
        if change is not None:
            change = Change.UNREAD if address in unreadable else change
            money.amounts.append(FigureChange(address, name, "amount", old, new, change, by))
        else:
            alike += 1
    money.lines.extend(_line_changes(lines[0], lines[1]))
    return money._replace(alike=alike)


def _unread(section: Funding | None, paths: Collection[Path]) -> Iterator[str]:
    """What amounts that could not be read are called."""
    if ("funding", "total") in paths:
        yield "funding.total"
    for at, line in enumerate(section.lines if section is not None else ()):
        if ("funding", "lines", at, "amount") in paths:
            yield f"funding.{line.id}"


def _lines(section: Funding | None) -> dict[str, FundingLine]:
    found: dict[str, FundingLine] = {}
    for line in section.lines if section is not None else ():
        found.setdefault(line.id, line)
    return found


_UNITS = {"VND": 0, "thousand VND": 3, "million VND": 6, "billion VND": 9}
"""What is known of units: their powers of ten, by their names in the glossary."""


def _power(unit: str) -> int | None:
    """The power of ten of a unit that is known in either language."""
    wanted = " ".join(unit.casefold().split())
    for name, power in _UNITS.items():
        if wanted in (word.casefold() for word in (name, *GLOSSARY[name])):
            return power
    return None


def _unit(unit: str) -> Text:
    return GLOSSARY.get(unit, same(unit))


def _note(old: Text, new: Text, *, known: bool) -> Text:
    if known:
        return say(
            "The amounts before are in {old}, those after in {new}; differences are exact, in {new}.",
            "Số tiền trước tính bằng {old}, sau tính bằng {new}; chênh lệch tính chính xác, bằng {new}.",
            old=old,
            new=new,
        )
    return say(
        "The amounts before are in {old}, those after in {new}, and povcalc does not know how many of one make one of "
        "the other: they stand side by side, not compared. Units that are known: {known}.",
        "Số tiền trước tính bằng {old}, sau tính bằng {new}; không biết quy đổi giữa hai đơn vị này nên chỉ đặt cạnh "
        "nhau, không so sánh. Các đơn vị đã biết: {known}.",
        old=old,
        new=new,
        known=Text(*(", ".join(GLOSSARY[name][at] for name in _UNITS) for at in range(2))),
    )


Amount = tuple[str, Text, Figure | None, Figure | None]


def _amounts(sections: Sequence[Funding | None], lines: Sequence[dict[str, FundingLine]]) -> Iterator[Amount]:
    """Every amount that either plan states, of lines in the order of the second plan, then the totals."""
    old, new = lines
    for identifier in dict.fromkeys((*new, *old)):
        pair = old.get(identifier), new.get(identifier)
        before, after = (None if line is None else line.amount for line in pair)
        line = pair[1] or pair[0]
        if line is not None and (before is not None or after is not None):
            yield f"funding.{identifier}", line.name, before, after
    before, after = (None if section is None else section.total for section in sections)
    if before is not None or after is not None:
        yield "funding.total", _TOTAL, before, after


_TOTAL = Text("Stated total", "Tổng kinh phí đã ghi")


def _compared(
    before: Figure | None, after: Figure | None, shift: int | None, *, differ: bool
) -> tuple[Change | None, tuple[Number, Number] | None]:
    """What became of an amount, and by how much, in the second plan's unit."""
    if before is None or after is None or not differ:
        return changed(before, after), difference(before, after)
    if shift is None:
        return Change.CHANGED, None
    converted = before._replace(
        number=_converted(before.number, shift), upper=None if before.upper is None else _converted(before.upper, shift)
    )
    change = changed(converted, after)
    # More or fewer decimals are what the other unit brings.
    return (None if change is Change.DIGITS else change), difference(converted, after)


def _converted(number: Number, shift: int) -> Number:
    return terminating(Fraction(exact(number)) * Fraction(10) ** shift) or 0


def _line_changes(before: dict[str, FundingLine], after: dict[str, FundingLine]) -> Iterator[PartChange]:
    section = GLOSSARY["funding"]
    for identifier in dict.fromkeys((*after, *before)):
        old, new = before.get(identifier), after.get(identifier)
        address = f"funding.{identifier}"
        if old is None and new is not None:
            yield PartChange(address, new.name, Moved.ADDED, None, section)
        elif new is None and old is not None:
            yield PartChange(address, old.name, Moved.GONE, section, None)
        elif old is not None and new is not None and old.name != new.name:
            yield PartChange(address, new.name, Moved.RENAMED, old.name, new.name)


Side = tuple[Reading, Report, Mapping[Path, str]]
"""A plan that was read, what `check` says of it, and what its areas are called in both plans, by their paths."""


def finding_changes(before: Side, after: Side) -> FindingChanges:
    """What is found in the second plan only, in the first only, and in both.

    The same check at the same figure of the same area is the same finding, though it may say other numbers.
    """
    left: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in before[1].findings:
        left[_key(finding, before)].append(finding)
    new: list[Finding] = []
    kept: list[Finding] = []
    for finding in after[1].findings:
        same = left.get(_key(finding, after))
        if same:
            same.pop(0)
            kept.append(finding)
        else:
            new.append(finding)
    still = {id(finding) for findings in left.values() for finding in findings}
    gone = tuple(finding for finding in before[1].findings if id(finding) in still)
    return FindingChanges(tuple(new), gone, tuple(kept))


def _key(finding: Finding, side: Side) -> tuple[str, str]:
    if finding.path is None:
        return finding.code, finding.message.en
    reading, _, called = side
    return finding.code, _symbolic(finding.path, reading, called)


def _symbolic(path: Path, reading: Reading, called: Mapping[Path, str]) -> str:
    """What a path is about, with the ids of areas and of other things in the place of their numbers."""
    area = next((path[:depth] for depth in range(len(path), 0, -1) if path[:depth] in called), None)
    if area is not None:
        return f"{called[area]}.{dotted(path[len(area) :])}"
    value: Any = reading.document.root if reading.document is not None else None
    words = []
    for step in path:
        value = _inside(value, step)
        identifier = value.get("id") if isinstance(value, dict) and isinstance(step, int) else None
        words.append(str(step if identifier is None else identifier))
    return ".".join(words)


def _inside(value: Any, step: str | int) -> Any:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        return None


MORE = ("reduction_households", "reduction_rate")
"""Targets of which more is better."""

LESS = ("poor_households_end", "poverty_rate_end")
"""Targets of which less is better."""

JUDGED = (*MORE, *LESS)
"""The figures of an area that are targets; what it has at the start of the year is none."""


def unjudged(before: DocumentInfo, after: DocumentInfo) -> Text | None:
    """Why two documents are not a plan and its result, where one of them is a result; `None` where they are."""
    kinds = (before.kind, after.kind)
    if kinds == ("result", "plan"):
        return Text(
            "Targets are not judged: name the plan first, then its result.",
            "Không đánh giá mục tiêu: hãy nêu kế hoạch trước, kết quả sau.",
        )
    if kinds == ("result", "result"):
        return Text(
            "Targets are not judged: both documents are results.",
            "Không đánh giá mục tiêu: cả hai văn bản đều là kết quả.",
        )
    years = [_years(info) for info in (before, after)]
    if None not in years and years[0] != years[1]:
        return say(
            "Targets are not judged: the plan is for {plan}, the result for {result}.",
            "Không đánh giá mục tiêu: kế hoạch cho {plan}, kết quả cho {result}.",
            plan=years[0] or "",
            result=years[1] or "",
        )
    return None


def _years(info: DocumentInfo) -> str | None:
    if info.period is not None:
        return f"{info.period.from_}–{info.period.to}"
    return None if info.year is None else str(info.year)


def judged(
    paired: AreaMatching, result: Plan, options: Options | None, unread: Collection[Path] = ()
) -> tuple[TargetResult, ...]:
    """Every target of the first plan, in the order of its areas; `unread` is what of the result could not be read."""
    _, called = paired.addresses()
    if result.targets is None:
        found = None
    else:
        assumed = assumptions_of(result, options)
        # A verdict rests on what is stated; only what somebody chose to assume counts beside it.
        assumed = assumed if assumed.given else Assumptions(growth=None)
        found = ranges(walk(result.targets), assumed)
    targets = (
        _judged(pair, field, target, found, called)
        for pair in paired.pairs
        if pair.before is not None
        for field in JUDGED
        if (target := pair.before.figure(field)) is not None
    )
    unreadable = {(called.get(path[:-1]), path[-1]) for path in unread}
    return tuple(
        target._replace(why=_UNREAD)
        if target.met is Achievement.UNDECIDED and (target.address, target.field) in unreadable
        else target
        for target in targets
    )


class _Verdict(NamedTuple):
    """How a result stands to a target, what decided it, and what is to be known of that."""

    met: Achievement
    grounds: tuple[Path, ...] = ()
    why: Text | None = None


def _judged(pair: Pair, field: str, target: Figure, found: Ranges | None, called: Mapping[Path, str]) -> TargetResult:
    located = pair.after
    result = None if located is None else located.figure(field)
    implied = ANY if located is None or found is None else found.of(located.path, field)
    if located is None or found is None:
        verdict = _Verdict(Achievement.UNDECIDED, why=_NO_AREA)
    else:
        verdict = _decided(field, target, result, (*located.path, field), found)
    from_implied = verdict.grounds and located is not None and verdict.grounds != ((*located.path, field),)
    by = None
    if located is not None:
        by = _difference(field, target, None if from_implied else result, implied, verdict.met)
    named = pair.before or pair.after
    name = Text("", "") if named is None else named.area.name
    grounds = tuple(f"{called[path[:-1]]}.{path[-1]}" for path in verdict.grounds)
    return TargetResult(pair.address, name, field, target, result, implied, verdict.met, by, grounds, verdict.why)


_NO_AREA = Text("the result does not have this area", "kết quả không có địa bàn này")
_ESTIMATED_TARGET = Text("the target is an estimate, which sets no bound", "mục tiêu là số ước tính, không định mức")
_ESTIMATE = Text("the result is an estimate", "kết quả là số ước tính")
_NOT_STATED = Text(
    "the result does not state it, and its other figures leave both possible",
    "kết quả không ghi số này, các số khác chưa đủ để kết luận",
)
_UNREAD = Text("the result could not be read here", "không đọc được số này của kết quả")
_EITHER = Text(
    "the result as written may lie on either side of the target",
    "kết quả như đã ghi có thể đạt hoặc không đạt",
)
_CONTRADICTED = Text(
    "other figures of the result contradict it: see povcalc check",
    "các số khác của kết quả mâu thuẫn với số này: xem povcalc check",
)
_JUST = Text("met, not exceeded", "vừa đạt, chưa vượt")


def _decided(field: str, target: Figure, result: Figure | None, path: Path, found: Ranges) -> _Verdict:
    """The verdict by the stated figure or, where that leaves it open, by the range of all figures."""
    if target.form is Form.ABOUT:
        return _Verdict(Achievement.UNDECIDED, why=_ESTIMATED_TARGET)
    wanted = wanted_of(field, target)
    implied = found.of(path[:-1], field)
    by_stated = Achievement.UNDECIDED if result is None else _by_stated(field, target, result, wanted)
    by_implied = _stands(implied, wanted)
    if result is not None and path in found.basis.dropped:
        if by_stated is Achievement.UNDECIDED or by_stated is not by_implied:
            return _Verdict(Achievement.UNDECIDED, why=_CONTRADICTED)
        return _Verdict(by_stated, (path,))
    if by_stated is not Achievement.UNDECIDED:
        just = result is not None and by_stated is Achievement.MET and _is_just_met(field, target, result)
        return _Verdict(by_stated, (path,), _JUST if just else None)
    if by_implied is not Achievement.UNDECIDED:
        low, high = found.steps(path[:-1], field)
        return _Verdict(
            by_implied, evidence((low,) if (by_implied is Achievement.MET) is (field in MORE) else (high,)).figures
        )
    if result is None:
        return _Verdict(Achievement.UNDECIDED, why=_NOT_STATED)
    return _Verdict(Achievement.UNDECIDED, why=_ESTIMATE if result.form is Form.ABOUT else _EITHER)


def wanted_of(field: str, target: Figure) -> Interval:
    """What meets a target: all that it says, and whatever is better.

    A target that bounds the wrong side only, such as a reduction of at most 50, is met by what it says.
    """
    said = target.as_rate() if "rate" in field else target.as_count()
    if field in MORE and said.low is not None:
        return said._replace(high=None, high_open=False)
    if field in LESS and said.high is not None:
        return said._replace(low=None, low_open=False)
    return said


def _by_stated(field: str, target: Figure, result: Figure, wanted: Interval) -> Achievement:
    if "rate" not in field:
        return _stands(result.sure_count(), wanted)
    if target.form is result.form is Form.EXACT and decimals(target.number) == decimals(result.number):
        # Both are rounded to the same decimals: what is printed can be compared as printed.
        by = exact(result.number) - exact(target.number)
        return Achievement.MET if (by >= 0 if field in MORE else by <= 0) else Achievement.MISSED
    if field == "reduction_rate" and result.form is Form.EXACT:
        # It may be the difference of two rates as printed: the range of all figures knows.
        return Achievement.UNDECIDED
    return _stands(result.as_rate(), wanted)


def _stands(result: Interval, wanted: Interval) -> Achievement:
    if result.within(wanted):
        return Achievement.MET
    return Achievement.UNDECIDED if result.meets(wanted) else Achievement.MISSED


def _is_just_met(field: str, target: Figure, result: Figure) -> bool:
    """Whether a target "over 4,990 households" is met by exactly 4,990."""
    beyond = Form.OVER if field in MORE else Form.UNDER
    return target.form is beyond and "rate" not in field and result == Figure(target.number)


def _difference(
    field: str, target: Figure, result: Figure | None, implied: Interval, met: Achievement
) -> Interval | None:
    """Result less target: as written where both are one number, else what is known of it.

    Of a range that decides, only the end is told that decided: by so much at least.
    """
    bound = target.number
    if target.upper is not None and field in LESS:
        bound = target.upper
    if result is not None and result.form in (Form.EXACT, Form.ABOUT):
        by = exact(less(result.number, bound))
        return Interval(by, by)
    found = implied
    if not implied.is_point:
        if met is not Achievement.UNDECIDED:
            low_decides = (met is Achievement.MET) is (field in MORE)
            found = implied._replace(high=None) if low_decides else implied._replace(low=None)
        elif "rate" in field:
            least, most = _LIMITS[field]
            found = implied._replace(
                low=None if implied.low == least else implied.low, high=None if implied.high == most else implied.high
            )
    if found.low is None and found.high is None:
        return None
    by = exact(bound)
    return found.minus(Interval(by, by))


_LIMITS = {"poverty_rate_end": (0, 100), "reduction_rate": (-100, 100)}
"""What every rate keeps to, so that it says nothing."""


SECTIONS = (
    "document",
    "purpose",
    "requirements",
    "objective",
    "poverty_standard",
    "measures",
    "schedule",
    "actors",
    "assumptions",
    "waivers",
)
"""The parts of a plan that are only said to differ, by their keys."""


def compare(before: Plan | str | PathLike[str], after: Plan | str | PathLike[str]) -> Comparison:
    """Compare two plans, or files that hold them, by the ids of their areas and lines.

    Where the first is a plan and the second its result, every target is judged. Raises `OSError` when a file cannot
    be read and `PlanError` when nothing of a plan can be made of it; a plan that is damaged in parts is compared as
    far as it was read.
    """
    readings = [reading_of(each) for each in (before, after)]
    for reading in readings:
        if reading.plan is None:
            raise PlanError(reading)
    return compared(readings[0], readings[1])


def compared(
    before: Reading, after: Reading, assumed: Options | None = None, after_assumed: Options | None = None
) -> Comparison:
    """Compare two readings, of which plans could be made.

    `assumed` is what the user assumes of both, or of the first when `after_assumed` says it of the second.
    """
    after_assumed = assumed if after_assumed is None else after_assumed
    old, new = before.plan, after.plan
    if old is None or new is None:
        raise PlanError(before if old is None else after)
    paired = pairing(old, new)
    unread = before.unread, after.unread
    figures, alike = figure_changes(paired.pairs, unread)
    money = money_changes(old, new, unread)
    names = paired.addresses()
    is_result = "result" in (old.document.kind, new.document.kind)
    why = unjudged(old.document, new.document) if is_result else None
    parts = (*area_changes(paired), *money.lines)
    reports = run(before, options=assumed), run(after, options=after_assumed)
    return Comparison(
        before,
        after,
        parts,
        tuple(figures),
        tuple(money.amounts),
        money.unit,
        alike + money.alike,
        judged(paired, new, after_assumed, after.unread) if is_result and why is None else (),
        why,
        tuple(section for section in SECTIONS if not _is_same(getattr(old, section), getattr(new, section))),
        finding_changes((before, reports[0], names[0]), (after, reports[1], names[1])),
        tuple(note for note in (money.note, *same_names(parts)) if note is not None),
    )


def _is_same(one: Any, other: Any) -> bool:
    """Whether two parts say the same, whatever the order of lists with ids."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return sorted(map(repr, one)) == sorted(map(repr, other))
    if one is None or other is None or type(one) is not type(other):
        return bool(one == other)
    if not hasattr(type(one), "model_fields"):
        return bool(one == other)
    return all(_is_same(getattr(one, name), getattr(other, name)) for name in type(one).model_fields)


CHANGES = {
    Change.ADDED: Text("added", "thêm"),
    Change.GONE: Text("gone", "bỏ"),
    Change.CHANGED: Text("changed", "thay đổi"),
    Change.FORM: Text("meant otherwise", "khác nghĩa"),
    Change.DIGITS: Text("other decimals", "khác số lẻ"),
    Change.UNREAD: Text("not readable", "không đọc được"),
}
"""What becomes of figures, in words."""

MOVES = {
    Moved.ADDED: Text("added", "thêm"),
    Moved.GONE: Text("gone", "bỏ"),
    Moved.MOVED: Text("moved", "chuyển"),
    Moved.RENAMED: Text("renamed", "đổi tên"),
    Moved.KIND: Text("other kind", "đổi loại"),
    Moved.PARTIAL: Text("listed otherwise", "liệt kê khác"),
    Moved.UNIT: Text("other unit", "đổi đơn vị"),
}
"""What becomes of areas and lines, in words."""

VERDICTS = {
    Achievement.MET: Text("met", "đạt"),
    Achievement.MISSED: Text("missed", "không đạt"),
    Achievement.UNDECIDED: Text("undecided", "chưa rõ"),
}
"""Verdicts in words."""

_DIFFERENCE = Text("Difference", "Chênh lệch")
_ADDRESS = Column("path", Text("Path", "Đường dẫn"), Readers.MACHINE)
_AREA = Text("Area", "Địa bàn")
_FIELD = Column("field", Text("Field", "Trường"), Readers.MACHINE)
_FIGURE = Column("figure", Text("Figure", "Số liệu"), Readers.HUMAN)
_BEFORE, _AFTER = Text("Before", "Trước"), Text("After", "Sau")


def sheets_of(comparison: Comparison) -> tuple[Table, ...]:
    """The sheets of a comparison that have something to tell, that of figures always."""
    return (
        *([judged_sheet(comparison)] if comparison.targets else []),
        figures_sheet(comparison),
        *([funding_sheet(comparison)] if comparison.funding or _of_money(comparison) else []),
        *([parts_sheet(comparison.parts)] if comparison.parts else []),
        findings_sheet(comparison),
    )


def data_sheet(comparison: Comparison) -> Table:
    """The one sheet for spreadsheets: the targets where they are judged, else all figures and amounts that differ."""
    if comparison.targets:
        return judged_sheet(comparison)
    return _changes_sheet(Text("", ""), (*comparison.figures, *comparison.funding), _AREA)


def judged_sheet(comparison: Comparison) -> Table:
    """Every target beside the result, under its area."""
    columns = (
        _ADDRESS,
        Column("name", _AREA),
        _FIELD,
        Column("figure", Text("Target", "Chỉ tiêu"), Readers.HUMAN),
        Column("target", Text("Planned", "Kế hoạch"), numeric=True),
        Column("result", Text("Result", "Kết quả"), numeric=True),
        Column("implied", Text("Result, implied", "Kết quả, suy ra"), Readers.MACHINE),
        Column("difference", _DIFFERENCE, Readers.HUMAN, numeric=True),
        Column("difference", _DIFFERENCE, Readers.MACHINE, numeric=True),
        Column("verdict", Text("Verdict", "Đánh giá"), Readers.MACHINE),
        Column("verdict", Text("Verdict", "Đánh giá"), Readers.HUMAN, whole=True),
        Column("grounds", Text("Judged from", "Căn cứ"), Readers.MACHINE),
        Column("why", Text("Remark", "Ghi chú"), Readers.MACHINE),
    )
    rows = [
        Row(tuple(_judged_cells(target)), group=group)
        for group, target in _grouped(comparison.targets, lambda target: target.address)
    ]
    title = Text("Targets and results", "Chỉ tiêu và kết quả")
    return Table(title, columns, tuple(rows), tuple(_judged_notes(comparison)), grouped="name")


def _judged_cells(target: TargetResult) -> Iterator[Cell]:
    shown: Cell = target.result
    if _is_implied(target):
        shown = target.implied.widened(PLACES)
    yield target.address
    yield readable(target.name)
    yield target.field
    yield SHORT[target.field]
    yield target.target
    yield shown
    yield target.implied.widened(DATA_PLACES)
    yield None if target.difference is None else _both(lambda lang: _by(target.difference or ANY, lang))
    yield None if target.difference is None else target.difference.widened(DATA_PLACES)
    yield target.met.value
    yield VERDICTS[target.met]
    yield Names(target.grounds)
    yield _remark(target) or ""


def _is_implied(target: TargetResult) -> bool:
    """Whether a target was judged from other figures than the one that states it."""
    return bool(target.grounds) and target.grounds != (f"{target.address}.{target.field}",)


def _remark(target: TargetResult) -> Text | None:
    """What is to be known of a verdict: why it is undecided, or that other figures decided it."""
    return target.why or (_from(target) if _is_implied(target) else None)


def _from(target: TargetResult) -> Text:
    """What a target was judged from: figures of the area itself by name, those of others by their number."""
    named = [ground.rpartition(".") for ground in target.grounds]
    own = [SHORT[field] for address, _, field in named if address == target.address]
    others = len(target.grounds) - len(own)
    if others:
        own.append(say("{count} figures of other areas", "{count} số liệu của địa bàn khác", count=others))
    return say("judged from {figures}", "xét từ {figures}", figures=join(own, ", "))


def _judged_notes(comparison: Comparison) -> Iterator[Text]:
    yield say(
        "Targets: {all}; met {met}, missed {missed}, undecided {undecided}.",
        "Chỉ tiêu: {all}; đạt {met}, không đạt {missed}, chưa rõ {undecided}.",
        all=len(comparison.targets),
        met=comparison.judged(Achievement.MET),
        missed=comparison.judged(Achievement.MISSED),
        undecided=comparison.judged(Achievement.UNDECIDED),
    )
    if any(map(_is_implied, comparison.targets)):
        yield Text(
            "* not stated in the result, or not exactly enough: it follows from its other figures.",
            "* kết quả không ghi, hoặc ghi chưa đủ chính xác: suy ra từ các số khác của kết quả.",
        )
    remarks: dict[Text, list[Text]] = {}
    for target in comparison.targets:
        remark = _remark(target)
        if remark is not None:
            remarks.setdefault(remark, []).append(join((readable(target.name), SHORT[target.field]), ", "))
    for remark, named in remarks.items():
        yield say("{remark}: {named}.", "{remark}: {named}.", remark=_capital(remark), named=_some(named))


def _capital(words: Text) -> Text:
    return Text(*(each[:1].upper() + each[1:] for each in words))


_NAMED = 5
"""So many targets are named beside one remark."""


def _some(named: Sequence[Text]) -> Text:
    """Some of several names, and how many more there are."""
    shown = join(named[:_NAMED], "; ")
    if len(named) <= _NAMED:
        return shown
    rest = len(named) - _NAMED
    return say(
        "{shown} and {rest} more (--format csv)",
        "{shown} và {rest} chỉ tiêu khác (--format csv)",
        shown=shown,
        rest=rest,
    )


def figures_sheet(comparison: Comparison) -> Table:
    """The figures of areas that differ, but those that the sheet of targets has."""
    told = [
        change
        for change in comparison.figures
        if not (comparison.targets and change.field in JUDGED and change.before is not None)
    ]
    title = Text("Figures that differ", "Số liệu khác nhau")
    if comparison.targets:
        title = Text("Other figures that differ", "Số liệu khác có thay đổi")
    note = say(
        "Figures that differ: {differ}; alike: {same}.",
        "Số liệu khác nhau: {differ}; giống nhau: {same}.",
        differ=len(comparison.figures) + len(comparison.funding),
        same=comparison.same,
    )
    notes = [note, *([comparison.unjudged] if comparison.unjudged else [])]
    if comparison.sections:
        sections = join([_SECTIONS[section] for section in comparison.sections], ", ")
        notes.append(
            say(
                "These parts differ too, and are not compared word by word: {sections}.",
                "Các phần sau cũng khác nhau nhưng không so từng chữ: {sections}.",
                sections=sections,
            )
        )
    return _changes_sheet(title, told, _AREA)._replace(notes=tuple(notes), grouped="name")


_SECTIONS = {
    "document": Text("document", "thông tin văn bản"),
    "purpose": Text("purpose", "mục đích"),
    "requirements": Text("requirements", "yêu cầu"),
    "objective": Text("objective", "mục tiêu chung"),
    "poverty_standard": Text("poverty standard", "chuẩn nghèo"),
    "measures": Text("measures", "nhiệm vụ, giải pháp"),
    "schedule": GLOSSARY["schedule"],
    "actors": GLOSSARY["actors"],
    "assumptions": Text("assumptions", "giả định"),
    "waivers": GLOSSARY["waivers"],
}


def funding_sheet(comparison: Comparison) -> Table:
    """The amounts that differ, and what is to be known of their units."""
    title = Text("Funding that differs", "Kinh phí khác nhau")
    if comparison.unit is not None:
        title = say("{title} ({unit})", "{title} ({unit})", title=title, unit=readable(comparison.unit))
    sheet = _changes_sheet(title, comparison.funding, Text("Source", "Nguồn vốn"))
    people = [column for column in sheet.columns if column.key != "figure"]
    kept = [at for at, column in enumerate(sheet.columns) if column in people]
    rows = tuple(row._replace(cells=tuple(row.cells[at] for at in kept), group=0) for row in sheet.rows)
    return sheet._replace(columns=tuple(people), rows=rows, notes=_of_money(comparison))


def _of_money(comparison: Comparison) -> tuple[Text, ...]:
    of_ids = tuple(same_names(comparison.parts))
    return tuple(note for note in comparison.notes if note not in of_ids)


def _changes_sheet(title: Text, changes: Sequence[FigureChange], heading: Text) -> Table:
    columns = (
        _ADDRESS,
        Column("name", heading),
        _FIELD,
        _FIGURE,
        Column("before", _BEFORE, numeric=True),
        Column("after", _AFTER, numeric=True),
        Column("difference", _DIFFERENCE, Readers.HUMAN, numeric=True),
        Column("difference", _DIFFERENCE, Readers.MACHINE, numeric=True),
        Column("change", Text("Change", "Thay đổi"), Readers.MACHINE),
        Column("change", Text("Change", "Thay đổi"), Readers.HUMAN, whole=True),
    )
    rows = [
        Row(tuple(_change_cells(change)), group=group)
        for group, change in _grouped(changes, lambda change: change.address)
    ]
    return Table(title, columns, tuple(rows))


def _change_cells(change: FigureChange) -> Iterator[Cell]:
    by = change.difference
    yield change.address
    yield readable(change.name)
    yield change.field
    yield SHORT.get(change.field, GLOSSARY[change.field])
    yield change.before
    yield change.after
    yield None if by is None else _both(lambda lang: _from_to(by, lang))
    yield None if by is None else (by[0] if by[0] == by[1] else Figure(by[0], Form.BETWEEN, by[1]))
    yield change.change.value
    yield CHANGES[change.change]


def parts_sheet(parts: Sequence[PartChange]) -> Table:
    """Areas and lines that were added or are gone, moved, renamed, or of another kind."""
    columns = (
        Column("path", Text("Path", "Đường dẫn")),
        Column("name", Text("Area or line", "Địa bàn, nguồn vốn")),
        Column("change", Text("Change", "Thay đổi"), Readers.MACHINE),
        Column("change", Text("Change", "Thay đổi"), Readers.HUMAN, whole=True),
        Column("before", _BEFORE),
        Column("after", _AFTER),
    )
    rows = tuple(
        Row(
            (
                part.address,
                readable(part.name),
                part.change.value,
                MOVES[part.change],
                None if part.before is None else readable(part.before),
                None if part.after is None else readable(part.after),
            )
        )
        for part in parts
    )
    return Table(Text("Areas and lines of funding", "Địa bàn và nguồn vốn"), columns, rows, tuple(same_names(parts)))


def findings_sheet(comparison: Comparison) -> Table:
    """What `check` finds in one plan and not in the other, in short."""
    columns = (
        Column("change", Text("Change", "Thay đổi"), Readers.MACHINE),
        Column("change", Text("Change", "Thay đổi"), Readers.HUMAN, whole=True),
        Column("severity", Text("Severity", "Mức độ"), Readers.MACHINE),
        Column("code", Text("Code", "Mã"), whole=True),
        Column("message", Text("Finding", "Phát hiện")),
    )
    found = comparison.findings
    rows = [
        Row((key, words, finding.severity.value, finding.code, _told(finding)))
        for key, words, findings in (("new", _NEW, found.new), ("gone", _GONE, found.gone))
        for finding in findings
    ]
    note = say(
        "Findings of povcalc check: new {new}, gone {gone}, in both {kept}.",
        "Phát hiện của povcalc check: mới {new}, không còn {gone}, có ở cả hai {kept}.",
        new=len(found.new),
        gone=len(found.gone),
        kept=len(found.kept),
    )
    return Table(Text("Findings", "Phát hiện"), columns, tuple(rows), (note,))


_NEW, _GONE = Text("new", "mới"), Text("gone", "không còn")


def _told(finding: Finding) -> Text:
    """A finding in words, with its severity where it is no error."""
    severity = SEVERITIES[finding.severity]
    return say("{severity}: {message}", "{severity}: {message}", severity=severity, message=finding.message)


_T = TypeVar("_T")


def _grouped(things: Iterable[_T], key: Callable[[_T], str]) -> Iterator[tuple[int, _T]]:
    """Things with the number of the group that they belong to: those with one key stand together."""
    for group, (_, members) in enumerate(groupby(things, key)):
        yield from ((group, member) for member in members)


def _both(words: Callable[[Lang], str]) -> Text:
    return Text(words(Lang.EN), words(Lang.VI))


def _from_to(by: tuple[Number, Number], lang: Lang) -> str:
    """A difference, or those of both ends of a range."""
    return with_sign(by[0], lang) if by[0] == by[1] else f"{with_sign(by[0], lang)}…{with_sign(by[1], lang)}"


def _by(found: Interval, lang: Lang) -> str:
    """A difference as far as it is known: +7, ≥ +7, -3…+7."""
    if found.is_point and found.low is not None:
        return with_sign(found.low, lang)
    shown = found.widened(PLACES)
    low = None if shown.low is None else with_sign(shown.low, lang)
    high = None if shown.high is None else with_sign(shown.high, lang)
    if low is not None and high is not None:
        return f"{low}…{high}"
    if low is not None:
        return f"{'>' if shown.low_open else '≥'} {low}"
    return "" if high is None else f"{'<' if shown.high_open else '≤'} {high}"
