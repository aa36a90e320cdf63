"""Every kind of record leaves by every door: page, list, export, feed, form."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from generator import routes
from generator.build import pipeline
from generator.core import settings
from generator.exports import feeds
from generator.kinds import KINDS, LISTED, used
from generator.views.model import SiteView
from tests.miniature import CLUB, TODAY
from tests.site_fixtures import BuiltClub, copy_miniature

RECORDS = pipeline.check(CLUB, settings.load(CLUB), TODAY).club.records
# A person is no news, and a contact of the network is proposed by e-mail.
WITHOUT_FEED = {"member", "contact"}
WITHOUT_FORM = {"contact"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_has_its_page(kind: str, miniature: BuiltClub) -> None:
    assert RECORDS[kind], "the miniature club has one of each"
    for id_ in RECORDS[kind]:
        assert (miniature.site / routes.built_file(routes.record(kind, id_))).is_file()


@pytest.mark.parametrize("kind", LISTED)
def test_every_kind_has_a_list_that_leads_to_each(kind: str, miniature: BuiltClub) -> None:
    html = (miniature.site / routes.built_file(routes.section(kind))).read_text(encoding="utf-8")
    missing = [id_ for id_ in RECORDS[kind] if f'/{id_}/"' not in html]
    assert missing == []


@pytest.mark.parametrize("kind", LISTED)
def test_every_kind_is_exported_whole(kind: str, miniature: BuiltClub) -> None:
    api = KINDS[kind].api
    assert api, "a kind that is listed leaves for programs too"
    name = api.name
    data = json.loads((miniature.site / f"api/v1/{name}.json").read_text(encoding="utf-8"))
    assert {one["id"] for one in data["records"]} == RECORDS[kind].keys()
    text = (miniature.site / f"api/v1/{name}.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert {row["Identifiant"] for row in rows} == RECORDS[kind].keys()


@pytest.mark.parametrize("kind", [kind for kind in LISTED if kind not in WITHOUT_FEED])
def test_every_kind_has_a_feed(kind: str, miniature: BuiltClub) -> None:
    section = KINDS[kind].section
    assert section in feeds.FEEDS
    text = (miniature.site / f"flux/{section}.xml").read_text(encoding="utf-8")
    assert f"/{section}/" in text


@pytest.mark.parametrize("kind", [kind for kind in LISTED if kind not in WITHOUT_FORM])
def test_every_kind_can_be_proposed_and_corrected(kind: str, miniature: BuiltClub) -> None:
    assert (miniature.site / routes.built_file(routes.form(kind))).is_file()
    html = (
        miniature.site / routes.built_file(routes.record(kind, next(iter(RECORDS[kind]))))
    ).read_text(encoding="utf-8")
    assert f"contribuer/{routes.FORMS[kind]}/?fiche=" in html


def test_a_kind_without_pages_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not a site in which its records are missing without a word."""
    root = copy_miniature(tmp_path / "club")
    shown = property(lambda site: [kind for kind in used(site.records) if kind.name != "contact"])
    monkeypatch.setattr(SiteView, "kinds", shown)
    with pytest.raises(pipeline.AuditError) as refused:
        pipeline.build(root, settings.load(root), date(2026, 6, 15), out=tmp_path / "site", jobs=1)
    said = {str(defect.file) for defect in refused.value.defects}
    assert {routes.built_file(routes.record("contact", id_)) for id_ in RECORDS["contact"]} <= said
