"""The JSON Schemas of what `/api/v1/` publishes, made from the models the JSON is written with.

A schema says what version 1 promises: fields may be added to it, so that it accepts more than
the files of the day hold. The tests are stricter (nothing that the schema does not describe).
"""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from generator.exports import resources
from generator.views.model import FieldView

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TYPES = {"string": "texte", "integer": "nombre entier", "boolean": "vrai ou faux"}
_PATTERNS = {
    resources.PARTIAL_DATE: "date",
    resources.MOMENT: "date, heure",
    resources.AREA: "territoire",
}


class _French(GenerateJsonSchema):
    """Pydantic's schemas without the English of our docstrings."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Drop the title and the description taken from the class, and leave room for more."""
        made = super().model_schema(schema)
        dropped = {"title", "description", "additionalProperties"}
        return {k: v for k, v in made.items() if k not in dropped}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - inherited name
        """Say that a field's name is enough."""
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Say nothing of defaults: what is unknown is left out."""
        made = super().default_schema(schema)
        return {k: v for k, v in made.items() if k != "default"}


def schema(model: type[BaseModel], id_: str, title: str, description: str) -> str:
    """Return the schema of a resource (2020-12) as JSON; `id_` is its own address."""
    head = {"$schema": DRAFT, "$id": id_, "title": title, "description": description}
    made = {**head, **_made(model)}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _made(model: type[BaseModel]) -> Schema:
    return model.model_json_schema(mode="serialization", schema_generator=_French)


def fields(model: type[BaseModel]) -> tuple[FieldView, ...]:
    """Return the fields of a resource with their type and meaning in French, parts in full.

    `records[].area.name` is the field `name` of the field `area` of each item of `records`.
    """
    made = _made(model)
    return tuple(_fields(made, made.get("$defs", {}), ""))


def _fields(node: Schema, parts: Schema, path: str) -> Iterator[FieldView]:
    for name, described in node.get("properties", {}).items():
        value, several = _value(described, parts)
        at = f"{path}{name}{'[]' if several else ''}"
        needed = name in node.get("required", ())
        meaning = described.get("description", "")
        yield FieldView(at, _type(value, several=several), needed, meaning, _choices(value))
        yield from _fields(value, parts, f"{at}.")


def _value(node: Schema, parts: Schema) -> tuple[Schema, bool]:
    """Return what a field holds, and whether it holds several."""
    several = node.get("type") == "array"
    value = node["items"] if several else node
    if "$ref" in value:
        value = parts[value["$ref"].rpartition("/")[2]]
    return value, several


def _type(value: Schema, *, several: bool) -> str:
    if value.get("format") == "uri":
        kind = "adresse web"
    elif value.get("pattern") in _PATTERNS:
        kind = _PATTERNS[value["pattern"]]
    elif "pattern" in value:
        kind = "identifiant"
    elif "properties" in value:
        kind = "groupe"
    else:
        kind = _TYPES.get(value.get("type", "string"), "texte")
    return f"liste\u00a0: {kind}" if several else kind


def _choices(value: Schema) -> tuple[str, ...]:
    """Return the values a field may have, when they are few."""
    found = value.get("enum", ())
    return tuple(str(choice) for choice in found)
