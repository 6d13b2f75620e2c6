"""What wrong plans cost: each case at two sizes, with the ratio of their costs beside that of their sizes.

    python bench/wrong.py
    python bench/wrong.py --quick

The processor time of whole processes is measured, the least of three rounds; then each line of the limits, once. With
`--quick` all of it on small plans, to see that it runs: its numbers mean nothing. No test asserts it.
"""

import argparse
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

HEAD = "povcalc: 1\ndocument: {title: x, year: 2019}\n"
AREAS = f"{HEAD}targets:\n  id: root\n  name: R\n"


def rates(number: int) -> str:
    """Areas each with a rate that its counts do not give."""
    lines = [f"{AREAS}  areas:"]
    for at in range(number):
        whole, poor = 1000 + at % 97, 100 + at % 13
        rate = f"{100 * poor / whole + 1.5:.2f}"
        figures = f"households: {whole}, poor_households_end: {poor}, poverty_rate_end: {rate}"
        lines.append(f"    - {{id: a{at}, name: A{at}, {figures}}}")
    return "\n".join(lines) + "\n"


def lines(number: int) -> str:
    """A total that is not the sum of the funding lines."""
    amounts = [Random(at).randint(1000, 9999) for at in range(number)]  # noqa: S311
    found = [f"{HEAD}funding:\n  unit: million VND\n  total: {sum(amounts) + 18}\n  lines:"]
    found += [f"    - {{id: l{at}, name: L{at}, amount: {amount}}}" for at, amount in enumerate(amounts)]
    return "\n".join(found) + "\n"


def whole(number: int) -> str:
    """A rate of the whole that no rates of its areas allow."""
    found = [f"{AREAS}  poverty_rate_end: 90.00\n  areas:"]
    for at in range(number):
        figures = f"poverty_rate_end: {10 + at % 7}.00, reduction_households: {10 + at % 5}"
        found.append(f"    - {{id: a{at}, name: A{at}, {figures}}}")
    return "\n".join(found) + "\n"


