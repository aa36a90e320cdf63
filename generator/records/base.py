"""What every record shares: frozen models, unknown keys refused, and its sources."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from generator.records.fields import Words
from generator.records.types import (
    Alias,
    Id,
    Lenient,
    PartialDate,
    PublicContact,
    Text,
    Title,
    Url,
)

ContactType = Annotated[
    Literal["email", "phone", "address"],
    Words(
        {
            "email": "courriel | e-mail | mail | adresse électronique | mél | adresse mail",
            "phone": "téléphone | tél | portable | mobile | fixe | numéro de téléphone",
            "address": "adresse professionnelle | adresse | adresse postale | courrier",
        }
    ),
]

ConsentField = Annotated[
    Literal["contact_details", "image", "summary", "links"],
    Words(
        {
            "contact_details": "coordonnées | contact | contacts",
            "image": "photo | portrait | photographie",
            "summary": "présentation | biographie | bio | résumé",
            "links": "liens | sites",
        }
    ),
]


class FieldRefused(AttributeError):  # noqa: N818 - says what happened
    """The field asked for could not be read: the record is a fragment."""


class Model(BaseModel):
    """A frozen part of a record; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    if not TYPE_CHECKING:  # a checker would take it for a field of any name

        def __getattr__(self, name: str) -> Any:
            """Raise FieldRefused for a field that a fragment lacks."""
            if name in type(self).model_fields:
                raise FieldRefused(name)
            return super().__getattr__(name)


class SourceRef(Model):
    """Where a fact comes from."""

    title: Title = Field(
        description="Titre de la source, tel qu’il permet de la retrouver",
        examples=["Bilan de la première édition, Ville d’Exemple"],
    )
    url: Url | None = Field(
        None, description="Adresse web complète", examples=["https://www.exemple.fr/bilan-2024"]
    )
    date: PartialDate | None = Field(None, description="Date de la source", examples=["2024-03"])


class Link(Model):
    """A public page about a person or an organisation (Popolo `links`)."""

    url: Url = Field(
        description="Adresse web complète", examples=["https://www.exemple.fr/budget-participatif"]
    )
    note: Text | None = Field(
        None, description="Ce que l’on y trouve", examples=["Le règlement et les projets retenus"]
    )


class ContactDetail(Model):
    """A way to reach someone (Popolo `contact_details`)."""

    type: ContactType = Field(description="Nature : `email`, `phone` ou `address`", title="Nature")
    value: Text = Field(
        description="Adresse électronique, numéro ou adresse professionnelle",
        title="Coordonnée",
        examples=["prenom.nom@exemple.fr"],
    )
    label: Text | None = Field(
        None,
        description="Précision, par exemple « secrétariat »",
        title="Précision",
        examples=["secrétariat"],
    )


class Consent(Model):
    """What a person agreed to make public, and when (RGPD art. 6.1.a and 7)."""

    date: PartialDate = Field(description="Date de l’accord", examples=["2026-03-12"])
    notice: Text | None = Field(
        None,
        description="Version de la notice d’information remise",
        title="Version de la notice d’information remise",
        examples=["2026-01"],
    )
    fields: tuple[ConsentField, ...] = Field(
        (), description="Champs que la personne accepte de rendre publics"
    )
    withdrawn: PartialDate | None = Field(
        None, description="Date du retrait de l’accord ; il l’emporte sur tout le reste"
    )

    def allows(self, field: str) -> bool:
        """Whether `field` may be public."""
        return self.withdrawn is None and field in self.fields


class Record(Model):
    """A source record. `id` is its address; `aliases` are its former addresses."""

    id: Id = Field(description="Identifiant, qui devient l’adresse de la page")
    aliases: Annotated[tuple[Alias, ...], Lenient] = Field(
        (), description="Anciens identifiants, toujours redirigés"
    )
    sources: tuple[SourceRef, ...] = Field(
        (), description="D’où viennent les faits", title="Sources"
    )
    added: PartialDate | None = Field(
        None,
        description="Jour où la fiche est entrée au club ; les flux la datent de ce jour",
        title="Ajoutée le",
        examples=["2026-03-12"],
    )
    public_contacts: Annotated[tuple[PublicContact, ...], Lenient] = Field(
        (),
        description="Adresses électroniques et numéros d’un service public que le texte peut citer, "
        "jamais ceux d’une personne",
        title="Coordonnées publiques citées dans le texte",
        examples=["03 89 00 00 00"],
    )
