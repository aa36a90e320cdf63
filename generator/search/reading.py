"""The pages as Pagefind should read them: a copy whose words are those that readers type."""

import re

# Pagefind takes « l’eau » for one word with this apostrophe, for two with the other.
_APOSTROPHE = str.maketrans({"’": "'", "œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae"})
# « St-Denis », « Ste Foy »: only before a name, so that « 1 st » or « STE » stay.
_SAINT = re.compile(r"\bSt(e?)([-\u2011 ])(?=[A-ZÀ-Ý])")
# As `theme/main.html` writes them; the group keeps them in the parts of a split.
_FACET = re.compile(r"(<meta [^>]*data-pagefind-filter=[^>]*>)")


def unfold(html: str) -> str:
    """Return `html` with straight apostrophes, open ligatures and « Saint » in full.

    The script of the search sets apostrophes and ligatures again as in print. The values of facets
    are shown and shared, not looked for: they stay as they are.
    """
    parts = _FACET.split(html)
    return "".join(part if n % 2 else _typed(part) for n, part in enumerate(parts))


def _typed(html: str) -> str:
    return _SAINT.sub(lambda m: f"Saint{m[1]}{m[2]}", html.translate(_APOSTROPHE))
