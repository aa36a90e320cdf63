"""What a practice sheet needs to be cited and taken up elsewhere: its reference, its linked data.

Linked data (schema.org, JSON-LD) goes through the front matter; the theme writes it in the head.
It says nothing that the page does not, and names none of the people to call.
"""

import re
from typing import Any

from generator.settings import Settings
from generator.views.model import PlaceView, PracticeView, Ref, Source

LICENSE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
_PLACES = {"commune": "City", "epci": "AdministrativeArea"}


def front_matter(view: PracticeView, settings: Settings) -> dict[str, Any]:
    """Return what the page of a sheet says in its front matter besides the rest."""
    return {
        "styles": ["sheet"],
        "scripts": ["sheet"],
        "linked_data": linked_data(view, settings),
    }


def address(url: str, settings: Settings) -> str:
    """Return the complete address of a page of the site."""
    return settings.site_url.rstrip("/") + url


def citation(view: PracticeView, settings: Settings) -> dict[str, str]:
    """Return the parts of a reference to the sheet: `text` without its address, and `url`.

    The only date is that of the last review: the sheet says nothing of others.
    """
    title = re.sub(r"«\s*", "“", re.sub(r"\s*»", "”", view.title))
    read = ""
    if view.reviewed:
        read = f", relue {'le' if view.reviewed.is_day else 'en'} {view.reviewed.text}"
    text = f"{settings.site_name}, « {title} », fiche de pratique{read}, Licence Ouverte 2.0"
    return {"text": text, "url": address(view.url, settings)}


def linked_data(view: PracticeView, settings: Settings) -> dict[str, Any]:
    """Return the sheet as a schema.org Article; what is unknown is left out."""
    club = {"@type": "Organization", "name": settings.site_name, "url": settings.site_url}
    here = address(view.url, settings)
    origin = view.adapted_from
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        **_known(
            url=here,
            headline=view.title,
            description=view.summary,
            inLanguage="fr",
            author=club,
            publisher=club,
            license=LICENSE,
            isAccessibleForFree=True,
            mainEntityOfPage=_known(
                **{"@type": "WebPage", "@id": here},
                lastReviewed=view.reviewed.iso if view.reviewed else "",
            ),
            about=_place(view.place) if view.place else None,
            keywords=[ref.label for ref in (*view.methods, *view.themes)],
            temporalCoverage=_period(view),
            isBasedOn=_article(origin.practice, settings) if origin else None,
            citation=[_source(source) for source in view.sources],
        ),
    }


def _known(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ("", None, [], {})}


def _place(place: PlaceView) -> dict[str, Any]:
    _, _, code = place.area.partition(":")
    around = [name for name in (place.departement, place.region) if name and name != place.name]
    return {
        "@type": _PLACES.get(place.kind, "AdministrativeArea"),
        "name": place.name,
        # The official geographic code; that of an EPCI is its SIREN number.
        "identifier": {
            "@type": "PropertyValue",
            "propertyID": "SIREN" if place.kind == "epci" else "COG",
            "value": code,
        },
        **_known(
            containedInPlace=[{"@type": "AdministrativeArea", "name": name} for name in around]
        ),
    }


def _period(view: PracticeView) -> str:
    """Return the dates as an ISO 8601 interval; `..` is an end that has not come."""
    if view.start and view.end:
        return f"{view.start}/{view.end}" if view.start != view.end else view.start
    if view.start and view.status == "ongoing":
        return f"{view.start}/.."
    return view.start


def _article(ref: Ref, settings: Settings) -> dict[str, str]:
    return {"@type": "Article", "headline": ref.label, "url": address(ref.url, settings)}


def _source(source: Source) -> dict[str, str]:
    return {
        "@type": "CreativeWork",
        "name": source.title,
        **_known(url=source.url, datePublished=source.date.iso if source.date else ""),
    }
