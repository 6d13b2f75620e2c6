"""The mutants of a module: its text with one operator, number, condition or loop changed by cosmic-ray's operators."""

import random
import warnings
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml
from cosmic_ray import plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator

EQUIVALENT = Path(__file__).with_name("equivalent.yaml")

LEFT_OUT = ("BitOr_", "RemoveDecorator", "_Is_Eq", "_Eq_Is", "_IsNot_NotEq", "_NotEq_IsNot", "Variable", "NoOp")
"""Operators that are not used, by parts of their names.

`int | None` is no arithmetic, and a declaration without its decorator is no check. Of members of an enumeration and
of small whole numbers there is one each, so that `is` and `==` say the same.
"""


class Place(NamedTuple):
    """One change that can be made: which operator, where in a module, and how many of its places come before."""

    module: str
    line: int
    operator: str
    occurrence: int
    begin: int
    code: str


class Mutant(NamedTuple):
    """A changed module: where, what its lines were and became, and its whole text."""

    module: str
    line: int
    operator: str
    before: str
    after: str
    text: str

    @property
    def change(self) -> tuple[str, str, str]:
        """What `equivalent.yaml` calls it by, wherever the line stands."""
        return self.module, self.before, self.after

    def __str__(self) -> str:
        """The place, and the lines as a difference."""
        return f"{self.module}:{self.line} {self.operator}\n    - {self.before}\n    + {self.after}"


def places(root: Path, module: str, names: Collection[str] = ()) -> Iterator[Place]:
    """Every place of a module, or of its top-level functions and classes that are named, where a change can be made.

    Each statement is parsed by itself, since to change one is then quick in a long module too.
    """
    text = (root / module).read_text(encoding="utf-8")
    statements = [node.get_code() for node in get_ast(text).children]
    missing = set(names) - {name for code in statements for name in _named(code)}
    if missing:
        raise LookupError(f"{module} has no {', '.join(sorted(missing))}")
    begin = 0
    for code in statements:
        if not names or not _named(code).isdisjoint(names):
            line = text.count("\n", 0, begin)
            for operator, occurrence, at in _changes(code):
                yield Place(module, line + at, operator, occurrence, begin, code)
        begin += len(code)


def _named(code: str) -> set[str]:
    """The name of a function or class, in a set that is empty for any other statement."""
    nodes = [node for top in get_ast(code).children for node in (top, *getattr(top, "children", ()))]
    return {node.name.value for node in nodes if node.type in ("funcdef", "classdef")}


def _changes(code: str) -> Iterator[tuple[str, int, int]]:
    """Every change of a statement: the operator, the number of the change, and the line."""
    nodes = [*ast_nodes(get_ast(code))]
    for name, operator in _operators().items():
        lines = [begin[0] for node in nodes for begin, _ in operator.mutation_positions(node)]
        for occurrence, line in enumerate(lines):
            yield name, occurrence, line


@cache
def _operators() -> dict[str, Operator]:
    names = [name.removeprefix("core/") for name in plugins.operator_names()]
    used = [name for name in names if not any(part in name for part in LEFT_OUT)]
    return {name: plugins.get_operator(f"core/{name}")() for name in used}


def made(root: Path, place: Place) -> Mutant | None:
    """The module with the change; `None` where nothing was changed, or where what comes of it is no Python."""
    old = (root / place.module).read_text(encoding="utf-8")
    changed = mutate_code(place.code, _operators()[place.operator], place.occurrence)
    if changed is None or changed == place.code:
        return None
    new = old[: place.begin] + changed + old[place.begin + len(place.code) :]
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(new, place.module, "exec")
    except SyntaxError:
        return None
    was, now = old.splitlines(), new.splitlines()
    first = next(at for at, (one, other) in enumerate(zip(was, now, strict=False)) if one != other)
    tail = next(at for at, (one, other) in enumerate(zip(was[::-1], now[::-1], strict=False)) if one != other)
    before, after = (" ".join(line.strip() for line in lines[first : len(lines) - tail]) for lines in (was, now))
    if before.replace("*,", "/,", 1) == after:  # among parameters a star is no product, and every call names them
        return None
    return Mutant(place.module, first + 1, place.operator, before, after, new)


def mixed(every: Iterable[Place], seed: int) -> list[Place]:
    """The places by chance, those of as many different lines as there are before a second one of any."""
    shuffled = [*every]
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - examples, not secrets
    on_line: Counter[tuple[str, int]] = Counter()
    rounds = []
    for place in shuffled:
        rounds.append((on_line[place[:2]], place))
        on_line[place[:2]] += 1
    return [place for _, place in sorted(rounds, key=lambda each: each[0])]


def equivalents() -> dict[tuple[str, str, str], str]:
    """The mutants that change nothing that anybody could see, by module, line and mutation, with the reason."""
    listed = yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8")) if EQUIVALENT.exists() else {}
    return {
        (module, each["line"], after): each["why"]
        for module, entries in (listed or {}).items()
        for each in entries
        for after in each["becomes"]
    }
