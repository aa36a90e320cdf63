"""What the index holds beside Pagefind's own: unfolded pages, words, facets, small pieces."""

import json
import zlib
from pathlib import Path
from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.engine import release
from generator.search import SearchError, files, lighter, reading, words
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


_WORDS = st.lists(
    st.tuples(st.text(min_size=1), st.lists(st.integers(0, 10**6), max_size=400)), min_size=1
)


@given(_WORDS)
def test_pieces_hold_every_word_once_and_in_order(given_words: list[tuple[str, list[int]]]) -> None:
    ordered = [[word, pages] for word, pages in given_words]
    pieces = list(lighter._pieces(ordered))
    again = [cbor2.loads(text) for piece in pieces for text in piece.words]
    assert again == ordered
    for piece in pieces:
        assert piece.first == cbor2.loads(piece.words[0])[0]
        assert piece.last == cbor2.loads(piece.words[-1])[0]
        assert len(piece.words) == 1 or sum(map(len, piece.words)) <= lighter.PIECE


_NAMES = st.text("abcdefghijklmnopqrstuvwxyz0123456789é", min_size=1, max_size=9)


@given(st.lists(_NAMES, min_size=1, max_size=60, unique=True), st.integers(1, 5))
def test_a_word_is_within_the_bounds_of_its_piece_alone(names: list[str], size: int) -> None:
    ordered = sorted(names)
    parts = [ordered[n : n + size] for n in range(0, len(ordered), size)]
    pieces = [lighter._Piece(part[0], part[-1], []) for part in parts]
    bounds = list(lighter._bounds(pieces))
    for part, mine in zip(parts, bounds, strict=True):
        for word in part:
            assert [b for b in bounds if b[0] <= word <= b[1]] == [mine]


def test_a_word_as_typed_asks_for_the_piece_of_its_stem_alone() -> None:
    """Pagefind asks for every piece whose bounds begin a word that is within none."""
    alone = ["par", "part", "particip", "particuli"]
    pieces = [lighter._Piece(word, word, []) for word in alone]
    bounds = list(lighter._bounds(pieces))
    for typed in ("participatif", "participation", "participé"):
        assert [b for b in bounds if b[0] <= typed <= b[1]] == [bounds[2]]


def test_a_common_word_keeps_its_first_places_in_each_page() -> None:
    pages = [[1, [-25, 4, 3, 9, 2, -50, 7], [-1, 3]] for _ in range(9_000)]
    rare = ["rare", pages[:3], []]
    (piece,) = lighter._pieces([["commun", pages, [["commún", pages]]]])
    word, said, forms = cbor2.loads(piece.words[0])
    assert word == "commun"
    assert said == forms[0][1] == [[1, [-25, 4, 3], [-1, 3]]] * 9_000
    (piece,) = lighter._pieces([rare])
    assert cbor2.loads(piece.words[0]) == rare
    assert lighter._until_weight([-25, 4, -50]) == [-25, 4]


@given(st.lists(st.integers(), max_size=300))
def test_a_list_is_written_as_cbor_writes_it(items: list[int]) -> None:
    assert lighter._list([cbor2.dumps(item) for item in items]) == cbor2.dumps(items)


def _index(club: BuiltClub) -> Path:
    return club.site / release.internal() / "pagefind"


@pytest.fixture(scope="module")
def facets(miniature: BuiltClub) -> dict[str, dict[str, set[str]]]:
    """Facet: value: the addresses of its pages, read as the script of the page does."""
    given_ = json.loads((_index(miniature) / "facettes.json").read_text("utf-8"))
    folder = _index(miniature) / "fragment"
    found: dict[str, dict[str, set[str]]] = {}
    for name, values in given_["facets"]:
        for value, gaps in values:
            at, urls = 0, set()
            for gap in gaps:
                at += gap
                path = folder / given_["mark"] / f"{lighter._base36(at)}.pf_fragment"
                urls.add(json.loads(files._raw(path))["url"])
            found.setdefault(name, {})[value] = urls
    return found


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
    known = [page["url"] for page in files.fragments(_index(miniature))]
    assert sorted(typed) == sorted(url for url in known if url in set(typed))
    assert set(known) - set(typed) <= {"/"}


def test_nothing_of_the_filters_is_left_in_the_first_search(miniature: BuiltClub) -> None:
    folder = _index(miniature)
    (meta,) = folder.glob("*.pf_meta")
    assert files.read(meta)[3] == []
    assert not (folder / "filter").exists()


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.pf_meta"
    path.write_bytes(zlib.compress(b"something else", wbits=31))
    with pytest.raises(SearchError, match="connaissons"):
        files.read(path)
