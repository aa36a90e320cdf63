"""The pages of the contribution forms: what to send, readable without a script.

A script takes the place of that list and makes the form of it (`theme/assets/form.js`), from the
same views written as data (`exports/forms.py`).
"""

from collections.abc import Iterator

from generator import routes
from generator.core.settings import Settings
from generator.pages.page import GeneratedPage, render
from generator.views.model import (
    ActionView,
    FormView,
    MeetingView,
    MemberView,
    PracticeView,
    Shared,
    SiteView,
    WatchView,
)

# The guide that goes with a form, where the club has written it.
_GUIDES = {"practice": "/proposer-une-pratique/"}
_CRUMB = {"label": routes.STANDARD_PAGES["contribuer"], "url": "contribuer/"}


def forms(site: SiteView, settings: Settings) -> Iterator[GeneratedPage]:
    """Yield the page of each form."""
    written = {page.url for page in site.pages}
    for form in site.forms:
        guide = _GUIDES.get(form.kind, "")
        yield _form(form, settings, guide if guide in written else "")


def _form(form: FormView, settings: Settings, guide: str) -> GeneratedPage:
    meta = {
        "title": form.title,
        "description": form.lede,
        "section": "contribuer",
        "breadcrumb": [_CRUMB],
        "search": False,
        "styles": ["combo", "form"],
        "scripts": ["form"],
    }
    key = routes.FORMS[form.kind]
    values = {"form": form, "key": key, "email": settings.contact_email, "guide": guide}
    return render("contribute.jinja", form.url, meta, **values)


_CORRECTED: tuple[tuple[type, str], ...] = (
    (PracticeView, "practice"),
    (MemberView, "member"),
    (MeetingView, "meeting"),
    (WatchView, "watch"),
    (ActionView, "action"),
)


def completion(view: object) -> dict[str, str]:
    """Return the address where a sheet is completed, as seen from its page."""
    for type_, kind in _CORRECTED:
        if isinstance(view, type_) and isinstance(view, Shared):
            return {"complete_url": routes.relative(routes.form(kind, view.id), view.url)}
    return {}
