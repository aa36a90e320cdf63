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


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("l'opposition parle de manipulation", "Budget participatif d’exemple"),
        ("avons-nous le droit à ce scrutin", "Décret d’exemple"),
        ("les désignés se défilent tous", "Tirage au sort"),
    ],
)
def test_a_problem_finds_what_answers_it_and_is_not_shown(
    query: str, title: str, page: Page, sites: Sites
) -> None:
    page.goto(sites["miniature"].page(f"recherche/?q={query}"))
    settled(page)
    results = page.locator("ol.c-results")
    expect(results.locator("h2").first).to_contain_text(title)
    assert not re.search("manipulation|scrutin|défilent", results.inner_text())


def test_a_slip_in_a_problem_is_corrected(page: Page, sites: Sites) -> None:
    page.goto(sites["miniature"].page("recherche/?q=manipullation"))
    settled(page)
    status = page.locator("[data-recherche] [role=status]")
    expect(status).to_contain_text("Résultats pour « manipulation »")


def test_a_result_leads_to_its_page(home: Page, sites: Sites) -> None:
    _panel(home, "evenement climatique").get_by_role("link").first.click()
    home.wait_for_url(sites["miniature"].page("pratiques/assemblee-saint-denis/"))


def test_no_result_says_what_to_try(home: Page, sites: Sites) -> None:
    panel = _panel(home, "citoyxxen zzzzzz")
    expect(panel.get_by_role("status")).to_have_text(
        "Aucun résultat. Essayez un seul mot, ou un mot plus général."
    )
    doors = [link.get_attribute("href") or "" for link in panel.get_by_role("link").all()]
    assert len(doors) == 5, doors  # three themes or methods, the territories, the club
    assert "/territoires/?lieu=citoyxxen" in doors[-2]
    assert all("/themes/" in door or "/methodes/" in door for door in doors[:-2])
    assert doors[-1] == sites["miniature"].page("contact/")


def test_the_count_is_said_and_all_results_are_a_link_away(home: Page, sites: Sites) -> None:
    panel = _panel(home, "evenement")
    said = panel.get_by_role("status").inner_text()
    match = re.search(r"(\d+)\srésultats$", said)
    assert match, said
    panel.get_by_role("link", name="Tous les résultats").click()
    assert home.url == f"{sites['miniature'].url}recherche/?q=evenement"
    settled(home)
    expect(home.locator("ol.c-results > li")).to_have_count(int(match[1]))
    expect(home.locator("[data-recherche] [role=status]")).to_have_text(match[0])


def test_enter_leads_to_the_results(home: Page, sites: Sites) -> None:
    box = search_box(home)
    box.fill("l’association")
    box.press("Enter")
    home.wait_for_url(re.compile(r"/recherche/\?q="))
    settled(home)
    expect(home.locator("[id='bloc:q-page']")).to_have_value("l’association")
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


@pytest.mark.parametrize("keys", ["/", "Control+k", "Meta+k"])
def test_a_shortcut_leads_to_the_box(keys: str, home: Page) -> None:
    box = home.locator("header input[type=search]")
    home.keyboard.press(keys)
    expect(box).to_be_focused()
    expect(box).to_have_value("")


def test_a_slash_that_is_written_stays_written(home: Page) -> None:
    box = home.get_by_role("searchbox", name="Ou un mot, une question")
    box.press_sequentially("1/2")
    expect(box).to_have_value("1/2")
    expect(box).to_be_focused()


def test_the_shortcut_of_one_key_can_be_switched_off(home: Page, sites: Sites) -> None:
    """WCAG 2.1.4: people who dictate would set it off."""
    box = home.locator("header input[type=search]")
    switch = home.get_by_role("button", name="Raccourci")
    expect(switch).to_contain_text("activé")
    switch.click()
    expect(home.locator("[data-slash-status]")).to_have_text("Raccourci « / » désactivé")
    home.goto(sites["miniature"].page("pratiques/"))
    expect(switch).to_contain_text("désactivé")
    home.keyboard.press("/")
    expect(box).not_to_be_focused()
    home.keyboard.press("Control+k")
    expect(box).to_be_focused()
    switch.click()
    home.keyboard.press("/")
    expect(box).to_be_focused()


