"""Territories: nothing lost between the records and the pages, whatever their number."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import pages, routes, views
from generator.build import pipeline
from generator.core import settings
from generator.pages import territories
from generator.pages.territories import Territory
from generator.territory.geo import geography
from generator.views.model import SiteView
from tests.miniature import CLUB, TODAY
from tests.showing import showing

COUNTS = st.lists(st.integers(0, 40_000), max_size=120)


@pytest.fixture(scope="module")
def site() -> SiteView:
    checked = pipeline.check(CLUB, settings.load(CLUB), TODAY)
    return views.site(checked.club, today=TODAY)


def _written(site: SiteView) -> dict[str, str]:
    """Return the body of each page under /territoires/, by address."""
    made = pages.pages(site, settings.load(CLUB))
    return {p.address: p.body for p in made if p.address.startswith("/territoires/")}


# --- what is where ------------------------------------------------------------------------------


def test_every_placed_record_is_counted_once(site: SiteView) -> None:
    found = [t for region in territories.regions(site) for t in region.territories]
    listed = [r.url for t in found for r in (*t.practices, *t.members, *t.former)]
    placed = [p.url for p in site.practices if p.place]
    placed += [m.url for m in site.members if m.current.place]
    assert sorted(listed) == sorted(placed)
    assert len(listed) > 5
    assert all(m.active for t in found for m in t.members)
    assert not any(m.active for t in found for m in t.former)


def test_a_sheet_just_below_a_legal_threshold_says_so(site: SiteView) -> None:
    practice = next(p for p in site.practices if p.place)
    assert practice.place
    near = replace(practice.place, threshold_text="80 000 habitants")
    told = "; tout près du seuil de 80 000 habitants, à vérifier sur la population totale"
    for place, expected in ((practice.place, False), (near, True)):
        shown = showing(site, practice=(replace(practice, place=place),))
        made = pages.pages(shown, settings.load(CLUB))
        assert (told in next(p.body for p in made if p.address == practice.url)) is expected


def test_a_region_as_such_stands_apart_from_its_departements(site: SiteView) -> None:
    practice = site.practices[0]
    assert practice.place
    whole = replace(practice.place, kind="region", departement="", departement_code="")
    region, *others = territories.regions(
        showing(site, member=(), practice=(replace(practice, place=whole), practice))
    )
    assert others == []
    assert region.territories[0].url == routes.region(region.name)
    assert [len(t.practices) for t in region.territories] == [1, 1]
    assert (region.practices, region.members) == (2, 0)


def test_words_agree_with_their_numbers(site: SiteView) -> None:
    member, practice = site.members[0], site.practices[0]
    assert Territory("68", "X", "/x/", "X").counts == "0\u00a0pratique, 0\u00a0membre"
    full = Territory("68", "X", "/x/", "X", None, [practice], [member] * 2, [member])
    assert full.counts == "1\u00a0pratique, 2\u00a0membres, 1\u00a0ancien mandat"


# --- addresses ----------------------------------------------------------------------------------


def test_every_territory_has_its_own_plain_address() -> None:
    places = geography()
    codes = [a for a in _areas() if places.get(a)]
    urls = [
        (routes.departement if a.startswith("departement") else routes.region)(_name(a))
        for a in codes
    ]
    urls += ["/territoires/", "/territoires/donnees/"]
    assert len(set(urls)) == len(urls) > 120
    assert all(re.fullmatch(r"/territoires/([a-z0-9\-]+/){0,2}", url) for url in urls)
    assert routes.departement("Côte-d’Or") == "/territoires/cote-d-or/"
    assert routes.region("Île-de-France") == "/territoires/region-ile-de-france/"


def _areas() -> list[str]:
    found = [f"departement:{n:02}" for n in range(1, 96)] + ["departement:2A", "departement:2B"]
    found += [f"departement:{n}" for n in range(971, 990)]
    return found + [f"region:{n:02}" for n in range(1, 95)]


def _name(area: str) -> str:
    place = geography().get(area)
    assert place
    return place.name


def test_the_addresses_a_text_may_link_to_are_those_of_pages(site: SiteView) -> None:
    club = pipeline.check(CLUB, settings.load(CLUB), TODAY).club
    known = {a for a in club.addresses() if a.startswith("/territoires/")}
    assert len(known) > 4
    assert known <= set(_written(site))


# --- the map ------------------------------------------------------------------------------------


@given(COUNTS)
def test_classes_of_colour_rise_with_the_counts(counts: list[int]) -> None:
    least = territories.bounds(counts)
    assert len(least) <= 4
    assert least == sorted(set(least))
    classes = [territories.class_of(count, least) for count in sorted(counts)]
    assert classes == sorted(classes)
    assert all((c == 0) == (n == 0) for c, n in zip(classes, sorted(counts), strict=True))
    assert len(territories.legend(counts, "aucun")) == len(least) + 1


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ([], ["aucun"]),
        ([0, 1], ["aucun", "1"]),
        ([1, 2, 3, 7], ["aucun", "1", "2", "3 à 6", "7"]),
        ([1, 2, 3, 4, 38, 40, 467, 890], ["aucun", "1 à 2", "3 à 34", "35 à 449", "450 à 890"]),
    ],
)
def test_the_legend_says_what_a_colour_means(counts: list[int], words: list[str]) -> None:
    assert territories.legend(counts, "aucun") == words


def test_the_map_and_the_table_tell_the_same(site: SiteView) -> None:
    found = territories.regions(site)
    drawn = territories.drawing(found)
    linked = {s.territory.url for s in drawn.areas if s.territory}
    assert linked == {t.url for region in found for t in region.territories if t.code}
    for shape in (*drawn.areas, *drawn.behind):
        there = shape.territory
        assert bool(shape.practices) == bool(there and there.practices)
        assert bool(shape.members) == bool(there and there.members)


def test_a_club_of_nowhere_says_so(site: SiteView) -> None:
    written = _written(showing(site, member=(), practice=()))
    assert set(written) == {"/territoires/"}
    assert "Aucun territoire pour l’instant" in written["/territoires/"]
