"""What is new at the club, for feed readers (Atom, RFC 4287): everything, and a feed by section.

A feed moves when a record does, and only then: an entry is as old as its record says. It was
published the day the record entered the club (`added`), and updated then or at what happened to
it since: a sheet reviewed, a step of a text, a meeting held, an answer to an action. So a law of
1982 that enters today comes first today.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import escape
from io import StringIO
from typing import Any

from feedgenerator import Atom1Feed  # type: ignore[import-untyped]  # it has no types

from generator import routes
from generator.core.settings import Settings
from generator.exports.changes import last_change
from generator.exports.identity import permanent
from generator.kinds import LISTED, Kind
from generator.kinds.kind import first_day
from generator.kinds.view import Ref
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
# What XML 1.0 (2.2) has no way to write.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: `facts` are lines (name, text), `categories` links to hubs.

    `updated` is a day, and so is `published`, None when no one wrote when it entered the club.
    """

    id: str
    url: str
    title: str
    kind: str
    updated: date
    published: date | None
    summary: str
    facts: tuple[tuple[str, str], ...]
    categories: tuple[Ref, ...] = ()

    @property
    def content(self) -> str:
        """The entry as HTML: its summary, then its facts."""
        lines = [f"<p>{escape(self.summary)}</p>"] if self.summary else []
        facts = [f"<li>{escape(n)}\u00a0: {escape(text)}</li>" for n, text in self.facts if text]
        return "".join([*lines, "<ul>", *facts, "</ul>"] if facts else lines)


class _Atom(Atom1Feed):  # type: ignore[misc]  # it has no types
    """Atom as the library writes it, with the date it is given and names for categories."""

    def latest_post_date(self) -> datetime:
        """Return the date of the newest entry: never that of the build."""
        dates: list[datetime] = [item["updateddate"] for item in self.items]
        return max(dates, default=_NOTHING)

    def write_items(self, handler: Any) -> None:
        """Write one entry a line, so that a change can be read."""
        for item in self.items:
            handler.ignorableWhitespace("\n")
            handler.startElement("entry", {"xml:lang": "fr"})
            self.add_item_elements(handler, item)
            for ref in item["terms"]:
                handler.addQuickElement("category", "", ref)
            handler.endElement("entry")
        handler.ignorableWhitespace("\n")


def files(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return the feeds, by path in the site."""
    kinds = {kind.section: kind for kind in site.kinds}
    return {
        routes.feed(name).lstrip("/"): _write(name, kinds.get(name), site, settings)
        for name in FEEDS
        if name == EVERYTHING or name in kinds
    }


def _write(name: str, kind: Kind | None, site: SiteView, settings: Settings) -> str:
    """Return the feed of a kind, that of the whole site without one."""
    address = settings.absolute(routes.feed(name))
    author = _clean(settings.site_name)
    atom = _Atom(
        title=f"{author}\u00a0: {kind.plural.lower()}" if kind else author,
        link=settings.absolute(f"/{name}/" if kind else "/"),
        description=FEEDS[name],
        language="fr",
        author_name=author,
        author_link=settings.site_url,
        feed_url=address,
        feed_guid=address,
        feed_copyright=RIGHTS,
    )
    entries = (e for one in ([kind] if kind else site.kinds) for e in _entries(one, site, settings))
    for entry in recent(entries, site.today):
        atom.add_item(
            title=_clean(entry.title),
            link=settings.absolute(entry.url),
            description=escape(_clean(entry.summary)) or None,
            content=_clean(entry.content) or None,
            updateddate=_midnight(entry.updated),
            pubdate=_midnight(entry.published) if entry.published else None,
            unique_id=entry.id,
            terms=[{"term": entry.kind.lower(), "label": entry.kind}, *_terms(entry, settings)],
        )
    out = StringIO()
    atom.write(out, "utf-8")
    return f"{out.getvalue()}\n"


def _terms(entry: Entry, settings: Settings) -> Iterator[dict[str, str]]:
    """Yield the categories of an entry (4.2.2): the term, where it is defined, its name."""
    for ref in entry.categories:
        scheme = settings.absolute(ref.url.removesuffix(f"{ref.id}/"))
        yield {"term": ref.id, "scheme": scheme, "label": _clean(ref.label)}


def recent(entries: Iterable[Entry], today: str) -> Sequence[Entry]:
    """Return the newest entries, at most `MOST`; none from after `today`.

    Of one day, what is new comes before what was there.
    """
    known = [entry for entry in entries if entry.updated.isoformat() <= today]
    known.sort(key=lambda e: e.id)
    known.sort(key=lambda e: (e.updated, e.published or date.min), reverse=True)
    return known[:MOST]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _clean(text: str) -> str:
    return _ILLEGAL.sub("", text)


# --- entries ---------------------------------------------------------------------------------


def _entries(kind: Kind, site: SiteView, settings: Settings) -> Iterator[Entry]:
    """Yield the records of a kind, each as old as what last happened to it."""
    for view in site.records[kind.name] if kind.feed else ():
        if day := last_change(kind.name, view, site.today):
            yield Entry(
                id=permanent(kind.name, view, settings),
                url=view.url,
                title=french.typography(view.title),
                kind=kind.label,
                updated=day,
                published=first_day(view.added.iso) if view.added else None,
                summary=french.typography(getattr(view, "summary", "")),
                facts=tuple((n, french.typography(text)) for n, text in kind.facts(view) if text),
                categories=(*getattr(view, "themes", ()), *getattr(view, "methods", ())),
            )
