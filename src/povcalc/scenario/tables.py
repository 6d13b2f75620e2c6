"""Answers as tables.

What a change does to the findings: those that are new, those that are gone, and those that stay.

What a change does to the money: in all, and for each household that leaves poverty.

What follows from a change, as a sheet: areas before and after it, and the money.

Falls in points that a change promises, beside those that follow.

The arithmetic of what a goal takes, in the world that decides, line by line.

What-if answers as sheets: the changes as they were understood, what follows, and what check says of it.

Several scenarios side by side with the plan.

Answers to what-if questions as sheets, with what a change does to the findings.

What a goal takes, as sheets: the counts, and the arithmetic of the worlds that decide.

What-if questions from Python.
"""

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from os import PathLike
from typing import NamedTuple

from povcalc.checks.base import Context
from povcalc.comparison import finding_changes
from povcalc.engine import examined, run, subject_of
from povcalc.findings import SEVERITIES, Finding, Report, Severity
from povcalc.gc_paused import gc_paused
from povcalc.inference.change import About, Goal
from povcalc.inference.counts import funding_shares
from povcalc.inference.domains import QUANTITIES
from povcalc.inference.explain import value_words
from povcalc.inference.ranges import Ranges, World, exact_ranges
from povcalc.messages import GLOSSARY, SHORT, Text, Value, join, same, say, terminating
from povcalc.places import Path
from povcalc.plan.assumptions import Options
from povcalc.plan.load import Reading, reading_of
from povcalc.plan.model import Plan
from povcalc.scenario.changes import FUNDING, How, Rebalance, Request, requested
from povcalc.scenario.outcome import PROMISE, TARGETS, Outcome, Scenario, WhatIf, consequences
from povcalc.scenario.seek import IN_PROPORTION, Asked, Level, Paid, Sought, sought
from povcalc.values import Exact, Figure, Form, Interval, Number
from povcalc.views.plan import assumed_words, range_cell
from povcalc.views.table import Cell, Column, Readers, Row, Table, readable, signed, signed_number


class Difference(NamedTuple):
    """The findings of a plan after a change beside those before it.

    `reworded` are findings that stay with other numbers in their words, as they are after it.
    """

    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    reworded: tuple[Finding, ...]
    unchanged: int


def compared(before: tuple[Reading, Report], after: tuple[Reading, Report]) -> Difference:
    """What the findings of a plan have in common with those of the plan after a change."""
    changes = finding_changes((*before, {}), (*after, {}))
    said = {finding.message for finding in before[1].findings}
    reworded = tuple(finding for finding in changes.kept if finding.message not in said)
    return Difference(changes.new, changes.gone, reworded, len(changes.kept) - len(reworded))


NEW, GONE, REWORDED = Text("new", "mới"), Text("gone", "hết"), Text("still there", "vẫn còn")


def findings_sheet(difference: Difference) -> Table:
    """The findings that are new, gone or worded otherwise, and how many stay as they were."""
    columns = (
        Column("change", Text("Change", "Thay đổi"), whole=True),
        Column("severity", Text("Severity", "Mức độ"), whole=True),
        Column("code", Text("Code", "Mã"), whole=True),
        Column("message", Text("Finding", "Phát hiện")),
    )
    rows = tuple(_rows(difference))
    note = say(
        "Findings: {new} new, {gone} gone, {same} unchanged.",
        "Phát hiện: {new} mới, {gone} hết, {same} giữ nguyên.",
        new=len(difference.new),
        gone=len(difference.gone),
        same=difference.unchanged + len(difference.reworded),
    )
    return Table(Text("What check says of it", "Kết quả kiểm tra sau thay đổi"), columns, rows, (note,))


def _rows(difference: Difference) -> Iterator[Row]:
    for change, findings in ((NEW, difference.new), (GONE, difference.gone), (REWORDED, difference.reworded)):
        for finding in findings:
            yield Row((change, SEVERITIES[finding.severity], finding.code, finding.message))


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


_PEOPLE = (*QUANTITIES[:3], "poverty_rate_start")


