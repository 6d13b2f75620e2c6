"""What the stated figures imply, as cells for people and as data: ranges of every quantity of every area."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from povcalc.bounds import ONE_BASE, QUANTITIES, Assumptions, Ranges, ranges
from povcalc.figures import Figure, Interval
from povcalc.plan import Area, Located
from povcalc.sheets.values import Cell
from povcalc.text import Text, join, precise_text, say

PLACES = 3
"""So many decimals have the ends of a derived rate for people; it is rounded outwards."""

DATA_PLACES = 6
"""And in columns for spreadsheets; JSON has all of it in its `areas`."""

SAYS_NOTHING = 10
"""A low end that is so many times less than the high end is left out: it says nothing."""


class Implied(NamedTuple):
    """One area with the figures that it states, by field, and the range of each of `QUANTITIES`.

    `path` leads to it by ids from the root area, `parent` to the area around it.
    """

    id: str
    path: str
    parent: str | None
    stated: dict[str, Figure]
    implied: dict[str, Interval]


class Derivation(NamedTuple):
    """The ranges of a tree of areas, and what they lean on."""

    areas: tuple[Located, ...]
    ranges: Ranges
    assumed: Assumptions

    @property
    def is_level(self) -> bool:
        """Whether every area has as many households at both dates, as far as is known."""
        return all(
            self.ranges.of(located.path, "households_start") == self.ranges.of(located.path, "households_end")
            for located in self.areas
        )

    def cell(self, located: Located, quantity: str) -> Interval | None:
        """The range of a quantity for people, as `range_cell` has it."""
        return range_cell(quantity, self.ranges.of(located.path, quantity))

    def data(self, located: Located, quantity: str) -> Interval:
        """The range of a quantity for spreadsheets: with both ends, those of rates rounded outwards."""
        found = self.ranges.of(located.path, quantity)
        return found.widened(DATA_PLACES) if "rate" in quantity else found

    def notes(self, cells: Sequence[Cell]) -> Iterator[Text]:
        """What the derived ones among some cells rest on."""
        if not any(isinstance(cell, Interval) for cell in cells):
            return
        yield say(
            "* not stated: it follows from {basis}.",
            "* không ghi trong văn bản, suy ra từ {basis}.",
            basis=self.basis(),
        )
        if any(
            _is_idle(self.ranges.of(located.path, quantity)) for located in self.areas for quantity in QUANTITIES[:4]
        ):
            yield say(
                "A low end of less than a tenth of the high end is left out: ≤ 100 stands for 0–100 to 9–100.",
                "Không hiển thị đầu nhỏ nếu chưa bằng một phần mười đầu lớn: ≤ 100 là từ 0–100 đến 9–100.",
            )
        if self.ranges.conflicts:
            yield Text(
                "Figures that contradict each other are left out of account: see povcalc check.",
                "Các số mâu thuẫn với nhau không được dùng để suy ra: xem povcalc check.",
            )
        if self.ranges.cut_short:
            yield Text("Some ranges could be narrower.", "Một số khoảng có thể còn hẹp hơn.")

    def basis(self) -> Text:
        """What derived figures rest on, in words."""
        parts = [Text("the other figures", "các số liệu khác")]
        return join((*parts, *assumed_words(self.assumed, grows=bool(self.ranges.basis.growth))), ", ")


def range_cell(quantity: str, found: Interval) -> Interval | None:
    """A range of a quantity for people: without ends that say nothing; `None` where nothing is left."""
    if "rate" in quantity:
        least, most = (-100, 100) if quantity == "reduction_rate" else (0, 100)
        low = None if found.low == least and not found.low_open else found.low
        high = None if found.high == most and not found.high_open else found.high
        found = Interval(low, high, found.low_open, found.high_open).widened(PLACES)
    elif _is_idle(found):
        found = found._replace(low=None)
    return None if found.low is None and found.high is None else found


def assumed_words(assumed: Assumptions, *, grows: bool = True) -> Iterator[Text]:
    """What is assumed, in words that go on after a comma; growth where some area is assumed to have it."""
    if assumed.growth is None:
        yield Text("whatever the growth of households", "dù tổng số hộ tăng hay giảm")
    elif grows:
        yield growth_words(assumed.growth)
    if assumed.cut is not None:
        yield say(
            '"over" rates cut off at steps of {cut} points',
            "với các mức “trên” đã cắt theo bước {cut} điểm phần trăm",
            cut=precise_text(assumed.cut),
        )


def growth_words(growth: Interval) -> Text:
    """An assumption on growth, behind a comma."""
    if growth == ONE_BASE:
        return Text(
            "on one base (as many households at the end of the year as at its start)",
            "với tổng số hộ không đổi trong năm",
        )
    return say("with households growing by {by}% a year", "với tổng số hộ tăng {by}% một năm", by=growth)


def _is_idle(found: Interval) -> bool:
    return found.low is not None and found.high is not None and 0 <= found.low * SAYS_NOTHING < found.high


def derived(areas: tuple[Located, ...], assumed: Assumptions) -> Derivation:
    """The ranges of a tree of areas."""
    return Derivation(areas, ranges(areas, assumed), assumed)


def implied(derivation: Derivation) -> tuple[Implied, ...]:
    """Every area in document order, each before those inside it."""
    found: list[Implied] = []
    addresses: dict[tuple[str | int, ...], str] = {}
    for located in derivation.areas:
        parent = addresses.get(located.path[:-2])
        path = located.area.id if parent is None else f"{parent}/{located.area.id}"
        addresses[located.path] = path
        stated = {field: figure for field in Area.FIGURES if (figure := located.figure(field)) is not None}
        quantities = {quantity: derivation.ranges.of(located.path, quantity) for quantity in QUANTITIES}
        found.append(Implied(located.area.id, path, parent, stated, quantities))
    return tuple(found)
