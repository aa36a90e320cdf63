"""The files a site needs as a whole: sitemap, robots, redirects of former addresses."""

from collections.abc import Iterable
from html import escape

from generator import routes
from generator.settings import Settings
from generator.views.model import SiteView

# A page of a former address loads nothing and runs nothing.
_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'"


def sitemap(addresses: Iterable[str], site_url: str) -> str:
    """Return the sitemap (sitemaps.org, protocol 0.9), without dates: builds are repeatable."""
    base = site_url.rstrip("/")
    rows = "".join(f"<url><loc>{escape(base + a)}</loc></url>\n" for a in sorted(addresses))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'{head}<urlset xmlns="{space}">\n{rows}</urlset>\n'


def robots(site: SiteView, settings: Settings) -> str:
    """Return robots.txt (RFC 9309). A fictional site asks not to be indexed."""
    rule = "Disallow: /" if site.fictional else "Allow: /"
    return f"User-agent: *\n{rule}\n\nSitemap: {settings.site_url}sitemap.xml\n"


def redirects(site: SiteView) -> dict[str, str]:
    """Return a page for each former address, leading to the present one, by address."""
    people = (*site.members, *site.contacts)
    records = (*people, *site.practices, *site.meetings, *site.watch, *site.actions)
    placed = [(f"/{view.url.split('/')[1]}/", view) for view in records]
    found = {}
    for folder, view in (*placed, *(("/", page) for page in site.pages)):
        for alias in view.aliases:
            address = f"{folder}{alias}/"
            found[address] = _redirect(routes.relative(view.url, address), view.title)
    return found


def _redirect(target: str, title: str) -> str:
    return (
        '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{escape(title)}</title>"
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; url={target}">'
        f"</head><body><main><h1>Cette page a changé d’adresse</h1>"
        f'<p><a href="{target}">{escape(title)}</a></p></main></body></html>\n'
    )
