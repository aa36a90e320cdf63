"""What can still be read of a record some fields of which were refused.

The rules look at it too, so that one run reports everything wrong, not only what comes first.
"""

from collections.abc import Collection
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, create_model

from generator.core.findings import nearest
from generator.records import labels
from generator.records.base import Record
from generator.records.fields import FieldPath, field_labels, field_names, inner_model

R = TypeVar("R", bound=Record)
M = TypeVar("M", bound=BaseModel)


def fragment(model: type[R], data: dict[str, Any], refused: Collection[FieldPath]) -> R:
    """Return a record of `model` without the fields at the paths `refused`.

    Reading one of those raises `FieldRefused`. `data` is the whole record as written; every
    other field of it is one the model accepts.
    """
    return _fragment(model, data, {path for path in refused if path})


def _fragment(model: type[M], data: dict[str, Any], refused: set[FieldPath]) -> M:
    values: dict[str, Any] = {}
    unread = []
    meant = _meant(model, data)
    for name, key in zip(model.model_fields, field_names(model), strict=True):
        below = {path[1:] for path in refused if path[0] == key}
        if key not in data and not below and key not in meant:
            continue  # its default
        lost = () in below or key in meant
        value = _UNREAD if lost else _value(model, name, data.get(key), below)
        if value is _UNREAD:
            unread.append(name)
        else:
            values[name] = value
    made = model.model_construct(set(values), **values)
    for name in unread:
        made.__dict__.pop(name, None)  # the default `model_construct` gave it
    return made


_UNREAD = object()


def _meant(model: type[BaseModel], data: dict[str, Any]) -> set[str]:
    """Return the absent fields that misspelt keys most likely stand for."""
    known = field_names(model)
    unknown = [key for key in data if key not in known]
    named = field_labels(model)
    return {labels.field(key, named) or nearest(key, known) for key in unknown} - data.keys()


def _value(model: type[BaseModel], name: str, given: Any, refused: set[FieldPath]) -> Any:
    field = model.model_fields[name]
    if not refused:
        key = field.alias or name
        return getattr(_reader(model, name).model_validate({key: given}), name)
    inner = inner_model(field.annotation)
    if inner is None:
        return _UNREAD
    if isinstance(given, dict):
        return _fragment(inner, given, refused)
    # Every item keeps its place, which is what findings point at.
    return tuple(_item(inner, item, i, refused) for i, item in enumerate(given))


def _item(inner: type[BaseModel], given: Any, index: int, refused: set[FieldPath]) -> BaseModel:
    below = {path[1:] for path in refused if path[0] == index}
    if () in below or not isinstance(given, dict):
        below = {(name,) for name in field_names(inner)}
        given = {}
    return _fragment(inner, given, below)


@cache
def _reader(model: type[BaseModel], name: str) -> type[BaseModel]:
    """Return a model of one field, read as `model` reads it."""
    field = model.model_fields[name]
    only: dict[str, Any] = {name: (field.annotation, field)}
    return create_model("Reader", __config__=model.model_config, **only)
