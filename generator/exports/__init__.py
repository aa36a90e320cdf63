"""Views in, files for machines out: each exporter returns texts, by path in the site.

What they are for, and for whom, is in `catalogue`.
"""

from collections.abc import Callable

from generator.core.settings import Settings
from generator.exports import (
    agenda,
    api,
    cards,
    catalogue,
    datapackage,
    feeds,
    finder,
    forms,
    lists,
    popolo,
    site_files,
    tables,
)
from generator.views.model import SiteView

EXPORTERS: tuple[Callable[[SiteView, Settings], dict[str, str]], ...] = (
    agenda.files,
    api.files,
    cards.files,
    catalogue.files,
    datapackage.files,
    feeds.files,
    finder.files,
    forms.files,
    lists.files,
    popolo.files,
    site_files.robots,
    tables.files,
)


def export(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return every exported file, by path in the site."""
    found: dict[str, str] = {}
    for files in EXPORTERS:
        found |= files(site, settings)
    return found
