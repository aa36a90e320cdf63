"""The second engine builds the same site: page by page, the same addresses, texts, links and ids."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser

from generator.build import pipeline
from generator.core import settings, system
from generator.engine import program
from tests.miniature import TODAY, read_tree
from tests.site_fixtures import BuiltClub, copy_miniature, run_club

# Zensical writes `/` as a character reference, `./x` for `x`, `/` for `/.`: the same to whoever reads HTML.
_LINKS = ("href", "src", "action", "content", "data-root", "data-internal")


def _built(root: Path, site: str = "site") -> Path:
    out = root / site
    pipeline.build(root, settings.load(root), TODAY, out=out, jobs=2, engine_name="zensical")
    return out


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature club, built by Zensical."""
    return _built(copy_miniature(tmp_path_factory.mktemp("second") / "club"))


def _read(html: bytes, address: str) -> dict[str, Any]:
    """Return what a page says and where it leads, whatever writes it."""
    tree = LexborHTMLParser(html)
    nodes = [
        (
            node.tag,
            {
                name: urljoin(address, value or "").replace("/./", "/").removesuffix(".")
                if name in _LINKS
                else value or ""
                for name, value in sorted(node.attributes.items())
            },
        )
        for node in tree.css("*")
    ]
    text = tree.root.text(separator=" ") if tree.root else ""
    return {"nodes": nodes, "text": " ".join(text.split())}


def _pages(site: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), path.read_bytes()


def test_every_page_says_the_same_and_leads_to_the_same(second: Path, miniature: BuiltClub) -> None:
    first, other = dict(_pages(miniature.site)), dict(_pages(second))
    assert first.keys() == other.keys()
    for name, html in first.items():
        address = f"https://miniature.example/{name.removesuffix('index.html')}"
        assert _read(html, address) == _read(other[name], address), name


def test_the_rest_of_the_site_is_the_same(second: Path, miniature: BuiltClub) -> None:
    first, other = (
        {
            name: data
            for name, data in read_tree(site).items()
            if not name.endswith(".html") and "/pagefind/" not in name
        }
        for site in (miniature.site, second)
    )
    assert first == other


def test_the_search_knows_the_same_words_and_facets(second: Path, miniature: BuiltClub) -> None:
    (one,), (two,) = (
        [path.parent for path in site.rglob("pagefind-entry.json")]
        for site in (miniature.site, second)
    )
    assert (one / "mots.json").read_bytes() == (two / "mots.json").read_bytes()
    facets = [json.loads((folder / "facettes.json").read_text("utf-8")) for folder in (one, two)]
    assert facets[0]["facets"] == facets[1]["facets"]


def test_after_an_edit_it_is_the_site_built_from_nothing(tmp_path: Path) -> None:
    root = copy_miniature(tmp_path / "club")
    _built(root)
    path = root / "practices" / "assemblee-saint-denis.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Cinq samedis", "Six samedis"), encoding="utf-8")
    warm = read_tree(_built(root))
    clean = copy_miniature(tmp_path / "clean")
    (clean / "practices" / path.name).write_bytes(path.read_bytes())
    assert warm == read_tree(_built(clean))


def test_an_engine_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_miniature(tmp_path / "club")
    monkeypatch.setattr(program, "find_spec", lambda _: None)
    with pytest.raises(
        program.AbsentError, match="Zensical n’est pas installé : pip install zensical"
    ):
        _built(root)
    assert not (root / "site").exists()


def test_an_unknown_engine_is_refused(tmp_path: Path) -> None:
    done = run_club(["build", "--root", copy_miniature(tmp_path / "club"), "--engine", "hugo"])
    assert done.returncode == system.USAGE
    assert "mkdocs" in done.stderr
