"""The addresses that the site once had (`urls.lock`): none may lead nowhere, links to it are kept elsewhere."""

from collections.abc import Iterable
from pathlib import Path

FILE = "urls.lock"
_HEAD = "# Adresses publiées un jour (club build --record-urls). Ne rien écrire ici à la main.\n"


def load(root: Path) -> dict[str, int]:
    """Return the addresses of a club, each with its line in the file; a link is not followed. Raises OSError."""
    path = root / FILE
    known = path.is_file() and not path.is_symlink()
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if known else []
    return {line: number for number, line in enumerate(lines, start=1) if line.startswith("/")}


def text(addresses: Iterable[str]) -> str:
    """Return the file of some addresses."""
    return _HEAD + "".join(f"{one}\n" for one in sorted(set(addresses)))
