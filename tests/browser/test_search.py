"""Search as readers type it: without accents, with elisions, in capitals, in a hurry."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, Sites, search_box, settled

pytestmark = pytest.mark.browser


@pytest.fixture
def home(page: Page, sites: Sites) -> Page:
    page.goto(sites["miniature"].url)
    return page


def _panel(page: Page, query: str) -> Locator:
    """Ask in the box of the header, and return the panel that opens."""
    search_box(page).fill(query)
    panel = page.locator("header .c-panel[data-open]")
    panel.wait_for()
    return panel


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("evenement", "événement"),
        ("événement", "événement"),
        ("EVENEMENT", "événement"),
        ("l'événement", "événement"),
        ("l'association", "association"),
        ("L’ASSOCIATION", "association"),
        ("association", "association"),
        ("l’eau", "eau"),
        ("conseil de jeunes", "jeunes"),
    ],
)
def test_results_highlight_the_word_that_was_meant(query: str, word: str, home: Page) -> None:
    search_box(home).press_sequentially(query)
    marked = home.locator("header .c-panel[data-open] mark")
    expect(marked.filter(has_text=re.compile(word, re.IGNORECASE)).first).to_be_visible()


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("evenement", "Assemblée tirée au sort"),
        ("l'association", "Budget participatif d’exemple"),
        ("L’ASSOCIATION", "Première rencontre"),
        ("camille", "Camille Exemple"),
        ("noumea", "Noa Maquette"),
    ],
)
def test_results_hold_the_page_that_was_meant(query: str, title: str, home: Page) -> None:
    panel = _panel(home, query)
    expect(panel.get_by_role("link", name=re.compile(title)).first).to_be_visible()
    assert "'" not in panel.inner_text(), "apostrophes are set as in print"


def test_a_result_leads_to_its_page(home: Page, sites: Sites) -> None:
    _panel(home, "evenement climatique").get_by_role("link").first.click()
    home.wait_for_url(sites["miniature"].page("pratiques/assemblee-saint-denis/"))


def test_no_result_says_what_to_try(home: Page) -> None:
    panel = _panel(home, "zzzzzz")
    expect(panel.get_by_role("status")).to_have_text(
        "Aucun résultat. Essayez un seul mot, ou un mot plus général."
    )
    expect(panel.get_by_role("link")).to_have_count(0)


def test_the_count_is_said_and_all_results_are_a_link_away(home: Page, sites: Sites) -> None:
    panel = _panel(home, "evenement")
    said = panel.get_by_role("status").inner_text()
    match = re.fullmatch(r"(\d+) résultats", said)
    assert match, said
    panel.get_by_role("link", name="Tous les résultats").click()
    assert home.url == f"{sites['miniature'].url}recherche/?q=evenement"
    settled(home)
    expect(home.locator("ol.c-results > li")).to_have_count(int(match[1]))
    expect(home.locator("[data-recherche] [role=status]")).to_have_text(said)


def test_enter_leads_to_the_results(home: Page, sites: Sites) -> None:
    box = search_box(home)
    box.fill("l’association")
    box.press("Enter")
    home.wait_for_url(re.compile(r"/recherche/\?q="))
    settled(home)
    expect(home.locator("#q-page")).to_have_value("l’association")
    titles = home.locator("ol.c-results h2").all_inner_texts()
    assert "Première rencontre\u00a0: à qui confier l’animation\u00a0?" in titles
    home.locator("ol.c-results a").first.click()
    assert home.url.startswith(sites["miniature"].url)


def test_escape_closes_and_keeps_the_place(home: Page) -> None:
    panel = _panel(home, "evenement")
    home.keyboard.press("ArrowDown")
    expect(panel.get_by_role("link").first).to_be_focused()
    home.keyboard.press("Escape")
    expect(home.locator("header .c-panel[data-open]")).to_have_count(0)
    expect(search_box(home)).to_be_focused()
    expect(search_box(home)).to_have_value("evenement")


def test_control_k_leads_to_the_box_and_a_plain_letter_does_not(home: Page) -> None:
    """No shortcut of a single key: people who dictate would set it off (RGAA 12.10)."""
    box = home.locator("header input[type=search]")
    home.keyboard.press("/")
    expect(box).not_to_be_focused()
    home.keyboard.press("Control+k")
    expect(box).to_be_focused()


def test_control_k_opens_the_box_of_a_phone(open_page: Open, sites: Sites) -> None:
    page = open_page(viewport={"width": 320, "height": 800}).page
    page.goto(sites["miniature"].url)
    page.keyboard.press("Control+k")
    expect(page.locator("header input[type=search]")).to_be_focused()
    expect(page.locator("header input[type=search]")).to_be_in_viewport()


def test_the_box_of_the_home_page_searches_too(home: Page) -> None:
    box = home.get_by_role("searchbox", name="Que cherchez-vous ?")
    box.press_sequentially("jeunes")
    expect(home.locator("article .c-panel[data-open] mark").first).to_have_text("jeunes")


def test_kinds_narrow_the_results_and_stay_in_the_address(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].page("recherche/?q=budget"))
    settled(page)
    total = page.locator("ol.c-results > li").count()
    choice = page.get_by_role("radio", name=re.compile("^Veille"))
    choice.check()
    page.wait_for_url(re.compile(r"type=Veille"))
    settled(page)
    kinds = page.locator("ol.c-results .c-kind")
    expect(kinds.filter(has_not_text="Veille")).to_have_count(0)
    assert 0 < kinds.count() < total
    page.reload()
    settled(page)
    expect(choice).to_be_checked()
    page.go_back()
    expect(page.locator("ol.c-results > li")).to_have_count(total)


def test_many_results_are_cut_in_pages(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].page("recherche/?q=participation"))
    settled(page)
    expect(page.locator("ol.c-results > li")).to_have_count(20)
    page.get_by_role("link", name="Page 2").click()
    page.wait_for_url(re.compile(r"page=2"))
    expect(page.locator("[data-recherche] [role=status]")).to_contain_text("page 2 sur")
    expect(page.locator("ol.c-results")).to_have_attribute("start", "21")


def test_what_is_asked_is_never_a_program(open_page: Open, sites: Sites) -> None:
    watched = open_page()
    page = watched.page
    asked = "<img src=x onerror=alert(1)> budget"
    page.goto(sites["club"].page("recherche/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%20budget"))
    settled(page)
    expect(page.locator("#q-page")).to_have_value(asked)
    assert page.locator("[data-recherche] img").count() == 0
    assert watched.errors == []
