"""Answers about a plan.

Why a figure lies where it does: the ends of its range, what each rests on, and the arithmetic; and a target shared
out: today's target, weight and share of each area, and how the shares came about.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from povcalc.allocation import GIVEN, Allocation, By, Held, Part, Use
from povcalc.inference.counts import BASES
from povcalc.inference.domains import QUANTITIES
from povcalc.inference.explain import Arithmetic, Proof, proof
from povcalc.messages import GLOSSARY, SHORT, Lang, Text, counted, join, precise_text, rounded, same, say, terminating
from povcalc.places import Path
from povcalc.plan.areas import AreaIndex, SeveralAreasError, UnknownAreaError
from povcalc.plan.model import Area, Located
from povcalc.typos import closest_match
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
from povcalc.views.table import Both, Cell, Column, Fact, Readers, Row, Table, signed_number


class Ground(NamedTuple):
    """Why a range has one of its ends.

    `stated` are figures of the area itself in words, with their paths; `elsewhere` those ends of other areas
    that it follows from, each with what to ask for them; `lines` the arithmetic.
    """

    upper: bool
    end: Text
    stated: tuple[tuple[Text, Path], ...]
    assumed: tuple[Text, ...]
    elsewhere: tuple[tuple[Text, str], ...]
    lines: tuple[Text, ...]


class Why(NamedTuple):
    """A quantity of an area, its range, and why it has its ends; one that always holds has no ground."""

    address: str
    area: Text
    quantity: Text
    range: Interval
    grounds: tuple[Ground, ...]


class UnknownFigureError(LookupError):
    """Words that name no figure of the plan; `why` says what was expected."""

    def __init__(self, why: Text) -> None:
        super().__init__(why)
        self.why = why


FIELDS = tuple(dict.fromkeys((*Area.FIGURES, *QUANTITIES)))
"""What can be asked for, behind an area's address and a dot."""


def why(derivation: Derivation, words: str) -> tuple[Why, ...]:
    """Why `tram-tau.households` lies where it does; two answers where both dates have households of their own.

    Raises `UnknownFigureError`.
    """
    called, _, field = words.rpartition(".")
    located = _area(derivation, called, words)
    if field not in FIELDS:
        near = closest_match(field, FIELDS)
        raise UnknownFigureError(
            say(
                "{word} is not a figure of an area; {choice}",
                "{word} không phải số liệu của địa bàn; {choice}",
                word=field or "''",
                choice=say("did you mean {near}?", "có phải {near} không?", near=near)
                if near
                else say("use one of {fields}", "dùng một trong {fields}", fields=", ".join(FIELDS)),
            )
        )
    if field != "households":
        return (_why(derivation, located, field, field),)
    if derivation.ranges.of(located.path, BASES[0]) == derivation.ranges.of(located.path, BASES[1]):
        return (_why(derivation, located, BASES[0], field),)
    return tuple(_why(derivation, located, base, base) for base in BASES)


def _area(derivation: Derivation, called: str, words: str) -> Located:
    index = AreaIndex(derivation.areas)
    try:
        return index.one(called)
    except SeveralAreasError as several:
        raise UnknownFigureError(several.why) from None
    except UnknownAreaError:
        near = closest_match(called or words, index.by_id)
    raise UnknownFigureError(
        say(
            "{word} names no figure: write AREA.FIGURE, such as tram-tau.households; {choice}",
            "{word} không chỉ số liệu nào: hãy viết ĐỊA_BÀN.SỐ_LIỆU, ví dụ tram-tau.households; {choice}",
            word=words or "''",
            choice=say("did you mean the area {near}?", "có phải địa bàn {near} không?", near=near)
            if near
            else Text("povcalc show targets --format csv lists the areas", "povcalc show targets --format csv liệt kê"),
        )
    )


def _why(derivation: Derivation, located: Located, quantity: str, field: str) -> Why:
    address = AreaIndex(derivation.areas).address(located.path)
    found = derivation.ranges.of(located.path, quantity)
    grounds = [_ground(derivation, located, quantity, upper=upper) for upper in (True, False)]
    return Why(
        f"{address}.{field}",
        located.area.name,
        GLOSSARY[field],
        found,
        tuple(ground for ground in grounds if ground is not None),
    )


