"""What pages say to machines: read back by a JSON-LD processor, held against schema.org itself."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld  # type: ignore[import-untyped]  # it has no types
from selectolax.lexbor import LexborHTMLParser

from generator import pages, views
from generator.build import pipeline
from generator.core import settings
from generator.kinds import KINDS
from generator.kinds.view import When
from generator.pages import head
from tests.miniature import CLUB, TODAY
from tests.showing import showing
from tests.site_fixtures import BuiltClub, build_club, copy_miniature

SETTINGS = settings.load(CLUB)
SITE = views.site(pipeline.check(CLUB, SETTINGS, TODAY).club, today=TODAY)
HOST = "https://miniature.example"
CLUB_NODE = {
    "@type": "Organization",
    "@id": f"{HOST}/#club",
    "name": "Club miniature",
    "url": f"{HOST}/",
}
SCHEMA = "https://schema.org/"
VOCABULARY = json.loads(
    (Path(__file__).parents[1] / "vendor" / "schema-org" / "vocabulary.json").read_text("utf-8")
)
TYPES: dict[str, Any] = VOCABULARY["types"]
# Values that are written as plain text.
TEXTS = {
    *("Text", "URL", "Date", "DateTime", "Time", "Number", "Integer", "Float", "Boolean"),
    *("CssSelectorType", "XPathType", "PronounceableText", "string"),
}

Node = dict[str, Any]


def one(name: str, id_: str) -> Any:
    """Return a view of the miniature club."""
    return next(v for v in getattr(SITE, name) if v.id == id_)


BUDGET = one("practices", "budget-participatif-mulhouse")
URL = f"{HOST}/pratiques/budget-participatif-mulhouse/"


def kind_of(view: Any) -> str:
    return next(name for name, kind in KINDS.items() if view.path.startswith(kind.source))


def said(view: Any) -> Node:
    (node,) = head.of_record(KINDS[kind_of(view)], view, SETTINGS)
    return node


# --- schema.org's own vocabulary ---------------------------------------------------------------


def expanded(data: Node) -> list[Node]:
    """Return linked data as any consumer understands it: full names, no context."""

    def load(url: str, _: Node) -> Node:
        assert url == "https://schema.org"
        context = {"@context": {"@vocab": SCHEMA}}
        return {"contextUrl": None, "documentUrl": url, "document": context}

    found: list[Node] = jsonld.expand(data, {"documentLoader": load})
    return found


def _line(name: str) -> Iterator[str]:
    """Yield the interfaces of a type, its own first, then those of what it is a kind of."""
    waiting = [f"{name}Leaf"] if f"{name}Leaf" in TYPES else [f"{name}Base"]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += TYPES[found]["is"]


def _kinds(names: list[str]) -> set[str]:
    """Return some types and every kind of them."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += VOCABULARY["kinds"].get(name, ())
    return found


def _ranges(name: str) -> dict[str, list[str]]:
    return {key: r for part in reversed([*_line(name)]) for key, r in TYPES[part]["has"].items()}


def faults(node: Node, path: str = "") -> Iterator[str]:
    """Yield what schema.org does not know in a node: types, properties, types of values."""
    (kind,) = (t.removeprefix(SCHEMA) for t in node["@type"])
    here = f"{path}{kind}"
    if f"{kind}Leaf" not in TYPES and f"{kind}Base" not in TYPES:
        yield f"{here} : type inconnu"
        return
    ranges = _ranges(kind)
    for key, values in node.items():
        if key.startswith("@"):
            continue
        name = key.removeprefix(SCHEMA)
        # What to fill in a property of an action: https://schema.org/docs/actions.html
        if name.endswith("-input") and name.removesuffix("-input") in ranges:
            continue
        if name not in ranges:
            yield f"{here}.{name} : propriété inconnue"
            continue
        for value in values:
            yield from _value_faults(value, ranges[name], f"{here}.{name}")


def _value_faults(value: Node, allowed: list[str], path: str) -> Iterator[str]:
    if "@type" in value and "@value" not in value:
        kind = value["@type"][0].removeprefix(SCHEMA)
        if kind not in _kinds(allowed):
            yield f"{path} : {kind} au lieu de {allowed}"
        yield from faults(value, f"{path}/")
    elif "@value" in value:
        text = str(value["@value"])
        values = {v for name in allowed for v in VOCABULARY["values"].get(name, ())}
        if not set(allowed) & TEXTS and text.removeprefix(SCHEMA) not in values:
            yield f"{path} : « {text[:40]} » au lieu de {allowed}"
    else:
        assert "IdReference" in allowed, path