def mistyped(number: int) -> str:
    """Areas each with another mistake, drawn at random: in a number, a key, an id, or how it is written."""
    random = Random(number)  # noqa: S311
    found = [f"{AREAS}  areas:"]
    for at in range(number):
        whole = random.randint(500, 5000)
        poor = random.randint(10, whole // 2)
        fall = random.randint(1, poor)
        rate = f"{100 * poor / whole:.2f}"
        right = (
            f"- {{id: a{at}, name: A{at}, households: {whole}, poor_households_start: {poor + fall}, "
            f"poor_households_end: {poor}, poverty_rate_end: {rate}, reduction_households: {fall}}}"
        )
        before, after = random.choice(
            (
                (f"households: {whole}", f"households: {whole // 3}"),
                (f"end: {rate}", "end: 1e5"),
                (f"reduction_households: {fall}", f"reduction_households: {fall + random.randint(1, 90)}"),
                ("poor_households_end", "poor_housholds_end"),
                (f"end: {rate}", f"end: {random.randint(0, 99)}.{random.randint(10, 99)}"),
                (f"id: a{at}", "id: a1"),
                (f"households: {whole}", "households: 1.726"),
                (f"start: {poor + fall}", f"start: -{poor + fall}"),
            )
        )
        found.append(f"    {right.replace(before, after, 1)}")
    return "\n".join(found) + "\n"


def implied(number: int) -> str:
    """Areas of a whole that states what may follow from them; nothing is wrong."""
    found = [f"{AREAS}  poor_households_end: {{over: 100}}\n  reduction_rate: {{over: 2}}\n  areas:"]
    for at in range(number):
        figures = f"poverty_rate_end: {5 + at % 10}.{at % 100:02d}, reduction_households: {100 + at % 50}"
        found.append(f"    - {{id: a{at}, name: A{at}, {figures}}}")
    return "\n".join(found) + "\n"


def right_nation(provinces: int) -> str:
    """A nation of so many provinces in which nothing is wrong."""
    command = [sys.executable, str(Path(__file__).with_name("nation.py")), "--provinces", str(provinces)]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


def random_nation(provinces: int) -> str:
    """A nation of so many provinces in which every count is any number up to twice what it was."""
    random = Random(provinces)  # noqa: S311
    return re.sub(
        r"(households\w*): (\d+)",
        lambda count: f"{count[1]}: {random.randint(1, 2 * int(count[2]) + 2)}",
        right_nation(provinces),
    )


CASES: tuple[tuple[str, Callable[[int], str], int, int], ...] = (
    ("wrong rates", rates, 1_000, 10_000),
    ("one wrong total of funding", lines, 1_000, 10_000),
    ("a wrong rate of the whole", whole, 100, 1_000),
    ("mistakes of all kinds", mistyped, 2_000, 20_000),
    ("a whole that may follow from its areas", implied, 300, 3_000),
    ("a nation, every count wrong; provinces", random_nation, 2, 6),
)


def stated(number: int) -> str:
    """Areas that state their counts and their rates; nothing is wrong."""
    random, found = Random(number), [f"{AREAS}  areas:"]  # noqa: S311
    for at in range(number):
        whole = random.randint(500, 5000)
        start = random.randint(50, whole // 2)
        fall = random.randint(1, start // 2)
        figures = f"households: {whole}, poor_households_start: {start}, poor_households_end: {start - fall}"
        rate = f"poverty_rate_end: {100 * (start - fall) / whole:.2f}, reduction_households: {fall}"
        found.append(f"    - {{id: a{at}, name: A{at}, {figures}, {rate}}}")
    return "\n".join(found) + "\n"


def creeping(number: int) -> str:
    """Areas whose households are pushed up step by step: start and end rates that meet, and a reduction."""
    found = [f"{AREAS}  households: {{at_most: 500000000}}\n  areas:"]
    for at in range(number):
        figures = f"poverty_rate_start: 44.35, poverty_rate_end: 44.35, reduction_households: {453 + at}"
        found.append(f"    - {{id: a{at}, name: A{at}, {figures}}}")
    return "\n".join(found) + "\n"


FORMATS = ("concise", "table", "json", "junit", "github", "gitlab", "markdown", "sarif")

CHECK, CONCISE = ("check", "--no-cache", "FILE"), ("check", "--no-cache", "FILE", "--format", "concise")
SEEK = ("seek", "root.poverty_rate_end<=12", "FILE", "--vary", "*.poverty_rate_end")
CHANGE = ("whatif", "FILE", "--set", "*.reduction_households=x2")

Plan = tuple[Callable[[int], str], int]

LIMITS: tuple[tuple[str, tuple[str, ...], Plan, float, tuple[str, ...] | None, Plan | None], ...] = (
    *(
        (f"1,000 wrong rates, {' '.join(way) or 'table'}", (*CHECK, *way), (rates, 1_000), 2, CONCISE, (rates, 1_000))
        for way in ((), ("--format", "json"), ("--diff",))
    ),
    *(
        (
            f"20,000 wrong rates, {way}",
            (*CHECK, "--format", way),
            (rates, 20_000),
            10,
            (*CHECK, "--format", way),
            (rates, 2_000),
        )
        for way in FORMATS
    ),
    ("one wrong total of 10,000 funding lines", CHECK, (lines, 10_000), 2, None, None),
    ("a wrong rate of a whole of 1,000", CHECK, (whole, 1_000), 5, None, None),
    *(
        (f"a nation, every count wrong, {name}", way, (random_nation, 63), 3, CONCISE, (right_nation, 63))
        for name, way in (("concise", CONCISE), ("table", CHECK), ("--diff", (*CHECK, "--diff")))
    ),
    ("compare of two nations", ("compare", "FILE", "FILE"), (right_nation, 63), 3, None, None),
    ("show targets of a nation", ("show", "targets", "FILE"), (right_nation, 63), 3, None, None),
    ("seek over the end rates of 5,000 areas", SEEK, (stated, 5_000), 3, None, None),
    ("whatif over 5,000 areas", CHANGE, (stated, 5_000), 3, None, None),
    ("300 districts that creep", CHECK, (creeping, 300), 2, None, None),
    *(
        (f"20,000 mistakes of all kinds, {way}", (*CHECK, "--format", way), (mistyped, 20_000), 60, None, None)
        for way in FORMATS
    ),
)
"""What is run on which plan, and its limit: seconds, or so many times what something else costs."""


def cost(rounds: int, *words: str) -> float:
    """The least processor time of a command, in seconds."""
    found = []
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        subprocess.run([sys.executable, "-m", "povcalc", *words], capture_output=True, check=False)
        found.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
    return min(found)


def limits(folder: Path, part: int) -> None:
    """Measure each line of the limits on plans of one part of their size, and print whether it holds."""
    print("\n| what | measured | beside | limit | holds |\n| --- | ---: | ---: | ---: | --- |")
    file = folder / "plan.yaml"

    def of(words: tuple[str, ...], plan: Plan) -> float:
        file.write_text(plan[0](max(1, plan[1] // part)), encoding="utf-8")
        return cost(1, *(str(file) if word == "FILE" else word for word in words))

    for name, words, plan, limit, other, beside in LIMITS:
        measured = of(words, plan)
        against = of(other, beside) if other and beside else None
        holds = measured <= limit * (1 if against is None else against)
        told = ("", f"{limit:g} s") if against is None else (f"{against:.2f} s", f"{limit:g} ×")
        print(f"| {name} | {measured:.2f} s | {told[0]} | {told[1]} | {'yes' if holds else 'no'} |", flush=True)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"\nThe most memory that any of them held: {most} MB.")


def main() -> None:
    """Measure every case and print a table, then the limits."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=3, help="how often each case is measured")
    options.add_argument("--quick", action="store_true", help="once, on plans of a fiftieth of the size")
    asked = options.parse_args()
    rounds, part = (1, 50) if asked.quick else (asked.rounds, 1)
    print("| case | sizes | `--format concise` | tables | ratio of tables | tables beside concise |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "plan.yaml")
        for name, made, few, many in CASES:
            costs = []
            for number in (max(1, few // part), max(1, many // part)):
                file.write_text(made(number), encoding="utf-8")
                costs.append(
                    (
                        cost(rounds, "check", "--no-cache", str(file), "--format", "concise"),
                        cost(rounds, "check", "--no-cache", str(file)),
                    )
                )
            (short, small), (long, large) = costs
            print(
                f"| {name} | {few:,}, {many:,} | {short:.2f} s, {long:.2f} s | {small:.2f} s, {large:.2f} s "
                f"| {large / small:.1f} | {small / short:.1f}, {large / long:.1f} |",
                flush=True,
            )
        limits(Path(folder), part)


if __name__ == "__main__":
    main()
