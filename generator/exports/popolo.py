"""The directory in Popolo (`/api/v1/popolo.json`): persons, authorities, mandates, territories.

Popolo is the vocabulary that open government tools share (popoloproject.com). Ids are those of
the site and of the official geographic code: an authority has the code of its territory, the
club is `club`. Contact details are those that a view shows, and no others.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from generator.core.settings import Settings
from generator.exports import resources as r
from generator.exports.api import head
from generator.exports.resources import (
    Address,
    Area,
    Day,
    Head,
    Key,
    Part,
    known,
    optional,
    required,
    written,
)
from generator.kinds.member import MemberView
from generator.kinds.view import PlaceView
from generator.views.model import SiteView

CLUB = "club"
_MEMBER = "Membre"


class ContactDetail(Part):
    """A way to reach someone."""

    type: Literal["email", "voice", "address"] = required("Nature, dans les termes de vCard")
    value: str = required("Adresse électronique, numéro ou adresse professionnelle")
    label: str = optional("Précision")


class Person(Part):
    """A member of the club."""

    id: Key = required("Identifiant, celui de l’annuaire")
    name: str = required("Prénom et nom")
    family_name: str = required("Nom")
    given_name: str = required("Prénom")
    sort_name: str = required("Nom et prénom, pour le classement")
    email: str = optional("Première adresse électronique publiée")
    image: Address = optional("Portrait, avec l’accord de la personne")
    summary: str = optional("Présentation, avec l’accord de la personne")
    contact_details: tuple[ContactDetail, ...] = optional("Coordonnées, avec l’accord")
    links: tuple[r.Link, ...] = required("La page de l’annuaire, puis ses pages publiques")
    sources: tuple[r.Link, ...] = optional("D’où viennent les faits")


class Identifier(Part):
    """An official code."""

    identifier: str = required("Le code")
    scheme: Literal["insee", "siren"] = required("Qui l’attribue")


class Organization(Part):
    """A local authority, or the club."""

    id: str = required("Le territoire de la collectivité, ou `club`", examples=["commune:68224"])
    name: str = required("Nom")
    classification: str = required("Nature : commune, métropole, département, réseau…")
    area_id: Area = optional("Territoire")
    identifiers: tuple[Identifier, ...] = optional("Codes officiels")
    links: tuple[r.Link, ...] = optional("Page publique")


class Membership(Part):
    """A mandate in an authority, or belonging to the club."""

    id: str = required("Identifiant")
    person_id: Key = required("La personne")
    organization_id: str = required("La collectivité ou le club")
    role: str = required("Fonction")
    label: str = optional("Fonction telle qu’elle se dit")
    area_id: Area = optional("Territoire")
    start_date: Day = optional("Début")
    end_date: Day = optional("Fin ; absente tant que la fonction court")


class Territory(Part):
    """An area of the official geographic code."""

    id: Area = required("Genre et code officiel", examples=["commune:68224"])
    name: str = required("Nom officiel")
    identifier: str = required("Code officiel")
    classification: Literal["commune", "epci", "departement", "region"] = required("Nature")
    parent_id: Area = optional("Territoire qui le contient")


class Popolo(Head):
    """`popolo.json`."""

    persons: tuple[Person, ...] = required("Les membres du club")
    organizations: tuple[Organization, ...] = required("Leurs collectivités et le club")
    memberships: tuple[Membership, ...] = required("Leurs mandats et leur appartenance au club")
    areas: tuple[Territory, ...] = required("Les territoires")


def popolo(site: SiteView, settings: Settings) -> str:
    """Return the directory in Popolo."""
    places = {x.place.area: x.place for m in site.members for x in m.mandates if x.place}
    ordered = [places[area] for area in sorted(places)]
    document = Popolo(
        **head(site, settings),
        persons=tuple(_person(m, settings) for m in site.members),
        organizations=(_club(settings), *map(_authority, ordered)),
        memberships=tuple(x for m in site.members for x in _memberships(m)),
        areas=tuple(_areas(ordered)),
    )
    return written(document)


def _person(member: MemberView, settings: Settings) -> Person:
    types = {"phone": "voice"}
    contacts = [
        known(ContactDetail, type=types.get(c.type, c.type), value=c.value, label=c.label)
        for c in member.contacts
    ]
    emails = [c.value for c in member.contacts if c.type == "email"]
    page = r.Link(url=settings.absolute(member.url), note=settings.site_name)
    return known(
        Person,
        id=member.id,
        name=member.title,
        family_name=member.family_name,
        given_name=member.given_name,
        sort_name=f"{member.family_name}, {member.given_name}",
        email=emails[0] if emails else "",
        image=settings.absolute(member.image) if member.image else "",
        summary=member.summary,
        contact_details=contacts,
        links=[page, *(known(r.Link, url=x.url, note=x.note) for x in member.links)],
        sources=[known(r.Link, url=s.url, note=s.title) for s in member.sources if s.url],
    )


def _club(settings: Settings) -> Organization:
    page = r.Link(url=settings.site_url, note="Site")
    return known(
        Organization, id=CLUB, name=settings.site_name, classification="réseau d’élus", links=[page]
    )


def _authority(place: PlaceView) -> Organization:
    code = place.area.partition(":")[2]
    scheme: Literal["insee", "siren"] = "siren" if place.kind == "epci" else "insee"
    return known(
        Organization,
        id=place.area,
        name=place.name,
        classification=place.type.lower(),
        area_id=place.area,
        identifiers=[Identifier(identifier=code, scheme=scheme)],
    )


def _memberships(member: MemberView) -> Iterator[Membership]:
    """Yield the mandates of a person, then that they belong to the club.

    The id of a mandate is what it is, since sources give it none.
    """
    seen = Counter[str]()
    for mandate in member.mandates:
        if not mandate.place:
            continue
        area = mandate.place.area
        id_ = f"{member.id}/{area}/{mandate.role}/{mandate.start}"
        seen[id_] += 1
        yield known(
            Membership,
            id=id_ if seen[id_] == 1 else f"{id_}/{seen[id_]}",
            person_id=member.id,
            organization_id=area,
            role=mandate.role_label,
            label=mandate.label,
            area_id=area,
            start_date=mandate.start,
            end_date=mandate.end,
        )
    yield known(
        Membership,
        id=f"{member.id}/{CLUB}",
        person_id=member.id,
        organization_id=CLUB,
        role=member.function or _MEMBER,
        start_date=member.joined.iso if member.joined else "",
        end_date=member.left.iso if member.left else "",
    )


def _areas(places: Iterable[PlaceView]) -> Iterator[Territory]:
    """Yield the territories and those that contain them, sorted by id, each once."""
    found: dict[str, Territory] = {}
    for place in places:
        chain = [(place.area, place.name)]
        if place.kind in {"commune", "epci"} and place.departement_code:
            chain.append((f"departement:{place.departement_code}", place.departement))
        if place.kind != "region" and place.region_code:
            chain.append((f"region:{place.region_code}", place.region))
        for (area, name), (parent, _) in zip(chain, [*chain[1:], ("", "")], strict=True):
            kind, _, code = area.partition(":")
            values = {"id": area, "name": name, "identifier": code, "classification": kind}
            found.setdefault(area, known(Territory, **values, parent_id=parent))
    return iter(found[area] for area in sorted(found))
