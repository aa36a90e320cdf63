"""The search index, made by Pagefind from the built pages, and made repeatable."""

import gzip
import hashlib
import json
import shutil
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import cbor2

# Ready-made interfaces we do not use: the theme has its own.
_UNUSED = (
    "pagefind-ui.*",
    "pagefind-modular-ui.*",
    "pagefind-component-ui.*",
    "pagefind-highlight.*",
)
_MAGIC = b"pagefind_dcd"


class SearchError(Exception):
    """Pagefind failed, or its files are not those of the version we know."""


def index(site: Path, work: Path) -> None:
    """Index the pages of `site` into `site/pagefind/`.

    `work` is scratch space: Pagefind reads a copy in which « ’ » is « ' », because it takes
    « l’eau » for one word otherwise. Raises SearchError.
    """
    folder = site / "pagefind"
    for page in site.rglob("index.html"):
        html = page.read_text(encoding="utf-8")
        if "data-pagefind-body" in html:
            copy = work / page.relative_to(site)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(html.replace("’", "'"), encoding="utf-8")
    command = [sys.executable, "-m", "pagefind", "--site", str(work), "--output-path", str(folder)]
    command += ["--force-language", "fr", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SearchError(f"Pagefind a échoué :\n{done.stderr or done.stdout}")
    for pattern in _UNUSED:
        for path in folder.glob(pattern):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    if (folder / "filter").is_dir():
        _settle(folder)


def _settle(folder: Path) -> None:
    """Put Pagefind's filters in order, so that the same pages give the same bytes.

    Pagefind 1.5 writes the values of a filter in the order of a hash table, and names files
    after their content (known upstream: Pagefind issue 638). Filters are sorted and renamed
    here, then the files that name them.
    """
    entry_path = folder / "pagefind-entry.json"
    entry = json.loads(entry_path.read_text(encoding="utf-8"))
    for language in entry["languages"].values():
        meta_path = folder / f"pagefind.{language['hash']}.pf_meta"
        meta = _read(meta_path)
        names = {
            name: _sorted_filter(folder / "filter" / f"{name}.pf_filter") for _, name in meta[3]
        }
        meta[3] = sorted([label, names[name]] for label, name in meta[3])
        meta_path.unlink()
        language["hash"] = _write(folder, "pagefind.fr_{}.pf_meta", meta)
    entry_path.write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")


def _sorted_filter(path: Path) -> str:
    label, values = _read(path)
    path.unlink()
    return _write(path.parent, "fr_{}.pf_filter", [label, sorted(values)])


def _read(path: Path) -> Any:
    raw = gzip.decompress(path.read_bytes())
    if not raw.startswith(_MAGIC):
        raise SearchError(f"{path} n’est pas un fichier de Pagefind que nous connaissons.")
    return cbor2.loads(raw[len(_MAGIC) :])


def _write(folder: Path, pattern: str, value: Any) -> str:
    """Write a Pagefind file named after its content; return that name, as others say it."""
    raw = _MAGIC + cbor2.dumps(value)
    mark = hashlib.sha256(raw).hexdigest()[:10]
    name = pattern.format(mark)
    # wbits 31 is gzip; `gzip.compress` writes another header from one Python to the next.
    (folder / name).write_bytes(zlib.compress(raw, wbits=31))
    return f"fr_{mark}"
