"""A miniature club, small enough to be read in full, and the output expected of it.

`expected/pages` holds the Markdown given to the engine, `expected/exports` the data, sitemap
and redirects beside it: never the theme's HTML, which changes for its own reasons.
"""

from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
CLUB = HERE / "club"
EXPECTED = HERE / "expected"
TODAY = date(2026, 6, 15)
_NOT_OURS = ("assets/", "territoires/donnees/communes/", "territoires/donnees/codes/")


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file under `folder`, by relative path."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def exports(generated: Path) -> dict[str, bytes]:
    """Return the generated files that are neither pages nor images.

    Nor the names of all the communes of France, which owe nothing to the club.
    """
    files = {n: data for n, data in read_tree(generated).items() if not n.endswith(".md")}
    return {n: data for n, data in files.items() if not n.startswith(_NOT_OURS)}


def outputs(generated: Path) -> dict[str, bytes]:
    """Return what is compared: our pages and our exports, by path under `expected/`."""
    pages = {n: data for n, data in read_tree(generated).items() if n.endswith(".md")}
    return {f"pages/{name}": data for name, data in pages.items()} | {
        f"exports/{name}": data for name, data in exports(generated).items()
    }
