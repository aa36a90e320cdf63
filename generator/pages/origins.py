"""What each page is made from, and the two links that lead there.

A record's page comes from a line of a file; a listing from the folder it lists; what gathers
everything (search, comparison) from the whole repository. A page that says nothing of itself is
of that last sort, so that every page has its links.
"""

from collections.abc import Mapping

from generator import routes
from generator.core import forge
from generator.core.forge import Origin
from generator.core.settings import Settings
from generator.kinds import LISTED
from generator.pages.page import GeneratedPage
from generator.views.model import SiteView

_ROOT = Origin("")
# The first part of an address: what the pages below it are made from.
_SECTIONS = {
    "themes": Origin("vocabularies/themes.yaml", 1),
    "methodes": Origin("vocabularies/methods.yaml", 1),
    "territoires": Origin("practices/"),
    "chiffres": Origin("members.yaml", 1),
    "vocabulaires": Origin("vocabularies/"),
} | {kind.section: Origin(kind.source, int(kind.listed)) for kind in LISTED.values()}


def known(site: SiteView) -> dict[str, Origin]:
    """Return the origin of every page that one source alone makes, by address."""
    missing = routes.STANDARD_PAGES.keys() - {page.id for page in site.pages}
    found = {
        routes.record("page", name): Origin(f"content/{name}.md", 1, missing=True)
        for name in missing
    }
    found |= {view.url: Origin(view.path, view.line) for _, view in site.every()}
    for hub in (*site.themes, *site.methods):
        found[hub.url] = Origin(f"vocabularies/{hub.vocabulary}.yaml", hub.line)
    return found


def of(address: str, known_origins: Mapping[str, Origin]) -> Origin:
    """Return what the page at `address` is made from."""
    section = address.strip("/").partition("/")[0]
    return known_origins.get(address) or _SECTIONS.get(section, _ROOT)


def corrections(settings: Settings, page: GeneratedPage, origin: Origin) -> dict[str, str]:
    """Return the addresses of « Modifier cette page » and « Signaler une erreur ».

    Without a forge both lead to the people of the club; only what has a source of its own asks
    to be changed.
    """
    contact = routes.relative("/contact/", page.address)
    if settings.repo_url:
        edit, report = forge.edit(settings, origin), forge.report(settings, origin, page.address)
        return {"edit_url": edit, "report_url": report}
    own = origin.line > 0 and not origin.path.startswith("content/")
    return {"edit_url": contact, "report_url": contact} if own else {"report_url": contact}
