"""How well povcalc finds what was mistyped, and how often it would fix it wrongly; prints the table of the README.

    python bench/errors.py

Plans that are right get one or two errors of every kind at random places. The same seed gives the same table.
What could be detected at all is worked out from the relations themselves, by code of its own (`mistyped.broken`).
Every kind comes equally often, alone as often as with a second one, whose kind is any.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import exp, factorial, floor
from multiprocessing import get_context
from random import Random
from typing import Any, NamedTuple

from mistyped import FIELDS, KINDS, LISTED, Errors, Made, Number, Place, broken, made_up, real
from povcalc.corrections import suggested
from povcalc.engine import run
from povcalc.findings import Severity
from povcalc.messages import Lang
from povcalc.places import dotted
from povcalc.plan.load import read_text

SEED = 2019


class Told(NamedTuple):
    """What came of one damaged plan: counts by name, the safe suggestions that are wrong, and how long it took."""

    kind: str
    redundancy: str
    size: str
    errors: int
    counts: dict[str, int]
    wrong: tuple[str, ...]
    seconds: float


class Task(NamedTuple):
    """A plan to damage, and how often with each kind of error. The number only makes its random figures its own."""

    redundancy: str
    size: int
    inside_each: int
    number: int
    repeats: int

    @property
    def called(self) -> str:
        """The size in words."""
        flat = ", one sum" if self.inside_each > NESTED else ""
        return f"{self.size:,} areas{flat}"


NESTED = 9
"""So many areas inside each, unless all are in one sum."""


def _valid(path: Place, number: Number) -> bool:
    """Whether the format takes the number there: what it refuses is no error of sums and rates."""
    if "rate" in str(path[-1]):
        return 0 <= number <= 100  # noqa: PLR2004
    if path[0] == "funding":
        return True
    return isinstance(number, int) and (number >= 0 or "reduction" in str(path[-1]))


def damaged(made: Made, random: Random, kind: str, errors: int) -> Errors | None:
    """So many errors, the first of one kind and others of any; `None` where a kind finds no place."""
    damage: Errors = {}
    paths = list(made.figures)
    for number in range(errors):
        name = kind if not number else random.choice(tuple(KINDS))
        for _ in range(200):
            found = KINDS[name](random, made, random.choice(paths))
            if (
                found
                and not found.keys() & damage.keys()
                and all(made.figures[path] != typed and _valid(path, typed) for path, typed in found.items())
            ):
                damage.update(found)
                break
        else:
            return None
    return damage


def trial(made: Made, damage: Errors) -> tuple[dict[str, int], tuple[str, ...], float]:
    """What povcalc says of a damaged plan: counts, the wrong ones among the safe suggestions, and seconds."""
    figures = {**made.figures, **damage}
    text = made.text(figures)
    begin = time.perf_counter()
    reading = read_text(text, "bench.yaml")
    report, _ = suggested(reading, run(reading))
    seconds = time.perf_counter() - begin
    counts, wrong = _counted(made, figures, damage, report)
    return counts, wrong, seconds


def _counted(
    made: Made, figures: Mapping[Place, Number], damage: Errors, report: Any
) -> tuple[dict[str, int], tuple[str, ...]]:
    detected = any(finding.severity is not Severity.NOTE for finding in report.findings)
    detectable = broken(made, figures)
    told = [finding.suggestions for finding in report.findings if finding.suggestions]
    named = {change.path for suggestions in told for each in suggestions for change in each.changes}
    safe = {each.changes: each for suggestions in told for each in suggestions if each.safe}
    wrong = [each for each in safe.values() if not _is_true(made, damage, each)]
    counts = {
        "plans": 1,
        "detectable": detectable,
        "detected": detected,
        "missed": detectable and not detected,
        "more": detected and not detectable,
        "among": detected and bool(named & damage.keys()),
        "first": detected and any(_is_true(made, damage, suggestions[0]) for suggestions in told),
        "safe": len(safe),
        "with safe": bool(safe),
        "wrong": len(wrong),
    }
    typed = ", ".join(f"{dotted(path)} {made.figures[path]} as {number}" for path, number in damage.items())
    return counts, tuple(f"{dotted(each.changes[0].path)}: {each.message.to(Lang.EN)}; typed {typed}" for each in wrong)


def _is_true(made: Made, damage: Errors, suggestion: Any) -> bool:
    """Whether a suggestion changes damaged figures only, to what they truly are."""
    return all(
        change.path in damage and change.number is not None and change.number == made.figures[change.path]
        for change in suggestion.changes
    )


def job(task: Task) -> list[Told]:
    """The trials of one plan: every kind of error, alone and with a second one of any kind."""
    random = Random(f"{SEED} {tuple(task)}")  # noqa: S311 - figures, not secrets
    is_real = task.redundancy == REAL
    made = real() if is_real else made_up(random, task.size, task.redundancy, task.inside_each)
    told = []
    for kind in KINDS:
        for errors in (1, 2):
            for _ in range(task.repeats):
                damage = damaged(made, random, kind, errors)
                if damage is not None:
                    told.append(Told(kind, task.redundancy, task.called, errors, *trial(made, damage)))
    return told


REAL = "plan of 2019"


def tasks(scale: int, levels: Collection[str], most: int) -> Iterator[Task]:
    """The plans to damage: many small ones, fewer large ones, of some levels of redundancy and up to so many areas."""
    for number in range(4 * scale if REAL in levels else 0):
        yield Task(REAL, 10, NESTED, number, 5)
    for redundancy in [each for each in FIELDS if each in levels]:
        for size, inside_each, plans, repeats in (
            (10, NESTED, 12 * scale, 3),
            (100, NESTED, 2 * scale, 3),
            (100, 99, (scale + 1) // 2, 1),
            (1000, NESTED, (scale + 3) // 4, 1),
        ):
            for number in range(plans if size <= most else 0):
                yield Task(redundancy, size, inside_each, number, repeats)


def percent(part: int, whole: int, places: int = 1) -> str:
    """A share in percent, rounded half up; a dash where there is nothing to share."""
    if not whole:
        return "-"
    scaled = floor(Fraction(100 * part, whole) * 10**places + Fraction(1, 2))
    return str(Decimal(scaled).scaleb(-places))


def at_most(wrong: int, safe: int) -> str:
    """The upper end of a one-sided 95% interval for the share of wrong ones, in percent.

    The number of wrong ones is taken as Poisson: the mean at which so few or fewer come in 5% of cases.
    """
    if not safe:
        return "-"
    low, high = float(wrong), 10.0 * wrong + 10
    for _ in range(60):
        mean = (low + high) / 2
        likely = exp(-mean) * sum(mean**each / factorial(each) for each in range(wrong + 1))
        low, high = (mean, high) if likely > 0.05 else (low, mean)  # noqa: PLR2004
    return f"{100 * high / safe:.2f}"


def row(name: str, told: list[Told]) -> str:
    """One line of the table."""
    sums: Counter[str] = Counter()
    for each in told:
        sums.update(each.counts)
    found = sums["detected"]
    seconds = sorted(each.seconds for each in told)[len(told) // 2] if told else 0
    cells = (
        name,
        str(sums["plans"]),
        str(sums["plans"] - sums["detectable"]),
        percent(sums["detected"] - sums["more"], sums["detectable"]),
        percent(sums["among"], found),
        percent(sums["first"], found),
        percent(sums["with safe"], found),
        f"{sums['wrong']} of {sums['safe']}",
        percent(sums["wrong"], sums["safe"], 2),
        at_most(sums["wrong"], sums["safe"]),
        f"{1000 * seconds:.0f}",
    )
    return "| " + " | ".join(cells) + " |"


HEADING = (
    "| errors | plans | not detectable | detected % | figure named % | first is it % | with a safe one % "
    "| safe ones wrong | % | at most % | ms |\n| --- |" + " ---: |" * 10
)


def main() -> int:
    """Run the bench; 0 when of all safe suggestions fewer than one in a thousand are wrong, else 1."""
    parser = argparse.ArgumentParser(description="Damage right plans and see what povcalc makes of them.")
    parser.add_argument("--scale", type=int, default=8, help="how many plans (default: %(default)s; 1 is a quick look)")
    parser.add_argument("--levels", nargs="*", default=(REAL, *FIELDS), help="what plans state (default: all of them)")
    parser.add_argument("--most", type=int, default=1000, help="areas of the largest plan (default: %(default)s)")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with get_context("spawn").Pool(options.jobs) as pool:
        told: list[Told] = []
        for some in pool.imap_unordered(job, tasks(options.scale, options.levels, options.most)):
            told += some
            print(f"\r{len(told):,} plans", end="", file=sys.stderr)
            for each in some:
                for what in each.wrong:
                    print(f"\nwrong though safe ({each.kind}, {each.redundancy}): {what}", file=sys.stderr)
    print(file=sys.stderr)
    told.sort(key=lambda each: (each.kind, each.redundancy, each.size, each.errors))
    sums: Counter[str] = Counter()
    for each in told:
        sums.update(each.counts)
    _print(told, options.levels)
    print(f"\n{sums['missed']} of {sums['detectable']} that could be detected were not; ", end="")
    print(f"{sums['more']} were that no relation known to this program shows.")
    return 0 if 1000 * sums["wrong"] < sums["safe"] and not sums["missed"] else 1


def _print(told: list[Told], redundancies: Collection[str]) -> None:
    print(HEADING)
    for kind in KINDS:
        for redundancy in redundancies:
            some = [each for each in told if (each.kind, each.redundancy, each.errors) == (kind, redundancy, 1)]
            print(row(f"{kind}; {redundancy}", some))
    for redundancy in redundancies:
        print(row(f"**two errors; {redundancy}**", [e for e in told if (e.redundancy, e.errors) == (redundancy, 2)]))
    for redundancy in redundancies:
        print(row(f"**all; {redundancy}**", [each for each in told if each.redundancy == redundancy]))
    for size in dict.fromkeys(each.size for each in told if each.redundancy != REAL):
        print(row(f"**all made up; {size}**", [e for e in told if e.size == size and e.redundancy != REAL]))
    for name, known in (("known kinds", True), ("other kinds", False)):
        some = [each for each in told if (each.kind in LISTED) is known and each.errors == 1]
        print(row(f"**{name}, one error**", some))
    print(row("**all**", told))


if __name__ == "__main__":
    sys.exit(main())
