"""What a form must know of the fields of a model: read from the model, said nowhere else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from annotated_types import MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.records.fields import NO_CHOICE, Choice, Words, inner_model
from generator.records.types import (
    AreaCode,
    Line,
    Moment,
    PartialDate,
    Reachable,
    RefTo,
    TermOf,
    WebAddress,
    Whole,
)


@dataclass(frozen=True, slots=True)
class Description:
    """A field as one asks for it. `name` is what sources write.

    `type` is what one value is: `line`, `url`, `contact` (an e-mail address or a number), `count`, `date`, `moment`, `area`, `term` (a key of
    the vocabulary `of`), `ref` (an id of a record of kind `of`), `choice` (one of `values`) or
    `group` (of `fields`, those of the model `of`). `many` says that there may be several, `least` how many at least.
    `longest` limits a line, in characters; `low` and `high` a number. `example` and `default` are
    texts, empty when there is none.
    """

    name: str
    label: str
    type: str
    help: str = ""
    example: str = ""
    required: bool = False
    many: bool = False
    least: int = 0
    longest: int = 0
    low: int | None = None
    high: int | None = None
    of: str = ""
    values: Choice = NO_CHOICE
    fields: tuple["Description", ...] = ()
    default: str = ""


def describe(model: type[BaseModel]) -> tuple[Description, ...]:
    """Return the fields of `model`, in its order."""
    return tuple(_field(name, field) for name, field in model.model_fields.items())


def _field(name: str, field: FieldInfo) -> Description:
    parts = [*_parts(field.annotation), *field.metadata]
    description = (field.description or "").replace("`", "")
    inner = inner_model(field.annotation)
    least = next((m.min_length for m in field.metadata if isinstance(m, MinLen)), 0)
    return Description(
        name=field.alias or name,
        label=field.title or description,
        help=description if field.title not in (None, description) else "",
        example=str(field.examples[0]) if field.examples else "",
        required=field.is_required(),
        many=any(get_origin(part) is tuple for part in parts),
        least=least,
        default=field.default if isinstance(field.default, str) else "",
        **(_group(inner) if inner else _type(parts)),
    )


def _group(model: type[BaseModel]) -> dict[str, Any]:
    return {"type": "group", "of": model.__name__, "fields": describe(model)}


# What a mark says of one value of its field.
_MARKS: dict[type, Callable[[Any], dict[str, Any]]] = {
    RefTo: lambda mark: {"type": "ref", "of": mark.kind},
    TermOf: lambda mark: {"type": "term", "of": mark.name},
    AreaCode: lambda _: {"type": "area"},
    WebAddress: lambda _: {"type": "url"},
    Whole: lambda _: {"type": "count"},
    Line: lambda mark: {"type": "line", "longest": mark.most},
    Reachable: lambda _: {"type": "contact"},
}
_DATES = {PartialDate: "date", Moment: "moment"}


def _type(parts: list[Any]) -> dict[str, Any]:
    """Return what the marks of a field say of one of its values."""
    found: dict[str, Any] = {"type": "line"}
    for part in parts:
        if type(part) in _MARKS:
            found |= _MARKS[type(part)](part)
        elif get_origin(part) is Literal:
            words = next((mark.words for mark in parts if isinstance(mark, Words)), {})
            found = {"type": "choice", "values": Choice(get_args(part), words)}
        elif isinstance(part, type) and part in _DATES:
            found = {"type": _DATES[part]}
    return found | _range(parts)


def _range(parts: list[Any]) -> dict[str, int | None]:
    """Return the narrowest bounds: those of a year are beside those of any number."""
    bounds = [part for part in parts if isinstance(part, Whole)]
    lows = [b.least for b in bounds if b.least is not None]
    highs = [b.most for b in bounds if b.most is not None]
    return {"low": max(lows, default=None), "high": min(highs, default=None)}


def _parts(annotation: Any) -> Iterator[Any]:
    """Yield an annotation and everything inside it, markers included."""
    yield annotation
    for part in (*get_args(annotation), *getattr(annotation, "__metadata__", ())):
        yield from _parts(part)