def linked(html: str) -> list[str]:
    scripts = LexborHTMLParser(html).css('script[type="application/ld+json"]')
    return [script.text() or "" for script in scripts]


def test_every_page_speaks_the_words_of_schema_org(miniature: BuiltClub) -> None:
    kinds: set[str] = set()
    wrong = []
    for path in sorted(miniature.site.rglob("index.html")):
        name = path.relative_to(miniature.site).as_posix()
        for text in linked(path.read_text(encoding="utf-8")):
            for node in expanded(json.loads(text)):
                kinds |= {t.removeprefix(SCHEMA) for t in node["@type"]}
                wrong += [f"{name} : {fault}" for fault in faults(node)]
    assert not wrong, "\n".join(wrong)
    assert kinds == {
        *(
            "Article",
            "CreativeWork",
            "Event",
            "Person",
            "Organization",
            "WebSite",
        ),
        "BreadcrumbList",
    }


@pytest.mark.parametrize(
    ("node", "fault"),
    [
        ({"@type": "Reunion"}, "Reunion : type inconnu"),
        ({"@type": "Event", "begins": "2026"}, "Event.begins : propriété inconnue"),
        ({"@type": "Event", "headline": "x"}, "Event.headline : propriété inconnue"),
        ({"@type": "Event", "eventStatus": "EventHeld"}, "Event.eventStatus : « EventHeld » au"),
        ({"@type": "Event", "organizer": {"@type": "City"}}, "Event.organizer : City au lieu de"),
    ],
)
def test_the_check_would_see_a_word_of_our_own(node: Node, fault: str) -> None:
    """Else the test above would prove nothing."""
    (found,) = expanded({"@context": "https://schema.org", **node})
    assert next(faults(found)).startswith(fault)


def test_every_page_below_another_has_linked_data_but_those_to_skip(miniature: BuiltClub) -> None:
    for page in pages.pages(SITE, SETTINGS):
        path = miniature.site / page.file.replace("index.md", "index.html")
        count = len(linked(path.read_text(encoding="utf-8")))
        assert count == bool("linked_data" in page.meta), page.address
        if page.meta.get("noindex"):
            assert count == 0
        elif "breadcrumb" in page.meta or page.address == "/":
            assert count == 1


# --- a practice --------------------------------------------------------------------------------


def test_a_practice_in_full() -> None:
    assert said(BUDGET) == {
        "@type": "Article",
        "url": URL,
        "headline": "Budget participatif d’exemple : la ville laisse choisir",
        "description": BUDGET.summary,
        "image": f"{URL}carte.png",
        "inLanguage": "fr",
        "author": CLUB_NODE,
        "publisher": CLUB_NODE,
        "license": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        "isAccessibleForFree": True,
        "mainEntityOfPage": {"@type": "WebPage", "@id": URL},
        "about": {
            "@type": "City",
            "name": "Mulhouse",
            "identifier": {"@type": "PropertyValue", "propertyID": "COG", "value": "68224"},
            "containedInPlace": [
                {"@type": "AdministrativeArea", "name": "Haut-Rhin"},
                {"@type": "AdministrativeArea", "name": "Grand Est"},
            ],
        },
        "keywords": [ref.label for ref in (*BUDGET.methods, *BUDGET.themes)],
        "citation": [
            {
                "@type": "CreativeWork",
                "name": "Bilan d’exemple de l’édition 2025",
                "url": "https://mulhouse.example/bilan-2025",
                "datePublished": "2026-01-31",
            },
            {
                "@type": "CreativeWork",
                "name": "Entretien avec Camille Exemple",
                "datePublished": "2026-02",
            },
        ],
    }


def test_an_adapted_sheet_names_the_one_it_comes_from() -> None:
    assert said(one("practices", "assemblee-saint-denis"))["isBasedOn"] == {
        "@type": "Article",
        "headline": BUDGET.title,
        "url": URL,
    }


# --- a meeting ---------------------------------------------------------------------------------

