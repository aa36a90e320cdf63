"""Characters that make a reader see something else than what is written, and those nobody sees.

The first are refused. The second (Unicode's Default_Ignorable_Code_Point, UAX #44, without what
directs or tags a text) come with what is pasted: they are dropped when a source is read.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from generator.core.offsets import Edit, Edited, edit, position

# Controls but tab and line feed; direction-changing, annotating and tag characters; what Unicode
# says is no character.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2065-\u206f\ufdd0-\ufdef\ufff0-\ufffb"
    "\ufffe\uffff\U000e0000-\U000e007f]"
)

# What a joiner, or the absence of joining, is written for: pictures, and scripts where it tells
# one word from another (Arabic, those of India, Mongolian...).
_JOINED = "\u0600-\u109f\u1700-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff"
_PICTURE = "\u203c-\u3299\ufe0f\U0001f000-\U0001faff"
_JOINS = f"{_JOINED}{_PICTURE}"
_VARIANTS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
# The pattern is read by browsers too (ECMAScript, `u` flag).
INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2064\u3164\ufeff\uffa0]"
    f"|(?<![{_JOINS}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINS}])"
    f"|(?<=[{_VARIANTS}])[{_VARIANTS}]|(?<![\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]"
)
# What ends a line or a page elsewhere than in a text file: Word's line break, form feed, next line,
# the separators of Unicode.
_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
# What the signs of French become when UTF-8 is read as Windows-1252: « Ã© ».
_MISREAD = {
    sign.encode().decode("cp1252"): sign for sign in "éèêëàâîïôöùûüçœÉÈÊÀÂÎÔÇŒ«»’‘“–—…•€°\u00a0"
}
_REPAIRED = re.compile("|".join([INVISIBLE.pattern, _BREAKS.pattern, *_MISREAD]))
# Without one of these, nothing is to be put right: a look that costs a tenth of the other.
_MAY = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2028\u2029\u2060-\u2064\u3164\ufeff\uffa0"
    f"\x0b\x0c\x85{_VARIANTS}]|[{''.join(sorted({one[0] for one in _MISREAD}))}][^\x00-\x7fà-öø-ü]"
)
# The common accents, letter by letter; the rest is composed by the line.
_ACCENTED = re.compile("[^\n\u0300-\u036f][\u0300-\u036f]+")
_NAMES = {"\x00": "NUL"} | dict.fromkeys("\u200e\u200f", "marque de sens d’écriture")


def forbidden(character: str) -> tuple[str, str]:
    """Return what a forbidden character is, in French, with its code point, and what to do of it.

    Between U+0080 and U+009F, it is the sign that Windows-1252 writes with that byte.
    """
    name = _NAMES.get(character, "caractère invisible ou de contrôle")
    raw = character.encode("latin-1") if "\x80" <= character <= "\x9f" else b""
    meant = raw.decode("cp1252", "ignore")
    todo = f"remplacez-le par « {meant} »" if meant else "supprimez-le"
    return f"{name} (U+{ord(character):04X})", todo


def is_composed(text: str) -> bool:
    """Whether `text` is in NFC: each accented letter one character (UAX #15)."""
    return unicodedata.is_normalized("NFC", text)


MAX_SIGNS = 100_000  # put right in a file: beyond, it is no text


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text that may be read, the one it was, and how many signs were dropped or composed."""

    read: Edited
    written: str
    signs: int = 0

    @property
    def text(self) -> str:
        """The text that may be read."""
        return self.read.text

    def place(self, at: int) -> tuple[int, int]:
        """Return where an offset of the text that is read stands in the other: line, column."""
        return position(self.written, self.read.origin(at))


def repair(written: str, *, body: int) -> Repaired:
    """Return a text free of what nobody sees, each accent one character.

    When more than MAX_SIGNS are to be put right, none is.
    What breaks a line elsewhere becomes a space before the offset `body`, a line feed from there.
    """
    read, signs = Edited(written), 0
    while edits := list(islice(_edits(read.text, body), MAX_SIGNS + 1)):
        if len(edits) > MAX_SIGNS:
            return Repaired(Edited(written), written, len(edits))
        read = edit(read, edits)
        signs += len(edits)
        body = -1  # no break is left
    return Repaired(read, written, signs)


def repairs(signs: int) -> tuple[str, str]:
    """Return what is said of so many signs put right, and what to do."""
    if signs == 1:
        seen, whom = "signe qui ne se voit pas, ou accent", "le corrige"
    else:
        seen, whom = "signes qui ne se voient pas, ou accents", "les corrige"
    return f"{signs} {seen} en deux caractères", f"rien à retaper : « club fmt » {whom}"


def _edits(text: str, body: int) -> Iterator[Edit]:
    """Yield what is to be dropped or put right; accents, once nothing else is."""
    match: re.Match[str] | None = None
    for match in _REPAIRED.finditer(text) if _MAY.search(text) else ():
        broken = " " if match.start() < body else "\n"
        put = broken if _BREAKS.match(match[0]) else _MISREAD.get(match[0], "")
        yield match.start(), match.end(), put
    at = 0
    for line in () if match or is_composed(text) else text.split("\n"):
        if not is_composed(line):
            found = [m for m in _ACCENTED.finditer(line) if not is_composed(m[0])]
            for start, end in [m.span() for m in found] or [(0, len(line))]:
                yield at + start, at + end, unicodedata.normalize("NFC", line[start:end])
        at += len(line) + 1
