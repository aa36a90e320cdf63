"""Rules on what records point at: other records, vocabulary terms, areas."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import cast

from generator import routes
from generator.club import Club, references
from generator.core.findings import Finding, did_you_mean
from generator.core.text import fold
from generator.kinds import KINDS, Member
from generator.records import Record, functions, labels, marked
from generator.records.types import AreaCode, RefTo, TermOf
from generator.rules.context import Context
from generator.sources import FieldPath
from generator.territory.gazetteer import Located, Unsure, gazetteer, named


def unknown_reference(context: Context) -> Iterator[Finding]:
    """R01: a reference names a record that exists."""
    club = context.club
    for kind, record in club.each():
        for link in references(record):
            target = cast("RefTo", link.marker).kind
            known = club.known[target]
            if link.value in known or target in club.sources.broken:
                continue
            where = KINDS[target].source
            found = club.named(target, link.value)
            answer = found[0] if len(found) == 1 else ""
            message = f"« {link.value} » n’existe pas dans {where}"
            hint = labels.write(answer, "") if answer else _whom(club, target, link.value, found)
            if not found and isinstance(link.path[-1], int):  # of a list
                hint = labels.apart(link.value, partial(club.named, target)) or hint
            yield club.finding(kind, record.id, link.path, "R01", message, hint, answer)


def _whom(club: Club, target: str, value: str, found: tuple[str, ...]) -> str:
    """Return what to do with a reference that leads to no record.

    A person who left is never another one: nobody is suggested for an id that is nearly theirs.
    """
    if found:
        return f"écrivez l’un de ces identifiants : {', '.join(found)}"
    if target in {"member", "contact"}:
        return (
            "retirez la ligne si cette personne n’est plus dans l’annuaire, ou écrivez "
            f"l’identifiant d’une personne de {KINDS[target].source}"
        )
    where = KINDS[target].source
    return did_you_mean(value, club.known[target]) or (
        f"retirez la ligne, ou ajoutez la fiche dans {where}"
    )


def self_reference(context: Context) -> Iterator[Finding]:
    """R04: a record does not refer to itself."""
    club = context.club
    for kind, record in club.each():
        for link in references(record):
            if cast("RefTo", link.marker).kind == kind and link.value == record.id:
                message, hint = "la fiche se désigne elle-même", "désignez l’autre fiche"
                yield club.finding(kind, record.id, link.path, "R04", message, hint)


def unknown_term(context: Context) -> Iterator[Finding]:
    """V01: a vocabulary value is a key of its vocabulary."""
    club = context.club
    for kind, record in club.each():
        for term in marked(record, TermOf):
            name = cast("TermOf", term.marker).name
            known = club.known.get(f"vocabulary:{name}", set())
            if term.value in known or f"vocabulary:{name}" in club.sources.broken:
                continue
            terms = club.vocabularies.get(name, {})
            named = {key: one.label for key, one in terms.items()}
            found = labels.terms(term.value, terms)
            message = f"« {term.value} » n’est pas dans vocabularies/{name}.yaml"
            told = functions.understood("" if found or name != "mandates" else term.value)
            found = found or _of_place(club, told, record, term.path)
            answer = found[0] if len(found) == 1 and found[0] in known and not told.here else ""
            kept = _kept(record, term.path, answer, named) if answer else ""
            if answer:
                hint = labels.write(answer, named[answer])
                hint += f", et « {term.value} » dans « {kept} »" if kept else ""
            elif told.here:
                message, hint = f"« {term.value} » {told.why}", told.here
            elif found:
                hint = labels.listed({key: named[key] for key in found})
            elif near := labels.near(term.value, named, 0.85 if name == "mandates" else 0.7):
                hint = f"vouliez-vous dire « {near} » ({named[near]}) ?"
            else:
                hint = labels.listed(named)
            if not found and isinstance(term.path[-1], int):  # of a list
                hint = labels.apart(term.value, partial(labels.terms, vocabulary=terms)) or hint
            one = club.finding(kind, record.id, term.path, "V01", message, hint, answer)
            yield replace(one, kept=kept)


def _of_place(
    club: Club, told: functions.Function, record: Record, path: FieldPath
) -> tuple[str, ...]:
    """Return the mandates that a function may be, those of its place when that is known."""
    if not isinstance(record, Member):
        return ()
    place = club.place(record.memberships[int(path[1])].area)
    kinds = club.geography.authorities(place) if place else ()
    here = [told.roles[kind] for kind in kinds if kind in told.roles]
    known = club.vocabularies.get("mandates", {})
    return tuple(role for role in dict.fromkeys(here or told.roles.values()) if role in known)


def _kept(record: Record, path: FieldPath, role: str, named: Mapping[str, str]) -> str:
    """Return the field that keeps the words of a mandate, when nothing else would."""
    if not isinstance(record, Member) or path[0] != "memberships":
        return ""
    mandate = record.memberships[int(path[1])]
    said = {fold(role), fold(named[role])}
    return "" if mandate.label or fold(mandate.role) in said else "label"


def unknown_area(context: Context) -> Iterator[Finding]:
    """A01: an area is one of the official geographic code."""
    club = context.club
    for kind, record in club.each():
        for area in marked(record, AreaCode):
            if club.place(area.value):
                continue
            line, _ = club.sources.locate(club.entries[kind, record.id], area.path)
            message, hint, answer = _located(area.value, line)
            yield club.finding(kind, record.id, area.path, "A01", message, hint, answer)


@lru_cache(maxsize=1_000)
def _anywhere(text: str) -> Located | Unsure:
    return gazetteer().anywhere(text)


def _located(text: str, line: int) -> tuple[str, str, str]:
    """Return what is wrong with an area, what to do, and the area itself when it is certain."""
    told = _anywhere(text)
    if isinstance(told, Located):
        place = told.place
        message = f"« {text} » n’est pas un code de territoire"
        hint = labels.write(place.area, named(place))
        if not told.certain:
            message = told.note if told.renamed else message
            hint = hint if told.renamed else f"si c’est bien lui, {hint}"
        return message, hint, place.area if told.certain else ""
    hint = told.remedy(f"écrivez, ligne {line},") or (
        "écrivez le nom du territoire, avec son département : son code vous sera donné"
    )
    return told.why, hint, ""


def former_commune(context: Context) -> Iterator[Finding]:
    """A02: an area names a present commune rather than one it has replaced."""
    club = context.club
    for kind, record in club.each():
        for area in marked(record, AreaCode):
            level, _, code = area.value.partition(":")
            place = club.place(area.value)
            if level == "commune" and place and place.code != code:
                message = f"le code {code} n’est plus celui d’une commune"
                hint = labels.write(place.area, place.name)
                yield club.finding(kind, record.id, area.path, "A02", message, hint)


def reserved_address(context: Context) -> Iterator[Finding]:
    """R05: no record has the address of a section or of a folder of the site."""
    club = context.club
    for kind, records in club.records.items():
        taken = routes.RESERVED if kind == "page" else {"index"}
        for record in records.values():
            for path, name in ((("id",), record.id), *_aliases(record)):
                if name in taken:
                    message = f"« {name} » est déjà une adresse du site"
                    hint = "choisissez un autre nom"
                    yield club.finding(kind, record.id, path, "R05", message, hint)


def _aliases(record: Record) -> Iterator[tuple[tuple[str | int, ...], str]]:
    return ((("aliases", i), alias) for i, alias in enumerate(record.aliases))


def alias_taken(context: Context) -> Iterator[Finding]:
    """R03: a former address belongs to one record and hides none."""
    club = context.club
    for kind in KINDS:
        owners: dict[str, str] = {id_: id_ for id_ in club.known[kind]}
        for record in club.records[kind].values():
            for i, alias in enumerate(record.aliases):
                if alias in owners:
                    message = f"« {alias} » est déjà l’adresse de « {owners[alias]} »"
                    path = ("aliases", i)
                    yield club.finding(kind, record.id, path, "R03", message, "retirez cet alias")
                owners[alias] = record.id
