"""A card as a PNG picture: one template, the same bytes for the same words and the same Pillow.

The layout is FreeType's own (no shaping library), so nothing depends on what a machine has installed.
"""

import cmath
import io
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from generator.territory.geo import DATA

# Pixels. The proportions networks want, in a size they show in full: half the weight of 1200 × 630.
WIDTH, HEIGHT = 800, 420
MIME = "image/png"
SERIF = "SourceSerif4Display-Bold.otf"
SANS = "SourceSans3-Semibold.otf"
ELLIPSIS = "…"
_PAPER, _INK, _BRICK, _PETROL, _WHITE = "#fffdf8", "#1b2629", "#ac3d17", "#0c4a52", "#ffffff"
_VOICE = "#e8703f"
_MARGIN = 56
_ROOM = WIDTH - 2 * _MARGIN
_FOOT = 76  # height of the band that carries the club's name
# Pixels, and how many lines of them a text may take.
_TITLE = ((56, 2), (48, 3), (40, 4), (34, 5))
_FACTS = ((24, 1), (23, 2), (22, 3))
_NAME = ((27, 1), (22, 1), (18, 1))
_ABSENT = "\uffff"  # no typeface has a letter for it


@dataclass(frozen=True, slots=True)
class Card:
    """The picture shown beside a link: `kind` over `title` over `facts`, signed by the club.

    `label` tells a fictional club from a real one, empty for a real one.
    """

    kind: str
    title: str
    facts: str
    club: str
    label: str = ""

    @property
    def words(self) -> str:
        """What the picture says, for those who do not see it."""
        parts = [part for part in (self.label, self.kind, self.title, self.facts) if part]
        return f"{', '.join(dict.fromkeys(parts))} – {self.club}"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one typeface and size (pixels)."""

    face: str
    size: int
    lines: tuple[str, ...]

    @property
    def leading(self) -> int:
        """The distance between two baselines, in pixels."""
        return round(self.size * 1.16)

    @property
    def height(self) -> int:
        """From the top of the first line to the foot of the last, in pixels."""
        return self.leading * len(self.lines)


def draw(card: Card) -> bytes:
    """Return a card as a PNG file of sixteen colours."""
    image = _ground(card.club, card.label).copy()
    kind = fit(drawable(SANS, card.kind), SANS, _ROOM, ((23, 1),))
    title = fit(drawable(SERIF, card.title) or card.kind, SERIF, _ROOM, _TITLE)
    sizes = _FACTS[: max(1, 4 - len(title.lines))]  # the longer the title, the fewer lines
    facts = fit(drawable(SANS, card.facts), SANS, _ROOM, sizes)
    blocks = [(kind, _BRICK, 16), (title, _INK, 20), (facts, _INK, 0)]
    blocks = [block for block in blocks if any(block[0].lines)]
    height = sum(block.height + after for block, _, after in blocks) - blocks[-1][2]
    top = max(28, (HEIGHT - _FOOT - height) // 2)
    for block, ink, after in blocks:
        _write(image, block, _MARGIN, top, ink)
        top += block.height + after
    return _png(image)


def icon(side: int) -> bytes:
    """Return the mark alone, white on petrol, as a square PNG file of `side` pixels."""
    image = Image.new("RGB", (side, side), _PETROL)
    _mark(image, (side // 2, side // 2), round(side * 0.29))
    return _png(image)


def fit(text: str, face: str, room: int, sizes: tuple[tuple[int, int], ...]) -> Block:
    """Set `text` in lines of `room` pixels, in the first of `sizes` in which it holds.

    `sizes` are pairs: pixels, and how many lines there may be. In the last one a text that is
    still too long ends with an ellipsis, after a whole word where there is one.
    """
    for size, most in sizes:
        lines = _wrapped(text, face, size, room)
        if len(lines) <= most and all(width(face, size, line) <= room for line in lines):
            return Block(face, size, tuple(lines))
    size, most = sizes[-1]
    lines = _wrapped(text, face, size, room)
    last = min(most, len(lines)) - 1
    kept = [
        _cut(line, face, size, room, more=number == last < len(lines) - 1)
        for number, line in enumerate(lines[:most])
    ]
    return Block(face, size, tuple(kept))


def drawable(face: str, text: str) -> str:
    """Return `text` in the letters a typeface has.

    A character it lacks gives way to what it is made of (`①` -> `1`), without its accents when
    these cannot be set; a picture or another script leaves a space. Plain spaces are joined.
    """
    kept = "".join(_kept(face, character) for character in unicodedata.normalize("NFC", text))
    return " ".join(part for part in kept.split(" ") if part)


def width(face: str, size: int, text: str) -> float:
    """Return how wide a line is, in pixels."""
    return _font(face, size).getlength(text)


@lru_cache(maxsize=4_096)
def has(face: str, character: str) -> bool:
    """Whether a typeface has a letter for a character: else it would draw its empty box."""
    font = _font(face, 24)
    return bytes(font.getmask(character)) != bytes(font.getmask(_ABSENT))


@lru_cache(maxsize=32)
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    path = str(DATA / "fonts" / face)
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


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


def _wrapped(text: str, face: str, size: int, room: float) -> list[str]:
    """Return lines broken at plain spaces only; a word wider than `room` has its own line."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if not lines[-1] or width(face, size, longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(line: str, face: str, size: int, room: int, *, more: bool) -> str:
    """Return a line that holds; when it does not, or there is `more`, it ends with an ellipsis."""
    if not more and width(face, size, line) <= room:
        return line
    kept = line
    while " " in kept and width(face, size, kept + ELLIPSIS) > room:
        kept = kept.rpartition(" ")[0]
    while width(face, size, kept + ELLIPSIS) > room:
        kept = kept[:-1]
    return kept.rstrip(" \u00a0\u202f,;:.–-«(") + ELLIPSIS


