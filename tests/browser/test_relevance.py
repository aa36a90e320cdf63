"""What officials type, in a real browser, against a floor; and the score that the docs publish."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from scripts import relevance
from scripts.browser import served
from tests.browser.conftest import Open, Sites, search_box
from tests.site_fixtures import run_club

pytestmark = pytest.mark.browser

# Under what is reached, so that a new page may take a place without breaking the build.
FLOOR_FIRST, FLOOR_TOP = 0.92, 0.96


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The fictional club with the people of the suite, served."""
    folder = tmp_path_factory.mktemp("town")
    relevance.write_town(folder / "club")
    done = run_club(
        [
            *("build", "--root", folder / "club", "--out", folder / "site"),
            *("--today", relevance.TODAY.isoformat(), "--quiet"),
        ]
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with served(folder / "site") as url:
        yield url


@pytest.fixture(scope="module")
def found(browser: Browser, sites: Sites, town: str) -> list[relevance.Ranked]:
    context = browser.new_context(locale="fr-FR")
    asked = relevance.queries()
    urls = {"club": sites["club"].url, "town": town}
    ranked = relevance.measure(context.new_page(), urls, asked)
    context.close()
    return ranked


def test_the_suite_is_what_officials_type(found: list[relevance.Ranked]) -> None:
    """Enough queries, none twice, every expected page a real one of this club."""
    texts = [(r.query.site, r.query.text) for r in found]
    assert len(texts) == len(set(texts)) >= 80


def test_the_pages_that_were_meant_come_first(found: list[relevance.Ranked]) -> None:
    missed = [f"{r.rank} : {r.query.text}" for r in found if not 0 < r.rank <= relevance.TOP]
    assert relevance.score(found) >= FLOOR_TOP, "\n".join(missed)
    assert relevance.score(found, 1) >= FLOOR_FIRST, "\n".join(missed)


def test_problems_find_what_answers_them(browser: Browser, sites: Sites) -> None:
    """Half of them at once, three quarters among the first three: written before the words they look for."""
    context = browser.new_context(locale="fr-FR")
    urls = {"club": sites["club"].url}
    ranked = relevance.measure(context.new_page(), urls, relevance.queries("problems"))
    context.close()
    assert relevance.score(ranked, 1) >= 0.50
    assert relevance.score(ranked) >= 0.75


def test_the_documentation_publishes_the_score(found: list[relevance.Ranked]) -> None:
    """Within two points: a new practice may move a page, `python -m scripts.relevance` says it."""
    text = relevance.PAGE.read_text(encoding="utf-8")
    first, top = (float(n) / 100 for n in re.findall(r"\(([\d.]+)%\)", text)[:2])
    assert abs(first - relevance.score(found, 1)) <= 0.02
    assert abs(top - relevance.score(found)) <= 0.02


def test_expected_addresses_exist(sites: Sites) -> None:
    folder = sites["club"].folder
    absent = [
        address
        for query in relevance.queries()
        if query.site == "club"
        for address in query.expect
        if not Path(f"{folder}{address}index.html").is_file()
    ]
    assert absent == []


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("comment faire un budget participatif", "methodes/budget-participatif/"),
        ("referandum", "methodes/referendum-local/"),
        ("loi 3ds", "veille/loi-2022-217-3ds/"),
        ("mullhouse", "pratiques/agence-participation-mulhouse/"),
    ],
)
def test_the_box_of_the_header_answers_the_same(
    query: str, address: str, open_page: Open, sites: Sites
) -> None:
    page = open_page().page
    page.goto(sites["club"].url)
    search_box(page).press_sequentially(query)
    wanted = sites["club"].page(address)
    expect(page.locator(f'header .c-panel[data-open] section a[href="{wanted}"]')).to_be_visible()
