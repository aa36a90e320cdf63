"""`club init`: a second club whose repository holds its own files, and pins the programme."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from generator import cli, starter
from generator.core import settings, system
from generator.kinds import LISTED
from generator.starter import founded, quoted
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
GITHUB = {**ANSWERS, "repo": "https://github.com/exemples/club"}


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second club's repository. Read it, do not write in it."""
    root = tmp_path_factory.mktemp("init") / "second"
    done = run_club(["init", root, *FLAGS])
    assert (done.returncode, done.stdout) == (system.FINE, ""), done.stderr
    return root


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the programme as a wheel, and what it needs, from nowhere else."""
    place = tmp_path_factory.mktemp("wheel")
    for command in (
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)],
        [sys.executable, "-m", "venv", str(place / "env")],
    ):
        subprocess.run(command, cwd=HOME, check=True, capture_output=True)
    python = place / "env/bin/python"
    (made,) = place.glob("*.whl")
    install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([python, *install, made], check=True, capture_output=True)
    # What it depends on is read where it is; our own sources are not, which an editable install hides there.
    (packages,) = (place / "env/lib").glob("python*/site-packages")
    (packages / "needed.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return place / "env/bin"


# --- what is written ------------------------------------------------------------------------


def test_from_a_wheel_a_second_club_is_written_checked_and_built(
    wheel: Path, tmp_path: Path
) -> None:
    def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
        path = f"{wheel}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | {"PATH": path}
        return subprocess.run(
            [wheel / "club", *words],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=180,
        )

    done = run("init", "club", "--yes", *FLAGS)
    assert done.returncode == system.FINE, done.stderr
    written = read_tree(tmp_path / "club")
    assert written == founded(CLUB)
    assert "generator" not in {path.split("/")[0] for path in written}
    assert re.search(rb"^club-des-elus-locaux==\d", written["requirements.txt"], re.MULTILINE)
    done = run("check", "--root", "club")
    assert done.returncode == system.FINE, done.stdout + done.stderr
    assert done.stderr == "0 erreur, 1 avertissement.\n"  # no meeting is planned
    assert "D06" in done.stdout
    done = run("fmt", "--check", "--root", "club")
    assert (done.returncode, done.stderr) == (system.FINE, "Tout est en forme.\n")
    done = run("build", "--root", "club", "--out", "site", "--quiet")
    assert done.returncode == system.FINE, done.stdout + done.stderr
    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert "Réseau d’exemple\u00a0: élus &amp; habitants" in home
    assert "Les Exemples réunis" in home


def test_it_holds_what_is_its_own_and_what_its_forge_runs(second: Path) -> None:
    tops = {path.split("/")[0] for path in read_tree(second)}
    own = {"content", "members.yaml", "network.yaml", "vocabularies", "mkdocs.yml"}
    own |= {kind.folder for kind in LISTED.values() if not kind.listed}
    tools = {"Makefile", "README.md", "SECURITY.md", ".gitignore"}
    tools |= {"requirements.txt", "requirements.lock"}
    assert tops == own | tools | {".gitlab", ".gitlab-ci.yml"}
    other = {path.split("/")[0] for path in founded(starter.understood(GITHUB))}
    assert other == own | tools | {".github"}


def test_its_settings_are_the_answers(second: Path) -> None:
    loaded = settings.load(second)
    assert (loaded.site_name, loaded.host, loaded.contact_email, loaded.site_url) == (
        *(ANSWERS[name] for name in ("name", "host", "email")),
        "https://exemples.example/club/",
    )
    assert (loaded.repo_url, loaded.forge) == (
        "https://gitlab.exemples.example/exemples/site/club",
        "gitlab",
    )
    assert not loaded.fictional
    assert loaded.election_notice is None


FIRST = re.compile(
    r"d[ée]cider[ _-]?ensemble|\bgrau\b|sornin|nanterre|kingersheim|saillans|rencontres nationales"
    r"|club-des-elus\.example|@club-des-elus",
    re.IGNORECASE,
)


@pytest.mark.parametrize("answers", [ANSWERS, GITHUB], ids=["gitlab", "github"])
def test_no_trace_of_the_first_club_is_left(answers: dict[str, str]) -> None:
    found = {}
    for path, data in founded(starter.understood(answers)).items():
        if path.startswith("vocabularies/"):
            continue  # a published classification: `decider_ensemble`
        if traces := FIRST.findall(f"{path} {data.decode(errors='replace')}"):
            found[path] = traces
    assert found == {}


def test_the_club_is_named_where_its_forge_leads_people() -> None:
    files = founded(starter.understood(GITHUB))
    forms = yaml.safe_load(files[".github/ISSUE_TEMPLATE/config.yml"])
    addresses = [link["url"] for link in forms["contact_links"]]
    assert addresses == [f"{CLUB.url}confidentialite/", f"{CLUB.url}contact/"]
    for forge in (files, founded(CLUB)):
        assert f"- par courriel : {ANSWERS['email']} ;" in forge["SECURITY.md"].decode()
    owners = re.findall(r"@\S+", files[".github/CODEOWNERS"].decode())
    assert set(owners) == {f"@exemples/{t}" for t in ("redaction", "annuaire", "technique")}


def test_what_its_forge_runs_is_sound_and_needs_nothing_it_lacks(tmp_path: Path) -> None:
    folder.fill(tmp_path / "club", founded(starter.understood(GITHUB)))
    program = Path(sys.executable).with_name("zizmor")
    options = ["--offline", "--no-progress", "--persona", "auditor"]
    done = subprocess.run(
        [program, *options, tmp_path / "club/.github"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    workflows = sorted((tmp_path / "club/.github/workflows").iterdir())
    assert [path.stem for path in workflows] == ["proposition", "publication"]
    for path in workflows:
        # So what actionlint says of ours (tests/browser/test_actionlint.py) is said of theirs.
        assert path.read_bytes() == (HOME / ".github/workflows" / path.name).read_bytes()
    updates = yaml.safe_load((tmp_path / "club/.github/dependabot.yml").read_text("utf-8"))
    assert [one["package-ecosystem"] for one in updates["updates"]] == ["github-actions"]
    gitlab = founded(CLUB)[".gitlab-ci.yml"].decode()
    for text in (*(path.read_text(encoding="utf-8") for path in workflows), gitlab):
        assert "scripts/" not in text
        assert set(re.findall(r"make (?:-C \S+ )?(\S+)", text)) == {".venv/.ready"}


def test_it_installs_what_the_programme_was_tested_with_and_nothing_else(second: Path) -> None:
    assert (second / "requirements.lock").read_bytes() == (
        HOME / "requirements-run.lock"
    ).read_bytes()
    commands = re.findall(r"pip install .*", (second / "Makefile").read_text(encoding="utf-8"))
    libraries, programme = (one.partition("--disable-pip-version-check ")[2] for one in commands)
    assert libraries == "--only-binary :all: --require-hashes -r requirements.lock"
    assert programme == "--only-binary :all: --no-deps -r requirements.txt"


def test_its_pages_say_what_is_to_be_completed(second: Path) -> None:
    for name in ("club", "contact", "mentions-legales", "confidentialite", "accessibilite"):
        text = (second / f"content/{name}.md").read_text(encoding="utf-8")
        assert "«\u00a0à compléter" in text, name
    assert "$" not in "".join(
        p.read_text(encoding="utf-8") for p in (second / "content").glob("*.md")
    )


def test_the_same_answers_give_the_same_bytes(second: Path, tmp_path: Path) -> None:
    folder.fill(tmp_path / "encore", founded(CLUB))
    assert read_tree(tmp_path / "encore") == read_tree(second)


def test_a_first_member_and_a_first_practice_can_be_written(second: Path, tmp_path: Path) -> None:
    root = tmp_path / "club"
    shutil.copytree(second, root)
    member = ["--given-name", "Zoé", "--family-name", "Fictive", "--role", "maire"]
    member += ["--area", "Évreux (27)", "--start", "2020-05"]
    assert cli._run(["new", "member", "--root", str(root), "--yes", *member]) == system.FINE
    practice = ["--title", "Un forum", "--summary", "Un forum.", "--area", "Évreux (27)"]
    practice += ["--status", "idea", "--member", "zoe-fictive"]
    assert cli._run(["new", "practice", "--root", str(root), "--yes", *practice]) == system.FINE
    assert (root / "members.yaml").read_text(encoding="utf-8").count("[]") == 1  # of the comment
    assert cli._run(["check", "--root", str(root), "-q"]) == system.FINE


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
    assert done.returncode == system.FINE, done.stderr
    first, waiting, *steps = done.stderr.splitlines()
    assert re.fullmatch(r"Le dépôt du club est écrit dans seul : \d+ fichiers\.", first)
    for what in ("nom du club", "association d’accueil", "courriel", "site", "dépôt", "content/"):
        assert what in waiting
    assert len(steps) == 5
    assert steps[0].startswith("1. cd seul && git init -b main && git add -A && git commit")
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
    assert code == system.FINE, shown
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
    assert cli._run(given) == system.USAGE
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
    assert cli._run(["init", str(target), "--yes"]) == system.USAGE
    assert str(target) in capsys.readouterr().err
    assert (sorted(p.name for p in tmp_path.rglob("*")), target.is_symlink()) == was


@pytest.mark.parametrize("inside", [".", "content/club", "site/club"])
def test_never_inside_this_repository(inside: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli._run(["init", str(HOME / inside), "--yes"]) == system.USAGE
    assert "est dans ce dépôt-ci" in capsys.readouterr().err
    assert not (HOME / "content/club").exists()


def test_a_new_repository_may_be_there_already(
    tmp_path: Path, second: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "club"
    target.mkdir()
    Repository(target).git("init", "--quiet")
    assert cli._run(["init", str(target), "--yes", *FLAGS]) == system.FINE
    assert "git init" not in capsys.readouterr().err
    assert (target / ".git/HEAD").is_file()
    written = {p: d for p, d in read_tree(target).items() if not p.startswith(".git/")}
    assert written == read_tree(second)


@pytest.mark.parametrize("empty", [True, False], ids=["empty", "absent"])
def test_a_failure_half_way_leaves_nothing(empty: bool, tmp_path: Path) -> None:
    target = tmp_path / "parent" / "club"
    if empty:
        target.mkdir(parents=True)
    files = {"a.md": b"a", "b/c.md": b"c", "b": b"in the way of its own folder"}
    with pytest.raises(OSError, match="b"):
        folder.fill(target, files)
    assert [p.name for p in tmp_path.rglob("*")] == (["parent", "club"] if empty else [])
