"""The parts of a plan as plain tables, and its portrait: facts that writers then put into words.

Nothing here checks anything, and no cell holds a number that the plan does not state, except shares, sums
and what is marked as implied.

How days are counted, with D the day of `as_of`:

- a phase from F to T, both included, is to come while D < F, under way while F <= D <= T, then past.
  To come, it begins in F - D days (1 on the day before); under way, T - D days are left (0 on its
  last day, T itself being one of its days);
- a deadline is in time up to its last day L: the day itself for `on`, the day before for `before`.
  While D <= L it is to come, with L - D days left (0 on L, the last day in time); then it is past.

Whether a report that was due has come, a plan cannot tell: past is no more than past.
"""

import datetime
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from povcalc.findings import Judgement, Overview, Severity
from povcalc.inference.counts import KnownCounts, add_up, funding_shares, known_counts, stated, used_in
from povcalc.inference.ranges import Ranges, ranges
from povcalc.measures import BASES, COUNTS, MEAN_OF, MEASURES, MULTIDIMENSIONAL, NEAR_POOR, POINTS, POOR, Measure
from povcalc.messages import (
    GLOSSARY,
    SHORT,
    Message,
    Wording,
    by_language,
    date,
    join,
    plural,
    precise_text,
    signed_interval,
    terminating,
    verbatim,
    worded,
)
from povcalc.places import Path
from povcalc.plan.areas import AreaIndex
from povcalc.plan.assumptions import ONE_BASE, Assumptions, Options, assumptions_of
from povcalc.plan.funding import Item, Ledger, shortest, unit_name
from povcalc.plan.model import (
    Actor,
    Area,
    Deadline,
    DocumentInfo,
    Duty,
    Funding,
    Located,
    Phase,
    Plan,
    PovertyStandard,
    Reference,
    Schedule,
    depth,
    in_reading_order,
    is_part,
    parent,
    walk,
)
from povcalc.typos import closest_match, normalized
from povcalc.values import Exact, Figure, Form, Interval, exact, half_up
from povcalc.views.table import (
    ID,
    JUDGEMENTS,
    KIND,
    SECTION,
    Both,
    Cell,
    Column,
    Fact,
    Marked,
    Names,
    Readers,
    Row,
    Table,
    nothing,
    readable,
)

PLACES = 3
"""So many decimals have the ends of a derived rate for people; it is rounded outwards."""

DATA_PLACES = 6
"""And in columns for spreadsheets; JSON has all of it in its `areas`."""


CONTRADICTIONS = Message("Figures that contradict each other are left out of account: see povcalc check.")


class Derivation:
    """The ranges of a tree of areas, and what they lean on; unless `found`, they are worked out when one is wanted."""

    def __init__(self, areas: tuple[Located, ...], assumed: Assumptions, found: Ranges | None = None) -> None:
        self.areas = areas
        self.assumed = assumed
        self.found = found

    @cached_property
    def ranges(self) -> Ranges:
        """What is known of each quantity of each area."""
        return self.found or ranges(self.areas, self.assumed)

    @cached_property
    def index(self) -> AreaIndex:
        """The areas by what they are called."""
        return AreaIndex(self.areas)

    @cached_property
    def is_level(self) -> bool:
        """Whether every area has as many households at both dates, as far as is known."""
        stated = ([located.figure(field) for field in BASES] for located in self.areas)
        exact_ones = (
            [each.number for each in two if each and each.form is Form.EXACT and not each.step] for two in stated
        )
        if any(len(set(numbers)) > 1 for numbers in exact_ones):
            return False  # as most plans that state both say themselves
        return all(self.has_one_base(located) for located in self.areas)

    def has_one_base(self, located: Located) -> bool:
        """Whether an area has as many households at both dates, as far as is known."""
        start, end = (self.ranges.of(located.path, base) for base in BASES)
        return start == end

    def cell(self, located: Located, quantity: str) -> Interval | None:
        """The range of a quantity for people, as `range_cell` has it."""
        return range_cell(quantity, self.ranges.of(located.path, quantity))

    def data(self, located: Located, quantity: str) -> Interval:
        """The range of a quantity for spreadsheets: with both ends, those of rates rounded outwards."""
        found = self.ranges.of(located.path, quantity)
        return found.widened(DATA_PLACES) if "rate" in quantity else found

    def notes(self, cells: Sequence[Cell]) -> Iterator[Message]:
        """What the derived ones among some cells rest on."""
        if not any(isinstance(cell, Interval) for cell in cells):
            return
        yield Message(
            "* not stated: it follows from {basis}.",
            basis=self.basis(),
        )
        if self.ranges.conflicts:
            yield CONTRADICTIONS
        if self.ranges.cut_short:
            yield Message("Some ranges could be narrower.")

    def basis(self) -> Message:
        """What derived figures rest on, in words."""
        parts = [Message("the other figures")]
        return join((*parts, *assumed_words(self.assumed, grows=bool(self.ranges.basis.growth))), ", ")


def derivation_of(plan: Plan, options: Options | None = None) -> Derivation:
    """What follows from the targets of a plan; `options` are assumed instead of what its file says."""
    return Derivation(walk(plan.targets), assumptions_of(plan, options))


def range_cell(quantity: str, found: Interval) -> Interval | None:
    """A range of a quantity for people, with both ends where it has them; `None` where it says nothing."""
    least, most = (-100 if quantity in POINTS else 0, 100) if "rate" in quantity else (0, None)
    if not found.is_point and found.low in (None, least) and found.high in (None, most):
        return None
    return found.widened(PLACES) if "rate" in quantity else found


def assumed_words(assumed: Assumptions, *, grows: bool = True) -> Iterator[Message]:
    """What is assumed, in words that go on after a comma; growth where some area is assumed to have it."""
    if assumed.growth is None:
        yield Message("whatever the growth of households")
    elif grows:
        yield growth_words(assumed.growth)
    if assumed.cut is not None:
        yield Message(
            '"over" rates cut off at steps of {cut} points',
            cut=precise_text(assumed.cut),
        )


def growth_words(growth: Interval) -> Message:
    """An assumption on growth, behind a comma."""
    if growth == ONE_BASE:
        return Message("on one base (as many households at the end of the year as at its start)")
    return Message("with households growing by {by}% a year", by=growth)


HOUSEHOLDS = Message("households")
PERCENT = verbatim("%")


def _headed(measure: Measure, called: Message) -> Iterator[tuple[str, Message, Message]]:
    """The columns of a measure other than the poor, without its flows."""
    words = (
        Message("{called} households at start"),
        Message("{called} households at end"),
        Message("{called}: net reduction (households)"),
        Message("{called}: reduction in rate (points)"),
        Message("{called} rate at start (%)"),
        Message("{called} rate at end (%)"),
    )
    units = (HOUSEHOLDS, HOUSEHOLDS, HOUSEHOLDS, GLOSSARY["percentage point"], PERCENT, PERCENT)
    fields = (*measure.stocks, measure.reduction, measure.points, *measure.rates)
    for field, heading, unit in zip(fields, words, units, strict=True):
        yield field, heading.with_values(called=called), unit


def _of_a_year(measure: Measure) -> Iterator[tuple[str, Message, Message]]:
    """The columns of a measure's means of years."""
    for mean, unit in zip(measure.means, (HOUSEHOLDS, GLOSSARY["percentage point"]), strict=True):
        yield mean, SHORT[mean], unit


