"""Answers about a plan.

Why a figure lies where it does: the ends of its range, what each rests on, and the arithmetic; and a target shared
out: today's target, weight and share of each area, and how the shares came about.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from povcalc.allocation import GIVEN, Allocation, By, Held, Part, Use
from povcalc.inference.explain import Arithmetic, Proof, proof
from povcalc.measures import BASES, MEAN_OF, NAMED, POOR, Measure
from povcalc.messages import (
    ARE_POOR,
    GLOSSARY,
    PEOPLE,
    SHORT,
    Message,
    UserError,
    alternatives,
    by_language,
    counted,
    did_you_mean,
    join,
    plural,
    precise_text,
    rounded,
    terminating,
    verbatim,
)
from povcalc.places import Path
from povcalc.plan.areas import LIST_AREAS, AreaIndex, SeveralAreasError, UnknownAreaError
from povcalc.plan.csv_tables import field_of, nearest_fields
from povcalc.plan.edit import figure_name
from povcalc.plan.model import Area, Located, Plan
from povcalc.values import Exact, Figure, Form, Interval
from povcalc.views.plan import (
    AREA,
    CONTRADICTIONS,
    FIGURES,
    HOUSEHOLDS,
    PERCENT,
    PLACES,
    Derivation,
    area_cells,
    assumed_words,
    growth_words,
    range_cell,
)
from povcalc.views.table import ID, Both, Cell, Column, Fact, Readers, Row, Table, signed_number

if TYPE_CHECKING:
    from povcalc.document.draft import Draft
    from povcalc.document.placing import Sources


class Ground(NamedTuple):
    """Why a range has one of its ends.

    `stated` are figures of the area itself in words, with their paths; `elsewhere` those ends of other areas
    that it follows from, each with what to ask for them; `lines` the arithmetic.
    """

    upper: bool
    end: Message
    stated: tuple[tuple[Message, Path], ...]
    assumed: tuple[Message, ...]
    elsewhere: tuple[tuple[Message, str], ...]
    lines: tuple[Message, ...]


class Why(NamedTuple):
    """A quantity of an area, its range, and why it has its ends; one that always holds has no ground."""

    address: str
    area: Message
    quantity: Message
    range: Interval
    grounds: tuple[Ground, ...]


class UnknownFigureError(UserError):
    """Words that name no figure of the plan."""


FIELDS = Area.FIGURES
"""What can be asked for, behind an area's address and a dot."""


def why(derivation: Derivation, words: str) -> tuple[Why, ...]:
    """Why `tram-tau.households` lies where it does; two answers where both dates have households of their own.

    Raises `UnknownFigureError`.
    """
    index = derivation.index
    if "." not in words and index.named(words):
        return _why_area(derivation, index.one(words))
    called, _, field = (part.strip() for part in words.rpartition("."))
    located = _area(index, called, words)
    named = field if field in FIELDS else field_of(field)
    if named is None:
        near = nearest_fields(field)
        raise UnknownFigureError(
            "{word} is not a figure of an area; {choice}",
            word=field or "''",
            choice=did_you_mean(
                alternatives(near) if near else None, Message("use one of {fields}", fields=", ".join(FIELDS))
            ),
            meant=tuple((words, f"{called}.{each}") for each in near),
        )
    if named != "households":
        return (_why(derivation, located, named, named),)
    if derivation.has_one_base(located):
        return (_why(derivation, located, BASES[0], named),)
    return tuple(_why(derivation, located, base, base) for base in BASES)


def _why_area(derivation: Derivation, located: Located) -> tuple[Why, ...]:
    """Why each figure of an area that the plan does not state lies where it does, as far as anything bounds it."""
    known = ("households", *derivation.ranges.quantities)
    hidden = BASES if derivation.has_one_base(located) else ("households",)
    fields = [field for field in FIELDS if field in known and field not in hidden]
    unstated = [field for field in fields if located.figure(field) is None]
    asked = [(BASES[0] if field == "households" else field, field) for field in unstated or fields]
    return tuple(_why(derivation, located, quantity, field) for quantity, field in asked)


