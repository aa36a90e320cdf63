"""Views in, files for machines out: two tables of exporters, each returns a text or several."""

from collections.abc import Callable

from generator.exports import api, atlas, cards, finder, lists, site_files, tables
from generator.settings import Settings
from generator.views.listings import SIZES
from generator.views.model import SiteView

Exporter = Callable[[SiteView, Settings], str]

EXPORTERS: dict[str, Exporter] = {
    "api/v1/members.json": api.members,
    "api/v1/network.json": api.network,
    "api/v1/practices.json": api.practices,
    "api/v1/meetings.json": api.meetings,
    "api/v1/watch.json": api.watch,
    "api/v1/actions.json": api.actions,
    "api/v1/members.csv": tables.members,
    "api/v1/practices.csv": tables.practices,
    **{f"{section}/liste.json": lists.lists(section) for section in SIZES},
    "territoires/donnees/carte.json": atlas.france,
    "robots.txt": site_files.robots,
}
# Exporters of several files: each returns their texts by path in the site.
FILES: dict[str, Callable[[SiteView, Settings], dict[str, str]]] = {
    "annuaire/*/contact.vcf": cards.cards,
    "territoires/donnees/*.json": finder.files,
}


def export(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return every exported file, by path in the site."""
    found = {path: exporter(site, settings) for path, exporter in EXPORTERS.items()}
    for exporter in FILES.values():
        found |= exporter(site, settings)
    return found
