"""Whom the club names no more: nobody brings them back unseen, and nobody can read who they are.

`erased.lock`, at the top of a club, holds a line for each name and each id: its HMAC-SHA-256
(RFC 2104) under a key that is never in the repository.
"""

import hmac
from dataclasses import dataclass
from pathlib import Path

from generator.core import system
from generator.core.text import sorted_words

FILE = "erased.lock"
KEY = "CLUB_ERASE_KEY"
LEAST = 16  # characters of a key
_LENGTH = 64  # of a mark
_HEAD = "# Empreintes des personnes retirées (club erase). Ne rien écrire ici à la main.\n"


@dataclass(frozen=True, slots=True)
class Tombstones:
    """The marks of those who asked to be forgotten; without the key, nobody can be compared to them."""

    key: bytes = b""
    marks: frozenset[str] = frozenset()

    @property
    def blind(self) -> bool:
        """Whether there are marks to which nobody can be compared, for want of the key."""
        return len(self.marks) > 0 and not self.key

    def hold(self, *names: str) -> bool:
        """Whether one of these names or ids is of someone erased."""
        return bool(self.key and self.marks) and any(mark(self.key, n) in self.marks for n in names)


def key() -> bytes:
    """Return the key of this machine, empty when it has none or one that could be guessed."""
    given = system.variable(KEY).strip().encode()
    return given if len(given) >= LEAST else b""


def mark(secret: bytes, name: str) -> str:
    """Return the mark of a name, whichever of its words comes first, or of an id."""
    return hmac.new(secret, sorted_words(name).encode(), "sha256").hexdigest()


def load(root: Path) -> Tombstones:
    """Return those of a club; a link is not followed. Raises OSError."""
    path = root / FILE
    known = path.is_file() and not path.is_symlink()
    words = path.read_text(encoding="utf-8", errors="replace").split() if known else []
    return Tombstones(key(), frozenset(word for word in words if len(word) == _LENGTH))


def added(root: Path, names: list[str]) -> str:
    """Return the text of the file with the marks of some names more."""
    known = load(root)
    marks = known.marks | {mark(known.key, name) for name in names}
    return _HEAD + "".join(f"{one}\n" for one in sorted(marks))
