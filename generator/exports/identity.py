"""What never changes about what leaves the site, whatever happens to a title, a date, a file.

Programs that follow the club (agendas, feed readers) know a record again by it.
"""

from urllib.parse import quote, urlsplit

from generator import routes
from generator.core.settings import Settings
from generator.kinds.view import Shared


def first_id(view: Shared) -> str:
    """Return the first id a record ever had: the first of its aliases, else its own.

    A file renamed when a meeting moves keeps its old name there, so that the record stays the
    same for those who follow it.
    """
    return view.aliases[0] if view.aliases else view.id


def permanent(kind: str, view: Shared, settings: Settings) -> str:
    """Return the address that names a record for ever; it leads to its page, maybe by a redirect."""
    return settings.absolute(routes.record(kind, first_id(view)))


def uid(view: Shared, settings: Settings) -> str:
    """Return what names a record among those of the world (UID of RFC 5545, 3.8.4.7).

    `<id>@club.example`, or `villes/ouest/<id>@club.example` for a club that lives under a path
    of a host it shares. No id has a slash, so two clubs never give the same. The scheme is no
    part of it: a site that moves to HTTPS stays the same.
    """
    site = urlsplit(settings.site_url)
    host = site.netloc.rpartition("@")[2].lower() or "localhost"
    return f"{quote(site.path.lstrip('/'))}{first_id(view)}@{host}"
