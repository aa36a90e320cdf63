"""The published JSON Schemas of Popolo (popoloproject.com/schemas), as a table of their fields.

Draft 3, as they are. The names, the types, the patterns and the requirements are theirs
(popolo-spec, master, read in 2026; Creative Commons Attribution 4.0, the Popolo project); the
descriptions are left out, and so are the classes this club has nothing of (motions, votes…).
A test checks that the table refuses what those schemas refuse.
"""

from typing import Any

BASE = "http://www.popoloproject.com/schemas"
_DATE = "^[0-9]{4}(-[0-9]{2}){0,2}$"

# How a field is said below: its JSON Schema.
_TEXT: dict[str, Any] = {"type": ["string", "null"]}
_NEEDED: dict[str, Any] = {"type": "string", "required": True}
_DAY: dict[str, Any] = {"type": ["string", "null"], "pattern": _DATE}
_TIME: dict[str, Any] = {"type": ["string", "null"], "format": "date-time"}
_URI: dict[str, Any] = {"type": ["string", "null"], "format": "uri"}
_OBJECT: dict[str, Any] = {"type": ["object", "null"]}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"{BASE}/{name}.json#"}


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": _ref(name)}


def _texts(*names: str) -> dict[str, Any]:
    return dict.fromkeys(names, _TEXT)


_ABOUT = {"created_at": _TIME, "updated_at": _TIME, "sources": _list("link")}
_REACHED = {"contact_details": _list("contact_detail"), "links": _list("link")}

_FIELDS: dict[str, dict[str, Any]] = {
    "link": {"url": {**_NEEDED, "format": "uri"}, "note": _TEXT},
    "identifier": {"identifier": _NEEDED, "scheme": _TEXT},
    "other_name": {
        "name": _NEEDED,
        **_texts("family_name", "given_name", "additional_name", "honorific_prefix"),
        **_texts("honorific_suffix", "patronymic_name", "note"),
        "start_date": _DAY,
        "end_date": _DAY,
    },
    "contact_detail": {
        "type": _NEEDED,
        "value": _NEEDED,
        **_texts("label", "note"),
        "valid_from": _DAY,
        "valid_through": _DAY,
        **_ABOUT,
    },
    "area": {
        **_texts("id", "name", "identifier", "classification", "parent_id"),
        "parent": _ref("area"),
        "geometry": _OBJECT,
        **_ABOUT,
    },
    "person": {
        **_texts("id", "name", "family_name", "given_name", "additional_name"),
        **_texts("honorific_prefix", "honorific_suffix", "patronymic_name", "sort_name"),
        **_texts("gender", "summary", "biography", "national_identity"),
        "other_names": _list("other_name"),
        "identifiers": _list("identifier"),
        "email": {"type": ["string", "null"], "format": "email"},
        "birth_date": _DAY,
        "death_date": _DAY,
        "image": _URI,
        **_REACHED,
        "memberships": _list("membership"),
        **_ABOUT,
    },
    "organization": {
        **_texts("id", "name", "classification", "parent_id", "area_id"),
        "other_names": _list("other_name"),
        "identifiers": _list("identifier"),
        "parent": _ref("organization"),
        "area": _ref("area"),
        "founding_date": _DAY,
        "dissolution_date": _DAY,
        "image": _URI,
        **_REACHED,
        "memberships": _list("membership"),
        "posts": _list("post"),
        **_ABOUT,
    },
    "membership": {
        **_texts("id", "label", "role", "person_id", "organization_id", "post_id"),
        **_texts("on_behalf_of_id", "area_id"),
        "member": _OBJECT,
        "person": _ref("person"),
        "organization": _ref("organization"),
        "post": _ref("post"),
        "on_behalf_of": _ref("organization"),
        "area": _ref("area"),
        "start_date": _DAY,
        "end_date": _DAY,
        **_REACHED,
        **_ABOUT,
    },
    "post": {
        **_texts("id", "label", "role", "organization_id", "area_id"),
        "other_label": {"type": "array", "items": {"type": "string"}},
        "organization": _ref("organization"),
        "area": _ref("area"),
        "start_date": _DAY,
        "end_date": _DAY,
        **_REACHED,
        "memberships": _list("membership"),
        **_ABOUT,
    },
}


def schemas() -> dict[str, dict[str, Any]]:
    """Return the schemas by class, each with the address others refer to it by."""
    return {
        name: {
            "$schema": "http://json-schema.org/draft-03/schema#",
            "id": f"{BASE}/{name}.json#",
            "type": "object",
            "properties": fields,
        }
        for name, fields in _FIELDS.items()
    }
