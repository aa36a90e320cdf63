"""Members of the club (`members.yaml`), in Popolo's terms for people."""

from dataclasses import dataclass

from generator.core.settings import Settings
from generator.kinds import facets, schema_org
from generator.kinds.comparable import with_peers
from generator.kinds.kind import Facet, Group, Kind, Listing, Node, month, texts
from generator.kinds.meeting import TaskView
from generator.kinds.view import Badge, ComparableView, LinkView, Person, PlaceView, Ref, When
from generator.records import french, types
from generator.records.base import (
    Consent,
    ContactDetail,
    Link,
    Model,
    Record,
    described,
    optional,
    several,
)
from generator.records.types import Many


class Membership(Model):
    """A mandate, dated (Popolo `memberships`)."""

    role: types.Mandate = described("Mandat exercé")
    label: types.Title | None = optional(
        "Fonction telle que la personne l’écrit, par exemple « adjointe à … »",
        "adjointe à la vie citoyenne",
        title="Fonction",
    )
    area: types.Area = described(
        "Territoire du mandat, par exemple `commune:68224`", title="Territoire du mandat"
    )
    start_date: types.PartialDate = described("Début du mandat", "2026-03")
    end_date: types.PartialDate | None = optional("Fin du mandat", "2032")


class Belonging(Model):
    """Belonging to the club, separate from any mandate."""

    joined: types.PartialDate = described("Entrée au club", "2026-04")
    left: types.PartialDate | None = optional("Départ du club", "2030")
    function: types.Text | None = optional(
        "Rôle dans le club", "animation du groupe sur le tirage au sort"
    )


class Member(Record):
    """An elected official, member of the club (Popolo `person`)."""

    given_name: types.Title = described("Prénom", "Camille")
    family_name: types.Title = described("Nom de famille", "Exemple")
    summary: types.Summary | None = optional(
        "Présentation en une ou deux phrases (avec accord)",
        "Je peux parler du budget participatif et de ses votes sur papier.",
        title="Présentation",
    )
    image: types.Title | None = optional(
        "Photo placée dans `content/assets/` (avec accord)", "camille-exemple.png", title="Photo"
    )
    memberships: tuple[Membership, ...] = described(
        "Mandats, au moins un, du plus récent au plus ancien", title="Mandats", min_length=1
    )
    club: Belonging | None = optional("Appartenance au club")
    themes: Many[types.Theme] = several(
        "Thèmes dont la personne peut parler d’expérience", title="Thèmes dont vous pouvez parler"
    )
    methods: Many[types.Method] = several(
        "Méthodes dont la personne peut parler d’expérience",
        title="Méthodes dont vous pouvez parler",
    )
    seeks: Many[types.Text] = several(
        "Ce que la personne cherche",
        "Un règlement de jury citoyen pour une petite commune",
        title="Ce que vous cherchez",
    )
    contact_details: tuple[ContactDetail, ...] = several(
        "Coordonnées professionnelles (avec accord)", title="Coordonnées professionnelles"
    )
    links: tuple[Link, ...] = several("Pages publiques")
    consent: Consent | None = optional("Accord de la personne")


_TEXTS = texts("member")


@dataclass(frozen=True, slots=True)
class MandateView:
    """A mandate. `active` on the day of the build; `role_label` is the role in the vocabulary."""

    label: str
    role: str
    place: PlaceView | None
    period: str
    start: str
    end: str
    active: bool
    role_label: str = ""


@dataclass(frozen=True, slots=True)
class MemberView(Person):
    """A member. `current` is the mandate to show first, active or not.

    `card` is the address of the contact card, empty for who has none.
    """

    given_name: str
    family_name: str
    summary: str
    image: str
    mandates: tuple[MandateView, ...]
    current: MandateView
    active: bool
    joined: When | None
    left: When | None
    function: str
    seeks: tuple[str, ...]
    card: str
    links: tuple[LinkView, ...]
    practices: tuple[Ref, ...]
    meetings: tuple[Ref, ...]
    signed: tuple[Ref, ...]
    tasks: tuple[TaskView, ...]
    badges: tuple[Badge, ...]
    comparable: tuple[ComparableView, ...] = ()

    @property
    def place(self) -> PlaceView | None:
        """Where the mandate to show first is held."""
        return self.current.place

    @property
    def letter(self) -> str:
        """The plain letter of the alphabet the person is found under, `#` when there is none."""
        first = french.collation(self.family_name)[:1].upper()
        return first if "A" <= first <= "Z" else "#"


def _linked_data(view: MemberView, settings: Settings) -> Node:
    """Return a member as a Person in the office they hold now; an office that ended is left out."""
    now = view.current if view.current.active else None
    return schema_org.known(
        **{"@type": "Person"},
        url=settings.absolute(view.url),
        name=view.title,
        givenName=view.given_name,
        familyName=view.family_name,
        description=view.summary,
        image=settings.absolute(view.image) if view.image else "",
        jobTitle=now.label if now else "",
        worksFor=schema_org.authority(now.place) if now and now.place else None,
        memberOf=None if view.left else schema_org.club(settings),
        knowsAbout=[ref.label for ref in (*view.themes, *view.methods)],
    )


def _group(view: MemberView, start: int) -> Group:
    letter = "Autres" if view.letter == "#" else view.letter
    if view.active:
        return Group(start, f"lettre:{letter.lower()}", letter)
    return Group(start, f"ancien:{letter.lower()}", letter, "Anciens mandats")


def _complement(view: MemberView) -> str:
    return ", ".join(filter(None, (view.current.label, view.place.where if view.place else "")))


def _choice(view: MemberView) -> str:
    return ", ".join(filter(None, (view.current.label, view.place.name if view.place else "")))


KIND = Kind(
    **_TEXTS.kind,
    model=Member,
    view=lambda lens, member: lens.person(member),
    # By family name; those under no letter of the alphabet come last.
    arrange=lambda views: sorted(
        views,
        key=lambda m: (
            m.letter == "#",
            french.collation(m.family_name),
            french.collation(m.given_name),
            m.id,
        ),
    ),
    complete=with_peers,
    title=lambda m: f"{m.given_name} {m.family_name}",
    choice=_choice,
    complement=_complement,
    listing=Listing(
        **_TEXTS.listing,
        columns={
            "role": lambda m: m.current.label,
            "place": lambda m: m.place.name if m.place else "",
            "people": lambda m: m.place.population if m.place else None,
            "since": lambda m: month(m.current.start),
            "image": lambda m: m.image,
        },
        facets=(
            facets.METHOD,
            facets.THEME,
            *facets.PLACES,
            Facet(
                "mandat",
                "Mandat",
                lambda m: facets.one(m.current.role, m.current.role_label),
                facets.by_label,
            ),
            Facet(
                "situation",
                "Situation",
                lambda m: [("actif", "En mandat") if m.active else ("ancien", "Ancien mandat")],
                facets.by_key,
            ),
            facets.year(lambda m: m.current.start, "Début du mandat"),
            facets.witness("Peut témoigner d’une pratique", lambda m: bool(m.practices)),
        ),
        group=_group,
    ),
    linked_data=_linked_data,
)