def consequences_sheet(found: WhatIf) -> Table:
    """What follows for each area that the change touches: changed areas first, then those around them."""
    columns = (
        Column("path", Text("Path", "Đường dẫn"), Readers.MACHINE),
        Column("area", Text("Area", "Địa bàn")),
        Column("quantity", Text("Quantity", "Số liệu"), Readers.MACHINE),
        Column("name", Text("Figure", "Số liệu"), Readers.HUMAN),
        Column("before", Text("Before", "Trước"), Readers.HUMAN, numeric=True, places=3),
        Column("after", Text("After", "Sau"), Readers.HUMAN, numeric=True, places=3),
        Column("difference", Text("Difference", "Chênh lệch"), Readers.HUMAN, numeric=True),
        Column("before", Text("Before", "Trước"), Readers.MACHINE, numeric=True),
        Column("after", Text("After", "Sau"), Readers.MACHINE, numeric=True),
        Column("difference", Text("Difference", "Chênh lệch"), Readers.MACHINE, numeric=True),
    )
    rows = [row for at, outcome in enumerate(found.outcomes.areas) for row in _outcome_rows(found, outcome, at)]
    rows += money_rows(found, len(found.outcomes.areas))
    notes = tuple(_notes(found, rows))
    return Table(Text("What follows", "Hệ quả"), columns, tuple(rows), notes, grouped="area", apart=True)


def _outcome_rows(found: WhatIf, outcome: Outcome, group: int) -> Iterator[Row]:
    area, path = outcome.located.area, found.selecting.called(outcome.located.path)
    people = [each for each in _PEOPLE if found.outcomes.people and outcome.before[each] != outcome.after[each]]
    if not people and not any(_differs(outcome.moved[each]) for each in TARGETS):
        return
    for quantity in (*people, *TARGETS):
        before, after, moved = outcome.before[quantity], outcome.after[quantity], outcome.moved[quantity]
        yield Row(
            (
                path,
                readable(area.name),
                quantity,
                _NAMES[quantity],
                _cell(quantity, before),
                _cell(quantity, after),
                signed(moved, rate="rate" in quantity),
                before,
                after,
                moved,
            ),
            group=group,
            strong=not outcome.chosen and len(outcome.located.path) == 1,
        )


_NAMES = SHORT | {
    "poverty_rate_start": Text("rate at start (%)", "tỷ lệ đầu năm (%)"),
    "poverty_rate_end": Text("rate at end (%)", "tỷ lệ cuối năm (%)"),
    "reduction_households": Text("reduction (households)", "số hộ nghèo giảm"),
    "reduction_rate": Text("reduction (points)", "mức giảm (điểm %)"),
}


def _differs(moved: Interval) -> bool:
    return moved != Interval(0, 0)


def _cell(quantity: str, found: Interval) -> Cell:
    if "rate" not in quantity and found.is_point and found.low is not None:
        return int(found.low)
    return range_cell(quantity, found)


def _notes(found: WhatIf, rows: Sequence[Row]) -> Iterator[Text]:
    if any(isinstance(cell, Interval) for row in rows for cell in row.cells[4:6]):
        basis = join((Text("the plan's figures", "số liệu của kế hoạch"), *assumed_words(found.assumed)), ", ")
        yield say("* it follows from {basis}.", "* suy ra từ {basis}.", basis=basis)
    if found.outcomes.areas and not found.outcomes.people:
        yield Text(
            "The people are held: each area has the households, and the poor at the start, that the plan as written "
            "allows; each difference is taken within one such world.",
            "Dân số giữ nguyên: mỗi địa bàn có tổng số hộ và số hộ nghèo đầu năm mà kế hoạch đã ghi cho phép; mỗi "
            "chênh lệch tính trong cùng một trường hợp.",
        )
    if found.outcomes.contradicted:
        yield Text(
            "Changed figures contradict others, and are left out of account: see the findings.",
            "Có số liệu đã đổi mâu thuẫn với số khác nên không được dùng để suy ra: xem các phát hiện.",
        )


