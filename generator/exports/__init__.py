"""Views in, files for machines out: two tables of exporters, each returns a text or several.

What they are for, and for whom, is in `catalogue`.
"""

from collections.abc import Callable

from generator.core.settings import Settings
from generator.exports import (
    agenda,
    api,
    atlas,
    cards,
    catalogue,
    datapackage,
    embed,
    feeds,
    finder,
    forms,
    lists,
    popolo,
    site_files,
    tables,
)
from generator.kinds import Kind
from generator.views.model import SiteView
from generator.views.register import SECTION

Exporter = Callable[[SiteView, Settings], str]

EXPORTERS: dict[str, Exporter] = {
    "api/v1/popolo.json": popolo.popolo,
    "api/v1/datapackage.json": datapackage.datapackage,
    f"{SECTION}/liste.json": lists.lists(SECTION),
    "territoires/donnees/carte.svg": atlas.france,
    "robots.txt": site_files.robots,
}
# Exporters of several files: each returns their texts by path in the site.
FILES: dict[str, Callable[[SiteView, Settings], dict[str, str]]] = {
    "**.ics": agenda.files,
    "flux/*.xml": feeds.files,
    "annuaire/*/contact.vcf": cards.cards,
    "territoires/donnees/*.json": finder.files,
    "contribuer/donnees/*.json": forms.files,
    "integrer/*/index.html": embed.documents,
    "api/v1/schemas/*.json": catalogue.schema_files,
}


def _of(kind: Kind) -> dict[str, Exporter]:
    """Return the exporters of a kind: its records, as JSON and as a table, and its list."""
    found: dict[str, Exporter] = {}
    if kind.api:
        found[f"api/v1/{kind.api.name}.json"] = api.exporter(kind.name)
        found[f"api/v1/{kind.api.name}.csv"] = tables.exporter(kind.name)
    if kind.listing:
        found[f"{kind.section}/liste.json"] = lists.lists(kind.section)
    return found


def export(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return every exported file, by path in the site."""
    exporters = [EXPORTERS, *map(_of, site.kinds)]
    found = {path: write(site, settings) for some in exporters for path, write in some.items()}
    for files in FILES.values():
        found |= files(site, settings)
    return found | {"api/v1/index.json": catalogue.index(site, settings, found)}