PLANNED = one("meetings", "2026-09-10-tirer-au-sort")


def test_a_meeting_in_full() -> None:
    here = f"{HOST}{PLANNED.url}"
    node = said(PLANNED)
    assert node.pop("description") == " ; ".join(PLANNED.agenda)
    assert node == {
        "@type": "Event",
        "url": here,
        "name": "Tirer au sort sans perdre les tirés",
        "startDate": "2026-09-10T18:30+02:00",
        "endDate": "2026-09-10T20:00+02:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": [{"@type": "VirtualLocation", "url": here}],
        "organizer": CLUB_NODE,
        "image": f"{here}carte.png",
        "inLanguage": "fr",
        "isAccessibleForFree": True,
    }


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-09-10T18:30", "2026-09-10T18:30+02:00"),
        ("2026-12-10 18:30", "2026-12-10T18:30+01:00"),
        ("2026-09-10T18:30-04:00", "2026-09-10T18:30-04:00"),
        ("2026-09-10", "2026-09-10"),
        ("2026-09", "2026-09"),
    ],
)
def test_an_hour_has_its_offset(written: str, instant: str) -> None:
    assert said(replace(PLANNED, start=When("", written)))["startDate"] == instant


@pytest.mark.parametrize(
    ("format_key", "location", "mode", "kinds"),
    [
        ("remote", "", "Online", ["VirtualLocation"]),
        ("onsite", "Mulhouse", "Offline", ["Place"]),
        ("hybrid", "Mulhouse", "Mixed", ["Place", "VirtualLocation"]),
        ("hybrid", "", "Mixed", ["VirtualLocation"]),
        ("", "Mulhouse", "", ["Place"]),
        ("onsite", "", "Offline", []),
    ],
)
def test_where_a_meeting_takes_place(
    format_key: str, location: str, mode: str, kinds: list[str]
) -> None:
    node = said(replace(PLANNED, format_key=format_key, location=location))
    assert [p["@type"] for p in node.get("location", [])] == kinds
    expected = f"https://schema.org/{mode}EventAttendanceMode" if mode else None
    assert node.get("eventAttendanceMode") == expected


@pytest.mark.parametrize(
    ("status", "event"),
    [("planned", "Scheduled"), ("held", "Scheduled"), ("cancelled", "Cancelled")],
)
def test_what_became_of_a_meeting(status: str, event: str) -> None:
    node = said(replace(PLANNED, status=status))
    assert node["eventStatus"] == f"https://schema.org/Event{event}"


def test_a_meeting_names_nobody_and_gives_no_link_to_join() -> None:
    assert PLANNED.link
    for view in SITE.meetings:
        text = json.dumps(said(view), ensure_ascii=False)
        assert "visio.example" not in text
        assert not [m.title for m in SITE.members if m.title in text]


# --- texts, actions, people --------------------------------------------------------------------


def test_a_text_of_the_watch_is_an_article_about_a_law() -> None:
    node = said(one("watch", "loi-exemple-2024"))
    assert node["@type"] == "Article"
    assert node["about"] == {
        "@type": "Legislation",
        "name": "loi n° 2024-0000 du 1er avril 2024, art. 1 (texte fictif)",
        "url": "https://droit.example/loi-2024-0000",
    }


@pytest.mark.parametrize(
    ("kind", "type_"), [("rapport", "Report"), ("jurisprudence", "CreativeWork")]
)
def test_what_is_no_law_is_not_called_one(kind: str, type_: str) -> None:
    about = said(replace(one("watch", "loi-exemple-2024"), kind_key=kind))["about"]
    assert about["@type"] == type_


def test_an_action_says_to_whom_and_not_who_signed() -> None:
    for view in SITE.actions:
        node = said(view)
        assert node["@type"] == "CreativeWork"
        assert [a["name"] for a in node.get("audience", [])] == list(view.addressees)
        text = json.dumps(node, ensure_ascii=False)
        assert not [s.member.label for s in view.signatories if s.member.label in text]


