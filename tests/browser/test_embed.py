"""Excerpts in a town's page, from another host: shown as drawn, silent, and leading to the club."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Sites, _server
from tests.browser.test_axe import every_look

pytestmark = pytest.mark.browser

PRACTICE = "pratiques/budget-participatif-mulhouse/"


@pytest.fixture
def town(sites: Sites, tmp_path: Path) -> Iterator[str]:
    """The page of a town that pasted the code of an excerpt, as the club's page gives it."""
    page = (sites["miniature"].folder / "integrer" / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<code id="extrait:1">(.*?)</code>', page)
    assert found
    code = found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"')
    code = code.replace("https://miniature.example/", sites["miniature"].url)
    head = '<title>Ville</title><link rel="icon" href="data:,"><h1>Notre ville</h1>'
    text = f'<!doctype html><html lang="fr">{head}{code}'
    (tmp_path / "index.html").write_text(text, encoding="utf-8")
    with _server(tmp_path) as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_a_town_shows_an_excerpt(javascript: bool, scheme: str, town: str, open_page: Open) -> None:
    watched = open_page(java_script_enabled=javascript, color_scheme=scheme)
    watched.page.goto(town)
    frame = watched.page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text(
        "Prochaine réunion et dernières pratiques"
    )
    expect(frame.get_by_role("link", name="Tirer au sort sans perdre les tirés")).to_be_visible()
    colour = "rgb(12, 74, 82)" if scheme == "light" else "rgb(143, 208, 210)"
    expect(frame.locator("h1")).to_have_css("color", colour)
    assert watched.errors == []


def test_a_link_of_an_excerpt_opens_the_club_in_place_of_the_page(
    town: str, page: Page, sites: Sites
) -> None:
    page.goto(town)
    page.frame_locator("iframe").get_by_role("link", name=re.compile("Budget")).click()
    page.wait_for_url(sites["miniature"].page(PRACTICE))


@pytest.mark.parametrize("width", [280, 400, 800])
@pytest.mark.parametrize("name", ["club", "reunions", "pratiques"])
def test_an_excerpt_fits_its_frame(name: str, width: int, open_page: Open, sites: Sites) -> None:
    page = open_page(viewport={"width": width, "height": 600}).page
    page.goto(sites["miniature"].page(f"integrer/{name}/"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["club", "reunions", "themes/finances"])
def test_axe_finds_nothing_in_an_excerpt(name: str, checked: Page, sites: Sites) -> None:
    checked.goto(sites["miniature"].page(f"integrer/{name}/"))
    found = every_look(checked)
    assert not found, "\n".join(found)


def test_the_code_of_an_excerpt_is_copied(open_page: Open, sites: Sites) -> None:
    watched = open_page(permissions=["clipboard-read", "clipboard-write"])
    page = watched.page
    page.goto(sites["miniature"].page("integrer/"))
    page.get_by_role("button", name="Copier le code").first.click()
    expect(page.get_by_role("status").filter(has_text="Code copié.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith('<iframe src="https://miniature.example/integrer/club/" title="Club')
    assert watched.errors == []
