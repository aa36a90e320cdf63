"""What was built before is built no more, and nothing tells the difference."""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.build import cache, pipeline
from generator.core import settings
from generator.core.memory import Memory
from tests.miniature import TODAY, read_tree
from tests.site_fixtures import copy_miniature


def built(root: Path, today: date = TODAY, site: str = "site") -> pipeline.Built:
    return pipeline.build(root, settings.load(root), today, out=root / site, jobs=2)


def clean(root: Path, today: date = TODAY) -> dict[str, bytes]:
    """Return the site of the same sources, built from nothing in another folder."""
    other = root.parent / "clean" / "club"
    shutil.rmtree(other.parent, ignore_errors=True)
    shutil.copytree(root, other, ignore=shutil.ignore_patterns(".club", "site"))
    return read_tree(built(other, today).site)


# --- any series of edits ------------------------------------------------------------------


def _sheets(root: Path, kind: str = "practices") -> list[Path]:
    return sorted((root / kind).glob("*.md"))


def _replaced(path: Path, pattern: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(pattern, new, text, count=1, flags=re.MULTILINE), encoding="utf-8")


def _comma(root: Path, n: int) -> None:
    sheets = [*_sheets(root), *_sheets(root, "meetings"), *_sheets(root, "content")]
    with sheets[n % len(sheets)].open("a", encoding="utf-8") as file:
        file.write(f"\nUne phrase de plus, la {n}.\n")


def _title(root: Path, n: int) -> None:
    sheets = [*_sheets(root), *_sheets(root, "actions")]
    _replaced(sheets[n % len(sheets)], r"^title: .*$", f"title: Un autre titre, {n}")


def _added(root: Path, n: int) -> None:
    source = _sheets(root)[n % len(_sheets(root))]
    text = source.read_text(encoding="utf-8").replace("\naliases:", "\n# aliases:")
    path = source.with_name(f"copie-{n}.md")
    path.write_text(re.sub(r"(\w{5,})", r"\1s", text.rpartition("---")[2]), encoding="utf-8")
    path.write_text(text.rpartition("---")[0] + "---" + path.read_text("utf-8"), encoding="utf-8")
    _replaced(path, r"^title: .*$", f"title: Une pratique ajoutée, {n}")


def _removed(root: Path, n: int) -> None:
    _sheets(root)[n % len(_sheets(root))].unlink()


def _renamed(root: Path, n: int) -> None:
    path = _sheets(root)[n % len(_sheets(root))]
    path.rename(path.with_name(f"renommee-{n}.md"))


def _named(root: Path, n: int) -> None:
    _replaced(
        root / "members.yaml", r"^  family_name: (\w+)$", rf"  family_name: \1{chr(97 + n % 26)}"
    )


def _term(root: Path, n: int) -> None:
    files = sorted((root / "vocabularies").glob("*.yaml"))
    _replaced(files[n % len(files)], r"^  label: (.*)$", rf"  label: \1 {n}")


def _configured(root: Path, n: int) -> None:
    _replaced(root / "mkdocs.yml", r"^site_name: .*$", f"site_name: Club {n}")


CHANGES = (_comma, _title, _added, _removed, _renamed, _named, _term, _configured)
series = st.lists(
    st.tuples(st.sampled_from(CHANGES), st.integers(0, 99), st.sampled_from((0, 0, 0, 1, 200))),
    min_size=3,
    max_size=6,
)


# Enough for each run of the tests; `make fuzz` draws as many as one wants.
SOME = [
    (_comma, 3, 0),
    (_term, 4, 45),
    (_named, 2, 0),
    (_renamed, 5, 0),
    (_added, 7, 0),
    (_title, 1, 200),
    (_removed, 6, 0),
    (_configured, 8, 0),
]


@hypothesis.settings(
    max_examples=int(os.environ.get("CLUB_EXAMPLES", "1")),
    deadline=None,
    phases=[
        hypothesis.Phase.explicit,
        *[hypothesis.Phase.generate] * ("CLUB_EXAMPLES" in os.environ),
    ],
    suppress_health_check=list(hypothesis.HealthCheck),
)
@given(series)
@hypothesis.example(SOME)
def test_after_any_edits_the_site_is_the_one_built_from_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    edits: list[tuple[Callable[[Path, int], None], int, int]],
) -> None:
    root = copy_miniature(tmp_path_factory.mktemp("edits") / "club")
    today = TODAY
    built(root)
    for change, n, days in edits:
        before = read_tree(root)
        change(root, n)
        today += timedelta(days)
        if pipeline.check(
            root, settings.load(root), today
        ).errors:  # what was removed is named elsewhere
            for name in read_tree(root).keys() - before.keys():
                (root / name).unlink()
            for name, data in before.items():
                (root / name).write_bytes(data)
        built(root, today)
    assert read_tree(root / "site") == clean(root, today)