def promises_sheet(found: WhatIf) -> Table | None:
    """The falls in points that were promised anew beside those that follow; `None` when there are none."""
    rows = tuple(_promises(found))
    columns = (
        Column("path", Text("Path", "Đường dẫn"), Readers.MACHINE),
        Column("area", Text("Area", "Địa bàn")),
        Column("promised", Text("Promised", "Cam kết"), numeric=True),
        Column("follows", Text("What follows", "Hệ quả"), Readers.HUMAN, numeric=True),
        Column("follows", Text("What follows", "Hệ quả"), Readers.MACHINE, numeric=True),
        Column("kept", Text("Kept", "Đạt"), whole=True),
    )
    note = Text(
        "Counts stay as stated: whether they keep such a promise depends on how many households there are.",
        "Số hộ giảm vẫn như đã ghi: có đạt mức cam kết hay không tùy vào tổng số hộ.",
    )
    return Table(Text("Promised falls (points)", "Mức giảm cam kết (điểm %)"), columns, rows, (note,)) if rows else None


ALWAYS, DEPENDS, NEVER = Text("always", "luôn đạt"), Text("depends", "tùy"), Text("never", "không thể")


def _promises(found: WhatIf) -> Iterator[Row]:
    """What becomes of falls in points that were promised anew."""
    promised = {step.path: step.after for each in found.applied for step in each.steps}
    for outcome in found.outcomes.areas:
        figure = promised.get((*outcome.located.path, PROMISE))
        if figure is None or figure.form in (Form.EXACT, Form.BETWEEN, Form.ABOUT):
            continue
        allowed, after = figure.as_rate(), outcome.after[PROMISE]
        kept = ALWAYS if after.within(allowed) else DEPENDS if after.meets(allowed) else NEVER
        path, name = found.selecting.called(outcome.located.path), readable(outcome.located.area.name)
        yield Row((path, name, figure, range_cell(PROMISE, after), after, kept))


def lines(found: Sought, level: Level) -> Iterator[Text]:
    """Short lines to be checked by hand, ending in the count that is varied."""
    yield from level.lines
    asked = found.asked
    if isinstance(asked, Paid) or level.need is None or level.need.value is None or level.total is None:
        return
    if level.need.world is not None:
        yield from _in_world(found, asked, level.need.world)
    else:
        yield from _of_bound(found, asked, level, level.need.value)
    more = level.total - _planned(found)
    if level.total == 0:
        yield Text("no reduction is needed", "không cần giảm thêm hộ nào")
    elif not found.absolute:
        planned = _planned(found)
        yield say(
            "{planned} planned {sign} {more} = {total}",
            "{planned} theo kế hoạch {sign} {more} = {total}",
            planned=planned,
            sign="+" if more >= 0 else "−",
            more=abs(more),
            total=level.total,
        )
    if len(level.figures) > 1:
        yield IN_PROPORTION


def _planned(found: Sought) -> int:
    """The counts that are varied, together, as they are stated."""
    return int(sum(found.now.values()))


def _of_bound(found: Sought, asked: Asked, level: Level, need: Exact) -> Iterator[Text]:
    """What bounds the need where no single world was found that asks for just so much."""
    households = level.households
    if asked.goal.about is About.POINTS and households is not None:
        share = asked.goal.number * households / 100
        if share - (found.planned or 0) == need and found.planned is not None:
            yield say(
                "{area}: {sign} {households} households (povcalc why {id}.households)",
                "{area}: {sign} {households} hộ (povcalc why {id}.households)",
                area=asked.located.area.name,
                sign="≤" if level is found.sure else "≥",
                households=households,
                id=found.selecting.called(asked.located.path),
            )
            fewer = whole(share, up=True, strict=asked.goal.strict)
            yield _points(asked.goal, households, share, fewer)
            yield _less_planned(fewer, found.planned)
            return
    sign = "≤" if level is found.sure else "≥"
    yield say(
        "more households to leave poverty than planned, in any world: {sign} {need}",
        "số hộ phải thoát nghèo thêm so với kế hoạch, trong mọi trường hợp: {sign} {need}",
        sign=sign,
        need=value_words(need),
    )


def whole(share: Exact, *, up: bool, strict: bool) -> int:
    """The nearest whole number that is at least (or at most) so much, and more (or less) where it is strict."""
    if up:
        return math.floor(share) + 1 if strict else math.ceil(share)
    return math.ceil(share) - 1 if strict else math.floor(share)


def _points(goal: Goal, households: int, share: Exact, fewer: int) -> Text:
    return say(
        "{number} points of {households} = {share} → at least {fewer} have to leave poverty",
        "{number} điểm của {households} = {share} → ít nhất {fewer} hộ phải thoát nghèo",
        number=value_words(goal.number),
        households=households,
        share=value_words(share),
        fewer=fewer,
    )


