"""No other host, no error, no refusal by the security policy, no page wider than the screen."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import KINDS, Open, Sites, search_box, settled

pytestmark = pytest.mark.browser

WIDTHS = (320, 360, 768, 1280, 1920)
NOT_FOUND = "Failed to load resource: the server responded with a status of 404"


def test_no_page_asks_another_host_nor_logs_an_error(open_page: Open, sites: Sites) -> None:
    watched = open_page()
    for site, path in KINDS.values():
        watched.page.goto(sites[site].page(path))
        settled(watched.page)
        search_box(watched.page).fill("budget")
        watched.page.locator("header .c-panel[data-open]").wait_for()
    assert watched.hosts == []
    unexpected = [e for e in watched.errors if NOT_FOUND not in e or "/n-existe/pas/" not in e]
    assert unexpected == []


def test_the_watch_would_see_what_the_policy_refuses(open_page: Open, sites: Sites) -> None:
    """Else the test above would prove nothing."""
    watched = open_page()
    watched.page.goto(sites["club"].url)
    watched.page.evaluate("""() => {
        document.body.append(Object.assign(document.createElement('script'), {text: 'x = 1'}));
        document.body.append(Object.assign(new Image(), {src: 'https://evil.example/p.gif'}));
        document.body.setAttribute('style', 'color: red');
    }""")
    for _ in range(50):
        if len(watched.errors) >= 3:
            break
        watched.page.wait_for_timeout(100)
    refused = " ".join(watched.errors)
    for directive in ("script-src", "img-src", "style-src"):
        assert directive in refused


@pytest.mark.parametrize("which", ["club", "miniature"])
def test_every_page_carries_the_policy(which: str, sites: Sites) -> None:
    folder = sites[which].folder
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy" content="default-src ')
    without = [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*.html"))
        if not policy.search(path.read_text(encoding="utf-8"))
    ]
    assert without == []


@pytest.fixture(scope="module")
def resized(browser: Browser) -> Iterator[Page]:
    """One page for every kind and width: nothing of what it shows is kept from one to the next."""
    context = browser.new_context(locale="fr-FR")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_is_wider_than_the_screen(kind: str, resized: Page, sites: Sites) -> None:
    site, path = KINDS[kind]
    resized.goto(sites[site].page(path))
    settled(resized)
    too_wide = []
    for width in WIDTHS:
        resized.set_viewport_size({"width": width, "height": 800})
        found = resized.evaluate("document.documentElement.scrollWidth")
        too_wide += [(width, found)] if found > width else []
    assert too_wide == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_open_search_is_not_wider_than_the_screen(
    width: int, open_page: Open, sites: Sites
) -> None:
    page = open_page(viewport={"width": width, "height": 800}).page
    page.goto(sites["club"].url)
    search_box(page).fill("participation")
    page.locator("header .c-panel[data-open]").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("asked", ["recherche/?q", "pratiques/?q", "territoires/?lieu"])
def test_a_long_word_that_was_asked_is_not_wider_than_the_screen(
    asked: str, resized: Page, sites: Sites
) -> None:
    """An address pasted in a box comes back in what is said of it."""
    word = "participation" * 9
    resized.set_viewport_size({"width": 320, "height": 800})
    resized.goto(f"{sites['club'].page(asked)}={word}", wait_until="networkidle")
    resized.locator("main").get_by_text(word).last.wait_for()
    assert resized.evaluate("document.documentElement.scrollWidth") == 320


def test_a_column_of_numbers_is_set_as_the_author_asked(resized: Page, sites: Sites) -> None:
    """The author wrote `|---:|`; a style sheet must not undo it."""
    resized.goto(sites["miniature"].page("pratiques/budget-participatif-mulhouse/"))
    cell = resized.get_by_role("cell", name="3 512")
    assert cell.evaluate("node => getComputedStyle(node).textAlign") == "right"
