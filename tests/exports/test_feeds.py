"""The feeds as a reader has them: valid (RFC 4287), stable, no longer than they must be."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import feedparser  # type: ignore[import-untyped]  # it has no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.exports import feeds
from generator.exports.feeds import FEEDS, MOST
from generator.kinds import LISTED
from generator.kinds.view import When
from generator.views.model import SiteView
from tests.exports.conftest import Shown, show
from tests.miniature import CLUB
from tests.showing import only, showing

ATOM, XML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/XML/1998/namespace}"
# RFC 3339, as RFC 4287 (3.3) narrows it: capital T and Z.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
MINIATURE = show(CLUB)
NAMES = ("tout", *(kind.section for kind in LISTED.values() if kind.feed))


def written(name: str, site: SiteView) -> str:
    return feeds.files(site, MINIATURE.settings)[f"flux/{name}.xml"]


def entries(text: str) -> dict[str, ET.Element]:
    """Return the entries by id."""
    found = ET.fromstring(text.encode()).findall(f"{ATOM}entry")  # noqa: S314 - ours
    return {_text(entry, "id"): entry for entry in found}


def _text(node: ET.Element, name: str) -> str:
    found = node.find(f"{ATOM}{name}")
    assert found is not None, name
    return found.text or ""


def updated(name: str, site: SiteView) -> dict[str, str]:
    """Return the day of each entry, by the last part of its address."""
    found = entries(written(name, site))
    return {
        id_.rstrip("/").rpartition("/")[2]: _text(e, "updated")[:10] for id_, e in found.items()
    }


# --- what RFC 4287 says must be --------------------------------------------------------------

TEXT = {"text", "html", "xhtml"}
FEED_ONCE = {"id", "title", "updated", "subtitle", "rights", "generator", "icon", "logo"}
ENTRY_ONCE = {"id", "title", "updated", "summary", "content", "published", "rights", "source"}
MANY = {"author", "category", "contributor", "link"}


def complaints(text: str) -> list[str]:
    """Return what RFC 4287 forbids in a feed, clause by clause."""
    root = ET.fromstring(text.encode())  # noqa: S314 - ours
    found = [] if root.tag == f"{ATOM}feed" else ["2: the root is not atom:feed"]
    found += _container(root, FEED_ONCE | MANY | {"entry"}, FEED_ONCE, "4.1.1")
    authored = root.find(f"{ATOM}author") is not None
    links = [link.attrib for link in root.findall(f"{ATOM}link")]
    if not any(link.get("rel") == "self" for link in links):
        found.append("4.1.1: no self link (SHOULD)")
    ids: dict[str, list[str]] = {}
    for entry in root.findall(f"{ATOM}entry"):
        found += _container(entry, ENTRY_ONCE | MANY, ENTRY_ONCE, "4.1.2")
        if not authored and entry.find(f"{ATOM}author") is None:
            found.append("4.1.2: an entry without author, in a feed without one")
        alternate = [
            a for a in entry.findall(f"{ATOM}link") if a.get("rel", "alternate") == "alternate"
        ]
        if entry.find(f"{ATOM}content") is None and not alternate:
            found.append("4.1.2: neither content nor alternate link")
        ids.setdefault(_text(entry, "id"), []).append(_text(entry, "updated"))
    found += [
        f"4.1.1: {id_} twice at {when}" for id_, when in ids.items() if len(set(when)) < len(when)
    ]
    return found


def _container(node: ET.Element, known: set[str], once: set[str], clause: str) -> list[str]:
    found = []
    names = [child.tag.removeprefix(ATOM) for child in node]
    found += [f"{clause}: unknown {n}" for n in names if n not in known]
    found += [f"{clause}: {n} twice" for n in once if names.count(n) > 1]
    found += [f"{clause}: no {n}" for n in ("id", "title", "updated") if n not in names]
    alternates = [
        (link.get("type"), link.get("hreflang"))
        for link in node.findall(f"{ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    ]
    if len(set(alternates)) < len(alternates):
        found.append(f"{clause}: two alternate links of the same type and language")
    for child in node:
        found += _element(child)
    return found


def _element(node: ET.Element) -> list[str]:  # noqa: C901, PLR0912 - one clause a line
    name, found = node.tag.removeprefix(ATOM), []
    text = node.text or ""
    match name:
        case "id":
            if not urlsplit(text).scheme or text != text.strip():
                found.append(f"4.2.6: {text!r} is no absolute IRI")
        case "updated" | "published":
            if not MOMENT.fullmatch(text):
                found.append(f"3.3: {text!r} is no date")
        case "title" | "subtitle" | "summary" | "rights" | "content":
            if node.get("type", "text") not in TEXT or len(node):
                found.append(f"3.1: {name} of type {node.get('type')}")
        case "link":
            if not urlsplit(node.get("href", "")).scheme or text:
                found.append("4.2.7: a link without href, or with content")
        case "category":
            if not node.get("term") or text:
                found.append("4.2.2: a category without term, or with content")
            if node.get("scheme") and not urlsplit(node.get("scheme", "")).scheme:
                found.append("4.2.2: a scheme that is no IRI")
        case "author" | "contributor":
            names = [child.tag.removeprefix(ATOM) for child in node]
            if names.count("name") != 1 or set(names) - {"name", "uri", "email"}:
                found.append(f"3.2: a person made of {names}")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_feed_is_what_the_standard_says(name: str, many: Shown, shown: Shown) -> None:
    for club in (many, shown):
        assert complaints(club.export()[f"flux/{name}.xml"]) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_understands_the_feed(name: str, many: Shown) -> None:
    read: Any = feedparser.parse(many.export()[f"flux/{name}.xml"])
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    assert read.encoding == "utf-8"
    head, base = read.feed, many.settings.site_url
    assert head.id == f"{base}flux/{name}.xml"
    assert head.author_detail.name == many.settings.site_name
    assert head.language == "fr"
    links = {(link.rel, link.href) for link in head.links}
    assert ("self", f"{base}flux/{name}.xml") in links
    assert any(rel == "alternate" for rel, _ in links)
    assert 0 < len(read.entries) <= MOST
    times = [entry.updated_parsed for entry in read.entries]
    assert times == sorted(times, reverse=True)
    assert head.updated_parsed == times[0]
    for entry in read.entries:
        assert entry.link.startswith(base)
        assert entry.title
        assert entry.content[0].type == "text/html"
        assert entry.tags


def test_the_checks_find_what_is_wrong() -> None:
    good = written("tout", MINIATURE.site)
    assert complaints(good) == []
    for old, new in (
        ("<title>", "<titre>"),
        ("+00:00</updated>", "</updated>"),
        ('rel="self"', 'rel="alternate"'),
        ("<id>https://miniature.example/veille", "<id>/veille"),
        ("<name>Club miniature</name>", ""),
        ('type="html"', 'type="xml"'),
    ):
        assert old in good
        bad = good.replace(old, new).replace(
            "</title>", "</titre>" if "titre" in new else "</title>"
        )
        assert complaints(bad), old


# --- what moves, and when --------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_feed_does_not_move_by_itself(name: str, shown_on: Callable[[date], Shown]) -> None:
    """From one day to the next, as long as nothing comes of age."""
    first, later = shown_on(date(2026, 6, 15)).site, shown_on(date(2026, 7, 10)).site
    days = updated(name, later)
    assert updated(name, first) == days
    assert list(entries(written(name, first))) == list(entries(written(name, later)))


def test_an_entry_is_as_old_as_its_record() -> None:
    assert updated("pratiques", MINIATURE.site) == {
        "bp-mulhouse": "2026-05-04",
        "assemblee-saint-denis": "2026-03-01",
        "conseil-de-jeunes-les-orres": "2024-05-01",
    }
    assert updated("veille", MINIATURE.site) == {
        "decret-exemple-2025": "2026-06-01",
        "proposition-exemple": "2026-05-12",
        "loi-2024": "2024-04-01",
    }
    assert updated("actions", MINIATURE.site) == {
        "lettre-listes": "2026-04-10",
        "courrier-age-du-vote": "2025-03-01",
    }
    assert updated("reunions", MINIATURE.site) == {
        "2026-06-11-point": "2026-06-12",  # the day it was added
        "2026-04-rencontre": "2026-04-02",
        "2026-05-assemblee": "2026-03-02",  # called off: the day it was announced
        "2025-11-20-session": "2025-11-20",
    }


def order(name: str, site: SiteView) -> list[str]:
    return [id_.rstrip("/").rpartition("/")[2] for id_ in entries(written(name, site))]


def test_a_law_of_1982_that_enters_today_comes_first_today() -> None:
    site = MINIATURE.site
    stage = replace(site.watch[0].stages[0], when=When("2 mars 1982", "1982-03-02"))
    law = replace(site.watch[0], id="loi-1982", added=None, aliases=(), stages=(stage,), last=stage)
    practice = replace(site.practices[0], reviewed=When("x", site.today))  # as new, by its review
    before = showing(site, watch=(law, *site.watch), practice=(practice,))
    entered = replace(law, added=When("x", site.today))
    after = showing(before, watch=(entered, *site.watch))
    for name in ("tout", "veille"):
        assert order(name, before)[-1] == "loi-1982"
        assert updated(name, before)["loi-1982"] == "1982-03-02"
        assert order(name, after)[0] == "loi-1982"
        assert updated(name, after)["loi-1982"] == site.today
        text = written(name, after)
        assert complaints(text) == []
        feed = feedparser.parse(text)
        assert feed.feed.updated[:10] == site.today
        assert feed.entries[0].published[:10] == site.today
        assert "published" not in feedparser.parse(written(name, before)).entries[-1]


@pytest.mark.parametrize(
    ("added", "reviewed", "published", "moved"),
    [
        ("2026-05-01", "2026-06-10", "2026-05-01", "2026-06-10"),  # reviewed since
        ("2026-06-10", "2026-05-01", "2026-06-10", "2026-06-10"),  # reviewed, then shared
        ("2026-06-10", None, "2026-06-10", "2026-06-10"),
        ("2026-05", None, "2026-05-01", "2026-05-01"),
    ],
)
def test_an_entry_is_published_when_its_record_enters_and_updated_since(
    added: str, reviewed: str | None, published: str, moved: str
) -> None:
    site = MINIATURE.site
    practice = replace(
        site.practices[0],
        added=When("x", added),
        reviewed=When("x", reviewed) if reviewed else None,
        verified=None,
    )
    (entry,) = entries(written("pratiques", showing(site, practice=(practice,)))).values()
    assert _text(entry, "published")[:10] == published
    assert _text(entry, "updated")[:10] == moved


def test_a_meeting_enters_when_it_is_added_and_again_when_it_is_held() -> None:
    site = MINIATURE.site
    planned = next(m for m in site.meetings if m.id == "2026-09-10-tirer-au-sort")
    held = next(m for m in site.meetings if m.status == "held" and m.start.is_day)
    for meeting, added, moved in (
        (planned, "2026-06-14", "2026-06-14"),
        (held, "2026-01-10", held.start.iso[:10]),
        (held, "2026-06-14", "2026-06-14"),
    ):
        one = showing(site, meeting=(replace(meeting, added=When("x", added)),))
        assert updated("reunions", one)[meeting.id] == moved


@pytest.mark.parametrize("status", ["planned", "cancelled"])
def test_a_meeting_that_does_not_say_when_it_entered_is_announced_two_months_before(
    status: str,
) -> None:
    site = MINIATURE.site
    planned = next(m for m in site.meetings if m.id == "2026-09-10-tirer-au-sort")
    one = showing(site, meeting=(replace(planned, status=status, added=None),))
    assert updated("reunions", replace(one, today="2026-07-11")) == {}
    for today in ("2026-07-12", "2026-10-01"):
        assert updated("reunions", replace(one, today=today)) == {planned.id: "2026-07-12"}


def test_the_whole_is_the_sum_of_the_parts() -> None:
    parts = [set(entries(written(name, MINIATURE.site))) for name in NAMES[1:]]
    whole = set(entries(written("tout", MINIATURE.site)))
    assert whole == set().union(*parts)
    assert len(whole) == sum(map(len, parts))


def test_an_id_outlives_the_name_of_its_file() -> None:
    """The miniature club renamed this sheet."""
    found = entries(written("pratiques", MINIATURE.site))
    entry = found["https://miniature.example/pratiques/bp-mulhouse/"]
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "https://miniature.example/pratiques/budget-participatif-mulhouse/"


def test_what_has_not_come_is_not_news() -> None:
    site = MINIATURE.site
    practice = replace(
        site.practices[0], reviewed=When("demain", "2026-06-16"), verified=None, added=None
    )
    action = replace(
        site.actions[0], opened=When("x", "2026-06-16"), sent=None, responses=(), added=None
    )
    entry = site.watch[0]
    stage = replace(entry.stages[-1], when=When("x", "2027"))
    text = replace(entry, stages=(stage,), last=stage, added=None)
    future = only(site, practice=(practice,), action=(action,), watch=(text,))
    assert updated("tout", future) == {}
    text = replace(entry, stages=(*entry.stages, stage), last=stage, added=None)
    assert len(updated("tout", showing(future, watch=(text,)))) == 1


def test_a_record_without_any_date_is_in_no_feed() -> None:
    site = MINIATURE.site
    practice = replace(site.practices[0], reviewed=None, verified=None, start="", added=None)
    bare = only(
        site,
        practice=(practice,),
        watch=(replace(site.watch[0], stages=(), last=None, added=None),),
        action=(replace(site.actions[0], opened=None, sent=None, responses=(), added=None),),
    )
    assert updated("tout", bare) == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_feed_without_entry_is_a_feed_and_does_not_move(name: str) -> None:
    empty = only(MINIATURE.site)
    if f"flux/{name}.xml" not in feeds.files(empty, MINIATURE.settings):
        return  # a kind without records promises no feed
    text = written(name, empty)
    assert complaints(text) == []
    assert text == written(name, replace(empty, today="2030-01-01"))
    assert not feedparser.parse(text).entries


def test_a_feed_holds_the_newest_and_no_more(many: Shown) -> None:
    site = many.site
    days = [f"2025-{1 + n // 28:02}-{1 + n % 28:02}" for n in range(len(site.practices))]
    practices = [
        replace(p, reviewed=When(day, day), verified=None)
        for p, day in zip(site.practices, days, strict=True)
    ]
    assert len(practices) > MOST
    found = updated("pratiques", showing(site, practice=tuple(practices)))
    assert list(found.values()) == sorted(days, reverse=True)[:MOST]


# --- what a feed must withstand --------------------------------------------------------------

HOSTILE = st.text(st.characters(exclude_categories=()), max_size=120) | st.sampled_from(
    [
        "]]></title><entry/>",
        "<script>alert(1)</script>",
        "&lt;img src=x onerror=alert(1)&gt;",
        "\x00\x08\ufffe\ud800",
        "]]>",
        "<!--",
    ]
)


@given(HOSTILE, HOSTILE)
def test_no_text_can_write_an_element(title: str, summary: str) -> None:
    practice = replace(MINIATURE.site.practices[0], title=title or "x", summary=summary)
    site = showing(MINIATURE.site, practice=(practice,))
    text = written("pratiques", site)
    assert complaints(text) == []
    (entry,) = entries(text).values()
    for name in ("summary", "content"):
        node = entry.find(f"{ATOM}{name}")
        if node is not None:
            # What is HTML holds no tag but ours.
            tags = set(re.findall(r"<[^>]*>", node.text or ""))
            assert tags <= {"<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>"}, tags


def test_every_feed_is_in_the_routes() -> None:
    assert tuple(FEEDS) == NAMES
