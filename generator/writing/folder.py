"""Writing a whole folder of files: all of it or nothing, never through a link."""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from generator.writing.disk import AlreadyThereError, NotAFolderError

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


def fill(target: Path, files: Mapping[str, bytes]) -> None:
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
        for name, data in files.items():
            _write(staging / name, data)
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


def _beside(target: Path) -> Path:
    return target.parent / f".{target.name}.{os.getpid()}.new"


def _missing(folder: Path) -> list[Path]:
    """Return the folders that must be made to reach `folder`, the deepest first."""
    return [one for one in (folder, *folder.parents) if not one.exists()]


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
