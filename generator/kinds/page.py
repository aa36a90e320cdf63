"""Hand-written pages (`content/<id>.md`) and vocabulary terms (`vocabularies/*.yaml`)."""

from dataclasses import dataclass
from typing import Annotated, Literal

from generator.kinds.kind import Kind, texts
from generator.kinds.view import Shared
from generator.records.base import Model, Record, described, optional, several
from generator.records.fields import Words
from generator.records.types import Id, Many, Summary, Text, Title

# The sections of the menu, by the first part of their address.
PageSection = Annotated[
    Literal[
        "pratiques",
        "annuaire",
        "territoires",
        "reunions",
        "veille",
        "actions",
        "reseau",
        "club",
        "contribuer",
    ],
    Words("PageSection"),
]

# Where a mandate is held; an arrondissement is one of Paris, Lyon or Marseille.
MandatePlace = Annotated[
    Literal["commune", "arrondissement", "epci", "departement", "region"], Words("MandatePlace")
]


class Page(Record):
    """A hand-written page of the site."""

    title: Title = described("Titre de la page")
    summary: Summary | None = optional("La page en une phrase")
    section: PageSection | None = optional("Rubrique du menu sous laquelle la page se range")


class Term(Model):
    """A term of a vocabulary, with its equivalents elsewhere (SKOS-like)."""

    id: Id = described("Clé du terme")
    label: Title = described("Libellé affiché")
    areas: Many[MandatePlace] = several("Pour un mandat : sortes de territoires où il s’exerce")
    description: Summary | None = optional("Définition")
    participedia: Text | None = optional("Équivalent Participedia")
    decidim: Text | None = optional("Équivalent Decidim")
    decider_ensemble: Text | None = optional("Code Décider ensemble")
    synonyms: Many[Text] = several("Autres mots que les lecteurs emploient")


@dataclass(frozen=True, slots=True)
class PageView(Shared):
    """A hand-written page. `section` is the one of the menu it stands under, maybe empty."""

    summary: str
    body: str
    section: str = ""


KIND = Kind(
    **texts("page").kind, model=Page, view=lambda lens, page: lens.view(PageView, "page", page)
)
