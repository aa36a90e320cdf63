"""What a proposal changes outside the content: named, compared as bytes, never used.

Content is read by `sources`, which trusts nothing. All the rest of a proposal (workflows,
configuration, generator, theme, lock file) is left where it is: the review runs with the base's.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.sources.files import LIST_FILES, MARKDOWN_FOLDERS, read_regular

CONTENT = (*LIST_FILES, *MARKDOWN_FOLDERS, "vocabularies")
# What the tools of a laptop leave there: never part of a proposal, never looked into.
WORKING = frozenset(
    {".git", ".venv", ".club", "site", "build", "dist", "node_modules", "__pycache__"}
    | {".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"}
)
MAX_FILES = 20_000
COMPARED_BYTES = 5_000_000  # beyond, two files of one size are taken for different


@dataclass(frozen=True, slots=True, order=True)
class Ignored:
    """A file of the proposal that was not taken, and what it is or does (in French)."""

    path: str
    what: str


@dataclass(frozen=True, slots=True)
class _File:
    kind: str
    size: int
    full: Path


def ignored(base: Path, head: Path, but: Path) -> list[Ignored]:
    """Return what `head` adds, changes or removes outside the content of `base`.

    `but` is a folder not to look at: where the review itself is written.
    """
    before, after = _files(base, but), _files(head, but)
    found = [
        Ignored(path, what)
        for path in sorted(before.keys() | after.keys())
        if (what := _what(before.get(path), after.get(path)))
    ]
    if len(after) >= MAX_FILES:
        found.insert(0, Ignored("…", f"plus de {MAX_FILES} fichiers : la liste est incomplète"))
    return found


def _what(old: _File | None, new: _File | None) -> str:
    if new is None:
        return "supprimé"
    if new.kind != "fichier":
        return "" if old and old.kind == new.kind else new.kind
    if old is None:
        return "ajouté"
    return "" if _same(old, new) else "modifié"


def _same(old: _File, new: _File) -> bool:
    if old.kind != new.kind or old.size != new.size or new.size > COMPARED_BYTES:
        return False
    return read_regular(old.full) == read_regular(new.full)


def _files(root: Path, but: Path) -> dict[str, _File]:
    found: dict[str, _File] = {}
    for path, file in _walk(root, "", but):
        found[path] = file
        if len(found) >= MAX_FILES:
            break
    return found


def _walk(folder: Path, prefix: str, but: Path) -> Iterator[tuple[str, _File]]:
    """Yield what is in a folder outside the content, links never followed."""
    entries = sorted(os.scandir(folder), key=lambda e: os.fsencode(e.name))
    if not entries and prefix:
        # Git keeps no empty folder: it is a submodule that was not fetched.
        yield prefix, _File("sous-module, ou dossier vide", 0, folder)
    for entry in entries:
        path, full = f"{prefix}{entry.name}", folder / entry.name
        if entry.name in WORKING or (not prefix and entry.name in CONTENT) or full == but:
            continue
        info = entry.stat(follow_symlinks=False)
        if stat.S_ISDIR(info.st_mode):
            yield from _walk(full, f"{path}/", but)
        else:
            yield path, _File(_kind(info.st_mode), info.st_size, full)


def _kind(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "lien symbolique"
    return "fichier" if stat.S_ISREG(mode) else "fichier spécial"
