"""The JSON Schema of the file format, for editors and other validators."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from povcalc.plan.fields import MEASURED
from povcalc.plan.models import Plan

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The format as a JSON Schema (draft 2020-12), made from the models.

    It holds what one field may look like: every field with its description and unit. What fields
    say of each other is beyond it; `povcalc check` knows that.
    """
    schema = Plan.model_json_schema(by_alias=True, mode="validation", schema_generator=GenerateJsonSchema)
    tidy = _tidied(schema)
    definitions = {**tidy.pop("$defs", {}), **{kind.name: kind.json_schema() for kind in MEASURED}}
    tidy["anyOf"] = [{"required": ["targets"]}, {"required": ["funding"]}]
    definitions["DocumentInfo"]["anyOf"] = [{"required": ["title"]}, {"required": ["source"]}]
    definitions["DocumentInfo"]["not"] = {"required": ["year", "period"]}
    definitions["Deadline"]["oneOf"] = [{"required": ["on"]}, {"required": ["before"]}]
    return {"$schema": DIALECT, **tidy, "$defs": dict(sorted(definitions.items()))}


def _tidied(node: Any) -> Any:
    """The same schema with figures by reference, `x-` keys allowed and no null defaults."""
    if isinstance(node, list):
        return [_tidied(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "$figure" in node:
        rest = {key: value for key, value in node.items() if key not in ("$figure", "default", "title")}
        return {"$ref": f"#/$defs/{node['$figure']}", **rest}
    tidy = {key: _tidied(value) for key, value in node.items() if not (key == "default" and value in (None, []))}
    if tidy.get("type") == "object" and tidy.get("additionalProperties") is False:
        tidy["patternProperties"] = {"^x-": {}}
    return tidy
