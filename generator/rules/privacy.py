"""Rules that keep personal data out without recorded consent (RGPD art. 6 and 7)."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain

from generator.core import personal
from generator.core.findings import Finding
from generator.core.text import slug
from generator.kinds import KINDS, Contact, Member, Term
from generator.kinds.mandates import consent_due, contact_expired, has_left
from generator.records import field_names
from generator.records.types import SHAPES, meant_contact, valid_contact
from generator.rules.context import Context, Flaw, each, explain, kind_of, of_entry
from generator.sources import Entry, FieldPath
from generator.sources.strict_yaml import Value

# Fields no one may publish without the person's consent.
GUARDED = ("contact_details", "image")


def uncovered(person: Member | Contact, names: Iterable[str]) -> Iterator[str]:
    """Yield the fields that are there and that no consent covers; P03 asks for more once withdrawn."""
    consent = person.consent
    if not (consent and consent.withdrawn):
        yield from (
            n for n in names if getattr(person, n, None) and not (consent and consent.allows(n))
        )


@each("member", "contact")
def missing_consent(person: Member | Contact, _: Context) -> Iterator[Flaw]:
    """P01: contact details and photo come with a consent that names them."""
    for name in uncovered(person, GUARDED):
        yield (name,), *explain("P01", name=name)


@each("member")
def withheld(member: Member, _: Context) -> Iterator[Flaw]:
    """P02: a member's summary and links are public only with consent; without, they are withheld."""
    for name in uncovered(member, ("summary", "links")):
        yield (name,), *explain(f"P02.{name}")


def left_behind(person: Member | Contact) -> Iterator[str]:
    """Yield the fields that consent covered and that are still there once it is withdrawn."""
    kept = ("summary",) if isinstance(person, Member) else ()  # a contact's says what it does
    if person.consent and person.consent.withdrawn:
        yield from (n for n in (*GUARDED, *kept, "links") if getattr(person, n, None))


@each("member", "contact")
def withdrawn_consent(person: Member | Contact, _: Context) -> Iterator[Flaw]:
    """P03: after a withdrawal, what consent covers has left the sources."""
    for name in left_behind(person):
        yield (name,), *explain("P03", name=name)


@each("member")
def contact_after_mandate(member: Member, context: Context) -> Iterator[Flaw]:
    """P04: contact details go when the person leaves the club, or months after the last mandate."""
    months, gone = context.retention_months, has_left(member, context.today)
    if member.contact_details and (gone or contact_expired(member, context.today, months)):
        yield ("contact_details",), *explain("P04.left" if gone else "P04.expired", months=months)


@each("member", "contact")
def erased(person: Member | Contact, context: Context) -> Iterator[Flaw]:
    """P09: whoever asked to be forgotten is not brought back."""
    name = KINDS[kind_of(person)].title(person)
    if context.erased.hold(person.id, *person.aliases, name):
        yield ("id",), *explain("P09", name=name)


@each("member", "contact")
def old_consent(person: Member | Contact, context: Context) -> Iterator[Flaw]:
    """P10: an agreement is asked again after the months that the settings say."""
    consent, months = person.consent, context.consent_months
    asked = consent and consent.fields and not consent.withdrawn
    if consent and asked and consent_due(consent, months) <= context.today:
        yield ("consent", "date"), *explain("P10", months=months)


@each("member", "contact")
def invalid_contact(person: Member | Contact, _: Context) -> Iterator[Flaw]:
    """F10: an e-mail or a phone number has the form of one."""
    for i, detail in enumerate(person.contact_details):
        if not valid_contact(detail.type, detail.value):
            shape, meant = SHAPES[detail.type], meant_contact(detail.type, detail.value)
            message = shape.message.format(value=detail.value)
            hint = f"écrivez « {meant} »" if meant else shape.hint
            yield ("contact_details", i, "value"), message, hint, meant


# A text of a record, by field; None for its body.
_Text = tuple[FieldPath | None, str]
# What a record says that it shows: looked at by other rules.
_DECLARED = "public_contacts"
# Where an address is meant to be someone else's than a person's.
_PLACES = frozenset({"location", "contact_details"})


