"""Rules on who holds what: a mandate where it can be held, once, by one person, with no other.

Dates are compared only when they are certain: a mandate ended in "2020" and one begun in "2020"
contradict nothing, nor do two of which one ends the day the other begins.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from generator.club import Club
from generator.core.data import table
from generator.core.findings import Finding
from generator.kinds import Action, Member
from generator.kinds.mandates import may_run
from generator.kinds.member import Membership
from generator.rules.context import Context, Flaw, each, explain, where
from generator.territory.geo import Place

# Who presides over an assembly, alone, and who stands in for them (CGCT, art. L. 2122-1). Several
# « maires délégués » share a commune.
_DEPUTIES = {
    "maire": "adjoint",
    "maire-d-arrondissement": "adjoint",
    "president-epci": "vice-president-epci",
    "president-departement": "vice-president-departement",
    "president-region": "vice-president-region",
}
# Seats of a conseil municipal: no one sits in two (code électoral, art. L. 238).
_MUNICIPAL = frozenset(["maire", "adjoint", "conseiller-municipal", "conseiller-municipal-delegue"])
# Not held together (CGCT, art. L. 2122-4, L. 3122-3).
_APART = ("maire", "president-departement", "president-region")


class _Held(NamedTuple):
    """A mandate of a member, and the days between which it surely runs, the last one excluded."""

    member: Member
    rank: int
    mandate: Membership
    start: date
    end: date
    camp: str


def _held(member: Member, rank: int, camp: str) -> _Held:
    mandate = member.memberships[rank]
    end = mandate.end_date.first if mandate.end_date else date.max
    return _Held(member, rank, mandate, mandate.start_date.last, end, camp)


def _line(club: Club, held: _Held) -> str:
    return where(club, "member", held.member.id, ("memberships", held.rank))


def _clashes(held: Iterable[_Held]) -> Iterator[tuple[_Held, _Held]]:
    """Yield each mandate that surely runs together with one of another camp, and that one."""
    longest: list[_Held] = []  # of two camps, the one that lasts longest last
    for one in sorted(held, key=lambda h: h.start):
        rival = next((other for other in reversed(longest) if other.camp != one.camp), None)
        if rival and one.start < min(one.end, rival.end):
            yield one, rival
        by_camp = {h.camp: h for h in sorted([one, *longest], key=lambda h: h.end)}
        longest = sorted(by_camp.values(), key=lambda h: h.end)[-2:]


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
    words = table("words")["places"]
    wanted = " ou ".join(words[one] for one in term.areas)
    message, hint = explain("V02", role=term.label, kind=words[kinds[0]], right=wanted)
    surer = _surer(club, term.areas, place, kinds[0], wanted)
    return f"{message} ({place.name})", surer or hint


def _surer(club: Club, areas: tuple[str, ...], place: Place, kind: str, wanted: str) -> str:
    """Return the place that is meant when only one can be, else the mandates to choose from."""
    sure = [p for p in map(club.place, club.geography.around(place)) if p and p.kind in areas]
    if len(sure) == 1:
        return explain("V02.sure", place=sure[0])[1]
    terms = club.vocabularies["mandates"]
    fitting = ", ".join(key for key, term in terms.items() if kind in term.areas)
    return explain("V02.fitting", wanted=wanted, fitting=fitting)[1] if fitting else ""


@each("member")
def wrong_place(member: Member, context: Context) -> Iterator[Flaw]:
    """V02: a mandate is held in the kind of place that the vocabulary says."""
    for i, mandate in enumerate(member.memberships):
        if wrong := misplaced(context.club, mandate.role, mandate.area):
            yield ("memberships", i, "area"), *wrong


@each("action")
def signature_without_mandate(action: Action, context: Context) -> Iterator[Flaw]:
    """D10: whoever signs holds a mandate that day."""
    members = context.club.all(Member)
    for i, signature in enumerate(action.signatories):
        held = members[signature.member].memberships if signature.member in members else ()
        # Only what is certain is an error: "2026" may be any day of that year.
        if not held or any(may_run(mandate, signature.date) for mandate in held):
            continue
        over = [m.end_date for m in held if m.end_date and m.end_date.last < signature.date.first]
        last = max(over, key=lambda end: end.last, default=None)
        key = "D10.after" if last else "D10.before"
        yield ("signatories", i, "date"), *explain(key, signature=signature, last=last)


@each("member")
def same_mandate_twice(member: Member, context: Context) -> Iterator[Flaw]:
    """D14: a person does not hold the same mandate twice at the same time."""
    same: defaultdict[tuple[str, str], list[_Held]] = defaultdict(list)
    for i, mandate in enumerate(member.memberships):
        same[mandate.role, mandate.area].append(_held(member, i, str(i)))
    for held in same.values():
        found = dict(_copies(held)) | {one.rank: other for one, other in _clashes(held)}
        for rank, other in sorted(found.items()):
            later, earlier = max(rank, other.rank), min(rank, other.rank)
            line = _line(context.club, _held(member, earlier, ""))
            yield ("memberships", later), *explain("D14", line=line)


def _copies(held: list[_Held]) -> Iterator[tuple[int, _Held]]:
    """Yield the rank of each mandate written as another is, to the letter, and that other."""
    seen: dict[tuple[str, str], _Held] = {}
    for one in held:
        dates = (str(one.mandate.start_date), str(one.mandate.end_date))
        if seen.setdefault(dates, one) is not one:
            yield one.rank, seen[dates]


def one_seat_two_holders(context: Context) -> Iterator[Finding]:
    """D15: a commune has one mayor on one day, an assembly one president."""
    club = context.club
    seats: defaultdict[tuple[str, str], list[_Held]] = defaultdict(list)
    for member in club.all(Member).values():
        for i, mandate in enumerate(member.memberships):
            if mandate.role in _DEPUTIES:
                seats[mandate.role, mandate.area].append(_held(member, i, member.id))
    merged = {f"commune:{code}" for code in club.geography.former.values()}
    for (role, area), held in seats.items():
        place = club.place(area)
        if role == "maire-d-arrondissement" and not (place and place.commune):
            continue  # the city is named for want of its arrondissement: it has several
        for one, other in _clashes(held):
            labels = {one.mandate.label, other.mandate.label} - {None}
            if area in merged and len(labels) > 1 and min(one.end, other.end) <= context.today:
                continue  # mayors of two communes that are one today, each said in its label
            wrong = explain("D15", other=other, line=_line(club, other))
            yield club.finding("member", one.member.id, ("memberships", one.rank), "D15", *wrong)


@each("member")
def incompatible_mandates(member: Member, context: Context) -> Iterator[Flaw]:
    """D16: a person does not hold at the same time two mandates that exclude each other."""
    for why, held in _exclusive(context.club, member):
        for one, other in _clashes(held):
            law = "mayor" if why == "presidents" and "maire" in (one.camp, other.camp) else why
            line = _line(context.club, other)
            yield ("memberships", one.rank), *explain(f"D16.{law}", line=line)


def _exclusive(club: Club, member: Member) -> Iterator[tuple[str, list[_Held]]]:
    """Yield groups of mandates that exclude each other when of two camps, and why."""
    bodies: defaultdict[tuple[str, str], list[_Held]] = defaultdict(list)
    councils, presidencies = [], []
    for i, mandate in enumerate(member.memberships):
        role, place = mandate.role, club.place(mandate.area)
        if role in _DEPUTIES or role in _DEPUTIES.values():
            camp = "head" if role in _DEPUTIES else "deputy"
            bodies[mandate.area, _DEPUTIES.get(role, role)].append(_held(member, i, camp))
        if place and role in _MUNICIPAL and place.kind == "commune":
            councils.append(_held(member, i, place.commune or place.code))
        # Where one assembly is of two kinds (Paris, Corse, Martinique…), one person presides.
        if place and role in _APART:
            others = club.geography.authorities(place)[1:]
            if not {"departement", "region"}.intersection(others):
                presidencies.append(_held(member, i, role))
    yield from (("deputy", held) for held in bodies.values())
    yield "councils", councils
    yield "presidents", presidencies
