"""What a template writes and is no page of the site: excerpts to embed, former addresses, the map."""

from typing import Any

from generator import routes
from generator.core.settings import MEMBERS, Settings
from generator.kinds.view import Shared
from generator.pages.environment import environment
from generator.territory.geo import france_map, geography
from generator.views.excerpts import excerpts
from generator.views.model import SiteView


def documents(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return these documents, by path in the site."""
    values = {
        "club": settings.site_name,
        "style": settings.absolute("/assets/embed.css"),
        "fictional": site.fictional,
        "members": settings.edition == MEMBERS,
        "meeting": site.next_meeting,
    }
    found = {e.url: _filled("excerpt", e.url, excerpt=e, **values) for e in excerpts(site)}
    found |= {
        at: _filled("moved", at, view=view, members=values["members"])
        for at, view in moved(site).items()
    }
    texts = {routes.built_file(address): text for address, text in found.items()}
    return texts | {"territoires/donnees/carte.svg": _france()}


def moved(site: SiteView) -> dict[str, Shared]:
    """Return the record that each former address leads to."""
    return {
        routes.record(kind, alias): view for kind, view in site.every() for alias in view.aliases
    }


def _filled(name: str, address: str, **values: Any) -> str:
    def link(target: str) -> str:
        return routes.relative(target, address)

    return environment().get_template(f"{name}.jinja").render(link=link, **values)


def _france() -> str:
    drawn, known = france_map(), geography()
    places = {code: known.get(f"departement:{code}") for code in drawn.areas}
    names = {code: place.name if place else code for code, place in places.items()}
    return _filled("france", "/", map=drawn, names=names)
