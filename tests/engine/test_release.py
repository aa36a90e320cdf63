"""Names made of a content: the same bytes, the same names; one byte more, other names."""

import re
import shutil
from pathlib import Path

import pytest

from generator.core import settings
from generator.engine import release
from tests.site_fixtures import BuiltClub


@pytest.fixture
def theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the theme's assets that a test may change, in the place of ours."""
    shutil.copytree(settings.HOME / "theme" / "assets", tmp_path / "theme" / "assets")
    monkeypatch.setattr(release, "HOME", tmp_path)
    return tmp_path / "theme" / "assets"


def _mark() -> str:
    release.mark.cache_clear()
    try:
        return release.mark()
    finally:
        release.mark.cache_clear()


@pytest.mark.parametrize("name", ["club.js", "club.css", "search.js"])
def test_one_byte_of_a_program_gives_other_names(name: str, theme: Path) -> None:
    before = _mark()
    assert before == _mark()
    text = (theme / name).read_text(encoding="utf-8")
    (theme / name).write_text(f"{text} ", encoding="utf-8")
    assert _mark() != before
    (theme / name).write_text(text, encoding="utf-8")
    assert _mark() == before


@pytest.mark.parametrize("name", ["embed.css", "favicon.svg"])
def test_what_others_know_by_its_address_is_of_no_release(
    name: str, theme: Path, miniature: BuiltClub
) -> None:
    before = _mark()
    (theme / name).write_text("", encoding="utf-8")
    assert _mark() == before
    assert (miniature.site / "assets" / name).is_file()


def test_two_names_swapped_or_a_file_cut_elsewhere_are_told_apart(theme: Path) -> None:
    before = _mark()
    (theme / "copy.js").rename(theme / "x.js")
    (theme / "sheet.js").rename(theme / "copy.js")
    (theme / "x.js").rename(theme / "sheet.js")
    assert _mark() != before


def test_no_program_keeps_a_name_from_one_release_to_the_next(miniature: BuiltClub) -> None:
    site = miniature.site
    for path in (*site.rglob("*.js"), *site.rglob("*.css"), *site.rglob("liste.json")):
        name = path.relative_to(site).as_posix()
        placed = name.startswith((release.programs(), release.internal()))
        assert placed or name == "assets/embed.css"
    assert not (site / "territoires" / "donnees").exists()
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        for address in re.findall(r'(?:src|href)="([^"]+\.(?:js|css))"', html):
            assert release.mark() in address or address.endswith("/embed.css"), page
