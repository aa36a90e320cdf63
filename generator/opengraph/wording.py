"""Which pages have a card of their own, and what it says."""

import re
from collections.abc import Iterator, Mapping

from generator import routes
from generator.core.data import table
from generator.core.settings import Settings
from generator.kinds import LISTED
from generator.opengraph.drawing import Card
from generator.records.french import NBSP, typography
from generator.views.model import SiteView

# What the card of a section promises; the club's own sentence where there is none.
_SECTIONS = {
    name: page["promise"] for name, page in table("pages").items() if "promise" in page
} | {kind.section: kind.promise for kind in LISTED.values()}
_NUMBER = re.compile(r"(?<=\d) (?=[a-zéû])|(?<=n°) ")
_WITHOUT = {"recherche", "comparer"}  # pages that are asked for, not passed on


def cards(site: SiteView, settings: Settings) -> dict[str, Card]:
    """Return the cards of a site, by the address of the page they belong to.

    One for each practice, meeting, text and action. People share the card of their section: no
    face and no name is sent around by itself. The home page's serves every other page.
    """
    label = (
        "Démonstration" if site.fictional else "Édition des membres" if site.members_only else ""
    )
    return {
        address: Card(*(_bound(text) for text in (kind, title, facts, settings.site_name, label)))
        for address, kind, title, facts in _cards(site, settings)
    }


def _bound(text: str) -> str:
    """Return `text` in which no line may end inside « n° 2 », « 21 février » or « 16 ans »."""
    return _NUMBER.sub(NBSP, typography(text))


def address_for(page: str, found: Mapping[str, Card]) -> str:
    """Return the address, in `found`, of the card that a page shows: the nearest one above it."""
    while page not in found:
        page = page.rstrip("/").rpartition("/")[0] + "/"
    return page


def _cards(site: SiteView, settings: Settings) -> Iterator[tuple[str, str, str, str]]:
    yield "/", "", settings.site_name, settings.site_description
    absent = {kind.section for kind in LISTED.values() if kind not in site.kinds}
    for section, title in routes.SECTIONS.items():
        if section not in _WITHOUT and section not in absent:
            yield f"/{section}/", "", title, _SECTIONS.get(section, settings.site_description)
    for name, kind in LISTED.items():
        for view in site.records[name] if kind.card else ():
            over, facts = kind.card(view) if kind.card else ("", "")
            yield view.url, over, view.title, facts
