"""Rules that keep personal data out without recorded consent (RGPD art. 6 and 7)."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

from generator.core import personal
from generator.core.findings import Finding
from generator.core.text import slug
from generator.kinds import KINDS, Contact, Member, Term
from generator.kinds.mandates import contact_expired, has_left
from generator.records import field_names
from generator.records.types import SHAPES, meant_contact, valid_contact
from generator.rules.context import Context
from generator.sources import Entry, FieldPath
from generator.sources.strict_yaml import Value

# Fields no one may publish without the person's consent.
GUARDED = ("contact_details", "image")


def _people(context: Context) -> Iterator[tuple[str, Member | Contact]]:
    yield from (("member", m) for m in context.club.all(Member).values())
    yield from (("contact", c) for c in context.club.all(Contact).values())


def missing_consent(context: Context) -> Iterator[Finding]:
    """P01: contact details and photo come with a consent that names them."""
    for kind, person in _people(context):
        if person.consent and person.consent.withdrawn:
            continue
        for name in GUARDED:
            allowed = person.consent and person.consent.allows(name)
            if getattr(person, name, None) and not allowed:
                message = f"« {name} » est présent sans consentement enregistré"
                hint = f"ajoutez « consent » avec « fields: [{name}] », ou retirez le champ"
                yield context.club.finding(kind, person.id, (name,), "P01", message, hint)


_WITHHELD = {
    "summary": "la présentation n’est pas publiée, faute de consentement",
    "links": "les liens ne sont pas publiés, faute de consentement",
}


def withheld(context: Context) -> Iterator[Finding]:
    """P02: a member's summary and links are public only with consent; without, they are withheld."""
    for member in context.club.all(Member).values():
        if member.consent and member.consent.withdrawn:
            continue  # P03 asks for more
        for name, message in _WITHHELD.items():
            allowed = member.consent and member.consent.allows(name)
            if getattr(member, name) and not allowed:
                hint = f"ajoutez « {name} » à « consent.fields » avec l’accord de la personne"
                yield context.club.finding("member", member.id, (name,), "P02", message, hint)


def withdrawn_consent(context: Context) -> Iterator[Finding]:
    """P03: after a withdrawal, what consent covers has left the sources."""
    for kind, person in _people(context):
        if not (person.consent and person.consent.withdrawn):
            continue
        kept = () if kind == "contact" else ("summary",)  # a contact's says what it does
        for name in (*GUARDED, *kept, "links"):
            if getattr(person, name, None):
                message = f"le consentement est retiré et « {name} » est encore là"
                hint = "supprimez le champ"
                yield context.club.finding(kind, person.id, (name,), "P03", message, hint)


def contact_after_mandate(context: Context) -> Iterator[Finding]:
    """P04: contact details go when the person leaves the club, or months after the last mandate."""
    for member in context.club.all(Member).values():
        if not member.contact_details:
            continue
        if has_left(member, context.today):
            message, hint = "la personne a quitté le club", "supprimez les coordonnées"
        elif contact_expired(member, context.today, context.retention_months):
            message = f"dernier mandat terminé depuis plus de {context.retention_months} mois"
            hint = "supprimez les coordonnées, ou ajoutez le nouveau mandat"
        else:
            continue
        path = ("contact_details",)
        yield context.club.finding("member", member.id, path, "P04", message, hint)


def invalid_contact(context: Context) -> Iterator[Finding]:
    """F10: an e-mail or a phone number has the form of one."""
    for kind, person in _people(context):
        for i, detail in enumerate(person.contact_details):
            if not valid_contact(detail.type, detail.value):
                shape, path = SHAPES[detail.type], ("contact_details", i, "value")
                message = shape.message.format(value=detail.value)
                meant = meant_contact(detail.type, detail.value)
                hint = f"écrivez « {meant} »" if meant else shape.hint
                yield context.club.finding(kind, person.id, path, "F10", message, hint, meant)


# What a record says that it shows: looked at by other rules.
_DECLARED = "public_contacts"
_WORDS = {
    "email": ("une adresse électronique", "retirez-la", "la", "celle"),
    "phone": ("un numéro de téléphone", "retirez-le", "le", "celui"),
}
# Where an address is meant to be someone else's than a person's.
_PLACES = frozenset({"location", "contact_details"})


def _entries(context: Context) -> Iterator[Entry]:
    """Yield the records and the terms, as written."""
    yield from context.club.entries.values()
    yield from (e for e in context.club.sources.entries if e.kind == "term")


def _texts(entry: Entry) -> Iterator[tuple[FieldPath | None, str]]:
    """Yield every text of a record that anyone may read, by field; None for its body."""
    known = field_names(Term if entry.kind == "term" else KINDS[entry.kind].model)
    yield ("id",), entry.id
    yield from _strings((), {name: entry.data[name] for name in known if name in entry.data})
    yield None, entry.body


