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

# The expected sections of a sheet, in order, with what each of them answers.
SECTION_HELP = {
    "Contexte": "Le territoire, le problème de départ, ce qui existait déjà.",
    "Objectifs": "Ce que vous cherchiez, et ce qui restait ouvert à la décision des habitants.",
    "Déroulement": "Les étapes et leurs dates, de la première idée à la décision du conseil.",
    "Moyens": "Le coût de la démarche, séparé de l’enveloppe confiée aux habitants ; "
    "le temps des agents, les outils.",
    "Résultats": "La participation, avec son année ; ce qui a été décidé, ce qui a changé.",
    "Difficultés": "Ce qui n’a pas marché, ce que vous n’avez pas refait. "
    "C’est la rubrique que l’on vient lire.",
    "Conseils aux pairs": "Ce que vous diriez à un collègue qui commence demain.",
}
SECTIONS = tuple(SECTION_HELP)


class Participants(Model):
    """How many people took part."""

    number: Count = Field(
        description="Nombre de personnes qui ont participé",
        examples=["1250"],
    )
    out_of: Count | None = Field(
        None,
        description="Nombre de personnes qui pouvaient participer",
        examples=["18400"],
    )
    year: Year | None = Field(None, description="Année du chiffre", examples=["2024"])
    first_year: Year | None = Field(
        None,
        alias="from",
        description="Première année comptée, pour un total de plusieurs années",
        examples=["2014"],
    )
    last_year: Year | None = Field(
        None,
        alias="to",
        description="Dernière année comptée",
        examples=["2024"],
    )
    note: Title | None = Field(
        None,
        description="Ce que ce chiffre compte",
        examples=["Votants en ligne et sur papier"],
    )


class Cost(Model):
    """What it cost, in whole euros."""

    process: Euros | None = Field(
        None,
        description="Coût de la démarche : animation, communication, prestataires (euros)",
        title="Coût de la démarche, en euros",
        examples=["15000"],
    )
    envelope: Euros | None = Field(
        None,
        description="Budget confié à la décision des participants (euros)",
        title="Budget confié aux participants, en euros",
        examples=["200000"],
    )
    year: Year | None = Field(None, description="Année du chiffre", examples=["2024"])
    note: Title | None = Field(
        None,
        description="Ce que ces montants comprennent, ou non",
        examples=["Sans les salaires des agents"],
    )


class Practice(Record):
    """A practice sheet (Participedia `case`)."""

    title: Title = Field(
        description="Titre de la fiche", examples=["Budget participatif d’Exemple"]
    )
    summary: Summary = Field(
        description="La démarche en une phrase",
        examples=["Chaque année depuis 2019, les habitants choisissent l’emploi de 200 000 euros."],
    )
    area: Area = Field(description="Territoire, par exemple `commune:68224`", title="Territoire")
    organizer: Title | None = Field(
        None,
        description="Organisateur, quand ce n’est pas la collectivité elle-même",
        title="Organisateur",
        examples=["Conseil de développement"],
    )
    methods: Annotated[tuple[Method, ...], Lenient] = Field((), description="Méthodes employées")
    themes: Annotated[tuple[Theme, ...], Lenient] = Field((), description="Thèmes")
    level: Level | None = Field(None, description="Degré de participation")
    status: PracticeStatus = Field(description="Avancement")
    status_date: PartialDate | None = Field(
        None, description="Date où cet avancement était connu", examples=["2025-11"]
    )
    start_date: PartialDate | None = Field(None, description="Début", examples=["2019-03"])
    end_date: PartialDate | None = Field(None, description="Fin", examples=["2024"])
    targeted_participants: Annotated[tuple[Public, ...], Lenient] = Field(
        (), description="Publics visés"
    )
    recruitment_method: Recruitment | None = Field(
        None,
        description="Comment le groupe a été constitué",
    )
    participants: Participants | None = Field(None, description="Participation")
    cost: Cost | None = Field(None, description="Coût")
    staff: Text | None = Field(
        None,
        description="Temps d’agents et appuis",
        examples=["Un agent à mi-temps, et les services techniques pour chiffrer les projets"],
    )
    tools: Annotated[tuple[Text, ...], Lenient] = Field(
        (), description="Outils employés", examples=["Plateforme de dépôt des idées"]
    )
    legal_basis: Annotated[tuple[WatchRef, ...], Lenient] = Field(
        (),
        description="Textes de la veille sur lesquels la démarche repose",
    )
    members: Annotated[tuple[MemberRef, ...], Lenient] = Field(
        (), description="Membres qui peuvent en parler"
    )
    adapted_from: PracticeRef | None = Field(
        None,
        description="Fiche dont la démarche s’est inspirée",
    )
    adaptation: Text | None = Field(
        None,
        description="Ce qui a été changé par rapport à la fiche d’origine",
        examples=["Le vote se fait aussi sur papier, au marché"],
    )
    verified: PartialDate | None = Field(
        None,
        description="Date à laquelle un membre du club a confirmé la fiche",
        title="Confirmée le",
        examples=["2026-03-12"],
    )
    reviewed: PartialDate | None = Field(
        None, description="Dernière relecture", examples=["2026-03-12"]
    )