def _texts(entry: Entry) -> Iterator[_Text]:
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
    if isinstance(value, dict) and str(value.get("type")) in SHAPES:
        value = {name: part for name, part in value.items() if name != "value"}  # agreed to
    for step, part in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _strings((*path, step), part)


def _joined(entry: Entry) -> Iterator[tuple[FieldPath, str]]:
    """Yield each list of texts, and a name, as pages and tables write them: on one line."""
    names = [str(entry.data.get(name, "")) for name in ("given_name", "family_name")]
    yield from ((("family_name",), " ".join(one)) for one in (names, names[::-1]) if all(names))
    for name, value in entry.data.items():
        if isinstance(value, list):
            texts = [one for one in value if isinstance(one, str)]
            yield from (((name,), sign.join(texts)) for sign in (", ", " | "))


def _start(text: str, seen: Callable[[str], bool]) -> int:
    """Return the offset of the last word from which what was seen in a text still is."""
    starts = [match.start() for match in re.finditer(r"\S+", text)]
    gone = bisect_right(starts, False, key=lambda at: not seen(text[at:]))
    return starts[gone - 1]


def _declared(entry: Entry) -> list[str]:
    value = entry.data.get(_DECLARED)
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _shows(key: str, text: str) -> bool:
    return any(found.key == key for found in personal.find(text))


@of_entry
def contact_in_text(entry: Entry, public: frozenset[str]) -> Iterator[Flaw]:
    """P05: no text shows an e-mail address or a number, but the club's and those its record declares."""
    allowed = {personal.key(one) for one in (*public, *_declared(entry))}
    known: set[tuple[str, FieldPath | None]] = set()  # in a field: a list is read as a whole too
    for where, text in chain(_texts(entry), _joined(entry)):
        for found in personal.find(text):
            if found.key in allowed or (found.key, where) in known:
                continue
            known.add((found.key, where and where[:1]))
            key = f"P05.term.{found.kind}" if entry.kind == "term" else f"P05.{found.kind}"
            place = where or _start(text, partial(_shows, found.key))
            yield place, *explain(key, masked=found.masked)


@of_entry
def birth_date(entry: Entry, _: object) -> Iterator[Flaw]:
    """P06: no text says when someone was born."""
    born = partial(personal.births, of_person=entry.kind in {"member", "contact"})
    for where, text in _texts(entry):
        if born(text):
            yield where or _start(text, born), *explain("P06")


@of_entry
def home_address(entry: Entry, _: object) -> Iterator[Flaw]:
    """P07: a text gives no one's home address."""
    for where, text in _texts(entry):
        if not (where and where[0] in _PLACES) and personal.homes(text):
            yield where or _start(text, personal.homes), *personal.HOME


@of_entry
def unused_public_contact(entry: Entry, _: object) -> Iterator[Flaw]:
    """P08: what a record declares as public is in its text."""
    declared = _declared(entry)
    texts = _texts(entry) if declared else ()
    shown = {found.key for _, text in texts for found in personal.find(text)}
    for n, one in enumerate(declared):
        found = {found.key for found in personal.find(one)}
        if found and shown.isdisjoint(found):
            yield (_DECLARED, n), *explain("P08")


def _asset(image: str) -> str:
    return f"content/assets/{image.removeprefix('content/assets/')}"


def image_file(context: Context) -> Iterator[Finding]:
    """F11: an image is a real one, of `content/assets/`; a photo names one that is there."""
    photos = {m.id: _asset(m.image) for m in context.club.all(Member).values() if m.image}
    for path, problem in context.images.items():
        if problem and path not in photos.values():
            yield Finding(path, 1, 1, "F11", "", *problem)
    for id_, path in photos.items():
        stem, dot, ending = path.rpartition("/")[2].rpartition(".")
        meant = f"{slug(stem)}{dot}{ending.lower()}"
        there = _asset(meant) in context.images
        message, hint = explain("F11", path=path)
        hint = f"écrivez « {meant} »" if there else hint
        if problem := context.images.get(path, (message, hint)):
            yield context.club.finding("member", id_, ("image",), "F11", *problem)
