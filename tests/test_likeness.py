"""Likeness of territories: what a mayor would say, then what must hold for any two places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.territory import likeness
from generator.territory.geo import geography
from generator.territory.likeness import (
    AMONG,
    Entry,
    Index,
    Territory,
    gap,
    reasons,
    rounded,
    score,
)
from scripts.bench.territory import territory

GEO = geography()
CODES = GEO.commune_codes
KINDS_OF_AREAS = ["epci:200066009", "departement:68", "region:44", "departement:984"]

RIXHEIM = "commune:68278"  # 14,380 inhabitants, in the EPCI of Mulhouse


def at(area: str) -> Territory:
    place = GEO.get(area)
    assert place
    return territory(place)


def invented(population: int | None, where: str = "") -> Territory:
    """A commune of some size; `where` is `epci/departement/region`."""
    epci, departement, region = where.split("/") if where else ("", "", "")
    return likeness.territory(
        "commune:00000", population, epci=epci, departement=departement, region=region
    )


def words(a: Territory, b: Territory, *, you: bool = True) -> str:
    return ", ".join(reasons(a, b, you=you)).replace("\u202f", " ").replace("\u00a0", " ")


areas = st.one_of(
    st.sampled_from(CODES).map(lambda code: f"commune:{code}"), st.sampled_from(KINDS_OF_AREAS)
)
territories = areas.map(at)
topics = st.frozensets(st.sampled_from("abcdef"), max_size=5)


# --- cases --------------------------------------------------------------------------------

# From the likest of Rixheim to the least.
ORDER = [
    RIXHEIM,
    "commune:68376",  # Wittenheim, same size, same EPCI
    "commune:68112",  # Guebwiller, same size, same département
    "commune:67046",  # Bischwiller, same size, same région
    "commune:62250",  # Courrières, same size, far away
    "commune:68002",  # Altenach, a village of the same département
    "region:75",
]


def test_size_first_then_closeness() -> None:
    asker = at(RIXHEIM)
    scores = [score(asker, at(area)) for area in ORDER]
    assert scores == [116, 86, 78, 68, 60, 38, 0]


@pytest.mark.parametrize(
    ("population", "other", "where", "said"),
    [
        (14_000, 17_480, "e/68/44", "17 000 hab. comme vous, même intercommunalité"),
        (14_000, 14_000, "x/68/44", "14 000 hab. comme vous, même département"),
        (10_000, 19_999, "x/68/44", "même strate (20 000 hab.), même département"),
        (14_000, 9_870, "x/67/44", "strate voisine (9 900 hab.), même région"),
        (14_000, 487, "x/13/93", "autre taille (490 hab.), ailleurs en France"),
        (14_000, None, "x/67/44", "même région"),
        (None, 14_000, "e/68/44", "même intercommunalité"),
        (14_000, 300, "//", "autre taille (300 hab.), ailleurs en France"),
    ],
)
def test_reasons_are_said_in_french(
    population: int | None, other: int | None, where: str, said: str
) -> None:
    asker = invented(population, "e/68/44")
    there = likeness.territory(
        "commune:99999",
        other,
        **dict(zip(("epci", "departement", "region"), where.split("/"), strict=True)),
    )
    assert words(asker, there) == said
    assert "vous" not in words(asker, there, you=False)


def test_one_s_own_territory_is_said_as_such() -> None:
    assert words(at(RIXHEIM), at(RIXHEIM)) == "votre territoire"
    assert words(at(RIXHEIM), at(RIXHEIM), you=False) == "même territoire"


@pytest.mark.parametrize(
    ("population", "said"),
    [
        (0, "0"),
        (87, "87"),
        (104, "100"),
        (105, "110"),
        (999, "1 000"),
        (17_982, "18 000"),
        (2_145_906, "2 100 000"),
    ],
)
def test_a_population_is_said_with_two_digits(population: int, said: str) -> None:
    assert rounded(population).replace("\u202f", " ") == said


def test_places_without_a_code_have_nothing_in_common() -> None:
    """Two départements have no EPCI: that is not the same EPCI."""
    here, there = at("region:44"), at("region:75")
    assert score(here, there) == likeness.POINTS["kind"] + likeness.POINTS["stratum"][0]


# --- properties ---------------------------------------------------------------------------


@given(territories, territories, st.integers(0, 5), st.integers(0, 5))
def test_likeness_is_the_same_from_either_side(
    a: Territory, b: Territory, methods: int, themes: int
) -> None:
    assert score(a, b, methods=methods, themes=themes) == score(
        b, a, methods=methods, themes=themes
    )
    assert gap(a, b) == gap(b, a)


@given(territories, territories)
def test_nothing_is_more_like_a_territory_than_itself(a: Territory, b: Territory) -> None:
    assert score(a, b) <= score(a, a)
    assert (score(a, b) == score(a, a)) == (a == b)


@given(territories, territories, st.integers(0, 5), st.integers(0, 5))
def test_more_in_common_never_scores_less(
    a: Territory, b: Territory, methods: int, themes: int
) -> None:
    plain = score(a, b, methods=methods, themes=themes)
    assert plain <= score(a, b, methods=methods + 1, themes=themes)
    assert plain <= score(a, b, methods=methods, themes=themes + 1)


@given(territories, territories, st.booleans())
def test_there_is_always_a_reason(a: Territory, b: Territory, you: bool) -> None:
    assert all(reasons(a, b, you=you))
    assert reasons(a, b, you=you)


@st.composite
def clubs(draw: st.DrawFn) -> list[Entry]:
    where = st.one_of(territories, st.integers(0, 30_000).map(invented), st.just(invented(None)))
    size = draw(st.integers(1, AMONG))
    return [Entry(f"e{n}", draw(where), draw(topics), draw(topics)) for n in range(size)]


@given(clubs(), st.integers(1, 6), st.booleans())
def test_the_nearest_are_those_a_comparison_with_each_would_give(
    club: list[Entry], count: int, shared: bool
) -> None:
    found = Index(club)
    outsider = Entry("zz", club[0].territory, club[-1].methods, club[-1].themes)
    for asker in (*club, outsider):
        others = [e for e in club if e.id != asker.id]
        others = [e for e in others if not shared or any(asker.common(e))]
        expected = sorted(others, key=asker.rank)[:count]
        assert found.nearest(asker, count, shared=shared) == expected


def test_an_empty_club_has_nobody_near() -> None:
    assert Index([]).nearest(Entry("a", at(RIXHEIM)), 5) == []
