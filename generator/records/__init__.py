"""One model per kind of record: the single truth for what a field is called and accepts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from generator.findings import did_you_mean
from generator.records.action import Action
from generator.records.base import Record
from generator.records.meeting import Meeting
from generator.records.page import Page, Term
from generator.records.people import Contact, Member
from generator.records.practice import Practice
from generator.records.watch import WatchEntry

FieldPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its model, where its sources live and where its pages go.

    `section` is the first part of its addresses.
    """

    name: str
    model: type[Record]
    source: str
    section: str
    label: str
    plural: str


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("member", Member, "members.yaml", "annuaire", "Membre", "Membres"),
        Kind("contact", Contact, "network.yaml", "reseau", "Contact", "Réseau"),
        Kind("practice", Practice, "practices/", "pratiques", "Pratique", "Pratiques"),
        Kind("meeting", Meeting, "meetings/", "reunions", "Réunion", "Réunions"),
        Kind("watch", WatchEntry, "watch/", "veille", "Veille", "Veille"),
        Kind("action", Action, "actions/", "actions", "Action", "Actions collectives"),
        Kind("page", Page, "content/", "", "Page", "Pages"),
    )
}

# What an unreadable field says: pydantic's error type -> finding code, message, hint.
_SHAPES = {
    "string_type": ("un texte est attendu", "écrivez « champ: texte » sur une ligne"),
    "tuple_type": ("une liste est attendue", "écrivez un élément par ligne, après un tiret"),
    "model_type": ("un groupe de champs est attendu", "écrivez les champs en dessous, décalés"),
    "model_attributes_type": ("un groupe de champs est attendu", "écrivez les champs en dessous"),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a field was refused."""

    code: str
    field: FieldPath
    message: str
    hint: str


def build(model: type[BaseModel], data: dict[str, Any]) -> tuple[Any, list[Refusal]]:
    """Type one record. Returns the model or None, and every refusal."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=True)
        return None, [_refusal(model, d) for d in details if not _echo(d, details)]


def _echo(detail: Any, details: list[Any]) -> bool:
    """Whether a "too short" list is only short of the items refused beside it."""
    path = detail["loc"]
    return detail["type"] == "too_short" and any(
        other is not detail and other["loc"][: len(path)] == path for other in details
    )


def _refusal(model: type[BaseModel], detail: Any) -> Refusal:  # noqa: PLR0911 - a table of cases
    kind, path, context = detail["type"], tuple(detail["loc"]), detail.get("ctx", {})
    name = str(path[-1]) if path else ""
    match kind:
        case "extra_forbidden":
            owner = model_at(model, path[:-1])
            known = field_names(owner) if owner else []
            hint = did_you_mean(name, known) or f"champs possibles : {', '.join(known)}"
            return Refusal("F01", path, f"le champ « {name} » n’existe pas", hint)
        case "missing":
            owner = model_at(model, path[:-1])
            field = owner.model_fields.get(name) if owner else None
            what = f" ({field.description})" if field and field.description else ""
            return Refusal("F02", path, f"le champ « {name} » manque{what}", "ajoutez-le")
        case "literal_error":
            allowed = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
            nearest = did_you_mean(str(detail["input"])[:60], allowed)
            hint = nearest or f"valeurs possibles : {', '.join(allowed)}"
            given = str(detail["input"])[:60]
            return Refusal("F08", path, f"« {given} » n’est pas une valeur prévue", hint)
        case "too_short":
            return Refusal("F02", path, "au moins un élément est attendu", "ajoutez-le")
        case _ if kind in _SHAPES:
            return Refusal("F03", path, *_SHAPES[kind])
        case _ if "hint" in context:
            return Refusal(kind, path, context["message"], context["hint"])
    return Refusal("F03", path, "valeur inattendue", "suivez la forme décrite dans le guide")


def field_names(model: type[BaseModel]) -> list[str]:
    """Return the names of a model's fields as sources write them."""
    return [field.alias or name for name, field in model.model_fields.items()]


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
        current = _inner_model(field.annotation) if field else None
    return current


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for arg in get_args(annotation) if (m := _inner_model(arg))), None)


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
        yield from _follow(getattr(value, route[0]), route[1:], (*at, route[0]), marker)


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
            inner = _inner_model(field.annotation)
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


__all__ = [
    "KINDS",
    "Action",
    "Contact",
    "Kind",
    "Marked",
    "Meeting",
    "Member",
    "Page",
    "Practice",
    "Record",
    "Refusal",
    "Term",
    "WatchEntry",
    "build",
    "field_names",
    "marked",
    "model_at",
]
