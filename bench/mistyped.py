"""Plans that are right, and what a hand may make of them: the material of `errors.py`."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from povcalc.plan.load import read_text

REAL = Path(__file__).resolve().parents[1] / "data" / "plan_2019.yaml"

Place = tuple[str | int, ...]
Number = int | Decimal

MEASURES = (
    ("poor_households_start", "reduction_households", "poverty_rate"),
    ("near_poor_households_start", "near_poor_reduction_households", "near_poor_rate"),
    (
        "multidimensional_poor_households_start",
        "multidimensional_reduction_households",
        "multidimensional_poverty_rate",
    ),
)
FLOWS = (
    ("exits", "relapses", "new_poor", "from_near_poor"),
    ("near_poor_exits", "near_poor_relapses", "new_near_poor"),
)
_BASES = ("households_start", "households_end")
_RATES = (*_BASES, *MEASURES[0][:2], "poverty_rate_start", "poverty_rate_end")
_THREE = (*_RATES, *(name for own in MEASURES[1:] for name in (*own[:2], f"{own[2]}_start", f"{own[2]}_end")))
_FLOWS = (*_THREE, *FLOWS[0], *FLOWS[1])
FIELDS = {
    "counts": ("reduction_households",),
    "and bases": (*_BASES, "reduction_households"),
    "and rates": _RATES,
    "three measures": _THREE,
    "and flows": _FLOWS,
    "and breakdowns": _FLOWS,
}
"""What the areas of a made-up plan state, from the least redundancy to the most; the last by urban and rural too."""

SUMS = (*_BASES, *(name for own in MEASURES for name in own[:2]), *FLOWS[0], *FLOWS[1])


class Made(NamedTuple):
    """A plan's figures by their places, every whole with its parts, the areas inside each, and how it is written."""

    figures: dict[Place, Number]
    inside: dict[Place, list[Place]]
    sums: list[tuple[Place, list[Place]]]
    text: Callable[[Mapping[Place, Number]], str]


