"""One model per kind of record: the single truth for what a field is called and accepts."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from generator.findings import did_you_mean
from generator.records.action import Action
from generator.records.base import FieldRefused, Record
from generator.records.fields import (
    FieldPath,
    Marked,
    field_names,
    holds,
    inner_model,
    is_list,
    marked,
    model_at,
    takes,
    written_order,
)
from generator.records.fragments import fragment
from generator.records.meeting import Meeting
from generator.records.page import Page, Term
from generator.records.people import Contact, Member
from generator.records.practice import Practice
from generator.records.types import Line
from generator.records.watch import WatchEntry


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
    text: bool = False  # whether a text was expected, and a list or fields found


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


def _is_text(model: type[BaseModel], path: FieldPath) -> bool:
    """Whether a field holds any text, alone or in a list."""
    names = [step for step in path if isinstance(step, str)]
    owner = model_at(model, tuple(names[:-1]))
    fields = {f.alias or name: f for name, f in owner.model_fields.items()} if owner else {}
    return bool(names) and names[-1] in fields and holds(fields[names[-1]], Line)


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
            return Refusal("F03", path, *_SHAPES[kind], text=_is_text(model, path))
        case _ if "hint" in context:
            return Refusal(kind, path, context["message"], context["hint"])
    return Refusal("F03", path, "valeur inattendue", "suivez la forme décrite dans le guide")


__all__ = [
    "KINDS",
    "Action",
    "Contact",
    "FieldRefused",
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
    "fragment",
    "inner_model",
    "is_list",
    "marked",
    "model_at",
    "takes",
    "written_order",
]
