"""What each JSON resource of `/api/v1/` holds, made from the models of the records.

The JSON is written from these models and the published schemas are made from them, so that one
cannot say other than the other. What is unknown is left out: a field that may be absent is
`optional`, and no value is ever null or empty.

Field names are those of the data contract: Popolo's for people, Participedia's for cases.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, create_model

from generator.kinds import KINDS, Kind
from generator.records.base import Record
from generator.records.description import Description, describe

VERSION = "1"
LICENSE = "etalab-2.0"

PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
MOMENT = r"^\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}.*)?)?)?$"
AREA = r"^(commune|epci|departement|region):[0-9AB]+$"

Day = Annotated[str, Field(pattern=PARTIAL_DATE)]
Moment = Annotated[str, Field(pattern=MOMENT)]
Area = Annotated[str, Field(pattern=AREA)]
Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Count = Annotated[int, Field(ge=0)]

M = TypeVar("M", bound=BaseModel)
R = TypeVar("R", bound=BaseModel)
EMPTY: tuple[Any, ...] = ("", None, (), [], {})


class Part(BaseModel):
    """A part of a resource: exactly the fields described, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def required(description: str, **more: Any) -> Any:
    """Return a field that is always there."""
    return Field(description=description, **more)


def optional(description: str, **more: Any) -> Any:
    """Return a field that is left out when it is unknown or empty."""
    return Field(default=None, description=description, **more)


def known(model: type[M], **fields: Any) -> M:
    """Return a part with the fields that have a value; zero and False are values."""
    return model(**{name: value for name, value in fields.items() if value not in EMPTY})


def written(document: BaseModel) -> str:
    """Return a resource as JSON, in UTF-8, one value a line."""
    text = document.model_dump_json(indent=1, exclude_unset=True, by_alias=True)
    return f"{text}\n"


# --- what several resources share ------------------------------------------------------------


class Head(Part):
    """What every file says of itself."""

    version: str = required("Version de cette interface", examples=[VERSION])
    date: Day = required("Jour où le fichier a été produit")
    license: str = required("Licence des données : Licence Ouverte 2.0 d’Etalab")
    publisher: str = required("Qui publie ces données")
    fictional: Literal[True] = optional(
        "Présent quand les personnes sont inventées (site de démonstration)"
    )


class Collection(Head, Generic[R]):
    """A list of records."""

    count: Count = required("Nombre de fiches")
    records: tuple[R, ...] = required("Les fiches")


class Source(Part):
    """Where a fact comes from."""

    title: str = required("Titre de la source")
    url: Address = optional("Adresse web de la source")
    date: Day = optional("Date de la source")


class Shared(Part):
    """What every record has."""

    id: Key = required("Identifiant, unique parmi les fiches du même genre")
    url: Address = required("Adresse de la page")
    aliases: tuple[Key, ...] = optional("Anciens identifiants, toujours redirigés")
    sources: tuple[Source, ...] = optional("D’où viennent les faits")
    added: Day = optional("Jour où la fiche est entrée au club")


class Place(Part):
    """A territory of the official geographic code."""

    area: Area = required("Genre et code officiel du territoire", examples=["commune:68224"])
    name: str = required("Nom officiel")
    type: str = required("Nature : commune, communauté de communes, département…")
    population: Count = optional("Nombre d’habitants")
    stratum: str = optional("Strate de population", examples=["50000-99999"])
    epci: str = optional("Code (Siren) de l’intercommunalité d’une commune")
    departement: str = optional("Code du département")
    region: str = optional("Code de la région")


class Link(Part):
    """A public page (Popolo `links`)."""

    url: Address = required("Adresse web")
    note: str = optional("Ce que l’on y trouve")


# --- the kinds -------------------------------------------------------------------------------

# The type of one value, by what its field takes.
_TYPES: dict[str, Any] = {
    "line": str,
    "contact": str,
    "url": Address,
    "count": Count,
    "date": Day,
    "moment": Moment,
    "area": Place,
    "term": Key,
    "ref": Key,
    "flag": bool,
}
_NEVER = {"consent"}


def published(kind: Kind) -> list[Description]:
    """Return the fields of a kind that are published, beside those that every record has."""
    if kind.api is None:
        return []
    kept = [
        field
        for field in describe(kind.model)
        if field.name not in Record.model_fields
        and field.name not in _NEVER
        and kind.api.read.get(field.name) != ""
    ]
    for field in kind.api.more:  # `memberships.active` is one of each membership
        group, dot, name = field.name.rpartition(".")
        at = next((n for n, one in enumerate(kept) if one.name == group), 0)
        if dot:
            part = replace(field, name=name)
            kept[at] = replace(kept[at], fields=(*kept[at].fields, part))
        else:
            kept.append(field)
    return kept


@cache
def resource(name: str) -> type[Shared]:
    """Return the model of a record of a kind, as it is published."""
    kind = KINDS[name]
    made = _model(kind.model.__name__, published(kind), Shared)
    if not (kind.api and kind.api.body):
        return made
    body: Any = (str, optional(kind.api.body))
    return create_model(kind.model.__name__, __base__=made, body=body)


def _model(name: str, fields: Iterable[Description], base: type[M]) -> type[M]:
    found: dict[str, Any] = {field.name: _field(field) for field in fields}
    # A field may be called as a word of Python: then the name is an alias.
    renamed = {f"{n}_" if n in {"from", "to"} else n: f for n, f in found.items()}
    return create_model(name, __base__=base, **renamed)


def _field(field: Description) -> tuple[Any, Any]:
    if field.type == "group":
        of: Any = _model(field.of, field.fields, Part)
    elif field.type == "choice":
        of = Literal[field.values]
    else:
        of = _TYPES[field.type]
    text = field.help or field.label
    if field.type == "term":
        text += f", clé du vocabulaire `{field.of}`"
    more = {"alias": field.name} if field.name in {"from", "to"} else {}
    sure = (field.required or bool(field.default)) and field.type != "area"
    made = required(text, **more) if sure and not field.many else optional(text, **more)
    if field.many and field.least:
        made = required(text, **more)
    return (tuple[of, ...] if field.many else of), made


@cache
def collection(name: str) -> Any:
    """Return the model of the file that holds every record of a kind."""
    return Collection[resource(name)]  # type: ignore[misc]  # made while the programme runs


# --- the files -------------------------------------------------------------------------------


class Listed(Part):
    """A file that the index lists."""

    title: str = required("Titre")
    description: str = required("Ce qu’il contient")
    url: Address = required("Adresse")
    media_type: str = required("Type de média")
    schema_url: Address = optional("Adresse de son schéma JSON", alias="schema")
    bytes: Count = required("Taille, en octets")


class Index(Head):
    """`index.json`."""

    policy: tuple[str, ...] = required("Ce que promet cette version")
    license_url: Address = required("Texte de la licence")
    documentation: Address = required("La page « Données ouvertes »")
    resources: tuple[Listed, ...] = required("Les fichiers")
