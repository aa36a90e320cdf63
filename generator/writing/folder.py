"""Writing a whole folder of files: all of it or nothing, never through a link."""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from generator.writing.disk import AlreadyThereError, NotAFolderError


def room(target: Path) -> None:
    """Refuse a place that holds something else than a new `.git`.

    Raises AlreadyThereError or NotAFolderError.
    """
    if os.path.lexists(target) and not target.is_dir():
        raise NotAFolderError(f"{target} n’est pas un dossier : choisissez un autre nom.")
    if held := {path.name for path in _inside(target)} - {".git"}:
        raise AlreadyThereError(
            f"{target} n’est pas vide ({min(held)}) : choisissez un dossier vide ou un nouveau nom."
        )


def fill(target: Path, files: Mapping[str, bytes]) -> None:
    """Write files by path in a folder that is absent or empty: every one or, on an error, none.

    Raises AlreadyThereError, NotAFolderError or OSError.
    """
    room(target)
    # What must be made to reach it, the deepest first.
    made = [one for one in (target, *target.parents) if not one.exists()]
    try:
        for name, data in files.items():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(data)
    except BaseException:
        for path in _inside(target):
            if path.name != ".git":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise


def _inside(target: Path) -> list[Path]:
    return list(target.iterdir()) if target.is_dir() else []
