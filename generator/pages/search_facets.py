"""What a page tells the search beside its text: facets to narrow by, other words to be found by.

Everything comes from the view, so the index cannot hold what the page may not show.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.kinds import Kind
from generator.kinds.meeting import MeetingView
from generator.kinds.member import MemberView
from generator.kinds.page import PageView
from generator.kinds.practice import PracticeView
from generator.kinds.view import PlaceView, Ref
from generator.kinds.watch import WatchView
from generator.views.model import HubView, SiteView

# The part of 2026-03-12, 2026-03 or 2026 that is a year.
_YEAR = 4

# What readers call the pages that every site has.
_PAGE_NAMES = {
    "club": "adhérer, adhésion, rejoindre, inscription, devenir membre, qui sommes-nous, à propos",
    "contribuer": "ajouter, proposer, publier, partager, écrire une fiche, corriger, participer",
    "contact": "contacter, joindre, écrire, courriel, mail, téléphone, poser une question",
    "confidentialite": "RGPD, données personnelles, vie privée, cookies, suppression",
    "accessibilite": "RGAA, déclaration d’accessibilité, lecteur d’écran, clavier",
    "mentions-legales": "éditeur, hébergeur, licence, droits d’auteur, crédits",
}

Synonyms = Mapping[tuple[str, str], tuple[str, ...]]


def synonyms(site: SiteView) -> Synonyms:
    """Return the other names of each theme and method, by (vocabulary, key)."""
    return {(hub.vocabulary, hub.key): hub.synonyms for hub in (*site.themes, *site.methods)}


def of_record(kind: Kind, view: Any, others: Synonyms) -> dict[str, dict[str, Any]]:
    """Return the front matter of a record's page: `filters` and `keywords`.

    `filters` maps a facet to its values, `keywords` a field of the index to its text.
    """
    place, when = _place(view), _date(view)
    methods, themes = getattr(view, "methods", ()), getattr(view, "themes", ())
    filters = {
        "type": [kind.label],
        "theme": [ref.label for ref in themes],
        "methode": [ref.label for ref in methods],
        "niveau": _given(getattr(view, "level", "")),
        "statut": _given(_status(view)),
        "mandat": [view.current.role_label] if isinstance(view, MemberView) else [],
        "situation": _given(_situation(view)),
        "temoigne": _given(_witness(view)),
        "annee": _given(when[:_YEAR]),
        "date": _given(when),
        **(_place_filters(place) if place else {}),
    }
    keywords = {
        "lieu": place.where if place else "",
        "ou": " ".join(_around(place)) if place else "",
        "aussi": ", ".join(_others(methods, others)),
    }
    return _kept(filters, keywords)


def of_hub(view: HubView, kind: str) -> dict[str, dict[str, Any]]:
    """Return the same for the page of a theme or a method: its other names are its own."""
    return _kept({"type": [kind]}, {"noms": ", ".join(view.synonyms)})


def of_page(view: PageView) -> dict[str, dict[str, Any]]:
    """Return the same for a hand-written page."""
    return _kept({"type": ["Page du site"]}, {"noms": _PAGE_NAMES.get(view.id, "")})


def _kept(filters: dict[str, list[str]], keywords: dict[str, str]) -> dict[str, dict[str, Any]]:
    return {
        "filters": {name: values for name, values in filters.items() if values},
        "keywords": {name: text for name, text in keywords.items() if text},
    }


def _given(value: str) -> list[str]:
    return [value] if value else []


def _place(view: Any) -> PlaceView | None:
    if isinstance(view, MemberView):
        return view.current.place
    return view.place if isinstance(view, PracticeView) else None


def _place_filters(place: PlaceView) -> dict[str, list[str]]:
    departement = f"{place.departement} ({place.departement_code})" if place.departement else ""
    return {
        "region": _given(place.region),
        "departement": _given(departement),
        "strate": _given(place.stratum),
        "collectivite": _given(place.type),
    }


def _around(place: PlaceView) -> Iterator[str]:
    """Yield where a place lies: what a reader may add to its name, or type instead."""
    yield from (place.departement, place.departement_code, place.region)
    if place.kind == "commune":
        yield place.epci


def _status(view: Any) -> str:
    """Return how far a record is, in the words its page has: its status, or its last stage."""
    if isinstance(view, MeetingView):
        return view.badges[0].text
    if isinstance(view, WatchView):
        return view.last.label if view.last else ""
    return str(getattr(view, "status_label", ""))


def _situation(view: Any) -> str:
    if not isinstance(view, MemberView):
        return ""
    return "En mandat" if view.active else "Ancien mandat"


def _witness(view: Any) -> str:
    """Return who can tell of a practice from experience: a person, or someone for the practice."""
    if isinstance(view, MemberView) and view.practices:
        return "Peut témoigner d’une pratique"
    if isinstance(view, PracticeView) and view.peers:
        return "Quelqu’un peut en parler"
    return ""


def _date(view: Any) -> str:
    """Return the day (ISO, maybe shortened) a record began or was last changed; empty for people."""
    if last := getattr(view, "last", None):
        return str(last.when.iso)
    start = getattr(view, "opened", None) or getattr(view, "start", "")
    return str(getattr(start, "iso", start))


def _others(methods: Iterable[Ref], others: Synonyms) -> list[str]:
    """Return the other names of the methods a record names.

    Not those of its themes: « piste cyclable » must not find whatever speaks of mobility.
    """
    found = [word for ref in methods for word in others.get(("methods", ref.id), ())]
    return list(dict.fromkeys(found))
