"""Real git repositories: a club's, and a fork of it that proposes something."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import cases
from tests.cases import Case
from tests.site_fixtures import HOME

DAY = "2026-06-15"
# What stands beside the content in a repository, and that a fork may try to change.
BESIDE = {
    "mkdocs.yml": "site_name: Club d’essai\nsite_url: https://essai.example/\n"
    "repo_url: https://forge.example/club\n",
    "requirements.lock": "babel==2.14\n",
    "generator/cli.py": "print('le vrai')\n",
    "theme/main.html": "{% extends 'base.html' %}\n",
    ".github/workflows/proposition.yml": "on: pull_request\n",
    "README.md": "# Le club\n",
}


@dataclass(frozen=True, slots=True)
class Repository:
    """A git work tree."""

    root: Path

    def git(self, *arguments: str) -> str:
        """Run git there, without the configuration of whoever runs the tests."""
        done = subprocess.run(
            ["git", *arguments],  # noqa: S607 - the git of this machine
            cwd=self.root,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.root.parent),
                "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_AUTHOR_NAME": "Essai",
                "GIT_AUTHOR_EMAIL": "essai@exemple.fr",
                "GIT_COMMITTER_NAME": "Essai",
                "GIT_COMMITTER_EMAIL": "essai@exemple.fr",
            },
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def write(self, name: str, text: str) -> None:
        """Write a file, in a folder made for it if need be."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that is there once."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old)
        self.write(name, text.replace(old, new))

    def commit(self) -> None:
        """Commit whatever changed."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Proposition")


def upstream(root: Path, more: Mapping[str, str] = {}) -> Repository:
    """Return the repository of a small valid club, which holds some files `more`."""
    cases.lay(Case("", "ok", ""), root)
    repository = Repository(root)
    for name, text in {**BESIDE, **more}.items():
        repository.write(name, text)
    repository.git("init", "--quiet", "--initial-branch", "main")
    repository.commit()
    return repository


@contextmanager
def proposal(folder: Path, more: Mapping[str, str] = {}) -> Iterator[tuple[Repository, Path, Path]]:
    """Give a fork to change; once left, `base` and `head` are checked out as a forge does.

    Yields the fork, and the two folders that will be there. The club holds some files `more`.
    """
    origin = upstream(folder / "origin", more)
    origin.git("clone", "--quiet", "--local", ".", str(folder / "fork"))
    fork = Repository(folder / "fork")
    base, head = folder / "base", folder / "head"
    yield fork, base, head
    fork.commit()
    origin.git("worktree", "add", "--quiet", "--detach", str(base), "main")
    origin.git("fetch", "--quiet", str(fork.root), "main:proposition")
    origin.git("worktree", "add", "--quiet", "--detach", str(head), "proposition")


def review(
    base: Path, head: Path, out: Path, *more: str, cwd: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run `club review` as a job does: the installed command, in a folder that holds the fork."""
    words = ["review", "--base", base, "--head", head, "--out", out, "--today", DAY, *more]
    program = "import sys; from generator.__main__ import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-P", "-c", program, *map(str, words)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(HOME), "CI": "true", **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
