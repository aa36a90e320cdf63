"""Tables that open in a spreadsheet as they were meant: accents, numbers, no formula."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.spreadsheet import cell
from generator.exports import tables
from generator.kinds import LISTED
from generator.kinds.kind import Column
from generator.kinds.view import ContactLine, phone
from tests.exports.conftest import Shown

TABLES = {kind.api.name: name for name, kind in LISTED.items() if kind.api}


def columns(kind: str) -> tuple[Column, ...]:
    api = LISTED[kind].api
    return api.columns if api else ()


def read(text: str) -> list[dict[str, str]]:
    """Return the rows as a spreadsheet that knows French files reads them."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_form_that_french_spreadsheets_open(name: str, many: Shown) -> None:
    data = many.export()[f"api/v1/{name}.csv"].encode()
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").split("\r\n")
    assert lines[-1] == ""
    assert lines[0].split(";")[0] == "Identifiant"
    assert "\n" not in lines[0]


@pytest.mark.parametrize("name", TABLES)
def test_a_row_a_record_under_headings_that_are_said(name: str, many: Shown) -> None:
    described = columns(TABLES[name])
    rows = read(many.export()[f"api/v1/{name}.csv"])
    assert [row["Identifiant"] for row in rows] == [v.id for v in many.site.records[TABLES[name]]]
    assert rows
    names = [column.name for column in described]
    assert len(set(names)) == len(names)
    assert list(rows[0]) == names
    assert all(set(row) == set(names) for row in rows), "no cell too many or too few"
    for column in described:
        assert column.meaning
        assert any(row[column.name] for row in rows), f"{name}: {column.name} is always empty"


def test_a_meeting_and_an_action_in_full(shown: Shown) -> None:
    files = shown.export()
    meeting = next(
        r for r in read(files["api/v1/meetings.csv"]) if r["Début"] == "2026-04-02T18:00"
    )
    assert {k: v for k, v in meeting.items() if k not in {"Identifiant", "Titre", "Page"}} == {
        "Nature": "Réunion du club",
        "Début": "2026-04-02T18:00",
        "Fin": "2026-04-02T19:30",
        "Format": "sur place et à distance",
        "Lieu": "Mulhouse, salle d’exemple",
        "État": "Tenue",
        "Présents": "3",
        "Ordre du jour": "Tour de table | L’animation des réunions",
        "Décisions": "Se réunir tous les deux mois | Écrire ensemble une lettre sur le tirage au sort",
        "Tâches ouvertes": "1",
        "Pratiques": "Budget participatif d’exemple : la ville laisse choisir",
        "Textes": "Loi d’exemple sur les budgets participatifs",
    }
    action = next(r for r in read(files["api/v1/actions.csv"]) if r["Envoyée"])
    assert (action["Signataires"], action["Réponses"]) == ("2", "2")
    assert (action["Envoyée"], action["Dernière réponse"]) == ("2024-12", "2025-03")
    text = next(r for r in read(files["api/v1/watch.csv"]) if r["À venir"])
    assert (text["Dernière étape"], text["Échéance"]) == ("Dépôt", "2026-10-01")


@pytest.mark.parametrize(
    "value",
    [
        '=HYPERLINK("https://evil.example","x")',
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\n=1",
        "+1-2",
        "+33",
        "＝1+1",
        "=cmd|' /C calc'!A0",
    ],
)
def test_a_formula_is_neutralised(value: str) -> None:
    assert cell(value) == f"'{value}"


@pytest.mark.parametrize(
    "value", ["Mulhouse", "", "1 000", "a=b", "+33 6 39 98 56 78", "+33.6.39.98", "’tain", "« = »"]
)
def test_what_is_no_formula_is_left_alone(value: str) -> None:
    assert cell(value) == value


@given(st.text(max_size=60))
def test_no_cell_begins_a_formula(value: str) -> None:
    found = cell(value)
    assert found.removeprefix("'") == value.removeprefix("'")
    if found[:1] in set("=+-@\t\r\n"):
        assert " " in found or "." in found or "\u00a0" in found or "\u202f" in found
        assert found[0] == "+"
        assert found[1:2].isdigit()


@pytest.mark.parametrize(
    ("written", "shown_as"),
    [
        ("0199001234", "01 99 00 12 34"),
        ("01 99 00 12 34", "01 99 00 12 34"),
        ("01.99.00.12.34", "01.99.00.12.34"),
        ("01-99-00-12-34", "01 99 00 12 34"),
        ("+33639985678", "+33 6 39 98 56 78"),
        ("+33-6-39-98-56-78", "+33 6 39 98 56 78"),
        ("+33 6 39 98 56 78", "+33 6 39 98 56 78"),
        ("3639", "3639"),
        ("", ""),
    ],
)
def test_a_telephone_number_keeps_its_zero_in_a_spreadsheet(written: str, shown_as: str) -> None:
    assert phone(written) == shown_as
    assert cell(phone(written)) == shown_as


def test_the_number_of_a_member_is_text(shown: Shown) -> None:
    member = replace(
        next(m for m in shown.site.members if m.id == "camille-exemple"),
        contacts=(ContactLine("phone", "0199001234", "", ""),),
    )
    (row,) = read(tables.table(columns("member"), [member], shown.settings))
    assert row["Téléphone"] == "01 99 00 12 34"
    assert row["Courriel"] == ""


HOSTILE = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@given(HOSTILE, HOSTILE)
def test_any_text_comes_back_from_its_cell(title: str, reference: str) -> None:
    some = [c for c in columns("watch") if c.name in {"Titre", "Référence"}]
    view = _Text(title, reference)
    text = tables.table(some, [view, view], None)  # type: ignore[arg-type]
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert rows == [["Titre", "Référence"], *[[cell(title), cell(reference)]] * 2]


class _Text:
    def __init__(self, title: str, reference: str) -> None:
        self.title, self.reference = title, reference


# --- the description of the tables -----------------------------------------------------------


def test_the_data_package_says_what_each_table_holds(many: Shown) -> None:
    """Data Package 1 and Table Schema: what a reader must find, and finds in each cell."""
    files = many.export()
    package = json.loads(files["api/v1/datapackage.json"])
    assert re.fullmatch(r"[-a-z0-9._/]+", package["name"])
    assert [r["path"] for r in package["resources"]] == [f"{name}.csv" for name in TABLES]
    for resource in package["resources"]:
        assert re.fullmatch(r"[-a-z0-9._]+", resource["name"])
        fields, text = resource["schema"]["fields"], files[f"api/v1/{resource['path']}"]
        rows = read(text)
        assert list(rows[0]) == [field["name"] for field in fields]
        assert len({row[resource["schema"]["primaryKey"]] for row in rows}) == len(rows)
        for field in fields:
            cells = [row[field["name"]] for row in rows if row[field["name"]]]
            if field["type"] == "integer":
                assert all(value.isdecimal() for value in cells), field
            if pattern := field.get("constraints", {}).get("pattern"):
                assert all(re.fullmatch(pattern, value) for value in cells), field


def test_a_territory_has_its_official_codes(shown: Shown) -> None:
    row = next(
        r for r in read(shown.export()["api/v1/practices.csv"]) if r["Code"] == "commune:68224"
    )
    assert (row["code_insee"], row["code_departement"], row["code_region"]) == ("68224", "68", "44")
    assert row["siren_epci"] == "200066009"
