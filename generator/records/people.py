"""Members of the club (`members.yaml`) and its resource network (`network.yaml`)."""

from typing import Annotated

from pydantic import Field

from generator.records.base import Consent, ContactDetail, Link, Model, Record
from generator.records.types import (
    Area,
    ContactCategory,
    Lenient,
    Mandate,
    Method,
    PartialDate,
    Summary,
    Text,
    Theme,
    Title,
)


class Membership(Model):
    """A mandate, dated (Popolo `memberships`)."""

    role: Mandate = Field(description="Mandat exercé")
    label: Title | None = Field(
        None, description="Fonction telle que la personne l’écrit, par exemple « adjointe à … »"
    )
    area: Area = Field(description="Territoire du mandat, par exemple `commune:68224`")
    start_date: PartialDate = Field(description="Début du mandat")
    end_date: PartialDate | None = Field(None, description="Fin du mandat")


class Belonging(Model):
    """Belonging to the club, separate from any mandate."""

    joined: PartialDate = Field(description="Entrée au club")
    left: PartialDate | None = Field(None, description="Départ du club")
    function: Text | None = Field(None, description="Rôle dans le club")


class Member(Record):
    """An elected official, member of the club (Popolo `person`)."""

    given_name: Title = Field(description="Prénom")
    family_name: Title = Field(description="Nom de famille")
    summary: Summary | None = Field(
        None, description="Présentation en une ou deux phrases (avec accord)"
    )
    image: Title | None = Field(
        None, description="Photo placée dans `content/assets/` (avec accord)"
    )
    memberships: tuple[Membership, ...] = Field(
        min_length=1, description="Mandats, au moins un, du plus récent au plus ancien"
    )
    club: Belonging | None = Field(None, description="Appartenance au club")
    themes: Annotated[tuple[Theme, ...], Lenient] = Field(
        (), description="Thèmes dont la personne peut parler d’expérience"
    )
    methods: Annotated[tuple[Method, ...], Lenient] = Field(
        (), description="Méthodes dont la personne peut parler d’expérience"
    )
    seeks: Annotated[tuple[Text, ...], Lenient] = Field(
        (), description="Ce que la personne cherche"
    )
    contact_details: tuple[ContactDetail, ...] = Field(
        (), description="Coordonnées professionnelles (avec accord)"
    )
    links: tuple[Link, ...] = Field((), description="Pages publiques")
    consent: Consent | None = Field(None, description="Accord de la personne")


class Contact(Record):
    """A person or an organisation of the resource network."""

    name: Title = Field(description="Nom de la personne ou de l’organisme")
    category: ContactCategory = Field(description="Catégorie")
    organization: Title | None = Field(None, description="Organisme de rattachement")
    summary: Summary | None = Field(None, description="Ce qu’elle ou il apporte au club")
    themes: Annotated[tuple[Theme, ...], Lenient] = Field((), description="Thèmes")
    methods: Annotated[tuple[Method, ...], Lenient] = Field((), description="Méthodes")
    interest: Text | None = Field(
        None, description="Lien d’intérêt déclaré : scientifique, commercial, politique…"
    )
    contact_details: tuple[ContactDetail, ...] = Field(
        (), description="Coordonnées professionnelles (avec accord)"
    )
    links: tuple[Link, ...] = Field((), description="Pages publiques")
    consent: Consent | None = Field(None, description="Accord de la personne")
