"""Setting a text in a box: wrapped between words, shrunk until it holds, cut by an ellipsis."""

from dataclasses import dataclass

from generator.opengraph.typeface import width

ELLIPSIS = "…"


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


def fit(text: str, face: str, room: int, sizes: tuple[tuple[int, int], ...]) -> Block:
    """Set `text` in lines of `room` pixels, in the first of `sizes` in which it holds.

    `sizes` are pairs: pixels, and how many lines there may be. In the last one a text that is
    still too long ends with an ellipsis, after a whole word where there is one.
    """
    for size, most in sizes:
        lines = _wrapped(text, face, size, room)
        if len(lines) <= most and all(width(face, size, line) <= room for line in lines):
            return Block(face, size, tuple(_balanced(text, face, size, room, lines)))
    size, most = sizes[-1]
    lines = _wrapped(text, face, size, room)
    last = min(most, len(lines)) - 1
    kept = [
        _cut(line, face, size, room, more=number == last < len(lines) - 1)
        for number, line in enumerate(lines[:most])
    ]
    return Block(face, size, tuple(kept))


def _wrapped(text: str, face: str, size: int, room: float) -> list[str]:
    """Return lines broken at plain spaces only; a word wider than `room` has its own line."""
    space = width(face, size, " ")
    lines: list[list[str]] = []
    used = 0.0
    for word in text.split(" "):
        wide = width(face, size, word)
        if lines and used + space + wide <= room:
            lines[-1].append(word)
            used += space + wide
        else:
            lines.append([word])
            used = wide
    return [" ".join(line) for line in lines]


def _balanced(text: str, face: str, size: int, room: int, lines: list[str]) -> list[str]:
    """Return the same number of lines, as even as can be: no word alone on the last one."""
    low, high = room // 2, room
    while high - low > size // 2:
        middle = (low + high) // 2
        tried = _wrapped(text, face, size, middle)
        if len(tried) > len(lines) or any(width(face, size, line) > room for line in tried):
            low = middle
        else:
            high, lines = middle, tried
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
