"""Whom to ask and what to move around an election: mandates, contact details, orphan sheets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from generator.club import Club
from generator.kinds import Member, Practice, mandates
from generator.kinds.member import Membership
from generator.records import french
from generator.records.types import PartialDate
from generator.reports.ballots import ballots
from generator.reports.model import Group, Report, Row
from generator.sources import FieldPath

AHEAD = 6  # months looked at after the day of the report
BEHIND = 12  # months during which a mandate that ended is still news


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the rows are read from."""

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
        kind = "member" if isinstance(record, Member) else "practice"
        entry = self.club.entries[kind, record.id]
        line, _ = self.club.sources.locate(entry, path)
        name = record.title if isinstance(record, Practice) else _name(record)
        text = when.text if when else ""
        return Row(kind, record.id, name, what, text, note, entry.path, line)

    def members(self) -> list[Member]:
        """Return the members, in French order of their names."""
        every = self.club.all(Member).values()
        return sorted(every, key=lambda m: (*map(french.collation, _names(m)), m.id))

    def present(self) -> list[Member]:
        """Return the members who have not left the club."""
        return [m for m in self.members() if not mandates.has_left(m, self.today)]

    def said(self, membership: Membership) -> str:
        """Return a mandate in words: what, and where."""
        term = self.club.vocabularies.get("mandates", {}).get(membership.role)
        label = membership.label or (term.label if term else membership.role)
        place = self.club.place(membership.area)
        return f"{label}, {place.name}" if place else label


def _names(member: Member) -> tuple[str, str]:
    return member.family_name, member.given_name


def _name(member: Member) -> str:
    return f"{member.given_name} {member.family_name}"


def report(club: Club, today: date, retention_months: int) -> Report:
    """Return what staff must ask or move, seen from `today` and six months ahead.

    `retention_months`: how long contact details outlive a mandate.
    """
    until = mandates.months_after(today, AHEAD)
    scene = _Scene(club, today, until, retention_months)
    last_day = french.day(until)
    gone = tuple(_left(scene))  # with what is in the same file, which is then read once
    groups = (
        Group(
            "no-active-mandate",
            "Sans mandat en cours",
            "Demander s’il y a un nouveau mandat\u00a0: l’ajouter à «\u00a0memberships\u00a0», "
            "ou dater le départ dans «\u00a0club.left\u00a0».",
            tuple(_without_mandate(scene)),
        ),
        Group(
            "mandate-ended",
            "Mandat terminé depuis moins d’un an, quand un autre est en cours",
            "Demander si le mandat terminé a été renouvelé\u00a0; si oui, ajouter le nouveau.",
            tuple(_ended(scene)),
        ),
        Group(
            "mandate-unconfirmed",
            "Mandat sans date de fin, commencé avant les dernières élections",
            "Demander ce qu’il en est\u00a0: dater la fin («\u00a0end_date\u00a0»), "
            "et ajouter le nouveau mandat s’il y en a un.",
            tuple(_unconfirmed(scene)),
        ),
        Group(
            "mandate-ending",
            f"Mandat qui se termine d’ici le {last_day}",
            "Prévenir, et préparer la suite\u00a0: qui se représente, qui reprendra les fiches.",
            tuple(_ending(scene)),
        ),
        Group(
            "contact-due",
            "Coordonnées à retirer maintenant",
            "Supprimer «\u00a0contact_details\u00a0»\u00a0: le site ne les montre plus.",
            tuple(_contacts_due(scene)),
        ),
        Group(
            "contact-soon",
            f"Coordonnées à retirer d’ici le {last_day}",
            "Demander s’il y a un nouveau mandat\u00a0; sinon, les supprimer à la date dite.",
            tuple(_contacts_soon(scene)),
        ),
        Group(
            "practice-without-peer",
            "Fiches dont plus personne à appeler n’est en mandat au club",
            "Trouver un autre membre qui puisse en parler, et l’ajouter à «\u00a0members\u00a0».",
            tuple(_orphans(scene)),
        ),
        Group(
            "left",
            "Ont quitté le club, ou l’annoncent",
            "Vérifier que leurs tâches ouvertes et leurs fiches ont trouvé preneur.",
            gone,
        ),
    )
    return Report("mandates", "Mandats, coordonnées et fiches à suivre", today, until, groups)


