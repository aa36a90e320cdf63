"""Whom to ask and what to move around an election: mandates, contact details, orphan sheets.

Communes, and their EPCI with them, are renewed every six years (code électoral, article L. 227),
départements and régions too (L. 192 and L. 336), the next time in March 2028 (law 2021-191 of 22
February 2021): no mandate outlives those days, dated or not. General elections only, by their first
round. The overseas collectivities have calendars of their own, which are not here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from generator.club import Club
from generator.kinds import KINDS, Member, Practice, mandates
from generator.kinds.member import Membership
from generator.records import french
from generator.records.types import PartialDate
from generator.reports import AHEAD, Group, Report, Row, by_name, row
from generator.sources import strict_yaml
from generator.territory.geo import OVERSEAS_COLLECTIVITIES, Place

_BEHIND = 12  # months during which a mandate that ended is still news
_YEARS = 6
# Held; then not held yet: known to the month, the following ones reckoned.
_BALLOTS = {
    "commune": (("2008-03-09", "2014-03-23", "2020-03-15", "2026-03-15"), 2032),
    "departement": (("2015-03-22", "2021-06-20"), 2028),
    "region": (("2010-03-14", "2015-12-06", "2021-06-20"), 2028),
}
# Saint-Pierre-et-Miquelon, Polynésie française, Nouvelle-Calédonie: their communes vote with all
# the others; elsewhere overseas, the collectivity stands for the commune.
_WITH_COMMUNES = {"975", "987", "988"}
_TEXT = Path(__file__).with_name("mandates.yaml").read_text(encoding="utf-8")
_GROUPS = cast("dict[str, dict[str, str]]", strict_yaml.load(_TEXT)[0])


def ballots(place: Place, year: int) -> list[PartialDate]:
    """Return the ballots that renew the assembly of `place`, in order, some after `year`.

    Empty when the calendar of the place is not known.
    """
    overseas = OVERSEAS_COLLECTIVITIES & {place.departement, place.code}
    if overseas and (place.kind != "commune" or not overseas & _WITH_COMMUNES):
        return []
    held, first = _BALLOTS["commune" if place.kind == "epci" else place.kind]
    ahead = range(first, max(first, year + _YEARS) + 1, _YEARS)
    return [PartialDate.parse(text) for text in (*held, *(f"{y}-03" for y in ahead))]


@dataclass(frozen=True, slots=True)
class _Scene:
    """The club as it is on a day; details outlive a mandate by `retention` months."""

    club: Club
    today: date
    until: date
    retention: int

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
        return row(self.club, member, path, what, when or getattr(held, field), note)

    def members(self) -> list[Member]:
        """Return the members who have not left the club, in French order of their names."""
        present = [
            m for m in self.club.all(Member).values() if not mandates.has_left(m, self.today)
        ]
        return sorted(present, key=by_name)

    def running(self) -> Iterator[tuple[Member, int, Membership, list[PartialDate]]]:
        """Yield the running mandates, with the ballots that renew their assembly if they have no end."""
        for member in self.members():
            for rank, held in enumerate(member.memberships):
                if mandates.is_active(held, self.today):
                    place = None if held.end_date else self.club.place(held.area)
                    days = ballots(place, self.today.year) if place else []
                    yield member, rank, held, [d for d in days if held.start_date.last < d.first]


def _without_mandate(scene: _Scene) -> Iterator[Row]:
    for member in scene.members():
        if mandates.is_member_active(member, scene.today):
            continue
        held = list(enumerate(member.memberships))
        ends = [
            (m.end_date.last, -rank)
            for rank, m in held
            if m.end_date and m.start_date.first <= scene.today
        ]
        if ends:
            yield scene.mandate(member, -max(ends)[1], "end_date", "terminé")
        else:
            _, first = min((m.start_date.first, rank) for rank, m in held)
            yield scene.mandate(member, first, "start_date", "commence")


def _ended(scene: _Scene) -> Iterator[Row]:
    """A mandate in the same area that is running says what followed."""
    for member in scene.members():
        running = {m.area for m in member.memberships if mandates.is_active(m, scene.today)}
        for rank, held in enumerate(member.memberships):
            end = held.end_date
            over = end and end.first <= scene.today and running and held.area not in running
            if end and over and mandates.months_since(end, scene.today) < _BEHIND:
                yield scene.mandate(member, rank, "end_date", "terminé")


def _unconfirmed(scene: _Scene) -> Iterator[Row]:
    for member, rank, _, days in scene.running():
        if held := [day for day in days if day.last < scene.today]:
            yield scene.mandate(member, rank, "start_date", "élections", held[-1])


def _ending(scene: _Scene) -> Iterator[Row]:
    for member, rank, held, days in scene.running():
        ahead = [day for day in days[:1] if scene.today <= day.last]
        if held.end_date and held.end_date.first <= scene.until:
            yield scene.mandate(member, rank, "end_date", "fin")
        elif ahead and ahead[0].first <= scene.until:
            yield scene.mandate(member, rank, "start_date", "élections", ahead[0])


def _contacts_due(scene: _Scene) -> Iterator[Row]:
    for member in scene.club.all(Member).values():
        if not member.contact_details:
            continue
        left = member.club.left if member.club else None
        due = mandates.contact_due(member, scene.retention)
        if left and left.first <= scene.until and (due is None or left.first <= due):
            yield row(scene.club, member, ("contact_details",), "", left, "départ du club")
        elif due and due <= scene.until:
            day = PartialDate.parse(due.isoformat())
            yield row(scene.club, member, ("contact_details",), "", day, "à retirer")


def _orphans(scene: _Scene) -> Iterator[Row]:
    members = scene.club.all(Member)
    for practice in scene.club.all(Practice).values():
        peers = [members[id_] for id_ in practice.members if id_ in members]
        if peers and not any(mandates.is_member_active(p, scene.today) for p in peers):
            names = french.enumeration(map(KINDS["member"].title, peers))
            yield row(scene.club, practice, ("members",), names)


_ROWS = {
    "no-active-mandate": _without_mandate,
    "mandate-ended": _ended,
    "mandate-unconfirmed": _unconfirmed,
    "mandate-ending": _ending,
    "contact-due": _contacts_due,
    "practice-without-peer": _orphans,
}


def report(club: Club, today: date, retention_months: int) -> Report:
    """Return what staff must ask or move, seen from `today` and six months ahead.

    `retention_months`: how long contact details outlive a mandate.
    """
    until = mandates.months_after(today, AHEAD)
    scene = _Scene(club, today, until, retention_months)
    groups = []
    for key, words in _GROUPS.items():
        title = words["title"].format(until=french.day(until))
        groups.append(Group(key, title, french.typography(words["todo"]), tuple(_ROWS[key](scene))))
    return Report(
        "mandates", "Mandats, coordonnées et fiches à suivre", today, until, tuple(groups)
    )
