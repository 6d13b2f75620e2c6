"""What wrong plans cost: each case at two sizes, with the ratio of their costs beside that of their sizes.

    python bench/wrong.py

The processor time of whole processes is measured, the least of three rounds. No test asserts it.
"""

import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

ROUNDS = int(sys.argv[1]) if sys.argv[1:] else 3
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


def random_nation(provinces: int) -> str:
    """A nation of so many provinces in which every count is any number up to twice what it was."""
    command = [sys.executable, str(Path(__file__).with_name("nation.py")), "--provinces", str(provinces)]
    right = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    random = Random(provinces)  # noqa: S311
    return re.sub(
        r"(households\w*): (\d+)", lambda count: f"{count[1]}: {random.randint(1, 2 * int(count[2]) + 2)}", right
    )


CASES: tuple[tuple[str, Callable[[int], str], int, int], ...] = (
    ("wrong rates", rates, 1_000, 10_000),
    ("one wrong total of funding", lines, 1_000, 10_000),
    ("a wrong rate of the whole", whole, 100, 1_000),
    ("mistakes of all kinds", mistyped, 2_000, 20_000),
    ("a whole that may follow from its areas", implied, 300, 3_000),
    ("a nation, every count wrong; provinces", random_nation, 2, 6),
)


def cost(file: Path, *options: str) -> float:
    """The least processor time of a check, in seconds."""
    found = []
    for _ in range(ROUNDS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        command = [sys.executable, "-m", "povcalc", "check", *options, str(file)]
        subprocess.run(command, capture_output=True, check=False)
        found.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
    return min(found)


def main() -> None:
    """Measure every case and print a table."""
    print("| case | sizes | `--format concise` | tables | ratio of tables | tables beside concise |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "plan.yaml")
        for name, made, few, many in CASES:
            costs = []
            for number in (few, many):
                file.write_text(made(number), encoding="utf-8")
                costs.append((cost(file, "--format", "concise"), cost(file)))
            (short, small), (long, large) = costs
            print(
                f"| {name} | {few:,}, {many:,} | {short:.2f} s, {long:.2f} s | {small:.2f} s, {large:.2f} s "
                f"| {large / small:.1f} | {small / short:.1f}, {large / long:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
