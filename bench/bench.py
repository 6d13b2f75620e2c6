"""How fast povcalc is, beside what it is measured against; prints the table of `bench/README.md`.

    python bench/bench.py

Whole processes, the two sides of a comparison in turn, medians. Unless `--python` names the Python
of an environment that has povcalc and check-jsonschema, a throw-away one is made. The exit status
is 0 when every limit holds, 1 when one does not, 2 when nothing could be measured.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from nation import PROVINCES, VILLAGES

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT / "schema" / "plan.schema.json"
PLANS = 1000
IMPORTS = "import typer, rich.console, rich.table, yaml; from pydantic import BaseModel"
MODEL = f"{IMPORTS}\nclass Model(BaseModel):\n    number: int\nModel(number=1)"

# The peak is asked for last. It is of this process alone as long as its parent is the smaller one,
# whose own peak a child begins with: that is why the nation is generated in another process.
_TOLD = """
import json, resource
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""

LOAD = f"""
import sys, time
import yaml
text = open(sys.argv[1], encoding="utf-8").read()
begin = time.process_time()
value = yaml.load(text, Loader=yaml.CSafeLoader)
seconds = time.process_time() - begin
{_TOLD}"""

CHECK = f"""
import sys, time
from povcalc.engine import run
from povcalc.plan.load import read_text
text = open(sys.argv[1], encoding="utf-8").read()
begin = time.process_time()
reading = read_text(text, sys.argv[1])
report = run(reading)
seconds = time.process_time() - begin
{_TOLD}"""

WHATIF = f"""
import sys, time
from povcalc.scenario.tables import answer as answer_of
from povcalc.plan.load import read_text
from povcalc.scenario.changes import parse_request
from povcalc.scenario.outcome import Scenario
text = open(sys.argv[1], encoding="utf-8").read()
begin = time.process_time()
answer = answer_of(read_text(text, sys.argv[1]), Scenario((parse_request("**.reduction_households=x2"),)))
seconds = time.process_time() - begin
{_TOLD}"""

RANGES = """
import json, sys, time
import yaml
from povcalc.inference.ranges import ranges
from povcalc.plan.load import read_text
from povcalc.plan.model import walk
text = open(sys.argv[1], encoding="utf-8").read()
areas = walk(read_text(text, sys.argv[1]).plan.targets)
begin = time.process_time()
found = ranges(areas)
seconds = time.process_time() - begin
begin = time.process_time()
yaml.load(text, Loader=yaml.CSafeLoader)
print(json.dumps([seconds, time.process_time() - begin, found.visits, len(areas)]))
"""

MACHINE = """
import json, platform, yaml
from importlib.metadata import version
from yaml._yaml import get_version_string
names = ("povcalc", "pydantic", "pydantic-core", "typer", "rich", "PyYAML", "check-jsonschema", "ruamel.yaml")
names += ("yamllint",)
versions = [*(f"{name} {version(name)}" for name in names), f"libyaml {get_version_string()}"]
print(json.dumps([platform.python_implementation() + " " + platform.python_version(), versions]))
"""

PEAK_UNITS_PER_MB = 1_000_000 if sys.platform == "darwin" else 1_000_000 / 1024


class NotMeasured(Exception):  # noqa: N818 - an outcome, not a fault of this program
    """Something that has to be right before any time means anything is not."""


class Row(NamedTuple):
    """One line of the table: a median, the one it is compared with, and what their ratio may be."""

    what: str
    measured: float
    beside: str
    other: float
    limit: float
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """How many times the other one it is."""
        return self.measured / self.other

    @property
    def holds(self) -> bool:
        """Whether the ratio is within its limit."""
        return self.ratio <= self.limit


class Rounds(NamedTuple):
    """How often what is measured: the small plan, the nation, check-jsonschema, a thousand plans."""

    small: int
    nation: int
    schema: int
    many: int


