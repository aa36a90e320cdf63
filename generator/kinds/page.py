"""Hand-written pages (`content/<id>.md`) and vocabulary terms (`vocabularies/*.yaml`)."""

from dataclasses import dataclass
from typing import Annotated, Literal

from generator.kinds.kind import Kind
from generator.kinds.view import Lens, Shared
from generator.records.base import Model, Record, described
from generator.records.fields import Words
from generator.records.types import Id, Lenient, Summary, Text, Title

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
    Words(
        {
            "pratiques": "Pratiques",
            "annuaire": "Annuaire | membres",
            "territoires": "Territoires",
            "reunions": "Réunions",
            "veille": "Veille",
            "actions": "Actions",
            "reseau": "Réseau",
            "club": "Le club",
            "contribuer": "Contribuer",
        }
    ),
]

# Where a mandate is held; an arrondissement is one of Paris, Lyon or Marseille.
MandatePlace = Annotated[
    Literal["commune", "arrondissement", "epci", "departement", "region"],
    Words(
        {
            "commune": "commune | ville | village | municipalité",
            "arrondissement": "arrondissement municipal | arrondissement",
            "epci": "intercommunalité | EPCI | agglomération | métropole | communauté",
            "departement": "département",
            "region": "région",
        }
    ),
]


class Page(Record):
    """A hand-written page of the site."""

    title: Title = described("Titre de la page")
    summary: Summary | None = described("La page en une phrase", default=None)
    section: PageSection | None = described(
        "Rubrique du menu sous laquelle la page se range", default=None
    )


class Term(Model):
    """A term of a vocabulary, with its equivalents elsewhere (SKOS-like)."""

    id: Id = described("Clé du terme")
    label: Title = described("Libellé affiché")
    areas: Annotated[tuple[MandatePlace, ...], Lenient] = described(
        "Pour un mandat : sortes de territoires où il s’exerce", default=()
    )
    description: Summary | None = described("Définition", default=None)
    participedia: Text | None = described("Équivalent Participedia", default=None)
    decidim: Text | None = described("Équivalent Decidim", default=None)
    decider_ensemble: Text | None = described("Code Décider ensemble", default=None)
    synonyms: Annotated[tuple[Text, ...], Lenient] = described(
        "Autres mots que les lecteurs emploient", default=()
    )


# --- what may be shown -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PageView(Shared):
    """A hand-written page. `section` is the one of the menu it stands under, maybe empty."""

    summary: str
    body: str
    section: str = ""


def _page(lens: Lens, page: Page) -> PageView:
    return PageView(
        **lens.shared("page", page),
        summary=page.summary or "",
        body=lens.body("page", page.id),
        section=page.section or "",
    )


KIND = Kind(
    name="page",
    model=Page,
    source="content/",
    section="",
    label="Page",
    plural="Pages",
    view=_page,
    arrange=list,
)
