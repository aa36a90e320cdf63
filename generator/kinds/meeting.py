"""Meetings of the club (`meetings/<id>.md`)."""

from typing import Annotated

from pydantic import Field

from generator.records.base import Model, Record
from generator.records.types import (
    ActionRef,
    ContactRef,
    Count,
    Lenient,
    MeetingFormat,
    MeetingKind,
    MeetingRef,
    MeetingStatus,
    MemberRef,
    Moment,
    PartialDate,
    PracticeRef,
    TaskStatus,
    Text,
    Title,
    Url,
    WatchRef,
)


class Task(Model):
    """Something a member took on."""

    text: Text = Field(
        description="Ce qui est à faire", examples=["Rédiger la fiche sur le jury citoyen"]
    )
    owner: MemberRef = Field(description="Membre qui s’en charge")
    due: PartialDate | None = Field(None, description="Échéance", examples=["2026-06"])
    status: TaskStatus = Field("open", description="État")
    done: PartialDate | None = Field(
        None,
        description="Date à laquelle elle a été faite",
        title="Faite le",
        examples=["2026-05-20"],
    )
    carried_to: MeetingRef | None = Field(
        None,
        description="Réunion qui a repris la tâche ; c’est là qu’elle reste à faire",
        title="Reprise à la réunion",
    )


class Document(Model):
    """A document of the meeting."""

    title: Title = Field(description="Titre du document", examples=["Support de présentation"])
    url: Url = Field(
        description="Adresse web complète", examples=["https://www.exemple.fr/support.pdf"]
    )


class Meeting(Record):
    """A meeting, a session at an event, or an assembly."""

    title: Title = Field(description="Titre", examples=["Tirer au sort sans perdre les tirés"])
    kind: MeetingKind = Field("meeting", description="Nature de la rencontre")
    start: Moment = Field(description="Début (heure de Paris)", examples=["2026-09-10T18:00"])
    end: Moment | None = Field(None, description="Fin", examples=["2026-09-10T20:00"])
    format: MeetingFormat | None = Field(
        None, description="À distance, sur place ou les deux", title="Forme"
    )
    location: Text | None = Field(
        None, description="Lieu", examples=["Hôtel de ville d’Exemple, salle du conseil"]
    )
    link: Url | None = Field(
        None, description="Adresse de connexion", examples=["https://rencontre.exemple.fr/club"]
    )
    status: MeetingStatus = Field(description="État")
    attendees: Annotated[tuple[MemberRef, ...], Lenient] = Field((), description="Membres présents")
    attendance: Count | None = Field(
        None,
        description="Nombre de présents, quand les noms ne sont pas relevés",
        title="Nombre de présents",
        examples=["20"],
    )
    guests: Annotated[tuple[ContactRef, ...], Lenient] = Field(
        (), description="Personnes invitées du réseau"
    )
    agenda: Annotated[tuple[Text, ...], Lenient] = Field(
        (), description="Ordre du jour", examples=["Retour d’expérience sur le tirage au sort"]
    )
    decisions: Annotated[tuple[Text, ...], Lenient] = Field(
        (), description="Décisions", examples=["Le club se réunit tous les deux mois"]
    )
    tasks: tuple[Task, ...] = Field((), description="Tâches")
    practices: Annotated[tuple[PracticeRef, ...], Lenient] = Field(
        (), description="Pratiques présentées"
    )
    watch: Annotated[tuple[WatchRef, ...], Lenient] = Field((), description="Textes discutés")
    actions: Annotated[tuple[ActionRef, ...], Lenient] = Field((), description="Actions discutées")
    documents: tuple[Document, ...] = Field((), description="Documents")
