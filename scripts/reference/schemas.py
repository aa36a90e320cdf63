"""JSON Schemas of the source files, from the record models."""

import re
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

from generator.kinds import KINDS, Term
from generator.records.types import AreaCode, Moment, PartialDate, RefTo, TermOf, WebAddress

Schema = dict[str, Any]

DATE: str = TypeAdapter(PartialDate).json_schema()["pattern"]
MOMENT: str = TypeAdapter(Moment).json_schema()["pattern"]
# The kinds whose records are a list in one file; the others are one Markdown file each.
LISTS = {name: kind for name, kind in KINDS.items() if kind.source.endswith(".yaml")}

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_LONGER_THAN_ANY_TEXT = "x" * 100_000


def schemas() -> dict[str, Schema]:
    """Return the schema of a source file of each kind; `term` is a vocabulary."""
    models: dict[str, type[BaseModel]] = {name: kind.model for name, kind in KINDS.items()}
    models["term"] = Term
    return {name: _file(name, _record(model)) for name, model in models.items()}


class _French(GenerateJsonSchema):
    """Pydantic's schemas without the English of our docstrings, and with our limits."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Drop the title and the description taken from the class."""
        made = super().model_schema(schema)
        return {k: v for k, v in made.items() if k not in {"title", "description"}}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - inherited name
        """Say that a field's name is enough."""
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Keep the defaults that say something: an absent field is just absent."""
        made = super().default_schema(schema)
        return made if made.get("default") else {k: v for k, v in made.items() if k != "default"}

    def function_before_schema(
        self, schema: core_schema.BeforeValidatorFunctionSchema
    ) -> JsonSchemaValue:
        """Describe a lenient list: one item alone, or several."""
        inner = self.generate_inner(schema["schema"])
        if inner.get("type") != "array":
            return super().function_before_schema(schema)
        return {"anyOf": [inner["items"], inner]}

    def function_after_schema(
        self, schema: core_schema.AfterValidatorFunctionSchema
    ) -> JsonSchemaValue:
        """Add the length a text may have."""
        inner = super().function_after_schema(schema)
        longest = _longest(schema["function"]["function"])
        return {**inner, "maxLength": longest} if longest else inner


def _longest(validator: Any) -> int | None:
    """Return the limit that a text's validator states when it is passed, or None."""
    try:
        validator(_LONGER_THAN_ANY_TEXT)
    except PydanticCustomError as error:
        limit = re.search(r"pour (\d+) au plus", error.message())
        return int(limit[1]) if error.type == "F09" and limit else None
    except TypeError:  # a validator of numbers
        return None
    return None


def _record(model: type[BaseModel]) -> Schema:
    """Return the schema of one record, its groups of fields under `$defs`."""
    made: Schema = model.model_json_schema(schema_generator=_French)
    groups = made.setdefault("$defs", {})
    for part in _models(model):
        _mark(part, groups.get(part.__name__, made)["properties"])
    loosened: Schema = _loosened(made)
    return loosened


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield a model and those its fields are made of."""
    yield model
    for field in model.model_fields.values():
        for part in _parts(field.annotation):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from _models(part)


def _parts(annotation: Any) -> Iterator[Any]:
    """Yield an annotation and everything inside it, markers included."""
    yield annotation
    for part in (*get_args(annotation), *getattr(annotation, "__metadata__", ())):
        yield from _parts(part)


def _mark(model: type[BaseModel], properties: Schema) -> None:
    """Say in the properties of `model` what its fields refer to."""
    for name, field in model.model_fields.items():
        described = properties[field.alias or name]
        for part in (*field.metadata, *_parts(field.annotation)):
            match part:
                case RefTo(kind=kind):
                    described["x-reference"] = kind
                case TermOf(name=vocabulary):
                    described["x-vocabulary"] = vocabulary
                case AreaCode():
                    described["x-area"] = True
                case WebAddress():
                    described["format"] = "uri"
                case _:
                    pass


def _loosened(node: Any) -> Any:
    """Let a date be a number: a YAML editor reads `2018` as one, the club as a text."""
    if isinstance(node, list):
        return [_loosened(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("pattern") in {DATE, MOMENT}:
        node = {**node, "type": ["string", "integer"]}
    return {key: _loosened(value) for key, value in node.items()}


def _file(name: str, record: Schema) -> Schema:
    """Return the schema of one source file of a kind, given that of its records."""
    groups = record.pop("$defs")  # empty for a term
    if name in LISTS:
        kind = LISTS[name]
        return {
            "$schema": _DRAFT,
            "title": kind.plural,
            "description": f"{kind.source} : une liste de fiches.",
            "type": "array",
            "items": {"$ref": f"#/$defs/{name}"},
            "$defs": {**groups, name: record},
        }
    key = record["properties"].pop("id")  # the file's name, or the term's key, says it
    record["required"].remove("id")
    if name == "term":
        return {
            "$schema": _DRAFT,
            "title": "Vocabulaire",
            "description": "vocabularies/<nom>.yaml : une suite de termes, chacun sous sa clé.",
            "type": "object",
            "propertyNames": {"pattern": key["pattern"]},
            "additionalProperties": record,
        }
    return {
        "$schema": _DRAFT,
        "title": KINDS[name].label,
        "description": f"{KINDS[name].source}<identifiant>.md : l’en-tête d’une fiche.",
        **record,
        "$defs": groups,
    }
