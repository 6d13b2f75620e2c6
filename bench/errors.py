"""How well povcalc finds what was mistyped, and how often it would mend it wrongly; prints the table of the README.

    python bench/errors.py

Plans that are right get one or two errors of every kind at random places. The same seed gives the same table.
What could be detected at all is worked out here, from the relations themselves, by code of its own.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor
from multiprocessing import get_context
from random import Random
from typing import Any, NamedTuple

from mistyped import FIELDS, KINDS, LISTED, Errors, Made, Number, Place, broken, made_up, real
from povcalc.engine import run
from povcalc.findings import Severity
from povcalc.loading import read_text
from povcalc.repair import suggested

SEED = 2019

WEIGHTS = [10 if kind in LISTED else 1 for kind in KINDS]
ALONE = 9
"""The stated mix, a guess: a known kind ten times as often as another, one error nine times as often as two."""


class Told(NamedTuple):
    """What came of one damaged plan: counts by name, and the seconds that it took."""

    kind: str
    redundancy: str
    errors: int
    counts: dict[str, int]
    seconds: float


def _valid(path: Place, number: Number) -> bool:
    """Whether the format takes the number there: what it refuses is no error of sums and rates."""
    if "rate" in str(path[-1]):
        return 0 <= number <= 100  # noqa: PLR2004
    if path[0] == "funding":
        return True
    return isinstance(number, int) and (number >= 0 or path[-1] == "reduction_households")


def trial(made: Made, random: Random, kind: str, redundancy: str, errors: int) -> Told | None:
    """Damage a plan and see what povcalc says; `None` where the kind of error finds no place."""
    damage: Errors = {}
    paths = list(made.figures)
    for number in range(errors):
        name = kind if not number else random.choices(tuple(KINDS), WEIGHTS)[0]
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
    figures = {**made.figures, **damage}
    text = made.text(figures)
    begin = time.perf_counter()
    reading = read_text(text, "bench.yaml")
    report, _ = suggested(reading, run(reading))
    seconds = time.perf_counter() - begin
    return Told(kind, redundancy, errors, _counted(made, figures, damage, report), seconds)


def _counted(made: Made, figures: Mapping[Place, Number], damage: Errors, report: Any) -> dict[str, int]:
    detected = any(finding.severity is not Severity.NOTE for finding in report.findings)
    detectable = broken(made, figures)
    told = [finding.suggestions for finding in report.findings if finding.suggestions]
    named = {change.path for suggestions in told for each in suggestions for change in each.changes}
    firsts = [_is_true(made, damage, suggestions[0]) for suggestions in told]
    safe = {each.changes: each for suggestions in told for each in suggestions if each.safe}
    return {
        "plans": 1,
        "detectable": detectable,
        "detected": detected,
        "missed": detectable and not detected,
        "more": detected and not detectable,
        "among": detected and bool(named & damage.keys()),
        "first": detected and any(firsts),
        "safe": len(safe),
        "with safe": bool(safe),
        "wrong": sum(not _is_true(made, damage, each) for each in safe.values()),
    }


def _is_true(made: Made, damage: Errors, suggestion: Any) -> bool:
    """Whether a suggestion changes damaged figures only, to what they truly are."""
    return all(
        change.path in damage and change.number is not None and change.number == made.figures[change.path]
        for change in suggestion.changes
    )


def job(task: tuple[str, int, int, int]) -> list[Told]:
    """The trials of one plan: every kind of error, alone and with a second one of any kind."""
    redundancy, size, seed, repeats = task
    random = Random(f"{SEED} {task}")  # noqa: S311 - figures, not secrets
    made = real() if redundancy == "plan of 2019" else made_up(random, size, FIELDS[redundancy])
    del seed
    return [
        told
        for kind in KINDS
        for errors in (1, 2)
        for _ in range(repeats)
        if (told := trial(made, random, kind, redundancy, errors)) is not None
    ]


def tasks(scale: int) -> Iterator[tuple[str, int, int, int]]:
    """The plans to damage: many small ones, fewer large ones."""
    for seed in range(4 * scale):
        yield "plan of 2019", 10, seed, 5
    for redundancy in FIELDS:
        for size, plans, repeats in ((10, 12, 3), (100, 3, 3), (1000, 1, 1)):
            for seed in range(plans * scale):
                yield redundancy, size, seed, repeats


def percent(part: int, whole: int, places: int = 1) -> str:
    """A share in percent, rounded half up; a dash where there is nothing to share."""
    if not whole:
        return "-"
    scaled = floor(Fraction(100 * part, whole) * 10**places + Fraction(1, 2))
    return str(Decimal(scaled).scaleb(-places))


def mixed(told: list[Told]) -> tuple[int, int]:
    """Wrong ones among the safe suggestions, each by the weight that its plan has in the stated mix."""
    wrong = safe = 0
    for each in told:
        weight = WEIGHTS[tuple(KINDS).index(each.kind)] * (ALONE if each.errors == 1 else 1)
        wrong += weight * each.counts["wrong"]
        safe += weight * each.counts["safe"]
    return wrong, safe


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
        f"{1000 * seconds:.0f}",
    )
    return "| " + " | ".join(cells) + " |"


HEADING = (
    "| errors | plans | not detectable | detected % | figure named % | first is it % | with a safe one % "
    "| safe ones wrong | % | ms |\n| --- |" + " ---: |" * 9
)


def main() -> int:
    """Run the bench; 0 when of all safe suggestions fewer than one in a thousand are wrong, else 1."""
    parser = argparse.ArgumentParser(description="Damage right plans and see what povcalc makes of them.")
    parser.add_argument(
        "--scale", type=int, default=10, help="how many plans (default: %(default)s; 1 is a quick look)"
    )
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with get_context("spawn").Pool(options.jobs) as pool:
        told = [each for some in pool.imap_unordered(job, tasks(options.scale)) for each in some]
    told.sort(key=lambda each: (each.kind, each.redundancy, each.errors))
    print(HEADING)
    for kind in KINDS:
        for redundancy in ("plan of 2019", *FIELDS):
            some = [each for each in told if (each.kind, each.redundancy, each.errors) == (kind, redundancy, 1)]
            print(row(f"{kind}; {redundancy}", some))
    for redundancy in ("plan of 2019", *FIELDS):
        print(row(f"**two errors; {redundancy}**", [e for e in told if (e.redundancy, e.errors) == (redundancy, 2)]))
    for redundancy in ("plan of 2019", *FIELDS):
        print(row(f"**all; {redundancy}**", [each for each in told if each.redundancy == redundancy]))
    print(row("**known kinds, one error**", [each for each in told if each.kind in LISTED and each.errors == 1]))
    print(row("**other kinds, one error**", [each for each in told if each.kind not in LISTED and each.errors == 1]))
    print(row("**all**", told))
    print(f"\nIn the stated mix {percent(*mixed(told), 3)}% of the safe suggestions are wrong.")
    sums: Counter[str] = Counter()
    for each in told:
        sums.update(each.counts)
    wrong, safe = mixed(told)
    return 0 if 1000 * wrong < safe and not sums["missed"] else 1


if __name__ == "__main__":
    sys.exit(main())
