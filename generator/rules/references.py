"""Rules on what records point at: other records, vocabulary terms, areas."""

from collections.abc import Iterator
from typing import cast

from generator import routes
from generator.club import Club, references
from generator.findings import Finding, did_you_mean
from generator.records import KINDS, Record, marked
from generator.records.types import AreaCode, RefTo, TermOf
from generator.rules.context import Context


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
            hint = did_you_mean(link.value, known) or f"ajoutez la fiche dans {where}"
            message = f"« {link.value} » n’existe pas dans {where}"
            yield club.finding(kind, record.id, link.path, "R01", message, hint)


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
            hint = did_you_mean(term.value, known) or _by_label(club, name, term.value)
            message = f"« {term.value} » n’est pas dans vocabularies/{name}.yaml"
            yield club.finding(kind, record.id, term.path, "V01", message, hint)


def _by_label(club: Club, name: str, value: str) -> str:
    terms = club.vocabularies.get(name, {})
    label = next((key for key, term in terms.items() if term.label.lower() == value.lower()), "")
    listed = ", ".join(sorted(terms)[:12])
    return f"écrivez la clé « {label} »" if label else f"valeurs possibles : {listed}…"


def unknown_area(context: Context) -> Iterator[Finding]:
    """A01: an area is one of the official geographic code."""
    club = context.club
    for kind, record in club.each():
        for area in marked(record, AreaCode):
            if club.place(area.value):
                continue
            near = club.geography.suggest(area.value)
            choices = " ou ".join(f"« {p.area} » ({p.name})" for p in near)
            hint = f"vouliez-vous dire {choices} ?" if near else "cherchez le code officiel (COG)"
            message = f"« {area.value} » n’est pas un territoire connu"
            yield club.finding(kind, record.id, area.path, "A01", message, hint)


def former_commune(context: Context) -> Iterator[Finding]:
    """A02: an area names a present commune rather than one it has replaced."""
    club = context.club
    for kind, record in club.each():
        for area in marked(record, AreaCode):
            level, _, code = area.value.partition(":")
            place = club.place(area.value)
            if level == "commune" and place and place.code != code:
                message = f"le code {code} n’est plus celui d’une commune"
                hint = f"écrivez « {place.area} » ({place.name})"
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