def _area(index: AreaIndex, called: str, words: str) -> Located:
    try:
        return index.one(called)
    except UnknownAreaError as fault:
        _, dot, field = words.rpartition(".")
        fields = (field,) if field in FIELDS or field_of(field) else nearest_fields(field) if dot else ("households",)
        meant = tuple((words, f"{each}.{figure}") for each in index.likely(called or words) for figure in fields)
        if isinstance(fault, SeveralAreasError):
            raise UnknownFigureError(fault.why, meant) from None
        near = index.similar(called or words) if words else None
    raise UnknownFigureError(
        "{word} names no figure: write AREA.FIGURE, such as tram-tau.households; {choice}",
        word=words or "''",
        choice=Message("did you mean the area {near}?", near=near) if near else LIST_AREAS,
        meant=meant,
    )


def _why(derivation: Derivation, located: Located, quantity: str, field: str) -> Why:
    address = derivation.index.address(located.path)
    found = derivation.ranges.of(located.path, quantity)
    grounds = [_ground(derivation, located, quantity, upper=upper) for upper in (True, False)]
    return Why(
        f"{address}.{field}",
        located.name,
        GLOSSARY[field],
        found,
        tuple(ground for ground in grounds if ground is not None),
    )


def _ground(derivation: Derivation, located: Located, quantity: str, *, upper: bool) -> Ground | None:
    shown = proof(derivation.areas, derivation.ranges, located.path, quantity, upper=upper)
    if shown is None:
        return None
    names = {each.path: each.name for each in derivation.areas if each.path != located.path}
    arithmetic = Arithmetic([shown.step], names, located.path, one_base=derivation.is_level)
    end, lines, low, high = arithmetic.end(shown.step), tuple(arithmetic.lines()), *derivation.assumed.years
    room = derivation.ranges.of(located.path, quantity)
    bound = room.high if upper else room.low
    if quantity in MEAN_OF and bound is not None:
        years = low if low == high or not upper else high
        whole, end = join((SHORT[MEAN_OF[quantity]], end), " "), precise_text(bound)
        lines = (*lines, Message("{whole} ÷ {years} = {end}", whole=whole, years=years, end=end))
    return Ground(
        upper,
        end,
        tuple((_stated(located, path), path) for path in shown.held.figures if path[:-1] == located.path),
        tuple(_assumed(derivation, shown)),
        tuple(_elsewhere(derivation, arithmetic)),
        lines,
    )


def _stated(located: Located, path: Path) -> Message:
    """A figure in words, a rounded rate with what it stands for."""
    field = str(path[-1])
    figure = located.figure(field)
    if figure is None:
        return SHORT[field]
    words = Message("{name} {figure}", name=SHORT[field], figure=figure)
    if "rate" not in field or figure.as_rate() == figure.as_count():
        return words
    said = figure.as_rate()
    if said.low is None or said.high is None:
        return words
    return Message("{words} ({stands})", words=words, stands=said)


def _assumed(derivation: Derivation, shown: Proof) -> Iterator[Message]:
    growth, cut = derivation.assumed.growth, derivation.assumed.cut
    if shown.held.growth and growth is not None:
        yield growth_words(growth)
    if shown.held.cut and cut is not None:
        yield Message(
            '"over" rates cut off at steps of {cut} points',
            context="among assumptions",
            cut=precise_text(cut),
        )


def _elsewhere(derivation: Derivation, arithmetic: Arithmetic) -> Iterator[tuple[Message, str]]:
    """The ends of other areas that are taken as given."""
    index = derivation.index
    for step in arithmetic.given():
        quantity = "households" if derivation.is_level and step.quantity < len(BASES) else step.name
        words = join((arithmetic.name(step), arithmetic.end(step)), " ")
        yield words, f"{index.address(step.path)}.{quantity}" if step.path in index.steps else ""


