"""The report on agreements: who is written to, why, with what message, and what is never in it."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from generator import demo
from generator.build import pipeline
from generator.core import settings
from generator.reports import FORMS, Report, Row, consents
from tests import cases
from tests.cases import Case
from tests.miniature import TODAY
from tests.site_fixtures import run_club

MEMBERS, NETWORK = "members.yaml", "network.yaml"
NOTICE = "---\ntitle: Confidentialité\nsummary: Ce que deviennent les données.\nnotice: {}\n---\n\nUn texte.\n"
# Alice agreed on 2025-03-01 to all fields, Claire on 2025-01-10 to her contact details.
ALICE, CLAIRE = "date: 2025-03-01", "date: 2025-01-10"
FIELDS = "fields: [contact_details, image, summary, links]"
Made = Callable[..., Report]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Return what makes the report of the club of the cases, with changes in its people."""

    def make(
        *edits: tuple[str, str, str], notice: str = "", months: int = 36, today: date = TODAY
    ) -> Report:
        changed: dict[str, list[dict[str, str]]] = {}
        for path, old, new in edits:
            changed.setdefault(path, []).append({"replace": old, "with": new})
        files = {"content/confidentialite.md": NOTICE.format(notice)} if notice else {}
        root = cases.lay(Case("", "ok", "", edits=changed, files=files), tmp_path / "club")
        own = replace(settings.load(root), site_url="https://club.example/", consent_months=months)
        return consents.report(pipeline.check(root, own, today).club, today, own)

    return make


def rows(report: Report) -> dict[str, list[tuple[str, str, str, str, int]]]:
    """Return (id, what, date, note, line) of every row, by key of the group, those without rows aside."""
    return {
        group.key: [(row.id, row.what, row.date, row.note, row.line) for row in group.rows]
        for group in report.groups
        if group.rows
    }


def only(report: Report) -> Row:
    (found,) = [row for group in report.groups for row in group.rows]
    return found


ALL = "coordonnées, photo, présentation et liens"


@pytest.mark.parametrize(
    ("edits", "notice", "listed"),
    [
        ([], "", {}),
        # expired, about to be, neither
        (
            [(MEMBERS, ALICE, "date: 2023-06-15")],
            "",
            {"consent-expired": [("alice-martin", ALL, "2026-06-15", "à redemander depuis", 25)]},
        ),
        (
            [(MEMBERS, ALICE, "date: 2023-12")],
            "",
            {"consent-expiring": [("alice-martin", ALL, "2026-12-01", "à redemander avant", 25)]},
        ),
        ([(MEMBERS, ALICE, "date: 2023-12-16")], "", {}),
        # the notice: another version, none, the same; the older agreement is the reason that is said
        ([(NETWORK, CLAIRE, f"{CLAIRE}\n    notice: '1'")], "'1'", {}),
        (
            [],
            "'1'",
            {"notice-older": [("claire-roux", "coordonnées", "2025-01-10", "donné", 11)]},
        ),
        (
            [(NETWORK, CLAIRE, "date: 2023\n    notice: '2'")],
            "'2'",
            {
                "consent-expired": [
                    ("claire-roux", "coordonnées", "2026-01-01", "à redemander depuis", 12)
                ],
                "notice-older": [("alice-martin", ALL, "2025-03-01", "donné", 26)],
            },
        ),
        # withdrawn: what is left, nothing
        (
            [(MEMBERS, 'notice: "1"', 'notice: "1"\n    withdrawn: 2026-05')],
            "",
            {"consent-withdrawn": [("alice-martin", ALL, "2026-05", "accord retiré", 16)]},
        ),
        (
            [
                (NETWORK, "  contact_details:\n    - type: email\n      value: claire@exemple.fr\n", ""),
                (NETWORK, CLAIRE, f"{CLAIRE}\n    withdrawn: 2026-05"),
            ],
            "",
            {},
        ),
        # withheld
        (
            [(MEMBERS, FIELDS, "fields: [contact_details, image]")],
            "",
            {"consent-missing": [("alice-martin", "présentation et liens", "", "", 4)]},
        ),
        (
            [(NETWORK, "fields: [contact_details]", "fields: [links]")],
            "",
            {"consent-missing": [("claire-roux", "coordonnées", "", "", 8)]},
        ),
    ],
)  # fmt: skip
def test_who_is_written_to_and_why(
    edits: list[tuple[str, str, str]],
    notice: str,
    listed: dict[str, list[tuple[str, str, str, str, int]]],
    made: Made,
) -> None:
    assert rows(made(*edits, notice=notice)) == listed


def test_the_delay_is_that_of_the_settings(made: Made) -> None:
    found = made(months=12)
    assert rows(found).keys() == {"consent-expired"}
    assert "au bout de 12 mois" in found.groups[2].rows[0].message


# --- the message --------------------------------------------------------------------------


