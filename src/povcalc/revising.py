"""A plan with some of its figures changed: the models, and the plan's own text with these figures alone edited.

A figure that keeps its form has only its number edited; what the plan did not state is written beside the other
figures of its area or line. Comments, spacing, line ends and everything else stay.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from povcalc.document import Document, PlacedDict
from povcalc.edits import Edit, edited
from povcalc.figures import NUMBER, Figure, Form, Number
from povcalc.loading import Reading, read_text
from povcalc.places import Path, Span
from povcalc.plan import Area, Funding, Plan

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
