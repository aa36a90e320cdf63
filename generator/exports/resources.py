"""What each JSON resource of `/api/v1/` holds: the one place where its fields are described.

The JSON is written from these models and the published schemas are made from them, so that one
cannot say other than the other. What is unknown is left out: a field that may be absent is
`optional`, and no value is ever null or empty.

Field names are those of the data contract: Popolo's for people, Participedia's for cases.
"""

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

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
_EMPTY: tuple[Any, ...] = ("", None, (), [], {})


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
    return model(**{name: value for name, value in fields.items() if value not in _EMPTY})


def maybe(model: type[M], **fields: Any) -> M | None:
    """Return a part, or None when none of its fields has a value."""
    return known(model, **fields) if any(v not in _EMPTY for v in fields.values()) else None


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


class ContactDetail(Part):
    """A way to reach someone, published with their consent (Popolo `contact_details`)."""

    type: Literal["email", "phone", "address"] = required("Nature")
    value: str = required("Adresse électronique, numéro ou adresse professionnelle")
    label: str = optional("Précision")


class Link(Part):
    """A public page (Popolo `links`)."""

    url: Address = required("Adresse web")
    note: str = optional("Ce que l’on y trouve")


# --- the directory and the network -----------------------------------------------------------


class Membership(Part):
    """A mandate (Popolo `memberships`)."""

    role: Key = required("Fonction, clé du vocabulaire `mandates`")
    label: str = optional("Fonction telle qu’elle se dit")
    area: Place = optional("Territoire de la collectivité")
    start_date: Day = required("Début du mandat")
    end_date: Day = optional("Fin du mandat")
    active: bool = required("Le mandat court-il au jour de production")


class Member(Shared):
    """A member of the club."""

    given_name: str = required("Prénom")
    family_name: str = required("Nom")
    summary: str = optional("Présentation, avec l’accord de la personne")
    memberships: tuple[Membership, ...] = required("Mandats, présents et passés")
    active: bool = required("A un mandat au jour de production")
    joined: Day = optional("Entrée au club")
    left: Day = optional("Départ du club")
    function: str = optional("Fonction dans le club")
    themes: tuple[Key, ...] = optional("Thèmes dont la personne peut parler")
    methods: tuple[Key, ...] = optional("Méthodes dont la personne peut parler")
    seeks: tuple[str, ...] = optional("Ce que la personne cherche")
    contact_details: tuple[ContactDetail, ...] = optional("Coordonnées, avec l’accord")
    links: tuple[Link, ...] = optional("Pages publiques, avec l’accord")
    practices: tuple[Key, ...] = optional("Pratiques dont la personne peut parler")
    meetings: tuple[Key, ...] = optional("Réunions où la personne était présente")
    actions: tuple[Key, ...] = optional("Actions que la personne a signées")


class NetworkContact(Shared):
    """A person or an organisation of the resource network."""

    name: str = required("Nom")
    category: Literal[
        "researcher",
        "practitioner",
        "company",
        "national-official",
        "scientific-council",
        "institution",
    ] = required("Catégorie")
    organization: str = optional("Organisme")
    summary: str = optional("Présentation")
    interest: str = optional("Lien d’intérêt déclaré")
    themes: tuple[Key, ...] = optional("Thèmes")
    methods: tuple[Key, ...] = optional("Méthodes")
    contact_details: tuple[ContactDetail, ...] = optional("Coordonnées, avec l’accord")
    links: tuple[Link, ...] = optional("Pages publiques")


# --- practices -------------------------------------------------------------------------------


class Participants(Part):
    """How many people took part."""

    number: Count = optional("Nombre de participants")
    out_of: Count = optional("Nombre de personnes qui pouvaient participer")
    year: int = optional("Année du chiffre")
    first_year: int = optional("Première année comptée", alias="from")
    last_year: int = optional("Dernière année comptée", alias="to")
    note: str = optional("Ce que ce chiffre compte")


class Cost(Part):
    """What it cost, in whole euros."""

    process: Count = optional("Coût de la démarche, en euros")
    envelope: Count = optional("Budget confié à la décision des participants, en euros")
    year: int = optional("Année du chiffre")
    note: str = optional("Ce que ces montants comprennent, ou non")


class Practice(Shared):
    """A practice sheet (Participedia `case`)."""

    title: str = required("Titre")
    summary: str = required("La démarche en une phrase")
    area: Place = optional("Territoire")
    organizer: str = optional("Organisateur, quand ce n’est pas la collectivité")
    methods: tuple[Key, ...] = optional("Méthodes employées, clés du vocabulaire `methods`")
    themes: tuple[Key, ...] = optional("Thèmes, clés du vocabulaire `themes`")
    level: Key = optional("Degré de participation, clé du vocabulaire `levels`")
    status: Literal["idea", "ongoing", "completed", "stopped"] = required("Avancement")
    status_date: Day = optional("Date où cet avancement était connu")
    start_date: Day = optional("Début")
    end_date: Day = optional("Fin")
    targeted_participants: tuple[Key, ...] = optional("Publics visés")
    recruitment_method: Key = optional("Mode de constitution du groupe")
    participants: Participants = optional("Participation")
    cost: Cost = optional("Coût")
    staff: str = optional("Temps d’agents et appuis")
    tools: tuple[str, ...] = optional("Outils employés")
    legal_basis: tuple[Key, ...] = optional("Textes de la veille sur lesquels elle repose")
    members: tuple[Key, ...] = optional("Membres qui peuvent en parler")
    adapted_from: Key = optional("Pratique dont elle s’inspire")
    adaptation: str = optional("Ce qui a été changé par rapport à elle")
    adapted_by: tuple[Key, ...] = optional("Pratiques qui s’en inspirent")
    verified: Day = optional("Date à laquelle un membre du club a confirmé la fiche")
    reviewed: Day = optional("Dernière relecture")
    body: str = optional("Le récit, en Markdown")


