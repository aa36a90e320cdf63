"""From what people write to a place: sure, sure and said, or unsure with what it may be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.text import fold
from generator.territory.gazetteer import Located, Unsure, gazetteer
from generator.territory.geo import geography

PLACES = gazetteer()
GEO = geography()

SURE: dict[tuple[str, str, str, str], str] = {
    # text, kind, code, département: area
    ("Mulhouse", "", "", ""): "commune:68224",
    ("MULHOUSE CEDEX 9", "", "", ""): "commune:68224",
    ("68948 Mulhouse Cedex", "", "", ""): "commune:68224",
    ("68224 Mulhouse", "", "", ""): "commune:68224",
    ("Mulhouse 68", "", "", ""): "commune:68224",
    ("Mulhouse, Haut-Rhin", "", "", ""): "commune:68224",
    ("E\u0301vreux", "", "", ""): "commune:27229",
    ("Havre (Le)", "", "", ""): "commune:76351",
    ("l'hay les roses", "", "", ""): "commune:94038",
    ("Ste Foy la Grande", "", "", ""): "commune:33402",
    ("St Denis (93)", "", "", ""): "commune:93066",
    ("Saint-Denis (La Réunion)", "", "", ""): "commune:97411",
    ("Saint-Denis", "", "", "93200"): "commune:93066",
    ("Saint Denis", "", "", "97400"): "commune:97411",
    ("Ajaccio", "", "", "20000"): "commune:2A004",
    ("Paris 15", "", "", ""): "commune:75115",
    ("Paris 1er", "", "", ""): "commune:75101",
    ("Paris", "", "", "75015"): "commune:75056",
    ("", "", "1004", ""): "commune:01004",
    ("Ambérieu en Bugey", "", "1004", ""): "commune:01004",
    ("", "", "2a004", ""): "commune:2A004",
    ("commune:68224", "", "", ""): "commune:68224",
    ("epci:244400404", "", "", ""): "epci:244400404",
    ("CC du Pays de Lapalisse", "epci", "", ""): "epci:240300491",
    ("nantes metropole", "epci", "", ""): "epci:244400404",
    ("", "epci", "244 400 404", ""): "epci:244400404",
    ("Gers", "departement", "", ""): "departement:32",
    ("1", "departement", "", ""): "departement:01",
    ("2a", "departement", "", ""): "departement:2A",
    ("Occitanie", "region", "", ""): "region:76",
    ("Ville du Havre", "", "", ""): "commune:76351",
    ("Mairie des Sables d'Olonne", "", "", ""): "commune:85194",
    ("commune nouvelle de Segré-en-Anjou Bleu", "", "", ""): "commune:49331",
    ("St-Denis de la Réunion", "", "", ""): "commune:97411",
    ("Paris 15ème", "", "", ""): "commune:75115",
    ("Lyon IIIe", "", "", ""): "commune:69383",
    ("Lyon 3ème arrondissement", "", "", ""): "commune:69383",
    ("Saint Denis", "", "", "La Réunion"): "commune:97411",
    ("Évry", "", "", "89"): "commune:89162",
    ("le Gers", "departement", "", ""): "departement:32",
    ("Conseil départemental de l'Hérault", "departement", "", ""): "departement:34",
    ("Région des Pays de la Loire", "region", "", ""): "region:52",
    ("PACA", "region", "", ""): "region:93",
    ("Collectivité de Corse", "region", "", ""): "region:94",
    ("Côtes-du-Nord", "departement", "", ""): "departement:22",
    ("Communauté de communes du pays de Mormal", "epci", "", ""): "epci:200043321",
}


@pytest.mark.parametrize("given_", SURE, ids=lambda g: " ".join(g).strip())
def test_what_is_sure_is_resolved_without_a_word(given_: tuple[str, str, str, str]) -> None:
    text, kind, code, departement = given_
    found = PLACES.resolve(text, kind=kind or "commune", code=code, departement=departement)
    assert isinstance(found, Located), found
    assert (found.place.area, found.note) == (SURE[given_], "")


@pytest.mark.parametrize(
    ("text", "code", "departement", "area", "note"),
    [
        ("Mulhouze", "", "68100", "commune:68224", "lu Mulhouse (68)"),
        ("Mulhouze", "68224", "", "commune:68224", "lu Mulhouse (68)"),
        ("HAY LES ROSES", "", "", "commune:94038", "lu L’Haÿ-les-Roses (94)"),
        ("Cherbourg-Octeville", "", "", "commune:50129", "est aujourd’hui Cherbourg-en-Cotentin"),
        ("Mairie d’Annecy-le-Vieux", "", "", "commune:74010", "est aujourd’hui Annecy (74)"),
        ("commune:1004", "", "", "commune:01004", "lu Ambérieu-en-Bugey (01)"),
        ("departement:1", "", "", "departement:01", "lu Ain, departement:01"),
        ("Bognens", "01340", "", "commune:01015", "01340 est aujourd’hui Arboys en Bugey"),
        ("commune:01340", "", "", "commune:01015", "est aujourd’hui Arboys en Bugey"),
    ],
)
def test_what_had_to_be_understood_is_said(
    text: str, code: str, departement: str, area: str, note: str
) -> None:
    found = PLACES.resolve(text, code=code, departement=departement)
    assert isinstance(found, Located)
    assert found.place.area == area
    assert note in found.note


@pytest.mark.parametrize(
    ("text", "code", "departement", "why", "candidate"),
    [
        ("St-Denis", "", "", "4 communes s’appellent", "commune:93066"),
        ("Mulhouze", "", "", "aucune commune ne s’appelle", "commune:68224"),
        ("Évry", "", "", "peut-être le nom court ou ancien d’une autre", "commune:91228"),
        ("Aix", "", "", "peut-être le nom court ou ancien d’une autre", "commune:13001"),
        ("Marans", "", "", "peut-être le nom court ou ancien d’une autre", "commune:17218"),
        ("Ambérieu", "", "", "aucune commune ne s’appelle", "commune:01004"),
        ("Cherbourg", "", "", "aucune commune ne s’appelle", "commune:50129"),
        ("Châlons", "", "", "aucune commune ne s’appelle", "commune:51108"),
        ("Boulogne", "", "", "peut être le nom court d’une autre", "commune:62160"),
        ("Boulogne", "", "", "peut être le nom court d’une autre", "commune:92012"),
        ("commune:244400404", "", "", "n’existe pas", "epci:244400404"),
        ("commune:2a04", "", "", "n’existe pas", "commune:2A204"),
        ("68100", "", "", "code postal ou un code Insee", "commune:68100"),
        ("Mulhouse", "75056", "", "le code 75056 est celui de Paris", "commune:68224"),
        ("Mulhouse", "", "75", "n’est pas dans le département 75", "commune:68224"),
        ("commune:6822", "", "", "n’existe pas", ""),
        ("", "99999", "", "n’est pas un code de commune", ""),
        ("Xyzzy", "", "", "aucune commune", ""),
        ("", "", "", "ni nom ni code", ""),
        ("(68)", "", "", "ni nom ni code", ""),
    ],
)
def test_what_is_not_sure_is_given_back(
    text: str, code: str, departement: str, why: str, candidate: str
) -> None:
    found = PLACES.resolve(text, code=code, departement=departement)
    assert isinstance(found, Unsure), found
    assert why in found.why
    assert candidate in {"", *(place.area for place in found.candidates)}


@pytest.mark.parametrize("text", ["Mans", "Havre"])
def test_a_town_without_its_article_is_not_surely_its_epci(text: str) -> None:
    found = PLACES.anywhere(text)
    assert isinstance(found, Unsure) or not found.certain


@pytest.mark.parametrize("area", ["commune:38000", "epci:244400405", "departement:99"])
def test_wrong_figures_lead_to_no_other_place(area: str) -> None:
    found = PLACES.resolve(area)
    assert isinstance(found, Unsure)
    assert (found.candidates, found.remedy("écrivez")) == ((), "")


@given(st.sampled_from(GEO.commune_codes), st.sampled_from([str, str.upper, fold]))
def test_a_name_and_its_departement_are_never_another_place(code: str, write: object) -> None:
    place = GEO.get(f"commune:{code}")
    assert place
    assert callable(write)
    found = PLACES.resolve(write(place.name), departement=place.departement)
    if isinstance(found, Located):
        assert found.place == place
        assert found.note == ""
    else:
        assert place in found.candidates, found


@given(st.sampled_from(GEO.commune_codes))
def test_a_code_is_enough_with_or_without_its_zero(code: str) -> None:
    found = PLACES.resolve("", code=code.lstrip("0"))
    assert isinstance(found, Located)
    assert found.place.code == code


@given(st.text(max_size=30))
@settings(max_examples=40)
def test_whatever_is_written_is_a_place_or_a_reason(text: str) -> None:
    found = PLACES.resolve(text)
    assert isinstance(found, Located) or found.why
