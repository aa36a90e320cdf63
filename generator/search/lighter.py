"""Pagefind's index made lighter: short names, small pieces, its filters in a file of ours.

Pagefind would make the first search fetch a random name for every page of the site, the list of
its filters, and for each word tens of kilobytes of its neighbours. Here pages and pieces are
numbered, in folders named after all they hold (so that no stale copy is ever read), pieces are
small, and the facets of each page go in one file, for the search page alone. Pagefind 1.5 also
writes filters in the order of a hash table: here they are sorted.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cbor2

from generator.search import files

# Bytes of a piece before compression, about 7 kB after: smaller ones weigh more in their list
# than they save.
PIECE = 16_000
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def take(folder: Path) -> dict[str, Any]:
    """Lighten the index in `folder`, take its filters out, and return them.

    Returns `mark`, the folder of the pages (page n is `mark/n`, n in base 36), and `facets`:
    [name, values], each value [label, numbers of its pages, each less the one before].
    Raises files.SearchError.
    """
    entry_path = folder / "pagefind-entry.json"
    entry = json.loads(entry_path.read_text(encoding="utf-8"))
    (language,) = entry["languages"].values()
    meta_path = folder / f"pagefind.{language['hash']}.pf_meta"
    meta = files.read(meta_path)
    taken = sorted(files.read(folder / "filter" / f"{mark}.pf_filter") for _, mark in meta[3])
    shutil.rmtree(folder / "filter", ignore_errors=True)
    meta[3] = []
    mark = _number(folder / "fragment", meta[1])
    meta[2] = _cut(folder / "index", meta[2])
    meta_path.unlink()
    language["hash"] = files.write(folder, "pagefind.fr_{}.pf_meta", meta)
    entry_path.write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")
    facets = [[name, [[v, _gaps(pages)] for v, pages in sorted(values)]] for name, values in taken]
    return {"mark": mark, "facets": facets}


def _number(fragments: Path, pages: list[list[Any]]) -> str:
    """Name each page of the index by its number instead of its hash, in `pages` and on disk."""
    names = " ".join(str(name) for name, _ in pages)
    mark = hashlib.sha256(names.encode()).hexdigest()[:8]
    (fragments / mark).mkdir(parents=True)
    for number, page in enumerate(pages):
        name = f"{mark}/{_base36(number)}"
        (fragments / f"{page[0]}.pf_fragment").rename(fragments / f"{name}.pf_fragment")
        page[0] = name
    return mark


def _cut(index: Path, chunks: list[list[Any]]) -> list[list[Any]]:
    """Write the chunks of the index again in small pieces; return the list of these.

    A chunk is [first word, last word, name], and so is a piece.
    """
    pieces: list[_Piece] = []
    for *_, name in chunks:
        path = index / f"{name}.pf_index"
        (words,) = files.read(path)
        path.unlink()
        pieces += _pieces(words)
    texts = [_list([_list(piece.words)]) for piece in pieces]
    mark = hashlib.sha256(b"".join(texts)).hexdigest()[:8]
    (index / mark).mkdir(parents=True)
    listed = []
    for number, (piece, text) in enumerate(zip(pieces, texts, strict=True)):
        name = f"{mark}/{_base36(number)}"
        files.write_raw(index / f"{name}.pf_index", text)
        listed.append([piece.first, piece.last, name])
    return listed


@dataclass(slots=True)
class _Piece:
    """Words of the index that go together, each as CBOR."""

    first: str
    last: str
    words: list[bytes]


def _pieces(words: list[list[Any]]) -> Iterator[_Piece]:
    """Yield the words of a chunk, in order, by groups of about PIECE bytes."""
    piece: _Piece | None = None
    size = 0
    for word in words:
        text = cbor2.dumps(word)
        if piece and size + len(text) > PIECE:
            yield piece
            piece, size = None, 0
        piece = piece or _Piece(word[0], word[0], [])
        piece.last = word[0]
        piece.words.append(text)
        size += len(text)
    if piece:
        yield piece


def _list(items: list[bytes]) -> bytes:
    """Return the CBOR of a list whose items are CBOR already."""
    size = bytearray(cbor2.dumps(len(items)))
    size[0] |= 0x80  # the same number, said of a list
    return bytes(size) + b"".join(items)


def _base36(number: int) -> str:
    text = _DIGITS[number % 36]
    while number := number // 36:
        text = _DIGITS[number % 36] + text
    return text


def _gaps(numbers: list[int]) -> list[int]:
    ordered = sorted(numbers)
    return [after - before for before, after in zip([0, *ordered], ordered, strict=False)]
