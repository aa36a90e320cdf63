"""The site of a club on its first day: every page says what is missing and opens a door."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from generator import starter
from generator.writing import folder
from tests.browser.conftest import Site, served_site, settled
from tests.browser.test_axe import every_look
from tests.miniature import TODAY
from tests.site_fixtures import build_club

pytestmark = pytest.mark.browser

# Each page, what it says is missing, and where its door leads.
EMPTY = {
    "": ("Le club commence", "contribuer/"),
    "pratiques/": ("Aucune pratique pour l’instant", "contribuer/pratique/"),
    "annuaire/": ("Aucun membre en mandat", "contribuer/membre/"),
    "reunions/": ("Aucune réunion annoncée", "contribuer/reunion/"),
    "registre/": ("Aucune décision pour l’instant", "reunions/"),
    "veille/": ("Aucun texte suivi", "contribuer/texte/"),
    "a-venir/": ("Rien d’annoncé", "veille/"),
    "actions/": ("Aucune action pour l’instant", "contribuer/action/"),
    "reseau/": ("Le réseau se constitue", "contact/"),
    "territoires/": ("Aucun territoire pour l’instant", "contribuer/"),
    "chiffres/": ("Rien à compter pour l’instant", "contribuer/"),
    "comparer/": ("Rien à comparer pour l’instant", "contribuer/pratique/"),
    "themes/sante/": ("Aucune pratique pour l’instant", "contribuer/pratique/"),
}
OTHERS = (
    "themes/",
    "recherche/?q=budget",
    "contribuer/pratique/",
    "integrer/",
    "mentions-legales/",
)


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of a club just written, without an answer given, served."""
    place = tmp_path_factory.mktemp("first-day")
    folder.fill(place / "club", starter.founded(starter.understood({})))
    club = build_club(place / "club", place / "site", today=TODAY)
    with served_site(club.site) as site:
        yield site


def looks(page: Page) -> list[str]:
    """Return what is wrong with the page as it is seen: violations, or wider than a phone."""
    page.set_viewport_size({"width": 320, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    return [f"{width} px", *every_look(page)] if width > 320 else every_look(page)


@pytest.mark.parametrize("path", EMPTY)
def test_an_empty_page_says_what_is_missing_and_opens_a_door(
    path: str, checked: Page, first_day: Site
) -> None:
    said, door = EMPTY[path]
    checked.goto(first_day.page(path))
    box = checked.locator("article .c-empty").filter(has_text=said)
    expect(box).to_have_count(1)
    assert len(box.locator("p").first.inner_text()) > 30, "why it is so"
    link = box.get_by_role("link")
    assert link.evaluate("a => a.href") == first_day.page(door)
    assert (first_day.folder / door / "index.html").is_file()
    # Nothing to count, to compare nor to filter: so no figure, table, map nor filter.
    expect(
        checked.locator("article :is(table, svg.c-france, .c-figures, .c-facets)")
    ).to_have_count(0)
    assert "0 élu" not in checked.locator("article").inner_text()
    assert looks(checked) == []


@pytest.mark.parametrize("path", OTHERS)
def test_the_other_pages_are_whole(path: str, checked: Page, first_day: Site) -> None:
    checked.goto(first_day.page(path))
    settled(checked)
    expect(checked.get_by_role("heading", level=1)).to_have_count(1)
    assert looks(checked) == []
