"""A real Chromium on two real sites: the sample club's and the miniature club's.

Everything is served on this machine; a page that asks for another host is refused and noted.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from scripts import browser as chromium
from tests import sample
from tests.site_fixtures import BuiltClub, build_once, run_club

# The content says when it was read over: a slow clock must not make that the future.
_WRITTEN = date(2026, 11, 23)

AXE = Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js"

# Each kind of page: its site and its address; `*` is the longest page of its section.
KINDS: dict[str, tuple[str, str]] = {
    "home": ("club", ""),
    "practices": ("club", "pratiques/"),
    "practice": ("club", "pratiques/*/"),
    "directory": ("club", "annuaire/"),
    "member": ("club", "annuaire/*/"),
    "meetings": ("club", "reunions/"),
    "meeting": ("club", "reunions/*/"),
    "watch": ("club", "veille/"),
    "watch-entry": ("club", "veille/*/"),
    "empty-actions": ("club", "actions/"),
    "empty-network": ("club", "reseau/"),
    "compare-empty": ("club", "comparer/"),
    "hubs": ("club", "methodes/"),
    "hub": ("club", "methodes/*/"),
    "vocabularies": ("club", "vocabulaires/"),
    "territories": ("club", "territoires/"),
    "departement": ("club", "territoires/haut-rhin/"),
    "figures": ("club", "chiffres/"),
    "open-data": ("club", "donnees/"),
    "embedding": ("club", "integrer/"),
    "content": ("club", "confidentialite/"),
    "search": ("club", "recherche/"),
    "search-results": ("club", "recherche/?q=budget"),
    "search-no-result": ("club", "recherche/?q=zzzzzz"),
    "not-found": ("club", "cette/page/n-existe/pas/"),
    "home-with-news": ("miniature", ""),
    "practice-in-full": ("miniature", "pratiques/budget-participatif-mulhouse/"),
    "directory-in-full": ("miniature", "annuaire/"),
    "member-in-full": ("miniature", "annuaire/camille-exemple/"),
    "meeting-held": ("miniature", "reunions/2026-04-02-premiere-rencontre/"),
    "meeting-planned": ("miniature", "reunions/2026-09-10-tirer-au-sort/"),
    "watch-with-alert": ("miniature", "veille/proposition-exemple/"),
    "actions": ("miniature", "actions/"),
    "action": ("miniature", "actions/courrier-age-du-vote/"),
    "action-open": ("miniature", "actions/lettre-tirage-au-sort/"),
    "letter": ("miniature", "actions/courrier-age-du-vote/lettre/"),
    "register": ("miniature", "registre/"),
    "coming": ("miniature", "a-venir/"),
    "network": ("miniature", "reseau/"),
    "contact": ("miniature", "reseau/sacha-theorie/"),
    "empty-hub": ("miniature", "themes/sante/"),
}


class Host(SimpleHTTPRequestHandler):
    """A static host as plain as can be: folders, and the page not found."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - inherited name
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    """Says nothing of a page that is left before its last file has come."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A closed connection is no error of ours."""


@contextmanager
def _server(folder: Path, host: type[Host] = Host) -> Iterator[str]:
    """Serve a folder on this machine; yield its address."""
    handler = partial(host, directory=str(folder))
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@dataclass(frozen=True, slots=True)
class Site:
    """A served site: its folder and its address."""

    folder: Path
    url: str

    def page(self, path: str) -> str:
        """Return the address of a page; `*` stands for the longest page of a section."""
        if "*" not in path:
            return self.url + path
        pages = sorted(self.folder.glob(f"{path}index.html"))
        longest = max(pages, key=lambda p: p.stat().st_size)
        return f"{self.url}{longest.parent.relative_to(self.folder).as_posix()}/"


Sites = Mapping[str, Site]


@contextmanager
def served_site(folder: Path, host: type[Host] = Host) -> Iterator[Site]:
    """Serve a built site on this machine."""
    with _server(folder, host) as address:
        yield Site(folder, address)


@pytest.fixture(scope="session")
def sample_club(tmp_path_factory: pytest.TempPathFactory) -> BuiltClub:
    """The sample club, as `make site` would build it."""
    today = max(_WRITTEN, datetime.now(UTC).date()).isoformat()

    def build(folder: Path) -> BuiltClub:
        root, site = sample.write(folder / "club"), folder / "site"
        done = run_club(["build", "--root", root, "--out", site, "--today", today, "--quiet"])
        assert done.returncode == 0, done.stdout + done.stderr
        return BuiltClub(root, site)

    return build_once(tmp_path_factory, "sample", build)


@pytest.fixture(scope="session")
def sites(miniature: BuiltClub, sample_club: BuiltClub) -> Iterator[Sites]:
    """Both sites, served."""
    with _server(sample_club.site) as club, _server(miniature.site) as small:
        yield {"club": Site(sample_club.site, club), "miniature": Site(miniature.site, small)}


@pytest.fixture(scope="session")
def crowd_site(crowd: BuiltClub) -> Iterator[Site]:
    """The site of a club whose lists take several pages, served."""
    with served_site(crowd.site) as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once. Without it: a skip here, a failure where CI=true."""
    path = chromium.path()
    if path is None:
        reason = "Chromium is missing: scripts/ensure-debian-packages.sh installs it"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def checked(browser: Browser) -> Iterator[Page]:
    """One page for the whole module, where axe is loaded with each document."""
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    context.set_default_timeout(20_000)
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


@dataclass(slots=True)
class Watched:
    """A page and everything it did that no page of ours may do."""

    page: Page
    hosts: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Note requests to other hosts, console errors and what the security policy refused."""

        def asked(url: str) -> None:
            if urlsplit(url).scheme not in {"data", "blob"} and "//127.0.0.1:" not in url:
                self.hosts.append(url)

        context.on("request", lambda request: asked(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(f"{self.page.url} : {error}"))
        self.page.on(
            "console",
            lambda message: (
                self.errors.append(f"{self.page.url} : {message.text}")
                if message.type in {"error", "warning"}
                else None
            ),
        )


Open = Callable[..., Watched]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Return a function that opens a fresh page; its options are those of a context."""
    contexts = []

    def opener(**options: Any) -> Watched:
        options = {"viewport": {"width": 1280, "height": 800}, "locale": "fr-FR"} | options
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        watched = Watched(context.new_page())
        watched.watch(context)
        return watched

    yield opener
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Open) -> Page:
    """A fresh page on a wide screen."""
    return open_page().page


def settled(page: Page) -> None:
    """Wait until a search page has answered."""
    if "?q=" in page.url:
        status = page.locator("[data-recherche] [role=status]")
        status.filter(has_text=re.compile(r"résultat")).wait_for()


def search_box(page: Page) -> Locator:
    """Return the search box of the header, shown when the screen hides it behind a button."""
    box = page.locator("header input[type=search]")
    if not box.is_visible():
        page.locator("header").get_by_role("button", name="Rechercher", exact=True).click()
    return box


def menu_button(page: Page) -> Locator:
    """Return the button of the menu, shown on narrow screens."""
    return page.get_by_role("button", name="Menu", exact=True)


def controlled(page: Page, button: Locator) -> Locator:
    """Return what a button opens."""
    return page.locator(f"[id='{button.get_attribute('aria-controls')}']")
