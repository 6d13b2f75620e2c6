"""The JSON Schema of the file format, for editors and other validators."""

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from povcalc.messages import Lang, Message, join
from povcalc.plan.fields import FORM_KEYS, ID_PATTERN, ID_WANTED, MEASURED
from povcalc.plan.model import Entry, Plan, Section, count_fields, outline
from povcalc.plan.yaml_reader import parse

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(lang: Lang = Lang.EN) -> dict[str, Any]:
    """The format as a JSON Schema (draft 2020-12) with descriptions in one language, made from the models.

    It holds what one field may look like: every field with its meaning, unit and an example, whose
    numbers are `int` and `Decimal`. What fields say of each other is beyond it; `povcalc check`
    knows that.
    """
    schema = Plan.model_json_schema(by_alias=True, mode="validation", schema_generator=GenerateJsonSchema)
    definitions = schema.pop("$defs")
    for section in outline():
        name = section.model.__name__
        told = _told(schema if section.model is Plan else definitions[name], section)
        if section.model is Plan:
            schema = told
        else:
            definitions[name] = told
    definitions |= {kind.name: kind.json_schema() for kind in MEASURED} | _whole_counts()
    whole = {"$schema": DIALECT, **schema, **_UNSCALED, "$defs": dict(sorted(definitions.items()))}
    tidy: dict[str, Any] = _tidied(whole, lang)
    return tidy


def _each_of(names: Iterable[str], definition: str) -> dict[str, Any]:
    return {f"^({'|'.join(names)})$": {"$ref": f"#/$defs/{definition}"}}


_UNSCALED = {
    "if": {"patternProperties": {"^targets$": {"required": ["scale"]}}},
    "else": {"patternProperties": {"^targets$": {"$ref": "#/$defs/whole_counts"}}},
}


def _whole_counts() -> dict[str, Any]:
    """Of all counts in the targets that they are whole, in bare figures and in forms: not so where a scale is stated.

    In words that draft-07 has too, which editors know.
    """
    return {
        "whole_counts": {
            "items": {"$ref": "#/$defs/whole_counts"},
            "patternProperties": {
                **_each_of(sorted(count_fields()), "whole_count"),
                **_each_of(("planned", "areas", "breakdowns", "parts"), "whole_counts"),
            },
        },
        "whole_count": {
            "if": {"type": "number"},
            "then": {"type": "integer", "errorMessage": Message("A whole number of households.")},
            "patternProperties": _each_of(FORM_KEYS, "whole_count"),
        },
    }


_OWN = ("title", "description", "examples")
"""What pydantic says of a field that is said here in another way."""


def _told(node: dict[str, Any], section: Section) -> dict[str, Any]:
    """The schema of a section with the meanings of its fields, and what is needed of them together."""
    properties = {
        # In this order: some editors take of what stands beside a reference only what stands before it.
        entry.name: {
            "title": entry.name,
            "description": _described(entry),
            **{key: value for key, value in node["properties"][entry.name].items() if key not in _OWN},
            "examples": _examples(entry),
        }
        for entry in section.entries
    }
    told = {**node, "description": section.about, "properties": properties}
    one_of, exclude = section.model.ONE_OF, section.model.EXCLUDE
    if one_of:
        told["oneOf" if one_of == exclude else "anyOf"] = [{"required": [name]} for name in one_of]
    if exclude and one_of != exclude:
        told["not"] = {"required": list(exclude)}
    return told


def _described(entry: Entry) -> Message:
    """What a field means, and for a figure its unit."""
    if entry.shape.measured is None:
        return entry.meaning
    return join((entry.meaning, entry.shape.measured.unit), " ")


def _examples(entry: Entry) -> list[Any]:
    """A field's example; of a figure its number alone: editors offer it by itself and have no name for a mapping."""
    example = parse(entry.example).root
    is_meant = entry.shape.measured is not None and isinstance(example, dict)
    return [list(example.values())[-1] if is_meant else example]


def _tidied(node: Any, lang: Lang) -> Any:
    """The same schema in one language, with figures by reference, `x-` keys allowed and no null defaults."""
    if isinstance(node, Message):
        return node.to(lang)
    if isinstance(node, list):
        return [_tidied(item, lang) for item in node]
    if not isinstance(node, dict):
        return node
    if "$figure" in node:
        rest = {key: value for key, value in node.items() if key not in ("$figure", "default")}
        return {"$ref": f"#/$defs/{node['$figure']}", **_tidied(rest, lang)}
    if node.get("pattern") == ID_PATTERN:
        node = {**node, "errorMessage": ID_WANTED}
    tidy = {key: _tidied(value, lang) for key, value in node.items() if not (key == "default" and value in (None, []))}
    if tidy.get("type") == "object" and tidy.get("additionalProperties") is False:
        tidy["patternProperties"] = {"^x-": {}}
    return tidy


def schema_text(lang: Lang, *, ascii_only: bool) -> str:
    """The schema as it is printed, with a final newline; the numbers of its examples keep their digits."""
    written = json.dumps(json_schema(lang), ensure_ascii=ascii_only, indent=2, default=_marked)
    return re.sub(r'"number:(.+?)"', r"\1", written) + "\n"


def _marked(number: object) -> str:
    """A decimal number as text that `schema_text` knows again: JSON's own writer would need a float."""
    if not isinstance(number, Decimal):
        raise TypeError(number)
    return f"number:{number:f}"
