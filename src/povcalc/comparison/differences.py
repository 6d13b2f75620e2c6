"""What two plans do not state alike: figures with exact differences, areas and lines of funding."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import NamedTuple

from povcalc.bounds import BASES
from povcalc.comparison.pairing import Pair, Pairing
from povcalc.comparison.values import Change, FigureChange, Moved, PartChange
from povcalc.figures import Exact, Figure, Form, Number, decimals, exact
from povcalc.loading import PLACEHOLDER
from povcalc.places import Path
from povcalc.plan import Area, Funding, FundingLine, Plan
from povcalc.text import GLOSSARY, Text, same, say, terminating

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


def area_changes(pairing: Pairing) -> Iterator[PartChange]:
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
