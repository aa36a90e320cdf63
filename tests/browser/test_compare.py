"""Sheets side by side: chosen on the sheets, found by name, shared by address, printed."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import pdf
from tests.browser.conftest import AXE, Open, Site, Sites
from tests.browser.test_axe import every_look

pytestmark = pytest.mark.browser

FOUR = [
    *("budget-participatif-paris", "budget-participatif-grenoble"),
    *("agora-nanterre", "budget-participatif-gers"),
]
FIFTH = "audit-financier-citoyen-millau"


def address(site: Site, *ids: str) -> str:
    return f"{site.url}comparer/?{'&'.join(f'f={id_}' for id_ in ids)}"


def columns(page: Page) -> Locator:
    return page.locator(".c-compare thead th a")


def compared(page: Page, *ids: str) -> None:
    """Wait until exactly these sheets are shown, in this order, as the address says."""
    expect(columns(page)).to_have_count(len(ids))
    shown = columns(page).evaluate_all("links => links.map(a => a.pathname.split('/').at(-2))")
    assert shown == list(ids)
    assert re.findall(r"[?&]f=([a-z0-9-]+)", page.url) == list(ids)


def bar(page: Page) -> Locator:
    return page.get_by_role("region", name="Comparaison", exact=True)


def cell(page: Page, row: str, column: int) -> Locator:
    name = page.get_by_role("rowheader", name=row, exact=True)
    return page.locator(".c-compare tbody tr").filter(has=name).locator("td").nth(column)


# --- choosing on the sheets ------------------------------------------------------------------


def test_sheets_chosen_one_by_one_are_compared(open_page: Open, sites: Sites) -> None:
    watched, site = open_page(), sites["club"]
    page = watched.page
    for count, id_ in enumerate(FOUR[:2], 1):
        page.goto(site.page(f"pratiques/{id_}/"))
        button = page.get_by_role("button", name="Comparer", exact=True)
        expect(button).to_have_attribute("aria-pressed", "false")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        said = f"Fiche ajoutée à la comparaison : {count} sur 4."
        expect(page.get_by_role("status").filter(has_text=said)).to_have_count(1)
        expect(bar(page).get_by_role("link")).to_have_text(f"Comparer ({count})")
    bar(page).get_by_role("link").click()
    compared(page, *FOUR[:2])
    assert (watched.errors, watched.hosts) == ([], [])


def test_a_choice_is_kept_taken_back_and_emptied(page: Page, sites: Sites) -> None:
    site = sites["club"]
    page.goto(site.page(f"pratiques/{FOUR[0]}/"))
    expect(bar(page)).to_have_count(0)
    button = page.get_by_role("button", name="Comparer", exact=True)
    button.click()
    page.goto(site.page(f"pratiques/{FOUR[1]}/"))
    button.click()
    page.go_back()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(bar(page).get_by_role("link")).to_have_text("Comparer (2)")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(bar(page).get_by_role("link")).to_have_text("Comparer (1)")
    bar(page).get_by_role("button", name="Vider").click()
    expect(bar(page)).to_be_hidden()
    expect(button).to_be_focused()


def test_a_fifth_sheet_is_refused_and_that_is_said(page: Page, sites: Sites) -> None:
    site = sites["club"]
    page.goto(address(site, *FOUR))
    compared(page, *FOUR)
    page.goto(site.page(f"pratiques/{FIFTH}/"))
    button = page.get_by_role("button", name="Comparer", exact=True)
    button.click()
    said = "4 fiches au plus : retirez-en une avant d’en ajouter."
    expect(page.get_by_role("status").filter(has_text=said)).to_have_count(1)
    expect(bar(page)).to_contain_text(said)
    expect(button).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("stored", ["{", '{"a": 1}', '["<b>", "../x", 3, null]', "null"])
def test_what_is_stored_is_not_trusted(stored: str, open_page: Open, sites: Sites) -> None:
    watched = open_page()
    page = watched.page
    page.goto(sites["club"].url)
    page.evaluate("text => sessionStorage.setItem('club.compare:/', text)", stored)
    page.goto(sites["club"].page(f"pratiques/{FOUR[0]}/"))
    page.get_by_role("button", name="Comparer", exact=True).click()
    expect(bar(page).get_by_role("link")).to_have_text("Comparer (1)")
    assert watched.errors == []


def test_nothing_breaks_where_storage_is_refused(open_page: Open, sites: Sites) -> None:
    watched = open_page()
    page = watched.page
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('refused'); }})"
    )
    page.goto(sites["club"].page(f"pratiques/{FOUR[0]}/"))
    page.get_by_role("button", name="Comparer", exact=True).click()
    bar(page).get_by_role("link").click()
    compared(page, FOUR[0])
    assert watched.errors == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_bar_never_hides_what_has_the_focus(width: int, open_page: Open, sites: Sites) -> None:
    page = open_page(viewport={"width": width, "height": 640}, reduced_motion="reduce").page
    page.goto(sites["club"].page(f"pratiques/{FOUR[0]}/"))
    page.get_by_role("button", name="Comparer", exact=True).click()
    expect(bar(page)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    hidden = page.evaluate("""async () => {
        const bar = document.querySelector('.c-compare-bar');
        const found = [];
        for (const link of document.querySelectorAll('article a[href], footer a[href]')) {
            if (!link.checkVisibility()) continue;
            link.focus();
            await new Promise(done => requestAnimationFrame(done));
            const at = link.getBoundingClientRect();
            if (at.bottom > bar.getBoundingClientRect().top + 1) found.push(link.textContent);
        }
        return found;
    }""")
    assert hidden == []


# --- what is compared ------------------------------------------------------------------------


def test_each_column_says_what_its_sheet_says(page: Page, sites: Sites) -> None:
    site = sites["club"]
    page.goto(address(site, *FOUR))
    compared(page, *FOUR)
    expect(page.locator("caption")).to_have_text("4\u00a0fiches comparées")
    rows = page.get_by_role("rowheader").all_inner_texts()
    assert rows[:4] == ["Lieu", "Habitants", "Dates", "Avancement"]
    assert rows[-3:-1] == ["Résultats", "Difficultés"] or rows[-2:] == ["Résultats", "Difficultés"]
    for column, id_ in enumerate(FOUR):
        said = {row: cell(page, row, column).inner_text() for row in ("Lieu", "Avancement")}
        story = cell(page, "Difficultés", column).inner_text()
        other = page.context.new_page()
        other.goto(site.page(f"pratiques/{id_}/"))
        for row, text in said.items():
            term = other.locator(".c-facts dl > div").filter(has=other.get_by_text(row, exact=True))
            expect(term.locator("dd")).to_have_text(text)
        first = other.locator("#difficultes + *").inner_text()
        assert pdf.squeeze(first) in pdf.squeeze(story)
        other.close()


def test_what_a_sheet_does_not_say_is_said_to_be_missing(page: Page, sites: Sites) -> None:
    page.goto(
        address(sites["miniature"], "budget-participatif-mulhouse", "conseil-de-jeunes-les-orres")
    )
    expect(cell(page, "Agents et appuis", 0)).to_contain_text("Deux agents à mi-temps")
    expect(cell(page, "Agents et appuis", 1)).to_have_text("non renseigné")
    expect(cell(page, "À qui parler", 0)).to_contain_text("Camille Exemple")
    expect(cell(page, "À qui parler", 0)).to_contain_text("01 99 00 12 34")
    expect(cell(page, "À qui parler", 0)).not_to_contain_text("club")


def test_links_of_a_sheet_lead_where_they_did(page: Page, sites: Sites) -> None:
    site = sites["miniature"]
    page.goto(address(site, "budget-participatif-mulhouse"))
    links = page.locator(".c-compare tbody a")
    expect(links.first).to_be_visible()
    found = links.evaluate_all("links => links.map(a => a.href)")
    assert f"{site.url}annuaire/camille-exemple/" in found
    inside = [link for link in found if not link.startswith(("mailto:", "tel:"))]
    assert {*found} - {*inside} == {
        *("mailto:camille.exemple@mulhouse.example", "tel:0199001234", "tel:+33639985678")
    }
    assert all(link.startswith(site.url) for link in inside)
    assert [link for link in inside if page.request.get(link).status != 200] == []


def test_a_former_address_is_followed_and_not_counted_twice(page: Page, sites: Sites) -> None:
    page.goto(address(sites["miniature"], "bp-mulhouse", "budget-participatif-mulhouse"))
    expect(columns(page)).to_have_count(1)
    expect(columns(page)).to_have_text(
        "Budget participatif d’exemple\u00a0: la ville laisse choisir"
    )


# --- the address -----------------------------------------------------------------------------


def test_unknown_and_too_many_sheets_are_said(open_page: Open, sites: Sites) -> None:
    watched = open_page()
    page = watched.page
    page.goto(address(sites["club"], "nulle-part", *FOUR))
    expect(columns(page)).to_have_count(3)
    for said in (
        "La fiche « nulle-part » n’existe pas, ou n’existe plus.",
        "4 fiches au plus sont comparées : les suivantes ne sont pas montrées.",
    ):
        expect(page.locator(".c-compare__missing")).to_contain_text(said)
        expect(page.get_by_role("status").filter(has_text=said)).to_have_count(1)
    assert [error for error in watched.errors if "404" not in error] == []


@pytest.mark.parametrize(
    "asked",
    ["..%2F..%2Fannuaire", "%3Cimg%20src=x%20onerror=alert(1)%3E", "//evil.example", "", "A"],
)
def test_an_address_asks_for_sheets_and_nothing_else(
    asked: str, open_page: Open, sites: Sites
) -> None:
    watched = open_page()
    page = watched.page
    page.goto(f"{sites['club'].url}comparer/?f={asked}&f={FOUR[0]}")
    expect(columns(page)).to_have_count(1)
    assert (watched.errors, watched.hosts) == ([], [])


def test_removing_adding_and_going_back(page: Page, sites: Sites) -> None:
    site = sites["club"]
    page.goto(address(site, *FOUR))
    compared(page, *FOUR)
    expect(page.get_by_role("combobox", name="Ajouter une fiche")).to_be_hidden()
    page.get_by_role("button", name="Retirer Budget participatif de Grenoble").click()
    left = [FOUR[0], *FOUR[2:]]
    compared(page, *left)
    expect(page.get_by_role("button", name="Retirer L’Agora de Nanterre")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="3\u00a0fiches comparées.")).to_have_count(1)
    box = page.get_by_role("combobox", name="Ajouter une fiche")
    box.fill("MILLAU financier")
    expect(page.get_by_role("status").filter(has_text="1\u00a0proposition")).to_have_count(1)
    box.press("Enter")
    compared(page, *left, FIFTH)
    page.go_back()
    compared(page, *left)
    page.go_back()
    compared(page, *FOUR)
    page.go_forward()
    compared(page, *left)
    page.reload()
    compared(page, *left)


def test_a_sheet_already_there_is_not_offered(page: Page, sites: Sites) -> None:
    page.goto(address(sites["club"], FOUR[0]))
    compared(page, FOUR[0])
    box = page.get_by_role("combobox", name="Ajouter une fiche")
    for typed, said in (("paris", "C’est déjà choisi."), ("maire", "Aucune proposition.")):
        box.fill(typed)
        expect(page.get_by_role("status").filter(has_text=said)).to_have_count(1)
    box.fill("participatif")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    titles = options.locator("b").all_inner_texts()
    assert columns(page).first.inner_text() not in titles


def test_titles_are_only_read_when_someone_looks_for_one(page: Page, sites: Sites) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address(sites["club"], FOUR[0]))
    compared(page, FOUR[0])
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/api/" in url]


def test_an_empty_comparison_opens_doors(page: Page, sites: Sites) -> None:
    site = sites["club"]
    page.goto(f"{site.url}comparer/")
    expect(page.get_by_role("heading", name="Aucune fiche à comparer")).to_be_visible()
    page.get_by_role("link", name="Voir les pratiques").click()
    assert page.url == f"{site.url}pratiques/"


def test_without_javascript_the_page_says_what_else_to_do(open_page: Open, sites: Sites) -> None:
    page = open_page(java_script_enabled=False).page
    page.goto(address(sites["club"], *FOUR))
    expect(page.get_by_text("La comparaison a besoin de JavaScript")).to_be_visible()
    page.locator("article").get_by_role("link", name="les pratiques").click()
    assert page.url == f"{sites['club'].url}pratiques/"


# --- by keyboard, on a phone, on paper -------------------------------------------------------


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
def test_the_labels_stay_in_sight_while_the_keyboard_scrolls(
    width: int, open_page: Open, sites: Sites
) -> None:
    page = open_page(viewport={"width": width, "height": 800}, reduced_motion="reduce").page
    page.goto(address(sites["club"], *FOUR))
    compared(page, *FOUR)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    region = page.get_by_role("region", name="Fiches côte à côte")
    label = page.get_by_role("rowheader", name="Lieu", exact=True)
    before = label.evaluate("node => node.getBoundingClientRect().left")
    region.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    if width <= 768:
        page.wait_for_function("document.querySelector('.c-compare').scrollLeft > 0")
    assert label.evaluate("node => node.getBoundingClientRect().left") == pytest.approx(
        before, abs=1
    )
    room = region.evaluate("""node => node.clientWidth
        - node.querySelector('tbody th').getBoundingClientRect().width""")
    assert room >= 180, "room to read beside the labels"


@pytest.mark.parametrize("width", [320, 360])
def test_what_is_touched_is_large_enough(width: int, open_page: Open, sites: Sites) -> None:
    page = open_page(viewport={"width": width, "height": 800}).page
    page.goto(address(sites["club"], *FOUR[:2]))
    compared(page, *FOUR[:2])
    page.get_by_role("combobox", name="Ajouter une fiche").fill("participatif")
    expect(page.get_by_role("option").first).to_be_visible()
    small = page.locator("article button:visible, article input:visible").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"
    )
    assert small == []


def test_a_comparison_is_printed_whole_in_landscape(page: Page, sites: Sites) -> None:
    page.goto(address(sites["club"], *FOUR))
    compared(page, *FOUR)
    printed = pdf.pages(page.pdf(prefer_css_page_size=True))
    assert {(round(p.width), round(p.height)) for p in printed} == {(842, 595)}
    assert len(printed) <= 4
    text = "".join(p.text for p in printed)
    assert "/comparer/?f=budget-participatif-paris" in text
    for word in page.locator(".c-compare tbody").inner_text().split():
        assert pdf.squeeze(word) in text
    for word in ("Retirer", "Imprimer", "Ajouterunefiche"):
        assert word not in text


# --- axe -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def looked_at(browser: Browser) -> Iterator[Page]:
    """A page where axe is loaded with each document."""
    context = browser.new_context(
        locale="fr-FR",
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(20_000)
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


def test_axe_finds_nothing_in_a_comparison(looked_at: Page, sites: Sites) -> None:
    looked_at.goto(address(sites["club"], "nulle-part", *FOUR[:3]))
    expect(columns(looked_at)).to_have_count(3)
    looked_at.get_by_role("combobox", name="Ajouter une fiche").fill("participatif")
    expect(looked_at.get_by_role("option").first).to_be_visible()
    assert not every_look(looked_at, "three sheets, one unknown, a search, ")
    looked_at.goto(address(sites["club"], *FOUR))
    compared(looked_at, *FOUR)
    assert not every_look(looked_at, "four sheets, ")


def test_axe_finds_nothing_in_a_sheet_in_use(looked_at: Page, sites: Sites) -> None:
    looked_at.goto(sites["miniature"].page("pratiques/budget-participatif-mulhouse/"))
    looked_at.evaluate("sessionStorage.clear()")
    looked_at.reload()
    looked_at.get_by_role("button", name="Comparer", exact=True).click()
    expect(bar(looked_at)).to_be_visible()
    looked_at.get_by_role("button", name="Copier la citation").click()
    expect(looked_at.get_by_text("Citation copiée.")).to_be_visible()
    assert not every_look(looked_at, "bar and citation, ")


def test_the_directory_read_by_the_search_has_every_sheet(sites: Sites) -> None:
    """The search offers what the API lists: every sheet must have a page to be read."""
    site = sites["club"]
    data: dict[str, Any] = json.loads(
        (site.folder / "api/v1/practices.json").read_text(encoding="utf-8")
    )
    for record in data["records"]:
        assert (site.folder / "pratiques" / record["id"] / "index.html").is_file()
