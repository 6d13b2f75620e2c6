"""Every module imports only modules below it, and each library has its one home.

`ORDER` names every file of the package, from the ground up. `faults` takes module names and source texts, so
that the rules are tried on made-up packages too.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "src" / "povcalc"

ORDER = (
    # ground: figures, places, words
    "patterns",
    "values",
    "places",
    "measures",
    "messages",
    "typos",
    "numerals",
    "sheets",
    "apportion",
    "gc_paused",
    "findings",
    "document",
    "document.reader",
    # plan: from a file to a plan with places
    "plan",
    "plan.yaml_reader",
    "plan.fields",
    "plan.model",
    "plan.schema",
    "plan.plain_targets",
    "plan.funding",
    "plan.areas",
    "plan.csv_tables",
    "plan.assumptions",
    "plan.settings",
    "plan.load",
    "plan.edit",
    # documents: what they state, and where a plan has it
    "document.grammar",
    "document.placing",
    # inference: what stated figures imply
    "inference",
    "inference.domains",
    "inference.counts",
    "inference.propagate",
    "inference.conflicts",
    "inference.one_relation",
    "inference.ranges",
    "inference.settled",
    "inference.explain",
    "inference.change",
    "inference.succession",
    # checks, and what comes of them
    "checks.base",
    "checks.yaml",
    "checks.schema",
    "checks.side_tables",
    "checks.settings",
    "checks.targets",
    "checks.breakdowns",
    "checks.rates",
    "checks.flows",
    "checks.years",
    "checks.contradictions",
    "checks.funding",
    "checks.dates",
    "checks.actors",
    "checks.sources",
    "checks.waivers",
    "checks",
    "verdicts",
    "engine",
    "finding_changes",
    "singled_out",
    "corrections",
    # views: parts of a plan and answers as plain tables
    "views",
    "views.table",
    "views.plan",
    # one capability each
    "new_plan",
    "document.draft",
    "comparison",
    "tracking",
    "scenario",
    "scenario.changes",
    "scenario.outcome",
    "allocation",
    "scenario.seek",
    "scenario.tables",
    "views.answers",
    "editing",
    # output: one writer a format
    "output",
    "output.report",
    "output.tables",
    "output.json",
    "output.ci",
    "output.manual",
    "output.sarif",
    "output.excel",
    "output.console",
    # the report that is handed on
    "report",
    "report.contents",
    "report.charts",
    "report.html",
    "report.docx",
    # cli
    "cli.*",
    "__main__",
    "__init__",
)
"""Every module below `povcalc`, from the ground up; `cli.*` is the whole command line."""

HOMES = {
    "yaml": ("plan.yaml_reader", "cli"),
    "pydantic": ("plan.*",),
    "pydantic_core": ("plan.*",),
    "gettext": ("messages",),
    "typer": ("cli.*",),
    "rich": ("output.console", "cli.*"),
    "pygls": ("cli.lsp",),
    "lsprotocol": ("cli.lsp",),
    "textual": ("cli.explore",),
    "matplotlib": ("report.charts",),
    "jinja2": ("report.html",),
    "weasyprint": ("report.html",),
    "docx": ("document.reader", "report.docx"),
}
"""Libraries, and the only modules that know them."""

COMPUTED = ("__init__", "cli", "cli.app")
"""Modules that may import what they compute: the public names, which come from every room, the commands, and what
pydantic would look for plugins with."""


def modules() -> dict[str, str]:
    """Every module of the package by its name below `povcalc`, with its source."""
    found = {}
    for file in sorted(ROOT.rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        package = parts[-1] == "__init__" and len(parts) > 1
        found[".".join(parts[:-1] if package else parts)] = file.read_text(encoding="utf-8")
    return found


def is_package(name: str, names: Mapping[str, str]) -> bool:
    """Whether a module has modules of its own, so that relative imports begin inside it."""
    return name == "__init__" or any(other.startswith(f"{name}.") for other in names)


def imported(name: str, names: Mapping[str, str]) -> Iterator[str]:
    """The full names that a module imports, wherever in it: `povcalc.values.Figure`, `yaml`.

    A name taken out of a module is part of it, since it may be a module itself.
    """
    inside = ["povcalc", *([] if name == "__init__" else name.split("."))]
    if not is_package(name, names):
        inside.pop()
    for node in ast.walk(ast.parse(names[name])):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                above = inside[: len(inside) - level + 1] if level else []
                start = ".".join([*above, *([module] if module else [])])
                yield from (f"{start}.{alias.name}" for alias in names)
            case ast.Call(
                func=ast.Name(id="__import__" | "import_module") | ast.Attribute(attr="import_module"),
                args=[target, *_],
            ):
                yield target.value if isinstance(target, ast.Constant) else "<computed>"


def inner(target: str) -> str:
    """The module below `povcalc` that an import of this full name reaches."""
    steps = target.split(".")[1:]
    for end in range(len(steps), 0, -1):
        if height(name := ".".join(steps[:end])) is not None:
            return name
    return steps[0] if steps and not target.startswith("povcalc.__") else "__init__"


def fits(name: str, pattern: str) -> bool:
    """Whether a module is the one named, or in the room that the pattern names."""
    room = pattern.removesuffix(".*")
    return name == room or (room != pattern and name.startswith(f"{room}."))


def height(name: str) -> int | None:
    """Where a module stands in `ORDER`; a whole room stands in one place."""
    return next((at for at, pattern in enumerate(ORDER) if fits(name, pattern)), None)


def inner_fault(name: str, reached: str) -> str | None:
    """What is wrong with one module of the package importing another, if anything."""
    here, there = height(name), height(reached)
    if here is None or there is None or name == reached:
        return None
    if here < there or (here == there and not ORDER[here].endswith(".*")):
        return f"{name} imports {reached}, which stands above it"
    if name.startswith("checks.") and reached.startswith("checks.") and reached != "checks.base":
        return f"{name} imports {reached}: checks know each other only by way of checks.base"
    return None


def faults(names: Mapping[str, str]) -> list[str]:
    """Every import that breaks a rule, and every module that has no place."""
    found = [f"{name} has no place in ORDER" for name in names if height(name) is None]
    for name in names:
        for target in imported(name, names):
            library = target.partition(".")[0]
            if library == "povcalc":
                found.append(inner_fault(name, inner(target)))
            elif target == "<computed>" and name not in COMPUTED:
                found.append(f"{name} imports a computed name")
            elif library in HOMES and not any(fits(name, home) for home in HOMES[library]):
                found.append(f"{name} imports {library}")
    return list(dict.fromkeys(fault for fault in found if fault))


class TestThePackage:
    def test_every_import_keeps_to_the_order(self):
        assert "\n".join(faults(modules())) == ""

    def test_every_place_in_the_order_is_a_module(self):
        names = modules()
        assert [place for place in ORDER if not any(fits(name, place) for name in names)] == []

    def test_the_imports_that_are_held_to_the_order_are_seen(self):
        names = modules()
        inside = {
            (name, inner(target)) for name in names for target in imported(name, names) if target.startswith("povcalc.")
        }
        assert len(inside) > 250
        assert {("messages", "values"), ("plan.load", "plan.model"), ("checks.base", "plan.load")} <= inside

    def test_the_libraries_that_have_homes_are_seen_in_them(self):
        names = modules()
        seen = {(name, target.partition(".")[0]) for name in names for target in imported(name, names)}
        assert {("plan.yaml_reader", "yaml"), ("plan.model", "pydantic"), ("plan.fields", "pydantic_core")} <= seen

    def test_every_module_is_read(self):
        files = {file.relative_to(ROOT).as_posix() for file in ROOT.rglob("*.py")}
        assert len(files) == len(modules())
        assert {"values.py", "plan/fields.py", "checks/base.py"} <= files


def test_the_layout_that_newcomers_read_has_every_module():
    rooms = {}
    for line in (ROOT.parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines():
        if found := re.match(r"\| (?:`(\w+)/` |ground )?\| ((?:`[\w.]+`(?:, | with )?)+)", line):
            for name in re.findall(r"`(\w+)\.py`", found[2]):
                rooms.setdefault(name, set()).add(found[1] or "")
    named = [
        name for name in modules() if "__" not in name and (name == "checks.base" or not name.startswith("checks."))
    ]
    packages = {name.partition(".")[0] for name in modules() if "." in name}
    missing = [
        name
        for name in named
        if name not in packages and name.rpartition(".")[0] not in rooms.get(name.rpartition(".")[2], ())
    ]
    assert missing == []


class TestTheRules:
    @pytest.mark.parametrize(
        ("name", "source"),
        [
            ("plan.yaml_reader", "from povcalc.values import NUMBER"),
            ("plan.yaml_reader", "from povcalc import values"),
            ("plan.yaml_reader", "import yaml"),
            ("messages", "from povcalc.values import Exact"),
            ("plan.model", "from povcalc.plan.fields import Date"),
            ("plan.model", "from .fields import Date"),
            ("plan.load", "from pydantic import BaseModel"),
            ("checks.targets", "from povcalc.checks.base import check"),
            ("checks.targets", "from povcalc.inference.counts import known_counts"),
            ("checks", "from povcalc.checks import targets"),
            ("output.console", "from rich.table import Table"),
            ("cli.check", "import typer, rich.console"),
            ("cli.check", "from povcalc.cli.options import Format"),
            ("__main__", "from povcalc.cli import main"),
            ("values", "import re, typing.re"),
        ],
    )
    def test_an_import_of_a_lower_module_or_of_ones_own_library_is_allowed(self, name, source):
        rooms = dict.fromkeys(["plan", "plan.fields", "checks", "checks.base", "output", "cli"], "")
        assert faults({**rooms, name: source}) == []

    @pytest.mark.parametrize(
        ("name", "source", "expected"),
        [
            ("values", "import povcalc.messages", "values imports messages, which stands above it"),
            ("values", "from povcalc import messages", "values imports messages, which stands above it"),
            ("values", "from . import messages", "values imports messages, which stands above it"),
            ("values", "from .messages import Text", "values imports messages, which stands above it"),
            ("plan.fields", "from ..engine import x", "plan.fields imports engine, which stands above it"),
            ("plan", "from .. import engine", "plan imports engine, which stands above it"),
            ("places", "def f():\n    import povcalc.plan", "places imports plan, which stands above it"),
            (
                "places",
                "if TYPE_CHECKING:\n    from povcalc.plan.fields import Date",
                "places imports plan.fields, which stands above it",
            ),
            ("places", "import_module('povcalc.plan')", "places imports plan, which stands above it"),
            ("places", "importlib.import_module(name)", "places imports a computed name"),
            ("findings", "import povcalc", "findings imports __init__, which stands above it"),
            ("findings", "from povcalc import __version__", "findings imports __init__, which stands above it"),
            (
                "checks.rates",
                "from povcalc.checks.targets import x",
                "checks.rates imports checks.targets: checks know each other only by way of checks.base",
            ),
            ("checks.rates", "from povcalc.checks import ALL", "checks.rates imports checks, which stands above it"),
            ("plan.load", "import yaml", "plan.load imports yaml"),
            ("checks.rates", "from yaml import load", "checks.rates imports yaml"),
            ("findings", "from pydantic import BaseModel", "findings imports pydantic"),
            ("engine", "import pydantic_core.core_schema", "engine imports pydantic_core"),
            ("output.console", "import typer", "output.console imports typer"),
            ("output.sarif", "from rich.text import Text", "output.sarif imports rich"),
            ("plan_tools", "", "plan_tools has no place in ORDER"),
            ("helpers.numbers", "", "helpers.numbers has no place in ORDER"),
        ],
    )
    def test_any_other_import_is_told(self, name, source, expected):
        rooms = dict.fromkeys(["plan", "plan.fields", "checks", "checks.base", "output"], "")
        assert [expected] == faults({**rooms, name: source})

    @pytest.mark.parametrize("library", HOMES)
    def test_every_home_is_in_the_order(self, library):
        assert [home for home in HOMES[library] if home != "plan.*" and height(home) is None] == []
