"""Rules on who is who: one person, one record; one mailbox, one person."""

from collections.abc import Iterator
from itertools import chain

from generator.club import Club
from generator.core import personal
from generator.core.findings import Finding
from generator.core.text import fold, sorted_words
from generator.kinds import KINDS, Contact, Member
from generator.rules.context import Context, explain, kind_of, where

Person = Member | Contact

_PARTICLES = frozenset(["d", "de", "des", "du", "von", "van"])


def _called(club: Club, person: Person) -> tuple[str, str]:
    kind = kind_of(person)
    return KINDS[kind].title(person), where(club, kind, person.id)


def same_person_twice(context: Context) -> Iterator[Finding]:
    """R08: a person has one record, whatever the spelling of their name."""
    club = context.club
    for person, other in chain(_members(club), _contacts(club)):
        name, place = _called(club, other)
        path = ("family_name" if isinstance(person, Member) else "name",)
        wrong = explain("R08", name=name, other=other, place=place)
        yield club.finding(kind_of(person), person.id, path, "R08", *wrong)


def _members(club: Club) -> Iterator[tuple[Person, Person]]:
    """Yield the members of one name whose places are the same, or hold each other."""
    seen: dict[tuple[str, str, bool], Member] = {}  # by name, place, and whether a mandate is there
    for member in club.all(Member).values():
        offered, sought = _keys(member)
        here, around = _places(club, member)
        places = [(area, area in here) for area in here | around]
        # To be of one région is nothing; one of the two has a mandate there.
        tried = (
            (key, area, own) for key in sought for area, mine in places for own in {True, not mine}
        )
        near = [seen[one] for one in tried if one in seen]
        if near:
            yield member, min(near, key=lambda other: other.id)
        for key in offered:
            for area, mine in places:
                seen.setdefault((key, area, mine), member)


def _keys(member: Member) -> tuple[set[str], set[str]]:
    """Return the spellings that a name answers to, and those that are the same person's.

    Words in any order, with or without « de », given and family name glued or not; an initial is
    any name it begins, « JP » any « Jean-Pierre ».
    """
    given, family = fold(member.given_name), fold(member.family_name)
    if not given + family:  # marks or signs alone
        given, family = member.given_name, member.family_name
    words = f"{given} {family}".split()
    spelled = {_glued(given, family), " ".join(sorted(w for w in words if w not in _PARTICLES))}
    initials = "".join(word[0] for word in given.split())
    bare = [_glued(initials[:n], family) for n in (1, len(initials))]
    if len(initials) == len(given.replace(" ", "")):  # « J. », « J.-P. »
        return spelled | {f"{bare[1]} abrégé"}, spelled | {f"{bare[1]} en entier"}
    whole = {f"{one} en entier" for one in bare}
    cut = {*(f"{one} abrégé" for one in bare), bare[1], f"{_glued(given, family)} en entier"}
    return spelled | whole, spelled | cut


def _glued(given: str, family: str) -> str:
    return " ".join(sorted((given.replace(" ", ""), family.replace(" ", ""))))


def _places(club: Club, member: Member) -> tuple[set[str], set[str]]:
    """Return the places of the mandates of a member, and the wider ones that hold these."""
    places = [(mandate.area, club.place(mandate.area)) for mandate in member.memberships]
    here = {place.area if place else area for area, place in places}
    return here, {area for _, place in places if place for area in place.inside} - here


def _contacts(club: Club) -> Iterator[tuple[Person, Person]]:
    """Yield the contacts that have the name of a member, or of one of their own organisation."""
    members: dict[str, Person] = {}
    for member in club.all(Member).values():
        name = f"{member.given_name} {member.family_name}"
        members.setdefault(sorted_words(name) or name, member)
    contacts: dict[str, dict[str, Person]] = {}
    for contact in club.all(Contact).values():
        key = sorted_words(contact.name) or contact.name
        organization = fold(contact.organization or "")
        same = contacts.setdefault(key, {})
        unsure = same.get("") if organization else next(iter(same.values()), None)
        if found := members.get(key) or same.get(organization) or unsure:
            yield contact, found
        same.setdefault(organization, contact)


def shared_contact(context: Context) -> Iterator[Finding]:
    """R09: two people do not have the same mailbox or telephone, unless both say whose it is."""
    club = context.club
    first: dict[str, tuple[Person, str]] = {}
    people: tuple[Person, ...] = (*club.all(Member).values(), *club.all(Contact).values())
    for person in people:
        for i, detail in enumerate(person.contact_details):
            key = personal.key(detail.value) if detail.type in {"email", "phone"} else ""
            label = fold(detail.label or "")
            other, as_ = first.setdefault(key, (person, label)) if key else (person, "")
            # A mobile is never the line of a secretariat.
            common = label and label == as_ and not (detail.type == "phone" and key[0] in "67")
            if other is person or common:
                continue
            name, place = _called(club, other)
            path = ("contact_details", i, "value")
            wrong = explain(f"R09.{detail.type}", name=name, place=place)
            yield club.finding(kind_of(person), person.id, path, "R09", *wrong)
