"""Rules on what records point at: other records, vocabulary terms, areas."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache, partial
from typing import cast

from generator import routes
from generator.club import Club, references
from generator.core import published
from generator.core.findings import Finding, did_you_mean
from generator.core.text import fold
from generator.kinds import KINDS, PEOPLE, Action, Member
from generator.records import Record, functions, labels, marked
from generator.records.types import AreaCode, RefTo, TermOf
from generator.rules.context import Context, Flaw, each, explain, kind_of, where
from generator.sources import FieldPath
from generator.territory.gazetteer import Located, Unsure, gazetteer, named


@each(*KINDS)
def unknown_reference(record: Record, context: Context) -> Iterator[Flaw]:
    """R01: a reference names a record that exists."""
    club = context.club
    for link in references(record):
        target = cast("RefTo", link.marker).kind
        if link.value in club.known[target] or target in club.sources.broken:
            continue
        found = club.named(target, link.value)
        answer = found[0] if len(found) == 1 else ""
        hint = labels.write(answer, "") if answer else _whom(club, target, link.value, found)
        if not found and isinstance(link.path[-1], int):  # of a list
            hint = labels.apart(link.value, partial(club.named, target)) or hint
        message, _ = explain("R01", value=link.value, source=KINDS[target].source)
        yield link.path, message, hint, answer


def _whom(club: Club, target: str, value: str, found: tuple[str, ...]) -> str:
    """Return what to do with a reference that leads to no record.

    A person who left is never another one: nobody is suggested for an id that is nearly theirs.
    """
    values = {"value": value, "source": KINDS[target].source, "ids": ", ".join(found)}
    if found or target in {"member", "contact"}:
        return explain("R01.several" if found else "R01.person", **values)[1]
    return did_you_mean(value, club.known[target]) or explain("R01", **values)[1]


@each(*KINDS)
def self_reference(record: Record, _: Context) -> Iterator[Flaw]:
    """R04: a record does not refer to itself."""
    for link in references(record):
        if cast("RefTo", link.marker).kind == kind_of(record) and link.value == record.id:
            yield link.path, *explain("R04")


@each(*KINDS)
def unknown_term(record: Record, context: Context) -> Iterator[Flaw]:
    """V01: a vocabulary value is a key of its vocabulary."""
    club = context.club
    for term in marked(record, TermOf):
        name = cast("TermOf", term.marker).name
        known = club.known.get(f"vocabulary:{name}", set())
        if term.value in known or f"vocabulary:{name}" in club.sources.broken:
            continue
        terms = club.vocabularies.get(name, {})
        named = {key: one.label for key, one in terms.items()}
        found = labels.terms(term.value, terms)
        read = functions.understood("" if found or name != "mandates" else term.value)
        found = found or _of_place(club, read, record, term.path)
        answer = found[0] if len(found) == 1 and found[0] in known and not read.here else ""
        kept = _kept(record, term.path, answer, named) if answer else ""
        message = f"« {term.value} » n’est pas dans vocabularies/{name}.yaml"
        if answer:
            hint = labels.write(answer, named[answer])
            hint += f", et « {term.value} » dans « {kept} »" if kept else ""
        elif read.here:
            message, hint = f"« {term.value} » {read.why}", read.here
        elif not found and (
            near := labels.near(term.value, named, 0.85 if name == "mandates" else 0.7)
        ):
            hint = f"vouliez-vous dire « {near} » ({named[near]}) ?"
        else:
            hint = labels.listed({key: named[key] for key in found or named})
        if not found and isinstance(term.path[-1], int):  # of a list
            hint = labels.apart(term.value, partial(labels.terms, vocabulary=terms)) or hint
        yield term.path, message, hint, answer, kept


def _of_place(
    club: Club, read: functions.Function, record: Record, path: FieldPath
) -> tuple[str, ...]:
    """Return the mandates that a function may be, those of its place when that is known."""
    if not isinstance(record, Member):
        return ()
    place = club.place(record.memberships[int(path[1])].area)
    kinds = club.geography.authorities(place) if place else ()
    here = [read.roles[kind] for kind in kinds if kind in read.roles]
    known = club.vocabularies.get("mandates", {})
    return tuple(role for role in dict.fromkeys(here or read.roles.values()) if role in known)


def _kept(record: Record, path: FieldPath, role: str, named: Mapping[str, str]) -> str:
    """Return the field that keeps the words of a mandate, when nothing else would."""
    if not isinstance(record, Member) or path[0] != "memberships":
        return ""
    mandate = record.memberships[int(path[1])]
    names = {fold(role), fold(named[role])}
    return "" if mandate.label or fold(mandate.role) in names else "label"


@each(*KINDS)
def unknown_area(record: Record, context: Context) -> Iterator[Flaw]:
    """A01: an area is one of the official geographic code."""
    for area in marked(record, AreaCode):
        if not context.club.place(area.value):
            line = where(context.club, kind_of(record), record.id, area.path).rpartition(":")[2]
            yield area.path, *_located(area.value, line)


@lru_cache(maxsize=1_000)
def _anywhere(text: str) -> Located | Unsure:
    return gazetteer().anywhere(text)


def _located(text: str, line: str) -> tuple[str, str, str]:
    """Return what is wrong with an area, what to do, and the area itself when it is certain."""
    read = _anywhere(text)
    if not isinstance(read, Located):
        hint = read.remedy(f"écrivez, ligne {line},") or (
            "écrivez le nom du territoire, avec son département : son code vous sera donné"
        )
        return read.why, hint, ""
    message = f"« {text} » n’est pas un code de territoire"
    hint = labels.write(read.place.area, named(read.place))
    if read.certain:
        return message, hint, read.place.area
    return (read.note, hint, "") if read.renamed else (message, f"si c’est bien lui, {hint}", "")


@each(*KINDS)
def former_commune(record: Record, context: Context) -> Iterator[Flaw]:
    """A02: an area names a present commune rather than one it has replaced."""
    for area in marked(record, AreaCode):
        level, _, code = area.value.partition(":")
        place = context.club.place(area.value)
        if level == "commune" and place and place.code != code:
            message = f"le code {code} n’est plus celui d’une commune"
            yield area.path, message, labels.write(place.area, place.name)


@each(*KINDS)
def reserved_address(record: Record, _: Context) -> Iterator[Flaw]:
    """R05: no record has the address of a section or of a folder of the site."""
    taken = routes.RESERVED if kind_of(record) == "page" else {"index"}
    aliases = ((("aliases", i), alias) for i, alias in enumerate(record.aliases))
    for path, name in ((("id",), record.id), *aliases):
        if name in taken:
            yield path, *explain("R05", name=name)


def alias_taken(context: Context) -> Iterator[Finding]:
    """R03: a former address belongs to one record and hides none."""
    club = context.club
    for kind in KINDS:
        owners: dict[str, str] = {id_: id_ for id_ in club.known[kind]}
        for record in club.records[kind].values():
            for i, alias in enumerate(record.aliases):
                if alias in owners:
                    wrong = explain("R03", alias=alias, owner=owners[alias])
                    yield club.finding(kind, record.id, ("aliases", i), "R03", *wrong)
                owners[alias] = record.id


def address_gone(context: Context) -> Iterator[Finding]:
    """R11: an address that was published still leads somewhere."""
    club, now = context.club, context.club.permanent()
    for address, line in context.published.items():
        kind, id_ = _owner(address)
        if address not in now and kind not in club.sources.broken:
            message, _ = explain("R11", address=address, id=id_)
            case, path = _instead(context, kind, id_)
            _, hint = explain(case, id=id_, path=path)
            yield Finding(published.FILE, line, 1, "R11", "", message, hint)


def _owner(address: str) -> tuple[str, str]:
    """Return what has an address: a kind and an id, or `vocabulary:themes` and a key."""
    section, _, key = address.strip("/").partition("/")
    names = [name for name, of in routes.HUBS.items() if of == section and key]
    if names:
        return f"vocabulary:{names[0]}", key
    return routes.record_at(address) or ("page", address.strip("/"))


def _instead(context: Context, kind: str, id_: str) -> tuple[str, str]:
    """Return what is to be said of a lost address, and the source that may take its place."""
    if kind in PEOPLE:
        return "R11.person", ""
    if kind not in KINDS:
        return "R11.term", f"vocabularies/{kind.partition(':')[2]}.yaml"
    here = context.club.records[kind]
    new = [one for one in here if routes.record(kind, one) not in context.published]
    near = get_close_matches(id_, new, n=1)
    return ("R11.near", context.club.entries[kind, near[0]].path) if near else ("R11.lost", "")


@each("action")
def signed_twice(action: Action, _: Context) -> Iterator[Flaw]:
    """R06: a member signs an action once."""
    names = [signature.member for signature in action.signatories]
    for i, name in enumerate(names):
        if name in names[:i]:
            yield ("signatories", i, "member"), *explain("R06", name=name)
