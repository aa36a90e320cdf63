"""Publish a finished site in one step: the target is the old tree or the new one, never both.

On Linux the two folders are exchanged by one system call (renameat2, RENAME_EXCHANGE); where
that does not exist, two renames leave a moment without a site but never a half-written one.
"""

import ctypes
import errno
import hashlib
import os
import shutil
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from generator.core.system import ClubError, reason

MARKER = ".club-site"
# The site of the members: neither takes the place of the other.
PRIVATE_MARKER = ".club-site-members"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class PublishError(ClubError):
    """The site cannot be published there; the message is in French."""


def check_target(target: Path, marker: str = MARKER) -> Path:
    """Return the target as one path, without links above it.

    Refuses what we did not build, what has another `marker`, and what cannot be replaced at once.
    Raises PublishError.
    """
    try:
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise PublishError(f"{target} n’est pas un dossier : il ne sera pas remplacé.")
        named = target.name not in {"", ".."}
        whole = target.parent.resolve() / target.name if named else target.resolve()
        if whole.is_dir() and any(whole.iterdir()) and not (whole / marker).is_file():
            kind = {MARKER: "", PRIVATE_MARKER: " --edition members"}[marker]
            message = f"{target} contient autre chose qu’un site construit par « club build{kind} »"
            raise PublishError(f"{message} : videz-le ou choisissez un autre dossier (--out).")
        if _is_mount(whole):
            raise PublishError(_mounted(target))
        above = next(p for p in whole.parents if p.exists())
        replaced = (Path(at) for at, _, _ in os.walk(whole))  # removed, once the new tree is there
        for folder in (above, *replaced):
            if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
                raise PublishError(
                    f"{target} ne peut pas recevoir le site : {folder} n’est pas un dossier où écrire. "
                    "Changez ses droits, ou choisissez un autre dossier (--out)."
                )
    except (OSError, RuntimeError, ValueError) as error:
        raise PublishError(f"{target} ne peut pas recevoir le site : {reason(error)}.") from None
    return whole


def _is_mount(path: Path) -> bool:
    """Whether a disk, or a folder of this one, is mounted at a path."""
    if path.is_mount():
        return True
    try:
        table = Path("/proc/self/mountinfo").read_bytes().splitlines()
    except OSError:  # not Linux: the exchange will say
        return False
    written = os.fsencode(path).replace(b"\\", b"\\134").replace(b" ", b"\\040")
    return any(line.split()[4] == written for line in table)


def check_apart(target: Path, root: Path, sources: Collection[str]) -> None:
    """Refuse to publish over the club of `root`, above it, or in one of the folders it is made of.

    Both paths are without links. Raises PublishError.
    """
    first = target.relative_to(root).parts[:1] if target.is_relative_to(root) else ()
    if root.is_relative_to(target) or set(first) & set(sources):
        message = f"{target} contient les sources du club : choisissez un autre dossier"
        raise PublishError(f"{message}, par exemple --out site.")


def check_outside(path: Path, root: Path) -> None:
    """Refuse to have what members alone see in the folder of the club. Raises PublishError."""
    if path.is_relative_to(root):
        message = f"{path} est dans le dossier du club, que tout le monde peut lire"
        raise PublishError(f"{message} : choisissez un dossier qui n’y est pas.")


def _mounted(target: Path) -> str:
    return (
        f"{target} est un point de montage : un site n’y remplace pas l’autre d’un coup. "
        f"Choisissez un dossier à l’intérieur : --out {target / 'site'}."
    )


def staging(target: Path, owner: Path) -> Path:
    """Return the folder, beside the target, where the next site is made; it does not exist.

    Its name carries the club (`owner`) that builds there, whose lock keeps others away. It is on
    the disk of the target, so that one can take the place of the other. Raises PublishError.
    """
    mark = hashlib.sha256(os.fsencode(owner)).hexdigest()[:8]
    folder = target.parent / f".{target.name}.{mark}.new"
    try:
        if folder.exists():
            shutil.rmtree(folder)
        for missing in reversed([p for p in folder.parents if not p.exists()]):
            missing.mkdir(exist_ok=True)
            missing.chmod(_FOLDER)
        folder.mkdir()
        folder.rmdir()
    except OSError as error:
        message = f"Impossible d’écrire à côté de {target} : {reason(error)}."
        raise PublishError(message) from None
    return folder


def swap(new: Path, target: Path, marker: str = MARKER) -> None:
    """Put `new`, with its `marker`, in the place of `target`, then remove the old tree.

    Raises PublishError when the target cannot be moved.
    """
    (new / marker).write_text("Site construit par « club build ».\n", encoding="utf-8")
    _settle(new)
    try:
        _put(new, target)
    except OSError as error:
        if error.errno in {errno.EBUSY, errno.EXDEV}:  # a folder of this disk, mounted here
            raise PublishError(_mounted(target)) from None
        raise
    _flush(target.parent)


def _put(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
        return
    if not _exchange(new, target):
        old = target.parent / f".{target.name}.old"
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
        new.rename(target)
        new = old
    shutil.rmtree(new, ignore_errors=True)  # the site is published: what resists goes next time


# What a web server, which is someone else, may read: whatever the umask of whoever builds.
_FOLDER, _FILE = 0o755, 0o644
_AT_ONCE = 8  # files flushed together: the system writes its journal once for all of them


def _settle(folder: Path) -> None:
    """Let everyone read a tree, and have it on the disk before anything leads to it."""
    everything = [folder, *folder.rglob("*")]
    for path in everything:
        path.chmod(_FOLDER if path.is_dir() else _FILE)
    shares = [everything[n::_AT_ONCE] for n in range(_AT_ONCE)]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda share: [*map(_flush, share)], shares))


def _flush(path: Path) -> None:
    """Wait for a file or a folder to be on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # a system that keeps nothing
            raise
    finally:
        os.close(descriptor)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically; False where the system cannot."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    first, second = os.fsencode(one), os.fsencode(other)
    if renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}:
        return False
    raise OSError(code, os.strerror(code), str(other))
