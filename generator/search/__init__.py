"""The search index, made by Pagefind from the built pages, and made repeatable.

Pagefind gives the full text. Beside its files go two of ours, read later or never: the facets of
each page, which Pagefind would write in the order of a hash table, and the words that correct a slip.
"""

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

from generator.core import system
from generator.search import reading, words

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
# As `theme/main.html` writes them.
_FACET = re.compile(r'<meta name="facet:(\w+)" content="([^"]*)">')

Facets = list[tuple[str, str]]


class SearchError(system.BrokenError):
    """Pagefind failed."""


def index(site: Path, out: Path, work: Path) -> None:
    """Index the pages of `site` into `out/pagefind/`, and write what goes with the index.

    There, `facettes.json` says which pages have which facet, `mots.json` which words exist. `work`
    is scratch space, for the copy of the pages that Pagefind reads. Raises SearchError.
    """
    folder = out / "pagefind"
    facets: dict[str, Facets] = {}
    for page in site.rglob("index.html"):
        html = page.read_text(encoding="utf-8")
        if "data-pagefind-body" in html:
            where = page.relative_to(site)
            facets[f"/{where.as_posix().removesuffix('index.html')}"] = [
                (name, unescape(value)) for name, value in _FACET.findall(html)
            ]
            copy = work / where
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(reading.unfold(html), encoding="utf-8")
    _run(work, folder)
    for pattern in _UNUSED:
        for path in folder.glob(pattern):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    _rename(folder)
    pages = fragments(folder)
    _write(folder / "mots.json", words.known(pages.values()))
    _write(folder / "facettes.json", narrowed({id_: facets[p["url"]] for id_, p in pages.items()}))


def fragments(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what Pagefind kept of each page (`url`, `content`, `meta`…) by its id, in order.

    A fragment is JSON after a signature, zipped. Of Pagefind's other files, only its entry is read.
    """
    texts = {
        path.stem: gzip.decompress(path.read_bytes()).decode()
        for path in sorted((folder / "fragment").glob("*.pf_fragment"))
    }
    return {id_: json.loads(text[text.index("{") :]) for id_, text in texts.items()}


def narrowed(facets: Mapping[str, Facets]) -> dict[str, Any]:
    """Return the facets of each page of the index, as the script of the search page reads them.

    `pages` are their ids; `facets` are [name, values], each value [label, numbers of its pages].
    """
    found: dict[str, dict[str, list[int]]] = {}
    for number, own in enumerate(facets.values()):
        for name, value in own:
            found.setdefault(name, {}).setdefault(value, []).append(number)
    named = [
        [name, [[*v] for v in sorted(values.items())]] for name, values in sorted(found.items())
    ]
    return {"pages": list(facets), "facets": named}


def _rename(folder: Path) -> None:
    """Give the list of the index a name of at most nine digits: ten would read as a telephone number."""
    entry = json.loads((folder / "pagefind-entry.json").read_text(encoding="utf-8"))
    (language,) = entry["languages"].values()
    old = language["hash"]
    language["hash"] = f"{old[:3]}m{old[4:]}"
    (folder / f"pagefind.{old}.pf_meta").rename(folder / f"pagefind.{language['hash']}.pf_meta")
    _write(folder / "pagefind-entry.json", entry)


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
