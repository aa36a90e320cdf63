"""The files a site needs as a whole: sitemap and robots."""

from collections.abc import Iterable
from html import escape

from generator.core.settings import Settings
from generator.exports.identity import last_change
from generator.views.model import SiteView


def sitemap(addresses: Iterable[str], site: SiteView, settings: Settings) -> str:
    """Return the sitemap (sitemaps.org, protocol 0.9), with the day of the last change of each record.

    A change of which only the month is known has no day.
    """
    changed = {view.url: last_change(kind, view, site.today) for kind, view in site.every()}
    rows = []
    for address in sorted(addresses):
        day = changed.get(address, "")[:10]
        dated = f"<lastmod>{day}</lastmod>" if len(day) == len("2026-03-01") else ""
        rows.append(f"<url><loc>{escape(settings.absolute(address))}</loc>{dated}</url>\n")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    head += '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{''.join(rows)}</urlset>\n"


def robots(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return robots.txt (RFC 9309). A site apart asks not to be read, and has no sitemap.

    Robots look for it at the root of a host only: under a path, the pages ask it themselves.
    """
    rules = f"Allow: /\n\nSitemap: {settings.site_url}sitemap.xml\n"
    return {"robots.txt": "User-agent: *\n" + ("Disallow: /\n" if site.apart else rules)}