def test_the_message_is_ready_to_be_sent(made: Made) -> None:
    found = made((MEMBERS, ALICE, "date: 2023-06-01"), notice="2026-11")
    row = next(group for group in found.groups if group.key == "consent-expired").rows[0]
    assert re.sub("\u00a0", " ", row.message) == (
        "Objet : Club des élus locaux, votre accord\n"
        "\n"
        "Bonjour Alice Martin,\n"
        "\n"
        f"Le 1er juin 2023, vous avez accepté que le site publie : {ALL}. "
        "Le club redemande cet accord au bout de 36 mois.\n"
        "\n"
        "Pour donner, renouveler ou changer votre accord, ouvrez votre fiche, déjà remplie : "
        "https://club.example/contribuer/membre/?fiche=alice-martin#etape-3\n"
        "\n"
        f"Pour l’accepter tel quel, il suffit de répondre : « J’accepte que le site publie : {ALL}. »\n"
        "\n"
        "Ce que deviennent ces données, notice d’information, version 2026-11 : "
        "https://club.example/confidentialite/\n"
        "\n"
        "Pour refuser, ou pour retirer votre accord : répondez « Je retire mon accord. » "
        "Ces données quittent alors le site et les fichiers du club.\n"
        "\n"
        "Club des élus locaux"
    )


def test_who_lacks_an_agreement_for_a_field_is_asked_for_all_at_once(made: Made) -> None:
    message = only(made((MEMBERS, FIELDS, "fields: [contact_details, image]"))).message
    assert "sans votre accord\u00a0: présentation et liens." in message
    assert f"J’accepte que le site publie\u00a0: {ALL}." in message
    assert "notice" not in message  # no page says which version it is


def test_who_withdrew_is_told_so_and_asked_for_nothing(made: Made) -> None:
    message = only(made((NETWORK, CLAIRE, f"{CLAIRE}\n    withdrawn: 2026-05"))).message
    assert "ont quitté le site et les fichiers du club\u00a0: coordonnées." in message
    assert "accepte" not in message


def test_what_members_alone_see_has_its_own_message_and_no_form(tmp_path: Path) -> None:
    agreed = "  consent:\n    date: 2020\n    fields: [links]\n"
    hidden = "  links:\n    - url: https://secret.example/\n"
    private = tmp_path / "private"
    private.mkdir()
    text = f"- id: alice-martin\n{hidden}{agreed}- id: bruno-petit\n{hidden}"
    (private / "members.private.yaml").write_text(text, encoding="utf-8")
    root = cases.lay(Case("", "ok", ""), tmp_path / "club")
    asked = ("check", "--root", root, "--today", str(TODAY), "--private", private)
    assert " P10 consent.date " in run_club(asked).stdout
    done = run_club([*asked, "--report", "consents", "--format", "json"])
    groups = {g["key"]: g["rows"] for g in json.loads(done.stdout)["groups"]}
    (alice,), (bruno,) = groups["consent-expired"], groups["consent-missing"]
    assert (alice["id"], alice["path"], alice["line"]) == (
        "alice-martin",
        "members.private.yaml",
        5,
    )
    assert "que le site réservé aux membres publie" in alice["message"]
    assert bruno["id"] == "bruno-petit"
    assert "/contribuer/" not in done.stdout
    assert "secret.example" not in done.stdout


def test_a_name_in_braces_stays_a_name(made: Made) -> None:
    edits = [(NETWORK, "Claire Roux", "'{why} {0}'"), (NETWORK, CLAIRE, "date: 2020")]
    assert "Bonjour {why} {0}," in only(made(*edits)).message


# --- forms --------------------------------------------------------------------------------


def test_the_text_gives_the_message_at_the_margin(made: Made) -> None:
    report = made((NETWORK, CLAIRE, "date: 2023-06"))
    text = FORMS["text"](report)
    assert f"\n{'-' * 72}\n{only(report).message}\n{'-' * 72}\n" in text
    assert "  Claire Roux — coordonnées — à redemander depuis le 1er juin 2026\n" in text


def test_the_table_and_the_json_give_the_message_of_each(made: Made) -> None:
    report = made((NETWORK, CLAIRE, "date: 2023-06"))
    (row,) = csv.DictReader(io.StringIO(FORMS["csv"](report)[1:]), delimiter=";")
    assert row["Message à envoyer"] == only(report).message
    groups = json.loads(FORMS["json"](report))["groups"]
    assert [g["key"] for g in groups] == [g.key for g in report.groups]
    assert [r["message"] for g in groups for r in g["rows"]] == [only(report).message]


def test_a_large_club_has_each_person_once_and_no_contact_value(tmp_path: Path) -> None:
    sizes = demo.Sizes(members=300, practices=0, meetings=0, watch=0, actions=0)
    root = tmp_path / "club"
    demo.write_demo(root, sizes, seed=4, today=date(2026, 6, 15), home=settings.HOME)
    own, day = settings.load(root), date(2027, 6, 15)
    report = consents.report(pipeline.check(root, own, day).club, day, own)
    filled = {group.key for group in report.groups if group.rows}
    assert filled == {"consent-expired", "consent-expiring", "notice-older"}
    people = [(row.path, row.id) for group in report.groups for row in group.rows]
    assert len(people) == len(set(people)) > 100
    texts = [form(report) for form in FORMS.values()]
    for name in (MEMBERS, NETWORK):
        held = yaml.safe_load((root / name).read_text(encoding="utf-8"))
        values = [d["value"] for person in held for d in person.get("contact_details", ())]
        assert not [value for value in values for text in texts if value in text]
