"""Mutation testing of the rooms whose mistakes would be wrong digits: what survives has to be read.

    python tests/mutation/run.py [MODULE]...

Takes a copy of the repository, in which cosmic-ray changes one operator, number or condition at a
time and runs the module's tests, with few examples a property first (`quick.py`) and, for what
survives, with all. Prints every survivor with its line, and the table of `tests/README.md`. MODULE chooses
some of `TESTS`. Needs the extra `mutation`; an hour or two for all.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

TESTS = {
    "values.py": ("values", "ranges"),
    "plan/yaml_reader.py": ("yaml_reader", "yaml", "places", "fuzz_finds"),
    "plan/plain_targets.py": ("plain_targets",),
    "inference/counts.py": ("ranges", "rates_counts", "exact_ranges", "ranges_worlds"),
    "inference/settled.py": ("settled",),
    "inference/propagate.py": ("ranges", "one_base", "exact_ranges", "ranges_worlds", "one_range"),
    "verdicts.py": ("settled", "engine"),
    "corrections.py": ("corrections", "entry_errors", "fix"),
    "scenario/changes.py": ("whatif",),
    "checks/base.py": ("engine", "checks", "schema", "actors", "waivers"),
    "checks/yaml.py": ("yaml",),
    "checks/schema.py": ("schema",),
    "checks/targets.py": ("targets", "rates_counts"),
    "checks/rates.py": ("rates", "rates_counts", "poor"),
    "checks/funding.py": ("funding",),
    "checks/dates.py": ("dates",),
    "checks/actors.py": ("actors", "schema"),
    "checks/waivers.py": ("waivers", "engine"),
}
"""Modules below `src/povcalc`, each with the test files that are about it."""

# `int | None` is no arithmetic, and a declaration without its decorator is no check. Of members of an
# enumeration and of small whole numbers there is one each, so that `is` and `==` say the same.
LEFT_OUT = (
    "core/ReplaceBinaryOperator_BitOr_.*",
    "core/RemoveDecorator",
    "core/ReplaceComparisonOperator_(Is_Eq|Eq_Is|IsNot_NotEq|NotEq_IsNot)",
)


def compiled(copy: Path) -> None:
    """Compile the copy once, so that a mutant costs the compiling of one module.

    By hash: by its time and size, a module that is changed within a second could be taken for the last one.
    """
    files = sorted({f"tests/test_{name}.py" for names in TESTS.values() for name in names})
    words = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-p", "no:cacheprovider", *files]
    writing = {name: value for name, value in environment(copy).items() if name != "PYTHONDONTWRITEBYTECODE"}
    # Snapshots count as unused where no test is run, so that this ends with 1.
    subprocess.run(words, cwd=copy, env=writing, check=False, capture_output=True)
    words = [sys.executable, "-m", "compileall", "-q", "-f", "--invalidation-mode", "checked-hash", "src"]
    subprocess.run(words, cwd=copy, env=writing, check=True)


def tests_of(module: str, *, quick: bool) -> str:
    """The command that tests a module, run in the copy of the repository."""
    named = [f"tests/test_{name}{ending}.py" for name in TESTS[module] for ending in ("", "_edges")]
    files = " ".join(name for name in named if (ROOT / name).is_file())
    plugin = "-p quick " if quick else ""
    return f"{sys.executable} -m pytest -x -q -p no:cacheprovider {plugin}{files}"


def mutants(copy: Path, module: str) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Every mutant of a module: what was changed, what became of it, and the changed lines."""
    config, session = copy / "mutation.toml", copy / "mutation.sqlite"
    session.unlink(missing_ok=True)
    config.write_text(
        f"""[cosmic-ray]
module-path = "src/povcalc/{module}"
timeout = 60.0
excluded-modules = []
test-command = "{tests_of(module, quick=True)}"
[cosmic-ray.distributor]
name = "local"
[cosmic-ray.filters.operators-filter]
exclude-operators = {json.dumps(LEFT_OUT)}
""",
        encoding="utf-8",
    )
    scripts = Path(sys.executable).parent
    for words in (
        (scripts / "cosmic-ray", "init", config, session),
        (scripts / "cr-filter-operators", session, config),
        (scripts / "cosmic-ray", "exec", config, session),
    ):
        subprocess.run([str(word) for word in words], cwd=copy, env=environment(copy), check=True, capture_output=True)
    dumped = subprocess.run(
        [str(scripts / "cosmic-ray"), "dump", str(session)], cwd=copy, check=True, capture_output=True, text=True
    )
    for line in dumped.stdout.splitlines():
        item, result = json.loads(line)
        if result is None or result["worker_outcome"] == "skipped":
            continue
        yield item["mutations"][0], result["test_outcome"] or result["worker_outcome"], result["diff"] or ""


def environment(copy: Path) -> dict[str, str]:
    """The tests' environment: the copy's own package and plugin before any that is installed."""
    paths = os.pathsep.join([str(copy / "src"), str(copy / "tests"), str(copy / "tests" / "mutation")])
    return {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}


def survives_all(copy: Path, module: str, mutation: dict[str, Any]) -> bool:
    """Whether a mutant passes the module's tests with all their examples."""
    file = copy / "src" / "povcalc" / module
    kept = file.read_text(encoding="utf-8")
    words = ["apply", str(file.relative_to(copy)), mutation["operator_name"], str(mutation["occurrence"])]
    try:
        subprocess.run(
            [str(Path(sys.executable).parent / "cosmic-ray"), *words], cwd=copy, check=True, capture_output=True
        )
        done = subprocess.run(
            tests_of(module, quick=False).split(), cwd=copy, env=environment(copy), check=False, capture_output=True
        )
    finally:
        file.write_text(kept, encoding="utf-8")
    return done.returncode == 0


def measure(copy: Path, module: str) -> Counter[str]:
    """Try every mutant of a module, print those that survive, and count what became of them."""
    counts: Counter[str] = Counter()
    begin = time.monotonic()
    for mutation, outcome, diff in mutants(copy, module):
        counts["mutants"] += 1
        if outcome == "survived" and survives_all(copy, module, mutation):
            counts["survived"] += 1
            changed = [line for line in diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
            print(f"{module}:{mutation['start_pos'][0]} {mutation['operator_name']}")
            print("\n".join(f"    {line}" for line in changed), flush=True)
        else:
            counts["killed"] += 1
    counts["seconds"] = round(time.monotonic() - begin)
    return counts


def main() -> None:
    """Measure the modules that are named, or all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="below src/povcalc (default: all)")
    chosen = parser.parse_args().modules or list(TESTS)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "povcalc"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        compiled(copy)
        for module in chosen:
            counts = measure(copy, module)
            told = f"{counts['killed']} | {counts['survived']}"
            score = f"{100 * counts['killed'] // max(counts['mutants'], 1)}%"
            rows.append(f"| `{module}` | {counts['mutants']} | {told} | {score} | {counts['seconds']} |")
            print(rows[-1], flush=True)
    print("\n| module | mutants | killed | survived | score | seconds |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
