"""`make release`: a version, its changelog, its wheel, what it is made of and its tag, or nothing at all."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import release
from tests.review.repositories import Repository
from tests.site_fixtures import HOME

CHANGES = """\
# Changelog

## [Unreleased]

### Added

- **Une chose** : la première.

## [0.0.9] - 2026-01-02

- Avant.
"""
VALIDATE = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
found = JsonStrictValidator(SchemaVersion.V1_6).validate_str(sys.stdin.read())
sys.exit(str(found) if found else 0)
"""


@pytest.fixture(scope="module")
def tools() -> Path:
    """Where what audits and releases is installed. Without it: a skip here, a failure where CI=true."""
    if not release.SBOM.exists():
        reason = f"{release.SBOM} is missing: make .venv/audit/.ready"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return release.SBOM.parent


@pytest.fixture(scope="module")
def programme(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The programme in a repository of its own. Copy it before changing it."""
    assert tools.is_dir()
    root = tmp_path_factory.mktemp("release") / "programme"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - the git of this machine
        cwd=HOME,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    for name in filter(None, listed.stdout.split("\0")):
        # What a wheel is not made of would only be copied.
        if (HOME / name).is_file() and not name.startswith(("tests/", "docs/", "javascript/")):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(HOME / name, root / name)
    made = Repository(root)
    made.write("CHANGELOG.md", CHANGES)
    made.write(
        "pyproject.toml",
        re.sub('^version = ".*"$', 'version = "0.0.9"', made_text(made), flags=re.MULTILINE),
    )
    made.git("init", "--quiet", "--initial-branch", "main")
    made.git("config", "user.name", "Essai")
    made.git("config", "user.email", "essai@exemple.fr")
    made.commit()
    return made


def made_text(made: Repository) -> str:
    return (made.root / "pyproject.toml").read_text(encoding="utf-8")


def _copy(programme: Repository, root: Path) -> Repository:
    shutil.copytree(programme.root, root, symlinks=True)
    return Repository(root)


def _release(root: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run what `make release` runs, in that folder."""
    return subprocess.run(
        [sys.executable, "-m", "scripts.release", *words],
        cwd=root,
        env={
            **os.environ,
            "PYTHONPATH": str(root),
            "HOME": str(root.parent),
            "PYTHONDONTWRITEBYTECODE": "1",
            **more,
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def _state(one: Repository) -> tuple[str, ...]:
    """Return all that a release may change."""
    asked = ("status --porcelain --ignored", "show-ref", "worktree list", "branch --show-current")
    return tuple(one.git(*words.split()) for words in asked)


@pytest.fixture(scope="module")
def released(programme: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A programme that was released. Read it, do not write in it."""
    one = _copy(programme, tmp_path_factory.mktemp("released") / "ici")
    done = _release(one.root, "1.2.0")
    assert done.returncode == 0, done.stderr
    files = [f"dist/club_des_elus_locaux-1.2.0{end}" for end in ("-py3-none-any.whl", ".cdx.json")]
    left = [line.strip() for line in done.stdout.splitlines() if line.startswith("  ")]
    assert left == [
        "git push --atomic origin main v1.2.0",
        f"gh release create v1.2.0 --notes-from-tag {' '.join(files)}",
    ]
    return one


def test_a_release_is_a_commit_and_a_tag_that_say_what_changed(released: Repository) -> None:
    assert released.git("log", "--format=%s").splitlines() == ["release: 1.2.0", "Proposition"]
    assert released.git("show", "--format=", "--name-only").split() == [
        "CHANGELOG.md",
        "pyproject.toml",
    ]
    assert released.git("status", "--porcelain") == ""
    assert len(released.git("worktree", "list").splitlines()) == 1
    assert released.git("cat-file", "-t", "v1.2.0") == "tag\n"
    assert released.git("rev-parse", "v1.2.0^{}") == released.git("rev-parse", "HEAD")
    told = released.git("tag", "--list", "--format=%(contents)", "v1.2.0")
    assert told.strip() == "Version 1.2.0\n\n### Added\n\n- **Une chose** : la première."
    assert tomllib.loads(made_text(released))["project"]["version"] == "1.2.0"
    text = (released.root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(
        r"^## \[Unreleased\]\n\n## \[1\.2\.0\] - \d{4}-\d\d-\d\d\n\n### Added\n", text, re.MULTILINE
    )
    assert text.endswith("## [0.0.9] - 2026-01-02\n\n- Avant.\n")


def test_the_same_tag_gives_the_same_bytes_elsewhere(released: Repository, tmp_path: Path) -> None:
    """In a folder of another name, with another mask, zone and hash seed: as docs/ci.md says to check."""
    there = Repository(tmp_path / "ailleurs")
    released.git("clone", "--quiet", "--branch", "v1.2.0", ".", str(there.root))
    time = there.git("log", "-1", "--format=%ct").strip()
    command = f"umask 077; '{sys.executable}' -P -m hatchling build -t wheel -d '{tmp_path}/dist'"
    subprocess.run(
        ["sh", "-c", command],  # noqa: S607 - the shell of this machine
        cwd=there.root,
        env={
            **os.environ,
            "SOURCE_DATE_EPOCH": time,
            "TZ": "Pacific/Auckland",
            "PYTHONHASHSEED": "7",
        },
        check=True,
        capture_output=True,
    )
    (again,), (wheel,) = (tmp_path / "dist").glob("*.whl"), (released.root / "dist").glob("*.whl")
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_a_wheel_holds_the_programme_and_nothing_that_was_lying_about(released: Repository) -> None:
    (wheel,) = (released.root / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {
        "generator",
        "club_des_elus_locaux-1.2.0.dist-info",
    }
    assert [name for name in names if name.endswith(".pyc") or "__pycache__" in name] == []
    assert "generator/home/theme/main.html" in names


def test_what_it_is_made_of_is_told_in_full(released: Repository) -> None:
    (path,) = (released.root / "dist").glob("*.cdx.json")
    text = path.read_text(encoding="utf-8")
    python = release.SBOM.with_name("python")
    done = subprocess.run(
        [python, "-c", VALIDATE], input=text, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    bom = json.loads(text)
    main = bom["metadata"]["component"]
    (wheel,) = path.parent.glob("*.whl")
    assert (main["name"], main["version"]) == ("club-des-elus-locaux", "1.2.0")
    assert main["hashes"][0]["content"] == hashlib.sha256(wheel.read_bytes()).hexdigest()
    told = {(one["name"], one["version"]) for one in bom["components"]}
    assert told == _pins("requirements-run.lock").keys() | set(release.COPIED)
    hashes = {
        hashed["content"]
        for one in bom["components"]
        for reference in one.get("externalReferences", [])
        for hashed in reference.get("hashes", [])
    }
    assert hashes == set().union(*_pins("requirements-run.lock").values())


def _pins(name: str) -> dict[tuple[str, str], frozenset[str]]:
    """Return what a lock pins, each with its digests."""
    lines = (HOME / name).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    found = (re.match(r"([a-z0-9-]+)==(\S+)", line) for line in lines)
    return {
        (match[1], match[2]): frozenset(re.findall(r"sha256:([0-9a-f]{64})", match.string))
        for match in found
        if match
    }


LOCKS = sorted(HOME.glob("requirements*.lock"))


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_the_weekly_audit_reads_each_lock(path: Path, tools: Path) -> None:
    """One at a time: two that pin a package differently are refused together."""
    makefile = (HOME / "Makefile").read_text(encoding="utf-8")
    (options,) = re.findall(r"in requirements\*\.lock; do .*/pip-audit (.*) -r \$\$lock", makefile)
    done = subprocess.run(
        [tools / "pip-audit", *options.split(), "--dry-run", "-r", path],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_what_is_installed_is_known_by_its_digests_and_comes_from_no_named_place(
    path: Path,
) -> None:
    text = path.read_text(encoding="utf-8")
    assert all(_pins(path.name).values())
    assert len(_pins(path.name)) == len(re.findall(r"^[^\s#]", text, re.MULTILINE))
    assert "://" not in text


def test_what_the_programme_needs_is_what_was_tested() -> None:
    tested, needed = _pins("requirements.lock"), _pins("requirements-run.lock")
    assert needed.items() <= tested.items()
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[\[<>=]", one)[0] for one in project["dependencies"]}
    names = {name for name, _ in needed}
    assert asked <= names
    assert names.isdisjoint({"pytest", "playwright", "mypy", "zizmor", "hypothesis"})


def test_everything_that_installs_asks_for_digests_and_wheels() -> None:
    commands = re.findall(r"pip install .*", (HOME / "Makefile").read_text(encoding="utf-8"))
    locked = [one for one in commands if " -r " in one]
    assert len(locked) == len(commands) - 1 == 3
    assert all("--only-binary :all: --require-hashes -r requirements" in one for one in locked)
    (ours,) = set(commands) - set(locked)
    assert ours.endswith("--no-deps --no-build-isolation -e .")
    assert re.findall(
        r"npm (?:ci|i|install)\b.*", (HOME / "Makefile").read_text(encoding="utf-8")
    ) == ["npm ci --ignore-scripts --silent"]


# --- what is refused, and what breaks ---------------------------------------------------------


def _dirty(one: Repository) -> None:
    one.edit("CHANGELOG.md", "la première", "la seule")


def _stray(one: Repository) -> None:
    one.write("notes.txt", "à garder")


def _elsewhere(one: Repository) -> None:
    one.git("checkout", "--quiet", "-b", "essai")


def _nowhere(one: Repository) -> None:
    one.git("checkout", "--quiet", "--detach")


def _silent(one: Repository) -> None:
    one.edit("CHANGELOG.md", "- **Une chose** : la première.\n", "")
    one.commit()


def _untitled(one: Repository) -> None:
    one.edit("CHANGELOG.md", "## [Unreleased]", "## À venir")
    one.commit()


def _tagged(one: Repository) -> None:
    one.git("tag", "v1.2.0")


REFUSED: dict[str, tuple[Callable[[Repository], None], str, str]] = {
    "changes not committed": (_dirty, "1.2.0", "qui ne sont pas enregistrés"),
    "a file git does not know": (_stray, "1.2.0", "qui ne sont pas enregistrés"),
    "another branch": (_elsewhere, "1.2.0", "la branche est « essai », pas « main »"),
    "no branch": (_nowhere, "1.2.0", "la branche est «  », pas « main »"),
    "nothing to tell": (_silent, "1.2.0", "ne dit rien sous « ## [Unreleased] »"),
    "no section": (_untitled, "1.2.0", "ne dit rien sous « ## [Unreleased] »"),
    "a tag that is there": (_tagged, "1.2.0", "v1.2.0 existe déjà"),
    "the last version": (lambda _: None, "0.0.9", "0.0.9 n’est pas plus grande que 0.0.9"),
    "a version before it": (lambda _: None, "0.0.10-rc1", "n’est pas une version comme 1.2.0"),
    "a lower version": (lambda _: None, "0.0.8", "0.0.8 n’est pas plus grande que 0.0.9"),
    "no number": (lambda _: None, "v1", "n’est pas une version comme 1.2.0"),
    "an option": (lambda _: None, "--help", "n’est pas une version comme 1.2.0"),
    "no version": (lambda _: None, "", "n’est pas une version comme 1.2.0"),
}


@pytest.mark.parametrize(("change", "version", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_released_is_left_alone(
    change: Callable[[Repository], None],
    version: str,
    said: str,
    programme: Repository,
    tmp_path: Path,
) -> None:
    one = _copy(programme, tmp_path / "ici")
    change(one)
    before = _state(one)
    done = _release(one.root, *filter(None, [version]))
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stdout == ""
    assert _state(one) == before


def _hook(one: Repository) -> None:
    hook = one.root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho non >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)


def _unsigned(one: Repository) -> None:
    one.git("config", "tag.gpgSign", "true")
    one.git("config", "gpg.program", "false")


def _incomplete(one: Repository) -> None:
    shutil.rmtree(one.root / "theme")
    one.commit()


def _unlocked(one: Repository) -> None:
    one.write("requirements-run.lock", "-r absent.lock\n")
    one.commit()


def _moved(one: Repository) -> None:
    """Once tagged, the branch goes on elsewhere: the release is no longer its next commit."""
    hook = one.root / ".git/hooks/reference-transaction"
    hook.write_text(
        '#!/bin/sh\n[ "$1" = prepared ] || exit 0\nwhile read -r old new name; do\n'
        'case "$name" in refs/heads/main) echo non >&2; exit 1;; esac\ndone\n',
        encoding="utf-8",
    )
    hook.chmod(0o755)


BROKEN = {
    "a commit that is refused": _hook,
    "a tag that is refused": _unsigned,
    "a wheel that cannot be built": _incomplete,
    "a lock that cannot be read": _unlocked,
    "a branch that does not move": _moved,
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_a_release_that_breaks_leaves_nothing(
    change: Callable[[Repository], None], programme: Repository, tmp_path: Path
) -> None:
    one = _copy(programme, tmp_path / "ici")
    change(one)
    before = _state(one)
    done = _release(one.root, "1.2.0", TMPDIR=str(tmp_path))
    assert done.returncode == 1
    assert "a échoué" in done.stderr
    assert _state(one) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ici"]
