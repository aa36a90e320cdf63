"""What the head of every page says to others: its card for networks, its linked data.

Linked data is schema.org (JSON-LD 1.1). It repeats what the page shows and nothing else: no contact
detail (the page and the contact card are enough), no name of who attended, signed or may be called.
What is unknown is left out; no date is made up. Types and properties: https://schema.org/docs/full.html.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jinja2.utils import htmlsafe_json_dumps

from generator import routes
from generator.core.settings import Settings
from generator.kinds import Kind
from generator.kinds.kind import Node
from generator.kinds.schema_org import CONTEXT, club, known
from generator.kinds.view import Shared
from generator.opengraph import HEIGHT, MIME, WIDTH, Card, address_for
from generator.pages.page import GeneratedPage

# Types of Open Graph (https://ogp.me/#types) by the type of the subject; others are a website.
_TYPES = {"Article": "article", "CreativeWork": "article", "Person": "profile"}


def completed(page: GeneratedPage, cards: Mapping[str, Card], settings: Settings) -> GeneratedPage:
    """Return a page whose front matter has `share` and all its `linked_data`, as JSON fit for a script.

    Its subject, and where it stands in the site: a page that search engines are asked to skip says neither.
    """
    meta: dict[str, Any] = dict(page.meta)
    nodes = meta.pop("linked_data", [])
    at = address_for(page.address, cards)
    meta["share"] = {
        "type": _TYPES.get(nodes[0]["@type"], "website") if nodes else "website",
        "image": settings.absolute(routes.picture(at)),
        "alt": cards[at].words,
        "width": WIDTH,
        "height": HEIGHT,
        "mime": MIME,
    }
    if trail := meta.get("breadcrumb"):
        here = {"label": meta["title"], "url": page.address.lstrip("/")}
        nodes = [*nodes, _breadcrumb([*trail, here], settings)]
    if nodes and not meta.get("noindex"):
        graph = {"@context": CONTEXT, "@graph": nodes}
        # One text: as a tree, reading it took the engine more time than all the rest of the head.
        meta["linked_data"] = str(htmlsafe_json_dumps(graph, sort_keys=True))
    return replace(page, meta=meta)


def of_record(kind: Kind, view: Shared, settings: Settings) -> list[Node]:
    """Return what the page of a record is about, nothing when it cannot be said for sure."""
    node = kind.linked_data(view, settings) if kind.linked_data else None
    return [node] if node else []


def home(settings: Settings) -> list[Node]:
    """Return the subjects of the home page: the site and the club."""
    description = known(description=settings.site_description)
    host = {"@type": "Organization", "name": settings.host} if settings.host else None
    site = {
        "@type": "WebSite",
        "@id": f"{settings.site_url}#site",
        "name": settings.site_name,
        "url": settings.site_url,
        "inLanguage": "fr",
        "publisher": {"@id": f"{settings.site_url}#club"},
    }
    logo = settings.absolute("/assets/apple-touch-icon.png")
    return [
        site | description,
        club(settings) | description | known(logo=logo, parentOrganization=host),
    ]


def _breadcrumb(trail: list[dict[str, str]], settings: Settings) -> Node:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": step["label"],
                "item": {"@id": settings.absolute(f"/{step['url']}")},
            }
            for position, step in enumerate(trail, 1)
        ],
    }