FIGURES = tuple(
    Column(key, heading, numeric=True, unit=unit)
    for key, heading, unit in (
        ("households", Message("Households"), HOUSEHOLDS),
        ("households_start", Message("Households at start"), HOUSEHOLDS),
        ("households_end", Message("Households at end"), HOUSEHOLDS),
        ("poor_households_start", Message("Poor households at start"), HOUSEHOLDS),
        ("poor_households_end", Message("Poor households at end"), HOUSEHOLDS),
        ("reduction_households", Message("Net reduction (households)"), HOUSEHOLDS),
        ("reduction_rate", Message("Reduction in rate (points)"), GLOSSARY["percentage point"]),
        *_of_a_year(POOR),
        ("poverty_rate_start", Message("Rate at start (%)"), PERCENT),
        ("poverty_rate_end", Message("Rate at end (%)"), PERCENT),
        ("exits", Message("Left poverty"), HOUSEHOLDS),
        ("relapses", Message("Fell back into poverty"), HOUSEHOLDS),
        ("new_poor", Message("Newly poor"), HOUSEHOLDS),
        ("from_near_poor", Message("Newly poor that were near-poor"), HOUSEHOLDS),
        *_headed(NEAR_POOR, Message("Near-poor", context="heading")),
        *_of_a_year(NEAR_POOR),
        ("near_poor_exits", Message("Left near-poverty"), HOUSEHOLDS),
        ("near_poor_relapses", Message("Fell back into near-poverty"), HOUSEHOLDS),
        ("new_near_poor", Message("Newly near-poor"), HOUSEHOLDS),
        *_headed(MULTIDIMENSIONAL, Message("Multidimensionally poor", context="heading")),
        *_of_a_year(MULTIDIMENSIONAL),
    )
)
"""The figures of an area, in the order of reading: how many, how many poor, how many fewer, at which rates, by which
flows; then the same of the other measures."""

SHARES = (
    Column("share_of_poor_start", Message("Share of poor at start (%)"), numeric=True, unit=PERCENT, optional=True),
    Column("share_of_poor_end", Message("Share of poor at end (%)"), numeric=True, unit=PERCENT, optional=True),
)
"""What a part states of its share of the whole's poor households."""

PATH, NAME = Column("path", Message("Path"), Readers.MACHINE), Column("name", Message("Area"))
AREA = (PATH, Column("id", ID, Readers.MACHINE), Column("kind", KIND, Readers.MACHINE), NAME)
"""What says which area a row is of: `path` leads to it by ids from the root area."""


def columns_of(areas: Sequence[Located]) -> tuple[Column, ...]:
    """The columns of the figures that some areas speak of."""
    fields = set(used_in(areas).figures)
    fields -= {mean for mean in MEAN_OF if mean in fields and not any(located.figure(mean) for located in areas)}
    return tuple(column for column in FIGURES if column.key in fields)


def _implied(column: Column) -> Column:
    """The column of what follows for a figure, for programs."""
    heading = Message("{heading}, implied", heading=column.heading)
    return column._replace(key=f"implied_{column.key}", heading=heading, readers=Readers.MACHINE)


def _planned_columns(areas: Sequence[Located]) -> tuple[Column, ...]:
    stated = [each for each in areas if each.area.planned is not None]
    return tuple(column for column in FIGURES if any(each.planned(column.key) is not None for each in stated))


def _planned(column: Column) -> Column:
    """The column of what was planned of a figure."""
    heading = Message("{heading}, planned", heading=column.heading)
    return column._replace(key=f"planned_{column.key}", heading=heading, optional=True)


_BESIDE = (
    Column("percent_of_plan", Message("Percent of plan"), numeric=True, unit=PERCENT, optional=True),
    Column("code", Message("Official code"), optional=True),
    Column("formerly", Message("Formerly"), optional=True),
)
_REF = Column("ref", SECTION, whole=True)
_REF_IF_ANY = _REF._replace(optional=True)


def area_cells(areas: tuple[Located, ...]) -> Iterator[tuple[Cell, ...]]:
    """The cells of `AREA` for each area, in document order."""
    index = AreaIndex(areas)
    for located in areas:
        area = located.area
        yield index.address(located.path), area.id, area.kind, Both(area_label(index, located), readable(area.name))


def area_label(index: AreaIndex, located: Located) -> Message:
    """An area's name, with its path where a command cannot tell it from another of that name."""
    name = readable(located.area.name)
    if index.names[located.area.name] == 1:
        return name
    return Message("{area} ({address})", area=name, address=index.shortest(located.path))


def _headings(areas: Sequence[Located], *, indent: int, before: int, behind: int) -> dict[Path, Row]:
    """The names of breakdowns, each by the path of the first of its parts, with so many empty cells around."""
    found: dict[Path, Row] = {}
    names = {each.path: each.area.breakdowns for each in areas if each.area.breakdowns}
    headed: set[Path] = set()
    for path in [each.path for each in areas if is_part(each.path)]:
        breakdowns = names.get(parent(path))
        if breakdowns and path[:-1] not in headed:
            headed.add(path[:-1])
            cells: tuple[Cell, ...] = (*[""] * before, readable(breakdowns[int(path[-3])].name), *[""] * behind)
            found[path] = Row(cells, depth=max(indented(path) - 1 - indent, 0), heading=True)
    return found


def indented(path: Path) -> int:
    """How far a row of an area stands to the right: parts of a breakdown stand below its name."""
    return depth(path) + path.count("parts")


def targets(plan: Plan, derivation: Derivation | None = None, *, for_people: bool = False) -> Table:
    """Every area, each before those inside it and the parts of its breakdowns, with the figures that the plan states.

    With a `derivation`, people see what follows from them in the place of figures that are not stated, as
    ranges; programs get it in columns of their own, unless it is `for_people` alone, so that none is taken for a
    stated figure.
    """
    # Longer than 40 lines: the cells of a row and the columns over them, which must agree.
    title = Message("Targets")
    if plan.targets is None:
        return Table(title, AREA, (), (nothing(GLOSSARY["targets"]),))
    areas = walk(plan.targets) if derivation is None else derivation.areas
    if any(located.splits for located in areas):
        areas = tuple(in_reading_order(areas))
    # People are shown one number of households where both dates have the same.
    hidden = BASES if derivation is not None and derivation.is_level else ("households",)
    rows, derived_cells = [], []
    figure_columns, planned_columns = columns_of(areas), _planned_columns(areas)
    implied = () if derivation is None or for_people else figure_columns[1:]
    behind = len(figure_columns) + len(implied) + len(planned_columns)
    headings = _headings(areas, indent=0, before=3, behind=behind + len(_BESIDE) + len(SHARES) + 1)
    for located, area in zip(areas, area_cells(areas), strict=True):
        figures = _figure_cells(located, figure_columns, derivation, hidden)
        figures += [derivation.data(located, column.key) for column in implied if derivation is not None]
        derived_cells += [each.human for each in figures if isinstance(each, Both)]
        figures += [located.figure(column.key) for column in SHARES]
        figures += [located.planned(column.key) for column in planned_columns]
        figures += [located.area.percent_of_plan, located.area.code or "", Names(located.area.formerly)]
        around = indented(located.path)
        rows += [headings[located.path]] if located.path in headings else []
        ref = around and located.area.ref  # the root area's section is that of the whole table
        rows.append(Row((*area, *figures, ref or ""), depth=around, strong=not around))
    columns = (
        *(column._replace(optional=True) for column in figure_columns),
        *map(_implied, implied),
        *SHARES,
        *map(_planned, planned_columns),
        *_BESIDE,
        _REF_IF_ANY,
    )
    notes = (*_partial(areas), *(derivation.notes(derived_cells) if derivation is not None else ()))
    table = Table(title, (*AREA, *columns), tuple(rows), notes, ref=plan.targets.ref)
    return worded(table, plan.wording)


