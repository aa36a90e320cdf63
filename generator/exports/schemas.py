"""What is made of the description of a JSON file: its JSON Schema, its part of the data dictionary.

A schema says what version 1 promises: fields may be added to it, so that it accepts more than
the files of the day hold. The tests are stricter (nothing that the schema does not describe).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.core.data import table
from generator.exports.resources import Fields
from generator.records.description import Description

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TYPES = table("resources")["types"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an export: where it is, its type and meaning in French, its possible values."""

    name: str
    type: str
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()


def schema(fields: Fields, id_: str, title: str, description: str) -> str:
    """Return the schema of a file (2020-12) as JSON; `id_` is its own address."""
    head = {"$schema": DRAFT, "$id": id_, "title": title, "description": description}
    return json.dumps(head | _object(fields), ensure_ascii=False, indent=1) + "\n"


def _object(fields: Fields) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.name: _node(field) for field in fields},
        "required": [field.name for field in fields if field.required],
    }


def _node(field: Description) -> dict[str, Any]:
    node = _object(field.fields) if field.fields else dict(_TYPES[field.type]["schema"])
    if field.values:
        node["enum"] = field.values
    if field.many:
        node = {"type": "array", "items": node}
    return {"description": _meaning(field), **node}


def dictionary(fields: Fields, path: str = "") -> Iterator[Field]:
    """Yield the fields of a file with their type and meaning in French, parts in full.

    `records[].area.name` is the field `name` of the field `area` of each item of `records`.
    """
    for field in fields:
        at = f"{path}{field.name}{'[]' if field.many else ''}"
        one = _TYPES[field.type]["label"]
        type_ = f"liste\u00a0: {one}" if field.many else one
        yield Field(at, type_, _meaning(field), field.required, field.values)
        yield from dictionary(field.fields, f"{at}.")


def _meaning(field: Description) -> str:
    text = field.help or field.label
    return f"{text}, clé du vocabulaire `{field.of}`" if field.type == "term" else text
