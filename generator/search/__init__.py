"""The search index, made by Pagefind from the built pages, and made repeatable.

Pagefind gives the full text. Beside its files go two of ours, read later or never: the facets of
each page, which Pagefind would write in the order of a hash table, and the words that correct a slip.
"""

import gzip
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from generator.core import system
from generator.kinds import LISTED
from generator.kinds.facets import given, packed
from generator.kinds.kind import Facet, Value
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
_FACET = re.compile(r'<meta name="facet:(\w+)" content="([^"]*)" data-label="([^"]*)">')
_DAY = re.compile(r'<meta name="club:day" content="([^"]*)">')

TYPE = Facet("type", "Type", lambda _: (), given(kind.section for kind in LISTED.values()))
_ASKED = {kind.section: (TYPE, *kind.facets) for kind in LISTED.values()}


@dataclass(frozen=True, slots=True)
class Page:
    """What a page can be narrowed by: its answers by facet, the kind of page among them; its day or nothing."""

    answers: Mapping[str, Sequence[Value]]
    day: str

    @property
    def type(self) -> str:
        """The key of its kind, empty for the home page."""
        return next((key for key, _ in self.answers.get("type", ())), "")


class SearchError(system.BrokenError):
    """Pagefind failed."""


def index(site: Path, out: Path, work: Path) -> None:
    """Index the pages of `site` into `out/pagefind/`, and write what goes with the index.

    There, `facettes.json` says which pages have which facet, `mots.json` which words exist. `work`
    is scratch space, for the copy of the pages that Pagefind reads. Raises SearchError.
    """
    folder = out / "pagefind"
    read: dict[str, Page] = {}
    for page in site.rglob("index.html"):
        html = page.read_text(encoding="utf-8")
        if text := reading.indexed(html):
            where = page.relative_to(site)
            read[f"/{where.as_posix().removesuffix('index.html')}"] = _page(html)
            copy = work / where
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(text, encoding="utf-8")
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
    _write(folder / "facettes.json", narrowed({id_: read[p["url"]] for id_, p in pages.items()}))


def fragments(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what Pagefind kept of each page (`url`, `content`, `meta`…) by its id, in order.

    A fragment is JSON after a signature, zipped. Of Pagefind's other files, only its entry is read.
    """
    texts = {
        path.stem: gzip.decompress(path.read_bytes()).decode()
        for path in sorted((folder / "fragment").glob("*.pf_fragment"))
    }
    return {id_: json.loads(text[text.index("{") :]) for id_, text in texts.items()}


def _page(html: str) -> Page:
    answers: dict[str, list[Value]] = {}
    for key, value, label in _FACET.findall(html):
        answers.setdefault(key, []).append((unescape(value), unescape(label)))
    day = _DAY.search(html)
    return Page(answers, day[1] if day else "")


def narrowed(pages: Mapping[str, Page]) -> dict[str, Any]:
    """Return the facets of the pages of the index, as the script of the search page reads them.

    `pages` are their ids, `days` their days; `facets` are packed as those of a list, for the same
    script. A facet that several kinds share holds the answers of the first kind first, unless one
    order ranks those of all.
    """
    asked: dict[str, list[Facet]] = {}
    for facet in (facet for facets in _ASKED.values() for facet in facets):
        asked.setdefault(facet.key, []).append(facet)
    ranks: dict[str, dict[Value, tuple[int, Any]]] = {key: {} for key in asked}
    for page in pages.values():
        for facet in _ASKED.get(page.type, (TYPE,)):
            order = [other.rank for other in asked[facet.key]].index(facet.rank)
            known = ranks[facet.key]
            for value in page.answers.get(facet.key, ()):
                rank = (order, facet.rank(value))
                known[value] = min(rank, known.get(value, rank))
    found = [
        {
            "key": key,
            "label": facets[0].general or facets[0].label,
            **packed(
                [page.answers.get(key, ()) for page in pages.values()], ranks[key].__getitem__
            ),
        }
        for key, facets in asked.items()
    ]
    return {"pages": list(pages), "days": [page.day for page in pages.values()], "facets": found}


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
    program = system.Program("pagefind", arguments, cwd=pages, env={})
    try:
        code, out, err = program.wait(_SECONDS)
    except TimeoutError:
        raise SearchError(f"Pagefind n’a pas fini en {_SECONDS:.0f} s.") from None
    finally:
        program.stop()
    if code:
        raise SearchError(f"Pagefind a échoué :\n{err or out}")


def _write(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")