def _figure_cells(
    located: Located, columns: Sequence[Column], derivation: Derivation | None, hidden: Collection[str]
) -> list[Cell]:
    """The figures of an area in some columns; with a derivation beside what people are shown."""
    figures: list[Cell] = [located.figure(column.key) for column in columns]
    if derivation is None:
        return figures
    shown = (None if column.key in hidden else stated_or_implied(derivation, located, column.key) for column in columns)
    return [*map(Both, shown, figures)]


def stated_or_implied(derivation: Derivation, located: Located, field: str) -> Figure | Interval | None:
    """What an area states of a figure, under either name of the households, or what follows."""
    figure = located.figure(field)
    if figure is None and field in BASES:
        figure = located.figure("households")
    if figure is not None or field in Area.SHARES:
        return figure
    if field == "households":
        both = [located.figure(base) for base in BASES]
        if both[0] is not None and both[0] == both[1]:
            return both[0]
        start, end = (derivation.cell(located, base) for base in BASES)
        return start if start == end else None
    return derivation.cell(located, field)


def _partial(areas: tuple[Located, ...]) -> Iterator[Message]:
    names = [readable(located.area.name) for located in areas if located.area.partial]
    if names:
        yield Message(
            "Only some of the areas inside are listed: {names}.",
            names=join(names, "; "),
        )


JUDGED_AREAS = 12
"""So many areas `judged_targets` has, unless all are wanted: with what stands around them they fill a screen."""


def judged_targets(
    derivation: Derivation,
    overview: Overview,
    *,
    everything: bool = False,
    unread: Collection[Path],
    most: int = JUDGED_AREAS,
) -> Table:
    """The targets of a plan with how their figures stand: rows and columns that say something, or `everything`.

    Where something is wrong these are the areas that have it, the areas around them and the sums that do not agree,
    with the figures that take part, else the highest areas, so many at `most`. Figures are as stated; what is missing
    is shown where it follows exactly, and with `everything` as a range.
    """
    areas = in_reading_order(derivation.areas)
    sums = _broken_sums(overview)
    chosen = [] if everything else _wrong_areas(areas, overview, sums)
    shown = areas if everything else _screenful(areas, overview, chosen, most)
    implied = derivation.ranges.quantities if everything else ()
    fields = _judged_fields(shown, overview, unread, implied=implied, some=bool(chosen))
    beside = [f"planned.{column.key}" for column in _planned_columns(shown)]
    beside += [_PERCENT_OF_PLAN] * any(each.area.percent_of_plan is not None for each in shown)
    rows = list(_judged_areas(shown, fields, beside, derivation, overview, everything=everything, unread=unread))
    known = known_counts(derivation.areas) if sums else {}
    for each in shown:
        if each.path in sums:
            rows += _judged_sums(each, [*fields, *beside], known, of_all=each is derivation.areas[0])
    if all(row.cells[-1] in (Judgement.HOLDS, "-", "") for row in rows):
        rows = [row._replace(cells=(*row.cells[:-1], "")) for row in rows]
    columns = (
        NAME,
        *(Column(field, SHORT[field], numeric=True) for field in fields),
        *(Column(field, _beside_heading(field), numeric=True) for field in beside),
        Column("standing", Message("Verdict"), whole=True, optional=True),
    )
    notes = [*derivation.notes([cell for row in rows for cell in row.cells])]
    if len(areas) > len(shown):
        hidden = plural("{count} area", "{count} areas", count=len(areas) - len(shown))
        notes.insert(0, Message("Not shown: {areas} more (--all).", areas=hidden))
    return Table(Message("Targets (households, percent of households)"), columns, tuple(rows), tuple(notes))


def _broken_sums(overview: Overview) -> set[Path]:
    """The paths of the areas whose parts do not add up."""
    told = (each for first, followers in overview.first for each in (first, *followers))
    return {finding.path[:-1] for finding in told if finding.code == "T101" and finding.path}


def owners_of_wrong(overview: Overview) -> set[Path]:
    """The paths of the areas and lines that have a figure which is wrong."""
    return {path[:-1] for path, standing in overview.marks.items() if standing is Judgement.WRONG}


def _wrong_areas(areas: Sequence[Located], overview: Overview, sums: Collection[Path]) -> list[Located]:
    """The areas with something wrong, those whose parts do not add up, and the areas around them."""
    told = owners_of_wrong(overview).union(sums)
    around = {path[:end] for path in told for end in range(1, len(path) + 1)}
    return [each for each in areas if each.path in around]


def _screenful(areas: Sequence[Located], overview: Overview, chosen: Sequence[Located], most: int) -> list[Located]:
    """The areas chosen, or else all, but no more than so many: those that are wrong first, then the highest."""
    wrong = owners_of_wrong(overview)
    highest = sorted(chosen or areas, key=lambda each: (each.path not in wrong, _level(each)))[:most]
    # Part of a level would be read as all of it, unless it is the first one inside the whole.
    cut = len(areas) > len(highest) and not chosen and _level_cut(highest, areas)
    kept = {each.path for each in highest if not cut or _level(each) < cut}
    return [each for each in areas if each.path in kept]


def _judged_fields(
    shown: Sequence[Located], overview: Overview, unread: Collection[Path], *, implied: Collection[str], some: bool
) -> list[str]:
    """The fields that some area has, and those `implied`.

    Where only `some` are shown, for what is wrong, those that take part in it.
    """
    told = [finding for finding, _ in overview.first if finding.severity is Severity.ERROR and finding.waived is None]
    part = {path[-1] for path in (*overview.marks, *(path for each in told for path in each.figures)) if path}
    if not part.isdisjoint((*BASES, "households")):
        part |= {*BASES, "households"}
    return [
        column.key
        for column in (*FIGURES, *SHARES)
        if (
            (not some or column.key in part)
            and any(each.figure(column.key) is not None or (*each.path, column.key) in unread for each in shown)
        )
        or column.key in implied
    ]


def _level(located: Located) -> int:
    """How deep an area lies, for showing the highest; parts of breakdowns come after the areas beside them."""
    return 2 * depth(located.path) + ("parts" in located.path)


def _level_cut(highest: Sequence[Located], areas: Sequence[Located]) -> int:
    """The level of which only some areas are among the highest; 0 for the first levels."""
    deepest = _level(highest[-1])
    whole = sum(_level(each) == deepest for each in areas)
    first = 2 if areas[0].children else 3
    return deepest if deepest > first and whole > sum(_level(each) == deepest for each in highest) else 0


