"""What a page says to machines about its subject: schema.org (JSON-LD 1.1), in its head.

Linked data goes through the front matter; the theme writes it. It repeats what the page shows
and nothing else: no contact detail (the page and the contact card are enough), no name of who
attended, signed or may be called. What is unknown is left out; no date is made up.
Types and properties: https://schema.org/docs/full.html.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from generator import routes
from generator.core.settings import Settings
from generator.views.listings import Leaf
from generator.views.model import (
    ActionView,
    ContactView,
    HubView,
    MeetingView,
    MemberView,
    PlaceView,
    PracticeView,
    Ref,
    Source,
    WatchView,
)

CONTEXT = "https://schema.org"
LICENSE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
Node = dict[str, Any]

_PARIS = ZoneInfo("Europe/Paris")
_PLACES = {"commune": "City", "epci": "AdministrativeArea"}
_MODES = {"remote": "Online", "onsite": "Offline", "hybrid": "Mixed"}
# Kinds of the watch that are no legislation, and what they are.
_NOT_LAWS = {
    "rapport": "Report",
    "question-ecrite": "CreativeWork",
    "jurisprudence": "CreativeWork",
}
_ORGANISATIONS = {"company", "institution"}
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}(?=-|$)")


def graph(address: str, meta: Node, nodes: Iterable[Node], settings: Settings) -> Node:
    """Return all the linked data of a page: its subject, its place in the site.

    `meta` is its front matter. A page without a subject of its own is a page of the site.
    """
    here = absolute(address, settings)
    found = list(nodes) or [page("WebPage", here, meta, settings)]
    trail = [(c["label"], f"/{c['url']}") for c in meta.get("breadcrumb") or ()]
    if trail:
        found.append(_breadcrumb([*trail, (meta["title"], address)], settings))
    return {"@context": CONTEXT, "@graph": found}


def absolute(url: str, settings: Settings) -> str:
    """Return the complete address of a page or a file of the site."""
    return settings.site_url.rstrip("/") + url


def of_record(view: Any, settings: Settings) -> list[Node]:
    """Return what the page of a record is about, nothing when it cannot be said for sure."""
    maker = _MAKERS.get(type(view))
    node = maker(view, settings) if maker else None
    return [node] if node else []


# --- records ---------------------------------------------------------------------------------


def practice(view: PracticeView, settings: Settings) -> Node:
    """Return a sheet as an Article."""
    here = absolute(view.url, settings)
    origin = view.adapted_from
    return {
        **_article(view.url, view.title, view.summary, settings),
        **_known(
            mainEntityOfPage=_known(
                **{"@type": "WebPage", "@id": here},
                lastReviewed=view.reviewed.iso if view.reviewed else "",
            ),
            about=_place(view.place) if view.place else None,
            keywords=[ref.label for ref in (*view.methods, *view.themes)],
            temporalCoverage=_period(view),
            isBasedOn=_named("Article", "headline", origin.practice, settings) if origin else None,
            citation=[_source(source) for source in view.sources],
        ),
    }


def meeting(view: MeetingView, settings: Settings) -> Node:
    """Return a meeting as an Event.

    The address that joins it is the page's, which gives the link to whom it concerns. A meeting
    called off keeps its date; one whose former address bore another day was moved.
    """
    before = _former_day(view)
    status = "Scheduled"
    if view.status == "cancelled":
        status = "Cancelled"
    elif before:
        status = "Rescheduled"
    mode = _MODES.get(view.format_key, "")
    return _known(
        **{"@type": "Event"},
        url=absolute(view.url, settings),
        name=view.title,
        description=" ; ".join(view.agenda),
        startDate=_instant(view.start.iso),
        endDate=_instant(view.end),
        previousStartDate=before if status == "Rescheduled" else "",
        eventStatus=f"{CONTEXT}/Event{status}",
        eventAttendanceMode=f"{CONTEXT}/{mode}EventAttendanceMode" if mode else "",
        location=_locations(view, settings),
        organizer=club(settings),
        image=_picture(view.url, settings),
        inLanguage="fr",
        isAccessibleForFree=True,
    )


def watch(view: WatchView, settings: Settings) -> Node:
    """Return an entry of the watch: an Article about a Legislation (or a report, a ruling…)."""
    dates = {stage.key: stage.when.iso for stage in reversed(view.stages)}  # the first of each
    law = view.kind_key not in _NOT_LAWS
    text = _known(
        **{"@type": _NOT_LAWS.get(view.kind_key, "Legislation")},
        name=view.reference or view.title,
        url=view.official_url,
        datePublished=dates.get("publication-jo", ""),
    )
    if law:
        text |= _known(
            legislationType=view.kind,
            legislationIdentifier=view.reference,
            legislationDate=dates.get("promulgation", ""),
            legislationJurisdiction={"@type": "Country", "name": "France"},
            legislationChanges=[
                _named("Legislation", "name", ref, settings) for ref in view.amends
            ],
        )
    return {
        **_article(view.url, view.title, view.summary, settings),
        **_known(
            about=text,
            keywords=[ref.label for ref in (*view.themes, *view.methods)],
            citation=[_source(source) for source in view.sources],
        ),
    }


def action(view: ActionView, settings: Settings) -> Node:
    """Return a collective action: the text that is signed, and whom it is for."""
    return {
        **_article(view.url, view.title, view.summary, settings, kind="CreativeWork"),
        **_known(
            genre="Action collective",
            creativeWorkStatus=view.status_label,
            dateCreated=view.opened.iso if view.opened else "",
            datePublished=view.sent.iso if view.sent else "",
            audience=[{"@type": "Audience", "name": name} for name in view.addressees],
            about=[_named("CreativeWork", "name", ref, settings) for ref in view.watch],
            citation=[_source(source) for source in view.sources],
        ),
    }


def member(view: MemberView, settings: Settings) -> Node:
    """Return a member as a Person in the office they hold now; an office that ended is left out."""
    now = view.current if view.current.active else None
    return _known(
        **{"@type": "Person"},
        url=absolute(view.url, settings),
        name=view.title,
        givenName=view.given_name,
        familyName=view.family_name,
        description=view.summary,
        image=absolute(view.image, settings) if view.image else "",
        jobTitle=now.label if now else "",
        worksFor=_authority(now.place) if now and now.place else None,
        memberOf=None if view.left else club(settings),
        knowsAbout=[ref.label for ref in (*view.themes, *view.methods)],
    )


def contact(view: ContactView, settings: Settings) -> Node | None:
    """Return a person or a body of the resource network; None when which is not sure."""
    body = view.category in _ORGANISATIONS and not view.organization
    if not body and not view.organization:
        return None
    return _known(
        **{"@type": "Organization" if body else "Person"},
        url=absolute(view.url, settings),
        name=view.title,
        description=view.summary,
        knowsAbout=[ref.label for ref in (*view.themes, *view.methods)],
        affiliation=None if body else {"@type": "Organization", "name": view.organization},
    )


_MAKERS: dict[type, Callable[[Any, Settings], Node | None]] = {
    PracticeView: practice,
    MeetingView: meeting,
    WatchView: watch,
    ActionView: action,
    MemberView: member,
    ContactView: contact,
}


# --- the site --------------------------------------------------------------------------------


def club(settings: Settings) -> Node:
    """Return the club, as other subjects name it."""
    return {
        "@type": "Organization",
        "@id": f"{settings.site_url}#club",
        "name": settings.site_name,
        "url": settings.site_url,
    }


def home(settings: Settings) -> list[Node]:
    """Return the subjects of the home page: the site, with its search, and the club."""
    search = f"{absolute('/recherche/', settings)}?q={{search_term_string}}"
    host = {"@type": "Organization", "name": settings.host} if settings.host else None
    return [
        {
            **_site(settings),
            **_known(description=settings.site_description),
            "inLanguage": "fr",
            "publisher": {"@id": f"{settings.site_url}#club"},
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": search},
                "query-input": "required name=search_term_string",
            },
        },
        {
            **club(settings),
            **_known(
                description=settings.site_description,
                logo=absolute("/assets/apple-touch-icon.png", settings),
                parentOrganization=host,
            ),
        },
    ]


def page(kind: str, here: str, meta: Node, settings: Settings) -> Node:
    """Return a page as such; `kind` is WebPage or a kind of it."""
    return _known(
        **{"@type": kind, "@id": here},
        url=here,
        name=meta["title"],
        description=meta.get("description", ""),
        inLanguage="fr",
        isPartOf=_site(settings),
    )


def listing(leaf: Leaf, address: str, meta: Node, settings: Settings) -> list[Node]:
    """Return a page of a list, with the addresses of what it lists."""
    entries = [
        {"@type": "ListItem", "position": leaf.first + n, "url": absolute(item.url, settings)}
        for n, item in enumerate(leaf.items, 1)
    ]
    items = {"@type": "ItemList", "numberOfItems": leaf.total, "itemListElement": entries}
    node = page("CollectionPage", absolute(address, settings), meta, settings)
    return [{**node, "mainEntity": items}]


def hub(view: HubView, meta: Node, settings: Settings) -> list[Node]:
    """Return the page of a theme or a method, and the term it defines."""
    term = _known(**{"@type": "DefinedTerm"}, name=view.label, description=view.description)
    node = page("CollectionPage", absolute(view.url, settings), meta, settings)
    return [{**node, "about": term}]


def _site(settings: Settings) -> Node:
    return {
        "@type": "WebSite",
        "@id": f"{settings.site_url}#site",
        "name": settings.site_name,
        "url": settings.site_url,
    }


def _breadcrumb(trail: list[tuple[str, str]], settings: Settings) -> Node:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": label,
                "item": {"@id": absolute(url, settings)},
            }
            for position, (label, url) in enumerate(trail, 1)
        ],
    }


# --- pieces ----------------------------------------------------------------------------------


def _known(**fields: Any) -> Node:
    return {name: value for name, value in fields.items() if value not in ("", None, [], {})}


def _article(url: str, title: str, summary: str, settings: Settings, kind: str = "Article") -> Node:
    here = absolute(url, settings)
    return {
        "@type": kind,
        **_known(
            url=here,
            headline=title,
            description=summary,
            image=_picture(url, settings),
            inLanguage="fr",
            author=club(settings),
            publisher=club(settings),
            license=LICENSE,
            isAccessibleForFree=True,
            mainEntityOfPage={"@type": "WebPage", "@id": here},
        ),
    }


def _picture(url: str, settings: Settings) -> str:
    return absolute(routes.picture(url), settings)


def _place(place: PlaceView) -> Node:
    _, _, code = place.area.partition(":")
    around = [name for name in (place.departement, place.region) if name and name != place.name]
    return {
        "@type": _PLACES.get(place.kind, "AdministrativeArea"),
        "name": place.name,
        # The official geographic code; that of an EPCI is its SIREN number.
        "identifier": {
            "@type": "PropertyValue",
            "propertyID": "SIREN" if place.kind == "epci" else "COG",
            "value": code,
        },
        **_known(
            containedInPlace=[{"@type": "AdministrativeArea", "name": name} for name in around]
        ),
    }


def _authority(place: PlaceView) -> Node:
    return {"@type": "GovernmentOrganization", "name": place.name, "areaServed": _place(place)}


def _period(view: PracticeView) -> str:
    """Return the dates as an ISO 8601 interval; `..` is an end that has not come."""
    if view.start and view.end:
        return f"{view.start}/{view.end}" if view.start != view.end else view.start
    if view.start and view.status_text == view.status_label and view.status == "ongoing":
        return f"{view.start}/.."
    return view.start


def _named(kind: str, name: str, ref: Ref, settings: Settings) -> Node:
    return {"@type": kind, name: ref.label, "url": absolute(ref.url, settings)}


def _source(source: Source) -> Node:
    return {
        "@type": "CreativeWork",
        "name": source.title,
        **_known(url=source.url, datePublished=source.date.iso if source.date else ""),
    }


def _instant(iso: str) -> str:
    """Return a date as it is; a date with a time, with its offset from UTC (ISO 8601)."""
    if "T" not in iso and " " not in iso:
        return iso
    at = datetime.fromisoformat(iso)
    return (at if at.tzinfo else at.replace(tzinfo=_PARIS)).isoformat(timespec="minutes")


def _former_day(view: MeetingView) -> str:
    """Return the day that a former address announced, when it is not the day of the meeting."""
    for alias in view.aliases:
        found = _DATED.match(alias)
        if found and view.start.is_day and found[0] != view.start.iso[:10] and _is_day(found[0]):
            return found[0]
    return ""


def _is_day(iso: str) -> bool:
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True


def _locations(view: MeetingView, settings: Settings) -> list[Node] | Node | None:
    places: list[Node] = []
    if view.location and view.format_key != "remote":
        places.append({"@type": "Place", "name": view.location, "address": view.location})
    if view.format_key in {"remote", "hybrid"}:
        places.append({"@type": "VirtualLocation", "url": absolute(view.url, settings)})
    return places[0] if len(places) == 1 else places
