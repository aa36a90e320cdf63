"""What some pages need beside their view: a reference, a message, a code to paste; the letters of the actions."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from typing import Any

from generator import routes
from generator.core.settings import Settings
from generator.kinds.action import ActionView
from generator.kinds.practice import PracticeView
from generator.pages import messages
from generator.pages.page import GeneratedPage, crumb, localise, render
from generator.territory.geo import POPULATION_SOURCE
from generator.views.excerpts import Excerpt
from generator.views.model import SiteView


def citation(view: PracticeView, settings: Settings) -> dict[str, str]:
    """Return the parts of a reference to a practice sheet: `text` without its address, and `url`.

    The only date is that of the last review: the sheet says nothing of others.
    """
    title = re.sub(r"«\s*", "“", re.sub(r"\s*»", "”", view.title))
    read = ""
    if view.reviewed:
        read = f", relue {'le' if view.reviewed.is_day else 'en'} {view.reviewed.text}"
    text = f"{settings.site_name}, « {title} », fiche de pratique{read}, Licence Ouverte 2.0"
    return {"text": text, "url": settings.absolute(view.url)}


def sign(view: ActionView, settings: Settings, today: str) -> dict[str, str]:
    """Return what signing an open action takes.

    `message` is the address of a ready message to the club (of its contact page when no
    e-mail address is set), `edit` that of the source on the forge, empty without one, and
    `lines` what to add there.
    """
    message = messages.sign(view, settings) or routes.relative("/contact/", view.url)
    edit = settings.repo_url and f"{settings.repo_url}/edit/{settings.branch}/{view.path}"
    lines = f"  - member: votre-identifiant\n    date: {today}"
    return {"message": message, "edit": edit, "lines": lines}


def code(excerpt: Excerpt, settings: Settings) -> str:
    """Return the HTML that a town pastes in its site.

    `sandbox` without `allow-scripts`: even if ours were replaced, nothing could run in the page.
    """
    title = f"{settings.site_name} : {excerpt.title}"
    return (
        f'<iframe src="{settings.absolute(excerpt.url)}" title="{escape(title)}" '
        f'width="100%" height="{excerpt.height}" loading="lazy" referrerpolicy="no-referrer" '
        'sandbox="allow-top-navigation-by-user-activation allow-popups" '
        'style="border: 0; max-width: 800px"></iframe>'
    )


def by_kind(site: SiteView, settings: Settings) -> dict[str, Callable[[Any], dict[str, Any]]]:
    """Return, by kind, what gives the template of a record what it needs beside its view."""
    shown = {member.id: member.contacts for member in site.members}
    return {
        "practice": lambda view: {
            "citation": citation(view, settings),
            **messages.whom(view, view.peers, shown, settings),
        },
        "guide": lambda view: messages.whom(view, view.members, shown, settings),
        "member": lambda view: messages.person(view, settings),
        "contact": lambda view: messages.person(view, settings),
        "meeting": lambda view: {"agenda": routes.event(view.id)},
        "action": lambda view: {
            "sign": sign(view, settings, site.today),
            "population_source": POPULATION_SOURCE,
        },
    }


def letters(site: SiteView, settings: Settings) -> Iterator[GeneratedPage]:
    """Yield the letter of each action, to be printed on A4 with its signatories."""
    for view in site.actions:
        address = routes.letter(view.id)
        meta = {
            "title": f"{view.title} : la lettre",
            "description": view.summary or f"La lettre : {view.title}",
            "section": "actions",
            "breadcrumb": [crumb("actions"), {"label": view.title, "url": view.url.lstrip("/")}],
            "search": False,
            "noindex": True,
            "styles": ["letter"],
            "origin": ["actions/"],
        }
        yield render(
            "letter.jinja",
            address,
            meta,
            view=replace(view, body=localise(view.body, address)),
            club=settings.site_name,
            host=settings.host,
            today=site.figures.date,
        )
