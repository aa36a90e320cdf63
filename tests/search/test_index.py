"""What the index holds beside Pagefind's own: pages as they are read, words, facets."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator import views
from generator.build import pipeline
from generator.core import settings
from generator.engine import release
from generator.kinds import LISTED, Kind
from generator.search import fragments, reading, words
from tests.miniature import CLUB, TODAY
from tests.site_fixtures import BuiltClub


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("l’eau", "l'eau"),
        ("Œuvrer de bon cœur", "Oeuvrer de bon coeur"),
        ("St-Denis et Ste Foy", "Saint-Denis et Sainte Foy"),
        ("STE 3 ; le Stade ; Est", "STE 3 ; le Stade ; Est"),
        ("1 st rang", "1 st rang"),
    ],
)
def test_a_page_is_read_as_readers_type(written: str, read: str) -> None:
    page = (
        f'<head><meta name="x"></head><main><article data-pagefind-body>{written}</article></main>'
    )
    text = reading.indexed(page)
    assert text
    assert f"<body><article data-pagefind-body>{read}</article></body>" in text


def test_what_is_not_for_the_index_is_left_out() -> None:
    assert reading.indexed("<head></head><article class='c-article'>Une liste.</article>") is None


def _page(url: str, content: str, **meta: str) -> dict[str, Any]:
    return {"url": url, "content": content, "meta": meta}


def test_words_are_those_of_names_and_of_several_pages() -> None:
    pages = [
        _page(f"/{n}/", "la mobilité des habitants, rarissime" if n else "la mobilité")
        for n in range(3)
    ]
    pages.append(_page("/themes/x/", "", title="Mobilités", kind="Thème", noms="vélo, bus"))
    known = words.known(pages)
    assert known["portes"] == [["Mobilités", "/themes/x/", "vélo, bus"]]
    found = known["mots"].split()
    assert {"mobilité", "mobilités", "vélo", "bus"} <= set(found)
    assert "rarissime" not in found, "two pages only"
    assert "la" not in found, "too short to be corrected"


def test_a_word_is_shown_as_it_is_most_often_written() -> None:
    pages = [_page(f"/{n}/", "démocratie" if n else "Democratie") for n in range(5)]
    assert words.known(pages)["mots"] == "démocratie"


def _index(club: BuiltClub) -> Path:
    return club.site / release.internal() / "pagefind"


@pytest.fixture(scope="module")
def facets(miniature: BuiltClub) -> dict[str, dict[str, set[str]]]:
    """Facet: key of an answer: the addresses of its pages; under `day`, those of each day."""
    known = _facets(miniature)
    urls = [fragments(_index(miniature))[id_]["url"] for id_ in known["pages"]]
    found: dict[str, dict[str, set[str]]] = {"day": {}}
    for facet in known["facets"]:
        of = found.setdefault(facet["key"], {})
        for url, at in zip(urls, facet["of"], strict=True):
            for n in at if isinstance(at, list) else [at] if at >= 0 else []:
                of.setdefault(facet["values"][n][0], set()).add(url)
    for url, day in zip(urls, known["days"], strict=True):
        found["day"].setdefault(day, set()).add(url)
    return found


def _facets(club: BuiltClub) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_index(club) / "facettes.json").read_text("utf-8"))
    return found


def test_facets_say_what_records_say(facets: dict[str, dict[str, set[str]]]) -> None:
    mulhouse = "/pratiques/budget-participatif-mulhouse/"
    assert mulhouse in facets["type"]["pratiques"]
    assert mulhouse in facets["departement"]["68"]
    assert mulhouse in facets["region"]["44"]
    assert any(mulhouse in pages for pages in facets["methode"].values())
    assert "/annuaire/camille-exemple/" in facets["type"]["annuaire"]
    assert "/annuaire/camille-exemple/" in facets["day"][""], "people have no day"
    assert "/confidentialite/" in facets["type"]["site"]


@pytest.mark.parametrize("kind", LISTED.values(), ids=LISTED)
def test_the_search_narrows_by_the_facets_of_the_lists(
    kind: Kind, facets: dict[str, dict[str, set[str]]]
) -> None:
    """The same answers, page by page: `?theme=finances` means the same on both."""
    site = views.site(pipeline.check(CLUB, settings.load(CLUB), TODAY).club, today=TODAY)
    for view in site.records[kind.name]:
        for facet in kind.facets:
            expected = {key for key, _ in facet.values(view)}
            assert {k for k, urls in facets[facet.key].items() if view.url in urls} == expected


def test_a_facet_has_one_name_and_an_answer_one_label(miniature: BuiltClub) -> None:
    """However the lists call them, so that a key in an address means one thing."""
    names: dict[str, set[str]] = {}
    for kind in LISTED.values():
        for facet in kind.facets:
            names.setdefault(facet.key, set()).add(facet.general or facet.label)
    assert {key: found for key, found in names.items() if len(found) > 1} == {}
    assert not names.keys() & {"q", "tri", "page", "vue", "exact", "type"}, "other parameters"
    for facet in _facets(miniature)["facets"]:
        keys = [key for key, _ in facet["values"]]
        assert len(keys) == len(set(keys)), facet


def test_the_answers_of_a_facet_are_in_order(miniature: BuiltClub) -> None:
    """In that of the kinds, then in the order of each; those that all kinds order alike, together."""
    values = {f["key"]: [key for key, _ in f["values"]] for f in _facets(miniature)["facets"]}
    sections = [kind.section for kind in LISTED.values()]
    assert values["type"][: len(sections)] == sections
    assert values["annee"] == sorted(values["annee"], reverse=True)
    assert values["departement"] == sorted(values["departement"])
    assert values["statut"].index("completed") < values["statut"].index("answered")
    assert values["statut"].index("planned") < values["statut"].index("held")


def test_every_page_of_the_index_has_one_type(
    facets: dict[str, dict[str, set[str]]], miniature: BuiltClub
) -> None:
    typed = [url for pages in facets["type"].values() for url in pages]
    known = [page["url"] for page in fragments(_index(miniature)).values()]
    assert sorted(typed) == sorted(url for url in known if url in set(typed))
    assert set(known) - set(typed) <= {"/"}


def test_facets_are_not_pagefinds_own(miniature: BuiltClub) -> None:
    """Which writes them in the order of a hash table."""
    assert not (_index(miniature) / "filter").exists()


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("/pratiques/budget-participatif-mulhouse/", "personne ne sait ce que devient le vote"),
        ("/pratiques/budget-participatif-mulhouse/", "l’opposition crie à la manipulation"),
        ("/veille/decret-exemple-2025/", "a-t-on le droit d’organiser un tel scrutin"),
        ("/guides/tirage-au-sort/", "les désignés se défilent"),
        ("/methodes/tirage-au-sort/", "toujours les mêmes habitués"),
    ],
)
def test_a_problem_is_searched_and_not_shown(
    address: str, problem: str, miniature: BuiltClub
) -> None:
    """It is in the index, in the head of its page and in the source that its form corrects: nowhere else."""
    (page,) = (p for p in fragments(_index(miniature)).values() if p["url"] == address)
    assert problem.replace("’", "'") in page["meta"]["problemes"].split("; ")
    assert problem.replace("’", "'") not in page["content"]
    html = (miniature.site / f"{address[1:]}index.html").read_text("utf-8")
    assert html.count(problem) == 1
    assert problem in html.partition("</head>")[0].partition('name="club:problemes"')[2]
    files = (path for path in miniature.site.rglob("*") if path.is_file())
    saying = [
        p.relative_to(miniature.site).as_posix()
        for p in files
        if problem.encode() in p.read_bytes()
    ]
    assert [p for p in saying if "donnees/fiches/" not in p] == [f"{address[1:]}index.html"]
