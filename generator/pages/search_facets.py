"""What a page gives the search beside its text: facets to narrow by, other words to be found by.

Everything comes from the view, so the index cannot hold what the page may not show.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.core.data import table
from generator.kinds import Kind
from generator.kinds.kind import Value
from generator.kinds.member import MemberView
from generator.kinds.practice import PracticeView
from generator.kinds.view import PlaceView
from generator.views.model import HubView, SiteView

# The pages that have no other kind.
SITE_PAGE: Value = ("site", "Page du site")

Synonyms = Mapping[str, tuple[str, ...]]


def synonyms(site: SiteView) -> Synonyms:
    """Return the other names of each method.

    Not those of themes: « piste cyclable » must not find whatever speaks of mobility.
    """
    return {hub.key: hub.synonyms for hub in site.methods}


def of_record(kind: Kind, view: Any, others: Synonyms) -> dict[str, Any]:
    """Return the front matter of a record's page: `filters`, `day` and `keywords`.

    `filters` maps a facet to its answers as [key, label], `keywords` a field of the index to its
    text; `day` (ISO, maybe shortened) is that of the record.
    """
    place = view.place if isinstance(view, MemberView | PracticeView) else None
    also = (word for ref in getattr(view, "methods", ()) for word in others.get(ref.id, ()))
    keywords = {
        "lieu": place.where if place else "",
        "ou": " ".join(_around(place)) if place else "",
        "aussi": ", ".join(dict.fromkeys(also)),
        "problemes": "; ".join(getattr(view, "problems", ())),
    }
    return of_type(
        (kind.section, kind.label),
        {facet.key: list(facet.values(view)) for facet in kind.facets},
        keywords,
    ) | ({"day": day} if (day := _day(view)) else {})


def of_hub(view: HubView, type_: Value) -> dict[str, Any]:
    """Return the same for the page of a theme or a method: its other names are its own."""
    keywords = {"noms": ", ".join(view.synonyms), "problemes": "; ".join(view.problems)}
    return of_type(type_, keywords=keywords)


def of_page(id_: str) -> dict[str, Any]:
    """Return the same for a page of no kind, with what readers call it."""
    return of_type(SITE_PAGE, keywords={"noms": table("pages").get(id_, {}).get("names", "")})


def of_type(
    type_: Value,
    answers: Mapping[str, Iterable[Value]] | None = None,
    keywords: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the front matter of a page of a type, without what is empty."""
    filters = {"type": [type_], **(answers or {})}
    return {
        "filters": {
            key: [[*value] for value in values] for key, values in filters.items() if values
        },
        "keywords": {name: text for name, text in (keywords or {}).items() if text},
    }


def _around(place: PlaceView) -> Iterator[str]:
    """Yield where a place lies: what a reader may add to its name, or type instead."""
    yield from (place.departement, place.departement_code, place.region)
    if place.kind == "commune":
        yield place.epci


def _day(view: Any) -> str:
    """Return the day a record began or was last changed; empty for people."""
    if last := getattr(view, "last", None):
        return str(last.when.iso)
    start = (
        getattr(view, "opened", None) or getattr(view, "asked", None) or getattr(view, "start", "")
    )
    return str(getattr(start, "iso", start))
