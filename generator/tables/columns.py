"""Which field each column of a table is: French names for people, guessed and adjustable.

A target is a dotted path, as `club check` writes it (`memberships.0.area`), or one of a few more
(`PLACES`, `commune`…) that several columns use together to say one thing.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from generator.core.text import fold
from generator.kinds import KINDS
from generator.kinds.practice import SECTIONS
from generator.records import inner_model, is_list, written_order

TABLES = {"members": "member", "practices": "practice", "meetings": "meeting"}
NUMBER = "N"  # stands for the rank of an item in the names below

# The name of each column, as exported, then what else people call it. `{n}` counts from 1.
_COMMON = {
    "id": ("Identifiant", "id", "identifiant club"),
    "aliases": ("Anciens identifiants",),
    "added": ("Ajoutée", "ajoutee le", "ajoute le", "date d ajout"),
    "sources.N.title": ("Source {n}", "source", "sources"),
    "sources.N.url": ("Source {n} : adresse", "lien source", "url source"),
    "sources.N.date": ("Source {n} : date", "date source"),
    "public_contacts": ("Coordonnées publiques citées dans le texte",),
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
        "status_date": ("Avancement : date",),
        "start_date": ("Début", "date de debut", "debut de la demarche"),
        "end_date": ("Fin", "date de fin"),
        "targeted_participants": ("Publics visés", "publics", "public vise"),
        "recruitment_method": ("Mode de constitution", "recrutement"),
        "participants.number": ("Participants", "nombre de participants"),
        "participants.out_of": ("Participants possibles",),
        "participants.year": ("Participants : année",),
        "participants.from": ("Participants : de",),
        "participants.to": ("Participants : à",),
        "participants.note": ("Participants : note",),
        "cost.process": ("Coût de la démarche (€)", "cout de la demarche", "cout"),
        "cost.envelope": ("Enveloppe (€)", "enveloppe"),
        "cost.year": ("Coût : année", "annee"),
        "cost.note": ("Coût : note", "perimetre du cout"),
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
        "start": ("Début", "date", "date de debut", "date et heure"),
        "end": ("Fin", "date de fin"),
        "format": ("Forme", "modalite", "format"),
        "location": ("Lieu",),
        "link": ("Adresse de connexion", "lien visio", "visio", "lien"),
        "status": ("État", "statut"),
        "attendees": ("Présents", "participants", "membres presents"),
        "attendance": (
            "Nombre de présents",
            "nombre de participants",
            "nb participants",
            "nb de participants",
            "nb presents",
            "effectif",
        ),
        "guests": ("Invités", "intervenants"),
        "agenda": ("Ordre du jour",),
        "decisions": ("Décisions",),
        "tasks.N.text": ("Tâche {n}", "tache", "taches"),
        "tasks.N.owner": ("Tâche {n} : responsable", "responsable"),
        "tasks.N.due": ("Tâche {n} : échéance", "echeance"),
        "tasks.N.status": ("Tâche {n} : état",),
        "tasks.N.done": ("Tâche {n} : faite le",),
        "tasks.N.carried_to": ("Tâche {n} : reprise à",),
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
    "departement": ("Département", "libelle du departement", "dept", "dpt", "dep"),
    "departement.code": ("Code du département", "code departement"),
    "epci": ("Intercommunalité", "epci", "libelle de l epci"),
    "epci.code": ("N° SIREN", "siren", "code epci", "siren epci"),
    "region": ("Région", "libelle de la region"),
    "region.code": ("Code de la région", "code region"),
}
# The hours of a meeting, when they have columns of their own.
HOURS = {
    "start.time": ("Heure", "heure de debut", "horaire", "horaires", "debut heure"),
    "end.time": ("Heure de fin", "fin heure"),
}
PEOPLE = {
    "usage_name": (
        "Nom d’usage",
        "nom marital",
        "nom d epouse",
        "nom usuel",
    ),
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
# Columns that are whole questions, or that a form names its way: the first that fits. The words
# are those of `fold`.
_FORM = re.compile(r"^champ (?:complementaire|additionnel|libre) \d+ |^(?:q|question) ?\d+ ")
_SOMEONE_ELSE = re.compile(
    r"\b(?:payeur|conjointe?|assistante?|secretaire|suppleante?|remplacante?|collaborat\w+|parrain"
    r"|marraine|population|nombre d habitants|adresse (?:de la|ip)|strate|nee?)\b"
)
_EMAIL = r"\b(?:courriel|e mail|email|mail|messagerie|mel)\b"
_WHERE = r"^(?:dans |de |en |pour )?(?:quelle (?:est )?|quel (?:est )?)?(?:l |le |la |votre |nom de (?:la |votre )?)*"
_SUBJECTS = (
    (r"\bthem(?:e|es|atiques?)\b|\bsujets\b|\bcentres? d interet\b", "themes"),
    (r"\b(?:methodes?|dispositifs?|type de demarches?)\b", "methods"),
)
QUESTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "member": (
        (
            r"\bprenom (?:et |usuel )?nom\b|\bnom (?:et |de famille )?prenom\b|\bnom complet\b",
            "name",
        ),
        (r"\bprenom\b", "given_name"),
        (r"\bnom d usage\b", "usage_name"),
        (
            r"\bnom\b.*\b(?:adherente?|famille|elue?|membre)\b|\b(?:votre|quel est le) nom$|^nom ?2$",
            "family_name",
        ),
        (_EMAIL, "email"),
        (r"\b(?:tel|telephone|portable|mobile)\b", "phone"),
        (r"\bfin (?:de |du )?(?:mandat|fonction)", "memberships.0.end_date"),
        (
            (
                r"\b(?:adhesion|adhere|entree au club|rejoint|membre)\b.*\b(?:date|depuis|quand)\b"
                r"|\b(?:date|depuis|quand)\b.*\b(?:adhesion|adhere|entree au club|rejoint|membre)\b"
            ),
            "club.joined",
        ),
        (
            (
                r"^depuis(?: le| quand)?$|\b(?:mandat|fonctions?|elue?|poste)\b.*\bdepuis\b"
                r"|\bdepuis\b(?!.*combien).*\b(?:mandat|fonctions?|elue?|poste)\b"
                r"|\b(?:debut|prise|entree)\b.*\b(?:mandat|fonctions?)\b"
                r"|\b(?:date|annee) (?:de l |de votre |d )?election\b"
            ),
            "memberships.0.start_date",
        ),
        (r"^(?:cp|code postal)(?: et)? (?:ville|commune)$", "commune"),
        (r"^(?:ville|commune)(?: et)? (?:cp|code postal)$", "commune"),
        (r"\bcode postal\b", "commune.postal"),
        (r"\binsee\b", "commune.code"),
        (r"\bcommune ou (?:collectivite|territoire|epci|intercommunalite)", "memberships.0.area"),
        (
            r"^mandat (?:municipal|communal|principal|electif|en cours|actuel|exerce)$",
            "memberships.0.role",
        ),
        (r"^fonctions? (?:electives?|actuelles?|exercees?|principales?)$", "memberships.0.label"),
        (
            r"^mandat (?:intercommunal|communautaire|departemental|regional|secondaire)$|^autre mandat$",
            "memberships.1.role",
        ),
        (
            r"\b(?:quelle|votre|quelles sont vos|vos)\b.*\b(?:fonctions?|delegations?)\b",
            "memberships.0.label",
        ),
        (r"\b(?:quel|votre)\b.*\bmandat\b", "memberships.0.role"),
        (_WHERE + r"(?:commune|ville|municipalite|mairie)\b", "commune"),
        (_WHERE + r"(?:collectivite|territoire)\b", "memberships.0.area"),
        (_WHERE + r"departement\b", "departement"),
        (_WHERE + r"(?:intercommunalite|epci|communaute de communes|agglomeration)\b", "epci"),
        *_SUBJECTS,
        (r"\b(?:recherchez|cherchez|attentes|attendez|besoins)\b", "seeks"),
    ),
    "practice": (
        (
            r"\b(?:titre|nom|intitule)\b.*\b(?:demarche|projet|pratique|action|dispositif|experience|initiative)\b",
            "title",
        ),
        (r"\ben (?:une|1|deux|2|quelques) (?:phrases?|mots|lignes)\b|^resume\b", "summary"),
        (
            r"^(?:cp|code postal)(?: et)? (?:ville|commune)$|^(?:ville|commune)(?: et)? (?:cp|code postal)$",
            "commune",
        ),
        (r"\bcode postal\b", "commune.postal"),
        (r"\binsee\b", "commune.code"),
        (r"\bcommune ou (?:collectivite|territoire|epci|intercommunalite)", "area"),
        (_WHERE + r"(?:commune|ville|municipalite)\b", "commune"),
        (_WHERE + r"(?:collectivite|territoire)\b", "area"),
        (_WHERE + r"departement\b", "departement"),
        (r"\bou en est\b|\bavancement\b", "status"),
        (r"\b(?:date|annee) de (?:lancement|debut|demarrage)\b|\bdepuis quand\b", "start_date"),
        (r"\b(?:date|annee) de (?:fin|cloture)\b", "end_date"),
        (r"\benveloppe\b|\bbudget (?:alloue|confie|dedie|reserve)\b", "cost.envelope"),
        (r"\bcout\b.*\b(?:demarche|animation|organisation)\b", "cost.process"),
        (
            r"\b(?:nombre|nb|combien) (?:de )?(?:participants|personnes|votants|habitants ont)\b",
            "participants.number",
        ),
        (r"\bpublics? (?:vises?|cibles?|concernes?)\b", "targeted_participants"),
        (r"\b(?:degre|niveau) de participation\b", "level"),
        (r"\b(?:difficultes?|obstacles?|freins?)\b", "body.Difficultés"),
        (r"\bconseils?\b.*\b(?:donner\w*|pairs?|collegues?)\b", "body.Conseils aux pairs"),
        (r"\b(?:contexte|point de depart)\b", "body.Contexte"),
        (r"\b(?:objectifs?|finalites?)\b", "body.Objectifs"),
        (r"\b(?:deroule\w*|etapes)\b", "body.Déroulement"),
        (r"\bmoyens\b", "body.Moyens"),
        (r"\b(?:resultats?|bilan|impacts?)\b", "body.Résultats"),
        *_SUBJECTS,
    ),
    "meeting": (
        (r"\b(?:titre|nom|intitule|objet|sujet) de la (?:reunion|rencontre)\b", "title"),
        (r"\bdate de la (?:reunion|rencontre)\b|\bjour\b", "start"),
        (r"\bheure de (?:debut|la reunion)\b", "start.time"),
        (r"\bheure de fin\b", "end.time"),
        (r"\blieu\b", "location"),
        (r"\b(?:nombre|nb) (?:de |d )?(?:participants|presents|personnes)\b", "attendance"),
        (r"\b(?:personnes|elus|membres) presente?s\b|\bliste des presents\b", "attendees"),
        (r"\bordre du jour\b", "agenda"),
        (r"\bdecisions\b", "decisions"),
    ),
}
# Columns that may be two things, and what they may be: a person says which.
_EITHER = {
    "practice": (
        (
            r"^(?:budget|montant)(?: (?:total|global|annuel|previsionnel|ttc|euros?|eur|en euros|\d{4}))*$",
            "coût de la démarche (cost.process) ou enveloppe confiée (cost.envelope) ? --map le dit",
        ),
    ),
}
_CHOICE = re.compile(r"(.+?)\s*\[([^\[\]]+)\]")
PLACE_NAME = "nom du territoire"  # a column for people, beside an area
IGNORED = "-"  # what `--map "Colonne=-"` says


class MappingError(Exception):
    """A mapping names a column or a field that does not exist; the message is in French."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is: its target, or why it is left out; `guessed` when its name was close.

    `choice` is what is chosen when the column is a box to tick: « Thèmes [Culture] ».
    """

    name: str
    target: str
    why: str = ""
    guessed: bool = False
    choice: str = ""


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
    return PLACES if kind == "practice" else HOURS


def is_known(kind: str, name: str) -> bool:
    """Whether a text is surely the name of a column."""
    return bool(fold(name)) and bool(
        _exact(kind, name) or _never(name) or _consents(name) or _asks(kind, name)
    )


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


def _consents(name: str) -> str:
    """Return why a column where people tick that they agree is left out."""
    asks = re.search(r"\b(?:j (?:accepte|autorise|consens)|rgpd|en cochant)\b", fold(name))
    return (
        "un accord entre avec sa date et ses champs : « Accord : date », « Accord : champs »"
        if asks
        else ""
    )


def _either(kind: str, name: str) -> str:
    """Return why a column that may be two things is left out, or an empty text."""
    known = _EITHER.get(kind, ())
    return next((why for words, why in known if re.search(words, fold(name))), "")


def _close(kind: str, name: str) -> str:
    known = {
        fold(one): target.replace(f".{NUMBER}.", ".0.")
        for target, names in (NAMES[kind] | extras(kind)).items()
        for one in names
        if "{n}" not in one
    }
    near = get_close_matches(fold(name), known, n=1, cutoff=0.85)
    return known[near[0]] if near else ""


def _asks(kind: str, name: str) -> str:
    """Return the target of a column that is a whole question, or an empty text."""
    bare = _FORM.sub("", fold(name))
    if exact := _exact(kind, bare):
        return exact
    if _SOMEONE_ELSE.search(bare):
        return ""
    return next((target for words, target in QUESTIONS[kind] if re.search(words, bare)), "")


def _ranked(kind: str, name: str) -> str:
    """Return the target of a column with a number, in a list: « Collectivité 2 »."""
    match = re.fullmatch(r"(.+?) ?([1-9])", fold(name))
    if not match:
        return ""
    target = _exact(kind, match[1]) or _asks(kind, match[1])
    if is_list_target(kind, target):  # « Décision 2 » is one more of the list
        return target
    return target.replace(".0.", f".{int(match[2]) - 1}.", 1) if ".0." in target else ""


def guess(
    kind: str, names: Sequence[str], given: Mapping[str, str], rows: Sequence[Sequence[str]] = ()
) -> list[Column]:
    """Return what each column is: as `given`, else as its name says. Raises MappingError.

    `given` gives targets by name of column, `-` for a column to leave out. `rows` are the cells: of
    two columns that may be one thing, the one that is not empty is; numbers are no ids.
    """
    for name, target in given.items():
        if name not in names:
            near = get_close_matches(name, names, n=1, cutoff=0.5)
            hint = f" ; vouliez-vous dire « {near[0]} » ?" if near else ""
            raise MappingError(f"aucune colonne ne s’appelle « {name} »{hint}")
        _check_target(kind, target)
    for target, count in Counter(given.values()).items():
        if count > 1 and target != IGNORED and not is_list_target(kind, target):
            raise MappingError(f"deux colonnes sont dites « {target} » ; n’en gardez qu’une")
    values = [[row[i] for row in rows if row[i]] for i in range(len(names))]
    _check_twice(kind, names, given, rows)
    exact = [bool(_exact(kind, name)) for name in names]
    # Those whose name says it first, then those that hold something, then as they come.
    order = sorted(range(len(names)), key=lambda i: (bool(rows) and not values[i], not exact[i], i))
    found: dict[int, Column] = {}
    taken = set(given.values())
    for i in order:
        found[i] = _column(kind, names[i], given, taken, values[i])
        if not found[i].choice:
            taken.add(found[i].target)
    return [found[i] for i in range(len(names))]


def _check_twice(
    kind: str, names: Sequence[str], given: Mapping[str, str], rows: Sequence[Sequence[str]]
) -> None:
    """Raise MappingError when two columns of one name say different things of one field."""
    for i, name in enumerate(names):
        match = re.fullmatch(r"(.+) \(\d+\)", name)
        if not match or match[1] not in names or name in given:
            continue
        target = _exact(kind, match[1])
        first = names.index(match[1])
        differ = not rows or any(row[i] and row[i] != row[first] for row in rows)
        if target and ".0." not in target and differ and any(row[first] for row in rows):
            raise MappingError(f"deux colonnes s’appellent « {match[1]} » ; renommez-en une")


def _column(  # noqa: PLR0911 - a table of reasons
    kind: str, name: str, given: Mapping[str, str], taken: set[str], values: Sequence[str]
) -> Column:
    if why := _never(name) or _told(name):
        return Column(name, "", why)
    if name in given:
        out = given[name] == IGNORED
        box = _CHOICE.fullmatch(name) if is_list_target(kind, given[name]) else None
        return Column(
            name,
            "" if out else given[name],
            "laissée de côté, comme demandé" if out else "",
            choice=box[2].strip() if box else "",
        )
    if not name:
        return Column(name, "", "sans nom" if values else "vide")
    if why := _consents(name) or _either(kind, name):
        return Column(name, "", why)
    if (match := _CHOICE.fullmatch(name)) and (target := _listed(kind, match[1])):
        return Column(name, target, guessed=True, choice=match[2].strip())
    exact = _exact(kind, name)
    if exact == "id" and values and all(value.isdigit() for value in values):
        return Column(name, "", "des numéros, pas des identifiants du club")
    target = exact or _ranked(kind, name) or _asks(kind, name) or _close(kind, name)
    one_more = target == _ranked(kind, name) and is_list_target(kind, target)
    if target and target in taken and not one_more:
        after = _next(kind, target, taken) if exact else ""
        if not after:
            return Column(name, "", f"une autre colonne donne déjà « {target} »")
        return Column(name, after, guessed=True)
    return Column(
        name, target, "" if target else "non reconnue", guessed=bool(target and not exact)
    )


def _listed(kind: str, name: str) -> str:
    """Return the list that a question with a box for each choice fills."""
    target = _exact(kind, name) or _asks(kind, name)
    return target if is_list_target(kind, target) else ""


def is_list_target(kind: str, target: str) -> bool:
    """Whether a field holds several values, that several columns may give."""
    leaf = patterns(kind).get(pattern(target))
    return bool(leaf and is_list(leaf.annotation))


def _next(kind: str, target: str, taken: set[str]) -> str:
    """Return the target of a second column of one name: « Mandat », then « Mandat »."""
    base = pattern(target)
    if not base.startswith("memberships.") or base not in patterns(kind):
        return ""
    free = (base.replace(NUMBER, str(rank), 1) for rank in range(1, 10))
    return next((one for one in free if one not in taken), "")


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
