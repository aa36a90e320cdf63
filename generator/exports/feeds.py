"""What is new at the club, for feed readers (Atom, RFC 4287): everything, and a feed by section.

A feed moves when a record does, and only then: an entry is as old as its record says. It was
published the day the record entered the club (`added`), and updated then or at what happened to
it since: a sheet reviewed, a step of a text, a meeting held, an answer to an action. So a law of
1982 that enters today comes first today.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from html import escape
from io import StringIO
from typing import Any

from feedgenerator import Atom1Feed  # type: ignore[import-untyped]  # it has no types

from generator import routes
from generator.core.settings import Settings
from generator.exports.changes import changes, first_day, last_change
from generator.exports.identity import absolute, permanent
from generator.records import french
from generator.views.model import (
    ActionView,
    MeetingView,
    PracticeView,
    Ref,
    Shared,
    SiteView,
    WatchView,
)

MOST = 50
RIGHTS = "Licence Ouverte 2.0 (Etalab)"
# The club meets every two months, and says so the time before: when a meeting is announced, as
# far as its file can tell.
_RHYTHM = timedelta(days=60)
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


@dataclass(frozen=True, slots=True)
class _Feed:
    """A feed: its title, what it is about, the section it comes from, its entries."""

    title: str
    subtitle: str
    page: str
    entries: Callable[[SiteView, Settings], Iterator[Entry]]


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
    return {
        routes.feed(name).lstrip("/"): _write(name, feed, site, settings)
        for name, feed in FEEDS.items()
    }


def _write(name: str, feed: _Feed, site: SiteView, settings: Settings) -> str:
    address = absolute(routes.feed(name), settings)
    author = _clean(settings.site_name)
    atom = _Atom(
        title=author if name == "tout" else f"{author}\u00a0: {feed.title.lower()}",
        link=absolute(feed.page, settings),
        description=feed.subtitle,
        language="fr",
        author_name=author,
        author_link=settings.site_url,
        feed_url=address,
        feed_guid=address,
        feed_copyright=RIGHTS,
    )
    for entry in recent(feed.entries(site, settings), site.today):
        atom.add_item(
            title=_clean(entry.title),
            link=absolute(entry.url, settings),
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
        scheme = absolute(ref.url.removesuffix(f"{ref.id}/"), settings)
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


def _practices(site: SiteView, settings: Settings) -> Iterator[Entry]:
    """Yield the sheets, as old as their last review; as the practice itself when nothing is known."""
    for view in site.practices:
        day = last_change(view, site.today)
        if view.start and not any(changes(view)):
            day = first_day(view.start)
        if day:
            yield _entry("practice", view, settings, day, _practice_facts(view))


def _practice_facts(view: PracticeView) -> Iterator[tuple[str, str]]:
    if view.place:
        people = view.place.population_text
        yield "Lieu", view.place.where + (f", {people}\u00a0habitants" if people else "")
    yield "Dates", view.period
    yield from view.cost_lines
    yield "Participation", view.participants_text
    yield "État", view.status_text


def _watch(site: SiteView, settings: Settings) -> Iterator[Entry]:
    """Yield the texts, as old as the last step that has come."""
    for view in site.watch:
        if day := last_change(view, site.today):
            yield _entry("watch", view, settings, day, _watch_facts(view))


def _watch_facts(view: WatchView) -> Iterator[tuple[str, str]]:
    yield "Référence", view.reference
    for stage in view.stages[-1:]:
        yield "Dernière étape", f"{stage.label}, {stage.when.text}"
    if view.next:
        yield "À venir", f"{view.next.label}, {view.next.when.text}"
    if view.alert != "none":
        yield "Alerte", ", ".join(badge.why for badge in view.badges)


def _meetings(site: SiteView, settings: Settings) -> Iterator[Entry]:
    """Yield the meetings: as old as their day once held, as their announcement before."""
    for view in site.meetings:
        day = last_change(view, site.today)
        if view.status != "held":
            day = _announced(view, day, date.fromisoformat(site.today))
        if day:
            yield _entry("meeting", view, settings, day, _meeting_facts(view))


def _announced(view: MeetingView, added: date | None, today: date) -> date:
    """Return the day a meeting was last announced.

    The day its record was `added`; without it, some rhythms before the meeting, the last one that
    has come: the same day until the meeting is near.
    """
    if added:
        return added
    start = first_day(view.start.iso)
    late = max(start - today, timedelta())
    return start - _RHYTHM * max(1, -(-late // _RHYTHM))


def _meeting_facts(view: MeetingView) -> Iterator[tuple[str, str]]:
    yield "Date", ", ".join(filter(None, (view.start.text, view.end_text)))
    yield "État", ", ".join(badge.text for badge in view.badges)
    yield "Lieu", ", ".join(filter(None, (view.location, view.format)))
    yield "Ordre du jour", "\u00a0; ".join(view.agenda)
    yield "Décisions", "\u00a0; ".join(view.decisions)


def _actions(site: SiteView, settings: Settings) -> Iterator[Entry]:
    """Yield the actions, as old as the last of what happened: opened, sent, answered."""
    for view in site.actions:
        if day := last_change(view, site.today):
            yield _entry("action", view, settings, day, _action_facts(view))


def _action_facts(view: ActionView) -> Iterator[tuple[str, str]]:
    yield "À", ", ".join(view.addressees)
    yield "État", view.status_label
    yield "Signataires", french.number(len(view.signatories)) if view.signatories else ""
    if view.deadline and view.status == "open":
        yield "À signer jusqu’à", view.deadline.text
    for response in view.responses[-1:]:
        yield "Réponse", f"{response.sender}, {response.when.text}\u00a0: {response.summary}"


_KINDS = {
    "practice": "Pratique",
    "watch": "Veille",
    "meeting": "Réunion",
    "action": "Action",
}


def _entry(
    kind: str, view: Shared, settings: Settings, day: date, facts: Iterable[tuple[str, str]]
) -> Entry:
    return Entry(
        id=permanent(kind, view, settings),
        url=view.url,
        title=french.typography(view.title),
        kind=_KINDS[kind],
        updated=day,
        published=first_day(view.added.iso) if view.added else None,
        summary=french.typography(getattr(view, "summary", "")),
        facts=tuple((name, french.typography(text)) for name, text in facts if text),
        categories=(*getattr(view, "themes", ()), *getattr(view, "methods", ())),
    )


def _everything(site: SiteView, settings: Settings) -> Iterator[Entry]:
    for entries in (_practices, _watch, _meetings, _actions):
        yield from entries(site, settings)


FEEDS: dict[str, _Feed] = {
    "tout": _Feed(
        "Tout", "Ce qui est nouveau au club, toutes rubriques confondues.", "/", _everything
    ),
    "pratiques": _Feed(
        "Pratiques", "Les fiches nouvelles ou relues.", routes.section("practice"), _practices
    ),
    "veille": _Feed(
        "Veille", "Les textes suivis, à chaque étape de leur vie.", routes.section("watch"), _watch
    ),
    "reunions": _Feed(
        "Réunions",
        "Les réunions annoncées, tenues ou annulées.",
        routes.section("meeting"),
        _meetings,
    ),
    "actions": _Feed(
        "Actions",
        "Les actions ouvertes, envoyées, et leurs réponses.",
        routes.section("action"),
        _actions,
    ),
}
