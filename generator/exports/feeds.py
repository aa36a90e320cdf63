"""What is new at the club, for feed readers (Atom, RFC 4287): everything, and a feed by section.

A feed moves when a record does, and only then: an entry is as old as its record says. It was
published the day the record entered the club (`added`), and updated then or at what happened to
it since: a sheet reviewed, a step of a text, a meeting held, an answer to an action; of a month, it
is the first day. So a law of 1982 that enters today comes first today.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from html import escape
from io import StringIO
from typing import Any

from feedgenerator import Atom1Feed  # type: ignore[import-untyped]  # it has no types

from generator import routes
from generator.core.settings import Settings
from generator.exports.identity import clean, last_change, permanent
from generator.kinds import LISTED, Kind
from generator.kinds.kind import first_day
from generator.records import french
from generator.views.model import SiteView

EVERYTHING = "tout"
# What each feed is about.
FEEDS = {EVERYTHING: "Ce qui est nouveau au club, toutes rubriques confondues."} | {
    kind.section: kind.feed for kind in LISTED.values() if kind.feed
}
MOST = 50
RIGHTS = "Licence Ouverte 2.0 (Etalab)"
# Of a feed that has nothing yet: before any entry, and always the same.
_NOTHING = datetime(2020, 1, 1, tzinfo=UTC)

# The arguments of `Atom1Feed.add_item`.
Entry = dict[str, Any]


class _Atom(Atom1Feed):  # type: ignore[misc]  # it has no types
    """Atom as the library writes it, an entry a line."""

    def latest_post_date(self) -> datetime:
        """Return the date of the newest entry: never that of the build."""
        return max((item["updateddate"] for item in self.items), default=_NOTHING)

    def add_item_elements(self, handler: Any, item: Entry) -> None:
        """Begin a line, so that a change can be read."""
        handler.ignorableWhitespace("\n")
        super().add_item_elements(handler, item)


def files(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return the feeds, by path in the site."""
    found: dict[str, str] = {}
    everything: list[Entry] = []
    for kind in site.kinds:
        if kind.feed:
            entries = list(_entries(kind, site, settings))
            title = f"\u00a0: {kind.plural.lower()}"
            found[kind.section] = _feed(kind.section, title, entries, settings)
            everything += entries
    found[EVERYTHING] = _feed(EVERYTHING, "", everything, settings)
    return {routes.feed(name).lstrip("/"): text for name, text in found.items()}


def _feed(name: str, title: str, entries: list[Entry], settings: Settings) -> str:
    """Return a feed of the newest entries; of one day, what is new comes before what was there."""
    address = settings.absolute(routes.feed(name))
    author = clean(settings.site_name)
    atom = _Atom(
        title=author + title,
        link=settings.absolute(f"/{name}/" if title else "/"),
        description=FEEDS[name],
        language="fr",
        author_name=author,
        author_link=settings.site_url,
        feed_url=address,
        feed_guid=address,
        feed_copyright=RIGHTS,
    )
    ordered = sorted(entries, key=lambda entry: str(entry["unique_id"]))
    ordered.sort(
        key=lambda e: (e["updateddate"], e["pubdate"] or _midnight(date.min)), reverse=True
    )
    for entry in ordered[:MOST]:
        atom.add_item(**entry)
    out = StringIO()
    atom.write(out, "utf-8")
    return f"{out.getvalue()}\n"


def _entries(kind: Kind, site: SiteView, settings: Settings) -> Iterator[Entry]:
    """Yield the records of a kind, each as old as what last happened to it; none is to come."""
    for view in site.records[kind.name]:
        changed = last_change(kind.name, view, site.today)
        day = first_day(changed) if changed else kind.announced(view)
        if not day or day.isoformat() > site.today:
            continue
        summary = clean(french.typography(getattr(view, "summary", "")))
        facts = [(name, clean(french.typography(text))) for name, text in kind.facts(view) if text]
        lines = "".join(f"<li>{escape(name)}\u00a0: {escape(text)}</li>" for name, text in facts)
        content = f"<p>{escape(summary)}</p>" if summary else ""
        content += f"<ul>{lines}</ul>" if lines else ""
        refs = (*getattr(view, "themes", ()), *getattr(view, "methods", ()))
        yield {
            "unique_id": permanent(kind.name, view, settings),
            "title": clean(french.typography(view.title)),
            "link": settings.absolute(view.url),
            "description": escape(summary) or None,
            "content": content or None,
            "updateddate": _midnight(day),
            "pubdate": _midnight(first_day(view.added.iso)) if view.added else None,
            "categories": [kind.label, *(clean(ref.label) for ref in refs)],
        }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