def test_nothing_changed_is_nothing_done(tmp_path: Path) -> None:
    root = copy_miniature(tmp_path / "club")
    first = built(root)
    times = {path: path.stat().st_mtime_ns for path in first.site.rglob("*")}
    again = built(root)
    assert again.same
    assert (again.pages, again.counts, again.warnings) == (
        first.pages,
        first.counts,
        first.warnings,
    )
    assert times == {path: path.stat().st_mtime_ns for path in again.site.rglob("*")}
    # A site that someone has changed is not the one that was built.
    (first.site / "index.html").write_text("Autre chose.", encoding="utf-8")
    assert not built(root).same
    assert "Autre chose." not in (first.site / "index.html").read_text(encoding="utf-8")


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("CREATE TABLE page (key TEXT, html TEXT)")


def _altered(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("UPDATE page SET html = zeroblob(40)")
        base.execute("UPDATE found SET value = '[2]'")


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"not a base" * 900),
        lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
        _foreign,
        _altered,
    ],
    ids=["empty", "noise", "cut", "foreign", "altered"],
)
def test_a_damaged_cache_heals(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    path = tmp_path / "cache.db"
    with cache.opened(path) as kept:
        kept.remember(Memory(fresh={"one": "[1]", "two": '"\\ud800"'}, asked={"one", "two"}))
        state = {"made": "x", "programme": "p"}
        kept.keep(dict.fromkeys("abc", "<p>é</p>" * 999), "abc", state)
    damage(path)
    with cache.opened(path) as kept:
        assert kept.pages("abc") == {}
        assert kept.memory("p", 1).known == {}
        kept.keep({"a": "<p>é</p>"}, "a", {"made": "y"})
    with cache.opened(path) as kept:
        assert kept.pages("ab") == {"a": "<p>é</p>"}
        assert kept.state["made"] == "y"


@pytest.mark.parametrize("place", ["", "worktree", "inside", "index 4", "split index"])
def test_a_cache_that_came_with_a_branch_is_not_believed(tmp_path: Path, place: str) -> None:
    repository = tmp_path / "repository"
    folder = repository / "club" if place == "inside" else repository
    (folder / ".club").mkdir(parents=True)
    with cache.opened(folder / ".club" / "cache.db") as kept:
        kept.keep({"a": "<p>planted</p>"}, "a", {"made": "x"})
    git = ["git", "-C", str(repository), "-c", "user.name=x", "-c", "user.email=x@x.example"]
    forms = {"index 4": ["index.version", "4"], "split index": ["core.splitIndex", "true"]}
    kept_as = ["config", *forms.get(place, ["x.y", "z"])]
    (repository / ".clu").touch()  # what an index of form 4 would not write twice
    for words in (["init", "-q"], kept_as, ["add", "-f", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *words], check=True)
    if place == "worktree":
        folder = tmp_path / "other"
        subprocess.run([*git, "worktree", "add", "-q", "--detach", str(folder)], check=True)
    before = (folder / ".club" / "cache.db").read_bytes()
    with cache.opened(folder / ".club" / "cache.db") as kept:
        assert (kept.pages("a"), kept.state) == ({}, {})
        kept.keep({"b": "<p>"}, "b", {})
    assert (folder / ".club" / "cache.db").read_bytes() == before


def test_a_cache_that_lies_elsewhere_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "club").mkdir()
    (tmp_path / "club" / ".club").symlink_to(tmp_path / "elsewhere")
    with cache.opened(tmp_path / "club" / ".club" / "cache.db") as kept:
        kept.keep({"a": "<p>"}, "a", {})
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_is_remembered_is_that_of_one_programme(tmp_path: Path) -> None:
    found = {"one": "[1]", "odd": '"\ud800"'}
    with cache.opened(tmp_path / "cache.db") as kept:
        kept.remember(Memory(fresh=dict(found), asked=set(found)))
        kept.keep({}, [], {"programme": "p"})
    with cache.opened(tmp_path / "cache.db") as kept:
        assert kept.memory("p", 1).known == found
        assert kept.memory("q", 1).known == {}
    for _ in range(cache.KEPT_BUILDS):
        with cache.opened(tmp_path / "cache.db") as kept:
            kept.remember(Memory(fresh={"new": "1"}, asked={"new"}))
            kept.keep({}, [], {"programme": "q"})
    with cache.opened(tmp_path / "cache.db") as kept:
        assert kept.memory("q", 1).known == {"new": "1"}


def test_a_page_that_is_shown_no_more_is_dropped(tmp_path: Path) -> None:
    with cache.opened(tmp_path / "cache.db") as kept:
        kept.keep({"old": "<p>", "new": "<p>"}, ["old", "new"], {})
    for _ in range(cache.KEPT_BUILDS):
        with cache.opened(tmp_path / "cache.db") as kept:
            kept.keep({}, ["new"], {})
    with cache.opened(tmp_path / "cache.db") as kept:
        assert kept.pages(["old", "new"]) == {"new": "<p>"}
