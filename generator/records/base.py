"""What every record shares: frozen models, unknown keys refused, and its sources."""

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from generator.records.fields import Words
from generator.records.types import Alias, Id, Many, PartialDate, PublicContact, Text, Title, Url

ContactType = Annotated[Literal["email", "phone", "address"], Words("ContactType")]

ConsentField = Annotated[
    Literal["contact_details", "image", "summary", "links"], Words("ConsentField")
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


optional = partial(described, default=None)
several = partial(described, default=())


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
    url: Url | None = optional("Adresse web complète", "https://www.exemple.fr/bilan-2024")
    date: PartialDate | None = optional("Date de la source", "2024-03")


class Link(Model):
    """A public page about a person or an organisation (Popolo `links`)."""

    url: Url = described("Adresse web complète", "https://www.exemple.fr/budget-participatif")
    note: Text | None = optional("Ce que l’on y trouve", "Le règlement et les projets retenus")


class ContactDetail(Model):
    """A way to reach someone (Popolo `contact_details`)."""

    type: ContactType = described("Nature : `email`, `phone` ou `address`", title="Nature")
    value: Text = described(
        "Adresse électronique, numéro ou adresse professionnelle",
        "prenom.nom@exemple.fr",
        title="Coordonnée",
    )
    label: Text | None = optional(
        "Précision, par exemple « secrétariat »", "secrétariat", title="Précision"
    )


class Consent(Model):
    """What a person agreed to make public, and when (RGPD art. 6.1.a and 7)."""

    date: PartialDate = described("Date de l’accord", "2026-03-12")
    notice: Text | None = optional(
        "Version de la notice d’information remise",
        "2026-01",
        title="Version de la notice d’information remise",
    )
    fields: tuple[ConsentField, ...] = several("Champs que la personne accepte de rendre publics")
    withdrawn: PartialDate | None = optional(
        "Date du retrait de l’accord ; il l’emporte sur tout le reste"
    )

    def allows(self, field: str) -> bool:
        """Whether `field` may be public."""
        return self.withdrawn is None and field in self.fields


class Record(Model):
    """A source record. `id` is its address; `aliases` are its former addresses."""

    id: Id = described("Identifiant, qui devient l’adresse de la page")
    aliases: Many[Alias] = several("Anciens identifiants, toujours redirigés")
    sources: tuple[SourceRef, ...] = several("D’où viennent les faits", title="Sources")
    added: PartialDate | None = optional(
        "Jour où la fiche est entrée au club ; les flux la datent de ce jour",
        "2026-03-12",
        title="Ajoutée le",
    )
    public_contacts: Many[PublicContact] = several(
        "Adresses électroniques et numéros d’un service public que le texte peut citer, "
        "jamais ceux d’une personne",
        "03 89 00 00 00",
        title="Coordonnées publiques citées dans le texte",
    )