def _ground(derivation: Derivation, located: Located, quantity: str, *, upper: bool) -> Ground | None:
    shown = proof(derivation.areas, derivation.ranges, located.path, quantity, upper=upper)
    if shown is None:
        return None
    names = {each.path: each.area.name for each in derivation.areas if each.path != located.path}
    arithmetic = Arithmetic([shown.step], names, located.path, one_base=derivation.is_level)
    return Ground(
        upper,
        arithmetic.end(shown.step),
        tuple((_stated(located, path), path) for path in shown.held.figures if path[:-1] == located.path),
        tuple(_assumed(derivation, shown)),
        tuple(_elsewhere(derivation, arithmetic)),
        tuple(arithmetic.lines()),
    )


def _stated(located: Located, path: Path) -> Text:
    """A figure in words, a rounded rate with what it stands for."""
    field = str(path[-1])
    figure = located.figure(field)
    if figure is None:
        return SHORT[field]
    words = say("{name} {figure}", "{name} {figure}", name=SHORT[field], figure=figure)
    if "rate" not in field or figure.as_rate() == figure.as_count():
        return words
    said = figure.as_rate()
    if said.low is None or said.high is None:
        return words
    return say("{words} ({stands})", "{words} ({stands})", words=words, stands=said)


def _assumed(derivation: Derivation, shown: Proof) -> Iterator[Text]:
    growth, cut = derivation.assumed.growth, derivation.assumed.cut
    if shown.held.growth and growth is not None:
        yield growth_words(growth)
    if shown.held.cut and cut is not None:
        yield say(
            '"over" rates cut off at steps of {cut} points',
            "các mức “trên” đã cắt theo bước {cut} điểm phần trăm",
            cut=precise_text(cut),
        )


def _elsewhere(derivation: Derivation, arithmetic: Arithmetic) -> Iterator[tuple[Text, str]]:
    """The ends of other areas that are taken as given."""
    index = AreaIndex(derivation.areas)
    for step in arithmetic.given():
        quantity = "households" if derivation.is_level and step.quantity < len(BASES) else QUANTITIES[step.quantity]
        words = join((arithmetic.name(step), arithmetic.end(step)), " ")
        yield words, f"{index.address(step.path)}.{quantity}" if step.path in index.steps else ""


_SHORT = {
    By.CURRENT: Text("Target now", "Chỉ tiêu hiện nay"),
    By.POOR: Text("Poor at start", "Hộ nghèo đầu năm"),
    By.HOUSEHOLDS: Text("Households at start", "Tổng số hộ đầu năm"),
    By.POINTS: Text("Households", "Tổng số hộ"),
}
_BY = {
    By.CURRENT: Text("the targets of the plan", "chỉ tiêu hiện nay của kế hoạch"),
    By.POOR: GLOSSARY["poor_households_start"],
    By.HOUSEHOLDS: GLOSSARY["households_start"],
    By.POINTS: Text(
        "an equal fall in points, in proportion to households",
        "mức giảm điểm phần trăm bằng nhau, theo tỷ lệ tổng số hộ",
    ),
}
_USED = {
    Use.LARGEST: Text("the largest", "số lớn nhất"),
    Use.SMALLEST: Text("the smallest", "số nhỏ nhất"),
    Use.MIDDLE: Text("the middle", "số ở giữa"),
}
_HELD = {
    Held.AT_LEAST: Text("Held up by --at-least", "Giữ ở mức --at-least"),
    Held.AT_MOST: Text("Held down by --at-most", "Giữ ở mức --at-most"),
    Held.POOR: Text("Held down to the most that can be poor there", "Giữ ở số hộ nghèo nhiều nhất có thể có"),
}
_RATES = tuple(column for column in FIGURES if column.key in ("reduction_rate", "poverty_rate_end"))
"""What follows from the shares."""

SUM = "sum"
"""The kind of the last row, for programs: it must not be added to what it sums up."""


