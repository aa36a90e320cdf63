"""The search page: several facets at once, counts that follow, an address to share."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, Sites, Watched, settled

pytestmark = pytest.mark.browser


@pytest.fixture
def budget(page: Page, sites: Sites) -> Page:
    """The search page, asked for « budget », facets there."""
    page.goto(sites["club"].page("recherche/?q=budget"))
    settled(page)
    page.locator(".c-facets").wait_for()
    return page


def _facet(page: Page, name: str) -> Locator:
    """Return a facet, open."""
    fold = page.locator(f".c-facet:has(> summary:text-matches('^{name}'))").first
    fold.evaluate("node => { node.open = true; }")
    return fold


def _counts(page: Page, name: str) -> dict[str, int]:
    """Return the number that each value of a facet announces."""
    rows = _facet(page, name).locator("label:visible").all()
    return {
        row.locator("span").nth(0).inner_text(): int(row.locator("span").nth(1).inner_text())
        for row in rows
    }


def _total(page: Page) -> int:
    said = page.locator("[data-recherche] [role=status]").inner_text()
    match = re.search(r"(\d+)\s+résultat", said)
    assert match, said
    return int(match[1])


def _choose(page: Page, facet: str, value: str) -> None:
    """Tick a value of a facet and wait for the count that it announced to be true."""
    _facet(page, facet).get_by_role("checkbox", name=re.compile(f"^{value}")).check()
    expect(page.locator(".c-chips button", has_text=f"\u00a0: {value}")).to_be_visible()


def test_the_values_of_a_facet_add_up(budget: Page) -> None:
    """Or within a facet; the count of a value is what it would give."""
    counts = _counts(budget, "Type")
    assert sum(counts.values()) == _total(budget)
    _choose(budget, "Type", "Pratique")
    expect(budget.locator(".c-results .c-kind").filter(has_not_text="Pratique")).to_have_count(0)
    assert _total(budget) == counts["Pratique"]
    assert _counts(budget, "Type") == counts, "its own facet does not narrow a facet"
    _choose(budget, "Type", "Veille")
    assert _total(budget) == counts["Pratique"] + counts["Veille"]


def test_two_facets_narrow_each_other(budget: Page) -> None:
    _choose(budget, "Type", "Pratique")
    methods = _counts(budget, "Méthode")
    name, count = next((n, c) for n, c in methods.items() if c < _total(budget))
    _choose(budget, "Méthode", name)
    assert _total(budget) == count
    assert sum(_counts(budget, "Type").values()) >= count


def test_the_address_holds_the_state_and_the_way_back(budget: Page, open_page: Open) -> None:
    before = _total(budget)
    _choose(budget, "Type", "Pratique")
    narrowed = _total(budget)
    assert narrowed < before
    assert parse_qs(urlsplit(budget.url).query) == {"q": ["budget"], "type": ["pratiques"]}
    shared = open_page().page
    shared.goto(budget.url)
    settled(shared)
    shared.locator(".c-chips button").first.wait_for()
    assert _total(shared) == narrowed
    expect(
        _facet(shared, "Type").get_by_role("checkbox", name=re.compile("^Pratique"))
    ).to_be_checked()
    budget.go_back()
    expect(budget.locator(".c-chips")).to_be_hidden()
    assert _total(budget) == before
    budget.go_forward()
    expect(budget.locator(".c-chips")).to_be_visible()
    assert _total(budget) == narrowed


def test_a_chip_takes_its_facet_away_and_keeps_the_place(budget: Page) -> None:
    before = _total(budget)
    _choose(budget, "Type", "Pratique")
    _choose(budget, "Type", "Veille")
    budget.get_by_role("button", name="Retirer le filtre Type : Pratique").click()
    expect(budget.locator(".c-chips button")).to_have_count(1)
    expect(budget.locator(".c-chips button").first).to_be_focused()
    budget.keyboard.press("Enter")
    expect(budget.locator(".c-chips")).to_be_hidden()
    expect(budget.locator("[data-recherche] [role=status]")).to_be_focused()
    assert _total(budget) == before


def test_a_box_keeps_the_focus_when_the_counts_change(budget: Page) -> None:
    box = _facet(budget, "Type").get_by_role("checkbox", name=re.compile("^Pratique"))
    box.focus()
    budget.keyboard.press("Space")
    expect(budget.locator(".c-chips button").first).to_be_visible()
    expect(box).to_be_focused()
    expect(box).to_be_checked()


def test_the_latest_may_come_first(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].page("recherche/?q=loi&type=veille"))
    settled(page)
    page.get_by_label("Trier par").select_option("Plus récent")
    page.wait_for_url(re.compile("tri=recent"))
    years = page.locator("ol.c-results h2 a")
    expect(years.first).to_have_attribute("href", re.compile(r"loi-2025-1249|loi-2014-173"))
    last = years.last.get_attribute("href") or ""
    assert re.search(r"/veille/(loi|caa|ordonnance)-", last), last


def test_facets_that_leave_nothing_say_so_and_give_ways_on(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].page("recherche/?q=budget&type=veille&region=84"))
    status = page.locator("[data-recherche] [role=status]")
    expect(status).to_contain_text("Aucun résultat avec ces filtres")
    expect(page.get_by_role("link", name="Poser la question au club")).to_be_visible()
    page.get_by_role("button", name="Retirer le filtre Région").click()
    expect(status).to_contain_text(re.compile(r"\d+\s+résultat"))


def test_no_filter_stays_unseen_once_the_word_is_erased(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].page("recherche/?q=loi&type=veille&tri=recent"))
    settled(page)
    page.locator("main input[type=search]").fill("")
    expect(page).to_have_url(re.compile(r"recherche/\?q=$"))
    page.locator("main input[type=search]").fill("budget")
    settled(page)
    expect(page.locator(".c-chips button")).to_have_count(0)


def test_nothing_found_leads_to_the_nearest_methods(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].page("recherche/?q=audixxxcitoyxxn"))
    settled(page)
    advice = page.locator(".c-advice")
    expect(advice.get_by_role("link", name="Audit citoyen")).to_be_visible()
    expect(advice.get_by_role("link", name="Poser la question au club")).to_be_visible()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=camille&type=annuaire&situation=actif", {"/annuaire/camille-exemple/"}),
        (
            "q=mulhouse&temoigne=oui",
            {"/pratiques/budget-participatif-mulhouse/", "/annuaire/camille-exemple/"},
        ),
        ("q=rencontre&type=reunions&statut=held", {"/reunions/2026-04-02-premiere-rencontre/"}),
        ("q=proposition&type=veille&etape=depot", {"/veille/proposition-exemple/"}),
        (
            "q=rencontre&type=reunions&methode=budget-participatif",
            {"/reunions/2026-04-02-premiere-rencontre/"},
        ),
    ],
)
def test_each_kind_answers_the_facets_it_has_a_notion_of(
    query: str, expected: set[str], page: Page, sites: Sites
) -> None:
    page.goto(sites["miniature"].page(f"recherche/?{query}"))
    page.locator(".c-results h2 a").first.wait_for()
    links = page.locator(".c-results h2 a").evaluate_all("all => all.map(a => a.pathname)")
    assert expected <= set(links), links
    filters = query.count("&")
    assert page.locator(".c-chips button").count() == filters + (filters > 1)


# --- before a question, and while an answer comes ------------------------------------------------

# Sums the shifts that a reader sees (Layout Instability, the windows of CLS set aside: all of them).
_SHIFTS = """() => {
    window.shifts = [];
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) {
            if (!entry.hadRecentInput) window.shifts.push(entry.value);
        }
    }).observe({type: 'layout-shift', buffered: true});
}"""
_SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 90_000,
}
MOST_SHIFT = 0.02


def _slow(watched: Watched) -> Page:
    """Return the page on the line and the processor of a modest phone, its shifts counted."""
    page = watched.page
    page.add_init_script(f"({_SHIFTS})()")
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", _SLOW)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    return page


def _shift(page: Page) -> float:
    page.wait_for_load_state("networkidle")
    total: float = page.evaluate("window.shifts.reduce((sum, one) => sum + one, 0)")
    return total


def test_the_shifts_of_a_page_would_be_seen(open_page: Open, sites: Sites) -> None:
    """Else the tests below would prove nothing."""
    page = _slow(open_page(viewport={"width": 360, "height": 740}))
    page.goto(sites["club"].page("recherche/"))
    page.evaluate("""() => new Promise(done => {
        const block = document.createElement('div');
        block.className = 'c-search-page';
        document.querySelector('[data-recherche]').before(block);
        setTimeout(done, 500);
    })""")
    assert _shift(page) > MOST_SHIFT


@pytest.mark.parametrize("width", [360, 1280])
def test_before_a_question_nothing_is_fetched_and_nothing_moves(
    width: int, open_page: Open, sites: Sites
) -> None:
    watched = open_page(viewport={"width": width, "height": 740})
    page = _slow(watched)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(sites["club"].page("recherche/"))
    expect(page.locator("[id='bloc:q-page']")).to_be_focused()
    assert _shift(page) <= MOST_SHIFT
    assert [path for path in asked if "/interne/" in path] == []
    doors = page.locator("[data-blank]")
    expect(doors.get_by_role("link", name="Pratiques (15)")).to_be_visible()
    expect(doors.get_by_role("link", name="Toutes les méthodes")).to_be_visible()
    expect(page.get_by_text("a besoin de JavaScript")).to_be_hidden()
    page.locator("[id='bloc:q-page']").press_sequentially("budget")
    settled(page)
    expect(doors).to_be_hidden()
    page.locator("[id='bloc:q-page']").fill("")
    expect(doors).to_be_visible()
    expect(page.locator("ol.c-results > li")).to_have_count(0)
    assert watched.errors == []


@pytest.mark.parametrize(
    ("query", "width"),
    [("q=budjet", 360), ("q=budget+participatif", 1280), ("q=zzzz", 360)],
)
def test_an_answer_moves_nothing_when_it_comes(
    query: str, width: int, open_page: Open, sites: Sites
) -> None:
    page = _slow(open_page(viewport={"width": width, "height": 740}))
    page.goto(sites["club"].page(f"recherche/?{query}"))
    status = page.locator("[data-recherche] [role=status]")
    status.filter(has_text=re.compile(r"résultat")).wait_for()
    assert _shift(page) <= MOST_SHIFT


def test_the_doors_are_there_without_script(open_page: Open, sites: Sites) -> None:
    page = open_page(java_script_enabled=False).page
    page.goto(sites["club"].page("recherche/?q=budget"))
    expect(page.get_by_text("a besoin de JavaScript")).to_be_visible()
    page.get_by_role("link", name="Tous les thèmes").click()
    assert page.url == sites["club"].page("themes/")
