"""Rules on who holds what: a mandate where it can be held, once, by one person, with no other.

Dates are compared only when they are certain: a mandate ended in "2020" and one begun in "2020"
contradict nothing, nor do two of which one ends the day the other begins.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from generator.club import Club
from generator.core.findings import Finding
from generator.kinds import Member
from generator.kinds.member import Membership
from generator.records import wording
from generator.rules.context import Context
from generator.territory.geo import Place

# Held by one person at a time in one place. Several « maires délégués » share a commune.
_SINGLE = frozenset(
    (
        "maire",
        "maire-d-arrondissement",
        "president-epci",
        "president-departement",
        "president-region",
    )
)
# Who presides over an assembly, and who stands in for them (CGCT, art. L. 2122-1).
_DEPUTIES = {
    "maire": "adjoint",
    "maire-d-arrondissement": "adjoint",
    "president-epci": "vice-president-epci",
    "president-departement": "vice-president-departement",
    "president-region": "vice-president-region",
}
_HEADS = {deputy: deputy for deputy in _DEPUTIES.values()} | _DEPUTIES
# Seats of a conseil municipal: no one sits in two (code électoral, art. L. 238).
_MUNICIPAL = frozenset(["maire", "adjoint", "conseiller-municipal", "conseiller-municipal-delegue"])
# Not held together, since the law n° 2000-295 of 5 April 2000 (CGCT, art. L. 2122-4, L. 3122-3).
_APART = ("maire", "president-departement", "president-region")
_APART_SINCE = date(2000, 4, 6)


@dataclass(frozen=True, slots=True)
class _Held:
    """A mandate of a member, and the days between which it surely runs, the last one excluded."""

    member: Member
    index: int
    mandate: Membership
    start: date
    end: date
    camp: str

    @classmethod
    def of(cls, member: Member, index: int, camp: str = "") -> "_Held":
        mandate = member.memberships[index]
        end = mandate.end_date.first if mandate.end_date else date.max
        return cls(member, index, mandate, mandate.start_date.last, end, camp)


def _clashes(held: Iterable[_Held]) -> Iterator[tuple[_Held, _Held]]:
    """Yield each mandate that surely runs together with one of another camp, and that one."""
    longest: _Held | None = None
    other: _Held | None = None  # the one that lasts longest of the other camps
    for one in sorted(held, key=lambda h: h.start):
        rival = longest if longest and longest.camp != one.camp else other
        if rival and one.start < min(one.end, rival.end):
            yield one, rival
        if longest is None or one.end > longest.end:
            if longest and longest.camp != one.camp:
                other = longest
            longest = one
        elif longest.camp != one.camp and (other is None or one.end > other.end):
            other = one


def misplaced(club: Club, role: str, area: str) -> tuple[str, str] | None:
    """Return what is wrong with holding a mandate in a place and what to do, or None.

    Only what the vocabulary says of the mandate counts (`areas`).
    """
    term = club.vocabularies.get("mandates", {}).get(role)
    place = club.place(area)
    if not (term and term.areas and place):
        return None
    kinds = club.geography.authorities(place)
    if set(kinds) & set(term.areas):
        return None
    message, _ = wording.V02.said(role=term.label, kind=wording.PLACES[kinds[0]])
    return f"{message} ({place.name})", _right(club, term.areas, place, kinds[0])


def _right(club: Club, areas: tuple[str, ...], place: Place, kind: str) -> str:
    """Return the place that is meant when only one can be, else what to choose from."""
    sure = [p for p in map(club.place, club.geography.around(place)) if p and p.kind in areas]
    if len(sure) == 1:
        return f"écrivez « area: {sure[0].area} » ({sure[0].name}), ou changez le mandat"
    terms = club.vocabularies["mandates"]
    fitting = ", ".join(key for key, term in terms.items() if kind in term.areas)
    wanted = " ou ".join(wording.PLACES[one] for one in areas)
    if fitting:
        return f"indiquez {wanted}, ou choisissez un mandat de ce territoire : {fitting}"
    return wording.V02.hint.format(right=wanted)


def wrong_place(context: Context) -> Iterator[Finding]:
    """V02: a mandate is held in the kind of place that the vocabulary says."""
    club = context.club
    for member in club.all(Member).values():
        for i, mandate in enumerate(member.memberships):
            if said := misplaced(club, mandate.role, mandate.area):
                path = ("memberships", i, "area")
                yield club.finding("member", member.id, path, "V02", *said)


def same_mandate_twice(context: Context) -> Iterator[Finding]:
    """D14: a person does not hold the same mandate twice at the same time."""
    club = context.club
    for member in club.all(Member).values():
        same: defaultdict[tuple[str, str], list[_Held]] = defaultdict(list)
        for i, mandate in enumerate(member.memberships):
            same[mandate.role, mandate.area].append(_Held.of(member, i, str(i)))
        for held in same.values():
            found = {one.index: other for one, other in _clashes(held)}
            found = dict(_copies(held)) | found
            for index, other in sorted(found.items()):
                later, earlier = max(index, other.index), min(index, other.index)
                message = f"mandat déjà écrit aux mêmes dates ({_line(club, member, earlier)})"
                hint = "gardez un seul des deux mandats, ou corrigez les dates"
                path = ("memberships", later)
                yield club.finding("member", member.id, path, "D14", message, hint)


def _copies(held: list[_Held]) -> Iterator[tuple[int, _Held]]:
    """Yield the rank of each mandate written as another is, to the letter, and that other."""
    seen: dict[tuple[str, str], _Held] = {}
    for one in held:
        dates = (str(one.mandate.start_date), str(one.mandate.end_date))
        if dates in seen:
            yield one.index, seen[dates]
        seen.setdefault(dates, one)


def one_seat_two_holders(context: Context) -> Iterator[Finding]:
    """D15: a commune has one mayor on one day, an assembly one president."""
    club = context.club
    seats: defaultdict[tuple[str, str], list[_Held]] = defaultdict(list)
    for member in club.all(Member).values():
        for i, mandate in enumerate(member.memberships):
            if mandate.role in _SINGLE:
                seats[mandate.role, mandate.area].append(_Held.of(member, i, member.id))
    merged = {f"commune:{code}" for code in club.geography.former.values()}
    for (role, area), held in seats.items():
        place = club.place(area)
        if role == "maire-d-arrondissement" and not (place and place.commune):
            continue  # the city is named for want of its arrondissement: it has several
        for one, other in _clashes(held):
            labels = {one.mandate.label, other.mandate.label} - {None}
            over = min(one.end, other.end) <= context.today
            if over and area in merged and len(labels) > 1:
                continue  # mayors of two communes that are one today, each said in its label
            name = f"{other.member.given_name} {other.member.family_name}"
            where = _line(club, other.member, other.index)
            message = f"« {name} » a ce même mandat aux mêmes dates ({where})"
            hint = "indiquez la fin du mandat qui est terminé, ou corrigez l’un des deux"
            path = ("memberships", one.index)
            yield club.finding("member", one.member.id, path, "D15", message, hint)


def incompatible_mandates(context: Context) -> Iterator[Finding]:
    """D16: a person does not hold at the same time two mandates that exclude each other."""
    club = context.club
    for member in club.all(Member).values():
        if len(member.memberships) < 2:
            continue
        for why, held in _exclusive(club, member):
            for one, other in _clashes(held):
                if why is _CUMUL and min(one.end, other.end) <= _APART_SINCE:
                    continue
                between_presidents = why is _CUMUL and "maire" not in (one.camp, other.camp)
                law = _PRESIDENTS if between_presidents else why
                message = f"{law} : voir {_line(club, member, other.index)}"
                hint = "indiquez la fin du mandat qui est terminé, ou corrigez l’un des deux"
                path = ("memberships", one.index)
                yield club.finding("member", member.id, path, "D16", message, hint)


_DEPUTY = "on ne préside pas une assemblée en étant aussi adjoint ou vice-président"
_COUNCILS = "nul n’est membre de deux conseils municipaux (code électoral, art. L. 238)"
_CUMUL = (
    "un maire ne préside ni un conseil départemental ni un conseil régional (CGCT, art. L. 2122-4)"
)
_PRESIDENTS = (
    "nul ne préside à la fois un conseil départemental et un conseil régional "
    "(CGCT, art. L. 3122-3)"
)


def _exclusive(club: Club, member: Member) -> Iterator[tuple[str, list[_Held]]]:
    """Yield groups of mandates that exclude each other when of two camps, and why."""
    bodies: defaultdict[tuple[str, str], list[_Held]] = defaultdict(list)
    councils, presidencies = [], []
    for i, mandate in enumerate(member.memberships):
        if deputy := _HEADS.get(mandate.role):
            camp = "deputy" if mandate.role == deputy else "head"
            bodies[mandate.area, deputy].append(_Held.of(member, i, camp))
        place = club.place(mandate.area)
        if place is None:
            continue
        if mandate.role in _MUNICIPAL and place.kind == "commune":
            councils.append(_Held.of(member, i, place.commune or place.code))
        # Where one assembly is of two kinds (Paris, Corse, Martinique…), one person presides.
        if mandate.role in _APART and not {"departement", "region"} & set(
            club.geography.authorities(place)[1:]
        ):
            presidencies.append(_Held.of(member, i, mandate.role))
    yield from ((_DEPUTY, held) for held in bodies.values())
    yield _COUNCILS, councils
    yield _CUMUL, presidencies


def _line(club: Club, member: Member, index: int) -> str:
    """Return `file:line` of a mandate."""
    entry = club.entries["member", member.id]
    line, _ = club.sources.locate(entry, ("memberships", index))
    return f"{entry.path}:{line}"