def _strings(path: FieldPath, value: Value) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, str):
        if path[0] != _DECLARED:
            yield path, value
        return
    if (
        path[:1] == ("contact_details",)
        and isinstance(value, dict)
        and str(value.get("type")) in SHAPES
    ):
        value = {name: part for name, part in value.items() if name != "value"}  # agreed to
    for step, part in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _strings((*path, step), part)


def _joined(entry: Entry) -> Iterator[tuple[FieldPath, str]]:
    """Yield each list of texts as pages and tables write it: on one line."""
    for name, value in entry.data.items():
        if isinstance(value, list) and name != _DECLARED:
            texts = [one for one in value if isinstance(one, str)]
            yield from (((name,), sign.join(texts)) for sign in (", ", " | "))


def _finding(
    context: Context, entry: Entry, where: FieldPath | None, offset: int, code: str, *said: str
) -> Finding:
    """Return a finding at a field, or at an offset of the body."""
    if where is None:
        line, column = context.club.sources.locate_text(entry, offset)
        return Finding(entry.path, line, column, code, "", *said)
    line, column = context.club.sources.locate(entry, where)
    return Finding(entry.path, line, column, code, ".".join(map(str, where)), *said)


def _start(text: str, seen: Callable[[str], bool]) -> int:
    """Return the offset of the last word from which what was seen in a text still is."""
    starts = [match.start() for match in re.finditer(r"\S+", text)]
    gone = bisect_right(starts, False, key=lambda at: not seen(text[at:]))
    return starts[max(gone - 1, 0)]


def _declared(entry: Entry) -> list[str]:
    """Return what a record says that its text shows."""
    value = entry.data.get("public_contacts", [])
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _shows(key: str, text: str) -> bool:
    return any(found.key == key for found in personal.find(text))


def contact_in_text(context: Context) -> Iterator[Finding]:
    """P05: no text shows an e-mail address or a number, but the club's and those its record declares."""
    ours = {personal.key(one) for one in context.public}
    for entry in _entries(context):
        allowed = ours | {personal.key(one) for one in _declared(entry)}
        told: set[tuple[str, FieldPath]] = set()  # in a list, by what it holds
        for where, text in chain(_texts(entry), _joined(entry)):
            for found in personal.find(text):
                if found.key in allowed or (found.key, where) in told:
                    continue
                told |= {(found.key, where), (found.key, where[:-1])} if where else set()
                name, hint, it, this = _WORDS[found.kind]
                message = f"{name} dans le texte ({found.masked})"
                if entry.kind != "term":
                    hint += f", ou ajoutez-{it} sous « public_contacts » si c’est {this} d’un service public"
                at = 0 if where else _start(text, partial(_shows, found.key))
                yield _finding(context, entry, where, at, "P05", message, hint)


def birth_date(context: Context) -> Iterator[Finding]:
    """P06: no text says when someone was born."""
    for entry in _entries(context):
        for where, text in _texts(entry):
            said = partial(personal.births, of_person=entry.kind in {"member", "contact"})
            if said(text):
                at = 0 if where else _start(text, said)
                message, hint = "une date de naissance dans le texte", "retirez-la"
                yield _finding(context, entry, where, at, "P06", message, hint)


def home_address(context: Context) -> Iterator[Finding]:
    """P07: a text gives no one's home address."""
    for entry in _entries(context):
        for where, text in _texts(entry):
            if where and where[0] in _PLACES:
                continue
            if personal.homes(text):
                at = 0 if where else _start(text, personal.homes)
                yield _finding(context, entry, where, at, "P07", *personal.HOME)


def unused_public_contact(context: Context) -> Iterator[Finding]:
    """P08: what a record declares as public is in its text."""
    for entry in _entries(context):
        if not _declared(entry):
            continue
        shown = {f.key for _, text in _texts(entry) for f in personal.find(text)}
        for n, one in enumerate(_declared(entry)):
            found = {f.key for f in personal.find(one)}
            if found and shown.isdisjoint(found):
                path = ("public_contacts", n)
                message, hint = (
                    "aucun texte de la fiche ne cite cette coordonnée",
                    "retirez la ligne",
                )
                yield _finding(context, entry, path, 0, "P08", message, hint)


def _asset(image: str) -> str:
    return f"content/assets/{image.removeprefix('content/assets/')}"


def image_file(context: Context) -> Iterator[Finding]:
    """F11: an image is a real one, of `content/assets/`; a photo names one that is there."""
    used = {_asset(m.image) for m in context.club.all(Member).values() if m.image}
    for path, problem in context.images.items():
        if problem and path not in used:
            yield Finding(path, 1, 1, "F11", "", *problem)
    for member in context.club.all(Member).values():
        if not member.image:
            continue
        full = _asset(member.image)
        stem, dot, ending = full.rpartition("/")[2].rpartition(".")
        meant = f"{slug(stem)}{dot}{ending.lower()}"
        there = _asset(meant) in context.images
        hint = f"écrivez « {meant} »" if there else "placez la photo dans content/assets/"
        absent = (f"{full} n’existe pas", hint)
        if problem := context.images.get(full, absent):
            yield context.club.finding("member", member.id, ("image",), "F11", *problem)
