"""The search index, made by Pagefind from the built pages, and made repeatable.

Pagefind gives the full text. What it would make every reader fetch though few need it (facets,
the list of words that corrects a slip) goes in files of our own, read later or never.
"""

import json
import shutil
import subprocess
from pathlib import Path

from generator import system
from generator.search import files, lighter, reading, words
from generator.search.files import SearchError

_SECONDS = 1_200.0  # 4,145 pages take it 4
# Ready-made interfaces we do not use: the theme has its own.
_UNUSED = (
    "pagefind-ui.*",
    "pagefind-modular-ui.*",
    "pagefind-component-ui.*",
    "pagefind-highlight.*",
    "pagefind-worker.js",
    "wasm.unknown.pagefind",  # the index has one language
)


def index(site: Path, out: Path, work: Path) -> None:
    """Index the pages of `site` into `out/pagefind/`, and write what goes with the index.

    There, `facettes.json` says which pages have which facet, `mots.json` which words exist. `work`
    is scratch space, for the copy of the pages that Pagefind reads. Raises SearchError.
    """
    folder = out / "pagefind"
    for page in site.rglob("index.html"):
        html = page.read_text(encoding="utf-8")
        if "data-pagefind-body" in html:
            copy = work / page.relative_to(site)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(reading.unfold(html), encoding="utf-8")
    _run(work, folder)
    for pattern in _UNUSED:
        for path in folder.glob(pattern):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    _write(folder / "mots.json", words.known(files.fragments(folder)))
    _write(folder / "facettes.json", lighter.take(folder))


def _run(pages: Path, folder: Path) -> None:
    arguments = ["--site", str(pages.absolute()), "--output-path", str(folder.absolute())]
    arguments += ["--force-language", "fr", "--quiet"]
    # Pagefind reads its options from the folder it stands in (`pagefind.yml`): ours is its own.
    try:
        code, out, err = system.run("pagefind", arguments, cwd=pages, timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        raise SearchError(f"Pagefind n’a pas fini en {_SECONDS:.0f} s.") from None
    if code:
        raise SearchError(f"Pagefind a échoué :\n{err or out}")


def _write(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")


__all__ = ["SearchError", "index"]
