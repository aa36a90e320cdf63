"""The resource network (`network.yaml`)."""

from typing import Annotated

from pydantic import Field

from generator.records.base import Consent, ContactDetail, Link, Record
from generator.records.types import (
    ContactCategory,
    Lenient,
    Method,
    Summary,
    Text,
    Theme,
    Title,
)


class Contact(Record):
    """A person or an organisation of the resource network."""

    name: Title = Field(
        description="Nom de la personne ou de l’organisme", examples=["Sacha Théorie"]
    )
    category: ContactCategory = Field(description="Catégorie")
    organization: Title | None = Field(
        None, description="Organisme de rattachement", examples=["Université d’Exemple"]
    )
    summary: Summary | None = Field(
        None,
        description="Ce qu’elle ou il apporte au club",
        examples=["Étudie les conventions citoyennes locales."],
    )
    themes: Annotated[tuple[Theme, ...], Lenient] = Field((), description="Thèmes")
    methods: Annotated[tuple[Method, ...], Lenient] = Field((), description="Méthodes")
    interest: Text | None = Field(
        None,
        description="Lien d’intérêt déclaré : scientifique, commercial, politique…",
        title="Lien d’intérêt déclaré",
        examples=["scientifique"],
    )
    contact_details: tuple[ContactDetail, ...] = Field(
        (),
        description="Coordonnées professionnelles (avec accord)",
        title="Coordonnées professionnelles",
    )
    links: tuple[Link, ...] = Field((), description="Pages publiques")
    consent: Consent | None = Field(None, description="Accord de la personne")
