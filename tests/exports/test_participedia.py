"""The practices as Participedia's cases: its own keys, and nothing invented where none fits."""

import json
from typing import Any

import pytest

from generator.exports.participedia import Case, methods, participedia
from tests.exports.conftest import Shown


def _words(text: str) -> set[str]:
    return set(text.split())


# The keys of participedia.net for the fields we fill (its `shared-field-options`, read in 2026).
KEYS = {
    "general_issues": _words(
        "agriculture arts business economics education energy environment governance health housing "
        "human identity immigration international labor law media national planning science social "
        "transportation"
    ),
    "method_types": _words(
        "collaborative community deliberative direct evaluation experiential informal "
        "informal_participation internal longterm participantled participatory planning protest "
        "public public_meetings research"
    ),
    "approaches": _words(
        "advocacy citizenship civil cogovernance coproduction coproduction_form consultation direct "
        "independent informal informal_engagement leadership evaluation protest research social"
    ),
    "public_spectrum": _words("inform consult involve collaborate empower not"),
    "scope_of_influence": {"city/town", "metropolitan", "regional"},
    "facetoface_online_or_both": _words("facetoface online both"),
    "open_limited": _words("open open_to limited both"),
    "recruitment_method": _words("captive random stratified appointment election not"),
}


def read(shown: Shown) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(participedia(shown.site, shown.settings))["records"]
    return found


def test_every_practice_is_a_case_in_known_keys(many: Shown) -> None:
    cases = read(many)
    assert [c["id"] for c in cases] == [p.id for p in many.site.practices]
    for case in cases:
        for field, keys in KEYS.items():
            given = case.get(field, [])
            assert set(given if isinstance(given, list) else [given]) <= keys, field
    seen = {field for case in cases for field in case}
    assert seen >= {"method_types", "approaches", "general_issues", "public_spectrum", "cost"}


def test_one_case_in_full(shown: Shown) -> None:
    case = next(c for c in read(shown) if c["id"] == "budget-participatif-mulhouse")
    assert {k: v for k, v in case.items() if k not in {"body", "links"}} == {
        "id": "budget-participatif-mulhouse",
        "type": "case",
        "url": "https://miniature.example/pratiques/budget-participatif-mulhouse/",
        "title": "Budget participatif d’exemple : la ville laisse choisir",
        "description": "Les habitants proposent des projets, les services les chiffrent, puis "
        "tout le monde vote, dès 11 ans.",
        "original_language": "fr",
        "general_issues": ["economics"],  # the other theme has no equivalent there
        "location_name": "Mulhouse (Haut-Rhin)",
        "city": "Mulhouse",
        "province": "Grand Est",
        "country": "France",
        "scope_of_influence": "city/town",
        "start_date": "2019-10-03",
        "ongoing": True,
        "number_of_participants": 3512,
        "primary_organizer": "Agence fictive de la participation",
        "cost": {"process": 45000, "envelope": 1000000, "year": 2025},
    }


@pytest.mark.parametrize(
    ("alignments", "expected"),
    [
        ([], {"method_types": (), "approaches": ()}),
        (["", ""], {"method_types": (), "approaches": ()}),
        (["longterm"], {"method_types": ("longterm",), "approaches": ()}),
        (
            ["direct/direct", "direct/advocacy"],
            {"method_types": ("direct",), "approaches": ("direct", "advocacy")},
        ),
        (
            ["facetoface_online_or_both: online"],
            {"method_types": (), "approaches": (), "facetoface_online_or_both": "online"},
        ),
        (["inconnu: x"], {"method_types": (), "approaches": ()}),
    ],
)
def test_an_alignment_says_which_field_it_fills(
    alignments: list[str], expected: dict[str, Any]
) -> None:
    assert methods(alignments) == expected
    assert set(expected) <= set(Case.model_fields)
