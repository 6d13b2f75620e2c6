"""From a document to a plan, or to what keeps it from being one.

pydantic's errors become `Fault`s, each at a path of the data. The parts that do not fit are then
left out and the rest is read again, so that one broken section does not hide the others.
"""

from collections.abc import Mapping
from os import PathLike
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import BaseModel, ValidationError

from povcalc.gc_paused import gc_paused
from povcalc.numerals import HOUSEHOLDS, RATE, counts_of, money, number_fault
from povcalc.numerals import read as read_number
from povcalc.places import Fault, Path, Spot, dotted
from povcalc.plan.model import FORMAT_VERSION, PLACEHOLDER, Area, Plan, entries, entry_of, section_at
from povcalc.plan.yaml_reader import HARMLESS, REFUSED, Document, parse
from povcalc.values import Figure

if TYPE_CHECKING:
    from povcalc.document.reader import Document as SourceDocument
    from povcalc.plan.csv_tables import SideTable
    from povcalc.plan.settings import Settings


BUILT_IN = "plan_2019.yaml"
"""The plan that is used when no file is named: Plan 131-KH/TU of Yên Bái for 2019."""

_FILLED: dict[str, Any] = {
    "id": PLACEHOLDER,
    "name": PLACEHOLDER,
    "unit": PLACEHOLDER,
    "document": {"title": PLACEHOLDER},
    "partial": True,
    "overlapping": True,
}
"""What stands in for fields that cannot be read, so that what they belong to is kept.

An area or a breakdown whose `partial` or `overlapping` cannot be read is taken for that: its sums are not known to be
complete.
"""

_KEPT_ITEMS = ("areas", "lines", "parts")
"""Lists whose unreadable items stay as items without figures: unknown, not absent."""

_PYDANTIC_KINDS = {
    "extra_forbidden": "unknown_key",
    "missing": "missing_field",
    "model_type": "not_a_mapping",
    "model_attributes_type": "not_a_mapping",
    "tuple_type": "not_a_list",
    "string_type": "not_text",
    "bool_type": "not_a_truth_value",
    "int_type": "not_a_whole_number",
    "literal_error": "unknown_choice",
    "string_pattern_mismatch": "bad_id",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
}


class Reading(NamedTuple):
    """A file as far as it could be read.

    `plan` is `None` when nothing of a plan could be made of it; otherwise it lacks what stands at
    the paths in `unread`. `name` is the file's name as given; `document`, its text and places, is
    `None` for a plan that was made in code. With side `tables`, `added` is where the figures stand that they
    add, by their paths in the plan, and `table_faults` what is wrong with them. A settings file is read as its
    `settings` and holds no plan. `source` is the document that its figures are held to, and
    `before` are the readings that it follows: of the year before, or of its plan.
    """

    name: str
    document: Document | None
    plan: Plan | None
    misfits: tuple[Fault[Path], ...] = ()
    unread: frozenset[Path] = frozenset()
    tables: "tuple[SideTable, ...]" = ()
    table_faults: tuple[Fault[Spot], ...] = ()
    added: Mapping[Path, Spot] = MappingProxyType({})
    settings: "Settings | None" = None
    source: "SourceDocument | None" = None
    before: "tuple[Reading, ...]" = ()

    @property
    def root(self) -> Any:
        """The plain values of the file; `None` where nothing could be read."""
        return None if self.document is None else self.document.root

    def spot(self, path: Path) -> Spot | None:
        """Where something stands: in the file or in a side table; `None` for what was not read from a file."""
        if path in self.added or self.document is None:
            return self.added.get(path)
        return Spot(self.name, self.document.place(self.document.span(path)))

    def lacks(self, section: str) -> bool:
        """Whether something in a section of the file could not be read."""
        return self.plan is None or any(
            path[:1] == (section,) and not str(path[-1]).startswith("x-") for path in self.unread
        )


def built_in() -> tuple[bytes, str]:
    """The content and the name of the plan that comes with the program."""
    shipped = FilePath(__file__).parents[1] / BUILT_IN  # importlib.resources would cost as much as all checks
    if shipped.is_file():
        return shipped.read_bytes(), BUILT_IN
    # An editable install leaves the file where the repository keeps it.
    return FilePath(__file__).parents[3].joinpath("data", BUILT_IN).read_bytes(), BUILT_IN


def figure_of(field: str, value: Any) -> Figure | None:
    """What a value stands for in a field of an area; `None` when the field cannot hold it."""
    try:
        area = Area.model_validate({"id": PLACEHOLDER, "name": PLACEHOLDER, field: value})
    except ValidationError:
        return None
    figure: Figure | None = getattr(area, field)
    return figure


