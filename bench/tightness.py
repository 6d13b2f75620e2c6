"""How often the ends of ranges are attained, over random small plans whose worlds are all gone through.

    python bench/tightness.py

Prints the table of `docs/bounds.md`. Seeded: the same plans every time. The worlds are those of
`tests/worlds.py`, which knows nothing of how ranges are worked out.
"""

import argparse
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import worlds
from povcalc.inference.counts import assumed_growth
from povcalc.inference.domains import QUANTITIES
from povcalc.inference.ranges import ranges
from povcalc.plan.assumptions import Assumptions
from povcalc.values import Interval

CLASSES = {
    "one area, one base": ("one", Assumptions()),
    "one area, growth 0 to 20%": ("one", Assumptions(growth=Interval(0, 20))),
    "one area, any growth": ("one", Assumptions(growth=None)),
    "one area, over rates cut off": ("one", Assumptions(cut=Fraction(1))),
    "an area with one or two inside, one base": ("two", Assumptions()),
    "three levels, one base": ("three", Assumptions()),
}
"""Kinds of plans, and what is assumed of them."""

HOUSEHOLDS = {"one": (14, 24), "two": (5, 7), "three": (4, 5)}
"""How many households the lowest areas of a plan have, and up to how many are tried."""


class Counted(NamedTuple):
    """Ends of counts and of rates that were compared and attained; plans with worlds, refuted, and neither."""

    counts: int = 0
    counts_attained: int = 0
    rates: int = 0
    rates_attained: int = 0
    plans: int = 0
    refuted: int = 0
    unseen: int = 0


def measured(name: str, plans: int) -> Counted:
    """What comes of so many plans of a class."""
    kind, assumed = CLASSES[name]
    total = [0] * len(Counted._fields)
    for seed in range(plans):
        random = Random(f"{name} {seed}")  # noqa: S311 - plans, not secrets
        data = worlds.random_plan(random, kind, HOUSEHOLDS[kind][0])
        if seed % 4 == 0:
            data = worlds.damaged(random, data)
        for at, number in enumerate(_one(data, kind, assumed)):
            total[at] += number
    return Counted(*total)


def _one(data: worlds.Data, kind: str, assumed: Assumptions) -> Counted:
    areas = worlds.plan(data)
    worked_out = ranges(areas, assumed)
    if worked_out.conflicts:
        return Counted(refuted=1)
    try:
        found = worlds.found(areas, HOUSEHOLDS[kind][1], assumed_growth(areas, assumed), assumed.cut)
    except OverflowError:
        return Counted()
    if not found.values:
        return Counted(unseen=1)
    if found.limited:
        return Counted()
    numbers = [0, 0, 0, 0]
    for (path, quantity), ends in found.values.items():
        at = 2 if quantity in QUANTITIES[5:] else 0
        interval = worked_out.of(path, quantity)
        numbers[at] += 2
        numbers[at + 1] += (interval.low == ends[0]) + (interval.high == ends[1])
    return Counted(*numbers)._replace(plans=1)


def lines(plans: int) -> Iterator[str]:
    """The table in Markdown."""
    yield "| plans | compared | contradictions found | not seen | ends of counts attained | ends of rates attained |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for name in CLASSES:
        found = measured(name, plans)
        counts, rates = (
            _share(found.counts_attained, found.counts),
            _share(found.rates_attained, found.rates),
        )
        yield f"| {name} | {found.plans} | {found.refuted} | {found.unseen} | {counts} | {rates} |"


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({_tenths(part, whole)}%)" if whole else "-"


def _tenths(part: int, whole: int) -> str:
    """A share in percent, rounded to tenths, without a float."""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="How often the ends of ranges are attained.")
    parser.add_argument("--plans", type=int, default=1000, help="how many of each class (default: %(default)s)")
    for line in lines(parser.parse_args().plans):
        print(line)


if __name__ == "__main__":
    main()
