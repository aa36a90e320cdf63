"""Collective actions towards public authorities (`actions/<id>.md`)."""

from typing import Annotated

from pydantic import Field

from generator.records.base import Model, Record
from generator.records.types import (
    ActionStatus,
    Lenient,
    MemberRef,
    PartialDate,
    Summary,
    Text,
    Title,
    Url,
    WatchRef,
)


class Signature(Model):
    """A member's signature."""

    member: MemberRef = Field(description="Membre signataire")
    date: PartialDate = Field(description="Date de la signature")


class Response(Model):
    """An answer received."""

    date: PartialDate = Field(description="Date de la réponse")
    sender: Text = Field(alias="from", description="Qui répond")
    summary: Text = Field(description="La réponse en une ou deux phrases")
    url: Url | None = Field(None, description="Réponse en ligne")


class Action(Record):
    """A letter, a petition, a common position."""

    title: Title = Field(description="Titre")
    addressees: Annotated[tuple[Text, ...], Lenient] = Field((), description="Destinataires")
    status: ActionStatus = Field(description="État")
    opened: PartialDate | None = Field(None, description="Ouverture à la signature")
    deadline: PartialDate | None = Field(None, description="Date limite de signature")
    sent: PartialDate | None = Field(None, description="Envoi")
    signatories: tuple[Signature, ...] = Field((), description="Signataires")
    watch: Annotated[tuple[WatchRef, ...], Lenient] = Field((), description="Textes concernés")
    responses: tuple[Response, ...] = Field((), description="Réponses reçues")
    summary: Summary | None = Field(None, description="La demande en une phrase")
