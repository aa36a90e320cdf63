"""Rules that keep personal data out without recorded consent (RGPD art. 6 and 7)."""

from collections.abc import Iterator

from generator.findings import Finding
from generator.mandates import contact_expired, has_left
from generator.records import Contact, Member
from generator.records.types import SHAPES, valid_contact
from generator.rules.context import Context

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


def unconsented_summary(context: Context) -> Iterator[Finding]:
    """P02: a member's summary is public only with consent; without, it is withheld."""
    for member in context.club.all(Member).values():
        if member.consent and member.consent.withdrawn:
            continue  # P03 asks for more
        allowed = member.consent and member.consent.allows("summary")
        if member.summary and not allowed:
            message = "la présentation n’est pas publiée, faute de consentement"
            hint = "ajoutez « summary » à « consent.fields » avec l’accord de la personne"
            yield context.club.finding("member", member.id, ("summary",), "P02", message, hint)


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
                yield context.club.finding(kind, person.id, path, "F10", message, shape.hint)


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
        absent = (f"{full} n’existe pas", "placez la photo dans content/assets/")
        if problem := context.images.get(full, absent):
            yield context.club.finding("member", member.id, ("image",), "F11", *problem)
