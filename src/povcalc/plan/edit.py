"""Figures changed in a plan and in its text, and figures that side tables add to it.

Of the text only the figures are edited: a figure that keeps its form has its number edited, and what the plan did not
state is written beside the other figures of its area or line. Comments, spacing and line ends stay. Where a side table
says otherwise than the plan, the plan's own figure stands.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from povcalc.measures import BASES
from povcalc.messages import GLOSSARY, PLANNED, SHORT, Message
from povcalc.numerals import figure_text
from povcalc.patterns import regex
from povcalc.places import Edit, Fault, Path, Span, Spot, edited
from povcalc.plan.areas import full_name
from povcalc.plan.funding import Ledger
from povcalc.plan.load import Reading, figure_of, fitted, read_text, replaced, value_at
from povcalc.plan.model import Located, Plan, walk
from povcalc.plan.yaml_reader import Document, PlacedDict
from povcalc.values import NUMBER, Figure, Form, Number

if TYPE_CHECKING:
    from povcalc.plan.csv_tables import Content, Given

Changes = Mapping[Path, Figure]
"""Figures by their paths in the plan: `("targets", "areas", 7, "reduction_households")`, `("funding", "total")`."""


def value_in(plan: Plan, path: Path) -> Any:
    """What stands at a path of a plan. Raises `LookupError` or `AttributeError` for no such place."""
    here: Any = plan
    for step in path:
        here = here[step] if isinstance(step, int) else getattr(here, step)
    return here


def figure_at(plan: Plan, path: Path) -> Figure | None:
    """The figure that a plan states at a path, `None` when it states none. Raises as `value_in` does."""
    found: Figure | None = value_in(plan, path)
    return found


def figure_name(plan: Plan, path: Path, *, short: bool = False) -> Message:
    """What a stated figure of the targets or the funding is called: its area and field, or its line.

    `short` is for where many stand beside one another, and what they are of is known.
    """
    if path[-2:-1] == ("planned",):
        planned = figure_name(plan, (*path[:-2], path[-1]))
        return Message("{figure}, as planned", figure=planned)
    if plan.funding is not None and path[0] == "funding":
        name = Ledger.of(plan.funding).name(path)
        return name if short else Message("{area}, {field}", area=GLOSSARY["funding"], field=name)
    name, field = full_name(path[:-1], lambda at: value_in(plan, at).name), str(path[-1])
    if field == "percent_of_plan":
        return Message("{area}, {field}", area=name, field=Message("percent of plan"))
    return Message("{area}, {field}", area=name, field=SHORT[field] if short and field in SHORT else GLOSSARY[field])


def with_figures(reading: Reading, changes: Changes) -> Reading:
    """The same reading with a plan in which some figures are others; their places stay those of the text."""
    plan = reading.plan
    if plan is None or not changes:
        return reading
    return reading._replace(plan=replaced(plan, {path: _as_read(plan, path, each) for path, each in changes.items()}))


def _as_read(plan: Plan, path: Path, figure: Figure) -> Figure:
    """A figure as the plan's file would have it: whole counts rounded where the targets say so."""
    unit = plan.targets.rounded_to if plan.targets is not None and path[0] == "targets" else None
    if unit is None or figure.step or figure.power or not re.search("households", str(path[-1])):
        return figure
    return figure._replace(step=unit)


class UnsavableError(ValueError):
    """A changed plan cannot be written as an edit of the plan's text."""


