"""What may be shown of a person. Personal data stops here: review this file first.

Public mandate data is shown on the ground of legitimate interest; contact details, photo
and summary only with recorded consent, field by field (RGPD art. 6.1.a, 6.1.f). A
withdrawal wins over everything; contact details go some months after the last mandate.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from generator import routes
from generator.core.data import table
from generator.kinds import KIND_OF, KINDS, Contact, Member, mandates
from generator.kinds.contact import CATEGORIES, ContactView
from generator.kinds.meeting import TaskView, task
from generator.kinds.member import MandateView, Membership, MemberView
from generator.kinds.view import Badge, ContactLine, Lens, LinkView, Ref, when
from generator.records import french
from generator.records.base import ConsentField, ContactDetail, Link, Record
from generator.records.fields import fixed_values
from generator.sources.strict_yaml import Value

# By field of a member and of a contact, the condition on which it shows: `data/visibility.toml`.
VISIBLE: Mapping[str, Mapping[str, str]] = table("visibility")


ASIDE = "réservé aux membres"  # said of a contact detail that is not for all


def _agreed(_: Lens, person: Member | Contact, field: str) -> bool:
    return person.consent is not None and person.consent.allows(field)


def _reachable(lens: Lens, person: Member, field: str) -> bool:
    gone = mandates.has_left(person, lens.today)
    expired = gone or mandates.contact_expired(person, lens.today, lens.retention_months)
    return _agreed(lens, person, field) and not expired


def _unless_withdrawn(_: Lens, person: Member | Contact, __: str) -> bool:
    return person.consent is None or person.consent.withdrawn is None


_CONDITIONS: Mapping[str, Callable[[Lens, Any, str], bool]] = {
    "open": lambda *_: True,
    "agreed": _agreed,
    "reachable": _reachable,
    "unless_withdrawn": _unless_withdrawn,
    "never": lambda *_: False,
}


def _shown(lens: Lens, person: Member | Contact, field: str) -> Any:
    """Return a field of a person, empty when it may not be shown: the only reader of consent."""
    kind = KIND_OF[type(person)].name
    value = getattr(person, field)
    shows = _CONDITIONS[VISIBLE[kind][field]](lens, person, field)
    return value if shows and value else type(value)()


def member(lens: Lens, member: Member) -> MemberView:
    """Return what the page of a member shows."""
    held = tuple(_mandate(lens, m) for m in member.memberships)
    active = mandates.is_member_active(member, lens.today)
    contacts = _contacts(_shown(lens, member, "contact_details"))
    more = lens.private.get(member.id)  # what is told to members alone
    summary = (more and _shown(lens, more, "summary")) or _shown(lens, member, "summary")
    links = _shown(lens, member, "links") + (_shown(lens, more, "links") if more else ())
    aside = _contacts(_shown(lens, more, "contact_details"), ASIDE) if more else ()
    return MemberView(
        **lens.shared(member),
        given_name=member.given_name,
        family_name=member.family_name,
        summary=summary or "",
        image=_image(_shown(lens, member, "image") or ""),
        mandates=held,
        current=_current(held),
        active=active,
        joined=when(member.club.joined) if member.club else None,
        left=when(member.club.left) if member.club else None,
        function=(member.club.function or "") if member.club else "",
        themes=lens.terms("themes", member.themes),
        methods=lens.terms("methods", member.methods),
        seeks=member.seeks,
        contacts=(*contacts, *aside),
        card=routes.card(member.id) if contacts else "",
        links=_links(links),
        practices=lens.back("member", member.id, "practice"),
        meetings=lens.back("member", member.id, "meeting", "attendees"),
        signed=lens.back("member", member.id, "action"),
        tasks=_tasks(lens, member.id),
        badges=() if active else (_former(member),),
    )


def as_shown(lens: Lens, member: Member, written: Mapping[str, Value]) -> dict[str, Value]:
    """Return, of what the source says of a member, what their page shows: for its correction.

    The agreement itself is not shown; only which fields it lets out is, under `consent`.
    """
    allowed = [name for name in fixed_values(ConsentField) if _shown(lens, member, name)]
    asked = {name for name, when_ in VISIBLE["member"].items() if when_ == "open"}
    shown = asked - Record.model_fields.keys() | {"sources", *allowed} - {"image"}
    found = {name: value for name, value in written.items() if name in shown}
    return found | ({"consent": {"fields": [*allowed]}} if allowed else {})


def _image(path: str) -> str:
    name = path.removeprefix("content/assets/")
    return f"/assets/{name}" if name else ""


def _former(member: Member) -> Badge:
    if member.club and member.club.left:
        return Badge("Ancien membre", "muted", "cette personne a quitté le club")
    return Badge("Ancien mandat", "muted", "aucun mandat en cours connu du club")


def _mandate(lens: Lens, membership: Membership) -> MandateView:
    active = mandates.is_active(membership, lens.today)
    role = lens.term("mandates", membership.role)
    return MandateView(
        label=membership.label or role,
        role=membership.role,
        place=lens.place(membership.area),
        period=french.period(membership.start_date, membership.end_date, ongoing=active),
        start=membership.start_date.text,
        end=membership.end_date.text if membership.end_date else "",
        active=active,
        role_label=role,
    )


def _current(held: tuple[MandateView, ...]) -> MandateView:
    """The mandate to show first: one that runs, else the one that ended last."""
    running = [m for m in held if m.active]
    return running[0] if running else max(held, key=lambda m: (m.end, m.start))


def _contacts(details: Iterable[ContactDetail], note: str = "") -> tuple[ContactLine, ...]:
    schemes = {"email": "mailto:", "phone": "tel:"}
    lines = []
    for d in details:
        target = re.sub(r"[^+\d]", "", d.value) if d.type == "phone" else d.value
        href = schemes[d.type] + target if d.type in schemes else ""
        label = ", ".join(filter(None, (d.label, note)))
        lines.append(ContactLine(d.type, d.value, label, href))
    return tuple(lines)


def _links(links: Iterable[Link]) -> tuple[LinkView, ...]:
    return tuple(LinkView(link.url, link.note or "") for link in links)


def peer(lens: Lens, id_: str) -> Ref:
    """Return a member as someone to call: name, function and place."""
    found: Member = lens.record("member", id_)
    current = _current(tuple(_mandate(lens, m) for m in found.memberships))
    place = f", {current.place.name}" if current.place else ""
    past = "" if current.active else " (ancien mandat)"
    note = f"{current.label}{place}{past}"
    name = KINDS["member"].title(found)
    return Ref(id_, name, routes.record("member", id_), note)


def _tasks(lens: Lens, id_: str) -> tuple[TaskView, ...]:
    found = []
    for here in lens.back("member", id_, "meeting"):
        meeting = lens.record("meeting", here.id)
        found += [task(lens, t, here) for t in meeting.tasks if t.owner == id_]
    found = [one for one in found if one.state != "carried"]
    return tuple(
        sorted(found, key=lambda t: (_TASK_ORDER.index(t.state), t.due.iso if t.due else "9999"))
    )


_TASK_ORDER = ("late", "open", "done", "dropped")


def contact(lens: Lens, contact: Contact) -> ContactView:
    """Return what the page of a contact shows."""
    return ContactView(
        **lens.shared(contact),
        category=contact.category,
        category_label=CATEGORIES[contact.category],
        organization=contact.organization or "",
        summary=contact.summary or "",
        interest=contact.interest or "",
        themes=lens.terms("themes", contact.themes),
        methods=lens.terms("methods", contact.methods),
        contacts=_contacts(_shown(lens, contact, "contact_details")),
        links=_links(_shown(lens, contact, "links")),
        meetings=lens.back("contact", contact.id, "meeting"),
    )
