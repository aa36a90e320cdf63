"""The pages of the contribution forms: what to send, readable without a script.

A script takes the place of that list and makes the form of it (`theme/assets/form.js`), from the
same views written as data (`exports/forms.py`).
"""

from collections.abc import Iterator

from generator import routes
from generator.pages.page import GeneratedPage, render
from generator.settings import Settings
from generator.views.model import FormView, PracticeView, SiteView

_CRUMB = {"label": routes.STANDARD_PAGES["contribuer"], "url": "contribuer/"}


def forms(site: SiteView, settings: Settings) -> Iterator[GeneratedPage]:
    """Yield the page of each form."""
    for form in site.forms:
        yield _form(form, settings)


def _form(form: FormView, settings: Settings) -> GeneratedPage:
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
    return render(
        "contribute.jinja", form.url, meta, form=form, key=key, email=settings.contact_email
    )


def completion(view: object) -> dict[str, str]:
    """Return the address where a sheet is completed, as seen from its page."""
    if not isinstance(view, PracticeView):
        return {}
    return {"complete_url": routes.relative(routes.form("practice", view.id), view.url)}
