"""What belongs to one release of the programs goes in folders named after their content.

A browser keeps files for days. Under fixed names it would give a new page old scripts, and a new
script old data. So scripts, styles, and the data that only they read lie in folders that carry the
mark of the release: all of one release, or none. The same bytes give the same mark. Addresses that
others know (`/api/`, feeds, icons, the style of the excerpts) never change.
"""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from generator.core.settings import HOME

# What the theme gives to every excerpt: its address is known outside.
_KNOWN_OUTSIDE = "embed.css"
# What scripts fetch and nobody else is promised, as the exporters name it.
_INTERNAL = ("*/liste.json", "territoires/donnees", "contribuer/donnees")


def _programs() -> list[Path]:
    folder = HOME / "theme" / "assets"
    found = (p for p in folder.iterdir() if p.suffix in {".css", ".js"})
    return sorted(path for path in found if path.name != _KNOWN_OUTSIDE)


@cache
def mark() -> str:
    """Return the mark of this release: of its scripts and styles, and of Pagefind's version."""
    digest = hashlib.sha256(version("pagefind").encode())
    for path in _programs():
        data = path.read_bytes()
        digest.update(f"\n{path.name} {len(data)}\n".encode() + data)
    return f"c{digest.hexdigest()[:9]}"  # ten digits would read as a telephone number


def programs() -> str:
    """Return the folder of the scripts and styles, from the root of the site."""
    return f"assets/{mark()}/"


def internal() -> str:
    """Return the folder of the data that only scripts read, from the root of the site."""
    return f"interne/{mark()}/"


def place(site: Path) -> None:
    """Move what belongs to the release, in the built `site`, to its folders."""
    for path in _programs():
        target = site / programs() / path.name
        _move(site / "assets" / path.name, target)
        if path.suffix == ".js":
            # The first line says what the bundle was made from: that is for the tests.
            target.write_bytes(target.read_bytes().partition(b"\n")[2])
    for pattern in _INTERNAL:
        for path in sorted(site.glob(pattern)):
            _move(path, site / internal() / path.relative_to(site))


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.rename(target)