def _judged_areas(  # noqa: PLR0913 - a row is made of all of these
    shown: Sequence[Located],
    fields: Sequence[str],
    beside: Sequence[str],
    derivation: Derivation,
    overview: Overview,
    *,
    everything: bool,
    unread: Collection[Path],
) -> Iterator[Row]:
    """The rows of areas, the parts of a breakdown below its name: the fields, those beside them, how they stand."""
    index = AreaIndex(derivation.areas)
    headings = _headings(shown, indent=1, before=0, behind=len(fields) + len(beside) + 1)
    for located in shown:
        if located.path in headings:
            yield headings[located.path]
        cells: list[Cell] = []
        stating: list[Path] = []
        for field in fields:
            path = (*located.path, field)
            if path in unread or located.figure(field) is not None:
                stating.append(path)
            cell: Cell = Message("unreadable") if path in unread else stated_or_implied(derivation, located, field)
            if isinstance(cell, Interval) and not (everything or cell.is_point):
                cell = None
            standing = overview.marks.get(path)
            cells.append(cell if standing is None or cell is None else Marked(cell, standing))
        cells += [_beside(located, field, overview) for field in beside]
        stating += [path for field in beside if (path := (*located.path, *field.split("."))) in overview.marks]
        row = (area_label(index, located), *cells, overview.together(stating) or "-")
        yield Row(row, depth=max(indented(located.path) - 1, 0), strong=located is derivation.areas[0])


_PERCENT_OF_PLAN = "percent_of_plan"


def _beside(located: Located, field: str, overview: Overview) -> Cell:
    figure = located.stated(field)
    standing = overview.marks.get((*located.path, *field.split(".")))
    return figure if figure is None or standing is None else Marked(figure, standing)


def _beside_heading(field: str) -> Message:
    if field == _PERCENT_OF_PLAN:
        return Message("% of plan")
    return Message("planned {figure}", figure=SHORT[field.removeprefix("planned.")])


def _judged_sums(
    located: Located,
    fields: Sequence[str],
    known: Mapping[Path, KnownCounts],
    *,
    of_all: bool,
) -> Iterator[Row]:
    """What the areas inside one add up to, or the parts of a split; where there are several, of those that differ."""
    sums: list[tuple[Sequence[Path], Message]] = []
    if located.children:
        count = plural("{count} area", "{count} areas", count=len(located.children))
        sums.append(([each.path for each in located.children], count))
    for split in located.splits:
        if not split.overlapping:
            parts = plural("{count} part", "{count} parts", count=len(split.parts))
            sums.append((split.parts, Message("{parts} of {name}", parts=parts, name=readable(split.of.name))))
    for paths, parts in sums:
        differs = any(
            (whole := stated(located, BASES[0] if field == "households" else field)) is not None
            and not whole.interval.meets(add_up([known[path][field] for path in paths]).interval)
            for field in fields
            if field in COUNTS and all(field in known[path] for path in paths)
        )
        if differs or len(sums) == 1:
            label = Message("Sum of {parts}", parts=parts)
            if not of_all:
                label = Message("{sum}: {area}", sum=label, area=readable(located.area.name))
            yield Row((label, *(_sum_cell([known[path] for path in paths], field) for field in fields), ""), group=1)


def _sum_cell(parts: Sequence[KnownCounts], field: str) -> Cell:
    """What some parts add up to, where all state it."""
    counts = BASES[0] if field == "households" else field
    if counts not in COUNTS or not all(counts in part for part in parts):
        return ""
    found = add_up([part[counts] for part in parts]).interval
    return Both(signed_interval(found), found if found.number is None else int(found.number))


LINE, PART, BREAKDOWN, SUM, TOTAL = "line", "part", "breakdown", "sum", "total"
"""The kinds of the rows of funding, for programs: a sum must not be added to its parts."""


def funding(plan: Plan, *, called: bool = False) -> Table:
    """The lines with their amounts and shares, their sum, and the total that the plan states.

    `called` adds what commands call the lines.

    While a line lacks its amount there is no sum and there are no shares: a share of the others would read
    as one of the total.
    """
    title = Message("Funding")
    unit = readable(unit_name(plan.funding.unit)) if plan.funding else None
    amount = Message("Amount")
    if unit is not None:
        amount = Message("{amount} ({unit})", amount=amount, unit=unit)
    columns = (
        Column("kind", KIND, Readers.MACHINE),
        Column("id", ID, Readers.MACHINE),
        Column("name", Message("Source")),
        Column("amount", amount, numeric=True, unit=unit),
        Column("share", Message("Share (%)"), numeric=True, unit=PERCENT, places=1),
        Column("unit", Message("Unit"), optional=True),
        Column("disbursed", Message("Disbursed"), numeric=True, unit=unit, optional=True),
        Column("disbursed_share", Message("Disbursed (%)"), numeric=True, unit=PERCENT, optional=True),
        _REF_IF_ANY,
    )
    if plan.funding is None:
        return Table(title, columns, (), (nothing(GLOSSARY["funding"]),))
    lacking = sum(line.amount is None for line in plan.funding.lines)
    note = Message(
        "Lines without an amount: {lacking}. So there is no sum and no share.",
        lacking=lacking,
    )
    rows = tuple(row for _, row in funding_rows(plan.funding))
    notes = (note,) if lacking else ()
    if called and plan.funding.lines:
        lines = ", ".join(f"funding.{line.id}" for line in plan.funding.lines)
        notes = (*notes, Message("Commands call them {lines}.", lines=lines))
    return Table(title, columns, rows, notes, ref=plan.funding.ref)


def funding_rows(section: Funding) -> Iterator[tuple[Path | None, Row]]:
    """The rows of the funding, each with the path of its amount: the lines, their sum, the total, the breakdowns."""
    ledger, names = Ledger.of(section), shortest(section)
    shares = funding_shares(section)
    parts: dict[Path, Fraction | None] = {
        ("funding", "lines", at): part for at, part in enumerate(shares.parts) if shares.sum is not None
    }
    lines = defaultdict[Path, list[Item]](list)
    for item in ledger.lines:
        lines[item.path[: 2 if item.path[1] == "lines" else 4]].append(item)

    def row(item: Item, *, kind: str, depth: int, group: int) -> tuple[Path, Row]:
        share = item.figure("share") or (parts.get(item.path) if kind == LINE else None)
        unit = readable(unit_name(item.unit)) if item.unit != section.unit else ""
        disbursed = item.figure("disbursed") or "", item.figure("disbursed_share") or ""
        cells = (item.figure("amount"), share, unit, *disbursed, item.line.ref or "")
        name = names.get(item.path, item.steps[-1])
        return item.at("amount"), Row((kind, name, readable(item.label), *cells), depth=depth, group=group)

    for item in lines[("funding", "lines")]:
        yield row(item, kind=PART if item.depth else LINE, depth=item.depth, group=0)
    if shares.sum is not None:
        count = len(section.lines)
        label = Message("Sum of {lines}", lines=plural("{count} line", "{count} lines", count=count))
        whole = sum(part for part in shares.parts if part is not None) if shares.sum > 0 else None
        # A sum of numbers with decimals has decimals that end.
        cells = SUM, "", label, terminating(shares.sum) or shares.sum, whole, "", "", "", ""
        yield None, Row(cells, group=1, strong=True)
    if section.total is not None or section.disbursed is not None:
        disbursed = section.disbursed or "", section.disbursed_share or ""
        cells_of_total = (TOTAL, "total", Message("Stated total"), section.total, "", "", *disbursed, "")
        yield ("funding", "total"), Row(cells_of_total, group=1, strong=True)
    for at, each in enumerate(section.breakdowns):
        header = (BREAKDOWN, each.id, readable(each.name), "", "", "", "", "", each.ref or "")
        yield None, Row(header, group=at + 2)
        for item in lines[("funding", "breakdowns", at, "lines")]:
            yield row(item, kind=PART, depth=item.depth + 1, group=at + 2)


