"""One model per kind of record: the single truth for what a field is called and accepts."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from generator.core.findings import did_you_mean
from generator.records import labels, parsing
from generator.records.base import FieldRefused, Record
from generator.records.fields import (
    FieldPath,
    Marked,
    by_name,
    field_labels,
    field_names,
    fixed_values,
    holds,
    inner_model,
    is_list,
    marked,
    model_at,
    takes,
    written_order,
)
from generator.records.fragments import fragment
from generator.records.types import Line

# What an unreadable field says: pydantic's error type -> message, hint.
_SHAPES = {
    "string_type": ("un texte est attendu", "écrivez « {name}: » puis le texte, sur une ligne"),
    "tuple_type": ("une liste est attendue", "écrivez un élément par ligne, après un tiret"),
    "model_type": ("un groupe de champs est attendu", "écrivez les champs en dessous, décalés"),
    "model_attributes_type": ("un groupe de champs est attendu", "écrivez les champs en dessous"),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a field was refused; `answer` is what to write instead, when that is certain."""

    code: str
    field: FieldPath
    message: str
    hint: str
    answer: str = ""
    text: bool = False  # whether a text was expected, and a list or fields found


def build(model: type[BaseModel], data: dict[str, Any]) -> tuple[Any, list[Refusal]]:
    """Type one record. Returns the model or None, and every refusal."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=True)
        found = [_refusal(model, data, d) for d in details if not _echo(d, details)]
        named = {(*r.field[:-1], r.answer) for r in found if r.code == "F01"}
        # What another key holds is not missing.
        return None, [r for r in found if r.code != "F02" or r.field not in named]


def _echo(detail: Any, details: list[Any]) -> bool:
    """Whether a "too short" list is only short of the items refused beside it."""
    path = detail["loc"]
    return detail["type"] == "too_short" and any(
        other is not detail and other["loc"][: len(path)] == path for other in details
    )


def _is_text(model: type[BaseModel], path: FieldPath) -> bool:
    """Whether a field holds any text, alone or in a list."""
    field = _field(model, tuple(step for step in path if isinstance(step, str)))
    return field is not None and holds(field, Line)


def _refusal(  # noqa: PLR0911 - a table of cases
    model: type[BaseModel], data: Any, detail: Any
) -> Refusal:
    kind, path, context = detail["type"], tuple(detail["loc"]), detail.get("ctx", {})
    name = str(path[-1]) if path else ""
    match kind:
        case "extra_forbidden":
            return _unknown(model, path, _inside(data, path[:-1]))
        case "missing":
            field = _field(model, path)
            what = f" ({field.title or field.description})" if field and field.description else ""
            return Refusal("F02", path, f"le champ « {name} » manque{what}", _add(field))
        case "literal_error":
            return _out_of_list(model, path, str(detail["input"]))
        case "too_short":
            return Refusal("F02", path, "au moins un élément est attendu", "ajoutez-le")
        case _ if kind in _SHAPES:
            message, hint = _SHAPES[kind]
            text = _is_text(model, path)
            hint = _reshaped(model, path, detail["input"]) or hint.format(name=name)
            return Refusal("F03", path, message, hint, text=text)
        case _ if "hint" in context:
            hint = context["hint"]
            if (field := _field(model, path)) and field.is_required():
                hint = hint.removesuffix(" ou supprimez la ligne")
            return Refusal(kind, path, context["message"], hint, context["answer"])
    return Refusal("F03", path, "valeur inattendue", "suivez la forme décrite dans le guide")


def _reshaped(model: type[BaseModel], path: FieldPath, given: Any) -> str:
    """Return how to write what stands where a group of fields, or several, are expected."""
    owner = model_at(model, path)
    if not owner or not given:
        return ""
    if isinstance(given, dict):
        return f"mettez un tiret devant le premier champ de chaque élément : « - {next(iter(given))}: »"
    fields = {name: field.is_required() for name, field in by_name(owner).items()}
    if isinstance(given, list):
        listed = isinstance(given[0], dict)
        return "retirez les tirets : ses champs vont l’un sous l’autre" if listed else ""
    if (glued := given.partition(":")[0]) in fields:
        return f"mettez une espace après « {glued}: »"
    asked = ", ".join([name for name, needed in fields.items() if needed] or fields)
    field = _field(model, path)
    dash = "un tiret puis " if field is None or is_list(field) else ""
    return f"écrivez en dessous, décalés, {dash}ses champs ({asked})"


def _field(model: type[BaseModel], path: FieldPath) -> FieldInfo | None:
    """Return the field at a path, None for an item of a list."""
    owner = model_at(model, path[:-1]) if path else None
    return by_name(owner).get(str(path[-1])) if owner else None


def _inside(data: Any, path: FieldPath) -> Any:
    for step in path:
        data = data[step]
    return data


def _add(field: FieldInfo | None) -> str:
    values = fixed_values(field) if field else ()
    if not values:
        return "ajoutez-le"
    named = ", ".join(f"{label} ({value})" for value, label in labels.of(values).items())
    return f"ajoutez-le, avec l’une de ces valeurs : {named}"


def _out_of_list(model: type[BaseModel], path: FieldPath, given: str) -> Refusal:
    """Refuse a value out of those of the contract: it may be said in French, or nearly right."""
    field = _field(model, path) or _field(model, path[:-1])  # an item of a list
    values = fixed_values(field)
    named = labels.of(values)
    answer = labels.value(given[:60], values)
    if answer:
        hint = labels.write(answer, named[answer])
    elif near := labels.near(given[:60], named):
        hint = f"vouliez-vous dire « {near} » ({named[near]}) ?"
    else:
        hint = labels.listed(named)
    return Refusal("F08", path, f"« {given[:60]} » n’est pas une valeur prévue", hint, answer)


def _unknown(model: type[BaseModel], path: FieldPath, group: Any) -> Refusal:
    """Refuse a key that is no field: it may be one by its French name, or of another group."""
    owner, typed = model_at(model, path[:-1]), str(path[-1])
    fields = by_name(owner) if owner else {}
    named = field_labels(owner) if owner else {}
    answer = labels.field(typed, named)
    asked = [key for key in group if key == answer or labels.field(key, named) == answer]
    if answer and inner_model(fields[answer]) and isinstance(group[path[-1]], str):
        answer, hint = "", f"écrivez « {answer}: », puis ses champs en dessous, décalés"
    elif answer and len(asked) > 1:  # two keys of one meaning
        answer, hint = "", f"gardez une seule ligne, « {answer} »"
    elif answer:
        hint = labels.write(answer, "")
    elif elsewhere := labels.elsewhere(typed, named):
        hint = elsewhere
    elif near := did_you_mean(typed, named, alike=0.75):  # « tags » is not « status »
        hint = near
    elif found := [
        (n, inside)
        for n, f in fields.items()
        if (inner := inner_model(f)) and (inside := labels.field(typed, field_labels(inner)))
    ]:
        hint = " ou ".join(f"écrivez « {inside} » dans « {n} »" for n, inside in found)
    else:
        hint = f"supprimez la ligne, ou employez l’un de ces champs : {', '.join(named)}"
    return Refusal("F01", path, f"le champ « {typed} » n’existe pas", hint, answer)


__all__ = [
    "FieldRefused",
    "Marked",
    "Record",
    "Refusal",
    "build",
    "field_names",
    "fixed_values",
    "fragment",
    "inner_model",
    "is_list",
    "labels",
    "marked",
    "model_at",
    "parsing",
    "takes",
    "written_order",
]