class PlanError(ValueError):
    """A file does not hold a plan, or parts of it are not what the format allows.

    `reading` has all that was found; `povcalc.check` on the same file says it in words.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        document = reading.document
        traps = [trap for trap in document.traps if trap.kind not in HARMLESS] if document else []
        places = [document.place(trap.place) for trap in traps] if document else []
        self.faults = (
            *(f"{trap.kind} at line {at.line}, column {at.column}" for trap, at in zip(traps, places, strict=True)),
            *(f"{misfit.kind} at {dotted(misfit.place) or 'the root'}" for misfit in reading.misfits),
        )
        super().__init__(f"{reading.name}: {'; '.join(self.faults)}")


def read(path: str | PathLike[str]) -> Plan:
    """Read a plan from a YAML file.

    Counts are `int`, rates (percent), points and money (in the section's unit) `int` or `Decimal`
    as written, each in a `Figure`. The plan remembers its file, so that `povcalc.check` can give
    places. Raises `OSError` when the file cannot be read, and `PlanError`, which names every fault
    and its place, when it is not wholly a plan.
    """
    reading = read_file(path)
    error = PlanError(reading)
    if reading.plan is None or error.faults:
        raise error
    return reading.plan.with_origin(reading)


def read_file(path: str | PathLike[str]) -> Reading:
    """Read a file as far as possible. Raises `OSError` when it cannot be read at all."""
    return read_text(FilePath(path).read_bytes(), str(path))


def reading_of(plan: Plan | str | PathLike[str]) -> Reading:
    """What a plan was read from, or the file that holds one; a plan that was made in code, or changed, has no text.

    Raises `OSError` when a file cannot be read.
    """
    if not isinstance(plan, Plan):
        return read_file(plan)
    origin = plan.origin
    if isinstance(origin, Reading) and origin.plan is not None and vars(origin.plan) == vars(plan):
        return origin
    return Reading("", None, plan)


LARGE = 60_000
"""A text of fewer characters is read by the usual reader in some milliseconds, and its places are there at once; to
make the quick way ready takes as long."""


def read_text(content: bytes | str, name: str) -> Reading:
    """Read a file's content. Never raises: what is wrong with it is in the reading."""
    with gc_paused():
        if len(content) >= LARGE:
            from povcalc.plan.plain_targets import read_plainly

            if (plain := read_plainly(content)) is not None:
                return Reading(name, *plain)
        document = parse(content)
        root = document.root
        if not document.whole or root is REFUSED:
            return Reading(name, document, None)
        if not isinstance(root, dict) or "povcalc" not in root:
            return Reading(name, document, None, (Fault("not_a_plan", (), {"read": root}),))
        version = root["povcalc"]
        if isinstance(version, bool) or version != FORMAT_VERSION:
            values = {"read": version, "known": FORMAT_VERSION}
            return Reading(name, document, None, (Fault("unknown_version", ("povcalc",), values),))
        return Reading(name, document, *fitted(root))


def fitted(root: dict[str, Any]) -> tuple[Plan | None, tuple[Fault[Path], ...], frozenset[Path]]:
    """The plan that is left when everything that does not fit is taken out, what is wrong, and what was taken out."""
    misfits: list[Fault[Path]] = []
    unread: set[Path] = set()
    value: Any = root
    while True:
        try:
            return Plan.model_validate(value), _settled(root, misfits), frozenset(unread)
        except ValidationError as error:
            faults = error.errors(include_url=False, include_input=False)
        said = frozenset(unread)
        for fault in faults:
            at = tuple(fault["loc"])
            misfit = _misfit(root, at, fault["type"], fault.get("ctx", {}))
            if misfit is not None and not _is_said(root, misfit, at, said):
                misfits.append(misfit)
            unread.add(_dropped(at, fault["type"], fault.get("ctx", {}), said))
        if () in unread or len(unread) == len(said):
            return None, _settled(root, misfits), said | unread
        value = replaced(root, {path: _instead(path) for path in unread})


WRITINGS = ("vietnamese_number", "two_readings", "unit_misfit")
"""Kinds of faults of numbers in another writing than the format's."""


def _settled(root: Any, misfits: list[Fault[Path]]) -> tuple[Fault[Path], ...]:
    """The faults, amounts of money read in the unit of the funding, and of two readings the one that the rest tells."""
    found: list[Fault[Path]] = []
    unit, counted = value_at(root, ("funding", "unit")), str(value_at(root, ("targets", "unit")))
    counts = counts_of(counted)
    for fault in misfits:
        is_count = fault.values.get("wanted", HOUSEHOLDS) == HOUSEHOLDS != counts and "rate" not in dotted(fault.place)
        if fault.kind in WRITINGS and (fault.place[0] == "funding" or is_count):
            wanted = money(str(unit)) if fault.place[0] == "funding" else counts
            kind, values = number_fault(str(fault.values["read"]), wanted) or (fault.kind, {})
            fault = Fault(kind, fault.place, {**fault.values, **values})  # noqa: PLW2901
        found.append(fault)
    told = [fault for fault in found if fault.kind == "vietnamese_number" and fault.place[0] == "targets"]
    numerals = [
        (read_number(words, counts), read_number(words, RATE)) for words in (str(f.values["read"]) for f in told)
    ]
    styles = {(rate if count.figure is None else count).style for count, rate in numerals} - {""}
    if len(styles) != 1:
        return tuple(found)
    for at, fault in enumerate(found):
        if fault.kind == "two_readings" and fault.place[0] == "targets":
            kind, values = number_fault(fault.values["read"], counts, *styles) or (fault.kind, {})
            found[at] = Fault(kind, fault.place, {**fault.values, **values})
    return tuple(found)


def _misfit(root: Any, at: Path, kind: str, context: Mapping[str, Any]) -> Fault[Path] | None:
    """What pydantic found, in our terms; `None` for keys that are not checked."""
    name = _PYDANTIC_KINDS.get(kind, kind)
    told = {"read": value_at(root, at), **context}
    if name == "unknown_key" and kind == "extra_forbidden":
        key = str(at[-1])
        told = {"key": key, "known": tuple(entry.name for entry in entries(section_at(at[:-1])))}
        return None if key.startswith("x-") else Fault(name, at, told, key=True)
    if name == "missing_field":
        return Fault(name, at[:-1], {"field": str(at[-1])}, key=True)
    if name == "out_of_range":
        told = {"low": context.get("ge"), "high": context.get("le"), **told}
    if name == "unknown_choice":
        told["known"] = entry_of(section_at(at[:-1]), str(at[-1])).shape.choices
    path = (*at, *context.get("at", ()))
    if name != "unknown_key" and value_at(root, path) is None and _exists(root, path):
        return Fault("empty_value", path, {"field": str(at[-1])}, key=True)
    return Fault(name, path, told, key=name == "unknown_key")


def _is_said(root: Any, misfit: Fault[Path], at: Path, unread: frozenset[Path]) -> bool:
    """Whether the fault only follows from one that has already been told."""
    if value_at(root, misfit.place) is REFUSED:
        return True
    if misfit.kind in ("needs_one_of", "missing_field"):
        fields = misfit.values.get("fields", (misfit.values.get("field"),))
        return any((*misfit.place, field) in unread for field in fields)
    return any(at[:depth] in unread for depth in range(len(at) + 1))


def _dropped(at: Path, kind: str, context: Mapping[str, Any], unread: frozenset[Path]) -> Path:
    """The part to leave out so that the rest can be read."""
    if kind == "missing":
        if at[-1] in _FILLED:
            return at
        at = at[:-1]
    elif kind == "not_of_inner":
        return (*at, *context["at"])
    elif kind == "excludes":
        return (*at, context["fields"][-1])
    if at and isinstance(at[-1], int) and at[-2] not in _KEPT_ITEMS:
        at = at[:-1]
    # Still wrong when already left out or filled: then the part around it has to go.
    return at[:-1] if at in unread else at


def value_at(root: Any, path: Path) -> Any:
    """What stands at a path of plain data; `None` where nothing does."""
    for step in path:
        try:
            root = root[step]
        except (KeyError, IndexError, TypeError):
            return None
    return root


_LEFT_OUT: Final = object()
"""Stands in `replaced` for what is to be left out of a mapping."""


def replaced(here: Any, values: Mapping[Path, Any]) -> Any:
    """A copy of plain data or of a model with other values at some paths; what is off the paths is shared."""
    inner: dict[Any, dict[Path, Any]] = {}
    for path, value in values.items():
        inner.setdefault(path[0], {})[path[1:]] = value
    is_model = isinstance(here, BaseModel)
    new = {
        step: rests[()] if () in rests else replaced(getattr(here, step) if is_model else here[step], rests)
        for step, rests in inner.items()
    }
    if is_model:
        return here.model_copy(update=new)
    if isinstance(here, (list, tuple)):
        return type(here)(new.get(at, each) for at, each in enumerate(here))
    return {key: value for key, value in {**here, **new}.items() if value is not _LEFT_OUT}


def _instead(path: Path) -> Any:
    """What takes the place of a part that cannot be read."""
    step = path[-1]
    if isinstance(step, int):
        return {"id": f"{PLACEHOLDER}-{step}", "name": PLACEHOLDER}
    return _LEFT_OUT if step == "unit" and path[0] != "funding" else _FILLED.get(step, _LEFT_OUT)


def _exists(root: Any, path: Path) -> bool:
    parent = value_at(root, path[:-1])
    if isinstance(parent, dict):
        return bool(path) and path[-1] in parent
    return isinstance(parent, list)
