"""Walking the fields of the models: their names, the models inside, the marked values."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.core.data import table

FieldPath = tuple[str | int, ...]


def field_names(model: type[BaseModel]) -> list[str]:
    """Return the names of a model's fields as sources write them."""
    return [field.alias or name for name, field in model.model_fields.items()]


def field_labels(model: type[BaseModel]) -> dict[str, tuple[str, str]]:
    """Return the two French names of each field, as sources write it: its title, its description."""
    return {
        field.alias or name: (field.title or "", field.description or "")
        for name, field in model.model_fields.items()
    }


# What a record ends with, as in the contract: where its facts come from, when they were checked,
# when it entered the club, its former addresses.
_LAST = ("public_contacts", "sources", "verified", "reviewed", "added", "aliases")


def written_order(model: type[BaseModel]) -> list[str]:
    """Return the names of a model's fields in the order in which a source is written."""
    names = field_names(model)
    last = [name for name in _LAST if name in names]
    return [name for name in names if name not in last] + last


def model_at(model: type[BaseModel], path: FieldPath) -> type[BaseModel] | None:
    """Return the model found at `path` inside `model`, or None."""
    current: type[BaseModel] | None = model
    for step in path:
        if current is None:
            return None
        if isinstance(step, int):
            continue
        by_name = {f.alias or n: f for n, f in current.model_fields.items()}
        field = by_name.get(step)
        current = inner_model(field.annotation) if field else None
    return current


def takes(annotation: Any, wanted: type) -> bool:
    """Whether an annotation is, or holds, the type `wanted`."""
    if isinstance(annotation, type):
        return issubclass(annotation, wanted)
    return any(takes(arg, wanted) for arg in get_args(annotation))


def is_list(annotation: Any) -> bool:
    """Whether a field of this annotation is a list."""
    origin = get_origin(annotation)
    return origin is tuple or (
        origin is not None and any(is_list(arg) for arg in get_args(annotation))
    )


class Words:
    """Marks a choice: for each of its values, the label, then what else people write for it.

    They are the table `name` of `data/choices.toml`, or those given.
    """

    def __init__(self, name: str, words: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.words = words or table("choices")[name]


class Choice(tuple[str, ...]):  # noqa: SLOT001 - it carries its words
    """The values of a choice; `words` are the label of each, and what else people write for it."""

    words: Mapping[str, tuple[str, ...]]

    def __new__(cls, values: Iterable[str], words: Mapping[str, tuple[str, ...]]) -> Self:
        """Return the values, with their words."""
        made = super().__new__(cls, values)
        made.words = words
        return made


NO_CHOICE = Choice((), {})


def fixed_values(field: Any) -> Choice:
    """Return the values fixed by the contract that a field, or a type, holds; none for others."""
    annotation = field.annotation if isinstance(field, FieldInfo) else field
    values = _literal(annotation)
    marks = field.metadata if isinstance(field, FieldInfo) else []
    words = next(
        (m.words for m in (*marks, *_markers(annotation, Words)) if isinstance(m, Words)), {}
    )
    return Choice(values, words)


def choices(model: type[BaseModel]) -> Iterator[Choice]:
    """Yield the choices that a model, and those inside it, offer."""
    for field in model.model_fields.values():
        if inner := inner_model(field.annotation):
            yield from choices(inner)
        elif found := fixed_values(field):
            yield found


def _literal(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return next((found for arg in get_args(annotation) if (found := _literal(arg))), ())


def inner_model(annotation: Any) -> type[BaseModel] | None:
    """Return the model an annotation holds, alone or in a list, or None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for arg in get_args(annotation) if (m := inner_model(arg))), None)


def holds(field: FieldInfo, wanted: type) -> bool:
    """Whether a field, or each item of it, carries a marker of type `wanted`."""
    found = [*field.metadata, *_markers(field.annotation, wanted)]
    return any(isinstance(marker, wanted) for marker in found)


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked value found in a record: where, what it refers to, and the value."""

    path: FieldPath
    marker: object
    value: str


def marked(record: BaseModel, wanted: type) -> Iterator[Marked]:
    """Yield every value of `record` whose field carries a marker of type `wanted`."""
    for route, marker in _routes(type(record), wanted):
        yield from _follow(record, route, (), marker)


def _follow(value: Any, route: tuple[str, ...], at: FieldPath, marker: object) -> Iterator[Marked]:
    if value is None:
        return
    if isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _follow(item, route, (*at, i), marker)
    elif not route:
        yield Marked(at, marker, value)
    else:
        # A refused field of a fragment holds nothing to look at.
        yield from _follow(getattr(value, route[0], None), route[1:], (*at, route[0]), marker)


_CACHE: dict[tuple[type, type], tuple[tuple[tuple[str, ...], object], ...]] = {}


def _routes(model: type[BaseModel], wanted: type) -> tuple[tuple[tuple[str, ...], object], ...]:
    """Return the attribute paths of `model` that lead to a field marked `wanted`."""
    key = (model, wanted)
    if key not in _CACHE:
        found: list[tuple[tuple[str, ...], object]] = []
        for name, field in model.model_fields.items():
            markers = [m for m in field.metadata if isinstance(m, wanted)]
            markers += _markers(field.annotation, wanted)
            found += [((name,), marker) for marker in markers]
            inner = inner_model(field.annotation)
            if inner:
                found += [((name, *route), m) for route, m in _routes(inner, wanted)]
        _CACHE[key] = tuple(found)
    return _CACHE[key]


def _markers(annotation: Any, wanted: type) -> list[object]:
    own = [m for m in getattr(annotation, "__metadata__", ()) if isinstance(m, wanted)]
    return own + [
        m
        for arg in get_args(annotation)
        if not isinstance(arg, wanted)
        for m in _markers(arg, wanted)
    ]
