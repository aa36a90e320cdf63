"""The directory in Popolo (`/api/v1/popolo.json`): persons, authorities, mandates, territories.

Popolo is the vocabulary that open government tools share (popoloproject.com). Ids are those of
the site and of the official geographic code: an authority has the code of its territory, the
club is `club`. Contact details are those that a view shows, and no others. What each field means is said in
`data/resources.toml`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from generator.core.settings import Settings
from generator.exports.resources import known, written
from generator.kinds.member import MemberView
from generator.kinds.view import PlaceView
from generator.views.model import SiteView

CLUB = "club"
_MEMBER = "Membre"


def files(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return the directory in Popolo, by path in the site."""
    places = {x.place.area: x.place for m in site.members for x in m.mandates if x.place}
    ordered = [places[area] for area in sorted(places)]
    text = written(
        site,
        settings,
        persons=[_person(member, settings) for member in site.members],
        organizations=[_club(settings), *map(_authority, ordered)],
        memberships=[x for member in site.members for x in _memberships(member)],
        areas=_areas(ordered),
    )
    return {"api/v1/popolo.json": text}


def _person(member: MemberView, settings: Settings) -> dict[str, Any]:
    types = {"phone": "voice"}
    emails = [c.value for c in member.contacts if c.type == "email"]
    return known(
        id=member.id,
        name=member.title,
        family_name=member.family_name,
        given_name=member.given_name,
        sort_name=f"{member.family_name}, {member.given_name}",
        email=emails[0] if emails else "",
        image=settings.absolute(member.image) if member.image else "",
        summary=member.summary,
        contact_details=[
            known(type=types.get(c.type, c.type), value=c.value, label=c.label)
            for c in member.contacts
        ],
        links=[
            {"url": settings.absolute(member.url), "note": settings.site_name},
            *(known(url=x.url, note=x.note) for x in member.links),
        ],
        sources=[known(url=s.url, note=s.title) for s in member.sources if s.url],
    )


def _club(settings: Settings) -> dict[str, Any]:
    return {
        "id": CLUB,
        "name": settings.site_name,
        "classification": "réseau d’élus",
        "links": [{"url": settings.site_url, "note": "Site"}],
    }


def _authority(place: PlaceView) -> dict[str, Any]:
    scheme = "siren" if place.kind == "epci" else "insee"
    return {
        "id": place.area,
        "name": place.name,
        "classification": place.type.lower(),
        "area_id": place.area,
        "identifiers": [{"identifier": place.area.partition(":")[2], "scheme": scheme}],
    }


def _memberships(member: MemberView) -> Iterator[dict[str, Any]]:
    """Yield the mandates of a person, then that they belong to the club.

    The id of a mandate is what it is, since sources give it none.
    """
    seen = Counter[str]()
    for mandate in member.mandates:
        if not mandate.place:
            continue
        area = mandate.place.area
        id_ = f"{member.id}/{area}/{mandate.role}/{mandate.start}"
        seen[id_] += 1
        yield known(
            id=id_ if seen[id_] == 1 else f"{id_}/{seen[id_]}",
            person_id=member.id,
            organization_id=area,
            role=mandate.role_label,
            label=mandate.label,
            area_id=area,
            start_date=mandate.start,
            end_date=mandate.end,
        )
    yield known(
        id=f"{member.id}/{CLUB}",
        person_id=member.id,
        organization_id=CLUB,
        role=member.function or _MEMBER,
        start_date=member.joined.iso if member.joined else "",
        end_date=member.left.iso if member.left else "",
    )


def _areas(places: Iterable[PlaceView]) -> list[dict[str, Any]]:
    """Return the territories and those that contain them, sorted by id, each once."""
    found: dict[str, dict[str, Any]] = {}
    for place in places:
        chain = [(place.area, place.name)]
        if place.kind in {"commune", "epci"} and place.departement_code:
            chain.append((f"departement:{place.departement_code}", place.departement))
        if place.kind != "region" and place.region_code:
            chain.append((f"region:{place.region_code}", place.region))
        for (area, name), (parent, _) in zip(chain, [*chain[1:], ("", "")], strict=True):
            kind, _, code = area.partition(":")
            found[area] = known(
                id=area, name=name, identifier=code, classification=kind, parent_id=parent
            )
    return [found[area] for area in sorted(found)]
