"""The format told as plain values: every section with its fields, their sorts, meanings and examples.

Gathered from the models, for the manual and the JSON Schema; nothing else needs it.
"""

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from povcalc.plan.base import Meaning, Model
from povcalc.plan.fields import Measured, Sort
from povcalc.plan.models import Plan
from povcalc.text import Text


class Shape(NamedTuple):
    """What a field takes: one of a few words, a section, or a value of some sort, of a figure what it measures.

    When it is `listed`, a list of these.
    """

    sort: Text | None = None
    choices: tuple[str, ...] = ()
    section: type[Model] | None = None
    listed: bool = False
    measured: Measured | None = None


class Entry(NamedTuple):
    """A field of a section, by its name in the file; `default` is what holds where it is left out."""

    name: str
    required: bool
    default: str | None
    shape: Shape
    meaning: Text
    example: str


class Section(NamedTuple):
    """A section with the places where it stands in the file; a list's elements are `areas[]`."""

    model: type[Model]
    paths: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def about(self) -> Text:
        """What the section is."""
        return self.model.ABOUT


def outline() -> tuple[Section, ...]:
    """Every section in the order of the file, the file itself first; its own path is empty."""
    found: dict[type[Model], list[str]] = {}
    _visit(Plan, "", found)
    return tuple(Section(model, tuple(paths), entries(model)) for model, paths in found.items())


def _visit(model: type[Model], path: str, found: dict[type[Model], list[str]]) -> None:
    known = model in found
    found.setdefault(model, []).append(path)
    if known:
        return  # what is inside stands where it was met first; areas hold areas
    for entry in entries(model):
        if entry.shape.section is not None:
            inner = f"{path}.{entry.name}".removeprefix(".")
            _visit(entry.shape.section, f"{inner}[]" if entry.shape.listed else inner, found)


def entries(model: type[Model]) -> tuple[Entry, ...]:
    """The fields of one section, in order."""
    return tuple(_entries(model))


def _entries(model: type[Model]) -> Iterator[Entry]:
    hints = get_type_hints(model, include_extras=True)
    for name, info in model.model_fields.items():
        meaning = next(item for item in info.metadata if isinstance(item, Meaning))
        yield Entry(
            info.alias or name,
            info.is_required(),
            _default(info.default),
            _shape(hints[name]),
            Text(meaning.en, meaning.vi),
            meaning.example,
        )


def _default(value: object) -> str | None:
    """A default that says something, as it would be written."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else None


def _shape(hint: Any) -> Shape:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return next(filter(None, map(_told, arguments[1:])), None) or _shape(arguments[0])
    if origin in (Union, UnionType):
        return _shape(next(argument for argument in arguments if argument is not type(None)))
    if origin is tuple:
        return _shape(arguments[0])._replace(listed=True)
    if origin is Literal:
        return Shape(choices=tuple(map(str, arguments)))
    if isinstance(hint, type) and issubclass(hint, Model):
        return Shape(section=hint)
    if hint is bool:
        return Shape(choices=("true", "false"))
    raise TypeError(hint)


def _told(item: object) -> Shape | None:
    match item:
        case Sort():
            return Shape(sort=Text(item.en, item.vi))
        case Measured():
            return Shape(sort=item.unit, measured=item)
    return None