def test_a_member_in_full() -> None:
    view = one("members", "camille-exemple")
    node = said(view)
    assert node == {
        "@type": "Person",
        "url": f"{HOST}/annuaire/camille-exemple/",
        "name": "Camille Exemple",
        "givenName": "Camille",
        "familyName": "Exemple",
        "description": view.summary,
        "image": f"{HOST}{view.image}",
        "jobTitle": view.current.label,
        "worksFor": {
            "@type": "GovernmentOrganization",
            "name": "Mulhouse",
            "areaServed": said(BUDGET)["about"],
        },
        "memberOf": CLUB_NODE,
        "knowsAbout": [ref.label for ref in (*view.themes, *view.methods)],
    }


def test_people_say_what_their_page_shows_and_no_contact_detail() -> None:
    for view in SITE.members:
        node = said(view)
        assert ("image" in node) == bool(view.image)
        assert ("description" in node) == bool(view.summary)
        assert ("jobTitle" in node) == view.current.active
        assert ("memberOf" in node) == (view.left is None)
        text = json.dumps(node, ensure_ascii=False)
        assert not [c.value for c in view.contacts if c.value in text]


@pytest.mark.parametrize(
    ("category", "organization", "type_"),
    [
        ("researcher", "Université d’exemple", "Person"),
        ("company", "", "Organization"),
        ("institution", "", "Organization"),
        ("company", "Cabinet d’exemple", "Person"),
    ],
)
def test_someone_of_the_network(category: str, organization: str, type_: str) -> None:
    view = replace(SITE.contacts[0], category=category, organization=organization)
    assert said(view)["@type"] == type_


def test_who_may_be_a_person_or_a_body_is_called_neither() -> None:
    view = replace(SITE.contacts[0], category="practitioner", organization="")
    assert head.of_record(KINDS["contact"], view, SETTINGS) == []


# --- the site ----------------------------------------------------------------------------------


def _graph(address: str) -> list[Node]:
    page = next(p for p in pages.pages(SITE, SETTINGS) if p.address == address)
    graph: list[Node] = json.loads(page.meta["linked_data"])["@graph"]
    return graph


def test_the_home_page_tells_the_club_and_its_host() -> None:
    site, club = _graph("/")
    assert (site["@type"], club["@type"]) == ("WebSite", "Organization")
    assert site["publisher"] == {"@id": club["@id"]}
    assert club["parentOrganization"] == {"@type": "Organization", "name": "Association d’exemple"}
    assert club["logo"] == f"{HOST}/assets/apple-touch-icon.png"


def test_a_breadcrumb_is_the_one_of_the_page_and_ends_with_it() -> None:
    trail = next(n for n in _graph(BUDGET.url) if n["@type"] == "BreadcrumbList")
    assert [(i["position"], i["name"], i["item"]["@id"]) for i in trail["itemListElement"]] == [
        (1, "Pratiques", f"{HOST}/pratiques/"),
        (2, BUDGET.title, URL),
    ]


# --- hostile words -----------------------------------------------------------------------------


def test_a_title_cannot_leave_the_head(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The rules refuse tags in a text; a title is not one, and is escaped wherever it goes."""
    folder = tmp_path_factory.mktemp("hostile")
    root = copy_miniature(folder / "club")
    path = root / "practices" / "budget-participatif-mulhouse.md"
    hostile = "</script><!--<script>alert(1)</script> ' 🌱 &quot; />"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("la ville laisse choisir", hostile), encoding="utf-8")
    built = build_club(root, folder / "site")
    page = (built.site / "pratiques/budget-participatif-mulhouse/index.html").read_text("utf-8")
    (found,) = linked(page)
    assert hostile in json.loads(found)["@graph"][0]["headline"]
    assert "<" not in found
    tree = LexborHTMLParser(page)
    assert hostile in (tree.css('meta[property="og:title"]')[0].attributes["content"] or "")
    assert hostile in (tree.css('meta[property="og:image:alt"]')[0].attributes["content"] or "")


@pytest.mark.parametrize("title", ["a\u2028b\u2029c", "</ScRiPt>", "]]>", "\\u003c"])
def test_any_title_is_read_back_as_it_is(title: str) -> None:
    view = replace(BUDGET, title=title)
    site = showing(SITE, practice=(view,))
    page = next(p for p in pages.pages(site, SETTINGS) if p.address == view.url)
    (article, *_) = expanded(json.loads(page.meta["linked_data"]))
    assert article[f"{SCHEMA}headline"] == [{"@value": title}]
    assert page.text.split("\n---\n")[0].isascii()
