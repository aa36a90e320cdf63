"""Members of the club (`members.yaml`), in Popolo's terms for people."""

from typing import Annotated

from pydantic import Field

from generator.records.base import Consent, ContactDetail, Link, Model, Record
from generator.records.types import (
    Area,
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
        None,
        description="Fonction telle que la personne l’écrit, par exemple « adjointe à … »",
        title="Fonction",
        examples=["adjointe à la vie citoyenne"],
    )
    area: Area = Field(
        description="Territoire du mandat, par exemple `commune:68224`",
        title="Territoire du mandat",
    )
    start_date: PartialDate = Field(description="Début du mandat", examples=["2026-03"])
    end_date: PartialDate | None = Field(None, description="Fin du mandat", examples=["2032"])


class Belonging(Model):
    """Belonging to the club, separate from any mandate."""

    joined: PartialDate = Field(description="Entrée au club", examples=["2026-04"])
    left: PartialDate | None = Field(None, description="Départ du club", examples=["2030"])
    function: Text | None = Field(
        None,
        description="Rôle dans le club",
        examples=["animation du groupe sur le tirage au sort"],
    )


class Member(Record):
    """An elected official, member of the club (Popolo `person`)."""

    given_name: Title = Field(description="Prénom", examples=["Camille"])
    family_name: Title = Field(description="Nom de famille", examples=["Exemple"])
    summary: Summary | None = Field(
        None,
        description="Présentation en une ou deux phrases (avec accord)",
        title="Présentation",
        examples=["Je peux parler du budget participatif et de ses votes sur papier."],
    )
    image: Title | None = Field(
        None,
        description="Photo placée dans `content/assets/` (avec accord)",
        title="Photo",
        examples=["camille-exemple.png"],
    )
    memberships: tuple[Membership, ...] = Field(
        min_length=1,
        description="Mandats, au moins un, du plus récent au plus ancien",
        title="Mandats",
    )
    club: Belonging | None = Field(None, description="Appartenance au club")
    themes: Annotated[tuple[Theme, ...], Lenient] = Field(
        (),
        description="Thèmes dont la personne peut parler d’expérience",
        title="Thèmes dont vous pouvez parler",
    )
    methods: Annotated[tuple[Method, ...], Lenient] = Field(
        (),
        description="Méthodes dont la personne peut parler d’expérience",
        title="Méthodes dont vous pouvez parler",
    )
    seeks: Annotated[tuple[Text, ...], Lenient] = Field(
        (),
        description="Ce que la personne cherche",
        title="Ce que vous cherchez",
        examples=["Un règlement de jury citoyen pour une petite commune"],
    )
    contact_details: tuple[ContactDetail, ...] = Field(
        (),
        description="Coordonnées professionnelles (avec accord)",
        title="Coordonnées professionnelles",
    )
    links: tuple[Link, ...] = Field((), description="Pages publiques")
    consent: Consent | None = Field(None, description="Accord de la personne")
