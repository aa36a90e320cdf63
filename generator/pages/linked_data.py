"""What a page says to machines about its subject: schema.org (JSON-LD 1.1), in its head.

Linked data goes through the front matter; the theme writes it. It repeats what the page shows
and nothing else: no contact detail (the page and the contact card are enough), no name of who
attended, signed or may be called. What is unknown is left out; no date is made up.
Types and properties: https://schema.org/docs/full.html.
"""

from collections.abc import Iterable

from generator.core.settings import Settings
from generator.kinds import KINDS
from generator.kinds.kind import Node
from generator.kinds.schema_org import CONTEXT, club, known
from generator.kinds.view import Shared
from generator.views.listings import Leaf
from generator.views.model import HubView


def graph(address: str, meta: Node, nodes: Iterable[Node], settings: Settings) -> Node:
    """Return all the linked data of a page: its subject, its place in the site.

    `meta` is its front matter. A page without a subject of its own is a page of the site.
    """
    here = settings.absolute(address)
    found = list(nodes) or [page("WebPage", here, meta, settings)]
    trail = [(c["label"], f"/{c['url']}") for c in meta.get("breadcrumb") or ()]
    if trail:
        found.append(_breadcrumb([*trail, (meta["title"], address)], settings))
    return {"@context": CONTEXT, "@graph": found}


def of_record(kind: str, view: Shared, settings: Settings) -> list[Node]:
    """Return what the page of a record is about, nothing when it cannot be said for sure."""
    make = KINDS[kind].linked_data
    node = make(view, settings) if make else None
    return [node] if node else []


def home(settings: Settings) -> list[Node]:
    """Return the subjects of the home page: the site, with its search, and the club."""
    search = f"{settings.absolute('/recherche/')}?q={{search_term_string}}"
    host = {"@type": "Organization", "name": settings.host} if settings.host else None
    return [
        {
            **_site(settings),
            **known(description=settings.site_description),
            "inLanguage": "fr",
            "publisher": {"@id": f"{settings.site_url}#club"},
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": search},
                "query-input": "required name=search_term_string",
            },
        },
        {
            **club(settings),
            **known(
                description=settings.site_description,
                logo=settings.absolute("/assets/apple-touch-icon.png"),
                parentOrganization=host,
            ),
        },
    ]


def page(kind: str, here: str, meta: Node, settings: Settings) -> Node:
    """Return a page as such; `kind` is WebPage or a kind of it."""
    return known(
        **{"@type": kind, "@id": here},
        url=here,
        name=meta["title"],
        description=meta.get("description", ""),
        inLanguage="fr",
        isPartOf=_site(settings),
    )


def listing(leaf: Leaf, address: str, meta: Node, settings: Settings) -> list[Node]:
    """Return a page of a list, with the addresses of what it lists."""
    entries = [
        {"@type": "ListItem", "position": leaf.first + n, "url": settings.absolute(item.url)}
        for n, item in enumerate(leaf.items, 1)
    ]
    items = {"@type": "ItemList", "numberOfItems": leaf.total, "itemListElement": entries}
    node = page("CollectionPage", settings.absolute(address), meta, settings)
    return [{**node, "mainEntity": items}]


def hub(view: HubView, meta: Node, settings: Settings) -> list[Node]:
    """Return the page of a theme or a method, and the term it defines."""
    term = known(**{"@type": "DefinedTerm"}, name=view.label, description=view.description)
    node = page("CollectionPage", settings.absolute(view.url), meta, settings)
    return [{**node, "about": term}]


def _site(settings: Settings) -> Node:
    return {
        "@type": "WebSite",
        "@id": f"{settings.site_url}#site",
        "name": settings.site_name,
        "url": settings.site_url,
    }


def _breadcrumb(trail: list[tuple[str, str]], settings: Settings) -> Node:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": label,
                "item": {"@id": settings.absolute(url)},
            }
            for position, (label, url) in enumerate(trail, 1)
        ],
    }