def allocated(allocation: Allocation) -> Table:
    """Every area with what it gets, and in notes what that rests on."""
    known = _is_known(allocation)
    rows = (*_rows(allocation), _sum([part for part in allocation.parts if part.depth == 1]))
    return Table(title(allocation), (*AREA, *_columns(allocation.by, is_known=known)), rows, tuple(_notes(allocation)))


def title(allocation: Allocation) -> Text:
    """What is shared out, and where."""
    whole = allocation.parts[0]
    return say(
        "{area}: {target} households shared out",
        "{area}: phân bổ {target} hộ",
        area=whole.located.area.name,
        target=whole.share,
    )


def facts(allocation: Allocation) -> tuple[Fact, ...]:
    """What was asked for, for programs."""
    whole, *others = allocation.parts
    by = allocation.by
    return (
        Fact("area", Text("Area", "Địa bàn"), whole.located.area.name),
        Fact("households", Text("Households", "Số hộ"), whole.share, HOUSEHOLDS),
        Fact("by", Text("Shared out by", "Phân bổ theo"), by.value if isinstance(by, By) else by),
        Fact("use", Text("Used of what is only bounded", "Số dùng khi chỉ biết khoảng"), allocation.use.value),
        Fact("levels", Text("Levels", "Số cấp"), max(part.depth for part in others) if allocation.deep else 1),
    )


def _columns(by: By | str, *, is_known: bool) -> tuple[Column, ...]:
    weight = say("{weight} (weight)", "{weight} (trọng số)", weight=_SHORT[by] if isinstance(by, By) else same(by))
    # Weights that are the targets themselves stand beside them already.
    of_weight = Readers.MACHINE if by is By.CURRENT and is_known else Readers.ALL
    return (
        Column("before", Text("Target now", "Chỉ tiêu hiện nay"), numeric=True, unit=HOUSEHOLDS),
        Column("weight", weight, of_weight, numeric=True, places=1),
        Column("weight_range", Text("Weight, range", "Trọng số, khoảng"), Readers.MACHINE, numeric=True),
        Column("quota", Text("Exact share", "Số chính xác"), Readers.MACHINE, numeric=True, places=6),
        Column("share", Text("Share", "Phân bổ"), numeric=True, unit=HOUSEHOLDS),
        Column("change", Text("Change", "Tăng, giảm"), numeric=True, unit=HOUSEHOLDS),
        Column("change_percent", Text("Change (%)", "Tăng, giảm (%)"), numeric=True, unit=PERCENT, places=1),
        *(column._replace(places=6) for column in _RATES),
        Column("held", Text("Held at", "Giữ ở"), Readers.MACHINE),
    )


def _is_known(allocation: Allocation) -> bool:
    return all(part.weight is None or part.weight.range.is_point for part in allocation.parts)


def _rows(allocation: Allocation) -> Iterator[Row]:
    areas = {each.path: cells for each, cells in zip(allocation.areas, area_cells(allocation.areas), strict=True)}
    for part in allocation.parts:
        cells = (
            *areas[part.located.path],
            part.before,
            *(("", "") if part.weight is None else (_plain(part.weight.used), part.weight.range)),
            part.quota,
            part.share,
            *_change(_number(part.before), part.share),
            *(_rate(allocation.after(part, column.key), column.key) for column in _RATES),
            part.held or "",
        )
        yield Row(cells, depth=part.depth, strong=not part.depth)


def _rate(found: Interval, quantity: str) -> Both:
    """What becomes of a rate; one number where there is but one."""
    if not found.is_point or found.low is None:
        return Both(range_cell(quantity, found), found)
    if terminating(found.low) is not None:
        return Both(found, found.low)
    return Both(Text(*(f"{rounded(found.low, PLACES, lang)}*" for lang in (Lang.EN, Lang.VI))), found.low)


def _sum(parts: Sequence[Part]) -> Row:
    """The areas directly inside, added up."""
    label = say("Sum of {areas}", "Cộng {areas}", areas=counted(len(parts), "area", "địa bàn"))
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
        *("" for _ in _RATES),
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


