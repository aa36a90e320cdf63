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

    text: Text = Field(description="Ce qui est à faire")
    owner: MemberRef = Field(description="Membre qui s’en charge")
    due: PartialDate | None = Field(None, description="Échéance")
    status: TaskStatus = Field("open", description="État")
    done: PartialDate | None = Field(None, description="Date à laquelle elle a été faite")


class Document(Model):
    """A document of the meeting."""

    title: Title = Field(description="Titre du document")
    url: Url = Field(description="Adresse web complète")


class Meeting(Record):
    """A meeting, a session at an event, or an assembly."""

    title: Title = Field(description="Titre")
    kind: MeetingKind = Field("meeting", description="Nature de la rencontre")
    start: Moment = Field(description="Début (heure de Paris)")
    end: Moment | None = Field(None, description="Fin")
    format: MeetingFormat | None = Field(None, description="À distance, sur place ou les deux")
    location: Text | None = Field(None, description="Lieu")
    link: Url | None = Field(None, description="Adresse de connexion")
    status: MeetingStatus = Field(description="État")
    attendees: Annotated[tuple[MemberRef, ...], Lenient] = Field((), description="Membres présents")
    attendance: Count | None = Field(
        None, description="Nombre de présents, quand les noms ne sont pas relevés"
    )
    guests: Annotated[tuple[ContactRef, ...], Lenient] = Field(
        (), description="Personnes invitées du réseau"
    )
    agenda: Annotated[tuple[Text, ...], Lenient] = Field((), description="Ordre du jour")
    decisions: Annotated[tuple[Text, ...], Lenient] = Field((), description="Décisions")
    tasks: tuple[Task, ...] = Field((), description="Tâches")
    practices: Annotated[tuple[PracticeRef, ...], Lenient] = Field(
        (), description="Pratiques présentées"
    )
    watch: Annotated[tuple[WatchRef, ...], Lenient] = Field((), description="Textes discutés")
    actions: Annotated[tuple[ActionRef, ...], Lenient] = Field((), description="Actions discutées")
    documents: tuple[Document, ...] = Field((), description="Documents")