_HEADINGS = {column.key: column.heading for column in FIGURES}
_SHORT = {
    By.CURRENT: Message("Target now"),
    By.POOR: Message("Poor at start"),
    By.HOUSEHOLDS: Message("Households at start"),
    By.POINTS: Message("Households"),
}
_BY = {
    By.CURRENT: Message("the targets of the plan"),
    By.HOUSEHOLDS: GLOSSARY["households_start"],
    By.POINTS: Message("an equal fall in points, in proportion to households"),
}
_USED = {
    Use.LARGEST: Message("the largest"),
    Use.SMALLEST: Message("the smallest"),
    Use.MIDDLE: Message("the middle"),
}
_ENDS = {
    Use.LARGEST: Message("{weight}, at most"),
    Use.SMALLEST: Message("{weight}, at least"),
    Use.MIDDLE: Message("{weight}, middle"),
}
"""What a weight is called of which only a range is known."""

_HELD = {
    Held.AT_LEAST: Message("Held up by --at-least"),
    Held.AT_MOST: Message("Held down by --at-most"),
    Held.POOR: Message("Held down to the most that can be {poor} there"),
}


def _rates(measure: Measure) -> tuple[Column, ...]:
    """What follows from the shares."""
    return tuple(column for column in FIGURES if column.key in (measure.points, measure.rates[1]))


SUM = "sum"
"""The kind of the last row, for programs: it must not be added to what it sums up."""


def allocated(allocation: Allocation) -> Table:
    """Every area with what it gets, and in notes what that rests on."""
    known = _is_known(allocation)
    rows = (*_rows(allocation), _sum([part for part in allocation.parts if part.depth == 1]))
    return Table(title(allocation), (*AREA, *_columns(allocation, is_known=known)), rows, tuple(_notes(allocation)))


def title(allocation: Allocation) -> Message:
    """What is shared out, and where."""
    whole = allocation.parts[0]
    if allocation.measure is POOR:
        return Message("{area}: {target} households shared out", area=whole.located.name, target=whole.share)
    return Message(
        "{area}: {target} {people} shared out",
        area=whole.located.name,
        target=whole.share,
        people=PEOPLE[allocation.measure],
    )


def facts(allocation: Allocation) -> tuple[Fact, ...]:
    """What was asked for, for programs."""
    whole, *others = allocation.parts
    by = allocation.by
    return (
        Fact("area", Message("Area"), whole.located.name),
        Fact("households", Message("Households", context="weight"), whole.share, HOUSEHOLDS),
        Fact("measure", Message("Measure"), next(name for name, each in NAMED.items() if each is allocation.measure)),
        Fact("by", Message("Shared out by"), by.value if isinstance(by, By) else by),
        Fact("use", Message("Used of what is only bounded"), allocation.use.value),
        Fact("levels", Message("Levels"), max(part.depth for part in others) if allocation.deep else 1),
    )


def _columns(allocation: Allocation, *, is_known: bool) -> tuple[Column, ...]:
    by = allocation.by
    name = _SHORT[by] if isinstance(by, By) else verbatim(by)
    if by is By.POOR and allocation.measure is not POOR:
        name = _HEADINGS[allocation.measure.stocks[0]]
    weight = Message("{weight} (weight)", weight=name if is_known else _ENDS[allocation.use].with_values(weight=name))
    # Weights that are the targets themselves stand beside them already.
    of_weight = Readers.MACHINE if by is By.CURRENT and is_known else Readers.ALL
    return (
        Column("before", Message("Target now"), numeric=True, unit=HOUSEHOLDS),
        Column("weight", weight, of_weight, numeric=True, places=1),
        Column("weight_range", Message("Weight, range"), Readers.MACHINE, numeric=True),
        Column("quota", Message("Exact share"), Readers.MACHINE, numeric=True, places=6),
        Column("share", Message("Share"), numeric=True, unit=HOUSEHOLDS),
        Column("change", Message("Change", context="of a number"), numeric=True, unit=HOUSEHOLDS),
        Column("change_percent", Message("Change (%)"), numeric=True, unit=PERCENT, places=1),
        *(column._replace(places=6) for column in _rates(allocation.measure)),
        Column("held", Message("Held at"), Readers.MACHINE),
    )