def edit_text(reading: Reading, changes: Changes) -> str:
    """The plan's own text with some figures changed, and nothing else.

    Raises `UnsavableError` when the text is not read back as the plan with these figures.
    """
    document, plan = reading.document, reading.plan
    wanted = with_figures(reading, changes).plan
    if document is None or plan is None or wanted is None:
        raise UnsavableError
    edits: list[Edit] = []
    new: dict[Path, list[str]] = defaultdict(list)
    for path in dict.fromkeys((*changes, *reading.added)):
        before, after = figure_at(plan, path), figure_at(wanted, path)
        if after is not None and (before is None or path in reading.added):
            new[path[:-1]].append(f"{path[-1]}: {figure_text(after)}")
        elif before is not None and after is not None and before != after:
            edits += _figure_edits(document, path, before, after)
    for path in [each for each in new if each[-1:] == ("planned",) and value_at(document.root, each) is None]:
        new[path[:-1]].append(f"planned: {{{', '.join(new.pop(path))}}}")
    edits += [_insertion(document, path, fields) for path, fields in new.items()]
    text = edited(document.text, edits)
    again = read_text(text, reading.name)
    if again.plan != wanted or again.misfits != reading.misfits:
        raise UnsavableError
    return text


def _figure_edits(document: Document, path: Path, before: Figure, after: Figure) -> Iterator[Edit]:
    """The edits that put one stated figure in the place of another. Raises `UnsavableError`."""
    before, after = before.as_printed(), after.as_printed()
    if before.form is not after.form:
        yield Edit(whole_figure(document, path), figure_text(after))
        return
    ends = [(path, before.number, after.number)]
    if before.upper is not None and after.upper is not None:
        ends = [((*path, "min"), before.number, after.number), ((*path, "max"), before.upper, after.upper)]
    for at, was, now in ends:
        edit = number_edit(document, at, was, now)
        if edit is None:
            raise UnsavableError
        yield edit


def number_edit(document: Document, path: Path, was: Number, now: Number) -> Edit | None:
    """The edit of one number: at the path itself, or under the word that says how it was meant.

    `None` when it does not stand there plainly.
    """
    for at in (path, *((*path, form.value) for form in Form)):
        span = document.span(at)
        text = document.text[span.start : span.end]
        if NUMBER.fullmatch(text) and figure_text(was) == text:
            return Edit(span, figure_text(now))
    return None


def whole_figure(document: Document, path: Path) -> Span:
    """Where all of a figure stands: a number, or a mapping in either style."""
    value = value_at(document.root, path)
    span = document.span(path)
    if isinstance(value, PlacedDict) and document.text[span.start : span.start + 1] != "{":
        # In block style the mapping has no span of its own.
        return Span(value.spans[0], value.spans[-1])
    return span


def text_edit(document: Document, path: Path, text: str) -> Edit | None:
    """The edit that writes a text in place of a value, or a new field with it; an empty text takes the field out.

    `None` where it does not stand there plainly.
    """
    here = value_at(document.root, path[:-1])
    if not isinstance(here, PlacedDict):
        return None
    if path[-1] in here and here[str(path[-1])] is None and text:  # a blank, behind its colon
        colon = document.text.index(":", document.span(path, key=True).end) + 1
        return Edit(Span(colon, colon), f" {text}")
    if path[-1] in here:
        return Edit(document.span(path), text) if text else _removal(document, here, list(here).index(str(path[-1])))
    try:
        return _insertion(document, path[:-1], [f"{path[-1]}: {text}"])
    except UnsavableError:
        return None


def _removal(document: Document, mapping: PlacedDict, number: int) -> Edit | None:
    """A field that is taken out: with its line, or with the comma before it; a comment behind it stays."""
    text, (start, _, _, end) = document.text, mapping.spans[4 * number : 4 * number + 4]
    if text[: mapping.spans[0]].rstrip().endswith("{"):
        return Edit(Span(mapping.spans[4 * number - 1], end), "") if number else None
    before = _line_start(text, start)
    rest = _LINE.match(text, end)[0]  # type: ignore[index]  # matches anywhere
    if text[before:start].strip() or "\n" in text[start:end]:
        return None
    if rest.strip():
        return Edit(Span(start, end + len(rest) - len(rest.lstrip())), "")
    behind = end + len(rest)
    return Edit(Span(before, behind + (2 if text[behind : behind + 2] == "\r\n" else 1)), "")


_LINE = regex(r"[^\r\n]*")


