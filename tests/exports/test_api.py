"""The interface: each file valid against the schema published beside it, and no field unsaid."""

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator

from generator import records
from generator.core.data import table
from generator.engine import release
from generator.exports import catalogue, resources, schemas
from generator.exports.catalogue import CATALOGUE
from generator.kinds import Practice
from tests.exports.conftest import Shown

FILES = [d for d in CATALOGUE if d.content]
NAMES = [d.path.rpartition("/")[2].removesuffix(".json") for d in FILES]


def schema(name: str, files: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files[f"api/v1/schemas/{name}.json"])
    return found


def strict(node: Any) -> Any:
    """Return a schema that allows nothing it does not describe."""
    if isinstance(node, list):
        return [strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    closed = {"additionalProperties": False} if "properties" in node else {}
    return {key: strict(value) for key, value in node.items()} | closed


@pytest.fixture(scope="module")
def published(shown: Shown, many: Shown) -> list[dict[str, str]]:
    return [shown.export(), many.export()]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_valid_against_its_schema(name: str, published: list[dict[str, str]]) -> None:
    for files in published:
        made, document = schema(name, files), json.loads(files[f"api/v1/{name}.json"])
        Draft202012Validator.check_schema(made)
        for checked in (made, strict(made)):
            errors = Draft202012Validator(checked).iter_errors(document)
            assert [f"{e.json_path}: {e.message}" for e in errors] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_says_what_it_is_in_french(name: str, published: list[dict[str, str]]) -> None:
    made = schema(name, published[0])
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["$id"] == f"https://miniature.example/api/v1/schemas/{name}.json"
    assert made["title"]
    assert made["description"]
    text = published[0][f"api/v1/schemas/{name}.json"]
    assert "additionalProperties" not in text, "version 1 may be added to"
    assert '"null"' not in text
    for where, described in properties(made):
        assert described.get("description"), where


def properties(node: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every property of a schema, with where it is."""
    if isinstance(node, dict):
        for name, described in node.get("properties", {}).items():
            yield f"{at}.{name}", described
        for key, value in node.items():
            yield from properties(value, f"{at}.{key}" if key != "properties" else at)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_refuses_what_the_code_would_not_write(
    name: str, published: list[dict[str, str]]
) -> None:
    described = schema(name, published[0])
    made = Draft202012Validator(described)
    document = json.loads(published[0][f"api/v1/{name}.json"])
    for field in described["required"]:
        assert not made.is_valid({k: v for k, v in document.items() if k != field}), field
    assert not made.is_valid({**document, "date": "15/06/2026"})
    assert not made.is_valid({**document, "version": 1})
    assert made.is_valid({**document, "nouveau": 1}), "a new field breaks nobody"


def test_no_value_is_null_or_empty(published: list[dict[str, str]]) -> None:
    for files in published:
        for name in NAMES:
            document = json.loads(files[f"api/v1/{name}.json"])
            empty = {path for path, value in values(document) if value in (None, "", [], {})}
            assert empty <= {".records"}, name


def values(node: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    yield at, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from values(value, f"{at}.{key}")
    elif isinstance(node, list):
        for value in node:
            yield from values(value, f"{at}[]")


# --- one truth -------------------------------------------------------------------------------


def test_the_forms_of_dates_and_areas_are_those_of_the_sources() -> None:
    ours = {name: row["schema"].get("pattern") for name, row in table("resources")["types"].items()}
    assert records.types.PartialDate.pattern == ours["date"]
    assert records.types.Moment.pattern == ours["moment"]
    area = Practice.model_json_schema()["properties"]["area"]["pattern"]
    assert area == ours["area"]


# --- the index and the promise ---------------------------------------------------------------


def test_the_index_lists_what_can_be_fetched(published: list[dict[str, str]]) -> None:
    files = published[0]
    index = json.loads(files["api/v1/index.json"])
    listed = {urlsplit(r["url"]).path.lstrip("/"): r for r in index["resources"]}
    expected = {d.path for d in CATALOGUE if d.group in catalogue.LISTED_GROUPS and d.url}
    assert set(listed) == expected - {"api/v1/index.json"}
    for path, entry in listed.items():
        assert path in files
        if path.endswith(".json") and not path.endswith("datapackage.json"):
            assert urlsplit(entry["schema"]).path.lstrip("/") in files
    assert index["version"] == "1"
    assert index["license"] == "etalab-2.0"
    assert index["documentation"] == "https://miniature.example/donnees/"


def test_the_policy_says_what_would_make_a_second_version(published: list[dict[str, str]]) -> None:
    policy = " ".join(json.loads(published[0]["api/v1/index.json"])["policy"])
    for word in ("s’ajouter", "ignorer", "retiré, renommé", "/api/v2/", "un an"):
        assert word in policy


PROMISED = Path(__file__).parent / "v1.txt"


def surface() -> list[str]:
    """Return every field of version 1: its file, its name, its type, whether it is always there."""
    return [
        " ".join([name, f.name, f"({f.type})", "toujours" if f.required else "parfois", *f.choices])
        for name, dataset in zip(NAMES, FILES, strict=True)
        for f in schemas.dictionary((*resources.part("head"), *dataset.content))
    ]


def test_version_1_takes_nothing_back() -> None:
    """`v1.txt` is what was promised. A line may be added to it, none may change or go."""
    promised, now = PROMISED.read_text(encoding="utf-8").splitlines(), surface()
    assert sorted(set(promised) - set(now)) == [], "this breaks those who read version 1"
    assert sorted(set(now) - set(promised)) == [], f"new: add these lines to {PROMISED}"


def test_every_field_of_the_dictionary_has_a_meaning() -> None:
    for dataset in FILES:
        assert all(f.meaning and f.type for f in schemas.dictionary(dataset.content))


# --- the catalogue ---------------------------------------------------------------------------


def matching(path: str) -> list[catalogue.Dataset]:
    return [d for d in CATALOGUE if fnmatchcase(path, d.path)]


def test_every_exported_file_is_in_the_catalogue_once(published: list[dict[str, str]]) -> None:
    """But what only our scripts read, whose address changes with the release, and former addresses."""
    for files in published:
        for path in (*files, "sitemap.xml"):
            places = [PurePosixPath(path), *PurePosixPath(path).parents]
            internal = any(p.match(pattern) for p in places for pattern in release._INTERNAL)
            moved = "Cette page a changé d’adresse" in files.get(path, "")
            assert len(matching(path)) == (0 if internal or moved else 1), path


def test_nothing_is_in_the_catalogue_that_is_not_exported(
    published: list[dict[str, str]],
) -> None:
    files = [*published[1], "sitemap.xml"]
    used = {dataset.path for path in files for dataset in matching(path)}
    assert used == {dataset.path for dataset in CATALOGUE}


def test_no_version_of_a_person_s_data_is_in_two_places_with_two_answers(
    published: list[dict[str, str]],
) -> None:
    """Who has an e-mail in one file has it in the others, and nobody else does."""
    for files in published:
        members = json.loads(files["api/v1/members.json"])["records"]
        persons = json.loads(files["api/v1/popolo.json"])["persons"]
        ours = {m["id"]: {c["value"] for c in m.get("contact_details", [])} for m in members}
        theirs = {p["id"]: {c["value"] for c in p.get("contact_details", [])} for p in persons}
        assert ours == theirs
        cards = {n.split("/")[1] for n in files if n.endswith("contact.vcf")}
        assert {id_ for id_, found in ours.items() if found} == cards
        mails = re.findall(r"[\w.+-]+@[\w-]+\.[\w.-]+", files["api/v1/members.csv"])
        assert set(mails) <= {value for found in ours.values() for value in found}