class Bench:
    """Runs the commands of one environment in one folder, with nothing of the caller's Python settings."""

    def __init__(self, python: Path, folder: Path) -> None:
        self._python = str(python)
        self._scripts = python.parent
        # Without plans, so that a command that names no file is about the plan of 2019.
        self._folder = folder / "here"
        self._folder.mkdir(exist_ok=True)
        self._environment = plain_environment()

    def script(self, name: str, *words: str) -> Sequence[str]:
        """The words of an installed command."""
        return (str(self._scripts / name), *words)

    def code(self, code: str, *words: str) -> Sequence[str]:
        """The words that run a piece of Python."""
        return (self._python, "-c", code, *words)

    def output(self, words: Sequence[str]) -> str:
        """What a command prints; it has to succeed."""
        done = subprocess.run(
            words, cwd=self._folder, env=self._environment, capture_output=True, check=False, encoding="utf-8"
        )
        if done.returncode:
            raise NotMeasured(f"{Path(words[0]).name} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def seconds(self, words: Sequence[str]) -> float:
        """How long a whole process takes, from its start to its end."""
        begin = time.perf_counter()
        self.output(words)
        return time.perf_counter() - begin

    def busy(self, words: Sequence[str]) -> float:
        """The processor time of a whole process, which other work on the machine changes little."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.output(words)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def areas(self, name: str) -> int:
        """How many areas a generated nation has: each has one kind, and so has the document."""
        with (self._folder / name).open("rb") as lines:
            return sum(line.lstrip().startswith(b"kind: ") for line in lines) - 1

    def told(self, words: Sequence[str]) -> tuple[float, float]:
        """The seconds and the peak of memory, in MB, that a process tells of itself."""
        seconds, peak = json.loads(self.output(words))
        return seconds, peak / PEAK_UNITS_PER_MB


def plain_environment() -> dict[str, str]:
    """The environment without what changes how Python or the programs start, byte code above all."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "POVCALC_", "PYDANTIC_")) and name not in ("COLUMNS", "FORCE_COLOR")
    }


