"""Legislative and regulatory watch (`watch/<id>.md`)."""

from typing import Annotated

from pydantic import Field

from generator.records.base import Model, Record
from generator.records.types import (
    Alert,
    LegalKind,
    Lenient,
    Method,
    PartialDate,
    StageKey,
    Summary,
    Text,
    Theme,
    Title,
    Url,
    WatchRef,
)


class Stage(Model):
    """A step in the life of a text."""

    stage: StageKey = Field(description="Étape")
    date: PartialDate = Field(description="Date de l’étape", examples=["2022-02-21"])
    note: Text | None = Field(
        None, description="Précision", examples=["pour l’article L. 1112-16 du CGCT"]
    )


class NextStage(Model):
    """The step to come."""

    label: Text = Field(description="Ce qui est attendu", examples=["Décret d’application"])
    date: PartialDate = Field(description="Date attendue", examples=["2026-12"])


class WatchEntry(Record):
    """A law, a regulation, a report or a ruling."""

    title: Title = Field(
        description="Titre court et utile",
        title="Titre",
        examples=["Loi 3DS : pétition locale facilitée"],
    )
    kind: LegalKind = Field(description="Nature du texte")
    reference: Text | None = Field(
        None,
        description="Référence officielle complète",
        title="Référence officielle",
        examples=["loi n° 2022-217 du 21 février 2022, art. 14"],
    )
    url: Url | None = Field(
        None,
        description="Texte officiel en ligne",
        examples=["https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000045197395"],
    )
    stages: tuple[Stage, ...] = Field(
        (), description="Étapes, de la plus ancienne à la dernière", title="Étapes"
    )
    next: NextStage | None = Field(None, description="Prochaine étape")
    alert: Alert = Field("none", description="Alerte pour les membres")
    themes: Annotated[tuple[Theme, ...], Lenient] = Field((), description="Thèmes")
    methods: Annotated[tuple[Method, ...], Lenient] = Field((), description="Méthodes concernées")
    summary: Summary | None = Field(
        None,
        description="Le texte en une phrase",
        title="Ce qu’il change, en une phrase",
        examples=["Un dixième des électeurs peut demander une consultation."],
    )
    amends: Annotated[tuple[WatchRef, ...], Lenient] = Field(
        (),
        description="Textes de la veille qu’il modifie",
    )
