"""Views in, files for machines out: one table of exporters, each returns a text."""

from collections.abc import Callable

from generator.exports import api, site_files, tables
from generator.settings import Settings
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
    "robots.txt": site_files.robots,
}


def export(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return every exported file, by path in the site."""
    return {path: exporter(site, settings) for path, exporter in EXPORTERS.items()}
