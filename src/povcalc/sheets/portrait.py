"""A plan on one screen: what it is, its headline targets, its areas' poverty rates, its funding."""

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from povcalc.bounds import start_rate
from povcalc.figures import Exact, Figure, Interval, exact
from povcalc.plan import Area, DocumentInfo, Located, Plan, walk
from povcalc.sheets.tables import AREA, FIGURES, LINE, SUM, area_cells, funding
from povcalc.sheets.values import Column, Fact, Row, Sheet, readable
from povcalc.text import GLOSSARY, Text, same, say

MAX_AREAS = 20
"""How many child areas a portrait shows, so that it stays on one screen."""

MAX_RATE = 100
"""The most that a rate can be, in percent."""

_STEPS = (1, 2, 5, 10, 20, 25)
_MOST_STEPS = 4
"""Steps between the marks of an axis, and how many of them at most."""


class Bar(NamedTuple):
    """What is drawn of an area's poverty rate, in percent: where it begins and where it ends the year.

    Of a figure that leaves a range, the end of the range that is known: 52.845 of "over 52.845".
    """

    start: Exact
    end: Exact


class Axis(NamedTuple):
    """A scale from 0 to `top` percent with a mark at every `step`."""

    step: int
    top: int


class Portrait(NamedTuple):
    """What a portrait shows; a part that the plan lacks is `None` or empty.

    `headline` has the root area's stated figures. `bars` has an entry for each row of
    `rates`, `None` where the plan does not give enough to draw one, and `shares` one for each row of
    `funding`, in percent of the lines' sum. Each kind has one axis for all.
    """

    facts: tuple[Fact, ...]
    headline: tuple[Fact, ...]
    rates: Sheet | None
    bars: tuple[Bar | None, ...]
    axis: Axis | None
    funding: Sheet | None
    shares: tuple[Fraction | None, ...]
    shares_axis: Axis | None

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Its tables, for writers that draw no bars."""
        return tuple(sheet for sheet in (self.rates, self.funding) if sheet is not None)


def portrait(plan: Plan) -> Portrait:
    """The portrait of a plan."""
    areas = walk(plan.targets) if plan.targets else ()
    root = areas[0] if areas else None
    shown = _shown(root) if root else ()
    bars = tuple(map(bar, shown))
    drawn = [each for each in bars if each is not None]
    sources = _sources(plan)
    shares = _shares(sources) if sources else ()
    parts = [share for share in shares if share is not None]
    return Portrait(
        facts=tuple(_facts(plan.document, root)),
        headline=_headline(root) if root else (),
        rates=_rates(areas, shown),
        bars=bars,
        axis=axis(max(max(each) for each in drawn)) if drawn else None,
        funding=sources,
        shares=shares,
        shares_axis=axis(max(parts)) if parts else None,
    )


def _sources(plan: Plan) -> Sheet | None:
    """The sources of funding; the sum of the lines only where the plan states no total."""
    if plan.funding is None or not plan.funding.lines:
        return None
    sheet = funding(plan)
    stated = plan.funding.total is not None
    return sheet._replace(
        title=Text("Funding by source", "Cơ cấu nguồn vốn"),
        rows=tuple(row for row in sheet.rows if not (stated and row.cells[0] == SUM)),
    )


def _shares(sources: Sheet) -> tuple[Fraction | None, ...]:
    """The share of each line; none for the sums below them."""
    at = [column.key for column in sources.columns].index("share")
    cells = [row.cells[at] if row.cells[0] == LINE else None for row in sources.rows]
    return tuple(cell if isinstance(cell, Fraction) else None for cell in cells)


def _facts(document: DocumentInfo, root: Located | None) -> Iterator[Fact]:
    period = document.period
    years = document.year if period is None else f"{period.from_}–{period.to}"
    for key, label, value in (
        ("number", Text("Number", "Số, ký hiệu"), document.number),
        ("title", Text("Title", "Tên văn bản"), document.title and readable(document.title)),
        ("issuer", Text("Issuer", "Cơ quan ban hành"), document.issuer),
        ("issued", Text("Issued", "Ngày ban hành"), document.issued),
        # A year is a name, not a number with thousands.
        ("year", Text("Year", "Năm thực hiện"), None if years is None else str(years)),
        ("area", Text("Area", "Địa bàn"), readable(root.area.name) if root else None),
    ):
        if value is not None:
            yield Fact(key, label, value)


def _headline(root: Located) -> tuple[Fact, ...]:
    units = {column.key: column.unit for column in FIGURES}
    stated = ((field, root.figure(field)) for field in Area.FIGURES)
    return tuple(Fact(field, GLOSSARY[field], figure, units[field]) for field, figure in stated if figure is not None)


def _shown(root: Located) -> tuple[Located, ...]:
    """The root area, if it has a bar or stands alone, and the areas directly inside it."""
    inside = root.children[:MAX_AREAS]
    return (root, *inside) if bar(root) is not None or not inside else inside


def _rates(areas: tuple[Located, ...], shown: tuple[Located, ...]) -> Sheet | None:
    """The rates at both ends of the year and the reduction in households, of the areas that are shown."""
    cells = {located.path: cells for located, cells in zip(areas, area_cells(areas), strict=True)} if shown else {}
    rows = tuple(
        Row(
            (
                *cells[located.path],
                starting_rate(located),
                ending_rate(located),
                located.area.reduction_households,
            ),
            strong=located is areas[0],
        )
        for located in shown
    )
    if not any(row.cells[len(AREA) :] != (None, None, None) for row in rows):
        return None
    hidden = len(areas[0].children) - MAX_AREAS
    notes = []
    if hidden > 0:
        notes.append(
            say(
                "{hidden} more areas are not shown; povcalc show targets has them all.",
                "Còn {hidden} địa bàn không hiển thị; povcalc show targets liệt kê đầy đủ.",
                hidden=hidden,
            )
        )
    if any(isinstance(cell, Interval) for row in rows for cell in row.cells):
        notes.append(
            Text(
                "* not stated: it follows from the other rate and the reduction.",
                "* không ghi trong văn bản, suy ra từ tỷ lệ còn lại và mức giảm.",
            )
        )
    title = Text("Poverty rate (%)", "Tỷ lệ hộ nghèo (%)")
    return Sheet(title, (*AREA, *_RATE_COLUMNS), rows, tuple(notes), ref=areas[0].area.ref)


_RATE_COLUMNS = (
    Column("poverty_rate_start", Text("At start", "Đầu năm"), numeric=True, unit=same("%")),
    Column("poverty_rate_end", Text("At end", "Cuối năm"), numeric=True, unit=same("%")),
    Column(
        "reduction_households",
        Text("Fewer poor households", "Số hộ nghèo giảm"),
        numeric=True,
        unit=Text("households", "hộ"),
    ),
)


def starting_rate(located: Located) -> Figure | Interval | None:
    """The rate at the start of the year, in percent: stated, or as the rate at the end and the reduction imply."""
    return located.area.poverty_rate_start or _told(start_rate(located))


def ending_rate(located: Located) -> Figure | Interval | None:
    """The rate at the end of the year, in percent: stated, or as the rate at the start and the reduction imply."""
    area = located.area
    if area.poverty_rate_end is not None or area.poverty_rate_start is None or area.reduction_rate is None:
        return area.poverty_rate_end
    return _told(area.poverty_rate_start.as_rate().minus(area.reduction_rate.as_rate()))


def _told(implied: Interval | None) -> Interval | None:
    """What is implied, if it says anything."""
    return None if implied is None or (implied.low is None and implied.high is None) else implied


def bar(located: Located) -> Bar | None:
    """What is drawn of an area: `None` unless the rates at both ends of the year are stated or implied."""
    start, end = starting_rate(located), ending_rate(located)
    return None if start is None or end is None else Bar(_drawn(start), _drawn(end))


def _drawn(rate: Figure | Interval) -> Exact:
    known = exact(rate.number) if isinstance(rate, Figure) else rate.high if rate.low is None else rate.low
    return min(max(known or 0, 0), MAX_RATE)


def axis(most: Exact) -> Axis:
    """The shortest axis of few round steps that reaches a number of percent."""
    for step in _STEPS:
        steps = max(1, math.ceil(Fraction(most) / step))
        if steps <= _MOST_STEPS:
            return Axis(step, step * steps)
    return Axis(_STEPS[-1], MAX_RATE)


def filled(value: Exact, top: int, room: int) -> int:
    """How many of `room` cells a value fills on a scale up to `top`: to the nearest, but one for the least.

    Anything over nought fills at least one cell, so that little is not read as none.
    """
    if value <= 0:
        return 0
    return min(room, max(1, math.floor(Fraction(value) * room / top + Fraction(1, 2))))
