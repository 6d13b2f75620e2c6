"""Figures changed in a plan and in its text.

A plan with some of its figures changed: the models, and the plan's own text with these figures alone edited.

A figure that keeps its form has only its number edited; what the plan did not state is written beside the other
figures of its area or line. Comments, spacing, line ends and everything else stay.

A plan with the figures of side tables: what they add, and where they say otherwise than the plan.

The plan's own figures stand. `saved` writes the joined plan: the plan's own text with the new fields in it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from povcalc.places import Edit, Fault, Path, Span, Spot, edited
from povcalc.plan.csv_tables import Given, SideTable, read_table
from povcalc.plan.load import Reading, figure_of, fitted, read_text
from povcalc.plan.model import Area, Funding, Located, Plan, walk
from povcalc.plan.yaml_reader import Document, PlacedDict
from povcalc.values import NUMBER, Figure, Form, Number, exact

Changes = Mapping[Path, Figure]
"""Figures by their paths in the plan: `("targets", "areas", 7, "reduction_households")`, `("funding", "total")`."""


def figure_at(plan: Plan, path: Path) -> Figure | None:
    """The figure that a plan states at a path, `None` when it states none. Raises `LookupError`: no such place."""
    here: Any = plan
    for step in path:
        here = here[step] if isinstance(step, int) else getattr(here, step)
    found: Figure | None = here
    return found


def revised(reading: Reading, changes: Changes) -> Reading:
    """The same reading with a plan in which some figures are others; their places stay those of the text."""
    plan = reading.plan
    if plan is None or not changes:
        return reading
    update: dict[str, Any] = {}
    if plan.targets is not None and any(path[0] == "targets" for path in changes):
        fields: dict[Path, dict[str, Figure]] = defaultdict(dict)
        for path, figure in changes.items():
            fields[path[:-1]][str(path[-1])] = figure
        around = {owner[:depth] for owner in fields for depth in range(1, len(owner) + 1, 2)}
        update["targets"] = _with_figures(plan.targets, ("targets",), fields, around)
    if plan.funding is not None and any(path[0] == "funding" for path in changes):
        update["funding"] = _with_amounts(plan.funding, changes)
    return reading._replace(plan=plan.model_copy(update=update))


def _with_figures(area: Area, path: Path, fields: Mapping[Path, dict[str, Figure]], around: set[Path]) -> Area:
    if path not in around:
        return area
    inner = tuple(
        _with_figures(child, (*path, "areas", number), fields, around) for number, child in enumerate(area.areas)
    )
    return area.model_copy(update={**fields.get(path, {}), "areas": inner})


def _with_amounts(funding: Funding, changes: Changes) -> Funding:
    lines = tuple(
        line.model_copy(update={"amount": changes[at]})
        if (at := ("funding", "lines", number, "amount")) in changes
        else line
        for number, line in enumerate(funding.lines)
    )
    return funding.model_copy(update={"lines": lines, "total": changes.get(("funding", "total"), funding.total)})


class UnsavableError(ValueError):
    """A changed plan cannot be written as an edit of the plan's text."""


def revised_text(reading: Reading, changes: Changes) -> str:
    """The plan's own text with some figures changed, and nothing else.

    Raises `UnsavableError` when the text is not read back as the plan with these figures.
    """
    document = reading.document
    wanted = revised(reading, changes).plan
    if document is None or reading.plan is None or wanted is None:
        raise UnsavableError
    edits: list[Edit] = []
    new: dict[Path, list[str]] = {}
    for path, figure in changes.items():
        before = figure_at(reading.plan, path)
        if before is None or path in reading.added:
            new.setdefault(path[:-1], []).append(f"{path[-1]}: {figure_text(figure)}")
        elif before != figure:
            edits += figure_edits(document, path, before, figure)
    for path in reading.added.keys() - changes.keys():
        figure_added = figure_at(reading.plan, path)
        if figure_added is not None:
            new.setdefault(path[:-1], []).append(f"{path[-1]}: {figure_text(figure_added)}")
    edits += [insertion(document, path, fields) for path, fields in new.items()]
    text = edited(document.text, edits)
    again = read_text(text, reading.name)
    if again.plan != wanted or again.misfits != reading.misfits:
        raise UnsavableError
    return text


