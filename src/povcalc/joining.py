"""A plan with the figures of side tables: what they add, and where they say otherwise than the plan.

The plan's own figures stand. `saved` writes the joined plan: the plan's own text with the new fields in it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from povcalc.figures import Figure, exact
from povcalc.loading import Reading, figure_of, fitted
from povcalc.places import Path
from povcalc.plan import Located, walk
from povcalc.revising import figure_text, revised_text
from povcalc.side_tables import Given, SideTable, TableFault, read_table

BASES = ("households_start", "households_end")


def joined(reading: Reading, tables: Sequence[tuple[bytes, str]]) -> Reading:
    """A reading with the figures of tables, given as their contents and names. Never raises."""
    plan, document = reading.plan, reading.document
    if plan is None or plan.targets is None or document is None or not tables:
        return reading
    areas = walk(plan.targets)
    joiner = _Joiner(areas)
    read = tuple(read_table(content, name, areas) for content, name in tables)
    for table in read:
        joiner.add(table)
    root = document.root
    for path, fields in joiner.added.items():
        root = _with(root, path, {field: given.value for field, given in fields.items()})
    whole, misfits, unread = fitted(root)
    return reading._replace(
        plan=whole,
        misfits=tuple(misfits),
        unread=frozenset(unread),
        tables=read,
        table_faults=(*(fault for table in read for fault in table.faults), *joiner.faults),
        added={(*path, field): given.at for path, fields in joiner.added.items() for field, given in fields.items()},
    )


class _Joiner:
    """Gathers what tables add to the areas of a plan."""

    def __init__(self, areas: Sequence[Located]) -> None:
        self._areas = {located.path: located for located in areas}
        self.added: dict[Path, dict[str, Given]] = {}
        self.faults: list[TableFault] = []

    def add(self, table: SideTable) -> None:
        for path, given in table.given:
            figure = figure_of(given.field, given.value)
            if figure is None:
                self.faults.append(
                    TableFault("bad_number", given.at, {"read": figure_text(given.value), "field": given.field})
                )
            else:
                self._add(self._areas[path], given, figure)

    def _add(self, located: Located, given: Given, figure: Figure) -> None:
        """Keep a figure that is new, tell of one that is stated otherwise."""
        before = self.added.setdefault(located.path, {})
        for field in _same_as(given.field):
            stated = located.figure(field)
            if stated is not None and not _is_same(stated, figure):
                told = {"read": figure, "stated": stated, "field": given.field, "area": located.area.name}
                self.faults.append(TableFault("stated_otherwise", given.at, told, (*located.path, field)))
                return
            other = before.get(field)
            if other is not None and not _is_same(figure_of(other.field, other.value) or figure, figure):
                first = other.at.place.line
                again = {"read": figure, "area": located.area.name, "field": given.field, "first": first}
                self.faults.append(TableFault("given_twice", given.at, again))
                return
        for field in self._lacking(located, given.field):
            before.setdefault(field, given._replace(field=field))

    def _lacking(self, located: Located, field: str) -> tuple[str, ...]:
        """The fields that a figure adds: none when the plan has it, the other date when it has one."""
        before = self.added[located.path]

        def has(name: str) -> bool:
            return located.figure(name) is not None or name in before

        if has(field) or (field in BASES and has("households")):
            return ()
        if field == "households" and any(map(has, BASES)):
            return tuple(base for base in BASES if not has(base))
        return (field,)


def _same_as(field: str) -> tuple[str, ...]:
    """The fields that speak of the same number."""
    if field == "households":
        return ("households", *BASES)
    return (field, "households") if field in BASES else (field,)


def _is_same(one: Figure, other: Figure) -> bool:
    ends = [None if figure.upper is None else exact(figure.upper) for figure in (one, other)]
    return one.form is other.form and exact(one.number) == exact(other.number) and ends[0] == ends[1]


def _with(root: Any, path: Path, fields: Mapping[str, Any]) -> Any:
    """A copy of the data with more fields at a path; containers off the path are shared."""
    copy: Any = list(root) if isinstance(root, list) else dict(root)
    if path:
        copy[path[0]] = _with(copy[path[0]], path[1:], fields)
    else:
        copy.update(fields)
    return copy


def saved(reading: Reading) -> str:
    """The plan's own text with the figures that tables add, each beside the other figures of its area.

    Raises `UnsavableError` when the text is not read back as the joined plan.
    """
    return revised_text(reading, {})
