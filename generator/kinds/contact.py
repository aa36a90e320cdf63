"""The resource network (`network.yaml`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from generator.core.settings import Settings
from generator.kinds import facets, schema_org
from generator.kinds.kind import Kind, Node, texts
from generator.kinds.view import Person
from generator.records import french, labels, types
from generator.records.base import (
    Consent,
    ContactDetail,
    Link,
    Record,
)
from generator.records.fields import Words
from generator.records.types import Many

ContactCategory = Annotated[
    Literal[
        "researcher",
        "practitioner",
        "company",
        "national-official",
        "scientific-council",
        "institution",
    ],
    Words("ContactCategory"),
]


class Contact(Record):
    """A person or an organisation of the resource network."""

    name: types.Title
    category: ContactCategory
    organization: types.Title | None = None
    summary: types.Summary | None = None
    themes: Many[types.Theme] = ()
    methods: Many[types.Method] = ()
    interest: types.Text | None = None
    contact_details: tuple[ContactDetail, ...] = ()
    links: tuple[Link, ...] = ()
    consent: Consent | None = None


@dataclass(frozen=True, slots=True)
class ContactView(Person):
    """A person or organisation of the resource network."""

    category: str
    category_label: str
    organization: str
    interest: str


CATEGORIES = labels.of(ContactCategory)


_ORGANISATIONS = {"company", "institution"}


def _linked_data(view: ContactView, settings: Settings) -> Node | None:
    """Return a person or a body of the resource network; None when which is not sure."""
    body = view.category in _ORGANISATIONS and not view.organization
    if not body and not view.organization:
        return None
    return schema_org.known(
        **{"@type": "Organization" if body else "Person"},
        url=settings.absolute(view.url),
        name=view.title,
        description=view.summary,
        knowsAbout=[ref.label for ref in (*view.themes, *view.methods)],
        affiliation=None if body else {"@type": "Organization", "name": view.organization},
    )


def _arranged(views: Iterable[ContactView]) -> list[ContactView]:
    """Return the network by category, then name."""
    order = list(CATEGORIES)
    return sorted(views, key=lambda c: (order.index(c.category), french.collation(c.title), c.id))


KIND = Kind(
    **texts("contact"),
    model=Contact,
    view=lambda lens, contact: lens.person(contact),
    arrange=_arranged,
    title=lambda c: str(c.name),
    choice=lambda c: c.organization or c.category_label,
    facets=(facets.METHOD, facets.THEME),
    linked_data=_linked_data,
)
