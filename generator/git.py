"""Asking git, without what someone's own configuration could change in the answer, or run.

Without git, or in a folder that is not the top of its own repository, nothing is answered.
"""

import subprocess
from collections.abc import Sequence
from pathlib import Path

_SECONDS = 30.0
_GIT = ("git", "--no-pager", "--no-optional-locks", "--literal-pathspecs")
_QUIET = ("-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "-c", "log.showRoot=true")


def ask(root: Path, words: Sequence[str]) -> bytes | None:
    """Return what git prints of the repository whose top is `root`; None when it cannot."""
    if not (root / ".git").exists():
        return None
    where = ("--git-dir", str(root / ".git"), "--work-tree", str(root))
    try:
        done = subprocess.run(
            [*_GIT, *where, *_QUIET, *words],
            cwd=root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def kept(root: Path) -> list[str] | None:
    """Return the paths git keeps of `root`, or would at the next commit, in order.

    None where there is no repository.
    """
    said = ask(root, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
    return None if said is None else _paths(said)


def unsaved(root: Path) -> list[str] | None:
    """Return what is not committed, as `git status --short` lists it; None without a repository.

    A file that git ignores is not named.
    """
    said = ask(root, ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"])
    return None if said is None else _paths(said)


def _paths(said: bytes) -> list[str]:
    return sorted(p.decode(errors="surrogateescape") for p in said.split(b"\0") if p)
