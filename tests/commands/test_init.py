"""`club init`: a second club whose repository stands alone, and its programme brought up to date."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from generator import cli, settings, starter
from generator.starter import BadFillError, Identity, Side
from generator.starter.repository import FILLS, File, filled, founded, quoted
from generator.starter.sides import TABLE
from generator.writing import folder
from tests.commands import at_a_terminal
from tests.miniature import read_tree
from tests.review.repositories import Repository
from tests.site_fixtures import HOME, run_club

ANSWERS = {
    "name": "Réseau d’exemple : élus & habitants",
    "host": "Les Exemples réunis",
    "email": "club@exemples.example",
    "url": "https://exemples.example/club",
    "repo": "https://gitlab.exemples.example/exemples/site/club.git",
}
CLUB = starter.understood(ANSWERS)
FLAGS = [word for name, text in ANSWERS.items() for word in (f"--{name}", text)]


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second club's repository. Read it, do not write in it."""
    root = tmp_path_factory.mktemp("init") / "second"
    done = run_club(["init", root, *FLAGS])
    assert (done.returncode, done.stdout) == (cli.FINE, ""), done.stderr
    return root


@pytest.fixture(scope="module")
def committed(second: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second club under git. Copy it, do not write in it."""
    made = Repository(tmp_path_factory.mktemp("committed") / "club")
    shutil.copytree(second, made.root)
    made.git("init", "--quiet", "--initial-branch=main")
    made.commit()
    return made.root


@pytest.fixture
def copy(committed: Path, tmp_path: Path) -> Repository:
    """A second club under git, to be changed at will."""
    (tmp_path / "lieu").mkdir()
    shutil.copytree(committed, tmp_path / "lieu" / "club")
    return Repository(tmp_path / "lieu" / "club")


def alone(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a module of a second club, with its own copy of the programme, from its folder."""
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1", "CI": "true"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=180,
    )


# --- what is written ------------------------------------------------------------------------


def test_a_second_club_stands_alone(second: Path, tmp_path: Path) -> None:
    root = tmp_path / "club"
    shutil.copytree(second, root)
    done = alone(root, "generator", "check")
    assert done.returncode == cli.FINE, done.stdout + done.stderr
    assert done.stderr == "0 erreur, 1 avertissement.\n"  # no meeting is planned
    assert "D06" in done.stdout
    done = alone(root, "generator", "fmt", "--check")
    assert (done.returncode, done.stderr) == (cli.FINE, "Tout est en forme.\n")
    done = alone(root, "generator", "build", "--out", str(tmp_path / "site"), "--quiet")
    assert done.returncode == cli.FINE, done.stdout + done.stderr
    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert "Réseau d’exemple\u00a0: élus &amp; habitants" in home
    assert "Les Exemples réunis" in home


