"""Weigh and time a first search, ours beside the one of stock Material for MkDocs.

    club demo build/big --members 2600 --practices 1250 --meetings 120 --watch 60 --actions 20
    club build --root build/big
    python -m scripts.bench.search build/big/site build/big/.club/pages

Same Markdown, same machine, same run; each measure is a new browser context, without cache. The
bytes are what is fetched once the page is there, as gzip would send it; the time goes from the
first key to the first result. Material asks for its index as the page loads: what it fetches for
its search counts whenever it comes, and a reader types as soon as the page is loaded.
"""

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Browser

from scripts.bench import Measure
from scripts.browser import chromium, served

RUNS = 5
QUERIES = ("budget participatif", "tirage au sort", "conseil de quartier")
_OF_SEARCH = re.compile(r"search|lunr|pagefind")
_SEARCH_LINE = re.compile(r"^search: .*\n", re.MULTILINE)

# The box of each, and the first thing a reader may follow.
OURS = ("header input[type=search]", "header .c-panel[data-open] a")
STOCK = (".md-search__input", ".md-search-result__link")

_ASK = """([box, result, query]) => new Promise((done, fail) => {
  const input = document.querySelector(box);
  const start = performance.now();
  const seen = () => document.querySelector(result) && (done(performance.now() - start), true);
  new MutationObserver((_, me) => { if (seen()) me.disconnect(); })
    .observe(document, { subtree: true, childList: true, attributes: true });
  setTimeout(() => fail(new Error('no result')), 300000); // the other one, on a busy machine
  input.focus();
  input.value = query;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true }));
})"""


def _sent(path: Path) -> int:
    """Return the bytes of a file as a host that compresses would send it."""
    raw = path.read_bytes()
    return min(len(raw), len(zlib.compress(raw, 9, wbits=31)))


def _measure(browser: Browser, site: Path, look: tuple[str, str], query: str) -> dict[str, Any]:
    """Return the `bytes` (gzip), `requests` and `ms` of one first search."""
    asked: list[str] = []
    with served(site, asked) as url:
        context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.goto(url, wait_until="load")
        before = {path for path in asked if not _OF_SEARCH.search(path)}
        ms = page.evaluate(_ASK, [*look, query])
        page.wait_for_load_state("networkidle")
        paths = sorted({site / path.lstrip("/") for path in asked if path not in before})
        context.close()
    return {
        "ms": ms,
        "bytes": sum(_sent(path) for path in paths if path.is_file()),
        "requests": len(paths),
    }


def build_stock(pages: Path, work: Path) -> Path:
    """Build the Markdown of `pages` with Material's own theme and search; return the site."""
    docs, site = work / "docs", work / "site"
    shutil.copytree(pages, docs)
    for path in docs.rglob("*.md"):
        # Our `search: false` is not a value that Material's search knows.
        path.write_text(_SEARCH_LINE.sub("", path.read_text("utf-8"), count=1), "utf-8")
    config = {
        "site_name": "Stock",
        "docs_dir": str(docs),
        "site_dir": str(site),
        "theme": {"name": "material", "language": "fr", "font": False},
        "plugins": [{"search": {"lang": "fr"}}],
        "nav": ["index.md"],
    }
    path = work / "mkdocs.yml"
    path.write_text(yaml.safe_dump(config), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return site


def run(site_dir: Path, pages_dir: Path, runs: int = RUNS) -> dict[str, Any]:
    """Measure both searches, one after the other, `runs` times each query.

    Returns `pages` (count), `ours` and `stock` (medians of `ms`, `bytes`, `requests`) and
    `time_ratio`, ours over stock's.
    """
    found: dict[str, list[dict[str, Any]]] = {"ours": [], "stock": []}
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        stock = build_stock(pages_dir, Path(name))
        for _ in range(runs):
            for query in QUERIES:
                found["ours"].append(_measure(browser, site_dir, OURS, query))
                found["stock"].append(_measure(browser, stock, STOCK, query))
    medians = {
        who: {key: round(statistics.median(m[key] for m in all_)) for key in all_[0]}
        for who, all_ in found.items()
    }
    ratio = medians["ours"]["ms"] / medians["stock"]["ms"]
    pages = sum(1 for _ in pages_dir.rglob("*.md"))
    return {"pages": pages, "runs": runs, **medians, "time_ratio": round(ratio, 3)}


def measures(site: Path, pages: Path) -> Iterator[Measure]:
    """Yield what a first search fetches and takes, with the same on stock Material beside it."""
    found = run(site, pages)
    ours, stock = found["ours"], found["stock"]
    kind = f"première recherche, {found['pages']} pages"
    yield Measure(f"{kind} : octets après la page (gzip)", ours["bytes"] / 1000, "ko", 180)
    yield Measure(f"{kind} : Material d’origine", stock["bytes"] / 1000, "ko")
    yield Measure(f"{kind} : temps", ours["ms"], "ms")
    yield Measure(f"{kind} : temps, Material d’origine", stock["ms"], "ms")
    yield Measure(f"{kind} : temps, rapport", found["time_ratio"], "fois", 0.15)


def main(arguments: Sequence[str]) -> None:
    """Print the measures as JSON."""
    if len(arguments) != 2:
        sys.exit("python -m scripts.bench.search SITE PAGES")
    print(json.dumps(run(Path(arguments[0]), Path(arguments[1])), indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
