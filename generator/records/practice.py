"""Shared good practices (`practices/<id>.md`), in Participedia's terms for cases."""

from typing import Annotated

from pydantic import Field

from generator.records.base import Model, Record
from generator.records.types import (
    Area,
    Count,
    Euros,
    Lenient,
    Level,
    MemberRef,
    Method,
    PartialDate,
    PracticeRef,
    PracticeStatus,
    Public,
    Recruitment,
    Summary,
    Text,
    Theme,
    Title,
    WatchRef,
    Year,
)

# The expected sections of a sheet, in order.
SECTIONS = (
    "Contexte",
    "Objectifs",
    "Déroulement",
    "Moyens",
    "Résultats",
    "Difficultés",
    "Conseils aux pairs",
)


class Participants(Model):
    """How many people took part."""

    number: Count = Field(description="Nombre de personnes qui ont participé")
    out_of: Count | None = Field(None, description="Nombre de personnes qui pouvaient participer")
    year: Year | None = Field(None, description="Année du chiffre")


class Cost(Model):
    """What it cost, in whole euros."""

    process: Euros | None = Field(
        None, description="Coût de la démarche : animation, communication, prestataires (euros)"
    )
    envelope: Euros | None = Field(
        None, description="Budget confié à la décision des participants (euros)"
    )
    year: Year | None = Field(None, description="Année du chiffre")


class Practice(Record):
    """A practice sheet (Participedia `case`)."""

    title: Title = Field(description="Titre de la fiche")
    summary: Summary = Field(description="La démarche en une phrase")
    area: Area = Field(description="Territoire, par exemple `commune:68224`")
    organizer: Title | None = Field(
        None, description="Organisateur, quand ce n’est pas la collectivité elle-même"
    )
    methods: Annotated[tuple[Method, ...], Lenient] = Field((), description="Méthodes employées")
    themes: Annotated[tuple[Theme, ...], Lenient] = Field((), description="Thèmes")
    level: Level | None = Field(None, description="Degré de participation")
    status: PracticeStatus = Field(description="Avancement")
    start_date: PartialDate | None = Field(None, description="Début")
    end_date: PartialDate | None = Field(None, description="Fin")
    targeted_participants: Annotated[tuple[Public, ...], Lenient] = Field(
        (), description="Publics visés"
    )
    recruitment_method: Recruitment | None = Field(
        None, description="Mode de constitution du groupe"
    )
    participants: Participants | None = Field(None, description="Participation")
    cost: Cost | None = Field(None, description="Coût")
    staff: Text | None = Field(None, description="Temps d’agents et appuis")
    tools: Annotated[tuple[Text, ...], Lenient] = Field((), description="Outils employés")
    legal_basis: Annotated[tuple[WatchRef, ...], Lenient] = Field(
        (), description="Textes de la veille sur lesquels la démarche repose"
    )
    members: Annotated[tuple[MemberRef, ...], Lenient] = Field(
        (), description="Membres qui peuvent en parler"
    )
    adapted_from: PracticeRef | None = Field(
        None, description="Fiche dont la démarche s’est inspirée"
    )
    adaptation: Text | None = Field(
        None, description="Ce qui a été changé par rapport à la fiche d’origine"
    )
    verified: PartialDate | None = Field(
        None, description="Date à laquelle un membre du club a confirmé la fiche"
    )
    reviewed: PartialDate | None = Field(None, description="Dernière relecture")
