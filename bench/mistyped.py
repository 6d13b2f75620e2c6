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

FIELDS = {
    "counts": ("reduction_households",),
    "and bases": ("households_start", "households_end", "reduction_households"),
    "and rates": (
        "households_start",
        "households_end",
        "poor_households_start",
        "reduction_households",
        "poverty_rate_start",
        "poverty_rate_end",
    ),
}
"""What the areas of a made-up plan state, from the least redundancy to the most."""

SUMS = ("households_start", "households_end", "poor_households_start", "reduction_households")


class Made(NamedTuple):
    """A plan's figures by their places, the areas inside each area, and how it is written."""

    figures: dict[Place, Number]
    inside: dict[Place, list[Place]]
    text: Callable[[Mapping[Place, Number]], str]


def made_up(random: Random, size: int, fields: tuple[str, ...], inside_each: int = 9) -> Made:
    """A plan of about `size` areas, so many inside each, with five funding lines; all figures are right."""
    figures: dict[Place, Number] = {}
    inside: dict[Place, list[Place]] = {}

    def grown(path: Place, below: int) -> list[int]:
        inside[path] = []
        if not below:
            start = random.randint(300, 9000)
            end = start + random.randint(0, start // 20)
            poor = random.randint(start // 100, start // 2)
            counts = [start, end, poor, random.randint(0, poor // 2)]
        else:
            counts = [0, 0, 0, 0]
            share = min(inside_each, below)
            for at in range(share):
                child = (*path, "areas", at)
                inside[path].append(child)
                part = grown(child, below * (at + 1) // share - below * at // share - 1)
                counts = [whole + each for whole, each in zip(counts, part, strict=True)]
        start, end, poor, fewer = counts
        told: dict[str, Number] = dict(zip(SUMS, counts, strict=True))
        told["poverty_rate_start"] = _percent(Fraction(100 * poor, start))
        told["poverty_rate_end"] = _percent(Fraction(100 * (poor - fewer), end))
        figures.update({(*path, field): told[field] for field in fields})
        return counts

    grown(("targets",), size - 1)
    amounts = [random.randint(10**4, 4 * 10**6) for _ in range(5)]
    figures.update({("funding", "lines", at, "amount"): amount for at, amount in enumerate(amounts)})
    figures["funding", "total"] = sum(amounts)
    return Made(figures, inside, lambda changed: _written(inside, changed))


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
    return Made(figures, inside, text)


def broken(made: Made, figures: Mapping[Place, Number]) -> bool:
    """Whether any relation of the figures fails: sums, rates, poor within households, amounts within the total."""
    lines = [number for path, number in figures.items() if path[:2] == ("funding", "lines")]
    stated = (*lines, figures["funding", "total"])
    half = sum(Fraction(1, 2 * 10 ** -_exponent(each)) for each in stated if _exponent(each))
    if abs(Fraction(figures["funding", "total"]) - sum(map(Fraction, lines))) > half:
        return True
    if any(each <= 0 for each in (*lines, figures["funding", "total"])):
        return True
    for path, children in made.inside.items():
        for field in SUMS:
            parts = [figures[(*child, field)] for child in children if (*child, field) in figures]
            if children and len(parts) == len(children) and sum(parts) != figures[(*path, field)]:
                return True
        if _area_broken({str(each[-1]): number for each, number in figures.items() if each[:-1] == path}):
            return True
    return False


def _exponent(number: Number) -> int:
    """0 for a whole number, which is exact: its half unit is not counted."""
    return 0 if isinstance(number, int) else int(number.as_tuple().exponent)


def _area_broken(told: Mapping[str, Any]) -> bool:
    fewer = told.get("reduction_households")
    start, end, poor = (told.get(field) for field in SUMS[:3])
    if "reduction_rate" in told and "poverty_rate_end" in told:  # the plan of 2019: over so many points, to a rate
        return not (told["poverty_rate_end"] >= 0 and told["reduction_rate"] + told["poverty_rate_end"] < 100)  # noqa: PLR2004
    if fewer is None or start is None or end is None:
        return False
    if poor is None:
        return not -end <= fewer <= start or start < 0 or end < 0
    left = poor - fewer
    if not (0 <= poor <= start and 0 <= left <= end and start > 0 and end > 0):
        return True
    rates = ((told["poverty_rate_start"], poor, start), (told["poverty_rate_end"], left, end))
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
    may = path[0] == "funding" or path[-1] == "reduction_households"
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
