"""What may be shown of a person. Personal data stops here: review this file first.

Public mandate data is shown on the ground of legitimate interest; contact details, photo
and summary only with recorded consent, field by field (RGPD art. 6.1.a, 6.1.f). A
withdrawal wins over everything; contact details go some months after the last mandate.
"""

import re
from collections.abc import Iterable, Mapping
from typing import get_args

from generator import routes
from generator.kinds import Contact, Meeting, Member, mandates
from generator.kinds.meeting import Task
from generator.kinds.member import Membership
from generator.records import french, labels
from generator.records.base import ContactDetail, Link
from generator.records.types import ConsentField, ContactCategory
from generator.sources.strict_yaml import Value
from generator.views.common import Lens, title, when
from generator.views.model import (
    Badge,
    ContactLine,
    ContactView,
    LinkView,
    MandateView,
    MemberView,
    Ref,
    TaskView,
)

CATEGORY_LABELS = labels.of(ContactCategory)


def may_show(person: Member | Contact, field: str) -> bool:
    """Whether a guarded field of a person may leave the sources."""
    return person.consent is not None and person.consent.allows(field)


def _withdrawn(person: Member | Contact) -> bool:
    """Whether the person took back their consent: nothing beyond the mandate shows then."""
    return person.consent is not None and person.consent.withdrawn is not None


def members(lens: Lens) -> tuple[MemberView, ...]:
    """Return every member, by family name; those under no letter of the alphabet come last."""
    views = [_member(lens, m) for m in lens.club.all(Member).values()]
    return tuple(
        sorted(
            views,
            key=lambda m: (
                m.letter == "#",
                french.collation(m.family_name),
                french.collation(m.given_name),
                m.id,
            ),
        )
    )


def _member(lens: Lens, member: Member) -> MemberView:
    held = tuple(_mandate(lens, m) for m in member.memberships)
    active = mandates.is_member_active(member, lens.today)
    contacts = _contacts(member.contact_details) if _reachable(lens, member) else ()
    return MemberView(
        **lens.shared("member", member),
        given_name=member.given_name,
        family_name=member.family_name,
        summary=(member.summary or "") if may_show(member, "summary") else "",
        image=_image(member) if may_show(member, "image") else "",
        mandates=held,
        current=_current(held),
        active=active,
        joined=when(member.club.joined) if member.club else None,
        left=when(member.club.left) if member.club else None,
        function=(member.club.function or "") if member.club else "",
        themes=lens.terms("themes", member.themes),
        methods=lens.terms("methods", member.methods),
        seeks=member.seeks,
        contacts=contacts,
        card=routes.card(member.id) if contacts else "",
        links=_links(member.links) if may_show(member, "links") else (),
        practices=lens.back("member", member.id, "practice"),
        meetings=lens.back("member", member.id, "meeting", "attendees"),
        signed=lens.back("member", member.id, "action"),
        tasks=_tasks(lens, member.id),
        badges=() if active else (_former(member),),
    )


def _reachable(lens: Lens, member: Member) -> bool:
    """Whether the contact details of a member may be shown on this day."""
    gone = mandates.has_left(member, lens.today)
    expired = gone or mandates.contact_expired(member, lens.today, lens.retention_months)
    return may_show(member, "contact_details") and not expired


# What the page of every member shows, whatever they agreed to.
_OPEN = ("given_name", "family_name", "memberships", "club", "themes", "methods", "seeks")


def as_shown(lens: Lens, member: Member, written: Mapping[str, Value]) -> dict[str, Value]:
    """Return, of what the source says of a member, what their page shows: for its correction.

    The agreement itself is not shown; only which fields it lets out is, under `consent`.
    """
    allowed = [name for name in get_args(ConsentField) if getattr(member, name)]
    allowed = [name for name in allowed if may_show(member, name)]
    if not _reachable(lens, member):
        allowed = [name for name in allowed if name != "contact_details"]
    shown = {*_OPEN, "sources", *allowed} - {"image"}
    found = {name: value for name, value in written.items() if name in shown}
    return found | ({"consent": {"fields": [*allowed]}} if allowed else {})


