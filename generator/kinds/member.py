"""Members of the club (`members.yaml`), in Popolo's terms for people."""

from dataclasses import dataclass

from pydantic import Field

from generator.core.settings import Settings
from generator.kinds import facets, schema_org
from generator.kinds.comparable import with_peers
from generator.kinds.kind import Facet, Group, Kind, Node, month, texts
from generator.kinds.meeting import TaskView
from generator.kinds.view import Badge, ComparableView, Person, PlaceView, Ref, When
from generator.records import french, types
from generator.records.base import (
    Consent,
    ContactDetail,
    Link,
    Model,
    Record,
)
from generator.records.types import Many


class Membership(Model):
    """A mandate, dated (Popolo `memberships`)."""

    role: types.Mandate
    label: types.Title | None = None
    area: types.Area
    start_date: types.PartialDate
    end_date: types.PartialDate | None = None


class Belonging(Model):
    """Belonging to the club, separate from any mandate."""

    joined: types.PartialDate
    left: types.PartialDate | None = None
    function: types.Text | None = None


class Member(Record):
    """An elected official, member of the club (Popolo `person`)."""

    given_name: types.Title
    family_name: types.Title
    summary: types.Summary | None = None
    image: types.Title | None = None
    memberships: tuple[Membership, ...] = Field(min_length=1)
    club: Belonging | None = None
    themes: Many[types.Theme] = ()
    methods: Many[types.Method] = ()
    seeks: Many[types.Text] = ()
    contact_details: tuple[ContactDetail, ...] = ()
    links: tuple[Link, ...] = ()
    consent: Consent | None = None


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
    image: str
    mandates: tuple[MandateView, ...]
    current: MandateView
    active: bool
    joined: When | None
    left: When | None
    function: str
    seeks: tuple[str, ...]
    card: str
    practices: tuple[Ref, ...]
    signed: tuple[Ref, ...]
    tasks: tuple[TaskView, ...]
    badges: tuple[Badge, ...]
    comparable: tuple[ComparableView, ...] = ()

    @property
    def agreed(self) -> bool:
        """Whether the page shows anything that the person agreed to."""
        return any((self.contacts, self.image, self.summary, self.links))

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


def _choice(view: MemberView) -> str:
    return ", ".join(filter(None, (view.current.label, view.place.where if view.place else "")))


KIND = Kind(
    **texts("member"),
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
            facets.answers("current.role", "current.role_label"),
            facets.by_label,
        ),
        Facet(
            "situation",
            "Situation",
            lambda m: [("actif", "En mandat") if m.active else ("ancien", "Ancien mandat")],
            facets.by_key,
        ),
        facets.year("current.start", "Début du mandat"),
        facets.witness("Peut témoigner d’une pratique", lambda m: bool(m.practices)),
    ),
    group=_group,
    linked_data=_linked_data,
)