def _drawn(random: Random) -> dict[str, int]:
    """Counts of an area, by their fields."""
    start = random.randint(300, 9000)
    told = dict(zip(_BASES, (start, start + random.randint(0, start // 40)), strict=True))
    room = start // 2
    for (stock, fall, _), flows in zip(MEASURES, FLOWS, strict=False):
        poor = random.randint(start // 100, room)
        fewer, back, new = random.randint(0, poor // 2), random.randint(0, poor // 20), random.randint(0, poor // 20)
        told |= {stock: poor, fall: fewer, flows[0]: fewer + back + new, flows[1]: back, flows[2]: new}
        room = (start - poor) // 2
    told["from_near_poor"] = random.randint(0, min(told["new_poor"], told["near_poor_households_start"]))
    one, other, both = MEASURES
    return told | {both[at]: told[one[at]] + told[other[at]] for at in range(2)}


def _added(parts: list[dict[str, int]]) -> dict[str, int]:
    return {field: sum(part[field] for part in parts) for field in SUMS}


def made_up(random: Random, size: int, redundancy: str, inside_each: int = 9) -> Made:
    """A plan of about `size` areas, so many inside each, with five funding lines; all figures are right."""
    figures: dict[Place, Number] = {}
    inside: dict[Place, list[Place]] = {}
    sums: list[tuple[Place, list[Place]]] = []
    names = ("urban", "rural") if redundancy == "and breakdowns" else ()

    def tell(path: Place, counts: dict[str, int]) -> None:
        told: dict[str, Number] = dict(counts)
        for stock, fall, rate in MEASURES:
            told[f"{rate}_start"] = _percent(Fraction(100 * counts[stock], counts["households_start"]))
            told[f"{rate}_end"] = _percent(Fraction(100 * (counts[stock] - counts[fall]), counts["households_end"]))
        figures.update({(*path, field): told[field] for field in FIELDS[redundancy]})

    def grown(path: Place, below: int) -> list[dict[str, int]]:
        """The counts of the parts of an area, or of itself alone."""
        inside[path] = [(*path, "areas", at) for at in range(min(inside_each, below))]
        share = len(inside[path])
        children = [
            grown(child, below * (at + 1) // share - below * at // share - 1) for at, child in enumerate(inside[path])
        ]
        own = [_added(list(each)) for each in zip(*children, strict=True)] or [_drawn(random) for _ in names or (0,)]
        parts = [(*path, "breakdowns", 0, "parts", at) for at in range(len(names))]
        tell(path, _added(own))
        for part, counts in zip(parts, own, strict=False):
            tell(part, counts)
            if share:
                sums.append((part, [(*child, *part[len(path) :]) for child in inside[path]]))
        sums.extend([(path, inside[path])] * bool(share) + [(path, parts)] * bool(parts))
        return own

    grown(("targets",), size - 1)
    amounts = [random.randint(10**4, 4 * 10**6) for _ in range(5)]
    figures.update({("funding", "lines", at, "amount"): amount for at, amount in enumerate(amounts)})
    figures["funding", "total"] = sum(amounts)
    return Made(figures, inside, sums, lambda changed: _written(inside, changed))


def _percent(value: Fraction) -> Decimal:
    return Decimal(floor(value * 100 + Fraction(1, 2))).scaleb(-2)


def _written(inside: Mapping[Place, list[Place]], figures: Mapping[Place, Number]) -> str:
    lines = ["povcalc: 1", "document: {title: Bench, kind: result, year: 2019}", "targets:"]
    stated: dict[Place, list[str]] = defaultdict(list)
    for path, number in figures.items():
        stated[path[:-1]].append(f"{path[-1]}: {number}")

    def area(path: Place, indent: str) -> None:
        at = path[-1]
        lines.extend(f"{indent}{each}" for each in (f"name: A {at}", *stated[path]))
        parts = [(*path, "breakdowns", 0, "parts", part) for part in range(2)]
        if parts[0] in stated:
            lines.extend(f"{indent}{each}" for each in ("breakdowns:", "  - id: b", "    name: B", "    parts:"))
        for part in parts if parts[0] in stated else ():
            lines.append(f"{indent}      - {{id: p{part[-1]}, name: P {part[-1]}, {', '.join(stated[part])}}}")
        if inside[path]:
            lines.append(f"{indent}areas:")
            for child in inside[path]:
                lines.append(f"{indent}  - id: a{child[-1]}")
                area(child, f"{indent}    ")

    lines.append("  id: root")
    area(("targets",), "  ")
    lines += ["funding:", "  unit: million VND", f"  total: {figures['funding', 'total']}", "  lines:"]
    number = 0
    while ("funding", "lines", number, "amount") in figures:
        amount = figures["funding", "lines", number, "amount"]
        lines.append(f"    - {{id: l{number}, name: L {number}, amount: {amount}}}")
        number += 1
    return "\n".join(lines) + "\n"


def real() -> Made:
    """The plan of 2019 with its own text; the figures that are one number, bounds and estimates included."""
    content = REAL.read_text(encoding="utf-8")
    reading = read_text(content, REAL.name)
    if reading.plan is None or reading.plan.targets is None or reading.plan.funding is None or not reading.document:
        raise SystemExit("the plan of 2019 cannot be read")
    document = reading.document
    figures: dict[Place, Number] = {}
    spans: dict[Place, tuple[int, int]] = {}
    owners: list[tuple[Place, Any]] = [(("targets",), reading.plan.targets)]
    owners += [(("targets", "areas", at), area) for at, area in enumerate(reading.plan.targets.areas)]
    stated = [((*path, field), getattr(area, field)) for path, area in owners for field in area.FIGURES]
    stated += [(("funding", "lines", at, "amount"), line.amount) for at, line in enumerate(reading.plan.funding.lines)]
    stated.append((("funding", "total"), reading.plan.funding.total))
    for path, figure in stated:
        if figure is not None:
            figures[path] = figure.number
            inner = path if figure.form.value == "exact" else (*path, figure.form.value)
            spans[path] = tuple(document.span(inner))  # type: ignore[assignment]

    def text(changed: Mapping[Place, Number]) -> str:
        told = content
        for path in sorted(spans, key=lambda each: spans[each], reverse=True):
            if changed[path] != figures[path]:
                start, end = spans[path]
                told = told[:start] + str(changed[path]) + told[end:]
        return told

    inside: dict[Place, list[Place]] = {path: [] for path, _ in owners}
    inside["targets",] = [path for path, _ in owners[1:]]
    return Made(figures, inside, [(owners[0][0], inside["targets",])], text)


def broken(made: Made, figures: Mapping[Place, Number]) -> bool:
    """Whether any relation of the figures fails: sums, rates, poor within households, amounts within the total."""
    lines = [number for path, number in figures.items() if path[:2] == ("funding", "lines")]
    stated = (*lines, figures["funding", "total"])
    half = sum(Fraction(1, 2 * 10 ** -_exponent(each)) for each in stated if _exponent(each))
    if abs(Fraction(figures["funding", "total"]) - sum(map(Fraction, lines))) > half:
        return True
    if any(each <= 0 for each in (*lines, figures["funding", "total"])):
        return True
    by_area: dict[Place, dict[str, Number]] = defaultdict(dict)
    for path, number in figures.items():
        by_area[path[:-1]][str(path[-1])] = number
    for whole, children in made.sums:
        for field in SUMS:
            parts = [by_area[child][field] for child in children if field in by_area[child]]
            if len(parts) == len(children) and sum(parts) != by_area[whole][field]:
                return True
    return any(_area_broken(told) for path, told in by_area.items() if path[0] == "targets")


def _exponent(number: Number) -> int:
    """0 for a whole number, which is exact: its half unit is not counted."""
    return 0 if isinstance(number, int) else int(number.as_tuple().exponent)


def _area_broken(told: Mapping[str, Any]) -> bool:
    if "reduction_rate" in told and "poverty_rate_end" in told:  # the plan of 2019: over so many points, to a rate
        return not (told["poverty_rate_end"] >= 0 and told["reduction_rate"] + told["poverty_rate_end"] < 100)  # noqa: PLR2004
    fewer, (start, end) = told.get("reduction_households"), (told.get(base) for base in _BASES)
    if fewer is None or start is None or end is None:
        return False
    if MEASURES[0][0] not in told:
        return not -end <= fewer <= start or start < 0 or end < 0
    own = [tuple(told[field] for field in measure[:2]) for measure in MEASURES if measure[0] in told]
    if len(own) > 1 and any(poor + near != both for poor, near, both in zip(*own, strict=True)):
        return True
    flows = [tuple(told[field] for field in names) for names in FLOWS if names[0] in told]
    if any(
        left - back - new != fell or left > poor or back + new > poor - fell
        for (left, back, new, *_), (poor, fell) in zip(flows, own, strict=False)
    ):
        return True
    if flows and flows[0][3] > min(flows[0][2], own[1][0]):
        return True
    return any(_rates_broken(told, start, end, measure) for measure in MEASURES[: len(own)])


def _rates_broken(told: Mapping[str, Any], start: int, end: int, measure: tuple[str, str, str]) -> bool:
    poor = told[measure[0]]
    left = poor - told[measure[1]]
    if not (0 <= poor <= start and 0 <= left <= end and start > 0 and end > 0):
        return True
    rates = ((told[f"{measure[2]}_start"], poor, start), (told[f"{measure[2]}_end"], left, end))
    return any(
        not 0 <= rate <= 100  # noqa: PLR2004
        or 2 * abs(Fraction(rate) - Fraction(100 * part, whole)) > Fraction(1, 10 ** -_exponent(rate))
        for rate, part, whole in rates
    )


Errors = dict[Place, Number]


def _digits(change: Callable[[Random, str], str | None]) -> Callable[[Random, Made, Place], Errors | None]:
    """An error in the digits of one number."""

    def err(random: Random, made: Made, path: Place) -> Errors | None:
        typed = change(random, str(made.figures[path]))
        if typed is None or (typed.startswith("0") and typed[1:2] not in ("", ".")) or typed[:1] in ("", "."):
            return None
        if typed.endswith("."):
            return None
        number = Decimal(typed) if "." in typed else int(typed)
        return {path: number}

    return err


def _swap(random: Random, text: str) -> str | None:
    at = random.randrange(len(text) - 1) if len(text) > 1 else 0
    pair = text[at : at + 2]
    if not pair.isdigit() or len(pair) == 1 or pair[0] == pair[1]:
        return None
    return text[:at] + pair[::-1] + text[at + 2 :]


def _at_digit(random: Random, text: str, change: Callable[[str], str]) -> str:
    at = random.choice([number for number, sign in enumerate(text) if sign.isdigit()])
    return text[:at] + change(text[at]) + text[at + 1 :]


_ROW = {"0": "9", "1": "2", "2": "13", "3": "24", "4": "35", "5": "46", "6": "57", "7": "68", "8": "79", "9": "80"}


def _other(random: Random, digit: str) -> str:
    return random.choice([each for each in "0123456789" if each != digit])


def _two(random: Random, text: str) -> str | None:
    places = [number for number, sign in enumerate(text) if sign.isdigit()]
    if len(places) < 2:  # noqa: PLR2004
        return None
    for at in random.sample(places, 2):
        text = text[:at] + _other(random, text[at]) + text[at + 1 :]
    return text


def _random_number(random: Random, made: Made, path: Place) -> Errors | None:
    number = made.figures[path]
    drawn = random.randint(1, max(2, int(2 * number)))
    return {
        path: drawn if isinstance(number, int) else Decimal(min(drawn * 100 + random.randint(0, 99), 9999)).scaleb(-2)
    }


def _row(path: Place, step: int) -> Place:
    at = path[-2]
    return (*path[:-2], int(at) + step, path[-1])


def _exchanged(random: Random, made: Made, path: Place) -> Errors | None:
    if not isinstance(path[-2], int):
        return None
    other = _row(path, random.choice((-1, 1)))
    if other not in made.figures or made.figures[other] == made.figures[path]:
        return None
    return {path: made.figures[other], other: made.figures[path]}


def _copied(random: Random, made: Made, path: Place) -> Errors | None:
    if not isinstance(path[-2], int):
        return None
    other = _row(path, random.choice((-1, 1)))
    return {path: made.figures[other]} if other in made.figures else None


def _signed(_random: Random, made: Made, path: Place) -> Errors | None:
    may = path[0] == "funding" or str(path[-1]).endswith("reduction_households")
    return {path: -made.figures[path]} if may else None


def _thousands(_random: Random, made: Made, path: Place) -> Errors | None:
    number = made.figures[path]
    if path[0] != "funding" or not 1000 <= number <= 999_999:  # noqa: PLR2004
        return None
    return {path: Decimal(number).scaleb(-3)}


def _unit(random: Random, made: Made, path: Place) -> Errors | None:
    number = made.figures[path]
    if path[0] != "funding":
        return None
    return {path: random.choice((int(number * 1000), Decimal(number).scaleb(-3)))}


def _stale(random: Random, made: Made, path: Place) -> Errors | None:
    """A total from before one of its parts changed: up to a fiftieth of it away."""
    total = path == ("funding", "total") or (made.inside.get(path[:-1]) and path[-1] in SUMS)
    if not total:
        return None
    part = max(1, int(made.figures[path]) // 50)
    return {path: int(made.figures[path]) + random.choice((-1, 1)) * random.randint(1, part)}


KINDS: dict[str, Callable[[Random, Made, Place], Errors | None]] = {
    "two digits swapped": _digits(_swap),
    "a digit missing": _digits(lambda random, text: _at_digit(random, text, lambda _: "")),
    "a digit doubled": _digits(lambda random, text: _at_digit(random, text, lambda digit: digit * 2)),
    "a digit added": _digits(
        lambda random, text: _at_digit(random, text, lambda digit: digit + random.choice("0123456789"))
    ),
    "off by one key": _digits(lambda random, text: _at_digit(random, text, lambda digit: random.choice(_ROW[digit]))),
    "sign": _signed,
    "thousands mark": _thousands,
    "unit": _unit,
    "rows exchanged": _exchanged,
    "copied from the next row": _copied,
    "any digit": _digits(lambda random, text: _at_digit(random, text, lambda digit: _other(random, digit))),
    "two digits": _digits(_two),
    "stale total": _stale,
    "random number": _random_number,
}
LISTED = tuple(KINDS)[:10]
"""The kinds that povcalc knows; the rest are those that it does not."""
