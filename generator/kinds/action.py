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
    date: PartialDate = Field(description="Date de la signature", examples=["2026-03-12"])


class Response(Model):
    """An answer received."""

    date: PartialDate = Field(description="Date de la réponse", examples=["2026-05-02"])
    sender: Text = Field(
        alias="from", description="Qui répond", examples=["Ministère chargé des collectivités"]
    )
    summary: Text = Field(
        description="La réponse en une ou deux phrases",
        examples=["La demande est transmise à la commission des lois."],
    )
    url: Url | None = Field(
        None, description="Réponse en ligne", examples=["https://www.exemple.fr/reponse"]
    )


class Action(Record):
    """A letter, a petition, a common position."""

    title: Title = Field(
        description="Titre", examples=["Ouvrir les consultations locales dès 16 ans"]
    )
    addressees: Annotated[tuple[Text, ...], Lenient] = Field(
        (), description="Destinataires", examples=["Ministère chargé des collectivités"]
    )
    status: ActionStatus = Field(description="État")
    opened: PartialDate | None = Field(
        None, description="Ouverture à la signature", examples=["2026-03-12"]
    )
    deadline: PartialDate | None = Field(
        None, description="Date limite de signature", examples=["2026-06-30"]
    )
    sent: PartialDate | None = Field(None, description="Envoi", examples=["2026-07-01"])
    signatories: tuple[Signature, ...] = Field((), description="Signataires")
    watch: Annotated[tuple[WatchRef, ...], Lenient] = Field((), description="Textes concernés")
    responses: tuple[Response, ...] = Field((), description="Réponses reçues")
    summary: Summary | None = Field(
        None,
        description="La demande en une phrase",
        examples=["Permettre aux communes de consulter les jeunes dès 16 ans."],
    )
