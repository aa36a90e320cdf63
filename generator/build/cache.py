"""What was built before, so that it is not built again: pages by what they are made of, and the last site.

One file, `.club/cache.db` (SQLite): a page is found by the digest of everything it depends on, so
that a page that is found is the page that would be built. A file that cannot be read is begun again.
Only the build that holds the lock of the folder opens it.
"""

import hashlib
import json
import os
import platform
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from generator.core.memory import Memory
from generator.core.settings import HOME

# What makes the programme: another byte there, and nothing of before is believed.
_PROGRAMME = ("generator", "theme", "vocabularies", "mkdocs.yml")
Error = sqlite3.Error  # what keeping may raise: a full disk
_FORM = 3  # of the table; another is begun again
KEPT_BUILDS = 8  # a page that none of the last builds showed is dropped


def digest(*parts: str | bytes) -> str:
    """Return a digest of the parts, in order and each apart."""
    found = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()


def of_files(root: Path, names: Iterable[str]) -> str:
    """Return the digest of the files of some folders and files of `root`: their names and bytes."""
    paths: list[Path] = []
    for name in names:
        path = root / name
        paths += [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    kept = sorted(p for p in paths if "__pycache__" not in p.parts)
    return digest(
        *(part for p in kept for part in (os.fsencode(p.relative_to(root)), p.read_bytes()))
    )


def of_site(site: Path) -> str:
    """Return the digest of what a folder holds: names, sizes and times; of nothing, an empty text."""
    found = []
    for folder, _, names in os.walk(site):
        for name in names:
            path = f"{folder}/{name}"
            status = os.lstat(path)
            found.append(f"{path}\n{status.st_size}\n{status.st_mtime_ns}")
    return digest(*(os.fsencode(one) for one in sorted(found))) if found else ""


def of_programme() -> str:
    """Return the digest of the programme, of Python and of every package that is installed."""
    packages = sorted(f"{d.name} {d.version}" for d in distributions())
    return digest(platform.python_version(), of_files(HOME, _PROGRAMME), *packages)


class Cache:
    """The pages of before. Each build counts one; `keep` writes all at once, or nothing."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path, isolation_level=None)
        try:
            self._begin()
        except sqlite3.DatabaseError:
            self.close()
            raise

    def _begin(self) -> None:
        """Read what the file holds; begin it again when it is of another form. Raises `sqlite3.DatabaseError`."""
        if self._base.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError
        (form,) = self._base.execute("PRAGMA user_version").fetchone()
        if form != _FORM:
            self._base.executescript(
                "DROP TABLE IF EXISTS page; DROP TABLE IF EXISTS shown; DROP TABLE IF EXISTS state;"
                "DROP TABLE IF EXISTS found;"
                "CREATE TABLE page (key TEXT PRIMARY KEY, html BLOB, sum INTEGER);"
                "CREATE TABLE shown (key TEXT PRIMARY KEY, build INTEGER) WITHOUT ROWID;"
                "CREATE TABLE found (key TEXT PRIMARY KEY, value BLOB, sum INTEGER, build INTEGER)"
                " WITHOUT ROWID;"
                f"CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT); PRAGMA user_version = {_FORM}"
            )
        self.state: dict[str, Any] = {
            name: json.loads(value) for name, value in self._base.execute("SELECT * FROM state")
        }

    def memory(self, programme: str, jobs: int) -> Memory:
        """Return what was found of texts before, by this programme."""
        if self.state.get("programme") != programme:
            self._base.execute("DELETE FROM found")
        rows = self._base.execute("SELECT key, value, sum FROM found")
        whole = ((k, v) for k, v, known in rows if type(v) is bytes and zlib.crc32(v) == known)
        return Memory({key: value.decode("utf-8", "surrogatepass") for key, value in whole}, jobs)

    def remember(self, memory: Memory) -> None:
        """Keep what was found of texts, and what was asked for in one of the last builds."""
        build = self.state.get("build", 0) + 1
        with self._base:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.executemany(
                "INSERT OR REPLACE INTO found VALUES (?, ?, ?, ?)",
                ((key, data, zlib.crc32(data), build) for key, data in _encoded(memory.fresh)),
            )
            asked = ((build, key) for key in memory.asked)
            self._base.executemany("UPDATE found SET build = ? WHERE key = ?", asked)
            self._base.execute("DELETE FROM found WHERE build <= ?", (build - KEPT_BUILDS,))

    def pages(self, keys: Iterable[str]) -> dict[str, str]:
        """Return the pages that are known, by key. What is damaged is not known."""
        found = {}
        for key in keys:
            row = self._base.execute("SELECT html, sum FROM page WHERE key = ?", (key,)).fetchone()
            if row and zlib.crc32(row[0]) == row[1]:
                found[key] = zlib.decompress(row[0]).decode()
        return found

    def keep(
        self, pages: Mapping[str, str], shown: Iterable[str], state: Mapping[str, Any]
    ) -> None:
        """Keep new pages and the state of a build that shows the pages of the keys `shown`."""
        build = self.state.get("build", 0) + 1
        with self._base:
            self._base.execute("BEGIN IMMEDIATE")
            rows = ((k, data, zlib.crc32(data)) for k, data in _packed(pages))
            self._base.executemany("INSERT OR REPLACE INTO page VALUES (?, ?, ?)", rows)
            self._base.executemany("REPLACE INTO shown VALUES (?, ?)", ((k, build) for k in shown))
            self._base.execute("DELETE FROM shown WHERE build <= ?", (build - KEPT_BUILDS,))
            self._base.execute("DELETE FROM page WHERE key NOT IN (SELECT key FROM shown)")
            values = {**state, "build": build}
            self._base.executemany(
                "INSERT OR REPLACE INTO state VALUES (?, ?)",
                ((name, json.dumps(value)) for name, value in values.items()),
            )

    def close(self) -> None:
        """Close the file."""
        self._base.close()


def _encoded(values: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    for key, value in values.items():
        yield key, value.encode("utf-8", "surrogatepass")


def _packed(pages: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    for key, html in pages.items():
        yield key, zlib.compress(html.encode(), 1)


def _doubtful(folder: Path) -> bool:
    """Whether what a `.club/` holds may have come with a branch: git keeps it, or it leads elsewhere.

    Of the forms of an index that do not say their names whole (4, or split), nothing is believed.
    """
    if folder.is_symlink():
        return True
    above = folder.resolve().parents
    git = next((up / ".git" for up in above if (up / ".git").exists()), None)
    try:
        if git and git.is_file():  # a worktree, a submodule
            git = git.parent / git.read_text("utf-8").partition(":")[2].strip()
        index = (git / "index").read_bytes() if git else b""
        cut = index[4:8] > b"\0\0\0\3" or (git is not None and any(git.glob("sharedindex.*")))
    except (OSError, UnicodeDecodeError):
        return False
    return cut or b".club/" in index or b".club\0" in index


@contextmanager
def opened(path: Path) -> Iterator[Cache]:
    """Open the cache at `path`; a file that is damaged, of another form or of something else is begun again.

    One that may have come with a branch is believed in nothing, and left as it is.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path = Path(":memory:") if _doubtful(path.parent) else path
    try:
        cache = Cache(path)
    except sqlite3.DatabaseError:
        path.unlink(missing_ok=True)
        cache = Cache(path)
    try:
        yield cache
    finally:
        with suppress(sqlite3.Error):
            cache.close()
