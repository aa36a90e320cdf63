"""Territories: nothing lost between the records and the pages, whatever their number."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import pages, routes, views
from generator.build import pipeline
from generator.core import settings
from generator.kinds.member import MemberView
from generator.pages import territories
from generator.pages.territories import LEAF, Territory
from generator.territory.geo import STRATA, geography, stratum
from generator.views import listings
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


def _crowd(member: MemberView, count: int) -> tuple[MemberView, ...]:
    named = ((f"personne-{n}", f"Personne {n}") for n in range(count))
    return tuple(replace(member, id=i, url=f"/annuaire/{i}/", title=t) for i, t in named)


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
    assert region.own is not None
    assert region.own.url == routes.region(region.name)
    assert [len(t.practices) for t in region.territories] == [1, 1]
    assert (region.practices, region.members) == (2, 0)


def test_words_agree_with_their_numbers(site: SiteView) -> None:
    member, practice = site.members[0], site.practices[0]
    assert Territory("68", "X", "/x/", "X").counts == "0\u00a0pratique, 0\u00a0membre"
    full = Territory("68", "X", "/x/", "X", [practice], [member] * 2, [member])
    assert full.counts == "1\u00a0pratique, 2\u00a0membres, 1\u00a0ancien mandat"


@pytest.mark.parametrize(
    ("population", "title"),
    [
        (1, "Territoires de moins de 500 habitants"),
        (600, "Territoires de 500 à 1 999 habitants"),
        (400_000, "Territoires de 300 000 habitants et plus"),
    ],
)
def test_a_stratum_has_a_french_title(population: int, title: str, site: SiteView) -> None:
    key, label = stratum(population)
    practice = site.practices[0]
    assert practice.place
    place = replace(practice.place, stratum=label, stratum_key=key)
    only = showing(site, practice=(replace(practice, place=place),), member=())
    assert [re.sub(r"\s", " ", t.title) for t in territories.strata(only)] == [title]


# --- addresses ----------------------------------------------------------------------------------


def test_every_territory_has_its_own_plain_address() -> None:
    places = geography()
    codes = [a for a in _areas() if places.get(a)]
    urls = [
        (routes.departement if a.startswith("departement") else routes.region)(_name(a))
        for a in codes
    ]
    urls += [routes.stratum(key) for _, key, _ in STRATA]
    urls += ["/territoires/", "/territoires/donnees/", "/territoires/strates/"]
    assert len(set(urls)) == len(urls) > 130
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


# --- long lists ---------------------------------------------------------------------------------


@given(st.tuples(*[st.integers(0, 25)] * 3), st.integers(1, 9))
def test_pages_cut_a_territory_without_losing_a_line(sizes: tuple[int, ...], size: int) -> None:
    lists = [[f"{kind}{n}" for n in range(count)] for kind, count in zip("pmf", sizes, strict=True)]
    whole = Territory("68", "X", "/x/", "X", *lists)  # type: ignore[arg-type]
    found = list(territories.leaves(whole, size))
    for name, expected in zip(("practices", "members", "former"), lists, strict=True):
        assert [line for leaf in found for line in getattr(leaf, name)] == expected
    lengths = [len(f.practices) + len(f.members) + len(f.former) for f in found]
    assert all(length == size for length in lengths[:-1])
    assert lengths[-1] <= size
    assert [f.number for f in found] == list(range(1, len(found) + 1))
    assert {f.count for f in found} == {len(found)}


def test_a_long_list_goes_on_over_the_page(site: SiteView) -> None:
    member = next(m for m in site.members if m.active)
    assert member.current.place
    crowd = showing(site, member=_crowd(member, LEAF + 1), practice=())
    written = _written(crowd)
    first = territories.territory_url(member.current.place)
    stratum = routes.stratum(member.current.place.stratum_key)
    for address in (first, stratum):
        one, two = written[address], written[routes.leaf(address, 2)]
        assert one.count("/annuaire/personne-") == LEAF
        assert two.count("/annuaire/personne-") == 1
        assert 'aria-label="Page 2" aria-current="page">2</a>' in two
        assert routes.leaf(address, 3) not in written
        assert "301\u00a0membres en mandat" in one


@given(st.integers(1, 80), st.data())
def test_the_links_between_pages_reach_both_ends_and_both_neighbours(
    count: int, data: st.DataObject
) -> None:
    number = data.draw(st.integers(1, count))
    shown = listings.near(number, count)
    pages_shown = [n for n in shown if n]
    assert pages_shown == sorted(set(pages_shown))
    assert {1, number, count} | ({number - 1, number + 1} & set(range(1, count + 1))) <= set(shown)
    assert len(shown) <= 9
    for before, after in pairwise(shown):
        assert 0 in {before, after} or after == before + 1


# --- the map ------------------------------------------------------------------------------------


@given(COUNTS)
def test_classes_of_colour_rise_with_the_counts(counts: list[int]) -> None:
    least = territories.bounds(counts)
    assert len(least) <= 4
    assert least == sorted(set(least))
    classes = [territories.class_of(count, least) for count in sorted(counts)]
    assert classes == sorted(classes)
    assert all((c == 0) == (n == 0) for c, n in zip(classes, sorted(counts), strict=True))
    assert [c.number for c in territories.legend(counts)] == list(range(len(least) + 1))


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
    assert [c.label for c in territories.legend(counts)] == words


def test_the_map_and_the_table_tell_the_same(site: SiteView) -> None:
    found = territories.regions(site)
    drawn = territories.drawing(found)
    linked = {s.territory.url for s in drawn.areas if s.territory}
    assert linked == {t.url for region in found for t in region.departements}
    for shape in (*drawn.areas, *drawn.behind):
        there = shape.territory
        assert bool(shape.practices) == bool(there and there.practices)
        assert bool(shape.members) == bool(there and there.members)


def test_a_club_of_nowhere_says_so(site: SiteView) -> None:
    written = _written(showing(site, member=(), practice=()))
    assert set(written) == {"/territoires/"}
    assert "Aucun territoire pour l’instant" in written["/territoires/"]
