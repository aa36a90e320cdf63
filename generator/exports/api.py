"""JSON for machines (`/api/v1/*.json`), in the data contract's own field names.

Popolo's terms for people, Participedia's for cases. What is unknown is left out.
"""

import json
from collections.abc import Iterable
from typing import Any

from generator.settings import Settings
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


def _document(site: SiteView, settings: Settings, records: list[dict[str, Any]]) -> str:
    head = {
        "version": "1",
        "date": site.today,
        "license": "etalab-2.0",
        "publisher": settings.site_name,
        "fictional": site.fictional,
        "count": len(records),
    }
    if not site.fictional:
        head.pop("fictional")
    return json.dumps({**head, "records": records}, ensure_ascii=False, indent=1) + "\n"


def _known(**fields: Any) -> dict[str, Any]:
    """Return the fields that have a value; zero and False are values."""
    return {k: v for k, v in fields.items() if v not in ("", None, (), [], {})}


def _ids(refs: Iterable[Ref]) -> list[str]:
    return [ref.id for ref in refs]


def _iso(when: When | None) -> str:
    return when.iso if when else ""


def _base(view: Shared, settings: Settings) -> dict[str, Any]:
    sources = [_known(title=s.title, url=s.url, date=_iso(s.date)) for s in view.sources]
    return _known(
        id=view.id,
        url=settings.site_url.rstrip("/") + view.url,
        aliases=list(view.aliases),
        sources=sources,
    )


def _place(place: PlaceView | None) -> dict[str, Any]:
    if place is None:
        return {}
    return _known(
        area=place.area,
        name=place.name,
        type=place.type,
        population=place.population,
        stratum=place.stratum_key,
        epci=place.epci_code if place.kind == "commune" else "",
        departement=place.departement_code,
        region=place.region_code,
    )


def _contacts(contacts: Iterable[ContactLine]) -> list[dict[str, Any]]:
    return [_known(type=c.type, value=c.value, label=c.label) for c in contacts]


def _links(links: Iterable[LinkView]) -> list[dict[str, Any]]:
    return [_known(url=link.url, note=link.note) for link in links]


def _tasks(tasks: Iterable[TaskView]) -> list[dict[str, Any]]:
    return [
        _known(text=t.text, owner=t.owner.id if t.owner else "", due=_iso(t.due), status=t.status)
        for t in tasks
    ]


def members(site: SiteView, settings: Settings) -> str:
    """Return the directory."""
    return _document(
        site,
        settings,
        [
            _base(m, settings)
            | _known(
                given_name=m.given_name,
                family_name=m.family_name,
                summary=m.summary,
                memberships=[
                    _known(
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
                seeks=list(m.seeks),
                contact_details=_contacts(m.contacts),
                links=_links(m.links),
                practices=_ids(m.practices),
                meetings=_ids(m.meetings),
                actions=_ids(m.signed),
            )
            for m in site.members
        ],
    )


def network(site: SiteView, settings: Settings) -> str:
    """Return the resource network."""
    return _document(
        site,
        settings,
        [
            _base(c, settings)
            | _known(
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
        ],
    )


def practices(site: SiteView, settings: Settings) -> str:
    """Return the practice sheets, with their Markdown."""
    return _document(
        site,
        settings,
        [
            _base(p, settings)
            | _known(
                title=p.title,
                summary=p.summary,
                area=_place(p.place),
                organizer=p.organizer,
                methods=_ids(p.methods),
                themes=_ids(p.themes),
                level=p.level_key,
                status=p.status,
                start_date=p.start,
                end_date=p.end,
                targeted_participants=list(p.public_keys),
                recruitment_method=p.recruitment_key,
                participants=_known(
                    number=p.participants, out_of=p.participants_out_of, year=p.participants_year
                ),
                cost=_known(process=p.cost_process, envelope=p.cost_envelope, year=p.cost_year),
                staff=p.staff,
                tools=list(p.tools),
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
        ],
    )


def meetings(site: SiteView, settings: Settings) -> str:
    """Return the meetings."""
    return _document(
        site,
        settings,
        [
            _base(m, settings)
            | _known(
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
                agenda=list(m.agenda),
                decisions=list(m.decisions),
                tasks=_tasks(m.tasks),
                practices=_ids(m.practices),
                watch=_ids(m.watch),
                actions=_ids(m.actions),
                documents=[_known(title=d.note, url=d.url) for d in m.documents],
                body=m.body,
            )
            for m in site.meetings
        ],
    )


def watch(site: SiteView, settings: Settings) -> str:
    """Return the watch."""
    return _document(
        site,
        settings,
        [
            _base(w, settings)
            | _known(
                title=w.title,
                kind=w.kind_key,
                reference=w.reference,
                official_url=w.official_url,
                stages=[_known(stage=s.key, date=s.when.iso, note=s.note) for s in w.stages],
                next=_known(label=w.next.label, date=w.next.when.iso) if w.next else {},
                alert=w.alert,
                themes=_ids(w.themes),
                methods=_ids(w.methods),
                summary=w.summary,
                amends=_ids(w.amends),
                amended_by=_ids(w.amended_by),
                body=w.body,
            )
            for w in site.watch
        ],
    )


def actions(site: SiteView, settings: Settings) -> str:
    """Return the collective actions."""
    return _document(
        site,
        settings,
        [
            _base(a, settings)
            | _known(
                title=a.title,
                addressees=list(a.addressees),
                status=a.status,
                opened=_iso(a.opened),
                deadline=_iso(a.deadline),
                sent=_iso(a.sent),
                signatories=[{"member": s.member.id, "date": s.when.iso} for s in a.signatories],
                watch=_ids(a.watch),
                responses=[
                    _known(date=r.when.iso, **{"from": r.sender}, summary=r.summary, url=r.url)
                    for r in a.responses
                ],
                summary=a.summary,
                body=a.body,
            )
            for a in site.actions
        ],
    )