def _less_planned(fewer: int, planned: int) -> Text:
    return say(
        "{fewer} − {planned} by the plan = {more} more",
        "{fewer} − {planned} theo kế hoạch = {more} hộ nữa",
        fewer=fewer,
        planned=planned,
        more=fewer - planned,
    )


def _in_world(found: Sought, asked: Asked, world: World) -> Iterator[Text]:
    """What the goal asks for in one world."""
    n0, n1, p0, p1 = world
    yield say(
        "{area}: {households}, {p0} poor at the start, {p1} left by the plan",
        "{area}: {households}, {p0} hộ nghèo đầu năm, kế hoạch còn {p1}",
        area=asked.located.area.name,
        households=say("{n1} households", "{n1} hộ", n1=n1)
        if n0 == n1
        else say("{n0} and then {n1} households", "{n0} rồi {n1} hộ", n0=n0, n1=n1),
        p0=p0,
        p1=p1,
    )
    if asked.goal.about in (About.RATE, About.POOR):
        yield from _by_those_left(found, asked.goal, world)
    else:
        yield from _by_reduction(found, asked.goal, world)


def _by_those_left(found: Sought, goal: Goal, world: World) -> Iterator[Text]:
    _, n1, p0, p1 = world
    share = goal.number if goal.about is About.POOR else goal.number * n1 / 100
    left = whole(share, up=False, strict=goal.strict)
    if goal.about is About.RATE:
        yield say(
            "{number}% of {n1} = {share} → at most {left} may be poor at the end",
            "{number}% của {n1} = {share} → cuối năm nhiều nhất {left} hộ nghèo",
            number=value_words(goal.number),
            n1=n1,
            share=value_words(share),
            left=left,
        )
    if found.absolute:
        yield say("{p0} − {left} = {fewer}", "{p0} − {left} = {fewer}", p0=p0, left=left, fewer=p0 - left)
    else:
        yield say(
            "{p1} left by the plan − {left} = {more} more",
            "kế hoạch còn {p1} − {left} = {more} hộ nữa",
            p1=p1,
            left=left,
            more=p1 - left,
        )


def _by_reduction(found: Sought, goal: Goal, world: World) -> Iterator[Text]:
    n0, n1, p0, p1 = world
    if goal.about is About.COUNT:
        fewer = whole(goal.number, up=True, strict=goal.strict)
    elif n0 == n1:
        share = goal.number * n1 / 100
        fewer = whole(share, up=True, strict=goal.strict)
        yield _points(goal, n1, share, fewer)
    else:
        share = p0 - (Fraction(100 * p0, n0) - goal.number) * n1 / 100
        fewer = whole(share, up=True, strict=goal.strict)
        yield say(
            "{p0} − ({p0} ÷ {n0} − {number}%) × {n1} = {share} → at least {fewer} have to leave poverty",
            "{p0} − ({p0} ÷ {n0} − {number}%) × {n1} = {share} → ít nhất {fewer} hộ phải thoát nghèo",
            p0=p0,
            n0=n0,
            number=value_words(goal.number),
            n1=n1,
            share=value_words(share),
            fewer=fewer,
        )
    if not found.absolute:
        yield _less_planned(fewer, p0 - p1)


class Answer(NamedTuple):
    """What follows from a scenario, with the reports on the plan before and after it."""

    whatif: WhatIf
    before: Report
    after: Report

    @property
    def findings(self) -> Difference:
        """What the change does to the findings."""
        return compared((self.whatif.before, self.before), (self.whatif.after, self.after))


def answered(
    reading: Reading, scenario: Scenario, options: Options | None = None, before: Report | None = None
) -> Answer:
    """What follows from a scenario. `before` is the report on the plan as written, if there is one already.

    Raises `ScenarioError` for a scenario that cannot be carried out.
    """
    subject = subject_of(reading, options)
    before = before or examined(subject)
    with gc_paused():
        found = consequences(reading, scenario, options, _ranges(subject, before))
    return Answer(found, before, run(found.after, options=options))


def _ranges(subject: Context, report: Report) -> Ranges | None:
    """The ranges of the plan that was checked."""
    if subject.reading.plan is None:
        return None
    of_targets = [each for each in report.findings if each.code[0] == "T" and each.severity is not Severity.NOTE]
    known = None if of_targets else exact_ranges(subject.areas, subject.known)
    return known or subject.ranges


