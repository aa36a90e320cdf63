"""A card as a PNG picture: sixteen colours, the same bytes for the same words and the same Pillow.

The picture is drawn by index: each text goes from its paper to its ink through the few shades
that smooth its edges. What all the cards of a club share is drawn once a process.
"""

import cmath
import io
from functools import lru_cache

from PIL import Image, ImageDraw

from generator.opengraph.card import HEIGHT, WIDTH, Card
from generator.opengraph.setting import Block, fit
from generator.opengraph.typeface import SANS, SERIF, drawable, letter

_PAPER, _INK, _BRICK, _PETROL, _WHITE = "#fffdf8", "#1b2629", "#ac3d17", "#0c4a52", "#ffffff"
_VOICE, _SEATS = "#e8703f", "#e7ece7"
_MARGIN = 56
_ROOM = WIDTH - 2 * _MARGIN
_FOOT = 76  # height of the band that carries the club's name
_OVERSAMPLED = 4
# Pixels, and how many lines of them a title may take.
_TITLE = ((56, 2), (48, 3), (40, 4), (34, 5))
_FACTS = ((24, 1), (23, 2), (22, 3))
_NAME = ((27, 1), (22, 1), (18, 1))

Ramp = tuple[int, ...]


def _between(start: str, end: str, share: float) -> str:
    """Return a colour between two."""
    pairs = [(int(start[i : i + 2], 16), int(end[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


# Sixteen colours, and the ramps from a paper (first) to an ink (last).
_COLOURS = (
    *(_between(_PAPER, _INK, i / 5) for i in range(6)),
    *(_between(_PAPER, _BRICK, i / 3) for i in range(1, 4)),
    *(_between(_PETROL, _WHITE, i / 3) for i in range(4)),
    _VOICE,
    _SEATS,
    _between(_PETROL, _VOICE, 0.5),
)
_ON_PAPER: Ramp = (0, 1, 2, 3, 4, 5)
_IN_BRICK: Ramp = (0, 6, 7, 8)
_ON_PETROL: Ramp = (9, 10, 11, 12)
_ON_VOICE: Ramp = (9, 15, 13)
_ON_SEATS: Ramp = (0, 14)
_IN_SEATS: Ramp = (0, 0, 14, 14)


def draw(card: Card) -> bytes:
    """Return a card as a PNG file."""
    image = _ground(card.club, card.label).copy()
    kind = fit(drawable(SANS, card.kind), SANS, _ROOM, ((23, 1),))
    title = fit(drawable(SERIF, card.title) or card.kind, SERIF, _ROOM, _TITLE)
    sizes = _FACTS[: max(1, 4 - len(title.lines))]  # the longer the title, the fewer lines
    facts = fit(drawable(SANS, card.facts), SANS, _ROOM, sizes)
    blocks = [(kind, _IN_BRICK, 16), (title, _ON_PAPER, 20), (facts, _ON_PAPER[:5], 0)]
    blocks = [block for block in blocks if any(block[0].lines)]
    height = sum(block.height + after for block, _, after in blocks) - blocks[-1][2]
    top = max(28, (HEIGHT - _FOOT - height) // 2)
    for block, ramp, after in blocks:
        _write(image, block, _MARGIN, top, ramp)
        top += block.height + after
    return _png(image)


def icon(side: int) -> bytes:
    """Return the mark alone, white on petrol, as a square PNG file of `side` pixels."""
    image = Image.new("L", (side, side), 0)
    image.paste(9, (0, 0, side, side))
    _mark(image, (side // 2, side // 2), round(side * 0.29))
    return _png(image)


def _png(image: Image.Image) -> bytes:
    """Return a picture whose values are the numbers of our colours as a PNG file."""
    coloured = Image.frombytes("P", image.size, image.tobytes())
    coloured.putpalette([int(c[i : i + 2], 16) for c in _COLOURS for i in (1, 3, 5)])
    out = io.BytesIO()
    coloured.save(out, "PNG", bits=4, compress_level=4)
    return out.getvalue()


@lru_cache(maxsize=4)
def _ground(club: str, label: str) -> Image.Image:
    """Return what every card of a club shares: paper, seats, the band, the mark and the name."""
    image = Image.new("L", (WIDTH, HEIGHT), 0)
    _seats(image, (WIDTH - 44, HEIGHT - _FOOT), ((48, 16), (84, 26), (120, 36)), 5.5, _IN_SEATS)
    image.paste(9, (0, HEIGHT - _FOOT, WIDTH, HEIGHT))
    image.paste(9, (0, 0, WIDTH, 7))
    middle = HEIGHT - _FOOT // 2
    _mark(image, (_MARGIN + 23, middle), 22)
    room, right = _ROOM - 68, WIDTH - _MARGIN
    if label:
        word = fit(drawable(SANS, label), SANS, _ROOM // 2, ((23, 1),))
        wide = round(sum(letter(SANS, word.size, c).advance for c in word.lines[0]))
        _write(image, word, right - wide, middle - word.height // 2, _ON_PETROL)
        room -= wide + 28
    name = fit(drawable(SERIF, club), SERIF, room, _NAME)
    _write(image, name, _MARGIN + 68, middle - name.height // 2, _ON_PETROL)
    return image


def _mark(image: Image.Image, at: tuple[int, int], radius: int) -> None:
    """Draw the mark: seats around a table, one of them speaking. As in `theme/assets`."""
    scale = radius / 9
    _seats(image, at, ((radius, 8),), 2.2 * scale, _ON_PETROL)
    _disc(image, at, 3.1 * scale, _ON_PETROL)
    _disc(image, (at[0] + 6.36 * scale, at[1] - 6.36 * scale), 2.6 * scale, _ON_VOICE)


def _seats(
    image: Image.Image,
    at: tuple[int, int],
    rows: tuple[tuple[int, int], ...],
    size: float,
    ramp: Ramp,
) -> None:
    """Draw rows of seats, each a radius and a number, around a point."""
    for radius, count in rows:
        for number in range(count):
            turned = cmath.rect(radius, 2 * cmath.pi * number / count)
            _disc(image, (at[0] + turned.real, at[1] + turned.imag), size, ramp)


def _disc(image: Image.Image, at: tuple[float, float], radius: float, ramp: Ramp) -> None:
    """Draw a disc with smooth edges."""
    left, top = int(at[0] - radius) - 1, int(at[1] - radius) - 1
    side = int(2 * radius) + 4
    large = Image.new("L", (side * _OVERSAMPLED, side * _OVERSAMPLED), 0)
    x, y, r = ((v * _OVERSAMPLED) for v in (at[0] - left, at[1] - top, radius))
    ImageDraw.Draw(large).ellipse((x - r, y - r, x + r, y + r), fill=255)
    _ink(image, large.resize((side, side), Image.Resampling.BOX), (left, top), ramp)


def _write(image: Image.Image, block: Block, left: int, top: int, ramp: Ramp) -> None:
    """Write the lines of a block from its top left corner."""
    margin = block.size  # an accent or a tail may leave the line
    for number, line in enumerate(block.lines):
        letters = [letter(block.face, block.size, character) for character in line]
        wide = round(sum(one.advance for one in letters))
        mask = Image.new("L", (wide + 2 * margin, 2 * margin + block.size), 0)
        pen = float(margin)
        for one in letters:
            if one.mask:
                mask.paste(255, (round(pen) + one.left, 2 * margin + one.top), one.mask)
            pen += one.advance
        baseline = top + number * block.leading + round(block.size * 0.94)
        _ink(image, mask, (left - margin, baseline - 2 * margin), ramp)


def _ink(image: Image.Image, mask: Image.Image, at: tuple[int, int], ramp: Ramp) -> None:
    """Lay a mask in the shades of a ramp, leaving what it does not touch."""
    image.paste(mask.point(_shades(ramp)), at, mask.point(_TOUCHED, "1"))


_TOUCHED = [255 if value >= 32 else 0 for value in range(256)]


@lru_cache(maxsize=8)
def _shades(ramp: Ramp) -> list[int]:
    last = len(ramp) - 1
    return [ramp[round(value * last / 255)] for value in range(256)]