def judged_funding(section: Funding, overview: Overview, *, everything: bool) -> Table:
    """The funding with how its amounts stand: the lines that are wrong and the sums, or `everything`.

    One sentence says it where nothing is wrong.
    """
    unit = readable(unit_name(section.unit))
    ledger = Ledger.of(section)
    figures: list[Path] = [path for path, _, _ in ledger.stated()]
    marked = [path for path in figures if overview.marks.get(path)]
    columns = (
        Column("name", Message("Source")),
        Column("amount", Message("Amount"), numeric=True),
        Column("unit", Message("Unit"), optional=True),
        Column("share", Message("Share (%)"), numeric=True, places=1, optional=True),
        Column("standing", Message("Verdict"), whole=True),
    )
    title = Message("Funding ({unit})", unit=unit)
    standing = overview.together(figures)
    if not marked and not everything:
        told = Message(
            "Funding: {lines}, total {total} {unit}: {standing}",
            lines=plural("{count} line", "{count} lines", count=len(section.lines)),
            total=section.total or "-",
            unit=unit,
            standing=JUDGEMENTS[standing] if standing else "-",
        )
        return Table(told, columns, ())
    rows, hidden = _judged_lines(ledger, overview, everything=everything)
    more = Message("Not shown: {lines} more (--all).", lines=plural("{count} line", "{count} lines", count=hidden))
    return Table(title, columns, tuple(rows), (more,) if hidden else ())


def _judged_lines(ledger: Ledger, overview: Overview, *, everything: bool) -> tuple[list[Row], int]:
    """The rows of the funding that say something, or `everything`, and how many lines are left out."""
    section, figures, marked = ledger.funding, defaultdict[Path, list[Path]](list), set[Path]()
    for figure, _, _ in ledger.stated():
        figures[figure[:-1]].append(figure)
        if overview.marks.get(figure):
            marked.add(figure[:-1])
    rows, shown, hidden = list[Row](), 0, 0
    for path, row in funding_rows(section):
        kind, _, name, amount, share, own_unit, *_ = row.cells
        of_line = path[:-1] if path else ()
        is_line = kind in (LINE, PART)
        is_wrong = is_line and of_line in marked and shown < JUDGED_AREAS
        is_one_of_few = kind == LINE and len(section.lines) <= JUDGED_AREAS
        if not (everything or kind in (SUM, TOTAL) or is_wrong or is_one_of_few):
            hidden += is_line
            continue
        shown += is_wrong
        if kind == PART and path is not None and not everything:  # it stands without those around it
            name, row = ledger.name(path), row._replace(depth=0)  # noqa: PLW2901
        how = "" if path is None else overview.together(figures[of_line]) or "-"
        mark = overview.marks.get(path) if path is not None else None
        cell = Marked(amount, mark) if mark and amount is not None else amount
        rows.append(row._replace(cells=(name, cell, own_unit, share, how), strong=kind == TOTAL))
    return rows, hidden


def standard(plan: Plan) -> Table:
    """The dimensions of poverty, each with its indicators, and the decision that sets them."""
    columns = (
        Column("dimension_id", Message("Id of the dimension"), Readers.MACHINE),
        Column("dimension", Message("Dimension")),
        Column("indicator_id", Message("Id of the indicator"), Readers.MACHINE),
        Column("indicator", Message("Indicator")),
    )
    title = Message("Poverty standard")
    section = plan.poverty_standard
    if section is None:
        return Table(title, columns, (), (nothing(Message("poverty standard")),), grouped="dimension")
    rows = tuple(
        Row((dimension.id, readable(dimension.name), *indicator), group=group)
        for group, dimension in enumerate(section.dimensions)
        for indicator in ([(each.id, readable(each.name)) for each in dimension.indicators] or [("", verbatim(""))])
    )
    return Table(title, columns, rows, tuple(_basis(section)), ref=section.ref, grouped="dimension")


def _basis(section: PovertyStandard) -> Iterator[Message]:
    yield Message(
        "Dimensions: {dimensions}; indicators: {indicators}.",
        dimensions=len(section.dimensions),
        indicators=sum(len(dimension.indicators) for dimension in section.dimensions),
    )
    if section.basis is not None:
        yield Message("Basis: {basis}.", basis=cited(section.basis))


def cited(reference: Reference) -> Message:
    """A document as it is cited: number, day, title, issuer, as far as they are given."""
    head: Message = verbatim(reference.number)
    if reference.issued is not None:
        head = Message("{number} of {day}", number=reference.number, day=reference.issued)
    return join([head, *(part for part in (reference.title, reference.issuer) if part is not None)], ", ")


def measures(plan: Plan) -> Table:
    """What is to be done, under the document's headings."""
    columns = (
        Column("group_ref", Message("Section of the heading"), Readers.MACHINE),
        Column("group", Message("Heading")),
        Column("measure", Message("Measure")),
        _REF,
    )
    rows = tuple(
        Row((group.ref or "", group.title, *item), group=at)
        for at, group in enumerate(plan.measures)
        for item in ([(each.text, each.ref or "") for each in group.items] or [(verbatim(""), "")])
    )
    empty = Message("measures")
    title = Message("Measures")
    return Table(title, columns, rows, () if rows else (nothing(empty),), grouped="group")


MAX_AREAS = 20
"""How many child areas a portrait shows, so that it stays on one screen."""

MAX_RATE = 100
"""The most that a rate can be, in percent."""

_STEPS = (1, 2, 5, 10, 20, 25)
_MOST_STEPS = 4
"""Steps between the marks of an axis, and how many of them at most."""


class Bar(NamedTuple):
    """What is drawn of an area's poverty rate, in percent: where it begins and where it ends the year.

    Of a range it is the low end: 52.845 of "over 52.845".
    """

    start: Exact
    end: Exact


class Axis(NamedTuple):
    """A scale from 0 to `top` percent with a mark at every `step`."""

    step: int
    top: int


class Chart(NamedTuple):
    """The rates of a measure, with a bar for each row, `None` where the plan does not give enough to draw one."""

    measure: Measure
    rates: Table
    bars: tuple[Bar | None, ...]
    axis: Axis | None


