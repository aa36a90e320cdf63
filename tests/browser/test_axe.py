"""axe-core on every kind of page, in light and dark, on a phone and on a desk: no violation."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import KINDS, Sites, controlled, menu_button, search_box, settled
from tests.site_fixtures import HOME

WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")
# Two frames: the observers of the page have answered its new size.
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

# The pages that the programme brings, long texts with tables, code and pictures.
GUIDES = sorted(
    name.stem
    for name in (HOME / "content").glob("*.md")
    if "\nsection: contribuer\n" in name.read_text(encoding="utf-8")
)

pytestmark = pytest.mark.browser


# The rules that colours decide; of the others, the second scheme of a width says nothing new.
COLOURS = ["color-contrast", "link-in-text-block"]


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """Return what axe refuses in the page as it stands: rule, element, reason.

    `rules` are those to run, all by default.
    """
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found: list[dict[str, Any]] = page.evaluate(
        "async (options) => (await axe.run(document, options)).violations", options
    )
    return [
        f"{rule['id']} : {node['html'][:160]} : {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def every_look(page: Page, state: str = "") -> list[str]:
    """Return the violations of the page in each scheme and width."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(DRAWN)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            rules = None if scheme == SCHEMES[0] else COLOURS
            found += [f"[{state}{width} px, {scheme}] {line}" for line in violations(page, rules)]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(kind: str, checked: Page, sites: Sites) -> None:
    site, path = KINDS[kind]
    checked.goto(sites[site].page(path))
    settled(checked)
    found = every_look(checked)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("guide", GUIDES)
def test_axe_finds_nothing_in_the_guides(guide: str, checked: Page, sites: Sites) -> None:
    checked.goto(sites["club"].page(f"{guide}/"))
    found = every_look(checked)
    assert not found, "\n".join(found)


def test_axe_would_see_a_defect(checked: Page, sites: Sites) -> None:
    """Else the tests of this file would prove nothing."""
    checked.emulate_media(color_scheme="light")
    checked.goto(sites["club"].page("pratiques/"))
    checked.evaluate("""() => {
        document.documentElement.removeAttribute('lang');
        document.querySelector('h1').insertAdjacentHTML('afterend', '<p class="pale">Trop pâle</p>');
        document.querySelector('.pale').style.color = '#ccc';
    }""")
    rules = {line.partition(" ")[0] for line in violations(checked)}
    assert {"html-has-lang", "color-contrast"} <= rules


@pytest.mark.parametrize("kind", ["home", "practice"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_the_open_menu(
    scheme: str, kind: str, checked: Page, sites: Sites
) -> None:
    checked.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    checked.set_viewport_size({"width": 320, "height": 800})
    checked.goto(sites["club"].page(KINDS[kind][1]))
    button = menu_button(checked)
    button.click()
    assert controlled(checked, button).is_visible()
    found = violations(checked)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("query", ["budget", "zzzzzz", "budjet participatif"])
def test_axe_finds_nothing_in_the_open_search(
    query: str, scheme: str, width: int, checked: Page, sites: Sites
) -> None:
    checked.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    checked.set_viewport_size({"width": width, "height": 800})
    checked.goto(sites["club"].page("pratiques/*/"))
    search_box(checked).fill(query)
    checked.locator(".c-panel[data-open]").wait_for()
    found = violations(checked)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "path",
    [
        "?q=budjet+participatif",
        "?q=budget&type=pratiques&type=veille",
        "?q=budget&type=veille&region=84",
    ],
)
def test_axe_finds_nothing_on_the_search_page(path: str, checked: Page, sites: Sites) -> None:
    checked.goto(sites["club"].page(f"recherche/{path}"))
    settled(checked)
    checked.locator(".c-facets").wait_for()
    checked.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    found = every_look(checked, f"{path} ")
    assert not found, "\n".join(found)
