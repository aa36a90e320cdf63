"""Writing in the club's folder: all of it or nothing, never through a link.

POSIX renames one file at a time. So that several appear together even if the machine stops between
two renames, what is to be renamed is noted first, in `.club/`; the next command that writes ends
it (`finish`), unless a file was changed by hand meanwhile: that one stays, and is named.
"""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath

from generator.core.system import ClubError

JOURNAL = PurePosixPath(".club/writing.json")


class AlreadyThereError(ClubError):
    """A file that was to be new exists; the message is in French."""


class NotAFolderError(ClubError):
    """A folder of sources is a link or a file; the message is in French."""


def write(
    root: Path,
    texts: Mapping[str, str],
    *,
    new: Collection[str] = (),
    without: Collection[str] = (),
) -> None:
    """Write texts, by path relative to `root`, and remove files: everything or, on an error, nothing.

    Each file appears whole, by a rename. Those that are `new` may not be there already; those to be
    `without` are removed. Raises AlreadyThereError, NotAFolderError or OSError.
    """
    staged: dict[str, Path] = {}
    done: dict[Path, bytes | None] = {}
    try:
        for name in without:
            _target(root, name)
        for name, text in texts.items():
            staged[name] = _stage(root, name, text, new=name in new)
        _note(root, staged, without)
        for name in (*staged, *without):
            target = root / name
            before = target.read_bytes() if os.path.lexists(target) else None
            staged[name].replace(target) if name in staged else target.unlink(missing_ok=True)
            done[target] = before
    except BaseException:
        for target, before in done.items():
            target.unlink() if before is None else target.write_bytes(before)
        raise
    finally:
        _forget(root)
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)


def as_before(path: Path, text: str) -> str:
    """Return a text with the ends of lines that its file has."""
    windows = path.is_file() and b"\r\n" in path.read_bytes()
    return text.replace("\n", "\r\n") if windows else text


def finish(root: Path) -> tuple[list[str], list[str]]:
    """End what a stop left half-written: return what is written now, and what was changed since.

    A file that no longer is what it was before the stop is left as it is.
    """
    try:
        noted = json.loads((root / JOURNAL).read_text(encoding="utf-8"))
        entries = [(str(n), str(t), str(b), str(a)) for n, t, b, a in noted]
    except FileNotFoundError:
        return [], []
    except (OSError, ValueError, TypeError):
        entries = []
    written, left = [], []
    for name, staged, before, after in entries:
        target, temporary = root / name, root / staged
        here = _digest(target)
        if not (_inside(name) and _inside(staged)) or here == after:
            pass
        elif here == before and _digest(temporary) == after:
            temporary.replace(target) if staged else target.unlink()
            written.append(name)
        else:
            left.append(name)
        if _inside(staged) and PurePosixPath(staged).name.startswith("."):
            temporary.unlink(missing_ok=True)
    _forget(root)
    return written, left


def _note(root: Path, staged: Mapping[str, Path], without: Collection[str]) -> None:
    entries = [
        (name, temporary.relative_to(root).as_posix(), _digest(root / name), _digest(temporary))
        for name, temporary in staged.items()
    ]
    entries += [(name, "", _digest(root / name), "") for name in without]
    path = root / JOURNAL
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(entries, file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _forget(root: Path) -> None:
    (root / JOURNAL).unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # something else is in it
        (root / JOURNAL.parent).rmdir()


def _digest(path: Path) -> str:
    """Return the digest of a file, an empty text when there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if not path.is_symlink() else "link"
    except OSError:
        return ""


def _target(root: Path, name: str) -> Path:
    """Return where a file stands. Raises NotAFolderError."""
    if not _inside(name):
        raise NotAFolderError(f"« {name} » sort du dossier du club.")
    for part in list(PurePosixPath(name).parents)[:-1]:
        folder = root / part
        if folder.is_symlink() or folder.is_file():
            raise NotAFolderError(f"{folder} n’est pas un dossier ordinaire.")
    return root / name


def _stage(root: Path, name: str, text: str, *, new: bool) -> Path:
    target = _target(root, name)
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
    return not path.is_absolute() and ".." not in path.parts and len(path.parts) <= 3