def figure_edits(document: Document, path: Path, before: Figure, after: Figure) -> Iterator[Edit]:
    """The edits that put one stated figure in the place of another. Raises `UnsavableError`."""
    if before.form is after.form:
        ends = [("", before.number, after.number)]
        if before.form is Form.BETWEEN and before.upper is not None and after.upper is not None:
            ends = [("min", before.number, after.number), ("max", before.upper, after.upper)]
        for key, was, now in ends:
            edit = number_edit(document, (*path, key) if key else path, was, now)
            if edit is None:
                raise UnsavableError
            yield edit
    else:
        yield Edit(_whole(document, path), figure_text(after))


def number_edit(document: Document, path: Path, was: Number, now: Number) -> Edit | None:
    """The edit of one number: at the path itself, or under the word that says how it was meant.

    `None` when it does not stand there plainly.
    """
    for at in (path, *((*path, form.value) for form in Form)):
        span = document.span(at)
        text = document.text[span.start : span.end]
        if NUMBER.fullmatch(text) and figure_text(Figure(was)) == text:
            return Edit(Span(*span), figure_text(Figure(now)))
    return None


def _whole(document: Document, path: Path) -> Span:
    """Where all of a figure stands: a number, or a mapping in either style."""
    value: Any = document.root
    for step in path:
        value = value[step]
    span = document.span(path)
    if isinstance(value, PlacedDict) and document.text[span.start : span.start + 1] != "{":
        # In block style the mapping has no span of its own.
        return Span(value.spans[0], value.spans[-1])
    return Span(*span)


def insertion(document: Document, path: Path, fields: Sequence[str]) -> Edit:
    """New fields, each as `key: value`, behind the last field of a mapping that is on one line.

    Raises `UnsavableError` when the mapping at the path has none.
    """
    here: Any = document.root
    for step in path:
        here = here[step]
    if not isinstance(here, PlacedDict):
        raise UnsavableError
    text, at = document.text, _last_on_a_line(document, here)
    if text[: here.spans[0]].rstrip().endswith("{"):
        return Edit(Span(at, at), "".join(f", {each}" for each in fields))
    first = here.spans[0]
    indent = " " * (first - max(text.rfind("\n", 0, first), text.rfind("\r", 0, first)) - 1)
    newline = "\r\n" if "\r\n" in text else "\n"
    ends: Iterable[int] = (end for end in (text.find("\n", at), text.find("\r", at)) if end >= 0)
    end = min(ends, default=len(text))
    return Edit(Span(end, end), "".join(f"{newline}{indent}{each}" for each in fields))


def _last_on_a_line(document: Document, mapping: PlacedDict) -> int:
    """Behind the value of a field that begins and ends on the line of its key: the last one before `areas`."""
    found: int | None = None
    behind = False
    for number, key in enumerate(mapping):
        behind = behind or key == "areas"
        start, end, value, value_end = mapping.spans[4 * number : 4 * number + 4]
        written = document.text[start:value_end]
        if value_end > value >= end and "\n" not in written and "\r" not in written and key != "areas":
            if behind and found is not None:
                break
            found = value_end
    if found is None:
        raise UnsavableError
    return found


def figure_text(value: Any) -> str:
    """A figure, or the plain value that states one, as the format writes it."""
    if isinstance(value, Figure):
        if value.upper is not None:
            return f"{{min: {figure_text(value.number)}, max: {figure_text(value.upper)}}}"
        number = figure_text(value.number)
        return number if value.form is Form.EXACT else f"{{{value.form.value}: {number}}}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {figure_text(number)}" for key, number in value.items()) + "}"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


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
        self.faults: list[Fault[Spot]] = []

    def add(self, table: SideTable) -> None:
        for path, given in table.given:
            figure = figure_of(given.field, given.value)
            if figure is None:
                self.faults.append(
                    Fault("bad_number", given.at, {"read": figure_text(given.value), "field": given.field})
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
                self.faults.append(Fault("stated_otherwise", given.at, told, related=(*located.path, field)))
                return
            other = before.get(field)
            if other is not None and not _is_same(figure_of(other.field, other.value) or figure, figure):
                first = other.at.place.line
                again = {"read": figure, "area": located.area.name, "field": given.field, "first": first}
                self.faults.append(Fault("given_twice", given.at, again))
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
