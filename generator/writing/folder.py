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
    # What must be made to reach it, the deepest first.
    made = [one for one in target.parents if not one.exists()]
    beside = target.parent / f".{target.name}.{os.getpid()}.new"
    staging = target / f".club.{os.getpid()}" if target.is_dir() else beside
    moved: list[Path] = []
    try:
        staging.mkdir(parents=True)
        for name, data in files.items():
            (staging / name).parent.mkdir(parents=True, exist_ok=True)
            (staging / name).write_bytes(data)
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
