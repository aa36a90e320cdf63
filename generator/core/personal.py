"""E-mail addresses, telephone numbers and birth dates in a text, whatever their disguise.

A text is first put in its plain form: encodings undone, look-alikes folded (NFKC, UAX #15), what
nobody sees and the marks of Markdown dropped, `arobase` and `point` written as signs, numbers in
words written in digits, dates set aside. A few patterns then say what is left in it. All are in
`data/personal.toml`, of which the forms apply the very patterns.

The rules read the sources with it and the audit the built site, so that what one accepts the
other accepts. It says what is there; what is allowed is for them to say.
"""

import base64
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from urllib.parse import unquote

from generator.core import data
from generator.core.text import unescape

_TABLE = data.patterns("personal")
# What is said of a home, there and in the forms.
HOME: tuple[str, str] = _TABLE["home"]


@cache
def _figures() -> dict[int, str]:
    """Return the signs of other scripts that mean a digit, each with this digit."""
    found = {}
    for sign in map(chr, range(0x660, 0x20000)):
        value = (
            unicodedata.numeric(sign) if sign in _TABLE["HAN"] else unicodedata.digit(sign, None)
        )
        if value is not None and unicodedata.normalize("NFKC", sign) == sign:
            found[ord(sign)] = str(int(value))
    return found


@cache
def _steps() -> tuple[tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], str], ...]], ...]:
    """Return the replacements that undo disguises, in order: (only if this is found, [(pattern, by)])."""
    ones = {word: n for n, word in enumerate((*_TABLE["ONES"], *_TABLE["TEENS"]))}
    words = (*_TABLE["TENS"].items(), *reversed(ones.items()))
    numbers = tuple((rf"\b(?:{word})\b", str(number)) for word, number in words)
    found = []
    for step in _TABLE["steps"]:
        replacements = (*(numbers if "numbers" in step else ()), *step["replace"])
        compiled = tuple((re.compile(pattern), by) for pattern, by in replacements)
        found.append((re.compile(step["if"]), compiled))
    return tuple(found)


@cache
def _in(name: str) -> Any:
    """Return a pattern of the table, or several, compiled."""
    found = _TABLE[name]
    return re.compile(found) if isinstance(found, str) else tuple(map(re.compile, found))


# --- looking for it -----------------------------------------------------------------------------

# Records share many of their words, and a club served from memory most of its texts.
_remembered = lru_cache(maxsize=100_000)
APART = " ;x; "  # between two texts: joins neither the figures nor the words of both
_AROUND = 90  # characters: an address in full, a number in words
_CLOSER = (
    *_in("closer"),
    *(re.compile(start + _TABLE["WORDS_AFTER"]) for start in _TABLE["WORDS_FROM"]),
)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}")
_CAPITAL = re.compile("[A-Z]")
_READABLE = re.compile(rb"[\t\n -~]{9,}")
_DOTTED = re.compile(r"@\[?[^@ ]+\.[a-z]{2}")
_PERCENT = re.compile("%[0-9A-Fa-f]{2}")
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]{1,5})\}|\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_TARGET = re.compile(r"(?<=\])(?:\((?:[^()]|\([^()]*\)){0,2000}\)|\[[^\[\]]{0,200}\])|[<>]")
# The page shows nothing of it: what stands above and below then meet.
_DEFINITION = re.compile(r"^[ \t>]*\[[^\[\]\n]+\]:[^\n]*\n?", re.MULTILINE)
_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Found:
    """An e-mail address or a number: its `kind` (`email`, `phone`), as it reads once undisguised.

    Two disguises of one address have the same `key`.
    """

    kind: str
    text: str

    @property
    def key(self) -> str:
        """What it is, however it is written."""
        return _key(self.text)

    @property
    def masked(self) -> str:
        """Enough to know it again and no more: what a check says may be public."""
        if self.kind == "email":
            name, _, host = self.text.partition("@")
            return f"{name[:1]}•••@{host[:1]}•••"
        return f"{re.sub('[^0-9+]', '', self.text)[:4]} ••• •••"


def key(written: str) -> str:
    """Return what an e-mail address or a number is, however it is written."""
    return _key(plain(written))


def _key(text: str) -> str:
    if "@" in text:
        return text.strip(" .'-[")
    digits = re.sub(r"\(0\)|[^0-9]", "", text)
    abroad = re.match("(?:0033|33(?=0?[1-9][0-9]{8}$)|00)", digits)
    return digits[abroad.end() if abroad else 0 :].removeprefix("0")


def plain(text: str) -> str:
    """Return a text without its disguises: what a reader would say it says."""
    for pattern, by in _SIGN_IN:
        text = pattern.sub(by, text)
    text = (text if text.isascii() else unicodedata.normalize("NFKC", text)).lower()
    if not text.isascii() and _in("FOREIGN").search(text):
        text = text.translate(_figures())
    for found, replacements in _steps():
        if found.search(text):
            for pattern, by in replacements:
                text = pattern.sub(by, text)
    return text


_SIGN_IN = [(re.compile(pattern), by) for pattern, by in _TABLE["signs"]]


@_remembered
def find(text: str) -> tuple[Found, ...]:
    """Return the e-mail addresses and the numbers of a text, each once, in order."""
    found: dict[str, Found] = {}
    for reading in _readings(text):
        for one in _in_plain(plain(part) if (part := _worth(reading)) else ""):
            found.setdefault(one.key, one)
    for token in _tokens(text):
        for reading in _unpacked(token):
            for one in _in_plain(plain(reading)):
                if one.kind == "phone" or _DOTTED.search(one.text):
                    found.setdefault(one.key, one)
    return tuple(found.values())


