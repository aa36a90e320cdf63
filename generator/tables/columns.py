"""Which field each column of a table is: French names for people, guessed and adjustable.

A target is a dotted path, as `club check` writes it (`memberships.0.area`), or one of a few more
(`PLACES`, `commune`…) that several columns use together to say one thing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from generator.geo import fold
from generator.records import KINDS, inner_model, is_list, written_order
from generator.records.practice import SECTIONS

TABLES = {"members": "member", "practices": "practice", "meetings": "meeting"}
NUMBER = "N"  # stands for the rank of an item in the names below

# The name of each column, as exported, then what else people call it. `{n}` counts from 1.
_COMMON = {
    "id": ("Identifiant", "id", "identifiant club"),
    "aliases": ("Anciens identifiants",),
    "sources.N.title": ("Source {n}", "source", "sources"),
    "sources.N.url": ("Source {n} : adresse", "lien source", "url source"),
    "sources.N.date": ("Source {n} : date", "date source"),
    "themes": ("Thèmes", "theme", "thematique", "thematiques", "sujets"),
    "methods": ("Méthodes", "methode", "dispositif", "dispositifs", "type de demarche"),
    "summary": ("Résumé", "description courte", "en une phrase", "presentation", "chapo"),
}
NAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "member": {
        **_COMMON,
        "given_name": ("Prénom", "prenoms", "prenom de l elu", "first name", "votre prenom"),
        "family_name": ("Nom", "nom de famille", "nom de l elu", "last name", "votre nom"),
        "summary": ("Présentation", "biographie", "bio", "resume"),
        "image": ("Photo",),
        "memberships.N.role": ("Mandat {n}", "mandat", "mandats", "role", "type de mandat"),
        "memberships.N.label": (
            "Mandat {n} : fonction",
            "fonction",
            "intitule",
            "delegation",
            "qualite",
        ),
        "memberships.N.area": (
            "Mandat {n} : territoire",
            "territoire",
            "collectivite",
            "code territoire",
        ),
        "memberships.N.start_date": (
            "Mandat {n} : début",
            "debut du mandat",
            "date de debut",
            "debut",
            "elu depuis",
            "en poste depuis",
        ),
        "memberships.N.end_date": ("Mandat {n} : fin", "fin du mandat", "date de fin", "fin"),
        "club.joined": ("Entrée au club", "date d adhesion", "adhesion", "membre depuis"),
        "club.left": ("Départ du club",),
        "club.function": ("Rôle dans le club",),
        "seeks": ("Recherche", "ce que je cherche", "attentes", "besoins"),
        "contact_details.N.type": ("Coordonnée {n} : nature",),
        "contact_details.N.value": ("Coordonnée {n}",),
        "contact_details.N.label": ("Coordonnée {n} : précision",),
        "links.N.url": ("Lien {n}", "lien", "site", "site web"),
        "links.N.note": ("Lien {n} : précision",),
        "consent.date": (
            "Accord : date",
            "date du consentement",
            "date de l accord",
            "consentement",
        ),
        "consent.notice": ("Accord : notice",),
        "consent.fields": ("Accord : champs", "champs du consentement", "champs publics"),
        "consent.withdrawn": ("Accord : retrait",),
    },
    "practice": {
        **_COMMON,
        "title": ("Titre", "nom de la demarche", "intitule", "nom du projet"),
        "area": ("Territoire", "code", "code territoire", "collectivite"),
        "organizer": ("Organisateur", "porteur", "structure porteuse"),
        "level": ("Degré de participation", "degre", "niveau de participation"),
        "status": ("Avancement", "etat", "statut"),
        "start_date": ("Début", "date de debut", "debut de la demarche"),
        "end_date": ("Fin", "date de fin"),
        "targeted_participants": ("Publics visés", "publics", "public vise"),
        "recruitment_method": ("Mode de constitution", "recrutement"),
        "participants.number": ("Participants", "nombre de participants"),
        "participants.out_of": ("Participants possibles",),
        "participants.year": ("Participants : année",),
        "cost.process": ("Coût de la démarche (€)", "cout de la demarche", "cout"),
        "cost.envelope": ("Enveloppe (€)", "enveloppe", "budget"),
        "cost.year": ("Coût : année", "annee"),
        "staff": ("Temps d’agents et appuis", "moyens humains"),
        "tools": ("Outils",),
        "legal_basis": ("Textes de la veille", "base legale"),
        "members": ("Membres", "contact dans le club", "elu referent"),
        "adapted_from": ("Inspirée de",),
        "adaptation": ("Ce qui a été changé",),
        "verified": ("Vérifiée", "verifiee le"),
        "reviewed": ("Relue", "relue le", "derniere relecture"),
        **{f"body.{name}": (name,) for name in SECTIONS},
    },
    "meeting": {
        **_COMMON,
        "title": ("Titre", "intitule", "reunion", "objet"),
        "kind": ("Nature", "type", "type de reunion"),
        "start": ("Début", "date", "date de debut", "date et heure", "horaire"),
        "end": ("Fin", "heure de fin", "date de fin"),
        "format": ("Forme", "modalite", "format"),
        "location": ("Lieu",),
        "link": ("Adresse de connexion", "lien visio", "visio", "lien"),
        "status": ("État", "statut"),
        "attendees": ("Présents", "participants", "membres presents"),
        "attendance": ("Nombre de présents", "nombre de participants"),
        "guests": ("Invités", "intervenants"),
        "agenda": ("Ordre du jour",),
        "decisions": ("Décisions",),
        "tasks.N.text": ("Tâche {n}", "tache", "taches"),
        "tasks.N.owner": ("Tâche {n} : responsable", "responsable"),
        "tasks.N.due": ("Tâche {n} : échéance", "echeance"),
        "tasks.N.status": ("Tâche {n} : état",),
        "tasks.N.done": ("Tâche {n} : faite le",),
        "practices": ("Pratiques présentées", "pratiques"),
        "watch": ("Textes discutés", "textes"),
        "actions": ("Actions discutées",),
        "documents.N.title": ("Document {n}", "document"),
        "documents.N.url": ("Document {n} : adresse",),
        "body": ("Notes", "compte rendu", "commentaires"),
    },
}
# Columns that say together where it is, when no code does.
PLACES = {
    "commune": (
        "Commune",
        "ville",
        "nom de la commune",
        "libelle de la commune",
        "municipalite",
        "votre commune",
    ),
    "commune.code": ("Code Insee", "code de la commune", "code commune", "insee"),
    "commune.postal": ("Code postal", "cp"),
    "departement": ("Département", "libelle du departement", "departement"),
    "departement.code": ("Code du département", "code departement"),
    "epci": ("Intercommunalité", "epci", "libelle de l epci"),
    "epci.code": ("N° SIREN", "siren", "code epci", "siren epci"),
    "region": ("Région", "libelle de la region"),
    "region.code": ("Code de la région", "code region"),
}
PEOPLE = {
    "name": ("Nom et prénom", "nom complet", "prenom nom", "nom prenom", "elu", "membre"),
    "email": (
        "Courriel",
        "email",
        "e mail",
        "mail",
        "adresse e mail",
        "adresse electronique",
        "adresse mail",
    ),
    "phone": ("Téléphone", "tel", "telephone", "portable", "mobile", "numero de telephone"),
}
# What no table brings in, whatever is asked. The words are looked for in the column's name.
NEVER = (
    ("naissance", "la date de naissance n’est jamais importée"),
    ("code sexe", "le sexe n’est jamais importé"),
    (" sexe ", "le sexe n’est jamais importé"),
    (" civilite ", "la civilité n’est jamais importée"),
    ("socio professionnelle", "la catégorie socio-professionnelle n’est jamais importée"),
    (" csp ", "la catégorie socio-professionnelle n’est jamais importée"),
    ("nationalite", "la nationalité n’est jamais importée"),
    (" nuance ", "l’étiquette politique n’est jamais importée"),
    ("etiquette", "l’étiquette politique n’est jamais importée"),
    ("parti politique", "l’étiquette politique n’est jamais importée"),
    ("couleur politique", "l’étiquette politique n’est jamais importée"),
    ("adresse postale", "l’adresse personnelle n’est jamais importée"),
    ("adresse personnelle", "l’adresse personnelle n’est jamais importée"),
    ("domicile", "l’adresse personnelle n’est jamais importée"),
)
PLACE_NAME = "nom du territoire"  # a column for people, beside an area
IGNORED = "-"  # what `--map "Colonne=-"` says


class MappingError(Exception):
    """A mapping names a column or a field that does not exist; the message is in French."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is: its target, or why it is left out; `guessed` when its name was close."""

    name: str
    target: str
    why: str = ""
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value a record may hold: its type, and what marks it (`RefTo`, `TermOf`…)."""

    annotation: Any
    markers: tuple[object, ...] = ()


def leaves(model: type[BaseModel], before: str = "") -> Iterator[tuple[str, Leaf]]:
    """Yield the dotted path of every value a record may hold, in the order it is written."""
    by_name = {field.alias or name: field for name, field in model.model_fields.items()}
    for name in written_order(model):
        field, path = by_name[name], f"{before}{name}"
        inner = inner_model(field.annotation)
        if inner is None:
            yield path, Leaf(field.annotation, (*field.metadata, *_markers(field.annotation)))
        elif is_list(field.annotation):
            yield from leaves(inner, f"{path}.{NUMBER}.")
        else:
            yield from leaves(inner, f"{path}.")


def _markers(annotation: Any) -> Iterator[object]:
    yield from getattr(annotation, "__metadata__", ())
    for arg in get_args(annotation):
        yield from _markers(arg)


@cache
def patterns(kind: str) -> Mapping[str, Leaf | None]:
    """Return what each path of a kind holds, ranks as `N`; None for parts of the text."""
    found: dict[str, Leaf | None] = dict(leaves(KINDS[kind].model))
    return found | {path: None for path in NAMES[kind] if path.partition(".")[0] == "body"}


def pattern(target: str) -> str:
    """Return a target with its ranks as `N`: `memberships.1.role` -> `memberships.N.role`."""
    return re.sub(r"\.\d+(?=\.|$)", f".{NUMBER}", target)


def header(kind: str, target: str) -> str:
    """Return the French name of the column of a target."""
    name = NAMES[kind].get(pattern(target), (target,))[0]
    number = re.search(r"\.(\d+)", target)
    return name.replace("{n}", str(int(number[1]) + 1)) if number else name


def extras(kind: str) -> dict[str, tuple[str, ...]]:
    """Return the targets of a kind that are no field of it."""
    if kind == "member":
        return PLACES | PEOPLE
    return PLACES if kind == "practice" else {}


def is_known(kind: str, name: str) -> bool:
    """Whether a text is surely the name of a column."""
    return bool(fold(name)) and (_exact(kind, name) != "" or bool(_never(name)))


def _exact(kind: str, name: str) -> str:
    """Return the target whose column has this name, or an empty text."""
    bare = fold(name)
    for target, names in (NAMES[kind] | extras(kind)).items():
        for one in names:
            if "{n}" in one:
                numbered = re.escape(fold(one.replace("{n}", "9991"))).replace("9991", r"(\d{1,3})")
                if (match := re.fullmatch(numbered, bare)) and int(match[1]):
                    return target.replace(NUMBER, str(int(match[1]) - 1), 1)
            elif bare == fold(one):
                return target.replace(f".{NUMBER}.", ".0.")
    return name if pattern(name) in patterns(kind) or name in extras(kind) else ""


def _never(name: str) -> str:
    bare = f" {fold(name)} "
    return next((why for word, why in NEVER if word in bare), "")


def _close(kind: str, name: str) -> str:
    known = {
        fold(one): target.replace(f".{NUMBER}.", ".0.")
        for target, names in (NAMES[kind] | extras(kind)).items()
        for one in names
        if "{n}" not in one
    }
    near = get_close_matches(fold(name), known, n=1, cutoff=0.85)
    return known[near[0]] if near else ""


def guess(kind: str, names: Sequence[str], given: Mapping[str, str]) -> list[Column]:
    """Return what each column is: as `given`, else as its name says. Raises MappingError.

    `given` gives targets by name of column, `-` for a column to leave out.
    """
    for name, target in given.items():
        if name not in names:
            near = get_close_matches(name, names, n=1, cutoff=0.5)
            hint = f" ; vouliez-vous dire « {near[0]} » ?" if near else ""
            raise MappingError(f"aucune colonne ne s’appelle « {name} »{hint}")
        _check_target(kind, target)
    found: list[Column] = []
    taken = set(given.values())
    for name in names:
        found.append(_column(kind, name, given, taken))
        taken.add(found[-1].target)
    return found


def _column(kind: str, name: str, given: Mapping[str, str], taken: set[str]) -> Column:
    if why := _never(name) or _told(name):
        return Column(name, "", why)
    if name in given:
        out = given[name] == IGNORED
        return Column(
            name, "" if out else given[name], "laissée de côté, comme demandé" if out else ""
        )
    exact = _exact(kind, name) if name else ""
    target = exact or (_close(kind, name) if name else "")
    if target and target in taken:
        return Column(name, "", f"une autre colonne donne déjà « {target} »")
    return Column(
        name, target, "" if target else "non reconnue", guessed=bool(target and not exact)
    )


def _told(name: str) -> str:
    """Return why a column that we wrote for people to read is not read back."""
    return "le code le dit" if fold(name).endswith(fold(PLACE_NAME)) else ""


def _check_target(kind: str, target: str) -> None:
    if target == IGNORED or (pattern(target) in patterns(kind) and NUMBER not in target):
        return
    if target in extras(kind):
        return
    known = [p.replace(NUMBER, "0") for p in (*patterns(kind), *extras(kind))]
    near = get_close_matches(target, known, n=3, cutoff=0.5)
    hint = f" ; vouliez-vous dire {', '.join(f'« {n} »' for n in near)} ?" if near else ""
    raise MappingError(f"« {target} » n’est pas un champ{hint}")
