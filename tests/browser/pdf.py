"""Enough of PDF to read back what Chromium printed: pages, their size and their text.

Skia writes plain objects, compressed streams, and for each font the table from glyphs to
Unicode. Words come without their spaces, which are only positions: compare without them.
"""

import re
import unicodedata
import zlib
from dataclasses import dataclass

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"(.*?)stream\r?\n(.*)endstream", re.DOTALL)
_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)> Tj|\[([^\]]*)\] ?TJ")
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<(\w{4})> <(\w{4})> <(\w{4,})>")
_CHARACTER = re.compile(rb"<(\w{4})> <(\w{4,})>")


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page: its size in points, its text without spaces."""

    width: float
    height: float
    text: str


def squeeze(text: str) -> str:
    """Return a text without any space, as it is compared with that of a printed page.

    A font may write « ff » as one glyph, which a PDF then gives as one character.
    """
    return re.sub(r"[\s\u00ad]+", "", unicodedata.normalize("NFKC", text))


def pages(data: bytes) -> list[PrintedPage]:
    """Return the pages of a PDF made by Chromium, in order."""
    objects = {int(number): body for number, body in _OBJECT.findall(data)}
    order = sorted(n for n, body in objects.items() if b"/Type /Page\n" in body)
    return [_page(objects, objects[number]) for number in order]


def _page(objects: dict[int, bytes], body: bytes) -> PrintedPage:
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", body)
    content = re.search(rb"/Contents (\d+) 0 R", body)
    assert box
    assert content
    fonts = {
        name: _glyphs(objects, int(number))
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", body)
    }
    text, font = "", {}
    for name, one, several in _SHOWN.findall(_stream(objects[int(content[1])])):
        if name:
            font = fonts[name]
        for glyphs in [one] if one else _HEX.findall(several):
            text += "".join(
                font.get(glyphs[i : i + 4].upper(), "\ufffd") for i in range(0, len(glyphs), 4)
            )
    return PrintedPage(float(box[1]), float(box[2]), squeeze(text))


def _stream(body: bytes) -> bytes:
    found = _STREAM.match(body)
    assert found
    head, raw = found.groups()
    return zlib.decompress(raw) if b"FlateDecode" in head else raw


def _glyphs(objects: dict[int, bytes], number: int) -> dict[bytes, str]:
    """Return what each glyph of a font says, by its number in four hexadecimal digits."""
    table = re.search(rb"/ToUnicode (\d+) 0 R", objects[number])
    assert table
    text = _stream(objects[int(table[1])])
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for glyph, said in _CHARACTER.findall(block):
            found[glyph.upper()] = bytes.fromhex(said.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, said in _RANGE.findall(block):
            start = int(said, 16)
            for n in range(int(first, 16), int(last, 16) + 1):
                found[b"%04X" % n] = chr(start + n - int(first, 16))
    return found
