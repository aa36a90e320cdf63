"""The directory in Popolo: valid against its published schemas, whole, and no more than shown."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft3Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT3

from generator.exports import popolo
from tests.exports.conftest import Shown
from tests.exports.popolo_schemas import BASE, schemas
from tests.showing import showing

CLASSES = {
    "persons": "person",
    "organizations": "organization",
    "memberships": "membership",
    "areas": "area",
}
SCHEMAS = schemas()
REGISTRY: Registry[Any] = Registry().with_resources(
    (f"{BASE}/{name}.json", DRAFT3.create_resource(schema)) for name, schema in SCHEMAS.items()
)


def validator(name: str) -> Draft3Validator:
    return Draft3Validator(SCHEMAS[name], registry=REGISTRY, format_checker=FormatChecker())


def read(shown: Shown) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        popolo.files(shown.site, shown.settings)["api/v1/popolo.json"]
    )
    return found


@pytest.mark.parametrize("collection", CLASSES)
def test_everything_is_valid_against_the_published_schemas(
    collection: str, shown: Shown, many: Shown
) -> None:
    check = validator(CLASSES[collection])
    known = set(SCHEMAS[CLASSES[collection]]["properties"])
    for club in (shown, many):
        found = read(club)[collection]
        assert found
        for item in found:
            assert [error.message for error in check.iter_errors(item)] == []
            assert set(item) <= known, "Popolo has no such field"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("person", {"birth_date": "12/03/1970"}),
        ("person", {"name": 3}),
        ("person", {"email": "sans arobase"}),
        ("person", {"contact_details": [{"type": "email"}]}),
        ("person", {"links": [{"note": "sans adresse"}]}),
        ("organization", {"identifiers": [{"scheme": "insee"}]}),
        ("membership", {"start_date": "mars 2020"}),
        ("membership", {"area": {"parent": {"name": []}}}),
        ("area", {"geometry": "POINT"}),
    ],
)
def test_the_schemas_refuse_what_the_published_ones_refuse(name: str, value: Any) -> None:
    assert not validator(name).is_valid(value)


def test_every_reference_leads_somewhere(shown: Shown, many: Shown) -> None:
    for club in (shown, many):
        found = read(club)
        ids = {name: [item["id"] for item in found[name]] for name in CLASSES}
        assert all(len(set(values)) == len(values) for values in ids.values())
        for item in found["memberships"]:
            assert item["person_id"] in ids["persons"]
            assert item["organization_id"] in ids["organizations"]
        areas = [i.get("area_id") for i in found["organizations"] + found["memberships"]]
        areas += [area.get("parent_id") for area in found["areas"]]
        assert {area for area in areas if area} <= set(ids["areas"])
        assert ids["areas"] == sorted(ids["areas"])


def test_every_mandate_is_there_with_its_end(many: Shown) -> None:
    found = read(many)
    mandates = [m for m in found["memberships"] if m["organization_id"] != "club"]
    expected = [
        (m.id, x.place.area, x.start, x.end)
        for m in many.site.members
        for x in m.mandates
        if x.place
    ]
    assert sorted(
        (m["person_id"], m["organization_id"], m["start_date"], m.get("end_date", ""))
        for m in mandates
    ) == sorted(expected)
    assert any(end for *_, end in expected)
    clubs = [m["person_id"] for m in found["memberships"] if m["organization_id"] == "club"]
    assert sorted(clubs) == sorted(m.id for m in many.site.members)


def test_one_member_in_full(shown: Shown) -> None:
    found = read(shown)
    camille = next(p for p in found["persons"] if p["id"] == "camille-exemple")
    assert camille["sort_name"] == "Exemple, Camille"
    assert camille["email"] == "camille.exemple@mulhouse.example"
    assert [c["type"] for c in camille["contact_details"]] == ["email", "voice", "address"]
    assert camille["links"][0]["url"] == "https://miniature.example/annuaire/camille-exemple/"
    mine = [m for m in found["memberships"] if m["person_id"] == "camille-exemple"]
    assert [(m["organization_id"], m["start_date"], m.get("end_date")) for m in mine] == [
        ("commune:68224", "2020-07-04", None),
        ("epci:200066009", "2020-07", "2023-06-30"),
        ("club", "2025-11-20", None),
    ]
    assert mine[2]["role"] == "animation du club"
    mulhouse = next(o for o in found["organizations"] if o["id"] == "commune:68224")
    assert mulhouse["identifiers"] == [{"identifier": "68224", "scheme": "insee"}]
    chain = {a["id"]: a.get("parent_id") for a in found["areas"]}
    assert chain["commune:68224"] == "departement:68"
    assert chain["departement:68"] == "region:44"
    assert chain["region:44"] is None


def test_contact_details_go_when_the_page_shows_them_no_more(
    shown_on: Callable[[date], Shown],
) -> None:
    def lou(day: date) -> dict[str, Any]:
        found: dict[str, Any] = next(
            p for p in read(shown_on(day))["persons"] if p["id"] == "lou-gabarit"
        )
        return found

    assert "contact_details" in lou(date(2026, 9, 19))
    assert "contact_details" not in lou(date(2026, 9, 20))


def test_two_mandates_that_nothing_tells_apart_have_two_ids(shown: Shown) -> None:
    member = shown.site.members[0]
    twice = replace(member, mandates=(member.mandates[0], member.mandates[0]))
    site = showing(shown.site, member=(twice,))
    ids = [m["id"] for m in read(Shown(site, shown.settings))["memberships"]]
    assert len(set(ids)) == 3
    assert ids[1] == f"{ids[0]}/2"
