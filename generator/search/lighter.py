"""Pagefind's index made lighter: short names, small pieces, its filters in a file of ours.

Pagefind would make the first search fetch a random name for every page of the site, the list of
its filters, and for each word tens of kilobytes of its neighbours. Here pages and pieces are
numbered, in folders named after all they hold (so that no stale copy is ever read), pieces are
small, and the facets of each page go in one file, for the search page alone. Pagefind 1.5 also
writes filters in the order of a hash table: here they are sorted.

Two things are given up, in large sites only or by little: where a common word is said after its
first times in a page, and the exact number of words of a page, which only its rank depends on.
"""

import hashlib
import json
import math
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cbor2

from generator.search import files

# Bytes of a piece before compression, about 7 kB after: smaller ones weigh more in their list
# than they save.
PIECE = 16_000
# A word whose pages take more bytes than this (before compression) is so common that its first
# places in each page are enough: how many of them, the marker of their weight included.
COMMON = ((32_000, 3), (16_000, 4))
# Numbers of words are told to a tenth: each of these is 1.19 times the one before.
_GRAIN = 1.19
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
        page[1] = _about(page[1])
    return mark


def _about(count: int) -> int:
    """Return a number of words, to a tenth."""
    return round(_GRAIN ** round(math.log(count, _GRAIN))) if count > 1 else count


@dataclass(slots=True)
class _Piece:
    """Words of the index that go together, each as CBOR."""

    first: str
    last: str
    words: list[bytes]


def _cut(index: Path, chunks: list[list[Any]]) -> list[list[Any]]:
    """Write the chunks of the index again in small pieces; return the list of these.

    A chunk is [first word, last word, name], and so is a piece; see `_bounds`.
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
    for number, (bounds, text) in enumerate(zip(_bounds(pieces), texts, strict=True)):
        name = f"{mark}/{_base36(number)}"
        files.write_raw(index / f"{name}.pf_index", text)
        listed.append([*bounds, name])
    return listed


def _bounds(pieces: Sequence[_Piece]) -> Iterator[tuple[str, str]]:
    """Yield what each piece starts and ends with: as few letters as tell it from its neighbours.

    Pagefind asks for the piece whose bounds hold a word as typed (« participatif ») and its stem
    (« particip »). Between two pieces it would ask for each whose bounds the word starts with,
    `par` and `part` too: so a piece goes on as far as it can after its last word.
    """
    end = ""
    for piece, after in zip(pieces, [*pieces[1:], None], strict=True):
        # A mark alone (U+0301) is a word that Pagefind empties: it has no prefix.
        start = next((p for p in _prefixes(piece.first) if p > end), piece.first)
        ends = (f"{p}{_LAST}" for p in _prefixes(piece.last))
        end = next(
            (e for e in ends if e >= piece.last and (after is None or e < after.first)), piece.last
        )
        yield start, end


# Comes after every letter and figure of a word without accents.
_LAST = "~"


def _prefixes(word: str) -> Iterator[str]:
    return (word[:length] for length in range(1, len(word) + 1))


def _pieces(words: list[list[Any]]) -> Iterator[_Piece]:
    """Yield the words of a chunk, in order, by groups of about PIECE bytes."""
    piece: _Piece | None = None
    size = 0
    for word in words:
        text = cbor2.dumps(word)
        if kept := next((n for size, n in COMMON if len(text) > size), 0):
            text = cbor2.dumps(_shortened(word, kept))
        if piece and size + len(text) > PIECE:
            yield piece
            piece, size = None, 0
        piece = piece or _Piece(word[0], word[0], [])
        piece.last = word[0]
        piece.words.append(text)
        size += len(text)
    if piece:
        yield piece


def _shortened(word: list[Any], kept: int) -> list[Any]:
    """Return a word with its first places in each page.

    A word is [stem, pages, [form, pages] of each accented form], a page [pages since the last one,
    places in its text, places in its metadata]; places are how far each is from the one before, and
    a negative number the weight of those that follow.
    """
    stem, pages, forms = word
    short = [[stem, _first(pages, kept)], *([form, _first(some, kept)] for form, some in forms)]
    return [*short[0], short[1:]]


def _first(pages: list[list[Any]], kept: int) -> list[list[Any]]:
    return [[gap, _until_weight(places[:kept]), *more] for gap, places, *more in pages]


def _until_weight(places: list[int]) -> list[int]:
    """Return places without a weight that none follows."""
    return places[:-1] if places and places[-1] < 0 else places


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
