"""Every room of the package keeps to its floor: imports go down, and each library has its one home.

`faults` takes module names and source texts, so that the rules are tried on made-up packages too.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "src" / "povcalc"

FLOORS = {
    "figures": 1,
    "places": 1,
    "likely": 1,
    "text": 1,
    "steady": 1,
    "edits": 2,
    "document": 2,
    "findings": 2,
    "shares": 2,
    "plan": 3,
    "loading": 4,
    "bounds": 4,
    "addresses": 4,
    "side_tables": 4,
    "settings": 4,
    "revising": 4,
    "joining": 5,
    "checks": 5,
    "sheets": 5,
    "scenario": 5,
    "allocation": 5,
    "engine": 6,
    "skeleton": 6,
    "explanations": 7,
    "repair": 7,
    "comparison": 7,
    "answers": 7,
    "output": 8,
    "cli": 9,
    "__init__": 9,
    "__main__": 9,
}
"""The rooms, from the ground up: modules or packages directly under `povcalc`."""

NEIGHBOURS = {
    ("text", "figures"),
    ("side_tables", "addresses"),
    ("loading", "side_tables"),
    ("loading", "settings"),
    ("settings", "bounds"),
    ("revising", "loading"),
    ("answers", "comparison"),
    ("sheets", "allocation"),
    ("__main__", "cli"),
}
"""Imports on one floor that are meant: who imports, and what."""

HOMES = {
    "yaml": ("document",),
    "pydantic": ("plan", "loading", "scenario"),
    "pydantic_core": ("plan", "loading", "scenario"),
    "typer": ("cli",),
    "rich": ("output.console*", "cli"),
}
"""Libraries, and the only rooms that know them; a star stands for any ending of a module's name."""


