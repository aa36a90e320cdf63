"""What other sites may embed of this one: the next meeting, the latest practices.

An excerpt shows titles, places and dates; no person.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from generator import routes
from generator.core.data import table
from generator.kinds.meeting import MeetingView
from generator.kinds.practice import PracticeView
from generator.records import french
from generator.views.model import SiteView

LATEST = 4  # practices


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A small document. `page` is the address of what it is an excerpt of, `more` says it.

    `label` names it in a list of its kind. `meetings` tells whether it says when the club meets;
    `meeting` is the next one, None when none is announced.
    """

    page: str
    title: str
    label: str
    more: str
    practices: tuple[PracticeView, ...] | None = None
    meetings: bool = False
    meeting: MeetingView | None = None

    @property
    def url(self) -> str:
        """Its own address."""
        return routes.excerpt(self.page)

    @property
    def height(self) -> int:
        """A height in pixels at which most of it shows, in a column of 400 pixels."""
        return 120 + 90 * self.meetings + 82 * len(self.practices or ())


@dataclass(frozen=True, slots=True)
class Excerpts:
    """Every excerpt of a site. The general ones are always there; others, for what has practices."""

    general: tuple[Excerpt, ...]
    themes: tuple[Excerpt, ...]
    departements: tuple[Excerpt, ...]

    @property
    def all(self) -> tuple[Excerpt, ...]:
        """All of them."""
        return (*self.general, *self.themes, *self.departements)


def excerpts(site: SiteView) -> Excerpts:
    """Return every excerpt of a site, on its day."""
    return Excerpts(tuple(_general(site)), tuple(_themes(site)), tuple(_departements(site)))


def next_meeting(site: SiteView) -> MeetingView | None:
    """Return the first meeting to come that is still planned."""
    coming = [m for m in site.meetings if m.status == "planned" and _to_come(m, site.today)]
    return min(coming, key=lambda m: (m.start.iso, m.id), default=None)


def _to_come(meeting: MeetingView, today: str) -> bool:
    day = meeting.start.iso[: len("2026-01-01")]  # maybe a month or a year only
    return day >= today[: len(day)]


def _general(site: SiteView) -> Iterable[Excerpt]:
    for row in table("excerpts")["general"]:
        latest = site.practices[: row["practices"]] if "practices" in row else None
        meeting = next_meeting(site) if "meetings" in row else None
        yield Excerpt(**{**row, "practices": latest}, meeting=meeting)


def _themes(site: SiteView) -> Iterable[Excerpt]:
    for hub in sorted(site.themes, key=lambda h: french.collation(h.label)):
        if hub.practices:
            yield Excerpt(
                page=hub.url,
                title=f"Pratiques : {hub.label}",
                label=hub.label,
                more="Tout ce que le club sait de ce thème",
                practices=hub.practices[:LATEST],
            )


def _departements(site: SiteView) -> Iterable[Excerpt]:
    found: dict[str, list[PracticeView]] = {}
    for practice in site.practices:
        if practice.place and practice.place.departement:
            found.setdefault(practice.place.departement, []).append(practice)
    for name in sorted(found, key=french.collation):
        yield Excerpt(
            page=routes.departement(name),
            title=f"Pratiques : {name}",
            label=name,
            more="Tout ce que le club connaît ici",
            practices=tuple(found[name][:LATEST]),
        )
