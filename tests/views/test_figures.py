"""The club in figures counts what the lists show, and nothing when there is nothing."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator import views
from generator.build import pipeline
from generator.core import settings
from generator.views.common import Lens
from generator.views.figures import cost_class, figures
from generator.views.model import ChartView, FiguresView, SiteView
from tests.miniature import CLUB, TODAY


@pytest.fixture(scope="module")
def lens() -> Lens:
    return Lens(pipeline.check(CLUB, settings.load(CLUB), TODAY).club, TODAY)


@pytest.fixture(scope="module")
def site(lens: Lens) -> SiteView:
    return views.site(lens.club, today=TODAY)


def _by_key(found: FiguresView) -> dict[str, ChartView]:
    return {c.key: c for c in (*found.who, *found.what, *found.rhythm)}


def _total(chart: ChartView) -> int:
    return sum(bar.value for bar in chart.bars)


def test_each_chart_adds_up_to_what_it_counts(site: SiteView) -> None:
    found = site.figures
    active = [m for m in site.members if m.active]
    held = [m for m in site.meetings if m.status == "held"]
    charts = _by_key(found)
    assert (found.members, found.practices, found.meetings) == (
        len(active),
        len(site.practices),
        len(held),
    )
    for key in ("regions", "strates", "mandats"):
        assert _total(charts[key]) == len(active)
    for key in ("niveaux", "couts"):
        assert _total(charts[key]) == len(site.practices)
    assert _total(charts["methodes"]) == sum(len(p.methods) for p in site.practices)
    assert _total(charts["reunions"]) == len(held)
    assert found.date.iso == TODAY.isoformat()


def test_a_bar_leads_to_the_page_of_what_it_counts(site: SiteView) -> None:
    known = {hub.url: len(hub.practices) for hub in (*site.methods, *site.themes)}
    for key in ("methodes", "themes"):
        for bar in _by_key(site.figures)[key].bars:
            assert known[bar.url] == bar.value


@pytest.mark.parametrize(
    ("euros", "label"),
    [
        (None, "Non précisé"),
        (0, "moins de 10\u202f000\u00a0€"),
        (9_999, "moins de 10\u202f000\u00a0€"),
        (10_000, "10\u202f000 à 99\u202f999\u00a0€"),
        (999_999, "100\u202f000 à 999\u202f999\u00a0€"),
        (1_000_000, "un million d’euros et plus"),
    ],
)
def test_an_amount_has_its_class(euros: int | None, label: str) -> None:
    assert cost_class(euros) == label


def test_a_year_without_a_meeting_is_a_bar_of_nothing_not_a_missing_one(
    lens: Lens, site: SiteView
) -> None:
    one = next(m for m in site.meetings if m.status == "held")
    held = [
        replace(one, year=2021, attendance=10),
        replace(one, year=2021, attendance=21),
        replace(one, year=2023, attendance=None),
    ]
    charts = _by_key(figures(lens, (), (), held))
    assert [(b.label, b.value) for b in charts["reunions"].bars] == [
        ("2021", 2),
        ("2022", 0),
        ("2023", 1),
    ]
    assert [(b.label, b.value) for b in charts["presence"].bars] == [("2021", 16)]
    assert "2\u00a0réunions" in charts["presence"].note


def test_an_empty_club_has_no_chart(tmp_path: Path) -> None:
    club = pipeline.check(tmp_path, settings.load(tmp_path), TODAY).club
    found = views.site(club, today=date(2026, 1, 1)).figures
    assert _by_key(found) == {}
    assert (found.members, found.practices, found.meetings) == (0, 0, 0)
    assert found.date.text == "1er janvier 2026"