def _line_start(text: str, at: int) -> int:
    """Where the line begins that a position is in."""
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _insertion(document: Document, path: Path, fields: Sequence[str]) -> Edit:
    """New fields, each as `key: value`, behind the last field of a mapping that is on one line.

    Raises `UnsavableError` when the mapping at the path has none.
    """
    here = value_at(document.root, path)
    if not isinstance(here, PlacedDict):
        raise UnsavableError
    text, at = document.text, _last_on_a_line(document, here)
    if text[: here.spans[0]].rstrip().endswith("{"):
        return Edit(Span(at, at), "".join(f", {each}" for each in fields))
    indent = " " * (here.spans[0] - _line_start(text, here.spans[0]))
    newline = "\r\n" if "\r\n" in text else "\n"
    end = _LINE.match(text, at).end()  # type: ignore[union-attr]  # matches anywhere
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


def merge_side_tables(reading: Reading, tables: "Sequence[tuple[Content, str]]") -> Reading:
    """A reading with the figures of tables, given as their contents and names. Never raises."""
    from povcalc.plan.csv_tables import Years, read_table  # few plans have tables, whose reader knows many words

    plan, document = reading.plan, reading.document
    if plan is None or plan.targets is None or document is None or not tables:
        return reading
    areas = walk(plan.targets)
    joiner = _Joiner(areas)
    years = None if plan.document.years is None else Years(*plan.document.years)
    is_result = plan.document.kind == "result"
    read = tuple(read_table(content, name, areas, years, of_result=is_result) for content, name in tables)
    for table in read:
        for path, given in table.given:
            joiner.add(path, given)
    added = {
        (*path, *field.split(".")): given for path, fields in joiner.added.items() for field, given in fields.items()
    }
    values = {path: given.value for path, given in added.items()}
    if plan.targets.scale is not None:  # tables have whole numbers, or say their unit themselves
        values = {path: figure_of(str(path[-1]), value) for path, value in values.items()}
    for path in [each for each in values if each[-2:-1] == ("planned",)]:
        if value_at(document.root, path[:-1]) is None:
            values.setdefault(path[:-1], {})[path[-1]] = values.pop(path)
    return Reading(
        reading.name,
        document,
        *fitted(replaced(document.root, values)),
        tables=read,
        table_faults=(*(fault for table in read for fault in table.faults), *joiner.faults),
        added={path: given.at for path, given in added.items()},
    )


class _Joiner:
    """Gathers what tables add to the areas of a plan."""

    def __init__(self, areas: Sequence[Located]) -> None:
        self._areas = {located.path: located for located in areas}
        self.added: dict[Path, dict[str, Given]] = defaultdict(dict)
        self.faults: list[Fault[Spot]] = []

    def add(self, path: Path, given: "Given") -> None:
        """Keep a figure that is new, tell of one that is stated otherwise."""
        located, before, field = self._areas[path], self.added[path], given.field
        figure = figure_of(field.removeprefix(PLANNED), given.value)
        if figure is None:
            self.faults.append(Fault("bad_number", given.at, {"read": figure_text(given.value), "field": field}))
            return
        values = {"read": figure, "area": located.area.name, "field": field}
        for same in _same_as(field):
            stated = located.stated(same)
            if stated is not None and stated != figure:
                told = {**values, "stated": stated}
                self.faults.append(Fault("stated_otherwise", given.at, told, related=(*path, *same.split("."))))
                return
            other = before.get(same)
            if other is not None and (figure_of(same.removeprefix(PLANNED), other.value) or figure) != figure:
                self.faults.append(Fault("given_twice", given.at, {**values, "first": other.at.place.line}))
                return
        has = {name for name in _same_as(field) if located.stated(name) is not None or name in before}
        if field == "households" and field not in has and has:
            new = [base for base in BASES if base not in has]  # the other date when it has one
        else:
            new = [] if has & {field, "households"} else [field]
        for name in new:
            before.setdefault(name, given._replace(field=name))


def _same_as(field: str) -> tuple[str, ...]:
    """The fields that speak of the same number."""
    if field == "households":
        return ("households", *BASES)
    return (field, "households") if field in BASES else (field,)