class Portrait(NamedTuple):
    """What a portrait shows; a part that the plan lacks is `None` or empty.

    `headline` has the root area's stated figures. `charts` are of the measures that the plan speaks of, and `shares`
    has an entry for each row of `funding`, in percent of the lines' sum. Each kind has one axis for all.
    """

    facts: tuple[Fact, ...]
    headline: tuple[Fact, ...]
    charts: tuple[Chart, ...]
    funding: Table | None
    shares: tuple[Fraction | None, ...]
    shares_axis: Axis | None
    wording: Wording = Wording()

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables, for writers that draw no bars."""
        return tuple(table for table in (*(chart.rates for chart in self.charts), self.funding) if table is not None)


def portrait(plan: Plan, options: Options | None = None) -> Portrait:
    """The portrait of a plan; `options` are assumed instead of what its file says."""
    derivation = derivation_of(plan, options)
    root = derivation.areas[0] if derivation.areas else None
    shown = _shown(root, derivation) if root else ()
    charts = (_chart(derivation, shown, measure) for measure in _of_chart(shown))
    sources = _sources(plan) if plan.funding and plan.funding.lines else None
    # The share of each line; none for the sums below them.
    cells = [row.cells[4] if row.cells[0] == LINE else None for row in sources.rows] if sources else []
    shares = tuple(cell if isinstance(cell, Fraction) else None for cell in cells)
    parts = [share for share in shares if share is not None]
    headline = _headline(root) if root else ()
    return Portrait(
        facts=tuple(_facts(plan.document, root)),
        headline=worded(headline, plan.wording),
        charts=tuple(chart._replace(rates=worded(chart.rates, plan.wording)) for chart in charts if chart is not None),
        funding=sources,
        shares=shares,
        shares_axis=axis(max(parts)) if parts else None,
        wording=plan.wording,
    )


def _sources(plan: Plan) -> Table:
    """The sources of funding; the sum of the lines only where the plan states no total."""
    table = funding(plan)
    stated = any(row.cells[0] == TOTAL for row in table.rows)
    return table._replace(
        title=Message("Funding by source"),
        rows=tuple(row for row in table.rows if row.cells[0] in (LINE, TOTAL) or (row.cells[0] == SUM and not stated)),
    )


def _facts(document: DocumentInfo, root: Located | None) -> Iterator[Fact]:
    for key, label, value in (
        ("number", Message("Number"), document.number),
        ("title", Message("Title"), document.title and readable(document.title)),
        ("issuer", Message("Issuer"), document.issuer),
        ("issued", Message("Issued"), document.issued),
        ("year", Message("Year"), document.when),
        ("area", Message("Area"), readable(root.area.name) if root else None),
    ):
        if value is not None:
            yield Fact(key, label, value)


def _headline(root: Located) -> tuple[Fact, ...]:
    units = {column.key: column.unit for column in FIGURES}
    stated = ((field, root.figure(field)) for field in Area.FIGURES)
    return tuple(Fact(field, GLOSSARY[field], figure, units[field]) for field, figure in stated if figure is not None)


def _shown(root: Located, derivation: Derivation) -> tuple[Located, ...]:
    """The root area, if it has a bar or stands alone, and the areas directly inside it."""
    inside = root.children[:MAX_AREAS]
    has_bar = any(bar(root, derivation, measure) is not None for measure in _of_chart((root, *inside)))
    return (root, *inside) if has_bar or not inside else inside


def _of_chart(shown: Sequence[Located]) -> tuple[Measure, ...]:
    """The poor, and the other measures that some of the areas state."""
    stated = set().union(*(located.area.model_fields_set for located in shown))
    return tuple(each for each in MEASURES if shown and (each is POOR or stated.intersection(each.figures)))


def _chart(derivation: Derivation, shown: tuple[Located, ...], measure: Measure) -> Chart | None:
    rates = _rates(derivation, shown, measure)
    bars = tuple(bar(located, derivation, measure) for located in shown)
    drawn = [each for each in bars if each is not None]
    return rates and Chart(measure, rates, bars, axis(max(max(each) for each in drawn)) if drawn else None)


def _rates(derivation: Derivation, shown: tuple[Located, ...], measure: Measure) -> Table | None:
    """The rates at both ends of the year and the reduction in households, of the areas that are shown."""
    areas = derivation.areas
    cells = {located.path: cells for located, cells in zip(areas, area_cells(areas), strict=True)}
    figures = [(*_both_rates(each, derivation, measure), each.figure(measure.reduction)) for each in shown]
    if not any(any(each) for each in figures):
        return None
    rows = tuple(
        Row((*cells[located.path], *told), strong=located is areas[0])
        for located, told in zip(shown, figures, strict=True)
    )
    hidden = len(areas[0].children) - MAX_AREAS
    notes = []
    if hidden > 0:
        notes.append(
            Message(
                "{hidden} more areas are not shown; povcalc show targets has them all.",
                hidden=hidden,
            )
        )
    notes.extend(derivation.notes([cell for told in figures for cell in told]))
    title, fewer = _CHARTED[measure]
    columns = (
        Column(measure.rates[0], Message("At start"), numeric=True, unit=PERCENT),
        Column(measure.rates[1], Message("At end"), numeric=True, unit=PERCENT),
        Column(measure.reduction, fewer, numeric=True, unit=HOUSEHOLDS),
    )
    return Table(title, (*AREA, *columns), rows, tuple(notes), ref=areas[0].area.ref)


_CHARTED = {
    POOR: (Message("Poverty rate (%)"), Message("Fewer poor households")),
    NEAR_POOR: (Message("Near-poor rate (%)"), Message("Fewer near-poor households")),
    MULTIDIMENSIONAL: (
        Message("Multidimensional poverty rate (%)"),
        Message("Fewer multidimensionally poor households"),
    ),
}
"""What the chart of a measure and its column of reductions are headed."""


def _both_rates(located: Located, derivation: Derivation, measure: Measure) -> list[Figure | Interval | None]:
    """The rates at the start and the end of the year, in percent: stated, or as all figures imply."""
    return [stated_or_implied(derivation, located, rate) for rate in measure.rates]


def bar(located: Located, derivation: Derivation, measure: Measure = POOR) -> Bar | None:
    """What is drawn of an area: `None` unless the rates at both ends of the year are stated or implied.

    Of a range it is the low end; a range without one is drawn beside a stated rate alone.
    """
    first, last = _both_rates(located, derivation, measure)
    start, end = _drawn(first, last), _drawn(last, first)
    return None if start is None or end is None else Bar(start, end)


def _drawn(rate: Figure | Interval | None, other: Figure | Interval | None) -> Exact | None:
    known: Exact | None = None
    if isinstance(rate, Figure):
        known = exact(rate.number)
    elif rate is not None:
        known = rate.low or (rate.high if isinstance(other, Figure) else None)
    return None if known is None else min(max(known, 0), MAX_RATE)


def axis(most: Exact) -> Axis:
    """The shortest axis of few round steps that reaches a number of percent."""
    for step in _STEPS:
        steps = max(1, math.ceil(Fraction(most) / step))
        if steps <= _MOST_STEPS:
            return Axis(step, step * steps)
    return Axis(_STEPS[-1], MAX_RATE)


def filled(value: Exact, top: int, room: int) -> int:
    """How many of `room` cells a value fills on a scale up to `top`: to the nearest, but one for the least.

    Anything over zero fills at least one cell, so that little is not read as none.
    """
    if value <= 0:
        return 0
    return min(room, max(1, half_up(Fraction(value) * room / top)))


class Status(StrEnum):
    """Where a phase or a deadline stands on a day."""

    PAST = "past"
    UNDER_WAY = "under_way"
    TO_COME = "to_come"


class Standing(NamedTuple):
    """A status, and the days left: until a phase begins, until it ends, or until a deadline's last day.

    `None` for what is past.
    """

    status: Status
    days: int | None


def phase_standing(phase: Phase, day: datetime.date) -> Standing:
    """Where a phase stands on a day."""
    if day < phase.from_:
        return Standing(Status.TO_COME, (phase.from_ - day).days)
    if day <= phase.to:
        return Standing(Status.UNDER_WAY, (phase.to - day).days)
    return Standing(Status.PAST, None)


def deadline_standing(deadline: Deadline, day: datetime.date) -> Standing:
    """Where a deadline stands on a day."""
    # In whole days since year 1, since nothing comes before the first day that a date can be.
    last = due(deadline).toordinal() - (deadline.on is None)
    left = last - day.toordinal()
    return Standing(Status.PAST, None) if left < 0 else Standing(Status.TO_COME, left)


def due(deadline: Deadline) -> datetime.date:
    """The day that stands in the plan; the format has every deadline state one."""
    return deadline.on or deadline.before or datetime.date.max


def in_order(section: Schedule) -> list[Phase | Deadline]:
    """Phases by their first day and deadlines by their day, one list; of one day, phases come first."""
    parts: list[Phase | Deadline] = [*section.phases, *section.deadlines]
    return sorted(parts, key=_when)


def _when(part: Phase | Deadline) -> tuple[datetime.date, int]:
    if isinstance(part, Phase):
        return part.from_, 0
    return due(part), 1 if part.on is None else 2


DATES = (
    Column("from", Message("Start"), Readers.MACHINE),
    Column("to", Message("End"), Readers.MACHINE),
    Column("on", Message("Due on"), Readers.MACHINE),
    Column("before", Message("Due before"), Readers.MACHINE),
)
"""The days of a phase or a deadline, for programs."""

_COLUMNS = (
    Column("kind", KIND, Readers.MACHINE),
    Column("id", ID, Readers.MACHINE),
    *DATES,
    Column("when", Message("When"), Readers.HUMAN, whole=True),
    Column("text", Message("What")),
    Column("report", Message("Report"), Readers.MACHINE),
    Column("actors", Message("Ids of those who do it"), Readers.MACHINE),
    Column("actor_names", Message("Who"), Readers.MACHINE),
    Column("partners", Message("Ids of partners"), Readers.MACHINE),
    Column("partner_names", Message("Partners"), Readers.MACHINE),
    Column("recipient", Message("Id of the recipient"), Readers.MACHINE),
    Column("recipient_name", Message("Recipient"), Readers.MACHINE),
    Column("who", Message("Who"), Readers.HUMAN),
    _REF_IF_ANY,
)


_STANDING = (
    Column("status", Message("Status"), Readers.MACHINE),
    Column("days", Message("Days left"), Readers.MACHINE, numeric=True),
)


def schedule(plan: Plan, as_of: datetime.date | None = None) -> Table:
    """Phases and deadlines in order of date; with a day, where each stands on it. See the module's text."""
    title = Message("Schedule")
    standing = (
        ()
        if as_of is None
        else (*_STANDING, Column("status", Message("On {day}", day=short_day(as_of)), Readers.HUMAN))
    )
    columns = (*_COLUMNS, *standing)
    if plan.schedule is None:
        return Table(title, columns, (), (nothing(GLOSSARY["schedule"]),))
    names = actor_names(plan)
    rows = tuple(
        Row((*_cells(part, names), *(() if as_of is None else _standing_cells(part, as_of))))
        for part in in_order(plan.schedule)
    )
    return Table(title, columns, rows, tuple(_notes(plan.schedule, as_of)), ref=plan.schedule.ref)


