"""The next release, for a browser that knows the one before: all of one, or all of the other."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from generator.engine import release
from tests.browser.conftest import Host, Open, Site, search_box, served_site, settled
from tests.browser.test_lists import tick
from tests.miniature import CLUB, TODAY
from tests.site_fixtures import HOME, BuiltClub, environment

pytestmark = pytest.mark.browser

LONG_AGO = 1_600_000_000  # with such a date and no header, a browser keeps a file for months


class _Careful(Host):
    """A host as docs/hosting.md asks: a release is kept, the rest is compared each time."""

    def end_headers(self) -> None:
        kept = re.match(r"/(assets|interne)/[0-9a-f]{10}/", self.path) and ".json" not in self.path
        how = "public, max-age=31536000, immutable" if kept else "no-cache"
        self.send_header("Cache-Control", how)
        super().end_headers()


class _Careless(Host):
    """A host that says nothing: the browser keeps everything, pages too, for as long as it sees fit."""


@pytest.fixture(scope="module")
def releases(miniature: BuiltClub, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The miniature's site, and the one that the next release makes of the same content.

    There what the script of every page calls in the script of the search has another name: with one
    of the two of the release before, no panel opens.
    """
    folder = tmp_path_factory.mktemp("releases")
    home = folder / "home"
    for name in ("generator", "theme", "vocabularies"):
        shutil.copytree(HOME / name, home / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(HOME / "mkdocs.yml", home / "mkdocs.yml")
    scripts = list((home / "theme" / "assets").glob("*.js"))
    texts = {path: path.read_text(encoding="utf-8") for path in scripts}
    assert {"club", "search"} <= {p.stem for p, text in texts.items() if "attach" in text}
    for path, text in texts.items():
        path.write_text(re.sub(r"\battach\b", "serve", text), encoding="utf-8")
    shutil.copytree(CLUB, folder / "club")
    command = [sys.executable, "-m", "generator", "build", "--quiet", "--today", str(TODAY)]
    done = subprocess.run(
        [*command, "--root", str(folder / "club"), "--out", str(folder / "next")],
        cwd=home,
        env=environment(PYTHONPATH=str(home)),
        check=False,
    )
    assert done.returncode == 0
    assert not (folder / "next" / release.programs()).exists()
    shutil.copytree(miniature.site, folder / "first")
    for days, site in enumerate(("first", "next")):
        for path in (folder / site).rglob("*"):
            os.utime(path, (LONG_AGO + days * 86_400,) * 2)
    return folder / "first", folder / "next"


@dataclass(slots=True)
class Served:
    """A host, and what it serves from now on."""

    site: Site
    publish: Callable[[Path], None]


@pytest.fixture
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    """A host of the kind that the test asks for; it serves nothing yet."""
    place = tmp_path / "site"

    def publish(folder: Path) -> None:
        place.unlink(missing_ok=True)
        place.symlink_to(folder)

    with served_site(place, request.param) as site:
        yield Served(site, publish)


def _mark(page: Page) -> str:
    found: str = page.evaluate("document.querySelector('script[data-root]').src")
    return found.rpartition("/")[0].rpartition("/")[2]


def _use(page: Page, site: Site) -> None:
    """Use what scripts do: filters, a comparison, the search page, a form, a place; end on the home page."""
    page.goto(site.page("pratiques/"))
    page.wait_for_selector("[data-list][data-ready]")
    tick(page, "Méthode", "Budget participatif")
    expect(page.locator("[data-count]")).to_contain_text("1\u00a0pratique")
    page.locator(".c-card__compare").click()
    page.get_by_role("link", name="Comparer (1)").click()
    expect(page.locator(".c-compare thead th a")).to_have_count(1)
    page.evaluate(
        "sessionStorage.removeItem(`club.compare:${location.pathname.replace('comparer/', '')}`)"
    )
    page.goto(site.page("recherche/?q=budget"))
    settled(page)
    expect(page.locator("ol.c-results > li").first).to_be_visible()
    page.locator(".c-facets details").first.wait_for()
    page.goto(site.page("contribuer/pratique/"))
    page.get_by_label("Titre de la fiche").wait_for()
    page.goto(site.page("territoires/"))
    page.locator("[data-finder] input").first.fill("Mulh")
    expect(page.get_by_role("option", name=re.compile("Mulhouse")).first).to_be_visible()
    page.goto(site.url)


@pytest.mark.parametrize("served", [_Careful], indirect=True)
def test_a_browser_that_knows_the_release_before_meets_the_next(
    releases: tuple[Path, Path], served: Served, open_page: Open
) -> None:
    watched = open_page()
    for site in releases:
        served.publish(site)
        _use(watched.page, served.site)
        assert (site / "assets" / _mark(watched.page)).is_dir()
        search_box(watched.page).fill("budget")
        watched.page.locator("header .c-panel[data-open] mark").first.wait_for()
    assert watched.errors == []


@pytest.mark.parametrize("served", [_Careless], indirect=True)
def test_pages_that_a_browser_kept_still_work(
    releases: tuple[Path, Path], served: Served, open_page: Open
) -> None:
    """What they need is gone, or kept too: they work, or are asked for again."""
    watched = open_page()
    served.publish(releases[0])
    _use(watched.page, served.site)
    assert watched.errors == []
    served.publish(releases[1])
    _use(watched.page, served.site)
    search_box(watched.page).fill("budget")
    watched.page.keyboard.press("Enter")
    settled(watched.page)
    expect(watched.page.locator("ol.c-results > li").first).to_be_visible()
    gone = [error for error in watched.errors if "404" in error or "Pagefind" in error]
    assert watched.errors == gone


@pytest.mark.parametrize("served", [_Careful], indirect=True)
def test_a_tab_left_open_over_a_release_still_leads_somewhere(
    releases: tuple[Path, Path], served: Served, open_page: Open
) -> None:
    """Nothing that it has not read yet can be had: lists stay whole, the search leads to its page."""
    page = open_page(viewport={"width": 360, "height": 740}).page
    served.publish(releases[0])
    page.goto(served.site.page("pratiques/"))
    page.locator(".c-card__compare:not([aria-disabled])").first.wait_for()
    before = _mark(page)
    served.publish(releases[1])
    box = search_box(page)
    box.fill("budget")
    page.wait_for_load_state("networkidle")
    expect(page.locator("header .c-panel[data-open]")).to_have_count(0)
    box.press("Enter")
    settled(page)
    expect(page.locator("ol.c-results > li").first).to_be_visible()
    page.go_back()
    page.get_by_text("Filtrer et trier").click()  # the page is asked for again
    page.locator(f"script[src*='{before}']").first.wait_for(state="detached")
    tick(page, "Méthode", "Budget participatif")
    expect(page.locator("[data-count]")).to_contain_text("1\u00a0pratique")
