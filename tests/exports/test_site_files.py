"""The sitemap and robots.txt: their protocols, to the limits of each."""

from xml.etree import ElementTree as ET

import pytest

from generator.exports import site_files
from generator.exports.site_files import MOST_ADDRESSES, sitemaps
from tests.exports.conftest import Shown
from tests.site_fixtures import BuiltClub

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "https://club.example/"


def addresses(count: int) -> list[str]:
    return [f"/pratiques/{n:06}/" for n in range(count)]


def locations(text: str, root: str, item: str) -> list[str]:
    """Return the addresses of a sitemap or of an index, after looking at its form."""
    tree = ET.fromstring(text.encode())  # noqa: S314 - ours
    assert tree.tag == f"{SPACE}{root}"
    assert {child.tag for child in tree} <= {f"{SPACE}{item}"}
    assert all([part.tag for part in child] == [f"{SPACE}loc"] for child in tree)
    return [child[0].text or "" for child in tree]


@pytest.mark.parametrize("count", [0, 1, 3, MOST_ADDRESSES])
def test_up_to_the_limit_one_file_holds_all(count: int) -> None:
    found = sitemaps(addresses(count), SITE)
    assert list(found) == ["sitemap.xml"]
    urls = locations(found["sitemap.xml"], "urlset", "url")
    assert urls == [f"https://club.example{a}" for a in addresses(count)]
    assert len(found["sitemap.xml"].encode()) < 50 * 1024 * 1024


@pytest.mark.parametrize(
    ("count", "parts"),
    [(MOST_ADDRESSES + 1, 2), (2 * MOST_ADDRESSES, 2), (2 * MOST_ADDRESSES + 1, 3)],
)
def test_beyond_the_limit_an_index_lists_the_parts(count: int, parts: int) -> None:
    found = sitemaps(reversed(addresses(count)), SITE)
    names = [f"sitemap-{n}.xml" for n in range(1, parts + 1)]
    assert list(found) == ["sitemap.xml", *names]
    listed = locations(found["sitemap.xml"], "sitemapindex", "sitemap")
    assert listed == [f"{SITE}{name}" for name in names]
    cut = [locations(found[name], "urlset", "url") for name in names]
    assert all(len(urls) <= MOST_ADDRESSES for urls in cut)
    assert [u for urls in cut for u in urls] == [
        f"https://club.example{a}" for a in addresses(count)
    ]


def test_an_address_is_escaped() -> None:
    found = sitemaps(["/a/?b=1&c=<d>/"], SITE)["sitemap.xml"]
    assert locations(found, "urlset", "url") == [f"{SITE}a/?b=1&c=<d>/"]


def test_robots_are_told_where_the_sitemap_is(shown: Shown) -> None:
    """RFC 9309; a fictional club asks not to be indexed."""
    text = site_files.robots(shown.site, shown.settings)
    assert text.startswith("User-agent: *\nDisallow: /\n")
    assert "\nSitemap: https://miniature.example/sitemap.xml\n" in text


def test_the_sitemap_of_a_site_lists_its_pages(miniature: BuiltClub) -> None:
    text = (miniature.site / "sitemap.xml").read_text(encoding="utf-8")
    urls = locations(text, "urlset", "url")
    assert f"{SITE.replace('club', 'miniature')}donnees/" in urls
    assert not any("recherche" in url for url in urls), "what is not to be indexed is not listed"
    for url in urls:
        path = url.removeprefix("https://miniature.example/")
        assert (miniature.site / path / "index.html").is_file(), url
