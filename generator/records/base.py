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


def described(
    description: str, example: str = "", *, title: str = "", default: Any = ..., **more: Any
) -> Any:
    """Return a field: what it is, an example of it, a shorter label, a default if it may be absent."""
    return Field(
        default,
        description=description,
        title=title or None,
        examples=[example] if example else None,
        **more,
    )


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

    title: Title = described(
        "Titre de la source, tel qu’il permet de la retrouver",
        "Bilan de la première édition, Ville d’Exemple",
    )
    url: Url | None = described(
        "Adresse web complète", "https://www.exemple.fr/bilan-2024", default=None
    )
    date: PartialDate | None = described("Date de la source", "2024-03", default=None)


class Link(Model):
    """A public page about a person or an organisation (Popolo `links`)."""

    url: Url = described("Adresse web complète", "https://www.exemple.fr/budget-participatif")
    note: Text | None = described(
        "Ce que l’on y trouve", "Le règlement et les projets retenus", default=None
    )


class ContactDetail(Model):
    """A way to reach someone (Popolo `contact_details`)."""

    type: ContactType = described("Nature : `email`, `phone` ou `address`", title="Nature")
    value: Text = described(
        "Adresse électronique, numéro ou adresse professionnelle",
        "prenom.nom@exemple.fr",
        title="Coordonnée",
    )
    label: Text | None = described(
        "Précision, par exemple « secrétariat »", "secrétariat", title="Précision", default=None
    )


class Consent(Model):
    """What a person agreed to make public, and when (RGPD art. 6.1.a and 7)."""

    date: PartialDate = described("Date de l’accord", "2026-03-12")
    notice: Text | None = described(
        "Version de la notice d’information remise",
        "2026-01",
        title="Version de la notice d’information remise",
        default=None,
    )
    fields: tuple[ConsentField, ...] = described(
        "Champs que la personne accepte de rendre publics", default=()
    )
    withdrawn: PartialDate | None = described(
        "Date du retrait de l’accord ; il l’emporte sur tout le reste", default=None
    )

    def allows(self, field: str) -> bool:
        """Whether `field` may be public."""
        return self.withdrawn is None and field in self.fields


class Record(Model):
    """A source record. `id` is its address; `aliases` are its former addresses."""

    id: Id = described("Identifiant, qui devient l’adresse de la page")
    aliases: Annotated[tuple[Alias, ...], Lenient] = described(
        "Anciens identifiants, toujours redirigés", default=()
    )
    sources: tuple[SourceRef, ...] = described(
        "D’où viennent les faits", title="Sources", default=()
    )
    added: PartialDate | None = described(
        "Jour où la fiche est entrée au club ; les flux la datent de ce jour",
        "2026-03-12",
        title="Ajoutée le",
        default=None,
    )
    public_contacts: Annotated[tuple[PublicContact, ...], Lenient] = described(
        "Adresses électroniques et numéros d’un service public que le texte peut citer, "
        "jamais ceux d’une personne",
        "03 89 00 00 00",
        title="Coordonnées publiques citées dans le texte",
        default=(),
    )
