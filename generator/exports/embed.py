"""The excerpts that other sites embed: small HTML documents, without script, one a file.

A town shows one in an `<iframe>` whose `sandbox` forbids scripts and forms. Its links leave the frame
(`<base target>`), the colours are those the reader's system asks for. Nothing is set nor counted.
"""

from collections.abc import Iterator
from html import escape

from generator import routes
from generator.core.settings import Settings
from generator.kinds.meeting import MeetingView
from generator.kinds.practice import PracticeView
from generator.records.french import typography
from generator.views.excerpts import Excerpt, excerpts
from generator.views.model import SiteView

_STYLE = "/assets/embed.css"


def documents(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return every excerpt, by path in the site."""
    return {
        routes.built_file(excerpt.url): document(excerpt, site, settings)
        for excerpt in excerpts(site)
    }


def document(excerpt: Excerpt, site: SiteView, settings: Settings) -> str:
    """Return one excerpt."""
    here = excerpt.url
    lines = [
        "<!doctype html>",
        '<html lang="fr"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(settings)}">',
        '<base target="_top">',
        f"<title>{_text(excerpt.title)} – {_text(settings.site_name)}</title>",
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="robots" content="noindex">',
        f'<link rel="stylesheet" href="{routes.relative(_STYLE, here)}">',
        "</head><body><main>",
        *_content(excerpt, site, settings),
        "</main></body></html>",
    ]
    return "\n".join(lines) + "\n"


def _policy(settings: Settings) -> str:
    """Return the policy: one style sheet, and nothing else.

    In a sandbox the document has no origin of its own, and not every browser then knows whom
    `'self'` means: the style sheet is also named by its address.
    """
    style = settings.site_url.rstrip("/") + _STYLE
    return f"default-src 'none'; style-src 'self' {style}; base-uri 'none'; form-action 'none'"


def _text(text: str) -> str:
    return escape(typography(text))


def _link(url: str, text: str, here: str) -> str:
    return f'<a href="{escape(routes.relative(url, here))}">{_text(text)}</a>'


def _content(excerpt: Excerpt, site: SiteView, settings: Settings) -> Iterator[str]:
    here = excerpt.url
    yield f'<p class="club">{_link("/", settings.site_name, here)}</p>'
    yield f"<h1>{_text(excerpt.title)}</h1>"
    if excerpt.meetings:
        if excerpt.practices is not None:
            yield "<h2>Prochaine réunion</h2>"
        yield from _meeting(site.next_meeting, here)
    if excerpt.practices is not None:
        if excerpt.meetings:
            yield "<h2>Dernières pratiques</h2>"
        yield from _practices(excerpt.practices, here)
    yield f'<p class="more">{_link(excerpt.page, excerpt.more, here)}</p>'
    if site.fictional:
        words = "Démonstration : le contenu de cet extrait est fictif."
        yield f'<p class="demo">{_text(words)}</p>'


def _meeting(meeting: MeetingView | None, here: str) -> Iterator[str]:
    if meeting is None:
        yield "<p>Aucune réunion n’est annoncée pour le moment.</p>"
        return
    place = ", ".join(word for word in (meeting.location, meeting.format) if word)
    yield f'<p class="item">{_link(meeting.url, meeting.title, here)}'
    moment = f'<time datetime="{meeting.start.iso}">{_text(meeting.start.text)}</time>'
    yield f"<small>{moment}{f' · {_text(place)}' if place else ''}</small></p>"


def _practices(practices: tuple[PracticeView, ...], here: str) -> Iterator[str]:
    if not practices:
        yield "<p>Aucune pratique n’est encore publiée.</p>"
        return
    yield "<ul>"
    for practice in practices:
        parts = [practice.place.where if practice.place else "", practice.period]
        facts = " · ".join(_text(word) for word in parts if word)
        small = f"<small>{facts}</small>" if facts else ""
        yield f"<li>{_link(practice.url, practice.title, here)}{small}</li>"
    yield "</ul>"
