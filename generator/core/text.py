"""Words compared, and made parts of addresses; entities decoded: one way for all."""

import html
import re
import unicodedata
from collections.abc import Container, Iterator
from functools import lru_cache

# Letters that Unicode does not take apart into a plain one and a mark, as French sorts them.
_OPEN = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"}
    | dict.fromkeys("ʻʼʽʾʿ", "'")  # apostrophes that Unicode calls letters
)


_NO_WORD = re.compile(r"[\W_]+")
_SAINTS = {"st": "saint", "ste": "sainte"}


def unaccented(text: str) -> str:
    """Return `text` in small letters without accents, ligatures and strokes (`Łódź` -> `lodz`)."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()  # « 𝔉 » is a capital only once plain
    plain = unicodedata.normalize("NFKD", plain).translate(_OPEN)
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Return `text` for comparison: lower case, no accent, ligature, hyphen or apostrophe.

    `St` and `Ste` become `saint` and `sainte`, as people abbreviate them.
    """
    words = _NO_WORD.sub(" ", unaccented(text)).split()
    return " ".join([_SAINTS.get(word, word) for word in words])


def sorted_words(name: str) -> str:
    """Return the folded words of a name in order, to compare it whichever comes first."""
    return " ".join(sorted(fold(name).split()))


_NOT_ASCII = re.compile(r"[^a-z0-9 ]+")


def slug(text: str, longest: int = 80) -> str:
    """Return `text` as part of an address, cut between two words."""
    whole = "-".join(_NOT_ASCII.sub(" ", fold(text)).split())
    return whole if len(whole) <= longest else whole[: longest + 1].rpartition("-")[0]


_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Names Windows cannot store: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])")


def bad_id(name: str, suffix: str = "") -> tuple[str, str] | None:
    """Return what is wrong with an id, or with the stem of a file, and what to do; or None."""
    if not _SLUG.fullmatch(name):
        hint = "minuscules sans accent, chiffres et tirets seulement"
        if (meant := slug(name.removesuffix(suffix))) and not _RESERVED.fullmatch(meant):
            hint = f"renommez le fichier « {meant}{suffix} »" if suffix else f"écrivez « {meant} »"
        return f"« {name} » n’est pas un identifiant", hint
    if _RESERVED.fullmatch(name):
        return f"« {name} » est un nom réservé par Windows", "choisissez un autre identifiant"
    return None


def free(wanted: str, taken: Container[str]) -> str:
    """Return `wanted` as an id, or `wanted-2`, `wanted-3`… when it is taken or cannot be one."""
    name, n = wanted or "fiche", 1
    while name in taken or bad_id(name):
        n += 1
        name = f"{wanted or 'fiche'}-{n}"
    return name


_ENTITY = re.compile(r"&(?:#[xX]0*([0-9A-Fa-f]+)|#0*([0-9]+)|[0-9A-Za-z]{1,32});?")


def _decoded(match: re.Match[str]) -> str:
    hexadecimal, decimal = match.groups()
    if not (hexadecimal or decimal):
        return html.unescape(match[0])
    digits, base = (hexadecimal, 16) if hexadecimal else (decimal, 10)
    code = int(digits, base) if len(digits) < 8 else 0
    if 0x80 <= code <= 0x9F:  # what Windows-1252 writes so, as the standard of HTML says
        return html.unescape(f"&#{code};")
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code <= 0x10FFFF else "\ufffd"


def entities(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset of each HTML entity of a text, with what a browser reads for it.

    However many zeros come first, and with or without its semicolon.
    """
    for match in _ENTITY.finditer(text) if "&" in text else ():
        yield match.start(), _decoded(match)


def unescape(text: str) -> str:
    """Return `text` with its HTML entities decoded, as a browser decodes them."""
    return _ENTITY.sub(_decoded, text) if "&" in text else text
