"""What the index holds beside Pagefind's own: unfolded pages, words, facets."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.engine import release
from generator.search import fragments, reading, words
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
    assert reading.unfold(written) == read


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


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert words.fold(words.fold(text)) == words.fold(text)


def _index(club: BuiltClub) -> Path:
    return club.site / release.internal() / "pagefind"


@pytest.fixture(scope="module")
def facets(miniature: BuiltClub) -> dict[str, dict[str, set[str]]]:
    """Facet: value: the addresses of its pages, read as the script of the page does."""
    given_ = json.loads((_index(miniature) / "facettes.json").read_text("utf-8"))
    urls = [fragments(_index(miniature))[id_]["url"] for id_ in given_["pages"]]
    return {
        name: {value: {urls[number] for number in numbers} for value, numbers in values}
        for name, values in given_["facets"]
    }


def test_facets_say_what_records_say(facets: dict[str, dict[str, set[str]]]) -> None:
    mulhouse = "/pratiques/budget-participatif-mulhouse/"
    assert mulhouse in facets["type"]["Pratique"]
    assert mulhouse in facets["departement"]["Haut-Rhin (68)"]
    assert mulhouse in facets["region"]["Grand Est"]
    assert any(mulhouse in pages for pages in facets["methode"].values())
    assert "/annuaire/camille-exemple/" in facets["type"]["Membre"]
    assert "/annuaire/camille-exemple/" not in {u for v in facets["date"].values() for u in v}
    assert "/confidentialite/" in facets["type"]["Page du site"]


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