def told(answer: Answer) -> tuple[Table, ...]:
    """The answer as sheets: changes, consequences, promises if there are any, findings."""
    promises = promises_sheet(answer.whatif)
    return (
        changes_sheet(answer.whatif),
        consequences_sheet(answer.whatif),
        *(() if promises is None else (promises,)),
        findings_sheet(answer.findings),
    )


def changes_sheet(found: WhatIf) -> Table:
    """Every figure that was changed, in the order in which that was done, and why."""
    columns = (
        Column("figure", Text("Figure", "Số liệu"), whole=True),
        Column("before", Text("Before", "Trước"), numeric=True),
        Column("after", Text("After", "Sau"), numeric=True),
        Column("change", Text("Change", "Thay đổi")),
    )
    rows: list[Row] = []
    rounded_figures = 0
    for applied in found.applied:
        for step in applied.steps:
            rounded_figures += step.rounded
            called = found.selecting.called(step.path)
            words = applied.request.words.removeprefix(f"{called}=")  # the selector again, unless it means several
            rows.append(Row((called, step.before, step.after, same(words))))
    for steps, why in ((found.rebalanced, _REBALANCED), (found.follows, _FOLLOWS)):
        rows += [Row((found.selecting.called(step.path), step.before, step.after, why)) for step in steps]
    notes = () if not rounded_figures else (_rounded_note(rounded_figures),)
    return Table(Text("Changes", "Thay đổi"), columns, tuple(rows), notes)


_REBALANCED = Text("so that the sum holds", "để tổng vẫn khớp")
_FOLLOWS = Text("follows", "suy ra")


def _rounded_note(count: int) -> Text:
    return say(
        "Rounded half up, counts to whole households and amounts to the decimals that they had: {count}.",
        "Đã làm tròn (nửa đơn vị làm tròn lên; số hộ thành số nguyên, số tiền theo số lẻ vốn có): {count} số.",
        count=count,
    )


def side_by_side(answers: Sequence[Answer]) -> Table:
    """Several scenarios beside the plan: a column each, what follows for every area that one of them touches."""
    named = [each.whatif.scenario.name or same("?") for each in answers]
    columns = (
        Column("path", Text("Path", "Đường dẫn"), Readers.MACHINE),
        Column("area", Text("Area", "Địa bàn")),
        Column("quantity", Text("Quantity", "Số liệu"), Readers.MACHINE),
        Column("name", Text("Figure", "Số liệu"), Readers.HUMAN),
        *_columns("plan", Text("Plan", "Kế hoạch")),
        *(column for at, name in enumerate(named) for column in _columns(f"scenario_{at + 1}", name)),
    )
    sheets = [consequences_sheet(each.whatif) for each in answers]
    keys = list(dict.fromkeys((row.cells[0], row.cells[2]) for sheet in sheets for row in sheet.rows))
    order = _order(answers)
    rows = []
    group, last = -1, None
    for key in sorted(keys, key=lambda each: order.get(each[0], len(order))):  # the money last
        group += key[0] != last
        last = key[0]
        rows.append(Row(tuple(_beside(key, sheets)), group=group))
    rows += _counted(answers, group + 1)
    return Table(
        Text("Side by side", "So sánh các phương án"),
        columns,
        tuple(rows),
        tuple(dict.fromkeys(note for sheet in sheets for note in sheet.notes)),
        grouped="area",
        apart=True,
    )


def _order(answers: Sequence[Answer]) -> dict[Cell, int]:
    """The areas that some scenario touches, as in one answer: those changed first, then those around them."""
    found = answers[0].whatif.selecting
    chosen = {each.located.path for answer in answers for each in answer.whatif.outcomes.areas if each.chosen}
    areas = [located.path for located in found.areas]
    around = sorted((path for path in areas if path not in chosen), key=lambda path: -len(path))
    return {found.called(path): at for at, path in enumerate((*(path for path in areas if path in chosen), *around))}


def _columns(key: str, name: Text) -> tuple[Column, Column]:
    people = Column(key, name, Readers.HUMAN, numeric=True, places=3)
    return people, people._replace(readers=Readers.MACHINE)