# --- meetings, watch, actions ----------------------------------------------------------------


class Task(Part):
    """Something a member took on."""

    text: str = required("Ce qui est à faire")
    owner: Key = optional("Membre qui s’en charge")
    due: Day = optional("Échéance")
    status: Literal["open", "done", "dropped"] = required("État")
    done: Day = optional("Date à laquelle elle a été faite")
    carried_to: Key = optional("Réunion qui a repris la tâche, encore à faire")


class Document(Part):
    """A document of a meeting."""

    title: str = required("Titre")
    url: Address = required("Adresse web")


class Meeting(Shared):
    """A meeting, a session at an event, or an assembly."""

    title: str = required("Titre")
    kind: Literal["meeting", "session", "assembly"] = required("Nature")
    start: Moment = required("Début, à l’heure de Paris sauf décalage écrit")
    end: Moment = optional("Fin")
    format: Literal["remote", "onsite", "hybrid"] = optional("À distance, sur place ou les deux")
    status: Literal["planned", "held", "cancelled"] = required("État")
    location: str = optional("Lieu")
    attendees: tuple[Key, ...] = optional("Membres présents")
    attendance: Count = optional("Nombre de présents")
    guests: tuple[Key, ...] = optional("Personnes invitées du réseau")
    agenda: tuple[str, ...] = optional("Ordre du jour")
    decisions: tuple[str, ...] = optional("Décisions")
    tasks: tuple[Task, ...] = optional("Tâches")
    practices: tuple[Key, ...] = optional("Pratiques présentées")
    watch: tuple[Key, ...] = optional("Textes discutés")
    actions: tuple[Key, ...] = optional("Actions discutées")
    documents: tuple[Document, ...] = optional("Documents")
    body: str = optional("Les notes, en Markdown")


class Stage(Part):
    """A step in the life of a text."""

    stage: Key = required("Étape, clé du vocabulaire `stages`")
    date: Day = required("Date de l’étape")
    note: str = optional("Précision")


class NextStage(Part):
    """The step to come."""

    label: str = required("Ce qui est attendu")
    date: Day = required("Date attendue")


class WatchEntry(Shared):
    """A law, a regulation, a report or a ruling."""

    title: str = required("Titre")
    kind: Key = required("Nature, clé du vocabulaire `legal-kinds`")
    reference: str = optional("Référence officielle")
    official_url: Address = optional("Texte officiel en ligne")
    stages: tuple[Stage, ...] = optional("Étapes, de la plus ancienne à la dernière")
    next: NextStage = optional("Prochaine étape")
    alert: Literal["none", "info", "action"] = required("Alerte pour les membres")
    themes: tuple[Key, ...] = optional("Thèmes")
    methods: tuple[Key, ...] = optional("Méthodes concernées")
    summary: str = optional("Le texte en une phrase")
    amends: tuple[Key, ...] = optional("Textes qu’il modifie")
    amended_by: tuple[Key, ...] = optional("Textes qui le modifient")
    body: str = optional("Ce qui change pour une collectivité, en Markdown")


class Signature(Part):
    """A member's signature."""

    member: Key = required("Membre signataire")
    date: Day = required("Date de la signature")


class Represented(Part):
    """Whom the signatories of an action represent together, each territory counted once."""

    inhabitants: int = required("Habitants")
    departements: int = required("Nombre de départements")


class Response(Part):
    """An answer received."""

    date: Day = required("Date de la réponse")
    sender: str = required("Qui répond", alias="from")
    summary: str = required("La réponse en une ou deux phrases")
    url: Address = optional("Réponse en ligne")


class Action(Shared):
    """A collective action towards public authorities."""

    title: str = required("Titre")
    addressees: tuple[str, ...] = optional("Destinataires")
    status: Literal["draft", "open", "sent", "answered", "closed"] = required("État")
    opened: Day = optional("Ouverture à la signature")
    deadline: Day = optional("Date limite de signature")
    sent: Day = optional("Envoi")
    signatories: tuple[Signature, ...] = optional("Signataires")
    represented: Represented = optional(
        "Ce que représentent les signataires, un territoire compris dans un autre compté une fois"
    )
    watch: tuple[Key, ...] = optional("Textes concernés")
    responses: tuple[Response, ...] = optional("Réponses reçues")
    summary: str = optional("La demande en une phrase")
    body: str = optional("Le texte qui est signé, en Markdown")


# --- the files -------------------------------------------------------------------------------


class Members(Collection[Member]):
    """`members.json`."""


class Network(Collection[NetworkContact]):
    """`network.json`."""


class Practices(Collection[Practice]):
    """`practices.json`."""


class Meetings(Collection[Meeting]):
    """`meetings.json`."""


class Watch(Collection[WatchEntry]):
    """`watch.json`."""


class Actions(Collection[Action]):
    """`actions.json`."""


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
