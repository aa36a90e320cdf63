"""What a form must know of the fields of a model: read from the model, said nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from annotated_types import MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.records.fields import (
    NO_CHOICE,
    Choice,
    by_name,
    fixed_values,
    inner_model,
    inside,
    is_list,
    marks,
    takes,
)
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


@cache
def describe(model: type[BaseModel]) -> tuple[Description, ...]:
    """Return the fields of `model`, in its order."""
    return tuple(_field(name, field) for name, field in by_name(model).items())


def _field(name: str, field: FieldInfo) -> Description:
    description = (field.description or "").replace("`", "")
    inner = inner_model(field)
    return Description(
        name=name,
        label=field.title or description,
        help=description if field.title not in (None, description) else "",
        example=str(field.examples[0]) if field.examples else "",
        required=field.is_required(),
        many=is_list(field),
        least=next((m.min_length for m in marks(field, MinLen)), 0),
        default=field.default if isinstance(field.default, str) else "",
        **(
            {"type": "group", "of": inner.__name__, "fields": describe(inner)}
            if inner
            else _type(field)
        ),
    )


# What a mark says of one value of its field.
_MARKS: dict[type, Callable[[Any], dict[str, Any]]] = {
    RefTo: lambda mark: {"type": "ref", "of": mark.kind},
    TermOf: lambda mark: {"type": "term", "of": mark.name},
    AreaCode: lambda _: {"type": "area"},
    WebAddress: lambda _: {"type": "url"},
    Whole: lambda mark: {"type": "count", "low": mark.least, "high": mark.most},
    Line: lambda mark: {"type": "line", "longest": mark.most},
    Reachable: lambda _: {"type": "contact"},
}


def _type(field: FieldInfo) -> dict[str, Any]:
    """Return what the marks of a field say of one of its values."""
    found: dict[str, Any] = {"type": "line"}
    for part in inside(field):
        found |= _MARKS[type(part)](part) if type(part) in _MARKS else {}
    if values := fixed_values(field):
        found = {"type": "choice", "values": values}
    for name, written in (("date", PartialDate), ("moment", Moment)):
        if takes(field, written):
            found = {"type": name}
    return found
