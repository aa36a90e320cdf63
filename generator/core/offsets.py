"""A text after edits, and where each of its characters stood before them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

# Where it starts and where it ends in the text before, and what is put there.
Edit = tuple[int, int, str]


class Edited(NamedTuple):
    """A text, and the rounds of edits that made it, the first first.

    A round is two lists of offsets, after and before: what starts at one started at the other.
    """

    text: str
    rounds: Sequence[tuple[Sequence[int], Sequence[int]]] = ()

    @property
    def first(self) -> int:
        """Where the first edit of the first round was made; 0 when there is none."""
        return self.rounds[0][1][1] if self.rounds else 0

    def origin(self, offset: int) -> int:
        """Return where the character at `offset` stood; the start of what it replaces."""
        for new, old in reversed(self.rounds):
            at = bisect_right(new, offset) - 1
            before = old[at] + offset - new[at]
            offset = min(before, old[at + 1]) if at + 1 < len(old) else before
        return offset


def edit(before: Edited, edits: Iterable[Edit]) -> Edited:
    """Return a text after one more round of edits, in order, which do not overlap."""
    pieces, new, old = [], [0], [0]
    at = length = 0
    for start, end, put in edits:
        pieces += [before.text[at:start], put]
        length += start - at
        new += [length, length + len(put)]
        old += [start, end]
        length += len(put)
        at = end
    if not pieces:
        return before
    text = "".join([*pieces, before.text[at:]])
    return Edited(text, [*before.rounds, (new, old)])


def position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of a character offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def offset(text: str, line: int, column: int) -> int:
    """Return the offset of a line and a column, from 1, as `position` gives them."""
    start = 0
    for _ in range(line - 1):
        found = text.find("\n", start)
        if found < 0:
            break
        start = found + 1
    return min(start + column - 1, len(text))