def _beside(key: tuple[Cell, Cell], sheets: Sequence[Table]) -> Iterator[Cell]:
    """One quantity of one area in the plan and in each scenario; as in the plan where one does not touch it."""
    found = [next((row.cells for row in sheet.rows if (row.cells[0], row.cells[2]) == key), None) for sheet in sheets]
    first = next(cells for cells in found if cells is not None)
    yield from first[:4]
    yield from (first[4], first[7])
    for cells in found:
        yield from (first[4], first[7]) if cells is None else (cells[5], cells[8])


def _counted(answers: Sequence[Answer], group: int) -> Iterator[Row]:
    """How many findings each has."""
    words = {
        Severity.ERROR: Text("errors", "lỗi"),
        Severity.WARNING: Text("warnings", "cảnh báo"),
        Severity.NOTE: Text("notes", "lưu ý"),
    }
    for severity, name in words.items():
        reports = (answers[0].before, *(each.after for each in answers))
        counts = [sum(each.severity is severity for each in report.findings) for report in reports]
        cells = [count for count in counts for _ in range(2)]
        yield Row(("findings", Text("Findings", "Phát hiện"), severity.value, name, *cells), group=group)


class Search(NamedTuple):
    """What a goal takes, and what follows when that is done: of the sure answer, or of the one that could do."""

    sought: Sought
    answer: Answer | None


def searched(reading: Reading, goal: str, vary: list[str], options: Options | None = None) -> Search:
    """What it takes to reach a goal, and what follows from it. Raises `ScenarioError`."""
    found = sought(reading, goal, vary, options)
    level = _chosen(found)
    if level is None or (isinstance(found.asked, Paid) and not all(level.figures.values())):
        return Search(found, None)  # that no money is needed is no amount of a plan
    requests = tuple(_request(found, path, number) for path, number in level.figures.items())
    return Search(found, answered(reading, Scenario(requests), options))


def _chosen(found: Sought) -> Level | None:
    return next((level for level in (found.sure, found.could) if level.figures and level.why_not is None), None)


def _request(found: Sought, path: Path, number: Number) -> Request:
    called = found.selecting.called(path)
    return Request(called, How.SET, Figure(number), 0, f"{called}={number}")


def search_told(search: Search) -> tuple[Table, ...]:
    """The answer as sheets: the counts, the arithmetic, then what follows and what check says of it."""
    rest = () if search.answer is None else told(search.answer)[1:]
    return takes_sheet(search.sought), argument_sheet(search.sought), *rest


_SURE = Text("sure, in every world", "chắc chắn, trong mọi trường hợp")
_COULD = Text("possible, in the kindest", "có thể, trong trường hợp thuận lợi nhất")


def takes_sheet(found: Sought) -> Table:
    """The counts that a goal takes: as stated, in every world, and in the kindest."""
    difference = Text("Difference", "Chênh lệch")
    columns = (
        Column("figure", Text("Figure", "Số liệu"), Readers.MACHINE),
        Column("figure", _heading(found), Readers.HUMAN, whole=True),
        Column("now", Text("Now", "Hiện nay"), numeric=True),
        Column("sure", Text("Sure", "Chắc chắn"), numeric=True),
        Column("sure_difference", difference, Readers.MACHINE, numeric=True),
        Column("sure_difference", difference, Readers.HUMAN, numeric=True),
        Column("could", Text("Possible", "Có thể"), numeric=True),
        Column("could_difference", difference, Readers.MACHINE, numeric=True),
        Column("could_difference", difference, Readers.HUMAN, numeric=True),
    )
    rows = []
    for path in found.varied:
        figure = found.selecting.stated(path)
        form = None if figure is None else figure.form
        now = figure.number if figure is not None and form in (Form.EXACT, Form.ABOUT) else None
        cells: list[Value | None] = []
        for level in (found.sure, found.could):
            number = level.figures.get(path) if level.why_not is None else None
            moved = None if number is None or now is None else number - now
            cells += [number, moved, None if moved is None else signed_number(moved)]
        called = found.selecting.called(path)
        short = found.selecting.called(path[:-1]) if _field(found) else called
        rows.append(Row((called, short, now if form is Form.EXACT else figure, *cells)))
    title = say("What it takes for {goal}", "Cần bao nhiêu để {goal}", goal=found.asked.words)
    return Table(title, columns, tuple(rows), tuple(_search_notes(found)))


