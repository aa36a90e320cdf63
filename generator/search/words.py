"""The words of the site, to correct a slip of the fingers, and the pages to try instead."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from generator.core.text import unaccented

# A name is worth knowing even if one page says it; a word of a text, if several do.
_NAMES = ("title", "lieu", "ou", "noms", "aussi", "problemes")
_NAME_WEIGHT = 4
MIN_PAGES = 3
MAX_WORDS = 20_000
MIN_LETTERS = 3
_DOORS = ("Thème", "Méthode")

_WORD = re.compile(r"[^\W\d_]+")


def known(fragments: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the words of the pages (`mots`, most frequent first) and the pages to try (`portes`).

    A door is [label, address, other names] of a theme or a method.
    """
    pages: Counter[str] = Counter()
    names: Counter[str] = Counter()
    entries = []
    for fragment in fragments:
        meta = fragment["meta"]
        pages.update(set(fragment["content"].split()))
        names.update({word for name in _NAMES for word in _WORD.findall(meta.get(name, ""))})
        if meta.get("kind") in _DOORS:
            entries.append([meta["title"], fragment["url"], meta.get("noms", "")])
    return {"mots": " ".join(_ordered(pages, names)), "portes": entries}


def _ordered(pages: Counter[str], names: Counter[str]) -> Iterator[str]:
    """Yield each word once, as it is most often written, most frequent first."""
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for chunk, count in pages.items():
        for word in _WORD.findall(chunk):
            forms[unaccented(word)][word.lower()] += count
    for word, count in names.items():
        forms[unaccented(word)][word.lower()] += count * _NAME_WEIGHT
    named = set(map(unaccented, names))
    counts = {
        key: forms[key].total()
        for key in forms
        if len(key) >= MIN_LETTERS and (key in named or forms[key].total() >= MIN_PAGES)
    }
    for key in sorted(counts, key=lambda k: (-counts[k], k))[:MAX_WORDS]:
        yield min(forms[key], key=lambda form: (-forms[key][form], form))
