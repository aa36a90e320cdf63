"""A reader goes from page to page by clicking what is shown, with and without JavaScript."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Site, Sites

pytestmark = pytest.mark.browser

PRACTICE = "L’Agence de la participation citoyenne de Mulhouse"


def _follow(page: Page, site: Site, *names: str | re.Pattern[str]) -> str:
    """Click a link of the main content by each name in turn; return the path reached."""
    for name in names:
        page.locator("article").get_by_role("link", name=name).first.click()
    return page.url.removeprefix(site.url)


def test_from_home_to_a_practice_a_member_a_meeting_and_back(page: Page, sites: Sites) -> None:
    site = sites["club"]
    page.goto(site.url)
    assert _follow(page, site, "Toutes les méthodes") == "methodes/"
    assert _follow(page, site, "Concertation") == "methodes/concertation/"
    assert _follow(page, site, re.compile("Mulhouse")).startswith("pratiques/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mulhouse")
    assert _follow(page, site, "Céline Fictive") == "annuaire/celine-fictive/"
    assert _follow(page, site, re.compile("[Rr]éunion du club")).startswith("reunions/")
    page.locator("header").get_by_role("link", name="Club des élus locaux").click()
    assert page.url == site.url


def test_the_same_walk_in_the_miniature_club(page: Page, sites: Sites) -> None:
    site = sites["miniature"]
    page.goto(site.url)
    practice = "pratiques/budget-participatif-mulhouse/"
    assert (
        _follow(page, site, re.compile("^Budget participatif")) == "methodes/budget-participatif/"
    )
    assert _follow(page, site, re.compile("^Budget participatif")) == practice
    assert _follow(page, site, "Camille Exemple") == "annuaire/camille-exemple/"
    assert _follow(page, site, re.compile("^Première rencontre")) == (
        "reunions/2026-04-02-premiere-rencontre/"
    )
    assert _follow(page, site, "Dominique Modèle") == "annuaire/dominique-modele/"
    page.locator("header").get_by_role("link", name="Club miniature").click()
    assert page.url == site.url


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_every_section_of_the_menu_and_of_the_footer_leads_somewhere(
    javascript: bool, open_page: Open, sites: Sites
) -> None:
    page, site = open_page(java_script_enabled=javascript).page, sites["club"]
    page.goto(site.url)
    for region in ("header nav", "footer nav"):
        names = page.locator(f"{region} a").all_inner_texts()
        assert len(names) >= 4
        for name in names:
            page.locator(region).get_by_role("link", name=name, exact=True).click()
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            expect(page.get_by_role("heading", level=1)).not_to_contain_text("n’existe pas")
            assert page.locator("header nav [aria-current]").count() <= 1


def test_a_former_address_leads_to_the_present_one(page: Page, sites: Sites) -> None:
    site = sites["miniature"]
    page.goto(site.page("pratiques/bp-mulhouse/"))
    page.wait_for_url(site.page("pratiques/budget-participatif-mulhouse/"))


def test_the_page_not_found_opens_doors(page: Page, sites: Sites) -> None:
    site = sites["club"]
    page.goto(site.page("pratiques/absente/bien/sur/"))
    assert _follow(page, site, "Pratiques") == "pratiques/"


def test_the_fictional_site_says_so_on_every_kind_of_page(page: Page, sites: Sites) -> None:
    for path in ("", "annuaire/camille-exemple/", "recherche/", "absente/"):
        page.goto(sites["miniature"].page(path))
        expect(page.get_by_text("les personnes de ce site sont fictives")).to_be_visible()
        expect(page.locator("head > meta[name=robots][content=noindex]")).to_have_count(1)
    page.goto(sites["club"].url)
    expect(page.get_by_text("fictives")).to_have_count(0)
    expect(page.locator("meta[name=robots]")).to_have_count(0)


# --- without JavaScript ----------------------------------------------------------------------

LISTS = {
    "pratiques": "practices",
    "annuaire": "members",
    "reunions": "meetings",
    "veille": "watch",
    "actions": "actions",
}


def _records(site: Site, name: str) -> list[dict[str, Any]]:
    data = json.loads((site.folder / "api" / "v1" / f"{name}.json").read_text(encoding="utf-8"))
    records: list[dict[str, Any]] = data["records"]
    return records


@pytest.mark.parametrize("which", ["club", "miniature"])
@pytest.mark.parametrize("section", LISTS)
def test_lists_are_complete_without_javascript(
    section: str, which: str, open_page: Open, sites: Sites
) -> None:
    site = sites[which]
    page = open_page(java_script_enabled=False).page
    page.goto(site.page(f"{section}/"))
    shown = page.locator("article a:visible").evaluate_all("links => links.map(a => a.href)")
    expected = {f"{site.url}{section}/{r['id']}/" for r in _records(site, LISTS[section])}
    assert expected - set(shown) == set()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_search_without_javascript_says_what_else_to_do(
    width: int, open_page: Open, sites: Sites
) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": width, "height": 800}).page
    site = sites["club"]
    page.goto(site.url)
    page.locator("header input[type=search]").fill("budget")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}recherche/?q=budget")
    expect(page.get_by_text("La recherche a besoin de JavaScript")).to_be_visible()
    assert _follow(page, site, re.compile(r"^Pratiques \(\d+\)$")) == "pratiques/"


def test_that_text_goes_away_with_javascript(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].page("recherche/"))
    expect(page.locator("[id='bloc:q-page']")).to_be_visible()
    expect(page.get_by_role("link", name="Pratiques").last).to_be_visible()
    expect(page.get_by_text("a besoin de JavaScript")).to_be_hidden()


def test_the_menu_is_open_without_javascript_on_a_phone(open_page: Open, sites: Sites) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": 320, "height": 800}).page
    page.goto(sites["club"].page("pratiques/"))
    page.locator("header nav").get_by_role("link", name="Veille").click()
    assert page.url == sites["club"].page("veille/")
