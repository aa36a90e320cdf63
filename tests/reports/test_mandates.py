"""The report on mandates: who is in it, where, under which heading, and what never is."""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from generator import demo
from generator.build import pipeline
from generator.core import settings
from generator.reports import FORMS, Report, mandates
from generator.reports.mandates import ballots
from generator.territory.geo import geography
from tests import cases
from tests.cases import Case
from tests.miniature import TODAY

MEMBERS = "members.yaml"
ALICE, BRUNO = "start_date: 2020-05", "end_date: 2026-03"
Made = Callable[..., Report]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Return what makes the report of the club of the cases, with changes in its members."""

    def make(*edits: tuple[str, str], today: date = TODAY, months: int = 12) -> Report:
        changes = [{"replace": old, "with": new} for old, new in edits]
        shutil.rmtree(tmp_path / "club", ignore_errors=True)
        root = cases.lay(Case("", "ok", "", edits={MEMBERS: changes}), tmp_path / "club")
        checked = pipeline.check(root, settings.load(root), today)
        return mandates.report(checked.club, today, months)

    return make


def rows(report: Report) -> dict[str, list[tuple[str, str, int]]]:
    """Return (id, date, line) of every row, by key of the group, those without rows aside."""
    return {
        group.key: [(row.id, row.date, row.line) for row in group.rows]
        for group in report.groups
        if group.rows
    }


def test_a_member_whose_mandates_are_over_is_asked_at_the_line_of_the_last_one(made: Made) -> None:
    found = made((ALICE, f"{ALICE}-18\n      end_date: 2032-03"))
    assert rows(found) == {"no-active-mandate": [("bruno-petit", "2026-03", 37)]}
    assert found.groups[0].rows[0].path == MEMBERS


def test_a_mandate_that_has_not_begun_is_no_mandate(made: Made) -> None:
    new = "start_date: 2026-09-01"
    assert rows(made((ALICE, new)))["no-active-mandate"][0] == ("alice-martin", "2026-09-01", 10)


@pytest.mark.parametrize(
    ("end", "today", "listed"),
    [
        ("2026-12-15", "2026-06-15", True),
        ("2026-12-16", "2026-06-15", False),
        ("2026-12", "2026-06-15", True),
        ("2026-06-16", "2026-06-15", True),
        ("2026-06-15", "2026-06-15", False),  # over: she is asked
    ],
)
def test_a_mandate_that_ends_within_six_months_is_announced(
    end: str, today: str, *, listed: bool, made: Made
) -> None:
    found = rows(
        made((ALICE, f"{ALICE}-18\n      end_date: {end}"), today=date.fromisoformat(today))
    )
    ending = [row for row in found.get("mandate-ending", []) if row[0] == "alice-martin"]
    assert ending == ([("alice-martin", end, 11)] if listed else [])


@pytest.mark.parametrize(
    ("area", "end", "listed"),
    [
        ("commune:68056", "2026-03", True),
        ("commune:68056", "2025-06-15", False),  # a year ago
        ("commune:68224", "2026-03", False),  # the mandate that runs there says what followed
    ],
)
def test_a_mandate_that_ended_beside_another_is_news_for_a_year(
    area: str, end: str, *, listed: bool, made: Made
) -> None:
    more = f"\n    - role: adjoint\n      area: {area}\n      start_date: 2020-06\n      end_date: {end}"
    found = rows(made((ALICE, f"start_date: 2026-03-22{more}")))
    assert found.get("mandate-ended", []) == ([("alice-martin", end, 14)] if listed else [])


@pytest.mark.parametrize(
    ("start", "today", "listed"),
    [
        ("2020-05", "2026-03-15", {}),  # the ballot is that day: it is announced
        ("2020-05", "2026-03-16", {"mandate-unconfirmed": "2026-03-15"}),
        ("2026", "2026-06-15", {}),  # perhaps after it
        ("2026-03-22", "2026-06-15", {}),
        ("2020-05", "2025-09-16", {"mandate-ending": "2026-03-15"}),
        ("2020-05", "2025-09-14", {}),
        ("2026-03-22", "2031-09-30", {"mandate-ending": "2032-03"}),
        ("2026-03-22", "2032-04-01", {"mandate-unconfirmed": "2032-03"}),
    ],
)
def test_a_mandate_without_end_does_not_outlive_the_elections(
    start: str, today: str, listed: dict[str, str], made: Made
) -> None:
    found = made((ALICE, f"start_date: {start}"), today=date.fromisoformat(today))
    of_alice = {
        group.key: row.date
        for group in found.groups
        for row in group.rows
        if row.id == "alice-martin" and group.key.startswith("mandate")
    }
    announced = {"mandate-ending": "2026-03-15"} if today == "2026-03-15" else {}
    assert of_alice == {**listed, **announced}


def test_contact_details_are_due_after_the_months_of_the_settings(made: Made) -> None:
    end = (ALICE, f"{ALICE}\n      end_date: 2025-09-30")
    assert "contact-due" not in rows(made(end, months=15))
    assert rows(made(end))["contact-due"] == [("alice-martin", "2026-09-30", 17)]  # soon
    assert rows(made(end, months=6))["contact-due"] == [("alice-martin", "2026-03-30", 17)]


def test_whoever_left_is_asked_nothing_and_leaves_no_contact_details(made: Made) -> None:
    found = rows(made(("joined: 2021", "joined: 2021\n    left: 2026-05")))
    assert found["contact-due"] == [("alice-martin", "2026-05", 17)]
    assert found["practice-without-peer"] == [("budget-mulhouse", "", 15)]
    assert [row[0] for row in found["no-active-mandate"]] == ["bruno-petit"]


def test_a_sheet_keeps_its_contact_while_one_of_them_is_in_office(made: Made) -> None:
    assert "practice-without-peer" not in rows(made())
    found = made((ALICE, f"{ALICE}\n      end_date: 2026-03-22"))
    assert rows(found)["practice-without-peer"] == [("budget-mulhouse", "", 15)]


# --- forms --------------------------------------------------------------------------------


def test_the_text_says_what_to_do_to_whom_and_where(made: Made) -> None:
    text = FORMS["text"](made((ALICE, "start_date: 2026-03-22")))
    assert text == (
        "Mandats, coordonnées et fiches à suivre, au 15 juin 2026\n"
        "Échéances examinées jusqu’au 15 décembre 2026.\n"
        "\n"
        "Sans mandat en cours (1)\n"
        "Demander s’il y a un nouveau mandat\u00a0: l’ajouter à «\u00a0memberships\u00a0», "
        "ou dater le départ dans «\u00a0club.left\u00a0».\n"
        "  Bruno Petit — Adjoint au maire, Communauté d’agglomération Colmar Agglomération — terminé en mars 2026\n"
        "    members.yaml:36\n"
        "\n"
        "1\u00a0ligne.\n"
    )


def test_nothing_to_do_is_said(made: Made) -> None:
    kept = ((ALICE, "start_date: 2026-03-22"), (BRUNO, "end_date: 2032-03"))
    assert FORMS["text"](made(*kept)).endswith("\n\nRien à demander ni à déplacer.\n")


def test_the_table_is_one_row_a_thing_to_do(made: Made) -> None:
    evil = ("given_name: Bruno", 'given_name: "=cmd()"')
    text = FORMS["csv"](made(evil))
    assert text.startswith("\ufeffMotif;")
    assert text.count("\r\n") == text.count("\n")
    found = list(csv.DictReader(io.StringIO(text[1:]), delimiter=";"))
    asked = next(row for row in found if row["Identifiant"] == "bruno-petit")
    assert asked["Nom ou fiche"] == "'=cmd() Petit"
    assert (asked["Fichier"], asked["Ligne"], asked["Date"]) == (MEMBERS, "36", "2026-03")


def test_the_json_has_every_group_and_the_same_rows(made: Made) -> None:
    report = made()
    found = json.loads(FORMS["json"](report))
    assert (found["report"], found["today"], found["until"]) == (
        "mandates",
        "2026-06-15",
        "2026-12-15",
    )
    assert [group["key"] for group in found["groups"]] == [group.key for group in report.groups]
    said = [row for group in found["groups"] for row in group["rows"]]
    assert [(row["id"], row["line"]) for row in said] == [
        (row.id, row.line) for group in report.groups for row in group.rows
    ]


@pytest.mark.parametrize("today", ["2026-06-15", "2026-12-01", "2027-11-01"])
def test_a_large_club_gives_every_form_and_no_contact_value(today: str, tmp_path: Path) -> None:
    sizes = demo.Sizes(members=400, practices=60, meetings=0, watch=0, actions=0)
    root = tmp_path / "club"
    day = date.fromisoformat(today)
    demo.write_demo(root, sizes, seed=4, today=date(2026, 6, 15), home=settings.HOME)
    checked = pipeline.check(root, settings.load(root), day)
    report = mandates.report(checked.club, day, 12)
    texts = [form(report) for form in FORMS.values()]
    people = yaml.safe_load((root / MEMBERS).read_text(encoding="utf-8"))
    values = [d["value"] for person in people for d in person.get("contact_details", ())]
    assert len(values) > 200
    assert not [value for value in values for text in texts if value in text]
    filled = {group.key for group in report.groups if group.rows}
    # What was announced has happened, what was news is not, contact details come to an end.
    absent = {
        "2026-06-15": {"contact-due"},
        "2026-12-01": {"mandate-ending"},
        "2027-11-01": {"mandate-ended"},
    }
    assert {group.key for group in report.groups} - filled == absent[today]
    sources = (root / MEMBERS).read_text(encoding="utf-8").splitlines()
    asked = next(group for group in report.groups if group.key == "no-active-mandate").rows
    for row in asked:
        assert re.search(r"(end|start)_date: ", sources[row.line - 1])


# --- ballots ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "year", "last"),
    [
        ("commune:68224", 2026, "2032-03"),
        ("commune:68224", 2032, "2038-03"),
        ("epci:246800726", 2027, "2032-03"),
        ("departement:68", 2026, "2028-03"),
        ("region:76", 2029, "2034-03"),
        ("commune:97502", 2026, "2032-03"),
        ("commune:98735", 2026, "2032-03"),
    ],
)
def test_there_is_always_a_ballot_to_come(area: str, year: int, last: str) -> None:
    place = geography().get(area)
    assert place
    found = [ballot.text for ballot in ballots(place, year)]
    assert found == sorted(found)
    assert found[-1] == last
    assert int(last[:4]) > year


@pytest.mark.parametrize("area", ["departement:987", "departement:977", "commune:97701"])
def test_nothing_is_said_of_the_calendars_of_overseas_assemblies(area: str) -> None:
    place = geography().get(area)
    assert place
    assert ballots(place, 2026) == []
