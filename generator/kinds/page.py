"""Hand-written pages (`content/<id>.md`) and vocabulary terms (`vocabularies/*.yaml`)."""

from dataclasses import dataclass
from typing import Annotated, Literal

from generator.kinds.kind import Kind, texts
from generator.kinds.view import Shared
from generator.records.base import Model, Record
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

    title: Title
    summary: Summary | None = None
    section: PageSection | None = None
    notice: Title | None = None


class Term(Model):
    """A term of a vocabulary, with its equivalents elsewhere (SKOS-like)."""

    id: Id
    label: Title
    areas: Many[MandatePlace] = ()
    description: Summary | None = None
    participedia: Text | None = None
    decidim: Text | None = None
    decider_ensemble: Text | None = None
    synonyms: Many[Text] = ()
    problems: Many[Title] = ()


@dataclass(frozen=True, slots=True)
class PageView(Shared):
    """A hand-written page. `section` is the one of the menu it stands under, maybe empty.

    `version` is that of the information notice, where the page is this notice.
    """

    summary: str
    body: str
    section: str = ""
    version: str = ""


KIND = Kind(
    **texts("page"),
    model=Page,
    view=lambda lens, page: lens.view(PageView, page, version=page.notice or ""),
)
