"""The map of France with a keyboard, a mouse, or no JavaScript; and the map that filters a list."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import AXE, Open, Site, Sites
from tests.browser.test_axe import violations

pytestmark = pytest.mark.browser

# A host of our own in a real page, beside a facet whose boxes say what was pressed.
_DRAW = """async ({ counts, selected }) => {
    const { drawMap } = await import('/src/list/map.js');
    document.querySelector('article').innerHTML = '<h1>Essai</h1><div id="hote"></div>';
    const codes = Object.keys(counts);
    const boxes = codes.map(value => Object.assign(document.createElement('input'), {
        type: 'checkbox', value, checked: selected.includes(value),
    }));
    window.checked = () => boxes.filter(box => box.checked).map(box => box.value);
    const update = await drawMap(
        document.querySelector('#hote'), { boxes }, ['pratique', 'pratiques']);
    window.update = counts => update(codes.map(code => counts[code] ?? 0));
    window.update(counts);
}"""
_SOURCES = Path(__file__).parents[2] / "javascript" / "src"
COUNTS = {"68": 3, "67": 12, "75": 1, "974": 2}


def _table(page: Page) -> dict[str, tuple[int, int]]:
    """Return practices and members of each département of the table, by name."""
    found = {}
    for row in page.locator(".c-atlas tbody tr:has(a)").all():
        name, practices, members = row.locator("th, td").all_inner_texts()
        if not name.startswith("Toute la région"):
            found[name] = (int(practices), int(members.split("+")[0]))
    return found


def _said(link: Locator) -> tuple[str, int, int]:
    """Return what the name of a link of the map says: where, practices, members."""
    name = link.locator("title").text_content() or ""
    found = re.fullmatch(r"(.+)\u00a0: (\d+)\u00a0pratiques?, (\d+)\u00a0membres?(, .+)?", name)
    assert found, name
    return found[1], int(found[2]), int(found[3])


def _map_links(page: Page) -> list[Locator]:
    return page.locator(".c-france a").all()


@pytest.mark.parametrize("which", ["club", "miniature"])
def test_the_map_says_what_the_table_says(which: str, page: Page, sites: Sites) -> None:
    page.goto(sites[which].page("territoires/"))
    said = [_said(link) for link in _map_links(page)]
    assert {name: (practices, members) for name, practices, members in said} == _table(page)
    assert len(said) > 3


def test_tab_and_enter_lead_from_the_map_to_a_departement(page: Page, sites: Sites) -> None:
    site = sites["club"]
    page.goto(site.page("territoires/"))
    page.get_by_role("radio", name="Pratiques").focus()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Aller au tableau")
    expect(page.locator(":focus")).to_be_in_viewport()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith("Haut-Rhin"):
            break
    focus = page.get_by_role("link", name=re.compile(r"^Haut-Rhin\s: 2 pratiques, ")).first
    expect(focus).to_be_focused()
    style = "getComputedStyle(document.activeElement.querySelector('path')).strokeWidth"
    assert page.evaluate(style) == "3px"
    page.keyboard.press("Enter")
    page.wait_for_url(site.page("territoires/haut-rhin/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Haut-Rhin")


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_the_map_takes_the_colours_of_what_is_chosen(
    javascript: bool, open_page: Open, sites: Sites
) -> None:
    page = open_page(java_script_enabled=javascript).page
    page.goto(sites["miniature"].page("territoires/"))
    path = page.locator(".c-france a.is-p0:not(.is-m0) path").first
    fill = "node => getComputedStyle(node).fill"
    expect(page.locator("[data-mesure=pratiques]")).to_be_visible()
    expect(page.locator("[data-mesure=membres]")).to_be_hidden()
    before = path.evaluate(fill)
    page.get_by_role("radio", name="Membres en mandat").check()
    assert path.evaluate(fill) != before
    expect(page.locator("[data-mesure=membres]")).to_be_visible()
    expect(page.locator("[data-mesure=pratiques]")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 360])
def test_words_of_the_map_can_be_read_on_a_phone(width: int, open_page: Open, sites: Sites) -> None:
    page = open_page(viewport={"width": width, "height": 800}).page
    page.goto(sites["club"].page("territoires/"))
    sizes = page.locator(".c-france tspan").evaluate_all(
        """nodes => nodes.map(node => {
            const scale = node.ownerSVGElement.getBoundingClientRect().width
                / node.ownerSVGElement.viewBox.baseVal.width;
            return parseFloat(getComputedStyle(node).fontSize) * scale;
        })"""
    )
    assert len(sizes) > 10
    assert min(sizes) >= (11 if width == 360 else 9.5)


def test_each_number_of_a_chart_has_its_bar(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].page("chiffres/"))
    tables = page.locator(".c-plots__one table").all()
    assert len(tables) >= 6
    for table in tables:
        texts = table.locator("td.u-num").all_inner_texts()
        values = [int(re.sub(r"\s", "", text)) for text in texts]
        widths = table.locator("rect").evaluate_all("all => all.map(n => n.getBBox().width)")
        expected = [100 * value / max(values) for value in values]
        assert widths == pytest.approx(expected, abs=0.1)


def test_from_the_map_to_a_practice_without_javascript(open_page: Open, sites: Sites) -> None:
    site = sites["club"]
    page = open_page(java_script_enabled=False).page
    page.goto(site.page("territoires/"))
    page.get_by_role("table", name="Par région").get_by_role("link", name="Haut-Rhin").click()
    assert page.url == site.page("territoires/haut-rhin/")
    page.get_by_role("link", name=re.compile("Mulhouse")).first.click()
    assert page.url.startswith(site.page("pratiques/"))
    page.locator(".c-facts").get_by_role("link", name=re.compile("Mulhouse")).click()
    assert page.url == site.page("territoires/haut-rhin/")
    page.get_by_role("link", name="Territoires").first.click()
    assert page.url == site.page("territoires/")


@pytest.mark.parametrize("which", ["club", "miniature"])
def test_territories_hold_every_list_whole_without_javascript(
    which: str, open_page: Open, sites: Sites
) -> None:
    site = sites[which]
    page = open_page(java_script_enabled=False).page
    page.goto(site.page("territoires/"))
    links = page.locator(".c-atlas table a").evaluate_all("links => links.map(a => a.href)")
    shown: set[str] = set()
    for link in links:
        page.goto(link)
        shown |= set(page.locator("article a").evaluate_all("links => links.map(a => a.href)"))
    for section, name in (("pratiques", "practices"), ("annuaire", "members")):
        assert {f"{site.url}{section}/{id_}/" for id_ in _ids(site, name)} <= shown


def _ids(site: Site, name: str) -> list[str]:
    data: dict[str, Any] = json.loads((site.folder / f"api/v1/{name}.json").read_text("utf-8"))
    return [record["id"] for record in data["records"]]


# --- the map that filters a list ----------------------------------------------------------------


def _with_sources(page: Page) -> None:
    """Give the page the modules that the bundles are made from, under `/src/`."""

    def answer(route: Route) -> None:
        path = _SOURCES / route.request.url.partition("/src/")[2]
        route.fulfill(path=path, content_type="text/javascript")

    page.route("**/src/**", answer)


def _drawn(page: Page, site: Site, selected: list[str]) -> Locator:
    _with_sources(page)
    page.goto(site.page("territoires/"))
    page.evaluate(_DRAW, {"counts": COUNTS, "selected": selected})
    return page.locator("#hote svg")


def test_the_map_of_a_list_is_one_stop_and_arrows_walk_it(page: Page, sites: Sites) -> None:
    drawn = _drawn(page, sites["club"], ["68"])
    expect(drawn.locator("[tabindex='0']")).to_have_count(1)
    page.evaluate("document.querySelector('#hote').insertAdjacentHTML('beforebegin', "
                  "'<button>Avant</button>')")  # fmt: skip
    page.get_by_role("button", name="Avant").focus()
    page.keyboard.press("Tab")
    focus = page.locator(":focus")
    expect(focus).to_have_attribute("data-code", "68")
    expect(focus).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowUp")
    expect(page.locator(":focus")).to_have_attribute("data-code", "67")
    expect(page.locator(":focus")).to_have_attribute(
        "aria-label", "Bas-Rhin\u00a0: 12\u00a0pratiques"
    )
    expect(drawn.locator("[tabindex='0']")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.locator(":focus")).to_have_attribute("data-code", "68")
    page.keyboard.press("End")
    expect(page.locator(":focus")).to_have_attribute("data-code", "989")
    page.keyboard.press("Tab")
    assert not drawn.evaluate("svg => svg.contains(document.activeElement)")


def test_enter_space_and_click_toggle_and_update_shows_it(page: Page, sites: Sites) -> None:
    drawn = _drawn(page, sites["club"], [])
    drawn.locator("[data-code='68']").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    drawn.locator("[data-code='67']").click()
    assert page.evaluate("window.checked()") == ["67"]
    drawn.locator("[data-code='67']").click()
    drawn.locator("[data-code='68']").press("Enter")
    page.evaluate("window.update({ 68: 1 })")
    pressed = drawn.get_by_role("button", pressed=True)
    expect(pressed).to_have_count(1)
    expect(pressed).to_have_attribute("aria-label", "Haut-Rhin\u00a0: 1\u00a0pratique")
    expect(drawn.locator("[data-code='67']")).to_have_attribute(
        "aria-label", "Bas-Rhin\u00a0: 0\u00a0pratique"
    )


def test_every_departement_can_be_reached_by_the_arrows(page: Page, sites: Sites) -> None:
    drawn = _drawn(page, sites["club"], [])
    every = set(drawn.locator("[data-code]").evaluate_all("all => all.map(n => n.dataset.code)"))
    assert len(every) == 109
    seen, waiting = set(), ["01"]
    arrows = ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown")
    while waiting:
        code = waiting.pop()
        if code not in seen:
            seen.add(code)
            for arrow in arrows:
                drawn.locator(f"[data-code='{code}']").evaluate("node => node.focus()")
                page.keyboard.press(arrow)
                waiting.append(page.evaluate("document.activeElement.dataset.code"))
    assert seen == every


def test_the_map_of_a_list_colours_from_the_least_to_the_most(page: Page, sites: Sites) -> None:
    drawn = _drawn(page, sites["club"], [])
    for code, colour in (("75", 1), ("974", 2), ("68", 3), ("67", 4), ("01", 0)):
        expect(drawn.locator(f"[data-code='{code}']")).to_have_class(f"is-{colour}")
    page.evaluate("window.update({})")
    expect(drawn.locator("[data-code='67']")).to_have_class("is-0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280, 1920])
def test_axe_finds_nothing_in_the_map_of_a_list(
    width: int, scheme: str, open_page: Open, sites: Sites
) -> None:
    size = {"width": width, "height": 900}
    page = open_page(viewport=size, color_scheme=scheme, reduced_motion="reduce").page
    page.add_init_script(path=AXE)
    _drawn(page, sites["club"], ["68"])
    page.locator("#hote [data-code='67']").focus()
    found = violations(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["territoires/", "territoires/haut-rhin/", "chiffres/"])
def test_axe_finds_nothing_on_a_very_wide_screen(
    path: str, scheme: str, open_page: Open, sites: Sites
) -> None:
    page = open_page(viewport={"width": 1920, "height": 1000}, color_scheme=scheme).page
    page.add_init_script(path=AXE)
    page.goto(sites["club"].page(path))
    found = violations(page)
    assert not found, "\n".join(found)
