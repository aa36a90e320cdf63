"""`club new`: from a few answers to a source that passes the check."""

import re
from pathlib import Path

import click
import pytest
import yaml

from generator import cli, views
from generator.build import pipeline
from generator.commands import new
from generator.core import settings, system
from generator.core.findings import Severity
from generator.core.text import bad_id
from generator.kinds.practice import SECTIONS
from generator.writing.formatting import canonical
from tests import cases
from tests.cases import TODAY, Case
from tests.commands import at_a_terminal
from tests.miniature import read_tree
from tests.site_fixtures import run_club

DAY = ("--today", TODAY.isoformat())
ENGLISH = re.compile(r"\b(no such|missing|usage:|is not|show this|error)\b", re.IGNORECASE)

ENOUGH: dict[str, list[str]] = {
    "practice": [
        "--title",
        "Un forum : l’eau",
        "--summary",
        "Un forum",
        "--area",
        "Évreux",
        "--status",
        "idea",
    ],
    "meeting": ["--start", "2026-11-17T18:30"],
    "member": [
        "--given-name",
        "Zoé",
        "--family-name",
        "d’Exemple",
        "--role",
        "maire",
        "--area",
        "Évreux (27)",
        "--start",
        "2020-05",
    ],
    "watch": ["--title", "Loi « trois »", "--nature", "loi"],
    "action": ["--title", "Une lettre"],
    "contact": ["--name", "Zoé d’Exemple", "--category", "researcher"],
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return cases.lay(Case("", "ok", ""), tmp_path / "club")


def run(root: Path, kind: str, *arguments: str) -> int:
    return cli._run(["new", kind, "--root", str(root), *DAY, "--yes", *arguments])


def added(root: Path, before: dict[str, bytes]) -> dict[str, str]:
    """Return what changed in a club: texts by path."""
    return {p: b.decode() for p, b in read_tree(root).items() if before.get(p) != b}


@pytest.mark.parametrize("kind", new.FORMS)
def test_what_is_written_passes_the_check_and_is_in_form(
    kind: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_tree(root)
    assert run(root, kind, *ENOUGH[kind]) == system.FINE, capsys.readouterr().err
    said = capsys.readouterr()
    [(path, text)] = added(root, before).items()
    assert path in said.err
    assert said.err.endswith("puis lancez « club check ».\n")
    checked = pipeline.check(root, settings.load(root), TODAY)
    assert checked.errors == []
    assert text.count("added: 2026-06-15\n") == 1, "it entered the club today"
    # What is still to be written, and nothing else, is said.
    assert {f.code for f in checked.findings} <= {"Q01", "T05"}
    assert said.out == "".join(f"{f}\n" for f in checked.findings)
    if path.endswith(".md"):
        assert canonical(path, text.encode()).text == text


@pytest.mark.parametrize("kind", new.FORMS)
def test_all_that_is_missing_is_said_at_once(
    kind: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_tree(root)
    for meeting in (root / "meetings").iterdir():  # else the next one is proposed
        meeting.unlink()
    assert cli._run(["new", kind, "--root", str(root), *DAY]) == system.USAGE
    said = capsys.readouterr().err
    required = [q for q in new.FORMS[kind] if q.required and not q.default]
    asked = [line.partition(" ; ")[0] for line in said.splitlines()]
    assert asked == [f"{q.asked} : il manque une réponse" for q in required]
    assert all(f"ajoutez --{q.flag}" in said for q in required)
    assert set(read_tree(root)) <= set(before)


def test_a_sheet_guides_its_author(root: Path) -> None:
    before = read_tree(root)
    assert (
        run(root, "practice", *ENOUGH["practice"], "--method", "Budget participatif") == system.FINE
    )
    [(path, text)] = added(root, before).items()
    assert path == "practices/un-forum-l-eau.md"
    _, head, body = text.split("---\n", 2)
    assert [line for line in body.split("\n") if line] == [f"## {name}" for name in SECTIONS]
    for name in SECTIONS:
        assert re.search(rf"^# {name} : .+\.$", head, re.MULTILINE)
    assert "area: commune:27229  # Évreux (27)\n" in head
    assert "methods:\n  - budget-participatif\n" in head
    # Each waiting field is one without its « # »: empty, so absent, for the check.
    woken = re.sub(r"^# ([a-z_]+:)  #", r"\1  #", text, flags=re.MULTILINE)
    assert woken.count("\n") == text.count("\n")
    (root / path).write_text(woken, encoding="utf-8")
    assert pipeline.check(root, settings.load(root), TODAY).errors == []
    assert "staff" in yaml.safe_load(woken.split("---\n")[1])


def test_a_meeting_is_proposed_two_months_after_the_last_and_takes_open_tasks_over(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    winter = root / "meetings/2026-01-20-hiver.md"
    text = winter.read_text(encoding="utf-8")
    more = "  - text: Relire\n    owner: bruno-petit\n    due: 2026-10\n    status: open\n"
    winter.write_text(text.replace("practices:", f"{more}practices:"), encoding="utf-8")
    rentree = root / "meetings/2026-09-15-rentree.md"
    text = rentree.read_text(encoding="utf-8")
    more = "end: 2026-09-15T20:00\nformat: remote\ntasks:\n- text: relire\n  owner: bruno-petit\n"
    rentree.write_text(text.replace("link:", f"{more}link:"), encoding="utf-8")
    before = read_tree(root)
    assert run(root, "meeting") == system.FINE, capsys.readouterr().err
    changed = added(root, before)
    path = next(path for path in changed if path not in before)
    text = changed[path]
    # 15 September 2026 is a Tuesday: so is 17 November, the nearest to two months later.
    assert path == "meetings/2026-11-17-reunion-du-club.md"
    assert "start: 2026-11-17T18:30\n" in text
    assert "format: remote\n" in text
    assert "tasks:\n  - text: relire\n    owner: bruno-petit\n    status: open\n" in text
    assert "Rédiger" not in text
    assert "1 tâche ouverte reprise ; les réunions d’avant le disent." in capsys.readouterr().err
    # Where they were, they are said to be carried: each is to be done in one place.
    carried = "    status: open\n    carried_to: 2026-11-17-reunion-du-club\npractices:"
    assert carried in changed["meetings/2026-01-20-hiver.md"]
    assert (
        "- text: relire\n  owner: bruno-petit\n  carried_to: 2026-11-17-reunion-du-club\n"
        in changed["meetings/2026-09-15-rentree.md"]
    )
    club = pipeline.check(root, settings.load(root), TODAY).club
    site = views.site(club, today=TODAY)
    owed = [line.url for line in site.register if line.state in {"open", "late"}]
    assert owed == ["/reunions/2026-11-17-reunion-du-club/#tache:1"]
    [bruno] = [m for m in site.members if m.id == "bruno-petit"]
    assert [t.meeting.id for t in bruno.tasks if t.meeting] == ["2026-11-17-reunion-du-club"]
    # Begun again, the next meeting takes it from there.
    assert run(root, "meeting") == system.FINE
    again = added(root, before)
    assert len(again) == len(changed) + 1
    assert "carried_to: 2027-01" in again["meetings/2026-11-17-reunion-du-club.md"]


def test_a_meeting_that_cannot_take_tasks_over_writes_nothing(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    winter = root / "meetings/2026-01-20-hiver.md"
    text = winter.read_text(encoding="utf-8")
    more = "  - {text: Relire, owner: bruno-petit}\n"
    winter.write_text(text.replace("practices:", f"{more}practices:"), encoding="utf-8")
    assert run(root, "meeting") == system.FINE, capsys.readouterr().err
    assert "carried_to: 2026-11-17-reunion-du-club" in winter.read_text(encoding="utf-8")
    before = read_tree(root)
    taken = root / "meetings/2027-01-19-x.md"
    taken.mkdir()
    given = ("--start", "2027-01-19T18:00", "--id", "2027-01-19-x")
    assert run(root, "meeting", *given) != system.FINE
    taken.rmdir()
    assert read_tree(root) == before


@pytest.mark.parametrize(
    ("last", "today", "proposed"),
    [
        ("2026-03-12T18:00", "2026-04-01", "2026-05-15T18:00"),  # the 14th is Ascension Day
        ("2026-03-12T18:00", "2027-01-04", "2027-01-21T18:00"),  # long ago: the next of its series
        ("2026-02-28", "2026-03-01", "2026-05-04"),  # a Saturday
        ("2026-12-31T09:00", "2027-01-01", "2027-03-04T09:00"),
    ],
)
def test_the_day_proposed_is_a_working_day(
    last: str, today: str, proposed: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (root / "meetings").iterdir():
        path.unlink()
    (root / f"meetings/{last[:10]}-x.md").write_text(
        f"---\ntitle: X\nstart: {last}\nstatus: held\n---\n", encoding="utf-8"
    )
    (root / "actions/lettre-ouverte.md").unlink()
    cli._run(["new", "meeting", "--root", str(root), "--today", today, "--yes"])
    written = sorted((root / "meetings").iterdir())
    assert len(written) == 2, capsys.readouterr().err
    found = re.search(r"^start: (.+)$", written[-1].read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    assert found[1] == proposed


def test_a_list_gains_a_record_and_keeps_every_other_byte(root: Path) -> None:
    members = root / "members.yaml"
    odd = members.read_text(encoding="utf-8").replace(
        "themes: [budget]", "themes:   [ budget ] # x"
    )
    members.write_bytes(odd.replace("\n", "\r\n").encode())
    before = members.read_bytes()
    assert run(root, "member", *ENOUGH["member"]) == system.FINE
    after = members.read_bytes()
    assert after.startswith(before)
    assert after[len(before) :].decode() == (
        "\r\n- id: zoe-d-exemple\r\n  given_name: Zoé\r\n  family_name: d’Exemple\r\n"
        "  memberships:\r\n    - role: maire\r\n      area: commune:27229\r\n"
        "      start_date: 2020-05\r\n  club:\r\n    joined: 2026-06-15\r\n  added: 2026-06-15\r\n"
    )


def test_a_club_without_network_gets_one(root: Path) -> None:
    for path in ("network.yaml", "meetings/2026-01-20-hiver.md"):
        (root / path).unlink()
    (root / "meetings/2026-01-20-hiver.md").write_text(
        "---\ntitle: X\nstart: 2026-01-20\nstatus: held\n---\n", encoding="utf-8"
    )
    assert run(root, "contact", *ENOUGH["contact"]) == system.FINE
    assert (root / "network.yaml").read_text(encoding="utf-8").startswith("- id: zoe-d-exemple\n")


def test_an_id_is_free_and_nothing_is_written_over(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "practice", *ENOUGH["practice"]) == system.FINE
    before = read_tree(root)
    assert run(root, "practice", *ENOUGH["practice"], "--id", "un-forum-l-eau") == system.USAGE
    assert "« un-forum-l-eau-2 » est libre" in capsys.readouterr().err
    assert read_tree(root) == before
    assert run(root, "practice", *ENOUGH["practice"]) == system.FINE
    assert (root / "practices/un-forum-l-eau-2.md").is_file()


@pytest.mark.parametrize("id_", ["Été", "../../x", "con", "a b"])
def test_a_wrong_id_is_refused(id_: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = read_tree(root)
    assert run(root, "practice", *ENOUGH["practice"], "--id", id_) == system.USAGE
    assert capsys.readouterr().err
    assert read_tree(root) == before
    assert not (root.parent.parent / "x.md").exists()


@pytest.mark.parametrize(
    ("kind", "flag", "value", "said"),
    [
        ("practice", "--area", "St-Denis", "commune:93066"),
        ("practice", "--area", "Mulhouze", "vouliez-vous dire Mulhouse (68)"),
        ("practice", "--area", "Saint-Denis", "relancez avec --area suivi de l’un de ces codes"),
        ("practice", "--status", "ongoin", "vouliez-vous dire « En cours » (ongoing) ?"),
        ("practice", "--status", "bof", "valeurs possibles : Idée (idea), En cours (ongoing)"),
        ("practice", "--theme", "jeunese", "vouliez-vous dire « Jeunesse » (jeunesse) ?"),
        ("practice", "--member", "alice-martine", "écrivez un identifiant ou un nom qui y est"),
        ("practice", "--start", "hier", "n’est pas une date"),
        ("practice", "--start", "30/02/2026", "février 2026 a 28 jours"),
        ("meeting", "--start", "18h30", "est une heure sans jour"),
        ("meeting", "--link", "javascript:alert(1)", "n’est pas une adresse web"),
        ("member", "--role", "mairre", "vouliez-vous dire « Maire » (maire) ?"),
        ("contact", "--category", "x", "researcher"),
    ],
)
def test_what_cannot_be_understood_is_said_with_what_it_may_be(
    kind: str, flag: str, value: str, said: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_tree(root)
    given = list(ENOUGH[kind])
    if flag in given:
        at = given.index(flag)
        del given[at : at + 2]
    assert run(root, kind, *given, flag, value) == system.USAGE
    told = capsys.readouterr().err
    assert said in told
    assert "Alice" not in told
    assert read_tree(root) == before


@pytest.mark.parametrize(
    ("kind", "flag", "value", "line"),
    [
        ("practice", "--status", "Terminées", "status: completed"),
        ("practice", "--start", "12/03/2015", "start_date: 2015-03-12"),
        ("practice", "--start", "mars 2015", "start_date: 2015-03"),
        ("practice", "--area", "Plaine Commune", "area: epci:200057867"),
        ("practice", "--theme", "BUDGET", "  - budget"),
        ("practice", "--member", "Martin Alice", "  - alice-martin"),
        ("meeting", "--start", "17 novembre 2026 à 18h30", "start: 2026-11-17T18:30"),
        ("meeting", "--format", "visio", "format: remote"),
        ("meeting", "--nature", "assemblée générale", "kind: assembly"),
        ("contact", "--category", "chercheuse", "  category: researcher"),
    ],
)
def test_an_answer_is_understood_as_people_write_it(
    kind: str, flag: str, value: str, line: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_tree(root)
    given = list(ENOUGH[kind])
    if flag in given:
        at = given.index(flag)
        del given[at : at + 2]
    assert run(root, kind, *given, flag, value) == system.FINE, capsys.readouterr().err
    [(_, text)] = added(root, before).items()
    assert f"{line}\n" in text or f"{line}  #" in text


@pytest.mark.parametrize(
    ("kind", "place", "more", "area"),
    [
        ("practice", "Nantes Métropole", (), "epci:244400404"),
        ("practice", "Conseil départemental du Gers", (), "departement:32"),
        ("practice", "Ville de Paris", (), "commune:75056"),
        ("member", "CC du Pays de Lapalisse", ("--role", "president-epci"), "epci:240300491"),
    ],
)
def test_a_place_may_be_wider_than_a_commune(
    kind: str, place: str, more: tuple[str, ...], area: str, root: Path
) -> None:
    terms = root / "vocabularies/mandates.yaml"
    terms.write_text(
        f"{terms.read_text(encoding='utf-8')}president-epci: {{label: Présidence}}\n", "utf-8"
    )
    before = read_tree(root)
    given = list(ENOUGH[kind])
    given[given.index("--area") + 1] = place
    assert run(root, kind, *given, *more) == system.FINE
    [(_, text)] = added(root, before).items()
    assert f"area: {area}" in text


def test_a_list_with_errors_is_not_added_to(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "members.yaml").write_text("- id: a: b\n", encoding="utf-8")
    before = read_tree(root)
    assert run(root, "member", *ENOUGH["member"]) == system.USAGE
    assert "members.yaml" in capsys.readouterr().err
    assert read_tree(root) == before


def test_questions_are_asked_at_a_terminal_until_they_are_understood(root: Path) -> None:
    before = read_tree(root)
    code, shown = at_a_terminal(
        ["new", "practice", "--root", root, *DAY, "--title", "Un forum"],
        [
            ("La démarche en une phrase", "Un forum des jeunes"),
            ("Commune", "St-Denis"),
            ("Commune", "St Denis (93)"),
            ("Avancement", "idea"),
            ("Méthodes", ""),
            ("Thèmes", "jeunesse, Budget"),
            ("Degré", ""),
            ("Début", ""),
            ("Membres", "alice-martin"),
            ("Identifiant", ""),
        ],
    )
    assert code == system.FINE, shown
    assert "4 communes s’appellent « St-Denis »" in shown
    [(path, text)] = added(root, before).items()
    assert path == "practices/un-forum.md"
    assert "area: commune:93066" in text
    assert "themes:\n  - jeunesse\n  - budget\n" in text
    assert "members:\n  - alice-martin\n" in text


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_an_interruption_is_130_and_writes_nothing(key: str, root: Path) -> None:
    before = read_tree(root)
    code, shown = at_a_terminal(
        ["new", "practice", "--root", root, *DAY, "--title", "X"], [("phrase", key)]
    )
    assert code == system.INTERRUPTED, shown
    assert read_tree(root) == before


def test_nobody_is_asked_without_a_terminal(root: Path) -> None:
    done = run_club(["new", "practice", "--root", root, *DAY])
    assert done.returncode == system.USAGE
    assert done.stderr.startswith("Titre : il manque une réponse ; ajoutez --title\n")


@pytest.mark.parametrize("kind", new.FORMS)
def test_the_help_documents_every_option_in_french(kind: str) -> None:
    done = run_club(["new", kind, "--help"], COLUMNS="200")
    assert done.returncode == system.FINE
    assert not ENGLISH.search(done.stdout)
    group = new.new_
    assert isinstance(group, click.Group)
    for parameter in group.commands[kind].params:
        assert isinstance(parameter, click.Option)
        assert parameter.help
        assert parameter.help in " ".join(done.stdout.split())


def test_warnings_are_those_of_the_new_source_alone(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "content/contact.md").unlink()
    assert run(root, "action", *ENOUGH["action"]) == system.FINE
    said = capsys.readouterr().out
    assert "content/contact.md" not in said
    assert Severity.WARNING.value in said


# --- a mandate in its place, a name in any script ---------------------------------------------


def test_a_mandate_in_the_wrong_kind_of_place_is_refused(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "vocabularies" / "mandates.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "vice-president-epci: {label: Vice-président, areas: epci}\n")
    named = ("--given-name", "Zoé", "--family-name", "Exemple", "--start", "2020")
    asked = ("--role", "vice-president-epci", "--area", "commune:27229")
    assert run(root, "member", *named, *asked) == 2
    said = capsys.readouterr().err
    assert "(--area) : « Vice-président » ne s’exerce pas dans une commune (Évreux)" in said
    assert "écrivez « area: epci:200071454 »" in said
    assert "members.yaml:" not in said


@pytest.mark.parametrize(
    ("given", "family", "id_"),
    [
        ("小龍", "李", "fiche"),
        ("Łukasz", "Żółć", "lukasz-zolc"),
        ("Søren", "Ødegård", "soren-odegard"),
        ("Þóra", "ẞtrauß", "thora-sstrauss"),
        ("Анна", "Smith", "smith"),
        ("🎉", "…", "fiche"),
        ("\u0301", "\u0301", "fiche"),
        ("Con", "-", "con-2"),
        ("A", "B" * 300, None),
    ],
)
def test_a_name_in_any_script_has_an_id(given: str, family: str, id_: str, root: Path) -> None:
    named = ("--given-name", given, f"--family-name={family}")
    assert (
        run(root, "member", *named, "--role", "maire", "--area", "Évreux", "--start", "2020") == 0
    )
    text = (root / "members.yaml").read_text(encoding="utf-8")
    (last,) = yaml.safe_load(text)[-1:]
    assert bad_id(last["id"]) is None
    assert id_ is None or last["id"] == id_
    assert (last["given_name"], last["family_name"]) == (given, family)


@pytest.mark.parametrize("name", ["pratique", "Réunion", "membre", "action", "watch"])
def test_a_kind_has_its_french_name_too(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        cli.main(["new", name, "--help"])
    assert "Commence une fiche" in capsys.readouterr().out
