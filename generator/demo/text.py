"""French sentences from the lists of `words/`.

A line of a list is plain text with holes: `{salle}` takes a line of that list, or the value of
that name; `{12-40}` a number in that range; `{une|deux}` one of the alternatives. A filled hole
contracts and elides what precedes it: « de » + « le marché » gives « du marché ».
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.demo.club import Draw, Entry
from generator.records import french

THIN = "\u202f"
Pool = tuple[str, ...]

_HERE = Path(__file__).parent
_HOLE = re.compile(r"\{(?:(\d+)-(\d+)|([^{}]*\|[^{}]*)|([^{}]*))\}")

# Stands before a filled hole: contraction happens there and nowhere else, so that the
# pronoun of « de le faire » stays.
_SEAM = "\x01"
_SHORT = {"de": "du", "des": "des", "à": "au", "às": "aux"}
_ARTICLE = re.compile(rf"\b(de|à) {_SEAM}+le(s?) ", re.IGNORECASE)
_VOWEL = "[aeiouyàâæéèêëîïôœû]|h(?:abit|eur|orai|ôpi|ôte|uma|isto|iver|éber|omm)"
_ELISION = re.compile(rf"\b(d|qu)e {_SEAM}+(?={_VOWEL})", re.IGNORECASE)


def typeset(text: str) -> str:
    """Turn plain typing into French typography: apostrophes, no-break spaces, thousands."""
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", THIN, text.replace("'", "’"))
    return unicodedata.normalize("NFC", french.typography(text))


@cache
def _file(subject: str) -> dict[str, Any]:
    text = (_HERE / "words" / f"{subject}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(typeset(text), Loader=yaml.CSafeLoader)
    return loaded


@cache
def words(subject: str, entry: str | None = None) -> Mapping[str, Pool]:
    """Return the lists of a file of `words/`, or of an entry of it (none if it is not there)."""
    data = _file(subject) if entry is None else _file(subject).get(entry, {})
    return {name: tuple(lines.splitlines()) for name, lines in data.items()}


@cache
def slots(kind: str, theme: str, method: str) -> Mapping[str, Pool]:
    """Return the lists of a record, in general terms where a theme or a method is not known."""
    themes = words("themes", theme) or words("themes", "democratie-locale")
    methods = words("methods", method) or words("methods", "concertation")
    return {
        **words("common"),
        **words(kind),
        **{f"theme.{name}": lines for name, lines in themes.items()},
        **{f"method.{name}": lines for name, lines in methods.items()},
    }


def capitalised(text: str) -> str:
    """Return `text` with a capital first letter."""
    return text[:1].upper() + text[1:]


def bullets(items: list[str]) -> str:
    """Write items as a French list: semicolons, then a full stop."""
    return f"{french.NBSP};\n".join(f"- {item}" for item in items) + "."


def month(day: date) -> str:
    """Return « mars 2024 »."""
    return french.day(day).split(" ", 1)[1]


def _contract(match: re.Match[str]) -> str:
    short = _SHORT[match[1].lower() + match[2].lower()]
    return f"{capitalised(short) if match[1][0].isupper() else short} "


class Prose:
    """The voice of one record: fills its slots, lists or values, and avoids repeating a line."""

    def __init__(
        self, rng: Draw, kind: str, theme: str = "", method: str = "", **own: str | Pool
    ) -> None:
        self.rng = rng
        self.slots: dict[str, str | Pool] = {**slots(kind, theme, method), **own}
        self._used: set[str] = set()

    def _fresh(self, name: str) -> str:
        lines = self.slots[name]
        if isinstance(lines, str):
            return lines
        line = self.rng.skewed([one for one in lines if one not in self._used] or lines)
        self._used.add(line)
        return line

    def _hole(self, match: re.Match[str]) -> str:
        low, high, either, name = match.groups()
        if low:
            return str(self.rng.randint(int(low), int(high)))
        if either:
            return str(self.rng.choice(either.split("|")))
        return _SEAM + _HOLE.sub(self._hole, self._fresh(name))

    def fill(self, line: str) -> str:
        """Return a line with its holes filled, contracted and elided at the seams."""
        if "{" not in line:
            return line
        text = _ARTICLE.sub(_contract, _HOLE.sub(self._hole, line))
        return _ELISION.sub(r"\1’", text).replace(_SEAM, "")

    def phrase(self, name: str) -> str:
        """Return one filled line of a list."""
        return self.fill(self._fresh(name))

    def phrases(self, name: str, low: int = 1, more: int = 0) -> list[str]:
        """Return `low` different filled lines, and up to so many `more`."""
        count = low + self.rng.randint(0, more) if more else low
        found = [self.phrase(name) for _ in range(min(count, len(self.slots[name])))]
        return list(dict.fromkeys(found))

    def sentences(self, name: str, low: int = 1, more: int = 0) -> str:
        """Return different filled lines as sentences."""
        texts = [capitalised(text) for text in self.phrases(name, low, more)]
        return " ".join(t if t.endswith((".", "?", "!", ":")) else f"{t}." for t in texts)


# A record: what others need to know, its voice, and the values that fill its outline.
Made = tuple[Entry, Prose, Mapping[str, object]]
