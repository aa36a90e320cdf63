"""Writing in the club's folder: all of it or nothing, never through a link."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath


class AlreadyThereError(Exception):
    """A file that was to be new exists; the message is in French."""


class NotAFolderError(Exception):
    """A folder of sources is a link or a file; the message is in French."""


def write(root: Path, texts: Mapping[str, str], *, new: bool = False) -> None:
    """Write texts, by path relative to `root`: every one or, on an error, none.

    Each file appears whole, by a rename. `new`: none of them may be there already. Raises
    AlreadyThereError, NotAFolderError or OSError.
    """
    staged: dict[str, Path] = {}
    done: dict[str, bytes | None] = {}
    try:
        for name, text in texts.items():
            staged[name] = _stage(root, name, text, new=new)
        for name, temporary in staged.items():
            target = root / name
            before = target.read_bytes() if os.path.lexists(target) else None
            if new:
                os.link(temporary, target)  # unlike a rename, fails if someone was faster
            else:
                temporary.replace(target)
            done[name] = before
    except FileExistsError as error:
        _undo(root, done)
        raise AlreadyThereError(f"{error.filename2 or error.filename} existe déjà.") from None
    except BaseException:
        _undo(root, done)
        raise
    finally:
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)


def _stage(root: Path, name: str, text: str, *, new: bool) -> Path:
    target = root / name
    if not _inside(name):
        raise NotAFolderError(f"« {name} » sort du dossier du club.")
    if target.parent != root and (target.parent.is_symlink() or target.parent.is_file()):
        raise NotAFolderError(f"{target.parent} n’est pas un dossier ordinaire.")
    if new and os.path.lexists(target):
        raise AlreadyThereError(f"{target} existe déjà.")
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with temporary.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.is_file() and not target.is_symlink():
            shutil.copymode(target, temporary)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and len(path.parts) <= 2


def _undo(root: Path, done: Mapping[str, bytes | None]) -> None:
    for name, before in done.items():
        if before is None:
            (root / name).unlink(missing_ok=True)
        else:
            (root / name).write_bytes(before)
