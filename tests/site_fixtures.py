"""Built clubs that several tests read, and the `club` command as a real process.

What a fixture gives is shared by the whole session: a test that changes it copies it first.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from generator import demo
from generator.build import pipeline
from generator.core import settings
from tests.miniature import CLUB, TODAY, read_tree

HOME = settings.HOME
BUILD_SECONDS = 180.0  # a stuck build fails its test rather than the whole run


@dataclass(frozen=True, slots=True)
class BuiltClub:
    """A club's folder and the site built from it."""

    root: Path
    site: Path

    @property
    def generated(self) -> Path:
        """The folder given to the engine: Markdown, data, photos."""
        return self.root / ".club" / "pages"


def build_club(root: Path, site: Path, *, today: date = TODAY, jobs: int = 2) -> BuiltClub:
    """Build the club of `root` into `site`, in this process."""
    pipeline.build(root, settings.load(root), today, out=site, jobs=jobs)
    return BuiltClub(root, site)


def copy_miniature(root: Path, known: BuiltClub | None = None) -> Path:
    """Copy the sources of the miniature club to `root`, and return it.

    With what its build has kept, when it is `known`: the next one makes only what has changed.
    """
    shutil.copytree(CLUB, root)
    if known:
        shutil.copytree(known.root / ".club" / "cards", root / ".club" / "cards")
        shutil.copy(known.root / ".club" / "cache.db", root / ".club")
    return root


def command(*arguments: str | Path) -> list[str]:
    """Return the `club` command as a list of words."""
    return [sys.executable, "-m", "generator", *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a `club` process: this one's, and `more`."""
    # No bytecode: a test may compare the folder that a command stood in.
    common = {"PYTHONPATH": str(HOME), "PYTHONDONTWRITEBYTECODE": "1", "CI": "true"}
    return {**os.environ, **common, **more}


def run_club(arguments: Sequence[str | Path], **more: str) -> subprocess.CompletedProcess[str]:
    """Run `club` to its end as a real process."""
    return subprocess.run(
        command(*arguments),
        env=environment(**more),
        capture_output=True,
        encoding="utf-8",
        timeout=BUILD_SECONDS,
        check=False,
    )


def build_once(
    factory: pytest.TempPathFactory, name: str, build: Callable[[Path], BuiltClub]
) -> BuiltClub:
    """Return the club that `build` makes in the folder it is given, once for all the workers of a run.

    A worker that comes second waits for the first, or builds itself when the first failed.
    """
    common = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        common = common.parent
    folder, done = common / name, common / f"{name}.done"
    with (common / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            built = build(folder)
            done.write_text(f"{built.root}\n{built.site}", encoding="utf-8")
        root, site = done.read_text(encoding="utf-8").split("\n")
    return BuiltClub(Path(root), Path(site))


@pytest.fixture(scope="session")
def miniature(tmp_path_factory: pytest.TempPathFactory) -> BuiltClub:
    """The miniature club, built once. Read it, do not write in it."""
    return build_once(
        tmp_path_factory,
        "miniature",
        lambda folder: build_club(copy_miniature(folder / "club"), folder / "site"),
    )


@pytest.fixture(scope="session")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> BuiltClub:
    """A fictional club large enough for its lists to take several pages, built once."""
    sizes = demo.Sizes(members=250, practices=130, meetings=60, watch=60, actions=6)

    def build(folder: Path) -> BuiltClub:
        demo.write_demo(folder / "club", sizes, seed=3, today=TODAY, home=HOME)
        return build_club(folder / "club", folder / "site")

    return build_once(tmp_path_factory, "crowd", build)


__all__ = [
    "HOME",
    "BuiltClub",
    "build_club",
    "build_once",
    "command",
    "copy_miniature",
    "crowd",
    "environment",
    "miniature",
    "read_tree",
    "run_club",
]
