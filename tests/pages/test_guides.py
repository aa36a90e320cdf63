"""A hand-written page may stand under a section of the menu, as the guides do."""

from pathlib import Path
from typing import get_args

import pytest

from generator import pages, routes, views
from generator.build import pipeline
from generator.core import settings
from generator.kinds import used
from generator.kinds.page import PageSection
from generator.pages.page import GeneratedPage
from tests.miniature import TODAY
from tests.site_fixtures import copy_miniature

GUIDE = "---\ntitle: Un guide\nsummary: Pas à pas.\n{}---\n\n## Un\n\nTexte.\n\n## Deux\n\nTexte.\n"


def _page(root: Path, front: str) -> GeneratedPage:
    """Return the page of a guide written in the miniature club."""
    copy_miniature(root)
    (root / "content" / "un-guide.md").write_text(GUIDE.format(front), encoding="utf-8")
    here = settings.load(root)
    club = pipeline.check(root, here, TODAY).club
    site = views.site(club, today=TODAY, retention_months=12, fictional=True)
    return next(p for p in pages.pages(site, here) if p.address == "/un-guide/")


def test_a_guide_lights_its_section_and_leads_back_to_it(tmp_path: Path) -> None:
    meta = _page(tmp_path / "club", "section: contribuer\n").meta
    assert meta["section"] == "contribuer"
    assert "section_index" not in meta
    assert meta["breadcrumb"] == [{"label": "Contribuer", "url": "contribuer/"}]
    assert meta["toc"] is True


def test_a_page_under_nothing_stands_by_itself(tmp_path: Path) -> None:
    meta = _page(tmp_path / "club", "").meta
    assert meta["section"] == "un-guide"
    assert not {"breadcrumb", "toc"} & set(meta)


def test_a_page_may_stand_under_any_section_that_every_club_has() -> None:
    assert list(get_args(get_args(PageSection)[0])) == routes.menu(used({}))


@pytest.mark.parametrize("front", ["section: contribution\n", "section: recherche\n"])
def test_another_section_is_refused(tmp_path: Path, front: str) -> None:
    root = copy_miniature(tmp_path / "club")
    (root / "content" / "un-guide.md").write_text(GUIDE.format(front), encoding="utf-8")
    errors = pipeline.check(root, settings.load(root), TODAY).errors
    assert [(e.code, e.path, e.line) for e in errors] == [("F08", "content/un-guide.md", 4)]
