"""Pages are self-contained: alone, in parts or all together, the engine writes the same bytes."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import engine, routes, views
from generator.build import pipeline
from generator.core import settings
from generator.pages import navigation
from generator.pages.page import GeneratedPage
from tests.miniature import TODAY
from tests.site_fixtures import BuiltClub

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


def _navigation(built: BuiltClub) -> dict[str, Any]:
    club = pipeline.check(built.root, settings.load(built.root), TODAY).club
    return navigation(views.site(club, today=TODAY))


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
    engine.run(
        settings.load(miniature.root),
        [page],
        docs,
        site,
        work,
        jobs=1,
        extra=_navigation(miniature),
    )
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


def _site_addresses(root: Path) -> set[str]:
    return pipeline.check(root, settings.load(root), TODAY).club.addresses()