def _notes(allocation: Allocation) -> Iterator[Text]:
    yield _by(allocation)
    if allocation.by is By.POINTS and not allocation.deep:
        yield _points(allocation)
    yield Text(
        "Whole households by largest remainders (Hamilton): each exact share is cut off, and what is left goes one "
        "household each to the largest remainders, equal ones in the order of the plan.",
        "Làm tròn theo phương pháp số dư lớn nhất (Hamilton): bỏ phần lẻ của mỗi số, phần còn lại chia mỗi địa bàn một "
        "hộ, từ số dư lớn nhất; số dư bằng nhau thì theo thứ tự trong kế hoạch.",
    )
    yield Text(
        "No area gets more households than can be poor there at the start of the year, as far as the plan tells.",
        "Không địa bàn nào được giao nhiều hơn số hộ nghèo đầu năm có thể có theo kế hoạch.",
    )
    for held, words in _HELD.items():
        names = [part.located.area.name for part in allocation.parts if part.held is held]
        if names:
            yield say("{held}: {names}.", "{held}: {names}.", held=words, names=_listed(names))
    yield from _doubtful(allocation)
    yield _outcome(allocation)
    if allocation.ranges.conflicts:
        yield CONTRADICTIONS


def _by(allocation: Allocation) -> Text:
    """What the target is shared out by, and which number of a range is used."""
    by = allocation.by
    name = _BY[by] if isinstance(by, By) else _given(by)
    first = say("Shared out by {name}.", "Phân bổ theo {name}.", name=name)
    if _is_known(allocation):
        return first
    return say(
        "{first} Where only a range of that is known, {used} number in it is used (--use).",
        "{first} Khi chỉ biết khoảng thì dùng {used} trong khoảng đó (--use).",
        first=first,
        used=_USED[allocation.use],
    )


def _given(by: str) -> Text:
    if by == GIVEN:
        return Text("the weights given", "trọng số đã cho")
    return say("the column {name}", "cột {name}", name=by)


def _outcome(allocation: Allocation) -> Text:
    """What the rates rest on."""
    assumed = assumed_words(allocation.assumed, grows=bool(allocation.ranges.basis.growth))
    basis = join((say(", {words}", ", {words}", words=words) for words in assumed), "")
    return say(
        "* follows from the share, in every case that the plan allows of the households and of the poor at the start "
        "of the year{basis}.",
        "* suy ra từ số được phân bổ, với mọi tổng số hộ và số hộ nghèo đầu năm mà kế hoạch cho phép{basis}.",
        basis=basis,
    )


def _points(allocation: Allocation) -> Text:
    """The fall in points that all areas have in common."""
    level = allocation.parts[0].level or Fraction(0)
    return say(
        "On these households each area falls by {points} points, as nearly as whole households allow, unless it is "
        "held at a bound.",
        "Với các số hộ này, mỗi địa bàn giảm {points} điểm phần trăm, chênh lệch không quá một hộ, trừ địa bàn bị giữ "
        "ở một mức.",
        points=100 * level,
    )


def _doubtful(allocation: Allocation) -> Iterator[Text]:
    """The areas of which more are to leave poverty than are sure to be poor."""
    parts = [part for part in allocation.parts if part.is_doubtful]
    if not parts:
        return
    named = [
        say("{area} ({least})", "{area} ({least})", area=part.located.area.name, least=part.poor[0]) for part in parts
    ]
    yield say(
        "More than are sure to be poor at the start of the year, in brackets: {areas}.",
        "Nhiều hơn số hộ nghèo đầu năm chắc chắn có, ghi trong ngoặc: {areas}.",
        areas=_listed(named),
    )


def _listed(names: Sequence[Text]) -> Text:
    """The names, or the first of very many and how many more there are."""
    shown = join(names[:_MOST_NAMES], ", ")
    more = len(names) - _MOST_NAMES
    if more <= 0:
        return shown
    return say("{shown} and {more} more", "{shown} và {more} địa bàn khác", shown=shown, more=more)


_MOST_NAMES = 12