def _image(member: Member) -> str:
    name = (member.image or "").removeprefix("content/assets/")
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


def _contacts(details: Iterable[ContactDetail]) -> tuple[ContactLine, ...]:
    schemes = {"email": "mailto:", "phone": "tel:"}
    lines = []
    for d in details:
        target = re.sub(r"[^+\d]", "", d.value) if d.type == "phone" else d.value
        href = schemes[d.type] + target if d.type in schemes else ""
        lines.append(ContactLine(d.type, d.value, d.label or "", href))
    return tuple(lines)


def _links(links: Iterable[Link]) -> tuple[LinkView, ...]:
    return tuple(LinkView(link.url, link.note or "") for link in links)


def peer(lens: Lens, id_: str) -> Ref | None:
    """Return a member as someone to call: name, function and place."""
    if id_ not in lens.peers:
        lens.peers[id_] = _peer(lens, id_)
    return lens.peers[id_]


def _peer(lens: Lens, id_: str) -> Ref | None:
    member = lens.club.all(Member).get(id_)
    if member is None:
        return None
    current = _current(tuple(_mandate(lens, m) for m in member.memberships))
    place = f", {current.place.name}" if current.place else ""
    past = "" if current.active else " (ancien mandat)"
    note = f"{current.label}{place}{past}"
    return Ref(id_, title(member), routes.record("member", id_), note)


def peers(lens: Lens, ids: Iterable[str]) -> tuple[Ref, ...]:
    """Return members as people to call."""
    return tuple(ref for id_ in ids if (ref := peer(lens, id_)))


def task(lens: Lens, item: Task, meeting: Ref | None = None) -> TaskView:
    """Return a task with its state on the day of the build."""
    late = item.status == "open" and item.due is not None and item.due.last < lens.today
    state: str = "late" if late else item.status
    after = lens.ref("meeting", item.carried_to) if item.carried_to else None
    if item.status == "open" and item.carried_to:
        state = "carried"
    states = {
        "open": "À faire",
        "late": "En retard",
        "done": "Faite",
        "dropped": "Abandonnée",
        "carried": "Reprise",
    }
    owner = peer(lens, item.owner)
    return TaskView(
        item.text,
        owner,
        when(item.due),
        when(item.done),
        item.status,
        state,
        states[state],
        meeting,
        after,
    )


def _tasks(lens: Lens, id_: str) -> tuple[TaskView, ...]:
    found = []
    for link in lens.club.back_links("member", id_):
        if link.field == "tasks":
            meeting = lens.club.all(Meeting)[link.id]
            here = lens.ref("meeting", link.id)
            found += [task(lens, t, here) for t in meeting.tasks if t.owner == id_]
    found = [one for one in found if one.state != "carried"]
    return tuple(sorted(found, key=lambda t: (_TASK_ORDER.index(t.state), _due(t))))


_TASK_ORDER = ("late", "open", "done", "dropped")


def _due(task: TaskView) -> str:
    """Return what puts a task among others of its state; the tasks without a date come last."""
    return task.due.iso if task.due else "9999"


def contacts(lens: Lens) -> tuple[ContactView, ...]:
    """Return the resource network, by category then name."""
    order = list(CATEGORY_LABELS)
    views = [_contact(lens, c) for c in lens.club.all(Contact).values()]
    return tuple(
        sorted(views, key=lambda c: (order.index(c.category), french.collation(c.title), c.id))
    )


def _contact(lens: Lens, contact: Contact) -> ContactView:
    withdrawn = _withdrawn(contact)
    details = contact.contact_details if may_show(contact, "contact_details") else ()
    return ContactView(
        **lens.shared("contact", contact),
        category=contact.category,
        category_label=CATEGORY_LABELS[contact.category],
        organization=contact.organization or "",
        summary=contact.summary or "",
        interest=contact.interest or "",
        themes=lens.terms("themes", contact.themes),
        methods=lens.terms("methods", contact.methods),
        contacts=_contacts(details),
        links=() if withdrawn else _links(contact.links),
        meetings=lens.back("contact", contact.id, "meeting"),
    )
