"""Views in, files for machines out: two tables of exporters, each returns a text or several.

What they are for, and for whom, is in `catalogue`.
"""

from collections.abc import Callable

from generator.core.settings import Settings
from generator.exports import (
    agenda,
    atlas,
    cards,
    catalogue,
    datapackage,
    embed,
    feeds,
    finder,
    forms,
    index,
    lists,
    popolo,
    site_files,
    tables,
)
from generator.exports import (
    api as api_json,
)
from generator.kinds import LISTED
from generator.views.listings import LISTINGS
from generator.views.model import SiteView

_APIS = {name: kind.api for name, kind in LISTED.items() if kind.api}

Exporter = Callable[[SiteView, Settings], str]

EXPORTERS: dict[str, Exporter] = {
    **{f"api/v1/{api.name}.json": api_json.exporter(kind) for kind, api in _APIS.items()},
    "api/v1/popolo.json": popolo.popolo,
    **{f"api/v1/{api.name}.csv": tables.exporter(kind) for kind, api in _APIS.items()},
    "api/v1/datapackage.json": datapackage.datapackage,
    **{f"{section}/liste.json": lists.lists(section) for section in LISTINGS},
    "territoires/donnees/carte.json": atlas.france,
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
    "api/v1/schemas/*.json": lambda _, settings: catalogue.schema_files(settings),
}


def export(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return every exported file, by path in the site."""
    found = {path: exporter(site, settings) for path, exporter in EXPORTERS.items()}
    for files in FILES.values():
        found |= files(site, settings)
    return found | {"api/v1/index.json": index.index(site, settings, found)}
