"""The geography of France as shipped: what is in it, what a code means, what a wrong one meant."""

import csv
import gzip

import pytest

from generator.core.text import fold
from generator.territory.geo import (
    DATA,
    OVERSEAS_COLLECTIVITIES,
    STRATA,
    Geography,
    Place,
    geography,
    stratum,
)

GEO = geography()


def _table(name: str) -> list[dict[str, str]]:
    """Read a data file again, by other means than the code under test."""
    path = DATA / name
    raw = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
    return list(csv.DictReader(raw.decode("utf-8").splitlines(), delimiter="\t"))


COMMUNES = _table("communes.tsv.gz")
[CODE, NAME, DEPARTEMENT, EPCI, POPULATION, FORMER] = list(COMMUNES[0])


# --- what is there ------------------------------------------------------------------------


def test_every_area_of_france_is_there() -> None:
    assert len(GEO.commune_codes) == len(COMMUNES) == 34_969
    assert len(_table("epci.tsv")) == 1_255
    assert len(_table("ept.tsv")) == 11
    assert len(_table("departements.tsv")) == 109
    assert len(_table("regions.tsv")) == 26
    assert len(_table("arrondissements.tsv")) == 20 + 9 + 16
    assert len(GEO.former) == 4_240 - 20  # 75001 to 75020 are postal codes today


@pytest.mark.parametrize("name", ["epci.tsv", "departements.tsv", "regions.tsv"])
def test_every_code_of_a_file_is_a_place(name: str) -> None:
    kind = {"epci.tsv": "epci", "departements.tsv": "departement", "regions.tsv": "region"}[name]
    for row in _table(name):
        code = next(iter(row.values()))
        place = GEO.get(f"{kind}:{code}")
        assert place
        assert place.area == f"{kind}:{code}"
        assert place.name


def test_every_commune_lies_in_known_areas() -> None:
    for row in COMMUNES:
        place = GEO.get(f"commune:{row[CODE]}")
        assert place
        assert (place.code, place.name) == (row[CODE], row[NAME])
        assert GEO.get(f"departement:{place.departement}")
        assert GEO.get(f"region:{place.region}")
        assert not place.epci or GEO.get(f"epci:{place.epci}")


def test_a_former_code_leads_to_a_present_commune_and_hides_none() -> None:
    present = set(GEO.commune_codes)
    assert set(GEO.former.values()) <= present
    assert not present & GEO.former.keys()


def test_names_have_typographic_apostrophes_and_no_stray_space() -> None:
    for row in COMMUNES:
        assert "'" not in row[NAME]
        assert row[NAME] == " ".join(row[NAME].split())


def test_a_wider_area_has_as_many_inhabitants_as_its_communes() -> None:
    sums: dict[str, int] = {}
    for row in COMMUNES:
        if row[EPCI]:
            sums[row[EPCI]] = sums.get(row[EPCI], 0) + int(row[POPULATION] or 0)
    assert len(sums) == 1_255
    for code, total in sums.items():
        place = GEO.get(f"epci:{code}")
        assert place
        assert place.population == total


def test_the_areas_of_a_level_add_up_to_france() -> None:
    total = sum(int(row[POPULATION] or 0) for row in COMMUNES)
    for name, kind in (("departements.tsv", "departement"), ("regions.tsv", "region")):
        codes = [next(iter(row.values())) for row in _table(name)]
        places = [GEO.get(f"{kind}:{code}") for code in codes]
        assert sum(place.population or 0 for place in places if place) == total
    assert 67_000_000 < total < 70_000_000


# --- one place ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "name", "departement", "region"),
    [
        ("commune:01004", "Ambérieu-en-Bugey", "01", "84"),
        ("commune:2A004", "Ajaccio", "2A", "94"),
        ("commune:2B033", "Bastia", "2B", "94"),
        ("commune:68224", "Mulhouse", "68", "44"),
        ("commune:75056", "Paris", "75", "11"),
        ("commune:97209", "Fort-de-France", "972", "02"),
        ("commune:97411", "Saint-Denis", "974", "04"),
        ("commune:97502", "Saint-Pierre", "975", "975"),
        ("commune:97701", "Saint-Barthélemy", "977", "977"),
        ("commune:98735", "Papeete", "987", "987"),
        ("commune:98818", "Nouméa", "988", "988"),
        ("epci:244400404", "Nantes Métropole", "44", "52"),
        ("epci:200046977", "Métropole de Lyon", "69", "84"),
        ("epci:200057867", "Plaine Commune", "93", "11"),
        ("departement:32", "Gers", "32", "76"),
        ("departement:2A", "Corse-du-Sud", "2A", "94"),
        ("departement:976", "Mayotte", "976", "06"),
        ("region:76", "Occitanie", "", "76"),
        ("region:94", "Corse", "", "94"),
    ],
)
def test_a_code_is_a_place_with_its_surroundings(
    area: str, name: str, departement: str, region: str
) -> None:
    place = GEO.get(area)
    assert place
    assert (place.area, place.name) == (area, name)
    assert (place.departement, place.region) == (departement, region)


@pytest.mark.parametrize(
    ("area", "epci"),
    [
        ("commune:93066", "200054781"),
        ("epci:200057867", "200054781"),
        ("commune:68224", "200066009"),
        ("commune:97411", "249740119"),
        ("commune:98735", ""),
    ],
)
def test_a_commune_knows_its_epci(area: str, epci: str) -> None:
    place = GEO.get(area)
    assert place
    assert place.epci == epci