@lru_cache(maxsize=4)
def _ground(club: str, label: str) -> Image.Image:
    """Return what every card of a club shares: paper, the band, the mark and the name."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    image.paste(_PETROL, (0, HEIGHT - _FOOT, WIDTH, HEIGHT))
    image.paste(_PETROL, (0, 0, WIDTH, 7))
    middle = HEIGHT - _FOOT // 2
    _mark(image, (_MARGIN + 23, middle), 22)
    room = _ROOM - 68
    if label:
        word = fit(drawable(SANS, label), SANS, _ROOM // 2, ((23, 1),))
        wide = round(width(SANS, word.size, word.lines[0]))
        _write(image, word, WIDTH - _MARGIN - wide, middle - word.height // 2, _WHITE)
        room -= wide + 28
    name = fit(drawable(SERIF, club), SERIF, room, _NAME)
    _write(image, name, _MARGIN + 68, middle - name.height // 2, _WHITE)
    return image


def _mark(image: Image.Image, at: tuple[int, int], radius: int) -> None:
    """Draw the mark: seats around a table, one of them speaking. As in `theme/assets`.

    It is drawn four times as large, then made smaller, so that its edges are smooth.
    """
    half, unit = round(radius * 12 / 9), 4 * radius / 9
    large = Image.new("RGB", (8 * half, 8 * half), _PETROL)
    seats = [(cmath.rect(9, 2 * cmath.pi * number / 8), 2.2, _WHITE) for number in range(8)]
    for where, size, ink in (*seats, (0j, 3.1, _WHITE), (6.36 - 6.36j, 2.6, _VOICE)):
        middle = (4 * half + where.real * unit, 4 * half + where.imag * unit)
        ImageDraw.Draw(large).circle(middle, size * unit, fill=ink)
    small = large.resize((2 * half, 2 * half), Image.Resampling.BOX)
    image.paste(small, (at[0] - half, at[1] - half))


def _write(image: Image.Image, block: Block, left: int, top: int, ink: str) -> None:
    """Write the lines of a block from its top left corner."""
    pen, font = ImageDraw.Draw(image), _font(block.face, block.size)
    for number, line in enumerate(block.lines):
        baseline = top + number * block.leading + round(block.size * 0.94)
        pen.text((left, baseline), line, fill=ink, font=font, anchor="ls")


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    few = image.quantize(palette=_palette(), dither=Image.Dither.NONE)
    few.save(out, "PNG", bits=4, compress_level=4)
    return out.getvalue()


@lru_cache(maxsize=1)
def _palette() -> Image.Image:
    """Return the sixteen colours of a card: each paper, each ink, and the shades between them."""
    pairs = ((_PAPER, _INK, 5), (_PAPER, _BRICK, 3), (_PETROL, _WHITE, 4), (_PETROL, _VOICE, 2))
    shades = [
        tuple(round(a + (b - a) * step / steps) for a, b in zip(_rgb(one), _rgb(two), strict=True))
        for one, two, steps in pairs
        for step in range(steps + 1)
    ]
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for shade in dict.fromkeys(shades) for value in shade])
    return palette


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))
