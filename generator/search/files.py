"""The files of Pagefind 1.5, read and written: compressed CBOR after a signature."""

import gzip
import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

import cbor2

_MAGIC = b"pagefind_dcd"
_GZIP = 31  # zlib's wbits; `gzip.compress` writes another header from one Python to the next


class SearchError(Exception):
    """Pagefind failed, or its files are not those of the version we know."""


def _raw(path: Path) -> bytes:
    raw = gzip.decompress(path.read_bytes())
    if not raw.startswith(_MAGIC):
        raise SearchError(f"{path} n’est pas un fichier de Pagefind que nous connaissons.")
    return raw[len(_MAGIC) :]


def read(path: Path) -> Any:
    """Return the content of a `.pf_meta` or `.pf_filter` file. Raises SearchError."""
    return cbor2.loads(_raw(path))


def write(folder: Path, pattern: str, value: Any) -> str:
    """Write a Pagefind file named after its content; return that name, as others say it."""
    raw = cbor2.dumps(value)
    mark = hashlib.sha256(raw).hexdigest()[:9]  # ten digits would read as a telephone number
    write_raw(folder / pattern.format(mark), raw)
    return f"fr_{mark}"


def write_raw(path: Path, raw: bytes) -> None:
    """Write a Pagefind file whose CBOR is `raw`."""
    path.write_bytes(zlib.compress(_MAGIC + raw, wbits=_GZIP))


def fragments(folder: Path) -> list[dict[str, Any]]:
    """Return what Pagefind kept of each page (`url`, `content`, `meta`…), by address."""
    paths = (folder / "fragment").rglob("*.pf_fragment")
    return sorted((json.loads(_raw(path)) for path in paths), key=lambda found: str(found["url"]))