def actor_names(plan: Plan) -> dict[str, Message]:
    """By id, the names of the actors; of two with one id the first one's."""
    return {actor.id: readable(actor.name) for actor in reversed(plan.actors)}


def named(ids: Sequence[str], names: Mapping[str, Message]) -> Names:
    """The names for ids; an id that no actor has stands for itself."""
    return Names(tuple(names.get(identifier, verbatim(identifier)) for identifier in ids))


def _ids_and_names(ids: Sequence[str], names: Mapping[str, Message]) -> tuple[Names, Names]:
    return Names(tuple(ids)), named(ids, names)


def _date_cells(part: Phase | Deadline) -> tuple[Cell, ...]:
    """The cells of `DATES`."""
    return (part.from_, part.to, None, None) if isinstance(part, Phase) else (None, None, part.on, part.before)


class _Parts(NamedTuple):
    """Who has a part in a phase or a deadline, by ids."""

    acting: Sequence[str]
    partners: Sequence[str]
    recipient: str | None


def _parts(part: Phase | Deadline) -> _Parts:
    if isinstance(part, Phase):
        return _Parts(part.actors, part.partners, None)
    return _Parts(part.actors, (), part.to)


def _cells(part: Phase | Deadline, names: Mapping[str, Message]) -> tuple[Cell, ...]:
    acting, partners, recipient = _parts(part)
    who = [*named(acting, names).names]
    if partners:
        who.append(Message("with {names}", names=join(_words(named(partners, names)), "; ")))
    to = None if recipient is None else names.get(recipient, verbatim(recipient))
    if to is not None:
        who.append(Message("to {name}", name=to))
    return (
        _kind(part),
        part.id,
        *_date_cells(part),
        when(part),
        part.text,
        part.report if isinstance(part, Deadline) else None,
        *_ids_and_names(acting, names),
        *_ids_and_names(partners, names),
        recipient,
        to,
        Names(tuple(who)),
        part.ref or "",
    )


def _kind(part: Phase | Deadline) -> str:
    return "phase" if isinstance(part, Phase) else "deadline"


def _words(names: Names) -> list[Message]:
    return [verbatim(name) if isinstance(name, str) else name for name in names.names]


def when(part: Phase | Deadline) -> Names:
    """The days of a phase or a deadline in few words."""
    if isinstance(part, Phase):
        return Names((Message("{day} to", day=short_day(part.from_)), short_day(part.to)))
    day = short_day(due(part))
    return Names((Message("before {day}", context="in a table", day=day) if part.on is None else day,))


def short_day(day: datetime.date) -> Message:
    """A day as it stands in tables."""
    return by_language(lambda lang: date(day, lang, short=True))


def _standing_cells(part: Phase | Deadline, day: datetime.date) -> tuple[Cell, ...]:
    standing = phase_standing(part, day) if isinstance(part, Phase) else deadline_standing(part, day)
    return standing.status.value, standing.days, in_words(standing, is_phase=isinstance(part, Phase))


def in_words(standing: Standing, *, is_phase: bool) -> Message:
    """A standing as a person says it."""
    days = standing.days
    match standing.status:
        case Status.PAST:
            return Message("past")
        case Status.UNDER_WAY if days == 0:
            return Message("under way, last day")
        case Status.UNDER_WAY:
            return Message("under way, {left}", left=_left(days))
        case _ if is_phase:
            return Message("to come, in {days}", days=_days(days))
        case _ if days == 0:
            return Message("to come, last day")
    return Message("to come, {left}", left=_left(days))


def _days(days: int | None) -> Message:
    return plural("{count} day", "{count} days", count=days or 0)


def _left(days: int | None) -> Message:
    return Message("{days} left", days=_days(days))


def _notes(section: Schedule, as_of: datetime.date | None) -> Iterator[Message]:
    reports = [part for part in in_order(section) if isinstance(part, Deadline) and part.report is not None]
    if reports:
        yield Message(
            "Reports of the year's result: {reports}.",
            reports=join([_report(part) for part in reports], "; "),
        )
    if as_of is not None:
        yield Message("Days left count from the day after to the last day in time; a phase to come: to its first day.")


