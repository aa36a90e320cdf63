"""Characters that make a reader see something else than what is written."""

import re
import unicodedata

# Controls but tab and line feed; invisible, direction-changing, line-separating and tag
# characters; the byte order mark.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_NAMES = {"\ufeff": "BOM", "\x00": "NUL"}


def describe(character: str) -> str:
    """Return what a forbidden character is, in French, with its code point."""
    name = _NAMES.get(character, "caractère invisible ou de contrôle")
    return f"{name} (U+{ord(character):04X})"


def is_composed(text: str) -> bool:
    """Whether `text` is in NFC: each accented letter one character (UAX #15)."""
    return unicodedata.is_normalized("NFC", text)
