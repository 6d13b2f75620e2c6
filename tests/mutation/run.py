"""Mutation testing of the rooms whose mistakes would be wrong digits: what survives has to be read.

    python tests/mutation/run.py [ROOM]... [--size 100] [--seed 1] [--room-only]

Changes one operator, number, condition or loop at a time (a mutant, `mutants.py`) in a copy of the repository with an
environment of its own, whose installed command has the mutant too, and runs the tests (`warm.py`): first those that
belong to the room, then, for what survives, all others that reach what was changed. Of each room so many mutants are
tried, taken by chance from as many lines as there are; `--size 0` tries all. Prints each survivor with its line,
except those that `equivalent.yaml` names with a reason, and the table of `tests/README.md`. `--verbose` tells of each
mutant what noticed it. Needs the extra `mutation`.
"""

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from mutants import Mutant, equivalents, made, mixed, places

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "povcalc"


class Room(NamedTuple):
    """Modules, each with the functions that belong to the room, or with none for all; and the tests about them."""

    modules: dict[str, tuple[str, ...]]
    tests: tuple[str, ...]


ROOMS = {
    "figures": Room({"values.py": (), "numerals.py": ()}, ("values", "numerals", "estimates", "formulas")),
    "ranges": Room(
        {f"inference/{name}.py": () for name in ("propagate", "domains", "counts", "ranges")},
        (
            *("ranges", "exact_ranges", "one_base", "one_range", "ranges_worlds", "breakdowns_worlds", "conflicts"),
            *("changed", "rates_counts", "assumed", "derived", "contradictions", "measures"),
        ),
    ),
    "funding": Room(
        {"checks/funding.py": (), "checks/breakdowns.py": ()},
        ("funding", "funding_breakdowns", "breakdowns", "estimates"),
    ),
    "corrections": Room(
        {"corrections.py": ()}, ("corrections", "entry_errors", "fix", "mistyped", "findings", "singled_out")
    ),
    "rebalancing": Room(
        {
            "allocation.py": (),
            "apportion.py": (),
            "scenario/changes.py": (
                *("_sums", "update_totals", "follow_parts", "_updated_total", "plain_number", "_as_number"),
                *("rebalance_parts", "_absorbed"),
            ),
            "scenario/seek.py": ("_Search", "_kept_together", "_with_whole_households", "_candidates"),
        },
        ("apportion", "allocation", "allocation_worlds", "allocate", "seek", "seek_figures", "seek_funding", "whatif"),
    ),
    "YAML": Room(
        {"plan/yaml_reader.py": (), "checks/yaml.py": ()},
        ("yaml_reader", "yaml", "places", "fuzz_finds", "bad_input", "load"),
    ),
    "large": Room(
        {"plan/plain_targets.py": (), "inference/settled.py": (), "verdicts.py": ()},
        ("plain_targets", "settled", "verdicts", "engine"),
    ),
}

NOT_TRIED = (
    *("ci", "editor", "explore", "fuzz_programs", "layers", "lsp", "readme", "recording", "report", "workers"),
    *("excel", "json_schema"),
)
"""Test files that start services, browsers or spreadsheets, or are about the repository."""


class Outcome(NamedTuple):
    """Whether a test noticed a mutant, and which; or how many did not."""

    is_killed: bool
    why: str


