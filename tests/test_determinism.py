"""Same sources and same day, same bytes: whatever the machine, the folder or the parts."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from generator import demo, engine
from generator.core import settings
from tests.miniature import TODAY, read_tree
from tests.site_fixtures import BuiltClub, build_club, run_club

# Enough pages for three parts of the engine (see engine.MIN_PAGES).
SIZES = demo.Sizes(members=30, practices=30, meetings=6, watch=6, actions=3)


@dataclass(frozen=True, slots=True)
class Machine:
    """What may differ from one build to another."""

    name: str
    jobs: int
    folder: str = "club"
    variables: dict[str, str] = field(default_factory=dict)
    backwards: bool = False


# The two ends of what a machine may be: cores, time zone, locale, hash seed, folder, order of files.
MACHINES = [
    Machine(
        "one-job-adak-backwards",
        1,
        folder="a/b/c",
        variables={"PYTHONHASHSEED": "0", "TZ": "America/Adak", "LC_ALL": "tr_TR.UTF-8"},
        backwards=True,
    ),
    Machine(
        "three-jobs-kiritimati",
        3,
        folder="Élus d’ici et d’ailleurs",
        variables={"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    ),
]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "club"
    demo.write_demo(folder, SIZES, seed=7, today=TODAY, home=settings.HOME)
    return folder


@pytest.fixture(scope="module")
def here(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltClub:
    """The club as built here, in two parts."""
    folder = tmp_path_factory.mktemp("reference")
    shutil.copytree(sources, folder / "club")
    return build_club(folder / "club", folder / "site")


@pytest.fixture(scope="module")
def reference(here: BuiltClub) -> dict[str, bytes]:
    """The files of that site, before anything is built again."""
    return read_tree(here.site)


def _copy(sources: Path, root: Path, *, backwards: bool) -> None:
    """Copy the club file by file, since a folder may list its files as they were written."""
    files = sorted((p for p in sources.rglob("*") if p.is_file()), reverse=backwards)
    for path in files:
        target = root / path.relative_to(sources)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_machine_builds_the_same_bytes(
    machine: Machine, sources: Path, reference: dict[str, bytes], tmp_path: Path
) -> None:
    root = tmp_path / machine.folder
    _copy(sources, root, backwards=machine.backwards)
    site = tmp_path / "out" / "site"
    done = run_club(
        [
            *("build", "--root", root, "--out", site, "--today", TODAY.isoformat()),
            *("--jobs", str(machine.jobs), "--quiet"),
        ],
        **machine.variables,
    )
    assert (done.returncode, done.stderr) == (0, "")
    built = read_tree(site)
    assert _differences(reference, built) == []
    assert len([name for name in built if name.endswith(".html")]) >= 3 * engine.MIN_PAGES


def test_a_second_build_in_the_same_folder_changes_nothing(
    here: BuiltClub, reference: dict[str, bytes]
) -> None:
    for path in here.root.rglob("*"):
        os.utime(path, (0, 0))  # the age of a source is not content
    assert _differences(reference, read_tree(build_club(here.root, here.site).site)) == []


def test_another_seed_gives_another_club_and_the_same_seed_the_same(
    sources: Path, tmp_path: Path
) -> None:
    for seed in (7, 8):
        demo.write_demo(tmp_path / str(seed), SIZES, seed=seed, today=TODAY, home=settings.HOME)
    assert _differences(read_tree(sources), read_tree(tmp_path / "7")) == []
    assert _differences(read_tree(sources), read_tree(tmp_path / "8")) != []