def _without_mandate(scene: _Scene) -> Iterator[Row]:
    for member in scene.present():
        if mandates.is_member_active(member, scene.today):
            continue
        past = [(i, m) for i, m in enumerate(member.memberships) if m.end_date]
        past = [(i, m) for i, m in past if not m.start_date.first > scene.today]
        if past:
            i, last = max(past, key=lambda p: p[1].end_date.last if p[1].end_date else date.min)
            path = ("memberships", i, "end_date")
            yield scene.row(member, path, scene.said(last), last.end_date, "terminé")
        else:
            i, first = min(enumerate(member.memberships), key=lambda p: p[1].start_date.first)
            path = ("memberships", i, "start_date")
            yield scene.row(member, path, scene.said(first), first.start_date, "commence")


def _ended(scene: _Scene) -> Iterator[Row]:
    """A mandate in the same area that is running says what followed."""
    for member in scene.present():
        running = {m.area for m in member.memberships if mandates.is_active(m, scene.today)}
        for i, m in enumerate(member.memberships):
            over = m.end_date and m.end_date.first <= scene.today
            if not (m.end_date and over and running) or m.area in running:
                continue
            if mandates.months_since(m.end_date, scene.today) < BEHIND:
                path = ("memberships", i, "end_date")
                yield scene.row(member, path, scene.said(m), m.end_date, "terminé")


def _open_ended(scene: _Scene) -> Iterator[tuple[Member, int, Membership, list[PartialDate]]]:
    """Yield the running mandates without an end, with the ballots that renew their assembly."""
    for member in scene.present():
        for i, m in enumerate(member.memberships):
            place = scene.club.place(m.area)
            if m.end_date is None and place and mandates.is_active(m, scene.today):
                yield member, i, m, ballots(place, scene.today.year)


def _unconfirmed(scene: _Scene) -> Iterator[Row]:
    for member, i, m, days in _open_ended(scene):
        held = [day for day in days if m.start_date.last < day.first and day.last < scene.today]
        if held:
            path = ("memberships", i, "start_date")
            yield scene.row(member, path, scene.said(m), held[-1], "élections")


def _ending(scene: _Scene) -> Iterator[Row]:
    dated = [
        (m.end_date, member, ("memberships", i, "end_date"), m, "fin")
        for member in scene.present()
        for i, m in enumerate(member.memberships)
        if m.end_date and mandates.is_active(m, scene.today) and m.end_date.first <= scene.until
    ]
    for member, i, m, days in _open_ended(scene):
        started = [day for day in days if m.start_date.last < day.first]
        if started and scene.today <= started[0].last and started[0].first <= scene.until:
            dated.append((started[0], member, ("memberships", i, "start_date"), m, "élections"))
    for when, member, path, m, note in sorted(dated, key=lambda d: d[0].first):
        yield scene.row(member, path, scene.said(m), when, note)


def _contacts_due(scene: _Scene) -> Iterator[Row]:
    for member in scene.members():
        if not member.contact_details:
            continue
        path, club = ("contact_details",), member.club
        if club and club.left and mandates.has_left(member, scene.today):
            yield scene.row(member, path, "", club.left, "départ du club")
        elif mandates.contact_expired(member, scene.today, scene.retention):
            yield scene.row(member, path, "", _due(scene, member), "à retirer")


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
            who = french.enumeration(map(_name, peers))
            yield scene.row(practice, ("members",), who)


def _left(scene: _Scene) -> Iterator[Row]:
    rows = [
        (m.club.left, m)
        for m in scene.members()
        if m.club and m.club.left and m.club.left.first <= scene.until
    ]
    for when, member in sorted(rows, key=lambda row: row[0].first, reverse=True):
        note = "départ" if mandates.has_left(member, scene.today) else "départ annoncé"
        yield scene.row(member, ("club", "left"), "", when, note)
