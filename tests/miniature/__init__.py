"""A miniature club, small enough to be read in full, and the output expected of it.

`expected/pages` holds the Markdown given to the engine, `expected/exports` the data, sitemap
and redirects beside it: never the theme's HTML, which changes for its own reasons.
"""

from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

HERE = Path(__file__).resolve().parent
CLUB = HERE / "club"
EXPECTED = HERE / "expected"
TODAY = date(2026, 6, 15)
_NOT_OURS = ("assets/", "territoires/donnees/communes/", "territoires/donnees/codes/")
# What other tests read (schemas in `v1.txt`, sources as they are, names of records), and what has
# the shape of what is kept: forms, feeds, lists and redirects of one kind are made like another's.
_LEFT_OUT = (
    *("api/v1/schemas/*", "contribuer/donnees/fiches/*", "contribuer/donnees/choix-*"),
    *("territoires/donnees/sujets/*", "territoires/donnees/carte.svg", "contact/*"),
    *("accessibilite/*", "confidentialite/*", "mentions-legales/*", "presentation/*"),
    *("contribuer/donnees/[agqrt]*.json", "flux/[agqr]*.xml", "[gqrv]*/liste.json"),
    *(
        f"{section}/*/index.html"
        for section in ("actions", "pratiques", "reseau", "reunions", "veille")
    ),
)


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


def _few(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the first file of each folder of records: the others have the same shape."""
    kept: dict[str, tuple[str, bytes]] = {}
    for name, data in files.items():
        parts = name.split("/")
        deep = len(parts) > 2 and parts[0] != "api"
        kept.setdefault(f"{parts[0]}/*{parts[-1]}" if deep else name, (name, data))
    return dict(kept.values())


def outputs(generated: Path) -> dict[str, bytes]:
    """Return what is compared: our pages and our exports, by path under `expected/`."""
    pages = {n: data for n, data in read_tree(generated).items() if n.endswith(".md")}
    found = {"pages": pages, "exports": exports(generated)}
    return {
        f"{folder}/{name}": data
        for folder, files in found.items()
        for name, data in _few(files).items()
        if not any(fnmatchcase(name, pattern) for pattern in _LEFT_OUT)
    }
