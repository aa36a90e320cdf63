"""What a proposal changes beside the content: all of it named, the gravest first, none of it used."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.review import outside
from generator.review.outside import MAX_DEPTH, ignored
from generator.review.summary import Review, summary

BESIDE = {
    "README.md": "le club",
    "generator/cli.py": "le vrai",
    "docs/ci.md": "a",
    ".github/workflows/proposition.yml": "on: pull_request",
}


def _write(root: Path, name: str, text: str = "x") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """Two folders that hold the same files."""
    for folder in ("base", "head"):
        for name, text in BESIDE.items():
            _write(tmp_path / folder, name, text)
    yield tmp_path / "base", tmp_path / "head"
    # Here and not by pytest, which would remove them by recursion: some are deeper than Python goes.
    subprocess.run(["rm", "-rf", "--", tmp_path / "head"], check=True)  # noqa: S607


def _seen(both: tuple[Path, Path]) -> list[tuple[str, str]]:
    return [(i.path, i.what) for i in ignored(*both, both[1] / "revue")]


def test_what_is_the_same_is_not_said(both: tuple[Path, Path]) -> None:
    assert _seen(both) == []


def _linked(head: Path) -> None:
    (head / "docs/ci.md").unlink()
    (head / "docs").rmdir()
    (head / "docs").symlink_to("/etc")


def _file_for_a_folder(head: Path) -> None:
    (head / "docs/ci.md").unlink()
    (head / "docs").rmdir()
    _write(head, "docs")


def _folder_for_a_file(head: Path) -> None:
    (head / "README.md").unlink()
    _write(head, "README.md/x")


def _deep(head: Path) -> None:
    """Deeper than Python may recurse, and than a path may be long."""
    here = os.open(head, os.O_RDONLY)
    for _ in range(1_500):
        os.mkdir("a", dir_fd=here)
        inner = os.open("a", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)


COMPILED = "un programme compilé, que personne ne peut relire"
TOOL = "un dossier d’outil, qui n’a rien à faire dans une proposition"
PROGRAM = "le programme qui fait le site"
# What is done in the proposal; the paths and what is said of each; what the first decides.
MISBEHAVIOURS: dict[str, tuple[Callable[[Path], object], list[tuple[str, str]], str]] = {
    "compiled Python, run instead of the source beside it": (
        lambda head: _write(head, "generator/__pycache__/cli.cpython-313.pyc"),
        [("generator/__pycache__/", "dossier d’outil, non regardé")],
        COMPILED,
    ),
    "compiled Python, elsewhere": (
        lambda head: _write(head, "generator/cli.so"),
        [("generator/cli.so", "ajouté")],
        COMPILED,
    ),
    "an environment that make would take for ready": (
        lambda head: _write(head, ".venv/.ready"),
        [(".venv/", "dossier d’outil, non regardé")],
        TOOL,
    ),
    "a built site": (
        lambda head: _write(head, "site/index.html"),
        [("site/", "dossier d’outil, non regardé")],
        TOOL,
    ),
    "a folder named as a tool's, deeper": (
        lambda head: _write(head, "docs/build/x.txt"),
        [("docs/build/x.txt", "ajouté")],
        "",
    ),
    "a workflow": (
        lambda head: _write(head, ".github/workflows/autre.yml"),
        [(".github/workflows/autre.yml", "ajouté")],
        "la vérification elle-même : ce résumé ne prouve plus rien",
    ),
    "the job of the other forge": (
        lambda head: _write(head, ".gitlab-ci.yml"),
        [(".gitlab-ci.yml", "ajouté")],
        "la vérification elle-même : ce résumé ne prouve plus rien",
    ),
    "owners": (
        lambda head: _write(head, "docs/CODEOWNERS"),
        [("docs/CODEOWNERS", "ajouté")],
        "qui doit relire les propositions",
    ),
    "automatic updates": (
        lambda head: _write(head, ".github/dependabot.yml"),
        [(".github/dependabot.yml", "ajouté")],
        "les mises à jour automatiques",
    ),
    "a configuration that runs hooks": (
        lambda head: _write(head, "mkdocs.yml"),
        [("mkdocs.yml", "ajouté")],
        PROGRAM,
    ),
    "a build that runs hooks": (
        lambda head: _write(head, "pyproject.toml"),
        [("pyproject.toml", "ajouté")],
        PROGRAM,
    ),
    "a module that hides a library": (
        lambda head: _write(head, "yaml.py"),
        [("yaml.py", "ajouté")],
        PROGRAM,
    ),
    "a package of scripts": (
        lambda head: _write(head, "package.json"),
        [("package.json", "ajouté")],
        "un programme",
    ),
    "an environment of variables": (
        lambda head: _write(head, ".env"),
        [(".env", "ajouté")],
        "un programme",
    ),
    "what git does to files": (
        lambda head: _write(head, ".gitattributes", "*.md filter=lfs working-tree-encoding=UTF-16"),
        [(".gitattributes", "ajouté")],
        "les réglages de git",
    ),
    "where large files come from": (
        lambda head: _write(head, ".lfsconfig"),
        [(".lfsconfig", "ajouté")],
        "les réglages de git",
    ),
    "a file made executable": (
        lambda head: (head / "README.md").chmod(0o755),
        [("README.md", "droits modifiés")],
        "",
    ),
    "a folder that becomes a link": (
        _linked,
        [("docs", "lien symbolique"), ("docs/ci.md", "supprimé")],
        "",
    ),
    "a folder that becomes a file": (
        _file_for_a_folder,
        [("docs", "ajouté"), ("docs/ci.md", "supprimé")],
        "",
    ),
    "a file that becomes a folder": (
        _folder_for_a_file,
        [("README.md", "dossier à la place d’un fichier"), ("README.md/x", "ajouté")],
        "",
    ),
    "a name that imitates another": (
        lambda head: _write(head, "mkd\u043ecs.yml"),
        [("mkd\u043ecs.yml", "ajouté")],
        "un nom écrit dans deux alphabets, qui en imite un autre",
    ),
    "a folder of the same name but for capitals": (
        lambda head: _write(head, "Practices/x.md"),
        [("Practices/x.md", "ajouté")],
        "",
    ),
    "folders without end": (
        _deep,
        [("a/" * (MAX_DEPTH + 1), "dossiers trop imbriqués, non regardés")],
        "",
    ),
}


@pytest.mark.parametrize(("do", "said", "stake"), MISBEHAVIOURS.values(), ids=MISBEHAVIOURS)
def test_what_is_not_content_is_named_with_what_it_decides(
    both: tuple[Path, Path],
    do: Callable[[Path], object],
    said: list[tuple[str, str]],
    stake: str,
) -> None:
    do(both[1])
    found = ignored(*both, both[1] / "revue")
    assert [(i.path, i.what) for i in found] == said
    assert found[0].stake == stake
    first = summary(Review(ignored=found)).splitlines()[2]
    assert first.startswith("⛔" if stake else "🟠")


def test_what_matters_is_not_hidden_under_what_does_not(
    both: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many files of a name that sorts first: the limit of the list is not for the rest."""
    _, head = both
    monkeypatch.setattr(outside, "MAX_FILES", 300)
    for n in range(310):
        _write(head, f".a/{n % 50}/{n}", "")
    _write(head, "zz.py")
    _write(head, ".github/workflows/proposition.yml", "on: pull_request_target")
    found = ignored(*both, head / "revue")
    assert [i.path for i in found[:3]] == ["…", ".github/workflows/proposition.yml", "zz.py"]
    assert not [i for i in found if i.what == "supprimé"]
    text = summary(Review(ignored=found))
    assert "- `.github/workflows/proposition.yml`" in text
    assert "- `zz.py`" in text
    assert len(text.splitlines()) < 40


def test_the_review_itself_is_not_part_of_a_proposal(both: tuple[Path, Path]) -> None:
    _write(both[1], "revue/resume.md")
    assert _seen(both) == []


NAMES = ["a\nb", "x\u202egnp", "z\u200bro", "tag\U000e0041", "han\u3164gul", "\x1b[2J", "a\u00adb"]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_is_one_line_that_can_be_seen(both: tuple[Path, Path], name: str) -> None:
    _write(both[1], name)
    text = summary(Review(ignored=ignored(*both, both[1] / "revue")))
    (line,) = [line for line in text.splitlines() if line.endswith(": ajouté")]
    assert line.replace("\xa0", " ").isprintable()
    assert line.count("\\u") == (0 if name == "a\nb" else 1)