COMPUTED = ("__init__", "cli.run")
"""Modules that may import what they compute: the public names, which come from every room, and the commands."""


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
    """The full names that a module imports, wherever in it: `povcalc.figures.Figure`, `yaml`.

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


def room(name: str) -> str:
    """The room of a module that is named below `povcalc`."""
    return name.partition(".")[0]


def inner(target: str, names: Mapping[str, str]) -> str:
    """The module below `povcalc` that an import of this full name reaches."""
    steps = target.split(".")[1:]
    for end in range(len(steps), 0, -1):
        if (name := ".".join(steps[:end])) in names:
            return name
    return steps[0] if steps and steps[0] in FLOORS else "__init__"


DECLARING = ("checks.declare", "checks.misfits", "checks.naming", "checks.traps")
"""How checks are declared: what the modules of a family may import of their own room."""


def is_home(name: str, home: str) -> bool:
    """Whether a module is the home, or in it."""
    return name.startswith(home[:-1]) if home.endswith("*") else name == home or name.startswith(f"{home}.")


def inner_fault(name: str, reached: str) -> str | None:
    """What is wrong with one module of the package importing another, if anything."""
    here, there = room(name), room(reached)
    if here not in FLOORS or there not in FLOORS or name == reached:
        return None
    if here == there:
        if here == "checks" and name != "checks" and reached not in DECLARING:
            return f"{name} imports {reached}: checks know each other only by way of their declarations"
        return None
    if FLOORS[here] > FLOORS[there] or (here, there) in NEIGHBOURS:
        return None
    return f"{name} (floor {FLOORS[here]}) imports {reached} (floor {FLOORS[there]})"


def faults(names: Mapping[str, str]) -> list[str]:
    """Every import that breaks a rule, and every module that has no room."""
    found = [f"{name} has no room" for name in names if room(name) not in FLOORS]
    for name in names:
        for target in imported(name, names):
            library = room(target)
            if library == "povcalc":
                found.append(inner_fault(name, inner(target, names)))
            elif target == "<computed>" and name not in COMPUTED:
                found.append(f"{name} imports a computed name")
            elif library in HOMES and not any(is_home(name, home) for home in HOMES[library]):
                found.append(f"{name} imports {library}")
    return list(dict.fromkeys(fault for fault in found if fault))


class TestThePackage:
    def test_every_import_keeps_to_the_floors(self):
        assert "\n".join(faults(modules())) == ""

    def test_the_imports_that_are_held_to_the_floors_are_seen(self):
        names = modules()
        inside = {
            (name, inner(target, names))
            for name in names
            for target in imported(name, names)
            if room(target) == "povcalc"
        }
        assert len(inside) > 40
        assert {("text", "figures"), ("plan", "plan.models"), ("checks.declare", "loading")} <= inside

    def test_the_libraries_that_have_homes_are_seen_in_them(self):
        names = modules()
        seen = {(name, room(target)) for name in names for target in imported(name, names)}
        assert {("document.building", "yaml"), ("plan.models", "pydantic"), ("plan.fields", "pydantic_core")} <= seen

    def test_every_module_is_read(self):
        files = {file.relative_to(ROOT).as_posix() for file in ROOT.rglob("*.py")}
        assert len(files) == len(modules())
        assert {"figures.py", "plan/fields.py", "checks/declare.py"} <= files


class TestTheRules:
    @pytest.mark.parametrize(
        ("name", "source"),
        [
            ("document", "from povcalc.figures import NUMBER"),
            ("document", "from povcalc import figures"),
            ("document", "import yaml"),
            ("text", "from povcalc.figures import Exact"),
            ("plan.models", "from povcalc.plan.fields import Date"),
            ("plan.models", "from .fields import Date"),
            ("loading", "from pydantic import BaseModel"),
            ("checks.targets", "from povcalc.checks.declare import check"),
            ("checks.targets", "from povcalc.bounds import known_counts"),
            ("checks", "from povcalc.checks import targets"),
            ("output.console", "from rich.table import Table"),
            ("output.console_report", "import rich"),
            ("cli.check", "import typer, rich.console"),
            ("cli.check", "from povcalc.cli.options import Format"),
            ("__main__", "from povcalc.cli import main"),
            ("figures", "import re, typing.re"),
        ],
    )
    def test_an_import_of_a_lower_floor_or_of_ones_own_library_is_allowed(self, name, source):
        rooms = dict.fromkeys(["plan", "plan.fields", "plan.models", "checks.declare", "checks.targets", "figures"], "")
        assert faults({**rooms, name: source}) == []

    @pytest.mark.parametrize(
        ("name", "source", "expected"),
        [
            ("figures", "import povcalc.text", "figures (floor 1) imports text (floor 1)"),
            ("figures", "from povcalc import text", "figures (floor 1) imports text (floor 1)"),
            ("figures", "from . import text", "figures (floor 1) imports text (floor 1)"),
            ("figures", "from .text import say", "figures (floor 1) imports text (floor 1)"),
            ("plan.fields", "from ..loading import x", "plan.fields (floor 3) imports loading (floor 4)"),
            ("plan", "from .. import loading", "plan (floor 3) imports loading (floor 4)"),
            ("document", "def f():\n    import povcalc.plan", "document (floor 2) imports plan (floor 3)"),
            (
                "document",
                "if TYPE_CHECKING:\n    from povcalc.plan.fields import Date",
                "document (floor 2) imports plan.fields (floor 3)",
            ),
            ("document", "import_module('povcalc.plan')", "document (floor 2) imports plan (floor 3)"),
            ("document", "importlib.import_module(name)", "document imports a computed name"),
            ("findings", "import povcalc", "findings (floor 2) imports __init__ (floor 9)"),
            ("findings", "from povcalc import __version__", "findings (floor 2) imports __init__ (floor 9)"),
            ("loading", "from povcalc.bounds import x", "loading (floor 4) imports bounds (floor 4)"),
            (
                "checks.rates",
                "from povcalc.checks.targets import x",
                "checks.rates imports checks.targets: checks know each other only by way of their declarations",
            ),
            (
                "checks.rates",
                "from povcalc.checks import ALL",
                "checks.rates imports checks: checks know each other only by way of their declarations",
            ),
            ("comparison", "from povcalc.repair import x", "comparison (floor 7) imports repair (floor 7)"),
            ("cli", "from povcalc import main", "cli (floor 9) imports __init__ (floor 9)"),
            ("loading", "import yaml", "loading imports yaml"),
            ("checks.rates", "from yaml import load", "checks.rates imports yaml"),
            ("findings", "from pydantic import BaseModel", "findings imports pydantic"),
            ("engine", "import pydantic_core.core_schema", "engine imports pydantic_core"),
            ("output.console", "import typer", "output.console imports typer"),
            ("output.sarif", "from rich.text import Text", "output.sarif imports rich"),
            ("document_tools", "", "document_tools has no room"),
            ("helpers.numbers", "", "helpers.numbers has no room"),
        ],
    )
    def test_any_other_import_is_told(self, name, source, expected):
        rooms = dict.fromkeys(["plan", "plan.fields", "text", "loading", "checks", "checks.targets"], "")
        assert [expected] == faults({**rooms, name: source})

    @pytest.mark.parametrize("library", HOMES)
    def test_every_home_is_a_room(self, library):
        assert {room(home) for home in HOMES[library]} <= set(FLOORS)
