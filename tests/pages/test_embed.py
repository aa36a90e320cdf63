"""The excerpts that other sites embed, read as an HTML parser does, and the code to paste."""

import re
from dataclasses import replace
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from generator import pages, views
from generator.build import pipeline
from generator.core import settings
from generator.pages import documents, extras
from generator.views.excerpts import excerpts
from generator.views.model import SiteView
from tests.miniature import CLUB, TODAY
from tests.showing import showing
from tests.site_fixtures import BuiltClub

SETTINGS = settings.load(CLUB)
SITE = views.site(pipeline.check(CLUB, SETTINGS, TODAY).club, today=TODAY, fictional=True)
FOUND = excerpts(SITE)


def read(address: str, site: SiteView = SITE) -> LexborHTMLParser:
    return LexborHTMLParser(embedded(site)[address])


def embedded(site: SiteView = SITE) -> dict[str, str]:
    """Return the documents of the excerpts, by address."""
    made = documents.documents(site, SETTINGS)
    return {e.url: made[f"{e.url.lstrip('/')}index.html"] for e in excerpts(site)}


def links(tree: LexborHTMLParser) -> list[str]:
    return [node.attributes["href"] or "" for node in tree.css("li a")]


# --- which there are ---------------------------------------------------------------------------


def test_they_are_there_even_when_the_club_is_empty() -> None:
    empty = showing(SITE, practice=(), meeting=())
    found = excerpts(empty)
    assert [e.url for e in found] == [
        "/integrer/club/",
        "/integrer/reunions/",
        "/integrer/pratiques/",
    ]
    text = read("/integrer/club/", empty).css("main")[0].text()
    assert "Aucune réunion n’est annoncée pour le moment." in text
    assert "Aucune pratique n’est encore publiée." in text


def test_every_excerpt_is_a_file_of_the_site(miniature: BuiltClub) -> None:
    for excerpt in FOUND:
        assert (miniature.site / excerpt.url.strip("/") / "index.html").is_file()


# --- what they show ----------------------------------------------------------------------------


def test_an_excerpt_shows_the_latest_practices_with_place_and_dates() -> None:
    tree = read("/integrer/pratiques/")
    expected = [f"../..{p.url}" for p in SITE.practices[:4]]
    assert links(tree) == expected
    first = tree.css("li")[0].text()
    assert "Mulhouse (Haut-Rhin)\u00a0· " in first
    assert "· depuis le 3 octobre 2019" in first.replace("\u00a0", " ")


def test_an_excerpt_says_the_next_meeting() -> None:
    (item,) = read("/integrer/reunions/").css("p.item")
    assert SITE.next_meeting
    assert SITE.next_meeting.title in item.text()


def test_an_excerpt_names_nobody_and_gives_no_link_to_join() -> None:
    for text in embedded().values():
        assert "visio.example" not in text
        assert not [m.title for m in SITE.members if m.title in text]
        assert "Démonstration" in text


def test_an_excerpt_runs_nothing_and_its_links_leave_the_frame() -> None:
    for text in embedded().values():
        tree = LexborHTMLParser(text)
        assert not tree.css("script, style, [style], img, iframe, form, link:not([rel=stylesheet])")
        assert [node.attributes for node in tree.css("base")] == [{"target": "_top"}]
        (policy,) = tree.css('meta[http-equiv="Content-Security-Policy"]')
        assert (policy.attributes["content"] or "").split("; ") == [
            "default-src 'none'",
            "style-src 'self' https://miniature.example/assets/embed.css",
            "base-uri 'none'",
            "form-action 'none'",
        ]
        assert tree.css_matches('meta[name="robots"][content="noindex"]')
        assert len(text.encode()) < 4_000


def test_a_title_stays_a_title() -> None:
    hostile = '</a><script>alert("1")</script>'
    practice = replace(SITE.practices[0], title=hostile)
    tree = read("/integrer/pratiques/", showing(SITE, practice=(practice,)))
    assert tree.css("li a")[0].text() == hostile
    assert not tree.css("script")


# --- the code to paste -------------------------------------------------------------------------


def test_the_code_is_a_frame_that_permits_links_alone() -> None:
    for excerpt in FOUND:
        tree = LexborHTMLParser(extras.code(excerpt, SETTINGS))
        (frame,) = tree.css("body > *")
        assert frame.attributes == {
            "src": f"https://miniature.example{excerpt.url}",
            "title": f"Club miniature : {excerpt.title}",
            "width": "100%",
            "height": str(excerpt.height),
            "loading": "lazy",
            "referrerpolicy": "no-referrer",
            "sandbox": "allow-top-navigation-by-user-activation allow-popups",
            "style": "border: 0; max-width: 800px",
        }


def test_the_page_shows_each_excerpt_and_its_code_once() -> None:
    page = next(p for p in pages.pages(SITE, SETTINGS) if p.address == "/integrer/")
    tree = LexborHTMLParser(page.body)
    frames = [node.attributes["src"] for node in tree.css("iframe")]
    assert frames == [f"..{e.url}" for e in FOUND]
    codes = [unescape(node.text()).replace("\u00a0", " ") for node in tree.css("pre code")]
    assert codes == [extras.code(e, SETTINGS) for e in FOUND]
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    copied = {node.attributes["data-copy"] for node in tree.css("[data-copy]")}
    assert copied == {node.attributes["id"] for node in tree.css("pre code")}


def test_frames_are_allowed_on_that_page_alone(miniature: BuiltClub) -> None:
    allowed = []
    for path in sorted(miniature.site.rglob("index.html")):
        found = re.search(r"frame-src ([^;]+);", path.read_text(encoding="utf-8"))
        if found and found[1] != "'none'":
            allowed.append((path.parent.name, found[1]))
    assert allowed == [("integrer", "'self'")]
