"""Letters of the two typefaces shipped in `data/fonts/`: what they have, how wide, how drawn.

The layout is FreeType's own (no shaping library): the bytes then depend on Pillow alone, not on
what is installed on the machine. Each letter of a size is drawn once a process.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from generator.geo import DATA

SERIF = "SourceSerif4Display-Bold.otf"
SANS = "SourceSans3-Semibold.otf"
_ABSENT = "\uffff"  # no typeface has a letter for it
_PROBE = 24  # pixels: the size at which we look whether a letter is there


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter drawn: how far it advances, and its mask placed from the pen on the baseline."""

    advance: float
    left: int
    top: int
    mask: Image.Image | None


@lru_cache(maxsize=32)
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    path = str(DATA / "fonts" / face)
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4_096)
def letter(face: str, size: int, character: str) -> Letter:
    """Return a letter at a size in pixels."""
    font = _font(face, size)
    left, top, right, bottom = (round(v) for v in font.getbbox(character, anchor="ls"))
    mask = None
    if right > left and bottom > top:
        mask = Image.new("L", (right - left, bottom - top), 0)
        ImageDraw.Draw(mask).text((-left, -top), character, fill=255, font=font, anchor="ls")
    return Letter(font.getlength(character), left, top, mask)


def width(face: str, size: int, text: str) -> float:
    """Return how wide a line is, in pixels."""
    return sum(letter(face, size, character).advance for character in text)


@lru_cache(maxsize=4_096)
def has(face: str, character: str) -> bool:
    """Whether a typeface has a letter for a character: else it would draw its empty box."""
    font = _font(face, _PROBE)
    return bytes(font.getmask(character)) != bytes(font.getmask(_ABSENT))


def drawable(face: str, text: str) -> str:
    """Return `text` in the letters a typeface has.

    A character it lacks gives way to what it is made of (`①` -> `1`), without its accents when
    these cannot be set; a picture or another script leaves a space. Plain spaces are joined.
    """
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(_kept(face, character) for character in composed)
    return " ".join(part for part in kept.split(" ") if part)


@lru_cache(maxsize=4_096)
def _kept(face: str, character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Zl", "Zp", "Cc"}:
        return " "
    if category in {"Mn", "Me", "Cf"}:  # a mark that did not join its letter, a joiner
        return ""
    if has(face, character):
        return character
    parts = unicodedata.normalize("NFKD", character)
    plain = [p for p in parts if unicodedata.category(p)[0] != "M" and p != character]
    return "".join(plain) if plain and all(has(face, p) for p in plain) else " "