def _report(part: Deadline) -> Message:
    kind = Message("preliminary") if part.report == "preliminary" else Message("official")
    if part.on is None:
        return Message("{kind} before {day}", kind=kind, day=due(part))
    return Message("{kind} on {day}", kind=kind, day=part.on)


_ROLES = {"leads": Message("leads"), "joins": Message("joins")}

AreaNames = Callable[[str], Message]
"""The name of the area that an id or path calls; the id or path itself when it calls none."""


class UnknownActorError(LookupError):
    """No actor has the id; `likely` is the id that was probably meant, or `None`."""

    def __init__(self, word: str, plan: Plan) -> None:
        super().__init__(word)
        # A name, too, leads to its actor's id.
        called = {
            form: actor.id for actor in plan.actors for form in (*actor.name.in_every_language().values(), actor.id)
        }
        near = closest_match(word, called)
        self.likely = called[near] if near is not None else None


def actors(plan: Plan) -> Table:
    """Each actor with its duties, in the order of the document."""
    columns = (
        Column("actor_id", Message("Id of the actor"), Readers.MACHINE),
        Column("actor", Message("Actor")),
        Column("role", Message("Role"), whole=True),
        Column("duty", Message("Duty")),
        Column("partners", Message("Ids of partners"), Readers.MACHINE),
        Column("partner_names", Message("With")),
        Column("areas", Message("Areas"), Readers.MACHINE),
        _REF,
    )
    names, area_name = actor_names(plan), _area_names(plan)
    rows = tuple(
        Row(
            (
                actor.id,
                Both(Message("{area} ({address})", area=readable(actor.name), address=actor.id), readable(actor.name)),
                *cells,
            ),
            group=group,
        )
        for group, actor in enumerate(plan.actors)
        for cells in _duty_rows(actor, names, area_name)
    )
    notes = () if rows else (nothing(GLOSSARY["actors"]),)
    return Table(Message("Actors and duties"), columns, rows, notes, grouped="actor")


def _duty_rows(actor: Actor, names: Mapping[str, Message], area_name: AreaNames) -> Iterator[tuple[Cell, ...]]:
    for duty in actor.duties:
        partners = _ids_and_names(duty.partners, names)
        yield _role(duty), _duty(duty, area_name), *partners, Names(duty.areas), duty.ref or ""
    if not actor.duties:
        yield "", "", Names(), Names(), Names(), actor.ref or ""


def _role(duty: Duty) -> Both:
    return Both(_ROLES[duty.role], duty.role)


def _duty(duty: Duty, area_name: AreaNames) -> Both:
    """A duty; for people with the areas that it is about, when not all are."""
    if not duty.areas:
        return Both(duty.text, duty.text)
    areas = join([area_name(words) for words in duty.areas], "; ")
    return Both(Message("{text} (Areas: {areas})", text=duty.text, areas=areas), duty.text)


def _area_names(plan: Plan) -> AreaNames:
    areas = walk(plan.targets)
    index = AreaIndex(areas)
    names = {located.path: readable(located.area.name) for located in areas}

    def name(words: str) -> Message:
        called = index.ending(words)
        return names[called[0]] if called else verbatim(words)

    return name


_OWN = Both(Message("Own duties"), "own")
_OTHERS = Both(
    Message("Partner in the duties of others"),
    "partner",
)
_SCHEDULE = Message("Schedule", context="of an actor")

_ONE_COLUMNS = (
    Column("part", Message("Part")),
    Column("role", Message("Role"), whole=True),
    *DATES,
    Column("text", Message("What")),
    Column("lead", Message("Id of whose duty it is"), Readers.MACHINE),
    Column("others", Message("Ids of the others"), Readers.MACHINE),
    Column("other_names", Message("With", context="leading and partner actors")),
    Column("areas", Message("Areas"), Readers.MACHINE),
    _REF,
)
_NO_DATES: tuple[Cell, ...] = (None, None, None, None)


def actor(plan: Plan, identifier: str) -> Table:
    """All that one actor leads and joins in: its duties, those of others in which it is a partner, its dates.

    Raises `UnknownActorError` when no actor has the id.
    """
    names = actor_names(plan)
    called = (
        each
        for each in plan.actors
        if normalized(identifier) in map(normalized, each.name.in_every_language().values())
    )
    identifier = identifier if identifier in names else next((each.id for each in called), identifier)
    if identifier not in names:
        raise UnknownActorError(identifier, plan)
    rows = (*_duties(plan, identifier, names), *_dates(plan, identifier, names))
    title = Message("Tasks of: {name}", name=names[identifier])
    groups = [row.group for row in rows]
    note = Message(
        "Own duties: {own}; partner in duties of others: {others}; phases and deadlines: {dates}.",
        own=groups.count(0),
        others=groups.count(1),
        dates=groups.count(2),
    )
    return Table(title, _ONE_COLUMNS, rows, (note,), grouped="part")


def _duties(plan: Plan, identifier: str, names: Mapping[str, Message]) -> Iterator[Row]:
    """An actor's own duties, then those of others in which it is a partner; whose each is stands first there."""
    area_name = _area_names(plan)
    partner = Both(Message("partner"), "partner")
    duties = [(owner, duty) for owner in plan.actors for duty in owner.duties]
    for _, duty in (each for each in duties if each[0].id == identifier):
        others = _ids_and_names(duty.partners, names)
        cells = _OWN, _role(duty), *_NO_DATES, _duty(duty, area_name), identifier, *others
        yield Row((*cells, Names(duty.areas), duty.ref or ""))
    for owner, duty in duties:
        if owner.id == identifier or identifier not in duty.partners:
            continue
        rest = [other for other in duty.partners if other != identifier]
        lead = Message("{name} ({role})", name=readable(owner.name), role=_ROLES[duty.role])
        others = Names((owner.id, *rest)), Names((lead, *named(rest, names).names))
        cells = _OTHERS, partner, *_NO_DATES, _duty(duty, area_name), owner.id, *others
        yield Row((*cells, Names(duty.areas), duty.ref or ""), group=1)


def _dates(plan: Plan, identifier: str, names: Mapping[str, Message]) -> Iterator[Row]:
    """The phases and deadlines in which the actor has a part, in order of date."""
    for part in in_order(plan.schedule) if plan.schedule else ():
        parts = _parts(part)
        role = _part_played(identifier, parts)
        if role is None:
            continue
        concerned = (*parts.acting, *parts.partners, *([parts.recipient] if parts.recipient is not None else []))
        rest = [other for other in concerned if other != identifier]
        days = join(_words(when(part)), " ")
        text = Both(Message("{days}: {text}", days=days, text=part.text), part.text)
        cells = Both(_SCHEDULE, _kind(part)), role, *_date_cells(part), text, "", *_ids_and_names(rest, names)
        yield Row((*cells, Names(), part.ref or ""), group=2)


def _part_played(identifier: str, parts: _Parts) -> Both | None:
    if identifier in parts.acting:
        return Both(Message("carries out"), "acts")
    if identifier in parts.partners:
        return Both(Message("partner"), "partner")
    return Both(Message("receives"), "receives") if identifier == parts.recipient else None
