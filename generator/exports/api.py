"""JSON for machines (`/api/v1/*.json`), in the data contract's own field names.

Popolo's terms for people, Participedia's for cases. What is unknown is left out. What each field
is called and means is said in `resources`.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel

from generator.core.settings import Settings
from generator.exports import resources as r
from generator.exports.identity import absolute
from generator.exports.resources import known, maybe, written
from generator.views.model import (
    ContactLine,
    LinkView,
    PlaceView,
    Ref,
    Shared,
    SiteView,
    TaskView,
    When,
)

R = TypeVar("R", bound=BaseModel)


def head(site: SiteView, settings: Settings) -> dict[str, Any]:
    """Return what every file says of itself."""
    made = known(
        r.Head,
        version=r.VERSION,
        date=site.today,
        license=r.LICENSE,
        publisher=settings.site_name,
        fictional=site.fictional or None,
    )
    return made.model_dump(exclude_unset=True)


def _document(
    model: type[r.Collection[R]], site: SiteView, settings: Settings, records: Iterable[R]
) -> str:
    listed = tuple(records)
    return written(model(**head(site, settings), count=len(listed), records=listed))


def _ids(refs: Iterable[Ref]) -> list[str]:
    return [ref.id for ref in refs]


def _iso(when: When | None) -> str:
    return when.iso if when else ""


def _base(view: Shared, settings: Settings) -> dict[str, Any]:
    return {
        "id": view.id,
        "url": absolute(view.url, settings),
        "aliases": view.aliases,
        "sources": tuple(
            known(r.Source, title=s.title, url=s.url, date=_iso(s.date)) for s in view.sources
        ),
        "added": _iso(view.added),
    }


def _place(place: PlaceView | None) -> r.Place | None:
    if place is None:
        return None
    return known(
        r.Place,
        area=place.area,
        name=place.name,
        type=place.type,
        population=place.population,
        stratum=place.stratum_key,
        epci=place.epci_code if place.kind == "commune" else "",
        departement=place.departement_code,
        region=place.region_code,
    )


def _contacts(contacts: Iterable[ContactLine]) -> list[r.ContactDetail]:
    return [known(r.ContactDetail, type=c.type, value=c.value, label=c.label) for c in contacts]


def _links(links: Iterable[LinkView]) -> list[r.Link]:
    return [known(r.Link, url=link.url, note=link.note) for link in links]


def _tasks(tasks: Iterable[TaskView]) -> list[r.Task]:
    return [
        known(
            r.Task,
            text=t.text,
            owner=t.owner.id if t.owner else "",
            due=_iso(t.due),
            status=t.status,
            done=_iso(t.done),
            carried_to=t.carried_to.id if t.carried_to else "",
        )
        for t in tasks
    ]


def members(site: SiteView, settings: Settings) -> str:
    """Return the directory."""
    return _document(
        r.Members,
        site,
        settings,
        (
            known(
                r.Member,
                **_base(m, settings),
                given_name=m.given_name,
                family_name=m.family_name,
                summary=m.summary,
                memberships=[
                    known(
                        r.Membership,
                        role=x.role,
                        label=x.label,
                        area=_place(x.place),
                        start_date=x.start,
                        end_date=x.end,
                        active=x.active,
                    )
                    for x in m.mandates
                ],
                active=m.active,
                joined=_iso(m.joined),
                left=_iso(m.left),
                function=m.function,
                themes=_ids(m.themes),
                methods=_ids(m.methods),
                seeks=m.seeks,
                contact_details=_contacts(m.contacts),
                links=_links(m.links),
                practices=_ids(m.practices),
                meetings=_ids(m.meetings),
                actions=_ids(m.signed),
            )
            for m in site.members
        ),
    )


def network(site: SiteView, settings: Settings) -> str:
    """Return the resource network."""
    return _document(
        r.Network,
        site,
        settings,
        (
            known(
                r.NetworkContact,
                **_base(c, settings),
                name=c.title,
                category=c.category,
                organization=c.organization,
                summary=c.summary,
                interest=c.interest,
                themes=_ids(c.themes),
                methods=_ids(c.methods),
                contact_details=_contacts(c.contacts),
                links=_links(c.links),
            )
            for c in site.contacts
        ),
    )


def practices(site: SiteView, settings: Settings) -> str:
    """Return the practice sheets, with their Markdown."""
    return _document(
        r.Practices,
        site,
        settings,
        (
            known(
                r.Practice,
                **_base(p, settings),
                title=p.title,
                summary=p.summary,
                area=_place(p.place),
                organizer=p.organizer,
                methods=_ids(p.methods),
                themes=_ids(p.themes),
                level=p.level_key,
                status=p.status,
                status_date=p.status_date,
                start_date=p.start,
                end_date=p.end,
                targeted_participants=p.public_keys,
                recruitment_method=p.recruitment_key,
                participants=maybe(
                    r.Participants,
                    number=p.participants,
                    out_of=p.participants_out_of,
                    year=p.participants_year,
                    **{"from": p.participants_from, "to": p.participants_to},
                    note=p.participants_note,
                ),
                cost=maybe(
                    r.Cost,
                    process=p.cost_process,
                    envelope=p.cost_envelope,
                    year=p.cost_year,
                    note=p.cost_note,
                ),
                staff=p.staff,
                tools=p.tools,
                legal_basis=_ids(basis.text for basis in p.legal_basis),
                members=_ids(p.peers),
                adapted_from=p.adapted_from.practice.id if p.adapted_from else "",
                adaptation=p.adapted_from.changed if p.adapted_from else "",
                adapted_by=_ids(other.practice for other in p.adapted_by),
                verified=_iso(p.verified),
                reviewed=_iso(p.reviewed),
                body=p.body,
            )
            for p in site.practices
        ),
    )


def meetings(site: SiteView, settings: Settings) -> str:
    """Return the meetings."""
    return _document(
        r.Meetings,
        site,
        settings,
        (
            known(
                r.Meeting,
                **_base(m, settings),
                title=m.title,
                kind=m.kind_key,
                start=m.start.iso,
                end=m.end,
                format=m.format_key,
                status=m.status,
                location=m.location,
                attendees=_ids(m.attendees),
                attendance=m.attendance,
                guests=_ids(m.guests),
                agenda=m.agenda,
                decisions=m.decisions,
                tasks=_tasks(m.tasks),
                practices=_ids(m.practices),
                watch=_ids(m.watch),
                actions=_ids(m.actions),
                documents=[known(r.Document, title=d.note, url=d.url) for d in m.documents],
                body=m.body,
            )
            for m in site.meetings
        ),
    )


def watch(site: SiteView, settings: Settings) -> str:
    """Return the watch."""
    return _document(
        r.Watch,
        site,
        settings,
        (
            known(
                r.WatchEntry,
                **_base(w, settings),
                title=w.title,
                kind=w.kind_key,
                reference=w.reference,
                official_url=w.official_url,
                stages=[
                    known(r.Stage, stage=s.key, date=s.when.iso, note=s.note)
                    for s in (*w.stages, *w.expected)
                ],
                next=known(r.NextStage, label=w.next.label, date=w.next.when.iso)
                if w.next
                else None,
                alert=w.alert,
                themes=_ids(w.themes),
                methods=_ids(w.methods),
                summary=w.summary,
                amends=_ids(w.amends),
                amended_by=_ids(w.amended_by),
                body=w.body,
            )
            for w in site.watch
        ),
    )


def actions(site: SiteView, settings: Settings) -> str:
    """Return the collective actions."""
    return _document(
        r.Actions,
        site,
        settings,
        (
            known(
                r.Action,
                **_base(a, settings),
                title=a.title,
                addressees=a.addressees,
                status=a.status,
                opened=_iso(a.opened),
                deadline=_iso(a.deadline),
                sent=_iso(a.sent),
                signatories=[
                    r.Signature(member=s.member.id, date=s.when.iso) for s in a.signatories
                ],
                represented=r.Represented(
                    inhabitants=a.reach.inhabitants, departements=a.reach.departements
                )
                if a.reach.inhabitants
                else None,
                watch=_ids(a.watch),
                responses=[
                    known(
                        r.Response,
                        **{"from": x.sender},
                        date=x.when.iso,
                        summary=x.summary,
                        url=x.url,
                    )
                    for x in a.responses
                ],
                summary=a.summary,
                body=a.body,
            )
            for a in site.actions
        ),
    )