def _is_known(allocation: Allocation) -> bool:
    return all(part.weight is None or part.weight.range.is_point for part in allocation.parts)


def _rows(allocation: Allocation) -> Iterator[Row]:
    areas = {each.path: cells for each, cells in zip(allocation.areas, area_cells(allocation.areas), strict=True)}
    rates = _rates(allocation.measure)
    for part in allocation.parts:
        cells = (
            *areas[part.located.path],
            part.before,
            *(("", "") if part.weight is None else (_plain(part.weight.used), part.weight.range)),
            part.quota,
            part.share,
            *_change(_number(part.before), part.share),
            *(_rate(allocation.after(part, column.key), column.key) for column in rates),
            part.held or "",
        )
        yield Row(cells, depth=part.depth, strong=not part.depth)


def _rate(found: Interval, quantity: str) -> Both:
    """What becomes of a rate; one number where there is but one."""
    number = found.number
    if number is None:
        return Both(range_cell(quantity, found), found)
    if terminating(number) is not None:
        return Both(found, number)
    return Both(by_language(lambda lang: f"{rounded(number, PLACES, lang)}*"), number)


def _sum(parts: Sequence[Part]) -> Row:
    """The areas directly inside, added up."""
    label = Message("Sum of {areas}", areas=plural("{count} area", "{count} areas", count=len(parts)))
    numbers = [_number(part.before) for part in parts]
    before = None if None in numbers else sum(each for each in numbers if each is not None)
    share = sum(part.share for part in parts)
    cells = (
        *("", "", SUM, label),
        before,
        _plain(sum(part.weight.used for part in parts if part.weight is not None)),
        "",
        sum((part.quota for part in parts), Fraction(0)),
        share,
        *_change(before, share),
        *("" for _ in _rates(POOR)),
        "",
    )
    return Row(cells, group=1, strong=True)


def _number(before: Figure | None) -> int | None:
    return int(before.number) if before is not None and before.form is Form.EXACT else None


def _change(before: int | None, share: int) -> tuple[Cell, Cell]:
    """The change, with its sign for people, and in percent."""
    if before is None:
        return None, None
    change = share - before
    percent = Fraction(100 * change, before) if before > 0 else None
    return Both(signed_number(change), change), percent


def _plain(value: Exact) -> Cell:
    finite = terminating(value)
    return value if finite is None else finite


def _notes(allocation: Allocation) -> Iterator[Message]:
    yield _by(allocation)
    if allocation.by is By.POINTS and not allocation.deep:
        yield _points(allocation)
    yield Message(
        "Whole households by largest remainders (Hamilton): each exact share is cut off, and what is left goes one "
        "household each to the largest remainders, equal ones in the order of the plan."
    )
    yield Message(
        "No area gets more households than can be {poor} there at the start of the year, as far as the plan tells.",
        poor=ARE_POOR[allocation.measure],
    )
    for held, words in _HELD.items():
        names = [part.located.name for part in allocation.parts if part.held is held]
        if names:
            yield Message(
                "{held}: {names}.",
                held=words.with_values(poor=ARE_POOR[allocation.measure]),
                names=counted(names, _MOST_NAMES),
            )
    yield from _doubtful(allocation)
    yield _outcome(allocation)
    if allocation.ranges.conflicts:
        yield CONTRADICTIONS


def _by(allocation: Allocation) -> Message:
    """What the target is shared out by, and which number of a range is used."""
    by = allocation.by
    of_poor = GLOSSARY[allocation.measure.stocks[0]]
    name = of_poor if by is By.POOR else _BY[by] if isinstance(by, By) else _given(by)
    first = Message("Shared out by {name}.", name=name)
    if _is_known(allocation):
        return first
    return Message(
        "{first} Where only a range of that is known, {used} number in it is used (--use).",
        first=first,
        used=_USED[allocation.use],
    )


