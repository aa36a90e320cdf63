"""Walking the fields of the models: their names, the models inside, the marked values."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Self, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.core.data import table

FieldPath = tuple[str | int, ...]
Model = type[BaseModel]


def by_name(model: Model) -> dict[str, FieldInfo]:
    """Return the fields of a model by their names as sources write them."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def field_names(model: Model) -> list[str]:
    """Return the names of a model's fields as sources write them."""
    return list(by_name(model))


def field_labels(model: Model) -> dict[str, tuple[str, str]]:
    """Return the two French names of each field, as sources write it: its title, its description."""
    return {n: (field.title or "", field.description or "") for n, field in by_name(model).items()}


# What a record ends with, as in the contract: where its facts come from, when they were checked,
# when it entered the club, its former addresses.
_LAST = ("public_contacts", "sources", "verified", "reviewed", "added", "aliases")


def written_order(model: Model) -> list[str]:
    """Return the names of a model's fields in the order in which a source is written."""
    return sorted(field_names(model), key=lambda n: _LAST.index(n) if n in _LAST else -1)


def model_at(model: Model, path: FieldPath) -> Model | None:
    """Return the model found at `path` inside `model`, or None."""
    current: Model | None = model
    for step in path:
        if current and not isinstance(step, int):
            current = inner_model(found) if (found := by_name(current).get(step)) else None
    return current


def inside(part: Any) -> Iterator[Any]:
    """Yield a field's annotation, or an annotation, and everything in it: types, marks, values."""
    if isinstance(part, FieldInfo):
        yield from inside(part.annotation)
        yield from part.metadata
        return
    yield part
    for inner in get_args(part):
        yield from inside(inner)


def takes(part: Any, wanted: type) -> bool:
    """Whether a field or an annotation is, or holds, the type `wanted`."""
    return any(isinstance(one, type) and issubclass(one, wanted) for one in inside(part))


def is_list(part: Any) -> bool:
    """Whether a field, or one of this annotation, is a list."""
    return any(get_origin(one) is tuple for one in inside(part))


def marks(part: Any, wanted: type) -> list[Any]:
    """Return the markers of type `wanted` of a field, or of each item of it."""
    return [one for one in inside(part) if isinstance(one, wanted)]


def holds(field: FieldInfo, wanted: type) -> bool:
    """Whether a field, or each item of it, carries a marker of type `wanted`."""
    return bool(marks(field, wanted))


def inner_model(part: Any) -> Model | None:
    """Return the model that a field or an annotation holds, alone or in a list, or None."""
    return next(
        (one for one in inside(part) if isinstance(one, type) and issubclass(one, BaseModel)), None
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


def fixed_values(part: Any) -> Choice:
    """Return the values fixed by the contract that a field, or a type, holds; none for others."""
    values = next((get_args(one) for one in inside(part) if get_origin(one) is Literal), ())
    return Choice(values, next((mark.words for mark in marks(part, Words)), {}))


def choices(model: Model) -> Iterator[Choice]:
    """Yield the choices that a model, and those inside it, offer."""
    for field in model.model_fields.values():
        if inner := inner_model(field):
            yield from choices(inner)
        elif found := fixed_values(field):
            yield found


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


@cache
def _routes(model: Model, wanted: type) -> tuple[tuple[tuple[str, ...], object], ...]:
    """Return the attribute paths of `model` that lead to a field marked `wanted`."""
    found: list[tuple[tuple[str, ...], object]] = []
    for name, field in model.model_fields.items():
        found += [((name,), marker) for marker in marks(field, wanted)]
        if inner := inner_model(field):
            found += [((name, *route), marker) for route, marker in _routes(inner, wanted)]
    return tuple(found)
