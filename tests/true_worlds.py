"""Made-up worlds in whole numbers, and documents that state some of their figures as documents print them.

The truth comes first: every household of an area is of one residence and one people, and all counts are sums over
these. What a document states is printed from it: rounded, bounded, as a range, as an estimate, or withheld. Nothing
here knows how povcalc works anything out.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import floor
from random import Random
from typing import Any, NamedTuple

STOCKS = ("households", "poor_households", "near_poor_households", "multidimensional_poor_households")
RATE_FIELDS = ("", "poverty_rate", "near_poor_rate", "multidimensional_poverty_rate")
FALLS = ("", "reduction", "near_poor_reduction", "multidimensional_reduction")
FLOWS = ("exits", "relapses", "new_poor", "from_near_poor", "near_poor_exits", "near_poor_relapses", "new_near_poor")
CELLS = tuple(product(("urban", "rural"), ("majority", "minority")))
BREAKDOWNS: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    "residence": {"urban": (0, 1), "rural": (2, 3)},
    "people": {"majority": (0, 2), "minority": (1, 3)},
    "cause": {"land": (0, 1, 2), "capital": (1, 3), "age": (2,)},
}
"""The parts of each breakdown, by the cells that are in them; those of causes overlap."""

Counts = tuple[int, ...]
"""Households, poor and near-poor at the start and at the end, and the flows in order."""

Field = tuple[Any, ...]
Stated = dict[Field, str]
"""By path from the root of the targets, or of the funding, what stands there."""


class Style(NamedTuple):
    """How a document is made: what it is of, what it speaks of, and how it prints its figures."""

    kind: str = "result"
    years: int = 1
    measures: int = 3
    flows: bool = True
    power: int = 0
    places: int = 0
    rounded_to: int = 0
    planned: bool = False
    wild: bool = False
    ranged: bool = False
    told: float = 1
    plain: bool = True
    """Every figure is a bare number."""

    @property
    def unit(self) -> int:
        """What counts are rounded to; 1 where they are exact."""
        if self.places or not self.rounded_to:
            return int(10 ** (self.power - self.places))
        return self.rounded_to * int(10**self.power)


class Node(NamedTuple):
    """An area, or a part of a breakdown: its counts and what was planned, by cell, and what it is made of."""

    name: str
    cells: tuple[Counts, ...]
    planned: tuple[Counts, ...]
    path: Field
    areas: "tuple[Node, ...]" = ()
    breakdowns: "tuple[tuple[str, str, tuple[Node, ...]], ...]" = ()
    members: tuple[str, ...] = ()
    partial: bool = False

    @property
    def truth(self) -> Counts:
        """All of its counts."""
        return added(self.cells)

    @property
    def inside(self) -> "Iterator[Node]":
        """All that is directly inside it."""
        yield from self.areas
        for _, _, parts in self.breakdowns:
            yield from parts


Breakdown = tuple[str, str, tuple[Node, ...]]
"""Its name, whether it is partial or overlapping, and its parts."""


def added(counts: Sequence[Counts]) -> Counts:
    """The sums of counts."""
    return tuple(map(sum, zip(*counts, strict=True)))


def walk(node: Node) -> Iterator[Node]:
    """A node and all that is inside it."""
    yield node
    for inner in node.inside:
        yield from walk(inner)


# The truth


def counts(random: Random, style: Style, start: Counts | None = None, *, falls: bool = False) -> Counts:
    """Counts that hang together, of some households or none; with the start of others, of the same ones."""
    if start is None:
        n0 = random.choice((0, 1, random.randint(0, 40), random.randint(20, 3000))) * random.choice((1, style.unit))
        p0 = random.randint(0, n0) // random.choice((1, 2, 10))
        q0 = random.randint(0, n0 - p0) // random.choice((1, 2, 10))
    else:
        n0, p0, q0 = start[0], start[2], start[4]
    low, high = (-30, 30) if style.wild else (-1, 3)
    n1 = n0 if random.random() < 1 / 3 else random.randint(-(-n0 * (100 + low) // 100), n0 * (100 + high) // 100)
    while True:
        out, back, new = (random.randint(0, max(most, 0)) for most in (p0, min(p0, n1) // 4, min(p0, n1) // 4 + 2))
        out_near, back_near, new_near = (
            random.randint(0, max(most, 0)) for most in (q0, min(q0, n1) // 4, min(q0, n1) // 4 + 2)
        )
        p1, q1 = p0 - out + back + new, q0 - out_near + back_near + new_near
        if p1 + q1 <= n1 and not (falls and (p1 > p0 or q1 > q0)):
            break
        if random.random() < 1 / 8:  # a small world with no room for those who fell into poverty
            out, back, new, out_near, back_near, new_near, p1, q1 = p0, 0, 0, q0, 0, 0, 0, 0
            break
    of_new = random.randint(0, min(new, q0))
    return (n0, n1, p0, p1, q0, q1, out, back, new, of_new, out_near, back_near, new_near)


def world(random: Random, style: Style, size: int) -> Node:
    """A tree of about so many areas with breakdowns of the root and of some areas."""
    hidden = iter(range(10**6))

    def grown(path: Field, below: int, depth: int) -> Node:
        inside = []
        share = min(below, random.randint(1, 30)) if depth < 3 and (depth == 0 or random.random() < 2 / 3) else 0
        if depth == 2 or not share:
            share = min(below, 40) if below and depth < 3 else 0
        for number in range(share):
            part = below * (number + 1) // share - below * number // share - 1
            inside.append(grown((*path, "areas", number), part, depth + 1))
        if inside:
            several = [*inside]
            partial = not style.plain and random.random() < 1 / 8
            if partial:
                several.append(grown(path, 0, 9))
            cells = tuple(added([each.cells[at] for each in several]) for at in range(len(CELLS)))
            planned = tuple(added([each.planned[at] for each in several]) for at in range(len(CELLS)))
        else:
            partial = False
            kept = random.sample(range(len(CELLS)), random.randint(1, len(CELLS)))
            cells = tuple(counts(random, style) if at in kept else (0,) * 13 for at in range(len(CELLS)))
            planned = tuple(counts(random, style, each, falls=random.random() < 1 / 2) for each in cells)
        node = Node(f"N{next(hidden)}", cells, planned, path, tuple(inside), partial=partial)
        return node._replace(breakdowns=tuple(breakdowns(random, style, node, is_root=depth == 0)))

    return grown(("targets",), size - 1, 0)


def breakdowns(random: Random, style: Style, whole: Node, *, is_root: bool) -> Iterator[Breakdown]:
    """Breakdowns of an area: complete, partial, overlapping, in one another, and by its own areas."""
    wanted = [name for name in BREAKDOWNS if random.random() < (1 / 2 if is_root or not whole.areas else 1 / 6)]
    for number, name in enumerate(wanted):
        word = "overlapping" if name == "cause" else "" if style.plain or random.random() < 3 / 4 else "partial"
        parts = list(BREAKDOWNS[name].items())
        if word == "partial":
            parts = random.sample(parts, 1)
        nodes = []
        for at, (part, kept) in enumerate(parts):
            cells, planned = ([each if i in kept else (0,) * 13 for i, each in enumerate(of)] for of in whole[1:3])
            path = (*whole.path, "breakdowns", number, "parts", at)
            node = Node(part, tuple(cells), tuple(planned), path)
            if name == "residence" and random.random() < 1 / 8:
                inner = breakdowns(random, style, node, is_root=False)
                node = node._replace(breakdowns=tuple(each for each in inner if each[0] == "people"))
            nodes.append(node)
        yield name, word, tuple(nodes)
    if is_root and len(whole.areas) > 1 and random.random() < 1 / 2:
        at = random.randint(1, len(whole.areas) - 1)
        word = "" if style.plain or random.random() < 3 / 4 else "partial"
        regions = []
        for part, inside in enumerate((whole.areas[:at], whole.areas[at:])[: 1 if word else 2]):
            summed = [tuple(added([each[of][i] for each in inside]) for i in range(len(CELLS))) for of in (1, 2)]
            path = (*whole.path, "breakdowns", len(wanted), "parts", part)
            members = tuple(each.name.lower() for each in inside)
            if whole.partial and not word and part:  # what is not listed is in the last region
                others = [
                    tuple(tuple(a - b for a, b in zip(x, y, strict=True)) for x, y in zip(*pair, strict=True))
                    for pair in zip(whole[1:3], regions[0][1:3], strict=True)
                ]
                summed = others
            regions.append(Node(f"Region-{part}", summed[0], summed[1], path, members=members))
        yield "region", word, tuple(regions)


# How figures are printed


def half_up(number: Fraction | int, places: int) -> int:
    """The number rounded to so many decimals, a half upwards, as a whole number of last decimals."""
    return floor(number * Fraction(10) ** places + Fraction(1, 2))


def digits(scaled: int, places: int) -> str:
    """A whole number of last decimals as it is written."""
    if places <= 0:
        return str(scaled * 10**-places)
    whole, rest = divmod(abs(scaled), 10**places)
    return f"{'-' if scaled < 0 else ''}{whole}.{rest:0{places}}"


class Printer:
    """Prints numbers in one style, and remembers which of them were bare."""

    def __init__(self, random: Random, style: Style) -> None:
        self.random, self.style = random, style

    def count(self, number: int | Fraction, *, bare: bool = False, range_: bool = True, summed: bool = True) -> str:
        """A count in the scale of the document; an estimate that is added up is exactly what is added."""
        style, random = self.style, self.random
        exact = self._scaled(Fraction(number, style.unit) + Fraction(1, 2))
        if style.plain or bare or random.random() < 1 / 2:
            return exact
        room = random.randint(0, 3)
        low = self._scaled(Fraction(max(number - room * style.unit, min(number, 0)), style.unit))
        high = self._scaled(Fraction(number, style.unit) + room + 1 - Fraction(1, style.unit))
        forms = [f"{{{word}: {low}}}" for word in ("over", "at_least")]
        forms += [f"{{{word}: {high}}}" for word in ("under", "at_most")]
        forms += [f"{{min: {low}, max: {high}}}"] * (2 if range_ else 0)
        if not summed and style.unit == 1:
            forms.append(f"{{about: {number + random.randint(-1, 1) * abs(number) // 20}}}")
        return random.choice(forms)

    def _scaled(self, units: Fraction) -> str:
        style = self.style
        if style.places:
            return digits(floor(units), style.places)
        return str(floor(units) * (style.rounded_to or 1))

    def rate(self, value: Fraction) -> tuple[str, Fraction | None]:
        """A rate or points, and the number where it is bare."""
        random, places = self.random, 2 if self.style.plain else self.random.randint(0, 2)
        rounded, cut = half_up(value, places), floor(value * 10**places)
        bare = digits(rounded, places), Fraction(rounded, 10**places)
        if self.style.plain or random.random() < 2 / 3:
            return bare
        up = cut + 1
        forms = [f"{{at_least: {digits(cut, places)}}}", f"{{at_most: {digits(up, places)}}}"]
        forms += [f"{{under: {digits(up, places)}}}", f"{{min: {digits(cut, places)}, max: {digits(up, places)}}}"]
        forms += [f"{{over: {digits(cut, places)}}}"] if cut < value * 10**places else []
        forms += [f"{{about: {digits(half_up(value * Fraction(random.randint(97, 103), 100), 2), 2)}}}"]
        form = random.choice([each for each in forms if not too_large(each)])
        return form, None


def too_large(words: str) -> bool:
    """Whether a number in some words is more than a rate can be."""
    return any(abs(Fraction(word.strip("{},"))) > 100 for word in words.split() if word.strip("{},-")[0].isdigit())


def quantities(counts: Counts) -> dict[str, int]:
    """The counts of an area by their fields."""
    n0, n1, p0, p1, q0, q1, *flows = counts
    found = dict(zip(FLOWS, flows, strict=True))
    for stock, fall, start, end in zip(STOCKS, FALLS, (n0, p0, q0, p0 + q0), (n1, p1, q1, p1 + q1), strict=True):
        found |= {f"{stock}_start": start, f"{stock}_end": end}
        if fall:
            found[f"{fall}_households"] = start - end
    return found


def ends_of(counts: Counts) -> dict[str, tuple[int, int]]:
    """Ranges around some counts, whose ends add up as the counts do."""
    _, n1, p0, p1, _, _, out, back, new, *_ = counts
    ends = {"households_end": (n1 - back, n1 + p0), "poor_households_end": (p1 - back, p1 + new)}
    return {**ends, "exits": (out, out + new)}


def spoken(style: Style, field: str) -> bool:
    """Whether a document states a field at all."""
    if field in FLOWS:
        return style.flows and (style.measures == 3 or "near" not in field)
    return style.measures == 3 or not field.startswith(("near_poor", "multidimensional"))


def figures_of(printer: Printer, truth: Counts, *, is_plan: bool, ranges: bool, summed: bool) -> dict[str, str]:
    """Some figures of an area, printed."""
    random, style = printer.random, printer.style

    def told() -> bool:
        return random.random() < style.told

    found: dict[str, str] = {}
    values = quantities(truth)
    ends = ends_of(truth) if style.ranged else {}
    for field, number in values.items():
        may = not (is_plan and "reduction" in field and number <= 0 and (number or not style.plain))
        if spoken(style, field) and told() and may:
            low, high = ends.get(field, (None, None))
            count = printer.count(number, range_=ranges, summed=summed)
            found[field] = count if low is None else f"{{min: {low}, max: {high}}}"
    if truth[0] == truth[1] and told() and not (style.plain or style.ranged):
        found = {k: v for k, v in found.items() if k not in ("households_start", "households_end")}
        found["households"] = printer.count(truth[0], range_=False, summed=summed)
    for stock, rate, fall in zip(STOCKS[1:], RATE_FIELDS[1:], FALLS[1:], strict=True):
        if not spoken(style, stock):
            continue
        if style.years > 1 and told():
            mean = Fraction(values[f"{fall}_households"], style.years)
            found[f"{fall}_households_per_year"] = printer.count(mean, bare=True)
        poor = values[f"{stock}_start"], values[f"{stock}_end"]
        found |= rates_of(printer, (rate, fall), truth[:2], poor, is_plan=is_plan)
    return found


def rates_of(
    printer: Printer, names: tuple[str, str], bases: Counts, poor: tuple[int, int], *, is_plan: bool
) -> dict[str, str]:
    """The rates of one measure at both dates and their fall, where there are households."""
    rate, fall = names
    random, style, found, bare = printer.random, printer.style, {}, []
    exact = [Fraction(100 * part, base) if base else None for part, base in zip(poor, bases, strict=True)]
    for when, value in zip(("start", "end"), exact, strict=True):
        if value is not None and random.random() < style.told:
            found[f"{rate}_{when}"], number = printer.rate(value)
            bare.append(number)
    if exact[0] is None or exact[1] is None:
        return found
    points = exact[0] - exact[1]
    printed = bare[0] - bare[1] if len(bare) == 2 and None not in bare else None
    if random.random() < style.told and not (is_plan and (points < 1 or (printed is not None and printed < 1))):
        text, number = printer.rate(points)
        if printed is not None and number is not None and random.random() < 1 / 2:
            text = digits(half_up(printed, 2), 2) if (printed * 100).denominator == 1 else text
        found[f"{fall}_rate"] = text
    if style.years > 1 and random.random() < style.told:
        mean = (points if printed is None or random.random() < 1 / 2 else printed) / style.years
        found[f"{fall}_rate_per_year"] = digits(half_up(mean, 2), 2)
    return found


def printed(random: Random, style: Style, root: Node) -> Stated:
    """What a document states of a world."""
    printer, stated = Printer(random, style), Stated()
    around = {inner.path: node for node in walk(root) for inner in node.inside}
    alone = len(around) == 0
    for node in walk(root):
        lowest = not (node.areas or node.breakdowns or node.members)
        in_cells = "parts" in node.path  # may be added up in two ways
        for of, key in ((node.cells, ()), (node.planned, ("planned",))):
            if key and not (style.planned and random.random() < style.told):
                continue
            is_plan = bool(key) or style.kind == "plan"
            ranges = lowest and not in_cells
            found = figures_of(printer, added(of), is_plan=is_plan, ranges=ranges, summed=not alone)
            stated |= {(*node.path, *key, field): text for field, text in found.items()}
        whole = around.get(node.path)
        for at, date in ((2, "start"), (3, "end")):
            if whole and whole.truth[at] and random.random() < style.told / 2:
                stated[(*node.path, f"share_of_poor_{date}")] = printer.rate(
                    Fraction(100 * node.truth[at], whole.truth[at])
                )[0]
        plan = stated.get((*node.path, "planned", "reduction_households"), "{}")
        if plan[0] != "{" and Fraction(plan) and style.unit == 1 and random.random() < style.told:
            reached = Fraction(100 * (node.truth[2] - node.truth[3])) / Fraction(plan)
            stated[(*node.path, "percent_of_plan")] = digits(half_up(reached, 1), 1)
    return stated


# The money


class Money:
    """The amounts of a plan's funding by source, programme and year, in millions, and what is stated of them.

    A line is what it is of: by dimension, which source, programme or year.
    """

    def __init__(self, random: Random, style: Style) -> None:
        self.random, self.style = random, style
        self.dims = {dim: [f"{dim[0]}{at}" for at in range(random.randint(1, 3))] for dim in _DIMENSIONS}
        self.cells = {place: self._cell() for place in product(*self.dims.values(), "ab")}
        for place in product(*(names[:1] for names in self.dims.values()), "ab"):
            self.cells[place] = (self.cells[place][0] + 1, self.cells[place][1])
        self.power = 0 if style.plain else random.choice((0, 3))
        self.decimals = random.randint(1, 3) if self.power else 0
        self.rounded_to = 0 if style.plain or random.random() < 2 / 3 else random.choice((1, 10))
        self.coarse = bool(self.decimals > 1 and not self.rounded_to and random.random() < 1 / 3)
        self.ranged = not (self.power or self.rounded_to or style.plain) and random.random() < 1 / 4
        self.stated: Stated = {}
        self.places: dict[Field, dict[str, str]] = {}
        self.lists: list[tuple[list[Field], Field]] = []
        self._tell(("funding",), {}, top=True)
        self._rows = self._lists()

    def _cell(self) -> tuple[int, int]:
        amount = self.random.choice((0, self.random.randint(1, 50), self.random.randint(1, 300_000)))
        return amount, self.random.randint(0, amount)

    def of(self, place: Mapping[str, str]) -> tuple[int, int]:
        """The amount at a place, and what was disbursed of it."""
        at = [place.get(dim) for dim in (*_DIMENSIONS, "kind")]
        inside = [each for key, each in self.cells.items() if all(a in (None, b) for a, b in zip(at, key, strict=True))]
        return sum(each[0] for each in inside), sum(each[1] for each in inside)

    def _told(self) -> bool:
        return self.random.random() < self.style.told

    def _tell(self, path: Field, place: dict[str, str], *, top: bool = False, own: bool = False) -> None:
        self.places[path] = place
        amount, disbursed = self.of(place)
        field = "total" if top else "amount"
        is_cell = len(place) > 1 and "kind" not in place
        figure = self._amount(amount, disbursed, top=top, own=own)
        if (is_cell or any(digit in figure for digit in "123456789")) and self._told():
            self.stated[(*path, field)] = figure
        if amount and self._told():
            self.stated[(*path, "disbursed")] = self._amount(disbursed, None, top=top, own=own)
        if amount and self._told():
            self.stated[(*path, "disbursed_share")] = self._share(disbursed, amount)

    def _share(self, part: int, whole: int) -> str:
        places = 2 if self.style.plain else self.random.randint(0, 2)
        return digits(half_up(Fraction(100 * part, whole), places), places)

    def _amount(self, million: int, disbursed: int | None, *, top: bool, own: bool) -> str:
        if self.ranged and disbursed is not None and million:
            return f"{{min: {disbursed}, max: {million + disbursed}}}"
        if own:
            return str(million)
        number, random = Fraction(million, 10**self.power), self.random
        if self.rounded_to:
            bare = str(floor(number / self.rounded_to + Fraction(1, 2)) * self.rounded_to)
        else:
            places = self.decimals - (random.randint(1, self.decimals) if self.coarse and top else 0)
            bare = digits(half_up(number, places), places)
        if self.style.plain or disbursed is None or not million or random.random() < 3 / 4:
            return bare
        unit = self.rounded_to or Fraction(1, 10**self.decimals)
        low, high = (floor(each / unit) * unit for each in (number * 49 / 50, number + unit))
        places = 0 if self.rounded_to else self.decimals
        low, high = (digits(half_up(each, places), places) for each in (low, high))
        forms = [f"{{about: {bare}}}"] * (not self.rounded_to) + [f"{{{word}: {low}}}" for word in ("over", "at_least")]
        forms += [f"{{{word}: {high}}}" for word in ("under", "at_most")]
        return random.choice(forms) if number > 20 * unit else bare

    def _lists(self) -> list[Any]:
        """The lines of the funding and its breakdowns, by whichever dimensions."""
        random, rows = self.random, []
        unit = random.choice(("tỷ đồng", "billion VND") if self.power else ("triệu đồng", "million VND"))
        rows += ["funding:", f"  unit: {unit}"] + [f"  rounded_to: {self.rounded_to}"] * bool(self.rounded_to)
        rows.append(("funding",))
        order = random.sample(_DIMENSIONS, random.randint(1, len(_DIMENSIONS)))
        for dim in order:
            names = [name for name in self.dims[dim] if self.of({dim: name})[0] or random.random() < 1 / 2]
            few = len(names) > 1 and not self.style.plain and random.random() < 1 / 8
            self.dims[dim] = random.sample(names, len(names) - 1) if few else names
        for number, dim in enumerate(order):
            if not number:
                rows += self._listed(("funding", "lines"), dim, {}, order, "  ")
                continue
            rows += ["  breakdowns:"] * (number == 1) + [f"    - id: {dim}", f"      name: {dim}"]
            rows += self._listed(("funding", "breakdowns", number - 1, "lines"), dim, {}, order, "      ")
        return rows

    def _listed(self, path: Field, dim: str, place: dict[str, str], order: Sequence[str], indent: str) -> list[Any]:
        random, rows = self.random, []
        names = [*self.dims.get(dim, "ab")]
        if place:
            names = [each for each in names if self.of({**place, dim: each})[0] or random.randint(0, dim != "kind")]
            if len(names) > 1 and not self.style.plain and random.random() < 1 / 8:
                names.pop()
        partial = sum(self.of({**place, dim: each})[0] for each in names) < self.of(place)[0]
        rows += [f"{indent}partial: true"] * partial + [f"{indent}lines:"]
        self.lists.append(([(*path, at) for at in range(len(names))], path[:-1] if place else ("funding",)))
        basis = random.choice(({}, place)) if random.random() < self.style.told / 2 else None
        for at, name in enumerate(names):
            own = bool(self.power and random.random() < 1 / 8)
            inner = {**place, dim: name}
            self._tell((*path, at), inner, own=own)
            is_cell = bool(place) and dim != "kind"
            rows.append(f"{indent}  - id: {name if dim != 'kind' else '-'.join((*place.values(), name))}")
            rows += [f"{indent}    name: {''.join(inner.values())}"] * (not (is_cell and self.style.plain))
            rows += [f"{indent}    unit: triệu đồng"] * own
            rows.append(((*path, at), indent + "    "))
            if basis is not None and self.of(basis)[0] and random.random() < 0.5 + self.style.told:
                self.stated[(*path, at, "share")] = self._share(self.of(inner)[0], self.of(basis)[0])
            others = [each for each in (*order, "kind") if each not in inner] if not own and "kind" not in inner else []
            if others and len(inner) < 3 and self.of(inner)[0] and random.random() < 1 / 2:
                rows += self._listed((*path, at, "lines"), random.choice(others), inner, order, indent + "    ")
        return rows if names else []

    def lines(self, by_path: Mapping[Field, Sequence[str]]) -> Iterator[str]:
        """The section as it stands in the file."""
        for row in self._rows:
            if isinstance(row, str):
                yield row
            else:
                path, indent = (row, "  ") if row == ("funding",) else row
                yield from (indent + each for each in by_path.get(path, ()))


_DIMENSIONS = ("source", "programme", "year")


# How a document is written


def written(style: Style, root: Node, stated: Mapping[Field, str], money: "Money | None" = None) -> str:
    """The document as a file."""
    by_path: dict[Field, list[str]] = {}
    for path, text in stated.items():
        by_path.setdefault(path[:-1], []).append(f"{path[-1]}: {text}")
    period = f"period: {{from: 2020, to: {2019 + style.years}}}" if style.years > 1 else "year: 2020"
    lines = ["povcalc: 1", f"document: {{title: T, kind: {style.kind}, {period}}}"]
    if style.wild:
        lines.append("assumptions: {plausible_growth: {min: -40, max: 40}}")
    lines += ["targets:", "  id: root"]
    scale = {3: "thousand", 5: "lakh", 6: "million"}.get(style.power)
    lines += [f"  scale: {scale}"] * bool(scale) + [f"  rounded_to: {style.rounded_to}"] * bool(style.rounded_to)
    lines += ["  unit: persons"] * (style.power > 3)

    def area(node: Node, indent: str) -> None:
        rows = [f"name: {node.name}", *by_path.get(node.path, ())]
        if (*node.path, "planned") in by_path:
            rows.append(f"planned: {{{', '.join(by_path[(*node.path, 'planned')])}}}")
        rows += ["partial: true"] * node.partial
        rows += [f"members: [{', '.join(node.members)}]"] * bool(node.members)
        rows += [f"formerly: [old-{node.name}]", f'code: "{node.name[1:]}"'] if len(node.path) == 3 else []
        lines.extend(indent + row for row in rows)
        lines.extend([f"{indent}breakdowns:"] * bool(node.breakdowns))
        for name, word, parts in node.breakdowns:
            lines.extend((f"{indent}  - id: {name}", f"{indent}    name: {name}"))
            lines.extend([f"{indent}    {word}: true"] * bool(word) + [f"{indent}    parts:"])
            listed(parts, indent + "      ")
        lines.extend([f"{indent}areas:"] * bool(node.areas))
        listed(node.areas, indent + "  ")

    def listed(nodes: Sequence[Node], indent: str) -> None:
        for node in nodes:
            lines.append(f"{indent}- id: {node.name.lower()}")
            area(node, indent + "  ")

    area(root, "  ")
    return "\n".join([*lines, *(money.lines(by_path) if money else ())]) + "\n"


def styles(random: Random) -> Style:
    """A style at random."""
    power, rounded = random.choice(((0, 0), (0, 0), (0, 0), (0, 10), (3, 0), (3, 0), (3, 5), (5, 0), (6, 0)))
    kind = random.choice(("plan", "result", "result"))
    return Style(
        kind=kind,
        years=random.choice((1, 1, 1, 5)),
        measures=random.choice((1, 3, 3)),
        flows=random.random() < 1 / 2,
        power=power,
        places=random.randint(0, 2) if power else 0,
        rounded_to=rounded,
        planned=kind == "result" and random.random() < 1 / 3,
        wild=random.random() < 1 / 6,
        ranged=not (power or rounded) and random.random() < 1 / 4,
        told=random.choice((0.15, 0.4, 0.7, 1)),
        plain=False,
    )
