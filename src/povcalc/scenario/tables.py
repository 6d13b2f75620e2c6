"""Answers to what-if questions and goals as tables, and the two questions as Python functions.

A what-if answer has the changes, what follows for each area and for the money, promised reductions beside those that
follow, and what the change does to the findings of the checks; several scenarios stand side by side. A goal's answer
has what it takes, the arithmetic, and then what follows when that is done.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from os import PathLike
from typing import NamedTuple

from povcalc.engine import examined, run, subject_of
from povcalc.finding_changes import finding_changes
from povcalc.findings import SEVERITIES, Finding, Report, Severity
from povcalc.gc_paused import gc_paused
from povcalc.inference.counts import funding_shares
from povcalc.inference.ranges import Ranges, exact_ranges
from povcalc.measures import BASES, POOR
from povcalc.messages import GLOSSARY, SHORT, Message, Value, join, terminating, verbatim
from povcalc.places import Path
from povcalc.plan.assumptions import Assumptions, Options
from povcalc.plan.funding import unit_name
from povcalc.plan.load import Reading, reading_of
from povcalc.plan.model import Plan
from povcalc.scenario.changes import FUNDING, Operation, Rebalance, Request, figures_after, parse_request, plain_number
from povcalc.scenario.outcome import Outcome, Scenario, WhatIf, is_two_sided, targets_of, what_follows
from povcalc.scenario.seek import FundingGoal, SeekAnswer, SeekResult, seek_goal
from povcalc.values import Exact, Figure, Form, Interval
from povcalc.views.plan import PATH, assumed_words, range_cell
from povcalc.views.table import Both, Cell, Column, Readers, Row, Table, readable, signed, signed_number


class Difference(NamedTuple):
    """The findings of a plan after a change beside those before it.

    `reworded` are findings that stay with other numbers in their words, as they are after it.
    """

    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    reworded: tuple[Finding, ...]
    unchanged: int


class Answer(NamedTuple):
    """What follows from a scenario, with the reports on the plan before and after it."""

    whatif: WhatIf
    before: Report
    after: Report

    @property
    def findings(self) -> Difference:
        """What the change does to the findings."""
        changes = finding_changes((self.whatif.before, self.before, {}), (self.whatif.after, self.after, {}))
        messages = {finding.message for finding in self.before.findings}
        reworded = tuple(finding for finding in changes.kept if finding.message not in messages)
        return Difference(changes.new, changes.gone, reworded, len(changes.kept) - len(reworded))


class AsWritten:
    """A plan before any change: its report and its ranges, each worked out once, when it is asked for.

    Where it is only asked what is found, before and after a change, `verifies` may be false, as in `engine.run`.
    """

    def __init__(self, reading: Reading, options: Options | None = None, *, verifies: bool = True) -> None:
        self.reading, self.options, self.verifies = reading, options, verifies
        self._context = subject_of(reading, options)
        self._context.verifies = verifies

    @cached_property
    def report(self) -> Report:
        """What the checks find in it."""
        return examined(self._context)

    @cached_property
    def ranges(self) -> Ranges | None:
        """The ranges of its figures; `None` where it is no plan."""
        context = self._context
        if context.reading.plan is None:
            return None
        is_faulty = any(each.code[0] == "T" and each.severity is not Severity.NOTE for each in self.report.findings)
        return (None if is_faulty else exact_ranges(context.areas, context.known)) or context.ranges


def answer(
    reading: Reading, scenario: Scenario, options: Options | None = None, written: AsWritten | None = None
) -> Answer:
    """What follows from a scenario. `written` is the plan before it, where something of it is known already.

    Raises `ScenarioError` for a scenario that cannot be carried out.
    """
    written = written or AsWritten(reading, options)
    with gc_paused():
        found = what_follows(reading, scenario, options, written.ranges)
    return Answer(found, written.report, run(found.after, options=options, verifies=written.verifies))


def answer_tables(found: Answer) -> tuple[Table, ...]:
    """The answer as tables: changes, what follows, promises if there are any, findings."""
    promises = promises_table(found.whatif)
    findings = _findings_table(found.findings)
    is_broken = any(finding.code in ("T101", "F101") for finding in found.findings.new)
    if found.whatif.scenario.rebalance is None and is_broken:
        findings = findings._replace(notes=(*findings.notes, _REBALANCE))
    return (
        _changes_table(found.whatif),
        _outcomes_table(found.whatif, money=_is_of_money(found.whatif)),
        *(() if promises is None else (promises,)),
        findings,
    )


_REBALANCE = Message(
    "A sum no longer holds: with --rebalance total stated totals follow their parts, with --rebalance others the other "
    "parts take up the difference."
)


def _is_of_money(found: WhatIf) -> bool:
    return any(path[0] == FUNDING for path in found.changes)


_CHANGE, _FIGURE = Message("Change"), Message("Figure")
_BEFORE, _AFTER, _DIFFERENCE = Message("Before"), Message("After"), Message("Difference")
_AREA = Column("area", Message("Area"))
_QUANTITY = Column("quantity", Message("Quantity"), Readers.MACHINE)
_NAME = Column("name", _FIGURE, Readers.HUMAN)


def _changes_table(found: WhatIf) -> Table:
    """Every figure that was changed, in the order in which that was done, and why."""
    columns = (
        Column("figure", _FIGURE, whole=True),
        Column("before", _BEFORE, numeric=True),
        Column("after", _AFTER, numeric=True),
        Column("change", _CHANGE),
    )
    rows: list[Row] = []
    count = 0
    for request, changes in found.applied:
        for change in changes:
            count += change.rounded
            name = found.figure_index.name(change.path)
            is_one = len(changes) == 1 and request.words.startswith(f"{request.selector}=")  # and so the name again
            words = request.words.removeprefix(f"{request.selector if is_one else name}=")
            rows.append(Row((name, change.before, change.after, verbatim(words))))
    for dependent, why in (
        (found.rebalanced, Message("so that the sum holds")),
        (found.dependent, Message("follows")),
    ):
        rows += [Row((found.figure_index.name(each.path), each.before, each.after, why)) for each in dependent]
    note = Message(
        "Rounded half up, counts to whole households, amounts to the decimals that they had, and rates to what whole "
        "households give: {count}.",
        count=count,
    )
    return Table(Message("Changes"), columns, tuple(rows), (note,) if count else ())


_NAMES: Mapping[str, Message] = SHORT | {
    "poverty_rate_start": Message("rate at start (%)"),
    "poverty_rate_end": Message("rate at end (%)"),
    "reduction_households": Message("reduction (households)"),
    "reduction_rate": Message("reduction (points)"),
}


def _outcomes_table(found: WhatIf, *, money: bool) -> Table:
    """What follows for each area that the change touches, the changed ones first, and where asked for the money."""
    headings = (("before", _BEFORE), ("after", _AFTER), ("difference", _DIFFERENCE))
    columns = (
        PATH,
        _AREA,
        _QUANTITY,
        _NAME,
        *(
            Column(key, heading, Readers.HUMAN, numeric=True, places=0 if key == "difference" else 3)
            for key, heading in headings
        ),
        *(Column(key, heading, Readers.MACHINE, numeric=True) for key, heading in headings),
    )
    areas = found.outcomes.areas
    rows = [row for at, outcome in enumerate(areas) for row in _outcome_rows(found, outcome, at)]
    rows += _money_rows(found, len(areas)) if money else ()
    notes = []
    if any(isinstance(cell, Interval) for row in rows for cell in row.cells[4:6]):
        notes.append(Message("* it follows from {basis}.", basis=_basis(found.assumed)))
    if areas and not found.outcomes.population:
        notes.append(
            Message(
                "Populations stay fixed: each area has the households, and the poor households at the start, that the "
                "plan as written allows; each difference is taken within one such case."
            )
        )
    if found.outcomes.contradicted:
        notes.append(Message("Changed figures contradict others, and are left out of account: see the findings."))
    return Table(Message("What follows"), columns, tuple(rows), tuple(notes), grouped="area", apart=True)


def _basis(assumed: Assumptions) -> Message:
    return join((Message("the plan's figures"), *assumed_words(assumed)), ", ")


def _outcome_rows(found: WhatIf, outcome: Outcome, group: int) -> Iterator[Row]:
    located = outcome.located
    name, is_root = found.figure_index.name(located.path), len(located.path) == 1
    was, now, moved = outcome.before, outcome.after, outcome.moved
    measure = outcome.measure
    described = (*BASES, measure.stocks[0], measure.rates[0])
    population = [each for each in described if found.outcomes.population and was[each] != now[each]]
    wanted = (*targets_of(measure), *measure.flows)
    if not population and all(moved[each] == Interval(0, 0) for each in wanted):
        return
    for quantity in (*population, *wanted):
        change = moved[quantity]
        if quantity in measure.flows and change == Interval(0, 0):
            continue
        before, after = was[quantity], now[quantity]
        cells = [_range_cell(quantity, each) for each in (before, after)]
        words = signed(change, rate="rate" in quantity)
        row = (name, readable(located.name), quantity, _NAMES[quantity], *cells, words, before, after, change)
        yield Row(row, group=group, strong=is_root and not outcome.chosen)


def _range_cell(quantity: str, found: Interval) -> Cell:
    number = None if "rate" in quantity else found.number
    return range_cell(quantity, found) if number is None else int(number)


def _money_rows(found: WhatIf, group: int) -> Iterator[Row]:
    """The rows of the money: the stated total, the sum of the lines, and for each household of the reduction."""
    both = [each.plan.funding for each in (found.before, found.after) if each.plan and each.plan.funding]
    if not both:
        return
    unit = readable(unit_name(both[0].unit))
    totals, sums = [plain_number(each.total) for each in both], [funding_shares(each).sum for each in both]
    rows = [
        (key, label, Interval(was, was), Interval(now, now))
        for key, label, (was, now) in (("funding", GLOSSARY["total"], totals), ("sum", Message("sum of lines"), sums))
        if was is not None and now is not None and not (key == "sum" and sums == totals)
    ]
    first, last = (total if listed is None else listed for listed, total in zip(sums, totals, strict=True))
    if first is None or last is None:
        return
    households = _reductions(found)
    per_household = None if households is None else (_per(first, households[0]), _per(last, households[1]))
    if per_household is not None and per_household[0] is not None and per_household[1] is not None:
        label = Message("for each household of the reduction")
        rows.append(("funding_per_household", label, per_household[0], per_household[1]))
    name = Message("Funding ({unit})", unit=unit)
    for key, label, was, now in rows:
        moved = Interval(0, 0) if was == now else now.minus(was)
        cells = (_amount_cell(was), _amount_cell(now), signed(moved, rate=True), was, now, moved)
        yield Row((FUNDING, name, key, label, *cells), group=group)


def _amount_cell(found: Interval) -> Cell:
    if found.number is not None:
        finite = terminating(found.number)
        return Fraction(found.number) if finite is None or "." in str(finite) else finite
    return found.widened(3)


def _reductions(found: WhatIf) -> tuple[Interval, Interval] | None:
    """The net reduction of the root area before and after."""
    for outcome in found.outcomes.areas:
        if len(outcome.located.path) == 1 and outcome.measure is POOR:
            return outcome.before[POOR.reduction], outcome.after[POOR.reduction]
    areas = found.figure_index.areas
    figure = areas[0].area.reduction_households if areas else None
    return None if figure is None else (figure.as_count(), figure.as_count())


def _per(money: Exact, households: Interval) -> Interval | None:
    if households.low is None or households.low <= 0:
        return None
    least = 0 if households.high is None else Fraction(money) / households.high
    return Interval(least, Fraction(money) / households.low)


def promises_table(found: WhatIf) -> Table | None:
    """The reductions in points that were promised anew beside those that follow; `None` when there are none."""
    promised = figures_after(change for each in found.applied for change in each.changes)
    rows = []
    for outcome in found.outcomes.areas:
        path = outcome.located.path
        promise = outcome.measure.points
        figure = promised.get((*path, promise))
        if figure is None or is_two_sided(figure):
            continue
        wanted, after = figure.as_rate(), outcome.after[promise]
        if after.within(wanted):
            kept = Message("always")
        else:
            kept = Message("depends") if after.meets(wanted) else Message("never")
        area = readable(outcome.located.name)
        rows.append(Row((found.figure_index.name(path), area, figure, range_cell(promise, after), after, kept)))
    follows = Message("What follows")
    columns = (
        PATH,
        _AREA,
        Column("promised", Message("Promised"), numeric=True),
        Column("follows", follows, Readers.HUMAN, numeric=True),
        Column("follows", follows, Readers.MACHINE, numeric=True),
        Column("kept", Message("Kept"), whole=True),
    )
    note = Message("Counts stay as stated: whether they keep such a promise depends on how many households there are.")
    title = Message("Promised falls (points)")
    return Table(title, columns, tuple(rows), (note,)) if rows else None


def _findings_table(difference: Difference) -> Table:
    """The findings that are new, gone or worded otherwise, and how many stay as they were."""
    columns = (
        Column("change", _CHANGE, whole=True),
        Column("severity", Message("Severity"), whole=True),
        Column("code", Message("Code"), whole=True),
        Column("message", Message("Finding")),
    )
    kinds = (
        (Message("new"), difference.new),
        (Message("gone", context="finding after changes"), difference.gone),
        (Message("still there"), difference.reworded),
    )
    sums = {finding.path[:-1] for finding in difference.new if finding.code == "T101" and finding.path}
    rows = tuple(
        Row((change, SEVERITIES[finding.severity], finding.code, _finding_words(finding, sums)))
        for change, findings in kinds
        for finding in findings
    )
    note = Message(
        "Findings: {new} new, {gone} gone, {same} unchanged.",
        new=len(difference.new),
        gone=len(difference.gone),
        same=difference.unchanged + len(difference.reworded),
    )
    return Table(Message("What check says of it"), columns, rows, (note,))


def _finding_words(finding: Finding, sums: Collection[Path]) -> Cell:
    """A finding, for people in few words where it says again that the sums of an area do not hold."""
    if finding.code != "T206" or finding.path is None or finding.path[:-1] not in sums:
        return finding.message
    return Both(Message("follows from the sum that no longer holds (T101)"), finding.message)


def side_by_side(answers: Sequence[Answer]) -> Table:
    """Several scenarios beside the plan: a column each, what follows for every area that one of them touches."""
    names = [each.whatif.scenario.name or verbatim("?") for each in answers]
    headings = [("plan", Message("Plan")), *((f"scenario_{at}", name) for at, name in enumerate(names, 1))]
    columns = (
        PATH,
        _AREA,
        _QUANTITY,
        _NAME,
        *(
            column
            for key, name in headings
            for column in (
                Column(key, name, Readers.HUMAN, numeric=True, places=3),
                Column(key, name, Readers.MACHINE, numeric=True, places=3),
            )
        ),
    )
    money = any(_is_of_money(each.whatif) for each in answers)
    tables = [_outcomes_table(each.whatif, money=money) for each in answers]
    cells = [{(row.cells[0], row.cells[2]): row.cells for row in table.rows} for table in tables]
    order = _order(answers)
    keys = sorted(dict.fromkeys(key for each in cells for key in each), key=lambda key: order.get(key[0], len(order)))
    rows = []
    group, last = -1, None
    for key in keys:
        group += key[0] != last
        last = key[0]
        found = [each.get(key) for each in cells]
        first = next(each for each in found if each is not None)
        plan = (first[4], first[7])
        # As in the plan where a scenario does not touch it.
        after = (cell for each in found for cell in (plan if each is None else (each[5], each[8])))
        rows.append(Row((*first[:4], *plan, *after), group=group))
    rows += _finding_counts(answers, group + 1)
    notes = tuple(dict.fromkeys(note for table in tables for note in table.notes))
    title = Message("Side by side")
    return Table(title, columns, tuple(rows), notes, grouped="area", apart=True)


def _order(answers: Sequence[Answer]) -> dict[Cell, int]:
    """The areas that some scenario touches, as in one answer: those changed first, then those around them."""
    index = answers[0].whatif.figure_index
    chosen = {each.located.path for found in answers for each in found.whatif.outcomes.areas if each.chosen}
    areas = [located.path for located in index.areas]
    ordered = sorted(areas, key=lambda path: (path not in chosen, 0 if path in chosen else -len(path)))
    return {index.name(path): at for at, path in enumerate(ordered)}


def _finding_counts(answers: Sequence[Answer], group: int) -> Iterator[Row]:
    """How many findings each has."""
    words = {
        Severity.ERROR: Message("errors"),
        Severity.WARNING: Message("warnings"),
        Severity.NOTE: Message("notes"),
    }
    reports = (answers[0].before, *(each.after for each in answers))
    for severity, name in words.items():
        counts = [sum(each.severity is severity for each in report.findings) for report in reports]
        cells = (count for count in counts for _ in range(2))
        yield Row(("findings", Message("Findings"), severity.value, name, *cells), group=group)


class Search(NamedTuple):
    """What a goal takes, and what follows when that is done: of the guaranteed answer, or else of the possible one."""

    result: SeekResult
    answer: Answer | None


def search(
    reading: Reading, goal: str, vary: Sequence[str], options: Options | None = None, *, verifies: bool = True
) -> Search:
    """What it takes to reach a goal, and what follows from it; `verifies` as in `AsWritten`. Raises `ScenarioError`."""
    written = AsWritten(reading, options, verifies=verifies)
    result = seek_goal(reading, goal, vary, options, lambda: written.ranges)
    answers = (result.guaranteed, result.possible)
    figures = next((each.figures for each in answers if each.figures and each.why_not is None), {})
    if not figures or (isinstance(result.goal, FundingGoal) and not all(figures.values())):
        return Search(result, None)  # that no money is needed is no amount of a plan
    requests = []
    for path, number in figures.items():
        name = result.figure_index.name(path)
        requests.append(Request(name, Operation.SET, Figure(number), 0, f"{name}={number}"))
    return Search(result, answer(reading, Scenario(tuple(requests)), options, written))


def search_tables(found: Search) -> tuple[Table, ...]:
    """The answer as tables: what it takes, the arithmetic, then what follows and what check says of it."""
    rest = () if found.answer is None else answer_tables(found.answer)[1:]
    return _takes_table(found.result), _arithmetic_table(found.result), *rest


def _takes_table(found: SeekResult) -> Table:
    """The figures that a goal takes: as stated, guaranteed, and possible in the most favourable case."""
    fields = {str(path[-1]) for path in found.varied if path[0] != FUNDING}
    # The heading names the field that several areas have in common, so that each row need not.
    field = fields.pop() if len(fields) == 1 and len(found.varied) > 1 else None
    columns = [
        Column("figure", _FIGURE, Readers.MACHINE),
        Column("figure", _FIGURE if field is None else verbatim(field), Readers.HUMAN, whole=True),
        Column("now", Message("Now"), numeric=True),
    ]
    is_one = found.possible is found.guaranteed
    for key, heading in (
        ("sure", Message("Guaranteed")),
        ("could", Message("Possible")),
    ):
        for readers in (Readers.MACHINE, Readers.HUMAN):
            if key == "could" and is_one and readers is Readers.HUMAN:
                continue
            columns += [
                Column(key, heading, readers, numeric=True),
                Column(f"{key}_difference", _DIFFERENCE, readers, numeric=True),
            ]
    rows = []
    for path in found.varied:
        figure = found.figure_index.stated(path)
        now = figure.number if figure is not None and plain_number(figure) is not None else None
        cells: list[Value | None] = []
        for each in (found.guaranteed, found.possible):
            number = each.figures.get(path) if each.why_not is None else None
            moved = None if number is None or now is None else number - now
            cells += [number, moved]
            if not (is_one and cells[2:]):
                cells += [number, None if moved is None else signed_number(moved)]
        name = found.figure_index.name(path)
        stated = now if figure is not None and figure.form is Form.EXACT else figure
        rows.append(Row((name, name if field is None else found.figure_index.name(path[:-1]), stated, *cells)))
    title = Message("What it takes for {goal}", goal=found.goal.words)
    return Table(title, tuple(columns), tuple(rows), tuple(_search_notes(found)))


def _search_notes(found: SeekResult) -> Iterator[Message]:
    if isinstance(found.goal, FundingGoal):
        yield Message("Amounts have no ranges: what is possible is guaranteed.")
    elif found.possible is found.guaranteed:
        yield Message("Guaranteed in every case that the plan allows; nothing less demanding is possible in any.")
        yield Message("It rests on {basis}.", basis=_basis(found.assumed))
    else:
        if str(found.varied[0][-1]).endswith("_end"):
            yield Message(
                "Guaranteed: the largest value that reaches the goal in every case that the plan allows. Possible: the "
                "largest value that reaches it in the most favourable case."
            )
        else:
            yield Message(
                "Guaranteed: the smallest value that reaches the goal in every case that the plan allows. Possible: "
                "the smallest value that reaches it in the most favourable case."
            )
        yield Message("It rests on {basis}.", basis=_basis(found.assumed))
    cases = _cases(found)
    for each, name in cases:
        if each.why_not is not None:
            yield Message("Out of reach ({name}): {why}.", name=name, why=each.why_not)
    for remark in dict.fromkeys(remark for each, _ in cases for remark in each.remarks):
        yield Message("{remark}.", remark=remark)


def _cases(found: SeekResult) -> tuple[tuple[SeekAnswer, Message], ...]:
    """The answers that are to be told apart, with their names."""
    guaranteed = (found.guaranteed, Message("guaranteed"))
    if found.possible is found.guaranteed:
        return (guaranteed,)
    possible = Message("possible in the most favourable case")
    return guaranteed, (found.possible, possible)


def _arithmetic_table(found: SeekResult) -> Table:
    """The arithmetic of both answers, each for the combination of households that decides it."""
    columns = (
        Column("case", Message("Answer")),
        Column("line", Message("Arithmetic")),
    )
    rows = tuple(Row((name, line), group=at) for at, (each, name) in enumerate(_cases(found)) for line in each.lines)
    return Table(Message("Why"), columns, rows, grouped="case", apart=True)


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
    return answer(reading_of(plan), Scenario(tuple(map(parse_request, changes)), sums, keep_stated))


def seek(plan: Plan | str | PathLike[str], goal: str, *vary: str) -> Search:
    """What it takes to reach a goal, such as `"tram-tau.poverty_rate_end<=40"`.

    `vary` are the figures that may change for it, such as `"tram-tau.reduction_households"` or `"funding.oda"`.
    `guaranteed` and `possible` of the search's `result` have the figures by path; its `answer` is what follows from
    the guaranteed ones. Raises `ScenarioError` for a question that has no answer, `OSError` when a file cannot be read.
    """
    return search(reading_of(plan), goal, vary)