def test_it_answers_with_its_own_programme(second: Path) -> None:
    code = "import generator.settings as s; print(s.HOME, s.load(s.HOME).site_name)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=second,
        env={**os.environ, "PYTHONPATH": str(second), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == f"{second} {ANSWERS['name']}\n"


def test_it_has_the_layout_of_this_repository(second: Path) -> None:
    written = set(read_tree(second))
    for path in starter.paths(HOME):
        if starter.side(path) in {Side.PROGRAMME, Side.START}:
            assert path in written
    assert {p.split("/")[0] for p in written} == {line.split("/")[0] for line in TABLE}
    for name in ("practices", "meetings", "watch", "actions"):
        assert [p.name for p in (second / name).iterdir()] == [".gitkeep"]
    assert os.access(second / ".ci/run", os.X_OK)
    assert not os.access(second / "Makefile", os.X_OK)


def test_its_settings_are_the_answers(second: Path) -> None:
    loaded = settings.load(second)
    assert starter.of(loaded) == CLUB
    assert (
        Identity(
            ANSWERS["name"],
            ANSWERS["host"],
            ANSWERS["email"],
            "https://exemples.example/club/",
            "https://gitlab.exemples.example/exemples/site/club",
            "gitlab",
        )
        == CLUB
    )
    assert not loaded.fictional
    assert loaded.election_notice is None


def test_what_names_the_club_outside_its_sources_is_filled(second: Path) -> None:
    for fill in FILLS:
        text = (second / fill.path).read_text(encoding="utf-8")
        assert fill.value(CLUB) in text, fill
    forms = (second / ".github/ISSUE_TEMPLATE/config.yml").read_text(encoding="utf-8")
    addresses = [link["url"] for link in yaml.safe_load(forms)["contact_links"]]
    assert addresses == [f"{CLUB.url}confidentialite/", f"{CLUB.url}contact/"]
    for name in (".github/CODEOWNERS", ".gitlab/CODEOWNERS"):
        text = (second / name).read_text(encoding="utf-8")
        assert set(re.findall(r"@\S+", text)) == {
            f"@exemples/site/{team}" for team in ("redaction", "annuaire", "technique")
        }


# Each names the first club for a reason; nothing else may.
MAY_NAME = {
    "LICENSE": "the copyright of the programme, which its licence wants kept",
    "generator/data/": "places of the official code",
    "generator/demo/words/": "two words of a sentence",
    "generator/records/page.py": "a published classification, as Participedia's",
    "generator/schemas/term.json": "the same",
    "generator/templates/vocabularies.jinja": "the same",
    "generator/views/__init__.py": "the same",
    "generator/starter/": "what this test is about",
    "vocabularies/": "the same classification: `decider_ensemble`",
    "docs/reference/": "the same",
    "theme/assets/search-spelling.js": "two words that look alike",
    "docs/search.md": "measures made on the content of the first club",
    "tests/": "data of tests",
}
FIRST = re.compile(
    r"d[ée]cider[ _-]?ensemble|\bgrau\b|sornin|nanterre|kingersheim|saillans|rencontres nationales"
    r"|club-des-elus\.example|@club-des-elus",
    re.IGNORECASE,
)


def test_no_trace_of_the_first_club_is_left(second: Path) -> None:
    found = {}
    for path, data in read_tree(second).items():
        if path.startswith(tuple(MAY_NAME)):
            continue
        traces = FIRST.findall(data.decode(errors="replace"))
        traces += FIRST.findall(path)
        if traces:
            found[path] = traces
    assert found == {}


def test_every_exception_is_needed(second: Path) -> None:
    tree = read_tree(second)
    for prefix in MAY_NAME.keys() - {"generator/starter/", "vocabularies/"}:
        held = [data for path, data in tree.items() if path.startswith(prefix)]
        assert any(FIRST.search(data.decode(errors="replace")) for data in held), prefix


def test_its_pages_say_what_is_to_be_completed(second: Path) -> None:
    for name in ("club", "contact", "mentions-legales", "confidentialite", "accessibilite"):
        text = (second / f"content/{name}.md").read_text(encoding="utf-8")
        assert "«\u00a0à compléter" in text, name
    assert "$" not in "".join(
        p.read_text(encoding="utf-8") for p in (second / "content").glob("*.md")
    )


def test_its_sources_lead_an_editor_to_schemas_it_holds(second: Path) -> None:
    bound = [second / "members.yaml", second / "network.yaml"]
    bound += sorted((second / "vocabularies").glob("*.yaml"))
    for path in bound:
        line = path.read_text(encoding="utf-8").partition("\n")[0]
        schema = line.removeprefix("# yaml-language-server: $schema=")
        assert (path.parent / schema).is_file(), path


def test_its_workflows_are_sound(second: Path) -> None:
    program = Path(sys.executable).with_name("zizmor")
    done = subprocess.run(
        [program, "--offline", "--no-progress", "--persona", "auditor", second / ".github"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for path in sorted((HOME / ".github/workflows").iterdir()):
        # So what actionlint says of ours (tests/browser/test_actionlint.py) is said of theirs.
        assert (second / ".github/workflows" / path.name).read_bytes() == path.read_bytes()


def test_the_same_answers_give_the_same_bytes(second: Path, tmp_path: Path) -> None:
    folder.fill(tmp_path / "encore", founded(HOME, CLUB))
    assert read_tree(tmp_path / "encore") == read_tree(second)


def test_a_first_member_and_a_first_practice_can_be_written(second: Path, tmp_path: Path) -> None:
    root = tmp_path / "club"
    shutil.copytree(second, root)
    member = ["--given-name", "Zoé", "--family-name", "Fictive", "--role", "maire"]
    member += ["--area", "Évreux (27)", "--start", "2020-05"]
    assert cli._run(["new", "member", "--root", str(root), "--yes", *member]) == cli.FINE
    practice = ["--title", "Un forum", "--summary", "Un forum.", "--area", "Évreux (27)"]
    practice += ["--status", "idea", "--member", "zoe-fictive"]
    assert cli._run(["new", "practice", "--root", str(root), "--yes", *practice]) == cli.FINE
    assert (root / "members.yaml").read_text(encoding="utf-8").count("[]") == 1  # of the comment
    assert cli._run(["check", "--root", str(root), "-q"]) == cli.FINE


def test_without_git_the_same_files_are_found(second: Path, tmp_path: Path) -> None:
    root = tmp_path / "club"
    shutil.copytree(second, root)
    for left in (".venv/lib", "site", ".club", "build", "generator/__pycache__", "x.egg-info"):
        (root / left).mkdir(parents=True)
        (root / left / "reste.md").write_text("reste", encoding="utf-8")
    assert starter.paths(root) == sorted(read_tree(second))


# --- what is asked --------------------------------------------------------------------------


def test_without_a_terminal_nothing_is_asked_and_what_waits_is_listed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "init", "seul"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(HOME), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == cli.FINE, done.stderr
    first, waiting, *steps = done.stderr.splitlines()
    assert re.fullmatch(r"Le dépôt du club est écrit dans seul : \d+ fichiers\.", first)
    for what in ("nom du club", "association d’accueil", "courriel", "site", "dépôt", "content/"):
        assert what in waiting
    assert len(steps) == 5
    assert steps[0].startswith("1. cd seul && git init -b main && git add -A && git commit")
    for path in re.findall(r"docs/[a-z-]+\.md", "".join(steps)):
        assert (tmp_path / "seul" / path).is_file()
    assert settings.load(tmp_path / "seul").site_name == "Club à nommer"
    assert "votre-organisation" in (tmp_path / "seul/.github/CODEOWNERS").read_text("utf-8")


def test_a_person_is_asked_again_until_the_answer_can_be_used(tmp_path: Path) -> None:
    code, shown = at_a_terminal(
        ["init", tmp_path / "club"],
        [
            ("Nom du club", "Club d’essai"),
            ("Nom de l’association", ""),
            ("Courriel", "pas un courriel"),
            ("Courriel", "essai@club.example"),
            ("Adresse du site", "club.example"),
            ("Adresse du site", "https://essai.example"),
            ("Adresse du dépôt", "https://forge.example/essai/club"),
            ("Forge", "gitlab"),
        ],
    )
    assert code == cli.FINE, shown
    assert "« pas un courriel » n’est pas une adresse électronique." in shown
    assert "« club.example » n’est pas une adresse web complète" in shown
    loaded = settings.load(tmp_path / "club")
    assert (loaded.site_name, loaded.contact_email) == ("Club d’essai", "essai@club.example")
    assert (loaded.repo_url, loaded.forge) == ("https://forge.example/essai/club", "gitlab")


WRONG = {
    "an e-mail": ("email", "club@exemple"),
    "an e-mail that is Markdown": ("email", "a*b*@exemple.example"),
    "an address without scheme": ("url", "exemple.example"),
    "an address that runs": ("url", "javascript:alert(1)"),
    "an address with a query": ("url", "https://exemple.example/?a=1"),
    "an address with a quote": ("url", 'https://exemple.example/"'),
    "an address with a password": ("url", "https://a:b@exemple.example/"),
    "an address with a wrong port": ("url", "https://exemple.example:99999/"),
    "a forge without a repository": ("repo", "https://forge.example/"),
    "a forge that is none": ("forge", "svn"),
    "a name on two lines": ("name", "Club\nadmin: true"),
    "a name of HTML": ("name", "<b>Club</b>"),
    "a name of a link": ("host", "[Club](https://evil.example)"),
    "a name too long": ("name", "x" * 101),
}


@pytest.mark.parametrize(("flag", "text"), WRONG.values(), ids=WRONG)
def test_a_wrong_answer_is_refused_and_nothing_is_written(
    flag: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "parent" / "club"
    given = ["init", str(target), "--yes", "--email", "faux", f"--{flag}", text]
    assert cli._run(given) == cli.USAGE
    said = capsys.readouterr().err
    assert f"--{flag} : " in said
    assert ("--email : " in said) is True or flag == "email"
    assert not target.parent.exists()


@pytest.mark.parametrize("name", ["Oui", "2026", "- tiret", "a: b", "l’« autre »", "null", "~"])
def test_any_name_is_the_same_for_every_reader(name: str) -> None:
    assert yaml.safe_load(f"site_name: {quoted(name)}\n") == {"site_name": name}


# --- what is refused ------------------------------------------------------------------------


def _file(target: Path) -> None:
    target.write_text("x", encoding="utf-8")


def _held(target: Path) -> None:
    target.mkdir()
    (target / "notes.txt").write_text("à garder", encoding="utf-8")


def _dead_link(target: Path) -> None:
    target.symlink_to(target.parent / "absent")


@pytest.mark.parametrize("before", [_file, _held, _dead_link])
def test_what_is_in_the_way_is_left_alone(
    before: Callable[[Path], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "club"
    before(target)
    was = (sorted(p.name for p in tmp_path.rglob("*")), target.is_symlink())
    assert cli._run(["init", str(target), "--yes"]) == cli.USAGE
    assert str(target) in capsys.readouterr().err
    assert (sorted(p.name for p in tmp_path.rglob("*")), target.is_symlink()) == was


@pytest.mark.parametrize("inside", [".", "content/club", "site/club"])
def test_never_inside_this_repository(inside: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli._run(["init", str(HOME / inside), "--yes"]) == cli.USAGE
    assert "est dans ce dépôt-ci" in capsys.readouterr().err
    assert not (HOME / "content/club").exists()


def test_a_new_repository_may_be_there_already(
    tmp_path: Path, second: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "club"
    target.mkdir()
    made = Repository(target)
    made.git("init", "--quiet")
    assert cli._run(["init", str(target), "--yes", *FLAGS]) == cli.FINE
    assert "git init" not in capsys.readouterr().err
    assert (target / ".git/HEAD").is_file()
    written = {p: d for p, d in read_tree(target).items() if not p.startswith(".git/")}
    assert written == read_tree(second)


@pytest.mark.parametrize("empty", [True, False], ids=["empty", "absent"])
def test_a_failure_half_way_leaves_nothing(empty: bool, tmp_path: Path) -> None:
    target = tmp_path / "parent" / "club"
    if empty:
        target.mkdir(parents=True)
    files = {"a.md": File(b"a"), "b/c.md": File(b"c"), "b": File(b"in the way of its own folder")}
    with pytest.raises(OSError, match="b"):
        folder.fill(target, files)
    assert [p.name for p in tmp_path.rglob("*")] == (["parent", "club"] if empty else [])


def test_from_an_installed_package_it_says_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"  # what pyproject.toml puts in a wheel
    shutil.copytree(HOME / "vocabularies", home / "vocabularies")
    shutil.copyfile(HOME / "mkdocs.yml", home / "mkdocs.yml")
    monkeypatch.setattr(settings, "HOME", home)
    assert cli._run(["init", str(tmp_path / "club"), "--yes"]) == cli.USAGE
    assert "git clone" in capsys.readouterr().err
    assert not (tmp_path / "club").exists()


def test_a_name_that_moved_is_refused_rather_than_left() -> None:
    text = (HOME / "README.md").read_bytes()
    with pytest.raises(BadFillError, match=re.escape("README.md")):
        filled("README.md", File(text.replace(b"Hosted by", b"Welcomed by")), CLUB)
    with pytest.raises(BadFillError, match="2 passages"):
        filled("LICENSES/etalab-2.0.md", File("> A – B\n> C – D\n".encode()), CLUB)


# --- updates --------------------------------------------------------------------------------


Said = pytest.CaptureFixture[str]


def _update(root: Path) -> int:
    return cli._run(["init", str(root), "--update"])


def test_a_club_just_written_is_up_to_date(copy: Repository, capsys: Said) -> None:
    assert _update(copy.root) == cli.FINE
    assert capsys.readouterr() == ("", "Le programme est déjà à jour.\n")
    assert copy.git("status", "--porcelain") == ""


def test_an_update_replaces_the_programme_and_nothing_else(copy: Repository, capsys: Said) -> None:
    before = read_tree(copy.root)
    # An older programme…
    copy.write("generator/ancien.py", "")
    copy.write("docs/vieux/notes.md", "# Notes\n")
    (copy.root / "generator/routes.py").unlink()
    copy.edit("Makefile", "rm -rf site build .club", "rm -rf site")
    (copy.root / ".ci/run").chmod(0o644)
    copy.edit("mkdocs.yml", "language: fr", "language: en")
    # … and what the club wrote since.
    own = {
        "members.yaml": "# Personne encore.\n[]\n",
        "content/index.md": "---\ntitle: Chez nous\n---\n\nBonjour.\n",
        "content/presse.md": "---\ntitle: Presse\n---\n\nBonjour.\n",
        "vocabularies/themes.yaml": "eau:\n  label: Eau\n",
        ".github/CODEOWNERS": "* @nous\n",
        "tests/club/test_nous.py": "def test_nous() -> None: ...\n",
        "watch/loi.md": "---\ntitle: Loi\nkind: loi\n---\n",
    }
    for path, text in own.items():
        copy.write(path, text)
    copy.edit("mkdocs.yml", "contact_retention_months: 12", "contact_retention_months: 6")
    copy.edit("mkdocs.yml", "site_name: ", "site_name: Nouveau nom  # ")
    copy.commit()

    assert _update(copy.root) == cli.FINE
    said = capsys.readouterr()
    assert said.out == "retiré : docs/vieux/notes.md\nretiré : generator/ancien.py\n"
    # routes.py comes back; README, LISEZMOI and the licence take the new name.
    assert said.err.startswith(
        "Le programme est à jour : 1 fichier ajouté, 6 fichiers modifiés, 2 fichiers retirés."
    )
    assert "CHANGELOG.md" in said.err
    after = read_tree(copy.root)
    assert {path: after[path].decode() for path in own} == own
    assert "docs/vieux" not in {str(p.relative_to(copy.root)) for p in copy.root.rglob("*")}
    assert after["generator/routes.py"] == before["generator/routes.py"]
    assert after["Makefile"] == before["Makefile"]
    assert os.access(copy.root / ".ci/run", os.X_OK)
    assert after["README.md"].decode().startswith("# Nouveau nom: the knowledge base\n")
    loaded = settings.load(copy.root)
    assert (loaded.site_name, loaded.retention_months) == ("Nouveau nom", 6)
    assert b"language: fr" in after["mkdocs.yml"]
    copy.commit()
    assert _update(copy.root) == cli.FINE
    assert capsys.readouterr().err == "Le programme est déjà à jour.\n"


def _dirty(club: Repository) -> None:
    club.write("content/index.md", "---\ntitle: En cours\n---\n")


def _untracked(club: Repository) -> None:
    club.write("generator/brouillon.py", "")


def _without_git(club: Repository) -> None:
    shutil.rmtree(club.root / ".git")


def _inside_another(club: Repository) -> None:
    club.root.joinpath(".git").rename(club.root.parent / ".git")


def _no_club(club: Repository) -> None:
    (club.root / "members.yaml").unlink()


def _through_a_link(club: Repository) -> None:
    (club.root / "docs").rename(club.root.parent / "ailleurs")
    (club.root / "docs").symlink_to(club.root.parent / "ailleurs")
    (club.root / "Makefile").unlink()
    club.commit()


def _rearranged(club: Repository) -> None:
    text = (club.root / "mkdocs.yml").read_text(encoding="utf-8")
    club.write("mkdocs.yml", f"{text}\nwatch: [content]\n")
    club.commit()


REFUSALS = {
    "unsaved changes": (_dirty, "content/index.md"),
    "a file git does not know": (_untracked, "generator/brouillon.py"),
    "no git": (_without_git, "n’est pas suivi par git"),
    "a folder of another repository": (_inside_another, "n’est pas suivi par git"),
    "no club": (_no_club, "n’est pas un dépôt écrit par « club init »"),
    "a configuration arranged otherwise": (_rearranged, "le bloc « extra.club » n’est plus"),
    "a link in place of a folder": (_through_a_link, "docs n’est pas un dossier ordinaire"),
}


@pytest.mark.parametrize(("before", "why"), REFUSALS.values(), ids=REFUSALS)
def test_an_update_that_could_lose_something_is_refused(
    before: Callable[[Repository], None], why: str, copy: Repository, capsys: Said
) -> None:
    before(copy)
    was = read_tree(copy.root.parent)
    assert _update(copy.root) == cli.USAGE
    assert why in capsys.readouterr().err
    assert read_tree(copy.root.parent) == was


def test_an_update_that_fails_half_way_puts_everything_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "club"
    (root / "b").mkdir(parents=True)
    (root / "a.md").write_text("avant", encoding="utf-8")
    (root / "b/c.md").write_text("avant", encoding="utf-8")
    before = read_tree(root)
    unlink = Path.unlink

    def full(path: Path, *, missing_ok: bool = False) -> None:
        if path == root / "b/c.md":
            raise OSError("la machine a échoué")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", full)
    with pytest.raises(OSError, match="échoué"):
        folder.change(root, {"a.md": File(b"x"), "d/e.md": File(b"y")}, ["b/c.md"])
    assert read_tree(root) == before
    assert not (root / "d").exists()


def test_answers_are_not_those_of_an_update(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli._run(["init", "/absent", "--update", "--name", "Autre"]) == cli.USAGE
    assert "mkdocs.yml" in capsys.readouterr().err