@pytest.mark.parametrize(
    ("area", "name"),
    [
        ("epci:200066009", "Communauté d’agglomération Mulhouse Alsace Agglomération"),
        ("epci:244400404", "Nantes Métropole"),
    ],
)
def test_the_name_of_an_epci_is_without_abbreviation(area: str, name: str) -> None:
    place = GEO.get(area)
    assert place
    assert place.name == name


def test_no_epci_keeps_an_abbreviation() -> None:
    places = [GEO.get(f"epci:{next(iter(row.values()))}") for row in _table("epci.tsv")]
    heads = {place.name.split()[0] for place in places if place}
    assert not heads & {"CC", "CA", "CU"}


@pytest.mark.parametrize(
    ("code", "name", "commune"),
    [
        ("75101", "Paris 1er Arrondissement", "75056"),
        ("69383", "Lyon 3e Arrondissement", "69123"),
        ("13216", "Marseille 16e Arrondissement", "13055"),
    ],
)
def test_an_arrondissement_is_part_of_its_commune(code: str, name: str, commune: str) -> None:
    place, parent = GEO.get(f"commune:{code}"), GEO.get(f"commune:{commune}")
    assert place
    assert parent
    assert (place.code, place.name, place.commune) == (code, name, commune)
    assert (place.epci, place.departement, place.region) == (
        parent.epci,
        parent.departement,
        parent.region,
    )


def test_the_arrondissements_of_a_city_have_its_inhabitants() -> None:
    for commune, first, last in (("75056", 75101, 75120), ("69123", 69381, 69389)):
        parts = [GEO.get(f"commune:{code}") for code in range(first, last + 1)]
        whole = GEO.get(f"commune:{commune}")
        assert whole
        assert sum(part.population or 0 for part in parts if part) == whole.population


@pytest.mark.parametrize(
    ("code", "successor", "name"),
    [("49001", "49050", "Brissac Loire Aubance"), ("59355", "59350", "Lille")],
)
def test_a_former_commune_is_its_successor(code: str, successor: str, name: str) -> None:
    place = GEO.get(f"commune:{code}")
    assert place
    assert (place.code, place.name) == (successor, name)


@pytest.mark.parametrize("code", sorted(OVERSEAS_COLLECTIVITIES))
def test_a_collectivity_overseas_is_called_so(code: str) -> None:
    place = GEO.get(f"departement:{code}")
    assert place
    assert place.type == "Collectivité d’outre-mer"


@pytest.mark.parametrize("code", ["984", "989"])
def test_where_nobody_lives_there_is_no_population_and_no_stratum(code: str) -> None:
    place = GEO.get(f"departement:{code}")
    assert place
    assert (place.population, place.stratum) == (None, None)


def test_a_village_destroyed_in_1916_has_a_population_of_zero() -> None:
    place = GEO.get("commune:55039")
    assert place
    assert place.population == 0
    assert place.stratum
    assert place.stratum[0] == "moins-de-500"


@pytest.mark.parametrize(
    "area",
    [
        *(
            "68224",
            "commune:2C004",
            "commune:99999",
            "commune:",
            "commune",
            "",
            ":",
            "commune:1004",
        ),
        *("epci:68224", "departement:20", "departement:1", "region:99", "canton:6816", "Mulhouse"),
        *("commune:68224 ", "Commune:68224", "commune:68224:x", "commune:٦٨٢٢٤"),
    ],
)
def test_what_is_not_a_code_is_not_a_place(area: str) -> None:
    assert GEO.get(area) is None


# --- strata -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("population", "key"),
    [
        (0, "moins-de-500"),
        (499, "moins-de-500"),
        (500, "500-1999"),
        (1_999, "500-1999"),
        (2_000, "2000-9999"),
        (9_999, "2000-9999"),
        (10_000, "10000-19999"),
        (19_999, "10000-19999"),
        (20_000, "20000-49999"),
        (49_999, "20000-49999"),
        (50_000, "50000-99999"),
        (99_999, "50000-99999"),
        (100_000, "100000-299999"),
        (299_999, "100000-299999"),
        (300_000, "300000-et-plus"),
        (70_000_000, "300000-et-plus"),
    ],
)
def test_strata_have_exact_bounds(population: int, key: str) -> None:
    assert stratum(population)[0] == key


def test_the_key_of_a_stratum_says_its_lower_bound() -> None:
    for bound, key, label in STRATA:
        if bound:
            assert key.startswith(str(bound))
            assert label.replace("\u202f", "").replace(" ", "").startswith(str(bound))
    assert [bound for bound, _, _ in STRATA] == sorted(bound for bound, _, _ in STRATA)


# The population totale is at most a few hundredths above: the code's thresholds read that one.
@pytest.mark.parametrize(
    ("kind", "population", "near"),
    [
        ("commune", 79_851, 80_000),  # La Rochelle
        ("commune", 19_978, 20_000),  # Albertville
        ("commune", 77_600, 80_000),
        ("commune", 77_599, None),
        ("commune", 80_000, None),
        ("epci", 49_000, 50_000),
        ("epci", 79_851, None),
        ("departement", 19_978, None),
        ("commune", None, None),
    ],
)
def test_a_threshold_just_above_is_to_be_looked_up(
    kind: str, population: int | None, near: int | None
) -> None:
    assert Place(kind, "", "", "", population).near_threshold == near


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Étienne", "st etienne"),
        ("Sainte-Œuvre", "STE OEUVRE"),
        ("L’Haÿ-les-Roses", "l'hay les roses"),
        ("Nœux-les-Mines", "Noeux les Mines"),
        ("Besançon", "besancon"),
    ],
)
def test_names_compare_without_accents_nor_signs(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_the_geography_is_read_once() -> None:
    assert isinstance(GEO, Geography)
    assert geography() is GEO
