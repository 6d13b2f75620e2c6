"""What a change does to the money: in all, and for each household that leaves poverty."""

from collections.abc import Iterator
from fractions import Fraction

from povcalc.bounds import funding_shares
from povcalc.figures import Exact, Form, Interval
from povcalc.plan import Plan
from povcalc.scenario.whatif import WhatIf
from povcalc.sheets import Cell, Row, readable
from povcalc.sheets.signs import signed
from povcalc.text import GLOSSARY, Text, same, say, terminating


def money_rows(found: WhatIf, group: int) -> Iterator[Row]:
    """The rows of the money: in all, and for each household that leaves poverty."""
    before, after = found.before.plan, found.after.plan
    if before is None or before.funding is None or after is None:
        return
    unit = readable(GLOSSARY.get(before.funding.unit, same(before.funding.unit)))
    first, last = _money(before), _money(after)
    if first is None or last is None:
        return
    name = say("Funding ({unit})", "Kinh phí ({unit})", unit=unit)
    yield _money_row(name, "funding", GLOSSARY["total"], (Interval(first, first), Interval(last, last)), group)
    fewer = _reductions(found)
    each = None if fewer is None else (_per(first, fewer[0]), _per(last, fewer[1]))
    if each is not None and each[0] is not None and each[1] is not None:
        label = Text("for each household leaving poverty", "cho mỗi hộ thoát nghèo")
        yield _money_row(name, "funding_per_household", label, (each[0], each[1]), group)


def _money_row(name: Text, key: str, label: Text, ends: tuple[Interval, Interval], group: int) -> Row:
    before, after = ends
    moved = after.minus(before)
    if before == after:
        moved = Interval(0, 0)
    cells = [_amount(each) for each in ends]
    return Row(("funding", name, key, label, *cells, signed(moved, rate=True), before, after, moved), group=group)


def _amount(found: Interval) -> Cell:
    if found.is_point and found.low is not None:
        finite = terminating(found.low)
        return Fraction(found.low) if finite is None or "." in str(finite) else finite
    return found.widened(3)


def _money(plan: Plan) -> Exact | None:
    """The sum of the lines, or else the stated total."""
    if plan.funding is None:
        return None
    listed = funding_shares(plan.funding).sum
    if listed is not None:
        return listed
    total = plan.funding.total
    return Fraction(total.number) if total is not None and total.form in (Form.EXACT, Form.ABOUT) else None


def _reductions(found: WhatIf) -> tuple[Interval, Interval] | None:
    """The net reduction of the root area before and after."""
    for outcome in found.outcomes.areas:
        if len(outcome.located.path) == 1:
            return outcome.before["reduction_households"], outcome.after["reduction_households"]
    areas = found.selecting.areas
    figure = areas[0].area.reduction_households if areas else None
    return None if figure is None else (figure.as_count(), figure.as_count())


def _per(money: Exact, fewer: Interval) -> Interval | None:
    if fewer.low is None or fewer.low <= 0:
        return None
    return Interval(0 if fewer.high is None else Fraction(money) / fewer.high, Fraction(money) / fewer.low)
