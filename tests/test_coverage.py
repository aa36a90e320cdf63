"""Inhabitants represented by several territories: nobody twice."""

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.territory.geo import Place, geography

FRANCE = geography()
MULHOUSE, RIXHEIM, M2A = "commune:68224", "commune:68278", "epci:200066009"
HAUT_RHIN, GRAND_EST = "departement:68", "region:44"


def inhabitants(area: str) -> int:
    place = FRANCE.get(area)
    assert place
    return place.population or 0


def covered(*areas: str) -> tuple[int, tuple[str, ...]]:
    found = FRANCE.coverage(areas)
    return found.population, found.departements


def test_nothing_covers_nothing() -> None:
    assert covered() == (0, ())
    assert covered("commune:99999", "epci:1", "ailleurs") == (0, ())


def test_two_communes_add_up() -> None:
    both = inhabitants(MULHOUSE) + inhabitants(RIXHEIM)
    assert covered(MULHOUSE, RIXHEIM, MULHOUSE) == (both, ("68",))


@pytest.mark.parametrize("wider", [M2A, HAUT_RHIN, GRAND_EST])
def test_a_commune_inside_a_wider_territory_counts_once(wider: str) -> None:
    population, departements = covered(MULHOUSE, wider)
    assert population == inhabitants(wider) > inhabitants(MULHOUSE)
    assert "68" in departements


def test_all_levels_together_are_the_widest() -> None:
    assert covered(MULHOUSE, M2A, HAUT_RHIN, GRAND_EST)[0] == inhabitants(GRAND_EST)
    assert len(covered(GRAND_EST)[1]) == 10


def test_an_epci_astride_two_departements_counts_in_both_and_only_what_is_left() -> None:
    redon = "epci:243500741"  # Ille-et-Vilaine, Loire-Atlantique, Morbihan
    population, departements = covered(redon)
    assert (population, departements) == (inhabitants(redon), ("35", "44", "56"))
    place = FRANCE.get(redon)
    assert place
    outside = sum(n for _, code, n in FRANCE._communes_of(place) if code != "35")
    assert 0 < outside < population
    assert covered(redon, "departement:35")[0] == inhabitants("departement:35") + outside


def test_an_arrondissement_counts_unless_its_city_does() -> None:
    tenth, eleventh, paris = "commune:75110", "commune:75111", "commune:75056"
    assert covered(tenth, eleventh)[0] == inhabitants(tenth) + inhabitants(eleventh)
    assert covered(tenth, paris)[0] == inhabitants(paris)


def test_a_former_commune_is_its_successor() -> None:
    old, new = next(iter(FRANCE.former.items()))
    assert covered(f"commune:{old}", f"commune:{new}")[0] == inhabitants(f"commune:{new}")


AREAS = st.sampled_from(
    [f"commune:{code}" for code in FRANCE.commune_codes[::97]]
    + [f"commune:{code}" for code in FRANCE.arrondissement_codes]
    + [f"{kind}:{c}" for kind in ("epci", "departement", "region") for c in FRANCE.codes(kind)]
)


@lru_cache(maxsize=1)
def communes() -> dict[str, Place]:
    found = {code: FRANCE.get(f"commune:{code}") for code in FRANCE.commune_codes}
    return {code: place for code, place in found.items() if place}


def _lies_in(commune: Place, wider: Place) -> bool:
    return wider.code in {getattr(commune, wider.kind), commune.ept}


def one_by_one(areas: list[str]) -> tuple[int, tuple[str, ...]]:
    """Count the same commune after commune, as one would by hand."""
    counted: dict[str, Place] = {}
    for place in filter(None, map(FRANCE.get, areas)):
        if place.kind == "commune":
            counted[place.code] = place
            continue
        counted |= {c: p for c, p in communes().items() if _lies_in(p, place)}
    kept = [p for p in counted.values() if not p.commune or p.commune not in counted]
    total = sum(p.population or 0 for p in kept)
    return total, tuple(sorted({p.departement for p in kept}))


@settings(max_examples=80, deadline=None)
@given(st.lists(AREAS, max_size=8))
def test_counting_commune_after_commune_gives_the_same(areas: list[str]) -> None:
    assert covered(*areas) == covered(*areas, *areas) == one_by_one(areas)
