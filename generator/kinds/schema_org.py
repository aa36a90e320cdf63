"""What the pages of several kinds say to machines: pieces of schema.org (JSON-LD 1.1).

Types and properties: https://schema.org/docs/full.html. What is unknown is left out.
"""

from typing import Any

from generator.core.settings import Settings
from generator.kinds.kind import Node
from generator.kinds.view import PlaceView

CONTEXT = "https://schema.org"
LICENSE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
_PLACES = {"commune": "City", "epci": "AdministrativeArea"}


def club(settings: Settings) -> Node:
    """Return the club, as other subjects name it."""
    return {
        "@type": "Organization",
        "@id": f"{settings.site_url}#club",
        "name": settings.site_name,
        "url": settings.site_url,
    }


def known(**fields: Any) -> Node:
    """Return the fields that have a value."""
    return {name: value for name, value in fields.items() if value not in ("", None, [], {})}


def article(view: Any, settings: Settings, kind: str = "Article", **more: Any) -> Node:
    """Return the page of a record as an article, or another `kind` of work, with its sources."""
    here = settings.absolute(view.url)
    citations = [
        {
            "@type": "CreativeWork",
            "name": one.title,
            **known(url=one.url, datePublished=one.date.iso if one.date else ""),
        }
        for one in view.sources
    ]
    subjects = (*getattr(view, "methods", ()), *getattr(view, "themes", ()))
    return {
        "@type": kind,
        **known(
            url=here,
            headline=view.title,
            description=view.summary,
            image=picture(view.url, settings),
            inLanguage="fr",
            author=club(settings),
            publisher=club(settings),
            license=LICENSE,
            isAccessibleForFree=True,
            mainEntityOfPage={"@type": "WebPage", "@id": here},
        ),
        **known(**more, keywords=[ref.label for ref in subjects], citation=citations),
    }


def picture(url: str, settings: Settings) -> str:
    """Return the address of the card of a page."""
    return settings.absolute(f"{url}carte.png")


def place(view: PlaceView) -> Node:
    """Return a territory, with its official code."""
    _, _, code = view.area.partition(":")
    around = [name for name in (view.departement, view.region) if name and name != view.name]
    return {
        "@type": _PLACES.get(view.kind, "AdministrativeArea"),
        "name": view.name,
        # The official geographic code; that of an EPCI is its SIREN number.
        "identifier": {
            "@type": "PropertyValue",
            "propertyID": "SIREN" if view.kind == "epci" else "COG",
            "value": code,
        },
        **known(
            containedInPlace=[{"@type": "AdministrativeArea", "name": name} for name in around]
        ),
    }


def authority(view: PlaceView) -> Node:
    """Return the authority of a territory."""
    return {"@type": "GovernmentOrganization", "name": view.name, "areaServed": place(view)}