def in_turn(rounds: int, measures: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """The median of each measure, all of them taken once a round."""
    taken: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            taken[name].append(measure())
    return {name: median(values) for name, values in taken.items()}


def small_rows(bench: Bench, rounds: int) -> list[Row]:
    """Starting up and checking the plan of 2019, beside the imports that this cannot do without."""
    commands = {
        "imports": bench.code(IMPORTS),
        "model": bench.code(MODEL),
        "concise": bench.script("povcalc", "check", "--format", "concise"),
        "table": bench.script("povcalc", "check"),
        "whatif": bench.script("povcalc", "whatif", "--set", "tram-tau.reduction_households=500"),
        "every": bench.script("povcalc", "whatif", "--set", "*.reduction_households=+10%"),
        "seek": bench.script("povcalc", "seek", "tram-tau.poverty_rate_end<=40", *_VARIED),
        "seek whole": bench.script("povcalc", "seek", "yen-bai.reduction_rate>6", "--vary", "*.reduction_households"),
        "seek rates": bench.script("povcalc", "seek", "yen-bai.poor_households_end<10000", *_RATES),
        "allocate": bench.script("povcalc", "allocate", "--households", "13000", "--by", "poor"),
    }
    measures = {name: partial(bench.busy, words) for name, words in commands.items()}
    in_turn(2, measures)  # so that byte code and files are at hand
    taken = in_turn(rounds, measures)
    imports, model = "importing typer, rich, yaml, pydantic", "the same and one model of one field"
    return [
        Row("`povcalc check --format concise`, plan of 2019", taken["concise"], imports, taken["imports"], 1.25),
        Row("`povcalc check`, plan of 2019", taken["table"], imports, taken["imports"], 1.5),
        Row("`povcalc check --format concise`, plan of 2019", taken["concise"], model, taken["model"], 1.25),
        Row("`povcalc check`, plan of 2019", taken["table"], model, taken["model"], 1.5),
        Row("`povcalc whatif`, one district of 2019 changed", taken["whatif"], "`povcalc check`", taken["table"], 1.2),
        Row("`povcalc whatif`, all districts changed", taken["every"], "`povcalc check`", taken["table"], 1.2),
        Row("`povcalc seek`, one district", taken["seek"], "`povcalc check`", taken["table"], 1.2),
        Row("`povcalc seek`, counts of all districts", taken["seek whole"], "`povcalc check`", taken["table"], 1.2),
        Row("`povcalc seek`, end rates of all districts", taken["seek rates"], "`povcalc check`", taken["table"], 1.2),
        Row("`povcalc allocate`", taken["allocate"], "`povcalc check`", taken["table"], 1.2),
    ]


_VARIED = ("--vary", "tram-tau.reduction_households")
_RATES = ("--vary", "*.poverty_rate_end")


def nation_rows(bench: Bench, rounds: int, nation: str, twice: str, full: str) -> list[Row]:
    """Reading and checking a nation in one process, beside a load of the same text alone."""
    commands = {
        "load": bench.code(LOAD, nation),
        "check": bench.code(CHECK, nation),
        "twice": bench.code(CHECK, twice),
        "full": bench.code(CHECK, full),
        "whatif": bench.code(WHATIF, nation),
    }
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, words in commands.items():
            taken[name].append(bench.told(words))
    seconds = {name: median(time_ for time_, _ in values) for name, values in taken.items()}
    peaks = {name: median(peak for _, peak in values) for name, values in taken.items()}
    what, beside = "nation: read, validate and check", "`yaml.load` with `CSafeLoader`"
    return [
        Row(what, seconds["check"], beside, seconds["load"], 0.6),
        Row(f"{what}, peak memory", peaks["check"], f"{beside}, peak memory", peaks["load"], 1.5, "MB"),
        Row(f"{what}, twice the areas", seconds["twice"], "the nation", seconds["check"], 2.1),
        Row(f"{what}, three measures and flows", seconds["full"], "the nation", seconds["check"], 2.5),
        Row("nation: what if, every area changed", seconds["whatif"], beside, seconds["load"], 1.5),
    ]


def schema_row(bench: Bench, rounds: int, nation: str) -> Row:
    """The whole command on a nation, beside a validator that reads the same schema."""
    commands = {
        "povcalc": bench.script("povcalc", "check", "--no-cache", "--format", "concise", nation),
        "schema": bench.script("check-jsonschema", "--schemafile", str(SCHEMA), nation),
    }
    bench.output(bench.script("check-jsonschema", "--version"))
    taken = in_turn(rounds, {name: partial(bench.seconds, words) for name, words in commands.items()})
    what = "nation: `povcalc check --format concise`, whole process"
    return Row(what, taken["povcalc"], "`check-jsonschema`, whole process", taken["schema"], 1 / 8)


def many_rows(bench: Bench, rounds: int, plans: Sequence[str]) -> list[Row]:
    """The whole command on many plans at once, beside a validator and a linter of YAML on the same files."""
    folder = str(Path(plans[0]).parent)
    commands = {
        "povcalc": bench.script("povcalc", "check", "--no-default", "--no-cache", "--format", "concise", folder),
        "one": bench.script(
            "povcalc", "check", "--no-default", "--no-cache", "--format", "concise", "--jobs", "1", folder
        ),
        "schema": bench.script("check-jsonschema", "--schemafile", str(SCHEMA), *plans),
        "lint": bench.script("yamllint", "-d", "relaxed", "--no-warnings", folder),
    }
    taken = in_turn(rounds, {name: partial(bench.seconds, words) for name, words in commands.items()})
    what = f"{len(plans):,} plans: `povcalc check --format concise`"
    return [
        Row(what, taken["povcalc"], "`check-jsonschema` on the same files", taken["schema"], 1.0),
        Row(what, taken["povcalc"], "`yamllint` on the same files", taken["lint"], 1.0),
        Row(what, taken["povcalc"], "the same with `--jobs 1`", taken["one"], 1.0),
    ]


def village_rows(bench: Bench, rounds: int, nation: str, villages: str) -> list[Row]:
    """Reading and checking a nation down to its villages, beside the nation down to its communes."""
    taken: dict[str, list[tuple[float, float]]] = {nation: [], villages: []}
    for _ in range(rounds):
        for name, values in taken.items():
            values.append(bench.told(bench.code(CHECK, name)))
    seconds = {name: median(time_ for time_, _ in values) for name, values in taken.items()}
    peaks = {name: median(peak for _, peak in values) for name, values in taken.items()}
    areas, all_areas = (bench.areas(name) for name in (nation, villages))
    what, beside = f"nation of {all_areas:,} areas: read, validate and check", f"the nation, {areas:,} areas"
    times = all_areas / areas
    return [
        Row(what, seconds[villages], beside, seconds[nation], round(times * 1.25, 1)),
        Row(f"{what}, peak memory", peaks[villages], f"{beside}, peak memory", peaks[nation], round(times, 1), "MB"),
    ]


def ranges_row(bench: Bench, rounds: int, withheld: str) -> Row:
    """The ranges of a nation half of whose areas do not state their households, beside a load of its text alone."""
    taken = [json.loads(bench.output(bench.code(RANGES, withheld))) for _ in range(rounds)]
    visits, areas = taken[0][2:]
    what = f"ranges of the nation, bases withheld from half: {areas:,} areas, looked at {visits:,} times"
    return Row(
        what, median(each[0] for each in taken), "`yaml.load` of its text", median(each[1] for each in taken), 0.8
    )


def generate(folder: Path, provinces: int, villages: int = 0, option: str = "") -> str:
    """Write a nation of so many provinces and villages into the folder; the name of its file."""
    path = folder / f"nation-{provinces}-{villages}{option}.yaml"
    script = ROOT / "bench" / "nation.py"
    words = [sys.executable, str(script), "--provinces", str(provinces), "--villages", str(villages)]
    words += [option] if option else []
    with path.open("wb") as file:
        subprocess.run(words, stdout=file, check=True)
    return str(path)


def copy_many(folder: Path, count: int) -> list[str]:
    """Write so many plans of the size of 2019's, each with a number of its own; the names of their files."""
    text = (ROOT / "data" / "plan_2019.yaml").read_text(encoding="utf-8")
    inner = folder / "many"
    inner.mkdir()
    names = []
    for number in range(count):
        name = inner / f"plan-{number:04}.yaml"
        name.write_text(text.replace("131-KH/TU", f"{number}-KH/TU"), encoding="utf-8")
        names.append(str(name))
    return names


def assert_right(bench: Bench, name: str) -> None:
    """Refuse to time a nation in which anything is found: it would measure something else."""
    found = bench.output(bench.script("povcalc", "check", "--strict", "--format", "concise", name))
    if found:
        raise NotMeasured(f"the generated nation has findings:\n{found}")


def install(folder: Path) -> Path:
    """Make an environment with povcalc as users install it, byte code included; its Python."""
    python = folder / "env" / "bin" / "python"
    for words in (
        (sys.executable, "-m", "venv", str(folder / "env")),
        (str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"{ROOT}[bench]"),
    ):
        done = subprocess.run(words, env=plain_environment(), capture_output=True, check=False, encoding="utf-8")
        if done.returncode:
            raise NotMeasured(f"no environment could be made:\n{done.stdout}{done.stderr}")
    return python


def table(rows: Sequence[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = ["| what | measured | compared with | measured | ratio | limit | holds |"]
    lines.append("| --- | ---: | --- | ---: | ---: | ---: | --- |")
    for row in rows:
        measured, other = (f"{value:.0f} MB" if row.unit == "MB" else f"{value:.3f} s" for value in row[1:4:2])
        holds = "yes" if row.holds else "no"
        lines.append(
            f"| {row.what} | {measured} | {row.beside} | {other} | {row.ratio:.3f} | {row.limit:g} | {holds} |"
        )
    return "\n".join(lines)


def machine(bench: Bench) -> str:
    """What it was measured on, and with which versions."""
    python, versions = json.loads(bench.output(bench.code(MACHINE)))
    processor = "an unknown processor"
    told = Path("/proc/cpuinfo")
    if told.is_file():
        models = (line.partition(":")[2].strip() for line in told.read_text().splitlines() if "model name" in line)
        processor = next(models, processor)
    load = " ".join(f"{load:.1f}" for load in os.getloadavg())
    return f"{processor}, {os.cpu_count()} cores, load {load}; {python}; {', '.join(versions)}."


def measure(python: Path | None, folder: Path, rounds: Rounds, provinces: int, plans: int) -> bool:
    """Measure and print everything; whether every limit holds."""
    if python is None:
        say("installing povcalc into an environment of its own")
        python = install(folder)
    bench = Bench(python, folder)
    where = machine(bench)
    say("generating the nations")
    nation, twice = generate(folder, provinces), generate(folder, 2 * provinces)
    villages = generate(folder, provinces, VILLAGES)
    full = generate(folder, provinces, option="--full")
    for name in (nation, twice, full, villages):
        assert_right(bench, name)
    say(f"the plan of 2019, rounds: {rounds.small}")
    rows = small_rows(bench, rounds.small)
    say(f"the nation in one process, rounds: {rounds.nation}")
    rows += nation_rows(bench, rounds.nation, nation, twice, full)
    rows.append(ranges_row(bench, rounds.nation, generate(folder, provinces, option="--withhold")))
    say(f"the nation with its villages, rounds: {rounds.schema}")
    rows += village_rows(bench, rounds.schema, nation, villages)
    say(f"the nation and check-jsonschema, rounds: {rounds.schema}")
    rows.append(schema_row(bench, rounds.schema, nation))
    say(f"{plans} plans, rounds: {rounds.many}")
    rows += many_rows(bench, rounds.many, copy_many(folder, plans))
    print(table(rows))
    print(f"\nMedians of {', '.join(map(str, rounds[:-1]))} and {rounds[-1]} rounds. {where}")
    return all(row.holds for row in rows)


def say(words: str) -> None:
    """Tell the person who waits what is being done."""
    print(f"bench: {words}", file=sys.stderr, flush=True)


def main() -> int:
    """Run the bench; its exit status."""
    parser = argparse.ArgumentParser(description="Measure povcalc and print a table; exit with 0 if all limits hold.")
    parser.add_argument("--python", type=Path, help="the Python of an environment with povcalc and check-jsonschema")
    parser.add_argument("--rounds", type=int, default=15, help="for the plan of 2019 (default: %(default)s)")
    parser.add_argument("--nation-rounds", type=int, default=5, help="for the nation (default: %(default)s)")
    parser.add_argument("--schema-rounds", type=int, default=3, help="for check-jsonschema (default: %(default)s)")
    parser.add_argument("--many-rounds", type=int, default=1, help="for a thousand plans (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help="few rounds on a small nation, to see that it all runs")
    options = parser.parse_args()
    rounds = Rounds(options.rounds, options.nation_rounds, options.schema_rounds, options.many_rounds)
    provinces, plans = PROVINCES, PLANS
    if options.quick:
        rounds, provinces, plans = Rounds(3, 1, 1, 1), 6, 50
    python = options.python and options.python.absolute()
    try:
        with tempfile.TemporaryDirectory() as folder:
            return 0 if measure(python, Path(folder), rounds, provinces, plans) else 1
    except NotMeasured as error:
        say(str(error))
        return 2


if __name__ == "__main__":
    sys.exit(main())
