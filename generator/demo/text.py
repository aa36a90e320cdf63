"""French sentences from the word lists of `words/`.

A template is plain text with holes: `{objet}` takes a slot, `{12-40}` a number in that
range, `{une|deux}` one of the alternatives. Filling a hole contracts and elides what
precedes it: « de » + « le marché » gives « du marché », « de » + « un » gives « d’un ».
"""

import re
import unicodedata
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from random import Random

from generator.demo.seeds import skewed

NBSP, THIN = "\u00a0", "\u202f"
Pool = tuple[str, ...]
Slots = Mapping[str, str | Pool]

_WORDS = Path(__file__).parent / "words"
_TRIES = 6
_ROUND = ((10_000, 5_000), (1_000, 100))  # from this number on, a multiple of that one

# Stands before a filled hole: contraction happens there and nowhere else, so that the
# pronoun of « de le faire » stays.
_SEAM = "\x01"
_CONTRACTIONS = {"de": ("du", "des"), "à": ("au", "aux")}
_ARTICLE = re.compile(rf"\b([Dd]e|[Àà]) {_SEAM}+[Ll]e(s?) ")
_VOWEL = "[aeiouyàâæéèêëîïôœûAEIOUÀÂÉÈÊËÎÏÔŒÛ]|[Hh](?:abit|eur|orai|ôpi|ôte|uma|isto|iver|éber|omm)"
_ELISION = re.compile(rf"\b([Dd]|[Qq]u)e {_SEAM}+(?={_VOWEL})")


def typeset(text: str) -> str:
    """Turn plain typing into French typography: apostrophes, no-break spaces, thousands."""
    text = re.sub(r" (?=[:;?!%€»])", NBSP, text.replace("'", "’"))
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", THIN, text)
    return unicodedata.normalize("NFC", text.replace("« ", f"«{NBSP}"))


def number(value: int) -> str:
    """Write a number with its thousands apart."""
    return f"{value:,}".replace(",", THIN)


def euros(value: int) -> str:
    """Write an amount."""
    return f"{number(value)}{NBSP}€"


@lru_cache(maxsize=1)
def words() -> Mapping[str, Pool]:
    """Return every list of `words/`, as `file/list`, typeset."""
    lists: dict[str, list[str]] = {}
    for path in sorted(_WORDS.glob("*.txt")):
        current: list[str] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("== "):
                current = lists.setdefault(f"{path.stem}/{line[3:]}", [])
            elif line and not line.startswith("#"):
                current.append(typeset(line))
    return {name: tuple(lines) for name, lines in lists.items()}


def pool(*names: str) -> Pool:
    """Return the lines of some lists, one list after the other; a missing list is empty."""
    return tuple(line for name in names for line in words().get(name, ()))


@dataclass(frozen=True, slots=True)
class _Slot:
    name: str


@dataclass(frozen=True, slots=True)
class _Range:
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class _Choice:
    templates: Pool


_Part = str | _Slot | _Range | _Choice
_HOLE = re.compile(r"\{([^{}]*)\}")


def _hole(content: str) -> _Part:
    if "|" in content:
        return _Choice(tuple(content.split("|")))
    low, dash, high = content.partition("-")
    return _Range(int(low), int(high)) if dash and low.isdigit() else _Slot(content)


@cache
def _parse(template: str) -> tuple[_Part, ...]:
    pieces = _HOLE.split(template)
    return tuple(_hole(p) if i % 2 else p for i, p in enumerate(pieces) if i % 2 or p)


def _join(text: str) -> str:
    """Contract and elide at the seams, then remove them."""
    text = _ARTICLE.sub(lambda m: _contract(m[1], m[2]) + " ", text)
    return _ELISION.sub(r"\1’", text).replace(_SEAM, "")


def _contract(preposition: str, plural: str) -> str:
    short = _CONTRACTIONS[preposition.lower()][bool(plural)]
    return short.capitalize() if preposition[0].isupper() else short


def capitalised(text: str) -> str:
    """Return `text` with a capital first letter."""
    return text[:1].upper() + text[1:]


class Prose:
    """The voice of one document: fills templates and avoids saying the same thing twice."""

    def __init__(self, rng: Random, slots: Slots) -> None:
        self._rng = rng
        self._slots = dict(slots)
        self._said: set[str] = set()
        self._recent: deque[str] = deque(maxlen=5)

    def let(self, name: str, value: str | Pool) -> None:
        """Set a slot."""
        self._slots[name] = value

    def _fresh(self, lines: Pool) -> str:
        for refused in (self._said, self._recent):
            for _ in range(_TRIES):
                line = skewed(self._rng, lines)
                if line not in refused:
                    self._said.add(line)
                    self._recent.append(line)
                    return line
        return line

    def _fill(self, template: str) -> str:
        out = []
        for part in _parse(template):
            match part:
                case str():
                    out.append(part)
                case _Range(low, high):
                    out.append(number(self._draw(low, high)))
                case _Choice(templates):
                    out.append(self._fill(self._rng.choice(templates)))
                case _Slot(name):
                    value = self._slots[name]
                    line = value if isinstance(value, str) else self._fresh(value)
                    out.append(_SEAM + self._fill(line))
        return "".join(out)

    def _draw(self, low: int, high: int) -> int:
        """Draw a number; a large one is round, as people give it."""
        step = next((step for start, step in _ROUND if low >= start), 1)
        return self._rng.randrange(low, high + 1, step)

    def phrase(self, lines: Pool) -> str:
        """Return one filled line as it is."""
        return _join(self._fill(self._fresh(lines)))

    def title(self, lines: Pool) -> str:
        """Return one filled line with a capital."""
        return capitalised(self.phrase(lines))

    def sentence(self, lines: Pool) -> str:
        """Return one filled line as a sentence."""
        text = self.title(lines)
        return text if text.endswith((".", "?", "!")) else text + "."

    def paragraph(self, *pools: Pool) -> str:
        """Return one sentence of each pool; an empty pool says nothing."""
        return " ".join(self.sentence(lines) for lines in pools if lines)

    def phrases(self, lines: Pool, count: int) -> list[str]:
        """Return up to `count` different filled lines."""
        found = [self.phrase(lines) for _ in range(count)] if lines else []
        return list(dict.fromkeys(found))

    def in_order(self, lines: Pool, count: int) -> list[str]:
        """Return `count` filled lines, in the order of the list."""
        kept = sorted(self._rng.sample(range(len(lines)), min(count, len(lines))))
        return [_join(self._fill(lines[i])) for i in kept]


def bullets(items: Sequence[str], mark: str = ";") -> str:
    """Write items as a French list: each ends with `mark`, the last one with a full stop."""
    last = len(items) - 1
    space = NBSP if mark == ";" else ""
    return "\n".join(f"- {t}{'.' if i == last else space + mark}" for i, t in enumerate(items))
