"""What those who follow the club rely on: what never changes of a record, the day it last changed.

Programs (agendas, feed readers) know a record again by the first, and show it again after the second.
"""

import re
from urllib.parse import quote, urlsplit

from generator import routes
from generator.core.settings import Settings
from generator.kinds import KINDS
from generator.kinds.kind import first_day
from generator.kinds.view import Shared

# What XML 1.0 (2.2) has no way to write, and what would end a line of a calendar.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


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


def last_change(kind: str, view: Shared, today: str) -> str:
    """Return when a record last changed until `today` (ISO 8601, maybe a month or a year), or "".

    It changed when it entered the club, and at what its kind says. Feeds and the sitemap are dated
    by it: never by the day of the build, nor by that of a file.
    """
    known = (when.iso for when in (view.added, *KINDS[kind].changes(view)) if when)
    past = (iso for iso in known if first_day(iso).isoformat() <= today)
    return max(past, key=first_day, default="")


def clean(text: str) -> str:
    """Return a text without the control characters that no file may hold."""
    return _CONTROL.sub("", text)
