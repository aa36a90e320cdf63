"""Everything with the keyboard alone: skip, open, close, see where one is, never be trapped."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import KINDS, Open, Sites, controlled, menu_button, settled

pytestmark = pytest.mark.browser

# Where the focus is, and whether it shows: an outline on the element or on what draws it.
_FOCUS = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const seen = pseudo => {
        const style = getComputedStyle(at, pseudo);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    };
    const box = at.getBoundingClientRect();
    return {
        html: at.outerHTML.slice(0, 120),
        visible: seen(null) || seen('::after') || seen('::before'),
        inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""
_FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']"


@pytest.mark.parametrize("kind", ["home", "practice", "search-results", "not-found"])
def test_the_skip_link_comes_first_and_works(kind: str, open_page: Open, sites: Sites) -> None:
    page = open_page(reduced_motion="reduce").page
    site, path = KINDS[kind]
    page.goto(sites[site].page(path))
    settled(page)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("Aller au contenu")
    expect(skip).to_be_in_viewport(ratio=1)
    target = page.locator(f"[id='{str(skip.get_attribute('href'))[1:]}']")
    page.keyboard.press("Enter")
    expect(target).to_be_focused()
    page.keyboard.press("Tab")
    assert target.evaluate("node => node.contains(document.activeElement)")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", ["home", "practice-in-full", "search-results", "directory"])
def test_the_focus_shows_everywhere_and_is_never_trapped(
    kind: str, width: int, open_page: Open, sites: Sites
) -> None:
    size = {"width": width, "height": 800}
    page = open_page(viewport=size, reduced_motion="reduce").page
    site, path = KINDS[kind]
    page.goto(sites[site].page(path))
    settled(page)
    reachable = page.locator(_FOCUSABLE).locator("visible=true").count()
    seen = []
    for _ in range(reachable + 20):
        page.keyboard.press("Tab")
        if (focus := page.evaluate(_FOCUS)) is None:
            break
        seen.append(focus)
    else:
        pytest.fail("the focus never leaves the page")
    assert [f["html"] for f in seen if not f["visible"]] == []
    assert [f["html"] for f in seen if not f["inside"]] == []
    assert len(seen) >= reachable * 0.8


@pytest.mark.parametrize("control", ["Menu", "Rechercher"])
def test_a_button_of_a_phone_opens_and_escape_gives_the_place_back(
    control: str, open_page: Open, sites: Sites
) -> None:
    page = open_page(viewport={"width": 320, "height": 800}).page
    page.goto(sites["club"].url)
    button = page.locator("header").get_by_role("button", name=control, exact=True)
    panel = controlled(page, button).locator("a, input").first
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(panel).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(panel).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(panel).to_be_hidden()
    expect(button).to_be_focused()


def test_the_menu_leads_to_a_section(open_page: Open, sites: Sites) -> None:
    page = open_page(viewport={"width": 320, "height": 800}).page
    page.goto(sites["club"].url)
    menu_button(page).focus()
    page.keyboard.press("Space")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Veille":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(sites["club"].page("veille/"))
    expect(menu_button(page)).to_have_attribute("aria-expanded", "false")


def test_the_fold_of_a_long_page_opens(open_page: Open, sites: Sites) -> None:
    page = open_page(viewport={"width": 320, "height": 800}).page
    page.goto(sites["club"].page("pratiques/*/"))
    fold = page.locator("summary", has_text="Sur cette page")
    fold.focus()
    page.keyboard.press("Enter")
    link = page.locator("details[open] a", has_text="Difficultés")
    link.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#difficultes")
    expect(page.locator("#difficultes")).to_be_in_viewport()
