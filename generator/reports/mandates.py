"""Whom to ask and what to move around an election: mandates, contact details, orphan sheets.

Communes, and their EPCI with them, are renewed every six years (code électoral, article L. 227),
départements and régions too (L. 192 and L. 336), the next time in March 2028 (law 2021-191 of 22
February 2021): no mandate outlives those days, dated or not. General elections only, by their first
round. The assemblies of the overseas collectivities have calendars of their own, which are not here; the communes of three of them vote with all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import cast

from generator.club import Club
from generator.kinds import KIND_OF, KINDS, Member, Practice, mandates
from generator.kinds.member import Membership
from generator.records import french
from generator.records.types import PartialDate
from generator.reports import Group, Report, Row
from generator.sources import FieldPath, strict_yaml
from generator.territory.geo import OVERSEAS_COLLECTIVITIES, Place

_AHEAD = 6  # months looked at after the day of the report
_BEHIND = 12  # months during which a mandate that ended is still news
_YEARS = 6
# Saint-Pierre-et-Miquelon, Polynésie française, Nouvelle-Calédonie.
_WITH_COMMUNES = frozenset(("975", "987", "988"))
# Held; then not held yet: known to the month, the following ones reckoned.
_BALLOTS = {
    "commune": (("2008-03-09", "2014-03-23", "2020-03-15", "2026-03-15"), 2032),
    "departement": (("2015-03-22", "2021-06-20"), 2028),
    "region": (("2010-03-14", "2015-12-06", "2021-06-20"), 2028),
}
_TEXT = Path(__file__).with_name("mandates.yaml").read_text(encoding="utf-8")
_GROUPS = cast("dict[str, dict[str, str]]", strict_yaml.load(_TEXT)[0])


def ballots(place: Place, year: int) -> list[PartialDate]:
    """Return the ballots that renew the assembly of `place`, in order, some after `year`.

    Empty when the calendar of the place is not known.
    """
    kind = "commune" if place.kind == "epci" else place.kind
    apart = OVERSEAS_COLLECTIVITIES - (_WITH_COMMUNES if kind == "commune" else frozenset())
    if apart & {place.departement, place.code}:
        return []
    held, first = _BALLOTS[kind]
    ahead = range(first, max(first, year + _YEARS) + 1, _YEARS)
    return [PartialDate.parse(text) for text in (*held, *(f"{y}-03" for y in ahead))]


@dataclass(frozen=True, slots=True)
class _Scene:
    club: Club
    today: date
    until: date
    retention: int

    def row(
        self,
        record: Member | Practice,
        path: FieldPath,
        what: str,
        when: PartialDate | None = None,
        note: str = "",
    ) -> Row:
        """Return a row about `record`, edited at `path`."""
        kind = KIND_OF[type(record)].name
        entry, name = self.club.entries[kind, record.id], KIND_OF[type(record)].title(record)
        line, _ = self.club.sources.locate(entry, path)
        return Row(kind, record.id, name, what, when.text if when else "", note, entry.path, line)

    def mandate(
        self, member: Member, rank: int, field: str, note: str, when: PartialDate | None = None
    ) -> Row:
        """Return a row about a mandate, edited at one of its dates."""
        held = member.memberships[rank]
        term = self.club.vocabularies.get("mandates", {}).get(held.role)
        label = held.label or (term.label if term else held.role)
        place = self.club.place(held.area)
        what = f"{label}, {place.name}" if place else label
        path = ("memberships", rank, field)
        return self.row(member, path, what, when or getattr(held, field), note)

    def members(self) -> list[Member]:
        """Return the members, in French order of their names."""
        every = self.club.all(Member).values()
        names = ("family_name", "given_name")
        return sorted(
            every, key=lambda m: (*(french.collation(getattr(m, n)) for n in names), m.id)
        )

    def present(self) -> list[Member]:
        """Return the members who have not left the club."""
        return [m for m in self.members() if not mandates.has_left(m, self.today)]

    def mandates(self) -> Iterator[tuple[Member, int, Membership, list[PartialDate]]]:
        """Yield the running mandates, with the ballots that renew their assembly if they have no end."""
        for member in self.present():
            for rank, held in enumerate(member.memberships):
                if mandates.is_active(held, self.today):
                    place = None if held.end_date else self.club.place(held.area)
                    days = ballots(place, self.today.year) if place else []
                    yield member, rank, held, [d for d in days if held.start_date.last < d.first]


def _without_mandate(scene: _Scene) -> Iterator[Row]:
    for member in scene.present():
        if mandates.is_member_active(member, scene.today):
            continue
        ends = {
            rank: held.end_date.last
            for rank, held in enumerate(member.memberships)
            if held.end_date and held.start_date.first <= scene.today
        }
        if ends:
            yield scene.mandate(member, max(ends, key=lambda r: ends[r]), "end_date", "terminé")
        else:
            starts = [held.start_date.first for held in member.memberships]
            yield scene.mandate(member, starts.index(min(starts)), "start_date", "commence")


def _ended(scene: _Scene) -> Iterator[Row]:
    """A mandate in the same area that is running says what followed."""
    for member in scene.present():
        running = {m.area for m in member.memberships if mandates.is_active(m, scene.today)}
        for rank, held in enumerate(member.memberships):
            end = held.end_date
            over = end and end.first <= scene.today and running and held.area not in running
            if end and over and mandates.months_since(end, scene.today) < _BEHIND:
                yield scene.mandate(member, rank, "end_date", "terminé")


def _unconfirmed(scene: _Scene) -> Iterator[Row]:
    for member, rank, _, days in scene.mandates():
        if held := [day for day in days if day.last < scene.today]:
            yield scene.mandate(member, rank, "start_date", "élections", held[-1])


def _ending(scene: _Scene) -> Iterator[Row]:
    dated = []
    for member, rank, held, days in scene.mandates():
        if held.end_date and held.end_date.first <= scene.until:
            dated.append((held.end_date, scene.mandate(member, rank, "end_date", "fin")))
        elif days and scene.today <= days[0].last and days[0].first <= scene.until:
            row = scene.mandate(member, rank, "start_date", "élections", days[0])
            dated.append((days[0], row))
    yield from (row for _, row in sorted(dated, key=lambda pair: pair[0].first))


def _contacts_due(scene: _Scene) -> Iterator[Row]:
    for member in (m for m in scene.members() if m.contact_details):
        if member.club and member.club.left and mandates.has_left(member, scene.today):
            left = member.club.left
            yield scene.row(member, ("contact_details",), "", left, "départ du club")
        elif mandates.contact_expired(member, scene.today, scene.retention):
            yield scene.row(member, ("contact_details",), "", _due(scene, member), "à retirer")


def _contacts_soon(scene: _Scene) -> Iterator[Row]:
    rows = [
        scene.row(m, ("contact_details",), "", _due(scene, m), "à retirer")
        for m in scene.present()
        if m.contact_details
        and mandates.contact_expired(m, scene.until, scene.retention)
        and not mandates.contact_expired(m, scene.today, scene.retention)
    ]
    yield from sorted(rows, key=lambda row: row.date)


def _due(scene: _Scene, member: Member) -> PartialDate:
    """Return the day from which the details of a member, all of whose mandates end, expire."""
    last = max(m.end_date.last for m in member.memberships if m.end_date)
    due = mandates.months_after(last, scene.retention)
    due += timedelta(days=due.day < last.day)  # a shorter month ends before it is whole
    return PartialDate.parse(due.isoformat())


def _orphans(scene: _Scene) -> Iterator[Row]:
    members = scene.club.all(Member)
    for practice in scene.club.all(Practice).values():
        peers = [members[id_] for id_ in practice.members if id_ in members]
        if peers and not any(mandates.is_member_active(p, scene.today) for p in peers):
            yield scene.row(
                practice, ("members",), french.enumeration(map(KINDS["member"].title, peers))
            )


def _left(scene: _Scene) -> Iterator[Row]:
    dated = [(m.club.left, m) for m in scene.members() if m.club and m.club.left]
    for when, member in sorted(dated, key=lambda pair: pair[0].first, reverse=True):
        if when.first <= scene.until:
            note = "départ" if mandates.has_left(member, scene.today) else "départ annoncé"
            yield scene.row(member, ("club", "left"), "", when, note)


_ROWS = {
    "no-active-mandate": _without_mandate,
    "mandate-ended": _ended,
    "mandate-unconfirmed": _unconfirmed,
    "mandate-ending": _ending,
    "contact-due": _contacts_due,
    "contact-soon": _contacts_soon,
    "practice-without-peer": _orphans,
    "left": _left,
}


def report(club: Club, today: date, retention_months: int) -> Report:
    """Return what staff must ask or move, seen from `today` and six months ahead.

    `retention_months`: how long contact details outlive a mandate.
    """
    until = mandates.months_after(today, _AHEAD)
    scene = _Scene(club, today, until, retention_months)
    groups = []
    for key, words in _GROUPS.items():
        title = words["title"].format(until=french.day(until))
        groups.append(Group(key, title, french.typography(words["todo"]), tuple(_ROWS[key](scene))))
    title = "Mandats, coordonnées et fiches à suivre"
    return Report("mandates", title, today, until, tuple(groups))
