"""The files a site needs as a whole: sitemap and robots."""

from collections.abc import Iterable, Mapping
from html import escape
from types import MappingProxyType

from generator.core.settings import Settings
from generator.exports.changes import last_day
from generator.views.model import SiteView

MOST_ADDRESSES = 50_000  # in one file of the sitemap, by the protocol
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemaps(
    addresses: Iterable[str], site_url: str, changed: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """Return the sitemap (sitemaps.org, protocol 0.9), by path in the site.

    `changed` are the days (`2026-03-12`) of the last change of the addresses whose is known. More
    addresses than one file may hold are cut in parts, which `sitemap.xml` then lists.
    """
    base = site_url.rstrip("/")
    ordered = sorted(addresses)
    if len(ordered) <= MOST_ADDRESSES:
        return {"sitemap.xml": _locations("urlset", "url", base, ordered, changed)}
    cuts = range(0, len(ordered), MOST_ADDRESSES)
    parts = {
        f"sitemap-{number}.xml": _locations(
            "urlset", "url", base, ordered[cut : cut + MOST_ADDRESSES], changed
        )
        for number, cut in enumerate(cuts, start=1)
    }
    listed = [f"/{name}" for name in parts]
    return {"sitemap.xml": _locations("sitemapindex", "sitemap", base, listed, {}), **parts}


def _locations(
    root: str, item: str, base: str, addresses: Iterable[str], changed: Mapping[str, str]
) -> str:
    def dated(address: str) -> str:
        return f"<lastmod>{changed[address]}</lastmod>" if changed.get(address) else ""

    rows = "".join(f"<{item}><loc>{escape(base + a)}</loc>{dated(a)}</{item}>\n" for a in addresses)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<{root} xmlns="{_SITEMAPS}">\n{rows}</{root}>\n'


def last_days(site: SiteView) -> dict[str, str]:
    """Return the day of the last change of each record whose day is known, by address."""
    return {
        view.url: day for kind, view in site.every() if (day := last_day(kind, view, site.today))
    }


def robots(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return robots.txt (RFC 9309). A fictional site asks not to be read, and has no sitemap.

    Robots look for it at the root of a host only: under a path, the pages ask it themselves.
    """
    rules = f"Allow: /\n\nSitemap: {settings.site_url}sitemap.xml\n"
    return {"robots.txt": "User-agent: *\n" + ("Disallow: /\n" if site.fictional else rules)}