def test_the_switch_is_hidden_from_those_who_have_no_script(open_page: Open, sites: Sites) -> None:
    page = open_page(java_script_enabled=False).page
    page.goto(sites["miniature"].url)
    expect(page.get_by_role("button", name="Raccourci")).to_be_hidden()


def test_nothing_of_the_search_comes_before_it_is_wanted(open_page: Open, sites: Sites) -> None:
    """And the data that only a slip or the search page needs does not come with the first results."""
    page = open_page().page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(sites["club"].url, wait_until="networkidle")
    assert not [url for url in asked if "search" in url or "pagefind" in url or "mots" in url]
    asked.clear()
    _panel(page, "budget participatif").locator("mark").first.wait_for()
    names = [url.rpartition("/")[2] for url in asked]
    assert "search.js" in names
    assert not {"mots.json", "facettes.json", "search-page.js"} & set(names)
    assert sum(name.endswith(".pf_fragment") for name in names) <= 8


def test_results_are_grouped_by_kind(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].url)
    panel = _panel(page, "grenoble")
    groups = panel.locator("section").all()
    assert len(groups) >= 2
    for group in groups:
        expect(group).to_have_attribute("aria-labelledby", re.compile("^site:resultats"))
        assert group.get_by_role("link").count() > 0
    expect(panel.get_by_role("region", name="Pratiques")).to_contain_text("Grenoble")
    expect(panel.get_by_role("region", name="Veille")).to_contain_text("Grenoble")


def test_a_slip_is_corrected_and_that_is_said(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].url)
    panel = _panel(page, "budjet participatif")
    expect(panel.get_by_role("status")).to_contain_text("Résultats pour « budget participatif »")


def test_a_right_word_is_left_alone(page: Page, sites: Sites) -> None:
    for query in ("participer", "quartiers", "élues", "2014"):
        page.goto(sites["club"].page(f"recherche/?q={query}"))
        settled(page)
        assert "Résultats pour" not in page.locator("[data-recherche] [role=status]").inner_text()


def test_saint_is_written_as_one_likes(page: Page, sites: Sites) -> None:
    shown = []
    for query in ("saint denis", "Saint-Denis", "St Denis", "st-denis", "SAINT‑DENIS"):
        page.goto(sites["miniature"].page(f"recherche/?q={query}"))
        settled(page)
        shown.append(page.locator("ol.c-results h2").all_inner_texts())
    assert any("Assemblée tirée au sort" in title for title in shown[0][:3]), shown[0]
    assert all(titles == shown[0] for titles in shown)


def test_a_ligature_is_found_either_way_and_shown_as_in_print(
    open_page: Open, sites: Sites
) -> None:
    page = open_page().page
    shown = []
    for query in ("mise en œuvre", "mise en oeuvre"):
        page.goto(sites["club"].page(f"recherche/?q={query}"))
        settled(page)
        expect(page.locator("ol.c-results mark", has_text="œuvre").first).to_be_visible()
        assert "oeuvre" not in page.locator("ol.c-results").inner_text()
        shown.append(page.locator("ol.c-results h2").all_inner_texts())
    assert shown[0] == shown[1]


def test_control_k_opens_the_box_of_a_phone(open_page: Open, sites: Sites) -> None:
    page = open_page(viewport={"width": 320, "height": 800}).page
    page.goto(sites["miniature"].url)
    page.keyboard.press("Control+k")
    expect(page.locator("header input[type=search]")).to_be_focused()
    expect(page.locator("header input[type=search]")).to_be_in_viewport()


def test_the_box_of_the_home_page_searches_too(home: Page) -> None:
    box = home.get_by_role("searchbox", name="Ou un mot, une question")
    box.press_sequentially("jeunes")
    expect(home.locator("article .c-panel[data-open] mark").first).to_have_text("jeunes")


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
    expect(page.locator("[id='bloc:q-page']")).to_have_value(asked)
    assert page.locator("[data-recherche] img").count() == 0
    assert watched.errors == []
