"""The sitemap and robots.txt, as their protocols say."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

from selectolax.lexbor import LexborHTMLParser

from generator import pages
from generator.build import pipeline
from generator.core.settings import Settings
from generator.exports import site_files
from generator.exports.identity import last_change
from generator.kinds import KINDS
from generator.kinds.view import Shared, When
from generator.views.model import SiteView
from tests.exports.conftest import Shown
from tests.site_fixtures import BuiltClub

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "https://club.example/"
ShownOn = Callable[[date], Shown]


def locations(text: str) -> list[str]:
    """Return the addresses of a sitemap, after looking at its form."""
    tree = ET.fromstring(text.encode())  # noqa: S314 - ours
    assert tree.tag == f"{SPACE}urlset"
    assert {child.tag for child in tree} <= {f"{SPACE}url"}
    parts = ([part.tag for part in child] for child in tree)
    assert all(p in ([f"{SPACE}loc"], [f"{SPACE}loc", f"{SPACE}lastmod"]) for p in parts)
    return [child[0].text or "" for child in tree]


def test_an_address_is_escaped(shown: Shown) -> None:
    found = site_files.sitemap(["/a/?b=1&c=<d>/"], shown.site, shown.settings)
    assert locations(found) == ["https://miniature.example/a/?b=1&c=<d>/"]


def test_robots_are_told_where_the_sitemap_is(shown: Shown) -> None:
    """RFC 9309; a fictional club asks not to be indexed, and has none."""
    hidden = site_files.robots(shown.site, shown.settings)["robots.txt"]
    assert hidden == "User-agent: *\nDisallow: /\n"
    text = site_files.robots(replace(shown.site, fictional=False), shown.settings)["robots.txt"]
    assert text.startswith("User-agent: *\nAllow: /\n")
    assert "\nSitemap: https://miniature.example/sitemap.xml\n" in text


def listed(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return the day of each address of the sitemap of a site that is not fictional."""
    true = replace(site, fictional=False)
    files = pipeline._files(true, settings, list(pages.pages(true, settings)), {})
    text = files["sitemap.xml"].decode()
    assert locations(text)
    return {
        child[0].text or "": child[1].text or "" if len(child) > 1 else ""
        for child in ET.fromstring(text.encode())  # noqa: S314 - ours
    }


def test_the_sitemap_of_a_site_lists_its_pages(miniature: BuiltClub, shown: Shown) -> None:
    urls = listed(shown.site, shown.settings)
    assert f"{SITE.replace('club', 'miniature')}integrer/" in urls
    assert not any("recherche" in url for url in urls), "what is not to be indexed is not listed"
    assert not any("integrer/club" in url for url in urls)
    for url in urls:
        path = url.removeprefix("https://miniature.example/")
        assert (miniature.site / path / "index.html").is_file(), url


def test_a_page_is_dated_by_what_its_record_says(shown: Shown) -> None:
    """The last of its days, or the month; not the day of the build."""
    site, day = shown.site, When("x", "2026-06-01")
    practice = replace(
        site.practices[0], reviewed=When("x", "2026-04-02"), verified=None, added=None
    )
    meeting = replace(
        next(m for m in site.meetings if m.status == "held" and m.start.is_day), added=None
    )
    planned = replace(next(m for m in site.meetings if m.status == "planned"), added=None)
    text = replace(site.watch[0], added=None)
    stages = (
        replace(text.stages[0], when=When("x", "1982-03-02")),
        replace(text.stages[0], when=When("x", "2026-09-01")),
    )
    expected = {
        practice: "2026-04-02",
        replace(practice, added=day): "2026-06-01",
        replace(practice, verified=When("x", "2026-05")): "2026-05",
        replace(practice, reviewed=When("x", "2026-04")): "2026-04",
        replace(practice, reviewed=None): "",
        meeting: meeting.start.iso[:10],
        planned: "",
        replace(planned, added=day): "2026-06-01",
        replace(text, stages=stages): "1982-03-02",
        replace(text, stages=stages, added=day): "2026-06-01",
        replace(site.members[0], added=day): "2026-06-01",
    }
    found = {view: last_change(_kind(view), view, site.today) for view in expected}
    assert {view: iso[:10] for view, iso in found.items()} == expected


def _kind(view: Shared) -> str:
    return next(name for name, kind in KINDS.items() if view.path.startswith(kind.source))


def test_the_sitemap_says_those_days_and_no_other(shown: Shown, shown_on: ShownOn) -> None:
    dated = listed(shown.site, shown.settings)
    practice = shown.site.practices[0]
    assert practice.reviewed
    assert dated[f"{shown.settings.site_url.rstrip('/')}{practice.url}"] == practice.reviewed.iso
    assert dated["https://miniature.example/"] == ""
    assert all(re.fullmatch(r"(\d{4}-\d\d-\d\d)?", when) for when in dated.values())
    assert max(dated.values()) <= shown.site.today
    later = shown_on(date(2026, 6, 20))
    again = listed(later.site, later.settings)
    assert {url: when for url, when in again.items() if url in dated} == dated


def test_a_fictional_club_asks_not_to_be_indexed_wherever_it_lives(miniature: BuiltClub) -> None:
    """`robots.txt` is read at the root of a host only: every page asks, and none is listed."""
    found = list(miniature.site.rglob("*.html"))
    assert {p.name for p in found} == {"index.html", "404.html"}
    for path in found:
        page = LexborHTMLParser(path.read_text(encoding="utf-8"))
        asked = [node.attributes.get("content") for node in page.css("head > meta[name=robots]")]
        assert asked == ["noindex"], path
    assert not list(miniature.site.glob("sitemap*"))
