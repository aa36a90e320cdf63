"""Pages are self-contained: alone, in parts or all together, the engine writes the same bytes."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import engine, routes
from generator.build import pipeline
from generator.core import settings
from generator.engine import release
from generator.pages.page import GeneratedPage
from tests.miniature import TODAY, read_tree
from tests.site_fixtures import BuiltClub, build_club, copy_miniature

# One address of each kind of page.
KINDS = {
    "home": "/",
    "practice": "/pratiques/budget-participatif-mulhouse/",
    "practices": "/pratiques/",
    "member": "/annuaire/camille-exemple/",
    "meeting": "/reunions/2026-04-02-premiere-rencontre/",
    "watch": "/veille/loi-exemple-2024/",
    "action": "/actions/courrier-age-du-vote/",
    "hub": "/themes/finances/",
    "territories": "/territoires/",
    "content": "/club/",
}


# --- a page alone ---------------------------------------------------------------------------


@pytest.mark.parametrize("address", KINDS.values(), ids=KINDS)
def test_a_page_built_alone_equals_the_same_page_of_the_whole_site(
    address: str, miniature: BuiltClub, tmp_path: Path
) -> None:
    source = routes.source_file(address)
    docs, work = tmp_path / "docs", tmp_path / "work"
    (docs / source).parent.mkdir(parents=True)
    work.mkdir()
    shutil.copyfile(miniature.generated / source, docs / source)
    site = tmp_path / "site"
    page = GeneratedPage(address, {}, "")
    engine.run(settings.load(miniature.root), [page], docs, site, work, jobs=1)
    built = routes.built_file(address)
    assert (site / built).read_bytes() == (miniature.site / built).read_bytes()


# --- parts ----------------------------------------------------------------------------------

_pages = st.lists(
    st.tuples(st.integers(0, 9_999), st.integers(0, 20_000)), max_size=400, unique_by=lambda p: p[0]
).map(lambda rows: [GeneratedPage(f"/pratiques/p{n}/", {}, "x" * size) for n, size in rows])
_jobs = st.integers(1, 8)


def _addresses(parts: Sequence[Sequence[GeneratedPage]]) -> list[str]:
    return sorted(page.address for part in parts for page in part)


@given(pages=_pages, jobs=_jobs)
def test_shards_keep_every_page_exactly_once(pages: list[GeneratedPage], jobs: int) -> None:
    parts = engine.shards(pages, jobs)
    assert _addresses(parts) == _addresses([pages])
    assert 1 <= len(parts) <= jobs
    assert all(parts) or len(parts) == 1


@given(pages=_pages, jobs=_jobs)
def test_shards_do_not_depend_on_the_order_of_the_pages(
    pages: list[GeneratedPage], jobs: int
) -> None:
    assert engine.shards(pages[::-1], jobs) == engine.shards(pages, jobs)


@given(pages=_pages, jobs=_jobs)
def test_no_shard_weighs_more_than_its_share_and_one_page(
    pages: list[GeneratedPage], jobs: int
) -> None:
    weights = [sum(len(p.body) + 3_000 for p in part) for part in engine.shards(pages, jobs)]
    assert max(weights) - min(weights) <= 23_000


def test_a_few_pages_are_not_worth_a_second_engine() -> None:
    pages = [GeneratedPage(f"/pratiques/p{n}/", {}, "") for n in range(2 * engine.MIN_PAGES - 1)]
    assert len(engine.shards(pages, 8)) == 1
    assert len(engine.shards([*pages, GeneratedPage("/pratiques/q/", {}, "")], 8)) == 2


# --- the engine's own command ---------------------------------------------------------------


def test_mkdocs_alone_renders_the_generated_folder_as_club_build_does(tmp_path: Path) -> None:
    """Whoever prefers `mkdocs build` at the top of the repository gets the same pages."""
    root = copy_miniature(tmp_path / "club")
    shutil.copyfile(settings.HOME / "mkdocs.yml", root / "mkdocs.yml")
    built = build_club(root, tmp_path / "site")
    shutil.copytree(settings.HOME / "theme", root / "theme")
    done = subprocess.run(
        [sys.executable, *("-m", "mkdocs", "build", "-q", "-f", "mkdocs.yml", "-d", "alone")],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    ours, theirs = read_tree(built.site), read_tree(root / "alone")
    pages = [*(routes.built_file(a) for a in _site_addresses(root)), "404.html"]
    for page in pages:  # `club build` alone puts a release in its folders
        ours[page] = ours[page].replace(release.programs().encode(), b"assets/")
        for tree in (ours, theirs):
            tree[page] = re.sub(rb' data-internal="[^"]*"', b"", tree[page])
    assert [page for page in pages if theirs.get(page) != ours[page]] == []
    assert theirs["assets/club.css"] == ours[f"{release.programs()}club.css"]


def _site_addresses(root: Path) -> set[str]:
    return pipeline.check(root, settings.load(root), TODAY).club.addresses()
