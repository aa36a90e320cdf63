"""The excerpts that other sites embed, read as an HTML parser does, and the code to paste."""

import re
from dataclasses import replace
from html import unescape

import pytest
from selectolax.lexbor import LexborHTMLParser

from generator import pages, views
from generator.build import pipeline
from generator.core import settings
from generator.kinds.view import When
from generator.pages import documents, embedding
from generator.views.excerpts import LATEST, excerpts, next_meeting
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
    return {e.url: made[f"{e.url.lstrip('/')}index.html"] for e in excerpts(site).all}


def links(tree: LexborHTMLParser) -> list[str]:
    return [node.attributes["href"] or "" for node in tree.css("li a")]


# --- which there are ---------------------------------------------------------------------------


def test_there_is_one_for_each_theme_and_departement_with_a_practice() -> None:
    with_practices = {key for p in SITE.practices for key in (t.id for t in p.themes)}
    assert {e.url for e in FOUND.themes} == {f"/integrer/themes/{key}/" for key in with_practices}
    assert "sante" not in with_practices
    assert [e.label for e in FOUND.departements] == sorted(e.label for e in FOUND.departements)
    assert "/integrer/territoires/haut-rhin/" in {e.url for e in FOUND.departements}


def test_the_general_ones_are_there_even_when_the_club_is_empty() -> None:
    empty = showing(SITE, practice=(), meeting=(), themes=())
    found = excerpts(empty)
    assert [e.url for e in found.all] == [
        "/integrer/club/",
        "/integrer/reunions/",
        "/integrer/pratiques/",
    ]
    text = read("/integrer/club/", empty).css("main")[0].text()
    assert "Aucune réunion n’est annoncée pour le moment." in text
    assert "Aucune pratique n’est encore publiée." in text


def test_every_excerpt_is_a_file_of_the_site(miniature: BuiltClub) -> None:
    for excerpt in FOUND.all:
        assert (miniature.site / excerpt.url.strip("/") / "index.html").is_file()


# --- what they show ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-06-15", "2026-09-10-tirer-au-sort"),
        ("2026-09-10", "2026-09-10-tirer-au-sort"),
        ("2026-09-11", None),
    ],
)
def test_the_next_meeting_is_planned_and_to_come(today: str, expected: str | None) -> None:
    found = next_meeting(replace(SITE, today=today))
    assert (found.id if found else None) == expected


def test_a_month_is_to_come_until_it_ends_and_the_nearest_comes_first() -> None:
    planned = next(m for m in SITE.meetings if m.status == "planned")
    month = replace(planned, id="mois", start=When("juin 2026", "2026-06"))
    site = showing(SITE, today="2026-06-30", meeting=(planned, month))
    assert next_meeting(site) == month
    assert next_meeting(replace(site, today="2026-07-01")) == planned


def test_an_excerpt_shows_the_latest_practices_with_place_and_dates() -> None:
    tree = read("/integrer/pratiques/")
    expected = [f"../..{p.url}" for p in SITE.practices[:LATEST]]
    assert links(tree) == expected
    first = tree.css("li")[0].text()
    assert "Mulhouse (Haut-Rhin) · depuis le 3 octobre 2019" in first


def test_a_theme_and_a_departement_show_their_own() -> None:
    theme = next(h for h in SITE.themes if h.practices)
    tree = read(f"/integrer{theme.url}")
    assert links(tree) == [f"../../..{p.url}" for p in theme.practices[:LATEST]]
    assert theme.label in tree.css("h1")[0].text()
    assert links(read("/integrer/territoires/haut-rhin/")) == [
        "../../../pratiques/budget-participatif-mulhouse/"
    ]


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
    for excerpt in FOUND.all:
        tree = LexborHTMLParser(embedding.code(excerpt, SETTINGS))
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
    assert frames == [f"..{e.url}" for e in FOUND.all]
    codes = [unescape(node.text()).replace("\u00a0", " ") for node in tree.css("pre code")]
    assert codes == [embedding.code(e, SETTINGS) for e in FOUND.all]
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
