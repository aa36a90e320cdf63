"""Publishing in one step: `site/` is the old tree or the new one, whatever happens on the way."""

import errno
import hashlib
import os
import random
import re
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator import engine
from generator.build import pipeline, publish
from generator.build.audit import Defect
from generator.core import system
from generator.engine import EngineError
from generator.search import SearchError
from tests.miniature import TODAY, read_tree
from tests.site_fixtures import (
    BUILD_SECONDS,
    BuiltClub,
    build_club,
    command,
    copy_miniature,
    environment,
    run_club,
)
from tests.test_system import living, until

DAY = ["--today", TODAY.isoformat()]


def _folder(path: Path, **files: str) -> Path:
    """Make a folder that holds these files."""
    path.mkdir(parents=True)
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def _names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


# --- the exchange ----------------------------------------------------------------------------


@pytest.fixture(params=["exchange", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to publish: the system call, and what is done where it does not exist."""
    if request.param != "exchange":
        monkeypatch.setattr(publish, "_exchange", lambda _one, _other: False)
    return str(request.param)


@pytest.mark.usefixtures("way")
def test_a_new_tree_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = _folder(tmp_path / "site", old="1")
    new = _folder(tmp_path / ".site.new", new="2")
    publish.swap(new, target)
    assert _names(tmp_path) == ["site"]
    assert _names(target) == [publish.MARKER, "new"]


@pytest.mark.usefixtures("way")
def test_a_first_tree_needs_no_exchange(tmp_path: Path) -> None:
    publish.swap(_folder(tmp_path / ".site.new", new="2"), tmp_path / "site")
    assert _names(tmp_path) == ["site"]


def test_the_system_exchanges_two_folders_at_once(tmp_path: Path) -> None:
    one, other = _folder(tmp_path / "one", a=""), _folder(tmp_path / "other", b="")
    if not publish._exchange(one, other):
        pytest.skip("this system has no exchange of two folders")
    assert (_names(one), _names(other)) == (["b"], ["a"])


# --- what may be replaced --------------------------------------------------------------------


def test_a_site_an_empty_folder_and_nothing_may_be_replaced(tmp_path: Path) -> None:
    for target in (
        tmp_path / "nothing",
        _folder(tmp_path / "empty"),
        _folder(tmp_path / "built", **{publish.MARKER: "", "index.html": ""}),
    ):
        publish.check_target(target)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda p: _folder(p, thesis="1"), "contient autre chose qu’un site"),
        (lambda p: p.write_text("1"), "n’est pas un dossier"),
        (lambda p: p.symlink_to(p.parent), "n’est pas un dossier"),
    ],
    ids=["folder", "file", "symlink"],
)
def test_what_we_did_not_build_is_never_replaced(
    make: Callable[[Path], object], words: str, tmp_path: Path
) -> None:
    target = tmp_path / "target"
    make(target)
    with pytest.raises(publish.PublishError, match=words):
        publish.check_target(target)


def test_a_site_that_could_not_be_removed_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One built with sudo, or made read-only: it would be exchanged, then stop every build."""
    target = _folder(tmp_path / "site", **{publish.MARKER: ""})
    _folder(target / "veille" / "une-loi")
    monkeypatch.setattr(os, "access", lambda path, _: Path(path).name != "une-loi")
    with pytest.raises(
        publish.PublishError, match=r"veille/une-loi n’est pas un dossier où écrire"
    ):
        publish.check_target(target)


@pytest.mark.usefixtures("way")
def test_a_published_site_is_no_failure_when_the_old_one_resists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that someone else holds on a network disk cannot go yet."""

    def held(*_: object, **__: object) -> None:
        raise OSError(errno.EBUSY, "held")

    new, target = _folder(tmp_path / "new", a="new"), _folder(tmp_path / "site", a="old")
    monkeypatch.setattr(os, "unlink", held)
    publish.swap(new, target)
    assert (target / "a").read_text(encoding="utf-8") == "new"


def test_a_build_refuses_a_foreign_folder_before_any_work(tmp_path: Path) -> None:
    root = copy_miniature(tmp_path / "club")
    foreign = _folder(tmp_path / "these", chapitre="trois ans de travail")
    done = run_club(["build", "--root", root, "--out", foreign, *DAY])
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(" : videz-le ou choisissez un autre dossier (--out).\n")
    assert read_tree(foreign) == {"chapitre": b"trois ans de travail"}
    assert not (root / ".club").exists()


# --- where a site is published -----------------------------------------------------------------


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder on another disk than the tests' own: memory, where Linux has it."""
    memory = Path("/dev/shm")  # noqa: S108 - to be on another disk
    if not os.access(memory, os.W_OK) or memory.stat().st_dev == tmp_path.stat().st_dev:
        assert not os.environ.get("CI"), "the forges' machines have another disk in /dev/shm"
        pytest.skip("no other disk here")
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


def test_a_site_may_be_on_another_disk_and_everyone_may_read_it(
    elsewhere: Path, miniature: BuiltClub, tmp_path: Path
) -> None:
    root = copy_miniature(tmp_path / "club")
    out = elsewhere / "a" / "site"
    words: list[str | Path] = [
        "build",
        "--root",
        root,
        "--out",
        out,
        "--quiet",
        "--jobs",
        "2",
        *DAY,
    ]
    pages = [page for page in miniature.site.rglob("*.html") if "/pagefind/" not in str(page)]
    assert len(pages) >= 2 * engine.MIN_PAGES  # made in two parts, elsewhere, then brought together
    before = os.umask(0o077)
    try:
        done = run_club(words)
    finally:
        os.umask(before)
    assert (done.returncode, done.stderr) == (0, "")
    assert read_tree(out) == read_tree(miniature.site)
    modes = {stat.S_IMODE(p.stat().st_mode) for p in out.rglob("*") if p.is_file()}
    folders = {p for p in (out.parent, out, *out.rglob("*")) if p.is_dir()}
    assert (modes, {stat.S_IMODE(p.stat().st_mode) for p in folders}) == ({0o644}, {0o755})
    assert _names(out.parent) == ["site"]


@pytest.mark.skipif(
    os.geteuid() != 0 or not Path("/usr/bin/unshare").exists(), reason="only root may mount"
)
def test_a_place_where_no_site_can_be_put_is_said(tmp_path: Path) -> None:
    """A disk mounted at the target, this disk mounted there, a disk that is only read."""
    for name in ("disk", "same", "source", "read"):
        (tmp_path / name).mkdir()
    script = """
        mount -t tmpfs none disk && mount --bind source same && mount -t tmpfs -o ro none read || exit 77
        for place in disk same read/site; do
          "$@" --out "$place"; echo "$?"
        done
    """
    root = copy_miniature(tmp_path / "club")
    words = command("build", "--root", root, *DAY, "--quiet")
    done = subprocess.run(
        ["/usr/bin/unshare", "--mount", "bash", "-c", script, "bash", *words],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=BUILD_SECONDS,
        check=False,
    )
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("this machine lets nobody mount")
    assert done.stdout.split() == ["2", "2", "2"], done.stderr
    mounted, same, read = done.stderr.splitlines()
    assert "disk est un point de montage" in mounted
    assert "same est un point de montage" in same
    assert "read n’est pas un dossier où écrire" in read


# --- two builds at once ----------------------------------------------------------------------


def test_a_second_build_at_once_is_refused(tmp_path: Path, miniature: BuiltClub) -> None:
    root = copy_miniature(tmp_path / "club", miniature)
    first = subprocess.Popen(
        command("build", "--root", root, *DAY),
        env=environment(),
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert first.stderr is not None
        assert first.stderr.readline() == "Vérification des sources…\n"
        first.send_signal(signal.SIGSTOP)
        second = run_club(["build", "--root", root, *DAY])
        first.send_signal(signal.SIGCONT)
        _, words = first.communicate(timeout=BUILD_SECONDS)
    finally:
        first.kill()
        first.wait()
    assert second.returncode == 2
    assert re.fullmatch(
        r"Une autre construction est en cours dans ce dossier depuis le \d\d/\d\d/\d{4} à \d\d:\d\d "
        rf"\(« club build », processus {first.pid}\) : attendez qu’elle finisse\.\n",
        second.stderr,
    )
    assert (first.returncode, (root / "site" / "index.html").is_file()) == (0, True), words


# --- builds that fail ------------------------------------------------------------------------


@pytest.fixture
def published(tmp_path: Path, miniature: BuiltClub) -> BuiltClub:
    """A copy of the miniature club, of its site and of what is known of them, to be rebuilt."""
    root, site = copy_miniature(tmp_path / "club", miniature), tmp_path / "out" / "site"
    _copy_tree(miniature.site, site)
    return BuiltClub(root, site)


def _copy_tree(source: Path, target: Path) -> None:
    for name, data in read_tree(source).items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(data)


def _build(club: BuiltClub) -> subprocess.CompletedProcess[str]:
    return run_club(["build", "--root", club.root, "--out", club.site, *DAY, "--quiet"])


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("\n<br>\n", 1, "1 erreur, 0 avertissement. Rien n’est publié."),
        (
            "\n[x](/pratiques/#absente)\n",
            1,
            "1 erreur, 0 avertissement. Rien n’est publié.",
        ),
    ],
    ids=["a mark", "an anchor"],
)
def test_a_refused_build_leaves_the_site_untouched(
    text: str, code: int, words: str, published: BuiltClub
) -> None:
    before = read_tree(published.site)
    with (published.root / "content" / "club.md").open("a", encoding="utf-8") as file:
        file.write(text)
    done = _build(published)
    assert done.returncode == code
    assert words in done.stderr
    assert read_tree(published.site) == before
    assert _names(published.site.parent) == ["site"]


def _fail(error: Exception) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise error

    return fail


FAILURES = {
    "engine": ("engine.run", EngineError("MkDocs a échoué")),
    "index": ("search.index", SearchError("Pagefind a échoué")),
    "full disk": ("exports.export", OSError(errno.ENOSPC, "No space left on device")),
    "interrupted": ("opengraph.place", KeyboardInterrupt()),
    "sync": ("build.publish.swap", OSError(errno.EIO, "Input/output error")),
}


@pytest.mark.parametrize(("step", "error"), FAILURES.values(), ids=FAILURES)
def test_a_failed_build_leaves_the_site_untouched(
    step: str, error: Exception, published: BuiltClub, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_tree(published.site)
    monkeypatch.setattr(f"generator.{step}", _fail(error))
    with pytest.raises(type(error)):
        build_club(published.root, published.site)
    assert read_tree(published.site) == before
    assert _names(published.site.parent) == ["site"]


def test_a_defect_keeps_the_site_and_is_told(
    published: BuiltClub, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_tree(published.site)
    defect = Defect("index.html", "défaut d’exemple")
    monkeypatch.setattr("generator.build.audit.audit", lambda *_, **__: [defect])
    with pytest.raises(pipeline.AuditError) as stopped:
        build_club(published.root, published.site)
    assert stopped.value.defects == [defect]
    assert read_tree(published.site) == before


def test_what_a_dead_build_left_does_not_reach_the_site(published: BuiltClub) -> None:
    before = read_tree(published.site)
    staging = publish.staging(published.site, published.root.resolve() / ".club")
    _folder(staging, **{"leftover.html": "x"})
    _folder(published.root / ".club" / "shards" / "1", **{"leftover.md": "x"})
    _folder(published.root / ".club" / "pages", **{"leftover.md": "x"})
    assert _build(published).returncode == 0
    assert read_tree(published.site) == before
    assert _names(published.site.parent) == ["site"]
    assert (published.site / publish.MARKER).is_file()


# --- killed at any moment --------------------------------------------------------------------

KILLS = int(os.environ.get("KILLS", "6"))  # `make soak` asks for many more


def _digest(folder: Path) -> str:
    """Return a mark of a tree: names and bytes."""
    whole = hashlib.sha256()
    for name, data in read_tree(folder).items():
        whole.update(f"{name}\0{len(data)}\0".encode())
        whole.update(data)
    return whole.hexdigest()


def _write_version(root: Path, version: str) -> None:
    text = f"---\ntitle: Club miniature\nsummary: Version {version}.\n---\n\nVersion {version}.\n"
    (root / "content" / "index.md").write_text(text, encoding="utf-8")


def _killed(club: BuiltClub, seconds: float | None) -> bool:
    """Start a build and kill it, itself alone, after some seconds.

    Without `seconds`, kill it when it says that it publishes. Returns whether it was alive. Its
    children must end with it, and leave the lock.
    """
    process = subprocess.Popen(
        command("build", "--root", club.root, "--out", club.site, *DAY),
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,  # by which its children are known
    )
    assert process.stderr is not None
    with process.stderr:
        if seconds is None:
            for line in process.stderr:
                if line.startswith("Publication"):
                    break
        else:
            time.sleep(seconds)
        alive = process.poll() is None
        if alive:
            process.kill()
        process.wait()
    assert until(lambda: not living(process.pid)), living(process.pid)
    with system.lock(club.root / ".club" / "lock", "Une construction est en cours", "essai"):
        return alive


def test_a_build_killed_at_any_moment_leaves_the_old_tree_or_the_new_one(
    published: BuiltClub,
) -> None:
    trees = {}
    for version in ("une", "deux"):
        _write_version(published.root, version)
        started = time.monotonic()
        assert _build(published).returncode == 0
        trees[version] = _digest(published.site)
    length = time.monotonic() - started
    moments = random.Random(2026)  # noqa: S311 - the same moments on each run
    points = [moments.uniform(0.1, 1.05) * length for _ in range(KILLS)]
    killed = 0
    for turn, seconds in enumerate([*points, None, None]):
        _write_version(published.root, "une" if turn % 2 else "deux")
        killed += _killed(published, seconds)
        assert _digest(published.site) in trees.values(), f"killed after {seconds} s"
    assert killed >= KILLS // 2
    _write_version(published.root, "une")
    assert _build(published).returncode == 0
    assert _digest(published.site) == trees["une"]
    assert _names(published.site.parent) == ["site"]
