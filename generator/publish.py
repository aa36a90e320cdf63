"""Publish a finished site in one step: the target is the old tree or the new one, never both.

On Linux the two folders are exchanged by one system call (renameat2, RENAME_EXCHANGE); where
that does not exist, two renames leave a moment without a site but never a half-written one.
"""

import ctypes
import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MARKER = ".club-site"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class PublishError(Exception):
    """The site cannot be published there; the message is in French."""


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold the only right to build into `folder`. Raises PublishError when it is taken."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            message = (
                "Une autre construction est en cours dans ce dossier : attendez qu’elle finisse."
            )
            raise PublishError(message) from None
        yield


def check_target(target: Path) -> None:
    """Refuse to replace a folder that we did not build. Raises PublishError."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise PublishError(f"{target} n’est pas un dossier : il ne sera pas remplacé.")
    if target.is_dir() and any(target.iterdir()) and not (target / MARKER).is_file():
        message = f"{target} contient autre chose qu’un site construit par « club build »"
        raise PublishError(f"{message} : videz-le ou choisissez un autre dossier (--out).")


def staging(target: Path, owner: Path) -> Path:
    """Return the folder, beside the target, where the next site is made; it does not exist.

    Its name carries the club (`owner`) that builds there, whose lock keeps others away.
    """
    mark = hashlib.sha256(os.fsencode(owner)).hexdigest()[:8]
    folder = target.parent / f".{target.name}.{mark}.new"
    if folder.exists():
        shutil.rmtree(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder


def swap(new: Path, target: Path) -> None:
    """Put `new` in the place of `target`, then remove the old tree."""
    (new / MARKER).write_text("Site construit par « club build ».\n", encoding="utf-8")
    os.sync()
    if not target.exists():
        new.rename(target)
        return
    if not _exchange(new, target):
        old = target.parent / f".{target.name}.old"
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
        new.rename(target)
        shutil.rmtree(old)
        return
    shutil.rmtree(new)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically; False where the system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    renameat2 = getattr(libc, "renameat2", None)
    if renameat2 is None:
        return False
    paths = os.fsencode(one), os.fsencode(other)
    if renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}:
        return False
    raise OSError(code, os.strerror(code), str(other))
