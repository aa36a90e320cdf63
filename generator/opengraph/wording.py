"""Which pages have a card of their own, and what it says."""

import re
from collections.abc import Iterator, Mapping

from generator import routes
from generator.core.settings import Settings
from generator.opengraph.drawing import Card
from generator.records.french import NBSP, typography
from generator.views.model import ActionView, MeetingView, PracticeView, SiteView, WatchView

# What the card of a section promises; the club's own sentence where there is none.
_SECTIONS = {
    "pratiques": "Ce qui a été essayé, ce que cela a coûté, ce qui n’a pas marché",
    "annuaire": "Les élues et élus à qui poser une question",
    "reunions": "Les réunions du club, leurs décisions et leurs tâches",
    "registre": "Les décisions du club et les tâches qui en découlent",
    "a-venir": "Ce qui arrive dans les trois prochains mois",
    "veille": "Les textes à suivre, et ce qu’ils changent pour une collectivité",
    "actions": "Ce que les membres du club demandent ensemble",
    "reseau": "Les personnes et les organismes qui peuvent aider",
    "themes": "Ce que le club sait, sujet par sujet",
    "methodes": "Ce que le club sait, méthode par méthode",
    "territoires": "Qui l’a fait, à votre taille ou près de chez vous",
    "chiffres": "Les membres, les pratiques et les réunions, comptés et dessinés",
    "vocabulaires": "Les mots des fiches et leur définition",
    "donnees": "Ce que le club publie, à reprendre librement : calendrier, flux, tableaux, JSON",
    "integrer": "Un extrait du club dans les pages de votre commune",
}
_NUMBER = re.compile(r"(?<=\d) (?=[a-zéû])|(?<=n°) ")
_WITHOUT = {"recherche", "comparer"}  # pages that are asked for, not passed on


def cards(site: SiteView, settings: Settings) -> dict[str, Card]:
    """Return the cards of a site, by the address of the page they belong to.

    One for each practice, meeting, text and action. People share the card of their section: no
    face and no name is sent around by itself. The home page's serves every other page.
    """
    label = "Démonstration" if site.fictional else ""
    return {
        address: Card(*(_bound(text) for text in (kind, title, facts, settings.site_name, label)))
        for address, kind, title, facts in _said(site, settings)
    }


def _bound(text: str) -> str:
    """Return `text` in which no line may end inside « n° 2 », « 21 février » or « 16 ans »."""
    return _NUMBER.sub(NBSP, typography(text))


def address_for(page: str, found: Mapping[str, Card]) -> str:
    """Return the address, in `found`, of the card that a page shows: the nearest one above it."""
    while page not in found:
        page = page.rstrip("/").rpartition("/")[0] + "/"
    return page


def _said(site: SiteView, settings: Settings) -> Iterator[tuple[str, str, str, str]]:
    yield "/", "", settings.site_name, settings.site_description
    for section, title in routes.SECTIONS.items():
        if section not in _WITHOUT:
            yield f"/{section}/", "", title, _SECTIONS.get(section, settings.site_description)
    for practice in site.practices:
        yield practice.url, "Pratique", practice.title, _practice(practice)
    for meeting in site.meetings:
        yield meeting.url, meeting.kind, meeting.title, _meeting(meeting)
    for text in site.watch:
        yield text.url, text.kind, text.title, _watch(text)
    for action in site.actions:
        yield action.url, "Action collective", action.title, _action(action)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _practice(view: PracticeView) -> str:
    period = view.period[:1].upper() + view.period[1:]
    return _joined(view.place.where if view.place else "", period)


def _meeting(view: MeetingView) -> str:
    called_off = "Annulée" if view.status == "cancelled" else ""
    return _joined(called_off, view.start.text, view.format or view.location)


def _watch(view: WatchView) -> str:
    last = f"{view.last.label}, {view.last.when.text}" if view.last else ""
    return _joined(last, view.reference)


def _action(view: ActionView) -> str:
    until = ""
    if view.status == "open" and view.deadline:
        day = view.deadline
        until = f"jusqu’{'au' if day.is_day else 'en'} {day.text}"
    return _joined(view.status_label, until)
