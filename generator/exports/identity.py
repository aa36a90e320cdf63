"""What never changes about what leaves the site, whatever happens to a title, a date, a file.

Programs that follow the club (agendas, feed readers) know a record again by it.
"""

from urllib.parse import urlsplit

from generator import routes
from generator.settings import Settings
from generator.views.model import Shared


def absolute(address: str, settings: Settings) -> str:
    """Return an address of the site as others see it: `/x/` -> `https://club.example/x/`."""
    return settings.site_url.rstrip("/") + address


def first_id(view: Shared) -> str:
    """Return the first id a record ever had: the first of its aliases, else its own.

    A file renamed when a meeting moves keeps its old name there, so that the record stays the
    same for those who follow it.
    """
    return view.aliases[0] if view.aliases else view.id


def permanent(kind: str, view: Shared, settings: Settings) -> str:
    """Return the address that names a record for ever; it leads to its page, maybe by a redirect."""
    return absolute(routes.record(kind, first_id(view)), settings)


def host(settings: Settings) -> str:
    """Return the name of the machine that serves the site: `club.example`."""
    return urlsplit(settings.site_url).hostname or "localhost"
