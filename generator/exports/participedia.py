"""The practices in Participedia's terms for cases (`/api/v1/participedia.json`).

Participedia (participedia.net) describes participatory processes all over the world. What our
terms are called there is said in the vocabularies (`participedia:`); a term without an
equivalent is left out, and our own is always on the sheet. The alignment of the levels is
approximate: their own definitions say so.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from generator.exports.api import head
from generator.exports.identity import absolute
from generator.exports.resources import (
    Address,
    Collection,
    Cost,
    Count,
    Day,
    Key,
    Link,
    Part,
    known,
    maybe,
    optional,
    required,
)
from generator.exports.resources import written as as_json
from generator.settings import Settings
from generator.views.model import PlaceView, PracticeView, Ref, SiteView

Scope = Literal["city/town", "metropolitan", "regional"]
_NAME = "Participedia"
_SCOPES: Mapping[str, Scope] = {
    "commune": "city/town",
    "epci": "metropolitan",
    "departement": "regional",
    "region": "regional",
}
_OPEN = "open_to_all"


class Case(Part):
    """A practice, as Participedia would call its fields."""

    id: Key = required("Identifiant de la fiche")
    type: Literal["case"] = required("Toujours `case`")
    url: Address = required("Adresse de la fiche")
    title: str = required("Titre")
    description: str = required("La démarche en une phrase")
    body: str = optional("Le récit, en Markdown")
    original_language: Literal["fr"] = required("Langue de la fiche")
    general_issues: tuple[str, ...] = optional("Sujets")
    location_name: str = optional("Territoire")
    city: str = optional("Commune")
    province: str = optional("Région")
    country: Literal["France"] = required("Pays")
    scope_of_influence: Scope = optional("Échelle")
    start_date: Day = optional("Début")
    end_date: Day = optional("Fin")
    ongoing: bool = required("La démarche est en cours")
    public_spectrum: str = optional("Degré de participation (alignement approximatif)")
    method_types: tuple[str, ...] = optional("Genres de méthode")
    approaches: tuple[str, ...] = optional("Approches")
    facetoface_online_or_both: str = optional("En ligne ou en présence")
    open_limited: str = optional("Ouverture")
    recruitment_method: str = optional("Mode de constitution du groupe")
    targeted_participants: tuple[str, ...] = optional("Publics visés")
    number_of_participants: Count = optional("Nombre de participants")
    primary_organizer: str = required("Organisateur")
    links: tuple[Link, ...] = optional("Sources")
    cost: Cost = optional("Coût ; ce champ n’existe pas chez Participedia")


class Cases(Collection[Case]):
    """`participedia.json`."""


def participedia(site: SiteView, settings: Settings) -> str:
    """Return the practices as cases."""
    terms = {
        v.name: {t.id: dict(t.alignments).get(_NAME, "") for t in v.terms}
        for v in site.vocabularies
    }
    cases = tuple(_case(p, terms, settings) for p in site.practices)
    return as_json(Cases(**head(site, settings), count=len(cases), records=cases))


def _case(
    practice: PracticeView, terms: Mapping[str, Mapping[str, str]], settings: Settings
) -> Case:
    place = practice.place
    recruitment = terms.get("recruitment", {}).get(practice.recruitment_key, "")
    publics = terms.get("publics", {})
    return known(
        Case,
        id=practice.id,
        type="case",
        url=absolute(practice.url, settings),
        title=practice.title,
        description=practice.summary,
        body=practice.body,
        original_language="fr",
        general_issues=_aligned(practice.themes, terms.get("themes", {})),
        country="France",
        **_location(place),
        start_date=practice.start,
        end_date=practice.end,
        ongoing=practice.status == "ongoing",
        public_spectrum=terms.get("levels", {}).get(practice.level_key, ""),
        **methods(terms.get("methods", {}).get(ref.id, "") for ref in practice.methods),
        open_limited="open" if recruitment == _OPEN else "",
        recruitment_method="" if recruitment == _OPEN else recruitment,
        targeted_participants=_unique(publics.get(key, "") for key in practice.public_keys),
        number_of_participants=practice.participants,
        primary_organizer=practice.organizer or (place.name if place else settings.site_name),
        links=[known(Link, url=s.url, note=s.title) for s in practice.sources if s.url],
        cost=maybe(
            Cost,
            process=practice.cost_process,
            envelope=practice.cost_envelope,
            year=practice.cost_year,
            note=practice.cost_note,
        ),
    )


def _location(place: PlaceView | None) -> dict[str, str]:
    if place is None:
        return {}
    return {
        "location_name": place.where,
        "city": place.name if place.kind == "commune" else "",
        "province": place.region,
        "scope_of_influence": _SCOPES[place.kind],
    }


def methods(alignments: Iterable[str]) -> dict[str, Any]:
    """Return what the alignments of some methods say, by field.

    `public/cogovernance` is a method type and an approach; `field: value` names its field.
    """
    types, approaches, others = [], [], {}
    for alignment in alignments:
        field, colon, value = alignment.partition(":")
        if colon:
            others[field.strip()] = value.strip()
            continue
        kind, _, approach = alignment.partition("/")
        types.append(kind.strip())
        approaches.append(approach.strip())
    named = {name: value for name, value in others.items() if name in Case.model_fields}
    return {"method_types": _unique(types), "approaches": _unique(approaches), **named}


def _aligned(refs: Iterable[Ref], terms: Mapping[str, str]) -> tuple[str, ...]:
    return _unique(terms.get(ref.id, "") for ref in refs)


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values that say something, each once, in order."""
    return tuple(value for value in dict.fromkeys(values) if value)
