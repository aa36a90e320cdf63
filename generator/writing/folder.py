"""Writing a whole folder of files: all of it or nothing, never through a link."""

import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from generator.writing.disk import AlreadyThereError, NotAFolderError


class Written(Protocol):
    """A file as it is written: its bytes, and whether it can be run."""

    @property
    def data(self) -> bytes:
        """The bytes."""

    @property
    def runs(self) -> bool:
        """Whether it is a program."""


_ALLOWED = {".git"}  # what a folder that is to be filled may already hold


def room(target: Path) -> None:
    """Refuse a place that holds something else than a new `.git`.

    Raises AlreadyThereError or NotAFolderError.
    """
    if os.path.lexists(target) and not target.is_dir():
        raise NotAFolderError(f"{target} n’est pas un dossier : choisissez un autre nom.")
    if target.is_dir() and (held := {p.name for p in target.iterdir()} - _ALLOWED):
        raise AlreadyThereError(
            f"{target} n’est pas vide ({min(held)}) : choisissez un dossier vide ou un nouveau nom."
        )


def fill(target: Path, files: Mapping[str, Written]) -> None:
    """Write files by path in a folder that is absent or empty: every one or, on an error, none.

    Everything is written beside, then takes its place by renaming. Raises AlreadyThereError,
    NotAFolderError or OSError.
    """
    room(target)
    made = _missing(target.parent)
    staging = target / f".club.{os.getpid()}" if target.is_dir() else _beside(target)
    moved: list[Path] = []
    try:
        staging.mkdir(parents=True)
        for name, file in files.items():
            _write(staging / name, file)
        if not target.is_dir():
            staging.rename(target)
            return
        for entry in sorted(staging.iterdir()):
            entry.rename(target / entry.name)
            moved.append(target / entry.name)
    except BaseException:
        for path in moved:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.rmtree(staging, ignore_errors=True)
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise
    staging.rmdir()


def change(root: Path, files: Mapping[str, Written], removed: Iterable[str]) -> None:
    """Write files and remove others in a folder that is there: every one or, on an error, none.

    Folders left empty go. Raises NotAFolderError or OSError.
    """
    removed = list(removed)
    for name in (*files, *removed):
        _ordinary(root, name)
    before = {name: _kept(root / name) for name in (*files, *removed)}
    staging = root / f".club.{os.getpid()}"
    done: list[str] = []
    try:
        for name, file in files.items():
            _write(staging / name, file)
        for name in files:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            done.append(name)
            (staging / name).replace(root / name)
        for name in removed:
            done.append(name)
            (root / name).unlink(missing_ok=True)
            _prune(root, (root / name).parent)
    except BaseException:
        for name in done:
            _put_back(root, name, before[name])
        raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _beside(target: Path) -> Path:
    return target.parent / f".{target.name}.{os.getpid()}.new"


def _missing(folder: Path) -> list[Path]:
    """Return the folders that must be made to reach `folder`, the deepest first."""
    return [one for one in (folder, *folder.parents) if not one.exists()]


def _write(path: Path, file: Written) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file.data)
    path.chmod(0o755 if file.runs else 0o644)


def _ordinary(root: Path, name: str) -> None:
    """Refuse a path that a link or a file leads elsewhere. Raises NotAFolderError."""
    path = root / name
    for folder in path.parents:
        if folder == root:
            break
        if folder.is_symlink() or folder.is_file():
            raise NotAFolderError(f"{folder} n’est pas un dossier ordinaire.")
    if path.is_symlink() or path.is_dir():
        raise NotAFolderError(f"{path} n’est pas un fichier ordinaire.")


def _kept(path: Path) -> tuple[bytes, int] | None:
    return (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) if path.is_file() else None


def _put_back(root: Path, name: str, before: tuple[bytes, int] | None) -> None:
    path = root / name
    if before is None:
        path.unlink(missing_ok=True)
        _prune(root, path.parent)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(before[0])
    path.chmod(before[1])


def _prune(root: Path, folder: Path) -> None:
    """Remove a folder and those above it, under `root`, as long as they are empty."""
    while folder != root:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
