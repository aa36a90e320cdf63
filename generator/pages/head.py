"""What the head of every page says to others: its card for networks, its linked data."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jinja2.utils import htmlsafe_json_dumps

from generator import routes
from generator.core.settings import Settings
from generator.opengraph import HEIGHT, MIME, WIDTH, Card, address_for
from generator.pages import linked_data
from generator.pages.page import GeneratedPage

# Types of Open Graph (https://ogp.me/#types) by the type of the subject; others are a website.
_TYPES = {"Article": "article", "CreativeWork": "article", "Person": "profile"}


def completed(page: GeneratedPage, cards: Mapping[str, Card], settings: Settings) -> GeneratedPage:
    """Return a page whose front matter has `share` and all its `linked_data`, as JSON fit for a script.

    A page that search engines are asked to skip has no linked data.
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
    if not meta.get("noindex"):
        graph = linked_data.graph(page.address, meta, nodes, settings)
        # One text: as a tree, reading it took the engine more time than all the rest of the head.
        meta["linked_data"] = str(htmlsafe_json_dumps(graph, sort_keys=True))
    return replace(page, meta=meta)
