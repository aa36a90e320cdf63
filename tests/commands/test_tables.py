"""`club import` and `club export` from outside; what they make of tables is in tests/imports/."""

import io
from pathlib import Path

import openpyxl
import pytest

from generator import cli
from generator.core import system
from tests import cases
from tests.cases import TODAY, Case
from tests.commands import at_a_terminal
from tests.miniature import read_tree
from tests.site_fixtures import run_club
from tests.tables.test_reading import ods

DAY = ("--today", TODAY.isoformat())
HEADER = "Prénom;Nom;Mandat;Commune;Début du mandat"
GOOD = f"{HEADER}\nZoé;Exemple;maire;Évreux;2020\n"
UNSURE = f"{HEADER}\nZoé;Exemple;maire;St-Denis;2020\nAnne;Sûre;maire;St-Denis;2020\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return cases.lay(Case("", "ok", ""), tmp_path / "club")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "gens.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def bring(root: Path, table: Path, *more: str | Path, kind: str = "members") -> int:
    words = ["import", kind, str(table), "--root", str(root), *DAY, *map(str, more)]
    return cli._run(words)


def test_a_dry_run_shows_the_difference_and_writes_nothing(
    root: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_tree(root)
    assert bring(root, table, "--dry-run") == system.FINE
    said = capsys.readouterr()
    assert said.out.startswith("--- members.yaml\n+++ members.yaml\n@@ ")
    assert "\n+- id: zoe-exemple\n" in said.out
    assert said.err.splitlines()[0] == "colonne « Prénom » : given_name"
    assert said.err.endswith(
        "1 fiche à ajouter, 0 à compléter, 0 inchangée, 0 ligne refusée. Rien n’est écrit (--dry-run).\n"
    )
    assert read_tree(root) == before


def test_what_is_written_is_said_and_a_second_time_changes_nothing(
    root: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(root, table, "-q") == system.FINE
    assert capsys.readouterr() == ("", "")
    after = read_tree(root)
    assert b"zoe-exemple" in after["members.yaml"]
    assert bring(root, table) == system.FINE
    assert ", 1 inchangée, " in capsys.readouterr().err
    assert read_tree(root) == after


def test_a_refusal_is_1_even_when_the_rest_is_taken(
    root: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table.write_text(f"{GOOD}Anne;Perdue;maire;St-Denis;2020\n", encoding="utf-8")
    before = read_tree(root)
    assert bring(root, table) == system.CONTENT
    said = capsys.readouterr()
    assert said.out.startswith("gens.csv:3 refusée Commune « St-Denis » — 4 communes ")
    assert "Rien n’est écrit" in said.err
    assert read_tree(root) == before
    assert bring(root, table, "--accept-partial") == system.CONTENT
    assert b"zoe-exemple" in read_tree(root)["members.yaml"]


def test_a_mapping_is_proposed_completed_then_used(
    root: Path, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table.write_text(
        "Prénom;Nom;Mandat;Votre commune : où ?;Thèmes;Naissance;Note\n"
        "Zoé;Exemple;maire;Évreux;budget, MTH;1970;x\nAnne;Sûre;mairesse;Évreux;MTH;1970;x\n",
        encoding="utf-8",
    )
    kept, before = tmp_path / "colonnes.yaml", read_tree(root)
    assert bring(root, table, "--propose-mapping", kept) == system.FINE
    text = kept.read_text(encoding="utf-8")
    assert text.split("\n", 2)[2] == (
        "colonnes:\n"
        "  Prénom: given_name\n"
        "  Nom: family_name\n"
        "  Mandat:\n"
        "    champ: memberships.0.role\n"
        "    valeurs:\n"
        "      mairesse: à décider  # 1 fois ; vouliez-vous dire « Maire » (maire) ?\n"
        "  # Évreux (2)\n"
        '  "Votre commune : où ?": à décider  # peut-être : commune\n'
        "  Thèmes:\n"
        "    champ: themes\n"
        "    valeurs:\n"
        "      MTH: à décider  # 2 fois ; valeurs possibles : Budget (budget), Jeunesse (jeunesse)\n"
        "  Naissance: ne pas importer  # la date de naissance n’est jamais importée\n"
        "  # x (2)\n"
        "  Note: à décider\n"
    )
    assert bring(root, table, "--propose-mapping", kept) == system.USAGE, "nothing is written over"
    assert bring(root, table, "--mapping", kept) == system.CONTENT, "what is undecided is refused"
    assert read_tree(root) == before
    for old, new in {
        "mairesse: à décider": "mairesse: maire",
        "MTH: à décider": "MTH: rien",
        'où ?": à décider': 'où ?": commune',
        "colonnes:": "constantes: {memberships.0.start_date: 2026-03}\ncolonnes:",
    }.items():
        text = text.replace(old, new)
    kept.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert bring(root, table, "--mapping", kept) == system.FINE, capsys.readouterr().out
    after = read_tree(root)["members.yaml"].decode()
    assert after.count("start_date: 2026-03\n") == 2
    assert after.count("  themes:\n    - budget\n  added: 2026-06-15\n") == 1


def test_a_mapping_serves_for_a_table_that_lacks_a_column(
    root: Path, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "colonnes.yaml"
    kept.write_text("colonnes: {Rang: ne pas importer}\n", encoding="utf-8")
    assert bring(root, table, "--mapping", kept) == system.FINE
    assert "colonne « Rang » : absente de ce tableau" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "taken"),
    [("", None), ("prendre", 2), ("laisser", 1)],
    ids=["nothing", "take", "leave"],
)
def test_hidden_rows_are_asked_about(
    said: str, taken: int | None, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    for row in (HEADER, "Zoé;Exemple;maire;Évreux;2020", "Anne;Sûre;maire;Évreux;2020"):
        book.worksheets[0].append(row.split(";"))
    book.worksheets[0].row_dimensions[3].hidden = True
    book.worksheets[0].column_dimensions["E"].hidden = True
    table, kept = tmp_path / "gens.xlsx", tmp_path / "colonnes.yaml"
    book.save(table)
    kept.write_text(f"lignes_masquees: {said}\n" if said else "{}\n", encoding="utf-8")
    before = read_tree(root)["members.yaml"].count(b"- id:")
    code = bring(root, table, "--mapping", kept)
    shown = capsys.readouterr().err
    if taken is None:
        assert (code, "des lignes sont masquées (3)" in shown) == (system.USAGE, True)
    else:
        assert code == system.FINE
        assert read_tree(root)["members.yaml"].count(b"- id:") - before == taken
        assert "colonnes masquées, lues aussi : « Début du mandat »" in shown


def test_rows_that_a_workbook_may_hide_without_a_word_are_noted(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "gens.ods"
    table.write_bytes(ods(*(tuple(row.split(";")) for row in GOOD.splitlines())))
    assert bring(root, table) == system.FINE
    assert "lignes masquées : ce classeur ne les dit pas" in capsys.readouterr().err


@pytest.mark.parametrize("file", ["--mapping", "--names"])
def test_a_file_that_is_not_in_utf_8_is_2(
    file: str, root: Path, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "autre.txt"
    other.write_bytes("Prénom: given_name\n".encode("cp1252"))
    assert bring(root, table, file, other) == system.USAGE
    assert "UTF-8" in capsys.readouterr().err


def test_lines_that_end_as_on_windows_stay_so(root: Path, table: Path) -> None:
    members = root / "members.yaml"
    before = members.read_bytes().replace(b"\n", b"\r\n")
    members.write_bytes(before)
    assert bring(root, table) == system.FINE
    after = members.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(b"\r\n") > before.count(b"\n")


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_an_interruption_at_a_question_writes_nothing(key: str, root: Path, table: Path) -> None:
    table.write_text(UNSURE, encoding="utf-8")
    before = read_tree(root)
    code, _ = at_a_terminal(["import", "members", table, "--root", root, *DAY], [("Lequel", key)])
    assert code == system.INTERRUPTED
    assert read_tree(root) == before


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--name", "Exemple Zoé"], "ne vaut que pour un extrait"),
    ],
)
def test_a_wrong_use_is_2(
    more: list[str], said: str, root: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_tree(root)
    assert bring(root, table, *more) == system.USAGE
    assert said in capsys.readouterr().err
    assert read_tree(root) == before


def test_a_file_that_is_not_there_is_2(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bring(root, root / "absent.csv") == system.USAGE
    assert "ne peut pas être lu" in capsys.readouterr().err


def test_names_may_come_from_a_file(
    root: Path, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table.write_text(
        "Code du département;Code de la commune;Libellé de la commune;Nom de l'élu;"
        "Prénom de l'élu;Code sexe;Date de naissance;Date de début du mandat;"
        "Date de début de la fonction\n"
        "27;27229;Évreux;EXEMPLE;Zoé;F;1970-01-02;2026-03-22;2026-03-28\n",
        encoding="utf-8",
    )
    names = tmp_path / "noms.txt"
    names.write_text("# les nôtres\n\nZoé Exemple, Évreux\n", encoding="utf-8")
    assert bring(root, table, "--names", names) == system.FINE, capsys.readouterr()
    said = read_tree(root)["members.yaml"].decode()
    assert said.endswith(
        "\n- id: zoe-exemple\n  given_name: Zoé\n  family_name: Exemple\n  memberships:\n"
        "    - role: maire\n      area: commune:27229\n      start_date: 2026-03-28\n"
        "  added: 2026-06-15\n"
    )
    assert "1970" not in said


def test_a_homonym_is_asked_once_at_a_terminal(root: Path, table: Path) -> None:
    table.write_text(UNSURE, encoding="utf-8")
    code, shown = at_a_terminal(
        ["import", "members", table, "--root", root, *DAY], [("Lequel", "3")]
    )
    assert code == system.FINE, shown
    assert "3. Saint-Denis (93), commune:93066" in shown
    assert shown.count("Lequel") == 1
    assert read_tree(root)["members.yaml"].count(b"commune:93066") == 2


def test_no_answer_is_a_refusal(root: Path, table: Path) -> None:
    table.write_text(UNSURE, encoding="utf-8")
    before = read_tree(root)
    code, shown = at_a_terminal(
        ["import", "members", table, "--root", root, *DAY], [("Lequel", "")]
    )
    assert code == system.CONTENT
    assert "2 lignes refusées" in shown
    assert read_tree(root) == before


# --- export ---------------------------------------------------------------------------------


def test_a_table_goes_to_the_standard_output(root: Path) -> None:
    done = run_club(["export", "members", "--root", root, *DAY])
    assert done.returncode == system.FINE
    assert done.stderr == ""
    header, first, *_ = done.stdout.removeprefix("\ufeff").splitlines()
    assert header.startswith("Identifiant;Prénom;Nom;Présentation;Photo;Mandat 1;")
    assert first.startswith("alice-martin;Alice;Martin;")
    assert ";Mulhouse;" in first
    assert ";+33 6 12 34 56 78;" in first


@pytest.mark.parametrize(("name", "option"), [("t.xlsx", []), ("t", ["--format", "xlsx"])])
def test_a_workbook_goes_to_a_file(
    name: str, option: list[str], root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / name
    words = ["export", "practices", "--root", str(root), *DAY, "--out", str(out), *option]
    assert cli._run(words) == system.FINE
    assert str(out) in capsys.readouterr().err
    book = openpyxl.load_workbook(io.BytesIO(out.read_bytes()))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0][:3] == ("Identifiant", "Titre", "Résumé")
    assert [row[0] for row in rows[1:]] == ["budget-mulhouse", "conseil-jeunes"]
    assert {cell.data_type for row in book.worksheets[0] for cell in row} <= {"s", "n"}
    assert not [
        cell for row in book.worksheets[0] for cell in row if cell.data_type == "n" and cell.value
    ]


@pytest.mark.parametrize(
    ("name", "option"), [("t.pdf", []), ("t.ods", []), ("t.xlsx", ["--format", "csv"])]
)
def test_a_file_whose_name_says_another_form_is_2(
    name: str, option: list[str], root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / name
    words = ["export", "practices", "--root", str(root), *DAY, "--out", str(out), *option]
    assert cli._run(words) == system.USAGE
    assert "un tableau s’écrit en .csv ou en .xlsx" in capsys.readouterr().err
    assert not out.exists()


def test_a_club_with_errors_gives_no_table(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "content/vide.md").write_text("", encoding="utf-8")
    out = tmp_path / "t.csv"
    assert cli._run(["export", "members", "--root", str(root), "--out", str(out)]) == system.CONTENT
    said = capsys.readouterr()
    assert "content/vide.md:1:1 erreur S07" in said.out
    assert "Rien n’est écrit" in said.err
    assert not out.exists()