class Copy:
    """A copy of the repository, with an environment in which its povcalc is the installed one."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(".*", "__pycache__", "node_modules"))
        environment = root / ".venv"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
        self.python = environment / "bin" / "python"
        installed = sysconfig.get_path("purelib")
        packages = installed.replace(sys.prefix, str(environment), 1)
        # Listed so, the libraries are found, and what installs the repository itself among them is not read.
        Path(packages, "copy.pth").write_text(f"{root / 'src'}\n{installed}\n", encoding="utf-8")
        command = self.python.with_name("povcalc")
        command.write_text(
            f"#!{self.python}\nimport sys\nfrom povcalc.cli import main\n\nif __name__ == '__main__':\n    main()\n",
            encoding="utf-8",
        )
        command.chmod(0o755)
        # By hash: by its time and size, a module that is changed within a second could be taken for the last one.
        words = ["compileall", "-q", "-f", "--invalidation-mode", "checked-hash", "src"]
        subprocess.run([str(self.python), "-m", *words], cwd=root, check=True)

    def tried(
        self,
        files: Sequence[str],
        most: float,
        mutants: Sequence[Mutant],
        done: Sequence[Sequence[str]],
        of_file: float = math.inf,
    ) -> list[Outcome]:
        """What becomes of each mutant with these test files, without those that it was tried on before.

        Of the tests that reach it the quickest are run, for so many seconds in all as they take without it; of each
        file its first `of_file` seconds of tests are looked at.
        """
        job, results = self.root / "job.json", self.root / "results"
        tries = [(each.module, each.line, each.text, list(but)) for each, but in zip(mutants, done, strict=True)]
        job.write_text(json.dumps((list(files), most, of_file, tries)), encoding="utf-8")
        results.write_text("", encoding="utf-8")
        words = [str(self.python), "tests/mutation/warm.py", str(job), str(results)]
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "POVCALC"))}
        subprocess.run(words, cwd=self.root, env=plain, check=True)
        told = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
        outcomes = {at: Outcome(is_killed, why) for at, is_killed, why in told}
        return [outcomes[at] for at in range(len(mutants))]


def files_of(names: Sequence[str]) -> list[str]:
    named = [f"tests/test_{name}{ending}.py" for name in names for ending in ("", "_edges")]
    return [name for name in named if (ROOT / name).is_file()]


def every_file() -> list[str]:
    """All test files but those that are never tried."""
    files = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "tests").glob("test_*.py"))
    return [name for name in files if name not in files_of(NOT_TRIED)]


def chosen(room: Room, size: int, seed: int) -> tuple[int, list[Mutant]]:
    """How many mutants a room has, and those that are tried."""
    every = [place for module, names in room.modules.items() for place in places(SOURCE, module, names)]
    found = (mutant for place in mixed(every, seed) if (mutant := made(SOURCE, place)) is not None)
    return len(every), [*islice(found, size or None)]


def unnoticed(mutants: list[Mutant], outcomes: list[Outcome], *, is_verbose: bool) -> list[Mutant]:
    """The mutants that survived."""
    for mutant, outcome in zip(mutants, outcomes, strict=True) if is_verbose else ():
        print(f"{'killed' if outcome.is_killed else 'survived'}: {mutant}\n    {outcome.why}", flush=True)
    return [mutant for mutant, outcome in zip(mutants, outcomes, strict=True) if not outcome.is_killed]


def measured(copy: Copy, asked: argparse.Namespace) -> Iterator[str]:
    """The rows of the table."""
    known = equivalents()
    beginnings: dict[str, tuple[int, int, int, int]] = {}
    left: dict[str, list[Mutant]] = {}
    for name in asked.rooms or list(ROOMS):
        total, picked = chosen(ROOMS[name], asked.size, asked.seed)
        tried = [each for each in picked if each.change not in known]
        outcomes = copy.tried(files_of(ROOMS[name].tests), asked.seconds, tried, [()] * len(tried))
        left[name] = unnoticed(tried, outcomes, is_verbose=asked.verbose)
        beginnings[name] = (total, len(picked), len(picked) - len(tried), len(left[name]))
        print(f"{name}: {len(left[name])} of {len(tried)} survive the tests of the room", flush=True)
    if not asked.room_only:
        together = [mutant for of_room in left.values() for mutant in of_room]
        done = [files_of(ROOMS[name].tests) for name, of_room in left.items() for _ in of_room]
        outcomes = copy.tried(every_file(), asked.seconds, together, done, asked.of_file)
        found = unnoticed(together, outcomes, is_verbose=asked.verbose)
        left = {name: [each for each in of_room if each in found] for name, of_room in left.items()}
    for name, (total, size, same, in_room) in beginnings.items():
        print(*left[name], sep="\n", flush=True)
        score = f"{100 * (size - same - len(left[name])) / max(size - same, 1):.0f}%"
        yield "| " + " | ".join(map(str, (name, total, size, same, in_room, len(left[name]), score))) + " |"


def main() -> None:
    """Measure the rooms that are named, or all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=f"{', '.join(ROOMS)} (default: all)")
    parser.add_argument("--size", type=int, default=60, help="mutants of a room that are tried (0: all)")
    parser.add_argument("--seed", type=int, default=1, help="which of them, by chance")
    parser.add_argument("--seconds", type=float, default=600, help="of tests a mutant, the quickest first")
    parser.add_argument(
        "--of-file", type=float, default=math.inf, help="seconds of tests of each file that is not of the room"
    )
    parser.add_argument("--room-only", action="store_true", help="only the tests that belong to the room")
    parser.add_argument("--verbose", action="store_true", help="tell of each mutant what noticed it")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = [*measured(Copy(Path(folder) / "povcalc"), asked)]
    print("| room | mutants | tried | equivalent | survive the room's tests | survive all tests | killed |")
    print("| --- |" + " ---: |" * 6)
    print("\n".join(rows))


if __name__ == "__main__":
    main()