def _field(found: Sought) -> str | None:
    """The field of several targets that are varied, which the heading names, so that each row need not."""
    fields = {str(path[-1]) for path in found.varied if path[0] != FUNDING}
    return fields.pop() if len(fields) == 1 and len(found.varied) > 1 else None


def _heading(found: Sought) -> Text:
    field = _field(found)
    return Text("Figure", "Số liệu") if field is None else same(field)


def _search_notes(found: Sought) -> Iterator[Text]:
    if isinstance(found.asked, Paid):
        yield Text("Money has no ranges: what is possible is sure.", "Tiền không có khoảng: có thể cũng là chắc chắn.")
    else:
        yield _GREATEST if str(found.varied[0][-1]).endswith("_end") else _LEAST
        basis = join((Text("the plan's figures", "số liệu của kế hoạch"), *assumed_words(found.assumed)), ", ")
        yield say("It rests on {basis}.", "Dựa trên {basis}.", basis=basis)
    cases = _cases(found)
    for level, name in cases:
        if level.why_not is not None:
            yield say("Out of reach ({name}): {why}.", "Ngoài tầm ({name}): {why}.", name=name, why=level.why_not)
    for remark in dict.fromkeys(remark for level, _ in cases for remark in level.remarks):
        yield say("{remark}.", "{remark}.", remark=remark)


_LEAST = Text(
    "Sure: the least that reaches the goal in every world that the plan allows. Possible: the least that reaches "
    "it in the kindest of them.",
    "Chắc chắn: số nhỏ nhất đạt đích trong mọi trường hợp mà kế hoạch cho phép. Có thể: số nhỏ nhất đạt đích trong "
    "trường hợp thuận lợi nhất.",
)
_GREATEST = Text(
    "Sure: the greatest that reaches the goal in every world that the plan allows. Possible: the greatest that reaches "
    "it in the kindest of them.",
    "Chắc chắn: số lớn nhất đạt đích trong mọi trường hợp mà kế hoạch cho phép. Có thể: số lớn nhất đạt đích trong "
    "trường hợp thuận lợi nhất.",
)


def _cases(found: Sought) -> tuple[tuple[Level, Text], ...]:
    """The answers that are to be told apart, with their names."""
    if found.could is found.sure:
        return ((found.sure, _SURE),)
    return (found.sure, _SURE), (found.could, _COULD)


def argument_sheet(found: Sought) -> Table:
    """The arithmetic of both answers, each in the world that decides it."""
    columns = (
        Column("case", Text("Answer", "Đáp số")),
        Column("line", Text("Arithmetic", "Phép tính")),
    )
    rows = [
        Row((name, line), group=at) for at, (level, name) in enumerate(_cases(found)) for line in lines(found, level)
    ]
    return Table(Text("Why", "Vì sao"), columns, tuple(rows), grouped="case", apart=True)


def whatif(
    plan: Plan | str | PathLike[str], *changes: str, rebalance: str | None = None, keep_stated: bool = False
) -> Answer:
    """What follows from changed figures: `povcalc.whatif(plan, "tram-tau.reduction_households=500")`.

    Changes are written as for `povcalc whatif --set`, and `rebalance` is `"total"` or `"others"`. `outcomes` of the
    answer's `whatif` has the ranges of each area before and after, its `after.plan` the changed plan, and `findings`
    what the change does to the findings. Raises `ScenarioError` for what cannot be carried out, `ValueError` for
    another `rebalance`, and `OSError` when a file cannot be read.
    """
    sums = None if rebalance is None else Rebalance(rebalance)
    return answered(reading_of(plan), Scenario(tuple(map(requested, changes)), sums, keep_stated))


def seek(plan: Plan | str | PathLike[str], goal: str, *vary: str) -> Search:
    """What it takes to reach a goal, such as `"tram-tau.poverty_rate_end<=40"`.

    `vary` are the figures that may change for it, such as `"tram-tau.reduction_households"` or `"funding.oda"`.
    `sure` and `could` of the search's `sought` have the figures by path; its `answer` is what follows from the sure
    ones. Raises `ScenarioError` for a question that has no answer, `OSError` when a file cannot be read.
    """
    return searched(reading_of(plan), goal, list(vary))
