"""`club fmt`: what is put in form, what is only named, what is left alone."""

import stat
import subprocess
from pathlib import Path

import pytest

from generator import cli
from generator.core import system
from tests import cases
from tests.cases import Case
from tests.miniature import read_tree
from tests.site_fixtures import command, environment


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return cases.lay(Case("", "ok", ""), tmp_path / "club")


def run(*arguments: str | Path) -> int:
    return cli._run(["fmt", *map(str, arguments)])


def test_everything_is_put_in_form_then_nothing_is_left(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--root", root, "--check") == system.CONTENT
    named = capsys.readouterr().out.splitlines()
    assert "members.yaml" in named
    assert run("--root", root) == system.FINE
    said = capsys.readouterr()
    assert said.out.splitlines() == named
    assert said.err == f"{len(named)} fichiers mis en forme.\n"
    before = read_tree(root)
    assert run("--root", root, "--check") == system.FINE
    assert capsys.readouterr().err == "Tout est en forme.\n"
    assert read_tree(root) == before
    assert cli._run(["check", "--root", str(root), "--today", "2026-06-15"]) == system.FINE


def test_check_writes_nothing(root: Path) -> None:
    before = read_tree(root)
    run("--root", root, "--check")
    assert read_tree(root) == before


@pytest.mark.parametrize("given", ["members.yaml", "practices", "practices/budget-mulhouse.md"])
def test_only_what_is_named_is_put_in_form(
    given: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for place, path in (
        (root.parent, root / given),
        (root, Path(given)),
        (root.parent, Path(given)),
    ):
        monkeypatch.chdir(place)
        run("--check", "--root", root, path)
        named = capsys.readouterr().out.splitlines()
        assert named
        assert all(name.startswith(given) for name in named)


@pytest.mark.parametrize("given", ["absent.md", "content/assets", "..", "/etc/passwd"])
def test_a_path_that_is_no_source_is_2(
    given: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_tree(root)
    assert run("--root", root, given, "members.yaml") == system.USAGE
    assert "n’est pas une source du club" in capsys.readouterr().err
    assert read_tree(root) == before


def test_a_source_with_errors_is_left_and_said_the_others_are_not(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = root / "content/presse.md"
    page.write_text("---\nduree:   Presse\n---\n\n\n\nTexte\n", encoding="utf-8")
    before = page.read_bytes()
    assert run("--root", root) == system.CONTENT
    said = capsys.readouterr()
    assert "content/presse.md:2:10 erreur F01 duree — " in said.out
    assert said.err.endswith(" ; 1 avec des erreurs, à corriger d’abord.\n")
    assert page.read_bytes() == before
    assert run("--root", root, "--check", "members.yaml") == system.FINE


def test_what_is_certain_is_written_even_beside_other_errors(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = root / "content/presse.md"
    page.write_text(
        "---\ntitre:   Presse  # ici\nduree: 3 ans\n---\n\n\n\n# Un\n", encoding="utf-8"
    )
    before = page.read_bytes()
    assert run("--root", root, "--check", page) == system.CONTENT
    said = capsys.readouterr()
    assert said.out.endswith("\ncontent/presse.md\n")
    assert "content/presse.md:2 titre : « titre » → « title »\n" in said.err
    assert "content/presse.md:8 : « # Un » → « ## Un »\n" in said.err
    assert "1 fichier à mettre en forme ; 1 avec des erreurs, à corriger d’abord.\n" in said.err
    assert page.read_bytes() == before
    assert run("--root", root, page) == system.CONTENT
    said = capsys.readouterr()
    assert "content/presse.md:3:8 erreur F01 duree — " in said.out
    assert "1 fichier mis en forme ; 1 avec des erreurs, à corriger d’abord.\n" in said.err
    after = page.read_text(encoding="utf-8")
    assert after == "---\ntitle:   Presse  # ici\nduree: 3 ans\n---\n\n\n\n## Un\n"


def test_two_sheets_in_one_file_are_left_as_they_are(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "practices/budget-mulhouse.md"
    text = path.read_text(encoding="utf-8")
    other = "---\ntitle: Une autre\nsources:\n- title: Bilan\n  url: https://x.example/bilan\n---\n\nTexte.\n"
    path.write_text(f"{text}\n{other}", encoding="utf-8")
    assert run("--root", root) == system.CONTENT
    assert "R10" in capsys.readouterr().out
    assert path.read_text(encoding="utf-8") == f"{text}\n{other}"


def test_an_answer_that_another_source_holds_is_found_at_once(root: Path) -> None:
    members = root / "members.yaml"
    text = members.read_text(encoding="utf-8").replace("given_name: Alice", "prénom: Alice")
    members.write_text(text, encoding="utf-8")
    sheet = root / "practices/budget-mulhouse.md"
    text = sheet.read_text(encoding="utf-8").replace("[alice-martin]", '["Alice Martin"]')
    sheet.write_bytes(text.replace("\n", "\r\n").encode())
    assert run("--root", root) == system.FINE
    assert "members:\n  - alice-martin\n" in sheet.read_text(encoding="utf-8")
    assert run("--root", root, "--check") == system.FINE


def test_a_link_is_never_followed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside = root.parent / "outside.md"
    outside.write_text("---\ntitle:   Dehors\n---\n", encoding="utf-8")
    (root / "content/lien.md").symlink_to(outside)
    assert run("--root", root) == system.CONTENT
    assert "content/lien.md:1:1 erreur S01" in capsys.readouterr().out
    assert outside.read_text(encoding="utf-8") == "---\ntitle:   Dehors\n---\n"
    assert (root / "content/lien.md").is_symlink()


def test_the_rights_of_a_file_stay_and_nothing_else_is_left(root: Path) -> None:
    (root / "members.yaml").chmod(0o640)
    names = {p.relative_to(root) for p in root.rglob("*")}
    assert run("--root", root, "--quiet") == system.FINE
    assert stat.S_IMODE((root / "members.yaml").stat().st_mode) == 0o640
    assert {p.relative_to(root) for p in root.rglob("*")} == names


def test_a_full_disk_is_3_and_nothing_changes(root: Path) -> None:
    (root / "practices/long.md").write_text(
        f"---\ntitle:  X\nsummary: X\nstatus: idea\narea: commune:68224\n---\n{'mot ' * 500}\n",
        encoding="utf-8",
    )
    before = read_tree(root)
    limited = ["bash", "-c", 'ulimit -f 1; exec "$@"', "bash", *command("fmt", "--root", root)]
    done = subprocess.run(
        limited, env=environment(), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == system.BROKEN
    assert "La machine ou un outil a échoué" in done.stderr
    assert read_tree(root) == before
