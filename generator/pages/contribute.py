"""The pages of the contribution forms: what to send, readable without a script, then the form itself.

The form is hidden until its script (`javascript/src/form.js`) starts: that fills it, checks what is
typed and sends, by the same views written as data (`exports/forms.py`).
"""

from collections.abc import Iterator

from generator import routes
from generator.core.settings import Settings
from generator.kinds import Kind
from generator.kinds.view import Shared
from generator.pages.page import GeneratedPage, render
from generator.views.model import FormView, SiteView

_FORGES = {"github": "GitHub", "gitlab": "GitLab"}
_CRUMB = {"label": routes.STANDARD_PAGES["contribuer"], "url": "contribuer/"}


def forms(site: SiteView, settings: Settings) -> Iterator[GeneratedPage]:
    """Yield the page of each form."""
    written = {page.url for page in site.pages}
    for form in site.forms:
        yield _form(form, settings, form.form.guide if form.form.guide in written else "")


def _form(form: FormView, settings: Settings, guide: str) -> GeneratedPage:
    meta = {
        "title": form.title,
        "description": form.form.lede,
        "section": "contribuer",
        "breadcrumb": [_CRUMB],
        "search": False,
        "styles": ["combo", "form"],
        "scripts": ["form"],
    }
    return render(
        "contribute.jinja",
        form.url,
        meta,
        form=form,
        email=settings.contact_email,
        guide=guide,
        forge=_FORGES[settings.forge] if settings.repo_url else "",
    )


def completion(kind: Kind, view: Shared) -> dict[str, str]:
    """Return the address where a record is completed, as seen from its page; nothing without a form."""
    if not kind.form:
        return {}
    return {"complete_url": routes.relative(routes.form(kind.name, view.id), view.url)}
