"""What was built before is built no more, and nothing tells the difference."""

import shutil
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.build import cache, pipeline
from generator.core import settings
from tests.miniature import TODAY, read_tree
from tests.site_fixtures import copy_miniature


def built(root: Path, today: date = TODAY, site: str = "site") -> pipeline.Built:
    return pipeline.build(root, settings.load(root), today, out=root / site, jobs=2)


def clean(root: Path, today: date = TODAY) -> dict[str, bytes]:
    """Return the site of the same sources, built from nothing in another folder."""
    other = root.parent / "clean" / "club"
    shutil.rmtree(other.parent, ignore_errors=True)
    shutil.copytree(root, other, ignore=shutil.ignore_patterns(".club", "site"))
    return read_tree(built(other, today).site)


# A file, what is there and what comes instead, and how many days later; nothing there: a new name.
EDITS = (
    ("practices/assemblee-saint-denis.md", "Cinq samedis", "Six samedis", 0),
    ("members.yaml", "family_name: Modèle", "family_name: Patron", 0),
    ("vocabularies/themes.yaml", "Finances", "Argent public", 0),
    ("vocabularies/themes.yaml", "Argent public", "Argent public", 45),
    ("content/raconter-une-demarche.md", "", "content/raconter.md", 45),
    ("mkdocs.yml", "site_name: Club", "site_name: Cercle", 45),
)


def test_an_incremental_site_is_the_site_built_from_nothing(tmp_path: Path) -> None:
    root = copy_miniature(tmp_path / "club")
    built(root)
    for n, (name, old, new, days) in enumerate(EDITS):
        path, today = root / name, TODAY + timedelta(days)
        text = path.read_text(encoding="utf-8")
        assert old in text
        if old:
            path.write_text(text.replace(old, new), encoding="utf-8")
        else:
            path.rename(root / new)
        warm = built(root, today)
        assert not warm.same
        if n in {0, len(EDITS) - 1}:
            assert read_tree(warm.site) == clean(root, today)


def test_nothing_changed_is_nothing_done(tmp_path: Path) -> None:
    root = copy_miniature(tmp_path / "club")
    first = built(root)
    times = {path: path.stat().st_mtime_ns for path in first.site.rglob("*")}
    again = built(root)
    assert again.same
    assert (again.pages, again.counts, again.warnings) == (
        first.pages,
        first.counts,
        first.warnings,
    )
    assert times == {path: path.stat().st_mtime_ns for path in again.site.rglob("*")}
    # A site that someone has changed is not the one that was built.
    (first.site / "index.html").write_text("Autre chose.", encoding="utf-8")
    assert not built(root).same
    assert "Autre chose." not in (first.site / "index.html").read_text(encoding="utf-8")


def _foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE page (key TEXT, html TEXT)")


def _altered(path: Path) -> None:
    with sqlite3.connect(path) as base:
        base.execute("UPDATE page SET html = zeroblob(40)")


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"not a base" * 900),
        lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
        _foreign,
        _altered,
    ],
    ids=["empty", "noise", "cut", "foreign", "altered"],
)
def test_a_damaged_cache_heals(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    path = tmp_path / "cache.db"
    with cache.opened(path) as kept:
        kept.keep(dict.fromkeys("abc", "<p>é</p>" * 999), "abc", {"made": "x"})
    damage(path)
    with cache.opened(path) as kept:
        assert kept.pages("abc") == {}
        kept.keep({"a": "<p>é</p>"}, "a", {"made": "y"})
    with cache.opened(path) as kept:
        assert kept.pages("ab") == {"a": "<p>é</p>"}
        assert kept.state["made"] == "y"


def test_a_page_that_is_shown_no_more_is_dropped(tmp_path: Path) -> None:
    with cache.opened(tmp_path / "cache.db") as kept:
        kept.keep({"old": "<p>", "new": "<p>"}, ["old", "new"], {})
    for _ in range(cache.KEPT_BUILDS):
        with cache.opened(tmp_path / "cache.db") as kept:
            kept.keep({}, ["new"], {})
    with cache.opened(tmp_path / "cache.db") as kept:
        assert kept.pages(["old", "new"]) == {"new": "<p>"}