def _worth(text: str) -> str:
    """Return what of a text is worth a closer look, most often nothing."""
    low = text.lower()
    if len(low) != len(text) or not (text.isascii() or not _in("FOREIGN").search(text)):
        return text
    spans = _to_call(low)
    spans += [(m.start(), m.end() + _AROUND) for one in _CLOSER for m in one.finditer(low)]
    spans += [(m.start(), m.end() + _AROUND) for m in _SIGN_IN[1][0].finditer(text)]
    pieces: list[str] = []
    end = -1
    for first, last in sorted(spans):
        least, most = max(first - 2 * _AROUND, 0), last + 4 + _AROUND
        start = text.rfind(" ", least, max(first - _AROUND, 0)) + 1 or least
        to = text.find(" ", last + 4, most) + 1 or most
        if start > end:
            pieces.append(APART)
        pieces.append(text[max(start, end, 0) : to])
        end = max(to, end)
    return "".join(pieces)


# « Saint-Pierre-de-Plesguen », « camelCase »: words, not base64.
_WORDS = re.compile("[A-Z]?[a-z]{2,}(?:(?:[-/_+][A-Z]?|[A-Z])[a-z]+)*")


def _tokens(text: str) -> Iterator[str]:
    """Yield what may be base64: long, without a blank, with a capital."""
    for word in text.split():
        if len(word) > 11 and not word.islower() and _CAPITAL.search(word, 1):
            for token in _BASE64.findall(word):
                if _CAPITAL.search(token) and not _WORDS.fullmatch(token):
                    yield token


def _to_call(low: str) -> list[tuple[int, int]]:
    """Return where digits stand that may be a number to call."""
    found = (match.span() for match in _in("nine_digits").finditer(low))
    return [(at, end) for at, end in found if _in("to_call").search(low, max(at - 40, 0), end)]


def _in_plain(text: str) -> Iterator[Found]:
    for word in text.split(" ") if "@" in text else ():
        if "@" in word:
            yield from (Found("email", match[0]) for match in _in("email").finditer(word))
    if "tel:" not in text and not _to_call(text):
        return
    for pattern in _in("aside"):
        text = pattern.sub("x", text)
    if "tel:" not in text and not _to_call(text):
        return
    for pattern in _in("phones"):
        yield from (Found("phone", match[0]) for match in pattern.finditer(text))


def _readings(text: str) -> Iterator[str]:
    """Yield the ways to read a text: as it is, its encodings undone, its links without what makes them links."""
    yield from _unlinked(text)
    for _ in range(_DEPTH):
        before = text
        for sign, decoded in _DECODED:
            if sign in text and (other := decoded(text)) != text:
                text = other
                yield from _unlinked(text)
        if text == before:
            return


# How each encoding is undone, and the sign without which there is none.
_DECODED: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("&", unescape),
    ("%", lambda text: unquote(text, errors="replace") if _PERCENT.search(text) else text),
    ("\\", lambda text: _ESCAPE.sub(lambda m: chr(int(m[1] or m[2] or m[3], 16)), text)),
)


def _unlinked(text: str) -> Iterator[str]:
    bare = _DEFINITION.sub("", text) if "]:" in text else text
    bare = _TARGET.sub("", bare) if "[" in bare or "<" in bare else bare
    yield from dict.fromkeys((text, bare, bare.replace("[", "").replace("]", "")))


def _unpacked(token: str) -> Iterator[str]:
    """Yield what can be read in base64, wherever it begins in the token."""
    signs = token.replace("-", "+").replace("_", "/")
    for start in range(4):
        whole = signs[start : start + (len(signs) - start) // 4 * 4]
        rest = signs[start + len(whole) :]
        whole += rest + "=" * (4 - len(rest)) if len(rest) > 1 else ""
        for run in _READABLE.findall(base64.b64decode(whole)):
            yield run.decode()


@_remembered
def births(text: str, *, of_person: bool = False) -> bool:
    """Whether a text says when someone was born; in a person's own record, the year is enough."""
    wanted = [*_in("births"), _in("birth_year")] if of_person else _in("births")
    for reading in _readings(text):
        whole = reading if reading.isascii() else unicodedata.normalize("NFKC", reading)
        low = " ".join(whole.lower().split())
        if _may_say_birth(low):
            read = plain(reading)
            if any(pattern.search(read) for pattern in wanted):
                return True
    return False


def _may_say_birth(low: str) -> bool:
    """Whether a word of birth stands before what may be its year: close, or in the head of a table."""
    reach = 800 if "|" in low else 200
    for year in _in("born_year").finditer(low):
        at = year.start()
        dated = len(year[0]) > 2 or _in("born_month").search(low[max(at - 25, 0) : at])
        if dated and _in("born_sign").search(low, max(at - reach, 0), at):
            return True
    return False


@_remembered
def homes(text: str) -> bool:
    """Whether something in a text looks like someone's home address."""
    for reading in map(str.lower, _readings(text)):
        if _in("street_in").search(reading):
            read = plain(reading)
            if any(not match[1] for pattern in _in("homes") for match in pattern.finditer(read)):
                return True
    return False


def patterns() -> dict[str, object]:
    """Return what a form needs to see the same in what is typed plainly (ECMAScript, `u` flag).

    `initials` is read before the capitals go. Disguises are undone by the rules and the audit alone.
    """
    names = ("email", "aside", "phones", "births", "homes", "home", "innocent")
    return {"initials": _TABLE["signs"][-1]} | {name: _TABLE[name] for name in names}