def _given(by: str) -> Message:
    if by == GIVEN:
        return Message("the weights given")
    return Message("the column {name}", name=by)


def _outcome(allocation: Allocation) -> Message:
    """What the rates rest on."""
    assumed = assumed_words(allocation.assumed, grows=bool(allocation.ranges.basis.growth))
    basis = join((Message(", {words}", words=words) for words in assumed), "")
    return Message(
        "* follows from the share, in every case that the plan allows of the households and of the {poor} at the start "
        "of the year{basis}.",
        poor=ARE_POOR[allocation.measure],
        basis=basis,
    )


def _points(allocation: Allocation) -> Message:
    """The fall in points that all areas have in common."""
    level = allocation.parts[0].level or Fraction(0)
    return Message(
        "On these households each area falls by {points} points, as nearly as whole households allow, unless it is "
        "held at a bound.",
        points=100 * level,
    )


def _doubtful(allocation: Allocation) -> Iterator[Message]:
    """The areas of which more are to leave poverty than are sure to be poor."""
    parts = [part for part in allocation.parts if part.is_doubtful]
    if not parts:
        return
    named = [Message("{area} ({least})", area=part.located.name, least=part.poor[0]) for part in parts]
    yield Message(
        "More than are sure to be {poor} at the start of the year, in brackets: {areas}.",
        poor=ARE_POOR[allocation.measure],
        areas=counted(named, _MOST_NAMES),
    )


_MOST_NAMES = 12


# A document: what was drafted from it, and where each figure stands in it.


def _drafted(field: str) -> Message:
    """What a column of drafted figures is headed."""
    if field == "percent_of_plan":
        return Message("percent of plan")
    planned, figure = field.startswith("planned."), SHORT[field.removeprefix("planned.")]
    return Message("planned {figure}", figure=figure) if planned else figure


def draft_table(made: "Draft") -> Table:
    """The figures taken from a document, an area a row; `?` stands for one that is doubtful."""
    held = (*Area.FIGURES, *Area.SHARES, "percent_of_plan", *(f"planned.{field}" for field in Area.FIGURES))
    fields = [field for field in held if any(field in area.figures for area in made.areas)]
    columns = (
        Column("id", ID),
        Column("area", Message("Area")),
        *(Column(field, _drafted(field), numeric=True) for field in fields),
    )
    rows = []
    for area in made.areas:
        placed = [area.figures.get(field) for field in fields]
        figures = (each if each is None else each.figure or "?" for each in placed)
        rows.append(Row((area.id, verbatim(area.name), *figures), strong=area.key is None))
    notes = (Message("? is doubtful: the file has the candidates."),) if made.doubtful else ()
    return Table(Message("Drafted"), columns, tuple(rows), notes)


def sources_table(plan: Plan, sources: "Sources") -> Table:
    """Each figure of the targets and the funding beside the words of the document that state it."""
    columns = (
        Column("figure", Message("Figure")),
        Column("stated", Message("Stated"), numeric=True),
        Column("in_document", Message("In the document")),
        Column("place", Message("Where")),
        Column("words", Message("Words")),
    )
    rows = []
    for each in sources.figures:
        mention = each.mention
        found = (
            Message("as stated")
            if each.is_found
            else Message("not found")
            if each.stated is None
            else Message("otherwise: {figure}", figure=each.stated)
        )
        where, words = (None, None) if mention is None else (mention.block.place(mention.start), mention.words(30))
        rows.append(Row((figure_name(plan, each.path), each.figure, found, where, verbatim(words or ""))))
    count = sum(each.is_found for each in sources.figures)
    note = Message(
        "Found as stated: {found} of {all} figures, in {name}.",
        found=count,
        all=len(sources.figures),
        name=sources.document.name,
    )
    return Table(Message("Figures and their words"), columns, tuple(rows), (note,))
